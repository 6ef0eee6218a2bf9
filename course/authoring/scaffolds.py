"""Skeletons for authors: a module, a notebook, an exercise with its bed, a family of incidents.

Each is whole, small and right, so that `course check` and `course prove` accept it before the first
word is replaced. Nothing that is there already is overwritten.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.authoring.lesson_measures import KINDS, heading_of
from course.errors import ProgramError, UsageError, nearest
from course.files import SCENARIOS, TEMPLATES, write_whole
from course.gradebook.layout import program_file
from course.notebooks import canonical, is_prompt, points, read_notebook, run
from course.program import Notebook, TrainingModule, load_program

EXERCISE_MINUTES, EXERCISE_POINTS, REFLECTION_POINTS = 10, 3, 4
_TITLE = re.compile(r"\*(\d+) minutes: (\d+) reading, (\d+) practice; ([\d.]+) points\*")
_WIDGETS = "Choice, Option, hints, minute_card, predict, progress, quiz"
_KERNEL = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}
_NOTES = """# Notes for teachers: {title}

Learners never get this page. Sessions and slides draw on it.
"""
_SECTION_NOTES = """
## Section {number}: REPLACE

- **Misconception to listen for**: REPLACE
- **One question to discuss**: REPLACE
- **Minutes**: REPLACE
- **What to cut**: REPLACE
"""
_ITEMS = """# Theory items of {module}, which no release has.
# One option is right. Each other one is a misconception, and says which.
# With `topic` and `column` (recall, evidence, decides) a paper may draw an item.

[[items]]
id = "{notebook}-limit"
notebook = "{notebook}"
section = 1
question = "REPLACE: Waits of 3, 5 and 9 seconds, and a limit of 5. How many were too long?"

[[items.options]]
text = "one"
right = true
why = "Only 9 is above the limit. A wait of exactly 5 is within it."

[[items.options]]
text = "two"
why = "Counts the wait that is exactly at the limit."

[[items.options]]
text = "all of them"
why = "Takes the limit for a sum."
"""


def new_module(course_dir: Path, module_id: str) -> list[Path]:
    """Make a module's folder with its first notebook, notes and items; give the files.

    Parameters
    ----------
    course_dir : Path
        The folder that holds nbgrader_config.py.
    module_id : str
        A module of program.toml that has no notebook yet.

    Returns
    -------
    list of Path
        The files that were written; program.toml, which calls the notebook ready, comes last.

    Raises
    ------
    UsageError
        Where there is no such module, or a notebook of it is there already.
    """
    module, plans = _planned(course_dir, module_id)
    if any((course_dir / "source" / module_id).glob("*.ipynb")):
        what = f"{module_id} has notebooks already; a further one: course new notebook {module_id}"
        raise UsageError(f"{what} NAME")
    return new_notebook(course_dir, module.id, next(iter(plans)))


def new_notebook(course_dir: Path, module_id: str, name: str) -> list[Path]:
    """Make a notebook of one section and one exercise, its test bed, notes and items.

    Parameters
    ----------
    course_dir : Path
        The folder that holds nbgrader_config.py.
    module_id : str
        A module of program.toml.
    name : str
        A notebook that program.toml lists for it.

    Returns
    -------
    list of Path
        The files that were written; program.toml, which calls the notebook ready, comes last.

    Raises
    ------
    UsageError
        Where program.toml has no such module or notebook, or the notebook is there already.
    """
    module, plans = _planned(course_dir, module_id)
    if name not in plans:
        what = f"program.toml lists no notebook {name!r} for {module_id}"
        raise UsageError(f"{what}{nearest(name, plans)}")
    path = course_dir / "source" / module_id / f"{name}.ipynb"
    if path.exists():
        raise UsageError(f"source/{module_id}/{path.name} is there already; nothing was written")
    program, declared = _declared_ready(course_dir, module_id, name)
    notes = course_dir / "docs" / "teaching" / module_id / f"{name}.md"
    items = course_dir / "docs" / "teaching" / module_id / "items.toml"
    written = []
    for place, text in (
        (notes, _NOTES.format(title=plans[name].title) + _SECTION_NOTES.format(number=1)),
        (items, _ITEMS.format(module=module.title, notebook=name)),
        *_bed(course_dir / "tests" / "wrong_answers" / module_id / name, 1),
    ):
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            write_whole(place, text, fresh=True)
            written.append(place)
    path.parent.mkdir(parents=True, exist_ok=True)
    notebook = _notebook(plans[name])
    run(notebook, path.parent)
    write_whole(path, canonical(notebook), fresh=True)
    write_whole(program, declared)
    return [*written, path, program]


def new_exercise(
    course_dir: Path, module_id: str, name: str, *, kind: str | None = None
) -> list[Path]:
    """Add a section with one exercise, its test bed and notes to a notebook, before its reflection.

    Parameters
    ----------
    course_dir : Path
        The folder that holds nbgrader_config.py.
    module_id, name : str
        The module and the notebook.
    kind : str, optional
        What the exercise asks for, such as `repair`; by default another kind than the last one.

    Returns
    -------
    list of Path
        The files that were written or changed; the notebook has run again.

    Raises
    ------
    UsageError
        Where there is no such notebook or kind, or the test bed of the exercise is there already.
    """
    path = course_dir / "source" / module_id / f"{name}.ipynb"
    if not path.is_file():
        raise UsageError(f"there is no notebook source/{module_id}/{name}.ipynb")
    if kind is not None and kind not in KINDS:
        raise UsageError(f"unknown kind {kind!r}; there are {', '.join(KINDS)}")
    notebook = read_notebook(path, shown_as=f"source/{module_id}/{path.name}")
    headings = [h for c in notebook.cells if is_prompt(c) and (h := heading_of(c.source))]
    number = 1 + max((heading.number for heading in headings), default=0)
    last = headings[-1].kind if headings else ""
    section = 1 + sum(len(re.findall(r"^## \d", c.source, re.MULTILINE)) for c in notebook.cells)
    bed = list(_bed(course_dir / "tests" / "wrong_answers" / module_id / name, number))
    for place, _ in bed:
        if place.parent.exists():
            at = place.parent.relative_to(course_dir)
            raise UsageError(f"{at} is there already; nothing was written")
    kind = kind or next(one for one in KINDS if one != last)
    cells = _section(section, number, kind, path.stem[:2])
    ids = {cell.id for cell in cells} & {cell.get("id") for cell in notebook.cells}
    if ids:
        raise UsageError(f"the notebook has cells {', '.join(sorted(ids))} already")
    before = [cell.id for cell in notebook.cells]
    end = before.index("reflection-prompt") if "reflection-prompt" in before else len(before) - 1
    notebook.cells[end:end] = cells
    _count_again(notebook)
    program, declared = _declared_ready(course_dir, module_id, name, minutes=_minutes(notebook))
    for place, text in bed:
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, text, fresh=True)
    run(notebook, path.parent)
    write_whole(path, canonical(notebook))
    notes = course_dir / "docs" / "teaching" / module_id / f"{name}.md"
    notes.parent.mkdir(parents=True, exist_ok=True)
    so_far = notes.read_text("utf-8") if notes.exists() else _NOTES.format(title=name)
    write_whole(notes, so_far + _SECTION_NOTES.format(number=section))
    write_whole(program, declared)
    return [*(place for place, _ in bed), notes, path, program]


def new_scenario(course_dir: Path, name: str) -> list[Path]:
    """Make a family of incidents that `course incident lint` accepts as it is; give its file.

    Parameters
    ----------
    course_dir : Path
        The folder that holds nbgrader_config.py.
    name : str
        Small letters, digits and hyphens, such as `harbour-morning`; it tells no cause.

    Returns
    -------
    list of Path
        `scenarios/<name>.toml`.

    Raises
    ------
    UsageError
        Where the name is none, or there is a scenario of this name, also in the package.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", name) or len(name) > 60:
        raise UsageError(f"expected a name such as harbour-morning, got {name[:60]!r}")
    path = course_dir / "scenarios" / f"{name}.toml"
    for place in (path, SCENARIOS / path.name):
        if os.path.lexists(place):
            raise UsageError(f"there is a scenario {name} already: {place}")
    path.parent.mkdir(exist_ok=True)
    text = (TEMPLATES / "scenarios" / "family.toml").read_text(encoding="utf-8")
    write_whole(path, text.replace("{name}", name), fresh=True)
    return [path]


def _planned(course_dir: Path, module_id: str) -> tuple[TrainingModule, dict[str, Notebook]]:
    try:
        module = load_program(program_file(course_dir)).module(module_id)
    except ProgramError as error:
        raise UsageError(error.problems) from error
    return module, {plan.name: plan for plan in module.notebooks}


def _declared_ready(
    course_dir: Path, module_id: str, name: str, *, minutes: int | None = None
) -> tuple[Path, str]:
    """Give the course's program.toml with a module and a notebook of it called ready.

    The text around stays as it is, comments and all. What comes of it is a program, or an error.
    """
    path = program_file(course_dir)
    if not path.is_relative_to(course_dir):
        raise UsageError("this course has no program.toml of its own to list a notebook in")
    text = path.read_text(encoding="utf-8")
    start = text.index(f'id = "{module_id}"')
    end = text.find("\n[[modules]]", start)
    block = text[start:] if end < 0 else text[start:end]
    entry = re.search(rf'\{{[^{{}}]*name = "{re.escape(name)}"[^{{}}]*\}}', block)
    if not entry:
        raise UsageError(f"program.toml does not list {name} for {module_id} in one line")
    line = re.sub(r',\s*status = "\w+"', "", entry[0]).rstrip("} ")
    if minutes is not None:
        line = re.sub(r",\s*minutes = \d+", "", line) + f", minutes = {minutes}"
    ready = block.replace(entry[0], f'{line}, status = "ready" }}')
    ready = re.sub(r'^status = "planned"', 'status = "ready"', ready, count=1, flags=re.MULTILINE)
    return path, text.replace(block, ready)


def _notebook(plan: Notebook) -> NotebookNode:
    prefix = plan.name[:2]
    reading = plan.minutes // 3
    practice = plan.minutes - reading
    whole = EXERCISE_POINTS + REFLECTION_POINTS
    title = f"""# {plan.title}

REPLACE: You will be able to

- say what this notebook changes in what a reader does;
- do it in a system of their own.

Prerequisites: what a reader brings along.

*{plan.minutes} minutes: {reading} reading, {practice} practice; {whole} points*

It leaves out what another notebook has. Skip to exercise 1 if you can answer the first question. \
If you are stuck, read on and come back."""
    title = title.replace(";\n", ".\n")
    recall = f'''# Run this cell (Shift+Enter): questions on what you bring along
quiz("{prefix}-recall", [
    Choice("limit", "REPLACE: May a wait be as long as its limit?", [
        Option("Yes", "A limit is the longest wait that is still fine.", right=True),
        Option("No", "That is what *below* would say."),
    ]),
], title="What you bring along")'''
    reflection = f"""## Reflection ({REFLECTION_POINTS} points)

REPLACE: In 80 to 150 words, say where this happens in a system that you work on.

```text
4  names the place, a counted number, the remedy and its price
3  names the place and the remedy
2  names a real place, and a remedy that would fit any system
1  speaks in general
0  nothing, or nothing about a system of yours
```"""
    marks: dict[str, object] = {
        "grade": True,
        "locked": False,
        "solution": True,
        "points": REFLECTION_POINTS,
    }
    return nbformat.v4.new_notebook(  # type: ignore[no-untyped-call, no-any-return]
        metadata=_KERNEL,
        cells=[
            _markdown("title", title),
            _code("setup", f"from course.widgets import {_WIDGETS}"),
            _code("recall", recall, hidden=True),
            *_section(1, 1, "write", prefix),
            _markdown("reflection-prompt", reflection, {}),
            _markdown("reflection", "YOUR ANSWER HERE", marks),
            _code("minute", f'minute_card("{prefix}-minute")', hidden=True),
            _code("progress", "progress()", hidden=True),
            _markdown(
                "next", "## What you take along\n\nREPLACE: what to remember, what comes next."
            ),
        ],
    )


def _section(section: int, number: int, kind: str, prefix: str) -> list[NotebookNode]:
    """Make a section of the standard's steps, whose exercise has its own function."""
    exercise, at = f"ex{number}", f"s{section}"
    above, seen = f"above_{number}", f"waits_{number}"
    facts = f"{kind}, easy, {EXERCISE_MINUTES} minutes, {EXERCISE_POINTS} points"
    return [
        _markdown(
            at,
            f"""## {section}. REPLACE: the problem

Say what happened or hurts, in 80 to 150 words, with its number and the link where you read it. \
Say why the reader's team has it too. Here some customers wait too long, and nobody has counted \
them. The support team only hears from those who complain.""",
        ),
        _code(f"{at}-evidence", f"{seen} = [2, 9, 5, 12, 3, 5]\nprint({seen})"),
        _markdown(
            f"{at}-look",
            "Look: the longest wait is six times the shortest. (REPLACE by what to see.)",
        ),
        _code(
            f"{at}-predict",
            f'guess_{number} = predict("{prefix}-{at}", "How many are above 5?", [2, 3, 4])',
            hidden=True,
        ),
        _code(
            f"{at}-run",
            f'guess_{number}.reveal(2, why="The two waits of exactly 5 are not above it.")',
        ),
        _markdown(
            f"{at}-idea",
            """REPLACE: the idea in plain words, at most 120 before an example. A limit is the \
longest wait that is still fine. So a wait at the limit is within it, and only what is longer \
counts. Its limits, and when not to use it, come after the example.""",
        ),
        _code(
            f"{at}-wrong",
            f"long_{number} = [wait for wait in {seen} if wait >= 9]\nprint(len(long_{number}))",
        ),
        _markdown(
            f"{at}-mend",
            "Look: 9 was counted, although it is the limit here. Only a longer wait is too long.",
        ),
        _code(f"{at}-mended", f"print(sum(wait > 9 for wait in {seen}))"),
        _markdown(
            exercise,
            f"""### Exercise {number} - REPLACE: count what is above ({facts})

Write `{above}(waits, limit)`. It counts the waits that are longer than the limit.

```python
>>> {above}([3, 5, 9], 5)
1
```""",
            {},
        ),
        _code(
            f"{exercise}-hints",
            f"""hints("{prefix}-{exercise}",
    "REPLACE: Is a wait at the limit too long?",
    "Look at each wait by itself.",
    "Add up one for each wait that is longer than the limit.")""",
            hidden=True,
        ),
        _code(
            f"{exercise}-solution",
            f'''def {above}(waits: list[int], limit: int) -> int:
    """Count the waits that are longer than the limit."""
    ### BEGIN SOLUTION
    return sum(wait > limit for wait in waits)
    ### END SOLUTION''',
            {"solution": True, "locked": False},
        ),
        _markdown(
            f"{exercise}-commentary",
            f"""REPLACE: the reference in steps. A comparison is `True` or `False`, and a sum \
counts each `True` as one.

A second way, for when the waits are needed later:

```python
def {above}(waits, limit):
    return len([wait for wait in waits if wait > limit])
```

Two wrong turns that people take: counting what is exactly at the limit, and counting each length \
only once.""",
        ),
        _code(
            f"{exercise}-try",
            f"""try:
    print({above}({seen}, 5))
except NotImplementedError:
    print("not written yet")""",
        ),
        _code(
            f"{exercise}-tests",
            f'''"""Only what is longer than the limit counts."""
got = {above}([3, 5, 9], 5)
assert got == 1, f"{above}([3, 5, 9], 5) gave {{got!r}}, expected 1: 5 is within the limit"
### BEGIN HIDDEN TESTS
got = {above}([], 4)
assert got == 0, f"[nobody has waited] {above}([], 4) gave {{got!r}}, expected 0"
got = {above}([8, 8, 7, 2], 4)
assert got == 3, f"[equal waits, all too long] {above}([8, 8, 7, 2], 4) gave {{got!r}}, not 3"
### END HIDDEN TESTS''',
            {"grade": True, "points": EXERCISE_POINTS},
        ),
        _markdown(
            f"{at}-production",
            "REPLACE this by where production uses it, with links. Remember: a limit is fine.",
        ),
    ]


def _bed(folder: Path, number: int) -> Iterator[tuple[Path, str]]:
    """Walk an exercise's test bed: two right answers, and wrong ones that somebody would write."""
    place = folder / f"ex{number}"
    head = f"def above_{number}(waits, limit):\n"
    yield (
        place / "right-loop.py",
        (
            f"{head}    count = 0\n    for wait in waits:\n        if wait > limit:\n"
            "            count += 1\n    return count\n"
        ),
    )
    yield place / "right-list.py", f"{head}    return len([w for w in waits if not w <= limit])\n"
    for name, why, answer in (
        ("at-the-limit", "takes a limit for the first wait that is too long",
         "sum(wait >= limit for wait in waits)"),
        ("below", "counts those who were served in time", "sum(wait < limit for wait in waits)"),
        ("lists", "gives the waits themselves", "[wait for wait in waits if wait > limit]"),
        ("each-length-once", "counts lengths, not customers",
         "len({wait for wait in waits if wait > limit})"),
        ("excess", "adds up by how much they were too long",
         "sum(wait - limit for wait in waits if wait > limit)"),
        ("longest-first", "asks for the longest wait, where nobody has waited",
         "sum(wait > limit for wait in waits) if max(waits) > limit else 0"),
        ("yes-or-no", "says whether there is one at all",
         "int(any(wait > limit for wait in waits))"),
    ):  # fmt: skip
        header = f"# fails: ex{number}-tests\n# why: {why}\n"
        yield place / f"wrong-{name}.py", f"{header}{head}    return {answer}\n"


def _count_again(notebook: NotebookNode) -> None:
    """Let the title have the points that there are, and minutes for one more exercise."""
    title = next(cell for cell in notebook.cells if cell.id == "title")
    match = _TITLE.search(title.source)
    if match:
        whole, reading, practice = (int(match[part]) for part in (1, 2, 3))
        more = EXERCISE_MINUTES
        line = (
            f"*{whole + more} minutes: {reading} reading, {practice + more} practice; "
            f"{points(notebook):g} points*"
        )
        title.source = title.source.replace(match[0], line)


def _minutes(notebook: NotebookNode) -> int | None:
    title = next(cell for cell in notebook.cells if cell.id == "title")
    match = _TITLE.search(title.source)
    return int(match[1]) if match else None


def _marks(cell_id: str, **words: object) -> dict[str, object]:
    marks = {"grade": False, "grade_id": cell_id, "locked": True, "schema_version": 3}
    return {"nbgrader": {**marks, "solution": False, "task": False, **words}}


def _markdown(cell_id: str, source: str, marks: dict[str, object] | None = None) -> NotebookNode:
    metadata = {} if marks is None else _marks(cell_id, **marks)
    return nbformat.v4.new_markdown_cell(source, id=cell_id, metadata=metadata)  # type: ignore[no-untyped-call, no-any-return]


def _code(
    cell_id: str, source: str, marks: dict[str, object] | None = None, *, hidden: bool = False
) -> NotebookNode:
    metadata = {} if marks is None else _marks(cell_id, **marks)
    if hidden:
        metadata["jupyter"] = {"source_hidden": True}
    return nbformat.v4.new_code_cell(source, id=cell_id, metadata=metadata)  # type: ignore[no-untyped-call, no-any-return]

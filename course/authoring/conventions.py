"""What an authored notebook must keep to, checked without running it (docs/authoring.md).

`problems` has the mechanics, which hold for every notebook; `findings` the standard of teaching,
each by the name of its rule. Not for answers: see proofs.py.
"""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import nbformat
from nbformat import NotebookNode

from course.authoring.lesson_measures import (
    ASKING,
    REPLACE,
    SPLIT,
    ExerciseMeasures,
    Finding,
    NotebookMeasures,
    at,
    called,
    heading_of,
    holds_data,
    lesson_findings,
    parsed,
)
from course.errors import Problem
from course.examination.shared.syntax_trees import tree_of
from course.grading.clues import hidden_asserts, told_values
from course.notebooks import (
    EXERCISE_ID,
    HIDDEN_MARKER,
    PAPER_CELL,
    SOLUTION,
    WIDGET_VIEW,
    canonical,
    digest,
    exercises,
    is_commentary,
    is_prompt,
    is_solution,
    is_test,
    points,
    stub_of,
    without_hidden_tests,
)

MOST_CELLS = 100
FROM_FILES = {"read_answer", "assembled"}
WIDGET_ID = re.compile(r"^(\d\d)(-[a-z0-9]+)+$")
MINUTES_A_LINE = 2
MOST_BYTES = 200 * 1024
NETWORK = re.compile(r"^(requests|urllib\.request|urllib3|httpx|aiohttp|socket|http\.client)(\.|$)")
ABSOLUTE = re.compile(r"^(/(home|Users|tmp|root|usr|etc|var|opt|mnt|srv|data)(/|$)|[A-Za-z]:[\\/])")
CELL_ID = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
TOTALS = re.compile(
    r"\*(?P<minutes>\d+) minutes"
    r"(?:: (?P<reading>\d+) reading, (?P<practice>\d+) practice;|,)"
    r" (?P<points>\d+(?:\.\d+)?) points?\*"
)
TOTALS_SHOWN = "*85 minutes: 30 reading, 55 practice; 24 points*"
HEADING_SHOWN = "### Exercise 1 - Title (write, medium, 24 minutes, 5 points)"
# What a reader may reason from: a picture, a log or code, a table.
EVIDENCE = re.compile(r"!\[[^\]]*\]\(|<img\b|^ *(?:```|~~~)|^\s*\|", re.MULTILINE)


def problems(
    notebook: NotebookNode, text: str, *, minutes: int | None = None, lesson: bool = True
) -> list[Problem]:
    """List what a source notebook breaks, each at its cell, or without a place for the whole of it.

    `text` is the file's text; `minutes` is what program.toml gives the notebook. Without `lesson`
    it is an assessment of a level, which has neither setup nor reflection nor a next step.
    """
    findings = list(_identity(notebook))
    if not findings:
        # Everything further names cells by id, so it waits until the ids can be trusted.
        findings += _frame(notebook, minutes, lesson=lesson)
        for cell in notebook.cells:
            findings += (Problem(f"cell {cell.id}", what) for what in _cell(cell))
        findings += _exercises(notebook)
        findings += _widgets(notebook)
        findings += _outputs(notebook)
        findings += _schema(notebook)
        if canonical(notebook) != text:
            findings.append(Problem("", "not in canonical form: run `course format`"))
    if len(text.encode()) > MOST_BYTES:
        findings.append(
            Problem("", f"expected at most {MOST_BYTES} bytes, got {len(text.encode())}")
        )
    return findings


def _identity(notebook: NotebookNode) -> Iterator[Problem]:
    if notebook.get("nbformat_minor", 0) < 5:
        yield Problem(
            "", f"expected nbformat 4.5, got 4.{notebook.get('nbformat_minor')}: cells have no ids"
        )
        return
    seen: dict[str, int] = {}
    for number, cell in enumerate(notebook.cells, start=1):
        cell_id = cell.get("id")
        if not isinstance(cell_id, str) or not cell_id:
            yield Problem(f"cell {number}", f"no id; it begins {cell.source[:40]!r}")
            continue
        if cell_id in seen:
            yield Problem(f"cell {cell_id}", f"duplicate id, of cells {seen[cell_id]} and {number}")
        elif not CELL_ID.match(cell_id):
            yield Problem(
                f"cell {cell_id}", f"expected an id by hand such as ex1-tests (cell {number})"
            )
        seen.setdefault(cell_id, number)
        marks = cell.metadata.get("nbgrader")
        if marks is not None and marks.get("grade_id") != cell_id:
            yield Problem(
                f"cell {cell_id}", f"expected the same grade_id, got {marks.get('grade_id')!r}"
            )


def _schema(notebook: NotebookNode) -> Iterator[Problem]:
    try:
        nbformat.validate(notebook, relax_add_props=False)
    except nbformat.ValidationError as error:
        place = ".".join(str(part) for part in error.path)
        yield Problem("", f"not valid nbformat 4.5: {place}: {error.message[:200]}")


def _frame(notebook: NotebookNode, minutes: int | None, *, lesson: bool) -> Iterator[Problem]:
    ids = [cell.id for cell in notebook.cells]
    released = sum(not is_commentary(cell) for cell in notebook.cells)
    if released > MOST_CELLS:
        yield Problem("", f"expected at most {MOST_CELLS} cells, got {released}")
    begins = 2 if ids[1:2] == ["route"] else 1
    expected = ((0, "title"), (begins, "setup"), (-1, "next")) if lesson else ((0, "title"),)
    for place, wanted in expected:
        if not ids or ids[min(place, len(ids) - 1)] != wanted:
            yield Problem(
                "", f"expected cell {wanted!r} at position {place}, got {ids[place:][:1]}"
            )
    if lesson and "reflection" not in ids:
        yield Problem("", "no cell 'reflection'")
    level = 0
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            continue
        for hashes in re.findall(r"^(#+) ", _prose(cell.source), re.MULTILINE):
            if len(hashes) == 1 and cell.id != "title":
                yield Problem(f"cell {cell.id}", "a second heading of level 1")
            if len(hashes) > level + 1:
                yield Problem(
                    f"cell {cell.id}", f"heading of level {len(hashes)} after level {level}"
                )
            level = len(hashes)
    if "title" in ids:
        yield from _totals(notebook, minutes)


def _totals(notebook: NotebookNode, minutes: int | None) -> Iterator[Problem]:
    title = notebook.cells[[cell.id for cell in notebook.cells].index("title")]
    totals = TOTALS.search(title.source)
    if not totals:
        yield Problem("cell title", f"expected a line such as {TOTALS_SHOWN}")
        return
    whole, reading, practice = (totals[part] for part in ("minutes", "reading", "practice"))
    if minutes is not None and int(whole) != minutes:
        yield Problem("cell title", f"says {whole} minutes, program.toml says {minutes}")
    if reading and int(reading) + int(practice) != int(whole):
        what = f"{reading} and {practice} minutes are not {whole}"
        yield Problem("cell title", what)
    if float(totals["points"]) != points(notebook):
        what = f"says {totals['points']} points, the graded cells give {points(notebook):g}"
        yield Problem("cell title", what)


def _cell(cell: NotebookNode) -> Iterator[str]:
    marks = cell.metadata.get("nbgrader")
    if marks is not None and marks.get("schema_version") != 3:
        yield f"expected nbgrader schema_version 3, got {marks.get('schema_version')!r}"
    if cell.cell_type == "markdown":
        if re.search(r"!\[\s*\]\(", cell.source):
            yield "an image without alt text"
        return
    lines = len(cell.source.splitlines())
    if cell.id == "setup" and lines > 5:
        yield f"expected at most 5 lines, got {lines}"
    if re.search(r"^\s*[!%]", cell.source, re.MULTILINE):
        yield "a shell command or magic (! or %)"
        return
    try:
        tree = tree_of(cell.source)
    except SyntaxError as error:
        yield f"line {error.lineno}: {error.msg}"
        return
    yield from _code(tree)
    if is_test(cell) and cell.id == PAPER_CELL:  # it is not run: the grader marks the paper
        if not marks.get("locked"):
            yield "an unlocked cell: learners could edit it"
    elif is_test(cell):
        yield from _test(cell, tree)
    elif is_solution(cell) and not SOLUTION.search(cell.source):
        yield "a solution without its markers ### BEGIN SOLUTION and ### END SOLUTION"


def _code(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any(a.name == "*" for a in node.names):
            yield f"line {node.lineno}: import *"
        if isinstance(node, ast.Import | ast.ImportFrom):
            base = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            for name in (base + alias.name for alias in node.names):
                if NETWORK.match(name):
                    yield f"line {node.lineno}: {name} reaches for the network"
        if isinstance(node, ast.Constant) and ABSOLUTE.match(str(node.value)):
            yield f"line {node.lineno}: absolute path {node.value!r}"


def _test(cell: NotebookNode, tree: ast.Module) -> Iterator[str]:
    marks = cell.metadata.nbgrader
    if not marks.get("locked"):
        yield "an unlocked test: learners could edit it"
    if not 1 <= float(marks.get("points", 0)) <= 5:
        yield f"expected 1 to 5 points, got {marks.get('points')!r}"
    if not ast.get_docstring(tree):
        yield "expected a docstring that names the rule"
    last: ast.stmt | None = tree.body[-1] if tree.body else None
    while isinstance(last, ast.For | ast.With):
        last = last.body[-1]
    if not isinstance(last, ast.Assert):
        what = "a bare expression" if isinstance(last, ast.Expr) else type(last).__name__
        yield f"expected an assert as the last statement, got {what}: it would pass any answer"
    own = {a.name for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) for a in n.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert) and node.msg is None:
            yield f"line {node.lineno}: an assert without a message"
        if isinstance(node, ast.Name) and node.id in FROM_FILES - own:
            yield f"line {node.lineno}: {node.id} is not imported in this cell: it is the learner's"
    yield from _hidden(cell.source, tree)


def _asking(source: str) -> Iterator[ast.Call]:
    """Walk a cell's calls of widgets that ask something."""
    for node in ast.walk(parsed(source)):
        if isinstance(node, ast.Call) and called(node) in ASKING:
            yield node


def _widgets(notebook: NotebookNode) -> Iterator[Problem]:
    """Ids of widgets name files that all notebooks of a module share, so each has its number."""
    seen: dict[str, str] = {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        for call in _asking(cell.source):
            first = call.args[0] if call.args else None
            name = first.value if isinstance(first, ast.Constant) else None
            match = WIDGET_ID.match(name) if isinstance(name, str) else None
            if not isinstance(name, str) or not match:
                what = f"expected a widget's id such as 01-recall, got {name!r}"
                yield Problem(f"cell {cell.id}", what)
            elif name in seen:
                yield Problem(f"cell {cell.id}", f"widget id {name!r} is that of cell {seen[name]}")
            elif seen and match[1] != (number := next(iter(seen))[:2]):
                what = f"expected a widget's id of {number}-…, got {name!r}"
                yield Problem(f"cell {cell.id}", what)
            else:
                seen[name] = cell.id


def _hidden(source: str, tree: ast.Module) -> Iterator[str]:
    markers = list(HIDDEN_MARKER.finditer(source))
    if [m[1] for m in markers] not in ([], ["BEGIN", "END"]):
        yield "expected one pair of hidden test markers, BEGIN before END"
    elif markers:
        first_hidden = source.count("\n", 0, markers[0].start()) + 1
        asserts = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Assert)]
        if not any(line < first_hidden for line in asserts):
            yield "expected a visible assert before the hidden tests"
        if source[markers[1].end() :].strip():
            yield "expected the hidden tests last"


def _exercises(notebook: NotebookNode) -> Iterator[Problem]:
    complete = {exercise.id: exercise for exercise in exercises(notebook)}
    written: set[str] = set()
    for cell in notebook.cells:
        match = EXERCISE_ID.match(cell.id)
        if match and match[1] not in complete:
            what = f"expected cells {match[1]} and {match[1]}-tests with it"
            yield Problem(f"cell {cell.id}", what)
        if cell.cell_type == "code" and is_solution(cell):
            written |= _names(tree_of(cell.source)) if _parses(cell.source) else set()
        elif is_test(cell) and _parses(cell.source):
            for name in sorted(_names(tree_of(cell.source)) & written):
                yield Problem(f"cell {cell.id}", f"rebinds or deletes the learner's name {name!r}")
    for exercise in complete.values():
        if not exercise.prompt.metadata.get("nbgrader", {}).get("locked"):
            yield Problem(f"cell {exercise.id}", "an unlocked prompt")
        heading = heading_of(exercise.prompt.source)
        if not heading:
            yield Problem(f"cell {exercise.id}", f"expected a heading such as {HEADING_SHOWN}")
        elif heading.points != exercise.points:
            what = f"says {heading.points:g} points, its tests give {exercise.points:g}"
            yield Problem(f"cell {exercise.id}", what)


def _outputs(notebook: NotebookNode) -> Iterator[Problem]:
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    counts = [cell.get("execution_count") for cell in code]
    stale = [c.id for n, c in enumerate(code, start=1) if c.get("execution_count") != n]
    if stale:
        what = f"stale outputs: expected counts 1 to {len(code)}, got {counts}"
        yield Problem(f"cell {stale[0]}", what)
    elif notebook.metadata.get("course", {}).get("run") != digest(notebook):
        what = "stale outputs: code or outputs changed since they ran (`course format --execute`)"
        yield Problem("", what)
    if "widgets" in notebook.metadata:
        yield Problem("", "widget state in the metadata")
    for cell in code:
        if "execution" in cell.metadata:
            yield Problem(f"cell {cell.id}", "timing metadata")
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                what = f"writes to stderr: {str(output.get('text'))[:60]!r}"
                yield Problem(f"cell {cell.id}", what)
            if output.get("output_type") == "error":
                yield Problem(f"cell {cell.id}", f"its output is an error, {output.get('ename')}")
            if WIDGET_VIEW in output.get("data", {}):
                yield Problem(f"cell {cell.id}", "a live widget in its output")
            drawn = any(mime.startswith("image/") for mime in output.get("data", {}))
            if drawn and "nbval-ignore-output" not in cell.metadata.get("tags", []):
                yield Problem(f"cell {cell.id}", "a figure without the tag nbval-ignore-output")


def _names(tree: ast.Module) -> set[str]:
    """Names that a cell binds or deletes at its top level."""
    names: set[str] = set()
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(statement.name)
        elif isinstance(statement, ast.Assign | ast.AnnAssign | ast.Delete | ast.For | ast.With):
            for node in ast.walk(statement):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
                    names.add(node.id)
    return names


def _parses(source: str) -> bool:
    try:
        tree_of(source)
    except SyntaxError:
        return False
    return True


def _prose(source: str) -> str:
    return re.sub(r"^```.*?^```", "", source, flags=re.DOTALL | re.MULTILINE)


def findings(
    notebook: NotebookNode,
    measures: NotebookMeasures,
    *,
    planned: Mapping[str, tuple[str, int]] | None = None,
    assessment: bool = False,
) -> Iterator[Finding]:
    """List what of the standard of teaching a notebook does not keep, each with its place.

    Parameters
    ----------
    notebook : NotebookNode
        The source, as it ran.
    measures : NotebookMeasures
        What was counted in it.
    planned : mapping, optional
        Difficulty and most minutes of the module's exercises in program.toml, by their names.
    assessment : bool
        Whether the notebook holds the module's assessment, whose tasks come without a lesson.
    """
    yield from lesson_findings(notebook, measures, assessment=assessment)
    for exercise in measures.exercises:
        yield from _heading(exercise, planned or {})
    yield from _minutes(notebook, measures)
    yield from _predictions(notebook)
    yield from _clues(notebook)
    yield from _commentaries(notebook, measures.exercises)
    unwritten = [cell.id for cell in notebook.cells if REPLACE in cell.source]
    if unwritten:
        what = f"the skeleton's words still stand in {', '.join(unwritten)}"
        yield Finding("skeleton", Problem("", what), firm=False)


def _heading(
    exercise: ExerciseMeasures, planned: Mapping[str, tuple[str, int]]
) -> Iterator[Finding]:
    cell, heading, lines = exercise.cell, exercise.heading, exercise.answer_lines
    missing = [
        name
        for name in ("kind", "difficulty", "minutes")
        if heading is None or not getattr(heading, name)
    ]
    if missing:
        what = f"expected a heading with {', '.join(missing)}, such as {HEADING_SHOWN}"
        yield at(cell, "heading", what)
    if heading and heading.title in planned:
        difficulty, minutes = planned[heading.title]
        if heading.difficulty and heading.difficulty != difficulty:
            what = f"says {heading.difficulty}, program.toml says {difficulty}"
            yield at(cell, "plan", what)
        if heading.minutes and heading.minutes > minutes:
            what = f"says {heading.minutes} minutes, program.toml gives it at most {minutes}"
            yield at(cell, "plan", what)
    if heading and heading.minutes and heading.minutes < MINUTES_A_LINE * lines:
        what = (
            f"{heading.minutes} minutes for a model answer of {lines} lines: two a line are usual"
        )
        yield at(cell, "minutes", what, firm=False)


def _minutes(notebook: NotebookNode, measures: NotebookMeasures) -> Iterator[Finding]:
    title = next((cell.source for cell in notebook.cells if cell.id == "title"), "")
    split = SPLIT.search(title)
    if not split:
        what = "expected its minutes split: *85 minutes: 30 reading, 55 practice; 24 points*"
        yield at("title", "title-split", what)
        return
    stated = [e.heading.minutes for e in measures.exercises if e.heading and e.heading.minutes]
    if sum(stated) > int(split["practice"]):
        what = f"{split['practice']} minutes of practice, but its exercises need {sum(stated)}"
        yield at("title", "minutes", what)


def _predictions(notebook: NotebookNode) -> Iterator[Finding]:
    """A prediction is reasoned from something: a run, a picture, a log or a table before it."""
    evidence = False
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            if re.search(r"^## ", cell.source, re.MULTILINE):
                evidence = False
            evidence = evidence or bool(EVIDENCE.search(cell.source))
            continue
        if cell.cell_type != "code":
            continue
        asks = any(called(call) == "predict" for call in _asking(cell.source))
        if asks and not evidence:
            what = "asks for a prediction before anything of its section has run or been shown"
            yield at(cell.id, "prediction", what)
        if not holds_data(cell.source) and cell.get("outputs"):
            evidence = True


def _clues(notebook: NotebookNode) -> Iterator[Finding]:
    prompts = {cell.id: cell.source for cell in notebook.cells if is_prompt(cell)}
    answers = {cell.id: stub_of(cell.source) for cell in notebook.cells if is_solution(cell)}
    words = "\n".join(
        without_hidden_tests(stub_of(cell.source))
        for cell in notebook.cells
        if not is_commentary(cell)
    )
    for cell in notebook.cells:
        if not is_test(cell) or not parsed(cell.source).body:
            continue
        exercise = cell.id.split("-")[0]
        visible = without_hidden_tests(cell.source)
        shown = f"{prompts.get(exercise)}\n{answers.get(f'{exercise}-solution')}\n{visible}"
        for one in hidden_asserts(cell.source):
            if one.problem:
                yield at(cell.id, "clue", f"line {one.line}: {one.problem}")
            for clue in one.clues:
                if told := told_values(cell.source, clue, shown, words):
                    what = f"line {one.line}: its clue [{clue}] tells of its case"
                    yield at(cell.id, "clue-value", f"{what}: {', '.join(told)}")


def _commentaries(
    notebook: NotebookNode, measured: Sequence[ExerciseMeasures]
) -> Iterator[Finding]:
    ids = [cell.id for cell in notebook.cells]
    for before, cell in pairwise(notebook.cells):
        solution = f"{cell.id.removesuffix('-commentary')}-solution"
        if is_commentary(cell) and cell.metadata.get("nbgrader"):
            yield at(cell.id, "commentary", "a cell that nbgrader keeps, and so learners may see")
        if is_commentary(cell) and before.id != solution:
            what = f"expected this commentary to follow cell {solution}"
            yield at(cell.id, "commentary", what)
    for exercise in measured:
        if exercise.answer_lines and f"{exercise.cell}-commentary" not in ids:
            what = f"no commentary on its solution (cell {exercise.cell}-commentary)"
            yield at(exercise.cell, "no-commentary", what, firm=False)

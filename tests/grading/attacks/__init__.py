"""Attacks on the grader, as data: what a learner hands in, beside an honest wrong answer.

One file a family. `make_course` and `submission` turn them into nbgrader's folders, for
test_attacks.py (ours) and benchmarks/attacks.py (nbgrader's own grading beside it). Most attack
one notebook of two exercises; those in forms.py attack a notebook of their own, one for a form.
"""

import importlib
import pkgutil
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from course.notebooks import canonical, read_notebook
from tests.samples import code, markdown, marks, write

MODULE, NAME = "attacked", "01-attacked"
FORMS_MODULE = "forms"
RIGHT = ("def double(n):\n    return n + n", "def total(numbers):\n    return sum(numbers)")
WRONG = ("def double(n):\n    return n * n", "def total(numbers):\n    return 0")
CANARIES = ("REFERENCE-7f3a", "HIDDEN-7f3a")  # what no learner may ever see
PLANTED = "planted-7f3a"  # what no learner may ever leave outside
SOURCE = (
    (
        "ex1",
        3,
        "def double(n):\n    ### BEGIN SOLUTION\n    # REFERENCE-7f3a\n    return 2 * n\n"
        "    ### END SOLUTION",
        '"""A number is doubled, whatever its sign."""\n'
        'got = double(3)\nassert got == 6, f"double(3) gave {got!r}, expected 6"\n'
        "### BEGIN HIDDEN TESTS\n# HIDDEN-7f3a\nfor n in (-4, 0, 7, 1.5):\n"
        '    assert double(n) == n + n, f"HIDDEN-7f3a {n}"\n### END HIDDEN TESTS',
    ),
    (
        "ex2",
        2,
        "def total(numbers):\n    ### BEGIN SOLUTION\n    # REFERENCE-7f3a\n    return sum(numbers)\n"
        "    ### END SOLUTION",
        '"""A total is the sum."""\n'
        'got = total([1, 2])\nassert got == 3, f"total([1, 2]) gave {got!r}, expected 3"\n'
        "### BEGIN HIDDEN TESTS\n# HIDDEN-7f3a\n"
        'assert total([]) == 0, "HIDDEN-7f3a empty"\n'
        'assert total(range(9)) == 36, "HIDDEN-7f3a range"\n### END HIDDEN TESTS',
    ),
)


@dataclass(frozen=True, kw_only=True)
class Attack:
    """One attack. `first`, `between` and `last` are cells of the learner's own.

    `honest` are the two answers handed in beside it, so the honest submission is the same one
    without the attack; `answers` are the cells of the attack itself. `number` is its place in
    the list of attacks reproduced on nbgrader; `unsafe` says why it is not run outside a sandbox.
    """

    name: str
    family: str
    tried: str
    number: int | None = None
    honest: tuple[str, str] = WRONG
    answers: tuple[str, str] | None = None
    first: str = ""
    between: str = ""
    last: str = ""
    reflection: str = "What I think."
    attachments: Mapping[str, Any] = field(default_factory=dict)
    test_marks: Mapping[str, Any] = field(default_factory=dict)  # into nbgrader's of each test
    test_metadata: Mapping[str, Any] = field(default_factory=dict)
    test_text: str | None = None
    dropped: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    form: str = ""  # the form of test in forms.py that is attacked; the answer is `answers[0]`
    link_to: str = ""  # the notebook handed in is a link to this file of the course
    unsafe: str = ""

    @property
    def module(self) -> str:
        """The module that is handed in."""
        return FORMS_MODULE if self.form else MODULE

    @property
    def notebook(self) -> str:
        """The notebook that is handed in."""
        return self.form.replace(" ", "-") or NAME


def attacks() -> list[Attack]:
    """Give all of them, family by family."""
    found: list[Attack] = []
    for module in sorted(m.name for m in pkgutil.iter_modules(__path__)):
        found += importlib.import_module(f"{__name__}.{module}").ATTACKS
    assert len({a.name for a in found}) == len(found)
    return found


def source_notebook() -> NotebookNode:
    """Give the module's notebook: two exercises with hidden tests, and a reflection."""
    cells = [markdown("title", "# Attacked")]
    for name, points, solution, tests in SOURCE:
        cells += [
            code(f"{name}-solution", solution, marks(f"{name}-solution", solution=True)),
            code(f"{name}-tests", tests, marks(f"{name}-tests", grade=True, points=points)),
        ]
    reflection = marks("reflection", grade=True, solution=True, points=1)
    cells.append(markdown("reflection", "Mine.", reflection))
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def make_course(folder: Path) -> None:
    """Write the source of the module below `folder`."""
    write(source_notebook(), folder / "source" / MODULE / f"{NAME}.ipynb")
    from tests.grading.attacks import forms

    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    for form in forms.FORMS:
        marked = f"### BEGIN SOLUTION\n{form.right}\n### END SOLUTION"
        cells = [
            code("answer", marked, marks("answer", solution=True)),
            code("tests", form.test, marks("tests", grade=True, points=1)),
        ]
        notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
        name = form.name.replace(" ", "-")
        write(notebook, folder / "source" / FORMS_MODULE / f"{name}.ipynb")
    for name, text in forms.FILES.items():
        (folder / "source" / FORMS_MODULE / name).write_text(text)


def hand_in(course_dir: Path, learner: str, attack: Attack) -> None:
    """Put an attack where `nbgrader collect` would."""
    folder = course_dir / "submitted" / learner / attack.module
    folder.mkdir(parents=True, exist_ok=bool(attack.form))
    (folder / "timestamp.txt").write_text("2026-03-01 12:00:00.000000 UTC")
    path = folder / f"{attack.notebook}.ipynb"
    if attack.link_to:
        path.symlink_to(course_dir / attack.link_to)
    else:
        path.write_text(canonical(submission(course_dir, attack)), encoding="utf-8")
    for name, text in attack.files.items():
        (folder / name).write_text(text)


def hand_in_answers(course_dir: Path, learner: str, answers: tuple[str, str]) -> None:
    """Put an honest submission where `nbgrader collect` would."""
    from tests.grading.attacks import forms

    wrong = {form.wrong: form.name for form in forms.FORMS}
    form = wrong.get(answers[0], "")
    hand_in(
        course_dir, learner, Attack(name="honest", family="", tried="", honest=answers, form=form)
    )


def hand_in_right_forms(course_dir: Path, learner: str) -> None:
    """Hand in the right answer to every form."""
    from tests.grading.attacks import forms

    for form in forms.FORMS:
        right = Attack(name="right", family="", tried="", honest=(form.right, ""), form=form.name)
        hand_in(course_dir, learner, right)


def submission(course_dir: Path, attack: Attack) -> NotebookNode:
    """Write an attack into the released notebook."""
    released = course_dir / "release" / attack.module / f"{attack.notebook}.ipynb"
    notebook = read_notebook(released)
    first, second = attack.answers or attack.honest
    if attack.form:
        next(c for c in notebook.cells if c.id == "answer").source = first
        return notebook
    texts = {"ex1-solution": first, "ex2-solution": second, "reflection": attack.reflection}
    cells = [_own("attack-first", attack.first)]
    for cell in notebook.cells:
        if cell.id in texts:
            cell.source = textwrap.dedent(texts[cell.id]).strip()
        if cell.id == "reflection" and attack.attachments:
            cell["attachments"] = attack.attachments
        if cell.id.endswith("-tests"):
            cell.metadata.nbgrader.update(attack.test_marks)
            cell.metadata.update(attack.test_metadata)
            cell.source = cell.source if attack.test_text is None else attack.test_text
        if cell.id not in attack.dropped:
            cells.append(cell)
        if cell.id == "ex1-tests":
            cells.append(_own("attack-between", attack.between))
    cells.append(_own("attack-last", attack.last))
    notebook.cells = [cell for cell in cells if cell is not None]
    return notebook


def _own(name: str, text: str) -> NotebookNode | None:
    return code(name, textwrap.dedent(text).strip()) if text else None

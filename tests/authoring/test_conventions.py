"""What authored notebooks keep to."""

from collections.abc import Callable

import nbformat
import pytest
from nbformat import NotebookNode

from course.authoring.conventions import problems
from course.notebooks import canonical
from tests.samples import TESTS, as_run, cell_of, code, markdown, marks, sample_notebook

Break = Callable[[NotebookNode], object]


def found(notebook: NotebookNode, *, rerun: bool = True, minutes: int | None = 10) -> list[str]:
    notebook = as_run(notebook) if rerun else notebook
    return [str(problem) for problem in problems(notebook, canonical(notebook), minutes=minutes)]


def test_the_sample_keeps_every_convention() -> None:
    """The notebook that the others are broken from has no problem."""
    assert found(sample_notebook()) == []


def replaced(cell_id: str, old: str, new: str) -> Break:
    def change(notebook: NotebookNode) -> None:
        cell = cell_of(notebook, cell_id)
        assert old in cell.source
        cell.source = cell.source.replace(old, new)

    return change


def marked(cell_id: str, **words: object) -> Break:
    return lambda notebook: cell_of(notebook, cell_id).metadata.nbgrader.update(words)


BROKEN: dict[str, tuple[Break, str]] = {
    "no ids": (
        lambda n: n.cells[2].pop("id"),
        r"cell 3: no id; it begins '## 1. Twice\n\nTwice is once more.'",
    ),
    "old format": (
        lambda n: n.update(nbformat_minor=4),
        "expected nbformat 4.5, got 4.4: cells have no ids",
    ),
    "duplicate id": (
        lambda n: n.cells[2].update(id="setup"),
        "cell setup: duplicate id, of cells 2 and 3",
    ),
    "machine-made id": (
        lambda n: n.cells[2].update(id="8F3a01"),
        "cell 8F3a01: expected an id by hand such as ex1-tests (cell 3)",
    ),
    "other grade id": (
        marked("ex1-tests", grade_id="other"),
        "cell ex1-tests: expected the same grade_id, got 'other'",
    ),
    "bare expression": (
        replaced("ex1-tests", "### END HIDDEN TESTS", "double(2) == 4\n### END HIDDEN TESTS"),
        "cell ex1-tests: expected an assert as the last statement, got a bare expression: it would pass any answer",
    ),
    "expression after a loop": (
        replaced(
            "ex1-tests",
            '    assert got == n + n, f"double({n}) gave {got!r}, expected {n + n}"',
            "    got == n + n",
        ),
        "cell ex1-tests: expected an assert as the last statement, got a bare expression: it would pass any answer",
    ),
    "unlocked test": (
        marked("ex1-tests", locked=False),
        "cell ex1-tests: an unlocked test: learners could edit it",
    ),
    "solution without markers": (
        replaced("ex1-solution", "    ### BEGIN SOLUTION\n", ""),
        "cell ex1-solution: a solution without its markers ### BEGIN SOLUTION and ### END SOLUTION",
    ),
    "assert without message": (
        replaced("ex1-tests", ', f"double(3) gave {got!r}, expected 6: three twice"', ""),
        "cell ex1-tests: line 3: an assert without a message",
    ),
    "no docstring": (
        replaced("ex1-tests", '"""A number is doubled, whatever its sign."""\n', ""),
        "cell ex1-tests: expected a docstring that names the rule",
    ),
    "nothing visible": (
        replaced(
            "ex1-tests", 'assert got == 6, f"double(3) gave {got!r}, expected 6: three twice"\n', ""
        ),
        "cell ex1-tests: expected a visible assert before the hidden tests",
    ),
    "hidden tests first": (
        replaced("ex1-tests", "### END HIDDEN TESTS", '### END HIDDEN TESTS\nassert got, "more"'),
        "cell ex1-tests: expected the hidden tests last",
    ),
    "half a marker": (
        replaced("ex1-tests", "\n### END HIDDEN TESTS", ""),
        "cell ex1-tests: expected one pair of hidden test markers, BEGIN before END",
    ),
    "rebinds a name": (
        replaced("ex1-tests", "got = double(3)", "got = double(3)\ndouble = double"),
        "cell ex1-tests: rebinds or deletes the learner's name 'double'",
    ),
    "seven points": (
        marked("ex1-tests", points=7),
        "cell ex1-tests: expected 1 to 5 points, got 7",
    ),
    "wrong heading": (
        replaced("ex1", "(3 points)", "(4 points)"),
        "cell ex1: says 4 points, its tests give 3",
    ),
    "no heading": (
        replaced("ex1", "### Exercise 1 - Double (3 points)", "### Double"),
        "cell ex1: expected a heading such as ### Exercise 1 - Title (write, medium, 24 minutes, 5 points)",
    ),
    "wrong total": (
        replaced("title", "5 points", "6 points"),
        "cell title: says 6 points, the graded cells give 5",
    ),
    "wrong minutes": (
        replaced("title", "10 minutes", "12 minutes"),
        "cell title: says 12 minutes, program.toml says 10",
    ),
    "no total": (
        replaced("title", "*10 minutes, 5 points*", ""),
        "cell title: expected a line such as *85 minutes: 30 reading, 55 practice; 24 points*",
    ),
    "unlocked prompt": (marked("ex1", locked=False), "cell ex1: an unlocked prompt"),
    "old schema": (
        marked("ex1", schema_version=2),
        "cell ex1: expected nbgrader schema_version 3, got 2",
    ),
    "no reflection": (lambda n: n.cells.remove(cell_of(n, "reflection")), "no cell 'reflection'"),
    "no setup": (
        lambda n: n.cells.remove(cell_of(n, "setup")),
        "expected cell 'setup' at position 1, got ['s1']",
    ),
    "skipped level": (
        replaced("s1", "## 1. Twice", "#### 1. Twice"),
        "cell s1: heading of level 4 after level 1",
    ),
    "second title": (
        replaced("next", "## Next", "# Next"),
        "cell next: a second heading of level 1",
    ),
    "long code": (
        lambda n: cell_of(n, "setup").update(source="import math\n" * 6),
        "cell setup: expected at most 5 lines, got 6",
    ),
    "shell": (
        lambda n: cell_of(n, "setup").update(source="!ls"),
        "cell setup: a shell command or magic (! or %)",
    ),
    "magic": (
        lambda n: cell_of(n, "setup").update(source="%pip install x"),
        "cell setup: a shell command or magic (! or %)",
    ),
    "star": (
        lambda n: cell_of(n, "setup").update(source="from math import *"),
        "cell setup: line 1: import *",
    ),
    "network": (
        lambda n: cell_of(n, "setup").update(source="import urllib.request"),
        "cell setup: line 1: urllib.request reaches for the network",
    ),
    "absolute path": (
        lambda n: cell_of(n, "setup").update(source="p = '/home/me/x'"),
        "cell setup: line 1: absolute path '/home/me/x'",
    ),
    "syntax": (
        lambda n: cell_of(n, "setup").update(source="def"),
        "cell setup: line 1: invalid syntax",
    ),
    "image without text": (
        replaced("s1", "Twice is", "![ ](a.png) Twice is"),
        "cell s1: an image without alt text",
    ),
    "widget without an id": (
        lambda n: cell_of(n, "setup").update(source="name = 'x'\nquiz(name, [])"),
        "cell setup: expected a widget's id such as 01-recall, got None",
    ),
    "widget with an id of no notebook": (
        lambda n: cell_of(n, "setup").update(source="quiz('recall', [])"),
        "cell setup: expected a widget's id such as 01-recall, got 'recall'",
    ),
    "two widgets of one id": (
        lambda n: cell_of(n, "setup").update(source="p = predict('01-a', '')\nhints('01-a')"),
        "cell setup: widget id '01-a' is that of cell setup",
    ),
    "widget of another notebook": (
        lambda n: cell_of(n, "setup").update(source="hints('01-a')\nhints('02-b')"),
        "cell setup: expected a widget's id of 01-…, got '02-b'",
    ),
    "minutes that do not add up": (
        replaced("title", "10 minutes, 5", "10 minutes: 4 reading, 7 practice; 5"),
        "cell title: 4 and 7 minutes are not 10",
    ),
    "answers read by the learner's function": (
        replaced("ex1-tests", "got = double(3)", "got = read_answer('01-a').get('b')"),
        "cell ex1-tests: line 2: read_answer is not imported in this cell: it is the learner's",
    ),
    "solution alone": (
        lambda n: n.cells.remove(cell_of(n, "ex1-tests")),
        "cell ex1-solution: expected cells ex1 and ex1-tests with it",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_notebook_names_cell_and_fault(name: str) -> None:
    """Each convention that is broken is reported in its own words."""
    change, said = BROKEN[name]
    notebook = sample_notebook()
    change(notebook)

    assert said in found(notebook)


def test_several_faults_are_all_reported() -> None:
    """One fault does not hide the next."""
    notebook = sample_notebook()
    for name in ("unlocked test", "wrong total", "star", "unlocked prompt"):
        BROKEN[name][0](notebook)

    assert {
        BROKEN[n][1] for n in ("unlocked test", "wrong total", "star", "unlocked prompt")
    } <= set(found(notebook))


STALE = "stale outputs: code or outputs changed since they ran (`course format --execute`)"


def test_code_changed_after_its_run_is_stale() -> None:
    """Outputs that belong to other code are stale, though the counts are in order."""
    notebook = sample_notebook()
    cell_of(notebook, "ex1-tests").source += "\n"

    assert found(notebook, rerun=False) == [STALE]


def test_an_edited_output_is_stale() -> None:
    """An output that no run made is stale."""
    notebook = sample_notebook()
    output = {"output_type": "stream", "name": "stdout", "text": "7"}
    cell_of(notebook, "setup").outputs = [nbformat.from_dict(output)]

    assert found(notebook, rerun=False) == [STALE]


def test_counts_out_of_order_are_stale() -> None:
    """A notebook run out of order is named by its first such cell."""
    notebook = sample_notebook()
    cell_of(notebook, "ex1-solution").execution_count = 9

    assert found(notebook, rerun=False) == [
        "cell ex1-solution: stale outputs: expected counts 1 to 3, got [1, 9, 3]"
    ]


@pytest.mark.parametrize(
    ("output", "said"),
    [
        (
            {"output_type": "stream", "name": "stderr", "text": "oh"},
            "cell setup: writes to stderr: 'oh'",
        ),
        (
            {"output_type": "error", "ename": "E", "evalue": "", "traceback": []},
            "cell setup: its output is an error, E",
        ),
        (
            {
                "output_type": "display_data",
                "data": {"application/vnd.jupyter.widget-view+json": {}},
                "metadata": {},
            },
            "cell setup: a live widget in its output",
        ),
        (
            {"output_type": "display_data", "data": {"image/png": "QQ=="}, "metadata": {}},
            "cell setup: a figure without the tag nbval-ignore-output",
        ),
    ],
)
def test_bad_outputs_are_named(output: dict[str, object], said: str) -> None:
    """stderr, errors and untagged figures have no place in committed outputs."""
    notebook = sample_notebook()
    cell_of(notebook, "setup").outputs = [nbformat.from_dict(output)]

    assert said in found(notebook)


def test_metadata_of_a_run_has_no_place() -> None:
    """Timing and widget state are named; so is a file that is not canonical or too large."""
    notebook = sample_notebook()
    cell_of(notebook, "setup").metadata["execution"] = {"iopub.status.busy": "2026"}
    notebook.metadata["widgets"] = {}
    notebook = as_run(notebook)

    listed = list(map(str, problems(notebook, canonical(notebook) + " " * 210_000)))

    assert "cell setup: timing metadata" in listed
    assert "widget state in the metadata" in listed
    assert "not in canonical form: run `course format`" in listed
    assert any(p.startswith("expected at most 204800 bytes") for p in listed)


def test_too_many_cells_are_counted() -> None:
    """A notebook is 100 cells at the most."""
    notebook = sample_notebook()
    notebook.cells[3:3] = [code(f"more-{n}", "x = 1") for n in range(92)]

    assert "expected at most 100 cells, got 101" in found(notebook)


def test_commentaries_are_no_cells_of_the_limit() -> None:
    """A commentary is in no release, so 100 cells and a commentary are 100 cells."""
    notebook = sample_notebook()
    notebook.cells[3:3] = [code(f"more-{n}", "x = 1") for n in range(91)]
    notebook.cells.insert(4, markdown("ex1-commentary", "Twice is times two."))

    assert [line for line in found(notebook) if "at most 100 cells" in line] == []


def test_what_holds_data_or_tests_may_be_long() -> None:
    """Lines are counted where they are read: not in tests, nor in a cell that is one widget."""
    notebook = sample_notebook()
    cell_of(notebook, "ex1-tests").source = TESTS.replace(
        "got = double", "\n" * 60 + "got = double", 1
    )
    notebook.cells.insert(2, code("recall", "quiz('01-a', [" + "\n" * 90 + "])"))

    assert found(notebook) == []


def test_a_route_may_stand_between_title_and_setup() -> None:
    """What is left out, and who may skip what, has a cell of its own; any other cell has not."""
    notebook = sample_notebook()
    notebook.cells.insert(1, markdown("route", "Skip what you know."))
    assert found(notebook) == []

    notebook.cells[1].id = "detour"
    assert found(notebook) == ["expected cell 'setup' at position 1, got ['detour']"]


def test_the_title_may_split_its_minutes() -> None:
    """A title says how many of its minutes are reading, and an exercise says its own."""
    notebook = sample_notebook()
    replaced("title", "10 minutes, 5", "10 minutes: 4 reading, 6 practice; 5")(notebook)
    replaced("ex1", "(3 points)", "(write, easy, 6 minutes, 3 points)")(notebook)

    assert found(notebook) == []


def test_marks_of_a_loop_are_enough() -> None:
    """A test cell may end in a loop or a with block whose last statement is an assert."""
    notebook = sample_notebook()
    cell_of(notebook, "ex1-tests").metadata = marks("ex1-tests", grade=True, points=3)

    assert found(notebook) == []

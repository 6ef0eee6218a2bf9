"""Cells known without their metadata, and answers that stand elsewhere than in their cell."""

import json
from collections.abc import Callable

import nbformat
import pytest
from nbformat import NotebookNode

from course.grading.reconcile import Reconciled, reconcile
from course.notebooks import canonical, stub_of
from tests.samples import cell_of, code, markdown, sample_notebook

NAME = "01-doubling.ipynb"
ANSWER = "def double(n):\n    return n + n"
PROSE = "I would declare earlier, because the first alarm was enough."


def source() -> NotebookNode:
    notebook = sample_notebook()
    cell = cell_of(notebook, "ex1-solution")
    cell.source = stub_of(cell.source)
    cell_of(notebook, "reflection").source = "YOUR ANSWER HERE"
    tests = cell_of(notebook, "ex1-tests")
    tests.source += "\n### BEGIN HIDDEN TESTS\nassert double(7) == 14\n### END HIDDEN TESTS"
    return notebook


def released() -> NotebookNode:
    notebook = source()
    tests = cell_of(notebook, "ex1-tests")
    tests.source = tests.source.split("\n### BEGIN")[0]
    return notebook


def place(notebook: NotebookNode, cell_id: str) -> int:
    return [cell.get("id") for cell in notebook.cells].index(cell_id)


def joined(notebook: NotebookNode) -> Reconciled:
    return reconcile(source(), canonical(notebook).encode(), NAME)


def defining(got: Reconciled) -> list[str]:
    """Give the cells that define the answer's name, in the order in which they run."""
    cells = [c for c in got.notebook.cells if c.cell_type == "code"]
    return [c.source for c in cells if "def double" in c.source and "assert" not in c.source]


def retyped(notebook: NotebookNode) -> None:
    """The cell is deleted and its answer typed into a new one at the same place."""
    notebook.cells[place(notebook, "ex1-solution")] = code("mine", ANSWER)


def retyped_after_the_tests(notebook: NotebookNode) -> None:
    del notebook.cells[place(notebook, "ex1-solution")]
    notebook.cells.insert(place(notebook, "ex1-tests") + 1, code("mine", ANSWER))


def retyped_at_the_top(notebook: NotebookNode) -> None:
    del notebook.cells[place(notebook, "ex1-solution")]
    notebook.cells.insert(0, code("mine", ANSWER))


def tried_twice(notebook: NotebookNode) -> None:
    """Two cells of their own define the name; the later one is the answer."""
    first = code("first", "def double(n):\n    return n ** 2")
    notebook.cells[place(notebook, "ex1-solution")] = first
    notebook.cells.insert(place(notebook, "first") + 1, code("second", ANSWER))


def no_sign_left(notebook: NotebookNode) -> None:
    """Neither metadata nor ids, as after a journey through another tool."""
    cell_of(notebook, "ex1-solution").source = ANSWER
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({})
        del cell["id"]
    notebook.nbformat_minor = 4


def foreign_line_ends(notebook: NotebookNode) -> None:
    no_sign_left(notebook)
    for cell in notebook.cells:
        cell.source = cell.source.replace("\n", "\r\n") + "  \r\n"


def stub_pasted_below(notebook: NotebookNode) -> None:
    """A copy of the stub, metadata and all, below the answer."""
    twin = nbformat.from_dict(json.loads(json.dumps(cell_of(notebook, "ex1-solution"))))
    twin.id = "twin"
    cell_of(notebook, "ex1-solution").source = ANSWER
    notebook.cells.insert(place(notebook, "ex1-solution") + 1, twin)


def bare_stub_below(notebook: NotebookNode) -> None:
    """The same copy as a cell of the learner's own."""
    stub_pasted_below(notebook)
    cell_of(notebook, "twin").metadata = nbformat.from_dict({})


ELSEWHERE: dict[str, tuple[Callable[[NotebookNode], None], str]] = {
    "retyped": (retyped, "cell ex1-solution is missing; cell 5 is graded as it"),
    "below the tests": (
        retyped_after_the_tests,
        "cell ex1-solution is missing; cell 6 is graded as it",
    ),
    "at the top": (retyped_at_the_top, "cell ex1-solution is missing; cell 1 is graded as it"),
    "no sign left": (no_sign_left, "cell ex1-solution is missing; cell 5 is graded as it"),
    "line ends": (foreign_line_ends, "cell ex1-solution is missing; cell 5 is graded as it"),
    "stub twice": (
        stub_pasted_below,
        "cell ex1-solution is there twice; the one that was written in counts",
    ),
    "bare stub": (bare_stub_below, "cell 6 is a copy of ex1-solution as released; left out"),
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_an_answer_counts_wherever_it_stands(name: str) -> None:
    """It runs in the place of its cell, no stub undoes it, and the report says which it was."""
    change, said = ELSEWHERE[name]
    notebook = released()
    change(notebook)
    got = joined(notebook)

    assert f"{NAME}: {said}" in got.damage
    assert [text.replace("\r", "").rstrip() for text in defining(got)] == [ANSWER]
    assert "ex1-solution" not in got.untouched
    assert [c.metadata.nbgrader.grade_id for c in got.notebook.cells if c.metadata] == [
        "ex1",
        "ex1-solution",
        "ex1-tests",
        "reflection-prompt",
        "reflection",
    ]


def test_the_last_of_two_own_cells_is_the_answer() -> None:
    """Both define the name, as while one tries; both run, the later one last."""
    notebook = released()
    tried_twice(notebook)

    assert defining(joined(notebook)) == ["def double(n):\n    return n ** 2", ANSWER]


def test_an_answer_in_pieces_is_not_undone() -> None:
    """Two cells of their own define what one stub did: no stub comes behind them."""
    two = source()
    cell_of(two, "ex1-solution").source = stub_of(
        "def double(n):\n    ### BEGIN SOLUTION\n    pass\n    ### END SOLUTION\n"
        "def half(n):\n    ### BEGIN SOLUTION\n    pass\n    ### END SOLUTION"
    )
    notebook = nbformat.from_dict(json.loads(canonical(two)))
    notebook.cells[place(notebook, "ex1-solution")] = code("one", ANSWER)
    notebook.cells.insert(place(notebook, "one"), code("other", "def half(n):\n    return n / 2"))
    got = reconcile(two, canonical(notebook).encode(), NAME)

    assert [c.source for c in got.notebook.cells if c.get("id") == "ex1-solution"] == [
        "# answered in cells of their own"
    ]
    assert [c.source.split("(")[0] for c in got.notebook.cells if "def " in c.source][:2] == [
        "def half",
        "def double",
    ]


def test_a_stub_that_nobody_answered_is_put_back() -> None:
    """An own cell that defines something else is no answer."""
    notebook = released()
    notebook.cells[place(notebook, "ex1-solution")] = code("mine", "def triple(n): return 3 * n")
    got = joined(notebook)

    assert f"{NAME}: cell ex1-solution is missing; put back" in got.damage
    assert "ex1-solution" in got.untouched


def prose_retyped(notebook: NotebookNode) -> None:
    notebook.cells[place(notebook, "reflection")] = markdown("mine", PROSE)


def prose_without_a_sign(notebook: NotebookNode) -> None:
    cell_of(notebook, "reflection").source = PROSE
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({})
        del cell["id"]
    notebook.nbformat_minor = 4


@pytest.mark.parametrize("change", [prose_retyped, prose_without_a_sign])
def test_prose_is_known_by_its_place(change: Callable[[NotebookNode], None]) -> None:
    """The one text of the learner's between the known cells is the answer in prose."""
    notebook = released()
    change(notebook)
    got = joined(notebook)

    assert cell_of(got.notebook, "reflection").source == PROSE
    assert "reflection" not in got.untouched


def prose_below(notebook: NotebookNode) -> None:
    notebook.cells.insert(place(notebook, "reflection") + 1, markdown("mine", PROSE))


def prose_above(notebook: NotebookNode) -> None:
    notebook.cells.insert(place(notebook, "reflection"), markdown("mine", PROSE))


def prose_in_a_code_cell(notebook: NotebookNode) -> None:
    notebook.cells.insert(place(notebook, "reflection") + 1, code("mine", PROSE))


def prose_in_two_cells(notebook: NotebookNode) -> None:
    notebook.cells[place(notebook, "reflection")] = markdown("mine", PROSE)
    notebook.cells.insert(place(notebook, "mine"), markdown("too", "And I would do it at once."))


@pytest.mark.parametrize(
    "change", [prose_below, prose_above, prose_in_a_code_cell, prose_in_two_cells]
)
def test_prose_beside_its_cell_waits_for_a_person(change: Callable[[NotebookNode], None]) -> None:
    """No final 0: a person must look, and the text stays where they see it."""
    notebook = released()
    change(notebook)
    got = joined(notebook)

    what = "cell reflection is as released, but text stands beside it; a person must look"
    assert f"{NAME}: {what}" in got.damage
    assert "reflection" not in got.untouched
    assert PROSE in [cell.source for cell in got.notebook.cells]


def test_what_nobody_wrote_stays_unwritten() -> None:
    """A scratch calculation, or the author's own text, is no answer in prose."""
    notebook = released()
    notebook.cells.insert(place(notebook, "reflection") + 1, code("scratch", "1 + 1"))

    assert joined(notebook).untouched == {"ex1-solution", "reflection"}

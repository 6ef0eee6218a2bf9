"""A submission joined with its source: fifteen kinds of damage, and what is trusted."""

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


def source() -> NotebookNode:
    notebook = sample_notebook()
    cell = cell_of(notebook, "ex1-solution")
    cell.source = stub_of(cell.source)
    cell_of(notebook, "reflection").source = "YOUR ANSWER HERE"
    return notebook


def handed_in() -> NotebookNode:
    """Give the notebook as a learner hands it in, with an answer."""
    notebook = source()
    cell_of(notebook, "ex1-solution").source = ANSWER
    return notebook


def joined(notebook: NotebookNode | bytes | None) -> Reconciled:
    text = notebook if isinstance(notebook, bytes | None) else canonical(notebook).encode()
    return reconcile(source(), text, NAME)


def test_an_honest_submission_keeps_its_answer_and_nothing_else() -> None:
    """The answer is the learner's; tests and locked cells are the source's; no damage is told."""
    notebook = handed_in()
    cell_of(notebook, "ex1-tests").source = "pass"
    cell_of(notebook, "ex1").source = "Do nothing."
    cell_of(notebook, "ex1-tests").metadata.nbgrader.points = 100
    got = joined(notebook)

    assert got.damage == ()
    assert cell_of(got.notebook, "ex1-solution").source == ANSWER
    assert cell_of(got.notebook, "ex1-tests").source == cell_of(source(), "ex1-tests").source
    assert cell_of(got.notebook, "ex1-tests").metadata.nbgrader.points == 3
    assert cell_of(got.notebook, "ex1").source == cell_of(source(), "ex1").source
    assert got.untouched == {"reflection"}
    assert [r for r in got.roles if r != "own"] == [
        "locked",
        "solution",
        "test",
        "locked",
        "solution",
    ]
    nbformat.validate(got.notebook)


def test_tags_and_outputs_of_a_submission_do_not_arrive() -> None:
    """A skip-execution tag, outputs and foreign metadata are left behind."""
    notebook = handed_in()
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution", "raises-exception"]
    cell_of(notebook, "setup").outputs = [
        nbformat.from_dict({"output_type": "stream", "name": "stdout", "text": "x"})
    ]
    got = joined(notebook)

    assert not any(cell.metadata.get("tags") for cell in got.notebook.cells)
    assert all(cell.outputs == [] for cell in got.notebook.cells if cell.cell_type == "code")


def test_own_cells_stay_where_they_stood() -> None:
    """A helper cell between prompt and answer runs there, and keeps its id."""
    notebook = handed_in()
    notebook.cells.insert(4, code("my-helper", "k = 2"))
    ids = [cell.id for cell in joined(notebook).notebook.cells]

    assert ids == [
        "title",
        "setup",
        "s1",
        "ex1",
        "my-helper",
        "ex1-solution",
        "ex1-tests",
        "reflection-prompt",
        "reflection",
        "next",
    ]


def without(cell_id: str) -> Callable[[NotebookNode], object]:
    return lambda notebook: notebook.cells.remove(cell_of(notebook, cell_id))


def doubled(notebook: NotebookNode) -> None:
    twin = nbformat.from_dict(json.loads(json.dumps(cell_of(notebook, "ex1-solution"))))
    twin.id, twin.source = "twin", "def double(n):\n    return 2 * n"
    notebook.cells.append(twin)


def unmarked(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({})


def merged(notebook: NotebookNode) -> None:
    tests = cell_of(notebook, "ex1-tests")
    cell_of(notebook, "ex1-solution").source += "\n\n" + tests.source
    notebook.cells.remove(tests)


DAMAGE: dict[str, tuple[Callable[[NotebookNode], object], str, str]] = {
    "lost test": (without("ex1-tests"), f"{NAME}: cell ex1-tests is missing; put back", ANSWER),
    "lost prompt": (without("ex1"), f"{NAME}: cell ex1 is missing; put back", ANSWER),
    "lost answer": (
        without("ex1-solution"),
        f"{NAME}: cell ex1-solution is missing; put back",
        stub_of(sample_notebook().cells[4].source),
    ),
    "duplicate id": (
        doubled,
        f"{NAME}: cell ex1-solution is there twice; the last counts",
        "def double(n):\n    return 2 * n",
    ),
    "reordered": (
        lambda n: n.cells.reverse(),
        f"{NAME}: cells are in another order; graded in the source's",
        ANSWER,
    ),
    "no metadata": (
        unmarked,
        f"{NAME}: cell ex1-solution lost its metadata; known by its id",
        ANSWER,
    ),
    "merged cells": (
        merged,
        f"{NAME}: cell ex1-tests is missing; put back",
        ANSWER + "\n\n" + cell_of(sample_notebook(), "ex1-tests").source,
    ),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_mended_and_told(name: str) -> None:
    """The answer is found where there is one, every test is there, and the damage is named."""
    change, said, answer = DAMAGE[name]
    notebook = handed_in()
    change(notebook)
    got = joined(notebook)

    assert said in got.damage
    assert cell_of(got.notebook, "ex1-solution").source == answer
    assert [r for r in got.roles if r != "own"] == [
        "locked",
        "solution",
        "test",
        "locked",
        "solution",
    ]
    nbformat.validate(got.notebook)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, f"{NAME} is missing"),
        (b"", f"{NAME}: not JSON, line 1, column 1: Expecting value"),
        (b'{"cells": [', f"{NAME}: not JSON, line 1, column 12: Expecting value"),
        (b"[]", f"{NAME}: not a notebook of format 4: no list of cells (list)"),
        (b"\xff\x00", f"{NAME}: not UTF-8 at byte 0; what can be decoded is graded"),
        (b"\xff\xfe\x00", f"{NAME}: not UTF-16 at byte 2; what can be decoded is graded"),
        (b"[" * 200_000, f"{NAME}: not JSON"),
    ],
)
def test_what_cannot_be_read_is_graded_as_unwritten(text: bytes | None, said: str) -> None:
    """Every test cell is still there, with the stub before it."""
    got = joined(text)

    assert any(sentence.startswith(said) for sentence in got.damage)
    assert got.untouched == {"ex1-solution", "reflection"}
    assert "test" in got.roles


def test_the_old_format_is_read() -> None:
    """A notebook of format 3 keeps its answer."""
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [
            {
                "metadata": {},
                "cells": [
                    {
                        "cell_type": "code",
                        "language": "python",
                        "input": ANSWER,
                        "outputs": [],
                        "collapsed": False,
                        "prompt_number": 1,
                        "metadata": {"nbgrader": {"grade_id": "ex1-solution", "solution": True}},
                    }
                ],
            }
        ],
    }
    got = joined(json.dumps(old).encode())

    assert cell_of(got.notebook, "ex1-solution").source == ANSWER


def test_wrong_types_inside_a_notebook_do_no_harm() -> None:
    """Metadata of any shape, ids of any type and odd attachments are read or left out."""
    notebook = handed_in()
    notebook.cells += [
        nbformat.from_dict(
            {"cell_type": "markdown", "id": 7, "metadata": {"nbgrader": [1]}, "source": "x"}
        ),
        nbformat.from_dict(
            {
                "cell_type": "markdown",
                "id": "../../x",
                "metadata": {},
                "source": "y",
                "attachments": {"a": {"text/html": "<script>", "image/png": "QQ=="}},
            }
        ),
        nbformat.from_dict(
            {"cell_type": "raw", "metadata": {"nbgrader": {"grade_id": {}}}, "source": "z"}
        ),
        markdown("setup", "the id of another cell"),
    ]
    got = joined(json.dumps(notebook).encode())

    nbformat.validate(got.notebook)
    assert "<script>" not in canonical(got.notebook)
    assert cell_of(got.notebook, "ex1-solution").source == ANSWER

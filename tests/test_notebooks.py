"""Notebooks as files."""

from pathlib import Path

import nbformat
import pytest

from course.errors import NotebookError
from course.notebooks import (
    canonical,
    compact,
    digest,
    exercises,
    is_prompt,
    leave_out_commentary,
    let_run_all_go_on,
    parse_notebook,
    plain_notebook,
    plain_text,
    points,
    read_notebook,
    run,
    still,
    stub_of,
    unwatched,
    without_hidden_tests,
)
from tests.samples import SOLUTION, TESTS, cell_of, sample_notebook, taught_notebook, write


def test_a_notebook_survives_writing_and_reading(tmp_path: Path) -> None:
    """Canonical text read and written again is the same text."""
    path = write(sample_notebook(), tmp_path / "a.ipynb")

    assert path.read_text() == canonical(read_notebook(path))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "x: not JSON, line 1, column 2: Expecting property name enclosed in double quotes"),
        ("[1]", "x: not a notebook of format 4: no list of cells (list)"),
        (
            '{"nbformat": 3, "worksheets": []}',
            "x: not a notebook of format 4: no list of cells (nbformat 3)",
        ),
        ('{"nbformat": 5, "cells": []}', "x: expected nbformat 4, got 5"),
        ('{"nbformat": 4, "cells": [7]}', "x: cell 1: not a code, markdown or raw cell"),
        (
            '{"nbformat": 4, "cells": [{"cell_type": "code", "source": 7}]}',
            "x: cell 1: source or metadata has the wrong type",
        ),
        ('{"nbformat": 4, "cells": [], "metadata": []}', "x: metadata has the wrong type"),
    ],
)
def test_what_is_no_notebook_is_refused_by_name(text: str, said: str) -> None:
    """Each unreadable file says what it is and where."""
    with pytest.raises(NotebookError) as error:
        parse_notebook(text, "x")

    assert str(error.value) == said


def test_deep_nesting_is_refused() -> None:
    """A file that nests too deep to parse is damage, not a crash."""
    with pytest.raises(NotebookError, match="not JSON"):
        parse_notebook("[" * 100_000, "x")


def test_undecodable_bytes_and_missing_files_are_named(tmp_path: Path) -> None:
    """A file that is not text, or not there, is named."""
    (tmp_path / "b.ipynb").write_bytes(b"\xff\xfe{}")

    with pytest.raises(NotebookError, match=r"b\.ipynb: not UTF-8 at byte 0"):
        read_notebook(tmp_path / "b.ipynb")
    with pytest.raises(NotebookError, match=r"c\.ipynb: cannot be read"):
        read_notebook(tmp_path / "c.ipynb")


def test_an_exercise_is_found_with_its_tests_and_stub() -> None:
    """Prompt, solution and tests belong together by their ids."""
    (exercise,) = exercises(sample_notebook())

    assert (exercise.id, exercise.points, len(exercise.tests)) == ("ex1", 3.0, 1)
    assert exercise.stub.splitlines()[2:] == [
        "    # YOUR CODE HERE",
        "    raise NotImplementedError()",
    ]
    assert points(sample_notebook()) == 5.0


def test_hidden_tests_and_solutions_are_cut_whole() -> None:
    """What learners see keeps the visible assert and the signature."""
    assert "BEGIN HIDDEN" not in without_hidden_tests(TESTS)
    assert without_hidden_tests(TESTS).endswith('three twice"')
    assert stub_of(SOLUTION).startswith("def double(n: int) -> int:")


def test_the_digest_notices_code_and_outputs() -> None:
    """Changed code or a changed output changes the fingerprint; prose does not."""
    before = digest(sample_notebook())
    prose, source, output = sample_notebook(), sample_notebook(), sample_notebook()
    cell_of(prose, "s1").source += " More."
    cell_of(source, "setup").source += "\n"
    cell_of(output, "setup").outputs = [{"output_type": "stream", "name": "stdout", "text": "x"}]

    assert digest(prose) == before
    assert before not in (digest(source), digest(output))


def test_a_run_stores_outputs_and_stamps(tmp_path: Path) -> None:
    """Running fills counts and outputs; a second run gives the same bytes."""
    notebook = sample_notebook()
    cell_of(notebook, "setup").source = "import math\nprint(math.floor(2.5))"
    run(notebook, tmp_path)
    once = canonical(notebook)
    run(notebook, tmp_path)

    assert cell_of(notebook, "setup").outputs[0].text == "2\n"
    assert canonical(notebook) == once
    assert notebook.metadata.course.run == digest(notebook)


def test_a_run_that_fails_names_the_error(tmp_path: Path) -> None:
    """A notebook of ours that does not run to its end is our problem, with its error."""
    notebook = sample_notebook()
    cell_of(notebook, "setup").source = "1 / 0"

    with pytest.raises(NotebookError, match="ZeroDivisionError"):
        run(notebook, tmp_path)


def test_a_run_leaves_the_fallback_of_widgets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where a page looks on, what is stored is text, the same each time, and no model."""
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "a.ipynb"))
    notebook = sample_notebook()
    cell_of(
        notebook, "setup"
    ).source = "from course.widgets import minute_card\nminute_card('01-minute')"
    run(notebook, tmp_path)
    once = canonical(notebook)
    run(notebook, tmp_path)

    (output,) = cell_of(notebook, "setup").outputs
    assert sorted(output.data) == ["text/html", "text/plain"]
    assert output.data["text/plain"].startswith("Minute card")
    assert canonical(notebook) == once


def test_models_of_widgets_are_taken_out() -> None:
    """An output loses its model and keeps its words; state goes from the metadata."""
    notebook = sample_notebook()
    data = {"text/plain": "a", "application/vnd.jupyter.widget-view+json": {"model_id": "1"}}
    cell_of(notebook, "setup").outputs = [
        nbformat.from_dict({"output_type": "display_data", "data": data, "metadata": {}})
    ]
    notebook.metadata["widgets"] = {}
    still(notebook)

    assert cell_of(notebook, "setup").outputs[0].data == {"text/plain": "a"}
    assert "widgets" not in notebook.metadata
    assert unwatched({"JPY_SESSION_NAME": "x", "PATH": "y"}) == {"PATH": "y"}


def test_a_compact_notebook_says_what_the_canonical_one_says() -> None:
    """It is read back equal, has a cell a line, and its metadata behind the cells."""
    notebook = sample_notebook()
    notebook.metadata["course"] = {"damage": ['\n "metadata": {', "ä"]}
    notebook.metadata["signature"] = "of another day"
    text = compact(notebook)

    assert parse_notebook(text, "x") == parse_notebook(canonical(notebook), "x")
    assert [line for line in text.splitlines() if line.startswith("{")] == [
        "{",
        *(line for line in text.splitlines() if '"cell_type"' in line),
    ]
    assert text.rindex('\n "metadata": {') > text.rindex('"cell_type"')


def test_a_plain_notebook_says_what_nbformat_reads() -> None:
    """Without nbformat the same cells are read, and written line by line."""
    text = canonical(sample_notebook())
    plain = plain_notebook(text, "x")

    assert [cell["source"] for cell in plain["cells"]] == [
        cell.source for cell in parse_notebook(text, "x").cells
    ]
    assert plain_text(plain) + "\n" == text


def test_parts_of_an_exercise_are_exercises() -> None:
    """`ex1a` and `ex1b` have cells and tests of their own."""
    notebook = sample_notebook()
    for cell in notebook.cells:
        if cell.id.startswith("ex1"):
            cell.id = cell.metadata.nbgrader.grade_id = cell.id.replace("ex1", "ex1a")
    for cell in list(notebook.cells):
        if cell.id.startswith("ex1a"):
            copy = nbformat.from_dict(cell)
            copy.id = cell.id.replace("ex1a", "ex1b")
            notebook.cells.append(copy)

    assert [(one.id, len(one.tests)) for one in exercises(notebook)] == [("ex1a", 1), ("ex1b", 1)]


def test_prompts_and_commentaries_are_known_by_their_ids() -> None:
    """A commentary is markdown; leaving it out leaves everything else."""
    notebook = taught_notebook()
    prompts = [cell.id for cell in notebook.cells if is_prompt(cell)]
    before = [cell.id for cell in notebook.cells]
    leave_out_commentary(notebook)

    assert prompts == ["ex1"]
    assert before.count("ex1-commentary") == 1
    assert [cell.id for cell in notebook.cells] == [i for i in before if i != "ex1-commentary"]


def test_run_all_goes_on_behind_tests_and_stops_at_anything_else() -> None:
    """Test cells alone are tagged, once; their other tags stay."""
    notebook = taught_notebook()
    tests = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade")]
    tests[0].metadata["tags"] = ["slow"]
    before = [cell.source for cell in notebook.cells]
    let_run_all_go_on(notebook)
    let_run_all_go_on(notebook)

    tagged = [c.id for c in notebook.cells if "raises-exception" in c.metadata.get("tags", [])]
    assert tagged == [c.id for c in tests if c.cell_type == "code"] != []
    assert tests[0].metadata["tags"] == ["slow", "raises-exception"]
    assert [cell.source for cell in notebook.cells] == before

"""What notebooks call, where nobody can click: nbclient, nbval, nbconvert, a plain Python."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter

from course.errors import NotebookError
from course.notebooks import read_notebook, run
from course.widgets import notebook_calls
from tests.samples import code, marks, write
from tests.widgets import sample


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample notebook, run without a page, in a folder with one saved answer."""
    path = sample.lay(tmp_path_factory.mktemp("fallback"))
    (path.parent / "answers").mkdir()
    content = {"format": 1, "id": "01-recall", "kind": "quiz", "saved": "2026-11-03T10:00:00Z"}
    saved = path.parent / "answers" / "01-recall.json"
    saved.write_text(json.dumps(content | {"value": {"timeout": "b"}}))
    notebook = read_notebook(path)
    run(notebook, path.parent)
    path.write_text(nbformat.writes(notebook), encoding="utf-8")
    return path


def outputs(path: Path) -> dict[str, list[Any]]:
    return {cell.id: cell.outputs for cell in read_notebook(path).cells}


def test_without_a_page_everything_runs_and_can_be_read(ran: Path) -> None:
    """Each widget leaves text and HTML and no model; a run is not held back."""
    found = outputs(ran)
    shown = {name: o[0].data for name, o in found.items() if o and o[0].output_type != "stream"}

    assert sorted(shown) == ["graded", "hints", "minute", "parsons", "predict", "quiz"]
    assert {mime for data in shown.values() for mime in data} == {"text/html", "text/plain"}
    assert "Nobody on your side knows" in shown["quiz"]["text/plain"]
    assert "Your answer: b" in shown["quiz"]["text/html"]
    assert "for price in prices:" in shown["parsons"]["text/plain"]
    assert found["reveal"][0].text == "It is 8.\n"
    assert found["progress"][0].text.startswith("Your progress is shown here when")


def test_nbconvert_shows_questions_and_loads_no_widget(ran: Path) -> None:
    """HTML has every question and folded keys; nothing asks for a widget's code."""
    html, _ = HTMLExporter().from_notebook_node(read_notebook(ran))

    for words in ("Was the customer charged?", "<summary>Hint 3</summary>", "Minute card"):
        assert words in html
    assert "widget-view" not in html and "anywidget" not in html


def test_nbval_agrees_twice(ran: Path) -> None:
    """The committed fallback is what another run gives: no random model is in it."""
    command = [sys.executable, "-m", "pytest", "--nbval", "-q", "-p", "no:cacheprovider"]
    process = subprocess.run(
        [*command, "-W", "default", str(ran)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )

    assert process.returncode == 0, process.stdout[-2000:]
    assert f"{len(sample.CELLS)} passed" in process.stdout


def test_live_is_what_a_server_started_or_somebody_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plain Python is not live; the environment can say otherwise, both ways."""
    monkeypatch.setenv("JPY_SESSION_NAME", "x.ipynb")
    monkeypatch.delenv(notebook_calls.LIVE, raising=False)
    assert not notebook_calls.live()
    monkeypatch.setenv(notebook_calls.LIVE, "on")
    assert notebook_calls.live()
    monkeypatch.setenv(notebook_calls.LIVE, "off")
    assert not notebook_calls.live()


def test_a_prediction_holds_its_run_back_where_somebody_can_click(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before the commit nothing is shown; afterwards the outcome is told and kept."""
    monkeypatch.setattr("course.widgets.answer_files.HOME", tmp_path)
    monkeypatch.setenv(notebook_calls.LIVE, "on")
    prediction = notebook_calls.predict("01-p", "How many?", [2, 4])
    drawn: list[int] = []
    capsys.readouterr()

    prediction.reveal(4, lambda: drawn.append(1), why="Two and two.")
    assert not prediction.committed and drawn == []
    assert capsys.readouterr().out == (
        "Commit your prediction above first, then run this cell again.\n"
    )

    prediction._sheet.answer({"seq": 1, "value": {"prediction": "2", "confidence": 75}})
    prediction.reveal(4, lambda: drawn.append(1), why="Two and two.")
    assert prediction.committed and drawn == [1]
    assert capsys.readouterr().out == "You said 2, 75 % sure: it is 4.\nTwo and two.\n"
    assert prediction._sheet.saved().value == {"prediction": "2", "confidence": 75, "outcome": "4"}


def test_a_plain_python_prints_the_fallback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No IPython (a shell of an earlier test may be alive), no page: the text."""
    monkeypatch.setattr("IPython.get_ipython", lambda: None)
    notebook_calls.hints("01-h", "one", "two", "three")

    assert capsys.readouterr().out.startswith("[Hint 1: open this notebook in JupyterLab]")


def test_a_bad_id_is_the_author_s_slip() -> None:
    """An id that is a path never becomes a widget."""
    with pytest.raises(NotebookError, match="expected an id such as 01-recall"):
        notebook_calls.minute_card("../x")


def test_ids_of_the_material_carry_their_notebook_s_number() -> None:
    """All notebooks of a module share one folder of answers, so no two widgets may share an id."""
    call = re.compile(r"""\b(?:quiz|predict|parsons|hints|minute_card)\(\s*["']([^"']+)["']""")
    root = Path(__file__).parents[2] / "source"
    ids = {path: call.findall(code_of(path)) for path in sorted(root.glob("*/*.ipynb"))}

    assert sum(map(len, ids.values())) >= 20
    wrong = [
        f"{path.name}: {name}"
        for path, names in ids.items()
        for name in names
        if name[:3] != path.name[:3] or names.count(name) > 1
    ]
    assert wrong == []


def code_of(path: Path) -> str:
    """All code of a notebook."""
    return "\n".join(c.source for c in read_notebook(path).cells if c.cell_type == "code")


VALIDATED = """
import json, sys
from nbgrader.validator import Validator

print(json.dumps([cell["raw_error"] for cell in Validator().validate(sys.argv[1])["failed"]]))
"""


def test_a_missing_name_is_a_sentence_in_a_kernel_and_in_validate(tmp_path: Path) -> None:
    """What a cell does not find is a sentence; what a function does not find keeps its traceback."""
    cells = [
        code("setup", "import math\nfrom course.widgets import quiz"),
        code("answer", "class RetryBuget:\n    pass\n\ndef f():\n    return nothing"),
        code("t1", "RetryBudget(1)", marks("t1", grade=True, points=1)),
        code("t2", "quizz", marks("t2", grade=True, points=1)),
        code("t3", "f()", marks("t3", grade=True, points=1)),
    ]
    path = write(nbformat.v4.new_notebook(cells=cells), tmp_path / "a.ipynb")
    done = subprocess.run(
        [sys.executable, "-c", VALIDATED, str(path)], capture_output=True, text=True, check=True
    )
    first, second, third = json.loads(done.stdout.splitlines()[-1])

    assert first == "`RetryBudget` is not defined; you defined `RetryBuget`"
    assert second == "`quizz` is not defined"
    plain = re.sub(r"\x1b\[[0-9;]*m", "", third)
    assert "return nothing" in plain and "NameError: name 'nothing' is not defined" in plain

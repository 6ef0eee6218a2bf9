"""Cells of queries: under IPython's shell, with answers kept or drawn, and errors in one line."""

from collections.abc import Iterator

import matplotlib as mpl
import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from matplotlib import pyplot
from nbclient import NotebookClient

from course.grading.images import SIMULATOR, image_with
from course.incidents import Incident
from course.incidents.query_frames import Frame
from course.jobs import Limits
from course.sandbox.client import Zygote
from course.simulation.kernel_startup import prepare
from tests.incidents.runs import NAME
from tests.sandbox.zygotes import cell, graded, text


@pytest.fixture
def shell() -> Iterator[InteractiveShell]:
    """A shell with the magics and a run of seven minutes in the variable `incident`."""
    mpl.use("Agg")
    run = Incident(NAME, seed=7)
    run.advance("7m")
    made = InteractiveShell()
    made.extension_manager.load_extension("course.incidents.magics")
    made.push({"incident": run})
    yield made
    made.history_manager.end_session()
    pyplot.close("all")


def test_cells_answer(shell: InteractiveShell) -> None:
    """As a frame that a notebook shows; each is paid for once."""
    instant = shell.run_cell_magic("promql", "incident", "count(up)\n")
    rows = shell.run_cell_magic("sql", "incident", "select count(*) n\nfrom logs")
    ranged = shell.run_cell_magic("promql", "incident --over 5m --step 30s --at 14:16", "count(up)")

    assert instant["value"].tolist() == [10]
    assert rows["n"].iloc[0] > 100
    assert (len(ranged), f"{ranged.index[-1]:%H:%M}") == (11, "14:16")
    assert [e.verb for e in shell.user_ns["incident"].entries[2:]] == ["metrics", "sql", "metrics"]


def test_answers_are_kept_or_drawn(shell: InteractiveShell) -> None:
    """With -o nothing is shown twice; --plot leaves one figure."""
    assert shell.run_cell_magic("sql", "incident -o logs", "select body from logs limit 2") is None
    assert shell.run_cell_magic("promql", "incident --over 5m --plot -o up", "count(up)") is None
    assert (len(shell.user_ns["logs"]), len(pyplot.get_fignums())) == (2, 1)
    assert isinstance(shell.user_ns["up"], Frame)


@pytest.mark.parametrize(
    ("magic", "line", "cell", "said"),
    [
        ("promql", "incident", "sum(", "query: unclosed left parenthesis"),
        ("promql", "incident --over soon", "up", "expected a duration"),
        ("promql", "incident --sideways", "up", "unrecognized arguments: --sideways"),
        ("promql", "", "up", "the following arguments are required: incident"),
        ("promql", "nobody", "up", "%promql: expected the name of an Incident, got 'nobody'"),
        ("sql", "incident -o 1x", "select 1", "-o: expected a variable's name"),
        ("sql", "incident --over 5m", "select 1", "unrecognized arguments"),
        ("sql", "incident", "select service.name\nfrom logs", 'double quotes: "service.name"'),
        ("sql", "'open", "select 1", "No closing quotation"),
    ],
)
def test_what_is_wrong_is_one_line(  # noqa: PLR0917 - a case a row
    shell: InteractiveShell,
    capsys: pytest.CaptureFixture[str],
    magic: str,
    line: str,
    cell: str,
    said: str,
) -> None:
    """No traceback, no line of the journal."""
    assert shell.run_cell_magic(magic, line, cell) is None
    out = capsys.readouterr().out
    assert said in out
    assert out.count("\n") == 1
    assert len(shell.user_ns["incident"].entries) == 2


def test_a_notebook_runs_them(tmp_path: object) -> None:
    """In a kernel: the table, the drawing, the topology and the refusal are the cells' outputs."""
    cells = [
        "%load_ext course.incidents.magics\nfrom course.incidents import Incident\n"
        f"incident = Incident({NAME!r}, seed=7)\nincident.advance('7m')",
        "%%promql incident --over 10m --plot\nsum(up)",
        "%%sql incident\nselect 'a<b' as t",
        "incident.topology()",
        "%%sql incident\ndrop table logs",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    _, drawn, table, picture, refused = (cell.outputs for cell in notebook.cells)

    assert [sorted(out.get("data", {})) for out in drawn] == [["image/png", "text/plain"]]
    assert "a&lt;b" in table[0].data["text/html"]
    assert "<svg" in picture[0].data["text/html"]
    assert refused[0].text == "sql: expected one SELECT and nothing else, got DROP\n"


def test_the_grader_runs_them() -> None:
    """In its sandbox: with a thread for the time limit, and no file or network to be had."""
    prepare()
    sources = (
        "%load_ext course.incidents.magics\nfrom course.incidents import Incident\n"
        f"incident = Incident({NAME!r}, seed=7)\nincident.advance('7m')",
        "%%promql incident --over 10m --plot\nsum(up)",
        "%%sql incident -o rows\nselect count(*) n from logs",
        "print(rows.n[0] > 100)",
        "%%sql incident\ndrop table logs",
    )
    with Zygote(image_with([SIMULATOR])) as zygote:
        cells = [cell(f"c{n}", source) for n, source in enumerate(sources)]
        results = graded(zygote, *cells, limits=Limits())
    drawn, said, refused = (results[name].outputs for name in ("c1", "c3", "c4"))

    assert "image/png" in drawn[0]["data"]
    assert text(said) == "True\n"
    assert text(refused) == "sql: expected one SELECT and nothing else, got DROP\n"

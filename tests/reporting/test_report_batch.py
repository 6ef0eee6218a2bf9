"""Batches: made whole, alone, resumable, apart from each other; one failure stops no other."""

import fcntl
import json
import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import digests
from course.errors import GradingError, NotebookError
from course.reporting import ReportOutcome, report, report_batch
from course.reporting.report_batch import file_name
from course.reporting.report_models import ReportTask
from tests.reporting import people
from tests.reporting.sheets import written

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)"> & {{7*7}}'
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[ReportOutcome, ...]]:
    """Three learners' reports: a plain one, a hostile one, and one whose data are no data."""
    out = tmp_path_factory.mktemp("learners")
    broken = people.learner(3) | {"made_on": "yesterday"}
    data = {
        "learner-01": people.learner(1),
        "learner-02": people.learner(2, name=HOSTILE),
        "learner-03": broken,
    }
    return out, report("learner", data, out, jobs=2)


def test_reports_and_the_one_that_cannot_be(batch: tuple[Path, tuple[ReportOutcome, ...]]) -> None:
    """Two pages stand with notebook and data; the third is named with the place of its problem."""
    out, outcomes = batch

    assert [(o.name, o.problem is None) for o in outcomes] == [
        ("learner-01", True),
        ("learner-02", True),
        ("learner-03", False),
    ]
    assert "learner-03: made_on: " in str(outcomes[2].problem)
    assert _files(out) == {
        "learner-01.html",
        "learner-02.html",
        "data/learner-01.json",
        "data/learner-02.json",
        "notebooks/learner-01.ipynb",
        "notebooks/learner-02.ipynb",
        ".lock",
    }


def test_a_page_is_whole_and_asks_nobody(batch: tuple[Path, tuple[ReportOutcome, ...]]) -> None:
    """One file, no script, no address, a policy that lets nothing in; pictures have words."""
    page = (batch[0] / "learner-01.html").read_text()

    assert "https:" not in page
    assert "default-src 'none'" in page and "<script" not in page and "http:" not in page
    assert re.findall(r'(?:src|href)="(?!data:image/)', page) == []
    assert page.count("<img") == 2 and not re.search(r'alt=""|<img(?![^>]*alt=)', page)
    assert "Marks by module against passing marks" in page and "Sample: made-up data" in page
    assert "figures.marks" not in page  # no code


def test_names_are_text(batch: tuple[Path, tuple[ReportOutcome, ...]]) -> None:
    """Markup in a learner's name is shown, and does nothing."""
    page = (batch[0] / "learner-02.html").read_text()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page and "{{7*7}}" in page
    assert "<script" not in page and "<img src=x" not in page and '<img src="x' not in page


def test_a_report_knows_one_learner(batch: tuple[Path, tuple[ReportOutcome, ...]]) -> None:
    """Each page has its learner's marks and no other learner's name or id."""
    for number, other in ((1, 2), (2, 1)):
        page = (batch[0] / f"learner-{number:02}.html").read_text()
        data = people.learner(number)
        assert f"learner-{number:02}" in page and f"learner-{other:02}" not in page
        for module in data["modules"]:
            mark = "no mark" if module["percent"] is None else f"{module['percent']:.0f} %"
            assert f"{module['title']}: {mark} against {module['passing']:g} %" in page


def test_the_notebook_can_be_run_again(batch: tuple[Path, tuple[ReportOutcome, ...]]) -> None:
    """It is valid, names no folder of this machine, and keeps PNG and SVG of each figure."""
    notebook = nbformat.read(batch[0] / "notebooks" / "learner-01.ipynb", as_version=4)
    nbformat.validate(notebook)
    about = notebook.metadata.papermill
    outputs = [o for cell in notebook.cells for o in cell.get("outputs", ())]

    assert (about.input_path, about.output_path) == ("learner.ipynb", "learner-01.ipynb")
    assert about.parameters == {"data": "data/learner-01.json", "made_on": "2025-04-07"}
    assert sum("image/png" in o.get("data", {}) for o in outputs) == 2
    assert sum("image/svg+xml" in o.get("data", {}) for o in outputs) == 2
    assert str(batch[0]) not in nbformat.writes(notebook) and "/tmp" not in nbformat.writes(
        notebook
    )


def test_again_is_nothing_and_by_force_the_same_bytes(
    batch: tuple[Path, tuple[ReportOutcome, ...]],
) -> None:
    """A second run makes nothing; a forced one the same files; other data another page."""
    out = batch[0]
    before = _bytes(out)
    again = report("learner", {"learner-01": people.learner(1)}, out)
    assert [(o.kept, o.problem) for o in again] == [(True, None)]

    forced = report("learner", {"learner-01": people.learner(1)}, out, force=True)
    assert [o.kept for o in forced] == [False] and _bytes(out) == before

    other = people.learner(1) | {"made_on": "2025-04-08"}
    (changed,) = report("learner", {"learner-01": other}, out)
    assert not changed.kept and "8 April 2025" in (out / "learner-01.html").read_text()


LEAKS = [
    ("data = ''\nmade_on = ''", "parameters"),
    "import builtins, os, random, tempfile, matplotlib, pandas\nfrom pathlib import Path\n"
    "found = [hasattr(builtins, 'left'), hasattr(pandas, 'left'), 'LEFT' in os.environ, "
    "'left' in globals(), matplotlib.rcParams['lines.linewidth'] == 77, "
    "Path('left').exists(), Path(tempfile.gettempdir(), 'left').exists(), "
    "pandas.options.display.max_rows == 7]\nprint(any(found), len(found), os.listdir(), os.listdir('data'))",
    "builtins.left = pandas.left = left = 1; os.environ['LEFT'] = '1'\n"
    "matplotlib.rcParams['lines.linewidth'] = 77; pandas.options.display.max_rows = 7\n"
    "Path('left').touch(); Path(tempfile.gettempdir(), 'left').touch(); os.chdir('/')\n"
    "random.random()",
]


def test_nothing_leaks_from_one_report_to_the_next(tmp_path: Path) -> None:
    """Globals, modules, settings, environment, folders and files are new each time; so is chance."""
    template = written(tmp_path / "leaks.ipynb", LEAKS)
    data: dict[str, dict[str, Any]] = {name: {} for name in ("a", "b", "c")}
    outcomes = report("leaks", data, tmp_path / "out", jobs=1, template=template)

    assert [o.problem for o in outcomes] == [None] * 3
    draws = set()
    for name in data:
        cells = nbformat.read(tmp_path / "out" / "notebooks" / f"{name}.ipynb", 4).cells
        text = f"False 8 ['data'] ['{name}.json']\n"
        assert cells[2].outputs[0].text == text
        draws.add(cells[3].outputs[0].data["text/plain"])
    assert len(draws) == 3


FAILS = [
    ("data = ''", "parameters"),
    "import json, os, time\nname = json.load(open(data))['name']\nname",
    "if name == 'raises':\n    raise ValueError('<b>no</b>')\nif name == 'exits':\n    os._exit(3)\n"
    "if name == 'dies':\n    os.kill(os.getpid(), 9)\nif name == 'hangs':\n    time.sleep(600)\n'well'",
]


def test_one_failure_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Raising, ending, dying and hanging reports are named; their pages of older data are gone."""
    monkeypatch.setattr(report_batch, "LIMIT_S", 6.0)
    template = written(tmp_path / "fails.ipynb", FAILS)
    names = ("a", "dies", "exits", "hangs", "raises", "z")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "raises.html").write_text("of older data")
    ticks: list[str] = []
    outcomes = report(
        "fails",
        {n: {"name": n} for n in names},
        tmp_path / "out",
        template=template,
        tick=lambda o: ticks.append(o.name),
    )

    assert {o.name: o.problem for o in outcomes} == {
        "a": None,
        "z": None,
        "dies": "its process ended: signal SIGKILL",
        "exits": "its process ended: exit status 3",
        "hangs": "took longer than 6 s",
        "raises": "cell 4: ValueError: <b>no</b>",
    }
    assert sorted(ticks) == sorted(names)
    pages = {path.name for path in (tmp_path / "out").glob("*.html")}
    assert pages == {"a.html", "z.html"}
    partial = nbformat.read(tmp_path / "out" / "notebooks" / "raises.failed.ipynb", 4)
    assert partial.cells[-1].outputs[0].ename == "ValueError"

    mended = {"raises": {"name": "raises no more"}}
    (outcome,) = report("fails", mended, tmp_path / "out", template=template)
    assert outcome.problem is None
    assert not (tmp_path / "out" / "notebooks" / "raises.failed.ipynb").exists()


COUNTS = [
    ("data = ''", "parameters"),
    "import json, os\nfrom pathlib import Path\ngiven = json.load(open(data))\n"
    "with open(given['log'], 'a') as log:\n    log.write(given['name'] + '\\n')\ngiven['name']",
    "import matplotlib.pyplot as plt\nplt.plot([1, len(given['name'])]);",
]
BATCH = """
import json, sys
from pathlib import Path
from course.reporting import report
out, template, data = sys.argv[1:4]
report("counts", json.loads(data), Path(out), template=Path(template),
       tick=lambda o: print(o.name, o.kept, flush=True))
"""


def test_killed_in_the_middle_and_run_again(tmp_path: Path) -> None:
    """The second run makes the rest: the same files as an undisturbed run, none made twice."""
    template = written(tmp_path / "counts.ipynb", COUNTS)
    names = [f"report-{number}" for number in range(8)]

    def data(log: Path) -> dict[str, dict[str, str]]:
        return {name: {"name": name, "log": str(log)} for name in names}

    log = tmp_path / "log"
    command = [sys.executable, "-c", BATCH, str(tmp_path / "out"), str(template)]
    first = subprocess.Popen([*command, json.dumps(data(log))], stdout=subprocess.PIPE, cwd=ROOT)
    assert first.stdout is not None
    first_names = [first.stdout.readline().split()[0].decode() for _ in range(2)]
    first.send_signal(signal.SIGKILL)
    first.wait()
    first.stdout.close()
    _wait_for_server(tmp_path / "out")
    finished = {path.stem for path in (tmp_path / "out").glob("*.html")}
    assert set(first_names) <= finished < set(names)

    again = subprocess.run(
        [*command, json.dumps(data(log))], capture_output=True, text=True, check=True, cwd=ROOT
    )
    kept = {line.split()[0] for line in again.stdout.splitlines() if line.endswith("True")}
    begun = log.read_text().split()
    assert kept == finished and all(begun.count(name) == 1 for name in finished)
    assert sorted(set(begun)) == names and len(begun) <= len(names) + 2  # two were cut off

    whole = report("counts", data(log), tmp_path / "whole", template=template)
    assert all(o.problem is None for o in whole)
    assert _bytes(tmp_path / "out") == _bytes(tmp_path / "whole")


def _wait_for_server(out: Path) -> None:
    """Wait until the killed batch's server has gone: it holds its words open below `out`."""
    making = str((out / ".making").resolve())
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        try:
            held = [str(fd.readlink()) for fd in (process / "fd").iterdir()]
            if any(name.startswith(making) for name in held):
                descriptor = os.pidfd_open(int(process.name))
                select.select([descriptor], [], [], 30)
                os.close(descriptor)
        except OSError:
            continue


def test_papermill_s_own_kernel_gives_the_same(tmp_path: Path) -> None:
    """`stock` runs papermill's kernel: the same notebook, byte for byte, but another digest."""
    data = {"learner-05": people.learner(5)}
    (ours,) = report("learner", data, tmp_path / "ours")
    (stock,) = report("learner", data, tmp_path / "stock", stock=True)

    assert (ours.problem, stock.problem) == (None, None)
    first, second = (tmp_path / k / "notebooks" / "learner-05.ipynb" for k in ("ours", "stock"))
    assert first.read_bytes() == second.read_bytes()
    pages = [re.sub(r'content="[0-9a-f]{64}"', "", Path(o.page).read_text()) for o in (ours, stock)]
    assert pages[0] == pages[1]


def test_cohort_and_program(tmp_path: Path) -> None:
    """Both are made; a target without enough answers has no number, and flags are words."""
    (cohort,) = report("cohort", {"cohort": people.cohort(30)}, tmp_path / "cohort")
    few = people.program(days=4)
    (program,) = report("program", {"program": few}, tmp_path / "program")

    assert (cohort.problem, program.problem) == (None, None)
    page = Path(cohort.page).read_text()
    assert "KR-20 0.81" in page and "passing it says little" in page and "9.4 of 12" in page
    page = Path(program.page).read_text()
    assert "too few" in page and "3 of 5 responses needed" in page
    assert "4 certified learners, fewer than 10" in page and page.count("<img") == 1


def make_at_once(tasks: list[ReportTask], *_: object) -> Iterator[ReportOutcome]:
    """Stand in for the server: a page that names its digest."""
    for task in tasks:
        task.page.write_text(task.digest)
        task.notebook.touch()
        yield ReportOutcome(name=task.name, page=str(task.page))


def test_a_report_is_made_anew_when_what_it_is_made_of_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Templates, styles, static files, our code, a library, a foreign template; and else nothing."""
    package, foreign = tmp_path / "course", tmp_path / "foreign.ipynb"
    parts = ("templates/reports/learner.ipynb", "templates/reports/report/index.html.j2",
             "templates/reports/page.css", "static/status.js", "reporting/figures.py", "jobs.py")  # fmt: skip
    for part in parts:
        (package / part).parent.mkdir(parents=True, exist_ok=True)
        (package / part).write_text("1")
    libraries = [b"papermill-2.6.0.dist-info"]
    monkeypatch.setattr(digests, "PACKAGE", package)
    monkeypatch.setattr(digests, "installed", lambda: libraries)
    monkeypatch.setattr(report_batch, "_outcomes", make_at_once)
    foreign.write_text("1")

    def is_made() -> bool:
        digests.report_environment.cache_clear()
        (outcome,) = report("own", {"a": {}}, tmp_path / "out", template=foreign)
        return not outcome.kept

    try:
        assert is_made() and not is_made()
        for path in (*(package / part for part in parts), foreign):
            path.write_text("2")
            assert (is_made(), is_made()) == (True, False), path
        libraries[0] = b"papermill-2.6.1.dist-info"
        assert is_made() and not is_made()
        (package / "cli").mkdir()
        (package / "cli" / "terminal.py").write_text("1")  # draws no report
        assert not is_made()
    finally:
        digests.report_environment.cache_clear()


def test_two_batches_do_not_meet(tmp_path: Path) -> None:
    """A folder takes one batch at a time; an unknown kind is refused before anything is written."""
    (tmp_path / ".lock").touch()
    with (tmp_path / ".lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(GradingError, match="another batch"):
            report("learner", {}, tmp_path)
    with pytest.raises(NotebookError, match="expected one of learner, cohort, program, got 'x'"):
        report("x", {}, tmp_path / "none")
    assert not (tmp_path / "none").exists()


@given(st.lists(st.text(max_size=150), unique=True, max_size=20))
def test_file_names_are_safe_and_differ(names: list[str]) -> None:
    """Whatever learners are called: one folder, no hidden file, and as many names as learners."""
    file_names = [file_name(name) for name in names]

    assert len(set(file_names)) == len(file_names)
    for name in file_names:
        assert name not in {"", ".", ".."} and not name.startswith(".") and "/" not in name
        assert "\0" not in name and len(name.encode()) < 200


def _files(out: Path) -> set[str]:
    return {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()}


def _bytes(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in _files(out) if "data/" not in name}

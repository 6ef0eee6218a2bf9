"""One report, in a process of its own: papermill runs the template, nbconvert makes the page.

Whatever a template leaves behind (globals, environment, working folder, temporary files) ends
with the process and its scratch folder. A report appears whole, or not at all.
"""

import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from course.files import write_whole

PARAMETERS = "injected-parameters"
TIMES = ("start_time", "end_time", "duration")


@dataclass(frozen=True, kw_only=True)
class ReportTask:
    """A report to make from `data/NAME.json` below `out`; `stock` asks for papermill's kernel."""

    name: str
    title: str
    digest: str
    template: str
    out: str
    parameters: Mapping[str, str]
    stock: bool = False

    @property
    def page(self) -> Path:
        """The report."""
        return Path(self.out, f"{self.name}.html")

    @property
    def notebook(self) -> Path:
        """The notebook it was made from, with its outputs."""
        return Path(self.out, "notebooks", f"{self.name}.ipynb")

    @property
    def failed(self) -> Path:
        """What there is of a notebook that raised."""
        return Path(self.out, "notebooks", f"{self.name}.failed.ipynb")

    @property
    def data(self) -> Path:
        """What the report may know."""
        return Path(self.out, "data", f"{self.name}.json")


@dataclass(frozen=True, kw_only=True)
class ReportOutcome:
    """What became of a report.

    `problem` is None where the page stands; `kept` says that it stood already, unchanged.
    """

    name: str
    page: str
    problem: str | None = None
    kept: bool = False
    took_s: float = 0.0


def run(task: ReportTask, scratch: Path) -> None:
    """Make a report, and write `outcome.json` into the scratch folder; for a forked process."""
    started = time.perf_counter()
    problem: str | None = None
    try:
        _settle(scratch)
        _make(task, scratch)
    except Exception as error:
        problem = _in_a_line(error)
    outcome = ReportOutcome(
        name=task.name,
        page=str(task.page),
        problem=problem,
        took_s=round(time.perf_counter() - started, 3),
    )
    write_whole(scratch / "outcome.json", json.dumps(asdict(outcome)))


def _settle(scratch: Path) -> None:
    """Be as a new process would: own temporary files, own chance, the zone of the environment."""
    temporary = scratch / "tmp"
    temporary.mkdir()
    os.environ["TMPDIR"] = str(temporary)
    tempfile.tempdir = None
    time.tzset()
    random.seed()
    if (numpy := sys.modules.get("numpy")) is not None:
        numpy.random.seed(None)


def _make(task: ReportTask, scratch: Path) -> None:
    import papermill
    from papermill.exceptions import PapermillExecutionError

    from course.reporting import papermill_engine
    from course.reporting.page_export import to_html

    work = scratch / "work"
    (work / "data").mkdir(parents=True)
    shutil.copyfile(task.data, work / "data" / task.data.name)
    raw = scratch / "notebook.ipynb"
    papermill_engine.register()
    try:
        notebook = papermill.execute_notebook(
            task.template,
            str(raw),
            {"data": f"data/{task.data.name}", **task.parameters},
            engine_name=None if task.stock else papermill_engine.NAME,
            kernel_name="python3",
            cwd=str(work),
            progress_bar=False,
            request_save_on_cell_execute=False,
            autosave_cell_every=0,
        )
    except PapermillExecutionError:
        _write_notebook(steady(_read(raw), task), task.failed, scratch)
        raise
    notebook = steady(notebook, task)
    page = to_html(notebook, title=task.title, digest=task.digest)
    _write_notebook(notebook, task.notebook, scratch)
    task.failed.unlink(missing_ok=True)
    # Last, since its presence says that the report is done.
    write_whole(task.page, page.encode(errors="backslashreplace"), scratch=scratch)


def steady(notebook: Any, task: ReportTask) -> Any:
    """Take out what differs from run to run: times, folders, ids made by chance."""
    about = notebook.metadata.papermill
    about.update(
        dict.fromkeys(TIMES), input_path=Path(task.template).name, output_path=task.notebook.name
    )
    for number, cell in enumerate(notebook.cells):
        cell.metadata.get("papermill", {}).update(dict.fromkeys(TIMES))
        cell.metadata.pop("execution", None)
        tags = cell.metadata.get("tags", ())
        if PARAMETERS in tags or "papermill-error-cell-tag" in tags:
            cell.id = f"{tags[0]}-{number}"
    return notebook


def _read(path: Path) -> Any:
    import nbformat

    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def _write_notebook(notebook: Any, path: Path, scratch: Path) -> None:
    import nbformat

    text = nbformat.writes(notebook) + "\n"  # type: ignore[no-untyped-call]
    write_whole(path, text, scratch=scratch)


def _in_a_line(error: Any) -> str:
    """Say in a line what went wrong; papermill's own text is a page with colours."""
    if hasattr(error, "ename"):
        return f"cell {error.exec_count}: {error.ename}: {error.evalue}"
    return f"{type(error).__name__}: {error}"

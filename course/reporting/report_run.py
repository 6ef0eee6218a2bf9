"""One report, in a process of its own: papermill runs the template, nbconvert makes the page.

Whatever a template leaves behind (globals, environment, files) ends with its process. The page is
one HTML file. Data are hostile: whatever a cell shows is cut down to harmless HTML.
"""

import json
import os
import random
import shutil
import sys
import tempfile
import time
from base64 import b64encode
from dataclasses import asdict
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import nh3
from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter

from course.files import TEMPLATES, write_whole
from course.reporting.report_models import ReportOutcome, ReportTask

REPORTS = TEMPLATES / "reports"
TAGS = {
    "a", "abbr", "article", "b", "br", "caption", "code", "dd", "div", "dl", "dt", "em",
    "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "header", "hr", "i", "li", "meter",
    "ol", "p", "pre", "section", "small", "span", "strong", "sub", "sup", "table", "tbody", "td",
    "th", "thead", "time", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"class", "title", "lang", "role", "aria-label", "aria-hidden"},
    "meter": {"value", "min", "max", "low", "high", "optimum"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}


class Page(HTMLExporter):
    """nbconvert's HTML exporter with our template, and without its second parse of the page."""

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> Any:
        """Give the page and its resources."""
        return TemplateExporter.from_notebook_node(self, nb, resources, **kw)


def to_html(notebook: Any, *, title: str, digest: str) -> str:
    """Render an executed notebook; `digest` goes into its head and says what it was made from."""
    resources = {"title": title, "digest": digest, "css": _css()}
    page, _ = _exporter().from_notebook_node(notebook, resources=resources)
    return str(page)


def clean(html: str) -> str:
    """Leave what lays out text; drop script, style, links and whatever asks the network."""
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=set(), link_rel=None)


def shown(output: Any) -> str:
    """Render one output of a cell: picture, HTML, text or error, the richest first."""
    kind = output["output_type"]
    if kind == "stream":
        return f'<pre class="{escape(output["name"])}">{escape(output["text"])}</pre>'
    if kind == "error":
        return f'<pre class="error">{escape(output["ename"])}: {escape(output["evalue"])}</pre>'
    data, metadata = output["data"], output.get("metadata", {})
    alt = escape(str(metadata.get("alt") or data.get("text/plain", "")), quote=True)
    if "image/svg+xml" in data:
        # As an image it runs no script and loads nothing, whatever it says.
        code = b64encode(data["image/svg+xml"].encode()).decode()
        return f'<figure><img src="data:image/svg+xml;base64,{code}" alt="{alt}"></figure>'
    if "image/png" in data:
        code = "".join(str(data["image/png"]).split())
        return f'<figure><img src="data:image/png;base64,{escape(code)}" alt="{alt}"></figure>'
    if "text/html" in data:
        return clean(data["text/html"])
    return f"<pre>{escape(str(data.get('text/plain', '')))}</pre>"


@cache
def _exporter() -> Page:
    exporter = Page(  # type: ignore[no-untyped-call]
        template_name="report",
        exclude_anchor_links=True,
        extra_template_basedirs=[str(REPORTS)],
        filters={"clean": clean, "shown": shown},
    )
    for unused in ("CSSHTMLHeaderPreprocessor", "HighlightMagicsPreprocessor"):
        exporter.config[unused].enabled = False  # no input is shown
    exporter._init_preprocessors()  # type: ignore[no-untyped-call]
    exporter.environment.autoescape = False  # everything is cleaned or escaped by a filter
    return exporter


@cache
def _css() -> str:
    return "\n".join(
        (REPORTS / name).read_text(encoding="utf-8").strip() for name in ("page.css", "report.css")
    )


def warm() -> None:
    """Have everything that a page needs compiled and read."""
    import nbformat

    cells = [nbformat.v4.new_markdown_cell("# x")]  # type: ignore[no-untyped-call]
    to_html(nbformat.v4.new_notebook(cells=cells), title="", digest="")  # type: ignore[no-untyped-call]


PARAMETERS = "injected-parameters"
TIMES = ("start_time", "end_time", "duration")


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

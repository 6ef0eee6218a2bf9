"""A report's notebook as one HTML page, by nbconvert, with an exporter that is used again.

Data are hostile: whatever a cell shows is cut down to harmless HTML or escaped, pictures are
images, and the page's policy forbids script and any request. Inputs are not shown.
"""

from base64 import b64encode
from functools import cache
from html import escape
from typing import Any

import nh3
from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter

from course.files import TEMPLATES

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

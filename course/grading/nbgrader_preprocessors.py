"""Steps that nbgrader_config.py puts into nbgrader's own pipelines, for its command and buttons.

`SandboxGrading` stands in for nbgrader's execution, `LeaveOutCommentary` and `HideTests` take
what learners may not read out of releases and out of feedback, and `clean_html` is what every page
of nbgrader's lets through of a learner's HTML.
"""

import ast
import re
from pathlib import Path
from typing import Any

import nbformat
import nh3
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import escape
from nbconvert.exporters import HTMLExporter, NotebookExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from traitlets import Bool

from course.examination.shared.syntax_trees import tree_of
from course.gradebook.layout import layout_of, program_file
from course.grading.batch import grade_notebook, limits_of
from course.notebooks import (
    HIDDEN_REGION,
    PAPER_CELL,
    is_test,
    leave_out_commentary,
    let_run_all_go_on,
    parse_notebook,
    without_hidden_tests,
)
from course.program import load_program

ANSI = re.compile(r"\x1b\[[0-9;]*m")
# At the start of a line: an exception's own name, or its message, may hold such words too.
CELL_LINE = re.compile(r"^(?:---> ?)?Cell In\[\d+\], line (\d+)", re.MULTILINE)
PICTURE = re.compile(r"data:image/(png|jpeg|gif|svg\+xml);base64,[A-Za-z0-9+/=\s]*\Z")
OUTSIDE = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
BESIDE = re.compile(r"[\w-][\w./ -]*\Z")  # a picture beside the notebook
DETOUR = re.compile(r"\.\.|//")
KNOWN_CLASSES = {"highlight", "hl-ipython3", "dataframe", "anchor-link"}
TOKEN_CLASS = re.compile(r"(ansi-[\w-]+|[a-z]{1,2}[0-9]?)\Z")  # pygments' and nbconvert's colours


class SubmissionReader(NotebookExporter):
    """nbgrader's own exporter, but for files that are no notebook; `SandboxGrading` reads anew."""

    def from_file(self, file_stream: Any, resources: Any = None, **options: Any) -> Any:
        """Give what can be read of it, or an empty notebook."""
        try:
            notebook = nbformat.read(file_stream, as_version=4)  # type: ignore[no-untyped-call]
        except Exception:  # whatever a learner's file makes nbformat raise
            notebook = nbformat.v4.new_notebook()  # type: ignore[no-untyped-call]
        return self.from_notebook_node(  # type: ignore[no-untyped-call]
            notebook, resources=resources, **options
        )


class FeedbackExporter(HTMLExporter):
    """Feedback's own exporter, and a page that says its language, for those who have it read out.

    Config of HTMLExporter holds here too; nbgrader's template names no language.
    """

    def from_notebook_node(self, nb: Any, resources: Any = None, **options: Any) -> Any:
        """Give the page."""
        page, resources = super().from_notebook_node(nb, resources, **options)
        return page.replace("<html>", '<html lang="en">', 1), resources


class SandboxGrading(Preprocessor):
    """Grade the submission whose turn it is, in the sandbox."""

    enabled = Bool(True)

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Give the graded notebook in place of `nb`, with outputs that say what the tests said."""
        del nb  # the exporter read it; what was handed in is read anew, and as hostile
        at = resources["nbgrader"]
        course_dir = Path.cwd()  # nbgrader works in the course's folder
        graded = grade_notebook(
            course_dir,
            at["assignment"],
            at["student"],
            at["notebook"],
            limits_of(
                load_program(program_file(course_dir)).grading.model_dump(),
                at["assignment"],
                layout_of(course_dir).cell_s,
            ),
        )
        return parse_notebook(graded.decode(), at["notebook"]), resources


class LeaveOutCommentary(Preprocessor):
    """Take the cells that explain solutions out of what learners get."""

    enabled = Bool(True)

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Give the notebook without them."""
        leave_out_commentary(nb)
        return nb, resources


class LetRunAllGoOn(Preprocessor):
    """Let Run All go on behind a test that fails, in what learners get."""

    enabled = Bool(True)

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Give the notebook with its test cells tagged."""
        let_run_all_go_on(nb)
        return nb, resources


class HideTests(Preprocessor):
    """Take hidden tests, and what could tell of them, out of a graded notebook."""

    enabled = Bool(True)

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Hide the hidden parts of test cells and all text that was put out after one of them ran.

        A learner's function sees the arguments of hidden tests, and could print them, then or
        in a later cell.
        """
        ran = False
        report = nb.metadata.get("course", {})
        for cell in nb.cells:
            if cell.cell_type != "code":
                continue
            if is_test(cell):
                is_paper = cell.metadata.nbgrader.get("grade_id") == PAPER_CELL
                ran = ran or bool(HIDDEN_REGION.search(cell.source))
                cell.outputs = [
                    _explained(cell, output, report)
                    for output in cell.outputs
                    if not ran or _tells_points(output) or is_paper  # no process wrote the last
                ]
                cell.source = without_hidden_tests(cell.source)
            elif ran and cell.outputs:
                cell.outputs = [_line("left out: it was put out after hidden tests had run")]
        damage = report.get("damage", [])
        if damage:
            items = "\n".join(f"- {_escaped(str(sentence))}" for sentence in damage)
            text = f"**What was noticed in what you handed in**\n\n{items}"
            nb.cells.insert(0, nbformat.v4.new_markdown_cell(text))  # type: ignore[no-untyped-call]
        return nb, resources


def clean_html(text: object) -> str:
    """Let through the HTML that prose and tables need, and nothing that runs, loads or covers."""
    return nh3.clean(
        str(text),
        tags=nh3.ALLOWED_TAGS | {"details", "summary", "div", "span", "section"},
        attributes={**nh3.ALLOWED_ATTRIBUTES, "*": {"class", "id"}, "img": {"src", "alt"}},
        attribute_filter=_allowed,
        url_schemes={"http", "https", "mailto", "data"},
    )


def _allowed(_: str, name: str, value: str) -> str | None:
    """Say what of an attribute stays.

    A link leads outside or within the page: a file of the learner's, opened from formgrader's
    address, would act as the instructor. A picture is in the page or beside it: one from
    elsewhere tells its server who looks. A class or id of formgrader's own would let a
    learner's text pass for a part of it.
    """
    if name in ("href", "cite"):
        if value.startswith("#"):
            return f"#nb-{value[1:]}"
        return value if OUTSIDE.match(value) else None
    if name == "src":
        inside = PICTURE.match(value) or (BESIDE.match(value) and not DETOUR.search(value))
        return value if inside else None
    if name == "id":
        return f"nb-{value}"
    if name == "class":
        classes = [c for c in value.split() if c in KNOWN_CLASSES or TOKEN_CLASS.match(c)]
        return " ".join(classes) or None
    return value


@pass_context
def markdown_html(context: Context, source: str) -> str:
    """Stand in for nbconvert's `markdown2html`, behind which nbgrader's templates put no cleaning.

    What cannot be rendered, such as a picture that is not there, is shown as it was written.
    """
    cell = context.get("cell") or {}
    try:
        renderer = IPythonRenderer(escape=False, attachments=cell.get("attachments", {}))
        rendered = MarkdownWithMath(renderer=renderer).render(source)
    except Exception:
        rendered = f"<pre>{escape(source)}</pre>"
    return clean_html(rendered)


def _tells_points(output: NotebookNode) -> bool:
    """Tell errors and partial credit from what was printed, which may hold a test's arguments."""
    return output.output_type in ("error", "execute_result")


def _rule(source: str) -> str:
    """Give the sentence that a test cell starts with, if a learner may see it."""
    try:
        return ast.get_docstring(tree_of(without_hidden_tests(source))) or "see the exercise"
    except SyntaxError:  # IPython's own syntax, or a cell that is hidden but for a fragment
        return "see the exercise"


def _explained(cell: NotebookNode, output: NotebookNode, report: Any) -> NotebookNode:
    """Let an error say what failed: the message where the test is visible, else only its clue.

    Without a clue it is the rule. `report` is what the grader wrote of the notebook; where nbgrader
    graded it alone, that is the learner's to write, so it may hide more and never less.
    """
    if output.output_type != "error":
        return output
    grade_id = cell.metadata.nbgrader.grade_id
    clue = str(report.get("clues", {}).get(grade_id, ""))
    text = f"{output.ename}: {output.evalue}"
    hidden = grade_id in report.get("hidden", ()) or not _is_visible(cell.source, output)
    if clue and output.evalue == clue:  # a name that is missing: no test has looked at anything
        text = clue
    elif HIDDEN_REGION.search(cell.source) and hidden:
        output.ename, output.evalue = "Hidden test", clue or _rule(cell.source)
        text = f"A hidden test of this cell failed. Its rule: {output.evalue}"
        if clue:
            text = f"A hidden test of this cell failed: {clue}"
    output.traceback = [text]
    return output


def _is_visible(source: str, output: NotebookNode) -> bool:
    """Tell whether the line of the cell that failed stands outside the hidden regions."""
    place = CELL_LINE.search(ANSI.sub("", "\n".join(output.traceback)))
    if not place or not str(output.ename).isidentifier():  # a learner may have made the name
        return False
    line = int(place[1])
    return not any(
        source.count("\n", 0, region.start()) < line <= source.count("\n", 0, region.end()) + 1
        for region in HIDDEN_REGION.finditer(source)
    )


def _line(text: str) -> NotebookNode:
    return nbformat.from_dict({"output_type": "stream", "name": "stdout", "text": f"[{text}]\n"})  # type: ignore[no-untyped-call, no-any-return]


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#+!|-])", r"\\\1", text)

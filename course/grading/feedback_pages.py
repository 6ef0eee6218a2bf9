"""Feedback pages: one for each graded notebook, learner by learner, whatever the course is set to.

What a learner reads is ours and the same on every course: nbgrader's template and points, hidden
tests out, HTML cleaned, no script. A page is made from autograded/ alone; what is wrong with one
notebook is that page's problem.
"""

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from traitlets.config import Config

from course.errors import Problem, printable
from course.files import read_plain, refusal, require_plain_folder, write_whole
from course.gradebook.exchange import LearnerPages, feedback_parts, page_templates, release_pages
from course.gradebook.layout import Layout, configuration, layout_of
from course.gradebook.rows import Gradebook
from course.grading.nbgrader_preprocessors import (
    FeedbackExporter,
    HideTests,
    clean_html,
    markdown_html,
)
from course.notebooks import is_test

MOST_BYTES = 64 << 20  # of a graded notebook
MOST_KEPT = 10_000  # bytes of timestamp.txt and of submission_secret.txt
TIMESTAMP, SECRET = "timestamp.txt", "submission_secret.txt"
Tick = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class FeedbackOutcome:
    """What became of a module's pages: those written, those that could not be, and the release."""

    pages: list[Path] = field(default_factory=list)
    unwritten: list[Problem] = field(default_factory=list)
    unreleased: list[Problem] = field(default_factory=list)


def feedback(
    course_dir: Path,
    assignment: str,
    *,
    tick: Tick = lambda name: None,  # noqa: ARG005
) -> FeedbackOutcome:
    """Write feedback/<learner>/<module>/<notebook>.html for what was graded, and release it.

    Parameters
    ----------
    course_dir
        The folder that holds nbgrader_config.py.
    assignment
        A module's id, as released.
    tick
        Called with each learner's id before that learner's pages.

    Returns
    -------
    FeedbackOutcome
        The pages, and whose could not be written or released, and why.

    Raises
    ------
    GradingError
        Where there is no course, or the module was not released.
    """
    layout = layout_of(course_dir)
    with Gradebook(layout.db_url) as book, book.connect() as db:
        notebooks = list(book.notebooks(db, assignment).values())
    config = configuration(course_dir)
    marks = _marks(config)
    mode = 0o664 if config.CourseDirectory.get("groupshared") else 0o644
    outcome = FeedbackOutcome()
    by_learner: dict[str, LearnerPages] = {}
    with _silence():
        exporter = feedback_exporter()
        for learner in layout.learners("autograded", assignment):
            tick(learner)
            pages: dict[str, Path] = {}
            beside = dict(_beside(layout, assignment, learner))
            for notebook in notebooks:
                try:
                    html = _page(exporter, layout, assignment, learner, notebook, marks)
                    pages[notebook] = _write(layout, assignment, learner, notebook, html, mode)
                except Exception as error:  # whatever a notebook makes nbconvert raise
                    place = f"{printable(learner)}: {printable(notebook)}.html"
                    outcome.unwritten.append(Problem(place, _why(error, layout)))
            if pages:
                _write_beside(next(iter(pages.values())).parent, beside, mode)
                by_learner[learner] = LearnerPages(
                    pages=pages, secret=_text(beside, SECRET), timestamp=_text(beside, TIMESTAMP)
                )
                outcome.pages.extend(pages.values())
    if by_learner:
        outcome.unreleased.extend(release_pages(course_dir, assignment, by_learner))
    return outcome


def feedback_exporter() -> FeedbackExporter:
    """Make what turns graded notebooks into pages; nothing of a course's configuration is in it."""
    get_grades, styles = feedback_parts()
    config = Config()
    config.Exporter.default_preprocessors = []
    config.HTMLExporter.template_name = "feedback"
    config.HTMLExporter.extra_template_basedirs = page_templates()
    config.HTMLExporter.extra_template_paths = styles
    config.HTMLExporter.sanitize_html = True
    config.HTMLExporter.filters = {"clean_html": clean_html, "markdown2html": markdown_html}
    exporter = FeedbackExporter(config=config)  # type: ignore[no-untyped-call]
    for step in (get_grades, HideTests, CSSHTMLHeaderPreprocessor):
        exporter.register_preprocessor(step, enabled=True)  # type: ignore[no-untyped-call]
    return exporter


@contextmanager
def _silence() -> Iterator[None]:
    """Keep nbconvert's and nbgrader's own lines off the terminal."""
    log = logging.getLogger("traitlets")
    nowhere, propagated = logging.NullHandler(), log.propagate
    log.addHandler(nowhere)
    log.propagate = False
    try:
        yield
    finally:
        log.propagate = propagated
        log.removeHandler(nowhere)


def _marks(config: Any) -> dict[str, str]:
    """Map the marks of hidden tests that a course has of its own to those that are looked for."""
    theirs = config.ClearHiddenTests
    words = {
        theirs.get("begin_test_delimeter"): "BEGIN HIDDEN TESTS",
        theirs.get("end_test_delimeter"): "END HIDDEN TESTS",
    }
    return {own: known for own, known in words.items() if isinstance(own, str) and own.strip()}


def _page(
    exporter: FeedbackExporter,
    layout: Layout,
    assignment: str,
    learner: str,
    notebook: str,
    marks: Mapping[str, str],
) -> bytes:
    """Render one graded notebook; raises whatever is wrong with it."""
    folder = layout.folder("autograded", learner, assignment)
    require_plain_folder(folder)
    raw = read_plain(folder / f"{notebook}.ipynb", MOST_BYTES)
    graded = nbformat.reads(raw.decode("utf-8"), as_version=4)  # type: ignore[no-untyped-call]
    for cell in graded.cells:
        for own, known in marks.items() if is_test(cell) else ():
            if known not in cell.source:
                cell.source = cell.source.replace(own, known)
    resources = {
        "unique_key": notebook,
        "output_files_dir": f"{notebook}_files",
        "nbgrader": {
            "student": learner,
            "assignment": assignment,
            "notebook": notebook,
            "db_url": layout.db_url,
        },
    }
    page, _ = exporter.from_notebook_node(graded, resources=resources)
    return str(page).encode("utf-8", errors="replace")


def _write(
    layout: Layout, assignment: str, learner: str, notebook: str, html: bytes, mode: int
) -> Path:
    folder = layout.folder("feedback", learner, assignment)
    if not folder.is_dir():
        folder.mkdir(parents=True)
        if mode & 0o020:
            for place in (folder, folder.parent):
                place.chmod(0o2775)
    require_plain_folder(folder)
    page = folder / f"{notebook}.html"
    write_whole(page, html, mode=mode)
    return page


def _beside(layout: Layout, assignment: str, learner: str) -> Iterator[tuple[str, bytes]]:
    """Read the files that say which submission was graded, and by what its pages are fetched."""
    folder = layout.folder("autograded", learner, assignment)
    for name in (TIMESTAMP, SECRET):
        try:
            yield name, read_plain(folder / name, MOST_KEPT)
        except (OSError, ValueError):
            continue  # who asks for it says that it is not there


def _write_beside(folder: Path, beside: Mapping[str, bytes], mode: int) -> None:
    """Put them beside the pages; what is left of an earlier submission goes."""
    for name in (TIMESTAMP, SECRET):
        try:
            if name in beside:
                write_whole(folder / name, beside[name], mode=mode)
            else:
                (folder / name).unlink(missing_ok=True)
        except OSError:
            continue  # a folder of that name: nbgrader reads it no more than we do


def _text(beside: Mapping[str, bytes], name: str) -> str | None:
    """Read a file as nbgrader's fetch will; None where it is empty or no text."""
    try:
        text = beside.get(name, b"").decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if text.strip() else None


def _why(error: Exception, layout: Layout) -> str:
    """Say in one line what is wrong; paths are said from the course's folder."""
    if isinstance(error, OSError):
        place, what = refusal(error, layout.root)
        if os.path.isabs(place):  # noqa: PTH117
            place = os.path.relpath(place, layout.root)
        return f"{printable(place)}: {what}"
    if type(error).__name__ == "MissingEntry":
        return "the gradebook has no such grade; `course grade` writes it"
    first = (str(error).splitlines() or [""])[0]
    return f"autograded notebook cannot be shown: {type(error).__name__}: {printable(first)}"

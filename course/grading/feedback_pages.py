"""Feedback pages: one for each graded notebook, learner by learner, whatever the course is set to.

What a learner reads is ours and the same on every course: nbgrader's template and points, hidden
tests out, HTML cleaned, no script. A page is made from autograded/ and the gradebook; what is
wrong with one notebook, or takes too long to draw, is that page's problem.
"""

import logging
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
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
from course.gradebook.layout import Layout, configuration, layout_of, require_writable
from course.gradebook.queries import gradebook_reader, notebook_names
from course.grading.nbgrader_preprocessors import (
    FeedbackExporter,
    HideTests,
    clean_html,
    markdown_html,
)
from course.notebooks import is_test

MOST_BYTES = 16 << 20  # of a graded notebook: pages take many times that in memory
MOST_SOURCE = 30_000  # characters of a cell that are shown
PAGE_S = 20.0  # processor time for one page; there is text that takes Markdown hours
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
    with gradebook_reader(layout.db_url) as book:
        notebooks = notebook_names(book, assignment)
    require_writable(layout.root / layout.steps["feedback"])
    outcome = FeedbackOutcome()
    by_learner: dict[str, LearnerPages] = {}
    with _silence():
        printer = _Printer.of(configuration(course_dir), layout, assignment)
        for learner in layout.learners("autograded", assignment):
            tick(learner)
            theirs = printer.pages(learner, notebooks, outcome.unwritten)
            if theirs.pages:
                by_learner[learner] = theirs
                outcome.pages.extend(theirs.pages.values())
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


class _TooLong(BaseException):
    """A page took more than its time; no Exception, which nbconvert's steps may swallow."""


@contextmanager
def _limit(seconds: float) -> Iterator[None]:
    """Raise _TooLong in the block after so much processor time; in the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise _TooLong(f"it took more than {seconds:g} s")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


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


@dataclass(frozen=True, kw_only=True)
class _Printer:
    """What all pages of a module share while they are made."""

    exporter: FeedbackExporter
    layout: Layout
    assignment: str
    marks: Mapping[str, str]
    mode: int

    @classmethod
    def of(cls, config: Any, layout: Layout, assignment: str) -> "_Printer":
        return cls(
            exporter=feedback_exporter(),
            layout=layout,
            assignment=assignment,
            marks=_marks(config),
            mode=0o664 if config.CourseDirectory.get("groupshared") else 0o644,
        )

    def pages(
        self, learner: str, notebooks: Iterable[str], unwritten: list[Problem]
    ) -> LearnerPages:
        """Write one learner's pages; `unwritten` gets those that cannot be."""
        beside = dict(_beside(self.layout, self.assignment, learner))
        pages: dict[str, Path] = {}
        for notebook in notebooks:
            try:
                with _limit(PAGE_S):
                    html = self.page(learner, notebook)
                pages[notebook] = self.write(learner, notebook, html)
            except (Exception, _TooLong) as error:  # whatever a notebook makes nbconvert raise
                place = f"{printable(learner)}: {printable(notebook)}.html"
                unwritten.append(Problem(place, _why(error, self.layout)))
        if pages:
            _write_beside(next(iter(pages.values())).parent, beside, self.mode)
        return LearnerPages(
            pages=pages, secret=_text(beside, SECRET), timestamp=_text(beside, TIMESTAMP)
        )

    def page(self, learner: str, notebook: str) -> bytes:
        """Render one graded notebook; raises whatever is wrong with it."""
        folder = self.layout.folder("autograded", learner, self.assignment)
        require_plain_folder(folder)
        raw = read_plain(folder / f"{notebook}.ipynb", MOST_BYTES)
        graded = nbformat.reads(raw.decode("utf-8"), as_version=4)  # type: ignore[no-untyped-call]
        for cell in graded.cells:
            if len(cell.source) > MOST_SOURCE:
                cell.source = f"{cell.source[:MOST_SOURCE]}\n[the rest is left out]"
            for own, known in self.marks.items() if is_test(cell) else ():
                if known not in cell.source:
                    cell.source = cell.source.replace(own, known)
        resources = {
            "unique_key": notebook,
            "output_files_dir": f"{notebook}_files",
            "nbgrader": {
                "student": learner,
                "assignment": self.assignment,
                "notebook": notebook,
                "db_url": self.layout.db_url,
            },
        }
        page, _ = self.exporter.from_notebook_node(graded, resources=resources)
        return str(page).encode("utf-8", errors="replace")

    def write(self, learner: str, notebook: str, html: bytes) -> Path:
        """Write a page whole; an older one stays where it cannot be."""
        folder = self.layout.folder("feedback", learner, self.assignment)
        if not folder.is_dir():
            folder.mkdir(parents=True)
            for place in (folder, folder.parent) if self.mode & 0o020 else ():
                place.chmod(0o2775)
        require_plain_folder(folder)
        page = folder / f"{notebook}.html"
        write_whole(page, html, mode=self.mode)
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


def _why(error: BaseException, layout: Layout) -> str:
    """Say in one line what is wrong; paths are said from the course's folder."""
    if isinstance(error, OSError):
        place, what = refusal(error, layout.root)
        if os.path.isabs(place):  # noqa: PTH117
            place = os.path.relpath(place, layout.root)
        return f"{printable(place)}: {what}"
    if type(error).__name__ == "MissingEntry":
        return "the gradebook has no such grade; `course grade` writes it"
    if isinstance(error, _TooLong):
        return f"not drawn: {error}"
    first = printable((str(error).splitlines() or [""])[0])
    kind = "" if type(error) is ValueError else f"{type(error).__name__}: "  # ours say it all
    return f"autograded notebook cannot be shown: {kind}{first}"

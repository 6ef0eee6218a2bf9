"""How a module stands for those who run it: who handed in, who waits, what is damaged or odd.

Values, how they are counted, and how they are made of what the gradebook and the graded notebooks
say; what a learner may have written there is checked like any input. Not how they look.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path

from course.gradebook.layout import Layout
from course.gradebook.queries import (
    GradebookReader,
    HandIn,
    due_date,
    graded_cells,
    grades_with_records,
    hand_ins,
    marks_by_learner,
)
from course.gradebook.scores import GradedCell, is_late
from course.jobs import Verdict
from course.psychometrics.item_analysis import Answer, Flag, Item, Key, items
from course.records.results import Grade, GradingRecord, Standing

TAIL_BYTES = 1 << 20  # of a graded notebook: its metadata stands last
VERDICTS = frozenset(Verdict)

BY_HAND = "to be graded by hand"  # the usual reason to wait
OPEN = (Standing.PENDING, Standing.UNGRADED, Standing.MISSING)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A cell that a person must look at, and why."""

    learner: str
    notebook: str
    cell: str
    why: str = BY_HAND

    @property
    def unusual(self) -> str:
        """Say why, unless it is the usual reason."""
        return "" if self.why == BY_HAND else self.why


@dataclass(frozen=True, kw_only=True)
class SubmissionStatus:
    """What there is of one learner in one module.

    `late` is None where no due date or no time of submission is known, `damage` where nothing
    was graded. `verdicts` counts what the grader recorded for the test cells.
    """

    grade: Grade
    handed_in: bool
    late: bool | None = None
    damage: tuple[str, ...] | None = None
    waiting: tuple[Waiting, ...] = ()
    verdicts: Mapping[str, int] = field(default_factory=dict)
    newer: bool = False  # handed in again after it was graded

    @property
    def graded(self) -> bool:
        """Tell whether there are marks."""
        return bool(self.grade.notebooks)

    @property
    def stopped(self) -> bool:
        """Tell whether an answer raised, or was timed out or killed."""
        return any(self.verdicts.get(kind) for kind in ("raised", "timed_out", "killed"))


@dataclass(frozen=True, kw_only=True)
class ModuleStatus:
    """A module's cohort. `due` is naive, in UTC; None where the gradebook has no date."""

    module: str
    title: str
    passing_score: float | None
    due: datetime | None
    submissions: tuple[SubmissionStatus, ...]
    items: tuple[Item, ...]

    def standing(self, submission: SubmissionStatus) -> Standing:
        """Say where a learner stands; a submission without a readable time is one all the same."""
        found = submission.grade.standing(self.passing_score)
        here = found is Standing.MISSING and submission.handed_in
        return Standing.UNGRADED if here else found

    @property
    def counts(self) -> dict[str, int | None]:
        """The numbers of the table; None where they cannot be known."""
        theirs = self.submissions
        marked = self.passing_score is not None
        standings = Counter(map(self.standing, theirs))
        return {
            "learners": len(theirs),
            "submitted": sum(s.handed_in for s in theirs),
            "graded": sum(s.graded for s in theirs),
            "late": sum(bool(s.late) for s in theirs) if self.due else None,
            "damaged": sum(bool(s.damage) for s in theirs),
            "manual": sum(bool(s.waiting) for s in theirs),
            "passed": standings[Standing.PASSED] if marked else None,
            "below": standings[Standing.FAILED] if marked else None,
            "incomplete": sum(standings[open_one] for open_one in OPEN) if marked else None,
        }

    @property
    def waiting(self) -> tuple[Waiting, ...]:
        """The manual queue, by learner."""
        return tuple(one for s in self.submissions for one in s.waiting)

    @property
    def damaged(self) -> tuple[SubmissionStatus, ...]:
        """Submissions of which something was damaged."""
        return tuple(s for s in self.submissions if s.damage)

    @property
    def misbehaving(self) -> tuple[Item, ...]:
        """Test cells with a flag, those with the gravest first."""
        order = {flag: place for place, flag in enumerate(Flag)}
        return tuple(sorted((i for i in self.items if i.flags), key=lambda i: order[i.flags[0]]))

    @property
    def verdicts(self) -> Counter[str]:
        """What the grader recorded for all test cells of all submissions."""
        total: Counter[str] = Counter()
        for submission in self.submissions:
            total.update(submission.verdicts)
        return total


@dataclass(frozen=True, kw_only=True)
class NotebookReport:
    """What our grader wrote into a graded notebook; None for damage where it wrote nothing."""

    verdicts: Mapping[str, str]
    damage: tuple[str, ...] | None


def module_status(
    layout: Layout, book: GradebookReader, assignment: str, *, title: str, passing: float | None
) -> ModuleStatus:
    """Read how a module stands."""
    due, submissions = due_date(book, assignment), hand_ins(book, assignment)
    folders = set(layout.learners("submitted", assignment))
    cells = graded_cells(book, assignment)
    cells_of: dict[str, list[GradedCell]] = {}
    for cell in cells:
        cells_of.setdefault(cell.learner, []).append(cell)
    answers: dict[str, dict[Key, Answer]] = {}
    statuses = []
    for grade, record in grades_with_records(layout, book, assignment, marks_by_learner(cells)):
        learner, its_cells = grade.learner, cells_of.get(grade.learner, [])
        known = submissions.get(learner, HandIn(at=None, extension=None))
        folder = layout.folder("autograded", learner, assignment)
        reports = {n.name: _notebook_report(folder / f"{n.name}.ipynb") for n in grade.notebooks}
        verdicts = {
            Key(name, cell): verdict
            for name, report in reports.items()
            for cell, verdict in report.verdicts.items()
        }
        answers[learner] = _answers(its_cells, verdicts)
        counts = Counter(a.verdict for a in answers[learner].values() if a.verdict)
        at = grade.submitted or known.at
        statuses.append(
            SubmissionStatus(
                grade=grade,
                handed_in=learner in folders or learner in submissions,
                late=is_late(at, due, known.extension),
                damage=_damage(record, reports.values()) if grade.notebooks else None,
                waiting=tuple(_waiting(its_cells)),
                verdicts=dict(sorted(counts.items())),
                newer=bool(grade.submitted and known.at and grade.submitted > known.at),
            )
        )
    return ModuleStatus(
        module=assignment,
        title=title,
        passing_score=passing,
        due=due,
        submissions=tuple(statuses),
        items=items(answers),
    )


def _answers(cells: list[GradedCell], verdicts: Mapping[Key, str]) -> dict[Key, Answer]:
    """Give what the tests said; a person's score is about the learner, not about the test."""
    return {
        (key := Key(cell.notebook, cell.name)): Answer(
            points=cell.points, out_of=cell.out_of, verdict=verdicts.get(key)
        )
        for cell in cells
        if not cell.by_hand
    }


def _waiting(cells: list[GradedCell]) -> list[Waiting]:
    """List what formgrader shows as needing manual grading."""
    waiting = []
    for cell in cells:
        if cell.is_outdated:
            why = "graded by hand, and handed in again since"
        else:
            why = BY_HAND if cell.by_hand else "the test could not be evaluated"
        if cell.flagged or cell.counted is None:
            waiting.append(
                Waiting(learner=cell.learner, notebook=cell.notebook, cell=cell.name, why=why)
            )
    return waiting


def _damage(
    record: GradingRecord | None, reports: Iterable[NotebookReport]
) -> tuple[str, ...] | None:
    """Prefer the record, which knows of files too; nbgrader's own command leaves none."""
    if record is not None:
        return record.damage
    damage = [report.damage for report in reports if report.damage is not None]
    return tuple(dict.fromkeys(chain.from_iterable(damage))) if damage else None


def _notebook_report(path: Path) -> NotebookReport:
    """Read the end of a graded notebook, where nbformat puts the metadata; nothing is trusted."""
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            size = file.seek(0, os.SEEK_END)
            length = min(size, TAIL_BYTES)
            file.seek(size - length)
            tail = file.read(length)
        raw = json.loads(b"{" + tail[tail.rindex(b'\n "metadata": {') :])["metadata"]["course"]
        return NotebookReport(
            verdicts={str(k): str(v) for k, v in raw["verdicts"].items() if v in VERDICTS},
            damage=tuple(map(str, raw["damage"])),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return NotebookReport(verdicts={}, damage=None)

"""How a module stands for those who run it: who handed in, who waits, what is damaged or odd.

Values, and how they are counted. Not where they come from (queries.py), nor how they look.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from course.psychometrics.item_analysis import Flag, Item
from course.records.results import Grade, Standing

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

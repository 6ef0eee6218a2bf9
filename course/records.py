"""What happened, as values: who handed in what, and the marks it got.

Not where it is kept (gradebook.py), and no rule about it but the passing mark.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Standing(StrEnum):
    """Where a learner stands against a passing mark."""

    PASSED = "passed"
    FAILED = "failed"
    PENDING = "pending"  # cells await a person, and they decide
    MISSING = "missing"  # nothing was handed in
    UNGRADED = "ungraded"  # handed in, and not graded
    GRADED = "graded"  # graded, and there is no passing mark


@dataclass(frozen=True, kw_only=True)
class NotebookMarks:
    """Points of one notebook of a submission; `pending` of `out_of` await manual grading."""

    name: str
    points: float
    out_of: float
    pending: float
    failed_tests: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Grade:
    """The marks of one learner in one module.

    `remarks` says, in a sentence each, what the learner or instructor should know.
    """

    learner: str
    module: str
    submitted: datetime | None
    notebooks: tuple[NotebookMarks, ...] = ()
    out_of: float
    remarks: tuple[str, ...] = ()

    @property
    def points(self) -> float:
        """Points given so far."""
        return sum(n.points for n in self.notebooks)

    @property
    def pending(self) -> float:
        """Points that await manual grading."""
        return sum(n.pending for n in self.notebooks)

    @property
    def percent(self) -> float:
        """Points given so far in percent of all."""
        return 100 * self.points / self.out_of if self.out_of else 0.0

    def standing(self, passing_score: float | None) -> Standing:
        """Compare with a passing mark in percent; PENDING only while open points can decide it."""
        if not self.notebooks:
            return Standing.MISSING if self.submitted is None else Standing.UNGRADED
        if passing_score is None:
            return Standing.GRADED
        needed = passing_score * self.out_of / 100
        if self.points >= needed - 1e-9:
            return Standing.PASSED
        return Standing.PENDING if self.points + self.pending >= needed - 1e-9 else Standing.FAILED

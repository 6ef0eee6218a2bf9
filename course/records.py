"""What happened, as values: who handed in what, and the marks it got.

Not where it is kept (gradebook.py), and no rule about it but the passing mark.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path


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


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What a finished grading leaves behind: from what it was made, and what was found."""

    jobs: Mapping[str, str]
    damage: tuple[str, ...] = ()
    course_faults: tuple[str, ...] = ()
    sandboxed: bool = True

    def write(self, path: Path) -> None:
        """Write it whole or not at all."""
        fresh = path.with_suffix(".new")
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")
        fresh.replace(path)


def read_mark(path: Path) -> Mark | None:
    """Read what `Mark.write` wrote; None where there is nothing that one could trust."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return Mark(
            jobs={str(k): str(v) for k, v in raw["jobs"].items()},
            damage=tuple(map(str, raw["damage"])),
            course_faults=tuple(map(str, raw["course_faults"])),
            sandboxed=bool(raw["sandboxed"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None

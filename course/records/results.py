"""What happened, as values: who handed in what, the marks it got, what was earned and issued.

Not where it is kept (exchange.py, record_files.py), and no rule about it but the passing mark.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from course.files import write_whole

Number = float | Fraction
NOISE = 10**9  # a float is read as the ratio of at most this denominator that it stands for


class Standing(StrEnum):
    """How a learner stands with a module's passing mark.

    Attributes
    ----------
    PASSED : "passed"
        The points are enough, whatever a person has still to give.
    FAILED : "failed"
        The points cannot be enough any more.
    PENDING : "pending"
        A person has still to give points, and they decide.
    MISSING : "missing"
        Nothing was handed in.
    UNGRADED : "ungraded"
        Something was handed in and not graded yet.
    GRADED : "graded"
        It was graded, and there is no passing mark to compare it with.
    """

    PASSED = "passed"
    FAILED = "failed"
    PENDING = "pending"
    MISSING = "missing"
    UNGRADED = "ungraded"
    GRADED = "graded"


@dataclass(frozen=True, kw_only=True)
class NotebookMarks:
    """The points of one notebook of a submission.

    Attributes
    ----------
    name : str
        Name of the notebook, without `.ipynb`.
    points : float
        Points given so far.
    out_of : float
        Points that can be reached.
    pending : float
        Points of those that a person has still to give.
    failed_tests : tuple of str
        Names of the test cells that took points away.
    """

    name: str
    points: float
    out_of: float
    pending: float
    failed_tests: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Grade:
    """The points of one learner in one module.

    Attributes
    ----------
    learner : str
        The learner's id.
    module : str
        The module's id.
    submitted : datetime or None
        When it was handed in; None where nothing was, or the time is not known.
    notebooks : tuple of NotebookMarks
        One for each notebook; empty where nothing was graded.
    out_of : float
        Points that can be reached.
    remarks : tuple of str
        What the learner or the instructor should know, in sentences.

    Examples
    --------
    >>> from course.records.results import Grade, NotebookMarks
    >>> marks = NotebookMarks(name="01", points=7, out_of=10, pending=2, failed_tests=())
    >>> grade = Grade(
    ...     learner="ada", module="101", submitted=None, notebooks=(marks,), out_of=10
    ... )
    >>> grade.percent, grade.standing(passing_score=80).value
    (70.0, 'pending')
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
        """Points that a person has still to give."""
        return sum(n.pending for n in self.notebooks)

    @property
    def percent(self) -> float:
        """Points given so far, in percent of all."""
        return 100 * self.points / self.out_of if self.out_of else 0.0

    def standing(self, passing_score: float | None) -> Standing:
        """Compare the points with a passing mark.

        Parameters
        ----------
        passing_score : float or None
            Percent of the points that it takes to pass; None where there is no such mark.

        Returns
        -------
        Standing
            PENDING only where the points that are still to be given can decide it.
        """
        if not self.notebooks:
            return Standing.MISSING if self.submitted is None else Standing.UNGRADED
        if passing_score is None:
            return Standing.GRADED
        needed = passing_score * self.out_of / 100
        if self.points >= needed - 1e-9:
            return Standing.PASSED
        return Standing.PENDING if self.points + self.pending >= needed - 1e-9 else Standing.FAILED


@dataclass(frozen=True, kw_only=True)
class PaperRecord:
    """What is kept of a paper that was marked: its form and digest; by topic items right, and all.

    `opened` is when the learner's machine says it was opened, in UTC; empty where it does not.
    """

    form: int
    paper: str
    topics: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    opened: str = ""


@dataclass(frozen=True, kw_only=True)
class NotebookRecord:
    """What a finished grading of one notebook leaves behind.

    `job` is the digest of all that its marks depended on; damage and faults are sentences. `paper`
    is the learner's own, where the assignment has papers.
    """

    job: str
    damage: tuple[str, ...] = ()
    course_faults: tuple[str, ...] = ()
    sandboxed: bool = True
    paper: PaperRecord | None = None


@dataclass(frozen=True, kw_only=True)
class GradingRecord:
    """What a finished grading leaves behind, so that the next run can tell what is unchanged.

    `files` has sentences on the submission's files that belong to no notebook.
    """

    notebooks: Mapping[str, NotebookRecord] = field(default_factory=dict)
    files: tuple[str, ...] = ()

    @property
    def damage(self) -> tuple[str, ...]:
        """Everything that could not be used, each sentence once."""
        notebooks = (d for notebook in self.notebooks.values() for d in notebook.damage)
        return tuple(dict.fromkeys((*self.files, *notebooks)))

    @property
    def paper(self) -> PaperRecord | None:
        """The learner's own paper, where the assignment has papers."""
        return next((n.paper for n in self.notebooks.values() if n.paper), None)

    @property
    def course_faults(self) -> tuple[str, ...]:
        """What the course itself did wrong."""
        return tuple(f for notebook in self.notebooks.values() for f in notebook.course_faults)

    @property
    def sandboxed(self) -> bool:
        """Whether all of it ran locked up."""
        return all(notebook.sandboxed for notebook in self.notebooks.values())

    def write(self, path: Path) -> None:
        """Write it whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(asdict(self), indent=1))


def read_grading_record(path: Path) -> GradingRecord | None:
    """Read what `GradingRecord.write` wrote; None where there is nothing that one could trust."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return GradingRecord(
            notebooks={
                str(name): NotebookRecord(
                    job=str(one["job"]),
                    damage=tuple(map(str, one["damage"])),
                    course_faults=tuple(map(str, one["course_faults"])),
                    sandboxed=bool(one["sandboxed"]),
                    paper=_paper(one.get("paper")),
                )
                for name, one in raw["notebooks"].items()
            },
            files=tuple(map(str, raw["files"])),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _paper(raw: Any) -> PaperRecord | None:
    if raw is None:
        return None
    topics = {str(topic): (int(right), int(of)) for topic, (right, of) in raw["topics"].items()}
    return PaperRecord(
        form=int(raw["form"]), paper=str(raw["paper"]), topics=topics, opened=str(raw["opened"])
    )


@dataclass(frozen=True, kw_only=True)
class ModuleResult:
    """What a module's submission got, in percent of its points.

    `passed_on` is the day it was handed in, from which it counts if the percent is enough; None:
    not known. `pending` more percent await a person.
    """

    module: str
    percent: Number
    passed_on: date | None
    pending: Number = 0


@dataclass(frozen=True, kw_only=True)
class AssessmentResult:
    """An attempt at an assessment of a level, in percent; `form` says which set of questions.

    `topics` has by topic the points (or items right) and how many there are, `paper` the digest of
    the learner's own paper, `minutes` the time from its first opening to the hand-in, as the
    learner's machine has it, `at` the moment of the hand-in (naive, UTC). Each is empty where it is
    not known.
    """

    level: int
    type: Literal["theoretical", "practical"]
    percent: Number
    taken_on: date
    form: str = ""
    topics: Mapping[str, tuple[Number, Number]] = field(default_factory=dict)
    minutes: Number | None = None
    paper: str = ""
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ProjectResult:
    """A practical project as handed in: metric -> (before, after); `at` is the moment, if known."""

    level: int
    project: str
    measures: Mapping[str, tuple[Number, Number]]
    handed_in_on: date
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class IncidentRun:
    """A run of a scenario: points of those that were judged, and whether it was successful.

    `drill` is the graded drill that it was played as, "" where it was none; `sealed` says that a
    drill host kept the journal, so that the learner could neither rehearse nor change the run.
    """

    scenario: str
    seed: int
    points: Number
    out_of: Number
    handled: bool
    on: date
    drill: str = ""
    sealed: bool = False


@dataclass(frozen=True, kw_only=True)
class Issued:
    """A credential that was handed out; a certificate has a level and a last day."""

    kind: Literal["badge", "certificate"]
    name: str
    level: int | None = None
    issued_on: date
    expires_on: date | None = None
    credential_id: str
    revoked_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class LearnerRecord:
    """Everything that counts for one learner's certificates; `sample`: made up, for show."""

    learner: str
    name: str
    started_on: date | None = None
    modules: tuple[ModuleResult, ...] = ()
    assessments: tuple[AssessmentResult, ...] = ()
    projects: tuple[ProjectResult, ...] = ()
    incidents: tuple[IncidentRun, ...] = ()
    issued: tuple[Issued, ...] = ()
    sample: bool = False


def exact(number: Number) -> Fraction:
    """Read a number without binary noise: 0.1 + 0.2 is 3/10, and 79.999 stays below 80.

    Raises ValueError or OverflowError for what is not finite.
    """
    return Fraction(number).limit_denominator(NOISE)


def cut(number: Number) -> str:
    """Show a number with two decimals at most, cut off: 79.999 is never shown as 80."""
    hundredths = int(exact(number) * 100)  # towards zero
    whole, rest = divmod(abs(hundredths), 100)
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{whole}.{rest:02}".rstrip("0").rstrip(".") if rest else f"{sign}{whole}"


def module_result(grade: Grade, handed_in: datetime | None = None) -> ModuleResult | None:
    """Take a grade as a result; None where nothing was graded. `handed_in`: where it has none."""
    if not grade.notebooks or not grade.out_of:
        return None
    at, out_of = grade.submitted or handed_in, exact(grade.out_of)
    return ModuleResult(
        module=grade.module,
        percent=100 * exact(grade.points) / out_of,
        passed_on=None if at is None else at.date(),
        pending=100 * exact(grade.pending) / out_of,
    )

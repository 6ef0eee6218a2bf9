"""What is said of a learner on a day: values, and their plain data."""

from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """How a learner stands with the certificate of a level.

    Attributes
    ----------
    MISSING : "missing"
        It was never earned, or it was revoked.
    HELD : "held"
        It holds.
    WINDOW : "in renewal window"
        It holds, and can be renewed now.
    LAPSED : "lapsed"
        It was not renewed in time.
    """

    MISSING = "missing"
    HELD = "held"
    WINDOW = "in renewal window"
    LAPSED = "lapsed"


@dataclass(frozen=True, kw_only=True)
class RequirementStanding:
    """How far a learner is with one requirement of a level.

    Attributes
    ----------
    words : str
        The requirement as people read it.
    needs : str
        What is counted: `modules`, `assessments` or `projects`.
    met : bool
        Whether it is met.
    met_on : date or None
        The day on which it was met; None where it is not.
    have : int
        How many of them are done.
    need : int
        How many of them are required.
    missing : tuple of str
        What is still to be done, and how much of it.
    """

    words: str
    needs: str
    met: bool
    met_on: date | None
    have: int
    need: int
    missing: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LevelStanding:
    """How a learner stands with a level: the certificate's state and dates, and what to do next.

    Attributes
    ----------
    level : int
        1 to 3.
    name : str
        Name of the certificate.
    state : State
        Whether the certificate holds.
    first_on : date or None
        The day on which the certificate was earned for the first time, even if it lapsed since.
    earned_on : date or None
        The day on which the present certificate was earned.
    renewed_on : date or None
        The day of its last renewal.
    renewable_from : date or None
        The first day on which it can be renewed.
    expires_on : date or None
        The last day on which it holds.
    requirements : tuple of RequirementStanding
        Each requirement of the level.
    to_do : tuple of str
        What the learner has to do next, in sentences.
    """

    level: int
    name: str
    state: State
    first_on: date | None
    earned_on: date | None
    renewed_on: date | None
    renewable_from: date | None
    expires_on: date | None
    requirements: tuple[RequirementStanding, ...]
    to_do: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AwardStanding:
    """How a learner stands with a badge or a reward.

    Attributes
    ----------
    name : str
        Its name.
    criteria : str
        What it is given for, as people read it.
    module : str or None
        Id of the module that it is the badge of; None where it belongs to no module.
    earned_on : date or None
        The day on which it was earned; None where it is not.
    missing : tuple of str
        What is still to be done.
    """

    name: str
    criteria: str
    module: str | None
    earned_on: date | None
    missing: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TargetStanding:
    """How a cohort stands with one of the program's targets.

    Attributes
    ----------
    group : str
        `progress`, `completion` or `feedback`.
    name : str
        Name of the quantity.
    unit : str
        Unit of all numbers here.
    better : str
        `higher` or `lower`.
    target : float
        The number to be reached.
    value : float or None
        The cohort's mean; None where there are too few to tell.
    n : int
        How many values the mean is of.
    needs : int
        How many values it takes before a mean is shown.
    counts : str
        What is counted, such as `learners`.
    gap : float or None
        Value minus target; None where there is no value.
    reached : bool or None
        Whether the target is reached; None where there is no value.
    words : str
        All of this as a sentence.
    """

    group: str
    name: str
    unit: str
    better: str
    target: float
    value: float | None
    n: int
    needs: int
    counts: str
    gap: float | None
    reached: bool | None
    words: str


@dataclass(frozen=True, kw_only=True)
class Certification:
    """How one learner stands on one day, and how the cohort stands with its targets.

    Attributes
    ----------
    learner : str
        The learner's id.
    name : str
        The learner's name as people read it.
    sample : bool
        Whether the learner was made up to show what a course looks like.
    on : date
        The day.
    levels : tuple of LevelStanding
        One for each level of the program.
    badges : tuple of AwardStanding
        One for each badge, earned or not.
    rewards : tuple of AwardStanding
        One for each reward, earned or not.
    tracking : tuple of TargetStanding
        One for each target of the program.
    """

    learner: str
    name: str
    sample: bool
    on: date
    levels: tuple[LevelStanding, ...]
    badges: tuple[AwardStanding, ...]
    rewards: tuple[AwardStanding, ...]
    tracking: tuple[TargetStanding, ...]

    def data(self) -> dict[str, Any]:
        """Give everything as data that JSON can hold.

        Returns
        -------
        dict
            A key for each attribute; days are texts such as `2025-03-28`.
        """
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value

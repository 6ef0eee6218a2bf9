"""What is said of a learner on a day: values, and their plain data."""

from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """How a learner stands with a level's certificate."""

    MISSING = "missing"
    HELD = "held"
    WINDOW = "in renewal window"  # held, and to be renewed
    LAPSED = "lapsed"


@dataclass(frozen=True, kw_only=True)
class RequirementStanding:
    """One requirement of a level: `have` of `need` done, and what is missing, with how much."""

    words: str
    needs: str
    met: bool
    met_on: date | None
    have: int
    need: int
    missing: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LevelStanding:
    """A level: its certificate's state and days, its requirements, what to do next.

    A certificate holds through `expires_on`; from `renewable_from` on it can be renewed. `first_on`
    is when the level was certified for the first time, whatever became of it.
    """

    level: int
    name: str  # the certificate's
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
    """A badge or reward: the day it was earned, or what is missing."""

    name: str
    criteria: str
    module: str | None  # a module's badge
    earned_on: date | None
    missing: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TargetStanding:
    """A tracked quantity of a cohort; value and gap are None where n is too small."""

    group: str
    name: str
    unit: str
    better: str
    target: float
    value: float | None
    n: int
    needs: int
    counts: str
    gap: float | None  # value - target, in the unit
    reached: bool | None
    words: str


@dataclass(frozen=True, kw_only=True)
class Certification:
    """One learner's standing on a day, and the targets of the cohort."""

    learner: str
    name: str
    sample: bool
    on: date
    levels: tuple[LevelStanding, ...]
    badges: tuple[AwardStanding, ...]
    rewards: tuple[AwardStanding, ...]
    tracking: tuple[TargetStanding, ...]

    def data(self) -> dict[str, Any]:
        """As plain JSON data, days as 2025-03-28."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value

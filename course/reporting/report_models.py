"""What a report may know, checked where it comes in; each report's JSON file is one of these.

Names and words in it come from people and are hostile; page.py escapes them. Fields that a shape
does not name are ignored: whoever gathers the data may know more than the report shows.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

Text = Annotated[str, Field(max_length=2000)]
Percent = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0)]


class Shape(BaseModel):
    """A part of a report's data."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Titled(Shape):
    """The program."""

    title: Text


class Person(Shape):
    """Whose report it is."""

    id: Text
    name: Text = ""


class Points(Shape):
    """Points of one notebook."""

    name: Text
    points: Number
    max_points: Number


class Module(Shape):
    """One module of one learner; percent is None where nothing was graded."""

    id: Text
    title: Text
    level: Count
    percent: Percent | None = None
    passing: Percent | None = None
    standing: Text
    notebooks: tuple[Points, ...] = ()


class Requirement(Shape):
    """One line of a level: what is asked, and what is missing in words that say how much."""

    words: Text
    met: bool
    have: Any = None
    need: Any = None
    missing: tuple[Text, ...] = ()


class Level(Shape):
    """How a learner stands in one level."""

    level: Count
    name: Text = ""
    state: Text
    earned_on: date | None = None
    expires_on: date | None = None
    requirements: tuple[Requirement, ...] = ()
    to_do: tuple[Text, ...] = ()


class Award(Shape):
    """A badge or reward: earned on a date, or missing something."""

    name: Text
    criteria: Text = ""
    earned_on: date | None = None
    missing: tuple[Text, ...] = ()


class Certified(Shape):
    """What the rules say of one learner."""

    levels: tuple[Level, ...] = ()
    badges: tuple[Award, ...] = ()
    rewards: tuple[Award, ...] = ()


class Handled(Shape):
    """One incident run."""

    scenario: Text
    points: Number
    out_of: Number
    handled: bool
    on: date


class Issued(Shape):
    """A credential that was given."""

    kind: Text
    name: Text
    level: Count | None = None
    issued_on: date
    expires_on: date | None = None
    credential_id: Text = ""
    revoked_on: date | None = None


class Report(Shape):
    """What every report knows."""

    program: Titled
    sample: bool = False
    made_on: date


class LearnerData(Report):
    """A learner's certification report."""

    learner: Person
    modules: tuple[Module, ...]
    certification: Certified
    incidents: tuple[Handled, ...] = ()
    issued: tuple[Issued, ...] = ()


class Mark(Shape):
    """A learner's mark in a module of the cohort."""

    id: Text
    percent: Percent | None = None
    standing: Text


class ItemRow(Shape):
    """A test cell's or question's statistics; None below the fewest answers."""

    notebook: Text
    cell: Text
    n: Count
    passed: Count
    share: Number | None = None
    interval: tuple[Number, Number] | None = None
    discrimination: Number | None = None
    upper_lower: Number | None = None
    flags: tuple[Text, ...] = ()
    caution: Text = ""


class TestRow(Shape):
    """Reliability of a module's tests as a whole."""

    n: Count
    kr20: Number | None = None
    alpha: Number | None = None
    sem: Number | None = None
    caution: Text = ""


class CutRow(Shape):
    """A cut score by a panel, and how consistent decisions at it are; points of `out_of`."""

    form: Text
    raters: Count
    items: Count
    cut: Number
    out_of: Number
    standard_error: Number | None = None
    consistency: Number | None = None
    kappa: Number | None = None
    rationale: Text = ""


class Waits(Shape):
    """A cell that waits for a person."""

    learner: Text
    notebook: Text
    cell: Text
    why: Text


class CohortModule(Shape):
    """One module of the cohort."""

    id: Text
    title: Text
    level: Count
    passing: Percent | None = None
    learners: tuple[Mark, ...] = ()
    items: tuple[ItemRow, ...] = ()
    test: TestRow | None = None
    cut: CutRow | None = None
    waiting: tuple[Waits, ...] = ()


class CohortData(Report):
    """A cohort's report."""

    learners: Count
    modules: tuple[CohortModule, ...]


class Target(Shape):
    """A target; value and gap are None where n is below what is needed (`needs`)."""

    name: Text
    target: Number
    unit: Text = ""
    better: Text = "higher"
    counts: Text = ""
    n: Count
    needs: Count = 0
    value: Number | None = None
    gap: Number | None = None


class Stage(Shape):
    """A step on the way to a level, and how many came so far."""

    name: Text
    count: Count


class Funnel(Shape):
    """A level's way, from all learners to those certified."""

    level: Count
    name: Text
    stages: tuple[Stage, ...]


class ProgramData(Report):
    """The program's report; `completion_days` has a number for each certified learner."""

    learners: Count
    targets: tuple[Target, ...]
    funnels: tuple[Funnel, ...] = ()
    completion_days: tuple[Number, ...] = ()
    completion_target_days: Number | None = None
    completion_needs: Count = 0


SHAPES: Mapping[str, type[Report]] = {
    "learner": LearnerData,
    "cohort": CohortData,
    "program": ProgramData,
}


def checked(kind: str, name: str, data: object) -> str | None:
    """Say what is wrong with a report's data, each with its place; None where nothing is."""
    try:
        SHAPES[kind].model_validate(data)
    except ValidationError as error:
        return "; ".join(
            f"{name}: {'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()
        )
    return None

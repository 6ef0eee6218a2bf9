"""What a report may know, as models; and a report as a task, and what became of it.

Each report's JSON file is checked against one of the models.

Names and words in it come from people and are hostile; page.py escapes them. Fields that a model
does not name are ignored, since whoever gathers the data may know more than the report shows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from course.errors import Problem, validation_problems

Text = Annotated[str, Field(max_length=2000)]
Percent = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0)]


class ReportPart(BaseModel):
    """A part of a report's data."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Titled(ReportPart):
    """The program."""

    title: Text


class Person(ReportPart):
    """Whose report it is."""

    id: Text
    name: Text = ""


class Points(ReportPart):
    """Points of one notebook."""

    name: Text
    points: Number
    max_points: Number


class Module(ReportPart):
    """One module of one learner; percent is None where nothing was graded."""

    id: Text
    title: Text
    level: Count
    percent: Percent | None = None
    passing: Percent | None = None
    standing: Text
    notebooks: tuple[Points, ...] = ()


class RequirementData(ReportPart):
    """One line of a level: what is asked, and what is missing in words that say how much."""

    words: Text
    met: bool
    have: Any = None
    need: Any = None
    missing: tuple[Text, ...] = ()


class Level(ReportPart):
    """How a learner stands in one level."""

    level: Count
    name: Text = ""
    state: Text
    earned_on: date | None = None
    expires_on: date | None = None
    requirements: tuple[RequirementData, ...] = ()
    to_do: tuple[Text, ...] = ()


class AwardData(ReportPart):
    """A badge or reward: earned on a date, or missing something."""

    name: Text
    criteria: Text = ""
    earned_on: date | None = None
    missing: tuple[Text, ...] = ()


class Certified(ReportPart):
    """What the rules say of one learner."""

    levels: tuple[Level, ...] = ()
    badges: tuple[AwardData, ...] = ()
    rewards: tuple[AwardData, ...] = ()


class Handled(ReportPart):
    """One incident run; `sealing` says of a graded drill whether it was sealed or unsealed."""

    scenario: Text
    sealing: Literal["", "sealed", "unsealed"] = ""
    points: Number
    out_of: Number
    handled: bool
    on: date


class IssuedData(ReportPart):
    """A credential that was given."""

    kind: Text
    name: Text
    level: Count | None = None
    issued_on: date
    expires_on: date | None = None
    credential_id: Text = ""
    revoked_on: date | None = None


class ReportData(ReportPart):
    """What every report knows."""

    program: Titled
    sample: bool = False
    made_on: date


class LearnerData(ReportData):
    """A learner's certification report."""

    learner: Person
    modules: tuple[Module, ...]
    certification: Certified
    incidents: tuple[Handled, ...] = ()
    issued: tuple[IssuedData, ...] = ()


class ModuleMark(ReportPart):
    """A learner's mark in a module of the cohort."""

    id: Text
    percent: Percent | None = None
    standing: Text


class ItemData(ReportPart):
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


class TestRow(ReportPart):
    """Reliability of a module's tests as a whole."""

    n: Count
    kr20: Number | None = None
    alpha: Number | None = None
    sem: Number | None = None
    caution: Text = ""


class CutRow(ReportPart):
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


class Waits(ReportPart):
    """A cell that waits for a person."""

    learner: Text
    notebook: Text
    cell: Text
    why: Text


class CohortModule(ReportPart):
    """One module of the cohort."""

    id: Text
    title: Text
    level: Count
    passing: Percent | None = None
    learners: tuple[ModuleMark, ...] = ()
    items: tuple[ItemData, ...] = ()
    test: TestRow | None = None
    cut: CutRow | None = None
    waiting: tuple[Waits, ...] = ()


class CohortData(ReportData):
    """A cohort's report."""

    learners: Count
    modules: tuple[CohortModule, ...]


class TargetData(ReportPart):
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


class Stage(ReportPart):
    """A step on the way to a level, and how many came so far."""

    name: Text
    count: Count


class Funnel(ReportPart):
    """A level's way, from all learners to those certified."""

    level: Count
    name: Text
    stages: tuple[Stage, ...]


class ProgramData(ReportData):
    """The program's report; `completion_days` has a number for each certified learner."""

    learners: Count
    targets: tuple[TargetData, ...]
    funnels: tuple[Funnel, ...] = ()
    completion_days: tuple[Number, ...] = ()
    completion_target_days: Number | None = None
    completion_needs: Count = 0


MODELS: Mapping[str, type[ReportData]] = {
    "learner": LearnerData,
    "cohort": CohortData,
    "program": ProgramData,
}


def data_problems(kind: str, name: str, data: object) -> tuple[Problem, ...]:
    """List what is wrong with a report's data, each with its place; nothing where it fits."""
    try:
        MODELS[kind].model_validate(data)
    except ValidationError as error:
        return tuple(validation_problems(error, name))
    return ()


@dataclass(frozen=True, kw_only=True)
class ReportTask:
    """A report to make from `data/NAME.json` below `out`; `stock` asks for papermill's kernel."""

    name: str
    title: str
    digest: str
    template: str
    out: str
    parameters: Mapping[str, str]
    stock: bool = False

    @property
    def page(self) -> Path:
        """The report."""
        return Path(self.out, f"{self.name}.html")

    @property
    def notebook(self) -> Path:
        """The notebook it was made from, with its outputs."""
        return Path(self.out, "notebooks", f"{self.name}.ipynb")

    @property
    def failed(self) -> Path:
        """What there is of a notebook that raised."""
        return Path(self.out, "notebooks", f"{self.name}.failed.ipynb")

    @property
    def data(self) -> Path:
        """What the report may know."""
        return Path(self.out, "data", f"{self.name}.json")


@dataclass(frozen=True, kw_only=True)
class ReportOutcome:
    """What became of a report.

    `problem` is None where the page stands; `kept` says that it stood already, unchanged.
    """

    name: str
    page: str
    problem: str | None = None
    kept: bool = False
    took_s: float = 0.0

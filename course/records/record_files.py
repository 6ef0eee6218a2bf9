"""Learners' records as files, records/<learner>.json, and runs of incidents replayed into them.

    {"learner": "learner-01", "name": "…", "started_on": "2025-02-03",
     "modules": [{"module": …, "percent": 91.5, "passed_on": …}],
     "assessments": [{"level": 1, "type": "theoretical", "percent": 82, "taken_on": …,
                      "form": "1", "topics": {"security": [9, 12]}, "minutes": 61.5}],
     "projects": [{"level": 1, "project": …, "handed_in_on": …,
                   "measures": {"tti_ms": [4100, 3200]}}],
     "incidents": [{"scenario": …, "seed": …, "points": …, "out_of": …, "handled": true, "on": …,
                  "drill": "drill-01", "sealed": true}],
     "issued": [{"kind": "certificate", "name": …, "level": 1, "issued_on": …, "expires_on": …,
                 "credential_id": …}], "sample": false}

What the gradebook holds is not in them. A file is read as a stranger's: its size is bounded, no
link is followed, and all that is wrong is said at once, each with its place.
"""

import json
import re
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    NaiveDatetime,
    ValidationError,
    model_validator,
)

from course.errors import (
    GradingError,
    Problem,
    printable,
    validation_problems,
)
from course.files import read_plain, strict_json, write_whole
from course.records.results import (
    AssessmentResult,
    IncidentRun,
    Issued,
    LearnerRecord,
    ModuleResult,
    ProjectResult,
    exact,
)

if TYPE_CHECKING:
    from course.incidents.scenario import Scenario

LONGEST = 1 << 20  # bytes of a file
LEARNER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}")
Percent = Annotated[float, Field(ge=0, le=100)]
Points = Annotated[float, Field(ge=0, le=1000)]  # extra credit may lead beyond 100 percent
Measure = Annotated[float, Field(ge=0, le=1e15)]
Words = Annotated[str, Field(min_length=1, max_length=200)]
Day = Annotated[date, Field(ge=date(1970, 1, 1), le=date(2999, 12, 31))]
Moment = Annotated[NaiveDatetime, Field(ge=datetime(1970, 1, 1), le=datetime(2999, 12, 31))]
Level = Literal[1, 2, 3]
Rows = Field(default=(), max_length=5000)


class _RecordRow(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=True)


class _ModuleRow(_RecordRow):
    module: Words
    percent: Points
    passed_on: Day | None
    pending: Points = 0


class _AssessmentRow(_RecordRow):
    level: Level
    type: Literal["theoretical", "practical"]
    percent: Percent
    taken_on: Day
    form: Annotated[str, Field(max_length=200)] = ""
    topics: Annotated[dict[Words, tuple[Points, Points]], Field(max_length=100)] = Field(
        default_factory=dict
    )
    minutes: Annotated[float, Field(ge=0, le=1e7)] | None = None
    paper: Annotated[str, Field(max_length=64)] = ""
    at: Moment | None = None


class _ProjectRow(_RecordRow):
    level: Level
    project: Words
    measures: Annotated[dict[Words, tuple[Measure, Measure]], Field(max_length=100)]
    handed_in_on: Day
    at: Moment | None = None


class _IncidentRow(_RecordRow):
    scenario: Words
    seed: Annotated[int, Field(ge=0, lt=1 << 63)]
    points: Points
    out_of: Annotated[float, Field(gt=0, le=1000)]
    handled: bool
    on: Day
    drill: Annotated[str, Field(max_length=60)] = ""
    sealed: bool = False


class _IssuedRow(_RecordRow):
    kind: Literal["badge", "certificate"]
    name: Words
    level: Level | None = None
    issued_on: Day
    expires_on: Day | None = None
    credential_id: Words
    revoked_on: Day | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.kind == "certificate" and (self.level is None or self.expires_on is None):
            raise ValueError("a certificate has a level and expires_on")
        if self.expires_on is not None and self.expires_on < self.issued_on:
            raise ValueError("expires_on is before issued_on")
        return self


class _RecordFile(_RecordRow):
    learner: Words
    name: Words
    started_on: Day | None = None
    modules: tuple[_ModuleRow, ...] = Rows
    assessments: tuple[_AssessmentRow, ...] = Rows
    projects: tuple[_ProjectRow, ...] = Rows
    incidents: tuple[_IncidentRow, ...] = Rows
    issued: tuple[_IssuedRow, ...] = Rows
    sample: bool = False


def read_records(folder: Path) -> dict[str, LearnerRecord]:
    """Read every file of a folder, by learner; a folder that is not there has none.

    Raises GradingError with the problems of all files.
    """
    records: dict[str, LearnerRecord] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        try:
            record = read_record(path)
            records[record.learner] = record
        except GradingError as error:
            problems += error.problems
    if problems:
        raise GradingError(problems)
    return records


def read_record(path: Path) -> LearnerRecord:
    """Read one learner's record.

    Parameters
    ----------
    path : Path
        A file named after the learner, such as `records/learner-01.json`. It is read with care: no
        link is followed, and at most 1 MiB is read.

    Returns
    -------
    LearnerRecord
        Everything of the file that counts for certificates.

    Raises
    ------
    GradingError
        Where the file cannot be read or is wrong, or belongs to another learner. It has all
        problems, each with its place.
    """
    place = f"{path.parent.name}/{printable(path.name)}"
    if not LEARNER.fullmatch(path.stem):
        what = "expected a learner's id such as learner-01 as its name"
        raise GradingError(Problem(place, what))
    try:
        content = read_plain(path, LONGEST)
        strict_json(content)  # pydantic takes the last of two equal keys without a word
        raw = _RecordFile.model_validate_json(content)
    except OSError as error:
        what = (error.strerror or "cannot be read").lower()
        raise GradingError(Problem(place, what)) from None
    except ValidationError as error:
        raise GradingError(validation_problems(error, place)) from None
    except ValueError as error:
        raise GradingError(Problem(place, str(error))) from None
    if raw.learner != path.stem:
        what = f"expected {path.stem!r}, got {raw.learner[:60]!r}"
        raise GradingError(Problem(f"{place}: learner", what))
    return LearnerRecord(
        learner=raw.learner,
        name=raw.name,
        started_on=raw.started_on,
        sample=raw.sample,
        modules=tuple(ModuleResult(**row.model_dump()) for row in raw.modules),
        assessments=tuple(AssessmentResult(**row.model_dump()) for row in raw.assessments),
        projects=tuple(ProjectResult(**row.model_dump()) for row in raw.projects),
        incidents=tuple(IncidentRun(**row.model_dump()) for row in raw.incidents),
        issued=tuple(Issued(**row.model_dump()) for row in raw.issued),
    )


def write_record(folder: Path, record: LearnerRecord) -> Path:
    """Write a record whole or not at all.

    Raises GradingError for an id that names no file, and for what could not be read again.
    """
    path = _record_path(folder, record.learner)
    place = f"{folder.name}/{path.name}: not written"
    text = json.dumps(asdict(record), indent=1, ensure_ascii=False, default=_as_json)
    try:
        _RecordFile.model_validate_json(text)
    except UnicodeError:
        raise GradingError(Problem(place, "expected text that UTF-8 has")) from None
    except ValidationError as error:
        raise GradingError(validation_problems(error, place)) from None
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(path, text + "\n")
    return path


def change(
    folder: Path, learner: str, edit: Callable[[LearnerRecord], LearnerRecord]
) -> LearnerRecord:
    """Change the record of a learner, from an empty one where there is no file."""
    path = _record_path(folder, learner)
    exists = path.is_symlink() or path.exists()
    record = edit(read_record(path) if exists else LearnerRecord(learner=learner, name=learner))
    write_record(folder, record)
    return record


def add_run(record: LearnerRecord, run: IncidentRun) -> LearnerRecord:
    """Add a run; the same scenario and seed on the same day replaces what was there."""
    key = (run.scenario, run.seed, run.on)
    others = (r for r in record.incidents if (r.scenario, r.seed, r.on) != key)
    return replace(record, incidents=(*others, run))


def add_assessment(record: LearnerRecord, result: AssessmentResult) -> LearnerRecord:
    """Add an attempt, in the place of what was kept of the same hand-in.

    Another hand-in is another attempt, so a worse one takes nothing away.
    """

    def key(one: AssessmentResult) -> tuple[object, ...]:
        return one.level, one.type, one.form, one.at or one.taken_on

    others = (a for a in record.assessments if key(a) != key(result))
    return replace(record, assessments=(*others, result))


def add_project(record: LearnerRecord, result: ProjectResult) -> LearnerRecord:
    """Add a measured hand-in, in the place of what was kept of the same one."""

    def key(one: ProjectResult) -> tuple[object, ...]:
        return one.level, one.project, one.at or one.handed_in_on

    others = (p for p in record.projects if key(p) != key(result))
    return replace(record, projects=(*others, result))


def incident_run(
    journal: bytes, scenario: "Scenario", *, on: date, passing_mark: float, seed: int | None = None
) -> IncidentRun:
    """Replay a journal and say whether its incident was handled successfully.

    It was if the objective was met again and held, and the points reach the passing mark (percent
    of the points that the replay gives; those of a person are unknown, and left out on both
    sides). Raises SubmissionError with the lines that cannot be.
    """
    from course.incidents.replayed_run import replay_bytes
    from course.incidents.scoring import score

    result = score(replay_bytes(journal, scenario, seed=seed))
    judged = exact(result.out_of) - exact(result.pending)
    held = result.parts["resolution.objective"] > 0
    return IncidentRun(
        scenario=result.scenario,
        seed=result.seed,
        points=result.points,
        out_of=float(judged),
        on=on,
        handled=held and 100 * exact(result.points) >= exact(passing_mark) * judged,
    )


def _record_path(folder: Path, learner: str) -> Path:
    if not LEARNER.fullmatch(learner):
        raise GradingError(f"expected a learner's id such as learner-01, got {learner!r}")
    return folder / f"{learner}.json"


def _as_json(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return float(value)
    raise TypeError(f"not for a record: {value!r}")

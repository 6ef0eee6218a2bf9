"""Learners' records as files, records/<learner>.json, and runs of incidents replayed into them.

    {"learner": "learner-01", "name": "…", "started_on": "2025-02-03", "modules": [{"module": …,
     "percent": 91.5, "passed_on": …}], "assessments": [{"level": 1, "type": "theoretical",
     "percent": 82, "taken_on": …}], "projects": [{"level": 1, "project": …, "handed_in_on": …,
     "measures": {"tti_ms": [4100, 3200]}}], "incidents": [{"scenario": …, "seed": …, "points": …,
     "out_of": …, "handled": true, "on": …}], "issued": [{"kind": "certificate", "name": …,
     "level": 1, "issued_on": …, "expires_on": …, "credential_id": …}], "sample": false}

What the gradebook holds is not in them. A file is read as a stranger's: its size is bounded, no
link is followed, and all that is wrong is said at once, each with its place.
"""

import errno
import json
import os
import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from course.errors import GradingError, Problem, SubmissionError
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
Level = Literal[1, 2, 3]
Rows = Field(default=(), max_length=5000)


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=True)


class _Module(_Row):
    module: Words
    percent: Points
    passed_on: Day | None
    pending: Points = 0


class _Assessment(_Row):
    level: Level
    type: Literal["theoretical", "practical"]
    percent: Percent
    taken_on: Day
    form: Annotated[str, Field(max_length=200)] = ""


class _Project(_Row):
    level: Level
    project: Words
    measures: Annotated[dict[Words, tuple[Measure, Measure]], Field(max_length=100)]
    handed_in_on: Day


class _Incident(_Row):
    scenario: Words
    seed: Annotated[int, Field(ge=0, lt=1 << 63)]
    points: Points
    out_of: Annotated[float, Field(gt=0, le=1000)]
    handled: bool
    on: Day


class _Issued(_Row):
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


class _Record(_Row):
    learner: Words
    name: Words
    started_on: Day | None = None
    modules: tuple[_Module, ...] = Rows
    assessments: tuple[_Assessment, ...] = Rows
    projects: tuple[_Project, ...] = Rows
    incidents: tuple[_Incident, ...] = Rows
    issued: tuple[_Issued, ...] = Rows
    sample: bool = False


def read_records(folder: Path) -> dict[str, LearnerRecord]:
    """Read every file of a folder, by learner; a folder that is not there has none.

    Raises GradingError with the problems of all files.
    """
    found: dict[str, LearnerRecord] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        try:
            record = read_record(path)
            found[record.learner] = record
        except GradingError as error:
            problems += error.problems
    if problems:
        raise GradingError(problems)
    return found


def read_record(path: Path) -> LearnerRecord:
    """Read one file. Raises GradingError with all problems, each with its place."""
    shown = f"{path.parent.name}/{_plain(path.name)}"
    if not LEARNER.fullmatch(path.stem):
        raise GradingError(f"{shown}: expected a learner's id such as learner-01 as its name")
    try:
        text = _bytes(path).decode("utf-8")
        raw = _Record.model_validate_json(text)
        json.loads(text, object_pairs_hook=_once)
    except OSError as error:
        raise GradingError(f"{shown}: {_why(error)}") from None
    except UnicodeDecodeError as error:
        raise GradingError(
            f"{shown}: expected UTF-8, got byte 0x{error.object[error.start]:02x}"
        ) from None
    except ValidationError as error:
        raise GradingError(f"{shown}: {what}" for what in _problems(error)) from None
    except (ValueError, RecursionError) as error:
        raise GradingError(f"{shown}: {error}") from None
    if raw.learner != path.stem:
        raise GradingError(f"{shown}: learner: expected {path.stem!r}, got {raw.learner[:60]!r}")
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
    if not LEARNER.fullmatch(record.learner):
        raise GradingError(f"expected a learner's id such as learner-01, got {record.learner!r}")
    path = folder / f"{record.learner}.json"
    text = json.dumps(asdict(record), indent=1, ensure_ascii=False, default=_written)
    try:
        _Record.model_validate_json(text)
    except (ValidationError, UnicodeError) as error:
        raise GradingError(
            f"{folder.name}/{path.name}: not written: {what}" for what in _problems(error)
        ) from None
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f".{record.learner}.new"
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644), "w") as file:
        file.write(text + "\n")
    fresh.replace(path)
    return path


def change(
    folder: Path, learner: str, edit: Callable[[LearnerRecord], LearnerRecord]
) -> LearnerRecord:
    """Change what is kept of a learner, from an empty record where there is no file."""
    if not LEARNER.fullmatch(learner):
        raise GradingError(f"expected a learner's id such as learner-01, got {learner!r}")
    path = folder / f"{learner}.json"
    there = path.is_symlink() or path.exists()
    record = edit(read_record(path) if there else LearnerRecord(learner=learner, name=learner))
    write_record(folder, record)
    return record


def add_run(record: LearnerRecord, run: IncidentRun) -> LearnerRecord:
    """Add a run; the same scenario and seed on the same day replaces what was there."""
    key = (run.scenario, run.seed, run.on)
    others = (r for r in record.incidents if (r.scenario, r.seed, r.on) != key)
    return replace(record, incidents=(*others, run))


def incident_run(
    journal: bytes, scenario: "Scenario", *, on: date, passing_mark: float, seed: int | None = None
) -> IncidentRun:
    """Replay a journal and say whether its incident was handled successfully.

    It was if the objective was met again and held, and the points reach the passing mark (percent
    of the points that the replay gives; those of a person are unknown, and left out on both
    sides). Raises SubmissionError with the lines that cannot be.
    """
    from course.incidents.replay import replay_bytes
    from course.incidents.scoring import score

    found = score(replay_bytes(journal, scenario, seed=seed))
    judged = exact(found.out_of) - exact(found.pending)
    held = found.parts["resolution.objective"] > 0
    return IncidentRun(
        scenario=found.scenario,
        seed=found.seed,
        points=found.points,
        out_of=float(judged),
        on=on,
        handled=held and 100 * exact(found.points) >= exact(passing_mark) * judged,
    )


def journal_scenario(journal: bytes) -> str:
    """Name the scenario that a journal says it is of. Raises SubmissionError."""
    from course.incidents.journal import read_line

    try:
        return str(read_line(journal.partition(b"\n")[0]).args.get("scenario"))
    except ValueError as error:
        raise SubmissionError(f"line 1: {error}") from None


def _bytes(path: Path) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "expected a regular file")
        raw = file.read(LONGEST + 1)
    if len(raw) > LONGEST:
        raise OSError(errno.EFBIG, f"expected at most {LONGEST} bytes")
    return raw


def _why(error: OSError) -> str:
    if error.errno == errno.ELOOP:
        return "expected a regular file, got a link"
    return (error.strerror or "cannot be read").lower()


def _once(pairs: list[tuple[str, Any]]) -> Mapping[str, Any]:
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"expected each key once, got {name[:60]!r} twice")
    return dict(pairs)


def _problems(error: ValidationError | UnicodeError) -> list[str]:
    if isinstance(error, UnicodeError):
        return ["expected text that UTF-8 has"]
    return [
        f"{_place(p['loc'])}{p['msg'].lower()}{_got(p)}" for p in error.errors(include_url=False)
    ]


def _place(where: tuple[int | str, ...]) -> str:
    text = ""
    for part in where:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return f"{_plain(text)}: " if text else ""


def _got(problem: Any) -> str:
    value = problem["input"]
    return "" if isinstance(value, dict | list | tuple) else f", got {str(value)[:60]!r}"


def _plain(text: str) -> str:
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[:120])


def _written(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return float(value)
    raise TypeError(f"not for a record: {value!r}")

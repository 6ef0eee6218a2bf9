"""Records that several tests use, and a short way to write them.

The program's marks are the plan's: theoretical 80, practical 85, module 101 80, the others 85.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from course.certification import Certification, LevelStanding, certification
from course.program import Program
from course.records.results import (
    AssessmentResult,
    IncidentRun,
    Issued,
    LearnerRecord,
    ModuleResult,
    Number,
    ProjectResult,
)
from tests.samples import one_ready

PROGRAM = one_ready()
CORE = PROGRAM.track(1).modules
MODULES_ON = date(2025, 2, 28)
THEORY_ON = date(2025, 3, 24)
PRACTICE_ON = date(2025, 3, 26)
PROJECT_ON = date(2025, 3, 28)  # the last requirement: level 1 is earned on this day
EXPIRES = date(2027, 3, 28)
OPENS = date(2026, 12, 28)  # 90 days before
NOW = date(2025, 4, 4)  # last day of the plan's timeline
GOOD = {
    "tti_ms": (4000, 3200),
    "initial_bundle_bytes": (500_000, 499_999),
    "tti_worst_ms": (6000, 5999),
    "usable_worst_ms": (3000, 3000),
    "lcp_worst_ms": (1000, 1020),
    "unsized_pixels": (0, 0),
    "functions_broken": (0, 0),
    "note_level": (0, 3),
}


def day(text: str) -> date:
    return date.fromisoformat(text)


def module(
    name: str, percent: Number = 90, on: date | None = MODULES_ON, pending: Number = 0
) -> ModuleResult:
    return ModuleResult(module=name, percent=percent, passed_on=on, pending=pending)


def theory(percent: Number = 80, on: date = THEORY_ON, level: int = 1) -> AssessmentResult:
    return AssessmentResult(level=level, type="theoretical", percent=percent, taken_on=on)


def practice(percent: Number = 85, on: date = PRACTICE_ON, level: int = 1) -> AssessmentResult:
    return AssessmentResult(level=level, type="practical", percent=percent, taken_on=on)


def project(measures: Any = None, on: date = PROJECT_ON, **other: Any) -> ProjectResult:
    fields = {"level": 1, "project": "Performance Optimization"} | other
    return ProjectResult(measures=GOOD if measures is None else measures, handed_in_on=on, **fields)


def run(scenario: str, on: date = NOW, *, handled: bool = True, seed: int = 1) -> IncidentRun:
    return IncidentRun(scenario=scenario, seed=seed, points=80, out_of=92, handled=handled, on=on)


def paper(on: str, until: str, *, revoked: str | None = None, level: int = 1) -> Issued:
    return Issued(
        kind="certificate",
        name=f"Level {level} Engineer",
        level=level,
        issued_on=day(on),
        expires_on=day(until),
        credential_id=f"{on}-{level}",
        revoked_on=None if revoked is None else day(revoked),
    )


FULL = LearnerRecord(
    learner="learner-01",
    name="learner-01",
    started_on=date(2025, 2, 3),
    modules=tuple(module(name) for name in CORE),
    assessments=(theory(), practice()),
    projects=(project(),),
)


def without(*names: str, **new: Any) -> LearnerRecord:
    """FULL without what these name (modules by their first three digits), with `new` in place."""
    record = replace(
        FULL,
        modules=tuple(m for m in FULL.modules if m.module[:3] not in names),
        assessments=tuple(a for a in FULL.assessments if a.type not in names),
        projects=() if "project" in names else FULL.projects,
    )
    return plus(record, **new)


def plus(record: LearnerRecord, **new: Any) -> LearnerRecord:
    """A record with more results; each value is one result or a tuple of them."""
    return replace(
        record,
        **{
            key: (*getattr(record, key), *(more if isinstance(more, tuple) else (more,)))
            for key, more in new.items()
        },
    )


def level(
    record: LearnerRecord, on: date = NOW, *, program: Program = PROGRAM, number: int = 1
) -> LevelStanding:
    standing = certification(program, record, on)
    return next(level for level in standing.levels if level.level == number)


def earned(standing: Certification) -> dict[str, str | None]:
    """Day of each badge and reward, by name."""
    return {
        a.name: a.earned_on.isoformat() if a.earned_on else None
        for a in (*standing.badges, *standing.rewards)
    }


def changed(**marks: Any) -> Program:
    """The program with other rules: assessment marks by type, a module's mark, or validity."""
    data = PROGRAM.model_dump()
    for rules in data["certification"]["levels"]:
        for assessment in rules["assessments"]:
            if assessment["type"] in marks:
                assessment["passing_score"] = marks[assessment["type"]]
    for one in data["modules"]:
        if f"m{one['id'][:3]}" in marks:
            one["assessment"]["passing_score"] = marks[f"m{one['id'][:3]}"]
    for one in data["certification"]["recognition"]["certificates"]:
        one["validity_years"] = marks.get("years", one["validity_years"])
    return Program.model_validate(data)

"""The plan as it was given, the model's look-ups and dates, the schema."""

import json
import subprocess
import sys
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import BaseModel, ValidationError

from course import program as door
from course.errors import ProgramError
from course.program import Program, TrainingModule, course_id, load_program, program_schema
from course.program.loading import _COURSE_ID

COURSE = Path(__file__).parents[2] / "course"

# The plan's numbers and words, typed anew from its text.
TRACKS = """
1 Core Engineering: System Architecture, Code Quality, Testing, Performance, Security
2 Operational Excellence: Monitoring, Incident Response, Problem Solving, Communication, Documentation
3 Technical Leadership: System Design, Mentoring, Architecture Review, Capacity Planning, Strategic Planning
"""
TIMELINE = """
Preparation
    Content Development    :prep1, 2025-01-20, 14d
    Platform Setup        :prep2, 2025-01-27, 7d
    Mentor Selection     :prep3, 2025-01-20, 7d
Core Training
    System Architecture   :core1, 2025-02-03, 5d
    Development Standards :core2, 2025-02-10, 5d
    Performance          :core3, 2025-02-17, 5d
    Security            :core4, 2025-02-24, 5d
Specialized Training
    Incident Response    :spec1, 2025-03-03, 5d
    Monitoring          :spec2, 2025-03-10, 5d
    Advanced Topics     :spec3, 2025-03-17, 5d
Assessment
    Evaluations         :eval1, 2025-03-24, 5d
    Certification       :eval2, 2025-03-31, 5d
"""
PLAN: dict[str, Any] = {
    "objectives": (
        "Establish engineering best practices",
        "Improve system reliability",
        "Enhance incident response",
        "Drive continuous improvement",
    ),
    "modules.0.title": "System Architecture",
    "modules.0.level": 1,
    "modules.0.duration_days": 5,
    "modules.0.prerequisites": (),
    "modules.0.topics": (
        "Component Design",
        "State Management",
        "Error Handling",
        "Performance",
    ),
    "modules.0.exercises.0.name": "Component Optimization",
    "modules.0.exercises.0.difficulty": "medium",
    "modules.0.exercises.0.time_limit_minutes": 60,
    "modules.0.assessment.type": "practical",
    "modules.0.assessment.passing_score": 80,
    "phases.0.name": "Preparation",
    "phases.0.weeks": (1, 2),
    "phases.1.name": "Core Training",
    "phases.1.weeks": (3, 6),
    "phases.2.name": "Specialized Training",
    "phases.2.weeks": (7, 9),
    "phases.3.name": "Assessment & Certification",
    "phases.3.weeks": (10, 11),
    "platform.features": {
        "content_delivery": True,
        "progress_tracking": True,
        "assessments": True,
        "mentoring": True,
    },
    "platform.integrations": {"github": True, "slack": True, "confluence": True},
    "platform.metrics": {"completion": True, "satisfaction": True, "effectiveness": True},
    "session.duration_minutes": 240,
    "session.formats": ("workshop", "lecture", "hands-on"),
    "session.format": "workshop",
    "session.schedule_minutes": {"theory": 60, "practice": 120, "discussion": 60},
    "session.materials": {"slides": "url-to-slides", "exercises": (), "resources": ()},
    "simulation.types": ("performance", "error", "security"),
    "simulation.severities": (1, 2, 3),
    "simulation.scenario": {
        "type": "performance",
        "severity": 2,
        "description": "Assessment flow response time degradation",
    },
    "simulation.tasks": {
        "detection": (
            {"name": "Identify metrics", "points": 10},
            {"name": "Analyze patterns", "points": 15},
        ),
        "analysis": (
            {"name": "Root cause analysis", "points": 20},
            {"name": "Impact assessment", "points": 15},
        ),
        "resolution": (
            {"name": "Implement fix", "points": 25},
            {"name": "Verify solution", "points": 15},
        ),
        "communication": (
            {"name": "Status updates", "points": 10},
            {"name": "Documentation", "points": 10},
        ),
    },
    "simulation.points": 120,
    "simulation.evaluation": {
        "metrics": ("time_to_detect", "time_to_resolve", "communication_quality"),
        "criteria": ("accuracy", "efficiency", "communication"),
        "feedback": ("strengths", "improvements", "recommendations"),
    },
    "certification.levels.0.level": 1,
    "certification.levels.0.requirements.0.words": "Complete core modules",
    "certification.levels.0.requirements.1.words": "Pass assessments",
    "certification.levels.0.requirements.2.words": "Complete project",
    "certification.levels.0.assessments.0.type": "theoretical",
    "certification.levels.0.assessments.0.passing_score": 80,
    "certification.levels.0.assessments.0.topics": ("architecture", "performance", "security"),
    "certification.levels.0.assessments.1.type": "practical",
    "certification.levels.0.assessments.1.passing_score": 85,
    "certification.levels.0.assessments.1.projects": ("optimization", "error-handling"),
    "certification.levels.0.practical_projects.0.name": "Performance Optimization",
    "certification.levels.0.practical_projects.0.duration_days": 5,
    "certification.levels.0.practical_projects.0.requirements.0": {
        "words": "Improve TTI by 20%",
        "metric": "tti_ms",
        "direction": "decrease",
        "at_least_percent": 20,
        "at_most_worse_percent": None,
        "reaches": None,
    },
    "certification.levels.0.practical_projects.0.requirements.1.words": "Reduce bundle size",
    "certification.tracking.progress.0.name": "module_completion",
    "certification.tracking.progress.0.target": 100,
    "certification.tracking.progress.1.name": "assessment_scores",
    "certification.tracking.progress.1.target": 85,
    "certification.tracking.completion.0.name": "certification_rate",
    "certification.tracking.completion.0.target": 90,
    "certification.tracking.completion.1.name": "time_to_complete",
    "certification.tracking.completion.1.target": 60,
    "certification.tracking.feedback.0.name": "satisfaction_score",
    "certification.tracking.feedback.0.target": 4.5,
    "certification.tracking.feedback.1.name": "effectiveness_score",
    "certification.tracking.feedback.1.target": 4.5,
    "certification.recognition.badges.0.name": "Performance Expert",
    "certification.recognition.badges.0.criteria": "Complete performance module",
    "certification.recognition.badges.0.earned_by.module": "104-performance",
    "certification.recognition.badges.1.name": "Incident Master",
    "certification.recognition.badges.1.criteria": "Handle 5 incidents successfully",
    "certification.recognition.badges.1.earned_by.incidents": 5,
    "certification.recognition.certificates.0": {
        "name": "Level 1 Engineer",
        "level": 1,
        "validity_years": 2,
    },
    "certification.recognition.certificates.1": {
        "name": "Level 2 Engineer",
        "level": 2,
        "validity_years": 2,
    },
    "certification.recognition.rewards.0.name": "Conference Ticket",
    "certification.recognition.rewards.0.criteria": "Top performer",
    "certification.recognition.rewards.1.name": "Learning Budget",
    "certification.recognition.rewards.1.criteria": "Complete all levels",
    "certification.recognition.rewards.1.earned_by.levels": (1, 2, 3),
    "effectiveness": {
        "completion_rate": 90,
        "assessment_scores": 85,
        "practical_application": 80,
        "feedback_scores": 4.5,
    },
    "operational": {
        "incident_response_time": -30,
        "error_resolution_rate": 95,
        "system_reliability": 99.9,
        "team_productivity": 20,
    },
    "feedback.collection.methods": ("surveys", "interviews", "metrics"),
    "feedback.collection.frequency": "weekly",
    "feedback.collection.metrics": ("satisfaction", "effectiveness", "relevance"),
    "feedback.analysis": {
        "tools": ("analytics", "reporting", "trending"),
        "frequency": "monthly",
        "actions": ("content_updates", "process_improvements"),
    },
    "feedback.implementation": {
        "process": "agile",
        "timeline": "quarterly",
        "validation": "metrics_based",
    },
    "evolution.reviews": {
        "frequency": "quarterly",
        "metrics": ("effectiveness", "relevance", "impact"),
        "stakeholders": ("engineers", "leads", "management"),
    },
    "evolution.updates": {
        "content": "continuous",
        "delivery": "adaptive",
        "technology": "emerging",
    },
    "evolution.expansion": {
        "topics": ("ai", "cloud", "security"),
        "levels": ("expert", "architect", "leader"),
        "reach": ("global", "partners", "community"),
    },
}


@pytest.fixture(scope="module")
def program() -> Program:
    return load_program()


def value_at(program: Program, path: str) -> Any:
    value: Any = program
    for key in path.split("."):
        value = value[int(key)] if key.isdigit() else getattr(value, key)
    return value.model_dump() if isinstance(value, BaseModel) else value


@pytest.mark.parametrize("path", PLAN)
def test_the_plan_stands_in_the_program(program: Program, path: str) -> None:
    """Every number and word of the plan is what the model gives."""
    assert value_at(program, path) == PLAN[path]


def test_tracks_are_the_plans(program: Program) -> None:
    """Three tracks of five modules, in the plan's order, by the plan's titles."""
    lines = [
        f"{t.level} {t.name}: {', '.join(program.module(name).title for name in t.modules)}"
        for t in program.tracks
    ]
    assert lines == TRACKS.strip().splitlines()
    assert [m.id for m in program.modules] == [name for t in program.tracks for name in t.modules]
    assert all(module.track == program.track(module.level).name for module in program.modules)


def test_the_timeline_is_the_plans(program: Program) -> None:
    """Sections and tasks with their ids, dates and lengths are the plan's Gantt chart."""
    lines = []
    for section in program.timeline:
        lines.append(section.name)
        lines += [f"    {t.title} :{t.id}, {t.starts}, {t.days}d" for t in section.tasks]
    assert [line.split() for line in lines] == [
        line.split() for line in TIMELINE.strip().splitlines()
    ]


def test_nothing_that_may_be_left_out_is_repeated() -> None:
    """Marks, limits and lengths that equal their default are not typed again."""
    raw = tomllib.loads((COURSE / "program.toml").read_text(encoding="utf-8"))
    defaults = raw["defaults"]
    for module in raw["modules"]:
        kind = module["assessment"]["type"]
        assert module["assessment"].get("passing_score") != defaults["passing_score"][kind]
        assert module.get("duration_days") != defaults["duration_days"]
        for exercise in module["exercises"]:
            limit = defaults["time_limit_minutes"][exercise["difficulty"]]
            assert exercise.get("time_limit_minutes") != limit
    stated = [m["id"] for m in raw["modules"] if "passing_score" in m["assessment"]]
    assert stated == ["101-system-architecture"]


def test_modules_have_what_a_module_needs(program: Program) -> None:
    """Each has 4 exercises or more, five notebooks in order, a sentence, and is ready once one is."""
    for module in program.modules:
        assert len(module.exercises) >= 4, module.id
        assert [n.name[:2] for n in module.notebooks] == ["01", "02", "03", "04", "05"], module.id
        assert module.summary.endswith("."), module.id
        ready = any(notebook.status == "ready" for notebook in module.notebooks)
        assert module.status == ("ready" if ready else "planned"), module.id


def test_level_two_rests_on_level_one(program: Program) -> None:
    """Every module above level 1 asks for something, and never for a higher level."""
    for module in program.modules:
        assert module.prerequisites or module.level == 1, module.id
        assert all(program.module(p).level <= module.level for p in module.prerequisites)


def test_module_101_lists_its_five_notebooks(program: Program) -> None:
    """Two notebooks of 101 are ready, with their minutes."""
    notebooks = program.module("101-system-architecture").notebooks
    ready = [(n.name, n.minutes) for n in notebooks if n.status == "ready"]
    assert ready[:2] == [
        ("01-components-and-contracts", 100),
        ("02-state-machines-idempotency-logs", 95),
    ]


def test_an_unknown_module_suggests_the_nearest(program: Program) -> None:
    """A misspelt id says which one was meant; a strange one says only that it is unknown."""
    with pytest.raises(ProgramError) as caught:
        program.module("101-system-architectur")
    expected = "unknown module '101-system-architectur' (did you mean '101-system-architecture'?)"
    assert str(caught.value) == expected
    with pytest.raises(ProgramError, match=r"^unknown module 'zzz'$"):
        program.module("zzz")
    with pytest.raises(ProgramError, match=r"^no track of level 9$"):
        program.track(9)


def test_dates_follow_from_the_timeline(program: Program) -> None:
    """Start, end, due dates and weeks are read off the tasks; last days are included."""
    assert (program.starts, program.ends) == (date(2025, 1, 20), date(2025, 4, 4))
    assert program.due("101-system-architecture") == date(2025, 2, 7)
    assert program.due("305-strategic-planning") == date(2025, 3, 21)
    assert program.week(1) == program.starts
    assert program.week(11) == date(2025, 3, 31)
    with pytest.raises(ProgramError, match="unknown module"):
        program.due("999-nothing")


@pytest.mark.parametrize(
    "first_day", [date(2027, 1, 11), date(2024, 2, 28), date(1, 1, 1), date(2025, 1, 20)]
)
def test_starting_shifts_every_date_and_nothing_else(program: Program, first_day: date) -> None:
    """All tasks move by the same number of days, across leap days too; the rest is the same."""
    shifted = program.starting(first_day)
    assert shifted.starts == first_day
    by = timedelta(days=(first_day - program.starts).days)
    for before, after in zip(program.tasks, shifted.tasks, strict=True):
        assert after == before.model_copy(update={"starts": before.starts + by})
        assert after.ends - after.starts == before.ends - before.starts
    assert shifted.model_copy(update={"timeline": program.timeline}) == program
    assert shifted.starting(program.starts) == program


def test_a_start_too_late_for_the_calendar_is_refused(program: Program) -> None:
    """The last day that Python knows is the end of what can be planned."""
    latest = date.max - (program.ends - program.starts)
    assert program.starting(latest).ends == date.max
    with pytest.raises(ProgramError, match=f"expected {latest} or earlier, got 9999-12-31"):
        program.starting(date.max)


def test_values_are_frozen_and_strict(program: Program) -> None:
    """A program cannot be changed, takes no unknown word, and converts nothing."""
    with pytest.raises(ValidationError):
        program.title = "Another"  # type: ignore[misc]
    module = program.modules[0].model_dump()
    for change in ({"level": "1"}, {"title": 1}, {"odd": 1}, {"duration_days": 5.5}):
        with pytest.raises(ValidationError):
            TrainingModule.model_validate(module | change)
    assert TrainingModule.model_validate(module) == program.modules[0]
    assert len({program, load_program()}) == 1


def test_schema_is_the_committed_one_and_fits_the_file() -> None:
    """program.schema.json is `course program --schema`, a sound schema, and program.toml fits it."""
    text = json.dumps(program_schema(), indent=2, ensure_ascii=False) + "\n"
    assert (COURSE / "program.schema.json").read_text(encoding="utf-8") == text
    validator = jsonschema.Draft202012Validator(
        program_schema(), format_checker=jsonschema.FormatChecker()
    )
    validator.check_schema(program_schema())
    raw = tomllib.loads((COURSE / "program.toml").read_text(encoding="utf-8"))
    as_json = json.loads(json.dumps(raw, default=date.isoformat))
    assert [error.message for error in validator.iter_errors(as_json)] == []
    as_json["modules"][0]["assessment"]["passing_score"] = 140
    as_json["certification"]["tracking"]["progress"][0]["target_of"] = "effectiveness.x"
    assert len([*validator.iter_errors(as_json)]) == 2


def test_every_field_and_part_is_described() -> None:
    """An editor can say of each key what it is, in which unit."""
    schema = program_schema()
    for name, part in {"Program": schema, **schema["$defs"]}.items():
        assert part["description"], name
        for key, field in part["properties"].items():
            assert field.get("description"), f"{name}.{key}"


def test_json_shows_resolved_numbers(program: Program) -> None:
    """As JSON, numbers that the file takes from elsewhere stand everywhere."""
    shown = program.model_dump(mode="json")
    assert shown["modules"][7]["assessment"] == {"type": "practical", "passing_score": 85}
    assert shown["timeline"][0]["tasks"][0]["starts"] == "2025-01-20"
    metric = shown["certification"]["tracking"]["progress"][1]
    assert (metric["target"], metric["target_of"]) == (85, "effectiveness.assessment_scores")


def test_the_public_names_are_there_and_loading_is_light() -> None:
    """Each name opens, and importing loads pydantic but nothing heavier."""
    assert sorted(door.__all__) == door.__all__
    assert all(getattr(door, name).__name__ == name for name in door.__all__)
    heavy = "{'nbformat', 'nbgrader', 'matplotlib', 'IPython', 'numpy', 'jsonschema'}"
    code = f"import sys, course.program; print(sorted({heavy} & set(sys.modules)))"
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert process.stdout.strip() == "[]"


def test_a_table_of_limits_stands_alone(tmp_path: Path) -> None:
    """Another course needs no program of its own to change a limit; faults keep their places."""
    path = tmp_path / "program.toml"
    path.write_text("[grading]\nwall_time_s = 45\n", encoding="utf-8")
    ours = load_program()
    theirs = load_program(path)

    assert theirs.grading == ours.grading.model_copy(update={"wall_time_s": 45})
    assert theirs.modules == ours.modules
    path.write_text("[grading]\nwall_time = 45\nmemory_mb = 9000\n", encoding="utf-8")
    with pytest.raises(ProgramError) as refused:
        load_program(path)
    assert [str(p) for p in refused.value.problems] == [
        "program.toml: grading.wall_time: unknown key",
        "program.toml: grading.memory_mb: expected at most 4096 (grading.most_memory_mb), got 9000",
    ]


def test_the_course_s_id_is_read_without_the_model(tmp_path: Path) -> None:
    """A fault elsewhere in the file is none of nbgrader's; a wrong id is told as ever."""
    plan = tmp_path / "program.toml"
    plan.write_text('course_id = "my-course"\ntitle = 7\n')
    assert course_id(plan) == "my-course"
    plan.write_text('course_id = "../x"\n')
    with pytest.raises(ProgramError, match="course_id: expected"):
        course_id(plan)
    assert f"^{_COURSE_ID.pattern}$" == program_schema()["properties"]["course_id"]["pattern"]

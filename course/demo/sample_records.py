"""Made-up records of the whole program, for show: nobody's, and every page says so.

The same program, learners and seed give the same records. Days lie within the program's timeline,
so start it on the day that is wanted (`Program.starting`).
"""

import random
from collections.abc import Sequence
from datetime import date, timedelta

from course.program import PracticalProject, Program
from course.records.results import (
    AssessmentResult,
    IncidentRun,
    LearnerRecord,
    ModuleResult,
    ProjectResult,
)

JUDGED = 92.0  # points of an incident that its replay gives


def sample_records(
    program: Program,
    learners: Sequence[tuple[str, float]],
    scenarios: Sequence[str],
    *,
    seed: int,
    besides: Sequence[str] = (),
) -> tuple[LearnerRecord, ...]:
    """Make a record for each (learner, skill from 0 to 1), without the modules in `besides`.

    Who has skill 1 does everything; below, marks fall, and so does the chance to be there at all.
    """
    return tuple(
        _record(
            program,
            name,
            skill,
            scenarios=scenarios,
            besides=set(besides),
            draw=random.Random(f"{seed}-{name}"),
        )
        for name, skill in learners
    )


def _record(
    program: Program,
    name: str,
    skill: float,
    *,
    scenarios: Sequence[str],
    besides: set[str],
    draw: random.Random,
) -> LearnerRecord:
    ends, mark = program.ends, program.defaults.passing_score.practical
    modules = tuple(
        ModuleResult(module=m.id, percent=_percent(draw, skill), passed_on=program.due(m.id))
        for m in program.modules
        if m.id not in besides and _takes_part(draw, skill)
    )
    evaluated = max(s.starts for s in program.tasks)  # the last task is certification
    assessments, projects = [], []
    for rules in program.certification.levels:
        for rule in rules.assessments:
            if not _takes_part(draw, skill):
                continue
            taken = evaluated - timedelta(days=draw.randint(1, 5))
            percent = _percent(draw, skill)
            tries = [(percent, taken)]
            if percent < rule.passing_score and draw.random() < skill:
                again = min(100.0, rule.passing_score + draw.randint(0, 6))
                tries.append((again, evaluated + timedelta(days=draw.randint(0, 2))))
            assessments += [
                AssessmentResult(level=rules.level, type=rule.type, percent=share, taken_on=on)
                for share, on in tries
            ]
        if _takes_part(draw, skill):
            plan = rules.practical_projects[0]
            projects.append(_project(draw, skill, rules.level, plan, evaluated))
    handled = sorted(draw.sample(list(scenarios), min(len(scenarios), round(8 * skill))))
    return LearnerRecord(
        learner=name,
        name=name,
        started_on=_first_session(program),
        sample=True,
        modules=modules,
        assessments=tuple(assessments),
        projects=tuple(projects),
        incidents=tuple(
            _run(draw, skill, scenario, mark=mark, on=ends - timedelta(days=7 * (place % 4)))
            for place, scenario in enumerate(handled)
        ),
    )


def _first_session(program: Program) -> date:
    return min(task.starts for task in program.tasks if task.modules)


def _takes_part(draw: random.Random, skill: float) -> bool:
    return bool(draw.random() < skill**0.25)


def _percent(draw: random.Random, skill: float) -> float:
    """Percent of points, in halves: about 95 for skill 1, about 60 for skill 0.5."""
    return min(100.0, max(0.0, round(2 * draw.gauss(25 + 70 * skill, 2.5)) / 2))


def _project(
    draw: random.Random, skill: float, level: int, plan: PracticalProject, by: date
) -> ProjectResult:
    measures = {}
    for rule in plan.requirements:
        before = float(draw.randint(40, 80) * 50)
        if rule.reaches is not None:
            measures[rule.metric] = (0.0, rule.reaches)
            continue
        if rule.at_most_worse_percent is not None:
            measures[rule.metric] = (before, before)
            continue
        share = (rule.at_least_percent + draw.randint(1, 20)) / 100
        if draw.random() > skill:
            share = rule.at_least_percent / 200  # half of what is asked for
        change = round(before * share)
        measures[rule.metric] = (
            before,
            before + (change if rule.direction == "increase" else -change),
        )
    on = by - timedelta(days=draw.randint(1, 10))
    return ProjectResult(level=level, project=plan.name, measures=measures, handed_in_on=on)


def _run(draw: random.Random, skill: float, scenario: str, *, mark: float, on: date) -> IncidentRun:
    points = round(min(JUDGED, max(0.0, draw.gauss(20 + 66 * skill, 3))), 1)
    return IncidentRun(
        scenario=scenario,
        seed=draw.getrandbits(32),
        points=points,
        out_of=JUDGED,
        handled=100 * points >= mark * JUDGED,
        on=on,
    )

"""Whether the requirements of a level are met, since when, and if not, what is missing.

Modules, assessments and projects of one record. What follows for a certificate is in levels.py.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from course.certification.standings import RequirementStanding
from course.program import CertificationLevel, PracticalProject, Program
from course.program.outcomes import LevelAssessment, ProjectRequirement, Requirement
from course.records.results import LearnerRecord, ProjectResult, cut, exact

LONG_AGO = date.min
Item = tuple[date | None, str]  # since when it is done, or what is missing


def requirements(
    program: Program, rules: CertificationLevel, seen: LearnerRecord, since: date
) -> tuple[RequirementStanding, ...]:
    """Check all requirements of a level; assessments count from `since` on."""
    return tuple(_requirement(program, rules, rule, seen, since) for rule in rules.requirements)


def _requirement(
    program: Program, rules: CertificationLevel, rule: Requirement, seen: LearnerRecord, since: date
) -> RequirementStanding:
    if rule.needs == "modules":
        items = [module_item(program, name, seen) for name in program.track(rules.level).modules]
    elif rule.needs == "assessments":
        items = [_assessment(rules.level, a, seen, since) for a in rules.assessments]
    else:
        items = [_project(rules, seen)]
    days = [day for day, _ in items if day is not None]
    met = len(days) == len(items)
    return RequirementStanding(
        words=rule.words,
        needs=rule.needs,
        met=met,
        met_on=max(days) if met else None,
        have=len(days),
        need=len(items),
        missing=tuple(text for day, text in items if day is None),
    )


def module_item(program: Program, name: str, seen: LearnerRecord, since: date = LONG_AGO) -> Item:
    """Say since when a module is passed, or what is missing."""
    module = program.module(name)
    mark = module.assessment.passing_score
    results = [m for m in seen.modules if m.module == name]
    enough = [m for m in results if exact(m.percent) >= mark]
    days = [m.passed_on for m in enough if m.passed_on is not None]
    if good := [day for day in days if day >= since]:
        return min(good), ""
    if days:
        return None, f"{name}: to be passed again, since {since}"
    if enough:
        return None, f"{name}: passed on a day that is not known"
    if not results:
        planned = "" if module.status == "ready" else ", and not ready yet"
        return None, f"{name}: nothing graded{planned}"
    best = max(results, key=lambda m: exact(m.percent))
    text = f"{name}: {cut(best.percent)} of {mark}"
    open_ones = [m for m in results if exact(m.percent) + exact(m.pending) >= mark]
    if open_ones:
        text += f", and {cut(max(exact(m.pending) for m in open_ones))} more await a person"
    return None, text


def assessment_name(rule: LevelAssessment) -> str:
    """Name an assessment as lists of what is missing do."""
    return f"assessment {rule.type}"


def passed_on(
    level: int, rule: LevelAssessment, seen: LearnerRecord, since: date, until: date = date.max
) -> date | None:
    """Day of the first attempt that passed between two days, both included."""
    days = [
        a.taken_on
        for a in seen.assessments
        if (a.level, a.type) == (level, rule.type)
        and since <= a.taken_on <= until
        and exact(a.percent) >= rule.passing_score
    ]
    return min(days, default=None)


def _assessment(level: int, rule: LevelAssessment, seen: LearnerRecord, since: date) -> Item:
    if (day := passed_on(level, rule, seen, since)) is not None:
        return day, ""
    text = assessment_name(rule)
    taken = [a for a in seen.assessments if (a.level, a.type) == (level, rule.type)]
    counted = [exact(a.percent) for a in taken if a.taken_on >= since]
    if counted:
        return None, f"{text}: {cut(max(counted))} of {rule.passing_score}"
    if taken:
        return None, f"{text}: to be passed again ({rule.passing_score}), since {since}"
    return None, f"{text}: not taken, {rule.passing_score} needed"


def _project(rules: CertificationLevel, seen: LearnerRecord) -> Item:
    """Any one of the level's projects, all its requirements in one hand-in."""
    plans = {plan.name: plan for plan in rules.practical_projects}
    tries = [
        (p, list(_shortfalls(plans[p.project], p)))
        for p in seen.projects
        if p.level == rules.level and p.project in plans
    ]
    if days := [p.handed_in_on for p, short in tries if not short]:
        return min(days), ""
    if not tries:
        return None, f"project {' or '.join(plans)}: not handed in"
    nearest, short = min(tries, key=lambda one: (len(one[1]), one[0].handed_in_on))
    return None, f"project {nearest.project}: {'; '.join(short)}"


def _shortfalls(plan: PracticalProject, result: ProjectResult) -> Iterator[str]:
    for rule in plan.requirements:
        if rule.metric not in result.measures:
            yield f"{rule.metric} not measured"
            continue
        before, after = (exact(value) for value in result.measures[rule.metric])
        if text := _short(rule, before, after):
            yield text


def _short(rule: ProjectRequirement, before: Fraction, after: Fraction) -> str:
    """Say what a measured change lacks; nothing where it is enough."""
    gain = before - after if rule.direction == "decrease" else after - before
    wanted = f"{rule.direction} of {rule.at_least_percent:g} % at least"
    if not rule.at_least_percent:
        wanted = rule.direction
    if gain <= 0:
        return f"{rule.metric} from {cut(before)} to {cut(after)}, {wanted} needed"
    if not rule.at_least_percent:
        return ""
    if before <= 0:
        return f"{rule.metric} was {cut(before)} before, from which no percent can be counted"
    share = 100 * gain / before
    if share >= exact(rule.at_least_percent):
        return ""
    return f"{rule.metric} changed by {cut(share)} %, {wanted} needed"

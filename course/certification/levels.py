"""A level's certificate through the years: earned, renewed, lapsed, earned again, revoked.

First: whether its requirements (modules, assessments, projects of one record) are met, since
when, and if not, what is missing. The rules are written out in docs/certification.md.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from course.certification.standings import LevelStanding, RequirementStanding, State
from course.program import CertificationLevel, PracticalProject, Program
from course.program.outcomes import LevelAssessment, ProjectRequirement, Requirement
from course.records.results import (
    AssessmentResult,
    Issued,
    LearnerRecord,
    ProjectResult,
    cut,
    exact,
)

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
    """Day of the first attempt that passed between two days, both included.

    It takes the mark, and in each topic the floor, where the topics are known.
    """
    days = [
        a.taken_on
        for a in seen.assessments
        if (a.level, a.type) == (level, rule.type)
        and since <= a.taken_on <= until
        and exact(a.percent) >= rule.passing_score
        and not any(_below_floor(rule, a))
    ]
    return min(days, default=None)


def _below_floor(rule: LevelAssessment, result: AssessmentResult) -> Iterator[str]:
    """Say which topics of an attempt are below the floor, each with its points."""
    for topic, (points, of) in sorted(result.topics.items()):
        if exact(of) and 100 * exact(points) < rule.topic_floor * exact(of):
            yield f"{topic} {cut(points)} of {cut(of)}"


def _assessment(level: int, rule: LevelAssessment, seen: LearnerRecord, since: date) -> Item:
    if (day := passed_on(level, rule, seen, since)) is not None:
        return day, ""
    text = assessment_name(rule)
    taken = [a for a in seen.assessments if (a.level, a.type) == (level, rule.type)]
    counted = [a for a in taken if a.taken_on >= since]
    if counted:
        best = max(counted, key=lambda a: exact(a.percent))
        text += f": {cut(best.percent)} of {rule.passing_score}"
        if low := "; ".join(_below_floor(rule, best)):
            text += f"; each topic needs {rule.topic_floor} %: {low}"
        return None, text
    if taken:
        return None, f"{text}: to be passed again ({rule.passing_score}), since {since}"
    return None, f"{text}: not taken, {rule.passing_score} needed"


def _project(rules: CertificationLevel, seen: LearnerRecord) -> Item:
    """Any one of the level's projects, all its requirements in one hand-in."""
    plans = {plan.name: plan for plan in rules.practical_projects}
    tries = [
        (p, list(shortfalls(plans[p.project], p)))
        for p in seen.projects
        if p.level == rules.level and p.project in plans
    ]
    if days := [p.handed_in_on for p, short in tries if not short]:
        return min(days), ""
    if not tries:
        return None, f"project {' or '.join(plans)}: not handed in"
    nearest, short = min(tries, key=lambda one: (len(one[1]), one[0].handed_in_on))
    return None, f"project {nearest.project}: {'; '.join(short)}"


def shortfalls(plan: PracticalProject, result: ProjectResult) -> Iterator[str]:
    """Say what a hand-in lacks of a project, each metric by its name first."""
    for rule in plan.requirements:
        if rule.metric not in result.measures:
            yield f"{rule.metric} not measured"
            continue
        before, after = (exact(value) for value in result.measures[rule.metric])
        if text := _short(rule, before, after):
            yield text


def _short(rule: ProjectRequirement, before: Fraction, after: Fraction) -> str:
    """Say what a measured change lacks; nothing where it is enough."""
    change = f"{rule.metric} from {cut(before)} to {cut(after)}"
    sign = -1 if rule.direction == "decrease" else 1
    if rule.reaches is not None:
        missed = sign * (exact(rule.reaches) - after) > 0
        return f"{rule.metric} is {cut(after)}, {cut(rule.reaches)} needed" if missed else ""
    gain = sign * (after - before)
    if (most := rule.at_most_worse_percent) is not None:
        allowed = f"at most {most:g} % worse is allowed" if most else "no worse is allowed"
        return f"{change}, {allowed}" if -100 * gain > exact(most) * before else ""
    wanted = f"{rule.direction} of {rule.at_least_percent:g} % at least"
    if not rule.at_least_percent:
        wanted = rule.direction
    if gain <= 0:
        return f"{change}, {wanted} needed"
    if not rule.at_least_percent:
        return ""
    if before <= 0:
        return f"{rule.metric} was {cut(before)} before, from which no percent can be counted"
    share = 100 * gain / before
    if share >= exact(rule.at_least_percent):
        return ""
    return f"{rule.metric} changed by {cut(share)} %, {wanted} needed"


DAY = timedelta(days=1)


def later(day: date, years: int) -> date:
    """Give the same day of a later year.

    Parameters
    ----------
    day : date
        The day to start from.
    years : int
        How many years later.

    Returns
    -------
    date
        The day; where a year has no 29 February, its 28 February.

    Examples
    --------
    >>> from datetime import date
    >>> from course.certification import later
    >>> later(date(2024, 2, 29), years=1)
    datetime.date(2025, 2, 28)
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def papers_of(seen: LearnerRecord, kind: str, on: date) -> list[Issued]:
    """Give what was issued and not revoked by a day, in order."""
    return sorted(
        (p for p in seen.issued if p.kind == kind and not (p.revoked_on and p.revoked_on <= on)),
        key=lambda p: p.issued_on,
    )


def counts_from(papers: Iterable[Issued], on: date) -> date:
    """Say from which day on results count: the one after the last revocation."""
    revoked = [p.revoked_on for p in papers if p.revoked_on and p.revoked_on <= on]
    return max(revoked) + DAY if revoked else LONG_AGO


@dataclass(frozen=True, kw_only=True)
class _Term:
    """A certificate's life: assessments since `since` earned it."""

    earned: date
    expires: date
    since: date
    renewed: date | None = None

    def opens(self, window: timedelta) -> date:
        """First day of the renewal window; what earned a certificate does not renew it."""
        return max(self.since, self.earned + DAY, self.expires - window)


def level_standing(
    program: Program, rules: CertificationLevel, seen: LearnerRecord, on: date
) -> LevelStanding:
    """Say how a level stands on a day; `seen` holds nothing dated after it."""
    recognition = program.certification.recognition
    paper = next((c for c in recognition.certificates if c.level == rules.level), None)
    years = paper.validity_years if paper else program.defaults.validity_years
    window = timedelta(days=recognition.renewal_window_days)
    papers = [p for p in seen.issued if p.kind == "certificate" and p.level == rules.level]
    since = counts_from(papers, on)
    term, first = _life(program, rules, seen, on, years=years, window=window, since=since)
    state, to_do = State.MISSING, []
    if term is not None:
        opens, since = term.opens(window), term.since
        state = State.HELD if on < opens else State.WINDOW
        if on > term.expires:
            state, since = State.LAPSED, opens
        elif state is State.WINDOW:
            to_do = [
                f"{assessment_name(a)}: pass it again ({a.passing_score}) by {term.expires}"
                for a in rules.assessments
                if passed_on(rules.level, a, seen, opens) is None
            ]
    needs = requirements(program, rules, seen, since)
    if state in (State.MISSING, State.LAPSED):
        to_do = [what for need in needs for what in need.missing]
    return LevelStanding(
        level=rules.level,
        name=paper.name if paper else f"Level {rules.level}",
        state=state,
        first_on=first,
        earned_on=term.earned if term else None,
        renewed_on=term.renewed if term else None,
        renewable_from=term.opens(window) if term else None,
        expires_on=term.expires if term else None,
        requirements=needs,
        to_do=tuple(to_do),
    )


def _life(
    program: Program,
    rules: CertificationLevel,
    seen: LearnerRecord,
    on: date,
    *,
    years: int,
    window: timedelta,
    since: date,
) -> tuple[_Term | None, date | None]:
    """Follow a certificate up to a day: its last term, and the day it was first earned.

    What was issued and not revoked says itself how long it holds; what results came to since
    follows today's rules.
    """

    def met(since: date) -> date | None:
        needs = requirements(program, rules, seen, since)
        days = [need.met_on for need in needs if need.met_on is not None]
        return max(days) if len(days) == len(needs) else None

    first, term = met(since), None
    papers = [p for p in papers_of(seen, "certificate", on) if p.level == rules.level]
    if papers:
        until = {p: p.expires_on or later(p.issued_on, years) for p in papers}
        last = max(papers, key=lambda p: (until[p], p.issued_on))
        same = first is not None and first <= last.issued_on <= later(first, years)
        earned = first if first is not None and same else last.issued_on
        term = _Term(earned=earned, expires=until[last], since=since)
        first = min(first or date.max, papers[0].issued_on)
    elif first is not None:
        term = _Term(earned=first, expires=later(first, years), since=since)
    while term is not None:
        while (again := _renewed(rules, seen, term, window)) is not None:
            term = replace(term, expires=later(term.expires, years), renewed=again)
        if on <= term.expires:
            break
        start = term.opens(window)
        day = met(start)
        if day is None or day <= term.expires:
            break
        term = _Term(earned=day, expires=later(day, years), since=start)
    return term, first


def _renewed(
    rules: CertificationLevel, seen: LearnerRecord, term: _Term, window: timedelta
) -> date | None:
    """Day on which the last assessment of the level was passed again within the window."""
    opens = term.opens(window)
    days = [passed_on(rules.level, a, seen, opens, term.expires) for a in rules.assessments]
    known = [day for day in days if day is not None]
    return max(known) if len(known) == len(days) else None

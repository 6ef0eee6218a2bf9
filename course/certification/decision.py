"""The whole decision: levels, badges, rewards of a learner on a day; ranks, targets of a cohort.

Rules are program.toml's, results a record's; the same input gives the same answer on any day. A
measure with fewer learners or answers than program.toml's sample size has no value.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from course.certification.levels import (
    LONG_AGO,
    counts_from,
    level_standing,
    module_item,
    papers_of,
)
from course.certification.standings import (
    AwardStanding,
    Certification,
    LevelStanding,
    TargetStanding,
)
from course.program import Badge, Criterion, Metric, Program, Reward
from course.records.results import LearnerRecord, exact


class CohortTargets:
    """A cohort on a day: its targets and ranks, each counted once for all learners.

    `learners` hold nothing dated after the day. Who has earned no certificate has no rank.
    """

    def __init__(self, program: Program, learners: Sequence[LearnerRecord], on: date) -> None:
        firsts = [_first(program, learner, on) for learner in learners]
        self._scores = sorted(
            (score(program, r) for r, first in zip(learners, firsts, strict=True) if first),
            reverse=True,
        )
        self.targets = tuple(_targets(program, learners, firsts))

    def worth_of_place(self, place: int) -> Fraction | None:
        """Score that reaches a place counted from the highest; ties share it, None: no ranks."""
        return self._scores[min(place, len(self._scores)) - 1] if self._scores else None


def score(program: Program, record: LearnerRecord) -> Fraction:
    """Count the points by which learners are ranked.

    Parameters
    ----------
    program : Program
        Says which modules and assessments count.
    record : LearnerRecord
        The learner's results.

    Returns
    -------
    Fraction
        The sum of the best percent in each module and in each assessment. What was not done adds
        nothing, and neither do points that a person has still to give.
    """
    best: dict[tuple[object, ...], Fraction] = {}
    ids = {module.id for module in program.modules}
    keys = _assessment_keys(program)
    for m in record.modules:
        if m.module in ids and m.passed_on is not None:
            best[(m.module,)] = max(exact(m.percent), best.get((m.module,), Fraction(0)))
    for a in record.assessments:
        if (key := (a.level, a.type)) in keys:
            best[key] = max(exact(a.percent), best.get(key, Fraction(0)))
    return sum(best.values(), Fraction(0))


def _assessment_keys(program: Program) -> set[tuple[int, str]]:
    levels = program.certification.levels
    return {(rules.level, a.type) for rules in levels for a in rules.assessments}


def _first(program: Program, learner: LearnerRecord, on: date) -> date | None:
    """Day of a learner's first certificate."""
    levels = program.certification.levels
    standings = (level_standing(program, rules, learner, on) for rules in levels)
    return min((s.first_on for s in standings if s.first_on is not None), default=None)


def _targets(
    program: Program, learners: Sequence[LearnerRecord], firsts: Sequence[date | None]
) -> list[TargetStanding]:
    tracking = program.certification.tracking
    values = {
        "module_completion": _completion(program, learners),
        "assessment_scores": _assessment_scores(program, learners),
        **_certified(learners, firsts),
    }
    return [
        _target(program, group, metric, values.get(metric.name, []))
        for group in ("progress", "completion", "feedback")
        for metric in getattr(tracking, group)
    ]


def _target(program: Program, group: str, metric: Metric, values: list[Fraction]) -> TargetStanding:
    n = len(values)
    needs = getattr(program.sample_sizes, metric.counts)
    mean = sum(values, Fraction(0)) / n if n >= needs else None
    gap = None if mean is None else mean - exact(metric.target)
    reached = None if gap is None else (gap >= 0 if metric.better == "higher" else gap <= 0)
    text = f"too few: {n} of {needs} {metric.counts}"
    if mean is not None:
        text = f"{float(mean):.1f} of {metric.target:g} {metric.unit}, n = {n}"
    return TargetStanding(
        group=group,
        name=metric.name,
        unit=metric.unit,
        better=metric.better,
        target=float(metric.target),
        value=None if mean is None else float(mean),
        n=n,
        needs=needs,
        counts=metric.counts,
        gap=None if gap is None else float(gap),
        reached=reached,
        words=text,
    )


def _completion(program: Program, learners: Sequence[LearnerRecord]) -> list[Fraction]:
    """Percent of modules passed by each, of those that are ready or that somebody has worked."""
    tried = {m.module for r in learners for m in r.modules}
    ids = [m.id for m in program.modules if m.status == "ready" or m.id in tried]
    if not ids:
        return []
    return [
        Fraction(100 * sum(module_item(program, name, r)[0] is not None for name in ids), len(ids))
        for r in learners
    ]


def _assessment_scores(program: Program, learners: Sequence[LearnerRecord]) -> list[Fraction]:
    """Mean of the best percent in each assessment taken, of each learner who took any."""
    means, keys = [], _assessment_keys(program)
    for learner in learners:
        best: dict[tuple[int, str], Fraction] = {}
        for a in learner.assessments:
            if (key := (a.level, a.type)) in keys:
                best[key] = max(exact(a.percent), best.get(key, Fraction(0)))
        if best:
            means.append(sum(best.values(), Fraction(0)) / len(best))
    return means


def _certified(
    learners: Sequence[LearnerRecord], firsts: Sequence[date | None]
) -> dict[str, list[Fraction]]:
    """Who earned a certificate (100 or 0), and the days it took from the start to the first."""
    rate = [Fraction(100 if first is not None else 0) for first in firsts]
    days = [
        Fraction((first - learner.started_on).days)
        for learner, first in zip(learners, firsts, strict=True)
        if first is not None and learner.started_on is not None
    ]
    return {"certification_rate": rate, "time_to_complete": days}


def certification(
    program: Program, record: LearnerRecord, on: date, cohort: Sequence[LearnerRecord] = ()
) -> Certification:
    """Apply the program's rules to one learner.

    Parameters
    ----------
    program : Program
        The rules.
    record : LearnerRecord
        The learner's results. Whatever is dated after `on` is ignored.
    on : date
        The day for which the question is asked.
    cohort : sequence of LearnerRecord
        All learners of the cohort, this one included; ranks and targets are worked out of them.
        Learners that were made up for show are not compared with real ones. By default the learner
        is alone.

    Returns
    -------
    Certification
        What was earned by that day, and what is missing.

    Examples
    --------
    >>> from datetime import date
    >>> from course import load_program
    >>> from course.certification import certification
    >>> from course.records.results import LearnerRecord
    >>> beginner = LearnerRecord(learner="learner-01", name="Ada")
    >>> certification(load_program(), beginner, date(2025, 6, 1)).levels[0].state.value
    'missing'
    """
    among = [_until(r, on) for r in cohort or (record,) if r.sample is record.sample]
    return _certification(program, _until(record, on), on, CohortTargets(program, among, on))


def certifications(
    program: Program, cohort: Sequence[LearnerRecord], on: date
) -> tuple[Certification, ...]:
    """Apply the program's rules to every learner of a cohort.

    Parameters
    ----------
    program : Program
        The rules.
    cohort : sequence of LearnerRecord
        All learners. Those that were made up for show are a cohort of their own.
    on : date
        The day for which the question is asked.

    Returns
    -------
    tuple of Certification
        One for each learner, in the order of `cohort`.
    """
    seen = [_until(record, on) for record in cohort]
    among = {
        sample: CohortTargets(program, [r for r in seen if r.sample is sample], on)
        for sample in {r.sample for r in seen}
    }
    return tuple(_certification(program, r, on, among[r.sample]) for r in seen)


def _certification(
    program: Program, seen: LearnerRecord, on: date, cohort: CohortTargets
) -> Certification:
    levels = tuple(
        level_standing(program, rules, seen, on) for rules in program.certification.levels
    )
    context: dict[str, Any] = {"levels": levels, "cohort": cohort, "on": on}
    what = program.certification.recognition
    named = {badge.earned_by.module for badge in what.badges}
    badges = [_award(program, badge, seen, **context) for badge in what.badges]
    for module in program.modules:
        if module.id not in named:  # its id is its badge's, where program.toml names no other
            mark = module.assessment.passing_score
            badge = Badge(
                name=module.title,
                criteria=f"Pass {module.title} with {mark} % of its points",
                earned_by=Criterion(module=module.id),
            )
            badges.append(_award(program, badge, seen, **context))
    known = {badge.name for badge in badges}
    for paper in papers_of(seen, "badge", on):
        if paper.name not in known:
            known.add(paper.name)
            badges.append(
                AwardStanding(
                    name=paper.name,
                    criteria="issued under earlier rules",
                    module=None,
                    earned_on=paper.issued_on,
                    missing=(),
                )
            )
    return Certification(
        learner=seen.learner,
        name=seen.name,
        sample=seen.sample,
        on=on,
        levels=levels,
        badges=tuple(badges),
        rewards=tuple(_award(program, r, seen, **context) for r in what.rewards),
        tracking=cohort.targets,
    )


def _until(record: LearnerRecord, on: date) -> LearnerRecord:
    """Leave out what is dated after a day; a module's result without a day never counts."""
    return replace(
        record,
        modules=tuple(m for m in record.modules if m.passed_on is None or m.passed_on <= on),
        assessments=tuple(a for a in record.assessments if a.taken_on <= on),
        projects=tuple(p for p in record.projects if p.handed_in_on <= on),
        incidents=tuple(run for run in record.incidents if run.on <= on),
        issued=tuple(paper for paper in record.issued if paper.issued_on <= on),
    )


def _award(
    program: Program,
    what: Badge | Reward,
    seen: LearnerRecord,
    *,
    levels: Sequence[LevelStanding],
    cohort: CohortTargets,
    on: date,
) -> AwardStanding:
    """Say whether a badge or reward is earned; a badge that was issued stays earned."""
    since, issued = LONG_AGO, []
    if isinstance(what, Badge):
        papers = [p for p in seen.issued if p.kind == "badge" and p.name == what.name]
        since = counts_from(papers, on)
        issued = [p.issued_on for p in papers_of(seen, "badge", on) if p.name == what.name]
    day, missing = _criterion(
        program, what.earned_by, seen, levels=levels, cohort=cohort, since=since, on=on
    )
    days = [*issued, *([day] if day is not None else [])]
    return AwardStanding(
        name=what.name,
        criteria=what.criteria,
        module=what.earned_by.module,
        earned_on=min(days, default=None),
        missing=() if days else tuple(missing),
    )


def _criterion(
    program: Program,
    rule: Criterion,
    seen: LearnerRecord,
    *,
    levels: Sequence[LevelStanding],
    cohort: CohortTargets,
    since: date,
    on: date,
) -> tuple[date | None, list[str]]:
    if rule.module is not None:
        day, shortfall = module_item(program, rule.module, seen, since)
        return day, [shortfall]
    if rule.incidents is not None:
        first: dict[str, date] = {}
        for run in sorted(seen.incidents, key=lambda run: run.on):
            if run.handled and run.on >= since:
                first.setdefault(run.scenario, run.on)
        days = sorted(first.values())
        if len(days) >= rule.incidents:
            return days[rule.incidents - 1], []
        return None, [f"{len(days)} of {rule.incidents} different incidents handled"]
    if rule.levels is not None:
        known = {s.level: s.first_on for s in levels}
        earned = [day for level in rule.levels if (day := known.get(level)) is not None]
        if len(earned) == len(rule.levels):
            return max(earned), []
        return None, [f"level {lv}" for lv in rule.levels if known.get(lv) is None]
    most, certified = rule.top_learners or 0, any(s.first_on is not None for s in levels)
    worth = cohort.worth_of_place(most)
    if certified and worth is not None and score(program, seen) >= worth:
        return on, []
    place = f"among the first {most}" if most > 1 else "first"
    return None, [f"{place} of those of the cohort who have a certificate"]

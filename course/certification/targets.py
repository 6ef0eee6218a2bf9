"""Numbers of a cohort: who ranks where, and how far its targets are.

A measure with fewer learners or answers than program.toml's sample size has no value.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from course.certification.levels import level_standing, module_item
from course.certification.standings import TargetStanding
from course.program import Metric, Program
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

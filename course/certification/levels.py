"""A level's certificate through the years: earned, renewed, lapsed, earned again, revoked.

The rules are written out in docs/certification.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from course.certification.requirements import (
    LONG_AGO,
    assessment_name,
    passed_on,
    requirements,
)
from course.certification.standings import LevelStanding, State
from course.program import CertificationLevel, Program
from course.records.results import Issued, LearnerRecord

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

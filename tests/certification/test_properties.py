"""What holds for all records: order means nothing, more is never less, days are days."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from course.certification import State, certification, later
from course.records.results import LearnerRecord
from tests.certification.people import (
    CORE,
    GOOD,
    PROGRAM,
    earned,
    module,
    paper,
    plus,
    practice,
    project,
    run,
    theory,
)

START = date(2025, 1, 1)
HELD = {State.HELD, State.WINDOW}


def days(most: int = 2400) -> st.SearchStrategy[date]:
    return st.integers(0, most).map(lambda n: START + timedelta(days=n))


def records(most: int = 2400) -> st.SearchStrategy[LearnerRecord]:
    when, percent = days(most), st.sampled_from([0, 79.999, 80, 84, 85, 100])
    bad = {**GOOD, "tti_ms": (100, 81)}
    return st.builds(
        LearnerRecord,
        learner=st.just("learner-01"),
        name=st.just("learner-01"),
        modules=st.lists(st.builds(module, st.sampled_from(CORE), percent, when), max_size=4).map(
            lambda more: (*(module(name, 90, START) for name in CORE), *more)
        ),
        assessments=st.lists(
            st.one_of(st.builds(theory, percent, when), st.builds(practice, percent, when)),
            max_size=12,
        ).map(tuple),
        projects=st.lists(st.builds(project, st.sampled_from([GOOD, bad]), when), max_size=3).map(
            tuple
        ),
        incidents=st.lists(
            st.builds(run, st.sampled_from("abcdefg"), when, handled=st.booleans()), max_size=9
        ).map(tuple),
    )


def shuffled(items: Sequence[Any], seed: int) -> tuple[Any, ...]:
    return tuple(random.Random(seed).sample(items, len(items)))


@given(records(), days(), st.integers())
@settings(max_examples=80, deadline=None)
def test_order_of_records_means_nothing(record: LearnerRecord, on: date, seed: int) -> None:
    """A file may list results in any order, and any of them twice."""
    kinds = ("modules", "assessments", "projects", "incidents")
    other = replace(record, **{k: shuffled(getattr(record, k), seed) * 2 for k in kinds})

    assert certification(PROGRAM, other, on) == certification(PROGRAM, record, on)


@given(records(), days(), st.data())
@settings(max_examples=80, deadline=None)
def test_a_bad_result_takes_nothing_away(
    record: LearnerRecord, on: date, data: st.DataObject
) -> None:
    """Whatever is failed, and whenever: states, days and badges stay."""
    when = data.draw(days())
    more = plus(
        record,
        assessments=(theory(79.99, when), practice(0, when)),
        modules=module(CORE[0], 0, when),
        projects=project({}, when),
        incidents=run("a", when, handled=False),
    )
    before, after = certification(PROGRAM, record, on), certification(PROGRAM, more, on)

    assert [(x.state, x.earned_on, x.expires_on) for x in after.levels] == [
        (x.state, x.earned_on, x.expires_on) for x in before.levels
    ]
    assert {k for k, v in earned(after).items() if v} >= {k for k, v in earned(before).items() if v}


@given(records(), days(), st.data())
@settings(max_examples=80, deadline=None)
def test_a_good_result_of_today_takes_nothing_away(
    record: LearnerRecord, on: date, data: st.DataObject
) -> None:
    """A pass on the day asked about keeps a certificate held, and its last day no earlier."""
    good = data.draw(
        st.sampled_from(
            [
                {"assessments": theory(100, on)},
                {"assessments": practice(100, on)},
                {"projects": project(on=on)},
                {"modules": module(CORE[0], 100, on)},
            ]
        )
    )
    before = certification(PROGRAM, record, on).levels[0]
    after = certification(PROGRAM, plus(record, **good), on).levels[0]

    if before.state in HELD:
        assert after.state in HELD
        assert after.expires_on >= before.expires_on  # type: ignore[operator]


@given(records(700), st.integers(0, 700), st.data())
@settings(max_examples=80, deadline=None)
def test_a_good_result_of_any_day_takes_nothing_away_before_expiry(
    record: LearnerRecord, at: int, data: st.DataObject
) -> None:
    """Within the first two years an older pass that turns up late can only help."""
    on, when = START + timedelta(days=at), data.draw(days(700))
    more = plus(
        record, assessments=(theory(80, when), practice(85, when)), projects=project(on=when)
    )
    before, after = certification(PROGRAM, record, on), certification(PROGRAM, more, on)

    if before.levels[0].state in HELD:
        assert after.levels[0].state in HELD
    got, has = earned(before), earned(after)
    assert all(has[k] and has[k] <= v for k, v in got.items() if v and k != "Conference Ticket")


@given(records(), days(), days())
@settings(max_examples=80, deadline=None)
def test_what_was_issued_holds_to_its_last_day(
    record: LearnerRecord, issued: date, on: date
) -> None:
    """Whatever the results say."""
    until = later(issued, 2)
    standing = certification(
        PROGRAM, plus(record, issued=paper(issued.isoformat(), until.isoformat())), on
    )

    if issued <= on <= until:
        assert standing.levels[0].state in HELD
        assert standing.levels[0].expires_on >= until  # type: ignore[operator]


@given(records(), days())
@settings(max_examples=80, deadline=None)
def test_states_and_days_agree(record: LearnerRecord, on: date) -> None:
    """Nothing is earned or renewed later than today, and each state has its side of the days."""
    standing = certification(PROGRAM, record, on).levels[0]
    if standing.state is State.MISSING:
        assert standing.earned_on is standing.expires_on is standing.first_on is None
        return
    assert standing.earned_on is not None
    assert standing.expires_on is not None
    assert standing.renewable_from == standing.expires_on - timedelta(days=90)
    assert standing.earned_on <= on
    assert standing.renewed_on is None or standing.earned_on <= standing.renewed_on <= on
    if standing.state is State.HELD:
        assert on < standing.renewable_from
        assert standing.to_do == ()
    elif standing.state is State.WINDOW:
        assert standing.renewable_from <= on <= standing.expires_on
        assert standing.to_do
    else:
        assert on > standing.expires_on
        assert standing.to_do


@given(st.dates(date(1970, 1, 1), date(2900, 1, 1)), st.integers(1, 10))
def test_years_later_is_the_same_day(day: date, years: int) -> None:
    """Only 29 February moves, to the 28th."""
    got = later(day, years)

    assert got.year == day.year + years
    assert (got.month, got.day) in {(day.month, day.day), (2, 28)}
    assert (got.day == day.day) or (day.month, day.day) == (2, 29)

"""Made-up records: the same each time, marked, within the timeline, up to level 3."""

from datetime import date

import pytest

from course.certification import State, certifications
from course.demo.sample_records import sample_records
from course.program import load_program

PROGRAM = load_program()
LEARNERS = [
    (f"learner-{n:02}", skill) for n, skill in enumerate((1.0, 1.0, 0.8, 0.5, 0.0), start=1)
]
SCENARIOS = [f"s{n}" for n in range(12)]


@pytest.mark.parametrize("seed", range(5))
def test_samples_go_to_all_three_levels(seed: int) -> None:
    """Who does everything holds three certificates; who does nothing none; in between in between."""
    records = sample_records(PROGRAM, LEARNERS, SCENARIOS, seed=seed)
    standings = certifications(PROGRAM, records, PROGRAM.ends)
    held = [sum(level.state is State.HELD for level in c.levels) for c in standings]

    assert held[0] == held[1] == 3
    assert held[-1] == 0
    assert sum(held) < 3 * len(held)
    assert {b.name for b in standings[0].badges if b.earned_on} >= {
        "Performance Expert",
        "Incident Master",
    }
    assert {r.name for r in standings[0].rewards if r.earned_on} >= {"Learning Budget"}


def test_samples_are_marked_and_the_same_each_time() -> None:
    """The same seed gives the same, another seed another; what is graded is left to the gradebook."""
    first = sample_records(PROGRAM, LEARNERS, SCENARIOS, seed=1)

    assert all(record.sample for record in first)
    assert first == sample_records(PROGRAM, LEARNERS, SCENARIOS, seed=1)
    assert first != sample_records(PROGRAM, LEARNERS, SCENARIOS, seed=2)
    besides = sample_records(
        PROGRAM, LEARNERS, SCENARIOS, seed=1, besides=["101-system-architecture"]
    )
    assert {m.module[:3] for r in besides for m in r.modules} == {
        m.id[:3] for m in PROGRAM.modules if m.id[:3] != "101"
    }


def test_samples_lie_within_the_timeline() -> None:
    """A program that ended today has records up to today."""
    program = PROGRAM.starting(date(2026, 9, 7))
    for record in sample_records(program, LEARNERS, SCENARIOS, seed=1):
        days = [
            *(m.passed_on for m in record.modules),
            *(a.taken_on for a in record.assessments),
            *(p.handed_in_on for p in record.projects),
            *(r.on for r in record.incidents),
        ]
        assert all(day is not None and program.starts <= day <= program.ends for day in days)
        assert record.started_on is not None
        assert all(0 <= float(m.percent) <= 100 for m in record.modules)

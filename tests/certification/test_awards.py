"""Badges, rewards and tracked targets."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from course.certification import certification, certifications, score
from course.records.results import Issued, LearnerRecord
from tests.certification.people import (
    CORE,
    FULL,
    MODULES_ON,
    NOW,
    PROGRAM,
    PROJECT_ON,
    changed,
    day,
    earned,
    module,
    plus,
    practice,
    project,
    run,
    theory,
)

FIVE = tuple(run(f"s{n}", day(f"2025-03-0{n}")) for n in range(1, 6))
NOBODY = LearnerRecord(learner="learner-09", name="learner-09")


def badge(name: str, on: str, revoked: str | None = None) -> Issued:
    return Issued(
        kind="badge",
        name=name,
        issued_on=day(on),
        credential_id=name,
        revoked_on=None if revoked is None else day(revoked),
    )


@pytest.mark.parametrize(
    ("runs", "on"),
    [
        (FIVE[:4], None),
        (FIVE, "2025-03-05"),
        (FIVE[::-1], "2025-03-05"),
        ((*FIVE[:4], run("s5", handled=False)), None),
        ((*FIVE[:4], run("s4", seed=2)), None),  # the same scenario again
        ((*FIVE[:4], run("s5", NOW + timedelta(days=1))), None),  # tomorrow
        ((*FIVE[:4], run("s5", handled=False), run("s5", day("2025-03-09"))), "2025-03-09"),
    ],
)
def test_five_different_incidents_make_a_master(runs: tuple[object, ...], on: str | None) -> None:
    """Four are too few; a run that failed, a scenario twice and what is to come do not count."""
    standing = certification(PROGRAM, plus(NOBODY, incidents=runs), NOW)

    assert earned(standing)["Incident Master"] == on


def test_what_an_incident_master_lacks_is_counted() -> None:
    """How many of how many."""
    standing = certification(PROGRAM, plus(NOBODY, incidents=FIVE[:4]), NOW)
    (award,) = (a for a in standing.badges if a.name == "Incident Master")

    assert award.missing == ("4 of 5 different incidents handled",)


def test_each_module_has_a_badge_and_performance_has_the_plans() -> None:
    """104's is called Performance Expert; 84 of 85 does not earn one."""
    record = plus(NOBODY, modules=(module(CORE[0], 80), module(CORE[1], 84), module(CORE[3], 85)))
    got = earned(certification(PROGRAM, record, NOW))

    assert {name for name, on in got.items() if on} >= {"System Architecture", "Performance Expert"}
    assert got["System Architecture"] == got["Performance Expert"] == MODULES_ON.isoformat()
    assert got["Code Quality"] is None
    assert "Performance" not in got
    assert len(got) == 15 + 1 + 2  # modules, incidents, rewards


def test_a_badge_that_was_issued_stays_until_it_is_revoked() -> None:
    """A raised mark takes no badge away; a revocation does, and the old result does not return it."""
    record = plus(NOBODY, modules=module(CORE[3], 85))
    strict = changed(m104=95)
    issued = plus(record, issued=badge("Performance Expert", "2025-03-01"))
    revoked = plus(record, issued=badge("Performance Expert", "2025-03-01", "2025-03-20"))

    assert earned(certification(strict, record, NOW))["Performance Expert"] is None
    assert earned(certification(strict, issued, NOW))["Performance Expert"] == "2025-03-01"
    assert (
        earned(certification(PROGRAM, revoked, day("2025-03-19")))["Performance Expert"]
        == "2025-02-28"
    )
    assert earned(certification(PROGRAM, revoked, NOW))["Performance Expert"] is None
    again = plus(revoked, modules=module(CORE[3], 85, NOW))
    assert earned(certification(PROGRAM, again, NOW))["Performance Expert"] == NOW.isoformat()


def test_a_badge_of_earlier_rules_is_still_shown() -> None:
    """What was given is not forgotten because nobody gives it any more."""
    record = plus(NOBODY, issued=badge("Latency Hunter", "2025-03-01"))

    assert earned(certification(PROGRAM, record, NOW))["Latency Hunter"] == "2025-03-01"


def everything() -> LearnerRecord:
    """All three levels, the last on 4 April."""
    measures = {
        2: (
            "Service Reliability",
            {"time_to_mitigate_s": (900, 600), "alert_precision_percent": (40, 70)},
        ),
        3: (
            "Capacity Redesign",
            {"capacity_requests_per_s": (100, 101), "single_points_of_failure": (3, 0)},
        ),
    }
    record = FULL
    for number, (name, measured) in measures.items():
        record = plus(
            record,
            modules=tuple(module(m) for m in PROGRAM.track(number).modules),
            assessments=(theory(level=number), practice(level=number)),
            projects=project(measured, NOW, level=number, project=name),
        )
    return record


def test_all_levels_earn_the_budget_and_a_lapse_does_not_take_it() -> None:
    """The day of the last level's certificate; two levels are one too few."""
    record = everything()
    two = replace(record, projects=record.projects[:2])
    standing = certification(PROGRAM, record, day("2035-01-01"))

    assert {s.state.value for s in standing.levels} == {"lapsed"}
    assert earned(standing)["Learning Budget"] == NOW.isoformat()
    assert earned(certification(PROGRAM, two, NOW))["Learning Budget"] is None


def test_levels_do_not_wait_for_each_other() -> None:
    """program.toml asks level 2 for its own modules, assessments and project, and no more."""
    record = everything()
    own = replace(
        record,
        modules=tuple(m for m in record.modules if m.module.startswith("2")),
        assessments=tuple(a for a in record.assessments if a.level == 2),
    )
    states = [s.state.value for s in certification(PROGRAM, own, NOW).levels]

    assert states == ["missing", "held", "missing"]


def named(number: int, record: LearnerRecord = FULL, **other: object) -> LearnerRecord:
    name = f"learner-{number:02}"
    return replace(record, learner=name, name=name, **other)


def test_the_top_performer_has_most_points_and_ties_share() -> None:
    """Sum of best percents; equal sums both win, nobody without a certificate, samples apart."""
    better = plus(FULL, assessments=theory(81, NOW))
    cohort = [named(1), named(2, better), named(3, NOBODY), named(4, everything(), sample=True)]
    tickets = [earned(c)["Conference Ticket"] for c in certifications(PROGRAM, cohort, NOW)]
    tie = [named(1, better), named(2, better)]

    assert tickets == [None, NOW.isoformat(), None, NOW.isoformat()]
    assert all(earned(c)["Conference Ticket"] for c in certifications(PROGRAM, tie, NOW))
    alone = plus(NOBODY, assessments=theory(100))
    assert earned(certification(PROGRAM, alone, NOW))["Conference Ticket"] is None
    most = named(3, replace(everything(), projects=()))
    assert earned(certification(PROGRAM, most, NOW, [named(1), most]))["Conference Ticket"] is None
    assert score(PROGRAM, better) == 5 * 90 + 81 + 85


def test_one_of_a_cohort_is_judged_as_the_whole_is() -> None:
    """certification() with its cohort says what certifications() says."""
    cohort = [
        named(1),
        named(2, everything()),
        named(3, NOBODY),
        named(4, everything(), sample=True),
    ]
    whole = certifications(PROGRAM, cohort, NOW)

    assert tuple(certification(PROGRAM, r, NOW, cohort) for r in cohort) == whole


def targets(cohort: list[LearnerRecord]) -> dict[str, tuple[float | None, int, float | None]]:
    standing = certification(PROGRAM, cohort[0], NOW, cohort).tracking
    return {t.name: (t.value, t.n, t.gap) for t in standing}


def test_targets_say_too_few_below_ten_learners() -> None:
    """Nine learners give no number, ten do; time to complete counts those who did."""
    nine = [named(n) for n in range(1, 10)]
    few = certification(PROGRAM, nine[0], NOW, nine).tracking
    assert {t.words for t in few if t.counts == "learners"} == {"too few: 9 of 10 learners"}
    assert all(t.value is t.gap is t.reached is None for t in few)

    ten = targets([*nine, named(10, NOBODY)])
    assert ten["module_completion"] == (90.0, 10, -10.0)  # nine of five of five modules
    assert ten["certification_rate"] == (90.0, 10, 0.0)
    assert ten["assessment_scores"] == (None, 9, None)  # nobody's unknown score is a 0
    assert ten["time_to_complete"] == (None, 9, None)
    assert ten["satisfaction_score"] == (None, 0, None)

    eleven = targets([*nine, named(10), named(11, NOBODY)])
    assert eleven["time_to_complete"] == ((PROJECT_ON - date(2025, 2, 3)).days, 10, 53 - 60)
    assert eleven["assessment_scores"] == (82.5, 10, -2.5)


def test_data_is_plain_json() -> None:
    """Days as text, states as words, nothing that json refuses."""
    import json

    data = certification(PROGRAM, FULL, NOW).data()

    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert (data["on"], data["levels"][0]["state"], data["levels"][0]["expires_on"]) == (
        "2025-04-04",
        "held",
        "2027-03-28",
    )
    assert {"words", "met", "have", "need", "missing"} <= set(data["levels"][0]["requirements"][0])

"""Points by part for hand-made journals of the tutorial; expected figures are computed by hand.

Detection: 20 x (900 - (t - 765)) / (900 - 240). Analysis: hops are checkout-web 1, checkout-payment
1, checkout-catalog 2, checkout-buyers 2.
"""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.incidents.journal import Journal, parse
from course.incidents.post_rules import public_posts, shares
from course.incidents.scoring import UNRESTORED, score, soft_f1
from course.incidents.vocabulary import BY_PERSON, PARTS
from tests.incidents.runs import (
    CLOSE,
    CLOSING,
    DECLARE,
    HORIZON,
    LOOK,
    NAMED,
    ORACLE,
    RIGHT,
    ROLLBACK,
    Line,
    journal,
    post,
    run,
    run_of,
    scenario,
    scored,
)

FULL = {name: points for name, points in PARTS.items() if name != BY_PERSON}


def declared(t: int, severity: int = 2) -> Line:
    return (t, "declare", {"severity": severity})


def named(t: int = 940, **more: Any) -> Line:
    return (t, "hypothesis", {k: v for k, v in {**RIGHT, **more}.items() if v is not None})


def act(t: int, verb: str, **args: Any) -> Line:
    return (t, f"act.{verb}", args)


DETECTION: dict[str, tuple[tuple[Line, ...], float]] = {
    "soon": ((DECLARE,), 20),
    "at par": ((declared(1005),), 20),
    "a quarter late": ((declared(1170),), 15),
    "half late": ((declared(1335),), 10),
    "at the end of patience": ((declared(1665),), 0),
    "later": ((declared(2000),), 0),
    "never": ((), 0),
    "a grade too grave": ((declared(920, 1),), 20),
    "a grade too mild": ((declared(920, 3),), 20),
    "before the breach, after the onset": ((declared(740),), 20),
    "a false alarm only": ((declared(650),), 0),
    "after a false alarm": ((declared(650), DECLARE), 15),
    "after two": ((declared(610), declared(650), DECLARE), 10),
    "after four": (tuple(declared(t) for t in (600, 610, 620, 630, 920)), 0),
    "said twice": ((DECLARE, declared(1335)), 20),
}
ANALYSIS: dict[str, tuple[tuple[Line, ...], tuple[float, float, float, float]]] = {
    "right": ((NAMED,), (15, 8, 4, 3)),
    "nothing": ((), (0, 0, 0, 0)),
    "the caller": ((named(components=["web"]),), (7.5, 8, 4, 3)),
    "a callee": ((named(components=["payment"]),), (7.5, 8, 4, 3)),
    "two hops away": ((named(components=["catalog"]),), (5, 8, 4, 3)),
    "the users": ((named(components=["buyers"]),), (5, 8, 4, 3)),
    "what is not there": ((named(components=["moon"]),), (0, 8, 4, 3)),
    "it and its caller": ((named(components=["checkout", "web"]),), (15 * 6 / 7, 8, 4, 3)),
    "it and the moon": ((named(components=["checkout", "moon"]),), (10, 8, 4, 3)),
    "it, said twice": ((named(components=["checkout"] * 2),), (15, 8, 4, 3)),
    "wrong cause": ((named(cause="slow replica"),), (15, 0, 4, 0)),
    "wrong trigger": ((named(trigger="attack"),), (15, 8, 4, 0)),
    "no trigger": ((named(trigger=None),), (15, 8, 4, 0)),
    "a minute early": ((named(onset_s=660),), (15, 8, 4, 3)),
    "more than that": ((named(onset_s=659),), (15, 8, 0, 3)),
    "a minute late": ((named(onset_s=780),), (15, 8, 4, 3)),
    "later": ((named(onset_s=781),), (15, 8, 0, 3)),
    "no onset": ((named(onset_s=None),), (15, 8, 0, 3)),
    "wrong, then right": (
        (named(700, components=["web"], cause="cold cache"), NAMED),
        (15, 8, 4, 3),
    ),
    "right, then wrong": (
        (NAMED, named(1000, components=["web"], cause="cold cache")),
        (7.5, 0, 4, 0),
    ),
}
# Objective, regret, cause removed, harmless.
RESOLUTION: dict[str, tuple[tuple[Line, ...], tuple[float, float, float, float]]] = {
    "nothing": ((DECLARE,), (0, 0, 0, 0)),
    "rolled back": ((DECLARE, ROLLBACK), (10, 10, 5, 5)),
    "rolled back and closed": ((DECLARE, ROLLBACK, CLOSE), (10, 10, 5, 5)),
    "closed too early": ((DECLARE, ROLLBACK, (1100, "close", {})), (0, 10, 5, 5)),
    "closed as soon as it had held": ((DECLARE, ROLLBACK, (1200, "close", {})), (10, 10, 5, 5)),
    "closed before it was well": ((DECLARE, (930, "close", {})), (0, 0, 0, 0)),
    "by version": (
        (DECLARE, act(960, "rollback", service="checkout", version="v41")),
        (10, 10, 5, 5),
    ),
    "drained: masked, not removed": (
        (DECLARE, act(960, "drain", service="checkout", slot=0)),
        (10, 10, 0, 5),
    ),
    "another service": ((DECLARE, act(960, "rollback", service="catalog")), (0, 0, 0, 4)),
    "another service, by the way": (
        (DECLARE, ROLLBACK, act(980, "restart", service="catalog", slot=0)),
        (10, 10, 5, 4),
    ),
    "the broken version to all": (
        (DECLARE, act(960, "deploy", service="checkout", version="v42")),
        (0, 0, 0, 0),
    ),
    "rolled back, then out again": (
        (DECLARE, ROLLBACK, act(1300, "deploy", service="checkout", version="v42")),
        (0, 0, 0, 0),
    ),
    "rolled back before it was there": (
        (declared(610), act(630, "rollback", service="checkout")),
        (0, 0, 0, 4),
    ),
}
# First, cadence, magnitude, components, status, language, closing. The first post is due at 1305.
COMMUNICATION: dict[str, tuple[tuple[Line, ...], tuple[float, ...]]] = {
    "all": ((post(980), post(1320, "resolved")), (2, 2, 2, 2, 1.5, 1, 1.5)),
    "none": ((), (0, 0, 0, 0, 0, 0, 0)),
    "among us only": ((post(980, audience="internal"),), (0, 0, 0, 0, 0, 0, 0)),
    "no closing": ((post(980),), (2, 2, 2, 2, 1.5, 1, 0)),
    "just in time": ((post(1305, "monitoring", affected_percent=None),), (2, 2, 0, 2, 1.5, 1, 0)),
    "too late": ((post(1306, "monitoring", affected_percent=None),), (0, 2, 0, 2, 1.5, 1, 0)),
    "magnitude in words": (
        (post(980, affected_percent=None, impact="About 15 % of purchases fail."),),
        (2, 2, 2, 2, 1.5, 1, 0),
    ),
    "twice too small": ((post(980, affected_percent=1),), (2, 2, 0, 2, 1.5, 1, 0)),
    "far too large": ((post(980, affected_percent=90),), (2, 2, 0, 2, 1.5, 1, 0)),
    "no magnitude": ((post(980, affected_percent=None),), (2, 2, 0, 2, 1.5, 1, 0)),
    "one right, one wrong": ((post(980), post(1100, affected_percent=90)), (2, 2, 1, 2, 1.5, 1, 0)),
    "another component": ((post(980, components=["Catalogue"]),), (2, 2, 2, 0, 1.5, 1, 0)),
    "one too many": ((post(980, components=["Checkout", "Catalogue"]),), (2, 2, 2, 0, 1.5, 1, 0)),
    "no component": ((post(980, components=[]),), (2, 2, 2, 0, 1.5, 1, 0)),
    "resolved too soon": ((post(980, "resolved", affected_percent=15),), (2, 2, 2, 2, 0, 1, 0)),
    "a promised end": (
        (post(980, text="Purchases fail. It will be fixed in 20 minutes."),),
        (2, 2, 2, 2, 1.5, 0, 0),
    ),
    "an internal name": (
        (post(980, text="The payment service answers with errors."),),
        (2, 2, 2, 2, 1.5, 0, 0),
    ),
    "a stack trace": (
        (post(980, text="KeyError: 'coupon' in pricing.total(cart)"),),
        (2, 2, 2, 2, 1.5, 0, 0),
    ),
    "a version": ((post(980, text="v42 is broken."),), (2, 2, 2, 2, 1.5, 0, 0)),
    "closing without what follows": (
        (post(980), post(1320, "resolved", text=CLOSING.partition("We will")[0])),
        (2, 2, 2, 2, 1.5, 1, 1),
    ),
}


def parts(lines: tuple[Line, ...], phase: str) -> dict[str, float]:
    points = scored(*sorted(lines, key=lambda line: line[0]))
    return {n: p for n, p in points.parts.items() if n.startswith(phase + ".")}


def expected(phase: str, points: tuple[float, ...]) -> dict[str, Any]:
    names = [name for name in FULL if name.startswith(phase + ".")]
    return {n: pytest.approx(p, abs=1e-9) for n, p in zip(names, points, strict=True)}


@pytest.mark.parametrize("name", DETECTION)
def test_detection(name: str) -> None:
    """Time counts from the breach; a false alarm costs a quarter."""
    lines, points = DETECTION[name]
    assert parts(lines, "detection") == expected("detection", (points,))


@pytest.mark.parametrize("name", ANALYSIS)
def test_analysis(name: str) -> None:
    """The last hypothesis counts; near is worth something."""
    lines, points = ANALYSIS[name]
    assert parts(lines, "analysis") == expected("analysis", points)


@pytest.mark.parametrize("name", RESOLUTION)
def test_resolution(name: str) -> None:
    """Held, harm spared, cause removed, nothing harmful."""
    lines, points = RESOLUTION[name]
    assert parts(lines, "resolution") == expected("resolution", points)


@pytest.mark.parametrize("name", COMMUNICATION)
def test_communication(name: str) -> None:
    """Each post against what was true when it was made."""
    lines, points = COMMUNICATION[name]
    found = parts((DECLARE, NAMED, ROLLBACK, *lines), "communication")
    assert found == expected("communication", points)


def test_the_oracle_has_all_that_rules_give() -> None:
    """92 points; the other 8 are a person's. Tasks have all but what awaits a person."""
    points = scored(*ORACLE)
    assert points.parts == pytest.approx(FULL)
    assert (points.points, points.out_of, points.pending) == (92, 100, 8)
    assert [(t.points + t.pending, t.pending > 0) for t in points.tasks] == [
        (pytest.approx(t.out_of), "communication.person" in task.parts)
        for t, (_, task) in zip(points.tasks, scenario().tasks.every(), strict=True)
    ]
    assert (points.time_to_detect_s, points.time_to_resolve_s) == (155, 255)
    assert (points.accuracy, points.efficiency, points.communication_quality) == (1, 1, 1)


BLIND = tuple(line for line in ORACLE if line != LOOK)


def test_what_is_said_or_done_without_a_look_is_a_guess() -> None:
    """Declaring and naming earn nothing, an act costs; a look before the onset does not help."""
    for lines in (BLIND, ((600, "topology", {}), (630, "logs", {"query": "*"}), *BLIND)):
        guessed = score(run(*lines)).parts
        assert {n: p for n, p in guessed.items() if p < FULL[n]} == {
            "detection.time": 0,
            **{f"analysis.{part}": 0 for part in ("components", "cause", "onset", "trigger")},
            "resolution.harmless": 4,
        }


def test_an_alert_tells_that_something_is_wrong_and_not_what() -> None:
    """Who saw only alerts may declare, and has still to look for the cause."""
    points = score(run((800, "alerts", {}), *BLIND))
    assert (points.phase("detection"), points.phase("analysis")) == (20, 0)
    assert points.phase("resolution") == 30


@pytest.mark.parametrize("end", [(), (CLOSE,)])
def test_a_run_that_restores_nothing_is_not_passed(end: tuple[Line, ...]) -> None:
    """Whatever it says: 40 of 100 with all that a person can give."""
    told = (DECLARE, NAMED, *(post(t) for t in range(980, 1380, 60)), *end)
    points = scored(*told)
    assert (points.restored, points.points) == (False, UNRESTORED)
    assert points.points + points.pending == 40
    assert sum(t.points for t in points.tasks) < 0.6 * sum(t.out_of for t in points.tasks)


def test_an_unattended_run_has_nothing() -> None:
    """No line, no points."""
    points = scored()
    assert points.points == 0
    assert (points.time_to_detect_s, points.time_to_resolve_s) == (None, None)


def test_severity_two_grades_off_is_a_false_alarm() -> None:
    """Who calls the gravest a trifle has not declared it."""
    grave = scenario().model_copy(update={"severity": 1})
    base = run(declared(920, 3))
    points = score(type(base)(**{**vars(base), "scenario": grave}))
    assert (points.parts["detection.time"], points.false_alarms) == (0, 1)


def test_regret_lies_between_nothing_and_the_oracle() -> None:
    """Rolling back 10 minutes later spares less: (nothing - own) / (nothing - oracle)."""
    late = run(DECLARE, act(1560, "rollback", service="checkout"))
    base, harm = late.baselines, late.course.harm_since_onset()
    share = (base.nothing - harm) / (base.nothing - base.oracle)
    assert 0.4 < share < 0.7
    assert score(late).parts["resolution.regret"] == pytest.approx(10 * share)


def test_silence_costs_cadence() -> None:
    """Unresolved, the time from 1305 to the end counts; a post lasts as long as it promises."""
    window = HORIZON - 1305
    for line, lasts in ((post(1300), 540), (post(1300, next_update_s=None), 300)):
        silent = run(LOOK, DECLARE, NAMED, line)
        cadence = shares(silent, public_posts(silent))["communication.cadence"]
        assert cadence == pytest.approx((lasts - 5) / window)


def test_hints_cost_efficiency_not_points() -> None:
    """They cost simulated time already."""
    points = scored((800, "hint", {}), DECLARE, ROLLBACK)
    assert (points.hints, points.efficiency) == (1, pytest.approx(1 / 1.1))


def test_soft_f1_by_hops() -> None:
    """A neighbour counts half, its neighbour a third; far from everything is nothing."""
    near = {"a": {"b"}, "b": {"a", "c"}, "c": {"b"}, "d": set()}
    assert soft_f1({"a"}, {"a"}, near) == 1
    assert soft_f1({"b"}, {"a"}, near) == 0.5
    assert soft_f1({"c"}, {"a"}, near) == pytest.approx(1 / 3)
    assert soft_f1({"d"}, {"a"}, near) == soft_f1(set(), {"a"}, near) == 0
    assert soft_f1({"a", "b"}, {"a", "c"}, near) == pytest.approx(0.75)


def test_a_journal_has_one_score() -> None:
    """Played twice, or after a round trip through JSON, it says the same."""
    first = journal(*ORACLE)
    again = parse(first.text().encode(), scenario())
    assert score(run_of(first)).data() == score(run_of(first)).data() == score(run_of(again)).data()


STATUS = st.sampled_from(["investigating", "identified", "monitoring", "resolved"])
POST = st.builds(
    lambda t, status, percent, components, text, promise: post(
        t, status, affected_percent=percent, components=components, text=text, next_update_s=promise
    ),
    st.integers(1500, 2350),
    STATUS,
    st.sampled_from([None, 1, 6, 15, 90]),
    st.sampled_from([[], ["Checkout"], ["Catalogue"], ["Checkout", "Catalogue"]]),
    st.sampled_from(["Some purchases fail.", CLOSING, "It will be fixed in an hour."]),
    st.sampled_from([None, 60, 540, 3000]),
)
GUESS = st.builds(
    lambda components, cause, trigger, onset: named(
        1420, components=components, cause=cause, trigger=trigger, onset_s=onset
    ),
    st.lists(st.sampled_from(["checkout", "web", "catalog", "moon"]), min_size=1, max_size=3),
    st.sampled_from(["bad release", "slow replica", "cold cache"]),
    st.sampled_from([None, "deploy", "attack"]),
    st.sampled_from([None, 720, 900]),
)
BACK = st.sampled_from([(), (act(1450, "rollback", service="checkout"),)])


def free(lines: list[Line]) -> list[Line]:
    """Lines in order, none within the 30 s that a post takes."""
    clear: list[Line] = []
    for line in sorted(lines, key=lambda line: line[0]):
        if not clear or line[0] >= clear[-1][0] + 30:
            clear.append(line)
    return clear


@settings(max_examples=60, deadline=None)
@given(st.integers(600, 1400), st.integers(0, 800), BACK, st.lists(POST, max_size=4), GUESS)
def test_declaring_later_never_earns_more(
    t: int, later: int, back: tuple[Line, ...], posts: list[Line], guess: Line
) -> None:
    """From the onset on; before it is no declaration but a false alarm."""
    soon, late = max(t, 730), min(max(t, 730) + later, 1405)
    rest = (guess, *back, *free(posts))
    early = scored(declared(soon), *rest).points
    assert scored(declared(late), *rest).points <= early + 1e-9


@settings(max_examples=60, deadline=None)
@given(BACK, st.lists(POST, max_size=4), GUESS)
def test_being_wrong_never_earns_more(
    back: tuple[Line, ...], posts: list[Line], guess: Line
) -> None:
    """Whatever is said instead of the truth, with whatever posts that were true."""
    clear = free(posts)
    best = scored(DECLARE, named(1420), *back, *clear).points
    assert scored(DECLARE, guess, *back, *clear).points <= best + 1e-9


@settings(max_examples=80, deadline=None)
@given(BACK, st.lists(POST, min_size=1, max_size=5), st.data())
def test_leaving_out_a_right_post_never_earns_more(
    back: tuple[Line, ...], posts: list[Line], data: st.DataObject
) -> None:
    """A post without anything wrong in it is never in the way."""
    lines = [LOOK, DECLARE, named(1420), *back, *free(posts)]
    points = score(run(*lines))
    right = [
        p.t_s
        for p in points.posts
        if p.status and not p.clean and p.magnitude is not False and p.components is not False
    ]
    if not right:
        return
    gone = data.draw(st.sampled_from(right))
    fewer = [line for line in lines if not (line[1] == "post" and line[0] == gone)]
    assert scored(*fewer).points <= points.points + 1e-9


def test_every_part_is_scored() -> None:
    """The score has each part of the design but the person's."""
    oracle: Journal = journal(*ORACLE)
    assert set(score(run_of(oracle)).parts) == set(FULL)

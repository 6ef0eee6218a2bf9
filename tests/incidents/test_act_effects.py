"""What acts did: each effect is the difference of two replays, and names alone judge nothing."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.errors import SubmissionError
from course.incidents.act_effects import (
    DIFFERENCE,
    GRAVE,
    MOST_ACTS,
    Effect,
    effects,
    removed,
)
from course.incidents.incident import opened
from course.incidents.journal import parse
from course.incidents.replayed_run import Run, acted, replay
from course.incidents.scenario_files import load_scenario
from course.incidents.scoring import score
from tests.incidents import runs
from tests.incidents.runs import DECLARE, LOOK, ROLLBACK, Line


def act(t: int, verb: str, **args: Any) -> Line:
    return (t, f"act.{verb}", args)


def played(name: str, *acts: Line, seed: int = 3) -> Run:
    """A run of a scenario by somebody who looks a minute after the onset, declares and acts."""
    scenario = load_scenario(name)
    since = max(scenario.truth.onset, scenario.start) // 10**9 + 60
    lines = [
        (0, "begin", {"format": 1, "scenario": name, "seed": seed}),
        (since, "topology", {}),
        (since + 5, "declare", {"severity": scenario.severity}),
        *((since + t, verb, args) for t, verb, args in acts),
    ]
    raw = "".join(f"{runs.json.dumps({'t': t, 'verb': v, 'args': a})}\n" for t, v, a in lines)
    return replay(parse(raw.encode(), scenario), scenario)


def kinds(run: Run) -> list[tuple[str, str, float]]:
    return [(e.act.verb, e.kind, e.cost) for e in effects(run)]


ACTS = st.lists(
    st.sampled_from(
        [
            ("rollback", {"service": "checkout"}),
            ("deploy", {"service": "checkout", "version": "v42"}),
            ("drain", {"service": "checkout", "slot": 0}),
            ("restart", {"service": "catalog"}),
            ("scale", {"service": "checkout", "replicas": 3}),
            ("shed", {"service": "web", "share": 0.2}),
        ]
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=8)
@given(ACTS)
def test_an_effect_is_the_difference_of_two_replays(acts: list[tuple[str, dict[str, Any]]]) -> None:
    """One without the act and one with it; all else, seed and other acts, as it was."""
    lines = [(960 + 60 * n, f"act.{verb}", args) for n, (verb, args) in enumerate(acts)]
    run = runs.run(LOOK, DECLARE, *lines)

    def harm(left_out: int | None) -> float:
        kept = [e for n, e in enumerate(run.journal.of("act.")) if n != left_out]
        engine = opened(run.scenario, run.seed)
        return acted(engine, run.scenario, kept).harm_since_onset()

    whole = harm(None)
    assert [e.spared for e in effects(run)] == [harm(n) - whole for n in range(len(lines))]


@pytest.mark.parametrize(
    ("name", "line", "kind"),
    [
        # Lists by name called each of these harmful, or a change.
        ("slow-replica", act(60, "restart", service="shards"), "helped"),
        (
            "assessment-latency",
            act(300, "set_pool", service="assessment", pool="db", size=8),
            "no difference",
        ),
        ("rotated-secret", act(60, "rotate_secret", secret="results-db", grace="1h"), "helped"),
        # And these are what they were called.
        ("rotated-secret", act(60, "rotate_secret", secret="results-db"), "harmed"),
        ("retry-storm", act(60, "shed", service="gateway", share=0.33), "harmed"),
    ],
)
def test_an_act_is_judged_by_what_it_did(name: str, line: Line, kind: str) -> None:
    """The same verb helps in one place and harms in another."""
    (effect,) = effects(played(name, line))
    assert effect.kind == kind


def test_a_shotgun_costs() -> None:
    """Restarts of what is well change nothing and are not free, also where the last act is right."""
    right = act(120, "rollback", service="checkout")
    blind = [
        act(60 + 10 * n, "restart", service=service)
        for n, service in enumerate(("web", "catalog", "payment"))
    ]
    alone, shotgun = played("bad-canary", right), played("bad-canary", *blind, right)
    assert kinds(shotgun)[-1] == ("rollback", "helped", 0)
    assert all(cost >= 1 for _, _, cost in kinds(shotgun)[:-1])
    assert score(shotgun).points <= score(alone).points - 3


def test_taking_an_act_back_is_free_and_doing_it_twice_is_not() -> None:
    """`drain` and its undoing; the same rollback said again is the cause's removal, also free."""
    run = played(
        "bad-canary",
        act(60, "drain", service="catalog", slot=0),
        act(90, "drain", service="catalog", slot=0, on=False),
        act(120, "drain", service="catalog", slot=0, on=False),
        act(150, "rollback", service="checkout"),
        act(200, "rollback", service="checkout"),
    )
    assert [cost for _, _, cost in kinds(run)] == [1, 0, 0, 0, 0]
    again = played(
        "bad-canary", *(act(60 + 20 * n, "shed", service="catalog", share=0.0) for n in range(3))
    )
    assert [cost for _, _, cost in kinds(again)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("settings_of_flag", "off"),
    [
        ([{"on": False}], True),
        ([{"on": False}, {"share": 0.5}], True),
        ([{"on": False}, {"on": True}], False),
        ([{"tenants": ["aire"]}, {"on": True}], True),
        ([{"tenants": ["aire"]}, {"tenants": ["aire", "ouse"]}], False),
        ([{"share": 0.0}, {"share": 1.0}], False),
        ([{"share": 0.5}], False),
    ],
)
def test_a_cause_stays_away_until_the_same_setting_is_set_again(
    settings_of_flag: list[dict[str, Any]], off: bool
) -> None:
    """A flag that is off stays off when its share is changed, and comes back when it is on."""
    lines = [
        act(60 + 20 * n, "set_flag", flag="decimal-marks", **args)
        for n, args in enumerate(settings_of_flag)
    ]
    assert removed(played("one-tenant", *lines)) == off


def test_what_later_acts_needed_is_left_out_with_it() -> None:
    """Without the fourth replica nobody can restart it, and that replay goes on without both."""
    fewer = act(60, "scale", service="checkout", replicas=3)
    more = act(150, "scale", service="checkout", replicas=4)
    fourth = act(250, "restart", service="checkout", slot=3)
    both = played("bad-canary", fewer, more, fourth)
    neither = played("bad-canary", fewer)
    harms = [run.course.harm_since_onset() for run in (neither, both)]
    assert effects(both)[1].spared == harms[0] - harms[1]
    with pytest.raises(SubmissionError, match="slot: expected one of 0, 1, 2, got 3"):
        played("bad-canary", fewer, fourth)


def test_acts_beyond_the_fortieth_are_not_tried() -> None:
    """They count as without effect, so that no journal can keep a grader busy."""
    lines = [act(60 + 10 * n, "shed", service="catalog", share=0.0) for n in range(MOST_ACTS + 2)]
    given = effects(played("bad-canary", *lines))
    assert len(given) == MOST_ACTS + 2
    assert [e.spared for e in given[MOST_ACTS:]] == [0, 0]


@pytest.mark.parametrize(
    ("share", "kind", "cost"),
    [
        (1.0, "helped", 0),
        (DIFFERENCE, "helped", 0),
        (DIFFERENCE - 1e-9, "no difference", 1),
        (0.0, "no difference", 1),
        (1e-9 - DIFFERENCE, "no difference", 1),
        (-DIFFERENCE, "harmed", 2.5),
        (1e-9 - GRAVE, "harmed", 2.5),
        (-GRAVE, "harmed", 5),
        (-3.0, "harmed", 5),
    ],
)
def test_what_counts_as_a_difference(share: float, kind: str, cost: float) -> None:
    """Shares of the harm of nobody acting; a guess costs one point more."""
    run = runs.run(LOOK, DECLARE, ROLLBACK)
    effect = Effect(act=run.acts[0], spared=share, share=share, looked=True)
    assert (effect.kind, effect.cost) == (kind, cost)
    blind = Effect(act=run.acts[0], spared=share, share=share, looked=False)
    assert blind.cost == cost + 1
    needed = Effect(act=run.acts[0], spared=share, share=share, looked=True, needed=True)
    assert needed.cost == (cost if cost == 5 else 0)

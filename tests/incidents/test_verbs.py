"""From a learner's verb to the engine's action: names are checked, strangers are not named."""

from typing import Any

import pytest

from course.errors import ScenarioError
from course.incidents.scenario_files import load_scenario
from course.incidents.verbs import ACTS, action, duration_s
from course.simulation.actions import VERBS, plan
from course.simulation.lowering import names_of
from course.simulation.telemetry.otel_names import address
from course.simulation.world import build


def acting(name: str, verb: str, **args: Any) -> Any:
    scenario = load_scenario(name)
    return action(verb, args, names_of(scenario.system), scenario.system, scenario.hotfixes)


def test_every_verb_is_one_of_the_engines() -> None:
    """And says in a sentence what it does."""
    assert {engine for _, engine, _ in ACTS.values()} <= set(VERBS)
    assert all((kind.__doc__ or "").endswith(".") for kind, *_ in ACTS.values())


@pytest.mark.parametrize(
    ("name", "verb", "args", "made"),
    [
        ("bad-canary", "rollback", {"service": "checkout"}, {"service": "checkout"}),
        ("slow-replica", "drain", {"service": "shards", "slot": 7},
         {"service": "shards", "slot": 7, "on": True}),
        ("retry-storm", "set_breaker", {"caller": "orders", "to": "pricing.quote", "on": False},
         {"caller": "orders", "to": "pricing.quote", "breaker": None}),
        ("retry-storm", "set_retries", {"caller": "orders", "to": "pricing.quote", "retries": 1},
         {"caller": "orders", "to": "pricing.quote", "retries": 1}),
        ("cold-cache", "set_cache", {"cache": "pages", "lease": "1s"},
         {"name": "pages", "lease": "1s"}),
        ("credential-stuffing", "block", {"by": "subject", "value": "user-17"},
         {"by": "subject", "value": 17}),
        ("credential-stuffing", "block", {"by": "address", "value": address(99, "campus")},
         {"by": "address", "value": 99}),
    ],
)  # fmt: skip
def test_arguments_become_the_engines(
    name: str, verb: str, args: dict[str, Any], made: dict[str, Any]
) -> None:
    """Renamed where they differ, what logs call an account or address as its number; planned."""
    engine_action = acting(name, verb, **args)
    assert dict(engine_action.args) == made
    assert plan(build(load_scenario(name).system, 0, 0.0), engine_action).action == engine_action


def test_messages_name_no_stranger() -> None:
    """A wrong name must not be answered with a list of the attackers."""
    scenario = load_scenario("credential-stuffing")
    hostile = [s.name for s in scenario.system.sources if s.hostile]
    for verb, args in (
        ("set_timeout", {"caller": "x", "to": "y", "timeout": "1s"}),
        ("issue_token", {"source": "x", "token": "y"}),
        ("issue_token", {"source": hostile[0], "token": "y"}),
    ):
        with pytest.raises(ScenarioError) as caught:
            acting("credential-stuffing", verb, **args)
        messages = [str(problem).partition(", got ")[0] for problem in caught.value.problems]
        assert not [line for line in messages for name in hostile if name in line.split()]


def test_users_are_not_ours_to_change() -> None:
    """How long learners wait is theirs to decide."""
    with pytest.raises(ScenarioError, match="caller, to: expected one of gateway to"):
        acting(
            "credential-stuffing",
            "set_timeout",
            caller="learners-in",
            to="gateway.login",
            timeout="1s",
        )


def test_durations_in_seconds() -> None:
    """Text, or whole seconds."""
    assert [duration_s(t) for t in ("5m", "1m30s", 45)] == [300, 90, 45]
    with pytest.raises(ScenarioError, match="expected a duration"):
        duration_s("soon")

"""What operators can do: durations, blast radius, replica by replica."""

import pytest

from course.errors import ScenarioError
from course.simulation.actions import VERBS, Action, Fault, plan
from course.simulation.changes import CHANGES
from course.simulation.engine import Engine
from course.simulation.kernel import codes
from course.simulation.world import broken
from tests.simulation.systems import everything, shop

ORDERS = {
    "deploy": {"service": "api", "version": "v2"},
    "rollback": {"service": "api"},
    "restart": {"service": "store"},
    "scale": {"service": "web", "replicas": 3},
    "drain": {"service": "web", "slot": 1},
    "set_flag": {"name": "new-path", "on": False},
    "set_calls": {"caller": "web", "to": "api.get", "retries": 0, "timeout": "1s", "breaker": None},
    "set_pool": {"name": "db", "service": "api", "size": 9, "wait": "1s"},
    "set_workers": {"service": "store", "size": 12, "stack": False},
    "shed": {"service": "web", "share": 0.5, "below": 2},
    "hotfix": {"route": "web.read", "name": "authorize", "enforce": False},
    "rotate_secret": {"secret": "db-password", "grace": "1m"},
    "reload_secret": {"secret": "db-password", "service": "api"},
    "revoke_token": {"token": "t-old"},
    "issue_token": {"source": "readers", "token": "t-new"},
    "block": {"by": "agent", "value": "headless"},
    "unblock": {"by": "agent", "value": "headless"},
    "limit": {"name": "fair", "rate": 5},
    "set_logins": {"name": "people", "second_factor": "all"},
    "flag_network": {"network": "hosting"},
    "reset_accounts": {},
    "purge_cache": {"cache": "pages"},
    "set_cache": {"name": "pages", "ttl": "5m", "lease": "1s"},
    "warm_cache": {"name": "pages", "items": 50, "owned": True},
    "quarantine": {"queue": "mail", "partition": 0},
    "pause_queue": {"queue": "mail", "on": True},
    "set_queue": {"name": "mail", "tries": 2},
}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_can_be_ordered_and_leaves_the_world_whole(verb: str) -> None:
    """Each action runs to its end among load and faults, and every invariant holds."""
    engine = Engine(everything(), seed=2, sample=0.2)
    engine.advance("20s")
    order = engine.act(Action(verb=verb, args=ORDERS[verb]))
    for _ in range(4):
        engine.advance(order.duration // 4 + 1_000_000_000)
        assert broken(engine.plant) == []
    assert order.duration > 0 or verb == "rollback"  # the first version runs already
    assert set(order.blast) <= set(engine.names.services)
    assert [e.verb for e in engine.events()] == [verb]


def test_a_rolling_deploy_keeps_all_but_one_replica_serving() -> None:
    """One replica at a time is away, and in the end all have the version."""
    engine = Engine(everything(), seed=2, sample=0)
    engine.advance("5s")
    order = engine.act(Action(verb="deploy", args={"service": "api", "version": "v2"}))
    first = engine.names.replica("api", 0)
    away = []
    for _ in range(40):
        engine.advance(order.duration // 40 + 1)
        replicas = [engine.plant.w.replicas[first + slot] for slot in range(3)]
        away.append(sum(int(r.listed) == 0 for r in replicas))
    assert max(away) == 1 and away[-1] == 0
    assert [int(r.version) for r in replicas] == [1, 1, 1]
    assert [int(r.boot) for r in replicas] == [1, 1, 1]


def test_a_stopped_replica_resets_what_it_worked_on() -> None:
    """Its requests fail at once with `connection reset`, and it holds nothing any more."""
    engine = Engine(shop(200, stress=2), seed=1, sample=1.0)
    engine.inject(Fault(at="10s", verb="stop", args={"service": "order", "slot": 0}))
    engine.advance("11s")
    assert broken(engine.plant) == []
    assert codes.RESET in engine.spans()["why"]
    replica = engine.plant.w.replicas[engine.names.replica("order", 0)]
    assert int(replica.up) == 0 and int(replica.active) == 0


def test_shedding_spares_what_matters() -> None:
    """Only requests of lower priority are refused."""
    engine = Engine(everything(), seed=2, sample=1.0)
    engine.act(Action(verb="shed", args={"service": "web", "share": 1.0, "below": 1}))
    engine.advance("20s")
    spans = engine.spans()
    shed = spans[spans["why"] == codes.SHED]
    assert len(shed) > 50 and set(shed["priority"].tolist()) == {0}


def test_the_blast_radius_reaches_those_who_call() -> None:
    """What hurts the store hurts api and web; a look hurts nobody."""
    plant = Engine(everything(), seed=1).plant
    restart = Action(verb="restart", args={"service": "store"})
    assert plan(plant, restart).blast == ("web", "api", "store")
    assert plan(plant, Action(verb="quarantine", args=ORDERS["quarantine"])).blast == ()


@pytest.mark.parametrize(
    ("verb", "args", "said"),
    [
        ("pray", {}, "expected one of deploy"),
        ("scale", {"service": "web", "replicas": 99}, "expected one of 1, 2, 3, 4"),
        ("deploy", {"service": "api", "version": "v9"}, "expected one of v1, v2"),
        ("deploy", {"service": "nobody", "version": "v2"}, "expected one of web, api"),
        ("restart", {"servce": "api"}, "restart: "),
        ("drain", {"service": "web", "slot": 7}, "expected one of 0, 1"),
    ],
)
def test_what_cannot_be_ordered_is_refused_with_what_could(
    verb: str, args: dict[str, object], said: str
) -> None:
    """The message names the choices."""
    engine = Engine(everything(), seed=1)
    with pytest.raises(ScenarioError, match=said):
        engine.act(Action(verb=verb, args=args))


def test_every_plain_verb_is_a_change_that_exists() -> None:
    """No verb points to nothing."""
    assert {v.change for v in VERBS.values() if v.plan is None} <= set(CHANGES)

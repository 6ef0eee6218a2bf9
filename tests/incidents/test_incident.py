"""A running incident: every doing is a line on the disk, and the journal is the state."""

import json
from inspect import signature
from pathlib import Path
from typing import Any

import pytest

from course.errors import ScenarioError, SubmissionError
from course.incidents.incident import Incident, opened
from course.incidents.journal import parse
from course.incidents.replayed_run import replay, replay_bytes
from course.incidents.scenario_files import load_scenario, scenario_names, seed_for
from course.incidents.scoring import score
from course.incidents.verbs import ACTS
from course.simulation.actions import Fault
from course.simulation.engine import Engine
from tests.incidents.runs import NAME, ORACLE, journal, run_of, scenario, text


def played(folder: Path | None = None) -> Incident:
    incident = Incident(NAME, seed=0, folder=folder)
    incident.advance("5m")
    incident.alerts()
    incident.declare(severity=2)
    incident.hypothesis(component="checkout", cause="bad release", trigger="deploy", onset="14:12")
    incident.act.rollback(service="checkout")
    incident.post(status="identified", text="Some purchases fail.", next_update="9m")
    return incident


def test_what_is_done_is_a_line(tmp_path: Path) -> None:
    """Time, verb, arguments; each line is there when the call returns."""
    played(tmp_path)
    lines = (tmp_path / f"{NAME}.jsonl").read_text("utf-8").splitlines()
    assert [(row["t"], row["verb"]) for row in map(json.loads, lines)] == [
        (0, "begin"),
        (600, "advance"),
        (900, "alerts"),
        (905, "declare"),
        (915, "hypothesis"),
        (925, "act.rollback"),
        (935, "post"),
    ]
    assert json.loads(lines[4])["args"]["onset_s"] == 720


def test_an_unfinished_run_is_taken_up_again(tmp_path: Path) -> None:
    """Same time, same system, same end as if it had never been left."""
    first = played(tmp_path)
    again = Incident(NAME, seed=0, folder=tmp_path)
    assert (again.now_s, again.clock) == (first.now_s, "14:16:05")
    assert again.journal == first.journal
    first.advance("5m")
    again.advance("5m")
    assert again.engine.digest() == first.engine.digest()


def test_a_line_that_was_torn_by_a_crash_was_not_done(tmp_path: Path) -> None:
    """What a power cut left of a line is taken away; the rest goes on."""
    played(tmp_path)
    file = tmp_path / f"{NAME}.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole + b'{"t": 965, "verb": "cl')
    assert not Incident(NAME, seed=0, folder=tmp_path).over
    assert file.read_bytes() == whole


def test_a_journal_is_no_link_and_no_flood(tmp_path: Path) -> None:
    """What lies where a journal should be is not followed, nor read whatever its size."""
    secret = tmp_path / "secret"
    secret.write_bytes(text(*ORACLE))
    file = tmp_path / f"{NAME}.jsonl"
    file.symlink_to(secret)
    with pytest.raises(ScenarioError, match="expected a plain file, got a link"):
        Incident(NAME, seed=0, folder=tmp_path)
    file.unlink()
    file.write_bytes(b"x" * 3_000_000)
    with pytest.raises(ScenarioError, match="at most 2097152 bytes"):
        Incident(NAME, seed=0, folder=tmp_path)


def test_another_learners_journal_is_refused(tmp_path: Path) -> None:
    """A seed belongs to a learner and a scenario; the key keeps it from being guessed."""
    mine = seed_for(b"key", "learner-01", NAME)
    assert mine == seed_for(b"key", "learner-01", NAME)
    others = {
        seed_for(b"key", "learner-02", NAME),
        seed_for(b"key", "learner-01", "cold-cache"),
        seed_for(b"other", "learner-01", NAME),
    }
    assert mine not in others
    assert len(others) == 3
    assert Incident(NAME, learner="learner-01", key=b"key").seed == mine
    played(tmp_path)
    with pytest.raises(ScenarioError, match="line 1: expected seed"):
        Incident(NAME, seed=1, folder=tmp_path)
    with pytest.raises(SubmissionError, match=r"line 1: args\.seed"):
        replay_bytes(text(*ORACLE), scenario(), seed=mine)


@pytest.mark.parametrize(
    ("verb", "args", "what"),
    [
        ("rollback", {"service": "moon"}, "expected one of web, checkout, catalog"),
        ("rollback", {"service": "checkout", "version": "v99"}, "expected one of , v41, v42"),
        ("scale", {"service": "web", "replicas": 9}, "expected one of 1, 2, got 9"),
        ("drain", {"service": "web", "slot": 5}, "args.slot: expected one of 0, 1"),
        ("set_flag", {"flag": "dark", "on": True}, "args.flag: expected one of none here"),
        ("block", {"by": "address"}, "expected `by` and `value` together"),
        ("block", {}, "expected `by` and `value`, a service or a route"),
        ("block", {"by": "address", "value": "10.0.0.1"}, "args.value: "),
        ("set_timeout", {"caller": "web", "to": "moon.x", "timeout": "1s"}, "web to checkout.pay"),
        ("scale", {"service": "web"}, "args.replicas: field required"),
        ("hotfix", {"hotfix": "none"}, "args.hotfix: expected one of none here"),
    ],
)
def test_what_cannot_be_done_is_no_line(
    tmp_path: Path, verb: str, args: dict[str, object], what: str
) -> None:
    """It is refused with what there is, nothing is written, and no time passes."""
    incident = Incident(NAME, folder=tmp_path)
    incident.declare(severity=2)
    before = (tmp_path / f"{NAME}.jsonl").read_bytes()
    with pytest.raises(ScenarioError) as caught:
        getattr(incident.act, verb)(**args)
    assert what in str(caught.value)
    assert (tmp_path / f"{NAME}.jsonl").read_bytes() == before
    assert incident.now_s == 610


def test_an_act_that_cannot_take_place_is_refused_by_its_line_in_a_replay() -> None:
    """A journal may be well formed and still name what is not there."""
    lines = ((600, "declare", {"severity": 2}), (700, "act.rollback", {"service": "moon"}))
    with pytest.raises(SubmissionError, match=r"line 3: args\.service: expected one of web"):
        replay(journal(*lines), scenario())


def test_nothing_can_be_done_after_the_end() -> None:
    """Closed is closed; the horizon is the end too."""
    incident = Incident(NAME)
    incident.close()
    with pytest.raises(ScenarioError, match="the run is over"):
        incident.advance("1m")
    late = Incident(NAME)
    late.advance("2h")
    assert late.over
    with pytest.raises(ScenarioError, match="the run is over"):
        late.alerts()


def test_one_sees_what_there_is() -> None:
    """Alerts, the picture, logs of deeds, log lines, a trace, runbooks, hints."""
    incident = Incident(NAME)
    assert incident.alerts() == ()
    incident.advance("6m")
    assert [a.rule for a in incident.alerts()] == ["CheckoutErrors"]
    nodes = {n.name: n for n in incident.topology().nodes}
    assert nodes["checkout"].versions == ("v41", "v42")
    assert incident.deploys()["service.version"].to_pylist() == ["v41", "v18", "v42"]
    assert "pipeline" in incident.audit()["who"].to_pylist()
    logs = incident.logs("KeyError checkout")
    assert len(logs) > 20
    assert set(logs["service.version"].to_pylist()) == {"v42"}
    assert len(incident.logs("no such thing")) == 0
    assert len(incident.trace()) >= 3
    assert "Roll back" in incident.runbook("checkout")
    with pytest.raises(ScenarioError, match="expected one of checkout, payment"):
        incident.runbook("moon")
    assert incident.hint().startswith("Compare")
    incident.hint()
    with pytest.raises(ScenarioError, match="there are no more"):
        incident.hint()


def test_times_are_said_as_on_a_clock() -> None:
    """A time of day, or a duration since the start of the run."""
    incident = Incident(NAME)
    assert [incident.second(t) for t in ("14:12", "14:12:30", "12m", 720)] == [720, 750, 720, 720]
    for wrong in ("noon", "14:xx", "12 minutes"):
        with pytest.raises(ScenarioError):
            incident.second(wrong)


def test_a_run_in_pieces_is_the_run_of_its_journal() -> None:
    """Played live, replayed, and replayed from text: one score."""
    live = played()
    live.advance("6m")
    live.close()
    again = parse(live.journal.text().encode(), scenario())
    assert score(replay(again, scenario())).data() == score(run_of(again)).data()


def settings_of(incident: Incident, of: str) -> dict[str, str]:
    return {row["setting"]: row["value"] for row in incident.settings(of).to_pylist()}


def test_settings_are_looked_at_and_follow_what_is_done() -> None:
    """Retries, timeouts, pools, caches and the like are told as they stand, at their price."""
    incident = Incident("cold-cache", seed=1)
    before = settings_of(incident, "cache pages")
    began = incident.now_s
    incident.settings()
    assert incident.now_s - began == 10
    incident.declare(severity=2)
    incident.act.set_cache(cache="pages", lease="1s", ttl="90s")
    incident.advance("1m")
    after = settings_of(incident, "cache pages")
    assert {k: after[k] for k in ("lease", "ttl")} == {"lease": "1s", "ttl": "90s"}
    same = {"on", "by tenant", "ttl jitter"}
    assert {k: before[k] for k in same} == {k: after[k] for k in same}
    assert [e.verb for e in incident.journal.of("settings")] == ["settings"] * 3


@pytest.mark.parametrize("name", scenario_names())
def test_settings_tell_no_stranger_and_no_fault(name: str) -> None:
    """They are the same before and after faults that nobody set, and name no hostile source."""
    one = load_scenario(name)
    hostile = [s.name for s in one.system.sources if s.hostile]
    engine = opened(one, 0, faults=False)
    before = engine.settings()
    assert {s.kind for s in before} >= {"service"}
    assert not [s for s in before if s.name in hostile]
    engine.inject(Fault(at="1s", verb="slow", args={"service": before[0].name, "factor": 9}))
    engine.advance_to("2s")
    assert engine.settings() == before


IDLE = [
    ("bad-canary", "rollback", {"service": "web"}),
    ("bad-canary", "scale", {"service": "checkout", "replicas": 4}),
    ("bad-canary", "set_workers", {"service": "web", "size": 32}),
    ("bad-canary", "drain", {"service": "checkout", "slot": 1, "on": False}),
    ("bad-canary", "set_retries", {"caller": "checkout", "to": "payment.charge", "retries": 0}),
    ("bad-canary", "set_timeout", {"caller": "checkout", "to": "payment.charge", "timeout": "2s"}),
    ("bad-canary", "set_breaker", {"caller": "checkout", "to": "payment.charge", "on": False}),
    ("bad-canary", "shed", {"service": "web", "share": 0, "below": 0}),
    ("bad-canary", "unblock", {"service": "web"}),
    ("credential-stuffing", "reset_accounts", {}),
    ("leaked-token", "revoke", {"token": None, "on": False}),
    ("cold-cache", "set_cache", {"cache": "pages", "on": True}),
    ("poison-message", "pause_queue", {"queue": None, "on": False}),
]


@pytest.mark.parametrize(("name", "verb", "args"), IDLE)
def test_an_act_without_effect_says_so_at_once(name: str, verb: str, args: dict[str, Any]) -> None:
    """What is so already is ordered, takes its time, and is called idle."""
    one = load_scenario(name)
    known = {"token": one.system.tokens, "queue": [q.name for q in one.system.queues]}
    args = {k: known[k][0] if v is None else v for k, v in args.items()}
    incident = Incident(one, seed=0)
    incident.engine = opened(one, 0, faults=False)
    incident.declare(severity=2)
    digest = incident.engine.digest()
    order = getattr(incident.act, verb)(**args)
    assert order is not None and order.idle
    assert str(order).endswith("it changes nothing: it is so already")
    assert incident.orders[-1][1].idle and incident.journal.of("act.")[-1].args == args
    assert incident.engine.digest() != digest, "it is done and noted all the same"


@pytest.mark.parametrize(
    ("verb", "args"),
    [
        ("restart", {"service": "checkout"}),
        ("scale", {"service": "checkout", "replicas": 3}),
        ("set_workers", {"service": "web", "size": 33}),
        ("set_timeout", {"caller": "checkout", "to": "payment.charge", "timeout": "1s"}),
        ("shed", {"service": "web", "share": 0.1}),
        ("block", {"service": "web"}),
        ("rollback", {"service": "checkout"}),
    ],
)
def test_an_act_with_effect_does_not(verb: str, args: dict[str, Any]) -> None:
    """And done a second time it changes nothing, unless it is done anew each time."""
    incident = Incident(NAME, seed=0)
    incident.advance("6m")
    incident.declare(severity=2)
    order = getattr(incident.act, verb)(**args)
    assert order is not None and not order.idle
    assert "it changes nothing" not in str(order)
    incident.advance("5m")
    again = getattr(incident.act, verb)(**args)
    assert again is not None and again.idle == (verb != "restart")


def test_acts_tell_their_arguments_and_what_can_be_given() -> None:
    """Each verb has a docstring, a signature, and for each argument values of this system."""
    incident = Incident(NAME, seed=0)
    for verb in dir(incident.act):
        act = getattr(incident.act, verb)
        names = set(ACTS[verb][0].model_fields)
        assert act.__name__ == verb and set(signature(act).parameters) == names
        lines = act.__doc__.splitlines()
        assert lines[0].endswith(".") and {line.split(" : ")[0] for line in lines[4::2]} == names
        assert all(line.strip() for line in lines[5::2])
    scale, deploy = incident.act.scale.__doc__ or "", incident.act.deploy.__doc__ or ""
    assert "one of web, checkout, catalog, stock, payment" in scale
    assert "checkout: 1 to 4" in scale and "stock: 1;" in scale
    assert "checkout: v41, v42" in deploy and "one of rolling, at_once, canary" in deploy


def test_dropped_rows_are_told_with_every_look_at_rows() -> None:
    """Logs, SQL and traces warn of lines that storage had no room for; nothing else does."""
    one = scenario()
    full = Engine(one.system, seed=0, sample=1.0, keep=3)
    full.inject(*one.faults)
    incident = Incident(one, seed=0, engine=full)
    incident.advance("5m")
    for look in (
        lambda: incident.logs("*"),
        lambda: incident.logs("severity_text = 'ERROR'"),
        lambda: incident.sql("select count(*) from logs"),
        incident.trace,
    ):
        with pytest.warns(UserWarning, match="were dropped: storage is full"):
            look()
    lost = full.dropped()
    told = f"{lost['logs']:,} log lines and {lost['spans']:,} spans of late were dropped"
    assert lost["logs"] > 0 and lost["spans"] > 0
    assert incident.seen.dropped_words() == f"{told}: storage is full"
    incident.alerts()
    quiet = Incident(one, seed=0)
    quiet.advance("5m")
    assert (len(quiet.logs("*")) > 0, quiet.seen.dropped_words()) == (True, "")

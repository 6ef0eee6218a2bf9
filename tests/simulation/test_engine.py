"""The engine: time, capacities, and what it keeps of a run."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from course.errors import ScenarioError
from course.simulation.actions import Fault
from course.simulation.engine import Engine
from course.simulation.kernel import codes, world_layout
from course.simulation.system import Profile, System
from course.simulation.world import broken
from tests.simulation.systems import everything, queueing, shop

ROOT = Path(__file__).parents[2]


def test_time_goes_forward_only() -> None:
    """Going back is refused with both times."""
    engine = Engine(shop(), seed=1)
    engine.advance("10s")
    with pytest.raises(ScenarioError, match=r"it is 0:00:10, got '5s'"):
        engine.advance_to("5s")


def test_a_capacity_that_is_exceeded_is_named() -> None:
    """Load without bound ends with the table's name and size, not with wrong numbers."""
    system = queueing(60_000, time="10s", backlog=65_536)
    engine = Engine(system, seed=1, sample=0)
    with pytest.raises(ScenarioError, match=r"capacity of \d+ (frames|calls) was exceeded"):
        engine.advance("10s")


def crowd(first: int, last: int) -> list[dict[str, Any]]:
    """Services of which each calls the next."""
    hold = {"op": "hold", "time": "1ms"}
    return [
        {
            "name": f"s{n}",
            "workers": 8,
            "routes": [
                {
                    "name": "main",
                    "steps": [hold] + [{"op": "call", "to": f"s{n + 1}.main"}] * (n < last),
                }
            ],
        }
        for n in range(first, last + 1)
    ]


@pytest.mark.parametrize("services", [33, world_layout.SERVICES])
def test_large_systems_run_to_their_last_service(services: int) -> None:
    """Through a chain of services each request passes every one, and telemetry has them all."""
    system = System.model_validate(
        {
            "name": "chain",
            "services": crowd(0, services - 1),
            "sources": [{"name": "users", "to": "s0.main", "rate": 2}],
        }
    )
    engine = Engine(system, seed=3, sample=1.0)
    engine.advance("10s")
    spans = engine.spans()
    server = spans[spans["kind"] == codes.SERVER]
    whole = int((spans["kind"] == codes.CLIENT).sum())
    finished = np.bincount(server["route"], minlength=services)
    assert broken(engine.plant) == []
    assert whole > 5 and finished.min() >= whole
    last = engine.scrapes()[-1].replicas
    assert sorted(set(last["service"].tolist())) == list(range(services))


def test_services_that_nobody_calls_change_nothing() -> None:
    """The shop's own spans are the same beside two hundred idle services."""
    alone = Engine(shop(), seed=4, sample=1.0)
    data = shop().model_dump()
    data["services"] = [*data["services"], *crowd(0, 199)]
    beside = Engine(System.model_validate(data), seed=4, sample=1.0)
    for engine in (alone, beside):
        engine.advance("20s")
    columns = ["trace_id", "span_id", "t0", "t1", "route", "status", "replica"]
    assert beside.spans()[columns].tolist() == alone.spans()[columns].tolist() != []


def test_scrapes_come_at_their_times() -> None:
    """One at the start and one each interval, whatever the pieces of time."""
    engine = Engine(shop(), seed=1, scrape_every="10s")
    for _ in range(7):
        engine.advance("7s")
    assert [s.t for s in engine.scrapes()] == [n * 10_000_000_000 for n in range(5)]


def test_counters_never_fall_and_agree_with_spans() -> None:
    """Series are cumulative; with every trace kept, spans and series count the same requests."""
    engine = Engine(everything(), seed=6, sample=1.0)
    engine.advance("1m")
    before: dict[tuple[int, ...], int] = {}
    for scrape in engine.scrapes():
        for row in scrape.series:
            key = tuple(int(row[n]) for n in ("kind", "a", "replica", "boot", "version", "status"))
            count = int(row["count"].sum())
            assert count >= before.get(key, 0)
            before[key] = count
    spans = engine.spans()
    server = spans[(spans["kind"] == codes.SERVER) & (spans["why"] != codes.DOWN)]
    counted = sum(n for key, n in before.items() if key[0] == codes.OF_SERVER)
    assert counted == (server["t1"] <= engine.scrapes()[-1].t).sum()


def test_spans_form_trees() -> None:
    """Every server's span is the child of an attempt, every attempt of a frame of the same trace."""
    engine = Engine(shop(stress=1.6), seed=6, sample=0.3)
    engine.advance("30s")
    spans = engine.spans()
    of = {int(s["span_id"]): int(s["trace_id"]) for s in spans}
    assert len(of) == len(spans)
    done = set(spans[spans["kind"] == codes.CLIENT]["trace_id"].tolist())
    for span in spans[np.isin(spans["trace_id"], list(done))]:
        if span["kind"] == codes.CLIENT:
            assert int(span["parent_id"]) == 0
        else:
            assert of[int(span["parent_id"])] == int(span["trace_id"])


def test_what_is_over_the_limit_is_dropped_and_counted() -> None:
    """Memory is bounded."""
    engine = Engine(shop(), seed=1, sample=1.0, keep=1000)
    engine.advance("1m")
    assert len(engine.spans()) == 1000
    assert engine.raw.dropped["spans"] > 1000


def test_load_follows_its_profile() -> None:
    """A day's wave and its bursts show in the arrivals, to within five deviations."""
    base = queueing(50, time="1ms").model_dump()
    wave = Profile(name="p", period="4m", factors=(0.576, 1.424, 1.424, 0.576))
    bursts = Profile(name="p", period="2m", factors=(5.0, *(1.0,) * 9))
    for profile in (wave, bursts):
        base["profiles"] = [profile.model_dump()]
        base["sources"][0]["profile"] = "p"
        engine = Engine(System.model_validate(base), seed=3, sample=0, scrape_every="1s")
        engine.advance("4m")
        arrived = np.diff([int(s.sources[0]["count"]) for s in engine.scrapes()])
        length = profile.period // len(profile.factors) // 1_000_000_000
        for n, factor in enumerate(profile.factors):
            seen = arrived[n * length : (n + 1) * length].sum()
            expected = 50 * factor * length
            assert abs(seen - expected) < 5 * expected**0.5


def test_a_change_of_rate_stretches_the_gap_that_is_under_way() -> None:
    """At a hundredth of the rate for a while, the nth request comes when its share is used up."""
    engine = Engine(queueing(10), seed=3, sample=1.0)
    engine.inject(
        Fault(
            at="10s",
            verb="rate",
            args={"source": "users", "factor": 0.0},
            until="20s",
            undo={"factor": 1.0},
        )
    )
    engine.advance("60s")
    other = Engine(queueing(10), seed=3, sample=1.0)
    other.advance("50s")
    ours = np.sort(engine.spans()["t0"][engine.spans()["kind"] == codes.CLIENT])
    undisturbed = np.sort(other.spans()["t0"][other.spans()["kind"] == codes.CLIENT])
    late = np.where(undisturbed > 10_000_000_000, undisturbed + 10_000_000_000, undisturbed)
    n = min(len(ours), len(late))
    assert n > 400 and np.abs(ours[:n] - late[:n]).max() <= 2


@pytest.mark.parametrize("seed", range(5))
def test_invariants_hold_at_any_time(seed: int) -> None:
    """Between any two advances, under faults, nothing is lost or counted twice."""
    engine = Engine(everything(), seed=seed, sample=0.1)
    engine.inject(
        Fault(at="5s", verb="crash", args={"service": "store", "slot": 0}),
        Fault(at="9s", verb="boot", args={"service": "store", "slot": 0}),
        Fault(at="12s", verb="stop", args={"service": "api", "slot": 1}),
        Fault(at="14s", verb="leak", args={"name": "db", "service": "api", "slot": 0, "places": 4}),
        Fault(at="15s", verb="pool", args={"name": "licences", "size": 1}),
        Fault(at="20s", verb="edge", args={"caller": "api", "latency": "80ms", "loss": 0.1}),
    )
    for _ in range(60):
        engine.advance("517ms")
        assert broken(engine.plant) == []


def test_no_field_is_named_like_an_attribute_of_arrays() -> None:
    """Outside compiled code such a field would read as the attribute."""
    attributes = set(dir(np.record)) | set(dir(np.recarray))

    def names(kind: np.dtype) -> set[str]:
        fields = set(kind.names or ())
        for name in kind.names or ():
            fields |= names(kind[name].base)
        return fields

    fields = names(world_layout.WORLD)
    assert {"heap", "seq", "breaker_calls", "waited_pool", "sum_ns"} <= fields  # tables' fields too
    assert fields & attributes == set()


def test_the_example_of_the_document_does_what_it_says() -> None:
    """docs/simulation.md: a slow database hurts, a larger service is done, a restore goes back."""
    text = (ROOT / "docs" / "simulation.md").read_text(encoding="utf-8")
    code = text.split("```python\n")[1].split("```")[0]
    scope: dict[str, Any] = {}
    exec(code, scope)
    engine, before, order = scope["engine"], scope["before"], scope["order"]
    assert isinstance(engine, Engine)
    assert engine.now == 600_000_000_000
    assert [event.verb for event in engine.events()] == ["slow", "scale"]
    assert order.duration > 0 and order.blast == ("api",)
    digest = engine.digest()
    engine.advance("5m")
    assert engine.digest() != digest
    engine.restore(before)
    assert engine.digest() == digest
    reads = engine.spans()
    reads = reads[reads["route"] == engine.names.routes.index("db.read")]
    times, slow = reads["t1"] - reads["t0"], reads["t0"] >= 300 * 10**9
    assert np.median(times[slow]) > 5 * np.median(times[~slow])

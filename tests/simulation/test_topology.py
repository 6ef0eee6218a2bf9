"""The system as a picture has it, and one trace as a waterfall."""

import pyarrow as pa
import pytest

from course.simulation.engine import Engine
from course.simulation.route_steps import (
    Acquire,
    Call,
    Hold,
    Release,
)
from course.simulation.system import (
    Edge,
    Pool,
    Route,
    Service,
    Source,
    System,
)
from course.simulation.telemetry.snapshot import START_MS, Telemetry, observe
from course.simulation.telemetry.topology import topology, waterfall
from tests.simulation.systems import last, small_engine, town

SERVER = "http_server_request_duration_seconds"


def test_topology_shows_parts_and_what_passes_between(seen: Telemetry) -> None:
    """Rates, shares and latencies of a window, for services, queue, cache and their links."""
    picture = topology(seen, over="1m", at_ms=START_MS + 165_000)
    by_name = {node.name: node for node in picture.nodes}
    assert set(by_name) == {"ingress", "api", "db", "worker", "jobs", "pages"}
    api, jobs = by_name["api"], by_name["jobs"]
    assert api.rate == pytest.approx(30, rel=0.25) and api.versions == ("v1",)
    assert api.replicas == 2 and api.p99_ms is not None and api.p99_ms > 20
    assert jobs.rate == pytest.approx(8, rel=0.5)
    assert 0 < (by_name["pages"].hit_share or 0) < 1
    links = {(link.source, link.target): link for link in picture.links}
    assert set(links) == {
        ("ingress", "api"),
        ("api", "db"),
        ("api", "jobs"),
        ("jobs", "worker"),
        ("api", "pages"),
    }
    slow = links["api", "db"]
    assert (slow.error_share or 0) > 0.1 and (slow.retry_share or 0) > 0
    assert slow.breaker in ("closed", "open", "half_open")
    assert picture.plain()["nodes"][0]["kind"] == "ingress"
    calm = topology(seen, over="1m", at_ms=START_MS + 100_000)
    calm_db = next(link for link in calm.links if link.target == "db")
    assert (calm_db.error_share or 0) < 0.02
    with pytest.raises(ValueError, match="above 0"):
        topology(seen, over="0s")


def test_topology_before_the_first_window_is_empty_not_wrong() -> None:
    """At the start there are no rates, and nothing is made up."""
    first = topology(observe(Engine(town(), seed=1)))
    assert {node.rate for node in first.nodes if node.kind == "service"} == {None}


def test_other_systems_have_names_too() -> None:
    """A service called ingress, a pool that all share, a source of several steps, hedges."""
    steps = (Acquire(pool="sessions"), Hold(time="5ms"), Release(pool="sessions"))
    front = Service(name="ingress", routes=(Route(name="go", steps=(Call(to="store.get"),)),))
    store = Service(name="store", replicas=2, routes=(Route(name="get", steps=steps),))
    user = Source(name="u", steps=(Call(to="ingress.go"), Call(to="store.get")), rate=20)
    system = System(
        name="odd",
        services=(front, store),
        sources=(user,),
        pools=(Pool(name="sessions", size=3, wait="1s"),),
        edges=(Edge(caller="ingress", to="store.get", hedge="6ms"),),
    )
    engine = Engine(system, seed=1, sample=1.0)
    engine.advance("1m")
    seen = observe(engine)
    assert seen.words.ingress == "internet"
    shared = seen.metrics.select("db_client_connection_max")
    assert shared.all_labels() == [{"db_client_connection_pool_name": "sessions"}]
    assert (
        last(seen.metrics, "db_client_connection_acquired_total")
        == (engine.scrapes()[-1].pools["grants"][engine.names.pool("", -1, "sessions")])
    )
    roots = seen.spans.filter(pa.compute.equal(seen.spans["service.name"], "internet"))
    assert set(roots["name"].unique().to_pylist()) == {"request", "ingress/go", "store/get"}
    assert True in seen.spans["app.hedged"].to_pylist()
    assert {node.kind for node in topology(seen).nodes} == {"ingress", "service"}


def test_a_run_that_has_not_begun_tells_nothing() -> None:
    """Empty tables with all their columns, no metrics, no alerts to come."""
    seen = observe(Engine(town(), seed=1))
    assert seen.logs.num_rows == seen.spans.num_rows == seen.audit.num_rows == 0
    assert len(seen.metrics.times_ms) == 0 and len(seen.digest()) == 64
    assert seen.spans.column_names == observe(small_engine()).spans.column_names


def test_a_waterfall_reads_from_the_root_down(seen: Telemetry) -> None:
    """Parents before children, children by start, all within the root of a call tree."""
    calls = seen.spans.filter(pa.compute.equal(seen.spans["server.address"], "db"))
    trace = calls["trace_id"][0].as_py()
    bars = waterfall(seen.spans, trace)
    assert [bar.depth for bar in bars[:3]] == [0, 1, 2] and bars[0].service == "ingress"
    assert bars[0].offset_ms == 0 and bars[0].parent_span_id is None
    place = {bar.span_id: n for n, bar in enumerate(bars)}
    for n, bar in enumerate(bars):
        if bar.parent_span_id in place:
            parent = bars[place[bar.parent_span_id]]
            assert place[parent.span_id] < n and parent.depth == bar.depth - 1
            assert parent.offset_ms <= bar.offset_ms
    assert waterfall(seen.spans, "0" * 32) == ()
    rows = pa.compute.equal(seen.spans["trace_id"], trace)
    assert len(bars) == seen.spans.filter(rows).num_rows


def test_a_delivered_message_stands_in_the_trace_of_its_publisher(seen: Telemetry) -> None:
    """A delivery has no parent and begins a second tree of the same trace."""
    consumers = seen.spans.filter(pa.compute.equal(seen.spans["kind"], "CONSUMER"))
    bars = waterfall(seen.spans, consumers["trace_id"][0].as_py())
    roots = [bar for bar in bars if bar.depth == 0]
    assert {bar.kind for bar in roots} == {"SERVER", "CONSUMER"}

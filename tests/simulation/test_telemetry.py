"""Tests of course/simulation/telemetry/: metrics, tables, audit log, topology, waterfall, digest."""

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.promql.matching import Matcher
from course.simulation.actions import Action
from course.simulation.engine import Engine
from course.simulation.faults import Fault
from course.simulation.kernel import codes
from course.simulation.route_steps import (
    Acquire,
    Authorize,
    Call,
    Fill,
    Hold,
    Login,
    LogNote,
    LookUp,
    Match,
    Publish,
    RateLimit,
    Release,
    Respond,
    Return,
    Toss,
)
from course.simulation.system import (
    Breaker,
    Cache,
    Edge,
    Limiter,
    Pool,
    Queue,
    Realm,
    Route,
    Service,
    Source,
    System,
    Version,
)
from course.simulation.telemetry import otel_names, rates, tables
from course.simulation.telemetry.audit_log import AuditEntry
from course.simulation.telemetry.columns import hashed, hexed, spelled, words
from course.simulation.telemetry.metrics import Metrics, column, merged
from course.simulation.telemetry.snapshot import START_MS, Telemetry, observe
from course.simulation.telemetry.topology import topology
from course.simulation.telemetry.waterfall import waterfall

SERVER = "http_server_request_duration_seconds"
CLIENT = "http_client_request_duration_seconds"


def town() -> System:
    """A system with one of everything that tells something."""
    read = (
        Hold(time="3ms"),
        LookUp(cache="pages", hit="end"),
        Call(to="db.get"),
        Authorize(),
        Fill(cache="pages"),
        Respond(payload=900),
    )
    bad = (Hold(time="3ms"), Toss(p=0.5, otherwise="end"), Return(status=500, why="bug"))
    write = (
        Acquire(pool="connections"),
        Hold(time="30ms"),
        Release(pool="connections"),
        Publish(queue="jobs"),
        LogNote(text="stored"),
    )
    api = Service(
        name="api",
        replicas=2,
        most_replicas=3,
        workers=8,
        boot="10s",
        drain="2s",
        pools=(Pool(name="connections", size=2, backlog=50, wait="100ms"),),
        routes=(
            Route(name="read", steps=read, audited=True),
            Route(name="write", steps=write),
            Route(name="login", steps=(RateLimit(limiter="gate"), Login(realm="people"))),
        ),
        versions=(Version(name="v2", routes=(Route(name="read", steps=bad),)),),
    )
    db = Service(name="db", workers=4, routes=(Route(name="get", steps=(Hold(time="8ms"),)),))
    digest = (
        Hold(time="20ms"),
        Match(by="poison", equals=1, otherwise="end"),
        Return(status=500, why="poison message"),
    )
    worker = Service(name="worker", routes=(Route(name="run", steps=digest),))
    sources = (
        Source(name="readers", to="api.read", rate=20, items=200, network="home", agent="browser"),
        Source(name="writers", to="api.write", rate=8, poison=0.02, token="robot"),
        Source(name="members", to="api.login", rate=2, password_right=0.9),
        Source(
            name="stuffing",
            to="api.login",
            rate=0,
            password_right=0.01,
            hostile=True,
            network="hosting",
            addresses=50,
        ),
    )
    edges = (
        Edge(caller="readers", to="api.read", timeout="1s"),
        Edge(caller="stuffing", to="api.login", timeout="1s"),
        Edge(
            caller="api",
            to="db.get",
            timeout="60ms",
            retries=2,
            budget=0.2,
            breaker=Breaker(calls=10, ratio=0.5, window="5s", pause="2s"),
        ),
    )
    return System(
        name="town",
        services=(api, db, worker),
        sources=sources,
        edges=edges,
        queues=(Queue(name="jobs", to="worker.run", partitions=2, tries=3, backoff="200ms"),),
        caches=(Cache(name="pages", ttl="20s"),),
        tenants=("north", "south"),
        tokens=("robot",),
        limiters=(Limiter(name="gate", by="address", rate=1, burst=3),),
        realms=(Realm(name="people", threshold=5),),
    )


FAULTS = (
    Fault(at="2m", verb="slow", args={"service": "db", "factor": 5}),
    Fault(
        at="2m45s",
        verb="slow",
        args={"service": "db", "factor": 200},
        until="3m1s",
        undo={"factor": 1},
    ),
    Fault(
        at="3m",
        verb="rate",
        args={"source": "stuffing", "per_s": 20},
        until="5m",
        undo={"per_s": 0},
    ),
    Fault(at="5m", verb="deploy", args={"service": "api", "version": "v2"}, visible=True),
    Fault(
        at="6m40s",
        verb="rate",
        args={"source": "writers", "factor": 20},
        until="7m5s",
        undo={"factor": 1},
    ),
    Fault(at="8m5s", verb="crash", args={"service": "api", "slot": 1}),
    Fault(at="8m30s", verb="leak", args={"name": "connections", "places": 1, "service": "api"}),
)


def eventful(seed: int = 3) -> Engine:
    """Ten minutes of the town: a slow database, an attack, a crash, a deploy and its rollback."""
    engine = Engine(town(), seed=seed, sample=0.1)
    engine.inject(*FAULTS)
    engine.advance("7m")
    engine.act(Action(verb="rollback", args={"service": "api"}))
    engine.advance("3m")
    return engine


@pytest.fixture(scope="module")
def engine() -> Engine:
    return eventful()


@pytest.fixture(scope="module")
def seen(engine: Engine) -> Telemetry:
    return observe(engine)


def last(metrics: Metrics, name: str, **labels: str) -> float:
    """Sum over series at the last scrape."""
    return float(np.nansum(metrics.select(name, **labels).values[:, -1]))


def test_time_starts_at_the_given_moment(seen: Telemetry) -> None:
    """Scrapes are 15 s apart from the start, in Unix milliseconds."""
    assert seen.metrics.times_ms[:2].tolist() == [START_MS, START_MS + 15_000]
    assert seen.now_ms == int(seen.metrics.times_ms[-1]) == START_MS + 600_000
    assert seen.ns(seen.ms(1_000_000)) == 1_000_000


def test_server_histogram_counts_what_the_kernel_counts(engine: Engine, seen: Telemetry) -> None:
    """Before any boot, buckets, sum and count are the kernel's, added up by Prometheus' rule."""
    at = 10  # 2m30s: nothing has booted yet
    raw = engine.scrapes()[at].series
    row = next(r for r in raw if r["kind"] == codes.OF_SERVER and r["replica"] == 0)
    labels = {
        "service_instance_id": "api-0-0",
        "http_route": "/" + engine.names.routes[row["a"]][4:],
        "http_response_status_code": str(codes.STATUSES[row["status"]]),
    }
    buckets = seen.metrics.select(f"{SERVER}_bucket", **labels)
    assert buckets.values[:, at].tolist() == np.cumsum(row["count"]).tolist()
    assert [buckets.labels(n)["le"] for n in (0, 3, 14)] == ["0.005", "0.05", "+Inf"]
    total = seen.metrics.select(f"{SERVER}_sum", **labels)
    assert total.values[0, at] == pytest.approx(row["sum_ns"] / 1e9)
    count = seen.metrics.select(f"{SERVER}_count", **labels)
    assert count.values[0, at] == row["count"].sum()


def test_all_server_requests_are_there(engine: Engine, seen: Telemetry) -> None:
    """Over all processes, dead ones too, the last count of each series is what the kernel has."""
    counts = seen.metrics.select(f"{SERVER}_count").values
    ends = [row[~np.isnan(row)][-1] for row in counts]
    raw = engine.scrapes()[-1].series
    of_server = raw[raw["kind"] == codes.OF_SERVER]
    whole = of_server["count"].sum()
    # A process that ended between two scrapes takes its last seconds with it, as in production.
    assert whole * 0.98 < sum(ends) <= whole


def test_a_boot_makes_new_series_and_ends_the_old(seen: Telemetry) -> None:
    """A deploy replaces each process: other instance, other version, counters from the start."""
    found = seen.metrics.select("process_cpu_time_seconds_total", service_name="api")
    versions = {
        tuple(row[k] for k in ("service_instance_id", "service_version"))
        for row in found.all_labels()
    }
    assert ("api-0-0", "v1") in versions and ("api-0-1", "v2") in versions
    assert ("api-0-2", "v1") in versions
    old, new = (
        found.rows([Matcher(label="service_instance_id", op="=", value=v)])[0]
        for v in ("api-0-0", "api-0-1")
    )
    both = ~np.isnan(found.values[[old, new]])
    assert not (both[0] & both[1]).any() and both.any(axis=1).all()
    assert np.nanmin(found.values[new]) < np.nanmax(found.values[old]) / 4


def test_counters_never_go_down_within_a_series(seen: Telemetry) -> None:
    """What Prometheus would take for a reset is not among the samples."""
    for name, family in seen.metrics.families.items():
        if family.kind in ("counter", "histogram"):
            for series in family.series():
                assert (np.diff(series.values) >= 0).all(), (name, series.labels)
                assert (series.values >= 0).all(), (name, series.labels)


def test_a_crashed_process_is_down_and_its_series_are_stale(seen: Telemetry) -> None:
    """The balancer still lists it, so `up` is 0; what it last said is gone."""
    up = {
        row["service_instance_id"]: n
        for n, row in enumerate(seen.metrics.select("up").all_labels())
    }
    values = seen.metrics.select("up").values
    down = [name for name, n in up.items() if values[n, -1] == 0]
    assert len(down) == 1 and down[0].startswith("api-1-")
    limit = seen.metrics.select("worker_limit", service_instance_id=down[0])
    assert np.isnan(limit.values[0, -1])
    assert np.isnan(values[up["api-0-0"], -1])  # replaced by the deploy: not even listed


def test_docs_have_every_name(seen: Telemetry) -> None:
    """Each metric, label and column stands in docs/telemetry.md."""
    text = (Path(__file__).parents[2] / "docs" / "telemetry.md").read_text(encoding="utf-8")
    names = {family.of for family in seen.metrics.families.values()}
    names |= {label for family in seen.metrics.families.values() for label in family.columns}
    for table in (seen.logs, seen.spans, seen.deploys, seen.audit):
        names |= set(table.column_names)
    assert sorted(name for name in names if f"`{name}`" not in text) == []


def test_pools_caches_queues_and_guards_tell_their_numbers(engine: Engine, seen: Telemetry) -> None:
    """Each has its series, with the values of the kernel."""
    m, scrape = seen.metrics, engine.scrapes()[-1]
    hits = last(m, "cache_requests_total", cache_name="pages", cache_result="hit")
    assert hits == scrape.caches["hits"][0] > 0
    assert last(m, "login_failures_total", realm="people") == scrape.realms["failures"][0] > 0
    assert last(m, "login_lockouts_total") == scrape.realms["lockouts"][0]
    assert last(m, "rate_limit_refused_total") == scrape.limiters["refused"][0] > 0
    assert last(m, "messaging_published_total") == scrape.partitions["published"].sum() > 0
    assert last(m, "messaging_dead_lettered_total") == scrape.partitions["dead"].sum()
    assert last(m, "tenant_requests_total") == scrape.tenants.sum() > 0
    assert last(m, "circuit_breaker_opened_total") == scrape.edges["opened"].sum() > 0
    used = last(m, "db_client_connection_count", db_client_connection_state="used")
    idle = last(m, "db_client_connection_count", db_client_connection_state="idle")
    assert used + idle == last(m, "db_client_connection_max") == 2
    state = m.select("circuit_breaker_state")
    assert set(np.unique(state.values)) <= {0.0, 1.0, 2.0} and len(state) == 1


def test_a_lost_connection_looks_like_one_in_use(seen: Telemetry) -> None:
    """After the leak the pool's size is as configured and one connection never comes back."""
    used = seen.metrics.select("db_client_connection_count", db_client_connection_state="used")
    row = next(
        n
        for n, labels in enumerate(used.all_labels())
        if labels["service_instance_id"].startswith("api-0-2")
    )
    assert (used.values[row, -5:] >= 1).all()
    assert last(seen.metrics, "db_client_connection_max", service_instance_id="api-0-2") == 2


def test_sources_speak_as_one_ingress(engine: Engine, seen: Telemetry) -> None:
    """Calls by all sources of one route are added up; no source has a name outside."""
    found = seen.metrics.select(f"{CLIENT}_count", service_name="ingress", http_route="/login")
    raw = engine.scrapes()[-1].series
    edges = [n for n, (_, to) in enumerate(engine.names.edges) if to == "api.login"]
    mine = raw[(raw["kind"] == codes.OF_CLIENT) & np.isin(raw["a"], edges)]
    assert len(edges) == 2 and found.values[:, -1].sum() == mine["count"].sum() > 0
    assert len({tuple(sorted(row.items())) for row in found.all_labels()}) == len(found)


def words_of(seen: Telemetry) -> set[str]:
    """Everything that a learner can read, as lower-case text."""
    found: set[str] = set()
    for name, family in seen.metrics.families.items():
        found |= {name, family.help, *(w for c in family.columns.values() for w in c.words)}
        found |= set(family.columns)
    for table in (seen.logs, seen.spans, seen.audit, seen.deploys):
        found |= set(table.column_names)
        for one in table.columns:
            if pa.types.is_dictionary(one.type) or pa.types.is_string(one.type):
                found |= {str(value) for value in one.unique().to_pylist()}
    found.add(repr(topology(seen).plain()))
    return {word.lower() for word in found}


def test_no_ground_truth_is_told(seen: Telemetry) -> None:
    """No column, label or text says hostile, poison, exposed, or the name of a source."""
    secret = (
        "hostil",
        "poison",
        "expos",
        "foreign",
        "taken",
        "stuffing",
        "readers",
        "orphan",
        "leak",
        "crash",
        "owner_",
        "fault",
    )
    found = words_of(seen)
    assert [(s, word[:80]) for s in secret for word in found if s in word] == []


def test_hidden_fields_change_nothing_that_is_seen(engine: Engine, seen: Telemetry) -> None:
    """Turning the truth in spans and logs upside down leaves every table as it was."""
    spans, logs = engine.spans().copy(), engine.logs().copy()
    for rows in (spans, logs):
        rows["hostile"] = 1 - rows["hostile"]
        rows["poison"] = 1 - rows["poison"]
    spans["marks"] ^= int(codes.EXPOSED | codes.CACHE_FOREIGN | codes.SAMPLED | codes.AUDITED)
    assert tables.spans_table(spans, seen.words, START_MS).equals(seen.spans)
    assert tables.logs_table(logs, seen.words, START_MS).equals(seen.logs)


def test_every_word_of_the_kernel_has_one_for_the_outside() -> None:
    """Reasons, events and kinds have as many words as the kernel has numbers."""
    assert len(otel_names.ERRORS) == len(codes.REASONS)
    assert len(otel_names.EVENTS) == len(codes.LOG_EVENTS)
    assert len(set(otel_names.ERROR_TYPES)) == len(otel_names.ERROR_TYPES)


def test_spans_are_rows_of_the_kernel(engine: Engine, seen: Telemetry) -> None:
    """Ids, times, places and names of each span follow from its record."""
    raw = engine.spans()
    assert seen.spans.num_rows == len(raw) > 1000
    n = int(np.flatnonzero((raw["kind"] == codes.SERVER) & (raw["waited_pool"] > 0))[0])
    one, row = raw[n], seen.spans.slice(n, 1).to_pylist()[0]
    assert row["span_id"] == f"{one['span_id']:016x}"
    assert row["trace_id"].endswith(f"{one['trace_id']:016x}") and len(row["trace_id"]) == 32
    assert row["parent_span_id"] == f"{one['parent_id']:016x}"
    assert row["duration_ms"] == (one["t1"] - one["t0"]) / 1e6
    assert row["db.client.connection.wait_ms"] == one["waited_pool"] / 1e6
    assert (row["service.name"], row["name"], row["kind"]) == ("api", "/write", "SERVER")
    assert row["service.instance.id"] == f"api-{one['replica']}-{one['boot']}"
    start = seen.spans["start_time"].cast(pa.int64())[n].as_py()
    assert start == START_MS * 1_000_000 + one["t0"]


def test_spans_of_each_kind_say_who_speaks(seen: Telemetry) -> None:
    """The ingress is a server without instance, a delivery is a consumer, a call names its callee."""
    rows = seen.spans.to_pylist()
    root = next(row for row in rows if row["service.name"] == "ingress" and row["kind"] == "SERVER")
    assert root["parent_span_id"] is None and root["service.instance.id"] is None
    assert root["name"] in ("/read", "/write", "/login")
    consumer = next(row for row in rows if row["kind"] == "CONSUMER")
    assert (consumer["service.name"], consumer["name"]) == ("worker", "process jobs")
    assert consumer["messaging.destination.name"] == "jobs"
    call = next(row for row in rows if row["kind"] == "CLIENT" and row["service.name"] == "api")
    assert (call["server.address"], call["name"]) == ("db", "db/get")
    assert {row["service.name"] for row in rows} == {"ingress", "api", "db", "worker"}


def test_failed_spans_have_a_type_of_error(seen: Telemetry) -> None:
    """Servers fail with 5xx, callers with 4xx as well; only failures have `error.type`."""
    for row in seen.spans.to_pylist():
        bound = 500 if row["kind"] == "SERVER" else 400
        failed = row["http.response.status_code"] >= bound
        assert (row["status_code"] == "ERROR") == failed == (row["error.type"] is not None)


def test_log_lines_read_as_an_engineer_would_write_them(seen: Telemetry) -> None:
    """Bodies are sentences made of codes and parameters."""
    bodies = set(seen.logs["body"].unique().to_pylist())
    assert {
        "call of db/get failed with 504 on attempt 1: upstream request timed out",
        "circuit breaker for db/get opened",
        "/read answered 200 with 900 bytes",
        "stored",
        "login failed: wrong password",
        "login succeeded",
        "/read failed with 500: unhandled exception",
        "/write failed with 503: timed out waiting for a connection from the pool",
        "/run failed with 500: cannot decode message body",
        "delivery from jobs[0] failed with 500 on try 1: cannot decode message body",
        "message from jobs[0] moved to the dead-letter queue",
    } <= bodies
    assert set(seen.logs["severity_text"].unique().to_pylist()) == {"INFO", "WARN", "ERROR"}


def test_log_lines_are_rows_of_the_kernel(engine: Engine, seen: Telemetry) -> None:
    """Every record has its line with time, service and trace; unknown values are null."""
    raw = engine.logs()
    assert seen.logs.num_rows == len(raw)
    assert seen.logs["timestamp"].cast(pa.int64()).to_pylist()[5] == START_MS * 10**6 + raw["t"][5]
    notes = seen.logs.filter(pa.compute.equal(seen.logs["event_name"], "note"))
    assert set(notes["service.name"].unique().to_pylist()) == {"api"}
    assert set(notes["app.token"].unique().to_pylist()) == {"robot"}
    assert notes["http.response.status_code"].null_count == notes.num_rows
    access = seen.logs.filter(pa.compute.equal(seen.logs["event_name"], "access"))
    assert access["http.response.status_code"].null_count == 0
    assert set(access["client.network"].unique().to_pylist()) == {"home"}


def test_a_client_address_tells_its_network_only() -> None:
    """One prefix for a network, no two clients alike, and back to the number for a block."""
    found = [otel_names.address(n, "hosting") for n in (*range(500), 3 << 20, (31 << 20) + 65535)]
    assert len(set(found)) == len(found)
    assert len({text.split(":")[2] for text in found}) == 1
    assert [otel_names.address_number(text) for text in found][-2:] == [3 << 20, (31 << 20) + 65535]
    assert otel_names.address(7, "home").split(":")[2] != found[0].split(":")[2]
    for bad in ("10.0.0.1", "2001:db9::1", "2001:db8:1:2:3::4"):
        with pytest.raises(ValueError, match=r"address|Expected|expected"):
            otel_names.address_number(bad)


def test_names_lead_back_to_what_actions_take(engine: Engine) -> None:
    """An instance id is a service and slot, an account a number."""
    assert otel_names.instance_replica("api-1-4", engine.names) == ("api", 1)
    assert otel_names.user_number(otel_names.user(77)) == 77
    for bad in ("api-9-0", "api", "api-x-1", "--"):
        with pytest.raises(ValueError, match="instance"):
            otel_names.instance_replica(bad, engine.names)
    with pytest.raises(ValueError, match="account"):
        otel_names.user_number("user-x")


def test_exemplars_are_traces_of_the_bucket_they_stand_at(seen: Telemetry) -> None:
    """Each is a sampled request of that series whose duration belongs to the bucket."""
    buckets = seen.metrics.select(f"{SERVER}_bucket")
    marks = buckets.exemplars
    assert marks is not None and len(marks.row) > 100
    known = set(seen.spans["trace_id"].unique().to_pylist())
    for n in range(0, len(marks.row), 37):
        labels = buckets.labels(int(marks.row[n]))
        below = (
            float(buckets.labels(int(marks.row[n]) - 1)["le"]) if labels["le"] != "0.005" else -1
        )
        assert below < marks.value[n] <= float(labels["le"])
        assert marks.trace_id[n] in known
        end = int(buckets.times_ms[marks.at[n]])
        assert end - 15_000 <= marks.times_ms[n] <= end


def test_audit_has_what_was_done_visibly_and_nothing_else(engine: Engine) -> None:
    """A visible fault is somebody's doing; the leak, the crash and the attack are not in it."""
    early = AuditEntry(
        t=-60_000_000_000, who="pipeline", what="deploy", target="db", details={"version": "v1"}
    )
    seen = observe(engine, history=[early])
    assert [(row["who"], row["what"], row["target"]) for row in seen.audit.to_pylist()] == [
        ("pipeline", "deploy", "db"),
        ("pipeline", "deploy", "api"),
        ("on-call", "rollback", "api"),
    ]
    deploys = seen.deploys.to_pylist()
    assert [row["service.version"] for row in deploys] == ["v1", "v2", "v1"]
    assert (
        seen.deploys["timestamp"].cast(pa.int64()).to_pylist()[0] == START_MS * 10**6 - 60 * 10**9
    )


def test_matchers_are_those_of_promql(seen: Telemetry) -> None:
    """=, !=, =~ and !~, anchored; an absent label is empty; a bad pattern is refused."""
    m = seen.metrics
    counts = m.select(f"{SERVER}_count")

    def names(op: Any, value: str, label: str = "service_name") -> set[str]:
        found = m.select(f"{SERVER}_count", Matcher(label=label, op=op, value=value))
        return {row["service_name"] for row in found.all_labels()}

    assert names("=", "api") == {"api"} and names("!=", "api") == {"db", "worker"}
    assert names("=~", "a|d") == set() and names("=~", "a.*|db") == {"api", "db"}
    assert names("!~", "api|db") == {"worker"} and names("=~", "") == set()
    assert names("=", "", label="nothing") == {"api", "db", "worker"}
    assert names("!=", "", label="error_type") == {"api", "worker"}
    assert names("=~", "(?i)API") == {"api"}
    with pytest.raises(ValueError, match="pattern"):
        names("=~", "(a")
    with pytest.raises(ValueError, match="at most"):
        names("=~", "a" * 2000)
    assert len(m.select("no_such_metric")) == 0 and m.select("x").values.shape[1] == 41
    by_name = m.matching(Matcher(label="__name__", op="=~", value="messaging_.*_total"))
    assert {f.name for f in by_name} >= {"messaging_failed_total", "messaging_published_total"}
    assert len(counts.take(counts.rows([]))) == len(counts)


def test_patterns_take_linear_time(seen: Telemetry) -> None:
    """A pattern that hangs a backtracking engine is answered."""
    matcher = Matcher(label="service_name", op="=~", value="(a*)*b" * 3 + "(x+x+)+y")
    assert len(seen.metrics.select(f"{SERVER}_count", matcher)) == 0
    assert not matcher.accepts(["a" * 5000])[0]


def test_a_series_leaves_out_what_is_absent(seen: Telemetry) -> None:
    """Rows as series: samples that are there, with their times."""
    family = seen.metrics.select("worker_limit", service_instance_id="api-0-0")
    (series,) = family.series()
    assert series.labels["service_version"] == "v1" and set(series.values) == {8.0}
    assert len(series.times_ms) == len(series.values) < len(family.times_ms)


def test_groups_and_merging_keep_the_order_of_appearance() -> None:
    """Labels are numbered as they come; equal rows are added, absent ones do not count."""
    rows = [{"a": "x"}, {"a": "y"}, {"a": "x"}]
    labels, values = merged(rows, np.array([[1.0, np.nan], [5.0, np.nan], [2.0, 7.0]]))
    assert labels == [{"a": "x"}, {"a": "y"}]
    assert np.array_equal(values, [[3.0, 7.0], [5.0, np.nan]], equal_nan=True)
    found = column(["b", "a", "b"], 2)
    assert found.words == ("b", "a") and found.codes.tolist() == [0, 0, 1, 1, 0, 0]


def test_columns_without_a_loop_say_the_same_as_one_with() -> None:
    """Hexadecimal text, words by number and spelled combinations, in a table and by sorting."""
    numbers = np.array([1, 2**64 - 1, 255], dtype=np.uint64)
    valid = np.array([True, False, True])
    assert hexed(numbers, valid).to_pylist() == [f"{1:016x}", None, f"{255:016x}"]
    assert words(np.array([1, -1, 0, 2]), ("a", "b", "")).to_pylist() == ["b", None, "a", None]
    for far in (1, 10**12):
        a, b = np.array([3, 1, 3, -far]), np.array([far, 0, far, 2])
        found = spelled((a, b), lambda x, y: f"{x}/{y}")
        assert found.to_pylist() == [f"3/{far}", "1/0", f"3/{far}", f"{-far}/2"]
        assert len(found.dictionary) == 3
    assert spelled((a[:0], b[:0]), str).to_pylist() == []


def test_increase_is_that_of_prometheus() -> None:
    """Windows open at the left; extrapolated to their borders, not below zero, not far."""
    times = np.arange(8, dtype=np.int64) * 15_000
    steady = np.arange(8) * 15.0 + 1000  # 1 a second
    late = np.array([np.nan] * 4 + [0.0, 30.0, 60.0, 60.0])
    found = rates.increase(times, np.array([steady, late, np.full(8, np.nan)]), 60_000)
    assert np.isnan(found[0, 0]) and found[0, 7] == pytest.approx(60)
    # At 15 s: two samples 15 s apart, 45 s without any before; half an interval is granted.
    assert found[0, 1] == pytest.approx(15 * (15 + 7.5) / 15)
    # The second began at 0: nothing before it.
    assert found[1, 6] == pytest.approx(60) and np.isnan(found[1, 4])
    assert np.isnan(found[2]).all()


def slow_increase(times: list[int], values: list[float], end: int, window: int) -> float:
    """One window of one series, sample by sample."""
    inside = [
        (t, v)
        for t, v in zip(times, values, strict=True)
        if end - window < t <= end and not np.isnan(v)
    ]
    if len(inside) < 2:
        return float("nan")
    (t0, v0), (t1, v1) = inside[0], inside[-1]
    sampled, mean = (t1 - t0) / 1e3, (t1 - t0) / 1e3 / (len(inside) - 1)
    start, stop = (t0 - (end - window)) / 1e3, (end - t1) / 1e3
    start = mean / 2 if start >= mean * 1.1 else start
    if v1 > v0:
        start = min(start, sampled * v0 / (v1 - v0))
    stop = mean / 2 if stop >= mean * 1.1 else stop
    return (v1 - v0) * (sampled + start + stop) / sampled


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.integers(0, 50)), min_size=12, max_size=12),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from([15_000, 31_000, 60_000, 600_000]),
)
def test_increase_of_all_windows_is_that_of_each(
    steps: list[list[int | None]], window: int
) -> None:
    """All rows and scrapes at once, absent samples anywhere: as one window at a time."""
    times = np.arange(12, dtype=np.int64) * 15_000 + 1_000_000
    rows = [np.cumsum([0 if s is None else s for s in row]).astype(float) for row in steps]
    for row, given_ in zip(rows, steps, strict=True):
        row[[s is None for s in given_]] = np.nan
    found = rates.increase(times, np.array(rows), window)
    wanted = [
        [slow_increase(times.tolist(), list(row), int(t), window) for t in times] for row in rows
    ]
    assert np.allclose(found, wanted, rtol=1e-12, atol=1e-12, equal_nan=True)


def test_quantiles_are_linear_inside_a_bucket() -> None:
    """The rank's bucket; the last bound where it is the open one; none without requests."""
    bounds = np.array([0.1, 0.5, 1.0, np.inf])
    buckets = np.array([[10, 0, 0], [20, 0, 0], [20, 0, 0], [20, 4, 0]], dtype=float)
    found = rates.quantile(0.75, bounds, buckets)
    assert found[0] == pytest.approx(0.1 + 0.4 * (15 - 10) / 10)
    assert found[1] == 1.0 and np.isnan(found[2])


def test_topology_shows_parts_and_what_passes_between(seen: Telemetry) -> None:
    """Rates, shares and latencies of a window, for services, queue, cache and their links."""
    found = topology(seen, over="1m", at_ms=START_MS + 165_000)
    by_name = {node.name: node for node in found.nodes}
    assert set(by_name) == {"ingress", "api", "db", "worker", "jobs", "pages"}
    api, jobs = by_name["api"], by_name["jobs"]
    assert api.rate == pytest.approx(30, rel=0.25) and api.versions == ("v1",)
    assert api.replicas == 2 and api.p99_ms is not None and api.p99_ms > 20
    assert jobs.rate == pytest.approx(8, rel=0.5)
    assert 0 < (by_name["pages"].hit_share or 0) < 1
    links = {(link.source, link.target): link for link in found.links}
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
    assert found.plain()["nodes"][0]["kind"] == "ingress"
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


GOLDEN = "985d059c5dcfde5ab95bc06af3d1214d7ce3a07198c5553720485b8412975fb2"  # of `small`, on every machine
SMALL = """
from tests.simulation.test_telemetry import small
print(small().digest())
"""


def small_engine() -> Engine:
    """One minute of the town with another seed."""
    engine = Engine(town(), seed=11, sample=0.5)
    engine.advance("1m")
    return engine


def small() -> Telemetry:
    return observe(small_engine())


def test_the_digest_is_the_same_in_every_process() -> None:
    """Metrics, logs and spans of equal runs are equal, here, elsewhere and as once written down."""
    told = subprocess.run(
        [sys.executable, "-c", SMALL],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert told.stdout.strip() == small().digest() == GOLDEN


def test_the_digest_hears_of_every_part(seen: Telemetry) -> None:
    """One other value in a table or in metrics gives another digest."""
    table = seen.logs.slice(0, 50)
    other = table.set_column(3, "body", pa.array(["x"] * 50).dictionary_encode())
    assert _sha(table) != _sha(other) and _sha(table) == _sha(seen.logs.slice(0, 50))
    cut = Metrics(
        times_ms=seen.metrics.times_ms, families=dict(list(seen.metrics.families.items())[1:])
    )
    assert cut.digest() != seen.metrics.digest()


def _sha(table: pa.Table) -> str:
    return hashlib.sha256(b"".join(hashed(table))).hexdigest()

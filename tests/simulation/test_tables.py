"""Spans, log lines, deploys and audit as tables, their names, and the digest of it all."""

import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from course.simulation.engine import Engine
from course.simulation.kernel import codes
from course.simulation.telemetry import otel_names
from course.simulation.telemetry.columns import hashed
from course.simulation.telemetry.metrics import Metrics
from course.simulation.telemetry.snapshot import START_MS, AuditEntry, Telemetry, observe
from tests.simulation.systems import small_engine

SERVER = "http_server_request_duration_seconds"
CLIENT = "http_client_request_duration_seconds"


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


def test_tables_become_frames_and_keep_their_words(seen: Telemetry) -> None:
    """Pandas takes every table, and each cell says there what it says in Arrow."""
    for table in (seen.logs, seen.spans, seen.audit, seen.deploys):
        frame = table.to_pandas()
        assert len(frame) == len(table)
        for name in table.column_names:
            if pa.types.is_dictionary(table[name].type):
                cells = [None if isinstance(word, float) else word for word in frame[name]]
                assert cells == table[name].to_pylist()


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
    addresses = [
        otel_names.address(n, "hosting") for n in (*range(500), 3 << 20, (31 << 20) + 65535)
    ]
    assert len(set(addresses)) == len(addresses)
    assert len({text.split(":")[2] for text in addresses}) == 1
    assert [otel_names.address_number(text) for text in addresses][-2:] == [
        3 << 20,
        (31 << 20) + 65535,
    ]
    assert otel_names.address(7, "home").split(":")[2] != addresses[0].split(":")[2]
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


GOLDEN = "563d9e899a52276eabe240daccfdb22cf4298a819d76e4797443d839fe8e4f8c"  # of `small`, on every machine
SMALL = """
from tests.simulation.test_tables import small
print(small().digest())
"""


def small() -> Telemetry:
    return observe(small_engine())


def test_the_digest_is_the_same_in_every_process() -> None:
    """Metrics, logs and spans of equal runs are equal, here, elsewhere and as once written down."""
    process = subprocess.run(
        [sys.executable, "-c", SMALL],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout.strip() == small().digest() == GOLDEN


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

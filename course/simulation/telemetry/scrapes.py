"""The engine's scrapes as Prometheus series with OpenTelemetry's names and labels.

Every sample is a number that the kernel counted; nothing is drawn, smoothed or filled in here.
A series of a replica is absent while its process does not run: not up, or of another start.
"""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from course.simulation.kernel import codes
from course.simulation.observation import Scrape
from course.simulation.system import System
from course.simulation.telemetry.metrics import Floats, Kind, Metrics, MetricsBuilder, merged
from course.simulation.telemetry.otel_names import OtelNames
from course.simulation.telemetry.process_series import (
    SECOND,
    LabelRow,
    Records,
    ScrapeStack,
    Starts,
    durations,
    grid,
    since_start,
    starts,
)

OTEL = {
    "db_client_connection_pending_requests": "db.client.connection.pending_requests",
    "db_client_connection_count": "db.client.connection.count",
    "db_client_connection_max": "db.client.connection.max",
    "db_client_connection_timeouts_total": "db.client.connection.timeouts",
    "process_cpu_time_seconds_total": "process.cpu.time",
    "http_server_active_requests": "http.server.active_requests",
    "system_cpu_logical_count": "system.cpu.logical.count",
}


def gather(
    scrapes: Sequence[Scrape], spans: Records, otel: OtelNames, system: System, start_ms: int
) -> Metrics:
    """Turn scrapes into a store of metrics; spans give exemplars to the server's histogram."""
    if not scrapes:
        return Metrics(times_ms=np.empty(0, np.int64))
    stack = grid(scrapes)
    builder = MetricsBuilder(start_ms + stack.t // 1_000_000)
    durations(builder, stack, otel, spans, start_ms)
    _processes(builder, stack, otel, system, start_ms)
    _pools(builder, stack, otel)
    _edges(builder, stack, otel)
    _queues(builder, stack, otel)
    _guards(builder, stack, otel)
    return builder.build()


def _processes(
    builder: MetricsBuilder, stack: ScrapeStack, otel: OtelNames, system: System, start_ms: int
) -> None:
    rows, up, listed_starts = (
        stack["replicas"],
        starts(stack, otel),
        starts(stack, otel, listed=True),
    )
    alive = np.where(listed_starts.running, rows["up"][:, listed_starts.replica].T, np.nan)
    builder.add(
        "up", "gauge", "1 where a scrape reached the instance.", listed_starts.labels, alive
    )
    running = np.where(up.running, 1.0, np.nan)
    builder.add("target_info", "info", "What runs.", up.labels, running)
    listed = np.where(up.running, rows["listed"][:, up.replica].T, np.nan)
    builder.add("load_balancer_member", "gauge", "1 where it gets requests.", up.labels, listed)
    began = start_ms / 1e3 + rows["t_boot"][:, up.replica].T / SECOND
    began[~up.running] = np.nan
    builder.add(
        "process_start_time_seconds",
        "gauge",
        "Start of the process since the epoch.",
        up.labels,
        began,
        unit="s",
    )
    busy = since_start(rows["busy_ns"][:, up.replica].T / SECOND, stack, up)
    name = "process_cpu_time_seconds_total"
    builder.add(name, "counter", "Processor time.", up.labels, busy, unit="s", otel=OTEL[name])
    cores = {service.name: service.cores for service in system.services}
    logical = np.array([[float(cores[row["service_name"]])] for row in up.labels]) * running
    name = "system_cpu_logical_count"
    builder.add(name, "gauge", "Processors it may use.", up.labels, logical, otel=OTEL[name])
    _shared_cores(builder, stack, up, {s.name for s in system.services if s.share_cores})


def _shared_cores(
    builder: MetricsBuilder, stack: ScrapeStack, up: Starts, sharing: set[str]
) -> None:
    """What those who compute mean to each other, where they share the cores of a replica."""
    own = np.array([row["service_name"] in sharing for row in up.labels], dtype=np.bool_)
    if not own.any():
        return
    of = up.only(own)
    rows = stack["processors"][:, of.replica]
    runnable = np.where(of.running, rows["computing"].T, np.nan)
    name, text = "process_runnable_threads", "Requests that compute or wait for a core."
    builder.add(name, "gauge", text, of.labels, runnable)
    waited = since_start(rows["waited_ns"].T / SECOND, stack, of)
    name, text = "process_cpu_wait_seconds_total", "Time that requests waited for a core."
    builder.add(name, "counter", text, of.labels, waited, unit="s")


def _pools(builder: MetricsBuilder, stack: ScrapeStack, otel: OtelNames) -> None:
    up = starts(stack, otel)
    first = {place: n for n, place in enumerate(otel.names.replicas)}
    of_workers: list[tuple[int, int]] = []
    of_places: list[tuple[int, int]] = []
    for n, place in enumerate(otel.names.pools):
        replica = first.get((place.service, place.slot), -1)
        start_rows = np.flatnonzero(up.replica == replica).tolist() if replica >= 0 else [-1]
        (of_workers if place.name == "workers" else of_places).extend((n, s) for s in start_rows)
    _workers(builder, stack, up, of_workers)
    _places(builder, stack, up, otel, of_places)


def _of_pools(
    stack: ScrapeStack, up: Starts, pool_starts: Sequence[tuple[int, int]]
) -> Callable[..., Floats]:
    """Make a function that gives fields of pools by start, counters from 0 at each."""
    table = stack["pools"][:, [p for p, _ in pool_starts]]
    index = np.array([s for _, s in pool_starts], dtype=np.intp)
    own = index >= 0
    at = np.where(own, index, 0)
    any_start = bool(len(up.replica))
    of = Starts(
        replica=up.replica[at] if any_start else at,
        boot=np.where(own, up.boot[at], -1) if any_start else np.full(len(at), -1),
        labels=(),
        running=np.where(own[:, None], up.running[at], True)
        if any_start
        else np.ones((len(at), 1), bool),
    )

    def read(field: str, *, counter: bool = False, scale: float = 1.0) -> Floats:
        values = np.asarray(table[field].T / scale, dtype=np.float64)
        if counter:
            return since_start(values, stack, of)
        return np.where(of.running, values, np.nan)

    return read


def _workers(
    builder: MetricsBuilder, stack: ScrapeStack, up: Starts, pool_starts: Sequence[tuple[int, int]]
) -> None:
    if not pool_starts:
        return
    read = _of_pools(stack, up, pool_starts)
    labels = [up.labels[s] for _, s in pool_starts]
    used, waiting = read("used"), read("waiting")
    name = "http_server_active_requests"
    text = "Requests in work or in the queue for a worker."
    builder.add(name, "gauge", text, labels, used + waiting, otel=OTEL[name])
    for name, text, values in (
        ("worker_limit", "Workers.", read("limit")),
        ("worker_used", "Workers that work on a request.", used),
        ("worker_queue_length", "Requests that wait for a worker.", waiting),
    ):
        builder.add(name, "gauge", text, labels, values)
    for name, field, text, scale, unit in (
        ("worker_busy_seconds_total", "area_used", "Time in work, over workers.", SECOND, "s"),
        ("worker_queue_wait_seconds_total", "waited_ns", "Time waited for workers.", SECOND, "s"),
        ("worker_queue_refused_total", "refusals", "Requests refused, queue full.", 1.0, ""),
    ):
        counted = read(field, counter=True, scale=scale)
        builder.add(name, "counter", text, labels, counted, unit=unit)


def _places(
    builder: MetricsBuilder,
    stack: ScrapeStack,
    up: Starts,
    otel: OtelNames,
    pool_starts: Sequence[tuple[int, int]],
) -> None:
    if not pool_starts:
        return
    read = _of_pools(stack, up, pool_starts)
    key = "db_client_connection_pool_name"
    labels = [
        {**(up.labels[s] if s >= 0 else {}), key: otel.names.pools[p].name} for p, s in pool_starts
    ]
    # Lost places are taken off the kernel's limit; outside they are connections in use.
    allowed = read("wanted")
    used = read("used") + np.maximum(allowed - read("limit"), 0)
    idle = np.maximum(allowed - used, 0)
    by_state = np.stack([used, idle], axis=1).reshape(-1, used.shape[1])
    name = "db_client_connection_count"
    builder.add(
        name,
        "gauge",
        "Connections by state.",
        labels,
        by_state,
        more=("db_client_connection_state", ("used", "idle")),
        otel=OTEL[name],
    )
    for name, text, values in (
        ("db_client_connection_max", "Most open connections allowed.", allowed),
        (
            "db_client_connection_pending_requests",
            "Requests that wait for an open connection.",
            read("waiting"),
        ),
    ):
        builder.add(name, "gauge", text, labels, values, otel=OTEL[name])
    for name, field, text in (
        ("db_client_connection_timeouts_total", "timeouts", "Waits that ended without one."),
        ("db_client_connection_rejected_total", "refusals", "Waits refused, too many waiting."),
        ("db_client_connection_acquired_total", "grants", "Connections obtained."),
    ):
        counted = read(field, counter=True)
        builder.add(name, "counter", text, labels, counted, otel=OTEL.get(name, ""))


def _edges(builder: MetricsBuilder, stack: ScrapeStack, otel: OtelNames) -> None:
    edges = [n for n in range(len(otel.edge_queue)) if otel.edge_queue[n] < 0]
    if not edges:
        return
    labels = []
    for n in edges:
        callee, path = otel.callee(n)
        caller = otel.services[otel.edge_service[n]]
        labels.append({"service_name": caller, "server_address": callee, "http_route": path})
    rows = stack["edges"][:, edges]
    for name, field, text in (
        ("http_client_attempts_total", "attempts", "Attempts of calls."),
        ("http_client_retries_total", "retried", "Attempts after a failed one."),
        ("http_client_retries_denied_total", "denied", "Retries that the budget did not allow."),
    ):
        builder.add(name, "counter", text, *merged(labels, rows[field].T.astype(np.float64)))
    guarded = np.flatnonzero((rows["breaker_calls"] > 0).any(axis=0))
    if len(guarded):
        has_breaker = rows["breaker_calls"][:, guarded].T > 0
        of = [labels[n] for n in guarded]
        state = np.where(has_breaker, rows["breaker"][:, guarded].T, np.nan)
        text = "0 closed, 1 open, 2 half open."
        builder.add("circuit_breaker_state", "gauge", text, *_worst(of, state))
        opened = np.where(has_breaker, rows["opened"][:, guarded].T, np.nan)
        builder.add("circuit_breaker_opened_total", "counter", "Openings.", *merged(of, opened))


def _worst(labels: Sequence[LabelRow], values: Floats) -> tuple[list[LabelRow], Floats]:
    """One row for rows with equal labels: the greatest."""
    keys = list(dict.fromkeys(tuple(sorted(row.items())) for row in labels))
    place = np.array([keys.index(tuple(sorted(row.items()))) for row in labels])
    worst = [np.fmax.reduce(values[place == n], axis=0) for n in range(len(keys))]
    return [dict(key) for key in keys], np.array(worst)


def _queues(builder: MetricsBuilder, stack: ScrapeStack, otel: OtelNames) -> None:
    rows = stack["partitions"]
    if not rows.shape[1]:
        return
    labels = [
        {"messaging_destination_name": queue, "messaging_destination_partition_id": str(number)}
        for queue, number in otel.names.partitions
    ]
    age = np.where(rows["depth"] > 0, stack.t[:, None] - rows["t_head"], 0).T / SECOND
    _plain(
        builder,
        labels,
        rows,
        (
            ("messaging_queue_depth", "gauge", "depth", "Messages that wait or are in delivery."),
            ("messaging_consumer_offset", "gauge", "offset", "Messages that left the partition."),
            ("messaging_consumer_paused", "gauge", "paused", "1 where delivery is paused."),
            ("messaging_published_total", "counter", "published", "Messages published."),
            ("messaging_processed_total", "counter", "delivered", "Messages processed."),
            ("messaging_failed_total", "counter", "failed", "Deliveries that failed."),
            (
                "messaging_dead_lettered_total",
                "counter",
                "dead",
                "Messages to the dead-letter queue.",
            ),
        ),
    )
    name = "messaging_queue_oldest_message_age_seconds"
    builder.add(name, "gauge", "Age of the first message.", labels, age, unit="s")


def _plain(
    builder: MetricsBuilder,
    labels: Sequence[LabelRow],
    rows: Records,
    fields: Iterable[tuple[str, Kind, str, str]],
) -> None:
    for name, kind, field, text in fields:
        builder.add(name, kind, text, labels, rows[field].T.astype(np.float64))


def _guards(builder: MetricsBuilder, stack: ScrapeStack, otel: OtelNames) -> None:
    names = otel.names
    looked = np.stack([stack["caches"]["hits"].T, stack["caches"]["misses"].T], axis=1)
    builder.add(
        "cache_requests_total",
        "counter",
        "Look-ups by result.",
        [{"cache_name": c} for c in names.caches],
        looked.reshape(-1, len(stack.t)).astype(np.float64),
        more=("cache_result", ("hit", "miss")),
    )
    _plain(
        builder,
        [{"rate_limiter": x} for x in names.limiters],
        stack["limiters"],
        (("rate_limit_refused_total", "counter", "refused", "Requests refused with 429."),),
    )
    _plain(
        builder,
        [{"realm": r} for r in names.realms],
        stack["realms"],
        (
            ("login_failures_total", "counter", "failures", "Logins with a wrong password."),
            ("login_lockouts_total", "counter", "lockouts", "Accounts locked."),
        ),
    )
    by_tenant = np.ascontiguousarray(stack["tenants"].transpose(1, 2, 0)).astype(np.float64)
    builder.add(
        "tenant_requests_total",
        "counter",
        "Requests of users by tenant and outcome.",
        [{"tenant_id": t} for t in names.tenants],
        by_tenant.reshape(-1, len(stack.t)),
        more=("outcome", ("answered", "refused", "failed")),
    )
    sent = stack["counters"][:, codes.COUNTERS.index("bytes_all")][None, :].astype(np.float64)
    name = "http_server_response_body_bytes_total"
    builder.add(name, "counter", "Bytes of all answers.", [{}], sent, unit="By")

"""Histograms of durations: of servers with exemplars, of clients, of consumers, of pools."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from course.simulation.kernel import codes, world_layout
from course.simulation.telemetry.columns import trace_ids
from course.simulation.telemetry.metrics import Exemplars, Ints, MetricsBuilder, merged
from course.simulation.telemetry.otel_names import OtelNames
from course.simulation.telemetry.process_series import (
    SECOND,
    Flags,
    LabelRow,
    Records,
    ScrapeStack,
    lookup,
    runs,
)

LE = (*(f"{bound:g}" for bound in world_layout.BOUNDS_S), "+Inf")
SERVER = "http_server_request_duration_seconds"
CLIENT = "http_client_request_duration_seconds"
PROCESS = "messaging_process_duration_seconds"
WAIT = "db_client_connection_wait_time_seconds"
ABOUT = {
    SERVER: ("http.server.request.duration", "Duration of HTTP server requests."),
    CLIENT: ("http.client.request.duration", "Duration of HTTP client requests, each attempt."),
    PROCESS: ("messaging.process.duration", "Duration of processing a message."),
    WAIT: ("db.client.connection.wait_time", "Time it took to obtain a connection of the pool."),
}


def durations(
    builder: MetricsBuilder, stack: ScrapeStack, otel: OtelNames, spans: Records, start_ms: int
) -> None:
    """Enter all histograms; spans give exemplars to the server's."""
    last = stack["series"][-1]
    running = np.arange(len(last))[None, :] < stack.rows[:, None]
    of_replica = last["replica"] >= 0
    replica = np.where(of_replica, last["replica"], 0)
    running &= ~of_replica | runs(stack, replica, last["boot"])
    kind = last["kind"]
    server = np.flatnonzero(kind == codes.OF_SERVER)
    labels = [_server(otel, last[n]) for n in server]
    traces = exemplars(spans, last[server], stack.t, start_ms)
    _histogram(builder, stack, server, running, name=SERVER, labels=labels, exemplars=traces)
    client = np.flatnonzero(kind == codes.OF_CLIENT)
    by_queue = otel.edge_queue[last["a"][client]] >= 0
    calls, deliveries = client[~by_queue], client[by_queue]
    labels = [_client(otel, last[n]) for n in calls]
    _histogram(builder, stack, calls, running, name=CLIENT, labels=labels)
    labels = [_consumer(otel, last[n]) for n in deliveries]
    _histogram(builder, stack, deliveries, running, name=PROCESS, labels=labels)
    pool = np.flatnonzero((kind == codes.OF_POOL) & (last["status"] == 1))
    labels = [_waited(otel, last[n]) for n in pool]
    _histogram(builder, stack, pool, running, name=WAIT, labels=labels)


def _histogram(
    builder: MetricsBuilder,
    stack: ScrapeStack,
    rows: npt.NDArray[np.intp],
    running: Flags,
    *,
    name: str,
    labels: Sequence[LabelRow],
    exemplars: Exemplars | None = None,
) -> None:
    if not len(rows):
        return
    series = stack["series"][:, rows]
    counts = np.cumsum(series["count"].astype(np.float64), axis=2)
    sums = series["sum_ns"][:, :, None] / SECOND
    values = np.concatenate([counts, sums], axis=2)
    values[~running[:, rows]] = np.nan
    label_rows, by_row = merged(labels, values.transpose(1, 2, 0))
    parts: dict[str, Any] = {"unit": "s", "of": name, "otel": ABOUT[name][0]}
    text = ABOUT[name][1]
    buckets = np.ascontiguousarray(by_row[:, :-1]).reshape(-1, len(stack.t))
    builder.add(
        f"{name}_bucket",
        "histogram",
        text,
        label_rows,
        buckets,
        more=("le", LE),
        exemplars=exemplars,
        **parts,
    )
    builder.add(f"{name}_sum", "histogram", text, label_rows, by_row[:, -1].copy(), **parts)
    builder.add(f"{name}_count", "histogram", text, label_rows, by_row[:, -2].copy(), **parts)


def _status(status: int, from_: int) -> dict[str, str]:
    code = codes.STATUSES[status]
    labels = {"http_response_status_code": str(code)}
    return {**labels, "error_type": str(code)} if code >= from_ else labels


def _server(otel: OtelNames, row: Any) -> dict[str, str]:
    return {
        **otel.of_replica(int(row["replica"]), int(row["boot"]), int(row["version"])),
        "http_route": otel.paths[row["a"]],
        **_status(int(row["status"]), 500),
    }


def _client(otel: OtelNames, row: Any) -> dict[str, str]:
    callee, path = otel.callee(int(row["a"]))
    return {
        "service_name": otel.services[otel.edge_service[row["a"]]],
        "server_address": callee,
        "http_route": path,
        **_status(int(row["status"]), 400),
    }


def _consumer(otel: OtelNames, row: Any) -> dict[str, str]:
    return {
        "service_name": otel.services[otel.edge_service[row["a"]]],
        "messaging_destination_name": otel.names.queues[otel.edge_queue[row["a"]]],
        **_status(int(row["status"]), 400),
    }


def _waited(otel: OtelNames, row: Any) -> dict[str, str]:
    labels = {"db_client_connection_pool_name": otel.names.pools[row["a"]].name}
    if row["replica"] < 0:
        return labels
    return {
        **otel.of_replica(int(row["replica"]), int(row["boot"]), int(row["version"])),
        **labels,
    }


def exemplars(spans: Records, rows: Records, t: Ints, start_ms: int) -> Exemplars | None:
    """For each series, bucket and scrape: the last sampled request since the scrape before."""
    width = len(LE)
    served = spans[spans["kind"] == codes.SERVER] if len(spans) else spans
    at = np.searchsorted(t, served["t1"])
    served, at = served[at < len(t)], at[at < len(t)]
    if not len(served) or not len(rows):
        return None
    fields = ("replica", "boot", "status")
    row = lookup(
        [rows["a"], *(rows[f] for f in fields)], [served["route"], *(served[f] for f in fields)]
    )
    duration = served["t1"] - served["t0"]
    bounds = np.array([round(bound * SECOND) for bound in world_layout.BOUNDS_S])
    key = (row * width + np.searchsorted(bounds, duration)) * len(t) + at
    key[row < 0] = -1
    last_of_cell = len(key) - 1 - np.unique(key[::-1], return_index=True)[1]
    last_of_cell = last_of_cell[key[last_of_cell] >= 0]
    place, when = np.divmod(key[last_of_cell], len(t))
    return Exemplars(
        row=place.astype(np.int32),
        at=when.astype(np.int32),
        value=duration[last_of_cell] / SECOND,
        times_ms=start_ms + served["t1"][last_of_cell] // 1_000_000,
        trace_id=tuple(trace_ids(served["trace_id"][last_of_cell])),
    )

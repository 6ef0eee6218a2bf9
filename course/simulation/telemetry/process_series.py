"""Scrapes side by side, and which process each number belongs to.

The kernel counts by replica; Prometheus by process. A start of a replica is a process of its own.
At the end, histograms of durations: of servers with exemplars, of clients, consumers and pools.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from course.simulation.kernel import codes, world_layout
from course.simulation.observation import Scrape
from course.simulation.telemetry.columns import trace_ids
from course.simulation.telemetry.metrics import Exemplars, Floats, Ints, MetricsBuilder, merged
from course.simulation.telemetry.otel_names import OtelNames

Records = np.ndarray[Any, np.dtype[Any]]
Flags = npt.NDArray[np.bool_]
LabelRow = Mapping[str, Any]
SECOND = 1e9


@dataclass(frozen=True, kw_only=True)
class ScrapeStack:
    """All scrapes side by side: records by field with shape (T, things)."""

    t: Ints
    tables: Mapping[str, Records]
    rows: npt.NDArray[np.intp]  # series that were there at each scrape

    def __getitem__(self, name: str) -> Records:
        return self.tables[name]


def grid(scrapes: Sequence[Scrape]) -> ScrapeStack:
    """Stack scrapes; series that came later are zero before."""
    names = [name for name in Scrape.__dataclass_fields__ if name not in ("t", "series")]
    rows = np.array([len(scrape.series) for scrape in scrapes], dtype=np.intp)
    series = np.zeros((len(scrapes), max(rows, default=0)), world_layout.SERIES_)
    for n, scrape in enumerate(scrapes):
        series[n, : rows[n]] = scrape.series
    return ScrapeStack(
        t=np.array([scrape.t for scrape in scrapes], dtype=np.int64),
        tables={
            "series": series,
            **{name: _stacked([getattr(scrape, name) for scrape in scrapes]) for name in names},
        },
        rows=rows,
    )


def _stacked(arrays: Sequence[Records]) -> Records:
    """Stack arrays of one record type; numpy's stack would compare the types each time."""
    stacked = np.empty((len(arrays), *arrays[0].shape), dtype=arrays[0].dtype)
    for n, array in enumerate(arrays):
        stacked[n] = array
    return stacked


def runs(stack: ScrapeStack, replica: Any, boot: Any) -> Flags:
    """Whether this start of a replica ran at each scrape, shape (T, rows)."""
    rows = stack["replicas"][:, replica]
    return np.asarray((rows["up"] == 1) & (rows["boot"] == boot), dtype=np.bool_)


@dataclass(frozen=True, kw_only=True)
class Starts:
    """Each start of each replica that a scrape saw."""

    replica: npt.NDArray[np.intp]
    boot: Ints
    labels: Sequence[dict[str, str]]
    running: Flags  # (starts, T)

    def only(self, some: Flags) -> "Starts":
        """Those starts that `some` (a flag for each) says."""
        return Starts(
            replica=self.replica[some],
            boot=self.boot[some],
            labels=[row for row, kept in zip(self.labels, some, strict=True) if kept],
            running=self.running[some],
        )


def starts(stack: ScrapeStack, otel: OtelNames, *, listed: bool = False) -> Starts:
    """All starts that were up, or with `listed` also those that the balancer still lists."""
    rows = stack["replicas"]
    reached = (rows["up"] == 1) | (listed & (rows["listed"] == 1))
    pairs = {
        (r, int(boot)): int(version)
        for r in range(rows.shape[1])
        for boot, version in np.unique(
            np.stack([rows["boot"][reached[:, r], r], rows["version"][reached[:, r], r]]), axis=1
        ).T
    }
    replica = np.array([r for r, _ in pairs], dtype=np.intp)
    boot = np.array([b for _, b in pairs], dtype=np.int64)
    return Starts(
        replica=replica,
        boot=boot,
        labels=[otel.of_replica(r, b, v) for (r, b), v in pairs.items()],
        running=(reached[:, replica] & (rows["boot"][:, replica] == boot)).T,
    )


def since_start(values: Floats, stack: ScrapeStack, of: Starts) -> Floats:
    """A counter that the kernel goes on with over boots, from 0 at each boot; (starts, T).

    What was counted between the last scrape of one start and the boot counts for the next.
    """
    from_zero = values.copy()
    boots = stack["replicas"]["boot"]
    for n, (replica, boot) in enumerate(zip(of.replica, of.boot, strict=True)):
        before = np.flatnonzero(boots[:, replica] < boot)
        if len(before):
            from_zero[n] -= values[n, before[-1]]
    from_zero[~of.running] = np.nan
    return from_zero


def lookup(known_columns: Sequence[Any], wanted_columns: Sequence[Any]) -> npt.NDArray[np.int64]:
    """Row of each wanted tuple of small numbers among the known ones, or -1."""
    sizes = [
        int(max(k.max(initial=0), w.max(initial=0))) + 2
        for k, w in zip(known_columns, wanted_columns, strict=True)
    ]

    def packed(parts: Sequence[Any]) -> npt.NDArray[np.int64]:
        packed_numbers = np.zeros(len(parts[0]), dtype=np.int64)
        for part, size in zip(parts, sizes, strict=True):
            packed_numbers = packed_numbers * size + (part.astype(np.int64) + 1)
        return packed_numbers

    keys, wanted_keys = packed(known_columns), packed(wanted_columns)
    order = np.argsort(keys)
    place = np.minimum(np.searchsorted(keys[order], wanted_keys), len(keys) - 1)
    return np.where(keys[order][place] == wanted_keys, order[place], -1)


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

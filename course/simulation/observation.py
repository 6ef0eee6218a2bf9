"""What is recorded of a run: scrapes of counters and gauges, spans, log lines, and dated events.

All of telemetry/ is made from these numbers, which are as the kernel counts them; `Names` says what
they stand for. Metric names, labels and tables of OpenTelemetry are made there, not here.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from course.simulation.kernel import state_changes, world_layout
from course.simulation.world import Plant

Array = np.ndarray[Any, np.dtype[Any]]
EventKind = Literal["deploy", "action", "fault", "change"]


@dataclass(frozen=True, kw_only=True)
class Scrape:
    """All counters (from the start of the run) and gauges at one time; records of world_layout.py.

    `series` holds durations: kind, a, replica, boot, version, status, count[15], sum_ns.
    """

    t: int
    series: Array
    pools: Array
    replicas: Array
    edges: Array
    partitions: Array
    caches: Array
    limiters: Array
    realms: Array
    sources: Array
    tenants: Array  # (tenants, 3): answered, refused (4xx), failed (5xx)
    counters: Array  # by codes.COUNTERS


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that was done: `kind` says by whom; `visible` ones stand in the audit log."""

    t: int
    kind: EventKind
    verb: str
    target: str
    args: dict[str, Any]
    visible: bool = True


@dataclass(kw_only=True)
class RawTelemetry:
    """All that was recorded so far.

    `limit` bounds the rows of spans and of logs; rows beyond it are counted in `dropped`.
    """

    limit: int = 4_000_000
    scrapes: list[Scrape] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    span_chunks: list[Array] = field(default_factory=list)
    log_chunks: list[Array] = field(default_factory=list)
    dropped: dict[str, int] = field(default_factory=lambda: {"spans": 0, "logs": 0})

    def spans(self) -> Array:
        """All spans in the order of their ends; records SPAN of world_layout.py."""
        return _joined(self.span_chunks, world_layout.SPAN)

    def logs(self) -> Array:
        """All log lines in their order; records LOG of world_layout.py."""
        return _joined(self.log_chunks, world_layout.LOG)

    def copy(self) -> "RawTelemetry":
        """Copy it as it stands; chunks and scrapes are never written again, so they are shared."""
        return RawTelemetry(
            limit=self.limit,
            scrapes=list(self.scrapes),
            events=list(self.events),
            span_chunks=list(self.span_chunks),
            log_chunks=list(self.log_chunks),
            dropped=dict(self.dropped),
        )


def _joined(chunks: list[Array], kind: Any) -> Array:
    if len(chunks) > 1:
        chunks[:] = [np.concatenate(chunks)]
    return chunks[0] if chunks else np.zeros(0, kind)


def drain(plant: Plant, raw: RawTelemetry) -> None:
    """Move spans and log lines out of the world's buffers."""
    for name, chunks in (("spans", raw.span_chunks), ("logs", raw.log_chunks)):
        n = int(plant.w[f"n_{name}"])
        room = max(0, min(n, raw.limit - sum(len(c) for c in chunks)))
        raw.dropped[name] += n - room
        if room:
            chunks.append(np.array(plant.world[name][0][:room]))
        plant.w[f"n_{name}"] = 0


def scrape(plant: Plant, raw: RawTelemetry) -> None:
    """Copy every counter and gauge that the system has."""
    names, world = plant.names, plant.world
    state_changes.settle_pools(world, len(names.pools))
    counts = {
        "pools": names.pools,
        "replicas": names.replicas,
        "edges": names.edges,
        "partitions": names.partitions,
        "caches": names.caches,
        "limiters": names.limiters,
        "realms": names.realms,
        "sources": names.sources,
        "tenants": names.tenants,
    }
    copies = {name: np.array(world[name][0][: len(n)]) for name, n in counts.items()}
    raw.scrapes.append(
        Scrape(
            t=int(plant.w.now),
            series=np.array(world["series"][0][: plant.w.n_series]),
            counters=np.array(world["counters"][0]),
            **copies,
        )
    )


def digest(raw: RawTelemetry) -> str:
    """SHA-256 of metrics, logs, spans and events; equal wherever the run was the same."""
    state = hashlib.sha256()
    for snapshot in raw.scrapes:
        state.update(snapshot.t.to_bytes(8, "little"))
        for name in snapshot.__dataclass_fields__:
            if name != "t":
                _hash(state, getattr(snapshot, name))
    _hash(state, raw.spans())
    _hash(state, raw.logs())
    for event in raw.events:
        state.update(repr((event.t, event.kind, event.verb, event.target)).encode())
        state.update(repr(sorted(event.args.items())).encode())
    return state.hexdigest()


def _hash(state: Any, array: Array) -> None:
    # By fields: the padding between them is not ours to compare.
    if array.dtype.names is None:
        state.update(np.ascontiguousarray(array).tobytes())
        return
    for name in array.dtype.names:
        state.update(np.ascontiguousarray(array[name]).tobytes())

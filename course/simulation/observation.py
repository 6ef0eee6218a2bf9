"""What is recorded of a run: scrapes of counters and gauges, spans, log lines, and dated events.

All of telemetry/ is made from these numbers, which are as the kernel counts them; `Names` says what
they stand for. Metric names, labels and tables of OpenTelemetry are made there, not here.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import numpy as np

from course.simulation.kernel import codes, state_changes, world_layout
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
    processors: Array  # by replicas; none where no service shares its cores
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
    state_changes.settle_processors(world, len(names.replicas))
    counts = {
        "pools": names.pools,
        "replicas": names.replicas,
        "processors": names.replicas if any(s.share_cores for s in plant.system.services) else (),
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


class Setting(NamedTuple):
    """How something is set now: of what kind it is, its name, what is set, and to what."""

    kind: str
    name: str
    setting: str
    value: str


def settings(plant: Plant) -> list[Setting]:
    """What operators have set, as it is now; nothing of what load, faults or strangers do."""
    rows: list[Setting] = []

    def add(kind: str, name: str, **values: object) -> None:
        for setting, value in values.items():
            text = ("on" if value else "off") if isinstance(value, bool) else str(value)
            rows.append(Setting(kind, name, setting.replace("_", " "), text))

    for part in (_of_services, _of_stores, _of_guards):
        part(plant, add)
    return rows


def _of_services(plant: Plant, add: Callable[..., None]) -> None:
    w, names = plant.w, plant.names
    for n, service in enumerate(plant.system.services):
        row = w.services[n]
        replicas = [w.replicas[int(row.first) + slot] for slot in range(int(row.slots))]
        running = [r for r in replicas if r.up]
        workers = sorted({int(w.pools[int(r.worker)].limit) for r in replicas})
        versions = [names.versions[service.name][int(r.version)] for r in running]
        shed = f"{_percent(row.shed)} below priority {row.shed_below}" if row.shed else "none"
        add("service", service.name, replicas=len(running), workers=_listed(workers))
        add("service", service.name, versions=_listed(dict.fromkeys(versions)))
        add("service", service.name, shed=shed)
    for key in dict.fromkeys((p.service, p.name) for p in names.pools if p.name != "workers"):
        places = [n for n, p in enumerate(names.pools) if (p.service, p.name) == key]
        sizes = sorted({int(w.pools[n].wanted) for n in places})
        waits = dict.fromkeys(_time(w.pools[n].patience) for n in places)
        add("pool", " ".join(filter(None, key)), size=_listed(sizes), wait=_listed(waits))
    strangers = [s.name for s in plant.system.sources]
    for n, (caller, to) in enumerate(names.edges):
        if caller not in strangers:
            _call(w.edges[n], f"{caller} to {to}", add)


def _of_stores(plant: Plant, add: Callable[..., None]) -> None:
    w, names = plant.w, plant.names
    for n, name in enumerate(names.caches):
        row = w.caches[n]
        by_tenant = bool(row.by_tenant)
        add("cache", name, on=bool(row.on), ttl=_time(row.ttl), by_tenant=by_tenant)
        add("cache", name, ttl_jitter=f"{row.ttl_jitter / 10:g} %", lease=_time(row.lease))
    for n, name in enumerate(names.queues):
        row = w.queues[n]
        parts = [w.partitions[k].paused for k, (q, _) in enumerate(names.partitions) if q == name]
        paused = [k for k, stopped in enumerate(parts) if stopped]
        add("queue", name, tries=int(row.tries) or "for ever", backoff=_time(row.backoff))
        add("queue", name, paused_partitions=_listed(paused))


def _of_guards(plant: Plant, add: Callable[..., None]) -> None:
    w, names = plant.w, plant.names
    for n, name in enumerate(names.limiters):
        row = w.limiters[n]
        rate = f"{row.rate / 1e6:g} a second, {row.burst / 1e6:g} at once"
        add("limiter", name, on=bool(row.on), by=codes.FIELDS[int(row.by)], rate=rate)
    for n, name in enumerate(names.realms):
        row = w.realms[n]
        factor = ("off", "flagged", "all")[int(row.mfa)]
        add("realm", name, second_factor=factor, threshold=int(row.threshold) or "no lock-out")
        add("realm", name, window=_time(row.window), lock=_time(row.lock))
    for n, name in enumerate(names.flags):
        row = w.features[n]
        tenants = [t for k, t in enumerate(names.tenants) if row.cohort[k]]
        everyone = len(tenants) in (0, len(names.tenants))
        add("flag", name, on=bool(row.on), tenants="all" if everyone else _listed(tenants))
        add("flag", name, share=_percent(row.share))
    for n, name in enumerate(names.tokens):
        add("token", name, revoked=bool(w.revoked[n]))
    for n, source in enumerate(plant.system.sources):
        if not source.hostile and source.token:
            add("source", source.name, token=names.tokens[int(w.sources[n].token)])
    for n, name in enumerate(names.networks):
        if w.flagged[n]:
            add("network", name, second_factor=True)


def _call(row: Any, name: str, add: Callable[..., None]) -> None:
    retries = int(row.retries)
    add("call", name, timeout=_time(row.timeout) if row.timeout else "none", retries=retries)
    if retries:
        budget = "none" if row.budget < 0 else f"{row.budget / 1000:g} for each call"
        add("call", name, backoff=_time(row.backoff), retry_budget=budget)
    breaker = "none"
    if row.breaker_calls:
        breaker = f"opens at {row.breaker_ratio / 10:g} % of {row.breaker_calls} failed"
    add("call", name, breaker=breaker)
    if row.hedge:
        add("call", name, hedge_after=_time(row.hedge))


def _listed(values: Iterable[object]) -> str:
    return ", ".join(map(str, values)) or "none"


def _percent(chance: int) -> str:
    return f"{100 * int(chance) / 2**32:.3g} %"


def _time(ns: int) -> str:
    """A duration as an act takes it: `250ms`, `5s`, `1.5s`."""
    ms = int(ns) / 1e6
    return f"{ms:g}ms" if ms < 1000 else f"{ms / 1000:g}s"


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

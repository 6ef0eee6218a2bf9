"""Pictures as plain data: the system with its parts and calls, and a trace with its spans.

A topology is for one window: parts, who calls whom, rates, errors, latencies. Its edges are the
calls that the system declares. A waterfall has the spans of a trace in the order in which one
reads them, with depth and offset. Who draws them stands above.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from course.simulation.lowering import programs
from course.simulation.route_steps import LookUp, Publish
from course.simulation.system import System
from course.simulation.telemetry.expressions import Gauge, Group, Quantile, Rate, Term
from course.simulation.telemetry.metrics import Family, Metrics
from course.simulation.telemetry.otel_names import BREAKERS
from course.simulation.telemetry.snapshot import Telemetry
from course.simulation.units import Time, nanoseconds

ERRORS = {"~http_response_status_code": "499|5.."}
SERVER, CLIENT = "http_server_request_duration_seconds", "http_client_request_duration_seconds"


@dataclass(frozen=True, kw_only=True)
class Node:
    """A part: rates a second, shares from 0 to 1, times in ms; None where nothing was seen."""

    name: str
    kind: Literal["ingress", "service", "queue", "cache"]
    rate: float | None = None
    error_share: float | None = None
    p50_ms: float | None = None
    p99_ms: float | None = None
    replicas: int | None = None
    versions: tuple[str, ...] = ()
    worker_share: float | None = None
    waiting: float | None = None
    depth: float | None = None
    oldest_s: float | None = None
    hit_share: float | None = None


@dataclass(frozen=True, kw_only=True)
class Link:
    """From a part to another: a call and its answer, a message, a look-up."""

    source: str
    target: str
    kind: Literal["call", "publish", "deliver", "look_up"]
    rate: float | None = None
    error_share: float | None = None
    p99_ms: float | None = None
    retry_share: float | None = None
    breaker: str | None = None


@dataclass(frozen=True, kw_only=True)
class Topology:
    """Nodes and links over the window that ends at `at_ms`."""

    at_ms: int
    over_ms: int
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]

    def plain(self) -> dict[str, Any]:
        """As dicts and lists, for JSON."""
        return asdict(self)


def topology(telemetry: Telemetry, *, over: Time = "5m", at_ms: int | None = None) -> Topology:
    """Look at the window before a time.

    Parameters
    ----------
    telemetry
        What is seen of a run.
    over
        Length of the window.
    at_ms
        Its end in Unix milliseconds; None is now.

    Returns
    -------
    Topology
        Parts and what passes between them.

    Raises
    ------
    ValueError
        Where the window is no duration above 0.
    """
    window = nanoseconds(over)
    if window <= 0:
        raise ValueError(f"over: expected a duration above 0, got {over!r}")
    end = telemetry.now_ms if at_ms is None else at_ms
    metrics = within(telemetry.metrics, end - window // 1_000_000, end)
    ask = _Ask(metrics=metrics, over=window)
    words, system = telemetry.words, telemetry.system
    nodes = [_ingress(ask, words.ingress)]
    nodes += [_service(ask, name) for name in words.names.services]
    nodes += [_queue(ask, name) for name in words.names.queues]
    nodes += [_cache(ask, name) for name in words.names.caches]
    return Topology(
        at_ms=end,
        over_ms=window // 1_000_000,
        nodes=tuple(nodes),
        links=_links(ask, telemetry, system),
    )


def within(metrics: Metrics, after_ms: int, until_ms: int) -> Metrics:
    """Only the scrapes of a window, open at its left."""
    begin, end = np.searchsorted(metrics.times_ms, (after_ms, until_ms), side="right")

    def cut(family: Family) -> Family:
        times, values = family.times_ms[begin:end], family.values[:, begin:end]
        return replace(family, times_ms=times, values=values, exemplars=None)

    families = {name: cut(family) for name, family in metrics.families.items()}
    return Metrics(times_ms=metrics.times_ms[begin:end], families=families)


@dataclass(frozen=True, kw_only=True)
class _Ask:
    """Asks for values at the end of the window, by labels."""

    metrics: Metrics
    over: int

    def __call__(self, term: Term) -> dict[Group, float]:
        vector = term.value(self.metrics)
        if not vector.values.shape[1]:
            return {}
        last = zip(vector.groups, vector.values[:, -1], strict=True)
        return {group: float(value) for group, value in last if not np.isnan(value)}

    def one(self, term: Term) -> float | None:
        return next(iter(self(term).values()), None)

    def rate(self, metric: str, **where: str) -> float | None:
        return self.one(Rate(metric=metric, where=where, over=self.over))

    def share(self, metric: str, part: dict[str, str], **where: str) -> float | None:
        total = self.rate(metric, **where)
        if not total:
            return None
        return (self.rate(metric, **where, **part) or 0.0) / total

    def ms(self, q: float, metric: str, **where: str) -> float | None:
        seconds = self.one(Quantile(q=q, metric=metric, where=where, over=self.over))
        return None if seconds is None else seconds * 1e3


def _ingress(ask: _Ask, name: str) -> Node:
    labels = {"service_name": name}
    return Node(
        name=name,
        kind="ingress",
        rate=ask.rate(f"{CLIENT}_count", **labels),
        error_share=ask.share(f"{CLIENT}_count", ERRORS, **labels),
        p50_ms=ask.ms(0.5, CLIENT, **labels),
        p99_ms=ask.ms(0.99, CLIENT, **labels),
    )


def _service(ask: _Ask, name: str) -> Node:
    labels = {"service_name": name}
    up = ask.one(Gauge(metric="up", where=labels))
    busy = ask.rate("worker_busy_seconds_total", **labels)
    limit = ask.one(Gauge(metric="worker_limit", where=labels))
    running = ask(Gauge(metric="target_info", where=labels, by=("service_version",)))
    return Node(
        name=name,
        kind="service",
        rate=ask.rate(f"{SERVER}_count", **labels),
        error_share=ask.share(f"{SERVER}_count", ERRORS, **labels),
        p50_ms=ask.ms(0.5, SERVER, **labels),
        p99_ms=ask.ms(0.99, SERVER, **labels),
        replicas=0 if up is None else int(up),
        versions=tuple(sorted(value for group in running for _, value in group)),
        worker_share=None if busy is None or not limit else busy / limit,
        waiting=ask.one(Gauge(metric="worker_queue_length", where=labels)),
    )


def _queue(ask: _Ask, name: str) -> Node:
    labels = {"messaging_destination_name": name}
    delivered = ask.rate("messaging_processed_total", **labels) or 0.0
    failed = ask.rate("messaging_failed_total", **labels) or 0.0
    age = Gauge(metric="messaging_queue_oldest_message_age_seconds", where=labels, how="max")
    return Node(
        name=name,
        kind="queue",
        rate=delivered + failed,
        error_share=failed / (delivered + failed) if delivered + failed else None,
        depth=ask.one(Gauge(metric="messaging_queue_depth", where=labels)),
        oldest_s=ask.one(age),
    )


def _cache(ask: _Ask, name: str) -> Node:
    labels = {"cache_name": name}
    hit = ask.share("cache_requests_total", {"cache_result": "hit"}, **labels)
    return Node(
        name=name, kind="cache", rate=ask.rate("cache_requests_total", **labels), hit_share=hit
    )


def _links(ask: _Ask, telemetry: Telemetry, system: System) -> tuple[Link, ...]:
    words = telemetry.words
    pairs = dict.fromkeys(
        (words.services[words.edge_service[n]], words.callee(n)[0])
        for n in range(len(words.edge_route))
        if words.edge_queue[n] < 0
    )
    links = [_call(ask, source, target) for source, target in pairs]
    steps = [(p.service, step) for p in programs(system) for step in p.steps]
    links += _once(
        Link(
            source=service,
            target=step.queue,
            kind="publish",
            rate=ask.rate("messaging_published_total", messaging_destination_name=step.queue),
        )
        for service, step in steps
        if isinstance(step, Publish)
    )
    for n, queue in enumerate(words.names.queues):
        consumer = words.services[words.queue_service[n]]
        labels = {"messaging_destination_name": queue}
        metric = "messaging_process_duration_seconds"
        links.append(
            Link(
                source=queue,
                target=consumer,
                kind="deliver",
                rate=ask.rate(f"{metric}_count", **labels),
                error_share=ask.share(f"{metric}_count", ERRORS, **labels),
                p99_ms=ask.ms(0.99, metric, **labels),
            )
        )
    links += _once(
        Link(source=service, target=step.cache, kind="look_up")
        for service, step in steps
        if isinstance(step, LookUp)
    )
    return tuple(links)


def _call(ask: _Ask, source: str, target: str) -> Link:
    labels = {"service_name": source, "server_address": target}
    retried = ask.rate("http_client_retries_total", **labels)
    attempts = ask.rate("http_client_attempts_total", **labels)
    state = ask.one(Gauge(metric="circuit_breaker_state", where=labels, how="max"))
    return Link(
        source=source,
        target=target,
        kind="call",
        rate=ask.rate(f"{CLIENT}_count", **labels),
        error_share=ask.share(f"{CLIENT}_count", ERRORS, **labels),
        p99_ms=ask.ms(0.99, CLIENT, **labels),
        retry_share=None if retried is None or not attempts else retried / attempts,
        breaker=None if state is None else BREAKERS[int(state)],
    )


def _once(links: Iterable[Link]) -> list[Link]:
    """Each pair once, by its first."""
    return list({(link.source, link.target): link for link in links}.values())


COLUMNS = (
    "span_id",
    "parent_span_id",
    "name",
    "kind",
    "service.name",
    "service.instance.id",
    "start_time",
    "duration_ms",
    "http.response.status_code",
    "status_code",
    "error.type",
    "app.worker.wait_ms",
    "db.client.connection.wait_ms",
)


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One span: `offset_ms` after the trace's first, `depth` below the root (0)."""

    span_id: str
    parent_span_id: str | None
    depth: int
    offset_ms: float
    duration_ms: float
    service: str
    instance: str | None
    name: str
    kind: str
    http_status: int
    failed: bool
    error_type: str | None
    worker_wait_ms: float | None
    pool_wait_ms: float | None


def waterfall(spans: pa.Table, trace_id: str) -> tuple[Bar, ...]:
    """Spans of a trace in reading order: each before its children, these by their start.

    A span whose parent is not there begins a tree of its own, as a delivered message does.

    Parameters
    ----------
    spans
        Table of spans, as `Telemetry.spans` has it.
    trace_id
        32 hexadecimal digits.

    Returns
    -------
    tuple of Bar
        Empty for an unknown trace.
    """
    trace = spans.filter(pc.equal(spans["trace_id"], trace_id)).select(COLUMNS)
    rows = trace.set_column(
        COLUMNS.index("start_time"), "start_time", trace["start_time"].cast(pa.int64())
    ).to_pylist()
    rows.sort(key=lambda row: (row["start_time"], -row["duration_ms"], row["span_id"]))
    span_ids = {row["span_id"] for row in rows}
    children: dict[str | None, list[dict[str, Any]]] = {}
    for row in rows:
        parent = row["parent_span_id"]
        children.setdefault(parent if parent in span_ids else None, []).append(row)
    bars: list[Bar] = []
    first = rows[0]["start_time"] if rows else 0
    stack = [(row, 0) for row in reversed(children.get(None, []))]
    while stack:
        row, depth = stack.pop()
        bars.append(_bar(row, depth, first))
        below = children.pop(row["span_id"], [])  # each span once, whatever parents say
        stack.extend((child, depth + 1) for child in reversed(below))
    return tuple(bars)


def _bar(row: dict[str, Any], depth: int, first: int) -> Bar:
    return Bar(
        span_id=row["span_id"],
        parent_span_id=row["parent_span_id"],
        depth=depth,
        offset_ms=(row["start_time"] - first) / 1e6,
        duration_ms=row["duration_ms"],
        service=row["service.name"],
        instance=row["service.instance.id"],
        name=row["name"],
        kind=row["kind"],
        http_status=row["http.response.status_code"],
        failed=row["status_code"] == "ERROR",
        error_type=row["error.type"],
        worker_wait_ms=row["app.worker.wait_ms"],
        pool_wait_ms=row["db.client.connection.wait_ms"],
    )

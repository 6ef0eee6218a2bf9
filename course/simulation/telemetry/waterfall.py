"""A trace as plain data: its spans in the order in which one reads them, with depth and offset."""

from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

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

"""Telemetry as files for other tools: OpenMetrics text, and OTLP as JSON, line by line.

OpenMetrics goes to `promtool tsdb create-blocks-from openmetrics`; OTLP to a Collector's
`otlpjsonfilereceiver`. Nothing is read here.
Sources: OpenMetrics 1.0 (prometheus/OpenMetrics), opentelemetry-proto 1.x, "OTLP/JSON".
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from course.simulation.telemetry.columns import Array
from course.simulation.telemetry.metrics import Family, Metrics
from course.simulation.telemetry.view import Telemetry

UNITS = {"s": "seconds", "By": "bytes"}
KINDS = {"INTERNAL": 1, "SERVER": 2, "CLIENT": 3, "PRODUCER": 4, "CONSUMER": 5}
CODES = {"UNSET": 0, "OK": 1, "ERROR": 2}
RESOURCE = ("service.name", "service.version", "service.instance.id")
ATTRIBUTES = {  # labels whose attribute has dots where they have underscores
    "_".join(name.split(".")): name
    for name in (
        "http.route", "error.type", "server.address", "tenant.id", "messaging.destination.name",
        "messaging.destination.partition.id",
    )
} | {
    "http_response_status_code": "http.response.status_code",
    "db_client_connection_pool_name": "db.client.connection.pool.name",
    "db_client_connection_state": "db.client.connection.state",
}  # fmt: skip
SCOPE = {"name": "course.simulation"}
CUMULATIVE = 2
BATCH = 1000  # records a line


def openmetrics(metrics: Metrics) -> Iterator[str]:
    """Yield lines of OpenMetrics with timestamps and exemplars, the last is `# EOF`."""
    whole: dict[str, list[Family]] = {}
    for family in metrics.families.values():
        whole.setdefault(family.of, []).append(family)
    for of, families in sorted(whole.items()):
        kind = families[0].kind
        name = of.removesuffix("_total").removesuffix("_info" if kind == "info" else "")
        yield f"# TYPE {name} {kind}\n"
        if families[0].unit:
            yield f"# UNIT {name} {UNITS[families[0].unit]}\n"
        yield f"# HELP {name} {_escaped(families[0].help)}\n"
        yield from (_histogram(families) if kind == "histogram" else _plain(families[0]))
    yield "# EOF\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')


def _labelled(name: str, labels: dict[str, str]) -> str:
    inside = ",".join(f'{key}="{_escaped(value)}"' for key, value in sorted(labels.items()))
    return f"{name}{{{inside}}}" if inside else name


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _seconds(ms: int) -> str:
    return f"{ms // 1000}.{ms % 1000:03}"


def _plain(family: Family) -> Iterator[str]:
    times = [_seconds(int(t)) for t in family.times_ms]
    for row in range(len(family)):
        head = _labelled(family.name, family.labels(row))
        for n in np.flatnonzero(~np.isnan(family.values[row])).tolist():
            yield f"{head} {_number(float(family.values[row, n]))} {times[n]}\n"


def _histogram(families: Sequence[Family]) -> Iterator[str]:
    """Series by series, and in each time by time: its buckets, count, sum."""
    buckets, sums, counts = (
        next(f for f in families if f.name.endswith(end)) for end in ("_bucket", "_sum", "_count")
    )
    times = [_seconds(int(t)) for t in buckets.times_ms]
    width = len(buckets) // len(sums)
    marks = _marks(buckets)
    for row in range(len(sums)):
        rows = range(row * width, (row + 1) * width)
        heads = [_labelled(buckets.name, buckets.labels(b)) for b in rows]
        tails = [(_labelled(f.name, f.labels(row)), f.values[row]) for f in (counts, sums)]
        for n in np.flatnonzero(~np.isnan(sums.values[row])).tolist():
            for head, b in zip(heads, rows, strict=True):
                mark = marks.get((b, n), "")
                yield f"{head} {_number(float(buckets.values[b, n]))} {times[n]}{mark}\n"
            for head, values in tails:
                yield f"{head} {_number(float(values[n]))} {times[n]}\n"


def _marks(family: Family) -> dict[tuple[int, int], str]:
    """Exemplars as text, by row and scrape."""
    given = family.exemplars
    if given is None:
        return {}
    parts = (given.row, given.at, given.value, given.times_ms)
    rows = zip(*(part.tolist() for part in parts), given.trace_id, strict=True)
    return {
        (row, at): f' # {{trace_id="{trace}"}} {value!r} {_seconds(ms)}'
        for row, at, value, ms, trace in rows
    }


def otlp_spans(seen: Telemetry) -> Iterator[str]:
    """Yield lines of `resourceSpans`."""
    for resource, rows in _by_resource(seen.spans):
        spans = [_span(row) for row in rows]
        yield _line("resourceSpans", resource, "scopeSpans", "spans", spans)


def otlp_logs(seen: Telemetry) -> Iterator[str]:
    """Yield lines of `resourceLogs`."""
    for resource, rows in _by_resource(seen.logs):
        records = [_log(row) for row in rows]
        yield _line("resourceLogs", resource, "scopeLogs", "logRecords", records)


def otlp_metrics(seen: Telemetry) -> Iterator[str]:
    """Yield lines of `resourceMetrics`: an instrument of a process, with all its points."""
    metrics = seen.metrics
    done = set()
    for family in metrics.families.values():
        if family.of in done or family.kind == "info":
            continue
        done.add(family.of)
        if family.kind == "histogram":
            parts = [metrics.select(f"{family.of}_{end}") for end in ("bucket", "count", "sum")]
            yield from _instrument(parts[2], lambda row, p=parts: _histogram_points(p, row, seen))
        else:
            yield from _instrument(family, lambda row, f=family: _points(f, row, seen))


def _instrument(family: Family, points: Any) -> Iterator[str]:
    group, resources = family.groups([name.replace(".", "_") for name in RESOURCE])
    for n, resource in enumerate(resources):
        rows = np.flatnonzero(group == n).tolist()
        data: dict[str, Any] = {"dataPoints": [p for row in rows for p in points(row)]}
        if family.kind != "gauge":
            data["aggregationTemporality"] = CUMULATIVE
        if family.kind == "counter":
            data["isMonotonic"] = True
        what = {"counter": "sum"}.get(family.kind, family.kind)
        metric = {
            "name": family.otel, "description": family.help, "unit": family.unit or "1", what: data,
        }  # fmt: skip
        named = {name: resource.get(name.replace(".", "_")) for name in RESOURCE}
        yield _line("resourceMetrics", named, "scopeMetrics", "metrics", [metric])


def _point(family: Family, row: int, n: int, seen: Telemetry) -> dict[str, Any]:
    labels = {
        ATTRIBUTES.get(key, key): value
        for key, value in family.labels(row).items()
        if key.replace("_", ".") not in RESOURCE
    }
    first = int(np.argmin(np.isnan(family.values[row])))  # counted since the scrape before it
    start = int(family.times_ms[first - 1]) if first else seen.start_ms
    return {
        "attributes": _attributes(labels),
        "startTimeUnixNano": str(start * 1_000_000),
        "timeUnixNano": str(int(family.times_ms[n]) * 1_000_000),
    }


def _points(family: Family, row: int, seen: Telemetry) -> Iterator[dict[str, Any]]:
    for n in np.flatnonzero(~np.isnan(family.values[row])).tolist():
        yield {**_point(family, row, n, seen), "asDouble": float(family.values[row, n])}


def _histogram_points(
    parts: Sequence[Family], row: int, seen: Telemetry
) -> Iterator[dict[str, Any]]:
    buckets, counts, sums = parts
    bounds = [float(word) for word in buckets.columns["le"].words[:-1]]
    width = len(bounds) + 1
    steps = np.diff(buckets.values[row * width : (row + 1) * width], axis=0, prepend=0)
    for n in np.flatnonzero(~np.isnan(sums.values[row])).tolist():
        yield {
            **_point(sums, row, n, seen),
            "count": str(int(counts.values[row, n])),
            "sum": float(sums.values[row, n]),
            "bucketCounts": [str(int(step)) for step in steps[:, n]],
            "explicitBounds": bounds,
        }


def _by_resource(table: pa.Table) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Rows of each process, in batches, with times as whole nanoseconds."""
    for n, field in enumerate(table.schema):
        if pa.types.is_timestamp(field.type):
            table = table.set_column(n, field.name, table[field.name].cast(pa.int64()))
    codes: Array = np.zeros(table.num_rows, dtype=np.int64)
    for name in RESOURCE:
        words = table[name].combine_chunks()
        found = words.indices.fill_null(-1).to_numpy() + 1
        codes = codes * (int(found.max(initial=0)) + 1) + found
    for code in np.unique(codes).tolist():
        rows = np.flatnonzero(codes == code)
        for begin in range(0, len(rows), BATCH):
            found = table.take(pa.array(rows[begin : begin + BATCH])).to_pylist()
            yield {name: found[0][name] for name in RESOURCE}, found


_OF_SPAN = (
    "trace_id", "span_id", "parent_span_id", "name", "kind", "start_time", "end_time",
    "status_code", "duration_ms",
)  # fmt: skip
_OF_LOG = (
    "timestamp", "severity_text", "severity_number", "body", "event_name", "trace_id", "span_id",
)  # fmt: skip


def _span(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "traceId": row["trace_id"],
        "spanId": row["span_id"],
        "parentSpanId": row["parent_span_id"] or "",
        "name": row["name"],
        "kind": KINDS[row["kind"]],
        "startTimeUnixNano": str(row["start_time"]),
        "endTimeUnixNano": str(row["end_time"]),
        "attributes": _attributes(row, _OF_SPAN),
        "status": {"code": CODES[row["status_code"]]},
    }


def _log(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "timeUnixNano": str(row["timestamp"]),
        "observedTimeUnixNano": str(row["timestamp"]),
        "severityNumber": row["severity_number"],
        "severityText": row["severity_text"],
        "body": {"stringValue": row["body"]},
        "eventName": row["event_name"],
        "attributes": _attributes(row, _OF_LOG),
        "traceId": row["trace_id"],
        "spanId": row["span_id"] or "",
    }


def _attributes(row: dict[str, Any], without: Sequence[str] = ()) -> list[dict[str, Any]]:
    return [
        {"key": key, "value": _value(value)}
        for key, value in row.items()
        if value is not None and key not in without and key not in RESOURCE
    ]


def _value(value: Any) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)}
    if isinstance(value, float):
        return {"doubleValue": value}
    return {"stringValue": str(value)}


def _line(kind: str, resource: dict[str, Any], scope: str, what: str, records: Any) -> str:
    attributes = [{"key": key, "value": _value(value)} for key, value in resource.items() if value]
    body = {
        "resource": {"attributes": attributes},
        scope: [{"scope": SCOPE, what: records}],
    }
    return json.dumps({kind: [body]}, separators=(",", ":"), ensure_ascii=False) + "\n"

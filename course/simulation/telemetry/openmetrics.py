"""Telemetry as files for other tools: OpenMetrics text, and OTLP as JSON, line by line.

OpenMetrics goes to `promtool tsdb create-blocks-from openmetrics`; OTLP to a Collector's
`otlpjsonfilereceiver`. Nothing is read here.
Sources: OpenMetrics 1.0 (prometheus/OpenMetrics), opentelemetry-proto 1.x, "OTLP/JSON".
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from course.simulation.telemetry.columns import Array
from course.simulation.telemetry.metrics import Family, Metrics
from course.simulation.telemetry.snapshot import Telemetry

UNITS = {"s": "seconds", "By": "bytes"}
KINDS = {"INTERNAL": 1, "SERVER": 2, "CLIENT": 3, "PRODUCER": 4, "CONSUMER": 5}
CODES = {"UNSET": 0, "OK": 1, "ERROR": 2}
RESOURCE = ("service.name", "service.version", "service.instance.id")
ATTRIBUTES = {  # labels whose attribute has dots where they have underscores
    "_".join(name.split(".")): name
    for name in (
        "http.route",
        "error.type",
        "server.address",
        "tenant.id",
        "messaging.destination.name",
        "messaging.destination.partition.id",
    )
} | {
    "http_response_status_code": "http.response.status_code",
    "db_client_connection_pool_name": "db.client.connection.pool.name",
    "db_client_connection_state": "db.client.connection.state",
}
SCOPE = {"name": "course.simulation"}
CUMULATIVE = 2
BATCH = 1000  # records a line


def openmetrics(metrics: Metrics) -> Iterator[str]:
    """Yield lines of OpenMetrics with timestamps and exemplars, the last is `# EOF`."""
    by_metric: dict[str, list[Family]] = {}
    for family in metrics.families.values():
        by_metric.setdefault(family.of, []).append(family)
    for of, families in sorted(by_metric.items()):
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
    if np.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
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
    exemplars = _exemplar_texts(buckets)
    for row in range(len(sums)):
        rows = range(row * width, (row + 1) * width)
        heads = [_labelled(buckets.name, buckets.labels(b)) for b in rows]
        tails = [(_labelled(f.name, f.labels(row)), f.values[row]) for f in (counts, sums)]
        for n in np.flatnonzero(~np.isnan(sums.values[row])).tolist():
            for head, b in zip(heads, rows, strict=True):
                exemplar = exemplars.get((b, n), "")
                yield f"{head} {_number(float(buckets.values[b, n]))} {times[n]}{exemplar}\n"
            for head, values in tails:
                yield f"{head} {_number(float(values[n]))} {times[n]}\n"


def _exemplar_texts(family: Family) -> dict[tuple[int, int], str]:
    """Exemplars as text, by row and scrape."""
    exemplars = family.exemplars
    if exemplars is None:
        return {}
    parts = (exemplars.row, exemplars.at, exemplars.value, exemplars.times_ms)
    rows = zip(*(part.tolist() for part in parts), exemplars.trace_id, strict=True)
    return {
        (row, at): f' # {{trace_id="{trace}"}} {value!r} {_seconds(ms)}'
        for row, at, value, ms, trace in rows
    }


def otlp_spans(telemetry: Telemetry) -> Iterator[str]:
    """Yield lines of `resourceSpans`."""
    for resource, rows in _by_resource(telemetry.spans):
        texts = _objects(
            ("traceId", _text(rows["trace_id"])),
            ("spanId", _text(rows["span_id"])),
            ("parentSpanId", _text(rows["parent_span_id"])),
            ("name", _text(rows["name"])),
            ("kind", _coded(rows["kind"], KINDS)),
            ("startTimeUnixNano", _digits(rows["start_time"])),
            ("endTimeUnixNano", _digits(rows["end_time"])),
            ("status", _coded(rows["status_code"], CODES, '{"code":%d}')),
            ("attributes", _listed(rows, _OF_SPAN)),
        )
        yield _line("resourceSpans", resource, "scopeSpans", "spans", texts)


def otlp_logs(telemetry: Telemetry) -> Iterator[str]:
    """Yield lines of `resourceLogs`."""
    for resource, rows in _by_resource(telemetry.logs):
        texts = _objects(
            ("timeUnixNano", _digits(rows["timestamp"])),
            ("observedTimeUnixNano", _digits(rows["timestamp"])),
            ("severityNumber", rows["severity_number"].cast(pa.string())),
            ("severityText", _text(rows["severity_text"])),
            ("body", _text(rows["body"], '{"stringValue":%s}')),
            ("eventName", _text(rows["event_name"])),
            ("traceId", _text(rows["trace_id"])),
            ("spanId", _text(rows["span_id"])),
            ("attributes", _listed(rows, _OF_LOG)),
        )
        yield _line("resourceLogs", resource, "scopeLogs", "logRecords", texts)


_OF_SPAN = (
    "trace_id",
    "span_id",
    "parent_span_id",
    "name",
    "kind",
    "start_time",
    "end_time",
    "status_code",
    "duration_ms",
)
_OF_LOG = (
    "timestamp",
    "severity_text",
    "severity_number",
    "body",
    "event_name",
    "trace_id",
    "span_id",
)


def _by_resource(table: pa.Table) -> Iterator[tuple[dict[str, Any], dict[str, pa.Array]]]:
    """Columns of the rows of each process, in batches."""
    codes: Array = np.zeros(table.num_rows, dtype=np.int64)
    for name in RESOURCE:
        column = table[name].combine_chunks().indices.fill_null(-1).to_numpy() + 1
        codes = codes * (int(column.max(initial=0)) + 1) + column
    for code in np.unique(codes).tolist():
        rows = np.flatnonzero(codes == code)
        for begin in range(0, len(rows), BATCH):
            part = table.take(pa.array(rows[begin : begin + BATCH]))
            columns = {name: part[name].combine_chunks() for name in part.column_names}
            yield {name: columns[name][0].as_py() for name in RESOURCE}, columns


# JSON is put together column by column: a row at a time would take twenty times as long.
def _objects(*fields: tuple[str, pa.Array]) -> str:
    """Records as JSON, with commas between them; a field that is null is left out."""
    parts = [_joined(f'"{key}":', values, "") for key, values in fields]
    inside = pc.binary_join_element_wise(*parts, ",", null_handling="skip")
    return ",".join(_joined("{", inside, "}").to_pylist())


def _joined(head: str, values: pa.Array, tail: str) -> pa.Array:
    return pc.binary_join_element_wise(head, values, tail, "")


def _text(values: pa.Array, form: str = "%s") -> pa.Array:
    """Text as JSON; ids and the like are plain, words are escaped once each."""
    if pa.types.is_dictionary(values.type):
        words = [form % json.dumps(w, ensure_ascii=False) for w in values.dictionary.to_pylist()]
        return pa.array(words, pa.string()).take(values.indices)
    head, tail = form.split("%s")
    return _joined(f'{head}"', values, f'"{tail}')


def _coded(values: pa.Array, codes: dict[str, int], form: str = "%d") -> pa.Array:
    words = [form % codes[word] for word in values.dictionary.to_pylist()]
    return pa.array(words, pa.string()).take(values.indices)


def _digits(values: pa.Array) -> pa.Array:
    """64-bit numbers and times are text in OTLP's JSON."""
    if pa.types.is_timestamp(values.type):
        values = values.cast(pa.int64())
    return _joined('"', values.cast(pa.string()), '"')


def _listed(rows: dict[str, pa.Array], without: Sequence[str]) -> pa.Array:
    """All other columns as a list of attributes, those that are null left out."""
    parts = []
    for name, values in rows.items():
        if name in without or name in RESOURCE:
            continue
        if pa.types.is_boolean(values.type):
            value = _joined('{"boolValue":', values.cast(pa.string()), "}")
        elif pa.types.is_integer(values.type):
            value = _joined('{"intValue":', _digits(values), "}")
        elif pa.types.is_floating(values.type):
            value = _joined('{"doubleValue":', values.cast(pa.string()), "}")
        else:
            value = _text(values, '{"stringValue":%s}')
        parts.append(_joined(f'{{"key":"{name}","value":', value, "}"))
    return _joined("[", pc.binary_join_element_wise(*parts, ",", null_handling="skip"), "]")


def otlp_metrics(telemetry: Telemetry) -> Iterator[str]:
    """Yield lines of `resourceMetrics`: an instrument of a process, with all its points."""
    metrics = telemetry.metrics
    written = set()
    for family in metrics.families.values():
        if family.of in written or family.kind == "info":
            continue
        written.add(family.of)
        if family.kind == "histogram":
            parts = [metrics.select(f"{family.of}_{end}") for end in ("bucket", "count", "sum")]
            points = partial(_histogram_points, parts, telemetry=telemetry)
            yield from _instrument(parts[2], points)
        else:
            yield from _instrument(family, partial(_points, family, telemetry=telemetry))


def _instrument(family: Family, points: Callable[[int], Iterable[dict[str, Any]]]) -> Iterator[str]:
    group, resources = family.groups([name.replace(".", "_") for name in RESOURCE])
    for n, resource in enumerate(resources):
        rows = np.flatnonzero(group == n).tolist()
        data: dict[str, Any] = {"dataPoints": [p for row in rows for p in points(row)]}
        if family.kind != "gauge":
            data["aggregationTemporality"] = CUMULATIVE
        if family.kind == "counter":
            data["isMonotonic"] = True
        data_field = {"counter": "sum"}.get(family.kind, family.kind)
        metric = {
            "name": family.otel,
            "description": family.help,
            "unit": family.unit or "1",
            data_field: data,
        }
        named = {name: resource.get(name.replace(".", "_")) for name in RESOURCE}
        yield _line("resourceMetrics", named, "scopeMetrics", "metrics", json.dumps(metric))


def _point(family: Family, row: int, n: int, telemetry: Telemetry) -> dict[str, Any]:
    labels = {
        ATTRIBUTES.get(key, key): value
        for key, value in family.labels(row).items()
        if key.replace("_", ".") not in RESOURCE
    }
    first = int(np.argmin(np.isnan(family.values[row])))  # counted since the scrape before it
    start = int(family.times_ms[first - 1]) if first else telemetry.start_ms
    return {
        "attributes": _attributes(labels),
        "startTimeUnixNano": str(start * 1_000_000),
        "timeUnixNano": str(int(family.times_ms[n]) * 1_000_000),
    }


def _points(family: Family, row: int, telemetry: Telemetry) -> Iterator[dict[str, Any]]:
    for n in np.flatnonzero(~np.isnan(family.values[row])).tolist():
        yield {**_point(family, row, n, telemetry), "asDouble": float(family.values[row, n])}


def _histogram_points(
    parts: Sequence[Family], row: int, telemetry: Telemetry
) -> Iterator[dict[str, Any]]:
    buckets, counts, sums = parts
    bounds = [float(word) for word in buckets.columns["le"].words[:-1]]
    width = len(bounds) + 1
    steps = np.diff(buckets.values[row * width : (row + 1) * width], axis=0, prepend=0)
    for n in np.flatnonzero(~np.isnan(sums.values[row])).tolist():
        yield {
            **_point(sums, row, n, telemetry),
            "count": str(int(counts.values[row, n])),
            "sum": float(sums.values[row, n]),
            "bucketCounts": [str(int(step)) for step in steps[:, n]],
            "explicitBounds": bounds,
        }


def _attributes(labels: dict[str, str]) -> list[dict[str, Any]]:
    return [{"key": key, "value": {"stringValue": word}} for key, word in labels.items() if word]


def _line(kind: str, resource: dict[str, Any], scope: str, records_field: str, records: str) -> str:
    """One resource with records that are JSON already."""
    resource_text = json.dumps({"attributes": _attributes(resource)}, ensure_ascii=False)
    inside = f'{{"scope":{json.dumps(SCOPE)},"{records_field}":[{records}]}}'
    return f'{{"{kind}":[{{"resource":{resource_text},"{scope}":[{inside}]}}]}}\n'

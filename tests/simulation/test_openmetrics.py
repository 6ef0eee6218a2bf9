"""Tests of course/simulation/telemetry/openmetrics.py: OpenMetrics text and OTLP's JSON lines."""

import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from course.simulation.telemetry import openmetrics
from course.simulation.telemetry.metrics import MetricsBuilder
from course.simulation.telemetry.snapshot import Telemetry, observe
from tests.simulation.systems import eventful

PROMTOOL = shutil.which("promtool")
SERVER = "http_server_request_duration_seconds"


@pytest.fixture(scope="module")
def seen() -> Telemetry:
    return observe(eventful())


@pytest.fixture(scope="module")
def text(seen: Telemetry) -> str:
    return "".join(openmetrics.openmetrics(seen.metrics))


def samples(seen: Telemetry) -> int:
    return sum(int((~np.isnan(f.values)).sum()) for f in seen.metrics.families.values())


def test_every_sample_stands_in_the_text_once(seen: Telemetry, text: str) -> None:
    """One line for each, the end is marked, and each metric has its type."""
    lines = text.splitlines()
    assert lines[-1] == "# EOF" and text.endswith("\n")
    assert len([x for x in lines if not x.startswith("#")]) == samples(seen)
    assert f"# TYPE {SERVER} histogram" in lines and f"# UNIT {SERVER} seconds" in lines
    assert "# TYPE process_cpu_time_seconds counter" in lines
    assert "# TYPE target info" in lines and "# TYPE up gauge" in lines
    assert len({x for x in lines if x.startswith("# TYPE")}) == len(
        [x for x in lines if x.startswith("# TYPE")]
    )


def at_scrape(text: str, ms: int) -> str:
    """The text with the samples of one scrape only.

    prometheus_client's parser takes a histogram's second time for a duplicate of its first.
    """
    time = f" {ms // 1000}.{ms % 1000:03}"
    return "".join(
        line + "\n"
        for line in text.splitlines()
        if line.startswith("#") or line.split(" # ")[0].endswith(time)
    )


@pytest.mark.parametrize("at", [1, 14, 40])
def test_the_openmetrics_parser_reads_it_back(seen: Telemetry, text: str, at: int) -> None:
    """The reference parser takes every line, and gives the values, times and exemplars back."""
    m = seen.metrics
    now = int(m.times_ms[at])
    parsed = {f.name: f for f in text_string_to_metric_families(at_scrape(text, now))}
    total = sum(len(family.samples) for family in parsed.values())
    assert total == sum(int((~np.isnan(f.values[:, at])).sum()) for f in m.families.values())
    (cpu,) = (
        s
        for s in parsed["process_cpu_time_seconds"].samples
        if s.labels["service_instance_id"] == "db-0-0"
    )
    ours = m.select("process_cpu_time_seconds_total", service_instance_id="db-0-0")
    assert cpu.value == ours.values[0, at] and float(cpu.timestamp) == now / 1e3
    with_exemplar = [s for s in parsed[SERVER].samples if s.exemplar is not None]
    exemplars = m.select(f"{SERVER}_bucket").exemplars
    assert exemplars is not None and len(with_exemplar) == int((exemplars.at == at).sum()) > 0
    known = {t for t, n in zip(exemplars.trace_id, exemplars.at, strict=True) if n == at}
    assert {s.exemplar.labels["trace_id"] for s in with_exemplar} == known


def test_text_and_numbers_are_escaped() -> None:
    """Quotes, backslashes, line ends; whole numbers, tiny and infinite ones."""
    builder = MetricsBuilder(np.array([1500], dtype=np.int64))
    labels = [{"a": 'x"y\\z\n'}, {}]
    builder.add("odd", "gauge", 'say "it"\n', labels, np.array([[1e-9], [float("inf")]]))
    lines = "".join(openmetrics.openmetrics(builder.build())).splitlines()
    assert lines[1] == '# HELP odd say \\"it\\"\\n'
    assert lines[2:4] == ['odd{a="x\\"y\\\\z\\n"} 1e-09 1.500', "odd +Inf 1.500"]


@pytest.mark.skipif(PROMTOOL is None, reason="needs Debian's package prometheus")
def test_promtool_makes_real_blocks_of_it(tmp_path: Path, text: str, seen: Telemetry) -> None:
    """Prometheus' own tool stores every sample."""
    (tmp_path / "metrics.om").write_text(text, encoding="utf-8")
    make = ["tsdb", "create-blocks-from", "openmetrics", "metrics.om", "data"]
    process = subprocess.run(
        [str(PROMTOOL), *make], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert process.returncode == 0, process.stdout + process.stderr
    blocks = list((tmp_path / "data").glob("*/meta.json"))
    stats = [json.loads(path.read_text(encoding="utf-8"))["stats"] for path in blocks]
    assert sum(one["numSamples"] for one in stats) == samples(seen)


def read(lines: Iterable[str], kind: str) -> list[dict[str, Any]]:
    """What stands in each line, one resource in each."""
    records = []
    for line in lines:
        assert line.endswith("\n") and line.count("\n") == 1
        body = json.loads(line)
        assert set(body) == {kind} and len(body[kind]) == 1
        records.append(body[kind][0])
    return records


def attributes(pairs: list[dict[str, Any]]) -> dict[str, Any]:
    return {one["key"]: next(iter(one["value"].values())) for one in pairs}


def test_spans_as_otlp_are_the_table(seen: Telemetry) -> None:
    """Ids as hexadecimal text, times as text of nanoseconds, kinds and codes as numbers."""
    resources = read(openmetrics.otlp_spans(seen), "resourceSpans")
    spans = [s for r in resources for scope in r["scopeSpans"] for s in scope["spans"]]
    assert len(spans) == seen.spans.num_rows
    by_id = {s["spanId"]: s for s in spans}
    row = seen.spans.filter(pa.compute.equal(seen.spans["kind"], "CONSUMER")).to_pylist()[0]
    one = by_id[row["span_id"]]
    assert one["traceId"] == row["trace_id"] and "parentSpanId" not in one and one["kind"] == 5
    assert re.fullmatch(r"\d{19}", one["startTimeUnixNano"])
    assert (
        Counter(s["status"]["code"] for s in spans)[2]
        == Counter(seen.spans["status_code"].to_pylist())["ERROR"]
    )
    names = {attributes(r["resource"]["attributes"])["service.name"] for r in resources}
    assert names == {"ingress", "api", "db", "worker"}


def test_logs_as_otlp_are_the_table(seen: Telemetry) -> None:
    """Bodies, severities and attributes of every line; no resource attribute twice."""
    resources = read(openmetrics.otlp_logs(seen), "resourceLogs")
    records = [x for r in resources for scope in r["scopeLogs"] for x in scope["logRecords"]]
    assert len(records) == seen.logs.num_rows
    bodies = Counter(record["body"]["stringValue"] for record in records)
    assert bodies == Counter(seen.logs["body"].to_pylist())
    first = records[0]
    assert {"severityNumber", "severityText", "traceId", "spanId", "eventName"} <= set(first)
    inside = attributes(first["attributes"])
    assert "tenant.id" in inside and "service.name" not in inside and "body" not in inside


def test_metrics_as_otlp_count_by_bucket(seen: Telemetry) -> None:
    """Histograms are not cumulative over buckets; counters are monotonic sums; gauges gauges."""
    resources = read(openmetrics.otlp_metrics(seen), "resourceMetrics")
    metrics = [
        (attributes(r["resource"]["attributes"]), m)
        for r in resources
        for scope in r["scopeMetrics"]
        for m in scope["metrics"]
    ]
    of_db = next(
        m
        for who, m in metrics
        if m["name"] == "http.server.request.duration" and who["service.instance.id"] == "db-0-0"
    )
    assert of_db["unit"] == "s" and of_db["histogram"]["aggregationTemporality"] == 2
    point = of_db["histogram"]["dataPoints"][-1]
    assert sum(int(n) for n in point["bucketCounts"]) == int(point["count"]) > 0
    assert len(point["bucketCounts"]) == len(point["explicitBounds"]) + 1 == 15
    inside = attributes(point["attributes"])
    assert inside["http.route"] == "/get" and "le" not in inside and "service_name" not in inside
    cpu = next(m for _, m in metrics if m["name"] == "process.cpu.time")
    assert cpu["sum"]["isMonotonic"] is True
    assert all("gauge" in m for _, m in metrics if m["name"] == "up")
    started = next(
        m
        for who, m in metrics
        if m["name"] == "process.cpu.time" and who["service.instance.id"] == "api-0-1"
    )
    point = started["sum"]["dataPoints"][0]
    assert int(point["timeUnixNano"]) - int(point["startTimeUnixNano"]) == 15 * 10**9
    points = sum(
        len(next(v for v in m.values() if isinstance(v, dict))["dataPoints"]) for _, m in metrics
    )
    once = [
        f
        for f in seen.metrics.families.values()
        if f.kind != "info" and not f.name.endswith(("_bucket", "_sum"))
    ]
    assert points == sum(int((~np.isnan(f.values)).sum()) for f in once)

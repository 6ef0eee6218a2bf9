"""What a look gives, as plain JSON data for the page: one panel for each kind of look.

A look is a paid line of the journal; what it gave follows from the run at the time when it was
paid, so it can be had again from the journal alone. Not for paying (session.py).
"""

import math
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from course.errors import QueryError
from course.incidents.incident import bars, holding
from course.incidents.journal import Entry
from course.incidents.scenario import Scenario
from course.simulation.telemetry.alerts import evaluate, state_at
from course.simulation.telemetry.expressions import Gauge, GroupValues, Quantile, Rate
from course.simulation.telemetry.metrics import Metrics
from course.simulation.telemetry.snapshot import Telemetry
from course.simulation.telemetry.topology import ERRORS, SERVER, topology

# One look at the dashboard is one query: what its four charts are drawn from.
SIGNALS: Final = (
    '{__name__=~"http_server_request_duration_seconds_(bucket|count)'
    '|worker_busy_seconds_total|worker_limit|target_info"}'
)
PANELS: Final = {
    "alerts": "alerts",
    "topology": "topology",
    "metrics": "query",
    "sql": "query",
    "logs": "logs",
    "traces": "trace",
    "deploys": "deploys",
    "audit": "audit",
    "settings": "settings",
    "runbook": "runbook",
}
MOST_ROWS: Final = 100
MOST_SETTINGS: Final = 1000
LONGEST_CELL: Final = 300
WINDOW_NS: Final = 120 * 1_000_000_000  # of rates in the golden signals
SAME_CHANGE_MS: Final = 120_000
MOST_SERIES: Final = 20  # of a query's chart
QUERY_WINDOW: Final = "30m"
UNIT_SIGNS: Final = {"seconds": "s", "per second": "/s", "ratio": "", "bytes": "B"}
_FIRST = (
    "timestamp",
    "severity_text",
    "service.name",
    "service.version",
    "service.instance.id",
    "body",
)
_LAST = ("trace_id",)
_LEFT_OUT = ("severity_number", "span_id", "event_name")


def panel_of(entry: Entry) -> str | None:
    """Name the panel that a line's look fills; None for what is no look."""
    if entry.verb == "metrics" and entry.args["query"] == SIGNALS:
        return "signals"
    return PANELS.get(entry.verb)


def look_result(entry: Entry, scenario: Scenario, seen: Telemetry) -> dict[str, Any]:
    """Give what a look showed, from the telemetry of the moment when it was paid."""
    args = entry.args
    match panel_of(entry):
        case "alerts":
            return _alerts(scenario, seen)
        case "topology":
            return {key: _rounded(value) for key, value in topology(seen).plain().items()}
        case "signals":
            return _signals(seen)
        case "logs":
            rows = table(_log_lines(args["query"], seen))
            kept = _sampled_traces(rows, seen)
            return {"query": args["query"], **rows, "kept": kept, "dropped": seen.dropped_words()}
        case "trace":
            about = {"sample": f"{scenario.sample:.0%}", "dropped": seen.dropped_words()}
            return about | _trace(args.get("trace", ""), seen)
        case "deploys":
            return table(seen.deploys)
        case "audit":
            return table(seen.audit)
        case "settings":
            return table(seen.settings, most=MOST_SETTINGS)
        case "runbook":
            texts = {book.name: book.text for book in scenario.runbooks}
            return {"name": args["name"], "text": texts.get(args["name"], "").strip()}
    raise ValueError(f"expected a look of a panel of its own, got {entry.verb!r}")


def _log_lines(query: str, seen: Telemetry) -> pa.Table:
    from course.incidents import run_queries  # it opens an engine

    if run_queries.is_condition(query):
        return run_queries.holding_condition(seen, query)
    return holding(seen.logs, query)


def _sampled_traces(rows: dict[str, Any], seen: Telemetry) -> list[str]:
    """Traces among shown lines that have spans: only these can be opened."""
    if "trace_id" not in rows["head"]:
        return []
    place = rows["head"].index("trace_id")
    sampled = set(seen.spans["trace_id"].unique().to_pylist())
    return sorted({row[place] for row in rows["rows"]} & sampled)


def _alerts(scenario: Scenario, seen: Telemetry) -> dict[str, Any]:
    now = seen.now_ms
    return {
        "rules": len(scenario.alerts),
        "alerts": [
            {
                "name": a.rule,
                "severity": a.severity,
                "state": a.state(now),
                "since_s": (a.pending_ms - seen.start_ms) // 1000,
                "value": rounded(a.value),
                "summary": a.summary,
                "runbook": a.runbook,
                "labels": ", ".join(f"{k}={v}" for k, v in a.labels.items()),
            }
            for a in state_at(evaluate(scenario.alerts, seen.metrics), now)
        ],
    }


def _signals(seen: Telemetry) -> dict[str, Any]:
    """Traffic, errors, latency and saturation by service: Google's four golden signals."""
    m, by = seen.metrics, ("service_name",)
    requests = Rate(metric=f"{SERVER}_count", by=by, over=WINDOW_NS).value(m)
    failed = Rate(metric=f"{SERVER}_count", where=ERRORS, by=by, over=WINDOW_NS).value(m)
    slow = Quantile(q=0.99, metric=SERVER, by=by, over=WINDOW_NS).value(m)
    busy = Rate(metric="worker_busy_seconds_total", by=by, over=WINDOW_NS).value(m)
    limit = Gauge(metric="worker_limit", by=by).value(m)
    charts = [
        ("Traffic", "requests a second", "/s", 1.0, requests),
        ("Errors", "share of requests that failed", "%", 100.0, _over(failed, requests)),
        ("Latency", "99th percentile of duration", "ms", 1000.0, slow),
        ("Saturation", "share of busy workers", "%", 100.0, _over(busy, limit)),
    ]
    return {
        "t": seconds(m.times_ms, seen.start_ms),
        "charts": [
            {"name": name, "about": about, "unit": unit, "series": _series(vector, scale)}
            for name, about, unit, scale, vector in charts
        ],
        "versions": version_changes(m, seen.start_ms),
    }


def _over(part: GroupValues, whole: GroupValues) -> GroupValues:
    """Share of a whole, 0 where its part was never seen."""
    rows = dict(zip(part.groups, part.values, strict=True))
    shares = []
    for group, values in zip(whole.groups, whole.values, strict=True):
        above = np.nan_to_num(rows.get(group, np.zeros_like(values)))
        with np.errstate(divide="ignore", invalid="ignore"):
            shares.append(np.where(values > 0, above / values, np.nan))
    return GroupValues(groups=whole.groups, values=np.array(shares).reshape(whole.values.shape))


def _series(vector: GroupValues, scale: float) -> list[dict[str, Any]]:
    return [
        {"name": " ".join(word for _, word in group), "values": numbers(values * scale)}
        for group, values in zip(vector.groups, vector.values, strict=True)
    ]


def version_changes(metrics: Metrics, start_ms: int) -> list[dict[str, Any]]:
    """When a service began to run other versions than before, as `target_info` shows it.

    What follows within SAME_CHANGE_MS belongs to the same rollout.
    """
    info = metrics.families.get("target_info")
    if info is None:
        return []
    changes: list[dict[str, Any]] = []
    running: dict[str, tuple[str, ...]] = {}
    rollout: dict[str, dict[str, Any]] = {}
    labels = info.all_labels()
    present = ~np.isnan(info.values)
    for at, time_ms in enumerate(info.times_ms.tolist()):
        now: dict[str, set[str]] = {}
        for row in np.flatnonzero(present[:, at]).tolist():
            now.setdefault(labels[row]["service_name"], set()).add(labels[row]["service_version"])
        for service, versions in now.items():
            after = tuple(sorted(versions))
            before = running.get(service, after)
            running[service] = after
            if before == after:
                continue
            one = rollout.get(service)
            if one is None or time_ms - one["last_ms"] > SAME_CHANGE_MS:
                one = {"t": (time_ms - start_ms) / 1000, "from": before}
                rollout[service] = one
                changes.append(one)
            one |= {"last_ms": time_ms, "service": service, "to": after}
    return [
        {"t": one["t"], "words": f"{one['service']}: {_versions(one)}"}
        for one in changes
        if one["from"] != one["to"]
    ]


def _versions(change: dict[str, Any]) -> str:
    return " → ".join(" and ".join(change[end]) for end in ("from", "to"))


def _trace(trace: str, seen: Telemetry) -> dict[str, Any]:
    spans = bars(seen, trace)
    shown = [
        {
            "depth": bar.depth,
            "at_ms": rounded(bar.offset_ms),
            "ms": rounded(bar.duration_ms),
            "service": bar.service,
            "instance": bar.instance or "",
            "name": bar.name,
            "kind": bar.kind,
            "status": bar.http_status,
            "failed": bar.failed,
            "error": bar.error_type or "",
            "wait_ms": rounded(bar.worker_wait_ms),
            "pool_ms": rounded(bar.pool_wait_ms),
        }
        for bar in spans[:MOST_ROWS]
    ]
    return {"trace": trace, "spans": shown, "total": len(spans)}


def table(arrow: pa.Table, most: int = MOST_ROWS) -> dict[str, Any]:
    """Give the last rows of a log as text, what matters first, without columns that are empty."""
    shown = arrow.slice(max(0, len(arrow) - most)).to_pylist()
    names = [name for name in arrow.column_names if name not in _LEFT_OUT]
    order = [n for n in _FIRST if n in names]
    order += [n for n in names if n not in _FIRST and n not in _LAST]
    order += [n for n in _LAST if n in names]
    head = [name for name in order if any(row[name] not in (None, "") for row in shown)]
    rows = [[cell(row[name]) for name in head] for row in shown]
    return {"head": head, "rows": rows, "total": len(arrow), "at_end": True}


def cell(value: Any) -> str:
    """Write a value into a table: times of day, short numbers, bounded text."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4g}"
    if hasattr(value, "strftime"):
        return f"{value:%H:%M:%S}.{value.microsecond // 1000:03}"
    text = str(value)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def seconds(times_ms: Iterable[int], start_ms: int) -> list[float]:
    """Seconds of the run of Unix milliseconds."""
    return [(int(time) - start_ms) / 1000 for time in times_ms]


def numbers(values: Sequence[float] | np.ndarray[Any, Any]) -> list[float | None]:
    """Numbers for JSON, with four digits: None for what is none."""
    return [rounded(float(value)) for value in values]


def rounded(value: float | None) -> float | None:
    """Round to four digits; None for NaN and infinity, which JSON does not have."""
    return float(f"{value:.4g}") if value is not None and math.isfinite(value) else None


def _rounded(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _rounded(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_rounded(value) for value in data]
    return rounded(data) if isinstance(data, float) else data


def query_answer(verb: str, query: str, scenario: Scenario, seen: Telemetry) -> dict[str, Any]:
    """Give a query's answer as a table and, for PromQL over time, a chart.

    Checking and paying is `Incident.promql` and `Incident.sql`; here the same is asked again of
    the telemetry of that moment. Raises QueryError for what cannot be answered.
    """
    from course.incidents import run_queries  # it opens two engines

    if verb == "sql":
        frame = run_queries.sql(seen, scenario.alerts, query)
        return {"query": query, "dropped": seen.dropped_words(), **_frame_table(frame)}
    now = run_queries.promql(seen, query, second=_no_time)
    unit = UNIT_SIGNS.get(now.unit or "", now.unit or "")
    return {"query": query, "unit": unit, **_frame_table(now), **_chart(query, seen, unit)}


def _no_time(_time: Any) -> int:
    raise AssertionError("no time of day is given here")


def _frame_table(frame: pd.DataFrame) -> dict[str, Any]:
    shown = frame.head(MOST_ROWS)
    columns = [[cell(_plain(value)) for value in shown.iloc[:, n]] for n in range(shown.shape[1])]
    rows = [list(row) for row in zip(*columns, strict=True)]
    head = [str(name) for name in frame.columns]
    return {"head": head, "rows": rows, "total": len(frame), "at_end": False}


def _plain(value: Any) -> Any:
    """None for pandas' several ways to say that there is nothing."""
    missing = pd.isna(value)
    return None if isinstance(missing, bool) and missing else value


def _chart(query: str, seen: Telemetry, unit: str) -> dict[str, Any]:
    """Give the last half hour as curves; nothing for what has no value at each time."""
    from course.incidents import run_queries

    try:
        frame = run_queries.promql(seen, query, over=QUERY_WINDOW, second=_no_time)
    except QueryError:
        return {}
    shown = frame.iloc[:, :MOST_SERIES]
    if not isinstance(frame.index, pd.DatetimeIndex) or not shown.shape[1]:
        return {}
    times = [round(time.timestamp() - seen.start_ms / 1000, 3) for time in frame.index]
    series = [
        {"name": str(name)[:80], "values": numbers(shown.iloc[:, n].to_numpy(dtype=float))}
        for n, name in enumerate(shown.columns)
    ]
    left = frame.shape[1] - shown.shape[1]
    note = {"note": f"{left} more series are in the table only"} if left else {}
    chart = {"unit": unit, "t": times, "series": series}
    return {"chart": chart, "versions": version_changes(seen.metrics, seen.start_ms), **note}

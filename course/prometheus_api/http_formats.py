"""What Prometheus' API takes and gives: times, durations, numbers, rows, alerts; refusals."""

import math
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import numpy as np

from course.prometheus_api.followed_run import RunView
from course.promql import QueryResult, SampleBlock
from course.simulation.telemetry.alerts import Alert, Rule, evaluate, state_at

FAR_MS = 1 << 52  # some 140,000 years either way
STATUS = {"bad_data": 400, "execution": 422, "unavailable": 503, "not_found": 404}


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """An answer in Prometheus' shape of errors; `kind` is its `errorType`."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def rows_of(result: QueryResult) -> list[Any]:
    """Give samples as [seconds, text], by series; series without any are left out."""
    times = [_seconds(int(ms)) for ms in result.times_ms]
    if result.kind == "string":
        return [times[0], result.text]
    if result.kind == "scalar":
        return [times[0], number(float(result.values[0, 0]))]
    rows: list[Any] = []
    for labels, values, present in zip(result.labels, result.values, result.present, strict=True):
        samples = [[times[n], number(float(values[n]))] for n in np.flatnonzero(present)]
        if samples and result.kind == "vector":
            rows.append({"metric": labels, "value": samples[0]})
        elif samples:
            rows.append({"metric": labels, "values": samples})
    return rows


def number(value: float) -> str:
    """As Prometheus writes it: shortest digits that read back, without an exponent."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "+Inf" if value > 0 else "-Inf"
    text = format(Decimal(repr(value)), "f")
    return text.removesuffix(".0")


def _seconds(ms: int) -> int | float:
    return ms // 1000 if ms % 1000 == 0 else ms / 1000


def moment(text: str) -> int:
    """Unix ms of seconds as a number, or of RFC 3339. Raises ValueError or OverflowError."""
    try:
        seconds = float(text)
    except ValueError:
        when = datetime.fromisoformat(text)
        if when.tzinfo is None or "T" not in text.upper():
            raise
        seconds = when.timestamp()
    ms = round(seconds * 1000)
    if abs(ms) > FAR_MS:
        raise ValueError(text)
    return ms


def span_ms(text: str, name: str) -> int:
    """Milliseconds of a duration, as seconds or as 1h30m. Refuses what is none, or too long."""
    import promql_parser

    try:
        try:
            seconds = float(text)
        except ValueError:
            seconds = promql_parser.parse_duration(text[:60]).total_seconds()
        ms = round(seconds * 1000)  # raises for NaN and infinities
    except (ValueError, OverflowError):
        raise bad(name, f"cannot parse {text[:60]!r} to a valid duration") from None
    if abs(ms) > FAR_MS:
        raise bad(name, "expected a shorter duration")
    return ms


def bad(name: str, what: str) -> Refused:
    """Refuse a parameter."""
    return Refused("bad_data", f'invalid parameter "{name}": {what}')


def within(blocks: Iterable[SampleBlock], start: int, end: int) -> Iterable[dict[str, str]]:
    """Labels of series with a sample from start to end."""
    for block in blocks:
        first, last = np.searchsorted(block.times_ms, (start, end), side="left")
        last += int(last < len(block.times_ms) and block.times_ms[last] == end)
        present = block.presence()[:, first:last].any(axis=1)
        yield from (dict(block.labels[int(row)]) for row in np.flatnonzero(present))


def alerts_now(view: RunView) -> list[dict[str, Any]]:
    """Give alerts that are pending or firing."""
    alerts = state_at(evaluate(view.rules, view.seen.metrics), view.seen.now_ms)
    return [_alert(alert, view) for alert in alerts]


def _alert(alert: Alert, view: RunView) -> dict[str, Any]:
    rule = next(candidate for candidate in view.rules if candidate.name == alert.rule)
    named = {"alertname": alert.rule, "severity": alert.severity}
    return {
        "labels": {**alert.labels, **named},
        "annotations": notes(rule),
        "state": alert.state(view.seen.now_ms),
        "activeAt": rfc3339(alert.pending_ms),
        "value": f"{alert.value:e}",
    }


def notes(rule: Rule) -> dict[str, str]:
    """Annotations of a rule."""
    texts = {"summary": rule.summary, "runbook": rule.runbook}
    return {key: text for key, text in texts.items() if text}


def rfc3339(ms: int) -> str:
    """Write a time as Prometheus does."""
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat().replace("+00:00", "Z")

"""Alert rules: conditions evaluated at every scrape, pending at first, firing after a while.

A rule of a scenario is data. Its condition becomes a term, which has a value and is PromQL, so
what fires here is what Prometheus would fire from the printed rule.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from pydantic import Field

from course.simulation.route_steps import FrozenModel
from course.simulation.telemetry.conditions import Condition
from course.simulation.telemetry.expressions import promql_duration, quoted
from course.simulation.telemetry.metrics import Ints, Metrics
from course.simulation.units import UNITS, Duration

State = Literal["inactive", "pending", "firing", "resolved"]
Line = Annotated[str, Field(max_length=300, pattern=r"^[^\x00-\x1f{}]*$")]


class Rule(FrozenModel):
    """An alert: its condition must hold for a while; firing, it may be kept for a while."""

    name: str = Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,60}$", examples=["ApiErrors"])
    severity: Literal["page", "ticket"] = "page"
    condition: Condition
    hold: Duration = Field(default=0, multiple_of=1_000_000, description="Prometheus' `for`")
    keep: Duration = Field(
        default=0, multiple_of=1_000_000, description="Prometheus' `keep_firing_for`"
    )
    summary: Line = ""
    runbook: Line = Field(default="", description="name of the runbook")

    def promql(self) -> str:
        """Return the condition as PromQL."""
        return self.condition.term().text()


@dataclass(frozen=True, kw_only=True)
class Alert:
    """A time during which a rule's condition held for one group of labels; Unix milliseconds.

    `firing_ms` is None where it did not hold long enough (yet), `resolved_ms` while it lasts.
    `value` is the expression's when it fired, or when it began to hold.
    """

    rule: str
    severity: str
    labels: dict[str, str] = field(default_factory=dict)
    pending_ms: int
    firing_ms: int | None
    resolved_ms: int | None
    value: float
    summary: str
    runbook: str

    def state(self, at_ms: int) -> State:
        """State at a time, as one would have seen it then."""
        if at_ms < self.pending_ms:
            return "inactive"
        if self.resolved_ms is not None and at_ms >= self.resolved_ms:
            return "inactive" if self.firing_ms is None else "resolved"
        return "firing" if self.firing_ms is not None and at_ms >= self.firing_ms else "pending"


def evaluate(rules: Iterable[Rule], metrics: Metrics) -> tuple[Alert, ...]:
    """Evaluate rules at every scrape, as Prometheus would.

    Parameters
    ----------
    rules
        The rules of a scenario.
    metrics
        Metrics of a run up to its last scrape.

    Returns
    -------
    tuple of Alert
        Every alert of the run, in the order in which they became pending.
    """
    alerts = [alert for rule in rules for alert in _alerts(rule, metrics)]
    return tuple(sorted(alerts, key=lambda a: (a.pending_ms, a.rule, sorted(a.labels.items()))))


def state_at(alerts: Iterable[Alert], at_ms: int) -> tuple[Alert, ...]:
    """Alerts that are pending or firing at a time."""
    return tuple(a for a in alerts if a.state(at_ms) in ("pending", "firing"))


def _alerts(rule: Rule, metrics: Metrics) -> list[Alert]:
    vector = rule.condition.term().value(metrics)
    alerts = []
    for group, values in zip(vector.groups, vector.values, strict=True):
        for begin, fired, end in _spells(metrics.times_ms, ~np.isnan(values), rule):
            alerts.append(
                Alert(
                    rule=rule.name,
                    severity=rule.severity,
                    labels=dict(group),
                    pending_ms=int(metrics.times_ms[begin]),
                    firing_ms=None if fired is None else int(metrics.times_ms[fired]),
                    resolved_ms=None if end is None else int(metrics.times_ms[end]),
                    value=float(values[begin if fired is None else fired]),
                    summary=rule.summary,
                    runbook=rule.runbook,
                )
            )
    return alerts


class _Spell(NamedTuple):
    """Numbers of the scrapes at which a condition began to hold, fired, and ended."""

    begin: int
    fired: int | None
    end: int | None


def _spells(times_ms: Ints, active: npt.NDArray[np.bool_], rule: Rule) -> list[_Spell]:
    """Go through the scrapes as Prometheus does: inactive, pending, firing, inactive."""
    hold, keep = rule.hold // UNITS["ms"], rule.keep // UNITS["ms"]
    spells: list[_Spell] = []
    begin: int | None = None
    fired: int | None = None
    quiet: int | None = None  # first scrape at which a firing alert no longer held
    for n in np.flatnonzero(active | np.roll(active, 1) | (keep > 0)).tolist():
        if active[n]:
            begin, quiet = (n if begin is None else begin), None
            if fired is None and times_ms[n] - times_ms[begin] >= hold:
                fired = n
        elif begin is not None:
            quiet = n if quiet is None else quiet
            if fired is None or times_ms[n] - times_ms[quiet] >= keep:
                spells.append(_Spell(begin, fired, n))
                begin = fired = quiet = None
    return spells if begin is None else [*spells, _Spell(begin, fired, None)]


def rules_yaml(rules: Sequence[Rule], *, group: str, every: str = "15s") -> str:
    """Rules as a file for Prometheus: `promtool check rules` takes it."""
    lines = ["groups:", f"  - name: {quoted(group)}", f"    interval: {every}", "    rules:"]
    for rule in rules:
        lines += [f"      - alert: {rule.name}", f"        expr: {quoted(rule.promql())}"]
        if rule.hold:
            lines.append(f"        for: {promql_duration(rule.hold)}")
        if rule.keep:
            lines.append(f"        keep_firing_for: {promql_duration(rule.keep)}")
        lines += ["        labels:", f"          severity: {rule.severity}"]
        notes = {"summary": rule.summary, "runbook": rule.runbook}
        if any(notes.values()):
            lines.append("        annotations:")
        lines += [f"          {key}: {quoted(text)}" for key, text in notes.items() if text]
    return "\n".join(lines if rules else [*lines[:-1], "    rules: []"]) + "\n"

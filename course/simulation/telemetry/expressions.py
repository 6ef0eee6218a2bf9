"""A few expressions over metrics, each with its value at every scrape and its text in PromQL.

They are what alert rules and the picture of the system are made of; whoever wants more writes
PromQL. Text and value say the same: tests hold them against promtool.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from course.promql.matching import Matcher, Op
from course.simulation.telemetry.metrics import Floats, Metrics
from course.simulation.telemetry.rates import increase, quantile, summed
from course.simulation.units import UNITS

By = tuple[str, ...]
Group = tuple[tuple[str, str], ...]  # labels of a group, sorted
Where = Mapping[str, str]  # label to value; with ~ in front, to a pattern; with ! to what it is not


@dataclass(frozen=True, kw_only=True)
class GroupValues:
    """Value of an expression: a row (T,) for each group, NaN where there is none."""

    groups: tuple[Group, ...]
    values: Floats


def promql_duration(ns: int) -> str:
    """Text of a duration such as 1m30s. Raises ValueError for less than whole milliseconds."""
    if ns <= 0 or ns % UNITS["ms"]:
        raise ValueError(f"expected whole milliseconds above 0, got {ns} ns")
    text, rest = "", ns
    for unit in ("d", "h", "m", "s", "ms"):
        count, rest = divmod(rest, UNITS[unit])
        text += f"{count}{unit}" if count else ""
    return text


def matchers(where: Where) -> list[Matcher]:
    """Read `label`, `!label`, `~label` as =, != and =~."""
    ops: dict[str, Op] = {"!": "!=", "~": "=~"}
    return [
        Matcher(label=key.lstrip("!~"), op=ops.get(key[0], "="), value=value)
        for key, value in where.items()
    ]


def selector(metric: str, where: Where) -> str:
    """Text of a selector."""
    parts = (f"{m.label}{m.op}{quoted(m.value)}" for m in matchers(where))
    inside = ", ".join(parts)
    return f"{metric}{{{inside}}}" if inside else metric


def quoted(text: str) -> str:
    """Text as a string of PromQL and of YAML."""
    return json.dumps(text, ensure_ascii=False)


@dataclass(frozen=True, kw_only=True)
class Rate:
    """Rate of counters a second over a window, summed by labels."""

    metric: str
    where: Where = field(default_factory=dict)
    by: By = ()
    over: int

    def text(self) -> str:
        """PromQL."""
        window = promql_duration(self.over)
        return f"sum{_by(self.by)} (rate({selector(self.metric, self.where)}[{window}]))"

    def value(self, metrics: Metrics) -> GroupValues:
        """At every scrape."""
        family = metrics.select(self.metric, *matchers(self.where))
        rates = increase(family.times_ms, family.values, self.over // UNITS["ms"])
        rates /= self.over / UNITS["s"]
        group, labels = family.groups(self.by)
        return GroupValues(groups=_groups(labels), values=summed(rates, group, len(labels)))


@dataclass(frozen=True, kw_only=True)
class Gauge:
    """Gauges as scraped, summed or the greatest by labels."""

    metric: str
    where: Where = field(default_factory=dict)
    by: By = ()
    how: Literal["sum", "max"] = "sum"

    def text(self) -> str:
        """PromQL."""
        return f"{self.how}{_by(self.by)} ({selector(self.metric, self.where)})"

    def value(self, metrics: Metrics) -> GroupValues:
        """At every scrape."""
        family = metrics.select(self.metric, *matchers(self.where))
        group, labels = family.groups(self.by)
        if self.how == "sum":
            values = summed(family.values, group, len(labels))
        else:
            values = np.full((len(labels), family.values.shape[1]), np.nan)
            np.fmax.at(values, group, family.values)
        return GroupValues(groups=_groups(labels), values=values)


@dataclass(frozen=True, kw_only=True)
class Quantile:
    """Quantile of a histogram over a window, by labels."""

    q: float
    metric: str
    where: Where = field(default_factory=dict)
    by: By = ()
    over: int

    def text(self) -> str:
        """PromQL."""
        rate = Rate(
            metric=f"{self.metric}_bucket", where=self.where, by=("le", *self.by), over=self.over
        )
        return f"histogram_quantile({self.q:g}, {rate.text()})"

    def value(self, metrics: Metrics) -> GroupValues:
        """At every scrape; linear inside a bucket, as Prometheus does."""
        family = metrics.select(f"{self.metric}_bucket", *matchers(self.where))
        if not len(family):
            return GroupValues(groups=(), values=family.values)
        le = family.columns["le"]
        bounds = np.array([float(word) for word in le.words])
        group, labels = family.groups(self.by)
        counts = increase(family.times_ms, family.values, self.over // UNITS["ms"])
        place = group * len(bounds) + le.codes
        by_group = summed(counts, place, len(labels) * len(bounds))
        order = np.argsort(bounds)
        shaped = by_group.reshape(len(labels), len(bounds), -1)[:, order]
        return GroupValues(groups=_groups(labels), values=quantile(self.q, bounds[order], shaped))


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """One expression over another with the same labels."""

    above: "Term"
    below: "Term"

    def text(self) -> str:
        """PromQL."""
        return f"{self.above.text()} / {self.below.text()}"

    def value(self, metrics: Metrics) -> GroupValues:
        """At every scrape."""
        return _joined(self.above.value(metrics), self.below.value(metrics), np.divide)


@dataclass(frozen=True, kw_only=True)
class Compare:
    """Those values of an expression that are above or below a number; others are absent."""

    term: "Term"
    op: Literal[">", "<", ">=", "<="]
    than: float

    def text(self) -> str:
        """PromQL."""
        return f"{self.term.text()} {self.op} {self.than!r}".removesuffix(".0")

    def value(self, metrics: Metrics) -> GroupValues:
        """At every scrape."""
        operand = self.term.value(metrics)
        holds = {
            ">": np.greater,
            "<": np.less,
            ">=": np.greater_equal,
            "<=": np.less_equal,
        }[self.op]
        values = np.where(holds(operand.values, self.than), operand.values, np.nan)
        return GroupValues(groups=operand.groups, values=values)


@dataclass(frozen=True, kw_only=True)
class Both:
    """Values of the first where the second is there too, with the same labels."""

    first: "Term"
    second: "Term"

    def text(self) -> str:
        """PromQL."""
        return f"({self.first.text()}) and ({self.second.text()})"

    def value(self, metrics: Metrics) -> GroupValues:
        """At every scrape."""
        return _joined(
            self.first.value(metrics),
            self.second.value(metrics),
            lambda a, b: np.where(np.isnan(b), np.nan, a),
        )


Term = Rate | Gauge | Quantile | Ratio | Compare | Both


def _by(by: By) -> str:
    return f" by ({', '.join(by)})" if by else ""


def _groups(labels: list[dict[str, str]]) -> tuple[Group, ...]:
    return tuple(tuple(sorted(row.items())) for row in labels)


def _joined(
    left: GroupValues, right: GroupValues, combine: Callable[[Floats, Floats], Floats]
) -> GroupValues:
    row_of = {group: n for n, group in enumerate(right.groups)}
    pairs = [(n, row_of[group]) for n, group in enumerate(left.groups) if group in row_of]
    left_rows, right_rows = [a for a, _ in pairs], [b for _, b in pairs]
    with np.errstate(divide="ignore", invalid="ignore"):
        values = combine(left.values[left_rows], right.values[right_rows])
    return GroupValues(groups=tuple(left.groups[n] for n in left_rows), values=values)

"""A few expressions over metrics, each with its value at every scrape and its text in PromQL.

Alert rules and the picture of the system are made of them. Increases, rates and quantiles are
Prometheus 3's, for all series and scrapes at once: a window (t-w, t] is open at its left.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from course.promql.storage import Matcher, Op
from course.simulation.telemetry.metrics import Floats, Ints, Metrics, Rows
from course.simulation.units import UNITS


def increase(times_ms: Ints, values: Floats, window_ms: int) -> Floats:
    """Increase of counters within the window before each scrape, extrapolated to its borders.

    `values` is (rows, T) with NaN for absence; so is the result, NaN with fewer than two samples.
    No counter of ours goes down within a row, so no reset is looked for.
    """
    rows, n = values.shape
    present = ~np.isnan(values)
    index = np.arange(n)
    before = np.maximum.accumulate(np.where(present, index, -1), axis=1)
    behind = np.minimum.accumulate(np.where(present, index, n)[:, ::-1], axis=1)[:, ::-1]
    begin = np.searchsorted(times_ms, times_ms - window_ms, side="right")
    first, last = behind[:, begin] if n else behind, before
    samples = np.concatenate([np.zeros((rows, 1), int), np.cumsum(present, axis=1)], axis=1)
    count = samples[:, index + 1] - samples[:, begin]
    enough = count >= 2
    a, b = np.where(enough, first, 0), np.where(enough, last, 0)
    row = np.arange(rows)[:, None]
    change = values[row, b] - values[row, a]
    t_first, t_last = times_ms[a] / 1e3, times_ms[b] / 1e3
    sampled = t_last - t_first
    mean = sampled / np.maximum(count - 1, 1)
    ends = times_ms[None, :] / 1e3
    to_start, to_end = t_first - (ends - window_ms / 1e3), ends - t_last
    to_start = np.where(to_start >= mean * 1.1, mean / 2, to_start)
    with np.errstate(divide="ignore", invalid="ignore"):
        to_zero = sampled * (values[row, a] / change)
        to_start = np.where((change > 0) & (to_zero < to_start), to_zero, to_start)
        to_end = np.where(to_end >= mean * 1.1, mean / 2, to_end)
        extrapolated = change * ((sampled + to_start + to_end) / sampled)
    extrapolated[~enough] = np.nan
    return extrapolated


def summed(values: Floats, groups: Rows, n: int) -> Floats:
    """Sum rows by group, (n, T); NaN where all rows of a group are absent."""
    sums = np.zeros((n, values.shape[1]))
    present = np.zeros((n, values.shape[1]), dtype=np.bool_)
    np.add.at(sums, groups, np.nan_to_num(values))
    np.logical_or.at(present, groups, ~np.isnan(values))
    sums[~present] = np.nan
    return sums


def quantile(q: float, bounds: Floats, buckets: Floats) -> Floats:
    """histogram_quantile of cumulative buckets (..., B, T) with upper bounds (B,), last +Inf."""
    counts = np.maximum.accumulate(np.nan_to_num(buckets), axis=-2)
    total = counts[..., -1, :]
    rank = q * total
    place = np.minimum((counts < rank[..., None, :]).sum(axis=-2), len(bounds) - 1)
    at = place[..., None, :]
    below = np.take_along_axis(counts, np.maximum(at - 1, 0), axis=-2)[..., 0, :]
    below = np.where(place > 0, below, 0.0)
    inside = np.take_along_axis(counts, at, axis=-2)[..., 0, :] - below
    start = np.where(place > 0, bounds[np.maximum(place - 1, 0)], 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = start + (bounds[place] - start) * ((rank - below) / inside)
    value = np.where(place == len(bounds) - 1, bounds[-2], value)
    return np.where(total > 0, value, np.nan)


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

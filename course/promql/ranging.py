"""Which function of windows a name stands for, and what native histograms in a window do to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from course.promql import functions, overtime
from course.promql.blocks import Flags, Floats, Ints
from course.promql.histograms import spelled
from course.promql.syntax import Node, Range, Selector, refuse
from course.promql.vectors import NAME, Grid, Labels, Vector, joined
from course.promql.windows import Samples, Windows, windows

HowOver = Callable[..., overtime.Answer]
# What native histograms in a window mean: they count like others, they are ignored, they are added
# up, or their values would be needed.
OVER_TIME: dict[str, tuple[HowOver, str]] = {
    "rate": (overtime.rate, "needed"),
    "increase": (overtime.increase, "needed"),
    "delta": (overtime.delta, "needed"),
    "irate": (overtime.irate, "needed"),
    "idelta": (overtime.idelta, "needed"),
    "changes": (overtime.changes, "needed"),
    "resets": (overtime.resets, "needed"),
    "sum_over_time": (overtime.sum_, "added"),
    "avg_over_time": (overtime.avg, "added"),
    "min_over_time": (overtime.min_, "ignored"),
    "max_over_time": (overtime.max_, "ignored"),
    "mad_over_time": (overtime.mad, "ignored"),
    "stddev_over_time": (overtime.stddev, "ignored"),
    "stdvar_over_time": (overtime.variance, "ignored"),
    "quantile_over_time": (overtime.quantile, "ignored"),
    "deriv": (overtime.deriv, "ignored"),
    "predict_linear": (overtime.predict_linear, "ignored"),
    "double_exponential_smoothing": (overtime.smoothing, "ignored"),
    "ts_of_max_over_time": (overtime.ts_of_max, "ignored"),
    "ts_of_min_over_time": (overtime.ts_of_min, "ignored"),
    "count_over_time": (overtime.count, "counted"),
    "present_over_time": (overtime.present, "counted"),
    "absent_over_time": (overtime.present, "counted"),
    "last_over_time": (overtime.last, "shown"),
    "first_over_time": (overtime.first, "shown"),
    "ts_of_last_over_time": (overtime.ts_of_last, "counted"),
    "ts_of_first_over_time": (overtime.ts_of_first, "counted"),
}
COUNTERS = ("_total", "_sum", "_count", "_bucket")


@dataclass(frozen=True, kw_only=True)
class Behind:
    """Samples behind a range selector or subquery, ends of its windows (T,), their length."""

    parts: Sequence[Samples]
    ends_ms: Ints
    range_ms: int


def over_time(name: str, behind: Behind, numbers: list[Floats], grid: Grid, node: Node) -> Vector:
    """Apply a function to the windows of all rows; `node` is what they were selected by."""
    how, treat = OVER_TIME[name]
    if grid.before_3 and name in ("rate", "increase"):
        how = partial(how, before_3=True)
    if name == "quantile_over_time":
        for wrong in np.unique(numbers[0][~((numbers[0] >= 0) & (numbers[0] <= 1))]):
            grid.warn(f"quantile value should be between 0 and 1, got {spelled(wrong)}")
    found = []
    for part in behind.parts:
        laid = _Laid(part=part, behind=behind, steps=grid.times_ms)
        marked: Flags | None = None
        if part.opaque is None or not part.opaque.any():
            values, there = how(laid.windows(part), *numbers)
        else:
            values, there, marked = _mixed(name, numbers, laid, grid)
        drop = part.drop if treat == "shown" else np.ones_like(part.drop)
        found.append(
            Vector(labels=part.labels, drop=drop, values=values, present=there, opaque=marked)
        )
    v = joined(found, len(grid))
    if name == "absent_over_time":
        gone: Flags = np.logical_not(v.present.any(axis=0))
        return absent(node, gone, grid)
    v = v.take(np.flatnonzero(v.present.any(axis=1)))
    if name in ("rate", "increase"):
        for row in v.labels:
            if (metric := row.get(NAME, "")) and not metric.endswith(COUNTERS):
                grid.info(
                    "metric might not be a counter, name does not end in "
                    f'_total/_sum/_count/_bucket: "{metric}"'
                )
    return v


@dataclass(frozen=True, kw_only=True)
class _Laid:
    part: Samples
    behind: Behind
    steps: Ints

    def windows(self, samples: Samples) -> Windows:
        return windows(samples, self.behind.ends_ms, self.behind.range_ms, self.steps)


def _mixed(
    name: str, numbers: list[Floats], laid: _Laid, grid: Grid
) -> tuple[Floats, Flags, Flags | None]:
    """A function of windows that may hold native histograms."""
    how, treat = OVER_TIME[name]
    part = laid.part
    whole = laid.windows(replace(part, opaque=None))
    counted = laid.windows(part.histograms()).count
    metric = part.labels[0].get(NAME, "")
    if treat in ("counted", "shown"):
        values, there = how(whole, *numbers)
        if treat == "counted":
            return values, there, None
        marks = replace(part, values=np.asarray(part.opaque, dtype=np.float64), opaque=None)
        shown = how(laid.windows(marks))[0] > 0
        return values, there, shown & there
    if treat == "needed":
        one_is_enough = name in ("changes", "resets")
        if ((counted > 0) & (one_is_enough | (whole.count > 1))).any():
            refuse(f"{name} of native histograms")
        values, there = how(whole, *numbers)
        return values, there, None
    floats = laid.windows(part.floats())
    values, there = how(floats, *numbers)
    if treat == "ignored":
        if (there & (counted > 0)).any():
            grid.info(
                "ignored histograms in a range containing both floats and histograms for metric "
                f'name "{metric}"'
            )
        return values, there, None
    both = (floats.count > 0) & (counted > 0)
    if both.any():
        grid.warn(f'encountered a mix of histograms and floats for metric name "{metric}"')
    return values, (whole.count > 0) & ~both, (counted > 0) & ~both


def absent(node: Node, gone: Flags, grid: Grid) -> Vector:
    """1 where nothing is, with the labels that a selector pins down."""
    selector = node.selector if isinstance(node, Range) else node
    row: Labels = {}
    seen: set[str] = set()
    for matcher in selector.matchers if isinstance(selector, Selector) else ():
        if matcher.label == NAME:
            continue
        row.pop(matcher.label, None)
        if matcher.op == "=" and matcher.label not in seen:
            seen.add(matcher.label)
            if matcher.value:
                row[matcher.label] = matcher.value
    v = functions.constant(np.ones(1), grid)
    return replace(v, labels=[row], present=gone[None, :])

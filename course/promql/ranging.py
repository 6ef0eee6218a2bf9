"""Which function of windows a name stands for, and what native histograms in a window do to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from course.promql import functions, overtime
from course.promql.histograms import spelled
from course.promql.storage import Flags, Floats, Ints
from course.promql.syntax import Node, Range, Selector, refuse
from course.promql.vectors import NAME, InstantVector, Labels, StepGrid, joined
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
class RangeVector:
    """Samples of a range selector or a subquery, ends of its windows (T,), and their length."""

    parts: Sequence[Samples]
    ends_ms: Ints
    range_ms: int


def over_time(
    name: str, range_vector: RangeVector, numbers: list[Floats], grid: StepGrid, node: Node
) -> InstantVector:
    """Apply a function to the windows of all rows; `absent_over_time` takes labels of `node`."""
    how, histogram_rule = OVER_TIME[name]
    if grid.before_3 and name in ("rate", "increase"):
        how = partial(how, before_3=True)
    if name == "quantile_over_time":
        for wrong in np.unique(numbers[0][~((numbers[0] >= 0) & (numbers[0] <= 1))]):
            grid.warn(f"quantile value should be between 0 and 1, got {spelled(wrong)}")
    vectors = []
    for part in range_vector.parts:
        source = _WindowSource(part=part, range_vector=range_vector, steps=grid.times_ms)
        opaque: Flags | None = None
        if part.opaque is None or not part.opaque.any():
            values, present = how(source.windows(part), *numbers)
        else:
            values, present, opaque = _mixed(name, numbers, source, grid)
        drop = part.drop if histogram_rule == "shown" else np.ones_like(part.drop)
        vectors.append(
            InstantVector(
                labels=part.labels, drop=drop, values=values, present=present, opaque=opaque
            )
        )
    v = joined(vectors, len(grid))
    if name == "absent_over_time":
        missing: Flags = np.logical_not(v.present.any(axis=0))
        return absent(node, missing, grid)
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
class _WindowSource:
    part: Samples
    range_vector: RangeVector
    steps: Ints

    def windows(self, samples: Samples) -> Windows:
        return windows(samples, self.range_vector.ends_ms, self.range_vector.range_ms, self.steps)


def _mixed(
    name: str, numbers: list[Floats], source: _WindowSource, grid: StepGrid
) -> tuple[Floats, Flags, Flags | None]:
    """A function of windows that may hold native histograms."""
    how, histogram_rule = OVER_TIME[name]
    part = source.part
    all_samples = source.windows(replace(part, opaque=None))
    counted = source.windows(part.histograms()).count
    metric = part.labels[0].get(NAME, "")
    if histogram_rule in ("counted", "shown"):
        values, present = how(all_samples, *numbers)
        if histogram_rule == "counted":
            return values, present, None
        opaque_samples = replace(
            part, values=np.asarray(part.opaque, dtype=np.float64), opaque=None
        )
        is_histogram = how(source.windows(opaque_samples))[0] > 0
        return values, present, is_histogram & present
    if histogram_rule == "needed":
        one_is_enough = name in ("changes", "resets")
        if ((counted > 0) & (one_is_enough | (all_samples.count > 1))).any():
            refuse(f"{name} of native histograms")
        values, present = how(all_samples, *numbers)
        return values, present, None
    floats = source.windows(part.floats())
    values, present = how(floats, *numbers)
    if histogram_rule == "ignored":
        if (present & (counted > 0)).any():
            grid.info(
                "ignored histograms in a range containing both floats and histograms for metric "
                f'name "{metric}"'
            )
        return values, present, None
    has_both = (floats.count > 0) & (counted > 0)
    if has_both.any():
        grid.warn(f'encountered a mix of histograms and floats for metric name "{metric}"')
    return values, (all_samples.count > 0) & ~has_both, (counted > 0) & ~has_both


def absent(node: Node, missing: Flags, grid: StepGrid) -> InstantVector:
    """Give 1 where there is no sample, with the labels that the selector fixes by `=`."""
    selector = node.selector if isinstance(node, Range) else node
    row: Labels = {}
    labels_seen: set[str] = set()
    for matcher in selector.matchers if isinstance(selector, Selector) else ():
        if matcher.label == NAME:
            continue
        row.pop(matcher.label, None)
        if matcher.op == "=" and matcher.label not in labels_seen:
            labels_seen.add(matcher.label)
            if matcher.value:
                row[matcher.label] = matcher.value
    v = functions.constant(np.ones(1), grid)
    return replace(v, labels=[row], present=missing[None, :])

"""Functions of windows: rates, trends, and aggregations over time, sample for sample as in Go.

Each takes windows and scalars (T,), and gives values and where there are any, (rows, T). At the
end: which function a name stands for, and what native histograms in a window do to it.
Source: prometheus/prometheus promql/functions.go, promql/quantile.go.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from course.promql import functions
from course.promql.histograms import spelled
from course.promql.query_text import query_error, refuse
from course.promql.storage import Flags, Floats, Ints
from course.promql.syntax import Node, Range, Selector
from course.promql.vectors import NAME, InstantVector, Labels, Rows, StepGrid, joined, kahan
from course.promql.windows import Samples, Windows, windows

MOST_SORTED = 20_000_000
Answer = tuple[Floats, Flags]


def _resets(w: Windows, difference: Floats) -> Floats:
    """Add, at every fall of a counter, the value that it had reached before."""
    rows: Rows = np.flatnonzero((w.values[:, 1:] < w.values[:, :-1]).any(axis=1))
    if not len(rows):
        return difference
    part = w.only(rows)
    last = part.value(part.low)
    continued, total = difference.copy(), difference[rows]
    for x, _, inside in part.walk(1):
        total = total + np.where(inside & (x < last), last, 0.0)
        last = np.where(inside, x, last)
    continued[rows] = total
    return continued


def extrapolated(w: Windows, *, counter: bool, per_second: bool, before_3: bool = False) -> Answer:
    """Increase or difference, extrapolated to the borders of the window (extrapolatedRate).

    A counter is not extrapolated to below zero. Prometheus 2 checked that before it shortened the
    gap to the window's begin (`before_3`), Prometheus 3 checks it afterwards. The order matters
    where a counter begins within the window.
    """
    enough = w.count >= 2
    first, last = w.value(w.low), w.value(w.high - 1)
    change = last - first
    if counter:
        change = _resets(w, change)
    began, ended = w.time(w.low), w.time(w.high - 1)
    to_start, to_end = (began - w.begin_ms) / 1e3, (w.end_ms - ended) / 1e3
    sampled = (ended - began) / 1e3
    mean = sampled / np.maximum(w.high - w.low - 1, 1)
    limit = mean * 1.1
    if not before_3:
        to_start = np.where(to_start >= limit, mean / 2, to_start)
    if counter:
        with_zero = (change > 0) & (first >= 0)
        to_zero = np.where(with_zero, sampled * (first / change), to_start)
        to_start = np.where(to_zero < to_start, to_zero, to_start)
    if before_3:
        to_start = np.where(to_start >= limit, mean / 2, to_start)
    to_end = np.where(to_end >= limit, mean / 2, to_end)
    factor = (sampled + to_start + to_end) / sampled
    if per_second:
        factor = factor / ((w.end_ms - w.begin_ms) / 1e3)
    return change * factor, enough


def rate(w: Windows, *, before_3: bool = False) -> Answer:
    """Per-second increase of counters."""
    return extrapolated(w, counter=True, per_second=True, before_3=before_3)


def increase(w: Windows, *, before_3: bool = False) -> Answer:
    """Increase of counters."""
    return extrapolated(w, counter=True, per_second=False, before_3=before_3)


def delta(w: Windows) -> Answer:
    """Difference of gauges."""
    return extrapolated(w, counter=False, per_second=False)


def irate(w: Windows) -> Answer:
    """Per-second increase between the last two samples."""
    last, before = w.value(w.high - 1), w.value(w.high - 2)
    span = (w.time(w.high - 1) - w.time(w.high - 2)) / 1e3
    return np.where(last < before, last, last - before) / span, w.count >= 2


def idelta(w: Windows) -> Answer:
    """Difference between the last two samples."""
    return w.value(w.high - 1) - w.value(w.high - 2), w.count >= 2


def _some(w: Windows) -> Flags:
    return w.count >= 1


def _sums(w: Windows) -> tuple[Floats, Floats, Flags]:
    total, rest = np.zeros(w.count.shape), np.zeros(w.count.shape)
    ever = np.zeros(w.count.shape, dtype=np.bool_)
    for x, _, inside in w.walk():
        total, rest = kahan(total, rest, np.where(inside, x, 0.0))
        ever |= np.isinf(total)
    return total, rest, ever


def sum_(w: Windows) -> Answer:
    """Sum."""
    total, rest, _ = _sums(w)
    return total + rest, _some(w)


def avg(w: Windows) -> Answer:
    """Mean; step by step from where the sum overflows."""
    total, rest, ever = _sums(w)
    count = np.maximum(w.count, 1)
    if not ever.any():
        return total / count + rest / count, _some(w)
    total, rest, mean = w.value(w.low), np.zeros(w.count.shape), np.zeros(w.count.shape)
    slow = np.zeros(w.count.shape, dtype=np.bool_)
    for k, (x, _, inside) in enumerate(w.walk(1), start=2):
        new, low = kahan(total, rest, x)
        turned = inside & ~slow & np.isinf(new)
        going = inside & ~slow & ~turned
        mean = np.where(turned, total / (k - 1), mean)
        rest = np.where(turned, rest / (k - 1), rest)
        slow |= turned
        q = (k - 1) / k
        next_mean, next_rest = kahan(q * mean, q * rest, x / k)
        late = inside & slow
        mean = np.where(late, next_mean, mean)
        rest = np.where(going, low, np.where(late, next_rest, rest))
        total = np.where(going, new, total)
    return np.where(slow, mean + rest, total / count + rest / count), _some(w)


def _extreme(w: Windows, better: Callable[[Floats, Floats], Flags]) -> tuple[Floats, Ints]:
    best = w.value(w.low)
    when = np.broadcast_to(w.time(w.low), best.shape)
    for x, t, inside in w.walk(1):
        replaces = inside & (better(x, best) | np.isnan(best))
        best, when = np.where(replaces, x, best), np.where(replaces, t, when)
    return best, when


def max_(w: Windows) -> Answer:
    """Largest."""
    return _extreme(w, np.greater)[0], _some(w)


def min_(w: Windows) -> Answer:
    """Smallest."""
    return _extreme(w, np.less)[0], _some(w)


def ts_of_max(w: Windows) -> Answer:
    """When the largest was seen last, in seconds."""
    return _extreme(w, np.greater_equal)[1] / 1e3, _some(w)


def ts_of_min(w: Windows) -> Answer:
    """When the smallest was seen last, in seconds."""
    return _extreme(w, np.less_equal)[1] / 1e3, _some(w)


def count(w: Windows) -> Answer:
    """How many."""
    return w.count.astype(np.float64), _some(w)


def present(w: Windows) -> Answer:
    """1 where there is any."""
    return np.ones(w.count.shape), _some(w)


def last(w: Windows) -> Answer:
    """Last sample."""
    return w.value(w.high - 1), _some(w)


def first(w: Windows) -> Answer:
    """First sample."""
    return w.value(w.low), _some(w)


def ts_of_last(w: Windows) -> Answer:
    """When the last was seen, in seconds."""
    return np.broadcast_to(w.time(w.high - 1) / 1e3, w.count.shape), _some(w)


def ts_of_first(w: Windows) -> Answer:
    """When the first was seen, in seconds."""
    return np.broadcast_to(w.time(w.low) / 1e3, w.count.shape), _some(w)


def variance(w: Windows) -> Answer:
    """Population variance (Welford's, compensated)."""
    zero = np.zeros(w.count.shape)
    mean = c_mean = aux = c_aux = zero
    for n, (x, _, inside) in enumerate(w.walk(), start=1):
        off = x - (mean + c_mean)
        new, low = kahan(mean, c_mean, off / n)
        mean, c_mean = np.where(inside, new, mean), np.where(inside, low, c_mean)
        new, low = kahan(aux, c_aux, off * (x - (mean + c_mean)))
        aux, c_aux = np.where(inside, new, aux), np.where(inside, low, c_aux)
    return (aux + c_aux) / np.maximum(w.count, 1), _some(w)


def stddev(w: Windows) -> Answer:
    """Population standard deviation."""
    spread, defined = variance(w)
    return np.sqrt(spread), defined


def changes(w: Windows) -> Answer:
    """How often the value changed."""
    return _steps(w, lambda a, b: (a != b) & ~(np.isnan(a) & np.isnan(b)))


def resets(w: Windows) -> Answer:
    """How often the value fell."""
    return _steps(w, np.less)


def _steps(w: Windows, counts: Callable[[Floats, Floats], Flags]) -> Answer:
    steps, before = np.zeros(w.count.shape), w.value(w.low)
    for x, _, inside in w.walk(1):
        steps += inside & counts(x, before)
        before = np.where(inside, x, before)
    return steps, _some(w)


def _regression(w: Windows, origin_ms: Ints) -> tuple[Floats, Floats]:
    """Slope per second and value at the origin of the least squares line."""
    zero = np.zeros(w.count.shape)
    sx = cx = sy = cy = sxy = cxy = sxx = cxx = zero
    begin = w.value(w.low)
    level = np.ones(w.count.shape, dtype=np.bool_)
    for value, t, inside in w.walk():
        x = np.where(inside, (t - origin_ms) / 1e3, 0.0)
        y = np.where(inside, value, 0.0)
        x = np.broadcast_to(x, y.shape)
        level &= ~inside | (y == begin)
        sx, cx = kahan(sx, cx, x)
        sy, cy = kahan(sy, cy, y)
        sxy, cxy = kahan(sxy, cxy, x * y)
        sxx, cxx = kahan(sxx, cxx, x * x)
    n = np.maximum(w.count, 1)
    sx, sy, sxy, sxx = sx + cx, sy + cy, sxy + cxy, sxx + cxx
    slope = (sxy - sx * sy / n) / (sxx - sx * sx / n)
    at_origin = sy / n - slope * sx / n
    undefined = np.where(np.isinf(begin), np.nan, 0.0)
    return np.where(level, undefined, slope), np.where(level, begin + undefined, at_origin)


def deriv(w: Windows) -> Answer:
    """Slope per second."""
    return _regression(w, w.time(w.low))[0], w.count >= 2


def predict_linear(w: Windows, ahead: Floats) -> Answer:
    """Value on the line, so many seconds after the step."""
    slope, now = _regression(w, w.now_ms)
    return slope * ahead + now, w.count >= 2


def smoothing(w: Windows, factor: Floats, trend: Floats) -> Answer:
    """Double exponential smoothing. Raises QueryError for a factor out of (0, 1)."""
    for name, numbers in (("smoothing", factor), ("trend", trend)):
        if ((numbers <= 0) | (numbers >= 1)).any():
            raise query_error(f"invalid {name} factor: expected 0 < factor < 1")
    s0, s1 = np.zeros(w.count.shape), w.value(w.low)
    b = w.value(w.low + 1) - s1
    for k, (x, _, inside) in enumerate(w.walk(1)):
        new_b = b if k == 0 else trend * (s1 - s0) + (1 - trend) * b
        y = factor * x + (1 - factor) * (s1 + new_b)
        s0, s1 = np.where(inside, s1, s0), np.where(inside, y, s1)
        b = np.where(inside, new_b, b)
    return s1, w.count >= 2


def quantile(w: Windows, q: Floats) -> Answer:
    """Quantile by linear interpolation; NaN counts as the smallest value."""
    stack, inside = _stack(w)
    return interpolated(stack, inside, q), _some(w)


def _stack(w: Windows) -> tuple[Floats, Flags]:
    """All windows' samples (samples, rows, T), and which are there."""
    width = w.longest()
    if width * w.count.size > MOST_SORTED:
        refuse(f"more than {MOST_SORTED} samples to sort")
    stack = np.zeros((max(width, 1), *w.count.shape))
    inside = np.zeros(stack.shape, dtype=np.bool_)
    for k, (x, _, yes) in enumerate(w.walk()):
        stack[k], inside[k] = x, yes
    return stack, inside


def interpolated(stack: Floats, inside: Flags, q: Floats) -> Floats:
    """Quantile along the first axis of those that are there (promql/quantile.go, quantile)."""
    rank_of = np.where(inside, np.where(np.isnan(stack), 0, 1), 2)
    order = np.lexsort((np.where(rank_of == 1, stack, 0.0), rank_of), axis=0)
    ascending = np.take_along_axis(stack, order, axis=0)
    n = inside.sum(axis=0)
    rank = np.where(np.isnan(q), 0.0, np.clip(q, 0, 1)) * (n - 1)
    low = np.clip(np.floor(rank), 0, None).astype(np.intp)
    high = np.clip(np.minimum(n - 1, low + 1), 0, None)
    weight = rank - np.floor(rank)
    a = np.take_along_axis(ascending, low[None], axis=0)[0]
    b = np.take_along_axis(ascending, high[None], axis=0)[0]
    value = a * (1 - weight) + b * weight
    value = np.where(q < 0, -np.inf, np.where(q > 1, np.inf, value))
    return np.where(np.isnan(q), np.nan, value)


def mad(w: Windows) -> Answer:
    """Median of the absolute deviations from the median; NaN where a sample is."""
    stack, inside = _stack(w)
    half = np.full(w.count.shape[1], 0.5)
    middle = interpolated(stack, inside, half)
    deviation = interpolated(np.abs(stack - middle), inside, half)
    return np.where((np.isnan(stack) & inside).any(axis=0), np.nan, deviation), _some(w)


HowOver = Callable[..., Answer]
# What native histograms in a window mean: they count like others, they are ignored, they are added
# up, or their values would be needed.
OVER_TIME: dict[str, tuple[HowOver, str]] = {
    "rate": (rate, "needed"),
    "increase": (increase, "needed"),
    "delta": (delta, "needed"),
    "irate": (irate, "needed"),
    "idelta": (idelta, "needed"),
    "changes": (changes, "needed"),
    "resets": (resets, "needed"),
    "sum_over_time": (sum_, "added"),
    "avg_over_time": (avg, "added"),
    "min_over_time": (min_, "ignored"),
    "max_over_time": (max_, "ignored"),
    "mad_over_time": (mad, "ignored"),
    "stddev_over_time": (stddev, "ignored"),
    "stdvar_over_time": (variance, "ignored"),
    "quantile_over_time": (quantile, "ignored"),
    "deriv": (deriv, "ignored"),
    "predict_linear": (predict_linear, "ignored"),
    "double_exponential_smoothing": (smoothing, "ignored"),
    "ts_of_max_over_time": (ts_of_max, "ignored"),
    "ts_of_min_over_time": (ts_of_min, "ignored"),
    "count_over_time": (count, "counted"),
    "present_over_time": (present, "counted"),
    "absent_over_time": (present, "counted"),
    "last_over_time": (last, "shown"),
    "first_over_time": (first, "shown"),
    "ts_of_last_over_time": (ts_of_last, "counted"),
    "ts_of_first_over_time": (ts_of_first, "counted"),
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

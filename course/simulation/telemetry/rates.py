"""Increases, rates and quantiles as Prometheus 3 has them, for all series and scrapes at once.

Times of evaluation are those of the scrapes. A window (t-w, t] is open at its left.
Source: prometheus/prometheus promql/functions.go (extrapolatedRate), promql/quantile.go.
"""

import numpy as np

from course.simulation.telemetry.metrics import Floats, Ints, Rows


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

"""Quantiles and shares of classic histograms, whose buckets are series with a label `le`.

Source: prometheus/prometheus promql/quantile.go (BucketQuantile, BucketFraction).
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from course.promql.query_text import refuse
from course.promql.storage import Flags, Floats
from course.promql.vectors import (
    InstantVector,
    Labels,
    Rows,
    StepGrid,
    joined,
    key,
    merged,
    numbered,
)

SMALL = 1e-12  # relative difference of bucket counts taken for a rounding error
TINIEST = 2.2250738585072014e-308  # smallest normal number


def bounds(v: InstantVector, grid: StepGrid) -> tuple[Floats, Rows]:
    """Upper bounds of rows with a readable `le`, and those rows; others get a warning."""
    rows, upper = [], []
    for row, labels in enumerate(v.labels):
        word = labels.get("le", "")
        if (bound := _read(word)) is not None:
            upper.append(bound)
            rows.append(row)
        elif v.present[row].any():
            grid.warn(
                f'bucket label "le" is missing or has a malformed value of "{word}" '
                f'for metric name "{labels.get("__name__", "")}"'
            )
    return np.array(upper, dtype=np.float64), np.array(rows, dtype=np.intp)


def _read(word: str) -> float | None:
    # Go takes no blanks here, and underscores only in numbers with a prefix.
    if word != word.strip() or "_" in word or not word.isascii():
        return None
    try:
        return float(word)
    except ValueError:
        return None


def stacks(
    v: InstantVector, le: Floats, rows: Rows
) -> tuple[list[Labels], Iterator[tuple[Rows, Floats, Floats, Flags]]]:
    """Histograms by all labels but `le`, and groups of them that have equal bounds.

    Each group is the histograms' numbers (H,), bounds (B,), counts and presence (H, B, T), with
    buckets of one bound added up.
    """
    bare = [{k: w for k, w in v.labels[r].items() if k != "le"} for r in rows]
    number, _ = numbered([key(row) for row in bare])
    firsts = np.unique(number, return_index=True)[1]
    labels = [bare[r] for r in firsts]

    def groups() -> Iterator[tuple[Rows, Floats, Floats, Flags]]:
        by_edges: dict[tuple[float, ...], list[tuple[int, Rows]]] = {}
        order = np.lexsort((le, number))
        for part in np.split(order, np.flatnonzero(np.diff(number[order])) + 1):
            if len(part):
                by_edges.setdefault(tuple(le[part]), []).append((int(number[part[0]]), part))
        for edges, members in by_edges.items():
            at = rows[np.stack([part for _, part in members])]
            counts, present = v.values[at], v.present[at]
            edge, place = np.unique(np.array(edges), return_inverse=True)
            if len(edge) < len(edges):
                total = np.zeros((len(members), len(edge), counts.shape[2]))
                has_any = np.zeros(total.shape, dtype=np.bool_)
                for b, p in enumerate(place):
                    total[:, p] += np.where(present[:, b], counts[:, b], 0.0)
                    has_any[:, p] |= present[:, b]
                counts, present = total, has_any
            yield np.array([h for h, _ in members], dtype=np.intp), edge, counts, present

    return labels, groups()


def evaluated(
    v: InstantVector, grid: StepGrid, how: Callable[[Floats, Floats, Rows], Floats]
) -> InstantVector:
    """Apply `how` (bounds (B,), counts (B, C), steps (C,)) to every histogram at every step."""
    if v.opaque is not None and v.opaque.any():
        refuse("native histograms")
    le, rows = bounds(v, grid)
    labels, groups = stacks(v, le, rows)
    values = np.full((len(labels), len(grid)), np.nan)
    present = np.zeros(values.shape, dtype=np.bool_)
    for members, edge, counts, has_bucket in groups:
        present[members] = has_bucket.any(axis=1)
        # Where buckets are missing, those that are there make a histogram of their own.
        flat = has_bucket.transpose(1, 0, 2).reshape(len(edge), -1)
        amounts = counts.transpose(1, 0, 2).reshape(len(edge), -1)
        steps = np.tile(np.arange(len(grid)), len(members))
        results = np.full(flat.shape[1], np.nan)
        full = flat.all(axis=0)
        if full.any():
            results[full] = how(edge, amounts[:, full], steps[full])
        rest = np.flatnonzero(~full & flat.any(axis=0))
        if len(rest):
            patterns, which = np.unique(flat[:, rest], axis=1, return_inverse=True)
            for n in range(patterns.shape[1]):
                at, here = rest[which.ravel() == n], patterns[:, n]
                results[at] = how(
                    edge[here],
                    amounts[np.ix_(here, at)],
                    steps[at],
                )
        values[members] = results.reshape(len(members), -1)
    return InstantVector(
        labels=labels, drop=np.ones(len(labels), dtype=np.bool_), values=values, present=present
    )


def monotonic(counts: Floats) -> tuple[Floats, bool]:
    """Raise counts (B, C) that are below those of an earlier bucket.

    Also say whether a count was lower by more than a rounding error, which deserves an annotation.
    """
    raised, forced = counts.copy(), False
    if not (np.diff(counts, axis=0) < 0).any() and not _near(counts[:-1], counts[1:]).any():
        return raised, forced
    before = counts[0]
    for b in range(1, len(counts)):
        now = counts[b]
        near = _near(before, now)
        fell = ~near & (now < before)
        forced = forced or bool(fell.any())
        keep = near | fell | (now == before)
        raised[b] = np.where(keep, before, now)
        before = raised[b]
    return raised, forced


def _near(a: Floats, b: Floats) -> Flags:
    """Different, but only by rounding (util/almost, Equal)."""
    magnitude = np.abs(a) + np.abs(b)
    off = np.abs(a - b)
    tiny = (a == 0) | (b == 0) | (magnitude < TINIEST)
    large = off / np.minimum(magnitude, np.finfo(np.float64).max)
    near: Flags = np.not_equal(a, b) & np.where(tiny, off < SMALL * TINIEST, large < SMALL)
    return near


def quantile(v: InstantVector, q: Floats, grid: StepGrid) -> InstantVector:
    """histogram_quantile for q (T,)."""
    for wrong in np.unique(q[~((q >= 0) & (q <= 1))]):
        grid.warn(f"quantile value should be between 0 and 1, got {spelled(wrong)}")

    def how(edge: Floats, counts: Floats, steps: Rows) -> Floats:
        want = q[steps]
        result = np.full(len(steps), np.nan)
        if np.isposinf(edge[-1]) and len(edge) >= 2:
            fixed, forced = monotonic(counts)
            if forced:
                grid.info(
                    "input to histogram_quantile needed to be fixed for monotonicity (see "
                    "https://prometheus.io/docs/prometheus/latest/querying/functions/"
                    f'#histogram_quantile) for metric name "{v.named()}"'
                )
            result = _inside(want, edge, fixed)
        if np.isposinf(edge[-1]):
            result = np.where(want < 0, -np.inf, np.where(want > 1, np.inf, result))
        else:
            result = np.where(want < 0, -np.inf, np.where(want > 1, np.inf, np.nan))
        return np.where(np.isnan(want), np.nan, result)

    return evaluated(v, grid, how)


def quantiles(
    v: InstantVector, label: str, quantiles_of_label: list[Floats], grid: StepGrid
) -> InstantVector:
    """histogram_quantiles: a row for each quantile (T,), which is constant, named by `label`."""
    parts = []
    for q in quantiles_of_label:
        if len(q) and not np.array_equal(q, np.broadcast_to(q[0], q.shape), equal_nan=True):
            refuse("histogram_quantiles of a quantile that changes")
        vector = quantile(v, q, grid)
        word = repr(float(q[0])) if np.isfinite(q[0]) else spelled(q[0])
        if "e" in word:
            refuse(f"histogram_quantiles of {word}")
        labels = [{**row, label: word} for row in vector.labels]
        parts.append(replace(vector, labels=labels))
    return merged(joined(parts, len(grid)))


def _inside(q: Floats, edge: Floats, counts: Floats) -> Floats:
    total = counts[-1]
    rank = q * total
    low = np.zeros(len(q), dtype=np.intp)
    high = np.full(len(q), len(edge) - 1, dtype=np.intp)
    column = np.arange(len(q))
    while (open_ := low < high).any():  # Go's sort.Search, NaN counts included
        middle = (low + high) // 2
        above = counts[middle, column] >= rank
        low = np.where(open_ & ~above, middle + 1, low)
        high = np.where(open_ & above, middle, high)
    below = np.where(low > 0, counts[np.maximum(low - 1, 0), column], 0.0)
    start = np.where(low > 0, edge[np.maximum(low - 1, 0)], 0.0)
    inside = counts[low, column] - below
    value = start + (edge[low] - start) * ((rank - below) / inside)
    value = np.where((low == 0) & (edge[0] <= 0), edge[0], value)
    value = np.where(low == len(edge) - 1, edge[-2], value)
    return np.where(total == 0, np.nan, value)


def fraction(v: InstantVector, lower: Floats, upper: Floats, grid: StepGrid) -> InstantVector:
    """histogram_fraction between lower and upper (T,)."""

    def how(edge: Floats, counts: Floats, steps: Rows) -> Floats:
        if not np.isposinf(edge[-1]):
            return np.full(len(steps), np.nan)
        if (np.diff(counts, axis=0) < 0).any() or np.isnan(counts).any():
            refuse("histogram_fraction of buckets that are not monotonic")
        a, b, total = lower[steps], upper[steps], counts[-1]
        share = (_rank(b, edge, counts) - _rank(a, edge, counts)) / total
        share = np.where(a >= b, 0.0, share)
        return np.where((total == 0) | np.isnan(a) | np.isnan(b), np.nan, share)

    return evaluated(v, grid, how)


def _rank(at: Floats, edge: Floats, counts: Floats) -> Floats:
    """Observations up to a value, linear within a bucket of finite width."""
    ranks, settled = counts[-1].copy(), np.zeros(len(at), dtype=np.bool_)
    below = np.zeros(len(at))
    for b, end in enumerate(edge):
        begin = edge[b - 1] if b else (0.0 if end > 0 else -np.inf)
        reached = ~settled & (begin >= at)
        ranks, settled = np.where(reached, below, ranks), settled | reached
        inside = ~settled & (begin < at) & (end > at)
        if np.isinf(begin):
            part = counts[b]
        elif np.isinf(end):
            part = below
        else:
            part = below + (counts[b] - below) * (at - begin) / (end - begin)
        ranks, settled = np.where(inside, part, ranks), settled | inside
        below = counts[b]
    least: Floats = np.minimum(ranks, counts[-1])
    return least


def spelled(value: float) -> str:
    """A number as Go's %g writes it, for what is seldom large."""
    if np.isnan(value):
        return "NaN"
    if np.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    return repr(float(value)).removesuffix(".0")

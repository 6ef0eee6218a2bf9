"""Aggregations over groups of rows, all steps at once, member by member as in Go.

Source: prometheus/prometheus promql/engine.go (aggregation, aggregationK, aggregationCountValues).
"""

from dataclasses import replace
from decimal import Decimal

import numpy as np

from course.promql.histograms import spelled
from course.promql.overtime import interpolated
from course.promql.query_text import query_error, refuse
from course.promql.storage import Flags, Floats
from course.promql.vectors import (
    NAME,
    InstantVector,
    Labels,
    Rows,
    StepGrid,
    fits,
    kahan,
    key,
    layers,
    merged,
    numbered,
)

MOST_VALUES = 10_000  # rows that count_values may make
IGNORING = ("min", "max", "stddev", "stdvar", "quantile", "topk", "bottomk")


def grouped(
    labels: list[Labels], names: tuple[str, ...], *, without: bool
) -> tuple[Rows, list[Labels]]:
    """Group of each row, numbered by first appearance, and the groups' labels."""
    if without:
        dropped = {*names, NAME}
        group_labels = [{k: v for k, v in row.items() if k not in dropped} for row in labels]
        number, _ = numbered([key(row) for row in group_labels])
    else:
        group_labels = [{k: row[k] for k in names if k in row} for row in labels]
        number, _ = numbered([tuple(row.items()) for row in group_labels])
    firsts = np.unique(number, return_index=True)[1]
    return number, [group_labels[r] for r in firsts]


def aggregate(
    op: str, v: InstantVector, names: tuple[str, ...], *, without: bool, grid: StepGrid, q: Floats
) -> InstantVector:
    """Aggregate rows by group; `q` (T,) is quantile's parameter."""
    if op == "quantile":
        for wrong in np.unique(q[~((q >= 0) & (q <= 1))]):
            grid.warn(f"quantile value should be between 0 and 1, got {spelled(wrong)}")
    if op in IGNORING:
        v = without_histograms(v, op, grid)
    group, labels = grouped(v.labels, names, without=without)
    n = len(labels)
    drop = np.zeros(n, dtype=np.bool_)
    np.logical_or.at(drop, group, v.drop)
    count = _counted(v.present, group, n)
    present, opaque = count > 0, None
    if op in ("count", "group"):
        values = count.astype(np.float64) if op == "count" else np.ones(count.shape)
    elif op in ("sum", "avg"):
        if v.opaque is not None:
            opaque_count = _counted(v.opaque, group, n)
            mixed = (opaque_count > 0) & (opaque_count < count)
            if mixed.any():
                grid.warn("encountered a mix of histograms and floats for aggregation")
            present, opaque = present & ~mixed, (opaque_count > 0) & ~mixed
        values = _mean(v, group, count) if op == "avg" else _sum(v, group, n)[0]
    elif op in ("min", "max"):
        values = _extreme(v, group, n, largest=op == "max")
    elif op == "quantile":
        values = _quantile(v, group, n, q)
    else:
        values = _variance(v, group, count)
        values = np.sqrt(values) if op == "stddev" else values
    return InstantVector(labels=labels, drop=drop, values=values, present=present, opaque=opaque)


def without_histograms(v: InstantVector, op: str, grid: StepGrid) -> InstantVector:
    """Leave native histograms out, and say so."""
    if v.opaque is not None and v.opaque.any():
        grid.info(f"ignored histogram in {op} aggregation")
    return v.floats()


def _counted(present: Flags, group: Rows, n: int) -> Rows:
    counts = np.zeros((n, present.shape[1]), dtype=np.intp)
    for groups, rows in layers(group, n):
        counts[groups] += present[rows]
    return counts


def _sum(v: InstantVector, group: Rows, n: int) -> tuple[Floats, Flags]:
    """Sums, and where one was infinite on the way."""
    shape = (n, v.values.shape[1])
    total, rest, ever = np.zeros(shape), np.zeros(shape), np.zeros(shape, dtype=np.bool_)
    filled = np.where(v.present, v.values, 0.0)
    for g, rows in layers(group, n):
        total[g], rest[g] = kahan(total[g], rest[g], filled[rows])
        ever[g] |= np.isinf(total[g])
    return total + rest, ever


def _mean(v: InstantVector, group: Rows, count: Rows) -> Floats:
    total, rest, mean = np.zeros(count.shape), np.zeros(count.shape), np.zeros(count.shape)
    slow, count_so_far = np.zeros(count.shape, dtype=np.bool_), np.zeros(count.shape)
    for g, rows in layers(group, len(count)):
        x, present = v.values[rows], v.present[rows]
        count_so_far[g] += present
        k = np.maximum(count_so_far[g], 1)
        new, low = kahan(total[g], rest[g], np.where(present, x, 0.0))
        first = present & (k == 1)
        turned = present & ~first & ~slow[g] & np.isinf(new)
        mean[g] = np.where(turned, total[g] / np.maximum(k - 1, 1), mean[g])
        rest[g] = np.where(turned, rest[g] / np.maximum(k - 1, 1), rest[g])
        slow[g] |= turned
        ratio = (k - 1) / k
        next_mean, next_rest = kahan(ratio * mean[g], ratio * rest[g], x / k)
        late = present & slow[g]
        going = present & ~slow[g]
        mean[g] = np.where(late, next_mean, mean[g])
        rest[g] = np.where(going, low, np.where(late, next_rest, rest[g]))
        total[g] = np.where(going, new, total[g])
    n = np.maximum(count, 1)
    return np.where(slow, mean + rest, total / n + rest / n)


def _extreme(v: InstantVector, group: Rows, n: int, *, largest: bool) -> Floats:
    best = np.full((n, v.values.shape[1]), np.nan)
    for g, rows in layers(group, n):
        x = v.values[rows]
        better = x > best[g] if largest else x < best[g]
        best[g] = np.where(v.present[rows] & (better | np.isnan(best[g])), x, best[g])
    return best


def _variance(v: InstantVector, group: Rows, count: Rows) -> Floats:
    mean, total, count_so_far = np.zeros(count.shape), np.zeros(count.shape), np.zeros(count.shape)
    for g, rows in layers(group, len(count)):
        x, present = v.values[rows], v.present[rows]
        count_so_far[g] += present
        off = x - mean[g]
        new = np.where(present, mean[g] + off / np.maximum(count_so_far[g], 1), mean[g])
        total[g] += np.where(present, off * (x - new), 0.0)
        mean[g] = new
    return total / np.maximum(count, 1)


def _quantile(v: InstantVector, group: Rows, n: int, q: Floats) -> Floats:
    steps = v.values.shape[1]
    quantiles = np.full((n, steps), np.nan)
    sizes = np.bincount(group, minlength=n) if n else np.zeros(0, dtype=np.intp)
    order = np.argsort(group, kind="stable")
    begin = np.concatenate([[0], np.cumsum(sizes)])
    for size in np.unique(sizes):  # groups of one size are one stack
        groups = np.flatnonzero(sizes == size)
        rows = order[begin[groups][None, :] + np.arange(size)[:, None]]
        quantiles[groups] = interpolated(v.values[rows], v.present[rows], q)
    return quantiles


def ranked(
    op: str, v: InstantVector, names: tuple[str, ...], *, without: bool, grid: StepGrid, k: Floats
) -> InstantVector:
    """Keep the first: rows stay, samples that are not among the first `k` (T,) go.

    At an instant the rows come in the order of their values, group by group.
    """
    if np.isnan(k).any():
        raise query_error("Parameter value is NaN")
    if (np.abs(k) >= 2.0**63).any():
        raise query_error("Scalar value overflows int64")
    v = without_histograms(v, op, grid)
    group, labels = grouped(v.labels, names, without=without)
    present, places = np.zeros(v.present.shape, dtype=np.bool_), []
    for g in range(len(labels)):
        rows = np.flatnonzero(group == g)
        x, has_sample = v.values[rows], v.present[rows]
        last = np.where(has_sample, np.where(np.isnan(x), 1, 0), 2)
        order = np.lexsort((np.where(last == 0, -x if op == "topk" else x, 0.0), last), axis=0)
        rank = np.empty_like(order)
        np.put_along_axis(rank, order, np.arange(len(rows))[:, None], axis=0)
        present[rows] = has_sample & (rank < np.trunc(k))
        places.append(rows[order[:, 0]])
    first_rows = replace(v, present=present)
    return first_rows.take(np.concatenate(places)) if grid.instant and places else first_rows


def count_values(
    v: InstantVector, label: str, names: tuple[str, ...], *, without: bool, grid: StepGrid
) -> InstantVector:
    """How many samples of a group have each value, which becomes a label."""
    if not label:
        raise query_error('invalid label name ""')
    if v.opaque is not None and v.opaque.any():
        refuse("count_values of native histograms")
    labels: list[Labels] = []
    drop, masks = [], []
    for row in range(len(v)):
        x, has_sample = v.values[row], v.present[row]
        for value in np.unique(x[has_sample]):
            same = has_sample & ((x == value) | (np.isnan(x) & np.isnan(value)))
            signs = np.signbit(x[same])
            if value == 0 and signs.any() and not signs.all():
                refuse("count_values of 0 and -0")
            text = written(-0.0 if value == 0 and signs.any() else value)
            labels.append({**v.labels[row], label: text})
            drop.append(v.drop[row])
            masks.append(same)
            if len(labels) > MOST_VALUES:
                refuse(f"count_values with more than {MOST_VALUES} values")
    fits(len(labels), len(grid))
    shape = (len(labels), len(grid))
    present = np.array(masks, dtype=np.bool_).reshape(shape)
    rows = InstantVector(
        labels=labels, drop=np.array(drop, dtype=np.bool_), values=np.ones(shape), present=present
    )
    by = names if without or label in names else (*names, label)
    none = np.zeros(len(grid))
    return merged(aggregate("count", rows, by, without=without, grid=grid, q=none))


def written(value: float) -> str:
    """A number as Go's FormatFloat(v, 'f', -1, 64) writes it."""
    if not np.isfinite(value):
        return spelled(value)
    text = format(Decimal(repr(float(value))), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text

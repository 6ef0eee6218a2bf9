"""Functions of instant vectors, of scalars and of labels; the orders in which rows are shown.

Histograms that are native are left out where Prometheus leaves them out; names are dropped.
Source: prometheus/prometheus promql/functions.go.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cmp_to_key
from typing import Any

import numpy as np

from course.promql.query_text import query_error, refuse
from course.promql.storage import Floats, rewritten
from course.promql.vectors import NAME, InstantVector, Labels, Rows, StepGrid, merged

DAY = 86_400
LATEST = 253_402_300_799.0  # end of the year 9999: beyond it and before year 1, Go wraps around
EARLIEST = -62_135_596_800.0


def highest(a: Floats, b: Floats) -> Floats:
    """Go's math.Max: +Inf wins over NaN."""
    return np.where(np.isposinf(a) | np.isposinf(b), np.inf, np.maximum(a, b))


def lowest(a: Floats, b: Floats) -> Floats:
    """Go's math.Min: -Inf wins over NaN."""
    return np.where(np.isneginf(a) | np.isneginf(b), -np.inf, np.minimum(a, b))


def _sign(x: Floats) -> Floats:
    return np.where(x < 0, -1.0, np.where(x > 0, 1.0, x))


SIMPLE: dict[str, Callable[[Floats], Floats]] = {
    "abs": np.abs,
    "ceil": np.ceil,
    "floor": np.floor,
    "exp": np.exp,
    "sqrt": np.sqrt,
    "ln": np.log,
    "log2": np.log2,
    "log10": np.log10,
    "sgn": _sign,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "asinh": np.arcsinh,
    "acosh": np.arccosh,
    "atanh": np.arctanh,
    "rad": lambda x: x * np.pi / 180,
    "deg": lambda x: x * 180 / np.pi,
}


def simple(name: str, v: InstantVector) -> InstantVector:
    """A function of one number."""
    v = v.floats()
    return replace(v, values=SIMPLE[name](v.values), drop=np.ones_like(v.drop))


def rounded(v: InstantVector, to: Floats) -> InstantVector:
    """Nearest multiple; halves go up."""
    v = v.floats()
    inverse = 1.0 / to
    values = np.floor(v.values * inverse + 0.5) / inverse
    return replace(v, values=values, drop=np.ones_like(v.drop))


def clamp(v: InstantVector, low: Floats, high: Floats) -> InstantVector:
    """Bounded below and above; nothing at steps where the bounds cross."""
    v = v.floats()
    values = highest(low, lowest(high, v.values))
    present = v.present & ~(high < low)
    return replace(v, values=values, present=present, drop=np.ones_like(v.drop))


def clamp_min(v: InstantVector, low: Floats) -> InstantVector:
    """Bounded below."""
    v = v.floats()
    return replace(v, values=highest(low, v.values), drop=np.ones_like(v.drop))


def clamp_max(v: InstantVector, high: Floats) -> InstantVector:
    """Bounded above."""
    v = v.floats()
    return replace(v, values=lowest(high, v.values), drop=np.ones_like(v.drop))


DATES = (
    "minute",
    "hour",
    "day_of_week",
    "day_of_month",
    "day_of_year",
    "days_in_month",
    "month",
    "year",
)


def date(name: str, v: InstantVector) -> InstantVector:
    """A part of the UTC date at so many seconds after 1970; days of the week begin on Sunday, 0."""
    v = v.floats()
    inside = (v.values >= EARLIEST) & (v.values <= LATEST)
    if (v.present & ~inside).any():
        refuse(f"{name} of a number that is no date before the year 10000")
    seconds = np.trunc(np.where(inside & v.present, v.values, 0.0)).astype(np.int64)
    days = np.floor_divide(seconds, DAY)
    of_day = seconds - days * DAY
    day = days.astype("datetime64[D]")
    month, year = day.astype("datetime64[M]"), day.astype("datetime64[Y]")
    parts: dict[str, Callable[[], Any]] = {
        "minute": lambda: of_day // 60 % 60,
        "hour": lambda: of_day // 3600,
        "day_of_week": lambda: (days + 4) % 7,
        "day_of_month": lambda: (day - month).astype(np.int64) + 1,
        "day_of_year": lambda: (day - year).astype(np.int64) + 1,
        "days_in_month": lambda: (
            (month + np.timedelta64(1, "M")).astype("datetime64[D]") - month.astype("datetime64[D]")
        ).astype(np.int64),
        "month": lambda: month.astype(np.int64) % 12 + 1,
        "year": lambda: year.astype(np.int64) + 1970,
    }
    values = parts[name]().astype(np.float64)
    return replace(v, values=values, drop=np.ones_like(v.drop))


def scalar(v: InstantVector) -> Floats:
    """The only sample's value at each step, NaN where there is none or more than one."""
    v = v.floats()
    total = np.where(v.present, v.values, 0.0).sum(axis=0)
    return np.where(v.present.sum(axis=0) == 1, total, np.nan)


def constant(number: Floats, grid: StepGrid) -> InstantVector:
    """A scalar (T,) as a vector of one row without labels."""
    values = np.broadcast_to(number, (1, len(grid))).astype(np.float64)
    present = np.ones(values.shape, dtype=np.bool_)
    return InstantVector(
        labels=[{}], drop=np.zeros(1, dtype=np.bool_), values=values, present=present
    )


CHUNK = re.compile(r"[0-9]+|[^0-9]+")


def _valid(name: str) -> None:
    if not name:
        raise query_error('invalid label name in a label function: ""')


def label_replace(
    v: InstantVector, dst: str, template: str, src: str, pattern: str
) -> InstantVector:
    """Write `dst` from a whole match of `src`. Raises QueryError for a bad pattern or name."""
    _valid(dst)
    try:
        words = rewritten(pattern, template, [row.get(src, "") for row in v.labels] or [""])
    except NotImplementedError as error:
        refuse(f"label_replace: {error}")
    except ValueError as error:
        raise query_error(f"invalid regular expression in label_replace: {error}") from None
    return _written(v, dst, words)


def label_join(v: InstantVector, dst: str, between: str, *src: str) -> InstantVector:
    """Write `dst` as the join of other labels. Raises QueryError for an empty name."""
    for name in (dst, *src):
        _valid(name)
    return _written(v, dst, [between.join(row.get(s, "") for s in src) for row in v.labels])


def _written(v: InstantVector, dst: str, words: list[str | None] | list[str]) -> InstantVector:
    labels, drop = [dict(row) for row in v.labels], v.drop.copy()
    for n, row in enumerate(labels):
        word = words[n]
        if word is None:
            continue
        row.pop(dst, None)
        if word:
            row[dst] = word
        if dst == NAME:
            drop[n] = False
    return merged(replace(v, labels=labels, drop=drop))


def ordered(labels: list[Labels]) -> Rows:
    """Rows in Prometheus' order of label sets: name by name, then value by value."""
    keys = [sorted(row.items()) for row in labels]
    return np.array(sorted(range(len(labels)), key=keys.__getitem__), dtype=np.intp)


def by_value(v: InstantVector, *, descending: bool) -> Rows:
    """Rows in the order of their values at the only step, NaN last."""
    values = v.values[:, 0]
    if descending:
        values = -values
    return np.argsort(values, kind="stable")


def by_label(v: InstantVector, names: tuple[str, ...], *, descending: bool) -> Rows:
    """Rows in the natural order of labels; ties by all labels."""

    def order(a: int, b: int) -> int:
        left_labels, right_labels = v.labels[a], v.labels[b]
        for name in names:
            if (left := left_labels.get(name, "")) != (right := right_labels.get(name, "")):
                return -1 if _natural(left, right) else 1
        first, second = sorted(left_labels.items()), sorted(right_labels.items())
        return (first > second) - (first < second)

    rows = sorted(range(len(v)), key=cmp_to_key(order), reverse=descending)
    return np.array(rows, dtype=np.intp)


def _natural(a: str, b: str) -> bool:
    """Say whether a comes before b, run of digits by run of digits (facette/natsort, Compare)."""
    left_chunks, right_chunks = CHUNK.findall(a), CHUNK.findall(b)
    for n, left in enumerate(left_chunks):
        if n >= len(right_chunks):
            return False
        right = right_chunks[n]
        x, y = _whole(left), _whole(right)
        same = left == right if x is None or y is None else x == y
        if not same:
            return left < right if x is None or y is None else x < y
        if n == len(left_chunks) - 1 or n == len(right_chunks) - 1:
            return n == len(left_chunks) - 1
    return False


def _whole(chunk: str) -> int | None:
    """A run of digits as a number, where it is one of 64 bits."""
    if len(chunk) > 19 or chunk[0] not in "0123456789":
        return None
    return int(chunk) if int(chunk) < 2**63 else None

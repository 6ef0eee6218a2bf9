"""Functions of instant vectors and of scalars, value by value.

Histograms that are native are left out where Prometheus leaves them out; names are dropped.
Source: prometheus/prometheus promql/functions.go.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from course.promql.storage import Floats
from course.promql.syntax import refuse
from course.promql.vectors import InstantVector, StepGrid

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

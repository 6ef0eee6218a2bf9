"""Distributions as integer tables, the only form in which the kernel knows them.

Of a duration, a row holds for every octave of the survival probability s and 65 points in it the
quantile in 2**-20 of the mean. Of a popularity it holds the law's sums; see `popularity`.
Rounding makes rows equal wherever `math` is right to within 1e-9 of a step.
"""

import math
from collections.abc import Callable
from decimal import Context, Decimal, localcontext
from functools import cache
from statistics import NormalDist
from typing import Any, Literal

import numpy as np

from course.simulation.kernel.world_layout import CELLS, OCTAVES, ROW

Shape = Literal["constant", "exponential", "lognormal", "uniform"]
UNIT = 1 << 20
HEAD, SPREAD = 1024, 512  # ranks that stand for themselves, and groups of those behind them
DIGITS = Context(prec=34)  # the same digits on every machine, unlike libm's
ONE = 1 << 62  # certainty, in the sums of a popularity
_NORMAL = NormalDist()


def _exponential(s: float) -> float:
    return -math.log(s)


def _lognormal(cv: float) -> Callable[[float], float]:
    sigma = math.sqrt(math.log1p(cv * cv))

    def value(s: float) -> float:
        if s == 1:  # such that the lowest cell, with its steep start, keeps its mean
            return max(2 * value(1 - 1 / 256) - value(1 - 1 / 128), 0.0)
        return math.exp(-sigma * _NORMAL.inv_cdf(s) - sigma * sigma / 2)

    return value


def _uniform(cv: float) -> Callable[[float], float]:
    half = min(cv * math.sqrt(3), 1.0)
    return lambda s: 1 + half * (1 - 2 * s)


def quantile_function(shape: str, cv: float = 1.0) -> Callable[[float], float]:
    """Quantile by survival probability, mean 1."""
    if shape == "exponential":
        return _exponential
    if shape == "lognormal":
        return _lognormal(cv)
    if shape == "uniform":
        return _uniform(cv)
    raise ValueError(f"no distribution is called {shape!r}")


@cache
def row(shape: str, cv: float = 1.0) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Row of WORLD.curves, int64 of shape (OCTAVES * 65,)."""
    value = quantile_function(shape, cv)
    cells = np.zeros(ROW, np.int64)
    for octave in range(OCTAVES):
        for j in range(CELLS + 1):
            s = (1 + j / CELLS) / 2.0 ** (octave + 1)
            cells[octave * (CELLS + 1) + j] = round(value(s) * UNIT)
    cells.setflags(write=False)
    return cells


@cache
def popularity(skew: float, n: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Row of WORLD.curves by which `rng.rank` draws ranks: Zipf's law, P(k) ~ (k + 1)**-skew.

    The first HEAD ranks have each their own sum of all chances up to it. The others stand in at
    most SPREAD groups, whose bounds grow geometrically; within a group of several ranks all have
    the group's mean, which is off by less than 5 % of a rank's chance for up to 2**30 ranks and
    an exponent up to 3. Sums are in units of 2**-62.

    Parameters
    ----------
    skew
        Zipf's exponent, above 0.
    n
        Number of ranks, up to 2**30.

    Returns
    -------
    numpy.ndarray
        int64 of shape (ROW,): ranks of the head, groups, sums of the head, then the groups'
        bounds, and the sums at these bounds.
    """
    head = min(n, HEAD)
    ratio = max(n / head, 1.0)
    bounds = [head]
    if n > head:
        steps = (round(head * ratio ** (k / SPREAD)) for k in range(1, SPREAD))
        bounds = sorted({head, n, *(b for b in steps if head < b < n)})
    with localcontext(DIGITS):
        exponent = Decimal(repr(float(skew)))
        sums = [Decimal(0)]
        for k in range(1, head + 1):
            sums.append(sums[-1] + Decimal(k) ** -exponent)
        integrals = [_integral(Decimal(b) + Decimal("0.5"), exponent) for b in bounds]
        sums += [sums[-1] + integral - integrals[0] for integral in integrals]
        whole = [int(part / sums[-1] * ONE) for part in sums]
    cells = np.zeros(ROW, np.int64)
    numbers = [head, len(bounds) - 1, *whole[1 : head + 1], *bounds, *whole[head + 1 :]]
    cells[: len(numbers)] = numbers
    cells.setflags(write=False)
    return cells


def _integral(x: Decimal, skew: Decimal) -> Decimal:
    """Sum of k**-skew over whole k below x, up to a constant: the midpoint rule's first terms."""
    if skew == 1:
        return x.ln() + 1 / (24 * x * x)
    power: Decimal = x ** (1 - skew)
    return power / (1 - skew) + skew * power / (24 * x * x)

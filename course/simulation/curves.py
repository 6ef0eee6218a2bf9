"""Distributions as integer tables of quantiles, the only form in which the kernel knows them.

A row holds, for every octave of the survival probability s and 65 points in it, the quantile in
2**-20 of the mean. Rounding makes rows equal wherever `math` is right to within 1e-9 of a step.
"""

import math
from collections.abc import Callable
from functools import cache
from statistics import NormalDist
from typing import Any, Literal

import numpy as np

from course.simulation.kernel.world_layout import CELLS, OCTAVES, ROW

Shape = Literal["constant", "exponential", "lognormal", "uniform"]
UNIT = 1 << 20
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


def _popularity(skew: float, n: int) -> Callable[[float], float]:
    """Share of the ranks below the drawn one, for Zipf's law with exponent `skew` over n ranks."""
    ranks = n + 1

    def value(s: float) -> float:
        u = 1 - s
        if abs(skew - 1) < 1e-6:
            return (math.exp(u * math.log(ranks)) - 1) / n
        power = 1 - skew
        return (math.exp(math.log1p(u * (ranks**power - 1)) / power) - 1) / n

    return value


def quantile_function(shape: str, cv: float = 1.0, n: int = 0) -> Callable[[float], float]:
    """Quantile by survival probability, mean 1; for `popularity`, cv is the skew."""
    if shape == "exponential":
        return _exponential
    if shape == "lognormal":
        return _lognormal(cv)
    if shape == "uniform":
        return _uniform(cv)
    if shape == "popularity":
        return _popularity(cv, n)
    raise ValueError(f"no distribution is called {shape!r}")


@cache
def row(shape: str, cv: float = 1.0, n: int = 0) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Row of WORLD.curves, int64 of shape (OCTAVES * 65,)."""
    value = quantile_function(shape, cv, n)
    cells = np.zeros(ROW, np.int64)
    for octave in range(OCTAVES):
        for j in range(CELLS + 1):
            s = (1 + j / CELLS) / 2.0 ** (octave + 1)
            cells[octave * (CELLS + 1) + j] = round(value(s) * UNIT)
    cells.setflags(write=False)
    return cells

"""Randomness by key: the same question gets the same answer, whoever asked something else before.

A request's key is mixed from its parent's key, the place and the attempt; a draw from the key,
the step and a purpose. Distributions are integer tables of quantiles, without libm at run time.
`mix` is the finaliser of splitmix64 (Steele, Lea, Flood, OOPSLA 2014).
"""

from typing import Any

import numpy as np

from course.simulation.kernel.codes import whole
from course.simulation.kernel.numba_cache import compiled
from course.simulation.kernel.world_layout import CELLS, OCTAVES

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
C1 = np.uint64(0xBF58476D1CE4E5B9)
C2 = np.uint64(0x94D049BB133111EB)
S30, S27, S31, S1, S2, S32 = (np.uint64(n) for n in (30, 27, 31, 1, 2, 32))
TOP = np.uint64(1 << 63)
S57, S33, LOW6, LOW24 = (np.uint64(n) for n in (57, 33, 63, (1 << 24) - 1))

# Purposes of draws, so that one step may draw for several ends.
P_TIME, P_CHANCE, P_OUT, P_BACK, P_LOSS, P_BALANCE, P_JITTER, P_SAMPLE = (
    np.uint64(0xA24BAED4963EE407 * n % (1 << 64)) for n in range(1, 9)
)
P_TENANT, P_SUBJECT, P_ITEM, P_ADDRESS, P_POISON, P_LOGIN, P_FACTOR, P_SHED = (
    np.uint64(0xA24BAED4963EE407 * n % (1 << 64)) for n in range(9, 17)
)
P_GAP, P_KEY, P_TTL, P_SPAN, P_SHARE, P_TRACE = (
    np.uint64(0xA24BAED4963EE407 * n % (1 << 64)) for n in range(17, 23)
)


@compiled
def mix(key: Any, word: Any) -> Any:
    """64 bits out of two times 64 bits."""
    z = key + (word ^ TOP) * GOLDEN
    z = (z ^ (z >> S30)) * C1
    z = (z ^ (z >> S27)) * C2
    return z ^ (z >> S31)


@compiled
def below(bits: Any, chance: int) -> bool:
    """Whether a draw falls under a chance given in 2**32."""
    return whole(bits >> S32) < chance


@compiled
def index(bits: Any, n: int) -> int:
    """Whole number from 0 to n-1; n below 2**31."""
    return whole(((bits >> S32) * np.uint64(n)) >> S32)


@compiled
def quantile(table: Any, bits: Any) -> int:
    """Value at the draw, in 2**-20 of the unit; `table` is one row of WORLD.curves.

    The draw is a survival probability s; octave k holds s in [2**-(k+1), 2**-k) in 64 cells,
    with linear interpolation inside a cell, so the tail is as finely cut as the body.
    """
    octave = 0
    while bits & TOP == np.uint64(0) and octave < OCTAVES - 1:
        bits = bits << S1
        octave += 1
    bits = bits | TOP
    cell = octave * (CELLS + 1) + whole((bits >> S57) & LOW6)
    low = table[cell]
    high = table[cell + 1]
    part = whole((bits >> S33) & LOW24)
    return whole(low + (((high - low) * part) >> 24))


@compiled
def duration(table: Any, bits: Any, mean: int) -> int:
    """Nanoseconds: the quantile times the mean. One rounded product, equal on every machine."""
    return whole(np.float64(quantile(table, bits)) * np.float64(mean) * (1.0 / 1048576.0))


@compiled
def rank(table: Any, bits: Any) -> int:
    """Rank at the draw, from 0, by a row that `curves.popularity` has made.

    Two searches for the first sum above the draw: among the head's ranks, which have each their
    own, else among groups of ranks, within which the draw's place decides.
    """
    draw = whole(bits >> S2)
    head = table[0]
    groups = table[1]
    if draw < table[1 + head]:
        low = whole(2)
        high = 1 + head
    else:
        low = 2 + head + groups + 2
        high = low + groups - 1
    first = low
    while low < high:
        middle = (low + high) >> 1
        if draw < table[middle]:
            high = middle
        else:
            low = middle + 1
    if first == 2:
        return whole(low - 2)
    bound = low - groups - 1
    begin = table[bound - 1]
    width = table[bound] - begin
    part = np.float64(draw - table[low - 1]) / np.float64(table[low] - table[low - 1])
    return whole(begin + min(whole(part * np.float64(width)), width - 1))

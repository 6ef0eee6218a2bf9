"""Units, distributions, keyed draws and the calendar."""

import math
import statistics
from itertools import pairwise

import numpy as np
import pytest

from course.simulation import curves
from course.simulation.kernel import heap, rng, world_layout
from course.simulation.units import nanoseconds, readable

U = np.uint64


@pytest.mark.parametrize(
    ("text", "ns"),
    [
        ("250ms", 250_000_000),
        ("1m30s", 90_000_000_000),
        ("1.5s", 1_500_000_000),
        ("0s", 0),
        (7, 7),
        ("1h", 3_600_000_000_000),
        ("0.1us", 100),
    ],
)
def test_durations_are_read(text: str | int, ns: int) -> None:
    """As people write them."""
    assert nanoseconds(text) == ns


@pytest.mark.parametrize("text", ["", "5", "5 minutes", "-1s", -1, 1.5, None, True, "31d", "1s;2s"])
def test_other_words_are_no_durations(text: object) -> None:
    """The message shows the form."""
    with pytest.raises(ValueError, match="expected a duration"):
        nanoseconds(text)


def test_times_are_shown_as_a_clock() -> None:
    """Hours, minutes, seconds."""
    assert readable(nanoseconds("14m7.25s")) == "0:14:07.250"


def drawn(row: np.ndarray, n: int = 200_000) -> np.ndarray:
    """Quantiles at n draws, in units of the mean."""
    return np.array([rng.quantile(row, U(rng.mix(U(k), U(5)))) for k in range(n)]) / curves.UNIT


def integral(shape: str, cv: float, power: int) -> float:
    """Moment of a table, integrated as the kernel interpolates it."""
    cells = curves.row(shape, cv).astype(float) / curves.UNIT
    whole = 0.0
    for octave in range(world_layout.OCTAVES):
        part = cells[octave * 65 : octave * 65 + 65]
        a, b = part[:-1], part[1:]
        mean = (a + b) / 2 if power == 1 else (a * a + a * b + b * b) / 3
        whole += mean.sum() / 64 / 2.0 ** (octave + 1)
    return whole


@pytest.mark.parametrize(
    ("shape", "cv"), [("exponential", 1), ("lognormal", 0.5), ("lognormal", 2), ("uniform", 0.4)]
)
def test_tables_have_the_moments_of_their_distributions(shape: str, cv: float) -> None:
    """Mean 1 to one part in 2000, variation to one in 200."""
    mean = integral(shape, cv, 1)
    assert abs(mean - 1) < 0.0005
    assert abs(math.sqrt(integral(shape, cv, 2) - mean * mean) / cv - 1) < 0.005


def test_draws_follow_their_distribution() -> None:
    """Kolmogorov-Smirnov at 0.1 %: exponential draws by key."""
    values = np.sort(drawn(curves.row("exponential"), 50_000))
    theory = 1 - np.exp(-values)
    n = len(values)
    distance = np.max(np.abs(theory - (np.arange(n) + 0.5) / n))
    assert distance < 1.95 / math.sqrt(n)


def test_popularity_is_zipfs() -> None:
    """The first of 1000 with exponent 1 is asked for about ln 2 / ln 1001 of the time."""
    row = curves.row("popularity", 1.0, 1000)
    ranks = (drawn(row, 50_000) * 1000).astype(int)
    assert abs((ranks == 0).mean() - math.log(2) / math.log(1001)) < 0.01
    assert ranks.min() == 0 and ranks.max() <= 1000


def test_keys_are_spread_evenly_and_apart() -> None:
    """Neighbouring keys give unrelated bits: chi-square over 256 cells, and half of all bits flip."""
    words = [rng.mix(U(k), U(1)) for k in range(100_000)]
    cells = np.bincount([w >> 56 for w in words], minlength=256)
    expected = len(words) / 256
    assert ((cells - expected) ** 2 / expected).sum() < 330
    flips = [(a ^ b).bit_count() for a, b in pairwise(words)]
    assert abs(statistics.fmean(flips) - 32) < 0.1


def test_the_calendar_gives_events_in_order() -> None:
    """By time, and in the order of entry where times are equal."""
    world = world_layout.empty_world()
    w = world[0]
    times = [(k * 7919) % 50 for k in range(400)]
    for n, t in enumerate(times):
        heap.push.py_func(w, t, 0, n, 0, 0)
        if n % 3 == 2:
            heap.drop_first.py_func(w)
    left = []
    while w.n_events:
        left.append((int(w.heap[0].t), int(w.heap[0].seq)))
        heap.drop_first.py_func(w)
    assert left == sorted(left) and len(left) == 400 - 133

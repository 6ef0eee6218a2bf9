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


def zipf(skew: float, n: int) -> np.ndarray:
    """Chance of each rank, by the law itself."""
    weights = np.arange(1, n + 1, dtype=float) ** -skew
    return weights / weights.sum()


def ranks(skew: float, n: int, draws: int) -> np.ndarray:
    """Ranks at so many draws by key."""
    row = curves.popularity(skew, n)
    return np.array([rng.rank(row, U(rng.mix(U(k), U(5)))) for k in range(draws)])


def chances(skew: float, n: int) -> np.ndarray:
    """Chance of each rank as the table has it, without a draw."""
    row = curves.popularity(skew, n)
    head, groups = int(row[0]), int(row[1])
    sums = np.concatenate([[0], row[2 : 2 + head]]) / curves.ONE
    bounds = row[2 + head : 3 + head + groups]
    masses = np.diff(row[3 + head + groups : 4 + head + 2 * groups]) / curves.ONE
    widths = np.diff(bounds)
    return np.concatenate([np.diff(sums), np.repeat(masses / widths, widths)])


ZIPF = [
    (skew, n)
    for skew in (1e-6, 0.5, 0.75, 1.0, 1.0 + 1e-9, 1.05, 2.0, 3.0)
    for n in (1, 2, 1000, 1024, 1025, 1600, 100_000)
]


@pytest.mark.parametrize(("skew", "n"), ZIPF)
def test_popularity_is_zipfs(skew: float, n: int) -> None:
    """Each rank has its chance: exactly in the head and where n is small, to 1 % of it behind."""
    got, expected = chances(skew, n), zipf(skew, n)
    assert len(got) == n and math.isclose(got.sum(), 1, rel_tol=1e-12)
    exact = n if n <= curves.HEAD + curves.SPREAD // 4 else curves.HEAD
    np.testing.assert_allclose(got[:exact], expected[:exact], rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(got, expected, rtol=0.05, atol=1e-15)
    np.testing.assert_allclose(np.cumsum(got), np.cumsum(expected), rtol=0, atol=2e-4)


def test_the_first_of_a_thousand_has_its_share() -> None:
    """At exponent 1 it is 1 over the thousandth harmonic number, 0.1336."""
    assert abs(chances(1.0, 1000)[0] - 0.133592) < 1e-6


@pytest.mark.parametrize(("skew", "n"), [(1.0, 1000), (0.75, 20_000), (1.05, 100_000), (3.0, 50)])
def test_draws_follow_zipfs_law(skew: float, n: int) -> None:
    """Chi-square over 60 ranges of ranks, at 0.1 %."""
    sample = ranks(skew, n, 50_000)
    assert sample.min() == 0 and sample.max() < n
    sums = np.cumsum(zipf(skew, n))
    cuts = np.unique(np.searchsorted(sums, np.linspace(0, 1, 61)[1:-1]) + 1)
    cuts = np.concatenate([[0], cuts[cuts < n], [n]])
    expected = np.diff(np.concatenate([[0.0], sums])[cuts]) * len(sample)
    cuts, expected = np.concatenate([cuts[:-1][expected >= 5], [n]]), expected[expected >= 5]
    counts = np.histogram(sample, cuts)[0]
    freedom = len(counts) - 1
    chi = ((counts - expected) ** 2 / expected).sum()
    assert chi < freedom + 3.1 * math.sqrt(2 * freedom) + 6.4


def test_ranks_of_the_largest_populations_stay_in_bounds() -> None:
    """The extreme draws of 2**30 ranks are the first and, unless it is rarer than a draw, the last."""
    for skew in (1e-6, 1.0, 3.0):
        row = curves.popularity(skew, 1 << 30)
        assert rng.rank(row, U(0)) == 0
        last = rng.rank(row, U((1 << 64) - 1))
        assert last < 1 << 30 and (skew > 1 or last == (1 << 30) - 1)
        bounds = row[2 + curves.HEAD : 3 + curves.HEAD + int(row[1])].astype(float)
        assert ((bounds[1:] / bounds[:-1]) ** skew - 1).max() / 2 < 0.05


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

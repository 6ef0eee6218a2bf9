"""Retries make a short spike permanent; a budget cures it (Bronson et al., HotOS 2021)."""

import pytest

from tests.simulation.metastable import CASES, goodput, permanent


@pytest.mark.parametrize(("retries", "budget", "rate"), CASES)
def test_a_spike_stays_if_retries_can_saturate(
    retries: int, budget: float | None, rate: float
) -> None:
    """Without retries it recovers; with 3 and load x 4 > capacity never; with a budget it does."""
    late = [goodput(retries, budget, rate, seed=seed)[-60:].mean() for seed in range(2)]
    if permanent(retries, budget, rate):
        assert max(late) < 0.02
    else:
        assert min(late) > 0.98


def test_the_spike_hurts_everybody_while_it_lasts() -> None:
    """The trigger is real in each case: goodput falls during the spike."""
    for retries, budget in ((0, None), (3, None), (3, 0.1)):
        assert goodput(retries, budget, 250, seed=0, seconds=90)[70:90].mean() < 0.6

"""Shapes of load: days, weekly peaks, bursts, as factors for a Profile; and bots as sources.

Rounded to per mille here, so that no sine reaches the kernel.
"""

import math
from typing import Any

from course.simulation.system import Profile, Source


def diurnal(
    name: str, *, period: Any = "24h", trough: float = 0.4, peak: float = 1.6, segments: int = 96
) -> Profile:
    """One wave a period, from trough (at its start) to peak (in its middle)."""
    middle, half = (peak + trough) / 2, (peak - trough) / 2
    factors = tuple(
        round(middle - half * math.cos(2 * math.pi * (n + 0.5) / segments), 3)
        for n in range(segments)
    )
    return Profile(name=name, period=period, factors=factors)


def bursts(name: str, *, period: Any, factor: float, parts: int = 10) -> Profile:
    """The first of `parts` equal parts of each period has `factor` times the load."""
    return Profile(name=name, period=period, factors=(factor, *(1.0,) * (parts - 1)))


def bots(name: str, to: str, **given: Any) -> Source:
    """Hostile load: many addresses in one network, one fingerprint, evenly over all accounts."""
    usual = {
        "rate": 0.0,
        "network": "hosting",
        "agent": "headless",
        "addresses": 20_000,
        "hostile": True,
        "password_right": 0.002,
        "factor_right": 0.0,
        "subject_skew": 0.0,
    }
    return Source.model_validate({"name": name, "to": to, **usual, **given})

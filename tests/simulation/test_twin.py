"""The kernel against SimPy: two programs, one trajectory."""

from typing import Any

import pytest

from course.simulation.engine import Engine
from course.simulation.kernel import codes
from course.simulation.units import UNITS
from tests.simulation.systems import shop
from tests.simulation.twin import Keyed, Taped, Twin

SETTINGS: list[tuple[dict[str, Any], int, set[int]]] = [
    ({"rate": 50}, 40, {codes.NONE}),
    ({"rate": 50, "stress": 1.6}, 40, {codes.SLOW_UPSTREAM}),
    ({"rate": 120, "stress": 3}, 20, {codes.QUEUE_FULL, codes.BAD_UPSTREAM}),
    ({"rate": 200, "stress": 14, "breaker": True}, 20, {codes.BREAKER, codes.POOL_TIMEOUT}),
    ({"rate": 250, "stress": 8}, 15, {codes.POOL_TIMEOUT, codes.POOL_FULL}),
    ({"rate": 400, "stress": 2, "breaker": True}, 10, {codes.QUEUE_FULL}),
    ({"rate": 50, "cores": 1}, 40, {codes.NONE}),
    ({"rate": 120, "stress": 1.5, "cores": 1}, 20, {codes.SLOW_UPSTREAM}),
    ({"rate": 250, "stress": 2, "cores": 2, "breaker": True}, 15, {codes.POOL_FULL}),
]


@pytest.mark.parametrize(("setting", "seconds", "reasons"), SETTINGS)
def test_every_request_begins_and_ends_when_simpy_says(
    setting: dict[str, Any], seconds: int, reasons: set[int]
) -> None:
    """Given the same draws, all spans of servers and users are equal to the nanosecond."""
    until = seconds * UNITS["s"]
    engine = Engine(shop(**setting), seed=3, sample=1.0)
    engine.advance_to(until)
    spans = engine.spans()
    ours = spans[spans["kind"] < codes.DELIVERY]
    names = ("kind", "t0", "t1", "route", "status", "attempt")
    twin_spans = Twin(shop(**setting), 3).run(until).seen
    assert reasons <= set(spans["why"].tolist())
    assert len(twin_spans) > 5000
    assert sorted(zip(*(ours[n].tolist() for n in names), strict=True)) == sorted(twin_spans)


def test_a_tape_of_draws_gives_the_same_run() -> None:
    """The benchmark replays draws; the run is the one that made them."""
    until = 10 * UNITS["s"]
    draws = Keyed(shop(), 1)
    first = Twin(shop(), 1, draws).run(until).seen
    assert first == Twin(shop(), 1, Taped(draws.tape)).run(until).seen

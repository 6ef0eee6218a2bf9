"""Queues whose means are known: each estimate lies inside its corrected confidence limits.

Each case has 120 replications; a fifth of each, the warm-up, is cut off. Limits are Student's at
1 % for all cases together, so 1 % over their number for each (Bonferroni); to pass by being vague
is excluded by a bound on their width.
"""

import math
import statistics
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from course.simulation.engine import Engine
from course.simulation.kernel import codes
from course.simulation.route_steps import Call, Hold, Toss
from course.simulation.system import Edge, Route, Service, Source, System
from tests.simulation.systems import queueing

REPLICATIONS = 120
CASES = 16  # estimates in this file
Z = statistics.NormalDist().inv_cdf(1 - 0.01 / CASES / 2) * 1.02  # Student's, 119 degrees


def erlang_c(servers: int, load: float) -> float:
    """Probability of waiting in M/M/c (Erlang 1917)."""
    terms = [load**k / math.factorial(k) for k in range(servers)]
    last = load**servers / math.factorial(servers) * servers / (servers - load)
    return last / (sum(terms) + last)


def lost(servers: int, room: int, load: float) -> float:
    """Probability of being refused in M/M/c/K with K = servers + room; Erlang B for room 0."""
    p = [load**k / math.factorial(k) for k in range(servers + 1)]
    p += [p[servers] * (load / servers) ** k for k in range(1, room + 1)]
    return p[-1] / sum(p)


def sojourn(engine: Engine) -> float:
    """Mean time (ms) of requests that ended after the warm-up, from the root series."""
    scrapes = engine.scrapes()
    first, last = scrapes[len(scrapes) // 5].series, scrapes[-1].series
    ns = n = 0
    for row in last[last["kind"] == codes.OF_ROOT]:
        ns, n = ns + int(row["sum_ns"]), n + int(row["count"].sum())
    for row in first[first["kind"] == codes.OF_ROOT]:
        ns, n = ns - int(row["sum_ns"]), n - int(row["count"].sum())
    return ns / n / 1e6


def refused(engine: Engine) -> float:
    """Share of requests answered 503."""
    rows = engine.scrapes()[-1].series
    rows = rows[rows["kind"] == codes.OF_ROOT]
    all_of = sum(int(r["count"].sum()) for r in rows)
    return sum(int(r["count"].sum()) for r in rows if r["status"] == codes.UNAVAILABLE) / all_of


def estimates(system: System, time: str, read: Callable[[Engine], float]) -> list[float]:
    """One number from each replication."""
    rows = []
    for seed in range(REPLICATIONS):
        engine = Engine(system, seed=seed, sample=0, scrape_every="5s")
        engine.advance(time)
        rows.append(read(engine))
    return rows


def agrees(values: Sequence[float], expected: float, width: float) -> None:
    """The mean is within its limits, and the limits are narrow."""
    half = Z * statistics.stdev(values) / math.sqrt(len(values))
    assert half < width * expected
    assert abs(statistics.fmean(values) - expected) < half


RHO = 0.8
MM1 = 10 / (1 - RHO)
MEANS = {
    "M/M/1": ("6m", queueing(80), MM1),
    "M/M/4": ("75s", queueing(320, workers=4), 10 + 10 * erlang_c(4, 3.2) / (4 * (1 - RHO))),
    "M/M/10": ("30s", queueing(800, workers=10), 10 + 10 * erlang_c(10, 8) / (10 * (1 - RHO))),
    # Pollaczek-Khinchine: Wq = rho (1 + cv**2) / (2 (1 - rho)) service times.
    "M/D/1": ("3m", queueing(80, shape="constant"), 10 + 10 * RHO / (2 * (1 - RHO))),
    "M/G/1 cv 0.5": (
        "4m",
        queueing(80, shape="lognormal", cv=0.5),
        10 + 10 * RHO * 1.25 / (2 * (1 - RHO)),
    ),
    "M/G/1 uniform": (
        "4m",
        queueing(80, shape="uniform", cv=0.5),
        10 + 10 * RHO * 1.25 / (2 * (1 - RHO)),
    ),
    "M/G/1 cv 2": ("10m", queueing(50, shape="lognormal", cv=2), 10 + 10 * 0.5 * 5 / (2 * 0.5)),
    # Processor sharing: the mean does not depend on the law of the work (Kelly's symmetric queue).
    "M/M/1-PS": ("6m", queueing(80, workers=60_000, cores=1), MM1),
    "M/D/1-PS": ("6m", queueing(80, workers=60_000, cores=1, shape="constant"), MM1),
    "M/G/1-PS cv 2": (
        "4m",
        queueing(50, workers=60_000, cores=1, shape="lognormal", cv=2),
        10 / (1 - 0.5),
    ),
    "M/G/4-PS cv 2": (
        "90s",
        queueing(320, workers=60_000, cores=4, shape="lognormal", cv=2),
        10 + 10 * erlang_c(4, 3.2) / (4 * (1 - RHO)),
    ),
}


@pytest.mark.parametrize("name", MEANS)
def test_mean_times_are_those_of_theory(name: str) -> None:
    """M/M/1, Erlang C, Pollaczek-Khinchine, processor sharing."""
    time, system, expected = MEANS[name]
    agrees(estimates(system, time, sojourn), expected, width=0.03)


@pytest.mark.parametrize("room", [0, 6])
def test_losses_are_those_of_theory(room: int) -> None:
    """Erlang B, and M/M/c/K with a short queue."""
    system = queueing(400, workers=4, backlog=room)
    agrees(estimates(system, "75s", refused), lost(4, room, 4.0), width=0.02)


def test_a_jackson_network_has_its_product_form_means() -> None:
    """Stations a, b, c, with a second visit of a by some: each is an M/M/c of its own."""

    def station(name: str, time: str, workers: int) -> Service:
        route = Route(name="work", steps=(Hold(time=time, cpu=False),))
        return Service(name=name, workers=workers, backlog=60_000, routes=(route,))

    steps = (
        Call(to="a.work"),
        Toss(p=0.4, otherwise="rest"),
        Call(to="a.work", name="a again"),
        Toss(p=0.25, otherwise="end", name="b and c", label="rest"),
        Call(to="b.work"),
        Call(to="c.work"),
    )
    system = System(
        name="jackson",
        services=(station("a", "10ms", 1), station("b", "50ms", 3), station("c", "8ms", 1)),
        sources=(Source(name="users", steps=steps, rate=50),),
        edges=tuple(Edge(caller="users", to=f"{s}.work", latency="0s") for s in "abc"),
    )
    a = 10 / (1 - 50 * 1.4 * 0.010)
    b = 50 + 50 * erlang_c(3, 12.5 * 0.050) / (3 - 12.5 * 0.050)
    c = 8 / (1 - 12.5 * 0.008)
    expected = 1.4 * a + 0.25 * (b + c)
    agrees(estimates(system, "5m", sojourn), expected, width=0.02)


def test_littles_law_holds_to_the_nanosecond() -> None:
    """Over whole busy cycles the integral of requests present is the sum of their times."""
    for seed in range(20):
        engine = Engine(queueing(90), seed=seed, sample=0)
        engine.advance("5m")
        engine.plant.w.sources[0].current = 0  # nobody comes any more
        engine.plant.w.sources[0].gen += 1
        engine.advance("1m")
        scrape = engine.scrapes()[-1]
        station = scrape.pools[0]
        times = scrape.series[scrape.series["kind"] == codes.OF_SERVER]["sum_ns"].sum()
        assert int(station["used"]) == int(station["waiting"]) == 0
        assert int(station["area_used"] + station["area_waiting"]) == int(times)


def test_a_fan_out_of_100_meets_the_slow_hundredth() -> None:
    """1 - 0.99**100 = 63.4 % of requests wait for a slow leaf (Dean and Barroso, 2013)."""
    leaf = Route(
        name="ask",
        steps=(
            Toss(p=0.01, otherwise="quick"),
            Hold(time="1s", shape="constant", cpu=False, name="slow"),
            Hold(time="1ms", shape="constant", cpu=False, name="quick", label="quick"),
        ),
    )
    root = Route(name="ask", steps=(Call(to="leaf.ask", width=100),))
    system = System(
        name="tail",
        services=(
            Service(name="root", workers=500, routes=(root,)),
            Service(name="leaf", workers=10_000, routes=(leaf,)),
        ),
        sources=(Source(name="users", to="root.ask", rate=10),),
    )

    def slow(engine: Engine) -> float:
        rows = engine.scrapes()[-1].series
        count = rows[rows["kind"] == codes.OF_ROOT]["count"].sum(axis=0).astype(np.int64)
        return float(count[10:].sum() / count.sum())  # above 1 s

    agrees(estimates(system, "1m", slow), 1 - 0.99**100, width=0.01)

"""The metastable experiment, for its test and its figure (`python -m tests.simulation.metastable`).

A server of 10 workers answers 500 requests a second; its users wait 200 ms. For 30 s the load
rises by 800 requests a second. What it does not answer in time it answers nevertheless, for nobody.
"""

from pathlib import Path
from typing import Any

import numpy as np

from course.simulation.actions import Fault
from course.simulation.engine import Engine
from course.simulation.kernel import codes
from course.simulation.route_steps import Hold
from course.simulation.system import Edge, Route, Service, Source, System

CAPACITY = 500.0
SPIKE = (60, 90)
SECONDS = 650
FIGURE = Path(__file__).parents[2] / "docs" / "images" / "simulation" / "metastable.svg"
CASES = [
    (0, None, 100.0),
    (0, None, 250.0),
    (3, None, 100.0),
    (3, None, 250.0),
    (3, 0.1, 100.0),
    (3, 0.1, 250.0),
]


def permanent(retries: int, budget: float | None, rate: float) -> bool:
    """Whether attempts without success exceed the capacity."""
    most = retries if budget is None else budget
    return rate * (1 + most) > CAPACITY


def system(retries: int, budget: float | None, rate: float) -> System:
    """Users with retries before one server."""
    work = Route(name="work", steps=(Hold(time="20ms", cpu=False),))
    server = Service(name="server", workers=10, backlog=40_000, routes=(work,))
    edge = {"to": "server.work", "timeout": "200ms", "latency": "0s", "retries": retries}
    edges = [
        Edge.model_validate({"caller": c, "budget": budget, **edge}) for c in ("users", "crowd")
    ]
    users = Source(name="users", to="server.work", rate=rate)
    crowd = Source(name="crowd", to="server.work", rate=0)
    return System(name="metastable", services=(server,), sources=(users, crowd), edges=tuple(edges))


def goodput(
    retries: int, budget: float | None, rate: float, seed: int, seconds: int = SECONDS
) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Share of the users' requests answered in time, for each second."""
    engine = Engine(system(retries, budget, rate), seed=seed, sample=0, scrape_every="1s")
    crowd = {"source": "crowd", "per_s": 800}
    engine.inject(
        Fault(at=f"{SPIKE[0]}s", verb="rate", args=crowd, until=f"{SPIKE[1]}s", undo={"per_s": 0})
    )
    engine.advance(f"{seconds}s")
    good, all_of = [0], [0]
    for scrape in engine.scrapes()[1:]:
        rows = scrape.series[(scrape.series["kind"] == codes.OF_ROOT) & (scrape.series["a"] == 0)]
        counts = {int(r["status"]): int(r["count"].sum()) for r in rows}
        good.append(counts.get(codes.OK, 0))
        all_of.append(sum(counts.values()))
    return np.diff(good) / np.maximum(np.diff(all_of), 1)


def draw(target: Path = FIGURE) -> None:
    """Write the figure: goodput over time, load by retries."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 5), layout="constrained")
    panels = figure.subplots(2, 3, sharex=True, sharey=True)
    titles = ("no retries", "3 retries", "3 retries, budget 10 %")
    for row, rate in enumerate((100.0, 250.0)):
        for column, (retries, budget) in enumerate(((0, None), (3, None), (3, 0.1))):
            axes = panels[row, column]
            share = 100 * goodput(retries, budget, rate, seed=0)
            axes.axvspan(*SPIKE, color="0.88", lw=0)
            axes.plot(np.arange(1, len(share) + 1), share, color="#0b5394", lw=1.2)
            axes.set_title(f"{titles[column]}, {rate:.0f}/s", fontsize=10)
            axes.set(ylim=(-4, 104), xlim=(0, SECONDS))
            axes.spines[["top", "right"]].set_visible(False)
    figure.supxlabel("seconds (grey: 800 requests/s more for 30 s)", fontsize=10)
    figure.supylabel("requests answered in time, %", fontsize=10)
    target.parent.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context({"svg.hashsalt": "metastable"}):
        figure.savefig(target, metadata={"Date": None})


if __name__ == "__main__":
    draw()

"""Service levels of a campus: its access log, days and months of counts, and pictures of budgets.

Everything comes from a seed and is counted in whole requests. Not a judge of answers: what a level
or a budget should be is said in the notebooks.
"""

import random
from collections.abc import Sequence
from typing import Any

from course.lessons.overload import show_figure

BLUE, ORANGE, GREEN, VERMILLION = "#0072B2", "#E69F00", "#009E73", "#D55E00"  # Okabe and Ito

Row = dict[str, Any]
Day = tuple[int, int]

# ---- an access log

_AFTERNOON: tuple[tuple[int, str, int, float], ...] = (  # how many, who, status, seconds
    (1800, "probe", 200, 0.01),
    (600, "bot", 404, 0.05),
    (400, "bot", 429, 0.01),
    (200, "learner", 302, 0.1),
    (30, "learner", 404, 0.1),
    (45, "learner", 499, 6.0),
    (40, "learner", 200, 9.0),
    (4, "learner", 500, 0.3),
    (5626, "learner", 200, 0.2),
)


def afternoon() -> list[Row]:
    """Give the lines of one afternoon at the ingress, in the order in which they were written.

    A line has `click` (one press of a button; a browser that tries again keeps it), `who`,
    `status` (0: the connection broke before an answer) and `seconds`.
    """
    log = []
    click = 0
    for many, who, status, seconds in _AFTERNOON:
        for _ in range(many):
            click += 1
            log.append({"click": click, "who": who, "status": status, "seconds": seconds})
    for tries in [(0, 200)] * 14 + [(0, 0, 0)] * 10:
        click += 1
        log += [
            {"click": click, "who": "learner", "status": status, "seconds": 0.2} for status in tries
        ]
    random.Random(201).shuffle(log)
    return log


# ---- days of a budget

HOURS: tuple[int, ...] = (
    *(40, 20, 10, 10, 20, 80, 300, 900, 2400, 3600, 4000, 3900),
    *(3000, 3400, 4000, 3800, 3200, 2600, 2200, 2400, 2600, 2000, 900, 200),
)
"""Requests in each hour of a usual day, from midnight on."""


def month_of_days(seed: int, days: int = 30) -> list[Day]:
    """Give requests and bad requests of some days: weekends are calm, and a day may go wrong."""
    rng = random.Random(seed)
    found = []
    for day in range(days):
        requests = round(sum(HOURS) * (0.3 if day % 7 > 4 else 1) * rng.uniform(0.9, 1.1))
        bad = round(requests * rng.uniform(0.0001, 0.0004))
        if rng.random() < 0.1:
            bad += round(requests * rng.uniform(0.002, 0.008))
        found.append((requests, bad))
    return found


def resample(shares: Sequence[float], seed: int, *, many: int = 200) -> list[list[float]]:
    """Draw futures of 30 days, each day one of the days that were seen."""
    rng = random.Random(seed)
    return [[rng.choice(shares) for _ in range(30)] for _ in range(many)]


def draw_budgets(left: Sequence[Sequence[float]], what: str) -> None:
    """Draw what is left of a budget after each day, one line for each month."""
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(8.4, 3.4))
    for number, line in enumerate(left):
        label = f"one of {len(left)} months" if number == 0 else None
        days = range(len(line) + 1)
        axes.plot(days, [100, *(100 * one for one in line)], color=BLUE, alpha=0.6, label=label)
    axes.axhline(0, color="black", linewidth=1)
    axes.text(0.3, -3, "nothing left", ha="left", va="top", fontsize=9)
    axes.set_xlim(0, 30)
    axes.set_ylim(top=105)
    axes.set_xlabel("day")
    axes.set_ylabel("% of the budget left")
    figure.legend(loc="upper center", frameon=False, fontsize=9)
    figure.tight_layout(rect=(0, 0, 1, 0.94))
    show_figure(figure, what)


def draw_chain(most: int = 12) -> None:
    """Draw the share of failed requests over the number of dependencies, for three promises."""
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(8.4, 3.4))
    numbers = range(most + 1)
    for promise, colour, marker in ((99, ORANGE, "o"), (99.9, BLUE, "^"), (99.99, GREEN, "s")):
        failing = [100 * (1 - (promise / 100) ** number) for number in numbers]
        axes.plot(numbers, failing, color=colour, marker=marker, label=f"each {promise} %")
        axes.annotate(f"each {promise} %", (most, failing[-1]), (4, 0), textcoords="offset points")
    axes.set_xlim(0, most + 2)
    axes.set_ylim(0, None)
    axes.set_xlabel("dependencies that one request needs, each once")
    axes.set_ylabel("% of requests that fail")
    figure.tight_layout()
    show_figure(figure, "failing requests over the number of dependencies")

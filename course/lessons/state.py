"""Figures for the notebook on state: machines, messages that get lost, crashes, and an outbox.

For showing what a few lines of the notebook have computed.
Not for computing it: no rule of an exercise stands here.
"""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import TYPE_CHECKING

from course.lessons.delivery import deliver

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLUE, VERMILION, GREEN, GREY = "#0072B2", "#D55E00", "#009E73", "#666666"  # Okabe and Ito
PINK = "#CC79A7"


def _arrow(
    axes: "Axes",
    begin: tuple[float, float],
    end: tuple[float, float],
    *,
    color: str = GREY,
    style: str = "-",
    gap: float = 0,
) -> None:
    look = {"arrowstyle": "-|>", "color": color, "shrinkA": gap, "shrinkB": gap, "linestyle": style}
    axes.annotate("", xy=end, xytext=begin, arrowprops=look)


def _label(
    axes: "Axes", place: tuple[float, float], words: str, fill: str, *, size: float = 10
) -> None:
    white = fill == "white"
    axes.text(
        *place,
        words,
        ha="center",
        va="center",
        color="black" if white else "white",
        fontsize=size,
        bbox={
            "boxstyle": "square,pad=0.15" if white else "round,pad=0.5",
            "facecolor": fill,
            "edgecolor": fill,
        },
    )


def draw_machine(
    table: Mapping[tuple[str, str], str],
    places: Mapping[str, tuple[float, float]],
    ends: Sequence[str],
) -> "Figure":
    """Draw states at their places, and an arrow for each move; final states are orange.

    Parameters
    ----------
    table
        (state, event) -> next state.
    places
        State -> its place (x, y).
    ends
        The final states.
    """
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(8.4, 3.0), dpi=75)
    for (state, event), target in table.items():
        (x1, y1), (x2, y2) = places[state], places[target]
        _arrow(axes, (x1, y1), (x2, y2), gap=26)
        _label(axes, ((x1 + x2) / 2, (y1 + y2) / 2), event, "white", size=9)
    for state, place in places.items():
        _label(axes, place, state, VERMILION if state in ends else BLUE)
    xs, ys = zip(*places.values(), strict=True)
    axes.set_xlim(min(xs) - 0.5, max(xs) + 0.5)
    axes.set_ylim(min(ys) - 0.4, max(ys) + 0.4)
    axes.axis("off")
    figure.tight_layout()
    return figure


def draw_silences() -> "Figure":
    """Draw two requests without an answer: one lost on its way there, one whose reply is lost."""
    from matplotlib import pyplot as plt

    figure, panels = plt.subplots(1, 2, figsize=(8.4, 2.9), dpi=75)
    titles = ("the request is lost: no charge", "the reply is lost: one charge")
    for axes, title, arrives in zip(panels, titles, (False, True), strict=True):
        for x, name in ((0, "shop"), (1, "vendor")):
            axes.plot([x, x], [0, 1], color=GREY, linewidth=1)
            _label(axes, (x, 1.12), name, BLUE, size=9)
        _arrow(axes, (0, 0.9), (1 if arrives else 0.5, 0.75 if arrives else 0.82))
        _label(axes, (0.27, 0.94), "pay k7", "white", size=9)
        if arrives:
            _label(axes, (1, 0.66), "charges", GREEN, size=8)
            _arrow(axes, (1, 0.55), (0.5, 0.47))
        axes.plot([0.53], [0.81 if not arrives else 0.465], "x", color=VERMILION, markersize=11)
        _label(axes, (0, 0.15), "timeout", VERMILION, size=8)
        axes.set_title(title, fontsize=10)
        axes.set_xlim(-0.3, 1.3)
        axes.set_ylim(0, 1.25)
        axes.axis("off")
    figure.tight_layout()
    return figure


def charges_made(*, loss: float, attempts: int, seeds: int = 20) -> list[int]:
    """Count, for each seed, the charges of a handler without memory for 100 requests, sorted."""
    counts = []
    for seed in range(seeds):
        charges: list[int] = []
        deliver(range(100), charges.append, loss=loss, attempts=attempts, seed=seed)
        counts.append(len(charges))
    return sorted(counts)


def plot_charges(losses: Sequence[float], *, attempts: int, seeds: int = 20) -> "Figure":
    """Plot charges for 100 customers against the loss rate, with the range over the seeds.

    Parameters
    ----------
    losses
        Probabilities from 0 to 1 that a message is lost on one way.
    attempts
        How often a client sends at most.
    seeds
        Runs for each loss.
    """
    from matplotlib import pyplot as plt

    runs = [charges_made(loss=loss, attempts=attempts, seeds=seeds) for loss in losses]
    percent = [100 * loss for loss in losses]
    figure, axes = plt.subplots(figsize=(7.2, 3.0), dpi=75)
    axes.fill_between(
        percent, [run[0] for run in runs], [run[-1] for run in runs], color=VERMILION, alpha=0.25
    )
    middle = [median(run) for run in runs]
    axes.plot(percent, middle, "o-", color=VERMILION, label="charges, median and range")
    axes.axhline(100, color=BLUE, linestyle="--", label="customers")
    axes.set_xlabel("messages lost each way, %")
    axes.set_ylabel("of 100 customers")
    axes.set_ylim(0, max(run[-1] for run in runs) * 1.1)
    axes.set_title(f"Up to {attempts} attempts, {seeds} runs for each point", fontsize=10)
    axes.legend(frameon=False, loc="lower left")
    figure.tight_layout()
    return figure


def draw_crashes(rows: Mapping[str, Sequence[tuple[str, int]]]) -> "Figure":
    """Draw a row for each design and a box for each crash point.

    Parameters
    ----------
    rows
        Design -> (step before which the power goes, how often the sale is booked then).
    """
    from matplotlib import pyplot as plt
    from matplotlib.patches import Rectangle

    words = {0: ("lost", VERMILION), 1: ("once", GREEN), 2: ("twice", PINK)}
    figure, axes = plt.subplots(figsize=(8.4, 0.8 + 0.75 * len(rows)), dpi=75)
    for row, points in enumerate(rows.values()):
        for column, (step, booked) in enumerate(points):
            word, color = words[min(booked, 2)]
            axes.add_patch(Rectangle((column, row), 0.94, 0.9, facecolor=color))
            axes.text(
                column + 0.47,
                row + 0.45,
                f"{step}\n{word}",
                ha="center",
                va="center",
                color="white",
                fontsize=8,
                fontweight="normal" if booked == 1 else "bold",
            )
    axes.set_xlim(0, max(len(points) for points in rows.values()))
    axes.set_ylim(len(rows), 0)
    axes.set_yticks([row + 0.45 for row in range(len(rows))], list(rows))
    axes.set_xticks([])
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_title("Power cut just before this step; bookings of one sale", fontsize=10)
    figure.tight_layout()
    return figure


def draw_outbox() -> "Figure":
    """Draw the way of a message: outbox, relay, broker, receiver; a transaction at each end."""
    from matplotlib import pyplot as plt
    from matplotlib.patches import Rectangle

    figure, axes = plt.subplots(figsize=(8.4, 2.4), dpi=75)
    stops = {"orders": (0, 1), "outbox": (0, 0), "relay": (1.3, 0), "broker": (2.6, 0)}
    stops |= {"seen": (4.0, 0), "revenue": (4.0, 1)}
    for x in (-0.45, 3.5):
        axes.add_patch(Rectangle((x, -0.4), 0.95, 1.8, edgecolor=GREEN, fill=False, linewidth=2))
        axes.text(x + 0.47, 1.5, "one transaction", ha="center", color=GREEN, fontsize=9)
    ways = (("outbox", "relay", "reads"), ("relay", "broker", "publishes"), ("broker", "seen", ""))
    for begin, end, words in ways:
        _arrow(axes, stops[begin], stops[end], gap=30)
        axes.text((stops[begin][0] + stops[end][0]) / 2, 0.22, words, ha="center", fontsize=9)
    axes.text(3.25, 0.22, "once or more", ha="center", fontsize=9)
    axes.annotate(
        "marks as sent, afterwards",
        xy=(0.1, -0.3),
        xytext=(1.3, -0.75),
        ha="center",
        fontsize=9,
        arrowprops={"arrowstyle": "-|>", "color": VERMILION},
    )
    for name, place in stops.items():
        _label(axes, place, name, GREY if name in ("relay", "broker") else BLUE, size=9)
    axes.set_xlim(-0.6, 4.6)
    axes.set_ylim(-1, 1.75)
    axes.axis("off")
    figure.tight_layout()
    return figure

"""Reasons behind predictions, and figures, for the notebook on state.

For showing what a few lines of the notebook have computed.
Not for computing it: no rule of an exercise stands here.
"""

from collections.abc import Mapping, Sequence

from course.lessons.delivery import deliver

BLUE, VERMILION, GREEN, GREY = "#0072B2", "#D55E00", "#009E73", "#666666"  # Okabe and Ito


WHY = {
    "flags": (
        "The other 24 must never be, and each line of code that sets a flag may make one of them.\n"
        "One field `state` with a list of legal moves cannot even name them.\n"
        "The drawing: an arrow for each legal move; no arrow leaves the two final states."
    ),
    "retries": (
        "Each retry was right: nobody had told the client that its charge went through.\n"
        "The figure: the more messages are lost, the more charges and the fewer answers."
    ),
    "readers": (
        "Adding survives another order, but not a repeat. Overwriting survives neither, because\n"
        "the last to arrive wins. Only the numbers tell what is a repeat and what comes next.\n"
        "The figure: the balance after each arrival; the dotted line is the true 120."
    ),
    "crashes": (
        "Before `publish` the sale is lost; before `acknowledge` it is booked twice.\n"
        "Publishing before the commit trades the loss for more doubles.\n"
        "The figure: a box for each crash point, named by the step that did not happen."
    ),
}


def draw_machine(
    table: Mapping[tuple[str, str], str],
    places: Mapping[str, tuple[float, float]],
    ends: Sequence[str],
) -> None:
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
        axes.annotate(
            "",
            xy=(x2, y2),
            xytext=(x1, y1),
            arrowprops={"arrowstyle": "-|>", "color": GREY, "shrinkA": 24, "shrinkB": 26},
        )
        axes.text(
            (x1 + x2) / 2,
            (y1 + y2) / 2,
            event,
            ha="center",
            va="center",
            color=GREY,
            fontsize=9,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.2},
        )
    for state, (x, y) in places.items():
        color = VERMILION if state in ends else BLUE
        axes.text(
            x,
            y,
            state,
            ha="center",
            va="center",
            color="white",
            fontsize=10,
            bbox={"boxstyle": "round,pad=0.55", "facecolor": color, "edgecolor": color},
        )
    xs, ys = zip(*places.values(), strict=True)
    axes.set_xlim(min(xs) - 0.5, max(xs) + 0.5)
    axes.set_ylim(min(ys) - 0.4, max(ys) + 0.4)
    axes.axis("off")
    figure.tight_layout()
    plt.show()


def plot_retries(losses: Sequence[float], *, attempts: int, requests: int, runs: int) -> None:
    """Plot charges made and answers received against the loss rate, averaged over runs.

    Parameters
    ----------
    losses
        Probabilities from 0 to 1 that a message is lost on one way.
    attempts, requests
        As `course.lessons.delivery.deliver` has them.
    runs
        Runs for each loss, with the seeds 0, 1, ...
    """
    from matplotlib import pyplot as plt

    charged, answered = [], []
    for loss in losses:
        charges: list[int] = []
        answers = 0
        for seed in range(runs):
            report = deliver(
                range(requests), charges.append, loss=loss, attempts=attempts, seed=seed
            )
            answers += report.answered
        charged.append(len(charges) / runs)
        answered.append(answers / runs)
    percent = [100 * loss for loss in losses]
    figure, axes = plt.subplots(figsize=(7.2, 3.2), dpi=75)
    axes.plot(percent, charged, "o-", color=VERMILION, label="charges made")
    axes.plot(percent, answered, "s--", color=BLUE, label="customers who got an answer")
    axes.axhline(requests, color=GREY, linewidth=1, linestyle=":")
    axes.set_xlabel("messages lost each way, %")
    axes.set_ylabel(f"of {requests} requests")
    axes.set_title(f"Up to {attempts} attempts: the charges pass {requests}", fontsize=10)
    axes.legend(frameon=False)
    figure.tight_layout()
    plt.show()


def plot_readers(truth: int, readings: Mapping[str, Mapping[str, Sequence[int]]]) -> None:
    """Plot the balance after each arrival: a panel for each fault, a line for each reader.

    Parameters
    ----------
    truth
        The balance that would be right at the end.
    readings
        Fault -> reader -> balance after each arrival.
    """
    from matplotlib import pyplot as plt

    figure, panels = plt.subplots(1, len(readings), figsize=(8.4, 3.0), dpi=75, sharey=True)
    styles = [("o-", BLUE), ("s--", VERMILION)]
    for axes, (fault, readers) in zip(panels, readings.items(), strict=True):
        axes.axhline(truth, color=GREY, linewidth=1, linestyle=":")
        for (style, color), (reader, values) in zip(styles, readers.items(), strict=True):
            axes.plot(range(1, len(values) + 1), values, style, color=color, label=reader)
        axes.set_title(fault, fontsize=10)
        axes.set_xticks(range(1, 1 + max(len(values) for values in readers.values())))
        axes.set_xlabel("arrivals")
    panels[0].set_ylabel("balance")
    panels[0].legend(frameon=False, fontsize=9)
    figure.tight_layout()
    plt.show()


def draw_crashes(rows: Mapping[str, Sequence[tuple[str, int]]]) -> None:
    """Draw a row for each design and a box for each crash point.

    Parameters
    ----------
    rows
        Design -> (step before which the power goes, how often the sale is booked then).
    """
    from matplotlib import pyplot as plt
    from matplotlib.patches import Rectangle

    words = {0: ("lost", VERMILION), 1: ("once", GREEN), 2: ("twice", "#CC79A7")}
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
    plt.show()

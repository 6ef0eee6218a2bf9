"""Pictures of harm, and a short journal, for 202's game day.

For comparing runs that were played before, and for looking at what a journal holds. Not for
playing or judging: course.incidents does that, and no rule of an exercise stands here.
"""

from collections.abc import Mapping, Sequence
from typing import Any

# Okabe and Ito's palette: told apart by the colour-blind; each line has its own dashes, too.
STYLES = (
    ("#000000", "-"),
    ("#009E73", "-"),
    ("#D55E00", "--"),
    ("#0072B2", "-."),
    ("#CC79A7", ":"),
)

WHY = {
    "ideas": (
        "Each was written down by somebody reasonable and played for 20 seeds. The others help a\n"
        "little or do nothing. The figure: the shop of notebook 01, failed purchases added up.\n"
        "Restarting boots the same bad version again, and its line lies on that of doing nothing;\n"
        "finishing the rollout spreads the bad version to every replica."
    ),
    "times": (
        "A was restored at 14:19:15 and B at 14:21: by time to resolve A wins. But after A's\n"
        "first act almost four times as many failed each second; B's suffered longer, but fewer.\n"
        "The figure: A's line is steep for three minutes; what users felt is its height."
    ),
}

JOURNAL: tuple[dict[str, Any], ...] = (
    {"t": 600, "verb": "begin", "args": {}},
    {"t": 905, "verb": "alerts", "args": {}},
    {"t": 910, "verb": "declare", "args": {"severity": 2}},
    {
        "t": 920,
        "verb": "post",
        "args": {
            "audience": "customers",
            "status": "investigating",
            "text": "Since 09:13 some searches fail. We are on it.",
            "next_update_s": 600,
        },
    },
    {"t": 960, "verb": "act.scale", "args": {"service": "search", "replicas": 4}},
    {"t": 1050, "verb": "hypothesis", "args": {"components": ["index"], "cause": "cold cache"}},
    {"t": 1080, "verb": "act.scale", "args": {"service": "search", "replicas": 6}},
    {
        "t": 1100,
        "verb": "post",
        "args": {
            "audience": "internal",
            "status": "identified",
            "text": "The index's cache is cold.",
            "next_update_s": 300,
        },
    },
)
"""A made-up incident of a search page, in a journal's form; seconds of the run."""


def plot_harm(
    runs: Mapping[str, tuple[Sequence[float], Sequence[float]]], *, since_s: float, clock_h: int
) -> None:
    """Draw failed requests added up, a line for each run.

    Parameters
    ----------
    runs
        Name -> (seconds of the run, failed requests up to then).
    since_s
        Second of the run from which the lines begin, at 0.
    clock_h
        Hour at which the run began; the axis has the minutes after it.
    """
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(figsize=(6.4, 3.2), dpi=90)
    for (name, (times, counts)), (color, dashes) in zip(runs.items(), STYLES, strict=False):
        before = [count for t, count in zip(times, counts, strict=True) if t <= since_s]
        base = before[-1] if before else 0.0
        points = [(t / 60, n - base) for t, n in zip(times, counts, strict=True) if t >= since_s]
        axes.plot(*zip(*points, strict=True), label=name, color=color, linestyle=dashes, lw=2)
    axes.set_xlabel(f"minutes after {clock_h}:00")
    axes.set_ylabel("failed requests so far")
    axes.grid(alpha=0.3)
    axes.legend(frameon=False, fontsize=9)
    plt.tight_layout()

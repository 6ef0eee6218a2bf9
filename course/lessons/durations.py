"""Times to resolve: skewed draws, five claims of improvement, and a figure.

For seeing how little a mean of a few skewed numbers says. The numbers are drawn, not measured.
Not a test of significance: that is the learner's to write.
"""

from collections.abc import Sequence

import numpy as np

BLUE, VERMILION, GREY = "#0072B2", "#D55E00", "#666666"  # Okabe and Ito

WHY = (
    "Every single incident became 10 % shorter, and still many years look worse than the one\n"
    "before: a few long incidents decide the mean. The figure: the change of the mean from one\n"
    "simulated year to the next; orange years seem worse although all was better."
)


def durations(count: int, rng: np.random.Generator) -> np.ndarray:
    """Draw `count` times to resolve in minutes: lognormal, median 45, with a long tail."""
    return np.exp(rng.normal(np.log(45), 1.2, count))


def changes_of_mean(*, incidents: int, shorter: float, years: int, seed: int) -> np.ndarray:
    """Simulate pairs of years, in the second of which every incident is a little shorter.

    Parameters
    ----------
    incidents
        Incidents in each year.
    shorter
        Share from 0 to 1 by which each incident of the second year is shortened.
    years
        Number of pairs.
    seed
        Equal seeds give equal years.

    Returns
    -------
    numpy.ndarray of shape (years,)
        Change of the mean time to resolve, in percent.
    """
    rng = np.random.default_rng(seed)
    changes = np.empty(years)
    for year in range(years):
        before = durations(incidents, rng).mean()
        changes[year] = 100 * (durations(incidents, rng).mean() * (1 - shorter) / before - 1)
    return changes


# Claim -> (minutes to resolve before, after).
CLAIMS: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "new dashboard": (
        (
            6, 10, 9, 30, 3, 36, 15, 132, 142, 240, 114, 43, 127, 275,
        ),
        (
            21, 94, 43, 254, 17, 32, 70, 62, 7, 70, 40, 34, 38, 9,
        ),
    ),
    "one-click rollback": (
        (
            59, 6, 290, 17, 4, 41, 259, 25, 290, 292, 16, 3, 11, 188, 17, 8, 10, 46, 44, 129,
            148, 15, 38, 12, 50, 12, 11, 576, 47, 98, 947, 116, 40, 49, 19, 168, 31, 374, 30,
            30,
        ),
        (
            9, 29, 17, 70, 7, 20, 139, 11, 26, 90, 27, 7, 2, 239, 23, 62, 8, 120, 26, 15, 5,
            21, 8, 11, 2, 8, 17, 4, 15, 30, 10, 7, 7, 42, 3, 10, 9, 17, 13, 4,
        ),
    ),
    "more people on call": (
        (
            521, 56, 9, 16, 51, 94, 9, 106, 9, 18, 126, 347,
        ),
        (
            41, 32, 207, 13, 63, 60, 152, 65, 33, 95, 12, 120,
        ),
    ),
    "chat bot": (
        (
            21, 16, 29, 48, 106, 35, 109, 146, 40, 14, 136, 63, 4, 2160,
        ),
        (
            14, 54, 9, 20, 6, 73, 61, 56, 256, 30, 32, 509, 10, 108,
        ),
    ),
    "longer checklist": (
        (
            10, 60, 570, 63, 18, 787, 24, 36, 65, 9, 172, 314, 112, 67, 38, 131, 2, 39, 62, 5,
            76, 39, 44, 51, 90, 78, 13, 40, 37, 48, 23, 145, 216, 280, 443, 271,
        ),
        (
            117, 98, 126, 396, 174, 666, 1468, 122, 657, 128, 45, 45, 140, 21, 369, 1242, 51,
            136, 1292, 308, 256, 148, 688, 302, 56, 12, 9, 447, 148, 1152, 374, 45, 288, 848,
            69, 111,
        ),
    ),
}  # fmt: skip


def draw_changes(changes: Sequence[float] | np.ndarray) -> None:
    """Draw how often the mean changed by how much; what seems worse is orange.

    Parameters
    ----------
    changes
        Changes in percent, as `changes_of_mean` gives them.
    """
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(8.4, 2.8), dpi=64)
    edges = [float(edge) for edge in range(-80, 161, 10)]
    clipped = np.clip(changes, -80, 159)
    axes.hist(clipped[clipped <= 0], edges, color=BLUE, label="looks better")
    axes.hist(
        clipped[clipped > 0],
        edges,
        color=VERMILION,
        hatch="//",
        edgecolor="white",
        label="looks worse",
    )
    axes.axvline(-10, color=GREY, linestyle="--", linewidth=1.5)
    axes.set_title("dashed: the true change, -10 %", fontsize=10)
    axes.set_xlabel("change of the mean time to resolve, % (the last bar holds all beyond)")
    axes.set_ylabel("years")
    axes.legend(frameon=False, fontsize=9)
    figure.tight_layout()
    plt.show()

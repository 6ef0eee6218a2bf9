from collections.abc import Callable
from typing import TYPE_CHECKING

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt

from course.lessons.state import (
    charges_made,
    draw_crashes,
    draw_machine,
    draw_outbox,
    draw_silences,
    plot_charges,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

mpl.use("Agg")


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (
            lambda: draw_machine({("a", "go"): "b"}, {"a": (0, 0), "b": (1, 0)}, ends=["b"]),
            "go a b",
        ),
        (draw_silences, "shop vendor timeout charges"),
        (lambda: draw_crashes({"one": [("commit", 0), ("send", 1), ("close", 2)]}), "lost once"),
        (draw_outbox, "outbox relay broker seen revenue"),
    ],
)
def test_each_figure_names_what_it_draws(draw: "Callable[[], Figure]", words: str) -> None:
    """States, parties and outcomes are written into the figure."""
    figure = draw()
    written = " ".join(text.get_text() for axes in figure.axes for text in axes.texts)
    plt.close(figure)
    assert [word for word in words.split() if word not in written] == []


def test_charges_without_memory_are_as_many_as_arithmetic_says() -> None:
    """A tenth is lost each way, so an attempt arrives in 0.9 and stays unanswered in 0.19."""
    counts = charges_made(loss=0.1, attempts=3, seeds=200)
    assert abs(sum(counts) / 200 - 90 * (1 + 0.19 + 0.19**2)) < 1
    assert charges_made(loss=0.0, attempts=3, seeds=2) == [100, 100]


def test_the_figure_of_charges_begins_at_zero_and_at_the_number_of_customers() -> None:
    """Without loss each customer is charged once, and the axis is not cut off."""
    figure = plot_charges([0.0, 0.1], attempts=3, seeds=3)
    axes = figure.axes[0]
    plt.close(figure)
    assert axes.get_ylim()[0] == 0
    assert float(axes.lines[0].get_ydata()[0]) == 100  # type: ignore[index,arg-type]

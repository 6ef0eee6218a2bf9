from collections.abc import Callable

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt

from course.lessons.state import (
    draw_crashes,
    draw_machine,
    plot_readers,
    plot_retries,
)

mpl.use("Agg")


@pytest.mark.parametrize(
    "draw",
    [
        lambda: draw_machine({("a", "go"): "b"}, {"a": (0, 0), "b": (1, 0)}, ends=["b"]),
        lambda: plot_retries([0.0, 0.1], attempts=2, requests=10, runs=2),
        lambda: plot_readers(
            2,
            {
                "twice": {"adds": [1, 2], "takes": [1, 2]},
                "swapped": {"adds": [2, 1], "takes": [1, 2]},
            },
        ),
        lambda: draw_crashes({"one": [("commit", 0), ("publish", 1), ("acknowledge", 2)]}),
    ],
)
def test_each_figure_is_drawn(draw: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """A helper makes one figure that has something in it."""
    shown: list[int] = []
    monkeypatch.setattr(plt, "show", lambda: shown.extend(plt.get_fignums()))
    draw()
    axes = plt.gcf().axes
    plt.close("all")
    assert len(shown) == 1
    assert all(ax.has_data() or ax.texts for ax in axes)

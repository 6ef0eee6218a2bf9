import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt

from course.lessons.durations import CLAIMS, changes_of_mean, draw_changes

mpl.use("Agg")


def test_years_look_worse_although_each_incident_is_shorter() -> None:
    """The same seed gives the same years; a gain of a tenth hides in more than a third of them."""
    years = changes_of_mean(incidents=25, shorter=0.1, years=200, seed=4)
    again = changes_of_mean(incidents=25, shorter=0.1, years=200, seed=4)
    assert years.tolist() == again.tolist()
    assert 0.3 < (years > 0).mean() < 0.5
    assert (changes_of_mean(incidents=25, shorter=1.0, years=5, seed=4) == -100).all()


def test_claims_are_whole_minutes_above_zero() -> None:
    """Five claims, each with incidents before and after."""
    assert len(CLAIMS) == 5
    assert all(type(x) is int and x > 0 for pair in CLAIMS.values() for side in pair for x in side)


def test_the_figure_draws_without_warnings(monkeypatch: pytest.MonkeyPatch) -> None:
    """What looks better and what looks worse have bars of their own."""
    monkeypatch.setattr(plt, "show", lambda: None)
    draw_changes([-20.0, -5.0, 30.0, 400.0])
    (axes,) = plt.gcf().axes
    assert axes.get_legend_handles_labels()[1] == ["looks better", "looks worse"]
    plt.close("all")

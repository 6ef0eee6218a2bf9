from collections.abc import Iterator

import matplotlib.pyplot as plt
import pytest

from course.incidents.scenario_files import family_names, load_scenario, scenario_names
from course.lessons.gameday import JOURNAL, STYLES, plot_harm


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    plt.close("all")


def test_harm_counts_from_the_given_second() -> None:
    """What went wrong before it is not part of the picture."""
    plot_harm({"run": ([0, 60, 120, 180], [5, 7, 9, 20])}, since_s=60, clock_h=14)
    (line,) = plt.gca().get_lines()
    assert list(map(tuple, line.get_xydata())) == [(1, 0), (2, 2), (3, 13)]


def test_each_run_has_its_name_and_a_look_of_its_own() -> None:
    """Colours alone would not tell them apart for everybody."""
    runs = {f"run {n}": ([0.0, 60.0], [0.0, float(n)]) for n in range(len(STYLES))}
    plot_harm(runs, since_s=0, clock_h=9)
    axes = plt.gca()
    assert [t.get_text() for t in axes.get_legend().get_texts()] == list(runs)
    assert len({(x.get_color(), x.get_linestyle()) for x in axes.get_lines()}) == len(STYLES)
    assert axes.get_xlabel() == "minutes after 9:00"


def test_the_journal_is_in_order_of_time() -> None:
    """A journal's lines are, and each has the three keys."""
    assert [set(line) for line in JOURNAL] == [{"t", "verb", "args"}] * len(JOURNAL)
    assert [line["t"] for line in JOURNAL] == sorted(line["t"] for line in JOURNAL)


def test_fifty_ideas_of_fourteen_scenarios_and_seventeen_harmful_ones() -> None:
    """The notebook's text and its prediction say so."""
    scenarios = [load_scenario(name) for name in set(scenario_names()) - set(family_names())]
    ideas = [way for scenario in scenarios for way in scenario.tempting]
    assert (len(scenarios), len(ideas)) == (14, 50)
    assert sum(way.worse_than_nothing for way in ideas) == 17

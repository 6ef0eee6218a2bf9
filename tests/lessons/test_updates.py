from collections import defaultdict
from collections.abc import Callable, Iterator
from statistics import median

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.text import Annotation

from course.lessons.updates import (
    AHEAD,
    ANCHORS,
    HAPPENED,
    LOG,
    REFERENCE,
    draw_clocks,
    draw_fresh,
    draw_statuses,
    recorded,
)

mpl.use("Agg")


def test_the_log_reads_in_order_of_time() -> None:
    """Messages stand as they came; most of them are not fit for customers as they are."""
    times = [message.time for message in LOG]
    assert times == sorted(times)
    assert 2 * sum(bool(message.inside) for message in LOG) > len(LOG)


def test_every_source_writes_by_its_own_clock() -> None:
    """Nothing is lost, and each time is off by what the clock is ahead."""
    written = recorded()
    assert list(written) == list(AHEAD)
    assert sum(len(lines) for lines in written.values()) == len(HAPPENED)
    assert written["db"][0] == (171 - 110, "no connection left")


def test_anchors_lead_to_the_clocks_although_one_is_late() -> None:
    """The median difference of each pair of clocks is within two seconds of the truth."""
    seen: dict[tuple[str, str], list[int]] = defaultdict(list)
    for a, time_a, b, time_b in ANCHORS:
        pair, difference = ((a, b), time_a - time_b) if a < b else ((b, a), time_b - time_a)
        seen[pair].append(difference)
    for (a, b), differences in seen.items():
        assert abs(median(differences) - (AHEAD[a] - AHEAD[b])) <= 2
    assert {source for pair in seen for source in pair} == set(AHEAD)
    assert REFERENCE in AHEAD


@pytest.fixture
def figure(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Axes]]:
    """The only axes of what was drawn last; figures are closed afterwards."""
    monkeypatch.setattr(plt, "show", lambda: None)

    def axes() -> Axes:
        (only,) = plt.gcf().axes
        return only

    yield axes
    plt.close("all")


def test_the_figure_of_statuses_has_each_status_and_every_move(
    figure: Callable[[], Axes],
) -> None:
    """Six moves forward and two back, and no arrow leaves `resolved`."""
    draw_statuses()
    labels = [text for text in figure().texts if text.get_text()]
    names = [text.get_text() for text in labels]
    assert names == ["investigating", "identified", "monitoring", "resolved", "we were wrong"]
    arrows = [text for text in figure().texts if isinstance(text, Annotation)]
    moves = [(int(arrow.xyann[0]), int(arrow.xy[0])) for arrow in arrows]
    assert sorted(moves) == [(0, 1), (0, 2), (0, 3), (1, 0), (1, 2), (1, 3), (2, 0), (2, 3)]


def test_the_figure_of_freshness_shows_spans_and_posts(figure: Callable[[], Axes]) -> None:
    """A bar for all the time, one on top of it for each fresh span, a dot for each post."""
    draw_fresh([0, 20], [(0, 12), (20, 30)], 40, "an example")
    bars = [(bar.get_x(), bar.get_width()) for bar in figure().patches]
    assert bars == [(0, 40), (0, 12), (20, 10)]
    (posts,) = figure().lines
    assert list(posts.get_xdata()) == [0, 20]
    assert figure().get_title() == "an example"


def test_the_figure_of_clocks_joins_the_two_orders(figure: Callable[[], Axes]) -> None:
    """A line for each event, from its place by the clocks to its place as it happened."""
    draw_clocks(HAPPENED)
    written = sorted(HAPPENED, key=lambda event: event[0] + AHEAD[event[1]])
    places = {tuple(int(y) for y in line.get_ydata()) for line in figure().lines}
    assert places == {(written.index(event), n) for n, event in enumerate(HAPPENED)}
    assert any(left != right for left, right in places)
    draw_clocks(HAPPENED, dict.fromkeys(AHEAD, 0))
    plt.close(plt.gcf().number - 1)
    assert all(line.get_ydata()[0] == line.get_ydata()[1] for line in figure().lines)

from collections import defaultdict
from statistics import median

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt

from course.lessons.updates import (
    AHEAD,
    ANCHORS,
    HAPPENED,
    LOG,
    REFERENCE,
    draw_clocks,
    draw_fresh,
    draw_statuses,
    log_text,
    recorded,
)

mpl.use("Agg")


def test_the_log_reads_in_order_of_time_with_a_line_each() -> None:
    """Times ascend, and the text has as many lines as the log."""
    times = [line.time for line in LOG]
    assert times == sorted(times)
    assert log_text().splitlines()[0] == "14:05  pager:   checkout errors above 10 %, rising"
    assert len(log_text().splitlines()) == len(LOG)


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


@pytest.mark.parametrize(
    "draw",
    [
        draw_statuses,
        lambda: draw_fresh([0, 20], [(0, 12), (20, 30)], 40, "an example"),
        lambda: draw_clocks(HAPPENED),
    ],
)
def test_figures_draw_without_warnings(draw, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """Each figure has one frame with something in it."""
    monkeypatch.setattr(plt, "show", lambda: None)
    draw()
    (axes,) = plt.gcf().axes
    assert axes.texts or axes.patches
    plt.close("all")

"""Campus' signals, the sorting room and the price of labels."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from course.incidents import Incident, load_scenario
from course.lessons import campus_signals as lesson

FAULTS: Mapping[str, tuple[str, dict[str, object]]] = {
    "opening": ("edge", {"caller": "learners", "to": "gateway.submit", "loss": 0.11}),
    "A": ("shed", {"service": "grader", "share": 0.1}),
    "B": ("edge", {"caller": "assessment", "to": "grader.rules", "loss": 0.15}),
    "C": ("pause", {"queue": "papers", "on": True}),
    "D": ("pool", {"service": "assessment", "name": "db", "size": 1}),
    "E": ("rate", {"source": "learners", "factor": 0.3}),
    "F": ("crash", {"service": "grader", "slot": 1}),
}
FAILED = {"user_errors": "up", "gateway_errors": "up", "papers_recorded": "down"}
KEY = {
    "opening": {"user_errors": "up", "gateway_traffic": "down", "papers_recorded": "down"},
    "A": {**FAILED, "grader_errors": "up"},
    "B": {**FAILED, "gateway_latency": "up"},
    "C": {"papers_age": "up", "papers_recorded": "down"},
    "D": {**FAILED, "gateway_latency": "up", "pool_waiting": "up"},
    "E": {"gateway_traffic": "down", "papers_recorded": "down"},
    "F": FAILED,
}


def moved(evening: Incident) -> dict[str, str]:
    """Say which signals left their usual range, by hand: a tenth, or what noise is for each."""
    noise = {
        "gateway_traffic": 1.2,
        "gateway_latency": 0.06,
        "papers_age": 1,
        "papers_recorded": 1.2,
    }
    ways = {}
    for name, (before, after) in lesson.before_and_after(evening).items():
        if abs(after - before) > noise.get(name, 0.02):
            ways[name] = "up" if after > before else "down"
    return ways


def test_a_calm_day_has_no_fault_and_moves_no_signal() -> None:
    """Each of the days is a draw in which nothing is wrong."""
    faults = [len(load_scenario("campus-submit", seed=day).faults) for day in lesson.CALM_DAYS]
    assert faults == [0] * 12
    calm = Incident("campus-submit", seed=lesson.CALM_DAYS[2])
    calm.advance("7m")
    assert moved(calm) == {}


@pytest.mark.parametrize("letter", FAULTS)
def test_the_key_of_the_first_exercise_is_what_the_failures_move(letter: str) -> None:
    """Each failure, played on a calm day, moves the signals that the key names, and no others."""
    verb, args = FAULTS[letter]
    evening = Incident("campus-submit", seed=lesson.CALM_DAYS[3])
    lesson.break_campus(evening, verb, **args)
    evening.advance("7m")
    assert moved(evening) == KEY[letter]


def test_the_failures_of_the_exercise_are_the_ones_that_are_played() -> None:
    """Each letter has its sentence, and each signal its meaning."""
    assert sorted(lesson.FAILURES) == sorted({*FAULTS} - {"opening"})
    assert list(lesson.MEANINGS) == list(lesson.SIGNALS)


def test_a_wall_of_servers_is_green_while_users_wait() -> None:
    """None of the nine panels is red when hand-ins get lost; the users' share is, within two minutes."""
    evening = Incident("campus-submit", seed=lesson.CALM_DAYS[0])
    lesson.break_campus(evening, "edge", caller="learners", to="gateway.submit", loss=0.11)
    evening.advance("8m")
    red = [
        panel.title
        for panel in lesson.WALL
        if panel.alarms(lesson.series_of(evening, panel.query, "23m", "15m"))
    ]
    assert red == []
    users = lesson.SIGNALS["user_errors"]
    assert lesson.first_above(evening, users, 0.05, since=1080, until=1260) in (60, 75)
    assert lesson.first_above(evening, users, 0.9, since=1080, until=1260) == -1


def test_a_panel_is_red_on_the_side_that_it_says() -> None:
    """A limit is crossed from below, or from above where `below` is set; the limit itself is well."""
    high = lesson.Panel(title="a", query="x", red=5)
    low = lesson.Panel(title="b", query="x", red=5, below=True)
    assert [high.alarms(values) for values in ([5.0], [1.0, 5.1], [])] == [False, True, False]
    assert [low.alarms(values) for values in ([5.0], [9.0, 4.9], [])] == [False, True, False]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("", (120, 120, 0, 0, 0, 0)),
        ("handler fails", (120, 60, 60, 0, 0, 0)),
        ("worker hangs", (120, 60, 0, 60, 14, 15)),
        ("nothing arrives", (60, 60, 0, 0, 0, 0)),
    ],
)
def test_a_sorting_room_counts_what_came_in_and_out(fault: str, expected: tuple[int, ...]) -> None:
    """Of thirty minutes fifteen are well; a hung worker leaves letters and heartbeats where they are."""
    end = lesson.sorting_room(fault)[-1]
    got = (end.taken, end.done, end.failed, end.waiting, end.oldest, end.heartbeat)
    assert got == expected


def test_an_unknown_fault_of_the_room_is_refused() -> None:
    """The message lists the faults."""
    with pytest.raises(ValueError, match="worker hangs"):
        lesson.sorting_room("fire")


def test_series_are_counted_as_products_of_values() -> None:
    """Kept labels have all values, classes fewer, and dropped labels one."""
    plan = {
        "request_seconds": {"route": "keep", "status": "class"},
        "paper_bytes": {"course": "class"},
    }
    assert lesson.count_series(plan) == {
        "request_seconds": 288,
        "requests_total": 1,
        "pool_waiting": 1,
        "instance_failures_total": 1,
        "papers_recorded_total": 1,
        "paper_bytes": 72,
    }


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        ({"requests": {}}, "there is no metric 'requests'"),
        ({"pool_waiting": {"route": "keep"}}, "pool_waiting has no label 'route'"),
        ({"pool_waiting": {"instance": "class"}}, "where it has classes, got 'class'"),
        ({"pool_waiting": {"instance": "drop"}}, "got 'drop'"),
    ],
)
def test_a_plan_that_means_nothing_is_refused(plan: dict[str, dict[str, str]], words: str) -> None:
    """Metrics, labels and words must exist."""
    with pytest.raises(ValueError, match=words):
        lesson.count_series(plan)


class Answers:
    """An incident that answers every query with two values; it has no engine."""

    engine = None

    def promql(self, query: str, **when: str) -> pd.DataFrame:
        """Give two values, whatever is asked."""
        return pd.DataFrame({query: [1.0, 2.0]}, index=[0, len(when)])


def test_figures_are_pictures_with_words_for_those_who_do_not_see(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each figure says in words what it draws; limits, bars and lines stand where the data say."""
    shown = []
    monkeypatch.setattr(lesson, "show_figure", lambda figure, alt: shown.append((figure, alt)))
    panel = lesson.Panel(title="queue", query="x", red=1.5)
    lesson.draw_wall(Answers(), [panel], at="1m", over="15s", broken=0.2)  # type: ignore[arg-type]
    lesson.draw_buckets([100, 300], [4, 6], {"p50": 150}, "ms")
    lesson.draw_growth({"flat": lambda jobs: 5 + 0 * jobs, "steep": lambda jobs: 2 * jobs}, jobs=3)
    alts = [alt for _, alt in shown]
    assert ["queue" in alts[0], "100, 300 ms" in alts[1], "flat, steep" in alts[2]] == [True] * 3
    wall, bars, lines = (figure.axes[0] for figure, _ in shown)
    assert wall.get_title() == "queue: RED"
    assert [np.round(line.get_xdata(), 2).tolist() for line in wall.lines[:1]] == [[-0.25, 0.0]]
    assert [(bar.get_x(), bar.get_width(), bar.get_height()) for bar in bars.patches] == [
        (0, 100, 4),
        (100, 200, 6),
    ]
    assert [list(line.get_ydata()) for line in lines.lines] == [[5, 5, 5, 5], [0, 2, 4, 6]]
    assert [axes.get_ylim()[0] for axes in (wall, bars, lines)] == [0, 0, 0]

"""The rule by which a time to interactive is found."""

import pytest

from course.pageload import interactive_at
from course.pageload.load_marks import ThreadTask, stretches

S = 1_000_000


@pytest.mark.parametrize(
    ("tasks", "requests", "at"),
    [
        ([], [], S),  # nothing happens: the first paint
        ([(2 * S, 2 * S + 50_000)], [], S),  # 50 ms is not long
        ([(2 * S, 2 * S + 50_001)], [], 2 * S + 50_001),
        ([(2 * S, 3 * S), (8 * S, 9 * S)], [], 3 * S),  # five quiet seconds between
        ([(2 * S, 3 * S), (8 * S - 1, 9 * S)], [], 9 * S),  # a hair less than five
        ([(6 * S, 7 * S)], [], S),  # quiet from the first paint on
        ([(0, S // 2)], [], S),  # before the first paint
        ([(2 * S, 3 * S)], [(0, 9 * S)] * 2, 3 * S),  # two requests are quiet
        ([(2 * S, 3 * S), (7 * S, 7 * S + 60_000)], [(0, 6 * S)] * 3, 7 * S + 60_000),
        ([(2 * S, 3 * S)], [(0, 60 * S)] * 3, 3 * S),  # quiet of the thread, however late the net
    ],
)
def test_time_to_interactive_by_lighthouses_rule(
    tasks: list[tuple[int, int]], requests: list[tuple[int, int]], at: int
) -> None:
    """The begin of the quiet of the thread that holds five seconds of both kinds of quiet."""
    assert interactive_at(S, 0, tasks, requests) == at


def test_tti_is_not_before_the_document_was_parsed() -> None:
    """Deferred scripts run before that moment."""
    assert interactive_at(S, 4 * S, [], []) == 4 * S


def test_own_work_without_a_pause_is_one_stretch() -> None:
    """Slices that follow one another are joined, across others' tasks too if those fill the pause."""
    tasks = [
        ThreadTask("app", 0, 45_000, True),
        ThreadTask("app", 46_000, 91_000, True),
        ThreadTask("app", 200_000, 210_000, True),
        ThreadTask("chat", 210_000, 250_000, False),
    ]
    assert stretches(tasks) == [(0, 91_000), (200_000, 210_000), (210_000, 250_000)]

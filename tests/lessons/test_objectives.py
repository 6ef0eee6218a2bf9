from collections import Counter

import pytest

from course.lessons.objectives import (
    HOURS,
    afternoon,
    draw_budgets,
    draw_chain,
    month_of_days,
    resample,
)


def test_the_afternoon_has_the_lines_that_three_people_read_three_ways() -> None:
    """All lines, learners' lines, and what hurt them are as many as the notebook says."""
    log = afternoon()
    learners = [row for row in log if row["who"] == "learner"]
    status = Counter(row["status"] for row in learners)
    slow = sum(row["seconds"] > 2 and row["status"] == 200 for row in learners)
    assert (len(log), len(learners), slow) == (8803, 6003, 40)
    assert (status[500], status[0], status[499]) == (4, 44, 45)
    assert log == afternoon()


def test_a_browser_that_tries_again_keeps_its_click() -> None:
    """Fourteen presses failed once and then went well, ten failed three times."""
    tries: dict[int, list[int]] = {}
    for row in afternoon():
        tries.setdefault(row["click"], []).append(row["status"])
    several = Counter(tuple(sorted(one)) for one in tries.values() if len(one) > 1)
    assert several == {(0, 200): 14, (0, 0, 0): 10}


def test_a_month_has_calm_weekends_and_the_same_days_for_a_seed() -> None:
    """Weekends have under half of a weekday's requests, and most months keep their budget."""
    days = month_of_days(8)
    assert (len(days), days == month_of_days(8), days == month_of_days(9)) == (30, True, False)
    weekends = [days[day][0] for day in range(30) if day % 7 > 4]
    assert max(weekends) < 0.5 * sum(HOURS) < min(days[day][0] for day in range(5))
    overspent = [
        sum(bad for _, bad in one) > 0.001 * sum(requests for requests, _ in one)
        for one in map(month_of_days, range(12))
    ]
    assert sum(overspent) == 2


def test_a_future_holds_days_that_were_seen() -> None:
    """As many futures as are asked for, of 30 days each, the same for a seed."""
    futures = resample([0.25, 0.5], seed=3, many=5)
    assert [len(future) for future in futures] == [30] * 5
    assert {share for future in futures for share in future} == {0.25, 0.5}
    assert (futures == resample([0.25, 0.5], 3, many=5), len(resample([0.25], 1))) == (True, 200)


def test_pictures_are_shown_and_described(capsys: pytest.CaptureFixture[str]) -> None:
    """Each drawing ends as one picture, also that of a month that is overspent."""
    draw_budgets([[0.5, -0.2], [0.9, 0.8]], "two months")
    draw_chain(3)
    assert capsys.readouterr().out.count("Image object") == 2

from collections.abc import Generator
from inspect import getsource
from typing import Any

import pytest

from course.lessons.evidence import (
    Step,
    all_plays,
    careful,
    counted,
    crossed,
    draw_fleet,
    draw_places,
    draw_runs,
    draw_schedules,
    drawn_runs,
    expected_price,
    fee,
    fee_runs,
    fleet,
    lines_taken,
    narrowed,
    place_of,
    play,
    right_fee,
    shown,
    summed_up,
)

Worker = Generator[Step, Any, None]


def importer(rows: list[int]) -> Worker:
    for row in rows:
        amount = yield ("fetch", row)
        total = yield ("read", "total")
        yield ("write", "total", total + amount)


def locked(rows: list[int]) -> Worker:
    for row in rows:
        amount = yield ("fetch", row)
        yield ("lock", "books")
        for name, more in (("total", amount), ("rows", 1)):
            value = yield ("read", name)
            yield ("write", name, value + more)
        yield ("unlock", "books")


def test_the_lines_of_a_call_are_counted_from_its_def() -> None:
    """Lines that were not run are not listed, and an exception ends the run without a word."""

    def sign(number: int) -> str:
        if number < 0:
            return "minus"
        return str(1 / number)

    got = lines_taken(sign, -1), lines_taken(sign, 1), lines_taken(sign, 0)
    assert got == ([2, 3], [2, 4], [2, 4])


def test_lines_are_counted_by_verdict() -> None:
    """A line has its failing runs first, then the passing ones."""
    runs = [(True, [1, 2]), (False, [2]), (False, [2, 3])]
    assert counted(runs) == {1: (0, 1), 2: (2, 1), 3: (1, 0)}


def test_the_fault_of_the_fee_is_in_the_line_that_the_notebook_names() -> None:
    """Line 11 sets a rate where express adds to it; each failing run takes it."""
    assert getsource(fee).splitlines()[10].strip() == "rate = 4"
    runs = fee_runs(1)
    failed = sum(not passed for passed, _ in runs)
    assert (failed, counted(runs)[11], counted(runs)[5]) == (17, (17, 11), (11, 6))


def test_express_adds_two_per_cent() -> None:
    """A refund pays the express fee alone, and a slow row has the fee of `fee`."""
    row = {"kind": "refund", "amount": 100, "country": "DE", "express": True}
    slow = {**row, "kind": "sale", "express": False}
    assert (fee(row), right_fee(row), right_fee(slow), fee(slow)) == (4, 2, 2, 2)


def test_drawn_runs_fail_only_through_the_last_line() -> None:
    """Without harmless runs each run through the fault fails; with them some pass."""
    runs = drawn_runs(0, 5)
    assert {passed is (30 not in lines) for passed, lines in runs} == {True}
    some = [passed for passed, lines in drawn_runs(0.5, 5) if 30 in lines]
    assert set(some) == {True, False}


def test_lines_with_an_equal_score_all_come_first() -> None:
    """The place of a line that ties is the last one of the tie."""
    runs = [(False, [1, 2]), (True, [1])]
    assert place_of(2, runs, lambda failing, *_: float(failing)) == 2
    assert place_of(2, runs, lambda failing, passing, *_: failing - passing) == 1


def test_a_fleet_is_the_same_for_equal_seeds() -> None:
    """Odds sum to 1, and each part can be swapped."""
    belief, questions = fleet(3, 32)
    assert (belief, questions) == fleet(3, 32)
    assert (round(sum(belief.values()), 9), len(belief), len(questions)) == (1, 32, 54)
    assert belief != fleet(4, 32)[0]


def test_an_answer_narrows_the_belief() -> None:
    """The parts that are left share the odds of those that went."""
    belief = {"a": 0.5, "b": 0.3, "c": 0.2}
    assert narrowed(belief, ["a"], answer=False) == {"b": 0.6, "c": 0.4}
    assert narrowed(belief, ["a"], answer=True) == {"a": 1.0}


def test_a_policy_is_played_against_each_part() -> None:
    """The price is a mean weighted by odds, and so is the share of wrong names."""
    belief = {"a": 0.5, "b": 0.25, "c": 0.25}
    questions = {part: {"price": 2, "parts": [part]} for part in belief}

    def one_by_one(left: dict[str, float], _: Any) -> Any:
        return ("name", *left) if len(left) == 1 else min(left)

    def hasty(left: dict[str, float], _: Any) -> Any:
        return ("name", min(left)) if "a" not in left or len(left) == 1 else "a"

    got = expected_price(one_by_one, belief, questions)
    assert got == {"price": 3.0, "asked": 1.5, "wrong": 0.0, "useless": 0.0}
    assert expected_price(hasty, belief, questions)["wrong"] == 0.25


def test_a_policy_that_goes_astray_is_told() -> None:
    """No question, no end, and a question whose answer is known."""
    belief, questions = {"a": 1.0}, {"a?": {"price": 1, "parts": ["a"]}}
    with pytest.raises(ValueError, match="ask gave 'b\\?', which is no question and no name"):
        expected_price(lambda *_: "b?", belief, questions)
    with pytest.raises(ValueError, match="80 questions"):
        expected_price(lambda *_: "a?", belief, questions)
    replies = iter(["a?", ("name", "a")])
    assert expected_price(lambda *_: next(replies), belief, questions)["useless"] == 1


def test_a_schedule_is_played_and_goes_on_with_the_last_worker() -> None:
    """Both read before either writes, so a row is lost; the last number is worker 0's."""
    played = play(importer, [[5], [7]], [0, 0, 1, 1, 0])
    assert (played["values"], played["schedule"], played["end"]) == (
        {"total": 70},
        [0, 0, 1, 1, 0, 1],
        "done",
    )
    assert shown(played).splitlines()[:3] == ["0: fetch 5", "0: read total", f"{'':26}1: fetch 7"]


def test_each_schedule_is_played_once() -> None:
    """Two workers of three steps have 20 schedules, 12 of which lose a row."""
    plays = list(all_plays(importer, [[5], [7]]))
    schedules = {tuple(played["schedule"]) for played in plays}
    lost = sum(played["values"]["total"] != 120 for played in plays)
    assert (len(plays), len(schedules), lost) == (20, 20, 12)


def test_preemptions_bound_the_schedules() -> None:
    """Without any, only the order of three workers is left."""
    counts = [len(list(all_plays(importer, [[1], [2], [3]], bound))) for bound in (0, 1, 2)]
    assert counts == [6, 42, 192]


def test_failures_are_summed_up_by_kind() -> None:
    """Locks around the pair lose nothing; the two colleagues lose a row or wait for ever."""
    good = summed_up(locked, [[5], [7]], 2)
    assert (good["lost"], good["stuck"], good["held"], good["fetches"]) == (None,) * 4
    assert play(careful, [[5], [7]], [0] * 4 + [1] * 7)["values"]["total"] == 50
    assert play(crossed, [[5], [8]], [0, 0, 1, 1])["end"] == "stuck"
    assert summed_up(crossed, [[5], [8]])["stuck"] == [1, 0, 1, 0]


def test_a_fetch_under_a_lock_and_a_row_fetched_twice_are_seen() -> None:
    """Both are told by the first schedule that shows them."""

    def slow(rows: list[int]) -> Worker:
        yield ("lock", "books")
        yield ("fetch", rows[0])
        yield ("fetch", rows[0])
        yield ("unlock", "books")

    seen = summed_up(slow, [[1]])
    assert (seen["held"], seen["fetches"], seen["steps"]) == ([0] * 4, [0] * 4, 4)


def test_a_swap_writes_only_over_the_old_value() -> None:
    """It tells whether it wrote."""
    told = []

    def swapping(rows: list[int]) -> Worker:
        told.append((yield ("swap", "total", 0, rows[0])))
        told.append((yield ("swap", "total", 0, rows[0])))

    assert (play(swapping, [[4]], [])["values"], told) == ({"total": 4}, [True, False])


def test_a_worker_that_never_ends_is_stopped() -> None:
    """After 120 steps the play is endless."""

    def asking(rows: list[int]) -> Worker:
        while not (yield ("read", "ready")):
            assert rows

    assert play(asking, [[1]], [])["end"] == "endless"


@pytest.mark.parametrize(
    "step", ["read", (), ("read",), ("jump", "total"), ("write", "total"), None, 7]
)
def test_a_step_that_is_none_is_told(step: Any) -> None:
    """A worker may ask for six kinds of steps, each a tuple of its size."""

    def strange(rows: list[int]) -> Worker:
        assert rows
        yield step

    with pytest.raises(ValueError, match="which is no step"):
        play(strange, [[1]], [])


def test_a_lock_is_freed_only_by_its_holder() -> None:
    """Another worker's unlock is an error."""

    def rude(rows: list[int]) -> Worker:
        assert rows
        yield ("unlock", "books")

    with pytest.raises(ValueError, match="worker 0 unlocks 'books', which it has not locked"):
        play(rude, [[1]], [])


def test_too_many_schedules_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is told; 20 schedules are fewer than 21 and no fewer than 19."""
    monkeypatch.setattr("course.lessons.evidence.MOST_SCHEDULES", 19)
    with pytest.raises(ValueError, match="more than 19 schedules"):
        sum(1 for _ in all_plays(importer, [[5], [7]]))
    monkeypatch.setattr("course.lessons.evidence.MOST_SCHEDULES", 21)
    assert sum(1 for _ in all_plays(importer, [[5], [7]])) == 20


def test_pictures_say_what_they_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has a text for those who can't see it."""
    said: list[str] = []
    monkeypatch.setattr("course.lessons.evidence.show_figure", lambda _, alt: said.append(alt))
    draw_runs(fee_runs(1), 12)
    draw_places({"all": lambda *_: 1.0}, (0,), seeds=1)
    draw_fleet(fleet(0)[0])
    draw_schedules(list(all_plays(importer, [[5], [7]])), [True] * 20)
    assert said == [
        "the lines that 60 runs took, failing runs first",
        "how often the fault is among the first three lines of a ranking",
        "64 parts and the chance of each to be the faulty one",
        "20 schedules, step by step",
    ]

"""The rooms: each wrong version is wrong, each right one right, and trials tell them apart."""

import sys
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from types import SimpleNamespace

import pytest

from course.lessons.rooms import (
    BOOKING_PAGE,
    BUGS,
    JANUARY,
    REFACTORINGS,
    ROOM_FOR,
    TARIFF,
    WORKING_DAYS,
    accepts,
    all_combinations,
    ci_page,
    combinations_of,
    covered_rows,
    draw_examples,
    draw_number_line,
    draw_strengths,
    draw_trial,
    edited,
    examples_page,
    executed_lines,
    failure,
    greedy_rows,
    holding,
    january,
    malformed,
    outcome,
    red_tests,
    refusals,
    refused,
    released,
    right_tariffs,
    room_for,
    share_covered,
    trial,
    working_days,
    wrong_tariffs,
)

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
BOOKINGS = list(
    product((0, 29, 30, 31, 60, 61, 90, 240, 241, 300, 599, 600, 601), DAYS, (True, False))
)


def answers(function: Callable[..., object]) -> list[object]:
    return [outcome(function, *booking) for booking in BOOKINGS]


def test_every_bug_charges_somebody_otherwise() -> None:
    """No wrong tariff agrees with the released one on all bookings, and no two are alike."""
    prices = {name: answers(rooms.price) for name, rooms in wrong_tariffs().items()}

    assert len(prices) == len(BUGS) == 10
    assert [name for name, row in prices.items() if row == answers(released().price)] == []
    assert len({str(row) for row in prices.values()}) == 10


def test_refactorings_charge_the_same() -> None:
    """Each right tariff agrees with the released one on all bookings."""
    assert len(right_tariffs()) == len(REFACTORINGS) + 1
    for name, rooms in right_tariffs().items():
        assert answers(rooms.price) == answers(released().price), name


def test_the_tariff_keeps_its_four_rules() -> None:
    """Prices worked out by hand: a begun hour, the weekend, members, lengths."""
    price = released().price
    by_hand = {
        (60, "mon", False): 1000,
        (61, "mon", False): 2000,
        (90, "sat", False): 3000,
        (90, "sat", True): 2400,
        (90, "sun", True): 3000,
        (90, "fri", True): 1600,
        (29, "fri", True): "ValueError",
        (601, "fri", True): "ValueError",
    }

    assert {booking: outcome(price, *booking) for booking in by_hand} == by_hand


def test_january_has_one_right_version_and_four_wrong_ones() -> None:
    """The right one charges what its rules say, and each wrong one differs from it."""
    right = january(right=True)["right"]
    by_hand = {
        (240, "mon", False): 4800,
        (241, "mon", False): 5700,
        (600, "sat", True): 13770,
        (60, "sun", True): 1800,
        (29, "mon", True): "ValueError",
    }

    assert {booking: outcome(right, *booking) for booking in by_hand} == by_hand
    wrong = january(right=False)
    assert list(wrong) == ["A", "B", "C", "D"]
    assert [name for name, one in wrong.items() if answers(one) == answers(right)] == []


def test_working_days_are_right_or_wrong_as_named() -> None:
    """Both right versions agree with a calendar over seven weeks; each wrong one does not."""
    start = date(2026, 6, 1)
    spans = [
        (start + timedelta(a), start + timedelta(b)) for a in range(14) for b in range(35) if b >= a
    ]
    calendar = [
        len([n for n in range((b - a).days + 1) if (a + timedelta(n)).strftime("%a")[0] != "S"])
        for a, b in spans
    ]
    back = (start, start - timedelta(1))

    for one in working_days(right=True).values():
        assert [one(*span) for span in spans] == calendar
        assert outcome(one, *back) == "ValueError"
    for name, one in working_days(right=False).items():
        assert [*(one(*span) for span in spans), outcome(one, *back)] != [
            *calendar,
            "ValueError",
        ], name


@pytest.mark.parametrize("text", [TARIFF, JANUARY, WORKING_DAYS, ROOM_FOR])
def test_an_edit_that_misses_is_refused(text: str) -> None:
    """Neither nothing nor two places can be what an edit means."""
    with pytest.raises(ValueError, match="expected 'xyzzy' once in the text, got 0"):
        edited(text, ("xyzzy", "y"))
    with pytest.raises(ValueError, match="once in the text, got"):
        edited(text, ("e", "y"))


def sees_a_price(rooms: SimpleNamespace) -> None:
    assert rooms.price(90, "mon", False) == 2000


def never_red(_rooms: SimpleNamespace) -> None:
    assert True


def always_red(_rooms: SimpleNamespace) -> None:
    raise KeyError("mon")


def test_a_trial_names_the_red_tests() -> None:
    """A failing assert and any other exception are red; the order is that of the tests."""
    assert red_tests([always_red, never_red, sees_a_price], released()) == ["always_red"]
    versions = {"right": released(), "wrong": wrong_tariffs()["the last hour begun is free"]}
    table = trial([sees_a_price, never_red], versions)
    assert table == {"right": [], "wrong": ["sees_a_price"]}
    assert refused(table) == ["wrong"]


def test_a_failure_is_one_line() -> None:
    """The class and the message, the class alone where there is none, or green."""

    def mute(_rooms: SimpleNamespace) -> None:
        raise AssertionError

    lines = [failure(test, released()) for test in (never_red, always_red, mute)]
    assert lines == ["green", "KeyError: 'mon'", "AssertionError"]


def test_lines_are_counted_where_they_run() -> None:
    """A test of the hours runs one line; what traced before goes on tracing."""

    def hours(rooms: SimpleNamespace) -> None:
        rooms.hours_begun(1)

    def too_short(rooms: SimpleNamespace) -> None:
        rooms.price(1, "mon", False)

    before = sys.gettrace()
    assert executed_lines([]) == (0, 9)
    assert executed_lines([hours]) == (1, 9)
    assert executed_lines([hours, too_short]) == (3, 9)
    assert sys.gettrace() is before


def test_the_page_of_the_build_server_counts_and_names() -> None:
    """A row for each test, and the total with the coverage."""
    assert ci_page([never_red, always_red]).splitlines() == [
        "passed  never_red",
        "FAILED  always_red",
        "1 of 2 passed, 0 % of lines run",
    ]


def half(number: float) -> float:
    if number < 0:
        raise ValueError("negative")
    return number / 2


def test_an_example_compares_values_and_names_of_errors() -> None:
    """The result counts, or the class of the error; its message does not."""
    rows = [
        ((4,), 2),
        ((4,), 2.0),
        ((3,), 1),
        ((-1,), "ValueError"),
        ((-1,), "negative"),
        ((), "TypeError"),
    ]

    assert [accepts(row, half) for row in rows] == [True, True, False, True, False, True]
    assert refusals(rows[2:4], {"half": half, "double": lambda n: n * 2}) == {
        "half": [0],
        "double": [0, 1],
    }


@pytest.mark.parametrize(
    ("examples", "sentence"),
    [
        ([((1, 2), 3)], None),
        ([[[1, 2], 3.5]], None),
        (None, "expected a list of examples, got NoneType"),
        ("ab", "expected a list of examples, got str"),
        ([], "expected 1 to 2 examples, got 0"),
        ([((1, 2), 3)] * 3, "expected 1 to 2 examples, got 3"),
        ([7], "example 1 is 7, expected a pair (arguments, expected)"),
        ([((1, 2), 3), (1, 2, 3)], "example 2 is (1, 2, 3), expected a pair (arguments, expected)"),
        ([((1,), 3)], "example 1 has (1,), expected 2 arguments in a tuple"),
        ([(12, 3)], "example 1 has 12, expected 2 arguments in a tuple"),
        ([((1, 2), None)], "example 1 expects None: a number, or the name of an error"),
    ],
)
def test_the_form_of_examples_is_told_in_a_sentence(examples: object, sentence: str | None) -> None:
    """Whatever somebody writes is either well formed or named with its number."""
    assert malformed(examples, arguments=2, most=2) == sentence


def test_examples_that_hold_are_kept() -> None:
    """What is malformed, wrong or beyond the limit is left out; what is no list has none."""
    rows = [((4,), 2), 7, ((4,), 3), ((), 1), ((2,), 1), ((8,), 4)]

    assert holding(rows, half, arguments=1, most=5) == [((4,), 2), ((2,), 1)]
    assert holding(None, half, arguments=1, most=5) == []


def test_the_page_of_examples_counts_both_kinds_of_fault() -> None:
    """Refused right versions and accepted wrong ones are both visible, by example number."""
    page = examples_page(
        [((4,), 2), ((3,), 1)], {"half": half}, {"same": lambda n: n, "half": half}
    )

    assert [" ".join(line.split()) for line in page.splitlines()] == [
        "1 of 1 right versions refused",
        "half refused by 2",
        "2 of 2 wrong versions refused",
        "same refused by 1, 2",
        "half refused by 2",
    ]


def test_the_figure_says_how_many_versions_were_refused() -> None:
    """Wrong versions above, right ones below; a red field for each test that fails."""
    figure = draw_trial([sees_a_price, never_red], wrong_tariffs(), right_tariffs())
    titles = [axis.get_title() for axis in figure.axes]
    red = [len([text for text in axis.texts if text.get_text() == "red"]) for axis in figure.axes]

    assert titles == ["4 of 10 wrong versions refused", "0 of 4 right versions refused"]
    assert red == [4, 0]


def test_the_figure_of_examples_numbers_them() -> None:
    """A column for each example, also where one refuses nothing."""
    figure = draw_examples([((4,), 2), ((0,), 0)], {"same": lambda n: n}, {"half": half})

    assert [label.get_text() for label in figure.axes[1].get_xticklabels()] == [
        "example 1",
        "example 2",
    ]
    assert len(figure.axes[0].texts) == 1


def test_rooms_are_chosen_by_size_and_each_wrong_version_errs_once() -> None:
    """The right version by hand; each wrong one differs where its name says, and nowhere else."""
    sizes = range(-2, 45)
    by_hand = [
        "ValueError" if n < 1 or n > 40 else "Blue" if n <= 8 else "Green" if n <= 20 else "Hall"
        for n in sizes
    ]
    right = room_for(right=True)["right"]

    assert [outcome(right, n) for n in sizes] == by_hand
    errs = {
        name: [n for n in sizes if outcome(one, n) != outcome(right, n)]
        for name, one in room_for(right=False).items()
    }
    assert errs == {
        "8 people get Green": [8],
        "9 people get Blue": [9],
        "20 people get the Hall": [20],
        "21 people get Green": [21],
        "40 people get nothing": [40],
        "41 people get the Hall": [41],
        "nobody gets Blue": [0],
        "everybody from 9 on gets the Hall": list(range(9, 21)),
    }


SMALL = {"a": ["1", "2"], "b": ["1", "2", "3"], "c": ["1"]}


def test_a_row_has_its_pairs_and_a_table_all_of_them() -> None:
    """Pairs are sets of (option, value); the counts are those of arithmetic."""
    row = {"a": "1", "b": "2"}

    assert combinations_of(row) == {frozenset({("a", "1"), ("b", "2")})}
    assert len(all_combinations(SMALL)) == 2 * 3 + 2 * 1 + 3 * 1
    assert len(all_combinations(SMALL, 3)) == 6
    assert len(all_combinations(BOOKING_PAGE)) == 153


def test_rows_are_asked_for_until_nothing_is_open() -> None:
    """Forbidden pairs are never open; the loop ends at None, and after so many rows."""
    asked: list[int] = []
    rows = [dict(zip(SMALL, values, strict=True)) for values in product(*SMALL.values())]
    forbidden = {frozenset({("a", "2"), ("b", "3")})}

    def in_order(open_pairs: set, _table: object, barred: set) -> dict[str, str]:
        asked.append(len(open_pairs))
        open_pairs.clear()  # what it does to its arguments changes nothing
        barred.clear()
        return rows[len(asked) - 1]

    assert covered_rows(in_order, SMALL, forbidden) == (rows[:5], set())
    assert asked == [10, 7, 5, 3, 1]
    assert forbidden == {frozenset({("a", "2"), ("b", "3")})}
    assert covered_rows(lambda *_: None, SMALL, set()) == ([], all_combinations(SMALL))
    assert len(covered_rows(lambda *_: rows[0], SMALL, set(), most=4)[0]) == 4
    assert covered_rows(lambda *_: ("1", "1"), SMALL, set())[0] == [("1", "1")]


@pytest.mark.parametrize("strength", [1, 2, 3])
def test_greedy_rows_cover_everything_of_their_strength(strength: int) -> None:
    """The share is whole for the strength asked for, the same for the same seed."""
    rows = greedy_rows(SMALL, strength, seed=7)

    assert share_covered(rows, SMALL, strength) == 1.0
    assert rows == greedy_rows(SMALL, strength, seed=7)
    assert len(rows) == {1: 3, 2: 6, 3: 6}[strength]


def test_a_single_row_covers_its_share() -> None:
    """One of six pairs of a and b, one of two of a and c, one of three of b and c."""
    assert share_covered([{"a": "1", "b": "1", "c": "1"}], SMALL, 2) == 3 / 11


def test_strengths_are_drawn_with_their_spread() -> None:
    """A dot for each seed and strength, and axes that begin at zero."""
    figure = draw_strengths(SMALL, range(4))

    assert [len(dots.get_offsets()) for axis in figure.axes for dots in axis.collections] == [4] * 6
    assert [axis.get_ylim()[0] for axis in figure.axes] == [0, 0]
    assert [text.get_text() for text in figure.axes[0].texts] == ["3", "6", "6"]


def test_inputs_stand_beside_their_limit() -> None:
    """On a limit, just below it, or in the middle of a class: in that order from left to right."""
    (axis,) = draw_number_line([2, 10], ["low", "mid", "high"], [1, 2, 5, 9, 10]).axes

    places = [float(line.get_xdata()[0]) for line in axis.lines if line.get_marker() == "o"]
    assert places == [0.96, 1.04, 1.5, 1.96, 2.04]

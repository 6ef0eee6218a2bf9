"""Suites: mutants are what a tool would make, the suite is as the notebook says, figures show it."""

import re
from itertools import pairwise, product
from types import SimpleNamespace

import matplotlib.pyplot as plt
import pytest

from course.lessons.rooms import TARIFF, edited, outcome
from course.lessons.suites import (
    DEPOSIT,
    KINDS,
    PRICE_MUTANTS,
    SLIPS,
    SURVIVORS,
    build_log,
    changed_line,
    deposit,
    draw_growth,
    draw_suite,
    fee_rules,
    fee_version,
    fees,
    growth,
    lines_of_price,
    mutants,
    old_tests,
    plan_page,
    red_in_builds,
    suite_kills,
    suite_minutes,
    verdict,
    workplace,
)

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def test_each_mutant_of_the_tariff_differs_somewhere() -> None:
    """None of the twelve is equivalent, but for the message, which no booking's price shows."""
    right = edited(TARIFF).price
    inputs = list(product((29, 30, 60, 61, 600, 601), DAYS, (False, True)))
    alike = [
        name
        for name, edit in PRICE_MUTANTS.items()
        if all(outcome(right, *one) == outcome(edited(TARIFF, edit).price, *one) for one in inputs)
    ]
    assert alike == ["the message begins with XX"]


def test_three_survivors_of_the_deposit_are_equivalent() -> None:
    """All guests, hours and days that the notebook allows were tried."""
    inputs = list(product(range(1, 61), range(1, 13), DAYS))
    right = [deposit()(*one) for one in inputs]
    alike = [name for name in SURVIVORS if [deposit(name)(*one) for one in inputs] == right]
    assert alike == ["B", "G", "H"]
    assert (min(right), max(right)) == (5000, 24000)


def test_mutants_change_one_place_each() -> None:
    """Every place of every swap in turn, and the rest of the text as it was."""
    text = "a <= b\nc < d <= e"
    assert list(mutants(text, [("<=", "<"), ("<(?!=)", "<=")])) == [
        "a < b\nc < d <= e",
        "a <= b\nc < d < e",
        "a <= b\nc <= d <= e",
    ]
    assert changed_line(text, "a <= b\nc < d < e") == "c < d < e"


@pytest.mark.parametrize(
    ("variant", "amounts", "right", "wrong"),
    [
        (
            "A",
            ([10], [12, 12, 12], [2, 12]),
            [500, 3900, 500],
            ([1200, 3900, 500], [500, 3600, 500], [500, 3900, 1200]),
        ),
        (
            "B",
            ([14], [15, 15, 15], [2, 15]),
            [100, 780, 100],
            ([240, 780, 100], [100, 720, 100], [100, 780, 240]),
        ),
    ],
)
def test_practice_versions_of_a_fee_are_wrong_somewhere(
    variant: str, amounts: tuple[list[int], ...], right: list[int], wrong: tuple[list[int], ...]
) -> None:
    """The right ones keep the rules; each other one breaks them in one of three cases."""
    calls = list(zip(amounts, (False, False, True), strict=True))

    def costs(*, kept: bool) -> list[list[object]]:
        versions = fees(variant, right=kept).values()
        return [[outcome(fee, *call) for call in calls] for fee in versions]

    assert costs(kept=True) == [right] * 3
    assert costs(kept=False) == list(wrong)


@pytest.mark.parametrize("variant", ["A", "B"])
def test_right_fees_of_all_styles_agree(variant: str) -> None:
    """On lists of up to four numbers from both sides of every limit."""
    numbers = (0, 1, 10, 11, 32, 33) if variant == "A" else (0, 1, 14, 15, 40, 41)
    lists = [list(some) for length in range(5) for some in product(numbers, repeat=length)]
    first, *others = fees(variant, right=True).values()
    for regular in (False, True):
        expected = [outcome(first, amounts, regular) for amounts in lists]
        for fee in others:
            assert [outcome(fee, amounts, regular) for amounts in lists] == expected


def test_the_rules_of_a_fee_say_what_it_does() -> None:
    """Each number of the rules is a number of the program, in the words of the variant."""
    for variant, limit, most in (("A", 10, 32), ("B", 14, 40)):
        numbers = {int(word) for word in re.findall(r"\d+", fee_rules(variant))}
        fee = fee_version(variant)
        low, high, third = fee([limit], False), fee([limit + 1], False), fee([1, 1, 1], False)
        assert numbers == {1, most, limit, low, high, third - 3 * low}
        assert [outcome(fee, [n], False) for n in (0, 1, most, most + 1)] == [
            "ValueError",
            low,
            high,
            "ValueError",
        ]


def test_an_edit_holds_for_both_variants() -> None:
    """It is said of the text with its placeholders, and one that misses is an error."""
    later = ("$one <= $limit", "$one <= $limit + 1")
    got = [fee_version(variant, later)([one], False) for variant, one in (("A", 11), ("B", 15))]
    assert got == [500, 100]
    with pytest.raises(ValueError, match="once in the text, got 0"):
        fee_version("B", ("kilos", "stones"))


@pytest.mark.parametrize("variant", ["A", "B"])
def test_two_of_the_old_tests_are_flaky_and_one_is_blind(variant: str) -> None:
    """On the right program, and on the one in which nobody is called; all are green in one build."""
    tests = old_tests(variant)
    assert list(tests) == ["test_hour", "test_open", "test_call"]
    assert red_in_builds(variant, tests) == ["test_hour", "test_open"]
    call = {"test_call": tests["test_call"]}
    assert red_in_builds(variant, call, SLIPS["nobody is called"]) == []
    assert build_log(variant, tests).splitlines()[:5] == [
        "build 1  10:00  hour, open, call               red: none",
        "build 2  10:00  hour, open, call               red: open (AssertionError)",
        "build 3  10:00  call, open, hour               red: open (AssertionError)",
        "build 4  10:00  other tests, hour, open, call  red: open (AssertionError)",
        "build 5  19:00  hour, open, call               red: hour (AssertionError)",
    ]


@pytest.mark.parametrize("variant", ["A", "B"])
def test_a_workplace_is_shown_as_it_runs(variant: str) -> None:
    """Both variants have as many lines, and differ in words; none is left out of a place."""
    text = workplace(variant)
    assert (text.count("\ndef "), text.count("\n"), "$" in text) == (9, 46, False)
    names = {"A": ["shift", "take", "free", "remind"], "B": ["phase", "count", "left", "recheck"]}
    assert [f"\ndef {name}(" in text for name in names[variant]] == [True] * 4


def test_a_slip_is_red_where_it_shows() -> None:
    """A test that asks one question is red in a program that answers it otherwise."""

    def first(work: SimpleNamespace) -> None:
        assert work.shift(5) == "night"

    def free(work: SimpleNamespace) -> None:
        work.clear()
        assert work.take("mon", "Ada") is True
        assert (work.take("mon", "Bo"), work.free(days=["mon"])) == (False, [])

    def call(work: SimpleNamespace) -> None:
        work.take("wed", "Cy")
        assert work.remind("wed", lambda *told: told)[1] == "wed"

    tests = {"first": first, "free": free, "call": call}
    assert red_in_builds("A", tests) == []
    got = [red_in_builds("A", tests, slip) for slip in SLIPS.values()]
    assert got == [["first"], ["free"], ["call"]]
    assert red_in_builds("B", tests) == ["call", "first", "free"]


def test_other_tests_leave_what_they_have_taken() -> None:
    """In some builds a day is gone before a test begins, and in others nothing is."""
    seen = set()

    def look(work: SimpleNamespace) -> None:
        days = ["mon", "tue"]
        seen.add((work.shift(), tuple(work.free(days))))

    assert red_in_builds("A", {"look": look}) == []
    assert seen == {
        ("early", ("mon", "tue")),
        ("early", ("tue", "mon")),
        ("early", ()),
        ("late", ("mon", "tue")),
        ("night", ("mon", "tue")),
        ("night", ()),
    }


def test_a_test_that_is_not_written_yet_goes_up() -> None:
    """So that a notebook can say so."""

    def unwritten(work: object) -> None:
        raise NotImplementedError

    with pytest.raises(NotImplementedError):
        red_in_builds("A", {"unwritten": unwritten})


def test_only_an_assertion_error_refuses() -> None:
    """Another error is told by its name, and a check that is not written yet goes up."""

    def refusing(function: object) -> None:
        assert function is None

    def broken(function: object) -> None:
        raise KeyError(function)

    def unwritten(function: object) -> None:
        raise NotImplementedError

    assert [verdict(refusing, print), verdict(print, None), verdict(broken, print)] == [  # type: ignore[arg-type]
        "refuses",
        "accepts",
        "KeyError",
    ]
    with pytest.raises(NotImplementedError):
        verdict(unwritten, print)


def test_the_suite_takes_twenty_minutes() -> None:
    """24 tests; two of forty mutants live, and 18 tests can each go without a loss."""
    minutes, kills = suite_minutes(), suite_kills()
    assert (len(minutes), round(sum(minutes.values()), 1)) == (24, 20.0)
    dead = set().union(*kills.values())
    names = {f"{kind} {number}" for kind in KINDS for number in range(1, 6)}
    assert names - dead == {"rounding 5", "two at once 5"}
    spare = [t for t in kills if set().union(*(kills[o] for o in kills if o != t)) == dead]
    assert len(spare) == 18


def test_the_cheapest_tests_that_kill_all_take_six_point_nine_minutes() -> None:
    """By enumeration of all ways to kill the mutant that fewest tests kill, and so on."""
    minutes, kills = suite_minutes(), suite_kills()
    best = [99.0]

    def search(left: frozenset[str], cost: float) -> None:
        if cost >= best[0]:
            return
        if not left:
            best[0] = cost
            return
        rare = min(left, key=lambda name: (sum(name in dead for dead in kills.values()), name))
        for test in kills:
            if rare in kills[test]:
                search(left - kills[test], cost + minutes[test])

    search(frozenset(set().union(*kills.values())), 0.0)
    assert round(best[0], 1) == 6.9


def test_a_plan_is_told_by_kinds() -> None:
    """Minutes, mutants that die, and those that hang on one test."""
    page = plan_page(["mail_text", "mail_once", "race_pairs"])
    assert page.splitlines()[0] == "3 tests, 1.5 minutes, 8 mutants die"
    assert page.splitlines()[-3:] == [
        "  mails        4 of 5, 1 by one test alone: mail_once",
        "  clock        0 of 5",
        "  two at once  4 of 5, 4 by one test alone: race_pairs",
    ]


def test_lines_and_kills_grow_with_the_examples() -> None:
    """A refused booking runs two lines; over twenty draws lines are full long before kills."""
    body = TARIFF.splitlines().index("def price(minutes, day, member):") + 1
    assert lines_of_price(((5, "mon", False), "ValueError")) == {body + 1, body + 2}
    draws = [growth(seed) for seed in range(20)]
    assert [growth(3) == draws[3], len(draws[0])] == [True, 16]
    assert all(a <= b for draw in draws for a, b in pairwise(draw))
    assert sorted(draw[-1][0] for draw in draws)[10] == 100
    assert max(draw[-1][1] for draw in draws) == 75


def test_figures_are_drawn_and_closed() -> None:
    """The suite has a row for each test, the growth two lines from zero."""
    suite, lines = draw_suite(), draw_growth(range(3))
    assert [tick.get_text() for tick in suite.axes[0].get_yticklabels()] == list(suite_minutes())
    assert len(suite.axes[1].patches) == 24 * 40
    assert [len(lines.axes[0].lines), lines.axes[0].get_ylim()] == [2, (0.0, 105.0)]
    assert plt.get_fignums() == []


def test_the_deposit_is_shown_as_it_runs() -> None:
    """A party of 21 for twelve hours on a Sunday meets the limit."""
    assert "24000" in DEPOSIT
    assert [deposit()(21, 12, "sun"), deposit()(1, 5, "sun"), deposit()(1, 1, "mon")] == [
        24000,
        7000,
        5000,
    ]

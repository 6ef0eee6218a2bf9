import random
from inspect import signature
from shutil import which

import pytest

from course.lessons.importer import (
    ASKERS,
    CAUSES,
    LOOKS,
    NODE_1,
    NODE_3,
    OBSERVED,
    PAIR,
    SITUATIONS,
    THREAD,
    UNEXPLAINED,
    USUAL,
    Asker,
    Night,
    PricedLook,
    bars,
    bisect,
    bisect_outside,
    bits,
    chosen,
    compare_askers,
    draw_askers,
    draw_rates,
    draw_unexplained,
    even,
    fails_with,
    file_of_may,
    flaky,
    gain,
    loses,
    night,
    rates,
    share_after,
    signs_table,
    updated,
)


def test_each_look_has_a_sign_for_each_cause():
    """No look leaves out an explanation, in the case and in the situations."""
    lengths = [(len(CAUSES), look) for look in LOOKS.values()]
    for situation in SITUATIONS.values():
        lengths += [(len(situation.belief), look) for look in situation.looks.values()]
    assert [look.asks for length, look in lengths if len(look.signs) != length] == []


def test_shares_of_a_belief_add_up_to_one():
    """Before a look, after a yes and after a no."""
    belief = even(list(CAUSES))
    likely = LOOKS["log"].likely(list(CAUSES))
    sums = [
        round(sum(each.values()), 9)
        for each in (belief, updated(belief, likely, True), updated(belief, likely, False))
    ]
    assert sums == [1, 1, 1]


def test_a_look_that_all_expect_moves_nothing():
    """The busy node speaks for no explanation, and its gain is nothing."""
    belief = even(list(CAUSES))
    after = updated(belief, LOOKS["busy"].likely(list(CAUSES)), True)
    assert (
        {round(share, 9) for share in after.values()},
        round(gain(belief, LOOKS["busy"]), 9),
    ) == (
        {round(1 / 12, 9)},
        0,
    )


def test_an_even_look_at_two_causes_takes_most_of_a_bit():
    """A look that is never wrong would take the whole bit, ours errs in 5 % of cases."""
    belief = even(["a", "b"])
    look = PricedLook(asks="a?", price=1, signs="+-")
    assert (bits(belief), round(gain(belief, look), 2)) == (1, 0.71)


def test_a_look_that_is_done_gains_nothing():
    """Whatever its signs say."""
    look = PricedLook(asks="a?", price=1, signs="+-", done=True)
    assert gain(even(["a", "b"]), look) == 0


def test_the_three_looks_of_the_page_find_the_clock():
    """They cost seven, and leave one explanation."""
    case = Night()
    said = [case.look(name) for name in ("log", "lost", "clocks")]
    assert (case.paid, said[-1].endswith("Paid 7. Most likely: clock, 98%")) == (7, True)


def test_a_look_taken_twice_costs_twice_and_moves_the_bars_once():
    """The answer is the same one, so it says nothing new."""
    once, twice = Night(), Night()
    once.look("log")
    twice.look("log")
    twice.look("log")
    assert (twice.belief == once.belief, twice.paid) == (True, 4)


def test_a_look_that_does_not_exist_is_refused():
    """The message lists those that exist."""
    with pytest.raises(ValueError, match="busy, good, log"):
        Night().look("logs")


def test_askers_take_the_look_that_their_name_says():
    """At the start of the case, when all causes are alike."""
    belief = even(list(CAUSES))
    got = [chosen(asker, belief, LOOKS) for asker in ASKERS]
    assert got == ["busy", "busy", "log"]


def test_no_asker_takes_a_look_beyond_the_budget():
    """With nothing to spend, the true cause keeps its even share."""
    shares = [share_after(asker, "clock", random.Random(1), budget=0) for asker in ASKERS]
    assert shares == [1 / 12] * 3


def test_bits_for_the_price_lead_in_every_seed():
    """As the page says under its figure."""
    shares = compare_askers(seeds=10)
    best = shares["most bits for the price"]
    others = zip(*(shares[asker] for asker in ASKERS[:2]), strict=True)
    assert [max(two) < one for one, two in zip(best, others, strict=True)] == [True] * 10


def test_tables_have_a_row_for_each_cause():
    """And one for the names, and one for the prices."""
    belief = even(list(CAUSES))
    lengths = [len(text.splitlines()) for text in (signs_table(list(CAUSES), LOOKS), bars(belief))]
    assert lengths == [14, 12]


def test_a_situation_is_printed_with_its_looks():
    """A look that is done says so."""
    assert ("(done)" in str(SITUATIONS[7]), "(done)" in str(SITUATIONS[1])) == (True, False)


def test_observations_are_messages_of_the_thread():
    """They are counted from one."""
    assert [number for number in OBSERVED if not 1 <= number <= len(THREAD)] == []


def test_a_usual_night_writes_all_rows():
    """And its arguments are those that are listed."""
    assert (night(), set(USUAL)) == (
        {"read": 1900, "written": 1900, "lost": 0, "doubled": 0},
        set(signature(night).parameters),
    )


@pytest.mark.parametrize(
    ("changed", "lost", "doubled"),
    [
        ({"late": 60, "ahead": 30}, 30, 0),
        ({"late": 50, "ahead": 27}, 22, 0),
        ({"late": 60, "ahead": 120}, 60, 0),
        ({"rows": 2001}, 1, 0),
        ({"rows": 8001, "workers": 4}, 1, 0),
        ({"drops": 3, "retries": 1}, 200, 0),
        ({"drops": 2, "merge": False}, 0, 100),
        ({"drops": 1, "batch": 501}, 0, 1),
        ({"rows": 10, "late": 0, "drops": 5, "retries": 0}, 10, 0),
    ],
)
def test_rows_are_lost_and_doubled_by_rule(changed, lost, doubled):
    """Clock, size, drops, retries and batches, one after the other, and at the limits."""
    rows = night(**changed)
    assert (rows["lost"], rows["doubled"], rows["written"]) == (
        lost,
        doubled,
        rows["read"] - lost + doubled,
    )


@pytest.mark.parametrize(
    "changed",
    [{"rows": 0}, {"ahead": -1}, {"batch": 1001}, {"retries": 1.5}, {"late": 1901}, {"merge": 1}],
)
def test_numbers_outside_their_limits_are_refused(changed):
    """So no claim is refuted by a night that cannot be."""
    with pytest.raises(ValueError, match=next(iter(changed))):
        night(**changed)


def test_figures_are_drawn(monkeypatch):
    """Each names what it shows."""
    alts: list[str] = []
    monkeypatch.setattr("course.lessons.importer.show_figure", lambda _, alt: alts.append(alt))
    draw_askers(compare_askers(seeds=2, cases=4))
    for until in UNEXPLAINED:
        draw_unexplained(until)
    assert alts[:2] == [
        "Share of the true cause for three ways of asking, ten seeds each",
        "40 of 40 lost rows are unexplained",
    ]


def test_an_asker_runs_each_choice_once_and_keeps_its_budget():
    """A question beyond the budget is an error, a known one is not."""
    ask = Asker(lambda items: "a" in items, 2)
    got = [ask("a"), ask("b"), ask("a"), ask.runs]
    with pytest.raises(RuntimeError, match="budget of 2 runs"):
        ask("c")
    assert got == [True, False, True, 2]


def test_an_asker_ends_a_search_that_goes_round():
    """After 50 questions for each run of its budget."""
    ask = Asker(lambda _: None, 1)
    for _ in range(50):
        ask("a")
    with pytest.raises(RuntimeError, match="over and over"):
        ask("a")


def test_the_file_needs_both_rows_of_the_pair():
    """And neither half has both."""
    rows = file_of_may()
    parts = (rows, rows[:950], rows[950:], list(PAIR), list(PAIR[:1]))
    assert ([loses(part) for part in parts], len(rows)) == ([True, False, False, True, False], 1900)


def test_no_single_setting_makes_node_1_fail():
    """It takes two of the forty, and all forty have them."""
    alone = [name for name in NODE_1 if fails_with({**NODE_1, name: NODE_3[name]})]
    assert (alone, fails_with(NODE_1), fails_with(NODE_3), len(NODE_1)) == ([], False, True, 40)


def test_a_test_without_errors_leads_bisection_to_the_first_bad_commit():
    """Wherever it is."""
    got = [bisect(16, flaky(first, 0, 0, "a")) for first in range(16)]
    assert got == list(range(16))


def test_a_commit_that_cannot_be_built_answers_none():
    """And only that one."""
    run = flaky(1, 0, 0, "a", {2})
    assert [run(commit) for commit in range(4)] == [False, True, None, True]


def test_repeats_cure_errors_of_one_side_and_not_of_both():
    """As the page says under its figures."""
    means = [sum(rates(0.2, false, 5, seeds=2, draws=50)) / 2 for false in (0, 0.2)]
    assert (means[0] > 0.95, means[1] < 0.1) == (True, True)


@pytest.mark.skipif(not which("git"), reason="git is not installed here")
def test_git_finds_the_first_bad_commit():
    """In a repository of few commits, of which one cannot be tested."""
    assert bisect_outside(25, 30).splitlines()[-1] == "change 25"


def test_without_git_the_cell_says_so(monkeypatch):
    """Nothing is built then."""
    monkeypatch.setattr("course.lessons.importer.which", lambda _: None)
    assert bisect_outside(3, 4).startswith("git is not installed here")


def test_rates_are_drawn(monkeypatch):
    """The figure names both errors."""
    alts: list[str] = []
    monkeypatch.setattr("course.lessons.importer.show_figure", lambda _, alt: alts.append(alt))
    monkeypatch.setattr("course.lessons.importer.rates", lambda *_: [0.4])
    draw_rates(0.2, 0)
    assert alts == ["Success of bisection, misses 20%, false alarms 0%"]

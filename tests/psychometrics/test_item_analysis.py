"""How test cells behave: against values worked by hand, and against numpy."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.jobs import Verdict
from course.program import load_program
from course.psychometrics.item_analysis import (
    FEW,
    FEWEST,
    NOT_ATTEMPTED,
    Answer,
    Flag,
    Item,
    Key,
    flags,
    items,
    kr20,
    point_biserial,
    reliability,
    upper_lower,
    wilson,
)

A, B = Key("01-x", "ex1-tests"), Key("01-x", "ex2-tests")
# Of 20 learners 8 pass both tests, 2 only A, 4 only B, 6 none.
TABLE = [(1, 1)] * 8 + [(1, 0)] * 2 + [(0, 1)] * 4 + [(0, 0)] * 6


def cohort(scores: list[tuple[float | None, float | None]]) -> dict[str, dict[Key, Answer]]:
    """Learners with points in A (of 1) and B (of 1)."""
    return {
        f"learner-{number:02}": {A: Answer(a, 1), B: Answer(b, 1)}
        for number, (a, b) in enumerate(scores, start=1)
    }


def analysed(answers: dict[str, dict[Key, Answer]]) -> tuple[Item, Item]:
    first, second = items(answers)
    return first, second


def test_a_table_of_four_worked_by_hand() -> None:
    """Phi = (8*6 - 2*4) / sqrt(10*10*12*8) = 40 / sqrt(9600); Wilson for 10 of 20 is 0.5 -+ 0.2007."""
    first, second = analysed(cohort(TABLE))

    assert (first.n, first.passed, first.share) == (20, 10, 0.5)
    assert first.interval == pytest.approx((0.299298, 0.700702), abs=1e-6)
    assert first.discrimination == pytest.approx(40 / 9600**0.5)
    assert (second.passed, second.discrimination) == (12, pytest.approx(40 / 9600**0.5))
    assert (first.flags, first.caution) == ((), "20 answers, fewer than 100: rough")


@pytest.mark.parametrize(
    ("passed", "n", "expected"),
    [
        (8, 10, (0.490162, 0.943318)),
        (0, 20, (0.0, 0.161125)),  # z^2 / (n + z^2) = 3.841459 / 23.841459
        (20, 20, (0.838875, 1.0)),
        (1, 1, (0.206549, 1.0)),  # 1 / (1 + z^2)
    ],
)
def test_wilson_by_hand(passed: int, n: int, expected: tuple[float, float]) -> None:
    """The interval is Wilson's, also where everybody or nobody passes."""
    assert wilson(passed, n) == pytest.approx(expected, abs=1e-6)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share(case: tuple[int, int]) -> None:
    """The interval lies in 0 to 1 and has the share in it."""
    low, high = wilson(*case)

    assert 0 <= low <= case[0] / case[1] + 1e-12 and case[0] / case[1] - 1e-12 <= high <= 1


@pytest.mark.parametrize("seed", range(5))
def test_correlations_are_numpy_s(seed: int) -> None:
    """Item against the rest of the score, for six items of several points, equals corrcoef."""
    draw = random.Random(seed)
    worth = [1, 2, 3, 1, 5, 2]
    keys = [Key("01-x", f"ex{number}-tests") for number in range(6)]
    scores = np.array([[w * (draw.random() < 0.6) for w in worth] for _ in range(50)], dtype=float)
    answers = {
        f"learner-{row:02}": {
            k: Answer(float(p), w) for k, p, w in zip(keys, expected_values, worth, strict=True)
        }
        for row, expected_values in enumerate(scores)
    }
    rest = scores.sum(axis=1, keepdims=True) - scores
    expected = [np.corrcoef(scores[:, i], rest[:, i])[0, 1] for i in range(6)]

    assert [item.discrimination for item in items(answers)] == pytest.approx(expected)


def test_partial_points_are_no_pass_but_count_in_the_rest() -> None:
    """Half the points is not passed; for the other item's rest it is half."""
    pairs = [(0.5, 1.0), (1.0, 1.0), (0.0, 0.0), (0.5, 0.0)] * 5
    first, second = analysed(cohort(list(pairs)))

    assert (first.passed, second.passed) == (5, 10)
    halves = np.array(pairs)
    assert second.discrimination == pytest.approx(np.corrcoef(halves[:, 1], halves[:, 0])[0, 1])


def test_an_unknown_is_no_value() -> None:
    """Learners without a score, or who did not attempt, change no number but their own counts."""
    known = cohort(TABLE)
    more = known | {
        "unknown-1": {A: Answer(None, 1), B: Answer(None, 1)},
        "unknown-2": {A: Answer(0, 1, NOT_ATTEMPTED), B: Answer(0, 1, NOT_ATTEMPTED)},
        "unknown-3": {A: Answer(None, 1)},
    }
    for before, after in zip(analysed(known), analysed(more), strict=True):
        same = ("n", "passed", "share", "interval", "discrimination", "flags")
        assert [getattr(before, name) for name in same] == [getattr(after, name) for name in same]
    assert [i.unknown for i in items(more)] == [2, 1]
    assert items(more)[0].verdicts == {NOT_ATTEMPTED: 1}


def test_who_has_no_other_answer_has_no_rest() -> None:
    """A learner whose other test is unknown counts in the share, not in the correlation."""
    first, _ = analysed(cohort([*TABLE, *[(1, None)] * 5]))

    assert (first.n, first.passed) == (25, 15)
    assert first.discrimination == pytest.approx(40 / 9600**0.5)


@pytest.mark.parametrize(
    ("n", "judged", "caution"),
    [
        (19, False, "19 answers, fewer than 20: no statistics"),
        (20, True, "20 answers, fewer than 100: rough"),
        (99, True, "99 answers, fewer than 100: rough"),
        (100, True, ""),
    ],
)
def test_small_cohorts_are_refused_or_cautioned(n: int, judged: bool, caution: str) -> None:
    """Below 20 answers there is no statistic and no flag, below 100 a caution."""
    scores = [(float(k % 2), float(k % 2 == 0)) for k in range(n)]  # each the other's opposite
    first, _ = analysed(cohort(list(scores)))

    assert (first.share is not None) == (first.interval is not None) == judged
    assert (first.discrimination is not None) == judged
    assert first.flags == ((Flag.REVERSED,) if judged else ())
    assert first.caution == caution


@pytest.mark.parametrize(
    ("share", "r", "expected"),
    [
        (0.2, 0.15, ()),
        (0.95, 0.15, ()),
        (0.199, 0.3, (Flag.HARD,)),
        (0.951, 0.3, (Flag.EASY,)),
        (0.5, 0.149, (Flag.WEAK,)),
        (0.5, 0.0, (Flag.WEAK,)),
        (0.5, -0.001, (Flag.REVERSED,)),
        (0.1, -0.2, (Flag.REVERSED, Flag.HARD)),
        (None, None, ()),
        (0.99, None, (Flag.EASY,)),
    ],
)
def test_the_rules(share: float | None, r: float | None, expected: tuple[Flag, ...]) -> None:
    """Beyond a mark there is a flag, on it there is none, and what is unknown breaks no rule."""
    assert flags(share, r, {}) == expected


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ({"passed": 12}, ()),
        ({"passed": 10, "killed": 2}, ()),  # lower end 0.047
        ({"passed": 9, "killed": 1, "timed_out": 2}, (Flag.STOPS,)),  # lower end 0.089
        ({"passed": 9, "raised": 11}, (Flag.RAISES,)),  # lower end 0.342
        ({"passed": 14, "raised": 6}, ()),  # lower end 0.145
        ({"not_attempted": 40, "passed": 3}, ()),
        ({"not_attempted": 40}, ()),
    ],
)
def test_verdicts_have_rules_for_small_cohorts_too(
    kinds: dict[str, int], expected: tuple[Flag, ...]
) -> None:
    """A kind is flagged where even the lower end of its interval is beyond the mark."""
    assert flags(None, None, kinds) == expected


def test_a_constant_has_no_correlation() -> None:
    """Where everybody passes, or the rest never varies, there is none, and it is not 0."""
    assert point_biserial([(True, float(k)) for k in range(30)]) is None
    assert point_biserial([(k % 2 == 0, 1.0) for k in range(30)]) is None


def test_the_word_for_not_attempted_is_the_grader_s() -> None:
    """This floor may not import the grader, but means the same."""
    assert NOT_ATTEMPTED == Verdict.NOT_ATTEMPTED


def test_nobody_is_no_error() -> None:
    """Without answers there are no items."""
    assert items({}) == ()
    assert items({"learner-01": {}}) == ()


# Ten students, ten questions on reliability: K. L. Wuensch, "The Kuder-Richardson 20",
# https://core.ecu.edu/wuenschk/StatHelp/KR20.txt, with totals, p, p q and the variance of totals.
WUENSCH = (
    "1111110110",
    "1011011101",
    "1111011001",
    "0010001000",
    "0000010010",
    "1110111111",
    "1101110111",
    "1111111101",
    "0101111101",
    "1101101110",
)
TOTALS = [8, 7, 7, 2, 2, 9, 8, 9, 7, 7]
P = [0.7, 0.7, 0.6, 0.7, 0.6, 0.8, 0.7, 0.7, 0.5, 0.6]
PQ = [0.21, 0.21, 0.24, 0.21, 0.24, 0.16, 0.21, 0.21, 0.25, 0.24]

# Section VI of a Law School Admission Test: 1,000 answers to five questions (Bock and Lieberman
# 1970, Psychometrika 35, 179-197), and what the R package ltm prints of them, `descript(LSAT)`
# (Rizopoulos 2006, J. Statistical Software 17 (5)). Its point-biserial correlation divides by the
# sample's standard deviation with n - 1, ours by that with n: the root of 0.999 between them.
LSAT = {
    "00000": 3, "00001": 6, "00010": 2, "00011": 11, "00100": 1, "00101": 1, "00110": 3,
    "00111": 4, "01000": 1, "01001": 8, "01011": 16, "01101": 3, "01110": 2, "01111": 15,
    "10000": 10, "10001": 29, "10010": 14, "10011": 81, "10100": 3, "10101": 28, "10110": 15,
    "10111": 80, "11000": 16, "11001": 56, "11010": 21, "11011": 173, "11100": 11, "11101": 61,
    "11110": 28, "11111": 298,
}  # fmt: skip


def answered(rows: list[str]) -> dict[str, dict[Key, Answer]]:
    return {
        f"learner-{number:04}": {
            Key("01-x", f"q{at}"): Answer(int(c), 1) for at, c in enumerate(row)
        }
        for number, row in enumerate(rows, start=1)
    }


def test_kuder_and_richardson_s_formula_on_a_published_table() -> None:
    """Shares, products and the variance are as printed, and so the coefficient that they make."""
    rows = [[int(c) for c in row] for row in WUENSCH]
    columns = list(zip(*rows, strict=True))

    assert [sum(row) for row in rows] == TOTALS
    assert [round(sum(c) / 10, 2) for c in columns] == P
    assert [round(sum(c) / 10 * (1 - sum(c) / 10), 2) for c in columns] == PQ
    assert round(float(np.var(TOTALS)), 2) == 5.84
    assert kr20(rows) == pytest.approx(10 / 9 * (1 - sum(PQ) / 5.84))
    assert kr20([[1], [0]]) is None and kr20([[1, 0], [0, 1]]) is None and kr20([]) is None


def test_a_whole_analysis_to_its_printed_digits() -> None:
    """Difficulty, corrected correlation, reliability, and reliability without each item."""
    answers = answered([row for row, count in LSAT.items() for _ in range(count)])
    analysed, whole = items(answers), reliability(answers)
    expected_values = [round((i.discrimination or 0) * 0.999**0.5, 4) for i in analysed]

    assert [i.share for i in analysed] == [0.924, 0.709, 0.553, 0.763, 0.870]
    assert expected_values == [0.1128, 0.1531, 0.1727, 0.1444, 0.1215]
    assert (whole.n, whole.items, round(whole.kr20 or 0, 4)) == (1000, 5, 0.2950)
    without = [round(value or 0, 4) for value in whole.without.values()]
    assert without == [0.2754, 0.2376, 0.2168, 0.2459, 0.2663]
    assert whole.sem == pytest.approx((whole.sd or 0) * (1 - (whole.kr20 or 0)) ** 0.5)
    assert whole.caution == "" and analysed[1].upper_lower is not None


def test_reliability_refuses_and_warns_as_the_program_says() -> None:
    """Below 20 complete answers there are only counts, below 100 a caution."""
    sizes = load_program().sample_sizes
    assert (sizes.item_analysis, sizes.item_analysis_warns) == (FEWEST, FEW)

    few = reliability(answered([*WUENSCH, *WUENSCH][:19]))
    assert (few.n, few.kr20, few.sem) == (19, None, None)
    assert few.caution == "19 complete answers, fewer than 20: no statistics"
    enough = reliability(answered([*WUENSCH, *WUENSCH]))
    assert enough.kr20 == pytest.approx(0.69635, abs=1e-5) and enough.caution.endswith(": rough")


def test_reliability_takes_complete_answers_only() -> None:
    """A learner with an unknown score is left out; what was not attempted is wrong."""
    answers = answered([*WUENSCH, *WUENSCH])
    key = Key("01-x", "q0")
    answers["learner-0001"][key] = Answer(None, 1)
    assert reliability(answers).n == 19

    answers["learner-0001"][key] = Answer(0, 1, NOT_ATTEMPTED)
    expected = answered(["0" + WUENSCH[0][1:], *WUENSCH[1:], *WUENSCH])
    assert reliability(answers).kr20 == reliability(expected).kr20


def test_upper_less_lower_by_hand() -> None:
    """Of 100 learners the upper 27 pass, the lower 27 do not; ties count in part, in any order."""
    clear = [(number >= 50, float(number)) for number in range(100)]
    assert upper_lower(clear) == pytest.approx(1.0)
    tied = [(number % 2 == 0, float(number // 50)) for number in range(100)]
    assert upper_lower(tied) == pytest.approx(0.0)
    assert upper_lower(tied[::-1]) == upper_lower(tied)
    assert upper_lower([(True, 1.0)] * 30) is None
    # 27 of 100: 20 at the top pass, and 7 of the next 40, of whom a quarter pass.
    steps = [(True, 3.0)] * 20 + [(n < 10, 2.0) for n in range(40)] + [(False, 1.0)] * 40
    assert upper_lower(steps) == pytest.approx((20 + 7 * 0.25) / 27)

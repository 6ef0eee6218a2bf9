"""How test cells behave: against values worked by hand, and against numpy."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.grading.job import Verdict
from course.items import (
    NOT_ATTEMPTED,
    Answer,
    Flag,
    Item,
    Key,
    flags,
    items,
    point_biserial,
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
            k: Answer(float(p), w) for k, p, w in zip(keys, theirs, worth, strict=True)
        }
        for row, theirs in enumerate(scores)
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


@pytest.mark.parametrize(("n", "judged", "caution"), [
    (19, False, "19 answers, fewer than 20: no statistics"),
    (20, True, "20 answers, fewer than 100: rough"),
    (99, True, "99 answers, fewer than 100: rough"),
    (100, True, ""),
])  # fmt: skip
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

"""Grades against passing marks."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.records.results import Grade, NotebookMarks, Standing, cut, exact, module_result

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def grade(points: float, pending: float = 0, *, out_of: float = 100) -> Grade:
    marks = NotebookMarks(name="01", points=points, out_of=out_of, pending=pending, failed_tests=())
    return Grade(learner="learner-01", module="m", submitted=NOW, notebooks=(marks,), out_of=out_of)


@pytest.mark.parametrize(
    ("points", "pending", "standing"),
    [
        (80, 0, Standing.PASSED),
        (79, 0, Standing.FAILED),
        (79.99, 0, Standing.FAILED),
        (79, 1, Standing.PENDING),
        (79, 0.5, Standing.FAILED),
        (80, 20, Standing.PASSED),
        (0, 80, Standing.PENDING),
        (0, 0, Standing.FAILED),
        (100, 0, Standing.PASSED),
    ],
)
def test_the_boundary_of_a_passing_mark(points: float, pending: float, standing: Standing) -> None:
    """Equal is enough; open points count only where they decide."""
    assert grade(points, pending).standing(80) is standing


def test_thirds_do_not_lose_a_pass() -> None:
    """Sums of fractions that equal the mark pass in spite of binary rounding."""
    assert grade(0.1 + 0.2, out_of=0.375).standing(80) is Standing.PASSED


def test_nothing_handed_in_and_nothing_graded_are_told_apart() -> None:
    """A missing submission is not a failed one, nor is one that waits for grading."""
    missing = Grade(learner="a", module="m", submitted=None, out_of=10)
    waiting = Grade(learner="a", module="m", submitted=NOW, out_of=10)

    assert (missing.standing(80), waiting.standing(80)) == (Standing.MISSING, Standing.UNGRADED)
    assert Grade(learner="a", module="m", submitted=NOW, out_of=0).percent == 0


@pytest.mark.parametrize(
    ("number", "value"),
    [
        (0.1 + 0.2, Fraction(3, 10)),
        (84.99999999999999, Fraction(85)),
        (85.00000000000001, Fraction(85)),
        (79.999, Fraction(79999, 1000)),
        (100 * 2 / 3, Fraction(200, 3)),
        (85, Fraction(85)),
    ],
)
def test_floats_are_read_as_the_ratios_they_stand_for(number: float, value: Fraction) -> None:
    """Noise goes, and nothing that a grade can be."""
    assert exact(number) == value
    assert exact(80 - 1e-8) < 80 == exact(80 - 1e-12)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (79.999, "79.99"),
        (80, "80"),
        (84.5, "84.5"),
        (100 * 2 / 3, "66.66"),
        (0.07, "0.07"),
        (-1.239, "-1.23"),
        (-0.5, "-0.5"),
        (0, "0"),
        (100, "100"),
        (Fraction(9599, 120), "79.99"),
    ],
)
def test_percents_are_cut_off_where_they_are_shown(number: float, shown: str) -> None:
    """Nobody reads 80 who has less."""
    assert cut(number) == shown


@given(st.integers(0, 400), st.integers(1, 400))
def test_what_is_shown_is_never_more_than_what_was_reached(points: int, out_of: int) -> None:
    """And less than a hundredth below it."""
    percent = 100 * points / out_of

    assert 0 <= exact(percent) - Fraction(cut(percent)) < Fraction(1, 100)


def test_a_grade_becomes_a_result_without_rounding() -> None:
    """Thirds stay thirds; the day is that of the submission; what was not graded is nothing."""
    thirds = module_result(grade(0.1 + 0.2, 0.1, out_of=0.375))
    assert thirds is not None
    assert (thirds.percent, thirds.pending) == (80, Fraction(80, 3))
    assert thirds.passed_on == NOW.date()
    assert module_result(Grade(learner="a", module="m", submitted=NOW, out_of=10)) is None

    undated = replace(grade(90), submitted=None)
    assert module_result(undated).passed_on is None  # type: ignore[union-attr]
    assert module_result(undated, NOW).passed_on == NOW.date()  # type: ignore[union-attr]


@given(st.integers(0, 1000), st.integers(1, 1000), st.integers(1, 100))
def test_results_and_standings_agree(points: int, out_of: int, mark: int) -> None:
    """A module is passed by its result exactly where the gradebook's standing says so."""
    one = grade(points / 7, out_of=out_of / 7)
    result = module_result(one)

    assert result is not None
    assert (result.percent >= mark) == (one.standing(mark) is Standing.PASSED)

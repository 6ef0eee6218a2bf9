"""Grades against passing marks."""

from datetime import UTC, datetime

import pytest

from course.records import Grade, NotebookMarks, Standing

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

"""How a module stands: what is counted, and what is not because it is unknown."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from course.gradebook.scores import is_late
from course.gradebook.status import ModuleStatus, SubmissionStatus, Waiting
from course.psychometrics.item_analysis import Flag, Item
from course.records.results import Grade, NotebookMarks, Standing

NOON = datetime(2026, 3, 1, 12)


def submission(
    learner: str, points: float | None = None, pending: float = 0, **more: Any
) -> SubmissionStatus:
    """A learner with points of 10; None where nothing is graded."""
    marks = (
        ()
        if points is None
        else (
            NotebookMarks(name="01-x", points=points, out_of=10, pending=pending, failed_tests=()),
        )
    )
    at = more.pop("submitted", NOON)
    grade = Grade(learner=learner, module="101-x", submitted=at, notebooks=marks, out_of=10)
    return SubmissionStatus(grade=grade, handed_in=more.pop("handed_in", True), **more)


def status(*submissions: SubmissionStatus, passing: float | None = 80, **more: Any) -> ModuleStatus:
    return ModuleStatus(
        module="101-x",
        title="X",
        passing_score=passing,
        due=more.get("due", NOON),
        submissions=submissions,
        items=more.get("items", ()),
    )


def waiting(learner: str) -> Waiting:
    return Waiting(learner=learner, notebook="01-x", cell="reflection")


def test_everybody_is_counted_once() -> None:
    """Passed, below and incomplete make all learners; the other counts are of submissions."""
    found = status(
        submission("learner-01", 8, damage=()),
        submission("learner-02", 5, damage=("x.ipynb is missing",), late=True),
        submission("learner-03", 7, 2, waiting=(waiting("learner-03"),), damage=(), late=False),
        submission("learner-04"),
        submission("learner-05", submitted=None, handed_in=False),
    )

    assert found.counts == {
        "learners": 5,
        "submitted": 4,
        "graded": 3,
        "late": 1,
        "damaged": 1,
        "manual": 1,
        "passed": 1,
        "below": 1,
        "incomplete": 3,
    }
    assert [w.learner for w in found.waiting] == ["learner-03"]
    assert [s.grade.learner for s in found.damaged] == ["learner-02"]


def test_what_cannot_be_known_is_no_number() -> None:
    """Without a due date nobody is late or in time; without a passing mark nobody passes."""
    counts = status(submission("learner-01", 8), passing=None, due=None).counts

    assert [counts[name] for name in ("late", "passed", "below", "incomplete")] == [None] * 4
    assert counts["graded"] == 1


def test_a_submission_without_a_time_is_one_all_the_same() -> None:
    """Its timestamp cannot be read: it is not graded yet, and not missing."""
    one, none = (
        submission("learner-01", submitted=None),
        submission("learner-02", submitted=None, handed_in=False),
    )
    found = status(one, none)

    assert [found.standing(s) for s in (one, none)] == [Standing.UNGRADED, Standing.MISSING]


def test_items_that_misbehave_come_gravest_first() -> None:
    """Sound test cells are left out."""

    def item(cell: str, *flags: Flag) -> Item:
        return Item(notebook="01-x", cell=cell, n=20, passed=10, unknown=0, flags=flags)

    found = status(items=(item("a"), item("b", Flag.EASY), item("c", Flag.REVERSED, Flag.HARD)))
    assert [i.cell for i in found.misbehaving] == ["c", "b"]


def test_verdicts_are_summed() -> None:
    """Over all submissions; one without a record adds nothing."""
    found = status(
        submission("learner-01", 8, verdicts={"passed": 3, "killed": 1}),
        submission("learner-02", 5, verdicts={"passed": 1, "failed": 3}),
        submission("learner-03", 5),
    )

    assert found.verdicts == {"passed": 4, "failed": 3, "killed": 1}
    assert [s.stopped for s in found.submissions] == [True, False, False]


@pytest.mark.parametrize(
    ("submitted", "extension", "late"),
    [
        (NOON, None, False),
        (NOON + timedelta(seconds=1), None, True),
        (NOON + timedelta(hours=1), timedelta(hours=1), False),
        (NOON + timedelta(hours=1), datetime(1970, 1, 1, 1), False),
        (NOON + timedelta(hours=2), datetime(1970, 1, 1, 1), True),
        (None, None, None),
    ],
)
def test_late_is_after_the_due_date_and_its_extension(
    submitted: datetime | None, extension: Any, late: bool | None
) -> None:
    """An extension is an interval, as Postgres or as SQLite keeps it."""
    assert is_late(submitted, NOON, extension) is late
    assert is_late(submitted, None, extension) is None

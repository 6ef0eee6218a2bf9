"""The cohort read at once: what is found where, at what cost, and what is not believed."""

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from course.errors import GradingError
from course.gradebook.queries import (
    due_date,
    gradebook_reader,
    graded_cells,
    hand_ins,
    source_cells,
)
from course.gradebook.rows import Gradebook as SqlAlchemyGradebook
from course.gradebook.status import ModuleStatus, SubmissionStatus
from course.grading.batch import grade_submissions
from course.records.results import Standing
from course.workflow import standings, statuses
from tests.classroom import MODULE, NAME, RIGHT, WRONG, answered, hand_in, released_course, sql
from tests.cohorts import DAMAGE, fill
from tests.samples import cell_of

EARLY, LATE = "2026-03-01 12:00:00.000000 UTC", "2026-03-02 12:00:00.000000 UTC"
DUE = "2026-03-01 18:00:00.000000"
KILLS = "import os\ndef double(n):\n    os._exit(3)"


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of five learners: right, wrong, late and killing, damaged, and not graded."""
    course_dir = released_course(tmp_path_factory.mktemp("register"))
    for learner, answer, at in (
        ("learner-01", RIGHT, EARLY),
        ("learner-02", WRONG, EARLY),
        ("learner-03", KILLS, LATE),
    ):
        hand_in(course_dir, learner, answered(course_dir, answer), at=at)
    lost = answered(course_dir)
    lost.cells.remove(cell_of(lost, "ex1-tests"))
    hand_in(course_dir, "learner-04", lost, at=EARLY)
    grade_submissions(course_dir, MODULE)
    hand_in(course_dir, "learner-05", answered(course_dir), at=LATE)
    sql(course_dir, "update assignment set duedate = ?", DUE)
    return course_dir


@pytest.fixture
def course_dir(graded: Path, tmp_path: Path) -> Path:
    """A copy of the graded course to change."""
    return Path(shutil.copytree(graded, tmp_path / "course"))


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A released course of five notebooks that nobody has handed in."""
    return released_course(tmp_path_factory.mktemp("empty"), *(f"0{n}-x" for n in range(1, 6)))


def status(course_dir: Path) -> ModuleStatus:
    return statuses(course_dir, MODULE)[0]


def of(course_dir: Path, learner: str) -> SubmissionStatus:
    return next(s for s in status(course_dir).submissions if s.grade.learner == learner)


def test_a_graded_course_is_counted(graded: Path) -> None:
    """What the grader did is what the status says."""
    found = status(graded)

    assert found.counts == {
        "learners": 5,
        "submitted": 5,
        "graded": 4,
        "late": 2,
        "damaged": 1,
        "manual": 4,
        "passed": 0,
        "below": 2,
        "incomplete": 3,
    }
    assert found.verdicts == {"passed": 2, "failed": 1, "killed": 1}
    assert [s.late for s in found.submissions] == [False, False, True, False, True]
    assert [s.damage for s in found.submissions] == [
        (),
        (),
        (),
        (f"{NAME}.ipynb: cell ex1-tests is missing; put back",),
        None,
    ]
    assert found.standing(found.submissions[4]) is Standing.UNGRADED
    assert {(w.notebook, w.cell, w.why) for w in found.waiting} == {
        (NAME, "reflection", "to be graded by hand")
    }
    (item,) = found.items
    assert (item.cell, item.n, item.passed, item.share) == ("ex1-tests", 4, 2, None)


def test_grades_are_those_of_the_standings(graded: Path) -> None:
    """Both reports tell one story."""
    assert tuple(s.grade for s in status(graded).submissions) == standings(graded, MODULE)[0].grades


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect every statement that a gradebook file is asked."""
    said: list[str] = []
    connect = sqlite3.connect

    def listened(*words: Any, **more: Any) -> sqlite3.Connection:
        database = connect(*words, **more)
        database.set_trace_callback(lambda statement: said.append(" ".join(statement.split())))
        return database

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", listened)
        yield said


def test_a_cohort_of_any_size_costs_the_same_statements(released: Path, tmp_path: Path) -> None:
    """Ten learners or sixty: the same statements in the same order."""
    ran = []
    for size in (10, 60):
        course_dir = Path(shutil.copytree(released, tmp_path / str(size)))
        fill(course_dir, MODULE, size)
        with counted() as said:
            assert len(status(course_dir).submissions) == size
        ran.append(said)

    assert ran[0] == ran[1]
    assert any("from grade join" in statement for statement in ran[0])


@pytest.mark.parametrize("address", ["sqlite:///{}", "sqlite:///file:{}?uri=true"])
def test_a_file_and_any_other_database_answer_alike(address: str, graded: Path) -> None:
    """Python's own sqlite3 reads a plain file, SQLAlchemy everything else."""
    with gradebook_reader(address.format(graded / "gradebook.db")) as book:
        kind = type(book)
        due, (cell, *_) = due_date(book, MODULE), graded_cells(book, MODULE)
        at = hand_ins(book, MODULE)["learner-03"].at
        found = source_cells(book, MODULE)[NAME]["ex1-tests"]

    assert (kind is SqlAlchemyGradebook) == ("uri" in address)
    assert (due, at) == (datetime(2026, 3, 1, 18), datetime(2026, 3, 2, 12))
    assert (cell.learner, cell.name, cell.points, cell.flagged, cell.by_hand) == (
        ("learner-01", "ex1-tests", 3, False, False)
    )
    assert (found.locked, found.grade, found.solution, found.points) == (True, True, False, 3)


@pytest.mark.parametrize("content", [None, b"", b"not a database at all" * 100])
def test_a_file_that_is_no_gradebook_is_named(content: bytes | None, tmp_path: Path) -> None:
    """Nothing, an empty file and another file are told, and stay as they are."""
    path = tmp_path / "gradebook.db"
    if content is not None:
        path.write_bytes(content)
    with (
        pytest.raises(GradingError, match=r"gradebook\.db: no gradebook"),
        gradebook_reader(f"sqlite:///{path}"),
    ):
        pass

    assert (path.read_bytes() if path.exists() else None) == content


def test_a_module_that_was_not_released_is_named(graded: Path) -> None:
    """What is not in the gradebook has no cells."""
    with (
        gradebook_reader(f"sqlite:///{graded}/gradebook.db") as book,
        pytest.raises(GradingError, match="102-x: not in the gradebook yet"),
    ):
        source_cells(book, "102-x")


def test_a_made_up_cohort_is_read_back(released: Path, tmp_path: Path) -> None:
    """Late, damaged and ungraded ones are those that were made so; the reversed test is found."""
    course_dir = Path(shutil.copytree(released, tmp_path / "course"))
    learners = fill(course_dir, MODULE, 300, seed=3)
    found = status(course_dir)
    counts = found.counts

    assert [s.grade.learner for s in found.submissions] == learners
    assert {s.damage for s in found.damaged} == {(DAMAGE,)}
    assert counts["damaged"] and counts["late"] and counts["learners"] == 300
    assert counts["graded"] < counts["submitted"] < 300  # type: ignore[operator]
    assert {flag.value for i in found.misbehaving for flag in i.flags} >= {
        "reversed",
        "stops",
        "hard",
    }


def test_more_time_is_not_late(course_dir: Path) -> None:
    """An extension as nbgrader stores it counts."""
    with Gradebook(f"sqlite:///{course_dir}/gradebook.db") as book:
        book.grant_extension(MODULE, "learner-03", days=1)

    assert of(course_dir, "learner-03").late is False


def test_handed_in_again_is_newer_than_its_grade(course_dir: Path) -> None:
    """The marks belong to an older submission, and the newer one is late."""
    hand_in(course_dir, "learner-01", answered(course_dir), at=LATE)
    found = of(course_dir, "learner-01")

    assert (found.newer, found.late, found.graded) == (True, True, True)


def test_the_manual_queue_says_why(course_dir: Path) -> None:
    """A prose cell, a graded one to look at again, and a test that gave nothing."""
    sql(
        course_dir,
        "update grade set manual_score = 2, needs_manual_grade = 1 where auto_score is null",
    )
    sql(
        course_dir,
        "update grade set auto_score = null, needs_manual_grade = 1 where auto_score = 3",
    )
    found = {(w.cell, w.why) for w in of(course_dir, "learner-01").waiting}

    assert found == {
        ("reflection", "graded by hand, and handed in again since"),
        ("ex1-tests", "the test could not be evaluated"),
    }
    assert status(course_dir).items[0].unknown == 2


def test_what_a_person_graded_waits_no_more(course_dir: Path) -> None:
    """As formgrader leaves it: a score, and no flag."""
    sql(
        course_dir,
        "update grade set manual_score = 2, needs_manual_grade = 0 where auto_score is null",
    )

    assert status(course_dir).waiting == ()


def test_damage_is_known_without_a_mark(course_dir: Path) -> None:
    """Without a mark, as after nbgrader's own command, the graded notebook tells."""
    shutil.rmtree(course_dir / "autograded" / ".graded")

    assert of(course_dir, "learner-04").damage == (
        f"{NAME}.ipynb: cell ex1-tests is missing; put back",
    )
    assert of(course_dir, "learner-01").damage == ()


def test_without_a_record_nothing_is_claimed(course_dir: Path) -> None:
    """Marks stay marks; damage and verdicts are unknown."""
    shutil.rmtree(course_dir / "autograded")
    found = of(course_dir, "learner-04")

    assert (found.damage, found.verdicts, found.graded) == (None, {}, True)


def test_a_long_notebook_is_read_from_its_end(course_dir: Path) -> None:
    """Two megabytes of text before the record hide nothing, nor does a line that looks like it."""
    path = graded_notebook(course_dir)
    notebook = json.loads(path.read_text())
    notebook["cells"].append(
        {
            "cell_type": "raw",
            "id": "z",
            "metadata": {},
            "source": ["x" * (2 << 20), '\n "metadata": {\n'],
        }
    )
    rewrite(path, json.dumps(notebook, indent=1, sort_keys=True))

    assert of(course_dir, "learner-01").verdicts == {"passed": 1}


@pytest.mark.parametrize(
    "course",
    [
        None,
        [],
        {},
        {"verdicts": []},
        {"verdicts": {"ex1-tests": []}, "damage": []},
        {"verdicts": {"ex1-tests": "<b>won</b>"}, "damage": []},
        {"verdicts": {"other": "passed"}, "damage": 7},
    ],
)
def test_a_strange_record_is_no_verdict(course: object, course_dir: Path) -> None:
    """Nothing but the grader's own words counts, for its own cells."""
    path = graded_notebook(course_dir)
    notebook = json.loads(path.read_text())
    notebook["metadata"]["course"] = course
    rewrite(path, json.dumps(notebook, indent=1, sort_keys=True))

    assert of(course_dir, "learner-01").verdicts == {}


@pytest.mark.parametrize(
    "make",
    [
        lambda p: p.symlink_to("../../learner-02/x.ipynb"),
        os.mkfifo,
        Path.mkdir,
        lambda p: p.write_bytes(b'\n "metadata": {' + b"[" * 100_000),
        lambda p: p.write_bytes(b"\xff"),
    ],
)
def test_what_is_no_notebook_is_passed_over(make: Any, course_dir: Path) -> None:
    """A link, a pipe, a folder or noise where a graded notebook should be stops nothing."""
    path = graded_notebook(course_dir)
    path.unlink()
    make(path)

    assert of(course_dir, "learner-01").verdicts == {}


def graded_notebook(course_dir: Path) -> Path:
    return course_dir / "autograded" / "learner-01" / MODULE / f"{NAME}.ipynb"


def rewrite(path: Path, text: str) -> None:
    path.unlink()
    path.write_text(text, encoding="utf-8")

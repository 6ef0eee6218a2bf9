"""The gradebook as rows: what regrading keeps, what it renews, what is no gradebook."""

import shutil
import sqlite3
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from course.errors import GradingError
from course.gradebook.rows import Gradebook as OurGradebook
from course.grading.batch import grade_submissions
from course.records.results import GradingRecord
from course.workflow import standings
from tests.classroom import (
    MODULE,
    NAME,
    RIGHT,
    WRONG,
    answered,
    hand_in,
    points,
    released_course,
    rows,
    sql,
)
from tests.samples import code, marks, sample_notebook, write

LATE = "2026-03-02 12:00:00.000000 UTC"
IN_TIME = "2026-03-01 12:00:00.000000 UTC"
DUE = "2026-03-01 18:00:00.000000"


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of three learners, graded once: the second is wrong, the third is late."""
    course_dir = released_course(tmp_path_factory.mktemp("ledger"))
    hand_in(course_dir, "learner-01", answered(course_dir, RIGHT), at=IN_TIME)
    hand_in(course_dir, "learner-02", answered(course_dir, WRONG), at=IN_TIME)
    hand_in(course_dir, "learner-03", answered(course_dir, RIGHT), at=LATE)
    grade_submissions(course_dir, MODULE)
    return course_dir


@pytest.fixture
def course_dir(graded: Path, tmp_path: Path) -> Path:
    """A copy of the graded course to change."""
    return Path(shutil.copytree(graded, tmp_path / "course"))


def late_policy(course_dir: Path, *lines: str) -> None:
    with (course_dir / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write("\n" + "\n".join(lines) + "\n")


def penalties(course_dir: Path) -> dict[str, float | None]:
    """Late penalty of each learner's one notebook."""
    return {str(row[0]): row[10] for row in rows(course_dir)}  # type: ignore[misc]


def test_what_a_person_gave_outlives_regrading(course_dir: Path) -> None:
    """Manual scores, extra credit, comments and a penalty stay; the automatic score is renewed."""
    sql(course_dir, "update grade set manual_score = 2.5, extra_credit = 1, needs_manual_grade = 0")
    sql(course_dir, "update comment set manual_comment = 'well seen'")
    sql(course_dir, "update submitted_notebook set late_submission_penalty = 0.5, flagged = 1")
    hand_in(course_dir, "learner-02", answered(course_dir, RIGHT), at=IN_TIME)
    grade_submissions(course_dir, MODULE, force=True)
    given = [row for row in rows(course_dir) if row[6] is not None]
    said = [row for row in rows(course_dir) if row[6] is None]

    assert len(given) == len(said) == 6
    assert {row[4:6] for row in given} == {(2.5, 1)}
    assert {(row[0], row[2]) for row in given if row[6]} == {("learner-02", "ex1-tests")}
    assert {row[8] for row in said} == {"well seen"}
    assert points(course_dir) == {"learner-01": 3, "learner-02": 3, "learner-03": 3}
    assert set(penalties(course_dir).values()) == {0.5}
    assert sql(course_dir, "select distinct flagged from submitted_notebook") == [(1,)]


def by_hand(course_dir: Path) -> dict[str, tuple[float, float]]:
    """Points that count, and points that wait, of each learner's one notebook."""
    return {
        grade.learner: (grade.points, grade.pending)
        for grade in standings(course_dir, MODULE)[0].grades
    }


@pytest.mark.parametrize("stop", [False, True])
def test_points_given_by_hand_to_another_text_wait_for_another_look(
    stop: bool, course_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They count no more until a person has looked; a kill between the writes changes nothing."""
    sql(
        course_dir,
        "update grade set manual_score = 2, needs_manual_grade = 0 where auto_score is null",
    )
    before = by_hand(course_dir)
    hand_in(course_dir, "learner-01", answered(course_dir, RIGHT, "Something else."), at=IN_TIME)
    if stop:
        monkeypatch.setattr(GradingRecord, "write", lambda *_: sys.exit("killed"))
        with pytest.raises(SystemExit):
            grade_submissions(course_dir, MODULE)
        monkeypatch.undo()
    grade_submissions(course_dir, MODULE)
    after = by_hand(course_dir)
    grade_submissions(course_dir, MODULE, force=True)

    assert before == {"learner-01": (5, 0), "learner-02": (2, 0), "learner-03": (5, 0)}
    assert after == {"learner-01": (3, 2), "learner-02": (2, 0), "learner-03": (5, 0)}
    assert by_hand(course_dir) == after
    sql(course_dir, "update grade set needs_manual_grade = 0")  # as formgrader does
    assert by_hand(course_dir) == before


def test_grading_twice_changes_nothing(course_dir: Path) -> None:
    """The rows are the same, their keys too."""
    tables = ("grade", "comment", "submitted_notebook", "submitted_assignment", "student")
    before = {table: sorted(sql(course_dir, f"select * from {table}"), key=str) for table in tables}
    grade_submissions(course_dir, MODULE, force=True)

    assert before == {
        table: sorted(sql(course_dir, f"select * from {table}"), key=str) for table in tables
    }


def test_a_test_added_after_submission_gets_its_row(course_dir: Path) -> None:
    """A module released again with one test more is graded again, everybody with the new row."""
    notebook = sample_notebook()
    more = "assert double(1) == 2, 'once more'"
    notebook.cells.insert(
        6, code("ex1-tests-one", more, marks("ex1-tests-one", grade=True, points=2))
    )
    write(notebook, course_dir / "source" / MODULE / f"{NAME}.ipynb")
    sql(course_dir, "update grade set manual_score = 1 where auto_score = 3")
    with Gradebook(f"sqlite:///{course_dir}/gradebook.db") as book:
        book.update_or_create_grade_cell(
            "ex1-tests-one", NAME, MODULE, max_score=2, cell_type="code"
        )
        book.update_or_create_source_cell(
            "ex1-tests-one", NAME, MODULE, cell_type="code", source=more, locked=True
        )
    grade_submissions(course_dir, MODULE)
    new = {str(row[0]): row[3:7] for row in rows(course_dir) if row[2] == "ex1-tests-one"}

    assert new == {  # automatic, manual, extra credit, needs a look
        "learner-01": (2, None, None, 0),
        "learner-02": (0, None, None, 0),
        "learner-03": (2, None, None, 0),
    }
    assert {row[4] for row in rows(course_dir) if row[3] == 3} == {1}


@pytest.mark.parametrize(("method", "expected"), [(None, None), ("none", None), ("zero", 3.0)])
def test_a_late_submission_is_penalised_as_nbgrader_does(
    method: str | None, expected: float | None, course_dir: Path
) -> None:
    """With `zero` the penalty takes all points of who was late; with `none` nothing happens."""
    sql(course_dir, "update assignment set duedate = ?", DUE)
    if method:
        late_policy(course_dir, f"c.LateSubmissionPlugin.penalty_method = {method!r}")
    grade_submissions(course_dir, MODULE, force=True)
    grades = {grade.learner: grade.points for grade in standings(course_dir, MODULE)[0].grades}

    assert penalties(course_dir) == {
        "learner-01": None,
        "learner-02": None,
        "learner-03": expected,
    }
    assert grades == {"learner-01": 3, "learner-02": 0, "learner-03": 3 - (expected or 0)}


def test_an_extension_lifts_the_penalty(course_dir: Path) -> None:
    """Who got more time, as nbgrader stores it, is not late, and an old penalty goes."""
    late_policy(course_dir, "c.LateSubmissionPlugin.penalty_method = 'zero'")
    sql(course_dir, "update assignment set duedate = ?", DUE)
    grade_submissions(course_dir, MODULE, force=True)
    before = penalties(course_dir)["learner-03"]
    with Gradebook(f"sqlite:///{course_dir}/gradebook.db") as book:
        book.grant_extension(MODULE, "learner-03", days=1)
    grade_submissions(course_dir, MODULE, force=True)

    assert (before, penalties(course_dir)["learner-03"]) == (3.0, None)


def test_an_unknown_late_policy_is_refused(course_dir: Path) -> None:
    """A plugin of the course's own is named, not passed over in silence."""
    late_policy(course_dir, "c.AssignLatePenalties.plugin_class = 'mine.HalfPoints'")
    with pytest.raises(GradingError, match=r"nbgrader_config\.py: .*plugin mine\.HalfPoints"):
        grade_submissions(course_dir, MODULE)


def test_nbgrader_s_own_plugin_may_be_named(course_dir: Path) -> None:
    """Naming the default changes nothing."""
    name = "nbgrader.plugins.latesubmission.LateSubmissionPlugin"
    late_policy(course_dir, f"c.AssignLatePenalties.plugin_class = {name!r}")

    assert all(graded.cached for graded in grade_submissions(course_dir, MODULE))


def test_a_missing_gradebook_is_named_and_not_made(tmp_path: Path) -> None:
    """Opening where no file is gives an error, and leaves no empty database behind."""
    with pytest.raises(GradingError, match=r"gradebook\.db: no gradebook yet"):
        OurGradebook(f"sqlite:///{tmp_path}/gradebook.db")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 100])
def test_a_file_that_is_no_gradebook_is_named(content: bytes, tmp_path: Path) -> None:
    """Neither an empty file nor another one is taken for a gradebook, and neither is changed."""
    (tmp_path / "gradebook.db").write_bytes(content)
    with pytest.raises(GradingError, match=r"gradebook\.db: no gradebook"):
        OurGradebook(f"sqlite:///{tmp_path}/gradebook.db")

    assert (tmp_path / "gradebook.db").read_bytes() == content


@pytest.mark.parametrize("url", ["nonsense", "nosuch://x/y", "postgresql+nosuch://a:secret@h/b"])
def test_a_url_that_leads_nowhere_is_refused(url: str) -> None:
    """An address that no driver takes is an error of one line, without its password."""
    with pytest.raises(GradingError, match="gradebook") as caught:
        OurGradebook(url)

    assert "secret" not in str(caught.value)


def test_a_locked_gradebook_is_an_error_that_names_it(
    course_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While another program holds the gradebook, nothing is half-recorded, and the next run mends it."""
    before = rows(course_dir)
    for file in ("queries", "rows"):
        monkeypatch.setattr(f"course.gradebook.{file}.DATABASE_WAIT_S", 0.01)
    other = sqlite3.connect(course_dir / "gradebook.db")
    try:
        other.execute("begin exclusive")
        with pytest.raises(GradingError, match=r"gradebook\.db: .*database is locked"):
            grade_submissions(course_dir, MODULE, force=True)
    finally:
        other.rollback()
        other.close()
    grade_submissions(course_dir, MODULE)

    assert rows(course_dir) == before


def test_formgrader_reads_what_was_recorded(course_dir: Path) -> None:
    """Formgrader's gradebook sums up the same points."""
    sql(
        course_dir,
        "update grade set manual_score = 2, needs_manual_grade = 0 where auto_score is null",
    )
    with Gradebook(f"sqlite:///{course_dir}/gradebook.db") as book:
        found = {
            learner: book.find_submission(MODULE, learner).score
            for learner in ("learner-01", "learner-02", "learner-03")
        }

    grades = standings(course_dir, MODULE)[0].grades
    assert found == {grade.learner: grade.points for grade in grades}
    assert found["learner-01"] == 5

"""Grades follow what was released; a changed release says what it does to whom."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat import NotebookNode

from course import workflow
from course.errors import GradingError
from course.gradebook.layout import layout_of
from course.gradebook.queries import source_cells
from course.gradebook.releases import origin_of
from course.gradebook.rows import Gradebook
from course.grading.batch import grade_submissions
from course.notebooks import canonical, read_notebook
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
from tests.samples import cell_of, code, marks, sample_notebook, write


def quiet(_: str) -> None:
    """Show nobody how far it is."""


@pytest.fixture(scope="module", params=["released by us", "released by nbgrader"])
def graded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of two learners, graded once; the first also got a point by hand."""
    folder = released_course(tmp_path_factory.mktemp("releases") / "course")
    if request.param == "released by us":
        workflow.release(folder, MODULE, tick=quiet)
    hand_in(folder, "learner-01", answered(folder, RIGHT))
    hand_in(folder, "learner-02", answered(folder, WRONG))
    grade_submissions(folder, MODULE)
    return folder


@pytest.fixture
def course_dir(graded: Path, tmp_path: Path) -> Path:
    """A copy to change."""
    return Path(shutil.copytree(graded, tmp_path / "course"))


def source(course_dir: Path) -> Path:
    return course_dir / "source" / MODULE / f"{NAME}.ipynb"


def edited(course_dir: Path, edit: Callable[[NotebookNode], None]) -> None:
    notebook = read_notebook(source(course_dir))
    edit(notebook)
    source(course_dir).write_text(canonical(notebook), encoding="utf-8")


class Edit:
    """What an author may do to source/ in a running term."""

    @staticmethod
    def removes_the_test(notebook: NotebookNode) -> None:
        notebook.cells.remove(cell_of(notebook, "ex1-tests"))

    @staticmethod
    def renames_the_test(notebook: NotebookNode) -> None:
        cell = cell_of(notebook, "ex1-tests")
        cell.id = cell.metadata.nbgrader["grade_id"] = "ex1-tests-renamed"

    @staticmethod
    def adds_a_test(notebook: NotebookNode) -> None:
        place = notebook.cells.index(cell_of(notebook, "ex1-tests")) + 1
        settings = marks("ex1-tests-more", grade=True, points=2)
        notebook.cells.insert(place, code("ex1-tests-more", "assert double(5) == 10", settings))

    @staticmethod
    def mends_the_test(notebook: NotebookNode) -> None:
        cell = cell_of(notebook, "ex1-tests")
        cell.source = '"""Two is doubled."""\nassert double(2) == 4, "two twice"'

    @staticmethod
    def doubles_the_points(notebook: NotebookNode) -> None:
        cell_of(notebook, "ex1-tests").metadata.nbgrader["points"] = 6

    @staticmethod
    def rewrites_prose(notebook: NotebookNode) -> None:
        cell_of(notebook, "s1").source += "\n\nA sentence more."


EDITS = [
    Edit.removes_the_test,
    Edit.renames_the_test,
    Edit.adds_a_test,
    Edit.mends_the_test,
    Edit.doubles_the_points,
    Edit.rewrites_prose,
]


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_in_source_changes_no_grade(
    course_dir: Path, edit: Callable[[NotebookNode], None]
) -> None:
    """Until it is released, nothing is graded anew, and graded again it is the same."""
    before = rows(course_dir)
    edited(course_dir, edit)
    outcomes = grade_submissions(course_dir, MODULE)
    if (course_dir / "released").is_dir():
        assert all(outcome.cached for outcome in outcomes)
    grade_submissions(course_dir, MODULE, force=True)
    assert rows(course_dir) == before


def test_a_source_that_is_gone_changes_no_grade(course_dir: Path) -> None:
    """What was released is kept elsewhere."""
    before = rows(course_dir)
    shutil.rmtree(course_dir / "source")
    grade_submissions(course_dir, MODULE, force=True)
    assert rows(course_dir) == before


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (
            Edit.removes_the_test,
            "cell ex1-tests: the cell goes; points given there go: learner-01 3",
        ),
        (
            Edit.renames_the_test,
            "cell ex1-tests: the cell goes; points given there go: learner-01 3",
        ),
        (
            Edit.mends_the_test,
            "cell ex1-tests: the test changes; graded anew: learner-01, learner-02",
        ),
        (Edit.doubles_the_points, "cell ex1-tests: 3 points become 6; graded anew: learner-01, "),
    ],
)
def test_a_release_that_touches_graded_work_says_so_and_waits(
    course_dir: Path,
    edit: Callable[[NotebookNode], None],
    said: str,
) -> None:
    """Nothing is changed, neither rows nor what learners fetch, until it is accepted."""
    before, fetched = rows(course_dir), (course_dir / "release" / MODULE / f"{NAME}.ipynb")
    text = fetched.read_bytes()
    edited(course_dir, edit)
    with pytest.raises(GradingError) as error:
        workflow.release(course_dir, MODULE, tick=quiet)

    assert f"{MODULE}: {NAME}: {said}" in str(error.value)
    assert "--accept" in str(error.value)
    assert (rows(course_dir), fetched.read_bytes()) == (before, text)


def test_a_release_of_prose_alone_needs_no_word(course_dir: Path) -> None:
    """It touches nobody's grade."""
    before = rows(course_dir)
    edited(course_dir, Edit.rewrites_prose)
    workflow.release(course_dir, MODULE, tick=quiet)
    grade_submissions(course_dir, MODULE)
    assert rows(course_dir) == before
    assert "A sentence more." in (course_dir / "release" / MODULE / f"{NAME}.ipynb").read_text()


def test_a_mended_test_is_taken_and_grades_anew(course_dir: Path) -> None:
    """The wrong answer passes the mended test; a score given by hand stays."""
    sql(course_dir, "update grade set manual_score = 1 where auto_score is null")
    edited(course_dir, Edit.mends_the_test)
    workflow.release(course_dir, MODULE, accept=True, tick=quiet)
    grade_submissions(course_dir, MODULE)

    assert points(course_dir) == {"learner-01": 3.0, "learner-02": 3.0}
    assert {row[4] for row in rows(course_dir) if row[2] == "reflection"} == {None, 1.0}


def test_a_renamed_test_is_taken_and_the_old_points_are_kept_aside(course_dir: Path) -> None:
    """The gradebook as it was lies beside the one that has the new cell."""
    before = points(course_dir)
    edited(course_dir, Edit.renames_the_test)
    workflow.release(course_dir, MODULE, accept=True, tick=quiet)
    grade_submissions(course_dir, MODULE)

    assert points(course_dir) == {}
    renamed = {row[0]: row[3] for row in rows(course_dir) if row[2] == "ex1-tests-renamed"}
    assert renamed == before
    (copy,) = course_dir.glob("gradebook.db.before-*")
    copy.rename(course_dir / "gradebook.db")
    assert points(course_dir) == before


def test_an_added_test_is_no_damage_of_the_learners(course_dir: Path) -> None:
    """Who handed in before it was added is graded by it, and not blamed."""
    edited(course_dir, Edit.adds_a_test)
    workflow.release(course_dir, MODULE, accept=True, tick=quiet)
    outcomes = grade_submissions(course_dir, MODULE)

    assert [outcome.record.damage for outcome in outcomes] == [(), ()]
    added = {row[0]: row[3] for row in rows(course_dir) if row[2] == "ex1-tests-more"}
    assert added == {"learner-01": 2.0, "learner-02": 0.0}


def test_nbgrader_itself_may_release_again(course_dir: Path) -> None:
    """Whoever uses nbgrader's own command gets what the gradebook then holds."""
    from course.gradebook import exchange

    edited(course_dir, Edit.mends_the_test)
    exchange.build_release(course_dir, MODULE)
    grade_submissions(course_dir, MODULE)
    assert points(course_dir) == {"learner-01": 3.0, "learner-02": 3.0}


def test_a_second_notebook_may_come_and_go(course_dir: Path) -> None:
    """A notebook added after hand-in is missing in it, and graded as nothing written."""
    write(sample_notebook(), course_dir / "source" / MODULE / "02-more.ipynb")
    workflow.release(course_dir, MODULE, accept=True, tick=quiet)
    grade_submissions(course_dir, MODULE)
    assert {row[1] for row in rows(course_dir)} == {NAME, "02-more"}

    (course_dir / "source" / MODULE / "02-more.ipynb").unlink()
    workflow.release(course_dir, MODULE, accept=True, tick=quiet)
    grade_submissions(course_dir, MODULE)
    assert {row[1] for row in rows(course_dir)} == {NAME}


def test_the_kept_source_is_found_again(course_dir: Path) -> None:
    """A pointer that is damaged costs nothing while source/ is what was released."""
    pointer = course_dir / "released" / MODULE / "current.json"
    for content in (b"{", b'{"digest": "../../x", "cells": "y"}', b"[]"):
        if pointer.parent.is_dir():
            pointer.write_bytes(content)
        layout = layout_of(course_dir)
        with Gradebook(layout.db_url) as book:
            assert (
                origin_of(layout, MODULE, source_cells(book, MODULE))
                == course_dir / "source" / MODULE
            )

"""On honest submissions our scores are nbgrader's own, cell by cell, but for its documented faults.

Each difference has a test here and a line in docs/grading.md. nbgrader grades with its own
configuration, without a sandbox: nothing here may be hostile.
"""

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.quickstart import ASSIGNMENT, SQUARES, SUMS, USES, environment, make_course, put
from course.grading.batch import grade_submissions
from course.jobs import Limits
from course.notebooks import read_notebook
from tests.samples import code, markdown, marks

ROOT = Path(__file__).parents[2]
MODULE = "101-system-architecture"
ROWS = """
    select student_id, notebook.name, base_cell.name, auto_score, needs_manual_grade,
           (select auto_comment from comment
            where comment.cell_id = base_cell.id and comment.notebook_id = submitted_notebook.id)
    from submitted_notebook
    join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
    join notebook on notebook.id = submitted_notebook.notebook_id
    join base_cell on base_cell.notebook_id = notebook.id
    left join grade on grade.cell_id = base_cell.id
                   and grade.notebook_id = submitted_notebook.id
    order by 1, 2, 3
"""
Rows = dict[tuple[str, str, str], tuple[Any, ...]]
Points = tuple[float | None, float | None]
# nbgrader counts a cell's time by the clock on the wall: on a busy machine half a minute, and the
# four seconds that a cell's output may take to arrive, end what has nothing wrong with it.
PATIENT = "c.ExecutePreprocessor.timeout = 600\nc.ExecutePreprocessor.iopub_timeout = 120\n"
# Which of a bed's answers a learner takes for the first, third, … exercise, and for the others.
ANSWERS = {
    "learner-01": ("first right", "first right"),
    "learner-02": ("first wrong", "first wrong"),
    "learner-03": ("last right", "second wrong"),
    "learner-04": ("last wrong", "untouched"),
}


def rows(course_dir: Path) -> Rows:
    database = sqlite3.connect(course_dir / "gradebook.db")
    try:
        return {row[:3]: row[3:] for row in database.execute(ROWS)}
    finally:
        database.close()


def nbgraders(course_dir: Path, assignment: str, folder: Path) -> Rows:
    """Grade a copy of a course as nbgrader does by itself; give its gradebook's rows."""
    copied = folder / "nbgraders"
    shutil.copytree(course_dir, copied)
    subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", assignment],
        cwd=copied,
        env=environment(),
        capture_output=True,
        check=False,
    )
    return rows(copied)


def ours(course_dir: Path, assignment: str) -> Rows:
    grade_submissions(course_dir, assignment)
    return rows(course_dir)


def test_the_quickstart_course_gets_nbgraders_scores(tmp_path: Path) -> None:
    """Each answer of the course of `nbgrader quickstart`, with prints and own cells: same rows."""
    course_dir = make_course(tmp_path / "course")
    squares, sums = list(SQUARES.values()), list(SUMS.values())
    count = max(len(squares), len(sums), len(USES))
    for number in range(count):
        put(
            course_dir,
            f"learner-{number + 1:02}",
            {
                "squares": squares[number % len(squares)],
                "sum_of_squares": sums[number % len(sums)],
                "sum_of_squares_application": USES[number % len(USES)],
                "sum_of_squares_equation": "$n^2$" if number % 3 else None,
                "part-a": "It adds." if number % 2 else None,
                "part-b": None,
            },
        )

    expected = nbgraders(course_dir, ASSIGNMENT, tmp_path)

    assert len(expected) == count * 11
    assert len({row[0] for row in expected.values()}) >= 4
    assert ours(course_dir, ASSIGNMENT) == expected


def test_module_101_gets_nbgraders_scores(tmp_path: Path) -> None:
    """Four learners with answers from the test beds, right, wrong, mixed, untouched: same rows.

    What nbgrader takes its time for is running the whole notebook; so each learner answers in
    another kind, and nobody repeats what two others have between them.
    """
    course_dir = tmp_path / "course"
    shutil.copytree(ROOT / "source" / MODULE, course_dir / "source" / MODULE)
    (course_dir / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.course_id = 'parity'\n{PATIENT}"
    )
    release(course_dir, MODULE)
    beds = ROOT / "tests" / "wrong_answers" / MODULE
    for learner, kinds in ANSWERS.items():
        hand_in_101(course_dir, beds, learner, kinds)

    expected = nbgraders(course_dir, MODULE, tmp_path)

    assert len({row[0] for row in expected.values()}) >= 4
    graded = (tmp_path / "nbgraders" / "autograded").glob(f"*/{MODULE}")
    assert sorted(folder.parent.name for folder in graded) == list(ANSWERS)
    assert ours(course_dir, MODULE) == expected


def hand_in_101(course_dir: Path, beds: Path, learner: str, kinds: tuple[str, str]) -> None:
    there = course_dir / "submitted" / learner / MODULE
    shutil.copytree(course_dir / "release" / MODULE, there)
    for path in sorted(there.glob("*.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for place, bed in enumerate(sorted((beds / path.stem).iterdir())):
            right, wrong = sorted(bed.glob("right-*.py")), sorted(bed.glob("wrong-*.py"))
            answer = {
                "first right": right[0],
                "last right": right[-1],
                "first wrong": wrong[0],
                "second wrong": wrong[1],
                "last wrong": wrong[-1],
                "untouched": None,
            }[kinds[place % 2]]
            for cell in notebook["cells"]:
                if cell["id"] == f"{bed.name}-solution" and answer is not None:
                    cell["source"] = answer.read_text(encoding="utf-8")
                if cell["id"] == "reflection" and kinds[0].endswith("right"):
                    cell["source"] = "What I think."
        path.write_text(json.dumps(notebook), encoding="utf-8")


def release(course_dir: Path, assignment: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_assignment", assignment],
        cwd=course_dir,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def small_course(folder: Path, test: str, *, setup: str = "import math") -> Path:
    """A course of one exercise, worth 2 points, and one test after it, worth 1."""
    from nbformat.v4 import new_notebook

    from course.notebooks import canonical

    course_dir = folder / "course"
    (course_dir / "source" / "ps1").mkdir(parents=True)
    (course_dir / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.course_id = 'small'\n{PATIENT}"
    )
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = new_notebook(
        cells=[
            markdown("title", "# Doubling"),
            code("setup", setup),
            code(
                "answer",
                "### BEGIN SOLUTION\ndef double(n):\n    return 2 * n\n### END SOLUTION",
                marks("answer", solution=True),
            ),
            code("test", test, marks("test", grade=True, points=2)),
            code("later", "assert callable(double)", marks("later", grade=True, points=1)),
        ],
        metadata={"kernelspec": kernel},
    )
    (course_dir / "source" / "ps1" / "p.ipynb").write_text(canonical(notebook))
    release(course_dir, "ps1")
    return course_dir


def submit(course_dir: Path, learner: str, answer: str, change: Any = None) -> None:
    notebook = read_notebook(course_dir / "release" / "ps1" / "p.ipynb")
    next(c for c in notebook.cells if c.id == "answer").source = answer
    if change:
        change(notebook)
    there = course_dir / "submitted" / learner / "ps1"
    there.mkdir(parents=True)
    (there / "p.ipynb").write_text(json.dumps(notebook), encoding="utf-8")


RIGHT = "def double(n):\n    return 2 * n"
WRONG = "def double(n):\n    return n"
ASSERT = "assert double(2) == 4"
STOP = "import os\nos._exit(0)"


def skip_tests(notebook: Any) -> None:
    for cell in notebook.cells:
        if cell.id in ("test", "later"):
            cell.metadata["tags"] = ["skip-execution"]


def twice(notebook: Any) -> None:
    notebook.cells.append(json.loads(json.dumps(notebook.cells[3])))


def without_tests(notebook: Any) -> None:
    notebook.cells = [c for c in notebook.cells if c.id != "test"]


DIFFERENCES = {
    # name: test, answer, change, nbgrader's points of test and later, ours
    "bare expression": ("double(2) == 4", WRONG, None, (2, 1), (0, 1)),
    "stderr": (
        ASSERT,
        "import sys\ndef double(n):\n    print('!', file=sys.stderr)\n    return 2 * n",
        None,
        (0, 1),
        (2, 1),
    ),
    "killed": (ASSERT, STOP, None, None, (0, 0)),
    "skip-execution": (ASSERT, WRONG, skip_tests, (2, 1), (0, 1)),
    "deleted test": (ASSERT, RIGHT, without_tests, (None, 1), (2, 1)),
    "above the maximum": ("5", RIGHT, None, None, (2, 1)),
    "duplicated test": (ASSERT, RIGHT, twice, None, (2, 1)),
}


@pytest.fixture(scope="module")
def differences(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Points | None]]:
    """What nbgrader and we make of each, by its name: points, or None where it is not graded.

    Who has the same test is handed in to the same course, so that nbgrader starts once for them.
    """
    found: dict[str, list[Points | None]] = {}
    for test in dict.fromkeys(test for test, *_ in DIFFERENCES.values()):
        folder = tmp_path_factory.mktemp("differences")
        course_dir = small_course(folder, test)
        names = {f"learner-{n}": name for n, name in enumerate(DIFFERENCES, start=1)}
        names = {k: name for k, name in names.items() if DIFFERENCES[name][0] == test}
        for learner, name in names.items():
            _, answer, change, *_ = DIFFERENCES[name]
            submit(course_dir, learner, answer, change)
        theirs = nbgraders(course_dir, "ps1", folder)
        grade_submissions(course_dir, "ps1", limits=Limits(cell_s=3))
        for learner, name in names.items():
            graded = (folder / "nbgraders" / "autograded" / learner / "ps1").exists()
            found[name] = [
                points(theirs, learner) if graded else None,
                points(rows(course_dir), learner),
            ]
    return found


@pytest.mark.parametrize("name", DIFFERENCES)
def test_where_our_scores_differ(name: str, differences: dict[str, list[Points | None]]) -> None:
    """The fault shows in nbgrader's gradebook, and ours has what the answer is worth."""
    *_, theirs, ours_ = DIFFERENCES[name]
    assert differences[name] == [theirs, ours_]


def points(found: Rows, learner: str) -> Points:
    by_cell = {key[2]: row[0] for key, row in found.items() if key[0] == learner}
    return by_cell["test"], by_cell["later"]

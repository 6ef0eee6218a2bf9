"""Killed at any instant and run again: the end is that of an uninterrupted run."""

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from course.grading.batch import grade_submissions, limits_of
from course.program import load_program
from tests.classroom import (
    MODULE,
    NAME,
    RIGHT,
    ROOT,
    WRONG,
    answered,
    fetched,
    hand_in,
    points,
    released_course,
    rows,
    sql,
    tree,
)
from tests.kills import VERBS, kills

SEED = 3
DEATHS = 30


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of twelve submissions, not graded yet."""
    course_dir = released_course(tmp_path_factory.mktemp("course") / "crash")
    for number in range(1, 13):
        content = answered(course_dir, (RIGHT, WRONG, "def double(n):\n    return {")[number % 3])
        folder = hand_in(course_dir, f"learner-{number:02}", content)
        (folder / "notes.txt").write_text("mine")
    hand_in(course_dir, "learner-05", fetched(course_dir))
    hand_in(course_dir, "learner-06", b'{"cells": [')
    return course_dir


@pytest.fixture(scope="module")
def uninterrupted(handed_in: Path) -> Path:
    """The same course, graded in one go; a file beside it says how many writes that took."""
    course_dir = copied(handed_in, "uninterrupted")
    [[writes]] = driven([(course_dir, [])])
    (course_dir / "writes").write_text(str(writes))
    return course_dir


def copied(course_dir: Path, name: str) -> Path:
    """Copy a course; the configuration finds the gradebook beside itself."""
    copy = course_dir.parent / name
    shutil.copytree(course_dir, copy)
    return copy


def driven(plan: list[tuple[Path, list[int]]]) -> list[list[int]]:
    """Let tests/crash.py do a plan."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash"],
        cwd=ROOT,
        text=True,
        capture_output=True,
        input=json.dumps([(str(folder), deaths) for folder, deaths in plan]),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    counts: list[list[int]] = json.loads(done.stdout)
    return counts


def test_thirty_deaths_leave_no_trace(handed_in: Path, uninterrupted: Path) -> None:
    """Gradebook and autograded/ equal the uninterrupted run's, and nothing half-made is left."""
    writes = int((uninterrupted / "writes").read_text())
    draw = random.Random(SEED)
    plan = [
        (copied(handed_in, f"killed-{number}"), [draw.randint(1, writes)]) for number in range(10)
    ]
    for number in range(10, 15):  # a death follows the other: each run gets a little further
        deaths = [draw.randint(1, writes // 5) for _ in range(4)]
        plan.append((copied(handed_in, f"killed-{number}"), deaths))
    seen = driven(plan)

    assert sum(run == 0 for runs in seen for run in runs) == DEATHS  # each death did happen
    assert len(rows(uninterrupted)) == 12 * 4
    for course_dir, _ in plan:
        assert rows(course_dir) == rows(uninterrupted), course_dir.name
        assert tree(course_dir / "autograded") == tree(uninterrupted / "autograded")


def test_what_a_person_gave_between_death_and_repeat_is_kept(
    uninterrupted: Path,
) -> None:
    """A manual score, extra credit and comment outlive a crash, the repeat and two regrades."""
    writes = int((uninterrupted / "writes").read_text())
    course_dir = copied(uninterrupted, "manual")
    sql(
        course_dir,
        "update grade set manual_score = 1.5, extra_credit = 0.25, needs_manual_grade = 0",
    )
    sql(course_dir, "update comment set manual_comment = 'seen'")
    shutil.rmtree(course_dir / "autograded")
    driven([(course_dir, [writes // 2])])
    grade_submissions(course_dir, MODULE, force=True)

    given = [row for row in rows(course_dir) if row[6] is not None]
    assert len(given) == 24
    assert {row[4:6] for row in given} == {(1.5, 0.25)}
    assert {row[6] for row in given} == {1}  # flagged for another look, as nbgrader does
    assert {row[8] for row in rows(course_dir) if row[6] is None} == {"seen"}
    assert points(course_dir) == points(uninterrupted)


def test_deaths_while_a_mended_notebook_is_graded_anew_cost_the_others_nothing(
    tmp_path: Path,
) -> None:
    """What a person looked at in the notebooks that are kept needs no second look, whenever it dies."""
    course_dir = released_course(tmp_path / "mended", NAME, "02-more")
    for name in (NAME, "02-more"):
        hand_in(course_dir, "learner-01", answered(course_dir, WRONG), name=f"{name}.ipynb")
    grade_submissions(
        course_dir, MODULE, limits=limits_of(load_program().grading.model_dump(), MODULE)
    )
    sql(course_dir, "update grade set manual_score = 1, needs_manual_grade = 0")
    hand_in(course_dir, "learner-01", answered(course_dir, RIGHT), name="02-more.ipynb")
    whole = copied(course_dir, "whole")
    [[writes]] = driven([(whole, [])])
    instants = random.Random(SEED).sample(range(1, writes + 1), 8)
    plan = [(copied(course_dir, f"dead-{n}"), [n]) for n in instants]
    driven(plan)

    assert {row[6] for row in rows(whole) if row[1] == NAME} == {0, None}
    for folder, _ in plan:
        assert rows(folder) == rows(whole), folder.name
        assert tree(folder / "autograded") == tree(whole / "autograded")


def test_a_killed_verb_said_again_comes_to_the_same_end(tmp_path: Path) -> None:
    """Each verb once: gradebook, files and exchange are as if nothing had been, and nobody is left.

    `make soak kills` does the same thirty times.
    """
    outcomes = list(kills(tmp_path, len(VERBS), seed=SEED))

    assert [(one.verb, one.differences, one.orphans) for one in outcomes] == [
        (verb, (), 0) for verb in VERBS
    ]
    assert any(one.died for one in outcomes)

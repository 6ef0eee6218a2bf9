"""The sample cohort, end to end on the real material."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from course.demo import COHORT, learner_ids

ROOT = Path(__file__).parents[1]
MODULE = "101-system-architecture"


@pytest.fixture(scope="module")
def course_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of what the demo needs."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    shutil.copytree(ROOT / "source", folder / "source")
    shutil.copytree(ROOT / "tests" / "wrong_answers", folder / "tests" / "wrong_answers")
    return folder


def course(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "course", *words, "--course-dir", str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_twelve_learners_go_from_release_to_report(course_dir: Path) -> None:
    """The table has all twelve; right, partly right, wrong, untouched, damaged get their due."""
    done = course("demo", folder=course_dir)
    assert done.returncode == 0, done.stderr
    status = json.loads(course("status", "--json", folder=course_dir).stdout)
    standing = {grade["learner"]: grade["standing"] for grade in status["grades"]}
    points = {grade["learner"]: grade["points"] for grade in status["grades"]}
    remarks = {grade["learner"]: grade["remarks"] for grade in status["grades"]}

    assert sorted(standing) == learner_ids()
    for learner, (skill, mishap) in zip(learner_ids(), COHORT, strict=True):
        assert learner in done.stdout
        if skill == 1 and not mishap:
            assert standing[learner] == "passed"
        if mishap == "untouched":
            assert (standing[learner], points[learner]) == ("failed", 0)
        if mishap == "truncated":
            assert "not JSON" in remarks[learner][0]
        if mishap == "lost cell":
            assert "is missing" in remarks[learner][0]
    assert "failed" in standing.values()
    page = (course_dir / "reports" / "index.html").read_text(encoding="utf-8")
    assert all(learner in page for learner in learner_ids())


def test_a_second_demo_gives_the_same_marks(course_dir: Path) -> None:
    """The same seed gives the same table, and nothing of the first run is left over."""
    before = course("status", folder=course_dir).stdout
    assert course("demo", folder=course_dir).returncode == 0

    assert course("status", folder=course_dir).stdout == before
    inbound = course_dir / "exchange" / "engineering-excellence" / "inbound"
    assert len(list(inbound.iterdir())) == len(COHORT)

"""A demo that is stopped in the middle: with what it started, at any moment, without loss."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from course.demo.demo_folder import DemoState, state

ROOT = Path(__file__).parents[2]
MODULE = "101-system-architecture"
# What is there when a step has begun; three of them are drawn.
MOMENTS = (
    "THIS-IS-A-DEMO.txt",
    "gradebook.db",
    "learners/learner-05",
    "submitted/learner-03",
    "autograded/learner-02",
    "autograded/learner-09",
    "feedback/learner-04",
    "reports/credentials",
    "reports/learner",
    "reports/learner/learner-02.html",
    "reports/program",
)
DRAWN, BOUND_S = 3, 60  # a bound, far above the two seconds: this machine may be busy


@pytest.fixture(scope="module")
def course_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with one notebook, so that a demo is short."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    (folder / "source" / MODULE).mkdir(parents=True)
    (notebook,) = (ROOT / "source" / MODULE).glob("01-*.ipynb")
    shutil.copy(notebook, folder / "source" / MODULE)
    beds = Path("tests") / "wrong_answers" / MODULE / notebook.stem
    shutil.copytree(ROOT / beds, folder / beds)
    return folder


def begun(course_dir: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "course", "demo"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=course_dir,
        start_new_session=True,
    )


def wait_for(condition: Callable[[], object], process: subprocess.Popen[str]) -> None:
    while not condition():
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)


def descendants(pid: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for status in running():
        children.setdefault(status[1], []).append(status[0])
    found, todo = [], [pid]
    while todo:
        found.append(one := todo.pop())
        todo += children.get(one, [])
    return found[1:]


def running() -> Iterator[tuple[int, int]]:
    """Every process that is no zombie, with its parent."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state_of, parent, *_ = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if state_of != "Z":
            yield int(folder.name), int(parent)


def wait_until_gone(pids: list[int]) -> None:
    for _ in range(BOUND_S * 10):
        left = {pid for pid, _ in running()} & set(pids)
        if not left:
            return
        time.sleep(0.1)
    raise AssertionError({pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in left})


def aside(course_dir: Path, number: int) -> list[Path]:
    """Where the demo of this number was moved, if it was; midnight may have passed since."""
    return list(course_dir.glob(f"demo-*-*-*-{number}"))


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_stopped_at_any_moment_and_killed_once_it_loses_nothing(course_dir: Path) -> None:
    """It ends with all it started, by one line and 130; the next run moves aside what was begun."""
    draw = random.Random()  # another each time
    moments = draw.sample(MOMENTS, DRAWN)
    demo, kept = course_dir / "demo", []
    for moment, number in [*((m, signal.SIGINT) for m in moments), ("autograded", signal.SIGKILL)]:
        process = begun(course_dir)
        if kept:  # the next one begins by moving the last one aside
            wait_for(partial(aside, course_dir, len(kept)), process)
        wait_for((demo / moment).exists, process)
        time.sleep(draw.random() / 2)
        started = descendants(process.pid)
        whole_group = draw.random() < 0.5  # as a terminal does
        (os.killpg if whole_group else os.kill)(process.pid, number)
        _, words = process.communicate(timeout=BOUND_S)
        wait_until_gone(started)
        if number == signal.SIGINT:
            assert process.returncode == 130, (moment, words)
            assert words.splitlines()[-1].startswith("stopped; the next `course demo`"), moment
            assert len(words.splitlines()) <= 1 + bool(kept), (moment, words)
        else:
            assert process.returncode == -signal.SIGKILL
        assert state(demo) is DemoState.CUT_OFF, moment
        kept.append(contents(demo))

    process = begun(course_dir)
    shown, words = process.communicate()
    assert process.returncode == 0, words
    assert state(demo) is DemoState.WHOLE
    assert "learner-12" in shown
    for number, before in enumerate(kept, start=1):
        (place,) = aside(course_dir, number)
        assert contents(place) == before
    command = [sys.executable, "-m", "course", "status", "--json", "--course-dir", str(demo)]
    status = json.loads(subprocess.check_output(command))
    assert len(status["grades"]) == 12

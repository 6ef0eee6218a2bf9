"""A demo that is stopped in the middle or asked for anew loses nothing that a person did.

Its module is one notebook of one exercise: what the real material gives is in test_sample_cohort.py.
"""

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
from tests.classroom import NAME, RIGHT, WRONG
from tests.samples import sample_notebook, write

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
    """A course with one small notebook, so that a demo is short."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    write(sample_notebook(), folder / "source" / MODULE / f"{NAME}.ipynb")
    bed = folder / "tests" / "wrong_answers" / MODULE / NAME / "ex1"
    bed.mkdir(parents=True)
    (bed / "right-twice.py").write_text(RIGHT, encoding="utf-8")
    wrong = f"# fails: ex1-tests\n# why: squares\n{WRONG}"
    (bed / "wrong-square.py").write_text(wrong, encoding="utf-8")
    return folder


def begun(course_dir: Path) -> subprocess.Popen[str]:
    # Whatever a shell starts in the background ignores Ctrl-C, and so would all below it.
    heeding = ["env", "--default-signal=INT"]
    return subprocess.Popen(
        [*heeding, sys.executable, "-m", "course", "demo"],
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
    assert len(json.loads(course("status", "--json", folder=demo).stdout)["grades"]) == 12


def course(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "course", *words, "--course-dir", str(folder)],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )


def test_what_learner_01_did_stays_and_fresh_moves_it_aside(course_dir: Path) -> None:
    """The case that a second demo once deleted; the new one has the same marks."""
    assert course("demo", folder=course_dir).returncode == 0  # the one above is left as it is
    demo, answer = course_dir / "demo", Path("learners/learner-01") / MODULE / "answers.json"
    before = set(course_dir.glob("demo-*"))
    (demo / answer).write_text('{"q1": "mine"}', encoding="utf-8")
    refused = course("demo", folder=course_dir)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert f"{answer}: is new" in refused.stderr
    assert (demo / answer).is_file()

    marks = course("status", folder=demo).stdout
    process = course("demo", "--fresh", folder=course_dir)
    (moved,) = set(course_dir.glob("demo-*")) - before
    assert process.returncode == 0, process.stderr
    assert process.stderr == f"what was in demo is in {moved.name} now\n"
    assert (moved / answer).read_text(encoding="utf-8") == '{"q1": "mine"}'
    assert course("status", folder=demo).stdout == marks
    assert not (demo / answer).exists()

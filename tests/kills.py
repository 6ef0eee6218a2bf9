"""Verbs killed at drawn instants and said again, to compare the end with that of a quiet run.

`course collect`, `grade` and `feedback` run as whole processes over a small course with an exchange.
Three kills are an ordinary test (grading/test_crash.py), thirty are `make soak kills`.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from course.gradebook import exchange
from tests.classroom import (
    MODULE,
    RIGHT,
    ROOT,
    WRONG,
    answered,
    fetched,
    released_course,
    rows,
    tree,
)

VERBS = ("collect", "grade", "feedback")
NOTEBOOKS = ("01-doubling", "02-doubling")
LEARNERS = 6
AT = "2026-03-01 12:00:00.000000 UTC"
_END_S = 60.0  # for the processes below one that was killed
_FOLDERS = ("submitted", "autograded", "feedback", "replaced")


@dataclass(frozen=True, kw_only=True)
class Kill:
    """One death, and what was left of it after the verb had been said again."""

    verb: str
    instant: float  # as a share of the time that the verb takes
    died: bool  # False: it had finished before
    orphans: int  # processes of it that were still there at the end
    differences: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A verb's place in the life of a course: what it starts from, what it leads to, how long."""

    verb: str
    before: Path
    state: dict[str, bytes]
    seconds: float


def made_course(folder: Path) -> Path:
    """A released course of two notebooks, whose learners have handed in by the exchange."""
    course_dir = released_course(folder, *NOTEBOOKS)
    exchange.publish(course_dir, MODULE)
    (inbound,) = (course_dir / "exchange").glob("*/inbound")
    answers = (RIGHT, WRONG, "def double(n):\n    return {", RIGHT)
    for number in range(1, LEARNERS + 1):
        place = inbound / f"learner-{number:02}+{MODULE}+{AT}+{number:012x}"
        place.mkdir()
        (place / "timestamp.txt").write_text(AT)
        (place / "submission_secret.txt").write_text(f"secret of {number}")
        (place / "notes.txt").write_text("mine")
        for shift, name in enumerate(NOTEBOOKS):
            notebook = answered(course_dir, answers[(number + shift) % 4])
            (place / f"{name}.ipynb").write_text(_text(notebook), encoding="utf-8")
    (place / f"{NOTEBOOKS[0]}.ipynb").write_bytes(b'{"cells": [')
    (place / f"{NOTEBOOKS[1]}.ipynb").write_text(_text(fetched(course_dir)), encoding="utf-8")
    return course_dir


def _text(notebook: object) -> str:
    from course.notebooks import canonical

    return canonical(notebook)  # type: ignore[arg-type]


def said(course_dir: Path, verb: str) -> subprocess.Popen[bytes]:
    """Say a verb of the command, as a process of its own."""
    command = [sys.executable, "-m", "course", verb, MODULE, "--course-dir", str(course_dir)]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=os.environ
    )


def finished(course_dir: Path, verb: str) -> float:
    """Say a verb and wait for its end; give the seconds that it took."""
    started = time.monotonic()
    process = said(course_dir, verb)
    _, words = process.communicate()
    assert process.returncode == 0, words.decode()
    return time.monotonic() - started


def state(course_dir: Path) -> dict[str, bytes]:
    """All that a verb leaves: the gradebook's rows without their random keys, and files."""
    files = {
        f"{name}/{path}": content
        for name in _FOLDERS
        for path, content in tree(course_dir / name).items()
    }
    for path, content in tree(course_dir / "exchange").items():
        files[f"exchange/{path}"] = content
    return {"gradebook": repr(rows(course_dir)).encode(), **files}


def stages(place: Path) -> list[Stage]:
    """Say each verb once, undisturbed, and keep what the course was before it."""
    course_dir = made_course(place / "course")
    life = []
    for verb in VERBS:
        before = place / f"before-{verb}"
        shutil.copytree(course_dir, before)
        seconds = finished(course_dir, verb)
        life.append(Stage(verb=verb, before=before, state=state(course_dir), seconds=seconds))
    return life


def kills(place: Path, count: int, seed: int) -> Iterator[Kill]:
    """Kill a verb `count` times at instants drawn over its length, and say it again each time."""
    draw = random.Random(seed)
    life = stages(place)
    for number in range(count):
        stage = life[number % len(life)]
        # The kept stage was said in place of `course`, where its configuration finds everything.
        course_dir = place / "course"
        shutil.rmtree(course_dir)
        shutil.copytree(stage.before, course_dir)
        instant = draw.uniform(0.02, 1.0)
        process = said(course_dir, stage.verb)
        time.sleep(instant * stage.seconds)
        process.send_signal(signal.SIGSTOP)
        below = descendants(process.pid)
        process.kill()
        process.communicate()
        died = process.returncode == -signal.SIGKILL
        finished(course_dir, stage.verb)
        after = state(course_dir)
        yield Kill(
            verb=stage.verb,
            instant=instant,
            died=died,
            orphans=len(left_of(below)),
            differences=tuple(
                sorted(
                    name
                    for name in stage.state.keys() | after.keys()
                    if stage.state.get(name) != after.get(name)
                )
            ),
        )


def descendants(pid: int) -> set[int]:
    """Processes below a process."""
    pids: set[int] = set()
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            pids |= {child} | descendants(child)
    return pids


def running(pids: set[int]) -> set[int]:
    """Those of the processes that still run."""
    alive = set()
    for pid in pids:
        try:
            status = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if status != "Z":
            alive.add(pid)
    return alive


def left_of(pids: set[int]) -> set[int]:
    """Those that do not end by themselves."""
    deadline = time.monotonic() + _END_S
    while (left := running(pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left

"""Cohorts of any size graded by one process: what that costs, and how much memory it holds."""

import json
import resource
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from course.notebooks import canonical
from tests.classroom import MODULE, NAME, RIGHT, ROOT, WRONG, answered, fetched, released_course

_GRADE = f"""
import json, resource, sys
from course.cli.command import main
status = main(["grade", {MODULE!r}, "--force", "--json", "--course-dir", sys.argv[1]])
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([status, memory]), file=sys.stderr)
"""


@dataclass(frozen=True, kw_only=True)
class Graded:
    """One `course grade`: CPU of all its processes in seconds, peak memory of the first in MB."""

    cpu: float
    memory_mb: float


def graded(place: Path, size: int) -> Graded:
    """Grade a fresh course of `size` submissions of one small notebook. Raises RuntimeError."""
    folder = place / f"cohort-{size}"
    shutil.rmtree(folder, ignore_errors=True)
    course_dir = released_course(folder)
    texts = [
        canonical(notebook)
        for notebook in (
            answered(course_dir, RIGHT),
            answered(course_dir, WRONG),
            fetched(course_dir),
        )
    ]
    for number in range(size):
        submission = course_dir / "submitted" / f"learner-{number:04}" / MODULE
        submission.mkdir(parents=True)
        (submission / f"{NAME}.ipynb").write_text(texts[number % len(texts)], encoding="utf-8")
        (submission / "timestamp.txt").write_text("2026-03-01 12:00:00.000000 UTC")
    before = _cpu()
    done = subprocess.run(
        [sys.executable, "-c", _GRADE, str(course_dir)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    cpu = _cpu() - before
    shutil.rmtree(folder)
    status, memory = json.loads(done.stderr.splitlines()[-1]) if done.stderr else (1, 0)
    if done.returncode or status:
        raise RuntimeError(done.stderr[-2000:])
    assert len(json.loads(done.stdout)["grades"]) == size
    return Graded(cpu=cpu, memory_mb=memory / 1024)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime

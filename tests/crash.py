"""Grade a course and die at the n-th write; run by test_crash.py in a process of its own.

Reads a JSON list of [folder, [n, ...]]: the course in `folder` is graded anew after each death,
at last to the end. One zygote serves all, so that 30 deaths take seconds. Prints for each
folder how many writes each run saw.
"""

import json
import os
import signal
import sys
import threading
from pathlib import Path

import sqlalchemy as sa

from course.grading import batch
from course.grading.images import LIBRARIES, image_with
from course.program import load_program
from course.sandbox import client
from course.sandbox.client import Zygote
from tests.classroom import MODULE

WRITES = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.chmod"}


def writes(event: str, given: tuple[object, ...]) -> bool:
    """Tell whether an audited event changes a file or a folder."""
    if event == "open":
        return isinstance(given[2], int) and bool(given[2] & (os.O_WRONLY | os.O_RDWR))
    return event in WRITES


def graded(folder: Path, last: int | None) -> int:
    """Grade in a fork that is killed before its write number `last`; give how many it made."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        count = 0

        def note() -> None:
            nonlocal count
            if threading.current_thread() is threading.main_thread():
                count += 1
                if count == last:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(lambda event, given: note() if writes(event, given) else None)
        for moment in ("before_cursor_execute", "commit", "rollback"):
            sa.event.listen(sa.Engine, moment, lambda *_: note())
        status = 1
        try:
            batch.grade_submissions(folder, MODULE, limits=LIMITS)
            os.write(writer, str(count).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(writer)
    _, status = os.waitpid(pid, 0)
    with os.fdopen(reader) as pipe:
        said = pipe.read()
    assert status == (signal.SIGKILL if last is not None and not said else 0), (folder, status)
    return int(said or 0)


class Lent:
    """The one zygote, lent out: leaving the block does not end it."""

    def __init__(self, *_: object, **__: object) -> None:
        self.zygote = ZYGOTE

    def __getattr__(self, name: str) -> object:
        return getattr(self.zygote, name)

    def __enter__(self) -> Zygote:
        return self.zygote

    def __exit__(self, *_: object) -> None:
        pass


if __name__ == "__main__":
    LIMITS = batch.limits_of(load_program().grading.model_dump(), MODULE)  # as the command has them
    with Zygote(image_with(LIBRARIES)) as ZYGOTE:
        ZYGOTE.wait_ready()
        client.Zygote = Lent  # type: ignore[assignment, misc]
        seen = [
            [graded(Path(folder), last) for last in [*deaths, None]]
            for folder, deaths in json.load(sys.stdin)
        ]
    sys.stdout.write(json.dumps(seen))

"""Drill hosts for tests: in this process under any names, or by the real command with accounts."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from course.incidents.drill_client import HOST, SealedIncident
from course.incidents.drill_host import DrillCaller, DrillDoor, DrillHost, HostLimits
from course.incidents.scenario import SECOND, Scenario
from course.papers.course_secret import CourseSecret
from course.program import DrillPlan

DRILL = "drill-07"
SECRET = CourseSecret(value=bytes(range(32)))
PLANS = {DRILL: DrillPlan(id=DRILL, families=("room-desk",))}


def anybody(uid: int, named: str) -> DrillCaller:
    """Whoever a client says to be: a test has one account."""
    del uid
    return DrillCaller(learner=named or "learner-01", shared=False)


@contextmanager
def hosting(
    root: Path,
    *,
    limits: HostLimits | None = None,
    who: Callable[[int, str], DrillCaller] = anybody,
) -> Iterator[tuple[str, list[str]]]:
    """Serve a host in threads of this process; give its socket, and what it says."""
    said: list[str] = []
    host = DrillHost(root, PLANS, SECRET.derived, limits=limits, who=who, say=said.append)
    with tempfile.TemporaryDirectory(prefix="drills-") as place:  # sockets have short paths
        door = DrillDoor(Path(place) / "s", host)
        thread = threading.Thread(target=door.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield str(Path(place) / "s"), said
        finally:
            door.shutdown()
            thread.join()
            door.server_close()
            host.close()


@contextmanager
def commanded(course_dir: Path, path: Path, secret: Path) -> Iterator[subprocess.Popen[str]]:
    """Run `course incident host` until the end of the block."""
    command = [sys.executable, "-m", "course", "incident", "host"]
    process = subprocess.Popen(
        [*command, "--course-dir", str(course_dir), "--socket", str(path)],
        env={**os.environ, "COURSE_SECRET": str(secret)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        process.first_line = process.stdout.readline()  # type: ignore[attr-defined]
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()
        process.wait()
        process.stdout.close()


def play(incident: Any, scenario: Scenario, *, close: bool = True) -> None:
    """Play the author's way."""
    for line in scenario.oracle:
        wait = round(line.at / SECOND) - incident.now_s
        while wait > 0:
            incident.advance(min(wait, 7200))
            wait = round(line.at / SECOND) - incident.now_s
        if line.verb != "close" or close:
            incident.look(line.verb, **line.args)
    if close and not incident.over:
        incident.close()


def client(host: str, learner: str = "learner-01", folder: Path | None = None) -> SealedIncident:
    """Open the drill as a learner."""
    before = os.environ.get("COURSE_LEARNER")
    os.environ["COURSE_LEARNER"] = learner
    try:
        return SealedIncident(DRILL, host=host, folder=folder)
    finally:
        if before is None:
            del os.environ["COURSE_LEARNER"]
        else:
            os.environ["COURSE_LEARNER"] = before


def said_to(host: str, raw: bytes, *, close: bool = True) -> bytes:
    """Send bytes, and read what comes until the end or a line feed."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
        door.settimeout(60)
        door.connect(host)
        with suppress(BrokenPipeError, ConnectionResetError):
            door.sendall(raw)
            if close:
                door.shutdown(socket.SHUT_WR)
        got = b""
        with suppress(ConnectionResetError):
            while part := door.recv(1 << 16):
                got += part
                if part.endswith(b"\n"):
                    break
        return got


def as_account(uid: int, gid: int, act: Callable[[], object]) -> str:
    """Do something as another account, in a fork; give what came, or the error's name."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.setgroups([])
            os.setgid(gid)
            os.setuid(uid)
            said = repr(act())
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        with suppress(BaseException):
            os.write(writer, said.encode(errors="replace")[:60_000])
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, errors="replace") as pipe:
        said = pipe.read()
    os.waitpid(pid, 0)
    return said


def until(there: Callable[[], bool]) -> None:
    """Wait until something is so."""
    while not there():
        time.sleep(0.05)


__all__ = ["DRILL", "HOST", "PLANS", "SECRET", "anybody", "as_account", "client", "commanded"]

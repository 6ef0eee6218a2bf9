"""A small stand-in conductor: two children over socketpairs, no sandbox."""

import json
import linecache
import os
import signal
import socket
import sys
import tempfile
import threading
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

from course.examination.candidate import candidate_process
from course.examination.examiner import examiner_process
from course.examination.examiner.cell_text import facts_of, read_author, without_magic
from course.examination.shared import shell
from course.jobs import Limits


def _read(sock: socket.socket) -> dict[str, Any]:
    def exactly(size: int) -> bytes:
        raw = b""
        while len(raw) < size:
            got = sock.recv(size - len(raw))
            if not got:
                raise EOFError("the child has ended")
            raw += got
        return raw

    message: dict[str, Any] = json.loads(exactly(int.from_bytes(exactly(4), "big")))
    return message


def _send(sock: socket.socket, message: dict[str, Any]) -> None:
    raw = json.dumps(message).encode()
    sock.sendall(len(raw).to_bytes(4, "big") + raw)


@pytest.fixture(autouse=True, scope="module")
def this_process() -> Iterator[None]:
    """IPython's shell takes a process over; the tests of other files want theirs back."""
    main, shown, environment = sys.modules["__main__"], sys.displayhook, dict(os.environ)
    if shell._SHELL:  # made for an earlier file
        _current(shell._SHELL[0])
        sys.modules["__main__"] = shell._SHELL[0].user_module
        os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
        shell._draw_inline(shell._SHELL[0])
    yield
    _current(None)
    if shell._SHELL and "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].switch_backend("agg")
    sys.modules["__main__"], sys.displayhook = main, shown
    os.environ.clear()
    os.environ.update(environment)


def _current(made: Any) -> None:
    """Say what `get_ipython()` gives from now on."""
    for kind in (shell.Shell, InteractiveShell):
        kind._instance = made


class Pair:
    """A candidate and an examiner."""

    def __init__(self, folder: Path, files: dict[str, str] | None = None, main: Any = None) -> None:
        shell.warm_up()
        self.pids, self.socks = [], []
        data = socket.socketpair()
        for index, child in enumerate((main or candidate_process.main, examiner_process.main)):
            mine, theirs = socket.socketpair()
            place = folder / ("candidate", "examiner")[index]
            place.mkdir(parents=True)
            for name, text in (files or {}).items():
                (place / name).parent.mkdir(exist_ok=True)
                (place / name).write_text(text)
            sys.stdout.flush()
            pid = os.fork()
            if pid == 0:
                code = 1
                try:
                    os.chdir(place)
                    linecache.clearcache()  # this process has read the tests
                    keep = sorted({0, 1, 2, theirs.fileno(), data[index].fileno()})
                    for low, high in zip(keep, [*keep[1:], 65_536], strict=True):
                        os.closerange(low + 1, high)
                    for fd in (1, 2):
                        os.dup2(os.memfd_create("out"), fd)
                    child(theirs, data[index], Limits())
                    code = 0
                except BaseException:
                    traceback.print_exc(file=sys.__stderr__)
                finally:
                    os._exit(code)
            theirs.close()
            self.pids.append(pid)
            self.socks.append(mine)
        for sock in data:
            sock.close()
        self.folder = folder

    def learn(self, cells: Sequence[dict[str, Any]], source: Any = None) -> None:
        message: dict[str, Any] = {"do": "learn", "cells": list(cells)}
        if source is not None:
            message["author"] = facts_of(read_author(source, without_magic))
        _send(self.socks[1], message)

    def run(self, cell: dict[str, Any]) -> dict[str, Any] | None:
        """Run a cell where it belongs; returns the examiner's report if there is one."""
        where = {"own": (0,), "solution": (0,), "locked": (0, 1), "test": (1,)}[cell["role"]]
        timeout = cell.get("timeout_s", 20.0)
        reports: list[dict[str, Any]] = []
        for child in where:
            timers = [
                threading.Timer(timeout, os.kill, (pid, signal.SIGINT))
                for pid in (self.pids if child else self.pids[:1])
            ]
            for timer in timers:
                timer.start()
            _send(self.socks[child], {"do": "run", "cell": cell})
            try:
                reports.append(_read(self.socks[child]))
            finally:
                for timer in timers:
                    timer.cancel()
        return reports[-1]

    def close(self) -> None:
        for pid, sock in zip(self.pids, self.socks, strict=True):
            sock.close()
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def in_one_kernel(cells: Sequence[tuple[str, str]]) -> list[tuple[str, str | None]]:
    """Run all cells in one shell, as nbgrader does; status and error's name of each test."""
    come, go = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            linecache.clearcache()
            for fd in (1, 2):
                os.dup2(os.memfd_create("out"), fd)
            made = shell.warm_up()
            streams = shell.Streams(made)
            sys.modules["__main__"] = made.user_module
            sys.path.insert(0, "")
            sys.setrecursionlimit(shell.RECURSION_LIMIT)
            shell.patch_input(shell.no_input)
            ran = [(role, shell.run(made, text, streams, 1 << 20)) for role, text in cells]
            found = [
                (r.status, type(r.error).__name__ if r.error else None)
                for role, r in ran
                if role == "test"
            ]
            os.write(go, json.dumps(found).encode())
        finally:
            os._exit(0)
    os.close(go)
    raw = b""
    while chunk := os.read(come, 1 << 16):
        raw += chunk
    os.close(come)
    os.waitpid(pid, 0)
    return [(status, name) for status, name in json.loads(raw)]


def examine(
    pair: Pair, cells: Sequence[tuple[str, str]], *, source: Any = None, timeout_s: float = 20.0
) -> list[dict[str, Any]]:
    """Run (role, text) cells in order; returns the reports of the tests."""
    listed = [
        {"id": f"c{index}", "source": text, "role": role, "timeout_s": timeout_s}
        for index, (role, text) in enumerate(cells)
    ]
    pair.learn(listed, source)
    reports = []
    for cell in listed:
        report = pair.run(cell)
        if cell["role"] == "test":
            assert report is not None
            reports.append(report)
    return reports


@pytest.fixture
def pair() -> Iterator[Pair]:
    """A fresh candidate and examiner."""
    with tempfile.TemporaryDirectory() as folder:
        made = Pair(Path(folder))
        yield made
        made.close()

"""The instructor's page beside formgrader's list of submissions, both of one made-up gradebook.

Each is opened in headless Chromium; the clock runs from the start of navigation until the
list's filter, given a learner's name, shows that one learner.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.measuring import Run, machine, measure, spread
from benchmarks.quickstart import environment
from course.gradebook import exchange
from tests.cohorts import fill

ROOT = Path(__file__).parents[1]
MODULE = "101-system-architecture"
LIMIT_S = 2.0
START_S, WAIT_S = 60, 300  # for the server, and for a page
TOKEN = "bench"  # of a server that lives for a minute, on this machine


def bench_status(submissions: int, rounds: int) -> None:
    """Measure and print."""
    print(f"status: {machine()}", flush=True)
    with tempfile.TemporaryDirectory(prefix="course-bench-") as place:
        course = _course(Path(place) / "course", submissions)
        page = Path(place) / "status.html"
        learner = f"learner-{submissions // 2:0{max(2, len(str(submissions)))}}"
        made: list[Run] = []
        ours: list[float] = []
        theirs: list[float] = []
        with _chromium() as browser, _formgrader(course) as address:
            for number in range(1, rounds + 1):
                made.append(measure(_status(page), course))
                ours.append(_seconds(browser, page.as_uri(), _filter_ours, learner))
                theirs.append(_seconds(browser, address, _filter_theirs, learner))
                print(
                    f"  round {number}: made in {made[-1].wall:.2f} s; "
                    f"ours {ours[-1]:.2f} s, formgrader {theirs[-1]:.2f} s",
                    flush=True,
                )
        size = page.stat().st_size / 1e6
    walls, cpus = spread(r.wall for r in made), spread(r.cpu for r in made)
    print(f"\n{submissions} submissions, n = {rounds}: median (range); the page has {size:.1f} MB")
    print("| | s |\n|---|---|")
    print(f"| `course status --html`, wall | {walls} |\n| the same, CPU | {cpus} |")
    print(f"| its page, from navigation to the filter's answer | {spread(ours)} |")
    print(f"| formgrader's list, the same | {spread(theirs)} |")
    ratios = [b / a for a, b in zip(ours, theirs, strict=True)]
    print(
        f"\nformgrader / ours: {spread(ratios, digits=1)}; ours at most {max(ours):.2f} s "
        f"(limit {LIMIT_S:g} s)"
    )


def _course(folder: Path, submissions: int) -> Path:
    """Make a released course of module 101 whose learners were graded."""
    folder.mkdir()
    (folder / "exchange").mkdir(mode=0o777)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    shutil.copytree(ROOT / "source" / MODULE, folder / "source" / MODULE)
    exchange.build_release(folder, MODULE)
    fill(folder, MODULE, submissions)
    return folder


def _status(page: Path) -> list[str]:
    return [
        sys.executable,
        "-m",
        "course",
        "status",
        MODULE,
        "--course-dir",
        ".",
        "--html",
        str(page),
    ]


@contextlib.contextmanager
def _chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@contextlib.contextmanager
def _formgrader(course: Path) -> Iterator[str]:
    """Serve formgrader; give the address of its list of submissions."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "jupyter",
            "server",
            "--no-browser",
            "--ServerApp.port_retries=0",
            f"--ServerApp.port={port}",
            f"--IdentityProvider.token={TOKEN}",
            *(["--allow-root"] if os.geteuid() == 0 else []),
        ],
        cwd=course,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"{server}/api", process)
        yield f"{server}/formgrader/manage_submissions/{MODULE}"
    finally:
        process.terminate()
        process.wait()


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"{address}: no Jupyter server within {START_S} s")


def _seconds(
    browser: Any, address: str, respond: Callable[[Any, str], None], learner: str
) -> float:
    """Open a page without cache, and use its filter."""
    context = browser.new_context(
        viewport={"width": 1400, "height": 900},
        extra_http_headers={"Authorization": f"token {TOKEN}"},  # Jupyter's; a file takes none
    )
    view = context.new_page()
    view.set_default_timeout(WAIT_S * 1000)
    started = time.perf_counter()
    view.goto(address, wait_until="commit")
    respond(view, learner)
    took = time.perf_counter() - started
    context.close()
    return took


def _filter_ours(view: Any, learner: str) -> None:
    view.get_by_label("learner", exact=True).fill(learner)
    view.wait_for_function("document.querySelectorAll('#list tbody tr:not([hidden])').length === 1")


def _filter_theirs(view: Any, learner: str) -> None:
    view.fill("input[type=search]", learner)  # there once all rows are
    view.wait_for_function("document.querySelectorAll('table tbody tr').length === 1")

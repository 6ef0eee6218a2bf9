"""`python -m course.reporting.fork_server`: forks a process for each report, with all loaded.

It reads a plan as one JSON line, {"jobs": N, "limit_s": S, "making": DIR, "tasks": [...]}, the
tasks being the fields of a ReportTask. When a report has ended it writes its ReportOutcome as a
JSON line, in the order in which reports end. It ends, with all it started, when its input ends
or SIGTERM comes.
It has no thread and no kernel of its own, since otherwise forking would not be safe.
"""

import contextlib
import gc
import json
import os
import selectors
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from course.reporting.report_models import ReportOutcome, ReportTask
from course.reporting.report_run import run

PRELOADED = (
    "papermill",
    "papermill.parameterize",
    "nbconvert",
    "IPython.core.pylabtools",
    "numpy",
    "pandas",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "IPython.extensions.storemagic",
    "ipykernel.comm",
    "course.reporting.papermill_engine",
    "course.reporting.report_run",
    "course.reporting.page",
)


@dataclass(frozen=True, kw_only=True)
class Running:
    """A report in the making."""

    task: ReportTask
    pid: int
    scratch: Path
    until: float


def main() -> None:
    """Make every report of the plan."""
    plan = json.loads(sys.stdin.readline())
    tasks = [ReportTask(**task) for task in plan["tasks"]]
    _preload()
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # with all it started
    running: dict[int, Running] = {}
    late: set[int] = set()
    with selectors.DefaultSelector() as waiting:
        waiting.register(sys.stdin, selectors.EVENT_READ)
        try:
            while tasks or running:
                while tasks and len(running) < plan["jobs"]:
                    one = _start(tasks.pop(0), Path(plan["making"]), plan["limit_s"])
                    handle = os.pidfd_open(one.pid)
                    running[handle] = one
                    waiting.register(handle, selectors.EVENT_READ)
                next_end = min(one.until for one in running.values())
                ended = waiting.select(max(0.0, next_end - time.monotonic()))
                for key, _ in ended:
                    if key.fileobj is sys.stdin:
                        return  # nobody reads us any more
                    waiting.unregister(key.fd)
                    os.close(key.fd)
                    one = running.pop(key.fd)
                    outcome = _end(one)
                    if one.pid in late:
                        words = f"took longer than {plan['limit_s']:g} s"
                        outcome = replace(outcome, problem=words)
                    _answer(outcome)
                for one in running.values():
                    if one.until <= time.monotonic():
                        late.add(one.pid)
                        _kill(one.pid)
        finally:
            for one in running.values():
                _kill(one.pid)
                _end(one)


def _preload() -> None:
    """Load what reports need; matplotlib_inline must not be: it looks for its shell once."""
    import importlib

    for name in PRELOADED:
        importlib.import_module(name)
    from course.reporting import figures, report_run

    figures.warm()
    report_run.warm()
    if "matplotlib_inline" in sys.modules:
        raise RuntimeError("matplotlib_inline is loaded before the fork: figures would be lost")


def _start(task: ReportTask, making: Path, limit_s: float) -> Running:
    scratch = Path(tempfile.mkdtemp(prefix=f"{task.name[:40]}.", dir=making))
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.setpgid(0, 0)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            _leave_server()
            run(task, scratch)
            code = 0
        finally:
            os._exit(code)
    with contextlib.suppress(OSError):  # the child was first
        os.setpgid(pid, pid)
    return Running(task=task, pid=pid, scratch=scratch, until=time.monotonic() + limit_s)


def _leave_server() -> None:
    """Let go of the plan and of our answers: what a report prints is not an outcome."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)


def _end(one: Running) -> ReportOutcome:
    _, status = os.waitpid(one.pid, 0)
    _kill(one.pid)  # what it left behind
    try:
        fields: dict[str, Any] = json.loads((one.scratch / "outcome.json").read_bytes())
        outcome = ReportOutcome(**fields)
    except (OSError, ValueError, TypeError):
        code = os.waitstatus_to_exitcode(status)
        words = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"
        outcome = ReportOutcome(
            name=one.task.name, page=str(one.task.page), problem=f"its process ended: {words}"
        )
    shutil.rmtree(one.scratch, ignore_errors=True)
    return outcome


def _kill(group: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _answer(outcome: ReportOutcome) -> None:
    print(json.dumps(asdict(outcome)), flush=True)  # noqa: T201 - our answer


if __name__ == "__main__":
    main()

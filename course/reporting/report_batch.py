"""Many reports: which are to be made, by whom, and what became of them.

A report is done when its page names the digest of its template, its data, and all else that a
report may depend on (digests.py). So a batch that was killed makes the rest when it is run again,
and nothing twice.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from course.digests import report_environment
from course.errors import GradingError, NotebookError, Problem
from course.files import TEMPLATES, locked, write_whole
from course.reporting.report_models import ReportOutcome, ReportTask, data_problems

REPORTS = TEMPLATES / "reports"
KINDS = ("learner", "cohort", "program")
LIMIT_S = 300.0  # for one report; an honest one needs two
LONGEST_NAME = 100
HEAD_BYTES = 4096


def report(
    kind: str,
    data_by_name: Mapping[str, Mapping[str, Any]],
    out: Path,
    *,
    jobs: int = 2,
    tick: Callable[[ReportOutcome], None] = lambda _: None,
    stock: bool = False,
    force: bool = False,
    template: Path | None = None,
) -> tuple[ReportOutcome, ...]:
    """Make a report of a kind for each name, as `out/NAME.html`; give what became of each.

    `data_by_name` gives each report's data, of the shapes in report_models.py; `tick` is called
    when one is done. `stock` runs papermill with its own kernel, `force` makes what is there
    again, `template` is another notebook than the kind's own. One failure stops no other report.
    Raises NotebookError for an unknown kind, GradingError where another batch runs in `out` or
    the server could not start.
    """
    if template is None and kind not in KINDS:
        what = f"expected one of {', '.join(KINDS)}, got {kind!r}"
        raise NotebookError(Problem("report", what))
    template = template or REPORTS / f"{kind}.ipynb"
    environment = sha256(report_environment().encode() + template.read_bytes()).digest()
    outcomes: list[ReportOutcome] = []
    with _alone(out) as making:
        tasks = []
        for name, data in data_by_name.items():
            task, problem = _task(
                kind, name, data, environment=environment, template=template, out=out, stock=stock
            )
            if problem is not None:
                task.page.unlink(missing_ok=True)
                outcome = ReportOutcome(name=task.name, page=str(task.page), problem=problem)
            elif not force and _is_done(task):
                outcome = ReportOutcome(name=task.name, page=str(task.page), kept=True)
            else:
                tasks.append(task)
                continue
            outcomes.append(outcome)
            tick(outcome)
        for outcome in _outcomes(tasks, making, jobs):
            if outcome.problem is not None:
                Path(outcome.page).unlink(missing_ok=True)  # it was of older data
            outcomes.append(outcome)
            tick(outcome)
    return tuple(sorted(outcomes, key=lambda outcome: outcome.name))


def _task(
    kind: str,
    name: str,
    data: Mapping[str, Any],
    *,
    environment: bytes,
    template: Path,
    out: Path,
    stock: bool,
) -> tuple[ReportTask, str | None]:
    """Write a report's data down, and say what is to be made of it, or what is wrong with it."""
    text = json.dumps(data, ensure_ascii=False, indent=1, default=str, sort_keys=True) + "\n"
    raw = text.encode(errors="backslashreplace")
    digest = sha256(environment + raw + bytes([stock])).hexdigest()
    task = ReportTask(
        name=file_name(name),
        title=f"{name}: {kind} report",
        digest=digest,
        parameters={"made_on": str(data["made_on"])} if "made_on" in data else {},
        template=str(template.resolve()),
        out=str(out.resolve()),
        stock=stock,
    )
    problems = data_problems(kind, name, json.loads(raw)) if kind in KINDS else ()
    if problems:
        return task, "; ".join(map(str, problems))
    if not (task.data.is_file() and task.data.read_bytes() == raw):
        write_whole(task.data, raw)
    return task, None


def file_name(name: str) -> str:
    """Give a name that is safe in a folder, and another for every other name."""
    safe = quote(name, safe=" +@,=", errors="backslashreplace")
    if safe.startswith("."):
        safe = "%2E" + safe[1:]
    if not safe or len(safe) > LONGEST_NAME:
        return f"{safe[:LONGEST_NAME]}-{sha256(name.encode(errors='backslashreplace')).hexdigest()}"
    return safe


def _is_done(task: ReportTask) -> bool:
    try:
        with task.page.open("rb") as page:
            head = page.read(HEAD_BYTES)
        return task.digest.encode() in head and task.notebook.is_file()
    except OSError:
        return False


@contextmanager
def _alone(out: Path) -> Iterator[Path]:
    """Hold the folder for this batch; give the place for what is not ready yet."""
    making = out / ".making"
    for folder in (making, out / "data", out / "notebooks"):
        folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(out / ".lock", wait=False))
        except OSError as error:
            what = "another batch of reports runs there"
            raise GradingError(Problem(str(out), what)) from error
        for left in making.iterdir():
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
        yield making.resolve()
    shutil.rmtree(making, ignore_errors=True)


def _outcomes(tasks: list[ReportTask], making: Path, jobs: int) -> Iterator[ReportOutcome]:
    """Have the server make reports; give outcomes as they come."""
    if not tasks:
        return
    plan = {
        "jobs": max(1, jobs),
        "limit_s": LIMIT_S,
        "making": str(making),
        "tasks": [asdict(task) for task in tasks],
    }
    missing = {task.name: task for task in tasks}
    with (making / "server").open("w+b") as words:
        server = subprocess.Popen(
            [sys.executable, "-m", "course.reporting.fork_server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=words,
            text=True,
            env=_server_variables(),
            start_new_session=True,
        )
        assert server.stdin is not None and server.stdout is not None
        try:
            server.stdin.write(json.dumps(plan) + "\n")
            server.stdin.flush()
            for line in server.stdout:
                outcome = ReportOutcome(**json.loads(line))
                del missing[outcome.name]
                yield outcome
        except BaseException:
            server.terminate()  # it looks at its input only when it has loaded everything
            raise
        finally:
            server.stdin.close()  # it ends, with all it started
            server.stdout.close()
            server.wait()
        words.seek(0)
        last_words = words.read().decode(errors="replace").strip().rpartition("\n")[2]
    problem = f"the server ended: {last_words}"
    for name, task in missing.items():
        yield ReportOutcome(name=name, page=str(task.page), problem=problem)


def _server_variables() -> dict[str, str]:
    """Environment of the server: sets in one order every time, one thread for linear algebra."""
    return {**os.environ, "PYTHONHASHSEED": "0", "OPENBLAS_NUM_THREADS": "1"}

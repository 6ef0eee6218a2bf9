"""Grade many submissions: in parallel, cached by content, one writer for the gradebook.

Killed at any instant and run again, the end is that of an uninterrupted run: autograded/ is
laid out, then the gradebook gets the scores in one transaction, and only then a mark with the
digests of the jobs says that this submission is done.
"""

import hashlib
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ThreadPoolExecutor,
    wait,
)
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from itertools import islice
from pathlib import Path

from course.errors import CourseError, GradingError, SubmissionError
from course.gradebook.layout import Layout, alone, layout_of
from course.gradebook.rows import Ledger, SourceCell
from course.grading.marking import grade
from course.grading.submissions import jobs, lay_out, scores, sources, submitted_at
from course.jobs import Job, Limits, Result
from course.program import Program
from course.records.results import GradingRecord, read_grading_record
from course.sandbox.client import Warm, used

Tick = Callable[[str], None]
PACKAGES = ("engineering-excellence", "ipython", "matplotlib", "numpy", "pandas")


@dataclass(frozen=True, kw_only=True)
class Graded:
    """That one submission was graded, now or (`cached`) before, and what was found."""

    learner: str
    mark: GradingRecord
    cached: bool


def environment() -> str:
    """What a grade may depend on beside its job, the grader's own code too: the cache's key."""
    found = " ".join(f"{package}={version(package)}" for package in PACKAGES)
    grader = hashlib.sha256()
    home = Path(__file__).parent
    for pattern in ("grading/*.py", "incidents/*.py", "simulation/**/*.py", "scenarios/*.toml"):
        for path in sorted(home.glob(pattern)):
            grader.update(path.read_bytes())
    found += f" grader={grader.hexdigest()}"
    return f"python={sys.version.split()[0]} {found}"


def limits_of(program: Program) -> Limits:
    """Give the grader's limits as program.toml has them."""
    given = program.grading
    return Limits(
        cell_s=given.wall_time_s,
        cpu_s=given.cpu_time_s,
        memory_bytes=given.memory_mb << 20,
        processes=given.processes,
        file_bytes=given.file_size_mb << 20,
        cell_output_bytes=given.output_bytes,
    )


def grade_submissions(
    course_dir: Path,
    assignment: str,
    *,
    learner: str | None = None,
    workers: int = 2,
    force: bool = False,
    limits: Limits | None = None,
    sandboxed: bool = True,
    executor: Executor | None = None,
    warm: Warm | None = None,
    tick: Tick = lambda name: None,  # noqa: ARG005
) -> list[Graded]:
    """Grade what was collected; give each submission's outcome, by learner.

    `executor` may be any of concurrent.futures; without one, `workers` threads share one warm
    process, which may have been started before (`warm`). What was graded before from the same
    bytes is passed over unless `force`.
    Raises GradingError where there is no sandbox, SubmissionError for a learner without files;
    a submission that the grader itself could not finish is named at the end, after the others.
    """
    layout = layout_of(course_dir)
    if layout.penalty not in ("none", "zero"):
        raise GradingError(
            f"{course_dir / 'nbgrader_config.py'}: expected nbgrader's own LateSubmissionPlugin "
            f"with penalty_method 'none' or 'zero', got {layout.penalty!r}; `nbgrader autograde` "
            "can work with it"
        )
    learners = layout.learners("submitted", assignment)
    if learner is not None:
        if learner not in learners:
            raise SubmissionError(f"{assignment}: {learner} has handed in nothing")
        learners = [learner]
    failed: dict[str, set[str]] = {}
    with Ledger(layout.db_url) as ledger, alone(layout):
        saved = ledger.source_cells(assignment)
        released = sources(layout, assignment, saved)
        done = ledger.grades(assignment)
        work = _Work(
            layout=layout,
            assignment=assignment,
            released=released,
            limits=limits or Limits(),
            environment=environment(),
        )
        outcomes: list[Graded] = []
        waiting: list[_Submission] = []
        for name in learners:
            submission = _Submission(work=work, learner=name)
            before = submission.before() if not force and name in done else None
            # What ran without a sandbox may have written its own grade.
            if before is not None and (before.sandboxed or not sandboxed):
                outcomes.append(Graded(learner=name, mark=before, cached=True))
                tick(name)
            else:
                waiting.append(submission)
        finished = _graded(
            waiting,
            saved,
            ledger,
            workers=workers,
            sandboxed=sandboxed,
            executor=executor,
            warm=warm,
            hidden=course_dir,
            failed=failed,
        )
        for graded in finished:
            outcomes.append(graded)
            tick(graded.learner)
    if failed:
        raise GradingError(
            f"{assignment}: not graded: {', '.join(sorted(names))}: {why}"
            for why, names in failed.items()
        )
    return sorted(outcomes, key=lambda outcome: outcome.learner)


@dataclass(frozen=True, kw_only=True)
class _Work:
    layout: Layout
    assignment: str
    released: Mapping[str, tuple[bytes, bytes | None]]
    limits: Limits
    environment: str


@dataclass(kw_only=True)
class _Submission:
    """One submission on its way; its files are read anew when needed, not kept in memory."""

    work: _Work
    learner: str

    def jobs(self) -> tuple[dict[str, Job], list[str]]:
        w = self.work
        return jobs(
            w.layout,
            w.assignment,
            self.learner,
            released=w.released,
            limits=w.limits,
            environment=w.environment,
        )

    def before(self) -> GradingRecord | None:
        """Give what an earlier grading of this very content left, if all of it is still there."""
        mark = read_grading_record(self.work.layout.mark(self.learner, self.work.assignment))
        folder = self.work.layout.folder("autograded", self.learner, self.work.assignment)
        there = all((folder / f"{name}.ipynb").is_file() for name in self.work.released)
        if mark is None or not there or mark.jobs != _digests(self.jobs()[0]):
            return None
        return mark

    def finish(
        self, opened: "_Open", saved: Mapping[str, Mapping[str, SourceCell]], ledger: Ledger
    ) -> Graded:
        """Write everything in the order that a crash cannot spoil."""
        work, learner, results = self.work, self.learner, dict(sorted(opened.results.items()))
        path = work.layout.mark(learner, work.assignment)
        path.unlink(missing_ok=True)
        lay_out(work.layout, work.assignment, learner, results)
        ledger.record(
            work.assignment,
            learner,
            submitted_at(work.layout, work.assignment, learner),
            {name: scores(result, saved[name]) for name, result in results.items()},
            penalty=work.layout.penalty,
        )
        damage = [*opened.told, *(d for result in results.values() for d in result.damage)]
        faults = (
            f"{name}: cell {cell.grade_id}: {cell.message}"
            for name, result in results.items()
            for cell in result.cells
            if cell.course_fault
        )
        mark = GradingRecord(
            jobs=_digests(opened.jobs),
            damage=tuple(dict.fromkeys(damage)),
            course_faults=tuple(faults),
            sandboxed=all(result.sandboxed for result in results.values()),
        )
        mark.write(path)
        return Graded(learner=learner, mark=mark, cached=False)


def _digests(made: Mapping[str, Job]) -> dict[str, str]:
    return {name: job.digest() for name, job in made.items()}


def _graded(
    waiting: list[_Submission],
    saved: Mapping[str, Mapping[str, SourceCell]],
    ledger: Ledger,
    *,
    workers: int,
    sandboxed: bool,
    executor: Executor | None,
    warm: Warm | None,
    hidden: Path,
    failed: dict[str, set[str]],
) -> Iterator[Graded]:
    """Keep the pool busy with a few submissions ahead of the one writer, which is this thread."""
    if not waiting:
        return
    with ExitStack() as stack:
        run, pool = _pool(
            stack,
            waiting[0].work,
            executor,
            warm,
            workers=workers,
            sandboxed=sandboxed,
            hidden=hidden,
        )
        queue = iter(waiting)
        ahead: dict[Future[Result], tuple[_Open, str]] = {}
        while True:
            for submission in islice(queue, max(0, 2 * workers + 1 - len(ahead))):
                opened = _Open(submission)
                for name, job in opened.jobs.items():
                    ahead[pool.submit(run, job)] = (opened, name)
            if not ahead:
                return
            for future in wait(ahead, return_when=FIRST_COMPLETED).done:
                opened, name = ahead.pop(future)
                try:
                    graded = opened.take(name, future.result(), saved, ledger)
                except BrokenExecutor as error:
                    raise GradingError(f"the executor broke: {error}") from error
                except Exception as error:  # one submission stops no other
                    why = str(error) if isinstance(error, CourseError) else repr(error)
                    failed.setdefault(why, set()).add(opened.submission.learner)
                else:
                    if graded is not None:
                        yield graded


def _pool(
    stack: ExitStack,
    work: "_Work",
    executor: Executor | None,
    warm: Warm | None,
    *,
    workers: int,
    sandboxed: bool,
    hidden: Path,
) -> tuple[Callable[[Job], Result], Executor]:
    """Give what to run and where: threads share one warm process, processes have one each."""
    if executor is not None and not isinstance(executor, ThreadPoolExecutor):
        return partial(grade, sandboxed=sandboxed, hidden=(str(hidden),)), executor
    if warm is None:
        preload = used(work.layout.texts(work.assignment))
        warm = stack.enter_context(Warm(hidden=[hidden], sandboxed=sandboxed, preload=preload))
    threads = executor or stack.enter_context(ThreadPoolExecutor(workers))
    return partial(grade, warm=warm), threads


class _Open:
    """A submission whose jobs are under way."""

    def __init__(self, submission: _Submission) -> None:
        self.submission = submission
        self.jobs, self.told = submission.jobs()
        self.results: dict[str, Result] = {}

    def take(
        self,
        name: str,
        result: Result,
        saved: Mapping[str, Mapping[str, SourceCell]],
        ledger: Ledger,
    ) -> Graded | None:
        """Keep one notebook's result; with the last one the submission is finished."""
        self.results[name] = result
        if len(self.results) < len(self.jobs):
            return None
        return self.submission.finish(self, saved, ledger)

"""Grade many submissions: in parallel, none twice, one writer for the gradebook.

Killed at any instant and run again, the end is that of an uninterrupted run: autograded/ is
laid out, then the gradebook gets the scores in one transaction, and only then a file says that
this submission is done, with the digests of all that its grade depended on.
"""

import hashlib
import json
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
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path

from course.digests import grade_environment
from course.errors import CourseError, GradingError, Problem, SubmissionError
from course.files import refusal
from course.gradebook.layout import (
    Layout,
    grading_lock,
    layout_of,
    submitted_at,
    timestamp_damage,
)
from course.gradebook.queries import (
    HandIn,
    SourceCell,
    due_date,
    graded_learners,
    hand_ins,
    source_cells,
)
from course.gradebook.releases import added_cells, origin_of
from course.gradebook.rows import Gradebook
from course.grading.images import image_with, libraries_in
from course.grading.marking import grade
from course.grading.submissions import cell_scores, jobs_of, lay_out, released_notebooks
from course.jobs import Job, Limits, Result
from course.program import Program
from course.records.results import GradingRecord, read_grading_record
from course.sandbox.client import Zygote

Tick = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Graded:
    """That one submission was graded, now or (`cached`) before, and what that left."""

    learner: str
    record: GradingRecord
    cached: bool


@dataclass(frozen=True, kw_only=True)
class Workers:
    """Where jobs run: `threads` that share one zygote, or any executor.

    A zygote that was started before may be given; learners' code cannot see `hidden`.
    """

    threads: int = 2
    sandboxed: bool = True
    zygote: Zygote | None = None
    executor: Executor | None = None


def limits_of(program: Program) -> Limits:
    """Give the grader's limits as program.toml has them."""
    grading = program.grading
    return Limits(
        cell_s=grading.wall_time_s,
        cpu_s=grading.cpu_time_s,
        memory_bytes=grading.memory_mb << 20,
        processes=grading.processes,
        file_bytes=grading.file_size_mb << 20,
        cell_output_bytes=grading.output_bytes,
    )


def grade_submissions(
    course_dir: Path,
    assignment: str,
    *,
    learner: str | None = None,
    force: bool = False,
    limits: Limits | None = None,
    workers: Workers | None = None,
    tick: Tick = lambda name: None,  # noqa: ARG005
) -> list[Graded]:
    """Grade what was collected; give each submission's outcome, by learner.

    Parameters
    ----------
    course_dir
        The folder that holds nbgrader_config.py.
    assignment
        A module's id, as released.
    learner
        Only this one; everybody who handed in where None.
    force
        Also what was graded before from the same.
    limits
        How much of the machine a submission may use.
    workers
        Where jobs run.
    tick
        Called with each learner's id when that submission is done.

    Raises
    ------
    GradingError
        Where there is no sandbox, or for submissions that the grader itself could not finish:
        these are named at the end, after all others were graded.
    SubmissionError
        For a learner without files.
    """
    layout = layout_of(course_dir)
    _require_known_penalty(course_dir, layout)
    learners = layout.learners("submitted", assignment)
    if learner is not None:
        if learner not in learners:
            raise SubmissionError(Problem(assignment, f"{learner} has handed in nothing"))
        learners = [learner]
    failures: dict[str, set[str]] = {}
    if learner is None and (hidden := layout.passed_over("submitted", assignment)):
        why = "the folder's name begins with a dot, which nbgrader passes over; rename it"
        failures[why] = {repr(name) for name in hidden}
    with Gradebook(layout.db_url) as book, grading_lock(layout):
        work = _Work.of(layout, book, assignment, limits or Limits())
        graded_before = graded_learners(book, assignment)
        outcomes: list[Graded] = []
        waiting: list[_Submission] = []
        for name in learners:
            submission = _Submission(work=work, learner=name)
            record = submission.finished() if not force and name in graded_before else None
            # What ran without a sandbox may have written its own grade.
            if record is not None and (record.sandboxed or not (workers or Workers()).sandboxed):
                outcomes.append(Graded(learner=name, record=record, cached=True))
                tick(name)
            else:
                waiting.append(submission)
        for graded in _grade_all(waiting, book, workers or Workers(), course_dir, failures):
            outcomes.append(graded)
            tick(graded.learner)
    if failures:
        raise GradingError(
            Problem(assignment, f"not graded: {', '.join(sorted(names))}: {why}")
            for why, names in failures.items()
        )
    return sorted(outcomes, key=lambda outcome: outcome.learner)


def grade_notebook(
    course_dir: Path, assignment: str, learner: str, notebook: str, limits: Limits
) -> bytes:
    """Grade one notebook of a submission and give it as graded, writing nothing.

    For nbgrader's own command and button, which write by themselves. Raises GradingError.
    """
    layout = layout_of(course_dir)
    with Gradebook(layout.db_url) as book:
        work = _Work.of(layout, book, assignment, limits)
    jobs, _ = _Submission(work=work, learner=learner).jobs()
    if notebook not in jobs:
        raise GradingError(Problem(notebook, f"not a notebook of {assignment}"))
    return grade(jobs[notebook], hidden=(str(course_dir),)).notebook


def _require_known_penalty(course_dir: Path, layout: Layout) -> None:
    if layout.penalty not in ("none", "zero"):
        raise GradingError(
            Problem(
                str(course_dir / "nbgrader_config.py"),
                "expected nbgrader's own LateSubmissionPlugin with penalty_method 'none' or "
                f"'zero', got {layout.penalty!r}; `nbgrader autograde` can work with it",
            )
        )


@dataclass(frozen=True, kw_only=True)
class _Work:
    """What all submissions of a module share while they are graded."""

    layout: Layout
    assignment: str
    origin: Path  # the source as it was released
    cells: Mapping[str, Mapping[str, SourceCell]]
    released: Mapping[str, tuple[bytes, bytes | None]]
    hand_ins: Mapping[str, HandIn]
    due: datetime | None
    limits: Limits

    @classmethod
    def of(cls, layout: Layout, book: Gradebook, assignment: str, limits: Limits) -> "_Work":
        cells = source_cells(book, assignment)
        origin = origin_of(layout, book, assignment)
        return cls(
            layout=layout,
            assignment=assignment,
            origin=origin,
            cells=cells,
            released=released_notebooks(origin, cells, added_cells(layout, assignment)),
            hand_ins=hand_ins(book, assignment),
            due=due_date(book, assignment),
            limits=limits,
        )


@dataclass(kw_only=True)
class _Submission:
    """One submission on its way; its files are read anew when needed, not kept in memory."""

    work: _Work
    learner: str

    def jobs(self) -> tuple[dict[str, Job], list[str]]:
        """Make its jobs by notebook, and sentences on files that were left out."""
        return jobs_of(
            self.work.layout,
            self.work.assignment,
            self.learner,
            origin=self.work.origin,
            released=self.work.released,
            limits=self.work.limits,
            environment=grade_environment(),
        )

    def digests(self, jobs: Mapping[str, Job]) -> dict[str, str]:
        """Digest by notebook all that its marks depend on: its job, and what is late for whom."""
        terms = json.dumps(self._terms()).encode()
        return {
            name: hashlib.sha256(job.digest().encode() + terms).hexdigest()
            for name, job in jobs.items()
        }

    def _terms(self) -> list[str]:
        hand_in = self.work.hand_ins.get(self.learner)
        submitted = submitted_at(*self._place())
        extension = hand_in.extension if hand_in else None
        at = submitted or self.time_damage()
        return [self.work.layout.penalty, *map(str, (self.work.due, extension or "", at))]

    def time_damage(self) -> str | None:
        """Say why it is not known when this was handed in, where that is damage or decides."""
        work = self.work
        damage = timestamp_damage(work.layout, work.assignment, self.learner)
        folder = work.layout.folder("submitted", self.learner, work.assignment)
        if damage is None and work.due and folder.is_dir() and not submitted_at(*self._place()):
            return "timestamp.txt is missing; whether this was handed in late is not known"
        return damage

    def _place(self) -> tuple[Layout, str, str]:
        return self.work.layout, self.work.assignment, self.learner

    def finished(self) -> GradingRecord | None:
        """Give what an earlier grading of this very content left, if all of it still exists."""
        work = self.work
        record = read_grading_record(work.layout.grading_record(self.learner, work.assignment))
        folder = work.layout.folder("autograded", self.learner, work.assignment)
        whole = all((folder / f"{name}.ipynb").is_file() for name in work.released)
        if record is None or not whole or record.jobs != self.digests(self.jobs()[0]):
            return None
        return record

    def finish(self, running: "_OpenSubmission", book: Gradebook) -> Graded:
        """Write everything in the order that a crash cannot spoil."""
        work, learner, results = self.work, self.learner, dict(sorted(running.results.items()))
        path = work.layout.grading_record(learner, work.assignment)
        path.unlink(missing_ok=True)
        lay_out(work.layout, work.assignment, learner, work.origin, results)
        book.record(
            work.assignment,
            learner,
            submitted_at(*self._place()),
            {name: cell_scores(result, work.cells[name]) for name, result in results.items()},
            penalty=work.layout.penalty,
        )
        files = running.damage
        if time := self.time_damage():  # instead of what the walk over its files said of it
            files = [time, *(d for d in files if not d.startswith("timestamp.txt "))]
        damage = [*files, *(d for result in results.values() for d in result.damage)]
        faults = (
            f"{name}: cell {cell.grade_id}: {cell.message}"
            for name, result in results.items()
            for cell in result.cells
            if cell.course_fault
        )
        record = GradingRecord(
            jobs=self.digests(running.jobs),
            damage=tuple(dict.fromkeys(damage)),
            course_faults=tuple(faults),
            sandboxed=all(result.sandboxed for result in results.values()),
        )
        record.write(path)
        return Graded(learner=learner, record=record, cached=False)


class _OpenSubmission:
    """A submission whose jobs are under way."""

    def __init__(self, submission: _Submission) -> None:
        self.submission = submission
        self.jobs, self.damage = submission.jobs()
        self.results: dict[str, Result] = {}

    def take(self, name: str, result: Result, book: Gradebook) -> Graded | None:
        """Keep one notebook's result; with the last one the submission is finished."""
        self.results[name] = result
        if len(self.results) < len(self.jobs):
            return None
        return self.submission.finish(self, book)


def _grade_all(
    waiting: list[_Submission],
    book: Gradebook,
    workers: Workers,
    course_dir: Path,
    failures: dict[str, set[str]],
) -> Iterator[Graded]:
    """Keep workers busy with a few submissions ahead of the one writer, which is this thread."""
    if not waiting:
        return
    ahead: dict[Future[Result], tuple[_OpenSubmission, str]] = {}
    with ExitStack() as stack:
        run, executor, zygote = _started(stack, workers, waiting[0].work, course_dir)
        stack.push(partial(_drop, ahead, zygote))
        queue = iter(waiting)
        while True:
            for submission in islice(queue, max(0, 2 * workers.threads + 1 - len(ahead))):
                running = _OpenSubmission(submission)
                for name, job in running.jobs.items():
                    ahead[executor.submit(run, job)] = (running, name)
            if not ahead:
                return
            for future in wait(ahead, return_when=FIRST_COMPLETED).done:
                running, name = ahead.pop(future)
                try:
                    graded = running.take(name, future.result(), book)
                except BrokenExecutor as error:
                    raise GradingError(f"the executor broke: {error}") from error
                except Exception as error:  # one submission stops no other
                    why = _words(error, running.submission.work.layout)
                    failures.setdefault(why, set()).add(running.submission.learner)
                else:
                    if graded is not None:
                        yield graded


def _words(error: Exception, layout: Layout) -> str:
    if isinstance(error, CourseError):
        return str(error)
    if isinstance(error, OSError) and error.filename:
        return ": ".join(refusal(error, layout.root))
    return repr(error)


def _drop(
    ahead: Mapping[Future[Result], object],
    zygote: Zygote | None,
    kind: type[BaseException] | None,
    *_: object,
) -> None:
    """On Ctrl-C wait for no job: what has not begun is not begun, what runs loses its zygote."""
    if kind is not None and issubclass(kind, KeyboardInterrupt):
        for future in ahead:
            future.cancel()
        if zygote is not None:
            zygote.kill()


def _started(
    stack: ExitStack, workers: Workers, work: _Work, course_dir: Path
) -> tuple[Callable[[Job], Result], Executor, Zygote | None]:
    """Give what to run and where: threads share one zygote, processes have one each."""
    if workers.executor is not None and not isinstance(workers.executor, ThreadPoolExecutor):
        run = partial(grade, sandboxed=workers.sandboxed, hidden=(str(course_dir),))
        return run, workers.executor, None
    zygote = workers.zygote
    if zygote is None:
        image = image_with(libraries_in(work.layout.texts(work.assignment)))
        zygote = Zygote(image, hidden=[course_dir], sandboxed=workers.sandboxed)
        stack.enter_context(zygote)
    threads = workers.executor or stack.enter_context(ThreadPoolExecutor(workers.threads))
    return partial(grade, zygote=zygote), threads, zygote

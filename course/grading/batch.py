"""Grade many submissions: in parallel, no notebook twice, one writer for the gradebook.

Killed at any instant and run again, the end is that of an uninterrupted run: autograded/ is
laid out, then the gradebook gets the scores in one transaction, and only then a file says that
these notebooks are done, with the digests of all that their grades depended on. What grades is
imported when there is something to grade: seeing that there is nothing takes a fraction of that.
"""

import hashlib
import json
import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ThreadPoolExecutor,
    wait,
)
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    GradebookReader,
    HandIn,
    SourceCell,
    due_date,
    gradebook_reader,
    graded_notebooks,
    hand_ins,
    source_cells,
)
from course.gradebook.releases import added_cells, origin_of
from course.grading.submissions import (
    cell_scores,
    changed_cells,
    foreign_kernel,
    jobs_of,
    lay_out,
    released_notebooks,
    restore,
)
from course.jobs import Job, Limits, PaperMark, Result
from course.records.results import (
    GradingRecord,
    NotebookRecord,
    PaperRecord,
    read_grading_record,
)

if TYPE_CHECKING:
    from course.gradebook.rows import Gradebook
    from course.papers.paper_files import PaperRegister
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

    `zygote` is one that was started before, or starts one when there is a job for it; without it
    each batch starts its own.
    """

    threads: int = 2
    sandboxed: bool = True
    zygote: "Zygote | Callable[[], Zygote] | None" = None
    executor: Executor | None = None


def limits_of(grading: Mapping[str, Any], assignment: str, cell_s: float | None = None) -> Limits:
    """Give the grader's limits for a module.

    Parameters
    ----------
    grading
        program.toml's table `grading`; what it says of the module goes before all else.
    assignment
        The module's id.
    cell_s
        The course's time for a cell by nbgrader's own options, which goes before the table's
        general one, up to the table's ceiling.
    """
    tables: Sequence[Mapping[str, Any]] = grading.get("modules", ())
    own = next((m for m in tables if m["id"] == assignment), {})
    by_role = {c["kind"]: float(c["wall_time_s"]) for c in grading.get("cells", ())}
    seconds = float(grading["wall_time_s"])
    if own.get("wall_time_s") is not None:
        seconds, by_role = float(own["wall_time_s"]), {}
    elif cell_s is not None:
        seconds = min(cell_s, float(grading["most_wall_time_s"]))
    longest = max([seconds, *by_role.values()])
    return Limits(
        cell_s=seconds,
        by_role_s=by_role,
        total_s=max(Limits().total_s, 2 * longest),
        # whoever may take longer may also work longer, unless the module says how long
        cpu_s=own.get("cpu_time_s") or max(grading["cpu_time_s"], math.ceil(longest)),
        memory_bytes=(own.get("memory_mb") or grading["memory_mb"]) << 20,
        processes=grading["processes"],
        file_bytes=grading["file_size_mb"] << 20,
        cell_output_bytes=grading["output_bytes"],
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
    workers = workers or Workers()
    if learner is None and (hidden := layout.passed_over("submitted", assignment)):
        why = "the folder's name begins with a dot, which nbgrader passes over; rename it"
        failures[why] = {repr(name) for name in hidden}
    with gradebook_reader(layout.db_url) as book, grading_lock(layout):
        work = _Work.of(layout, book, assignment, limits or Limits())
        outcomes: list[Graded] = []
        waiting: list[_Submission] = []
        for name in learners:
            submission = _Submission(work=work, learner=name)
            record = None if force else submission.recorded()
            kept = submission.unchanged(record, workers) if record else {}
            if record and kept == record.notebooks and kept.keys() == work.released.keys():
                outcomes.append(Graded(learner=name, record=record, cached=True))
                tick(name)
            else:
                submission.kept = kept
                waiting.append(submission)
        for graded in _grade_all(waiting, workers, course_dir, failures):
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
    from course.grading.marking import grade

    layout = layout_of(course_dir)
    with gradebook_reader(layout.db_url) as book:
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
    graded: Collection[tuple[str, str]]  # learners and notebooks that the gradebook has marks of
    due: datetime | None
    limits: Limits
    register: "PaperRegister | None" = None  # of the papers that were drawn

    @classmethod
    def of(cls, layout: Layout, book: GradebookReader, assignment: str, limits: Limits) -> "_Work":
        cells = source_cells(book, assignment)
        origin = origin_of(layout, assignment, cells)
        released = released_notebooks(origin, cells, added_cells(layout, assignment))
        if foreign := [
            Problem(f"{assignment}/{name}.ipynb", f"its kernel is {kernel}: only Python is graded")
            for name, (source, _) in released.items()
            if (kernel := foreign_kernel(source))
        ]:
            raise GradingError(foreign)
        return cls(
            register=_register(layout, assignment),
            layout=layout,
            assignment=assignment,
            origin=origin,
            cells=cells,
            released=released,
            hand_ins=hand_ins(book, assignment),
            graded=graded_notebooks(book, assignment),
            due=due_date(book, assignment),
            limits=limits,
        )


def _register(layout: Layout, assignment: str) -> "PaperRegister | None":
    """Read what papers were drawn, with their secret; where there are none, import nothing."""
    if not (layout.root / "papers" / assignment).is_dir():
        return None
    from course.papers.course_secret import load_secret, secret_path
    from course.papers.paper_files import read_register

    register = read_register(layout.root, assignment)
    if register is not None:
        register.secret = load_secret(secret_path())
        register.require_secret()
    return register


@dataclass(kw_only=True)
class _Submission:
    """One submission on its way; its files are read anew when needed, not kept in memory."""

    work: _Work
    learner: str
    kept: Mapping[str, NotebookRecord] = field(default_factory=dict)  # graded before by the same

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
            register=self.work.register,
            at=submitted_at(*self._place()),
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

    def recorded(self) -> GradingRecord | None:
        """Read what an earlier grading left."""
        restore(*self._place())
        return read_grading_record(self.work.layout.grading_record(self.learner, self._place()[1]))

    def unchanged(self, record: GradingRecord, workers: Workers) -> dict[str, NotebookRecord]:
        """Give the notebooks that were graded from the same, if all that came of it still exists.

        What ran without a sandbox may have written its own grade, so it is not taken for safe.
        """
        work, digests = self.work, self.digests(self.jobs()[0])
        return {
            name: notebook
            for name, notebook in record.notebooks.items()
            if notebook.job == digests.get(name)
            and (notebook.sandboxed or not workers.sandboxed)
            and self._graded_file(name).is_file()
            and ((self.learner, name) in work.graded or not _has_marks(work.cells[name]))
        }

    def _graded_file(self, notebook: str) -> Path:
        layout, assignment, learner = self._place()
        return layout.folder("autograded", learner, assignment) / f"{notebook}.ipynb"

    def finish(self, running: "_OpenSubmission", book: "Gradebook") -> Graded:
        """Write everything in the order that a crash cannot spoil."""
        work, learner, results = self.work, self.learner, dict(sorted(running.results.items()))
        path = work.layout.grading_record(learner, work.assignment)
        if self.kept:  # all that is true meanwhile
            GradingRecord(notebooks=self.kept).write(path)
        else:
            path.unlink(missing_ok=True)
        changed = changed_cells(work.layout, work.assignment, learner, results)
        if any(changed.values()):
            book.look_again(work.assignment, learner, changed)
        notebooks = {name: self._graded_file(name).read_bytes() for name in self.kept}
        notebooks |= {name: result.notebook for name, result in results.items()}
        lay_out(work.layout, work.assignment, learner, work.origin, notebooks)
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
        digests = self.digests(running.jobs)
        fresh = {
            n: _notebook_record(n, r, digests[n], running.jobs[n].paper) for n, r in results.items()
        }
        record = GradingRecord(
            notebooks=dict(sorted({**self.kept, **fresh}.items())), files=tuple(files)
        )
        record.write(path)
        return Graded(learner=learner, record=record, cached=False)


def _has_marks(cells: Mapping[str, SourceCell]) -> bool:
    return any(cell.grade or cell.task for cell in cells.values())


def _notebook_record(
    name: str, result: Result, digest: str, mark: PaperMark | None
) -> NotebookRecord:
    faults = (
        f"{name}: cell {cell.grade_id}: {cell.message}"
        for cell in result.cells
        if cell.course_fault
    )
    return NotebookRecord(
        job=digest,
        damage=tuple(result.damage),
        course_faults=tuple(faults),
        sandboxed=result.sandboxed,
        paper=None
        if mark is None
        else PaperRecord(form=mark.form, paper=mark.paper, topics=mark.topics, opened=mark.opened),
    )


class _OpenSubmission:
    """A submission whose jobs are under way: those of the notebooks that are not kept."""

    def __init__(self, submission: _Submission) -> None:
        self.submission = submission
        jobs, self.damage = submission.jobs()
        self.jobs = {name: job for name, job in jobs.items() if name not in submission.kept}
        self.results: dict[str, Result] = {}

    def take(self, name: str, future: Future[Result], book: "Gradebook") -> Graded | None:
        """Keep one notebook's result; with the last one the submission is finished."""
        self.results[name] = future.result()
        if len(self.results) < len(self.jobs):
            return None
        return self.submission.finish(self, book)


def _grade_all(
    waiting: list[_Submission],
    workers: Workers,
    course_dir: Path,
    failures: dict[str, set[str]],
) -> Iterator[Graded]:
    """Keep workers busy with a few submissions ahead of the one writer, which is this thread."""
    if not waiting:
        return
    layout = waiting[0].work.layout
    ahead: dict[Future[Result], tuple[_OpenSubmission, str]] = {}
    with ExitStack() as stack:
        run, executor, zygote = _started(stack, workers, waiting[0].work, course_dir)
        stack.push(partial(_drop, ahead, zygote))
        from course.gradebook.rows import Gradebook  # while the zygote imports, too

        book = stack.enter_context(Gradebook(layout.db_url))
        queue = iter(waiting)
        while True:
            begun = list(islice(queue, max(0, 2 * workers.threads + 1 - len(ahead))))
            if not begun and not ahead:
                return
            for submission in begun:
                running = _OpenSubmission(submission)
                for name, job in running.jobs.items():
                    ahead[executor.submit(run, job)] = (running, name)
                if not running.jobs:  # a notebook of the module has gone, the others are kept
                    done = partial(submission.finish, running, book)
                    yield from _outcome(done, submission, failures)
            for future in wait(ahead, return_when=FIRST_COMPLETED).done:
                running, name = ahead.pop(future)
                taken = partial(running.take, name, future, book)
                yield from _outcome(taken, running.submission, failures)


def _outcome(
    finish: Callable[[], Graded | None], submission: _Submission, failures: dict[str, set[str]]
) -> Iterator[Graded]:
    """Give what a step gives, if that finishes the submission; one submission stops no other."""
    try:
        graded = finish()
    except BrokenExecutor as error:
        raise GradingError(f"the executor broke: {error}") from error
    except Exception as error:
        why = _words(error, submission.work.layout)
        failures.setdefault(why, set()).add(submission.learner)
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
    zygote: "Zygote | None",
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
) -> tuple[Callable[[Job], Result], Executor, "Zygote | None"]:
    """Give what to run and where: threads share one zygote, processes have one each."""
    if workers.executor is not None and not isinstance(workers.executor, ThreadPoolExecutor):
        from course.grading.marking import grade

        run = partial(grade, sandboxed=workers.sandboxed, hidden=(str(course_dir),))
        return run, workers.executor, None
    zygote = workers.zygote() if callable(workers.zygote) else workers.zygote
    if zygote is None:
        texts = work.layout.texts(work.assignment)
        zygote = stack.enter_context(started_zygote(course_dir, texts, sandboxed=workers.sandboxed))
    threads = workers.executor or stack.enter_context(ThreadPoolExecutor(workers.threads))
    from course.grading.marking import grade  # while the zygote imports: they need a core each

    return partial(grade, zygote=zygote), threads, zygote


def started_zygote(course_dir: Path, texts: Iterable[bytes], *, sandboxed: bool) -> "Zygote":
    """Start a zygote with the libraries that texts name; learners' code cannot see the course."""
    from course.grading.images import image_for
    from course.sandbox.client import Zygote

    return Zygote(image_for(texts), hidden=[course_dir], sandboxed=sandboxed)

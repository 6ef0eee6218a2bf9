"""Everything that the `course` command can do, with one function for each of its verbs.

A function here joins rooms that do not know each other, decides nothing itself and prints
nothing. The libraries that it needs are imported when it is called: grading must start its zygote
before this process loads them, and needs hardly any where nothing has changed.
"""

from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from course.errors import (
    GradingError,
    Problem,
    SubmissionError,
    UsageError,
    nearest,
)
from course.files import read_plain, write_whole
from course.gradebook.layout import Layout, layout_of, program_file

if TYPE_CHECKING:
    from course.gradebook.paper_exchange import PapersHandedOut
    from course.gradebook.releases import ReleaseChange
    from course.gradebook.status import ModuleStatus
    from course.grading.batch import Graded
    from course.grading.feedback_pages import FeedbackOutcome
    from course.program.loading import PlanTables
    from course.records.results import Grade
    from course.sandbox.client import Zygote

Tick = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Standings:
    """The grades of a module and the mark that is needed to pass it.

    Attributes
    ----------
    module : str
        The module's id.
    passing_score : float or None
        Percent of the points; None where the program does not know this module.
    grades : tuple of Grade
        One for each learner.
    """

    module: str
    passing_score: float | None
    grades: tuple["Grade", ...]


def module_ids(course_dir: Path) -> list[str]:
    """List the modules that can be named in a call of this room.

    Parameters
    ----------
    course_dir : Path
        The folder that holds nbgrader_config.py.

    Returns
    -------
    list of str
        Ids of the program's modules and of the folders in `source/`, in alphabetical order.

    Raises
    ------
    ProgramError
        Where program.toml is wrong.
    """
    return sorted({*_plan(course_dir).modules, *_source_folders(course_dir)})


def _source_folders(course_dir: Path) -> set[str]:
    return {path.name for path in (course_dir / "source").glob("*/") if path.is_dir()}


def _plan(course_dir: Path, layout: Layout | None = None) -> "PlanTables":
    """Read program.toml, and check it unless the last grading noted that it has no fault.

    The model that checks it takes longer to import than it takes to see that no grade changes.
    """
    from course.digests import plan_check
    from course.program.loading import load_program, plan_tables, read_program_file

    path = program_file(course_dir)
    content = read_program_file(path)
    check = plan_check(content)
    if layout is None or not _says(layout.plan_mark, check):
        load_program(path)
    return plan_tables(content, check)


def _says(mark: Path, digest: str) -> bool:
    try:
        return read_plain(mark, len(digest)) == digest.encode()
    except (OSError, ValueError):
        return False


def require_module(course_dir: Path, module_id: str | None) -> None:
    """Check that a module exists.

    Parameters
    ----------
    course_dir : Path
        The folder that holds nbgrader_config.py.
    module_id : str or None
        The module's id; None stands for all modules and is always right.

    Raises
    ------
    UsageError
        Where there is no such module. It names the most similar id.
    ProgramError
        Where program.toml is wrong.
    """
    _require_known(module_id, module_ids(course_dir))


def _require_known(module_id: str | None, known: Iterable[str]) -> None:
    if module_id is not None and module_id not in known:
        raise UsageError(f"unknown module {module_id!r}{nearest(module_id, known)}")


def release(
    course_dir: Path,
    module_id: str | None,
    *,
    accept: bool = False,
    learners: Iterable[str] = (),
    tell: Callable[[str, "PapersHandedOut"], None] = lambda name, papers: None,  # noqa: ARG005
    tick: Tick,
) -> list[Path]:
    """Make the learners' notebooks from `source/`, and put them into the exchange, with papers.

    Parameters
    ----------
    course_dir : Path
        The folder that holds nbgrader_config.py.
    module_id : str or None
        Only this module; None releases all that are ready.
    accept : bool
        Take changes that touch work which was graded already.
    learners : iterable of str
        Who gets a paper beside those whom the gradebook knows.
    tell : callable
        Called with a module's id and what came of its papers.
    tick : callable
        Called with each module's id before it is released.

    Returns
    -------
    list of Path
        The notebooks that were written to `release/`.

    Raises
    ------
    UsageError
        Where there is no such module.
    ProgramError
        Where program.toml is wrong, or the module is not ready, or a bank is.
    CredentialError
        Where the secret that papers need is not there.
    GradingError
        Where nbgrader refuses, or the release would touch what was graded and `accept` is false.
    """
    from course.gradebook import exchange, paper_exchange, releases
    from course.gradebook.queries import gradebook_reader
    from course.gradebook.rows import Gradebook
    from course.program.loading import load_program
    from course.program.model import modules_to_release

    require_module(course_dir, module_id)
    layout = layout_of(course_dir)
    program = load_program(program_file(course_dir))
    names = modules_to_release(program, _source_folders(course_dir), module_id)
    touching = {name: [c for c in changes(course_dir, name) if c.learners] for name in names}
    if any(touching.values()) and not accept:
        problems = [Problem(name, str(c)) for name, found in touching.items() for c in found]
        what = "nothing was released; say it again with --accept to take these changes"
        raise GradingError([*problems, what])
    with_papers = paper_exchange.require_papers(course_dir, program, names)
    released = []
    for name in names:
        tick(name)
        if touching[name]:
            with Gradebook(layout.db_url) as book:
                releases.take_changes(layout, book, name)
        released += exchange.build_release(course_dir, name)
        exchange.publish(course_dir, name)
        with gradebook_reader(layout.db_url) as book:
            releases.keep_release(layout, book, name)
        if name in with_papers:
            tell(name, paper_exchange.hand_out(course_dir, name, learners=learners))
    return released


def changes(course_dir: Path, module_id: str) -> "list[ReleaseChange]":
    """Say what a release would change in what was released before.

    Parameters
    ----------
    course_dir : Path
        The folder that holds nbgrader_config.py.
    module_id : str
        The module's id.

    Returns
    -------
    list of ReleaseChange
        Each with the learners whom it touches, and the points that they would lose; none for a
        module that is released for the first time.

    Raises
    ------
    GradingError
        Where the gradebook or a notebook in `source/` cannot be read.
    """
    from course.gradebook.queries import assignments, gradebook_reader
    from course.gradebook.releases import release_changes
    from course.gradebook.rows import database_exists

    layout = layout_of(course_dir)
    if not database_exists(layout.db_url):
        return []
    with gradebook_reader(layout.db_url) as book:
        if module_id not in assignments(book):
            return []
        return release_changes(layout, book, module_id)


def collect(
    course_dir: Path,
    module_id: str,
    *,
    before_due: bool = False,
    origin: Path | None = None,
    tell: Callable[[Problem], None] | None = None,
) -> list[str]:
    """Fetch the newest submissions of a module into `submitted/`.

    Where the course has a teams.csv (team, learner), a team's hand-in is given to all its members.

    Parameters
    ----------
    course_dir : Path
        The folder that holds nbgrader_config.py.
    module_id : str
        The module's id.
    before_due : bool
        Of several hand-ins take the last that was on time, or else the last; without it the last.
    origin : Path or None
        A folder or zip file that an LMS gave out, in place of the exchange.
    tell : callable or None
        Called with what went wrong with one learner's; without it that is raised at the end.

    Returns
    -------
    list of str
        Ids of all learners who have a submission in `submitted/` afterwards.

    Raises
    ------
    UsageError
        Where there is no such module.
    GradingError
        Where nbgrader refuses; it carries nbgrader's reason.
    """
    from course.gradebook import exchange
    from course.gradebook.intake import read_teams, share_with_teams, take_from_lms
    from course.gradebook.queries import gradebook_reader, learner_names

    require_module(course_dir, module_id)
    layout = layout_of(course_dir)
    problems: list[Problem] = []
    if origin is None:
        learners = exchange.collect(
            course_dir, module_id, before_due=before_due, tell=problems.append
        )
    else:
        with gradebook_reader(layout.db_url) as book:
            problems += take_from_lms(layout, book, module_id, origin).problems
        learners = layout.learners("submitted", module_id)
    if (course_dir / "teams.csv").is_file():
        with gradebook_reader(layout.db_url) as book:
            known = {*learner_names(book), *learners}
            teams = read_teams(course_dir, known)
            problems += share_with_teams(layout, book, module_id, teams)
        learners = layout.learners("submitted", module_id)
    if tell is not None:
        for problem in problems:
            tell(problem)
    elif problems:
        raise SubmissionError(problems)
    return learners


def extend(course_dir: Path, learner: str, module_id: str, until: str) -> datetime:
    """Give a learner more time for a module.

    Parameters
    ----------
    course_dir : Path
        The folder that holds nbgrader_config.py.
    learner : str
        The learner's id.
    module_id : str
        The module's id.
    until : str
        A day, which means its end, or a time; in the time zone of the course where it names none.

    Returns
    -------
    datetime
        The new due date of this learner, naive and in UTC.

    Raises
    ------
    UsageError
        Where there is no such module, or `until` is no day and no time.
    SubmissionError
        Where nobody is called so, or for a time that does not come after the due date.
    GradingError
        Where the module has no due date.
    """
    from course.gradebook.intake import moment_of
    from course.gradebook.rows import Gradebook

    require_module(course_dir, module_id)
    layout = layout_of(course_dir)
    try:
        moment = moment_of(until, layout.zone)
    except ValueError:
        what = f"expected a day or a time such as 2027-03-05 or 2027-03-05T18:00, got {until!r}"
        raise UsageError(Problem("--until", what)) from None
    known = learner in layout.learners("submitted", module_id)
    with Gradebook(layout.db_url) as book:
        book.extend(module_id, learner, moment, add=known)
    return moment


def grade(
    course_dir: Path,
    module_id: str | None,
    *,
    learner: str | None = None,
    workers: int = 2,
    force: bool = False,
    sandboxed: bool = True,
    stage: Callable[[str, int], Tick] = lambda title, steps: lambda name: None,  # noqa: ARG005
) -> list["Graded"]:
    """Grade the submissions that were collected, and write their points into the gradebook.

    Parameters
    ----------
    course_dir : Path
        The folder that holds nbgrader_config.py. The limits for learners' code come from its
        program.toml.
    module_id : str or None
        Only this module; None grades all that are in the gradebook.
    learner : str, optional
        Only the submissions of the learner with this id.
    workers : int
        How many notebooks are graded at the same time.
    force : bool
        Whether to grade submissions again that were graded before and have not changed since.
    sandboxed : bool
        Whether learners' code is locked up. False runs it with your own rights.
    stage : callable
        Called before each module with a title and the number of submissions. What it returns is
        called with each learner's id when that submission is done.

    Returns
    -------
    list of Graded
        One for each submission, also for those that had not changed.

    Raises
    ------
    UsageError
        Where there is no such module.
    SubmissionError
        Where the named learner has handed in nothing.
    GradingError
        Where the course or its sandbox does not work, or some submissions could not be graded.
        All others are graded before it is raised.
    ProgramError
        Where program.toml is wrong.
    """
    from course.gradebook.queries import assignments, gradebook_reader
    from course.grading.batch import Workers, grade_submissions, limits_of, started_zygote

    layout = layout_of(course_dir)
    graded: list[Graded] = []
    with ExitStack() as stack:

        @cache
        def zygote() -> "Zygote":
            texts = layout.texts(module_id or "*")
            return stack.enter_context(started_zygote(course_dir, texts, sandboxed=sandboxed))

        if force or not layout.plan_mark.exists():  # there will be work: it imports while we do
            zygote()
        plan = _plan(course_dir, layout)
        _require_known(module_id, sorted({*plan.modules, *_source_folders(course_dir)}))
        with gradebook_reader(layout.db_url) as book:
            names = assignments(book) if module_id is None else [module_id]
        for name in names:
            submitted = layout.learners("submitted", name)
            if module_id is None and learner is not None and learner not in submitted:
                continue  # all modules mean what there is of this learner
            graded += grade_submissions(
                course_dir,
                name,
                learner=learner,
                force=force,
                limits=limits_of(plan.grading, name, layout.cell_s),
                workers=Workers(threads=workers, sandboxed=sandboxed, zygote=zygote),
                tick=stage(f"grade {name}", 1 if learner else len(submitted)),
            )
    if not _says(layout.plan_mark, plan.check):
        with suppress(OSError):
            write_whole(layout.plan_mark, plan.check)
    _record(course_dir, [name for name in names if name in plan.assessments])
    return graded


def _record(course_dir: Path, assessments: Iterable[str]) -> None:
    """Keep what assessments of a level got; records that cannot be written stop no others."""
    problems: list[Problem] = []
    for name in assessments:
        from course.certification.cohort import record_assessment

        try:
            record_assessment(course_dir, name)
        except GradingError as error:
            problems += error.problems
    if problems:
        raise GradingError(problems)


def feedback(course_dir: Path, module_id: str, *, tick: Tick) -> "FeedbackOutcome":
    """Write the feedback pages of a module's graded submissions, and hand them out by the exchange.

    Parameters
    ----------
    course_dir : Path
        The folder that holds nbgrader_config.py.
    module_id : str
        The module's id.
    tick : callable
        Called with each learner's id before that learner's pages are written.

    Returns
    -------
    FeedbackOutcome
        The pages written, and for whom one could not be written or handed out, and why.

    Raises
    ------
    UsageError
        Where there is no such module.
    GradingError
        Where nbgrader refuses; it carries nbgrader's reason.
    """
    from course.grading import feedback_pages

    require_module(course_dir, module_id)
    return feedback_pages.feedback(course_dir, module_id, tick=tick)


def standings(course_dir: Path, module_id: str | None) -> list[Standings]:
    """Read the grades of modules from the gradebook.

    Parameters
    ----------
    course_dir : Path
        The folder that holds nbgrader_config.py.
    module_id : str or None
        Only this module; None reads all that are in the gradebook.

    Returns
    -------
    list of Standings
        One for each module.

    Raises
    ------
    GradingError
        Where there is no gradebook, or the module is not in it.
    ProgramError
        Where program.toml is wrong.
    """
    from course.gradebook.queries import assignments, gradebook_reader, module_grades

    layout = layout_of(course_dir)
    plan = _plan(course_dir, layout)
    with gradebook_reader(layout.db_url) as book:
        return [
            Standings(
                module=name,
                passing_score=plan.passing_score(name),
                grades=module_grades(layout, book, name),
            )
            for name in (assignments(book) if module_id is None else [module_id])
        ]


def statuses(course_dir: Path, module_id: str | None) -> list["ModuleStatus"]:
    """Read what an instructor wants to know about modules: who handed in, and how the tests behave.

    Parameters
    ----------
    course_dir : Path
        The folder that holds nbgrader_config.py.
    module_id : str or None
        Only this module; None reads all that are in the gradebook.

    Returns
    -------
    list of ModuleStatus
        One for each module, with a row for each submission and for each test.

    Raises
    ------
    UsageError
        Where there is no such module.
    GradingError
        Where there is no gradebook, or the module is not in it.
    ProgramError
        Where program.toml is wrong.
    """
    from course.gradebook.queries import assignments, gradebook_reader
    from course.gradebook.status import module_status

    layout = layout_of(course_dir)
    plan = _plan(course_dir, layout)
    _require_known(module_id, sorted({*plan.modules, *_source_folders(course_dir)}))
    with gradebook_reader(layout.db_url) as book:
        return [
            module_status(
                layout, book, name, title=plan.title(name), passing=plan.passing_score(name)
            )
            for name in (assignments(book) if module_id is None else [module_id])
        ]


def lab(
    course_dir: Path, learner: str | None, port: int, *, tick: Tick
) -> tuple[Path, list[str], dict[str, str]]:
    """Prepare a JupyterLab for the instructor or for a learner. It is not started here.

    Ready modules that are not in the exchange yet are released first, so that there is something
    to fetch.

    Parameters
    ----------
    course_dir : Path
        The folder that holds nbgrader_config.py.
    learner : str or None
        Id of the learner whose folder is opened; None opens the course for the instructor.
    port : int
        The port on which JupyterLab will listen.
    tick : callable
        Called with each module's id before it is released.

    Returns
    -------
    folder : Path
        The folder in which to start JupyterLab.
    command : list of str
        The command that starts it, by words.
    environment : dict of str to str
        What the command needs in its environment beside what is there.

    Raises
    ------
    SubmissionError
        Where the learner's id cannot name a folder.
    GradingError
        Where nbgrader refuses a release; it carries nbgrader's reason.
    ProgramError
        Where program.toml is wrong.
    """
    from course.gradebook.exchange import lab_server, unreleased
    from course.program import load_program, ready_modules

    ready = ready_modules(load_program(program_file(course_dir)), None)
    for module_id in unreleased(course_dir, [module.id for module in ready]):
        release(course_dir, module_id, tick=tick)
    return lab_server(course_dir, learner, port)

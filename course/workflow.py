"""One function a verb: joins program, notebooks, proofs, grading and gradebook.

It holds no rules of its own and prints nothing. A verb imports what it needs when it runs, so
that a zygote can start before the libraries of this process are read.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from course.errors import (
    GradingError,
    NotebookError,
    Problem,
    ProgramError,
    SubmissionError,
    UsageError,
    nearest,
)
from course.gradebook.layout import layout_of, program_file

if TYPE_CHECKING:
    from course.authoring.proofs import Proof
    from course.gradebook.releases import ReleaseChange
    from course.gradebook.status import ModuleStatus
    from course.grading.batch import Graded
    from course.grading.feedback_pages import FeedbackOutcome
    from course.program import Program, TrainingModule
    from course.records.results import Grade

Tick = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class ModuleProof:
    """The proofs of one notebook's exercises."""

    module: str
    notebook: str
    proofs: tuple["Proof", ...]


@dataclass(frozen=True, kw_only=True)
class Standings:
    """The grades of a module against its passing mark (None where the program has none)."""

    module: str
    passing_score: float | None
    grades: tuple["Grade", ...]


def ready_modules(program: "Program", module_id: str | None) -> list["TrainingModule"]:
    """Give the module named, or all that are ready. Raises ProgramError if it is not ready."""
    if module_id is None:
        return [module for module in program.modules if module.status == "ready"]
    module = program.module(module_id)
    if module.status != "ready":
        what = "planned, not ready: there is nothing to work on yet"
        raise ProgramError(Problem(module_id, what))
    return [module]


def module_ids(course_dir: Path) -> list[str]:
    """Ids that a verb takes: the program's modules, and whatever lies in source/."""
    from course.program import load_program

    program = load_program(program_file(course_dir))
    folders = {path.name for path in (course_dir / "source").glob("*/") if path.is_dir()}
    return sorted({module.id for module in program.modules} | folders)


def require_module(course_dir: Path, module_id: str | None) -> None:
    """Raise UsageError where there is no such module; None stands for all."""
    known = module_ids(course_dir)
    if module_id is not None and module_id not in known:
        raise UsageError(f"unknown module {module_id!r}{nearest(module_id, known)}")


def check(course_dir: Path) -> list[Problem]:
    """List what is wrong with program.toml and the notebooks in source/."""
    from course.authoring.conventions import problems as notebook_problems
    from course.notebooks import read_notebook
    from course.program import check_folders, load_program

    problems: list[Problem] = []
    minutes: dict[tuple[str, str], int] = {}
    try:
        program = load_program(program_file(course_dir))
    except ProgramError as error:
        problems += error.problems
    else:
        problems += check_folders(program, course_dir)
        minutes = {(m.id, n.name): n.minutes for m in program.modules for n in m.notebooks}
    for path in sorted((course_dir / "source").glob("*/*.ipynb")):
        place = path.relative_to(course_dir).as_posix()
        try:
            notebook = read_notebook(path, shown_as=place)
        except NotebookError as error:
            problems += error.problems
            continue
        text = path.read_text(encoding="utf-8")
        planned = minutes.get((path.parent.name, path.stem))
        problems += (
            problem.within(place) for problem in notebook_problems(notebook, text, minutes=planned)
        )
    return problems


def format_notebooks(
    course_dir: Path, module_id: str | None, *, execute: bool, tick: Tick
) -> list[Path]:
    """Rewrite source notebooks in canonical form, run anew if `execute`; give those changed."""
    from course.notebooks import canonical, read_notebook, run

    require_module(course_dir, module_id)
    changed = []
    for path in sorted((course_dir / "source").glob(f"{module_id or '*'}/*.ipynb")):
        tick(path.stem)
        before = path.read_text(encoding="utf-8")
        notebook = read_notebook(path)
        if execute:
            run(notebook, path.parent)
        if (after := canonical(notebook)) != before:
            path.write_text(after, encoding="utf-8")
            changed.append(path)
    return changed


def proofs(course_dir: Path, module_id: str | None, *, tick: Tick) -> Iterator[ModuleProof]:
    """Prove the exercises of a module, or of all that are ready."""
    from course.authoring.proofs import prove
    from course.notebooks import read_notebook
    from course.program import load_program

    require_module(course_dir, module_id)
    for module in ready_modules(load_program(program_file(course_dir)), module_id):
        beds = course_dir / "tests" / "wrong_answers" / module.id
        for path in sorted((course_dir / "source" / module.id).glob("*.ipynb")):
            place = path.relative_to(course_dir).as_posix()
            try:
                proven = prove(
                    read_notebook(path, shown_as=place),
                    beds / path.stem,
                    lambda path=path: tick(path.stem),  # type: ignore[misc]
                )
                yield ModuleProof(module=module.id, notebook=path.stem, proofs=tuple(proven))
            except NotebookError as error:
                raise NotebookError(problem.within(place) for problem in error.problems) from error


def release(
    course_dir: Path, module_id: str | None, *, accept: bool = False, tick: Tick
) -> list[Path]:
    """Derive the release of a module, or of all ready ones, and put it into the exchange.

    Parameters
    ----------
    course_dir
        The folder that holds nbgrader_config.py.
    module_id
        A module's id; all that are ready where None.
    accept
        Take changes that touch work which was graded already.
    tick
        Called with each module's id.

    Returns
    -------
    list of Path
        The notebooks written.

    Raises
    ------
    GradingError
        Where work was graded by what the release would change, and `accept` is false: each change
        says what it does to whom. Nothing was changed then, in any module.
    """
    from course.gradebook.exchange import build_release, publish
    from course.gradebook.releases import keep_release, take_changes
    from course.gradebook.rows import Gradebook
    from course.program import load_program

    require_module(course_dir, module_id)
    layout = layout_of(course_dir)
    modules = ready_modules(load_program(program_file(course_dir)), module_id)
    touching = {m.id: [c for c in changes(course_dir, m.id) if c.learners] for m in modules}
    if any(touching.values()) and not accept:
        raise GradingError(
            [
                *(Problem(name, str(c)) for name, found in touching.items() for c in found),
                "nothing was released; say it again with --accept to take these changes",
            ]
        )
    released = []
    for module in modules:
        tick(module.id)
        if touching[module.id]:
            with Gradebook(layout.db_url) as book:
                take_changes(layout, book, module.id)
        released += build_release(course_dir, module.id)
        publish(course_dir, module.id)
        with Gradebook(layout.db_url) as book:
            keep_release(layout, book, module.id)
    return released


def changes(course_dir: Path, module_id: str) -> "list[ReleaseChange]":
    """Say what a release would change in what was released before; nothing for a first one."""
    from course.gradebook.queries import assignments
    from course.gradebook.releases import release_changes
    from course.gradebook.rows import Gradebook, database_exists

    layout = layout_of(course_dir)
    if not database_exists(layout.db_url):
        return []
    with Gradebook(layout.db_url) as book:
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
    """Collect the submissions of a module; give the learners that have one.

    Parameters
    ----------
    course_dir
        The folder that holds nbgrader_config.py; where it holds teams.csv (team, learner), a
        team's hand-in is given to all its members.
    module_id
        A module's id.
    before_due
        Of several hand-ins take the last that was on time, or else the last; without it the last.
    origin
        A folder or zip file that an LMS gave out, in place of the exchange.
    tell
        Called with what went wrong with one learner's; without it that is raised at the end.
    """
    from course.gradebook import exchange
    from course.gradebook.intake import read_teams, share_with_teams, take_from_lms
    from course.gradebook.queries import learner_names
    from course.gradebook.rows import Gradebook

    require_module(course_dir, module_id)
    layout = layout_of(course_dir)
    problems: list[Problem] = []
    if origin is None:
        learners = exchange.collect(
            course_dir, module_id, before_due=before_due, tell=problems.append
        )
    else:
        with Gradebook(layout.db_url) as book:
            problems += take_from_lms(layout, book, module_id, origin).problems
        learners = layout.learners("submitted", module_id)
    if (course_dir / "teams.csv").is_file():
        with Gradebook(layout.db_url) as book:
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
    """Give a learner more time for a module, until a day's end or a time; give that time in UTC.

    Raises SubmissionError where nobody is called so, or for a time that is none or comes before
    the due date; GradingError where the module has no due date.
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
    """Grade what was collected of a module, or of all that were released.

    Parameters
    ----------
    course_dir
        The folder that holds nbgrader_config.py; program.toml's limits hold.
    learner
        Only this one.
    workers
        How many notebooks at a time.
    force
        Also what was graded before from the same.
    sandboxed
        False runs learners' code with your rights.
    stage
        Called with a title and a number of steps before each module; gives what to call with
        each learner's id when that submission is done.

    Raises
    ------
    CourseError
        What course.grading.batch.grade_submissions raises, and what is wrong with program.toml.
    """
    from course.grading.images import image_with, libraries_in
    from course.sandbox.client import Zygote

    layout = layout_of(course_dir)
    image = image_with(libraries_in(layout.texts(module_id or "*")))
    # It imports while this process does: they need a core each.
    with Zygote(image, hidden=[course_dir], sandboxed=sandboxed) as zygote:
        from course.gradebook.queries import assignments
        from course.gradebook.rows import Gradebook
        from course.grading.batch import Workers, grade_submissions, limits_of
        from course.program import load_program

        require_module(course_dir, module_id)
        limits = limits_of(load_program(program_file(course_dir)))
        with Gradebook(layout.db_url) as book:
            names = assignments(book) if module_id is None else [module_id]
        graded: list[Graded] = []
        for name in names:
            submitted = layout.learners("submitted", name)
            if module_id is None and learner is not None and learner not in submitted:
                continue  # all modules mean what there is of this learner
            graded += grade_submissions(
                course_dir,
                name,
                learner=learner,
                force=force,
                limits=limits,
                workers=Workers(threads=workers, sandboxed=sandboxed, zygote=zygote),
                tick=stage(f"grade {name}", 1 if learner else len(submitted)),
            )
    return graded


def feedback(course_dir: Path, module_id: str, *, tick: Tick) -> "FeedbackOutcome":
    """Write feedback pages of a module and release them; give what became of them."""
    from course.grading import feedback_pages

    require_module(course_dir, module_id)
    return feedback_pages.feedback(course_dir, module_id, tick=tick)


def standings(course_dir: Path, module_id: str | None) -> list[Standings]:
    """Read the grades of a module, or of all that are in the gradebook."""
    from course.gradebook.queries import assignments, module_grades
    from course.gradebook.rows import Gradebook
    from course.program import load_program

    program = load_program(program_file(course_dir))
    passing = {module.id: module.assessment.passing_score for module in program.modules}
    layout = layout_of(course_dir)
    with Gradebook(layout.db_url) as book:
        return [
            Standings(
                module=name,
                passing_score=passing.get(name),
                grades=module_grades(layout, book, name),
            )
            for name in (assignments(book) if module_id is None else [module_id])
        ]


def statuses(course_dir: Path, module_id: str | None) -> list["ModuleStatus"]:
    """Read how a module stands for those who run it, or each that is in the gradebook."""
    from course.gradebook.queries import assignments, module_status
    from course.gradebook.rows import Gradebook
    from course.program import load_program

    require_module(course_dir, module_id)
    program = load_program(program_file(course_dir))
    planned = {module.id: module for module in program.modules}
    layout = layout_of(course_dir)
    with Gradebook(layout.db_url) as book:
        return [
            module_status(
                layout,
                book,
                name,
                title=planned[name].title if name in planned else name,
                passing=planned[name].assessment.passing_score if name in planned else None,
            )
            for name in (assignments(book) if module_id is None else [module_id])
        ]


def lab(course_dir: Path, learner: str | None, port: int, *, tick: Tick) -> tuple[Path, list[str]]:
    """Release what is ready and was not released, and give a JupyterLab's folder and command."""
    from course.gradebook.exchange import lab_server, unreleased
    from course.program import load_program

    ready = ready_modules(load_program(program_file(course_dir)), None)
    for module_id in unreleased(course_dir, [module.id for module in ready]):
        release(course_dir, module_id, tick=tick)
    return lab_server(course_dir, learner, port)

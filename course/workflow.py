"""One function a verb: joins program, notebooks, proofs, grading and gradebook.

It holds no rules of its own and prints nothing. A verb imports what it needs when it runs, so
that a zygote can start before the libraries of this process are read.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from course.errors import NotebookError, Problem, ProgramError, UsageError, nearest
from course.gradebook.layout import layout_of, program_file

if TYPE_CHECKING:
    from course.authoring.proofs import Proof
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


def release(course_dir: Path, module_id: str | None, *, tick: Tick) -> list[Path]:
    """Derive the release of a module, or of all ready ones, and put it into the exchange."""
    from course.gradebook.exchange import build_release, publish
    from course.program import load_program

    require_module(course_dir, module_id)
    released = []
    for module in ready_modules(load_program(program_file(course_dir)), module_id):
        tick(module.id)
        released += build_release(course_dir, module.id)
        publish(course_dir, module.id)
    return released


def collect(
    course_dir: Path, module_id: str, *, tell: Callable[[Problem], None] | None = None
) -> list[str]:
    """Collect the newest submissions of a module.

    Parameters
    ----------
    course_dir
        The folder that holds nbgrader_config.py.
    module_id
        A module's id, as released.
    tell
        Called with what went wrong with one learner's, which stops no other.

    Returns
    -------
    list of str
        The learners that have a submission, collected now or before.

    Raises
    ------
    GradingError
        Where there is no exchange; without `tell` also what it would be called with, at the end.
    """
    from course.gradebook import exchange

    require_module(course_dir, module_id)
    return exchange.collect(course_dir, module_id, tell=tell)


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
    """Write feedback pages of a module and release them.

    Parameters
    ----------
    course_dir
        The folder that holds nbgrader_config.py.
    module_id
        A module's id, as released.
    tick
        Called with each learner's id.

    Returns
    -------
    FeedbackOutcome
        The pages, and whose could not be written or released, and why.

    Raises
    ------
    GradingError
        Where the module was not released, or nothing may be written.
    """
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

"""The platform: joins program, notebooks, proofs and gradebook into what a course does.

It holds no rules of its own and prints nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from course.authoring.conventions import problems as notebook_problems
from course.authoring.proofs import Proof, prove
from course.errors import NotebookError, ProgramError
from course.gradebook import exchange
from course.gradebook.layout import layout_of, program_file
from course.gradebook.queries import Register, grades_of, status_of
from course.gradebook.rows import Ledger
from course.gradebook.status import Status
from course.grading.batch import Graded, grade_submissions, limits_of
from course.notebooks import canonical, read_notebook, run
from course.program import Program, TrainingModule, check_folders, load_program
from course.records.results import Grade
from course.sandbox.client import Warm

Tick = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class ModuleProof:
    """The proofs of one notebook's exercises."""

    module: str
    notebook: str
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, kw_only=True)
class Standings:
    """The grades of a module against its passing mark (None where the program has none)."""

    module: str
    passing_score: float | None
    grades: tuple[Grade, ...]


def ready_modules(program: Program, module_id: str | None) -> list[TrainingModule]:
    """Give the module named, or all that are ready. Raises ProgramError if it is not ready."""
    if module_id is None:
        return [module for module in program.modules if module.status == "ready"]
    module = program.module(module_id)
    if module.status != "ready":
        raise ProgramError(f"{module_id} is planned, not ready: there is nothing to work on yet")
    return [module]


def check(course_dir: Path) -> list[str]:
    """List what is wrong with program.toml and the notebooks in source/, each with its place."""
    found: list[str] = []
    minutes: dict[tuple[str, str], int] = {}
    try:
        program = load_program(program_file(course_dir))
    except ProgramError as error:
        found += error.problems
    else:
        found += check_folders(program, course_dir)
        minutes = {(m.id, n.name): n.minutes for m in program.modules for n in m.notebooks}
    for path in sorted((course_dir / "source").glob("*/*.ipynb")):
        place = path.relative_to(course_dir).as_posix()
        try:
            notebook = read_notebook(path, shown_as=place)
            found += (
                f"{place}: {problem}"
                for problem in notebook_problems(
                    notebook,
                    path.read_text(encoding="utf-8"),
                    minutes=minutes.get((path.parent.name, path.stem)),
                )
            )
        except NotebookError as error:
            found += error.problems
    return found


def format_notebooks(
    course_dir: Path, module_id: str | None, *, execute: bool, tick: Tick
) -> list[Path]:
    """Rewrite source notebooks in canonical form, run anew if `execute`; give those changed."""
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
    for module in ready_modules(load_program(program_file(course_dir)), module_id):
        beds = course_dir / "tests" / "wrong_answers" / module.id
        for path in sorted((course_dir / "source" / module.id).glob("*.ipynb")):
            place = path.relative_to(course_dir).as_posix()
            try:
                found = prove(
                    read_notebook(path, shown_as=place),
                    beds / path.stem,
                    lambda path=path: tick(path.stem),  # type: ignore[misc]
                )
                yield ModuleProof(module=module.id, notebook=path.stem, proofs=tuple(found))
            except NotebookError as error:
                raise NotebookError(f"{place}: {error}") from error


def release(course_dir: Path, module_id: str | None, *, tick: Tick) -> list[Path]:
    """Derive the release of a module, or of all ready ones, and put it into the exchange."""
    made = []
    for module in ready_modules(load_program(program_file(course_dir)), module_id):
        tick(module.id)
        made += exchange.build_release(course_dir, module.id)
        exchange.publish(course_dir, module.id)
    return made


def grade(
    course_dir: Path,
    module_id: str | None,
    *,
    learner: str | None,
    workers: int,
    force: bool,
    sandboxed: bool,
    stage: Callable[[str, int], Tick],
    warm: Warm | None = None,
) -> list[Graded]:
    """Grade a module, or all that were released, with the limits of the program."""
    program = load_program(program_file(course_dir))
    layout = layout_of(course_dir)
    with Ledger(layout.db_url) as ledger:
        names = ledger.assignments() if module_id is None else [module_id]
    done: list[Graded] = []
    for name in names:
        handed_in = layout.learners("submitted", name)
        if module_id is None and learner is not None and learner not in handed_in:
            continue  # --all means what there is of this learner
        steps = 1 if learner else len(handed_in)
        done += grade_submissions(
            course_dir,
            name,
            learner=learner,
            workers=workers,
            force=force,
            sandboxed=sandboxed,
            limits=limits_of(program),
            warm=warm,
            tick=stage(f"grade {name}", steps),
        )
    return done


def module_ids(course_dir: Path) -> list[str]:
    """Ids that a verb takes: the program's modules, and whatever lies in source/."""
    program = load_program(program_file(course_dir))
    folders = {path.name for path in (course_dir / "source").glob("*/") if path.is_dir()}
    return sorted({module.id for module in program.modules} | folders)


def standings(course_dir: Path, module_id: str | None) -> list[Standings]:
    """Read the grades of a module, or of all that are in the gradebook."""
    program = load_program(program_file(course_dir))
    passing = {module.id: module.assessment.passing_score for module in program.modules}
    layout = layout_of(course_dir)
    found = []
    with Ledger(layout.db_url) as ledger:
        for name in ledger.assignments() if module_id is None else [module_id]:
            grades = grades_of(layout, ledger, name)
            found.append(Standings(module=name, passing_score=passing.get(name), grades=grades))
    return found


def statuses(course_dir: Path, module_id: str | None) -> list[Status]:
    """Read how a module stands for those who run it, or each that is in the gradebook."""
    program = load_program(program_file(course_dir))
    planned = {module.id: module for module in program.modules}
    layout = layout_of(course_dir)
    register = Register(layout.db_url)
    with register:
        return [
            status_of(
                layout,
                register,
                name,
                title=planned[name].title if name in planned else name,
                passing=planned[name].assessment.passing_score if name in planned else None,
            )
            for name in (register.assignments() if module_id is None else [module_id])
        ]

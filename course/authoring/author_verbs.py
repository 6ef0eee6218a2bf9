"""The verbs of authors: find what is wrong with the material, and rewrite notebooks.

Each imports what it needs when it runs. course/workflow.py has them for whoever runs a course.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from course.errors import NotebookError, Problem, ProgramError, UsageError, nearest
from course.gradebook.layout import program_file

if TYPE_CHECKING:
    from course.authoring.proofs import Proof

Tick = Callable[[str], None]
BEDS = Path("tests", "wrong_answers")
KEPT = Path(".proofs")  # ignored by git: kept verdicts serve one person on one machine


@dataclass(frozen=True, kw_only=True)
class ModuleProof:
    """The proofs of one notebook's exercises.

    Attributes
    ----------
    module : str
        The module's id.
    notebook : str
        Name of the notebook, without `.ipynb`.
    proofs : tuple of Proof
        One for each exercise; it holds where its `problems` is empty.
    """

    module: str
    notebook: str
    proofs: tuple["Proof", ...]


def check(course_dir: Path) -> list[Problem]:
    """List what is wrong with program.toml and with the notebooks in `source/`. No notebook is run.

    Parameters
    ----------
    course_dir : Path
        The folder that holds nbgrader_config.py.

    Returns
    -------
    list of Problem
        Each with its place; empty where everything is right.

    Examples
    --------
    In the folder of a course:

    >>> from pathlib import Path
    >>> from course.workflow import check
    >>> check(Path())
    []
    """
    from course.authoring.conventions import problems as notebook_problems
    from course.authoring.proofs import bed_problems
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
        beds = course_dir / BEDS / path.parent.name / path.stem
        problems += (problem.within(place) for problem in bed_problems(notebook, beds))
    return problems


def format_notebooks(
    course_dir: Path, module_id: str | None, *, execute: bool, tick: Tick
) -> list[Path]:
    """Rewrite notebooks of `source/` in the one form in which they are kept.

    Parameters
    ----------
    course_dir : Path
        The folder that holds nbgrader_config.py.
    module_id : str or None
        Only this module's notebooks; None takes all.
    execute : bool
        Whether to run each notebook, so that its outputs are new.
    tick : callable
        Called with each notebook's name before it is rewritten.

    Returns
    -------
    list of Path
        The files that changed.

    Raises
    ------
    NotebookError
        Where a notebook cannot be read, or one of its cells failed.
    """
    from course.notebooks import canonical, read_notebook, run

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


def proofs(
    course_dir: Path,
    target: str | None,
    *,
    tick: Tick,
    beds: Path | None = None,
    mutants: bool = True,
    kept: bool = False,
) -> Iterator[ModuleProof]:
    """Prove the exercises of modules that are ready, one notebook after another.

    A proof grades the right and the wrong answers that lie beside an exercise, and small changes of
    the right ones, and compares what the tests said with what they should say.

    Parameters
    ----------
    course_dir : Path
        The folder that holds nbgrader_config.py.
    target : str or None
        Only this module, notebook or exercise, such as `101-system-architecture`,
        `101-system-architecture/01-components-and-contracts` or the same with `/ex2` behind it;
        None takes all modules that are ready.
    tick : callable
        Called with the notebook's name after each exercise.
    beds : Path, optional
        The folder of test beds, in place of `tests/wrong_answers/` in the course.
    mutants : bool
        Whether mutants are made; without them, asserts that reject nothing are not reported either.
    kept : bool
        Whether verdicts of earlier runs may be used, where nothing that they depend on has changed.
        They lie in `.proofs/` in the course.

    Yields
    ------
    ModuleProof
        One for each notebook, as soon as it is done. What a proof found wrong is in it.

    Raises
    ------
    UsageError
        Where there is no such module, notebook or exercise.
    ProgramError
        Where program.toml is wrong, or the module is not ready.
    NotebookError
        Where a notebook cannot be read.
    """
    from course.authoring.proofs import prove
    from course.notebooks import exercises, read_notebook
    from course.program import load_program, ready_modules

    module_id, name, exercise = _parts(target)
    for module in ready_modules(load_program(program_file(course_dir)), module_id):
        paths = sorted((course_dir / "source" / module.id).glob("*.ipynb"))
        if name is not None:
            _require(name, [path.stem for path in paths], "notebook")
            paths = [path for path in paths if path.stem == name]
        for path in paths:
            place = path.relative_to(course_dir).as_posix()
            try:
                notebook = read_notebook(path, shown_as=place)
                if exercise is not None:
                    _require(exercise, [e.id for e in exercises(notebook)], "exercise")
                proven = prove(
                    notebook,
                    (beds or course_dir / BEDS) / module.id / path.stem,
                    lambda path=path: tick(path.stem),  # type: ignore[misc]
                    only=exercise,
                    with_mutants=mutants,
                    kept=course_dir / KEPT / module.id / path.stem if kept else None,
                )
                yield ModuleProof(module=module.id, notebook=path.stem, proofs=tuple(proven))
            except NotebookError as error:
                raise NotebookError(problem.within(place) for problem in error.problems) from error


def _parts(target: str | None) -> tuple[str | None, str | None, str | None]:
    """Take `module/notebook/exercise` apart, of which the later parts may be absent."""
    parts = target.strip("/").split("/") if target else []
    if len(parts) > 3 or not all(parts):
        raise UsageError(f"expected MODULE, MODULE/NOTEBOOK or MODULE/NOTEBOOK/ex1, got {target!r}")
    module, notebook, exercise = (*parts, None, None, None)[:3]
    return module, notebook, exercise


def _require(name: str, known: Sequence[str], kind: str) -> None:
    if name not in known:
        raise UsageError(f"unknown {kind} {name!r}{nearest(name, known)}")

"""The verbs of authors: find what is wrong with the material, and rewrite notebooks.

Each imports what it needs when it runs. course/workflow.py has them for whoever runs a course.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from course.errors import NotebookError, Problem, ProgramError
from course.gradebook.layout import program_file

if TYPE_CHECKING:
    from course.authoring.proofs import Proof

Tick = Callable[[str], None]
EARLIER = {  # written before markdown cells were to have 120 words at most
    "101-system-architecture/01-components-and-contracts",
    "101-system-architecture/02-state-machines-idempotency-logs",
    "202-incident-response/01-roles-severity-declaring",
    "202-incident-response/02-triage-mitigate-before-diagnosis",
    "202-incident-response/03-coordination-and-status",
    "202-incident-response/04-blameless-postmortem",
    "202-incident-response/05-game-day-and-assessment",
}


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
    from course.authoring.conventions import MOST_WORDS
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
        most_words = 150 if f"{path.parent.name}/{path.stem}" in EARLIER else MOST_WORDS
        problems += (
            problem.within(place)
            for problem in notebook_problems(notebook, text, minutes=planned, most_words=most_words)
        )
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


def proofs(course_dir: Path, module_id: str | None, *, tick: Tick) -> Iterator[ModuleProof]:
    """Prove the exercises of modules that are ready, one notebook after another.

    A proof grades the right and the wrong answers that lie beside an exercise, and small changes of
    the right ones, and compares what the tests said with what they should say.

    Parameters
    ----------
    course_dir : Path
        The folder that holds nbgrader_config.py.
    module_id : str or None
        Only this module; None takes all that are ready.
    tick : callable
        Called with the notebook's name after each exercise.

    Yields
    ------
    ModuleProof
        One for each notebook, as soon as it is done. What a proof found wrong is in it.

    Raises
    ------
    UsageError
        Where there is no such module.
    ProgramError
        Where program.toml is wrong, or the module is not ready.
    NotebookError
        Where a notebook cannot be read.
    """
    from course.authoring.proofs import prove
    from course.notebooks import read_notebook
    from course.program import load_program, ready_modules

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

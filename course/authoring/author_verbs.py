"""The verbs of authors: find what is wrong with the material, and rewrite notebooks.

Each imports what it needs when it runs. course/workflow.py has them for whoever runs a course.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from course.errors import NotebookError, Problem, ProgramError, UsageError, nearest
from course.gradebook.layout import program_file

if TYPE_CHECKING:
    from course.authoring.lesson_measures import ExerciseMeasures, Finding, NotebookMeasures
    from course.authoring.proofs import Proof
    from course.authoring.sources import CitedSource, Reference
    from course.program import PaperPlan, TrainingModule

Tick = Callable[[str], None]
REWORK = "docs/teaching/rework.toml"  # notebooks older than the standard, and what they break
BEDS = Path("tests", "wrong_answers")
_SECTION = re.compile(r"^## (\d+)\.", re.MULTILINE)
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


@dataclass(kw_only=True)
class MaterialReport:
    """What `course check` says of program.toml and the notebooks.

    Attributes
    ----------
    problems : list of Problem
        Errors: the standard is firm there.
    remarks : list of Problem
        What goes beyond a rule of thumb.
    rework : dict of str to dict of str to int
        By notebook, how often it breaks each rule that docs/teaching/rework.toml still forgives it.
    measures : dict of str to NotebookMeasures
        What was counted, by notebook.
    """

    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    rework: dict[str, dict[str, int]] = field(default_factory=dict)
    measures: dict[str, "NotebookMeasures"] = field(default_factory=dict)


def check(course_dir: Path) -> list[Problem]:
    """List what is wrong with program.toml and with the notebooks in `source/`. No notebook is run.

    Parameters
    ----------
    course_dir : Path
        The folder that holds nbgrader_config.py.

    Returns
    -------
    list of Problem
        Each with its place; empty where everything is right. Remarks are left out: see
        `material_report`.

    Examples
    --------
    In the folder of a course:

    >>> from pathlib import Path
    >>> from course.workflow import check
    >>> check(Path())
    []
    """
    return material_report(course_dir).problems


def material_report(course_dir: Path) -> MaterialReport:
    """Check program.toml and the notebooks in `source/`, and count how they teach.

    Parameters
    ----------
    course_dir : Path
        The folder that holds nbgrader_config.py.

    Returns
    -------
    MaterialReport
        Errors, remarks and counts, each with its place. No notebook is run.
    """
    from course.program import check_folders, load_program

    report = MaterialReport()
    modules: dict[str, TrainingModule] = {}
    of_levels: frozenset[str] = frozenset()
    try:
        program = load_program(program_file(course_dir))
    except ProgramError as error:
        report.problems += error.problems
    else:
        report.problems += check_folders(program, course_dir)
        modules = {module.id: module for module in program.modules}
        of_levels = program.assignments
        _check_papers(report, course_dir, program.papers)
    _check_sources(report, course_dir)
    forgiven = _read_rework(course_dir / REWORK, report.problems)
    shown: dict[str, frozenset[str]] = {}
    folders = {path.parent.name for path in (course_dir / "source").glob("*/*.ipynb")}
    for module_id in (*modules, *sorted(folders - modules.keys())):
        module = modules.get(module_id)
        before = [
            shown.get(other, frozenset()) for other in (module.prerequisites if module else ())
        ]
        folder = course_dir / "source" / module_id
        shown[module_id] = _check_module(
            report,
            folder,
            module,
            frozenset().union(*before),
            forgiven,
            assessment=module_id in of_levels,
        )
    report.problems += (
        Problem(REWORK, f"{place!r} keeps the rule {rule!r} by now: take it off the list")
        for place, rules in forgiven.items()
        for rule in rules
        if not report.rework.get(place, {}).get(rule)
    )
    return report


def _check_papers(report: MaterialReport, course_dir: Path, plans: "Sequence[PaperPlan]") -> None:
    """Check each bank of items, and the assignments whose papers are drawn from them."""
    from course.papers.item_banks import BANK_FILE, BANKS, bank_findings, read_bank
    from course.papers.paper_files import stock_of

    # A blueprint may stand in program.toml before the material does.
    in_use = [p for p in plans if (course_dir / "source" / p.assignment).is_dir()]
    drawn_from = {module_id for plan in in_use for module_id in plan.banks}
    for path in sorted((course_dir / BANKS).glob(f"*/{BANK_FILE}")):
        place = path.relative_to(course_dir).as_posix()
        folder = course_dir / "source" / path.parent.name
        try:
            items = read_bank(path, place)
        except ProgramError as error:
            report.problems += error.problems
            continue
        for item, what in bank_findings(items, lambda name: _sections(folder, name)):  # noqa: B023
            problem = Problem(f"{place}: item {item}" if item else place, what)
            firm = item or path.parent.name in drawn_from
            (report.problems if firm else report.remarks).append(problem)
    for plan in in_use:
        place = f"program.toml: papers: {plan.assignment}"
        try:
            stock = stock_of(course_dir, plan)
        except ProgramError as error:
            report.problems += (p.within(place) for p in error.problems if "banks have" in p.what)
            continue
        for share in stock.shares:
            if (count := len(stock.of(share))) < 2 * share.items:
                what = f"{count} items: a second form repeats some of {share.items}"
                where = f"{place}: {share.topic}, {share.column}"
                report.remarks.append(Problem(where, what))
        items_of = sum(share.items for share in plan.blueprint)
        points = _paper_points(course_dir / "source" / plan.assignment)
        expected = [items_of] if items_of else []
        if points != expected:
            what = f"expected one cell 'paper-answers' of {items_of} points, got {points or 'none'}"
            if not items_of:
                what = "a cell 'paper-answers', but its papers have no items"
            report.problems.append(Problem(place, what))
    planned = {plan.assignment for plan in plans}
    for folder in sorted((course_dir / "source").glob("*/")):
        if folder.name not in planned and _paper_points(folder):
            what = "a cell 'paper-answers', but program.toml has no papers for it"
            report.problems.append(Problem(f"source/{folder.name}", what))


def module_references(
    course_dir: Path, module_id: str | None = None
) -> "dict[str, tuple[list[Reference], dict[str, CitedSource]]]":
    """List by module the external links of its notebooks, and the sources that were opened.

    Parameters
    ----------
    course_dir : Path
        The folder that holds nbgrader_config.py.
    module_id : str, optional
        Only this module; by default all folders of `source/`.

    Returns
    -------
    dict of str to (list of Reference, dict of str to CitedSource)
        Links in the order of reading, and by address what is noted of each.

    Raises
    ------
    UsageError
        Where `source/` has no such folder.
    NotebookError, ProgramError
        Where a notebook or a list of sources cannot be read.
    """
    from course.authoring.sources import SOURCES_FILE, read_sources, references
    from course.notebooks import read_notebook

    folders = {path.name: path for path in sorted((course_dir / "source").glob("*/"))}
    if module_id is not None and module_id not in folders:
        raise UsageError(f"unknown module {module_id!r}{nearest(module_id, folders)}")
    listed = {}
    for name, folder in folders.items():
        if module_id in (None, name):
            found = [
                reference
                for path in sorted(folder.glob("*.ipynb"))
                for reference in references(read_notebook(path), f"source/{name}/{path.name}")
            ]
            place = Path("docs", "teaching", name, SOURCES_FILE)
            listed[name] = (found, read_sources(course_dir / place, place.as_posix()))
    return listed


def _check_sources(report: MaterialReport, course_dir: Path) -> None:
    """A link that nobody opened is an error in a module that lists its sources."""
    from course.authoring.sources import SOURCES_FILE, source_findings

    for folder in sorted((course_dir / "source").glob("*/")):
        place = f"docs/teaching/{folder.name}/{SOURCES_FILE}"
        try:
            ((found, sources),) = module_references(course_dir, folder.name).values()
        except ProgramError as error:
            report.problems += error.problems
            continue
        except NotebookError:
            continue  # said elsewhere
        if sources or not found:
            report.problems += source_findings(found, sources, place)
        else:
            links = len({reference.url for reference in found})
            what = f"{links} external links, and no list of who opened them ({place})"
            report.remarks.append(Problem(f"source/{folder.name}", what))


def _sections(folder: Path, notebook: str) -> frozenset[int] | None:
    """Numbers of a notebook's sections; None where it cannot be read."""
    from course.notebooks import read_plain_notebook

    try:
        cells = read_plain_notebook(folder / f"{notebook}.ipynb")["cells"]
    except NotebookError:
        return None
    texts = [cell["source"] for cell in cells if cell["cell_type"] == "markdown"]
    return frozenset(int(n) for text in texts for n in _SECTION.findall(text))


def _paper_points(folder: Path) -> list[float]:
    """Points of the cells of an assignment that stand for a paper."""
    from course.notebooks import PAPER_CELL, read_plain_notebook

    points = []
    for path in sorted(folder.glob("*.ipynb")):
        try:
            cells = read_plain_notebook(path)["cells"]
        except NotebookError:
            continue  # said elsewhere
        settings = [cell["metadata"].get("nbgrader") or {} for cell in cells]
        points += [
            float(s.get("points") or 0.0) for s in settings if s.get("grade_id") == PAPER_CELL
        ]
    return points


def _read_rework(path: Path, problems: list[Problem]) -> dict[str, list[str]]:
    """Read which notebook (`module/notebook`) or module is forgiven which rules."""
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problems.append(Problem(REWORK, f"cannot be read: {error}"))
        return {}
    for place, rules in listed.items():
        if not isinstance(rules, list) or not all(isinstance(rule, str) for rule in rules):
            problems.append(Problem(REWORK, f"{place!r}: expected a list of rules"))
            return {}
    return listed


def _check_module(
    report: MaterialReport,
    folder: Path,
    module: "TrainingModule | None",
    shown: frozenset[str],
    forgiven: Mapping[str, list[str]],
    *,
    assessment: bool = False,
) -> frozenset[str]:
    """Check the notebooks of one module in their order; give what they have shown by their end."""
    from course.authoring.conventions import findings, problems
    from course.authoring.lesson_measures import kinds_of_module, measure
    from course.authoring.proofs import bed_problems
    from course.notebooks import read_notebook

    plans = {plan.name: plan for plan in module.notebooks} if module else {}
    exercises = {e.name: e for e in module.exercises} if module else {}
    planned = {name: (e.difficulty, e.time_limit_minutes) for name, e in exercises.items()}
    measured: list[ExerciseMeasures] = []
    for path in sorted(folder.glob("*.ipynb")):
        place = f"source/{folder.name}/{path.name}"
        try:
            notebook = read_notebook(path, shown_as=place)
        except NotebookError as error:
            report.problems += error.problems
            continue
        plan = plans.get(path.stem)
        notes = f"docs/teaching/{folder.name}/{path.stem}.md"
        if plan and plan.status == "ready" and not (folder.parents[1] / notes).is_file():
            report.remarks.append(Problem(place, f"no notes for teachers ({notes})"))
        text = path.read_text(encoding="utf-8")
        mechanics = problems(
            notebook, text, minutes=plan.minutes if plan else None, lesson=not assessment
        )
        report.problems += (problem.within(place) for problem in mechanics)
        beds = folder.parents[1] / BEDS / folder.name / path.stem
        report.problems += (problem.within(place) for problem in bed_problems(notebook, beds))
        if not all(isinstance(cell.get("id"), str) for cell in notebook.cells):
            continue  # without ids nothing can be counted
        measures = measure(notebook, shown)
        shown, report.measures[place] = measures.shown, measures
        measured += measures.exercises
        exam = assessment or "assessment" in path.stem
        listed = findings(notebook, measures, planned=planned, assessment=exam)
        _file(report, place, listed, f"{folder.name}/{path.stem}", forgiven)
    if plans and all(plan.status == "ready" for plan in plans.values()):
        _file(report, f"source/{folder.name}", kinds_of_module(measured), folder.name, forgiven)
    return shown


def _file(
    report: MaterialReport,
    place: str,
    listed: "Iterator[Finding]",
    name: str,
    forgiven: Mapping[str, list[str]],
) -> None:
    """Put findings where they belong: errors, remarks, or what is to be reworked."""
    for rule, problem, firm in listed:
        if rule in forgiven.get(name, ()):
            counts = report.rework.setdefault(name, {})
            counts[rule] = counts.get(rule, 0) + 1
        else:
            (report.problems if firm else report.remarks).append(problem.within(place))


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
    """Prove the exercises of modules that are ready and of levels' assessments, by notebook.

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

    module_id, name, exercise = _parts(target)
    for folder in _proven_folders(course_dir, module_id):
        paths = sorted((course_dir / "source" / folder).glob("*.ipynb"))
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
                    (beds or course_dir / BEDS) / folder / path.stem,
                    lambda path=path: tick(path.stem),  # type: ignore[misc]
                    only=exercise,
                    with_mutants=mutants,
                    kept=course_dir / KEPT / folder / path.stem if kept else None,
                )
                yield ModuleProof(module=folder, notebook=path.stem, proofs=tuple(proven))
            except NotebookError as error:
                raise NotebookError(problem.within(place) for problem in error.problems) from error


def _proven_folders(course_dir: Path, name: str | None) -> list[str]:
    """Folders of `source/` to prove: modules that are ready, and the levels' assessments there.

    A level's theory has items and no exercises, so its proof is empty.
    """
    from course.program import load_program, ready_modules

    program = load_program(program_file(course_dir))
    source = course_dir / "source"
    written = sorted(one for one in program.assignments if (source / one).is_dir())
    if name in written:
        return [name]
    ready = [module.id for module in ready_modules(program, name)]
    return ready if name is not None else [*ready, *written]


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

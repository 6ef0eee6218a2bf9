"""A cohort's records: what the gradebook and the files in records/ hold, joined by learner.

It reads, asks the rules of certification/, and gives values; it prints nothing and has no rule.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from course.certification.decision import certifications
from course.certification.levels import shortfalls
from course.certification.standings import Certification
from course.errors import (
    GradingError,
    NotebookError,
    Problem,
    ProgramError,
    SubmissionError,
    UsageError,
    printable,
)
from course.files import read_plain
from course.gradebook.grade_exports import ItemRow, MarkSheet
from course.gradebook.layout import Layout, layout_of, program_file, submitted_at
from course.gradebook.queries import (
    assignments,
    gradebook_reader,
    graded_cells,
    grades_with_records,
    hand_ins,
    learner_names,
    marks_by_learner,
    module_grades,
    most_points,
)
from course.gradebook.rows import database_exists
from course.gradebook.scores import GradedCell
from course.incidents.journal import beginning
from course.incidents.scenario_files import load_scenario
from course.notebooks import plain_notebook
from course.pageload import load_plan, lost_functions, project_measures, shop_page, written_plan
from course.papers.course_secret import load_secret, secret_path
from course.papers.paper_files import PaperRegister, read_register
from course.program import Program, load_program
from course.program.outcomes import LevelAssessment
from course.records.record_files import (
    add_assessment,
    add_project,
    add_run,
    change,
    incident_run,
    read_record,
    read_records,
    write_record,
)
from course.records.results import (
    AssessmentResult,
    Grade,
    IncidentRun,
    LearnerRecord,
    ModuleResult,
    PaperRecord,
    ProjectResult,
    exact,
    module_result,
)

MOST = 1000.0  # percent that a record may hold: extra credit knows no bound

MOST_PANEL = 1 << 20  # bytes
MOST_NOTEBOOK = 8 << 20  # bytes
PLAN_CELL, NOTE_CELL = "ex1-solution", "reflection"  # of a project about a page


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """Everybody whom a course knows, and their grades module by module."""

    program: Program
    records: tuple[LearnerRecord, ...]
    sheets: tuple[MarkSheet, ...]

    @property
    def names(self) -> dict[str, str]:
        """Names by learner."""
        return {record.learner: record.name for record in self.records}

    def certifications(self, on: date) -> tuple[Certification, ...]:
        """Apply the rules to everybody, as of a day."""
        return certifications(self.program, self.records, on)


def today() -> date:
    """Give the day in UTC, as the gradebook's times are."""
    return datetime.now(UTC).date()


def read_cohort(course_dir: Path) -> Cohort:
    """Read everybody: a few statements for each module, and a file for each learner.

    Raises GradingError: no gradebook and no record, or a file that cannot be read.
    """
    program = load_program(program_file(course_dir))
    layout = layout_of(course_dir)
    records = read_records(layout.records)
    sheets: list[MarkSheet] = []
    names: dict[str, str] = {}
    results: dict[str, list[ModuleResult]] = {}
    if not records or has_gradebook(layout):
        with gradebook_reader(layout.db_url) as book:
            names = learner_names(book)
            for module in assignments(book):
                times = {learner: hand_in.at for learner, hand_in in hand_ins(book, module).items()}
                grades = module_grades(layout, book, module)
                sheet = _sheet(program, module, most_points(book, module), grades)
                sheets.append(sheet)
                for grade in sheet.grades:
                    result = module_result(grade, times.get(grade.learner))
                    if result is not None:
                        results.setdefault(grade.learner, []).append(result)
    learners = sorted({*records, *names, *(g.learner for sheet in sheets for g in sheet.grades)})
    return Cohort(
        program=program,
        sheets=tuple(sheets),
        records=tuple(
            _joined(
                records.get(name, LearnerRecord(learner=name, name=names.get(name, name))),
                results.get(name, ()),
            )
            for name in learners
        ),
    )


def has_gradebook(layout: Layout) -> bool:
    """Tell whether there is a gradebook to open; another database than SQLite's there is."""
    return database_exists(layout.db_url)


def _joined(record: LearnerRecord, results: Iterable[ModuleResult]) -> LearnerRecord:
    return replace(record, modules=(*record.modules, *results))


def _sheet(program: Program, name: str, out_of: float, grades: tuple[Grade, ...]) -> MarkSheet:
    module = next((m for m in program.modules if m.id == name), None)
    return MarkSheet(
        module=name,
        title=module.title if module else name,
        out_of=out_of,
        grades=grades,
        level=module.level if module else None,
        passing=module.assessment.passing_score if module else _mark(program, name),
    )


def _mark(program: Program, assignment: str) -> int | None:
    taken = program.assessment(assignment)
    return None if taken is None else taken[1].passing_score


def item_rows(course_dir: Path, modules: Iterable[str]) -> list[ItemRow]:
    """Every graded cell of every learner, with the points that count."""
    layout = layout_of(course_dir)
    with gradebook_reader(layout.db_url) as book:
        return [
            ItemRow(
                learner=cell.learner,
                module=module,
                notebook=cell.notebook,
                cell=cell.name,
                points=cell.counted,
                out_of=cell.out_of,
                given_by=_given_by(cell),
            )
            for module in modules
            for cell in graded_cells(book, module)
        ]


def _given_by(cell: GradedCell) -> str:
    if cell.counted is None:
        return ""
    return "test" if cell.manual is None else "person"


def read_panels(course_dir: Path) -> dict[str, str]:
    """Read what panels said of passing marks: `panels/<module>.csv`, by module.

    Raises ProgramError for a file that is too long or no text.
    """
    panels = {}
    for path in sorted((course_dir / "panels").glob("*.csv")):
        place = f"panels/{printable(path.name)}"
        try:
            panels[path.stem] = read_plain(path, MOST_PANEL).decode("utf-8")
        except UnicodeDecodeError:
            raise ProgramError(Problem(place, "expected UTF-8")) from None
        except ValueError as error:
            raise ProgramError(Problem(place, str(error))) from None
    return panels


def keep_passed(course_dir: Path, cohort: Cohort) -> list[str]:
    """Write the modules that the gradebook shows as passed into records/; give who was written.

    The gradebook keeps the last submission only; what is in records/ stays. Raises GradingError
    for ids that name no file, when all others are written.
    """
    folder = layout_of(course_dir).records
    marks = {m.id: m.assessment.passing_score for m in cohort.program.modules}
    records = read_records(folder)
    changed: list[str] = []
    problems: list[Problem] = []
    for record in cohort.records:
        existing = records[record.learner].modules if record.learner in records else ()
        passed = [
            replace(m, percent=min(float(m.percent), MOST), pending=float(m.pending))
            for m in record.modules
            if m.module in marks and m.passed_on and exact(m.percent) >= marks[m.module]
        ]
        new = tuple(dict.fromkeys(m for m in passed if m not in existing))
        if new:
            whole = replace(records.get(record.learner, record), modules=(*existing, *new))
            try:
                write_record(folder, whole)
                changed.append(record.learner)
            except GradingError as error:  # one odd id must not lose the others' results
                problems += error.problems
    if problems:
        raise GradingError(problems)
    return changed


def record_assessment(course_dir: Path, assignment: str) -> list[str]:
    """Keep in records/ what a graded assessment of a level got; give who was written.

    Nothing is kept while points await a person, nor where nobody knows when it was handed in.
    Raises GradingError for records that cannot be read or written, when all others are.
    """
    program = load_program(program_file(course_dir))
    taken = program.assessment(assignment)
    if taken is None:
        return []
    layout = layout_of(course_dir)
    level, rule = taken
    changed: list[str] = []
    problems: list[Problem] = []
    with gradebook_reader(layout.db_url) as book:
        marks = marks_by_learner(graded_cells(book, assignment))
        graded = grades_with_records(layout, book, assignment, marks)
    for grade, kept in graded:
        result = _assessment_result(level, rule, grade, None if kept is None else kept.paper)
        if result is None:
            continue
        try:
            path = layout.records / f"{grade.learner}.json"
            if path.exists() and result in read_record(path).assessments:
                continue
            change(layout.records, grade.learner, lambda r, new=result: add_assessment(r, new))  # type: ignore[misc]
            changed.append(grade.learner)
        except GradingError as error:
            problems += error.problems
    if problems:
        raise GradingError(problems)
    return changed


def _assessment_result(
    level: int, rule: LevelAssessment, grade: Grade, paper: PaperRecord | None
) -> AssessmentResult | None:
    """Make the row of one attempt: topics are the paper's, or the notebooks of a practical one."""
    at = grade.submitted
    if at is None or grade.pending or not grade.notebooks or not grade.out_of:
        return None
    topics: dict[str, tuple[float, float]] = {}
    if rule.type == "practical":
        topics = {n.name.partition("-")[2]: (n.points, n.out_of) for n in grade.notebooks}
    elif paper is not None:
        topics = {topic: (float(right), float(of)) for topic, (right, of) in paper.topics.items()}
    minutes = None
    if paper is not None and paper.opened:
        opened = datetime.fromisoformat(paper.opened).replace(tzinfo=None)
        minutes = max(0.0, round((at - opened).total_seconds() / 60, 1))
    return AssessmentResult(
        level=level,
        type=rule.type,
        percent=min(float(grade.percent), 100.0),
        taken_on=at.date(),
        form=str(paper.form) if paper else "",
        topics=topics,
        minutes=minutes,
        paper=paper.paper if paper else "",
        at=at,
    )


@dataclass(frozen=True, kw_only=True)
class ProjectOutcome:
    """What became of one learner's hand-in of a project.

    Attributes
    ----------
    learner : str
        Whose.
    problems : tuple of str
        Why nothing was measured; empty where it was.
    measures : dict of str to (float, float)
        Before and after, by metric, as the record has them now.
    lacks : tuple of str
        What the project's rules still ask for.
    lost : tuple of str
        Functions of the page that the plan breaks.
    """

    learner: str
    problems: tuple[str, ...] = ()
    measures: dict[str, tuple[float, float]] = field(default_factory=dict)
    lacks: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def record_projects(
    course_dir: Path, assignment: str, learner: str | None = None
) -> list[ProjectOutcome]:
    """Measure what was handed in for a project, and keep it in records/; one outcome a learner.

    The plan is read from the notebook's text, and nothing of it is run. The page is drawn again
    from the learner's paper. The level of the note is what a person gave for it in the gradebook.

    Parameters
    ----------
    course_dir : Path
        The course.
    assignment : str
        The project's folder in source/, such as `level-1-project`.
    learner : str, optional
        Only this one.

    Raises
    ------
    UsageError
        For what is no project that can be measured here, and for a learner who handed in nothing.
    CredentialError
        Where the course's secret is another than the papers were drawn with.
    """
    layout = layout_of(course_dir)
    known = load_program(program_file(course_dir)).project(assignment)
    if known is None or "tti_ms" not in {rule.metric for rule in known[1].requirements}:
        raise UsageError(f"{assignment!r} is no project that can be measured here")
    level, project = known
    register = read_register(layout.root, assignment)
    if register is None:
        raise GradingError(Problem(assignment, "no papers were drawn: release it first"))
    register.secret = load_secret(secret_path())
    register.require_secret()
    learners = layout.learners("submitted", assignment)
    if learner is not None and learner not in learners:
        raise UsageError(f"--learner: {learner!r} has handed in nothing for {assignment}")
    levels = _note_levels(layout, assignment)
    outcomes = []
    for name in learners if learner is None else [learner]:
        try:
            measures, lost = _measured(layout, register, name)
            if name in levels:
                measures["note_level"] = (0, levels[name])
            at = _handed_in_at(layout, assignment, name)
            result = ProjectResult(
                level=level,
                project=project.name,
                measures=measures,
                handed_in_on=at.date(),
                at=at,
            )
            change(layout.records, name, lambda r, new=result: add_project(r, new))  # type: ignore[misc]
        except (SubmissionError, GradingError) as error:
            lines = tuple(str(problem) for problem in error.problems)
            outcomes.append(ProjectOutcome(learner=name, problems=lines))
        else:
            lacks = tuple(shortfalls(project, result))
            outcomes.append(
                ProjectOutcome(learner=name, measures=measures, lacks=lacks, lost=tuple(lost))
            )
    return outcomes


def _measured(
    layout: Layout, register: PaperRegister, learner: str
) -> tuple[dict[str, tuple[float, float]], list[str]]:
    """Measure one learner's plan for the page of their paper; nothing of theirs is run."""
    papers = register.papers(learner)
    if not papers:
        raise SubmissionError("no paper was drawn, so nobody knows which page it is about")
    folder = layout.folder("submitted", learner, register.assignment)
    paths = sorted(folder.glob("*.ipynb"))
    if len(paths) != 1:
        raise SubmissionError(f"expected one notebook, got {len(paths)}")
    place = printable(paths[0].name)
    try:
        notebook = plain_notebook(read_plain(paths[0], MOST_NOTEBOOK).decode(), place)
    except (OSError, ValueError) as error:
        what = getattr(error, "strerror", None) or str(error)
        raise SubmissionError(Problem(place, what)) from None
    except NotebookError as error:
        raise SubmissionError(error.problems) from None
    sources = [
        source if isinstance(source := cell["source"], str) else "".join(map(str, source))
        for cell in notebook["cells"]
        if cell.get("id") == PLAN_CELL or _grade_id(cell) == PLAN_CELL
    ]
    if len(sources) != 1:
        what = f"expected one cell called {PLAN_CELL}, got {len(sources)}"
        raise SubmissionError(Problem(place, what))
    page = shop_page(papers[-1].seed)
    try:
        data = written_plan(sources[0])
        measures = dict(project_measures(page, data))
        lost = lost_functions(page, load_plan(page, data))
    except SubmissionError as error:
        raise SubmissionError(problem.within("the plan") for problem in error.problems) from None
    return measures, lost


def _handed_in_at(layout: Layout, assignment: str, learner: str) -> datetime:
    at = submitted_at(layout, assignment, learner)
    if at is None:
        raise SubmissionError("nobody knows when it was handed in")
    return at


def _grade_id(cell: dict[str, Any]) -> object:
    settings = cell["metadata"].get("nbgrader")
    return settings.get("grade_id") if isinstance(settings, dict) else None


def _note_levels(layout: Layout, assignment: str) -> dict[str, float]:
    """Levels that a person gave for the note, by learner, where they still stand."""
    if not database_exists(layout.db_url):
        return {}
    with gradebook_reader(layout.db_url) as book:
        if assignment not in assignments(book):
            return {}
        return {
            cell.learner: cell.manual
            for cell in graded_cells(book, assignment)
            if cell.name == NOTE_CELL and cell.manual is not None and not cell.is_outdated
        }


def record_run(
    course_dir: Path, journal: bytes, learner: str, *, on: date, any_seed: bool = False
) -> IncidentRun:
    """Replay a journal, and keep the run in the learner's record.

    The run must be the learner's own by its seed, unless `any_seed`. Raises SubmissionError.
    """
    from course.incidents.scenario_files import seed_for

    program = load_program(program_file(course_dir))
    name, seed = beginning(journal)
    scenario = load_scenario(name, seed=seed)
    own = seed_for(program.course_id.encode(), learner, scenario.name)
    try:
        run = incident_run(
            journal,
            scenario,
            on=on,
            seed=None if any_seed else own,
            passing_mark=program.defaults.passing_score.practical,
        )
    except SubmissionError as error:
        raise SubmissionError(p.within(learner) for p in error.problems) from None
    change(layout_of(course_dir).records, learner, lambda record: add_run(record, run))
    return run


def record_drill(
    course_dir: Path, drill: str, learner: str, *, on: date, journal: bytes | None = None
) -> IncidentRun:
    """Keep a learner's run of a graded drill in their record, sealed or unsealed.

    Where a drill host has the run, its journal is replayed; else `journal` is, whose draw must be
    the learner's own. Raises SubmissionError.
    """
    from course.incidents.scenario_files import drawn_scenario
    from course.incidents.sealed_runs import open_draw, taken_runs

    program, layout = load_program(program_file(course_dir)), layout_of(course_dir)
    copies = {} if journal is None else {f"incidents/{drill}.jsonl": journal}
    taken = taken_runs(layout.root, learner, [program.drill(drill).id], copies)[drill]
    if taken.problem:
        raise SubmissionError(Problem(learner, taken.problem))
    raw = taken.journal.encode() or journal
    if raw is None:
        what = f"the drill host has no run of {drill}; name the journal of one without a host"
        raise SubmissionError(Problem(learner, what))
    name, seed = beginning(raw)
    if not taken.journal and (name, seed) != open_draw(drill, learner):
        raise SubmissionError(Problem(learner, f"line 1: this is not a run of {drill} of theirs"))
    mark = program.defaults.passing_score.practical
    run = incident_run(raw, drawn_scenario(name, seed), on=on, passing_mark=mark)
    run = replace(run, drill=drill, sealed=taken.sealed)
    change(layout.records, learner, lambda record: add_run(record, run))
    return run

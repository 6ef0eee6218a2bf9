"""The gradebook opened to be read, asked about many rows at once.

A module costs the same few statements whatever the number of submissions. They are plain SQL over
nbgrader's tables, so that a file of SQLite's is read by Python's own sqlite3: to import SQLAlchemy
takes longer than all else that `course grade` does where nothing has changed. Any other database
answers the same statements through it (rows.py). Nothing is written and nothing judged here.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol

from course.errors import GradingError, Problem
from course.gradebook.layout import DATABASE_WAIT_S, Layout, sqlite_file, submitted_at
from course.gradebook.scores import TABLES, GradedCell, notebook_marks
from course.records.results import Grade, GradingRecord, NotebookMarks, read_grading_record

_NO_GRADEBOOK = "no gradebook yet: release a module first"


class GradebookReader(Protocol):
    """An open gradebook that answers statements."""

    def select(self, statement: str, **values: object) -> list[Any]:
        """Give the rows of a SELECT as tuples; `:name` in it stands for a value."""


class _FileReader:
    """A gradebook that is a file of SQLite's."""

    def __init__(self, database: sqlite3.Connection, place: str) -> None:
        self._database = database
        self._place = place

    def select(self, statement: str, **values: object) -> list[Any]:
        try:
            return self._database.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            what = f"no gradebook that can be read: {error}"
            raise GradingError(Problem(self._place, what)) from error


@contextmanager
def gradebook_reader(url: str) -> Iterator[GradebookReader]:
    """Open a gradebook for reading; it is closed when the block ends.

    Raises GradingError where there is none at `url`, or none that can be read.
    """
    file = sqlite_file(url)
    if file is None:
        from course.gradebook.rows import Gradebook

        with Gradebook(url) as book:
            yield book
        return
    if not file.is_file():  # SQLite would make an empty one
        raise GradingError(Problem(url, _NO_GRADEBOOK))
    with closing(sqlite3.connect(file, timeout=DATABASE_WAIT_S)) as database:
        reader = _FileReader(database, url)
        present = {name for (name,) in reader.select("select name from sqlite_master")}
        if not present.issuperset(TABLES):
            raise GradingError(Problem(url, _NO_GRADEBOOK))
        yield reader


@dataclass(frozen=True, kw_only=True)
class SourceCell:
    """A cell as nbgrader saved it when the module was released: stubs in, hidden tests in."""

    grade_id: str
    cell_type: str
    locked: bool
    source: str
    checksum: str | None
    points: float | None  # None where it is not graded
    grade: bool
    solution: bool
    task: bool


class HandIn(NamedTuple):
    """A submission as the gradebook knows it; times are naive and in UTC."""

    at: datetime | None
    extension: datetime | timedelta | None


def assignments(book: GradebookReader) -> list[str]:
    """Names of all released modules, sorted."""
    return sorted(name for (name,) in book.select("select name from assignment"))


def assignment_id(book: GradebookReader, assignment: str) -> str:
    """Give nbgrader's id of a module. Raises GradingError where it was not released."""
    rows = book.select("select id from assignment where name = :name", name=assignment)
    if not rows:
        raise GradingError(Problem(assignment, "not in the gradebook yet: release it first"))
    return str(rows[0][0])


def notebook_names(book: GradebookReader, assignment: str) -> list[str]:
    """Names of a module's notebooks, sorted."""
    statement = "select name from notebook where assignment_id = :module"
    return sorted(n for (n,) in book.select(statement, module=assignment_id(book, assignment)))


def learner_names(book: GradebookReader) -> dict[str, str]:
    """Names of everybody whom the course knows, by id; the id where there is no name."""
    rows = book.select("select id, first_name, last_name from student")
    return {learner: _full_name(first, last) or learner for learner, first, last in rows}


def _full_name(*parts: object) -> str:
    return " ".join(str(part).strip() for part in parts if part and str(part).strip())


_BASE_CELLS = """
    select n.name, b.name, b.type, coalesce(g.max_score, t.max_score)
    from base_cell b
    join notebook n on n.id = b.notebook_id
    left join grade_cells g on g.id = b.id
    left join task_cells t on t.id = b.id
    where n.assignment_id = :module
"""
_SOURCE_CELLS = """
    select n.name, s.name, s.cell_type, s.locked, s.source, s.checksum
    from source_cell s
    join notebook n on n.id = s.notebook_id
    where n.assignment_id = :module
"""


def source_cells(book: GradebookReader, assignment: str) -> dict[str, dict[str, SourceCell]]:
    """Saved cells by notebook and grade_id, in the order in which they were saved."""
    module = assignment_id(book, assignment)
    graded: dict[tuple[str, str], tuple[str, float | None]] = {}
    solutions = set()
    for notebook, name, kind, points in book.select(_BASE_CELLS, module=module):
        if kind == "SolutionCell":
            solutions.add((notebook, name))
        else:
            graded[notebook, name] = kind, points
    cells: dict[str, dict[str, SourceCell]] = {n: {} for n in notebook_names(book, assignment)}
    for notebook, name, *saved in book.select(_SOURCE_CELLS, module=module):
        cell_type, locked, source, checksum = saved
        kind, points = graded.get((notebook, name), (None, None))
        cells[notebook][name] = SourceCell(
            grade_id=name,
            cell_type=cell_type,
            locked=bool(locked),
            source=source or "",
            checksum=checksum,
            points=points,
            grade=kind == "GradeCell",
            solution=(notebook, name) in solutions,
            task=kind == "TaskCell",
        )
    return cells


_GRADED_CELLS = """
    select hand_in.student_id, notebook.name, cell.name, grade.auto_score, grade.manual_score,
           grade.extra_credit, grade.needs_manual_grade,
           coalesce(grade_cells.max_score, task_cells.max_score),
           submitted_notebook.late_submission_penalty,
           answer.id is not null or cell.type = 'TaskCell'
    from grade
    join submitted_notebook on submitted_notebook.id = grade.notebook_id
    join submitted_assignment hand_in on hand_in.id = submitted_notebook.assignment_id
    join notebook on notebook.id = submitted_notebook.notebook_id
    join base_cell cell on cell.id = grade.cell_id
    left join grade_cells on grade_cells.id = cell.id
    left join task_cells on task_cells.id = cell.id
    left join base_cell answer on answer.notebook_id = cell.notebook_id
        and answer.name = cell.name and answer.type = 'SolutionCell'
    where hand_in.assignment_id = :module
    order by hand_in.student_id, notebook.name, cell.name
"""


def graded_cells(book: GradebookReader, assignment: str) -> list[GradedCell]:
    """Every graded cell of every submission of a module: the one join over nbgrader's tables."""
    cells = map(
        GradedCell._make, book.select(_GRADED_CELLS, module=assignment_id(book, assignment))
    )
    return [c._replace(flagged=bool(c.flagged), by_hand=bool(c.by_hand)) for c in cells]


def marks_by_learner(cells: Iterable[GradedCell]) -> dict[str, tuple[NotebookMarks, ...]]:
    """Sum cells to the marks of each notebook of each learner; cells come in order."""
    notebooks: dict[str, dict[str, list[GradedCell]]] = {}
    for cell in cells:
        notebooks.setdefault(cell.learner, {}).setdefault(cell.notebook, []).append(cell)
    return {
        learner: tuple(notebook_marks(name, cells) for name, cells in by_name.items())
        for learner, by_name in notebooks.items()
    }


def most_points(book: GradebookReader, assignment: str) -> float:
    """Points of a module's graded cells together, whoever handed in."""
    rows = book.select(_BASE_CELLS, module=assignment_id(book, assignment))
    return sum(points or 0.0 for *_, points in rows)


def hand_ins(book: GradebookReader, assignment: str) -> dict[str, HandIn]:
    """Submissions of a module by learner."""
    rows = book.select(
        "select student_id, timestamp, extension from submitted_assignment"
        " where assignment_id = :module",
        module=assignment_id(book, assignment),
    )
    return {learner: HandIn(_moment(at), _moment(extension)) for learner, at, extension in rows}


def _moment(value: Any) -> Any:
    """Read a moment as a database gives it: SQLite has text."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def graded_notebooks(book: GradebookReader, assignment: str) -> set[tuple[str, str]]:
    """Which notebooks of whom have a grade in a module: learner and notebook."""
    rows = book.select(
        "select distinct hand_in.student_id, notebook.name from grade"
        " join submitted_notebook on submitted_notebook.id = grade.notebook_id"
        " join submitted_assignment hand_in on hand_in.id = submitted_notebook.assignment_id"
        " join notebook on notebook.id = submitted_notebook.notebook_id"
        " where hand_in.assignment_id = :module",
        module=assignment_id(book, assignment),
    )
    return {(learner, notebook) for learner, notebook in rows}


def due_date(book: GradebookReader, assignment: str) -> datetime | None:
    """When a module is due, in UTC, if the gradebook has a date."""
    rows = book.select("select duedate from assignment where name = :name", name=assignment)
    date: datetime | None = _moment(rows[0][0]) if rows else None
    return date


def module_grades(layout: Layout, book: GradebookReader, assignment: str) -> tuple[Grade, ...]:
    """Read the grades of everybody whom the course knows, by learner."""
    marks = marks_by_learner(graded_cells(book, assignment))
    return tuple(grade for grade, _ in grades_with_records(layout, book, assignment, marks))


def grades_with_records(
    layout: Layout,
    book: GradebookReader,
    assignment: str,
    marks: Mapping[str, tuple[NotebookMarks, ...]],
) -> list[tuple[Grade, GradingRecord | None]]:
    """Join each learner's marks with what the last grading left."""
    out_of = most_points(book, assignment)
    grades = []
    for learner in sorted({*learner_names(book), *layout.learners("submitted", assignment)}):
        record = read_grading_record(layout.grading_record(learner, assignment))
        grade = Grade(
            learner=learner,
            module=assignment,
            submitted=submitted_at(layout, assignment, learner),
            notebooks=marks.get(learner, ()),
            out_of=out_of,
            remarks=() if record is None else _remarks(record),
        )
        grades.append((grade, record))
    return grades


def _remarks(record: GradingRecord) -> tuple[str, ...]:
    faults = (f"fault of the course: {fault}" for fault in record.course_faults)
    unsafe = () if record.sandboxed else ("graded without a sandbox",)
    return (*record.damage, *faults, *unsafe)

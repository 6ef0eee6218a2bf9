"""The gradebook asked about many rows at once, and a module's state made of the answers.

A module costs the same few statements whatever the number of submissions. Nothing is written
and nothing judged here; what a learner may have written is checked like any input.
"""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from course.gradebook.layout import Layout, submitted_at
from course.gradebook.rows import TABLES, Gradebook
from course.gradebook.scores import GradedCell, is_late, notebook_marks
from course.gradebook.status import BY_HAND, ModuleStatus, SubmissionStatus, Waiting
from course.jobs import Verdict
from course.psychometrics.item_analysis import Answer, Key, items
from course.records.results import Grade, GradingRecord, NotebookMarks, read_grading_record

TAIL_BYTES = 1 << 20  # of a graded notebook: its metadata stands last
VERDICTS = frozenset(Verdict)


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


@dataclass(frozen=True, kw_only=True)
class NotebookReport:
    """What our grader wrote into a graded notebook; None for damage where it wrote nothing."""

    verdicts: Mapping[str, str]
    damage: tuple[str, ...] | None


def assignments(book: Gradebook) -> list[str]:
    """Names of all released modules, sorted."""
    with book.connect() as db:
        return sorted(db.scalars(sa.select(book.tables["assignment"].c.name)))


def learner_names(book: Gradebook) -> dict[str, str]:
    """Names of everybody whom the course knows, by id; the id where there is no name."""
    table = book.tables["student"].c
    with book.connect() as db:
        rows = db.execute(sa.select(table.id, table.first_name, table.last_name))
        return {row.id: _full_name(row.first_name, row.last_name) or row.id for row in rows}


def _full_name(*parts: object) -> str:
    return " ".join(str(part).strip() for part in parts if part and str(part).strip())


def source_cells(book: Gradebook, assignment: str) -> dict[str, dict[str, SourceCell]]:
    """Saved cells by notebook and grade_id, in the order in which they were saved."""
    base, saved = book.tables["base_cell"].c, book.tables["source_cell"].c
    grade_cells, task_cells = book.tables["grade_cells"].c, book.tables["task_cells"].c
    with book.connect() as db:
        notebooks = book.notebooks(db, assignment)
        points = {
            (row.notebook_id, row.name): row
            for row in db.execute(
                sa.select(
                    base.notebook_id,
                    base.name,
                    base.type,
                    sa.func.coalesce(grade_cells.max_score, task_cells.max_score).label("points"),
                )
                .select_from(book.tables["base_cell"])
                .outerjoin(book.tables["grade_cells"], grade_cells.id == base.id)
                .outerjoin(book.tables["task_cells"], task_cells.id == base.id)
                .where(base.type != "SolutionCell")
            )
        }
        solutions = {
            (row.notebook_id, row.name)
            for row in db.execute(
                sa.select(base.notebook_id, base.name).where(base.type == "SolutionCell")
            )
        }
        rows = db.execute(
            sa.select(book.tables["source_cell"]).where(saved.notebook_id.in_(list(notebooks)))
        )
        cells: dict[str, dict[str, SourceCell]] = {name: {} for name in notebooks.values()}
        for row in rows:
            key = (row.notebook_id, row.name)
            graded = points.get(key)
            kind = graded.type if graded else None
            cells[notebooks[row.notebook_id]][row.name] = SourceCell(
                grade_id=row.name,
                cell_type=row.cell_type,
                locked=bool(row.locked),
                source=row.source or "",
                checksum=row.checksum,
                points=graded.points if graded else None,
                grade=kind == "GradeCell",
                solution=key in solutions,
                task=kind == "TaskCell",
            )
    return cells


def graded_cells(book: Gradebook, assignment: str) -> list[GradedCell]:
    """Every graded cell of every submission of a module: the one join over nbgrader's tables."""
    t = book.tables
    grade, cell, submitted = t["grade"].c, t["base_cell"].c, t["submitted_notebook"].c
    hand_in, answer = t["submitted_assignment"].c, t["base_cell"].alias("answer")
    limit = sa.func.coalesce(t["grade_cells"].c.max_score, t["task_cells"].c.max_score)
    by_hand = answer.c.id.is_not(None) | (cell.type == "TaskCell")
    with book.connect() as db:
        rows = db.execute(
            sa.select(
                hand_in.student_id,
                t["notebook"].c.name,
                cell.name,
                grade.auto_score,
                grade.manual_score,
                grade.extra_credit,
                grade.needs_manual_grade,
                limit,
                submitted.late_submission_penalty,
                by_hand,
            )
            .select_from(t["grade"])
            .join(t["submitted_notebook"], submitted.id == grade.notebook_id)
            .join(t["submitted_assignment"], hand_in.id == submitted.assignment_id)
            .join(t["notebook"], t["notebook"].c.id == submitted.notebook_id)
            .join(t["base_cell"], cell.id == grade.cell_id)
            .outerjoin(t["grade_cells"], t["grade_cells"].c.id == cell.id)
            .outerjoin(t["task_cells"], t["task_cells"].c.id == cell.id)
            .outerjoin(
                answer,
                (answer.c.notebook_id == cell.notebook_id)
                & (answer.c.name == cell.name)
                & (answer.c.type == "SolutionCell"),
            )
            .where(hand_in.assignment_id == book.assignment_id(db, assignment))
            .order_by(hand_in.student_id, t["notebook"].c.name, cell.name)
        )
        return [GradedCell._make(row) for row in rows]


def marks_by_learner(cells: Iterable[GradedCell]) -> dict[str, tuple[NotebookMarks, ...]]:
    """Sum cells to the marks of each notebook of each learner; cells come in order."""
    notebooks: dict[str, dict[str, list[GradedCell]]] = {}
    for cell in cells:
        notebooks.setdefault(cell.learner, {}).setdefault(cell.notebook, []).append(cell)
    return {
        learner: tuple(notebook_marks(name, cells) for name, cells in by_name.items())
        for learner, by_name in notebooks.items()
    }


def most_points(book: Gradebook, assignment: str) -> float:
    """Points of a module's graded cells together, whoever handed in."""
    t = book.tables
    total = 0.0
    with book.connect() as db:
        notebooks = list(book.notebooks(db, assignment))
        for table in (t["grade_cells"], t["task_cells"]):
            points = db.scalar(
                sa.select(sa.func.sum(table.c.max_score))
                .join(t["base_cell"], t["base_cell"].c.id == table.c.id)
                .where(t["base_cell"].c.notebook_id.in_(notebooks))
            )
            total += points or 0.0
    return total


def hand_ins(book: Gradebook, assignment: str) -> dict[str, HandIn]:
    """Submissions of a module by learner."""
    table = book.tables["submitted_assignment"].c
    with book.connect() as db:
        rows = db.execute(
            sa.select(table.student_id, table.timestamp, table.extension).where(
                table.assignment_id == book.assignment_id(db, assignment)
            )
        )
        return {row.student_id: HandIn(row.timestamp, row.extension) for row in rows}


def graded_learners(book: Gradebook, assignment: str) -> set[str]:
    """Who has at least one grade in a module."""
    t = book.tables
    hand_in, submitted = t["submitted_assignment"].c, t["submitted_notebook"].c
    with book.connect() as db:
        rows = db.scalars(
            sa.select(hand_in.student_id)
            .distinct()
            .join(t["submitted_notebook"], submitted.assignment_id == hand_in.id)
            .join(t["grade"], t["grade"].c.notebook_id == submitted.id)
            .where(hand_in.assignment_id == book.assignment_id(db, assignment))
        )
        return set(rows)


def due_date(book: Gradebook, assignment: str) -> datetime | None:
    """When a module is due, in UTC, if the gradebook has a date."""
    table = book.tables["assignment"].c
    with book.connect() as db:
        date: datetime | None = db.scalar(sa.select(table.duedate).where(table.name == assignment))
        return date


def module_grades(layout: Layout, book: Gradebook, assignment: str) -> tuple[Grade, ...]:
    """Read the grades of everybody whom the course knows, by learner."""
    marks = marks_by_learner(graded_cells(book, assignment))
    return tuple(grade for grade, _ in _grades(layout, book, assignment, marks))


def module_status(
    layout: Layout, book: Gradebook, assignment: str, *, title: str, passing: float | None
) -> ModuleStatus:
    """Read how a module stands."""
    due, submissions = due_date(book, assignment), hand_ins(book, assignment)
    folders = set(layout.learners("submitted", assignment))
    cells = graded_cells(book, assignment)
    cells_of: dict[str, list[GradedCell]] = {}
    for cell in cells:
        cells_of.setdefault(cell.learner, []).append(cell)
    answers: dict[str, dict[Key, Answer]] = {}
    statuses = []
    for grade, record in _grades(layout, book, assignment, marks_by_learner(cells)):
        learner, its_cells = grade.learner, cells_of.get(grade.learner, [])
        known = submissions.get(learner, HandIn(at=None, extension=None))
        folder = layout.folder("autograded", learner, assignment)
        reports = {n.name: _notebook_report(folder / f"{n.name}.ipynb") for n in grade.notebooks}
        verdicts = {
            Key(name, cell): verdict
            for name, report in reports.items()
            for cell, verdict in report.verdicts.items()
        }
        answers[learner] = _answers(its_cells, verdicts)
        counts = Counter(a.verdict for a in answers[learner].values() if a.verdict)
        at = grade.submitted or known.at
        statuses.append(
            SubmissionStatus(
                grade=grade,
                handed_in=learner in folders or learner in submissions,
                late=is_late(at, due, known.extension),
                damage=_damage(record, reports.values()) if grade.notebooks else None,
                waiting=tuple(_waiting(its_cells)),
                verdicts=dict(sorted(counts.items())),
                newer=bool(grade.submitted and known.at and grade.submitted > known.at),
            )
        )
    return ModuleStatus(
        module=assignment,
        title=title,
        passing_score=passing,
        due=due,
        submissions=tuple(statuses),
        items=items(answers),
    )


def _grades(
    layout: Layout,
    book: Gradebook,
    assignment: str,
    marks: Mapping[str, tuple[NotebookMarks, ...]],
) -> list[tuple[Grade, GradingRecord | None]]:
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


def _answers(cells: list[GradedCell], verdicts: Mapping[Key, str]) -> dict[Key, Answer]:
    """Give what the tests said; a person's score is about the learner, not about the test."""
    return {
        (key := Key(cell.notebook, cell.name)): Answer(
            points=cell.points, out_of=cell.out_of, verdict=verdicts.get(key)
        )
        for cell in cells
        if not cell.by_hand
    }


def _waiting(cells: list[GradedCell]) -> list[Waiting]:
    """List what formgrader shows as needing manual grading."""
    waiting = []
    for cell in cells:
        if cell.is_outdated:
            why = "graded by hand, and handed in again since"
        else:
            why = BY_HAND if cell.by_hand else "the test could not be evaluated"
        if cell.flagged or cell.counted is None:
            waiting.append(
                Waiting(learner=cell.learner, notebook=cell.notebook, cell=cell.name, why=why)
            )
    return waiting


def _damage(
    record: GradingRecord | None, reports: Iterable[NotebookReport]
) -> tuple[str, ...] | None:
    """Prefer the record, which knows of files too; nbgrader's own command leaves none."""
    if record is not None:
        return record.damage
    damage = [report.damage for report in reports if report.damage is not None]
    return tuple(dict.fromkeys(chain.from_iterable(damage))) if damage else None


def _notebook_report(path: Path) -> NotebookReport:
    """Read the end of a graded notebook, where nbformat puts the metadata; nothing is trusted."""
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            size = file.seek(0, os.SEEK_END)
            length = min(size, TAIL_BYTES)
            file.seek(size - length)
            tail = file.read(length)
        raw = json.loads(b"{" + tail[tail.rindex(b'\n "metadata": {') :])["metadata"]["course"]
        return NotebookReport(
            verdicts={str(k): str(v) for k, v in raw["verdicts"].items() if v in VERDICTS},
            damage=tuple(map(str, raw["damage"])),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return NotebookReport(verdicts={}, damage=None)


def row_digests(book: Gradebook) -> dict[str, str]:
    """Digest every row of the gradebook, under a name that says to a person what it is.

    A mark is `grade of learner-01 in 101-system-architecture, 01-x, cell ex1-tests`; what has no
    such name goes by table and id.
    """
    t = book.tables
    submission, assignment = t["submitted_assignment"], t["assignment"]
    theirs = sa.join(submission, assignment, submission.c.assignment_id == assignment.c.id)
    submitted, notebook, cell = t["submitted_notebook"], t["notebook"], t["base_cell"]
    of_notebook = theirs.join(submitted, submitted.c.assignment_id == submission.c.id).join(
        notebook, submitted.c.notebook_id == notebook.c.id
    )
    who = (submission.c.student_id, assignment.c.name)
    names: dict[tuple[str, str], str] = {}
    with book.connect() as db:
        for key, *words in db.execute(sa.select(submission.c.id, *who).select_from(theirs)):
            names["submitted_assignment", str(key)] = "submission of {} in {}".format(*words)
        for key, *words in db.execute(
            sa.select(submitted.c.id, *who, notebook.c.name).select_from(of_notebook)
        ):
            names["submitted_notebook", str(key)] = "notebook of {} in {}, {}".format(*words)
        for table in ("grade", "comment"):
            rows = of_notebook.join(t[table], t[table].c.notebook_id == submitted.c.id)
            rows = rows.join(cell, t[table].c.cell_id == cell.c.id)
            for key, *words in db.execute(
                sa.select(t[table].c.id, *who, notebook.c.name, cell.c.name).select_from(rows)
            ):
                names[table, str(key)] = f"{table} of {{}} in {{}}, {{}}, cell {{}}".format(*words)
        return {
            names.get((table, str(row.id)), f"{table} {row.id}"): hashlib.sha256(
                repr(tuple(row)).encode(errors="backslashreplace")
            ).hexdigest()[:16]
            for table in TABLES
            for row in db.execute(sa.select(t[table]))
        }

"""The whole cohort at once: gradebook, marks and graded notebooks, read into values.

A module costs the same few statements whatever the number of submissions. Nothing is written
and nothing judged here; what a learner may have written is checked like any input.
"""

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

from course.gradebook.layout import Layout
from course.gradebook.rows import Ledger
from course.gradebook.status import BY_HAND, Status, Submission, Waiting, is_late
from course.grading.submissions import submitted_at
from course.jobs import Verdict
from course.psychometrics.item_analysis import Answer, Key, items
from course.records.results import Grade, GradingRecord, read_grading_record

TAIL_BYTES = 1 << 20  # of a graded notebook: its metadata stands last
KINDS = frozenset(Verdict)


class Cell(NamedTuple):
    """A graded cell of one learner; `by_hand` where only a person gives points."""

    learner: str
    notebook: str
    name: str
    points: float | None
    manual: float | None
    flagged: bool
    out_of: float
    by_hand: bool


class HandedIn(NamedTuple):
    """A submission as the gradebook knows it; times are naive and in UTC."""

    at: datetime | None
    extension: datetime | timedelta | None


@dataclass(frozen=True, kw_only=True)
class Record:
    """What our grader wrote into a graded notebook; None for damage where it wrote nothing."""

    verdicts: Mapping[str, str]
    damage: tuple[str, ...] | None


class Register(Ledger):
    """A gradebook asked about all its learners at once."""

    def cells(self, assignment: str) -> list[Cell]:
        """Every graded cell of every submission of a module."""
        t = self._t
        grade, cell, theirs = t["grade"].c, t["base_cell"].c, t["submitted_notebook"].c
        handed_in, answer = t["submitted_assignment"].c, t["base_cell"].alias("answer")
        limit = sa.func.coalesce(t["grade_cells"].c.max_score, t["task_cells"].c.max_score)
        by_hand = answer.c.id.is_not(None) | (cell.type == "TaskCell")
        with self._engine.connect() as db:
            found = db.execute(
                sa.select(
                    handed_in.student_id,
                    t["notebook"].c.name,
                    cell.name,
                    grade.auto_score,
                    grade.manual_score,
                    grade.needs_manual_grade,
                    limit,
                    by_hand,
                )
                .select_from(t["grade"])
                .join(t["submitted_notebook"], theirs.id == grade.notebook_id)
                .join(t["submitted_assignment"], handed_in.id == theirs.assignment_id)
                .join(t["notebook"], t["notebook"].c.id == theirs.notebook_id)
                .join(t["base_cell"], cell.id == grade.cell_id)
                .outerjoin(t["grade_cells"], t["grade_cells"].c.id == cell.id)
                .outerjoin(t["task_cells"], t["task_cells"].c.id == cell.id)
                .outerjoin(
                    answer,
                    (answer.c.notebook_id == cell.notebook_id)
                    & (answer.c.name == cell.name)
                    & (answer.c.type == "SolutionCell"),
                )
                .where(handed_in.assignment_id == self._assignment(db, assignment))
                .order_by(handed_in.student_id, t["notebook"].c.name, cell.name)
            )
            return [Cell._make(row) for row in found]

    def handed_in(self, assignment: str) -> dict[str, HandedIn]:
        """Submissions by learner."""
        table = self._t["submitted_assignment"].c
        with self._engine.connect() as db:
            rows = db.execute(
                sa.select(table.student_id, table.timestamp, table.extension).where(
                    table.assignment_id == self._assignment(db, assignment)
                )
            )
            return {row[0]: HandedIn._make(row[1:]) for row in rows}

    def due(self, assignment: str) -> datetime | None:
        """When a module is due, in UTC, if the gradebook has a date."""
        table = self._t["assignment"].c
        with self._engine.connect() as db:
            found: datetime | None = db.scalar(
                sa.select(table.duedate).where(table.name == assignment)
            )
            return found


def grades_of(layout: Layout, ledger: Ledger, assignment: str) -> tuple[Grade, ...]:
    """Read the grades of everybody whom the course knows, by learner."""
    return tuple(grade for grade, _ in _grades(layout, ledger, assignment))


def status_of(
    layout: Layout, register: Register, assignment: str, *, title: str, passing: float | None
) -> Status:
    """Read how a module stands."""
    due, there = register.due(assignment), register.handed_in(assignment)
    folders = set(layout.learners("submitted", assignment))
    cells: dict[str, list[Cell]] = {}
    for cell in register.cells(assignment):
        cells.setdefault(cell.learner, []).append(cell)
    answers: dict[str, dict[Key, Answer]] = {}
    found = []
    for grade, mark in _grades(layout, register, assignment):
        learner, theirs = grade.learner, cells.get(grade.learner, [])
        known = there.get(learner, HandedIn(at=None, extension=None))
        notebooks = layout.folder("autograded", learner, assignment)
        records = {n.name: _record(notebooks / f"{n.name}.ipynb") for n in grade.notebooks}
        verdicts = {
            Key(name, cell): verdict
            for name, record in records.items()
            for cell, verdict in record.verdicts.items()
        }
        answers[learner] = _answers(theirs, verdicts)
        counted = Counter(a.verdict for a in answers[learner].values() if a.verdict)
        at = grade.submitted or known.at
        found.append(
            Submission(
                grade=grade,
                handed_in=learner in folders or learner in there,
                late=is_late(at, due, known.extension),
                damage=_damage(mark, records.values()) if grade.notebooks else None,
                waiting=tuple(_waiting(theirs)),
                verdicts=dict(sorted(counted.items())),
                newer=bool(grade.submitted and known.at and grade.submitted > known.at),
            )
        )
    return Status(
        module=assignment,
        title=title,
        passing_score=passing,
        due=due,
        submissions=tuple(found),
        items=items(answers),
    )


def _grades(
    layout: Layout, ledger: Ledger, assignment: str
) -> list[tuple[Grade, GradingRecord | None]]:
    marks, out_of = ledger.grades(assignment), ledger.out_of(assignment)
    found = []
    for learner in sorted(ledger.learners() | set(layout.learners("submitted", assignment))):
        mark = read_grading_record(layout.mark(learner, assignment))
        grade = Grade(
            learner=learner,
            module=assignment,
            submitted=submitted_at(layout, assignment, learner),
            notebooks=marks.get(learner, ()),
            out_of=out_of,
            remarks=() if mark is None else _remarks(mark),
        )
        found.append((grade, mark))
    return found


def _remarks(mark: GradingRecord) -> tuple[str, ...]:
    faults = (f"fault of the course: {fault}" for fault in mark.course_faults)
    unsafe = () if mark.sandboxed else ("graded without a sandbox",)
    return (*mark.damage, *faults, *unsafe)


def _answers(cells: list[Cell], verdicts: Mapping[Key, str]) -> dict[Key, Answer]:
    """Give what the tests said; a person's score is about the learner, not about the test."""
    return {
        (key := Key(cell.notebook, cell.name)): Answer(
            points=cell.points, out_of=cell.out_of, verdict=verdicts.get(key)
        )
        for cell in cells
        if not cell.by_hand
    }


def _waiting(cells: list[Cell]) -> list[Waiting]:
    """List what formgrader shows as needing manual grading."""
    found = []
    for cell in cells:
        if cell.manual is not None:
            why = "graded by hand, and handed in again since"
        else:
            why = BY_HAND if cell.by_hand else "the test could not be evaluated"
        if cell.flagged or (cell.manual is None and cell.points is None):
            found.append(
                Waiting(learner=cell.learner, notebook=cell.notebook, cell=cell.name, why=why)
            )
    return found


def _damage(mark: GradingRecord | None, records: Iterable[Record]) -> tuple[str, ...] | None:
    """Prefer the mark, which knows of files too; nbgrader's own command leaves none."""
    if mark is not None:
        return mark.damage
    told = [record.damage for record in records if record.damage is not None]
    return tuple(dict.fromkeys(chain.from_iterable(told))) if told else None


def _record(path: Path) -> Record:
    """Read the end of a graded notebook, where nbformat puts the metadata; nothing is trusted."""
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            size = file.seek(0, os.SEEK_END)
            length = min(size, TAIL_BYTES)
            file.seek(size - length)
            tail = file.read(length)
        raw = json.loads(b"{" + tail[tail.rindex(b'\n "metadata": {') :])["metadata"]["course"]
        return Record(
            verdicts={str(k): str(v) for k, v in raw["verdicts"].items() if v in KINDS},
            damage=tuple(map(str, raw["damage"])),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Record(verdicts={}, damage=None)

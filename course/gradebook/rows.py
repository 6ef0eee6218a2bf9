"""nbgrader's gradebook as rows: reads marks, records a submission's verdicts in one transaction.

The tables are nbgrader 0.9's, found by reflection, so nbgrader, whose import takes seconds,
is not needed. It made the database, and formgrader goes on reading it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from course.errors import GradingError
from course.gradebook.scores import Score, changes, marks_of
from course.records.results import NotebookMarks

TABLES = (
    "assignment",
    "base_cell",
    "comment",
    "grade",
    "grade_cells",
    "notebook",
    "solution_cells",
    "source_cell",
    "student",
    "submitted_assignment",
    "submitted_notebook",
    "task_cells",
)

_VALUES = {"grade": ("auto_score", "needs_manual_grade"), "comment": ("auto_comment",)}
WAIT_S = 30.0  # for a formgrader that is writing


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


class Ledger:
    """An open gradebook. Use it in a `with` block; it closes its connections."""

    def __init__(self, url: str) -> None:
        self._engine = _opened(url)
        schema = sa.MetaData()
        try:
            schema.reflect(self._engine, only=TABLES)
        except sa.exc.SQLAlchemyError as error:
            self._engine.dispose()
            place = self._engine.url.render_as_string()
            if isinstance(error, sa.exc.InvalidRequestError):
                raise GradingError(f"{place}: no gradebook yet: release a module first") from error
            raise GradingError(f"{place}: no gradebook that can be read: {_why(error)}") from error
        self._t = t = schema.tables
        self._known: dict[str, dict[str, tuple[str, list[Any]]]] = {}
        at = t["submitted_assignment"].c
        among: sa.BindParameter[Any] = sa.bindparam("there", expanding=True)
        # Made once: to put a statement together costs more than to run it.
        self._find = {
            "student": sa.select(t["student"].c.id).where(
                t["student"].c.id == sa.bindparam("learner")
            ),
            "submission": sa.select(at.id)
            .join(t["assignment"], t["assignment"].c.id == at.assignment_id)
            .where(t["assignment"].c.name == sa.bindparam("name"))
            .where(at.student_id == sa.bindparam("learner")),
            "notebooks": sa.select(t["submitted_notebook"]).where(
                t["submitted_notebook"].c.assignment_id == sa.bindparam("submission")
            ),
            "grade": sa.select(t["grade"]).where(t["grade"].c.notebook_id.in_(among)),
            "comment": sa.select(t["comment"]).where(t["comment"].c.notebook_id.in_(among)),
        }
        self._update = {
            kind: t[kind]
            .update()
            .where(t[kind].c.id == sa.bindparam("row"))
            .values({name: sa.bindparam(name) for name in names})
            for kind, names in _VALUES.items()
        }

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._engine.dispose()

    def assignments(self) -> list[str]:
        """Names of all released modules."""
        with self._engine.connect() as db:
            return sorted(db.scalars(sa.select(self._t["assignment"].c.name)))

    def source_cells(self, assignment: str) -> dict[str, dict[str, SourceCell]]:
        """Saved cells by notebook and grade_id, in the order in which they were saved."""
        t = self._t
        found: dict[str, dict[str, SourceCell]] = {}
        with self._engine.connect() as db:
            points = {
                (row.notebook_id, row.name): (row.type, row.grade_points, row.task_points)
                for row in db.execute(
                    sa.select(
                        t["base_cell"].c.notebook_id,
                        t["base_cell"].c.name,
                        t["base_cell"].c.type,
                        t["grade_cells"].c.max_score.label("grade_points"),
                        t["task_cells"].c.max_score.label("task_points"),
                    )
                    .select_from(t["base_cell"])
                    .outerjoin(t["grade_cells"], t["grade_cells"].c.id == t["base_cell"].c.id)
                    .outerjoin(t["task_cells"], t["task_cells"].c.id == t["base_cell"].c.id)
                    .where(t["base_cell"].c.type != "SolutionCell")
                )
            }
            solutions = {
                (row.notebook_id, row.name)
                for row in db.execute(
                    sa.select(t["base_cell"].c.notebook_id, t["base_cell"].c.name).where(
                        t["base_cell"].c.type == "SolutionCell"
                    )
                )
            }
            for notebook_id, name in self._notebooks(db, assignment).items():
                rows = db.execute(
                    sa.select(t["source_cell"]).where(t["source_cell"].c.notebook_id == notebook_id)
                )
                found[name] = {}
                for row in rows:
                    key = (notebook_id, row.name)
                    kind, grade_points, task_points = points.get(key, (None, None, None))
                    found[name][row.name] = SourceCell(
                        grade_id=row.name,
                        cell_type=row.cell_type,
                        locked=bool(row.locked),
                        source=row.source or "",
                        checksum=row.checksum,
                        points=grade_points if grade_points is not None else task_points,
                        grade=kind == "GradeCell",
                        solution=key in solutions,
                        task=kind == "TaskCell",
                    )
        return found

    def record(
        self,
        assignment: str,
        learner: str,
        submitted: datetime | None,
        scores: Mapping[str, Iterable[Score] | None],
        *,
        penalty: str = "none",
    ) -> None:
        """Write a submission's scores, notebook -> scores (None: no file, so zero), all or nothing.

        Manual scores, comments and extra credit stay; a cell that has a manual score is flagged
        for another look, as nbgrader does. `penalty` is the method of nbgrader's
        LateSubmissionPlugin: "zero" takes all points of a late submission, "none" leaves a
        penalty as it is. Raises GradingError where the database refuses.
        """
        try:
            self._record(assignment, learner, submitted, scores, penalty)
        except (sa.exc.SQLAlchemyError, UnicodeError) as error:
            place = self._engine.url.render_as_string()
            raise GradingError(f"{place}: {learner!r} was not recorded: {_why(error)}") from error

    def _record(
        self,
        assignment: str,
        learner: str,
        submitted: datetime | None,
        scores: Mapping[str, Iterable[Score] | None],
        penalty: str,
    ) -> None:
        with self._engine.begin() as db:
            cells = self._cells(db, assignment)
            student = self._t["student"]
            if db.scalar(self._find["student"], {"learner": learner}) is None:
                db.execute(student.insert(), {"id": learner})
            submission_id = self._upsert_submission(db, assignment, learner, submitted)
            there = self._upsert_notebooks(db, submission_id, set(cells))
            rows = {
                kind: {
                    (row.notebook_id, row.cell_id): row
                    for row in db.execute(self._find[kind], {"there": list(there.values())})
                }
                for kind in ("grade", "comment")
            }
            for kind, (new, old) in changes(cells, there, scores, rows).items():
                if new:
                    db.execute(self._t[kind].insert(), new)
                if old:
                    db.execute(self._update[kind], old)
            if penalty == "zero":
                for submitted_notebook in there.values():
                    self._take_all_if_late(db, submission_id, submitted_notebook)

    def grades(self, assignment: str) -> dict[str, tuple[NotebookMarks, ...]]:
        """Marks of every learner who was graded."""
        t = self._t
        grade, cell, theirs = t["grade"].c, t["base_cell"].c, t["submitted_notebook"].c
        limit = sa.func.coalesce(t["grade_cells"].c.max_score, t["task_cells"].c.max_score)
        rows: dict[tuple[str, str], list[Any]] = {}
        with self._engine.connect() as db:
            found = db.execute(
                sa.select(
                    t["submitted_assignment"].c.student_id,
                    t["notebook"].c.name.label("notebook"),
                    cell.name,
                    grade.auto_score,
                    grade.manual_score,
                    grade.extra_credit,
                    grade.needs_manual_grade,
                    limit.label("limit"),
                    theirs.late_submission_penalty.label("penalty"),
                )
                .select_from(t["grade"])
                .join(t["submitted_notebook"], theirs.id == grade.notebook_id)
                .join(
                    t["submitted_assignment"],
                    t["submitted_assignment"].c.id == theirs.assignment_id,
                )
                .join(t["notebook"], t["notebook"].c.id == theirs.notebook_id)
                .join(t["base_cell"], cell.id == grade.cell_id)
                .outerjoin(t["grade_cells"], t["grade_cells"].c.id == cell.id)
                .outerjoin(t["task_cells"], t["task_cells"].c.id == cell.id)
                .where(
                    t["submitted_assignment"].c.assignment_id == self._assignment(db, assignment)
                )
            )
            for row in found:
                rows.setdefault((row.student_id, row.notebook), []).append(row)
        marks: dict[str, list[NotebookMarks]] = {}
        for (learner, name), cells in sorted(rows.items()):
            marks.setdefault(learner, []).append(marks_of(name, cells))
        return {learner: tuple(found_marks) for learner, found_marks in marks.items()}

    def out_of(self, assignment: str) -> float:
        """Most points of a module."""
        t = self._t
        total = 0.0
        with self._engine.connect() as db:
            notebooks = list(self._notebooks(db, assignment))
            for table in (t["grade_cells"], t["task_cells"]):
                points = db.scalar(
                    sa.select(sa.func.sum(table.c.max_score))
                    .join(t["base_cell"], t["base_cell"].c.id == table.c.id)
                    .where(t["base_cell"].c.notebook_id.in_(notebooks))
                )
                total += points or 0.0
        return total

    def learners(self) -> set[str]:
        """Everybody whom the course knows."""
        with self._engine.connect() as db:
            return set(db.scalars(sa.select(self._t["student"].c.id)))

    def _assignment(self, db: sa.Connection, name: str) -> str:
        table = self._t["assignment"].c
        found = db.scalar(sa.select(table.id).where(table.name == name))
        if found is None:
            raise GradingError(f"{name}: not in the gradebook yet: release it first")
        return str(found)

    def _notebooks(self, db: sa.Connection, assignment: str) -> dict[str, str]:
        table = self._t["notebook"].c
        rows = db.execute(
            sa.select(table.id, table.name)
            .where(table.assignment_id == self._assignment(db, assignment))
            .order_by(table.name)
        )
        return {row.id: row.name for row in rows}

    def _cells(self, db: sa.Connection, assignment: str) -> dict[str, tuple[str, list[Any]]]:
        """Name and cells of each notebook, by its id; read once, as the source cells are."""
        if assignment not in self._known:
            table = self._t["base_cell"].c
            self._known[assignment] = {
                notebook_id: (
                    name,
                    list(
                        db.execute(
                            sa.select(table.id, table.name, table.type).where(
                                table.notebook_id == notebook_id
                            )
                        )
                    ),
                )
                for notebook_id, name in self._notebooks(db, assignment).items()
            }
        return self._known[assignment]

    def _upsert_submission(
        self, db: sa.Connection, assignment: str, learner: str, submitted: datetime | None
    ) -> str:
        table = self._t["submitted_assignment"]
        found = db.scalar(self._find["submission"], {"name": assignment, "learner": learner})
        if found is None:
            found = uuid4().hex
            row = {
                "id": found,
                "assignment_id": self._assignment(db, assignment),
                "student_id": learner,
                "timestamp": submitted,
            }
            db.execute(table.insert(), row)
        elif submitted is not None:
            db.execute(table.update().where(table.c.id == found).values(timestamp=submitted))
        return str(found)

    def _take_all_if_late(self, db: sa.Connection, submission_id: str, there: str) -> None:
        """Set or lift the penalty of a notebook: all its points where it came too late."""
        due, theirs = self._t["assignment"].c, self._t["submitted_assignment"].c
        when = db.execute(
            sa.select(theirs.timestamp, theirs.extension, due.duedate)
            .join(self._t["assignment"], due.id == theirs.assignment_id)
            .where(theirs.id == submission_id)
        ).one()
        late = False
        if when.timestamp is not None and when.duedate is not None:
            more = when.extension or timedelta()
            if isinstance(more, datetime):  # so SQLite keeps an interval
                more -= datetime(1970, 1, 1)
            late = when.timestamp > when.duedate + more
        grade = self._t["grade"].c
        score = sa.func.coalesce(grade.manual_score, grade.auto_score, 0.0)
        total = sa.select(
            sa.func.coalesce(sa.func.sum(score + sa.func.coalesce(grade.extra_credit, 0.0)), 0.0)
        ).where(grade.notebook_id == there)
        table = self._t["submitted_notebook"]
        taken = max(0.0, float(db.scalar(total) or 0.0)) if late else None
        db.execute(table.update().where(table.c.id == there).values(late_submission_penalty=taken))

    def _upsert_notebooks(
        self, db: sa.Connection, submission_id: str, wanted: set[str]
    ) -> dict[str, str]:
        """Ids of a submission's notebooks, by those of the module's."""
        rows = db.execute(self._find["notebooks"], {"submission": submission_id})
        found = {row.notebook_id: str(row.id) for row in rows if row.notebook_id in wanted}
        new = {notebook_id: uuid4().hex for notebook_id in sorted(wanted - set(found))}
        if new:
            db.execute(
                self._t["submitted_notebook"].insert(),
                [
                    {
                        "id": made,
                        "assignment_id": submission_id,
                        "notebook_id": notebook_id,
                        "flagged": False,
                    }
                    for notebook_id, made in new.items()
                ],
            )
        return found | new


def _opened(url: str) -> sa.Engine:
    """Make an engine. SQLite would make an empty file where there is none, so that is refused."""
    try:
        waits = {"timeout": WAIT_S} if url.startswith("sqlite") else {}
        engine = sa.create_engine(url, connect_args=waits)
        file = engine.url.database if waits else None
    except (sa.exc.SQLAlchemyError, ImportError, ValueError) as error:
        raise GradingError(f"{_shown(url)}: no gradebook can be opened there: {error}") from error
    if file and not file.startswith((":memory:", "file:")) and not Path(file).is_file():
        engine.dispose()
        raise GradingError(f"{_shown(url)}: no gradebook yet: release a module first")
    return engine


def _shown(url: str) -> str:
    """Give a database's address without its password."""
    try:
        return sa.make_url(url).render_as_string()
    except (sa.exc.SQLAlchemyError, ValueError):
        return "the gradebook's db_url"


def _why(error: Exception) -> str:
    """Give the database's own words, without the statement."""
    return str(getattr(error, "orig", None) or error).splitlines()[0]

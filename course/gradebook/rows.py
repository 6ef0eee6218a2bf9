"""nbgrader's gradebook, opened: its tables, and the writer of a submission's scores.

The tables are nbgrader 0.9's, found by reflection, so nbgrader, whose import takes seconds, is
not needed. It made the database, and formgrader goes on reading it. What is read of many rows
at once stands in queries.py.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import sqlalchemy as sa

from course.errors import GradingError, Problem, SubmissionError
from course.gradebook.layout import DATABASE_WAIT_S
from course.gradebook.scores import TABLES, CellScore, is_late, row_changes

_CELL_TABLES = {
    "GradeCell": "grade_cells",
    "SolutionCell": "solution_cells",
    "TaskCell": "task_cells",
}
_WRITTEN = {"grade": ("auto_score", "needs_manual_grade"), "comment": ("auto_comment",)}


class Gradebook:
    """An open gradebook. Use it in a `with` block, which closes its connections.

    Raises GradingError where there is none at `url`, or none that can be read.
    """

    def __init__(self, url: str) -> None:
        self._engine = _open_engine(url)
        self.place = self._engine.url.render_as_string()  # without its password
        schema = sa.MetaData()
        try:
            schema.reflect(self._engine, only=TABLES)
        except sa.exc.SQLAlchemyError as error:
            self._engine.dispose()
            if isinstance(error, sa.exc.InvalidRequestError):
                what = "no gradebook yet: release a module first"
            else:
                what = f"no gradebook that can be read: {database_words(error)}"
            raise GradingError(Problem(self.place, what)) from error
        self.tables: Mapping[str, sa.Table] = schema.tables
        self._cells_of: dict[str, dict[str, tuple[str, list[Any]]]] = {}
        # Made once: to put a statement together costs more than to run it.
        self._find = _find_statements(self.tables)
        self._update = {
            name: self.tables[name]
            .update()
            .where(self.tables[name].c.id == sa.bindparam("row"))
            .values({column: sa.bindparam(column) for column in columns})
            for name, columns in _WRITTEN.items()
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._engine.dispose()

    def connect(self) -> sa.Connection:
        """Open a connection to read with, to be used in a `with` block."""
        return self._engine.connect()

    def select(self, statement: str, **values: object) -> list[Any]:
        """Give the rows of a SELECT as tuples; `:name` in it stands for a value (queries.py)."""
        try:
            with self._engine.connect() as db:
                return list(db.execute(sa.text(statement), values))
        except sa.exc.SQLAlchemyError as error:
            what = f"no gradebook that can be read: {database_words(error)}"
            raise GradingError(Problem(self.place, what)) from error

    def assignment_id(self, db: sa.Connection, name: str) -> str:
        """Give nbgrader's id of a module. Raises GradingError where it was not released."""
        table = self.tables["assignment"].c
        row_id = db.scalar(sa.select(table.id).where(table.name == name))
        if row_id is None:
            raise GradingError(Problem(name, "not in the gradebook yet: release it first"))
        return str(row_id)

    def notebooks(self, db: sa.Connection, assignment: str) -> dict[str, str]:
        """Give names of a module's notebooks by nbgrader's ids, in the order of their names."""
        table = self.tables["notebook"].c
        rows = db.execute(
            sa.select(table.id, table.name)
            .where(table.assignment_id == self.assignment_id(db, assignment))
            .order_by(table.name)
        )
        return {row.id: row.name for row in rows}

    def record(
        self,
        assignment: str,
        learner: str,
        submitted: datetime | None,
        scores: Mapping[str, Iterable[CellScore] | None],
        *,
        penalty: str = "none",
    ) -> None:
        """Write a submission's scores, notebook -> scores (None: no file, so zero), all or nothing.

        A notebook that `scores` does not name keeps what it has.
        Manual scores, comments and extra credit stay; `look_again` says which manual scores are
        of a text that has changed since. `penalty` is the method of nbgrader's
        LateSubmissionPlugin: "zero" takes all points of a late submission, "none" leaves a
        penalty as it is. Raises GradingError where the database refuses.
        """
        try:
            with self._engine.begin() as db:
                notebook_ids = self._write(db, assignment, learner, submitted, scores)
                if penalty == "zero":
                    late = self._is_late(db, assignment, learner)
                    for notebook_id in notebook_ids:
                        self._set_penalty(db, notebook_id, late=late)
        except (sa.exc.SQLAlchemyError, UnicodeError) as error:
            what = f"{learner!r} was not recorded: {database_words(error)}"
            raise GradingError(Problem(self.place, what)) from error

    def look_again(self, assignment: str, learner: str, cells: Mapping[str, Iterable[str]]) -> None:
        """Flag manual scores whose text has changed, notebook -> cells, until a person looks.

        Raises GradingError where the database refuses.
        """
        grade, cell = self.tables["grade"], self.tables["base_cell"].c
        submitted = self.tables["submitted_notebook"].c
        try:
            with self._engine.begin() as db:
                submission = db.scalar(
                    self._find["submission"], {"name": assignment, "learner": learner}
                )
                for notebook_id, name in self.notebooks(db, assignment).items():
                    theirs = sa.select(submitted.id).where(
                        (submitted.assignment_id == submission)
                        & (submitted.notebook_id == notebook_id)
                    )
                    named = sa.select(cell.id).where(
                        (cell.notebook_id == notebook_id) & cell.name.in_(cells.get(name, ()))
                    )
                    db.execute(
                        grade.update()
                        .where(
                            grade.c.notebook_id.in_(theirs)
                            & grade.c.cell_id.in_(named)
                            & grade.c.manual_score.is_not(None)
                        )
                        .values(needs_manual_grade=True)
                    )
        except sa.exc.SQLAlchemyError as error:
            what = f"{learner!r} was not recorded: {database_words(error)}"
            raise GradingError(Problem(self.place, what)) from error

    def extend(self, assignment: str, learner: str, until: datetime, *, add: bool) -> None:
        """Give a learner time until a moment, naive and in UTC; a row is made where there is none.

        `add` says that a learner whom the gradebook does not know yet is known otherwise. Raises
        SubmissionError for one who is not, and for a moment that is not after the due date;
        GradingError where the module has no due date.
        """
        place = f"{learner}: {assignment}"
        try:
            with self._engine.begin() as db:
                table = self.tables["assignment"].c
                row_id = self.assignment_id(db, assignment)
                due = db.scalar(sa.select(table.duedate).where(table.id == row_id))
                if due is None:
                    what = "has no due date that could be extended: set one in formgrader"
                    raise GradingError(Problem(assignment, what))
                if until <= due:
                    what = f"expected a time after the due date, {due:%Y-%m-%d %H:%M} UTC"
                    raise SubmissionError(Problem(place, what))
                if db.scalar(self._find["student"], {"learner": learner}) is None:
                    if not add:
                        raise SubmissionError(Problem(learner, "nobody of this course"))
                    db.execute(self.tables["student"].insert(), {"id": learner})
                submission = self._upsert_submission(db, assignment, learner, None)
                submitted = self.tables["submitted_assignment"]
                # An interval, which SQLite keeps as the time that long after 1970 began.
                more: timedelta = until - due
                interval = isinstance(submitted.c.extension.type, sa.Interval)
                extension = more if interval else datetime(1970, 1, 1) + more
                db.execute(
                    submitted.update()
                    .where(submitted.c.id == submission)
                    .values(extension=extension)
                )
        except sa.exc.SQLAlchemyError as error:
            what = f"was not extended: {database_words(error)}"
            raise GradingError(Problem(place, what)) from error

    def keep_copy(self) -> Path:
        """Copy the gradebook's file beside itself, under the time of this moment; give the copy.

        Raises GradingError where the gradebook is no file of SQLite's.
        """
        file = self._engine.url.database
        if self._engine.url.get_backend_name() != "sqlite" or not file:
            what = "not a file: make a copy of this database, then change its cells by hand"
            raise GradingError(Problem(self.place, what))
        copy = Path(f"{file}.before-{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
        with self._engine.connect() as db:
            db.execute(sa.text("vacuum into :copy"), {"copy": str(copy)})
        return copy

    def reshape(
        self, assignment: str, wanted: Mapping[str, Mapping[str, tuple[tuple[str, ...], float]]]
    ) -> None:
        """Give a module exactly these cells: notebook -> grade_id -> (kinds, points).

        Rows of cells that stay are left alone; those of cells that go are removed with their
        grades and comments; new cells get rows, as nbgrader would make them. One transaction.
        """
        try:
            with self._engine.begin() as db:
                present = {name: row_id for row_id, name in self.notebooks(db, assignment).items()}
                for name in sorted(present.keys() - wanted.keys()):
                    self._remove_notebook(db, present[name])
                for name in sorted(wanted.keys() & present.keys()):
                    self._reshape_notebook(db, present[name], wanted[name])
                for name in sorted(wanted.keys() - present.keys()):
                    row = {
                        "id": uuid4().hex,
                        "name": name,
                        "assignment_id": self.assignment_id(db, assignment),
                        "kernelspec": "{}",
                    }
                    db.execute(self.tables["notebook"].insert(), row)
                    self._reshape_notebook(db, row["id"], wanted[name])
        except sa.exc.SQLAlchemyError as error:
            what = f"{assignment}: its cells were not changed: {database_words(error)}"
            raise GradingError(Problem(self.place, what)) from error
        self._cells_of.clear()

    def _reshape_notebook(
        self,
        db: sa.Connection,
        notebook_id: str,
        wanted: Mapping[str, tuple[tuple[str, ...], float]],
    ) -> None:
        base, source = self.tables["base_cell"], self.tables["source_cell"]
        rows = db.execute(sa.select(base).where(base.c.notebook_id == notebook_id)).all()
        needed = {(name, kind) for name, (kinds, _) in wanted.items() for kind in kinds}
        stale = [row.id for row in rows if (row.name, row.type) not in needed]
        self._remove_cells(db, stale)
        present = {(row.name, row.type) for row in rows}
        for name, kind in sorted(needed - present):
            row_id = uuid4().hex
            identity = {"id": row_id, "name": name, "notebook_id": notebook_id, "type": kind}
            db.execute(base.insert(), identity)
            values: dict[str, object] = {"id": row_id}
            if kind != "SolutionCell":
                values |= {"max_score": wanted[name][1], "cell_type": "code"}
            db.execute(self.tables[_CELL_TABLES[kind]].insert(), values)
        saved = set(db.scalars(sa.select(source.c.name).where(source.c.notebook_id == notebook_id)))
        if gone := saved - wanted.keys():
            db.execute(
                source.delete().where(
                    (source.c.notebook_id == notebook_id) & source.c.name.in_(sorted(gone))
                )
            )
        for name in sorted(wanted.keys() - saved):
            db.execute(
                source.insert(),
                {
                    "id": uuid4().hex,
                    "name": name,
                    "cell_type": "code",
                    "locked": False,
                    "notebook_id": notebook_id,
                },
            )

    def _remove_cells(self, db: sa.Connection, cell_ids: list[str]) -> None:
        for name in ("grade", "comment"):
            table = self.tables[name]
            db.execute(table.delete().where(table.c.cell_id.in_(cell_ids)))
        for name in (*_CELL_TABLES.values(), "base_cell"):
            table = self.tables[name]
            db.execute(table.delete().where(table.c.id.in_(cell_ids)))

    def _remove_notebook(self, db: sa.Connection, notebook_id: str) -> None:
        base = self.tables["base_cell"].c
        cell_ids = list(db.scalars(sa.select(base.id).where(base.notebook_id == notebook_id)))
        self._remove_cells(db, cell_ids)
        for name in ("source_cell", "submitted_notebook"):
            table = self.tables[name]
            db.execute(table.delete().where(table.c.notebook_id == notebook_id))
        table = self.tables["notebook"]
        db.execute(table.delete().where(table.c.id == notebook_id))

    def _write(
        self,
        db: sa.Connection,
        assignment: str,
        learner: str,
        submitted: datetime | None,
        scores: Mapping[str, Iterable[CellScore] | None],
    ) -> list[str]:
        """Write all rows but penalties; give the ids of the submitted notebooks."""
        cells = self._cells(db, assignment)
        if db.scalar(self._find["student"], {"learner": learner}) is None:
            db.execute(self.tables["student"].insert(), {"id": learner})
        submission_id = self._upsert_submission(db, assignment, learner, submitted)
        notebook_ids = self._upsert_notebooks(db, submission_id, set(cells))
        existing = {
            table: {
                (row.notebook_id, row.cell_id): row
                for row in db.execute(self._find[table], {"among": list(notebook_ids.values())})
            }
            for table in _WRITTEN
        }
        for table, changes in row_changes(cells, notebook_ids, scores, existing).items():
            if changes.inserts:
                db.execute(self.tables[table].insert(), changes.inserts)
            if changes.updates:
                db.execute(self._update[table], changes.updates)
        return list(notebook_ids.values())

    def _cells(self, db: sa.Connection, assignment: str) -> dict[str, tuple[str, list[Any]]]:
        """Name and cells of each notebook, by its id; read once, as the source cells are."""
        if assignment not in self._cells_of:
            table = self.tables["base_cell"].c
            self._cells_of[assignment] = {
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
                for notebook_id, name in self.notebooks(db, assignment).items()
            }
        return self._cells_of[assignment]

    def _upsert_submission(
        self, db: sa.Connection, assignment: str, learner: str, submitted: datetime | None
    ) -> str:
        table = self.tables["submitted_assignment"]
        row_id = db.scalar(self._find["submission"], {"name": assignment, "learner": learner})
        if row_id is None:
            row_id = uuid4().hex
            row = {
                "id": row_id,
                "assignment_id": self.assignment_id(db, assignment),
                "student_id": learner,
                "timestamp": submitted,
            }
            db.execute(table.insert(), row)
        elif submitted is not None:
            db.execute(table.update().where(table.c.id == row_id).values(timestamp=submitted))
        return str(row_id)

    def _upsert_notebooks(
        self, db: sa.Connection, submission_id: str, wanted: set[str]
    ) -> dict[str, str]:
        """Ids of a submission's notebooks, by those of the module's."""
        rows = db.execute(self._find["notebooks"], {"submission": submission_id})
        existing = {row.notebook_id: str(row.id) for row in rows if row.notebook_id in wanted}
        new = {notebook_id: uuid4().hex for notebook_id in sorted(wanted - set(existing))}
        if new:
            db.execute(
                self.tables["submitted_notebook"].insert(),
                [
                    {
                        "id": row_id,
                        "assignment_id": submission_id,
                        "notebook_id": notebook_id,
                        "flagged": False,
                    }
                    for notebook_id, row_id in new.items()
                ],
            )
        return existing | new

    def _is_late(self, db: sa.Connection, assignment: str, learner: str) -> bool:
        row = db.execute(self._find["times"], {"name": assignment, "learner": learner}).one()
        return bool(is_late(row.timestamp, row.duedate, row.extension))

    def _set_penalty(self, db: sa.Connection, notebook_id: str, *, late: bool) -> None:
        """Set or lift the penalty of a submitted notebook: all its points where it is late."""
        grade = self.tables["grade"].c
        score = sa.func.coalesce(grade.manual_score, grade.auto_score, 0.0)
        total = sa.select(
            sa.func.coalesce(sa.func.sum(score + sa.func.coalesce(grade.extra_credit, 0.0)), 0.0)
        ).where(grade.notebook_id == notebook_id)
        table = self.tables["submitted_notebook"]
        penalty = max(0.0, float(db.scalar(total) or 0.0)) if late else None
        db.execute(
            table.update().where(table.c.id == notebook_id).values(late_submission_penalty=penalty)
        )


def _find_statements(tables: Mapping[str, sa.Table]) -> dict[str, sa.Select[Any]]:
    student, assignment = tables["student"].c, tables["assignment"]
    submission = tables["submitted_assignment"].c
    among: sa.BindParameter[Any] = sa.bindparam("among", expanding=True)
    of_learner = (assignment.c.name == sa.bindparam("name")) & (
        submission.student_id == sa.bindparam("learner")
    )
    return {
        "student": sa.select(student.id).where(student.id == sa.bindparam("learner")),
        "submission": sa.select(submission.id)
        .join(assignment, assignment.c.id == submission.assignment_id)
        .where(of_learner),
        "times": sa.select(submission.timestamp, submission.extension, assignment.c.duedate)
        .join(assignment, assignment.c.id == submission.assignment_id)
        .where(of_learner),
        "notebooks": sa.select(tables["submitted_notebook"]).where(
            tables["submitted_notebook"].c.assignment_id == sa.bindparam("submission")
        ),
        "grade": sa.select(tables["grade"]).where(tables["grade"].c.notebook_id.in_(among)),
        "comment": sa.select(tables["comment"]).where(tables["comment"].c.notebook_id.in_(among)),
    }


def _open_engine(url: str) -> sa.Engine:
    """Make an engine. SQLite would make an empty file where there is none, so that is refused."""
    try:
        waits = {"timeout": DATABASE_WAIT_S} if url.startswith("sqlite") else {}
        engine = sa.create_engine(url, connect_args=waits)
        file = engine.url.database if waits else None
    except (sa.exc.SQLAlchemyError, ImportError, ValueError) as error:
        raise GradingError(
            Problem(_without_password(url), f"no gradebook can be opened there: {error}")
        ) from error
    if file and not file.startswith((":memory:", "file:")) and not Path(file).is_file():
        engine.dispose()
        raise GradingError(
            Problem(_without_password(url), "no gradebook yet: release a module first")
        )
    return engine


def database_exists(url: str) -> bool:
    """Tell whether there is a gradebook to open; one that is no file of SQLite's is taken to be."""
    address = sa.make_url(url)
    return address.get_backend_name() != "sqlite" or Path(address.database or "").is_file()


def _without_password(url: str) -> str:
    """Give a database's address without its password."""
    try:
        return sa.make_url(url).render_as_string()
    except (sa.exc.SQLAlchemyError, ValueError):
        return "the gradebook's db_url"


def database_words(error: Exception) -> str:
    """Give the database's own words, without the statement."""
    return str(getattr(error, "orig", None) or error).splitlines()[0]


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

"""Scores as rows of nbgrader's gradebook, such rows as marks, and what is late: no database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

from course.records.results import NotebookMarks

TABLES = (  # those of nbgrader's that we read or write
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
_TABLES: Mapping[str, tuple[str, ...]] = {  # the rows that a kind of cell has
    "GradeCell": ("grade",),
    "SolutionCell": ("comment",),
    "TaskCell": ("grade", "comment"),
    "SourceCell": (),
}


@dataclass(frozen=True, kw_only=True)
class CellScore:
    """What grading gave one cell: points (None where a person must look) or a comment."""

    grade_id: str
    points: float | None = None
    comment: str | None = None


class GradedCell(NamedTuple):
    """A graded cell of one learner; `by_hand` where only a person gives points."""

    learner: str
    notebook: str
    name: str
    points: float | None  # what the grader gave; None where a person must look
    manual: float | None
    extra: float | None
    flagged: bool
    out_of: float
    penalty: float | None  # of the whole notebook
    by_hand: bool

    @property
    def counted(self) -> float | None:
        """The points that count: a person's replace the grader's, while the text is the same."""
        if self.is_outdated:
            return None
        return self.points if self.manual is None else self.manual

    @property
    def is_outdated(self) -> bool:
        """A person gave points to a text that has changed since."""
        return self.manual is not None and self.flagged


class RowChanges(NamedTuple):
    """Rows of one table to insert, and values to update by `row`, the id of what exists."""

    inserts: list[dict[str, Any]]
    updates: list[dict[str, Any]]


def row_changes(
    cells: Mapping[str, tuple[str, list[Any]]],
    notebook_ids: Mapping[str, str],
    scores: Mapping[str, Iterable[CellScore] | None],
    existing: Mapping[str, Mapping[tuple[str, str], Any]],
) -> dict[str, RowChanges]:
    """Say which grade and comment rows a submission's scores insert and update.

    `cells` has the module's notebooks by id, each with its name and its cells' rows;
    `notebook_ids` the submitted notebooks by those of the module; `scores` the scores by the
    notebook's name, None where no file was handed in, and a notebook that it does not name keeps
    its rows; `existing` the rows of the tables `grade`
    and `comment` by submitted notebook and cell.
    """
    changes = {"grade": RowChanges([], []), "comment": RowChanges([], [])}
    for notebook_id, (name, its_cells) in cells.items():
        if name not in scores:
            continue
        its_scores = scores[name]
        by_cell = None if its_scores is None else {score.grade_id: score for score in its_scores}
        submitted = notebook_ids[notebook_id]
        for cell in its_cells:
            score = (
                CellScore(grade_id=cell.name, points=0.0)
                if by_cell is None
                else by_cell.get(cell.name)
            )
            for table in _TABLES[cell.type]:
                row = existing[table].get((submitted, cell.id))
                values = _graded(row, score) if table == "grade" else _commented(score)
                if row is None:
                    identity = {"notebook_id": submitted, "cell_id": cell.id}
                    changes[table].inserts.append({"id": uuid4().hex} | identity | values)
                else:
                    changes[table].updates.append({"row": row.id} | values)
    return changes


def _graded(row: Any, score: CellScore | None) -> dict[str, Any]:
    """Give a grade's new values; a flag beside a manual score stays until a person looks."""
    points = None if score is None else score.points
    has_manual = row is not None and row.manual_score is not None
    flagged = bool(row.needs_manual_grade) if has_manual else points is None
    return {"auto_score": points, "needs_manual_grade": flagged}


def _commented(score: CellScore | None) -> dict[str, Any]:
    return {"auto_comment": None if score is None else score.comment}


def notebook_marks(name: str, cells: Iterable[GradedCell]) -> NotebookMarks:
    """Sum a notebook as nbgrader does: a manual score replaces the automatic one."""
    points = pending = limit = penalty = 0.0
    failed = []
    for cell in cells:
        limit += cell.out_of
        penalty = cell.penalty or 0.0
        points += (cell.counted or 0.0) + (cell.extra or 0.0)
        if cell.counted is None:
            pending += cell.out_of
        elif cell.manual is None and cell.counted < cell.out_of:
            failed.append(cell.name)
    return NotebookMarks(
        name=name,
        points=max(0.0, points - penalty),
        out_of=limit,
        pending=pending,
        failed_tests=tuple(sorted(failed)),
    )


def due_with(due: datetime | None, extension: datetime | timedelta | None) -> datetime | None:
    """Add a learner's extension to a due date; None where there is no date.

    Times are naive and in UTC, as nbgrader keeps them. SQLite keeps nbgrader's `extension`, an
    interval, as the time that long after 1970 began.
    """
    if due is None:
        return None
    if isinstance(extension, datetime):
        extension -= datetime(1970, 1, 1)
    return due + (extension or timedelta())


def is_late(
    submitted: datetime | None, due: datetime | None, extension: datetime | timedelta | None
) -> bool | None:
    """Compare a submission's time with its due date and extension; None where it is unknown."""
    until = due_with(due, extension)
    return None if submitted is None or until is None else submitted > until

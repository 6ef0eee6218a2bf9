"""Scores as rows of nbgrader's gradebook, and such rows as marks: values only, no database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from course.records.results import NotebookMarks

_KINDS: Mapping[str, tuple[str, ...]] = {  # the rows that a kind of cell has
    "GradeCell": ("grade",),
    "SolutionCell": ("comment",),
    "TaskCell": ("grade", "comment"),
    "SourceCell": (),
}


@dataclass(frozen=True, kw_only=True)
class Score:
    """What grading gave one cell: points (None where a person must look) or a comment."""

    grade_id: str
    points: float | None = None
    comment: str | None = None


def changes(
    cells: Mapping[str, tuple[str, list[Any]]],
    there: Mapping[str, str],
    scores: Mapping[str, Iterable[Score] | None],
    rows: Mapping[str, Mapping[tuple[str, str], Any]],
) -> dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]]:
    """Say which grade and comment rows to insert and which to update."""
    made: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {
        "grade": ([], []),
        "comment": ([], []),
    }
    for notebook_id, (name, its_cells) in cells.items():
        all_given = scores.get(name)
        given = None if all_given is None else {score.grade_id: score for score in all_given}
        for cell in its_cells:
            score = Score(grade_id=cell.name, points=0.0) if given is None else given.get(cell.name)
            for kind in _KINDS[cell.type]:
                row = rows[kind].get((there[notebook_id], cell.id))
                values = _graded(row, score) if kind == "grade" else _commented(score)
                if row is None:
                    identity = {"notebook_id": there[notebook_id], "cell_id": cell.id}
                    made[kind][0].append({"id": uuid4().hex} | identity | values)
                else:
                    made[kind][1].append({"row": row.id} | values)
    return made


def _graded(row: Any, score: Score | None) -> dict[str, Any]:
    points = None if score is None else score.points
    manual = None if row is None else row.manual_score
    return {"auto_score": points, "needs_manual_grade": manual is not None or points is None}


def _commented(score: Score | None) -> dict[str, Any]:
    return {"auto_comment": None if score is None else score.comment}


def marks_of(name: str, cells: list[Any]) -> NotebookMarks:
    """Sum a notebook as nbgrader does: a manual score replaces the automatic one."""
    points = pending = limit = 0.0
    failed = []
    for cell in cells:
        limit += cell.limit
        given = cell.manual_score if cell.manual_score is not None else cell.auto_score
        points += (given or 0.0) + (cell.extra_credit or 0.0)
        if cell.manual_score is None and cell.auto_score is None:
            pending += cell.limit
        elif cell.manual_score is None and cell.auto_score < cell.limit:
            failed.append(cell.name)
    return NotebookMarks(
        name=name,
        points=max(0.0, points - (cells[0].penalty or 0.0)),
        out_of=limit,
        pending=pending,
        failed_tests=tuple(sorted(failed)),
    )

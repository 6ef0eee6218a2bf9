"""Cohorts of any size, written straight into a released course: rows, marks, graded notebooks."""

import json
import math
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from course.gradebook.layout import layout_of
from course.records.results import GradingRecord

HANDED_IN = datetime(2026, 3, 1, 12)
DUE = HANDED_IN + timedelta(hours=6)
DAMAGE = "01.ipynb: not JSON, line 7, column 1: Expecting value"
ODD = {1: "reversed", 2: "stops", 3: "hard"}  # test cells of a module that misbehave, by place


class _Cell(NamedTuple):
    id: str
    notebook_id: str
    name: str
    type: str
    most: float | None
    by_hand: bool


def fill(course_dir: Path, module_id: str, count: int, *, seed: int = 1) -> list[str]:
    """Let `count` learners hand in a released module and be graded; give their ids.

    A learner passes a test by chance, by skill and the test's difficulty (a logistic curve).
    Of a hundred 4 are late, 3 damaged, 5 not graded, 2 handed in nothing; who is not graded
    or gave nothing has no rows. Three test cells misbehave: reversed, killing, hard.
    """
    draw, layout = random.Random(seed), layout_of(course_dir)
    learners = [f"learner-{number:0{max(2, len(str(count)))}}" for number in range(1, count + 1)]
    engine = sa.create_engine(layout.db_url)
    schema = sa.MetaData()
    schema.reflect(engine)
    t = schema.tables
    rows: dict[str, list[dict[str, Any]]] = {}

    def add(table: str, **values: Any) -> str:
        made = {"id": UUID(int=draw.getrandbits(128)).hex} | values
        rows.setdefault(table, []).append(made)
        return str(made["id"])

    with engine.begin() as db:
        assignment = db.scalar(
            sa.select(t["assignment"].c.id).where(t["assignment"].c.name == module_id)
        )
        notebooks = {
            row.id: row.name
            for row in db.execute(
                sa.select(t["notebook"]).where(t["notebook"].c.assignment_id == assignment)
            )
        }
        cells = _cells(db, t, list(notebooks))
        tests = [cell for cell in cells if cell.most is not None and not cell.by_hand]
        hardness = {cell.id: draw.gauss(-2, 0.8) for cell in tests}
        odd = {tests[place].id: kind for place, kind in ODD.items() if place < len(tests)}
        for learner in learners:
            fate, skill = draw.randrange(100), draw.gauss(0, 1.2)
            add("student", id=learner)
            if fate < 2:
                continue
            late = 2 <= fate < 6
            at = DUE + timedelta(hours=5) if late else HANDED_IN
            handed_in = layout.folder("submitted", learner, module_id)
            handed_in.mkdir(parents=True)
            (handed_in / "timestamp.txt").write_text(f"{at} UTC")
            if 6 <= fate < 11:
                continue
            there = add(
                "submitted_assignment", assignment_id=assignment, student_id=learner, timestamp=at
            )
            verdicts: dict[str, dict[str, str]] = {name: {} for name in notebooks.values()}
            theirs = {
                key: add("submitted_notebook", assignment_id=there, notebook_id=key, flagged=False)
                for key in notebooks
            }
            for cell in cells:
                place = {"notebook_id": theirs[cell.notebook_id], "cell_id": cell.id}
                if cell.most is None:
                    add("comment", **place, auto_comment=None)
                    continue
                points = None
                if not cell.by_hand:
                    verdict = _verdict(draw, skill - hardness[cell.id], odd.get(cell.id))
                    verdicts[notebooks[cell.notebook_id]][cell.name] = verdict
                    points = cell.most if verdict == "passed" else 0.0
                add("grade", **place, auto_score=points, needs_manual_grade=points is None)
            damage = (DAMAGE,) if 11 <= fate < 14 else ()
            _graded(layout.folder("autograded", learner, module_id), verdicts, damage)
            GradingRecord(files=damage).write(layout.grading_record(learner, module_id))
        db.execute(
            t["assignment"].update().where(t["assignment"].c.id == assignment).values(duedate=DUE)
        )
        for table, made in rows.items():
            db.execute(t[table].insert(), made)
    engine.dispose()
    return learners


def _cells(db: sa.Connection, t: Any, notebooks: Sequence[str]) -> list[_Cell]:
    """Give the base cells of a module's notebooks."""
    found = db.execute(
        sa.select(t["base_cell"], t["grade_cells"].c.max_score)
        .outerjoin(t["grade_cells"], t["grade_cells"].c.id == t["base_cell"].c.id)
        .where(t["base_cell"].c.notebook_id.in_(notebooks))
        .order_by(t["base_cell"].c.notebook_id, t["base_cell"].c.name)
    ).all()
    answers = {(row.notebook_id, row.name) for row in found if row.type == "SolutionCell"}
    return [
        _Cell(
            row.id,
            row.notebook_id,
            row.name,
            row.type,
            row.max_score,
            (row.notebook_id, row.name) in answers,
        )
        for row in found
    ]


def _verdict(draw: random.Random, lead: float, odd: str | None) -> str:
    chance = {"reversed": 1 / (1 + math.exp(lead)), "hard": 0.08}.get(
        odd or "", 1 / (1 + math.exp(-lead))
    )
    if odd == "stops" and draw.random() < 0.2:
        return draw.choice(("timed_out", "killed"))
    if draw.random() < chance:
        return "passed"
    return draw.choice(("failed", "failed", "failed", "raised", "not_attempted"))


def _graded(folder: Path, verdicts: dict[str, dict[str, str]], damage: tuple[str, ...]) -> None:
    """Write graded notebooks as nbformat would, with our grader's record and no cells."""
    folder.mkdir(parents=True)
    for name, theirs in verdicts.items():
        record = {"damage": list(damage), "messages": {}, "sandboxed": True, "verdicts": theirs}
        notebook = {"cells": [], "metadata": {"course": record}, "nbformat": 4, "nbformat_minor": 5}
        text = json.dumps(notebook, indent=1, sort_keys=True)
        (folder / f"{name}.ipynb").write_text(text, encoding="utf-8")

"""What several tests of the grader's machinery share: a zygote of stand-ins, short cells."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from course.grading.conductor import conduct
from course.grading.images import LIBRARIES, image_with
from course.jobs import Cell, CellResult, Files, Limits, Role
from course.sandbox.client import Image, Zygote

STANDINS = Path(__file__).parent / "standins"
CHILDREN = {"candidate": "standins:candidate", "examiner": "standins:examiner"}
SHORT = Limits(cell_s=3, total_s=30, memory_bytes=256 << 20, work_bytes=16 << 20)


def standins(**more: Any) -> Zygote:
    """Start a zygote of stand-ins, which imports nothing large."""
    preload = more.pop("preload", ())
    return Zygote(Image(children=CHILDREN, preload=preload, import_from=[STANDINS]), **more)


def examiners(*libraries: str) -> Zygote:
    """Start a zygote of the real children, with all usual libraries where none is named."""
    return Zygote(image_with(libraries or LIBRARIES))


def process_group(zygote: Zygote) -> int:
    """Give the zygote's process group, which is its own."""
    return os.getpgid(zygote._process.pid)


def cell(name: str, source: str, role: Role = "own", timeout_s: float | None = None) -> Cell:
    """Make a cell; a test is worth two points."""
    points = 2.0 if role == "test" else 0.0
    return Cell(id=name, source=source, role=role, max_points=points, timeout_s=timeout_s)


def graded(
    zygote: Zygote, *cells: Cell, files: Files | None = None, limits: Limits = SHORT
) -> dict[str, CellResult]:
    """Conduct `cells` and return each result by its id."""
    results = conduct(cells, files or Files(), limits, zygote)
    assert [result.grade_id for result in results] == [c.id for c in cells]
    return {result.grade_id: result for result in results}


def text(outputs: Sequence[dict[str, Any]]) -> str:
    """Join what a cell printed."""
    return "".join(output.get("text", output.get("evalue", "")) for output in outputs)


def one_wall(kind: str, *libraries: str) -> Zygote:
    """Start a zygote whose examiner lacks a wall, or both: `kind` names it in one_wall.py."""
    image = image_with(libraries or LIBRARIES)
    children = {**image.children, "examiner": f"one_wall:{kind}"}
    if kind != "unaudited":
        children["candidate"] = "one_wall:unmarked"
    return Zygote(replace(image, children=children, import_from=[STANDINS]))

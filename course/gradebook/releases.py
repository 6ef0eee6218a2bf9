"""What was released, kept by its digest: grades follow it, whatever happens to source/ later.

    released/<module>/<digest>/   the source as it was released: solutions, hidden tests, files
    released/<module>/current.json   {"digest": …, "cells": digest of the gradebook's cells}
    released/<module>/added.json     {notebook: [cells that came after work was handed in]}

An edit in source/ changes no grade until it is released, and releasing it says first what it does
to whom. A module that was released by nbgrader alone has no such folder; then source/ counts where
it is still what the gradebook holds, and what lies in release/ where it is not.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from course.errors import GradingError, NotebookError
from course.files import read_plain, strict_json, write_whole
from course.gradebook.layout import Layout
from course.gradebook.queries import GradebookReader, SourceCell, graded_cells, source_cells
from course.gradebook.scores import GradedCell
from course.notebooks import read_plain_notebook

if TYPE_CHECKING:
    from course.gradebook.rows import Gradebook

IGNORED: Final = frozenset({".ipynb_checkpoints", "__pycache__", ".git"})
_MOST_POINTER: Final = 4096  # bytes
_MOST_ADDED: Final = 1 << 20
_MOST_NAMED: Final = 5  # learners in a sentence


@dataclass(frozen=True, kw_only=True)
class ReleaseChange:
    """One change between what is released and what source/ holds, and what it does to whom.

    `learners` were graded by the old cell; `lost` has the points that were given there and go.
    """

    notebook: str
    cell: str
    what: str
    learners: tuple[str, ...] = ()
    lost: Mapping[str, float] | None = None

    def __str__(self) -> str:
        place = f"{self.notebook}: cell {self.cell}" if self.cell else self.notebook
        return f"{place}: {self.what}{self._consequence()}"

    def _consequence(self) -> str:
        if self.lost:
            named = [f"{who} {points:g}" for who, points in sorted(self.lost.items())]
            return f"; points given there go: {_listed(named)}"
        if self.learners:
            return f"; graded anew: {_listed(list(self.learners))}"
        return ""


def _listed(names: list[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


@dataclass(frozen=True, kw_only=True)
class _PlannedCell:
    kinds: tuple[str, ...]  # rows that the gradebook has of it: GradeCell, SolutionCell, TaskCell
    graded_text: bool
    points: float | None
    source: str


def origin_of(
    layout: Layout, assignment: str, cells: Mapping[str, Mapping[str, SourceCell]]
) -> Path:
    """Folder of a module's notebooks and files as they were released; `cells` are the gradebook's.

    Raises GradingError where what was released is kept nowhere any more.
    """
    kept = _current(layout, assignment)
    if kept is not None and kept["cells"] == _cells_digest(cells):
        folder = _home(layout, assignment) / kept["digest"]
        if folder.is_dir():
            return folder
    source = layout.folder("source", ".", assignment)
    if not any(_differences(planned_cells(source), cells)):
        return source
    release = layout.folder("release", ".", assignment)
    return release if release.is_dir() else source


def keep_release(layout: Layout, book: GradebookReader, assignment: str) -> Path:
    """Keep source/<module> as it is now, by its digest; give the folder. Nothing kept goes."""
    source = layout.folder("source", ".", assignment)
    home = _home(layout, assignment)
    digest = _folder_digest(source)
    folder = home / digest
    if not folder.is_dir():
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        half = home / f".{digest}.new"
        shutil.rmtree(half, ignore_errors=True)  # of a run that was killed
        for name, path in files_in(source):
            target = half / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        half.mkdir(parents=True, exist_ok=True)
        half.rename(folder)
    pointer = {"digest": digest, "cells": _cells_digest(source_cells(book, assignment))}
    write_whole(home / "current.json", json.dumps(pointer, indent=1) + "\n")
    return folder


def release_changes(layout: Layout, book: GradebookReader, assignment: str) -> list[ReleaseChange]:
    """Say what a release would change in what was released before, and whom it touches."""
    released = source_cells(book, assignment)
    planned = planned_cells(layout.folder("source", ".", assignment))
    graded: dict[tuple[str, str], list[GradedCell]] = {}
    for cell in graded_cells(book, assignment):
        graded.setdefault((cell.notebook, cell.name), []).append(cell)
    changes = []
    for difference in _differences(planned, released):
        # Whoever was graded is graded by what is new, too.
        cells = [
            cell
            for (notebook, name), its_cells in graded.items()
            if difference.adds
            or (notebook == difference.notebook and difference.cell in (name, ""))
            for cell in its_cells
        ]
        lost: dict[str, float] = {}
        for cell in cells if difference.removes else ():
            if points := (cell.manual or cell.points or 0.0) + (cell.extra or 0.0):
                lost[cell.learner] = lost.get(cell.learner, 0.0) + points
        changes.append(
            ReleaseChange(
                notebook=difference.notebook,
                cell=difference.cell,
                what=difference.what,
                learners=tuple(sorted({cell.learner for cell in cells})),
                lost=lost or None,
            )
        )
    return changes


def take_changes(layout: Layout, book: "Gradebook", assignment: str) -> None:
    """Give the gradebook the cells that source/ has, which nbgrader refuses once work is graded.

    What goes is kept: the gradebook's file is copied beside itself before. Raises GradingError
    where the gradebook is no file, for then its owner makes the copy.
    """
    released = source_cells(book, assignment)
    planned = planned_cells(layout.folder("source", ".", assignment))
    if {name: set(cells) for name, cells in planned.items()} == {
        name: set(cells) for name, cells in released.items()
    }:
        return  # texts and points only: nbgrader takes these
    book.keep_copy()
    _note_additions(layout, assignment, planned, released)
    book.reshape(
        assignment,
        {
            name: {grade_id: (cell.kinds, cell.points or 0.0) for grade_id, cell in cells.items()}
            for name, cells in planned.items()
        },
    )


def added_cells(layout: Layout, assignment: str) -> dict[str, frozenset[str]]:
    """Cells by notebook that came after work had been graded: missing, they are no damage."""
    try:
        raw = strict_json(read_plain(_home(layout, assignment) / "added.json", _MOST_ADDED))
    except (OSError, ValueError):
        return {}
    if not isinstance(raw, dict):
        return {}
    return {
        name: frozenset(map(str, cells)) for name, cells in raw.items() if isinstance(cells, list)
    }


def _note_additions(
    layout: Layout,
    assignment: str,
    planned: Mapping[str, Mapping[str, _PlannedCell]],
    released: Mapping[str, Mapping[str, SourceCell]],
) -> None:
    added = {name: set(cells) for name, cells in added_cells(layout, assignment).items()}
    for name in planned.keys() & released.keys():
        if new := planned[name].keys() - released[name].keys():
            added.setdefault(name, set()).update(new)
    home = _home(layout, assignment)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = {name: sorted(cells) for name, cells in sorted(added.items())}
    write_whole(home / "added.json", json.dumps(content, indent=1) + "\n")


def planned_cells(folder: Path) -> dict[str, dict[str, _PlannedCell]]:
    """Cells that nbgrader would save of each notebook in a folder, by grade_id."""
    notebooks = {}
    for path in sorted(folder.glob("*.ipynb")):
        try:
            cells = read_plain_notebook(path)["cells"]
        except NotebookError as error:
            raise GradingError(error.problems) from error
        notebooks[path.stem] = {
            str(settings["grade_id"]): _PlannedCell(
                kinds=_kinds(settings),
                graded_text=bool(settings.get("grade")) and not settings.get("solution"),
                points=float(settings.get("points") or 0.0),
                source=cell["source"],
            )
            for cell in cells
            if (settings := cell["metadata"].get("nbgrader")) and settings.get("grade_id")
            if any(settings.get(flag) for flag in ("grade", "solution", "locked", "task"))
        }
    return notebooks


def _kinds(settings: Mapping[str, object]) -> tuple[str, ...]:
    if settings.get("task"):
        return ("TaskCell",)
    flags = {"GradeCell": "grade", "SolutionCell": "solution"}
    return tuple(kind for kind, flag in flags.items() if settings.get(flag))


class _Difference(NamedTuple):
    notebook: str
    cell: str  # "" for the whole notebook
    what: str
    removes: bool = False  # something that was graded
    adds: bool = False


def _differences(
    planned: Mapping[str, Mapping[str, _PlannedCell]],
    released: Mapping[str, Mapping[str, SourceCell]],
) -> Iterator[_Difference]:
    """Compare what source/ holds with what was released, cell by cell."""
    for notebook in sorted(released.keys() - planned.keys()):
        yield _Difference(notebook, "", "the notebook goes", removes=True)
    for notebook in sorted(planned.keys() - released.keys()):
        what = "the notebook is new: it is missing in what was handed in"
        yield _Difference(notebook, "", what, adds=True)
    for notebook in sorted(planned.keys() & released.keys()):
        new, old = planned[notebook], released[notebook]
        for name in sorted(old.keys() - new.keys()):
            removes = old[name].grade or old[name].task
            yield _Difference(notebook, name, "the cell goes", removes=removes)
        for name in sorted(new.keys() - old.keys()):
            yield _Difference(notebook, name, "the cell is new", adds=True)
        for name in sorted(new.keys() & old.keys()):
            graded = old[name].grade or old[name].task
            if graded and new[name].points != old[name].points:
                what = f"{old[name].points:g} points become {new[name].points:g}"
                yield _Difference(notebook, name, what)
            elif new[name].graded_text and new[name].source != old[name].source:
                yield _Difference(notebook, name, "the test changes")


def _home(layout: Layout, assignment: str) -> Path:
    return layout.root / "released" / assignment


def _current(layout: Layout, assignment: str) -> dict[str, str] | None:
    try:
        raw = strict_json(read_plain(_home(layout, assignment) / "current.json", _MOST_POINTER))
    except (OSError, ValueError):
        return None
    whole = isinstance(raw, dict) and all(
        isinstance(raw.get(key), str) and raw[key].isalnum() for key in ("digest", "cells")
    )
    return {key: raw[key] for key in ("digest", "cells")} if whole else None


def files_in(folder: Path) -> Iterator[tuple[str, Path]]:
    """Walk the files of one of the course's own folders, to which an author may have linked."""
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if not IGNORED & set(relative.parts) and path.is_file():
            yield relative.as_posix(), path


def _folder_digest(folder: Path) -> str:
    total = hashlib.sha256()
    for name, path in files_in(folder):
        total.update(hashlib.sha256(os.fsencode(name)).digest())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _cells_digest(cells: Mapping[str, Mapping[str, SourceCell]]) -> str:
    content = [
        [name, cell.grade_id, cell.source, cell.points, cell.grade, cell.solution, cell.task]
        for name, by_id in sorted(cells.items())
        for _, cell in sorted(by_id.items())
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()

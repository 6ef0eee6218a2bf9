"""What a learner's own folders say of the way so far: modules, points, marks, dates, next step.

Read are program.toml, the notebooks beside this one, what nbgrader keeps of submissions, and
feedback pages that were fetched. A learner has no gradebook, so none is asked.
"""

import os
import re
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import quote

from course.errors import NotebookError
from course.notebooks import exercises, points, read_notebook
from course.program import Program, TrainingModule, load_program

MOST_BYTES: Final = 16 << 20
MOST_FILES: Final = 200

_STUB = re.compile(r"^\s*raise NotImplementedError\(\)\s*$", re.MULTILINE)
_SCORE = re.compile(r"<h4>[^<]*\(Score:\s*(\d+(?:\.\d+)?)\s*/\s*(\d+(?:\.\d+)?)\s*\)</h4>")
_STAMP = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)? \S+")


@dataclass(frozen=True, kw_only=True)
class ModuleState:
    """What lies in a learner's folder of one module."""

    notebooks: tuple[str, ...] = ()  # names without .ipynb, in order
    unreadable: tuple[str, ...] = ()
    points: float = 0.0
    exercises: int = 0
    begun: int = 0  # exercises whose stub is gone
    next_notebook: str | None = None  # the first with a stub in it
    submitted: str | None = None  # when, as nbgrader wrote it
    score: tuple[float, float] | None = None  # points and most points of the newest feedback


@dataclass(frozen=True, kw_only=True)
class ModuleRow:
    """One module in the table."""

    module: TrainingModule
    due: date
    here: ModuleState | None  # None: not fetched

    @property
    def percent(self) -> float | None:
        """Marks of the newest feedback in percent."""
        if self.here is None or self.here.score is None or not self.here.score[1]:
            return None
        return 100 * self.here.score[0] / self.here.score[1]


def rows(program: Program, root: Path, cache: Path | None = None) -> list[ModuleRow]:
    """Look at each module's folder in `root`; `cache` is where nbgrader keeps submissions."""
    table = []
    for module in program.modules:
        folder = root / module.id
        here = look(folder, cache) if folder.is_dir() and not folder.is_symlink() else None
        table.append(ModuleRow(module=module, due=program.due(module.id), here=here))
    return table


def look(folder: Path, cache: Path | None = None) -> ModuleState:
    """Read one module's folder: notebooks, the newest submission, the newest feedback."""
    names, unreadable, following = [], [], None
    most, number, begun = 0.0, 0, 0
    for path in sorted(folder.glob("*.ipynb"))[:MOST_FILES]:
        names.append(path.stem)
        if not _plain(path):
            unreadable.append(path.name)
            continue
        try:
            notebook = read_notebook(path)
            stubs = [bool(_STUB.search(e.solution.source)) for e in exercises(notebook)]
            most += points(notebook)
        except (NotebookError, OSError, ValueError, TypeError, AttributeError):
            unreadable.append(path.name)
            continue
        number += len(stubs)
        begun += len(stubs) - sum(stubs)
        following = following or (path.stem if any(stubs) else None)
    return ModuleState(
        notebooks=tuple(names),
        unreadable=tuple(unreadable),
        points=most,
        exercises=number,
        begun=begun,
        next_notebook=following,
        submitted=_submitted(folder.name, cache),
        score=_score(folder / "feedback"),
    )


def next_step(table: Sequence[ModuleRow]) -> tuple[str, str | None]:
    """Say what to do next, and the notebook to open for it (below the root), where there is one."""
    for row in table:
        module, here = row.module, row.here
        if module.status != "ready" and here is None:
            continue
        if here is None:
            return f"Fetch {module.id}: menu Nbgrader, Assignment List.", None
        mark, passing = row.percent, module.assessment.passing_score
        if mark is not None and mark >= passing:
            continue
        if here.unreadable:
            return f"{here.unreadable[0]} of {module.id} cannot be read: fetch it again.", None
        if here.next_notebook:
            path = f"{module.id}/{here.next_notebook}.ipynb"
            return f"Work on {here.next_notebook} of {module.id}.", path
        if here.submitted is None:
            return f"Validate and submit {module.id}: menu Nbgrader, Assignment List.", None
        if mark is not None:
            return (
                f"{module.id}: {mark:.0f} % of the points, {passing:g} % are needed: "
                "read the feedback and submit again."
            ), None
    waiting = [r.module.id for r in table if r.here and r.here.submitted and r.percent is None]
    if waiting:
        return f"Wait for the feedback on {', '.join(waiting)}.", None
    return "Nothing is open: what is ready is passed.", None


def as_html(table: Sequence[ModuleRow], base: str) -> str:
    """Write the table; `base` leads from the notebook to the root."""
    step, path = next_step(table)
    link = (
        f' <a href="{escape(base + quote(path))}">Open it</a>.' if path else ""
    )  # relative, so that JupyterLab opens it
    left = 'style="text-align:left;white-space:nowrap"'  # JupyterLab would right-align and wrap
    head = "".join(f'<th scope="col" {left}>{escape(name)}</th>' for name in COLUMNS)
    lines = "".join(
        f'<tr><th scope="row" {left}>{escape(cells[0])}</th>'
        + "".join(f"<td {left}>{escape(cell)}</td>" for cell in cells[1:])
        + "</tr>"
        for cells in map(_cells, table)
    )
    return (
        '<div class="cw-table" style="overflow-x:auto" tabindex="0">'
        f"<p><strong>Next:</strong> {escape(step)}{link}</p>"
        f"<table><caption>Your modules</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{lines}</tbody></table></div>"
    )


def as_text(modules: Sequence[ModuleRow]) -> str:
    """Write the table as plain text."""
    table = [COLUMNS, *map(_cells, modules)]
    widths = [max(len(line[column]) for line in table) for column in range(len(COLUMNS))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in table
    ]
    return "\n".join([f"Next: {next_step(modules)[0]}", "", *lines])


COLUMNS: Final = ("module", "due", "exercises", "points", "to pass", "submitted", "mark")


def _cells(row: ModuleRow) -> tuple[str, ...]:
    here, passing = row.here, f"{row.module.assessment.passing_score:g} %"
    title = f"{row.module.id[:3]} {row.module.title}"
    due = row.due.isoformat()
    if here is None:
        state = "not fetched" if row.module.status == "ready" else "not released"
        return title, due, state, "", passing, "", ""
    mark = ""
    if row.percent is not None and here.score:
        word = "passed" if row.percent >= row.module.assessment.passing_score else "not yet"
        mark = f"{here.score[0]:g} of {here.score[1]:g}, {row.percent:.0f} %: {word}"
    submitted = (here.submitted or "no")[:16]
    begun = f"{here.begun} of {here.exercises} begun"
    return title, due, begun, f"{here.points:g}", passing, submitted, mark


def _submitted(module_id: str, cache: Path | None) -> str | None:
    """Find the newest copy that nbgrader kept: <cache>/<course>/<learner>+<module>+<time>."""
    if cache is None or not cache.is_dir():
        return None
    times = []
    for submission in list(cache.glob(f"*/*+{module_id}+*"))[:MOST_FILES]:
        stamp = submission.name.split("+")[2] if submission.name.count("+") >= 2 else ""
        if _STAMP.fullmatch(stamp):
            times.append(stamp)
    return max(times, default=None)


def _score(folder: Path) -> tuple[float, float] | None:
    """Add up the newest feedback's pages: feedback/<time>/<notebook>.html."""
    if not folder.is_dir() or folder.is_symlink():
        return None
    for fetched in sorted((p for p in folder.iterdir() if p.is_dir()), reverse=True)[:MOST_FILES]:
        scores = [score for page in sorted(fetched.glob("*.html")) if (score := _page(page))]
        if scores:
            return sum(got for got, _ in scores), sum(most for _, most in scores)
    return None


def _plain(path: Path) -> bool:
    """Tell whether this is a file of bearable size and no link."""
    try:
        state = path.lstat()
    except OSError:
        return False
    return stat.S_ISREG(state.st_mode) and state.st_size <= MOST_BYTES


def _page(page: Path) -> tuple[float, float] | None:
    if not _plain(page):
        return None
    try:
        score = _SCORE.search(page.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return None
    return (float(score[1]), float(score[2])) if score else None


def root_and_cache(home: Path) -> tuple[Path, Path | None, str]:
    """Tell where modules lie, where nbgrader keeps submissions, and the way to the first.

    `home` is the notebook's folder: a module's own, or one that holds modules.
    """
    in_module = bool(re.fullmatch(r"[123]\d\d-[a-z-]+", home.name))
    root = home.parent if in_module else home
    from jupyter_core.paths import jupyter_data_dir

    places = (
        Path(jupyter_data_dir()) / "nbgrader_cache",  # nbgrader's own choice
        root / ".nbgrader",  # `course lab --as`, and the sample cohort
        root.parent / ".nbgrader",
    )
    cache = next((place for place in places if place.is_dir() and os.access(place, os.R_OK)), None)
    return root, cache, "../" if in_module else ""


def show(home: Path) -> None:
    """Display the table."""
    from IPython.display import display

    root, cache, base = root_and_cache(home)
    table = rows(load_program(), root, cache)
    display({"text/plain": as_text(table), "text/html": as_html(table, base)}, raw=True)  # type: ignore[no-untyped-call]

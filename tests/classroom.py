"""A released course of one small module, learners' folders filled by hand, and what came out."""

import shutil
import sqlite3
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from nbformat import NotebookNode

from course.gradebook import exchange
from course.notebooks import canonical, read_notebook
from tests.samples import cell_of, sample_notebook, write

MODULE = "101-system-architecture"
NAME = "01-doubling"
ROOT = Path(__file__).parents[1]
RIGHT = "def double(n):\n    return n + n"
WRONG = "def double(n):\n    return n * n"

ROWS = """
    select s.student_id, n.name, c.name, g.auto_score, g.manual_score, g.extra_credit,
           g.needs_manual_grade, m.auto_comment, m.manual_comment, s.timestamp,
           sn.late_submission_penalty
    from submitted_notebook sn
    join submitted_assignment s on s.id = sn.assignment_id
    join notebook n on n.id = sn.notebook_id
    join base_cell c on c.notebook_id = n.id
    left join grade g on g.cell_id = c.id and g.notebook_id = sn.id
    left join comment m on m.cell_id = c.id and m.notebook_id = sn.id
    order by 1, 2, 3, c.type
"""


def released_course(folder: Path, *notebooks: str) -> Path:
    """Make a course, as released through nbgrader."""
    for name, content in _released(notebooks or (NAME,)).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


@cache
def _released(notebooks: tuple[str, ...]) -> dict[str, bytes]:
    # Once for all tests: nbgrader commits a dozen times, and each time waits for the disk.
    with TemporaryDirectory(prefix="released-") as place:
        folder = Path(place)
        shutil.copy(ROOT / "nbgrader_config.py", folder)
        for name in notebooks:
            write(sample_notebook(), folder / "source" / MODULE / f"{name}.ipynb")
        exchange.build_release(folder, MODULE)
        files = [path for path in folder.rglob("*") if path.is_file()]
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def fetched(course_dir: Path, name: str = NAME) -> NotebookNode:
    """Read the released notebook, as a learner opens it."""
    return read_notebook(course_dir / "release" / MODULE / f"{name}.ipynb")


def answered(course_dir: Path, answer: str = RIGHT, words: str = "What I think.") -> NotebookNode:
    """Give the released notebook with an answer in it."""
    notebook = fetched(course_dir)
    cell_of(notebook, "ex1-solution").source = answer
    cell_of(notebook, "reflection").source = words
    return notebook


def hand_in(
    course_dir: Path,
    learner: str,
    content: NotebookNode | bytes | None = None,
    *,
    name: str = f"{NAME}.ipynb",
    at: str = "2026-03-01 12:00:00.000000 UTC",
) -> Path:
    """Put a file where `nbgrader collect` would; give its folder."""
    folder = course_dir / "submitted" / learner / MODULE
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "timestamp.txt").write_text(at)
    if isinstance(content, bytes):
        (folder / name).write_bytes(content)
    elif content is not None:
        (folder / name).write_text(canonical(content), encoding="utf-8")
    return folder


def sql(course_dir: Path, statement: str, *values: object) -> list[tuple[object, ...]]:
    """Run one statement on the gradebook."""
    database = sqlite3.connect(course_dir / "gradebook.db")
    try:
        with database:
            return database.execute(statement, values).fetchall()
    finally:
        database.close()


def rows(course_dir: Path) -> list[tuple[object, ...]]:
    """Every cell of every submission as the gradebook holds it, without the random keys."""
    return sql(course_dir, ROWS)


def points(course_dir: Path) -> dict[str, float | None]:
    """Automatic points of the one exercise, by learner."""
    return {str(row[0]): row[3] for row in rows(course_dir) if row[2] == "ex1-tests"}  # type: ignore[misc]


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its content, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b"(folder)"
        for path in sorted(folder.rglob("*"))
        if not path.name.startswith("said-")  # what the command said, and when
    }

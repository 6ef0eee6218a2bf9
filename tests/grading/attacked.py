"""A course in which every attack of tests/grading/attacks was handed in, graded and answered."""

import hashlib
import shutil
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbconvert.exporters import HTMLExporter
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from course.gradebook import exchange
from course.grading.batch import Graded, grade_submissions
from course.grading.feedback_pages import feedback
from course.jobs import Limits
from tests.grading.attacks import (
    FORMS_MODULE,
    MODULE,
    NAME,
    RIGHT,
    Attack,
    attacks,
    hand_in,
    hand_in_answers,
    hand_in_right_forms,
    make_course,
)

ROOT = Path(__file__).parents[2]
LIMITS = Limits(
    cell_s=3,
    total_s=12,
    cpu_s=10,
    memory_bytes=256 << 20,
    total_memory_bytes=600 << 20,
    processes=32,
    file_bytes=4 << 20,
    work_bytes=16 << 20,
    work_files=300,
    cell_output_bytes=100_000,
    notebook_output_bytes=300_000,
)


@dataclass(frozen=True, kw_only=True)
class Attacked:
    """The course after grading; `before` and `after` are digests of what must not change."""

    folder: Path
    learners: dict[str, Attack]
    outcomes: dict[str, Graded]
    before: dict[str, str]
    after: dict[str, str]

    def points(self, learner: str) -> float:
        """Points in nbgrader's gradebook, manual ones included."""
        return points(self.folder, learner)

    def notebook(self, learner: str) -> nbformat.NotebookNode:
        """The notebook in autograded/."""
        return nbformat.read(self.path("autograded", learner, "ipynb"), as_version=4)

    def path(self, step: str, learner: str, suffix: str) -> Path:
        """Where nbgrader keeps what became of a learner's notebook."""
        attack = self.learners.get(learner)
        module, name = (attack.module, attack.notebook) if attack else (MODULE, NAME)
        return self.folder / step / learner / module / f"{name}.{suffix}"

    def feedback(self, learner: str) -> str:
        """The page that a learner gets back."""
        return self.path("feedback", learner, "html").read_text()


def points(folder: Path, learner: str) -> float:
    """Sum a learner's points as nbgrader does: a manual score replaces the automatic one."""
    book = sqlite3.connect(folder / "gradebook.db")
    try:
        (found,) = book.execute(
            "select sum(coalesce(g.manual_score, g.auto_score, 0) + coalesce(g.extra_credit, 0)) "
            "from grade g join submitted_notebook sn on sn.id = g.notebook_id "
            "join submitted_assignment sa on sa.id = sn.assignment_id where sa.student_id = ?",
            [learner],
        ).fetchone()
    finally:
        book.close()
    return float(found or 0)


def released(folder: Path) -> Path:
    """Make and release the attacked module, under the repository's own nbgrader_config.py."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    make_course(folder)
    exchange.build_release(folder, MODULE)
    exchange.build_release(folder, FORMS_MODULE)
    return folder


def attacked(folder: Path, which: Iterable[Attack] | None = None) -> Attacked:
    """Hand in every attack, its honest answer and a right one behind it; grade them all."""
    folder = released(folder / "course")
    learners = {}
    for number, attack in enumerate(attacks() if which is None else which):
        learner = f"learner-{number:03}"
        learners[learner] = attack
        hand_in(folder, learner, attack)
        if not attack.form:
            hand_in_answers(folder, f"{learner}-next", RIGHT)
    for number, answers in enumerate(dict.fromkeys(a.honest for a in learners.values())):
        hand_in_answers(folder, f"honest-{number}", answers)
    modules = sorted({attack.module for attack in learners.values()})
    if FORMS_MODULE in modules:
        hand_in_right_forms(folder, "forms-right")
    before = digests(folder)
    outcomes = {g.learner: g for m in modules for g in grade_submissions(folder, m, limits=LIMITS)}
    after = digests(folder)
    for module in modules:
        assert feedback(folder, module).unwritten == []
    return Attacked(folder=folder, learners=learners, outcomes=outcomes, before=before, after=after)


def honest_points(made: Attacked) -> dict[tuple[str, str], float]:
    """Points of the honest submission beside each attack, by its answers."""
    kinds = {a.honest: None for a in made.learners.values()}
    names = (f"honest-{n}" for n in range(len(kinds)))
    return dict(zip(kinds, map(made.points, names), strict=True))


def digests(folder: Path) -> dict[str, str]:
    """Fingerprint of everything that grading must leave alone, beside the course too."""
    return {
        str(path.relative_to(folder.parent)): (
            f"-> {path.readlink()}"
            if path.is_symlink()
            else hashlib.sha256(path.read_bytes()).hexdigest()
        )
        for path in sorted(folder.parent.rglob("*"))
        if (path.is_symlink() or path.is_file())
        and path.relative_to(folder.parent).parts[:2] != (folder.name, "autograded")
        and not path.name.startswith("gradebook.db")
    }


def formgrader_page(folder: Path, learner: str, module: str = MODULE, name: str = NAME) -> str:
    """Render what formgrader shows an instructor, as its handler does."""
    from nbgrader.server_extensions import formgrader

    config = Config(PyFileConfigLoader("nbgrader_config.py", path=str(folder)).load_config())
    config.HTMLExporter.template_name = "formgrade"
    templates = Path(formgrader.__file__).parent / "templates"
    config.HTMLExporter.extra_template_basedirs = [str(templates)]
    resources = {
        "assignment_id": module,
        "notebook_id": name,
        "submission_id": "x",
        "index": 0,
        "total": 1,
        "base_url": "",
        "student": "learner",
        "last_name": "",
        "first_name": "",
        "notebook_path": "x",
    }
    path = folder / "autograded" / learner / module / f"{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    page, _ = HTMLExporter(config=config).from_notebook_node(notebook, resources=resources)
    return page

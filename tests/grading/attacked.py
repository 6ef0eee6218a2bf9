"""A course in which every attack of tests/grading/attacks was handed in, graded and answered."""

import hashlib
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbconvert.exporters import HTMLExporter
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from course.gradebook import exchange
from course.grading.batch import grade_submissions
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
TOGETHER = "forms"  # begins the names of learners who hand in every form
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
    attacks: dict[str, Attack]  # by name
    learners: dict[str, str]  # who handed in which attack
    before: dict[str, str]
    after: dict[str, str]

    def points(self, name: str) -> float:
        """Points of an attack in nbgrader's gradebook, manual ones included."""
        return points(self.folder, self.learners[name], self.attacks[name].notebook)

    def notebook(self, name: str) -> nbformat.NotebookNode:
        """The attack's notebook in autograded/."""
        return nbformat.read(self.path("autograded", name, "ipynb"), as_version=4)

    def path(self, step: str, name: str, suffix: str) -> Path:
        """Where nbgrader keeps what became of an attack's notebook."""
        attack = self.attacks[name]
        folder = self.folder / step / self.learners[name] / attack.module
        return folder / f"{attack.notebook}.{suffix}"

    def feedback(self, name: str) -> str:
        """The page that who attacked gets back."""
        return self.path("feedback", name, "html").read_text()


def points(folder: Path, learner: str, notebook: str = "%") -> float:
    """Sum a learner's points as nbgrader does: a manual score replaces the automatic one."""
    book = sqlite3.connect(folder / "gradebook.db")
    try:
        (found,) = book.execute(
            "select sum(coalesce(g.manual_score, g.auto_score, 0) + coalesce(g.extra_credit, 0)) "
            "from grade g join submitted_notebook sn on sn.id = g.notebook_id "
            "join notebook n on n.id = sn.notebook_id "
            "join submitted_assignment sa on sa.id = sn.assignment_id "
            "where sa.student_id = ? and n.name like ?",
            [learner, notebook],
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


def learners_of(which: Iterable[Attack]) -> dict[str, str]:
    """Say who hands in each attack: one learner each, but who attacks a form attacks all of them.

    A form has a notebook of its own, and each learner gets a page of every notebook of a module.
    """
    turns: Counter[str] = Counter()
    learners = {}
    for number, attack in enumerate(which):
        turns.update([attack.form])
        learners[attack.name] = (
            f"{TOGETHER}-{turns[attack.form]}" if attack.form else f"learner-{number:03}"
        )
    return learners


def attacked(folder: Path, which: Iterable[Attack] | None = None) -> Attacked:
    """Hand in every attack, its honest answer and a right one behind it; grade them all."""
    folder = released(folder / "course")
    named = {attack.name: attack for attack in (attacks() if which is None else which)}
    learners = learners_of(named.values())
    for name, attack in named.items():
        hand_in(folder, learners[name], attack)
        if not attack.form:
            hand_in_answers(folder, f"{learners[name]}-next", RIGHT)
    for answers, learner in honest_learners(named.values()).items():
        hand_in_answers(folder, learner, answers)
    modules = sorted({attack.module for attack in named.values()})
    if FORMS_MODULE in modules:
        hand_in_right_forms(folder, f"{TOGETHER}-right")
    before = digests(folder)
    for module in modules:
        grade_submissions(folder, module, limits=LIMITS)
    after = digests(folder)
    for module in modules:
        assert feedback(folder, module).unwritten == []
    return Attacked(folder=folder, attacks=named, learners=learners, before=before, after=after)


def honest_learners(which: Iterable[Attack]) -> dict[tuple[str, str], str]:
    """Say who hands in each honest answer; those to forms are one learner's."""
    kinds = {attack.honest: attack.form for attack in which}
    return {
        honest: f"{TOGETHER}-honest" if form else f"honest-{number}"
        for number, (honest, form) in enumerate(kinds.items())
    }


def honest_points(made: Attacked) -> dict[tuple[str, str], float]:
    """Points of the honest submission beside each attack, by its answers."""
    learners = honest_learners(made.attacks.values())
    return {
        attack.honest: points(made.folder, learners[attack.honest], attack.notebook)
        for attack in made.attacks.values()
    }


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

"""Every exercise of the committed material is proven by its test bed."""

import re
from pathlib import Path

import pytest

from course.authoring.author_verbs import proofs
from course.notebooks import read_notebook
from course.program import load_program, ready_modules

ROOT = Path(__file__).parents[2]
READY = [module.id for module in ready_modules(load_program(), None)]
# A project has no bed: its hand-ins are measured (tests/certification/test_project_hand_ins.py).
PROJECTS = {p.assignment for x in load_program().certification.levels for p in x.practical_projects}
OF_LEVELS = [
    name
    for name in sorted(load_program().assignments - PROJECTS)
    if (ROOT / "source" / name).is_dir()
]


@pytest.mark.parametrize("module", [*READY, *OF_LEVELS])
def test_every_exercise_is_proven(module: str) -> None:
    """Right answers pass in full, stubs get nothing, wrong answers and mutants are rejected."""
    notebooks = list(proofs(ROOT, module, tick=str))

    assert [
        f"{n.notebook} {p.exercise}: {what}"
        for n in notebooks
        for p in n.proofs
        for what in p.problems
    ] == []
    assert all(proof.stub_points == 0 for n in notebooks for proof in n.proofs)
    # None is passed over: each cell that calls itself a solution has its proof, and each bed too.
    proven = {(n.notebook, proof.exercise) for n in notebooks for proof in n.proofs}
    assert proven == exercises_of(module) == beds_of(module)


def exercises_of(module: str) -> set[tuple[str, str]]:
    """Exercises by the ids of their cells, which is all that a learner sees of them."""
    return {
        (path.stem, match[1])
        for path in (ROOT / "source" / module).glob("*.ipynb")
        for cell in read_notebook(path).cells
        if (match := re.fullmatch(r"(ex\d+[a-z]?)-solution", cell.id))
    }


def beds_of(module: str) -> set[tuple[str, str]]:
    """Folders of answers that somebody wrote."""
    return {
        (folder.parent.name, folder.name)
        for folder in (ROOT / "tests" / "wrong_answers" / module).glob("*/ex*")
        if folder.is_dir()
    }

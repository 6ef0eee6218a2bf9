"""Every exercise of the committed material is proven by its test bed."""

from pathlib import Path

import pytest

from course.program import load_program
from course.workflow import proofs, ready_modules

ROOT = Path(__file__).parents[2]
READY = [module.id for module in ready_modules(load_program(), None)]


@pytest.mark.parametrize("module", READY)
def test_every_exercise_is_proven(module: str) -> None:
    """Right answers pass in full, stubs get nothing, wrong answers and mutants are rejected."""
    found = list(proofs(ROOT, module, tick=str))

    assert [
        f"{n.notebook} {p.exercise}: {w}" for n in found for p in n.proofs for w in p.problems
    ] == []
    assert all(proof.stub_points == 0 for n in found for proof in n.proofs)
    assert sum(len(n.proofs) for n in found) >= 7

"""Exercises proven by their test beds."""

from pathlib import Path

import pytest

from course.authoring.proofs import Proof, load_bed, prove
from course.jobs import Limits
from tests.samples import cell_of, sample_notebook

RIGHT = {
    "right-sum": "def double(n):\n    return n + n\n",
    "right-shift": "def double(n):\n    return n << 1\n",
}
WRONG = {
    "wrong-square": "def double(n):\n    return n * n\n",
    "wrong-none": "def double(n):\n    n * 2\n",
    "wrong-abs": "def double(n):\n    return abs(n) * 2\n",
    "wrong-six": "def double(n):\n    return 6\n",
    "wrong-raises": "def double(n):\n    raise ValueError(n)\n",
    "wrong-hangs": "def double(n):\n    while n == 0: pass\n    return 2 * n\n",
}


@pytest.fixture
def bed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(
        "course.authoring.proofs.LIMITS", Limits(cell_s=60.0, total_s=120.0, cpu_s=2)
    )
    for name, source in RIGHT.items():
        put(tmp_path, name, source)
    for name, source in WRONG.items():
        put(tmp_path, name, f"# fails: ex1-tests\n# why: a slip\n{source}")
    return tmp_path


def put(folder: Path, name: str, text: str) -> None:
    (folder / "ex1").mkdir(exist_ok=True)
    (folder / "ex1" / name).with_suffix(".py").write_text(text)


def proved(folder: Path, **changed: str) -> Proof:
    notebook = sample_notebook()
    for cell_id, source in changed.items():
        cell_of(notebook, cell_id.replace("_", "-")).source = source
    (proof,) = prove(notebook, folder)
    return proof


def test_a_sound_exercise_is_proven(bed: Path) -> None:
    """Right answers pass, the stub gets nothing, wrong ones and mutants are rejected."""
    proof = proved(bed)

    assert proof.problems == []
    assert (proof.right, proof.wrong, proof.stub_points) == (3, 6, 0)
    assert proof.matrix == {"ex1-tests": dict.fromkeys(sorted(WRONG), True)}
    assert proof.mutants == proof.killed > 0


def test_an_exercise_runs_in_what_came_before(bed: Path) -> None:
    """Cells above an exercise are there for its answers, and answers do not see each other."""
    put(bed, "right-sum", "import math\ndouble = lambda n: math.prod((2, n))\nseen = 1\n")
    put(bed, "right-shift", "assert 'seen' not in globals()\ndef double(n):\n    return 2 * n\n")

    assert proved(bed).problems == []


def test_a_wrong_answer_with_full_marks_is_reported(bed: Path) -> None:
    """An answer that a weak test lets through is named."""
    put(
        bed,
        "wrong-abs",
        "# fails: ex1-tests\n# why: a slip\ndef double(n):\n    return n * 2 if n > -9 else 0\n",
    )

    assert proved(bed).problems == [
        "wrong-abs is wrong and gets full marks",
        "wrong-abs passes ex1-tests, which it says must fail",
    ]


def test_a_right_answer_that_fails_is_reported(bed: Path) -> None:
    """A test that rejects a right answer is named with what it said."""
    put(bed, "right-sum", "def double(n):\n    return str(n + n)\n")

    (problem,) = proved(bed).problems
    assert problem.startswith("right-sum is right and fails ex1-tests: double(3) gave '6'")


def test_a_test_that_rejects_nothing_is_reported(bed: Path) -> None:
    """A test cell that passes any answer, the stub included, is found out."""
    proof = proved(bed, ex1_tests='"""Nothing."""\nassert True, "never"')

    assert "ex1-tests rejects no wrong answer" in proof.problems
    assert "the stub gets 3 points" in proof.problems
    assert any(p.startswith("a mutant survives: 'return 2 * n' -> ") for p in proof.problems)


def test_a_survivor_needs_its_reason(bed: Path) -> None:
    """A mutant that lives is reported until survivors.toml explains it, and not after it dies."""
    weak = '"""Doubled."""\nassert abs(double(3)) == 6, "no"'
    alive = [p for p in proved(bed, ex1_tests=weak).problems if "mutant survives" in p]
    (bed / "ex1" / "survivors.toml").write_text(
        '[[survivor]]\nline = "gone"\nbecomes = "away"\nreason = "none"\n'
    )

    assert alive == []
    assert proved(bed).problems == [
        "survivors.toml explains a mutant that does not survive: 'gone' -> 'away'"
    ]


def test_files_of_a_bed_are_checked(tmp_path: Path) -> None:
    """A wrong answer without its test and reason, a misnamed file, a broken reason are named."""
    put(tmp_path, "wrong-a", "x = 1")
    put(tmp_path, "other", "x = 1")
    (tmp_path / "ex1" / "survivors.toml").write_text("[[survivor]]\nline = 'a'\nbecomes = 'b'\n")

    assert load_bed(tmp_path / "ex1").problems == (
        "other.py: expected a name right-….py or wrong-….py",
        "wrong-a.py: expected the lines `# fails: <test>` and `# why: …`",
        "survivors.toml: expected line, becomes and reason ('reason')",
    )


def test_a_bed_too_small_is_reported(tmp_path: Path) -> None:
    """Two right and six wrong answers are the least."""
    assert "expected at least 2 right and 6 wrong answers, got 0 and 0" in proved(tmp_path).problems

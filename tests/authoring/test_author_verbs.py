"""What authors prove: a module, a notebook, an exercise; with kept verdicts and other beds."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from course.authoring import trials
from course.authoring.author_verbs import KEPT, proofs
from course.cli.command import main
from course.errors import UsageError
from course.jobs import Limits
from tests.authoring.test_proofs import RIGHT, WRONG, put
from tests.samples import sample_notebook, write

ROOT = Path(__file__).parents[2]
MODULE = "101-system-architecture"


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of two notebooks with one exercise each, and a bed for the first."""
    monkeypatch.setattr(trials, "LIMITS", Limits(cell_s=60.0, total_s=120.0, cpu_s=2))
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    for name in ("01-doubling", "02-more"):
        write(sample_notebook(), tmp_path / "source" / MODULE / f"{name}.ipynb")
    bed = tmp_path / "tests" / "wrong_answers" / MODULE / "01-doubling"
    bed.mkdir(parents=True)
    for name, source in {"right-sum": RIGHT["right-sum"]}.items():
        put(bed, name, source)
    put(bed, "wrong-square", f"# fails: ex1-tests\n# why: a slip\n{WRONG['wrong-square']}")
    return tmp_path


def proven(course: Path, target: str | None, **options: object) -> list[tuple[str, str, int, int]]:
    """Notebook, exercise, number of wrong answers, and of trials made in this run."""
    return [
        (module.notebook, proof.exercise, proof.wrong, proof.graded)
        for module in proofs(course, target, tick=str, mutants=False, **options)  # type: ignore[arg-type]
        for proof in module.proofs
    ]


def test_a_target_is_a_module_a_notebook_or_an_exercise(course: Path) -> None:
    """What stands behind the slashes narrows it."""
    both = [("01-doubling", "ex1", 1, 4), ("02-more", "ex1", 0, 2)]

    assert proven(course, MODULE) == both
    assert proven(course, f"{MODULE}/02-more") == both[1:]
    assert proven(course, f"{MODULE}/01-doubling/ex1") == both[:1]


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (f"{MODULE}/01-dobling", "unknown notebook '01-dobling' (did you mean '01-doubling'?)"),
        (f"{MODULE}/01-doubling/ex7", "unknown exercise 'ex7'"),
        (f"{MODULE}/01-doubling/ex1/more", "expected MODULE, MODULE/NOTEBOOK or"),
        (f"{MODULE}//ex1", "expected MODULE, MODULE/NOTEBOOK or"),
    ],
)
def test_a_target_that_is_not_there_is_named(course: Path, target: str, said: str) -> None:
    """With the most similar name, where there is one."""
    with pytest.raises(UsageError, match=re.escape(said)):
        list(proofs(course, target, tick=str))


def test_verdicts_are_kept_only_where_it_is_asked(course: Path) -> None:
    """A second run makes none anew; one that keeps nothing reads and writes nothing."""
    target = f"{MODULE}/01-doubling"

    assert proven(course, target) == [("01-doubling", "ex1", 1, 4)]
    assert not (course / KEPT).exists()
    assert proven(course, target, kept=True) == [("01-doubling", "ex1", 1, 4)]
    assert proven(course, target, kept=True) == [("01-doubling", "ex1", 1, 0)]
    assert proven(course, target) == [("01-doubling", "ex1", 1, 4)]


def test_kept_verdicts_are_ignored_by_git() -> None:
    """None is ever committed."""
    path = str(KEPT / MODULE / "01-doubling" / "ex1.json")
    asked = subprocess.run(
        ["git", "check-ignore", path], cwd=ROOT, capture_output=True, check=False
    )

    assert asked.returncode == 0


def test_beds_may_lie_elsewhere(course: Path, tmp_path: Path) -> None:
    """Answers that were kept aside are taken in place of the course's own."""
    aside = tmp_path / "aside"
    (aside / MODULE / "02-more").mkdir(parents=True)
    put(aside / MODULE / "02-more", "wrong-none", WRONG["wrong-none"])

    assert proven(course, MODULE, beds=aside) == [
        ("01-doubling", "ex1", 0, 2),
        ("02-more", "ex1", 1, 3),
    ]


def test_the_command_keeps_verdicts_but_not_in_ci_and_not_with_all(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its JSON has the trials made, each answer's time, and what each assert rejected."""
    words = ["prove", f"{MODULE}/01-doubling/ex1", "--no-mutants", "--json"]
    words += ["--course-dir", str(course)]

    def graded(*more: str) -> int:
        main([*words, *more])
        (notebook,) = json.loads(capsys.readouterr().out)["notebooks"]
        (proof,) = notebook["proofs"]
        assert set(proof["cpu_s"]) >= {"the stub", "right-sum", "wrong-square"}
        assert proof["asserts"][0]["rejects"] == ["wrong-square"]
        return int(proof["graded"])

    monkeypatch.delenv("CI", raising=False)
    first, second, anew = graded(), graded(), graded("--all")
    monkeypatch.setenv("CI", "true")

    assert (first, second, anew, graded()) == (4, 0, 4, 4)


def test_beds_that_are_no_folder_are_wrong_use(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A slip in the folder's name must not prove nothing."""
    assert main(["prove", "--beds", str(course / "nowhere"), "--course-dir", str(course)]) == 2
    assert "--beds: expected a folder" in capsys.readouterr().err

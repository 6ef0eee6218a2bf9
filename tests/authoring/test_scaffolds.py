"""Skeletons that an author begins with."""

import shutil
from pathlib import Path

import pytest

from course.authoring.author_verbs import material_report, proofs
from course.authoring.scaffolds import new_exercise, new_module, new_notebook, new_scenario
from course.cli.command import main
from course.errors import UsageError
from course.incidents.lint import check
from course.incidents.scenario_files import load_scenario
from course.notebooks import points, read_notebook
from course.program import load_program
from tests.classroom import tree

ROOT = Path(__file__).parents[2]
MODULE = "104-performance"
FIRST, SECOND = "01-measuring-honestly", "02-profiling-python"


@pytest.fixture
def course_dir(tmp_path: Path) -> Path:
    """A course with a program and no notebook yet."""
    program = (ROOT / "course" / "program.toml").read_text(encoding="utf-8")
    (tmp_path / "program.toml").write_text(
        program.replace('status = "ready"', 'status = "planned"')
    )
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    return tmp_path


def accepted(course_dir: Path) -> list[str]:
    """Check and prove a course; give what was proven, where nothing at all was wrong."""
    assert material_report(course_dir).problems == []
    proven = list(proofs(course_dir, MODULE, tick=str))
    assert [problem for one in proven for proof in one.proofs for problem in proof.problems] == []
    return [f"{one.notebook} {proof.exercise}" for one in proven for proof in one.proofs]


def test_each_skeleton_is_accepted_at_once(course_dir: Path) -> None:
    """A module, a further notebook and two further exercises pass check and prove as they are."""
    second = load_program(course_dir / "program.toml").module(MODULE).notebooks[1].name
    new_module(course_dir, MODULE)
    new_notebook(course_dir, MODULE, second)
    new_exercise(course_dir, MODULE, FIRST)
    new_exercise(course_dir, MODULE, FIRST, kind="diagnose")

    assert accepted(course_dir) == [
        f"{FIRST} ex1",
        f"{FIRST} ex2",
        f"{FIRST} ex3",
        f"{second} ex1",
    ]
    notebook = read_notebook(course_dir / "source" / MODULE / f"{FIRST}.ipynb")
    assert points(notebook) == 3 * 3 + 4
    kinds = [m.heading.kind for m in _measured(course_dir) if m.heading]
    assert kinds == ["write", "repair", "diagnose"]


def _measured(course_dir: Path) -> list:
    measures = material_report(course_dir).measures
    return list(measures[f"source/{MODULE}/{FIRST}.ipynb"].exercises)


def test_the_verb_says_what_it_wrote(course_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each file is a line: notes and items beside the notebook, and the program last."""
    assert main(["new", "module", MODULE, "--course-dir", str(course_dir)]) == 0
    lines = capsys.readouterr().out.splitlines()
    bed = f"wrote tests/wrong_answers/{MODULE}/{FIRST}/ex1/"

    assert [line for line in lines if not line.startswith(bed)] == [
        f"wrote docs/teaching/{MODULE}/{FIRST}.md",
        f"wrote docs/teaching/{MODULE}/items.toml",
        f"wrote source/{MODULE}/{FIRST}.ipynb",
        "wrote program.toml",
    ]
    assert len(lines) == 4 + 9
    module = load_program(course_dir / "program.toml").module(MODULE)
    assert [module.status, module.notebooks[0].status, module.notebooks[1].status] == [
        "ready",
        "ready",
        "planned",
    ]


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["module", MODULE], f"{MODULE} has notebooks already; a further one: course new notebook"),
        (["module", "104-perform"], "unknown module '104-perform' (did you mean '104-performance'?)"),
        (["notebook", MODULE, FIRST], f"source/{MODULE}/{FIRST}.ipynb is there already"),
        (["notebook", MODULE, "09-x"], f"program.toml lists no notebook '09-x' for {MODULE}"),
        (["exercise", MODULE, "09-x"], f"there is no notebook source/{MODULE}/09-x.ipynb"),
        (["exercise", MODULE, FIRST, "--kind", "code"], "unknown kind 'code'; there are write, "),
    ],
)  # fmt: skip
def test_what_is_there_or_unknown_is_refused(
    words: list[str], what: str, course_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is written over, and nothing that the program does not list is made."""
    place = course_dir / "source" / MODULE / f"{FIRST}.ipynb"
    place.parent.mkdir(parents=True)
    place.write_text("mine")
    before = tree(course_dir)

    assert main(["new", *words, "--course-dir", str(course_dir)]) == 2
    assert capsys.readouterr().err.startswith(what)
    assert tree(course_dir) == before


def test_notes_and_beds_that_are_there_stay(course_dir: Path) -> None:
    """A person's notes are kept, and an exercise whose test bed is there is not made."""
    notes = course_dir / "docs" / "teaching" / MODULE / f"{FIRST}.md"
    notes.parent.mkdir(parents=True)
    notes.write_text("Mine.\n")
    new_module(course_dir, MODULE)
    assert notes.read_text() == "Mine.\n"

    (course_dir / "tests" / "wrong_answers" / MODULE / FIRST / "ex2").mkdir()
    before = tree(course_dir)
    with pytest.raises(UsageError, match="ex2 is there already; nothing was written"):
        new_exercise(course_dir, MODULE, FIRST)
    assert tree(course_dir) == before


def test_a_course_without_a_program_of_its_own_is_refused(tmp_path: Path) -> None:
    """The plan that comes with the package is nobody's to change."""
    with pytest.raises(UsageError, match=r"no program\.toml of its own"):
        new_module(tmp_path, MODULE)
    assert tree(tmp_path) == {}


def test_a_new_family_is_proven_at_once(
    course_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The verb writes it, lint accepts it on draws of four cases, and all its faults are found."""
    assert main(["new", "scenario", "harbour-morning", "--course-dir", str(course_dir)]) == 0
    assert capsys.readouterr().out == "wrote scenarios/harbour-morning.toml\n"
    monkeypatch.chdir(course_dir)
    drawn = {load_scenario("harbour-morning", seed=seed).case: seed for seed in range(60)}
    assert set(drawn) == {"release", "slow-replica", "flag", "capacity", "nothing"}
    for seed in drawn.values():
        assert check(load_scenario("harbour-morning", seed=seed), seed).problems == ()


@pytest.mark.parametrize("name", ["", "..", "a/b", "A", "a b", "a" * 61, "bad-canary", "there"])
def test_a_family_of_no_name_or_that_is_there_is_refused(course_dir: Path, name: str) -> None:
    """Nothing is written, and nothing is written over."""
    new_scenario(course_dir, "there")
    before = tree(course_dir)
    with pytest.raises(UsageError):
        new_scenario(course_dir, name)
    assert tree(course_dir) == before

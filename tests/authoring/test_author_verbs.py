"""The verbs of authors over a course's folder: what is checked, and what is proven."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from course.authoring import trials
from course.authoring.author_verbs import KEPT, REWORK, check, material_report, proofs
from course.cli.command import main
from course.errors import UsageError
from course.jobs import Limits
from tests.authoring.test_proofs import RIGHT, WRONG, put
from tests.samples import sample_notebook, taught_notebook, write

ROOT = Path(__file__).parents[2]
MODULE = "101-system-architecture"
NAME = "01-components-and-contracts"
OLDER = {  # written before the standard; no other notebook may be forgiven anything
    "202-incident-response/01-roles-severity-declaring",
    "202-incident-response/02-triage-mitigate-before-diagnosis",
    "202-incident-response/03-coordination-and-status",
    "202-incident-response/04-blameless-postmortem",
    "202-incident-response/05-game-day-and-assessment",
}


@pytest.fixture
def course_dir(tmp_path: Path) -> Path:
    """A course of one planned module with one notebook, which keeps the standard."""
    program = (ROOT / "course" / "program.toml").read_text(encoding="utf-8")
    planned = program.replace('status = "ready"', 'status = "planned"')
    (tmp_path / "program.toml").write_text(
        planned.replace('contracts", minutes = 100', 'contracts", minutes = 20')
    )
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    write(taught_notebook(), tmp_path / "source" / MODULE / f"{NAME}.ipynb")
    return tmp_path


def forgive(course_dir: Path, text: str) -> None:
    path = course_dir / REWORK
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_notebook_that_keeps_the_standard_has_remarks_at_most(course_dir: Path) -> None:
    """Remarks are no problems: the command ends with 0."""
    report = material_report(course_dir)

    assert (report.problems, report.rework) == ([], {})
    assert {remark.place for remark in report.remarks} == {f"source/{MODULE}/{NAME}.ipynb"}
    assert main(["check", "--course-dir", str(course_dir)]) == 0


def test_what_is_forgiven_is_counted_and_no_problem(course_dir: Path) -> None:
    """A notebook on the list breaks the rules that it is listed with, and no other."""
    write(sample_notebook(), course_dir / "source" / MODULE / f"{NAME}.ipynb")
    broken = ["clue", "heading", "runs-before", "title-split"]
    forgive(course_dir, f'"{MODULE}/{NAME}" = {json.dumps(broken)}')
    report = material_report(course_dir)
    assert report.rework == {f"{MODULE}/{NAME}": dict.fromkeys(broken, 1)}
    assert [str(problem).split(": ", 1)[1] for problem in report.problems] == [
        "cell title: says 10 minutes, program.toml says 20"
    ]


def test_a_ready_notebook_has_notes_for_teachers(course_dir: Path) -> None:
    """A notebook that is planned may still be without."""
    plan = course_dir / "program.toml"
    text = plan.read_text(encoding="utf-8")
    begin = text.index(f'name = "{NAME}"')
    plan.write_text(text[:begin] + text[begin:].replace('"planned"', '"ready"', 1))
    notes = f"docs/teaching/{MODULE}/{NAME}.md"
    said = f"source/{MODULE}/{NAME}.ipynb: no notes for teachers ({notes})"

    assert said in map(str, material_report(course_dir).remarks)
    (course_dir / notes).parent.mkdir(parents=True)
    (course_dir / notes).write_text("# Notes")
    assert said not in map(str, material_report(course_dir).remarks)


def test_an_assessment_of_a_level_is_measured_as_tasks_without_a_lesson(course_dir: Path) -> None:
    """A folder that a level names as its assessment needs no lesson; another folder does."""
    for name in ("level-1-practical", "something-else"):
        write(sample_notebook(), course_dir / "source" / name / "01-optimization.ipynb")
    report = material_report(course_dir)
    lessons = {p.place.split("/")[1] for p in report.remarks if "words of lesson" in p.what}

    assert "something-else" in lessons
    assert "level-1-practical" not in lessons


def test_the_list_only_shrinks(course_dir: Path) -> None:
    """An entry that no longer fails is an error, and so is one of a notebook that is gone."""
    forgive(course_dir, f'"{MODULE}/{NAME}" = ["clue"]\n"{MODULE}/09-gone" = ["terms"]')

    assert [str(problem) for problem in check(course_dir)] == [
        f"{REWORK}: '{MODULE}/{NAME}' keeps the rule 'clue' by now: take it off the list",
        f"{REWORK}: '{MODULE}/09-gone' keeps the rule 'terms' by now: take it off the list",
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("= 1", "cannot be read: Invalid statement (at line 1, column 1)"),
        ("a = 1", "'a': expected a list of rules"),
        ("a = [1]", "'a': expected a list of rules"),
    ],
)
def test_a_list_that_cannot_be_read_is_a_problem(text: str, what: str, course_dir: Path) -> None:
    """A damaged list forgives nothing and says what is wrong with it."""
    forgive(course_dir, text)

    assert [str(problem) for problem in check(course_dir)] == [f"{REWORK}: {what}"]


def test_only_older_notebooks_are_forgiven_anything() -> None:
    """The committed list names no notebook that was written after the standard.

    None may have a clue that tells a value of its hidden case.
    """
    rework = material_report(ROOT).rework

    assert rework.keys() <= OLDER
    assert [name for name, rules in rework.items() if "clue-value" in rules] == []


def test_counts_are_printed_as_json(course_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`course check --json` has problems, remarks, what is forgiven, and the counts."""
    assert main(["check", "--json", "--course-dir", str(course_dir)]) == 0
    said = json.loads(capsys.readouterr().out)

    assert sorted(said) == ["notebooks", "problems", "remarks", "rework"]
    assert said["notebooks"][f"source/{MODULE}/{NAME}.ipynb"]["exercises"][0]["kind"] == "write"


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

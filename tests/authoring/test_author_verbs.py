"""The verbs of authors over a course's folder."""

import json
import shutil
from pathlib import Path

import pytest

from course.authoring.author_verbs import REWORK, check, material_report
from course.cli.command import main
from tests.samples import sample_notebook, taught_notebook, write

ROOT = Path(__file__).parents[2]
MODULE = "101-system-architecture"
NAME = "01-components-and-contracts"
OLDER = {  # written before the standard; no other notebook may be forgiven anything
    f"{MODULE}/{NAME}",
    f"{MODULE}/02-state-machines-idempotency-logs",
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
    (tmp_path / "program.toml").write_text(planned.replace("minutes = 75", "minutes = 20"))
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

"""The command: exit status, JSON, and errors without tracebacks."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from course.cli.command import main
from tests.classroom import MODULE as SAMPLE
from tests.classroom import released_course, sql
from tests.cohorts import fill
from tests.samples import WITHOUT_RIGHTS

MODULE = "101-system-architecture"


def run(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "course", *words],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_program_as_json_holds_the_plan(capsys: pytest.CaptureFixture[str]) -> None:
    """Modules, dates, marks, targets, badges, certificates and rewards are all there."""
    assert main(["program", "--json"]) == 0
    plan = json.loads(capsys.readouterr().out)

    assert [m["id"][:3] for m in plan["modules"]] == [
        f"{level}0{n}" for level in (1, 2, 3) for n in (1, 2, 3, 4, 5)
    ]
    assert (plan["starts"], plan["ends"]) == ("2025-01-20", "2025-04-04")
    assert plan["modules"][0]["assessment"] == {"type": "practical", "passing_score": 80}
    assert plan["effectiveness"]["completion_rate"] == 90
    assert [c["name"] for c in plan["certification"]["recognition"]["certificates"]][:2] == [
        "Level 1 Engineer",
        "Level 2 Engineer",
    ]
    assert {b["name"] for b in plan["certification"]["recognition"]["badges"]} == {
        "Performance Expert",
        "Incident Master",
    }
    assert {r["name"] for r in plan["certification"]["recognition"]["rewards"]} == {
        "Conference Ticket",
        "Learning Budget",
    }


def test_a_cohort_may_start_on_any_date(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """All dates shift, and the chart is drawn from them."""
    chart = tmp_path / "plan.svg"
    assert main(["program", "--json", "--start", "2027-01-11", "--gantt", str(chart)]) == 0
    plan = json.loads(capsys.readouterr().out)

    assert (plan["starts"], plan["modules"][0]["due"]) == ("2027-01-11", "2027-01-29")
    assert chart.read_text().startswith("<svg")


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (
            ("program", "--start", "soon"),
            2,
            "--start: expected a date such as 2027-01-11, got 'soon'",
        ),
        (("prove", "101-sytem-architecture"), 2, "did you mean '101-system-architecture'?"),
        (("grade", "105-securty"), 2, "did you mean '105-security'?"),
        (("release", "204-communication"), 1, "204-communication: planned, not ready"),
        (("check", "--course-dir", "/nowhere"), 1, "/nowhere: not a folder"),
    ],
)
def test_what_goes_wrong_is_one_line(
    words: tuple[str, ...], status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wrong use exits 2, a problem exits 1, both in a sentence on stderr."""
    assert main(words) == status
    shown = capsys.readouterr()

    assert said in shown.err
    assert "Traceback" not in shown.err


def test_check_reports_in_both_forms(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The problems are lines, or a list in JSON, and the exit status is 1."""
    (tmp_path / "program.toml").write_text("course_id = 7\n")
    assert main(["check", "--course-dir", str(tmp_path), "--json"]) == 1
    listed = json.loads(capsys.readouterr().out)["problems"]

    assert main(["check", "--course-dir", str(tmp_path)]) == 1
    lines = [": ".join(filter(None, (problem["place"], problem["what"]))) for problem in listed]
    assert capsys.readouterr().out.splitlines() == lines
    assert any(line.startswith("program.toml: course_id: ") for line in lines)


def test_without_a_verb_it_says_how() -> None:
    """No verb is wrong use; help names every verb."""
    assert run().returncode == 2
    helped = run("--help")

    assert helped.returncode == 0
    for verb in (
        "check",
        "program",
        "prove",
        "release",
        "collect",
        "grade",
        "feedback",
        "status",
        "demo",
        "lab",
    ):
        assert f"\n    {verb}" in helped.stdout


def test_a_closed_pipe_is_no_error() -> None:
    """`course program --json | head -1` ends quietly."""
    done = subprocess.run(
        f"{sys.executable} -m course program --json | head -1",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("{\n", "")


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of two small notebooks and 60 graded learners, one of them with a nasty name."""
    course_dir = released_course(tmp_path_factory.mktemp("status"), "01-x", "02-x")
    fill(course_dir, SAMPLE, 60)
    (course_dir / "submitted" / "learner-\x1b[2J" / SAMPLE).mkdir(parents=True)
    return course_dir


def test_status_says_who_waits_and_what_is_damaged(
    cohort: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line of counts, the lists, the rest by number; nothing that a terminal would obey."""
    assert main(["status", "--course-dir", str(cohort)]) == 0
    said = capsys.readouterr().out
    counts = dict(zip(*(line.split() for line in said.splitlines()[:2]), strict=True))

    assert counts["learners"] == "61"
    for title in ("waiting for a person", "damaged", "test cells that misbehave"):
        assert f"\n{SAMPLE}: {title}\n" in said
    assert re.search(r"learner-\d\d  01-x {6}reflection  to be graded by hand\n", said)
    queue = 2 * int(counts["manual"])
    assert f"… and {queue - 50} more: --json and --html have all\n" in said
    assert "\x1b" not in said


def test_status_as_json_has_everything(cohort: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is cut off, names are as they are, and grades stand as `grade` gives them."""
    assert main(["status", SAMPLE, "--json", "--course-dir", str(cohort)]) == 0
    found = json.loads(capsys.readouterr().out)
    (module,) = found["modules"]

    assert module["counts"]["learners"] == len(module["submissions"]) == len(found["grades"]) == 61
    waiting = [cell for s in module["submissions"] for cell in s["waiting"]]
    assert len(waiting) == 2 * module["counts"]["manual"]
    assert {i["cell"]: i["misbehaves"] for i in module["items"]} == {"ex1-tests": True}
    assert "learner-\x1b[2J" in {s["learner"] for s in module["submissions"]}


def test_status_writes_the_page(
    cohort: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--html` makes folders that are missing, and says where the page is."""
    page = tmp_path / "new" / "status.html"
    assert main(["status", "--html", str(page), "--course-dir", str(cohort)]) == 0

    assert capsys.readouterr().out == f"{page}\n"
    assert page.read_text(encoding="utf-8").count('<th scope="row">learner-') == 61


def test_status_before_anything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No gradebook is a problem, an unknown module wrong use, an empty gradebook neither."""
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    assert main(["status", "--course-dir", str(tmp_path)]) == 1
    assert "no gradebook yet: release a module first" in capsys.readouterr().err
    assert main(["status", "101-sytem-architecture", "--course-dir", str(tmp_path)]) == 2
    assert "did you mean '101-system-architecture'?" in capsys.readouterr().err
    course_dir = released_course(tmp_path / "course")
    assert main(["status", "--course-dir", str(course_dir)]) == 0
    assert SAMPLE in capsys.readouterr().out
    sql(course_dir, "update assignment set name = 'gone'")
    assert main(["status", SAMPLE, "--course-dir", str(course_dir)]) == 1
    assert "not in the gradebook yet: release it first" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "closed"),
    [
        (("grade", SAMPLE), "autograded"),
        (("feedback", SAMPLE), "feedback"),
        (("collect", SAMPLE), "submitted"),
        (("status", "--html", "pages/status.html"), "pages"),
        (("export", "grades", "--all", "--out", "pages/grades.csv"), "pages"),
        (("lab", "--as", "learner-01"), "learners"),
    ],
)
def test_where_a_person_may_not_write_one_line_says_where_and_what_to_do(
    words: tuple[str, ...], closed: str, tmp_path: Path
) -> None:
    """A second grader meets folders of the first one; there is no traceback."""
    course_dir = released_course(tmp_path / "course")
    (course_dir / "exchange" / "engineering-excellence" / "inbound").mkdir(parents=True)
    for module in ("101-system-architecture", "202-incident-response"):
        (course_dir / "exchange" / "engineering-excellence" / "outbound" / module).mkdir(
            parents=True
        )
    (course_dir / closed).mkdir(exist_ok=True)
    (course_dir / closed).chmod(0o555)
    done = subprocess.run(
        [*WITHOUT_RIGHTS, sys.executable, "-m", "course", *words, "--course-dir", str(course_dir)],
        cwd=course_dir,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )
    line = done.stderr.strip().splitlines()[-1]

    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr and len(done.stderr.splitlines()) == 1, done.stderr
    assert f"{closed}: permission denied (of " in line
    assert "mode 0555); who runs a course together shares a group: " in line

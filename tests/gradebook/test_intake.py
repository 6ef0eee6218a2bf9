"""Hand-ins that did not come through the exchange, teams, and more time for one learner."""

import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from course import workflow
from course.cli.command import main
from course.errors import GradingError, Problem, SubmissionError, UsageError
from course.gradebook.intake import moment_of, read_teams
from course.grading.batch import grade_submissions
from course.notebooks import canonical
from tests.classroom import (
    MODULE,
    NAME,
    RIGHT,
    WRONG,
    answered,
    hand_in,
    points,
    released_course,
    sql,
)

EARLY = "2026-03-01 12:00:00.000000 UTC"
LATE = "2026-03-03 12:00:00.000000 UTC"
DUE = "2026-03-02 00:00:00.000000"


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A released module with a due date, and three learners whom the gradebook knows."""
    folder = released_course(tmp_path_factory.mktemp("intake") / "course")
    for number, (first, last) in enumerate(
        (("Ada", "Lovelace"), ("Kim", "Lee"), ("Zoë", "Ost")), 1
    ):
        sql(
            folder,
            "insert into student (id, first_name, last_name, lms_user_id) values (?, ?, ?, ?)",
            f"learner-{number:02}",
            first,
            last,
            f"47{number}",
        )
    sql(folder, "update assignment set duedate = ?", DUE)
    return folder


@pytest.fixture
def course_dir(released: Path, tmp_path: Path) -> Path:
    """A copy to work with."""
    return Path(shutil.copytree(released, tmp_path / "course"))


def moodle_zip(course_dir: Path, answers: dict[str, str], *, year: int = 2026) -> Path:
    path = course_dir / "class.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, answer in answers.items():
            entry = zipfile.ZipInfo(
                f"{name}_9_assignsubmission_file_/{NAME}.ipynb", (year, 3, 1, 10, 0, 0)
            )
            archive.writestr(entry, canonical(answered(course_dir, answer)))
    return path


def test_an_lms_zip_is_collected_and_graded(
    course_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the command; who is nobody is one line, and the others have their marks."""
    place = moodle_zip(course_dir, {"Ada Lovelace": RIGHT, "Zoe Ost": WRONG, "Eve": RIGHT})
    status = main(["collect", MODULE, "--from", str(place), "--course-dir", str(course_dir)])
    shown = capsys.readouterr()

    assert status == 1
    assert shown.out == "2 submissions: learner-01, learner-03\n"
    assert shown.err.count("\n") == 1
    assert "nobody of this course is called 'Eve'" in shown.err
    grade_submissions(course_dir, MODULE)
    assert points(course_dir) == {"learner-01": 3.0, "learner-03": 0.0}


def test_what_was_there_is_moved_aside_and_what_is_newer_stays(course_dir: Path) -> None:
    """Collected twice nothing happens; nothing that a person did goes."""
    hand_in(course_dir, "learner-01", answered(course_dir, WRONG), at="2025-01-01 00:00:00 UTC")
    hand_in(course_dir, "learner-02", answered(course_dir, RIGHT), at="2026-04-01 00:00:00 UTC")
    place = moodle_zip(course_dir, {"Ada Lovelace": RIGHT, "Kim Lee": WRONG})
    for _ in range(2):
        told: list[Problem] = []
        workflow.collect(course_dir, MODULE, origin=place, tell=told.append)
        assert [str(problem) for problem in told] == [
            "learner-02: 2026-04-01 00:00 UTC is newer, and stays"
        ]
    aside = sorted(path.name for path in (course_dir / "replaced" / MODULE).iterdir())
    assert aside == ["learner-01-1"]
    grade_submissions(course_dir, MODULE)
    assert points(course_dir) == {"learner-01": 3.0, "learner-02": 3.0}


def teams(course_dir: Path, text: str) -> None:
    (course_dir / "teams.csv").write_text(text, encoding="utf-8")


def collected(course_dir: Path) -> list[str]:
    """Collect from an empty folder, which leaves the teams to be seen to."""
    (course_dir / "empty").mkdir(exist_ok=True)
    told: list[Problem] = []
    workflow.collect(course_dir, MODULE, origin=course_dir / "empty", tell=told.append)
    return [str(problem) for problem in told]


def test_one_hands_in_and_all_of_the_team_get_the_marks(course_dir: Path) -> None:
    """Also whoever was not known before, and again when it is collected again."""
    teams(course_dir, "team,learner\nred,learner-01\nred,learner-02\nblue,learner-03\n")
    hand_in(course_dir, "learner-02", answered(course_dir, RIGHT), at=EARLY)
    assert collected(course_dir) == collected(course_dir) == []
    grade_submissions(course_dir, MODULE)
    assert points(course_dir) == {"learner-01": 3.0, "learner-02": 3.0}
    assert not (course_dir / "replaced").exists()


def test_of_two_hand_ins_of_a_team_the_last_on_time_counts(course_dir: Path) -> None:
    """And it is said to whom it matters; the other one is kept."""
    teams(course_dir, "learner,team\nlearner-01,red\nlearner-02,red\nlearner-03,red\n")
    hand_in(course_dir, "learner-01", answered(course_dir, RIGHT), at=EARLY)
    hand_in(course_dir, "learner-02", answered(course_dir, WRONG), at=LATE)
    assert collected(course_dir) == [
        "team red: learner-01's hand-in counts; learner-02 handed in, too"
    ]
    grade_submissions(course_dir, MODULE)
    assert points(course_dir) == dict.fromkeys(("learner-01", "learner-02", "learner-03"), 3.0)
    assert (course_dir / "replaced" / MODULE / "learner-02-1").is_dir()


def test_a_member_s_later_hand_in_counts_for_the_team(course_dir: Path) -> None:
    """It is no copy of what the team had, and what it makes room for is kept."""
    teams(course_dir, "team,learner\nred,learner-01\nred,learner-02\n")
    hand_in(course_dir, "learner-01", answered(course_dir, WRONG), at="2026-03-01 09:00:00 UTC")
    collected(course_dir)
    hand_in(course_dir, "learner-02", answered(course_dir, RIGHT), at=EARLY)
    assert collected(course_dir) == [
        "team red: learner-02's hand-in counts; learner-01 handed in, too"
    ]
    grade_submissions(course_dir, MODULE)
    assert points(course_dir) == {"learner-01": 3.0, "learner-02": 3.0}
    assert (course_dir / "replaced" / MODULE / "learner-01-1").is_dir()


def test_a_team_that_changes_after_grading_is_named(course_dir: Path) -> None:
    """Whoever left keeps the marks, and a person hears of it."""
    teams(course_dir, "team,learner\nred,learner-01\nred,learner-02\n")
    hand_in(course_dir, "learner-01", answered(course_dir, RIGHT), at=EARLY)
    collected(course_dir)
    grade_submissions(course_dir, MODULE)
    teams(course_dir, "team,learner\nred,learner-01\n")
    assert collected(course_dir) == [
        "learner-02: was graded by learner-01's hand-in, and is in no team any more"
    ]
    assert points(course_dir) == {"learner-01": 3.0, "learner-02": 3.0}


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            "team,learner\nred,learner-01\nblue,learner-01\nred,nobody\nred\n",
            [
                "teams.csv: line 3: learner-01 is in team 'red' already",
                "teams.csv: line 4: nobody of this course is called 'nobody'",
                "teams.csv: line 5: expected a team and a learner, got ['red']",
            ],
        ),
        ("name,id\n", ["teams.csv: line 1: expected team,learner, got ['name', 'id']"]),
        ("", ["teams.csv: line 1: expected team,learner, got []"]),
    ],
)
def test_what_is_wrong_with_teams_is_named_by_line(
    tmp_path: Path, text: str, problems: list[str]
) -> None:
    """All of it at once."""
    teams(tmp_path, text)
    with pytest.raises(SubmissionError) as error:
        read_teams(tmp_path, ["learner-01"])
    assert list(map(str, error.value.problems)) == problems


def test_a_byte_order_mark_and_empty_lines_are_no_team(tmp_path: Path) -> None:
    """As spreadsheets write them."""
    teams(tmp_path, "\ufeffTeam,Learner\r\nred,learner-01\r\n\r\n")
    assert read_teams(tmp_path, ["learner-01"]) == {"red": ("learner-01",)}
    assert read_teams(tmp_path / "none", []) == {}


def test_more_time_for_one_learner_lifts_the_penalty(
    course_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Graded anew without a word more; the other late one keeps the penalty."""
    with (course_dir / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write('\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    for learner in ("learner-01", "learner-02"):
        hand_in(course_dir, learner, answered(course_dir, RIGHT), at=LATE)
    grade_submissions(course_dir, MODULE)
    words = [
        "extend",
        "learner-01",
        MODULE,
        "--until",
        "2026-03-04",
        "--course-dir",
        str(course_dir),
    ]
    assert main(words) == 0
    assert capsys.readouterr().out == f"learner-01: {MODULE} is due 2026-03-04 23:59 UTC\n"
    outcomes = grade_submissions(course_dir, MODULE)

    assert [outcome.cached for outcome in outcomes] == [False, True]
    (module,) = workflow.standings(course_dir, MODULE)
    graded = {grade.learner: grade.points for grade in module.grades if grade.notebooks}
    assert graded == {"learner-01": 3.0, "learner-02": 0.0}


def test_more_time_may_be_given_before_anything_is_handed_in(course_dir: Path) -> None:
    """It holds when the work comes."""
    workflow.extend(course_dir, "learner-03", MODULE, "2026-03-09T12:00")
    hand_in(course_dir, "learner-03", answered(course_dir, RIGHT), at=LATE)
    grade_submissions(course_dir, MODULE)
    (status,) = workflow.statuses(course_dir, MODULE)
    late = {one.grade.learner: one.late for one in status.submissions if one.handed_in}
    assert late == {"learner-03": False}


@pytest.mark.parametrize(
    ("learner", "until", "error", "said"),
    [
        ("nobody", "2026-03-09", SubmissionError, "nobody: nobody of this course"),
        ("learner-01", "soon", UsageError, "--until: expected a day or a time"),
        ("learner-01", "2026-02-30", UsageError, "--until: expected a day or a time"),
        ("learner-01", "2026-03-01", SubmissionError, "expected a time after the due date"),
    ],
)
def test_more_time_that_cannot_be_given_is_named(
    course_dir: Path, learner: str, until: str, error: type[Exception], said: str
) -> None:
    """Nothing is written then."""
    before = sql(course_dir, "select * from submitted_assignment")
    with pytest.raises(error, match=said):
        workflow.extend(course_dir, learner, MODULE, until)
    assert sql(course_dir, "select * from submitted_assignment") == before


def test_without_a_due_date_there_is_nothing_to_extend(course_dir: Path) -> None:
    """It says where one sets it."""
    sql(course_dir, "update assignment set duedate = null")
    with pytest.raises(GradingError, match="has no due date"):
        workflow.extend(course_dir, "learner-01", MODULE, "2026-03-09")


def test_days_and_times_are_those_of_the_course() -> None:
    """A day is its end; a zone that is named counts."""
    from zoneinfo import ZoneInfo

    berlin = ZoneInfo("Europe/Berlin")
    assert moment_of("2026-03-05", berlin) == datetime(2026, 3, 5, 22, 59, 59)
    assert moment_of("2026-07-05T12:00", berlin) == datetime(2026, 7, 5, 10, 0)
    assert moment_of("2026-07-05T12:00+00:00", berlin) == datetime(2026, 7, 5, 12, 0)
    assert moment_of("2026-07-05T12:00", UTC) == datetime(2026, 7, 5, 12, 0)

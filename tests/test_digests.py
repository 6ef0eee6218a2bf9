"""What makes a grade or a report anew: code, data and libraries that it may depend on."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from course import digests
from course.digests import grade_environment, report_environment
from course.files import PACKAGE
from course.grading.batch import grade_submissions
from tests.classroom import MODULE, RIGHT, answered, hand_in, released_course, sql


def forget() -> None:
    grade_environment.cache_clear()
    report_environment.cache_clear()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the package that the digests read."""
    copy = shutil.copytree(PACKAGE, tmp_path / "package")
    monkeypatch.setattr(digests, "PACKAGE", Path(copy))
    forget()
    monkeypatch.setattr(sys, "path", [*sys.path])
    return Path(copy)


@pytest.fixture(autouse=True)
def _afterwards() -> Iterator[None]:
    yield
    forget()


def changed(edit: Callable[[], object]) -> tuple[bool, bool]:
    """Whether a grade, and whether a report, is made anew after an edit."""
    forget()
    before = grade_environment(), report_environment()
    edit()
    forget()
    grade, report = grade_environment(), report_environment()
    return grade != before[0], report != before[1]


def appended(path: Path) -> Callable[[], object]:
    assert path.is_file(), path
    return lambda: path.write_bytes(path.read_bytes() + b"\n")


@pytest.mark.parametrize(
    "file",
    [
        "lessons/delivery.py",
        "widgets/answer_files.py",
        "promql/evaluation.py",
        "simulation/kernel/event_loop.py",
        "examination/wire/decoding.py",
        "sandbox/jail.py",
        "psychometrics/item_analysis.py",
        "scenarios/bad-canary.toml",
        "program.toml",
        "jobs.py",
    ],
)
def test_what_grading_can_reach_makes_both_anew(package: Path, file: str) -> None:
    """Code and data of a room below grading change a grade, and so a report."""
    assert changed(appended(package / file)) == (True, True)


@pytest.mark.parametrize(
    "file",
    [
        "templates/reports/learner.ipynb",
        "templates/reports/page.css",
        "static/status.js",
        "reporting/figures.py",
    ],
)
def test_what_draws_reports_makes_reports_anew_and_no_grade(package: Path, file: str) -> None:
    """A template, a style or a figure is looked at; it judges nobody."""
    assert changed(appended(package / file)) == (False, True)


@pytest.mark.parametrize("file", ["cli/terminal.py", "demo/sample_cohort.py", "workflow.py"])
def test_what_neither_can_reach_makes_nothing_anew(package: Path, file: str) -> None:
    """The command line may change its words."""
    assert changed(appended(package / file)) == (False, False)


def test_a_new_room_counts_until_it_is_named(package: Path) -> None:
    """What is forgotten errs on the safe side."""

    def edit() -> None:
        (package / "newcomers").mkdir()
        (package / "newcomers" / "__init__.py").touch()

    assert changed(edit) == (True, True)


def test_compiled_files_do_not_count(package: Path) -> None:
    """Python writes them when it likes."""

    def edit() -> None:
        (package / "lessons" / "__pycache__").mkdir(exist_ok=True)
        (package / "lessons" / "__pycache__" / "x.cpython-311.pyc").write_bytes(b"1")

    assert changed(edit) == (False, False)


def test_another_version_of_a_library_makes_both_anew(package: Path, tmp_path: Path) -> None:
    """Whichever library: a learner's code may import all that is installed."""
    del package
    site = tmp_path / "site-packages"
    (site / "tabulate-1.0.dist-info").mkdir(parents=True)
    sys.path.append(str(site))
    upgrade = site / "tabulate-1.1.dist-info"
    assert changed(lambda: (site / "tabulate-1.0.dist-info").rename(upgrade)) == (True, True)


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with one submission, graded."""
    folder = released_course(tmp_path_factory.mktemp("digests") / "course")
    hand_in(folder, "learner-01", answered(folder, RIGHT), at="2026-03-01 12:00:00.000000 UTC")
    forget()
    grade_submissions(folder, MODULE)
    return folder


@pytest.fixture
def course_dir(graded: Path, tmp_path: Path) -> Path:
    """A copy to change."""
    return Path(shutil.copytree(graded, tmp_path / "course"))


def is_cached(course_dir: Path) -> bool:
    forget()
    (outcome,) = grade_submissions(course_dir, MODULE)
    return outcome.cached


def test_a_lesson_that_changed_is_graded_anew_and_a_template_is_not(
    course_dir: Path, package: Path
) -> None:
    """The whole way, from the package's files to what `course grade` does."""
    assert is_cached(course_dir)
    appended(package / "templates" / "reports" / "cohort.ipynb")()
    assert is_cached(course_dir)
    appended(package / "lessons" / "severity.py")()
    assert not is_cached(course_dir)
    assert is_cached(course_dir)


def _penalise(course_dir: Path) -> None:
    with (course_dir / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write('\nc.LateSubmissionPlugin.penalty_method = "zero"\n')


@pytest.mark.parametrize(
    "edit",
    [
        lambda folder: sql(folder, "update assignment set duedate = '2026-03-02 00:00:00'"),
        lambda folder: sql(
            folder, "update submitted_assignment set extension = '1970-01-02 00:00:00'"
        ),
        _penalise,
    ],
    ids=["due date", "extension", "penalty"],
)
def test_terms_of_lateness_count(course_dir: Path, edit: Callable[[Path], object]) -> None:
    """A due date, an extension or a penalty decides over marks as tests do."""
    assert is_cached(course_dir)
    edit(course_dir)
    assert not is_cached(course_dir)
    assert is_cached(course_dir)

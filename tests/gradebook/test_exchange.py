"""nbgrader's side: a module goes out, comes back, is graded and answered."""

import json
import os
import shutil
from pathlib import Path

import pytest

from course.errors import GradingError, SubmissionError
from course.gradebook import exchange
from course.gradebook.layout import configuration
from course.grading.batch import grade_submissions
from course.grading.feedback_pages import feedback
from course.notebooks import canonical, read_notebook
from course.records.results import Standing
from course.workflow import standings
from tests.samples import cell_of, sample_notebook, write

MODULE = "101-system-architecture"
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def course_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of one small module that four learners worked, graded once."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    write(sample_notebook(), folder / "source" / MODULE / "01-doubling.ipynb")
    exchange.build_release(folder, MODULE)
    exchange.publish(folder, MODULE)
    for learner, answer in {
        "learner-01": "def double(n):\n    return n + n",
        "learner-02": "def double(n):\n    return n * n",
        "learner-03": None,
        "learner-04": "truncated",
    }.items():
        home = folder / "learners" / learner
        home.mkdir(parents=True)
        path = exchange.fetch(folder, MODULE, learner, home) / "01-doubling.ipynb"
        if answer == "truncated":
            path.write_text(path.read_text()[:300])
        elif answer:
            notebook = read_notebook(path)
            cell_of(notebook, "ex1-solution").source = answer
            cell_of(notebook, "reflection").source = f"What I think: {learner}."
            path.write_text(canonical(notebook))
        exchange.submit(folder, MODULE, learner, home)
    collected = exchange.collect(folder, MODULE, check_owner=False)
    assert collected == [f"learner-0{n}" for n in (1, 2, 3, 4)]
    grade_submissions(folder, MODULE)
    return folder


def test_a_release_holds_neither_solution_nor_hidden_test(course_dir: Path) -> None:
    """What learners fetch has the stub and the visible asserts, in canonical form."""
    text = (course_dir / "release" / MODULE / "01-doubling.ipynb").read_text()

    assert "return 2 * n" not in text
    assert "n + n" not in text
    assert "HIDDEN" not in text
    assert "raise NotImplementedError()" in text
    assert "three twice" in text
    assert text == canonical(read_notebook(course_dir / "release" / MODULE / "01-doubling.ipynb"))


def test_right_wrong_untouched_and_damaged_get_their_marks(course_dir: Path) -> None:
    """Each learner's points follow from the answer; a damaged file stops nobody else."""
    grades = {grade.learner: grade for grade in standings(course_dir, MODULE)[0].grades}

    assert {name: (grade.points, grade.pending) for name, grade in grades.items()} == {
        "learner-01": (3, 2),
        "learner-02": (0, 2),
        "learner-03": (0, 0),
        "learner-04": (0, 0),
    }
    assert grades["learner-01"].out_of == 5
    assert grades["learner-01"].standing(60) is Standing.PASSED
    assert grades["learner-01"].standing(80) is Standing.PENDING
    assert grades["learner-02"].standing(80) is Standing.FAILED
    assert grades["learner-02"].notebooks[0].failed_tests == ("ex1-tests",)
    assert grades["learner-04"].standing(80) is Standing.FAILED
    assert grades["learner-04"].remarks[0].startswith("01-doubling.ipynb: not JSON, line ")


def test_feedback_is_written_for_what_was_graded(course_dir: Path) -> None:
    """Each graded notebook gets a page."""
    outcome = feedback(course_dir, MODULE)

    assert (outcome.unwritten, outcome.unreleased) == ([], [])
    assert [page.parent.parent.name for page in outcome.pages] == [
        f"learner-0{n}" for n in (1, 2, 3, 4)
    ]


def test_grading_someone_who_handed_in_nothing_is_refused(course_dir: Path) -> None:
    """A learner without a submission is named."""
    with pytest.raises(SubmissionError, match="learner-77 has handed in nothing"):
        grade_submissions(course_dir, MODULE, learner="learner-77")


def test_ctrl_c_is_no_failure_of_nbgraders(
    course_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that is raised is caught there, so what it caught is looked at."""

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    release = "nbgrader.exchange.default.release_assignment.ExchangeReleaseAssignment.start"
    monkeypatch.setattr(release, stopped)
    with pytest.raises(KeyboardInterrupt):
        exchange.publish(course_dir, MODULE)


def test_a_folder_without_a_course_is_refused(tmp_path: Path) -> None:
    """Where nbgrader_config.py is missing, that is what the error says."""
    with pytest.raises(GradingError, match=r"nbgrader_config\.py is missing"):
        exchange.collect(tmp_path, MODULE)


@pytest.mark.parametrize("name", ["..", "../x", "a/b", "", "."])
def test_a_learner_id_is_no_path(course_dir: Path, name: str) -> None:
    """An id cannot lead out of learners/."""
    with pytest.raises(SubmissionError, match="expected a learner's id"):
        exchange.learner_home(course_dir, name)


def test_a_lab_releases_what_is_not_in_the_exchange(course_dir: Path) -> None:
    """Modules with a folder in source/ count, others are not waited for."""
    (course_dir / "source" / "102-code-quality").mkdir()

    waiting = exchange.unreleased(course_dir, [MODULE, "102-code-quality", "103-testing"])

    assert waiting == ["102-code-quality"]


def test_a_lab_is_the_instructors_or_a_learners(
    course_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A learner's shows the learner's folder and has no formgrader; the instructor's the course."""
    monkeypatch.delenv("COURSE_MATHJAX", raising=False)
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "/own")
    home, command, environment = exchange.lab_server(course_dir, "learner-05", 8901)
    role, own = environment["JUPYTER_CONFIG_PATH"].split(":")
    assert os.environ["JUPYTER_CONFIG_PATH"] == "/own"  # who asks does not become a learner's

    assert home == course_dir / "learners" / "learner-05"
    assert {f"--ServerApp.root_dir={home}", "--ServerApp.port=8901"} <= set(command)
    assert "frame-ancestors" not in str(command)
    config = json.loads((Path(role) / "jupyter_server_config.json").read_text())
    left_out = config["ServerApp"]["jpserver_extensions"]
    assert left_out["nbgrader.server_extensions.formgrader"] is False
    assert own == "/own"

    home, command, environment = exchange.lab_server(course_dir, None, 8902)
    role = environment["JUPYTER_CONFIG_PATH"].split(":")[0]
    assert home == course_dir
    assert "frame-ancestors" in str(command)
    assert not (Path(role) / "jupyter_server_config.json").exists()


def test_mathjax_is_taken_from_the_own_server_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Formgrader's page names the server's copy, below the hub's prefix; without one, nothing."""
    monkeypatch.setenv("COURSE_MATHJAX", str(tmp_path / "mathjax"))
    assert exchange.mathjax_address() == ""

    (tmp_path / "mathjax").mkdir()
    (tmp_path / "mathjax" / "MathJax.js").touch()
    file = "static/mathjax/MathJax.js?config=TeX-AMS_CHTML-full,Safe"
    assert exchange.mathjax_address() == f"/{file}"
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "/course/user/instructor/")
    assert exchange.mathjax_address() == f"/course/user/instructor/{file}"


def test_a_feedback_page_runs_nothing_and_loads_nothing(course_dir: Path) -> None:
    """No script, whoever wrote it, and a policy that lets none in."""
    for page in feedback(course_dir, MODULE).pages:
        text = page.read_text(encoding="utf-8")
        assert "<script" not in text
        assert "default-src 'none'" in text


@pytest.mark.parametrize(("user", "expected"), [(None, False), ("instructor", True)])
def test_formgrader_compares_owners_on_a_hub_only(
    user: str | None, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On one machine all files belong to one account, and its button would cry wolf."""
    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)
    if user:
        monkeypatch.setenv("JUPYTERHUB_USER", user)

    assert configuration(ROOT).ExchangeCollect.check_owner is expected

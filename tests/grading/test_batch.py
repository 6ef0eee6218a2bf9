"""Many submissions: one result whatever runs them, in parallel, by anybody, told truthfully."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import pytest

from course.errors import GradingError
from course.grading import batch
from course.grading.batch import Workers, grade_submissions
from course.grading.images import image_with
from course.program import load_program
from course.reporting.status_pages import cohort_page
from course.sandbox import jail
from course.sandbox.client import Zygote
from course.workflow import standings
from tests.classroom import (
    MODULE,
    NAME,
    RIGHT,
    ROOT,
    WRONG,
    answered,
    hand_in,
    points,
    released_course,
    rows,
    tree,
)
from tests.samples import cell_of, code

CHATTY = """import random
def double(n):
    print(n, {str(n), "a", "b", "c"}, random.random())
    return n + n if n != 7 else n
"""
TWENTY = 20


@pytest.fixture(scope="module")
def course_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six submissions, not graded."""
    folder = released_course(tmp_path_factory.mktemp("batch") / "course")
    for number, answer in enumerate((RIGHT, WRONG, CHATTY, "def double(n):", RIGHT, WRONG), 1):
        hand_in(folder, f"learner-{number:02}", answered(folder, answer))
    return folder


@pytest.fixture
def fresh(course_dir: Path, tmp_path: Path) -> Path:
    """A copy of the course to grade."""
    return Path(shutil.copytree(course_dir, tmp_path / "course"))


@pytest.fixture(scope="module")
def by_default(course_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course as the default pool grades it."""
    folder = tmp_path_factory.mktemp("default") / "course"
    shutil.copytree(course_dir, folder)
    grade_submissions(folder, MODULE)
    return folder


@pytest.fixture
def burner() -> Iterator[None]:
    """A neighbour that burns CPU meanwhile."""
    process = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    yield
    process.kill()
    process.wait()


def test_one_submission_graded_twenty_times_has_one_result(
    course_dir: Path, tmp_path: Path, burner: None
) -> None:
    """Twenty copies, four at a time beside a burning CPU: the same verdicts, points and bytes."""
    del burner
    folder = tmp_path / "course"
    shutil.copytree(course_dir, folder)
    shutil.rmtree(folder / "submitted")
    notebook = answered(folder, CHATTY)
    own = code(
        "own", "import numpy as np\nprint(np.random.rand(), object.__hash__('x') > 0, {'p', 'q'})"
    )
    notebook.cells.insert(2, own)
    cell_of(notebook, "reflection").source = "The same words."
    for number in range(1, TWENTY + 1):
        hand_in(folder, f"learner-{number:02}", notebook)
    grade_submissions(folder, MODULE, workers=Workers(threads=4))
    written = {
        path.read_bytes() for path in (folder / "autograded").glob(f"*/{MODULE}/{NAME}.ipynb")
    }
    scored = {row[1:] for row in rows(folder)}

    assert len(list((folder / "autograded").glob(f"*/{MODULE}/{NAME}.ipynb"))) == TWENTY
    assert len(written) == 1
    assert len(scored) == 4  # one row for each of the notebook's four entries in the gradebook


def pools() -> dict[str, Executor]:
    return {
        "threads": ThreadPoolExecutor(3),
        "processes": ProcessPoolExecutor(2, mp_context=get_context("spawn")),
    }


@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_any_executor_gives_the_same(kind: str, fresh: Path, by_default: Path) -> None:
    """Threads and spawned processes write the gradebook and the files of the default pool."""
    with pools()[kind] as executor:
        grade_submissions(fresh, MODULE, workers=Workers(executor=executor))

    assert rows(fresh) == rows(by_default)
    assert tree(fresh / "autograded") == tree(by_default / "autograded")


def test_a_broken_executor_is_an_error_of_one_line(fresh: Path) -> None:
    """Where the pool's processes cannot start, that is said."""
    with (
        ProcessPoolExecutor(
            1, mp_context=get_context("spawn"), initializer=os._exit, initargs=(3,)
        ) as executor,
        pytest.raises(GradingError, match="the executor broke"),
    ):
        grade_submissions(fresh, MODULE, workers=Workers(executor=executor))


def test_a_grader_s_failure_stops_nobody_else(
    fresh: Path, by_default: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One submission that the grader cannot finish is named after all others were graded."""
    grade = batch.grade

    def failing(job: batch.Job, **more: object) -> batch.Result:
        if b"n * n" in (job.submission or b""):
            raise GradingError("the examiner ended before the first cell")
        return grade(job, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(batch, "grade", failing)
    with pytest.raises(GradingError) as caught:
        grade_submissions(fresh, MODULE)

    assert str(caught.value) == (
        f"{MODULE}: not graded: learner-02, learner-06: the examiner ended before the first cell"
    )
    assert points(fresh) == {
        name: given
        for name, given in points(by_default).items()
        if name not in ("learner-02", "learner-06")
    }
    monkeypatch.undo()
    grade_submissions(fresh, MODULE)
    assert rows(fresh) == rows(by_default)


def test_a_folder_that_begins_with_a_dot_is_named(fresh: Path) -> None:
    """The others are graded, and the message, which says why, stays in its line."""
    shutil.copytree(fresh / "submitted" / "learner-01", fresh / "submitted" / ".learner\n01")
    with pytest.raises(GradingError) as caught:
        grade_submissions(fresh, MODULE)
    assert str(caught.value) == (
        f"{MODULE}: not graded: '.learner\\n01': the folder's name begins with a dot, "
        "which nbgrader passes over; rename it"
    )
    assert (fresh / "autograded" / "learner-01" / MODULE).is_dir()


def test_two_gradings_at_a_time_do_not_mix(fresh: Path) -> None:
    """While one `course grade` works on a course, a second says so and changes nothing."""
    with (
        batch.grading_lock(batch.layout_of(fresh)),
        pytest.raises(GradingError, match="another `course grade`"),
    ):
        grade_submissions(fresh, MODULE)

    assert rows(fresh) == []


def test_what_ran_without_a_sandbox_is_graded_anew_in_one(fresh: Path) -> None:
    """An unsafe result is not taken for a safe one later; a safe one serves both."""
    [unsafe, *_] = grade_submissions(fresh, MODULE, workers=Workers(sandboxed=False))
    [safe, *_] = grade_submissions(fresh, MODULE)
    [kept, *_] = grade_submissions(fresh, MODULE, workers=Workers(sandboxed=False))

    assert (unsafe.cached, unsafe.record.sandboxed) == (False, False)
    assert (safe.cached, safe.record.sandboxed) == (False, True)
    assert (kept.cached, kept.record.sandboxed) == (True, True)


def course(*words: str, folder: Path, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "course", *words, "--course-dir", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        **more,
    )


def test_the_command_grades_caches_forces_and_tells(fresh: Path) -> None:
    """One learner, then all, then nobody, then all by force; the table and the JSON agree."""
    one = course("grade", MODULE, "--learner", "learner-01", "--json", folder=fresh)
    assert one.returncode == 0, one.stderr
    [grade] = json.loads(one.stdout)["grades"]
    assert (grade["learner"], grade["points"], grade["out_of"]) == ("learner-01", 3, 5)
    assert set(points(fresh)) == {"learner-01"}

    everybody = course("grade", "--all", "--jobs", "1", folder=fresh)
    assert everybody.returncode == 0, everybody.stderr
    assert len(points(fresh)) == 6
    marks = tree(fresh / "autograded")
    moments = {p: p.stat().st_mtime_ns for p in (fresh / "autograded").rglob("*.ipynb")}

    assert course("grade", MODULE, folder=fresh).returncode == 0
    assert {p: p.stat().st_mtime_ns for p in moments} == moments
    assert course("grade", MODULE, "--force", folder=fresh).returncode == 0
    assert all(p.stat().st_mtime_ns > before for p, before in moments.items())
    assert tree(fresh / "autograded") == marks


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("101-sytem-architecture",), 2, "did you mean '101-system-architecture'?"),
        ((), 2, "expected either a MODULE or --all"),
        ((MODULE, "--all"), 2, "expected either a MODULE or --all"),
        ((MODULE, "--jobs", "0"), 2, "--jobs: expected 1 or more, got 0"),
        ((MODULE, "--learner", "learner-77"), 1, "learner-77 has handed in nothing"),
        (("102-advanced-testing",), 2, "unknown module"),
    ],
)
def test_wrong_use_is_told_in_a_line(
    words: tuple[str, ...], status: int, said: str, fresh: Path
) -> None:
    """Wrong use exits 2, what cannot be done exits 1, each with its sentence."""
    done = course("grade", *words, folder=fresh)

    assert (done.returncode, said in done.stderr) == (status, True), done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_sandbox_every_report_says_so(fresh: Path) -> None:
    """Table, JSON, cohort page and stderr name what was graded with the instructor's rights."""
    done = course("grade", MODULE, "--unsafe-no-sandbox", folder=fresh)
    data = json.loads(course("status", "--json", folder=fresh).stdout)
    module = load_program().module(MODULE)
    page = cohort_page(module, list(standings(fresh, MODULE)[0].grades), rendered_at=module_time())

    assert done.returncode == 0, done.stderr
    assert "graded without a sandbox" in done.stderr
    assert done.stdout.count("graded without a sandbox") == 6
    assert all("graded without a sandbox" in grade["remarks"] for grade in data["grades"])
    assert page.count("graded without a sandbox") == 6


def module_time() -> datetime:
    return datetime(2026, 3, 1, tzinfo=UTC)


def test_where_there_is_no_sandbox_grading_stops(
    fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without namespaces nothing runs, and the error names the way out."""
    monkeypatch.setattr("course.sandbox.linux.supported", lambda: False)

    def refuse() -> None:
        raise GradingError(jail.refusal("no user namespaces"))

    monkeypatch.setattr(jail, "require", refuse)
    with pytest.raises(GradingError, match="--unsafe-no-sandbox"):
        grade_submissions(fresh, MODULE)

    assert rows(fresh) == []


GRADE = """import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from course.grading.batch import Workers, grade_submissions
grade_submissions(Path({folder!r}), {module!r})
"""
USER = [
    "setpriv",
    "--reuid",
    "65534",
    "--regid",
    "65534",
    "--clear-groups",
    "env",
    "HOME=/nonexistent",
]


def graded_by(wrapper: list[str], python: str, folder: Path) -> None:
    text = GRADE.format(root=str(ROOT), folder=str(folder), module=MODULE)
    done = subprocess.run(
        [*wrapper, python, "-c", text], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def readable_python() -> str | None:
    """Find an interpreter of our version that everybody may run."""
    wanted = str(sys.version_info[:2])
    for python in (sys.executable, "/usr/bin/python3"):
        ask = [*USER, python, "-c", "import sys; print(sys.version_info[:2])"]
        done = subprocess.run(ask, capture_output=True, text=True, check=False)
        if done.stdout.strip() == wanted:
            return python
    return None


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("setpriv"), reason="needs root to leave")
def test_an_ordinary_user_grades_as_well(course_dir: Path, by_default: Path) -> None:
    """Somebody without rights, in a folder of their own, gets the same gradebook."""
    python = readable_python()
    if python is None:
        pytest.skip("no interpreter that others may run")
    libraries = next(path for path in sys.path if path.endswith("site-packages"))
    reach = f"import os, sys; sys.exit(not all(map(os.access, {[libraries, str(ROOT)]!r}, [4, 4])))"
    if subprocess.run([*USER, python, "-c", reach], check=False).returncode:
        pytest.skip("the checkout is closed to other users")
    folder = Path("/tmp") / f"course-of-nobody-{os.getpid()}"
    shutil.copytree(course_dir, folder)
    try:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, 65534, 65534)
        graded_by([*USER, f"PYTHONPATH={libraries}"], python, folder)

        assert rows(folder) == rows(by_default)
        # Another interpreter may be at work, so tracebacks may show other paths.
        assert set(tree(folder / "autograded")) == set(tree(by_default / "autograded"))
    finally:
        shutil.rmtree(folder)


@pytest.mark.skipif(not shutil.which("bwrap"), reason="needs bubblewrap")
def test_inside_a_container_it_works_too(fresh: Path, by_default: Path) -> None:
    """In bubblewrap with its own users, processes and network the result is the same."""
    box = [
        "bwrap",
        "--dev-bind",
        "/",
        "/",
        "--unshare-user",
        "--unshare-pid",
        "--unshare-net",
        "--proc",
        "/proc",
        "--die-with-parent",
    ]
    graded_by(box, sys.executable, fresh)

    assert rows(fresh) == rows(by_default)
    assert tree(fresh / "autograded") == tree(by_default / "autograded")


def test_ctrl_c_waits_for_no_job(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The zygote goes first, so that no worker waits for a learner's code; nothing is half done."""
    waits = batch.wait

    def stopped(ahead: object, **words: object) -> object:
        del ahead, words
        raise KeyboardInterrupt

    monkeypatch.setattr(batch, "wait", stopped)
    with Zygote(image_with(()), hidden=[fresh]) as zygote:
        zygote.wait_ready()
        with pytest.raises(KeyboardInterrupt):
            grade_submissions(fresh, MODULE, workers=Workers(zygote=zygote))
        assert zygote._process.wait(30) == -signal.SIGKILL

    monkeypatch.setattr(batch, "wait", waits)
    assert not any(outcome.cached for outcome in grade_submissions(fresh, MODULE))

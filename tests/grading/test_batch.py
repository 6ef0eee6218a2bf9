"""Many submissions: one result whatever runs them, in parallel, by anybody, told truthfully."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import product
from multiprocessing import get_context
from pathlib import Path

import pytest

from benchmarks.cohort_sizes import graded as cohort_graded
from course import workflow
from course.errors import GradingError
from course.gradebook.layout import layout_of, program_file
from course.grading import batch, marking
from course.grading.batch import Workers, grade_submissions, limits_of
from course.grading.images import image_with
from course.jobs import Job, Result
from course.notebooks import read_notebook
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
    sql,
    tree,
)
from tests.samples import cell_of, code, write

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


GRADING = """[grading]
wall_time_s = 10
memory_mb = 512
most_wall_time_s = 100
cells = [{ kind = "own", wall_time_s = 5 }]
modules = [{ id = "ps2", wall_time_s = 30, memory_mb = 1024 }]
"""


@pytest.mark.parametrize(
    ("assignment", "line", "expected"),
    [
        ("ps1", "", (10, 5, 300, 60, 512)),
        ("ps1", "c.ExecutePreprocessor.timeout = 45", (45, 5, 300, 60, 512)),
        ("ps1", "c.NotebookClient.timeout = 90", (90, 5, 300, 90, 512)),
        ("ps1", "c.ExecutePreprocessor.timeout = 3600", (100, 5, 300, 100, 512)),
        ("ps1", "c.Execute.timeout = -1", (100, 5, 300, 100, 512)),
        ("ps1", "c.Execute.timeout = None", (100, 5, 300, 100, 512)),
        ("ps2", "c.ExecutePreprocessor.timeout = 45", (30, 30, 300, 60, 1024)),
    ],
)
def test_limits_come_from_module_nbgrader_and_table(
    assignment: str, line: str, expected: tuple[int, ...], tmp_path: Path
) -> None:
    """What says most goes first: the module's, nbgrader's up to the ceiling, the table's."""
    (tmp_path / "program.toml").write_text(GRADING, encoding="utf-8")
    (tmp_path / "nbgrader_config.py").write_text(f"c = get_config()\n{line}\n", encoding="utf-8")
    layout = layout_of(tmp_path)
    limits = limits_of(
        load_program(program_file(tmp_path)).grading.model_dump(), assignment, layout.cell_s
    )

    assert expected == (
        limits.seconds("test"),
        limits.seconds("own"),
        limits.total_s,
        limits.cpu_s,
        limits.memory_bytes >> 20,
    )


def test_a_limit_that_is_no_number_is_named(tmp_path: Path) -> None:
    """The place is the option in nbgrader_config.py."""
    text = "c = get_config()\nc.ExecutePreprocessor.timeout = 'long'\n"
    (tmp_path / "nbgrader_config.py").write_text(text, encoding="utf-8")
    with pytest.raises(GradingError, match=r"nbgrader_config.py: ExecutePreprocessor.timeout: exp"):
        layout_of(tmp_path)


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
    grade = marking.grade

    def failing(job: Job, **more: object) -> Result:
        if b"n * n" in (job.submission or b""):
            raise GradingError("the examiner ended before the first cell")
        return grade(job, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(marking, "grade", failing)
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
from course.gradebook.layout import layout_of, program_file
from course.grading.batch import Workers, grade_submissions, limits_of
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


THREE = (NAME, "02-more", "03-most")


@pytest.fixture(scope="module")
def three_graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three notebooks, of which two learners handed in all and a third only the first."""
    folder = released_course(tmp_path_factory.mktemp("three") / "course", *THREE)
    workflow.release(folder, MODULE, tick=lambda name: None)  # noqa: ARG005
    for name in THREE:
        hand_in(folder, "learner-01", answered(folder, RIGHT), name=f"{name}.ipynb")
        hand_in(folder, "learner-02", answered(folder, WRONG), name=f"{name}.ipynb")
    hand_in(folder, "learner-03", answered(folder, RIGHT))
    grade_submissions(folder, MODULE)
    return folder


@pytest.fixture
def three(three_graded: Path, tmp_path: Path) -> Path:
    """A copy to change."""
    return Path(shutil.copytree(three_graded, tmp_path / "course"))


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Learner and notebook of each job that is run."""
    grade = marking.grade
    ran: list[tuple[str, str]] = []

    def noted(job: Job, **more: object) -> Result:
        ran.append((job.learner, job.name.removesuffix(".ipynb")))
        return grade(job, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(marking, "grade", noted)
    return ran


def mend(course_dir: Path, name: str = THREE[1]) -> None:
    """Change one test cell of one notebook's source, and release it."""
    path = course_dir / "source" / MODULE / f"{name}.ipynb"
    notebook = read_notebook(path)
    cell_of(notebook, "ex1-tests").source = "assert double(2) == 4 and double(2) == double(2)"
    write(notebook, path)
    workflow.release(course_dir, MODULE, accept=True, tick=lambda name: None)  # noqa: ARG005


def test_a_mended_test_grades_its_notebook_anew_and_no_other(
    three: Path, jobs: list[tuple[str, str]]
) -> None:
    """A job a learner; verdicts, files, manual scores and their flags of the others stay."""
    sql(three, "update grade set manual_score = 2, needs_manual_grade = 0 where auto_score is null")
    before = rows(three)
    kept = {p: b for p, b in tree(three / "autograded").items() if p.endswith("03-most.ipynb")}
    mend(three)
    outcomes = grade_submissions(three, MODULE)
    after = rows(three)

    assert sorted(jobs) == [(f"learner-0{n}", THREE[1]) for n in (1, 2, 3)]
    assert [one.cached for one in outcomes] == [False] * 3
    assert [row for row in after if row[1] != THREE[1]] == [r for r in before if r[1] != THREE[1]]
    tests = {row[0]: row[3] for row in after if row[1:3] == (THREE[1], "ex1-tests")}
    assert tests == {"learner-01": 3, "learner-02": 3, "learner-03": 0}  # 2 * 2 is 2 + 2
    assert kept.items() <= tree(three / "autograded").items()
    jobs.clear()
    assert all(one.cached for one in grade_submissions(three, MODULE))
    assert jobs == []


def test_what_is_kept_is_what_grading_all_anew_gives(three: Path, tmp_path: Path) -> None:
    """The quick way and `--force` end alike, damage and remarks included."""
    forced = Path(shutil.copytree(three, tmp_path / "forced"))
    for course_dir in (three, forced):
        hand_in(course_dir, "learner-02", b"{", name=f"{THREE[2]}.ipynb")
    quick = grade_submissions(three, MODULE)
    all_anew = grade_submissions(forced, MODULE, force=True)

    assert [(one.learner, one.record) for one in quick] == [
        (one.learner, one.record) for one in all_anew
    ]
    assert [one.cached for one in quick] == [True, False, True]
    assert rows(three) == rows(forced)
    assert tree(three / "autograded") == tree(forced / "autograded")


def test_a_notebook_that_goes_costs_no_job(tmp_path: Path, jobs: list[tuple[str, str]]) -> None:
    """More learners than are under way at once: each one's rest is laid out anew, and kept."""
    folder = released_course(tmp_path / "course", NAME, THREE[1])
    workflow.release(folder, MODULE, tick=lambda name: None)  # noqa: ARG005
    learners = [f"learner-{number:02}" for number in range(1, 9)]
    for learner, name in product(learners, (NAME, THREE[1])):
        hand_in(folder, learner, answered(folder, RIGHT), name=f"{name}.ipynb")
    grade_submissions(folder, MODULE)
    jobs.clear()
    (folder / "source" / MODULE / f"{THREE[1]}.ipynb").unlink()
    workflow.release(folder, MODULE, accept=True, tick=lambda name: None)  # noqa: ARG005
    outcomes = grade_submissions(folder, MODULE)

    assert [(one.learner, sorted(one.record.notebooks)) for one in outcomes] == [
        (learner, [NAME]) for learner in learners
    ]
    assert jobs == []
    assert {path.name for path in folder.glob("autograded/*/*/*.ipynb")} == {f"{NAME}.ipynb"}


@pytest.mark.parametrize(
    ("loss", "expected"),
    [
        (lambda folder: (graded_file(folder, THREE[0])).unlink(), [THREE[0]]),
        (lambda folder: shutil.rmtree(folder / "autograded" / "learner-01"), list(THREE)),
        (lambda folder: sql(folder, f"{GONE} = '{THREE[2]}')"), [THREE[2]]),
        (lambda folder: record_of(folder).unlink(), list(THREE)),
        (lambda folder: record_of(folder).write_text("{"), list(THREE)),
    ],
    ids=["a graded file", "all graded files", "rows", "the record", "half the record"],
)
def test_what_was_lost_is_graded_anew(
    loss: Callable[[Path], object],
    expected: list[str],
    three: Path,
    jobs: list[tuple[str, str]],
) -> None:
    """A verdict is kept only while all that came of it is there; then all is as it was."""
    before = rows(three), tree(three / "autograded")
    loss(three)
    grade_submissions(three, MODULE, learner="learner-01")

    assert sorted(jobs) == [("learner-01", name) for name in expected]
    assert (rows(three), tree(three / "autograded")) == before


GONE = """delete from grade where notebook_id in (
    select s.id from submitted_notebook s join notebook n on n.id = s.notebook_id
    join submitted_assignment a on a.id = s.assignment_id
    where a.student_id = 'learner-01' and n.name"""


def graded_file(course_dir: Path, name: str) -> Path:
    return course_dir / "autograded" / "learner-01" / MODULE / f"{name}.ipynb"


def record_of(course_dir: Path) -> Path:
    return course_dir / "autograded" / ".graded" / MODULE / "learner-01.json"


UNCHANGED = """
import sys
from pathlib import Path
from course.cli.command import main
status = main(["grade", sys.argv[2], "--course-dir", sys.argv[1]])
large = {"sqlalchemy", "pydantic", "nbformat", "asyncio", "nbgrader", "numpy", "subprocess"}
print(status, sorted(large & sys.modules.keys()))
"""


def test_nothing_large_is_imported_where_nothing_changed(fresh: Path) -> None:
    """Half of the time of an unchanged run was imports."""
    assert course("grade", MODULE, folder=fresh).returncode == 0
    words = [sys.executable, "-c", UNCHANGED, str(fresh), MODULE]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.stdout.splitlines()[-1] == "0 []", done.stdout
    assert done.stderr == "nothing has changed since it was graded\n"


def test_a_wrong_program_is_told_though_nothing_changed(fresh: Path) -> None:
    """What was checked is known by its content: another content is checked again."""
    plan = fresh / "program.toml"
    shutil.copy(ROOT / "course" / "program.toml", plan)
    assert course("grade", MODULE, folder=fresh).returncode == 0
    assert "nothing has changed" in course("grade", MODULE, folder=fresh).stderr
    plan.write_text(plan.read_text().replace("passing_score = 80", "passing_score = 140"))
    done = course("grade", MODULE, folder=fresh)

    assert done.returncode == 1
    assert "passing_score: expected" in done.stderr


def test_a_cohort_ten_times_as_large_needs_no_more_memory(tmp_path: Path) -> None:
    """The grading process holds a few submissions at a time; `make soak submissions` has 1,000."""
    few, many = (cohort_graded(tmp_path, size).memory_mb for size in (10, 100))
    assert many <= 1.2 * few

"""Graded drills through the whole pipeline: the drill host's journal is what is graded."""

import json
import os
import pwd
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from course.errors import GradingError
from course.gradebook import exchange
from course.grading.batch import grade_submissions
from course.grading.feedback_pages import feedback
from course.incidents.drill_client import HOST, drill
from course.incidents.incident import Incident
from course.incidents.run_queries import sql
from course.incidents.scenario_files import drawn_scenario
from course.incidents.sealed_runs import begun_run, kept_run, open_draw, sealed_draw
from course.papers.course_secret import load_secret, make_secret
from course.program import load_program
from course.simulation.kernel_startup import prepare
from tests.classroom import MODULE, NAME, ROOT, fetched, hand_in, points
from tests.incidents.drill_hosts import as_account, commanded, play
from tests.samples import as_run, cell_of, code, sample_notebook, write

DRILL = "drill-01"
FILE = f"incidents/{DRILL}.jsonl"
TESTS = f'''"""You declare before half of the time is lost, in a sealed run."""
from course.incidents.journal_grading import handed_in
run = handed_in("{DRILL}")
assert run.points("detection") >= 10, run.because("detection")
assert run.sealed, "unsealed: played without a drill host"'''
FORGED = """import json, os
os.makedirs("../pristine", exist_ok=True) if os.access("..", os.W_OK) else None
for place in ("drills.json", "../pristine/drills.json"):
    try:
        open(place, "w").write(json.dumps({"drill-01": {"sealed": True, "journal": "x"}}))
    except OSError:
        pass"""
ACCOUNTS = ("games", "man")


def kept(course_dir: Path, learner: str, *, shared: bool = False, close: bool = True) -> bytes:
    """Have a host's journal of a learner's run, played the author's way."""
    secret = load_secret(Path(os.environ["COURSE_SECRET"]))
    plan = load_program().drill(DRILL)
    run = begun_run(
        course_dir,
        DRILL,
        learner,
        lambda: sealed_draw(secret.derived, plan, learner),
        shared=shared,
    )
    family, seed = run.draw()
    scenario = drawn_scenario(family, seed)
    play(Incident(scenario, seed=seed, folder=run.folder), scenario, close=close)
    whole = kept_run(course_dir, DRILL, learner)
    assert whole is not None
    return whole.journal


def submit(folder: Path, learner: str, copy: bytes | None, own: str = "") -> None:
    """Hand in the released notebook, with a copy of a journal beside it."""
    notebook = fetched(folder)
    if own:
        notebook.cells.insert(1, code("own", own))
    place = hand_in(folder, learner, notebook)
    if copy is not None:
        (place / "incidents").mkdir()
        (place / FILE).write_bytes(copy)


def unsealed(learner: str) -> bytes:
    """A run that was played without a host."""
    family, seed = open_draw(DRILL, learner)
    scenario = drawn_scenario(family, seed)
    run = Incident(scenario, seed=seed)
    play(run, scenario)
    return run.journal.text().encode()


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder that other accounts may pass through, as a server's is."""
    folder = Path(tempfile.mkdtemp(prefix="drills-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def course_dir(place: Path) -> Iterator[Path]:
    """Eleven submissions of one exercise, graded."""
    prepare()
    folder = place / "course"
    folder.mkdir(mode=0o700)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    os.environ["COURSE_SECRET"] = str(place / "kept" / "secret")
    make_secret(Path(os.environ["COURSE_SECRET"]))
    notebook = sample_notebook()
    cell_of(notebook, "ex1-tests").source = TESTS
    write(as_run(notebook), folder / "source" / MODULE / f"{NAME}.ipynb")
    exchange.build_release(folder, MODULE)
    first = kept(folder, "learner-01")
    submit(folder, "learner-01", first)
    submit(folder, "learner-02", first)  # copied, and never played
    second = kept(folder, "learner-03")
    lines = second.splitlines(keepends=True)
    submit(folder, "learner-03", b"".join(lines[:1] + lines[2:]))  # a line taken out
    kept(folder, "learner-04")
    submit(folder, "learner-04", None)  # a copy that is missing
    submit(folder, "learner-05", None)  # never played
    submit(folder, "learner-06", unsealed("learner-06"))
    kept(folder, "learner-07")
    submit(folder, "learner-07", unsealed("learner-07"))  # a second one, rehearsed
    kept(folder, "learner-08", close=False)
    submit(folder, "learner-08", first)
    submit(folder, "learner-09", kept(folder, "learner-09", shared=True))
    submit(folder, "learner-10", None, own=FORGED)
    kept(folder, "learner-11")
    submit(folder, "learner-11", first)  # another's copy, beside a run of one's own
    yield folder
    del os.environ["COURSE_SECRET"]


@pytest.fixture(scope="module")
def graded(course_dir: Path) -> Path:
    grade_submissions(course_dir, MODULE)
    return course_dir


def said(folder: Path, learner: str) -> str:
    """What the test said: why it failed, or what it printed."""
    path = folder / "autograded" / learner / MODULE / f"{NAME}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    printed = [o.get("text", "") for o in cell_of(notebook, "ex1-tests").outputs]
    return "".join([notebook.metadata["course"]["messages"].get("ex1-tests", ""), *printed])


SAID = {
    1: (3.0, "drill-01: sealed, "),
    2: (0.0, "this is a run of learner-01; the drill host has no run of drill-01 by learner-02"),
    3: (3.0, f"{FILE} was changed after it was played; the drill host's journal of learner-03"),
    4: (3.0, f"{FILE} is missing; the drill host's journal of learner-04 counts"),
    5: (0.0, f"play the game day above: there is no {FILE}"),
    6: (0.0, "unsealed: played without a drill host"),
    7: (3.0, f"{FILE} is a second run, played without the drill host; the drill host's journal"),
    8: (0.0, "the run of drill-01 at the drill host is not over: close it, and hand in again"),
    9: (0.0, "drill-01: unsealed; drill-01 is unsealed: the drill host had the learner's own"),
    10: (0.0, f"play the game day above: there is no {FILE}"),
    11: (3.0, f"{FILE} is a copy of the run of learner-01; the drill host's journal of learner-11"),
}


def test_the_host_s_journal_counts_and_each_oddity_has_its_sentence(graded: Path) -> None:
    """Copied, edited, missing, second, unfinished, forged: points as played, and why."""
    got = {n: (points(graded)[f"learner-{n:02}"], said(graded, f"learner-{n:02}")) for n in SAID}
    assert {n: mark for n, (mark, _) in got.items()} == {n: mark for n, (mark, _) in SAID.items()}
    assert {n: words for n, (_, words) in got.items() if SAID[n][1] not in words} == {}


def test_no_draw_is_where_a_run_is_not_over(graded: Path) -> None:
    """Neither family nor seed of an unfinished run is in what the learner gets back."""
    run = kept_run(graded, DRILL, "learner-08")
    assert run is not None
    text = (graded / "autograded/learner-08" / MODULE / f"{NAME}.ipynb").read_text()
    assert [word for word in map(str, run.draw()) if word in text] == []


def test_a_feedback_page_says_whether_it_was_sealed(graded: Path) -> None:
    """Who reads the page need not know the gradebook."""
    feedback(graded, MODULE)

    def page(learner: str) -> str:
        return (graded / "feedback" / learner / MODULE / f"{NAME}.html").read_text()

    assert "drill-01: sealed, " in page("learner-01")
    assert "drill-01: unsealed" in page("learner-06")


def test_the_same_journals_are_not_graded_again(graded: Path) -> None:
    """A grade depends on the host's journal: where that has gone on, and only there, anew."""
    cached = [one.learner for one in grade_submissions(graded, MODULE) if not one.cached]
    assert cached == []
    run = kept_run(graded, DRILL, "learner-08")
    assert run is not None
    family, seed = run.draw()
    Incident(drawn_scenario(family, seed), seed=seed, folder=run.folder).close()
    again = [one.learner for one in grade_submissions(graded, MODULE) if not one.cached]
    assert again == ["learner-08"]
    assert points(graded)["learner-08"] == 3.0


def test_a_damaged_journal_of_the_host_s_is_the_course_s_fault(graded: Path) -> None:
    """It is named, and nobody gets points or none for it in silence."""
    run = kept_run(graded, DRILL, "learner-04")
    assert run is not None
    (file,) = run.folder.glob("*.jsonl")
    file.write_bytes(run.journal.replace(b'"declare"', b'"declaim"'))
    with pytest.raises(GradingError, match="drill-01: learner-04: the host's journal is damaged"):
        grade_submissions(graded, MODULE, learner="learner-04", force=True)
    file.write_bytes(run.journal)


def _accounts() -> bool:
    try:
        return os.geteuid() == 0 and all(pwd.getpwnam(name) for name in ACCOUNTS)
    except KeyError:
        return False


@pytest.mark.skipif(not _accounts(), reason="only root can act as other accounts")
def test_from_a_learner_s_account_to_a_sealed_grade(course_dir: Path, place: Path) -> None:
    """The real commands: a host, two accounts that play by `drill`, hand in, and are graded."""
    assert sql  # imported: another account cannot read this environment
    secret, door = place / "kept" / "secret", place / "socket"
    with commanded(course_dir, door, secret) as host:
        assert host.first_line.startswith(f"drill-01: {door}; secret ")  # type: ignore[attr-defined]
        homes = {}
        for name in ACCOUNTS:
            account = pwd.getpwnam(name)
            homes[name] = place / f"home-{name}"
            homes[name].mkdir()
            os.chown(homes[name], account.pw_uid, account.pw_gid)

            def begin(home: Path = homes[name]) -> str:
                os.environ[HOST] = str(door)
                os.chdir(home)
                run = drill(DRILL)
                run.alerts()
                return f"{run.sealed} {len(run.entries)} {run.scenario.title}"

            assert as_account(account.pw_uid, account.pw_gid, begin) == "'True 2 Drill 1'"
        account = pwd.getpwnam("games")
        run = kept_run(course_dir, DRILL, "games")
        assert run is not None
        family, seed = run.draw()
        scenario = drawn_scenario(family, seed)

        def finish() -> int:
            os.environ[HOST] = str(door)
            os.chdir(homes["games"])
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                play(drill(DRILL), scenario)
            return len(Path(FILE).read_text().splitlines())

        lines = as_account(account.pw_uid, account.pw_gid, finish)
    copy = (homes["games"] / FILE).read_bytes()
    assert lines == str(copy.count(b"\n"))
    assert json.loads(copy.splitlines()[0])["args"]["seed"] == seed
    submit(course_dir, "games", copy)
    submit(course_dir, "man", (homes["man"] / FILE).read_bytes())
    for name in ACCOUNTS:
        grade_submissions(course_dir, MODULE, learner=name)
    assert (points(course_dir)["games"], points(course_dir)["man"]) == (3.0, 0.0)
    assert "drill-01: sealed, " in said(course_dir, "games")
    assert "is not over" in said(course_dir, "man")

"""Journals of incidents through the whole pipeline: played again in the sandbox, each its own."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import nbformat
import pytest

from course.gradebook import exchange
from course.grading.batch import Workers, grade_submissions
from course.grading.conductor import conduct
from course.grading.images import LIBRARIES, SIMULATOR, image_with, libraries_in
from course.grading.marking import grade
from course.incidents.replayed_run import journal_of
from course.incidents.scenario_files import load_scenario, seed_for
from course.jobs import Files, Job, Limits, Verdict
from course.notebooks import canonical
from course.program import load_program
from course.sandbox import zygote as zygote_process
from course.sandbox.client import Zygote
from course.simulation.kernel_startup import prepare
from tests.classroom import MODULE, NAME, ROOT, fetched, hand_in, points, rows
from tests.samples import as_run, cell_of, code, markdown, marks, sample_notebook, write
from tests.sandbox.zygotes import cell, graded, text

SCENARIO = "bad-canary"
FILE = f"incidents/{SCENARIO}.jsonl"
SOLUTION = f'''def respond(incident) -> None:
    """Play by code, or leave this and play in the console."""
    ### BEGIN SOLUTION
    incident.advance("4m")
    incident.sql('select "service.name", count(*) from logs group by 1 order by 2')
    incident.promql("sum by (service_name) (up)")
    incident.logs("body like '%error%'")
    incident.declare(severity=2)
    ### END SOLUTION

print(hand_in("{SCENARIO}", respond))'''
TESTS = f'''"""You declare before half of the time is lost."""
from course.incidents.journal_grading import handed_in
run = handed_in("{SCENARIO}")
assert run.points("detection") >= 10, run.because("detection")'''
SLOW = SOLUTION.replace('"4m"', '"25m"')
FORGER = 'import os\nos.environ["COURSE_LEARNER"] = "learner-01"\n'
COPIER = f"""{FORGER}from course.incidents import grading, learner
grading.handed_in = lambda *_: None
learner.is_known = lambda: False"""


def journal(learner: str) -> bytes:
    """The oracle's way in a learner's own run."""
    scenario = load_scenario(SCENARIO)
    seed = seed_for(load_program().course_id.encode(), learner, SCENARIO)
    return journal_of(scenario, scenario.oracle, seed).text().encode()


def submit(folder: Path, number: int, raw: bytes | None, answer: str = "", own: str = "") -> Path:
    """Hand in the released notebook with a journal beside it; a stub where there is no answer."""
    notebook = fetched(folder)
    if answer:
        cell_of(notebook, "ex1-solution").source = answer
    if own:
        notebook.cells.insert(2, code("own", own))
    place = hand_in(folder, f"learner-{number:02}", notebook)
    if raw is not None:
        (place / "incidents").mkdir()
        (place / FILE).write_bytes(raw)
    return place


@pytest.fixture(scope="module")
def course_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight submissions of one exercise, graded."""
    prepare()
    folder = tmp_path_factory.mktemp("journals") / "course"
    folder.mkdir()
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    notebook = sample_notebook()
    cell_of(notebook, "setup").source = "from course.incidents.journal_grading import hand_in"
    cell_of(notebook, "ex1-solution").source = SOLUTION
    cell_of(notebook, "ex1-tests").source = TESTS
    write(as_run(notebook), folder / "source" / MODULE / f"{NAME}.ipynb")
    exchange.build_release(folder, MODULE)
    first = journal("learner-01")
    submit(folder, 1, first)
    submit(folder, 2, first)  # copied
    submit(folder, 3, None)
    submit(folder, 4, None, SOLUTION)
    submit(folder, 5, first, own=COPIER)
    (submit(folder, 6, None) / "incidents").symlink_to(
        folder / "submitted/learner-01" / MODULE / "incidents"
    )
    with (submit(folder, 7, b"{}") / FILE).open("wb") as file:
        file.truncate(100 << 20)
    submit(folder, 8, journal("learner-08"), SLOW)  # what is played by code counts
    grade_submissions(folder, MODULE)
    return folder


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    """A zygote with the simulator in it."""
    prepare()
    with Zygote(image_with([SIMULATOR])) as process:
        yield process


def messages(folder: Path) -> dict[str, str]:
    """What the test said, by learner."""
    found = {}
    for path in sorted((folder / "autograded").glob(f"*/{MODULE}/{NAME}.ipynb")):
        said = nbformat.read(path, as_version=4).metadata["course"].get("messages", {})
        found[path.parts[-3]] = said.get("ex1-tests", "")
    return found


EXPECTED = {1: 3.0, 2: 0.0, 3: 0.0, 4: 3.0, 5: 0.0, 6: 0.0, 7: 0.0, 8: 0.0}


def test_everybody_s_points_are_their_own_run_s(course_dir: Path) -> None:
    """An honest journal and an honest respond earn; copies, links, floods and nothing do not."""
    assert points(course_dir) == {f"learner-{n:02}": p for n, p in EXPECTED.items()}


def test_a_copied_journal_is_told_so(course_dir: Path) -> None:
    """Also where the copier's code says that it is somebody else."""
    said = messages(course_dir)
    for number in (2, 5):
        name = f"learner-{number:02}"
        assert f"{FILE}: line 1: this is not a run of {name}" in said[name]
    assert said["learner-01"] == ""


def test_what_is_missing_is_told_so(course_dir: Path) -> None:
    """Nothing played, a linked folder, and a file too large to be laid beside the notebook."""
    said = messages(course_dir)
    assert {said[f"learner-{n:02}"] for n in (3, 6, 7)} == {
        f"play the game day above: there is no {FILE}"
    }
    assert "you declared at" in said["learner-08"]


def test_no_fault_of_the_course_is_found(course_dir: Path) -> None:
    """Whatever a learner hands in, no person need look at the test itself."""
    marks_of = sorted((course_dir / "autograded/.graded" / MODULE).glob("*.json"))
    assert len(marks_of) == len(EXPECTED)
    assert all('"course_faults": []' in path.read_text() for path in marks_of)


def test_the_same_journal_gives_the_same_grade(course_dir: Path, zygote: Zygote) -> None:
    """Three times over, in fresh processes each time, as the first time in another's."""
    before = rows(course_dir), messages(course_dir)
    for _ in range(3):
        for learner in ("learner-01", "learner-02", "learner-08"):
            grade_submissions(
                course_dir, MODULE, learner=learner, force=True, workers=Workers(zygote=zygote)
            )

    assert (rows(course_dir), messages(course_dir)) == before


def test_another_learner_s_name_is_another_job() -> None:
    """The cache must not give one learner the grade of another with the same bytes."""
    job = Job(submission=b"1", source=b"2")
    assert Job(submission=b"1", source=b"2", learner="learner-01").digest() != job.digest()


def test_nbgrader_s_own_command_knows_the_learner_too(course_dir: Path, tmp_path: Path) -> None:
    """`nbgrader autograde`, and formgrader's button with it, refuse a copy in the same words."""
    folder = tmp_path / "theirs"
    shutil.copytree(course_dir, folder, symlinks=True, ignore=shutil.ignore_patterns("autograded"))
    for learner in ("learner-01", "learner-02"):
        subprocess.run(
            [sys.executable, "-m", "nbgrader", "autograde", MODULE, "--student", learner],
            cwd=folder,
            capture_output=True,
            check=True,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            },
        )

    found, ours = messages(folder), messages(course_dir)
    assert found == {name: ours[name] for name in ("learner-01", "learner-02")}
    assert points(folder) == points(course_dir)


def test_both_sides_know_the_learner_and_neither_moves_the_other(zygote: Zygote) -> None:
    """What the learner's code puts into its environment is its own affair."""
    ask = 'import os\nassert os.environ["COURSE_LEARNER"] == "learner-01", "another"'
    cells = [
        cell("says", 'import os; print(os.environ["COURSE_LEARNER"])'),
        cell("own", FORGER.replace("learner-01", "learner-02")),
        cell("t", ask, "test"),
    ]
    results = {
        r.grade_id: r for r in conduct(cells, Files(), Limits(), zygote, learner="learner-01")
    }

    assert text(results["says"].outputs) == "learner-01\n"
    assert results["t"].verdict is Verdict.PASSED, results["t"].message


def test_where_nobody_is_known_any_journal_is_played(zygote: Zygote) -> None:
    """A proof knows no learner: the seed is not checked, and the result says so."""
    test = f"{TESTS}\nassert not run.owner_checked, 'checked'"
    files = Files(submitted={FILE: journal("learner-05")})
    found = graded(zygote, cell("t", test, "test"), files=files, limits=Limits())

    assert found["t"].verdict is Verdict.PASSED, found["t"].message


def test_a_program_that_plays_after_another_fares_no_better(zygote: Zygote) -> None:
    """A run in the learner's process leaves nothing in the one that judges."""
    played = f"from course.incidents.journal_grading import hand_in\n{SOLUTION}"
    found = graded(
        zygote,
        cell("a", played),
        cell("t", TESTS, "test"),
        cell("b", f'open("{FILE}", "w").write("x" * 3_000_000)'),
        cell("u", TESTS, "test"),
        cell("c", f'import os; os.remove("{FILE}"); os.mkfifo("{FILE}")'),
        cell("v", TESTS, "test"),
        limits=Limits(),
    )

    assert found["t"].verdict is Verdict.PASSED, found["t"].message
    assert "expected at most 2097152 bytes" in found["u"].message
    assert found["v"].message == f"play the game day above: there is no {FILE}"
    assert not any(result.course_fault for result in found.values())


def test_without_the_simulator_it_is_the_course_s_fault() -> None:
    """Nothing is compiled in the sandbox; the message names what to do."""
    with Zygote(image_with([])) as bare:
        found = graded(bare, cell("t", TESTS, "test"), limits=Limits())

    assert found["t"].course_fault
    assert "names course.incidents" in found["t"].message
    assert "kernel_startup import prepare" in found["t"].message


def test_the_simulator_is_loaded_for_those_who_name_it() -> None:
    """A second of start and its memory are spent on notebooks with incidents only."""
    for words in (
        b"import course.incidents.journal_grading",
        b"from course.widgets import console, quiz",
    ):
        assert SIMULATOR in libraries_in([words])
    assert SIMULATOR not in libraries_in([b"an incident, and a console", b"import numpy"])
    assert SIMULATOR not in LIBRARIES


def heard(prepare: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the grader is told while the simulator is made ready."""
    settings = {"import_from": [], "cache": "kept", "outside": ["anything:at_all"]}
    monkeypatch.setattr(zygote_process, "_function", lambda _: prepare)
    grader_end, zygote_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with grader_end, zygote_end:
        zygote_process._load_outside(settings, zygote_end.fileno())
        zygote_end.shutdown(socket.SHUT_WR)
        notices = []
        with suppress(EOFError):
            while True:
                notices.append(zygote_process.receive(grader_end.fileno())[0]["notice"])
    return notices


def test_a_cold_simulator_is_made_before_the_jail_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache is the user's own; its place is not in the environment that children inherit."""
    seen = []

    def prepare(announce: Callable[[str], None]) -> None:
        seen.append(os.environ["COURSE_KERNEL_CACHE"])
        announce("Compiling the simulator, once.")

    assert heard(prepare, monkeypatch) == ["Compiling the simulator, once."]
    assert seen == ["kept"]
    assert "COURSE_KERNEL_CACHE" not in os.environ


def test_a_simulator_that_cannot_be_made_stops_no_grading(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said; tests that need it are then faults of the course, all others are graded."""

    def prepare(_: Callable[[str], None]) -> None:
        raise OSError("no room")

    (notice,) = heard(prepare, monkeypatch)
    assert notice == "the simulator cannot be used: OSError('no room')"


def test_a_whole_job_knows_its_learner(zygote: Zygote) -> None:
    """`grade` hands the job's learner on."""
    notebook = nbformat.v4.new_notebook(
        cells=[
            code(
                "ex1-solution",
                SOLUTION.replace("hand_in", "print"),
                marks("ex1-solution", solution=True),
            ),
            code("ex1-tests", TESTS, marks("ex1-tests", grade=True, points=3)),
            markdown("next", "## Next"),
        ]
    )
    raw = canonical(notebook).encode()
    for learner, verdict in (("learner-01", Verdict.PASSED), ("learner-02", Verdict.FAILED)):
        files = Files(submitted={FILE: journal("learner-01")})
        job = Job(submission=raw, source=raw, files=files, learner=learner)
        (found,) = [c for c in grade(job, zygote).cells if c.verdict]
        assert found.verdict is verdict, found.message

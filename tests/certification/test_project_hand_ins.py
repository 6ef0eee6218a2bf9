"""Hand-ins of the project about a page, measured from their text and kept in records/."""

import json
import os
import shutil
from pathlib import Path

import nbformat
import pytest

from course import load_program, workflow
from course.certification.cohort import record_projects
from course.cli.command import main
from course.errors import CredentialError, GradingError, UsageError
from course.gradebook import exchange
from course.pageload import as_found, plan_text, project_measures, shop_page
from course.papers.course_secret import load_secret, make_secret
from course.papers.paper_files import open_register, read_register, stock_of
from course.records.record_files import read_record, write_record
from course.records.results import LearnerRecord
from tests.certification.people import day, module
from tests.classroom import sql
from tests.page_plans import FAMILIES, GAMING, everything, heavy_when_idle, small_measures

PROJECT = "level-1-project"
NAME = "01-performance-optimization"
ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "source" / PROJECT / f"{NAME}.ipynb"
LEARNERS = ("learner-01", "learner-02", "learner-03")


@pytest.fixture
def course_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course in which three learners have a page each, and nobody has handed in."""
    monkeypatch.setenv("COURSE_SECRET", str(tmp_path / "secret" / "course"))
    folder = tmp_path / "course"
    folder.mkdir()
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    (folder / "course").mkdir()
    shutil.copy(ROOT / "course" / "program.toml", folder / "course" / "program.toml")
    secret = make_secret(Path(os.environ["COURSE_SECRET"]))
    plan = load_program().paper(PROJECT)
    assert plan is not None
    register = open_register(folder, PROJECT, secret)
    register.take_form(1, stock_of(folder, plan))
    for learner in LEARNERS:
        register.add(learner, 1)
    register.keep()
    return folder


def seed_of(course_dir: Path, learner: str) -> int:
    """The seed of a learner's paper."""
    register = read_register(course_dir, PROJECT, load_secret(Path(os.environ["COURSE_SECRET"])))
    assert register is not None
    return register.papers(learner)[-1].seed


def hand_in(course_dir: Path, learner: str, cell: str | bytes | None) -> Path:
    """Put the released notebook with this plan cell, or any bytes, where collect would put it."""
    folder = course_dir / "submitted" / learner / PROJECT
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "timestamp.txt").write_text("2026-03-01 12:00:00.000000 UTC")
    path = folder / f"{NAME}.ipynb"
    if isinstance(cell, bytes):
        path.write_bytes(cell)
    elif cell is not None:
        notebook = nbformat.read(NOTEBOOK, 4)  # type: ignore[no-untyped-call]
        for one in notebook.cells:
            if one.id == "ex1-solution":
                one.source = cell
        nbformat.write(notebook, path)  # type: ignore[no-untyped-call]
    return path


@pytest.mark.parametrize("name", FAMILIES)
def test_a_good_plan_is_measured_for_the_learners_own_page(course_dir: Path, name: str) -> None:
    """What the record holds is what the model says of the page of their paper."""
    page = shop_page(seed_of(course_dir, "learner-01"))
    data = FAMILIES[name](page)
    hand_in(course_dir, "learner-01", plan_text(data))

    (outcome,) = record_projects(course_dir, PROJECT)

    assert outcome.lacks == ("note_level not measured",)
    record = read_record(course_dir / "records" / "learner-01.json")
    (result,) = record.projects
    assert (result.level, result.project) == (1, "Performance Optimization")
    assert result.handed_in_on == day("2026-03-01")
    assert result.measures == project_measures(page, data)


def test_measured_again_it_is_one_row_and_all_else_stays(course_dir: Path) -> None:
    """The row of that hand-in is replaced; modules and a sample's mark are as they were."""
    own = LearnerRecord(learner="learner-02", name="Ada", modules=(module("102-code-quality"),))
    write_record(course_dir / "records", own)
    page = shop_page(seed_of(course_dir, "learner-02"))
    for data in (heavy_when_idle(page), everything(page)):
        hand_in(course_dir, "learner-02", plan_text(data))
        record_projects(course_dir, PROJECT, "learner-02")

    record = read_record(course_dir / "records" / "learner-02.json")
    assert (record.name, record.modules) == ("Ada", own.modules)
    assert [p.measures["tti_ms"][1] < 4000 for p in record.projects] == [True]


def test_what_is_lacking_is_named_by_metric(course_dir: Path) -> None:
    """The good plan that fails the goal, in the learner's own numbers."""
    page = shop_page(seed_of(course_dir, "learner-01"))
    hand_in(course_dir, "learner-01", plan_text(heavy_when_idle(page)))
    (outcome,) = record_projects(course_dir, PROJECT)
    assert [line.split()[0] for line in outcome.lacks] == ["tti_ms", "tti_worst_ms", "note_level"]


BAD: dict[str, tuple[str | bytes | None, str]] = {
    "no notebook": (None, "expected one notebook, got 0"),
    "no JSON": (b"{", f"{NAME}.ipynb: not JSON"),
    "no UTF-8": (b"\xff\xfe", f"{NAME}.ipynb: "),
    "no notebook in it": (b"[]", f"{NAME}.ipynb: "),
    "no such cell": (
        json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode(),
        f"{NAME}.ipynb: expected one cell called ex1-solution, got 0",
    ),
    "too large": (b" " * (9 << 20), f"{NAME}.ipynb: expected at most 8388608 bytes"),
    "not answered": (
        'def plan() -> dict:\n    """."""\n    # YOUR CODE HERE\n    raise NotImplementedError()',
        "the plan: expected `def plan():` with nothing but a return in it",
    ),
    "no Python": ("def plan(:", "the plan: line 1: "),
    "computed": (
        "def plan():\n    return as_found(page)",
        "the plan: line 2: expected the plan written out",
    ),
    "an import in it": (
        "plan = __import__('os').system('touch /tmp/project-ran')",
        "the plan: line 1: expected the plan written out",
    ),
    "deep": (f"plan = {'[' * 5000}", "the plan: "),
    "long": ("plan = {}" + "#" * 50_000, "the plan: expected at most 40000 characters"),
    "empty": ("", "the plan: expected `def plan():`"),
    "a list": ("plan = []", "the plan: expected a dict with chunks and more, got a list"),
    "a place": (
        plan_text({**as_found(shop_page(1)), "slice_ms": -1}),
        "the plan: slice_ms: input should be greater than or equal to 0, got -1",
    ),
    "an import that is late": (
        plan_text(
            {
                **as_found(shop_page(1)),
                "chunks": [
                    {
                        "name": "one",
                        "modules": [m.name for m in shop_page(1).modules if m.name != "money"],
                        "fetch": "start",
                        "run": "start",
                    },
                    {"name": "two", "modules": ["money"], "fetch": "idle", "run": "idle"},
                ],
            }
        ),
        "the plan: chunks[0]: 'event' imports 'money', which runs later, in chunks[1]",
    ),
}


@pytest.mark.parametrize("why", BAD)
def test_a_hand_in_that_cannot_be_measured_is_said_and_others_go_on(
    course_dir: Path, why: str
) -> None:
    """One learner's fault in one line, no record of theirs, and the next learner's measures."""
    content, line = BAD[why]
    hand_in(course_dir, "learner-01", content)
    page = shop_page(seed_of(course_dir, "learner-02"))
    hand_in(course_dir, "learner-02", plan_text(small_measures(page)))

    bad, good = record_projects(course_dir, PROJECT)

    assert bad.problems[0][: len(line)] == line
    assert not (course_dir / "records" / "learner-01.json").exists()
    assert (good.problems, good.lacks) == ((), ("note_level not measured",))
    assert not Path("/tmp/project-ran").exists()


def test_a_link_is_not_followed(course_dir: Path, tmp_path: Path) -> None:
    """A link in place of the notebook is no notebook."""
    path = hand_in(course_dir, "learner-01", None)
    other = tmp_path / "other.ipynb"
    shutil.copy(NOTEBOOK, other)
    path.symlink_to(other)
    (outcome,) = record_projects(course_dir, PROJECT)
    assert outcome.problems == (f"{NAME}.ipynb: expected a plain file, got a link",)


def test_a_learner_without_a_paper_has_no_page(course_dir: Path) -> None:
    """Nobody knows what the plan is about."""
    hand_in(course_dir, "stranger", plan_text(small_measures(shop_page(0))))
    (outcome,) = record_projects(course_dir, PROJECT)
    assert outcome.problems == ("no paper was drawn, so nobody knows which page it is about",)


def test_a_damaged_record_is_kept_as_it_is(course_dir: Path) -> None:
    """What cannot be read is said, and not overwritten."""
    path = course_dir / "records" / "learner-01.json"
    path.parent.mkdir()
    path.write_text("{", encoding="utf-8")
    page = shop_page(seed_of(course_dir, "learner-01"))
    hand_in(course_dir, "learner-01", plan_text(small_measures(page)))
    (outcome,) = record_projects(course_dir, PROJECT)
    assert outcome.problems[0].startswith("records/learner-01.json: ")
    assert path.read_text(encoding="utf-8") == "{"


def test_what_cannot_be_measured_at_all_is_an_error(course_dir: Path, tmp_path: Path) -> None:
    """No such project, no hand-in of that learner, no papers, another secret."""
    for name in ("level-2-project", "level-1-theory", "104-performance"):
        with pytest.raises(UsageError, match="is no project that can be measured here"):
            record_projects(course_dir, name)
    with pytest.raises(UsageError, match="'learner-09' has handed in nothing for level-1-project"):
        record_projects(course_dir, PROJECT, "learner-09")
    Path(os.environ["COURSE_SECRET"]).rename(tmp_path / "kept")
    make_secret(Path(os.environ["COURSE_SECRET"]))
    with pytest.raises(CredentialError, match="Put that file back"):
        record_projects(course_dir, PROJECT)
    shutil.rmtree(course_dir / "papers")
    with pytest.raises(GradingError, match="no papers were drawn: release it first"):
        record_projects(course_dir, PROJECT)


def test_the_command_says_a_line_for_each_learner(
    course_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is lacking goes to the terminal, what failed to stderr, and the status tells."""
    assert main(["project", "measure", PROJECT, "--course-dir", str(course_dir)]) == 0
    assert capsys.readouterr().out == f"{PROJECT}: nobody has handed in\n"
    page = shop_page(seed_of(course_dir, "learner-01"))
    hand_in(course_dir, "learner-01", plan_text(everything(page)))
    hand_in(course_dir, "learner-02", "plan = 1")
    assert main(["project", "measure", PROJECT, "--course-dir", str(course_dir)]) == 1
    said = capsys.readouterr()
    assert said.out == "learner-01: note_level not measured\n"
    assert said.err == (
        "learner-02: not measured: the plan: expected a dict with chunks and more, got 1\n"
    )
    arguments = ["--learner", "learner-01", "--json", "--course-dir", str(course_dir)]
    assert main(["project", "measure", PROJECT, *arguments]) == 0
    (one,) = json.loads(capsys.readouterr().out)["learners"]
    assert one["measures"]["functions_broken"] == [0, 0]


def released(course_dir: Path) -> None:
    """Release the project's notebook, so that the gradebook knows it."""
    shutil.copytree(NOTEBOOK.parent, course_dir / "source" / PROJECT)
    exchange.build_release(course_dir, PROJECT)


def answers(course_dir: Path, learner: str, plan: str | None) -> None:
    """Hand in the released notebook with a plan, and the reference's log where there is a plan."""
    notebook = nbformat.read(course_dir / "release" / PROJECT / f"{NAME}.ipynb", 4)  # type: ignore[no-untyped-call]
    page = shop_page(seed_of(course_dir, learner))
    if plan is not None:
        measures = project_measures(page, FAMILIES.get(plan, GAMING.get(plan))(page))  # type: ignore[misc]
        numbers = {"tti_ms": measures["tti_ms"][1], "usable_ms": measures["usable_worst_ms"][1]}
        row = {"change": "all of it", "kept": True, "why": "it serves the buyer", **numbers}
        undone = row | {"kept": False, "why": "it came later than it did before"}
        texts = {
            "ex1-solution": plan_text(FAMILIES.get(plan, GAMING.get(plan))(page)),  # type: ignore[misc]
            "ex2-solution": f"def log():\n    return {[undone, *[row] * 4]!r}",
            "reflection": "Buy works sooner.",
        }
        for cell in notebook.cells:
            cell.source = texts.get(cell.id, cell.source)
    path = hand_in(course_dir, learner, None)
    nbformat.write(notebook, path)  # type: ignore[no-untyped-call]


def test_from_release_to_the_record(course_dir: Path) -> None:
    """Graded in the sandbox on the learner's own page; the note's level comes from a person."""
    released(course_dir)
    for learner, plan in zip(LEARNERS, ("everything", "slices and a crumb", None), strict=True):
        answers(course_dir, learner, plan)

    workflow.grade(course_dir, PROJECT)

    rows = sql(
        course_dir,
        """select s.student_id, b.name, g.auto_score from grade g
           join submitted_notebook n on n.id = g.notebook_id
           join submitted_assignment s on s.id = n.assignment_id
           join base_cell b on b.id = g.cell_id where b.name like 'ex%-tests%' order by 1, 2""",
    )
    points = {name: [row[2] for row in rows if row[0] == name] for name in LEARNERS}
    names = [row[1] for row in rows if row[0] == "learner-01"]
    assert names == [
        "ex1-tests", "ex1-tests-bundle", "ex1-tests-functions", "ex1-tests-guards",
        "ex2-tests", "ex2-tests-end", "ex2-tests-undone",
    ]  # fmt: skip
    assert points == {
        "learner-01": [3, 1, 1, 2, 2, 1, 1],
        "learner-02": [0, 1, 1, 2, 2, 1, 1],
        "learner-03": [0, 0, 0, 0, 0, 0, 0],
    }
    sql(
        course_dir,
        """update grade set manual_score = 3, needs_manual_grade = 0 where auto_score is null""",
    )
    first, second, third = record_projects(course_dir, PROJECT)
    assert (first.problems, first.lacks, first.measures["note_level"]) == ((), (), (0, 3))
    assert [line.split()[0] for line in second.lacks] == ["tti_ms"]
    assert third.problems == ("the plan: expected `def plan():` with nothing but a return in it",)
    sql(course_dir, "update grade set manual_score = 2 where auto_score is null")
    assert record_projects(course_dir, PROJECT, "learner-01")[0].lacks == (
        "note_level is 2, 3 needed",
    )

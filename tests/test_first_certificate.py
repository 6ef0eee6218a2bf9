"""One learner's way to the certificate of level 1, by the commands that a course is run with.

Everything that is ready is fetched, answered, handed in, collected and graded; a person gives the
points that only a person can give; the project is measured; and the certificate follows.
"""

import json
import os
import shutil
from pathlib import Path

import nbformat
import pytest

from course import load_program
from course.cli.command import main
from course.gradebook import exchange
from course.notebooks import SOLUTION, canonical, read_notebook
from course.pageload import plan_text, project_measures, shop_page
from course.papers.course_secret import load_secret
from course.papers.paper_files import read_register
from course.records.record_files import read_record
from tests.classroom import sql
from tests.lessons.test_practical_versions import renamed
from tests.page_plans import everything
from tests.papers.examined import answer, right_answers

ROOT = Path(__file__).parents[1]
LEARNER = "learner-01"
LEVEL = load_program().certification.levels[0]
MODULES = load_program().track(1).modules
THEORY, PRACTICAL = (rule.assignment or "" for rule in LEVEL.assessments)
PROJECT = LEVEL.practical_projects[0].assignment or ""
WORDS = "A page that opens in three seconds costs us a day. We watch how often maps are opened."


@pytest.fixture
def course_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The course as it is committed, in a folder of its own, with a secret."""
    monkeypatch.setenv("COURSE_SECRET", str(tmp_path / "kept" / "secret"))
    folder = tmp_path / "course"
    for name in ("source", "docs/teaching"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "course").mkdir()
    shutil.copy(ROOT / "course" / "program.toml", folder / "course")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    assert run(folder, "paper", "secret") == 0
    return folder


def run(folder: Path, *words: str) -> int:
    """Say a command to the course; its sandbox and all else are the real ones."""
    own = [] if words[:2] == ("paper", "secret") else ["--course-dir", str(folder)]
    return main([*words, *own])


def answered(course_dir: Path, assignment: str, folder: Path) -> None:
    """Put the author's answers, and a paragraph of words, into what was fetched."""
    for path in sorted(folder.glob("*.ipynb")):
        notebook = read_notebook(path)
        source = {
            c.id: c for c in read_notebook(course_dir / "source" / assignment / path.name).cells
        }
        for cell in notebook.cells:
            marks = cell.metadata.get("nbgrader", {})
            if marks.get("solution") and not marks.get("grade"):
                cell.source = source[cell.id].source
                assert SOLUTION.search(cell.source)
            elif marks.get("solution"):
                cell.source = WORDS
        path.write_text(canonical(notebook), encoding="utf-8")


def paper_of(course_dir: Path, assignment: str):  # type: ignore[no-untyped-def]
    """Draw the learner's paper again, as the grader does."""
    register = read_register(course_dir, assignment, load_secret(Path(os.environ["COURSE_SECRET"])))
    assert register is not None
    return register.papers(LEARNER)[-1]


def project_answer(folder: Path, seed: int) -> None:
    """Write a plan for the page of a seed, and a log that ends with it."""
    page = shop_page(seed)
    data = everything(page)
    now = {metric: after for metric, (_, after) in project_measures(page, data).items()}
    end = {"tti_ms": now["tti_ms"], "usable_ms": now["usable_worst_ms"]}
    steps = [
        {"change": f"step {n}", **end, "kept": n != 2, "why": "expected sooner, it came no sooner"}
        for n in range(5)
    ]
    path = next(folder.glob("*.ipynb"))
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.id == "ex1-solution":
            cell.source = plan_text(data)
        elif cell.id == "ex2-solution":
            cell.source = f"def log():\n    return {steps!r}"
    path.write_text(canonical(notebook), encoding="utf-8")


def in_the_other_words(folder: Path) -> None:
    """Say the author's answers to version A of the practical tasks in the words of version B."""
    for path in sorted(folder.glob("*.ipynb")):
        notebook = read_notebook(path)
        for cell in notebook.cells:
            if cell.metadata.get("nbgrader", {}).get("solution"):
                cell.source = renamed(cell.source)
        path.write_text(canonical(notebook), encoding="utf-8")


def test_from_the_first_fetch_to_the_certificate(
    course_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Modules, theory, practical and project, each from release to record; then it is earned."""
    home = course_dir / "learners" / LEARNER
    home.mkdir(parents=True)
    for assignment in (*MODULES, THEORY, PRACTICAL, PROJECT):
        assert run(course_dir, "release", assignment, "--learner", LEARNER) == 0
        folder = exchange.fetch(course_dir, assignment, LEARNER, home)
        answered(course_dir, assignment, folder)
        if assignment == PRACTICAL and paper_of(course_dir, PRACTICAL).variant == "B":
            in_the_other_words(folder)
        if assignment == THEORY:
            paper = paper_of(course_dir, THEORY)
            answer(folder, paper, right_answers(paper))
        if assignment == PROJECT:
            project_answer(folder, paper_of(course_dir, PROJECT).seed)
        exchange.submit(course_dir, assignment, LEARNER, home)
        assert run(course_dir, "collect", assignment) == 0
    assert run(course_dir, "grade", "--all") == 0  # all of it, so that the sandbox starts once
    sql(  # as a person does in nbgrader's formgrader
        course_dir,
        "update grade set manual_score = (select max_score from grade_cells g where g.id = cell_id), "
        "needs_manual_grade = 0 where needs_manual_grade = 1",
    )
    assert run(course_dir, "grade", "--all") == 0
    assert run(course_dir, "project", "measure", PROJECT) == 0
    record = read_record(course_dir / "records" / f"{LEARNER}.json")
    capsys.readouterr()
    assert run(course_dir, "certify", "--json", "--learner", LEARNER) == 0
    (standing,) = json.loads(capsys.readouterr().out)["learners"]
    level = standing["levels"][0]

    assert {a.type: sorted(a.topics) for a in record.assessments} == {
        "theoretical": sorted(LEVEL.assessments[0].topics),
        "practical": sorted(LEVEL.assessments[1].projects),
    }
    assert [p.project for p in record.projects] == ["Performance Optimization"]
    assert [one["missing"] for one in level["requirements"]] == [[], [], []]
    assert level["state"] == "held"

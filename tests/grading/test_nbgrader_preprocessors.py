"""The same grader under nbgrader's own command and buttons; what learners and graders then see."""

import os
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader import handlers
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from course.gradebook import exchange
from course.grading.batch import grade_submissions, limits_of
from course.grading.feedback_pages import feedback
from course.program import load_program
from tests.classroom import (
    MODULE,
    NAME,
    RIGHT,
    ROOT,
    WRONG,
    answered,
    fetched,
    hand_in,
    released_course,
    rows,
)
from tests.samples import code, markdown, taught_notebook, write

VISIBLE = "def double(n):\n    print('<script>alert(1)</script> saw', n)\n    return n * n"
HIDDEN = "def double(n):\n    print('saw', n)\n    return abs(n) + abs(n)"  # wrong where n < 0
HOSTILE = """
from IPython.display import HTML, Javascript, display
display(HTML("<script>steal()</script><img src=x onerror='steal()'>"))
display(Javascript("steal()"))
"""


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five honest submissions, one damaged, one hostile; not graded."""
    folder = released_course(tmp_path_factory.mktemp("steps") / "course")
    for number, answer in enumerate((RIGHT, WRONG, VISIBLE, HIDDEN), 1):
        hand_in(folder, f"learner-{number:02}", answered(folder, answer))
    hand_in(folder, "learner-05", fetched(folder))
    hand_in(folder, "learner-06", b'{"cells": [')
    hostile = answered(folder, RIGHT, words="<script>steal()</script> [x](javascript:steal())")
    hostile.cells.insert(2, code("own", HOSTILE))
    hostile.cells.append(markdown("mine", "<script>steal()</script><b onclick='steal()'>b</b>"))
    hostile.cells.append(code("after", "print('saw after')"))
    hand_in(folder, "learner-07", hostile)
    for place in (folder / "submitted").glob(f"*/{MODULE}"):
        (place / "submission_secret.txt").write_text(f"of {place.parent.name}")
    return folder


@pytest.fixture(scope="module")
def ours(handed_in: Path) -> Path:
    """The course graded by `course grade`, with feedback."""
    folder = handed_in.parent / "ours"
    shutil.copytree(handed_in, folder)
    grade_submissions(folder, MODULE, limits=limits_of(load_program().grading.model_dump(), MODULE))
    exchange.publish(folder, MODULE)
    feedback(folder, MODULE)
    return folder


@pytest.fixture(scope="module")
def theirs(handed_in: Path) -> Path:
    """The course graded by `nbgrader autograde`, which our configuration steers."""
    folder = handed_in.parent / "theirs"
    shutil.copytree(handed_in, folder)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", MODULE],
        cwd=folder,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    return folder


def test_nbgrader_s_command_gives_the_same_rows(ours: Path, theirs: Path) -> None:
    """Scores, comments and flags are equal for everybody, whatever state the file is in."""
    assert {row[0] for row in rows(ours)} == {f"learner-{number:02}" for number in range(1, 8)}
    assert rows(theirs) == rows(ours)


def test_nbgrader_s_command_writes_the_same_notebooks(ours: Path, theirs: Path) -> None:
    """Cells, sources and outputs in autograded/ are equal."""
    for number in range(1, 8):
        place = Path("autograded") / f"learner-{number:02}" / MODULE / f"{NAME}.ipynb"
        mine, other = (nbformat.read(folder / place, as_version=4) for folder in (ours, theirs))

        assert mine.cells == other.cells
        assert mine.metadata["course"] == other.metadata["course"]


def page(course_dir: Path, number: int) -> str:
    folder = course_dir / "feedback" / f"learner-{number:02}" / MODULE
    return (folder / f"{NAME}.html").read_text(encoding="utf-8")


def words(html: str) -> str:
    """Give what a reader sees of a page: its body without tags."""
    return unescape(re.sub(r"<[^>]*>", "", html.partition("<body")[2]))


def test_feedback_tells_call_expected_and_got_where_a_test_is_visible(ours: Path) -> None:
    """The visible assert's message is there, the hidden region and its values are not."""
    text = page(ours, 2)

    assert "double(3) gave 9, expected 6: three twice" in text
    for told in ("HIDDEN", "for n in", "n + n", "(-4"):
        assert told not in words(text)


def test_feedback_of_a_hidden_failure_is_the_rule(ours: Path) -> None:
    """What failed out of sight is told by the cell's rule only; what was printed then is left out."""
    text = page(ours, 4)

    assert "A hidden test of this cell failed. Its rule: A number is doubled" in text
    assert "(-4" not in words(text)
    assert "saw -4" not in words(text)
    assert "saw 3" not in words(text)  # what the visible part printed may go as well


def test_feedback_leaves_out_what_was_printed_after_hidden_tests(ours: Path) -> None:
    """A later cell could print what an earlier function saw."""
    text = page(ours, 7)

    assert "left out: it was put out after hidden tests had run" in text
    assert ">saw after" not in text


def test_feedback_names_damage(ours: Path) -> None:
    """Who handed in a broken file reads why."""
    assert "not JSON, line 1" in page(ours, 6)


def formgrader_page(course_dir: Path, learner: str) -> str:
    """Render a submission as formgrader does, under the course's configuration."""
    given = PyFileConfigLoader("nbgrader_config.py", path=str(course_dir)).load_config()
    templates = Path(handlers.__file__).parent / "templates"
    config = Config(given)
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [str(templates)]
    exporter = HTMLExporter(config=config)
    path = course_dir / "autograded" / learner / MODULE / f"{NAME}.ipynb"
    names = (
        "assignment_id",
        "notebook_id",
        "submission_id",
        "base_url",
        "student",
        "last_name",
        "first_name",
        "notebook_path",
    )
    resources = dict.fromkeys(names, "x") | {"index": 0, "total": 1}
    text, _ = exporter.from_filename(str(path), resources=resources)
    return str(text)


@pytest.mark.parametrize("where", ["feedback", "formgrader"])
def test_nothing_of_a_learner_s_runs_in_a_page(where: str, ours: Path) -> None:
    """No script, handler or javascript link from outputs, answers or cells reaches the browser."""
    for number in (3, 7):
        learner = f"learner-{number:02}"
        text = page(ours, number) if where == "feedback" else formgrader_page(ours, learner)

        assert "steal()</script>" not in text
        assert "<script>alert" not in text
        assert not re.search(r"<[^>]*\son(error|click)=[^>]*steal", text)
        assert 'href="javascript:' not in text


def nbgrader(folder: Path, *words: str) -> None:
    """Run nbgrader's own command under the course's configuration."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(
        [sys.executable, "-m", "nbgrader", *words],
        cwd=folder,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )


@pytest.fixture(scope="module")
def clued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with clues and a commentary, released and answered by nbgrader's own command.

    Wrong where n < 0; misspelt; and a folder without the notebook.
    """
    folder = tmp_path_factory.mktemp("clued") / "course"
    folder.mkdir()
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    write(taught_notebook(), folder / "source" / MODULE / f"{NAME}.ipynb")
    nbgrader(folder, "generate_assignment", MODULE)
    for number, answer in enumerate((HIDDEN, HIDDEN.replace("double", "doubel")), 1):
        hand_in(folder, f"learner-{number:02}", answered(folder, answer))
    hand_in(folder, "learner-03")
    grade_submissions(folder, MODULE, limits=limits_of(load_program().grading.model_dump(), MODULE))
    return folder


def test_no_learner_gets_the_commentary(clued: Path, tmp_path: Path) -> None:
    """Neither nbgrader's release nor ours has it, nor what is graded where nothing came."""
    ours = released_course(tmp_path / "course")
    (ours / "nbgrader_config.py").write_text("c = get_config()\n")  # not this repository's
    write(taught_notebook(), ours / "source" / MODULE / f"{NAME}.ipynb")
    exchange.build_release(ours, MODULE)
    graded = "autograded/learner-03"
    for place in (clued / "release", ours / "release", clued / graded):
        text = (place / MODULE / f"{NAME}.ipynb").read_text(encoding="utf-8")

        assert "ex1-solution" in text
        assert "ex1-commentary" not in text and "Twice is times two" not in text


@pytest.mark.parametrize("way", ["course", "nbgrader"])
def test_feedback_has_the_clue_and_nothing_else_of_a_hidden_test(
    way: str, clued: Path, tmp_path: Path
) -> None:
    """Our pages and nbgrader's own say the kind of case; autograded/ keeps the whole message."""
    folder = Path(shutil.copytree(clued, tmp_path / "course"))
    if way == "course":
        exchange.publish(folder, MODULE)
        feedback(folder, MODULE)
    else:
        nbgrader(folder, "generate_feedback", MODULE)
    wrong, misspelt = words(page(folder, 1)), words(page(folder, 2))

    assert "A hidden test of this cell failed: a number that is negative or nothing" in wrong
    assert "`double` is not defined; you defined `doubel`" in misspelt
    for text in (wrong, misspelt):
        assert "-4" not in text and "Traceback" not in text and "HIDDEN" not in text
    kept = folder / "autograded" / "learner-01" / MODULE / f"{NAME}.ipynb"
    assert "double(-4) gave 8, expected -8" in kept.read_text(encoding="utf-8")

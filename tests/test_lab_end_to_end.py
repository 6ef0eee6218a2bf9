"""`course lab` on a fresh course: a learner and an instructor, from the list to the feedback."""

import json
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from course.workflow import standings
from tests import walk
from tests.lab import NEEDS_CHROMIUM, ROOT, WORK_MS, free_port, served, start_chromium

pytestmark = [pytest.mark.browser, NEEDS_CHROMIUM]
LEARNER = "learner-01"


@contextmanager
def course_lab(course_dir: Path, state: Path, *options: str) -> Iterator[str]:
    """Say `course lab`; give the address of its JupyterLab, and end it afterwards."""
    config = state / "config"
    config.mkdir(parents=True)
    settings = {
        "ServerApp": {"open_browser": False},
        "LabApp": {"expose_app_in_browser": True, "open_browser": False},
    }
    (config / "jupyter_server_config.json").write_text(json.dumps(settings))
    (config / "jupyter_lab_config.json").write_text(json.dumps(settings))
    port, token, log = free_port(), secrets.token_hex(16), []
    own = {
        "HOME": str(state),
        "IPYTHONDIR": str(state / "ipython"),
        "JUPYTER_CONFIG_DIR": str(config),
        "JUPYTER_DATA_DIR": str(state / "data"),
        "JUPYTER_RUNTIME_DIR": str(state / "runtime"),
        "JUPYTER_TOKEN": token,
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "course", "lab", "--port", str(port), *options]
    with served(command, cwd=course_dir, env=own, log=log):
        yield f"http://127.0.0.1:{port}/lab?reset&token={token}"


def opened(browser: Any, address: str) -> Any:
    """Open a JupyterLab in a browser of its own."""
    page = browser.new_context(viewport={"width": 1300, "height": 1000}).new_page()
    page.set_default_timeout(WORK_MS)
    page.goto(address)
    walk.settle(page)
    return page


def test_a_module_goes_out_and_comes_back_with_feedback(tmp_path: Path) -> None:
    """Nothing was released before: the command does it, and both roles find what they need."""
    course_dir, home = tmp_path / "course", tmp_path / "course" / "learners" / LEARNER
    course_dir.mkdir()
    walk.fill_course(course_dir)
    with (
        start_chromium() as browser,
        course_lab(course_dir, tmp_path / "a", "--as", LEARNER) as theirs,
        course_lab(course_dir, tmp_path / "b") as ours,
    ):
        learner = opened(browser, theirs)
        assert walk.nbgrader_menu(learner) == ["Assignment List"]
        walk.learner_works(learner, home)

        instructor = opened(browser, ours)
        menu = walk.nbgrader_menu(instructor)
        assert {"Assignment List", "Formgrader", "Create assignment"} <= set(menu)
        asked: list[str] = []
        instructor.on("request", lambda request: asked.append(request.url))
        walk.instructor_grades(instructor, {LEARNER: "3 / 5"})
        page = walk.learner_reads(learner, home)
        walk.hides_tests(page)
        assert walk.grave(browser, page) == []

    (grade,) = standings(course_dir, walk.MODULE)[0].grades
    assert (grade.learner, grade.points, grade.pending) == (LEARNER, 4.5, 0)
    submitted = course_dir / "submitted" / LEARNER / walk.MODULE
    assert walk.given_answers(submitted) == walk.WIDGET_ANSWERS
    text = (submitted / f"{walk.NAME}.ipynb").read_text(encoding="utf-8")
    assert "return n + n" in text and walk.THOUGHT in text
    outside = [url for url in asked if not url.startswith(("http://127.0.0.1:", "data:", "blob:"))]
    assert outside == []

"""The hub of deploy/hub, started for real: an instructor and two learners in the browser."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import hub as hubs
from tests import walk
from tests.lab import NEEDS_CHROMIUM, ROOT, start_chromium
from tests.papers.examined import MODULE, bank, blueprint, paper_notebook
from tests.samples import write

pytestmark = [
    pytest.mark.browser,
    NEEDS_CHROMIUM,
    pytest.mark.skipif(bool(hubs.why_no_hub()), reason=hubs.why_no_hub()),
]


@pytest.fixture(scope="module")
def desk() -> Iterator[tuple[hubs.Hub, Any]]:
    """A hub whose instructor has released a module, and a browser."""
    with hubs.start_hub(walk.fill_course) as hub, start_chromium() as browser:
        hub.run(hub.instructor, "release", walk.MODULE)
        yield hub, browser


def test_a_module_goes_out_and_comes_back_with_feedback(desk: tuple[hubs.Hub, Any]) -> None:
    """Learners fetch, work and submit; the instructor grades; a learner reads what came back."""
    hub, browser = desk
    one, two = hub.learners
    learner = hubs.sign_in(hub, browser, one)
    assert walk.nbgrader_menu(learner) == ["Assignment List"]
    walk.learner_works(learner, hub.home(one))
    other = hubs.sign_in(hub, browser, two)
    walk.assignment_list(other)
    walk.fetch(other, walk.MODULE)
    walk.submit(other, walk.MODULE)

    instructor = hubs.sign_in(hub, browser, hub.instructor)
    asked: list[str] = []
    instructor.on("request", lambda request: asked.append(request.url))
    faults: list[str] = []
    instructor.on("pageerror", lambda error: faults.append(str(error)))
    forbidden(hub, other, two)
    walk.instructor_grades(instructor, {one: "3 / 5", two: "0 / 5"})
    assert points(hub) == {one: (3, 1.5), two: (0, 0)}
    submitted = hub.course_dir / "submitted" / one / walk.MODULE
    assert walk.given_answers(submitted) == walk.WIDGET_ANSWERS
    text = (submitted / f"{walk.NAME}.ipynb").read_text(encoding="utf-8")
    assert "return n + n" in text and walk.THOUGHT in text
    assert "JUPYTERHUB_USER" in text  # the answer prints its environment
    assert "JUPYTERHUB_API_TOKEN" not in text

    assert f"{hub.url}user/{hub.instructor}/static/mathjax/" in "\n".join(asked)
    assert [url for url in asked if not url.startswith((hub.url, "data:", "blob:"))] == []
    assert faults == []

    walk.hides_tests(walk.learner_reads(learner, hub.home(one)))
    assert found(hub) == []


def test_each_account_fetches_its_own_paper(desk: tuple[hubs.Hub, Any]) -> None:
    """By the assignment list; who says to be the other gets nothing, and no file of papers opens.

    Papers are handed out by the instructor's account, which has no rights over the others'.
    """
    hub, browser = desk
    if hub.why_one_user:
        pytest.skip(hub.why_one_user)
    one, two = hub.learners
    program = (ROOT / "course" / "program.toml").read_text(encoding="utf-8")
    write(paper_notebook(), hub.course_dir / "source" / "theory-trial" / "01-paper.ipynb")
    for name, text in (
        ("course/program.toml", program + blueprint("theory-trial")),
        (f"docs/teaching/{MODULE}/items.toml", bank()),
    ):
        (hub.course_dir / name).parent.mkdir(parents=True)
        (hub.course_dir / name).write_text(text, encoding="utf-8")
    for path in hub.course_dir.rglob("*"):
        shutil.chown(path, hub.instructor, hub.instructor)
    hub.run(hub.instructor, "paper", "secret")
    said = hub.run(hub.instructor, "release", "theory-trial", "--learner", one, "--learner", two)
    assert said.splitlines()[-1] == "theory-trial: 2 papers, 2 of them new"

    page = hubs.sign_in(hub, browser, one)
    walk.assignment_list(page)
    walk.fetch(page, "theory-trial")
    paper = hub.home(one) / "theory-trial" / "paper.json"
    assert json.loads(paper.read_text(encoding="utf-8"))["learner"] == one

    def fetches(account: str, learner: str) -> str:
        done = subprocess.run(
            [hub.python, "-m", "nbgrader", "fetch_assignment", "theory-trial"],
            cwd=hub.home(account),
            env=hub.environment(account)
            | {
                "COURSE_ID": "engineering-excellence",
                "JUPYTERHUB_USER": learner,
                "JUPYTER_CONFIG_PATH": f"{hubs.DEPLOY / 'etc-learner'}:{hubs.DEPLOY / 'etc-common'}",
            },
            **hub.as_user(account),
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout + done.stderr

    assert f"the paper of {one} is not for the account {two}" in fetches(two, one)
    assert not (hub.home(two) / "theory-trial").exists()
    assert "Fetched as" in fetches(two, two)
    theirs = hub.home(two) / "theory-trial" / "paper.json"
    assert json.loads(theirs.read_text(encoding="utf-8"))["learner"] == two
    assert theirs.read_bytes() != paper.read_bytes()
    place = hub.exchange / "engineering-excellence" / "papers" / "theory-trial"
    for words in (("ls", place), ("ls", place.parent), ("cat", place / one / "paper.json")):
        looked = subprocess.run(
            words, **hub.as_user(two), capture_output=True, text=True, check=False
        )
        assert "Permission denied" in looked.stderr, words
    assert found(hub) == []


def forbidden(hub: hubs.Hub, page: Any, learner: str) -> None:
    """A learner has no formgrader, no way into another's server, and no look at the course."""
    own = page.request.get(f"{hub.url}user/{learner}/formgrader/")
    theirs = page.request.get(f"{hub.url}user/{hub.instructor}/formgrader/")
    assert (own.status, theirs.status) == (404, 403)
    if not hub.why_one_user:
        for path in (hub.course_dir, hub.home(hub.learners[0]), hub.course_dir.parent / "state"):
            looked = subprocess.run(
                ["ls", path], **hub.as_user(learner), capture_output=True, text=True, check=False
            )
            assert "Permission denied" in looked.stderr, path


def points(hub: hubs.Hub) -> dict[str, tuple[float, float]]:
    """Automatic and manual points of each learner, from the gradebook."""
    database = sqlite3.connect(f"file:{hub.course_dir / 'gradebook.db'}?mode=ro", uri=True)
    rows = database.execute(
        """select s.student_id, sum(g.auto_score), sum(g.manual_score) from grade g
           join submitted_notebook n on n.id = g.notebook_id
           join submitted_assignment s on s.id = n.assignment_id group by 1 order by 1"""
    ).fetchall()
    database.close()
    return {learner: (auto or 0, manual or 0) for learner, auto, manual in rows}


def found(hub: hubs.Hub) -> list[str]:
    """What check_exchange.py says, without the exchange's path."""
    if hub.why_one_user:
        return []
    done = subprocess.run(
        [
            sys.executable,
            hubs.DEPLOY / "check_exchange.py",
            hub.exchange,
            "engineering-excellence",
            hub.instructor,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    lines = done.stdout.replace(f"{hub.exchange}", "exchange").splitlines()
    assert done.returncode == (lines != ["no problems found"]), done.stderr
    return [] if lines == ["no problems found"] else lines


def test_a_name_in_the_exchange_forges_no_line(tmp_path: Path) -> None:
    """A line feed or an escape in a folder's name is shown as such."""
    (tmp_path / "look\nno problems found\x1b[2K").mkdir()
    done = subprocess.run(
        [sys.executable, hubs.DEPLOY / "check_exchange.py", tmp_path, "course", "nobody"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "no problems found" not in done.stdout.splitlines()
    assert "\x1b" not in done.stdout


def test_the_check_names_what_learners_can_do_to_the_exchange(desk: tuple[hubs.Hub, Any]) -> None:
    """A course's look-alike, a submission under another's name, a link, and wrong modes."""
    hub, _ = desk
    if hub.why_one_user:
        pytest.skip(hub.why_one_user)
    _, two = hub.learners
    course, inbound = hub.exchange / "engineering-excellence", "engineering-excellence/inbound"
    script = f"""
        cd {hub.exchange}
        mkdir engineering-excelence {inbound}/{hub.learners[0]}+m+2026 {inbound}/{two}+m+2026
        ln -s /etc/passwd {inbound}/{two}+m+2026/answer.txt
        mv engineering-excellence mine; rmdir {inbound}; rm -r engineering-excellence
    """
    subprocess.run(["bash", "-c", script], **hub.as_user(two), capture_output=True, check=False)
    (course / "outbound").chmod(0o777)
    hub.exchange.chmod(0o777)

    said = found(hub)
    for made in (
        hub.exchange / "engineering-excelence",
        course / "inbound" / f"{two}+m+2026" / "answer.txt",
    ):
        assert os.path.lexists(made)
    assert said == [
        "exchange: expected mode 1777, got 0777",
        f"exchange/engineering-excelence: expected nothing but engineering-excellence, got what {two} made",
        "exchange/engineering-excellence/outbound: expected mode 0755, got 0777",
        f"exchange/engineering-excellence/inbound/{hub.learners[0]}+m+2026: "
        f"expected owner {hub.learners[0]}, got {two}: handed in by somebody else",
        f"exchange/engineering-excellence/inbound/{two}+m+2026/answer.txt: "
        "expected no link in a submission",
    ]


def test_course_lab_and_the_hub_give_a_role_the_same() -> None:
    """What a learner's server leaves out, and what a page says, is the same in both."""
    pages = hubs.ROOT / "course" / "pages"
    for role, etc in (("learner", "etc-learner"), ("instructor", "etc-common")):
        for file in (pages / role).rglob("*.json"):
            same = hubs.DEPLOY / etc / file.relative_to(pages / role)
            assert file.read_text() == same.read_text(), file


def test_the_hub_says_which_variables_are_missing() -> None:
    """Nothing starts with a secret that somebody could guess, or without a course."""
    done = subprocess.run(
        [sys.executable, "-m", "jupyterhub", "-f", hubs.DEPLOY / "jupyterhub_config.py"],
        env={"PATH": os.environ["PATH"], "COURSE_DIR": "/nowhere"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert (
        "expected COURSE_EXCHANGE, COURSE_INSTRUCTORS, COURSE_LEARNERS, JPY_COOKIE_SECRET, "
        "CONFIGPROXY_AUTH_TOKEN: see" in done.stderr
    )


def test_the_documented_start_names_every_variable() -> None:
    """README.md's table has what the configuration reads."""
    config = (hubs.DEPLOY / "jupyterhub_config.py").read_text()
    text = (hubs.DEPLOY / "README.md").read_text()
    named = re.findall(r'"((?:COURSE|JPY|CONFIGPROXY)_[A-Z_]+)"', config)
    given = {"COURSE_ID", "COURSE_MATHJAX"}  # what the hub itself says to servers
    assert {name for name in named if f"`{name}`" not in text} == given

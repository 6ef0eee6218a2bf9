"""The sample cohort, end to end on the real material."""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from course.certification.cohort import read_cohort, today
from course.credentials import read_issuer, verify
from course.demo.demo_folder import noticed
from course.demo.sample_cohort import COHORT, demo_cohort, issue_samples, learner_ids, write_samples
from course.errors import GradingError
from course.records.record_files import change
from course.workflow import lab

ROOT = Path(__file__).parents[2]
MODULE = "101-system-architecture"


@pytest.fixture(scope="module")
def course_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of what the demo needs, with work of people in it."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    shutil.copytree(ROOT / "source", folder / "source")
    shutil.copytree(ROOT / "tests" / "wrong_answers", folder / "tests" / "wrong_answers")
    for name in ("gradebook.db", "learners/learner-01/answer.json", "exchange/x", "reports/x"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("a person's", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def before(course_dir: Path) -> dict[str, bytes]:
    """What the course held before the demo."""
    return contents(course_dir)


@pytest.fixture(scope="module")
def shown(course_dir: Path, before: dict[str, bytes]) -> str:
    """What the demo printed."""
    del before
    process = course("demo", folder=course_dir)
    assert process.returncode == 0, process.stderr
    assert process.stderr == ""  # nobody watches
    return process.stdout


@pytest.fixture
def demo(course_dir: Path, shown: str) -> Path:
    """The demo's own folder."""
    del shown
    return course_dir / "demo"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "demo" not in path.relative_to(folder).parts
    }


def course(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "course", *words, "--course-dir", str(folder)],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )


def test_twelve_learners_go_from_release_to_report(demo: Path, shown: str) -> None:
    """The table has all twelve; right, partly right, wrong, untouched, damaged get their due."""
    status = json.loads(course("status", "--json", folder=demo).stdout)
    standing = {grade["learner"]: grade["standing"] for grade in status["grades"]}
    points = {grade["learner"]: grade["points"] for grade in status["grades"]}
    remarks = {grade["learner"]: grade["remarks"] for grade in status["grades"]}

    assert sorted(standing) == learner_ids()
    for learner, (skill, mishap) in zip(learner_ids(), COHORT, strict=True):
        assert learner in shown
        if skill == 1 and not mishap:
            assert standing[learner] == "passed"
        if mishap == "untouched":
            assert (standing[learner], points[learner]) == ("failed", 0)
        if mishap == "truncated":
            assert "not JSON" in remarks[learner][0]
        if mishap == "lost cell":
            assert "is missing" in remarks[learner][0]
    assert "failed" in standing.values()
    page = (demo / "reports" / "index.html").read_text(encoding="utf-8")
    assert all(learner in page for learner in learner_ids())
    assert all(remark.split("'")[0] in page for remark in remarks["learner-12"])


def test_the_course_itself_is_not_touched(
    course_dir: Path, before: dict[str, bytes], shown: str
) -> None:
    """Gradebook, exchange, learners and reports of the course are as people left them."""
    assert shown
    assert contents(course_dir) == before


def test_it_prints_a_screen_and_three_things_to_do(demo: Path, shown: str) -> None:
    """Each is a command or a file that is there; nothing is longer than the page."""
    lines = shown.splitlines()
    page, learner, instructor = (line.split("  ")[-1].strip() for line in lines[-3:])

    assert len(lines) < 24  # said again, it has a line more
    assert max(map(len, lines[: len(COHORT) + 4])) <= 90
    assert sum(line.startswith("learner-") for line in lines) == len(COHORT)
    assert page == (demo / "reports" / "index.html").as_uri()
    assert re.search(r" lab --course-dir demo --as learner-01 --port 8889$", learner)
    assert re.search(r" lab --course-dir demo$", instructor)
    assert "not JSON" not in shown


def test_both_labs_open_on_the_demo(demo: Path) -> None:
    """They start JupyterLab in the demo's folder, and enter the demo's exchange."""
    home, command, _ = lab(demo, "learner-01", 8889, tick=str)
    assert home == demo / "learners" / "learner-01"
    assert (home / MODULE).is_dir()
    assert str(demo / "exchange") in (home / "nbgrader_config.py").read_text(encoding="utf-8")
    assert f"--ServerApp.root_dir={home}" in command
    home, *_ = lab(demo, None, 8888, tick=str)
    assert home == demo
    assert noticed(demo) == []  # to enter is no work


def test_a_certificate_and_a_badge_can_be_looked_at(demo: Path, shown: str) -> None:
    """Nobody earned a certificate yet; the one to look at verifies, and says SAMPLE."""
    reports = demo / "reports"
    papers = [Path(name) for name in re.findall(r"\S*SAMPLE-\S+", shown)]
    page = (reports / "index.html").read_text(encoding="utf-8")
    issuer = read_issuer(reports / "credentials" / "public" / "issuer.json")
    status = (reports / "credentials" / "public" / "status.jwt").read_bytes()

    assert [path.name for path in papers] == ["SAMPLE-certificate.pdf", "SAMPLE-badge.png"]
    assert all((demo.parent / path).is_file() and f'href="{path.name}"' in page for path in papers)
    for name in ("SAMPLE-certificate.svg", "SAMPLE-badge.png"):
        found = verify((reports / name).read_bytes(), issuer, status_list=status)
        assert found.holds
        assert found.data()["credential"]["name"].startswith("SAMPLE ")
    for address in re.findall(r'href="(?!data:)([^"]+)"', page):
        assert (reports / address).is_file(), address
    listed = json.loads(course("certify", "--json", folder=demo).stdout)["learners"]
    assert all(level["state"] == "missing" for one in listed for level in one["levels"])


def test_the_demo_ends_with_badges_what_is_missing_and_reports(demo: Path) -> None:
    """Who passed has the ready module's badge, which verifies; every page says SAMPLE."""
    place = demo / "reports" / "credentials"
    standings = json.loads(course("status", "--json", folder=demo).stdout)["grades"]
    passed = {g["learner"] for g in standings if g["standing"] == "passed"}
    issuer = read_issuer(place / "public" / "issuer.json")
    status = (place / "public" / "status.jwt").read_bytes()

    assert {path.name for path in place.glob("learner-*")} == passed
    for learner in passed:
        (badge,) = place.glob(f"{learner}/*.png")
        found = verify(badge.read_bytes(), issuer, status_list=status, recipient=learner)
        assert found.holds
        assert found.data()["credential"]["name"] == "SAMPLE System Architecture"
    pages = [
        p
        for kind in ("learner", "cohort", "program")
        for p in (demo / "reports" / kind).glob("*.html")
    ]
    assert len(pages) == len(COHORT) + 2
    assert all("SAMPLE" in page.read_text(encoding="utf-8") for page in pages)
    learners = json.loads(course("certify", "--json", folder=demo).stdout)["learners"]
    assert all("102-code-quality" in " ".join(one["levels"][0]["to_do"]) for one in learners)


def test_said_again_it_says_the_same(demo: Path, shown: str) -> None:
    """Nothing is made anew where nobody did anything and the same is asked for."""
    times = {path: path.stat().st_mtime_ns for path in demo.rglob("*")}
    process = course("demo", folder=demo.parent)

    assert process.returncode == 0, process.stderr
    assert process.stdout.replace(",\nand nobody has worked here since", "") == shown
    assert {path: path.stat().st_mtime_ns for path in demo.rglob("*")} == times


def test_a_demo_of_a_demo_is_refused(demo: Path) -> None:
    """Said inside demo/, where the nearest configuration is the demo's."""
    process = course("demo", folder=demo)
    assert (process.returncode, process.stdout) == (2, "")
    assert "is a demo itself" in process.stderr
    assert not (demo / "demo").exists()


def test_sample_records_lead_to_certificates_of_all_levels(demo: Path) -> None:
    """Marked SAMPLE; modules of the gradebook are left to it; nobody's own record is overwritten."""
    on = today()
    write_samples(demo, seed=1, ends=on)
    cohort = demo_cohort(demo)
    found = {c.learner: c for c in cohort.certifications(on)}

    assert all(r.sample for r in read_cohort(demo).records)
    assert [s.state.value for s in found["learner-01"].levels] == ["held"] * 3
    assert {s.state.value for s in found["learner-10"].levels} == {"missing"}
    assert sum(m.module == MODULE for m in cohort.records[0].modules) == 1
    first = replace(cohort, records=cohort.records[:1])
    deliveries = issue_samples(demo, first, on, tick=str)
    assert {g.paper.level for g in deliveries if g.paper.kind == "certificate"} == {1, 2, 3}
    assert all(g.files[".jwt"].is_file() for g in deliveries)

    change(demo / "records", "learner-02", lambda record: replace(record, sample=False))
    with pytest.raises(GradingError, match=r"learner-02\.json: is there, and no sample"):
        write_samples(demo, seed=1, ends=on)
    change(demo / "records", "learner-02", lambda record: replace(record, sample=True))

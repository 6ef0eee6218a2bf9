"""The sample cohort, end to end on the real material."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from course.certification.cohort import read_cohort, today
from course.credentials import read_issuer, verify
from course.demo.sample_cohort import COHORT, demo_cohort, issue_samples, learner_ids, write_samples
from course.errors import GradingError
from course.records.record_files import change, read_record

ROOT = Path(__file__).parents[2]
MODULE = "101-system-architecture"


@pytest.fixture(scope="module")
def course_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of what the demo needs."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    shutil.copytree(ROOT / "source", folder / "source")
    shutil.copytree(ROOT / "tests" / "wrong_answers", folder / "tests" / "wrong_answers")
    return folder


def course(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "course", *words, "--course-dir", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_twelve_learners_go_from_release_to_report(course_dir: Path) -> None:
    """The table has all twelve; right, partly right, wrong, untouched, damaged get their due."""
    process = course("demo", folder=course_dir)
    assert process.returncode == 0, process.stderr
    status = json.loads(course("status", "--json", folder=course_dir).stdout)
    standing = {grade["learner"]: grade["standing"] for grade in status["grades"]}
    points = {grade["learner"]: grade["points"] for grade in status["grades"]}
    remarks = {grade["learner"]: grade["remarks"] for grade in status["grades"]}

    assert sorted(standing) == learner_ids()
    for learner, (skill, mishap) in zip(learner_ids(), COHORT, strict=True):
        assert learner in process.stdout
        if skill == 1 and not mishap:
            assert standing[learner] == "passed"
        if mishap == "untouched":
            assert (standing[learner], points[learner]) == ("failed", 0)
        if mishap == "truncated":
            assert "not JSON" in remarks[learner][0]
        if mishap == "lost cell":
            assert "is missing" in remarks[learner][0]
    assert "failed" in standing.values()
    page = (course_dir / "reports" / "index.html").read_text(encoding="utf-8")
    assert all(learner in page for learner in learner_ids())


def test_the_demo_ends_with_badges_what_is_missing_and_reports(course_dir: Path) -> None:
    """Who passed has the ready module's badge, which verifies; every page says SAMPLE."""
    place = course_dir / "reports" / "credentials"
    standings = json.loads(course("status", "--json", folder=course_dir).stdout)["grades"]
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
        for p in (course_dir / "reports" / kind).glob("*.html")
    ]
    assert len(pages) == len(COHORT) + 2
    assert all("SAMPLE" in page.read_text(encoding="utf-8") for page in pages)
    learners = json.loads(course("certify", "--json", folder=course_dir).stdout)["learners"]
    assert all("not ready yet" in " ".join(one["levels"][0]["to_do"]) for one in learners)


def test_sample_records_lead_to_certificates_of_all_levels(course_dir: Path) -> None:
    """Marked SAMPLE; modules of the gradebook are left to it; nobody's own record is overwritten."""
    on = today()
    write_samples(course_dir, seed=1, ends=on)
    cohort = demo_cohort(course_dir)
    found = {c.learner: c for c in cohort.certifications(on)}

    assert all(r.sample for r in read_cohort(course_dir).records)
    assert [s.state.value for s in found["learner-01"].levels] == ["held"] * 3
    assert {s.state.value for s in found["learner-10"].levels} == {"missing"}
    assert sum(m.module == MODULE for m in cohort.records[0].modules) == 1
    first = replace(cohort, records=cohort.records[:1])
    deliveries = issue_samples(course_dir, first, on, tick=str)
    assert {g.paper.level for g in deliveries if g.paper.kind == "certificate"} == {1, 2, 3}
    assert all(g.files[".jwt"].is_file() for g in deliveries)

    change(course_dir / "records", "learner-02", lambda record: replace(record, sample=False))
    with pytest.raises(GradingError, match=r"learner-02\.json: is there, and no sample"):
        write_samples(course_dir, seed=1, ends=on)
    change(course_dir / "records", "learner-02", lambda record: replace(record, sample=True))


def test_a_second_demo_gives_the_same_marks(course_dir: Path) -> None:
    """The same seed gives the same table, and nothing of the first run is left over."""
    before = course("status", folder=course_dir).stdout
    assert course("demo", folder=course_dir).returncode == 0

    assert course("status", folder=course_dir).stdout == before
    assert not read_record(course_dir / "records" / "learner-01.json").assessments  # no sample's
    inbound = course_dir / "exchange" / "engineering-excellence" / "inbound"
    assert len(list(inbound.iterdir())) == len(COHORT)

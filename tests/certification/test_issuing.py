"""From what was earned to credentials: due once, signed, verified, kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from course.certification import certification
from course.certification.cohort import Cohort, read_cohort
from course.certification.issuing import Delivery, due, evidence, issue_due, slug
from course.credentials import Register, Signing, load_signing, make_keys, read_issuer, verify
from course.gradebook.layout import Layout, layout_of
from course.records.record_files import read_record, write_record
from course.records.results import LearnerRecord
from tests.certification.people import FULL, NOW, PROGRAM, day, paper, plus, practice, theory

ONE = replace(FULL, sample=True)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An issuer's keys, made once."""
    folder = tmp_path_factory.mktemp("issuer") / "keys"
    make_keys(folder, name="A school")
    return folder


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """A course without gradebook, and a record."""
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    write_record(tmp_path / "records", ONE)
    return layout_of(tmp_path)


@contextmanager
def issuer(keys: Path, layout: Layout) -> Iterator[tuple[Signing, Register]]:
    with Register.opened(layout.root / "register.json") as register:
        yield load_signing(keys), register


def issued(keys: Path, layout: Layout, on: date = NOW) -> list[Delivery]:
    cohort = read_cohort(layout.root)
    with issuer(keys, layout) as (signing, register):
        return issue_due(
            layout,
            cohort,
            cohort.certifications(on),
            signing=signing,
            register=register,
            folder=layout.root / "out",
            wanted=lambda one: one.paper.name in ("Level 1 Engineer", "Performance Expert"),
        )


def papers(layout: Layout, record: LearnerRecord, on: date = NOW) -> list[str]:
    return [
        one.paper.name for one in due(layout, PROGRAM, record, certification(PROGRAM, record, on))
    ]


def test_what_is_held_is_issued_once_and_verifies(keys: Path, layout: Layout) -> None:
    """Certificate and badge, valid through the last day, kept in records/, nothing the second time."""
    deliveries = issued(keys, layout)
    after = read_record(layout.records / "learner-01.json")

    assert [(g.learner, g.paper.name) for g in deliveries] == [
        ("learner-01", "Level 1 Engineer"),
        ("learner-01", "Performance Expert"),
    ]
    assert after.issued == tuple(g.paper for g in deliveries)
    assert (after.issued[0].expires_on, after.issued[0].issued_on) == (day("2027-03-28"), NOW)
    assert issued(keys, layout) == []
    with issuer(keys, layout) as (signing, register):
        status = register.status_list(signing).encode()
    verification = verify(
        deliveries[0].files[".jwt"].read_bytes(),
        read_issuer(keys / "issuer.json"),
        status_list=status,
        recipient="learner-01",
    )
    summary = verification.data()["credential"]
    assert summary["name"] == "SAMPLE Level 1 Engineer"
    assert (summary["valid_from"], summary["valid_until"]) == (
        "2025-03-28T00:00:00Z",
        "2027-03-28T23:59:59Z",
    )
    assert {c.part: c.state for c in verification.checks}["signature"] == "ok"


def test_the_state_is_the_same_after_it_was_issued(keys: Path, layout: Layout) -> None:
    """A paper changes neither day of earning nor last day."""
    before = read_cohort(layout.root).certifications(NOW)[0].levels
    issued(keys, layout)

    assert read_cohort(layout.root).certifications(NOW)[0].levels == before


def test_a_renewal_is_due_again_and_a_lapse_is_not(layout: Layout) -> None:
    """Renewed: a certificate with the new last day; lapsed or missing: none."""
    held = plus(ONE, issued=paper("2025-04-04", "2027-03-28"))
    again = plus(held, assessments=(theory(on=day("2027-03-01")), practice(on=day("2027-03-02"))))
    (one,) = (
        d
        for d in due(layout, PROGRAM, again, certification(PROGRAM, again, day("2027-03-05")))
        if d.paper.kind == "certificate"
    )

    assert "Level 1 Engineer" not in papers(layout, held)
    assert "Level 1 Engineer" not in papers(layout, held, day("2028-01-01"))
    assert (one.paper.expires_on, one.award.since.date()) == (day("2029-03-28"), day("2027-03-02"))
    renewed = plus(again, issued=one.paper)
    assert "Level 1 Engineer" not in papers(layout, renewed, day("2027-03-06"))


def test_results_are_stated_as_they_are_shown(layout: Layout) -> None:
    """Both assessments with their marks, cut off."""
    record = plus(FULL, assessments=theory(83.339, NOW))
    award = next(due(layout, PROGRAM, record, certification(PROGRAM, record, NOW))).award

    assert [(o.name, o.value, o.required) for o in award.outcomes] == [
        ("Theoretical assessment", 83.33, 80),
        ("Practical assessment", 85.0, 85),
    ]


def test_evidence_changes_with_what_was_graded_and_with_nothing_else(layout: Layout) -> None:
    """A result or a graded notebook; not a name, and no link out of the folder."""
    first = evidence(layout, ONE, {"m"})
    folder = layout.folder("autograded", "learner-01", "m")
    folder.mkdir(parents=True)
    (folder / "x.ipynb").symlink_to("/etc/hostname")
    assert evidence(layout, replace(ONE, name="Eve"), {"m"}) == first
    (folder / "01.ipynb").write_text("{}")
    second = evidence(layout, ONE, {"m"})

    assert len({first, second, evidence(layout, plus(ONE, assessments=theory(99)), {"m"})}) == 3
    assert len(first) == 64


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Level 1 Engineer", "level-1-engineer"),
        ("../../x", "x"),
        ("ليلى", "badge"),
        ("A  b!", "a-b"),
    ],
)
def test_names_make_safe_files(name: str, file: str) -> None:
    """Letters, digits and hyphens."""
    assert slug(name) == file


def test_a_cohort_is_read_with_what_was_issued(keys: Path, layout: Layout) -> None:
    """Samples stay samples."""
    issued(keys, layout)
    cohort: Cohort = read_cohort(layout.root)

    assert cohort.records[0].sample
    assert len(cohort.records[0].issued) == 2

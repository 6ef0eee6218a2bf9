"""What reports may know: the shapes that reporting takes, and numbers that say no more than is so."""

import json
from dataclasses import replace
from typing import Any

import pytest

from course.certification.cohort import Cohort
from course.gradebook.grade_exports import ItemRow, MarkSheet
from course.gradebook.status import ModuleStatus, SubmissionStatus, Waiting
from course.records.results import Grade, LearnerRecord, NotebookMarks
from course.reporting.report_data import cohort_data, learners_data, program_data
from course.reporting.report_models import data_problems
from tests.certification.people import FULL, NOW, PROGRAM, module, paper, plus, run

M101 = "101-system-architecture"


def grade(learner: str, points: float, pending: float = 0) -> Grade:
    marks = NotebookMarks(name="01", points=points, out_of=100, pending=pending, failed_tests=())
    return Grade(learner=learner, module=M101, submitted=None, notebooks=(marks,), out_of=100)


GRADES = (grade("learner-01", 90), grade("learner-02", 79.999), grade("learner-03", 78, 4))
RECORDS = (
    plus(FULL, incidents=run("bad-canary"), issued=paper("2025-04-01", "2027-03-28")),
    LearnerRecord(learner="learner-02", name='<b>"Eve"', modules=(module(M101, 79.999),)),
    LearnerRecord(learner="learner-03", name="learner-03", modules=(module(M101, 78, pending=4),)),
)
COHORT = Cohort(
    program=PROGRAM,
    records=RECORDS,
    sheets=(MarkSheet(module=M101, title="x", level=1, passing=80, out_of=100, grades=GRADES),),
)
FOUND = COHORT.certifications(NOW)
STATUS = ModuleStatus(
    module=M101,
    title="x",
    passing_score=80,
    due=None,
    items=(),
    submissions=(
        SubmissionStatus(
            grade=GRADES[2],
            handed_in=True,
            waiting=(Waiting(learner="learner-03", notebook="01", cell="r"),),
        ),
    ),
)


def plain(data: Any) -> Any:
    """As it comes out of the JSON file; dates and fractions must be gone by then."""
    return json.loads(json.dumps(data, allow_nan=False))


def test_a_learners_data_fit_the_report() -> None:
    """Every module of the program, marks cut off, standing by the rules, what was issued."""
    data = plain(learners_data(COHORT, FOUND, made_on=NOW))

    assert [data_problems("learner", name, one) for name, one in data.items()] == [()] * 3
    first = {m["id"]: m for m in data["learner-01"]["modules"]}
    assert len(first) == 15
    assert (first[M101]["standing"], first["201-monitoring"]["percent"]) == ("passed", None)
    assert first[M101]["notebooks"] == [{"name": "01", "points": 90.0, "max_points": 100}]
    marks = [data[name]["modules"][0] for name in ("learner-02", "learner-03")]
    assert [(m["percent"], m["standing"]) for m in marks] == [(79.99, "failed"), (78, "pending")]
    assert data["learner-01"]["issued"][0]["expires_on"] == "2027-03-28"
    assert data["learner-02"]["learner"]["name"] == '<b>"Eve"'


def test_the_cohorts_data_fit_the_report() -> None:
    """Modules that somebody worked, with marks, who waits, and too few answers for statistics."""
    rows = [ItemRow(r.learner, M101, "01", "ex1", 1.0, 1, "test") for r in RECORDS]
    data = plain(cohort_data(COHORT, [STATUS], rows, made_on=NOW))

    assert data_problems("cohort", "cohort", data) == ()
    assert [m["id"][:3] for m in data["modules"]] == ["101", "102", "103", "104", "105"]
    assert data["modules"][0]["learners"][1] == {
        "id": "learner-02",
        "percent": 79.99,
        "standing": "failed",
    }
    assert data["modules"][0]["waiting"][0]["cell"] == "r"
    assert data["modules"][0]["test"]["kr20"] is None
    assert data["modules"][1]["test"] is None


def test_a_panels_cut_is_shown_with_how_alike_decisions_are() -> None:
    """Points of the gradebook weigh the ratings; consistency needs the cohort's whole answers."""
    rows = [
        ItemRow(f"learner-{n:02}", M101, "01", f"ex{cell}", float(n % 5 > cell), 1, "test")
        for n in range(40)
        for cell in range(4)
    ]
    panel = "# asked twice\nrater,01/ex0,01/ex1,01/ex2,01/ex3\na,80,70,50,30\nb,70,60,40,30\n"
    data = plain(cohort_data(COHORT, [STATUS], rows, panels={M101: panel}, made_on=NOW))

    assert data_problems("cohort", "cohort", data) == ()
    cut = data["modules"][0]["cut"]
    assert (cut["raters"], cut["items"], cut["cut"], cut["out_of"]) == (2, 4, 2.15, 4)
    assert 0.5 < cut["consistency"] < 1 and cut["rationale"] == "asked twice"
    part = "rater,01/ex0\na,80\nb,70\n"
    data = plain(cohort_data(COHORT, [STATUS], rows, panels={M101: part}, made_on=NOW))
    assert data["modules"][0]["cut"]["consistency"] is None


@pytest.mark.parametrize("learners", [RECORDS, ()])
def test_the_programs_data_fit_the_report(learners: tuple[LearnerRecord, ...]) -> None:
    """Targets, funnels that only narrow, days to complete; an empty cohort too."""
    cohort = replace(COHORT, records=learners)
    data = plain(program_data(cohort, cohort.certifications(NOW), made_on=NOW))

    assert data_problems("program", "program", data) == ()
    for funnel in data["funnels"]:
        counts = [stage["count"] for stage in funnel["stages"]]
        assert counts == sorted(counts, reverse=True)
    if learners:
        assert [s["count"] for s in data["funnels"][0]["stages"]] == [3, 1, 1, 1, 1]
        assert data["completion_days"] == [53]


def test_samples_are_not_counted_with_real_learners() -> None:
    """Where there are both, the program's numbers are the real ones'."""
    cohort = replace(COHORT, records=(*RECORDS, replace(FULL, learner="learner-09", sample=True)))
    data = program_data(cohort, cohort.certifications(NOW), made_on=NOW)

    assert (data["learners"], data["sample"]) == (3, False)
    only = replace(cohort, records=cohort.records[3:])
    assert program_data(only, only.certifications(NOW), made_on=NOW)["sample"] is True

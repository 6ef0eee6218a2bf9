"""Records as files: what is written is read back, and what is hostile is refused with its place."""

import json
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from course.errors import GradingError, SubmissionError
from course.incidents.journal import beginning
from course.incidents.scenario_files import load_scenario
from course.records.record_files import (
    LONGEST,
    add_assessment,
    add_project,
    add_run,
    change,
    incident_run,
    read_record,
    read_records,
    write_record,
)
from course.records.results import AssessmentResult, LearnerRecord, ProjectResult
from tests.certification.people import FULL, day, module, paper, plus, run
from tests.incidents.runs import CLOSE, DECLARE, LOOK, NAME, NAMED, ROLLBACK, text

EMPTY = {"learner": "learner-01", "name": "x"}
POST = (
    990,
    "post",
    {
        "audience": "customers",
        "status": "identified",
        "text": "Some buyers get errors; we undo it.",
        "components": ["Checkout"],
        "affected_percent": 14,
        "next_update_s": 600,
    },
)


def written(folder: Path, data: Any, name: str = "learner-01.json") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    return path


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Every kind of result, a name in another script, and dates that are not known."""
    record = plus(
        replace(FULL, name='ليلى \u202e, "=1+1"\n'),
        modules=module("x", 80.25, None, 3.5),
        incidents=run("bad-canary"),
        issued=paper("2025-03-28", "2027-03-28", revoked="2025-04-01"),
    )
    path = write_record(tmp_path / "records", record)

    assert read_record(path) == record
    assert read_records(tmp_path / "records") == {"learner-01": record}
    assert read_records(tmp_path / "none") == {}


def test_thirds_survive_a_file(tmp_path: Path) -> None:
    """A percent that no decimal says is the same after a round trip."""
    record = replace(FULL, modules=(module("x", Fraction(250, 3)),))
    got = read_record(write_record(tmp_path, record))

    assert got.modules[0].percent == float(Fraction(250, 3))


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"{", "line 1: expected JSON"),
        (b"\xff", "expected UTF-8, got byte 0xff"),
        (b"[" * 100_000, "expected less nesting"),
        (b" " * (LONGEST + 1), f"expected at most {LONGEST} bytes"),
        (b'{"learner": "learner-01", "name": "a", "name": "b"}', "expected each key once, got 'name' twice"),
        ({"name": "x"}, "learner: field required"),
        (EMPTY | {"nmae": 1}, "nmae: extra inputs are not permitted, got 1"),
        (EMPTY | {"learner": "learner-02"}, "learner: expected 'learner-01', got 'learner-02'"),
        (EMPTY | {"sample": "yes"}, "sample: input should be a valid boolean, got 'yes'"),
        (EMPTY | {"modules": [{"module": "x", "percent": "90", "passed_on": None}]}, "modules[0].percent: input should be a valid number, got '90'"),
        (EMPTY | {"modules": [{"module": "x", "percent": float("nan"), "passed_on": None}]}, "expected a finite number, got NaN"),
        (EMPTY | {"assessments": [{"level": 4, "type": "oral", "percent": 101, "taken_on": "2025-02-30"}]},
         "assessments[0].level: input should be 1, 2 or 3, got 4"),
        (EMPTY | {"projects": [{"level": 1, "project": "p", "measures": {"tti_ms": [1]}, "handed_in_on": "2025-01-01"}]},
         "projects[0].measures.tti_ms[1]: field required"),
        (EMPTY | {"projects": [{"level": 1, "project": "p", "measures": {"tti_ms": [-1, None]}, "handed_in_on": "2025-01-01"}]},
         "projects[0].measures.tti_ms[0]: input should be greater than or equal to 0, got -1"),
        (EMPTY | {"issued": [{"kind": "certificate", "name": "n", "issued_on": "2025-01-01", "credential_id": "i"}]},
         "a certificate has a level and expires_on"),
        (EMPTY | {"modules": [{"module": "x", "percent": 1, "passed_on": None}] * 5001}, "modules: tuple should have at most 5000 items"),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, data: Any, problem: str) -> None:
    """Shape, type, size, repeats, a stranger's name: each one line, none a traceback."""
    with pytest.raises(GradingError) as caught:
        read_record(written(tmp_path / "records", data))

    assert all(str(p).startswith("records/learner-01.json: ") for p in caught.value.problems)
    assert problem in str(caught.value)


def test_all_problems_of_all_files_at_once(tmp_path: Path) -> None:
    """One broken file does not hide the next."""
    written(tmp_path, {"learner": "a"}, "a.json")
    written(tmp_path, {"learner": "b", "name": "b", "sample": 1, "x": 1}, "b.json")
    with pytest.raises(GradingError) as caught:
        read_records(tmp_path)

    assert [p.place for p in caught.value.problems] == [
        f"{tmp_path.name}/a.json: name",
        f"{tmp_path.name}/b.json: sample",
        f"{tmp_path.name}/b.json: x",
    ]


@pytest.mark.parametrize(
    "learner", ["", "..", "../x", "a/b", ".hidden", "a\0b", "-rf", "a b", "é", "x" * 101]
)
def test_a_hostile_name_makes_no_file(tmp_path: Path, learner: str) -> None:
    """Whoever is called so gets no record, and nothing is written anywhere."""
    with pytest.raises(GradingError, match="expected a learner's id"):
        write_record(tmp_path / "records", LearnerRecord(learner=learner, name="x"))
    with pytest.raises(GradingError, match="expected a learner's id"):
        change(tmp_path / "records", learner, lambda record: record)

    assert list(tmp_path.iterdir()) == []


def test_no_link_is_followed_and_no_pipe_opened(tmp_path: Path) -> None:
    """A record is a regular file of its folder; a link in the way of a write is replaced."""
    import os

    secret = written(tmp_path / "elsewhere", EMPTY)
    folder = tmp_path / "records"
    folder.mkdir()
    (folder / "learner-01.json").symlink_to(secret)
    with pytest.raises(GradingError, match="got a link"):
        read_records(folder)
    with pytest.raises(GradingError, match="got a link"):
        change(folder, "learner-01", lambda record: record)
    (folder / "learner-01.json").unlink()
    os.mkfifo(folder / "learner-01.json")
    with pytest.raises(GradingError, match="expected a plain file"):
        read_records(folder)

    assert json.loads(secret.read_text()) == EMPTY


def test_a_name_that_a_terminal_obeys_is_shown_escaped(tmp_path: Path) -> None:
    """An escape sequence in a file's name does nothing on a screen."""
    written(tmp_path, EMPTY, "\x1b[2Jx.json")
    with pytest.raises(GradingError) as caught:
        read_records(tmp_path)

    assert "\x1b" not in str(caught.value)
    assert "\\x1b[2Jx.json: expected a learner's id" in str(caught.value)


def test_a_change_keeps_what_was_there(tmp_path: Path) -> None:
    """The first change makes the file; the same run on the same day stands once."""
    change(tmp_path, "learner-01", lambda record: add_run(record, run("a")))
    change(tmp_path, "learner-01", lambda record: add_run(record, run("b")))
    again = change(tmp_path, "learner-01", lambda r: add_run(r, replace(run("b"), points=81)))

    assert read_record(tmp_path / "learner-01.json") == again
    assert [(r.scenario, r.points) for r in again.incidents] == [("a", 80), ("b", 81)]


def test_a_good_run_is_handled_and_a_lazy_one_is_not() -> None:
    """The replay decides: mended, found and told is 85 % of the 92 points that it can see."""
    scenario, on = load_scenario(NAME), day("2025-03-01")
    good = incident_run(
        text(LOOK, DECLARE, NAMED, ROLLBACK, POST, CLOSE),
        scenario,
        on=on,
        passing_mark=70,
    )
    lazy = incident_run(text(DECLARE), scenario, on=on, passing_mark=70)

    assert (good.scenario, good.seed, good.out_of, good.on) == (NAME, 0, 92, on)
    assert good.handled
    assert good.points > lazy.points
    assert not lazy.handled


def test_points_alone_are_not_success() -> None:
    """The mark is of the judged points, equal is enough; an objective that was not met is none."""
    scenario, on = load_scenario(NAME), day("2025-03-01")
    lines = text(DECLARE, NAMED, ROLLBACK, POST, CLOSE)
    points = incident_run(lines, scenario, on=on, passing_mark=0).points
    share = 100 * points / 92

    assert incident_run(lines, scenario, on=on, passing_mark=share).handled
    assert not incident_run(lines, scenario, on=on, passing_mark=share + 0.001).handled
    assert not incident_run(text(DECLARE, NAMED), scenario, on=on, passing_mark=0).handled


def test_a_journal_of_another_or_of_nothing_is_refused() -> None:
    """Another's seed, another scenario, no journal at all."""
    scenario, on = load_scenario(NAME), day("2025-03-01")
    for raw, seed in ((text(DECLARE), 7), (b"{}\n", None), (b"", None)):
        with pytest.raises(SubmissionError):
            incident_run(raw, scenario, on=on, passing_mark=85, seed=seed)
    assert beginning(text(DECLARE)) == (NAME, 0)
    with pytest.raises(SubmissionError, match="line 1"):
        beginning(b"what is this\n")


@pytest.mark.parametrize(
    "wrong", [replace(FULL, name="\ud800"), replace(FULL, modules=(module("x", 4000),))]
)
def test_nothing_is_written_that_could_not_be_read(tmp_path: Path, wrong: LearnerRecord) -> None:
    """A percent beyond reason, and a name that is no text."""
    with pytest.raises(GradingError, match=r"records/learner-01\.json: not written: "):
        write_record(tmp_path / "records", wrong)

    assert list(tmp_path.iterdir()) == []


def test_another_hand_in_is_another_attempt() -> None:
    """The same one graded again takes its row's place; a later and worse one takes nothing away."""
    first = AssessmentResult(
        level=1,
        type="theoretical",
        percent=50,
        taken_on=date(2026, 3, 1),
        form="1",
        at=datetime(2026, 3, 1, 9, 0),
    )
    again, worse = (
        replace(first, percent=90),
        replace(first, percent=10, at=datetime(2026, 3, 1, 9, 5)),
    )
    record = LearnerRecord(learner="learner-01", name="Ada")
    for result in (first, again, worse, worse):
        record = add_assessment(record, result)
    assert [float(a.percent) for a in record.assessments] == [90, 10]
    page = ProjectResult(
        level=1,
        project="P",
        measures={"x": (2, 1)},
        handed_in_on=date(2026, 3, 1),
        at=datetime(2026, 3, 1, 9, 0),
    )
    for hand_in in (
        page,
        page,
        replace(page, measures={"x": (2, 3)}, at=datetime(2026, 3, 1, 9, 5)),
    ):
        record = add_project(record, hand_in)
    assert [p.measures["x"][1] for p in record.projects] == [1, 3]


@pytest.mark.parametrize(
    "at", ['"yesterday"', '"2026-03-01T09:00:00+01:00"', "5", '"9999-01-01T00:00:00"']
)
def test_a_moment_that_is_none_is_a_problem_with_its_place(tmp_path: Path, at: str) -> None:
    """A moment is naive and in UTC; anything else is said, and nothing breaks."""
    path = tmp_path / "learner-01.json"
    row = (
        f'{{"level": 1, "type": "practical", "percent": 90, "taken_on": "2026-03-01", "at": {at}}}'
    )
    path.write_text(f'{{"learner": "learner-01", "name": "Ada", "assessments": [{row}]}}')
    with pytest.raises(GradingError, match="assessments"):
        read_record(path)

"""The verbs certify, export, report and incident record: exit status, JSON, one line for a fault."""

import csv
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from course.cli.command import main
from course.gradebook.grade_exports import BOM
from course.incidents.scenario_files import seed_for
from course.records.record_files import write_record
from tests.certification.people import FULL, plus, run
from tests.classroom import MODULE, released_course
from tests.cohorts import fill
from tests.incidents.runs import CLOSE, DECLARE, NAME, NAMED, ROLLBACK, text

Say = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def course_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with 12 graded learners, and one who has a full record of level 1."""
    folder = released_course(tmp_path_factory.mktemp("certify"))
    fill(folder, MODULE, 12)
    write_record(folder / "records", FULL)
    return folder


@pytest.fixture
def say(course_dir: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    def said(*words: object, folder: Path = course_dir) -> tuple[int, str, str]:
        status = main([*map(str, words), "--course-dir", str(folder)])
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    return said


def test_certify_says_who_holds_and_who_misses_what(say: Say) -> None:
    """A line a learner, what is missing with how much, last days, targets."""
    status, out, err = say("certify", "--on", "2025-04-04")

    assert (status, err) == (0, "")
    assert "learner-01  held until 2027-03-28" in out
    assert "learner-02  7 missing" in out or "learner-02  8 missing" in out
    assert "0 of 2  assessment theoretical: not taken, 80 needed" in out
    assert "2027-03-28  learner-01  Level 1 Engineer  2026-12-28  held" in out
    assert "certification_rate   8.3 of 90 percent, n = 12" in out


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2026-12-27", "held until 2027-03-28"),
        ("2026-12-28", "renew by 2027-03-28"),
        ("2027-03-28", "renew by 2027-03-28"),
        ("2027-03-29", "lapsed 2027-03-28"),
    ],
)
def test_the_day_decides(say: Say, on: str, state: str) -> None:
    """The last day of each state and the first of the next."""
    assert f"learner-01  {state}" in say("certify", "--on", on)[1]


def test_certify_as_json_has_everything(say: Say) -> None:
    """All learners, or one."""
    found = json.loads(say("certify", "--json", "--on", "2025-04-04")[1])
    one = json.loads(say("certify", "--json", "--learner", "learner-01", "--on", "2025-04-04")[1])

    assert found["on"] == "2025-04-04"
    assert len(found["learners"]) == 12
    assert one["learners"] == [c for c in found["learners"] if c["learner"] == "learner-01"]
    assert [level["state"] for level in one["learners"][0]["levels"]] == [
        "held",
        "missing",
        "missing",
    ]


def test_one_learner_sees_all_that_is_missing(say: Say) -> None:
    """Levels, badges, rewards, each item in full."""
    out = say("certify", "--learner", "learner-01", "--on", "2025-04-04")[1]

    for part in (
        "201-monitoring: nothing graded",
        "Level 3 Engineer",
        "0 of 5 different incidents",
    ):
        assert part in out


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("certify", "--on", "soon"), 2, "--on: expected a date such as 2027-01-15, got 'soon'"),
        (("certify", "--learner", "nobody"), 2, "--learner: nobody of this course is called 'nobody'"),
        (("export", "grades"), 2, "expected either a MODULE or --all"),
        (("export", "grades", MODULE, "--all"), 2, "expected either a MODULE or --all"),
        (("export", "grades", "101-sytem-architecture"), 2, "did you mean '101-system-architecture'?"),
        (("export", "grades", "105-security"), 1, "105-security: not in the gradebook yet: release it first"),
        (("export", "xapi", "--all", "--site", "ftp://x"), 2, "--site: expected an address"),
        (("report", "cohort", "--learner", "learner-01"), 2, "--learner: expected with the report `learner` only"),
        (("report", "learner", "--learner", "nobody"), 2, "nobody of this course"),
        (("report", "learner", "--jobs", "0"), 2, "--jobs: expected 1 or more, got 0"),
        (("incident", "record", "/nowhere.jsonl", "--learner", "learner-01"), 1, "/nowhere.jsonl: No such file"),
        (("demo", "--module", "101-sytem-architecture"), 2, "did you mean '101-system-architecture'?"),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_one_line(
    say: Say, words: tuple[str, ...], status: int, said: str
) -> None:
    """Wrong use exits 2, a problem exits 1, both in a sentence."""
    got, out, err = say(*words)

    assert got == status
    assert said in err
    assert (out, err.count("\n")) == ("", 1)


def test_a_broken_record_stops_with_its_place(course_dir: Path, say: Say) -> None:
    """Nobody is certified from records that cannot be read."""
    path = course_dir / "records" / "learner-03.json"
    path.write_text('{"learner": "learner-03", "name": "x", "assesments": []}')
    try:
        status, out, err = say("certify")
    finally:
        path.unlink()

    assert (status, out) == (1, "")
    assert err.startswith("records/learner-03.json: assesments: extra inputs are not permitted")


def test_every_export_goes_to_the_terminal_and_to_a_file(say: Say, tmp_path: Path) -> None:
    """The same bytes either way, a BOM where it is asked for."""
    for kind in ("grades", "items", "canvas", "moodle", "xapi"):
        status, out, _ = say("export", kind, "--all")
        file = tmp_path / "new" / f"{kind}.txt"
        assert (status, say("export", kind, "--all", "--out", file)[1]) == (0, f"{file}\n")
        assert file.read_bytes() == out.encode()
        assert len(out.splitlines()) > 10
    assert say("export", "grades", MODULE, "--bom")[1].startswith(BOM)
    rows = list(csv.DictReader(StringIO(say("export", "grades", MODULE)[1], newline="")))
    assert len(rows) == 12


def test_xapi_has_assessments_only_with_all(say: Say) -> None:
    """One module's statements are about that module."""
    objects = [
        {
            json.loads(line)["object"]["id"].split("/")[3]
            for line in say("export", "xapi", which)[1].splitlines()
        }
        for which in (MODULE, "--all")
    ]

    assert objects == [{"modules"}, {"modules", "levels"}]


def test_keep_writes_what_was_passed(course_dir: Path, say: Say) -> None:
    """A second time nothing changes."""
    before = {p.name: p.read_bytes() for p in (course_dir / "records").iterdir()}
    assert say("certify", "--keep")[0] == 0
    after = {p.name: p.read_bytes() for p in (course_dir / "records").iterdir()}
    assert say("certify", "--keep")[0] == 0

    assert set(after) >= set(before)
    assert {p.name: p.read_bytes() for p in (course_dir / "records").iterdir()} == after


def test_a_run_is_recorded_and_counts(tmp_path: Path, say: Say) -> None:
    """With four handled before, the journal's is the fifth, if the replay says so."""
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    write_record(tmp_path / "records", plus(FULL, incidents=tuple(run(f"s{n}") for n in range(4))))
    journal = tmp_path / "run.jsonl"
    own = seed_for(b"engineering-excellence", "learner-01", NAME)
    lines = text(DECLARE, NAMED, ROLLBACK, CLOSE)
    journal.write_bytes(lines)
    words = ("incident", "record", journal, "--learner", "learner-01", "--on", "2025-04-05")
    assert "line 1: args.seed" in say(*words, folder=tmp_path)[2]
    journal.write_bytes(lines.replace(b'"seed": 0', f'"seed": {own}'.encode()))
    done = json.loads(say(*words, "--json", folder=tmp_path)[1])
    found = json.loads(say("certify", "--json", "--on", "2025-04-05", folder=tmp_path)[1])
    (badge,) = (b for b in found["learners"][0]["badges"] if b["name"] == "Incident Master")

    assert (done["scenario"], done["seed"], done["on"], done["out_of"]) == (
        NAME,
        own,
        "2025-04-05",
        92,
    )
    assert badge["earned_on"] == ("2025-04-05" if done["handled"] else None)
    assert f"learner-01: {NAME} " in say(*words, folder=tmp_path)[1]


def test_reports_are_made_of_the_cohort(say: Say, tmp_path: Path) -> None:
    """One learner's page, the cohort's and the program's, each with what it is about."""
    for kind, more, words in (
        ("learner", ("--learner", "learner-01"), "Level 1 Engineer"),
        ("cohort", (), "System Architecture"),
        ("program", (), "too few"),
    ):
        out = tmp_path / kind
        status, said, err = say("report", kind, *more, "--on", "2025-04-04", "--out", out, "--json")
        assert (status, err) == (0, "")
        (made,) = json.loads(said)["reports"]
        assert words in Path(made["page"]).read_text(encoding="utf-8")


def test_help_names_the_verbs(capsys: pytest.CaptureFixture[str]) -> None:
    """Each with its sentence; `incident` has one more."""
    for words in (["--help"], ["incident", "--help"]):
        with pytest.raises(SystemExit):
            main(words)
    shown = capsys.readouterr().out

    for verb in ("certify", "export", "report", "demo", "record"):
        assert f"\n    {verb}" in shown

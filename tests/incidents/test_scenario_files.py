"""Scenario files: all that is wrong is said at once, with its place; the schema is the model's."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from course.cli import command
from course.errors import ScenarioError
from course.files import SCENARIOS
from course.incidents.scenario_files import (
    SCHEMA,
    Position,
    load_scenario,
    positions,
    read_scenario,
    scenario_names,
    schema,
)
from course.incidents.vocabulary import CAUSES, PARTS, PRICES, TRIGGERS, Cause, Trigger
from course.widgets.console import bundle
from tests.incidents.runs import NAME

TEXT = (SCENARIOS / f"{NAME}.toml").read_text("utf-8")


def wrong(**replaced: str) -> list[str]:
    """Problems of the tutorial after replacing texts: keys are numbered pairs."""
    text = TEXT
    for old, new in zip(replaced["old"].split("|"), replaced["new"].split("|"), strict=True):
        assert old in text, old
        text = text.replace(old, new)
    with pytest.raises(ScenarioError) as caught:
        read_scenario(text.encode(), NAME)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("name", scenario_names())
def test_every_scenario_is_well(name: str) -> None:
    """It loads, and its points are the plan's shape: four phases, each part named."""
    scenario = load_scenario(name)
    assert {part for _, task in scenario.tasks.every() for part in task.parts} == set(PARTS)
    assert 9 <= scenario.truth.onset / 60e9 <= 20
    assert sum(book.stale for book in scenario.runbooks) <= 1


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('type = "error"', 'type = "weather"', "type: input should be 'performance'"),
        ("severity = 2", "severity = 7", "severity: input should be less than or equal to 3"),
        ('start = "10m"', "", "start: field required"),
        (
            'start = "10m"',
            'start = "10 minutes"',
            "start: expected a duration such as 250ms, 1.5s or 1m30s, got '10 minutes'",
        ),
        ('start = "10m"', 'begin = "10m"', "begin: extra inputs are not permitted"),
        ('onset = "12m"', 'onset = "11m"', "truth.onset: expected the first fault's time, 0:12:00"),
        ('horizon = "40m"', 'horizon = "9m"', "horizon: expected a time after `start`"),
        ('cause = "bad release"', 'cause = "gremlins"', "truth.cause: input should be"),
        ('components = ["checkout"]\ncause', 'components = ["till"]\ncause', "truth.components"),
        (
            'affected = ["Checkout"]',
            'affected = ["Till"]',
            "truth.affected: expected one of Checkout",
        ),
        ('sources = ["readers"]', 'sources = ["walkers"]', "objective.requests[1].sources"),
        ('within = "2.5s"', 'within = "2s"', "objective.requests[0].within: expected a bucket's"),
        (
            'verb = "deploy"\nargs = { service = "checkout"',
            'verb = "explode"\nargs = { service = "checkout"',
            "faults[0]: fault: expected a verb",
        ),
        (
            'parts = ["detection.time"]',
            'parts = ["analysis.onset"]',
            "tasks: expected a task that names detection.time",
        ),
        ('verb = "act.rollback"', 'verb = "act.undo"', "oracle[4]: verb: expected one of"),
        ('at = "15m10s"', 'at = "14m"', "oracle[1]: t: expected 905 or later, got 840"),
        ("args = { severity = 2 }", 'args = { severity = "2" }', "oracle[2]: args.severity"),
        ('name = "roll-forward"', 'name = "Roll Forward"', "tempting[1].name"),
        ('runbook = "payment"', 'runbook = "till"', "alerts.CheckoutSlow.runbook"),
        ('kind = "error_ratio"', 'kind = "noise"', "alerts[0].condition"),
        ('detect_fail = "15m"', 'detect_fail = "3m"', "par.detect_fail: expected more than"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(old: str, new: str, problem: str) -> None:
    """File, place, what is expected."""
    problems = wrong(old=old, new=new)
    shown = [re.sub(r": line \d+", "", line, count=1) for line in problems]
    assert any(line.startswith(f"{NAME}.toml: {problem}") for line in shown), problems


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('type = "error"', 'type = "weather"'),
        ('onset = "12m"', 'onset = "11m"'),
        ('affected = ["Checkout"]', 'affected = ["Till"]'),
        ('sources = ["readers"]', 'sources = ["walkers"]'),
        ('verb = "act.rollback"', 'verb = "act.undo"'),
        ('name = "roll-forward"', 'name = "Roll Forward"'),
        ('runbook = "payment"', 'runbook = "till"'),
        ('kind = "error_ratio"', 'kind = "noise"'),
        ('detect_fail = "15m"', 'detect_fail = "3m"'),
        ('to = "stock.reserve"', 'to = "stock.keep"'),
        ("severity = 2\n", "severity = 2\nseverity = 3\n"),
        ("severity = 2\n", "severity 2\n"),
    ],
)
def test_each_problem_has_the_line_of_the_file(old: str, new: str) -> None:
    """The line that was spoilt, or the head of its table where that is what is wrong."""
    place = TEXT.index(old)
    spoilt = TEXT[:place] + new + TEXT[place + len(old) :]
    with pytest.raises(ScenarioError) as caught:
        read_scenario(spoilt.encode(), NAME)
    line = spoilt.count("\n", 0, place + (new.count("\n") - 1 if "\n" in new else 0)) + 1
    line += new == "severity = 2\nseverity = 3\n"
    numbers = [int(re.findall(r": line (\d+)", str(p))[0]) for p in caught.value.problems]
    table = spoilt.rfind("\n[", 0, place)
    head = spoilt.count("\n", 0, table + 1) + 1
    assert numbers and all(head <= number <= line for number in numbers), (numbers, line)
    assert line in numbers or head in numbers


TOML = """\
# a comment with [brackets] and "quotes"
name = "x"  # [not.a.table]
text = \'\'\'
[not.a.table]
key = 1
\'\'\'
more = \"\"\"a \\\" b
c\"\"\"
"quoted key".inner = 3

[table]
list = [
  1, # one
  "two ] , }",
  { a = [1, 2], b = {c = 'd'} },
]
[[table.rows]]
name = "first"
[[table.rows]]
name = "second"
  [table.rows.deep]
  at = 07:32:00
[last]"""


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("", 1),
        ("name", 2),
        ("text", 3),
        ("more", 7),
        ("'quoted key'.inner", 1),
        ("table", 11),
        ("table.list", 12),
        ("table.list[1]", 14),
        ("table.list[2].a[1]", 15),
        ("table.list[2].b.c", 15),
        ("table.list[9]", 12),
        ("table.rows[0].name", 18),
        ("table.rows[1]", 19),
        ("table.rows.second.deep.at", 22),
        ("table.rows[1].deep.missing", 21),
        ("last: of all", 23),
        ("nowhere", 1),
    ],
)
def test_lines_of_a_toml_file_are_found(place: str, line: int) -> None:
    """Strings of each kind, comments, arrays over lines, inline tables, tables in arrays."""
    tomllib.loads(TOML)
    assert positions(TOML).line_of(place) == line


@pytest.mark.parametrize("name", scenario_names(SCENARIOS))
def test_positions_have_all_that_tomllib_reads(name: str) -> None:
    """Every key and item of every scenario of ours has a place."""

    def same(data: object, place: Position) -> None:
        if isinstance(data, dict):
            assert set(data) == set(place.keys)
            for key, value in data.items():
                same(value, place.keys[key])
        elif isinstance(data, list):
            assert len(data) == len(place.items)
            for value, item in zip(data, place.items, strict=True):
                same(value, item)

    text = (SCENARIOS / f"{name}.toml").read_text("utf-8")
    same(tomllib.loads(text), positions(text))


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course with a folder of scenarios, entered below its top."""
    (tmp_path / "nbgrader_config.py").touch()
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "source" / "one").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "source" / "one")
    monkeypatch.delenv("COURSE_SCENARIOS", raising=False)
    return tmp_path / "scenarios"


def test_a_course_brings_its_own_scenarios(own: Path) -> None:
    """Beside those of the package, from anywhere in the course; a change of the file is read."""
    (own / "harbour.toml").write_text(TEXT, "utf-8")
    assert set(scenario_names()) == {*scenario_names(SCENARIOS), "harbour"}
    one = load_scenario("harbour")
    assert (one.name, one.title) == ("harbour", load_scenario(NAME).title)
    assert load_scenario("harbour") is one
    (own / "harbour.toml").write_text(TEXT.replace(one.title, "Boats wait"), "utf-8")
    assert load_scenario("harbour").title == "Boats wait"


def test_a_folder_may_be_named(own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """COURSE_SCENARIOS takes the place of the course's own; one that is not there is none."""
    named = tmp_path / "elsewhere"
    named.mkdir()
    (named / "quay.toml").write_text(TEXT, "utf-8")
    (own / "harbour.toml").write_text(TEXT, "utf-8")
    monkeypatch.setenv("COURSE_SCENARIOS", str(named))
    assert {"quay", "harbour"} & set(scenario_names()) == {"quay"}
    monkeypatch.setenv("COURSE_SCENARIOS", str(tmp_path / "nowhere"))
    assert scenario_names() == scenario_names(SCENARIOS)


def test_a_scenario_of_ones_own_has_a_name_of_its_own(own: Path) -> None:
    """Two of one name would be mixed up in journals and records."""
    (own / f"{NAME}.toml").write_text(TEXT, "utf-8")
    with pytest.raises(ScenarioError, match="expected another name: there is a scenario"):
        load_scenario(NAME)
    assert load_scenario(NAME, SCENARIOS).name == NAME


def test_the_command_finds_them_and_tells_what_is_broken(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """list, lint and play know a course's scenario; of broken ones every problem has its line."""
    (own / "harbour.toml").write_text(TEXT, "utf-8")
    spoilt = TEXT.replace('onset = "12m"', 'onset = "11m"').replace('["Checkout"]', '["Till"]')
    (own / "quay.toml").write_text(spoilt, "utf-8")
    assert command.main(["incident", "list"]) == 1
    out, err = capsys.readouterr()
    assert "harbour" in out and "quay" not in out
    problems = err.splitlines()
    # The posts of the author's own way name the component by its old name, too.
    assert [line.split(": ")[2] for line in problems] == [
        *("truth.onset", "truth.affected"),
        *("oracle[5]", "oracle[6]"),
    ]
    assert all(re.match(r"quay.toml: line \d+: ", line) for line in problems)
    for verb in ("lint", "play"):
        assert command.main(["incident", verb, "quay"]) == 1
        assert capsys.readouterr().err.splitlines() == problems
    assert command.main(["incident", "export", "harbour", "--rules"]) == 0
    assert "groups:" in capsys.readouterr().out
    shown = bundle("harbour")["text/plain"]
    assert load_scenario("harbour").title in shown


def test_all_problems_come_at_once() -> None:
    """An author mends a file in one go."""
    problems = wrong(
        old='onset = "12m"|affected = ["Checkout"]|runbook = "payment"',
        new='onset = "11m"|affected = ["Till"]|runbook = "till"',
    )
    assert len(problems) == 3


def test_what_is_no_scenario_is_refused() -> None:
    """Not TOML, too large, or of a name that nobody bears."""
    for raw, what in ((b"[", "not TOML"), (b"\xff", "not TOML"), (b"#" * 300_000, "at most")):
        with pytest.raises(ScenarioError, match=what):
            read_scenario(raw, NAME)
    for name in ("no-such", "../program", ""):
        with pytest.raises(ScenarioError, match="scenario: expected one of"):
            load_scenario(name)


def test_the_schema_for_authors_is_the_models() -> None:
    """`python -c "from course.incidents.scenario_files import write_schema; write_schema()"` renews it."""
    assert json.loads(SCHEMA.read_text("utf-8")) == json.loads(json.dumps(schema()))
    assert set(tomllib.loads(TEXT)) <= set(schema()["properties"])


def test_words_are_one_list() -> None:
    """What learners choose from, what journals accept, and what prices name."""
    assert set(CAUSES) == set(Cause.__args__)  # type: ignore[attr-defined]
    assert set(TRIGGERS) == set(Trigger.__args__)  # type: ignore[attr-defined]
    assert sum(PARTS.values()) == 100
    assert all(price >= 0 for price in PRICES.values())

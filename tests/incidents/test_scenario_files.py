"""Scenario files: all that is wrong is said at once, with its place; the schema is the model's."""

import json
import tomllib

import pytest

from course.errors import ScenarioError
from course.files import SCENARIOS
from course.incidents.scenario_files import (
    SCHEMA,
    load_scenario,
    read_scenario,
    scenario_names,
    schema,
)
from course.incidents.vocabulary import CAUSES, PARTS, PRICES, TRIGGERS, Cause, Trigger
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
    assert 10 <= scenario.truth.onset / 60e9 - 0 <= 20
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
    assert any(line.startswith(f"{NAME}.toml: {problem}") for line in problems), problems


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

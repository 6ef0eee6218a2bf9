"""Draws of a family: the same seed the same incident, all cases drawn, each problem at its line."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from course.errors import ScenarioError, SubmissionError
from course.files import SCENARIOS
from course.incidents.incident import Incident
from course.incidents.journal import parse
from course.incidents.replayed_run import journal_of, replay
from course.incidents.scenario import Scenario
from course.incidents.scenario_draws import case_number, draw, is_family, space_of
from course.incidents.scenario_files import (
    family_names,
    load_scenario,
    read_scenario,
    scenario_names,
)
from course.incidents.scoring import score
from tests.incidents.no_look_players import (
    PASS,
    Constant,
    best,
    constant,
    passes,
    played,
    players,
    shotgun,
)

FAMILY = "shop-evening"
TEXT = (SCENARIOS / f"{FAMILY}.toml").read_text("utf-8")
DATA = tomllib.loads(TEXT)
SPACE = space_of(DATA)
LEAST_CASES, MOST_SHARE = 6, 0.1
TOLD = ("title", "story", "description", "clock", "start")


def fault(told: dict[str, Any]) -> tuple[str, str, str]:
    """What is wrong, where, and what mends it."""
    acts = [line for line in told["oracle"] if line["verb"].startswith("act.")]
    return (str(told["truth"]["components"]), told["truth"]["cause"], str(acts))


def problems(old: str, new: str) -> list[str]:
    """What is wrong with the family after a change of its text."""
    assert old in TEXT
    with pytest.raises(ScenarioError) as caught:
        read_scenario(TEXT.replace(old, new).encode(), FAMILY)
    return [str(problem) for problem in caught.value.problems]


def test_a_seed_draws_the_same_incident_always() -> None:
    """Also where it is read anew; another seed draws another."""
    again = read_scenario(TEXT.encode(), FAMILY, seed=7)
    assert load_scenario(FAMILY, seed=7) == again
    assert again.seed == 7
    assert len({str(load_scenario(FAMILY, seed=n).truth) for n in range(20)}) > 10


def test_a_new_name_shifts_no_draw() -> None:
    """Each name is drawn apart from the others."""
    more = {**DATA, "vary": {"another": [1, 2, 3], **DATA["vary"]}}
    for seed in range(10):
        assert draw(more, space_of(more), FAMILY, seed) == draw(DATA, SPACE, FAMILY, seed)


@pytest.mark.parametrize("name", family_names())
def test_a_family_is_varied(name: str) -> None:
    """All cases come, no fault too often, now and then none; what is told does not tell it."""
    data = tomllib.loads((SCENARIOS / f"{name}.toml").read_text("utf-8"))
    space = space_of(data)
    drawn = [draw(data, space, name, seed)[0] for seed in range(1500)]
    cases = Counter(told["case"] for told in drawn)
    assert len(cases) == len(space.cases) >= LEAST_CASES
    assert 0.02 < cases["nothing"] / len(drawn) < 0.1
    faults = Counter(fault(told) for told in drawn)
    assert max(faults.values()) / len(drawn) <= MOST_SHARE
    assert len({told["truth"]["cause"] for told in drawn}) >= LEAST_CASES

    stories: dict[str, Counter[str]] = {}
    for told in drawn:
        stories.setdefault(str([told[key] for key in TOLD]), Counter())[told["case"]] += 1
        assert told["truth"]["cause"] not in f"{name} {told['title']} {told['description']}"
    # A ticket may name what is slow: then it leaves two kinds of trouble at least.
    assert max(max(among.values()) / among.total() for among in stories.values()) < 0.8
    assert not {key for case in data["cases"] for key in case} & set(TOLD)


def test_what_is_drawn_stands_in_its_places() -> None:
    """A place takes the value with its type; a field, a shift, a clock, seconds."""
    data: dict[str, Any] = {
        "clock": "23:55",
        "vary": {"t": {"from": "8m", "to": "8m"}, "row": [{"a": 3, "b": "{t}"}], "n": [[1, 2]]},
        "cases": [{"name": "only", "own": "{row.a}", "vary": {"word": ["yes"]}}],
        "at": "{t+90s}",
        "less": "{t-1m30s}",
        "text": "since {t:clock} {word}, {t+10s:seconds} s",
        "list": ["{n}", {"{word}": "{row.b}"}],
        "query": 'sum by (a) (x{job="y"}) {other}',
    }
    got, number = draw(data, space_of(data), "small", 0)
    minute = 60 * 10**9
    assert number == 0
    assert (got["at"], got["less"], got["own"]) == (9.5 * minute, 6.5 * minute, 3)
    assert got["text"] == "since 00:03 yes, 490 s"
    assert got["list"] == [[1, 2], {"yes": 8 * minute}]
    assert got["query"] == data["query"]
    assert (got["name"], got["seed"], got["case"]) == ("small", 0, "only")


def test_weights_are_chances() -> None:
    """Four in eighteen, over many seeds."""
    data = {"cases": [{"name": "rare"}, {"name": "often", "weight": 9}]}
    drawn = Counter(case_number(space_of(data), "x", seed) for seed in range(2000))
    assert 130 < drawn[0] < 270


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('at = "{onset}", verb = "slow"', 'at = "{onsett+1s}", verb = "slow"', "onsett"),
        ('slot = "{what.slot}"', 'slot = "{what.slott}"', "'what' has no 'slott'"),
        ('name = "leak"', 'name = "release"', "'release' stands above, too"),
        ('cause = ["stale secret"]', 'cause = ["stale secrets"]', "cases[7].vary"),
        ('from = "9m"', 'from = "19m"', "expected `from` before `to`"),
        ("faults = []", "faults = []\nsilent = 3", "cases[8].silent"),
        ('trigger = "nothing", onset = "15m"', 'trigger = "nothing", onset = "14m"', "`start`"),
        ('flag = "quick-search", aliases', 'flag = "quick", aliases', "quick"),
        ('step = "15s" }', 'step = "0s" }', "vary.onset"),
        ('clock = "19:00"', 'clock = "seven"', "clock"),
        ("[vary]", "[varied]", "nothing named 'onset' is drawn"),
    ],
)
def test_a_broken_family_says_where(old: str, new: str, problem: str) -> None:
    """Each problem once, with its line, also of a case that no seed at hand draws."""
    found = problems(old, new)
    assert found == list(dict.fromkeys(found))
    assert all(line.startswith(f"{FAMILY}.toml: line ") for line in found)
    assert any(problem in line for line in found) or problem == "cases[7].vary"


def test_a_space_that_is_none_is_refused() -> None:
    """No cases, cases that are no tables, values that are none."""
    for data in (
        {"vary": {}},
        {"cases": []},
        {"cases": [3]},
        {"cases": [{"name": "a", "weight": 0}]},
    ):
        assert is_family(data)
        with pytest.raises(ScenarioError):
            space_of(data)


def test_another_draw_s_journal_is_refused() -> None:
    """An incident is played by the seed that drew it, and a journal says that seed."""
    scenario = load_scenario(FAMILY, seed=3)
    with pytest.raises(ScenarioError, match="expected 3"):
        Incident(scenario, seed=4)
    journal = journal_of(scenario, scenario.oracle, 3)
    with pytest.raises(SubmissionError, match=r"line 1: args\.seed: expected 4, got 3"):
        parse(journal.text().encode(), load_scenario(FAMILY, seed=4))
    assert Incident(FAMILY, seed=4).scenario == load_scenario(FAMILY, seed=4)


def drawn_as(case: str) -> Scenario:
    """The first draw of a case."""
    drawn = (load_scenario(FAMILY, seed=seed) for seed in range(400))
    return next(scenario for scenario in drawn if scenario.case == case)


def test_where_nothing_is_wrong_acts_and_alarms_cost() -> None:
    """Look, say so and close: all points. Each thing more costs; without a look there is nothing."""
    scenario = drawn_as("nothing")
    calm = constant(scenario, looks=True).lines
    start = scenario.start // 10**9

    def points(*lines: tuple[int, str, dict[str, Any]]) -> float:
        player = Constant(lines=tuple(sorted(lines, key=lambda line: line[0])))
        return score(replay(player.journal(scenario), scenario)).points

    declared = (start + 120, "declare", {"severity": 2})
    act = (start + 150, "act.restart", {"service": "mail"})
    post = (
        start + 180,
        "post",
        {"audience": "customers", "status": "investigating", "text": "We look into it."},
    )
    assert points(*calm) == 92
    assert points(*calm, declared) == 82
    assert points(*calm, declared, act) == pytest.approx(72)
    assert points(*calm, declared, post) == pytest.approx(76)
    assert points(*[line for line in calm if line[1] in ("hypothesis", "close")]) == 0
    assert points(*[line for line in calm if line[1] not in ("hypothesis", "close")]) == 0
    assert score(replay(shotgun(scenario).journal(scenario), scenario)).points < 50


def test_a_friend_s_journal_of_another_draw_fails() -> None:
    """What mends one draw mends no other; without looks not even its own is passed."""
    own, other = drawn_as("slow-replica"), drawn_as("release")
    assert own.seed is not None
    assert other.seed is not None
    assert played(constant(own, looks=True), FAMILY, own.seed).points >= 90
    assert played(constant(own), FAMILY, own.seed).points < 60
    assert played(constant(other, looks=True), FAMILY, own.seed).points <= 40


@pytest.mark.parametrize("name", family_names())
def test_who_never_looks_passes_nothing(name: str) -> None:
    """A hundredth of `make soak guesses`: the best of four constant journals on two fresh draws."""
    points = passes(best(name, players(name, 10)[:4]), name, 2)
    assert max(points) < PASS


def test_constant_journals_are_many() -> None:
    """A player for each fault and onset, so that the trial has a choice; `make soak guesses`."""
    assert len(players(FAMILY, 60)) > 30


def test_families_are_scenarios() -> None:
    """Their names are among all, and what is no family has one story for all seeds."""
    assert set(family_names()) < set(scenario_names())
    story = next(name for name in scenario_names() if name not in family_names())
    assert load_scenario(story, seed=1) is load_scenario(story, seed=2)
    assert not Path(SCENARIOS / "scenario.schema.json").read_text("utf-8").count('"cases"')

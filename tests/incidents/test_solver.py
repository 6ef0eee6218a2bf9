"""The solver knows no scenario: it must find nothing where nothing is wrong, and read no truth."""

import ast
from pathlib import Path

import pytest

from course.incidents import solver
from course.incidents.incident import opened, telemetry
from course.incidents.scenario import SECOND
from course.incidents.scenario_files import load_scenario, scenario_names
from course.incidents.solver import solve
from course.incidents.vocabulary import CAUSES


def test_it_reads_telemetry_only() -> None:
    """No engine, no counters of the truth, no scenario among its imports and words."""
    text = Path(solver.__file__).read_text("utf-8")
    modules = {
        str(node.module) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)
    }
    assert {m for m in modules if m.startswith("course.")} == {
        "course.simulation.telemetry.topology",
        "course.simulation.telemetry.snapshot",
    }
    for secret in ("hostile", ".raw", "counters", "truth.", *scenario_names()):
        assert secret not in text


@pytest.mark.parametrize("name", ["bad-canary", "slow-replica", "leaked-token", "one-tenant"])
def test_a_quiet_system_has_no_finding(name: str) -> None:
    """The twin at the moment when the oracle would act: red herrings do not mislead it."""
    scenario = load_scenario(name)
    engine = opened(scenario, 1, faults=False)
    acts = [line.at for line in scenario.oracle if line.verb.startswith("act.")]
    engine.advance_to(acts[0])
    seen = telemetry(scenario, engine)
    assert solve(seen, scenario.start_ms + scenario.start // (SECOND // 1000)) is None


def test_its_causes_are_words_that_learners_have() -> None:
    """Each rule names what a hypothesis may name."""
    tree = ast.parse(Path(solver.__file__).read_text("utf-8"))
    named = {
        function.name: {
            key.value.value
            for node in ast.walk(function)
            if isinstance(node, ast.Call)
            for key in node.keywords
            if key.arg == "cause" and isinstance(key.value, ast.Constant)
        }
        for function in tree.body
        if isinstance(function, ast.FunctionDef)
    }
    assert [rule.__name__ for rule in solver.RULES if not named[rule.__name__]] == []
    assert set().union(*named.values()) <= set(CAUSES)

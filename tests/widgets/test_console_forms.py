"""The console's forms fit every scenario, and elsewhere it shows a text that never changes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from course.errors import NotebookError
from course.incidents.scenario_files import load_scenario, scenario_names
from course.incidents.verbs import ACTS
from course.simulation.lowering import names_of
from course.widgets import console
from course.widgets.console import bundle
from course.widgets.console.choices import GROUPS, parts, spec
from course.widgets.console.panels import PANELS
from tests.widgets.test_console import LOOKS, NAME


@pytest.mark.parametrize("name", scenario_names())
def test_every_scenario_has_its_forms(name: str) -> None:
    """What the author's own way needs can be chosen, and no stranger's name is told."""
    scenario = load_scenario(name)
    forms = spec(scenario)
    named = {part for _, components in parts(names_of(scenario.system)) for part in components}
    offered = {act["verb"]: {field["name"] for field in act["fields"]} for act in forms["acts"]}

    assert set(scenario.truth.components) <= named
    for entry in scenario.oracle:
        if entry.verb.startswith("act."):
            assert set(entry.args) <= offered[entry.verb[4:]], entry
    text, sources = json.dumps(forms), scenario.system.sources
    known = {word for s in sources if not s.hostile for word in (s.name, s.network, s.agent)}
    known |= {*scenario.system.tokens}  # a thief may call themselves as the owner does
    for source in sources:
        for word in {source.name, source.network, source.agent} - known - {""}:
            assert not source.hostile or f'"{word}"' not in text
    assert "truth" not in forms


def test_every_act_and_look_has_a_place() -> None:
    """No verb of the journal is forgotten."""
    assert sorted(verb for verbs in GROUPS.values() for verb in verbs) == sorted(ACTS)
    assert {panel for panel, _, _ in LOOKS} == {*PANELS.values(), "signals"}


def test_elsewhere_the_same_text_is_shown_in_every_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Title, story, the way by code, where the journal lies; no run is begun, no engine opened."""
    code = (
        "import sys; from course.widgets import console; console('bad-canary'); "
        "print({'numba', 'pydantic', 'anywidget', 'course.incidents'} & set(sys.modules))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            cwd=tmp_path,
            env={**os.environ, "COURSE_LEARNER": f"learner-0{n}"},
        ).stdout
        for n in (1, 2)
    ]
    assert runs[0] == runs[1]
    assert runs[0].endswith("set()\n")
    assert "Incident: The canary sings" in runs[0]
    assert 'console("bad-canary").incident' in runs[0]
    assert "incidents/bad-canary.jsonl" in runs[0]
    assert list(tmp_path.iterdir()) == []
    assert repr(console(NAME)) == "console('bad-canary')"
    assert "canary" in capsys.readouterr().out
    assert "<h" not in bundle(NAME)["text/html"]


@pytest.mark.parametrize("name", ["no-such", "../bad-canary", "bad-canary.toml", ""])
def test_a_scenario_that_is_not_there_is_an_authors_mistake(name: str) -> None:
    """The message names those that are."""
    with pytest.raises(NotebookError, match="bad-canary"):
        console(name)

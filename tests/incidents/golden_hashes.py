"""Golden hashes: what a run told and what its journal scored, for each scenario and some seeds.

They are equal across runs, processes, machines and Python versions; a change that moves one must
be meant. `python -m tests.incidents.golden_hashes` writes them anew after such a change.
"""

import hashlib
import json
from pathlib import Path

from course.files import SCENARIOS
from course.incidents.incident import telemetry
from course.incidents.replayed_run import journal_of, played, run_of
from course.incidents.scenario_files import load_scenario, scenario_names
from course.incidents.scoring import score

FILE = SCENARIOS / "golden.json"
SEEDS = (0, 1)


def fingerprint(name: str, seed: int) -> dict[str, str]:
    """Hashes of telemetry (metrics, logs, spans) at the oracle's end, and of its score."""
    scenario = load_scenario(name, seed=seed)
    incident = played(journal_of(scenario, scenario.oracle, seed), scenario)
    points = json.dumps(score(run_of(incident)).data(), sort_keys=True)
    return {
        "telemetry": telemetry(scenario, incident.engine).digest(),
        "score": hashlib.sha256(points.encode()).hexdigest(),
    }


def read(file: Path = FILE) -> dict[str, dict[str, dict[str, str]]]:
    """Committed hashes by scenario and seed."""
    hashes: dict[str, dict[str, dict[str, str]]] = json.loads(file.read_text(encoding="utf-8"))
    return hashes


def write(file: Path = FILE) -> None:
    """Make the file from what runs now."""
    hashes = {
        name: {str(seed): fingerprint(name, seed) for seed in SEEDS} for name in scenario_names()
    }
    file.write_text(json.dumps(hashes, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()

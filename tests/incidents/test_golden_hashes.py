"""Golden hashes: the same run everywhere, on every Python."""

import subprocess
import sys

import pytest

from course.incidents.scenario_files import scenario_names
from tests.incidents.golden_hashes import SEEDS, fingerprint, read
from tests.incidents.runs import NAME


def test_every_scenario_has_its_hashes() -> None:
    """`python -m tests.incidents.golden_hashes` writes them after a change that is meant."""
    hashes = read()
    assert set(hashes) == set(scenario_names())
    assert all(set(rows) == {str(seed) for seed in SEEDS} for rows in hashes.values())
    every = [one["telemetry"] for rows in hashes.values() for one in rows.values()]
    assert len(set(every)) == len(every)


@pytest.mark.parametrize("name", scenario_names())
def test_a_run_is_what_it_was(name: str) -> None:
    """Metrics, logs, spans and score of the first seed."""
    assert fingerprint(name, SEEDS[0]) == read()[name][str(SEEDS[0])]


def test_another_process_runs_the_same() -> None:
    """Nothing depends on what else a process did, or on the seed of hashes."""
    code = f"from tests.incidents.golden_hashes import fingerprint; print(fingerprint({NAME!r}, 1))"
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert process.stdout.strip() == str(read()[NAME]["1"])

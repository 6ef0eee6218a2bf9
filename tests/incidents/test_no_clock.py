"""Nothing in course/incidents/ reads a clock or a global random: a run can be had again."""

import ast
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2] / "course" / "incidents"
MODULES = {"datetime", "random", "secrets", "time", "uuid"}
CALLS = {"np.random", "os.urandom", "pd.Timestamp.now", "pd.Timestamp.utcnow"}
ALLOWED = {
    "lint.py": {"time"},  # it measures its own processor time
    "drill_host.py": {"time"},  # how fast lines come, and how long answers take
    "drill_client.py": {"time"},  # how long it waits for a host
}


def sources_of_chance(source: str) -> set[str]:
    """Modules and calls in a file's text by which two equal runs could differ."""
    hits: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            hits |= {str(node.module).split(".")[0]} & MODULES
        elif isinstance(node, ast.Import):
            hits |= {alias.name.split(".")[0] for alias in node.names} & MODULES
        elif isinstance(node, ast.Attribute):
            hits |= {ast.unparse(node)} & CALLS
    return hits


@pytest.mark.parametrize("path", sorted(HOME.glob("*.py")), ids=lambda path: path.stem)
def test_no_file_reads_a_clock_or_a_global_random(path: Path) -> None:
    """Lint and what waits on a socket may; nothing that decides a run knows what time it is."""
    assert sources_of_chance(path.read_text("utf-8")) == ALLOWED.get(path.name, set())


@pytest.mark.parametrize(
    ("source", "hit"),
    [
        ("from datetime import datetime", "datetime"),
        ("def f():\n    import time", "time"),
        ("x = np.random.default_rng()", "np.random"),
        ("x = pd.Timestamp.now()", "pd.Timestamp.now"),
    ],
)
def test_one_that_did_would_be_caught(source: str, hit: str) -> None:
    """The test above can fail."""
    assert sources_of_chance(source) == {hit}

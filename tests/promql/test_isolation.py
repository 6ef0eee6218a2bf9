"""PromQL's evaluator could be a package of its own: it knows errors only, and is cheap to import."""

import subprocess
import sys
from pathlib import Path

from tests.simulation.test_isolation import opened

ROOM = Path(__file__).parents[2] / "course" / "promql"


def test_it_knows_no_other_room() -> None:
    """Of ours, it imports errors and itself."""
    modules = {
        module
        for path in ROOM.glob("*.py")
        for module in opened(path.read_text(encoding="utf-8"))
        if module.startswith("course")
    }
    assert "course.errors" in modules
    assert {m for m in modules if not m.startswith("course.promql")} == {"course.errors"}


def test_it_is_cheap_to_import() -> None:
    """The parser and Arrow are opened by the first query that needs them."""
    heavy = {"promql_parser", "pyarrow", "pandas", "pydantic"}
    code = f"import sys, course.promql; print(sorted({heavy} & set(sys.modules)))"
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert process.stdout.strip() == "[]"

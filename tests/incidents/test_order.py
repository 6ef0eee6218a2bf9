"""The order inside course/incidents/, and that it knows no widget and no clock on the wall."""

import ast
from pathlib import Path

HOME = Path(__file__).parents[2] / "course" / "incidents"
ORDER = (
    "words", "verbs", "acting", "objective", "scenario", "journal", "loading", "storage", "frames",
    "dimensions", "querying", "pictures", "incident", "learner", "replay", "communicating",
    "scoring", "feedback", "grading", "solver", "lint", "golden", "magics",
)  # fmt: skip
CLOCKS = {"datetime", "random", "secrets", "uuid"}


def imports(path: Path) -> set[str]:
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    found: set[str] = set()
    for node in tree:
        if isinstance(node, ast.ImportFrom):
            found.add(str(node.module))
            if node.module == "course.incidents":
                found |= {f"course.incidents.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def test_a_file_imports_only_files_before_it() -> None:
    """Every file has its place in the order, and looks back only."""
    assert {path.stem for path in HOME.glob("*.py")} == {*ORDER, "__init__"}
    for path in HOME.glob("*.py"):
        before = ORDER[: ORDER.index(path.stem)] if path.stem in ORDER else ORDER  # the door
        ours = {m.rpartition(".")[2] for m in imports(path) if m.startswith("course.incidents.")}
        assert ours <= set(before), path.name


def test_no_file_reads_a_clock_or_a_global_random() -> None:
    """Lint measures its own processor time; nothing else may know what time it is."""
    for path in HOME.glob("*.py"):
        assert not imports(path) & CLOCKS, path.name
        assert "time" not in imports(path) or path.stem == "lint"

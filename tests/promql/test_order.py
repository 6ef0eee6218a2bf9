"""The order inside course/promql/, and that it knows nothing of ours but errors."""

import ast
from pathlib import Path

HOME = Path(__file__).parents[2] / "course" / "promql"
ORDER = (
    "matching",
    "blocks",
    "syntax",
    "vectors",
    "windows",
    "overtime",
    "labels",
    "histograms",
    "aggregation",
    "joining",
    "functions",
    "selecting",
    "ranging",
    "evaluation",
)


def imports(path: Path, *, top: bool = False) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in tree.body if top else ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            found.add(str(node.module))
            if node.module == "course.promql":
                found |= {f"course.promql.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def test_a_file_imports_only_files_before_it() -> None:
    """Every file has its place, stated in the subpackage's docstring too, and looks back only."""
    assert {path.stem for path in HOME.glob("*.py")} == {*ORDER, "__init__"}
    door = " ".join((HOME / "__init__.py").read_text(encoding="utf-8").split('"""')[1].split())
    assert ", ".join(ORDER) in door
    for path in HOME.glob("*.py"):
        if path.stem in ORDER:
            before = {f"course.promql.{name}" for name in ORDER[: ORDER.index(path.stem)]}
            ours = {m for m in imports(path) if m.startswith("course.promql.")}
            assert ours <= before, path.name


def test_it_knows_errors_only_and_is_cheap_to_import() -> None:
    """No other room of ours; the parser and Arrow are opened when they are needed."""
    for path in HOME.glob("*.py"):
        others = {m for m in imports(path) if m.startswith("course.")}
        assert all(m.startswith("course.promql") or m == "course.errors" for m in others)
        assert not {m.split(".")[0] for m in imports(path, top=True)} & {"promql_parser", "pyarrow"}

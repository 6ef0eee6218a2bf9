"""Inside the certification package, as the order in its docstring says."""

import ast
from pathlib import Path

import course.certification

HERE = Path(course.certification.__file__).parent
ORDER = ["values", "requirements", "levels", "tracking", "deciding"]


def test_files_import_only_files_before_them() -> None:
    """And every file has its place, also in the docstring; no file opens another one."""
    assert {path.stem for path in HERE.glob("*.py")} == {*ORDER, "__init__"}
    assert " < ".join(ORDER) in " ".join((course.certification.__doc__ or "").split())
    for path in (path for path in HERE.glob("*.py") if path.stem != "__init__"):
        tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        names = {node.module for node in tree if isinstance(node, ast.ImportFrom) and node.module}
        own = {n.split(".")[2] for n in names if n.startswith("course.certification.")}
        assert own <= set(ORDER[: ORDER.index(path.stem)]), path
        assert not names & {"os", "pathlib", "io", "sqlalchemy"}, path

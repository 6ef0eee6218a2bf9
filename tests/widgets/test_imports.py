"""What course/widgets/ imports: the browser's side in one file, and nothing heavy at the door."""

import ast
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).parents[2] / "course" / "widgets"
BROWSER = {"anywidget", "ipywidgets", "traitlets"}


def imports(path: Path) -> set[str]:
    """Packages that a file imports, at any depth."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    names |= {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {name.split(".")[0] for name in names}


def test_only_views_import_anywidget() -> None:
    """The rules are plain data; one file has the browser's side."""
    assert {path.stem for path in HOME.rglob("*.py") if imports(path) & BROWSER} == {"views"}


def test_the_import_is_cheap() -> None:
    """Where nobody can click, neither widgets nor the program are loaded: graders import this."""
    heavy = "{'ipywidgets', 'anywidget', 'pydantic', 'nbformat', 'IPython'}"
    code = f"import sys, course.widgets; print(sorted({heavy} & set(sys.modules)))"
    shell = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shell.stdout.strip() == "[]"

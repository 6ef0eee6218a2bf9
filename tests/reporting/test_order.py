"""The order inside course/reporting/, and that opening the room loads nothing heavy."""

import ast
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).parents[2] / "course" / "reporting"
ORDER = (
    "kernel",
    "engine",
    "shapes",
    "drawing",
    "page",
    "export",
    "making",
    "server",
    "batch",
)


def test_a_file_imports_only_files_before_it() -> None:
    """Every file has its place in the order, and looks back only."""
    assert {path.stem for path in HOME.glob("*.py")} == {*ORDER, "__init__"}
    for path in HOME.glob("*.py"):
        before = ORDER[: ORDER.index(path.stem)] if path.stem in ORDER else ORDER
        found = [
            node
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("course.reporting")
        ]
        for node in found:
            names = (
                [alias.name for alias in node.names]
                if node.module == "course.reporting"
                else [str(node.module).rpartition(".")[2]]
            )
            assert set(names) <= set(before), f"{path.name}: {names}"


def test_the_room_opens_light() -> None:
    """The command imports it: papermill, nbconvert and matplotlib stay in the server."""
    code = (
        "import sys, course.reporting\n"
        "print(sorted({'papermill', 'nbconvert', 'matplotlib', 'IPython'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"

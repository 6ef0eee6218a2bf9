"""The order inside course/widgets/: a file imports only files before it."""

import ast
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).parents[2] / "course" / "widgets"
ORDER = (
    {"prose", "answers"},  # words; files
    {"questions", "activities", "parsons"},  # what is asked
    {"sheets"},  # how it is saved
    {"views", "progress"},  # what is seen
    {"asking"},  # what notebooks call
    {"console"},  # an incident, in a folder of its own
    {"__init__"},  # the door
)


def imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)} | {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }


def test_a_file_imports_only_files_before_it() -> None:
    """Every file has its place in the order, and looks back only."""
    place = {name: number for number, names in enumerate(ORDER) for name in names}
    assert {path.stem for path in HOME.glob("*.py")} | {"console"} == set(place)
    wrong = [
        f"{path.name} imports {name}"
        for path in HOME.glob("*.py")
        for name in imports(path)
        if name.startswith("course.widgets.") and place[name.split(".")[2]] >= place[path.stem]
    ]
    assert wrong == []


def test_the_console_has_an_order_of_its_own() -> None:
    """Below it are all files of widgets but the door; inside, each file looks back only."""
    order = ({"looks"}, {"queries"}, {"choices", "lines", "ending"}, {"session"}, {"__init__"})
    place = {name: number for number, names in enumerate(order) for name in names}
    files = sorted((HOME / "console").glob("*.py"))
    assert {path.stem for path in files} == set(place)
    wrong = [
        f"{path.name} imports {name}"
        for path in files
        for name in imports(path)
        if name.startswith("course.widgets.console.")
        and place[name.split(".")[3]] >= place[path.stem]
    ]
    assert wrong == []


def test_only_views_import_anywidget() -> None:
    """The rules are plain data; one file has the browser's side."""
    named = {
        path.stem
        for path in HOME.glob("*.py")
        if {name.split(".")[0] for name in imports(path)} & {"anywidget", "ipywidgets", "traitlets"}
    }
    assert named == {"views"}


def test_the_import_is_cheap() -> None:
    """Where nobody can click, neither widgets nor the program are loaded: graders import this."""
    heavy = "{'ipywidgets', 'anywidget', 'pydantic', 'nbformat', 'IPython'}"
    code = f"import sys, course.widgets; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

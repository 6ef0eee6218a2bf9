"""What notebooks import from course.incidents: each name opens, and nothing opens before."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from course import incidents

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", incidents.__all__)
def test_every_name_is_what_its_home_calls_so(name: str) -> None:
    """The door gives the function or class itself, also when its home was imported before."""
    opened = getattr(incidents, name)
    assert opened.__name__ == name
    assert getattr(import_module(opened.__module__), name) is opened


def test_no_file_of_the_room_takes_a_name_of_the_door() -> None:
    """Python binds an imported file to its name in the room, where it would hide the door's."""
    files = {path.stem for path in (ROOT / "course" / "incidents").glob("*.py")}
    assert not files & set(incidents.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A misspelt name fails as in any module."""
    assert not hasattr(incidents, "Incidnet")


def test_notebooks_use_the_door() -> None:
    """No notebook names a file of the room, so that files can be renamed."""
    notebooks = [*ROOT.glob("source/*/*.ipynb"), *ROOT.glob("release/*/*.ipynb")]
    assert len(notebooks) > 10
    deep = [p.name for p in notebooks if "course.incidents." in p.read_text(encoding="utf-8")]
    assert deep == []


def test_the_door_costs_nothing() -> None:
    """Importing the room loads no simulator: a grader imports it for notebooks without one."""
    heavy = "{'numba', 'numpy', 'pyarrow', 'pydantic', 'pandas', 'duckdb'}"
    code = f"import sys, course.incidents; print(sorted({heavy} & set(sys.modules)))"
    shell = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shell.stdout.strip() == "[]"

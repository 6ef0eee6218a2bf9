"""The public door."""

import ast
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import course

ROOT = Path(__file__).parents[1]
CONFIGURATIONS = ("nbgrader_config.py", "deploy/hub/jupyterhub_config.py")


def imports(path: Path) -> dict[str, str]:
    """Each name that a file imports from `course`, at any depth, with the module it names."""
    return {
        alias.asname or alias.name: node.module
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "course"
        for alias in node.names
    }


def loaded_by(module: str) -> set[str]:
    """Names of the modules that importing one loads into a fresh interpreter."""
    code = (
        "import json, sys; before = set(sys.modules); "
        f"import {module}; print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(run.stdout))


def test_all_is_sorted_and_equals_the_lazy_table() -> None:
    """`__all__` lists the table's names in order."""
    assert course.__all__ == sorted(course._HOME)


def test_the_lazy_table_equals_what_type_checkers_see() -> None:
    """Each name comes from the module that the imports under TYPE_CHECKING name."""
    assert imports(ROOT / "course" / "__init__.py") == {
        name: f"course.{home}" for name, home in course._HOME.items()
    }


@pytest.mark.parametrize("name", course.__all__)
def test_every_name_opens(name: str) -> None:
    """Each public name can be had, is what it is called, and no submodule takes its place."""
    value = getattr(course, name)
    assert value.__name__ == name
    assert not isinstance(value, ModuleType)
    assert not (ROOT / "course" / name).exists()
    assert not (ROOT / "course" / f"{name}.py").exists()


def test_nothing_leaks() -> None:
    """No public name stands beside those that `__all__` lists."""
    # Submodules appear once somebody imports them, and so does what typing needs.
    leaked = {
        name
        for name, value in vars(course).items()
        if not name.startswith("_")
        and name not in course.__all__
        and getattr(value, "__name__", "").split(".")[0] == "course"
        and not isinstance(value, ModuleType)
    }
    assert leaked == set()


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A misspelt name fails as in any module."""
    assert not hasattr(course, "laod_program")


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_configurations_use_the_door(name: str) -> None:
    """What an instructor or administrator edits imports public names from `course` only."""
    used = imports(ROOT / name)
    assert used
    assert set(used.values()) == {"course"}
    assert used.keys() <= set(course.__all__)


def beyond_the_library(modules: set[str]) -> set[str]:
    """Those modules that the standard library does not hold."""
    return {name for name in modules if name.partition(".")[0] not in sys.stdlib_module_names}


def test_the_door_loads_nothing() -> None:
    """`import course` loads one file of ours, and nothing else beyond the standard library."""
    assert beyond_the_library(loaded_by("course")) == {"course"}


def test_the_command_loads_no_library() -> None:
    """`course --help` needs our own files for the command, and the standard library only."""
    rooms = {
        ".".join(n.split(".")[:2]) for n in beyond_the_library(loaded_by("course.cli.command"))
    }
    assert rooms == {"course", "course.cli", "course.errors"}

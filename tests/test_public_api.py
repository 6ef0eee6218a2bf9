"""The public door."""

import ast
import doctest
import json
import re
import subprocess
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from griffe import DocstringSectionKind, Function, Module, Object

import course
from docs import api_page
from docs.api_page import DOORS

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


@cache
def package() -> Module:
    return api_page.loaded()


def public_names() -> list[str]:
    """Every public name with its door, such as `course.widgets.quiz`."""
    return [f"{door}.{name}" for door in DOORS for name in api_page.public(package(), door)]


def undocumented(member: Object) -> list[str]:
    """Say which parts of a numpydoc docstring are missing from a function or a class.

    A class describes what its `__init__` takes, and a dataclass its fields.
    """
    sections = {} if member.docstring is None else {s.kind: s for s in member.docstring.parsed}
    call = member if isinstance(member, Function) else member.members.get("__init__")
    parameters = (
        [p for p in call.parameters if p.name != "self"] if isinstance(call, Function) else []
    )
    described = {
        entry.name.lstrip("*")
        for kind in (DocstringSectionKind.parameters, DocstringSectionKind.attributes)
        if kind in sections
        for entry in sections[kind].value
    }
    missing = [p.name for p in parameters if p.name not in described]
    if (
        isinstance(member, Function)
        and str(member.returns) != "None"
        and not sections.keys() & {DocstringSectionKind.returns, DocstringSectionKind.yields}
    ):
        missing.append("(what it returns)")
    return missing if sections else ["(a docstring)"]


def test_every_door_offers_what_it_really_offers() -> None:
    """What is read from the source is what Python finds when it imports the rooms."""
    for door in DOORS:
        room = import_module(door)
        names = api_page.public(package(), door)
        assert names
        assert all(hasattr(room, name) for name in names), door
        assert sorted(getattr(room, "__all__", names)) == list(names)


def test_the_api_page_is_fresh() -> None:
    """docs/api.md is what the docstrings say now; `make api` writes it."""
    assert api_page.PAGE.read_text(encoding="utf-8") == api_page.page()


def test_the_api_page_holds_every_public_name() -> None:
    """Each name has its heading, below its door's."""
    headings = re.findall(
        r"^(##|###) `?(\S+?)`?$", api_page.PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    shown, door = [], ""
    for level, name in headings:
        if level == "##":
            door = name
        else:
            shown.append(f"{door}.{name}")
    assert shown == public_names()


def test_public_docstrings_have_parameters_and_returns() -> None:
    """A public name says what it takes and gives."""
    lacking = {
        f"{door}.{name}": missing
        for door in DOORS
        for name, member in api_page.public(package(), door).items()
        if (missing := undocumented(member))
    }
    assert lacking == {}


def examples() -> list[doctest.DocTest]:
    """The examples in the docstrings of public names and of their members."""
    finder = doctest.DocTestFinder(exclude_empty=True)
    values = {id(value): (name, value) for name, value in map(opened, public_names())}
    return [test for name, value in values.values() for test in finder.find(value, name, globs={})]


def opened(name: str) -> tuple[str, object]:
    """A public name, and what it stands for."""
    door, _, last = name.rpartition(".")
    return name, getattr(import_module(door), last)


def test_examples_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every example in a public docstring gives what it says, run in the folder of the course."""
    monkeypatch.chdir(ROOT)
    tests = examples()
    assert len(tests) >= 20
    runner = doctest.DocTestRunner(verbose=False)
    assert {test.name for test in tests if runner.run(test).failed} == set()

"""The public door."""

import ast
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
# Public names whose docstrings do not say yet, in numpydoc's form, what they take and give.
UNWRITTEN = frozenset(
    {
        "course.CourseError",
        "course.Incident",
        "course.certification.certification",
        "course.certification.certifications",
        "course.certification.later",
        "course.certification.score",
        "course.grade",
        "course.hand_in",
        "course.handed_in",
        "course.incidents.Incident",
        "course.load_program",
        "course.load_scenario",
        "course.page_templates",
        "course.program_file",
        "course.promql.instant",
        "course.promql.over",
        "course.read_issuer",
        "course.read_record",
        "course.replay",
        "course.scenario_names",
        "course.score",
        "course.verify",
        "course.widgets.Predicted",
        "course.widgets.assembled",
        "course.widgets.console",
        "course.widgets.hints",
        "course.widgets.minute_card",
        "course.widgets.parsons",
        "course.widgets.predict",
        "course.widgets.quiz",
        "course.widgets.read_answer",
        "course.workflow.check",
        "course.workflow.format_notebooks",
        "course.workflow.grade",
        "course.workflow.module_ids",
        "course.workflow.proofs",
        "course.workflow.ready_modules",
        "course.workflow.release",
        "course.workflow.standings",
        "course.workflow.statuses",
    }
)


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

    A class with an `__init__` of its own describes what that takes; the fields of a dataclass
    stand in its signature with their types.
    """
    sections = {} if member.docstring is None else {s.kind: s for s in member.docstring.parsed}
    call = member if isinstance(member, Function) else member.members.get("__init__")
    if "dataclass" in member.labels:
        call = None
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
    """A public name says what it takes and gives; those still to be written are listed."""
    lacking = {
        f"{door}.{name}": missing
        for door in DOORS
        for name, member in api_page.public(package(), door).items()
        if (missing := undocumented(member)) and f"{door}.{name}" not in UNWRITTEN
    }
    assert lacking == {}
    assert set(public_names()) >= UNWRITTEN

"""The rules of certification/ read nothing: only rules, records and a day decide."""

import ast
from pathlib import Path

import pytest

import course.certification

ROOM = Path(course.certification.__file__).parent
RULES = ("standings", "levels", "decision")
OUTSIDE = {"os", "pathlib", "io", "sqlalchemy", "time", "course.files", "course.gradebook"}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_opens_no_file_and_asks_no_clock(rule: str) -> None:
    """No import of files, databases or clocks, and no call that says what day it is."""
    nodes = list(ast.walk(ast.parse((ROOM / f"{rule}.py").read_text(encoding="utf-8"))))
    modules = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    modules |= {a.name for node in nodes if isinstance(node, ast.Import) for a in node.names}
    names = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    names |= {node.id for node in nodes if isinstance(node, ast.Name)}

    opened = {m for m in modules for o in OUTSIDE if m == o or m.startswith(f"{o}.")}
    assert opened == set()
    assert not names & {"today", "now", "open", "read_text", "read_bytes"}

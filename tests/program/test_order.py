"""The order inside course/program/: a file imports only files before it."""

import ast
from pathlib import Path

HOME = Path(__file__).parents[2] / "course" / "program"
ORDER = (
    {"terms"},  # kinds of text and number
    {"teaching", "outcomes"},  # the parts of the plan
    {"model"},  # the plan
    {"shape"},  # where data does not fit the schema
    {"sense"},  # where data contradicts itself
    {"loading", "folders"},  # files
    {"__init__"},  # the door
)


def test_a_file_imports_only_files_before_it() -> None:
    """Every file has its place in the order, and looks back only."""
    place = {name: number for number, names in enumerate(ORDER) for name in names}
    assert {path.stem for path in HOME.glob("*.py")} == set(place)
    for path in HOME.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("course.prog"):
                name = str(node.module).rpartition(".")[2]
                assert place[name] < place[path.stem], f"{path.name} imports {name}"

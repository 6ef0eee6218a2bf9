"""How the house is read: which file imports which, and what of it breaks the floors map.

A house is a tuple of floors, the lowest first. A floor is a dict of rooms; a room is its files in
the order in which they build on one another, as text, or None for a room that is one file. A file
may import lower floors and files before it in its own room, and nothing else of ours. In a room's
order `name(file file)` is a room within the room; `__init__`, its door, comes last.
"""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

Order = list["str | tuple[str, Order]"]
House = Sequence[Mapping[str, str | None]]
Place = tuple[int, ...]  # floor, number of the room on it, then positions in orders

_DOTTED = re.compile(r"course(\.\w+)+(:\w+)?")
_CODE = re.compile(r"\bfrom (course[\w.]*) import (\w+)|\bimport (course[\w.]+)")


def places(house: House) -> dict[str, Place]:
    """Give each listed file, as `room.file`, its place."""

    def walk(prefix: str, order: Order, above: Place) -> Iterator[tuple[str, Place]]:
        for number, entry in enumerate(order):
            if isinstance(entry, str):
                yield f"{prefix}.{entry}", (*above, number)
            else:
                yield from walk(f"{prefix}.{entry[0]}", entry[1], (*above, number))
        yield f"{prefix}.__init__", (*above, len(order))

    listed: dict[str, Place] = {}
    for floor, rooms in enumerate(house):
        for number, (room, order) in enumerate(rooms.items()):
            if order is None:
                listed[room] = (floor, number)
            else:
                listed |= walk(room, parsed(order), (floor, number))
    return listed


def parsed(text: str) -> Order:
    """Read an order: `a kernel(b c) d` is `["a", ("kernel", ["b", "c"]), "d"]`."""
    stack: list[Order] = [[]]
    for name, opens, closes in re.findall(r"(\w+)(\()?|(\))", text):
        if opens:
            inner: Order = []
            stack[-1].append((name, inner))
            stack.append(inner)
        elif closes:
            stack.pop()
        else:
            stack[-1].append(name)
    (order,) = stack
    return order


def modules(course: Path) -> dict[str, Path]:
    """Give each Python file below a package's folder, as `room.file`."""
    return {
        ".".join(path.relative_to(course).with_suffix("").parts): path
        for path in sorted(course.rglob("*.py"))
    }


def imports(path: Path, known: Mapping[str, object]) -> set[str]:
    """Files of ours that a file imports, at any depth, in strings and under TYPE_CHECKING too."""
    imported, strings = named_in(path.read_text(encoding="utf-8"))
    names = {*imported, *(name for name in strings if not _is_around(path, name))}
    return {
        file
        for name in names
        if name.startswith("course.") and (file := _file(name.removeprefix("course."), known))
    }


@cache
def named_in(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Dotted names that a file's text imports, and those of ours that stand in its strings."""
    tree = ast.parse(text)
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    imported: set[str] = set()
    strings: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports of ours are written in full"
            imported |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) in documentation:
                continue
            if _DOTTED.fullmatch(node.value):
                strings.add(node.value.partition(":")[0])
            for match in _CODE.finditer(node.value):
                imported.add(match[3] or f"{match[1]}.{match[2]}")
    return frozenset(imported), frozenset(strings)


def _is_around(path: Path, name: str) -> bool:
    """Tell whether a name is that of a package that the file lies in, as where it says `ours`."""
    folders = path.parent.as_posix()
    return f"/{folders}/".find(f"/{name.replace('.', '/')}/") >= 0


def _file(target: str, known: Mapping[str, object]) -> str | None:
    """The file that a dotted name reaches: `program.load_program` is `program.__init__`."""
    parts = target.split(".")
    for length in range(len(parts), 0, -1):
        name = ".".join(parts[:length])
        if name in known:
            return name
        if f"{name}.__init__" in known:
            return f"{name}.__init__"
    return None


def faults(course: Path, house: House) -> list[str]:
    """Say what breaks the map: files that it does not list or that are gone, and imports."""
    listed, present = places(house), modules(course)
    problems = [f"{name}: not on the floors map" for name in sorted(present.keys() - listed)]
    problems += [f"{name}: on the floors map, but gone" for name in sorted(listed.keys() - present)]
    for name in sorted(present.keys() & listed):
        here = listed[name]
        for target in sorted(imports(present[name], present) & listed.keys() - {name}):
            there = listed[target]
            if there[0] > here[0]:
                problems.append(f"{name} imports {target}, which is on a higher floor")
            elif there[0] == here[0] and there[1] != here[1]:
                problems.append(f"{name} imports {target}, a neighbour on its own floor")
            elif there[0] == here[0] and there > here:
                problems.append(f"{name} imports {target}, which comes after it in its room")
    return problems

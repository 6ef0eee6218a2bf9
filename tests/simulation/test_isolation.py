"""What the simulator must not know: widgets, clocks, random numbers of the whole process."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOM = Path(__file__).parents[2] / "course" / "simulation"
BARRED = {
    "time",
    "datetime",
    "random",
    "secrets",
    "uuid",
    "ipywidgets",
    "anywidget",
    "IPython",
    "simpy",
}
OURS = ("course.simulation", "course.errors", "course.files", "course.promql")


def opened(source: str) -> Iterator[str]:
    """Yield every module that a text imports: by statement at any depth, or by its name."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=aliases):
                yield from (alias.name for alias in aliases)
            case ast.ImportFrom(module=str(module)):
                yield module
            case ast.Call(
                func=ast.Name(id="import_module" | "__import__"),
                args=[ast.Constant(value=str(module)), *_],
            ):
                yield module


def draws_globally(source: str) -> bool:
    """Say whether a text uses numpy's random numbers, whose state belongs to the process."""
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == "random"
        and isinstance(node.value, ast.Name)
        and node.value.id in ("np", "numpy")
        for node in ast.walk(ast.parse(source))
    )


FILES = sorted(ROOM.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOM)))
def test_the_room_knows_no_widget_no_clock_and_no_global_random(path: Path) -> None:
    """A run follows from system, seed and orders alone, so nothing else may be asked."""
    source = path.read_text(encoding="utf-8")
    modules = set(opened(source))
    assert {module.partition(".")[0] for module in modules} & BARRED == set()
    assert [m for m in modules if m.startswith("course") and not m.startswith(OURS)] == []
    assert not draws_globally(source)


def test_numba_is_opened_where_the_kernel_is_compiled_only() -> None:
    """Its import takes a second, and its cache is pickle: two files know how to treat it."""
    users = {
        str(path.relative_to(ROOM))
        for path in FILES
        for module in opened(path.read_text(encoding="utf-8"))
        if module.partition(".")[0] in ("numba", "llvmlite")
    }
    assert users == {"kernel/numba_cache.py", "kernel_startup.py"}


def test_the_reading_sees_what_it_looks_for() -> None:
    """Imports inside functions and by name, and numpy's own random numbers, are seen."""
    source = "def f():\n    import time\n    from random import choice\n    import_module('uuid')\n"
    assert set(opened(source)) == {"time", "random", "uuid"}
    assert draws_globally("np.random.seed(1)") and not draws_globally("rng.random()")

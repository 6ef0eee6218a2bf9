"""The order inside course/simulation/: a file imports only files before it."""

import ast
from pathlib import Path

HOME = Path(__file__).parents[2] / "course" / "simulation"
KERNEL = (
    "compiling", "codes", "layout", "rng", "heap", "recording", "frames", "balancing", "switches",
    "pools", "timers", "calls", "guards", "caches", "queues", "sources", "finishing", "steps", "loop",
    "acts",
)  # fmt: skip
ORDER = (
    "units",
    *(f"kernel.{name}" for name in KERNEL),
    "curves",
    "steps",
    "model",
    "load",
    "names",
    "sense",
    "lowering",
    "build",
    "changes",
    "guarding",
    "actions",
    "faults",
    "preparing",
    "observing",
    "engine",
    "invariants",
)
LIBRARIES = {"numpy", "pydantic", "numba", "llvmlite"}


def place(path: Path) -> str:
    return ".".join(path.relative_to(HOME).with_suffix("").parts)


def files() -> list[Path]:
    return [p for p in HOME.rglob("*.py") if p.name != "__init__.py" and place(p) in ORDER]


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def ours(name: str) -> str:
    """File of this room that an import reaches, or nothing."""
    parts = name.removeprefix("course.simulation.").split(".")
    for n in (2, 1):
        if ".".join(parts[:n]) in ORDER:
            return ".".join(parts[:n])
    return ""


def test_a_file_imports_only_files_before_it() -> None:
    """Every file of the engine has its place, and looks back only."""
    assert {place(p) for p in files()} == set(ORDER)
    number = {name: n for n, name in enumerate(ORDER)}
    for path in files():
        for name in imports(path):
            if name.startswith("course.simulation."):
                found = ours(name)
                assert found, f"{place(path)} imports {name}, which stands above the engine"
                assert number[found] < number[place(path)], f"{place(path)} imports {name}"


def test_the_room_knows_no_widget_no_clock_and_no_global_random() -> None:
    """Besides errors, it imports numbers, checks and the standard library without clocks."""
    barred = {"time", "datetime", "random", "ipywidgets", "anywidget", "IPython", "simpy"}
    for path in files():
        for name in imports(path):
            top = name.partition(".")[0]
            assert top not in barred, f"{place(path)} imports {name}"
            if top == "course":
                assert name.startswith(("course.simulation.", "course.errors.")), place(path)


def test_the_docstring_of_the_room_states_the_order() -> None:
    """Readers find the order where they look first."""
    text = (HOME / "__init__.py").read_text(encoding="utf-8")
    stated = text[text.index("units;") :].replace("\n", " ")
    at = [stated.index(name.removeprefix("kernel.")) for name in ("units", "curves", "engine")]
    assert at == sorted(at)
    for name in ORDER:
        assert name.removeprefix("kernel.") in stated, name

"""The museum's page and graphs of modules: what lessons and their tests rely on."""

from typing import Any

import numpy as np
import pytest

from course.pageload import (
    bundle_faults,
    load,
    load_plan,
    lost_functions,
    module_rows,
    modules_figure,
    museum_page,
    museum_plan,
    practice_graph,
    route_kb,
    start_kb,
)

SEEDS = range(8)
NOTES = [
    {"name": "base", "kb": 10, "imports": [], "effect": True},
    {"name": "list", "kb": 20, "imports": ["base"], "effect": False},
    {"name": "print", "kb": 40, "imports": ["base"], "effect": False},
]


def chunk(name: str, *modules: str, at: str = "start") -> dict[str, Any]:
    return {"name": name, "modules": [*modules], "fetch": at, "run": at}


@pytest.mark.parametrize("blocking", [False, True])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_plans_of_a_page_break_nothing(seed: int, blocking: bool) -> None:
    """Both plans fit the page of any seed, and keep all of its functions."""
    page = museum_page(seed)
    assert lost_functions(page, load_plan(page, museum_plan(page, blocking=blocking))) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_a_blocking_script_delays_the_paint_and_not_the_button(seed: int) -> None:
    """What the notebook tells of one page holds for others."""
    page = museum_page(seed)
    found, deferred = (
        load(page, load_plan(page, museum_plan(page, blocking=blocking)))
        for blocking in (True, False)
    )
    facts = (
        found.fcp_us > 4 * deferred.fcp_us,
        found.lcp_us > deferred.lcp_us,
        found.usable_us < deferred.usable_us,
        found.tbt_us < deferred.tbt_us,
    )
    assert facts == (True, True, True, True)


def test_seeds_move_sizes_and_never_names() -> None:
    """Another seed gives other bytes for the same modules."""
    one, two = (museum_page(seed).modules for seed in (1, 2))
    assert [(m.name, m.imports) for m in one] == [(m.name, m.imports) for m in two]
    assert [m.size for m in one] != [m.size for m in two]


def test_rows_say_what_modules_are() -> None:
    """Whole kB, names of imports, and whether a module changes the page for others."""
    rows = module_rows(museum_page(1))
    assert [row["name"] for row in rows if row["effect"]] == ["setup", "consent"]
    assert rows[1] == {"name": "consent", "kb": 8, "imports": ["setup"], "effect": True}


@pytest.mark.parametrize("seed", range(30))
def test_practice_graphs_have_what_makes_splitting_hard(seed: int) -> None:
    """In one bundle nothing breaks; two modules import each other; every module is needed."""
    rows, routes = practice_graph(seed)
    names = [row["name"] for row in rows]
    imports = {row["name"]: {*row["imports"]} for row in rows}
    assert bundle_faults(rows, [chunk("app", *names)]) == []
    circles = [name for name in names for other in imports[name] if name in imports[other]]
    assert len(circles) == 6
    effects = [row["name"] for row in rows if row["effect"]]
    needed = {"main", *effects, *(name for begin in routes.values() for name in begin)}
    while more := set().union(*(imports[name] for name in needed)) - needed:
        needed |= more
    assert (len(set(names)), needed) == (len(names), {*names})


@pytest.mark.parametrize(
    ("chunks", "faults"),
    [
        ([chunk("all", "base", "list", "print")], []),
        ([chunk("first", "base", "list"), chunk("later", "print", at="click")], []),
        (
            [chunk("first", "list"), chunk("later", "base", "print", at="click")],
            ["chunks[0]: 'list' imports 'base', which runs later, in chunks[1]"],
        ),
        (
            [chunk("later", "base", "list", "print", at="idle")],
            ["base changes the page for others, so it runs at the start, not at idle"],
        ),
        (
            [chunk("a", "base", "list"), chunk("b", "list", "print", at="click")],
            ["chunks[1].modules[0]: 'list' is in chunks[0] already"],
        ),
        ([chunk("a", "base", "list")], ["chunks: the module 'print' is in no chunk"]),
        ("nothing", ["chunks: input should be a valid list, got 'nothing'"]),
    ],
)
def test_faults_of_chunks(chunks: object, faults: list[str]) -> None:
    """Each fault is a sentence with its place, and chunks are a stranger's."""
    got = bundle_faults(NOTES, chunks)
    assert [fault.split(", got")[0] for fault in got] == [one.split(", got")[0] for one in faults]


def test_effects_keep_their_order() -> None:
    """Chunks may not turn round two modules that change the page."""
    rows: list[dict[str, Any]] = [
        {"name": name, "kb": 1, "imports": [], "effect": True} for name in ("setup", "consent")
    ]
    got = bundle_faults(rows, [chunk("two", "consent"), chunk("one", "setup")])
    assert got == ["modules that change the page for others run in another order than before"]


def test_bytes_are_counted_where_they_are_loaded() -> None:
    """The start loads its chunks whole; a route loads what else it needs, whole as well."""
    apart = [chunk("first", "base"), chunk("later", "list", "print", at="click")]
    assert start_kb(NOTES, apart) == 10
    assert (route_kb(NOTES, apart, ["print"]), route_kb(NOTES, apart, ["base"])) == (60, 0)


def test_what_is_fetched_early_counts_for_the_start() -> None:
    """Running later saves no byte of the start, and fetching when idle does."""
    early = [chunk("first", "base"), chunk("later", "list", "print") | {"run": "click"}]
    idle = [chunk("first", "base"), chunk("later", "list", "print", at="idle") | {"run": "click"}]
    assert (start_kb(NOTES, early), start_kb(NOTES, idle)) == (70, 10)


def test_the_figure_marks_modules() -> None:
    """Each module is a box with its kB, and an arrow leads to each import."""
    figure = modules_figure(NOTES, ["base"])
    (axes,) = figure.axes
    boxes = {text.get_text(): text.get_color() for text in axes.texts if text.get_text()}
    assert boxes == {"base\n10 kB": "white", "list\n20 kB": "black", "print\n40 kB": "black"}
    assert len(axes.texts) == 3 + 2


@pytest.mark.parametrize("seed", SEEDS)
def test_no_arrow_of_the_figure_passes_behind_a_box(seed: int) -> None:
    """A line that crosses a column of boxes does so half-way between two of them, or outside."""
    (axes,) = modules_figure(module_rows(museum_page(seed))).axes
    boxes: dict[float, list[float]] = {}
    for text in axes.texts:
        if text.get_text():
            x, y = text.get_position()
            boxes.setdefault(round(float(x), 2), []).append(float(y))
    crossings = [
        min(abs(y - box) for box in boxes[column])
        for line in axes.lines
        for x, y in np.asarray(line.get_xydata(), dtype=float)[1:].tolist()
        for column in boxes
        if abs(x - column) < 0.5
    ]
    assert crossings
    assert min(crossings) >= 0.5

"""A museum's ticket page for lessons, and graphs of modules to split, each drawn from a seed.

Smaller than the project's page, and another one. Not for loading it (load_model), nor for saying
how it is best split: that is the learner's.
"""

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from course.errors import SubmissionError
from course.pageload.load_plans import load_plan
from course.pageload.shop_page import ScriptModule, ShopPage, drawn_page

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# name: kB, ms of a mid-range phone, imports. What `main` imports is what the first view needs.
_MODULES: Final[dict[str, tuple[int, int, str]]] = {
    "setup": (14, 30, ""),
    "consent": (9, 20, "setup"),
    "api": (10, 20, "setup"),
    "basket": (14, 30, "api"),
    "money": (4, 8, ""),
    "widgets": (46, 120, "setup"),
    "header": (8, 20, "widgets"),
    "slots": (22, 60, "widgets money api"),
    "viewer": (64, 160, "widgets"),
    "tour": (120, 300, "viewer"),
    "floors": (38, 90, "viewer"),
    "forms": (26, 60, "widgets api"),
    "members": (34, 90, "forms"),
    "gifts": (30, 80, "forms money basket"),
    "buy": (14, 40, "basket money consent"),
    "main": (4, 10, "setup consent header slots buy"),
}
_ROUTES: Final = {
    "tickets": ("main",),
    "tour": ("tour",),
    "floors": ("floors",),
    "members": ("members",),
    "gifts": ("gifts",),
}
# name: kB, width, height, whether it is in the first view
_PICTURES: Final = {
    "hero": (150, 640, 360, True),
    "logo": (8, 120, 40, True),
    "room-1": (44, 320, 240, False),
    "room-2": (44, 320, 240, False),
    "room-3": (44, 320, 240, False),
}
# name: kB, ms, facade, only after consent
_VENDORS: Final = {"stats": (28, 34, False, True), "helper": (90, 260, True, False)}


def museum_page(seed: int) -> ShopPage:
    """Draw the museum's page of a seed.

    Parameters
    ----------
    seed : int
        Any whole number; equal seeds give equal pages, on every platform.

    Returns
    -------
    ShopPage
        16 modules, 5 pictures, 2 third parties, the page itself and 4 routes.

    Examples
    --------
    >>> from course.pageload import museum_page
    >>> page = museum_page(1)
    >>> len(page.modules), len(page.pictures), len(page.vendors)
    (16, 5, 2)
    """
    return drawn_page(
        "museum page",
        seed,
        modules=_MODULES,
        effects=("setup", "consent"),
        twins={},
        pictures=_PICTURES,
        vendors=_VENDORS,
        routes=_ROUTES,
    )


def museum_plan(page: ShopPage, *, blocking: bool = False) -> dict[str, Any]:
    """Give a plan of the museum's page, as plain data to change.

    Parameters
    ----------
    page : ShopPage
        From `museum_page`.
    blocking : bool
        As it was found: the bundle stands in the head, and the large picture is lazy. Else the
        bundle is deferred, and all pictures come at once.

    Returns
    -------
    dict
        One bundle of all modules.
    """
    time = "head" if blocking else "start"
    return {
        "chunks": [
            {
                "name": "app",
                "modules": [module.name for module in page.modules],
                "fetch": time,
                "run": time,
            }
        ],
        "pictures": {
            picture.name: {
                "load": "lazy" if blocking and picture.name == "hero" else "eager",
                "encoding": "found",
                "width": 0 if picture.name.startswith("room") else picture.width,
                "height": 0 if picture.name.startswith("room") else picture.height,
            }
            for picture in page.pictures
        },
        "third_parties": {"stats": "app", "helper": "app"},
        "hints": [],
        "replace": {},
        "slice_ms": 0,
    }


# ---- graphs of modules, as rows


def module_rows(page: ShopPage) -> list[dict[str, Any]]:
    """Give a page's modules as plain rows, in the order in which one bundle evaluates them.

    Parameters
    ----------
    page : ShopPage
        The page.

    Returns
    -------
    list of dict
        Each with `name`, `kb`, `imports` and `effect`.

    Examples
    --------
    >>> from course.pageload import module_rows, museum_page
    >>> module_rows(museum_page(1))[1]["imports"]
    ['setup']
    """
    return [
        {
            "name": module.name,
            "kb": module.size // 1000,
            "imports": [*module.imports],
            "effect": module.effect,
        }
        for module in page.modules
    ]


def practice_graph(seed: int) -> tuple[list[dict[str, Any]], dict[str, list[str]]]:
    """Draw a graph of modules with three routes, to try a way of splitting on.

    Parameters
    ----------
    seed : int
        Any whole number; equal seeds give equal graphs.

    Returns
    -------
    rows : list of dict
        As from `module_rows`. The first view begins with `main`.
    routes : dict of str to list of str
        Each route with the modules that it begins with. They share some of what they import.
    """
    rng = random.Random(f"modules to split {seed}")
    rows: list[dict[str, Any]] = []

    def add(name: str, *imports: str, effect: bool = False) -> str:
        kb = rng.randint(4, 90)
        rows.append({"name": name, "kb": kb, "imports": [*imports], "effect": effect})
        return name

    add("setup", effect=True)
    core = [add("core-1", "setup")]
    for number in range(2, rng.randint(4, 6)):
        core.append(add(f"core-{number}", core[-1]))
    names = rng.sample(("archive", "editor", "map", "reports", "settings"), 3)
    add("formats")
    for number in range(3):
        add(f"lib-{number + 1}", rng.choice(core), *["formats"][: number == 0 or rng.randint(0, 1)])
    add("charts", "lib-1", "lib-3")
    add("touch", rng.choice(core), effect=True)
    routes: dict[str, list[str]] = {}
    for number, name in enumerate(names):
        libs = [f"lib-{number + 1}", f"lib-{(number + 1) % 3 + 1}"]
        add(f"{name}-model", f"{name}-view", rng.choice(libs))  # these two import each other
        add(f"{name}-view", f"{name}-model", *libs)
        routes[name] = [add(name, f"{name}-view", *["charts"][: rng.randint(0, 1)])]
    routes[names[0]].append("charts")
    add("main", core[-1], *["formats"][: rng.randint(0, 1)])
    return rows, routes


def bundle_faults(rows: Sequence[Mapping[str, Any]], chunks: object) -> list[str]:
    """Say what would break if modules were loaded in these chunks.

    Parameters
    ----------
    rows : sequence of dict
        As from `module_rows`.
    chunks : object
        Chunks as in a plan. They are a stranger's, and checked.

    Returns
    -------
    list of str
        A sentence for each fault; empty where every import finds what it names.
    """
    data = {
        "chunks": chunks,
        "pictures": {},
        "third_parties": {},
        "hints": [],
        "replace": {},
        "slice_ms": 0,
    }
    try:
        plan = load_plan(_page_of(rows), data)
    except SubmissionError as error:
        return [str(problem) for problem in error.problems]
    faults = [
        f"{row['name']} changes the page for others, so it runs at the start, not at {time}"
        for row in rows
        if row["effect"] and (time := plan.chunk_of(row["name"]).run) in {"idle", "click"}
    ]
    places = [plan.chunks.index(plan.chunk_of(row["name"])) for row in rows if row["effect"]]
    if not faults and places != sorted(places):
        faults.append("modules that change the page for others run in another order than before")
    return faults


def start_kb(rows: Sequence[Mapping[str, Any]], chunks: Sequence[Mapping[str, Any]]) -> int:
    """Count the kB of script that are fetched at the start, whatever is opened later."""
    size = {row["name"]: row["kb"] for row in rows}
    return sum(size[name] for chunk in chunks if _at_start(chunk) for name in chunk["modules"])


def route_kb(
    rows: Sequence[Mapping[str, Any]], chunks: Sequence[Mapping[str, Any]], names: Sequence[str]
) -> int:
    """Count the kB of further chunks that somebody needs who opens the modules of these names."""
    size = {row["name"]: row["kb"] for row in rows}
    needed = _page_of(rows).closure(*names)
    return sum(
        size[name]
        for chunk in chunks
        if not _at_start(chunk) and needed & {*chunk["modules"]}
        for name in chunk["modules"]
    )


def _at_start(chunk: Mapping[str, Any]) -> bool:
    return chunk["fetch"] in {"head", "start"}


def _page_of(rows: Sequence[Mapping[str, Any]]) -> ShopPage:
    modules = tuple(
        ScriptModule(
            name=row["name"],
            size=row["kb"] * 1000,
            run_us=0,
            imports=tuple(row["imports"]),
            effect=row["effect"],
        )
        for row in rows
    )
    return ShopPage(
        seed=0, modules=modules, pictures=(), vendors=(), routes={}, html_size=0, style_size=0
    )


def modules_figure(rows: Sequence[Mapping[str, Any]], marked: Sequence[str] = ()) -> "Figure":
    """Draw modules as boxes of their names and kB, each with arrows to what it imports.

    Parameters
    ----------
    rows : sequence of dict
        As from `module_rows`.
    marked : sequence of str
        Modules whose boxes are blue; the others are white.

    Returns
    -------
    Figure
        What imports nothing is on the left.
    """
    from matplotlib import pyplot as plt

    depth: dict[str, int] = {}
    for row in rows:  # imports come first, except in a circle
        depth[row["name"]] = 1 + max((depth.get(name, -1) for name in row["imports"]), default=-1)
    columns: dict[int, list[str]] = {}
    for name, column in depth.items():
        columns.setdefault(column, []).append(name)
    most = max(len(names) for names in columns.values())
    at = {
        name: (2.2 * column, (most - len(names)) / 2 + place)
        for column, names in columns.items()
        for place, name in enumerate(names)
    }
    edge = 0.38  # where arrows meet a box, from its middle
    figure, axes = plt.subplots(figsize=(9, 0.62 * most + 0.4))
    for row in rows:
        x, y = at[row["name"]]
        for name in row["imports"]:
            (to_x, to_y), bends = at[name], [(x - edge, y)]
            for column in range(depth[row["name"]] - 1, depth[name], -1):
                # Between the boxes of a column, not behind one of them.
                middle, first = 2.2 * column, at[columns[column][0]][1] - 0.5
                straight = y + (to_y - y) * (x - middle) / (x - to_x)
                gap = min(max(round(straight - first), 0), len(columns[column])) + first
                bends += [(middle + edge, gap), (middle - edge, gap)]
            axes.plot(*zip(*bends, strict=True), color="#777777", lw=0.8, zorder=1)
            axes.annotate(
                "",
                (to_x + edge, to_y),
                bends[-1],
                arrowprops={
                    "arrowstyle": "->",
                    "color": "#777777",
                    "lw": 0.8,
                    "shrinkA": 0,
                    "shrinkB": 0,
                },
                zorder=1,
            )
        blue = row["name"] in marked
        axes.text(
            x,
            y,
            f"{row['name']}\n{row['kb']} kB",
            ha="center",
            va="center",
            fontsize=8,
            color="white" if blue else "black",
            bbox={
                "boxstyle": "round,pad=0.35",
                "facecolor": "#0072B2" if blue else "white",
                "edgecolor": "#333333",
            },
        )
    axes.set_xlim(-0.9, 2.2 * max(columns) + 0.9)
    axes.set_ylim(most - 0.4, -0.6)
    axes.axis("off")
    figure.tight_layout()
    return figure

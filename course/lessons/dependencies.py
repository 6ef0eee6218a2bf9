"""A small shop as a graph of imports, and pictures of it, for 101/01.

For seeing what one arrow costs. Not an import scanner: the modules are data, nothing is read
from disk.
"""

from collections.abc import Mapping, Set
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Imports = Mapping[str, Set[str]]

LAYERS: tuple[str, ...] = ("web", "app", "core", "infra")
"""The shop's layers, from top to bottom."""

# Okabe and Ito's palette: told apart by the colour-blind, and each also differs in lightness.
_BLUE, _ORANGE, _VERMILLION, _PALE = "#0072B2", "#E69F00", "#D55E00", "#EEEEEE"


def shop() -> dict[str, set[str]]:
    """Give the shop as it grew: module -> modules that it imports, one of them upwards."""
    return {
        "web.admin": {"app.reports"},
        "web.api": {"app.cart", "app.search"},
        "web.pages": {"app.cart", "app.search", "web.templates"},
        "web.templates": {"app.cart", "core.pricing"},
        "app.cart": {"core.orders", "core.pricing"},
        "app.reports": {"core.orders", "infra.database"},
        "app.search": {"core.stock"},
        "core.orders": {"infra.database", "infra.mail"},
        "core.pricing": {"infra.database"},
        "core.stock": {"infra.database"},
        "infra.database": set(),
        "infra.mail": {"web.templates"},
    }


def without(imports: Imports, importer: str, imported: str) -> dict[str, set[str]]:
    """Copy a system, leaving out one import.

    Parameters
    ----------
    imports
        Module -> modules that it imports.
    importer, imported
        The two ends of the import.

    Returns
    -------
    dict of str to set of str
        A copy; the argument is not changed.

    Raises
    ------
    KeyError
        Where there is no such import.
    """
    copy = {module: set(targets) for module, targets in imports.items()}
    copy[importer].remove(imported)
    return copy


def dependents(imports: Imports, changed: str) -> set[str]:
    """Find all that import a module, directly or through others; never the module itself."""
    affected: set[str] = set()
    frontier = {changed}
    while frontier:
        importers = {module for module, targets in imports.items() if targets & frontier}
        frontier = importers - affected - {changed}
        affected |= frontier
    return affected


def draw_systems(
    systems: Mapping[str, Imports], affected: Mapping[str, Set[str]], changed: str = ""
) -> "Figure":
    """Draw systems side by side.

    Parameters
    ----------
    systems
        Title -> imports of that system.
    affected
        Title -> modules that a change of `changed` affects there. A system that is left out is
        drawn as it is, without a count.
    changed
        The module that is changed.

    Returns
    -------
    matplotlib.figure.Figure
        Closed already, so that a notebook shows it once.
    """
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(
        1, len(systems), figsize=(5.2 * len(systems), 4.4), dpi=80, squeeze=False
    )
    for axis, (title, imports) in zip(axes[0], systems.items(), strict=True):
        _draw(axis, imports, affected.get(title, frozenset()), changed)
        count = (
            f": {len(affected[title])} of {len(imports) - 1} affected" if title in affected else ""
        )
        axis.set_title(title + count, fontsize=12)
    figure.tight_layout()
    plt.close(figure)  # the notebook shows what the cell returns, once
    return figure


def positions(imports: Imports) -> dict[str, tuple[float, float]]:
    """Place modules in a row for each layer, spread evenly, top layer highest."""
    placed = {}
    for row, layer in enumerate(LAYERS):
        members = sorted(module for module in imports if module.split(".")[0] == layer)
        for column, module in enumerate(members):
            placed[module] = ((column + 0.5) / len(members), float(len(LAYERS) - 1 - row))
    return placed


def _draw(axis: "Axes", imports: Imports, affected: Set[str], changed: str) -> None:
    place = positions(imports)
    for importer, targets in imports.items():
        for imported in sorted(targets):
            upward = place[imported][1] > place[importer][1]
            axis.annotate(
                "",
                xy=place[imported],
                xytext=place[importer],
                arrowprops={
                    "arrowstyle": "-|>",
                    "color": _VERMILLION if upward else "#777777",
                    "linewidth": 2.6 if upward else 1.0,
                    "linestyle": "--" if upward else "-",
                    "shrinkA": 13,
                    "shrinkB": 13,
                    "connectionstyle": "arc3,rad=0.42" if upward else "arc3,rad=0.06",
                },
            )
    for module, (x, y) in place.items():
        face = _BLUE if module == changed else _ORANGE if module in affected else _PALE
        axis.text(
            x,
            y,
            module.split(".")[1],
            ha="center",
            va="center",
            fontsize=10,
            color="white" if module == changed else "black",
            weight="bold" if module == changed or module in affected else "normal",
            bbox={"boxstyle": "round,pad=0.35", "facecolor": face, "edgecolor": "black"},
        )
    for row, layer in enumerate(LAYERS):
        axis.text(-0.06, len(LAYERS) - 1 - row, layer, ha="right", va="center", fontsize=11)
    axis.set_xlim(-0.16, 1.05)
    axis.set_ylim(-0.5, len(LAYERS) - 0.5)
    axis.set_axis_off()

"""The small shop as a graph of imports."""

import pytest

from course.lessons.dependencies import (
    LAYERS,
    dependents,
    draw_systems,
    positions,
    shop,
    without,
)


def test_every_import_is_a_module_of_the_shop() -> None:
    """The graph is whole: who is imported is there, and stands in a known layer."""
    imports = shop()

    assert len(imports) == 12
    assert set().union(*imports.values()) <= set(imports)
    assert {module.split(".")[0] for module in imports} == set(LAYERS)


def test_exactly_one_import_points_up() -> None:
    """The story of the notebook hangs on one arrow."""
    rank = {layer: number for number, layer in enumerate(LAYERS)}
    upward = [
        (importer, imported)
        for importer, targets in shop().items()
        for imported in targets
        if rank[imported.split(".")[0]] < rank[importer.split(".")[0]]
    ]

    assert upward == [("infra.mail", "web.templates")]


def test_leaving_out_an_import_copies() -> None:
    """The system given stays as it was, and no set is shared with the copy."""
    grown = shop()
    layered = without(grown, "infra.mail", "web.templates")
    layered["app.cart"].clear()

    assert grown == shop()
    assert layered["infra.mail"] == set()


def test_an_import_that_is_not_there_cannot_be_left_out() -> None:
    """A slip in the name is an error, not a second copy of the tangle."""
    with pytest.raises(KeyError):
        without(shop(), "infra.mail", "web.pages")


def test_higher_layers_are_drawn_higher() -> None:
    """Rows follow the layers, and no two modules share a place."""
    place = positions(shop())

    assert place["web.api"][1] > place["app.cart"][1] > place["core.stock"][1]
    assert place["core.stock"][1] > place["infra.mail"][1]
    assert len(set(place.values())) == len(shop())


def test_the_figure_counts_what_is_affected() -> None:
    """One panel for each system, with its number in the title."""
    systems = {"before": shop(), "after": without(shop(), "infra.mail", "web.templates")}
    affected = {"before": {"app.cart", "web.api"}, "after": {"app.cart"}}

    figure = draw_systems(systems, affected, changed="core.pricing")

    titles = [axis.get_title() for axis in figure.axes]
    assert titles == ["before: 2 of 11 affected", "after: 1 of 11 affected"]


@pytest.mark.parametrize(
    ("importer", "imported", "radius"),
    [
        ("infra.mail", "web.templates", 4),
        ("core.orders", "infra.mail", 5),
        ("app.reports", "core.orders", 6),
    ],
)
def test_each_arrow_left_out_leaves_a_smaller_radius(
    importer: str, imported: str, radius: int
) -> None:
    """The numbers of the notebook; with all arrows it is eight."""
    assert len(dependents(shop(), "core.pricing")) == 8
    assert len(dependents(without(shop(), importer, imported), "core.pricing")) == radius


def test_modules_of_a_cycle_depend_on_each_other_and_not_on_themselves() -> None:
    """The walk ends, and the changed module is never its own dependent."""
    circle = {"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": set[str]()}
    assert [sorted(dependents(circle, name)) for name in "abcd"] == [
        ["b", "c"],
        ["a", "c"],
        ["a", "b"],
        [],
    ]


def test_a_system_without_a_count_is_drawn_as_it_is() -> None:
    """Before the prediction nothing is said of who is affected."""
    figure = draw_systems({"the shop": shop()}, {})
    assert [axis.get_title() for axis in figure.axes] == ["the shop"]

"""The page of a seed."""

import json

import pytest

from course.pageload import as_found, load_plan, shop_page


def test_a_seed_moves_sizes_and_times_and_nothing_else() -> None:
    """Names, imports and routes are those of every page; bytes and times stay within a fifth."""
    pages = [shop_page(seed) for seed in range(30)]
    assert {tuple((m.name, m.imports, m.effect) for m in page.modules) for page in pages} == {
        tuple((m.name, m.imports, m.effect) for m in pages[0].modules)
    }
    sizes = sorted(page.modules[0].size for page in pages)
    assert 17_000 * 0.8 < sizes[0] < sizes[-1] < 17_000 * 1.2
    assert len({tuple(m.size for m in page.modules) for page in pages}) == 30


def test_equal_seeds_give_equal_pages() -> None:
    """The numbers of one seed are written here, so that no platform and no version moves them."""
    page = shop_page(1)
    assert page == shop_page(1)
    assert [(m.name, m.size, m.run_us) for m in page.modules[:2]] == [
        ("polyfills", 15_672, 41_056),
        ("consent", 9_099, 22_138),
    ]


def test_what_a_page_holds() -> None:
    """The brief's page: two dozen modules, three third parties, eight pictures, four routes."""
    page = shop_page(7)
    parts = {"the map", "price history", "write a review", "another language"}
    assert (len(page.modules), len(page.vendors), len(page.pictures)) == (25, 3, 8)
    assert sorted(set(page.routes) - parts) == ["account", "event", "help", "venue"]


def test_imports_name_modules_and_the_first_view_needs_no_other_route() -> None:
    """Every import exists, and what main imports at any depth leaves nine modules aside."""
    page = shop_page(3)
    names = {module.name for module in page.modules}
    assert {name for module in page.modules for name in module.imports} <= names
    assert sorted(names - page.closure("main")) == [
        "account", "charts", "editor", "forms", "help", "languages", "map", "venue",
    ]  # fmt: skip


@pytest.mark.parametrize("seed", [0, 1, -5, 2**70])
def test_the_plan_of_the_page_as_found_is_plain_data_and_fits(seed: int) -> None:
    """It goes through JSON unchanged, and loading accepts it."""
    page = shop_page(seed)
    data = as_found(page)
    assert json.loads(json.dumps(data)) == data
    assert [chunk.name for chunk in load_plan(page, data).chunks] == ["app"]

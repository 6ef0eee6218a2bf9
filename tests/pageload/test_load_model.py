"""The load model: its order of things, and what more or less of something may do."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.pageload import (
    CABLE,
    CONDITIONS,
    FAST_4G,
    SLOW_4G,
    Condition,
    SimulatedLoad,
    load,
    load_plan,
    shop_page,
)
from tests.page_plans import (
    FAMILIES,
    HEAVY,
    RANKED,
    RARE,
    Data,
    blocking,
    everything,
    facade,
    found,
    heavy_on_click,
    heavy_when_idle,
    light_pictures,
    routes_on_click,
    slices,
    split,
)

PAGE = shop_page(1)
S = 1_000_000


def loaded(data: Data, condition: Condition = FAST_4G, seed: int = 1) -> SimulatedLoad:
    """Load the page of a seed by plain data."""
    page = shop_page(seed)
    return load(page, load_plan(page, data), condition)


@pytest.mark.parametrize("condition", CONDITIONS, ids=[c.name for c in CONDITIONS])
@pytest.mark.parametrize("name", RANKED)
def test_marks_of_every_load_come_in_their_order(name: str, condition: Condition) -> None:
    """First paint, then the largest; nothing overlaps on the one thread; all third parties run."""
    one = loaded(RANKED[name](PAGE), condition)
    assert 0 < one.fcp_us <= one.lcp_us
    assert one.fcp_us <= one.tti_us
    assert one.tti_us <= one.steady_us
    begins = [task.begin for task in one.tasks[1:]]
    assert all(end <= begin for end, begin in zip((t.end for t in one.tasks), begins, strict=False))
    waiting = {"chat"} if name in {"facade", "small measures", "everything"} else set()
    assert set(one.vendors_us) == {"analytics", "chat", "recommendations"} - waiting


@pytest.mark.parametrize("condition", CONDITIONS, ids=[c.name for c in CONDITIONS])
def test_the_link_carries_no_more_than_it_can(condition: Condition) -> None:
    """All bytes of the page as found take at least their time on the link."""
    one = loaded(found(PAGE), condition)
    size = sum(transfer.size for transfer in one.transfers)
    last = max(transfer.end for transfer in one.transfers)
    assert last >= size * S // condition.bytes_per_s


def test_equal_plans_give_equal_loads() -> None:
    """Nothing is drawn, and no clock is read."""
    assert loaded(found(PAGE)) == loaded(found(PAGE))


def test_a_blocking_bundle_delays_the_paint_and_hides_its_work_from_tbt() -> None:
    """What defer changes: paint comes early, and blocking time counts from there."""
    before, after = loaded(blocking(PAGE)), loaded(found(PAGE))
    assert after.fcp_us < before.fcp_us // 2
    assert before.tbt_us < after.tbt_us


def test_idle_work_serves_the_buyer_and_not_the_number() -> None:
    """The heavy parts when idle: Buy works sooner, TTI comes later."""
    before, after = loaded(found(PAGE)), loaded(heavy_when_idle(PAGE))
    assert (after.usable_us < before.usable_us, after.tti_us > before.tti_us) == (True, True)


def test_slices_fool_the_number_and_not_the_buyer() -> None:
    """Cut tasks take most of the blocking time off, and Buy works no sooner."""
    before, after = loaded(facade(PAGE)), loaded(facade(PAGE) | {"slice_ms": 45})
    assert after.tbt_us < before.tbt_us // 4
    assert after.steady_us >= before.steady_us
    assert after.usable_us >= before.usable_us


def test_slices_fool_time_to_interactive_where_nothing_long_comes_after() -> None:
    """A small script at the end instead of a long one: TTI falls by seconds, the steady one not."""
    page = shop_page(1)
    vendors = tuple(replace(vendor, run_us=20_000) for vendor in page.vendors)
    page = replace(page, vendors=vendors)
    before, after = (
        load(page, load_plan(page, data), CABLE) for data in (found(page), slices(page))
    )
    assert after.tti_us < before.tti_us - S
    assert after.steady_us >= before.steady_us


def test_light_pictures_leave_the_link_to_scripts() -> None:
    """Fewer bytes of pictures: the largest paint and Buy both come earlier."""
    before, after = loaded(found(PAGE)), loaded(light_pictures(PAGE))
    assert (after.lcp_us < before.lcp_us, after.usable_us < before.usable_us) == (True, True)


def test_a_connection_ahead_of_need_saves_its_handshakes() -> None:
    """A third party's script that somebody announced comes earlier by them."""
    data = found(PAGE)
    plain = loaded(data).vendors_us["chat"]
    data["hints"] = [{"kind": "preconnect", "what": "chat"}]
    assert plain - loaded(data).vendors_us["chat"] >= FAST_4G.trip_us


def test_a_preload_of_a_chunk_makes_it_part_of_the_start() -> None:
    """It counts as requested before any click."""
    data = heavy_on_click(PAGE)
    less = loaded(data).initial_bytes
    data["hints"] = [{"kind": "preload", "what": "heavy"}]
    assert loaded(data).initial_bytes == loaded(found(PAGE)).initial_bytes > less


def test_a_route_that_is_fetched_when_idle_opens_sooner_than_one_that_waits_for_the_click() -> None:
    """Fetch when idle, run on a click: the way out that the project teaches."""
    late, ready = (
        loaded(split(found(PAGE), "heavy", HEAVY, fetch, "click")).ready_us["the map"]
        for fetch in ("click", "idle")
    )
    assert 0 < ready < late


LATER = ["start", "idle", "click"]


@pytest.mark.parametrize("condition", CONDITIONS, ids=[c.name for c in CONDITIONS])
@pytest.mark.parametrize("seed", range(0, 200, 20))
def test_moving_modules_later_never_opens_their_route_earlier(
    seed: int, condition: Condition
) -> None:
    """Waits on the quiet page, for each later run and each later fetch of the same chunk."""
    page = shop_page(seed)
    for modules, route in (
        (("map",), "the map"),
        (RARE, "account"),
        (("languages",), "another language"),
    ):
        by_run = [
            loaded(split(found(page), "part", modules, "start", run), condition, seed).ready_us[
                route
            ]
            for run in LATER
        ]
        by_fetch = [
            loaded(split(found(page), "part", modules, fetch, "click"), condition, seed).ready_us[
                route
            ]
            for fetch in LATER
        ]
        assert by_run == sorted(by_run)
        assert by_fetch == sorted(by_fetch)


PARTS = ("map", "charts", "editor", "venue", "languages")


@given(
    st.lists(st.sampled_from(PARTS), unique=True),
    st.lists(st.sampled_from(PARTS), unique=True),
    st.integers(0, 199),
)
def test_what_leaves_the_start_lowers_initial_bytes_by_just_its_size(
    some: list[str], more: list[str], seed: int
) -> None:
    """Bytes of a larger set of modules on a click are never above those of a smaller one."""
    page = shop_page(seed)
    sizes = {module.name: module.size for module in page.modules}
    whole = loaded(found(page), seed=seed).initial_bytes
    for names in (set(some), set(some) | set(more)):
        data = split(found(page), "later", tuple(sorted(names)), "click", "click")
        if not names:
            data["chunks"].pop()
        left = loaded(data, seed=seed).initial_bytes
        assert left == whole - sum(sizes[name] for name in names)


def test_a_slower_link_or_processor_makes_no_mark_earlier() -> None:
    """For the page as found and a good plan."""
    for data in (found(PAGE), everything(PAGE)):
        fast, slow = loaded(data, FAST_4G), loaded(data, SLOW_4G)
        assert fast.usable_us < slow.usable_us
        half = Condition(name="half", bytes_per_s=500_000, trip_us=100_000, cpu_percent=200)
        assert fast.usable_us < loaded(data, half).usable_us


@pytest.mark.parametrize("name", FAMILIES)
def test_every_route_opens_under_every_plan(name: str) -> None:
    """A wait that is known, and none for what has been evaluated."""
    one = loaded(FAMILIES[name](PAGE))
    assert set(one.ready_us) == set(PAGE.routes)
    assert one.ready_us["event"] == 0


def test_what_is_shown_of_a_load() -> None:
    """One line with the marks, in seconds."""
    text = str(loaded(routes_on_click(PAGE)))
    assert text.startswith("FCP 0.")
    assert "Buy works" in text
    assert "initial script" in text


def test_a_load_without_long_tasks_has_no_blocking_time() -> None:
    """Slices of 45 ms: only third parties block."""
    one = loaded(slices(PAGE), CABLE)
    long = [task for task in one.tasks if task.end - task.begin > 50_000]
    assert {task.name for task in long} & {"app"} == set()

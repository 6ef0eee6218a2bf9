"""Calls, spans and pages under overload, checked by arithmetic rather than by their pictures."""

from collections.abc import Callable, Generator
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest

from course.lessons import overload
from course.lessons.overload import (
    CLICK,
    TRACES,
    TooManyCalls,
    call_chain,
    draw_chain,
    draw_trace,
    page_views,
    plot_limits,
    plot_queue,
    plot_spike,
    price_at,
    serve,
    shop_page,
    spike,
    work_off,
)

Page = Generator[list[str] | None, tuple[dict[str, int] | None, float], dict[str, int]]


def board(page: Callable[[list[str]], Page]) -> SimpleNamespace:
    """Make a board of a generator function, which need not know when it begins."""
    return SimpleNamespace(page=lambda products, _now: page(products))


def fetching(products: list[str]) -> Page:
    """Fetch what is on the page, and show what came."""
    came, _ = yield products
    if came is None:
        raise LookupError("nothing came")
    return came


@pytest.mark.parametrize(("layers", "attempts"), [(1, 3), (2, 3), (5, 3), (3, 1), (4, 2)])
def test_attempts_multiply_with_each_arrow(layers: int, attempts: int) -> None:
    """The last service gets attempts to the power of the arrows before it."""
    services = [f"s{n}" for n in range(layers + 1)]
    assert list(call_chain(services, attempts).values()) == [
        attempts**arrow for arrow in range(layers + 1)
    ]


@pytest.mark.parametrize("spans", [CLICK, *TRACES.values()])
def test_a_service_waits_only_while_it_is_at_work(spans: list[dict[str, object]]) -> None:
    """Each client span lies within a server span of its service, so own work is never negative."""
    work = [s for s in spans if s["kind"] == "server"]
    for wait in (s for s in spans if s["kind"] == "client"):
        around = [
            s
            for s in work
            if s["service"] == wait["service"]
            and s["start"] <= wait["start"]  # type: ignore[operator]
            and wait["end"] <= s["end"]  # type: ignore[operator]
        ]
        assert len(around) == 1


def test_a_spike_drains_without_retries_and_never_with_three() -> None:
    """250 a second times four is above what the server can do, and 250 times one is not."""
    at_100 = {}
    for retries in (0, 3):
        runs = [spike(250, retries, seed) for seed in range(10)]
        at_100[retries] = [run.goodput[100] > 150 for run in runs]
    assert at_100 == {0: [True] * 10, 3: [False] * 10}


def test_retries_multiply_the_calls_that_a_stuck_server_gets() -> None:
    """Long after the spike each request is sent once, and repeated three times."""
    run = spike(250, 3, seed=1)
    assert sum(run.calls[100:120]) / 20 == pytest.approx(1000, rel=0.05)


def test_a_budget_keeps_the_calls_of_an_outage_near_the_load() -> None:
    """What was saved is spent at once, and after that nothing is earned."""
    free, paid = spike(250, 0, seed=1), spike(250, 3, seed=1, budget=0.1)
    assert sum(paid.calls) - sum(free.calls) <= 0.1 * sum(paid.goodput) + 100
    assert paid.calls[100] == free.calls[100]


def test_equal_seeds_draw_equal_arrivals() -> None:
    """A run is a function of its arguments, also below a mean of ten arrivals a tick."""
    assert spike(40, 1, seed=3) == spike(40, 1, seed=3)
    assert spike(40, 1, seed=3) != spike(40, 1, seed=4)
    assert sum(spike(40, 0, seed=3).calls[60:]) == pytest.approx(40 * 60, rel=0.1)


def test_a_slow_dependency_takes_the_other_pages_with_it() -> None:
    """Forty calls leave ten workers, of which the other pages need nine; 45 leave too few."""
    shares = {limit: [shop_page(limit, seed) for seed in range(12)] for limit in (None, 45, 40, 10)}
    fast = {limit: min(values) > 0.99 for limit, values in shares.items()}
    slow = {limit: max(values) < 0.2 for limit, values in shares.items()}
    assert fast == {None: False, 45: False, 40: True, 10: True}
    assert slow == {None: True, 45: True, 40: False, 10: False}


def test_waiting_after_the_deadline_is_not_drawn_as_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of web's time after the deadline only its last 10 ms are hatched; tax never waits."""
    figures: list[Any] = []
    monkeypatch.setattr(overload, "show_figure", lambda *shown: figures.append(shown[0]))
    draw_trace(CLICK, deadline=1000)
    axes = figures[0].axes[0]

    def hatch(row: int, moment: int) -> Any:
        there = axes.transData.transform((moment, row))
        return [bar.get_hatch() for bar in axes.patches if bar.contains_point(there)][-1]

    web = [hatch(0, moment) for moment in (500, 1500, 2025)]
    tax = [hatch(4, moment) for moment in (500, 1500, 2025)]
    assert (web, tax) == ([None, None, "//"], [None, "//", "//"])


def test_pictures_are_shown_and_described(capsys: pytest.CaptureFixture[str]) -> None:
    """Each drawing ends as one picture in the output; outside a notebook its name is printed."""
    draw_trace(CLICK, deadline=1000)
    draw_chain(["web", "orders"], 3, {"web": 1, "orders": 3})
    plot_spike(250, {"none": {"retries": 0}}, seeds=2)
    plot_limits([None, 10], seeds=2)
    plot_queue(60, {"short": {"limit": 100}}, seeds=2)
    assert capsys.readouterr().out.count("IPython.core.display.Image") == 5


@pytest.mark.parametrize(
    ("limit", "newest_first", "on_time"), [(None, False, 0), (600, False, 0), (400, False, 41)]
)
def test_a_queue_longer_than_patience_helps_nobody(
    limit: int | None, newest_first: bool, on_time: int
) -> None:
    """400 jobs are just under ten seconds of waiting, 600 are more, and the server is always busy."""
    runs = [work_off(60, seed, limit=limit, newest_first=newest_first) for seed in range(12)]
    assert {run.on_time[100] for run in runs} == {on_time}
    assert {run.finished[100] for run in runs} == {41}


def test_the_newest_first_is_on_time_however_long_the_queue() -> None:
    """The users of the newest jobs are still there."""
    run = work_off(60, seed=1, newest_first=True)
    assert run.on_time[100] == 41
    assert run.waiting[100] > 1500


def test_a_queue_with_room_keeps_up_with_a_load_below_its_speed() -> None:
    """Nothing piles up, and all that arrives is done."""
    run = work_off(20, seed=2)
    assert max(run.waiting) < 20
    assert sum(run.finished) == sum(run.on_time) == pytest.approx(20 * 120, rel=0.1)


def test_page_views_are_drawn_by_seed_and_favour_the_popular() -> None:
    """600 views of 40 products take about three minutes."""
    views = page_views(seed=1)
    asked = [product for _, products in views for product in products]
    assert views == page_views(seed=1)
    assert views != page_views(seed=2)
    assert (len(views), {len(products) for _, products in views}) == (600, {40})
    assert views[-1][0] == pytest.approx(180, rel=0.2)
    assert asked.count("p0") > 10 * asked.count("p99")


def test_a_price_changes_every_forty_seconds() -> None:
    """Between two changes it stays, and both are cents above zero."""
    prices = [price_at(1, "tea", now / 10) for now in range(4000)]
    changes = [n for n, (a, b) in enumerate(pairwise(prices)) if a != b]
    assert {later - sooner for sooner, later in pairwise(changes)} == {400}
    assert min(prices) >= 100


def test_the_meter_counts_calls_products_and_double_fetches() -> None:
    """Two pages at the same time that fetch alike fetch twice; a second later they don't."""
    together = serve(board(fetching), [(0.0, ["a", "b"]), (0.01, ["b", "c"])])
    apart = serve(board(fetching), [(0.0, ["a", "b"]), (1.0, ["b", "c"])])
    repeated = serve(board(fetching), [(0.0, ["a", "a"])])
    assert [(len(r.calls), r.products, r.double) for r in (together, apart, repeated)] == [
        (2, 4, 1),
        (2, 4, 0),
        (1, 2, 1),
    ]


def test_the_meter_sees_large_calls_old_prices_and_wrong_ones() -> None:
    """A board that invents a price shows a wrong one, and one that hoards shows an old one."""
    hoard: dict[str, int] = {}

    def inventing(products: list[str]) -> Page:
        yield ["a"] * 51
        return dict.fromkeys(products, -1)

    def hoarding(products: list[str]) -> Page:
        if not hoard:
            came, _ = yield products
            hoard.update(came or {})
        return hoard

    invented = serve(board(inventing), [(0.0, ["a"])])
    hoarded = serve(board(hoarding), [(0.0, ["a"]), (55.0, ["a"])])
    assert (invented.oversized, invented.wrong, hoarded.wrong) == (1, 1, 0)
    assert 15 < hoarded.oldest <= 55
    assert "1 wrong prices" in str(invented)


def test_a_failing_backend_gives_no_prices_and_pages_may_wait_for_others() -> None:
    """A page that yields None goes on when anything arrives, and its error is kept by name."""

    def waiting(products: list[str]) -> Page:
        came, now = yield (products if products == ["a"] else None)
        return came or {"waited until": round(1000 * now)}

    failed = serve(board(fetching), [(0.0, ["a"]), (5.0, ["a"])], down=(4.0, 6.0))
    waited = serve(board(waiting), [(0.0, ["a"]), (0.01, ["b"])])
    assert [isinstance(answer, dict) for _, answer in failed.answers] == [True, False]
    assert (failed.answers[1][1], failed.refused) == ("LookupError", 1)
    assert waited.answers[1] == (0.05, {"waited until": 50})


def test_a_storm_of_calls_is_stopped() -> None:
    """A board that never stops asking ends the run."""

    def endless(products: list[str]) -> Page:
        while True:
            yield products

    with pytest.raises(TooManyCalls, match="more than 20 calls after 1 s"):
        serve(board(endless), [(0.0, ["a"])], most_calls=20)


def test_a_board_that_is_not_written_yet_ends_the_run() -> None:
    """A missing method is no outage: whoever runs the board hears of it."""

    def missing(products: list[str]) -> Page:
        raise NotImplementedError
        yield products

    with pytest.raises(NotImplementedError):
        serve(board(missing), [(0.0, ["a"])])

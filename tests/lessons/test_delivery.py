from collections.abc import Callable

import pytest

from course.lessons.delivery import (
    STEPS,
    Crash,
    Durable,
    FoundRevenue,
    FoundShop,
    KeyStore,
    RevenueStore,
    ShopStore,
    StockStore,
    deliver,
    dual_write,
    finished,
    sell,
    stock_after_cuts,
)


def test_a_network_without_loss_delivers_each_request_once() -> None:
    """Nothing is lost, so nothing is repeated."""
    calls: list[int] = []
    report = deliver(range(5), calls.append, loss=0.0, attempts=3, seed=1)
    assert (calls, report.answered) == ([0, 1, 2, 3, 4], 5)


def test_a_network_that_loses_everything_never_calls() -> None:
    """Every request is lost on its way, and every caller gives up."""
    calls: list[int] = []
    report = deliver(range(5), calls.append, loss=1.0, attempts=3, seed=1)
    assert (calls, report.answered) == ([], 0)


def test_a_lossy_network_repeats_and_is_the_same_for_the_same_seed() -> None:
    """Lost answers lead to repeats; the seed decides which."""
    runs = []
    for _ in range(2):
        calls: list[int] = []
        report = deliver(range(100), calls.append, loss=0.1, attempts=3, seed=5)
        runs.append((calls, report))
    assert runs[0] == runs[1]
    assert len(runs[0][0]) > len(set(runs[0][0]))


def test_an_undisturbed_sale_is_booked_once() -> None:
    """Without a power cut both orders of writes are right."""
    other = ("publish", "insert order", "commit order", *STEPS[3:])
    assert [dual_write(), dual_write(other)] == [1, 1]


def test_dual_writes_lose_or_double_at_known_points() -> None:
    """Commit first loses at publish; publish first doubles before the commit; both at the end."""
    other = ("publish", "insert order", "commit order", *STEPS[3:])
    assert [dual_write(crash_before=n) for n in range(6)] == [1, 1, 0, 1, 1, 2]
    assert [dual_write(other, crash_before=n) for n in range(6)] == [1, 2, 2, 1, 1, 2]


@pytest.mark.parametrize(("at", "expected"), [(1, {}), (2, {}), (3, {}), (4, {"a": 1, "b": 2})])
def test_a_power_cut_keeps_what_was_committed_and_nothing_else(
    at: int, expected: dict[str, int]
) -> None:
    """Two statements and a commit: all of it survives, or nothing."""
    shop = ShopStore()
    shop.cut_power(at=at)

    def work() -> None:
        with shop.db:
            shop.db.execute("INSERT INTO orders VALUES ('a', 1)")
            shop.db.execute("INSERT INTO orders VALUES ('b', 2)")

    assert finished(work) is (at > 3)
    shop.restart()
    assert shop.orders() == expected


def test_nothing_works_between_power_cut_and_restart() -> None:
    """Catching the crash does not bring the power back."""
    shop = ShopStore()
    shop.cut_power(at=1)
    for work in (
        lambda: shop.db.execute("SELECT 1"),
        lambda: shop.db.executemany("INSERT INTO orders VALUES (?, 1)", [("a",)]),
        lambda: shop.db.executescript("SELECT 1"),
        lambda: shop.db.cursor().execute("SELECT 1"),
        shop.db.commit,
    ):
        with pytest.raises(Crash, match="power is off"):
            work()
    shop.restart()
    assert shop.db.execute("SELECT 1").fetchall() == [(1,)]


def test_a_restart_forgets_every_attribute_but_the_database() -> None:
    """What was only in memory is gone."""
    shop = ShopStore()
    shop.known = {"a"}  # type: ignore[attr-defined]
    shop.restart()
    assert list(vars(shop)) == ["db"]


def test_work_that_fails_for_another_reason_is_not_a_crash() -> None:
    """Only the power cut is expected; other errors pass."""

    def work() -> None:
        raise ValueError("another reason")

    with pytest.raises(ValueError, match="another reason"):
        finished(work)


def test_stores_read_their_tables() -> None:
    """Orders, waiting messages and revenue are read as plain data."""
    shop, revenue = ShopStore(), RevenueStore()
    with shop.db:
        shop.db.execute("INSERT INTO orders VALUES ('a', 1)")
        shop.db.execute("INSERT INTO outbox (order_id, total) VALUES ('a', 1)")
        shop.db.execute("INSERT INTO outbox (order_id, total, sent) VALUES ('b', 2, 1)")
    with revenue.db:
        revenue.db.execute("UPDATE revenue SET total = total + 7")
    assert (shop.orders(), shop.unsent(), revenue.booked()) == ({"a": 1}, [1], 7)


def test_an_empty_durable_has_a_database_of_its_own() -> None:
    """Two objects share nothing."""
    first, second = Durable(), Durable()
    first.db.execute("CREATE TABLE t (x)")
    assert second.db.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


def test_the_shop_as_found_loses_at_three_places_and_doubles_at_two() -> None:
    """The eleven operations are those that are numbered in its code."""
    booked = [sell(FoundShop(), FoundRevenue(), cut) for cut in range(1, 13)]
    assert booked == [1, 1, 0, 0, 1, 1, 0, 1, 1, 2, 2, 1]


def test_an_operation_outside_of_the_database_counts_too() -> None:
    """The power may go while something is published."""
    shop = ShopStore()
    shop.cut_power(at=2)
    shop.step()
    with pytest.raises(Crash):
        shop.step()


def test_waiting_messages_and_seen_numbers_are_plain_data() -> None:
    """The oldest message comes first, and a number is seen or not."""
    shop, revenue = FoundShop(), FoundRevenue()
    assert [shop.place("b", 2), shop.place("a", 1), shop.place("a", 3)] == [True, True, False]
    messages = shop.waiting()
    assert [m["order"] for m in messages] == ["b", "a"]
    revenue.book(messages[1])
    assert [revenue.knows(1), revenue.knows(2)] == [False, True]


def test_a_key_is_claimed_by_one_caller_until_it_is_answered_or_in_doubt() -> None:
    """Each word of claim, in the order in which a key meets them."""
    store = KeyStore()
    words = [store.status("ann", "k"), *(store.claim("ann", "k", {"cents": n}) for n in (9, 9, 8))]
    store.doubt("ann", "k")
    words += [store.claim("ann", "k", {"cents": n}) for n in (8, 9, 9)]
    store.keep("ann", "k", {})
    words += [store.claim("ann", "k", {"cents": n}) for n in (9.0, 8)]
    assert words == [
        *("unseen", "new", "busy", "other payload"),
        *("other payload", "in doubt", "busy"),
        *("answered", "other payload"),
    ]
    assert store.answer("ann", "k") == {}


def test_keys_of_two_customers_are_two() -> None:
    """Customers choose their keys alone, so the same word may come from two."""
    store = KeyStore()
    assert [store.claim(who, "k", {}) for who in ("ann", "bob", "ann")] == ["new", "new", "busy"]


def test_a_key_that_was_busy_is_in_doubt_after_a_crash() -> None:
    """Who was at work is gone, and nobody knows how far it came."""
    store = KeyStore()
    store.claim("ann", "k", {})
    store.claim("bob", "k", {})
    store.keep("bob", "k", {"id": 1})
    store.restart()
    assert [store.status("ann", "k"), store.status("bob", "k")] == ["in doubt", "answered"]


def test_an_answer_that_was_not_kept_is_an_error() -> None:
    """It is no empty answer."""
    store = KeyStore()
    store.claim("ann", "k", {})
    with pytest.raises(LookupError, match="no answer is kept for 'k' of ann: it is busy"):
        store.answer("ann", "k")
    with pytest.raises(LookupError, match="it is unseen"):
        store.answer("bob", "k")


def test_a_stock_is_counted_after_each_cut() -> None:
    """A piece that was taken is on disk from the commit on, and what was told stays told."""

    def take(stock: StockStore, tell: Callable[[str], None]) -> None:
        with stock.db:
            stock.db.execute("UPDATE stock SET pieces = pieces - 1")
            stock.db.execute("INSERT INTO notes (text) VALUES ('gone')")
        tell("gone")

    assert stock_after_cuts(take) == [(1, 9, 0, []), (2, 9, 0, []), (3, 9, 0, []), (4, 8, 1, [])]
    assert stock_after_cuts(lambda _stock, tell: tell("gone"))[1:2] == [(2, 9, 0, ["gone"])]

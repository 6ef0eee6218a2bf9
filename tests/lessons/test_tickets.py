import sqlite3
from collections import Counter
from itertools import count, islice, pairwise
from statistics import mean

import pytest

from course.lessons.tickets import (
    ORDER_COLUMNS,
    ORDER_QUERIES,
    Feed,
    Store,
    Tally,
    TooManyError,
    draw_shift,
    draw_speedups,
    event_store,
    measure_load,
    order_store,
    run_shift,
    till_lines,
)


def test_codes_are_equal_however_they_are_typed_and_say_what_was_typed() -> None:
    """Case, dashes and spaces make no difference; another code and a text are not equal."""
    one, same, other = Tally().codes(["ab-12", "A B12", "ab-13"])
    assert (one == same, one == other, one == "ab-12") == (True, False, False)
    assert (str(same), repr(same), {one: 1}[same]) == ("A B12", "<A B12>", 1)


def test_a_tally_counts_comparisons_and_hashes_of_its_own_codes() -> None:
    """A look through a list compares, a look into a set hashes; another tally counts nothing."""
    tally, other = Tally(), Tally()
    codes = tally.codes(f"a{number}" for number in range(5))
    assert (tally.code("b") in codes, tally.comparisons, tally.hashes) == (False, 5, 0)
    assert (len(set(codes)), tally.comparisons, tally.hashes) == (5, 5, 5)
    assert (tally.operations, other.operations) == (10, 0)


def test_a_tally_with_a_limit_stops_what_goes_beyond() -> None:
    """The third operation is allowed, the fourth is not, and both are counted."""
    tally = Tally(3)
    codes = tally.codes("abc")
    hash(codes[0])
    assert (codes[0] == codes[1], codes[0] == codes[2]) == (False, False)
    with pytest.raises(TooManyError, match="more than 3 comparisons and hashes"):
        hash(codes[1])
    assert tally.operations == 4


def test_a_feed_counts_what_is_read_and_stops_at_its_limit() -> None:
    """It reads only what is asked for, ends with its lines, and refuses more than its limit."""
    feed = Feed(count(), limit=4)
    assert (list(islice(feed, 3)), feed.read) == ([0, 1, 2], 3)
    assert (next(feed), feed.read) == (3, 4)
    with pytest.raises(TooManyError, match="more than 4 lines were read"):
        next(feed)
    assert (list(Feed([7, 8])), feed.read) == ([7, 8], 4)


def test_lines_of_a_till_are_in_order_and_follow_from_the_seed() -> None:
    """Each hour has its lines; another seed has others."""
    lines = till_lines(3, seed=1)
    minutes = [minute for minute, _ in lines]
    assert (minutes, [minute // 60 for minute in minutes]) == (
        sorted(minutes),
        [0] * 4 + [1] * 4 + [2] * 4,
    )
    assert (till_lines(3, seed=1) == lines, till_lines(3, seed=2) == lines) == (True, False)


def test_workers_without_a_crowd_share_no_time() -> None:
    """One worker never waits, and does a request in the sum of both parts."""
    shift = run_shift(1, seed=1)
    assert (shift.share("wait"), round(shift.share("work"), 1)) == (0, 0.9)
    assert 97 < mean(run_shift(1, seed).per_second for seed in range(20)) < 103


def test_the_lock_lets_through_a_thousand_requests_for_a_millisecond_each() -> None:
    """On each of ten seeds sixteen workers reach the ceiling, and forty do no more."""
    rates = [run_shift(workers, seed).per_second for workers in (16, 40) for seed in range(10)]
    assert [980 < rate < 1020 for rate in rates] == [True] * 20
    answers = [run_shift(workers, 1).answer_ms for workers in (20, 40)]
    assert 1.9 < answers[1] / answers[0] < 2.1


def test_a_crowd_that_wakes_each_other_does_less() -> None:
    """With a cost for each that waits, 32 workers do less than 12, on each of ten seeds."""
    pairs = [[run_shift(n, seed, wake=0.02).per_second for n in (12, 32)] for seed in range(10)]
    assert [few > many for few, many in pairs] == [True] * 10


def test_only_one_worker_has_the_lock_at_a_time() -> None:
    """Stretches under the lock never overlap, and each worker's own follow one another."""
    shift = run_shift(8, seed=3, seconds=1)
    held = sorted((one.begins, one.ends) for one in shift.stretches if one.kind == "hold")
    assert [before[1] <= after[0] for before, after in pairwise(held)] == [True] * (len(held) - 1)
    assert len(held) == shift.requests
    own = [(one.begins, one.ends) for one in shift.stretches if one.worker == 0]
    assert [before[1] for before in own[:-1]] == [after[0] for after in own[1:]]


def test_a_shift_says_what_it_did() -> None:
    """The text has workers, rate and the time of an answer."""
    assert str(run_shift(40, seed=1)) == (
        " 40 workers:  997.8 requests a second, each answered in  39.9 ms"
    )


def test_pictures_are_shown_and_described(capsys: pytest.CaptureFixture[str]) -> None:
    """Each drawing ends as one picture in the output; outside a notebook its name is printed."""
    draw_shift(run_shift(4, seed=1))
    draw_speedups((1, 4), (0, 0.1), seeds=3)
    assert capsys.readouterr().out.count("Image object") == 2


def test_a_store_counts_statements_and_steps_of_what_is_asked() -> None:
    """Rows that are put in, changes and plans count nothing; each query does."""
    store = Store("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)")
    store.insert("t", [(number, f"n{number}") for number in range(1, 101)])
    store.change("DELETE FROM t WHERE id > 50")
    assert store.plan("SELECT * FROM t WHERE id = ?") != []
    assert (store.statements, store.steps, store.log) == (0, 0, [])
    assert store.query("SELECT name FROM t WHERE id = ?", [7]) == [("n7",)]
    one = store.steps
    assert store.query("SELECT count(name)\n  FROM t") == [(50,)]
    assert (store.statements, 50 < store.steps - one < 500, one < 20) == (2, True, True)
    assert store.log == ["SELECT name FROM t WHERE id = ?", "SELECT count(name) FROM t"]


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO t VALUES (2)",
        "DELETE FROM t",
        "DROP TABLE t",
        "PRAGMA table_info(t)",
        "ATTACH DATABASE 'other.db' AS other",
        "CREATE TABLE u (id)",
        "SELECT load_extension('other')",
        "SELECT 1; SELECT 2",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
        f"SELECT 1 WHERE 1 IN ({', '.join('?' * 1000)})",
    ],
)
def test_a_query_can_only_read_and_ends(sql: str) -> None:
    """What writes, opens files, never ends or has too many variables is refused; the rows stay."""
    store = Store("CREATE TABLE t (id)")
    store.insert("t", [(1,)])
    values = [1] * sql.count("?")
    with pytest.raises((sqlite3.Error, sqlite3.Warning)):
        store.query(sql, values)
    assert store.query("SELECT id FROM t") == [(1,)]


def test_a_store_may_be_changed_after_a_query_was_refused() -> None:
    """The author's own statements are not held to reading."""
    store = Store("CREATE TABLE t (id)")
    with pytest.raises(sqlite3.Error):
        store.query("DELETE FROM t")
    store.change("CREATE TABLE u (id); INSERT INTO u VALUES (3)")
    assert store.insert("u", [(4,)]) > 0
    assert store.query("SELECT id FROM u ORDER BY id") == [(3,), (4,)]


def test_the_events_page_has_all_kinds_of_events() -> None:
    """Among forty events some have no venue, no seat that is free, no review, and one begins first."""
    store = event_store(40, seed=1)
    assert store.query("SELECT count(*), count(DISTINCT day) FROM events") == [(40, 1)]
    closed = "SELECT count(*) FROM events WHERE venue_id NOT IN (SELECT id FROM venues)"
    sold_out = (
        "SELECT count(*) FROM events WHERE id NOT IN (SELECT event_id FROM seats WHERE sold = 0)"
    )
    silent = "SELECT count(*) FROM events WHERE id NOT IN (SELECT event_id FROM reviews)"
    assert [store.query(sql)[0][0] > 0 for sql in (closed, sold_out, silent)] == [True] * 3
    together = "SELECT count(*) - count(DISTINCT starts) FROM events"
    assert store.query(together)[0][0] > 0


def test_most_orders_are_paid_and_few_are_open() -> None:
    """Nine of ten are paid, one of a hundred is open, on each seed; times never fall."""
    for seed in (1, 5):
        rows = order_store(seed).query("SELECT status, created FROM orders ORDER BY id")
        shares = Counter(status for status, _ in rows)
        assert (1750 < shares["paid"] < 1850, 5 < shares["open"] < 45) == (True, True)
        assert [a[1] <= b[1] for a, b in pairwise(rows)] == [True] * 1999


def test_an_index_helps_the_queries_that_it_is_sorted_for() -> None:
    """Customers first saves scans; time first saves none of them; each index costs a write."""
    none, good, poor = (
        measure_load(indexes)
        for indexes in ([], [("customer_id", "created")], [("created", "customer_id")])
    )
    assert good.steps["customer"] < none.steps["customer"] / 10 < poor.steps["customer"]
    assert none.write < good.write
    assert (sorted(none.steps), none.indexes) == (sorted(ORDER_QUERIES), ())


@pytest.mark.parametrize("seed", [1, 5])
def test_two_indexes_are_best_when_one_serves_two_queries(seed: int) -> None:
    """The status first is twice as good as the event first; the columns named most are no help."""
    best, usual, named = (
        measure_load(indexes, seed).total
        for indexes in (
            [("customer_id", "created"), ("status", "event_id")],
            [("customer_id", "created"), ("event_id", "status")],
            [("status",), ("created",)],
        )
    )
    assert (1.25 * best < usual, measure_load([], seed).total < named) == (True, True)


def test_the_total_is_what_the_lines_add_up_to() -> None:
    """Steps times how often, and 400 writes a second; the text ends with it."""
    load = measure_load([("event_id",)])
    reads = sum(often * load.steps[name] for name, (often, _, _) in ORDER_QUERIES.items())
    assert load.total == reads + 400 * load.write
    assert str(load).splitlines()[-1].split()[-1] == f"{load.total:,.0f}"


@pytest.mark.parametrize("index", [(), ("cents", "cents"), ("price",), ("cents); DROP TABLE x",)])
def test_an_index_has_different_columns_that_exist(index: tuple[str, ...]) -> None:
    """What is no column is named together with the columns."""
    with pytest.raises(ValueError, match=", ".join(ORDER_COLUMNS)):
        measure_load([index])

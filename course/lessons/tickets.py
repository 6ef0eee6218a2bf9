"""A ticket shop's back rooms: codes, feeds, workers and store, with what they cost counted.

Costs are counts (comparisons, lines read, statements) or logical milliseconds, never the clock's.
Not for judging an answer: what a count should be is said in the notebooks.
"""

import heapq
import random
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from course.lessons.overload import show_figure

BLUE, ORANGE, GREEN = "#0072B2", "#E69F00", "#009E73"  # Okabe and Ito

# ---- codes that are counted


class TooManyError(Exception):
    """More was done than a tally or a feed allows."""


class Tally:
    """Makes codes, and counts how often they are compared and hashed.

    Parameters
    ----------
    limit
        `TooManyError` is raised once more operations than this are done; None: never.

    Attributes
    ----------
    comparisons, hashes : int
        What was done to all codes of this tally.
    """

    def __init__(self, limit: int | None = None) -> None:
        self._limit = limit
        self.comparisons = self.hashes = 0

    @property
    def operations(self) -> int:
        """Comparisons and hashes together."""
        return self.comparisons + self.hashes

    def code(self, text: str) -> "VoucherCode":
        """Make a code that is counted here."""
        return VoucherCode(text, self)

    def codes(self, texts: Iterable[str]) -> list["VoucherCode"]:
        """Make a code of each text."""
        return [VoucherCode(text, self) for text in texts]

    def _add(self, comparisons: int, hashes: int) -> None:
        self.comparisons += comparisons
        self.hashes += hashes
        if self._limit is not None and self.operations > self._limit:
            raise TooManyError(f"more than {self._limit} comparisons and hashes")


class VoucherCode:
    """A code as people type it: `ab-12`, `AB12` and `Ab 12` are equal, and say what was typed.

    Parameters
    ----------
    text
        What was typed.
    tally
        Counts what is done to the code.
    """

    __crosses__ = ()  # comparing, hashing and printing only
    __slots__ = ("_same", "_tally", "_text")

    def __init__(self, text: str, tally: Tally) -> None:
        self._text, self._tally = text, tally
        self._same = text.replace("-", "").replace(" ", "").upper()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, VoucherCode):
            return NotImplemented
        self._tally._add(1, 0)
        return self._same == other._same

    def __hash__(self) -> int:
        self._tally._add(0, 1)
        return hash(self._same)

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"<{self._text}>"


# ---- feeds that are counted


class Feed:
    """An iterator that counts how many lines were read from it.

    Parameters
    ----------
    lines
        What it gives, one after another; may be endless.
    limit
        `TooManyError` is raised when more lines than this are read; None: never.

    Attributes
    ----------
    read : int
        Lines read so far.
    """

    def __init__(self, lines: Iterable[Any], limit: int | None = None) -> None:
        self._lines, self._limit = iter(lines), limit
        self.read = 0

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        if self._limit is not None and self.read >= self._limit:
            raise TooManyError(f"more than {self._limit} lines were read")
        line = next(self._lines)
        self.read += 1
        return line


def till_lines(hours: int, seed: int, *, each: int = 4) -> list[tuple[int, int]]:
    """Make lines of a till in order: (minute since midnight, cents).

    Parameters
    ----------
    hours
        Hours with lines, from hour 0 on.
    seed
        Equal seeds give equal lines.
    each
        Lines an hour.
    """
    rng = random.Random(seed)
    return [
        (60 * hour + minute, rng.randrange(500, 9000, 50))
        for hour in range(hours)
        for minute in sorted(rng.sample(range(60), each))
    ]


# ---- workers that share a lock


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """What one worker did from one logical ms to another: work, wait or hold."""

    worker: int
    kind: str
    begins: float
    ends: float


@dataclass(frozen=True, kw_only=True)
class Shift:
    """Workers at their work for some logical seconds."""

    workers: int
    requests: int
    per_second: float
    answer_ms: float
    stretches: tuple[Stretch, ...]

    def __str__(self) -> str:
        rate = f"{self.per_second:6.1f} requests a second"
        return f"{self.workers:3} workers: {rate}, each answered in {self.answer_ms:5.1f} ms"

    def share(self, kind: str) -> float:
        """Share of the workers' time that is `work`, `wait` or `hold`."""
        whole = sum(stretch.ends - stretch.begins for stretch in self.stretches)
        parts = (one.ends - one.begins for one in self.stretches if one.kind == kind)
        return sum(parts) / whole


def run_shift(
    workers: int,
    seed: int,
    *,
    alone: float = 9,
    under_lock: float = 1,
    wake: float = 0,
    seconds: float = 5,
) -> Shift:
    """Let workers take one request after another, a part of each under one lock.

    Parameters
    ----------
    workers
        How many there are.
    seed
        Equal seeds give equal shifts: each part takes 50 to 150 % of its mean.
    alone, under_lock
        Mean ms of a request without the lock, and with it.
    wake
        Share by which each waiting worker lengthens the time under the lock.
    seconds
        Length of the shift, in logical seconds.
    """
    rng = random.Random(seed)
    stretches: list[Stretch] = []
    last, free, requests, waited = 1000 * seconds, 0.0, 0, 0.0
    ready: list[tuple[float, int, float]] = []  # when it asks for the lock, who, since when
    for worker in range(workers):
        heapq.heappush(ready, (alone * rng.uniform(0.5, 1.5), worker, 0.0))
    while ready:
        asks, worker, since = heapq.heappop(ready)
        starts = max(asks, free)
        waiting = sum(one[0] <= starts for one in ready) if wake else 0
        free = starts + under_lock * rng.uniform(0.5, 1.5) * (1 + wake * waiting)
        if free > last:
            continue
        for kind, begins, ends in (
            ("work", since, asks),
            ("wait", asks, starts),
            ("hold", starts, free),
        ):
            stretches.append(Stretch(worker=worker, kind=kind, begins=begins, ends=ends))
        requests += 1
        waited += free - since
        heapq.heappush(ready, (free + alone * rng.uniform(0.5, 1.5), worker, free))
    return Shift(
        workers=workers,
        requests=requests,
        per_second=requests / seconds,
        answer_ms=waited / requests,
        stretches=tuple(stretches),
    )


def draw_shift(shift: Shift, *, until: float = 60) -> None:
    """Draw what each worker does: work in blue, waiting as an empty box, the lock in orange."""
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(9, 0.9 + 0.19 * shift.workers))
    looks: dict[str, dict[str, Any]] = {
        "work": {"color": BLUE, "label": "works"},
        "wait": {"facecolor": "white", "edgecolor": "black", "label": "waits for the lock"},
        "hold": {"facecolor": ORANGE, "edgecolor": "white", "hatch": "//", "label": "has the lock"},
    }
    for kind, look in looks.items():
        some = [one for one in shift.stretches if one.kind == kind and one.begins < until]
        widths = [one.ends - one.begins for one in some]
        starts = [one.begins for one in some]
        axes.barh([one.worker for one in some], widths, 0.75, starts, **look)
    axes.set_xlim(0, until)
    axes.set_ylim(shift.workers - 0.4, -0.6)
    axes.set_yticks(range(shift.workers), [str(worker + 1) for worker in range(shift.workers)])
    axes.set_ylabel("worker")
    axes.set_xlabel("ms")
    figure.legend(loc="upper center", ncols=3, frameon=False, fontsize=9)
    figure.tight_layout(rect=(0, 0, 1, 0.92))
    show_figure(figure, f"what {shift.workers} workers do in the first {until:g} ms")


def draw_speedups(numbers: Sequence[int], wakes: Sequence[float], *, seeds: int = 10) -> None:
    """Draw requests a second over the number of workers, every seed as a dot, for each `wake`."""
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(8.4, 3.4))
    for wake, colour, marker in zip(wakes, (BLUE, ORANGE, GREEN), "ox^", strict=False):
        dots = [
            (number, run_shift(number, seed, wake=wake, seconds=1).per_second)
            for number in numbers
            for seed in range(seeds)
        ]
        label = f"{100 * wake:g} % longer for each that waits"
        look: dict[str, Any] = {"color": colour, "markersize": 4, "alpha": 0.6, "label": label}
        axes.plot(*zip(*dots, strict=True), marker, **look)
    limit = 1000  # a second has a thousand times the millisecond under the lock
    axes.axhline(limit, color="black", linestyle="--", linewidth=1)
    axes.text(0, limit, " 1000 / 1 ms", ha="left", va="bottom", fontsize=9)
    axes.set_xlim(0, None)
    axes.set_ylim(0, 1.15 * limit)
    axes.set_xlabel("workers")
    axes.set_ylabel("requests a second")
    figure.legend(loc="upper center", ncols=3, frameon=False, fontsize=9)
    figure.tight_layout(rect=(0, 0, 1, 0.93))
    show_figure(figure, "requests a second over the number of workers")


# ---- a store that is counted

_MOST_STEPS = 3_000_000
_READING = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}


class Store:
    """SQLite in memory, which counts the statements that are asked and the steps that they take.

    A step is one instruction of SQLite's virtual machine. A statement has at most 999 variables,
    as in older versions.

    Parameters
    ----------
    script
        Statements that make the tables.

    Attributes
    ----------
    statements, steps : int
        Statements asked by `query`, and steps that they took.
    log : list of str
        These statements, in order.
    """

    __crosses__ = ("query",)

    def __init__(self, script: str) -> None:
        self._connection = sqlite3.connect(":memory:", isolation_level=None)
        self._connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 999)
        self._connection.executescript(script)
        self._steps = 0
        self.statements = self.steps = 0
        self.log: list[str] = []

    def query(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Ask one statement that reads, in one round trip, and give its rows.

        Raises
        ------
        sqlite3.Error
            For a statement that SQLite refuses, that writes, or that takes millions of steps.
        """
        self.statements += 1
        self.log.append(" ".join(sql.split()))
        rows = self._counted(sql, values, _allow_reading)
        self.steps += self._steps
        return rows

    def plan(self, sql: str) -> list[str]:
        """Say how SQLite would find the rows of a statement, a line for each table."""
        values = [None] * sql.count("?")
        return [str(row[3]) for row in self._counted(f"EXPLAIN QUERY PLAN {sql}", values, None)]

    def insert(self, table: str, rows: Iterable[Sequence[Any]]) -> int:
        """Put rows into a table, and say how many steps the last one took."""
        self._connection.execute("BEGIN")
        for row in rows:
            marks = ", ".join("?" * len(row))
            self._counted(f"INSERT INTO {table} VALUES ({marks})", row, None)  # noqa: S608
        self._connection.execute("COMMIT")
        return self._steps

    def change(self, script: str) -> None:
        """Run the author's statements that change the store; they are not counted."""
        self._connection.executescript(script)

    def _counted(self, sql: str, values: Sequence[Any], allow: Any) -> list[tuple[Any, ...]]:
        self._steps = 0
        self._connection.set_authorizer(allow)
        self._connection.set_progress_handler(self._step, 1)
        try:
            return self._connection.execute(sql, tuple(values)).fetchall()
        finally:
            self._connection.set_authorizer(None)
            self._connection.set_progress_handler(None, 1)

    def _step(self) -> bool:
        self._steps += 1
        return self._steps > _MOST_STEPS


def _allow_reading(action: int, *_: Any) -> int:
    return sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY


EVENT_TABLES = """
CREATE TABLE venues (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE events (
    id INTEGER PRIMARY KEY, title TEXT, day TEXT, starts INTEGER, venue_id INTEGER
);
CREATE TABLE seats (id INTEGER PRIMARY KEY, event_id INTEGER, cents INTEGER, sold INTEGER);
CREATE TABLE reviews (id INTEGER PRIMARY KEY, event_id INTEGER, stars INTEGER);
CREATE INDEX seats_of ON seats (event_id);
CREATE INDEX reviews_of ON reviews (event_id);
"""
"""Tables of the events page; `sold` is 0 or 1, and a venue that has closed is in no row."""


def event_store(events: int, seed: int) -> Store:
    """Make a store with events of one day, `2026-06-01`, and their venues, seats and reviews."""
    rng = random.Random(seed)
    store = Store(EVENT_TABLES)
    store.insert("venues", [(number, f"Hall {number}") for number in range(1, 11)])
    numbers = range(1, events + 1)
    day = "2026-06-01"
    shows = [
        (n, f"Show {n}", day, 600 + 5 * rng.randrange(120), rng.randrange(13)) for n in numbers
    ]
    store.insert("events", shows)
    seats = [
        (None, event, rng.randrange(1000, 9000, 500), int(rng.random() < 0.7))
        for event in numbers
        for _ in range(rng.randrange(9))
    ]
    store.insert("seats", seats)
    stars = [
        (None, event, 1 + rng.randrange(5)) for event in numbers for _ in range(rng.randrange(4))
    ]
    store.insert("reviews", stars)
    return store


# ---- a table, its queries, and what indexes do to both

ORDER_TABLE = """
CREATE TABLE orders (
    id INTEGER PRIMARY KEY, event_id INTEGER, customer_id INTEGER, status TEXT, created INTEGER,
    cents INTEGER
);
"""
ORDER_COLUMNS = ("event_id", "customer_id", "status", "created", "cents")
ORDER_QUERIES: dict[str, tuple[float, str, tuple[Any, ...]]] = {
    "customer": (
        60,
        "SELECT id, cents FROM orders WHERE customer_id = ? ORDER BY created DESC LIMIT 10",
        (17,),
    ),
    "event": (
        20,
        "SELECT count(*), sum(cents) FROM orders WHERE event_id = ? AND status = 'paid'",
        (5,),
    ),
    "stuck": (5, "SELECT id FROM orders WHERE status = 'open' AND created < ?", (4500,)),
    "again": (2, "SELECT id FROM orders WHERE event_id = ? AND customer_id = ?", (5, 17)),
    "hour": (1, "SELECT sum(cents) FROM orders WHERE status = 'paid' AND created >= ?", (5900,)),
    "month": (0.01, "SELECT event_id, sum(cents) FROM orders GROUP BY event_id", ()),
}
"""The shop's queries by name: how often a second, the statement, and its values."""
WRITES = 400  # new orders a second


def order_store(seed: int, *, orders: int = 2000) -> Store:
    """Make a store with orders: 90 % are paid, 9 % refunded, 1 % open; it is never analysed."""
    rng = random.Random(seed)
    store = Store(ORDER_TABLE)
    kinds, weights = ("paid", "refunded", "open"), (90, 9, 1)
    rows = [
        (
            number,
            rng.randrange(100),
            rng.randrange(400),
            rng.choices(kinds, weights)[0],
            3 * number + rng.randrange(3),
            rng.randrange(500, 9000, 50),
        )
        for number in range(1, orders + 1)
    ]
    store.insert("orders", rows)
    return store


@dataclass(frozen=True, kw_only=True)
class Load:
    """What a second of the shop costs with some indexes, in steps of SQLite's machine."""

    indexes: tuple[tuple[str, ...], ...]
    steps: dict[str, int]
    write: int

    @property
    def total(self) -> float:
        """Steps a second, of queries and writes."""
        reads = sum(ORDER_QUERIES[name][0] * steps for name, steps in self.steps.items())
        return reads + WRITES * self.write

    def __str__(self) -> str:
        lines = [f"indexes: {', '.join(map(str, self.indexes)) or 'none'}"]
        for name, steps in self.steps.items():
            often = ORDER_QUERIES[name][0]
            lines.append(f"  {name:9}{often:7g} a second x {steps:6,} = {often * steps:11,.0f}")
        lines.append(
            f"  {'write':9}{WRITES:7} a second x {self.write:6,} = {WRITES * self.write:11,}"
        )
        return "\n".join([*lines, f"  steps a second {self.total:32,.0f}"])


def measure_load(indexes: Sequence[Sequence[str]], seed: int = 1) -> Load:
    """Run each of the `ORDER_QUERIES`, and one write, on a fresh store with these indexes.

    Parameters
    ----------
    indexes
        Each is a sequence of `ORDER_COLUMNS`, in the index's order.
    seed
        Equal seeds give equal orders.

    Raises
    ------
    ValueError
        For a column that does not exist, or that an index has twice.
    """
    wanted = tuple(tuple(index) for index in indexes)
    for index in wanted:
        if not index or set(index) - set(ORDER_COLUMNS) or len(set(index)) < len(index):
            raise ValueError(f"{index}: expected different ones of {', '.join(ORDER_COLUMNS)}")
    store = order_store(seed)
    for number, index in enumerate(wanted):
        store.change(f"CREATE INDEX index_{number} ON orders ({', '.join(index)})")
    steps = {}
    for name, (_, sql, values) in ORDER_QUERIES.items():
        before = store.steps
        store.query(sql, values)
        steps[name] = store.steps - before
    write = store.insert("orders", [(None, 1, 1, "open", 6003, 100)])
    return Load(indexes=wanted, steps=steps, write=write)

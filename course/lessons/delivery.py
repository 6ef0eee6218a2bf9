"""A lossy network, keys of requests, a shop that writes twice, and a database without power.

For studying what a retry or a crash does to state, with every failure counted and none timed.
Some of it is faulty on purpose. Not a network simulator, and no answer to an exercise.
"""

import json
import random
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal


@dataclass(frozen=True)
class DeliveryReport:
    """How many callers of a lossy network got an answer; the others do not know what happened."""

    answered: int


def deliver(
    requests: Sequence[Any],
    handle: Callable[[Any], object],
    *,
    loss: float,
    attempts: int,
    seed: int,
) -> DeliveryReport:
    """Send each request until an answer comes back, at most `attempts` times.

    The handler may have run although its answer never arrives: a message can be lost on either way.

    Parameters
    ----------
    requests
        What is handed to `handle`, one after another.
    handle
        What the other side does with a request; it runs once for each attempt that reaches it.
    loss
        Probability from 0 to 1 that a message is lost, there and back alike.
    attempts
        How often a request is sent at most.
    seed
        Equal seeds lose the same messages.

    Returns
    -------
    DeliveryReport
        How many requests were answered; the others were given up.
    """
    draw = random.Random(seed)
    answered = 0
    for request in requests:
        for _ in range(attempts):
            if draw.random() < loss:
                continue  # lost on the way there
            handle(request)
            if draw.random() >= loss:
                answered += 1
                break
    return DeliveryReport(answered=answered)


class Crash(Exception):  # noqa: N818 - it is an event of the world, not an error of the program
    """The power went off: what was not committed is gone, and so is the rest of the method."""


def finished(work: Callable[[], object]) -> bool:
    """Do some work, and say whether it came to its end.

    Parameters
    ----------
    work
        A function without arguments, such as a bound method of a shop.

    Returns
    -------
    bool
        True when it came to its end, False when the power went before that. Every error but
        Crash passes through.
    """
    try:
        work()
    except Exception as error:
        if type(error).__name__ != "Crash":  # by name: it may come from another process
            raise
        return False
    return True


STEPS = ("insert order", "commit order", "publish", "add revenue", "commit revenue", "acknowledge")


def dual_write(steps: Sequence[str] = STEPS, crash_before: int | None = None) -> int:
    """Sell one order by two writes, with at most one power cut, and count its bookings.

    The customer asks until the order is on disk, the broker until the message is acknowledged.

    Parameters
    ----------
    steps
        The steps of `STEPS`, in the order in which the shop takes them.
    crash_before
        Index in `steps` before which the power goes; None: it stays on.

    Returns
    -------
    int
        How often the revenue of the order was booked.
    """
    cut = None if crash_before is None else steps[crash_before]
    sell = [step for step in steps if step in STEPS[:3]]
    book = [step for step in steps if step in STEPS[3:]]
    count = dict.fromkeys(STEPS, 0)

    def run(part: Sequence[str]) -> None:
        nonlocal cut
        for step in part:
            if step == cut:
                cut = None  # the power comes back, and everything starts from what was kept
                return
            count[step] += 1

    while not count["commit order"]:
        run(sell)
    while count["publish"] > count["acknowledge"]:
        run(book)
    return count["commit revenue"]


class _Cursor(sqlite3.Cursor):
    """A cursor whose every statement may be the one at which the power goes."""

    def execute(self, *args: Any) -> Any:
        self._tick()
        return super().execute(*args)

    def executemany(self, *args: Any) -> Any:
        self._tick()
        return super().executemany(*args)

    def executescript(self, *args: Any) -> Any:
        self._tick()
        return super().executescript(*args)

    def _tick(self) -> None:
        if isinstance(self.connection, _Connection):
            self.connection.tick()


class _Connection(sqlite3.Connection):
    """A connection that counts statements and commits, and stops at the one it was told."""

    left: int | None = None

    def tick(self) -> None:
        """Count one operation; from the chosen one on, none works until the restart."""
        if self.left is not None:
            self.left -= 1
            if self.left <= 0:
                raise Crash("the power is off; nothing works until restart()")

    def cursor(self, *_args: Any, **_named: Any) -> _Cursor:  # type: ignore[override]
        return super().cursor(_Cursor)

    # sqlite3.Connection.execute and its like would make a plain cursor, uncounted.
    def execute(self, *args: Any) -> Any:
        return self.cursor().execute(*args)

    def executemany(self, *args: Any) -> Any:
        return self.cursor().executemany(*args)

    def executescript(self, *args: Any) -> Any:
        return self.cursor().executescript(*args)

    def commit(self) -> None:
        self.tick()
        super().commit()

    def __exit__(self, kind: object, *_rest: object) -> Literal[False]:
        if kind is None:
            self.commit()
        else:
            self.rollback()
        return False


class Durable:
    """Something with a sqlite3 connection in `self.db` that survives a crash; all else is lost."""

    schema = ""

    def __init__(self) -> None:
        self.db = sqlite3.connect(":memory:", factory=_Connection)
        self.db.executescript(self.schema)

    def cut_power(self, at: int) -> None:
        """Let the power go just before the `at`-th statement or commit from now (1: the next)."""
        self.db.left = at

    def restart(self) -> None:
        """Come back with what was committed, and with no attribute but `db`."""
        self.db.left = None
        self.db.rollback()
        for name in set(vars(self)) - {"db"}:
            delattr(self, name)

    def step(self) -> None:
        """Count something outside of the database, such as a publish, as one more operation."""
        self.db.tick()

    def _rows(self, query: str) -> list[Any]:
        return sqlite3.Cursor(self.db).execute(query).fetchall()


class StockStore(Durable):
    """Tables of a store: nine pieces, and notes of what became of them."""

    schema = """
        CREATE TABLE stock (pieces INTEGER NOT NULL);
        INSERT INTO stock VALUES (9);
        CREATE TABLE notes (number INTEGER PRIMARY KEY, text TEXT NOT NULL,
                            sent INTEGER NOT NULL DEFAULT 0);
    """

    def counts(self) -> tuple[int, int]:
        """Give the number of pieces, and of notes."""
        return self._rows("SELECT pieces FROM stock")[0][0], len(self._rows("SELECT 1 FROM notes"))


def stock_after_cuts(
    take: Callable[[StockStore, Callable[[str], None]], object],
) -> list[tuple[int, int, int, list[str]]]:
    """Take a piece four times, each time with the power cut before another operation.

    Parameters
    ----------
    take
        Takes a piece out of a store, and may tell somebody of it.

    Returns
    -------
    list of tuple
        For each cut its number, the pieces and notes that are left, and what was told.
    """
    rows = []
    for cut in range(1, 5):
        stock, heard = StockStore(), list[str]()

        def tell(text: str, stock: StockStore = stock, heard: list[str] = heard) -> None:
            stock.step()
            heard.append(text)

        stock.cut_power(at=cut)
        finished(partial(take, stock, tell))
        stock.restart()
        rows.append((cut, *stock.counts(), heard))
    return rows


class ShopStore(Durable):
    """Tables of a shop: its orders, and the messages that wait to be published."""

    schema = """
        CREATE TABLE orders (id TEXT PRIMARY KEY, total INTEGER NOT NULL);
        CREATE TABLE outbox (number INTEGER PRIMARY KEY AUTOINCREMENT, order_id TEXT NOT NULL,
                             total INTEGER NOT NULL, sent INTEGER NOT NULL DEFAULT 0);
    """

    def orders(self) -> dict[str, int]:
        """Give the committed orders, id -> total."""
        return dict(self._rows("SELECT id, total FROM orders ORDER BY rowid"))

    def unsent(self) -> list[int]:
        """Give the numbers of the messages that wait, oldest first."""
        return [message["number"] for message in self.waiting()]

    def waiting(self) -> list[dict[str, Any]]:
        """Give the messages that wait, oldest first, each with its number, order and total."""
        rows = self._rows("SELECT number, order_id, total FROM outbox WHERE sent = 0 ORDER BY 1")
        return [{"number": n, "order": order, "total": total} for n, order, total in rows]


class RevenueStore(Durable):
    """Tables of the bookkeeping: which messages were seen, and the revenue booked so far."""

    schema = """
        CREATE TABLE seen (number INTEGER PRIMARY KEY);
        CREATE TABLE revenue (total INTEGER NOT NULL);
        INSERT INTO revenue VALUES (0);
    """

    def booked(self) -> int:
        """Give the revenue booked so far."""
        return int(self._rows("SELECT total FROM revenue")[0][0])

    def knows(self, number: int) -> bool:
        """Tell whether the message of this number is among those seen."""
        return (number,) in self._rows("SELECT number FROM seen")


class FoundShop(ShopStore):
    """Orders and an outbox, as found. The numbers are operations that the power may cut."""

    def place(self, order_id: str, total: int) -> bool:
        """Write an order and its message. True: new. An id that we have: False, no change."""
        insert = "INSERT OR IGNORE INTO orders VALUES (?, ?)"
        with self.db:
            new: bool = self.db.execute(insert, (order_id, total)).rowcount == 1  # 1
            # 2: commit
        if new:
            insert = "INSERT INTO outbox (order_id, total) VALUES (?, ?)"
            with self.db:
                self.db.execute(insert, (order_id, total))  # 3
                # 4: commit
        return new

    def relay(self, publish: Callable[[dict[str, Any]], object]) -> None:
        """Publish the messages that wait, oldest first."""
        update = "UPDATE outbox SET sent = 1 WHERE number = ?"
        for message in self.waiting():
            with self.db:
                self.db.execute(update, (message["number"],))  # 5
                # 6: commit
            publish(message)  # 7


class FoundRevenue(RevenueStore):
    """The bookkeeping, as found."""

    def book(self, message: dict[str, Any]) -> None:
        """Add the message's total, unless its number was seen."""
        if self.knows(message["number"]):
            return
        with self.db:
            self.db.execute("UPDATE revenue SET total = total + ?", (message["total"],))  # 8
            # 9: commit
        with self.db:
            self.db.execute("INSERT INTO seen VALUES (?)", (message["number"],))  # 10
            # 11: commit


def sell(shop: Any, revenue: Any, cut: int) -> int:
    """Sell one order for 1, with the power cut once, and give the revenue that is booked then.

    After the cut everything is asked for again: the customer places the order, the relay runs,
    and the broker delivers until `book` has come to its end.

    Parameters
    ----------
    shop, revenue
        A shop with `place` and `relay`, and a bookkeeping with `book`, both empty.
    cut
        Number of the operation before which the power goes, counted over both. Beyond the last
        one it does not go.

    Returns
    -------
    int
        0: the sale is lost; 1: booked once; 2: booked twice.
    """
    broker: list[dict[str, Any]] = []

    def publish(message: dict[str, Any]) -> None:
        shop.step()
        broker.append(message)

    shop.cut_power(at=cut)
    parts: list[Callable[[], object]] = [partial(shop.place, "A7", 1), partial(shop.relay, publish)]
    for work in parts:
        if not finished(work):
            shop.restart()
            work()
    # the power may go once: what is left of the count is the bookkeeping's
    revenue.db.left, shop.db.left = shop.db.left, None
    shop.relay(broker.append)
    for message in broker:
        book: Callable[[], object] = partial(revenue.book, message)
        if not finished(book):
            revenue.restart()
            book()
    return int(revenue.booked())


class KeyStore(Durable):
    """What a payment handler knows of each key of a customer; two servers may share one."""

    __crosses__ = ("claim", "keep", "doubt", "answer", "status")
    schema = """
        CREATE TABLE keys (customer TEXT, key TEXT, payload TEXT, status TEXT, answer TEXT,
                           UNIQUE (customer, key));
    """

    def claim(self, customer: str, key: str, payload: dict[str, Any]) -> str:
        """Look at a key and take it, if it is free, in one step.

        Parameters
        ----------
        customer, key
            Whose key it is, and the key.
        payload
            What the customer asks for, as JSON could hold it.

        Returns
        -------
        str
            "new" or "in doubt": the key is the caller's now, and everybody else finds it "busy".
            "busy", "answered" or "other payload": it is not.
        """
        with self.db:
            insert = "INSERT OR IGNORE INTO keys VALUES (?, ?, ?, 'busy', NULL)"
            if self.db.execute(insert, (customer, key, json.dumps(payload))).rowcount:
                return "new"
            first, status, _ = self._row(customer, key) or ("null", "", "")
            if json.loads(first) != payload:
                return "other payload"
            if status == "in doubt":
                self._set("busy", None, customer, key)
            return status

    def keep(self, customer: str, key: str, answer: dict[str, Any]) -> None:
        """Keep the answer; whoever claims the key from now on finds it "answered"."""
        with self.db:
            self._set("answered", json.dumps(answer), customer, key)

    def doubt(self, customer: str, key: str) -> None:
        """Let go of a key, because nobody knows what happened; it is "in doubt" from now on."""
        with self.db:
            self._set("in doubt", None, customer, key)

    def answer(self, customer: str, key: str) -> dict[str, Any]:
        """Give the answer that was kept."""
        _, status, text = self._row(customer, key) or ("", "unseen", "")
        if status != "answered":
            raise LookupError(f"no answer is kept for {key!r} of {customer}: it is {status}")
        return dict(json.loads(text))

    def status(self, customer: str, key: str) -> str:
        """Tell what is known of a key, and take nothing: "unseen", or a word of `claim`."""
        row = self._row(customer, key)
        return row[1] if row else "unseen"

    def restart(self) -> None:
        """Come back after a crash: who was at work is gone, so what was busy is in doubt."""
        super().restart()
        with self.db:
            self.db.execute("UPDATE keys SET status = 'in doubt' WHERE status = 'busy'")

    def _row(self, customer: str, key: str) -> tuple[str, str, str] | None:
        query = "SELECT payload, status, answer FROM keys WHERE customer = ? AND key = ?"
        found = sqlite3.Cursor(self.db).execute(query, (customer, key)).fetchone()
        return tuple(found) if found else None

    def _set(self, status: str, answer: str | None, customer: str, key: str) -> None:
        update = "UPDATE keys SET status = ?, answer = ? WHERE customer = ? AND key = ?"
        self.db.execute(update, (status, answer, customer, key))

"""A lossy network, a shop that writes twice, and a database whose power can be cut.

For studying what a retry or a crash does to state, with every failure counted and none timed.
Not a network simulator: nothing takes time, and nothing runs at the same time as another.
"""

import random
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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

    def _rows(self, query: str) -> list[Any]:
        return sqlite3.Cursor(self.db).execute(query).fetchall()


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
        return [
            n for (n,) in self._rows("SELECT number FROM outbox WHERE sent = 0 ORDER BY number")
        ]


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

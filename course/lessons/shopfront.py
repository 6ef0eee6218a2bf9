"""A shop's day with lost messages, two clients of vendors, and calls under a fault: 101/01 and 05.

For seeing whom a choice hurts, in counts and virtual time, over many seeds. The clients are
faulty on purpose. Not a production simulator, and no answer to an exercise.
"""

import heapq
import random
from collections import deque
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

CUSTOMERS = 200
PATIENCE = 10.0  # seconds that a customer waits without complaint
ANSWER, SILENCE = 0.5, 3.0  # seconds until the vendor's reply is there, or is given up
BOOKED_EVERY = 60.0  # seconds between two lists to the bookkeeping, which wait in memory
ROWS = (
    "charged twice",
    "charged without an order",
    "told declined, though charged",
    "waited more than 10 s",
    "not in the books",
    "turned away",
)
"""What customers and the bookkeeping say at the end of a day."""


def checkout(charge: Callable[[], bool], save: Callable[[], None]) -> str:
    """Take the money, then keep the order. True is the vendor's yes, False is silence."""
    paid = charge()
    if not paid:  # nothing came back, so try once more
        paid = charge()
    if not paid:
        return "declined"
    save()
    return "thank you"


@dataclass(kw_only=True)
class _Order:
    """One customer's checkout: what the vendor did, and what the customer was told."""

    draw: random.Random
    lost: float
    key: bool
    now: float
    charges: int = 0

    def _message(self) -> bool:
        return self.draw.random() >= self.lost

    def _asked(self, arrived: bool) -> bool:
        answered = arrived and self._message()
        self.now += ANSWER if answered else SILENCE
        return answered

    def charge(self) -> bool:
        """Ask the vendor for the money; False is silence. With a key it charges only once."""
        arrived = self._message()
        if arrived and not (self.key and self.charges):
            self.charges += 1
        return self._asked(arrived)

    def look_up(self) -> bool | None:
        """Ask the vendor whether the money came; None is silence."""
        return bool(self.charges) if self._asked(self._message()) else None


def _declared(order: _Order, silence: str) -> str:
    """Charge by one of four policies; gives paid, declined or unknown."""
    attempts = {"give up": 1, "try once more": 2, "try three times more": 4}.get(silence)
    if attempts is not None:
        return "paid" if any(order.charge() for _ in range(attempts)) else "declined"
    if order.charge():
        return "paid"
    known = order.look_up()
    if known is False and order.charge():
        known = True
    if known:
        return "paid"
    return "unknown" if silence == "say so" else "declined"


SILENCES = ("give up", "try once more", "try three times more", "look up first", "say so")
"""What the shop may do when the vendor does not answer; the second is `checkout` as found."""


def day(
    seed: int,
    *,
    lost: float = 0.1,
    slow: float = 1.0,
    crash: float | None = None,
    silence: str = "try once more",
    key: bool = False,
    outbox: bool = False,
    limit: float | None = None,
) -> dict[str, int]:
    """Sell to 200 customers in about ten minutes of virtual time, and count the complaints.

    Parameters
    ----------
    seed
        Equal seeds bring the same customers and lose the same messages.
    lost
        Share of messages to and from the vendor that are lost, each way alike.
    slow
        How many times longer than its usual second the database takes for an order.
    crash
        Minute in which the shop's process dies and is started again; None: never.
    silence
        One of `SILENCES`.
    key
        Whether each charge carries the order's key, so that the vendor charges it once.
    outbox
        Whether intent, order and the note to the bookkeeping are on disk before the shop goes on.
    limit
        Seconds of waiting for the database above which a customer is turned away uncharged.

    Returns
    -------
    dict of str to int
        Complaints by `ROWS`. One customer may stand in several.

    Raises
    ------
    ValueError
        Where there is no such policy for silence.
    """
    if silence not in SILENCES:
        raise ValueError(f"expected one of {', '.join(SILENCES)}, got {silence!r}")
    arrivals = random.Random(seed)
    told = dict.fromkeys(ROWS, 0)
    now = free = 0.0
    died = float("inf") if crash is None else 60 * crash
    for number in range(CUSTOMERS):
        now += arrivals.expovariate(1 / 3)
        order = _Order(draw=random.Random(1000 * seed + number), lost=lost, key=key, now=now)
        if limit is not None and free - now > limit:
            told["turned away"] += 1
            continue
        outcome = _declared(order, silence)
        end, saved, booked = order.now, False, False
        if outcome == "paid" or (outcome == "unknown" and order.charges and outbox):
            if outcome == "paid":
                end = free = max(order.now, free) + slow
            saved = outbox or not now <= died < end
            listed = BOOKED_EVERY * (end // BOOKED_EVERY + 1)
            booked = outbox or not end <= died < listed
        told["charged twice"] += order.charges > 1
        told["told declined, though charged"] += outcome == "declined" and order.charges > 0
        told["charged without an order"] += (
            outcome != "declined" and order.charges > 0 and not saved
        )
        told["waited more than 10 s"] += end - now > PATIENCE
        told["not in the books"] += saved and not booked
    return told


def show_days(options: Mapping[str, Mapping[str, Any]], seeds: int = 12) -> None:
    """Print a table of complaints: for each option the median over seeds, and the range."""
    runs = {
        name: [day(seed, **option) for seed in range(seeds)] for name, option in options.items()
    }
    width = max(map(len, ROWS))
    print(" " * width, *(f"{name:>17}" for name in options))  # noqa: T201
    for row in ROWS:
        cells = []
        for days in runs.values():
            counts = sorted(one[row] for one in days)
            middle = f"{counts[len(counts) // 2]} ({counts[0]}-{counts[-1]})"
            cells.append(f"{'-' if not counts[-1] else middle:>17}")
        print(f"{row:{width}}", *cells)  # noqa: T201


class LabelClient:
    """Buys shipping labels; the carrier charges for each key that it has not seen."""

    vendor = "labels"

    def __init__(self, wire: Callable[..., Any], clock: Callable[[], float]) -> None:
        self.wire, self.clock = wire, clock

    def key(self, order: str, attempt: int) -> str:
        """Name the request, so that the carrier knows it again."""
        return f"{order}-{attempt}"

    def outcome(self, reply: Any) -> str:
        """Read a reply {"status": 201, "label": "..."}; None is silence."""
        if reply is None:
            return "busy"
        status = reply["status"]
        if status == 201 and reply.get("label"):
            return "done"
        if status in (429, 503):
            return "busy"
        return "refused" if 400 <= status < 500 else "unknown"

    def again(self, outcome: str) -> bool:
        """Say whether another attempt may help."""
        return outcome in ("busy", "unknown")

    def send(self, order: str, deadline: float) -> str:
        """Buy the label of an order, in at most three attempts of at most 2 s each."""
        outcome = "not sent"
        for attempt in range(3):
            patience = max(2.0, deadline - self.clock())
            reply = self.wire(self.key(order, attempt), order, patience)
            outcome = self.outcome(reply)
            if not self.again(outcome):
                break
        return outcome


class FilingClient:
    """Files tax returns; the office takes one for each reference that it has not seen."""

    vendor = "filings"

    def __init__(self, wire: Callable[..., Any], clock: Callable[[], float]) -> None:
        self.wire, self.clock = wire, clock
        self.sent = 0

    def key(self, order: str, attempt: int) -> str:
        """Name the request, so that the office knows it again."""
        return f"{order}/{self.sent}.{attempt}"

    def outcome(self, reply: Any) -> str:
        """Read a reply such as "TAKEN 4711", "REJECTED year", "LATER"; None is silence."""
        word, _, rest = (reply or "LATER").partition(" ")
        if word == "TAKEN" and rest.strip():
            return "done"
        if word == "LATER":
            return "busy"
        return "refused" if word == "REJECTED" else "unknown"

    def again(self, outcome: str) -> bool:
        """Say whether another attempt may help."""
        return outcome in ("busy", "unknown")

    def send(self, order: str, deadline: float) -> str:
        """File the return of an order, in at most three attempts of at most 2 s each."""
        self.sent += 1
        outcome = "not sent"
        patience = min(2.0, deadline - self.clock())
        for attempt in range(3):
            reply = self.wire(self.key(order, attempt), order, patience)
            outcome = self.outcome(reply)
            if not self.again(outcome):
                break
        return outcome


@dataclass(frozen=True, kw_only=True)
class CallEdge:
    """One call that each request of a system makes, and what happens to it in the bad minute."""

    needed: bool
    share: float = 1.0
    usual: float = 40.0
    lost: float = 0.0
    fault: str = ""
    repeatable: bool = True


@dataclass(frozen=True, kw_only=True)
class CallPlan:
    """A system whose requests call five others one after another."""

    rate: float
    workers: int
    deadline: float
    edges: Mapping[str, CallEdge] = field(default_factory=dict)


SYSTEMS: dict[str, CallPlan] = {
    "A": CallPlan(
        rate=50,
        workers=18,
        deadline=1000,
        edges={
            "spelling": CallEdge(needed=False, usual=20),
            "index": CallEdge(needed=True, usual=60, lost=0.1),
            "reviews": CallEdge(needed=False, share=0.6, usual=200, fault="slow"),
            "adverts": CallEdge(needed=False, usual=30, fault="down"),
            "billing": CallEdge(needed=True, share=0.2, usual=50, lost=0.02, repeatable=False),
        },
    ),
    "B": CallPlan(
        rate=40,
        workers=20,
        deadline=1300,
        edges={
            "consent": CallEdge(needed=True, usual=80, lost=0.09),
            "avatar": CallEdge(needed=False, usual=40, fault="down"),
            "language": CallEdge(needed=False, usual=25),
            "presence": CallEdge(needed=False, share=0.6, usual=250, fault="slow"),
            "sms": CallEdge(needed=True, share=0.25, usual=60, lost=0.02, repeatable=False),
        },
    ),
}
"""A: a search that asks five services. B: a sender of notifications that asks five others."""

FAULT = (20.0, 50.0)  # seconds between which calls are slow or down
SECONDS = 70.0
SLOW_MS = 5000.0
PURSE = 10.0  # retries that an edge may have saved at most

Settings = Mapping[str, Mapping[str, float]]


@dataclass(kw_only=True)
class CallReport:
    """What one run of `call_out` measured."""

    good: float = 0.0
    """Share of requests answered in time with all that is needed, over the whole run."""
    whole: float = 0.0
    """Share of requests before the fault that had the optional parts, too."""
    load: dict[str, float] = field(default_factory=dict)
    """Calls for each first call in the fault, by edge."""
    twice: int = 0
    """Calls that took effect twice although they must not."""

    def __str__(self) -> str:
        edge = max(self.load, key=lambda name: self.load[name])
        return (
            f"good {self.good:.1%}, whole {self.whole:.1%}, most calls for a first one "
            f"{self.load[edge]:.2f} ({edge}), twice {self.twice}"
        )


class _Run:
    def __init__(self, system: CallPlan, settings: Settings, seed: int) -> None:
        self.system, self.settings = system, settings
        self.draw = random.Random(seed)
        self.active = dict.fromkeys(system.edges, 0)
        self.purse = dict.fromkeys(system.edges, PURSE)
        self.first = dict.fromkeys(system.edges, 0)
        self.calls = dict.fromkeys(system.edges, 0)
        self.now = 0.0  # milliseconds
        self.twice = 0

    def attempt(self, name: str) -> tuple[float, bool, bool]:
        """Draw how long a call is waited for, whether it is answered, whether it took effect."""
        edge, limit = self.system.edges[name], self.settings[name]["timeout"]
        bad = edge.fault if 1000 * FAULT[0] <= self.now < 1000 * FAULT[1] else ""
        if bad == "down":
            return 5.0, False, False
        needs = SLOW_MS if bad == "slow" else edge.usual * self.draw.lognormvariate(0, 0.4)
        if self.draw.random() < edge.lost:  # half of them on the way back
            return limit, False, self.draw.random() < 0.5
        return min(needs, limit), needs <= limit, True

    def call(self, name: str) -> Generator[float, None, bool]:
        """Call one edge by its settings; yields milliseconds of waiting."""
        setting, effects = self.settings[name], 0
        self.purse[name] = min(PURSE, self.purse[name] + setting["budget"])
        faulty = FAULT[0] <= self.now / 1000 < FAULT[1]
        for attempt in range(int(setting["attempts"])):
            if attempt and self.purse[name] < 1:
                return False
            if self.active[name] >= setting["limit"]:
                return False
            self.purse[name] -= 1 if attempt else 0
            self.first[name] += faulty and not attempt
            self.calls[name] += faulty
            waits, answered, effect = self.attempt(name)
            effects += effect
            if effects > 1 and not self.system.edges[name].repeatable:
                self.twice += 1
            self.active[name] += 1
            yield waits
            self.active[name] -= 1
            if answered:
                return True
        return False

    def request(self, arrived: float) -> Generator[float, None, tuple[bool, bool]]:
        """Make all calls of one request; gives whether it is good, and whether it is whole."""
        whole = True
        for name, edge in self.system.edges.items():
            if self.draw.random() >= edge.share:
                continue
            answered = yield from self.call(name)
            if edge.needed and not answered:
                return False, False
            whole = whole and answered
        return self.now - arrived <= self.system.deadline, whole


def call_out(system: CallPlan, settings: Settings, seed: int) -> CallReport:
    """Run a system for 70 seconds, of which 30 are bad, with settings for each edge.

    Parameters
    ----------
    system
        One of `SYSTEMS`, or another.
    settings
        For each edge `timeout` in milliseconds, `attempts` at most, `budget` as retries that each
        call pays for, and `limit` of calls at a time. A call beyond its limit fails at once.
    seed
        Equal seeds draw equal requests.

    Returns
    -------
    CallReport
        What it came to.
    """
    run = _Run(system, settings, seed)
    report = CallReport()
    arrivals: list[float] = []
    queue: deque[float] = deque()
    events: list[tuple[float, int, float, Any]] = []
    begin, number = 0.0, 0
    while begin < 1000 * SECONDS:
        begin += 1000 * run.draw.expovariate(system.rate)
        arrivals.append(begin)
    for begin in arrivals:
        heapq.heappush(events, (begin, number := number + 1, begin, None))
    free, good, early, whole = system.workers, 0, 0, 0
    while events:
        run.now, _, arrived, request = heapq.heappop(events)
        if request is None:
            queue.append(arrived)
        else:
            try:
                again = run.now + next(request)
                heapq.heappush(events, (again, number := number + 1, arrived, request))
            except StopIteration as stop:
                free += 1
                good += stop.value[0]
                if arrived < 1000 * FAULT[0] - 2000:
                    early += 1
                    whole += stop.value[0] and stop.value[1]
        while free and queue:
            since = queue.popleft()
            if run.now - since > system.deadline:
                continue  # its user has left
            free -= 1
            heapq.heappush(events, (run.now, number := number + 1, since, run.request(since)))
    report.good = good / len(arrivals)
    report.whole = whole / max(1, early)
    report.load = {n: run.calls[n] / max(1, run.first[n]) for n in system.edges}
    report.twice = run.twice
    return report


COLUMNS = ("timeout", "attempts", "budget", "limit")


def read_settings(table: str, system: CallPlan) -> dict[str, dict[str, float]]:
    """Read settings from a table in text: a row for each edge, with its name and four numbers.

    Parameters
    ----------
    table
        Rows such as "index  200  2  0.2  50". Empty rows, and one that begins with "edge", are
        left out.
    system
        Whose edges the rows must name, each once.

    Returns
    -------
    dict of str to dict
        As `call_out` takes it.

    Raises
    ------
    ValueError
        Where a row or a number is none. The sentence says which.
    """
    settings: dict[str, dict[str, float]] = {}
    for row in table.splitlines():
        name, *numbers = row.split() or [""]
        if name in ("", "edge"):
            continue
        if name not in system.edges or name in settings or len(numbers) != len(COLUMNS):
            raise ValueError(f"expected one row for each edge, with four numbers, got {row!r}")
        one = dict(zip(COLUMNS, map(float, numbers), strict=True))
        whole = one["attempts"].is_integer() and one["limit"].is_integer()
        if not (whole and one["timeout"] > 0 and 1 <= one["attempts"] <= 10 and one["limit"] > 0):
            raise ValueError(
                f"expected a timeout above 0, 1 to 10 attempts and a limit from 1, got {row!r}"
            )
        if not 0 <= one["budget"] <= 1:
            raise ValueError(f"expected a budget from 0 to 1, got {row!r}")
        settings[name] = one
    if missing := [name for name in system.edges if name not in settings]:
        raise ValueError(f"no row for {', '.join(missing)}")
    return settings


@lru_cache(maxsize=64)
def try_out(table: str, seed: int) -> CallReport:
    """Run the system that a table of settings is for; see `read_settings` and `call_out`.

    Raises
    ------
    ValueError
        Where the table is for no system of `SYSTEMS`, or a row of it is wrong.
    """
    words = set(table.split())
    system = next((one for one in SYSTEMS.values() if words >= set(one.edges)), None)
    if system is None:
        raise ValueError("expected a row for each of the five edges of system A, or of system B")
    return call_out(system, read_settings(table, system), seed)


def show_edges(name: str) -> None:
    """Print what is known of a system's edges."""
    system = SYSTEMS[name]
    print(  # noqa: T201
        f"{system.rate:g} requests a second, {system.workers} workers, "
        f"users wait {system.deadline:g} ms"
    )
    for edge, one in system.edges.items():
        words = [f"in {one.share:.0%} of requests", f"usually {one.usual:g} ms"]
        words.append(f"1 in 100 above {2.54 * one.usual:.0f} ms")
        if one.lost:
            words.append(f"{one.lost:.0%} are never answered")
        if one.fault:
            what = "takes 5 s" if one.fault == "slow" else "fails at once"
            words.append(f"{what} in the bad half minute")
        if not one.repeatable:
            words.append("must not happen twice")
        print(f"{edge:9} {'needed  ' if one.needed else 'optional'} {', '.join(words)}")  # noqa: T201

"""The practical assessment of level 1: which version of its tasks is mine, in which words.

Meters and fault scripts of both versions come from one generator, in counts and virtual time.
Not for answers or hidden scripts, and not for the paper itself (course/papers).
"""

import heapq
import itertools
import json
import random
import zlib
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from course.lessons.tickets import Feed, Tally

VARIANTS: Final = ("A", "B")
ANSWER_AFTER: Final = 0.05  # seconds that a backend takes for a call


@dataclass(frozen=True, kw_only=True)
class DrawnTask:
    """Which version of the tasks a paper gives: A or B, the seed of its data, the paper's form."""

    variant: str = "A"
    seed: int = 0
    form: int = 1


def drawn_task() -> DrawnTask:
    """Read `paper.json` in this folder, and show and write nothing.

    A test may call it: while grading, the paper lies there as it was drawn, whatever was handed
    in. Where there is no paper that can be read, it is variant A with seed 0.
    """
    try:
        said = json.loads(Path("paper.json").read_bytes())
        variant, seed, form = said["variant"], said["seed"], said["form"]
    except (OSError, ValueError, TypeError, KeyError):
        return DrawnTask()
    known = variant in VARIANTS and type(seed) is int and type(form) is int
    return DrawnTask(variant=variant, seed=seed, form=form) if known else DrawnTask()


FRESH: Final = 30  # seconds: how old a value may be that is shown
GROUPS: Final = 6
OF_A_GROUP: Final = 40
MOST_OF_A_CALL: Final = 20
_BASES = ("EUR", "USD", "GBP", "CHF", "JPY", "SEK")
_QUOTES = (
    "AED ARS AUD BGN BRL CAD CLP CNY COP CZK DKK EGP HKD HUF IDR ILS INR ISK KES KRW "
    "KZT MAD MXN MYR NGN NOK NZD PEN PHP PKR PLN QAR RON SAR SGD THB TRY TWD UAH ZAR"
)


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a version calls the things of a task; both versions are told in one text."""

    component: str
    item: str
    items: str
    group: str
    value: str


WORDS: Final = {
    "A": Words(component="seat map", item="seat", items="seats", group="block", value="price"),
    "B": Words(component="rate board", item="pair", items="pairs", group="base", value="rate"),
}


def item_name(variant: str, group: int, number: int) -> str:
    """Name an item: seat 7 of block C is `C-07`, the pair of CHF and JPY is `CHF/JPY`."""
    if variant == "B":
        quotes = _QUOTES.split()
        quote = quotes[number] if number < len(quotes) else f"X{number}"
        return f"{_BASES[group]}/{quote}"
    return f"{'ABCDEF'[group]}-{number + 1:02}"


def group_of(item: str) -> str:
    """Give the group of an item: `C` for the seat `C-07`, `CHF` for the pair `CHF/JPY`."""
    return item.replace("/", "-").split("-")[0]


def old_limit(task: DrawnTask) -> int:
    """Give how old a value may be, in seconds, while the backend fails."""
    return 60 if task.form % 2 else 45


def failing(task: DrawnTask) -> tuple[int, int]:
    """Give from when to when the backend fails, in seconds."""
    return (20, 80) if task.form % 2 else (35, 95)


def views(task: DrawnTask, number: int = 150) -> list[tuple[float, list[str]]]:
    """Draw views: when each begins, and its 48 items, 8 of each group, popular ones more often."""
    draw = random.Random(task.seed)
    weights = list(itertools.accumulate(1 / (rank + 1) for rank in range(OF_A_GROUP)))
    now, drawn = 0.0, []
    for _ in range(number):
        now += draw.expovariate(5 / 3)
        items: dict[tuple[int, int], None] = {}
        for group in range(GROUPS):
            some: dict[int, None] = {}
            while len(some) < 8:
                some[draw.choices(range(OF_A_GROUP), cum_weights=weights)[0]] = None
            items |= {(group, number): None for number in some}
        order = list(items)
        draw.shuffle(order)
        drawn.append((now, [item_name(task.variant, *place) for place in order]))
    return drawn


class TooManyRequests(Exception):  # noqa: N818 - the meter stops the run, nothing has gone wrong
    """The board asked its backend more often than the meter allows."""


@dataclass(kw_only=True)
class BoardReport:
    """What a run of `play` measured.

    Attributes
    ----------
    calls : list of (float, int)
        When the backend was asked, and for how many items.
    answers : list
        When each view was finished, and its values or the name of its error, in order of views.
    double, large, mixed : int
        Items asked for while they were flying or twice in a call; calls of more than 20 items;
        calls of more than one group.
    oldest : float
        Age in seconds of the oldest value shown, from when the backend gave it.
    wrong : int
        Values shown that the backend never gave for their item.
    """

    calls: list[tuple[float, int]] = field(default_factory=list)
    answers: list[tuple[float, object]] = field(default_factory=list)
    double: int = 0
    large: int = 0
    mixed: int = 0
    oldest: float = 0.0
    wrong: int = 0

    @property
    def refused(self) -> int:
        """Views that ended with an error."""
        return sum(isinstance(answer, str) for _, answer in self.answers)

    def __str__(self) -> str:
        return (
            f"{len(self.calls)} calls, {self.refused} views refused, oldest value "
            f"{self.oldest:.1f} s, double {self.double}, large {self.large}, "
            f"mixed {self.mixed}, wrong {self.wrong}"
        )


def play(
    board: Any,
    shown: Sequence[tuple[float, Sequence[str]]],
    *,
    down: tuple[float, float] | None = None,
    most_calls: int = 5000,
) -> BoardReport:
    """Play views against a board and its backend in virtual time, and measure what it costs.

    `board.page(items, now)` is a generator: it yields items to fetch, or None to wait until
    something comes, is resumed with `(values, now)`, where values is None if the backend failed
    or nothing was asked, and returns the values of its items.
    Raises TooManyRequests above `most_calls`.
    """
    report = BoardReport(answers=[(0.0, None)] * len(shown))
    given: dict[tuple[str, int], float] = {}
    flying: dict[str, int] = {}
    order = itertools.count()
    events: list[tuple[float, int, int, Any, list[str]]] = []
    waiting: list[tuple[int, Any]] = []
    for number, (begin, items) in enumerate(shown):
        heapq.heappush(events, (begin, next(order), number, None, list(items)))

    def resume(number: int, page: Any, message: tuple[Any, float] | None, now: float) -> None:
        try:
            ask = page.send(message)
        except StopIteration as stop:
            values = dict(stop.value)
            report.answers[number] = (now, values)
            for pair in values.items():
                if pair in given:
                    report.oldest = max(report.oldest, now - given[pair])
                else:
                    report.wrong += 1
            return
        except Exception as error:
            if type(error).__name__ == "NotImplementedError":  # not written yet is no outage
                raise
            report.answers[number] = (now, type(error).__name__)
            return
        if ask is None:
            waiting.append((number, page))
            return
        ask = list(ask)
        report.calls.append((now, len(ask)))
        report.large += len(ask) > MOST_OF_A_CALL
        report.mixed += len({group_of(item) for item in ask}) > 1
        report.double += (
            sum(flying.get(item, 0) > 0 for item in set(ask)) + len(ask) - len(set(ask))
        )
        for item in ask:
            flying[item] = flying.get(item, 0) + 1
        if len(report.calls) > most_calls:
            raise TooManyRequests(f"more than {most_calls} calls after {now:.0f} s")
        heapq.heappush(events, (now + ANSWER_AFTER, next(order), number, page, ask))

    while events:
        now, _, number, page, items = heapq.heappop(events)
        if page is None:
            resume(number, board.page(items, now), None, now)
            continue
        for item in items:
            flying[item] -= 1
        values = None
        if down is None or not down[0] <= now < down[1]:
            values = {
                item: 10_000 + zlib.crc32(f"{item}:{now:.1f}".encode()) % 89_999 for item in items
            }
            given |= dict.fromkeys(values.items(), now)
        resume(number, page, (values, now), now)
        sleepers, waiting[:] = list(waiting), []
        for sleeper, sleeping in sleepers:
            resume(sleeper, sleeping, (None, now), now)
    return report


KEYS: Final = {
    "A": {"title": "title", "parts": "acts", "code": "code", "name": "artist"},
    "B": {"title": "customer", "parts": "lines", "code": "number", "name": "article"},
}
MOST_KEYS: Final = 100  # of one statement
_TITLES = {"A": "Evening", "B": "Customer"}
_NAMES = {"A": "Artist", "B": "Article"}


class ExportStore:
    """The rows of an export: heads one after another, and the details that their parts name.

    Parameters
    ----------
    task
        Whose words the rows use.
    heads
        For each head its code as somebody typed it, and the numbers of its parts.

    Attributes
    ----------
    statements, read : int
        What the store was asked, and how many heads were taken from it.
    tally : Tally
        Counts what is done to the codes.
    """

    __crosses__ = ("heads", "one", "some")

    def __init__(self, task: DrawnTask, heads: Sequence[tuple[str, Sequence[int]]]) -> None:
        self._variant, self._rows = task.variant, heads
        self.tally = Tally()
        self.statements = 0
        self._feeds: list[Feed] = []

    @property
    def read(self) -> int:
        """Heads that were taken."""
        return sum(feed.read for feed in self._feeds)

    def heads(self) -> Feed:
        """Give the heads one after another, in one statement."""
        self.statements += 1
        keys = KEYS[self._variant]
        feed = Feed(
            {
                keys["title"]: self._title(number),
                keys["code"]: self.tally.code(code),
                keys["parts"]: list(parts),
            }
            for number, (code, parts) in enumerate(self._rows)
        )
        self._feeds.append(feed)
        return feed

    def one(self, part: int) -> dict[str, str]:
        """Give the detail of one part, in one statement."""
        self.statements += 1
        return self._detail(part)

    def some(self, parts: Sequence[int]) -> dict[int, dict[str, str]]:
        """Give the details of up to 100 parts by their numbers, in one statement."""
        self.statements += 1
        asked = list(parts)
        if len(asked) > MOST_KEYS:
            raise ValueError(f"a statement takes at most {MOST_KEYS} parts, got {len(asked)}")
        return {part: self._detail(part) for part in asked}

    def _title(self, number: int) -> str:
        return f"{_TITLES[self._variant]} {number + 1}"

    def _detail(self, part: int) -> dict[str, str]:
        return {KEYS[self._variant]["name"]: f"{_NAMES[self._variant]} {part}"}


def export_rows(task: DrawnTask, number: int = 200) -> list[tuple[str, list[int]]]:
    """Draw the heads of an export: one in five comes again under another spelling of its code."""
    draw = random.Random(task.seed)
    rows: list[tuple[str, list[int]]] = []
    for place in range(number):
        code = f"k-{place}"
        if rows and draw.random() < 0.2:
            code = draw.choice(rows)[0].upper().replace("-", draw.choice(("", " ")))
        rows.append((code, [draw.randrange(60) for _ in range(draw.randrange(1, 5))]))
    return rows


def export_as_found(task: DrawnTask) -> str:
    """Give the text of the slow export of a version, as its reader finds it."""
    keys = KEYS[task.variant]
    return f'''def export(store):
    met, lines = [], []
    for head in list(store.heads()):
        if head["{keys["code"]}"] not in met:
            met.append(head["{keys["code"]}"])
            names = [store.one(part)["{keys["name"]}"] for part in head["{keys["parts"]}"]]
            lines.append(head["{keys["title"]}"] + ": " + ", ".join(names))
    return lines'''


def words(task: DrawnTask) -> dict[str, str]:
    """Give what the words of the tasks mean in a version."""
    mine = WORDS[task.variant]
    start, end = failing(task)
    return {
        "component": mine.component,
        "item": f"{mine.item}, such as {item_name(task.variant, 2, 6)!r}",
        "group": f"{mine.group}; group_of({item_name(task.variant, 2, 6)!r}) is "
        f"{group_of(item_name(task.variant, 2, 6))!r}",
        "value": mine.value,
        "while backend fails": f"a {mine.value} may be {old_limit(task)} s old",
        "it fails": f"from {start} to {end} s",
    }


class FoundBoard:
    """The board as it was found, for the number with which a log begins."""

    def __init__(self) -> None:
        self.entries: dict[str, tuple[int, float]] = {}

    def page(
        self, items: Sequence[str], now: float
    ) -> Generator[list[str] | None, tuple[Any, float], dict[str, int]]:
        """Fetch what a view lacks, one item after another."""
        while True:
            old = [i for i in items if i not in self.entries or now - self.entries[i][1] > FRESH]
            if not old:
                return {item: self.entries[item][0] for item in items}
            values, now = yield old[:1]
            self.entries |= {item: (value, now) for item, value in values.items()}


@dataclass(frozen=True, kw_only=True)
class Trade:
    """The vendors of the third task in a version, and the words for what became of a request."""

    vendors: tuple[str, str]
    done: str
    refused: str
    busy: str
    unknown: str
    none: str

    @property
    def meanings(self) -> dict[str, str]:
        """Each word, and what it says."""
        return {
            self.done: "it is done",
            self.refused: "not accepted, and nothing is there",
            self.busy: "not begun, so it may be sent again",
            self.unknown: "nobody knows whether it was done",
            self.none: "(of look and undo) nothing is there",
        }


TRADES: Final = {
    "A": Trade(
        vendors=("labels", "insurance"),
        done="printed",
        refused="refused",
        busy="busy",
        unknown="unknown",
        none="none",
    ),
    "B": Trade(
        vendors=("tickets", "seats"),
        done="issued",
        refused="declined",
        busy="full",
        unknown="open",
        none="nothing",
    ),
}


def forgetful(task: DrawnTask) -> str:
    """Name the vendor that takes a second `make` with the same key for a second order."""
    return TRADES[task.variant].vendors[task.form % 2]


@dataclass(kw_only=True)
class Settlement:
    """What a run of `settle` left behind.

    Attributes
    ----------
    answer : str
        What the order gave, or the name of its error.
    there, most : dict of str to int
        By vendor, how many effects are there at the end, and how many were at most at a time.
    requests : list of tuple
        Vendor, action and key of each request.
    """

    answer: object = None
    there: dict[str, int]
    most: dict[str, int]
    requests: list[tuple[str, str, str]] = field(default_factory=list)


def settle(
    order: Any,
    task: DrawnTask,
    faults: Mapping[str, Sequence[str]],
    key: str = "k-1",
    most_requests: int = 60,
) -> Settlement:
    """Let an order talk to two vendors by a fault script, and count what is there afterwards.

    `order(key)` is a generator: it yields `(vendor, action, key)`, where the action is make, look
    or undo, is resumed with a word, and returns a word. `faults` has, by vendor, what happens to
    its requests one after another, and then all goes well: `fine`, `lost` (done, and the answer
    is lost), `dropped` (not done, no answer), `busy` or `refused` (of make).
    """
    trade = TRADES[task.variant]
    effects: dict[str, list[str]] = {vendor: [] for vendor in trade.vendors}
    report = Settlement(there={}, most=dict.fromkeys(trade.vendors, 0))
    scripts = {vendor: iter(faults.get(vendor, ())) for vendor in trade.vendors}

    def handled(vendor: str, action: str, asked: str) -> str:
        fault = next(scripts[vendor], "fine")
        made = effects[vendor]
        if fault == "dropped":
            return trade.unknown
        if fault == "busy":
            return trade.busy
        if action == "make" and fault == "refused":
            return trade.refused
        if action == "make":
            if asked not in made or vendor == forgetful(task):
                made.append(asked)
            word = trade.done
        else:
            if action == "undo" and asked in made:
                made.remove(asked)
            word = trade.done if asked in made else trade.none
        report.most[vendor] = max(report.most[vendor], len(made))
        return trade.unknown if fault == "lost" else word

    running, word = order(key), None
    try:
        while True:
            vendor, action, asked = running.send(word)
            report.requests.append((vendor, action, asked))
            if vendor not in effects or action not in ("make", "look", "undo"):
                raise ValueError(f"no vendor does {action!r} at {vendor!r}")
            if len(report.requests) > most_requests:
                raise TooManyRequests(f"more than {most_requests} requests for one order")
            word = handled(vendor, action, asked)
    except StopIteration as stop:
        report.answer = stop.value
    report.there = {vendor: len(made) for vendor, made in effects.items()}
    return report


WORKERS: Final = 4
PATIENCE: Final = 2.0  # seconds that a caller waits
ILL: Final = (5.0, 15.0)  # seconds between which one vendor is ill
SECONDS: Final = 20


@dataclass(kw_only=True)
class RushReport:
    """What a run of `rush` measured; each dict has the two vendors.

    Attributes
    ----------
    asked, calls : dict of str to int
        Callers that came while a vendor was ill, and calls made for them.
    answered : dict of str to int
        Of these callers, how many got an answer in time.
    late : int
        Callers who waited longer than their patience.
    """

    asked: dict[str, int]
    calls: dict[str, int]
    answered: dict[str, int]
    late: int = 0


def rush(client: Any, task: DrawnTask, *, how: str = "down") -> RushReport:
    """Send four callers a second to each vendor, of which one is ill for ten seconds.

    `client.begin(vendor, now, deadline)` gives how long to wait for a call, 0 for no call;
    `client.ended(vendor, ok)` is told of its end; after a failure `client.again(vendor, now,
    deadline)` says whether to try once more. The ill vendor is down (it fails after 50 ms) or slow
    (5 s a call); a healthy call takes 100 ms. All calls share four workers.
    """
    vendors = TRADES[task.variant].vendors
    ill = vendors[task.form % 2]
    draw = random.Random(task.seed + 1)
    report = RushReport(
        asked=dict.fromkeys(vendors, 0),
        calls=dict.fromkeys(vendors, 0),
        answered=dict.fromkeys(vendors, 0),
    )
    order = itertools.count()
    events: list[tuple[float, int, str, str, float]] = []
    for vendor in vendors:
        now = 0.0
        while (now := now + draw.expovariate(4)) < SECONDS:
            heapq.heappush(events, (now, next(order), "try", vendor, now))
    queue: list[tuple[str, float]] = []
    free = WORKERS

    def in_trouble(came: float) -> bool:
        return ILL[0] <= came < ILL[1]

    def end(vendor: str, came: float, now: float, *, ok: bool) -> None:
        late = now - came > PATIENCE + 0.001
        report.late += late
        report.answered[vendor] += ok and in_trouble(came) and not late

    def begin(vendor: str, came: float, now: float) -> bool:
        wait = float(client.begin(vendor, now, came + PATIENCE))
        if wait <= 0:
            end(vendor, came, now, ok=False)
            return False
        report.calls[vendor] += in_trouble(came)
        sick = vendor == ill and ILL[0] <= now < ILL[1]
        takes = 0.1 if not sick else (5.0 if how == "slow" else 0.05)
        ok = takes <= wait and not (sick and how == "down")
        ending = "worked" if ok else "failed"
        heapq.heappush(events, (now + min(takes, wait), next(order), ending, vendor, came))
        return True

    while events:
        now, _, what, vendor, came = heapq.heappop(events)
        if what == "try":
            report.asked[vendor] += in_trouble(came)
            queue.append((vendor, came))
        else:
            free += 1
            client.ended(vendor, what == "worked")
            if what == "failed" and client.again(vendor, now, came + PATIENCE):
                queue.append((vendor, came))
            else:
                end(vendor, came, now, ok=what == "worked")
        while free and queue:
            free -= begin(*queue.pop(0), now)
    return report


def order_as_found(task: DrawnTask) -> str:
    """Give the text of the client of a version as it was found, which believes in silence."""
    trade = TRADES[task.variant]
    first, second = trade.vendors
    return f'''def order(key):
    for vendor in ("{first}", "{second}"):
        word = "{trade.busy}"
        while word in ("{trade.busy}", "{trade.unknown}"):
            word = yield vendor, "make", key
        if word == "{trade.refused}":
            return "{trade.refused}"
    return "{trade.done}"'''

"""Call chains, spikes, queues and a price backend under overload, for 101/03 and 101/04.

For seeing what time-outs, retries, limits and caches do, in counts and virtual time.
Not a production simulator (course/simulation is), and no answer to an exercise.
"""

import heapq
import itertools
import math
import random
import zlib
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe and Ito's palette: told apart by the colour-blind, and each also differs in lightness.
BLUE, VERMILION, GREEN, ORANGE, PALE = "#0072B2", "#D55E00", "#009E73", "#E69F00", "#CCCCCC"
LINES = ((BLUE, "-"), (VERMILION, "-"), (ORANGE, "--"), (GREEN, ":"))

Span = Mapping[str, Any]


def show_figure(figure: "Figure", alt: str) -> None:
    """Show a figure as a picture of few colours: a fifth of the bytes that pyplot would take."""
    from IPython.display import Image, display
    from matplotlib import pyplot as plt
    from PIL import Image as Picture

    drawn, packed = BytesIO(), BytesIO()
    figure.savefig(drawn, format="png", dpi=66)
    plt.close(figure)
    Picture.open(drawn).convert("RGB").quantize(48, dither=Picture.Dither.NONE).save(
        packed, format="png", optimize=True
    )
    display(Image(packed.getvalue(), alt=alt))  # type: ignore[no-untyped-call]


def draw_trace(spans: Sequence[Span], deadline: int | None = None, title: str = "") -> None:
    """Draw spans as bars; work is blue, waiting is pale, work after the deadline is orange-red.

    Parameters
    ----------
    spans
        Dicts with `service`, `kind` ("server": work, "client": the service waits for another),
        `start` and `end` in milliseconds.
    deadline
        When the user leaves, in milliseconds; None draws no line and marks nothing.
    title
        Stands above the picture.
    """
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(7.6, 0.8 + 0.34 * len(spans)), dpi=75)
    for row, span in enumerate(spans):
        start, end = span["start"], span["end"]
        work = span["kind"] == "server"
        axes.barh(row, end - start, left=start, height=0.6, color=BLUE if work else PALE)
        if work and deadline is not None and end > deadline:
            late = max(start, deadline)
            axes.barh(row, end - late, left=late, height=0.6, color=VERMILION, hatch="//")
            for other in spans:  # a service that waits for another does not work
                begin, until = max(late, other["start"]), min(end, other["end"])
                if (other["kind"], other["service"]) == ("client", span["service"]):
                    axes.barh(row, max(0, until - begin), left=begin, height=0.6, color=BLUE)
    axes.set_yticks(range(len(spans)))
    axes.set_yticklabels(
        [f"{s['service']} {'works' if s['kind'] == 'server' else 'waits'}" for s in spans]
    )
    axes.invert_yaxis()
    if deadline is not None:
        axes.axvline(deadline, color="black", linestyle="--", linewidth=1.2)
        axes.text(deadline, -0.75, " the user leaves", fontsize=8)
    axes.set_xlim(left=0)
    axes.set_xlabel("milliseconds since the user's click")
    axes.set_title(title, fontsize=11, pad=14)
    figure.tight_layout()
    show_figure(figure, f"Spans as bars over time: {title or 'one click'}")


def _span(service: str, kind: str, start: int, end: int) -> dict[str, Any]:
    return {"service": service, "kind": kind, "start": start, "end": end}


CLICK = [
    _span("web", "server", 0, 2030),
    _span("web", "client", 20, 2020),
    _span("orders", "server", 30, 2930),
    _span("orders", "client", 40, 2920),
    _span("tax", "server", 50, 2900),
]
"""One click: `web` waits for `orders` at most 2 s, `orders` for `tax` at most 3 s."""

TRACES = {
    "A": [
        _span("orders", "server", 0, 820),
        _span("orders", "client", 10, 810),
        _span("tax", "server", 20, 2600),
    ],
    "B": [
        _span("orders", "server", 0, 690),
        _span("orders", "client", 10, 310),
        _span("tax", "server", 20, 950),
        _span("orders", "client", 310, 680),
        _span("tax", "server", 320, 670),
    ],
    "C": [
        _span("orders", "server", 0, 640),
        _span("orders", "client", 10, 210),
        _span("tax", "server", 20, 250),
        _span("orders", "client", 220, 420),
        _span("tax", "server", 230, 455),
        _span("orders", "client", 430, 630),
        _span("tax", "server", 440, 670),
    ],
    "D": [
        _span("orders", "server", 0, 930),
        _span("orders", "client", 40, 880),
        _span("tax", "server", 50, 870),
    ],
    "E": [
        _span("orders", "server", 0, 1000),
        _span("orders", "client", 10, 990),
        _span("tax", "server", 1300, 1550),
    ],
}
"""Five clicks; the user of each leaves after a second."""


def call_chain(services: Sequence[str], attempts: int) -> dict[str, int]:
    """Count the calls that each service gets for one request when the last one always fails.

    Parameters
    ----------
    services
        From the user's side inwards; each calls the next, the last calls nobody.
    attempts
        How often a call is made until its caller gives up.

    Returns
    -------
    dict of str to int
        Calls by service. The first is called once.
    """
    calls = dict.fromkeys(services, 0)

    def handle(place: int) -> None:
        calls[services[place]] += 1
        if place + 1 < len(services):
            for _ in range(attempts):  # every answer is an error, so every attempt is made
                handle(place + 1)

    handle(0)
    return calls


def draw_chain(
    services: Sequence[str], attempts: int, counts: Mapping[str, int] | None = None
) -> None:
    """Draw services in a row, "up to N tries" on each arrow, and below each its calls if known."""
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(2.4 * len(services), 1.5), dpi=75)
    for place, service in enumerate(services):
        box = {"boxstyle": "round,pad=0.6", "facecolor": BLUE, "edgecolor": BLUE}
        axes.text(place, 0, service, ha="center", va="center", color="white", bbox=box)
        if counts is not None:
            word = "call" if counts[service] == 1 else "calls"
            axes.text(place, -0.75, f"{counts[service]} {word}", ha="center", fontsize=11)
        if place:
            arrow = {"arrowstyle": "-|>", "shrinkA": 32, "shrinkB": 32}
            axes.annotate("", xy=(place, 0), xytext=(place - 1, 0), arrowprops=arrow)
            axes.text(place - 0.5, 0.28, f"up to {attempts} tries", ha="center", fontsize=9)
    axes.set_xlim(-0.5, len(services) - 0.5)
    axes.set_ylim(-1, 0.7)
    axes.axis("off")
    figure.tight_layout()
    show_figure(figure, f"{' calls '.join(services)}, each up to {attempts} times")


TICKS_PER_SECOND = 10
CAPACITY = 500  # requests that the server of `spike` finishes in a second
PATIENCE = 2  # ticks after which a caller gives up: 200 ms
SPIKE = (20, 50)  # seconds between which SPIKE_LOAD requests a second come on top
SPIKE_LOAD = 400
SECONDS = 120


@dataclass(frozen=True, kw_only=True)
class SpikeRun:
    """One run of `spike`, each list by second: answers in time, and calls that the server got."""

    goodput: list[int]
    calls: list[int]


def spike(load: int, retries: int, seed: int, budget: float | None = None) -> SpikeRun:
    """Send a steady load, and for 30 seconds 400 a second more, to one server; callers retry.

    The server works off a queue, first come first served, and does not know who has given up.

    Parameters
    ----------
    load
        First attempts a second, on average.
    retries
        Further attempts that a caller makes, each when the one before is 200 ms old.
    seed
        Equal seeds draw equal arrivals.
    budget
        Retries that each answer in time pays for; None: retries are free.

    Returns
    -------
    SpikeRun
        120 seconds of it.
    """
    draw = random.Random(seed)
    # [tick of arrival, attempts so far, how many], oldest first
    waiting: deque[list[int]] = deque()
    goodput, calls = [0] * SECONDS, [0] * SECONDS
    purse = 0.0
    for tick in range(SECONDS * TICKS_PER_SECOND):
        second = tick // TICKS_PER_SECOND
        rate = load + (SPIKE_LOAD if SPIKE[0] <= second < SPIKE[1] else 0)
        arrivals = [[tick, 0, _poisson(draw, rate / TICKS_PER_SECOND)]]
        for since, attempt, count in waiting:
            if since == tick - PATIENCE and attempt < retries:
                allowed = count if budget is None else min(count, int(purse))
                purse -= 0 if budget is None else allowed
                arrivals.append([tick, attempt + 1, allowed])
        waiting.extend(group for group in arrivals if group[2])
        calls[second] += sum(group[2] for group in arrivals)
        room = CAPACITY // TICKS_PER_SECOND
        while room and waiting:
            group = waiting[0]
            served = min(room, group[2])
            room -= served
            group[2] -= served
            if tick - group[0] < PATIENCE:
                goodput[second] += served
                purse = min(purse + served * (budget or 0), 100.0)
            if not group[2]:
                waiting.popleft()
    return SpikeRun(goodput=goodput, calls=calls)


def _poisson(draw: random.Random, mean: float) -> int:
    """Draw a number of arrivals; above a mean of ten the normal distribution is close enough."""
    if mean > 10:
        return max(0, round(draw.gauss(mean, math.sqrt(mean))))
    count, product = 0, draw.random()
    while product > math.exp(-mean):
        count, product = count + 1, product * draw.random()
    return count


def plot_spike(load: int, policies: Mapping[str, Mapping[str, Any]], seeds: int = 20) -> None:
    """Plot calls and answers in time of several retry policies: median and range over seeds.

    Parameters
    ----------
    load
        As `spike` has it.
    policies
        Name -> `retries` and `budget` of `spike`.
    seeds
        Runs for each policy, with the seeds 0, 1, ...
    """
    from matplotlib import pyplot as plt

    figure, (above, below) = plt.subplots(2, 1, figsize=(7.6, 5.0), dpi=75, sharex=True)
    for (color, style), (name, policy) in zip(LINES, policies.items(), strict=False):
        runs = [spike(load, seed=seed, **policy) for seed in range(seeds)]
        for axes, values in ((above, "calls"), (below, "goodput")):
            _band(axes, [getattr(run, values) for run in runs], color, style, name)
    above.axhline(CAPACITY, color="black", linewidth=0.8, linestyle=":")
    above.text(0, CAPACITY, "what the server can do", fontsize=8, va="bottom")
    for axes, what in ((above, "calls a second"), (below, "answers in time\na second")):
        axes.axvspan(*SPIKE, color=PALE, alpha=0.45)
        axes.set_ylim(bottom=0)
        axes.set_ylabel(what)
    above.text(sum(SPIKE) / 2, 30, "spike", ha="center", fontsize=9)
    above.legend(fontsize=8, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncol=len(policies))
    below.set_xlabel("seconds")
    figure.tight_layout()
    show_figure(figure, f"Calls and answers in time over {SECONDS} seconds: {', '.join(policies)}")


def _band(axes: "Axes", runs: Sequence[Sequence[float]], color: str, style: str, name: str) -> None:
    """Draw the median of runs as a line, and their range as a band around it."""
    columns = [sorted(column) for column in zip(*runs, strict=True)]
    seconds = range(len(columns))
    axes.fill_between(
        seconds, [c[0] for c in columns], [c[-1] for c in columns], color=color, alpha=0.25
    )
    middle = [column[len(column) // 2] for column in columns]
    axes.plot(seconds, middle, color=color, linestyle=style, linewidth=1.8, label=name)


WORKERS = 50
PAGES_PER_SECOND = 200
SLOW = (10.0, 40.0)  # seconds between which `reviews` takes 5 s instead of 50 ms


def shop_page(limit: int | None, seed: int) -> float:
    """Serve a shop's pages while one dependency is slow, and give the share of others in time.

    One page in ten asks `reviews`. Each page holds one of 50 workers until it is finished.

    Parameters
    ----------
    limit
        Calls to `reviews` at a time; a page that finds no room is served without reviews.
        None: no limit.
    seed
        Equal seeds draw equal pages.

    Returns
    -------
    float
        Of the pages that never ask `reviews` and arrive in the slow half minute, the share that
        is answered within a second.
    """
    draw = random.Random(seed)
    free: list[float] = [0.0] * WORKERS  # when each worker is free again
    asking: list[float] = []  # when the calls to reviews end
    now, pages, in_time = 0.0, 0, 0
    while now < SLOW[1]:
        now += draw.expovariate(PAGES_PER_SECOND)
        asks = draw.random() < 0.1
        begin = max(now, heapq.heappop(free))
        end = begin + 0.05
        while asking and asking[0] <= begin:
            heapq.heappop(asking)
        if asks and (limit is None or len(asking) < limit):
            end += 5.0 if SLOW[0] <= begin < SLOW[1] else 0.05
            heapq.heappush(asking, end)
        heapq.heappush(free, end)
        if not asks and now >= SLOW[0]:
            pages += 1
            in_time += end - now <= 1.0
    return in_time / pages


def plot_limits(limits: Sequence[int | None], seeds: int = 12) -> None:
    """Plot `shop_page` for several limits, a dot for each seed."""
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(7.2, 3.0), dpi=75)
    for place, limit in enumerate(limits):
        shares = [100 * shop_page(limit, seed) for seed in range(seeds)]
        axes.scatter([place] * seeds, shares, color=BLUE, alpha=0.6)
    axes.set_xticks(range(len(limits)))
    axes.set_xticklabels(["no limit" if n is None else f"at most {n}" for n in limits])
    axes.set_ylim(-4, 104)
    axes.set_xlim(-0.5, len(limits) - 0.5)
    axes.set_xlabel("calls to reviews at a time")
    axes.set_ylabel("pages without reviews\nanswered in time, %")
    figure.tight_layout()
    show_figure(figure, "Share of other pages in time, for several limits on calls to reviews")


JOBS_PER_SECOND = 41
ON_TIME = 10.0  # seconds after which nobody waits for a job any more


@dataclass(frozen=True, kw_only=True)
class QueueRun:
    """One run of `work_off`, each list by second."""

    waiting: list[int]
    finished: list[int]
    on_time: list[int]


def work_off(
    rate: float,
    seed: int,
    *,
    limit: int | None = None,
    newest_first: bool = False,
    seconds: int = 120,
) -> QueueRun:
    """Let jobs arrive at a server that does 41 a second, and whose users wait for 10 s.

    Parameters
    ----------
    rate
        Jobs a second, on average.
    seed
        Equal seeds draw equal arrivals.
    limit
        Jobs that may wait; more are refused at once. None: no limit.
    newest_first
        Whether the newest job is taken next, not the oldest.
    seconds
        How long it runs.

    Returns
    -------
    QueueRun
        Jobs that wait at the end of each second, and those finished in it, on time or at all.
    """
    draw = random.Random(seed)
    queue: deque[float] = deque()
    waiting, finished, on_time = [], [], []
    arrival, free = draw.expovariate(rate), 0.0
    for second in range(1, seconds + 1):
        done = good = 0
        while min(arrival, free) < second:
            if arrival <= free or not queue:
                if limit is None or len(queue) < limit:
                    queue.append(arrival)
                free = max(free, arrival)
                arrival += draw.expovariate(rate)
            else:
                since = queue.pop() if newest_first else queue.popleft()
                free += 1 / JOBS_PER_SECOND
                done += 1
                good += free - since <= ON_TIME
        waiting.append(len(queue))
        finished.append(done)
        on_time.append(good)
    return QueueRun(waiting=waiting, finished=finished, on_time=on_time)


def plot_queue(rate: float, policies: Mapping[str, Mapping[str, Any]], seeds: int = 12) -> None:
    """Plot waiting jobs and jobs done on time for several settings of `work_off`."""
    from matplotlib import pyplot as plt

    figure, (above, below) = plt.subplots(2, 1, figsize=(7.6, 4.4), dpi=75, sharex=True)
    for (color, style), (name, policy) in zip(LINES, policies.items(), strict=False):
        runs = [work_off(rate, seed, **policy) for seed in range(seeds)]
        for axes, values in ((above, "waiting"), (below, "on_time")):
            _band(axes, [getattr(run, values) for run in runs], color, style, name)
    for axes, what in ((above, "jobs that wait"), (below, "done on time\na second")):
        axes.set_ylim(bottom=0)
        axes.set_ylabel(what)
    above.legend(fontsize=8, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncol=len(policies))
    below.set_xlabel("seconds")
    figure.tight_layout()
    show_figure(figure, f"Waiting jobs, and jobs done on time: {', '.join(policies)}")


Views = Sequence[tuple[float, Sequence[str]]]
ANSWER_AFTER = 0.05  # seconds that the price backend takes for a call, whatever is asked


def page_views(seed: int, pages: int = 600, products: int = 300) -> list[tuple[float, list[str]]]:
    """Draw page views: when each begins, and the 40 products on it, popular ones more often."""
    draw = random.Random(seed)
    weights = list(itertools.accumulate(1 / (rank + 1) for rank in range(products)))
    names = [f"p{rank}" for rank in range(products)]
    now, views = 0.0, []
    for _ in range(pages):
        now += draw.expovariate(10 / 3)
        views.append((now, draw.choices(names, cum_weights=weights, k=40)))
    return views


def price_at(seed: int, product: str, now: float) -> int:
    """Give a product's true price in cents; it changes every 40 seconds."""
    offset = zlib.crc32(f"{seed}:{product}".encode()) % 40
    return 100 + zlib.crc32(f"{seed}:{product}:{int((now + offset) // 40)}".encode()) % 9900


class TooManyCalls(Exception):  # noqa: N818 - the meter stops the run, nothing has gone wrong
    """The board asked the backend more often than the meter allows."""


@dataclass(kw_only=True)
class MeterReport:
    """What a run of `serve` measured."""

    calls: list[tuple[float, int]] = field(default_factory=list)
    """When the backend was asked, and for how many products."""
    answers: list[tuple[float, object]] = field(default_factory=list)
    """When each page was finished, and its prices or the name of its error, in order of pages."""
    double: int = 0
    """Products that were asked for while another call was already fetching them."""
    oversized: int = 0
    """Calls for more than 50 products."""
    oldest: float = 0.0
    """Age in seconds of the oldest price shown, counted from when the backend last had it."""
    wrong: int = 0
    """Prices shown that were not true at any moment of the last 60 seconds."""

    @property
    def products(self) -> int:
        """Products fetched, over all calls."""
        return sum(count for _, count in self.calls)

    @property
    def refused(self) -> int:
        """Pages that ended with an error."""
        return sum(isinstance(answer, str) for _, answer in self.answers)

    def __str__(self) -> str:
        return (
            f"{len(self.calls)} calls for {self.products} products, {self.double} fetched twice "
            f"at a time, {self.refused} pages refused, {self.wrong} wrong prices"
        )


def serve(
    board: Any,
    views: Views,
    *,
    seed: int = 1,
    down: tuple[float, float] | None = None,
    most_calls: int = 5000,
) -> MeterReport:
    """Serve page views by a board and a backend in virtual time, and measure what it costs.

    `board.page(products, now)` is a generator. It yields a list of products to fetch, or None to
    wait until something arrives. It is resumed with `(prices, now)`, where prices is None if the
    backend failed or nothing was asked, and returns a dict of prices.

    Parameters
    ----------
    board
        Has `page`.
    views
        As `page_views` gives them.
    seed
        Decides the prices.
    down
        From when to when the backend fails, in seconds; None: never.
    most_calls
        The run is stopped above this number.

    Raises
    ------
    TooManyCalls
        Where it is stopped.
    """
    report = MeterReport(answers=[(0.0, None)] * len(views))
    flying: dict[str, int] = {}
    order = itertools.count()
    events: list[tuple[float, int, int, Any, Any]] = []
    waiting: list[tuple[int, Any]] = []
    for number, (begin, products) in enumerate(views):
        heapq.heappush(events, (begin, next(order), number, None, list(products)))

    def resume(number: int, page: Any, message: tuple[Any, float] | None, now: float) -> None:
        try:
            ask = page.send(message)
        except StopIteration as stop:
            report.answers[number] = (now, dict(stop.value))
            _inspect(report, dict(stop.value), now, seed)
            return
        except Exception as error:
            if type(error).__name__ == "NotImplementedError":  # not written yet is no outage
                raise
            report.answers[number] = (now, type(error).__name__)
            return
        if ask is None:
            waiting.append((number, page))
            return
        report.calls.append((now, len(ask)))
        report.oversized += len(ask) > 50
        report.double += sum(flying.get(product, 0) > 0 for product in set(ask))
        report.double += len(ask) - len(set(ask))
        for product in ask:
            flying[product] = flying.get(product, 0) + 1
        if len(report.calls) > most_calls:
            raise TooManyCalls(f"more than {most_calls} calls after {now:.0f} s")
        heapq.heappush(events, (now + ANSWER_AFTER, next(order), number, page, list(ask)))

    while events:
        now, _, number, page, products = heapq.heappop(events)
        if page is None:
            resume(number, board.page(products, now), None, now)
            continue
        for product in products:
            flying[product] -= 1
        failing = down is not None and down[0] <= now < down[1]
        prices = None if failing else {p: price_at(seed, p, now) for p in products}
        resume(number, page, (prices, now), now)
        sleepers, waiting[:] = list(waiting), []
        for sleeper, sleeping in sleepers:
            resume(sleeper, sleeping, (None, now), now)
    return report


def _inspect(report: MeterReport, prices: Mapping[str, int], now: float, seed: int) -> None:
    """Note how long ago each price on a page was last true."""
    for product, price in prices.items():
        ages = (age / 2 for age in range(121))  # in half seconds, up to a minute
        age = next((a for a in ages if price_at(seed, product, now - a) == price), None)
        if age is None:
            report.wrong += 1
        else:
            report.oldest = max(report.oldest, age)

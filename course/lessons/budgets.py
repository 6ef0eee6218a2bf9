"""Gates over noisy builds, ratchets, proposals for the shop's page, slow doors and slow requests.

Runs and builds are drawn by seed, and the page is course/pageload's model.
Not for judging a gate, a budget or a repair: that is the learner's.
"""

import math
import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from course.lessons.kiosk import BLUE, GREY, ORANGE, FoldedProfile, Span, same_program
from course.lessons.overload import show_figure
from course.lessons.tickets import Store, event_store

if TYPE_CHECKING:  # whoever mends doors needs no page, and its model takes a while to import
    from course.pageload import ShopPage, SimulatedLoad

# ---- builds and gates

BUILD_NOISE = 0.05  # of one build's time, as a share of it


def draw_builds(times: Sequence[float], limit: float) -> None:
    """Draw builds of one commit in their order; those above the limit are crosses."""
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(8.4, 2.8))
    for marker, colour, name, red in (("o", BLUE, "green", False), ("x", ORANGE, "red", True)):
        places = [place for place, time in enumerate(times, start=1) if (time > limit) == red]
        axes.plot(places, [times[place - 1] for place in places], marker, color=colour, label=name)
    axes.axhline(limit, color="black", linestyle="--", label=f"limit {limit:g} ms")
    axes.set_ylim(0, 1.25 * max(times))
    axes.set_xticks(range(1, len(times) + 1, 2))
    axes.set_xlabel("build of the same commit")
    axes.set_ylabel("ms")
    axes.legend(frameon=False, fontsize=9, loc="lower right", ncols=3)
    figure.tight_layout()
    show_figure(figure, "builds of one commit in their order, with the limit as a line")


def draw_gates(sizes: Sequence[int], *, slower: float = 1.1, builds: int = 400) -> None:
    """Draw how often a gate is red over its limit: for the same program, and for a slower one.

    Parameters
    ----------
    sizes
        How many runs a build takes the median of; one panel for each.
    slower
        What the slower program's time is multiplied by.
    builds
        Over how many builds, each with a seed of its own.
    """
    from matplotlib import pyplot as plt

    limits = [100 + half / 2 for half in range(41)]
    figure, grid = plt.subplots(1, len(sizes), figsize=(9.4, 3.2), sharey=True, squeeze=False)
    for axes, runs in zip(grid[0], sizes, strict=True):
        for times, colour, style, name in (
            (slower, BLUE, "-", f"{100 * (slower - 1):.0f} % slower"),
            (1.0, ORANGE, "--", "the same program"),
        ):
            seeds = range(builds)
            medians = [
                median(same_program(runs, seed, noise=BUILD_NOISE, times=times)) for seed in seeds
            ]
            shares = [100 * sum(one > limit for one in medians) / builds for limit in limits]
            axes.plot([limit - 100 for limit in limits], shares, style, color=colour, label=name)
        axes.set_title("one run" if runs == 1 else f"the median of {runs} runs", fontsize=10)
        axes.set_xlabel("limit, % above the usual time")
        axes.set_xlim(0, 20)
        axes.set_xticks(range(0, 21, 5))
        axes.set_ylim(0, 102)
    grid[0][0].set_ylabel("red builds, %")
    grid[0][0].legend(frameon=False, fontsize=9)
    figure.tight_layout()
    show_figure(figure, "share of red builds over the limit, for two programs")


def paired_runs(
    seed: int, *, times: float = 1.0, pairs: int = 15
) -> tuple[list[float], list[float]]:
    """Measure a change on a shared runner, in turns: before, after, before, after.

    The runner's speed wanders from pair to pair, and now and then something disturbs a single run.

    Parameters
    ----------
    seed
        Of one change; equal seeds give equal runs.
    times
        What the change multiplies the time by: 1.1 is 10 % slower.
    pairs
        How many runs on each side.

    Returns
    -------
    (list of float, list of float)
        Times in ms before and after; equal places ran right after one another.
    """
    rng = random.Random(seed)
    speed = math.exp(rng.gauss(0, 0.15))
    before: list[float] = []
    after: list[float] = []
    for _ in range(pairs):
        speed *= math.exp(rng.gauss(0, 0.12))
        for side, factor in ((before, 1.0), (after, times)):
            time = 100 * speed * factor * math.exp(rng.gauss(0, 0.03))
            if rng.random() < 0.08:
                time *= rng.uniform(1.5, 3)
            side.append(round(time, 1))
    return before, after


def draw_pairs(before: Sequence[float], after: Sequence[float]) -> None:
    """Draw runs in turns, and below them the ratio of each pair."""
    from matplotlib import pyplot as plt

    figure, (upper, lower) = plt.subplots(2, 1, figsize=(8.4, 4.2), sharex=True)
    places = range(1, len(before) + 1)
    upper.plot(places, before, "o-", color=BLUE, label="before")
    upper.plot(places, after, "x--", color=ORANGE, label="after")
    upper.set_ylim(0, 1.1 * max(*before, *after))
    upper.set_ylabel("ms")
    upper.legend(frameon=False, fontsize=9, ncols=2, loc="lower left")
    ratios = [late / early for early, late in zip(before, after, strict=True)]
    lower.plot(places, ratios, "s", color=GREY)
    lower.axhline(1, color="black", linewidth=0.8)
    lower.set_ylim(0, 1.1 * max(ratios))
    lower.set_ylabel("after / before")
    lower.set_xlabel("pair of runs, in their order")
    figure.tight_layout()
    show_figure(figure, "runs in turns, and the ratio of each pair")


# ---- a page that grows

GROWTH = 0.008  # of each merge, as a share of the page


def merged_sizes(merges: int, *, start: float = 600.0) -> list[float]:
    """Give the page's kB of script after each merge: each adds 0.8 %."""
    return [round(start * (1 + GROWTH) ** merge, 1) for merge in range(merges + 1)]


def draw_budgets(sizes: Sequence[float], budgets: Mapping[str, Sequence[float]]) -> None:
    """Draw a page's size after each merge, and the budgets that hold it, as steps."""
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(8.4, 3))
    axes.plot(sizes, color=BLUE, linewidth=2.5, label="the page")
    for (name, budget), style in zip(budgets.items(), ("--", "-.", ":"), strict=False):
        axes.step(range(len(budget)), budget, style, where="post", color=ORANGE, label=name)
    axes.set_xlim(0, len(sizes) - 1)
    axes.set_ylim(0, None)
    axes.set_xlabel("merges")
    axes.set_ylabel("kB of script")
    axes.legend(frameon=False, fontsize=9, loc="lower right")
    figure.tight_layout()
    show_figure(figure, "size of a page over merges, and its budgets")


# ---- proposals for the page

Data = dict[str, Any]
BELOW = ("plan", "venue-photo", "related-1", "related-2", "related-3")


def yesterdays_plan(page: "ShopPage") -> Data:
    """Give the plan of yesterday: rare routes and heavy parts on a click, low pictures lazy."""
    from course.pageload import as_found

    data: Data = as_found(page)
    move_modules(data, "forms", ("forms", "account", "help"), "click")
    move_modules(data, "heavy", ("map", "charts", "editor"), "click")
    for name in BELOW:
        data["pictures"][name]["load"] = "lazy"
    return data


def move_modules(data: Data, name: str, modules: Sequence[str], when: str) -> None:
    """Move modules of a plan into a new chunk, which is fetched and run at a time."""
    for chunk in data["chunks"]:
        chunk["modules"] = [module for module in chunk["modules"] if module not in modules]
    data["chunks"].append({"name": name, "modules": [*modules], "fetch": when, "run": when})


def _set_pictures(data: Data, names: Iterable[str], **values: object) -> None:
    for name in names:
        data["pictures"][name].update(values)


def _languages_idle(data: Data) -> None:
    move_modules(data, "languages", ("languages",), "idle")


def _chat_idle(data: Data) -> None:
    data["third_parties"]["chat"] = "idle"


def _chat_on_click(data: Data) -> None:
    data["third_parties"]["chat"] = "click"


def _light_pictures(data: Data) -> None:
    _set_pictures(data, data["pictures"], encoding="light")


def _slices(data: Data) -> None:
    data["slice_ms"] = 45


def _lazy_hero(data: Data) -> None:
    _chat_on_click(data)
    _set_pictures(data, ["hero"], load="lazy")


def _chat_first(data: Data) -> None:
    data["third_parties"]["chat"] = "start"


def _silent_recommendations(data: Data) -> None:
    data["third_parties"]["recommendations"] = "click"


def _fluid_pictures(data: Data) -> None:
    _light_pictures(data)
    _set_pictures(data, data["pictures"], width=0, height=0)


PROPOSALS: dict[str, tuple[bool, str, Callable[[Data], None]]] = {
    "languages idle": (True, "other languages come when the page is idle", _languages_idle),
    "chat idle": (True, "the chat comes when the page is idle", _chat_idle),
    "light pictures": (True, "pictures in a denser format", _light_pictures),
    "slices": (False, "long tasks in slices of 45 ms, and all of them as before", _slices),
    "lazy hero": (False, "chat on a click; the large picture waits for the layout", _lazy_hero),
    "chat first": (False, "the chat is fetched before the shop's own code", _chat_first),
    "hidden tips": (
        False,
        "recommendations wait for a click, with nothing to click on",
        _silent_recommendations,
    ),
    "fluid pictures": (False, "a denser format, and no sizes in the HTML", _fluid_pictures),
}
"""Changes of yesterday's plan by name: whether visitors gain, in words, and the change itself."""


def growth(page: "ShopPage", data: Data) -> dict[str, float]:
    """Compare a plan with yesterday's, each metric where it grows most of five conditions.

    Parameters
    ----------
    page
        The page of a seed.
    data
        A plan for it.

    Returns
    -------
    dict of str to float
        Factors, 1 is as yesterday: `tti`, `tbt` (total blocking time), `buy` (when the button
        works), `picture` (when the largest one is there), `script` (bytes before a click or
        idle time), `shift` (pixels of pictures without their size). `broken` is a number of
        functions.
    """
    from course.pageload import load_plan, loads, lost_functions
    from course.pageload.load_plans import unsized_pixels

    old, new = load_plan(page, yesterdays_plan(page)), load_plan(page, data)
    was, now = loads(page, old), loads(page, new)

    def most(metric: Callable[["SimulatedLoad"], float]) -> float:
        factors = [metric(b) / metric(a) for a, b in zip(was, now, strict=True)]
        return round(max(factors), 4)

    return {
        "tti": most(lambda one: one.steady_us),
        "tbt": most(lambda one: one.tbt_us),
        "buy": most(lambda one: one.usable_us),
        "picture": most(lambda one: one.lcp_us),
        "script": round(now[0].initial_bytes / was[0].initial_bytes, 4),
        "shift": round(unsized_pixels(page, new) / unsized_pixels(page, old), 4),
        "broken": len(lost_functions(page, new, now)),
    }


def proposal_growth(page: "ShopPage", name: str) -> dict[str, float]:
    """Compare one of the `PROPOSALS` with yesterday's plan, as `growth` does."""
    data = yesterdays_plan(page)
    PROPOSALS[name][2](data)
    return growth(page, data)


# ---- doors: of a kiosk's evening, and of a bakery's depot

# The depot's tables hold the shop's rows under other names, in the opposite order.
_DEPOT = """
CREATE TABLE vans (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO vans SELECT id, 'Van ' || id FROM venues;
CREATE TABLE routes (
    id INTEGER PRIMARY KEY, title TEXT, day TEXT, starts INTEGER, van_id INTEGER
);
INSERT INTO routes
    SELECT last + 1 - id, 'Route ' || (last + 1 - id), day, starts, venue_id
    FROM events, (SELECT max(id) AS last FROM events);
CREATE TABLE crates (id INTEGER PRIMARY KEY, route_id INTEGER, packed INTEGER);
INSERT INTO crates SELECT id, (SELECT max(id) FROM events) + 1 - event_id, sold FROM seats;
CREATE INDEX crates_of ON crates (route_id);
"""
_DEPOT_WORDS = {
    "event": "route",
    "venue": "van",
    "seat": "crate",
    "sold": "packed",
    "Show": "Route",
    "Hall": "Van",
}


def in_depot_words(text: str) -> str:
    """Say a text about events, venues and seats in the words of routes, vans and crates."""
    return re.sub("|".join(_DEPOT_WORDS), lambda match: _DEPOT_WORDS[match[0]], text)


def door_store(count: int, seed: int) -> Store:
    """Make a store with the tables of both trades: so many events, and so many routes.

    Parameters
    ----------
    count
        Events, and routes.
    seed
        Equal seeds give equal rows.
    """
    store = event_store(count, seed)
    store.change(_DEPOT)
    return store


def doors_slowly(store: Store, scans: Iterable[tuple[int, Any]]) -> Iterator[tuple[Any, ...]]:
    """Tell of each event what came through its doors, as it grew."""
    rows, scanned = [], list(scans)
    for event, title, venue in store.query("SELECT id, title, venue_id FROM events ORDER BY id"):
        name = store.query("SELECT name FROM venues WHERE id = ?", (venue,))
        sold = store.query("SELECT count(*) FROM seats WHERE event_id = ? AND sold = 1", (event,))
        came: list[Any] = []
        again: list[Any] = []
        for number, code in scanned:
            if number == event and code not in came:
                came.append(code)
            elif number == event and code not in again:
                again.append(code)
        rows.append((title, name[0][0] if name else "-", sold[0][0], len(came), again))
    return iter(rows)


def loading_slowly(store: Store, scans: Iterable[tuple[int, Any]]) -> Iterator[tuple[Any, ...]]:
    """Tell of each route what came through its doors, as it grew."""
    rows, scanned = [], list(scans)
    for route, title, van in store.query("SELECT id, title, van_id FROM routes ORDER BY id"):
        name = store.query("SELECT name FROM vans WHERE id = ?", (van,))
        packed = store.query(
            "SELECT count(*) FROM crates WHERE route_id = ? AND packed = 1", (route,)
        )
        came: list[Any] = []
        again: list[Any] = []
        for number, code in scanned:
            if number == route and code not in came:
                came.append(code)
            elif number == route and code not in again:
                again.append(code)
        rows.append((title, name[0][0] if name else "-", packed[0][0], len(came), again))
    return iter(rows)


# ---- one slow request: of a search page, and of a checkout


@dataclass(frozen=True, kw_only=True)
class SlowRequest:
    """A request of a web server, as its trace, its statement's plan and its profile show it.

    Attributes
    ----------
    spans
        What ran when, in ms, one after another; the first one is the whole request.
    table, column, rows, kept
        The statement reads `rows` rows of a table, and `kept` of them have the value of a column.
    profile
        Of the web server, with one sample for each ms.
    """

    spans: tuple[Span, ...]
    table: str
    column: str
    rows: int
    kept: int
    profile: FoldedProfile

    @property
    def plan(self) -> list[str]:
        """What SQLite says of the statement, with an index on the day and the column."""
        store = Store(
            f"CREATE TABLE {self.table} (id INTEGER PRIMARY KEY, day TEXT, {self.column}, title);"
            f"CREATE INDEX by_day ON {self.table} (day, {self.column});"
        )
        return store.plan(f"SELECT title FROM {self.table} WHERE {self.column} = ?")  # noqa: S608

    def __str__(self) -> str:
        whole, *parts = self.spans
        sql = f"SELECT title FROM {self.table} WHERE {self.column} = ?"  # noqa: S608
        lines = [f"trace of {whole.name}: begin and end in ms"]
        lines += [f"{span.begins:6,} {span.ends:6,}  {span.name}" for span in (whole, *parts)]
        lines += ["", f"plan of {parts[0].name}: {sql}", f"  {'; '.join(self.plan)}"]
        lines += [f"  there is an index on (day, {self.column})"]
        lines += [f"  visits {self.rows:,} rows, {self.kept:,} of them have this {self.column}", ""]
        return "\n".join([*lines, str(self.profile)])


def _slow_request(name: str, parts: str, profile: str, **statement: Any) -> SlowRequest:
    """Put parts together, each with its ms; a count before it means that it is called so often."""
    now = own = int(parts.split(maxsplit=1)[0])
    spans: list[Span] = []
    for part in parts.split()[1:]:
        word, times, lasts = part.split(":")
        for _ in range(int(times)):
            spans.append(Span(name=word, begins=now, ends=now + int(lasts)))
            now += int(lasts)
    stacks = tuple(
        (stack, int(clock), int(processor))
        for clock, processor, stack in map(str.split, profile.strip().splitlines())
    )
    return SlowRequest(
        spans=(Span(name=name, begins=0, ends=now + own), *spans),
        profile=FoldedProfile(name=name, stacks=stacks),
        **statement,
    )


SLOW_REQUESTS = {
    "search": _slow_request(
        "search",
        "10 query:1:430 stars:1:252 price:10:19 render:1:108",
        """
         20  20 search
        430   2 search;query
        252   2 search;stars
        190   2 search;price
         10  10 search;render
         16  16 search;render;row
         12  12 search;render;row;escape
         38  38 search;render;row;money
         12  12 search;render;row;money;cents
         14  14 search;render;menu;money
          6   6 search;render;menu;money;cents
        """,
        table="events",
        column="venue_id",
        rows=100_000,
        kept=2_000,
    ),
    "order": _slow_request(
        "order",
        "20 find:1:630 vouchers:1:370 seat:12:24 ticket:1:172",
        """
         40  40 order
        630   3 order;find
        370   3 order;vouchers
        288   3 order;seat
         14  14 order;ticket
         28  28 order;ticket;page
         20  20 order;ticket;page;layout
         60  60 order;ticket;page;barcode
         18  18 order;ticket;page;barcode;digits
         22  22 order;ticket;mail;barcode
         10  10 order;ticket;mail;barcode;digits
        """,
        table="orders",
        column="customer_id",
        rows=60_000,
        kept=1_500,
    ),
}
"""Two slow requests by name; what is largest in one has about the same share in the other."""


def draw_trace(name: str) -> None:
    """Draw what one of the `SLOW_REQUESTS` does, from when to when; equal names share a row."""
    from matplotlib import pyplot as plt

    whole, *parts = SLOW_REQUESTS[name].spans
    names = list(dict.fromkeys(part.name for part in parts))
    figure, axes = plt.subplots(figsize=(8.4, 2.4))
    axes.barh(0, whole.ends, 0.7, color=GREY)
    for part in parts:
        place, width = 1 + names.index(part.name), part.ends - part.begins
        axes.barh(place, width, 0.7, part.begins, color=BLUE, edgecolor="white")
    axes.set_yticks(range(len(names) + 1), [whole.name, *names])
    axes.invert_yaxis()
    axes.set_xlim(0, 1.02 * whole.ends)
    axes.set_xlabel("ms")
    figure.tight_layout()
    show_figure(figure, f"trace of the request {name}: what runs from when to when")

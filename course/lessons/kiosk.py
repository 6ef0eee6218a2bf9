"""A ticket shop under measurement: its page as it loads, its runs, its replicas, its profiles.

The page is a model in milliseconds for ranking changes, not a browser. Runs, replicas and profiles
are given data. Not for judging any of them: that is the learner's.
"""

import math
import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from course.lessons.overload import show_figure

BLUE, ORANGE, GREEN, GREY = "#0072B2", "#E69F00", "#009E73", "#666666"  # Okabe and Ito

# ---- the page

SWITCHES = {
    "defer": "scripts no longer stop the page from being drawn",
    "routes": "the first file holds this page only; the other pages' code comes on demand",
    "server": "a server twice as fast",
    "cdn": "servers near the user: a round trip takes 50 ms, not 150",
    "index": "an index for the query: 20 ms, not 300",
    "slices": "long tasks are cut into slices of 45 ms",
}

LINK = 0.2  # kB per ms: Lighthouse's mobile preset of 1.6 Mbit/s, with round trips of 150 ms
PARSING = 2.5  # ms per kB of JavaScript, ours: a phone of the middle class
LONG_TASK = 50  # ms, and a quiet window of 5 s, as Lighthouse defines its time to interactive
QUIET = 5000


@dataclass(frozen=True, kw_only=True)
class Span:
    """Something with a begin and an end, in ms from the click on the link."""

    name: str
    begins: int
    ends: int


@dataclass(frozen=True, kw_only=True)
class PageLoad:
    """One load of the event page, and the four marks on it, in ms."""

    switches: tuple[str, ...]
    transfers: tuple[Span, ...]
    tasks: tuple[Span, ...]
    first_paint: int
    largest_paint: int
    buy_works: int
    interactive: int

    def __str__(self) -> str:
        plan = " + ".join(self.switches) or "as found"
        marks = f"Buy works {self.buy_works / 1000:5.2f} s, TTI {self.interactive / 1000:5.2f} s"
        return f"{plan:17} first paint {self.first_paint / 1000:5.2f} s, {marks}"


def load_page(switches: Collection[str] = ()) -> PageLoad:
    """Load the event page with some of the `SWITCHES` on.

    Parameters
    ----------
    switches
        Names of `SWITCHES`, in any order.

    Returns
    -------
    PageLoad
        The load; equal switches give equal loads.

    Raises
    ------
    ValueError
        For a name that is no switch.
    """
    if unknown := sorted(set(switches) - set(SWITCHES)):
        raise ValueError(f"unknown switches {unknown}; there are {', '.join(SWITCHES)}")
    trip = 50 if "cdn" in switches else 150
    query = 20 if "index" in switches else 300
    server = (320 + query) // (2 if "server" in switches else 1)
    app = 260 if "routes" in switches else 700
    slices = "slices" in switches

    html = 4 * trip + server  # the name, TCP, TLS, and the request itself
    page = html + round(14 / LINK)
    files = _shared(
        [("style", page + trip, 30), ("app", page + trip, app), ("hero", page + trip, 130)]
    )
    arrived = {file.name: file.ends for file in files}
    evaluated = _tasks("app", arrived["app"], round(app * PARSING), slices)
    buy_works = evaluated[-1].ends
    (chat,) = _shared([("chat", buy_works + 4 * trip, 90)])  # the app asks a third party for it
    chatting = _tasks("chat", chat.ends, 320, slices)

    drawn = arrived["style"] + 40
    first_paint = drawn if "defer" in switches else max(drawn, buy_works)
    tasks = (*evaluated, *chatting)
    return PageLoad(
        switches=tuple(name for name in SWITCHES if name in switches),
        transfers=(
            Span(name="html", begins=html, ends=page),
            *files,
            chat,
        ),
        tasks=tasks,
        first_paint=first_paint,
        largest_paint=max(first_paint, arrived["hero"]),
        buy_works=buy_works,
        interactive=time_to_interactive(first_paint, tasks),
    )


def time_to_interactive(first_paint: int, tasks: Sequence[Span]) -> int:
    """Give the end of the last long task before 5 quiet seconds, as Lighthouse defines it.

    The page never has more than two files under way after its first paint, so the network is quiet.
    """
    quiet_from = first_paint
    for task in sorted(tasks, key=lambda task: task.begins):
        if task.ends - task.begins <= LONG_TASK or task.ends <= quiet_from:
            continue
        if task.begins - quiet_from >= QUIET:
            break
        quiet_from = task.ends
    return quiet_from


def _shared(files: Sequence[tuple[str, int, int]]) -> tuple[Span, ...]:
    """Send files over one link, whose bandwidth is shared by all that are under way."""
    left = {name: float(kilobytes) for name, _, kilobytes in files}
    ends: dict[str, float] = {}
    now = float(min(begin for _, begin, _ in files))
    while left:
        active = [name for name, begin, _ in files if name in left and begin <= now]
        smallest = min(active, key=lambda name: left[name])
        passed = left[smallest] * len(active) / LINK
        for name in active:
            left[name] -= passed * LINK / len(active)
        now += passed
        ends[smallest] = now
        del left[smallest]
    return tuple(Span(name=name, begins=begin, ends=round(ends[name])) for name, begin, _ in files)


def _tasks(name: str, begins: int, lasts: int, sliced: bool) -> tuple[Span, ...]:
    """Work on the main thread: one task, or slices of 45 ms."""
    each = 45 if sliced else lasts
    starts = range(begins, begins + lasts, each)
    return tuple(
        Span(name=name, begins=start, ends=min(start + each, begins + lasts)) for start in starts
    )


def at_second(load: PageLoad, second: float) -> str:
    """Say what a visitor has before the eyes at a second after the click."""
    now = second * 1000
    if now < load.first_paint:
        return "a white page"
    picture = "the picture" if now >= load.largest_paint else "no picture yet"
    button = "a button that sells" if now >= load.buy_works else "a button that does nothing"
    return f"{picture}, {button}"


def draw_page(*plans: Collection[str]) -> None:
    """Draw loads below one another: files as blue bars, work of the processor as orange ones.

    Parameters
    ----------
    *plans
        Switches of each load; without any, the page as found.
    """
    from matplotlib import pyplot as plt

    loads = [load_page(plan) for plan in plans or ((),)]
    figure, rows = plt.subplots(
        len(loads), figsize=(9, 2.5 * len(loads)), sharex=True, squeeze=False
    )
    last = max(task.ends for load in loads for task in load.tasks) / 1000
    for (axes,), load in zip(rows, loads, strict=True):
        names = [span.name for span in load.transfers]
        for height, span in enumerate(load.transfers):
            axes.barh(height, (span.ends - span.begins) / 1000, 0.7, span.begins / 1000, color=BLUE)
        for task in load.tasks:
            width = (task.ends - task.begins) / 1000
            look = {"color": ORANGE, "edgecolor": "white", "hatch": "//"}
            axes.barh(len(names), width, 0.7, task.begins / 1000, **look)
        axes.set_yticks(range(len(names) + 1), [*names, "processor"])
        axes.invert_yaxis()
        labels: dict[int, str] = {}
        for mark, time, colour, style in (
            ("first paint", load.first_paint, GREY, "--"),
            ("Buy works", load.buy_works, GREEN, "-"),
            ("TTI", load.interactive, "black", ":"),
        ):
            axes.axvline(time / 1000, color=colour, linestyle=style)
            labels[time] = f"{labels[time]} = {mark}" if time in labels else mark
        for time, label in labels.items():
            axes.text(time / 1000, -0.75, label, fontsize=9, ha="center", va="bottom")
        axes.set_title(" + ".join(load.switches) or "as found", fontsize=10, loc="right", pad=14)
        axes.set_xlim(0, last * 1.05)
    rows[-1][0].set_xlabel("seconds after the click")
    figure.tight_layout()
    show_figure(figure, f"loads of the page, with {len(loads)} plans")


# ---- runs


def same_program(runs: int, seed: int, *, noise: float = 0.03, times: float = 1.0) -> list[float]:
    """Measure one program: times in ms around 100, with a noise that multiplies.

    Parameters
    ----------
    runs
        How many runs.
    seed
        Equal seeds give equal runs.
    noise
        Standard deviation as a share of the time.
    times
        What every run is multiplied by: 0.97 is a program that is 3 % faster.
    """
    rng = random.Random(seed)
    return [round(100 * times * math.exp(rng.gauss(0, noise)), 1) for _ in range(runs)]


def in_order(order: str, seed: int, *, drift: float = 0.004, noise: float = 0.01) -> list[float]:
    """Measure one program in each place of an order, on a machine that slows down from run to run.

    Parameters
    ----------
    order
        A letter for each run, such as `ABAB`; all letters mean the same program.
    seed
        Equal seeds give equal noise.
    drift
        Share by which each run is slower than the one before.
    noise
        Standard deviation as a share of the time.
    """
    rng = random.Random(seed)
    return [
        round(100 * (1 + drift) ** place * math.exp(rng.gauss(0, noise)), 1)
        for place in range(len(order))
    ]


def draw_runs(*rows: tuple[str, Sequence[float]]) -> None:
    """Draw each run as a dot, one row for each set of runs, with the mean as a line."""
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(8.4, 0.9 + 0.5 * len(rows)))
    for height, (_, times) in enumerate(rows):
        spread = [height + 0.12 * (place % 5 - 2) for place in range(len(times))]
        axes.plot(times, spread, "o", color=BLUE, alpha=0.6, markersize=5)
        axes.plot([sum(times) / len(times)] * 2, [height - 0.4, height + 0.4], color="black")
    axes.set_yticks(range(len(rows)), [name for name, _ in rows])
    axes.invert_yaxis()
    axes.set_xlabel("ms; a line is a mean. The axis does not begin at zero")
    figure.tight_layout()
    show_figure(figure, "runs as dots, one row for each set")


def draw_widths(noises: Sequence[float], *, most_runs: int = 100) -> None:
    """Draw how wide a 95 % interval of the ratio of two medians is, over the number of runs.

    For normal noise a median scatters 1.25 times as much as a mean, so the half width is about
    1.96 x 1.25 x noise x sqrt(2 / runs).
    """
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(8.4, 3))
    runs = range(5, most_runs + 1)
    for noise, style in zip(noises, ("-", "--", ":", "-."), strict=False):
        halves = [100 * 1.96 * 1.25 * noise * math.sqrt(2 / count) for count in runs]
        axes.plot(runs, halves, style, label=f"noise {100 * noise:g} %")
    axes.set_xlim(0, most_runs)
    axes.set_ylim(0, None)
    axes.set_xlabel("runs on each side")
    axes.set_ylabel("the interval is +- this, %")
    axes.legend(frameon=False, fontsize=9)
    figure.tight_layout()
    show_figure(figure, "the interval gets narrower with the root of the number of runs")


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Runs of a program before (A) and after (B) a change, in the order in which they were made."""

    name: str
    claim: str
    measured: str
    runs: tuple[tuple[str, float], ...]

    @property
    def before(self) -> list[float]:
        """Times of the runs of A, in ms."""
        return [time for side, time in self.runs if side == "A"]

    @property
    def after(self) -> list[float]:
        """Times of the runs of B, in ms."""
        return [time for side, time in self.runs if side == "B"]

    def __str__(self) -> str:
        counts = f"{len(self.before)} runs of A, {len(self.after)} of B"
        return f"{self.name}: {self.claim}\n  measured: {self.measured}; {counts}"


def draw_comparisons(comparisons: Mapping[str, Comparison]) -> None:
    """Draw the runs of comparisons in their order: A as dots, B as crosses."""
    from matplotlib import pyplot as plt

    lines = math.ceil(len(comparisons) / 2)
    figure, grid = plt.subplots(lines, 2, figsize=(9.4, 1.9 * lines), squeeze=False)
    panels = [axes for row in grid for axes in row]
    for axes, comparison in zip(panels, comparisons.values(), strict=False):
        for side, marker, colour in (("A", "o", BLUE), ("B", "x", ORANGE)):
            places = [n for n, (name, _) in enumerate(comparison.runs) if name == side]
            times = [comparison.runs[n][1] for n in places]
            axes.plot(places, times, marker, color=colour, markersize=5, label=side)
        times = sorted(time for _, time in comparison.runs)
        axes.set_title(comparison.name, fontsize=10)
        axes.set_ylim(0.9 * times[0], 1.1 * times[-2])
        if times[-1] > 1.1 * times[-2]:
            beyond = f"above: {times[-1]:g} ms"
            axes.text(
                0.98, 0.96, beyond, transform=axes.transAxes, fontsize=8, ha="right", va="top"
            )
        axes.set_ylabel("ms", fontsize=8)
    panels[0].legend(frameon=True, fontsize=8, loc="lower right", ncols=2)
    for axes in panels[-2:]:
        axes.set_xlabel("runs in their order (ms do not begin at zero)", fontsize=8)
    figure.tight_layout()
    show_figure(figure, "runs of A and B in their order")


def _comparison(name: str, claim: str, measured: str, text: str) -> Comparison:
    runs = tuple((word[0], float(word[1:])) for word in text.split())
    return Comparison(name=name, claim=claim, measured=measured, runs=runs)


COMPARISONS: dict[str, Comparison] = {
    comparison.name: comparison
    for comparison in (
        _comparison(
            "basket",
            "B adds to the basket faster",
            "time until the basket shows the ticket",
            """
            A220 B208 A212 B195 A205 B199 A206 B191 A213 B200 A216 B194 A212 B199 A203 B203 A214
            B214 A213 B198 A220 B200 A218 B197 A213 B205 A216 B200 A205 B202 A212 B204 A213 B206
            A212 B200 A216 B193 A209 B196 A225 B199 A216 B203 A210 B190 A218 B197 A217 B192 A209
            B207 A221 B192 A204 B199 A217 B200 A214 B193
            """,
        ),
        _comparison(
            "search",
            "B finds events faster",
            "time until the list of events is complete",
            """
            A83.2 B78.7 A87.3 B76.5 A83.6 B83.7 A93.8 B70.9 A92 B86.7 A81.6 B83.4 A81.7 B90.4
            A85.1 B80.8
            """,
        ),
        _comparison(
            "seats",
            "B draws the seats faster",
            "time until the plan of the seats is drawn",
            """
            A130 B139 A124 B137 A131 B134 A132 B136 A125 B137 A128 B136 A131 B141 A131 B137 A1192
            B133 A134 B135 A132 B134 A128 B136 A136 B139 A129 B137 A128 B137 A130 B140 A127 B137
            A129 B136 A133 B138 A133 B141 A134 B134 A132 B133 A131 B143 A130 B137 A131 B138
            """,
        ),
        _comparison(
            "receipt",
            "B prints receipts faster",
            "time until a receipt is printed",
            """
            A340 A336 A339 A336 A331 A331 A330 A329 A325 A324 A319 A316 A315 A317 A315 A311 A307
            A308 A309 A307 B300 B300 B294 B293 B295 B293 B293 B292 B289 B289 B283 B280 B282 B285
            B278 B273 B274 B275 B268 B271
            """,
        ),
        _comparison(
            "export",
            "B exports faster",
            "time until the file of one evening is written",
            """
            A105 B104 A106 B104 A103 B101 A149 B105 A103 B105 A106 B107 A103 B106 A105 B149 A149
            B104 A107 B151 A151 B151 A152 B105 A149 B104 A149 B106 A151 B148 A152 B152 A154 B104
            A104 B148 A145 B103 A147 B154
            """,
        ),
        _comparison(
            "mail",
            "B gets the ticket to the buyer's mailbox sooner, by a queue that mails in the "
            "background",
            "time until the call that sends the mail returns",
            """
            A92.6 B29.1 A97.6 B29.9 A98.9 B28.5 A98.8 B28.9 A93.9 B31.6 A95.3 B29.3 A94.2 B29 A101
            B31.1 A97.8 B29.7 A99 B29.4 A96.7 B29.9 A95.3 B31.5 A102 B31.1 A88 B31.7 A97.7 B28.9
            """,
        ),
        _comparison(
            "calendar",
            "B opens the calendar faster",
            "time until the month is drawn",
            """
            A164 B150 A154 B154 A148 B149 A153 B148 A173 B152 A152 B140 A160 B145 A162 B166 A158
            B149 A151 B145 A164 B152 A152 B145 A156 B164 A154 B146 A158 B138 A150 B156 A159 B152
            A165 B139 A159 B149 A154 B145 A159 B164 A158 B152 A154 B153 A149 B156 A143 B149 A153
            B151 A155 B150 A154 B148 A149 B151 A159 B149 A155 B156 A150 B150 A171 B149 A165 B147
            A158 B143
            """,
        ),
        _comparison(
            "map",
            "B draws the map faster",
            "time until the way to the venue is drawn",
            """
            A277 B273 A276 B274 A270 B286 A279 B263 A280 B267 A274 B271 A272 B276 A273 B267 A275
            B276 A285 B272 A269 B272 A279 B270 A271 B278 A275 B276 A272 B270 A273 B274 A273 B277
            A278 B277 A278 B270 A269 B279 A275 B275 A269 B273 A272 B270 A272 B266 A275 B281 A271
            B275 A269 B278 A285 B268 A274 B282 A277 B275 A264 B274 A280 B282 A279 B271 A271 B265
            A269 B281
            """,
        ),
    )
}

# ---- many requests


def measured_waits(*, waits_for_reply: bool, stall: tuple[int, int] = (30, 40)) -> list[int]:
    """Measure a minute of a server that answers in 1 ms, but freezes for some seconds.

    Parameters
    ----------
    waits_for_reply
        Whether the measuring client asks again only 10 ms after it has a reply. Otherwise it asks
        each 10 ms, as users would, whatever has become of the earlier requests.
    stall
        Seconds between which nothing is answered.

    Returns
    -------
    list of int
        Waits in ms, from when each request was sent to when it was answered.
    """
    begin, end = 1000 * stall[0], 1000 * stall[1]
    waits: list[int] = []
    now = 0
    while now < 60_000:
        wait = end - now + 1 if begin <= now < end else 1
        waits.append(wait)
        now += 10 + (wait - 1 if waits_for_reply else 0)
    return waits


# Upper bounds of buckets, in ms. Each replica counts requests in them, and at last those beyond.
BOUNDS = [10, 25, 50, 100, 250, 500, 1000, 2000, 4000]
REPLICAS = {
    "r01": [212, 540, 238, 7, 2, 1, 0, 0, 0, 0],
    "r02": [198, 561, 229, 9, 2, 1, 0, 0, 0, 0],
    "r03": [220, 533, 236, 8, 3, 0, 0, 0, 0, 0],
    "r04": [205, 547, 239, 6, 2, 1, 0, 0, 0, 0],
    "r05": [187, 566, 238, 7, 1, 1, 0, 0, 0, 0],
    "r06": [214, 542, 235, 8, 1, 0, 0, 0, 0, 0],
    "r07": [31, 118, 187, 102, 44, 61, 92, 163, 202, 0],  # its disk is failing
    "r08": [209, 549, 233, 6, 2, 1, 0, 0, 0, 0],
    "r09": [201, 552, 237, 8, 2, 0, 0, 0, 0, 0],
    "r10": [216, 538, 236, 7, 2, 1, 0, 0, 0, 0],
    "r11": [193, 560, 237, 8, 1, 1, 0, 0, 0, 0],
    "r12": [207, 545, 238, 8, 2, 0, 0, 0, 0, 0],
}

# ---- profiles


@dataclass(frozen=True, kw_only=True)
class FoldedProfile:
    """Folded stacks with how often each was seen: by the clock, and of these on the processor."""

    name: str
    stacks: tuple[tuple[str, int, int], ...]

    def __str__(self) -> str:
        rows = [f"{self.name}: samples by the clock, and on the processor"]
        return "\n".join(rows + [f"{c:5} {p:5}  {stack}" for stack, c, p in self.stacks])


def _profile(name: str, text: str) -> FoldedProfile:
    rows = [line.split() for line in text.strip().splitlines()]
    return FoldedProfile(name=name, stacks=tuple((stack, int(c), int(p)) for c, p, stack in rows))


PROFILES: dict[str, FoldedProfile] = {
    profile.name: profile
    for profile in (
        _profile(
            "events",
            """
             20  20 serve
             30  30 serve;events
            140 140 serve;events;sort
            160 160 serve;events;render;escape
             60  60 serve;events;render
             40  40 serve;events;render;menu;escape
             50   5 serve;events;query
            """,
        ),
        _profile(
            "report",
            """
             10  10 serve;report
             40  40 serve;report;total
             50  50 serve;report;total;total
            110 110 serve;report;total;total;total
             90  90 serve;report;total;total;money
            150 150 serve;report;total;total;total;money
             50  50 serve;report;print
            """,
        ),
        _profile(
            "checkout",
            """
             12  12 serve;checkout
             68  68 serve;checkout;price
             20  20 serve;checkout;price;money
            160   4 serve;checkout;reserve
            290   6 serve;checkout;risk
             10  10 serve;checkout;sign
             80  80 serve;checkout;ticket;draw
            """,
        ),
    )
}


def draw_flames(profile: FoldedProfile) -> None:
    """Draw a profile as two flame graphs: by the clock, and on the processor."""
    from matplotlib import pyplot as plt

    most = sum(clock for _, clock, _ in profile.stacks)
    figure, panels = plt.subplots(1, 2, figsize=(9.4, 2.6), sharey=True)
    for number, title in enumerate(("by the clock", "on the processor")):
        axes = panels[number]
        widths: dict[tuple[str, ...], int] = {}
        for stack, *counts in profile.stacks:
            frames = tuple(stack.split(";"))
            for depth in range(1, len(frames) + 1):
                widths[frames[:depth]] = widths.get(frames[:depth], 0) + counts[number]
        begins: dict[tuple[str, ...], int] = {(): 0}
        for place in sorted(widths):
            left, width, depth = begins[place[:-1]], widths[place], len(place)
            begins[place[:-1]], begins[place] = left + width, left
            colour = (BLUE, ORANGE, GREEN)[depth % 3]
            axes.barh(depth, width, 0.95, left, color=colour, edgecolor="white", alpha=0.75)
            if width > 0.06 * most:
                axes.text(left + width / 2, depth, place[-1], fontsize=8, ha="center", va="center")
        axes.set_title(f"{profile.name}, {title}", fontsize=10)
        axes.set_xlim(0, most)
        axes.set_xlabel("samples")
        axes.set_yticks([])
    figure.tight_layout()
    show_figure(figure, f"two flame graphs of {profile.name}")

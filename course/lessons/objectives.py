"""A campus' access log, days of its budget, labelled months, scrapes, and its inherited alerts.

Everything comes from a seed and is counted in whole requests. What rules find in a month is
measured here; which numbers are good enough is said in the notebooks.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from course.lessons.overload import show_figure
from course.promql import Matcher, SampleBlock, over

BLUE, ORANGE, GREEN, VERMILLION = "#0072B2", "#E69F00", "#009E73", "#D55E00"  # Okabe and Ito

Row = dict[str, Any]
Day = tuple[int, int]

# ---- an access log

_AFTERNOON: tuple[tuple[int, str, int, float], ...] = (  # how many, who, status, seconds
    (1800, "probe", 200, 0.01),
    (600, "bot", 404, 0.05),
    (400, "bot", 429, 0.01),
    (200, "learner", 302, 0.1),
    (30, "learner", 404, 0.1),
    (45, "learner", 499, 6.0),
    (40, "learner", 200, 9.0),
    (4, "learner", 500, 0.3),
    (5626, "learner", 200, 0.2),
)


def afternoon() -> list[Row]:
    """Give the lines of one afternoon at the ingress, in the order in which they were written.

    A line has `click` (one press of a button; a browser that tries again keeps it), `who`,
    `status` (0: the connection broke before an answer) and `seconds`.
    """
    log = []
    click = 0
    for many, who, status, seconds in _AFTERNOON:
        for _ in range(many):
            click += 1
            log.append({"click": click, "who": who, "status": status, "seconds": seconds})
    for tries in [(0, 200)] * 14 + [(0, 0, 0)] * 10:
        click += 1
        log += [
            {"click": click, "who": "learner", "status": status, "seconds": 0.2} for status in tries
        ]
    random.Random(201).shuffle(log)
    return log


# ---- days of a budget

HOURS: tuple[int, ...] = (
    *(40, 20, 10, 10, 20, 80, 300, 900, 2400, 3600, 4000, 3900),
    *(3000, 3400, 4000, 3800, 3200, 2600, 2200, 2400, 2600, 2000, 900, 200),
)
"""Requests in each hour of a usual day, from midnight on."""


def month_of_days(seed: int, days: int = 30) -> list[Day]:
    """Give requests and bad requests of some days: weekends are calm, and a day may go wrong."""
    rng = random.Random(seed)
    found = []
    for day in range(days):
        requests = round(sum(HOURS) * (0.3 if day % 7 > 4 else 1) * rng.uniform(0.9, 1.1))
        bad = round(requests * rng.uniform(0.0001, 0.0004))
        if rng.random() < 0.1:
            bad += round(requests * rng.uniform(0.002, 0.008))
        found.append((requests, bad))
    return found


def resample(shares: Sequence[float], seed: int, *, many: int = 200) -> list[list[float]]:
    """Draw futures of 30 days, each day one of the days that were seen."""
    rng = random.Random(seed)
    return [[rng.choice(shares) for _ in range(30)] for _ in range(many)]


def draw_budgets(left: Sequence[Sequence[float]], what: str) -> None:
    """Draw what is left of a budget after each day, one line for each month."""
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(8.4, 3.4))
    for number, line in enumerate(left):
        label = f"one of {len(left)} months" if number == 0 else None
        days = range(len(line) + 1)
        axes.plot(days, [100, *(100 * one for one in line)], color=BLUE, alpha=0.6, label=label)
    axes.axhline(0, color="black", linewidth=1)
    axes.text(0.3, -3, "nothing left", ha="left", va="top", fontsize=9)
    axes.set_xlim(0, 30)
    axes.set_ylim(top=105)
    axes.set_xlabel("day")
    axes.set_ylabel("% of the budget left")
    figure.legend(loc="upper center", frameon=False, fontsize=9)
    figure.tight_layout(rect=(0, 0, 1, 0.94))
    show_figure(figure, what)


def draw_chain(most: int = 12) -> None:
    """Draw the share of failed requests over the number of dependencies, for three promises."""
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(8.4, 3.4))
    numbers = range(most + 1)
    for promise, colour, marker in ((99, ORANGE, "o"), (99.9, BLUE, "^"), (99.99, GREEN, "s")):
        failing = [100 * (1 - (promise / 100) ** number) for number in numbers]
        axes.plot(numbers, failing, color=colour, marker=marker, label=f"each {promise} %")
        axes.annotate(f"each {promise} %", (most, failing[-1]), (4, 0), textcoords="offset points")
    axes.set_xlim(0, most + 2)
    axes.set_ylim(0, None)
    axes.set_xlabel("dependencies that one request needs, each once")
    axes.set_ylabel("% of requests that fail")
    figure.tight_layout()
    show_figure(figure, "failing requests over the number of dependencies")


# ---- labelled months

DAY = 1440
MINUTES = 30 * DAY
BUDGET = 0.001  # of an objective of 99.9 %
PAGE, TICKET = "page", "ticket"
_MATTERS = ("outage", "steady", "leak", "flap")


class LabelledEvent(NamedTuple):
    """Something that went wrong, from minute `begin` up to minute `end`."""

    kind: str
    begin: int
    end: int

    @property
    def matters(self) -> bool:
        """Whether it spent so much that somebody has to know."""
        return self.kind in _MATTERS


@dataclass(frozen=True)
class Month:
    """Requests and bad requests of a service in each of 43,200 minutes, and what went wrong."""

    name: str
    requests: npt.NDArray[np.int64]
    bad: npt.NDArray[np.int64]
    events: tuple[LabelledEvent, ...]

    def last(self, minutes: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Give requests and bad requests of the last minutes, at each minute."""
        return _windows(self._sums[0], minutes), _windows(self._sums[1], minutes)

    @cached_property
    def _sums(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        return np.cumsum(self.requests), np.cumsum(self.bad)


# name, requests a minute at the busiest time, and what goes wrong how often
_SERVICES: tuple[tuple[str, float, tuple[str, ...]], ...] = (
    ("hand-in", 600, ("outage", "steady", "blip")),
    ("results", 900, ("steady", "spike", "blip")),
    ("sign-in", 900, ("outage", "flap", "blip")),
    ("grader", 600, ("leak", "blip")),
    ("courses", 300, ("flap", "outage", "spike")),
    ("library", 300, ("leak", "blip", "blip")),
    ("search", 600, ("steady", "blip", "blip")),
    ("mail", 300, ("spike", "spike", "spike")),
    ("exports", 60, ("night", "night", "night", "night")),
    ("status page", 600, ("gap", "gap", "blip")),
    ("archive", 0, ()),
    ("plugins", 0, ()),
)
_SHAPES = {  # for how many minutes, which share fails
    "outage": (25, 1.0),
    "steady": (45, 0.04),
    "leak": (2 * DAY, 0.004),
    "flap": (180, 0.2),
    "blip": (2, 0.05),
    "spike": (1, 0.12),
    "night": (2, 1.0),
    "gap": (20, 0.0),
}


@lru_cache(maxsize=3)  # each takes 17 MB
def labelled_months(seed: int) -> tuple[Month, ...]:
    """Give a month of twelve services, with each event that matters and each that does not."""
    return tuple(
        _month(name, busiest, kinds, np.random.default_rng((seed, number)))
        for number, (name, busiest, kinds) in enumerate(_SERVICES)
    )


def _month(name: str, busiest: float, kinds: Sequence[str], rng: np.random.Generator) -> Month:
    minutes = np.arange(MINUTES)
    if busiest:
        by_day = (1 - np.cos(2 * np.pi * (minutes % DAY) / DAY)) / 2
        mean = busiest * (0.05 + 0.95 * by_day)
    else:  # ten requests an hour, at any time
        mean = np.full(MINUTES, 10 / 60)
    share = np.full(MINUTES, 0.2 * BUDGET if busiest else 0.5 * BUDGET)
    slot = MINUTES // max(1, len(kinds))
    events = []
    for number, kind in enumerate(rng.permutation(np.array(kinds, dtype=object))):
        length, fails = _SHAPES[kind]
        first_day = number * slot // DAY + 1
        day = first_day + int(rng.integers(0, max(1, (slot - length) // DAY - 4)))
        hour = 0 if kind == "night" else int(rng.integers(9, 19))
        begin = day * DAY + hour * 60 + int(rng.integers(0, 60))
        events.append(LabelledEvent(str(kind), begin, begin + length))
        during = (minutes >= begin) & (minutes < begin + length)
        if kind == "flap":
            during &= (minutes - begin) % 10 < 2
        share[during] = np.maximum(share[during], fails)
    requests = rng.poisson(mean)
    bad = rng.binomial(requests, share)
    for event in events:
        if event.kind == "gap":  # nothing is scraped, then all of it at once
            for counts in (requests, bad):
                counts[event.end] += counts[event.begin : event.end].sum()
                counts[event.begin : event.end] = 0
    requests.flags.writeable = bad.flags.writeable = False
    return Month(name, requests, bad, tuple(sorted(events, key=lambda event: event.begin)))


Rule = Mapping[str, Any]


def firing(rule: Rule, month: Month) -> npt.NDArray[np.bool_]:
    """Say in which minutes a rule fires: both of its windows burn faster than it allows.

    A rule has `long` and `short` in minutes, `burn`, and `least`, the requests that the long
    window must hold.
    """
    limit = rule["burn"] * BUDGET
    long_requests, long_bad = month.last(rule["long"])
    short_requests, short_bad = month.last(rule["short"])
    enough = (long_requests >= max(1, rule["least"])) & (short_requests > 0)
    burns = (long_bad > limit * long_requests) & (short_bad > limit * short_requests)
    return np.asarray(enough & burns)


def _windows(sums: npt.NDArray[np.int64], minutes: int) -> npt.NDArray[np.int64]:
    windows = sums.copy()
    windows[minutes:] -= sums[:-minutes]
    return windows


def alerts(rule: Rule, month: Month) -> list[tuple[int, int]]:
    """Give the stretches of minutes in which a rule fires."""
    fires = np.concatenate(([False], firing(rule, month), [False])).astype(np.int8)
    begins, ends = np.flatnonzero(np.diff(fires) == 1), np.flatnonzero(np.diff(fires) == -1)
    return list(zip(begins.tolist(), ends.tolist(), strict=True))


def measure(rules: Sequence[Rule], months: Sequence[Month]) -> dict[str, Any]:
    """Measure what rules do in months of which all events are known.

    Returns
    -------
    dict
        `precision`: share of the alerts that meet an event that matters. `recall`: share of these
        events that some alert meets. `outage`, `steady`: most minutes from the begin of such an
        event to its first page, None if one had no page. `reset`: most minutes that a page goes on
        after its event. `false`: for each service, how many alerts met nothing that matters.
    """
    good = total = found = matter = 0
    first: dict[str, list[int | None]] = {"outage": [], "steady": []}
    resets: list[int] = [0]
    false: dict[str, int] = {}
    for month in months:
        rung = [(rule["severity"], *one) for rule in rules for one in alerts(rule, month)]
        events = [event for event in month.events if event.matters]
        met = [_meets(events, begin, end) for _, begin, end in rung]
        total, good = total + len(rung), good + sum(event is not None for event in met)
        false[month.name] = sum(event is None for event in met)
        for event in events:
            here = [one for one, its in zip(rung, met, strict=True) if its == event]
            pages = [one for one in here if one[0] == PAGE]
            matter, found = matter + 1, found + bool(here)
            resets += [max(0, end - event.end) for _, _, end in pages]
            if event.kind in first:
                begins = [max(0, begin - event.begin) + 1 for _, begin, _ in pages]
                first[event.kind].append(min(begins) if begins else None)
    return {
        "precision": good / total if total else 0.0,
        "recall": found / matter if matter else 0.0,
        "outage": _most(first["outage"]),
        "steady": _most(first["steady"]),
        "reset": max(resets),
        "false": {name: many for name, many in false.items() if many},
    }


def _meets(events: Sequence[LabelledEvent], begin: int, end: int) -> LabelledEvent | None:
    return next((one for one in events if begin < one.end and end > one.begin), None)


def _most(minutes: Sequence[int | None]) -> int | None:
    return None if None in minutes else max((one for one in minutes if one is not None), default=0)


def rules_yaml(rules: Sequence[Rule], metric: str = "http_requests_total") -> str:
    """Write rules as Prometheus reads them, for counters of requests with a label `code`."""
    lines = ["groups:", "- name: objective", "  rules:"]
    for number, rule in enumerate(rules, 1):
        limit = f"{rule['burn']:g} * {BUDGET:g}"
        long, short = (
            f"sum(rate({metric}{{code=~'5..'}}[{one}m])) / sum(rate({metric}[{one}m])) > {limit}"
            for one in (rule["long"], rule["short"])
        )
        least = f"sum(increase({metric}[{rule['long']}m])) >= {rule['least']}"
        lines += [
            f"  - alert: Burn{number}",
            f'    expr: "{long} and {short} and {least}"',
            f"    labels: {{severity: {rule['severity']}}}",
        ]
    return "\n".join(lines) + "\n"


def draw_alerts(rules: Mapping[str, Rule], month: Month, begin: int, end: int) -> None:
    """Draw the share of bad requests between two minutes, the events, and when each rule fires."""
    from matplotlib import pyplot as plt

    figure, (top, below) = plt.subplots(2, 1, figsize=(8.4, 4), height_ratios=(2, 1), sharex=True)
    hours = (np.arange(begin, end) - begin) / 60
    recent_requests, recent_bad = (counts[begin:end] for counts in month.last(10))
    top.plot(hours, 100 * recent_bad / np.maximum(1, recent_requests), color=BLUE)
    for event in month.events:
        if begin <= event.begin < end:
            edges = (event.begin - begin) / 60, (event.end - begin) / 60
            top.axvspan(*edges, color=ORANGE, alpha=0.35)
            top.text(edges[1], top.get_ylim()[1], f" {event.kind}", va="top", fontsize=9)
    for row, rule in enumerate(rules.values()):
        spans = [((one - begin) / 60, (two - one) / 60) for one, two in alerts(rule, month)]
        below.broken_barh(spans, (row - 0.3, 0.6), color=VERMILLION)
    below.set_yticks(range(len(rules)), list(rules))
    below.set_ylim(len(rules) - 0.5, -0.5)
    below.set_xlim(0, (end - begin) / 60)
    below.set_xlabel("hours")
    below.set_ylabel("fires")
    top.set_ylim(0, None)
    top.set_ylabel("% bad, last 10 min")
    figure.tight_layout()
    show_figure(figure, "bad requests, events, and the minutes in which rules fire")


# ---- scrapes of an hour, for rules in PromQL

_SERIES = re.compile(r'(\w+)="([^"]*)"')


def counter(*parts: tuple[int, float | None], start: float = 0) -> list[float | None]:
    """Give an hour of a counter, one sample a minute.

    A part is a number of minutes and by how much the counter grows in each; None: no sample.
    """
    samples: list[float | None] = []
    value = start
    for minutes, growth in parts:
        for _ in range(minutes):
            value += growth or 0
            samples.append(None if growth is None else value)
    return samples


class Scrapes:
    """An hour of series, one sample a minute, as a storage of PromQL.

    Parameters
    ----------
    series
        Samples by the name of the series, such as `requests_total{code="200"}`.
    """

    def __init__(self, series: Mapping[str, Sequence[float | None]]) -> None:
        self._rows = [
            (
                {"__name__": name.partition("{")[0], **dict(_SERIES.findall(name))},
                np.array([np.nan if one is None else one for one in samples], dtype=np.float64),
            )
            for name, samples in series.items()
        ]

    def select(self, matchers: Sequence[Matcher]) -> Iterator[SampleBlock]:
        """Give each series that meets all conditions as a block of its own."""
        for labels, values in self._rows:
            if all(one.accepts([labels.get(one.label, "")])[0] for one in matchers):
                times = 60_000 * np.arange(1, len(values) + 1, dtype=np.int64)
                yield SampleBlock(labels=[labels], times_ms=times, values=values[None, :])


def practice_runs() -> dict[str, tuple[Scrapes, Scrapes]]:
    """Give for each rule of the exercise an hour in which it must ring, and one in which not."""
    failing = {
        'requests_total{instance="a"}': counter((60, 900)),
        'errors_total{instance="a"}': counter((30, 0), (30, 90)),
    }
    one_small = {
        'requests_total{instance="a"}': counter((60, 900)),
        'errors_total{instance="a"}': counter((60, 0)),
        'requests_total{instance="b"}': counter((60, 2)),
        'errors_total{instance="b"}': counter((30, 0), (30, 1)),
    }
    for other in "bcd":
        failing[f'requests_total{{instance="{other}"}}'] = counter((60, 2))
        failing[f'errors_total{{instance="{other}"}}'] = counter((60, 0))
    calm = {"requests_total": counter((60, 100)), "errors_total": counter((60, 1))}
    return {
        "rejected": (
            Scrapes({'rejected_total{reason="virus"}': counter((30, None), (30, 0), start=1)}),
            Scrapes({'rejected_total{reason="size"}': counter((60, 0), start=7)}),
        ),
        "share": (
            Scrapes({one: counter((30, 50), (30, 0)) for one in calm} | {"errors_total": [0] * 60}),
            Scrapes(calm),
        ),
        "instances": (Scrapes(failing), Scrapes(one_small)),
        "deploy": (
            Scrapes(
                {
                    'requests_total{code="200"}': counter((20, 90), (40, None)),
                    'requests_total{code="500"}': counter((20, 0), (40, None)),
                    'requests_total{status="200"}': counter((20, None), (40, 90)),
                    'requests_total{status="500"}': counter((20, None), (40, 20)),
                }
            ),
            Scrapes(
                {
                    'requests_total{status="200"}': counter((60, 90)),
                    'requests_total{status="404"}': counter((60, 20)),
                    'requests_total{status="500"}': counter((60, 0)),
                }
            ),
        ),
    }


def rings(rule: str, scrapes: Scrapes, first: int = 20) -> list[int]:
    """Give the minutes, from `first` to 60, in which a rule in PromQL returns anything."""
    answer = over(rule, scrapes, first * 60_000, 3_600_000, 60_000)
    if answer.kind == "matrix" and not len(answer.present):
        return []
    return (first + np.flatnonzero(answer.present.any(axis=0))).tolist()


# ---- the inherited alerts

MORNING = 720  # a ticket is read within twelve hours
# name, team, severity, times fired in a year, times acted on, minutes until users notice,
# the alert that fires at the same time, incidents of the year that it announced
_ALERTS: tuple[tuple[str, str, str, int, int, int | None, str, tuple[str, ...]], ...] = (
    ("LibraryBurn", "library", "critical", 5, 5, 0, "", ("loans down",)),
    ("LibraryHeapHigh", "library", "warning", 210, 0, None, "", ()),
    ("SearchBurn", "search", "critical", 8, 8, 0, "", ("search down",)),
    ("SearchInstanceDown", "search", "critical", 96, 8, 0, "SearchBurn", ("search down",)),
    ("CacheDiskFullIn3h", "storage", "warning", 1, 1, 180, "", ("cache full at four",)),
    ("CourseImportFailed", "courses", "warning", 12, 11, 2880, "", ("empty courses",)),
    ("VideoQueueOld", "video", "critical", 11, 10, 0, "", ("films stuck",)),
    ("VideoCpuHigh", "video", "warning", 350, 0, 0, "VideoQueueOld", ()),
    ("ArchiveBackupFailed", "storage", "critical", 4, 4, 4320, "", ("archive lost a day",)),
    ("ProbeFlaky", "network", "warning", 160, 0, None, "", ()),
    ("LicenceExpiresIn30d", "library", "critical", 1, 1, 43200, "", ("licence",)),
    ("LogVolumeHigh", "platform", "warning", 75, 0, None, "", ()),
    ("HandInBurn", "assessment", "critical", 9, 9, 0, "", ("hand-in down",)),
    ("HandInAny5xx", "assessment", "critical", 310, 9, 0, "HandInBurn", ("hand-in down",)),
    ("GraderQueueOld", "grader", "warning", 14, 13, 0, "", ("grading stuck",)),
    ("GraderCpuHigh", "grader", "critical", 420, 3, 0, "GraderQueueOld", ("grading stuck",)),
    ("DatabaseDiskFullIn4h", "storage", "warning", 2, 2, 200, "", ("disk full at four",)),
    ("DatabaseDisk80Percent", "storage", "critical", 60, 6, 4320, "", ()),
    ("SlowestQueries", "storage", "warning", 52, 0, None, "", ()),
    ("SignInBurn", "identity", "critical", 6, 6, 0, "", ("sign-in down",)),
    ("SignInPodRestart", "identity", "critical", 180, 4, 0, "SignInBurn", ("sign-in down",)),
    ("CertificateExpiresIn21d", "identity", "critical", 3, 3, 30240, "", ("certificate",)),
    ("BackupFailed", "storage", "critical", 5, 5, 1440, "", ("backup lost",)),
    ("MailQueueLong", "mail", "critical", 40, 30, 900, "", ("mail late",)),
    ("ResultsSlowBurn", "content", "critical", 7, 7, 2880, "", ("results slow",)),
    ("ContentInstanceReplaced", "content", "critical", 130, 0, None, "", ()),
    ("IngressUnreachable", "network", "critical", 240, 3, 0, "ZoneDown", ("zone lost",)),
    ("ZoneDown", "network", "critical", 3, 3, 0, "", ("zone lost",)),
)
_COLUMNS = ("name", "team", "severity", "fired", "acted", "lead", "with", "incidents")


def inherited(part: int) -> list[dict[str, Any]]:
    """Give the first 12 alerts (part 1) or the other 16 (part 2), with what they did in a year."""
    rows = _ALERTS[:12] if part == 1 else _ALERTS[12:]
    return [dict(zip(_COLUMNS, (*row[:-1], [*row[-1]]), strict=True)) for row in rows]


def alert_table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Write alerts as a table."""
    lines = [f"{'alert':24}{'team':11}{'severity':9}fired acted  users notice   fires with"]
    for row in rows:
        lead = {None: "never", 0: "at once"}.get(row["lead"], f"{row['lead']} min later")
        counts = f"{row['fired']:5}{row['acted']:6}"
        line = (
            f"{row['name']:24}{row['team']:11}{row['severity']:9}{counts}  {lead:15}{row['with']}"
        )
        lines.append(line.rstrip())
    return "\n".join(lines)


def pages_a_week(verdicts: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> float:
    """Count how often a week somebody is paged by the alerts that still page."""
    fired: int = sum(row["fired"] for row in rows if verdicts.get(row["name"]) == PAGE)
    return fired / 52


def lost(verdicts: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Name the incidents of the year that no page and no ticket in time would have announced."""
    told = set()
    for row in rows:
        verdict = verdicts.get(row["name"])
        if verdict == PAGE or (verdict == TICKET and (row["lead"] or 0) >= MORNING):
            told.update(row["incidents"])
    return sorted({incident for row in rows for incident in row["incidents"]} - told)

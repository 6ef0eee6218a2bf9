"""An incident as data (telemetry, journal, factors), with figures, for the notebook on reviews.

For computing what happened and weighing what contributed. The incident is made up.
Not for judging a review: no rule of an exercise stands here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypedDict

BLUE, VERMILION, GREEN, GREY = "#0072B2", "#D55E00", "#009E73", "#666666"  # Okabe and Ito

LIMIT = 0.05  # a minute is bad when more than this share of its checkouts fails
WRITTEN = "2026-03-09"
PEOPLE = frozenset({"payments lead", "platform lead", "data lead", "support lead"})
VIGILANCE = ("be careful", "more careful", "pay attention", "remember", "remind", "make sure")

WHY = {
    "impact": (
        "The ticket knows when people noticed and when they agreed that it was over. Users\n"
        "suffered from 14:03, five minutes before anybody declared, until 14:52, 14 minutes\n"
        "before anybody said resolved. The figure: failed checkouts by minute; the grey band is\n"
        "the ticket, the dotted line the limit of 5 %. Gaps are minutes without telemetry."
    ),
    "factors": (
        "Each bar is the harm without that one factor. Only the leak is a bug; the pool and the\n"
        "way of releasing halve the harm as well, and would in the next incident, with another\n"
        "bug. Which of them is the root depends on where one stops to ask."
    ),
    "sentences": "Say what people saw and did, and why it made sense to them then.",
}


class MinuteCount(TypedDict):
    """Checkouts of one region in one minute; minutes count from 14:00."""

    minute: int
    region: str
    requests: int
    failed: int


class TimelineEntry(TypedDict):
    """A line of the journal."""

    minute: int
    kind: str
    text: str


class Sentence(NamedTuple):
    """A sentence of a draft; `slip` says what is wrong with it, if anything is."""

    text: str
    slip: str = ""


def clock(minute: int) -> str:
    """Give the time of day of a minute counted from 14:00, such as `14:02`.

    Parameters
    ----------
    minute
        Minutes after 14:00; negative ones are before it.

    Returns
    -------
    str
        Hours and minutes.
    """
    return f"{14 + minute // 60:02}:{minute % 60:02}"


def _percent(minute: int) -> int:
    """Failed checkouts in percent, as the incident went."""
    if minute in (-5, 60):
        return 9  # a blip
    if minute < 3 or minute >= 52 or minute in (40, 41):
        return 1
    if minute < 6:
        return (12, 21, 27)[minute - 3]
    if minute < 28:
        return 30
    return max(7, 30 - 2 * ((minute - 28) // 2))


def _rows() -> list[MinuteCount]:
    rows: list[MinuteCount] = []
    for minute in range(-15, 70):
        if minute in (12, 13):
            continue  # no telemetry
        for region, size in (("eu", 131), ("us", 83)):
            requests = size + (minute * 7) % 11
            failed = round(requests * _percent(minute) / 100)
            rows.append(
                {"minute": minute, "region": region, "requests": requests, "failed": failed}
            )
    return rows


ROWS: tuple[MinuteCount, ...] = tuple(_rows())
JOURNAL: tuple[TimelineEntry, ...] = tuple(
    {"minute": minute, "kind": kind, "text": text}
    for minute, kind, text in (
        (2, "deploy", "pay-api v88 begins to go to all six replicas at once"),
        (5, "alert", "checkout errors above 10 % for three minutes"),
        (8, "declare", "SEV-2; the dashboard says 65 % of checkouts fail"),
        (12, "post", "investigating; next word 14:32"),
        (15, "look", "ledger-db has no connection left; histories share its pool"),
        (18, "look", "the dashboard counted retries; in truth 30 % fail"),
        (23, "look", "one replica back on v87: its errors stop"),
        (25, "act", "rollback to v87, replica by replica, as the tool does it"),
        (31, "post", "identified; invoices work; next word 14:50"),
        (47, "resolve", "said too early: two replicas were still on v88"),
        (49, "reopen", "errors still above the limit"),
        (53, "post", "monitoring; all six replicas on v87"),
        (66, "resolve", "held for a quarter of an hour; no order was charged twice"),
    )
)

FACTORS: Mapping[str, str] = {
    "leak": "one path of v88 never gives its connection back",
    "pool": "checkout and histories share one pool of connections",
    "all at once": "the release went to all six replicas at once",
    "slow alert": "the alert waits for three minutes above 10 %",
    "dashboard": "the dashboard counted retries, and the search began at the wrong end",
    "slow rollback": "the tool rolls back one replica at a time",
}
SENTENCES = (
    Sentence(
        "The release engineer should have noticed the warning.",
        "should have: tells what did not happen",
    ),
    Sentence("At 14:02 the warning was line 212 of 640 in the build's output."),
    Sentence("The outage was caused by human error.", "stops where the asking begins"),
    Sentence(
        "If they had tested with real load, this would not have happened.",
        "if they had: another world, no finding",
    ),
    Sentence(
        "The on-call engineer carelessly skipped a step of the runbook.",
        "carelessly: a judgement, and no reason",
    ),
    Sentence("The runbook has eleven steps; step 7 needs access that on-call does not have."),
)


def harm(without: str = "") -> int:
    """Give the checkouts that fail, with one factor taken away.

    200 checkouts a minute, of which a share fails, for as long as it takes to notice, to
    understand and to roll back.

    Parameters
    ----------
    without
        A name of `FACTORS`; empty for the incident as it was.

    Returns
    -------
    int
        Failed checkouts.
    """
    share = 0.0 if without == "leak" else 0.3
    if without == "pool":
        share = 0.12
    if without == "all at once":
        share /= 6
    notice = 3 if without == "slow alert" else 6
    understand = 6 if without == "dashboard" else 16
    mend = 8 if without == "slow rollback" else 27
    return round(200 * share * (notice + understand + mend))


def by_minute(rows: Iterable[MinuteCount]) -> dict[int, tuple[int, int]]:
    """Add up regions: minute -> (requests, failed), for minutes that have rows."""
    totals: dict[int, tuple[int, int]] = {}
    for row in rows:
        requests, failed = totals.get(row["minute"], (0, 0))
        totals[row["minute"]] = (requests + row["requests"], failed + row["failed"])
    return totals


def draw_impact(rows: Iterable[MinuteCount], ticket: tuple[int, int], limit: float = LIMIT) -> None:
    """Draw the failed share by minute, the ticket's time as a band, the limit as a line.

    Parameters
    ----------
    rows
        Checkouts by minute and region; regions are added up.
    ticket
        Minutes at which the incident was declared and resolved.
    limit
        Share from 0 to 1 above which a minute is bad, and its bar orange.
    """
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(8.4, 2.8), dpi=64)
    shares = {minute: 100 * failed / all_ for minute, (all_, failed) in by_minute(rows).items()}
    colors = [VERMILION if share > 100 * limit else BLUE for share in shares.values()]
    axes.axvspan(*ticket, color="#DDDDDD", label="declared to resolved")
    axes.bar(list(shares), list(shares.values()), width=0.8, align="edge", color=colors)
    axes.axhline(100 * limit, color=GREY, linestyle=":", linewidth=1)
    axes.set_xticks(range(-15, 71, 15), [clock(minute) for minute in range(-15, 71, 15)])
    axes.set_ylabel("failed, %")
    axes.legend(frameon=False, fontsize=9)
    figure.tight_layout()
    plt.show()


def draw_harm(names: Sequence[str], weigh: Callable[[str], int] = harm) -> None:
    """Draw the harm as it was and without each factor, with a line at half of it.

    Parameters
    ----------
    names
        Names of `FACTORS`.
    weigh
        Failed checkouts without a factor; "" is the incident as it was.
    """
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(8.4, 2.8), dpi=64)
    total = weigh("")
    bars = {"as it was": total} | {f"without: {name}": weigh(name) for name in names}
    colors = [GREY, *(GREEN if 2 * weigh(name) <= total else BLUE for name in names)]
    axes.barh(list(bars), list(bars.values()), color=colors)
    axes.axvline(total / 2, color=VERMILION, linestyle="--", linewidth=1)
    for place, value in enumerate(bars.values()):
        axes.text(value + total / 100, place, f"{value:,}", va="center", fontsize=9)
    axes.invert_yaxis()
    axes.set_xlim(0, total * 1.12)
    axes.set_xlabel("failed checkouts; dashed: half of what happened")
    figure.tight_layout()
    plt.show()

"""Posts, clocks and a scribe's log, with figures, for the notebook on coordination and status.

For studying what a reader of a status page learns, and what four clocks do to one story.
Not for judging posts: no rule of an exercise stands here. The incident is made up.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

BLUE, VERMILION, GREEN, GREY = "#0072B2", "#D55E00", "#009E73", "#666666"  # Okabe and Ito
COLORS = (BLUE, VERMILION, GREEN, "#CC79A7")

FORBIDDEN = (
    "pay-api",
    "ledger-db",
    "v87",
    "v88",
    "replica",
    "replicas",
    "SEV-2",
    "vendor",
    "soon",
    "shortly",
    "minute",
    "minutes",
    "hour",
    "hours",
)

WHY = {
    "questions": (
        "The first post is all about us: our machine, our effort, our hope. The second is shorter\n"
        "and about the reader. `by 14:30` told when we hoped to be done, not when to look again.\n"
        "The figure: the four statuses; a blue arrow is any step forward, and a step back leads\n"
        "to investigating only. Nothing follows resolved."
    ),
    "fresh": (
        "Four of the five posts came in the first twelve minutes, and then nobody spoke for 43.\n"
        "The figure: a dot for each post, green while its word was fresh, red while it was stale."
    ),
    "lines": "The log is for those who mend. Less than half of it is for customers.",
    "clocks": (
        "By the clocks, the database runs out of connections before the release begins, and the\n"
        "release seems innocent. The figure: left the order that the clocks tell, right what\n"
        "happened. Lines that cross are pairs in the wrong order."
    ),
}


class ChannelMessage(NamedTuple):
    """A line of the internal channel; `inside` says why customers should not read it as it is."""

    time: str
    who: str
    text: str
    inside: str = ""


LOG = (
    ChannelMessage(
        "14:05", "pager", "checkout errors above 10 %, rising", "a threshold is no size"
    ),
    ChannelMessage(
        "14:08",
        "lead",
        "SEV-2 declared; the dashboard says 65 % of checkouts fail",
        "wrong, as 14:18 shows",
    ),
    ChannelMessage("14:10", "support", "40 tickets; the same people see an empty order history"),
    ChannelMessage(
        "14:12", "liaison", "posted: we are investigating failing checkouts, next word 14:32"
    ),
    ChannelMessage(
        "14:15",
        "ops",
        "ledger-db out of connections since pay-api v88 went out at 14:02",
        "names of ours",
    ),
    ChannelMessage("14:18", "data", "65 % counted retries; 30 % of checkouts fail, since 14:02"),
    ChannelMessage("14:21", "dev", "could be the card vendor again, as in May", "a guess"),
    ChannelMessage(
        "14:23", "ops", "proved on one replica: back on v87 its errors stop", "names of ours"
    ),
    ChannelMessage(
        "14:25", "lead", "v88 is the cause; going back to v87, replica by replica", "names of ours"
    ),
    ChannelMessage(
        "14:27", "ops", "1 of 6 replicas is back; in total still 30 % fail", "names of ours"
    ),
    ChannelMessage("14:28", "dev", "should be done by 14:45", "a promised end"),
    ChannelMessage("14:29", "support", "who pays by invoice gets through"),
    ChannelMessage("14:30", "data", "checked every order since 14:02: none was charged twice"),
)

REFERENCE = "deploys"
# How far each clock is ahead of the deploy log's, in seconds.
AHEAD = {"deploys": 0, "app": 75, "db": -110, "chat": 31}
HAPPENED = (
    (120, "deploys", "release v91 begins"),
    (166, "app", "first timeout"),
    (171, "db", "no connection left"),
    (190, "app", "errors above 10 %"),
    (204, "chat", "alert arrives"),
    (233, "deploys", "release v91 complete"),
    (262, "chat", "SEV-2 declared"),
    (301, "db", "longest wait 30 s"),
    (318, "chat", "rollback ordered"),
    (324, "deploys", "rollback begins"),
    (391, "app", "errors falling"),
    (402, "db", "connections free again"),
)
# One moment on two clocks: a request, an error or a message with the same id in both sources.
ANCHORS = (
    ("app", 229, "deploys", 154),
    ("chat", 349, "deploys", 319),
    ("app", 241, "db", 56),
    ("db", 61, "app", 245),
    ("deploys", 233, "chat", 264),
    ("app", 395, "deploys", 320),
    ("app", 466, "deploys", 343),
    ("chat", 235, "deploys", 204),
    ("app", 476, "db", 291),
)


def recorded() -> dict[str, list[tuple[int, str]]]:
    """Give what each source wrote down, by its own clock.

    Returns
    -------
    dict of str to list of (int, str)
        Source -> seconds by its clock, and text.
    """
    records: dict[str, list[tuple[int, str]]] = {source: [] for source in AHEAD}
    for time, source, text in HAPPENED:
        records[source].append((time + AHEAD[source], text))
    return records


def draw_statuses() -> None:
    """Draw the four statuses of a status page and the moves between them."""
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(8.4, 2.8), dpi=64)
    names = ("investigating", "identified", "monitoring", "resolved")
    for x, name in enumerate(names):
        color = GREEN if name == "resolved" else BLUE
        box = {"boxstyle": "round,pad=0.5", "facecolor": color, "edgecolor": color}
        axes.text(x, 0, name, ha="center", va="center", color="white", fontsize=10, bbox=box)
    forward = [(0, 1, 0.0), (1, 2, 0.0), (2, 3, 0.0), (0, 2, -0.35), (1, 3, -0.35), (0, 3, -0.4)]
    back = [(1, 0, -0.45), (2, 0, -0.45)]
    for moves, color, style in ((forward, BLUE, "-"), (back, VERMILION, "--")):
        for start, end, bend in moves:
            axes.annotate(
                "",
                xy=(end, 0),
                xytext=(start, 0),
                arrowprops={
                    "arrowstyle": "-|>",
                    "color": color,
                    "linestyle": style,
                    "connectionstyle": f"arc3,rad={bend}",
                    "shrinkA": 32,
                    "shrinkB": 34,
                },
            )
    axes.text(1.0, -1.12, "we were wrong", color=VERMILION, ha="center", fontsize=9)
    axes.set_xlim(-0.5, 3.5)
    axes.set_ylim(-1.25, 1.5)
    axes.axis("off")
    figure.tight_layout()
    plt.show()


def draw_fresh(
    posts: Sequence[int], spans: Sequence[tuple[int, int]], end: int, title: str = ""
) -> None:
    """Draw one bar, green in the fresh spans, and a dot for each post.

    Parameters
    ----------
    posts
        Minutes at which something was posted.
    spans
        (begin, end) of the times in which the last word was fresh, in minutes.
    end
        Length of the bar in minutes.
    title
        Title of the figure.
    """
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(8.4, 1.7), dpi=64)
    axes.barh(0, end, height=0.5, color=VERMILION, hatch="//", edgecolor="white", label="stale")
    for number, (start, stop) in enumerate(spans):
        axes.barh(
            0, stop - start, left=start, height=0.5, color=GREEN, label="" if number else "fresh"
        )
    axes.plot(posts, [0] * len(posts), "o", color="black", label="a post")
    axes.set_xlabel("minutes since the incident was declared")
    axes.set_yticks([])
    axes.set_xlim(0, end)
    axes.set_ylim(-0.4, 0.4)
    axes.set_title(title, fontsize=10)
    axes.legend(frameon=False, fontsize=9, loc="center left", bbox_to_anchor=(1.0, 0.5))
    figure.tight_layout()
    plt.show()


def draw_clocks(
    events: Sequence[tuple[float, str, str]], ahead: Mapping[str, float] | None = None
) -> None:
    """Draw each event twice, by the clocks and as it happened, and join the two.

    Parameters
    ----------
    events
        (seconds, source, text) as they happened.
    ahead
        Source -> seconds by which its clock is ahead; None: `AHEAD`.
    """
    from matplotlib import pyplot as plt

    ahead = AHEAD if ahead is None else ahead
    figure, axes = plt.subplots(figsize=(8.4, 4.4), dpi=64)
    by_clocks = sorted(events, key=lambda event: event[0] + ahead[event[1]])
    by_truth = sorted(events, key=lambda event: event[0])
    colors = dict(zip(ahead, COLORS, strict=False))
    for event in events:
        left, right = by_clocks.index(event), by_truth.index(event)
        color = colors[event[1]]
        axes.plot([0, 1], [left, right], "o-", color=color, linewidth=1.2, markersize=4)
        axes.text(1.03, right, f"{event[1]}: {event[2]}", va="center", fontsize=9, color=color)
        axes.text(
            -0.03, left, f"{event[1]}: {event[2]}", va="center", ha="right", fontsize=9, color=color
        )
    axes.set_ylim(len(events) - 0.5, -0.8)
    axes.set_xlim(-0.9, 1.9)
    axes.text(0, -0.75, "as the clocks say", ha="center", fontsize=10)
    axes.text(1, -0.75, "as it happened", ha="center", fontsize=10)
    axes.axis("off")
    figure.tight_layout()
    plt.show()

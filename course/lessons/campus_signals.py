"""What the signals of campus see of a failure, a sorting room, and the price of labels.

Campus is the incident family `campus-submit` on days when nothing is wrong, until a lesson breaks
it. Nothing here says which signal a failure moves: that is asked in the notebooks.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any, Protocol

from course.lessons.overload import show_figure

if TYPE_CHECKING:
    import pandas as pd

    from course.simulation.engine import Engine

BLUE, ORANGE, GREEN, GREY = "#0072B2", "#E69F00", "#009E73", "#666666"  # three of Okabe and Ito

# ---- campus, and what is broken in it

CALM_DAYS = (5, 11, 67, 69, 125, 170, 180, 187, 190, 224, 233, 296)
"""Draws of `campus-submit` in which nothing is wrong."""


class CampusRun(Protocol):
    """What is needed of an incident: its engine, and an answer to PromQL."""

    engine: "Engine"

    def promql(self, query: str, *, at: str, over: str) -> "pd.DataFrame":
        """Answer over a range of time."""


def break_campus(incident: CampusRun, verb: str, *, at: str = "18m", **args: object) -> None:
    """Let something go wrong at a time of the run: `verb` is a change of docs/simulation.md."""
    from course.simulation.actions import Fault

    incident.engine.inject(Fault(at=at, verb=verb, args=args))


SERVER, CLIENT = (f"http_{side}_request_duration_seconds" for side in ("server", "client"))
GATEWAY = 'service_name="gateway", http_route="/submit"'
USERS = 'service_name="ingress", http_route="/submit"'


def share(metric: str, which: str, bad: str) -> str:
    """Write the query for the share of requests over 2 minutes whose labels also match `bad`."""
    return (
        f"(sum(rate({metric}_count{{{which}, {bad}}}[2m])) or vector(0))"
        f" / sum(rate({metric}_count{{{which}}}[2m]))"
    )


def p90(metric: str, which: str) -> str:
    """Write the query for the 90th percentile over 2 minutes."""
    return f"histogram_quantile(0.9, sum by (le) (rate({metric}_bucket{{{which}}}[2m])))"


FAILED = 'http_response_status_code=~"5.."'
SIGNALS = {
    "user_errors": share(CLIENT, USERS, 'http_response_status_code!~"200|409"'),
    "gateway_traffic": f"sum(rate({SERVER}_count{{{GATEWAY}}}[2m]))",
    "gateway_errors": share(SERVER, GATEWAY, FAILED),
    "gateway_latency": p90(SERVER, GATEWAY),
    "grader_errors": share(SERVER, 'service_name="grader"', FAILED),
    "pool_waiting": 'sum(db_client_connection_pending_requests{service_name="assessment"})',
    "papers_age": "max(messaging_queue_oldest_message_age_seconds)",
    "papers_recorded": "sum(rate(messaging_processed_total[2m]))",
}

MEANINGS = {
    "user_errors": "share of hand-ins without an answer or with a 5xx, counted at the ingress",
    "gateway_traffic": "hand-ins a second that reached the gateway",
    "gateway_errors": "share of them that the gateway answered with a 5xx",
    "gateway_latency": "the gateway's p90 for a hand-in, failed ones included, in seconds",
    "grader_errors": "share of the grader's requests that it answered with a 5xx",
    "pool_waiting": "requests in assessment that wait for a database connection",
    "papers_age": "age of the oldest paper in the queue, in seconds",
    "papers_recorded": "papers a second that came out of the queue and were recorded",
}

FAILURES = {
    "A": "Each grader refuses one call in ten at once, with a 503.",
    "B": "The network loses one call in seven from assessment to the grader. After 3 s it fails.",
    "C": "Somebody pauses the deliveries from the queue of papers.",
    "D": "Assessment's pool shrinks to 1 connection. Many wait 4 s for it, and then get a 5xx.",
    "E": "A provider fails, and 70 % of the students can't reach even our ingress.",
    "F": "One of three graders crashes. The balancer still sends it calls, which fail at once.",
}


def before_and_after(incident: CampusRun) -> dict[str, tuple[float, float]]:
    """Give each signal's mean over 30 s, at 17:30 of the run and at 21:30."""
    means = []
    for at in ("17m30s", "21m30s"):
        asked = {name: series_of(incident, query, at, "30s") for name, query in SIGNALS.items()}
        means.append({name: sum(values) / len(values) for name, values in asked.items()})
    before, after = means
    return {name: (before[name], after[name]) for name in SIGNALS}


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A panel of a dashboard: what it asks, and the value from which on it turns red."""

    title: str
    query: str
    red: float
    below: bool = False

    def alarms(self, values: Sequence[float]) -> bool:
        """Say whether any value is on the red side."""
        return any(value < self.red if self.below else value > self.red for value in values)


WALL = (
    Panel(title="gateway: hand-ins a second", query=SIGNALS["gateway_traffic"], red=10, below=True),
    Panel(title="gateway: share that failed", query=SIGNALS["gateway_errors"], red=0.05),
    Panel(title="gateway: p90 in seconds", query=SIGNALS["gateway_latency"], red=1),
    Panel(
        title="assessment: share that failed",
        query=share(SERVER, 'service_name="assessment"', FAILED),
        red=0.05,
    ),
    Panel(title="assessment: waiting for the database", query=SIGNALS["pool_waiting"], red=20),
    Panel(title="grader: share that failed", query=SIGNALS["grader_errors"], red=0.05),
    Panel(
        title="grader: busy processors of six",
        query='sum(rate(process_cpu_time_seconds_total{service_name="grader"}[2m]))',
        red=5,
    ),
    Panel(title="papers: oldest in the queue, s", query=SIGNALS["papers_age"], red=45),
    Panel(
        title="database: p90 of a write in seconds",
        query=p90(SERVER, 'service_name="database", http_route="/write"'),
        red=1,
    ),
)


def series_of(incident: CampusRun, query: str, at: str, over: str) -> list[float]:
    """Ask for one series over a range; its values, 15 s apart."""
    return [float(value) for value in incident.promql(query, at=at, over=over).to_numpy().ravel()]


def draw_wall(
    incident: CampusRun, panels: Sequence[Panel], *, at: str, over: str, broken: float | None = None
) -> None:
    """Draw panels, each with its red line; a dashed line where something broke.

    Parameters
    ----------
    incident
        Answers the queries.
    panels
        What to draw.
    at, over
        When the range ends, and how long it is.
    broken
        Minutes before the end at which something broke.
    """
    from matplotlib import pyplot as plt

    rows = -(-len(panels) // 3)
    figure, grid = plt.subplots(
        rows, min(3, len(panels)), figsize=(10.6, 1.8 * rows + 0.3), squeeze=False
    )
    for axes, panel in zip(grid.flat, panels, strict=False):
        values = series_of(incident, panel.query, at, over)
        minutes = [(place - len(values) + 1) / 4 for place in range(len(values))]
        alarm = panel.alarms(values)
        axes.plot(minutes, values, color=ORANGE if alarm else GREEN, linewidth=1.8)
        axes.axhline(panel.red, color="#B2182B", linewidth=0.9, linestyle=":")
        if broken is not None:
            axes.axvline(-broken, color=GREY, linewidth=0.9, linestyle="--")
        axes.set_ylim(0, 1.15 * max(panel.red, *values))
        axes.set_title(f"{panel.title}: {'RED' if alarm else 'ok'}", fontsize=9)
        axes.tick_params(labelsize=8)
    for axes in grid[-1]:
        axes.set_xlabel("minutes before now", fontsize=8)
    figure.tight_layout()
    states = [f"{panel.title}" for panel in panels]
    show_figure(figure, f"Panels over time, each with a red limit: {'; '.join(states)}")


def first_above(incident: CampusRun, query: str, limit: float, *, since: int, until: int) -> int:
    """Find how many seconds after `since` (second of the run) a query is above a limit; -1: never.

    Values are looked at every 15 s, as rules are.
    """
    values = series_of(incident, query, f"{until}s", f"{until - since}s")
    return next((15 * place for place, value in enumerate(values) if value > limit), -1)


# ---- a sorting room: letters come in, are handled one after another, and go out

FAULTS = ("", "handler fails", "worker hangs", "nothing arrives")


@dataclass(frozen=True, kw_only=True)
class Minute:
    """What the sorting room's counters and gauges say at the end of a minute."""

    taken: int
    done: int
    failed: int
    waiting: int
    oldest: int
    heartbeat: int


def sorting_room(fault: str = "", *, minutes: int = 30, broken: int = 15) -> list[Minute]:
    """Run the room: 4 letters a minute come in, and 5 can be handled.

    Parameters
    ----------
    fault
        One of FAULTS; from the minute `broken` on.
    minutes, broken
        How long it runs, and when it breaks.

    Returns
    -------
    list of Minute
        One for each minute; counters count from the start. A heartbeat is put in with the letters
        every minute, and `heartbeat` is the age of the last one that came through.
    """
    if fault not in FAULTS:
        raise ValueError(f"expected one of {FAULTS}, got {fault!r}")
    waiting: list[tuple[int, bool]] = []
    taken = done = failed = beat = 0
    log = []
    for minute in range(minutes):
        wrong = fault if minute >= broken else ""
        waiting += [(minute, True)]
        if wrong != "nothing arrives":
            waiting += [(minute, False)] * 4
            taken += 4
        for _ in range(0 if wrong == "worker hangs" else 6):
            if waiting:
                came, is_beat = waiting.pop(0)
                beat = came if is_beat else beat
                failed += wrong == "handler fails" and not is_beat
                done += wrong != "handler fails" and not is_beat
        letters = [came for came, is_beat in waiting if not is_beat]
        oldest = minute - letters[0] if letters else 0
        log.append(
            Minute(
                taken=taken,
                done=done,
                failed=failed,
                waiting=len(letters),
                oldest=oldest,
                heartbeat=minute - beat,
            )
        )
    return log


# ---- histograms


def draw_buckets(
    bounds: Sequence[float], counts: Sequence[int], marks: Mapping[str, float], unit: str
) -> None:
    """Draw a histogram's buckets as wide as they are, and vertical lines with a name each.

    Parameters
    ----------
    bounds, counts
        Upper bounds, and how many values each bucket has.
    marks
        Where a line is drawn, by its name.
    unit
        Of the axis.
    """
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(7.6, 2.5))
    lows = [0.0, *bounds[:-1]]
    widths = [high - low for low, high in zip(lows, bounds, strict=True)]
    axes.bar(lows, counts, widths, align="edge", color="#BBD3E8", edgecolor=BLUE)
    for (name, place), colour in zip(marks.items(), (ORANGE, GREEN, GREY), strict=False):
        axes.axvline(place, color=colour, linewidth=2, label=f"{name}: {place:g}")
    axes.set_xlabel(unit)
    axes.set_ylabel("requests in the bucket")
    axes.set_xlim(0, bounds[-1])
    axes.legend(fontsize=8)
    figure.tight_layout()
    show_figure(
        figure, f"Buckets up to {', '.join(map(str, bounds))} {unit}, and lines: {dict(marks)}"
    )


# ---- labels and what they cost


@dataclass(frozen=True, kw_only=True)
class Label:
    """A label: how many values it has, and how many if they are put into classes (0: it can't)."""

    values: int
    classes: int = 0


LABELS = {
    "route": Label(values=8),
    "status": Label(values=12, classes=3),
    "instance": Label(values=12),
    "version": Label(values=2),
    "school": Label(values=60, classes=3),
    "course": Label(values=500, classes=8),
    "user": Label(values=40_000, classes=2),
}


@dataclass(frozen=True, kw_only=True)
class LabelledMetric:
    """A metric: series for each set of labels, and which labels the code could give it."""

    series: int
    labels: tuple[str, ...]


BUDGET = 1_000
METRICS = {
    "request_seconds": LabelledMetric(
        series=12, labels=("route", "status", "instance", "version", "school", "user")
    ),
    "requests_total": LabelledMetric(
        series=1, labels=("route", "status", "instance", "version", "school", "user")
    ),
    "pool_waiting": LabelledMetric(series=1, labels=("instance", "version")),
    "instance_failures_total": LabelledMetric(series=1, labels=("instance", "route", "version")),
    "papers_recorded_total": LabelledMetric(series=1, labels=("school", "course", "user")),
    "paper_bytes": LabelledMetric(series=9, labels=("school", "course")),
}

QUESTIONS = (
    "What is the p90 of each route?",
    "Are failed requests faster or slower than good ones?",
    "Which route answers with 429, and which with 400?",
    "Did the new version raise the share of failures of a route?",
    "Does one instance fail more often than the others?",
    "Do requests wait for connections on one instance only?",
    "Has one school stopped handing in?",
    "Which faculty sends the largest papers?",
)


def count_series(plan: Mapping[str, Mapping[str, str]]) -> dict[str, int]:
    """Count the series of each metric under a plan.

    Parameters
    ----------
    plan
        For each metric a dict from a label to `"keep"` or `"class"`. What isn't there is dropped.

    Returns
    -------
    dict
        Series of each metric, as if each combination of values came up.

    Raises
    ------
    ValueError
        For a metric, a label or a word that does not exist, or a label that has no classes.

    Examples
    --------
    >>> count_series({"pool_waiting": {"instance": "keep"}})["pool_waiting"]
    12
    """
    for name in plan:
        if name not in METRICS:
            raise ValueError(f"there is no metric {name!r}; there are {', '.join(METRICS)}")
    return {
        name: metric.series
        * prod(_values(name, label, word) for label, word in plan.get(name, {}).items())
        for name, metric in METRICS.items()
    }


def _values(metric: str, label: str, word: Any) -> int:
    if label not in METRICS[metric].labels:
        raise ValueError(f"{metric} has no label {label!r}")
    if word == "keep":
        return LABELS[label].values
    if word == "class" and LABELS[label].classes:
        return LABELS[label].classes
    raise ValueError(
        f"{metric}, {label}: expected 'keep' or 'class' where it has classes, got {word!r}"
    )


def draw_growth(counts: Mapping[str, Callable[[int], int]], jobs: int) -> None:
    """Draw how many series there are after each job; one line for each way of labelling."""
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(7.6, 2.6))
    for (name, count), colour in zip(counts.items(), (GREY, ORANGE, BLUE), strict=False):
        axes.plot(
            range(jobs + 1), [count(job) for job in range(jobs + 1)], color=colour, label=name
        )
    axes.set_xlabel("jobs that ran")
    axes.set_ylabel("series")
    axes.set_ylim(bottom=0)
    axes.set_xlim(0, jobs)
    axes.legend(fontsize=8)
    figure.tight_layout()
    show_figure(figure, f"Series after each of {jobs} jobs, for {', '.join(counts)}")

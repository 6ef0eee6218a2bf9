"""A severity policy as data, an alarm's rules as data, and pictures of errors and of hats, for 202.

For reading a policy before code applies it. Not an alarm and not a judge: who applies these rules
writes that in the notebook.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from course.simulation.telemetry.metrics import Metrics

Sample = tuple[int, int, int]
Span = tuple[int, int, str | None]

HATS: tuple[str, ...] = ("ic", "ops", "comms", "scribe")
"""The hats of a response: who leads, who changes production, who tells, who writes down."""

POLICY: list[dict[str, Any]] = [
    {"severity": 1, "when": {"data_exposed": True}},
    {"severity": 1, "when": {"feature": ["login", "checkout"], "users_percent": 50}},
    {"severity": 2, "when": {"data_lost": True}},
    {"severity": 2, "when": {"feature": ["login", "checkout"], "users_percent": 5}},
    {"severity": 2, "when": {"users_percent": 50, "workaround": False}},
    {"severity": 3, "when": {"users_percent": 1}},
]
"""A shop's policy: a row holds when all its conditions do; 1 is the gravest."""

RULES: list[dict[str, Any]] = [
    {"name": "fast", "per_10k": 144, "long_s": 3600, "short_s": 300, "least": 100},
    {"name": "slow", "per_10k": 60, "long_s": 21600, "short_s": 1800, "least": 100},
]
"""14.4 and 6 times the budget of an objective of 99.9 %, as bad requests in 10,000."""

# Okabe and Ito's palette: told apart by the colour-blind.
_BLUE, _ORANGE, _GREEN, _VERMILLION = "#0072B2", "#E69F00", "#009E73", "#D55E00"
_SYMBOLS = {"take": ("s", _BLUE), "offer": (">", _ORANGE), "accept": ("o", _GREEN)}
_PEOPLE = (_BLUE, _ORANGE, _GREEN, "#CC79A7", "#56B4E9", _VERMILLION)


def requests(metrics: "Metrics", service: str, route: str, start_ms: int) -> list[Sample]:
    """Count a route's requests between scrapes.

    A counter that is missing counts as 0: its replica is not there, or has nothing to count yet.
    One that becomes smaller was started anew.

    Parameters
    ----------
    metrics
        Metrics of a run.
    service, route
        Name of the service, and path such as `/buy`.
    start_ms
        Begin of the run in Unix milliseconds.

    Returns
    -------
    list of (int, int, int)
        Second since the start, requests since the scrape before, and those of them answered 5xx.
    """
    family = metrics.select(
        "http_server_request_duration_seconds_count", service_name=service, http_route=route
    )
    values = np.nan_to_num(family.values)
    grown = np.diff(values, axis=1)
    grown = np.where(grown < 0, 0, grown)
    failed = np.array(
        [labels["http_response_status_code"] >= "500" for labels in family.all_labels()]
    )
    seconds = (family.times_ms[1:] - start_ms) // 1000
    return [
        (int(second), int(total), int(bad))
        for second, total, bad in zip(
            seconds, grown.sum(axis=0), grown[failed].sum(axis=0), strict=True
        )
    ]


def share(samples: Sequence[Sample], end_s: int, window_s: int) -> float:
    """Give the share of bad requests in the window that ends with `end_s`; nan without any."""
    inside = [s for s in samples if end_s - window_s < s[0] <= end_s]
    total = sum(s[1] for s in inside)
    return sum(s[2] for s in inside) / total if total else float("nan")


def draw_windows(
    samples: Sequence[Sample],
    *,
    windows_s: Sequence[int],
    limit: float,
    marks: Mapping[str, int],
    from_s: int,
) -> "Figure":
    """Draw the share of bad requests over each window, the limit, and named moments.

    Parameters
    ----------
    samples
        As `requests` gives them.
    windows_s
        Lengths of two windows in seconds.
    limit
        Share from 0 to 1 above which an alarm is raised.
    marks
        Name -> second of a moment that gets a dotted line.
    from_s
        Second from which the lines are drawn.

    Returns
    -------
    matplotlib.figure.Figure
        Closed already, so that a notebook shows it once.
    """
    import matplotlib.pyplot as plt

    figure, axis = plt.subplots(figsize=(8.6, 3.6), dpi=80)
    ends = [s[0] for s in samples if s[0] >= from_s]
    for window, color, style in zip(windows_s, (_BLUE, _ORANGE), ("-", "--"), strict=True):
        shares = [100 * share(samples, end, window) for end in ends]
        minutes = [end / 60 for end in ends]
        axis.plot(
            minutes,
            shares,
            color=color,
            linestyle=style,
            linewidth=2.4,
            label=f"last {window // 60} minutes",
        )
    axis.axhline(100 * limit, color="#777777", linewidth=1)
    axis.text(from_s / 60, 100 * limit, f" limit {100 * limit:g} %", va="bottom", color="#555555")
    top = 1.3 * axis.get_ylim()[1]
    axis.set_ylim(top=top)
    for place, (name, second) in enumerate(marks.items()):
        axis.axvline(second / 60, color=_VERMILLION, linewidth=1, linestyle=":")
        axis.text(
            second / 60 + 0.15,
            top * (0.99 - 0.09 * place),
            name,
            va="top",
            color=_VERMILLION,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
        )
    axis.set_xlabel("minutes since 14:00")
    axis.set_ylabel("failed checkouts, %")
    axis.legend(loc="center right", frameon=False)
    axis.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    plt.close(figure)
    return figure


def draw_costs(costs: Mapping[int, int]) -> "Figure":
    """Draw what waiting costs.

    Parameters
    ----------
    costs
        Minutes from the alarm to the rollback -> failed purchases.

    Returns
    -------
    matplotlib.figure.Figure
        Closed already, so that a notebook shows it once.
    """
    import matplotlib.pyplot as plt

    figure, axis = plt.subplots(figsize=(6.4, 3.0), dpi=80)
    names = [f"{minutes} min" for minutes in costs]
    bars = axis.bar(names, list(costs.values()), color=_BLUE, width=0.6)
    axis.bar_label(bars, padding=2)
    axis.set_xlabel("from the alarm to the rollback")
    axis.set_ylabel("failed purchases")
    axis.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    plt.close(figure)
    return figure


def draw_log(log: Sequence[Mapping[str, Any]]) -> "Figure":
    """Draw who said what about which hat: a lane for each person, a symbol for each line.

    Parameters
    ----------
    log
        Lines with `t` (seconds since the declaration), `who`, `does` (take, offer, accept or
        another word), `hat`, and perhaps `to`.

    Returns
    -------
    matplotlib.figure.Figure
        Closed already, so that a notebook shows it once.
    """
    import matplotlib.pyplot as plt

    people = list(dict.fromkeys(line["who"] for line in log))
    figure, axis = plt.subplots(figsize=(8.6, 0.9 + 0.75 * len(people)), dpi=80)
    for line in log:
        marker, color = _SYMBOLS.get(line["does"], ("x", _VERMILLION))
        lane = people.index(line["who"])
        axis.plot(line["t"] / 60, lane, marker=marker, color=color, markersize=9)
        words = f"{line['does']}s {line['hat']}" + (f" to {line['to']}" if "to" in line else "")
        axis.annotate(
            words,
            (line["t"] / 60, lane),
            (0, 9),
            textcoords="offset points",
            ha="center",
            fontsize=9,
        )
    axis.margins(x=0.08)
    return _lanes(figure, people, "minutes since the declaration")


def draw_hats(duties: Mapping[str, Sequence[Span]]) -> "Figure":
    """Draw who answers for each hat, as bars over time; nobody is left white and crossed.

    Parameters
    ----------
    duties
        Hat -> (begin, end, person) in seconds since the declaration; None for nobody.

    Returns
    -------
    matplotlib.figure.Figure
        Closed already, so that a notebook shows it once.
    """
    import matplotlib.pyplot as plt

    people = sorted(
        {holder for spans in duties.values() for _, _, holder in spans if holder is not None}
    )
    figure, axis = plt.subplots(figsize=(8.6, 0.9 + 0.6 * len(duties)), dpi=80)
    for lane, spans in enumerate(duties.values()):
        for start, end, holder in spans:
            color = "white" if holder is None else _PEOPLE[people.index(holder) % len(_PEOPLE)]
            axis.barh(
                lane,
                (end - start) / 60,
                left=start / 60,
                height=0.7,
                color=color,
                edgecolor="black",
                hatch="xx" if holder is None else None,
            )
            axis.text(
                (start + end) / 120,
                lane,
                holder or "nobody",
                ha="center",
                va="center",
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
            )
    return _lanes(figure, list(duties), "minutes since the declaration")


def _lanes(figure: "Figure", names: Sequence[str], label: str) -> "Figure":
    import matplotlib.pyplot as plt

    axis = figure.axes[0]
    axis.set_yticks(range(len(names)), names)
    axis.set_ylim(len(names) - 0.4, -0.6)
    axis.set_xlabel(label)
    axis.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    plt.close(figure)
    return figure

"""What a query gives back: a pandas frame that knows its unit and what happened beside it.

A range has the scenario's clock (UTC) as index and one column a series; an instant has one row a
series, its labels as columns, and `value`. Its unit comes from names of metrics and functions,
where that is certain. It knows no incident and evaluates nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from textwrap import wrap
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from course.promql.syntax import (
    COMPARISONS,
    Aggregate,
    Binary,
    FunctionCall,
    Negative,
    Node,
    NumberLiteral,
    Range,
    Selector,
    StringLiteral,
    Subquery,
    parse,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from course.promql import QueryResult

Floats = npt.NDArray[np.float64]
# Okabe and Ito (2008), told apart with every kind of colour vision; yellow is too pale for lines.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
STYLES = ("-", "--", ":", "-.")
MARKS = {"deploy": ("#009E73", "--"), "act": ("#D55E00", "-"), "declare": ("#555555", ":")}
MOST_INSIDE, MOST_NAMED, LONGEST_NAME, LONGEST_TITLE = 6, 24, 40, 100
LARGEST = 1e300


@dataclass(frozen=True, kw_only=True)
class Marker:
    """Something that was done at a time: a deploy, an act of the learner's, the declaration."""

    at: pd.Timestamp
    kind: Literal["deploy", "act", "declare"]
    text: str


class Frame(pd.DataFrame):
    """A table of results; `asked` is the query. Slices keep unit, markers and query."""

    _metadata: ClassVar[list[str]] = ["_unit", "_markers", "_query"]
    _unit: str | None = None
    _markers: tuple[Marker, ...] = ()
    _query: str = ""

    @property
    def _constructor(self) -> type["Frame"]:
        return Frame

    @property
    def unit(self) -> str | None:
        """Unit of the values, such as `seconds`, `ratio`, `per second`; None if not certain."""
        return self._unit

    @property
    def markers(self) -> tuple[Marker, ...]:
        """What was done in the time that the frame covers."""
        return self._markers

    @property
    def asked(self) -> str:
        """Query that gave this frame."""
        return self._query

    def plot(self, *args: Any, ax: "Axes | None" = None, **more: Any) -> "Axes":  # type: ignore[override]
        """Draw: a range as lines over time, an instant as bars; other frames as pandas would."""
        if isinstance(self.index, pd.DatetimeIndex) and not (args or more):
            return _lines(self, _axes(ax, wide=True))
        if "value" in self.columns and not (args or more):
            return _bars(self, _axes(ax, wide=False))
        return pd.plotting.PlotAccessor(self)(*args, ax=ax, **more)  # type: ignore[no-any-return]


def framed(
    result: "QueryResult",
    *,
    unit: str | None = None,
    markers: Sequence[Marker] = (),
    query: str = "",
) -> Frame:
    """Make the frame of a result."""
    if result.kind == "matrix":
        values = np.where(result.present, result.values, np.nan).T
        index = pd.DatetimeIndex(pd.to_datetime(result.times_ms, unit="ms", utc=True), name="time")
        names, what = compact(result.labels)
        columns = pd.Index(names, dtype=object, name=what or None)
        frame = Frame(values, index=index, columns=columns)
    elif result.kind == "vector":
        rows = [
            {**labels, "value": float(value)}
            for labels, value, present in zip(
                result.labels, result.values[:, 0], result.present[:, 0], strict=True
            )
            if present
        ]
        known = sorted({key for labels in result.labels for key in labels})
        frame = Frame(rows, columns=[*known, "value"]).fillna(dict.fromkeys(known, ""))
    elif result.kind == "string":
        frame = Frame({"value": [result.text]})
    else:
        frame = Frame({"value": result.values[0]})
    return known_as(frame, unit=unit, markers=markers, query=query)


def known_as(
    frame: Frame, *, unit: str | None = None, markers: Sequence[Marker] = (), query: str = ""
) -> Frame:
    """Write on a frame what it is of."""
    frame._unit, frame._markers, frame._query = unit, tuple(markers), query
    return frame


def compact(labels: Sequence[Mapping[str, str]]) -> tuple[list[str], str]:
    """Names of series, and of what they are: values of the labels in which the series differ.

    Two labels give `200, v41` and `http_response_status_code, service_version`; `-` stands for
    none. A series on its own has its metric's name, or `value`.
    """
    every = sorted({key for one in labels for key in one})
    differ = [key for key in every if len({one.get(key, "") for one in labels}) > 1]
    if len(labels) == 1:
        return [labels[0].get("__name__", "value")], ""
    names = [", ".join(one.get(key, "") or "-" for key in differ) for one in labels]
    if len(set(names)) < len(names):  # values with a comma in them
        names = [f"{name} [{n}]" for n, name in enumerate(names)]
    return names, ", ".join(differ)


def _finite(values: Floats) -> Floats:
    """Infinities, and what is nearly so, have no place on an axis."""
    return np.where(np.abs(values) < LARGEST, values, np.nan)


def _axes(ax: "Axes | None", *, wide: bool) -> "Axes":
    if ax is not None:
        return ax
    from matplotlib import pyplot

    axes: Axes = pyplot.subplots(figsize=(9, 4) if wide else (7, 4), layout="constrained")[1]
    return axes


def _lines(frame: Frame, ax: "Axes") -> "Axes":
    from matplotlib.dates import ConciseDateFormatter

    handles = []
    for n, values in enumerate(_finite(frame.to_numpy(dtype=float)).T):
        line = ax.plot(
            frame.index,
            values,
            color=COLOURS[n % len(COLOURS)],
            linestyle=STYLES[n // len(COLOURS) % len(STYLES)],
            linewidth=1.6,
            marker="." if np.isfinite(values).sum() == 1 else None,
        )
        handles += line
    times = frame.index
    if len(times) > 1:
        ax.set_xlim(times[0], times[-1])
    zone = times.tz  # type: ignore[attr-defined]
    locator = ax.xaxis.get_major_locator()
    clock = ConciseDateFormatter(locator, tz=zone, show_offset=False)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_formatter(clock)
    _dress(frame, ax)
    _marks(frame.markers, ax)
    if not np.isfinite(frame.to_numpy(dtype=float)).any():
        ax.text(0.5, 0.5, "no data", transform=ax.transAxes, ha="center", color="#555555")
        return ax
    _legend(ax, handles[:MOST_NAMED], frame.columns)
    return ax


def _marks(markers: Sequence[Marker], ax: "Axes") -> None:
    """Vertical lines with words above the axes, on levels of their own where they are near."""
    left, right = ax.get_xlim()
    from matplotlib.dates import date2num

    last: list[float] = []  # where the words of each level end, as a share of the width
    for marker in markers:
        x = float(date2num(marker.at))  # type: ignore[no-untyped-call]
        colour, style = MARKS[marker.kind]
        ax.axvline(x, color=colour, linestyle=style, linewidth=1.2, zorder=1)
        place, text = (x - left) / (right - left), _short(marker.text, 24)
        width = len(text) * (0.011 if len(ax.lines) <= MOST_INSIDE + len(markers) else 0.018)
        level = next((n for n, end in enumerate(last) if end < place), len(last))
        last[level : level + 1] = [place + width]
        label = ax.annotate(
            text,
            (x, 1),
            xycoords=("data", "axes fraction"),
            xytext=(2, 3 + 10 * level),
            textcoords="offset points",
            fontsize=8,
            color=colour,
            ha="right" if place + width > 1 else "left",
            annotation_clip=False,
        )
        label.set_parse_math(False)
    if last:
        _title(ax, ax.get_title(loc="left"), 8 + 10 * len(last))


def _legend(ax: "Axes", handles: Sequence[Any], columns: "pd.Index[Any]") -> None:
    names, count = [str(name) for name in columns], len(columns)
    if names == ["value"]:
        return
    # A leading underscore would mean "not in the legend".
    shown = ["\u200b" + name if name.startswith("_") else name for name in names]
    shown = [_short(name, LONGEST_NAME) for name in shown[: len(handles)]]
    title = _short("" if columns.name is None else str(columns.name), LONGEST_NAME + 10)
    if count > len(handles):
        title = f"{len(handles)} of {count} series\n{title}".strip()
    many = count > MOST_INSIDE
    place: dict[str, Any] = {"loc": "best"}
    if many:
        place = {"loc": "center left", "bbox_to_anchor": (1.0, 0.5)}
    legend = ax.legend(
        handles, shown, title=title or None, fontsize=8, title_fontsize=8, frameon=not many, **place
    )
    for text in (*legend.get_texts(), legend.get_title()):
        text.set_parse_math(False)


def _bars(frame: Frame, ax: "Axes") -> "Axes":
    rest = frame.drop(columns="value").astype(str)
    labels: list[Any] = rest.to_dict("records")
    names = [_short(name, LONGEST_NAME) for name in compact(labels)[0]]
    ax.barh(range(len(frame)), _finite(frame["value"].to_numpy(dtype=float)), color=COLOURS[0])
    ax.set_yticks(range(len(names)), names)
    for label in ax.get_yticklabels():
        label.set_parse_math(False)
    ax.invert_yaxis()
    _dress(frame, ax, across=True)
    return ax


def _dress(frame: Frame, ax: "Axes", *, across: bool = False) -> None:
    unit = frame.unit or "value"
    (ax.set_xlabel if across else ax.set_ylabel)(unit)
    if not across:
        ax.set_xlabel("time of day")
    words = " ".join(frame.asked.split())
    _title(ax, "\n".join(wrap(_short(words, 2 * LONGEST_TITLE), LONGEST_TITLE)), 6)
    ax.grid(visible=True, axis="x" if across else "y", color="#888888", alpha=0.3)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)


def _title(ax: "Axes", text: str, pad: float) -> None:
    ax.set_title(text, loc="left", fontsize=9, family="monospace", parse_math=False, pad=pad)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


SUFFIXES = (("_seconds", "seconds"), ("_bytes", "bytes"), ("_ratio", "ratio"))
SAME = {
    "abs", "ceil", "clamp", "clamp_max", "clamp_min", "floor", "round", "sort", "sort_desc",
    "sort_by_label", "sort_by_label_desc", "label_replace", "label_join", "increase", "delta",
    "idelta", "avg_over_time", "min_over_time", "max_over_time", "sum_over_time",
    "last_over_time", "first_over_time", "quantile_over_time", "stddev_over_time",
    "mad_over_time", "predict_linear",
}  # fmt: skip
RATES = {"rate", "irate", "deriv"}
KEEPING = {"sum", "avg", "min", "max", "topk", "bottomk", "quantile", "stddev"}


@dataclass(frozen=True, kw_only=True)
class Dimension:
    """A base (seconds, bytes, ratio, percent, or "" for a count), `per` so many seconds."""

    base: str
    per: int = 0


RATIO = Dimension(base="ratio")


def unit_of(query: str) -> str | None:
    """Unit such as `seconds`, `ratio`, `bytes per second`, `per second`; None if not certain.

    Raises QueryError where the query is not understood.
    """
    unit = _of(parse(query, step_ms=1000, range_ms=1000))  # no unit depends on these
    if unit is None or unit.per not in (0, 1):
        return None
    return " ".join(filter(None, (unit.base, "per second" if unit.per else ""))) or None


def _of(node: Node) -> Dimension | None:
    match node:
        case Selector():
            return _named(_name(node))
        case Range():
            return _of(node.selector)
        case Subquery() | Negative():
            return _of(node.inner)
        case Aggregate():
            return _of(node.inner) if node.op in KEEPING else None
        case FunctionCall():
            return _call(node)
        case Binary():
            return _binary(node)
    return None


def _name(node: Selector) -> str:
    return next((m.value for m in node.matchers if m.label == "__name__" and m.op == "="), "")


def _named(name: str) -> Dimension | None:
    if not name:
        return None
    if name.endswith(("_bucket", "_count")):
        return Dimension(base="")
    counter = name.endswith("_total")
    stem = name.removesuffix("_total").removesuffix("_sum")
    for suffix, unit in SUFFIXES:
        if stem.endswith(suffix):
            return Dimension(base=unit)
    return Dimension(base="") if counter else None


def _call(node: FunctionCall) -> Dimension | None:
    vectors = [arg for arg in node.args if not isinstance(arg, NumberLiteral | StringLiteral)]
    if not vectors:
        return None
    if node.name == "histogram_quantile":
        return _buckets(vectors[-1])
    inner = _of(vectors[0])
    if inner is not None and node.name in RATES:
        return replace(inner, per=inner.per + 1)
    return inner if node.name in SAME else None


def _buckets(node: Node) -> Dimension | None:
    """Unit of the thing whose buckets are under a node."""
    match node:
        case Selector():
            return _named(_name(node).removesuffix("_bucket"))
        case Range():
            return _buckets(node.selector)
        case Aggregate() | Subquery():
            return _buckets(node.inner)
        case FunctionCall() if node.args:
            return _buckets(node.args[0])
    return None


def _binary(node: Binary) -> Dimension | None:
    left, right = _of(node.left), _of(node.right)
    if node.op in COMPARISONS:
        if node.bool_:
            return None
        return right if isinstance(node.left, NumberLiteral) else left
    if node.op in ("and", "unless"):
        return left
    if node.op in ("+", "-", "or"):
        if isinstance(node.right, NumberLiteral):
            return left
        return right if isinstance(node.left, NumberLiteral) or left == right else None
    if node.op == "*":
        return _times(node.left, right) or _times(node.right, left)
    if node.op == "/" and left is not None and right is not None:
        if left.base == right.base:
            return RATIO if left.per == right.per else None
        return replace(left, per=0) if not right.base and left.per == right.per else None
    return None


def _times(factor: Node, other: Dimension | None) -> Dimension | None:
    if not isinstance(factor, NumberLiteral) or other is None:
        return None
    if factor.value == 100 and other == RATIO:
        return Dimension(base="percent")
    return other if factor.value == 1 else None

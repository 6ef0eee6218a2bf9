"""Frames of results: axes, names, units and marks, and the pictures made of them."""

from collections.abc import Iterator

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot

from course.incidents.query_frames import COLOURS, Frame, Marker, compact, framed, known_as, unit_of
from course.promql import QueryResult

T0 = 1_772_460_000_000  # 2026-03-02 14:00 UTC
HTML = '<img src=x onerror="alert(1)">'


@pytest.fixture(autouse=True)
def drawing() -> Iterator[None]:
    mpl.use("Agg")
    yield
    pyplot.close("all")


def matrix(labels: list[dict[str, str]], values: list[list[float]], **more: object) -> Frame:
    held = np.array(values, dtype=float).reshape(len(labels), -1 if values else 3)
    times = T0 + 15_000 * np.arange(held.shape[1], dtype=np.int64)
    result = QueryResult(
        kind="matrix",
        labels=tuple(labels),
        times_ms=times,
        values=np.nan_to_num(held),
        present=~np.isnan(held),
    )
    return framed(result, **more)  # type: ignore[arg-type]


def vector(labels: list[dict[str, str]], values: list[float]) -> Frame:
    held = np.array(values).reshape(-1, 1)
    return framed(
        QueryResult(
            kind="vector",
            labels=tuple(labels),
            times_ms=np.array([T0]),
            values=held,
            present=np.ones(held.shape, bool),
        ),
        query="up",
    )


def test_a_range_has_the_clock_as_index_and_a_column_a_series() -> None:
    """Where no sample is, there is NaN, whatever the value says."""
    frame = matrix([{"a": "x", "b": "1"}, {"a": "y", "b": "1"}], [[1, np.nan, 3], [4, 5, 6]])
    assert list(frame.columns) == ["x", "y"]
    assert frame.columns.name == "a"
    assert frame.index[1] == pd.Timestamp("2026-03-02 14:00:15", tz="UTC")
    assert frame["x"].isna().tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("labels", "names", "what"),
    [
        ([{"__name__": "up", "a": "x"}], ["up"], ""),
        ([{"a": "x"}], ["value"], ""),
        ([{}], ["value"], ""),
        ([{"a": "x", "c": "1"}, {"a": "y", "c": "1"}], ["x", "y"], "a"),
        ([{"a": "x", "b": "1"}, {"a": "x"}], ["1", "-"], "b"),
        ([{"a": "x", "b": "1"}, {"a": "y", "b": "2"}], ["x, 1", "y, 2"], "a, b"),
        (
            [{"a": "x, y", "b": "z"}, {"a": "x", "b": "y, z"}],
            ["x, y, z [0]", "x, y, z [1]"],
            "a, b",
        ),
        ([], [], ""),
    ],
)
def test_only_labels_that_differ_name_a_series(
    labels: list[dict[str, str]], names: list[str], what: str
) -> None:
    """Each name once, also where values look like two."""
    assert compact(labels) == (names, what)


def test_an_instant_has_a_row_a_series() -> None:
    """Labels are columns, an absent one is empty; scalars and strings are one value."""
    frame = vector([{"a": "x"}, {"a": "y", "b": "1"}], [1.0, np.inf])
    assert frame.to_dict("records") == [
        {"a": "x", "b": "", "value": 1.0},
        {"a": "y", "b": "1", "value": np.inf},
    ]
    assert list(vector([], []).columns) == ["value"]
    for kind, text, value in (("scalar", "", 2.0), ("string", "word", "word")):
        one = framed(
            QueryResult(
                kind=kind,
                labels=(),
                times_ms=np.array([T0]),
                values=np.array([[2.0]]),  # type: ignore[arg-type]
                present=np.ones((1, 1), bool),
                text=text,
            )
        )
        assert one["value"].tolist() == [value]


@pytest.mark.parametrize(
    ("query", "unit"),
    [
        ("http_server_request_duration_seconds_sum", "seconds"),
        ("http_server_request_duration_seconds_count", None),
        ("rate(http_server_request_duration_seconds_count[1m])", "per second"),
        ("sum by (a) (rate(x_total[1m]))", "per second"),
        ("increase(x_total[1m])", None),
        ("rate(x_bytes_total[1m])", "bytes per second"),
        ("rate(worker_busy_seconds_total[1m])", "seconds per second"),
        ("histogram_quantile(0.9, sum by (le) (rate(x_seconds_bucket[5m])))", "seconds"),
        ("max_over_time(messaging_queue_oldest_message_age_seconds[5m])", "seconds"),
        ("rate(x_seconds_sum[1m]) / rate(x_seconds_count[1m])", "seconds"),
        ("sum(rate(a_total[1m])) / sum(rate(b_total[1m]))", "ratio"),
        ("100 * sum(rate(a_total[1m])) / sum(rate(b_total[1m]))", None),
        ("100 * (sum(rate(a_total[1m])) / sum(rate(b_total[1m])))", "percent"),
        ("1 - rate(a_total[1m]) / rate(b_total[1m])", "ratio"),
        ("1000 * x_seconds", None),
        ("x_seconds > 0.5", "seconds"),
        ("x_seconds > bool 0.5", None),
        ("x_seconds + y_bytes", None),
        ("-x_seconds", "seconds"),
        ("worker_queue_length", None),
        ('{service_name="web"}', None),
        ("count(x_seconds)", None),
        ("count_over_time(x_seconds[1m])", None),
        ("time()", None),
        ("x_seconds and y_bytes", "seconds"),
        ("max_over_time(rate(x_total[1m])[5m:1m])", "per second"),
    ],
)
def test_a_unit_is_named_where_it_is_certain(query: str, unit: str | None) -> None:
    """From suffixes and functions; a guess would be worse than none."""
    assert unit_of(query) == unit


def test_slices_keep_what_a_frame_knows() -> None:
    """Unit, markers and query go along, also through pandas' own methods."""
    mark = Marker(at=pd.Timestamp(T0, unit="ms", tz="UTC"), kind="deploy", text="deploy web")
    frame = matrix(
        [{"a": "x"}, {"a": "y"}], [[1, 2], [3, 4]], unit="seconds", markers=[mark], query="q"
    )
    for part in (frame[["x"]], frame.iloc[1:], frame * 1000, frame.copy(), frame.loc[:, ["y"]]):
        assert isinstance(part, Frame)
        assert (part.unit, part.markers, part.asked) == ("seconds", (mark,), "q")
    assert len(frame.query("x > 1")) == 1  # pandas' own


def test_a_range_is_drawn_with_unit_title_and_marks() -> None:
    """Colours that all eyes tell apart; vertical lines with words at deploys and acts."""
    marks = [
        Marker(at=pd.Timestamp(T0 + 15_000 * n, unit="ms", tz="UTC"), kind=kind, text=text)  # type: ignore[arg-type]
        for n, kind, text in ((1, "deploy", "deploy web v2"), (2, "act", "rollback web"))
    ]
    frame = matrix(
        [{"a": "x"}, {"a": "y"}],
        [[1, 2, 3, 4], [3, 4, 5, 6]],
        unit="seconds",
        markers=marks,
        query="x_seconds",
    )
    axes = frame.plot()

    assert axes.get_ylabel() == "seconds"
    assert axes.get_title(loc="left") == "x_seconds"
    assert [line.get_color() for line in axes.lines[:2]] == list(COLOURS[:2])
    assert [text.get_text() for text in axes.texts] == ["deploy web v2", "rollback web"]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["x", "y"]
    assert axes.get_legend().get_title().get_text() == "a"
    axes.figure.canvas.draw()


@pytest.mark.parametrize("many", [1, 7, 60])
def test_any_number_of_series_is_drawn(many: int) -> None:
    """A single `value` needs no legend; a great many are named in part, and said to be."""
    rows = [{"a": f"{n}"} for n in range(many)]
    axes = matrix(rows, [[float(n), n + 1.0] for n in range(many)], query="q").plot()
    legend = axes.get_legend()
    axes.figure.canvas.draw()

    assert len(axes.lines) == many
    assert (legend is None) == (many == 1)
    if many == 60:
        assert legend.get_title().get_text() == "24 of 60 series\na"


def test_hostile_names_are_only_text() -> None:
    """Neither HTML in a page, nor formulas or hidden names in a drawing."""
    names = [HTML, "$x_{", "_hidden", "a $ b $ c", "\\frac"]
    frame = matrix([{"a": name} for name in names], [[1, 2]] * len(names), query=f"{HTML} $\\x{{$")
    shown = frame._repr_html_()
    axes = frame.plot()
    axes.figure.canvas.draw()

    assert "<img" not in shown
    assert "&lt;img" in shown
    assert [t.get_text().strip("\u200b") for t in axes.get_legend().get_texts()] == names
    bars = vector([{"a": name} for name in names], [1.0] * len(names)).plot()
    bars.figure.canvas.draw()
    assert "<img" not in vector([{"a": HTML}], [1.0])._repr_html_()


def test_frames_without_data_are_drawn_too() -> None:
    """No series, no sample, one sample, infinities."""
    for frame in (
        known_as(Frame(index=pd.DatetimeIndex([], tz="UTC", name="time")), query="q"),
        matrix([], [], query="q"),
        matrix([{"a": "x"}], [[np.nan, np.nan]]),
        matrix([{"a": "x"}], [[1.0]]),
        matrix([{"a": "x"}], [[np.inf, 1.0]]),
        vector([], []),
    ):
        frame.plot().figure.canvas.draw()


def test_other_frames_are_drawn_as_pandas_would() -> None:
    """A table of SQL has no time axis and no value; arguments are pandas' own."""
    frame = Frame({"s": ["a", "b"], "n": [1, 2]})
    axes = frame.plot(x="s", y="n", kind="bar")
    assert [bar.get_height() for bar in axes.patches] == [1, 2]

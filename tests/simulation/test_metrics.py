"""The store of series: matchers, groups, columns; increases and quantiles as Prometheus has them."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.promql.storage import Matcher
from course.simulation.telemetry import expressions
from course.simulation.telemetry.columns import hexed, spelled, words
from course.simulation.telemetry.metrics import column, merged
from course.simulation.telemetry.snapshot import Telemetry

SERVER = "http_server_request_duration_seconds"


def test_matchers_are_those_of_promql(seen: Telemetry) -> None:
    """=, !=, =~ and !~, anchored; an absent label is empty; a bad pattern is refused."""
    m = seen.metrics
    counts = m.select(f"{SERVER}_count")

    def names(op: Any, value: str, label: str = "service_name") -> set[str]:
        family = m.select(f"{SERVER}_count", Matcher(label=label, op=op, value=value))
        return {row["service_name"] for row in family.all_labels()}

    assert names("=", "api") == {"api"} and names("!=", "api") == {"db", "worker"}
    assert names("=~", "a|d") == set() and names("=~", "a.*|db") == {"api", "db"}
    assert names("!~", "api|db") == {"worker"} and names("=~", "") == set()
    assert names("=", "", label="nothing") == {"api", "db", "worker"}
    assert names("!=", "", label="error_type") == {"api", "worker"}
    assert names("=~", "(?i)API") == {"api"}
    with pytest.raises(ValueError, match="pattern"):
        names("=~", "(a")
    with pytest.raises(ValueError, match="at most"):
        names("=~", "a" * 2000)
    assert len(m.select("no_such_metric")) == 0 and m.select("x").values.shape[1] == 41
    by_name = m.matching(Matcher(label="__name__", op="=~", value="messaging_.*_total"))
    assert {f.name for f in by_name} >= {"messaging_failed_total", "messaging_published_total"}
    assert len(counts.take(counts.rows([]))) == len(counts)


def test_patterns_take_linear_time(seen: Telemetry) -> None:
    """A pattern that hangs a backtracking engine is answered."""
    matcher = Matcher(label="service_name", op="=~", value="(a*)*b" * 3 + "(x+x+)+y")
    assert len(seen.metrics.select(f"{SERVER}_count", matcher)) == 0
    assert not matcher.accepts(["a" * 5000])[0]


def test_a_series_leaves_out_what_is_absent(seen: Telemetry) -> None:
    """Rows as series: samples that are there, with their times."""
    family = seen.metrics.select("worker_limit", service_instance_id="api-0-0")
    (series,) = family.series()
    assert series.labels["service_version"] == "v1" and set(series.values) == {8.0}
    assert len(series.times_ms) == len(series.values) < len(family.times_ms)


def test_groups_and_merging_keep_the_order_of_appearance() -> None:
    """Labels are numbered as they come; equal rows are added, absent ones do not count."""
    rows = [{"a": "x"}, {"a": "y"}, {"a": "x"}]
    labels, values = merged(rows, np.array([[1.0, np.nan], [5.0, np.nan], [2.0, 7.0]]))
    assert labels == [{"a": "x"}, {"a": "y"}]
    assert np.array_equal(values, [[3.0, 7.0], [5.0, np.nan]], equal_nan=True)
    numbered = column(["b", "a", "b"], 2)
    assert numbered.words == ("b", "a") and numbered.codes.tolist() == [0, 0, 1, 1, 0, 0]


def test_columns_without_a_loop_say_the_same_as_one_with() -> None:
    """Hexadecimal text, words by number and spelled combinations, in a table and by sorting."""
    numbers = np.array([1, 2**64 - 1, 255], dtype=np.uint64)
    valid = np.array([True, False, True])
    assert hexed(numbers, valid).to_pylist() == [f"{1:016x}", None, f"{255:016x}"]
    assert words(np.array([1, -1, 0, 2]), ("a", "b", "")).to_pylist() == ["b", None, "a", None]
    for far in (1, 10**12):
        a, b = np.array([3, 1, 3, -far]), np.array([far, 0, far, 2])
        texts = spelled((a, b), lambda x, y: f"{x}/{y}")
        assert texts.to_pylist() == [f"3/{far}", "1/0", f"3/{far}", f"{-far}/2"]
        assert len(texts.dictionary) == 3
    assert spelled((a[:0], b[:0]), str).to_pylist() == []


def test_increase_is_that_of_prometheus() -> None:
    """Windows open at the left; extrapolated to their borders, not below zero, not far."""
    times = np.arange(8, dtype=np.int64) * 15_000
    steady = np.arange(8) * 15.0 + 1000  # 1 a second
    late = np.array([np.nan] * 4 + [0.0, 30.0, 60.0, 60.0])
    increases = expressions.increase(times, np.array([steady, late, np.full(8, np.nan)]), 60_000)
    assert np.isnan(increases[0, 0]) and increases[0, 7] == pytest.approx(60)
    # At 15 s: two samples 15 s apart, 45 s without any before; half an interval is granted.
    assert increases[0, 1] == pytest.approx(15 * (15 + 7.5) / 15)
    # The second began at 0: nothing before it.
    assert increases[1, 6] == pytest.approx(60) and np.isnan(increases[1, 4])
    assert np.isnan(increases[2]).all()


def slow_increase(times: list[int], values: list[float], end: int, window: int) -> float:
    """One window of one series, sample by sample."""
    inside = [
        (t, v)
        for t, v in zip(times, values, strict=True)
        if end - window < t <= end and not np.isnan(v)
    ]
    if len(inside) < 2:
        return float("nan")
    (t0, v0), (t1, v1) = inside[0], inside[-1]
    sampled, mean = (t1 - t0) / 1e3, (t1 - t0) / 1e3 / (len(inside) - 1)
    start, stop = (t0 - (end - window)) / 1e3, (end - t1) / 1e3
    start = mean / 2 if start >= mean * 1.1 else start
    if v1 > v0:
        start = min(start, sampled * v0 / (v1 - v0))
    stop = mean / 2 if stop >= mean * 1.1 else stop
    return (v1 - v0) * (sampled + start + stop) / sampled


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.integers(0, 50)), min_size=12, max_size=12),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from([15_000, 31_000, 60_000, 600_000]),
)
def test_increase_of_all_windows_is_that_of_each(
    steps: list[list[int | None]], window: int
) -> None:
    """All rows and scrapes at once, absent samples anywhere: as one window at a time."""
    times = np.arange(12, dtype=np.int64) * 15_000 + 1_000_000
    rows = [np.cumsum([0 if s is None else s for s in row]).astype(float) for row in steps]
    for row, given_ in zip(rows, steps, strict=True):
        row[[s is None for s in given_]] = np.nan
    increases = expressions.increase(times, np.array(rows), window)
    wanted = [
        [slow_increase(times.tolist(), list(row), int(t), window) for t in times] for row in rows
    ]
    assert np.allclose(increases, wanted, rtol=1e-12, atol=1e-12, equal_nan=True)


def test_quantiles_are_linear_inside_a_bucket() -> None:
    """The rank's bucket; the last bound where it is the open one; none without requests."""
    bounds = np.array([0.1, 0.5, 1.0, np.inf])
    buckets = np.array([[10, 0, 0], [20, 0, 0], [20, 0, 0], [20, 4, 0]], dtype=float)
    quantiles = expressions.quantile(0.75, bounds, buckets)
    assert quantiles[0] == pytest.approx(0.1 + 0.4 * (15 - 10) / 10)
    assert quantiles[1] == 1.0 and np.isnan(quantiles[2])

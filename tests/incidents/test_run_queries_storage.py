"""Tests of course/incidents/run_queries.py: a run's metrics as PromQL's storage."""

import numpy as np
import pytest

from course.errors import QueryError
from course.incidents.run_queries import MetricsStorage
from course.promql import Matcher, instant, over
from course.simulation.telemetry import expressions
from course.simulation.telemetry.metrics import MetricsBuilder
from course.simulation.telemetry.snapshot import Telemetry, observe
from tests.simulation.systems import eventful

SERVER = "http_server_request_duration_seconds"


@pytest.fixture(scope="module")
def seen() -> Telemetry:
    return observe(eventful())


@pytest.fixture(scope="module")
def storage(seen: Telemetry) -> MetricsStorage:
    return MetricsStorage(metrics=seen.metrics)


def test_every_series_is_there_once_with_its_labels(
    seen: Telemetry, storage: MetricsStorage
) -> None:
    """All names at once give all rows; labels are the family's and `__name__`."""
    blocks = list(storage.select([Matcher(label="__name__", op="=~", value=".+")]))
    assert len(blocks) == len(seen.metrics.families)
    assert sum(len(b.labels) for b in blocks) == sum(len(f) for f in seen.metrics.families.values())
    (up,) = storage.select([Matcher(label="__name__", op="=", value="up")])
    wanted = [{"__name__": "up", **row} for row in seen.metrics.families["up"].all_labels()]
    assert list(up.labels) == wanted
    assert up.values is seen.metrics.families["up"].values  # nothing is copied


def test_matchers_choose_rows(seen: Telemetry, storage: MetricsStorage) -> None:
    """As Metrics.select does; an unknown name is empty, a bad pattern a QueryError."""
    assert list(storage.select([Matcher(label="__name__", op="=", value="nothing")])) == []
    for query, rows in (
        ('up{service_name=~"a.*|db"}', {"api", "db"}),
        ('{__name__="up",service_name!~"a.*|db"}', {"worker"}),
    ):
        result = instant(f"count by (service_name) ({query})", storage, seen.start_ms)
        assert {row["service_name"] for row in result.labels} == rows
    with pytest.raises(QueryError, match="regex"):
        instant('up{service_name=~"a(?!b)"}', storage, seen.start_ms)


def test_a_row_that_ends_is_stale_at_once() -> None:
    """At the first scrape without it, and again after it has come back."""
    builder = MetricsBuilder(np.arange(6, dtype=np.int64) * 15_000)
    nan = np.nan
    builder.add("m", "gauge", "", [{"a": "1"}], np.array([[1.0, 2.0, nan, nan, 5.0, nan]]))
    result = over("m", MetricsStorage(metrics=builder.build()), 0, 90_000, 5_000)
    present = [1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0]
    assert result.present[0].astype(int).tolist() == present


def test_rates_are_those_of_the_telemetry(seen: Telemetry, storage: MetricsStorage) -> None:
    """Two evaluators of ours, written apart, agree at every scrape."""
    family = seen.metrics.families[f"{SERVER}_count"]
    times = family.times_ms
    wanted = expressions.increase(times, family.values, 120_000)
    result = over(f"increase({SERVER}_count[2m])", storage, int(times[0]), int(times[-1]), 15_000)
    rows = {frozenset(row.items()): n for n, row in enumerate(result.labels)}
    compared = 0
    for n, labels in enumerate(family.all_labels()):
        if np.isnan(wanted[n]).all():
            assert frozenset(labels.items()) not in rows
            continue
        got = result.values[rows[frozenset(labels.items())]]
        np.testing.assert_allclose(got, wanted[n], rtol=1e-12)
        compared += 1
    assert compared > 20

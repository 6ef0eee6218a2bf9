"""The same queries asked of course/promql and of a real Prometheus over the same export.

The export has no stale markers, so our side has none either; a replica that is gone is seen for
the look-back. The server is 2.42: its windows are closed at the left, so moments lie off the
scrapes, where both kinds of window hold the same samples. Where a counter begins within a window
it extrapolates otherwise than 3 does, so a run with such counters is asked with `before_3`.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from course.incidents.run_queries import MetricsStorage
from course.promql import Matcher, SampleBlock, Storage, instant, over
from course.simulation.engine import Engine
from course.simulation.telemetry import openmetrics
from course.simulation.telemetry.snapshot import Telemetry, observe
from tests.promql.server import PROMETHEUS, PROMTOOL, Server, Table, rows, serving
from tests.promql.test_steps import FORMS, Random
from tests.simulation.systems import eventful, shop

pytestmark = pytest.mark.skipif(
    PROMETHEUS is None or PROMTOOL is None, reason="needs Debian's package prometheus"
)
S, C = "http_server_request_duration_seconds", "http_client_request_duration_seconds"
ERR = f'{S}_count{{http_response_status_code=~"5.."}}'
QUERIES = (
    # traffic, errors, durations
    f"sum by (service_name) (rate({S}_count[2m]))",
    f"sum(rate({S}_count[2m])) without (service_instance_id, service_version)",
    f"sum by (service_name) (rate({ERR}[2m])) / sum by (service_name) (rate({S}_count[2m]))",
    f"sum by (service_name) (rate({ERR}[2m])) / sum by (service_name) (rate({S}_count[2m])) > 0.01",
    f"histogram_quantile(0.99, sum by (le, service_name) (rate({S}_bucket[2m])))",
    f"histogram_quantile(0.5, sum by (le) (rate({S}_bucket[5m])))",
    f"histogram_quantile(0.9, sum by (le, http_route) (increase({S}_bucket[3m])))",
    f"histogram_quantile(0.95, rate({S}_bucket{{service_name='api'}}[2m]))",
    f"sum(rate({S}_sum[2m])) by (service_name) / sum(rate({S}_count[2m])) by (service_name)",
    f'sum(rate({S}_bucket{{le="0.1"}}[2m])) / sum(rate({S}_count[2m]))',
    f'1 - sum(rate({S}_bucket{{le="0.25",service_name="api"}}[2m])) / sum(rate({S}_count{{service_name="api"}}[2m]))',
    f"sum by (http_response_status_code) (increase({S}_count[5m]))",
    f"topk(3, sum by (http_route) (rate({S}_count[2m])))",
    f"bottomk(2, sum by (service_instance_id) (rate({S}_sum[2m])))",
    f"sum by (service_name, server_address) (rate({C}_count[2m]))",
    f'sum(rate({C}_count{{error_type!=""}}[1m])) or vector(0)',
    f"irate({S}_count{{service_name='db'}}[1m])",
    f"increase({S}_count[90s]) > 10",
    f"resets({S}_count[5m])",
    f"changes({S}_count{{service_name='api'}}[2m])",
    # processes
    "up",
    "up == 0",
    "count by (service_name) (up == 1)",
    "count(up) by (service_version)",
    "sum by (service_name) (up) / count by (service_name) (up)",
    "rate(process_cpu_time_seconds_total[1m])",
    "sum by (service_name) (rate(process_cpu_time_seconds_total[2m])) / sum by (service_name) (system_cpu_logical_count)",
    "max by (service_name) (rate(process_cpu_time_seconds_total[2m])) > 0.5",
    "time() - process_start_time_seconds",
    "changes(process_start_time_seconds[5m])",
    "up * on (service_instance_id) group_left (service_version) target_info",
    "count by (service_version) (target_info)",
    "absent(up{service_name='nobody'})",
    "absent_over_time(up{service_name='nobody'}[5m])",
    "min_over_time(up[3m])",
    "avg_over_time(up[5m]) < 1",
    "sum_over_time(up[2m])",
    "count_over_time(up[5m])",
    "last_over_time(up[1m])",
    # pools, workers
    "worker_used / worker_limit",
    "max by (service_name) (worker_used / on (service_instance_id, service_name, service_version) worker_limit)",
    "max_over_time(worker_queue_length[2m])",
    "quantile_over_time(0.9, worker_queue_length[5m])",
    "stddev_over_time(worker_used[2m])",
    "stdvar_over_time(worker_used[5m])",
    "deriv(worker_queue_length[5m])",
    "predict_linear(worker_queue_length[5m], 600)",
    "delta(worker_used[2m])",
    "idelta(worker_used[1m])",
    "holt_winters(worker_used[5m], 0.3, 0.2)",
    "rate(worker_busy_seconds_total[2m]) / worker_limit",
    "rate(worker_queue_wait_seconds_total[2m])",
    "http_server_active_requests > bool 2",
    'db_client_connection_count{db_client_connection_state="used"} / ignoring (db_client_connection_state) db_client_connection_max',
    "db_client_connection_pending_requests",
    # calls, queues, caches, logins
    "sum by (service_name) (rate(http_client_retries_total[2m])) / sum by (service_name) (rate(http_client_attempts_total[2m]))",
    "circuit_breaker_state > 0",
    "messaging_queue_depth",
    "deriv(messaging_queue_depth[3m]) > 0",
    "clamp_min(messaging_queue_depth - 5, 0)",
    "sum(rate(messaging_published_total[2m])) - sum(rate(messaging_processed_total[2m]))",
    "increase(messaging_dead_lettered_total[5m])",
    "increase(login_failures_total[2m])",
    "sum by (outcome) (rate(tenant_requests_total[2m]))",
    "sum by (tenant_id) (rate(tenant_requests_total{outcome!='answered'}[2m])) / ignoring (outcome) sum by (tenant_id) (rate(tenant_requests_total[2m]))",
    # forms; steps of subqueries lie on the scrapes, so what is inside is moved by a second; 2.42
    # keeps a name through atan2
    "avg(worker_used) by (service_name)",
    "sum by (service_name) (up) >= on (service_name) group_right () up",
    "sum by (service_name) (up) - on (service_name) group_right (service_version) worker_used",
    "sum by (service_name) (up) >= bool on (service_name) group_right () up",
    "worker_used <= on (service_name) group_left () sum by (service_name) (worker_limit)",
    "rate(process_cpu_time_seconds_total[1m]) > on (service_instance_id) rate(process_cpu_time_seconds_total[2m])",
    "-up or -worker_used",
    "stdvar without (service_instance_id) (worker_used)",
    "sum by (nothing) (up) + on () group_left () vector(1)",
    "stddev by (service_name) (worker_used)",
    "quantile(0.75, worker_used)",
    'count_values("value", up)',
    "group by (service_name) (up)",
    f"sum(rate({S}_count[2m])) > 1 and sum(up) > 2",
    "up unless on (service_instance_id) (worker_queue_length > 0)",
    f'label_replace(rate({S}_count[2m]), "replica", "$1", "service_instance_id", ".*-([0-9]+)-.*")',
    'label_join(up, "who", "/", "service_name", "service_version")',
    f"max_over_time(sum by (service_name) (rate({S}_count[1m] offset 1s))[5m:30s])",
    f"avg_over_time(rate({S}_count{{service_name='api'}}[1m] offset 1s)[4m:15s])",
    f"rate({S}_count{{service_name='api'}}[2m]) / rate({S}_count{{service_name='api'}}[2m] offset 3m)",
    f"sum(increase({S}_count[1m] offset 1m))",
    "round(rate(process_cpu_time_seconds_total[2m]), 0.01)",
    "sqrt(worker_used) + ln(worker_limit) * 2 ^ 0.5 % 3",
    "sgn(delta(worker_used[2m]))",
    "timestamp(up)",
    "minute() + hour() * 60",
    "scalar(sum(up)) * 2",
    "vector(time())",
    "(worker_used atan2 worker_limit) * 1",
    "sort_desc(sum by (service_name) (up))",
)
STEP = 20_000


@dataclass(frozen=True, kw_only=True)
class Unmarked:
    """The same series without stale markers, as they stand in the export."""

    inner: Storage

    def select(self, matchers: Sequence[Matcher]) -> Iterator[SampleBlock]:
        for block in self.inner.select(matchers):
            presence = block.presence()
            yield SampleBlock(
                labels=block.labels,
                times_ms=block.times_ms,
                values=block.values,
                present=presence,
                stale=np.zeros_like(presence),
            )


@dataclass(frozen=True, kw_only=True)
class Run:
    """A run, our storage of it, a server of its export, and how both are asked."""

    seen: Telemetry
    storage: Unmarked
    server: Server
    before_3: bool


@contextmanager
def running(engine: Engine, folder: Path, *, before_3: bool) -> Iterator[Run]:
    seen = observe(engine)
    with serving(folder, "".join(openmetrics.openmetrics(seen.metrics))) as server:
        storage = Unmarked(inner=MetricsStorage(metrics=seen.metrics))
        yield Run(seen=seen, storage=storage, server=server, before_3=before_3)


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    engine = Engine(shop(), seed=1, sample=0.0)
    engine.advance("10m")
    with running(engine, tmp_path_factory.mktemp("calm"), before_3=False) as run:
        yield run


@pytest.fixture(scope="module")
def troubled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    folder = tmp_path_factory.mktemp("troubled")
    with running(eventful(), folder, before_3=True) as run:
        yield run


def differ(ours: Table, theirs: Table) -> str:
    """What is not equal to 1e-9, relative or absolute, or nothing."""
    if set(ours) != set(theirs):
        return f"only ours {list(set(ours) - set(theirs))[:2]}, only theirs {list(set(theirs) - set(ours))[:2]}"
    for key, row in theirs.items():
        if set(row) != set(ours[key]):
            return f"{dict(key)}: at {sorted(set(row) ^ set(ours[key]))[:3]}"
        for t, value in row.items():
            our_value = ours[key][t]
            same = math.isnan(our_value) and math.isnan(value)
            if not same and not math.isclose(our_value, value, rel_tol=1e-9, abs_tol=1e-9):
                return f"{dict(key)} at {t}: ours {our_value}, theirs {value}"
    return ""


def disagreement(query: str, run: Run) -> str:
    """Over the run's second half in steps off the scrapes, and at one moment."""
    our_query = query.replace("holt_winters", "double_exponential_smoothing")  # its name since 3.0
    start, end = run.seen.start_ms + 301_001, run.seen.start_ms + 595_000
    result = over(our_query, run.storage, start, end, STEP, before_3=run.before_3)
    ours = rows(result.labels, result.times_ms, result.values, result.present)
    at = run.seen.start_ms + 487_003
    once = instant(our_query, run.storage, at, before_3=run.before_3)
    now = rows(once.labels, once.times_ms, once.values, once.present)
    return differ(ours, run.server.over(query, start, end, STEP)) or differ(
        now, run.server.instant(query, at)
    )


@pytest.mark.parametrize("query", QUERIES)
def test_a_troubled_run_has_the_same_numbers(query: str, troubled: Run) -> None:
    """Series begin and end; counters are extrapolated as the server's version does."""
    assert disagreement(query, troubled) == ""


@pytest.mark.parametrize("query", QUERIES)
def test_a_calm_run_has_the_same_numbers(query: str, calm: Run) -> None:
    """No counter begins within a window, so both versions extrapolate alike: nothing is turned."""
    assert disagreement(query, calm) == ""


NEWER = ("mad_over_time", "ts_of_max_over_time", "double_exponential_smoothing")


def uneven(storage: Random) -> str:
    """The same series as OpenMetrics text."""
    lines = ["# TYPE m gauge\n"]
    for block in storage.blocks:
        assert block.present is not None
        for r, row in enumerate(block.labels):
            head = f'm{{a="{row["a"]}",b="{row["b"]}"}}'
            for n in np.flatnonzero(block.present[r]):
                t = int(block.times_ms[n])
                lines.append(f"{head} {block.values[r, n]} {t // 1000}.{t % 1000:03}\n")
    return "".join([*lines, "# EOF\n"])


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_uneven_series_have_the_same_numbers(seed: int, tmp_path: Path) -> None:
    """Random times, gaps, falls and NaN, under the forms whose ranges are compared to instants."""
    drawn = Random(seed, eighths=True)
    storage = Unmarked(inner=drawn)
    start, end, step = 20_003, 320_000, 11_000
    problems = []
    with serving(tmp_path, uneven(drawn)) as server:
        for form in FORMS:
            if form.startswith(NEWER):
                continue
            result = over(form, storage, start, end, step, before_3=True)
            ours = rows(result.labels, result.times_ms, result.values, result.present)
            if why := differ(ours, server.over(form, start, end, step)):
                problems.append(f"{form}: {why}")
    assert problems == []


def test_the_queries_have_an_answer(troubled: Run) -> None:
    """All but one give rows on the troubled run, so that agreement means something."""
    queries = [q.replace("holt_winters", "double_exponential_smoothing") for q in QUERIES]
    start, end = troubled.seen.start_ms + 301_001, troubled.seen.start_ms + 595_000
    empty = [q for q in queries if not over(q, troubled.storage, start, end, STEP).labels]
    assert empty == ["circuit_breaker_state > 0"]  # no breaker opens there

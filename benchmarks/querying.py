"""A p99 over one hour of eight services, asked of course/promql and of a real Prometheus.

`python -m benchmarks querying [--rounds N]`. One run, the same query, in turn: ours from the
metrics in memory to an answer, the server's over HTTP to parsed JSON. The server holds blocks made
of our export; it answers a first time before it counts.
"""

import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.measuring import machine, spread

BUCKET = "http_server_request_duration_seconds_bucket"
COUNT = "http_server_request_duration_seconds_count"
QUERIES = (
    f"histogram_quantile(0.99, sum by (le, service_name) (rate({BUCKET}[5m])))",
    f"sum by (service_name) (rate({COUNT}[5m]))",
    "sum by (service_name) (up)",
    "quantile_over_time(0.9, worker_used[5m])",
    f"max_over_time(sum by (service_name) (rate({COUNT}[1m]))[10m:1m])",
    "worker_used / on (service_instance_id) group_left () worker_limit",
)
TARGET_MS = 50


def took(work: Callable[[], Any]) -> tuple[float, float]:
    """Wall and CPU milliseconds of a piece of work; the collector runs before, not within."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - wall) * 1e3, (time.process_time() - cpu) * 1e3


def bench(rounds: int) -> None:
    """Measure and print; a person judges."""
    from course.incidents.run_queries import MetricsStorage
    from course.promql import over
    from course.simulation.engine import Engine
    from course.simulation.telemetry import openmetrics
    from course.simulation.telemetry.snapshot import observe
    from tests.promql.server import PROMETHEUS, PROMTOOL, Server, serving
    from tests.simulation.systems import shop

    engine = Engine(shop(50), seed=1, sample=0.0)
    engine.advance("1h")
    seen = observe(engine)
    storage = MetricsStorage(metrics=seen.metrics)
    end = seen.start_ms + 3_600_000
    span = (seen.start_ms, end, 15_000)
    series = len(seen.metrics.families[BUCKET])
    print(
        f"{machine()}, n = {rounds}, median (range), ms; 1 h, 241 steps, {series} series of buckets"
    )

    def measured(server: Server | None) -> None:
        print("\n| query | ours | of it CPU | Prometheus over HTTP |\n|---|---|---|---|")
        for query in QUERIES:
            ask: list[Callable[[], Any]] = [partial(over, query, storage, *span)]
            if server is not None:
                ask.append(partial(server.over, query, *span))
            times: tuple[list[tuple[float, float]], ...] = ([], [])
            for n in range(rounds + 1):
                for which, work in enumerate(ask):
                    found = took(work)
                    if n:  # the first is to get warm
                        times[which].append(found)
            wall, cpu = ([one[k] for one in times[0]] for k in (0, 1))
            theirs = spread([one[0] for one in times[1]], digits=1) if times[1] else "not there"
            print(f"| `{query}` | {spread(wall, digits=1)} | {spread(cpu, digits=1)} | {theirs} |")
            if query == QUERIES[0]:
                print(f"  all: {', '.join(f'{t:.1f}' for t in wall)}", file=sys.stderr)
                met = statistics.median(wall) < TARGET_MS
        print(f"\nmedian of the p99 under {TARGET_MS} ms: {'yes' if met else 'no'}")

    if PROMETHEUS is None or PROMTOOL is None:
        measured(None)
        return
    with tempfile.TemporaryDirectory() as folder:
        text = "".join(openmetrics.openmetrics(seen.metrics))
        with serving(Path(folder), text) as server:
            measured(server)

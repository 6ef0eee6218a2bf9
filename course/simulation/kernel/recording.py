"""What is recorded of a run: series of durations, spans, log lines. It decides nothing.

Series count from the start of the run, as Prometheus expects; a replica that boots gets new ones.
Spans and logs go to buffers that the engine empties; beyond them lines are dropped and counted.
"""

# ruff: noqa: PLR0917 - compiled calls are by position
from typing import Any

import numpy as np

from course.simulation.kernel.codes import (
    CALLER,
    FULL_SERIES,
    N_DROPPED_LOGS,
    N_DROPPED_SPANS,
    NOBODY,
    OF_CLIENT,
    OF_POOL,
    OF_ROOT,
    OF_SERVER,
    SAMPLED,
    whole,
)
from course.simulation.kernel.numba_cache import inner
from course.simulation.kernel.rng import P_SPAN
from course.simulation.kernel.world_layout import BOUNDS, LOGS, SERIES, SPANS


@inner
def new_series(w: Any, kind: int, a: int, replica: int, status: int) -> int:
    """Row of a series that was not seen before, plus one."""
    row = w.n_series
    if row >= SERIES:
        w.overflow = FULL_SERIES
        return SERIES
    w.n_series = row + 1
    s = w.series[row]
    s.kind = kind
    s.a = a
    s.replica = replica
    s.boot = -1
    s.version = -1
    s.status = status
    if replica >= 0:
        s.boot = w.replicas[replica].boot
        s.version = w.replicas[replica].version
    return whole(row + 1)


@inner
def observe(w: Any, row: int, ns: int) -> None:
    """Count a duration in its bucket; a bound belongs to the bucket below it."""
    s = w.series[row - 1]
    s.sum_ns += ns
    low = 0
    high = BOUNDS
    while low < high:
        middle = (low + high) >> 1
        if ns <= w.bounds[middle]:
            high = middle
        else:
            low = middle + 1
    s.count[low] += np.uint32(1)


@inner
def observe_server(w: Any, f: Any, ns: int) -> None:
    """Duration of a request at its replica."""
    slot = w.replicas[f.replica].slot
    row = w.server_at[f.route, slot, f.status]
    if row == 0:
        row = new_series(w, OF_SERVER, f.route, f.replica, f.status)
        w.server_at[f.route, slot, f.status] = row
    observe(w, row, ns)


@inner
def observe_client(w: Any, edge: int, status: int, ns: int) -> None:
    """Duration of one attempt as its caller saw it."""
    row = w.client_at[edge, status]
    if row == 0:
        row = new_series(w, OF_CLIENT, edge, NOBODY, status)
        w.client_at[edge, status] = row
    observe(w, row, ns)


@inner
def observe_root(w: Any, source: int, status: int, ns: int) -> None:
    """Duration of a whole request as its user saw it, retries included."""
    row = w.root_at[source, status]
    if row == 0:
        row = new_series(w, OF_ROOT, source, NOBODY, status)
        w.root_at[source, status] = row
    observe(w, row, ns)


@inner
def observe_pool(w: Any, pool: int, granted: int, ns: int) -> None:
    """Wait for a place in a pool, by whether it was granted."""
    row = w.pool_at[pool, granted]
    if row == 0:
        row = new_series(w, OF_POOL, pool, w.pools[pool].replica, granted)
        w.pool_at[pool, granted] = row
    observe(w, row, ns)


@inner
def copy_request(target: Any, origin: Any) -> None:
    """Hand on who asks and for what."""
    target.tenant = origin.tenant
    target.subject = origin.subject
    target.address = origin.address
    target.network = origin.network
    target.agent = origin.agent
    target.token = origin.token
    target.source = origin.source
    target.owner = origin.owner
    target.poison = origin.poison
    target.priority = origin.priority
    target.hostile = origin.hostile
    target.obj = origin.obj
    target.trace_id = origin.trace_id


@inner
def write_span(w: Any, f: Any, t0: int) -> None:
    """Span of a frame that ends now, if its trace is sampled."""
    if f.marks & SAMPLED == 0:
        return
    n = w.n_spans
    if n >= SPANS:
        w.counters[N_DROPPED_SPANS] += 1
        return
    w.n_spans = n + 1
    s = w.spans[n]
    copy_request(s, f)
    s.span_id = f.key
    s.parent_id = f.parent_key
    s.t0 = t0
    s.t1 = w.now
    s.waited_worker = f.waited_worker
    s.waited_pool = f.waited_pool
    s.payload = f.payload
    s.kind = f.kind
    s.route = f.route
    s.replica = f.replica
    s.edge = f.edge
    s.attempt = f.attempt
    s.status = f.status
    s.why = f.why
    s.marks = f.marks
    place_of(w, s, f.replica)


@inner
def place_of(w: Any, line: Any, replica: int) -> None:
    """Note which boot and version of a replica speaks."""
    line.boot = -1
    line.version = -1
    if replica >= 0:
        line.boot = w.replicas[replica].boot
        line.version = w.replicas[replica].version


@inner
def write_client_span(w: Any, f: Any, call: Any, key: Any, status: int, why: int) -> None:
    """Span of one attempt of a call by frame `f`; the callee's span is its child."""
    if f.marks & SAMPLED == 0:
        return
    n = w.n_spans
    if n >= SPANS:
        w.counters[N_DROPPED_SPANS] += 1
        return
    w.n_spans = n + 1
    s = w.spans[n]
    copy_request(s, f)
    s.span_id = key ^ P_SPAN
    s.parent_id = f.key
    s.t0 = call.t_try
    s.t1 = w.now
    s.waited_worker = 0
    s.waited_pool = 0
    s.payload = 0
    s.kind = CALLER
    s.route = w.edges[call.edge].route
    s.replica = f.replica
    s.edge = call.edge
    s.attempt = call.attempt
    s.status = status
    s.why = why
    s.marks = f.marks
    place_of(w, s, f.replica)


@inner
def write_log(w: Any, f: Any, event: int, status: int, why: int, edge: int, arg: int) -> None:
    """A line of the log, in the name of frame `f`."""
    n = w.n_logs
    if n >= LOGS:
        w.counters[N_DROPPED_LOGS] += 1
        return
    w.n_logs = n + 1
    line = w.logs[n]
    copy_request(line, f)
    line.span_id = f.key
    line.t = w.now
    line.event = event
    line.route = f.route
    line.replica = f.replica
    line.status = status
    line.why = why
    line.edge = edge
    line.arg = arg
    place_of(w, line, f.replica)

"""The end of a frame: give back what it holds, record it, answer its caller."""

from typing import Any

from course.simulation.kernel.calls import delay
from course.simulation.kernel.codes import (
    BAD_REQUEST,
    CLIENT,
    DOWN,
    ERROR,
    EXPOSED,
    LOG_ACCESS,
    LOG_FAILED,
    N_BYTES,
    N_BYTES_HOSTILE,
    N_EXPOSED,
    N_ORPHANS,
    REPLY,
    SERVER,
    WORKER,
)
from course.simulation.kernel.heap import push
from course.simulation.kernel.numba_cache import inner
from course.simulation.kernel.pools import release
from course.simulation.kernel.queues import end_delivery
from course.simulation.kernel.recording import observe_root, observe_server, write_log, write_span
from course.simulation.kernel.request_frames import free_frame
from course.simulation.kernel.rng import P_BACK, mix


@inner
def finish(w: Any, fi: int) -> None:
    """End a frame with the status it has."""
    f = w.frames[fi]
    if f.kind == SERVER:
        finish_server(w, f)
    elif f.kind == CLIENT:
        observe_root(w, f.source, f.status, w.now - f.t_arrive)
        kind = 0
        if f.status >= BAD_REQUEST:
            kind = 1
        if f.status >= ERROR:
            kind = 2
        w.tenants[f.tenant, kind] += 1
        write_span(w, f, f.t_arrive)
    else:
        end_delivery(w, f)
        write_span(w, f, f.t_arrive)
    free_frame(w, fi)


@inner
def finish_server(w: Any, f: Any) -> None:
    """End a request at its replica: release its places, record it, send the reply."""
    while f.n_held > 0:
        f.n_held -= 1
        release(w, f.held[f.n_held])
    if f.marks & WORKER:
        release(w, w.replicas[f.replica].worker)
    w.replicas[f.replica].active -= 1
    if f.marks & EXPOSED:
        if f.status < BAD_REQUEST:
            w.counters[N_EXPOSED] += 1
        else:
            f.marks -= EXPOSED  # nobody got to see it
    if f.why != DOWN:
        observe_server(w, f, w.now - f.t_arrive)
        write_span(w, f, f.t_arrive)
        if f.status >= ERROR:
            write_log(w, f, LOG_FAILED, f.status, f.why, f.edge, f.attempt)
        if w.routes[f.route].audited == 1:
            write_log(w, f, LOG_ACCESS, f.status, f.why, f.edge, f.payload)
    w.counters[N_BYTES] += f.payload
    if f.hostile == 1:
        w.counters[N_BYTES_HOSTILE] += f.payload
    if w.calls[f.call].gen != f.call_gen:
        w.counters[N_ORPHANS] += 1
        return
    e = w.edges[f.edge]
    back = delay(w, e, mix(f.key, P_BACK))
    push(w, w.now + back, REPLY, f.call, f.call_gen, f.status + 256 * f.why)

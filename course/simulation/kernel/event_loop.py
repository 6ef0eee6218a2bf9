"""The event loop: the earliest event, its handler, again, until a time is reached.

Handlers never call each other; they enter events, or return a frame that may go on.
"""

from typing import Any

from course.simulation.kernel.access_control import fail
from course.simulation.kernel.arrivals import on_arrival, on_segment
from course.simulation.kernel.calls import attempt, finish, next_due, on_hedge, on_reply, on_timeout
from course.simulation.kernel.codes import (
    ARRIVAL,
    ARRIVE,
    BLOCK,
    CANCELLED,
    COMPUTED,
    DELIVER,
    DOWN,
    DRAIN,
    FORBIDDEN,
    GAVE_UP,
    GOT,
    GRANTED,
    HEDGE,
    HOLDING,
    N_EVENTS,
    OVERFLOW,
    POLLING,
    POOL_WAIT,
    QUEUE_FULL,
    QUEUED,
    REACHED,
    REFUSED,
    REPLY,
    RETRY,
    SEGMENT,
    SHED,
    STARTING,
    STEP,
    TIMEOUT,
    TIMER,
    TRAVELLING,
    UNAVAILABLE,
    WORKER,
    whole,
)
from course.simulation.kernel.heap import drop_first
from course.simulation.kernel.numba_cache import compiled, inner
from course.simulation.kernel.processors import end_first
from course.simulation.kernel.request_frames import field_of
from course.simulation.kernel.resources import acquire, on_deliver, unlink
from course.simulation.kernel.rng import P_SHED, below, mix
from course.simulation.kernel.step_handlers import after_calls, on_pool_wait, run
from course.simulation.kernel.world_layout import BLOCKS, LOGS, SPANS

MARGIN = 256  # lines that one event may write at most, by far


@compiled
def advance(world: Any, until: int) -> int:
    """Handle all events up to and at `until`; say why it returned."""
    w = world[0]
    while True:
        if w.overflow != 0:
            return OVERFLOW
        if w.n_spans > SPANS - MARGIN or w.n_logs > LOGS - MARGIN:
            return DRAIN
        if w.n_events == 0 or w.heap[0].t > until:
            w.now = max(w.now, until)
            return REACHED
        e = w.heap[0]
        w.now = e.t
        kind = whole(e.kind)
        who = whole(e.who)
        gen = whole(e.gen)
        arg = whole(e.arg)
        drop_first(w)
        w.counters[N_EVENTS] += 1
        handle(w, kind, who, gen, arg)


@inner
def handle(w: Any, kind: int, who: int, gen: int, arg: int) -> None:
    """Handle one event by its kind; the frequent kinds come first."""
    if kind == STEP:
        on_step(w, who, gen)
    elif kind == ARRIVE:
        on_arrive(w, who, gen)
    elif kind == REPLY:
        go_on(w, on_reply(w, who, gen, arg))
    elif kind == TIMER:
        c = next_due(w, who)
        if c >= 0:
            out_of_time(w, c, w.calls[c].gen)
    elif kind == TIMEOUT:
        out_of_time(w, who, gen)
    elif kind == COMPUTED:
        computed(w, end_first(w, who, gen))
    elif kind == ARRIVAL:
        start(w, on_arrival(w, who, gen))
    elif kind == RETRY:
        if w.calls[who].gen == gen:
            attempt(w, who)
    else:
        handle_rare(w, kind, who, gen, arg)


@inner
def handle_rare(w: Any, kind: int, who: int, gen: int, arg: int) -> None:
    """Handle one event of the kinds that are seldom."""
    if kind == POOL_WAIT:
        on_pool_wait(w, who, gen, arg)
    elif kind == DELIVER:
        start(w, on_deliver(w, who, gen))
    elif kind == SEGMENT:
        on_segment(w, who)
    elif kind == HEDGE:
        on_hedge(w, who, gen)


@inner
def start(w: Any, fi: int) -> None:
    """Let a new client or delivery begin."""
    if fi >= 0:
        run(w, fi, w.frames[fi].pc)


@inner
def go_on(w: Any, fi: int) -> None:
    """Let a caller go on whose calls have all ended."""
    if fi >= 0:
        after_calls(w, fi)


@inner
def computed(w: Any, fi: int) -> None:
    """Let a frame go on that has computed what it had to."""
    if fi >= 0:
        run(w, fi, w.frames[fi].pc + 1)


@inner
def out_of_time(w: Any, c: int, gen: int) -> None:
    """A call's timeout: cancel its callee if that still queues, then let the caller go on."""
    w.cancelled = -1
    caller = on_timeout(w, c, gen)
    child = w.cancelled
    if child >= 0 and w.frames[child].state == QUEUED:
        unlink(w, child)
        fail(w.frames[child], CANCELLED, GAVE_UP)
        finish(w, child)
    go_on(w, caller)


@inner
def on_step(w: Any, fi: int, gen: int) -> None:
    """A frame goes on after a wait of its own."""
    f = w.frames[fi]
    if f.gen != gen:
        return
    if f.state == STARTING:
        f.t_start = w.now
        run(w, fi, f.pc)
    elif f.state == HOLDING or f.state == GRANTED:  # noqa: PLR1714 - no tuples here
        run(w, fi, f.pc + 1)
    elif f.state == POLLING:
        run(w, fi, f.pc)


@inner
def on_arrive(w: Any, fi: int, gen: int) -> None:
    """A request reaches its replica: refused, shed, queued, or begun."""
    f = w.frames[fi]
    if f.gen != gen or f.state != TRAVELLING:
        return
    f.t_arrive = w.now
    r = w.replicas[f.replica]
    f.pc = w.routes[f.route].entry[r.version]
    if not admitted(w, f, r):
        finish(w, fi)
        return
    f.state = QUEUED
    outcome = acquire(w, r.worker, fi)
    if outcome == REFUSED:
        fail(f, UNAVAILABLE, QUEUE_FULL)
        finish(w, fi)
    elif outcome == GOT:
        f.marks |= WORKER
        f.t_start = w.now
        run(w, fi, f.pc)


@inner
def admitted(w: Any, f: Any, r: Any) -> bool:
    """What is decided before a worker is asked: replica down, blocked, shed."""
    s = w.services[r.service]
    if r.up == 0:
        fail(f, UNAVAILABLE, DOWN)
        return False
    if w.n_blocks > 0 and blocked(w, f):
        fail(f, FORBIDDEN, BLOCK)
        return False
    if s.shed > 0 and f.priority < s.shed_below and below(mix(f.key, P_SHED), s.shed):
        fail(f, UNAVAILABLE, SHED)
        return False
    return True


@inner
def blocked(w: Any, f: Any) -> bool:
    """Whether a block names this request."""
    for i in range(BLOCKS):
        b = w.blocks[i]
        if b.on == 0 or (b.service >= 0 and b.service != f.service):
            continue
        if b.route >= 0 and b.route != f.route:
            continue
        if b.by < 0 or field_of(f, b.by) == b.value:
            b.hits += 1
            return True
    return False

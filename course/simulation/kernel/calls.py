"""Calls from one service to another: load balancing, timeouts, breakers, retries, hedges; ends.

A caller that gives up does not stop its callee. The callee works on as an orphan and its reply is
dropped, unless the edge cancels a callee that still waits for a worker. A call that ends returns
the frame that should go on, or -1; the event loop lets it go on. A frame that ends gives back what
it holds, is recorded, and answers its caller.
"""

from typing import Any

import numpy as np

from course.simulation.kernel.codes import (
    ARRIVE,
    BAD_REQUEST,
    BREAKER,
    CANCELLED,
    CLIENT,
    CLOSED,
    DOWN,
    ERROR,
    EXPOSED,
    FULL_TIMERS,
    GATEWAY_TIMEOUT,
    HALF_OPEN,
    HASHED,
    HEDGE,
    HEDGED,
    INHERITED,
    LEAST,
    LOG_ACCESS,
    LOG_BUDGET,
    LOG_CALL,
    LOG_CLOSED,
    LOG_FAILED,
    LOG_OPENED,
    LOST,
    N_BYTES,
    N_BYTES_HOSTILE,
    N_EXPOSED,
    N_ORPHANS,
    NO_REPLICA,
    NOBODY,
    NOTHING,
    OPEN,
    RANDOM,
    REPLY,
    RETRY,
    SERVER,
    SLOW_UPSTREAM,
    TIMEOUT,
    TIMER,
    UNAVAILABLE,
    WORKER,
    whole,
)
from course.simulation.kernel.heap import push
from course.simulation.kernel.numba_cache import inner
from course.simulation.kernel.recording import (
    copy_request,
    observe_client,
    observe_root,
    observe_server,
    write_client_span,
    write_log,
    write_span,
)
from course.simulation.kernel.request_frames import free_call, free_frame, new_call, new_frame
from course.simulation.kernel.resources import end_delivery, release
from course.simulation.kernel.rng import (
    GOLDEN,
    P_BACK,
    P_BALANCE,
    P_JITTER,
    P_LOSS,
    P_OUT,
    P_SPAN,
    S32,
    below,
    duration,
    index,
    mix,
)
from course.simulation.kernel.world_layout import TIMERS

# Load balancing: which replica gets a request.


@inner
def choose(w: Any, service: int, bits: Any, tenant: int, avoid: int) -> int:
    """A replica that the balancer lists, another than `avoid` if there is one; -1 where none is."""
    s = w.services[service]
    listed = 0
    for slot in range(s.slots):
        if w.replicas[s.first + slot].listed == 1 and s.first + slot != avoid:
            listed += 1
    if listed == 0:
        return avoid if avoid >= 0 and w.replicas[avoid].listed == 1 else -1
    if s.balance == LEAST:
        return least_busy(w, s, avoid)
    if s.balance == RANDOM:
        nth = index(bits, listed)
    elif s.balance == HASHED:
        nth = index(mix(GOLDEN, np.uint64(tenant)), listed)
    else:
        s.turn = (s.turn + 1) % listed
        nth = whole(s.turn)
    return nth_listed(w, s, nth, avoid)


@inner
def nth_listed(w: Any, s: Any, nth: int, avoid: int) -> int:
    """The nth replica in the list."""
    for slot in range(s.slots):
        replica = s.first + slot
        if w.replicas[replica].listed == 1 and replica != avoid:
            if nth == 0:
                return whole(replica)
            nth -= 1
    return -1


@inner
def least_busy(w: Any, s: Any, avoid: int) -> int:
    """The replica with the fewest requests open; ties go round."""
    best = -1
    fewest = 1 << 40
    s.turn = (s.turn + 1) % s.slots
    for step in range(s.slots):
        replica = s.first + (s.turn + step) % s.slots
        r = w.replicas[replica]
        if r.listed == 1 and replica != avoid and r.active < fewest:
            fewest = whole(r.active)
            best = whole(replica)
    return best


# Timeouts. Nearly all calls end before theirs. An edge has one timeout, so its timers come due in
# the order in which they were set: they stand in a line for each edge, and only the first of a line
# is in the calendar. Timers of ended calls are dropped in passing, and the calendar stays short.


@inner
def arm(w: Any, edge: int, c: int, t: int) -> None:
    """Set the timeout of a call's attempt.

    One that is due before the last in line (the edge's timeout was shortened) would break the order
    of the line, and goes into the calendar on its own.
    """
    e = w.edges[edge]
    gen = w.calls[c].gen
    if e.last_timer > 0 and w.timers[e.last_timer - 1].t > t:
        push(w, t, TIMEOUT, c, gen, NOTHING)
        return
    i = w.free_timer - 1
    if i >= 0:
        w.free_timer = w.timers[i].behind
    elif w.n_timers < TIMERS:
        i = w.n_timers
        w.n_timers += 1
    else:
        w.overflow = FULL_TIMERS
        return
    timer = w.timers[i]
    timer.t = t
    timer.who = c
    timer.gen = gen
    timer.behind = 0
    if e.last_timer > 0:
        w.timers[e.last_timer - 1].behind = i + 1
    else:
        e.first_timer = i + 1
        push(w, t, TIMER, edge, NOTHING, NOTHING)
    e.last_timer = i + 1


@inner
def drop_timer(w: Any, e: Any) -> None:
    """Take the first timer of an edge's line out."""
    i = e.first_timer - 1
    e.first_timer = w.timers[i].behind
    if e.first_timer == 0:
        e.last_timer = 0
    w.timers[i].behind = w.free_timer
    w.free_timer = i + 1


@inner
def next_due(w: Any, edge: int) -> int:
    """Call whose timeout is now, or -1; the line's next one is in the calendar."""
    e = w.edges[edge]
    due = NOBODY
    while e.first_timer > 0:
        timer = w.timers[e.first_timer - 1]
        if w.calls[timer.who].gen == timer.gen:
            if timer.t > w.now or due >= 0:
                push(w, timer.t, TIMER, edge, NOTHING, NOTHING)
                return due
            due = timer.who
        drop_timer(w, e)
    return due


# Circuit breakers: one for each edge, closed, open or half open.


@inner
def allows(w: Any, e: Any) -> bool:
    """Whether the breaker lets an attempt pass; after its pause it lets a few probes pass."""
    if e.breaker_calls == 0 or e.breaker == CLOSED:
        return True
    if w.now - e.t_breaker >= e.breaker_open_ns:
        e.breaker = HALF_OPEN
        e.t_breaker = w.now
        e.probing = 0
        e.n_ok = 0
    if e.breaker == HALF_OPEN and e.probing < e.probes:
        e.probing += 1
        return True
    return False


@inner
def count_outcome(w: Any, f: Any, edge: int, good: bool) -> None:
    """Count how an attempt by frame `f` ended, and open or close the edge's breaker by it."""
    e = w.edges[edge]
    if e.breaker_calls == 0 or e.breaker == OPEN:
        return
    if e.breaker == CLOSED and w.now - e.t_breaker >= e.breaker_window:
        e.t_breaker = w.now
        e.n_ok = 0
        e.n_bad = 0
    if good:
        e.n_ok += 1
    else:
        e.n_bad += 1
    if e.breaker == HALF_OPEN:
        if not good:
            trip(w, f, edge)
        elif e.n_ok >= e.probes:
            e.breaker = CLOSED
            e.t_breaker = w.now
            e.n_ok = 0
            e.n_bad = 0
            write_log(w, f, LOG_CLOSED, NOTHING, NOTHING, edge, NOTHING)
    elif failing(e):
        trip(w, f, edge)


@inner
def trip(w: Any, f: Any, edge: int) -> None:
    """Open the breaker."""
    e = w.edges[edge]
    e.breaker = OPEN
    e.t_breaker = w.now
    e.opened += 1
    e.n_ok = 0
    e.n_bad = 0
    write_log(w, f, LOG_OPENED, NOTHING, NOTHING, edge, NOTHING)


@inner
def failing(e: Any) -> bool:
    """Whether enough attempts of this window failed."""
    n = e.n_ok + e.n_bad
    return bool(n >= e.breaker_calls and e.n_bad * 1000 >= e.breaker_ratio * n)


# The calls themselves.


@inner
def begin_call(w: Any, fi: int, edge: int, site: Any, branch: int) -> None:
    """Start a call by frame `fi`; `branch` tells parallel calls of one step apart."""
    c = new_call(w)
    if c < 0:
        return
    call = w.calls[c]
    call.key = mix(mix(w.frames[fi].key, site), np.uint64(branch))
    call.t_first = w.now
    call.parent = fi
    call.edge = edge
    call.attempt = 0
    call.hedged = 0
    call.child = -1
    e = w.edges[edge]
    if e.budget >= 0:
        e.tokens = min(e.tokens + e.budget, e.budget_cap)
    attempt(w, c)


@inner
def attempt_key(call: Any) -> Any:
    """Key of the attempt under way; it becomes the key of the callee's frame."""
    return mix(call.key, np.uint64(call.attempt + 64 * call.hedged))


@inner
def delay(w: Any, e: Any, bits: Any) -> int:
    """One way over the network."""
    if e.curve == 0 or e.latency == 0:
        return whole(e.latency)
    return duration(w.curves[e.curve], bits, e.latency)


@inner
def attempt(w: Any, c: int) -> None:
    """Send one attempt on its way, or answer it at once where nobody can be reached."""
    call = w.calls[c]
    e = w.edges[call.edge]
    hedge = call.hedged == 1
    if not hedge:
        call.t_try = w.now
    e.attempts += 1
    if not allows(w, e):
        push(w, w.now, REPLY, c, call.gen, UNAVAILABLE + 256 * BREAKER)
        return
    key = attempt_key(call)
    parent = w.frames[call.parent]
    avoid = w.frames[call.child].replica if hedge and call.child >= 0 else -1
    replica = choose(w, w.routes[e.route].service, mix(key, P_BALANCE), parent.tenant, avoid)
    if replica < 0:
        push(w, w.now, REPLY, c, call.gen, UNAVAILABLE + 256 * NO_REPLICA)
        return
    out = delay(w, e, mix(key, P_OUT))
    if e.timeout > 0 and not hedge:
        arm(w, call.edge, c, w.now + e.timeout)
    if e.loss > 0 and below(mix(key, P_LOSS), e.loss):
        if e.timeout == 0:
            push(w, w.now + out, REPLY, c, call.gen, UNAVAILABLE + 256 * LOST)
        return
    send(w, c, replica, key, out)
    if e.hedge > 0 and call.attempt == 0 and not hedge:
        push(w, w.now + e.hedge, HEDGE, c, call.gen, NOTHING)


@inner
def send(w: Any, c: int, replica: int, key: Any, out: int) -> None:
    """Make the callee's frame; it arrives after `out`."""
    fi = new_frame(w)
    if fi < 0:
        return
    call = w.calls[c]
    f = w.frames[fi]
    parent = w.frames[call.parent]
    copy_request(f, parent)
    f.kind = SERVER
    f.key = key
    f.parent_key = key ^ P_SPAN
    f.route = w.edges[call.edge].route
    f.service = w.routes[f.route].service
    f.replica = replica
    f.call = c
    f.call_gen = call.gen
    f.edge = call.edge
    f.attempt = call.attempt
    f.marks = parent.marks & INHERITED
    if call.hedged == 1:
        f.marks |= HEDGED
    call.child = fi
    w.replicas[replica].active += 1
    push(w, w.now + out, ARRIVE, fi, f.gen, NOTHING)


@inner
def is_failure(status: int) -> bool:
    """What is worth another attempt: 499 and 5xx, not what the callee decided."""
    return status >= CANCELLED


@inner
def on_reply(w: Any, c: int, gen: int, arg: int) -> int:
    """A reply reaches its caller; late ones find the generation changed."""
    call = w.calls[c]
    if call.gen != gen:
        w.counters[N_ORPHANS] += 1
        return -1
    return settle_attempt(w, c, arg & 255, arg >> 8)


@inner
def on_timeout(w: Any, c: int, gen: int) -> int:
    """The caller's patience ends. Returns a queued callee to cancel in `WORLD.cancelled`."""
    call = w.calls[c]
    if call.gen != gen:
        return -1
    w.cancelled = -1
    if w.edges[call.edge].cancel == 1 and call.child >= 0:
        child = w.frames[call.child]
        if child.call == c and child.call_gen == gen:
            w.cancelled = call.child
    return settle_attempt(w, c, GATEWAY_TIMEOUT, SLOW_UPSTREAM)


@inner
def settle_attempt(w: Any, c: int, status: int, why: int) -> int:
    """Record how an attempt ended; try again or end the call."""
    call = w.calls[c]
    e = w.edges[call.edge]
    f = w.frames[call.parent]
    observe_client(w, call.edge, status, w.now - call.t_try)
    write_client_span(w, f, call, attempt_key(call), status, why)
    if call.hedged == 1:
        write_client_span(w, f, call, mix(call.key, np.uint64(call.attempt)), status, why)
    if is_failure(status):
        write_log(w, f, LOG_CALL, status, why, call.edge, call.attempt)
    if why != BREAKER:
        count_outcome(w, f, call.edge, not is_failure(status))
        if is_failure(status) and retry(w, c, e):
            return -1
    return end_call(w, c, status, why)


@inner
def retry(w: Any, c: int, e: Any) -> bool:
    """Whether another attempt may follow; if so it is in the calendar."""
    call = w.calls[c]
    if call.attempt >= e.retries:
        return False
    if e.budget >= 0:
        if e.tokens < 1000:
            e.denied += 1
            write_log(
                w, w.frames[call.parent], LOG_BUDGET, NOTHING, NOTHING, call.edge, call.attempt
            )
            return False
        e.tokens -= 1000
    call.gen += 1
    call.attempt += 1
    call.hedged = 0
    e.retried += 1
    pause = min(e.backoff << min(call.attempt - 1, 20), e.backoff_cap)
    if e.jitter > 0 and pause > 0:
        part = whole(mix(attempt_key(call), P_JITTER) >> S32)
        wobble = pause * e.jitter // 1000
        pause = pause - wobble + whole(np.float64(wobble) * (np.float64(part) / 4294967296.0))
    push(w, w.now + pause, RETRY, c, call.gen, NOTHING)
    return True


@inner
def end_call(w: Any, c: int, status: int, why: int) -> int:
    """Tell the caller; returns its frame if this was the last of its open calls."""
    fi = w.calls[c].parent
    f = w.frames[fi]
    f.pending -= 1
    if status >= BAD_REQUEST:
        f.failed += 1
        f.step_status = status
        f.step_why = why
    free_call(w, c)
    return fi if f.pending == 0 else -1


@inner
def on_hedge(w: Any, c: int, gen: int) -> None:
    """The first attempt is slow: send a second to another replica; the first reply counts."""
    call = w.calls[c]
    if call.gen == gen and call.hedged == 0:
        call.hedged = 1
        attempt(w, c)


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

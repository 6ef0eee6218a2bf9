"""Calls from one service to another: replicas, timeouts, retries, budgets, breakers, hedges.

A caller that gives up does not stop its callee: the callee works on, an orphan, and its reply is
dropped; unless the edge cancels what still waits for a worker.
A call that ends returns the frame that should go on, or -1; the loop lets it go on.
"""

from typing import Any

import numpy as np

from course.simulation.kernel.codes import (
    ARRIVE,
    BAD_REQUEST,
    BREAKER,
    CANCELLED,
    GATEWAY_TIMEOUT,
    HEDGE,
    HEDGED,
    INHERITED,
    LOG_BUDGET,
    LOG_CALL,
    LOST,
    N_ORPHANS,
    NO_REPLICA,
    NOTHING,
    REPLY,
    RETRY,
    SERVER,
    SLOW_UPSTREAM,
    UNAVAILABLE,
    whole,
)
from course.simulation.kernel.heap import push
from course.simulation.kernel.load_balancing import choose
from course.simulation.kernel.numba_cache import inner
from course.simulation.kernel.recording import (
    copy_request,
    observe_client,
    write_client_span,
    write_log,
)
from course.simulation.kernel.request_frames import free_call, new_call, new_frame
from course.simulation.kernel.rng import (
    P_BALANCE,
    P_JITTER,
    P_LOSS,
    P_OUT,
    P_SPAN,
    S32,
    below,
    duration,
    mix,
)
from course.simulation.kernel.switches import allows, learn
from course.simulation.kernel.timers import arm


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
    """Note how an attempt ended; try again or end the call."""
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
        learn(w, f, call.edge, not is_failure(status))
        if is_failure(status) and again(w, c, e):
            return -1
    return end_call(w, c, status, why)


@inner
def again(w: Any, c: int, e: Any) -> bool:
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

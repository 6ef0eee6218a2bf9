"""Programs: what a request does at a service, one step after another, always forward.

A step goes on to another step, blocks until an event, fails, or ends the frame.
"""

from typing import Any

import numpy as np

from course.simulation.kernel.access_control import (
    authorize,
    fail,
    limit,
    login,
    secret,
    session,
    token,
)
from course.simulation.kernel.calls import begin_call, finish
from course.simulation.kernel.codes import (
    ACQUIRE,
    BAD_GATEWAY,
    BAD_UPSTREAM,
    BLOCKED,
    CACHE_GET,
    CACHE_PUT,
    CALL,
    CALLING,
    CHANCE,
    DEGRADED,
    ENDED,
    ERROR,
    EVERYTHING,
    FAILED,
    FLAG,
    GATEWAY_TIMEOUT,
    GOT,
    HOLD,
    HOLDING,
    JUMP,
    LEAK,
    LIMIT,
    LOG_NOTE,
    LOGIN,
    MATCH,
    NOBODY,
    NOTE,
    NOTHING,
    OK,
    POOL_FULL,
    POOL_TIMEOUT,
    POOL_WAIT,
    PUBLISH,
    REFUSED,
    RELEASE,
    RESPOND,
    RETURN,
    SECRET,
    SERVER,
    SESSION,
    SLOW_UPSTREAM,
    STEP,
    TOKEN,
    UNAVAILABLE,
    WAITING,
    whole,
)
from course.simulation.kernel.heap import push
from course.simulation.kernel.numba_cache import inner
from course.simulation.kernel.processors import compute
from course.simulation.kernel.recording import observe_pool, write_log
from course.simulation.kernel.request_frames import field_of
from course.simulation.kernel.resources import (
    acquire,
    fill,
    forget,
    hold,
    look_up,
    publish,
    release,
    unlink,
)
from course.simulation.kernel.rng import GOLDEN, P_CHANCE, P_SHARE, P_TIME, below, duration, mix


@inner
def run(w: Any, fi: int, pc: int) -> None:
    """Execute steps of a frame from `pc` until it blocks or ends."""
    f = w.frames[fi]
    while True:
        after = execute(w, fi, f, pc)
        if after == BLOCKED:
            f.pc = pc
            return
        if after == ENDED:
            finish(w, fi)
            return
        if after == FAILED:
            after = whole(w.steps[pc].fail)
            if after < 0:
                finish(w, fi)
                return
            f.marks |= DEGRADED
            f.status = OK
            f.why = 0
        pc = after


@inner
def execute(w: Any, fi: int, f: Any, pc: int) -> int:
    """One step: the next one's number, or BLOCKED, FAILED, ENDED."""
    step = w.steps[pc]
    op = step.op
    if op == HOLD:
        return hold_on(w, fi, f, step)
    if op == CALL:
        return call(w, fi, f, step)
    if op == RETURN:
        f.status = step.a
        f.why = step.b
        return ENDED
    if op == ACQUIRE:
        return take(w, fi, f, step, pc)
    if op == RELEASE or op == LEAK:  # noqa: PLR1714, SIM109 - no tuples here
        return give(w, f, step, pc)
    if op == CACHE_GET:
        return look_up(w, fi, step, pc)
    if op == CACHE_PUT:
        return fill(w, f, step, pc)
    if op == PUBLISH:
        return publish(w, f, step, pc)
    if op <= JUMP:
        return branch(w, f, step, pc)
    return guard(w, f, step, pc)


@inner
def branch(w: Any, f: Any, step: Any, pc: int) -> int:
    """CHANCE, MATCH, FLAG, JUMP: the next step or the step's target `b`."""
    stay = False
    if step.op == CHANCE:
        stay = below(mix(f.key, step.site ^ P_CHANCE), step.chance)
    elif step.op == MATCH:
        value = field_of(f, step.a)
        stay = (value % step.c if step.c > 0 else value) == step.amount
    elif step.op == FLAG:
        flag = w.features[step.a]
        share = mix(GOLDEN ^ P_SHARE, np.uint64(f.subject) + step.site)
        stay = flag.on == 1 and flag.cohort[f.tenant] == 1 and below(share, flag.share)
    return pc + 1 if stay else whole(step.b)


@inner
def guard(w: Any, f: Any, step: Any, pc: int) -> int:
    """Steps that look at who asks, and the small ones that only note something."""
    op = step.op
    if op == LIMIT:
        return limit(w, f, step.a, pc)
    if op == LOGIN:
        return login(w, f, step, pc)
    if op == SESSION:
        return session(w, f, pc)
    if op == TOKEN:
        return token(w, f, pc)
    if op == SECRET:
        return secret(w, f, step.a, pc)
    if op == RESPOND:
        f.payload += step.amount
        return pc + 1
    if op == NOTE:
        write_log(w, f, LOG_NOTE, f.status, f.why, NOBODY, step.a)
        return pc + 1
    return authorize(f, step.a, pc)


@inner
def hold_on(w: Any, fi: int, f: Any, step: Any) -> int:
    """Spend time; a replica's processor stretches it, and its cores may be shared."""
    ns = step.amount
    if step.curve > 0:
        ns = duration(w.curves[step.curve], mix(f.key, step.site ^ P_TIME), step.amount)
    if step.cpu == 1 and f.replica >= 0:
        r = w.replicas[f.replica]
        s = w.services[r.service]
        if r.slow != 1000:
            ns = ns * r.slow // 1000
        crowd = w.pools[r.worker].used - s.knee
        if s.slope > 0 and crowd > 0:
            ns += ns * s.slope * crowd // 1000
        if s.shared == 1:
            compute(w, fi, ns)
            return BLOCKED
        r.busy_ns += ns
    f.state = HOLDING
    f.gen += 1
    push(w, w.now + ns, STEP, fi, f.gen, NOTHING)
    return BLOCKED


@inner
def call(w: Any, fi: int, f: Any, step: Any) -> int:
    """Call `c` times at once, and wait for all."""
    f.state = CALLING
    f.pending = step.c
    f.failed = 0
    for k in range(step.c):
        begin_call(w, fi, step.a, step.site, k)
    return BLOCKED


@inner
def after_calls(w: Any, fi: int) -> None:
    """All calls of the step have ended; more failures than it tolerates fail the step."""
    f = w.frames[fi]
    step = w.steps[f.pc]
    if f.failed <= step.b:
        run(w, fi, f.pc + 1)
        return
    f.status = f.step_status
    f.why = f.step_why
    if f.kind == SERVER and f.status >= ERROR:
        if f.status == GATEWAY_TIMEOUT:
            f.why = SLOW_UPSTREAM
        elif f.why < SLOW_UPSTREAM or f.why > BAD_UPSTREAM + 1:
            f.status = BAD_GATEWAY
            f.why = BAD_UPSTREAM
    go_on_failed(w, fi, f)


@inner
def go_on_failed(w: Any, fi: int, f: Any) -> None:
    """A blocked step came to a bad end: on to its fallback, or the frame ends."""
    target = whole(w.steps[f.pc].fail)
    if target < 0:
        finish(w, fi)
        return
    f.marks |= DEGRADED
    f.status = OK
    f.why = 0
    run(w, fi, target)


@inner
def pool_of(w: Any, f: Any, step: Any) -> int:
    """The pool a step names: of the whole system, or this replica's own."""
    if step.c == 1:
        return whole(step.a)
    return whole(w.replicas[f.replica].first_pool + step.a)


@inner
def take(w: Any, fi: int, f: Any, step: Any, pc: int) -> int:
    """Take a place in a pool, waiting no longer than the pool allows."""
    p = pool_of(w, f, step)
    outcome = acquire(w, p, fi)
    if outcome == GOT:
        hold(w, f, p)
        observe_pool(w, p, EVERYTHING, NOTHING)
        return pc + 1
    if outcome == REFUSED:
        return fail(f, UNAVAILABLE, POOL_FULL)
    f.state = WAITING
    if w.pools[p].patience > 0:
        push(w, w.now + w.pools[p].patience, POOL_WAIT, fi, f.gen, p)
    return BLOCKED


@inner
def on_pool_wait(w: Any, fi: int, gen: int, p: int) -> None:
    """The wait for a place was too long."""
    f = w.frames[fi]
    if f.gen != gen:
        return
    unlink(w, fi)
    waited = w.now - f.t_wait
    w.pools[p].timeouts += 1
    f.waited_pool += waited
    f.gen += 1
    observe_pool(w, p, NOTHING, waited)
    fail(f, UNAVAILABLE, POOL_TIMEOUT)
    go_on_failed(w, fi, f)


@inner
def give(w: Any, f: Any, step: Any, pc: int) -> int:
    """Give a place back; or leak it: the pool still counts it as used."""
    p = pool_of(w, f, step)
    if forget(f, p):
        if step.op == RELEASE:
            release(w, p)
        else:
            w.pools[p].leaked += 1
    return pc + 1

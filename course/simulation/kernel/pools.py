"""Pools: workers of a replica, connections to a database. A limit, and a queue of frames.

A grant does not run its frame: it enters a STEP event at the same time, so nothing recurses.
"""

from typing import Any

from course.simulation.kernel.codes import (
    EVERYTHING,
    FULL_HELD,
    GOT,
    GRANTED,
    NOTHING,
    QUEUED,
    REFUSED,
    STARTING,
    STEP,
    WAIT,
    WORKER,
)
from course.simulation.kernel.heap import push
from course.simulation.kernel.numba_cache import inner
from course.simulation.kernel.recording import observe_pool
from course.simulation.kernel.world_layout import HELD


@inner
def settle(w: Any, pool: Any) -> None:
    """Bring the integrals of used and waiting places up to now, before either changes."""
    passed = w.now - pool.t_last
    if passed > 0:
        pool.area_used += passed * pool.used
        pool.area_waiting += passed * pool.waiting
        pool.t_last = w.now


@inner
def acquire(w: Any, p: int, fi: int) -> int:
    """Take a place, or queue for one, or be refused where the queue is full."""
    pool = w.pools[p]
    settle(w, pool)
    if pool.used < pool.limit and pool.waiting == 0:
        pool.used += 1
        pool.grants += 1
        return GOT
    if pool.waiting >= pool.room:
        pool.refusals += 1
        return REFUSED
    f = w.frames[fi]
    f.wait_pool = p
    f.t_wait = w.now
    f.gen += 1
    append(w, pool, fi)
    return WAIT


@inner
def append(w: Any, pool: Any, fi: int) -> None:
    """Link a frame to the end of a pool's queue."""
    f = w.frames[fi]
    f.ahead = pool.tail
    f.behind = -1
    if pool.tail >= 0:
        w.frames[pool.tail].behind = fi
    else:
        pool.head = fi
    pool.tail = fi
    pool.waiting += 1


@inner
def unlink(w: Any, fi: int) -> None:
    """Take a frame out of the queue that it waits in."""
    f = w.frames[fi]
    pool = w.pools[f.wait_pool]
    settle(w, pool)
    if f.ahead >= 0:
        w.frames[f.ahead].behind = f.behind
    else:
        pool.head = f.behind
    if f.behind >= 0:
        w.frames[f.behind].ahead = f.ahead
    else:
        pool.tail = f.ahead
    pool.waiting -= 1
    pool.waited_ns += w.now - f.t_wait
    f.wait_pool = -1


@inner
def release(w: Any, p: int) -> None:
    """Give a place back and hand it on."""
    pool = w.pools[p]
    settle(w, pool)
    pool.used -= 1
    grant(w, p)


@inner
def grant(w: Any, p: int) -> None:
    """Give free places to those who wait: the first, or the last where the queue is a stack."""
    pool = w.pools[p]
    while pool.used < pool.limit and pool.waiting > 0:
        fi = pool.tail if pool.lifo == 1 else pool.head
        unlink(w, fi)
        f = w.frames[fi]
        pool.used += 1
        pool.grants += 1
        f.gen += 1
        waited = w.now - f.t_wait
        if f.state == QUEUED:
            f.state = STARTING
            f.marks |= WORKER
            f.waited_worker = waited
        else:
            f.state = GRANTED
            hold(w, f, p)
            f.waited_pool += waited
            observe_pool(w, p, EVERYTHING, waited)
        push(w, w.now, STEP, fi, f.gen, NOTHING)


@inner
def hold(w: Any, f: Any, p: int) -> None:
    """Remember that a frame holds a place, to give it back when it ends."""
    if f.n_held >= HELD:
        w.overflow = FULL_HELD
        return
    f.held[f.n_held] = p
    f.n_held += 1


@inner
def forget(f: Any, p: int) -> bool:
    """Take a place off what a frame holds; whether it held it."""
    for k in range(f.n_held):
        if f.held[k] == p:
            f.n_held -= 1
            f.held[k] = f.held[f.n_held]
            return True
    return False

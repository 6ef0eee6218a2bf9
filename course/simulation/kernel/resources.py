"""What requests wait for: caches, pools of workers and connections, message queues.

A cache has real keys: sets of four places, the least recently used one gives way, and a miss may
take a lease. A pool is a limit and a queue of frames; a grant does not run its frame but enters a
STEP event at the same time, so nothing recurses. A message queue has partitions in order, one
delivery at a time, tries, and a dead-letter queue.
"""

from typing import Any

import numpy as np

from course.simulation.kernel.access_control import fail
from course.simulation.kernel.codes import (
    BAD_REQUEST,
    BLOCKED,
    CACHE_FOREIGN,
    CACHE_HIT,
    DELIVER,
    DELIVERY,
    EVERYTHING,
    EXPOSED,
    FULL_HELD,
    FULL_MESSAGES,
    GOT,
    GRANTED,
    INHERITED,
    LOG_DEAD,
    LOG_MESSAGE,
    MESSAGES_FULL,
    N_DEAD,
    N_FOREIGN,
    NOTHING,
    POLLING,
    QUEUED,
    REFUSED,
    STARTING,
    STEP,
    UNAVAILABLE,
    WAIT,
    WORKER,
    whole,
)
from course.simulation.kernel.heap import push
from course.simulation.kernel.numba_cache import inner
from course.simulation.kernel.recording import copy_request, observe_pool, write_log
from course.simulation.kernel.request_frames import field_of, new_frame
from course.simulation.kernel.rng import GOLDEN, P_KEY, P_TTL, S32, index, mix
from course.simulation.kernel.world_layout import HELD, MESSAGES, WAYS


@inner
def key_of(w: Any, f: Any, cache: Any, shared: int) -> Any:
    """Key of what a request asks for. Without the tenant in it, tenants meet under one key."""
    if f.owner >= 0 and (shared == 1 or cache.by_tenant == 0):
        return mix(GOLDEN, np.uint64(f.obj // w.n_tenants))
    return mix(GOLDEN, np.uint64(f.obj) + GOLDEN)


@inner
def find(w: Any, cache: Any, key: Any) -> int:
    """Place of a key, or -1."""
    first = cache.first + WAYS * index(key, cache.sets)
    for i in range(first, first + WAYS):
        if w.slots[i].full == 1 and w.slots[i].key == key:
            return whole(i)
    return -1


@inner
def place_for(w: Any, cache: Any, key: Any) -> int:
    """Place for a key: its own, a free one, or that of the least recently used."""
    place = find(w, cache, key)
    if place >= 0:
        return place
    first = cache.first + WAYS * index(key, cache.sets)
    oldest = first
    for i in range(first, first + WAYS):
        if w.slots[i].full == 0:
            oldest = i
            break
        if w.slots[i].used < w.slots[oldest].used:
            oldest = i
    s = w.slots[oldest]
    s.full = 1
    s.key = key
    s.expires = 0
    s.lease_until = 0
    return whole(oldest)


@inner
def look_up(w: Any, fi: int, step: Any, pc: int) -> int:
    """On a hit go to the step's target, on a miss to the next step, or wait for a lease's end."""
    f = w.frames[fi]
    cache = w.caches[step.a]
    if cache.on == 0:
        cache.misses += 1
        return pc + 1
    key = key_of(w, f, cache, step.c)
    i = find(w, cache, key)
    if i >= 0 and w.slots[i].expires > w.now:
        return hit(w, f, cache, w.slots[i], whole(step.b))
    if cache.lease > 0:
        s = w.slots[place_for(w, cache, key)]
        if s.lease_until > w.now:
            f.state = POLLING
            f.gen += 1
            push(w, w.now + cache.poll, STEP, fi, f.gen, NOTHING)
            return BLOCKED
        s.lease_until = w.now + cache.lease
        s.used = w.now
    cache.misses += 1
    return pc + 1


@inner
def hit(w: Any, f: Any, cache: Any, s: Any, target: int) -> int:
    """Serve from the cache; if the place was filled for another tenant, that is a leak."""
    cache.hits += 1
    s.used = w.now
    f.marks |= CACHE_HIT
    if f.owner >= 0 and s.owner >= 0 and s.owner != f.owner:
        cache.foreign += 1
        f.owner = s.owner
        f.marks |= CACHE_FOREIGN | EXPOSED
        w.counters[N_FOREIGN] += 1
    return target


@inner
def store(w: Any, f: Any, i: int, shared: int, expires: int) -> None:
    """Keep what a request asked for until it expires."""
    cache = w.caches[i]
    s = w.slots[place_for(w, cache, key_of(w, f, cache, shared))]
    s.expires = expires
    s.used = w.now
    s.owner = f.owner
    s.lease_until = 0


@inner
def fill(w: Any, f: Any, step: Any, pc: int) -> int:
    """Keep what was fetched for its time to live, shortened at random by up to its jitter."""
    cache = w.caches[step.a]
    if cache.on == 1:
        life = cache.ttl
        if cache.ttl_jitter > 0:
            part = np.float64(whole(mix(f.key, step.site ^ P_TTL) >> S32)) / 4294967296.0
            life -= whole(np.float64(life * cache.ttl_jitter // 1000) * part)
        store(w, f, step.a, step.c, w.now + life)
    return pc + 1


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


GIVEN_UP = 1 << 20  # tries of a message that someone took out by hand


@inner
def publish(w: Any, f: Any, step: Any, pc: int) -> int:
    """Append a message to the partition of the request's key; wake the partition if it slept."""
    q = w.queues[step.a]
    p = q.first + index(mix(GOLDEN, np.uint64(field_of(f, q.by))), q.parts)
    if not append_message(w, p, f, mix(f.key, step.site ^ P_KEY)):
        return fail(f, UNAVAILABLE, MESSAGES_FULL)
    return pc + 1


@inner
def append_message(w: Any, p: int, f: Any, key: Any) -> bool:
    """Link a message to the end of a partition; False where the partition has no room."""
    part = w.partitions[p]
    if part.depth >= w.queues[part.queue].room:
        return False
    i = w.free_message - 1
    if i >= 0:
        w.free_message = w.messages[i].behind
    elif w.n_messages < MESSAGES:
        i = w.n_messages
        w.n_messages += 1
    else:
        w.overflow = FULL_MESSAGES
        return False
    w.messages_in_use += 1
    m = w.messages[i]
    copy_request(m, f)
    m.key = key
    m.t = w.now
    m.tries = 0
    m.marks = f.marks & INHERITED
    m.behind = -1
    if part.tail >= 0:
        w.messages[part.tail].behind = i
    else:
        part.head = i
        part.t_head = w.now
    part.tail = i
    part.depth += 1
    part.published += 1
    if part.depth == 1:
        push(w, w.now, DELIVER, p, part.gen, NOTHING)
    return True


@inner
def on_deliver(w: Any, p: int, gen: int) -> int:
    """Frame that carries the first message of a partition to its consumer; -1 if none may go."""
    part = w.partitions[p]
    if part.gen != gen or part.busy == 1 or part.paused == 1 or part.head < 0:
        return -1
    fi = new_frame(w)
    if fi < 0:
        return -1
    m = w.messages[part.head]
    f = w.frames[fi]
    copy_request(f, m)
    f.kind = DELIVERY
    f.key = mix(m.key, np.uint64(m.tries))
    f.attempt = m.tries
    f.route = -1
    f.origin = p
    f.marks = m.marks
    f.t_arrive = w.now
    f.pc = w.queues[part.queue].entry
    part.busy = 1
    part.frame = fi
    return fi


@inner
def drop_head(w: Any, part: Any) -> None:
    """Move on by one message."""
    i = part.head
    m = w.messages[i]
    part.head = m.behind
    if part.head < 0:
        part.tail = -1
    else:
        part.t_head = w.messages[part.head].t
    part.depth -= 1
    part.offset += 1
    m.behind = w.free_message
    w.free_message = i + 1
    w.messages_in_use -= 1


@inner
def end_delivery(w: Any, f: Any) -> None:
    """What became of a delivery: done, to be tried again, or to the dead-letter queue."""
    p = f.origin
    part = w.partitions[p]
    q = w.queues[part.queue]
    part.busy = 0
    pause = 0
    if f.status < BAD_REQUEST:
        part.delivered += 1
        drop_head(w, part)
    else:
        m = w.messages[part.head]
        m.tries += 1
        part.failed += 1
        write_log(w, f, LOG_MESSAGE, f.status, f.why, p, m.tries)
        if m.tries >= GIVEN_UP or (q.tries > 0 and m.tries >= q.tries):
            bury(w, f, p)
        else:
            pause = q.backoff
    push(w, w.now + pause, DELIVER, p, part.gen, NOTHING)


@inner
def bury(w: Any, f: Any, p: int) -> None:
    """Move the first message of a partition to the dead-letter queue."""
    part = w.partitions[p]
    part.dead += 1
    w.counters[N_DEAD] += 1
    write_log(w, f, LOG_DEAD, f.status, f.why, p, w.messages[part.head].tries)
    drop_head(w, part)

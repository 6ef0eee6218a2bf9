"""Changes of state that the world must answer to at once; all others are writes of fields.

Each is called from Python between two advances, with the world as an array.
"""

from typing import Any

from course.simulation.kernel.access_control import fail
from course.simulation.kernel.arrivals import change_rate, draw_gap, expect, rate_now
from course.simulation.kernel.calls import finish
from course.simulation.kernel.codes import (
    CALLING,
    DELIVER,
    NOTHING,
    QUEUED,
    RESET,
    SEGMENT,
    SERVER,
    UNAVAILABLE,
    WAITING,
)
from course.simulation.kernel.heap import push
from course.simulation.kernel.numba_cache import compiled, inner
from course.simulation.kernel.processors import progress, stop
from course.simulation.kernel.recording import copy_request
from course.simulation.kernel.request_frames import free_call
from course.simulation.kernel.resources import (
    GIVEN_UP,
    append_message,
    bury,
    grant,
    settle,
    store,
    unlink,
)


@compiled
def start_source(world: Any, s: int) -> None:
    """Enter the first arrival of a source, and the first change of its profile."""
    w = world[0]
    source = w.sources[s]
    draw_gap(w, source)
    source.current = rate_now(w, source)
    expect(w, s)
    if source.profile >= 0:
        p = w.profiles[source.profile]
        push(w, w.now + p.period // p.segments, SEGMENT, s, NOTHING, NOTHING)


@compiled
def set_rate(world: Any, s: int, rate: int, factor: int) -> None:
    """Change a source's base rate (1e-6 a second) or factor (per mille); -1 leaves one as it is."""
    w = world[0]
    source = w.sources[s]
    if rate >= 0:
        source.rate = rate
    if factor >= 0:
        source.factor = factor
    change_rate(w, s)


@compiled
def resize_pool(world: Any, p: int, limit: int, room: int) -> None:
    """Change a pool's places or its queue; -1 leaves one as it is. Nobody inside is put out."""
    w = world[0]
    pool = w.pools[p]
    settle(w, pool)
    if limit >= 0:
        pool.limit = limit
    if room >= 0:
        pool.room = room
    grant(w, p)


@compiled
def settle_pools(world: Any, n: int) -> None:
    """Bring the integrals of the first n pools up to now, before they are read."""
    w = world[0]
    for p in range(n):
        settle(w, w.pools[p])


@compiled
def settle_processors(world: Any, n: int) -> None:
    """Bring the work of the first n replicas up to now, before it is read."""
    w = world[0]
    for replica in range(n):
        progress(w, replica)


@compiled
def stop_replica(world: Any, replica: int) -> None:
    """End a replica: what it works on is reset, what it calls is forgotten, leaks are gone."""
    w = world[0]
    w.replicas[replica].up = 0
    w.replicas[replica].listed = 0
    stop(w, replica)
    for c in range(w.n_calls):
        parent = w.calls[c].parent
        if parent >= 0 and w.frames[parent].kind == SERVER:
            f = w.frames[parent]
            if f.replica == replica and f.state == CALLING:
                free_call(w, c)
    for fi in range(w.n_frames):  # those who wait first, so that no place is granted to them
        f = w.frames[fi]
        if is_at(f, replica) and (f.state == QUEUED or f.state == WAITING):  # noqa: PLR1714
            unlink(w, fi)
            f.gen += 1
            f.state = CALLING
    for fi in range(w.n_frames):
        f = w.frames[fi]
        if is_at(f, replica):
            fail(f, UNAVAILABLE, RESET)
            finish(w, fi)


@inner
def is_at(f: Any, replica: int) -> bool:
    """Whether a frame is alive at a replica, not on its way there."""
    return bool(f.state > 1 and f.kind == SERVER and f.replica == replica)


@compiled
def boot_replica(world: Any, replica: int, version: int) -> None:
    """Start a replica anew: fresh pools, the secrets of today, new series."""
    w = world[0]
    r = w.replicas[replica]
    s = w.services[r.service]
    for p in range(r.first_pool, r.first_pool + s.n_pools):
        settle(w, w.pools[p])
        w.pools[p].used = 0
        w.pools[p].leaked = 0
        w.pools[p].limit = w.pools[p].wanted
    for i in range(r.secrets.shape[0]):
        r.secrets[i] = w.secrets[i].epoch
    for route in range(w.server_at.shape[0]):
        if w.routes[route].service == r.service:
            w.server_at[route, r.slot, :] = 0
    for p in range(r.first_pool, r.first_pool + s.n_pools):
        w.pool_at[p, :] = 0
    r.boot += 1
    r.version = version
    r.t_boot = w.now
    r.slow = 1000
    r.up = 1
    r.listed = 1


@compiled
def purge_cache(world: Any, i: int) -> None:
    """Forget all that a cache holds."""
    w = world[0]
    cache = w.caches[i]
    for k in range(cache.first, cache.first + cache.sets * 4):
        w.slots[k].full = 0
        w.slots[k].lease_until = 0


@compiled
def warm_cache(world: Any, i: int, obj: int, owner: int, expires: int) -> None:
    """Put one object into a cache, as a finished fetch would."""
    w = world[0]
    ghost = w.frames[w.ghost]
    ghost.obj = obj
    ghost.owner = owner
    store(w, ghost, i, 0, expires)


@compiled
def skip_message(world: Any, p: int) -> None:
    """Take the first message of a partition out, to the dead-letter queue."""
    w = world[0]
    part = w.partitions[p]
    if part.head < 0:
        return
    if part.busy == 1:  # its delivery is under way: if it fails, it is not tried again
        w.messages[part.head].tries = GIVEN_UP
        return
    part.gen += 1
    ghost = w.frames[w.ghost]
    copy_request(ghost, w.messages[part.head])
    bury(w, ghost, p)
    push(w, w.now, DELIVER, p, part.gen, NOTHING)


@compiled
def pause_partition(world: Any, p: int, paused: int) -> None:
    """Stop or resume deliveries from a partition."""
    w = world[0]
    part = w.partitions[p]
    part.paused = paused
    if paused == 0:
        part.gen += 1
        push(w, w.now, DELIVER, p, part.gen, NOTHING)


@compiled
def poison_partition(world: Any, p: int, key: Any, tenant: int, obj: int) -> None:
    """Publish a message to a partition that its consumer cannot digest."""
    w = world[0]
    ghost = w.frames[w.ghost]
    ghost.tenant = tenant
    ghost.obj = obj
    ghost.owner = tenant
    ghost.poison = 1
    ghost.trace_id = key
    append_message(w, p, ghost, key)


@compiled
def free_account(world: Any, subject: int) -> None:
    """Reset an account: new password, no session, no lock."""
    w = world[0]
    a = w.accounts[subject]
    a.changed = 1
    a.locked_until = 0
    a.fails = 0
    if a.taken == 1:
        a.taken = 0
        for i in range(w.n_taken):
            if w.taken[i] == subject:
                w.n_taken -= 1
                w.taken[i] = w.taken[w.n_taken]
                return

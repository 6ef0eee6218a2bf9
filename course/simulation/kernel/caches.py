"""Caches with real keys: sets of four places, the least recently used one gives way.

A miss may take a lease: others who miss the same key then wait and look again.
"""

from typing import Any

import numpy as np

from course.simulation.kernel.codes import (
    BLOCKED,
    CACHE_FOREIGN,
    CACHE_HIT,
    EXPOSED,
    N_FOREIGN,
    NOTHING,
    POLLING,
    STEP,
    whole,
)
from course.simulation.kernel.heap import push
from course.simulation.kernel.numba_cache import inner
from course.simulation.kernel.rng import GOLDEN, P_TTL, S32, index, mix
from course.simulation.kernel.world_layout import WAYS


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

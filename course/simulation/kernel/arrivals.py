"""Load: open-loop arrivals whose nth gap is drawn by n, so a change of rate only stretches time."""

from typing import Any

import numpy as np

from course.simulation.kernel.codes import (
    ARRIVAL,
    CLIENT,
    N_REQUESTS,
    NOTHING,
    SAMPLED,
    SEGMENT,
    SEQUENTIAL_ITEMS,
    SHARED_ITEMS,
    TAKEN_SUBJECTS,
    whole,
)
from course.simulation.kernel.heap import push
from course.simulation.kernel.numba_cache import inner
from course.simulation.kernel.request_frames import new_frame
from course.simulation.kernel.rng import (
    P_ADDRESS,
    P_GAP,
    P_ITEM,
    P_POISON,
    P_SAMPLE,
    P_SUBJECT,
    P_TENANT,
    S32,
    below,
    index,
    mix,
    quantile,
    rank,
)


@inner
def rate_now(w: Any, source: Any) -> int:
    """Arrivals in 1e-6 a second: base rate, times what faults say, times the day's profile."""
    rate = source.rate * source.factor // 1000
    if source.profile >= 0:
        p = w.profiles[source.profile]
        rate = rate * p.factor[(w.now % p.period) * p.segments // p.period] // 1000
    return whole(rate)


@inner
def draw_gap(w: Any, source: Any) -> None:
    """Unit gap before the next arrival, in 1e-9, by the arrival's number."""
    source.left = 1_000_000_000
    if source.curve > 0:
        unit = quantile(
            w.curves[source.curve], mix(mix(source.key, np.uint64(source.count)), P_GAP)
        )
        source.left = unit * 1_000_000_000 >> 20


@inner
def expect(w: Any, s: int) -> None:
    """Enter the next arrival; a source without rate sleeps until its rate changes."""
    source = w.sources[s]
    source.t_rate = w.now
    if source.current > 0:
        gap = source.left * 1_000_000 // source.current
        push(w, w.now + max(gap, 0), ARRIVAL, s, source.gen, NOTHING)


@inner
def change_rate(w: Any, s: int) -> None:
    """Use up the part of the gap that passed at the old rate, and stretch the rest."""
    source = w.sources[s]
    rate = rate_now(w, source)
    if rate == source.current:
        return
    if source.current > 0:
        source.left = max(source.left - (w.now - source.t_rate) * source.current // 1_000_000, 0)
    source.current = rate
    source.gen += 1
    expect(w, s)


@inner
def on_segment(w: Any, s: int) -> None:
    """The day's profile has a new value."""
    p = w.profiles[w.sources[s].profile]
    change_rate(w, s)
    length = p.period // p.segments
    push(w, w.now + length, SEGMENT, s, NOTHING, NOTHING)


@inner
def on_arrival(w: Any, s: int, gen: int) -> int:
    """Frame of a new client, or -1; the next arrival is in the calendar."""
    source = w.sources[s]
    if source.gen != gen:
        return -1
    key = mix(source.key, np.uint64(source.count))
    source.count += 1
    draw_gap(w, source)
    expect(w, s)
    if source.subject_mode == TAKEN_SUBJECTS and w.n_taken == 0:
        return -1
    fi = new_frame(w)
    if fi < 0:
        return -1
    w.counters[N_REQUESTS] += 1
    f = w.frames[fi]
    f.kind = CLIENT
    f.key = key
    f.trace_id = key
    f.route = -1
    f.t_arrive = w.now
    f.pc = source.entry
    f.source = s
    f.network = source.network
    f.agent = source.agent
    f.token = source.token
    f.hostile = source.hostile
    f.priority = source.priority
    if below(mix(key, P_SAMPLE), w.sample):
        f.marks |= SAMPLED
    draw_request(w, source, f)
    return fi


@inner
def ranked(w: Any, curve: int, bits: Any, n: int) -> int:
    """Rank from 0 to n-1: even, or by the popularity that the curve gives."""
    if curve == 0:
        return index(bits, n)
    return rank(w.curves[curve], bits)


@inner
def draw_request(w: Any, source: Any, f: Any) -> None:
    """Who asks, from where, and for what. Tenant t has the subjects and objects n*tenants + t."""
    key = f.key
    part = whole(mix(key, P_TENANT) >> S32)
    tenant = 0
    while tenant < w.n_tenants - 1 and part >= w.tenant_cut[f.source, tenant]:
        tenant += 1
    if source.subject_mode == TAKEN_SUBJECTS:
        f.subject = w.taken[index(mix(key, P_SUBJECT), w.n_taken)]
        tenant = f.subject % w.n_tenants
    else:
        place = ranked(w, source.subject_curve, mix(key, P_SUBJECT), source.subjects)
        f.subject = source.subject_first + place * w.n_tenants + tenant
    f.tenant = tenant
    f.address = source.address_first + index(mix(key, P_ADDRESS), source.addresses)
    f.poison = 0
    if below(mix(key, P_POISON), source.poison_chance):
        f.poison = 1
    if source.item_mode == SEQUENTIAL_ITEMS:
        f.obj = source.item_first + (source.count - 1) % source.items
        f.owner = f.obj % w.n_tenants
        return
    place = ranked(w, source.item_curve, mix(key, P_ITEM), source.items)
    if source.item_mode == SHARED_ITEMS:
        f.obj = source.item_first + place
        f.owner = -1
    else:
        f.obj = source.item_first + place * w.n_tenants + tenant
        f.owner = tenant

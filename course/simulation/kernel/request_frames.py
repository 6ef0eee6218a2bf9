"""Frames: one request at one replica, or one client, or one delivery of a message."""

from typing import Any

import numpy as np

from course.simulation.kernel.codes import (
    ADDRESS,
    AGENT,
    BY_TOKEN,
    FREE,
    FULL_CALLS,
    FULL_FRAMES,
    IS_POISON,
    ITEM,
    NETWORK,
    NONE,
    OK,
    SOURCE,
    SUBJECT,
    TENANT,
    TRAVELLING,
    whole,
)
from course.simulation.kernel.numba_cache import inner
from course.simulation.kernel.world_layout import CALLS, FRAMES


@inner
def new_frame(w: Any) -> int:
    """Index of a cleared frame; -1 and an overflow where all are in use."""
    i = w.free_frame - 1
    if i >= 0:
        w.free_frame = w.frames[i].behind
    elif w.n_frames < FRAMES:
        i = w.n_frames
        w.n_frames += 1
    else:
        w.overflow = FULL_FRAMES
        return -1
    w.in_use += 1
    clear(w.frames[i])
    return whole(i)


@inner
def clear(f: Any) -> None:
    """Forget the last life; the generation goes on."""
    f.state = TRAVELLING
    f.t_start = 0
    f.waited_worker = 0
    f.waited_pool = 0
    f.payload = 0
    f.pc = 0
    f.pending = 0
    f.failed = 0
    f.n_held = 0
    f.wait_pool = -1
    f.marks = 0
    f.status = OK
    f.why = NONE
    f.attempt = 0
    f.edge = -1
    f.call = -1
    f.origin = -1
    f.service = -1
    f.replica = -1
    f.parent_key = np.uint64(0)


@inner
def free_frame(w: Any, i: int) -> None:
    """Give a frame back; every event that names it is void from now on."""
    f = w.frames[i]
    f.gen += 1
    f.state = FREE
    f.behind = w.free_frame
    w.free_frame = i + 1
    w.in_use -= 1


@inner
def new_call(w: Any) -> int:
    """Index of a call; -1 and an overflow where all are in use."""
    c = w.free_call - 1
    if c >= 0:
        w.free_call = w.calls[c].next_free
    elif w.n_calls < CALLS:
        c = w.n_calls
        w.n_calls += 1
    else:
        w.overflow = FULL_CALLS
        return -1
    w.calls_in_use += 1
    return whole(c)


@inner
def free_call(w: Any, c: int) -> None:
    """Give a call back; its replies and timeouts are void from now on."""
    call = w.calls[c]
    call.gen += 1
    call.parent = -1
    call.next_free = w.free_call
    w.free_call = c + 1
    w.calls_in_use -= 1


@inner
def field_of(f: Any, by: int) -> int:
    """What a rule looks at in a request."""
    if by == TENANT:
        return whole(f.tenant)
    if by == SUBJECT:
        return whole(f.subject)
    if by == ADDRESS:
        return whole(f.address)
    if by == NETWORK:
        return whole(f.network)
    if by == AGENT:
        return whole(f.agent)
    if by == BY_TOKEN:
        return whole(f.token)
    if by == ITEM:
        return whole(f.obj)
    if by == SOURCE:
        return whole(f.source)
    if by == IS_POISON:
        return whole(f.poison)
    return whole(f.hostile)

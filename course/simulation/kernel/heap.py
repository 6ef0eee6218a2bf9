"""The calendar: a binary heap over (time, sequence), so that equal times keep their order."""

# ruff: noqa: PLR0917 - compiled calls are by position
from typing import Any

from course.simulation.kernel.codes import FULL_EVENTS
from course.simulation.kernel.numba_cache import inner
from course.simulation.kernel.world_layout import EVENTS


@inner
def push(w: Any, t: int, kind: int, who: int, gen: int, arg: int) -> None:
    """Enter an event at time `t`; it is void if its owner's generation has changed by then."""
    n = w.n_events
    if n >= EVENTS:
        w.overflow = FULL_EVENTS
        return
    heap = w.heap
    w.n_events = n + 1
    w.seq += 1
    while n > 0:
        up = (n - 1) >> 1
        if heap[up].t <= t:  # an equal time has the smaller sequence
            break
        heap[n] = heap[up]
        n = up
    e = heap[n]
    e.t = t
    e.seq = w.seq
    e.kind = kind
    e.who = who
    e.gen = gen
    e.arg = arg


@inner
def drop_first(w: Any) -> None:
    """Remove the earliest event. Copy what you need of heap[0] before."""
    heap = w.heap
    n = w.n_events - 1
    w.n_events = n
    if n == 0:
        return
    last = heap[n]
    t = last.t
    seq = last.seq
    i = 0
    down = 1
    while down < n:
        other = down + 1
        if other < n and (
            heap[other].t < heap[down].t
            or (heap[other].t == heap[down].t and heap[other].seq < heap[down].seq)
        ):
            down = other
        if heap[down].t > t or (heap[down].t == t and heap[down].seq > seq):
            break
        heap[i] = heap[down]
        i = down
        down = 2 * i + 1
    heap[i] = last

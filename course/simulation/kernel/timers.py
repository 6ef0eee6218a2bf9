"""Timeouts of calls: a line for each edge, of which only the first stands in the calendar.

Nearly all calls end before their timeout. With one patience an edge's timeouts come in the order in
which they were set, so those of ended calls are dropped in passing, and the calendar stays short.
"""

from typing import Any

from course.simulation.kernel.codes import FULL_TIMERS, NOBODY, NOTHING, TIMEOUT, TIMER
from course.simulation.kernel.heap import push
from course.simulation.kernel.numba_cache import inner
from course.simulation.kernel.world_layout import TIMERS


@inner
def arm(w: Any, edge: int, c: int, t: int) -> None:
    """Set the timeout of a call's attempt; one shorter than the last in line goes its own way."""
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
    """Take the first of an edge's line out."""
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

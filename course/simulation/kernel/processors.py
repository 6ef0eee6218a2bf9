"""Cores that those who compute share: each gets an equal part, and all finish by their demand.

Of n who compute at a replica with c cores, each works at the rate min(1, c / n). All work at one
rate, so whoever entered with the least left to do ends first: a list by the work at which each
ends, and one event for its first. Work is counted in parts of a nanosecond (FINE).
"""

from typing import Any

from course.simulation.kernel.codes import COMPUTED, COMPUTING, NOTHING, whole
from course.simulation.kernel.heap import push
from course.simulation.kernel.numba_cache import inner

FINE = 256  # parts of a nanosecond, so that rounding adds up to nothing that shows


@inner
def progress(w: Any, replica: int) -> None:
    """Bring the work done at a replica up to now, before anything about its rate changes."""
    p = w.processors[replica]
    passed = w.now - p.t_last
    p.t_last = w.now
    if passed <= 0 or p.computing == 0:
        return
    cores = w.services[w.replicas[replica].service].cores
    if p.computing > cores:
        p.done += passed * cores * FINE // p.computing
        w.replicas[replica].busy_ns += passed * cores
        p.waited_ns += passed * (p.computing - cores)
    else:
        p.done += passed * FINE
        w.replicas[replica].busy_ns += passed * p.computing


@inner
def expect(w: Any, replica: int) -> None:
    """Enter the end of whoever ends first, at the rate of now; earlier expectations are void."""
    p = w.processors[replica]
    p.gen += 1
    if p.computing == 0:
        return
    cores = w.services[w.replicas[replica].service].cores
    left = max(whole(0), w.frames[p.head].work - p.done)
    wait = -(-left * max(p.computing, cores) // (cores * FINE))
    push(w, w.now + wait, COMPUTED, replica, p.gen, NOTHING)


@inner
def compute(w: Any, fi: int, ns: int) -> None:
    """Let a frame compute for `ns` of one core's time, among those of its replica."""
    f = w.frames[fi]
    replica = whole(f.replica)
    progress(w, replica)
    p = w.processors[replica]
    f.state = COMPUTING
    f.gen += 1
    f.work = p.done + ns * FINE
    before = p.tail
    while before >= 0 and w.frames[before].work > f.work:
        before = w.frames[before].ahead
    f.ahead = before
    if before >= 0:
        f.behind = w.frames[before].behind
        w.frames[before].behind = fi
    else:
        f.behind = p.head
        p.head = fi
    if f.behind >= 0:
        w.frames[f.behind].ahead = fi
    else:
        p.tail = fi
    p.computing += 1
    if before < 0 or p.computing > w.services[w.replicas[replica].service].cores:
        expect(w, replica)


@inner
def end_first(w: Any, replica: int, gen: int) -> int:
    """The frame that has computed all it had to, taken off the list; -1 if that is not so yet."""
    p = w.processors[replica]
    if p.gen != gen:
        return -1
    progress(w, replica)
    fi = whole(p.head)
    p.head = w.frames[fi].behind
    if p.head >= 0:
        w.frames[p.head].ahead = -1
    else:
        p.tail = -1
    p.computing -= 1
    if p.computing == 0:
        p.done = 0
    expect(w, replica)
    return fi


@inner
def stop(w: Any, replica: int) -> None:
    """Forget all who compute at a replica that ends."""
    progress(w, replica)
    p = w.processors[replica]
    p.gen += 1
    p.head = -1
    p.tail = -1
    p.computing = 0
    p.done = 0

"""Circuit breakers: closed, open, half open, one for each edge."""

from typing import Any

from course.simulation.kernel.codes import CLOSED, HALF_OPEN, LOG_CLOSED, LOG_OPENED, NOTHING, OPEN
from course.simulation.kernel.numba_cache import inner
from course.simulation.kernel.recording import write_log


@inner
def allows(w: Any, e: Any) -> bool:
    """Whether the breaker lets an attempt pass; after its pause it lets a few probes pass."""
    if e.breaker_calls == 0 or e.breaker == CLOSED:
        return True
    if w.now - e.t_breaker >= e.breaker_open_ns:
        e.breaker = HALF_OPEN
        e.t_breaker = w.now
        e.probing = 0
        e.n_ok = 0
    if e.breaker == HALF_OPEN and e.probing < e.probes:
        e.probing += 1
        return True
    return False


@inner
def learn(w: Any, f: Any, edge: int, good: bool) -> None:
    """Let the breaker of an edge see how an attempt by frame `f` ended."""
    e = w.edges[edge]
    if e.breaker_calls == 0 or e.breaker == OPEN:
        return
    if e.breaker == CLOSED and w.now - e.t_breaker >= e.breaker_window:
        e.t_breaker = w.now
        e.n_ok = 0
        e.n_bad = 0
    if good:
        e.n_ok += 1
    else:
        e.n_bad += 1
    if e.breaker == HALF_OPEN:
        if not good:
            trip(w, f, edge)
        elif e.n_ok >= e.probes:
            e.breaker = CLOSED
            e.t_breaker = w.now
            e.n_ok = 0
            e.n_bad = 0
            write_log(w, f, LOG_CLOSED, NOTHING, NOTHING, edge, NOTHING)
    elif e.n_ok + e.n_bad >= e.breaker_calls and e.n_bad * 1000 >= e.breaker_ratio * (
        e.n_ok + e.n_bad
    ):
        trip(w, f, edge)


@inner
def trip(w: Any, f: Any, edge: int) -> None:
    """Open the breaker."""
    e = w.edges[edge]
    e.breaker = OPEN
    e.t_breaker = w.now
    e.opened += 1
    e.n_ok = 0
    e.n_bad = 0
    write_log(w, f, LOG_OPENED, NOTHING, NOTHING, edge, NOTHING)


@inner
def failing(e: Any) -> bool:
    """Whether enough attempts of this window failed."""
    n = e.n_ok + e.n_bad
    return bool(n >= e.breaker_calls and e.n_bad * 1000 >= e.breaker_ratio * n)

"""Which replica gets a request."""

from typing import Any

import numpy as np

from course.simulation.kernel.codes import HASHED, LEAST, RANDOM, whole
from course.simulation.kernel.numba_cache import inner
from course.simulation.kernel.rng import GOLDEN, index, mix


@inner
def choose(w: Any, service: int, bits: Any, tenant: int, avoid: int) -> int:
    """A replica that the balancer lists; -1 if there is none. `avoid` where another exists."""
    s = w.services[service]
    listed = 0
    for slot in range(s.slots):
        if w.replicas[s.first + slot].listed == 1 and s.first + slot != avoid:
            listed += 1
    if listed == 0:
        return avoid if avoid >= 0 and w.replicas[avoid].listed == 1 else -1
    if s.balance == LEAST:
        return least_busy(w, s, avoid)
    if s.balance == RANDOM:
        nth = index(bits, listed)
    elif s.balance == HASHED:
        nth = index(mix(GOLDEN, np.uint64(tenant)), listed)
    else:
        s.turn = (s.turn + 1) % listed
        nth = whole(s.turn)
    return nth_listed(w, s, nth, avoid)


@inner
def nth_listed(w: Any, s: Any, nth: int, avoid: int) -> int:
    """The nth replica in the list."""
    for slot in range(s.slots):
        replica = s.first + slot
        if w.replicas[replica].listed == 1 and replica != avoid:
            if nth == 0:
                return whole(replica)
            nth -= 1
    return -1


@inner
def least_busy(w: Any, s: Any, avoid: int) -> int:
    """The replica with the fewest requests open; ties go round."""
    best = -1
    fewest = 1 << 40
    s.turn = (s.turn + 1) % s.slots
    for step in range(s.slots):
        replica = s.first + (s.turn + step) % s.slots
        r = w.replicas[replica]
        if r.listed == 1 and replica != avoid and r.active < fewest:
            fewest = whole(r.active)
            best = whole(replica)
    return best

"""Message queues: partitions in order, one delivery at a time, tries, a dead-letter queue."""

from typing import Any

import numpy as np

from course.simulation.kernel.access_control import fail
from course.simulation.kernel.codes import (
    BAD_REQUEST,
    DELIVER,
    DELIVERY,
    FULL_MESSAGES,
    INHERITED,
    LOG_DEAD,
    LOG_MESSAGE,
    MESSAGES_FULL,
    N_DEAD,
    NOTHING,
    UNAVAILABLE,
)
from course.simulation.kernel.heap import push
from course.simulation.kernel.numba_cache import inner
from course.simulation.kernel.recording import copy_request, write_log
from course.simulation.kernel.request_frames import field_of, new_frame
from course.simulation.kernel.rng import GOLDEN, P_KEY, index, mix
from course.simulation.kernel.world_layout import MESSAGES

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

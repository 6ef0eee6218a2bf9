"""Numbers that stand for words inside the kernel, and the words themselves.

The order within a group is part of the format of telemetry: append, never reorder.
They are int64 because numba compiles a function anew for every literal that it is given.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

whole: Callable[[Any], int] = np.int64  # type: ignore[assignment]  # what compiled code knows as np.int64, for type checkers


def numbered(n: int) -> list[int]:
    """Numbers from 0 to n-1."""
    return [whole(k) for k in range(n)]


NOTHING, NOBODY, EVERYTHING = whole(0), whole(-1), whole(1)

# What an event is.
(
    ARRIVAL, ARRIVE, STEP, REPLY, TIMEOUT, RETRY, POOL_WAIT, DELIVER, SEGMENT, HEDGE, TIMER,
    COMPUTED,
) = numbered(12)  # fmt: skip

# What a step does.
(
    HOLD, CALL, ACQUIRE, RELEASE, LEAK, CHANCE, MATCH, FLAG, JUMP, RETURN,
    CACHE_GET, CACHE_PUT, PUBLISH, LIMIT, LOGIN, SESSION, TOKEN, SECRET, AUTHORIZE, RESPOND, NOTE,
) = numbered(21)  # fmt: skip

# What became of a step: the program blocks, fails or ends; 0 and more is the next step.
BLOCKED, FAILED, ENDED = (whole(-n) for n in (1, 2, 3))

# What a frame is, and what it is doing.
SERVER, CLIENT, DELIVERY, CALLER = numbered(4)
(
    FREE, TRAVELLING, QUEUED, STARTING, HOLDING, CALLING, WAITING, GRANTED, POLLING, COMPUTING,
) = numbered(10)  # fmt: skip

# What an acquisition came to.
GOT, WAIT, REFUSED = numbered(3)

# HTTP statuses by index.
STATUSES = (200, 202, 400, 401, 403, 404, 409, 423, 429, 499, 500, 502, 503, 504)
(
    OK,
    ACCEPTED,
    BAD_REQUEST,
    UNAUTHORIZED,
    FORBIDDEN,
    NOT_FOUND,
    CONFLICT,
    LOCKED,
    TOO_MANY,
    CANCELLED,
    ERROR,
    BAD_GATEWAY,
    UNAVAILABLE,
    GATEWAY_TIMEOUT,
) = numbered(14)

# Why a request failed (`error.type` outside).
REASONS = (
    "", "bug", "pool timeout", "pool full", "queue full", "connection refused", "no replica",
    "upstream timeout", "upstream error", "breaker open", "packet lost", "connection reset",
    "shed", "blocked", "rate limited", "wrong password", "account locked", "second factor failed",
    "token revoked", "stale secret", "session ended", "not the owner", "poison message",
    "message queue full", "cancelled",
)  # fmt: skip
(
    NONE, BUG, POOL_TIMEOUT, POOL_FULL, QUEUE_FULL, DOWN, NO_REPLICA,
    SLOW_UPSTREAM, BAD_UPSTREAM, BREAKER, LOST, RESET,
    SHED, BLOCK, LIMITED, WRONG_PASSWORD, LOCKED_OUT, NO_FACTOR,
    REVOKED, STALE_SECRET, NO_SESSION, NOT_OWNER, POISON,
    MESSAGES_FULL, GAVE_UP,
) = numbered(25)  # fmt: skip

# What a line of the log says.
LOG_EVENTS = (
    "request failed",
    "call failed",
    "breaker opened",
    "breaker closed",
    "login failed",
    "login succeeded",
    "account locked",
    "message failed",
    "message to dead-letter queue",
    "access",
    "note",
    "retry budget spent",
)
(
    LOG_FAILED,
    LOG_CALL,
    LOG_OPENED,
    LOG_CLOSED,
    LOG_LOGIN_FAILED,
    LOG_LOGIN,
    LOG_LOCKED,
    LOG_MESSAGE,
    LOG_DEAD,
    LOG_ACCESS,
    LOG_NOTE,
    LOG_BUDGET,
) = numbered(12)

# Fields of a request that rules may look at.
FIELDS = (
    "tenant",
    "subject",
    "address",
    "network",
    "agent",
    "token",
    "item",
    "source",
    "poison",
    "hostile",
)
TENANT, SUBJECT, ADDRESS, NETWORK, AGENT, BY_TOKEN, ITEM, SOURCE, IS_POISON, HOSTILE = numbered(10)

# Bits that say what a request has met on its way (field `marks`).
(
    SAMPLED,
    CACHE_HIT,
    CACHE_FOREIGN,
    EXPOSED,
    DEGRADED,
    HEDGED,
    WAITED,
    WORKER,
    IN_SERVICE,
    AUDITED,
) = (whole(1 << bit) for bit in range(10))
INHERITED = SAMPLED

# Load balancing; how a source chooses items and subjects; modes of second factors and breakers.
ROUND_ROBIN, RANDOM, LEAST, HASHED = numbered(4)
OWN_ITEMS, SHARED_ITEMS, SEQUENTIAL_ITEMS = numbered(3)
ANY_SUBJECT, TAKEN_SUBJECTS = numbered(2)
MFA_OFF, MFA_FLAGGED, MFA_ALL = numbered(3)
CLOSED, OPEN, HALF_OPEN = numbered(3)

# What a series of durations is of: servers, clients, whole requests, waits for pools.
OF_SERVER, OF_CLIENT, OF_ROOT, OF_POOL = numbered(4)

# Counters of the whole world.
COUNTERS = (
    "events",
    "requests",
    "exposed_records",
    "foreign_hits",
    "taken_accounts",
    "lockouts",
    "bytes_hostile",
    "bytes_all",
    "dead_letters",
    "dropped_spans",
    "dropped_logs",
    "orphans",
)
(
    N_EVENTS,
    N_REQUESTS,
    N_EXPOSED,
    N_FOREIGN,
    N_TAKEN,
    N_LOCKOUTS,
    N_BYTES_HOSTILE,
    N_BYTES,
    N_DEAD,
    N_DROPPED_SPANS,
    N_DROPPED_LOGS,
    N_ORPHANS,
) = numbered(12)

# Why run() returned.
REACHED, DRAIN, OVERFLOW = numbered(3)
# Which capacity was exceeded; 0 is none.
CAPACITIES = ("", "events", "frames", "calls", "messages", "series", "held", "taken", "timers")
(
    _,
    FULL_EVENTS,
    FULL_FRAMES,
    FULL_CALLS,
    FULL_MESSAGES,
    FULL_SERIES,
    FULL_HELD,
    FULL_TAKEN,
    FULL_TIMERS,
) = numbered(9)

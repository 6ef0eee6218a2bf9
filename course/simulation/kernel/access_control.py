"""Who may do what: rate limits, passwords and lock-outs, sessions, tokens, secrets, ownership.

Each guard returns FAILED with the frame's status and reason set, or the next step.
"""

from typing import Any

import numpy as np

from course.simulation.kernel.codes import (
    EXPOSED,
    FAILED,
    FORBIDDEN,
    FULL_TAKEN,
    LIMITED,
    LOCKED,
    LOCKED_OUT,
    LOG_LOCKED,
    LOG_LOGIN,
    LOG_LOGIN_FAILED,
    MFA_ALL,
    MFA_FLAGGED,
    N_LOCKOUTS,
    N_TAKEN,
    NO_FACTOR,
    NO_SESSION,
    NOBODY,
    NOT_OWNER,
    NOTHING,
    REVOKED,
    STALE_SECRET,
    TOO_MANY,
    UNAUTHORIZED,
    UNAVAILABLE,
    WRONG_PASSWORD,
)
from course.simulation.kernel.numba_cache import inner
from course.simulation.kernel.recording import write_log
from course.simulation.kernel.request_frames import field_of
from course.simulation.kernel.rng import GOLDEN, P_FACTOR, P_LOGIN, below, index, mix
from course.simulation.kernel.world_layout import TAKEN


@inner
def fail(f: Any, status: int, why: int) -> int:
    """Say how a frame failed."""
    f.status = status
    f.why = why
    return FAILED


@inner
def limit(w: Any, f: Any, i: int, pc: int) -> int:
    """Token bucket for each value of a field. Two values that share a place evict each other."""
    rule = w.limiters[i]
    if rule.on == 0:
        return pc + 1
    value = field_of(f, rule.by)
    b = w.buckets[rule.first + index(mix(GOLDEN, np.uint64(value)), rule.slots)]
    if b.who != value + 1:
        b.who = value + 1
        b.tokens = rule.burst
    elif rule.rate > 0:
        passed = min(w.now - b.t, rule.burst * 1_000_000_000 // rule.rate + 1)
        b.tokens = min(rule.burst, b.tokens + passed * rule.rate // 1_000_000_000)
    b.t = w.now
    if b.tokens < 1_000_000:
        rule.refused += 1
        return fail(f, TOO_MANY, LIMITED)
    b.tokens -= 1_000_000
    return pc + 1


@inner
def login(w: Any, f: Any, step: Any, pc: int) -> int:
    """Check a password and perhaps a second factor; count failures, lock, or let in."""
    realm = w.realms[step.a]
    account = w.accounts[f.subject]
    source = w.sources[f.source]
    if account.locked_until > w.now:
        return fail(f, LOCKED, LOCKED_OUT)
    known = below(mix(f.key, step.site ^ P_LOGIN), source.guess)
    if not known or (f.hostile == 1 and account.changed == 1):
        wrong_password(w, f, realm, account)
        return fail(f, UNAUTHORIZED, WRONG_PASSWORD)
    challenged = realm.mfa == MFA_ALL or (realm.mfa == MFA_FLAGGED and w.flagged[f.network] == 1)
    if challenged and not below(mix(f.key, step.site ^ P_FACTOR), source.factor_chance):
        write_log(w, f, LOG_LOGIN_FAILED, UNAUTHORIZED, NO_FACTOR, NOBODY, NOTHING)
        return fail(f, UNAUTHORIZED, NO_FACTOR)
    account.fails = 0
    write_log(w, f, LOG_LOGIN, NOTHING, NOTHING, NOBODY, NOTHING)
    if f.hostile == 1:
        take_over(w, f, account)
    return pc + 1


@inner
def wrong_password(w: Any, f: Any, realm: Any, account: Any) -> None:
    """Count a failure within the realm's window, and lock the account where it is one too many."""
    realm.failures += 1
    if w.now - account.t_window > realm.window:
        account.t_window = w.now
        account.fails = 0
    account.fails += 1
    write_log(w, f, LOG_LOGIN_FAILED, UNAUTHORIZED, WRONG_PASSWORD, NOBODY, account.fails)
    if realm.threshold > 0 and account.fails >= realm.threshold:
        account.locked_until = w.now + realm.lock
        account.fails = 0
        realm.lockouts += 1
        w.counters[N_LOCKOUTS] += 1
        write_log(w, f, LOG_LOCKED, LOCKED, LOCKED_OUT, NOBODY, NOTHING)


@inner
def take_over(w: Any, f: Any, account: Any) -> None:
    """A stranger is in: the account is on the list of taken ones until it is reset."""
    if account.taken == 1:
        return
    if w.n_taken >= TAKEN:
        w.overflow = FULL_TAKEN
        return
    account.taken = 1
    w.taken[w.n_taken] = f.subject
    w.n_taken += 1
    w.counters[N_TAKEN] += 1


@inner
def session(w: Any, f: Any, pc: int) -> int:
    """A stranger needs the session of a taken account; revoking ends it."""
    if f.hostile == 1 and w.accounts[f.subject].taken == 0:
        return fail(f, UNAUTHORIZED, NO_SESSION)
    return pc + 1


@inner
def token(w: Any, f: Any, pc: int) -> int:
    """The token that the request carries, until it is revoked."""
    if f.token >= 0 and w.revoked[f.token] == 1:
        return fail(f, UNAUTHORIZED, REVOKED)
    return pc + 1


@inner
def secret(w: Any, f: Any, i: int, pc: int) -> int:
    """The secret that this replica read when it booted, against the one that holds."""
    s = w.secrets[i]
    if w.replicas[f.replica].secrets[i] != s.epoch and w.now >= s.grace_until:
        return fail(f, UNAVAILABLE, STALE_SECRET)
    return pc + 1


@inner
def authorize(f: Any, enforced: int, pc: int) -> int:
    """What is asked for belongs to the asking tenant; if nobody enforces that, it is exposed."""
    if f.owner < 0 or f.owner == f.tenant:
        return pc + 1
    if enforced == 1:
        return fail(f, FORBIDDEN, NOT_OWNER)
    f.marks |= EXPOSED
    return pc + 1

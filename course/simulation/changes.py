"""Single changes of a running world: what faults and actions are made of.

A change is data (`Change`), so that a timeline can be stored, compared and replayed. The functions
below carry one out at once: most write a parameter, and those whose change has consequences at
once, such as requests that are reset, call `kernel/state_changes`.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from course.errors import Problem, ScenarioError
from course.simulation.kernel import codes, state_changes, world_layout
from course.simulation.kernel.codes import whole
from course.simulation.lowering import chance, site
from course.simulation.units import Time, nanoseconds
from course.simulation.world import FACTORS, Plant

CHANGES: dict[str, Callable[..., None]] = {}


@dataclass(frozen=True, kw_only=True)
class Change:
    """A verb of CHANGES and its arguments."""

    verb: str
    args: Mapping[str, Any] = field(default_factory=dict)


def apply(plant: Plant, change: Change) -> None:
    """Carry out a change. Raises ScenarioError where it names what is not there."""
    function = CHANGES.get(change.verb)
    if function is None:
        raise ScenarioError(f"expected a change among {', '.join(CHANGES)}, got {change.verb!r}")
    try:
        bound = inspect.signature(function).bind(plant, **change.args)
    except TypeError as error:
        raise ScenarioError(Problem(change.verb, str(error))) from error
    function(*bound.args, **bound.kwargs)


def verb(function: Callable[..., None]) -> Callable[..., None]:
    """Enter a function among the changes, under its own name."""
    CHANGES[function.__name__.rstrip("_")] = function
    return function


def number(kind: str, name: Any, among: Iterable[Any]) -> int:
    """Find the position of a name. Raises ScenarioError with the names that there are."""
    choices = list(among)
    if name not in choices:
        expected = ", ".join(str(x) for x in choices)
        raise ScenarioError(Problem(kind, f"expected one of {expected}, got {name!r}"))
    return choices.index(name)


def slots(plant: Plant, service: str, slot: int | None) -> list[int]:
    """Numbers of one replica or of all slots of a service."""
    number("service", service, plant.names.services)
    places = [n for n, (s, _) in enumerate(plant.names.replicas) if s == service]
    if slot is None:
        return places
    return [places[number(f"{service}: slot", slot, range(len(places)))]]


def write(row: Any, **values: Any) -> None:
    """Write those fields of a record whose value is given."""
    for name, value in values.items():
        if value is not None:
            row[name] = value


def scaled(value: float | None, factor: int) -> int | None:
    """Round a share to the kernel's integers; None stays None."""
    return None if value is None else round(value * factor)


def ns(value: Time | None) -> int | None:
    """Read a duration; None stays None."""
    return None if value is None else nanoseconds(value)


@verb
def rate(
    plant: Plant, source: str, per_s: float | None = None, factor: float | None = None
) -> None:
    """Change a source's base rate, or the factor on it."""
    n = number("source", source, plant.names.sources)
    new, times = scaled(per_s, 1_000_000), scaled(factor, 1000)
    state_changes.set_rate(
        plant.world, n, -1 if new is None else new, -1 if times is None else times
    )


@verb
def slow(plant: Plant, service: str, factor: float, slot: int | None = None) -> None:
    """Stretch processor time by a factor at one replica, or at all of a service; 1 is as usual."""
    for replica in slots(plant, service, slot):
        plant.w.replicas[replica].slow = round(factor * 1000)


@verb
def workers(
    plant: Plant,
    service: str,
    *,
    size: int | None = None,
    backlog: int | None = None,
    stack: bool | None = None,
) -> None:
    """Change workers, the queue for them, or its order."""
    for replica in slots(plant, service, None):
        p = plant.w.replicas[replica].worker
        plant.w.pools[p].lifo = plant.w.pools[p].lifo if stack is None else int(stack)
        resize = (-1 if size is None else size, -1 if backlog is None else backlog)
        state_changes.resize_pool(plant.world, p, *resize)


@verb
def crowding(
    plant: Plant, service: str, knee: int | None = None, slope: float | None = None
) -> None:
    """Change from how many busy workers on each further one costs time, and how much."""
    n = number("service", service, plant.names.services)
    write(plant.w.services[n], knee=knee, slope=scaled(slope, 1000))


@verb
def shed(plant: Plant, service: str, share: float, below: int = 10) -> None:
    """Refuse a share (0 to 1) of the requests whose priority is below a number; 0 refuses none."""
    n = number("service", service, plant.names.services)
    write(plant.w.services[n], shed=chance(share), shed_below=below)


@verb
def stop(plant: Plant, service: str, slot: int) -> None:
    """End a replica at once."""
    for replica in slots(plant, service, slot):
        state_changes.stop_replica(plant.world, replica)


@verb
def crash(plant: Plant, service: str, slot: int) -> None:
    """End a replica while the balancer still lists it: connections are refused."""
    for replica in slots(plant, service, slot):
        state_changes.stop_replica(plant.world, replica)
        plant.w.replicas[replica].listed = 1


@verb
def boot(plant: Plant, service: str, slot: int, version: str | None = None) -> None:
    """Start a replica with a version, or with the one it had."""
    for replica in slots(plant, service, slot):
        v = int(plant.w.replicas[replica].version)
        if version is not None:
            v = number(f"{service}: version", version, plant.names.versions[service])
        state_changes.boot_replica(plant.world, replica, v)


@verb
def listed(plant: Plant, service: str, slot: int, on: bool) -> None:
    """Put a replica on the balancer's list or take it off."""
    for replica in slots(plant, service, slot):
        plant.w.replicas[replica].listed = int(on and plant.w.replicas[replica].up)


@verb
def pool(
    plant: Plant,
    name: str,
    *,
    service: str = "",
    slot: int | None = None,
    size: int | None = None,
    backlog: int | None = None,
    wait: Time | None = None,
) -> None:
    """Change a pool's places, queue or patience; without service, a shared one."""
    for p in _pools(plant, name, service, slot):
        write(plant.w.pools[p], wanted=size, patience=ns(wait))
        resize = (-1 if size is None else size, -1 if backlog is None else backlog)
        state_changes.resize_pool(plant.world, p, *resize)


@verb
def leak(plant: Plant, name: str, places: int, service: str = "", slot: int | None = None) -> None:
    """Lose places of a pool: they count as used until their replica boots."""
    for p in _pools(plant, name, service, slot):
        row = plant.w.pools[p]
        lost = min(places, int(row.limit) - int(row.leaked))
        row.leaked += lost
        state_changes.resize_pool(plant.world, p, int(row.limit) - lost, -1)


def _pools(plant: Plant, name: str, service: str, slot: int | None) -> list[int]:
    numbers = [
        n
        for n, p in enumerate(plant.names.pools)
        if p.name == name and p.service == service and slot in (None, p.slot)
    ]
    if not numbers:
        what = f"expected a pool of {service or 'the system'}, got {name!r}"
        raise ScenarioError(Problem("pool", what))
    return numbers


@verb
def step(
    plant: Plant,
    route: str,
    *,
    name: str,
    time: Time | None = None,
    factor: float | None = None,
    p: float | None = None,
    enforce: bool | None = None,
    by_tenant: bool | None = None,
) -> None:
    """Change a parameter of one step of a route, in all versions that have it."""
    number("route", route, plant.names.routes)
    step_site = site(f"{route.replace('.', '/')}/{name}")
    rows = [n for n in range(plant.w.steps.shape[0]) if plant.w.steps[n].site == step_site]
    if not rows:
        raise ScenarioError(Problem(route, f"expected a step of it, got {name!r}"))
    for n in rows:
        row = plant.w.steps[n]
        write(row, amount=ns(time), chance=scaled(p, 2**32))
        row.amount = row.amount if factor is None else round(int(row.amount) * factor)
        write(row, a=None if enforce is None else int(enforce))
        write(row, c=None if by_tenant is None else int(not by_tenant))


@verb
def edge(plant: Plant, caller: str = "", to: str = "", **values: Any) -> None:
    """Change what calls do about slow and failed replies, or the network they cross."""
    shares = {"jitter": 1000, "loss": 2**32}
    counts = {"retries", "cancel"}
    durations = {"timeout", "hedge", "backoff", "backoff_cap", "latency"} | counts | set(shares)
    for n in _edges(plant, caller, to):
        e = plant.w.edges[n]
        for name, value in values.items():
            if name == "budget":
                e.budget = -1 if value is None else round(value * 1000)
            elif name == "breaker":
                _breaker(e, value)
            elif number("edge", name, sorted(durations | {"budget", "breaker"})) >= 0:
                in_ns = name not in counts and name not in shares
                e[name] = nanoseconds(value) if in_ns else round(value * shares.get(name, 1))


def _breaker(e: Any, value: Mapping[str, Any] | None) -> None:
    e.breaker, e.n_ok, e.n_bad = codes.CLOSED, 0, 0
    e.breaker_calls = 0
    if value is not None:
        e.breaker_calls = value.get("calls", 20)
        e.breaker_ratio = round(value.get("ratio", 0.5) * 1000)
        e.breaker_window = nanoseconds(value.get("window", "10s"))
        e.breaker_open_ns = nanoseconds(value.get("pause", "5s"))
        e.probes = value.get("probes", 3)


def _edges(plant: Plant, caller: str, to: str) -> list[int]:
    numbers = [
        n
        for n, (c, t) in enumerate(plant.names.edges)
        if caller in ("", c) and (to in ("", t, t.partition(".")[0]))
    ]
    if not numbers:
        what = f"expected a call of the system, got {caller!r} to {to!r}"
        raise ScenarioError(Problem("edge", what))
    return numbers


@verb
def flag(
    plant: Plant,
    name: str,
    *,
    on: bool | None = None,
    tenants: Iterable[str] | None = None,
    share: float | None = None,
) -> None:
    """Turn a feature flag on or off, or change the tenants and the share of subjects it is for."""
    row = plant.w.features[number("flag", name, plant.names.flags)]
    write(row, on=None if on is None else int(on), share=scaled(share, 2**32))
    if tenants is not None:
        numbers = {number("tenant", t, plant.names.tenants) for t in tenants}
        row.cohort[:] = [int(t in numbers) for t in range(row.cohort.shape[0])]


def field_value(plant: Plant, by: str, value: Any) -> int:
    """Number by which the kernel knows a field's value; names become numbers."""
    tables = {
        "tenant": plant.names.tenants,
        "network": plant.names.networks,
        "agent": plant.names.agents,
        "token": plant.names.tokens,
        "source": plant.names.sources,
    }
    return number(by, value, tables[by]) if by in tables else int(value)


def as_uint(value: int) -> np.uint64:
    """Cut a number to the 64 bits of a key."""
    return np.uint64(value & ((1 << 64) - 1))


@verb
def purge(plant: Plant, cache: str) -> None:
    """Empty a cache."""
    state_changes.purge_cache(plant.world, number("cache", cache, plant.names.caches))


@verb
def cache(
    plant: Plant,
    name: str,
    *,
    on: bool | None = None,
    ttl: Time | None = None,
    ttl_jitter: float | None = None,
    lease: Time | None = None,
    by_tenant: bool | None = None,
) -> None:
    """Turn a cache on or off, change how long it keeps, who fetches, and its keys."""
    row = plant.w.caches[number("cache", name, plant.names.caches)]
    write(row, on=None if on is None else int(on), ttl=ns(ttl), lease=ns(lease))
    write(row, ttl_jitter=scaled(ttl_jitter, 1000))
    write(row, by_tenant=None if by_tenant is None else int(by_tenant))


@verb
def warm(plant: Plant, name: str, items: int, first: int = 0, owned: bool = False) -> None:
    """Put the most popular objects into a cache: shared ones, or each tenant's own."""
    n = number("cache", name, plant.names.caches)
    expires = int(plant.w.now) + int(plant.w.caches[n].ttl)
    tenants = len(plant.names.tenants)
    for obj in range(first, first + items * (tenants if owned else 1)):
        state_changes.warm_cache(plant.world, n, obj, obj % tenants if owned else -1, expires)


def _partitions(plant: Plant, queue: str, partition: int | None) -> list[int]:
    number("queue", queue, plant.names.queues)
    all_of = [n for n, (q, _) in enumerate(plant.names.partitions) if q == queue]
    if partition is None:
        return all_of
    return [all_of[number(f"{queue}: partition", partition, range(len(all_of)))]]


@verb
def poison(
    plant: Plant, queue: str, partition: int, tenant: str | None = None, item: int = 0
) -> None:
    """Publish a message that the consumer cannot digest."""
    owner = number("tenant", tenant, plant.names.tenants) if tenant is not None else 0
    for p in _partitions(plant, queue, partition):
        key = as_uint(int(plant.w.seed) ^ int(plant.w.now) ^ p)
        state_changes.poison_partition(plant.world, p, key, owner, item)


@verb
def skip(plant: Plant, queue: str, partition: int) -> None:
    """Move the first message of a partition to the dead-letter queue."""
    for p in _partitions(plant, queue, partition):
        state_changes.skip_message(plant.world, p)


@verb
def pause(plant: Plant, queue: str, on: bool, partition: int | None = None) -> None:
    """Stop deliveries, or let them go on."""
    for p in _partitions(plant, queue, partition):
        state_changes.pause_partition(plant.world, p, int(on))


@verb
def queue(plant: Plant, name: str, tries: int | None = None, backoff: Time | None = None) -> None:
    """Change how often a message is tried (0: for ever) and how long between."""
    row = plant.w.queues[number("queue", name, plant.names.queues)]
    write(row, tries=tries, backoff=ns(backoff))


@verb
def rotate(plant: Plant, secret: str, grace: Time = 0) -> None:
    """Give a secret a new value; the old one is valid for the grace.

    A replica keeps the value that it read when it booted. After the grace it fails, until it boots
    again or `reload` lets it read the new value.
    """
    row = plant.w.secrets[number("secret", secret, plant.names.secrets)]
    row.epoch += 1
    row.grace_until = int(plant.w.now) + (ns(grace) or 0)


@verb
def reload(plant: Plant, secret: str, service: str, slot: int | None = None) -> None:
    """Let replicas read a secret again without a boot."""
    n = number("secret", secret, plant.names.secrets)
    for replica in slots(plant, service, slot):
        plant.w.replicas[replica].secrets[n] = plant.w.secrets[n].epoch


@verb
def revoke(plant: Plant, token: str, on: bool = True) -> None:
    """Make a token void for everyone who carries it."""
    plant.w.revoked[number("token", token, plant.names.tokens)] = int(on)


@verb
def carry(plant: Plant, source: str, token: str) -> None:
    """Give a source another token to send with its requests."""
    n = number("source", source, plant.names.sources)
    plant.w.sources[n].token = number("token", token, plant.names.tokens)


@verb
def block(
    plant: Plant, by: str = "", value: Any = None, service: str = "", route: str = ""
) -> None:
    """Answer 403 to what matches, before it reaches a worker."""
    new = _rule(plant, by, value, service, route)
    blocks = plant.w.blocks
    free = [n for n in range(world_layout.BLOCKS) if blocks[n].on == 0]
    if not free:
        raise ScenarioError(Problem("blocks", f"expected at most {world_layout.BLOCKS} at a time"))
    row = blocks[free[0]]
    row.on, row.hits = 1, 0
    row.by, row.value, row.service, row.route = new
    plant.w.n_blocks += 1


@verb
def unblock(
    plant: Plant, by: str = "", value: Any = None, service: str = "", route: str = ""
) -> None:
    """Take a block away."""
    rule = _rule(plant, by, value, service, route)
    for n in range(world_layout.BLOCKS):
        row = plant.w.blocks[n]
        if row.on == 1 and (row.by, row.value, row.service, row.route) == rule:
            row.on = 0
            plant.w.n_blocks -= 1


def _rule(plant: Plant, by: str, value: Any, service: str, route: str) -> tuple[int, ...]:
    return (
        number("by", by, codes.FIELDS) if by else -1,
        field_value(plant, by, value) if by else 0,
        number("service", service, plant.names.services) if service else -1,
        number("route", route, plant.names.routes) if route else -1,
    )


@verb
def limiter(
    plant: Plant,
    name: str,
    *,
    on: bool | None = None,
    rate: float | None = None,
    burst: float | None = None,
    by: str | None = None,
) -> None:
    """Turn a rate limit on or off, or change it."""
    row = plant.w.limiters[number("limiter", name, plant.names.limiters)]
    write(row, on=None if on is None else int(on), rate=scaled(rate, 1_000_000))
    write(row, burst=scaled(burst, 1_000_000))
    write(row, by=None if by is None else number("by", by, codes.FIELDS))


@verb
def realm(
    plant: Plant,
    name: str,
    *,
    threshold: int | None = None,
    window: Time | None = None,
    lock: Time | None = None,
    second_factor: str | None = None,
) -> None:
    """Change when accounts are locked and who must give a second factor."""
    row = plant.w.realms[number("realm", name, plant.names.realms)]
    write(row, threshold=threshold, window=ns(window), lock=ns(lock))
    if second_factor is not None:
        row.mfa = number("second_factor", second_factor, FACTORS)


@verb
def flagged(plant: Plant, network: str, on: bool = True) -> None:
    """Mark a network as one whose logins need a second factor."""
    plant.w.flagged[number("network", network, plant.names.networks)] = int(on)


@verb
def reset_accounts(plant: Plant, subject: int | None = None) -> None:
    """Give new passwords and end sessions: of one account, or of all that were taken over."""
    accounts = [int(s) for s in plant.w.taken[: plant.w.n_taken]] if subject is None else [subject]
    for account in accounts:
        state_changes.free_account(plant.world, whole(account))

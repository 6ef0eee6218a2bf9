"""Changes of caches, queues, and of what guards a system. It fills CHANGES with their verbs."""

from typing import Any

from course.errors import Problem, ScenarioError
from course.simulation.changes import as_uint, field_value, ns, number, scaled, slots, verb, write
from course.simulation.kernel import codes, state_changes, world_layout
from course.simulation.kernel.codes import whole
from course.simulation.units import Time
from course.simulation.world import FACTORS, Plant


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

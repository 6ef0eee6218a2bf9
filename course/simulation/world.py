"""A system and a seed as a world that can run: every table of the kernel, filled.

The order of filling is the order of the system's text, so that equal systems make equal worlds.
`broken` says what does not hold of a world between two advances; it reads whole tables, slowly,
and is for tests and for whoever doubts a run.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from course.simulation.kernel import codes, world_layout
from course.simulation.lowering import Lowering, Names, chance, programs, site
from course.simulation.route_steps import Call
from course.simulation.system import Edge, Pool, Service, Source, System
from course.simulation.system_checks import check

BALANCES = ("round_robin", "random", "least", "hashed")
ITEM_MODES = ("own", "shared", "sequential")
FACTORS = ("off", "flagged", "all")


@dataclass(frozen=True, kw_only=True)
class Plant:
    """A system, its numbering, and the world that runs it (the only thing that changes)."""

    system: System
    names: Names
    world: Any

    @property
    def w(self) -> Any:
        """The world's record, for reading and writing fields between two advances."""
        return self.world[0]


def build(system: System, seed: int, sample: float) -> Plant:
    """Fill a world. Raises ScenarioError where the system contradicts itself."""
    names = check(system)
    plant = Plant(system=system, names=names, world=world_layout.empty_world())
    w = plant.w
    w.seed = np.uint64(int.from_bytes(hashlib.sha256(f"seed {seed}".encode()).digest()[:8], "big"))
    w.sample = chance(sample)
    w.n_tenants = len(system.tenants)
    w.bounds[:] = [round(bound * 1e9) for bound in world_layout.BOUNDS_S]
    w.n_frames = 1  # frame 0 speaks for actions, and is never run
    w.frames[0].kind = codes.CLIENT
    w.frames[0].replica = w.frames[0].route = w.frames[0].edge = -1
    lowering = Lowering(system=system, names=names, w=w)
    _services(plant, lowering)
    for n, (caller, to) in enumerate(names.edges):
        edges = [e for e in system.edges if (e.caller, e.to) == (caller, to)]
        _edge(plant, n, edges[0] if edges else Edge(caller=caller, to=to), lowering)
    for n, source in enumerate(system.sources):
        _source(plant, n, source, lowering)
    _queues(plant, lowering)
    _caches(plant)
    _guards(plant)
    return plant


def _services(plant: Plant, lowering: Lowering) -> None:
    w, names = plant.w, plant.names
    for n, service in enumerate(plant.system.services):
        s = w.services[n]
        s.slots = max(service.replicas, service.most_replicas)
        s.first = names.replica(service.name, 0)
        s.balance = BALANCES.index(service.balance)
        s.turn = -1
        s.knee, s.slope, s.cores = service.knee, round(service.slope * 1000), service.cores
        s.shared = int(service.share_cores)
        s.n_pools = len(service.pools)
        for slot in range(s.slots):
            _replica(plant, n, service, slot)
    for pool in plant.system.pools:
        _pool(w, names.pool("", -1, pool.name), pool, -1, -1)
    for service_name, route, version, steps in programs(plant.system):
        number = names.routes.index(f"{service_name}.{route}")
        r = w.routes[number]
        r.service = names.services.index(service_name)
        of_service = plant.system.services[r.service]
        r.audited = next(x.audited for x in of_service.routes if x.name == route)
        first = lowering.program(f"{service_name}/{route}", service_name, steps)
        r.entry[names.versions[service_name].index(version)] = first


def _replica(plant: Plant, number: int, service: Service, slot: int) -> None:
    w, names = plant.w, plant.names
    replica = names.replica(service.name, slot)
    r = w.replicas[replica]
    r.service, r.slot, r.slow = number, slot, 1000
    r.up = r.listed = int(slot < service.replicas)
    r.worker = names.pool(service.name, slot, "workers")
    r.first_pool = r.worker + 1
    w.processors[replica].head = w.processors[replica].tail = -1
    workers = Pool(name="workers", size=service.workers, backlog=service.backlog)
    _pool(w, r.worker, workers, number, replica)
    w.pools[r.worker].lifo = int(service.stack)
    for k, pool in enumerate(service.pools):
        _pool(w, r.first_pool + k, pool, number, replica)


def _pool(w: Any, p: int, pool: Pool, service: int, replica: int) -> None:
    row = w.pools[p]
    row.limit = row.wanted = pool.size
    row.room, row.patience = pool.backlog, pool.wait
    row.head = row.tail = -1
    row.service, row.replica = service, replica


def _edge(plant: Plant, n: int, edge: Edge, lowering: Lowering) -> None:
    e = plant.w.edges[n]
    e.site = site(f"{edge.caller}->{edge.to}")
    e.route = plant.names.routes.index(edge.to)
    everyone = (*plant.names.services, *plant.names.sources, *plant.names.queues)
    e.caller = everyone.index(edge.caller)
    e.latency, e.loss = edge.latency, chance(edge.loss)
    e.curve = lowering.curve(edge.latency_shape, edge.latency_cv)
    set_edge(e, edge)


def set_edge(e: Any, edge: Edge) -> None:
    """Write what an edge does about slow and failed calls; also how it is changed later."""
    e.timeout, e.retries, e.hedge, e.cancel = edge.timeout, edge.retries, edge.hedge, edge.cancel
    e.backoff, e.backoff_cap = edge.backoff, edge.backoff_cap
    e.jitter = round(edge.jitter * 1000)
    e.budget = -1 if edge.budget is None else round(edge.budget * 1000)
    e.budget_cap = edge.budget_burst * 1000
    e.tokens = e.budget_cap
    e.breaker_calls = 0 if edge.breaker is None else edge.breaker.calls
    if edge.breaker is not None:
        e.breaker_ratio = round(edge.breaker.ratio * 1000)
        e.breaker_window, e.breaker_open_ns = edge.breaker.window, edge.breaker.pause
        e.probes = edge.breaker.probes


def _source(plant: Plant, n: int, source: Source, lowering: Lowering) -> None:
    w, names = plant.w, plant.names
    s = w.sources[n]
    s.key = site(f"source/{source.name}") ^ w.seed
    s.rate, s.factor = round(source.rate * 1e6), 1000
    s.curve = lowering.curve(source.gaps, source.gaps_cv)
    s.profile = -1
    if source.profile is not None:
        s.profile = [p.name for p in plant.system.profiles].index(source.profile)
        profile = plant.system.profiles[s.profile]
        row = w.profiles[s.profile]
        row.period, row.segments = profile.period, len(profile.factors)
        row.factor[: len(profile.factors)] = [round(f * 1000) for f in profile.factors]
    steps = source.steps or ((Call(to=source.to),) if source.to else ())
    s.entry = lowering.program(source.name, source.name, steps)
    _population(plant, n, source, lowering)
    s.network = names.networks.index(source.network)
    s.agent = names.agents.index(source.agent)
    s.token = names.tokens.index(source.token) if source.token else -1
    s.guess, s.factor_chance = chance(source.password_right), chance(source.factor_right)
    s.poison_chance = chance(source.poison)
    s.hostile, s.priority = int(source.hostile), source.priority


def _population(plant: Plant, n: int, source: Source, lowering: Lowering) -> None:
    s, tenants = plant.w.sources[n], plant.system.tenants
    s.subjects, s.subject_first = source.subjects, source.subject_first * len(tenants)
    s.subject_mode = int(source.taken_subjects)
    s.subject_curve = lowering.popularity(source.subject_skew, source.subjects)
    s.items, s.item_first = source.items, source.item_first
    s.item_mode = ITEM_MODES.index(source.item_mode)
    if source.item_mode == "own":
        s.item_first *= len(tenants)
    s.item_curve = lowering.popularity(source.item_skew, source.items)
    s.addresses, s.address_first = source.addresses, n << 20
    weights = [source.tenants.get(t, 0.0) if source.tenants else 1.0 for t in tenants]
    total = sum(weights)
    cut = [round(sum(weights[: k + 1]) / total * 2**32) for k in range(len(tenants))]
    plant.w.tenant_cut[n, : len(tenants)] = cut


def _queues(plant: Plant, lowering: Lowering) -> None:
    w, names = plant.w, plant.names
    for n, queue in enumerate(plant.system.queues):
        q = w.queues[n]
        q.first = names.partitions.index((queue.name, 0))
        q.parts, q.room, q.tries = queue.partitions, queue.backlog, queue.tries
        q.backoff, q.by = queue.backoff, codes.FIELDS.index(queue.by)
        q.entry = lowering.program(queue.name, queue.name, (Call(to=queue.to),))
        q.service = w.routes[names.routes.index(queue.to)].service
        for p in range(q.first, q.first + queue.partitions):
            w.partitions[p].queue = n
            w.partitions[p].head = w.partitions[p].tail = -1


def _caches(plant: Plant) -> None:
    first = 0
    for n, cache in enumerate(plant.system.caches):
        c = plant.w.caches[n]
        c.first, c.sets = first, -(-cache.entries // world_layout.WAYS)
        first += c.sets * world_layout.WAYS
        c.ttl, c.ttl_jitter = cache.ttl, round(cache.ttl_jitter * 1000)
        c.lease, c.poll = cache.lease, cache.poll
        c.on, c.by_tenant = 1, int(cache.by_tenant)


def _guards(plant: Plant) -> None:
    w, system, names = plant.w, plant.system, plant.names
    first = 0
    for n, limiter in enumerate(system.limiters):
        row = w.limiters[n]
        row.by, row.on = codes.FIELDS.index(limiter.by), int(limiter.on)
        row.rate, row.burst = round(limiter.rate * 1e6), round(limiter.burst * 1e6)
        row.first, row.slots = first, limiter.buckets
        first += limiter.buckets
    for n, realm in enumerate(system.realms):
        row = w.realms[n]
        row.threshold, row.window, row.lock = realm.threshold, realm.window, realm.lock
        row.mfa = FACTORS.index(realm.second_factor)
    for n, flag in enumerate(system.flags):
        row = w.features[n]
        row.on, row.share = int(flag.on), chance(flag.share)
        row.cohort[: len(system.tenants)] = [
            int(not flag.tenants or t in flag.tenants) for t in system.tenants
        ]
    for network in system.flagged_networks:
        w.flagged[names.networks.index(network)] = 1


def broken(plant: Plant) -> list[str]:
    """Say which invariants do not hold; an empty list is a sound world."""
    w = plant.w
    frames = np.array(w.frames[: w.n_frames])
    calls = np.array(w.calls[: w.n_calls])
    alive = np.flatnonzero(frames["state"] != codes.FREE)
    return [
        *_calendar(w),
        *_lives(w, frames, calls, alive),
        *_pools(plant, frames, alive),
        *_replicas(plant, frames, alive),
        *_messages(plant),
        *_processors(plant, frames, alive),
    ]


def _calendar(w: Any) -> Iterator[str]:
    heap = np.array(w.heap[: w.n_events])
    if len(heap) > 1:
        child = np.arange(1, len(heap))
        up, down = heap[(child - 1) >> 1], heap[child]
        late = (up["t"] > down["t"]) | ((up["t"] == down["t"]) & (up["seq"] > down["seq"]))
        if late.any():
            yield f"calendar: {int(late.sum())} events stand before an earlier one"
    if len(heap) and heap["t"].min() < w.now:
        yield "calendar: an event lies in the past"


def _lives(w: Any, frames: Any, calls: Any, alive: Any) -> Iterator[str]:
    if len(alive) != w.in_use:
        yield f"frames: {len(alive)} alive, {int(w.in_use)} counted"
    open_calls = np.flatnonzero(calls["parent"] > 0)
    if len(open_calls) != w.calls_in_use:
        yield f"calls: {len(open_calls)} open, {int(w.calls_in_use)} counted"
    pending = np.bincount(calls["parent"][open_calls], minlength=len(frames))[: len(frames)]
    calling = [i for i in alive if frames["state"][i] == codes.CALLING]
    wrong = [i for i in calling if frames["pending"][i] != pending[i]]
    if wrong:
        yield f"calls: frames {wrong[:5]} wait for another number of calls than are open"


def _pools(plant: Plant, frames: Any, alive: Any) -> Iterator[str]:
    w, names = plant.w, plant.names
    held = np.zeros(len(names.pools), np.int64)
    for i in alive:
        f = frames[i]
        for k in range(f["n_held"]):
            held[f["held"][k]] += 1
        if f["marks"] & codes.WORKER:
            held[w.replicas[int(f["replica"])].worker] += 1
    waiting = np.bincount(
        [int(frames["wait_pool"][i]) for i in alive if frames["wait_pool"][i] >= 0],
        minlength=len(names.pools),
    )
    for p, place in enumerate(names.pools):
        pool = w.pools[p]
        if pool.used < held[p] or pool.used - held[p] > pool.leaked:
            yield f"pool {place}: {int(pool.used)} used, {held[p]} held, {int(pool.leaked)} leaked"
        if pool.waiting != waiting[p] or pool.waiting != _length(w, pool):
            yield f"pool {place}: {int(pool.waiting)} waiting, {waiting[p]} frames say so"
        if pool.waiting > 0 and pool.used < pool.limit:
            yield f"pool {place}: a free place while {int(pool.waiting)} wait"


def _length(w: Any, pool: Any) -> int:
    n, i, before = 0, int(pool.head), -1
    while i >= 0 and n <= pool.waiting:
        if w.frames[i].ahead != before:
            return -1
        n, before, i = n + 1, i, int(w.frames[i].behind)
    return n if before == pool.tail else -1


def _replicas(plant: Plant, frames: Any, alive: Any) -> Iterator[str]:
    serving = [int(frames["replica"][i]) for i in alive if frames["kind"][i] == codes.SERVER]
    counted = np.bincount(serving, minlength=len(plant.names.replicas))
    for r, name in enumerate(plant.names.replicas):
        if plant.w.replicas[r].active != counted[r]:
            active = int(plant.w.replicas[r].active)
            yield f"replica {name}: {active} active, {counted[r]} frames say so"


def _processors(plant: Plant, frames: Any, alive: Any) -> Iterator[str]:
    w = plant.w
    computing = [int(frames["replica"][i]) for i in alive if frames["state"][i] == codes.COMPUTING]
    counted = np.bincount(computing, minlength=len(plant.names.replicas))
    for r, name in enumerate(plant.names.replicas):
        works: list[int] = []
        p, i = w.processors[r], int(w.processors[r].head)
        while i >= 0 and len(works) <= p.computing:
            works.append(int(w.frames[i].work))
            i = int(w.frames[i].behind)
        if not len(works) == p.computing == counted[r]:
            counts = f"{p.computing} counted, {len(works)} listed, {counted[r]} frames say so"
            yield f"processor {name}: {counts}"
        if works != sorted(works):
            yield f"processor {name}: somebody stands before one who ends earlier"


def _messages(plant: Plant) -> Iterator[str]:
    w = plant.w
    depth = 0
    for p, name in enumerate(plant.names.partitions):
        part = w.partitions[p]
        depth += int(part.depth)
        if part.published != part.delivered + part.dead + part.depth:
            yield f"partition {name}: published is not delivered + dead + depth"
    if depth != w.messages_in_use:
        yield f"messages: {depth} in partitions, {int(w.messages_in_use)} counted"

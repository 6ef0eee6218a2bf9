"""A system and a seed as a world that can run: every table of the kernel, filled.

The order of filling is the order of the system's text, so that equal systems make equal worlds.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np

from course.simulation.kernel import codes, world_layout
from course.simulation.lowering import Lowering, chance, site
from course.simulation.numbering import Names, programs
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

"""The numbers that stand for a system's names inside the kernel, and back.

Everything is numbered in the order in which the system says it.
"""

from dataclasses import dataclass
from typing import NamedTuple

from course.simulation.route_steps import Call, LogNote, Steps
from course.simulation.system import System


@dataclass(frozen=True, kw_only=True)
class PoolPlace:
    """Where a pool of the kernel stands: `workers`, or a pool's name; slot -1 is shared."""

    service: str
    slot: int
    name: str


@dataclass(frozen=True, kw_only=True)
class Names:
    """Position in a tuple is the number in telemetry; -1 there is nobody."""

    services: tuple[str, ...]
    replicas: tuple[tuple[str, int], ...]  # (service, slot)
    routes: tuple[str, ...]  # service.route
    versions: dict[str, tuple[str, ...]]  # of each service
    pools: tuple[PoolPlace, ...]
    edges: tuple[tuple[str, str], ...]  # (caller, service.route)
    sources: tuple[str, ...]
    queues: tuple[str, ...]
    partitions: tuple[tuple[str, int], ...]  # (queue, number)
    caches: tuple[str, ...]
    limiters: tuple[str, ...]
    realms: tuple[str, ...]
    flags: tuple[str, ...]
    tenants: tuple[str, ...]
    secrets: tuple[str, ...]
    tokens: tuple[str, ...]
    networks: tuple[str, ...]
    agents: tuple[str, ...]
    notes: tuple[str, ...]

    def replica(self, service: str, slot: int) -> int:
        """Number of a replica."""
        return self.replicas.index((service, slot))

    def pool(self, service: str, slot: int, name: str) -> int:
        """Number of a pool."""
        return self.pools.index(PoolPlace(service=service, slot=slot, name=name))


class RouteProgram(NamedTuple):
    """What one version of a service does for one route."""

    service: str
    route: str
    version: str
    steps: Steps


def programs(system: System) -> list[RouteProgram]:
    """Return the programs of all services; what a version does not change is the first one's."""
    rows = []
    for service in system.services:
        for version in (service.version, *(v.name for v in service.versions)):
            changed = {
                r.name: r.steps for v in service.versions if v.name == version for r in v.routes
            }
            rows += [
                RouteProgram(
                    service.name, route.name, version, changed.get(route.name, route.steps)
                )
                for route in service.routes
            ]
    return rows


def callers(system: System) -> list[tuple[str, Steps]]:
    """Return everything that calls, with what it executes."""
    rows = [(program.service, program.steps) for program in programs(system)]
    rows += [(s.name, s.steps or ((Call(to=s.to),) if s.to else ())) for s in system.sources]
    rows += [(q.name, (Call(to=q.to),)) for q in system.queues]
    return rows


def names_of(system: System) -> Names:
    """Number a system's parts."""
    ports = [
        PoolPlace(service=s.name, slot=slot, name=name)
        for s in system.services
        for slot in range(max(s.replicas, s.most_replicas))
        for name in ("workers", *(p.name for p in s.pools))
    ]
    every = [step for _, steps in callers(system) for step in steps]
    pairs = [
        (caller, step.to)
        for caller, steps in callers(system)
        for step in steps
        if isinstance(step, Call)
    ]
    return Names(
        services=tuple(s.name for s in system.services),
        replicas=tuple(
            (s.name, slot)
            for s in system.services
            for slot in range(max(s.replicas, s.most_replicas))
        ),
        routes=tuple(f"{s.name}.{r.name}" for s in system.services for r in s.routes),
        versions={s.name: (s.version, *(v.name for v in s.versions)) for s in system.services},
        pools=(*ports, *(PoolPlace(service="", slot=-1, name=p.name) for p in system.pools)),
        edges=tuple(dict.fromkeys(pairs)),
        sources=tuple(s.name for s in system.sources),
        queues=tuple(q.name for q in system.queues),
        partitions=tuple((q.name, n) for q in system.queues for n in range(q.partitions)),
        caches=tuple(c.name for c in system.caches),
        limiters=tuple(x.name for x in system.limiters),
        realms=tuple(r.name for r in system.realms),
        flags=tuple(f.name for f in system.flags),
        tenants=system.tenants,
        secrets=system.secrets,
        tokens=system.tokens,
        networks=tuple(
            dict.fromkeys(("", *(s.network for s in system.sources), *system.flagged_networks))
        ),
        agents=tuple(dict.fromkeys(("", *(s.agent for s in system.sources)))),
        notes=tuple(dict.fromkeys(step.text for step in every if isinstance(step, LogNote))),
    )

"""A system in the kernel's terms: numbers for its names, rows for programs and distributions.

Everything is numbered in the order in which the system says it.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from course.errors import Problem, ScenarioError
from course.simulation import curves
from course.simulation.kernel import codes, world_layout
from course.simulation.route_steps import (
    Acquire,
    Call,
    Hold,
    Leak,
    LogNote,
    Match,
    Release,
    Return,
    Step,
    Steps,
)
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


OPS = {
    "hold": codes.HOLD,
    "call": codes.CALL,
    "acquire": codes.ACQUIRE,
    "release": codes.RELEASE,
    "leak": codes.LEAK,
    "chance": codes.CHANCE,
    "match": codes.MATCH,
    "flag": codes.FLAG,
    "jump": codes.JUMP,
    "return": codes.RETURN,
    "look_up": codes.CACHE_GET,
    "fill": codes.CACHE_PUT,
    "publish": codes.PUBLISH,
    "limit": codes.LIMIT,
    "login": codes.LOGIN,
    "session": codes.SESSION,
    "token": codes.TOKEN,
    "secret": codes.SECRET,
    "authorize": codes.AUTHORIZE,
    "respond": codes.RESPOND,
    "note": codes.NOTE,
}
# Which word of a step names a thing, and where such things are numbered.
OPERANDS = {
    "cache": "caches",
    "queue": "queues",
    "flag": "flags",
    "limiter": "limiters",
    "realm": "realms",
    "secret": "secrets",
}


def site(name: str) -> np.uint64:
    """64 bits that stand for a stable name."""
    return np.uint64(int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big"))


def chance(p: float) -> int:
    """Probability in 2**32."""
    return round(p * 2**32)


@dataclass(kw_only=True)
class Lowering:
    """Writes programs one after another, and each distribution once."""

    system: System
    names: Names
    w: Any
    written: int = 0
    rows: dict[tuple[str, float, int], int] = field(default_factory=dict)

    def curve(self, shape: str, cv: float) -> int:
        """Row of a distribution; 0 is the constant, which needs none."""
        if shape == "constant":
            return 0
        cv = 1.0 if shape == "exponential" else cv
        return self._row((shape, cv, 0), lambda: curves.row(shape, cv))

    def popularity(self, skew: float, n: int) -> int:
        """Row by which ranks are drawn; 0 is evenly."""
        if skew == 0:
            return 0
        return self._row(("popularity", skew, n), lambda: curves.popularity(skew, n))

    def _row(self, key: tuple[str, float, int], cells: Callable[[], Any]) -> int:
        if key not in self.rows:
            number = len(self.rows) + 1
            if number >= world_layout.CURVES:
                what = f"expected at most {world_layout.CURVES - 1}"
                raise ScenarioError(Problem("distributions", what).within(self.system.name))
            self.w.curves[number, :] = cells()
            self.rows[key] = number
        return self.rows[key]

    def program(self, place: str, owner: str, steps: Steps) -> int:
        """Write a program and its end; returns the number of its first step."""
        first = self.written
        labels = {s.label: first + n for n, s in enumerate(steps) if s.label}
        labels["end"] = first + len(steps)
        for step in steps:
            self._step(place, owner, step, labels)
        self._step(place, owner, Return(name="end"), labels)
        return first

    def _step(self, place: str, owner: str, step: Step, labels: dict[str, int]) -> None:
        row = self.w.steps[self.written]
        self.written += 1
        fields = step.model_dump()
        row.op = OPS[step.op]
        row.site = site(f"{place}/{step.draw_name()}")
        row.fail = labels[step.fail] if step.fail else -1
        for word, kind in OPERANDS.items():
            if word in fields:
                row.a = getattr(self.names, kind).index(fields[word])
        for word in ("otherwise", "hit", "goto"):
            if word in fields:
                row.b = labels[fields[word]]
        self._special(row, owner, step)

    def _special(self, row: Any, owner: str, step: Step) -> None:
        if isinstance(step, Hold):
            row.amount, row.curve = step.time, self.curve(step.shape, step.cv)
            row.cpu = int(step.cpu)
        elif isinstance(step, Call):
            row.a = self.names.edges.index((owner, step.to))
            row.b, row.c = step.tolerate, step.width
        elif isinstance(step, Acquire | Release | Leak):
            row.a, row.c = self._pool(owner, step.pool)
        elif isinstance(step, Match):
            row.a, row.c, row.amount = codes.FIELDS.index(step.by), step.modulo, step.equals
        elif isinstance(step, Return):
            row.a, row.b = codes.STATUSES.index(step.status), codes.REASONS.index(step.why)
        elif step.op == "chance":
            row.chance = chance(step.p)
        elif step.op in ("look_up", "fill"):
            row.c = int(not step.by_tenant)
        elif step.op == "authorize":
            row.a = int(step.enforce)
        elif step.op == "respond":
            row.amount = step.payload
        elif step.op == "note":
            row.a = self.names.notes.index(step.text)

    def _pool(self, owner: str, name: str) -> tuple[int, int]:
        """Give the number of a pool within its replica and 0, or that of a shared one and 1."""
        own = [p.name for s in self.system.services if s.name == owner for p in s.pools]
        return (own.index(name), 0) if name in own else (self.names.pool("", -1, name), 1)

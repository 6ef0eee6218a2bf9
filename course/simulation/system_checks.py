"""Where a system contradicts itself or does not fit into the kernel's capacities.

Names that nobody bears, jumps that go back, too many of something: all in one run, with places.
"""

from collections.abc import Iterable, Iterator

from course.errors import Problem, ScenarioError
from course.simulation.kernel import world_layout
from course.simulation.kernel.codes import REASONS
from course.simulation.lowering import Names, callers, names_of, programs
from course.simulation.route_steps import Steps
from course.simulation.system import Source, System

KINDS = {
    "cache": "caches",
    "queue": "queues",
    "flag": "flags",
    "limiter": "limiters",
    "realm": "realms",
    "secret": "secrets",
    "to": "routes",
}


def check(system: System) -> Names:
    """Number the parts of a system that can run. Raises ScenarioError with all that is wrong."""
    names = names_of(system)
    problems = [*_twice(system), *_references(system, names), *_programs(system, names)]
    problems += _capacities(system, names)
    if problems:
        raise ScenarioError(problem.within(system.name) for problem in problems)
    return names


def _twice(system: System) -> Iterator[Problem]:
    groups: dict[str, list[str]] = {
        "callers": [
            *(s.name for s in system.services),
            *(s.name for s in system.sources),
            *(q.name for q in system.queues),
        ],
        "edges": [f"{e.caller}->{e.to}" for e in system.edges],
        "tenants": list(system.tenants),
    }
    for kind in ("pools", "profiles", "caches", "limiters", "realms", "flags"):
        groups[kind] = [str(x.name) for x in getattr(system, kind)]
    for service in system.services:
        groups[f"services.{service.name}.routes"] = [r.name for r in service.routes]
        groups[f"services.{service.name}.pools"] = ["workers", *(p.name for p in service.pools)]
        groups[f"services.{service.name}.versions"] = [
            service.version,
            *(v.name for v in service.versions),
        ]
    for place, names in groups.items():
        for name in sorted({n for n in names if names.count(n) > 1}):
            yield Problem(place, f"expected each name once, got {name!r} twice")


def _known(place: str, name: str, among: Iterable[str]) -> Iterator[Problem]:
    if name not in among:
        yield Problem(place, f"expected one of {', '.join(sorted(among)) or 'none'}, got {name!r}")


def _references(system: System, names: Names) -> Iterator[Problem]:
    for queue in system.queues:
        yield from _known(f"queues.{queue.name}.to", queue.to, names.routes)
    for edge in system.edges:
        yield from _known(
            f"edges.{edge.caller}->{edge.to}",
            f"{edge.caller}->{edge.to}",
            [f"{caller}->{to}" for caller, to in names.edges],
        )
    for source in system.sources:
        yield from _source(system, source)
    for flag in system.flags:
        for tenant in flag.tenants:
            yield from _known(f"flags.{flag.name}.tenants", tenant, system.tenants)
    for service in system.services:
        for version in service.versions:
            for route in version.routes:
                yield from _known(
                    f"services.{service.name}.versions.{version.name}",
                    route.name,
                    [r.name for r in service.routes],
                )


def _source(system: System, source: Source) -> Iterator[Problem]:
    place = f"sources.{source.name}"
    if (source.to is None) == (not source.steps):
        yield Problem(place, "expected either `to` or `steps`")
    if source.profile is not None:
        yield from _known(f"{place}.profile", source.profile, [p.name for p in system.profiles])
    if source.token:
        yield from _known(f"{place}.token", source.token, system.tokens)
    for tenant in source.tenants:
        yield from _known(f"{place}.tenants", tenant, system.tenants)
    if source.tenants and sum(source.tenants.values()) <= 0:
        yield Problem(f"{place}.tenants", "expected weights above 0")
    most = (source.subject_first + source.subjects) * len(system.tenants)
    if most > world_layout.ACCOUNTS:
        yield Problem(
            f"{place}.subjects", f"expected at most {world_layout.ACCOUNTS} accounts, got {most}"
        )


def _programs(system: System, names: Names) -> Iterator[Problem]:
    shared = [p.name for p in system.pools]
    own = {s.name: [p.name for p in s.pools] + shared for s in system.services}
    for service, route, version, steps in programs(system):
        place = f"services.{service}.routes.{route}({version})"
        yield from _steps(place, steps, names, own[service])
    for caller, steps in callers(system)[len(programs(system)) :]:
        yield from _steps(f"sources.{caller}", steps, names, shared)


def _steps(place: str, steps: Steps, names: Names, pools: list[str]) -> Iterator[Problem]:
    labels = {step.label: n for n, step in enumerate(steps) if step.label} | {"end": len(steps)}
    names_seen: set[str] = set()
    for n, step in enumerate(steps):
        here = f"{place}.steps[{n}]"
        fields = step.model_dump()
        if step.draw_name() in names_seen:
            yield Problem(here, f"expected a name of its own, got {step.draw_name()!r} again")
        names_seen.add(step.draw_name())
        for key in ("otherwise", "hit", "goto", "fail"):
            target = fields.get(key, "")
            if target and labels.get(target, -1) <= n:
                yield Problem(f"{here}.{key}", f"expected a label further down, got {target!r}")
        for key, kind in KINDS.items():
            if key in fields:
                yield from _known(f"{here}.{key}", fields[key], getattr(names, kind))
        if "pool" in fields:
            yield from _known(f"{here}.pool", fields["pool"], pools)
        if fields["op"] == "return" and fields["why"] not in REASONS:
            yield from _known(f"{here}.why", fields["why"], REASONS)


def _capacities(system: System, names: Names) -> Iterator[Problem]:
    sizes = {
        "replicas": (len(names.replicas), world_layout.REPLICAS),
        "routes": (len(names.routes), world_layout.ROUTES),
        "edges": (len(names.edges), world_layout.EDGES),
        "pools": (len(names.pools), world_layout.POOLS),
        "partitions": (len(names.partitions), world_layout.PARTITIONS),
        "networks": (len(names.networks), world_layout.NETWORKS),
        "steps": (
            sum(len(steps) + 1 for *_, steps in [*programs(system), *callers(system)]),
            world_layout.STEPS,
        ),
        "entries of caches": (
            sum(-(-c.entries // 4) * 4 for c in system.caches),
            world_layout.SLOTS,
        ),
        "buckets of limiters": (sum(x.buckets for x in system.limiters), world_layout.BUCKETS),
    }
    for kind, (size, most) in sizes.items():
        if size > most:
            yield Problem(kind, f"expected at most {most}, got {size}")

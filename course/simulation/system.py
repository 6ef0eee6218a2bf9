"""A production system as one frozen value: services, calls between them, load, what guards them.

It says what may be built, not how it runs (kernel/) nor what is wrong in it (system_checks.py).
It is read from a scenario's TOML with `System.model_validate`, or written in Python.
"""

from typing import Annotated, Literal

from pydantic import Field

from course.simulation.curves import Shape
from course.simulation.kernel import world_layout
from course.simulation.route_steps import By, Chance, FrozenModel, Name, Steps, Target
from course.simulation.units import Duration

Count = Annotated[int, Field(ge=1, le=1 << 16)]
Share = Annotated[float, Field(ge=0, le=1)]


class Pool(FrozenModel):
    """Connections or the like: places, a queue, and how long one waits."""

    name: Name
    size: Count
    backlog: int = Field(default=1024, ge=0, le=1 << 16)
    wait: Duration = Field(default=0, description="longest wait; 0 is for ever")


class Route(FrozenModel):
    """One operation of a service."""

    name: Name
    steps: Steps
    audited: bool = Field(default=False, description="every request leaves a line in the log")


class Version(FrozenModel):
    """What another version of a service does otherwise."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,30}$")
    routes: tuple[Route, ...] = ()


class Service(FrozenModel):
    """Replicas with workers; a worker works on one request at a time, first come first served."""

    name: Name
    replicas: int = Field(default=1, ge=1, le=32)
    most_replicas: int = Field(default=0, ge=0, le=32, description="0: as many as at the start")
    workers: Count = 16
    backlog: int = Field(default=1024, ge=0, le=1 << 16, description="requests that may wait")
    stack: bool = Field(default=False, description="the last who came is served first")
    balance: Literal["round_robin", "random", "least", "hashed"] = "round_robin"
    cores: Count = Field(default=4, description="processors of each replica")
    share_cores: bool = Field(
        default=False,
        description="those who compute share the cores; else each has a core of its own",
    )
    knee: int = Field(default=0, ge=0, description="busy workers from which crowding costs")
    slope: float = Field(default=0.0, ge=0, le=10, description="extra time a busy worker above it")
    pools: tuple[Pool, ...] = Field(default=(), max_length=8, description="each replica's own")
    routes: Annotated[tuple[Route, ...], Field(min_length=1)]
    version: str = Field(default="v1", pattern=r"^[a-z0-9][a-z0-9._-]{0,30}$")
    versions: tuple[Version, ...] = Field(default=(), max_length=7)
    boot: Duration = Field(default=20_000_000_000, description="from start to ready")
    drain: Duration = Field(default=5_000_000_000, description="from unlisted to stopped")


class Breaker(FrozenModel):
    """Opens when, of at least `calls` within `window`, a share `ratio` failed."""

    calls: Count = 20
    ratio: Share = 0.5
    window: Duration = 10_000_000_000
    pause: Duration = Field(default=5_000_000_000, description="from open to half open")
    probes: Count = 3


class Edge(FrozenModel):
    """How one caller (a service, a source or a queue) calls a route; without one, defaults hold."""

    caller: Name
    to: Target
    latency: Duration = Field(default=500_000, description="mean, one way")
    latency_shape: Shape = "constant"
    latency_cv: float = Field(default=1.0, gt=0, le=10)
    loss: Chance = 0.0
    timeout: Duration = Field(default=0, description="for each attempt; 0 is for ever")
    retries: int = Field(default=0, ge=0, le=20)
    backoff: Duration = Field(default=0, description="before the first retry; doubles")
    backoff_cap: Duration = 10_000_000_000
    jitter: Share = Field(default=0.0, description="share of a pause that is drawn")
    budget: float | None = Field(default=None, ge=0, le=1, description="retries for each call")
    budget_burst: int = Field(default=10, ge=1, le=10_000)
    cancel: bool = Field(default=False, description="a timeout takes its call out of the queue")
    hedge: Duration = Field(default=0, description="second attempt after; 0 is never")
    breaker: Breaker | None = None


class Profile(FrozenModel):
    """A day's load: factors of the base rate, each for an equal part of the period."""

    name: Name
    period: Duration
    factors: Annotated[tuple[float, ...], Field(min_length=1, max_length=288)]


class Source(FrozenModel):
    """Load that does not wait for answers: who asks, how often, and for what."""

    name: Name
    to: Target | None = Field(default=None, description="the one route asked for, or `steps`")
    steps: Steps = Field(default=(), description="the client's own program, as a service's")
    rate: float = Field(ge=0, le=1_000_000, description="a second")
    gaps: Shape = "exponential"
    gaps_cv: float = Field(default=1.0, gt=0, le=10)
    profile: Name | None = None
    tenants: dict[str, float] = Field(default={}, description="weights; none: all alike")
    subjects: Count = Field(default=100, description="accounts of each tenant")
    subject_first: int = Field(default=0, ge=0, description="rank of the first")
    subject_skew: float = Field(default=0.0, ge=0, le=3)
    taken_subjects: bool = Field(default=False, description="acts as accounts taken over")
    items: int = Field(default=1000, ge=1, le=1 << 30, description="objects (of each tenant)")
    item_first: int = Field(default=0, ge=0)
    item_skew: float = Field(default=0.0, ge=0, le=3, description="Zipf's exponent; 0 is even")
    item_mode: Literal["own", "shared", "sequential"] = "own"
    network: str = Field(default="", description="origin (autonomous system)")
    addresses: Count = Field(default=1000, description="addresses it comes from")
    agent: str = Field(default="", description="fingerprint of the client")
    token: str = Field(default="", description="service token it carries")
    password_right: Chance = 1.0
    factor_right: Chance = 0.98
    hostile: bool = False
    poison: Chance = Field(default=0.0, description="messages its consumer cannot digest")
    priority: int = Field(default=1, ge=0, le=9, description="low is shed first")


class Queue(FrozenModel):
    """Messages by partition, in order; one delivery at a time for each partition."""

    name: Name
    to: Target = Field(description="the consumer's route")
    partitions: int = Field(default=4, ge=1, le=64)
    by: By = Field(default="tenant", description="what chooses the partition")
    backlog: Count = Field(default=4096, description="messages a partition holds")
    tries: int = Field(default=0, ge=0, le=100, description="then dead letter; 0: for ever")
    backoff: Duration = 1_000_000_000


class Cache(FrozenModel):
    """Objects by key, four to a set, the least recently used leaves first."""

    name: Name
    entries: Count = 4096
    ttl: Duration = 300_000_000_000
    ttl_jitter: Share = 0.0
    lease: Duration = Field(default=0, description="one fetches, others wait; 0: all fetch")
    poll: Duration = 5_000_000
    by_tenant: bool = True


class Limiter(FrozenModel):
    """A token bucket for each value of a field."""

    name: Name
    by: By
    rate: float = Field(gt=0, le=100_000, description="a second")
    burst: float = Field(ge=1, le=5000)
    buckets: Count = 1024
    on: bool = True


class Realm(FrozenModel):
    """Accounts: lock-out after failures within a window, second factor for whom."""

    name: Name
    threshold: int = Field(default=0, ge=0, le=1000, description="failures; 0: no lock-out")
    window: Duration = 300_000_000_000
    lock: Duration = 900_000_000_000
    second_factor: Literal["off", "flagged", "all"] = "off"


class FeatureFlag(FrozenModel):
    """A feature flag: on or off, for some tenants, for a share of subjects."""

    name: Name
    on: bool = False
    tenants: tuple[str, ...] = Field(default=(), description="none: all")
    share: Share = 1.0


class System(FrozenModel):
    """All of it."""

    name: Name
    services: Annotated[tuple[Service, ...], Field(min_length=1, max_length=world_layout.SERVICES)]
    sources: Annotated[tuple[Source, ...], Field(max_length=world_layout.SOURCES)]
    edges: tuple[Edge, ...] = Field(default=(), max_length=world_layout.EDGES)
    pools: tuple[Pool, ...] = Field(default=(), description="shared by all replicas")
    profiles: tuple[Profile, ...] = Field(default=(), max_length=8)
    queues: tuple[Queue, ...] = Field(default=(), max_length=8)
    caches: tuple[Cache, ...] = Field(default=(), max_length=8)
    limiters: tuple[Limiter, ...] = Field(default=(), max_length=16)
    realms: tuple[Realm, ...] = Field(default=(), max_length=4)
    flags: tuple[FeatureFlag, ...] = Field(default=(), max_length=32)
    tenants: Annotated[tuple[str, ...], Field(min_length=1, max_length=64)] = ("everyone",)
    secrets: tuple[str, ...] = Field(default=(), max_length=8)
    tokens: tuple[str, ...] = Field(default=(), max_length=64)
    flagged_networks: tuple[str, ...] = ()

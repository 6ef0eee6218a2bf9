"""Systems that several tests and the benchmark run."""

from typing import Any

import numpy as np

from course.simulation.actions import Action, Fault
from course.simulation.engine import Engine
from course.simulation.route_steps import (
    Acquire,
    Authorize,
    Call,
    Fill,
    Hold,
    Jump,
    Login,
    LogNote,
    LookUp,
    Match,
    Publish,
    RateLimit,
    Release,
    Respond,
    Return,
    Toss,
)
from course.simulation.system import (
    Breaker,
    Cache,
    Edge,
    Limiter,
    Pool,
    Queue,
    Realm,
    Route,
    Service,
    Source,
    System,
    Version,
)
from course.simulation.telemetry.metrics import Metrics


def queueing(
    rate: float,
    time: str = "10ms",
    *,
    workers: int = 1,
    backlog: int = 60_000,
    cores: int = 0,
    **hold: Any,
) -> System:
    """One station without a network: M/M/c and its kin; with `cores`, work shares them."""
    return System(
        name="queueing",
        services=(
            Service(
                name="station",
                workers=workers,
                backlog=backlog,
                cores=cores or 4,
                share_cores=cores > 0,
                routes=(Route(name="work", steps=(Hold(time=time, cpu=cores > 0, **hold),)),),
            ),
        ),
        sources=(Source(name="users", to="station.work", rate=rate),),
        edges=(Edge(caller="users", to="station.work", latency="0s"),),
    )


def _service(name: str, *steps: Any, **more: Any) -> Service:
    return Service(name=name, routes=(Route(name="main", steps=steps),), **more)


def shop(rate: float = 50, *, stress: float = 1.0, breaker: bool = False, cores: int = 0) -> System:
    """Eight services: replicas, a pool, a cache, timeouts, retries with jitter, a budget.

    With `cores` those who compute at a replica share that many.
    """
    services = (
        _service("gateway", Hold(time="1ms"), Call(to="auth.main"), Toss(p=0.7, otherwise="write"),
                 Call(to="catalog.main"), Jump(goto="end"),
                 Call(to="order.main", label="write"), replicas=2, workers=64),
        _service("auth", Hold(time="2ms", shape="lognormal", cv=0.5), workers=16),
        _service("catalog", Hold(time="3ms"), Call(to="cache.main"), Toss(p=0.2, otherwise="end"),
                 Call(to="db.main"), replicas=2, workers=16),
        _service("cache", Hold(time="500us"), workers=32),
        _service("order", Hold(time="4ms"), Call(to="stock.main"), Acquire(pool="connections"),
                 Call(to="db.main"), Release(pool="connections"), Call(to="payment.main"),
                 workers=16, pools=(Pool(name="connections", size=4, backlog=8, wait="200ms"),)),
        _service("stock", Hold(time="5ms"), replicas=3, workers=4),
        _service("payment", Hold(time=f"{round(60 * stress)}ms", shape="lognormal", cv=1.2),
                 workers=8, backlog=16),
        _service("db", Hold(time=f"{round(8 * stress)}ms"), workers=6, backlog=64),
    )  # fmt: skip
    policy: dict[str, Any] = {"timeout": "400ms", "retries": 2, "backoff": "20ms", "jitter": 0.5}
    guard = Breaker(calls=20, ratio=0.3, window="5s", pause="2s", probes=3) if breaker else None
    edges = (
        Edge(
            caller="users",
            to="gateway.main",
            timeout="2s",
            retries=1,
            latency="5ms",
            latency_shape="lognormal",
            latency_cv=0.4,
        ),
        Edge(caller="gateway", to="auth.main", **policy),
        Edge(caller="gateway", to="catalog.main", **policy),
        Edge(caller="gateway", to="order.main", timeout="1s"),
        Edge(caller="catalog", to="cache.main", timeout="50ms"),
        Edge(caller="catalog", to="db.main", **policy, breaker=guard),
        Edge(caller="order", to="stock.main", **policy),
        Edge(caller="order", to="db.main", **policy, budget=0.1, breaker=guard),
        Edge(caller="order", to="payment.main", timeout="150ms", retries=1, budget=0.2),
    )
    if cores:
        shared = {"cores": cores, "share_cores": True}
        services = tuple(one.model_copy(update=shared) for one in services)
    users = Source(name="users", to="gateway.main", rate=rate)
    return System(name="shop", services=services, sources=(users,), edges=edges)


def everything() -> System:
    """One system that uses every kind of step and every part of the model."""
    return System.model_validate(
        {
            "name": "everything",
            "tenants": ["acme", "borg", "cyan"],
            "secrets": ["db-password"],
            "tokens": ["t-old", "t-new"],
            "flagged_networks": ["hosting"],
            "flags": [{"name": "new-path", "on": True, "tenants": ["borg"], "share": 0.5}],
            "profiles": [{"name": "day", "period": "4m", "factors": [0.5, 1.0, 1.5, 1.0]}],
            "realms": [{"name": "people", "threshold": 5, "lock": "1m"}],
            "limiters": [{"name": "fair", "by": "tenant", "rate": 40, "burst": 20}],
            "caches": [{"name": "pages", "entries": 512, "ttl": "30s", "ttl_jitter": 0.2,
                        "lease": "200ms"}],
            "queues": [{"name": "mail", "to": "mailer.send", "partitions": 3, "tries": 4,
                        "backoff": "500ms", "by": "tenant"}],
            "pools": [{"name": "licences", "size": 20, "wait": "100ms"}],
            "services": [
                {"name": "web", "replicas": 2, "most_replicas": 4, "workers": 24,
                 "balance": "least", "boot": "4s", "drain": "1s", "cores": 8,
                 "routes": [
                     {"name": "read", "steps": [
                         {"op": "limit", "limiter": "fair"},
                         {"op": "token"},
                         {"op": "hold", "time": "2ms"},
                         {"op": "look_up", "cache": "pages", "hit": "found"},
                         {"op": "call", "to": "api.get", "fail": "old"},
                         {"op": "fill", "cache": "pages"},
                         {"op": "authorize", "label": "found"},
                         {"op": "respond", "payload": 2048},
                         {"op": "jump", "goto": "end"},
                         {"op": "note", "text": "served without details", "label": "old"},
                     ]},
                     {"name": "login", "audited": True, "steps": [
                         {"op": "login", "realm": "people"},
                         {"op": "hold", "time": "3ms", "shape": "lognormal", "cv": 0.5},
                     ]},
                     {"name": "export", "audited": True, "steps": [
                         {"op": "session"}, {"op": "respond", "payload": 100_000}]},
                 ]},
                {"name": "api", "replicas": 3, "workers": 8, "backlog": 40, "balance": "random",
                 "boot": "3s", "drain": "1s", "knee": 4, "slope": 0.1,
                 "pools": [{"name": "db", "size": 5, "backlog": 20, "wait": "300ms"}],
                 "routes": [{"name": "get", "steps": [
                     {"op": "flag", "flag": "new-path", "otherwise": "plain"},
                     {"op": "hold", "time": "1ms", "shape": "uniform", "cv": 0.3, "name": "extra"},
                     {"op": "secret", "secret": "db-password", "label": "plain"},
                     {"op": "acquire", "pool": "db"},
                     {"op": "acquire", "pool": "licences"},
                     {"op": "call", "to": "store.row", "width": 2, "tolerate": 1},
                     {"op": "release", "pool": "licences"},
                     {"op": "chance", "p": 0.3, "otherwise": "end"},
                     {"op": "publish", "queue": "mail"},
                 ]}],
                 "versions": [{"name": "v2", "routes": [{"name": "get", "steps": [
                     {"op": "acquire", "pool": "db"},
                     {"op": "call", "to": "store.row"},
                     {"op": "chance", "p": 0.02, "otherwise": "end", "name": "forgets"},
                     {"op": "leak", "pool": "db"},
                 ]}]}]},
                {"name": "store", "replicas": 2, "workers": 6, "stack": True, "balance": "hashed",
                 "routes": [{"name": "row", "steps": [
                     {"op": "hold", "time": "12ms", "shape": "lognormal", "cv": 1.0}]}]},
                {"name": "mailer", "workers": 2, "routes": [{"name": "send", "steps": [
                    {"op": "match", "by": "poison", "equals": 1, "otherwise": "well"},
                    {"op": "return", "status": 500, "why": "poison message"},
                    {"op": "hold", "time": "20ms", "label": "well"}]}]},
            ],
            "edges": [
                {"caller": "web", "to": "api.get", "timeout": "250ms", "retries": 2, "budget": 0.2,
                 "backoff": "10ms", "jitter": 1.0, "cancel": True,
                 "breaker": {"calls": 20, "ratio": 0.4, "window": "5s", "pause": "1s"}},
                {"caller": "api", "to": "store.row", "timeout": "150ms", "hedge": "60ms",
                 "latency": "1ms", "latency_shape": "exponential", "loss": 0.002},
                {"caller": "mail", "to": "mailer.send", "timeout": "1s"},
            ],
            "sources": [
                {"name": "readers", "to": "web.read", "rate": 60, "profile": "day",
                 "tenants": {"acme": 5, "borg": 2, "cyan": 1}, "item_skew": 1.0, "token": "t-old",
                 "priority": 3},
                {"name": "crawler", "to": "web.read", "rate": 5, "item_mode": "sequential",
                 "gaps": "constant", "priority": 0, "network": "hosting", "poison": 0.01},
                {"name": "people", "to": "web.login", "rate": 4, "password_right": 0.95},
                {"name": "bots", "to": "web.login", "rate": 6, "hostile": True, "subjects": 80,
                 "password_right": 0.02, "factor_right": 0.0, "network": "hosting",
                 "agent": "headless"},
                {"name": "thief", "to": "web.export", "rate": 2, "hostile": True,
                 "taken_subjects": True, "network": "hosting"},
            ],
        }
    )  # fmt: skip


def town() -> System:
    """A system with one of everything that tells something."""
    read = (
        Hold(time="3ms"),
        LookUp(cache="pages", hit="end"),
        Call(to="db.get"),
        Authorize(),
        Fill(cache="pages"),
        Respond(payload=900),
    )
    bad = (Hold(time="3ms"), Toss(p=0.5, otherwise="end"), Return(status=500, why="bug"))
    write = (
        Acquire(pool="connections"),
        Hold(time="30ms"),
        Release(pool="connections"),
        Publish(queue="jobs"),
        LogNote(text="stored"),
    )
    api = Service(
        name="api",
        replicas=2,
        most_replicas=3,
        workers=8,
        boot="10s",
        drain="2s",
        pools=(Pool(name="connections", size=2, backlog=50, wait="100ms"),),
        routes=(
            Route(name="read", steps=read, audited=True),
            Route(name="write", steps=write),
            Route(name="login", steps=(RateLimit(limiter="gate"), Login(realm="people"))),
        ),
        versions=(Version(name="v2", routes=(Route(name="read", steps=bad),)),),
    )
    db = Service(name="db", workers=4, routes=(Route(name="get", steps=(Hold(time="8ms"),)),))
    digest = (
        Hold(time="20ms"),
        Match(by="poison", equals=1, otherwise="end"),
        Return(status=500, why="poison message"),
    )
    worker = Service(name="worker", routes=(Route(name="run", steps=digest),))
    sources = (
        Source(name="readers", to="api.read", rate=20, items=200, network="home", agent="browser"),
        Source(name="writers", to="api.write", rate=8, poison=0.02, token="robot"),
        Source(name="members", to="api.login", rate=2, password_right=0.9),
        Source(
            name="stuffing",
            to="api.login",
            rate=0,
            password_right=0.01,
            hostile=True,
            network="hosting",
            addresses=50,
        ),
    )
    edges = (
        Edge(caller="readers", to="api.read", timeout="1s"),
        Edge(caller="stuffing", to="api.login", timeout="1s"),
        Edge(
            caller="api",
            to="db.get",
            timeout="60ms",
            retries=2,
            budget=0.2,
            breaker=Breaker(calls=10, ratio=0.5, window="5s", pause="2s"),
        ),
    )
    return System(
        name="town",
        services=(api, db, worker),
        sources=sources,
        edges=edges,
        queues=(Queue(name="jobs", to="worker.run", partitions=2, tries=3, backoff="200ms"),),
        caches=(Cache(name="pages", ttl="20s"),),
        tenants=("north", "south"),
        tokens=("robot",),
        limiters=(Limiter(name="gate", by="address", rate=1, burst=3),),
        realms=(Realm(name="people", threshold=5),),
    )


FAULTS = (
    Fault(at="2m", verb="slow", args={"service": "db", "factor": 5}),
    Fault(
        at="2m45s",
        verb="slow",
        args={"service": "db", "factor": 200},
        until="3m1s",
        undo={"factor": 1},
    ),
    Fault(
        at="3m",
        verb="rate",
        args={"source": "stuffing", "per_s": 20},
        until="5m",
        undo={"per_s": 0},
    ),
    Fault(at="5m", verb="deploy", args={"service": "api", "version": "v2"}, visible=True),
    Fault(
        at="6m40s",
        verb="rate",
        args={"source": "writers", "factor": 20},
        until="7m5s",
        undo={"factor": 1},
    ),
    Fault(at="8m5s", verb="crash", args={"service": "api", "slot": 1}),
    Fault(at="8m30s", verb="leak", args={"name": "connections", "places": 1, "service": "api"}),
)


def eventful(seed: int = 3) -> Engine:
    """Ten minutes of the town: a slow database, an attack, a crash, a deploy and its rollback."""
    engine = Engine(town(), seed=seed, sample=0.1)
    engine.inject(*FAULTS)
    engine.advance("7m")
    engine.act(Action(verb="rollback", args={"service": "api"}))
    engine.advance("3m")
    return engine


def last(metrics: Metrics, name: str, **labels: str) -> float:
    """Sum over series at the last scrape."""
    return float(np.nansum(metrics.select(name, **labels).values[:, -1]))


def small_engine() -> Engine:
    """One minute of the town with another seed."""
    engine = Engine(town(), seed=11, sample=0.5)
    engine.advance("1m")
    return engine

"""Systems that several tests and the benchmark run."""

from typing import Any

from course.simulation.model import Breaker, Edge, Pool, Route, Service, Source, System
from course.simulation.steps import Acquire, Call, Hold, Jump, Release, Toss


def queueing(
    rate: float, time: str = "10ms", *, workers: int = 1, backlog: int = 60_000, **hold: Any
) -> System:
    """One station without a network: M/M/c and its kin."""
    return System(
        name="queueing",
        services=(
            Service(
                name="station",
                workers=workers,
                backlog=backlog,
                routes=(Route(name="work", steps=(Hold(time=time, cpu=False, **hold),)),),
            ),
        ),
        sources=(Source(name="users", to="station.work", rate=rate),),
        edges=(Edge(caller="users", to="station.work", latency="0s"),),
    )


def _service(name: str, *steps: Any, **more: Any) -> Service:
    return Service(name=name, routes=(Route(name="main", steps=steps),), **more)


def shop(rate: float = 50, *, stress: float = 1.0, breaker: bool = False) -> System:
    """Eight services: replicas, a pool, a cache, timeouts, retries with jitter, a budget."""
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
        Edge(caller="users", to="gateway.main", timeout="2s", retries=1, latency="5ms",
             latency_shape="lognormal", latency_cv=0.4),
        Edge(caller="gateway", to="auth.main", **policy),
        Edge(caller="gateway", to="catalog.main", **policy),
        Edge(caller="gateway", to="order.main", timeout="1s"),
        Edge(caller="catalog", to="cache.main", timeout="50ms"),
        Edge(caller="catalog", to="db.main", **policy, breaker=guard),
        Edge(caller="order", to="stock.main", **policy),
        Edge(caller="order", to="db.main", **policy, budget=0.1, breaker=guard),
        Edge(caller="order", to="payment.main", timeout="150ms", retries=1, budget=0.2),
    )  # fmt: skip
    users = Source(name="users", to="gateway.main", rate=rate)
    return System(name="shop", services=services, sources=(users,), edges=edges)

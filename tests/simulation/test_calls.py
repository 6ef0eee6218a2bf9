"""What callers do about slow and failed callees."""

from typing import Any

import numpy as np

from course.simulation.engine import Engine
from course.simulation.kernel import codes
from course.simulation.route_steps import Call, Hold, Return, Toss
from course.simulation.system import Breaker, Edge, Route, Service, Source, System

S = codes.STATUSES


def pair(
    callee: tuple[Any, ...],
    rate: float = 1,
    callee_is: dict[str, Any] | None = None,
    gaps: str = "constant",
    **policy: Any,
) -> System:
    """A front that calls a back by a policy; no latency, arrivals once a second."""
    return System(
        name="pair",
        services=(
            Service(
                name="front", workers=200, routes=(Route(name="do", steps=(Call(to="back.do"),)),)
            ),
            Service(name="back", routes=(Route(name="do", steps=callee),), **(callee_is or {})),
        ),
        sources=(
            Source.model_validate({"name": "users", "to": "front.do", "rate": rate, "gaps": gaps}),
        ),
        edges=(
            Edge(caller="users", to="front.do", latency="0s"),
            Edge.model_validate({"caller": "front", "to": "back.do", "latency": "0s", **policy}),
        ),
    )


def fixed(time: str) -> Hold:
    return Hold(time=time, shape="constant", cpu=False)


def run(system: System, time: str) -> Engine:
    engine = Engine(system, seed=1, sample=1.0)
    engine.advance(time)
    return engine


def roots(engine: Engine) -> list[tuple[int, int, int]]:
    """(begin, duration, status) of the users' requests, in ms."""
    spans = engine.spans()
    rows = spans[spans["kind"] == codes.CLIENT]
    ms = 1_000_000
    return [(int(r["t0"]) // ms, int(r["t1"] - r["t0"]) // ms, S[int(r["status"])]) for r in rows]


def test_a_timeout_fails_the_caller_and_leaves_an_orphan() -> None:
    """The caller has 504 after 100 ms; the callee works its 300 ms to the end, for nobody."""
    engine = run(pair((fixed("300ms"),), timeout="100ms"), "1500ms")
    assert roots(engine) == [(1000, 100, 504)]
    spans = engine.spans()
    back = spans[(spans["kind"] == codes.SERVER) & (spans["route"] == 1)]
    assert [int(s["t1"] - s["t0"]) for s in back] == [300_000_000]
    assert engine.counters()["orphans"] == 1


def test_retries_wait_with_doubling_pauses() -> None:
    """Three attempts fail at once, with pauses of 100 and 200 ms between them."""
    engine = run(pair((Return(status=500, why="bug"),), retries=2, backoff="100ms"), "1900ms")
    assert roots(engine) == [(1000, 300, 502)]
    spans = engine.spans()
    tries = spans[(spans["kind"] == codes.CALLER) & (spans["edge"] == 0)]
    assert [int(t) // 1_000_000 for t in tries["t0"]] == [1000, 1100, 1300]
    assert tries["attempt"].tolist() == [0, 1, 2]


def test_what_the_callee_decides_is_not_tried_again() -> None:
    """A 404 is an answer."""
    engine = run(pair((Return(status=404),), retries=5), "1500ms")
    assert roots(engine) == [(1000, 0, 404)]
    assert int(engine.plant.w.edges[0].attempts) == 1


def test_a_budget_bounds_the_attempts() -> None:
    """With everything failing, 3 retries make 4 attempts each; a budget of 10 % makes 1.1."""
    fails = (Return(status=503),)
    free = run(pair(fails, rate=50, retries=3), "60s")
    kept = run(pair(fails, rate=50, retries=3, budget=0.1), "60s")
    calls = free.counters()["requests"]
    assert int(free.plant.w.edges[0].attempts) == 4 * calls
    assert 1.1 * calls - 2 <= int(kept.plant.w.edges[0].attempts) <= 1.1 * calls + 12
    assert codes.LOG_BUDGET in kept.logs()["event"]


def test_a_breaker_opens_probes_and_closes() -> None:
    """While the callee fails, callers get 503 at once; when it is well, probes close the breaker."""
    breaker = Breaker(calls=10, ratio=0.5, window="10s", pause="5s", probes=2)
    engine = Engine(
        pair(
            (
                Toss(p=1.0, otherwise="bad"),
                Return(status=200, name="well"),
                Return(status=500, label="bad", name="bad"),
            ),
            rate=20,
            breaker=breaker,
        ),
        seed=1,
        sample=1.0,
    )
    engine.advance("20s")
    rows = engine.plant.w.steps
    toss = next(n for n in range(20) if rows[n].op == codes.CHANCE)
    rows[toss].chance = 0
    engine.advance("20s")
    assert int(engine.plant.w.edges[0].breaker) == codes.OPEN
    rows[toss].chance = 1 << 32
    engine.advance("20s")
    assert int(engine.plant.w.edges[0].breaker) == codes.CLOSED
    events = engine.logs()["event"].tolist()
    opened, closed = events.count(codes.LOG_OPENED), events.count(codes.LOG_CLOSED)
    assert opened >= 3 and closed == 1
    late = [status for begin, _, status in roots(engine) if begin > 50_000]
    assert set(late) == {200}


def test_cancelling_takes_the_call_out_of_the_queue() -> None:
    """Without it the callee's queue is full of work for nobody, and nobody is served in time."""
    slow = {"workers": 1, "backlog": 5000}
    policy: dict[str, Any] = {"timeout": "200ms", "gaps": "exponential", "callee_is": slow}
    good = []
    for cancel in (False, True):
        engine = run(pair((fixed("50ms"),), rate=30, cancel=cancel, **policy), "60s")
        good.append(sum(status == 200 for *_, status in roots(engine)))
    assert good[0] < 100
    assert good[1] > 400


def test_a_hedge_avoids_the_slow_replica() -> None:
    """One of four replicas hangs for a second; a second attempt after 50 ms hides it."""
    four = {"replicas": 4, "workers": 50}
    late = []
    for hedge in ("0s", "50ms"):
        engine = Engine(
            pair((Hold(time="10ms", shape="constant"),), rate=40, hedge=hedge, callee_is=four),
            seed=1,
            sample=1.0,
        )
        engine.plant.w.replicas[2].slow = 100_000
        engine.advance("30s")
        late.append(np.mean([ms > 500 for _, ms, _ in roots(engine)]))
    assert late[0] > 0.2 and late[1] == 0


def test_a_lost_packet_is_a_timeout_or_an_error() -> None:
    """With a timeout the caller waits for it; without one it is told."""
    waits = run(pair((fixed("1ms"),), loss=1.0, timeout="300ms"), "1500ms")
    engine = run(pair((fixed("1ms"),), loss=1.0), "1500ms")
    assert roots(waits) == [(1000, 300, 504)]
    assert roots(engine) == [(1000, 0, 502)]


def test_a_fan_out_tolerates_as_many_failures_as_it_says() -> None:
    """Of ten calls, two fail: one more than one is tolerated, two are fine with two."""
    for tolerate, expected in ((0, 502), (10, 200)):
        front = Service(
            name="front",
            routes=(Route(name="do", steps=(Call(to="back.do", width=10, tolerate=tolerate),)),),
        )
        system = pair(
            (
                Toss(p=0.8, otherwise="bad"),
                Return(status=200, name="well"),
                Return(status=500, label="bad", name="bad"),
            )
        )
        system = system.model_copy(update={"services": (front, system.services[1])})
        statuses = {status for *_, status in roots(run(system, "60s"))}
        assert expected in statuses
        assert statuses <= {200, expected}


def test_a_fallback_answers_where_a_call_fails() -> None:
    """`fail` names the step to go on with; the span is marked."""
    front = Service(
        name="front",
        routes=(
            Route(
                name="do", steps=(Call(to="back.do", fail="old"), Return(status=202, label="old"))
            ),
        ),
    )
    system = pair((Return(status=500, why="bug"),))
    engine = run(system.model_copy(update={"services": (front, system.services[1])}), "1500ms")
    assert roots(engine) == [(1000, 0, 200)]
    assert codes.ACCEPTED in engine.spans()["status"]
    assert any(int(s["marks"]) & codes.DEGRADED for s in engine.spans())

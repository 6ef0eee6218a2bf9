"""The same systems in SimPy, written apart from the kernel: processes instead of tables.

It knows hold (on shared cores too), call, acquire, release, chance, jump and return; replicas by turns; timeouts,
retries, budgets, breakers, bounded queues. Draws come from the kernel's keys, or from a tape of an
earlier run, so that a benchmark does not count them.
"""

from collections import deque
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import simpy

from course.simulation.kernel import codes, rng
from course.simulation.lowering import site
from course.simulation.system import Edge, System
from course.simulation.world import build

U = np.uint64


def mix(key: Any, word: Any) -> Any:
    """The kernel's, with what Python calls give back as a plain number made 64 bits again."""
    return U(rng.mix(U(key), U(word)))


Flow = Generator[simpy.Event, Any, Any]


class Keyed:
    """Draws by key, as the kernel makes them; what was drawn is kept as a tape."""

    def __init__(self, system: System, seed: int) -> None:
        self.world = build(system, seed, 0.0).w
        self.tape: deque[Any] = deque()
        self.rows = {c: self.world.curves[c] for c in range(len(self.world.curves))}

    def keep(self, value: Any) -> Any:
        self.tape.append(value)
        return value

    def source(self, n: int, count: int) -> Any:
        return mix(self.world.sources[n].key, U(count))

    def gap(self, key: Any) -> int:
        bits = mix(key, rng.P_GAP)
        return self.keep(rng.quantile(self.rows[1], bits) * 1_000_000_000 >> 20)

    def child(self, key: Any, word: Any) -> Any:
        return mix(key, U(word))

    def time(self, key: Any, where: Any, purpose: Any, curve: int, mean: int) -> int:
        if curve == 0:
            return mean
        bits = mix(key, U(where) ^ purpose)
        return self.keep(rng.duration(self.rows[curve], bits, mean))

    def chance(self, key: Any, where: Any, chance: int) -> bool:
        return self.keep(rng.below(mix(key, U(where) ^ rng.P_CHANCE), chance))

    def part(self, key: Any) -> float:
        return self.keep(float(int(mix(key, rng.P_JITTER)) >> 32) / 4294967296.0)


class Taped:
    """The draws of an earlier run in the order in which they were made; keys are not needed."""

    def __init__(self, tape: deque[Any]) -> None:
        self.take = deque(tape).popleft

    def source(self, _n: int, _count: int) -> None:
        return None

    def gap(self, _key: Any) -> int:
        return self.take()

    def child(self, _key: Any, _word: Any) -> None:
        return None

    def time(self, _key: Any, _where: Any, _purpose: Any, curve: int, mean: int) -> int:
        return mean if curve == 0 else self.take()

    def chance(self, _key: Any, _where: Any, _chance: int) -> bool:
        return self.take()

    def part(self, _key: Any) -> float:
        return self.take()


@dataclass
class Link:
    """An edge with what changes about it."""

    model: Edge
    number: int
    curve: int
    tokens: int
    state: int = codes.CLOSED
    since: int = 0
    good: int = 0
    bad: int = 0
    probing: int = 0
    seen: list[Any] = field(default_factory=list)


@dataclass
class Frame:
    """A request at a replica, or a client."""

    key: Any
    service: str
    place: str
    slot: int = 0
    held: dict[str, Any] = field(default_factory=dict)


class Processor:
    """Cores that those who compute share; work counts in 256ths of a nanosecond, as in the kernel.

    Whoever computes is a process that waits for its own event; who ends next is looked for anew
    after each change.
    """

    PARTS = 256

    def __init__(self, env: simpy.Environment, cores: int) -> None:
        self.env, self.cores = env, cores
        self.ends: dict[simpy.Event, int] = {}
        self.done = self.since = self.changes = 0

    def catch_up(self) -> None:
        passed, n = self.env.now - self.since, len(self.ends)
        self.since = self.env.now
        if n > self.cores:
            self.done += passed * self.cores * self.PARTS // n
        elif n:
            self.done += passed * self.PARTS

    def compute(self, ns: int) -> simpy.Event:
        self.catch_up()
        own = self.env.event()
        self.ends[own] = self.done + ns * self.PARTS
        if len(self.ends) > self.cores or min(self.ends, key=self.ends.__getitem__) is own:
            self.plan()
        return own

    def plan(self) -> None:
        self.changes += 1
        if not self.ends:
            self.done = 0
            return
        left = max(0, min(self.ends.values()) - self.done)
        n = max(len(self.ends), self.cores)
        alarm = self.env.timeout(-(-left * n // (self.cores * self.PARTS)), self.changes)
        alarm.callbacks.append(self.ring)

    def ring(self, alarm: simpy.Event) -> None:
        if alarm.value == self.changes:
            self.catch_up()
            first = min(self.ends, key=self.ends.__getitem__)
            del self.ends[first]
            first.succeed()
            self.plan()


class Twin:
    """A SimPy environment that runs a system; `seen` has (kind, t0, t1, route, status, attempt)."""

    def __init__(self, system: System, seed: int, draws: Any = None, *, watch: bool = True) -> None:
        self.system, self.watch = system, watch
        self.draws = draws or Keyed(system, seed)
        self.env = simpy.Environment()
        self.seen: list[tuple[int, ...]] = []
        plant = build(system, seed, 0.0)
        names, w = plant.names, plant.w
        self.steps: dict[str, list[tuple[Any, Any]]] = {}
        self.services = {s.name: s for s in system.services}
        self.turns = dict.fromkeys(self.services, -1)
        self.routes = {name: n for n, name in enumerate(names.routes)}
        self.links = {}
        for n, (caller, to) in enumerate(names.edges):
            policies = [e for e in system.edges if (e.caller, e.to) == (caller, to)]
            model = policies[0] if policies else Edge(caller=caller, to=to)
            self.links[caller, to] = Link(
                model, n, int(w.edges[n].curve), model.budget_burst * 1000
            )
        self.workers, self.pools, self.processors = {}, {}, {}
        for service in system.services:
            for slot in range(service.replicas):
                self.workers[service.name, slot] = simpy.Resource(self.env, service.workers)
                if service.share_cores:
                    cores = Processor(self.env, service.cores)
                    self.processors[service.name, slot] = cores
                for pool in service.pools:
                    place = (service.name, slot, pool.name)
                    self.pools[place] = (simpy.Resource(self.env, pool.size), pool)
            for route in service.routes:
                first = int(w.routes[self.routes[f"{service.name}.{route.name}"]].entry[0])
                self.steps[f"{service.name}.{route.name}"] = [
                    (step, w.steps[first + n]) for n, step in enumerate(route.steps)
                ]
        self.curves = {
            id(step): int(row.curve) for rows in self.steps.values() for step, row in rows
        }
        self.chances = {
            id(step): int(row.chance) for rows in self.steps.values() for step, row in rows
        }
        self.sites = {id(step): int(row.site) for rows in self.steps.values() for step, row in rows}
        for n, source in enumerate(system.sources):
            self.env.process(self.arrivals(n, source))

    def run(self, until: int) -> "Twin":
        self.env.run(until=until + 1)
        return self

    def arrivals(self, n: int, source: Any) -> Flow:
        rate, count = round(source.rate * 1e6), 0
        own = site(f"{source.name}/call {source.to}")
        while True:
            key = self.draws.source(n, count)
            yield self.env.timeout(self.draws.gap(key) * 1_000_000 // rate)
            self.env.process(self.client(source, key, own))
            count += 1

    def client(self, source: Any, key: Any, own: Any) -> Flow:
        began = self.env.now
        frame = Frame(key, source.name, source.name)
        status, _ = yield from self.call(frame, source.to, own)
        if self.watch:
            self.seen.append((codes.CLIENT, began, self.env.now, -1, status, 0))

    def call(self, frame: Frame, to: str, own: Any) -> Flow:
        link = self.links[frame.service, to]
        edge = link.model
        key = self.draws.child(self.draws.child(frame.key, own), 0)
        if edge.budget is not None:
            cap = edge.budget_burst * 1000
            link.tokens = min(link.tokens + round(edge.budget * 1000), cap)
        attempt = 0
        while True:
            status, why = yield from self.attempt(link, to, key, attempt)
            failed = status >= codes.CANCELLED
            if why != codes.BREAKER:
                self.learn(link, not failed)
            if not failed or why == codes.BREAKER or attempt >= edge.retries:
                return status, why
            if edge.budget is not None:
                if link.tokens < 1000:
                    return status, why
                link.tokens -= 1000
            attempt += 1
            pause = min(edge.backoff << min(attempt - 1, 20), edge.backoff_cap)
            if edge.jitter > 0 and pause > 0:
                wobble = pause * round(edge.jitter * 1000) // 1000
                part = self.draws.part(self.draws.child(key, attempt))
                pause = pause - wobble + int(wobble * part)
            yield self.env.timeout(pause)

    def attempt(self, link: Link, to: str, key: Any, attempt: int) -> Flow:
        if not self.allows(link):
            yield self.env.timeout(0)
            return codes.UNAVAILABLE, codes.BREAKER
        name = to.partition(".")[0]
        self.turns[name] = slot = (self.turns[name] + 1) % self.services[name].replicas
        child = self.draws.child(key, attempt)
        done = self.env.event()
        self.env.process(self.serve(link, to, slot, child, attempt, done))
        if link.model.timeout == 0:
            return (yield done)
        yield done | self.env.timeout(link.model.timeout)
        return done.value if done.processed else (codes.GATEWAY_TIMEOUT, codes.SLOW_UPSTREAM)

    def serve(self, link: Link, to: str, slot: int, key: Any, attempt: int, done: Any) -> Flow:  # noqa: PLR0917
        name = to.partition(".")[0]
        edge = link.model
        yield self.env.timeout(self.draws.time(key, 0, rng.P_OUT, link.curve, edge.latency))
        began = self.env.now
        workers = self.workers[name, slot]
        status, why = codes.UNAVAILABLE, codes.QUEUE_FULL
        if workers.count < workers.capacity or len(workers.queue) < self.services[name].backlog:
            with workers.request() as worker:
                yield worker
                frame = Frame(key, name, to, slot)
                status, why = yield from self.program(frame, self.steps[to])
                for pool in frame.held.values():
                    pool.resource.release(pool)
        if self.watch:
            row = (codes.SERVER, began, self.env.now, self.routes[to], status, attempt)
            self.seen.append(row)
        yield self.env.timeout(self.draws.time(key, 0, rng.P_BACK, link.curve, edge.latency))
        done.succeed((status, why))

    def program(self, frame: Frame, steps: list[tuple[Any, Any]]) -> Flow:
        at = 0
        while at < len(steps):
            step = steps[at][0]
            at += 1
            where = self.sites[id(step)]
            if step.op == "hold":
                curve = self.curves[id(step)]
                ns = self.draws.time(frame.key, where, rng.P_TIME, curve, step.time)
                cores = self.processors.get((frame.service, frame.slot)) if step.cpu else None
                yield cores.compute(ns) if cores else self.env.timeout(ns)
            elif step.op == "call":
                status, why = yield from self.call(frame, step.to, where)
                if status >= codes.BAD_REQUEST:
                    return self.passed_on(status, why)
            elif step.op == "acquire":
                failed = yield from self.acquire(frame, step.pool)
                if failed:
                    return failed
            elif step.op == "release":
                pool = frame.held.pop(step.pool)
                pool.resource.release(pool)
            elif step.op == "chance":
                if not self.draws.chance(frame.key, where, self.chances[id(step)]):
                    at = self.label(steps, step.otherwise)
            elif step.op == "jump":
                at = self.label(steps, step.goto)
        return codes.OK, codes.NONE

    def acquire(self, frame: Frame, name: str) -> Flow:
        pool, model = self.pools[frame.service, frame.slot, name]
        if pool.count >= pool.capacity and len(pool.queue) >= model.backlog:
            return codes.UNAVAILABLE, codes.POOL_FULL
        request = pool.request()
        if model.wait:
            yield request | self.env.timeout(model.wait)
            if not request.triggered:
                request.cancel()
                return codes.UNAVAILABLE, codes.POOL_TIMEOUT
        else:
            yield request
        frame.held[name] = request
        return None

    @staticmethod
    def passed_on(status: int, why: int) -> tuple[int, int]:
        if status == codes.GATEWAY_TIMEOUT:
            return status, codes.SLOW_UPSTREAM
        if status >= codes.ERROR and not codes.SLOW_UPSTREAM <= why <= codes.BREAKER:
            return codes.BAD_GATEWAY, codes.BAD_UPSTREAM
        return status, why

    @staticmethod
    def label(steps: list[tuple[Any, Any]], name: str) -> int:
        return next((n for n, (s, _) in enumerate(steps) if s.label == name), len(steps))

    def allows(self, link: Link) -> bool:
        breaker, now = link.model.breaker, self.env.now
        if breaker is None or link.state == codes.CLOSED:
            return True
        if now - link.since >= breaker.pause:
            link.state, link.since, link.probing, link.good = codes.HALF_OPEN, now, 0, 0
        if link.state == codes.HALF_OPEN and link.probing < breaker.probes:
            link.probing += 1
            return True
        return False

    def learn(self, link: Link, good: bool) -> None:
        breaker, now = link.model.breaker, self.env.now
        if breaker is None or link.state == codes.OPEN:
            return
        if link.state == codes.CLOSED and now - link.since >= breaker.window:
            link.since, link.good, link.bad = now, 0, 0
        link.good += good
        link.bad += not good
        n = link.good + link.bad
        many = n >= breaker.calls and link.bad * 1000 >= round(breaker.ratio * 1000) * n
        trips = not good if link.state == codes.HALF_OPEN else many
        if trips:
            link.state, link.since, link.good, link.bad = codes.OPEN, now, 0, 0
        elif link.state == codes.HALF_OPEN and link.good >= breaker.probes:
            link.state, link.since, link.good, link.bad = codes.CLOSED, now, 0, 0

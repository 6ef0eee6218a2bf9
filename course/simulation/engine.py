"""A run of a system: time goes forward, telemetry comes out, actions and faults go in.

    engine = Engine(system, seed=7)
    engine.inject(Fault(at="5m", verb="slow", args={"service": "db", "factor": 10}))
    engine.advance("10m")
    engine.act(Action(verb="scale", args={"service": "api", "replicas": 4}))

Everything follows from the system, the seed, and what was injected and done at which time; it does
not matter in how many steps time was advanced. Nothing here reads a clock or a global random.
"""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from course.errors import Problem, ScenarioError
from course.simulation.actions import Action, Fault, Order, dated, plan
from course.simulation.changes import Change, apply
from course.simulation.kernel import codes, event_loop, state_changes, world_layout
from course.simulation.kernel.codes import whole
from course.simulation.kernel_startup import prepare
from course.simulation.lowering import Names
from course.simulation.observation import (
    Array,
    Event,
    EventKind,
    RawTelemetry,
    Scrape,
    Setting,
    digest,
    drain,
    scrape,
    settings,
)
from course.simulation.system import System
from course.simulation.units import Time, nanoseconds, readable
from course.simulation.world import Plant, build


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """A run as it stood: about 60 MB.

    The world with all its tables, the calendar of changes to come (time, order of entry, change),
    what was recorded, and when the next scrape is due.
    """

    world: Any
    calendar: tuple[tuple[int, int, Change], ...]
    entered: int
    raw: RawTelemetry
    next_scrape: int


class Engine:
    """One run of a system. Everything in it follows from its arguments and what is done to it.

    Parameters
    ----------
    system
        What runs.
    seed
        Equal seeds give equal draws.
    sample
        Share from 0 to 1 of the traces whose spans are kept.
    scrape_every
        Time between two scrapes; the first is at 0.
    keep
        Most rows of spans, and of log lines, that are kept; more are counted and dropped.

    Raises
    ------
    ScenarioError
        Where the system contradicts itself or does not fit into the kernel, with all that is wrong.
    """

    def __init__(
        self,
        system: System,
        *,
        seed: int,
        sample: float = 0.1,
        scrape_every: Time = "15s",
        keep: int = 4_000_000,
    ) -> None:
        self._plant = build(system, seed, sample)
        prepare()
        self._calendar: list[tuple[int, int, Change]] = []
        self._entered = 0
        self._every = nanoseconds(scrape_every)
        if self._every <= 0:
            what = f"expected a duration above 0, got {scrape_every!r}"
            raise ScenarioError(Problem("scrape_every", what))
        self._next_scrape = 0
        self.raw = RawTelemetry(limit=keep)
        for n in range(len(self.names.sources)):
            state_changes.start_source(self._plant.world, n)

    @property
    def system(self) -> System:
        """What runs."""
        return self._plant.system

    @property
    def names(self) -> Names:
        """What the numbers in telemetry stand for."""
        return self._plant.names

    @property
    def now(self) -> int:
        """Nanoseconds since the start of the run."""
        return int(self._plant.w.now)

    @property
    def plant(self) -> Plant:
        """The world itself, for invariants and telemetry; not for changing it."""
        return self._plant

    def advance(self, time: Time) -> None:
        """Let so much time pass; how it is cut into pieces does not matter.

        Parameters
        ----------
        time
            A duration such as `90s`, or whole nanoseconds.

        Raises
        ------
        ScenarioError
            Where a capacity of the kernel is exceeded.
        """
        self.advance_to(self.now + nanoseconds(time))

    def advance_to(self, time: Time) -> None:
        """Let time pass until a time of the run.

        Everything that is dated up to and at that time has happened afterwards.

        Parameters
        ----------
        time
            A time since the start such as `10m`, or whole nanoseconds.

        Raises
        ------
        ScenarioError
            Where that time is over already, or a capacity of the kernel is exceeded.
        """
        until = nanoseconds(time)
        if until < self.now:
            raise ScenarioError(f"time goes forward: it is {readable(self.now)}, got {time!r}")
        while True:
            stop = min(until, self._next_scrape, *(t for t, *_ in self._calendar[:1]))
            self._run(stop)
            if self._next_scrape <= stop:
                scrape(self._plant, self.raw)
                self._next_scrape += self._every
            while self._calendar and self._calendar[0][0] <= stop:
                apply(self._plant, heapq.heappop(self._calendar)[2])
            if stop >= until:
                break
        drain(self._plant, self.raw)

    def _run(self, until: int) -> None:
        while True:
            why = event_loop.advance(self._plant.world, whole(until))
            if why == codes.REACHED:
                return
            drain(self._plant, self.raw)
            if why == codes.OVERFLOW:
                raise ScenarioError(self._overflow())

    def _overflow(self) -> Problem:
        name = codes.CAPACITIES[int(self._plant.w.overflow)]
        sizes = {
            "events": world_layout.EVENTS,
            "frames": world_layout.FRAMES,
            "calls": world_layout.CALLS,
            "messages": world_layout.MESSAGES,
            "series": world_layout.SERIES,
            "held": world_layout.HELD,
            "taken": world_layout.TAKEN,
            "timers": world_layout.TIMERS,
        }
        return Problem(
            self.system.name,
            f"at {readable(self.now)} the kernel's capacity of {sizes[name]} {name} was exceeded; "
            "expected bounded queues (backlog, timeouts) or less load",
        )

    def schedule(self, at: int, change: Change) -> None:
        """Enter a change at a time not before now; equal times keep their order."""
        if at <= self.now:
            apply(self._plant, change)
            return
        self._entered += 1
        heapq.heappush(self._calendar, (at, self._entered, change))

    def inject(self, *faults: Fault) -> None:
        """Enter faults into the calendar: their changes, and those that undo them.

        Parameters
        ----------
        *faults
            Faults with times not before now.

        Raises
        ------
        ScenarioError
            Where a fault has an unknown verb, or names what the system does not have.
        """
        for fault in faults:
            for at, change in dated(fault, self._plant):
                self.schedule(at, change)
            self._note(fault.at, "fault", fault.verb, dict(fault.args), visible=fault.visible)

    def act(self, action: Action) -> Order:
        """Begin an action now; its effects come when its time has passed.

        Parameters
        ----------
        action
            What an operator orders.

        Returns
        -------
        Order
            The planned changes, how long they take (ns), and which services they can hurt.

        Raises
        ------
        ScenarioError
            Where it cannot be ordered; nothing has changed then.
        """
        order = plan(self._plant, action)
        for delay, change in order.changes:
            self.schedule(self.now + delay, change)
        kind: EventKind = "deploy" if action.verb in ("deploy", "rollback") else "action"
        self._note(self.now, kind, action.verb, dict(action.args))
        return order

    def _note(
        self, t: int, kind: EventKind, verb: str, args: dict[str, Any], visible: bool = True
    ) -> None:
        target = str(args.get("service") or args.get("name") or next(iter(args.values()), ""))
        event = Event(t=t, kind=kind, verb=verb, target=target, args=args, visible=visible)
        self.raw.events.append(event)

    def events(self) -> list[Event]:
        """What was done up to now, in order of time."""
        return sorted((e for e in self.raw.events if e.t <= self.now), key=lambda e: e.t)

    def spans(self) -> Array:
        """Spans of sampled traces, in the order of their ends."""
        return self.raw.spans()

    def logs(self) -> Array:
        """Log lines in their order."""
        return self.raw.logs()

    def scrapes(self) -> list[Scrape]:
        """Counters and gauges, one scrape for each interval."""
        return self.raw.scrapes

    def counters(self) -> dict[str, int]:
        """Return counters of the whole world as of now, by codes.COUNTERS."""
        return {name: int(self._plant.w.counters[n]) for n, name in enumerate(codes.COUNTERS)}

    def dropped(self) -> dict[str, int]:
        """Return how many spans and log lines were recorded beyond `keep`, and are lost."""
        counters = self.counters()
        return {
            kind: count + counters[f"dropped_{kind}"] for kind, count in self.raw.dropped.items()
        }

    def settings(self) -> list[Setting]:
        """Return what operators have set, as it is now."""
        return settings(self._plant)

    def digest(self) -> str:
        """SHA-256 of metrics, logs, spans and events up to now."""
        return digest(self.raw)

    def snapshot(self) -> Snapshot:
        """Copy the run; `restore` goes back to it, also in another engine of the same system."""
        return Snapshot(
            world=self._plant.world.copy(),
            calendar=tuple(self._calendar),
            entered=self._entered,
            raw=self.raw.copy(),
            next_scrape=self._next_scrape,
        )

    def restore(self, snapshot: Snapshot) -> None:
        """Go back to a snapshot."""
        self._plant.world[:] = snapshot.world
        self._calendar = list(snapshot.calendar)
        self._entered = snapshot.entered
        self.raw = snapshot.raw.copy()
        self._next_scrape = snapshot.next_scrape


def run(
    system: System, *, seed: int, time: Time, faults: Iterable[Fault] = (), sample: float = 0.1
) -> Engine:
    """Run a system with faults for a time.

    Parameters
    ----------
    system, seed, sample
        As `Engine` has them.
    time
        How long, such as `10m`.
    faults
        What goes wrong on the way.

    Returns
    -------
    Engine
        The run as it stands after that time.
    """
    engine = Engine(system, seed=seed, sample=sample)
    engine.inject(*faults)
    engine.advance_to(time)
    return engine

"""What an operator can do, and what goes wrong: as plans of changes.

An action has a duration and a blast radius; its plan says which change happens how long after the
order. A fault is data of a scenario: a change or an action at a time, because a bad deploy is a
deploy like any other, and perhaps what ends it.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import Field

from course.errors import Problem, ScenarioError
from course.simulation.changes import CHANGES, Change, apply, number
from course.simulation.lowering import callers
from course.simulation.route_steps import Call, FrozenModel
from course.simulation.units import UNITS, Duration, Time
from course.simulation.world import Plant

Steps = list[tuple[int, Change]]
SECOND = UNITS["s"]


@dataclass(frozen=True, kw_only=True)
class Action:
    """A verb of VERBS and its arguments."""

    verb: str
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Order:
    """A planned action: when its changes happen, when it is done (ns), and whom it can hurt.

    `idle` says that it would change nothing, as things stood when it was ordered (`is_idle`).
    """

    action: Action
    changes: tuple[tuple[int, Change], ...]
    duration: int
    blast: tuple[str, ...]
    idle: bool = False

    def __str__(self) -> str:
        """Say it as a tool would: what follows, when, and whom it can hurt."""
        done = f"ordered; done in {self.duration / SECOND:.0f} s"
        if self.idle:
            return f"{done}; it changes nothing: it is so already"
        return f"{done}; can hurt {', '.join(self.blast)}" if self.blast else done

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        printer.text(str(self))


@dataclass(frozen=True, kw_only=True)
class Verb:
    """How a verb is planned; `seconds` pass before a plain change takes effect."""

    plan: Callable[..., Steps] | None
    seconds: float
    change: str = ""
    blast: str = "service"


def plan(plant: Plant, action: Action) -> Order:
    """Resolve an action against the system. Raises ScenarioError for what cannot be ordered."""
    verb = VERBS.get(action.verb)
    if verb is None:
        what = f"expected one of {', '.join(VERBS)}, got {action.verb!r}"
        raise ScenarioError(Problem("action", what))
    if verb.plan is None:
        steps = [(round(verb.seconds * SECOND), Change(verb=verb.change, args=dict(action.args)))]
    else:
        try:
            bound = inspect.signature(verb.plan).bind(plant, **action.args)
        except TypeError as error:
            raise ScenarioError(Problem(action.verb, str(error))) from error
        steps = verb.plan(*bound.args, **bound.kwargs)
    return Order(
        action=action,
        changes=tuple(steps),
        duration=max((delay for delay, _ in steps), default=0),
        blast=_blast(plant, verb, action),
    )


# What goes on by itself, whoever orders what: counts, times, and what is entered for later.
_COURSE = {"heap", "seq", "n_events", "n_blocks", "blocks", "frames", "counters", "timers", "calls"}
_COURSE_OF = {
    "pools": {"t_last", "area_used", "area_waiting", "used", "grants", "waited_ns", "head", "tail"},
    "edges": {"breaker", "n_ok", "n_bad", "probing", "t_breaker", "tokens"},
    "partitions": {"gen"},
}


def is_idle(plant: Plant, order: Order) -> bool:
    """Whether an order would change nothing if it were carried out now, on a copy of the world."""
    if not order.changes:
        return True
    trial = Plant(system=plant.system, names=plant.names, world=plant.world.copy())
    for _, change in order.changes:
        apply(trial, change)
    if _blocks(trial) != _blocks(plant):
        return False
    for name in plant.world.dtype.names:
        before, after = plant.world[name][0], trial.world[name][0]
        fields = before.dtype.names or ()
        if name in _COURSE:
            continue
        if name not in _COURSE_OF:
            if before.tobytes() != after.tobytes():
                return False
        elif any((before[f] != after[f]).any() for f in fields if f not in _COURSE_OF[name]):
            return False
    return True


def _blocks(plant: Plant) -> set[tuple[int, ...]]:
    rows = plant.world["blocks"][0]
    return {
        tuple(row[f] for f in ("by", "value", "service", "route")) for row in rows[rows["on"] == 1]
    }


def _blast(plant: Plant, verb: Verb, action: Action) -> tuple[str, ...]:
    """Services that an action can hurt: its target and all that call it, directly or not."""
    if verb.blast == "none":
        return ()
    service = str(action.args.get("service") or action.args.get("to", "").partition(".")[0])
    if verb.blast == "all" or service not in plant.names.services:
        return plant.names.services
    return upstream(plant, service)


def upstream(plant: Plant, service: str) -> tuple[str, ...]:
    """Return a service and everything whose requests pass through it."""
    calls = {
        (caller, step.to.partition(".")[0])
        for caller, steps in callers(plant.system)
        for step in steps
        if isinstance(step, Call)
    }
    affected = {service}
    while callers_of_them := {caller for caller, callee in calls if callee in affected} - affected:
        affected |= callers_of_them
    return tuple(s for s in plant.names.services if s in affected)


def _running(plant: Plant, service: str) -> list[int]:
    number("service", service, plant.names.services)
    first = plant.names.replica(service, 0)
    slots = [slot for s, slot in plant.names.replicas if s == service]
    return [slot for slot in slots if plant.w.replicas[first + slot].up == 1]


def _replace(
    plant: Plant, service: str, slots: list[int], version: str | None, at_once: bool
) -> Steps:
    """Replace replicas one after another, or all at once."""
    model = next(s for s in plant.system.services if s.name == service)
    steps: Steps = []
    begin = 2 * SECOND
    for slot in slots:
        where = {"service": service, "slot": slot}
        steps.append((begin, Change(verb="listed", args={**where, "on": False})))
        steps.append((begin + model.drain, Change(verb="stop", args=where)))
        ready = begin + model.drain + model.boot
        steps.append((ready, Change(verb="boot", args={**where, "version": version})))
        begin = begin if at_once else ready
    return sorted(steps, key=lambda s: s[0])


def _deploy(plant: Plant, service: str, version: str, how: str = "rolling") -> Steps:
    """Bring a version to all replicas (`rolling`, `at_once`) or to the first only (`canary`)."""
    running = _running(plant, service)
    number(f"{service}: version", version, plant.names.versions[service])
    number("how", how, ("rolling", "at_once", "canary"))
    slots = running[:1] if how == "canary" else running
    return _replace(plant, service, slots, version, how == "at_once")


def _rollback(plant: Plant, service: str, version: str | None = None) -> Steps:
    """Go back to a version (the first one) where another runs; one such replica goes at once."""
    number("service", service, plant.names.services)
    versions = plant.names.versions[service]
    version_number = number(f"{service}: version", version or versions[0], versions)
    first = plant.names.replica(service, 0)
    slots = [
        s for s in _running(plant, service) if plant.w.replicas[first + s].version != version_number
    ]
    return _replace(plant, service, slots, versions[version_number], len(slots) < 2)


def _restart(plant: Plant, service: str, slot: int | None = None, how: str = "rolling") -> Steps:
    """Stop and boot one replica or all."""
    running = _running(plant, service)
    number("how", how, ("rolling", "at_once"))
    slots = running if slot is None else [running[number("slot", slot, running)]]
    return _replace(plant, service, slots, None, how == "at_once")


def _scale(plant: Plant, service: str, replicas: int) -> Steps:
    """Boot further replicas or drain the last ones; a system says how many it can have."""
    running = _running(plant, service)
    all_slots = [slot for s, slot in plant.names.replicas if s == service]
    number(f"{service}: replicas", replicas, range(1, len(all_slots) + 1))
    model = next(s for s in plant.system.services if s.name == service)
    idle = [slot for slot in all_slots if slot not in running]
    version = plant.names.versions[service][
        int(plant.w.replicas[plant.names.replica(service, running[0] if running else 0)].version)
    ]
    steps: Steps = []
    for slot in idle[: max(replicas - len(running), 0)]:
        args = {"service": service, "slot": slot, "version": version}
        steps.append((2 * SECOND + model.boot, Change(verb="boot", args=args)))
    for slot in running[replicas:]:
        where = {"service": service, "slot": slot}
        steps.append((2 * SECOND, Change(verb="listed", args={**where, "on": False})))
        steps.append((2 * SECOND + model.drain, Change(verb="stop", args=where)))
    return sorted(steps, key=lambda s: s[0])


def _drain(plant: Plant, service: str, slot: int, on: bool = True) -> Steps:
    """Take a replica off the balancer's list, or put it back; it goes on working."""
    number("slot", slot, _running(plant, service))
    args = {"service": service, "slot": slot, "on": not on}
    return [(2 * SECOND, Change(verb="listed", args=args))]


def _rotate(plant: Plant, secret: str, grace: Time = 0) -> Steps:
    number("secret", secret, plant.names.secrets)
    return [(20 * SECOND, Change(verb="rotate", args={"secret": secret, "grace": grace}))]


def plain(change: str, seconds: float, blast: str = "service") -> Verb:
    """A verb that is one change after some seconds."""
    return Verb(plan=None, seconds=seconds, change=change, blast=blast)


VERBS: dict[str, Verb] = {
    "deploy": Verb(plan=_deploy, seconds=0),
    "rollback": Verb(plan=_rollback, seconds=0),
    "restart": Verb(plan=_restart, seconds=0),
    "scale": Verb(plan=_scale, seconds=0),
    "drain": Verb(plan=_drain, seconds=2),
    "set_flag": plain("flag", 5, "all"),
    "set_calls": plain("edge", 10),
    "set_pool": plain("pool", 10),
    "set_workers": plain("workers", 10),
    "shed": plain("shed", 5),
    "hotfix": plain("step", 300),
    "rotate_secret": Verb(plan=_rotate, seconds=20, blast="all"),
    "reload_secret": plain("reload", 10),
    "revoke_token": plain("revoke", 5, "all"),
    "issue_token": plain("carry", 60, "none"),
    "block": plain("block", 10),
    "unblock": plain("unblock", 10),
    "limit": plain("limiter", 10, "all"),
    "set_logins": plain("realm", 10, "all"),
    "flag_network": plain("flagged", 5, "all"),
    "reset_accounts": plain("reset_accounts", 30, "none"),
    "purge_cache": plain("purge", 2, "all"),
    "set_cache": plain("cache", 5, "all"),
    "warm_cache": plain("warm", 60, "none"),
    "quarantine": plain("skip", 10, "none"),
    "pause_queue": plain("pause", 5, "all"),
    "set_queue": plain("queue", 10, "all"),
}


class Fault(FrozenModel):
    """Something that goes wrong at a time; at `until`, its verb runs again with `undo`.

    A `visible` one stands in the audit log as something that somebody did.
    """

    at: Duration
    verb: str
    args: dict[str, Any] = Field(default_factory=dict)
    until: Duration | None = None
    undo: dict[str, Any] = Field(default_factory=dict)
    repeat: Duration = Field(default=0, description="how often the verb runs again, up to `until`")
    visible: bool = False


def dated(fault: Fault, plant: Plant) -> list[tuple[int, Change]]:
    """Resolve a fault into changes with their times. Raises ScenarioError for an unknown verb."""
    if fault.verb in CHANGES:
        times = [fault.at]
        if fault.repeat and fault.until is not None:
            times = list(range(fault.at, fault.until, fault.repeat))
        changes = [(t, Change(verb=fault.verb, args=fault.args)) for t in times]
        if fault.until is not None and fault.undo:
            changes.append(
                (fault.until, Change(verb=fault.verb, args={**fault.args, **fault.undo}))
            )
        return changes
    if fault.verb in VERBS:
        order = plan(plant, Action(verb=fault.verb, args=fault.args))
        return [(fault.at + delay, change) for delay, change in order.changes]
    expected = ", ".join(sorted({*CHANGES, *VERBS}))
    raise ScenarioError(Problem("fault", f"expected a verb among {expected}, got {fault.verb!r}"))

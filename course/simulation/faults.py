"""Faults on a timeline: a change or an action at a time, and perhaps what ends it.

A fault is data of a scenario. Its verb is one of CHANGES or of the actions, because a bad deploy is
a deploy like any other. `visible` faults stand in the audit log as something that somebody did.
"""

from typing import Any

from pydantic import Field

from course.errors import Problem, ScenarioError
from course.simulation import access_changes  # noqa: F401 - fills CHANGES with its verbs
from course.simulation.actions import VERBS, Action, plan
from course.simulation.changes import CHANGES, Change
from course.simulation.route_steps import FrozenModel
from course.simulation.units import Duration
from course.simulation.world import Plant


class Fault(FrozenModel):
    """Something that goes wrong at a time; at `until`, its verb runs again with `undo`."""

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

"""Incidents: a scenario's file, what a learner did in it line by line, its replay and its score.

Everything follows from (scenario, seed, journal). Nothing here knows a widget or a clock on the
wall. docs/incidents.md tells instructors, authors and learners how to use it.

A file imports only files before it (tests/incidents/test_order.py keeps it): words, verbs,
acting, objective, scenario, journal, loading, storage, frames, dimensions, querying, pictures,
incident, learner, replay, communicating, scoring, feedback, grading, solver, lint, golden, magics.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course.incidents.incident import Incident as Incident

__all__ = ["Incident"]


def __getattr__(name: str) -> Any:
    """`from course.incidents import Incident` opens the engine when it is asked for."""
    if name == "Incident":
        from course.incidents.incident import Incident

        return Incident
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

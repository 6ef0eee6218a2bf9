"""Who did what when: the deploy log and the audit log, of what was done visibly.

A fault is in them only where its scenario says so; what came before the run may be added.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from course.simulation.numbering import Names
from course.simulation.observation import Event

DEPLOYS = ("deploy", "rollback")
ACTORS = {"action": "on-call", "deploy": "on-call", "fault": "operations", "change": "operations"}


@dataclass(frozen=True, kw_only=True)
class AuditEntry:
    """Something done at a time (ns of the run, below 0 before it) by a role."""

    t: int
    who: str
    what: str
    target: str
    details: dict[str, Any] = field(default_factory=dict)


def entries(events: Iterable[Event], history: Iterable[AuditEntry] = ()) -> list[AuditEntry]:
    """Everything visible in order of time. A deploy that a scenario did is the pipeline's."""
    visible = [
        AuditEntry(
            t=event.t,
            who="pipeline"
            if event.verb in DEPLOYS and event.kind == "fault"
            else ACTORS[event.kind],
            what=event.verb,
            target=event.target,
            details=dict(event.args),
        )
        for event in events
        if event.visible
    ]
    return sorted([*history, *visible], key=lambda entry: entry.t)


def audit_table(log: Iterable[AuditEntry], start_ms: int) -> pa.Table:
    """Columns timestamp, who, what, target, details (JSON)."""
    rows = list(log)
    return pa.table(
        {
            "timestamp": _times(rows, start_ms),
            "who": pa.array([row.who for row in rows], pa.string()),
            "what": pa.array([row.what for row in rows], pa.string()),
            "target": pa.array([row.target for row in rows], pa.string()),
            "details": pa.array(
                [json.dumps(row.details, sort_keys=True, default=str) for row in rows], pa.string()
            ),
        }
    )


def deploys_table(log: Iterable[AuditEntry], names: Names, start_ms: int) -> pa.Table:
    """Columns timestamp, who, what, service.name, service.version, how."""
    rows = [row for row in log if row.what in DEPLOYS]
    return pa.table(
        {
            "timestamp": _times(rows, start_ms),
            "who": pa.array([row.who for row in rows], pa.string()),
            "what": pa.array([row.what for row in rows], pa.string()),
            "service.name": pa.array([row.target for row in rows], pa.string()),
            "service.version": pa.array([_version(row, names) for row in rows], pa.string()),
            "how": pa.array([str(row.details.get("how", "rolling")) for row in rows], pa.string()),
        }
    )


def _version(row: AuditEntry, names: Names) -> str:
    first = names.versions.get(row.target, ("",))[0]
    return str(row.details.get("version") or first)


def _times(rows: list[AuditEntry], start_ms: int) -> pa.Array:
    return pa.array([start_ms * 1_000_000 + row.t for row in rows], pa.timestamp("ns"))

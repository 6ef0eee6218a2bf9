"""All that an engineer can see of a run, as of now: one frozen value, whose parts are made once.

seen = observe(engine)
seen.metrics, seen.logs, seen.spans, seen.deploys, seen.audit

Who did what when is in the last two: what was done visibly. A fault is in them only where its
scenario says so; what came before the run may be added.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pyarrow as pa

from course.simulation.engine import Engine
from course.simulation.lowering import Names
from course.simulation.observation import Event, Scrape, Setting
from course.simulation.system import System
from course.simulation.telemetry import tables
from course.simulation.telemetry.columns import Array, hashed
from course.simulation.telemetry.metrics import Metrics
from course.simulation.telemetry.otel_names import OtelNames, otel_names_of
from course.simulation.telemetry.scrapes import gather

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


START_MS = 1_772_460_000_000  # 2026-03-02 14:00 UTC, a Monday


@dataclass(frozen=True, kw_only=True)
class RawSnapshot:
    """What the engine had recorded when it was observed."""

    scrapes: tuple[Scrape, ...]
    spans: Array
    logs: Array
    events: tuple[Event, ...]
    history: tuple[AuditEntry, ...]
    settings: tuple[Setting, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, eq=False)
class Telemetry:
    """Metrics and tables of a run up to `now_ms` (Unix milliseconds; the run began `start_ms`)."""

    system: System
    words: OtelNames
    raw: RawSnapshot
    start_ms: int
    now_ms: int

    @cached_property
    def metrics(self) -> Metrics:
        """Families by Prometheus name."""
        raw = self.raw
        return gather(raw.scrapes, raw.spans, self.words, self.system, self.start_ms)

    @cached_property
    def spans(self) -> pa.Table:
        """Spans of sampled traces, in the order of their ends."""
        return tables.spans_table(self.raw.spans, self.words, self.start_ms)

    @cached_property
    def logs(self) -> pa.Table:
        """Log lines in their order."""
        return tables.logs_table(self.raw.logs, self.words, self.start_ms)

    @cached_property
    def audit(self) -> pa.Table:
        """What was done visibly: timestamp, who, what, target, details."""
        return audit_table(self._entries(), self.start_ms)

    @cached_property
    def deploys(self) -> pa.Table:
        """Deploys and rollbacks: timestamp, who, what, service.name, service.version, how."""
        return deploys_table(self._entries(), self.words.names, self.start_ms)

    @cached_property
    def settings(self) -> pa.Table:
        """How everything that operators can set is set now: kind, name, setting, value."""
        names = Setting._fields
        columns = zip(*self.raw.settings, strict=True) if self.raw.settings else [()] * len(names)
        return pa.table(
            {
                name: pa.array(column, pa.string())
                for name, column in zip(names, columns, strict=True)
            }
        )

    def dropped_words(self) -> str:
        """Say how many log lines and spans are not in the tables, because too many came."""
        lost = [
            f"{count:,} {kind}"
            for kind, count in (
                ("log lines", self.raw.dropped.get("logs", 0)),
                ("spans", self.raw.dropped.get("spans", 0)),
            )
            if count
        ]
        return f"{' and '.join(lost)} of late were dropped: storage is full" if lost else ""

    def _entries(self) -> list[AuditEntry]:
        return entries(self.raw.events, self.raw.history)

    def ms(self, ns: int) -> int:
        """Unix milliseconds of a time in the run."""
        return self.start_ms + ns // 1_000_000

    def ns(self, ms: int) -> int:
        """Time in the run of Unix milliseconds."""
        return (ms - self.start_ms) * 1_000_000

    def digest(self) -> str:
        """SHA-256 of metrics, logs and spans; equal in every process that ran the same."""
        state = hashlib.sha256(self.metrics.digest().encode())
        for table in (self.logs, self.spans):
            for part in hashed(table):
                state.update(part)
        return state.hexdigest()


def observe(
    engine: Engine, *, start_ms: int = START_MS, history: Iterable[AuditEntry] = ()
) -> Telemetry:
    """Look at a run as it stands.

    Parameters
    ----------
    engine
        The run; it is not changed.
    start_ms
        The moment at which it began, in Unix milliseconds.
    history
        What stands in the deploy and audit logs before the run.

    Returns
    -------
    Telemetry
        A frozen value that later changes of the run do not reach.
    """
    return Telemetry(
        system=engine.system,
        words=otel_names_of(engine.names),
        raw=RawSnapshot(
            scrapes=tuple(engine.scrapes()),
            spans=engine.spans(),
            logs=engine.logs(),
            events=tuple(engine.events()),
            history=tuple(history),
            settings=tuple(engine.settings()),
            dropped=engine.dropped(),
        ),
        start_ms=start_ms,
        now_ms=start_ms + engine.now // 1_000_000,
    )

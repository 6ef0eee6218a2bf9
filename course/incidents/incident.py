"""An incident that runs: time, what one sees, what one says, what one does.

    incident = Incident("bad-canary", seed=7, folder="incidents")
    incident.advance("5m"); incident.alerts(); incident.declare(severity=2)
    incident.act.rollback(service="checkout")

All that is done is a line of the journal `folder/<scenario>.jsonl`, on the disk before a call
returns; an unfinished journal is taken up again. State follows from (scenario, seed, journal).
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from course.errors import Problem, ScenarioError
from course.files import append_line, read_plain
from course.incidents.diagrams import Alerts, Picture, Trace
from course.incidents.dispatch import action, duration_s
from course.incidents.journal import (
    LONGEST,
    Checker,
    Entry,
    Journal,
    begin,
    ends_s,
    parse,
)
from course.incidents.scenario import SECOND, Scenario
from course.incidents.scenario_files import load_scenario
from course.incidents.seeds import seed_for
from course.incidents.verbs import ACTS
from course.simulation.actions import Order
from course.simulation.engine import Engine
from course.simulation.telemetry import audit_log
from course.simulation.telemetry.alerts import Alert, evaluate, state_at
from course.simulation.telemetry.snapshot import Telemetry, observe
from course.simulation.telemetry.topology import Topology, topology
from course.simulation.telemetry.waterfall import Bar, waterfall

if TYPE_CHECKING:
    from course.incidents.query_frames import Frame

Answer = TypeVar("Answer")
Time: TypeAlias = int | str
"""Seconds, a duration such as `5m`, or, where it says so, a time of day such as `14:07`."""


class Acts:
    """Verbs that act on the system: `incident.act.scale(service="api", replicas=4)`.

    Each takes the arguments that verbs.py names, by name, and returns the engine's order: what
    changes, how long it takes, whom it can hurt. Raises ScenarioError where it cannot be done.
    """

    def __init__(self, do: Callable[[str, dict[str, Any]], Order | None]) -> None:
        self._do = do

    def __getattr__(self, verb: str) -> Callable[..., Order | None]:
        if verb not in ACTS:
            raise AttributeError(f"expected one of {', '.join(ACTS)}, got {verb!r}")
        return lambda **args: self._do(f"act.{verb}", args)

    def __dir__(self) -> list[str]:
        return list(ACTS)


class Incident:
    """A run of a scenario with a journal.

    Looks, words and acts take simulated time, each its price, and are lines of the journal.
    What cannot be done raises ScenarioError, and is no line.

    Parameters
    ----------
    scenario : str or Scenario
        A scenario, or the name of one of `scenario_names()`.
    seed : int
        Of all that is drawn by chance, from 0 to 2**63 - 1.
    learner, key : str, bytes
        With a key, the seed follows from learner and scenario instead (`seeds.seed_for`).
    folder : Path or str, optional
        Where the journal is kept, as `<scenario>.jsonl`; one that is there is taken up again.
        Without, the run is in memory only.
    engine : Engine, optional
        An engine of this scenario at time 0; otherwise one is opened.

    Attributes
    ----------
    act : Acts
        Verbs that change the system.
    entries : list of Entry
        Lines of the journal so far.
    orders : list of (Entry, Order)
        Acts with what the engine made of them.

    Raises
    ------
    ScenarioError
        Where there is no such scenario, or the file is no journal of this run.
    SubmissionError
        Where the file has lines that are wrong; each problem names its line.
    """

    def __init__(
        self,
        scenario: str | Scenario,
        *,
        seed: int = 0,
        learner: str = "",
        key: bytes = b"",
        folder: Path | str | None = None,
        engine: Engine | None = None,
    ) -> None:
        self.scenario = load_scenario(scenario) if isinstance(scenario, str) else scenario
        self.seed = seed_for(key, learner, self.scenario.name) if key else seed
        self.engine = engine or opened(self.scenario, self.seed)
        self.act = Acts(self._record)
        self.entries: list[Entry] = []
        self.orders: list[tuple[Entry, Order]] = []
        self._checker = Checker(self.scenario)
        self._path: Path | None = None
        if folder is not None:
            self._path = Path(folder) / f"{self.scenario.name}.jsonl"
        if self._path is not None and self._path.exists():
            self._resume(self._path)
        else:
            self._write(begin(self.scenario.name, self.seed))

    # What there is

    @property
    def now_s(self) -> int:
        """Simulated second of the run; the next line begins then."""
        return self._checker.free_s

    @property
    def clock(self) -> str:
        """Time of day in the scenario."""
        return self.scenario.at_clock(self.now_s)

    @property
    def over(self) -> bool:
        """Whether it was closed, or the horizon was reached."""
        return self._checker.closed or self.now_s >= self.horizon_s

    @property
    def horizon_s(self) -> int:
        """Second at which the run ends."""
        return round(self.scenario.horizon / SECOND)

    @property
    def journal(self) -> Journal:
        """All lines so far."""
        return Journal(entries=tuple(self.entries))

    # Doing: each is a line

    def advance(self, time: Time) -> None:
        """Wait for 1 s to 2 h: a duration such as `5m`, or whole seconds."""
        self._record("advance", {"seconds": duration_s(time)})

    def look(self, verb: str, **args: Any) -> None:
        """Pay for a look without showing it: `alerts`, or another of `journal.VERBS`.

        What it would have shown can be read from `seen` afterwards.
        """
        self._record(verb, args)

    def declare(self, severity: int) -> None:
        """Say that this is an incident: 1 is the gravest."""
        self._record("declare", {"severity": severity})

    def hypothesis(
        self,
        *,
        component: str | Sequence[str],
        cause: str,
        trigger: str | None = None,
        onset: Time | None = None,
    ) -> None:
        """Say what is wrong, where, since when, and what set it off; the last one counts.

        Parameters
        ----------
        component : str or sequence of str
            One to eight names of services, queues, caches, flags and the like.
        cause, trigger : str
            Of the lists `CAUSES` and `TRIGGERS` in vocabulary.py.
        onset : int or str, optional
            A time of day such as `14:07`, or the time since the run's start, such as `7m`.
        """
        components = [component] if isinstance(component, str) else list(component)
        args: dict[str, Any] = {"components": components, "cause": cause}
        if trigger is not None:
            args["trigger"] = trigger
        if onset is not None:
            args["onset_s"] = self.second(onset)
        self._record("hypothesis", args)

    def post(
        self,
        *,
        text: str,
        status: str,
        audience: str = "customers",
        components: Sequence[str] = (),
        impact: str | None = None,
        affected_percent: float | None = None,
        affected_count: int | None = None,
        next_update: Time | None = None,
    ) -> None:
        """Tell customers or colleagues; only after `declare`.

        Parameters
        ----------
        text : str
            What they read, up to 4,000 characters, as `impact` is.
        status : str
            `investigating`, `identified`, `monitoring` or `resolved`.
        audience : str
            `customers`, or `internal`.
        components : sequence of str
            Names of the status page that are affected.
        impact : str, optional
            What does not work, for whom.
        affected_percent, affected_count : float, int, optional
            Share of requests that fail, 0 to 100; or how many records, accounts, messages.
        next_update : int or str, optional
            When the next post will come: a duration such as `10m`, or seconds.
        """
        args: dict[str, Any] = {"audience": audience, "status": status, "text": text}
        args["components"] = list(components)
        optional = {
            "impact": impact,
            "affected_percent": affected_percent,
            "affected_count": affected_count,
            "next_update_s": None if next_update is None else duration_s(next_update),
        }
        args |= {key: value for key, value in optional.items() if value is not None}
        self._record("post", args)

    def note(self, text: str) -> None:
        """Write down what you think; it costs nothing."""
        self._record("note", {"text": text})

    def hint(self) -> str:
        """Buy the next hint with simulated time. Raises ScenarioError where none is left."""
        taken = self._checker.hints
        if taken >= len(self.scenario.hints):
            raise ScenarioError(Problem("hint", "there are no more"))
        self._record("hint", {})
        return self.scenario.hints[taken].text

    @property
    def seen(self) -> Telemetry:
        """Telemetry as of now. A look at it has a price: pay by `look`, or by the verbs below."""
        return telemetry(self.scenario, self.engine)

    def alerts(self) -> tuple[Alert, ...]:
        """Look at alerts that are pending or firing; a tuple that notebooks show as a table."""
        self._record("alerts", {})
        seen = self.seen
        return Alerts(state_at(evaluate(self.scenario.alerts, seen.metrics), seen.now_ms))

    def topology(self, over: str = "5m") -> Topology:
        """Look at the picture of the system: rates, errors and latencies by part.

        `over` is the duration of the window that ends now, such as `5m`.
        """
        self._record("topology", {})
        return Picture.of(topology(self.seen, over=over))

    def deploys(self) -> pa.Table:
        """Look at the deploy log: a row for each deploy and rollback."""
        self._record("deploys", {})
        return self.seen.deploys

    def audit(self) -> pa.Table:
        """Look at the audit log: a row for all that somebody changed."""
        self._record("audit", {})
        return self.seen.audit

    def logs(self, query: str = "*") -> pa.Table:
        """Look at log lines: those that contain every word, or for which a condition holds.

        A query with a quote or one of `=`, `<`, `>` is a condition of SQL, such as
        `service.name = 'api' and severity_text = 'ERROR'`; any other is words, `*` for all lines.
        Raises QueryError for what is no condition; that costs nothing.
        """
        from course.incidents import run_queries

        if not run_queries.is_condition(query):
            self._record("logs", {"query": query})
            return holding(self.seen.logs, query)
        return self._ask("logs", query, lambda: run_queries.holding_condition(self.seen, query))

    def sql(self, query: str) -> "Frame":
        """Ask the tables logs, spans, deploys, audit and alerts, by one SELECT of DuckDB's SQL.

        Returns a pandas DataFrame. Raises QueryError for what is wrong, or gives more than
        100,000 rows or takes more than 10 s; that costs nothing.
        """
        from course.incidents import run_queries

        return self._ask(
            "sql", query, lambda: run_queries.sql(self.seen, self.scenario.alerts, query)
        )

    def promql(
        self, query: str, *, at: Time | None = None, over: Time | None = None, step: Time = "15s"
    ) -> "Frame":
        """Ask the metrics in PromQL.

        Parameters
        ----------
        query : str
            As Prometheus 3 understands it (docs/promql.md).
        at : int or str, optional
            A time of day such as `14:12`, or since the run's start, such as `5m`; otherwise now.
        over : int or str, optional
            For a value each `step` of a range that ends at `at`: its duration, such as `30m`, or
            the time of day when it begins, such as `14:05`.
        step : int or str
            A duration, or seconds.

        Returns
        -------
        Frame
            A pandas DataFrame: a row for each series, or a column where there is a range.

        Raises
        ------
        QueryError
            For what is wrong or not evaluated; that costs nothing.
        """
        from course.incidents import run_queries

        return self._ask(
            "metrics",
            query,
            lambda: run_queries.promql(
                self.seen,
                query,
                at=at,
                over=over,
                step=step,
                second=self.second,
                entries=self.entries,
            ),
        )

    def trace(self, trace: str = "") -> tuple[Bar, ...]:
        """Look at a trace by id; without one, at the slowest that ended in the last minutes."""
        self._record("traces", {"trace": trace})
        return Trace(bars(self.seen, trace))

    def close(self) -> None:
        """End the run."""
        self._record("close", {})

    def runbook(self, name: str) -> str:
        """Read what the team wrote down for a service or an alert. Raises ScenarioError."""
        books = {b.name: b.text for b in self.scenario.runbooks}
        if name not in books:
            what = f"expected one of {', '.join(books)}, got {name!r}"
            raise ScenarioError(Problem("runbook", what))
        self._record("runbook", {"name": name})
        return books[name]

    def second(self, time: Time) -> int:
        """Second of the run of a time of day (`14:07:30`) or of a duration since its start."""
        text = str(time)
        if ":" not in text:
            return duration_s(time)
        try:
            hours, minutes, *rest = (int(x) for x in text.split(":"))
        except ValueError:
            raise ScenarioError(f"expected a time such as 14:07, got {time!r}") from None
        start_hours, start_minutes = (int(x) for x in self.scenario.clock.split(":"))
        since = (hours - start_hours) * 3600 + (minutes - start_minutes) * 60 + sum(rest[:1])
        return since % 86_400

    # The journal

    def _record(self, verb: str, args: dict[str, Any]) -> Order | None:
        """Check, do, then write. Raises ScenarioError, and nothing is written, if it cannot be."""
        entry = self._checked(verb, args)
        order = self.apply(entry)
        self._write(entry, applied=True)
        return order

    def _checked(self, verb: str, args: dict[str, Any]) -> Entry:
        if self.over:
            raise ScenarioError("the run is over; expected nothing after it")
        entry = Entry(t=self.now_s, verb=verb, args=args)
        problems = self._checker.problems(entry)
        if problems:
            raise ScenarioError(problem.within(verb) for problem in problems)
        return entry

    def _ask(self, verb: str, query: str, answer: Callable[[], Answer]) -> Answer:
        """Answer a query as of the end of its look, and write its line; a failure costs nothing."""
        entry = self._checked(verb, {"query": query})
        before = self.engine.snapshot()
        try:
            self.engine.advance_to(min(ends_s(entry, self.scenario), self.horizon_s) * SECOND)
            result = answer()
        except BaseException:
            self.engine.restore(before)
            raise
        self._write(entry, applied=True)
        return result

    def apply(self, entry: Entry) -> Order | None:
        """Let a checked line take place; time goes to its begin. Returns an act's order."""
        self.engine.advance_to(max(entry.t * SECOND, self.engine.now))
        if not entry.verb.startswith("act."):
            return None
        change = action(
            entry.verb[4:],
            entry.args,
            self.engine.names,
            self.scenario.system,
            self.scenario.hotfixes,
        )
        order = self.engine.act(change)
        self.orders.append((entry, order))
        return order

    def _write(self, entry: Entry, *, applied: bool = False) -> None:
        if self._path is not None:
            append_line(self._path, (entry.line() + "\n").encode())
        self.take(entry, applied=applied)

    def take(self, entry: Entry, *, applied: bool = False) -> None:
        """Go on by a line that is checked: apply it unless it was, and let its time pass."""
        if not applied:
            self.apply(entry)
        self.entries.append(entry)
        self._checker.accept(entry)
        until = min(self.now_s, self.horizon_s) * SECOND
        self.engine.advance_to(max(until, self.engine.now))

    def _resume(self, path: Path) -> None:
        try:
            raw = read_plain(path, LONGEST)
        except ValueError as error:
            raise ScenarioError(Problem(path.name, str(error))) from None
        whole = raw[: raw.rfind(b"\n") + 1]
        if whole != raw:  # a crash in the middle of a line: it was not done
            os.truncate(path, len(whole))
        journal = parse(whole, self.scenario, name=path.name)
        if journal.seed != self.seed:
            raise ScenarioError(Problem(f"{path.name}: line 1", f"expected seed {self.seed}"))
        for entry in journal.entries:
            self.take(entry)


def opened(scenario: Scenario, seed: int, *, faults: bool = True) -> Engine:
    """Engine of a scenario at time 0 with its faults entered; without, it is the twin."""
    engine = Engine(scenario.system, seed=seed, sample=scenario.sample)
    engine.inject(*scenario.herrings)
    if faults:
        engine.inject(*scenario.faults)
    return engine


def telemetry(scenario: Scenario, engine: Engine) -> Telemetry:
    """What an engineer sees of an engine's run, at the scenario's time of day."""
    past = [
        audit_log.AuditEntry(t=-p.ago, who=p.who, what=p.what, target=p.target, details=p.details)
        for p in scenario.history
    ]
    return observe(engine, start_ms=scenario.start_ms, history=past)


def holding(table: pa.Table, query: str) -> pa.Table:
    """Rows of a table in which every word of a query occurs in some column of text."""
    for word in query.split():
        if word == "*":
            continue
        matching = np.zeros(len(table), bool)
        for name in table.column_names:
            column = table[name]
            if pa.types.is_dictionary(column.type):
                column = column.cast(pa.string())
            if pa.types.is_string(column.type):
                hits = pc.fill_null(pc.match_substring(column, word, ignore_case=True), False)
                matching |= hits.to_numpy()
        table = table.filter(pa.array(matching))
    return table


def bars(seen: Telemetry, trace: str, recent_ms: int = 300_000) -> tuple[Bar, ...]:
    """Spans of a trace in order; without an id, of the slowest that ended lately."""
    spans = seen.spans
    if not trace:
        ended = spans["end_time"].cast(pa.int64()).to_numpy() // 1_000_000
        late = spans.filter(pa.array(ended >= seen.now_ms - recent_ms))
        if not len(late):
            return ()
        trace = late["trace_id"][int(np.argmax(late["duration_ms"].to_numpy()))].as_py()
    return waterfall(spans, trace)

"""An incident that runs: time, what one sees, what one says, what one does.

    incident = Incident("bad-canary", seed=7, folder="incidents")
    incident.advance("5m"); incident.alerts(); incident.declare(severity=2)
    incident.act.rollback(service="checkout")

All that is done is a line of the journal `folder/<scenario>.jsonl`, on the disk before a call
returns; an unfinished journal is taken up again. State follows from (scenario, seed, journal).
"""

import os
import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from course.errors import Problem, ScenarioError
from course.files import append_line, read_plain
from course.incidents.diagrams import Alerts, Picture, Trace
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
from course.incidents.scenario_files import load_scenario, require_drawn, seed_for
from course.incidents.verbs import Acts, Argument, action, arguments, duration_s
from course.simulation.actions import Order, is_idle
from course.simulation.engine import Engine
from course.simulation.telemetry.alerts import Alert, evaluate, state_at
from course.simulation.telemetry.snapshot import AuditEntry, Telemetry, observe
from course.simulation.telemetry.topology import Bar, Topology, topology, waterfall

if TYPE_CHECKING:
    from course.incidents.query_frames import Frame

Answer = TypeVar("Answer")
Time: TypeAlias = int | str
"""Seconds, a duration such as `5m`, or, where it says so, a time of day such as `14:07`."""


class Incident:
    """A run of a scenario, with its journal.

    Almost every call takes simulated time, as it would in a real incident: looking at the system,
    telling others, and acting. docs/incidents.md has the prices. Each such call is a line of the
    journal. A call that cannot be carried out raises ScenarioError; it takes no time and leaves
    no line.

    Parameters
    ----------
    scenario : str or Scenario
        A scenario, or the name of one of `scenario_names()`.
    seed : int
        Decides everything that is drawn by chance; from 0 to 2**63 - 1.
    learner : str
        Whose run it is. Only used with `key`.
    key : bytes
        The course's key. With it, `seed` is not used: the seed follows from key, learner and
        scenario, so that each learner has a run of their own.
    folder : Path or str, optional
        Where the journal is kept, as `<scenario>.jsonl`. A run whose journal is already there goes
        on from its last line. Without a folder, the run is in memory only.
    engine : Engine, optional
        An engine of this scenario at time 0; by default one is made.
    file : str
        Another name of the journal's file, without its ending.

    Attributes
    ----------
    act : Acts
        The verbs that change the system.
    entries : list of Entry
        Lines of the journal so far.
    orders : list of (Entry, Order)
        What was done to the system, and what the engine made of it.

    Raises
    ------
    ScenarioError
        Where there is no such scenario, or the file is the journal of another run.
    SubmissionError
        Where the file has lines that are wrong; each problem names its line.

    Examples
    --------
    >>> from course.incidents import Incident
    >>> incident = Incident("bad-canary", seed=7)
    >>> began = incident.now_s
    >>> incident.advance("5m")
    >>> incident.now_s - began
    300
    """

    sealed = False  # a drill host keeps the journal, drill_client.py

    def __init__(
        self,
        scenario: str | Scenario,
        *,
        seed: int = 0,
        learner: str = "",
        key: bytes = b"",
        folder: Path | str | None = None,
        engine: Engine | None = None,
        file: str = "",
    ) -> None:
        name = scenario if isinstance(scenario, str) else scenario.name
        self.seed = seed_for(key, learner, name) if key else seed
        if isinstance(scenario, str):
            scenario = load_scenario(scenario, seed=self.seed)
        require_drawn(scenario, self.seed)
        self.scenario = scenario
        self.engine = engine or opened(self.scenario, self.seed)
        self.act = Acts(self._record, self._arguments)
        self.entries: list[Entry] = []
        self.orders: list[tuple[Entry, Order]] = []
        self._checker = Checker(self.scenario)
        self._path: Path | None = None
        if folder is not None:
            self._path = Path(folder) / f"{file or self.scenario.name}.jsonl"
        if self._path is not None and self._path.exists():
            self._resume(self._path)
        else:
            self._write(begin(self.scenario.name, self.seed))

    # What there is

    @property
    def now_s(self) -> int:
        """Present second of the simulated run, counted from its start."""
        return self._checker.free_s

    @property
    def clock(self) -> str:
        """Present time of day in the scenario, such as `14:07`."""
        return self.scenario.at_clock(self.now_s)

    @property
    def over(self) -> bool:
        """Whether the run has ended: it was closed, or its time is up."""
        return self._checker.closed or self.now_s >= self.horizon_s

    @property
    def horizon_s(self) -> int:
        """Second at which the run ends at the latest."""
        return round(self.scenario.horizon / SECOND)

    @property
    def components(self) -> tuple[str, ...]:
        """Names of the status page, by which customers know what there is."""
        return tuple(component.name for component in self.scenario.status_page)

    @property
    def journal(self) -> Journal:
        """All lines so far, as the value that `replay` takes."""
        return Journal(entries=tuple(self.entries))

    # Doing: each is a line

    def advance(self, time: Time) -> None:
        """Wait from 1 second to 2 hours: a duration such as `5m`, or whole seconds."""
        self._record("advance", {"seconds": duration_s(time)})

    def look(self, verb: str, **args: str) -> None:
        """Pay for a look at the system without showing anything.

        `verb` is `alerts` or another look of `journal.VERBS`, and `args` are its arguments. What
        the look would have shown can be read from `seen` afterwards.
        """
        self._record(verb, args)

    def declare(self, severity: int) -> None:
        """Declare that this is an incident, and how severe it is; 1 is the gravest."""
        self._record("declare", {"severity": severity})

    def hypothesis(
        self,
        *,
        cause: str,
        component: str | Sequence[str] = (),
        trigger: str | None = None,
        onset: Time | None = None,
    ) -> None:
        """Say what you think is wrong. When you say it again, only the last one counts.

        Parameters
        ----------
        cause : str
            What is wrong; one of `CAUSES` in vocabulary.py. Where all is well, `nothing wrong`.
        component : str or sequence of str
            Where it is: one to eight names of services, queues, caches, flags and the like. None
            are needed where nothing is wrong.
        trigger : str, optional
            What set it off; one of `TRIGGERS` in vocabulary.py.
        onset : int or str, optional
            Since when: a time of day such as `14:07`, or the time since the run's start, such as
            `7m`.
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
        affected_unit: str | None = None,
        next_update: Time | None = None,
    ) -> None:
        """Tell customers or colleagues how it stands. The incident must be declared before.

        Parameters
        ----------
        text : str
            What they read, up to 4,000 characters.
        status : str
            `investigating`, `identified`, `monitoring` or `resolved`.
        audience : str
            `customers` or `internal`.
        components : sequence of str
            What is affected, by names of the status page: `components` of this run has them.
        impact : str, optional
            What does not work, and for whom, up to 4,000 characters.
        affected_percent : float, optional
            Share that is affected, from 0 to 100; of what, says `affected_unit`.
        affected_count : int, optional
            How many are affected; of what, says `affected_unit`. A number that is within a factor
            of two of the truth at that moment earns its points; see docs/incidents.md.
        affected_unit : str, optional
            `requests`, `messages`, `records` or `accounts` (`AMOUNTS` in vocabulary.py says what
            each means); without it, the number may be true of any.
        next_update : int or str, optional
            After how long the next post will come: a duration such as `10m`, or seconds.
        """
        args: dict[str, Any] = {"audience": audience, "status": status, "text": text}
        args["components"] = list(components)
        optional = {
            "impact": impact,
            "affected_percent": affected_percent,
            "affected_count": affected_count,
            "affected_unit": affected_unit,
            "next_update_s": None if next_update is None else duration_s(next_update),
        }
        args |= {key: value for key, value in optional.items() if value is not None}
        self._record("post", args)

    def note(self, text: str) -> None:
        """Write down what you think. It takes no time."""
        self._record("note", {"text": text})

    def hint(self) -> str:
        """Take the next hint; it costs simulated time. Raises ScenarioError after the last."""
        taken = self._checker.hints
        if taken >= len(self.scenario.hints):
            raise ScenarioError(Problem("hint", "there are no more"))
        self._record("hint", {})
        return self.scenario.hints[taken].text

    @property
    def seen(self) -> Telemetry:
        """Everything that the system shows at this moment.

        Reading it takes no time here, but a look at a system does: pay for it by `look`, or use the
        methods below, which pay by themselves.
        """
        return telemetry(self.scenario, self.engine)

    def alerts(self) -> tuple[Alert, ...]:
        """Look at the alerts that are pending or firing. A notebook shows them as a table."""
        self._record("alerts", {})
        seen = self.seen
        return Alerts(state_at(evaluate(self.scenario.alerts, seen.metrics), seen.now_ms))

    def topology(self, over: str = "5m") -> Topology:
        """Look at the picture of the system: its parts, with their rates, errors and latencies.

        The numbers are those of a window that ends now; `over` is its duration, such as `5m`.
        """
        self._record("topology", {})
        return Picture.of(topology(self.seen, over=over))

    def deploys(self) -> pa.Table:
        """Look at the deploy log, which has a row for each deploy and each rollback."""
        self._record("deploys", {})
        return self.seen.deploys

    def audit(self) -> pa.Table:
        """Look at the audit log, which has a row for each change that somebody made."""
        self._record("audit", {})
        return self.seen.audit

    def settings(self, of: str = "") -> pa.Table:
        """Look at how things are set now: retries, timeouts, pools, cache keys, flags, limits.

        The table has columns kind, name, setting and value. With `of`, it has only rows in whose
        kind or name each of these words occurs, such as `call checkout`.
        """
        self._record("settings", {})
        rows = [
            row
            for row in self.seen.settings.to_pylist()
            if all(word in f"{row['kind']} {row['name']}" for word in of.split())
        ]
        return pa.Table.from_pylist(rows, schema=self.seen.settings.schema)

    def logs(self, query: str = "*") -> pa.Table:
        """Look at log lines. The table has a row for each line that `query` selects.

        A query is a list of words that must all be in a line; `*` selects every line. A query
        that has a quote or one of `=`, `<` and `>` is a condition of SQL instead, such as
        `service.name = 'api' and severity_text = 'ERROR'`. A condition that is wrong raises
        QueryError and takes no time.
        """
        from course.incidents import run_queries

        if not run_queries.is_condition(query):
            self._record("logs", {"query": query})
            return self._told(holding(self.seen.logs, query))
        return self._told(
            self._ask("logs", query, lambda: run_queries.holding_condition(self.seen, query))
        )

    def sql(self, query: str) -> "Frame":
        """Query logs and traces by one SELECT, and get a pandas DataFrame.

        The SQL is DuckDB's; the tables are logs, spans, deploys, audit and alerts. A query that is
        wrong, gives more than 100,000 rows or runs for more than 10 s raises QueryError and takes
        no simulated time.
        """
        from course.incidents import run_queries

        return self._told(
            self._ask("sql", query, lambda: run_queries.sql(self.seen, self.scenario.alerts, query))
        )

    def promql(
        self, query: str, *, at: Time | None = None, over: Time | None = None, step: Time = "15s"
    ) -> "Frame":
        """Query metrics in PromQL.

        Parameters
        ----------
        query : str
            The query, as Prometheus 3 understands it (docs/promql.md).
        at : int or str, optional
            The moment: a time of day such as `14:12`, or the time since the run's start, such as
            `5m`; by default now.
        over : int or str, optional
            For values over a range that ends at `at`: its duration, such as `30m`, or the time of
            day at which it begins, such as `14:05`. Without it, there is one value a series.
        step : int or str
            Distance of the values of a range: a duration, or seconds.

        Returns
        -------
        Frame
            A pandas DataFrame. For one moment it has a row for each series; for a range it has a
            column for each series.

        Raises
        ------
        QueryError
            Where the query is wrong, or only Prometheus can answer it. That takes no time.
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
        """Look at a trace: the path of one request through the system, with a bar for each span.

        Without an id, it is the slowest trace that ended in the last five minutes. A notebook shows
        the bars as a picture; there are none where there is no such trace.
        """
        self._record("traces", {"trace": trace})
        return self._told(Trace(bars(self.seen, trace)))

    def close(self) -> None:
        """End the run."""
        self._record("close", {})

    def runbook(self, name: str) -> str:
        """Read the team's runbook of a name. Raises ScenarioError where there is none."""
        books = {b.name: b.text for b in self.scenario.runbooks}
        if name not in books:
            what = f"expected one of {', '.join(books)}, got {name!r}"
            raise ScenarioError(Problem("runbook", what))
        self._record("runbook", {"name": name})
        return books[name]

    def second(self, time: Time) -> int:
        """Give the second of the run for a time of day (`14:07:30`) or a duration since its start.

        Raises ScenarioError for what is neither.
        """
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

    def _arguments(self, verb: str) -> list[Argument]:
        names, scenario = self.engine.names, self.scenario
        return arguments(verb, names, scenario.system, scenario.hotfixes)

    def _checked(self, verb: str, args: dict[str, Any]) -> Entry:
        if self.over:
            raise ScenarioError("the run is over; expected nothing after it")
        entry = Entry(t=self.now_s, verb=verb, args=args)
        problems = self._checker.problems(entry)
        if problems:
            raise ScenarioError(problem.within(verb) for problem in problems)
        return entry

    def _told(self, answer: Answer) -> Answer:
        """Warn of log lines and spans that an answer cannot have, because too many came."""
        if words := self.seen.dropped_words():
            warnings.warn(words, stacklevel=3)
        return answer

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
        """Carry out a line that was checked, without adding it to the journal.

        The simulation first goes on to the line's second. The result is the engine's order; None
        where the line is no act. The console and replays call this.
        """
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
        if is_idle(self.engine.plant, order):  # its changes are yet to come
            order = replace(order, idle=True)
        self.orders.append((entry, order))
        return order

    def _write(self, entry: Entry, *, applied: bool = False) -> None:
        if self._path is not None:
            append_line(self._path, (entry.line() + "\n").encode())
        self.take(entry, applied=applied)

    def take(self, entry: Entry, *, applied: bool = False) -> None:
        """Add a line that was checked to the run, and let its time pass.

        `applied` says that `apply` was called for it before. The console and replays call this.
        """
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
    """Make the engine of a scenario, at time 0.

    Parameters
    ----------
    scenario : Scenario
        The system and its faults.
    seed : int
        Decides everything that is drawn by chance.
    faults : bool
        Whether the faults come up at their times. False gives the same system without the faults,
        with which a run can be compared.

    Returns
    -------
    Engine
        The engine, to be taken forward by `advance_to`.
    """
    engine = Engine(scenario.system, seed=seed, sample=scenario.sample)
    engine.inject(*scenario.herrings)
    if faults:
        engine.inject(*scenario.faults)
    return engine


def telemetry(scenario: Scenario, engine: Engine) -> Telemetry:
    """What an engineer sees of an engine's run, at the scenario's time of day."""
    past = [
        AuditEntry(t=-p.ago, who=p.who, what=p.what, target=p.target, details=p.details)
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

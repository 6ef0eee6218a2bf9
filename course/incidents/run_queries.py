"""Queries on a running incident: PromQL over its metrics, SQL over its tables, words over its logs.

SQL is DuckDB's, one SELECT at a time, in memory: no file, no network, no extension, no setting;
at most MOST_ROWS rows, MEMORY, SECONDS. Tables: logs, spans, deploys, audit, alerts. Nothing here
writes a journal: `Incident` asks here first, and writes the line when there is an answer.
"""

import json
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from course.errors import QueryError
from course.incidents.journal import Entry
from course.incidents.query_frames import Frame, Marker, framed, known_as, unit_of
from course.incidents.verbs import duration_s
from course.promql import Matcher, SampleBlock, instant
from course.promql import over as over_time
from course.simulation.telemetry.alerts import Rule, evaluate
from course.simulation.telemetry.metrics import Family, Metrics
from course.simulation.telemetry.snapshot import Telemetry

MOST_ROWS, MOST_BYTES, MEMORY, SECONDS = 100_000, 64 << 20, "256MB", 10.0
TABLES = ("logs", "spans", "deploys", "audit", "alerts")
SETTINGS = (  # in this order: the last one locks them
    "temp_directory = ''",
    "TimeZone = 'UTC'",
    "enable_external_access = false",
    "lock_configuration = true",
)
NOW = ("now", "current_timestamp", "get_current_timestamp", "transaction_timestamp")
# Functions that make a value of any size in one step, which neither memory nor time limits stop.
HUGE = {
    "repeat",
    "lpad",
    "rpad",
    "format",
    "printf",
    "range",
    "generate_series",
    "bar",
    "list_resize",
    "array_resize",
}
TABLE_FUNCTIONS = {"range", "generate_series", "unnest"}
NAMESPACES = (
    "service",
    "http",
    "error",
    "server",
    "messaging",
    "tenant",
    "enduser",
    "client",
    "user_agent",
    "app",
    "db",
)
DOTTED = re.compile(rf"(?<![\w.])(?:{'|'.join(NAMESPACES)})(?:\.[a-z_]+)+")
QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"")
WORD = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")
CONDITION = re.compile(r"[='\"<>]")


@dataclass(frozen=True, kw_only=True)
class MetricsStorage:
    """A run's metrics as a storage of PromQL: one block a metric name, all on one time axis.

    NaN is absence: a row that becomes absent has a stale marker at its first absent scrape, as if
    Prometheus had scraped it. Labels are written out for the rows that a query selects only.
    """

    metrics: Metrics

    def select(self, matchers: Sequence[Matcher]) -> Iterator[SampleBlock]:
        """Blocks of the series that all matchers accept. Raises ValueError for a bad pattern."""
        names = [m for m in matchers if m.label == "__name__"]
        if len(names) == 1 and names[0].op == "=":
            others = (m for m in matchers if m is not names[0])
            family = self.metrics.select(names[0].value, *others)
            families: tuple[Family, ...] = (family,) if len(family) else ()
        else:
            families = self.metrics.matching(*matchers)
        for family in families:
            yield SampleBlock(
                labels=_family_labels(family), times_ms=family.times_ms, values=family.values
            )


def _family_labels(family: Family) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = [{"__name__": family.name} for _ in range(len(family))]
    for label, column in family.columns.items():
        words = column.words
        for row, code in zip(rows, column.codes.tolist(), strict=True):
            if words[code]:
                row[label] = words[code]
    return rows


def promql(
    seen: Telemetry,
    query: str,
    *,
    at: Any = None,
    over: Any = None,
    step: Any = "15s",
    second: Callable[[Any], int],
    entries: Iterable[Entry] = (),
) -> Frame:
    """Answer PromQL now or `at` a time; with `over`, from a time or for a duration until then.

    Steps count back from the end, and none is before the run's start. `second` gives the second of
    the run of a time; `entries` are the journal's lines, whose acts and declaration become markers.
    Raises QueryError, and ScenarioError for what is no time.
    """
    unit = unit_of(query)
    storage = MetricsStorage(metrics=seen.metrics)
    end = seen.now_ms if at is None else seen.start_ms + second(at) * 1000
    if end > seen.now_ms:
        raise QueryError(f"at: expected a time up to now, {_clock(seen.now_ms)}, got {at}")
    if over is None:
        return framed(instant(query, storage, end), unit=unit, query=query)
    if ":" in str(over):
        begin = seen.start_ms + second(over) * 1000
    else:
        begin = max(end - duration_s(over) * 1000, seen.start_ms)
    step_ms = duration_s(step) * 1000
    if step_ms <= 0 or begin > end:
        raise QueryError(f"over, step: expected a time before {_clock(end)}, and steps above 0")
    start = end - (end - begin) // step_ms * step_ms
    result = over_time(query, storage, start, end, step_ms)
    return framed(result, unit=unit, query=query, markers=run_markers(seen, entries, start, end))


def _clock(ms: int) -> str:
    return pd.Timestamp(ms, unit="ms").strftime("%H:%M:%S")


def run_markers(
    seen: Telemetry, entries: Iterable[Entry], from_ms: int, to_ms: int
) -> tuple[Marker, ...]:
    """What was done from a time to another: deploys by others, acts, the declaration."""
    markers = []
    for row in seen.deploys.to_pylist():
        if row["who"] != "on-call":  # the learner's own are acts, below
            words = " ".join(filter(None, (row["service.name"], row["service.version"])))
            at = pd.Timestamp(row["timestamp"]).tz_localize("UTC")
            markers.append(Marker(at=at, kind="deploy", text=f"{row['what']} {words}"))
    for entry in entries:
        at = pd.Timestamp(seen.start_ms + entry.t * 1000, unit="ms", tz="UTC")
        if entry.verb.startswith("act."):
            args = [str(value) for value in entry.args.values() if isinstance(value, str | int)]
            words = " ".join([entry.verb[4:], *args])
            markers.append(Marker(at=at, kind="act", text=words))
        elif entry.verb == "declare":
            markers.append(Marker(at=at, kind="declare", text="declared"))
    ends = [pd.Timestamp(ms, unit="ms", tz="UTC") for ms in (from_ms, to_ms)]
    return tuple(sorted((m for m in markers if ends[0] <= m.at <= ends[1]), key=lambda m: m.at))


def tables(seen: Telemetry, rules: Iterable[Rule]) -> dict[str, Callable[[], pa.Table]]:
    """How to make each table, as of now; times are in UTC, in microseconds."""
    return {
        "logs": lambda: seen.logs,
        "spans": lambda: seen.spans,
        "deploys": lambda: seen.deploys,
        "audit": lambda: seen.audit,
        "alerts": lambda: alerts_table(seen, rules),
    }


def alerts_table(seen: Telemetry, rules: Iterable[Rule]) -> pa.Table:
    """Every alert so far: rule, severity, state, times, value, summary, runbook, labels (JSON)."""
    alerts = evaluate(rules, seen.metrics)
    text, time = pa.string(), pa.timestamp("ms")
    columns: dict[str, tuple[Any, list[Any]]] = {
        "rule": (text, [a.rule for a in alerts]),
        "severity": (text, [a.severity for a in alerts]),
        "state": (text, [a.state(seen.now_ms) for a in alerts]),
        "pending_at": (time, [a.pending_ms for a in alerts]),
        "firing_at": (time, [a.firing_ms for a in alerts]),
        "resolved_at": (time, [a.resolved_ms for a in alerts]),
        "value": (pa.float64(), [a.value for a in alerts]),
        "summary": (text, [a.summary for a in alerts]),
        "runbook": (text, [a.runbook for a in alerts]),
        "labels": (text, [json.dumps(a.labels, sort_keys=True) for a in alerts]),
    }
    return pa.table({name: pa.array(values, kind) for name, (kind, values) in columns.items()})


def sql(seen: Telemetry, rules: Iterable[Rule], query: str) -> Frame:
    """Answer one SELECT. Raises QueryError with the line, and what to do about it."""
    known = tables(seen, rules)
    with _database(seen.now_ms) as connection:
        named = _checked(connection, query)
        for name in TABLES if named is None else sorted(named & set(TABLES)):
            connection.register(name, _zoned(known[name]()))
        table = _answer(connection, query, query)
    return known_as(Frame(_pandas(table)), query=query)


def is_condition(query: str) -> bool:
    """Say whether a query of logs is a condition: it has a quote, or one of `=`, `<`, `>`."""
    return CONDITION.search(query) is not None


def holding_condition(seen: Telemetry, condition: str) -> pa.Table:
    """Log lines for which a condition of SQL is true; dotted names may stand without quotes."""
    logs = _zoned(seen.logs)
    dotted = {name for name in logs.column_names if "." in name}
    text = WORD.sub(lambda m: f'"{m[0]}"' if m[0] in dotted else m[0], condition)
    query = f"SELECT ({text}) FROM logs"  # noqa: S608 - checked below, as any query is
    try:
        with _database(seen.now_ms) as connection:
            _checked(connection, query, condition, columns=1)
            connection.register("logs", logs)
            rows = _answer(connection, query, condition, most_rows=len(logs) + 1)
    except QueryError as error:
        message = str(error).removeprefix("sql: ")
        raise QueryError(
            f"logs: {message}; text with a quote, =, < or > is read as a condition of SQL, "
            "any other as words"
        ) from None
    kind = rows.schema.types[0]
    if not pa.types.is_boolean(kind) or len(rows) != len(logs):
        raise QueryError(
            f"logs: expected a condition that is true or false for each line, got {condition!r}"
        )
    return seen.logs.filter(rows.column(0))


class _database:  # noqa: N801 - reads as the function that it is
    """An empty database in memory that can reach nothing outside, with the scenario's clock."""

    def __init__(self, now_ms: int) -> None:
        self._now = pd.Timestamp(now_ms, unit="ms", tz="UTC").isoformat()

    def __enter__(self) -> duckdb.DuckDBPyConnection:
        self._connection = duckdb.connect(
            ":memory:",
            config={
                "threads": "1",
                "memory_limit": MEMORY,
                "python_enable_replacements": "false",
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "allow_community_extensions": "false",
            },
        )
        for name in NOW:
            self._connection.execute(f"CREATE MACRO {name}() AS TIMESTAMPTZ '{self._now}'")
        for name in ("today", "current_date"):
            self._connection.execute(f"CREATE MACRO {name}() AS DATE '{self._now[:10]}'")
        for setting in SETTINGS:
            self._connection.execute(f"SET {setting}")
        return self._connection

    def __exit__(self, *raised: object) -> None:
        self._connection.close()


def _checked(
    connection: duckdb.DuckDBPyConnection, query: str, shown: str = "", *, columns: int = 0
) -> set[str] | None:
    """Refuse all but one SELECT without what reaches out; the tables it names (None: unknown)."""
    try:
        kinds = [one.type.name for one in connection.extract_statements(query)]
    except duckdb.Error as error:
        raise _refusal(error, shown or query) from None
    if kinds == ["MULTI"]:
        raise QueryError("sql: expected a PIVOT that names its values: PIVOT … ON … IN (…)")
    if kinds != ["SELECT"]:
        got = " and ".join(kinds[:5]) or "nothing"
        raise QueryError(f"sql: expected one SELECT and nothing else, got {got}")
    rows = connection.execute("SELECT json_serialize_sql(?::VARCHAR)", [query]).fetchall()
    try:
        tree = json.loads(rows[0][0])
    except RecursionError:
        raise QueryError("sql: expected less nesting") from None
    if tree.get("error"):
        raise QueryError(f"sql: expected a plain SELECT, got {tree.get('error_message', 'more')}")
    if columns and len(tree["statements"][0]["node"].get("select_list", ())) != columns:
        raise QueryError(f"sql: expected one condition, got {shown!r}")
    named: set[str] = set()
    unknown = False
    for node in _nodes(tree):
        kind, function = node.get("type"), node.get("function_name")
        if kind == "TABLE_FUNCTION":
            name = str(node["function"].get("function_name", "")).lower()
            if name not in TABLE_FUNCTIONS:
                raise QueryError(
                    f"sql: {name}: expected a table ({', '.join(TABLES)}), got a function"
                )
            node["function"]["function_name"] = ""  # a table of numbers is read bit by bit
        elif function and str(function).lower() in HUGE:
            raise QueryError(f"sql: {function}: not available here; it makes values of any size")
        elif kind == "BASE_TABLE":
            named.add(str(node.get("table_name", "")).lower())
        elif kind == "SHOW_REF":
            unknown = True
    return None if unknown else named


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """All objects of a tree, those above first; without recursion, since queries nest deeply."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node


def _answer(
    connection: duckdb.DuckDBPyConnection, query: str, shown: str, *, most_rows: int = MOST_ROWS
) -> pa.Table:
    """Run a query that was checked, within rows, bytes and seconds."""
    timer = threading.Timer(SECONDS, connection.interrupt)
    timer.daemon = True
    timer.start()
    try:
        connection.execute(f"EXPLAIN {query}").fetchall()  # its errors name the line
        reader = connection.sql(query).to_arrow_reader(10_000)
        batches, rows, size = [], 0, 0
        for batch in reader:
            rows, size = rows + len(batch), size + batch.nbytes
            if rows > most_rows or size > MOST_BYTES:
                raise QueryError(
                    f"sql: expected at most {most_rows} rows and {MOST_BYTES >> 20} MiB; "
                    "count, or add LIMIT"
                )
            batches.append(batch)
        return pa.Table.from_batches(batches, reader.schema)
    except (duckdb.Error, OSError, pa.ArrowException) as error:  # OSError: while reading on
        raise _refusal(error, shown) from None
    finally:
        timer.cancel()


def _refusal(error: Exception, query: str) -> QueryError:
    """What DuckDB said, in one line, with the line of the query and what is likely meant."""
    message = str(error)
    if "Out of Memory" in message:
        return QueryError(f"sql: expected a query that needs less than {MEMORY} of memory")
    if "INTERRUPT" in message:
        return QueryError(f"sql: expected an answer within {SECONDS:g} s")
    head, _, rest = message.partition("LINE ")
    place = rest.partition(":")[0]
    words = " ".join(re.sub(r"^(?:INTERNAL|[A-Z]\w*) Error: ", "", head).split())
    slips = sorted(set(DOTTED.findall(QUOTED.sub(" ", query))))
    hint = f"; with dots it needs double quotes: {', '.join(map(_quoted, slips))}" if slips else ""
    return QueryError(f"sql: {f'line {place}: ' if place.isdigit() else ''}{words[:400]}{hint}")


def _quoted(name: str) -> str:
    return f'"{name}"'


def _zoned(table: pa.Table) -> pa.Table:
    """Times with their zone, UTC, in microseconds, which is what DuckDB's own have."""
    for n, field in enumerate(table.schema):
        if pa.types.is_timestamp(field.type):
            times = table.column(n).cast(pa.timestamp("us"), safe=False)
            table = table.set_column(n, field.name, times.cast(pa.timestamp("us", "UTC")))
    return table


def _pandas(table: pa.Table) -> pd.DataFrame:
    """Columns as pandas has them: whole numbers stay whole beside null, decimals become floats."""
    for n, field in enumerate(table.schema):
        if pa.types.is_decimal(field.type):
            whole = field.type.scale == 0 and _fits(table.column(n))
            kind = pa.int64() if whole else pa.float64()
            table = table.set_column(n, field.name, table.column(n).cast(kind, safe=False))
    frame: pd.DataFrame = table.to_pandas()
    for n, field in enumerate(table.schema):
        if pa.types.is_integer(field.type) and table.column(n).null_count:
            frame.isetitem(n, pd.array(table.column(n).to_pylist(), dtype="Int64"))
    return frame


def _fits(column: pa.ChunkedArray) -> bool:
    return all(one is None or abs(one) < 1 << 63 for one in column.to_pylist())

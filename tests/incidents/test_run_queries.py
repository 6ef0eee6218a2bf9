"""Queries on a run: right answers from SQL, PromQL and conditions; refusals that cost nothing."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from course.errors import CourseError, QueryError, ScenarioError
from course.incidents import Incident, run_queries
from course.incidents.incident import holding
from course.incidents.replayed_run import replay
from tests.incidents.runs import NAME

HOSTILE = {
    "copy logs to '/tmp/x.csv'": "expected one SELECT and nothing else, got COPY",
    "attach '/tmp/x.db'": "got ATTACH",
    "install httpfs": "expected one SELECT",
    "load json": "expected one SELECT",
    "pragma version": "got PRAGMA",
    "set threads = 4": "got SET",
    "call pragma_version()": "got CALL",
    "create table x as select 1": "got CREATE",
    "drop view logs": "got DROP",
    "delete from logs": "got DELETE",
    "export database '/tmp/x'": "got EXPORT",
    "explain select 1": "got EXPLAIN",
    "pivot logs on severity_text": "IN (…)",
    "select 1; select 2": "got SELECT and SELECT",
    "select 1; drop table logs": "got SELECT and DROP",
    "-- nothing": "got nothing",
    "select * from read_csv('/etc/passwd')": "read_csv: expected a table",
    "from read_text('/etc/hostname')": "read_text: expected a table",
    "select (select count(*) from glob('/etc/*'))": "glob: expected a table",
    "with x as (from read_blob('/etc/passwd')) from x": "read_blob: expected a table",
    "select * from '/etc/passwd'": "/etc/passwd does not exist",
    "select * from query('select 1')": "query: expected a table",
    "select * from duckdb_settings()": "duckdb_settings: expected a table",
    "select getenv('HOME')": "getenv does not exist",
    "select repeat('x', 2000000000)": "repeat: not available",
    "select length(x.lpad(2000000000, 'x')) from (select 'y' x)": "lpad: not available",
    "select length(range(1000000000))": "range: not available",
    "select list(range) from range(1000000000)": "less than 256MB",
    "select * from range(1000000000)": "at most 100000 rows",
    "select timestamp from logs a, (select 1 from logs b limit 200)": "at most 100000 rows",
    "select * from nothing": "nothing does not exist",
}


@pytest.fixture
def incident(tmp_path: Path) -> Incident:
    run = Incident(NAME, seed=7, folder=tmp_path)
    run.advance("7m")
    return run


@pytest.fixture(scope="module")
def shared() -> Incident:
    """One run for looks that only read; its time goes on with each."""
    run = Incident(NAME, seed=7)
    run.advance("7m")
    return run


def test_sql_counts_what_the_tables_hold(incident: Incident) -> None:
    """Groups as pyarrow counts them, as of the end of the look, at its price, in one line."""
    before = incident.now_s
    frame = incident.sql(
        "select \"service.name\" s, count(*) n from logs where severity_text = 'ERROR' group by 1"
    )
    logs = incident.seen.logs
    wanted = logs.filter(pa.compute.equal(logs["severity_text"].cast(pa.string()), "ERROR"))
    counted = wanted.group_by("service.name").aggregate([("body", "count")]).to_pylist()

    assert dict(zip(frame["s"], frame["n"], strict=True)) == {
        row["service.name"]: row["body_count"] for row in counted
    }
    assert incident.now_s - before == incident.scenario.price("sql") == 15
    assert [e.verb for e in incident.entries] == ["begin", "advance", "sql"]
    assert incident.entries[-1].args == {"query": frame.asked}


def test_each_table_is_there_with_its_time(shared: Incident) -> None:
    """Times have a zone, and now() is the scenario's, not the wall's."""
    for table, time in (
        ("logs", "timestamp"),
        ("spans", "start_time"),
        ("deploys", "timestamp"),
        ("audit", "timestamp"),
        ("alerts", "pending_at"),
    ):
        frame = shared.sql(f"select {time} t, now() n from {table} limit 3")
        assert str(frame["t"].dt.tz) == "UTC"
        assert frame["n"].iloc[0] == pd.Timestamp(shared.seen.now_ms, unit="ms", tz="UTC")
    names = shared.sql("select rule, state, labels from alerts").to_dict("records")
    assert names == [
        {"rule": "CheckoutErrors", "state": "firing", "labels": '{"service_name": "web"}'}
    ]


def test_numbers_keep_their_kind(shared: Incident) -> None:
    """A whole number beside null stays whole; a sum is a number, not a decimal object."""
    frame = shared.sql(
        'select "http.request.resend_count" r, sum(1) over () s, 1.5 d, sum(d) over () e from logs '
        "limit 4"
    )
    assert [str(kind) for kind in frame.dtypes] == ["Int64", "int64", "float64", "float64"]


@pytest.mark.parametrize("query", HOSTILE)
def test_what_is_no_plain_select_is_refused_and_costs_nothing(shared: Incident, query: str) -> None:
    """By name; no line, no time, and the system is as if it had not been asked."""
    before = (list(shared.entries), shared.now_s, shared.engine.now)

    with pytest.raises(QueryError) as caught:
        shared.sql(query)

    assert HOSTILE[query] in str(caught.value)
    assert "\n" not in str(caught.value)
    assert before == (shared.entries, shared.now_s, shared.engine.now)


@pytest.mark.parametrize(
    "query",
    [
        "with recursive x as (select 1 a union all select a + 1 from x) select max(a) from x",
        "select count(*) from range(1000000) a, range(1000000) b, range(1000) c",
    ],
)
def test_what_does_not_end_is_stopped(
    shared: Incident, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An endless recursion and a cross join of a billion billion rows."""
    monkeypatch.setattr(run_queries, "SECONDS", 0.2)
    with pytest.raises(QueryError, match=r"expected an answer within 0\.2 s"):
        shared.sql(query)


def test_nothing_of_one_query_is_left_for_the_next(shared: Incident) -> None:
    """A database lives for one query; Python's variables are no tables."""
    secret = pa.table({"x": [1]})
    assert len(secret) == 1
    with pytest.raises(QueryError, match="secret does not exist"):
        shared.sql("select * from secret")


def test_an_unquoted_dotted_name_gets_a_hint_and_its_line(shared: Incident) -> None:
    """The slip that everybody makes; a name in quotes or in text is not meant."""
    with pytest.raises(QueryError) as caught:
        shared.sql("select 1,\n  service.name, 'client.address'\nfrom logs")
    assert "line 2" in str(caught.value)
    assert str(caught.value).endswith('with dots it needs double quotes: "service.name"')


def test_summaries_and_pivots_with_names_are_selects(shared: Incident) -> None:
    """What reads is allowed, in DuckDB's other spellings too."""
    assert len(shared.sql("summarize deploys")) == 6
    assert set(shared.sql("show tables")["name"]) == {"alerts", "audit", "deploys", "logs", "spans"}
    pivot = shared.sql(
        "pivot logs on severity_text in ('INFO', 'ERROR') using count(*) group by \"service.name\""
    )
    assert {"INFO", "ERROR"} <= set(pivot.columns)
    assert len(shared.sql("select * from unnest([1, 2]) t, generate_series(1, 3) s")) == 6


@pytest.mark.parametrize(
    "condition",
    [
        "service.name = 'checkout' and severity_text = 'ERROR'",
        "\"service.name\" = 'checkout' AND \"severity_text\" IN ('ERROR')",
        "service.name like 'check%' and severity_number >= 17",
    ],
)
def test_logs_take_a_condition(shared: Incident, condition: str) -> None:
    """Dotted names with or without quotes; rows in their order, with the table's own types."""
    rows = shared.logs(condition)
    logs = shared.seen.logs
    expected = [
        row
        for row in logs.to_pylist()
        if row["service.name"] == "checkout" and row["severity_text"] == "ERROR"
    ]

    assert rows.to_pylist() == expected
    assert rows.schema == logs.schema


def test_words_are_no_condition(shared: Incident) -> None:
    """Without a quote or a comparison, all words must occur, as ever."""
    rows = shared.logs("keyerror checkout")
    assert len(rows) == len(holding(shared.seen.logs, "keyerror checkout")) > 0
    assert [
        run_queries.is_condition(q) for q in ("*", "a b", "a = 1", "it's", 'the "x"', "a > b")
    ] == [
        False,
        False,
        True,
        True,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("count(*) > 3", "true or false for each line"),
        ("severity_text = 'ERROR', 1 = 1", "true or false for each line"),
        ("1 = 1), (2 = 2", "one condition"),
        ("1 = 1) from logs; drop table (x", "syntax error"),
        ("1=1) --", "true or false for each line"),
        ("body + '1'", "logs: "),
        ("KeyError: 'coupon'", "any other as words"),
        ("exists (from read_csv('x') where 1 = 1)", "read_csv: expected a table"),
        ("service.nam = 'x'", "logs: line 1"),
    ],
)
def test_what_is_no_condition_is_refused(shared: Incident, query: str, said: str) -> None:
    """It costs nothing, and says how the line is read."""
    lines = len(shared.entries)
    with pytest.raises(QueryError) as caught:
        shared.logs(query)
    assert said in str(caught.value)
    assert str(caught.value).startswith("logs: ")
    assert len(shared.entries) == lines


def test_promql_answers_at_now_or_at_a_time(incident: Incident) -> None:
    """By clock or by the time since the start; priced as a look at metrics."""
    now = incident.promql("sum by (service_name) (up)")
    assert dict(zip(now["service_name"], now["value"], strict=True)) == {
        "web": 2,
        "checkout": 4,
        "catalog": 2,
        "stock": 1,
        "payment": 1,
    }
    assert (incident.entries[-1].verb, incident.now_s) == ("metrics", 1030)
    by_clock = incident.promql('count(up{service_version="v42"})', at="14:11")
    by_time = incident.promql('count(up{service_version="v42"})', at="11m")
    assert by_clock.equals(by_time)


def test_promql_over_a_time_counts_back_from_its_end(incident: Incident) -> None:
    """Steps end at the end; nothing is before the run; deploys and acts are marked."""
    incident.declare(2)
    incident.act.rollback(service="checkout")
    frame = incident.promql("sum(rate(http_server_request_duration_seconds_count[1m]))", over="30m")
    times = frame.index

    assert (times[-1].strftime("%H:%M:%S"), str(times.tz)) == (incident.clock, "UTC")  # type: ignore[attr-defined]
    assert times[0] >= pd.Timestamp("2026-03-02 14:00", tz="UTC")
    assert set((times[1:] - times[:-1]).total_seconds()) == {15.0}
    assert [(m.kind, m.text) for m in frame.markers] == [
        ("deploy", "deploy catalog v18"),
        ("deploy", "deploy checkout v42"),
        ("declare", "declared"),
        ("act", "rollback checkout"),
    ]
    assert (frame.unit, frame.shape[1]) == ("per second", 1)
    since = incident.promql("up", over="14:12", at="14:13", step="30s")
    assert [t.strftime("%H:%M:%S") for t in since.index] == ["14:12:00", "14:12:30", "14:13:00"]


@pytest.mark.parametrize(
    ("query", "given", "said"),
    [
        ("sum(", {}, "query: unclosed"),
        ("up", {"at": "15:30"}, "at: expected a time up to now, 14:"),
        ("up", {"at": "13:00"}, "expected a time up to now"),
        ("up", {"at": "noon"}, "expected a duration"),
        ("up", {"over": "5m", "step": "0s"}, "steps above 0"),
        ("up", {"over": "14:17", "at": "14:12"}, "expected a time before 14:12:00"),
        ("up", {"over": "5m", "step": "never"}, "expected a duration"),
        ("", {}, "at least 1 character"),
        ("u" * 5000, {}, "at most 4000 characters"),
    ],
)
def test_a_wrong_query_or_time_costs_nothing(
    shared: Incident, query: str, given: dict[str, str], said: str
) -> None:
    """What is wrong is named; the journal has no line of it."""
    before = (len(shared.entries), shared.now_s, shared.engine.now)
    with pytest.raises(CourseError) as caught:
        shared.promql(query, **given)
    assert said in str(caught.value)
    assert before == (len(shared.entries), shared.now_s, shared.engine.now)


def test_after_the_end_nothing_is_answered(incident: Incident) -> None:
    """A run that was closed has no more looks."""
    incident.close()
    with pytest.raises(ScenarioError, match="the run is over"):
        incident.sql("select 1")


def test_queries_replay_as_they_were_asked(incident: Incident) -> None:
    """Refused ones are not there; the system went the same way as in the replay."""
    incident.sql("select count(*) from spans")
    with pytest.raises(QueryError):
        incident.promql("sum(")
    incident.promql("up", over="5m")
    incident.logs("service.name = 'web'")
    again = Incident(NAME, seed=7, folder=incident._path.parent)  # type: ignore[union-attr]

    assert again.engine.digest() == incident.engine.digest()
    assert replay(incident.journal, incident.scenario).journal == incident.journal

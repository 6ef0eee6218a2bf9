"""Prometheus' API over a run: shapes, refusals, a journal that grows, and real clients."""

import asyncio
import json
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from tornado.ioloop import IOLoop
from tornado.netutil import bind_sockets

from course.errors import ScenarioError, SubmissionError
from course.incidents.incident import Incident
from course.incidents.scenario_files import load_scenario
from course.prometheus_api import FollowedRun, app, server_of, source_of, unattended_run
from course.prometheus_api.followed_run import RunView
from course.prometheus_api.handlers import FAR_MS, moment, number, rows_of
from course.promql import QueryResult
from course.simulation.telemetry.expressions import Rate

NAME = "bad-canary"
T0 = 1_772_460_000  # 14:00
Get = Callable[..., tuple[int, Any]]
PROMTOOL = shutil.which("promtool")


@contextmanager
def served(source: Callable[[], RunView]) -> Iterator[int]:
    """A server in a thread of its own; gives its port."""
    ready, loops, ports = threading.Event(), [], []

    def run() -> None:
        async def forever() -> None:
            sockets = bind_sockets(0, "127.0.0.1")
            server = server_of(app(source))
            server.add_sockets(sockets)
            loops.append(IOLoop.current())
            ports.append(sockets[0].getsockname()[1])
            stopped.append(asyncio.Event())
            ready.set()
            await stopped[0].wait()
            server.stop()
            await server.close_all_connections()

        asyncio.run(forever())

    stopped: list[asyncio.Event] = []
    thread = threading.Thread(target=run)
    thread.start()
    assert ready.wait(30)
    try:
        yield ports[0]
    finally:
        loops[0].add_callback(stopped[0].set)
        thread.join(30)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A run which nobody plays, at 14:17."""
    with served(unattended_run(load_scenario(NAME), 7, "14:17")) as port_number:
        yield port_number


def ask(
    port: int,
    path: str,
    body: dict[str, Any] | None = None,
    *,
    host: str = "localhost",
    raw: str | None = None,
    method: str | None = None,
    **parameters: Any,
) -> tuple[int, Any]:
    """Status and JSON of an address below /api/v1."""
    headers = {"Host": host}
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    address = (
        raw or f"/api/v1/{path}{'?' + urlencode(parameters, doseq=True) if parameters else ''}"
    )
    method = method or ("GET" if body is None else "POST")
    sent = None if body is None else urlencode(body, doseq=True)
    with closing(HTTPConnection("127.0.0.1", port, timeout=120)) as connection:
        connection.request(method, address, sent, headers)
        with connection.getresponse() as answer:
            text = answer.read().decode()
    kind = answer.getheader("Content-Type") or ""
    assert answer.getheader("Access-Control-Allow-Origin") is None
    return answer.status, json.loads(text) if "json" in kind else text


def test_an_instant_has_prometheus_shape(port: int) -> None:
    """By GET and by POST, at any time; the default is the run's now."""
    query = "sum by (service_name) (up)"
    wanted = {"web": "2", "checkout": "4", "catalog": "2", "stock": "1", "payment": "1"}
    for status, data in (
        ask(port, "query", query=query),
        ask(port, "query", {"query": query, "time": T0 + 1020}),
        ask(port, "query", query=query, time="2026-03-02T14:17:00Z"),
        ask(port, "query", query=query, time="2026-03-02T15:17:00.000+01:00"),
    ):
        assert (status, data["status"]) == (200, "success")
        assert data["data"]["resultType"] == "vector"
        rows = data["data"]["result"]
        assert {row["metric"]["service_name"]: row["value"][1] for row in rows} == wanted
        assert {row["value"][0] for row in rows} == {T0 + 1020}


def test_a_range_has_prometheus_shape(port: int) -> None:
    """Samples where they are, none where they are not; the values are the evaluator's."""
    parameters = {
        "query": 'count(up{service_version="v42"})',
        "start": T0 + 600,
        "end": T0 + 900,
        "step": "60s",
    }
    status, data = ask(port, "query_range", **parameters)
    assert status == 200
    assert data["data"]["resultType"] == "matrix"
    [row] = data["data"]["result"]
    assert row["metric"] == {}
    assert [t - T0 for t, _ in row["values"]] in ([720, 780, 840, 900], [780, 840, 900])
    assert {value for _, value in row["values"]} <= {"1", "2"}
    assert ask(port, "query_range", {**parameters, "step": 60})[1] == data
    rates = ask(
        port,
        "query_range",
        query="sum(rate(http_server_request_duration_seconds_count[1m]))",
        start=T0 + 60,
        end=T0 + 120,
        step=60,
    )[1]
    seen = unattended_run(load_scenario(NAME), 7, "14:17")().seen
    ours = Rate(metric="http_server_request_duration_seconds_count", over=60 * 10**9).value(
        seen.metrics
    )
    at = [int(np.searchsorted(seen.metrics.times_ms, (T0 + t) * 1000)) for t in (60, 120)]
    shown = [float(value) for _, value in rates["data"]["result"][0]["values"]]
    assert shown == pytest.approx([float(ours.values[0, n]) for n in at])


def test_scalars_strings_and_raw_samples(port: int) -> None:
    """The other kinds of results, and numbers that are none."""
    assert ask(port, "query", query="1/0")[1]["data"] == {
        "resultType": "scalar",
        "result": [T0 + 1020, "+Inf"],
    }
    assert ask(port, "query", query="'a'", time=T0 + 0.5)[1]["data"]["result"] == [T0 + 0.5, "a"]
    raw = ask(port, "query", query='up{service_name="stock"}[1m]')[1]["data"]
    assert raw["resultType"] == "matrix"
    assert len(raw["result"][0]["values"]) == 4


@pytest.mark.parametrize(
    ("path", "given", "status", "kind", "said"),
    [
        ("query", {"query": "sum("}, 400, "bad_data", "unclosed left parenthesis"),
        ("query", {}, 400, "bad_data", "query"),
        ("query", {"query": "up", "time": "noon"}, 400, "bad_data", "valid timestamp"),
        ("query", {"query": "up", "time": "nan"}, 400, "bad_data", "valid timestamp"),
        ("query", {"query": "up", "time": "1e300"}, 400, "bad_data", "valid timestamp"),
        ("query", {"query": "up", "time": "2026-03-02"}, 400, "bad_data", "valid timestamp"),
        ("query", {"query": "up", "limit": "-1"}, 400, "bad_data", "limit"),
        ("query", {"query": "up * on (service_name) up"}, 422, "execution", ""),
        ("query_range", {"query": "up", "end": 1, "step": 1}, 400, "bad_data", '"start"'),
        ("query_range", {"query": "up", "start": 5, "end": 1, "step": 1}, 400, "bad_data", '"end"'),
        ("query_range", {"query": "up", "start": 1, "end": 5}, 400, "bad_data", '"step"'),
        ("query_range", {"query": "up", "start": 1, "end": 5, "step": 0}, 400, "bad_data", "zero or negative"),
        ("query_range", {"query": "up", "start": 1, "end": 5, "step": "-1"}, 400, "bad_data", "zero or negative"),
        ("query_range", {"query": "up", "start": 1, "end": 5, "step": "inf"}, 400, "bad_data", "duration"),
        ("query_range", {"query": "up", "start": 0, "end": 11_000, "step": 1}, 400, "bad_data", "11,000"),
        ("series", {}, 400, "bad_data", "no match[]"),
        ("series", {"match[]": "sum(up)"}, 400, "bad_data", "selector"),
        ("series", {"match[]": "up offset 5m"}, 400, "bad_data", "selector"),
        ("series", {"match[]": ["up"] * 21}, 400, "bad_data", "at most 20"),
        ("labels", {"start": 5, "end": 1}, 400, "bad_data", '"end"'),
        ("nothing", {}, 404, "not_found", "no such address"),
    ],
)  # fmt: skip
def test_what_is_wrong_has_prometheus_error_shape(  # noqa: PLR0917 - a case a row
    port: int, path: str, given: dict[str, Any], status: int, kind: str, said: str
) -> None:
    """400 for what is not understood, 422 for what cannot be done."""
    got, found = ask(port, path, **given)
    assert (got, found["status"], found["errorType"]) == (status, "error", kind)
    assert said in found["error"]
    assert "data" not in found


def test_series_and_labels(port: int) -> None:
    """By selectors and by time; limits warn."""
    _, series = ask(
        port, "series", {"match[]": ['up{service_name="web"}', 'up{service_name=~"w.*"}']}
    )
    assert [s["service_instance_id"] for s in series["data"]] == ["web-0-0", "web-1-0"]
    assert ask(port, "labels", **{"match[]": "up"})[1]["data"] == [
        "__name__",
        "service_instance_id",
        "service_name",
        "service_version",
    ]
    values = "label/service_version/values"
    before = ask(port, values, **{"match[]": 'up{service_name="checkout"}', "end": T0 + 600})
    assert before[1]["data"] == ["v41"]
    assert ask(port, values, **{"match[]": 'up{service_name="checkout"}'})[1]["data"] == [
        "v41",
        "v42",
    ]
    limited = ask(port, "label/__name__/values", limit=2)[1]
    assert (len(limited["data"]), limited["warnings"]) == (2, ["results truncated due to limit"])
    assert "up" in ask(port, "label/__name__/values")[1]["data"]


def test_metadata_rules_alerts_and_build(port: int) -> None:
    """What Grafana asks beside queries."""
    up = ask(port, "metadata", metric="up")[1]["data"]["up"]
    assert up[0]["type"] == "gauge"
    assert ask(port, "metadata", limit=1)[1]["warnings"]
    [group] = ask(port, "rules")[1]["data"]["groups"]
    [alert] = ask(port, "alerts")[1]["data"]["alerts"]
    rule = next(r for r in group["rules"] if r["name"] == "CheckoutErrors")
    assert (rule["state"], rule["type"], rule["duration"]) == ("firing", "alerting", 60)
    assert rule["alerts"] == [alert]
    assert alert["labels"] == {
        "alertname": "CheckoutErrors",
        "severity": "page",
        "service_name": "web",
    }
    datetime.fromisoformat(alert["activeAt"])
    assert ask(port, "status/buildinfo")[1]["data"]["version"]
    assert ask(port, "", raw="/-/healthy")[0] == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("localhost:9090", 200),
        ("127.0.0.1:1", 200),
        ("[::1]:9090", 200),
        ("LOCALHOST", 200),
        ("evil.example", 403),
        ("localhost.evil.example:9090", 403),
        ("127.0.0.1.evil.example", 403),
        ("0.0.0.0", 403),
        ("", 403),
    ],
)
def test_only_loopback_names_are_answered(port: int, host: str, status: int) -> None:
    """A page elsewhere whose name was turned to this address gets nothing."""
    assert ask(port, "labels", host=host)[0] == status
    if status == 403:
        assert ask(port, "", raw="/-/healthy", host=host)[0] == 403


def test_floods_and_other_methods_are_refused(port: int) -> None:
    """No large body, no long address, nothing that writes."""
    with pytest.raises((HTTPException, OSError)):  # cut off, before a word of it is read
        ask(port, "query", {"query": "x" * 2_000_000})
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        assert ask(port, "query", method=method)[0] == 405
    assert ask(port, "label/up/values", {"x": 1})[0] == 405
    assert ask(port, "query", raw="/api/v1/query?query=%ff%fe")[0] == 400
    assert ask(port, "query", query="1")[0] == 200


def test_a_journal_is_followed_as_it_is_written(tmp_path: Path) -> None:
    """New lines change what is seen at the next request; half a line, or another run, is no harm."""
    incident = Incident(NAME, seed=7, folder=tmp_path)
    path = tmp_path / f"{NAME}.jsonl"
    source = FollowedRun(path)
    first = source()
    assert source() is first
    incident.advance("7m")
    incident.declare(2)
    incident.act.rollback(service="checkout")
    incident.advance("5m")
    second = source()
    assert first.seen.now_ms < second.seen.now_ms == incident.seen.now_ms
    assert second.seen.digest() == incident.seen.digest()
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"t": 9')
    assert source().seen.now_ms == second.seen.now_ms
    path.write_bytes(whole + b"noise\n")
    with pytest.raises(SubmissionError, match="line 6"):
        source()
    path.unlink()
    with pytest.raises(SubmissionError, match="no such file"):
        source()
    Incident(NAME, seed=8, folder=tmp_path).advance("1m")
    assert source().seen.digest() != second.seen.digest()


def test_a_journal_may_come_later(tmp_path: Path) -> None:
    """With the scenario's name, its start is served until there is one; another seed is refused."""
    path = tmp_path / "later.jsonl"
    source = FollowedRun(path, scenario=NAME, seed=7)
    with served(source) as port:
        start = load_scenario(NAME).start // 10**9
        assert ask(port, "query", query="time()")[1]["data"]["result"][0] == T0 + start
        other = Incident(NAME, seed=8, folder=tmp_path)
        (tmp_path / f"{NAME}.jsonl").rename(path)
        status, run = ask(port, "query", query="up")
        assert (status, run["errorType"]) == (503, "unavailable")
        assert "expected seed 7" in run["error"]
        assert other.seed == 8


def test_a_journal_is_no_link_no_pipe_and_no_flood(tmp_path: Path) -> None:
    """What lies where a journal should be is not followed, waited for, nor read whatever its size."""
    real, link, pipe, flood = (tmp_path / name for name in ("real", "link", "pipe", "flood"))
    real.write_text("{}\n")
    link.symlink_to(real)
    os.mkfifo(pipe)
    flood.write_bytes(b"x" * 3_000_000)
    for path in (link, pipe, flood, tmp_path, real):
        with pytest.raises(SubmissionError):
            FollowedRun(path)()


def test_a_source_is_a_journal_or_a_scenario(tmp_path: Path) -> None:
    """By its look; what cannot be is named."""
    assert source_of(NAME, seed=3)().seen.now_ms == (T0 + 2400) * 1000
    assert source_of(NAME, at="20m")().clock == "2026-03-02 14:20:00"
    with pytest.raises(ScenarioError, match="expected 14:00 to 14:40, got 15:00"):
        source_of(NAME, at="15:00")
    with pytest.raises(ScenarioError, match="--at"):
        source_of("a/b.jsonl", at="5m")
    with pytest.raises(SubmissionError):
        source_of(str(tmp_path / "none.jsonl"))()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"),
        (0.1, "0.1"),
        (1e21, "1" + "0" * 21),
        (1e-7, "0.0000001"),
        (-0.0, "-0"),
        (2.5e-3, "0.0025"),
        (float("nan"), "NaN"),
        (float("inf"), "+Inf"),
        (float("-inf"), "-Inf"),
        (1234567.25, "1234567.25"),
    ],
)
def test_numbers_are_written_as_prometheus_does(value: float, text: str) -> None:
    """Shortest digits, never an exponent."""
    assert number(value) == text


def test_times_are_seconds_or_rfc_3339() -> None:
    """To the millisecond, within bounds."""
    assert moment("1.5") == 1500
    assert moment("1970-01-01T00:00:01.25Z") == 1250
    assert moment("1970-01-01T01:00:00+01:00") == 0
    for wrong in ("", "x", "inf", "1970-01-01", "1970-01-01T00:00:00", str(FAR_MS)):
        with pytest.raises((ValueError, OverflowError)):
            moment(wrong)


def test_a_sample_that_is_not_a_number_is_a_sample() -> None:
    """Presence is told by `present`, not by the value."""
    answer = QueryResult(
        kind="matrix",
        labels=({"a": "x"}, {"a": "y"}),
        times_ms=np.array([1500, 2000]),
        values=np.array([[np.nan, 1], [2, 3]]),
        present=np.array([[True, False], [False, False]]),
    )
    assert rows_of(answer) == [{"metric": {"a": "x"}, "values": [[1.5, "NaN"]]}]


@pytest.mark.skipif(PROMTOOL is None, reason="promtool is not installed here")
def test_promtool_asks_it(port: int) -> None:
    """Prometheus' own client understands every answer."""

    def told(*words: str) -> str:
        command = [str(PROMTOOL), "query", words[0], *words[1:]]
        return subprocess.run(
            command, capture_output=True, text=True, timeout=120, check=True
        ).stdout

    url = f"http://127.0.0.1:{port}"
    at = datetime.fromtimestamp(T0 + 960, UTC).isoformat()
    instant = told("instant", f"--time={at}", url, "sum by (service_name) (up)")
    assert '{service_name="checkout"} => 4 @[1772460960' in instant
    ranged = told("range", f"--start={T0}", f"--end={T0 + 60}", "--step=30s", url, "count(up)")
    assert ranged.count("@[") == 3
    assert 'service_instance_id="web-0-0"' in told("series", '--match=up{service_name="web"}', url)
    assert set(told("labels", url, "service_name").split()) >= {"web", "checkout", "payment"}
    failed = subprocess.run(
        [str(PROMTOOL), "query", "instant", url, "sum("],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "bad_data" in failed.stderr


def test_the_port_is_on_loopback_only(port: int) -> None:
    """Nobody else on the network can ask."""
    with socket.socket() as other:
        other.settimeout(2)
        assert other.connect_ex(("127.0.0.2", port)) != 0

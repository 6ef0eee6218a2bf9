"""The pages of Prometheus' API: what they take and give, a handler each, the server under them."""

import asyncio
import json
import math
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import numpy as np
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from course.errors import CourseError, Problem, QueryError, ScenarioError
from course.incidents.run_queries import MetricsStorage
from course.incidents.scenario import SECOND
from course.prometheus_api.followed_run import RunView
from course.promql import Matcher, QueryResult, SampleBlock, instant, over
from course.promql.query_text import NotEvaluatedError
from course.promql.syntax import Selector
from course.promql.syntax import parse as parsed
from course.simulation.telemetry.alerts import Alert, Rule, evaluate, state_at

FAR_MS = 1 << 52  # some 140,000 years either way
STATUS = {"bad_data": 400, "execution": 422, "unavailable": 503, "not_found": 404}


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """An answer in Prometheus' shape of errors; `kind` is its `errorType`."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def rows_of(result: QueryResult) -> list[Any]:
    """Give samples as [seconds, text], by series; series without any are left out."""
    times = [_seconds(int(ms)) for ms in result.times_ms]
    if result.kind == "string":
        return [times[0], result.text]
    if result.kind == "scalar":
        return [times[0], number(float(result.values[0, 0]))]
    rows: list[Any] = []
    for labels, values, present in zip(result.labels, result.values, result.present, strict=True):
        samples = [[times[n], number(float(values[n]))] for n in np.flatnonzero(present)]
        if samples and result.kind == "vector":
            rows.append({"metric": labels, "value": samples[0]})
        elif samples:
            rows.append({"metric": labels, "values": samples})
    return rows


def number(value: float) -> str:
    """As Prometheus writes it: shortest digits that read back, without an exponent."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "+Inf" if value > 0 else "-Inf"
    text = format(Decimal(repr(value)), "f")
    return text.removesuffix(".0")


def _seconds(ms: int) -> int | float:
    return ms // 1000 if ms % 1000 == 0 else ms / 1000


def moment(text: str) -> int:
    """Unix ms of seconds as a number, or of RFC 3339. Raises ValueError or OverflowError."""
    try:
        seconds = float(text)
    except ValueError:
        when = datetime.fromisoformat(text)
        if when.tzinfo is None or "T" not in text.upper():
            raise
        seconds = when.timestamp()
    ms = round(seconds * 1000)
    if abs(ms) > FAR_MS:
        raise ValueError(text)
    return ms


def span_ms(text: str, name: str) -> int:
    """Milliseconds of a duration, as seconds or as 1h30m. Refuses what is none, or too long."""
    import promql_parser

    try:
        try:
            seconds = float(text)
        except ValueError:
            seconds = promql_parser.parse_duration(text[:60]).total_seconds()
        ms = round(seconds * 1000)  # raises for NaN and infinities
    except (ValueError, OverflowError):
        raise bad(name, f"cannot parse {text[:60]!r} to a valid duration") from None
    if abs(ms) > FAR_MS:
        raise bad(name, "expected a shorter duration")
    return ms


def bad(name: str, what: str) -> Refused:
    """Refuse a parameter."""
    return Refused("bad_data", f'invalid parameter "{name}": {what}')


def within(blocks: Iterable[SampleBlock], start: int, end: int) -> Iterable[dict[str, str]]:
    """Labels of series with a sample from start to end."""
    for block in blocks:
        first, last = np.searchsorted(block.times_ms, (start, end), side="left")
        last += int(last < len(block.times_ms) and block.times_ms[last] == end)
        present = block.presence()[:, first:last].any(axis=1)
        yield from (dict(block.labels[int(row)]) for row in np.flatnonzero(present))


def alerts_now(view: RunView) -> list[dict[str, Any]]:
    """Give alerts that are pending or firing."""
    alerts = state_at(evaluate(view.rules, view.seen.metrics), view.seen.now_ms)
    return [_alert(alert, view) for alert in alerts]


def _alert(alert: Alert, view: RunView) -> dict[str, Any]:
    rule = next(candidate for candidate in view.rules if candidate.name == alert.rule)
    named = {"alertname": alert.rule, "severity": alert.severity}
    return {
        "labels": {**alert.labels, **named},
        "annotations": notes(rule),
        "state": alert.state(view.seen.now_ms),
        "activeAt": rfc3339(alert.pending_ms),
        "value": f"{alert.value:e}",
    }


def notes(rule: Rule) -> dict[str, str]:
    """Annotations of a rule."""
    texts = {"summary": rule.summary, "runbook": rule.runbook}
    return {key: text for key, text in texts.items() if text}


def rfc3339(ms: int) -> str:
    """Write a time as Prometheus does."""
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat().replace("+00:00", "Z")


MOST_POINTS, MOST_BODY, MOST_SELECTORS = 11_000, 64 << 10, 20
LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}


class _Handler(RequestHandler):
    """A page: it checks that a loopback name was asked for, and writes what `answer` gives."""

    def initialize(self, source: Callable[[], RunView]) -> None:
        self.source = source

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        self.set_header("Content-Type", "application/json")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-store")

    def prepare(self) -> None:
        host = self.request.host.lower()
        if host.rsplit(":", 1)[0] not in LOOPBACK and host not in LOOPBACK:
            raise HTTPError(403)

    def get(self, *words: str) -> None:
        """Answer, in Prometheus' shapes."""
        try:
            data, warnings = self.answer(*words)
        except Refused as refused:
            self._refuse(STATUS[refused.kind], refused.kind, str(refused))
            return
        body: dict[str, Any] = {"status": "success", "data": data}
        self.finish(json.dumps(body | ({"warnings": list(warnings)} if warnings else {})))

    def answer(self, *words: str) -> tuple[Any, Sequence[str]]:
        """Data and warnings."""
        raise Refused("not_found", f"{'/'.join(words)}: no such address here")

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        del kwargs
        kind = {403: "forbidden", 404: "not_found", 405: "bad_data", 400: "bad_data"}
        self._refuse(status_code, kind.get(status_code, "internal"), self._reason)

    def _refuse(self, status: int, kind: str, message: str) -> None:
        self.set_status(status)
        self.finish(json.dumps({"status": "error", "errorType": kind, "error": message}))

    # What a request gives

    def view(self) -> RunView:
        """The run now."""
        try:
            return self.source()
        except CourseError as error:
            raise Refused("unavailable", str(error)) from None

    def text(self, name: str) -> str:
        """A parameter as text."""
        return str(self.get_argument(name, "", strip=False))

    def time(self, name: str, otherwise: int | None) -> int:
        """A time in Unix ms: seconds as a number, or RFC 3339."""
        text = self.text(name)
        if not text and otherwise is not None:
            return otherwise
        try:
            ms = moment(text)
        except (ValueError, OverflowError):
            raise bad(name, f"cannot parse {text[:60]!r} to a valid timestamp") from None
        return ms

    def step(self) -> int:
        """Steps in ms."""
        text = self.text("step")
        ms = span_ms(text, "step")
        if ms <= 0:
            raise bad("step", "zero or negative query resolution step widths are not accepted")
        return ms

    def lookback(self) -> int:
        """How long a sample is looked back for, in ms."""
        text = self.text("lookback_delta")
        ms = span_ms(text, "lookback_delta") if text else 300_000
        if ms <= 0:
            raise bad("lookback_delta", "expected a duration above 0")
        return ms

    def limit(self, rows: list[Any]) -> tuple[list[Any], Sequence[str]]:
        """No more than `limit`, and a warning where more was there."""
        text = self.text("limit")
        if not text.isdecimal() and text:
            raise bad("limit", "expected a whole number")
        most = int(text[:12] or 0)
        if most and len(rows) > most:
            return rows[:most], ["results truncated due to limit"]
        return rows, ()

    def selected(self, view: RunView) -> list[dict[str, str]]:
        """Labels of the series that `match[]`, `start` and `end` ask for; all without them."""
        texts = self.get_arguments("match[]", strip=False)
        if len(texts) > MOST_SELECTORS:
            raise bad("match[]", f"expected at most {MOST_SELECTORS}")
        start, end = self.time("start", -FAR_MS), self.time("end", FAR_MS)
        if end < start:
            raise bad("end", "end timestamp must not be before start timestamp")
        storage = MetricsStorage(metrics=view.seen.metrics)
        series: dict[tuple[tuple[str, str], ...], dict[str, str]] = {}
        for matchers in [_matchers(text) for text in texts] or [()]:
            try:
                blocks = list(storage.select(matchers))
            except ValueError as error:
                raise bad("match[]", str(error)) from None
            for labels in within(blocks, start, end):
                series[tuple(sorted(labels.items()))] = labels
        return list(series.values())


class _Query(_Handler):
    def answer(self, *words: str) -> tuple[Any, Sequence[str]]:
        del words
        view, query = self.view(), self._query()
        at = self.time("time", view.seen.now_ms)
        lookback = self.lookback()
        storage = MetricsStorage(metrics=view.seen.metrics)
        result = _evaluated(lambda: instant(query, storage, at, lookback_ms=lookback))
        return self._shown(result)

    post = _Handler.get

    def _query(self) -> str:
        query = self.text("query")
        try:
            parsed(query, step_ms=1000, range_ms=1000)  # theirs come when it is answered
        except QueryError as error:
            kind = "execution" if isinstance(error, NotEvaluatedError) else "bad_data"
            raise Refused(kind, str(error)) from None
        return query

    def _shown(self, result: QueryResult) -> tuple[Any, Sequence[str]]:
        rows, warnings = rows_of(result), list(result.warnings)
        if result.kind in ("vector", "matrix"):
            rows, more = self.limit(rows)
            warnings += more
        return {"resultType": result.kind, "result": rows}, warnings


class _QueryRange(_Query):
    def answer(self, *words: str) -> tuple[Any, Sequence[str]]:
        del words
        start, end, step = self.time("start", None), self.time("end", None), self.step()
        if end < start:
            raise bad("end", "end timestamp must not be before start time")
        if (end - start) // step >= MOST_POINTS:
            raise Refused("bad_data", "exceeded maximum resolution of 11,000 points per timeseries")
        view, query, lookback = self.view(), self._query(), self.lookback()
        storage = MetricsStorage(metrics=view.seen.metrics)
        return self._shown(
            _evaluated(lambda: over(query, storage, start, end, step, lookback_ms=lookback))
        )

    post = _Handler.get


class _Series(_Handler):
    def answer(self, *words: str) -> tuple[Any, Sequence[str]]:
        del words
        if not self.get_arguments("match[]"):
            raise Refused("bad_data", "no match[] parameter provided")
        return self.limit(self.selected(self.view()))

    post = _Handler.get


class _Labels(_Handler):
    def answer(self, *words: str) -> tuple[Any, Sequence[str]]:
        del words
        names = {label for labels in self.selected(self.view()) for label in labels}
        return self.limit(sorted(names))

    post = _Handler.get


class _Values(_Handler):
    def answer(self, *words: str) -> tuple[Any, Sequence[str]]:
        rows = self.selected(self.view())
        return self.limit(sorted({labels[words[0]] for labels in rows if words[0] in labels}))


class _Metadata(_Handler):
    def answer(self, *words: str) -> tuple[Any, Sequence[str]]:
        del words
        metric = self.text("metric")
        families = self.view().seen.metrics.families.values()
        metadata = {
            f.of: [{"type": f.kind, "help": f.help, "unit": f.unit}]
            for f in families
            if not metric or f.of == metric
        }
        names, warnings = self.limit(sorted(metadata))
        return {name: metadata[name] for name in names}, warnings


class _Rules(_Handler):
    def answer(self, *words: str) -> tuple[Any, Sequence[str]]:
        del words
        view = self.view()
        firing = alerts_now(view)
        now = rfc3339(view.seen.now_ms)
        rules = [
            {
                "name": rule.name,
                "query": rule.promql(),
                "duration": rule.hold / SECOND,
                "keepFiringFor": rule.keep / SECOND,
                "labels": {"severity": rule.severity},
                "annotations": notes(rule),
                "health": "ok",
                "lastError": "",
                "type": "alerting",
                "evaluationTime": 0,
                "lastEvaluation": now,
                "alerts": [a for a in firing if a["labels"]["alertname"] == rule.name],
                "state": max(
                    (a["state"] for a in firing if a["labels"]["alertname"] == rule.name),
                    key=("inactive", "pending", "firing").index,
                    default="inactive",
                ),
            }
            for rule in view.rules
        ]
        group = {
            "name": view.name,
            "file": f"{view.name}.yaml",
            "interval": 15,
            "rules": rules,
            "limit": 0,
            "evaluationTime": 0,
            "lastEvaluation": now,
        }
        return {"groups": [] if self.text("type") == "record" else [group]}, ()


class _Alerts(_Handler):
    def answer(self, *words: str) -> tuple[Any, Sequence[str]]:
        del words
        return {"alerts": alerts_now(self.view())}, ()


class _Build(_Handler):
    def answer(self, *words: str) -> tuple[Any, Sequence[str]]:
        """Version of Prometheus whose meaning queries have here; Grafana asks for it."""
        del words
        return {
            "version": "3.0.0",
            "revision": "",
            "branch": "",
            "buildUser": "",
            "buildDate": "",
            "goVersion": "",
            "application": "course incident",
        }, ()


class _Healthy(_Handler):
    def get(self, *words: str) -> None:
        del words
        self.set_header("Content-Type", "text/plain")
        self.finish("The incident is Healthy.\n")


def app(source: Callable[[], RunView]) -> Application:
    """Make the application.

    Parameters
    ----------
    source
        Gives the run as it stands; it is called once a request.

    Returns
    -------
    tornado.web.Application
        It answers loopback names only.
    """
    v1, arguments = "/api/v1", {"source": source}
    pages: dict[str, type[_Handler]] = {
        rf"{v1}/query": _Query,
        rf"{v1}/query_range": _QueryRange,
        rf"{v1}/series": _Series,
        rf"{v1}/labels": _Labels,
        rf"{v1}/label/([^/]{{1,200}})/values": _Values,
        rf"{v1}/metadata": _Metadata,
        rf"{v1}/rules": _Rules,
        rf"{v1}/alerts": _Alerts,
        rf"{v1}/status/buildinfo": _Build,
        "/-/(?:healthy|ready)": _Healthy,
        "(/.*)": _Handler,
    }
    routes = [(path, handler, arguments) for path, handler in pages.items()]
    return Application(routes, log_function=lambda handler: None)  # noqa: ARG005


def serve(application: Application, port: int, ready: Callable[[str], object]) -> None:
    """Serve on 127.0.0.1 until interrupted.

    Parameters
    ----------
    application
        As `app` makes it.
    port
        0 is any free one.
    ready
        Gets the address once requests are taken.

    Raises
    ------
    ScenarioError
        For a port that cannot be had.
    """
    if not 0 <= port <= 65_535:  # a larger one would be taken modulo 65,536
        raise ScenarioError(Problem(f"port {port}", "expected 0 to 65535"))

    async def forever() -> None:
        try:
            sockets = bind_sockets(port, "127.0.0.1")
        except OSError as error:
            raise ScenarioError(Problem(f"port {port}", str(error.strerror))) from None
        server = server_of(application)
        server.add_sockets(sockets)
        ready(f"http://127.0.0.1:{sockets[0].getsockname()[1]}")
        try:
            await asyncio.Event().wait()
        finally:
            server.stop()

    asyncio.run(forever())


def server_of(application: Application) -> HTTPServer:
    """Server with bounds on what one request may bring."""
    return HTTPServer(
        application,
        max_body_size=MOST_BODY,
        max_buffer_size=2 * MOST_BODY,
        max_header_size=MOST_BODY,
        idle_connection_timeout=300,
        body_timeout=30,
    )


def _evaluated(evaluate_: Callable[[], QueryResult]) -> QueryResult:
    try:
        return evaluate_()
    except QueryError as error:
        raise Refused("execution", str(error)) from None


def _matchers(text: str) -> tuple[Matcher, ...]:
    try:
        selector = parsed(text)
    except QueryError as error:
        raise Refused("bad_data", str(error)) from None
    if not isinstance(selector, Selector) or selector.offset_ms or selector.at is not None:
        raise bad("match[]", "expected a selector of series")
    return selector.matchers

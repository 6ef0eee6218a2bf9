"""The engine's spans and log lines as Arrow tables with OpenTelemetry's columns.

What the kernel knows for scoring (hostile, poison, exposed, foreign) is not among the columns.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from course.simulation.kernel import codes
from course.simulation.telemetry import otel_names as words_of
from course.simulation.telemetry.columns import (
    Array,
    hexed,
    numbers,
    prefixed,
    spelled,
    times,
    trace_hex,
    words,
)
from course.simulation.telemetry.otel_names import EVENTS, KINDS, PHRASES, STATUSES, OtelNames

_ERRORS = (codes.LOG_FAILED, codes.LOG_CALL, codes.LOG_LOGIN_FAILED, codes.LOG_MESSAGE)
_ANSWERED = (*_ERRORS, codes.LOG_LOCKED, codes.LOG_ACCESS)


def spans_table(spans: Array, otel: OtelNames, start_ms: int) -> pa.Table:
    """Spans in the order of their ends; `duration_ms` and waits in milliseconds."""
    kind = spans["kind"]
    queue = _queue_of(spans, otel)
    served, called = kind == codes.SERVER, kind == codes.CALLER
    rooted = kind == codes.CLIENT
    route = np.where(served | called, spans["route"], -1)
    route = np.where(rooted, _take(otel.source_route, np.where(rooted, spans["source"], -1)), route)
    service = _pick(
        (served, otel.replica_service, spans["replica"]),
        (called, otel.edge_service, spans["edge"]),
        (queue >= 0, otel.queue_service, queue),
        other=len(otel.services) - 1,
    )
    status = STATUSES[spans["status"]]
    failed = status >= np.where(served | rooted, 500, 400)
    start = start_ms * 1_000_000
    return pa.table(
        {
            "trace_id": trace_hex(spans["trace_id"]),
            "span_id": hexed(spans["span_id"]),
            "parent_span_id": hexed(spans["parent_id"], spans["parent_id"] != 0),
            "name": spelled(
                (kind, route, queue),
                lambda *values: _span_name(otel, *values),
            ),
            "kind": words(kind, KINDS),
            "start_time": times(spans["t0"] + start),
            "end_time": times(spans["t1"] + start),
            "duration_ms": numbers((spans["t1"] - spans["t0"]) / 1e6),
            "status_code": words(failed.astype(np.int8), ("UNSET", "ERROR")),
            **_process(spans, otel, service),
            "http.route": words(route, otel.paths),
            "http.response.status_code": numbers(status),
            "error.type": _error(spans["why"], status, failed),
            "server.address": words(np.where(called, spans["route"], -1), _services(otel)),
            "http.request.resend_count": numbers(spans["attempt"], (spans["attempt"] > 0) & called),
            "messaging.destination.name": words(queue, otel.names.queues),
            "app.worker.wait_ms": numbers(spans["waited_worker"] / 1e6, served),
            "db.client.connection.wait_ms": numbers(spans["waited_pool"] / 1e6, served),
            "http.response.body.size": numbers(spans["payload"], served & (spans["payload"] > 0)),
            "app.cache.hit": _bit(spans, codes.CACHE_HIT, served),
            "app.degraded": _bit(spans, codes.DEGRADED, served | rooted),
            "app.hedged": _bit(spans, codes.HEDGED, served),
            **_asker(spans, otel),
        }
    )


def logs_table(logs: Array, otel: OtelNames, start_ms: int) -> pa.Table:
    """Log lines in their order; `body` is what an engineer would read."""
    event = logs["event"]
    of_queue = (event == codes.LOG_MESSAGE) | (event == codes.LOG_DEAD)
    edge = np.where(
        of_queue | np.isin(event, (codes.LOG_FAILED, codes.LOG_ACCESS)), -1, logs["edge"]
    )
    part = np.where(of_queue, logs["edge"], -1)
    queue = _take(otel.partition_queue, part)
    service = _pick(
        (logs["replica"] >= 0, otel.replica_service, logs["replica"]),
        (queue >= 0, otel.queue_service, queue),
        (edge >= 0, otel.edge_service, edge),
        other=len(otel.services) - 1,
    )
    has_status = np.isin(event, _ANSWERED)
    status = STATUSES[logs["status"]]
    fields = (event, logs["route"], logs["status"], logs["why"], logs["edge"], logs["arg"])
    return pa.table(
        {
            "timestamp": times(logs["t"] + start_ms * 1_000_000),
            "severity_text": words(event, [severity for _, severity in EVENTS]),
            "severity_number": numbers(
                np.array([words_of.SEVERITIES[s] for _, s in EVENTS], dtype=np.int8)[event]
            ),
            "body": spelled(fields, lambda *values: _body(otel, *values)),
            "event_name": words(event, [name for name, _ in EVENTS]),
            "trace_id": trace_hex(logs["trace_id"]),
            "span_id": hexed(logs["span_id"], logs["span_id"] != 0),
            **_process(logs, otel, service),
            "http.route": words(logs["route"], otel.paths),
            "http.response.status_code": numbers(status, has_status),
            "error.type": _error(logs["why"], status, np.isin(event, _ERRORS)),
            "server.address": words(_take(otel.edge_route, edge), _services(otel)),
            "http.request.resend_count": numbers(
                logs["arg"], (event == codes.LOG_CALL) & (logs["arg"] > 0)
            ),
            "http.response.body.size": numbers(logs["arg"], event == codes.LOG_ACCESS),
            "messaging.destination.name": words(queue, otel.names.queues),
            "messaging.destination.partition.id": words(
                part, [str(number) for _, number in otel.names.partitions]
            ),
            **_asker(logs, otel),
        }
    )


def _services(otel: OtelNames) -> list[str]:
    """Service of each route."""
    return [otel.services[n] for n in otel.route_service]


def _take(table: npt.NDArray[np.int32], index: Array) -> npt.NDArray[np.int32]:
    """Entries of a table; -1 where the index is below 0."""
    padded = np.append(table, np.int32(-1))
    return padded[np.where(index < 0, len(table), index)]


def _pick(*choices: Any, other: int) -> npt.NDArray[np.int32]:
    """For each row, the first choice (condition, table, index) that holds."""
    picked = np.full(len(choices[0][0]), other, dtype=np.int32)
    for condition, table, index in reversed(choices):
        picked = np.where(condition, _take(table, np.where(condition, index, -1)), picked)
    return picked


def _queue_of(spans: Array, otel: OtelNames) -> npt.NDArray[np.int32]:
    """Queue of each delivery, which the call that it made names; -1 for other spans."""
    queue = np.full(len(spans), -1, dtype=np.int32)
    deliveries = np.flatnonzero(spans["kind"] == codes.DELIVERY)
    if not len(deliveries):
        return queue
    calls = spans[(spans["kind"] == codes.CALLER) & (_take(otel.edge_queue, spans["edge"]) >= 0)]
    if len(calls):
        order = np.argsort(calls["parent_id"], kind="stable")
        parents = calls["parent_id"][order]
        delivery_ids = spans["span_id"][deliveries]
        place = np.minimum(np.searchsorted(parents, delivery_ids), len(parents) - 1)
        queues = otel.edge_queue[calls["edge"][order][place]]
        queue[deliveries] = np.where(parents[place] == delivery_ids, queues, -1)
    return queue


def _process(rows: Array, otel: OtelNames, service: Array) -> dict[str, pa.Array]:
    """Resource attributes; an ingress has no version and no instance."""
    has_replica = rows["replica"] >= 0
    return {
        "service.name": words(service, otel.services),
        "service.version": spelled(
            (np.where(has_replica, rows["replica"], -1), rows["version"]),
            lambda replica, version: otel.version(replica, version) if replica >= 0 else "",
        ),
        "service.instance.id": spelled(
            (np.where(has_replica, rows["replica"], -1), rows["boot"]),
            lambda replica, boot: otel.instance(replica, boot) if replica >= 0 else "",
        ),
    }


def _error(why: Array, status: Array, failed: Array) -> pa.DictionaryArray:
    return spelled(
        (why, status), lambda w, s: words_of.ERROR_TYPES[w] or str(s), valid=np.asarray(failed)
    )


def _bit(spans: Array, bit: int, where: Array) -> pa.Array:
    return numbers((spans["marks"] & int(bit)) != 0, where)


def _asker(rows: Array, otel: OtelNames) -> dict[str, pa.Array]:
    """Who asked, and for what."""
    names = otel.names
    return {
        "tenant.id": words(rows["tenant"], names.tenants),
        "enduser.id": prefixed("user-", rows["subject"]),
        "client.address": spelled(
            (rows["address"], rows["network"]),
            lambda number, n: words_of.address(number, names.networks[n]),
        ),
        "client.network": words(rows["network"], names.networks),
        "user_agent.name": words(rows["agent"], names.agents),
        "app.token": words(rows["token"], names.tokens),
        "app.priority": numbers(rows["priority"]),
        "app.object.id": numbers(rows["obj"]),
        "app.object.owner": words(rows["owner"], names.tenants),
    }


def _span_name(otel: OtelNames, kind: int, route: int, queue: int) -> str:
    if kind == codes.DELIVERY:
        return f"process {otel.names.queues[queue]}" if queue >= 0 else "process"
    if route < 0:
        return "request"
    path = otel.paths[route]
    return path if kind != codes.CALLER else otel.services[otel.route_service[route]] + path


def _body(otel: OtelNames, *fields: int) -> str:
    """What a line says; numbers of one account, address or object stand in its attributes."""
    event, route, status, why, edge, arg = fields
    code, phrase = codes.STATUSES[status], PHRASES[why]
    path = otel.paths[route] if route >= 0 else "request"
    ending = f": {phrase}" if phrase else ""
    if event in (codes.LOG_MESSAGE, codes.LOG_DEAD):
        queue, number = otel.names.partitions[edge]
        where = f"{queue}[{number}]"
        if event == codes.LOG_MESSAGE:
            return f"delivery from {where} failed with {code} on try {arg}{ending}"
        return f"message from {where} moved to the dead-letter queue"
    callee = "".join(otel.callee(edge)) if edge >= 0 else ""
    lines = {
        codes.LOG_FAILED: f"{path} failed with {code}{ending}",
        codes.LOG_CALL: f"call of {callee} failed with {code} on attempt {arg + 1}{ending}",
        codes.LOG_OPENED: f"circuit breaker for {callee} opened",
        codes.LOG_CLOSED: f"circuit breaker for {callee} closed",
        codes.LOG_LOGIN_FAILED: f"login failed: {phrase}",
        codes.LOG_LOGIN: "login succeeded",
        codes.LOG_LOCKED: "account locked after failed logins",
        codes.LOG_ACCESS: f"{path} answered {code} with {arg} bytes",
        codes.LOG_BUDGET: f"retry budget for {callee} is spent after attempt {arg + 1}",
    }
    if event == codes.LOG_NOTE:
        return otel.names.notes[arg]
    return lines[event]

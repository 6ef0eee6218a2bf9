"""Names component and cause from telemetry alone: the proof that a scenario can be solved.

It reads what a learner can read (metrics, logs, spans, logs of deeds, who calls whom), compares
the last minutes with those before the learner came, and tries rules from the most telling on.
It knows no scenario and no truth; a scenario that it cannot solve does not show what it should.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from course.simulation.telemetry.snapshot import Telemetry
from course.simulation.telemetry.topology import topology

SERVER = "http_server_request_duration_seconds"
Window = tuple[int, int]  # Unix milliseconds, from and to


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a rule found: where, what, and by which sign."""

    component: str
    cause: str
    sign: str


@dataclass(frozen=True, kw_only=True)
class Observation:
    """Telemetry with the two windows that are compared."""

    seen: Telemetry
    usual: Window
    lately: Window

    def rows(self, name: str, window: Window, *by: str) -> dict[tuple[str, ...], float]:
        """Increase of a counter within a window, summed by labels."""
        family = self.seen.metrics.families.get(name)
        if family is None:
            return {}
        times, values = family.times_ms, np.nan_to_num(family.values)
        a, b = (max(int(np.searchsorted(times, t, side="right")) - 1, 0) for t in window)
        # A row that ended keeps what it had: its last value counts, not its absence.
        highest = np.maximum.accumulate(values, axis=1)
        grown = highest[:, b] - highest[:, a]
        return self._summed(family, grown, by)

    def gauge(
        self, name: str, *by: str, window: Window | None = None
    ) -> dict[tuple[str, ...], float]:
        """Mean of a gauge over a window (the last minutes), summed by labels."""
        family = self.seen.metrics.families.get(name)
        if family is None:
            return {}
        begin, end = self.lately if window is None else window
        chosen = (family.times_ms > begin) & (family.times_ms <= end)
        return self._summed(family, np.nan_to_num(family.values[:, chosen]).mean(axis=1), by)

    def _summed(
        self, family: Any, values: Any, by: tuple[str, ...]
    ) -> dict[tuple[str, ...], float]:
        sums: dict[tuple[str, ...], float] = {}
        for row, value in enumerate(values):
            labels = family.labels(row)
            key = tuple(labels.get(label, "") for label in by)
            sums[key] = sums.get(key, 0.0) + float(value)
        return sums

    @cached_property
    def spans(self) -> pa.Table:
        """Spans of the last minutes."""
        return self._late(self.seen.spans, "end_time")

    def spans_within(self, window: Window) -> pa.Table:
        """Spans that ended within a window."""
        times = self.seen.spans["end_time"].cast(pa.int64()).to_numpy() // 1_000_000
        return self.seen.spans.filter(pa.array((times > window[0]) & (times <= window[1])))

    @cached_property
    def logs(self) -> pa.Table:
        """Log lines of the last minutes."""
        return self._late(self.seen.logs, "timestamp")

    def _late(self, table: pa.Table, column: str) -> pa.Table:
        times = table[column].cast(pa.int64()).to_numpy() // 1_000_000
        return table.filter(pa.array(times > self.lately[0]))

    @cached_property
    def calls(self) -> dict[str, set[str]]:
        """Who calls, publishes to or looks up what."""
        callees: dict[str, set[str]] = {}
        for link in topology(self.seen).links:
            callees.setdefault(link.source, set()).add(link.target)
        return callees

    def deepest(self, services: set[str]) -> str:
        """Of services, one that calls none of the others."""
        for service in sorted(services):
            if not self._below(service) & services:
                return service
        return min(services)

    def _below(self, service: str) -> set[str]:
        below: set[str] = set()
        edge = [service]
        while edge:
            for callee in self.calls.get(edge.pop(), ()):
                if callee not in below | {service}:
                    below.add(callee)
                    edge.append(callee)
        return below


def solve(seen: Telemetry, start_ms: int) -> Found | None:
    """Name where and what; None where nothing shows. `start_ms`: when the learner came."""
    begin = seen.start_ms + 60_000
    usual = (begin, max(min(start_ms, (begin + seen.now_ms) // 2), begin + 60_000))
    lately = (max(seen.now_ms - 240_000, usual[1]), seen.now_ms)
    look = Observation(seen=seen, usual=usual, lately=lately)
    for rule in RULES:
        for finding in rule(look):
            return finding
    return None


def column(table: pa.Table, name: str) -> Any:
    """A column as an array of objects or numbers; None is absence."""
    values = table[name]
    if pa.types.is_dictionary(values.type):
        values = values.cast(pa.string())
    return values.to_numpy(zero_copy_only=False)


def counts(values: Any) -> dict[str, int]:
    """How often each value occurs; absent ones are left out."""
    totals: dict[str, int] = {}
    for value in values:
        if value is not None:
            totals[value] = totals.get(value, 0) + 1
    return totals


def _foreign(look: Observation) -> Any:
    """Server's spans that gave one tenant, with 200, what is another's."""
    spans = look.spans
    tenant, owner = column(spans, "tenant.id"), column(spans, "app.object.owner")
    status = column(spans, "http.response.status_code")
    answered = (column(spans, "kind") == "SERVER") & (status == 200)
    other = np.array(
        [a is not None and b is not None and a != b for a, b in zip(tenant, owner, strict=True)],
        dtype=bool,
    )
    return spans.filter(pa.array(answered & other)) if len(spans) else spans


def cross_tenant(look: Observation) -> Iterator[Found]:
    """Cache hits that belong to another tenant."""
    foreign = _foreign(look)
    hits = foreign.filter(pc.fill_null(foreign["app.cache.hit"], False))
    if len(hits) < 3:
        return
    service = look.deepest(set(counts(column(hits, "service.name"))))
    caches = {n.name for n in topology(look.seen).nodes if n.kind == "cache"}
    near = sorted(look.calls.get(service, set()) & caches)
    where = near[0] if near else service
    yield Found(component=where, cause="cross-tenant cache", sign=f"{len(hits)} foreign hits")


def enumeration(look: Observation) -> Iterator[Found]:
    """One account gets many objects of other tenants."""
    foreign = _foreign(look)
    who = counts(column(foreign, "enduser.id")) if len(foreign) else {}
    if not who or max(who.values()) < 5:
        return
    subject = max(who, key=lambda k: who[k])
    mine = foreign.filter(pc.equal(foreign["enduser.id"], subject))
    if len(set(column(mine, "app.object.id"))) < 5:
        return
    where = look.deepest(set(counts(column(mine, "service.name"))))
    sign = f"{subject} read {len(mine)} objects of others in the sample"
    yield Found(component=where, cause="missing authorization", sign=sign)


def leaked(look: Observation) -> Iterator[Found]:
    """A token is used from a network from which it was not used before."""
    if not look.seen.words.names.tokens:
        return
    known: dict[str, set[str]] = {}
    lately: dict[str, dict[str, int]] = {}
    for table, stamp in ((look.seen.spans, "end_time"), (look.seen.logs, "timestamp")):
        times = table[stamp].cast(pa.int64()).to_numpy() // 1_000_000
        tokens, networks = column(table, "app.token"), column(table, "client.network")
        for t, token, network in zip(times, tokens, networks, strict=True):
            if not token:
                continue
            if t <= look.usual[1]:
                known.setdefault(token, set()).add(network)
            elif t > look.lately[0]:
                row = lately.setdefault(token, {})
                row[network] = row.get(network, 0) + 1
    for token, networks_of in lately.items():
        new = {n: c for n, c in networks_of.items() if n not in known.get(token, set())}
        if token in known and new and max(new.values()) >= 5:
            network = max(new, key=lambda k: new[k])
            yield Found(component=token, cause="leaked token", sign=f"used from {network!r}")


def stuffing(look: Observation) -> Iterator[Found]:
    """One network or client fails to log in to many accounts."""
    failed = look.logs.filter(pc.equal(look.logs["event_name"].cast(pa.string()), "login.failed"))
    if len(failed) < 30:
        return
    for field in ("client.network", "user_agent.name"):
        by = counts(column(failed, field))
        if not by:
            continue
        top = max(by, key=lambda k: by[k])
        mine = failed.filter(pc.equal(failed[field].cast(pa.string()), top))
        if by[top] > 0.6 * len(failed) and len(set(column(mine, "enduser.id"))) > 0.4 * len(mine):
            where = look.deepest(set(counts(column(mine, "service.name"))))
            sign = f"{by[top]} failed log-ins from {top!r}"
            yield Found(component=where, cause="credential stuffing", sign=sign)
            return


def poison(look: Observation) -> Iterator[Found]:
    """Deliveries fail because of their content, and one partition waits."""
    bad = _errors(look, "unprocessable_message")
    where = counts(column(bad, "messaging.destination.name")) if len(bad) else {}
    if where and max(where.values()) >= 3:
        queue = max(where, key=lambda k: where[k])
        sign = f"{where[queue]} deliveries could not be decoded"
        yield Found(component=queue, cause="poison message", sign=sign)


def _errors(look: Observation, kind: str) -> pa.Table:
    return look.logs.filter(
        pc.fill_null(pc.equal(look.logs["error.type"].cast(pa.string()), kind), False)
    )


def secret(look: Observation) -> Iterator[Found]:
    """A credential is refused at some instances."""
    bad = _errors(look, "authentication_failed")
    failed = bad.filter(pc.equal(bad["event_name"].cast(pa.string()), "request.failed"))
    where = counts(column(failed, "service.name")) if len(failed) else {}
    if where and sum(where.values()) >= 5:
        service = max(where, key=lambda k: where[k])
        yield Found(component=service, cause="stale secret", sign=f"{where[service]} rejected")


def cold(look: Observation) -> Iterator[Found]:
    """A cache answers far less than it did."""
    name = "cache_requests_total"
    before, after = (
        look.rows(name, w, "cache_name", "cache_result") for w in (look.usual, look.lately)
    )
    for cache in sorted({key[0] for key in before}):
        shares = []
        for rows in (before, after):
            hit, miss = rows.get((cache, "hit"), 0.0), rows.get((cache, "miss"), 0.0)
            shares.append(hit / (hit + miss) if hit + miss >= 20 else -1.0)
        if shares[0] > 0.4 and 0 <= shares[1] < 0.6 * shares[0]:
            sign = f"hit ratio {shares[0]:.2f} to {shares[1]:.2f}"
            yield Found(component=cache, cause="cold cache", sign=sign)


def storm(look: Observation) -> Iterator[Found]:
    """Most attempts are retries, although no more is asked than before."""
    labels = ("service_name", "server_address")
    retries = look.rows("http_client_retries_total", look.lately, *labels)
    attempts = look.rows("http_client_attempts_total", look.lately, *labels)
    span = [(w[1] - w[0]) / 1000 for w in (look.usual, look.lately)]
    requests = [
        sum(
            v
            for k, v in look.rows("http_client_attempts_total", w, "service_name").items()
            if k[0] == look.seen.words.ingress
        )
        - sum(
            v
            for k, v in look.rows("http_client_retries_total", w, "service_name").items()
            if k[0] == look.seen.words.ingress
        )
        for w in (look.usual, look.lately)
    ]
    if requests[1] / span[1] > 1.4 * requests[0] / span[0]:
        return
    share = {k: retries.get(k, 0.0) / n for k, n in attempts.items() if n >= 50}
    storms = {k[1] for k, s in share.items() if s > 0.4}
    if storms:
        where = look.deepest(storms)
        yield Found(component=where, cause="retry storm", sign=f"retries {max(share.values()):.0%}")


def pool(look: Observation) -> Iterator[Found]:
    """A pool is used up and requests wait for it, while what it leads to has room."""
    labels = ("service_name", "db_client_connection_pool_name")
    waiting = look.gauge("db_client_connection_pending_requests", *labels)
    timeouts = look.rows("db_client_connection_timeouts_total", look.lately, *labels)
    for key in sorted(waiting, key=lambda k: -waiting[k]):
        if waiting[key] >= 2 or timeouts.get(key, 0.0) >= 10:
            sign = f"{waiting[key]:.0f} wait for pool {key[1]}"
            yield Found(component=key[0], cause="connection pool exhausted", sign=sign)


def one_tenant(look: Observation) -> Iterator[Found]:
    """One tenant's requests fail, the others' do not, and a flag was turned."""
    spans = look.spans
    if not len(spans):
        return
    served = spans.filter(pa.array(column(spans, "kind") == "SERVER"))
    tenant, status = column(served, "tenant.id"), column(served, "http.response.status_code")
    service = column(served, "service.name")
    error = column(served, "error.type")
    all_of = counts(tenant)
    bad = counts(tenant[status >= 500])
    if len(all_of) < 2 or not bad:
        return
    share = {t: bad.get(t, 0) / n for t, n in all_of.items() if n >= 10}
    if not share:
        return
    top = max(share, key=lambda k: share[k])
    rest = [s for t, s in share.items() if t != top]
    if share[top] < 0.2 or not rest or max(rest) > 0.25 * share[top]:
        return
    own = (tenant == top) & (status >= 500) & (error != "upstream_error")
    where = look.deepest(set(counts(service[own])) or {str(service[tenant == top][0])})
    yield Found(component=where, cause="faulty flag", sign=f"{top}: {share[top]:.0%} fail")


def slow_replica(look: Observation) -> Iterator[Found]:
    """One instance is much slower at its work than its like, with the same version."""
    labels = ("service_name", "service_version", "service_instance_id")
    total = look.rows(f"{SERVER}_sum", look.lately, *labels)
    busy = look.rows("worker_busy_seconds_total", look.lately, *labels)
    refused = look.rows("worker_queue_refused_total", look.lately, *labels)
    number = look.rows(f"{SERVER}_count", look.lately, *labels)
    groups: dict[tuple[str, ...], dict[str, tuple[float, float]]] = {}
    for key, n in number.items():
        if n >= 20:
            served = max(n - refused.get(key, 0.0), 1.0)
            groups.setdefault(key[:2], {})[key[2]] = total[key] / n, busy.get(key, 0.0) / served
    slow: dict[str, str] = {}
    for (service, *_), means in groups.items():
        if len(means) < 3:
            continue
        top = max(means, key=lambda k: means[k])
        rest = [mean for instance, mean in means.items() if instance != top]
        # Without the wait for a worker too: a line before one instance may be longer by chance.
        if all(_stands_out(means[top][n], sorted(mean[n] for mean in rest)) for n in (0, 1)):
            others = max(rest)[0]
            slow[service] = f"{top}: {1000 * means[top][0]:.0f} ms, others {1000 * others:.0f}"
    if slow:
        where = look.deepest(set(slow))
        yield Found(component=where, cause="slow replica", sign=slow[where])


def _stands_out(mean: float, others: list[float]) -> bool:
    return mean > 2 * others[len(others) // 2] and mean > 1.6 * others[-1]


def release(look: Observation) -> Iterator[Found]:
    """A version fails or is slow, and the one before it was not."""
    labels = ("service_name", "service_version", "http_response_status_code")
    whole = (look.usual[0], look.lately[1])
    number = look.rows(f"{SERVER}_count", whole, *labels)
    total = look.rows(f"{SERVER}_sum", whole, *labels)
    versions: dict[str, dict[str, list[float]]] = {}
    for (service, version, status), n in number.items():
        row = versions.setdefault(service, {}).setdefault(version, [0.0, 0.0, 0.0])
        row[0] += n
        row[1] += n * status.startswith("5")
        row[2] += total[service, version, status]
    worse: dict[str, str] = {}
    for service, rows in versions.items():
        known = {v: r for v, r in rows.items() if r[0] >= 30}
        for new, a in known.items():
            for old, b in known.items():
                errors = a[1] / a[0] - b[1] / b[0]
                slower = (a[2] / a[0]) / max(b[2] / b[0], 1e-9)
                if new != old and (errors > 0.05 or slower > 2.5):
                    worse[service] = (
                        f"{new} against {old}: {errors:+.0%} errors, {slower:.1f} x time"
                    )
    if worse:
        where = look.deepest(set(worse))
        yield Found(component=where, cause="bad release", sign=worse[where])


def limited(look: Observation) -> Iterator[Found]:
    """A limit refuses many who ask no more than before."""
    name, spans = "rate_limit_refused_total", look.spans
    before, after = (look.rows(name, w, "rate_limiter") for w in (look.usual, look.lately))
    asked = sum(look.rows(f"{SERVER}_count", look.lately, "service_name").values())
    if not after or not len(spans):
        return
    limiter = max(after, key=lambda k: after[k])
    if after[limiter] < 0.02 * asked or after[limiter] < 3 * before.get(limiter, 0.0):
        return
    status, service = (column(spans, k) for k in ("http.response.status_code", "service.name"))
    users = service == look.seen.words.ingress  # each request once, however deep it went
    refused = spans.filter(pa.array((status == 429) & users))
    addresses = counts(column(refused, "client.address"))
    if len(addresses) > 0.2 * sum(addresses.values()):  # not a few who ask without end
        sign = f"{after[limiter]:.0f} refused, from {len(addresses)} addresses in the sample"
        yield Found(component=limiter[0], cause="rate limit too tight", sign=sign)


def flag_turned(look: Observation) -> Iterator[Found]:
    """Errors begin at a service of one version when a flag is switched."""
    spans, audit = look.spans, look.seen.audit
    turned = [
        (int(t.timestamp() * 1000), target)
        for t, what, target in zip(
            audit["timestamp"].to_pylist(),
            audit["what"].to_pylist(),
            audit["target"].to_pylist(),
            strict=True,
        )
        if what == "set_flag" and t.timestamp() * 1000 > look.usual[1]
    ]
    if not turned or not len(spans):
        return
    status, error = column(spans, "http.response.status_code"), column(spans, "error.type")
    own = (column(spans, "kind") == "SERVER") & (status >= 500) & (error != "upstream_error")
    where = counts(column(spans, "service.name")[own])
    if sum(where.values()) >= 5:
        service = look.deepest(set(where))
        yield Found(component=service, cause="faulty flag", sign=f"{turned[-1][1]} was switched")


def flooded(look: Observation) -> Iterator[Found]:
    """One origin that asked little before asks most of what a route gets, and requests wait."""
    usual = look.spans_within(look.usual)
    span = [(w[1] - w[0]) / 1000 for w in (look.usual, look.lately)]
    waiting = {k[0]: n for k, n in look.gauge("worker_queue_length", "service_name").items()}
    before, after = _asked_by_origin(usual), _asked_by_origin(look.spans)
    for (service, route, field), origins in sorted(after.items()):
        top = max(origins, key=lambda k: origins[k])
        then = before.get((service, route, field), {}).get(top, 0) / span[0]
        now = origins[top] / span[1]
        if (
            waiting.get(service, 0.0) >= 2
            and origins[top] >= 30
            and now > 5 * then
            and origins[top] > 0.6 * sum(origins.values())
        ):
            sign = f"{top!r} asks {route} {origins[top]} times in the sample"
            yield Found(component=service, cause="denial of service", sign=sign)


def _asked_by_origin(spans: pa.Table) -> dict[tuple[str, str, str], dict[str, int]]:
    """How often each origin asked each route, by what names an origin."""
    asked: dict[tuple[str, str, str], dict[str, int]] = {}
    served = spans.filter(pa.array(column(spans, "kind") == "SERVER")) if len(spans) else spans
    services, routes = column(served, "service.name"), column(served, "http.route")
    for field in ("client.network", "user_agent.name", "enduser.id", "client.address"):
        for service, route, origin in zip(services, routes, column(served, field), strict=True):
            if origin is not None:
                row = asked.setdefault((service, route, field), {})
                row[origin] = row.get(origin, 0) + 1
    return asked


def capacity(look: Observation) -> Iterator[Found]:
    """Requests wait for workers, because more is asked than before or there are fewer replicas."""
    rates = []
    for window in (look.usual, look.lately):
        row = look.rows(f"{SERVER}_count", window, "service_name")
        span = (window[1] - window[0]) / 1000
        rates.append({k[0]: n / span for k, n in row.items()})
    waiting = {k[0]: n for k, n in look.gauge("worker_queue_length", "service_name").items()}
    crowded = {s for s, n in waiting.items() if n >= 2}
    more = [s for s, n in rates[1].items() if n > 1.3 * rates[0].get(s, n)]
    had, has = (look.gauge("up", "service_name", window=w) for w in (look.usual, look.lately))
    fewer = {s for s in crowded if has.get((s,), 0.0) < 0.8 * had.get((s,), 0.0)}
    if crowded and (more or fewer):
        where = look.deepest(fewer or crowded)
        why = (
            f"{had[where,]:.0f} replicas, now {has[where,]:.0f}"
            if fewer
            else f"{min(more)} is asked more"
        )
        sign = f"{waiting[where]:.0f} wait for workers; {why}"
        yield Found(component=where, cause="too little capacity", sign=sign)


def slow_query(look: Observation) -> Iterator[Found]:
    """A route of a service that calls nothing takes much longer than it did."""
    means: list[dict[tuple[str, ...], float]] = []
    for window in (look.usual, look.lately):
        total = look.rows(f"{SERVER}_sum", window, "service_name", "http_route")
        number = look.rows(f"{SERVER}_count", window, "service_name", "http_route")
        means.append({k: total[k] / n for k, n in number.items() if n >= 20})
    for key, mean in means[1].items():
        if mean > 3 * means[0].get(key, np.inf) and not look.calls.get(key[0]):
            sign = f"{key[1]}: {1000 * means[0][key]:.0f} to {1000 * mean:.0f} ms"
            yield Found(component=key[0], cause="slow query", sign=sign)


def stopped(look: Observation) -> Iterator[Found]:
    """A queue hands nothing out, because somebody stopped it."""
    paused = look.gauge("messaging_consumer_paused", "messaging_destination_name")
    waiting = look.gauge("messaging_queue_depth", "messaging_destination_name")
    for key in sorted(paused, key=lambda k: -paused[k]):
        if paused[key] >= 0.5 and waiting.get(key, 0.0) >= 2:
            sign = f"{paused[key]:.0f} partitions are paused, {waiting[key]:.0f} messages wait"
            yield Found(component=key[0], cause="stopped queue", sign=sign)


RULES: tuple[Callable[[Observation], Iterator[Found]], ...] = (
    cross_tenant,
    enumeration,
    leaked,
    stuffing,
    poison,
    secret,
    cold,
    storm,
    pool,
    slow_replica,
    flooded,
    one_tenant,
    release,
    limited,
    flag_turned,
    capacity,
    slow_query,
    stopped,
)

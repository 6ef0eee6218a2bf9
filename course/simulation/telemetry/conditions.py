"""What an alert watches: typed conditions, read from a scenario, lowered to terms.

Windows may be shorter than in production: an incident here lasts minutes, not days.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from course.simulation.route_steps import FrozenModel, Name
from course.simulation.system import Share
from course.simulation.telemetry.expressions import (
    Both,
    Compare,
    Gauge,
    Quantile,
    Rate,
    Ratio,
    Term,
)
from course.simulation.units import UNITS, Duration

Label = Annotated[str, Field(pattern=r"^[a-z_][a-z0-9_]{0,60}$")]
Window = Annotated[Duration, Field(ge=1_000_000_000, multiple_of=1_000_000)]
MINUTES_5 = 300_000_000_000


class _Requests(FrozenModel):
    """Requests of a service: as it served them, or (`side` client) as it called others.

    What users get is the ingress as a client: `service = "ingress", side = "client"`.
    """

    service: Name
    side: Literal["server", "client"] = "server"
    route: str = Field(default="", max_length=60, description="path such as /submit; none: all")
    to: str = Field(default="", max_length=60, description="of a client: the service it calls")
    by: tuple[Label, ...] = Field(default=("service_name",), max_length=6)

    @property
    def metric(self) -> str:
        """Histogram that counts them."""
        return f"http_{self.side}_request_duration_seconds"

    @property
    def where(self) -> dict[str, str]:
        """Labels that choose them."""
        labels = {"service_name": self.service, "http_route": self.route, "server_address": self.to}
        return {label: value for label, value in labels.items() if value}

    def ratio(self, status: str, over: int) -> Ratio:
        """Share of requests with such a status."""
        count = f"{self.metric}_count"
        failed = {**self.where, "~http_response_status_code": status}
        return Ratio(
            above=Rate(metric=count, where=failed, by=self.by, over=over),
            below=Rate(metric=count, where=self.where, by=self.by, over=over),
        )


class ErrorRatio(_Requests):
    """Share of requests with a status that matches is above a bound."""

    kind: Literal["error_ratio"] = "error_ratio"
    status: str = Field(default="5..", pattern=r"^[0-9.|]{1,40}$")
    above: Share
    over: Window = MINUTES_5

    def term(self) -> Term:
        """As an expression."""
        return Compare(term=self.ratio(self.status, self.over), op=">", than=self.above)


class BurnRate(_Requests):
    """The error budget burns `factor` times too fast, over a long and still over a short window.

    Source: The Site Reliability Workbook, chapter 5, "Multiwindow, Multi-Burn-Rate Alerts".
    """

    kind: Literal["burn_rate"] = "burn_rate"
    objective: float = Field(gt=0, lt=1)
    factor: float = Field(gt=0, le=1000)
    long: Window
    short: Window

    def term(self) -> Term:
        """As an expression."""
        bound = round(self.factor * (1 - self.objective), 12)
        return Both(
            first=Compare(term=self.ratio("5..", self.long), op=">", than=bound),
            second=Compare(term=self.ratio("5..", self.short), op=">", than=bound),
        )


class Latency(_Requests):
    """A quantile of durations is above a bound."""

    kind: Literal["latency"] = "latency"
    quantile: float = Field(gt=0, lt=1)
    above: Duration
    over: Window = MINUTES_5

    def term(self) -> Term:
        """As an expression."""
        value = Quantile(
            q=self.quantile, metric=self.metric, where=self.where, by=self.by, over=self.over
        )
        return Compare(term=value, op=">", than=self.above / UNITS["s"])


class Traffic(_Requests):
    """Requests a second are above or below a bound."""

    kind: Literal["traffic"] = "traffic"
    above: float | None = Field(default=None, ge=0)
    below: float | None = Field(default=None, ge=0)
    over: Window = MINUTES_5

    @model_validator(mode="after")
    def _one_bound(self) -> "Traffic":
        if (self.above is None) == (self.below is None):
            raise ValueError("traffic: expected either above or below")
        return self

    def term(self) -> Term:
        """As an expression."""
        rate = Rate(metric=f"{self.metric}_count", where=self.where, by=self.by, over=self.over)
        if self.above is not None:
            return Compare(term=rate, op=">", than=self.above)
        return Compare(term=rate, op="<", than=self.below or 0.0)


class Saturation(FrozenModel):
    """Workers of a service, or connections of one of its pools, are in use up to a share."""

    kind: Literal["saturation"] = "saturation"
    service: Name
    pool: Name | Literal["workers"] = "workers"
    above: Share = Field(description="reached or exceeded")
    by: tuple[Label, ...] = Field(default=("service_name",), max_length=6)

    def term(self) -> Term:
        """As an expression."""
        where = {"service_name": self.service}
        used, limit, state = "worker_used", "worker_limit", {}
        if self.pool != "workers":
            where["db_client_connection_pool_name"] = self.pool
            used, limit = "db_client_connection_count", "db_client_connection_max"
            state = {"db_client_connection_state": "used"}
        ratio = Ratio(
            above=Gauge(metric=used, where={**where, **state}, by=self.by),
            below=Gauge(metric=limit, where=where, by=self.by),
        )
        return Compare(term=ratio, op=">=", than=self.above)


class QueueLength(FrozenModel):
    """Requests wait for a worker or for a connection: more than so many."""

    kind: Literal["waiting"] = "waiting"
    service: Name
    pool: Name | Literal["workers"] = "workers"
    above: int = Field(ge=0)
    by: tuple[Label, ...] = Field(default=("service_name",), max_length=6)

    def term(self) -> Term:
        """As an expression."""
        where = {"service_name": self.service}
        metric = "worker_queue_length"
        if self.pool != "workers":
            where["db_client_connection_pool_name"] = self.pool
            metric = "db_client_connection_pending_requests"
        return Compare(term=Gauge(metric=metric, where=where, by=self.by), op=">", than=self.above)


class MessageAge(FrozenModel):
    """The oldest message of a queue is older than a bound, in any partition."""

    kind: Literal["backlog"] = "backlog"
    queue: Name
    above: Duration

    def term(self) -> Term:
        """As an expression."""
        age = Gauge(
            metric="messaging_queue_oldest_message_age_seconds",
            where={"messaging_destination_name": self.queue},
            by=("messaging_destination_name",),
            how="max",
        )
        return Compare(term=age, op=">", than=self.above / UNITS["s"])


class AuthFailures(FrozenModel):
    """Logins with a wrong password a second are above a bound."""

    kind: Literal["auth_failures"] = "auth_failures"
    realm: Name
    above: float = Field(ge=0)
    over: Window = MINUTES_5

    def term(self) -> Term:
        """As an expression."""
        where = {"realm": self.realm}
        rate = Rate(metric="login_failures_total", where=where, by=("realm",), over=self.over)
        return Compare(term=rate, op=">", than=self.above)


class HitRatio(FrozenModel):
    """Share of look-ups that a cache answers is below a bound."""

    kind: Literal["hit_ratio"] = "hit_ratio"
    cache: Name
    below: Share
    over: Window = MINUTES_5

    def term(self) -> Term:
        """As an expression of misses: there is no hit before the first."""
        where, by = {"cache_name": self.cache}, ("cache_name",)
        name = "cache_requests_total"
        miss = {**where, "cache_result": "miss"}
        ratio = Ratio(
            above=Rate(metric=name, where=miss, by=by, over=self.over),
            below=Rate(metric=name, where=where, by=by, over=self.over),
        )
        return Compare(term=ratio, op=">", than=round(1 - self.below, 12))


class Retries(FrozenModel):
    """Attempts that are retries, as a share of all attempts of a caller, are above a bound."""

    kind: Literal["retries"] = "retries"
    service: Name
    above: Share
    over: Window = MINUTES_5

    def term(self) -> Term:
        """As an expression."""
        where = {"service_name": self.service}
        by = ("service_name", "server_address")
        ratio = Ratio(
            above=Rate(metric="http_client_retries_total", where=where, by=by, over=self.over),
            below=Rate(metric="http_client_attempts_total", where=where, by=by, over=self.over),
        )
        return Compare(term=ratio, op=">", than=self.above)


Counter = Literal[
    "rate_limit_refused_total",
    "login_lockouts_total",
    "messaging_dead_lettered_total",
    "messaging_failed_total",
    "circuit_breaker_opened_total",
    "worker_queue_refused_total",
    "db_client_connection_timeouts_total",
    "db_client_connection_rejected_total",
    "http_server_response_body_bytes_total",
    "tenant_requests_total",
]


class Counted(FrozenModel):
    """A counter goes up faster than a bound a second."""

    kind: Literal["counted"] = "counted"
    metric: Counter
    where: dict[Label, str] = Field(default={}, max_length=6)
    by: tuple[Label, ...] = Field(default=(), max_length=6)
    above: float = Field(ge=0)
    over: Window = MINUTES_5

    def term(self) -> Term:
        """As an expression."""
        rate = Rate(metric=self.metric, where=self.where, by=self.by, over=self.over)
        return Compare(term=rate, op=">", than=self.above)


class Replicas(FrozenModel):
    """Fewer replicas than so many answer a scrape."""

    kind: Literal["replicas"] = "replicas"
    service: Name
    below: int = Field(ge=1)

    def term(self) -> Term:
        """As an expression; with no replica left there is nothing that could fire."""
        up = Gauge(metric="up", where={"service_name": self.service}, by=("service_name",))
        return Compare(term=up, op="<", than=self.below)


Condition = Annotated[
    ErrorRatio
    | BurnRate
    | Latency
    | Traffic
    | Saturation
    | QueueLength
    | MessageAge
    | AuthFailures
    | HitRatio
    | Retries
    | Counted
    | Replicas,
    Field(discriminator="kind"),
]

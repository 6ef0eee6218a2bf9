"""The names that telemetry gives to services, instances, clients and errors, as OpenTelemetry does.

They replace the kernel's numbers. The kernel also knows whether a source is hostile, a message
poison or a record exposed; for these there is no name here, because no engineer could see it.
"""

import hashlib
import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from course.simulation.kernel import codes
from course.simulation.lowering import Names

# error.type and the phrase in a log line, for each of codes.REASONS.
ERRORS = (
    ("", ""),
    ("unhandled_exception", "unhandled exception"),
    ("pool_timeout", "timed out waiting for a connection from the pool"),
    ("pool_exhausted", "connection pool exhausted, too many waiting"),
    ("queue_full", "request queue is full"),
    ("connection_refused", "connection refused"),
    ("no_healthy_upstream", "no healthy upstream"),
    ("timeout", "upstream request timed out"),
    ("upstream_error", "upstream returned an error"),
    ("circuit_open", "circuit breaker is open"),
    ("connection_lost", "connection lost"),
    ("connection_reset", "connection reset by peer"),
    ("load_shed", "request shed under load"),
    ("blocked_by_rule", "blocked by rule"),
    ("rate_limited", "rate limit exceeded"),
    ("invalid_credentials", "wrong password"),
    ("account_locked", "account is locked"),
    ("second_factor_failed", "second factor rejected"),
    ("token_revoked", "token is revoked"),
    ("authentication_failed", "authentication failed: credential rejected by the server"),
    ("session_expired", "session is not valid"),
    ("permission_denied", "object belongs to another tenant"),
    ("unprocessable_message", "cannot decode message body"),
    ("queue_limit_exceeded", "message rejected, queue limit exceeded"),
    ("cancelled", "cancelled by the caller"),
)
ERROR_TYPES = tuple(word for word, _ in ERRORS)
PHRASES = tuple(phrase for _, phrase in ERRORS)
STATUSES = np.array(codes.STATUSES, dtype=np.int16)
EVENTS = (
    ("request.failed", "ERROR"),
    ("call.failed", "WARN"),
    ("breaker.opened", "WARN"),
    ("breaker.closed", "INFO"),
    ("login.failed", "WARN"),
    ("login.succeeded", "INFO"),
    ("account.locked", "WARN"),
    ("message.failed", "ERROR"),
    ("message.dead_lettered", "ERROR"),
    ("access", "INFO"),
    ("note", "INFO"),
    ("retry_budget.spent", "WARN"),
)
SEVERITIES = {"INFO": 9, "WARN": 13, "ERROR": 17}  # OpenTelemetry's SeverityNumber
KINDS = ("SERVER", "SERVER", "CONSUMER", "CLIENT")  # of a span, by the kernel's kind
BREAKERS = {0: "closed", 1: "open", 2: "half_open"}


@dataclass(frozen=True, kw_only=True)
class OtelNames:
    """A system's names in telemetry, as tables by the kernel's numbers.

    All sources speak as one `ingress`: what stands in front of the system does not know who means
    well. A queue speaks as its consumer's service.
    """

    names: Names
    services: tuple[str, ...]  # services, and the ingress last
    paths: tuple[str, ...]  # of routes
    route_service: npt.NDArray[np.int32]
    replica_service: npt.NDArray[np.int32]
    edge_service: npt.NDArray[np.int32]  # who speaks for the caller
    edge_queue: npt.NDArray[np.int32]  # queue that calls, or -1
    edge_route: npt.NDArray[np.int32]
    partition_queue: npt.NDArray[np.int32]
    queue_service: npt.NDArray[np.int32]
    source_route: npt.NDArray[np.int32]  # the one route it asks for, or -1

    @property
    def ingress(self) -> str:
        """What stands in front of the system."""
        return self.services[-1]

    def instance(self, replica: int, boot: int) -> str:
        """`service-slot-boot`: which slot (as actions name it), and its start, counted from 0."""
        service, slot = self.names.replicas[replica]
        return f"{service}-{slot}-{boot}"

    def version(self, replica: int, version: int) -> str:
        """Version that a replica runs."""
        return self.names.versions[self.names.replicas[replica][0]][version]

    def of_replica(self, replica: int, boot: int, version: int) -> dict[str, str]:
        """Labels that say which process speaks."""
        return {
            "service_name": self.names.replicas[replica][0],
            "service_version": self.version(replica, version),
            "service_instance_id": self.instance(replica, boot),
        }

    def callee(self, edge: int) -> tuple[str, str]:
        """Service and path that an edge calls."""
        route = int(self.edge_route[edge])
        return self.services[self.route_service[route]], self.paths[route]


def otel_names_of(names: Names) -> OtelNames:
    """Make the tables of a system."""
    ingress = "ingress" if "ingress" not in names.services else "internet"
    number = {name: n for n, name in enumerate(names.services)}
    route_service = [number[route.partition(".")[0]] for route in names.routes]
    edge_route = [names.routes.index(to) for _, to in names.edges]
    by_queue = {
        caller: route_service[edge_route[n]]
        for n, (caller, _) in enumerate(names.edges)
        if caller in names.queues
    }
    speaker = {**{s: len(number) for s in names.sources}, **by_queue, **number}
    queues = {name: n for n, name in enumerate(names.queues)}
    return OtelNames(
        names=names,
        services=(*names.services, ingress),
        paths=tuple("/" + route.partition(".")[2] for route in names.routes),
        route_service=_numbers(route_service),
        replica_service=_numbers(number[service] for service, _ in names.replicas),
        edge_service=_numbers(speaker[caller] for caller, _ in names.edges),
        edge_queue=_numbers(queues.get(caller, -1) for caller, _ in names.edges),
        edge_route=_numbers(edge_route),
        partition_queue=_numbers(queues[queue] for queue, _ in names.partitions),
        queue_service=_numbers(by_queue[queue] for queue in names.queues),
        source_route=_numbers(_only_route(names, source) for source in names.sources),
    )


def _only_route(names: Names, source: str) -> int:
    routes = [to for caller, to in names.edges if caller == source]
    return names.routes.index(routes[0]) if len(routes) == 1 else -1


def _numbers(values: Iterable[int]) -> npt.NDArray[np.int32]:
    return np.array(list(values), dtype=np.int32)


# The kernel's addresses tell their source by their size. So they are mixed, each into exactly one
# other (Chris Wellons, "lowbias32"), within the prefix for documentation (RFC 3849).
_FIRST, _SECOND, _MASK = 0x7FEB352D, 0x846CA68B, (1 << 32) - 1


def address(number: int, network: str) -> str:
    """IPv6 address of a client; its third group belongs to the network it comes from."""
    x = number & _MASK
    x = (x ^ x >> 16) * _FIRST & _MASK
    x = (x ^ x >> 15) * _SECOND & _MASK
    x ^= x >> 16
    group = int.from_bytes(hashlib.sha256(network.encode()).digest()[:2], "big")
    return f"2001:db8:{group:x}:{x >> 16:x}::{x & 0xFFFF:x}"


def address_number(text: str) -> int:
    """Number by which the kernel knows an address. Raises ValueError for what is none of ours."""
    address_bits = int(ipaddress.IPv6Address(text))
    if address_bits >> 96 != 0x20010DB8 or (address_bits >> 16) & ((1 << 48) - 1):
        raise ValueError(f"address: expected one of 2001:db8::/32 as in the logs, got {text!r}")
    x = (address_bits >> 64 & 0xFFFF) << 16 | address_bits & 0xFFFF
    x ^= x >> 16
    x = x * pow(_SECOND, -1, 1 << 32) & _MASK
    x ^= x >> 15 ^ x >> 30
    x = x * pow(_FIRST, -1, 1 << 32) & _MASK
    return x ^ x >> 16


def instance_replica(text: str, names: Names) -> tuple[str, int]:
    """Service and slot of an instance id. Raises ValueError for what is none of ours."""
    service, _, start = text.rpartition("-")
    service, _, slot = service.rpartition("-")
    if not (slot.isdigit() and start.isdigit() and (service, int(slot)) in names.replicas):
        raise ValueError(f"instance: expected one such as {names.services[0]}-0-0, got {text!r}")
    return service, int(slot)


def user(subject: int) -> str:
    """Account that asks."""
    return f"user-{subject}"


def user_number(text: str) -> int:
    """Number by which the kernel knows an account. Raises ValueError."""
    number = text.removeprefix("user-")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise ValueError(f"account: expected one such as user-17, got {text!r}")
    return int(number)

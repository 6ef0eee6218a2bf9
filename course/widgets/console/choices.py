"""What can be looked at, said and done in a scenario, as forms: plain data for the page.

Made from the journal's own models and the names of the scenario's system, so that a form fills
in a journal's line and nothing else. Not for what a line does (session.py).
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from course.incidents.scenario import SECOND, Scenario
from course.incidents.verbs import ACTS
from course.incidents.vocabulary import (
    AMOUNTS,
    AUDIENCES,
    CAUSES,
    NOTHING,
    PRICES,
    STATUSES,
    TRIGGERS,
)
from course.simulation.lowering import Names, names_of
from course.widgets.console.panels import SIGNALS
from course.widgets.prose import spans

# Acts as an operator looks for them; a test holds every act in one group.
GROUPS: Final[Mapping[str, Sequence[str]]] = {
    "Releases": ("rollback", "deploy", "hotfix"),
    "Replicas": ("restart", "scale", "drain", "set_workers", "set_pool"),
    "Traffic": (
        "shed",
        "set_timeout",
        "set_retries",
        "set_breaker",
        "limit",
        "block",
        "unblock",
    ),
    "Flags, secrets, tokens": (
        "set_flag",
        "rotate_secret",
        "reload_secret",
        "revoke",
        "issue_token",
    ),
    "Log-ins": ("set_logins", "flag_network", "reset_accounts"),
    "Caches": ("purge_cache", "warm_cache", "set_cache"),
    "Queues": ("quarantine", "pause_queue", "set_queue"),
}
_SERVER = "http_server_request_duration_seconds"
QUERIES: Final[Sequence[tuple[str, str, str]]] = (
    (
        "metrics",
        "Failed requests a second by version",
        "sum by (service_name, service_version) "
        f'(rate({_SERVER}_count{{http_response_status_code=~"5.."}}[2m]))',
    ),
    (
        "metrics",
        "Requests a second by service and status",
        f"sum by (service_name, http_response_status_code) (rate({_SERVER}_count[2m]))",
    ),
    (
        "metrics",
        "99th percentile of duration by instance",
        f"histogram_quantile(0.99, sum by (le, service_instance_id) (rate({_SERVER}_bucket[2m])))",
    ),
    ("metrics", "Requests that wait for a worker", "sum by (service_name) (worker_queue_length)"),
    (
        "metrics",
        "Retries a second by caller",
        "sum by (service_name, server_address) (rate(http_client_retries_total[2m]))",
    ),
    (
        "sql",
        "Errors by service and version",
        'select "service.name", "service.version", count(*) as errors, min(timestamp) as first\n'
        "from logs where severity_text = 'ERROR'\ngroup by all order by errors desc",
    ),
    (
        "sql",
        "Slowest spans",
        'select "service.name", name, round(max(duration_ms), 1) as slowest_ms, count(*) as spans\n'
        "from spans group by all order by slowest_ms desc",
    ),
)


def spec(scenario: Scenario) -> dict[str, Any]:
    """Give all that stays the same while a scenario is played, and may be known before."""
    names = names_of(scenario.system)
    hours, minutes = (int(part) for part in scenario.clock.split(":"))
    return {
        "kind": "console",
        "id": scenario.name,
        "title": scenario.title,
        "story": spans(scenario.story),
        "clock_s": hours * 3600 + minutes * 60,
        "start_s": round(scenario.start / SECOND),
        "horizon_s": round(scenario.horizon / SECOND),
        "cadence_s": round(scenario.telling.cadence / SECOND),
        "prices": {verb: scenario.price(verb) for verb in PRICES},
        "hints": [hint.price_s for hint in scenario.hints],
        "causes": list(CAUSES.items()),
        "triggers": list(TRIGGERS.items()),
        "statuses": list(STATUSES),
        "audiences": list(AUDIENCES),
        "amounts": list(AMOUNTS),
        "parts": parts(names),
        "nothing": NOTHING,
        "services": list(names.services),
        "public": [part.name for part in scenario.status_page],
        "runbooks": [book.name for book in scenario.runbooks],
        "acts": acts(scenario, names),
        "signals": SIGNALS,
        "queries": [list(q) for q in QUERIES],
    }


def parts(names: Names) -> list[tuple[str, list[str]]]:
    """Name what a hypothesis can be about, by kind."""
    kinds = {
        "services": names.services,
        "queues": names.queues,
        "caches": names.caches,
        "flags": names.flags,
        "secrets": names.secrets,
        "tokens": names.tokens,
        "realms": names.realms,
        "limits": names.limiters,
    }
    return [(kind, list(entries)) for kind, entries in kinds.items() if entries]


def acts(scenario: Scenario, names: Names) -> list[dict[str, Any]]:
    """Give a form for each act that this system has something for."""
    named = _named(scenario, names)
    forms = []
    for group, verbs in GROUPS.items():
        for verb in verbs:
            kind = ACTS[verb][0]
            schema = kind.model_json_schema()
            fields = [
                _field(name, about, name in schema.get("required", ()), named)
                for name, about in schema["properties"].items()
            ]
            if _has_object(verb, fields, names):
                summary = (kind.__doc__ or "").strip().split("\n")[0]
                shown = [field for field in fields if field.get("options", True)]
                forms.append({"verb": verb, "group": group, "words": summary, "fields": shown})
    return forms


def _has_object(verb: str, fields: list[dict[str, Any]], names: Names) -> bool:
    """Whether there is something that an act could be done to."""
    if verb == "reset_accounts":
        return bool(names.realms)
    if verb == "flag_network":
        return any(names.networks)
    return all(field.get("options", True) for field in fields if field["required"])


def _named(scenario: Scenario, names: Names) -> dict[str, Any]:
    """Options of fields that name something: a list, or (the field it depends on, lists).

    What only strangers are called (networks, agents, addresses) is for the learner to find.
    """
    edges = [(c, t) for c, t in names.edges if c not in names.sources]
    slots: dict[str, list[int]] = {}
    for service, slot in names.replicas:
        slots.setdefault(service, []).append(slot)
    pools: dict[str, list[str]] = {}
    for pool in names.pools:
        if pool.service and pool.name != "workers":
            service_pools = pools.setdefault(pool.service, [])
            service_pools += [pool.name] * (pool.name not in service_pools)
    partitions: dict[str, list[int]] = {}
    for queue, number in names.partitions:
        partitions.setdefault(queue, []).append(number)
    callees: dict[str, list[str]] = {}
    for caller, to in edges:
        callees.setdefault(caller, []).append(to)
    return {
        "service": list(names.services),
        "flag": list(names.flags),
        "queue": list(names.queues),
        "secret": list(names.secrets),
        "token": list(names.tokens),
        "cache": list(names.caches),
        "limiter": list(names.limiters),
        "realm": list(names.realms),
        "route": list(names.routes),
        "tenants": list(names.tenants),
        "source": [source.name for source in scenario.system.sources if not source.hostile],
        "hotfix": [[fix.name, f"{fix.name}: {fix.words}"] for fix in scenario.hotfixes],
        "caller": list(callees),
        "to": ("caller", callees),
        "slot": ("service", slots),
        "version": (
            "service",
            {name: list(versions) for name, versions in names.versions.items()},
        ),
        "pool": ("service", pools),
        "partition": ("queue", partitions),
    }


def _field(
    name: str, about: dict[str, Any], required: bool, named: dict[str, Any]
) -> dict[str, Any]:
    """Describe one argument: choice, several, flag, number or text."""
    default = about.get("default")
    kind = next((k for k in about.get("anyOf", [about]) if k.get("type") != "null"), about)
    field: dict[str, Any] = {
        "name": name,
        "label": name.replace("_", " "),
        "required": required,
        "default": default,
    }
    known = named.get(name)
    if isinstance(known, tuple):
        on, options = known
        return field | {"type": "choice", "on": on, "options": options}
    if kind.get("type") == "array":
        return field | {"type": "several", "options": known or []}
    if known is not None:
        return field | {"type": "choice", "options": known}
    if "enum" in kind:
        return field | {"type": "choice", "options": kind["enum"]}
    if kind.get("type") == "boolean":
        return field | {"type": "flag"}
    if kind.get("type") in ("integer", "number"):
        low = kind.get("minimum", kind.get("exclusiveMinimum"))
        return field | {
            "type": "number",
            "whole": kind["type"] == "integer",
            "min": low,
            "max": kind.get("maximum"),
        }
    return field | {
        "type": "text",
        "longest": kind.get("maxLength", 60),
        "such": "5s" if "ms|s|m|h" in kind.get("pattern", "") else "",
    }

"""From a learner's verb to the engine's action; names are checked against the system.

So an accepted action can always be carried out, and a refused one changes nothing.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from course.errors import Problem, ScenarioError
from course.incidents.verbs import ACTS, Hotfix
from course.simulation.actions import Action
from course.simulation.numbering import Names
from course.simulation.system import System
from course.simulation.telemetry.otel_names import address_number, user_number
from course.simulation.units import UNITS, nanoseconds


def action(
    verb: str,
    args: Mapping[str, Any],
    names: Names,
    system: System,
    hotfixes: tuple[Hotfix, ...] = (),
) -> Action:
    """Make an engine's action. Raises ScenarioError where it names what is not there."""
    kind, engine_verb, renamed = ACTS[verb]
    values = kind.model_validate(dict(args)).model_dump(exclude_none=True)
    problems = list(_unknown(verb, values, names, system, hotfixes))
    if problems:
        raise ScenarioError(problems)
    if verb == "hotfix":
        fix = next(f for f in hotfixes if f.name == values["hotfix"])
        return Action(verb="hotfix", args={"route": fix.route, "name": fix.step, **fix.args})
    if verb == "set_breaker":
        rule = {"calls": 20, "ratio": values["ratio"], "pause": values["pause"]}
        breaker = rule if values["on"] else None
        values = {"caller": values["caller"], "to": values["to"], "breaker": breaker}
    if verb in {"block", "unblock"}:
        values["value"] = _number(values.get("by"), values.get("value"))
        values = {k: v for k, v in values.items() if v is not None}
    if verb == "rollback" and not values["version"]:
        del values["version"]
    return Action(verb=engine_verb, args={renamed.get(k, k): v for k, v in values.items()})


def _unknown(
    verb: str, args: dict[str, Any], names: Names, system: System, fixes: tuple[Hotfix, ...]
) -> Iterator[Problem]:
    """Names in an action that nothing bears; what strangers are called is not told."""
    ours = [s.name for s in system.sources if not s.hostile]
    edges = [(c, t) for c, t in names.edges if c not in names.sources]
    known: dict[str, Any] = {
        "service": names.services,
        "flag": names.flags,
        "secret": names.secrets,
        "token": names.tokens,
        "source": ours,
        "limiter": names.limiters,
        "realm": names.realms,
        "cache": names.caches,
        "queue": names.queues,
        "network": [n for n in names.networks if n],
        "route": names.routes,
        "hotfix": [f.name for f in fixes],
        "tenant": names.tenants,
        "agent": [a for a in names.agents if a],
    }
    for key, value in args.items():
        if key in known and value not in known[key]:
            yield _expected(key, known[key], value)
    for tenant in args.get("tenants", ()):
        if tenant not in names.tenants:
            yield _expected("tenants", names.tenants, tenant)
    service = args.get("service")
    if service in names.services:
        slots = [slot for s, slot in names.replicas if s == service]
        yield from _place("slot", slots, args)
        yield from _place("version", ("", *names.versions[service]), args)
        yield from _place("replicas", range(1, len(slots) + 1), args)
        yield from _place(
            "pool",
            [p.name for p in names.pools if p.service == service and p.name != "workers"],
            args,
        )
    if "caller" in args and (args["caller"], args["to"]) not in edges:
        yield _expected(
            "caller, to", [f"{c} to {t}" for c, t in edges], f"{args['caller']} to {args['to']}"
        )
    if args.get("queue") in names.queues:
        yield from _place("partition", [n for q, n in names.partitions if q == args["queue"]], args)
    if verb in {"block", "unblock"}:
        yield from _rule(args, known)


def _rule(args: dict[str, Any], known: dict[str, Any]) -> Iterator[Problem]:
    """What a block may name: a field with its value, a service or a route."""
    by, value = args.get("by"), args.get("value")
    if (by is None) != (value is None):
        yield Problem("args", "expected `by` and `value` together")
    elif by in known and value not in known[by]:
        yield _expected("value", known[by], value)
    else:
        try:
            _number(by, value)
        except ValueError as error:
            yield Problem("args.value", str(error))
    if not {"by", "service", "route"} & set(args):
        yield Problem("args", "expected `by` and `value`, a service or a route")


def _number(by: Any, value: Any) -> Any:
    """What the engine calls an account or an address that logs name. Raises ValueError."""
    if by == "subject":
        return value if isinstance(value, int) else user_number(str(value))
    if by == "address":
        return value if isinstance(value, int) else address_number(str(value))
    return value


def _place(key: str, among: Collection[Any], args: dict[str, Any]) -> Iterator[Problem]:
    if key in args and args[key] not in among:
        yield _expected(key, among, args[key])


def _expected(key: str, among: Collection[Any], got: Any) -> Problem:
    known = ", ".join(str(x) for x in among) or "none here"
    return Problem(f"args.{key}", f"expected one of {known}, got {got!r}")


def duration_s(duration: int | str) -> int:
    """Whole seconds of a duration such as `5m`; a whole number is seconds already.

    Raises ScenarioError for what is no duration.
    """
    if isinstance(duration, int) and not isinstance(duration, bool):
        return duration
    try:
        return round(nanoseconds(duration) / UNITS["s"])
    except ValueError as error:
        raise ScenarioError(str(error)) from None

"""What a learner can do to the system: verbs with bounded arguments, as an operator on call has.

The engine's own verbs are wider, for a scenario may break anything. `action` makes an engine's
action of a verb and checks its names against the system: what is accepted can be carried out, and
what is refused changes nothing.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from inspect import Parameter, Signature
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from course.errors import Problem, ScenarioError, validation_problems
from course.incidents.vocabulary import Arguments, ScenarioPart, Word
from course.simulation.actions import Action, Order
from course.simulation.lowering import Names
from course.simulation.system import System
from course.simulation.telemetry.otel_names import address_number, user_number
from course.simulation.units import UNITS, nanoseconds

Duration = Annotated[str, Field(pattern=r"^(\d{1,6}(\.\d{1,3})?(ms|s|m|h))+$", max_length=30)]
Slot = Annotated[int, Field(ge=0, le=31)]
Share = Annotated[float, Field(ge=0, le=1)]
Field_ = Literal["tenant", "subject", "address", "network", "agent", "token"]
Named = Annotated[str, Field(min_length=1, max_length=60)]


class Hotfix(ScenarioPart):
    """A mend that a developer has ready: it changes one step of a route."""

    name: Word
    words: str = Field(max_length=300)
    route: str
    step: str
    args: dict[str, Any]


class Rollback(Arguments):
    """Go back to a version of a service (its first one), where another runs."""

    service: Word
    version: str = Field(default="", max_length=31)


class Deploy(Arguments):
    """Roll a version out: to all replicas one by one, at once, or to one only."""

    service: Word
    version: str = Field(max_length=31)
    how: Literal["rolling", "at_once", "canary"] = "rolling"


class Restart(Arguments):
    """Stop and boot one replica or all; the versions stay."""

    service: Word
    slot: Slot | None = None
    how: Literal["rolling", "at_once"] = "rolling"


class Scale(Arguments):
    """Run so many replicas."""

    service: Word
    replicas: int = Field(ge=1, le=32)


class Drain(Arguments):
    """Take a replica off the balancer's list; `on=False` puts it back."""

    service: Word
    slot: Slot
    on: bool = True


class SetFlag(Arguments):
    """Turn a feature flag, or change for whom it is."""

    flag: Word
    on: bool | None = None
    tenants: list[Word] | None = Field(default=None, min_length=1, max_length=64)
    share: Share | None = None


class SetTimeout(Arguments):
    """Change how long a caller waits for each attempt."""

    caller: Word
    to: Word
    timeout: Duration


class SetRetries(Arguments):
    """Change how often a caller tries again; `budget` is retries for each call."""

    caller: Word
    to: Word
    retries: int = Field(ge=0, le=10)
    budget: Share | None = None


class SetBreaker(Arguments):
    """Give a caller a circuit breaker, or take it away."""

    caller: Word
    to: Word
    on: bool
    ratio: Annotated[float, Field(gt=0, le=1)] = 0.5
    pause: Duration = "5s"


class SetPool(Arguments):
    """Change a pool's places, or how long one waits for one."""

    service: Word
    pool: Word
    size: int | None = Field(default=None, ge=1, le=512)
    wait: Duration | None = None


class SetWorkers(Arguments):
    """Change how many requests each replica works on at a time."""

    service: Word
    size: int = Field(ge=1, le=512)


class Shed(Arguments):
    """Refuse a share of the requests with a priority below; 0 refuses none."""

    service: Word
    share: Share
    below: int = Field(default=10, ge=0, le=10)


class RotateSecret(Arguments):
    """Give a secret a new value; the old one holds for a grace."""

    secret: Word
    grace: Duration = "0s"


class ReloadSecret(Arguments):
    """Let replicas read a secret again without a boot."""

    secret: Word
    service: Word
    slot: Slot | None = None


class Revoke(Arguments):
    """Make a token void; `on=False` takes that back."""

    token: Word
    on: bool = True


class IssueToken(Arguments):
    """Give a caller of ours another token."""

    source: Word
    token: Word


class BlockTraffic(Arguments):
    """Answer 403 to what comes from, or goes to, something."""

    by: Field_ | None = None
    value: Named | Annotated[int, Field(ge=0, le=1 << 32)] | None = None
    service: Word | None = None
    route: Word | None = None


class UnblockTraffic(BlockTraffic):
    """Take a block away: with the arguments that `block` was given."""


class SetLimiter(Arguments):
    """Turn a rate limit on or off, or change it."""

    limiter: Word
    on: bool = True
    rate: Annotated[float, Field(gt=0, le=10_000)] | None = None
    by: Field_ | None = None


class SetLogins(Arguments):
    """Change who needs a second factor, and when accounts are locked."""

    realm: Word
    second_factor: Literal["off", "flagged", "all"] | None = None
    threshold: int | None = Field(default=None, ge=0, le=1000)


class FlagNetwork(Arguments):
    """Ask log-ins from a network for a second factor."""

    network: Named
    on: bool = True


class ResetAccounts(Arguments):
    """New passwords and no sessions, for one account or all that were taken over."""

    subject: int | None = Field(default=None, ge=0, le=65_535)


class PurgeCache(Arguments):
    """Empty a cache."""

    cache: Word


class SetCache(Arguments):
    """Turn a cache on or off, change how long it keeps, who fetches, and its keys."""

    cache: Word
    on: bool | None = None
    ttl: Duration | None = None
    lease: Duration | None = None
    by_tenant: bool | None = None


class WarmCache(Arguments):
    """Put the most asked objects into a cache."""

    cache: Word
    items: int = Field(ge=1, le=8192)


class Quarantine(Arguments):
    """Move the first message of a partition to the dead-letter queue."""

    queue: Word
    partition: int = Field(ge=0, le=63)


class PauseQueue(Arguments):
    """Stop deliveries; `on=False` lets them go on."""

    queue: Word
    on: bool = True
    partition: int | None = Field(default=None, ge=0, le=63)


class SetQueue(Arguments):
    """Change how often a message is tried; 0 is for ever."""

    queue: Word
    tries: int = Field(ge=0, le=100)


class ApplyHotfix(Arguments):
    """Apply a mend that the developers have ready."""

    hotfix: Word


# Verb: its arguments, the engine's verb, and what the engine calls an argument otherwise.
ACTS: dict[str, tuple[type[Arguments], str, dict[str, str]]] = {
    "rollback": (Rollback, "rollback", {}),
    "deploy": (Deploy, "deploy", {}),
    "restart": (Restart, "restart", {}),
    "scale": (Scale, "scale", {}),
    "drain": (Drain, "drain", {}),
    "set_flag": (SetFlag, "set_flag", {"flag": "name"}),
    "set_timeout": (SetTimeout, "set_calls", {}),
    "set_retries": (SetRetries, "set_calls", {}),
    "set_breaker": (SetBreaker, "set_calls", {}),
    "set_pool": (SetPool, "set_pool", {"pool": "name"}),
    "set_workers": (SetWorkers, "set_workers", {}),
    "shed": (Shed, "shed", {}),
    "rotate_secret": (RotateSecret, "rotate_secret", {}),
    "reload_secret": (ReloadSecret, "reload_secret", {}),
    "revoke": (Revoke, "revoke_token", {}),
    "issue_token": (IssueToken, "issue_token", {}),
    "block": (BlockTraffic, "block", {}),
    "unblock": (UnblockTraffic, "unblock", {}),
    "limit": (SetLimiter, "limit", {"limiter": "name"}),
    "set_logins": (SetLogins, "set_logins", {"realm": "name"}),
    "flag_network": (FlagNetwork, "flag_network", {}),
    "reset_accounts": (ResetAccounts, "reset_accounts", {}),
    "purge_cache": (PurgeCache, "purge_cache", {}),
    "set_cache": (SetCache, "set_cache", {"cache": "name"}),
    "warm_cache": (WarmCache, "warm_cache", {"cache": "name"}),
    "quarantine": (Quarantine, "quarantine", {}),
    "pause_queue": (PauseQueue, "pause_queue", {}),
    "set_queue": (SetQueue, "set_queue", {"queue": "name"}),
    "hotfix": (ApplyHotfix, "hotfix", {}),
}


def problems_of(kind: type[Arguments], args: Any) -> list[Problem]:
    """Say what is wrong with a verb's arguments, such as `args.slot`; empty: nothing."""
    try:
        kind.model_validate(args)
    except ValidationError as error:
        return list(validation_problems(error, root=("args",)))
    return []


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


def _known(names: Names, system: System, fixes: tuple[Hotfix, ...]) -> dict[str, Any]:
    """Names that an argument may have, by the argument."""
    ours = [s.name for s in system.sources if not s.hostile]
    return {
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


@dataclass(frozen=True, kw_only=True)
class Argument:
    """An argument of an act: whether it must be given, what stands in for it, what can be given."""

    name: str
    required: bool
    default: Any
    values: str

    @property
    def needed(self) -> str:
        """`required`, or what holds without it."""
        if self.required:
            return "required"
        return "optional" if self.default in (None, "") else f"{self.default!r} where not given"


def summary(verb: str) -> str:
    """Say in a sentence what an act does."""
    return (ACTS[verb][0].__doc__ or "").strip().split("\n")[0]


def arguments(
    verb: str, names: Names, system: System, hotfixes: tuple[Hotfix, ...] = ()
) -> list[Argument]:
    """List an act's arguments, with what can be given for each in this system."""
    kind = ACTS[verb][0]
    schema = kind.model_json_schema()["properties"]
    known = _known(names, system, hotfixes)
    del known["network"], known["agent"]  # strangers' names are for the learner to find
    known["tenants"] = names.tenants
    by_object = _by_object(names, system)
    return [
        Argument(
            name=name,
            required=field.is_required(),
            default=None if field.is_required() else field.default,
            values=by_object.get(name) or _values(known.get(name), schema[name]),
        )
        for name, field in kind.model_fields.items()
    ]


class Acts:
    """What an operator can do to the system: `incident.act.scale(service="api", replicas=4)`.

    Each verb takes its arguments by name; `help(incident.act.scale)` says which they are and what
    can be given in this system. It returns the engine's order: what changes, how long that takes,
    whom it can hurt, and whether it changes nothing (`idle`). It raises ScenarioError where it
    cannot be done.
    """

    def __init__(
        self,
        do: Callable[[str, dict[str, Any]], Order | None],
        arguments: Callable[[str], Sequence[Argument]],
    ) -> None:
        self._do = do
        self._arguments = arguments

    def __getattr__(self, verb: str) -> Callable[..., Order | None]:
        if verb not in ACTS:
            raise AttributeError(f"expected one of {', '.join(ACTS)}, got {verb!r}")
        arguments = self._arguments(verb)

        def act(**args: Any) -> Order | None:
            return self._do(f"act.{verb}", args)

        about = [f"{a.name} : {a.needed}\n    {a.values}" for a in arguments]
        act.__name__ = act.__qualname__ = verb
        act.__doc__ = "\n".join([summary(verb), "", "Parameters", "----------", *about])
        act.__signature__ = Signature(  # type: ignore[attr-defined]
            [
                Parameter(
                    a.name,
                    Parameter.KEYWORD_ONLY,
                    default=Parameter.empty if a.required else a.default,
                )
                for a in sorted(arguments, key=lambda a: not a.required)
            ]
        )
        return act

    def __dir__(self) -> list[str]:
        return list(ACTS)


def _by_object(names: Names, system: System) -> dict[str, str]:
    """What can be given where it depends on another argument."""
    of: dict[str, dict[str, list[Any]]] = {key: {} for key in ("slot", "pool", "partition", "to")}
    for service, slot in names.replicas:
        of["slot"].setdefault(service, []).append(slot)
    for pool in names.pools:
        if pool.service and pool.name != "workers":
            pools = of["pool"].setdefault(pool.service, [])
            pools += [pool.name] * (pool.name not in pools)
    for queue, number in names.partitions:
        of["partition"].setdefault(queue, []).append(number)
    for caller, to in names.edges:
        if caller not in names.sources:
            of["to"].setdefault(caller, []).append(to)
    of["version"] = {service: list(versions) for service, versions in names.versions.items()}
    callers = ", ".join(of["to"]) or "none here"
    tops = {s.name: max(s.replicas, s.most_replicas) for s in system.services}
    most: dict[str, list[Any]] = {
        name: [f"1 to {top}" if top > 1 else "1"] for name, top in tops.items()
    }
    return {
        "caller": f"one of {callers}",
        "replicas": _each(most),
        **{key: _each(values) for key, values in of.items()},
    }


def _each(values: Mapping[str, list[Any]]) -> str:
    parts = [f"{owner}: {', '.join(map(str, items))}" for owner, items in values.items()]
    return "; ".join(parts) or "none here"


def _values(known: Collection[Any] | None, about: dict[str, Any]) -> str:
    """What an argument takes, from the names of the system or from its type."""
    if known is not None:
        several = any(kind.get("type") == "array" for kind in about.get("anyOf", [about]))
        names = ", ".join(map(str, known))
        return f"{'a list of' if several else 'one of'} {names}" if names else "none here"
    kinds = [kind for kind in about.get("anyOf", [about]) if kind.get("type") != "null"]
    return " or ".join(_type_words(kind) for kind in kinds)


def _type_words(kind: dict[str, Any]) -> str:
    if "enum" in kind:
        return f"one of {', '.join(map(str, kind['enum']))}"
    if kind.get("type") == "boolean":
        return "True or False"
    if kind.get("type") in {"integer", "number"}:
        whole = "a whole number" if kind["type"] == "integer" else "a number"
        low = f"above {kind['exclusiveMinimum']}" if "exclusiveMinimum" in kind else ""
        low = low or (f"from {kind['minimum']}" if "minimum" in kind else "")
        high = f"to {kind['maximum']}" if "maximum" in kind else ""
        return " ".join(filter(None, (whole, low, high)))
    if "ms|s|m|h" in kind.get("pattern", ""):
        return "a duration such as '500ms' or '5s'"
    return f"text of up to {kind.get('maxLength', 60)} characters"


def _unknown(
    verb: str, args: dict[str, Any], names: Names, system: System, fixes: tuple[Hotfix, ...]
) -> Iterator[Problem]:
    """Names in an action that nothing bears; what strangers are called is not told."""
    edges = [(c, t) for c, t in names.edges if c not in names.sources]
    known = _known(names, system, fixes)
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

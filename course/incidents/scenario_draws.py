"""A family of incidents: one system and its normal life, and a space of what may be wrong with it.

A seed draws one of its cases, and a value for each name of `vary`. What is drawn is a Scenario like
any other. Each draw is made apart, from the family's name, the seed, and what is drawn, so that a
new name changes nothing of what the others are.
"""

import hashlib
import re
from typing import Annotated, Any

from pydantic import Field, ValidationError

from course.errors import Problem, ScenarioError, validation_problems
from course.incidents.scenario import SECOND, at_clock
from course.incidents.vocabulary import ScenarioPart, Word
from course.simulation.units import Duration, nanoseconds

KEYS = ("vary", "cases")
PLACE = re.compile(
    r"\{(?P<name>[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)"
    r"(?P<shift>[+-][0-9a-z.]+)?(?::(?P<form>clock|seconds))?\}"
)
CLOCK = re.compile(r"\d{1,2}:\d{2}")


class Times(ScenarioPart):
    """Times, of which one is drawn: from one to another, in steps."""

    from_: Duration = Field(alias="from")
    to: Duration
    step: Annotated[Duration, Field(gt=0)] = 15 * SECOND


Values = Annotated[tuple[Any, ...], Field(min_length=1, max_length=1000)]


class Case(ScenarioPart):
    """One kind of trouble. What it says replaces what the family says under the same key."""

    name: Word
    weight: int = Field(default=1, ge=1, le=1000)
    vary: dict[str, Values | Times] = Field(default_factory=dict)


class Space(ScenarioPart):
    """What of a family differs between its draws."""

    vary: dict[str, Values | Times] = Field(default_factory=dict)
    cases: tuple[Case, ...] = Field(min_length=1, max_length=100)


def is_family(data: dict[str, Any]) -> bool:
    """Whether a scenario's file describes a family."""
    return any(key in data for key in KEYS)


def space_of(data: dict[str, Any]) -> Space:
    """Read the space of a family's file. Raises ScenarioError with all problems."""
    own = set(Case.model_fields)
    cases = data.get("cases")
    rows = [
        {key: value for key, value in case.items() if key in own}
        if isinstance(case, dict)
        else case
        for case in (cases if isinstance(cases, list) else [cases])
    ]
    try:
        space = Space.model_validate({"vary": data.get("vary", {}), "cases": rows})
    except ValidationError as error:
        raise ScenarioError(validation_problems(error)) from None
    problems = []
    names = [case.name for case in space.cases]
    for number, case in enumerate(space.cases):
        if case.name in names[:number]:
            problems.append(Problem(f"cases[{number}].name", f"{case.name!r} stands above, too"))
    for where, varied in (
        ("", space.vary),
        *((f"cases[{n}].", c.vary) for n, c in enumerate(space.cases)),
    ):
        for name, among in varied.items():
            if isinstance(among, Times) and not among.from_ <= among.to:
                problems.append(Problem(f"{where}vary.{name}", "expected `from` before `to`"))
    if problems:
        raise ScenarioError(problems)
    return space


def case_number(space: Space, family: str, seed: int) -> int:
    """Which of the cases a seed draws, by their weights."""
    weights = [case.weight for case in space.cases]
    place = _drawn(family, seed, "case", sum(weights))
    for number, weight in enumerate(weights):
        place -= weight
        if place < 0:
            return number
    raise AssertionError("weights are positive")


def _drawn(family: str, seed: int, what: str, among: int) -> int:
    """Draw a whole number below `among`."""
    digest = hashlib.sha256(f"{family}\0{seed}\0{what}".encode()).digest()
    return int.from_bytes(digest[:16], "big") % among


def draw(
    data: dict[str, Any],
    space: Space,
    family: str,
    seed: int,
    *,
    case: int | None = None,
    row: int | None = None,
) -> tuple[dict[str, Any], int]:
    """Give the data of the scenario that a seed draws, and the number of its case.

    `case` and `row` are for whoever checks them all: this case, and of each list that row, counted
    round. Raises ScenarioError where a place names nothing that is drawn; each problem has its key.
    """
    number = case_number(space, family, seed) if case is None else case
    chosen = space.cases[number]
    varied = {**space.vary, **chosen.vary}
    values = {name: _value(among, family, seed, name, row) for name, among in varied.items()}
    own = {k: v for k, v in data["cases"][number].items() if k not in Case.model_fields}
    merged = {**{k: v for k, v in data.items() if k not in KEYS}, **own}
    problems: list[Problem] = []
    clock = str(merged.pop("clock", "14:00"))
    values = {k: _filled(v, values, clock, f"vary.{k}", problems) for k, v in values.items()}
    filled = {k: _filled(v, values, clock, k, problems) for k, v in merged.items()}
    if problems:
        raise ScenarioError(problems)
    drawn = {"clock": clock, "name": family, "seed": seed, "case": chosen.name}
    return {**filled, **drawn}, number


def rows(space: Space, case: int) -> int:
    """How many rows the longest list of a case has."""
    varied = {**space.vary, **space.cases[case].vary}
    return max((len(v) for v in varied.values() if isinstance(v, tuple)), default=1)


def _value(among: Any, family: str, seed: int, name: str, row: int | None) -> Any:
    count = len(among) if isinstance(among, tuple) else (among.to - among.from_) // among.step + 1
    number = _drawn(family, seed, name, count) if row is None else row % count
    return among[number] if isinstance(among, tuple) else among.from_ + among.step * number


def _filled(
    value: Any, values: dict[str, Any], clock: str, place: str, problems: list[Problem]
) -> Any:
    """Put what was drawn into its places; a text that is one place takes the value as it is."""
    if isinstance(value, dict):
        return {
            _text(k, values, clock, place, problems): _filled(
                v, values, clock, f"{place}.{k}", problems
            )
            for k, v in value.items()
        }
    if isinstance(value, list):
        return [_filled(v, values, clock, f"{place}[{n}]", problems) for n, v in enumerate(value)]
    if not isinstance(value, str):
        return value
    if whole := PLACE.fullmatch(value):
        return _put(whole, values, clock, place, problems)
    return _text(value, values, clock, place, problems)


def _text(
    text: str, values: dict[str, Any], clock: str, place: str, problems: list[Problem]
) -> str:
    return PLACE.sub(lambda found: str(_put(found, values, clock, place, problems)), text)


def _put(
    found: re.Match[str], values: dict[str, Any], clock: str, place: str, problems: list[Problem]
) -> Any:
    """Give the value for one place, such as `{onset}`, `{where.pool}`, `{onset+90s:clock}`."""
    name, _, field = found["name"].partition(".")
    if name not in values:
        if found["shift"] or found["form"] or field:
            problems.append(Problem(place, f"{found[0]}: nothing named {name!r} is drawn"))
        return found[0]  # braces of somebody else's, as in a query
    value = values[name]
    if field:
        if not isinstance(value, dict) or field not in value:
            problems.append(Problem(place, f"{found[0]}: {name!r} has no {field!r}"))
            return found[0]
        value = value[field]
    if not (found["shift"] or found["form"]):
        return value
    try:
        at = nanoseconds(value) + _shift(found["shift"])
    except ValueError as error:
        problems.append(Problem(place, f"{found[0]}: {error}"))
        return found[0]
    if found["form"] == "clock" and CLOCK.fullmatch(clock):  # else the scenario's check says so
        return at_clock(clock, at / SECOND)
    return round(at / SECOND) if found["form"] == "seconds" else at


def _shift(text: str | None) -> int:
    if not text:
        return 0
    return nanoseconds(text[1:]) * (-1 if text[0] == "-" else 1)

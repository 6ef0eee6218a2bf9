"""Where a file's data does not fit its JSON Schema, in the project's own words.

It knows the keywords that program_schema() uses, and no more of JSON Schema.
"""

import math
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from course.program.model import nearest

Place = tuple[str | int, ...]
Fault = tuple[Place, str]

_TYPES: dict[str, tuple[str, tuple[type, ...]]] = {
    "object": ("a table", (dict,)),
    "array": ("a list", (list,)),
    "string": ("text", (str,)),
    "boolean": ("true or false", (bool,)),
    "integer": ("a whole number", (int,)),
    "number": ("a number", (int, float)),
    "date": ("a date such as 2025-01-20", (date,)),
}
_LONGEST = 60


def misfits(data: dict[str, Any], schema: dict[str, Any]) -> list[Fault]:
    """List every place where data does not fit its schema, with what was expected and what came."""
    return list(_misfits(data, schema, (), schema.get("$defs", {})))


def without(data: dict[str, Any], places: Iterable[Place]) -> dict[str, Any]:
    """Copy data without what stands at these places; a list keeps its length, with None instead.

    What is left fits the schema, but for holes.
    """
    gone = set(places)

    def copy(value: Any, place: Place) -> Any:
        if isinstance(value, dict):
            inner = {key: (*place, key) for key in value}
            return {key: copy(value[key], at) for key, at in inner.items() if at not in gone}
        if isinstance(value, list):
            items = [(item, (*place, index)) for index, item in enumerate(value)]
            return [None if at in gone else copy(item, at) for item, at in items]
        return value

    return dict(copy(data, ()))


def placed(place: Place) -> str:
    """Write a place as `modules[2].assessment.type`."""
    parts = (f"[{key}]" if isinstance(key, int) else f".{_key(key)}" for key in place)
    return "".join(parts).removeprefix(".")


def shown(value: Any) -> str:
    """Show what came, briefly: 'five', true, 2025-01-20, a table."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else shown(key)


def _misfits(
    value: Any, schema: dict[str, Any], place: Place, parts: dict[str, Any]
) -> Iterator[Fault]:
    if "$ref" in schema:
        schema = parts[schema["$ref"].rpartition("/")[2]]
    if said := _misfit(value, schema):
        yield place, said
    elif isinstance(value, dict):
        yield from _table_misfits(value, schema, place, parts)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _misfits(item, schema["items"], (*place, index), parts)


def _misfit(value: Any, schema: dict[str, Any]) -> str | None:
    expected = _expected(value, schema)
    return f"expected {expected}, got {shown(value)}" if expected else _size_misfit(value, schema)


def _expected(value: Any, schema: dict[str, Any]) -> str | None:
    """Say what was expected, if value is not it; sizes of lists apart."""
    words, types = _TYPES["date" if schema.get("format") == "date" else schema["type"]]
    # A TOML true is an int to Python, and a moment is a date.
    stranger = isinstance(value, bool) is not (types == (bool,)) or isinstance(value, datetime)
    fits = isinstance(value, types) and not stranger
    if "enum" in schema:
        listed = fits and value in schema["enum"]
        return None if listed else f"one of {', '.join(map(shown, schema['enum']))}"
    if not fits:
        return words
    if isinstance(value, str):
        return _unlike(value, schema)
    return _outside(value, schema) if isinstance(value, int | float) else None


def _unlike(text: str, schema: dict[str, Any]) -> str | None:
    if len(text.strip()) < schema.get("minLength", 0):
        return "some text"
    if "pattern" in schema and not re.fullmatch(schema["pattern"], text):
        return f"the form {schema['examples'][0]!r}"
    return None


def _outside(value: float, schema: dict[str, Any]) -> str | None:
    low, high = schema.get("minimum", -math.inf), schema.get("maximum", math.inf)
    if low <= value <= high and value not in (math.inf, -math.inf):
        return None
    if math.isfinite(low) and math.isfinite(high):
        return f"{low:.10g} to {high:.10g}"
    return f"{low:.10g} or more" if math.isfinite(low) else "a finite number"


def _size_misfit(value: Any, schema: dict[str, Any]) -> str | None:
    if not isinstance(value, list):
        return None
    low, high = schema.get("minItems", 0), schema.get("maxItems", math.inf)
    if low <= len(value) <= high:
        return None
    number = f"{low}" if low == high else f"at least {low}"
    return f"expected {number} {'entry' if low == 1 else 'entries'}, got {len(value)}"


def _table_misfits(
    table: dict[str, Any], schema: dict[str, Any], place: Place, parts: dict[str, Any]
) -> Iterator[Fault]:
    known = schema["properties"]
    meant = set()
    for key, value in table.items():
        if key in known:
            yield from _misfits(value, known[key], (*place, key), parts)
            continue
        hint = nearest(key, [name for name in known if name not in table])
        meant.add(hint)
        yield (*place, key), f"unknown key{hint}"
    for key in schema.get("required", []):
        # A misspelt key is one fault, not two.
        if key not in table and not any(f"{key!r}" in hint for hint in meant):
            yield (*place, key), "missing"
    if choices := [one["required"][0] for one in schema.get("oneOf", [])]:
        given = [key for key in choices if key in table]
        misspelt = any(f"{key!r}" in hint for hint in meant for key in choices)
        if len(given) != 1 and not misspelt:
            got = " and ".join(given) or "none"
            yield place, f"expected one of {', '.join(choices)}, got {got}"

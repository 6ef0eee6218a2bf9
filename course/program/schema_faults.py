"""Where program.toml does not fit the model: pydantic's findings in the words of a TOML file.

pydantic's own words name Python's types, and a bound at a time; an author of program.toml reads
better "expected 0 to 100, got 140", and needs a misspelt key told once, with the key it means.
What those words need besides the finding stands in the model's JSON Schema.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from pydantic.json_schema import GenerateJsonSchema

from course.errors import nearest, shown
from course.program.model import Program

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Place = tuple[str | int, ...]
Fault = tuple[Place, str]
Schema = Mapping[str, Any]

_TYPES = {
    "model_type": "a table",
    "tuple_type": "a list",
    "string_type": "text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "date_type": "a date such as 2025-01-20",
}
_BOUNDS = {"greater_than_equal", "less_than_equal", "finite_number"}
_SIZES = {"too_short", "too_long"}


@cache
def program_schema() -> dict[str, Any]:
    """Describe program.toml as JSON Schema 2020-12; dates count as strings of format date.

    One value, shared by all callers: not to be changed.
    """
    schema = Program.model_json_schema()
    for part in (schema, *schema["$defs"].values()):
        for field in part["properties"].values():
            if field.get("default", 0) is None:  # TOML has no null
                del field["default"]
                field.update(field.pop("anyOf", [{}])[0])
    return {"$schema": GenerateJsonSchema.schema_dialect, **schema}


def misfits(data: dict[str, Any]) -> list[Fault]:
    """List every place where a file's data does not fit, with what was expected and what came."""
    faults: list[Fault] = []
    try:
        Program.model_validate(with_tuples(data))
    except ValidationError as error:
        findings = ((f["loc"], _what(data, f)) for f in error.errors(include_url=False))
        faults += [(place, what) for place, what in findings if what is not None]
    return [*faults, *_choices(data, program_schema(), ())]


def _what(data: dict[str, Any], finding: "ErrorDetails") -> str | None:
    """Say one finding; None where the file may leave a key out, or a misspelt one means it."""
    place, kind = finding["loc"], finding["type"]
    if kind in {"missing", "extra_forbidden"}:
        key, table, schema = str(place[-1]), _table_at(data, place[:-1]), _schema_at(place[:-1])
        if kind == "extra_forbidden":
            return f"unknown key{_hint(key, table, schema)}"
        absent = key in schema["required"] and not _is_meant([key], table, schema)
        return "missing" if absent else None
    schema = _schema_at(place)
    if kind in _SIZES:
        return _size(len(finding["input"]), schema)
    expected = _expected(kind, schema) or finding["msg"].lower()
    return f"expected {expected}, got {shown(finding['input'])}"


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


def with_tuples(value: Any) -> Any:
    """Copy data with its lists as tuples: the model is frozen, and strict."""
    if isinstance(value, dict):
        return {key: with_tuples(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return tuple(with_tuples(inner) for inner in value)
    return value


def _schema_at(place: Place) -> Schema:
    """Give the part of the schema for a place that the schema knows."""
    schema: Schema = program_schema()
    for key in place:
        schema = _resolved(schema["items"] if isinstance(key, int) else schema["properties"][key])
    return schema


def _resolved(schema: Schema) -> Schema:
    if "$ref" not in schema:
        return schema
    part: Schema = program_schema()["$defs"][schema["$ref"].rpartition("/")[2]]
    return part


def _table_at(data: Any, place: Place) -> Mapping[str, Any]:
    table = data
    for key in place:
        table = table[key]
    return dict(table)


def _hint(key: str, table: Mapping[str, Any], schema: Schema) -> str:
    """Suggest the key that a misspelt one means, of those that its table has not."""
    return nearest(key, [name for name in schema["properties"] if name not in table])


def _is_meant(names: Iterable[str], table: Mapping[str, Any], schema: Schema) -> bool:
    """Whether a misspelt key of the table means one of these: that is one fault, not two."""
    unknown = [key for key in table if key not in schema["properties"]]
    hints = [_hint(key, table, schema) for key in unknown]
    return any(repr(name) in hint for name in names for hint in hints)


def _expected(kind: str, schema: Schema) -> str | None:
    if "enum" in schema:
        return f"one of {', '.join(map(shown, schema['enum']))}"
    if kind in _BOUNDS:
        return _bounds(schema)
    if kind in {"string_too_short", "string_pattern_mismatch"}:
        return f"the form {schema['examples'][0]!r}" if "examples" in schema else "some text"
    return _TYPES.get(kind)


def _bounds(schema: Schema) -> str:
    low, high = schema.get("minimum", -math.inf), schema.get("maximum", math.inf)
    if math.isfinite(low) and math.isfinite(high):
        return f"{low:.10g} to {high:.10g}"
    return f"{low:.10g} or more" if math.isfinite(low) else "a finite number"


def _size(size: int, schema: Schema) -> str | None:
    low, high = schema.get("minItems", 0), schema.get("maxItems", math.inf)
    if low <= size <= high:
        return None  # pydantic counts entries without faults only
    number = f"{low}" if low == high else f"at least {low}"
    return f"expected {number} {'entry' if low == 1 else 'entries'}, got {size}"


def _choices(value: Any, schema: Schema, place: Place) -> Iterator[Fault]:
    """Tables that must have exactly one of some keys; pydantic has no word for that."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _choices(item, _resolved(schema.get("items", {})), (*place, index))
    if not isinstance(value, dict) or "properties" not in schema:
        return
    known = schema["properties"]
    for key, inner in value.items():
        if key in known:
            yield from _choices(inner, _resolved(known[key]), (*place, key))
    names = [choice["required"][0] for choice in schema.get("oneOf", [])]
    present = [name for name in names if name in value]
    if names and len(present) != 1 and not _is_meant(names, value, schema):
        got = " and ".join(present) or "none"
        yield place, f"expected one of {', '.join(names)}, got {got}"

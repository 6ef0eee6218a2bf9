"""From program.toml to a Program, and its JSON Schema for editors.

The file is checked in the shape it is written in, shape and sense in one run; only a file
without faults is filled in from its defaults and built.
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from course.errors import ProgramError
from course.files import PROGRAM_FILE
from course.program.checks import contradictions
from course.program.model import Program
from course.program.schema_faults import misfits, placed, without


def load_program(path: Path | None = None) -> Program:
    """Read the program, by default the one this package carries.

    Raises ProgramError with all problems at once, each with its place.
    """
    path = PROGRAM_FILE if path is None else Path(path)
    raw = _read(path)
    found = misfits(raw, program_schema())
    holes = [place for place, _ in found]
    found += contradictions(without(raw, holes), holes)
    if found:
        raise ProgramError(f"{path.name}: {placed(place)}: {what}" for place, what in found)
    return Program.model_validate(_filled(raw))


@cache
def program_schema() -> dict[str, Any]:
    """Describe program.toml as JSON Schema 2020-12; dates count as strings of format date.

    One value, shared by all callers: not to be changed.
    """
    made = Program.model_json_schema()
    for part in (made, *made["$defs"].values()):
        for field in part["properties"].values():
            if field.get("default", 0) is None:
                del field["default"]  # TOML has no null
    return {"$schema": GenerateJsonSchema.schema_dialect, **made}


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        got = f"byte 0x{error.object[error.start]:02x}"
        raise ProgramError(f"{path.name}: line {line}: expected UTF-8, got {got}") from None
    except FileNotFoundError:
        raise ProgramError(f"{path.name}: no such file in {path.parent}") from None
    except OSError as error:
        why = (error.strerror or "unknown reason").lower()
        raise ProgramError(f"{path.name}: cannot be read: {why}") from None
    try:
        return tomllib.loads(text)
    except ValueError as error:  # TOMLDecodeError, or a number with thousands of digits
        raise ProgramError(f"{path.name}: {_syntax(str(error), text)}") from None
    except RecursionError:
        raise ProgramError(f"{path.name}: expected less nesting, got too much to read") from None


def _syntax(said: str, text: str) -> str:
    """Put the parser's "... (at line 3, column 7)" into our order: place first."""
    what, _, place = said.rpartition(" (at ")
    if numbers := re.fullmatch(r"line (\d+), column (\d+)\)", place):
        line, column = numbers.groups()
    elif place != "end of document)":
        return f"not TOML: {said[:1].lower()}{said[1:]}"
    else:
        lines = text.split("\n")
        line, column = str(len(lines)), str(len(lines[-1]) + 1)
    return f"line {line}, column {column}: not TOML: {what[:1].lower()}{what[1:]}"


def _filled(raw: dict[str, Any]) -> dict[str, Any]:
    """Copy a faultless file with lists as tuples, defaults filled in and references resolved."""
    data: dict[str, Any] = _frozen(raw)
    defaults = data["defaults"]
    marks, limits = defaults["passing_score"], defaults["time_limit_minutes"]
    track_of = {name: track["name"] for track in data["tracks"] for name in track["modules"]}
    for module in data["modules"]:
        module.setdefault("duration_days", defaults["duration_days"])
        module.setdefault("track", track_of[module["id"]])
        module["assessment"].setdefault("passing_score", marks[module["assessment"]["type"]])
        for exercise in module["exercises"]:
            exercise.setdefault("time_limit_minutes", limits[exercise["difficulty"]])
        for notebook in module["notebooks"]:
            notebook.setdefault("minutes", defaults["notebook_minutes"])
    certification = data["certification"]
    for level in certification["levels"]:
        for assessment in level["assessments"]:
            assessment.setdefault("passing_score", marks[assessment["type"]])
        for project in level["practical_projects"]:
            project.setdefault("duration_days", defaults["project_days"])
    for group in certification["tracking"].values():
        for metric in group:
            if "target_of" in metric:
                table, _, name = metric["target_of"].partition(".")
                metric["target"] = data[table][name]
    for certificate in certification["recognition"]["certificates"]:
        certificate.setdefault("validity_years", defaults["validity_years"])
    return data


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _frozen(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return tuple(_frozen(inner) for inner in value)
    return value

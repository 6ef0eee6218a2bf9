"""From program.toml to a Program.

The file is checked as it is written, against the model and for contradictions in one run. Only a
file without faults is filled in from its defaults and built.
"""

import re
import tomllib
from pathlib import Path
from typing import Any

from course.errors import Problem, ProgramError, placed
from course.files import PROGRAM_FILE
from course.program.checks import contradictions
from course.program.model import Program
from course.program.schema_faults import misfits, with_tuples, without


def load_program(path: Path | None = None) -> Program:
    """Read the plan of the program from a file.

    Parameters
    ----------
    path : Path, optional
        A program.toml; without it, the one that comes with this package. A file with the table
        `[grading]` alone changes limits and leaves all else as it is in that one.

    Returns
    -------
    Program
        The checked plan, in which every number that was left out has its default.

    Raises
    ------
    ProgramError
        Where the file cannot be read or is wrong. It has all problems, each with its place.

    Examples
    --------
    >>> from course import load_program
    >>> program = load_program()
    >>> program.module("101-system-architecture").title
    'System Architecture'
    """
    path = PROGRAM_FILE if path is None else Path(path)
    raw = _whole(_read(path))
    faults = misfits(raw)
    holes = [place for place, _ in faults]
    faults += contradictions(without(raw, holes), holes)
    if faults:
        raise ProgramError(Problem(f"{path.name}: {placed(place)}", what) for place, what in faults)
    return Program.model_validate(_filled(raw))


def _whole(raw: dict[str, Any]) -> dict[str, Any]:
    """Complete a file with nothing but limits, as another course may have, by this package's."""
    limits = raw.get("grading")
    if raw.keys() != {"grading"} or not isinstance(limits, dict):
        return raw
    ours = _read(PROGRAM_FILE)
    return {**ours, "grading": {**ours["grading"], **limits}}


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        what = f"expected UTF-8, got byte 0x{error.object[error.start]:02x}"
        raise ProgramError(Problem(f"{path.name}: line {line}", what)) from None
    except FileNotFoundError:
        raise ProgramError(Problem(path.name, f"no such file in {path.parent}")) from None
    except OSError as error:
        why = (error.strerror or "unknown reason").lower()
        raise ProgramError(Problem(path.name, f"cannot be read: {why}")) from None
    try:
        return tomllib.loads(text)
    except ValueError as error:  # TOMLDecodeError, or a number with thousands of digits
        raise ProgramError(_syntax(str(error), text).within(path.name)) from None
    except RecursionError:
        what = "expected less nesting, got too much to read"
        raise ProgramError(Problem(path.name, what)) from None


def _syntax(message: str, text: str) -> Problem:
    """Put the parser's "... (at line 3, column 7)" into our order: place first."""
    what, _, place = message.rpartition(" (at ")
    if numbers := re.fullmatch(r"line (\d+), column (\d+)\)", place):
        line, column = numbers.groups()
    elif place != "end of document)":
        return Problem("", f"not TOML: {message[:1].lower()}{message[1:]}")
    else:
        lines = text.split("\n")
        line, column = str(len(lines)), str(len(lines[-1]) + 1)
    return Problem(f"line {line}, column {column}", f"not TOML: {what[:1].lower()}{what[1:]}")


def _filled(raw: dict[str, Any]) -> dict[str, Any]:
    """Copy a faultless file with lists as tuples, defaults filled in and references resolved."""
    data: dict[str, Any] = with_tuples(raw)
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

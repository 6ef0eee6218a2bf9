"""From program.toml to a Program.

The file is checked as it is written, against the model and for contradictions in one run. Only a
file without faults is filled in from its defaults and built. The model is imported for that alone.
"""

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from course.errors import Problem, ProgramError, placed
from course.files import PROGRAM_FILE

if TYPE_CHECKING:
    from course.program.model import Program

_COURSE_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")  # terms.CourseId


def load_program(path: Path | None = None) -> "Program":
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
    return _program(read_program_file(path), path.name)


@lru_cache(maxsize=4)
def _program(content: bytes, name: str) -> "Program":
    """Check and build; one verb asks more than once, and so does a course's configuration."""
    from course.program.checks import contradictions
    from course.program.model import Program
    from course.program.schema_faults import misfits, with_tuples, without

    raw = _parsed(content, name)
    faults = misfits(raw)
    holes = [place for place, _ in faults]
    faults += contradictions(without(raw, holes), holes)
    if faults:
        raise ProgramError(Problem(f"{name}: {placed(place)}", what) for place, what in faults)
    return Program.model_validate(with_tuples(_filled(raw)))


def course_id(path: Path) -> str:
    """Read the id of the course from a program.toml, for an nbgrader_config.py.

    Whatever else stands in the file is not checked: nbgrader reads its configuration at every
    command, and to check the whole file takes longer than most commands of `course`.

    Parameters
    ----------
    path : Path
        A program.toml.

    Returns
    -------
    str
        The id, such as "engineering-excellence".

    Raises
    ------
    ProgramError
        Where the file cannot be read, is no TOML, or has no such id.

    Examples
    --------
    >>> from pathlib import Path
    >>> from course import course_id, program_file
    >>> course_id(program_file(Path("nowhere")))
    'engineering-excellence'
    """
    name = _parsed(read_program_file(path), path.name).get("course_id")
    if isinstance(name, str) and _COURSE_ID.fullmatch(name):
        return name
    return load_program(path).course_id  # which says what is wrong with it


def checked_tables(content: bytes) -> dict[str, Any]:
    """Read the tables of a file in which `load_program` found no fault, with defaults filled in.

    A default of the model's own, which the file may leave out, is not filled in.
    """
    return _filled(_parsed(content, PROGRAM_FILE.name))


def read_program_file(path: Path) -> bytes:
    """Read a program.toml, whatever is in it. Raises ProgramError."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ProgramError(Problem(path.name, f"no such file in {path.parent}")) from None
    except OSError as error:
        why = (error.strerror or "unknown reason").lower()
        raise ProgramError(Problem(path.name, f"cannot be read: {why}")) from None


def _parsed(content: bytes, name: str) -> dict[str, Any]:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        what = f"expected UTF-8, got byte 0x{error.object[error.start]:02x}"
        raise ProgramError(Problem(f"{name}: line {line}", what)) from None
    try:
        return _whole(tomllib.loads(text))
    except ValueError as error:  # TOMLDecodeError, or a number with thousands of digits
        raise ProgramError(_syntax(str(error), text).within(name)) from None
    except RecursionError:
        what = "expected less nesting, got too much to read"
        raise ProgramError(Problem(name, what)) from None


def _whole(raw: dict[str, Any]) -> dict[str, Any]:
    """Complete a file with nothing but limits, as another course may have, by this package's."""
    limits = raw.get("grading")
    if raw.keys() != {"grading"} or not isinstance(limits, dict):
        return raw
    ours = tomllib.loads(PROGRAM_FILE.read_text(encoding="utf-8"))
    return {**ours, "grading": {**ours["grading"], **limits}}


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
    """Fill defaults into a faultless file, and resolve its references."""
    data = raw
    defaults = data["defaults"]
    marks, limits = defaults["passing_score"], defaults["time_limit_minutes"]
    floors = defaults.get("topic_floor", {})
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
            assessment.setdefault("topic_floor", floors.get(assessment["type"], 0))
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


class PlanTables(NamedTuple):
    """What most verbs need of a program.toml: limits of grading; modules and assessments by id.

    `check` is a digest of the file, which has no fault, and of the code that checked it.
    """

    check: str
    grading: dict[str, Any]
    modules: dict[str, dict[str, Any]]
    assessments: dict[str, dict[str, Any]]

    def passing_score(self, name: str) -> float | None:
        """Percent of the points; None where this is no module or assessment of the plan."""
        module = self.modules.get(name)
        taken = module["assessment"] if module else self.assessments.get(name)
        return taken["passing_score"] if taken else None

    def title(self, module_id: str) -> str:
        """Title of a module; its id where it is not in the plan."""
        module = self.modules.get(module_id)
        return module["title"] if module else module_id


def plan_tables(content: bytes, check: str) -> PlanTables:
    """Read a file without fault as tables; building the model takes longer."""
    tables = checked_tables(content)
    rules = [rule for level in tables["certification"]["levels"] for rule in level["assessments"]]
    return PlanTables(
        check=check,
        grading=tables["grading"],
        modules={module["id"]: module for module in tables["modules"]},
        assessments={rule["assignment"]: rule for rule in rules if "assignment" in rule},
    )

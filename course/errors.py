"""What can go wrong, as one tree.

    CourseError
    ├── ProgramError      program.toml says something that cannot be
    ├── NotebookError     a notebook of ours breaks a convention
    ├── SubmissionError   what a learner handed in cannot be read: the learner's to mend
    ├── GradingError      the course or the machine is at fault, never the learner
    ├── ScenarioError     an incident cannot run as written
    ├── QueryError        a query is not understood, or asks for what is not evaluated here
    ├── CredentialError   a badge or certificate cannot be issued, or does not verify
    ├── IntegrationError  GitHub, Slack or Confluence refused, or could not be reached
    └── UsageError        what was asked for names nothing here

A learner's failing code is a verdict, not an exception.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pydantic import ValidationError

_SHOWN = 60  # characters of a value in a message


class Problem(NamedTuple):
    """One thing to mend: where it stands, such as `program.toml: modules[2].id`, and what it is.

    `place` is empty where what is wrong has no place of its own.
    """

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}" if self.place else self.what

    def within(self, place: object) -> "Problem":
        """Put it into a larger place: `ex1` within `01.ipynb` is `01.ipynb: ex1`."""
        return Problem(f"{place}: {self.place}" if self.place else str(place), self.what)


class CourseError(Exception):
    """Something that a person must mend; `problems` lists all of it, each with its place.

    A plain string is a problem without a place.
    """

    def __init__(self, problems: str | Problem | Iterable[str | Problem]) -> None:
        if isinstance(problems, str | Problem):
            problems = (problems,)
        self.problems = tuple(p if isinstance(p, Problem) else Problem("", p) for p in problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


def validation_problems(
    error: "ValidationError", place: str = "", *, root: tuple[str | int, ...] = ()
) -> Iterator[Problem]:
    """Say pydantic's findings in our words: where, what was expected, what came.

    A place inside the data reads `modules[2].assessment.type`; with `place`, a file's name, it
    follows after a colon. `root` are the keys above what was validated.
    """
    for finding in error.errors(include_url=False):
        inner = placed((*root, *finding["loc"]))
        what, value = finding["msg"], finding["input"]
        what = what.removeprefix("Value error, ")
        silent = isinstance(value, dict | list | tuple) or ", got " in what  # it is said already
        came = "" if silent else f", got {shown(value)}"
        yield Problem(
            ": ".join(filter(None, (place, inner))), f"{what[:1].lower()}{what[1:]}{came}"
        )


def placed(keys: Iterable[str | int]) -> str:
    """Write a place inside data as `modules[2].assessment.type`."""
    parts = (f"[{key}]" if isinstance(key, int) else f".{_key(key)}" for key in keys)
    return "".join(parts).removeprefix(".")


def _key(key: str) -> str:
    """Write a key as it is where it is one word, else with quotes, as files have it."""
    plain = key.isascii() and key.replace("-", "").replace("_", "").isalnum()
    return key if plain and len(key) <= _SHOWN else shown(key)


def shown(value: object) -> str:
    """Show what came, briefly and on one line: 'five', true, 2025-01-20, a table."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list"
    text = repr(value) if isinstance(value, str) else printable(str(value))
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def printable(text: str) -> str:
    """Give a stranger's text with what a terminal would obey written out, and cut."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[: 2 * _SHOWN])


def nearest(name: str, known: Iterable[str]) -> str:
    """Suggest the known name that is most like this one, " (did you mean 'x'?)", or nothing."""
    import difflib

    close = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.75)
    return f" (did you mean {close[0]!r}?)" if close else ""


class ProgramError(CourseError):
    """The program's data contradicts itself or its schema."""


class NotebookError(CourseError):
    """A notebook of the course breaks a convention; each problem names file and cell."""


class SubmissionError(CourseError):
    """A submission cannot be read; the learner can mend it by handing in again."""


class GradingError(CourseError):
    """Grading could not be done for a reason that is not the learner's."""


class ScenarioError(CourseError):
    """A scenario file is wrong; each problem names its key."""


class QueryError(CourseError):
    """A query cannot be answered: its text is wrong, or a part of it, named, is not known here."""


class CredentialError(CourseError):
    """A credential cannot be issued, or it does not verify; the failing part is named."""


class IntegrationError(CourseError):
    """A service outside refused or did not answer; names the service and its status."""


class UsageError(CourseError):
    """What was asked for names nothing here, or cannot be asked together; exit status 2."""

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
    """One thing that a person must mend: where it is, and what is wrong with it.

    `str(problem)` reads `program.toml: modules[2].id: missing`.

    Attributes
    ----------
    place : str
        Where it is, such as `program.toml: modules[2].id`; empty where it has no place of its own.
    what : str
        What is wrong there, such as `expected 0 to 100, got 140`.
    """

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}" if self.place else self.what

    def within(self, place: object) -> "Problem":
        """Give the same problem at a place inside a larger one.

        Parameters
        ----------
        place : object
            The larger place; its `str()` is put before the problem's own place.

        Returns
        -------
        Problem
            The problem with the longer place; this one stays as it is.

        Examples
        --------
        >>> from course import Problem
        >>> print(Problem("ex1", "has no test").within("01-intro.ipynb"))
        01-intro.ipynb: ex1: has no test
        """
        return Problem(f"{place}: {self.place}" if self.place else str(place), self.what)


class CourseError(Exception):
    """Something that a person must mend. All errors of the course are of this class.

    `str(error)` has one line for each problem.

    Parameters
    ----------
    problems : str or Problem, or an iterable of them
        What is wrong. A plain string is a problem without a place.

    Attributes
    ----------
    problems : tuple of Problem
        Everything that is wrong, not only the first problem that was met.

    Examples
    --------
    >>> from course import CourseError, Problem
    >>> error = CourseError([Problem("ex1", "has no test"), Problem("ex2", "has no points")])
    >>> [problem.place for problem in error.problems]
    ['ex1', 'ex2']
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


def missing_name(name: str, known: Iterable[str]) -> str:
    """Say that a name is not defined, and which known one was probably meant to be it.

    Case and underscores count for nothing there, since they are mistaken most.
    """
    import difflib

    def plain(text: str) -> str:
        return text.replace("_", "").lower()

    others = {plain(other): other for other in known if other != name}
    close = difflib.get_close_matches(plain(name), others, n=1, cutoff=0.75)
    sentence = f"`{name}` is not defined"
    return f"{sentence}; you defined `{others[close[0]]}`" if close else sentence


class ProgramError(CourseError):
    """program.toml is wrong, or contradicts itself. Each problem names its place in the file."""


class NotebookError(CourseError):
    """A notebook of the course breaks a convention. Each problem names the file and the cell."""


class SubmissionError(CourseError):
    """A submission cannot be read. The learner can mend it and hand it in again."""


class GradingError(CourseError):
    """Grading was not possible, and the learner is not to blame."""


class ScenarioError(CourseError):
    """A scenario's file is wrong, or something cannot be done in an incident."""


class QueryError(CourseError):
    """A query cannot be answered: its text is wrong, or it uses something that is not known."""


class CredentialError(CourseError):
    """A credential cannot be issued, or a file that is needed to issue or verify one is wrong."""


class IntegrationError(CourseError):
    """A service outside of the course refused or did not answer. The message names the service."""


class UsageError(CourseError):
    """What was asked for names nothing here, or cannot be asked together; exit status 2."""

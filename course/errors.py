"""What can go wrong, as one tree.

    CourseError
    ├── ProgramError      program.toml says something that cannot be
    ├── NotebookError     a notebook of ours breaks a convention
    ├── SubmissionError   what a learner handed in cannot be read: the learner's to mend
    ├── GradingError      the course or the machine is at fault, never the learner
    ├── ScenarioError     an incident cannot run as written
    ├── QueryError        a query is not understood, or asks for what is not evaluated here
    ├── CredentialError   a badge or certificate cannot be issued, or does not verify
    └── IntegrationError  GitHub, Slack or Confluence refused, or could not be reached

A learner's failing code is a verdict, not an exception.
"""

from collections.abc import Iterable


class CourseError(Exception):
    """Something that a person must mend; `problems` lists all of it, each with its place."""

    def __init__(self, problems: str | Iterable[str]) -> None:
        self.problems = (problems,) if isinstance(problems, str) else tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(self.problems)


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

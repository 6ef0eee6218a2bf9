"""Engineering excellence: an interactive workbook and grading kit on Jupyter.

The names here are the public ones; each is imported when it is first asked for, so that
`import course` and `course --help` cost nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course.errors import (
        CourseError,
        CredentialError,
        GradingError,
        IntegrationError,
        NotebookError,
        ProgramError,
        ScenarioError,
        SubmissionError,
    )
    from course.program import Program, TrainingModule, load_program
    from course.records.results import Grade, Standing

_HOME = {
    "CourseError": "errors",
    "CredentialError": "errors",
    "Grade": "records",
    "GradingError": "errors",
    "IntegrationError": "errors",
    "NotebookError": "errors",
    "Program": "program",
    "ProgramError": "errors",
    "ScenarioError": "errors",
    "Standing": "records",
    "SubmissionError": "errors",
    "TrainingModule": "program",
    "load_program": "program",
}

__all__ = [
    "CourseError",
    "CredentialError",
    "Grade",
    "GradingError",
    "IntegrationError",
    "NotebookError",
    "Program",
    "ProgramError",
    "ScenarioError",
    "Standing",
    "SubmissionError",
    "TrainingModule",
    "load_program",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'course' has no attribute {name!r}")
    return getattr(import_module(f"course.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

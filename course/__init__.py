"""Engineering excellence: an interactive workbook and grading kit on Jupyter.

The names here are for nbgrader_config.py, notebooks and scripts. A name is imported when it is
first used, so that `import course` and `course --help` take no time.

Some rooms can be imported from as well: `course.widgets`, `course.lessons` and `course.incidents`
in notebooks; `course.workflow` (a function for each verb of the command), `course.certification`
and `course.promql` in scripts. Everything else in `course` may change in any release.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course.credentials import read_issuer, verify
    from course.errors import (
        CourseError,
        CredentialError,
        GradingError,
        IntegrationError,
        NotebookError,
        Problem,
        ProgramError,
        QueryError,
        ScenarioError,
        SubmissionError,
    )
    from course.gradebook.exchange import page_templates
    from course.gradebook.layout import program_file
    from course.grading.marking import grade
    from course.incidents.incident import Incident
    from course.incidents.journal_grading import hand_in, handed_in
    from course.incidents.replayed_run import replay
    from course.incidents.scenario_files import load_scenario, scenario_names
    from course.incidents.scoring import score
    from course.jobs import Job, Limits, Result, Verdict
    from course.program import Program, TrainingModule, course_id, load_program
    from course.records.record_files import read_record
    from course.records.results import Grade, Standing

# The module below `course` that each name is imported from. test_public_api.py holds it against
# the imports above, which only type checkers and the API page read.
_HOME = {
    "CourseError": "errors",
    "CredentialError": "errors",
    "Grade": "records.results",
    "GradingError": "errors",
    "Incident": "incidents.incident",
    "IntegrationError": "errors",
    "Job": "jobs",
    "Limits": "jobs",
    "NotebookError": "errors",
    "Problem": "errors",
    "Program": "program",
    "ProgramError": "errors",
    "QueryError": "errors",
    "Result": "jobs",
    "ScenarioError": "errors",
    "Standing": "records.results",
    "SubmissionError": "errors",
    "TrainingModule": "program",
    "Verdict": "jobs",
    "course_id": "program",
    "grade": "grading.marking",
    "hand_in": "incidents.journal_grading",
    "handed_in": "incidents.journal_grading",
    "load_program": "program",
    "load_scenario": "incidents.scenario_files",
    "page_templates": "gradebook.exchange",
    "program_file": "gradebook.layout",
    "read_issuer": "credentials",
    "read_record": "records.record_files",
    "replay": "incidents.replayed_run",
    "scenario_names": "incidents.scenario_files",
    "score": "incidents.scoring",
    "verify": "credentials",
}

__all__ = [
    "CourseError",
    "CredentialError",
    "Grade",
    "GradingError",
    "Incident",
    "IntegrationError",
    "Job",
    "Limits",
    "NotebookError",
    "Problem",
    "Program",
    "ProgramError",
    "QueryError",
    "Result",
    "ScenarioError",
    "Standing",
    "SubmissionError",
    "TrainingModule",
    "Verdict",
    "course_id",
    "grade",
    "hand_in",
    "handed_in",
    "load_program",
    "load_scenario",
    "page_templates",
    "program_file",
    "read_issuer",
    "read_record",
    "replay",
    "scenario_names",
    "score",
    "verify",
]


def __getattr__(name: str) -> Any:
    """Import a public name from where it lives. Raises AttributeError for any other."""
    if name not in _HOME:
        raise AttributeError(f"module 'course' has no attribute {name!r}")
    return getattr(import_module(f"course.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

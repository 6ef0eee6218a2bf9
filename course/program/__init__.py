"""What is planned: program.toml as typed values, what is wrong with it, and its JSON Schema.

What happened is in records/. In reading order: terms.py has the kinds of text and number,
teaching.py and outcomes.py the parts of the plan, model.py the whole, schema_faults.py where a
file does not fit the model, checks.py where it contradicts itself or source/, loading.py reads
it, and schedule.py draws the timeline. A name is imported when it is first used: the model needs
pydantic, and loading.py can read a file that was checked before without it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course.program.checks import check_folders
    from course.program.loading import course_id, load_program
    from course.program.model import Program, ready_modules
    from course.program.outcomes import (
        Badge,
        Certificate,
        CertificationLevel,
        CertificationProgram,
        Criterion,
        EffectivenessTargets,
        FeedbackSystem,
        GradingLimits,
        IncidentSimulation,
        Metric,
        OperationalTargets,
        PracticalProject,
        ProgramEvolution,
        Reward,
        SampleSizes,
    )
    from course.program.schema_faults import program_schema
    from course.program.teaching import (
        Assessment,
        DrillPlan,
        Exercise,
        Notebook,
        PaperPlan,
        Phase,
        Platform,
        Section,
        SessionTemplate,
        Task,
        Track,
        TrainingModule,
    )

# The file that each name is imported from; test_public_api.py holds it against the imports above.
_HOME = {
    "Assessment": "teaching",
    "Badge": "outcomes",
    "Certificate": "outcomes",
    "CertificationLevel": "outcomes",
    "CertificationProgram": "outcomes",
    "Criterion": "outcomes",
    "DrillPlan": "teaching",
    "EffectivenessTargets": "outcomes",
    "Exercise": "teaching",
    "FeedbackSystem": "outcomes",
    "GradingLimits": "outcomes",
    "IncidentSimulation": "outcomes",
    "Metric": "outcomes",
    "Notebook": "teaching",
    "OperationalTargets": "outcomes",
    "PaperPlan": "teaching",
    "Phase": "teaching",
    "Platform": "teaching",
    "PracticalProject": "outcomes",
    "Program": "model",
    "ProgramEvolution": "outcomes",
    "Reward": "outcomes",
    "SampleSizes": "outcomes",
    "Section": "teaching",
    "SessionTemplate": "teaching",
    "Task": "teaching",
    "Track": "teaching",
    "TrainingModule": "teaching",
    "check_folders": "checks",
    "course_id": "loading",
    "load_program": "loading",
    "program_schema": "schema_faults",
    "ready_modules": "model",
}

__all__ = [
    "Assessment",
    "Badge",
    "Certificate",
    "CertificationLevel",
    "CertificationProgram",
    "Criterion",
    "DrillPlan",
    "EffectivenessTargets",
    "Exercise",
    "FeedbackSystem",
    "GradingLimits",
    "IncidentSimulation",
    "Metric",
    "Notebook",
    "OperationalTargets",
    "PaperPlan",
    "Phase",
    "Platform",
    "PracticalProject",
    "Program",
    "ProgramEvolution",
    "Reward",
    "SampleSizes",
    "Section",
    "SessionTemplate",
    "Task",
    "Track",
    "TrainingModule",
    "check_folders",
    "course_id",
    "load_program",
    "program_schema",
    "ready_modules",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'course.program' has no attribute {name!r}")
    return getattr(import_module(f"course.program.{_HOME[name]}"), name)

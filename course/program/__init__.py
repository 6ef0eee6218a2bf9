"""What is planned: program.toml as typed values, what is wrong with it, and its JSON Schema.

What happened is in records/. In reading order: terms.py has the kinds of text and number,
teaching.py and outcomes.py the parts of the plan, model.py the whole, schema_faults.py where a
file does not fit the model, checks.py where it contradicts itself or source/, loading.py reads
it, and schedule.py draws the timeline.
"""

from course.program.checks import check_folders
from course.program.loading import load_program
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
    Exercise,
    Notebook,
    Phase,
    Platform,
    Section,
    SessionTemplate,
    Task,
    Track,
    TrainingModule,
)

__all__ = [
    "Assessment",
    "Badge",
    "Certificate",
    "CertificationLevel",
    "CertificationProgram",
    "Criterion",
    "EffectivenessTargets",
    "Exercise",
    "FeedbackSystem",
    "GradingLimits",
    "IncidentSimulation",
    "Metric",
    "Notebook",
    "OperationalTargets",
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
    "load_program",
    "program_schema",
    "ready_modules",
]

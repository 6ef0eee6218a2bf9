"""What is planned: program.toml as typed values, its faults in our own words, its schema.

Not what happened (results.py). A file here imports only files before it in this order:
terms < teaching, outcomes < model < shape < sense < loading, folders.
"""

from course.program.folders import check_folders
from course.program.loading import load_program, program_schema
from course.program.model import Program, nearest
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
    "nearest",
    "program_schema",
]

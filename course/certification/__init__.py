"""Who has earned what, what is missing, until when it holds: rules, records and a day, no I/O.

Not where records come from (record_files.py, cohort.py), and not the credential itself
(credentials/). A file here imports only files before it in this order: values < requirements <
levels < tracking < deciding.
"""

from course.certification.decision import certification, certifications
from course.certification.levels import later
from course.certification.standings import (
    Award,
    Certification,
    LevelStanding,
    Requirement,
    State,
    Target,
)
from course.certification.targets import score

__all__ = [
    "Award",
    "Certification",
    "LevelStanding",
    "Requirement",
    "State",
    "Target",
    "certification",
    "certifications",
    "later",
    "score",
]

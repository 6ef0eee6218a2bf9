"""Who has earned which certificate, badge and reward, what is missing, and until when it holds.

The rules read no file and no clock: the same program.toml, records and day always give the same
answer.

Files in reading order: standings.py has the values that describe how a learner stands,
levels.py decides whether a level's requirements are met and follows a certificate through the
years, and decision.py joins them with the ranks and targets of a cohort.
Two files do read and write: cohort.py joins the gradebook and records/ into a cohort, and
issuing.py turns what was earned into credentials.
"""

from course.certification.decision import certification, certifications, score
from course.certification.levels import later
from course.certification.standings import (
    AwardStanding,
    Certification,
    LevelStanding,
    RequirementStanding,
    State,
    TargetStanding,
)

__all__ = [
    "AwardStanding",
    "Certification",
    "LevelStanding",
    "RequirementStanding",
    "State",
    "TargetStanding",
    "certification",
    "certifications",
    "later",
    "score",
]

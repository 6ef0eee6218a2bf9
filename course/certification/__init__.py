"""Who has earned which certificate, badge and reward, what is missing, and until when it holds.

The rules are pure: program.toml, records and a day give the same answer whenever they are asked.
In reading order: standings.py has the values that are said of a learner, requirements.py whether
a level's requirements are met, levels.py a certificate's life through the years, targets.py the
ranks and targets of a cohort, decision.py joins them. Two files do read and write: cohort.py
joins gradebook and records/ into a cohort, and issuing.py turns what was earned into credentials.
"""

from course.certification.decision import certification, certifications
from course.certification.levels import later
from course.certification.standings import (
    AwardStanding,
    Certification,
    LevelStanding,
    RequirementStanding,
    State,
    TargetStanding,
)
from course.certification.targets import score

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

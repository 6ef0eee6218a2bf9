"""What the grader's zygotes hold: the two children, and the libraries that a course's texts name.

A small image forks in half the time. What is loaded decides speed and nothing else: what is not
here, a child imports itself. The simulator is the exception: its compiled kernel lies in a cache
that no child may see, so it is loaded before the jail, or not at all.
"""

import re
from collections.abc import Iterable
from typing import Final

from course.sandbox.client import Image

CANDIDATE: Final = "candidate"
EXAMINER: Final = "examiner"
CHILDREN: Final = {
    CANDIDATE: "course.examination.candidate.candidate_process:main",
    EXAMINER: "course.examination.examiner.examiner_process:main",
}
LIBRARIES: Final = {  # what to import once, and what in a text tells that it is used
    "numpy.random": rb"",  # always: whoever seeds it must have it, or each run draws anew
    "pandas": rb"pandas|seaborn|statsmodels",
    "matplotlib.pyplot": rb"plot|pylab|plt|seaborn|networkx",
}
SIMULATOR: Final = "course.incidents.journal_grading"  # 1 s and 150 MB, with the kernel
CHECKER: Final = "course.lessons.signatures"  # mypy, which reads Python's own modules first
_COMPILED: Final = "course.simulation.kernel_startup:prepare"
_WARM_UP: Final = "course.examination.shared.shell:warm_up"
_CHECKS: Final = rb"course\.lessons\.signatures\b|course\.lessons import[^\n]*\bsignatures\b"
_SIMULATES: Final = re.compile(
    rb"course\.(?:incidents|simulation)\b"
    rb"|course import[^\n]*\b(?:incidents|simulation|Incident|handed_in|replay|load_scenario)\b"
    rb"|widgets import[^\n]*\bconsole\b"
)


def simulates(text: bytes) -> bool:
    """Tell whether a notebook names the simulator, in the course's own words for it."""
    return _SIMULATES.search(text) is not None


def libraries_in(texts: Iterable[bytes]) -> list[str]:
    """Give which of LIBRARIES, checker and simulator any of these texts mentions; in our order."""
    unmet = {name: re.compile(pattern) for name, pattern in LIBRARIES.items()}
    unmet |= {CHECKER: re.compile(_CHECKS), SIMULATOR: _SIMULATES}
    for text in texts:
        if not unmet:
            break
        for name in [name for name, pattern in unmet.items() if pattern.search(text)]:
            del unmet[name]
    return [name for name in (*LIBRARIES, CHECKER, SIMULATOR) if name not in unmet]


def image_with(libraries: Iterable[str]) -> Image:
    """Describe a zygote that grades, with these libraries loaded."""
    preload = tuple(libraries)
    return Image(
        children=CHILDREN,
        preload=preload,
        warm_up=(_WARM_UP, *((f"{CHECKER}:prepare",) if CHECKER in preload else ())),
        outside=(_COMPILED,) if SIMULATOR in preload else (),
    )

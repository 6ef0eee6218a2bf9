"""What the grader's zygotes hold: the two children, and the libraries that a course's texts name.

A small image forks in half the time. What is loaded decides speed and nothing else: what is not
here, a child imports itself. The simulator is the exception: its compiled kernel lies in a cache
that no child may see, so it is loaded before the jail, or not at all.
"""

import re
from collections.abc import Iterable
from typing import Final

from course.files import PACKAGE, SCENARIOS
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

_GRADED: Final = re.compile(rb"\bhand(?:ed)?_in\(\s*\\?[\"']([a-z0-9-]+)\\?[\"']")
_STUDIED: Final = re.compile(rb"\bcourse\.lessons(?:\.| import )([\w, ]+)")
_WORD: Final = re.compile(rb"\w+")
_MOST_SCENARIOS: Final = 8  # a learner's text may name them all; those of the source come first


def simulates(text: bytes) -> bool:
    """Tell whether a notebook names the simulator, in the course's own words for it."""
    return _SIMULATES.search(text) is not None


def libraries_in(texts: Iterable[bytes]) -> list[str]:
    """Give which of LIBRARIES, checker, simulator and lessons any of these texts mentions."""
    return list(_read(texts)[0])


def scenarios_in(texts: Iterable[bytes]) -> list[str]:
    """Give the scenarios whose journals these texts hand in or grade, of those that there are."""
    return list(_read(texts)[1])


def image_for(texts: Iterable[bytes]) -> Image:
    """Describe a zygote that grades learners' notebooks, with all that these texts mention."""
    libraries, scenarios = _read(texts)
    return image_with(libraries, scenarios)


def _read(texts: Iterable[bytes]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the modules and the scenarios that texts mention, in our order; each is read once."""
    unmet = {name: re.compile(pattern) for name, pattern in LIBRARIES.items()}
    unmet |= {CHECKER: re.compile(_CHECKS), SIMULATOR: _SIMULATES}
    studied: set[str] = set()
    graded: dict[str, None] = {}
    for text in texts:
        for name in [name for name, pattern in unmet.items() if pattern.search(text)]:
            del unmet[name]
        studied |= {w.decode() for some in _STUDIED.findall(text) for w in _WORD.findall(some)}
        graded |= dict.fromkeys(name.decode() for name in _GRADED.findall(text))
    lessons = sorted(n for n in studied if (PACKAGE / "lessons" / f"{n}.py").is_file())
    if SIMULATOR not in unmet:
        unmet.pop("pandas", None)  # who looks at an incident gets tables
    libraries = [name for name in (*LIBRARIES, CHECKER, SIMULATOR) if name not in unmet]
    libraries += [m for m in (f"course.lessons.{name}" for name in lessons) if m not in libraries]
    scenarios = [name for name in graded if (SCENARIOS / f"{name}.toml").is_file()]
    return tuple(libraries), tuple(scenarios[:_MOST_SCENARIOS])


def image_with(
    libraries: Iterable[str], scenarios: Iterable[str] = (), *, learner_known: bool = True
) -> Image:
    """Describe a zygote that grades, with these libraries loaded and these scenarios read.

    Where nobody's name is known, all have the same run of a scenario, and what each replay of it is
    compared with is played in advance.
    """
    preload = tuple(libraries)
    simulated = SIMULATOR in preload
    extent = "read" if learner_known else "whole"
    return Image(
        children=CHILDREN,
        preload=preload,
        warm_up=(
            _WARM_UP,
            *((f"{CHECKER}:prepare",) if CHECKER in preload else ()),
            *(f"{SIMULATOR}:foresee {name} {extent}" for name in scenarios if simulated),
        ),
        outside=(_COMPILED,) if simulated else (),
    )

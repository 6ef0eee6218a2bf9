"""How a run ended, as plain JSON data: points with their evidence, and the run as a curve.

Everything is read from the replay of the journal, as the grader reads it.
"""

from typing import Any

import numpy as np

from course.incidents.feedback import feedback
from course.incidents.incident import opened
from course.incidents.journal import Journal
from course.incidents.objective import Course
from course.incidents.replayed_run import acted, replay
from course.incidents.scenario import SECOND, Scenario
from course.incidents.scoring import score
from course.incidents.vocabulary import PARTS
from course.widgets.console.panels import numbers

WINDOW_S = 60  # share of bad requests is of the minute before


def ending(journal: Journal, scenario: Scenario) -> dict[str, Any]:
    """Replay and score a journal: takes about a second. Raises SubmissionError."""
    run = replay(journal, scenario)
    points = score(run)
    nothing = acted(opened(scenario, run.seed), scenario, ())
    course = run.course
    return {
        "score": points.data() | {"parts_of": dict(PARTS)},
        "feedback": feedback(run, points).data(),
        "truth": {
            "cause": scenario.truth.cause,
            "trigger": scenario.truth.trigger,
            "components": list(scenario.truth.components),
        },
        "course": {
            "t": [round(float(t), 3) for t in course.t_s],
            "met": [bool(met) for met in course.met],
            "bad": numbers(_bad(course)),
            "bad_of_nothing": numbers(_bad(nothing)),
            "harm": numbers(_harm(course)),
            "harm_of_nothing": numbers(_harm(nothing)),
            "counts_requests": bool(scenario.objective.requests),
            "onset_s": course.onset_s,
            "breach_s": course.breach_s(),
            "resolved_s": course.resolved_s(),
            "start_s": scenario.start / SECOND,
        },
    }


def _bad(course: Course) -> np.ndarray[Any, Any]:
    """Percent of requests in the minute before each scrape that were bad."""
    return np.array([100 * course.bad_share(t - WINDOW_S, t) for t in course.t_s.tolist()])


def _harm(course: Course) -> np.ndarray[Any, Any]:
    """Harm since the onset, by scrape."""
    before = course.harm[course.at(course.onset_s)]
    harm: np.ndarray[Any, Any] = np.maximum(course.harm - before, 0.0)
    return harm

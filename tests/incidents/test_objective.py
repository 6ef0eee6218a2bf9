"""What was promised and what was done to users, from scrapes made by hand."""

from typing import Any

import numpy as np
import pytest

from course.errors import ScenarioError
from course.incidents.objective import (
    SECOND,
    Backlog,
    Course,
    Exposure,
    Objective,
    Requests,
    bound,
    course_of,
)
from course.simulation.kernel.codes import COUNTERS, OF_ROOT
from course.simulation.kernel.world_layout import PARTITION, SERIES_
from course.simulation.lowering import Names, names_of
from course.simulation.observation import Scrape
from tests.incidents.runs import scenario


def scrape(k: int, good: int, late: int, failed: int, **more: Any) -> Scrape:
    """Scrape k of a run: counts so far of the first source, in 100 ms, in 3 s, and with 500."""
    series = np.zeros(2, SERIES_).view(np.recarray)
    series["kind"] = OF_ROOT
    series["count"][0][5], series["count"][0][11] = good, late
    series["status"][1] = 10
    series["count"][1][2] = failed
    counters = np.zeros(16, np.int64)
    counters[COUNTERS.index("taken_accounts")] = more.pop("taken", 0)
    parts = np.zeros(1, PARTITION).view(np.recarray)
    parts["depth"], parts["t_head"] = more.pop("depth", 0), more.pop("t_head", 0)
    usual = dict.fromkeys(
        (
            "pools",
            "replicas",
            "processors",
            "edges",
            "caches",
            "limiters",
            "realms",
            "sources",
            "tenants",
        )
    )
    return Scrape(
        t=15 * k * SECOND,
        series=series,
        counters=counters,
        partitions=parts,
        **usual,  # type: ignore[arg-type]
    )


def names(queues: bool = False) -> Names:
    system_names = names_of(scenario().system)
    return Names(**{**vars(system_names), "partitions": (("jobs", 0),)}) if queues else system_names


def judged(rows: list[Scrape], objective: Objective, **more: Any) -> Course:
    return course_of(objective, rows, names(**more), onset_ns=60 * SECOND)


REQUESTS = Objective(requests=(Requests(sources=("buyers",), within=SECOND, target=0.9),))


def failing(begin: int, end: int, n: int = 40) -> list[Scrape]:
    """10 requests a scrape; those between two scrapes fail."""
    bad = [sum(10 for j in range(k + 1) if begin <= j < end) for k in range(n)]
    return [scrape(k, 10 * (k + 1) - bad[k], 0, bad[k]) for k in range(n)]


def test_failed_and_late_requests_are_bad() -> None:
    """Status, or time beyond the bound, which is a bucket's."""
    course = judged([scrape(0, 0, 0, 0), scrape(1, 10, 3, 2)], REQUESTS)
    assert course.bad.tolist() == [0, 5]
    assert course.harm.tolist() == [0, 5]
    assert course.bad_share(0, 15) == pytest.approx(1 / 3)
    assert course.bad_shares(0, 15) == [pytest.approx(1 / 3)] * 2


def test_breach_and_recovery_are_times_of_the_window() -> None:
    """A minute's share below the target; met again when the minute has none."""
    course = judged(failing(8, 16), REQUESTS)
    assert course.breach_s() == 8 * 15
    assert course.resolved_s() == 19 * 15
    assert not course.held_at(19 * 15 + 150)
    assert course.held_at(19 * 15 + 180)
    assert course.harm_since_onset() == 80


def test_what_never_breaks_was_never_resolved() -> None:
    """Nothing to detect, nothing to mend."""
    course = judged(failing(99, 99), REQUESTS)
    assert (course.breach_s(), course.resolved_s(), course.held_at(500)) == (None, None, False)


def test_a_relapse_is_not_resolved() -> None:
    """It must hold to the end, for three minutes at least."""
    assert judged(failing(8, 40), REQUESTS).resolved_s() is None
    assert judged(failing(8, 30, 40), REQUESTS).resolved_s() is None  # 6 scrapes are too few
    rows = failing(8, 12)
    late = [
        scrape(k, 10 * (k + 1) - 40 - 10 * max(0, k - 36), 0, 40 + 10 * max(0, k - 36))
        for k in range(35, 40)
    ]
    assert judged([*rows[:35], *late], REQUESTS).resolved_s() is None


def test_a_queue_is_late_when_its_oldest_message_is() -> None:
    """Harm is messages times minutes late."""
    objective = Objective(backlogs=(Backlog(queue="jobs", within="30s", weight=2),))
    rows = [scrape(k, 0, 0, 0, depth=6, t_head=0) for k in range(6)]
    course = judged(rows, objective, queues=True)
    assert course.met.tolist() == [True, True, True, False, False, False]
    assert course.harm.tolist() == pytest.approx([0, 0, 0, 3, 6, 9])
    assert course.amounts["messages"][0].tolist() == [0, 0, 0, 6, 6, 6]


def test_an_exposure_counts_each() -> None:
    """More than allowed within a window is a miss."""
    objective = Objective(exposures=(Exposure(counter="taken_accounts", at_most=1, weight=3),))
    rows = [scrape(k, 0, 0, 0, taken=taken) for k, taken in enumerate((0, 0, 1, 3, 3, 3, 3, 3, 3))]
    course = judged(rows, objective)
    assert course.met.tolist() == [True] * 3 + [False] * 4 + [True] * 2
    assert course.harm[-1] == 9


def test_a_bound_is_a_buckets() -> None:
    """A histogram knows nothing between its bounds."""
    assert bound(SECOND) == 9
    with pytest.raises(ScenarioError, match="expected a bucket's bound"):
        bound(SECOND + 1)

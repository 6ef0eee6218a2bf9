"""What a scenario promises its users, and what was done to them: truth, from the engine's scrapes.

Shares are over a window that ends at a scrape. Harm is a count that grows: bad requests, messages
kept waiting (in message-minutes), records exposed, accounts taken. Learners see telemetry instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from pydantic import Field

from course.errors import ScenarioError
from course.incidents.vocabulary import ScenarioPart, Unit, Word
from course.simulation.kernel.codes import COUNTERS, OF_ROOT, STATUSES
from course.simulation.kernel.world_layout import BOUNDS_S
from course.simulation.lowering import Names
from course.simulation.observation import Scrape
from course.simulation.units import UNITS, Duration

Floats = np.ndarray[Any, np.dtype[np.float64]]
SECOND = UNITS["s"]


class Requests(ScenarioPart):
    """Users' requests answered well and in time."""

    sources: tuple[Word, ...] = Field(min_length=1, description="honest load")
    within: Duration = Field(default=0, description="a bucket's bound; 0: however late")
    good: tuple[int, ...] = Field(default=(200, 202), description="statuses that are well")
    target: float = Field(default=0.99, gt=0, lt=1)
    weight: float = Field(default=1.0, gt=0, description="harm of one bad request")


class Backlog(ScenarioPart):
    """Messages delivered soon: the oldest one that waits is younger than `within`."""

    queue: Word
    within: Duration
    weight: float = Field(default=1.0, gt=0, description="harm of a message late for a minute")


class Exposure(ScenarioPart):
    """Something that must not happen more than so often in a window."""

    counter: Literal["exposed_records", "foreign_hits", "taken_accounts", "bytes_hostile"]
    per: float = Field(default=1, ge=1, description="how much of the counter is one thing")
    at_most: float = Field(default=0, ge=0)
    weight: float = Field(default=1.0, gt=0, description="harm of each")


class Objective(ScenarioPart):
    """All that is promised; it is met where every part is."""

    requests: tuple[Requests, ...] = ()
    backlogs: tuple[Backlog, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    window: Duration = 60 * SECOND
    hold: Duration = 180 * SECOND


@dataclass(frozen=True, kw_only=True)
class Course:
    """How a run went: by scrape, the time in s, whether the objective was met, harm so far."""

    t_s: Floats
    met: np.ndarray[Any, np.dtype[np.bool_]]
    harm: Floats
    bad: Floats  # bad requests so far
    asked: Floats  # requests so far
    by_part: tuple[tuple[Floats, Floats], ...]  # bad and asked so far, of each part of requests
    amounts: dict[
        Unit, tuple[Floats, Floats | None]
    ]  # affected so far (messages: now), of all so far
    onset_s: float
    hold_s: float

    def at(self, t_s: float) -> int:
        """Row of the last scrape at or before a time."""
        return max(int(np.searchsorted(self.t_s, t_s, side="right")) - 1, 0)

    def breach_s(self) -> float | None:
        """When the objective was first missed after the onset; None: never."""
        missed = np.flatnonzero(~self.met & (self.t_s > self.onset_s))
        return float(self.t_s[missed[0]]) if len(missed) else None

    def resolved_s(self) -> float | None:
        """Since when it is met to the end, for `hold` at least; None: not breached, or not so."""
        missed = np.flatnonzero(~self.met & (self.t_s > self.onset_s))
        if not len(missed) or missed[-1] + 1 >= len(self.t_s):
            return None
        since = float(self.t_s[missed[-1] + 1])
        return since if self.t_s[-1] - since >= self.hold_s else None

    def held_at(self, t_s: float) -> bool:
        """Whether it was met for `hold` before that time (and there was a breach before)."""
        breach = self.breach_s()
        if breach is None or t_s < breach:
            return False
        rows = (self.t_s > t_s - self.hold_s) & (self.t_s <= t_s)
        return bool(rows.any() and self.met[rows].all() and t_s - breach >= self.hold_s)

    def harm_since_onset(self) -> float:
        """Harm from the onset to the end."""
        return float(self.harm[-1] - self.harm[self.at(self.onset_s)])

    def bad_share(self, since_s: float, until_s: float) -> float:
        """Share of requests that were bad between two times; 0 where nobody asked."""
        return self._share(self.bad, self.asked, since_s, until_s)

    def bad_shares(self, since_s: float, until_s: float) -> list[float]:
        """The same of all requests, then of each part of the objective."""
        pairs = [(self.bad, self.asked), *self.by_part]
        return [self._share(bad, total, since_s, until_s) for bad, total in pairs]

    def _share(self, bad: Floats, total: Floats, since_s: float, until_s: float) -> float:
        a, b = self.at(since_s), self.at(until_s)
        n = total[b] - total[a]
        return float((bad[b] - bad[a]) / n) if n > 0 else 0.0


def course_of(
    objective: Objective, scrapes: Sequence[Scrape], names: Names, onset_ns: int
) -> Course:
    """Judge a run by its scrapes; arrays have one entry a scrape."""
    t = np.array([s.t for s in scrapes], np.float64) / SECOND
    back = max(1, round(objective.window / (scrapes[1].t - scrapes[0].t))) if len(t) > 1 else 1
    met = np.ones(len(t), bool)
    harm, bad, total = (np.zeros(len(t)) for _ in range(3))
    amounts: dict[Unit, tuple[Floats, Floats | None]] = {}
    by_part = []
    for part in objective.requests:
        good, every = _answers(part, scrapes, names)
        n_good, n_all = _over(good, back), _over(every, back)
        met &= n_good >= part.target * n_all
        harm += part.weight * (every - good)
        bad += every - good
        total += every
        by_part.append((every - good, every))
    for queue in objective.backlogs:
        late, waiting, published = _late(queue, scrapes, names)
        met &= ~late
        step = np.diff(t, prepend=t[0]) / 60
        harm += queue.weight * np.cumsum(waiting * late * step)
        amounts["messages"] = _added(amounts.get("messages"), waiting, published)
    for exposure in objective.exposures:
        n = COUNTERS.index(exposure.counter)
        so_far = np.array([float(s.counters[n]) for s in scrapes]) / exposure.per
        met &= _over(so_far, back) <= exposure.at_most
        harm += exposure.weight * so_far
        if exposure.counter != "bytes_hostile" or exposure.per > 1:
            unit: Unit = "accounts" if exposure.counter == "taken_accounts" else "records"
            amounts[unit] = _added(amounts.get(unit), so_far, None)
    if objective.requests:
        amounts["requests"] = (bad, total)
    return Course(
        t_s=t,
        met=met,
        harm=harm,
        bad=bad,
        asked=total,
        amounts=amounts,
        by_part=tuple(by_part),
        onset_s=onset_ns / SECOND,
        hold_s=objective.hold / SECOND,
    )


def _over(count: Floats, back: int) -> Floats:
    """Growth of a counter over a window of so many scrapes (shorter at the start)."""
    before = np.concatenate([np.repeat(count[:1], min(back, len(count))), count[:-back]])
    grown: Floats = count - before[: len(count)]
    return grown


def _answers(part: Requests, scrapes: Sequence[Scrape], names: Names) -> tuple[Floats, Floats]:
    """Good and all answers so far to a part's sources, by scrape."""
    ours = np.array([name in part.sources for name in names.sources])
    good_status = np.array([status in part.good for status in STATUSES])
    buckets = bound(part.within) + 1 if part.within else len(BOUNDS_S) + 1
    good, every = np.zeros(len(scrapes)), np.zeros(len(scrapes))
    for k, scrape in enumerate(scrapes):
        series = scrape.series.view(np.ndarray)
        rows = series[series["kind"] == OF_ROOT]
        rows = rows[ours[rows["a"]]]
        counts = rows["count"]
        every[k] = counts.sum()
        good[k] = counts[good_status[rows["status"]], :buckets].sum()
    return good, every


def _added(
    so_far: tuple[Floats, Floats | None] | None, affected: Floats, every: Floats | None
) -> tuple[Floats, Floats | None]:
    """An amount and what it is of, with another one of the same unit."""
    if so_far is None:
        return affected, every
    other, of = so_far
    return other + affected, None if of is None or every is None else of + every


def _late(part: Backlog, scrapes: Sequence[Scrape], names: Names) -> tuple[Any, Floats, Floats]:
    """Whether a queue's oldest message is too old, how many wait behind such, how many came so far.

    Each by scrape.
    """
    ids = [n for n, (q, _) in enumerate(names.partitions) if q == part.queue]
    late, (waiting, published) = np.zeros(len(scrapes), bool), np.zeros((2, len(scrapes)))
    for k, scrape in enumerate(scrapes):
        rows = scrape.partitions[ids]
        old = (rows["depth"] > 0) & (scrape.t - rows["t_head"] > part.within)
        late[k] = old.any()
        waiting[k] = rows["depth"][old].sum()
        published[k] = rows["published"].sum()
    return late, waiting, published


def bound(within_ns: int) -> int:
    """Bucket of the histogram that ends at a time. Raises ScenarioError where none does."""
    bounds = [round(b * SECOND) for b in BOUNDS_S]
    if within_ns not in bounds:
        known = ", ".join(f"{b:g}s" for b in BOUNDS_S)
        raise ScenarioError(f"expected a bucket's bound ({known}), got {within_ns / SECOND:g}s")
    return bounds.index(within_ns)

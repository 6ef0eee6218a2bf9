"""A ticket shop's back rooms: its codes, its feeds and its workers, with what they cost counted.

Costs are counts (comparisons, hashes, lines read) or logical milliseconds, never the clock's.
Not for judging an answer: what a count should be is said in the notebooks.
"""

import heapq
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from course.lessons.overload import show_figure

BLUE, ORANGE, GREEN = "#0072B2", "#E69F00", "#009E73"  # Okabe and Ito

# ---- codes that are counted


class TooManyError(Exception):
    """More was done than a tally or a feed allows."""


class Tally:
    """Makes codes, and counts how often they are compared and hashed.

    Parameters
    ----------
    limit
        `TooManyError` is raised once more operations than this are done; None: never.

    Attributes
    ----------
    comparisons, hashes : int
        What was done to all codes of this tally.
    """

    def __init__(self, limit: int | None = None) -> None:
        self._limit = limit
        self.comparisons = self.hashes = 0

    @property
    def operations(self) -> int:
        """Comparisons and hashes together."""
        return self.comparisons + self.hashes

    def code(self, text: str) -> "VoucherCode":
        """Make a code that is counted here."""
        return VoucherCode(text, self)

    def codes(self, texts: Iterable[str]) -> list["VoucherCode"]:
        """Make a code of each text."""
        return [VoucherCode(text, self) for text in texts]

    def _add(self, comparisons: int, hashes: int) -> None:
        self.comparisons += comparisons
        self.hashes += hashes
        if self._limit is not None and self.operations > self._limit:
            raise TooManyError(f"more than {self._limit} comparisons and hashes")


class VoucherCode:
    """A code as people type it: `ab-12`, `AB12` and `Ab 12` are equal, and say what was typed.

    Parameters
    ----------
    text
        What was typed.
    tally
        Counts what is done to the code.
    """

    __crosses__ = ()  # comparing, hashing and printing only
    __slots__ = ("_same", "_tally", "_text")

    def __init__(self, text: str, tally: Tally) -> None:
        self._text, self._tally = text, tally
        self._same = text.replace("-", "").replace(" ", "").upper()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, VoucherCode):
            return NotImplemented
        self._tally._add(1, 0)
        return self._same == other._same

    def __hash__(self) -> int:
        self._tally._add(0, 1)
        return hash(self._same)

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"<{self._text}>"


# ---- feeds that are counted


class Feed:
    """An iterator that counts how many lines were read from it.

    Parameters
    ----------
    lines
        What it gives, one after another; may be endless.
    limit
        `TooManyError` is raised when more lines than this are read; None: never.

    Attributes
    ----------
    read : int
        Lines read so far.
    """

    def __init__(self, lines: Iterable[Any], limit: int | None = None) -> None:
        self._lines, self._limit = iter(lines), limit
        self.read = 0

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        if self._limit is not None and self.read >= self._limit:
            raise TooManyError(f"more than {self._limit} lines were read")
        line = next(self._lines)
        self.read += 1
        return line


def till_lines(hours: int, seed: int, *, each: int = 4) -> list[tuple[int, int]]:
    """Make lines of a till in order: (minute since midnight, cents).

    Parameters
    ----------
    hours
        Hours with lines, from hour 0 on.
    seed
        Equal seeds give equal lines.
    each
        Lines an hour.
    """
    rng = random.Random(seed)
    return [
        (60 * hour + minute, rng.randrange(500, 9000, 50))
        for hour in range(hours)
        for minute in sorted(rng.sample(range(60), each))
    ]


# ---- workers that share a lock


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """What one worker did from one logical ms to another: work, wait or hold."""

    worker: int
    kind: str
    begins: float
    ends: float


@dataclass(frozen=True, kw_only=True)
class Shift:
    """Workers at their work for some logical seconds."""

    workers: int
    requests: int
    per_second: float
    answer_ms: float
    stretches: tuple[Stretch, ...]

    def __str__(self) -> str:
        rate = f"{self.per_second:6.1f} requests a second"
        return f"{self.workers:3} workers: {rate}, each answered in {self.answer_ms:5.1f} ms"

    def share(self, kind: str) -> float:
        """Share of the workers' time that is `work`, `wait` or `hold`."""
        whole = sum(stretch.ends - stretch.begins for stretch in self.stretches)
        parts = (one.ends - one.begins for one in self.stretches if one.kind == kind)
        return sum(parts) / whole


def run_shift(
    workers: int,
    seed: int,
    *,
    alone: float = 9,
    under_lock: float = 1,
    wake: float = 0,
    seconds: float = 5,
) -> Shift:
    """Let workers take one request after another, a part of each under one lock.

    Parameters
    ----------
    workers
        How many there are.
    seed
        Equal seeds give equal shifts: each part takes 50 to 150 % of its mean.
    alone, under_lock
        Mean ms of a request without the lock, and with it.
    wake
        Share by which each waiting worker lengthens the time under the lock.
    seconds
        Length of the shift, in logical seconds.
    """
    rng = random.Random(seed)
    stretches: list[Stretch] = []
    last, free, requests, waited = 1000 * seconds, 0.0, 0, 0.0
    ready: list[tuple[float, int, float]] = []  # when it asks for the lock, who, since when
    for worker in range(workers):
        heapq.heappush(ready, (alone * rng.uniform(0.5, 1.5), worker, 0.0))
    while ready:
        asks, worker, since = heapq.heappop(ready)
        starts = max(asks, free)
        waiting = sum(one[0] <= starts for one in ready) if wake else 0
        free = starts + under_lock * rng.uniform(0.5, 1.5) * (1 + wake * waiting)
        if free > last:
            continue
        for kind, begins, ends in (
            ("work", since, asks),
            ("wait", asks, starts),
            ("hold", starts, free),
        ):
            stretches.append(Stretch(worker=worker, kind=kind, begins=begins, ends=ends))
        requests += 1
        waited += free - since
        heapq.heappush(ready, (free + alone * rng.uniform(0.5, 1.5), worker, free))
    return Shift(
        workers=workers,
        requests=requests,
        per_second=requests / seconds,
        answer_ms=waited / requests,
        stretches=tuple(stretches),
    )


def draw_shift(shift: Shift, *, until: float = 60) -> None:
    """Draw what each worker does: work in blue, waiting as an empty box, the lock in orange."""
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(9, 0.9 + 0.19 * shift.workers))
    looks: dict[str, dict[str, Any]] = {
        "work": {"color": BLUE, "label": "works"},
        "wait": {"facecolor": "white", "edgecolor": "black", "label": "waits for the lock"},
        "hold": {"facecolor": ORANGE, "edgecolor": "white", "hatch": "//", "label": "has the lock"},
    }
    for kind, look in looks.items():
        some = [one for one in shift.stretches if one.kind == kind and one.begins < until]
        widths = [one.ends - one.begins for one in some]
        starts = [one.begins for one in some]
        axes.barh([one.worker for one in some], widths, 0.75, starts, **look)
    axes.set_xlim(0, until)
    axes.set_ylim(shift.workers - 0.4, -0.6)
    axes.set_yticks(range(shift.workers), [str(worker + 1) for worker in range(shift.workers)])
    axes.set_ylabel("worker")
    axes.set_xlabel("ms")
    figure.legend(loc="upper center", ncols=3, frameon=False, fontsize=9)
    figure.tight_layout(rect=(0, 0, 1, 0.92))
    show_figure(figure, f"what {shift.workers} workers do in the first {until:g} ms")


def draw_speedups(numbers: Sequence[int], wakes: Sequence[float], *, seeds: int = 10) -> None:
    """Draw requests a second over the number of workers, every seed as a dot, for each `wake`."""
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(8.4, 3.4))
    for wake, colour, marker in zip(wakes, (BLUE, ORANGE, GREEN), "ox^", strict=False):
        dots = [
            (number, run_shift(number, seed, wake=wake, seconds=1).per_second)
            for number in numbers
            for seed in range(seeds)
        ]
        label = f"{100 * wake:g} % longer for each that waits"
        look: dict[str, Any] = {"color": colour, "markersize": 4, "alpha": 0.6, "label": label}
        axes.plot(*zip(*dots, strict=True), marker, **look)
    limit = 1000  # a second has a thousand times the millisecond under the lock
    axes.axhline(limit, color="black", linestyle="--", linewidth=1)
    axes.text(0, limit, " 1000 / 1 ms", ha="left", va="bottom", fontsize=9)
    axes.set_xlim(0, None)
    axes.set_ylim(0, 1.15 * limit)
    axes.set_xlabel("workers")
    axes.set_ylabel("requests a second")
    figure.legend(loc="upper center", ncols=3, frameon=False, fontsize=9)
    figure.tight_layout(rect=(0, 0, 1, 0.93))
    show_figure(figure, "requests a second over the number of workers")

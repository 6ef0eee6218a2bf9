"""What is told of a page load: conditions, requests, tasks, and the marks that follow from them.

The time to interactive is found here by one rule, for the model's loads and for a browser's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

LONG_TASK_US: Final = 50_000
QUIET_US: Final = 5_000_000
MOST_IN_FLIGHT: Final = 2  # requests in a quiet network, as Lighthouse counts them
PAUSE_US: Final = 1_000  # own work with a shorter pause between is one stretch


@dataclass(frozen=True, kw_only=True)
class Condition:
    """A network and a machine under which a page is loaded.

    Attributes
    ----------
    name : str
        As tables show it.
    bytes_per_s : int
        What the link carries, shared by all that is under way.
    trip_us : int
        A round trip.
    cpu_percent : int
        Work takes so much of the phone's time: 200 is half as fast.
    vendor_us : int
        How long a third party's server thinks before it answers.
    handshakes, vendor_handshakes : int
        Round trips before a connection carries its first request.
    """

    name: str
    bytes_per_s: int
    trip_us: int
    cpu_percent: int = 100
    vendor_us: int = 50_000
    handshakes: int = 2
    vendor_handshakes: int = 3


SLOW_4G: Final = Condition(name="slow 4G", bytes_per_s=200_000, trip_us=150_000)
FAST_4G: Final = Condition(name="fast 4G", bytes_per_s=500_000, trip_us=100_000)
CABLE: Final = Condition(name="cable", bytes_per_s=1_280_000, trip_us=40_000)
SLOW_CPU: Final = Condition(name="slow CPU", bytes_per_s=500_000, trip_us=100_000, cpu_percent=180)
COLD_VENDOR: Final = Condition(
    name="cold third party", bytes_per_s=200_000, trip_us=150_000, vendor_us=1_000_000
)
CONDITIONS: Final = (SLOW_4G, FAST_4G, CABLE, SLOW_CPU, COLD_VENDOR)


class ThreadTask(NamedTuple):
    """Work on the main thread, in microseconds since the navigation began."""

    name: str
    begin: int
    end: int
    own: bool  # of the page's own scripts


class Transfer(NamedTuple):
    """A request from its begin, waiting for a connection included, to its last byte."""

    name: str
    begin: int
    end: int
    size: int


@dataclass(frozen=True, kw_only=True)
class SimulatedLoad:
    """What one load did, in microseconds since the navigation began.

    Attributes
    ----------
    fcp_us, lcp_us : int
        First and largest contentful paint.
    tti_us : int
        Time to interactive, as Lighthouse defines it.
    steady_us : int
        The same where own work without a pause counts as one task, however it is sliced.
    tbt_us : int
        Total blocking time, from the first paint to `tti_us`.
    usable_us : int
        The handler of the page's purpose is attached, and the thread is free to run it.
    idle_us : int
        All of the start has loaded and the thread had its first pause.
    vendors_us : dict of str to int
        When each third party has run; those that wait for a click are not in it.
    ready_us : dict of str to int
        For each route and part, how long a visitor who opens it on the quiet page waits.
    initial_bytes : int
        Script that is requested before any interaction or idle time. The code of the page's own
        route counts in any case.
    transfers : tuple of Transfer
        Every request.
    tasks : tuple of ThreadTask
        All work on the main thread.
    """

    fcp_us: int
    lcp_us: int
    tti_us: int
    steady_us: int
    tbt_us: int
    usable_us: int
    idle_us: int
    vendors_us: dict[str, int]
    ready_us: dict[str, int]
    initial_bytes: int
    transfers: tuple[Transfer, ...]
    tasks: tuple[ThreadTask, ...]

    def __str__(self) -> str:
        marks = (
            ("FCP", self.fcp_us),
            ("LCP", self.lcp_us),
            ("Buy works", self.usable_us),
            ("TTI", self.tti_us),
            ("TBT", self.tbt_us),
        )
        times = ", ".join(f"{name} {time / 1e6:.2f} s" for name, time in marks)
        return f"{times}, initial script {self.initial_bytes / 1000:.0f} kB"


def interactive_at(
    fcp: int, loaded: int, tasks: Sequence[tuple[int, int]], requests: Sequence[tuple[int, int]]
) -> int:
    """Find the time to interactive, by Lighthouse's rule.

    The first window of five seconds after the first paint in which no task takes over 50 ms and at
    most two requests are under way; the time is where the quiet of the thread begins that it lies
    in, but not before the first paint and the end of parsing. After the last task and request all
    is quiet for good.

    Parameters
    ----------
    fcp : int
        First contentful paint, in microseconds.
    loaded : int
        When the document was parsed and its deferred scripts had run.
    tasks : sequence of (int, int)
        Begin and end of each task.
    requests : sequence of (int, int)
        Begin and end of each request.

    Returns
    -------
    int
        Microseconds since the navigation began.

    Examples
    --------
    >>> interactive_at(1_000_000, 0, [(2_000_000, 2_100_000), (9_000_000, 9_040_000)], [])
    2100000
    """
    last = max((end for _, end in (*tasks, *requests, (0, fcp))), default=0) + 2 * QUIET_US
    busy = sorted(task for task in tasks if task[1] - task[0] > LONG_TASK_US)
    thread = _gaps(busy, last)
    network = _gaps(_crowded(requests), last)
    for begin, end in thread:
        for opens, closes in network:
            window = min(end, closes) - max(begin, opens, fcp)
            if window >= QUIET_US:
                return max(begin, fcp, loaded)
    raise AssertionError("the end of a load is quiet")


def _gaps(busy: Sequence[tuple[int, int]], last: int) -> list[tuple[int, int]]:
    gaps, free = [], 0
    for begin, end in busy:
        if begin > free:
            gaps.append((free, begin))
        free = max(free, end)
    return [*gaps, (free, last)]


def _crowded(requests: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Times in which more than two requests are under way."""
    edges = sorted([(begin, 1) for begin, _ in requests] + [(end, -1) for _, end in requests])
    crowded, count, since = [], 0, 0
    for time, step in edges:
        if count <= MOST_IN_FLIGHT < count + step:
            since = time
        if count > MOST_IN_FLIGHT >= count + step and time > since:
            crowded.append((since, time))
        count += step
    return crowded


def stretches(tasks: Sequence[ThreadTask]) -> list[tuple[int, int]]:
    """Tasks, of which own ones with no real pause between them are joined."""
    joined: list[tuple[int, int]] = []
    last = None
    for task in sorted(tasks, key=lambda task: task.begin):
        if task.own and last is not None and task.begin - joined[last][1] <= PAUSE_US:
            joined[last] = (joined[last][0], task.end)
            continue
        joined.append((task.begin, task.end))
        if task.own:
            last = len(joined) - 1
    return joined

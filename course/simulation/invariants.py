"""What must hold of every world between two advances, whatever happened to it.

For tests, and for whoever doubts a run: it reads whole tables, which is slow.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from course.simulation.kernel import codes
from course.simulation.world import Plant


def broken(plant: Plant) -> list[str]:
    """Say which invariants do not hold; an empty list is a sound world."""
    w = plant.w
    frames = np.array(w.frames[: w.n_frames])
    calls = np.array(w.calls[: w.n_calls])
    alive = np.flatnonzero(frames["state"] != codes.FREE)
    return [
        *_calendar(w),
        *_lives(w, frames, calls, alive),
        *_pools(plant, frames, alive),
        *_replicas(plant, frames, alive),
        *_messages(plant),
    ]


def _calendar(w: Any) -> Iterator[str]:
    heap = np.array(w.heap[: w.n_events])
    if len(heap) > 1:
        child = np.arange(1, len(heap))
        up, down = heap[(child - 1) >> 1], heap[child]
        late = (up["t"] > down["t"]) | ((up["t"] == down["t"]) & (up["seq"] > down["seq"]))
        if late.any():
            yield f"calendar: {int(late.sum())} events stand before an earlier one"
    if len(heap) and heap["t"].min() < w.now:
        yield "calendar: an event lies in the past"


def _lives(w: Any, frames: Any, calls: Any, alive: Any) -> Iterator[str]:
    if len(alive) != w.in_use:
        yield f"frames: {len(alive)} alive, {int(w.in_use)} counted"
    open_calls = np.flatnonzero(calls["parent"] > 0)
    if len(open_calls) != w.calls_in_use:
        yield f"calls: {len(open_calls)} open, {int(w.calls_in_use)} counted"
    pending = np.bincount(calls["parent"][open_calls], minlength=len(frames))[: len(frames)]
    calling = [i for i in alive if frames["state"][i] == codes.CALLING]
    wrong = [i for i in calling if frames["pending"][i] != pending[i]]
    if wrong:
        yield f"calls: frames {wrong[:5]} wait for another number of calls than are open"


def _pools(plant: Plant, frames: Any, alive: Any) -> Iterator[str]:
    w, names = plant.w, plant.names
    held = np.zeros(len(names.pools), np.int64)
    for i in alive:
        f = frames[i]
        for k in range(f["n_held"]):
            held[f["held"][k]] += 1
        if f["marks"] & codes.WORKER:
            held[w.replicas[int(f["replica"])].worker] += 1
    waiting = np.bincount(
        [int(frames["wait_pool"][i]) for i in alive if frames["wait_pool"][i] >= 0],
        minlength=len(names.pools),
    )
    for p, place in enumerate(names.pools):
        pool = w.pools[p]
        if pool.used < held[p] or pool.used - held[p] > pool.leaked:
            yield f"pool {place}: {int(pool.used)} used, {held[p]} held, {int(pool.leaked)} leaked"
        if pool.waiting != waiting[p] or pool.waiting != _length(w, pool):
            yield f"pool {place}: {int(pool.waiting)} waiting, {waiting[p]} frames say so"
        if pool.waiting > 0 and pool.used < pool.limit:
            yield f"pool {place}: a free place while {int(pool.waiting)} wait"


def _length(w: Any, pool: Any) -> int:
    n, i, before = 0, int(pool.head), -1
    while i >= 0 and n <= pool.waiting:
        if w.frames[i].ahead != before:
            return -1
        n, before, i = n + 1, i, int(w.frames[i].behind)
    return n if before == pool.tail else -1


def _replicas(plant: Plant, frames: Any, alive: Any) -> Iterator[str]:
    serving = [int(frames["replica"][i]) for i in alive if frames["kind"][i] == codes.SERVER]
    counted = np.bincount(serving, minlength=len(plant.names.replicas))
    for r, name in enumerate(plant.names.replicas):
        if plant.w.replicas[r].active != counted[r]:
            active = int(plant.w.replicas[r].active)
            yield f"replica {name}: {active} active, {counted[r]} frames say so"


def _messages(plant: Plant) -> Iterator[str]:
    w = plant.w
    depth = 0
    for p, name in enumerate(plant.names.partitions):
        part = w.partitions[p]
        depth += int(part.depth)
        if part.published != part.delivered + part.dead + part.depth:
            yield f"partition {name}: published is not delivered + dead + depth"
    if depth != w.messages_in_use:
        yield f"messages: {depth} in partitions, {int(w.messages_in_use)} counted"

"""Series out of a storage: the latest sample before each step, or all within a window before it.

A window is open at its left. Rows with gaps are first pushed together, so that the k-th sample of
every window stands at one index: functions fold over k, in the order in which Prometheus does.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from course.promql.query_text import query_error, refuse
from course.promql.storage import Flags, Floats, Ints, SampleBlock
from course.promql.syntax import At, Selector
from course.promql.vectors import InstantVector, Labels, Rows, StepGrid, fits, joined

MOST_VISITS = 200_000_000  # samples times windows that a fold may touch


@dataclass(frozen=True, kw_only=True)
class Samples:
    """Raw samples of some rows on one axis `times_ms` (B,); `values`, `present` (rows, B)."""

    labels: list[Labels]
    drop: Flags
    times_ms: Ints
    values: Floats
    present: Flags
    opaque: Flags | None = None

    def floats(self) -> "Samples":
        """Without native histograms."""
        if self.opaque is None:
            return self
        return replace(self, present=self.present & ~self.opaque, opaque=None)

    def histograms(self) -> "Samples":
        """Only native histograms."""
        none = np.zeros_like(self.present)
        return replace(self, present=none if self.opaque is None else self.opaque, opaque=None)


@dataclass(frozen=True, kw_only=True)
class Windows:
    """Window (begin, end] of each step over samples without gaps.

    `times_ms` is (1 or rows, B), `values` (rows, B), `low` and `high` (1 or rows, T): indices of
    the first sample and of the one behind the last. `begin_ms`, `end_ms`, `now_ms` are (T,).
    """

    times_ms: Ints
    values: Floats
    low: Rows
    high: Rows
    begin_ms: Ints
    end_ms: Ints
    now_ms: Ints

    @property
    def count(self) -> Rows:
        """Samples in each window, (rows, T)."""
        return np.broadcast_to(self.high - self.low, (len(self.values), self.low.shape[1]))

    @property
    def _rows(self) -> Rows:
        """Where each row begins in the flat array: `take` of it is the fastest way to gather."""
        starts: Rows = np.arange(len(self.values))[:, None] * self.values.shape[1]
        return starts

    def value(self, index: Rows) -> Floats:
        """Values at indices (1 or rows, T), kept within bounds, (rows, T)."""
        at = np.clip(index, 0, self.values.shape[1] - 1)
        if len(at) == 1:
            return self.values[:, at[0]]
        return self.values.take(at + self._rows)

    def time(self, index: Rows) -> Ints:
        """Times at indices, (1 or rows, T)."""
        at = np.clip(index, 0, self.values.shape[1] - 1)
        if len(self.times_ms) == 1:
            times: Ints = self.times_ms[0][at]
            return times
        return self.times_ms.take(at + self._rows)

    def longest(self) -> int:
        """Samples in the fullest window. Raises QueryError where a walk would take too long."""
        most = int((self.high - self.low).max(initial=0))
        if most * self.count.size > MOST_VISITS:
            size = self.count.size
            refuse(f"{size} windows of up to {most} samples, more than {MOST_VISITS} samples")
        return most

    def walk(self, skip: int = 0) -> Iterator[tuple[Floats, Ints, Flags]]:
        """The k-th samples of all windows for each k from `skip`: values, times, whether there."""
        for k in range(skip, self.longest()):
            at = self.low + k
            yield self.value(at), self.time(at), at < self.high

    def only(self, rows: Rows) -> "Windows":
        """Windows of these rows."""
        return replace(
            self,
            values=self.values[rows],
            times_ms=self.times_ms if len(self.times_ms) == 1 else self.times_ms[rows],
            low=self.low if len(self.low) == 1 else self.low[rows],
            high=self.high if len(self.high) == 1 else self.high[rows],
        )


def windows(samples: Samples, end_ms: Ints, range_ms: int, now_ms: Ints) -> Windows:
    """Lay a window before each of `end_ms` (T,); `now_ms` are the steps they belong to."""
    fits(len(samples.labels), len(end_ms))
    times, values, present = samples.times_ms, samples.values, samples.present
    begin_ms = end_ms - range_ms
    low = np.searchsorted(times, begin_ms, side="right")[None, :]
    high = np.searchsorted(times, end_ms, side="right")[None, :]
    axis = times[None, :]
    if not present.all():
        before = np.zeros((len(values), len(times) + 1), dtype=np.intp)
        np.cumsum(present, axis=1, out=before[:, 1:])
        low, high = before[:, low[0]], before[:, high[0]]
        order = np.argsort(~present, axis=1, kind="stable")
        values, axis = np.take_along_axis(values, order, axis=1), times[order]
    return Windows(
        times_ms=axis,
        values=values,
        low=low,
        high=high,
        begin_ms=begin_ms,
        end_ms=end_ms,
        now_ms=now_ms,
    )


def reference(at: At, offset_ms: int, grid: StepGrid) -> Ints:
    """Moments that a selector looks back from, (T,)."""
    if at is None:
        return grid.times_ms - offset_ms
    fixed = {"start": grid.start_ms, "end": grid.end_ms}.get(at) if isinstance(at, str) else at
    assert fixed is not None
    return np.full(len(grid), fixed - offset_ms, dtype=np.int64)


def _blocks(node: Selector, grid: StepGrid) -> list[SampleBlock]:
    try:
        blocks = [b for b in grid.storage.select(node.matchers) if len(b.labels)]
    except ValueError as error:
        raise query_error(f"{error}") from None
    for name in ("__type__", "__unit__"):
        if any(name in row for block in blocks for row in block.labels):
            refuse(f"series with a label {name}")  # they would be dropped with the name
    if any(block.opaque is not None and block.opaque.any() for block in blocks):
        grid.histograms.append(node.place)
    return [block for block in blocks if len(block.times_ms)]


def selected(node: Selector, grid: StepGrid) -> list[Samples]:
    """Select all samples of a selector's rows; stale markers are no samples."""
    samples = []
    for block in _blocks(node, grid):
        rows: list[Labels] = [{k: v for k, v in row.items() if v} for row in block.labels]
        samples.append(
            Samples(
                labels=rows,
                drop=np.zeros(len(rows), dtype=np.bool_),
                times_ms=block.times_ms,
                values=block.values,
                present=block.presence(),
                opaque=block.opaque,
            )
        )
    return samples


def looked_back(node: Selector, grid: StepGrid, *, times: bool = False) -> InstantVector:
    """Select each row's latest sample within the look-back; with `times`, its time in seconds."""
    when = reference(node.at, node.offset_ms, grid)
    vectors = []
    for block in _blocks(node, grid):
        fits(len(block.labels), len(when))
        presence = block.presence()
        column = np.searchsorted(block.times_ms, when, side="right") - 1
        if presence.all():
            at = np.broadcast_to(column, (len(block.labels), len(when)))
            stale = None
        else:
            stale = block.stale_markers(presence)
            index = np.arange(len(block.times_ms))
            latest = np.maximum.accumulate(np.where(presence | stale, index, -1), axis=1)
            at = np.where(column >= 0, latest[:, np.maximum(column, 0)], -1)
        places = np.maximum(at, 0)
        sample_times = block.times_ms[places]
        present = (at >= 0) & (sample_times > when - grid.lookback_ms)
        if stale is not None:
            present &= ~np.take_along_axis(stale, places, axis=1)
        opaque = None
        if block.opaque is not None:
            opaque = np.take_along_axis(block.opaque, places, axis=1) & present
        values = sample_times / 1e3 if times else np.take_along_axis(block.values, places, axis=1)
        rows = [{k: v for k, v in row.items() if v} for row in block.labels]
        vectors.append(
            InstantVector(
                labels=rows,
                drop=np.full(len(rows), times),
                values=values,
                present=present,
                opaque=None if times else opaque,
            )
        )
    vector = joined(vectors, len(grid))
    seen_at_all = np.flatnonzero(vector.present.any(axis=1))
    return vector if len(seen_at_all) == len(vector) else vector.take(seen_at_all)

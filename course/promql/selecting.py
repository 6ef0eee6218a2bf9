"""Series out of a storage: the latest sample before each step, or all raw samples."""

import numpy as np

from course.promql.storage import Ints, SampleBlock
from course.promql.syntax import At, Selector, query_error, refuse
from course.promql.vectors import InstantVector, Labels, StepGrid, fits, joined
from course.promql.windows import Samples


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

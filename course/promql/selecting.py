"""Series out of a storage: the latest sample before each step, or all raw samples."""

import numpy as np

from course.errors import QueryError
from course.promql.blocks import Block, Ints
from course.promql.syntax import At, Selector, refuse
from course.promql.vectors import Grid, Labels, Vector, fits, joined
from course.promql.windows import Samples


def reference(at: At, offset_ms: int, grid: Grid) -> Ints:
    """Moments that a selector looks back from, (T,)."""
    if at is None:
        return grid.times_ms - offset_ms
    fixed = {"start": grid.start_ms, "end": grid.end_ms}.get(at) if isinstance(at, str) else at
    assert fixed is not None
    return np.full(len(grid), fixed - offset_ms, dtype=np.int64)


def _blocks(node: Selector, grid: Grid) -> list[Block]:
    try:
        found = [b for b in grid.storage.select(node.matchers) if len(b.labels)]
    except ValueError as error:
        raise QueryError(f"query: {error}") from None
    for name in ("__type__", "__unit__"):
        if any(name in row for block in found for row in block.labels):
            refuse(f"series with a label {name}")  # they would be dropped with the name
    return [block for block in found if len(block.times_ms)]


def selected(node: Selector, grid: Grid) -> list[Samples]:
    """All samples of a selector's rows; stale markers are none."""
    found = []
    for block in _blocks(node, grid):
        rows: list[Labels] = [{k: v for k, v in one.items() if v} for one in block.labels]
        found.append(
            Samples(
                labels=rows,
                drop=np.zeros(len(rows), dtype=np.bool_),
                times_ms=block.times_ms,
                values=block.values,
                present=block.there(),
                opaque=block.opaque,
            )
        )
    return found


def looked_back(node: Selector, grid: Grid, *, times: bool = False) -> Vector:
    """Latest sample not older than the look-back; with `times`, when it was (s)."""
    when = reference(node.at, node.offset_ms, grid)
    found = []
    for block in _blocks(node, grid):
        fits(len(block.labels), len(when))
        there = block.there()
        column = np.searchsorted(block.times_ms, when, side="right") - 1
        if there.all():
            at = np.broadcast_to(column, (len(block.labels), len(when)))
            stale = None
        else:
            stale = block.marked(there)
            index = np.arange(len(block.times_ms))
            latest = np.maximum.accumulate(np.where(there | stale, index, -1), axis=1)
            at = np.where(column >= 0, latest[:, np.maximum(column, 0)], -1)
        kept = np.maximum(at, 0)
        seen = block.times_ms[kept]
        present = (at >= 0) & (seen > when - grid.lookback_ms)
        if stale is not None:
            present &= ~np.take_along_axis(stale, kept, axis=1)
        opaque = None
        if block.opaque is not None:
            opaque = np.take_along_axis(block.opaque, kept, axis=1) & present
        values = seen / 1e3 if times else np.take_along_axis(block.values, kept, axis=1)
        rows = [{k: v for k, v in one.items() if v} for one in block.labels]
        found.append(
            Vector(
                labels=rows,
                drop=np.full(len(rows), times),
                values=values,
                present=present,
                opaque=None if times else opaque,
            )
        )
    vector = joined(found, len(grid))
    seen_at_all = np.flatnonzero(vector.present.any(axis=1))
    return vector if len(seen_at_all) == len(vector) else vector.take(seen_at_all)

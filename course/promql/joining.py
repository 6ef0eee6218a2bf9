"""Binary operators: between scalars, of a vector with a scalar, and vectors matched by labels.

Source: prometheus/prometheus promql/engine.go (VectorBinop, VectorAnd, VectorOr, VectorUnless).
"""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import replace

import numpy as np

from course.errors import QueryError
from course.promql.blocks import Flags, Floats
from course.promql.syntax import COMPARISONS, Binary, refuse
from course.promql.vectors import (
    NAME,
    Grid,
    Labels,
    Rows,
    Vector,
    fits,
    joined,
    key,
    merged,
    nothing,
    numbered,
)

MANY = "many-to-many matching not allowed: matching labels must be unique on one side"
COMPARE = {
    "==": np.equal,
    "!=": np.not_equal,
    ">": np.greater,
    "<": np.less,
    ">=": np.greater_equal,
    "<=": np.less_equal,
}
COMPUTE = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "%": np.fmod,
    "^": np.power,
    "atan2": np.arctan2,
}


def scalars(op: str, left: Floats, right: Floats) -> Floats:
    """Two scalars; a comparison is 0 or 1."""
    if op in COMPARISONS:
        return COMPARE[op](left, right).astype(np.float64)
    found: Floats = COMPUTE[op](left, right)
    return found


def with_scalar(node: Binary, v: Vector, number: Floats, *, swapped: bool, grid: Grid) -> Vector:
    """A vector with a scalar (T,); `swapped` where the scalar stands on the left."""
    opaque, present = v.opaque, v.present
    if opaque is not None:
        scaled = node.op == "*" or (node.op == "/" and not swapped)
        if not scaled:
            if opaque.any():
                grid.info(f'incompatible sample types encountered for binary operator "{node.op}"')
            present, opaque = present & ~opaque, None
    a, b = (number, v.values) if swapped else (v.values, number)
    if node.op in COMPARISONS:
        kept = COMPARE[node.op](a, b)
        if node.bool_:
            return replace(
                v,
                values=np.broadcast_to(kept, v.values.shape).astype(np.float64),
                present=present,
                opaque=opaque,
                drop=np.ones_like(v.drop),
            )
        return replace(v, present=present & kept, opaque=opaque)
    values = COMPUTE[node.op](a, b)
    return replace(v, values=values, present=present, opaque=opaque, drop=np.ones_like(v.drop))


def signatures(v: Vector, node: Binary) -> list[Hashable]:
    """What rows are matched by."""
    if node.on:
        return [tuple(row.get(name, "") for name in node.labels) for row in v.labels]
    out = {*node.labels, NAME}
    return [frozenset(item for item in row.items() if item[0] not in out) for row in v.labels]


def sets(node: Binary, left: Vector, right: Vector, grid: Grid) -> Vector:
    """and, or, unless."""
    marks, n = numbered([*signatures(left, node), *signatures(right, node)])
    mine, theirs = marks[: len(left)], marks[len(left) :]
    if node.op == "or":
        taken = _any(left.present, mine, n)
        rest = replace(right, present=right.present & ~taken[theirs])
        if rest.opaque is not None:
            rest = replace(rest, opaque=rest.opaque & rest.present)
        return merged(joined([left, rest], len(grid)))
    there = _any(right.present, theirs, n)[mine]
    present = left.present & (there if node.op == "and" else ~there)
    opaque = None if left.opaque is None else left.opaque & present
    return replace(left, present=present, opaque=opaque)


def _any(present: Flags, marks: Rows, n: int) -> Flags:
    found = np.zeros((n, present.shape[1]), dtype=np.bool_)
    np.logical_or.at(found, marks, present)
    return found


def _crowded(
    present: Flags, marks: Rows, n: int, where: Flags | None = None
) -> tuple[int, int] | None:
    """First mark, and step, at which more than one row is present."""
    count = np.zeros((n, present.shape[1]), dtype=np.int32)
    np.add.at(count, marks, present)
    crowd = count > 1 if where is None else (count > 1) & where
    if not crowd.any():
        return None
    mark, step = np.argwhere(crowd)[0]
    return int(mark), int(step)


def shown(labels: Labels) -> str:
    """A label set as Prometheus prints it in messages."""
    return "{" + ", ".join(f'{k}="{v}"' for k, v in sorted(labels.items())) + "}"


def matched(node: Binary, left: Vector, right: Vector, grid: Grid) -> Vector:
    """Arithmetic and comparison of vectors. Raises QueryError where matches are not unique."""
    swap = node.card == "right"
    many, one = (right, left) if swap else (left, right)
    if not len(many) or not len(one):
        return nothing(len(grid))
    marks, n = numbered([*signatures(many, node), *signatures(one, node)])
    mine, theirs = marks[: len(many)], marks[len(many) :]
    both: Flags = np.logical_and(many.present.any(axis=0), one.present.any(axis=0))
    if (clash := _crowded(one.present, theirs, n, both)) is not None:
        _refuse_pair(node, one, theirs, clash, "left" if swap else "right")
    pairs = _pairs(mine, theirs)
    if not len(pairs):
        return nothing(len(grid))
    fits(len(pairs), len(grid))
    m, o = pairs[:, 0], pairs[:, 1]
    present = many.present[m] & one.present[o]
    labels = [_label(node, many.labels[i], one.labels[k]) for i, k in pairs]
    _unique(node, present, mine[m], labels)
    a, b = (one.values[o], many.values[m]) if swap else (many.values[m], one.values[o])
    if many.opaque is None and one.opaque is None:
        opaque = None
    else:
        present, opaque = _histograms(node, many.take(m), one.take(o), present, grid)
    drop = many.drop[m] | node.bool_
    if node.op in COMPARISONS:
        kept = COMPARE[node.op](a, b)
        if node.bool_:
            values = kept.astype(np.float64)
        else:
            values, present = a, present & kept
    else:
        values = COMPUTE[node.op](a, b)
    return merged(Vector(labels=labels, drop=drop, values=values, present=present, opaque=opaque))


def _unique(node: Binary, present: Flags, marks: Rows, labels: list[Labels]) -> None:
    """Raise QueryError where two matches would make one sample."""
    if node.card == "one":
        if _crowded(present, marks, int(marks.max()) + 1) is not None:
            raise QueryError(
                "query: multiple matches for labels: many-to-one matching must be explicit "
                "(group_left/group_right)"
            )
        return
    keys, count = numbered([(int(mark), key(row)) for mark, row in zip(marks, labels, strict=True)])
    if count < len(labels) and _crowded(present, keys, count) is not None:
        raise QueryError(
            "query: multiple matches for labels: grouping labels must ensure unique matches"
        )


def _refuse_pair(
    node: Binary, one: Vector, theirs: Rows, clash: tuple[int, int], side: str
) -> None:
    mark, step = clash
    rows = np.flatnonzero((theirs == mark) & one.present[:, step])
    first, second = sorted(shown(one.labels[r]) for r in rows)[:2]
    by = one.labels[rows[0]]
    out = {*node.labels, NAME}
    chosen = {k: v for k, v in by.items() if (k in node.labels if node.on else k not in out)}
    raise QueryError(
        f"query: found duplicate series for the match group {shown(chosen)} on the {side} "
        f"hand-side of the operation: [{first}, {second}];{MANY}"
    )


def _pairs(mine: Rows, theirs: Rows) -> Rows:
    """Rows of equal marks, (pairs, 2)."""
    places: dict[int, list[int]] = defaultdict(list)
    for row, mark in enumerate(theirs.tolist()):
        places[mark].append(row)
    found = [(row, k) for row, mark in enumerate(mine.tolist()) for k in places.get(mark, ())]
    return np.array(found, dtype=np.intp).reshape(-1, 2)


def _label(node: Binary, many: Labels, one: Labels) -> Labels:
    """Labels of a result (resultMetric)."""
    found = dict(many)
    if node.op not in COMPARISONS:
        found.pop(NAME, None)
    if node.card == "one":
        if node.on:
            found = {k: v for k, v in found.items() if k in node.labels}
        else:
            for name in node.labels:
                found.pop(name, None)
    for name in node.include:
        found.pop(name, None)
        if name in one:
            found[name] = one[name]
    return found


def _histograms(
    node: Binary, many: Vector, one: Vector, present: Flags, grid: Grid
) -> tuple[Flags, Flags]:
    """Take samples away that cannot be computed with, or refuse where their value is needed."""
    none = np.zeros(present.shape, dtype=np.bool_)
    m = none if many.opaque is None else many.opaque
    o = none if one.opaque is None else one.opaque
    left, right = (o, m) if node.card == "right" else (m, o)
    two, mixed = present & left & right, present & (left ^ right)
    if two.any() and node.op in ("==", "!=", "+", "-"):
        refuse(f"{node.op} of native histograms")
    scaled = none
    if node.op == "*":
        scaled = mixed
    elif node.op == "/":
        scaled = mixed & left
    lost = two | (mixed & ~scaled)
    if lost.any():
        grid.info(f'incompatible sample types encountered for binary operator "{node.op}"')
    return present & ~lost, scaled

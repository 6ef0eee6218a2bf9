"""Binary operators: between scalars, of a vector with a scalar, and vectors matched by labels.

Source: prometheus/prometheus promql/engine.go (VectorBinop, VectorAnd, VectorOr, VectorUnless).
"""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import replace

import numpy as np

from course.promql.query_text import query_error, refuse
from course.promql.storage import Flags, Floats
from course.promql.syntax import COMPARISONS, Binary
from course.promql.vectors import (
    NAME,
    InstantVector,
    Labels,
    Rows,
    StepGrid,
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
    """Compute with two scalars (T,); a comparison gives 0 or 1."""
    if op in COMPARISONS:
        return COMPARE[op](left, right).astype(np.float64)
    result: Floats = COMPUTE[op](left, right)
    return result


def with_scalar(
    node: Binary, v: InstantVector, number: Floats, *, swapped: bool, grid: StepGrid
) -> InstantVector:
    """Compute with a vector and a scalar (T,); `swapped` where the scalar stands on the left."""
    opaque, present = v.opaque, v.present
    if opaque is not None:
        scaled = node.op == "*" or (node.op == "/" and not swapped)
        if not scaled:
            if opaque.any():
                grid.info(f'incompatible sample types encountered for binary operator "{node.op}"')
            present, opaque = present & ~opaque, None
    a, b = (number, v.values) if swapped else (v.values, number)
    if node.op in COMPARISONS:
        holds = COMPARE[node.op](a, b)
        if node.bool_:
            return replace(
                v,
                values=np.broadcast_to(holds, v.values.shape).astype(np.float64),
                present=present,
                opaque=opaque,
                drop=np.ones_like(v.drop),
            )
        return replace(v, present=present & holds, opaque=opaque)
    values = COMPUTE[node.op](a, b)
    return replace(v, values=values, present=present, opaque=opaque, drop=np.ones_like(v.drop))


def signatures(v: InstantVector, node: Binary) -> list[Hashable]:
    """Give what each row is matched by: the labels of `on`, or all but those of `ignoring`."""
    if node.on:
        return [tuple(row.get(name, "") for name in node.labels) for row in v.labels]
    ignored = {*node.labels, NAME}
    return [frozenset(item for item in row.items() if item[0] not in ignored) for row in v.labels]


def sets(node: Binary, left: InstantVector, right: InstantVector, grid: StepGrid) -> InstantVector:
    """Evaluate `and`, `or` and `unless`."""
    ids, n = numbered([*signatures(left, node), *signatures(right, node)])
    left_ids, right_ids = ids[: len(left)], ids[len(left) :]
    if node.op == "or":
        occupied = _any(left.present, left_ids, n)
        unmatched = replace(right, present=right.present & ~occupied[right_ids])
        if unmatched.opaque is not None:
            unmatched = replace(unmatched, opaque=unmatched.opaque & unmatched.present)
        return merged(joined([left, unmatched], len(grid)))
    has_match = _any(right.present, right_ids, n)[left_ids]
    present = left.present & (has_match if node.op == "and" else ~has_match)
    opaque = None if left.opaque is None else left.opaque & present
    return replace(left, present=present, opaque=opaque)


def _any(present: Flags, ids: Rows, n: int) -> Flags:
    any_present = np.zeros((n, present.shape[1]), dtype=np.bool_)
    np.logical_or.at(any_present, ids, present)
    return any_present


def _crowded(
    present: Flags, ids: Rows, n: int, where: Flags | None = None
) -> tuple[int, int] | None:
    """First match group, and step, at which more than one row is present."""
    count = np.zeros((n, present.shape[1]), dtype=np.int32)
    np.add.at(count, ids, present)
    crowd = count > 1 if where is None else (count > 1) & where
    if not crowd.any():
        return None
    group, step = np.argwhere(crowd)[0]
    return int(group), int(step)


def shown(labels: Labels) -> str:
    """A label set as Prometheus prints it in messages."""
    return "{" + ", ".join(f'{k}="{v}"' for k, v in sorted(labels.items())) + "}"


def matched(
    node: Binary, left: InstantVector, right: InstantVector, grid: StepGrid
) -> InstantVector:
    """Arithmetic and comparison of vectors. Raises QueryError where matches are not unique."""
    swap = node.card == "right"
    many, one = (right, left) if swap else (left, right)
    if not len(many) or not len(one):
        return nothing(len(grid))
    ids, n = numbered([*signatures(many, node), *signatures(one, node)])
    many_ids, one_ids = ids[: len(many)], ids[len(many) :]
    both_present: Flags = np.logical_and(many.present.any(axis=0), one.present.any(axis=0))
    if (clash := _crowded(one.present, one_ids, n, both_present)) is not None:
        _refuse_pair(node, one, one_ids, clash, "left" if swap else "right")
    pairs = _pairs(many_ids, one_ids)
    if not len(pairs):
        return nothing(len(grid))
    fits(len(pairs), len(grid))
    m, o = pairs[:, 0], pairs[:, 1]
    present = many.present[m] & one.present[o]
    labels = [_label(node, many.labels[i], one.labels[k]) for i, k in pairs]
    _unique(node, present, many_ids[m], labels)
    a, b = (one.values[o], many.values[m]) if swap else (many.values[m], one.values[o])
    if many.opaque is None and one.opaque is None:
        opaque = None
    else:
        present, opaque = _histograms(node, many.take(m), one.take(o), present, grid)
    drop = many.drop[m] | node.bool_
    if node.op in COMPARISONS:
        holds = COMPARE[node.op](a, b)
        if node.bool_:
            values = holds.astype(np.float64)
        else:
            values, present = a, present & holds
    else:
        values = COMPUTE[node.op](a, b)
    return merged(
        InstantVector(labels=labels, drop=drop, values=values, present=present, opaque=opaque)
    )


def _unique(node: Binary, present: Flags, ids: Rows, labels: list[Labels]) -> None:
    """Raise QueryError where two matches would make one sample."""
    if node.card == "one":
        if _crowded(present, ids, int(ids.max()) + 1) is not None:
            raise query_error(
                "multiple matches for labels: many-to-one matching must be explicit "
                "(group_left/group_right)"
            )
        return
    keys, count = numbered([(int(group), key(row)) for group, row in zip(ids, labels, strict=True)])
    if count < len(labels) and _crowded(present, keys, count) is not None:
        raise query_error("multiple matches for labels: grouping labels must ensure unique matches")


def _refuse_pair(
    node: Binary, one: InstantVector, one_ids: Rows, clash: tuple[int, int], side: str
) -> None:
    group, step = clash
    rows = np.flatnonzero((one_ids == group) & one.present[:, step])
    first, second = sorted(shown(one.labels[r]) for r in rows)[:2]
    by = one.labels[rows[0]]
    ignored = {*node.labels, NAME}
    match_labels = {
        k: v for k, v in by.items() if (k in node.labels if node.on else k not in ignored)
    }
    raise query_error(
        f"found duplicate series for the match group {shown(match_labels)} on the {side} "
        f"hand-side of the operation: [{first}, {second}];{MANY}"
    )


def _pairs(many_ids: Rows, one_ids: Rows) -> Rows:
    """Rows of equal signatures, (pairs, 2)."""
    places: dict[int, list[int]] = defaultdict(list)
    for row, group in enumerate(one_ids.tolist()):
        places[group].append(row)
    pairs = [(row, k) for row, group in enumerate(many_ids.tolist()) for k in places.get(group, ())]
    return np.array(pairs, dtype=np.intp).reshape(-1, 2)


def _label(node: Binary, many: Labels, one: Labels) -> Labels:
    """Labels of a result (resultMetric)."""
    labels = dict(many)
    if node.op not in COMPARISONS:
        labels.pop(NAME, None)
    if node.card == "one":
        if node.on:
            labels = {k: v for k, v in labels.items() if k in node.labels}
        else:
            for name in node.labels:
                labels.pop(name, None)
    for name in node.include:
        labels.pop(name, None)
        if name in one:
            labels[name] = one[name]
    return labels


def _histograms(
    node: Binary, many: InstantVector, one: InstantVector, present: Flags, grid: StepGrid
) -> tuple[Flags, Flags]:
    """Decide what native histograms do to a pair of samples, (present, opaque) of the result.

    Where the operator is not defined for them the sample is dropped with an annotation, as
    Prometheus does; where their value would be needed the query is refused.
    """
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

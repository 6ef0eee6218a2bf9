"""Functions that write labels, and the orders in which rows are shown."""

import re
from dataclasses import replace
from functools import cmp_to_key

import numpy as np

from course.promql.storage import rewritten
from course.promql.syntax import query_error, refuse
from course.promql.vectors import NAME, InstantVector, Labels, Rows, merged

CHUNK = re.compile(r"[0-9]+|[^0-9]+")


def _valid(name: str) -> None:
    if not name:
        raise query_error('invalid label name in a label function: ""')


def label_replace(
    v: InstantVector, dst: str, template: str, src: str, pattern: str
) -> InstantVector:
    """Write `dst` from a whole match of `src`. Raises QueryError for a bad pattern or name."""
    _valid(dst)
    try:
        words = rewritten(pattern, template, [row.get(src, "") for row in v.labels] or [""])
    except NotImplementedError as error:
        refuse(f"label_replace: {error}")
    except ValueError as error:
        raise query_error(f"invalid regular expression in label_replace: {error}") from None
    return _written(v, dst, words)


def label_join(v: InstantVector, dst: str, between: str, *src: str) -> InstantVector:
    """Write `dst` as the join of other labels. Raises QueryError for an empty name."""
    for name in (dst, *src):
        _valid(name)
    return _written(v, dst, [between.join(row.get(s, "") for s in src) for row in v.labels])


def _written(v: InstantVector, dst: str, words: list[str | None] | list[str]) -> InstantVector:
    labels, drop = [dict(row) for row in v.labels], v.drop.copy()
    for n, row in enumerate(labels):
        word = words[n]
        if word is None:
            continue
        row.pop(dst, None)
        if word:
            row[dst] = word
        if dst == NAME:
            drop[n] = False
    return merged(replace(v, labels=labels, drop=drop))


def ordered(labels: list[Labels]) -> Rows:
    """Rows in Prometheus' order of label sets: name by name, then value by value."""
    keys = [sorted(row.items()) for row in labels]
    return np.array(sorted(range(len(labels)), key=keys.__getitem__), dtype=np.intp)


def by_value(v: InstantVector, *, descending: bool) -> Rows:
    """Rows in the order of their values at the only step, NaN last."""
    values = v.values[:, 0]
    if descending:
        values = -values
    return np.argsort(values, kind="stable")


def by_label(v: InstantVector, names: tuple[str, ...], *, descending: bool) -> Rows:
    """Rows in the natural order of labels; ties by all labels."""

    def order(a: int, b: int) -> int:
        left_labels, right_labels = v.labels[a], v.labels[b]
        for name in names:
            if (left := left_labels.get(name, "")) != (right := right_labels.get(name, "")):
                return -1 if _natural(left, right) else 1
        first, second = sorted(left_labels.items()), sorted(right_labels.items())
        return (first > second) - (first < second)

    rows = sorted(range(len(v)), key=cmp_to_key(order), reverse=descending)
    return np.array(rows, dtype=np.intp)


def _natural(a: str, b: str) -> bool:
    """Say whether a comes before b, run of digits by run of digits (facette/natsort, Compare)."""
    left_chunks, right_chunks = CHUNK.findall(a), CHUNK.findall(b)
    for n, left in enumerate(left_chunks):
        if n >= len(right_chunks):
            return False
        right = right_chunks[n]
        x, y = _whole(left), _whole(right)
        same = left == right if x is None or y is None else x == y
        if not same:
            return left < right if x is None or y is None else x < y
        if n == len(left_chunks) - 1 or n == len(right_chunks) - 1:
            return n == len(left_chunks) - 1
    return False


def _whole(chunk: str) -> int | None:
    """A run of digits as a number, where it is one of 64 bits."""
    if len(chunk) > 19 or chunk[0] not in "0123456789":
        return None
    return int(chunk) if int(chunk) < 2**63 else None

"""Values of expressions at all steps of a query: rows of samples, one for each label set.

Prometheus 3 drops a metric's name at the very end of a query, since label functions may still read
it. So rows keep their names here, and `drop` remembers which of them go in the end.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from course.promql.query_text import query_error, refuse
from course.promql.storage import Flags, Floats, Ints, Storage

Rows = npt.NDArray[np.intp]
Labels = dict[str, str]
NAME = "__name__"
MOST_CELLS = 20_000_000  # rows x steps of one intermediate value: 160 MB
SAME = "vector cannot contain metrics with the same labelset"


@dataclass(frozen=True, kw_only=True)
class InstantVector:
    """Instant vectors of all steps: `values`, `present` (rows, T); `drop` (rows,).

    `opaque` marks samples that are native histograms, a part of `present`; None where none is.
    """

    labels: list[Labels]
    drop: Flags
    values: Floats
    present: Flags
    opaque: Flags | None = None

    def __len__(self) -> int:
        return len(self.labels)

    def floats(self) -> "InstantVector":
        """Without native histograms."""
        if self.opaque is None:
            return self
        return replace(self, present=self.present & ~self.opaque, opaque=None)

    def named(self) -> str:
        """The first row's metric name, for messages."""
        return self.labels[0].get(NAME, "") if self.labels else ""

    def take(self, rows: Rows) -> "InstantVector":
        """These rows, in this order."""
        return InstantVector(
            labels=[dict(self.labels[r]) for r in rows],
            drop=self.drop[rows],
            values=self.values[rows],
            present=self.present[rows],
            opaque=None if self.opaque is None else self.opaque[rows],
        )


@dataclass(frozen=True, kw_only=True)
class StepGrid:
    """The steps of a query, and what every part of its evaluation may have to know.

    `times_ms` (T,) are the moments of the steps (within a subquery, its own); start, end and step
    are those of the whole query. `warnings` is filled on the way, in order and each text once.
    """

    times_ms: Ints
    start_ms: int
    end_ms: int
    step_ms: int
    lookback_ms: int
    storage: Storage
    instant: bool
    inner: bool = False  # within a subquery
    before_3: bool = False  # extrapolate counters as Prometheus 2 did
    warnings: dict[str, None] = field(default_factory=dict)
    histograms: list[str] = field(default_factory=list)  # places of selectors of native ones

    def __len__(self) -> int:
        return len(self.times_ms)

    def warn(self, text: str) -> None:
        """Note `PromQL warning: …`, once."""
        self.warnings.setdefault(f"PromQL warning: {text}")

    def info(self, text: str) -> None:
        """Note `PromQL info: …`, once."""
        self.warnings.setdefault(f"PromQL info: {text}")


def fits(rows: int, steps: int) -> None:
    """Raise QueryError where an intermediate value would be too large."""
    if rows * steps > MOST_CELLS:
        refuse(f"{rows} series at {steps} steps, more than {MOST_CELLS} samples")


def nothing(steps: int) -> InstantVector:
    """A vector without rows."""
    none = np.empty((0, steps))
    return InstantVector(labels=[], drop=np.empty(0, dtype=np.bool_), values=none, present=none > 0)


def joined(parts: Sequence[InstantVector], steps: int) -> InstantVector:
    """Rows of all parts."""
    parts = [part for part in parts if len(part)]
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return nothing(steps)
    opaque = None
    if any(part.opaque is not None for part in parts):
        opaque = np.concatenate(
            [np.zeros(p.present.shape, np.bool_) if p.opaque is None else p.opaque for p in parts]
        )
    return InstantVector(
        labels=[row for part in parts for row in part.labels],
        drop=np.concatenate([part.drop for part in parts]),
        values=np.concatenate([part.values for part in parts]),
        present=np.concatenate([part.present for part in parts]),
        opaque=opaque,
    )


def numbered(keys: Sequence[Hashable]) -> tuple[Rows, int]:
    """Number of each key by first appearance, and how many there are."""
    number_by_key: dict[Hashable, int] = {}
    numbers = [number_by_key.setdefault(key, len(number_by_key)) for key in keys]
    return np.array(numbers, dtype=np.intp), len(number_by_key)


def key(labels: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    """A label set that can be compared and hashed."""
    return frozenset(labels.items())


def merged(vector: InstantVector) -> InstantVector:
    """Make rows with equal labels one. Raises QueryError where two have a sample at once."""
    place, n = numbered([key(labels) for labels in vector.labels])
    if n == len(vector):
        return vector
    steps = vector.values.shape[1]
    count = np.zeros((n, steps), dtype=np.int32)
    np.add.at(count, place, vector.present)
    if (count > 1).any():
        raise query_error(SAME)
    row, at = np.nonzero(vector.present)
    values = np.full((n, steps), np.nan)
    values[place[row], at] = vector.values[row, at]
    drop = np.zeros(n, dtype=np.bool_)
    np.logical_or.at(drop, place, vector.drop)
    opaque = None
    if vector.opaque is not None:
        opaque = np.zeros((n, steps), dtype=np.bool_)
        np.logical_or.at(opaque, place, vector.opaque)
    first = np.unique(place, return_index=True)[1]
    return InstantVector(
        labels=[vector.labels[r] for r in first],
        drop=drop,
        values=values,
        present=count > 0,
        opaque=opaque,
    )


def layers(groups: Rows, n: int) -> Iterator[tuple[Rows, Rows]]:
    """The first member of every group, then the second of those that have one, and so on.

    Yields groups and rows; members come in the order of rows.
    """
    if not len(groups):
        return
    order = np.argsort(groups, kind="stable")
    sizes = np.bincount(groups, minlength=n)
    begin = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    for k in range(int(sizes.max())):
        members = np.flatnonzero(sizes > k)
        yield members, order[begin[members] + k]


def kahan(total: Floats, rest: Floats, x: Floats) -> tuple[Floats, Floats]:
    """One step of Kahan's sum in Neumaier's form; an infinite sum has no rest.

    Source: prometheus/prometheus util/kahansum.
    """
    t = total + x
    low = np.where(np.abs(total) >= np.abs(x), (total - t) + x, (x - t) + total)
    return t, np.where(np.isinf(t), 0.0, rest + low)

"""What is asked and what is answered: samples in blocks, a storage of them, a result.

No evaluation here. Times are Unix milliseconds. A row is a series, a column a moment.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

from course.promql.matching import Matcher

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class SampleBlock:
    """Series that share one time axis; a label set stands in one block only."""

    labels: Sequence[Mapping[str, str]]  # one a row, with `__name__`
    times_ms: Ints  # (T,) ascending
    values: Floats  # (rows, T)
    present: Flags | None = None  # a sample is there; None: wherever the value is not NaN
    stale: Flags | None = None  # a stale marker; None: at the first absent scrape after a present
    opaque: Flags | None = None  # the sample is a native histogram, whose value is not known here

    def presence(self) -> Flags:
        """Samples, (rows, T)."""
        return ~np.isnan(self.values) if self.present is None else self.present

    def stale_markers(self, presence: Flags) -> Flags:
        """Stale markers, (rows, T)."""
        if self.stale is not None:
            return self.stale
        markers = np.zeros(presence.shape, dtype=np.bool_)
        markers[:, 1:] = presence[:, :-1] & ~presence[:, 1:]
        return markers


class Storage(Protocol):
    """Gives series by matchers, of which one may be on `__name__`."""

    def select(self, matchers: Sequence[Matcher]) -> Iterable[SampleBlock]:
        """Blocks of the series that all matchers accept. Raises ValueError for a bad pattern."""


@dataclass(frozen=True, kw_only=True)
class QueryResult:
    """An answer: `values` and `present` are (rows, T); a string stands in `text`."""

    kind: Literal["vector", "matrix", "scalar", "string"]
    labels: tuple[dict[str, str], ...]
    times_ms: Ints
    values: Floats
    present: Flags
    text: str = ""
    warnings: tuple[str, ...] = ()

"""Metrics of a run as a frozen columnar store: what a PromQL evaluator works on.

A family is everything under one Prometheus name: one row a series, one column a scrape, NaN where
the series is absent (not yet there, or stale since its replica stopped). All families share one
time axis. A replica that boots has new rows, so no counter ever goes down within a row.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from course.promql.storage import Matcher

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Rows = npt.NDArray[np.intp]
Kind = Literal["counter", "gauge", "histogram", "info"]


@dataclass(frozen=True, kw_only=True)
class Series:
    """One series: its samples, absent ones left out. Shapes (n,) and (n,)."""

    name: str
    labels: Mapping[str, str]
    times_ms: Ints
    values: Floats


@dataclass(frozen=True, kw_only=True)
class Column:
    """Values of one label: `words[codes[row]]`, the empty word where a row does not have it."""

    codes: npt.NDArray[np.int32]
    words: tuple[str, ...]

    def of(self, row: int) -> str:
        """Value at a row."""
        return self.words[int(self.codes[row])]


@dataclass(frozen=True, kw_only=True)
class Exemplars:
    """Traces that stand for samples: at `row` and scrape `at`, a value (s) and when it was."""

    row: npt.NDArray[np.int32]
    at: npt.NDArray[np.int32]
    value: Floats
    times_ms: Ints
    trace_id: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Family:
    """Series of one name: `columns` by label, `times_ms` (T,), `values` (rows, T)."""

    name: str  # as PromQL has it, such as http_server_request_duration_seconds_bucket
    of: str  # name of the whole metric, such as http_server_request_duration_seconds
    kind: Kind
    unit: str
    help: str
    otel: str  # OpenTelemetry's name of the instrument
    columns: Mapping[str, Column]
    times_ms: Ints
    values: Floats
    exemplars: Exemplars | None = None

    def __len__(self) -> int:
        return len(self.values)

    def labels(self, row: int) -> dict[str, str]:
        """Labels of a row, without the name."""
        words = {label: column.of(row) for label, column in self.columns.items()}
        return {label: word for label, word in words.items() if word}

    def all_labels(self) -> list[dict[str, str]]:
        """Labels of all rows."""
        return [self.labels(row) for row in range(len(self))]

    def rows(self, matchers: Iterable[Matcher]) -> Rows:
        """Rows that all matchers accept, in order. Raises ValueError for a bad pattern."""
        accepted = np.ones(len(self), dtype=np.bool_)
        for matcher in matchers:
            column = self.columns.get(matcher.label)
            if column is None:
                accepted &= matcher.accepts(("",))[0]
            else:
                accepted &= matcher.accepts(column.words)[column.codes]
        return np.flatnonzero(accepted)

    def take(self, rows: Rows) -> "Family":
        """Only these rows, in this order; without exemplars."""
        return replace(
            self,
            columns={
                label: Column(codes=column.codes[rows], words=column.words)
                for label, column in self.columns.items()
            },
            values=self.values[rows],
            exemplars=None,
        )

    def groups(self, by: Sequence[str]) -> tuple[npt.NDArray[np.intp], list[dict[str, str]]]:
        """Group of each row by labels, numbered by first appearance, and each group's labels."""
        keys = np.zeros(len(self), dtype=np.int64)
        for label in by:
            if label in self.columns:
                column = self.columns[label]
                keys = keys * len(column.words) + column.codes
                keys = np.unique(keys, return_inverse=True)[1]
        _, first, group = np.unique(keys, return_index=True, return_inverse=True)
        order = np.argsort(first)
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order))
        group_labels = [self.labels(int(row)) for row in first[order]]
        return rank[group], [{k: v for k, v in row.items() if k in by} for row in group_labels]

    def series(self) -> Iterator[Series]:
        """Each row as a series of its own."""
        for row in range(len(self)):
            present = ~np.isnan(self.values[row])
            yield Series(
                name=self.name,
                labels=self.labels(row),
                times_ms=self.times_ms[present],
                values=self.values[row][present],
            )


@dataclass(frozen=True, kw_only=True)
class Metrics:
    """All families of a run on one time axis (Unix milliseconds), by Prometheus name."""

    times_ms: Ints
    families: Mapping[str, Family] = field(default_factory=dict)

    def select(self, name: str, *matchers: Matcher, **equal: str) -> Family:
        """Series of a name that all matchers accept; none where the name is unknown."""
        family = self.families.get(name)
        conditions = [*matchers, *(Matcher(label=k, op="=", value=v) for k, v in equal.items())]
        if family is None:
            return self._none(name)
        return family if not conditions else family.take(family.rows(conditions))

    def matching(self, *matchers: Matcher) -> tuple[Family, ...]:
        """Series of all names, for selectors that match `__name__`; empty families are left out."""
        names = [m for m in matchers if m.label == "__name__"]
        others = [m for m in matchers if m.label != "__name__"]
        all_names = tuple(self.families)
        accepted = [True] * len(all_names)
        for matcher in names:
            accepted = [
                k and bool(a) for k, a in zip(accepted, matcher.accepts(all_names), strict=True)
            ]
        families = (
            self.select(name, *others) for name, k in zip(all_names, accepted, strict=True) if k
        )
        return tuple(family for family in families if len(family))

    def _none(self, name: str) -> Family:
        return Family(
            name=name,
            of=name,
            kind="gauge",
            unit="",
            help="",
            otel="",
            columns={},
            times_ms=self.times_ms,
            values=np.empty((0, len(self.times_ms))),
        )

    def digest(self) -> str:
        """SHA-256 of names, labels, times and values."""
        state = hashlib.sha256(self.times_ms.tobytes())
        for name, family in sorted(self.families.items()):
            state.update(repr((name, family.kind, family.unit, family.all_labels())).encode())
            # One NaN for absence, whatever its bits.
            state.update(np.where(np.isnan(family.values), np.nan, family.values).tobytes())
            if family.exemplars is not None:
                exemplars = family.exemplars
                for part in (exemplars.row, exemplars.at, exemplars.value, exemplars.times_ms):
                    state.update(part.tobytes())
                state.update("".join(exemplars.trace_id).encode())
        return state.hexdigest()


class MetricsBuilder:
    """Fills a store: rows of labels and values by name; rows with equal labels are added up."""

    def __init__(self, times_ms: Ints) -> None:
        self._times = times_ms
        self._families: dict[str, Family] = {}

    def add(
        self,
        name: str,
        kind: Kind,
        help_: str,
        labels: Sequence[Mapping[str, Any]],
        values: Floats,
        *,
        unit: str = "",
        otel: str = "",
        of: str = "",
        more: tuple[str, Sequence[str]] | None = None,
        exemplars: Exemplars | None = None,
    ) -> None:
        """Enter a family; `values` is (rows, T), with NaN where absent.

        With `more` (label, words), each row of `labels` stands for len(words) rows of values.
        """
        if not len(values):
            return
        width = 1 if more is None else len(more[1])
        columns = {
            label: column([str(row.get(label, "")) for row in labels], width)
            for label in dict.fromkeys(key for row in labels for key in row)
        }
        if more is not None:
            codes = np.tile(np.arange(width, dtype=np.int32), len(labels))
            columns[more[0]] = Column(codes=codes, words=tuple(more[1]))
        values.setflags(write=False)
        self._families[name] = Family(
            name=name,
            of=of or name,
            kind=kind,
            unit=unit,
            help=help_,
            otel=otel or dotted(name),
            columns=columns,
            times_ms=self._times,
            values=values,
            exemplars=exemplars,
        )

    def build(self) -> Metrics:
        """Return the store."""
        return Metrics(times_ms=self._times, families=self._families)


def dotted(name: str) -> str:
    """Name of an instrument: what Prometheus adds to it is taken off."""
    for end in ("_total", "_seconds", "_bytes"):
        name = name.removesuffix(end)
    return name.replace("_", ".")


def column(words: Sequence[str], width: int = 1) -> Column:
    """Number words by first appearance, each repeated `width` times."""
    number_by_word = {word: n for n, word in enumerate(dict.fromkeys(words))}
    codes = np.array([number_by_word[word] for word in words], dtype=np.int32)
    return Column(codes=np.repeat(codes, width), words=tuple(number_by_word))


def merged(
    labels: Sequence[Mapping[str, Any]], values: Floats
) -> tuple[list[Mapping[str, Any]], Floats]:
    """Add up rows with equal labels; `values` is (rows, ...), absent where all of them are."""
    keys: dict[tuple[tuple[str, Any], ...], int] = {}
    place = [keys.setdefault(tuple(sorted(row.items())), len(keys)) for row in labels]
    if len(keys) == len(labels):
        return list(labels), values
    sums = np.zeros((len(keys), *values.shape[1:]))
    present = np.zeros(sums.shape, dtype=np.bool_)
    np.add.at(sums, place, np.nan_to_num(values))
    np.logical_or.at(present, place, ~np.isnan(values))
    sums[~present] = np.nan
    return [labels[place.index(n)] for n in range(len(keys))], sums

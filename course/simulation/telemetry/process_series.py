"""Scrapes side by side, and which process each number belongs to.

The kernel counts by replica; Prometheus by process. A start of a replica is a process of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from course.simulation.kernel import world_layout
from course.simulation.observation import Scrape
from course.simulation.telemetry.metrics import Floats, Ints
from course.simulation.telemetry.otel_names import OtelNames

Records = np.ndarray[Any, np.dtype[Any]]
Flags = npt.NDArray[np.bool_]
LabelRow = Mapping[str, Any]
SECOND = 1e9


@dataclass(frozen=True, kw_only=True)
class ScrapeStack:
    """All scrapes side by side: records by field with shape (T, things)."""

    t: Ints
    tables: Mapping[str, Records]
    rows: npt.NDArray[np.intp]  # series that were there at each scrape

    def __getitem__(self, name: str) -> Records:
        return self.tables[name]


def grid(scrapes: Sequence[Scrape]) -> ScrapeStack:
    """Stack scrapes; series that came later are zero before."""
    names = [name for name in Scrape.__dataclass_fields__ if name not in ("t", "series")]
    rows = np.array([len(scrape.series) for scrape in scrapes], dtype=np.intp)
    series = np.zeros((len(scrapes), max(rows, default=0)), world_layout.SERIES_)
    for n, scrape in enumerate(scrapes):
        series[n, : rows[n]] = scrape.series
    return ScrapeStack(
        t=np.array([scrape.t for scrape in scrapes], dtype=np.int64),
        tables={
            "series": series,
            **{name: _stacked([getattr(scrape, name) for scrape in scrapes]) for name in names},
        },
        rows=rows,
    )


def _stacked(arrays: Sequence[Records]) -> Records:
    """Stack arrays of one record type; numpy's stack would compare the types each time."""
    stacked = np.empty((len(arrays), *arrays[0].shape), dtype=arrays[0].dtype)
    for n, array in enumerate(arrays):
        stacked[n] = array
    return stacked


def runs(stack: ScrapeStack, replica: Any, boot: Any) -> Flags:
    """Whether this start of a replica ran at each scrape, shape (T, rows)."""
    rows = stack["replicas"][:, replica]
    return np.asarray((rows["up"] == 1) & (rows["boot"] == boot), dtype=np.bool_)


@dataclass(frozen=True, kw_only=True)
class Starts:
    """Each start of each replica that a scrape saw."""

    replica: npt.NDArray[np.intp]
    boot: Ints
    labels: Sequence[dict[str, str]]
    running: Flags  # (starts, T)


def starts(stack: ScrapeStack, otel: OtelNames, *, listed: bool = False) -> Starts:
    """All starts that were up, or with `listed` also those that the balancer still lists."""
    rows = stack["replicas"]
    reached = (rows["up"] == 1) | (listed & (rows["listed"] == 1))
    pairs = {
        (r, int(boot)): int(version)
        for r in range(rows.shape[1])
        for boot, version in np.unique(
            np.stack([rows["boot"][reached[:, r], r], rows["version"][reached[:, r], r]]), axis=1
        ).T
    }
    replica = np.array([r for r, _ in pairs], dtype=np.intp)
    boot = np.array([b for _, b in pairs], dtype=np.int64)
    return Starts(
        replica=replica,
        boot=boot,
        labels=[otel.of_replica(r, b, v) for (r, b), v in pairs.items()],
        running=(reached[:, replica] & (rows["boot"][:, replica] == boot)).T,
    )


def since_start(values: Floats, stack: ScrapeStack, of: Starts) -> Floats:
    """A counter that the kernel goes on with over boots, from 0 at each boot; (starts, T).

    What was counted between the last scrape of one start and the boot counts for the next.
    """
    from_zero = values.copy()
    boots = stack["replicas"]["boot"]
    for n, (replica, boot) in enumerate(zip(of.replica, of.boot, strict=True)):
        before = np.flatnonzero(boots[:, replica] < boot)
        if len(before):
            from_zero[n] -= values[n, before[-1]]
    from_zero[~of.running] = np.nan
    return from_zero


def lookup(known_columns: Sequence[Any], wanted_columns: Sequence[Any]) -> npt.NDArray[np.int64]:
    """Row of each wanted tuple of small numbers among the known ones, or -1."""
    sizes = [
        int(max(k.max(initial=0), w.max(initial=0))) + 2
        for k, w in zip(known_columns, wanted_columns, strict=True)
    ]

    def packed(parts: Sequence[Any]) -> npt.NDArray[np.int64]:
        packed_numbers = np.zeros(len(parts[0]), dtype=np.int64)
        for part, size in zip(parts, sizes, strict=True):
            packed_numbers = packed_numbers * size + (part.astype(np.int64) + 1)
        return packed_numbers

    keys, wanted_keys = packed(known_columns), packed(wanted_columns)
    order = np.argsort(keys)
    place = np.minimum(np.searchsorted(keys[order], wanted_keys), len(keys) - 1)
    return np.where(keys[order][place] == wanted_keys, order[place], -1)

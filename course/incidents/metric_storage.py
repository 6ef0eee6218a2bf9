"""A run's metrics as a storage of PromQL: one block a metric name, all on one time axis.

A row that becomes absent has a stale marker at its first absent scrape, as if Prometheus had
scraped it. Labels are written out for the rows that a query selects, and for no others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from course.promql import Matcher, SampleBlock
from course.simulation.telemetry.metrics import Family, Metrics


@dataclass(frozen=True, kw_only=True)
class MetricsStorage:
    """Gives families of `metrics` as blocks; NaN is absence."""

    metrics: Metrics

    def select(self, matchers: Sequence[Matcher]) -> Iterator[SampleBlock]:
        """Blocks of the series that all matchers accept. Raises ValueError for a bad pattern."""
        names = [m for m in matchers if m.label == "__name__"]
        if len(names) == 1 and names[0].op == "=":
            found = self.metrics.select(names[0].value, *(m for m in matchers if m is not names[0]))
            families: tuple[Family, ...] = (found,) if len(found) else ()
        else:
            families = self.metrics.matching(*matchers)
        for family in families:
            yield SampleBlock(
                labels=_labels(family), times_ms=family.times_ms, values=family.values
            )


def _labels(family: Family) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = [{"__name__": family.name} for _ in range(len(family))]
    for label, column in family.columns.items():
        words = column.words
        for row, code in zip(rows, column.codes.tolist(), strict=True):
            if words[code]:
                row[label] = words[code]
    return rows

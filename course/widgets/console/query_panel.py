"""Answers of the query box, as a table and, for PromQL over time, a chart.

Checking and paying is `Incident.promql` and `Incident.sql`; here the same is asked again of the
telemetry of that moment, so that an answer can be had from the journal.
"""

from typing import Any, Final

import pandas as pd

from course.errors import QueryError
from course.incidents import run_queries
from course.incidents.scenario import Scenario
from course.simulation.telemetry.snapshot import Telemetry
from course.widgets.console.panels import MOST_ROWS, cell, numbers, version_changes

MOST_SERIES: Final = 20
OVER: Final = "30m"
UNITS: Final = {"seconds": "s", "per second": "/s", "ratio": "", "bytes": "B"}


def answered(verb: str, query: str, scenario: Scenario, seen: Telemetry) -> dict[str, Any]:
    """Give what a query gave. Raises QueryError for what cannot be answered."""
    if verb == "sql":
        return {"query": query, **_table(run_queries.sql(seen, scenario.alerts, query))}
    now = run_queries.promql(seen, query, second=_no_time)
    unit = UNITS.get(now.unit or "", now.unit or "")
    return {"query": query, "unit": unit, **_table(now), **_chart(query, seen, unit)}


def _no_time(_time: Any) -> int:
    raise AssertionError("no time of day is given here")


def _table(found: pd.DataFrame) -> dict[str, Any]:
    shown = found.head(MOST_ROWS)
    columns = [[cell(_plain(value)) for value in shown.iloc[:, n]] for n in range(shown.shape[1])]
    rows = [list(row) for row in zip(*columns, strict=True)]
    head = [str(name) for name in found.columns]
    return {"head": head, "rows": rows, "total": len(found), "at_end": False}


def _plain(value: Any) -> Any:
    """None for pandas' several ways to say that there is nothing."""
    missing = pd.isna(value)
    return None if isinstance(missing, bool) and missing else value


def _chart(query: str, seen: Telemetry, unit: str) -> dict[str, Any]:
    """Give the last half hour as curves; nothing for what has no value at each time."""
    try:
        found = run_queries.promql(seen, query, over=OVER, second=_no_time)
    except QueryError:
        return {}
    shown = found.iloc[:, :MOST_SERIES]
    if not isinstance(found.index, pd.DatetimeIndex) or not shown.shape[1]:
        return {}
    times = [round(time.timestamp() - seen.start_ms / 1000, 3) for time in found.index]
    series = [
        {"name": str(name)[:80], "values": numbers(shown.iloc[:, n].to_numpy(dtype=float))}
        for n, name in enumerate(shown.columns)
    ]
    left = found.shape[1] - shown.shape[1]
    note = {"note": f"{left} more series are in the table only"} if left else {}
    chart = {"unit": unit, "t": times, "series": series}
    return {"chart": chart, "versions": version_changes(seen.metrics, seen.start_ms), **note}

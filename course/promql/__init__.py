"""Answers of PromQL, the query language of Prometheus, over plain arrays.

`instant(query, storage, at_ms)` answers a query for one moment, and `over` for a range of moments.
A storage gives the series. The numbers are those that Prometheus 3 would give; whatever cannot be
answered so raises QueryError. Nothing in this room knows simulations or incidents.

Files in reading order: query_text (bounds, tokens, numbers and durations), storage (matchers of
labels, and what goes in and comes out), syntax (a query as a tree), vectors (values at all steps),
windows (series out of a storage, samples before each step), functions (of single values and of
labels), histograms, joining (binary operators), overtime (functions of windows), aggregation,
evaluation (the walk over the tree).
"""

from course.promql.evaluation import instant, over
from course.promql.storage import Matcher, QueryResult, SampleBlock, Storage

__all__ = ["Matcher", "QueryResult", "SampleBlock", "Storage", "instant", "over"]

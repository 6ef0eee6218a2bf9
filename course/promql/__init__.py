"""PromQL over plain arrays: `instant(query, storage, at_ms)` and `over`, the same over a range.

Knows nothing of simulations or incidents: a storage gives series, a query gives numbers as
Prometheus 3 would, or a QueryError. Order of files, each imports only those before it: matching,
blocks, syntax, vectors, windows, overtime, labels, histograms, aggregation, joining, functions,
selecting, ranging, evaluation.
"""

from course.promql.blocks import QueryResult, SampleBlock, Storage
from course.promql.evaluation import instant, over
from course.promql.matching import Matcher

__all__ = ["Matcher", "QueryResult", "SampleBlock", "Storage", "instant", "over"]

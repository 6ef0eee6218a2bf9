"""PromQL over plain arrays: `instant(query, storage, at_ms)` and `over`, the same over a range.

It knows nothing of simulations or incidents: a storage gives series, and a query gives the numbers
that Prometheus 3 would give, or a QueryError.

Files in reading order: storage (matchers, what goes in and comes out), syntax (a query as a
tree), vectors (values at all steps), windows (samples before each step), overtime (functions of
windows), labels, histograms, aggregation, joining (binary operators), functions (of single
values), selecting (series out of a storage), ranging (which function of windows a name means),
evaluation (the walk over the tree).
"""

from course.promql.evaluation import instant, over
from course.promql.storage import Matcher, QueryResult, SampleBlock, Storage

__all__ = ["Matcher", "QueryResult", "SampleBlock", "Storage", "instant", "over"]

"""Queries over a storage: the tree walked once, with all steps of a range at once.

An instant is a range of one step. Scalars are (T,), vectors (rows, T).
"""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, TypeVar

import numpy as np

from course.errors import Problem
from course.promql import functions, histograms
from course.promql.aggregation import aggregate, count_values, ranked
from course.promql.joining import matched, scalars, sets, with_scalar
from course.promql.overtime import OVER_TIME, RangeVector, absent, over_time
from course.promql.query_text import NotEvaluatedError, query_error, refuse
from course.promql.storage import Flags, Floats, QueryResult, Storage
from course.promql.syntax import (
    SETS,
    Aggregate,
    Binary,
    FunctionCall,
    Negative,
    Node,
    NumberLiteral,
    Range,
    Selector,
    StringLiteral,
    Subquery,
    kind,
    parse,
)
from course.promql.vectors import (
    NAME,
    InstantVector,
    StepGrid,
    fits,
    joined,
    merged,
    nothing,
)
from course.promql.windows import Samples, looked_back, reference, selected

Value = TypeVar("Value")
MOST_STEPS = 11_000
DEFAULT_STEP_MS = 60_000  # of subqueries that name none: Prometheus' evaluation interval


def instant(
    query: str,
    storage: Storage,
    at_ms: int,
    *,
    lookback_ms: int = 300_000,
    before_3: bool = False,
) -> QueryResult:
    """Answer a query for one moment.

    Parameters
    ----------
    query : str
        The query in PromQL.
    storage : Storage
        Where the series come from.
    at_ms : int
        The moment, in Unix milliseconds.
    lookback_ms : int
        How old a sample may be, in milliseconds, to count as a series' value at the moment.
    before_3 : bool
        Whether to extrapolate counters as Prometheus 2 did, to compare with such a server.

    Returns
    -------
    QueryResult
        A vector, a scalar or a string. For a range selector such as `up[5m]` it is a matrix of the
        samples as they are.

    Raises
    ------
    QueryError
        Where the query is wrong. NotEvaluatedError, a kind of it, says that only Prometheus itself
        can answer.

    Notes
    -----
    docs/promql.md says which part of the language is evaluated and how it was compared with
    Prometheus 3.

    Examples
    --------
    >>> from course.promql import instant
    >>> class NoSeries:
    ...     def select(self, matchers):
    ...         return []
    >>> instant("1 + 1", NoSeries(), at_ms=0).values.tolist()
    [[2.0]]
    """
    node = parse(query)
    grid = StepGrid(
        times_ms=np.array([at_ms], dtype=np.int64),
        start_ms=at_ms,
        end_ms=at_ms,
        step_ms=0,
        lookback_ms=lookback_ms,
        storage=storage,
        instant=True,
        before_3=before_3,
    )
    with np.errstate(all="ignore"):
        match kind(node):
            case "string":
                return _literal("string", grid, text=_text(node))
            case "scalar":
                number = np.broadcast_to(_number(node, grid), (1, 1)).astype(np.float64)
                return _literal("scalar", grid, number)
            case "matrix":
                return _raw(node, grid)
        vector = _finished(_vector(node, grid), grid)
        rows = np.flatnonzero(vector.present[:, 0])
        return _answer("vector", vector.take(rows), grid)


def over(
    query: str,
    storage: Storage,
    start_ms: int,
    end_ms: int,
    step_ms: int,
    *,
    lookback_ms: int = 300_000,
    before_3: bool = False,
) -> QueryResult:
    """Answer a query for moments at equal distances: start, start + step, and so on up to the end.

    Parameters
    ----------
    query : str
        The query in PromQL; its value must be a number or an instant vector.
    storage : Storage
        Where the series come from.
    start_ms : int
        The first moment, in Unix milliseconds.
    end_ms : int
        No moment is later than this, in Unix milliseconds.
    step_ms : int
        Distance between two moments in milliseconds, above 0; at most 11,000 steps are answered.
    lookback_ms : int
        How old a sample may be, in milliseconds, to count as a series' value at a moment.
    before_3 : bool
        Whether to extrapolate counters as Prometheus 2 did, to compare with such a server.

    Returns
    -------
    QueryResult
        A matrix with a row for each series, sorted by labels, and a column for each moment.

    Raises
    ------
    QueryError
        Where the query is wrong. NotEvaluatedError, a kind of it, says that only Prometheus itself
        can answer.

    Examples
    --------
    >>> from course.promql import over
    >>> class NoSeries:
    ...     def select(self, matchers):
    ...         return []
    >>> over("time()", NoSeries(), start_ms=0, end_ms=30_000, step_ms=15_000).values.tolist()
    [[0.0, 15.0, 30.0]]
    """
    if step_ms <= 0 or end_ms < start_ms:
        raise query_error(
            f"expected a step above 0 and an end after the start, got step {step_ms} ms, "
            f"start {start_ms} ms, end {end_ms} ms"
        )
    if (end_ms - start_ms) // step_ms > MOST_STEPS:
        raise query_error(f"expected at most {MOST_STEPS} steps: take a longer step")
    node = parse(query, step_ms=step_ms, range_ms=end_ms - start_ms)
    if kind(node) not in ("scalar", "vector"):
        raise query_error(f"a {kind(node)} over a range: expected a scalar or a vector")
    grid = StepGrid(
        times_ms=np.arange(start_ms, end_ms + 1, step_ms, dtype=np.int64),
        start_ms=start_ms,
        end_ms=end_ms,
        step_ms=step_ms,
        lookback_ms=lookback_ms,
        storage=storage,
        instant=False,
        before_3=before_3,
    )
    with np.errstate(all="ignore"):
        vector = _finished(_vector(node, grid), grid)
    rows = np.flatnonzero(vector.present.any(axis=1))
    vector = vector.take(rows)
    return _answer("matrix", vector.take(functions.ordered(vector.labels)), grid)


def _finished(v: InstantVector, grid: StepGrid) -> InstantVector:
    """Drop the names that are to be dropped; refuse native histograms, whose values we lack."""
    if v.opaque is not None and v.opaque.any():
        refuse("native histograms", *grid.histograms[:1])
    rows = [
        {k: w for k, w in row.items() if k != NAME} if dropped else row
        for row, dropped in zip(v.labels, v.drop, strict=True)
    ]
    return merged(replace(v, labels=rows, opaque=None))


def _answer(result_kind: str, v: InstantVector, grid: StepGrid) -> QueryResult:
    values = np.where(v.present, v.values, np.nan)
    return QueryResult(
        kind="vector" if result_kind == "vector" else "matrix",
        labels=tuple(v.labels),
        times_ms=grid.times_ms,
        values=values,
        present=v.present,
        warnings=tuple(grid.warnings),
    )


def _literal(
    result_kind: str, grid: StepGrid, values: Floats | None = None, text: str = ""
) -> QueryResult:
    values = np.empty((0, 1)) if values is None else values
    return QueryResult(
        kind="string" if result_kind == "string" else "scalar",
        labels=() if text else ({},) * len(values),
        times_ms=grid.times_ms,
        values=values,
        present=np.ones(values.shape, dtype=np.bool_),
        text=text,
        warnings=tuple(grid.warnings),
    )


def _raw(node: Node, grid: StepGrid) -> QueryResult:
    """Samples within the window before the only step, on the union of their times."""
    source = _range_vector(node, grid)
    parts, ends, range_ms = source.parts, source.ends_ms, source.range_ms
    parts_inside: list[tuple[Samples, Flags]] = []
    for part in parts:
        inside = (part.times_ms > ends[0] - range_ms) & (part.times_ms <= ends[0])
        if part.opaque is not None and part.opaque[:, inside].any():
            refuse("native histograms", *grid.histograms[:1])
        parts_inside.append((part, inside))
    times = np.unique(
        np.concatenate([p.times_ms[i] for p, i in parts_inside] or [np.empty(0, np.int64)])
    )
    fits(sum(len(p.labels) for p, _ in parts_inside), len(times))
    vectors = []
    for part, inside in parts_inside:
        at = np.searchsorted(times, part.times_ms[inside])
        values = np.full((len(part.labels), len(times)), np.nan)
        present = np.zeros(values.shape, dtype=np.bool_)
        values[:, at], present[:, at] = part.values[:, inside], part.present[:, inside]
        vectors.append(
            InstantVector(labels=part.labels, drop=part.drop, values=values, present=present)
        )
    vector = _finished(joined(vectors, len(times)), grid)
    vector = vector.take(np.flatnonzero(vector.present.any(axis=1)))
    return replace(
        _answer("matrix", vector.take(functions.ordered(vector.labels)), grid), times_ms=times
    )


# Expressions


def placed(evaluate: Callable[[Any, StepGrid], Value]) -> Callable[[Any, StepGrid], Value]:
    """Let a refusal say where the innermost part of the query begins that it is about."""

    @wraps(evaluate)
    def evaluated(node: Any, grid: StepGrid) -> Value:
        try:
            return evaluate(node, grid)
        except NotEvaluatedError as error:
            problem = error.problems[0]
            place = getattr(node, "place", "")
            if not place and "native histograms" in problem.what:
                place = next(iter(grid.histograms), "")
            if place and problem.place == "query":
                problem = Problem(place, problem.what).within("query")
            raise NotEvaluatedError(problem) from None

    return evaluated


@placed
def _range_vector(node: Node, grid: StepGrid) -> RangeVector:
    if isinstance(node, Range):
        ends = reference(node.selector.at, node.selector.offset_ms, grid)
        parts = selected(node.selector, grid)
        return RangeVector(parts=parts, ends_ms=ends, range_ms=node.range_ms)
    assert isinstance(node, Subquery)
    ends = reference(node.at, node.offset_ms, grid)
    step = node.step_ms or DEFAULT_STEP_MS
    first = (int(ends.min()) - node.range_ms) // step * step + step
    last = int(ends.max())
    count = max((last - first) // step + 1, 0)
    if count > 10 * MOST_STEPS:
        refuse(f"a subquery of {count} steps, more than {10 * MOST_STEPS}")
    if not count:
        return RangeVector(parts=[], ends_ms=ends, range_ms=node.range_ms)
    inner = replace(
        grid, times_ms=first + step * np.arange(count, dtype=np.int64), inner=True, instant=False
    )
    v = _vector(node.inner, inner)
    part = Samples(
        labels=v.labels,
        drop=v.drop,
        times_ms=inner.times_ms,
        values=v.values,
        present=v.present,
        opaque=v.opaque,
    )
    return RangeVector(parts=[part] if len(v) else [], ends_ms=ends, range_ms=node.range_ms)


def _text(node: Node) -> str:
    if not isinstance(node, StringLiteral):
        raise query_error("expected a string literal")
    return node.value


def _number(node: Node, grid: StepGrid) -> Floats:
    """A scalar at all steps, (T,) or a single one."""
    match node:
        case NumberLiteral():
            return np.full(len(grid), node.value)
        case Negative():
            return -_number(node.inner, grid)
        case Binary():
            return scalars(node.op, _number(node.left, grid), _number(node.right, grid))
        case FunctionCall():
            return _number_call(node, grid)
    raise query_error("expected a scalar")


@placed
def _number_call(node: FunctionCall, grid: StepGrid) -> Floats:
    same = np.ones(len(grid))
    match node.name:
        case "scalar":
            return functions.scalar(_vector(node.args[0], grid))
        case "time":
            return grid.times_ms / 1e3
        case "pi":
            return same * np.pi
        case "min_of":
            a, b = (_number(arg, grid) for arg in node.args)
            return functions.lowest(a, b)
        case "max_of":
            a, b = (_number(arg, grid) for arg in node.args)
            return functions.highest(a, b)
        case "start" | "end" | "step" | "range":
            if grid.inner:
                refuse(f"{node.name}() within a subquery")
            start, end = grid.start_ms / 1e3, grid.end_ms / 1e3
            seconds = {"start": start, "end": end, "step": grid.step_ms / 1e3, "range": end - start}
            return same * seconds[node.name]
    return refuse(f"function {node.name}")


@placed
def _vector(node: Node, grid: StepGrid) -> InstantVector:
    """An instant vector at all steps; a scalar becomes a row without labels."""
    if kind(node) == "scalar":
        return functions.constant(_number(node, grid), grid)
    match node:
        case Selector():
            return looked_back(node, grid)
        case Negative():
            v = _vector(node.inner, grid)
            if v.opaque is not None and v.opaque.any():
                refuse("- of native histograms")
            return replace(v, values=-v.values, drop=np.ones_like(v.drop))
        case Binary():
            return _binary(node, grid)
        case Aggregate():
            return _aggregated(node, grid)
        case FunctionCall():
            return _function(node, grid)
    raise query_error(f"a {kind(node)}: expected an instant vector")


def _binary(node: Binary, grid: StepGrid) -> InstantVector:
    if kind(node.left) == "scalar":
        v, number = _vector(node.right, grid), _number(node.left, grid)
        return with_scalar(node, v, number, swapped=True, grid=grid)
    if kind(node.right) == "scalar":
        v, number = _vector(node.left, grid), _number(node.right, grid)
        return with_scalar(node, v, number, swapped=False, grid=grid)
    left, right = _vector(node.left, grid), _vector(node.right, grid)
    return (sets if node.op in SETS else matched)(node, left, right, grid)


def _aggregated(node: Aggregate, grid: StepGrid) -> InstantVector:
    v = _vector(node.inner, grid)
    if node.op == "count_values":
        assert node.param is not None
        label = _text(node.param)
        return count_values(v, label, node.labels, without=node.without, grid=grid)
    param = np.zeros(len(grid)) if node.param is None else _number(node.param, grid)
    if node.op in ("topk", "bottomk"):
        return ranked(node.op, v, node.labels, without=node.without, grid=grid, k=param)
    return aggregate(node.op, v, node.labels, without=node.without, grid=grid, q=param)


def _function(node: FunctionCall, grid: StepGrid) -> InstantVector:
    name, args = node.name, node.args
    if name in OVER_TIME:
        at = next(n for n, arg in enumerate(args) if kind(arg) == "matrix")
        numbers = [_number(arg, grid) for n, arg in enumerate(args) if n != at]
        return over_time(name, _range_vector(args[at], grid), numbers, grid, args[at])
    if name in functions.SIMPLE:
        return functions.simple(name, _vector(args[0], grid))
    if name in functions.DATES:
        v = _vector(args[0], grid) if args else functions.constant(grid.times_ms / 1e3, grid)
        return functions.date(name, v)
    if name in ("clamp", "clamp_min", "clamp_max", "round"):
        function: Callable[..., InstantVector] = getattr(functions, name, functions.rounded)
        numbers = [_number(arg, grid) for arg in args[1:]]
        return function(_vector(args[0], grid), *(numbers or [np.ones(len(grid))]))
    if name == "timestamp":
        if isinstance(args[0], Selector):
            return looked_back(args[0], grid, times=True)
        v = _vector(args[0], grid)
        values = np.broadcast_to(grid.times_ms / 1e3, v.values.shape)
        return replace(v, values=values, opaque=None, drop=np.ones_like(v.drop))
    if name == "vector":
        return functions.constant(_number(args[0], grid), grid)
    if name == "absent":
        missing: Flags = np.logical_not(_vector(args[0], grid).present.any(axis=0))
        return absent(args[0], missing, grid)
    if name in ("label_replace", "label_join"):
        texts = [_text(arg) for arg in args[1:]]
        write: Callable[..., InstantVector] = getattr(functions, name)
        return write(_vector(args[0], grid), *texts)
    if name in ("sort", "sort_desc", "sort_by_label", "sort_by_label_desc"):
        return _sorted(node, grid)
    return _of_histograms(node, grid)


def _of_histograms(node: FunctionCall, grid: StepGrid) -> InstantVector:
    name, args = node.name, node.args
    if name == "histogram_quantile":
        q, v = _number(args[0], grid), _vector(args[1], grid)
        return histograms.quantile(v, q, grid)
    if name == "histogram_quantiles":
        v, label = _vector(args[0], grid), _text(args[1])
        quantiles = [_number(arg, grid) for arg in args[2:]]
        return histograms.quantiles(v, label, quantiles, grid)
    if name == "histogram_fraction":
        low, high = _number(args[0], grid), _number(args[1], grid)
        return histograms.fraction(_vector(args[2], grid), low, high, grid)
    if name in ("histogram_count", "histogram_sum", "histogram_avg"):
        v = _vector(args[0], grid)
        if v.opaque is not None and v.opaque.any():
            refuse(f"{name}: native histograms")
        return nothing(len(grid))  # samples that are numbers are left out
    return refuse(f"function {name}")


def _sorted(node: FunctionCall, grid: StepGrid) -> InstantVector:
    v = _vector(node.args[0], grid)
    by_value = node.name in ("sort", "sort_desc")
    down = node.name.endswith("_desc")
    if by_value:
        v = v.floats()
    if not grid.instant:
        if not grid.inner:
            grid.warn(
                "sort is ineffective for range queries since results are always ordered by labels"
            )
        return v
    v = v.take(np.flatnonzero(v.present[:, 0]))
    if by_value:
        return v.take(functions.by_value(v, descending=down))
    names = tuple(_text(arg) for arg in node.args[1:])
    return v.take(functions.by_label(v, names, descending=down))

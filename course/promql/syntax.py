"""A query as a small tree of our own; promql_parser does the reading.

What the parser takes but Prometheus does not, what it reads differently, and what is not evaluated
here are refused by name. query_text.py has bounded the text before.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

from course.errors import QueryError
from course.promql.query_text import (
    DEEPEST,
    LONGEST_MS,
    QueryPlaces,
    bounded,
    explain,
    plain,
    query_error,
    refuse,
    text_of,
)
from course.promql.storage import LONGEST_PATTERN, Matcher

At = int | Literal["start", "end"] | None
Kind = Literal["scalar", "vector", "matrix", "string"]
PLACE: Any = field(default="", compare=False)  # line and column in the query, where known


@dataclass(frozen=True, kw_only=True)
class NumberLiteral:
    """A number, or a duration in seconds."""

    value: float


@dataclass(frozen=True, kw_only=True)
class StringLiteral:
    """A string."""

    value: str


@dataclass(frozen=True, kw_only=True)
class Selector:
    """An instant vector selector."""

    matchers: tuple[Matcher, ...]
    offset_ms: int = 0
    at: At = None
    place: str = PLACE


@dataclass(frozen=True, kw_only=True)
class Range:
    """A selector over a window of `range_ms`."""

    selector: Selector
    range_ms: int


@dataclass(frozen=True, kw_only=True)
class Subquery:
    """An expression evaluated every `step_ms` over a window."""

    inner: "Node"
    range_ms: int
    step_ms: int | None
    offset_ms: int = 0
    at: At = None


@dataclass(frozen=True, kw_only=True)
class Negative:
    """A unary minus."""

    inner: "Node"


@dataclass(frozen=True, kw_only=True)
class FunctionCall:
    """A function."""

    name: str
    args: tuple["Node", ...]
    returns: Kind
    place: str = PLACE


@dataclass(frozen=True, kw_only=True)
class Aggregate:
    """An aggregation over groups; `by` and `without` take `labels`, neither is `by ()`."""

    op: str
    inner: "Node"
    param: "Node | None"
    without: bool
    labels: tuple[str, ...]
    place: str = PLACE


@dataclass(frozen=True, kw_only=True)
class Binary:
    """Two operands; `card` and what follows matter between vectors."""

    op: str
    left: "Node"
    right: "Node"
    bool_: bool = False
    card: Literal["one", "left", "right", "many"] = "one"  # left: group_left
    on: bool = False
    labels: tuple[str, ...] = ()
    include: tuple[str, ...] = ()


Node = (
    NumberLiteral
    | StringLiteral
    | Selector
    | Range
    | Subquery
    | Negative
    | FunctionCall
    | Aggregate
    | Binary
)
COMPARISONS = ("==", "!=", ">", "<", ">=", "<=")
SETS = ("and", "or", "unless")
AGGREGATIONS = (
    "sum",
    "avg",
    "min",
    "max",
    "count",
    "group",
    "stddev",
    "stdvar",
    "topk",
    "bottomk",
    "quantile",
    "count_values",
)


def kind(node: Node) -> Kind:
    """Type of a value."""
    match node:
        case NumberLiteral():
            return "scalar"
        case StringLiteral():
            return "string"
        case Range() | Subquery():
            return "matrix"
        case FunctionCall():
            return node.returns
        case Negative():
            return kind(node.inner)
        case Binary():
            scalars = kind(node.left) == kind(node.right) == "scalar"
            return "scalar" if scalars else "vector"
    return "vector"


def parse(text: str, *, step_ms: int = 0, range_ms: int = 0) -> Node:
    """Read a query. Raises QueryError with what is wrong or not evaluated here.

    `step_ms` and `range_ms` are what step() and range() are in durations: 0 at a single moment.
    """
    import promql_parser

    bounded(text)
    tokens = plain(text, {"step": step_ms / 1e3, "range": range_ms / 1e3})
    try:
        return _node(promql_parser.parse(text_of(tokens)), 0, QueryPlaces(tokens))
    except QueryError:
        raise
    except BaseException as error:  # a panic of the parser is no Exception
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            explain(text)
            raise query_error(str(error).strip() or "not understood") from None
        raise


def _ms(span: timedelta | None) -> int:
    if span is None:
        return 0
    ms = int(span / timedelta(milliseconds=1))
    if abs(ms) > LONGEST_MS:
        raise query_error("a duration: expected at most a hundred years")
    return ms


def _at(modifier: Any) -> At:
    if modifier is None:
        return None
    name = str(modifier.type).rpartition(".")[2]
    if name in ("Start", "End"):
        return "start" if name == "Start" else "end"
    ms: int = round(modifier.at.timestamp() * 1000)
    if ms > LONGEST_MS * 10:
        raise query_error("the time after @ is out of bounds")
    return ms


def _node(expression: Any, depth: int, places: QueryPlaces) -> Node:
    if depth > 4 * DEEPEST:
        raise query_error(f"expected at most {4 * DEEPEST} nested expressions")
    deep = depth + 1
    match type(expression).__name__:
        case "NumberLiteral":
            return NumberLiteral(value=expression.val)
        case "StringLiteral":
            return StringLiteral(value=expression.val)
        case "ParenExpr":
            return _node(expression.expr, deep, places)
        case "UnaryExpr":
            return Negative(inner=_node(expression.expr, deep, places))
        case "VectorSelector":
            return _selector(expression, places)
        case "MatrixSelector":
            return Range(
                selector=_selector(expression.vector_selector, places),
                range_ms=_ms(expression.range),
            )
        case "SubqueryExpr":
            return Subquery(
                inner=_node(expression.expr, deep, places),
                range_ms=_ms(expression.range),
                step_ms=None if expression.step is None else _ms(expression.step),
                offset_ms=_ms(expression.offset),
                at=_at(expression.at),
            )
        case "Call":
            return _call(expression, deep, places)
        case "AggregateExpr":
            return _aggregate(expression, deep, places)
        case "BinaryExpr":
            return _binary(expression, deep, places)
    return refuse(type(expression).__name__)


OPS: dict[str, Literal["=", "!=", "=~", "!~"]] = {
    "Equal": "=",
    "NotEqual": "!=",
    "Re": "=~",
    "NotRe": "!~",
}


def _selector(expression: Any, places: QueryPlaces) -> Selector:
    place = places.next(expression.name or "{", "{")
    if expression.matchers.or_matchers:
        refuse("`or` between matchers", place)
    matchers = [
        Matcher(label=m.name, op=OPS[str(m.op).rpartition(".")[2]], value=m.value)
        for m in expression.matchers.matchers
    ]
    names = [m.value for m in matchers if m.label == "__name__" and m.op == "="]
    if expression.name is not None and expression.name not in names:
        matchers.insert(0, Matcher(label="__name__", op="=", value=expression.name))
    if len(names) > 1:
        refuse("two metric names in a selector", place)
    for matcher in matchers:
        if matcher.op in ("=~", "!~") and len(matcher.value) > LONGEST_PATTERN:
            raise query_error(f"expected at most {LONGEST_PATTERN} characters", matcher.label)
    return Selector(
        matchers=tuple(matchers),
        offset_ms=_ms(expression.offset),
        at=_at(expression.at),
        place=place,
    )


def _selects(node: Node) -> bool:
    return isinstance(node, Selector | Range)


def _call(expression: Any, deep: int, places: QueryPlaces) -> Node:
    name = expression.func.name
    place = places.next(name)
    if name in ("info", "start_timestamp"):
        refuse(f"{name}()", place)
    args = tuple(_node(arg, deep, places) for arg in expression.args)
    bracketed = bool(args) and type(expression.args[0]).__name__ == "ParenExpr"
    if name in ("absent", "absent_over_time") and bracketed and _selects(args[0]):
        refuse(f"{name} of a selector in brackets", place)
    returns = str(expression.func.return_type).rpartition(".")[2]
    kind_: Kind = "scalar" if returns == "Scalar" else "vector"
    return FunctionCall(name=name, args=args, returns=kind_, place=place)


def _aggregate(expression: Any, deep: int, places: QueryPlaces) -> Node:
    op = str(expression.op)
    place = places.next(op)
    if op not in AGGREGATIONS:
        refuse(op, place)
    modifier = expression.modifier
    param = None if expression.param is None else _node(expression.param, deep, places)
    return Aggregate(
        op=op,
        inner=_node(expression.expr, deep, places),
        param=param,
        without=modifier is not None and str(modifier.type).endswith("Without"),
        labels=() if modifier is None else tuple(modifier.labels),
        place=place,
    )


def _binary(expression: Any, deep: int, places: QueryPlaces) -> Node:
    op = str(expression.op)
    left, right = _node(expression.lhs, deep, places), _node(expression.rhs, deep, places)
    modifier = expression.modifier
    if modifier is None:
        return Binary(op=op, left=left, right=right, card="many" if op in SETS else "one")
    if modifier.fill_values is not None and (
        modifier.fill_values.lhs is not None or modifier.fill_values.rhs is not None
    ):
        refuse("fill")
    card: dict[str, Literal["one", "left", "right", "many"]] = {
        "OneToOne": "one",
        "ManyToOne": "left",
        "OneToMany": "right",
        "ManyToMany": "many",
    }
    return Binary(
        op=op,
        left=left,
        right=right,
        bool_=modifier.return_bool,
        card=card[str(modifier.card).rpartition(".")[2]],
        on=modifier.matching is not None and str(modifier.matching.type).endswith("Include"),
        labels=() if modifier.matching is None else tuple(modifier.matching.labels),
        include=tuple(modifier.group_labels or ()),
    )

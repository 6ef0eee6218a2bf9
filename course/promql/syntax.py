"""A query's text as a small tree of our own; promql_parser does the reading.

What the parser takes but Prometheus does not, what it reads differently, and what is not evaluated
here are refused by name. The text is user input: its length, depth and tokens are bounded first.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, NoReturn

from course.errors import Problem, QueryError
from course.promql.storage import LONGEST_PATTERN, Matcher

LONGEST_TEXT = 10_000
MOST_TOKENS = 2_000
DEEPEST = 100
LONGEST_MS = 100 * 365 * 86_400_000  # a century: longer spans only overflow
REFUSED = "not evaluated here"
At = int | Literal["start", "end"] | None
Kind = Literal["scalar", "vector", "matrix", "string"]


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


@dataclass(frozen=True, kw_only=True)
class Aggregate:
    """An aggregation over groups; `by` and `without` take `labels`, neither is `by ()`."""

    op: str
    inner: "Node"
    param: "Node | None"
    without: bool
    labels: tuple[str, ...]


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


class NotEvaluatedError(QueryError):
    """A Prometheus would answer this query, and we do not."""


def query_error(what: str, place: str = "") -> QueryError:
    """Make the error of a query, with the line and column in its text where they are known."""
    return QueryError(Problem(place, what).within("query"))


def refuse(what: str, place: str = "") -> NoReturn:
    """Raise NotEvaluatedError for what a Prometheus would answer and we do not."""
    raise NotEvaluatedError(Problem(place, f"{what}: {REFUSED}").within("query"))


def parse(text: str) -> Node:
    """Read a query. Raises QueryError with what is wrong or not evaluated here."""
    import promql_parser

    _bounded(text)
    try:
        return _node(promql_parser.parse(text), 0)
    except QueryError:
        raise
    except BaseException as error:  # a panic of the parser is no Exception
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            _explained(text)
            raise query_error(str(error).strip() or "not understood") from None
        raise


def _explained(text: str) -> None:
    """Refuse by name what the parser does not know but newer versions of Prometheus do."""
    last = second = ""
    for token, place in _tokens(text):
        if token in NEWER and (second, last) != ("by", "("):
            refuse(token, place)
        begins = last in ("[", "offset") or (second == "offset" and last in SIGNS)
        if begins and token in COMPUTED:
            refuse("a duration expression", place)
        if last + token in ("</", ">/"):
            refuse(f"{last}/", place)
        second, last = last, token


COMPUTED = ("(", "step", "range", "min", "max")
NEWER = ("smoothed", "anchored", "fill", "fill_left", "fill_right")
TOKEN = re.compile(
    r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|`[^`]*`|#[^\n]*|[A-Za-z_:][\w:]*'
    r"|0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\w*|\s+|.",
    re.DOTALL,
)
BYTE = re.compile(r"\\(?:\\|x[89a-fA-F][0-9a-fA-F]|[23][0-7][0-7])")
OPENING, CLOSING, SIGNS = ("(", "[", "{"), (")", "]", "}"), ("+", "-")
STRING = "\"'`"
OPERAND = re.compile(r"[\w)\]}\"'`]$")


def _bounded(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise query_error(f"expected at most {LONGEST_TEXT} characters, got {len(text)}")
    if "\0" in text:
        raise query_error("a NUL character")
    depth = unary = 0
    last = ""
    for n, (token, place) in enumerate(_tokens(text)):
        depth += (token in OPENING) - (token in CLOSING)
        unary = unary + 1 if token in SIGNS and not OPERAND.search(last) else 0
        if depth > DEEPEST or unary > DEEPEST:
            raise query_error(f"expected at most {DEEPEST} levels", place)
        if n >= MOST_TOKENS:
            raise query_error(f"expected at most {MOST_TOKENS} tokens", place)
        if token[0] in STRING[:2] and any(escape != "\\\\" for escape in BYTE.findall(token)):
            raise query_error(f"a byte escape in {token}: expected UTF-8 text", place)
        if token[0] in STRING and last in SIGNS:
            raise query_error("a sign before a string", place)
        if last == "@" and token in SIGNS[1:]:
            refuse("a time before 1970 after @", place)
        if token[0] in "0123456789." and math.isinf(_float(token)):
            raise query_error(f"{token} is too large a number", place)
        last = token


def _float(token: str) -> float:
    try:
        return float(token)
    except ValueError:
        return 0.0


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Tokens that count, each with its line and column."""
    line, begin = 1, 0
    for match in TOKEN.finditer(text):
        token = match[0]
        if not token.isspace() and not token.startswith("#"):
            yield token, f"{line}:{match.start() - begin + 1}"
        if "\n" in token:
            line += token.count("\n")
            begin = match.start() + token.rfind("\n") + 1


def _ms(span: timedelta | None) -> int:
    if span is None:
        return 0
    ms = round(span / timedelta(milliseconds=1))
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


def _node(expression: Any, depth: int) -> Node:
    if depth > 4 * DEEPEST:
        raise query_error(f"expected at most {4 * DEEPEST} nested expressions")
    deep = depth + 1
    match type(expression).__name__:
        case "NumberLiteral":
            return NumberLiteral(value=expression.val)
        case "StringLiteral":
            return StringLiteral(value=expression.val)
        case "ParenExpr":
            return _node(expression.expr, deep)
        case "UnaryExpr":
            return Negative(inner=_node(expression.expr, deep))
        case "VectorSelector":
            return _selector(expression)
        case "MatrixSelector":
            return Range(
                selector=_selector(expression.vector_selector), range_ms=_ms(expression.range)
            )
        case "SubqueryExpr":
            return Subquery(
                inner=_node(expression.expr, deep),
                range_ms=_ms(expression.range),
                step_ms=None if expression.step is None else _ms(expression.step),
                offset_ms=_ms(expression.offset),
                at=_at(expression.at),
            )
        case "Call":
            return _call(expression, deep)
        case "AggregateExpr":
            return _aggregate(expression, deep)
        case "BinaryExpr":
            return _binary(expression, deep)
    return refuse(type(expression).__name__)


OPS: dict[str, Literal["=", "!=", "=~", "!~"]] = {
    "Equal": "=",
    "NotEqual": "!=",
    "Re": "=~",
    "NotRe": "!~",
}


def _selector(expression: Any) -> Selector:
    if expression.matchers.or_matchers:
        refuse("`or` between matchers")
    matchers = [
        Matcher(label=m.name, op=OPS[str(m.op).rpartition(".")[2]], value=m.value)
        for m in expression.matchers.matchers
    ]
    names = [m.value for m in matchers if m.label == "__name__" and m.op == "="]
    if expression.name is not None and expression.name not in names:
        matchers.insert(0, Matcher(label="__name__", op="=", value=expression.name))
    if len(names) > 1:
        refuse("two metric names in a selector")
    for matcher in matchers:
        if matcher.op in ("=~", "!~") and len(matcher.value) > LONGEST_PATTERN:
            raise query_error(f"expected at most {LONGEST_PATTERN} characters", matcher.label)
    return Selector(
        matchers=tuple(matchers), offset_ms=_ms(expression.offset), at=_at(expression.at)
    )


def _selects(node: Node) -> bool:
    return isinstance(node, Selector | Range)


def _call(expression: Any, deep: int) -> Node:
    name = expression.func.name
    args = tuple(_node(arg, deep) for arg in expression.args)
    bracketed = bool(args) and type(expression.args[0]).__name__ == "ParenExpr"
    if name in ("absent", "absent_over_time") and bracketed and _selects(args[0]):
        refuse(f"{name} of a selector in brackets")
    returns = str(expression.func.return_type).rpartition(".")[2]
    return FunctionCall(name=name, args=args, returns="scalar" if returns == "Scalar" else "vector")


def _aggregate(expression: Any, deep: int) -> Node:
    op = str(expression.op)
    if op not in AGGREGATIONS:
        refuse(op)
    modifier = expression.modifier
    return Aggregate(
        op=op,
        inner=_node(expression.expr, deep),
        param=None if expression.param is None else _node(expression.param, deep),
        without=modifier is not None and str(modifier.type).endswith("Without"),
        labels=() if modifier is None else tuple(modifier.labels),
    )


def _binary(expression: Any, deep: int) -> Node:
    op = str(expression.op)
    left, right = _node(expression.lhs, deep), _node(expression.rhs, deep)
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

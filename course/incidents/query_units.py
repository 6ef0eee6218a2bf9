"""The unit of a query's values, from names of metrics and functions, where it is certain."""

from dataclasses import dataclass, replace

from course.promql.syntax import (
    COMPARISONS,
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
    parse,
)

SUFFIXES = (("_seconds", "seconds"), ("_bytes", "bytes"), ("_ratio", "ratio"))
SAME = {
    "abs", "ceil", "clamp", "clamp_max", "clamp_min", "floor", "round", "sort", "sort_desc",
    "sort_by_label", "sort_by_label_desc", "label_replace", "label_join", "increase", "delta",
    "idelta", "avg_over_time", "min_over_time", "max_over_time", "sum_over_time",
    "last_over_time", "first_over_time", "quantile_over_time", "stddev_over_time",
    "mad_over_time", "predict_linear",
}  # fmt: skip
RATES = {"rate", "irate", "deriv"}
KEEPING = {"sum", "avg", "min", "max", "topk", "bottomk", "quantile", "stddev"}


@dataclass(frozen=True, kw_only=True)
class Dimension:
    """A base (seconds, bytes, ratio, percent, or "" for a count), `per` so many seconds."""

    base: str
    per: int = 0


RATIO = Dimension(base="ratio")


def unit_of(query: str) -> str | None:
    """Unit such as `seconds`, `ratio`, `bytes per second`, `per second`; None if not certain.

    Raises QueryError where the query is not understood.
    """
    unit = _of(parse(query))
    if unit is None or unit.per not in (0, 1):
        return None
    return " ".join(filter(None, (unit.base, "per second" if unit.per else ""))) or None


def _of(node: Node) -> Dimension | None:
    match node:
        case Selector():
            return _named(_name(node))
        case Range():
            return _of(node.selector)
        case Subquery() | Negative():
            return _of(node.inner)
        case Aggregate():
            return _of(node.inner) if node.op in KEEPING else None
        case FunctionCall():
            return _call(node)
        case Binary():
            return _binary(node)
    return None


def _name(node: Selector) -> str:
    return next((m.value for m in node.matchers if m.label == "__name__" and m.op == "="), "")


def _named(name: str) -> Dimension | None:
    if not name:
        return None
    if name.endswith(("_bucket", "_count")):
        return Dimension(base="")
    counter = name.endswith("_total")
    stem = name.removesuffix("_total").removesuffix("_sum")
    for suffix, unit in SUFFIXES:
        if stem.endswith(suffix):
            return Dimension(base=unit)
    return Dimension(base="") if counter else None


def _call(node: FunctionCall) -> Dimension | None:
    vectors = [arg for arg in node.args if not isinstance(arg, NumberLiteral | StringLiteral)]
    if not vectors:
        return None
    if node.name == "histogram_quantile":
        return _buckets(vectors[-1])
    inner = _of(vectors[0])
    if inner is not None and node.name in RATES:
        return replace(inner, per=inner.per + 1)
    return inner if node.name in SAME else None


def _buckets(node: Node) -> Dimension | None:
    """Unit of the thing whose buckets are under a node."""
    match node:
        case Selector():
            return _named(_name(node).removesuffix("_bucket"))
        case Range():
            return _buckets(node.selector)
        case Aggregate() | Subquery():
            return _buckets(node.inner)
        case FunctionCall() if node.args:
            return _buckets(node.args[0])
    return None


def _binary(node: Binary) -> Dimension | None:
    left, right = _of(node.left), _of(node.right)
    if node.op in COMPARISONS:
        if node.bool_:
            return None
        return right if isinstance(node.left, NumberLiteral) else left
    if node.op in ("and", "unless"):
        return left
    if node.op in ("+", "-", "or"):
        if isinstance(node.right, NumberLiteral):
            return left
        return right if isinstance(node.left, NumberLiteral) or left == right else None
    if node.op == "*":
        return _times(node.left, right) or _times(node.right, left)
    if node.op == "/" and left is not None and right is not None:
        if left.base == right.base:
            return RATIO if left.per == right.per else None
        return replace(left, per=0) if not right.base and left.per == right.per else None
    return None


def _times(factor: Node, other: Dimension | None) -> Dimension | None:
    if not isinstance(factor, NumberLiteral) or other is None:
        return None
    if factor.value == 100 and other == RATIO:
        return Dimension(base="percent")
    return other if factor.value == 1 else None

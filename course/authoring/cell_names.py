"""Which names a cell takes from the cells before it, and which it leaves to those behind it.

The compiler says what a name is: locals of functions and of comprehensions are no names of a
cell's. A cell that cannot be compiled takes and leaves nothing. Not for what a cell does to a value
that it was given.
"""

import ast
import dis
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from types import CodeType
from typing import TypeVar

from course.examination.shared.syntax_trees import code_of, tree_of

_READS = {"LOAD_NAME", "LOAD_GLOBAL", "LOAD_FROM_DICT_OR_GLOBALS"}
_SHOWS = re.compile(
    r"display|print|(?:draw|plot)_\w+|reveal|predict|quiz|hints|parsons|minute_card|progress|console"
)
Item = TypeVar("Item")


@lru_cache(maxsize=4096)
def taken(source: str) -> frozenset[str]:
    """Names that a cell may read before it has surely bound them itself."""
    tree = _parsed(source)
    return frozenset() if tree is None else frozenset(_block(tree.body, set())[0])


@lru_cache(maxsize=4096)
def bound(source: str) -> frozenset[str]:
    """Names that a cell may bind, in its functions by `global`."""
    tree = _parsed(source)
    code = None if tree is None else _compiled(tree)
    if code is None:
        return frozenset()
    return frozenset(
        str(step.argval)
        for part in _codes(code)
        for step in dis.get_instructions(part)
        if step.opname == "STORE_GLOBAL" or (step.opname == "STORE_NAME" and part is code)
    )


@lru_cache(maxsize=4096)
def surely_bound(source: str) -> frozenset[str]:
    """Names that a cell has bound wherever it comes to its end."""
    tree = _parsed(source)
    return frozenset() if tree is None else frozenset(_block(tree.body, set())[1])


def taken_by(sources: Sequence[str]) -> set[str]:
    """Names that several cells, run in this order, take from what was before them."""
    wanted: set[str] = set()
    for source in reversed(sources):
        wanted = (wanted - surely_bound(source)) | taken(source)
    return wanted


def needed(cells: Sequence[tuple[Item, str]], wanted: Iterable[str]) -> Iterator[tuple[Item, str]]:
    """Keep, in order, the cells that give a wanted name, and those that these need in turn.

    A cell is an item with its source; it comes back with what of its source is needed. Of cells
    that bind the same name, the last one that surely binds it and those behind it are kept.
    """
    left, kept = set(wanted), []
    for item, source in reversed(cells):
        if left & bound(source):
            part = without_shows(source, frozenset(left))
            left = (left - surely_bound(part)) | taken(part)
            kept.append((item, part))
    return reversed(kept)


def without_shows(source: str, wanted: frozenset[str]) -> str:
    """Leave out statements that only show something and bind no wanted name; lines stay lines.

    Those are calls, or names of what a call gave, where the function's name says that it draws,
    prints, asks or reveals.
    """
    tree = _parsed(source)
    lines = source.split("\n")
    spans = [range(n.lineno, (n.end_lineno or n.lineno) + 1) for n in tree.body] if tree else []
    for node, span in zip(tree.body if tree else (), spans, strict=True):
        alone = all(other is span or not set(other) & set(span) for other in spans)
        if alone and _shows(node) and not wanted & bound(ast.unparse(node)):
            for number in span:
                lines[number - 1] = ""
    return "\n".join(lines)


def _shows(node: ast.stmt) -> bool:
    call = node.value if isinstance(node, ast.Expr | ast.Assign) else None
    if not isinstance(call, ast.Call):
        return False
    function = call.func
    name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
    return _SHOWS.fullmatch(name) is not None


def _parsed(source: str) -> ast.Module | None:
    try:
        return tree_of(source)
    except (SyntaxError, ValueError):
        return None


def _compiled(node: ast.AST) -> CodeType | None:
    """Compile a module, a statement or an expression; None where Python refuses."""
    tree: ast.AST = node
    if isinstance(node, ast.stmt):
        tree = ast.Module(body=[node], type_ignores=[])
    elif isinstance(node, ast.expr):
        tree = ast.Expression(body=node)
    try:
        return code_of(tree, "cell")  # type: ignore[arg-type]
    except (SyntaxError, ValueError, RecursionError):
        return None


def _codes(code: CodeType) -> Iterator[CodeType]:
    """Walk a code object and those of its functions, classes and comprehensions."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _reads(node: ast.AST) -> set[str]:
    """Names of the cell's level that a statement or expression reads, at any depth."""
    code = _compiled(node)
    if code is None:
        return set()
    names = {
        str(step.argval)
        for part in _codes(code)
        for step in dis.get_instructions(part)
        if step.opname in _READS
    }
    return {name for name in names if not name.startswith("__")}  # a module's own, no cell's


def _targets(node: ast.AST | None) -> set[str]:
    """Names that an assignment's target, or a pattern, binds."""
    names: set[str] = set()
    for part in ast.walk(node) if node is not None else ():
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            names.add(part.id)
        elif isinstance(part, ast.MatchAs | ast.MatchStar) and part.name:
            names.add(part.name)
        elif isinstance(part, ast.MatchMapping) and part.rest:
            names.add(part.rest)
    return names


def _block(body: Sequence[ast.stmt], before: set[str]) -> tuple[set[str], set[str]]:
    """Follow statements: names read while unbound, and names surely bound at their end."""
    reads: set[str] = set()
    known = set(before)
    for statement in body:
        more, known = _statement(statement, known)
        reads |= more
    return reads, known


def _statement(node: ast.stmt, known: set[str]) -> tuple[set[str], set[str]]:
    if isinstance(node, ast.If):
        first, known_first = _block(node.body, known)
        second, known_second = _block(node.orelse, known)
        return (_reads(node.test) - known) | first | second, known_first & known_second
    if isinstance(node, ast.While):
        inside, _ = _block(node.body, known)
        after, _ = _block(node.orelse, known)
        return (_reads(node.test) - known) | inside | after, known
    if isinstance(node, ast.For | ast.AsyncFor):
        inside, _ = _block(node.body, known | _targets(node.target))
        after, _ = _block(node.orelse, known)
        return (_reads(node.iter) - known) | inside | after, known
    if isinstance(node, ast.With | ast.AsyncWith):
        reads = {n for item in node.items for n in _reads(item.context_expr)} - known
        entered = known | {n for item in node.items for n in _targets(item.optional_vars)}
        inside, _ = _block(node.body, entered)  # what suppresses an error ends the block early
        return reads | inside, entered
    if isinstance(node, ast.Try | ast.TryStar):
        return _try(node, known)
    if isinstance(node, ast.Match):
        reads = _reads(node.subject) - known
        for case in node.cases:
            inner = known | _targets(case.pattern)
            reads |= _reads(_header(node, case)) - inner
            reads |= _block(case.body, inner)[0]
        return reads, known
    return _simple(node, known)


def _simple(node: ast.stmt, known: set[str]) -> tuple[set[str], set[str]]:
    """A statement without blocks, or a definition."""
    if isinstance(node, ast.Delete):
        gone = {target.id for target in node.targets if isinstance(target, ast.Name)}
        return (_reads(node) | gone) - known, known - gone
    reads = _reads(node) - known
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return reads - {node.name}, known | {node.name}
    if isinstance(node, ast.Import | ast.ImportFrom):
        return reads, known | {(a.asname or a.name).split(".")[0] for a in node.names}
    if isinstance(node, ast.Assign):
        return reads, known | {n for target in node.targets for n in _targets(target)}
    if isinstance(node, ast.AnnAssign) and node.value is not None:
        return reads, known | _targets(node.target)
    return reads, known


def _try(node: ast.Try | ast.TryStar, known: set[str]) -> tuple[set[str], set[str]]:
    reads, done = _block([*node.body, *node.orelse], known)
    for handler in node.handlers:
        caught = known | ({handler.name} if handler.name else set())
        if handler.type is not None:
            reads |= _reads(handler.type) - known
        inside, handled = _block(handler.body, caught)
        reads |= inside
        done &= handled - {handler.name or ""}
    last, ended = _block(node.finalbody, known)
    return reads | last, done | ended


def _header(node: ast.Match, case: ast.match_case) -> ast.Match:
    """A match statement of one case with nothing to do: its patterns and its guard read names."""
    empty = ast.match_case(pattern=case.pattern, guard=case.guard, body=[ast.Pass()])
    alone = ast.Match(subject=node.subject, cases=[empty])
    return ast.fix_missing_locations(ast.copy_location(alone, node))

"""Mutants of right answers: small faults, each of which some test ought to notice.

cosmic-ray supplies the operators; dropping a statement, which it lacks, is ours. Spoilers leave an
answer right and change what it was given. Not for whether a mutant is noticed (proofs.py).
"""

import ast
import difflib
import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from course.examination.shared.syntax_trees import tree_of
from course.notebooks import SOLUTION

# Left out: `is` for `==` (small values are shared, so the mutant says the same), bit shifts and
# powers (nobody slips into them), and the operators that need to be told a variable.
_BINARY = (
    "Add_Sub",
    "Sub_Add",
    "Mul_Div",
    "Mul_Add",
    "Div_Mul",
    "FloorDiv_Div",
    "FloorDiv_Mul",
    "Mod_FloorDiv",
    "Mod_Mul",
    "BitOr_BitAnd",
    "BitAnd_BitOr",
    "BitXor_BitOr",
)
_COMPARE = (
    "Eq_NotEq",
    "NotEq_Eq",
    "Lt_LtE",
    "Lt_Gt",
    "Lt_NotEq",
    "LtE_Lt",
    "LtE_Gt",
    "LtE_Eq",
    "Gt_GtE",
    "Gt_Lt",
    "Gt_NotEq",
    "GtE_Gt",
    "GtE_Lt",
    "GtE_Eq",
    "Is_IsNot",
    "IsNot_Is",
)
_OTHER = (
    "AddNot",
    "ReplaceTrueWithFalse",
    "ReplaceFalseWithTrue",
    "ReplaceAndWithOr",
    "ReplaceOrWithAnd",
    "ReplaceBreakWithContinue",
    "ReplaceContinueWithBreak",
    "ReplaceUnaryOperator_Delete_Not",
    "ReplaceUnaryOperator_USub_UAdd",
    "NumberReplacer",
    "ExceptionReplacer",
    "RemoveDecorator",
    "ZeroIterationForLoop",
)
OPERATORS = tuple(
    f"core/{name}"
    for name in (
        *(f"ReplaceBinaryOperator_{pair}" for pair in _BINARY),
        *(f"ReplaceComparisonOperator_{pair}" for pair in _COMPARE),
        *_OTHER,
    )
)


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One changed place: the lines as they were and as they became, and the whole cell.

    Of a spoiler, `probe` is a cell that raises where the spoiler would change something.
    """

    operator: str
    line: str
    becomes: str
    source: str
    probe: str = ""


def mutants(source: str) -> Iterator[Mutant]:
    """Make every mutant of a solution cell, each different text once.

    What is changed stands between the solution markers, anywhere in a cell without them.
    """
    spans = [
        (source.count("\n", 0, m.start()) + 1, source.count("\n", 0, m.end()) + 1)
        for m in SOLUTION.finditer(source)
    ] or [(1, source.count("\n") + 1)]
    seen = {source}
    for operator, mutated in (*_by_cosmic_ray(source), *_by_dropping(source)):
        if mutated in seen or not _parses(mutated):
            continue
        seen.add(mutated)
        first, line, becomes = _difference(source, mutated)
        if any(start <= first <= end for start, end in spans):
            yield Mutant(operator=operator, line=line, becomes=becomes, source=mutated)


def drawn(source: str, most: int) -> list[Mutant]:
    """Draw mutants of an answer by its digest: the same ones as long as it stays the same."""
    digest = hashlib.sha256(source.encode()).digest()
    by_lot = sorted(
        mutants(source), key=lambda m: hashlib.sha256(digest + m.source.encode()).digest()
    )
    return by_lot[:most]


# What is done to an argument: `boxes` are the containers in it, the outermost first.
_DEEDS = {
    "sorts a list that it was given": (
        "isinstance(box, list) and len(box) > 1",
        "box.sort(key=repr)",
        "all",
    ),
    "lowers a text in what it was given": (
        "isinstance(box, (list, dict)) and any(isinstance(v, str) and v.upper() != v.lower() "
        "for v in (box.values() if isinstance(box, dict) else box))",
        "box.update({k: v.lower() for k, v in box.items() if isinstance(v, str)}) "
        "if isinstance(box, dict) else box.__setitem__(slice(None), "
        "[v.lower() if isinstance(v, str) else v for v in box])",
        "all",
    ),
    "takes something out of what it was given": (
        "box",
        "box.popitem() if isinstance(box, dict) else box.pop()",
        "outer",
    ),
    "takes something out of a part of what it was given": (
        "box",
        "box.popitem() if isinstance(box, dict) else box.pop()",
        "inner",
    ),
    "adds something to what it was given": (
        "True",
        "box.update({'added': 0}) if isinstance(box, dict) else "
        "box.add('added') if isinstance(box, set) else box.append(0)",
        "outer",
    ),
}
_WRAPPER = """

def _spoilt(function):
    import copy
    import functools
    import types

    def boxes(value, depth):
        if isinstance(value, (list, dict, set)):
            yield depth, value
        if isinstance(value, (list, tuple, dict)) and depth < 6:
            for part in value.values() if isinstance(value, dict) else value:
                yield from boxes(part, depth + 1)

    @functools.wraps(function)
    def wrapped(*args, **kwargs):
        result = function(*args, **kwargs)
        if isinstance(result, types.GeneratorType) or callable(result):
            return result
        result = copy.deepcopy(result)
        for box in [b for a in (*args, *kwargs.values()) for d, b in boxes(a, 0) if {where}]:
            if {fits}:
                {deed}
        return result

    return wrapped

"""
_WHERE = {"all": "True", "outer": "d == 0", "inner": "d > 0"}


def spoilers(source: str, *, methods: bool) -> Iterator[Mutant]:
    """Make answers that are right and change their arguments, each in one way, after all is done.

    `source` is a right answer. Its functions are wrapped, and with `methods` those of its classes.
    """
    wraps = list(_wraps(tree_of(source), methods=methods))
    if not wraps:
        return
    for becomes, (fits, deed, where) in _DEEDS.items():
        spoilt, probe = (
            _WRAPPER.replace("{where}", _WHERE[where]).replace("{fits}", fits).replace("{deed}", d)
            for d in (deed, "raise RuntimeError('this would be changed')")
        )
        yield Mutant(
            operator="SpoilArguments",
            line="an argument",
            becomes=becomes,
            source="\n".join([source, spoilt, *wraps, ""]),
            probe="\n".join([source, probe, *wraps, ""]),
        )


def _wraps(tree: ast.Module, *, methods: bool) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield f"{node.name} = _spoilt({node.name})"
        elif isinstance(node, ast.ClassDef) and methods:
            for part in node.body:
                if isinstance(part, ast.FunctionDef) and not part.decorator_list:
                    owner = f"{node.name}.{part.name}"
                    yield f"{owner} = _spoilt({owner})"


def _by_cosmic_ray(source: str) -> Iterator[tuple[str, str]]:
    from cosmic_ray.ast import get_ast
    from cosmic_ray.mutating import MutationVisitor

    # As cosmic_ray's mutate_code does it, which parses anew each time. That takes longer than all
    # else, and a tree in which nothing was found to change is as it was.
    tree = get_ast(source)
    for name, operator in _operators():
        for occurrence in range(10_000):
            visitor = MutationVisitor(occurrence, operator)
            mutated = visitor.walk(tree)
            if not visitor.mutation_applied:
                break
            yield name, mutated.get_code()
            tree = get_ast(source)


@cache
def _operators() -> tuple[tuple[str, object], ...]:
    # Its plugin loader reports every operator at INFO.
    logging.getLogger("stevedore").setLevel(logging.WARNING)
    from cosmic_ray.plugins import get_operator

    return tuple((name.removeprefix("core/"), get_operator(name)()) for name in OPERATORS)


def _by_dropping(source: str) -> Iterator[tuple[str, str]]:
    """Replace each simple statement by `pass`."""
    lines = source.splitlines()
    for node in ast.walk(tree_of(source)):
        if not isinstance(
            node, ast.Assign | ast.AugAssign | ast.Expr | ast.Return | ast.Raise | ast.Delete
        ):
            continue
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # a docstring
        start, end = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        kept = lines[start].encode()[: node.col_offset].decode()
        rest = lines[end].encode()[node.end_col_offset or 0 :].decode()
        yield "DropStatement", "\n".join([*lines[:start], f"{kept}pass{rest}", *lines[end + 1 :]])


def _difference(before: str, after: str) -> tuple[int, str, str]:
    """First changed line's number, and the changed lines before and after."""
    old, new = before.splitlines(), after.splitlines()
    changes = [
        change
        for change in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
        if change[0] != "equal"
    ]
    start, end = changes[0][1], changes[-1][2]
    new_start, new_end = changes[0][3], changes[-1][4]
    tidy = [
        " ".join(line.strip() for line in lines)
        for lines in (old[start:end], new[new_start:new_end])
    ]
    return start + 1, tidy[0], tidy[1]


def _parses(source: str) -> bool:
    try:
        tree_of(source)
    except SyntaxError:
        return False
    return True

"""What a learner is told at once of a failure: the clue of a hidden test, or a missing name.

The message of a hidden assert begins with its clue in square brackets: plain text, or a name that
a table of cases gives one text for each case. What is told is made of
the author's text and of names, never of what a run said, so that a learner's code cannot put
words into it.
"""

import ast
import builtins
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from course.errors import missing_name
from course.examination.shared.syntax_trees import tree_of
from course.notebooks import HIDDEN_REGION

MOST_CHARACTERS = 120
_BRACKETS = re.compile(r"\[([^\[\]\n]*)\]")
_OPEN = re.compile(r"\[[^\]]*\Z")
_FAILING = (ast.Assert, ast.Raise)
_Failing = ast.Assert | ast.Raise
_MISSING = re.compile(r"name '(\w+)' is not defined")


@dataclass(frozen=True, kw_only=True)
class HiddenAssert:
    """An assert of a hidden region: its line in the cell, its clues, and what is wrong with them.

    There is one clue, or one for each case of the table that the assert goes through.
    """

    line: int
    clues: tuple[str, ...]
    problem: str = ""


def hidden_lines(source: str) -> list[range]:
    """Give the lines of a cell's hidden regions, their markers included; the first line is 1."""
    regions = []
    for region in HIDDEN_REGION.finditer(source):
        first = source.count("\n", 0, region.start()) + 1
        regions.append(range(first, first + len(region[0].splitlines())))
    return regions


def is_hidden(source: str, line: int) -> bool:
    """Tell whether a line of a cell stands in one of its hidden regions."""
    return any(line in lines for lines in hidden_lines(source))


def clue_at(source: str, line: int, texts: Mapping[str, object] | None = None) -> str:
    """Give the clue for a failure at a line of a test cell; "" where the author wrote none.

    A failing assert has its own. An exception has that of the next assert: in the block of
    statements that it was raised in, or else in the block around that. `texts` are values that
    names had there. One of them is a clue only if it stands in the author's table of cases.
    """
    try:
        tree = tree_of(source)
    except SyntaxError:
        return ""
    for block, place in reversed(list(_blocks(tree.body, line))):
        here = block[place]
        if isinstance(here, _FAILING):
            return _chosen(tree, here, texts or {})
        # What stands below within the same statement comes first, such as the body of a loop.
        inside = [node for node in _failing([here]) if (node.end_lineno or 0) >= line]
        for node in (*inside, *_failing(block[place + 1 :])):
            if is_hidden(source, node.lineno):
                return _chosen(tree, node, texts or {})
    return ""


def _chosen(tree: ast.Module, node: "_Failing", texts: Mapping[str, object]) -> str:
    """Give the clue of an assert, for the case that a table of cases was at."""
    name, clues, _ = _clues(tree, node)
    if not name:
        return "".join(clues)
    return next((clue for clue in clues if clue == texts.get(name)), "")


def hidden_asserts(source: str) -> Iterator[HiddenAssert]:
    """Walk the asserts of the hidden regions of a test cell, in the order of their lines.

    Raises SyntaxError where the cell is no Python.
    """
    tree = tree_of(source)
    for node in _failing(tree.body):
        if isinstance(node, ast.Assert) and is_hidden(source, node.lineno):
            _, clues, problem = _clues(tree, node)
            yield HiddenAssert(line=node.lineno, clues=clues, problem=problem)


def told_values(source: str, clue: str, shown: str, words: str = "") -> list[str]:
    """List the values of a cell's hidden regions that a clue tells.

    Values are the texts and numbers that stand in the hidden code, but for messages. What learners
    read in the exercise, in `shown`, tells nothing: a clue may say `402` if the prompt does. A text
    may also stand anywhere else in the notebook, in `words`: `owner` is known from the lesson. A
    number there may be about anything.
    """
    values = []
    for value in dict.fromkeys(_values(source)):
        text = str(value)
        word = re.compile(rf"(?<![\w.]){re.escape(text)}(?![\w]|\.\d)", re.IGNORECASE)
        known = f"{shown}\n{words}" if isinstance(value, str) else shown
        if word.search(clue) and not word.search(known):
            values.append(repr(value))
    return values


def missing_answer(message: str, test: str, answers: Sequence[tuple[str, str]]) -> str:
    """Say in a sentence which of the learner's names a test did not find; "" if that was not it.

    Parameters
    ----------
    message : str
        What the NameError says.
    test : str
        The text of the test cell.
    answers : sequence of (str, str)
        The text of each of the learner's cells before it, and the class of the error it ended in.
    """
    match = _MISSING.match(message)
    read, bound = _names(test)
    if not match or match[1] not in read - bound:
        return ""  # the learner's code, or the test's own, has lost a name of its own
    defined: list[str] = []
    for answer, error in answers:
        names = _names(answer)[1]
        if match[1] in names and error:
            kind = error if isinstance(getattr(builtins, error, None), type) else "an error"
            what = f"the cell that should define it stopped with {kind}"
            return f"`{match[1]}` is not defined: {what}"
        defined += names
    return missing_name(match[1], defined)


def _names(source: str) -> tuple[set[str], set[str]]:
    """Names that a cell reads, and those that it binds; of no Python, what it seems to bind."""
    try:
        tree = tree_of(source)
    except SyntaxError:
        bound = re.findall(r"^(?:async )?(?:def|class)\s+(\w+)|^(\w+)\s*=", source, re.MULTILINE)
        return set(), {name for pair in bound for name in pair if name}
    read: set[str] = set()
    bound_names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            (bound_names if isinstance(node.ctx, ast.Store) else read).add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            bound_names.add(node.name)
        elif isinstance(node, ast.alias):
            bound_names.add((node.asname or node.name).split(".")[0])
    return read, bound_names


def _blocks(body: list[ast.stmt], line: int) -> Iterator[tuple[list[ast.stmt], int]]:
    """Walk the blocks around a line, outermost first, each with the place of its statement."""
    for place, statement in enumerate(body):
        if statement.lineno <= line <= (statement.end_lineno or statement.lineno):
            yield body, place
            for inner in _inner(statement):
                yield from _blocks(inner, line)
            return


def _inner(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse", "finalbody"):
        yield getattr(statement, name, [])
    for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
        yield part.body


def _failing(statements: Iterable[ast.stmt]) -> list[_Failing]:
    """Asserts, and what is raised in their place, in the order of their lines."""
    nodes = [
        node
        for statement in statements
        for node in ast.walk(statement)
        if isinstance(node, ast.Assert) or (isinstance(node, ast.Raise) and _message(node))
    ]
    return sorted(nodes, key=lambda node: node.lineno)


def _message(node: _Failing) -> ast.expr | None:
    """Give the message of an assert, or of `raise AssertionError(…)`."""
    if isinstance(node, ast.Assert):
        return node.msg
    raised = node.exc
    if (
        isinstance(raised, ast.Call)
        and isinstance(raised.func, ast.Name)
        and raised.func.id == "AssertionError"
        and raised.args
    ):
        return raised.args[0]
    return None


def _clues(tree: ast.Module, node: _Failing) -> tuple[str, tuple[str, ...], str]:
    """Read the clues of an assert: the name that holds them, if one does, and what is wrong."""
    message = _message(node)
    begin, rest = _beginning(message)
    match = _BRACKETS.match(begin)
    name = "" if match else _bracketed_name(message)
    if match:
        texts: Sequence[str] = [match[1].strip()]
    elif name:
        texts = list(_texts_of(tree, node, name))
        if not texts:
            return "", (), f"expected {name!r} to be a text in each row of a table around it"
    elif _OPEN.match(begin) and rest:
        return "", (), "its clue has parts that only a run knows; a clue is plain text"
    elif begin.startswith("["):
        return "", (), "expected its clue on one line, between one pair of square brackets"
    else:
        what = "expected its message to begin with a clue, such as [a list that is empty]"
        return "", (), what
    for problem in filter(None, map(_fault, texts)):
        return "", (), problem
    return name, tuple(texts), ""


def _fault(clue: str) -> str:
    """Say what is wrong with a clue."""
    if not re.search(r"\w\W+\w", clue):
        return f"expected a clue in words, got [{clue}]"
    if not clue.isprintable() or set(clue) & set("[]"):
        return "its clue has characters that cannot be shown"
    if len(clue) > MOST_CHARACTERS:
        return f"expected a clue of at most {MOST_CHARACTERS} characters, got {len(clue)}"
    return ""


def _bracketed_name(message: ast.expr | None) -> str:
    """Give the name in a message that begins f"[{name}] …", or ""."""
    if isinstance(message, ast.BinOp) and isinstance(message.op, ast.Add):
        return _bracketed_name(message.left)
    if not isinstance(message, ast.JoinedStr) or len(message.values) < 3:
        return ""
    before, value, after = message.values[:3]
    plain = (
        isinstance(before, ast.Constant)
        and before.value == "["
        and isinstance(after, ast.Constant)
        and str(after.value).startswith("]")
        and isinstance(value, ast.FormattedValue)
        and (value.conversion, value.format_spec) == (-1, None)
        and isinstance(value.value, ast.Name)
    )
    return value.value.id if plain else ""  # type: ignore[attr-defined]


def _texts_of(tree: ast.Module, node: _Failing, name: str) -> Iterator[str]:
    """Walk the texts that a name can be at an assert; nothing where one is not written out."""
    values: list[ast.expr | None] = []
    for block, place in reversed(list(_blocks(tree.body, node.lineno))):
        here = block[place]
        if isinstance(here, ast.For) and any(
            isinstance(one, ast.Name) and one.id == name for one in ast.walk(here.target)
        ):
            values = list(_column(here, name))
            break
    else:
        for one in ast.walk(tree):
            if isinstance(one, ast.Name) and one.id == name and isinstance(one.ctx, ast.Store):
                values += _assigned(tree, one)
    texts = [
        value.value
        for value in values
        if isinstance(value, ast.Constant) and isinstance(value.value, str)
    ]
    if len(texts) == len(values):
        yield from dict.fromkeys(texts)


def _column(loop: ast.For, name: str) -> Iterator[ast.expr | None]:
    """What a name is in each row that a loop goes through; None where that is not written out."""
    target, rows = loop.target, loop.iter
    targets = list(target.elts) if isinstance(target, ast.Tuple) else [target]
    place = next((n for n, t in enumerate(targets) if isinstance(t, ast.Name) and t.id == name), -1)
    if (
        isinstance(rows, ast.Call)
        and isinstance(rows.func, ast.Attribute)
        and rows.func.attr == "items"
        and isinstance(rows.func.value, ast.Dict)
    ):
        columns: dict[int, list[ast.expr | None]] = {
            0: rows.func.value.keys,
            1: [*rows.func.value.values],
        }
        yield from columns.get(place, [None])
    elif isinstance(rows, ast.List | ast.Tuple) and place >= 0:
        for row in rows.elts:
            if target is targets[0]:
                yield row
            elif isinstance(row, ast.Tuple | ast.List) and len(row.elts) == len(targets):
                yield row.elts[place]
            else:
                yield None
    else:
        yield None


def _assigned(tree: ast.Module, name: ast.Name) -> list[ast.expr | None]:
    """What is assigned to a name at one place: a text, or one of several."""
    for statement in ast.walk(tree):
        if isinstance(statement, ast.Assign) and name in statement.targets:
            values, found = [statement.value], list[ast.expr | None]()
            while values:
                value = values.pop()
                if isinstance(value, ast.IfExp):
                    values += [value.body, value.orelse]
                else:
                    found.append(value)
            return found
    return [None]


def _beginning(message: ast.expr | None) -> tuple[str, bool]:
    """Give the plain text that a message begins with, and whether computed text follows."""
    if isinstance(message, ast.BinOp) and isinstance(message.op, ast.Add):
        return _beginning(message.left)[0], True
    if isinstance(message, ast.JoinedStr) and message.values:
        return _beginning(message.values[0])[0], len(message.values) > 1
    if isinstance(message, ast.Constant) and isinstance(message.value, str):
        return message.value, False
    return "", message is not None


def _values(source: str) -> Iterator[object]:
    """Texts and numbers of the hidden code, without messages, docstrings and parts of f-strings."""
    tree = tree_of(source)
    told: set[int] = set()
    clues = {clue for one in hidden_asserts(source) for clue in one.clues}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert | ast.Raise) and (message := _message(node)) is not None:
            told |= {id(part) for part in ast.walk(message)}
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            told.add(id(node.value))
        elif isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            told |= {id(part) for part in ast.walk(node.format_spec)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in told:
            continue
        value = node.value
        number = isinstance(value, int | float) and not isinstance(value, bool)
        text = isinstance(value, str) and len(value.strip()) > 1
        if (number or text) and value not in clues and is_hidden(source, node.lineno):
            yield value.strip() if isinstance(value, str) else value

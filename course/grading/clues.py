"""What a learner is told at once of a failure: the clue of a hidden test, or a missing name.

The message of a hidden assert begins with its clue in square brackets. What is told is made of
the author's text and of names, never of what a run said, so that a learner's code cannot put
words into it.
"""

import ast
import builtins
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from course.errors import missing_name
from course.notebooks import HIDDEN_REGION

MOST_CHARACTERS = 120
_BRACKETS = re.compile(r"\[([^\[\]\n]*)\]")
_OPEN = re.compile(r"\[[^\]]*\Z")
_FAILING = (ast.Assert, ast.Raise)
_MISSING = re.compile(r"name '(\w+)' is not defined")


@dataclass(frozen=True, kw_only=True)
class HiddenAssert:
    """An assert of a hidden region: its line in the cell, its clue, and what is wrong with that."""

    line: int
    clue: str
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


def clue_at(source: str, line: int) -> str:
    """Give the clue for a failure at a line of a test cell; "" where the author wrote none.

    A failing assert has its own. An exception has that of the next assert: in the block of
    statements that it was raised in, or else in the block around that.
    """
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return ""
    for block, place in reversed(list(_blocks(tree.body, line))):
        here = block[place]
        if isinstance(here, _FAILING):
            return _clue(here)[0]
        # What stands below within the same statement comes first, such as the body of a loop.
        inside = [node for node in _failing([here]) if (node.end_lineno or 0) >= line]
        for node in (*inside, *_failing(block[place + 1 :])):
            if is_hidden(source, node.lineno):
                return _clue(node)[0]
    return ""


def hidden_asserts(source: str) -> Iterator[HiddenAssert]:
    """Walk the asserts of the hidden regions of a test cell, in the order of their lines.

    Raises SyntaxError where the cell is no Python.
    """
    tree = ast.parse(source)
    for node in _failing(tree.body):
        if isinstance(node, ast.Assert) and is_hidden(source, node.lineno):
            clue, problem = _clue(node)
            yield HiddenAssert(line=node.lineno, clue=clue, problem=problem)


def told_values(source: str, clue: str, shown: str) -> list[str]:
    """List the values of a cell's hidden regions that a clue tells.

    Values are the texts and numbers that stand in the hidden code, but for messages. What
    learners read anyway, in `shown`, tells nothing: a clue may say `402` if the prompt does.
    """
    values = []
    for value in dict.fromkeys(_values(source)):
        text = str(value)
        word = re.compile(rf"(?<![\w.]){re.escape(text)}(?![\w]|\.\d)", re.IGNORECASE)
        if word.search(clue) and not word.search(shown):
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
        tree = ast.parse(source)
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


def _failing(statements: Iterable[ast.stmt]) -> list[ast.Assert | ast.Raise]:
    """Asserts, and what is raised in their place, in the order of their lines."""
    nodes = [
        node
        for statement in statements
        for node in ast.walk(statement)
        if isinstance(node, ast.Assert) or (isinstance(node, ast.Raise) and _message(node))
    ]
    return sorted(nodes, key=lambda node: node.lineno)


def _message(node: ast.Assert | ast.Raise) -> ast.expr | None:
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


def _clue(node: ast.Assert | ast.Raise) -> tuple[str, str]:
    """Read a clue, and say what is wrong with it."""
    begin, rest = _beginning(_message(node))
    match = _BRACKETS.match(begin)
    if not match:
        if _OPEN.match(begin) and rest:
            return "", "its clue has parts that only a run knows; a clue is plain text"
        if begin.startswith("["):
            return "", "expected its clue on one line, between one pair of square brackets"
        return "", "expected its message to begin with a clue, such as [a list that is empty]"
    clue = match[1].strip()
    if not re.search(r"\w\W+\w", clue):
        return "", f"expected a clue in words, got [{clue}]"
    if not clue.isprintable():
        return "", "its clue has characters that cannot be shown"
    if len(clue) > MOST_CHARACTERS:
        what = f"expected a clue of at most {MOST_CHARACTERS} characters, got {len(clue)}"
        return "", what
    return clue, ""


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
    tree = ast.parse(source)
    told: set[int] = set()
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
        if (number or text) and is_hidden(source, node.lineno):
            yield value.strip() if isinstance(value, str) else value

"""How hard a function is to read, in numbers that are defined here, and pictures of them, for 102.

For comparing two ways to write the same thing. Not a linter: nothing is judged, no file is read.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Okabe and Ito's palette: told apart by the colour-blind, and each also differs in lightness.
_BLUE, _ORANGE, _VERMILLION, _GREY = "#0072B2", "#E69F00", "#D55E00", "#999999"

_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What one function asks of its reader.

    Attributes
    ----------
    name : str
        The function's name; `(cell)` for what stands outside of every function.
    lines : int
        Lines of code in one canonical layout: no blank lines, comments or docstring, and no
        statement broken over several lines.
    cyclomatic : int
        1, plus 1 for each `if`, `elif`, loop, `except`, conditional expression, `and`, `or`, part
        of a comprehension, and `case` other than `case _`.
    cognitive : int
        1 for each `if`, loop, `except`, conditional expression and `match`, plus 1 for each of
        these that it stands in; 1 for each `elif`, `else`, and row of `and` or of `or`.
    parameters : int
        How many parameters it has, those with stars too.
    """

    name: str
    lines: int
    cyclomatic: int
    cognitive: int
    parameters: int


def readings(code: str | Callable[..., Any]) -> list[Counts]:
    """Count every function of a piece of code, in the order in which they begin.

    Parameters
    ----------
    code
        Python text, or a function, whose text is looked up.

    Returns
    -------
    list of Counts
        A function inside another one has a reading of its own, and adds nothing to the outer one.
        Code outside of functions comes last, as `(cell)`, where there is any.

    Raises
    ------
    SyntaxError
        Where the text is no Python.
    """
    text = code if isinstance(code, str) else source(code)
    tree = ast.parse(text)
    counted = [
        _reading(node, node.name, node.body)
        for node in sorted(
            (n for n in ast.walk(tree) if isinstance(n, _SCOPES)), key=lambda n: n.lineno
        )
    ]
    if any(not isinstance(node, _SCOPES) for node in tree.body):
        counted.append(_reading(tree, "(cell)", tree.body))
    return counted


def reading(function: Callable[..., Any]) -> Counts:
    """Count one function, as `readings` does."""
    return readings(function)[0]


def source(function: Callable[..., Any]) -> str:
    """Give a function's text, moved to the left edge."""
    return textwrap.dedent(inspect.getsource(function))


def show(*functions: Callable[..., Any], numbers: bool = False) -> None:
    """Print functions as they are written.

    Parameters
    ----------
    functions
        The functions.
    numbers
        Whether each line begins with its number, counted from the first function's `def`.
    """
    text = "\n\n".join(source(function).rstrip() for function in functions)
    for number, line in enumerate(text.splitlines(), start=1):
        print(f"{number:2}  {line}".rstrip() if numbers else line)  # noqa: T201 - it is for seeing


def table(functions: Mapping[str, Callable[..., Any]]) -> None:
    """Print the readings of functions, one a row, each under its title."""
    width = max(map(len, functions))
    print(f"{'':{width}}  lines  cyclomatic  cognitive")  # noqa: T201
    for title, function in functions.items():
        one = reading(function)
        print(f"{title:{width}}  {one.lines:5}  {one.cyclomatic:10}  {one.cognitive:9}")  # noqa: T201


def draw_readings(functions: Mapping[str, Callable[..., Any]]) -> "Figure":
    """Draw both counts of each function as bars.

    Parameters
    ----------
    functions
        Title -> function.

    Returns
    -------
    matplotlib.figure.Figure
        Closed already, so that a notebook shows it once.
    """
    import matplotlib.pyplot as plt

    figure, axis = plt.subplots(figsize=(7.6, 0.85 * len(functions) + 1.0), dpi=80)
    for row, function in enumerate(functions.values()):
        one = reading(function)
        bars = ((one.cyclomatic, 0.2, _BLUE, "//"), (one.cognitive, -0.2, _ORANGE, ""))
        for count, offset, color, hatch in bars:
            axis.barh(
                -row + offset, count, height=0.36, color=color, hatch=hatch, edgecolor="white"
            )
            axis.text(count + 0.15, -row + offset, str(count), va="center", fontsize=10)
    axis.set_yticks([-row for row in range(len(functions))], list(functions), fontsize=11)
    axis.set_xlim(left=0)
    axis.margins(x=0.08)
    axis.set_xlabel("count (blue: cyclomatic, above; orange: cognitive, below)")
    axis.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    plt.close(figure)
    return figure


def draw_hot_spots(files: Sequence[Mapping[str, Any]], marked: Sequence[str]) -> "Figure":
    """Draw files by how often they change and how complex they are.

    Parameters
    ----------
    files
        Each with `file`, `complexity` and `changes` (commits in a year).
    marked
        Names of the files that are drawn dark and labelled.

    Returns
    -------
    matplotlib.figure.Figure
        Closed already, so that a notebook shows it once.
    """
    import matplotlib.pyplot as plt

    figure, axis = plt.subplots(figsize=(8.2, 4.4), dpi=80)
    for one in files:
        dark = one["file"] in marked
        axis.plot(
            one["changes"],
            one["complexity"],
            marker="D" if dark else "o",
            color=_VERMILLION if dark else _GREY,
            markersize=8 if dark else 5,
        )
        if dark:
            axis.annotate(
                one["file"],
                (one["changes"], one["complexity"]),
                xytext=(8, 5),
                textcoords="offset points",
                fontsize=10,
            )
    axis.set_xlim(left=0, right=1.22 * max(one["changes"] for one in files))
    axis.set_ylim(bottom=0, top=1.12 * max(one["complexity"] for one in files))
    axis.set_xlabel("changes in the last year (commits)")
    axis.set_ylabel("cyclomatic complexity of the file")
    axis.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    plt.close(figure)
    return figure


def draw_noticed(noticed: Mapping[str, Collection[str]], slips: Sequence[str]) -> "Figure":
    """Draw which inputs notice which slips, as dots in a grid.

    Parameters
    ----------
    noticed
        Name of an input -> slips that it notices.
    slips
        All slips, one a column; a column without a dot is one that nobody notices.

    Returns
    -------
    matplotlib.figure.Figure
        Closed already, so that a notebook shows it once.
    """
    import matplotlib.pyplot as plt

    figure, axis = plt.subplots(figsize=(8.2, 0.5 * len(noticed) + 1.9), dpi=80)
    dots = [
        (slips.index(slip), row) for row, names in enumerate(noticed.values()) for slip in names
    ]
    columns, rows = [column for column, _ in dots], [row for _, row in dots]
    axis.scatter(columns, rows, s=160, color=_BLUE, zorder=2)
    axis.set_xticks(range(len(slips)), [textwrap.fill(slip, 14) for slip in slips], fontsize=9)
    axis.set_yticks(range(len(noticed)), list(noticed), fontsize=10)
    axis.set_xlim(-0.5, len(slips) - 0.5)
    axis.set_ylim(len(noticed) - 0.5, -0.5)
    axis.grid(color="#DDDDDD")
    axis.spines[:].set_visible(False)
    figure.tight_layout()
    plt.close(figure)
    return figure


def _reading(node: ast.AST, name: str, body: Sequence[ast.stmt]) -> Counts:
    counted = [n for statement in body for n in _own(statement)]
    return Counts(
        name=name,
        lines=_lines(node),
        cyclomatic=1 + sum(map(_paths, counted)),
        cognitive=_cognitive(body, 0),
        parameters=_parameters(node.args) if isinstance(node, _SCOPES) else 0,
    )


def _own(node: ast.AST) -> Iterator[ast.AST]:
    """A node and what stands in it, but nothing of a function that is defined in it."""
    if isinstance(node, _SCOPES):
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _own(child)


def _paths(node: ast.AST) -> int:
    if isinstance(node, ast.BoolOp):
        return len(node.values) - 1
    if isinstance(node, ast.comprehension):
        return 1 + len(node.ifs)
    if isinstance(node, ast.match_case):
        return int(not _matches_all(node))
    return int(isinstance(node, (ast.If, ast.IfExp, ast.ExceptHandler, *_LOOPS)))


def _lines(node: ast.AST) -> int:
    """Lines of the canonical text, so that neither layout nor a docstring counts."""
    shortened = ast.parse(ast.unparse(node))
    own = shortened if isinstance(node, ast.Module) else shortened.body[0]
    assert isinstance(own, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef)
    if ast.get_docstring(own) is not None:
        own.body = own.body[1:]
    if isinstance(own, ast.Module):
        own.body = [statement for statement in own.body if not isinstance(statement, _SCOPES)]
    return len([line for line in ast.unparse(own).splitlines() if line.strip()])


def _matches_all(case: ast.match_case) -> bool:
    pattern = case.pattern
    return isinstance(pattern, ast.MatchAs) and pattern.pattern is None and case.guard is None


def _cognitive(body: Sequence[ast.AST], depth: int) -> int:
    return sum(_weight(node, depth) for node in body)


def _weight(node: ast.AST, depth: int) -> int:
    if isinstance(node, _SCOPES):
        return 0
    if isinstance(node, ast.If):
        return 1 + depth + _branches(node, depth)
    if isinstance(node, _LOOPS):
        head = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
        inner = _cognitive([*node.body, *node.orelse], depth + 1)
        return 1 + depth + int(bool(node.orelse)) + inner + _cognitive(head, depth)
    if isinstance(node, ast.ExceptHandler | ast.Match | ast.IfExp):
        children = list(ast.iter_child_nodes(node))
        return 1 + depth + _cognitive(children, depth + 1)
    if isinstance(node, ast.BoolOp):
        return 1 + _cognitive(node.values, depth)
    return _cognitive(list(ast.iter_child_nodes(node)), depth)


def _branches(node: ast.If, depth: int) -> int:
    """What an `if` adds beside itself: its test, its body, and each `elif` and `else`."""
    inside = _weight(node.test, depth) + _cognitive(node.body, depth + 1)
    other = node.orelse
    if len(other) == 1 and isinstance(other[0], ast.If) and other[0].col_offset == node.col_offset:
        return inside + 1 + _branches(other[0], depth)
    return inside + int(bool(other)) + _cognitive(other, depth + 1)


def _parameters(arguments: ast.arguments) -> int:
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return len(named) + sum(star is not None for star in (arguments.vararg, arguments.kwarg))

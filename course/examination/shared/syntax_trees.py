"""Syntax trees, made and compiled one at a time.

Before 3.11.8 and 3.12.2, CPython counts the depths of all threads' trees in one place and fails
with "AST constructor recursion depth mismatch" (SystemError, gh-106905). Submissions and trials of
answers are read in threads, so whatever they read comes here.
"""

import ast
import threading
from types import CodeType
from typing import Final

_ONE: Final = threading.RLock()


def tree_of(source: str) -> ast.Module:
    """Parse a cell's text.

    Raises what ast.parse raises: SyntaxError, ValueError, RecursionError or MemoryError.
    """
    with _ONE:
        return ast.parse(source)


def code_of(tree: ast.Module | ast.Expression, name: str) -> CodeType:
    """Compile a tree as a cell named `name`, where `await` may stand outside functions.

    Raises SyntaxError, ValueError or RecursionError where Python refuses the tree.
    """
    mode = "eval" if isinstance(tree, ast.Expression) else "exec"
    with _ONE:
        code: CodeType = compile(
            tree, name, mode, ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True
        )
    return code

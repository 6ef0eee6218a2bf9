"""What `type(x)` gives in a test where `x` is a mirror of a learner's object.

A test may ask `type(result) is list` or `type(f) is types.FunctionType`. The real type of a mirror
is one of our classes, and Python lets no object claim another. So in the text of each cell every
call `type(x)` is replaced by `class_of(x)`, which gives the class that the object would have if
test and learner shared one process. A cell that gives the name `type` a meaning of its own is left
alone. This lets no learner decide a test: a class says nothing about an object's value.
"""

import abc
import ast
import builtins
import types
from typing import Any

from course.examination.examiner.examiner_refs import RemoteModule
from course.examination.examiner.mirrors import (
    INFO,
    MirrorMeta,
    RemoteFunction,
    RemoteMethod,
    is_mirror,
)
from course.examination.shared import data_classes

NAME = "__class_of__"
_PLAIN = frozenset([*data_classes.BASES.values(), type(None), type(Ellipsis), range, slice])


def class_of(thing: Any) -> type:
    """Return the class of a thing, as `type` would in a single process."""
    kind = type(thing)
    if kind in (RemoteFunction, RemoteMethod):
        return thing.__class__  # type: ignore[no-any-return]
    if kind is RemoteModule:
        return types.ModuleType
    if isinstance(thing, type) and thing in INFO:
        abstract = any(
            type(base) is abc.ABCMeta for base in type.__dict__["__mro__"].__get__(thing)
        )
        return abc.ABCMeta if abstract else kind if not _is_ours(kind) else type
    if is_mirror(thing):
        face: type = thing.__class__
        return kind if face in _PLAIN else face
    return kind


def _is_ours(meta: type) -> bool:
    return meta is MirrorMeta or meta.__module__.startswith("course.examination")


class AskForClasses(ast.NodeTransformer):
    """Puts `class_of` in the place of each `type(x)` of a cell."""

    def visit_Module(self, tree: ast.Module) -> ast.AST:
        """Leave a cell alone that gives the name another meaning."""
        return tree if _is_bound(tree) else self.generic_visit(tree)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Change `type(x)`; not `type(name, bases, space)`."""
        self.generic_visit(node)
        called = node.func
        if (
            isinstance(called, ast.Name)
            and called.id == "type"
            and len(node.args) == 1
            and not node.keywords
            and not isinstance(node.args[0], ast.Starred)
        ):
            node.func = ast.copy_location(ast.Name(id=NAME, ctx=ast.Load()), called)
        return node


def _is_bound(tree: ast.Module) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == "type" and not isinstance(node.ctx, ast.Load):
            return True
        if isinstance(node, ast.arg) and node.arg == "type":
            return True
    return False


def install(shell: Any) -> None:
    """Let the cells of a shell ask `class_of`."""
    setattr(builtins, NAME, class_of)
    shell.ast_transformers.append(AskForClasses())

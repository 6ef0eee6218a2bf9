"""`type(x)` in a test's text: for what is the candidate's, the class that one process would tell.

A mirror's own type is a mirror class, or MirrorMeta, and no class can be made to be another. So
each call `type(x)` of a test becomes a question to `class_of`; whatever a name `type` means else
in that cell, it is left alone. What class an object is said to have is no judgement of its value.
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
    """Return the class of a thing, as `type` does."""
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

"""Objects that the other side knows by a handle (a number) or by a name; used by both sides."""

import builtins
import enum
import types
from importlib import import_module
from typing import Any

from course.examination.shared.library_names import find
from course.examination.wire.codecs import WireError

globals()["__builtins__"] = dict(vars(builtins))  # as they are before any learner code

MAX_EXPORTS = 400_000

_type_mro = type.__dict__["__mro__"].__get__


class Locked:
    """The author's functions and classes, which both sides have: the same by name.

    They come from locked cells (their name is the global's) and from the helper files of the
    assignment (`module:qualname`). `helpers` are the modules that those files are.
    """

    def __init__(self) -> None:
        self.by_name: dict[str, Any] = {}
        self.names: dict[int, str] = {}
        self.helpers: frozenset[str] = frozenset()

    def learn(self, name: str, value: object) -> None:
        """Remember a function or class that a locked cell has bound to a name."""
        if isinstance(value, (type, types.FunctionType)) and value.__module__ == "__main__":
            self.by_name[name] = value
            self.names[id(value)] = name

    def name(self, value: Any) -> str | None:
        """Name under which a locked cell or a helper file has made this very object."""
        name = self.names.get(id(value))
        if name is not None and self.by_name.get(name) is value:
            return name
        if self.helpers and issubclass(type(value), (type, types.FunctionType)):
            module, qualname = value.__module__, value.__qualname__
            if type(module) is str and module in self.helpers and find(module, qualname) is value:
                return f"{module}:{qualname}"
        return None

    def get(self, name: Any) -> Any:
        """Return what this side has by such a name; None if there is nothing."""
        if type(name) is not str:
            return None
        module, _, qualname = name.partition(":")
        if not qualname:
            return self.by_name.get(name)
        if self.helper(module) is None:
            return None
        thing = find(module, qualname)
        return thing if self.name(thing) == name else None

    def helper(self, module: str) -> types.ModuleType | None:
        """Import a helper file of the assignment; None if it is none, or cannot be imported."""
        if module not in self.helpers:
            return None
        try:
            return import_module(module)
        except Exception:  # whatever an author's file does when it cannot be imported
            return None

    def is_plain(self, kind: type) -> bool:
        """Tell whether instances are nothing but their attributes."""
        return (
            kind.__basicsize__ >= object.__basicsize__
            and all(
                base is object
                or (base.__flags__ & (1 << 9) and base.__module__ in ("__main__", "typing", "abc"))
                or self.name(base) is not None
                for base in _type_mro(kind)
            )
            and not issubclass(kind, (BaseException, type, enum.Enum))
        )


class Exports:
    """Objects that the other side holds references to."""

    def __init__(self) -> None:
        self.objects: dict[int, Any] = {}
        self.handles: dict[int, int] = {}
        self.next = 1

    def handle(self, value: object) -> int:
        """Return the handle of an object; it stays alive until it is dropped."""
        handle = self.handles.get(id(value))
        if handle is None:
            if len(self.objects) >= MAX_EXPORTS:
                raise WireError("too many objects cross as references")
            handle = self.next
            self.next += 1
            self.objects[handle] = value
            self.handles[id(value)] = handle
        return handle

    def get(self, handle: int) -> Any:
        """Return an object by its handle."""
        try:
            return self.objects[handle]
        except KeyError:
            raise WireError(f"no object {handle}") from None

    def drop(self, handle: int) -> None:
        """Let an object go."""
        value = self.objects.pop(handle, None)
        if value is not None or handle in self.handles.values():
            self.handles.pop(id(value), None)

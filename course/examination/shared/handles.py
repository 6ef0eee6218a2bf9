"""Objects that the other side knows by a handle (a number) or by a name; used by both sides."""

import builtins
import enum
import types
from typing import Any

from course.examination.wire.codecs import WireError

globals()["__builtins__"] = dict(vars(builtins))  # as they are before any learner code

MAX_EXPORTS = 400_000

_type_mro = type.__dict__["__mro__"].__get__


def is_plain_class(kind: type) -> bool:
    """Tell whether instances are nothing but their attributes."""
    return (
        kind.__basicsize__ >= object.__basicsize__
        and all(
            base is object
            or (base.__flags__ & (1 << 9) and base.__module__ in ("__main__", "typing", "abc"))
            for base in _type_mro(kind)
        )
        and not issubclass(kind, (BaseException, type, enum.Enum))
    )


class Locked:
    """Functions and classes that locked cells have defined: the same on both sides, by name."""

    def __init__(self) -> None:
        self.by_name: dict[str, Any] = {}
        self.names: dict[int, str] = {}

    def learn(self, name: str, value: object) -> None:
        """Remember a function or class that a locked cell has bound to a name."""
        if isinstance(value, (type, types.FunctionType)) and value.__module__ == "__main__":
            self.by_name[name] = value
            self.names[id(value)] = name

    def name(self, value: object) -> str | None:
        """Name under which a locked cell has made this very object."""
        name = self.names.get(id(value))
        return name if name is not None and self.by_name.get(name) is value else None


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

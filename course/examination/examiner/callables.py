"""What the learner's functions and methods look like in the examiner."""

import types
from typing import Any

from course.examination.examiner.asking import EXAMINER, REFUSED, ask
from course.examination.shared import data_classes

_get = object.__getattribute__


class RemoteFunction:
    """A learner's function, method or other callable without a class of its own."""

    __slots__ = ("__weakref__", "_fact", "_handle")

    def __init__(self, handle: int, fact: Any) -> None:
        object.__setattr__(self, "_handle", handle)
        object.__setattr__(self, "_fact", fact)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it, in the candidate."""
        return ask("call", self, args, kwargs)

    def __getattribute__(self, name: str) -> Any:
        """Names and docs are here, source comes from the text handed in, the rest is asked."""
        fact = _get(self, "_fact")
        if name == "__class__":
            return _FACES.get(fact[4].split()[0], types.FunctionType)
        if name in ("__name__", "__qualname__", "__doc__", "__module__"):
            return fact[("__name__", "__qualname__", "__doc__", "__module__").index(name)]
        if name in ("__code__", "co_code"):
            code = EXAMINER[0].code(self)
            if code is None:
                raise AttributeError(name)
            return code
        if name == "__signature__":
            return signature_of(fact[6])
        if name == "__wrapped__" and name not in EXAMINER[0].mentioned:
            raise AttributeError(name)  # inspect follows it; a test that says it wants it
        if name in REFUSED or name in ("__globals__", "__closure__"):
            raise AttributeError(name)
        return ask("get", self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        """Set an attribute of the learner's function."""
        ask("set", self, name, value)

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        """Bind like a function: a test's class may use a learner's function as method."""
        if instance is None or not _get(self, "_fact")[4].startswith("function"):
            return self
        return types.MethodType(self, instance)

    def __eq__(self, other: object) -> Any:
        """Be one with a mirror of the same function."""
        if type(other) is not RemoteFunction:
            return NotImplemented
        return bool(_get(self, "_handle") == _get(other, "_handle"))

    def __hash__(self) -> int:
        """Hash by handle."""
        return hash(("function", _get(self, "_handle")))

    def __repr__(self) -> str:
        """As Python shows a function."""
        return f"<function {_get(self, '_fact')[1]}>"

    def __dir__(self) -> list[str]:
        """Names of a function."""
        return dir(types.FunctionType)

    def __copy__(self) -> Any:
        """Functions are not copied."""
        return self

    def __deepcopy__(self, _memo: Any) -> Any:
        """Functions are not copied."""
        return self

    def __del__(self) -> None:
        """Let the candidate's function go."""
        if EXAMINER:
            EXAMINER[0].dropped(_get(self, "_handle"))


_FACES = {
    "function": types.FunctionType,
    "method": types.MethodType,
    "builtin": types.BuiltinFunctionType,
}


def signature_of(facts: Any) -> Any:
    """Signature from what a description says; none where it says nothing."""
    if facts is None:
        raise AttributeError("__signature__")
    return data_classes.signature(facts)


class RemoteMethod:
    """A method of a mirror: one message when it is called."""

    __slots__ = ("__self__", "_name")

    def __init__(self, owner: Any, name: str) -> None:
        object.__setattr__(self, "__self__", owner)
        object.__setattr__(self, "_name", name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it, in the candidate."""
        return ask("method", _get(self, "__self__"), _get(self, "_name"), args, kwargs)

    def __getattribute__(self, name: str) -> Any:
        """All but calling is the real bound method's affair."""
        if name == "__class__":
            return types.MethodType
        if name == "__self__":
            return _get(self, "__self__")
        if name == "__name__":
            return _get(self, "_name")
        return getattr(ask("get", _get(self, "__self__"), _get(self, "_name")), name)

    def __eq__(self, other: object) -> Any:
        """Two bound methods are equal as in Python."""
        if type(other) is not RemoteMethod:
            return NotImplemented
        mine, theirs = _get(self, "__self__"), _get(other, "__self__")
        one_owner = mine is theirs or _handle(mine) == _handle(theirs)
        return one_owner and _get(self, "_name") == _get(other, "_name")

    def __hash__(self) -> int:
        """Hash by owner and name."""
        return hash((_handle(_get(self, "__self__")), _get(self, "_name")))

    def __repr__(self) -> str:
        """As Python shows a bound method."""
        return f"<bound method {_get(self, '_name')}>"


def _handle(mirror: Any) -> Any:
    return _get(mirror, "__dict__").get("_handle")

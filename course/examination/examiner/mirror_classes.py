"""Builds the mirror of a learner's class.

Three sorts of classes are built differently: exceptions derive from the exceptions they are, a
class derived from plain data (`class Stack(list)`) derives from that base here too and compares by
it, and every other class derives from `Remote`, with a method here for each special method that
the learner's class has.
"""

import types
from collections.abc import Callable
from typing import Any

from course.examination.examiner.mirrors import (
    BLENDED,
    EXAMINER,
    GROWN,
    INFO,
    MADE,
    MIXED,
    OWN,
    ROOTS,
    Info,
    MirrorMeta,
    Remote,
    are_asked_for,
    ask,
    compares,
    info_of,
    is_mirror,
    judged,
    mark,
    origin,
    unmixed,
)
from course.examination.shared import data_classes
from course.examination.shared.data_classes import REFUSED

_get = object.__getattribute__
_DATA = frozenset(data_classes.BASES.values())


def _special_method(name: str) -> Callable[..., Any]:
    """Make the method that a mirror class has for a special method of the learner's class."""
    method = _special_methods(name)
    method.__name__ = name
    return method


def _special_methods(name: str) -> Callable[..., Any]:
    if name in data_classes.BINARY:

        def operate(self: Any, *args: Any) -> Any:
            return computed(self, name, args)

        return operate

    if name in data_classes.COMPARISONS:

        def compare(self: Any, *args: Any) -> Any:
            other = args[0]
            if not (are_asked_for(self, other) or compares(self, name, *data_classes.COMPARISONS)):
                return NotImplemented
            return judged(ask("special", self, name, args))

        return compare

    if name == "__contains__":

        def contains(self: Any, *args: Any) -> Any:
            if EXAMINER[0].holds(self):
                return judged(ask("special", self, name, args))
            return any(args[0] is item or args[0] == item for item in self)

        return contains

    if name == "__bool__":

        def is_true(self: Any) -> Any:
            if origin(self) in (BLENDED, MIXED) or not EXAMINER[0].known(info_of(self)):
                return True  # as any object is
            return ask("special", self, name, ())

        return is_true

    if name == "__exit__":

        def leave(self: Any, *args: Any) -> Any:
            swallows = ask("special", self, name, _without_traceback(args))
            return swallows and not (args[0] and issubclass(args[0], AssertionError))

        return leave

    if name == "__await__":

        def wait(self: Any, *_args: Any) -> Any:
            return EXAMINER[0].turns.wait(self).__await__()

        return wait

    if name in ("__aenter__", "__aexit__", "__anext__"):

        async def ask_and_wait(self: Any, *args: Any) -> Any:
            return await ask("special", self, name, _without_traceback(args))

        return ask_and_wait

    def forward(self: Any, *args: Any) -> Any:
        value = unmixed(self, ask("special", self, name, args))
        if name in _AS_A_NUMBER and origin(self) == BLENDED and not is_mirror(value):
            raise TypeError(f"a {info_of(self).name} computed from plain data is no number")
        return value

    return forward


def _without_traceback(args: tuple[Any, ...]) -> tuple[Any, ...]:
    """Give what `__exit__` is called with; frames of a test's do not cross."""
    return tuple(None if isinstance(item, types.TracebackType) else item for item in args)


def computed(self: Any, name: str, args: tuple[Any, ...]) -> Any:
    """Have a learner's object compute with another object, within what the exercise asks for.

    With a test's data that is only an object of a class that the author wrote with this operator.
    One that the test has made itself may give data. Any other may give another such object, whose
    origin then says what it may still tell.
    """
    plain, mine, theirs = not is_mirror(args[0]), origin(self), origin(args[0])
    if plain and (mine == MIXED or not EXAMINER[0].computes(info_of(self), name)):
        return NotImplemented
    result = ask("special", self, name, args)
    if info_of(self).library is not None:
        return result
    if result is self:
        mark(self, mine)
    elif is_mirror(result):
        mark(result, _descent(mine, theirs, plain=plain))
    elif result is not NotImplemented and (
        {mine, theirs} & {BLENDED, MIXED} or (plain and mine != MADE)
    ):
        return NotImplemented
    return result


def _descent(mine: str, theirs: str, *, plain: bool) -> str:
    """Tell the origin of what an operator has made of two objects, or of an object and data."""
    if MIXED in (mine, theirs):
        return MIXED
    if mine not in OWN or not (plain or theirs in OWN):
        return MIXED if plain else ""
    return BLENDED if BLENDED in (mine, theirs) or (plain and mine == GROWN) else GROWN


_AS_A_NUMBER = frozenset(  # special methods by which a test asks how far off a result is
    f"__{name}__"
    for name in ("abs", "round", "float", "int", "complex", "index", "trunc", "floor", "ceil")
)
FORWARDS: dict[str, Callable[..., Any]] = {
    name: _special_method(name)
    for name in data_classes.SPECIALS
    if name
    not in (
        "__eq__",
        "__ne__",
        "__hash__",
        "__repr__",
        "__str__",
        "__format__",
        "__dir__",
        "__init__",
        "__call__",
    )
}


def _call(self: Any, *args: Any, **kwargs: Any) -> Any:
    return ask("call", self, args, tuple(kwargs.items()))


FORWARDS["__call__"] = _call


class _Unbound:
    """A learner's method in a mirror class's dict: for super() and for `C.__dict__`."""

    def __init__(self, owner: int, name: str) -> None:
        self.owner, self.name = owner, name

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        kind = next(k for k, info in INFO.items() if info.handle == self.owner)
        function = ask("get", kind, self.name)
        if instance is None:
            return function
        return types.MethodType(function, instance)


class _Property(_Unbound):
    """A learner's property, for super()."""

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        kind = next(k for k, info in INFO.items() if info.handle == self.owner)
        value = ask("get", kind, self.name)
        return value if instance is None else ask("special", value, "__get__", (instance, owner))


class RemoteError:
    """Mixed into mirrors of exceptions: attributes that are not here are asked for."""

    def __getattr__(self, name: str) -> Any:
        """Ask the candidate."""
        if name.startswith("__") or handle_of_error(self) is None:
            raise AttributeError(name)
        return ask("get", self, name)

    def __str__(self) -> str:
        """The learner's message, as it was when it was raised."""
        text = _get(self, "__dict__").get("_text")
        return text if type(text) is str else BaseException.__str__(self)  # type: ignore[arg-type]


def handle_of_error(error: Any) -> int | None:
    """Give the handle of an exception that came from the candidate, None for any other."""
    handle = _get(error, "__dict__").get("_candidate_s")
    return handle if type(handle) is int else None


def make_class(info: Info, bases: tuple[type, ...], face: type | None) -> type:
    """Build the mirror of a class; `face` is the library's own class where there is one."""
    space: dict[str, Any] = {
        "__module__": info.module,
        "__qualname__": info.qualname,
        "__doc__": info.doc,
    }
    mirrors = tuple(k for k in bases if type(k) is MirrorMeta)
    faces = tuple(k for k in bases if type(k) is not MirrorMeta and k not in _DATA)
    info.face = face
    if info.flavour == "error":
        native: tuple[type, ...] = tuple(k for k in bases if issubclass(k, BaseException))
        native = native or (Exception,)
        if not any(issubclass(k, RemoteError) for k in native):
            native = (RemoteError, *native)
        error_class: type = type.__new__(_ErrorMeta, info.name, native, space)
        INFO[error_class] = info
        return error_class
    for name, sort in info.names.items():
        if sort in ("f", "c", "s", "p") and not name.startswith("__"):
            space[name] = (_Property if sort == "p" else _Unbound)(info.handle, name)
    if "__init__" in info.names:
        space["__init__"] = _Unbound(info.handle, "__init__")
    data_of_its_own = info.flavour in data_classes.BASES and not EXAMINER[0].known(info)
    for name in info.specials:
        if name in FORWARDS and not data_of_its_own:
            space[name] = FORWARDS[name]
    for name in ("__eq__", "__ne__", "__hash__", "__repr__", "__str__", "__format__", "__dir__"):
        space.pop(name, None)
    if info.flavour in data_classes.BASES:
        return _data_class(info, mirrors, space)
    roots = mirrors or (Remote,)
    space["__hash__"] = Remote.__hash__
    for attempt in ((*faces, *((face,) if face else ())), ()):
        space["_faces_"] = attempt
        try:
            mirror = type.__new__(MirrorMeta, info.name, roots, space)
        except TypeError:  # the layout of a class written in C
            continue
        break
    INFO[mirror] = info
    return mirror


def _data_class(info: Info, mirrors: tuple[type, ...], space: dict[str, Any]) -> type:
    base = data_classes.BASES[info.flavour]
    roots = mirrors if any(issubclass(k, base) for k in mirrors) else (*mirrors, Remote, base)
    for name in ("__eq__", "__ne__", "__hash__", *data_classes.COMPARISONS):
        space[name] = _on_data(name, base)
    for name in ("__repr__", "__str__", "__format__", "__dir__", "__len__", "__iter__", "__bool__"):
        if name not in info.specials or not EXAMINER[0].known(info):
            space[name] = getattr(base, name, getattr(object, name, None))
            if space[name] is None:
                del space[name]
    has_own = "__contains__" in info.specials and EXAMINER[0].known(info)
    if not has_own and hasattr(base, "__contains__"):
        space["__contains__"] = base.__contains__
    mirror: type = type.__new__(MirrorMeta, info.name, roots, space)
    INFO[mirror] = info
    return mirror


def _on_data(name: str, base: type) -> Any:
    """Make a comparison for a class derived from plain data.

    It compares the content that lies here. Only two objects of the learner's are compared by the
    learner's method, if the class has one.
    """
    native = getattr(base, name)
    if native is None:
        return None

    def compare(self: Any, *others: Any) -> Any:
        if others and are_asked_for(self, others[0]) and name in info_of(self).specials:
            return judged(ask("special", self, name, others))
        return native(self, *others)

    return compare


class _ErrorMeta(type):
    """Type of mirrors of exception classes: instances are made in the candidate."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        info = INFO.get(cls)
        if info is None:
            return type.__call__(cls, *args, **kwargs)
        return ask("call", cls, args, tuple(kwargs.items()))

    def __getattr__(cls, name: str) -> Any:
        info = INFO.get(cls)
        if info is None or name in REFUSED or name.startswith("_abc"):
            raise AttributeError(name)
        return ask("get", cls, name)

    def __repr__(cls) -> str:
        info = INFO.get(cls)
        return f"<class '{info.module}.{info.qualname}'>" if info else type.__repr__(cls)


ROOTS.add(RemoteError)

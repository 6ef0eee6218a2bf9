"""How each exact type crosses, and which objects both children know; the bytes are encoding.py's.

`CODECS` says how values of a type are taken apart and put together. `Shared` gives each mutable
object that has crossed a handle, by which both sides mean the same object from then on. `Port`
is what the two sides do differently: references to what does not cross by value.
"""

import builtins
from collections.abc import Callable
from hashlib import blake2b
from sys import getrefcount
from types import FunctionType, MemberDescriptorType
from typing import Any, Protocol, TypeAlias

globals()["__builtins__"] = dict(vars(builtins))  # as they are before any learner code

MAX_SHARED = 4_000  # objects compared at each message; more of them cross for one call only
_KEEP_BYTES = 4_096  # contents longer than this are remembered by their hash
_FEW, _SWEEP_EACH = 16, 64  # shared objects that are looked through at each message
_HEAVY_BYTES = 1 << 20  # from this size on, comparing an object takes long
_HEAVY_BUDGET = 256 << 20  # bytes compared in a cell of those that no message spoke of
# What was last agreed on of a shared object: its items, or its content or that one's hash.
Agreed: TypeAlias = tuple[Any, ...] | bytes


Writer: TypeAlias = Any  # encoding.Writer, which imports this file
Reader: TypeAlias = Any  # decoding.Reader


class WireError(Exception):
    """These bytes are no message, or this value is not to be sent."""


class Port(Protocol):
    """What the two sides do differently: objects that do not cross by value."""

    def export(self, writer: Writer, value: object) -> None:
        """Write a value that is no plain data, by `writer.reference` or `writer.value`."""

    def describe(self, handle: int) -> object:
        """Plain data that the other side needs to know once about this handle."""

    def take(self, reader: Reader, kind: str, handle: int, about: int, payload: Any) -> object:
        """Make of a reference what this side uses for it."""

    withheld: frozenset[str]  # names of codecs that are not to be used now

    def codec(self, kind: type) -> "Codec | None":
        """Return the codec of a class that has none of its own, None to have it exported."""

    def export_class(self, writer: Writer, value: object) -> None:
        """Write the class of a value whose codec is `of_class`."""

    def make(self, codec: "Codec", about: Any) -> Any:
        """Make an empty object of a class that `export_class` named."""


class Shared:
    """Mutable objects known to both sides: one handle each, and what was last agreed on."""

    def __init__(self, first: int) -> None:
        self.next = first
        self.objects: dict[int, Any] = {}
        self.handles: dict[int, int] = {}  # id(object) -> handle
        self.agreed: dict[int, Agreed] = {}
        self.heavy: dict[int, int] = {}  # big ones, and their sizes in bytes
        self.spoken_of: set[int] = set()  # those that belong to the question that is open
        self.budget = _HEAVY_BUDGET
        self.passing: dict[int, None] = {}  # too many to be watched: gone after the answer
        self.unfit: list[int] = []  # can no longer be written: the other side is to forget them
        self._sweep_at = self._idle = 0

    def add(self, value: object) -> int:
        """Give an object a handle."""
        handle = self.next
        self.next += 2
        self.keep(handle, value)
        return handle

    def keep(self, handle: int, value: object) -> None:
        """Remember an object that came with a handle."""
        self.objects[handle] = value
        self.handles[id(value)] = handle
        if len(self.objects) > MAX_SHARED:
            self.passing[handle] = None

    def agree(self, handle: int, known: Agreed) -> None:
        """Remember what both sides know of an object now."""
        self.agreed[handle] = known
        size = _size(self.objects[handle])
        if size >= _HEAVY_BYTES:
            self.heavy[handle] = size
        else:
            self.heavy.pop(handle, None)

    def renew(self, *, ends: bool = False) -> None:
        """Begin a cell, or end it: then every object is compared, big ones too."""
        self.budget = sum(self.heavy.values()) if ends else _HEAVY_BUDGET

    def is_due(self, handle: int) -> bool:
        """Tell whether an object is to be compared now.

        Big ones that no message of the open question speaks of are compared as long as the
        cell's budget lasts: an answer that changes such an array in passing is rare, and hundreds
        of calls beside a table of a million rows are not.
        """
        size = self.heavy.get(handle)
        if size is None or handle in self.spoken_of:
            return True
        self.budget -= size
        return self.budget >= 0

    def forget(self, handle: int) -> None:
        """Let go of an object."""
        value = self.objects.pop(handle, None)
        if value is not None:
            self.handles.pop(id(value), None)
        self.agreed.pop(handle, None)
        self.heavy.pop(handle, None)
        self.passing.pop(handle, None)

    def unused(self) -> list[int]:
        """Handles of objects that nobody but this table holds.

        Many objects are looked through only now and then: when they have doubled, at each
        sixty-fourth message, and when the last look found some, for those that they held.
        """
        self._idle += 1
        if len(self.objects) <= self._sweep_at and self._idle < _SWEEP_EACH:
            return [h for h in self.heavy if getrefcount(self.objects.get(h)) <= 2]
        # the table, and getrefcount's argument
        unused = [h for h in list(self.objects) if getrefcount(self.objects[h]) <= 2]
        left = len(self.objects) - len(unused)
        self._sweep_at, self._idle = (0 if unused or left <= _FEW else 2 * left), 0
        return unused

    def parted(self, *, begins: bool) -> list[int]:
        """Forget objects of which the other side is to hear that they are no longer shared.

        Whoever begins a call lets go of what was too many to be watched.
        """
        parted, self.unfit = self.unfit, []
        if begins and self.passing:
            parted = [*parted, *self.passing]
        for handle in parted:
            self.forget(handle)
        return parted


def _size(value: Any) -> int:
    """Estimate the bytes of an object of a type that crosses by content."""
    if type(value) not in CODECS:
        return 0
    size = getattr(value, "nbytes", None)
    if size is None:
        size = getattr(value, "size", None) or (len(value) if hasattr(value, "__len__") else 0)
        size = 8 * size if type(size) is int else 0
    return size if type(size) is int else 0


class Codec:
    """How one exact type crosses.

    An immutable type has `dump`, which gives a payload of plain data, and `load`, its inverse. A
    mutable one has `fill` too, which puts what came into the object that is there already. With
    `empty` its content is a list of values, and a new object is made empty and then filled, so
    that it may hold itself.
    """

    def __init__(
        self,
        name: str,
        dump: Callable[[Any], object],
        load: Callable[[Any], object],
        *,
        mutable: bool = False,
        empty: Callable[[], object] | None = None,
        fill: Callable[[Any, Any], None] | None = None,
        of_class: bool = False,  # the content starts with a class: the port makes the object
        mark: Callable[[Any], bytes | None] | None = None,  # tells quicker what has changed
        strip: Callable[[Any], Any] | None = None,  # makes plain data of a subclass's instance
    ) -> None:
        self.name, self.dump, self.load = name, dump, load
        self.mutable, self.empty, self.fill = mutable, empty, fill
        self.of_class, self.mark, self.strip = of_class, mark, strip


CODECS: dict[type, Codec] = {}
BY_NAME: dict[str, Codec] = {}
_LOADERS: list[Callable[[str], None]] = []


def register(kind: type, codec: Codec) -> None:
    """Let an exact type cross by value; the first one by a name is the one that reads."""
    CODECS[kind] = codec
    BY_NAME.setdefault(codec.name, codec)


def _list_fill(target: list[object], items: list[object]) -> None:
    target[:] = items


def _dict_fill(target: dict[object, object], items: list[object]) -> None:
    pairs = list(zip(items[::2], items[1::2], strict=True))
    target.clear()
    for key, value in pairs:
        target[key] = value  # noqa: PERF403 - a subclass keeps its own __setitem__


def _set_fill(target: set[object], items: list[object]) -> None:
    target.clear()
    target.update(items)


def _flat(pairs: dict[object, object]) -> list[object]:
    return [part for pair in pairs.items() for part in pair]


def covers_method(kind: type, name: str) -> bool:
    """Tell whether an attribute of this name would stand before a method or property."""
    for base in kind.__mro__:
        if name in base.__dict__:
            return type(base.__dict__[name]) in (FunctionType, staticmethod, classmethod, property)
    return False


def fill_instance(target: object, items: list[object]) -> None:
    """Give an instance the attributes that came, but none in the place of a method."""
    names = [name for name in items[::2] if type(name) is str and not name.startswith("__")]
    if len(names) * 2 != len(items):
        raise WireError("an instance's attributes have names")
    own = getattr(target, "__dict__", None)
    if own is not None:
        own.clear()
    for name, value in zip(names, items[1::2], strict=True):
        if covers_method(type(target), name):
            continue
        if own is None or type(getattr(type(target), name, None)) is MemberDescriptorType:
            object.__setattr__(target, name, value)
        else:
            own[name] = value


def attributes(value: object) -> list[object]:
    """Names and values of an instance's own attributes, slots included."""
    content: list[object] = _flat(dict(getattr(value, "__dict__", {})))
    for kind in type(value).__mro__:
        slots = kind.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            if name not in ("__dict__", "__weakref__") and hasattr(value, name):
                content += [name, getattr(value, name)]
    return content


register(list, Codec("list", lambda v: v, lambda v: v, mutable=True, empty=list, fill=_list_fill))
register(dict, Codec("dict", _flat, lambda v: v, mutable=True, empty=dict, fill=_dict_fill))
register(set, Codec("set", list, lambda v: v, mutable=True, empty=set, fill=_set_fill))
INSTANCE = Codec(
    "instance",
    attributes,
    lambda v: v,
    mutable=True,
    empty=object,
    fill=fill_instance,
    of_class=True,
)
BY_NAME["instance"] = INSTANCE


def codec_of(kind: type) -> Codec | None:
    """Codec of an exact type; numpy's and pandas's are loaded when their first value comes."""
    codec = CODECS.get(kind)
    if codec is None:
        load(kind.__module__)
        codec = CODECS.get(kind)
    return codec


def data_base(kind: type) -> type | None:
    """Return the library's type of data that a class derives from; Python's own are not meant."""
    for base in kind.__mro__[1:-1]:
        codec = codec_of(base)
        if codec is not None and codec.strip is not None:
            return base
    return None


def load_later(loader: Callable[[str], None]) -> None:
    """Let `loader` register codecs for a module's types when one of them is first met."""
    _LOADERS.append(loader)


def load(module: str) -> None:
    """Register codecs for the types of a module, if there are any."""
    for loader in _LOADERS:
        loader(module)


def fingerprint(content: bytes | memoryview) -> bytes:
    """Content itself when short, else a hash of it."""
    if len(content) <= _KEEP_BYTES and isinstance(content, bytes):
        return content
    return blake2b(content, digest_size=16).digest()

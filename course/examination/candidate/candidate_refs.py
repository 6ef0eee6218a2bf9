"""The candidate's side of references: what it hands out, and what it sees of the examiner.

An object that does not cross by value crosses as a reference: a kind, a handle, the handle that
describes it, and a payload. Kinds that the candidate writes (handle, description, payload; `-`
where there is none, the same handle twice where an object describes itself):

    object h class -         instance of a class
    class h h - · function h h -
    error h class (args, text, frames, state, cause) · member - class name
    record - class items · sub h class value · own_sub - class (value, attributes)
    locked - - name          the examiner's own: what a locked cell or a helper file made
    module - - name · yours h - -

and reads from the examiner: `yours`, `locked`, `module`, `library` (payload `module:qualname`),
`error`, and guests: `function`, `class`, `object`, which can only be called, iterated, operated
on by the special methods their author wrote, and read on names their author marked.
"""

import builtins
import collections
import enum
import types
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from course.examination.candidate.object_queries import TURNS
from course.examination.shared import data_classes
from course.examination.shared.class_facts import (
    args_of,
    describe_class,
    describe_function,
    flavour_of,
    frames_of,
    plain,
    state_of,
    text_of,
)
from course.examination.shared.handles import Exports, Locked
from course.examination.shared.library_names import library_name
from course.examination.wire.codecs import (
    BY_NAME,
    Codec,
    WireError,
    attributes,
    codec_of,
    data_base,
    fill_instance,
)

if TYPE_CHECKING:
    from course.examination.wire.decoding import Reader
    from course.examination.wire.encoding import Writer
    from course.examination.wire.rpc import Peer

globals()["__builtins__"] = dict(vars(builtins))  # as they are before any learner code

_FUNCTIONS = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    types.MethodWrapperType,
    types.WrapperDescriptorType,
    types.MethodDescriptorType,
    types.ClassMethodDescriptorType,
)
_INSTANCE = BY_NAME["instance"]


class CandidatePort:
    """Writes the learner's objects as references, and makes guests of the examiner's objects.

    A guest stands for an object of a test's: a function to call, an instance to use.
    """

    def __init__(self, locked: Locked) -> None:
        self.exports, self.locked = Exports(), locked
        self.withheld = frozenset({"np.masked"})  # until a test speaks of masks
        self.asked_for: frozenset[str] = frozenset()  # classes of which the exercises speak
        self.peer: Peer | None = None
        self.facts: dict[int, Any] = {}
        self.guests: dict[int, Any] = {}
        self.guest_ids: dict[int, int] = {}
        self.own_types: dict[Any, Any] = {}  # records and enums built from what came

    def told(self, what: str, value: Any) -> None:
        """Take what the examiner tells of the course."""
        if what == "helpers":
            self.locked.helpers = frozenset(value)
        elif what == "asked_for":
            self.asked_for = frozenset(value)
        else:
            self.withheld = frozenset()

    # -- writing --

    def codec(self, kind: type) -> Codec | None:
        """Give the codec of an author's class or a container's subclass: their content crosses."""
        authors = self.locked.name(kind) is not None
        if authors and self.locked.is_plain(kind):
            return _INSTANCE
        flavour = flavour_of(kind)
        if flavour in data_classes.MUTABLE:
            return (data_classes.authors_codec if authors else data_classes.codec)(flavour)
        return None

    def export_class(self, writer: "Writer", value: object) -> None:
        """Write the author's class's name, or class and handle of a container's subclass."""
        name = self.locked.name(type(value))
        writer.value(name if name is not None else (type(value), self.exports.handle(value)))

    def make(self, codec: Codec, about: Any) -> Any:
        """Make an instance of this side's own class of the author's."""
        kind: Any = self.locked.get(about)
        if not isinstance(kind, type):
            raise WireError("no such class of the author's")
        base: Any = object if codec is _INSTANCE else codec.empty
        return base.__new__(kind)

    def export(self, writer: "Writer", value: Any) -> None:
        """Write a reference to what is no plain data."""
        kind = type(value)
        if (strip := self._strip(kind)) is not None:
            plain_value = strip(value)
            writer.alive.append(plain_value)
            writer.value(plain_value)
            return
        guest = self.guest_ids.get(id(value))
        if guest is not None and self.guests.get(guest) is value:
            writer.reference("yours", guest)
            return
        locked = self.locked.name(value)
        if locked is not None:
            handle = self.exports.handle(value)
            writer.reference("locked", handle, handle, locked)
            return
        if kind is types.ModuleType:
            writer.reference("module", self.exports.handle(value), 0, value.__name__)
            return
        handle = self.exports.handle(value)
        if isinstance(value, type):
            writer.reference("class", handle, handle)
            return
        if kind in _FUNCTIONS or library_name(value) is not None:
            writer.reference("function", handle, handle)
            return
        about = self.exports.handle(kind)
        flavour = flavour_of(kind)
        if flavour == "error":
            self._export_error(writer, value, handle, about)
        elif flavour == "enum" and type(getattr(value, "_name_", None)) is str:
            writer.reference("member", 0, about, value._name_)
        elif flavour == "record":
            writer.reference("record", 0, about, tuple(tuple.__iter__(value)))
        elif flavour in data_classes.VALUES and self.locked.name(kind) is not None:
            self.exports.drop(handle)
            data = data_classes.base_value(flavour, value)
            writer.reference("own_sub", 0, about, (data, tuple(attributes(value))))
        elif flavour in data_classes.VALUES:
            writer.reference("sub", handle, about, data_classes.base_value(flavour, value))
        else:
            writer.reference("object", handle, about)

    def _export_error(self, writer: "Writer", value: Any, handle: int, about: int) -> None:
        """Write an exception; one of a library's or of the author's is made anew over there."""
        kind = type(value)
        error = getattr(value, "_examiner_s", None)
        if type(error) is int and error in self.facts:
            writer.reference("yours", error)
            return
        if library_name(kind) is not None:
            self.exports.drop(handle)
            handle = 0
        state: tuple[Any, ...] = state_of(value) if handle == 0 else ()
        if self.locked.name(kind) is not None:  # made anew there without its __init__
            self.exports.drop(handle)
            handle, state = 0, tuple(n for n in vars(value).items() if n[0][:2] != "__")
        cause = value.__cause__ if isinstance(value.__cause__, Exception) else None
        payload = (args_of(value), text_of(value), frames_of(value), state, cause)
        writer.reference("error", handle, about, payload)

    def _strip(self, kind: type) -> Callable[[Any], Any] | None:
        """Give what makes plain data of an instance, where it is to cross as that.

        So do instances of classes that a learner has derived from an array or a table, and from
        a date or number of the library's where the exercise does not ask for such a class.
        """
        own = codec_of(kind)
        if own is not None:
            return own.strip
        base = data_base(kind)
        if base is None or library_name(kind) is not None or issubclass(kind, enum.Enum):
            return None
        codec: Any = codec_of(base)
        return None if kind.__name__ in self.asked_for and not codec.mutable else codec.strip

    def describe(self, handle: int) -> object:
        """Say once what the examiner needs to know of a class or function."""
        value = self.exports.get(handle)
        if isinstance(value, type):
            return (
                *describe_class(value),
                self.locked.name(value),
                data_classes.describe_signature(value, plain),
            )
        return describe_function(value)

    # -- reading --

    def take(self, reader: "Reader", kind: str, handle: int, about: int, payload: Any) -> object:
        """Make of a reference of the examiner's what learner code may use of it."""
        if kind == "yours":
            return self.exports.get(handle)
        if kind == "locked":
            return self.locked.get(payload)
        if kind == "module":
            return import_module(payload)
        if kind == "library":
            return _own(payload)
        if kind in _PAYLOADS:
            return _PAYLOADS[kind](self, handle, payload)
        if about and about not in self.facts:
            self.facts[about] = reader.fact(about)
        if handle in self.guests:
            return self.guests[handle]
        guest = self._guest(kind, handle, about, payload)
        self.guests[handle] = guest
        self.guest_ids[id(guest)] = handle
        return guest

    def _ask(self, operation: str, *arguments: Any) -> Any:
        if self.peer is None or not self.peer.open:
            raise RuntimeError("the examiner's objects work only while a test calls")
        return self.peer.ask(operation, *arguments)

    def _guest(self, kind: str, handle: int, about: int, payload: Any) -> Any:
        if kind == "awaitable":
            return self._awaitable(handle)
        if kind == "function":
            return self._guest_function(handle, self.facts[about])
        if kind == "class":
            return self._guest_class(handle, *self.facts[about])
        if kind == "error":
            family = self.facts[about]
            error = self._error(family, *payload)
            error._examiner_s = handle
            self.facts.setdefault(handle, None)
            return error
        guest_class = self.guests.get(about)
        if guest_class is None:
            guest_class = self._guest_class(about, *self.facts[about])
            self.guests[about] = guest_class
            self.guest_ids[id(guest_class)] = about
        guest = object.__new__(guest_class)
        object.__setattr__(guest, "_handle", handle)
        return guest

    async def _awaitable(self, handle: int) -> Any:
        """Await a coroutine of the test's."""
        if TURNS.runs():
            return await TURNS.want(self.guests[handle], (), ())
        return self._ask("await", handle, None, ())

    def _error(self, family: Any, args: tuple[Any, ...], _text: str, state: Any = ()) -> Any:
        kind = family if isinstance(family, type) else self._error_class(family)
        error: Any
        if self.locked.name(kind) is None:
            try:
                error = kind(*args)
            except Exception:
                error = BaseException.__new__(kind)
                error.args = args
        else:
            error = BaseException.__new__(kind)
            error.args = args
        vars(error).update(state)
        return error

    def _error_class(self, fact: Any) -> type:
        library, name, base, locked = fact
        own = self.locked.get(locked) if locked else _own(library) if library else None
        if isinstance(own, type):
            return own
        return type(name, (_own(base),), {"__module__": "__main__"})

    def _guest_function(self, handle: int, facts: Any) -> Any:
        """Make a function that asks the examiner, from what Lender.describe says of its own."""
        name, doc, module, sort, signature = facts
        ask = self._ask
        if sort == "coroutine":

            async def awaited(*args: Any, **kwargs: Any) -> Any:
                pairs = tuple(kwargs.items())
                if TURNS.runs():
                    return await TURNS.want(self.guests[handle], args, pairs)
                return ask("await", handle, args, pairs)

            guest: Any = awaited

        else:

            def called(*args: Any, **kwargs: Any) -> Any:
                return ask("call", handle, args, tuple(kwargs.items()))

            guest = called

        guest.__name__ = guest.__qualname__ = name
        guest.__doc__, guest.__module__ = doc, module
        if signature is not None:
            guest.__signature__ = data_classes.signature(signature)
            guest.__annotations__ = {
                parameter: annotation
                for parameter, _, _, annotation in signature
                if annotation is not data_classes.ABSENT and type(annotation) is not tuple
            }
        return guest

    def _guest_class(
        self,
        handle: int,
        name: str,
        specials: tuple[str, ...],
        names: tuple[str, ...] | None,
        face: str | None,
    ) -> type:
        """Make a class whose instances ask the examiner; the parameters are Lender.describe's.

        `specials` are the special methods that its instances have; "new" stands for a class that
        may be called. `names` are those that may be read, None for any. `face` is the class that
        `__class__` gives.
        """
        ask = self._ask
        space: dict[str, Any] = {"__slots__": ("_handle", "__weakref__"), "__module__": "__main__"}

        def forward(special: str) -> Callable[..., Any]:
            def method(self: Any, *args: Any) -> Any:
                return ask("special", self._handle, special, args)

            method.__name__ = special
            return method

        for special in specials:
            space[special] = forward(special)

        def __getattr__(self: Any, wanted: str) -> Any:  # noqa: N807
            if (names is not None and wanted not in names) or wanted.startswith("_"):
                raise AttributeError(f"{name!r} object has no attribute {wanted!r}")
            return ask("get", self._handle, wanted)

        def __setattr__(self: Any, wanted: str, value: Any) -> None:  # noqa: N807
            ask("set", self._handle, wanted, value)

        def __call__(self: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N807
            return ask("call", self._handle, args, tuple(kwargs.items()))

        space["__getattr__"], space["__setattr__"] = __getattr__, __setattr__
        if "__call__" in specials:
            space["__call__"] = __call__
        if face is not None:
            real = self.locked.get(face) or _own(face)
            space["__class__"] = property(lambda _self: real)
        guest_class = type(name, (), space)
        if "new" in specials:  # a class that may be called

            class Maker(type):
                def __call__(cls, *args: Any, **kwargs: Any) -> Any:
                    return ask("call", handle, args, tuple(kwargs.items()))

            del space["__slots__"]
            guest_class = Maker(name, (), {**space, "__slots__": ("_handle", "__weakref__")})
        return guest_class


def _your_member(port: CandidatePort, handle: int, payload: Any) -> Any:
    return port.exports.get(handle)[payload]


def _your_record(port: CandidatePort, handle: int, payload: Any) -> Any:
    kind = port.exports.get(handle)
    return tuple.__new__(kind, payload)


def _new_record(port: CandidatePort, _handle: int, payload: Any) -> Any:
    locked, name, fields, items = payload
    kind = port.locked.get(locked) if locked else None
    if kind is None:
        kind = port.own_types.get(("record", name, fields))
    if kind is None:
        kind = port.own_types[("record", name, fields)] = collections.namedtuple(name, fields)
    return tuple.__new__(kind, items)


def _new_member(port: CandidatePort, _handle: int, payload: Any) -> Any:
    known, name, base, members, member = payload
    kind = port.locked.get(known) or (_own(known) if known and ":" in known else None)
    if kind is None:
        kind = port.own_types.get(("enum", name, members))
    if kind is None:
        kind = port.own_types[("enum", name, members)] = getattr(enum, base)(name, list(members))
    return kind[member]


def _new_sub(port: CandidatePort, _handle: int, payload: Any) -> Any:
    name, value, own = payload
    kind = port.locked.get(name)
    base: Any = bytearray if issubclass(kind, bytearray) else type(value)
    instance = base.__new__(kind, value)
    if base is bytearray:
        bytearray.__setitem__(instance, slice(None), value)
    fill_instance(instance, list(own))
    return instance


def _state(_port: CandidatePort, _handle: int, payload: Any) -> Any:
    library, attributes = payload
    try:
        instance = object.__new__(_own(library))
        vars(instance).update(attributes)
    except Exception:  # a class that is not made that way: what it has can be read
        return types.SimpleNamespace(**{str(k): v for k, v in attributes.items()})
    return instance


_PAYLOADS: dict[str, Callable[[CandidatePort, int, Any], Any]] = {
    "method": lambda _port, _handle, payload: getattr(*payload),
    "your_member": _your_member,
    "your_record": _your_record,
    "new_record": _new_record,
    "new_sub": _new_sub,
    "new_member": _new_member,
    "library_state": _state,
}


def _own(name: str) -> Any:
    """Look up what the examiner calls `module:qualname` among this process's own modules."""
    module, _, qualname = name.partition(":")
    if (hidden := getattr(types, qualname, None)) is not None and module == "types":
        return hidden
    thing: Any = import_module(module)
    for part in qualname.split("."):
        thing = getattr(thing, part)
    return thing

"""The examiner's side of references, writing: it hands out its own objects as guests.

A guest is what the candidate has of an object of a test's. With it the candidate may do this:

- call it, and use the special methods that its author's class defines;
- read the names that the author marked (`__crosses__ = ("name", ...)`);
- where nothing is marked, also call the public methods that the class defines, and read a
  dataclass's public fields and the attributes that the course's own solutions mention as well;
- use anything public of a Mock, but for what its test asks of it afterwards.

Nothing else, and nothing that begins with an underscore. The kinds of references are listed in
candidate_refs.py.
"""

import dataclasses
import enum
import inspect
import io
import types
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakValueDictionary

from course.examination.examiner.mirror_classes import handle_of_error
from course.examination.examiner.mirrors import (
    EXAMINER,
    INFO,
    RemoteMethod,
    ask,
    handle_of,
    is_mirror,
)
from course.examination.shared import data_classes
from course.examination.shared.class_facts import flavour_of
from course.examination.shared.handles import Exports, Locked
from course.examination.shared.library_names import LIBRARIES, library_name
from course.examination.wire.codecs import WireError, attributes

if TYPE_CHECKING:
    from course.examination.wire.encoding import Writer

_FILE = (  # names of a file that may be read
    "read",
    "readline",
    "readlines",
    "write",
    "writelines",
    "close",
    "seek",
    "tell",
    "flush",
    "truncate",
    "getvalue",
    "closed",
    "readable",
    "writable",
    "seekable",
)

_STREAM = ("send", "throw", "close")  # of a generator
# Modules of queues and locks, which threads and coroutines of both sides share.
_WAITING = frozenset({"queue", "_queue", "threading", "_thread", "asyncio.queues", "asyncio.locks"})

_UNHEARD = {"__init__", "__dir__", "__get__", "__set__", "__delete__"}  # specials no guest has

_MOCK_OWN = frozenset(  # what a test sets on a Mock and asks of it: not the candidate's affair
    [
        "side_effect",
        "return_value",
        "mock_calls",
        "call_args",
        "call_args_list",
        "call_count",
        "called",
        "method_calls",
        "attach_mock",
        "configure_mock",
        "mock_add_spec",
        "reset_mock",
    ]
)


def plain(value: Any) -> Any:
    """Return what a description may hold of a value: less than the candidate tells of its own.

    The text of an object of a test's could hold what the test expects, so its class must do.
    """
    if value is None or type(value) in (bool, int, float, complex, str, bytes):
        return value
    if type(value) is tuple and all(v is None or plain(v) is not None for v in value):
        return value
    return None if isinstance(value, (list, dict, set)) else f"<{type(value).__name__}>"


def _base_of_library_s(value: Any) -> Any:
    """Return the data under an instance of a library's subclass of list, str and so on."""
    if library_name(type(value)) is None or isinstance(value, enum.Enum):
        return None
    bases: tuple[Any, ...] = (list, dict, set, str, int, float, tuple, bytes)
    for base in bases:
        if isinstance(value, base):
            return base(value)
    return None


class Lender:
    """Writes references to guests, and the candidate's own objects on their way home."""

    def __init__(self, locked: Locked) -> None:
        self.guests, self.locked = Exports(), locked
        # Coroutines here that await one of the candidate's, by its handle.
        self.coroutines: WeakValueDictionary[int, Any] = WeakValueDictionary()
        self.withheld = frozenset({"np.masked"})  # until a test speaks of masks

    def export(self, writer: "Writer", value: Any) -> None:
        """Write a reference to a guest, or the candidate's own object."""
        if type(value) is RemoteMethod:
            owner = object.__getattribute__(value, "__self__")
            name = object.__getattribute__(value, "_name")
            writer.reference("method", 0, 0, (owner, name))
            return
        if isinstance(value, enum.Enum) and type(value) in INFO:
            writer.reference("your_member", INFO[type(value)].handle, 0, value.name)
            return
        if (
            type(value) in INFO
            and isinstance(value, tuple)
            and INFO[type(value)].flavour == "record"
        ):
            writer.reference("your_record", INFO[type(value)].handle, 0, tuple(value))
            return
        if type(value) is types.CoroutineType:
            known = next((h for h, c in self.coroutines.items() if c is value), None)
            own = self.guests.handle(value) if known is None else known
            writer.reference("awaitable" if known is None else "yours", own)
            return
        handle = RemoteModule.handle(value) if type(value) is RemoteModule else handle_of(value)
        if handle is None and isinstance(value, BaseException):
            handle = handle_of_error(value)
        if handle is not None:
            writer.reference("yours", handle)
            return
        self._export_own(writer, value)

    def _export_own(self, writer: "Writer", value: Any) -> None:
        locked = self.locked.name(value)
        kind = type(value)
        if (name := self.locked.name(kind)) and flavour_of(kind) in data_classes.VALUES:
            data = data_classes.base_value(flavour_of(kind), value)
            writer.reference("new_sub", 0, 0, (name, data, tuple(attributes(value))))
        elif locked is not None:
            writer.reference("locked", 0, 0, locked)
        elif isinstance(value, types.ModuleType):
            writer.reference("module", 0, 0, value.__name__)
        elif (library := library_name(value)) is not None:
            writer.reference("library", 0, 0, library)
        elif isinstance(value, enum.Enum):
            self._enum_member(writer, value)
        elif isinstance(value, tuple) and hasattr(kind, "_fields"):
            name = self.locked.name(kind)
            payload = (name, kind.__name__, tuple(kind._fields), tuple(value))
            writer.reference("new_record", 0, 0, payload)
        elif isinstance(value, BaseException):
            self._export_error(writer, value)
        elif isinstance(value, type):
            handle = self.guests.handle(value)
            writer.reference("class", handle, handle)
        elif isinstance(value, (types.FunctionType, types.MethodType, types.BuiltinFunctionType)):
            handle = self.guests.handle(value)
            writer.reference("function", handle, handle)
        elif (plain_value := _base_of_library_s(value)) is not None:
            writer.value(plain_value)
            writer.alive.append(plain_value)
        elif self._has_state(value):
            writer.reference("library_state", 0, 0, (library_name(kind), dict(vars(value))))
        else:
            writer.reference("object", self.guests.handle(value), self.guests.handle(kind))

    def _export_error(self, writer: "Writer", value: BaseException) -> None:
        kind = type(value)
        about = self.guests.handle(kind)
        state: tuple[Any, ...] = ()
        if self.locked.name(kind) is not None:
            state = tuple(pair for pair in vars(value).items() if not pair[0].startswith("_"))
        payload = (value.args, str(value), state)
        writer.reference("error", self.guests.handle(value), about, payload)

    def _enum_member(self, writer: "Writer", value: enum.Enum) -> None:
        kind = type(value)
        base = next(k.__name__ for k in data_classes.ENUMS if isinstance(value, k))
        members = tuple((m.name, plain(m.value)) for m in kind)
        name = self.locked.name(kind) or library_name(kind)
        writer.reference("new_member", 0, 0, (name, kind.__name__, base, members, value.name))

    @staticmethod
    def _has_state(value: Any) -> bool:
        kind = type(value)
        top = kind.__module__.partition(".")[0]
        return (
            top in LIBRARIES
            and top not in ("matplotlib", "unittest", "course")
            and hasattr(value, "__dict__")
            and library_name(kind) is not None
        )

    def describe(self, handle: int) -> object:
        """Say what learner code may know of a guest: name, doc and signature; specials; names."""
        value = self.guests.get(handle)
        if not isinstance(value, type):
            doc, module = getattr(value, "__doc__", None), getattr(value, "__module__", None)
            sort = "coroutine" if inspect.iscoroutinefunction(value) else "function"
            name = str(getattr(value, "__name__", "function"))
            texts = [text if type(text) is str else None for text in (doc, module)]
            return (name, *texts, sort, data_classes.describe_signature(value, plain))
        if issubclass(value, BaseException):
            base = next(k for k in value.__mro__ if library_name(k) is not None)
            name = value.__name__
            return (library_name(value), name, library_name(base), self.locked.name(value))
        specials, names, face = guest_class(value)
        return (value.__name__, specials, names, face)

    def guest(self, handle: Any) -> Any:
        """Return the examiner's object that the candidate speaks of."""
        if type(handle) is not int:
            raise WireError("a guest has a handle")
        return self.guests.get(handle)


class GuestClass(NamedTuple):
    """What instances of a class have as guests."""

    specials: tuple[str, ...]  # special methods; "new" where the class itself may be called
    names: tuple[str, ...] | None  # names that may be read; None: any but a Mock's own
    face: str | None  # `module:qualname` of what `__class__` gives, where it is not the guest's


def guest_class(kind: type) -> GuestClass:
    """Say which special methods and names a class's instances have as guests."""
    own = [k for k in kind.__mro__ if k is not object]
    specials = [
        name
        for name in data_classes.SPECIALS
        if name not in _UNHEARD and any(k.__dict__.get(name) is not None for k in own)
    ]
    if kind.__module__ != "builtins":
        specials.append("new")
    face = "types:GeneratorType" if kind is types.GeneratorType else None
    if issubclass(kind, io.IOBase):
        return GuestClass(tuple(specials), _FILE, None)
    if kind.__module__ == "unittest.mock" or "unittest.mock" in {k.__module__ for k in own}:
        return GuestClass(tuple(s for s in specials if s != "new"), None, None)
    if kind.__module__ == "builtins":
        return GuestClass(tuple(specials), _STREAM, face)
    if kind.__module__ in _WAITING:
        public = tuple(sorted(name for name in dir(kind) if not name.startswith("_")))
        return GuestClass(tuple(specials), public, None)
    marked = {n for k in own for n in k.__dict__.get("__crosses__", ())}
    authors = EXAMINER[0].port.locked
    for base in own[1:]:
        if face is None and authors.name(base) is not None:
            face = authors.name(base)  # a fake derived from the author's class is one of it
    methods = {
        n
        for k in own
        if _is_a_course_s(k)
        for n, v in k.__dict__.items()
        if isinstance(v, (types.FunctionType, staticmethod, classmethod)) and not n.startswith("_")
    }
    fields = {f.name for f in dataclasses.fields(kind)} if dataclasses.is_dataclass(kind) else set()
    spoken_of = _attributes(own) & getattr(EXAMINER[0].author, "attributes", frozenset())
    unmarked = not any("__crosses__" in k.__dict__ for k in own)
    names = marked | (methods | fields | spoken_of if unmarked else set())
    public = tuple(sorted(n for n in names if not n.startswith("_")))
    return GuestClass(tuple(specials), public, face)


def _is_a_course_s(kind: type) -> bool:
    return library_name(kind) is None or EXAMINER[0].port.locked.name(kind) is not None


def _attributes(kinds: list[type]) -> set[str]:
    """Names of attributes that the methods of a test's own classes speak of."""
    return {
        name
        for kind in kinds
        if _is_a_course_s(kind)
        for method in kind.__dict__.values()
        if isinstance(method, types.FunctionType)
        for name in method.__code__.co_names
    }


def readable(guest: Any, name: Any) -> bool:
    """Tell whether learner code may read a name of a guest."""
    if type(name) is not str or name.startswith("_"):
        return False
    names = guest_class(type(guest)).names
    if names is None:
        return not name.startswith("assert") and name not in _MOCK_OWN
    return name in names


def settable(guest: Any, name: Any) -> bool:
    """Tell whether learner code may set a name of a guest: no method, nothing that is called.

    What the course's own solutions set may be set, but for methods of the class; and on a Mock,
    which makes up whatever is asked for, nothing else.
    """
    if not readable(guest, name):
        return False
    static = inspect.getattr_static(guest, name, None)
    if isinstance(static, property):
        return static.fset is not None
    if isinstance(static, (types.FunctionType, staticmethod, classmethod)):
        return False
    author = EXAMINER[0].author
    if name in author.assigned:
        return True
    is_mock = guest_class(type(guest)).names is None
    return not callable(static) and not (is_mock and author.known)


class RemoteModule(types.ModuleType):
    """A module of the candidate's that the examiner does not import."""

    def __init__(self, name: str, handle: int) -> None:
        super().__init__(name)
        types.ModuleType.__setattr__(self, "_handle_", handle)

    @staticmethod
    def handle(module: Any) -> int:
        """Return its handle."""
        handle: int = types.ModuleType.__getattribute__(module, "__dict__")["_handle_"]
        return handle

    def __getattr__(self, name: str) -> Any:
        """Ask the candidate."""
        if name.startswith("__"):
            raise AttributeError(name)
        return ask("get", self, name)


def is_candidate_s(value: object) -> bool:
    """Tell whether a value is a mirror of the candidate's, or a member of a mirror class."""
    return is_mirror(value) or type(value) in INFO or type(value) in (RemoteMethod, RemoteModule)

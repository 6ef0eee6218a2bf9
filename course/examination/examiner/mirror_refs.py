"""The examiner's side of references, reading: it makes mirrors of the candidate's objects.

The kinds of references are listed in candidate_refs.py; examiner_refs.py writes them the other
way. Whatever the candidate claims of its objects is either checked here or harmless: a library's
class or function is looked up only if library_names.py has it on its list, and a mirror class is
no more than a likeness.
"""

import enum
import types
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from course.examination.examiner.examiner_refs import Lender, RemoteModule
from course.examination.examiner.mirror_classes import make_class
from course.examination.examiner.mirrors import (
    EXAMINER,
    GROWN,
    INFO,
    MADE,
    Info,
    MirrorMeta,
    RemoteFunction,
    ask,
    handle_of,
    info_of,
    mark,
    origin,
)
from course.examination.shared import data_classes
from course.examination.shared.class_facts import ClassFacts, FunctionFacts, flavour_of
from course.examination.shared.handles import Locked
from course.examination.shared.library_names import import_allowed, resolve
from course.examination.wire.codecs import (
    BY_NAME,
    Codec,
    WireError,
    codec_of,
    data_base,
    fill_instance,
)

if TYPE_CHECKING:
    from course.examination.wire.decoding import Reader
    from course.examination.wire.encoding import Writer

MAX_CLASSES = 5_000
_INSTANCE = BY_NAME["instance"]
HIDDEN_TYPES = {  # classes of Python's that no module has by their name
    kind.__name__: kind
    for kind in (
        types.GeneratorType,
        types.CoroutineType,
        types.AsyncGeneratorType,
        type(iter([])),
        type(iter(())),
        type(iter({})),
        type(iter(range(0))),
        type(iter("")),
        type(iter(set())),
    )
}


class ExaminerPort(Lender):
    """Makes mirrors of what the candidate sends, and hands out guests."""

    def __init__(self, locked: Locked) -> None:
        super().__init__(locked)
        self.facts: dict[int, Any] = {}  # handle -> its description, as it came
        # The class for each description; under its negative, the mirror of a library's instances.
        self.classes: dict[int, type] = {}
        self.mirrors: WeakValueDictionary[int, Any] = WeakValueDictionary()
        self.alive: dict[int, int] = {}  # handle -> how many mirrors have it
        self.gone: set[int] = set()  # handles without a mirror, of which the candidate is to hear

    # -- reading --

    def codec(self, kind: type) -> Codec | None:
        """Locked classes and mirrors of containers are shared by content."""
        info = INFO.get(kind)
        if info is not None:
            return (
                data_classes.codec(info.flavour) if info.flavour in data_classes.MUTABLE else None
            )
        if self.locked.name(kind) is None:
            return None
        if self.locked.is_plain(kind):
            return _INSTANCE
        flavour = flavour_of(kind)
        return data_classes.authors_codec(flavour) if flavour in data_classes.MUTABLE else None

    def export_class(self, writer: "Writer", value: Any) -> None:
        """Write a locked class's name, or class and handle of a container's subclass."""
        name = self.locked.name(type(value))
        writer.value(name if name is not None else (type(value), handle_of(value)))

    def make(self, codec: Codec, about: Any) -> Any:
        """Make an empty instance of a locked class or of a container's mirror."""
        if type(about) is str:
            own: Any = self.locked.get(about)
            if not isinstance(own, type) or self.codec(own) is not codec:
                raise WireError("no such class of the author's")
            maker: Any = object if codec is _INSTANCE else codec.empty
            return maker.__new__(own)
        if type(about) is not tuple or len(about) != 2 or not isinstance(about[0], type):
            raise WireError("a container's subclass has a class")
        kind, handle = about
        base: Any = data_classes.BASES[codec.name.removeprefix("sub.")]
        if not issubclass(kind, base):
            raise WireError("a class keeps its base")
        container = base.__new__(kind)
        if kind in INFO:
            self._born(container, handle)
        return container

    def _born(self, mirror: Any, handle: Any) -> None:
        if type(handle) is not int:
            raise WireError("a handle is a number")
        object.__getattribute__(mirror, "__dict__")["_handle"] = handle
        self.alive[handle] = self.alive.get(handle, 0) + 1
        self.gone.discard(handle)

    def dropped(self, handle: int) -> None:
        """Hear that a mirror is gone; the candidate is told with the next message."""
        left = self.alive.get(handle, 0) - 1
        if left > 0:
            self.alive[handle] = left
        else:
            self.alive.pop(handle, None)
            self.gone.add(handle)

    def take(self, reader: "Reader", kind: str, handle: int, about: int, payload: Any) -> object:
        """Make of a reference what tests may use of it."""
        if kind == "yours":
            return self.guests.get(handle)
        if kind == "locked":
            own = self.locked.get(payload)
            if own is not None:
                return own
            self._learn(reader, about)  # its cell has failed here
            is_class = len(self.facts[about]) == len(ClassFacts._fields)
            return self.class_of(handle) if is_class else self._function(handle)
        if kind == "module":
            module = import_allowed(payload) if type(payload) is str else None
            return module if module is not None else self._remote_module(handle, payload)
        if about:
            self._learn(reader, about)
        if kind == "class":
            return self.class_of(handle)
        if kind == "function":
            return self._function(handle)
        if kind in ("error", "member", "record", "sub", "own_sub", "object"):
            class_ = self.class_of(about)
            if kind == "object":
                return self._take_object(class_, handle, about)
            return getattr(self, f"_take_{kind}")(class_, handle, payload)
        raise WireError(f"no reference is a {kind!r}")

    def _learn(self, reader: "Reader", about: int) -> None:
        fact = reader.fact(about)
        if fact is not None:
            if type(fact) is not tuple:
                raise WireError("a description is a tuple")
            self.facts[about] = fact
        elif about not in self.facts:
            raise WireError("a reference without a description")

    def _remote_module(self, handle: int, name: Any) -> Any:
        """A module that only the candidate may import: its attributes are asked for."""
        module = self.mirrors.get(handle)
        if module is None:
            module = RemoteModule(str(name)[:200], handle)
            self.mirrors[handle] = module
            self.alive[handle] = 1
            self.gone.discard(handle)
        return module

    def class_of(self, about: int) -> type:
        """Return the examiner's own class, or the mirror, that a description speaks of."""
        class_ = self.classes.get(about)
        if class_ is None:
            if len(self.classes) > MAX_CLASSES:
                raise WireError("too many classes")
            class_ = self.classes[about] = self._make_class(about)
        return class_

    def _class_facts(self, about: int) -> ClassFacts:
        fact = self.facts.get(about)
        if type(fact) is not tuple or len(fact) != len(ClassFacts._fields):
            raise WireError("no description of a class")
        return ClassFacts(*fact)

    def _make_class(self, about: int) -> type:
        facts = self._class_facts(about)
        locked = self.locked.get(facts.locked)
        if isinstance(locked, type):
            return locked
        info = Info(about, facts)
        texts = (info.flavour, info.name, info.qualname, info.module)
        if any(type(t) is not str or len(t) > 1_000 for t in texts):
            raise WireError("a class has names")
        if any(type(s) is not str for s in info.specials) or type(info.bases) is not tuple:
            raise WireError("a class has special methods and bases")
        own = resolve(info.library) if type(info.library) is str else None
        if isinstance(own, type):
            return own
        info.library = None  # a claim that nothing here bears out
        if not all(isinstance(base, type) for base in info.bases):
            raise WireError("bases are classes")
        if info.flavour == "enum":
            return self._enum(info)
        if info.flavour == "record":
            return self._record(info)
        face = HIDDEN_TYPES.get(info.name) if info.module == "builtins" else None
        return make_class(info, self._safe_bases(info), face)

    @staticmethod
    def _safe_bases(info: Info) -> tuple[type, ...]:
        """Leave out bases by which a library would read a learner's object as its own data."""
        asked_for = EXAMINER[0].known(info)
        return tuple(
            k
            for k in info.bases
            if k in INFO
            or k in data_classes.BASES.values()
            or (
                k.__module__.partition(".")[0] != "course"
                and (not _is_data(k) or (asked_for and not _is_data(k).mutable))
            )
        )

    def _enum(self, info: Info) -> type:
        base, members = info.extra
        kinds: dict[str, Any] = {kind.__name__: kind for kind in data_classes.ENUMS}
        mirror: Any = kinds[base](
            info.name,
            [(n, v) for n, v in members if n.isidentifier()],
            module=info.module,
            qualname=info.qualname,
        )
        for name, sort in info.names.items():
            if sort in "fp" and not name.startswith("_") and name not in mirror.__members__:
                type.__setattr__(mirror, name, _EnumAttribute(name, sort))
        INFO[mirror] = info
        return mirror  # type: ignore[no-any-return]

    def _record(self, info: Info) -> type:
        import collections

        fields, defaults = info.extra
        by_field = dict(defaults)
        values = [by_field[f] for f in fields if f in by_field]
        mirror: Any = collections.namedtuple(info.name, fields, defaults=values, module=info.module)  # type: ignore[misc]
        INFO[mirror] = info
        return mirror

    def _take_error(self, kind: Any, handle: int, payload: Any) -> object:
        args, text, frames, state, cause = payload
        if not (isinstance(kind, type) and issubclass(kind, BaseException)):
            raise WireError("an exception has a class of exceptions")
        error: BaseException
        if kind in INFO:
            error = _bare(kind, args)
            vars(error)["_candidate_s"], vars(error)["_text"] = handle or None, text
        elif self.locked.name(kind) is not None:
            error = _bare(kind, args)
            fill_instance(error, [part for pair in state for part in pair])
        else:
            try:
                error = kind(*args)
            except Exception:
                error = _bare(kind, args)
            for name, value in state:
                with suppress(Exception):
                    setattr(error, name, value)
        with suppress(Exception):
            vars(error)["_learner_frames"] = frames
            if isinstance(cause, Exception):
                error.__cause__ = cause
        return error

    def _take_member(self, kind: Any, _handle: int, payload: Any) -> object:
        if not issubclass(kind, enum.Enum) or type(payload) is not str:
            raise WireError("a member has a name and a class")
        if payload in kind.__members__:
            return kind[payload]
        raise WireError("no such member")

    def _take_record(self, kind: Any, _handle: int, payload: Any) -> object:
        if not (isinstance(kind, type) and issubclass(kind, tuple) and type(payload) is tuple):
            raise WireError("a record is a tuple")
        if len(payload) != len(kind._fields):  # type: ignore[attr-defined]
            raise WireError("a record has as many items as fields")
        return tuple.__new__(kind, payload)

    def _take_sub(self, kind: Any, handle: int, payload: Any) -> object:
        base: Any = next((b for b in data_classes.BASES.values() if type(payload) is b), None)
        if base is bytes and issubclass(kind, bytearray):
            base = bytearray
        if base is None or not issubclass(kind, base):
            raise WireError("a value keeps its base")
        mirror = base.__new__(kind, payload)
        if base is bytearray:
            bytearray.__setitem__(mirror, slice(None), payload)
        if kind in INFO:
            self._born(mirror, handle)
        return mirror

    def _take_own_sub(self, kind: Any, handle: int, payload: Any) -> object:
        """Make an instance of the author's class, with its attributes."""
        data, own = payload
        instance = self._take_sub(kind, handle, data)
        if kind not in INFO:  # else its cell or file has failed here
            fill_instance(instance, list(own))
        return instance

    def _take_object(self, kind: Any, handle: int, about: int) -> object:
        mirror = self.coroutines.get(handle) or self.mirrors.get(handle)
        if isinstance(mirror, types.CoroutineType) and type(mirror) is types.CoroutineType:
            return mirror
        if mirror is not None:
            if origin(mirror) in (MADE, GROWN):
                mark(mirror, "")
            return mirror
        if kind not in INFO or type(kind) is not MirrorMeta:
            kind = self._library_mirror(about, kind)
        mirror = object.__new__(kind)
        self._born(mirror, handle)
        self.mirrors[handle] = mirror
        if info_of(mirror).face is types.CoroutineType:
            return self._coroutine(handle, mirror)
        return mirror

    def _coroutine(self, handle: int, mirror: Any) -> object:
        """Make a coroutine of this side's own that awaits one of the candidate's."""
        coroutine = EXAMINER[0].turns.wait(mirror)
        self.coroutines[handle] = coroutine
        return coroutine

    def _library_mirror(self, about: int, face: type) -> type:
        """A mirror class for instances of a library's class, or a hidden type of Python's."""
        if (-about) not in self.classes:
            info = Info(about, self._class_facts(about))
            if _is_data(face):  # the libraries' data crosses by value: this is something else
                info.library = None
                self.classes[-about] = make_class(info, (), None)
            else:
                self.classes[-about] = make_class(info, (), face)
        return self.classes[-about]

    def _function(self, handle: int) -> object:
        fact = self.facts.get(handle)
        if type(fact) is not tuple or len(fact) != len(FunctionFacts._fields):
            raise WireError("no description of a function")
        facts = FunctionFacts(*fact)
        if type(facts.sort) is not str:
            raise WireError("no description of a function")
        own = resolve(facts.library) if type(facts.library) is str else None
        if own is not None:
            return own
        mirror = self.mirrors.get(handle)
        if mirror is None:
            mirror = RemoteFunction(handle, facts)
            self.mirrors[handle] = mirror
            self.alive[handle] = 1
            self.gone.discard(handle)
        return mirror


def _is_data(kind: type) -> Any:
    """Give the codec by which instances of a library's class cross, None where it has none."""
    base = kind if codec_of(kind) is not None else data_base(kind)
    return codec_of(base) if base is not None and base not in data_classes.BASES.values() else None


class _EnumAttribute:
    """A method or property that the learner gave to an Enum."""

    def __init__(self, name: str, sort: str) -> None:
        self.name, self.sort = name, sort

    def __get__(self, member: Any, owner: Any) -> Any:
        if member is None:
            return ask("get", owner, self.name)
        if self.sort == "f":
            return lambda *args, **kwargs: ask(
                "method", member, self.name, args, tuple(kwargs.items())
            )
        return ask("get", member, self.name)


def _bare(kind: type[BaseException], args: tuple[Any, ...]) -> BaseException:
    """Make an exception without its `__init__`; a group needs its errors from the beginning."""
    error: BaseException
    if not issubclass(kind, BaseExceptionGroup):
        error = kind.__new__(kind)
    else:
        try:
            error = BaseExceptionGroup.__new__(kind, *args[:2])
        except (TypeError, ValueError):
            error = BaseExceptionGroup.__new__(kind, "", [Exception()])
    error.args = args
    return error

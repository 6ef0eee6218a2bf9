"""Mirrors: what a learner's objects look like in the examiner.

A mirror is an object here that stands for one in the candidate, and asks it for everything. A
mirror class has the learner's name, bases (as mirrors), method names and special methods, so
isinstance, issubclass, `type(x) is C`, dir and operators work. What a mirror does not take over
is judgement: a test compares a learner's object with its own data, and the learner's class must
not decide what comes of it.

- `==` is identity and `<` and its kin are a TypeError, but for two objects of classes that the
  author of the tests knows (`Examiner.known`). With plain data the exception is an object that
  the test itself has just made, of a class that the author's solution compares by a method of its
  own: there the learner's method is asked (`Examiner.compares`).
- Arithmetic with plain data asks the learner's method only where the author's class of that name
  has it (`Examiner.computes`); what of it may come back says `mirror_classes.computed`. `in` asks
  where the exercise is about such a container (`Examiner.holds`), and else compares here, item by
  item. The truth of an object of an unknown class is that of any object.
- `__class__`, `__reduce__`, `__array_function__` and the like are never asked for.
- An `__exit__` cannot swallow an AssertionError of the examiner's.
"""

import types
from typing import Any, Protocol

from course.examination.shared import data_classes
from course.examination.shared.class_facts import ClassFacts, FunctionFacts
from course.examination.shared.data_classes import REFUSED


class Asks(Protocol):
    """What mirrors need of the examiner."""

    author: Any  # cell_text.Author
    port: Any  # mirror_refs.ExaminerPort
    turns: Any  # coroutines.Turns
    mentioned: set[str]  # identifiers in the text of tests

    def ask(self, operation: str, *arguments: Any) -> Any:
        """Ask the candidate."""

    def compares(self, info: "Info", name: str) -> bool:
        """Tell whether the author's class of this name has that comparison."""

    def known(self, info: "Info") -> bool:
        """Tell whether the author of the tests knows this class."""

    def computes(self, info: "Info", name: str) -> bool:
        """Tell whether the author's class of this name has that operator."""

    def holds(self, thing: Any) -> bool:
        """Tell whether `in` may ask an object, because the exercise is about such a container."""

    def dropped(self, handle: int) -> None:
        """Hear that a mirror is gone."""

    def code(self, function: "RemoteFunction") -> types.CodeType | None:
        """Compile the text that the learner handed in for a function, without running it."""

    def subclass(self, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> type:
        """Have the candidate derive a class from a learner's."""


EXAMINER: list[Asks] = []  # one, when the examiner is up


def ask(operation: str, *arguments: Any) -> Any:
    """Ask the candidate."""
    return EXAMINER[0].ask(operation, *arguments)


_get, _type_get = object.__getattribute__, type.__getattribute__


class RemoteFunction:
    """A learner's function, method or other callable without a class of its own."""

    __slots__ = ("__weakref__", "_facts", "_handle", "_maker")

    def __init__(self, handle: int, facts: FunctionFacts) -> None:
        object.__setattr__(self, "_handle", handle)
        object.__setattr__(self, "_facts", facts)
        object.__setattr__(self, "_maker", None)  # the class of which the test has asked it

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it, in the candidate."""
        result = ask("call", self, args, tuple(kwargs.items()))
        if type(type(result)) is MirrorMeta:
            _get(result, "__dict__")["_given_by"] = _get(self, "_facts").name
            if type(result) is _get(self, "_maker"):
                mark(result, GROWN)
        return result

    def __getattribute__(self, name: str) -> Any:
        """Give names and docs from the description, code from the text handed in; else ask."""
        facts: FunctionFacts = _get(self, "_facts")
        if name == "__class__":
            return _FACES.get(facts.sort.split()[0], types.FunctionType)
        if name in _DESCRIBED:
            return getattr(facts, _DESCRIBED[name])
        if name in ("__code__", "co_code"):
            code = EXAMINER[0].code(self)
            if code is None:
                raise AttributeError(name)
            return code
        if name == "__signature__":
            return data_classes.signature(facts.signature)
        if name == "__wrapped__" and name not in EXAMINER[0].mentioned:
            raise AttributeError(name)  # inspect follows it; a test that says it wants it
        if name in REFUSED or name == "__globals__":
            raise AttributeError(name)
        return ask("get", self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        """Set an attribute of the learner's function."""
        ask("set", self, name, value)

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        """Bind like a function: a test's class may use a learner's function as method."""
        if instance is None or not _get(self, "_facts").sort.startswith("function"):
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
        return f"<function {_get(self, '_facts').qualname}>"

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


_DESCRIBED = {  # a function's attribute -> the field of FunctionFacts that holds it
    "__name__": "name",
    "__qualname__": "qualname",
    "__doc__": "doc",
    "__module__": "module",
}
_FACES = {  # the first word of a description's `sort` -> what `type` says of such a function
    "function": types.FunctionType,
    "method": types.MethodType,
    "builtin": types.BuiltinFunctionType,
}


class RemoteMethod:
    """A method of a mirror: one message when it is called."""

    __slots__ = ("__self__", "_name")

    def __init__(self, owner: Any, name: str) -> None:
        object.__setattr__(self, "__self__", owner)
        object.__setattr__(self, "_name", name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it, in the candidate."""
        owner, name = _get(self, "__self__"), _get(self, "_name")
        result = unmixed(owner, ask("method", owner, name, args, tuple(kwargs.items())))
        if type(type(result)) is MirrorMeta:
            _get(result, "__dict__")["_given_by"] = name
        return result

    def __getattribute__(self, name: str) -> Any:
        """Answer for anything but calling from the bound method itself, which is asked for then."""
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
        owner, other_owner = _get(self, "__self__"), _get(other, "__self__")
        one_owner = owner is other_owner or _handle(owner) == _handle(other_owner)
        return one_owner and _get(self, "_name") == _get(other, "_name")

    def __hash__(self) -> int:
        """Hash by owner and name."""
        return hash((_handle(_get(self, "__self__")), _get(self, "_name")))

    def __repr__(self) -> str:
        """As Python shows a bound method."""
        return f"<bound method {_get(self, '_name')}>"


def _handle(mirror: Any) -> Any:
    return _get(mirror, "__dict__").get("_handle")


# Methods by which an object compares itself with others; asked only of classes the author knows.
_JUDGING = frozenset({"equals", "identical", "allclose", "array_equal", "isclose"})
# Names in a class's dict that Python puts there itself.
_NATIVE = frozenset({"__doc__", "__module__", "__init__", "__slots__", "__weakref__"})


class Info:
    """What is known of a mirror class: the candidate's description of it, and its handle.

    `face` is the library's own class, or Python's hidden one, that instances show as `__class__`;
    `own` has the methods of a class that a test has derived.
    """

    def __init__(self, handle: int, facts: ClassFacts) -> None:
        self.handle = handle
        self.flavour = facts.flavour
        self.name = facts.name
        self.qualname = facts.qualname
        self.module = facts.module
        self.doc = facts.doc
        self.bases = facts.bases
        self.specials = facts.specials
        self.names: dict[str, str] = dict(facts.names)
        self.library = facts.library
        self.extra = facts.extra
        self.locked = facts.locked
        self.signature = facts.signature
        self.face: type | None = None
        self.own: dict[str, Any] = {}


INFO: dict[type, Info] = {}  # mirror class -> what is known of it


class MirrorMeta(type):
    """Type of all mirror classes."""

    def __new__(mcs, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> Any:
        """Derive a class in a test: it is made in the candidate, with its methods here."""
        return EXAMINER[0].subclass(name, bases, space)

    def __init__(cls, *_args: Any) -> None:
        """Do nothing: the class is ready."""

    def mro(cls) -> list[type]:
        """Put library classes behind the mirrors, so that isinstance holds for them too."""
        order = type.mro(cls)
        faces = cls.__dict__.get("_faces_", ())
        for face in (k for f in faces for k in f.__mro__ if k is not object):
            if face not in order:
                order.insert(-1, face)
        return order

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        """Make an instance, in the candidate."""
        instance = ask("call", cls, args, tuple(kwargs.items()))
        if type(instance) is cls:
            mark(instance, MADE)
        return instance

    def __getattribute__(cls, name: str) -> Any:
        """Look at the learner's class; what type itself needs is here."""
        info = INFO.get(cls)
        if info is None or name in ("__name__", "__qualname__", "__module__", "__doc__"):
            return _type_get(cls, name)
        if name == "__bases__":
            return tuple(k for k in info.bases if isinstance(k, type)) or (object,)
        if name == "__base__":
            return cls.__bases__[0]
        if name == "__mro__":
            return tuple(k for k in _type_get(cls, name) if k not in ROOTS)
        if name == "__dict__":
            return types.MappingProxyType(_ClassDict(cls, info))
        if name in (
            "__class__",
            "mro",
            "__subclasses__",
            "__weakrefoffset__",
            "__basicsize__",
            "__itemsize__",
            "__dictoffset__",
            "__text_signature__",
        ):
            return _type_get(cls, name)
        if name in REFUSED:
            raise AttributeError(name)
        if name in ("__copy__", "__deepcopy__"):
            return _type_get(cls, name)
        if name == "__signature__":
            return data_classes.signature(info.signature)
        if name == "__hash__" and "unhashable" in info.specials:
            return None
        if name == "__dataclass_fields__":
            return _dataclass_fields(cls)
        value = ask("get", cls, name)
        if type(value) is RemoteFunction and info.names.get(name) in ("c", "s"):
            object.__setattr__(value, "_maker", cls)
        return value

    def __setattr__(cls, name: str, value: Any) -> None:
        """Set an attribute of the learner's class."""
        INFO[cls].own.pop(name, None)
        ask("set", cls, name, value)

    def __delattr__(cls, name: str) -> None:
        """Delete an attribute of the learner's class."""
        ask("del", cls, name)

    def __dir__(cls) -> list[str]:
        """Names of the class, its bases included."""
        names = set(dir(object))
        for kind in _type_get(cls, "__mro__"):
            names.update(INFO[kind].names if kind in INFO else ())
        return sorted(names)

    def __repr__(cls) -> str:
        """As Python shows a class."""
        info = INFO.get(cls)
        return f"<class '{info.module}.{info.qualname}'>" if info else type.__repr__(cls)


class _ClassDict(dict[str, Any]):
    """A learner's class's own names; each value is asked for when it is looked at."""

    def __init__(self, owner: type, info: Info) -> None:
        super().__init__(dict.fromkeys(info.names))
        self.owner = owner

    def __getitem__(self, name: str) -> Any:
        if name not in self:
            raise KeyError(name)
        return ask("raw", self.owner, name)

    def get(self, name: str, default: Any = None) -> Any:
        """As of a dict."""
        try:
            return self[name]
        except KeyError:
            return default

    def items(self) -> Any:
        """As of a dict."""
        return [(name, self[name]) for name in self]

    def values(self) -> Any:
        """As of a dict."""
        return [self[name] for name in self]


def handle_of(thing: Any) -> int | None:
    """Handle of a mirror, class or function of the candidate's, None for others."""
    kind = type(thing)
    if kind is RemoteFunction:
        return int(_get(thing, "_handle"))
    if type(kind) is MirrorMeta:
        handle = _get(thing, "__dict__").get("_handle")
        return int(handle) if handle is not None else None
    if kind is MirrorMeta or issubclass(kind, type):
        info = INFO.get(thing)
        return info.handle if info is not None else None
    return None


def is_mirror(thing: object) -> bool:
    """Tell whether an object is the candidate's."""
    return type(type(thing)) is MirrorMeta or type(thing) in (RemoteFunction, MirrorMeta)


def info_of(thing: object) -> Info:
    """Facts about a mirror's class."""
    for kind in _type_get(type(thing), "__mro__"):
        if kind in INFO:
            return INFO[kind]
    raise TypeError("not a mirror")


def _of_the_test(mirror: Any, name: str) -> Any:
    """Give a method of a class that a test derived, whatever a learner's base put in its place."""
    for kind in _type_get(type(mirror), "__mro__"):
        info = INFO.get(kind)
        if info and name in info.own and name not in _get(mirror, "__dict__").get("_set", ()):
            return info.own[name].__get__(mirror, type(mirror))
    return None


class Remote:
    """Behaviour of all mirrors of instances."""

    def __init_subclass__(cls, **_named: Any) -> None:
        """Keep library classes behind the mirrors from hearing of them."""

    def __getattribute__(self, name: str) -> Any:
        """Ask the candidate, except for names whose answer would judge a test or reveal it."""
        if name == "__class__":
            return info_of(self).face or type(self)
        if name in ("__copy__", "__deepcopy__"):
            return _get(self, name)
        if name == "__dataclass_fields__":
            return _dataclass_fields(type(self))
        if name in REFUSED or (name in _JUDGING and not EXAMINER[0].known(info_of(self))):
            raise AttributeError(name)
        if (method := _of_the_test(self, name)) is not None:
            return method
        for k in _type_get(type(self), "__mro__"):
            info = INFO.get(k)
            if info is not None:
                base = data_classes.BASES.get(info.flavour)
                if base is not None and name in dir(base) and not EXAMINER[0].known(info):
                    return _get(self, name)
                sort = info.names.get(name)
                if sort in ("f", "c", "s") and not name.startswith("__"):
                    return RemoteMethod(self, name)
                if sort is not None and name not in _NATIVE:
                    break
                if name in info.specials:
                    return _get(self, name)
            elif k in _DATA and name in k.__dict__:
                return _get(self, name)
        return unmixed(self, ask("get", self, name))

    def __getattr__(self, name: str) -> Any:
        """Stand before the __getattr__ of a library class: what is not there is not there."""
        raise AttributeError(f"{info_of(self).name!r} object has no attribute {name!r}")

    def __setattr__(self, name: str, value: Any) -> None:
        """Set the learner's attribute."""
        _get(self, "__dict__").setdefault("_set", set()).add(name)
        ask("set", self, name, value)

    def __delattr__(self, name: str) -> None:
        """Delete the learner's attribute."""
        ask("del", self, name)

    def __dir__(self) -> list[str]:
        """As the learner's object says."""
        return list(ask("method", self, "__dir__", (), ()))

    def __repr__(self) -> str:
        """As the learner's object shows itself."""
        return _text(unmixed(self, ask("method", self, "__repr__", (), ())))

    def __str__(self) -> str:
        """As the learner's object reads."""
        return _text(unmixed(self, ask("method", self, "__str__", (), ())))

    def __format__(self, spec: str) -> str:
        """As the learner's object formats itself."""
        return _text(unmixed(self, ask("method", self, "__format__", (spec,), ())))

    def __eq__(self, other: object) -> Any:
        """Compare two of the learner's objects; nothing else is ever equal to one."""
        if not are_asked_for(self, other) and not compares(self, "__eq__"):
            return True if is_mirror(other) and same(self, other) else NotImplemented
        if "__eq__" in info_of(self).specials:
            return judged(ask("special", self, "__eq__", (other,)))
        return True if same(self, other) else NotImplemented

    def __ne__(self, other: object) -> Any:
        """Compare two of the learner's objects."""
        if not are_asked_for(self, other) and not compares(self, "__ne__", "__eq__"):
            return False if is_mirror(other) and same(self, other) else NotImplemented
        if "__ne__" in info_of(self).specials:
            return judged(ask("special", self, "__ne__", (other,)))
        equal = self.__eq__(other)
        return equal if equal is NotImplemented else not equal

    def __hash__(self) -> int:
        """Hash as the learner's class does."""
        specials = info_of(self).specials
        if "unhashable" in specials:
            raise TypeError(f"unhashable type: {info_of(self).name!r}")
        if "__hash__" in specials:
            return hash(exact(ask("special", self, "__hash__", ()), int))
        return hash(("mirror", handle_of(self)))

    def __copy__(self) -> Any:
        """Copy in the candidate."""
        return ask("copy", self, False)

    def __deepcopy__(self, _memo: Any) -> Any:
        """Copy in the candidate."""
        return ask("copy", self, True)

    def __reduce_ex__(self, _protocol: Any) -> Any:
        """Refuse: nothing of the candidate's is pickled here."""
        raise TypeError(f"a {info_of(self).name} cannot leave the candidate as a pickle")

    def __del__(self) -> None:
        """Let the candidate's object go."""
        handle = _get(self, "__dict__").get("_handle")
        if handle is not None and EXAMINER:
            EXAMINER[0].dropped(handle)


def compares(thing: Any, *names: str) -> bool:
    """Tell whether a mirror may be compared with data by the learner's method of this name."""
    info = info_of(thing)
    return origin(thing) in (MADE, GROWN) and any(
        name in info.specials and EXAMINER[0].compares(info, name) for name in names
    )


def are_asked_for(one: Any, other: Any) -> bool:
    """Tell whether two objects are the learner's, and of classes that the author's exercise has."""
    if not is_mirror(other):
        return False
    known = EXAMINER[0].known
    return known(info_of(one)) and (type(type(other)) is not MirrorMeta or known(info_of(other)))


# Where an object of the learner's has come from; an empty text for all that is not named here.
MADE = "made"  # the test itself has made it, by calling its class
GROWN = "grown"  # a method or operator of such an object has, out of what the test gave it at once
BLENDED = "blended"  # operators have, out of such an object and more data: its attributes tell data
MIXED = "mixed"  # an operator has, out of a test's data and an answer's object: it tells no data
OWN = frozenset({MADE, GROWN, BLENDED})


def origin(thing: Any) -> str:
    """Tell where a mirror has come from."""
    return _get(thing, "__dict__").get("_origin", "") if type(type(thing)) is MirrorMeta else ""


def mark(thing: Any, where: str) -> None:
    """Remember where a mirror has come from."""
    if type(type(thing)) is MirrorMeta:
        _get(thing, "__dict__")["_origin"] = where


def unmixed(thing: Any, value: Any) -> Any:
    """Give what an object has answered; one that is mixed with a test's data tells no data."""
    where = origin(thing)
    if where == MIXED:
        if not is_mirror(value):
            kind = info_of(thing).name
            raise TypeError(f"a {kind} computed from plain data is compared as a whole")
        mark(value, MIXED)
    elif where in OWN and not origin(value) and is_mirror(value) and type(value) is type(thing):
        mark(value, BLENDED if where == BLENDED else GROWN)
    return value


def same(one: object, other: object) -> bool:
    """Tell whether two mirrors show one object."""
    return one is other or handle_of(one) == handle_of(other)


def _text(value: Any) -> str:
    return exact(value, str)  # type: ignore[no-any-return]


def exact(value: Any, kind: type) -> Any:
    """Return a value of exactly this type; anything else is no answer."""
    if type(value) is not kind:
        raise TypeError(f"expected {kind.__name__}, got {type(value).__name__}")
    return value


def judged(value: Any) -> Any:
    """Give what a comparison answered: data. A learner's object in its place counts as False."""
    return False if is_mirror(value) else value


_DATA = frozenset(data_classes.BASES.values())


def _dataclass_fields(kind: type) -> dict[str, Any]:
    for k in _type_get(kind, "__mro__"):
        if k in INFO and "__dataclass_fields__" in INFO[k].names:
            return _fields(INFO[k])
    raise AttributeError("__dataclass_fields__")


def _fields(info: Info) -> dict[str, Any]:
    import dataclasses

    fields = {}
    for name, described, sort, init, shown, compared in info.extra:
        field = dataclasses.field(init=init, repr=shown, compare=compared)
        field.name, field.type = name, described
        field._field_type = getattr(dataclasses, sort, dataclasses._FIELD)  # type: ignore[attr-defined]
        fields[name] = field
    return fields


ROOTS: set[type] = {Remote}  # classes that no learner has written; mirror_classes.py has another

"""What learner objects look like in the examiner: functions and classes that ask the candidate.

A mirror class has the learner's name, bases (as mirrors), method names and special methods, so
isinstance, issubclass, `type(x) is C`, dir and operators hold. What it does not take over is
judgement: comparing a mirror with data of the examiner's own is never the learner's affair.

- `==` with anything but another mirror is identity, `<` and its kin with plain data are a
  TypeError. Only an object that the test itself has just made, of a class that its author compares
  by a method, is compared by the learner's (`Examiner.compares`).
- Arithmetic with plain data is the learner's only for classes that the author of the tests knows
  (`Examiner.known`); `in` of an unknown class compares here, item by item.
- `__class__`, `__reduce__`, `__array_function__` and the like are never asked for.
- An `__exit__` cannot swallow an AssertionError of the examiner's.
"""

import types
from typing import Any, Protocol

from course.examination.shared import data_classes

REFUSED = frozenset(
    {
        "__array_ufunc__",
        "__array_function__",
        "__array_priority__",
        "__array_wrap__",
        "__array_finalize__",
        "__array_interface__",
        "__array_struct__",
        "__array_prepare__",
        "__reduce__",
        "__reduce_ex__",
        "__getstate__",
        "__setstate__",
        "__getnewargs__",
        "__getnewargs_ex__",
        "__class__",
        "__del__",
        "__instancecheck__",
        "__subclasscheck__",
        "__prepare__",
        "__set_name__",
        "__init_subclass__",
        "__subclasshook__",
        "__dataframe__",
        "__arrow_c_stream__",
        "__arrow_c_array__",
        "__dlpack__",
        "__dlpack_device__",
        "__torch_function__",
        "_ipython_display_",
        "_ipython_canary_method_should_not_exist_",
        "_repr_mimebundle_",
    }
)


class Asks(Protocol):
    """What mirrors need of the examiner."""

    author: Any  # cells.Author
    mentioned: set[str]  # identifiers in the text of tests

    def ask(self, operation: str, *arguments: Any) -> Any:
        """Ask the candidate."""

    def compares(self, info: "Info", name: str) -> bool:
        """Tell whether the author's class of this name has that comparison."""

    def known(self, info: "Info") -> bool:
        """Tell whether the author of the tests knows this class."""

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


_JUDGING = frozenset({"equals", "identical", "allclose", "array_equal", "isclose"})


_NATIVE = frozenset({"__doc__", "__module__", "__init__", "__slots__", "__weakref__"})


class Info:
    """What is known of a mirror class."""

    def __init__(self, handle: int, fact: Any) -> None:
        (
            self.flavour,
            self.name,
            self.qualname,
            self.module,
            self.doc,
            self.bases,
            self.specials,
            names,
            self.library,
            self.extra,
            self.locked,
            self.signature,
        ) = fact
        self.handle = handle
        self.names: dict[str, str] = dict(names)
        self.face: type | None = None
        self.mro: tuple[type, ...] = ()


INFO: dict[type, Info] = {}


class MirrorMeta(type):
    """Type of all mirror classes."""

    def __new__(mcs, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> Any:
        """Derive a class in a test: it is made in the candidate, with its methods here."""
        return EXAMINER[0].subclass(name, bases, space)

    def __init__(cls, *_args: Any) -> None:
        """Do nothing: the class is ready."""

    def mro(cls) -> list[type]:
        """Put library classes behind the mirrors, so that isinstance holds for them too."""
        found = type.mro(cls)
        faces = cls.__dict__.get("_faces_", ())
        for face in (k for f in faces for k in f.__mro__ if k is not object):
            if face not in found:
                found.insert(-1, face)
        return found

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        """Make an instance, in the candidate."""
        made = ask("call", cls, args, kwargs)
        if type(made) is cls:
            _get(made, "__dict__")["_made_here"] = True
        return made

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
            return signature_of(info.signature)
        if name == "__hash__" and "unhashable" in info.specials:
            return None
        if name == "__dataclass_fields__":
            return _dataclass_fields(cls)
        return ask("get", cls, name)

    def __setattr__(cls, name: str, value: Any) -> None:
        """Set an attribute of the learner's class."""
        ask("set", cls, name, value)

    def __delattr__(cls, name: str) -> None:
        """Delete an attribute of the learner's class."""
        ask("del", cls, name)

    def __dir__(cls) -> list[str]:
        """Names of the class, its bases included."""
        found = set(dir(object))
        for kind in _type_get(cls, "__mro__"):
            found.update(INFO[kind].names if kind in INFO else ())
        return sorted(found)

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
        found = _get(thing, "__dict__").get("_handle")
        return int(found) if found is not None else None
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


class Remote:
    """Behaviour of all mirrors of instances."""

    def __init_subclass__(cls, **_named: Any) -> None:
        """Keep library classes behind the mirrors from hearing of them."""

    def __getattribute__(self, name: str) -> Any:
        """Ask the candidate, but for what would judge or reveal."""
        if name == "__class__":
            return info_of(self).face or type(self)
        if name in ("__copy__", "__deepcopy__"):
            return _get(self, name)
        if name == "__dataclass_fields__":
            return _dataclass_fields(type(self))
        if name in REFUSED:
            raise AttributeError(name)
        if name in _JUDGING and not EXAMINER[0].known(info_of(self)):
            raise AttributeError(name)
        for k in _type_get(type(self), "__mro__"):
            info = INFO.get(k)
            if info is not None:
                sort = info.names.get(name)
                if sort in ("f", "c", "s") and not name.startswith("__"):
                    return RemoteMethod(self, name)
                if sort is not None and name not in _NATIVE:
                    break
                if name in info.specials:
                    return _get(self, name)
            elif k in _DATA and name in k.__dict__:
                return _get(self, name)
        return ask("get", self, name)

    def __getattr__(self, name: str) -> Any:
        """Stand before the __getattr__ of a library class: what is not there is not there."""
        raise AttributeError(f"{info_of(self).name!r} object has no attribute {name!r}")

    def __setattr__(self, name: str, value: Any) -> None:
        """Set the learner's attribute."""
        ask("set", self, name, value)

    def __delattr__(self, name: str) -> None:
        """Delete the learner's attribute."""
        ask("del", self, name)

    def __dir__(self) -> list[str]:
        """As the learner's object says."""
        return list(ask("method", self, "__dir__", (), {}))

    def __repr__(self) -> str:
        """As the learner's object shows itself."""
        return _text(ask("method", self, "__repr__", (), {}))

    def __str__(self) -> str:
        """As the learner's object reads."""
        return _text(ask("method", self, "__str__", (), {}))

    def __format__(self, spec: str) -> str:
        """As the learner's object formats itself."""
        return _text(ask("method", self, "__format__", (spec,), {}))

    def __eq__(self, other: object) -> Any:
        """Compare two of the learner's objects; nothing else is ever equal to one."""
        if not is_mirror(other) and not compares(self, "__eq__"):
            return NotImplemented
        if "__eq__" in info_of(self).specials:
            return judged(ask("special", self, "__eq__", (other,)))
        return True if same(self, other) else NotImplemented

    def __ne__(self, other: object) -> Any:
        """Compare two of the learner's objects."""
        if not is_mirror(other) and not compares(self, "__ne__", "__eq__"):
            return NotImplemented
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
    return bool(_get(thing, "__dict__").get("_made_here")) and any(
        name in info.specials and EXAMINER[0].compares(info, name) for name in names
    )


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
    """A comparison gives data: a learner's object in its place is not looked at."""
    return False if is_mirror(value) else value


_DATA = frozenset(data_classes.BASES.values())


def _dataclass_fields(kind: type) -> dict[str, Any]:
    for k in _type_get(kind, "__mro__"):
        if k in INFO and "__dataclass_fields__" in INFO[k].names:
            return _fields(INFO[k])
    raise AttributeError("__dataclass_fields__")


def _fields(info: Info) -> dict[str, Any]:
    import dataclasses

    made = {}
    for name, described, sort, init, shown, compared in info.extra:
        field = dataclasses.field(init=init, repr=shown, compare=compared)
        field.name, field.type = name, described
        field._field_type = getattr(dataclasses, sort, dataclasses._FIELD)  # type: ignore[attr-defined]
        made[name] = field
    return made


ROOTS: set[type] = {Remote}  # classes that no learner has written; mirror_classes.py has another

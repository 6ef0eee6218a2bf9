"""What learner objects look like in the examiner: mirror classes whose methods ask the candidate.

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
from typing import Any

from course.examination.examiner.asking import EXAMINER, REFUSED, ask
from course.examination.examiner.callables import RemoteFunction, RemoteMethod, signature_of
from course.examination.shared import data_classes

_JUDGING = frozenset({"equals", "identical", "allclose", "array_equal", "isclose"})


_get, _type_get = object.__getattribute__, type.__getattribute__


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

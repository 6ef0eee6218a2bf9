"""What the candidate says of its classes, functions and exceptions: plain, immutable facts.

The examiner cannot look at a learner's class or function; it reads a description. The candidate
writes it as a plain tuple, because only exact types cross, and because learners' code, which
runs beside this file there, could change a class of ours. The examiner checks the tuple's length
and then reads it by the names of `ClassFacts` or `FunctionFacts`; what the fields hold is still
the candidate's claim.
"""

import builtins
import enum
import inspect
import types
from typing import Any, NamedTuple

from course.examination.shared import data_classes
from course.examination.shared.library_names import library_name

globals()["__builtins__"] = dict(vars(builtins))  # as they are before any learner code

_type_mro = type.__dict__["__mro__"].__get__
_HEAP = 1 << 9  # Py_TPFLAGS_HEAPTYPE


class ClassFacts(NamedTuple):
    """The fields of a class's description, in the order in which they cross."""

    flavour: str  # "error", "enum", "record", a name in data_classes.BASES, or "object"
    name: str
    qualname: str
    module: str
    doc: Any
    bases: tuple[Any, ...]  # without object; none for a library's class
    specials: tuple[str, ...]  # special methods it has; "unhashable" where it has no hash
    names: tuple[tuple[str, str], ...]  # its own names, each with its sort (_sort_of_name)
    library: str | None  # `module:qualname` where a library has this very class
    extra: Any  # enum: base and members; record: fields and defaults; dataclass: its fields
    locked: str | None  # the name by which a locked cell has made it
    signature: Any  # data_classes.describe_signature


class FunctionFacts(NamedTuple):
    """The fields of a function's description, in the order in which they cross."""

    name: str
    qualname: str
    doc: str | None
    module: str | None
    sort: str  # "function", "method" or "builtin"; then perhaps " coroutine" or " generator"
    library: str | None
    signature: Any


def frames_of(error: BaseException) -> tuple[tuple[str, int, str], ...]:
    """Where in the learner's cells an exception came from."""
    places, step = [], error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        if "ipykernel" in code.co_filename:
            places.append((code.co_filename, step.tb_lineno, code.co_name))
        step = step.tb_next
    error.__traceback__ = None  # frames would keep everything alive
    return tuple(places[-20:])


def args_of(error: BaseException) -> tuple[Any, ...]:
    """Give the arguments that make such an exception again.

    OSError keeps the names of its files beside `args`; its constructor wants them among them.
    """
    args = tuple(error.args)
    if isinstance(error, OSError) and len(args) == 2 and type(error.filename) in (str, bytes, int):
        args = (*args, error.filename)
        if type(error.filename2) in (str, bytes):
            args = (*args, None, error.filename2)
    return args


def state_of(error: BaseException) -> tuple[tuple[str, Any], ...]:
    """Plain attributes of a library's exception, as json.JSONDecodeError and others have them."""
    attributes = [*vars(error).items(), *((n, getattr(error, n, None)) for n in ("name", "path"))]
    return tuple(
        (name, value)
        for name, value in attributes[:20]
        if type(name) is str and not name.startswith("_") and type(value) in (str, int, float)
    )


def text_of(error: BaseException) -> str:
    """What an exception says of itself."""
    try:
        return str(error)[:20_000]
    except Exception:
        return ""


def flavour_of(kind: type) -> str:
    """Say how instances of a class cross to the examiner.

    "error" for exceptions, "enum" for members of an Enum, "record" for named tuples, the base's
    name for a class derived from plain data (`class Stack(list)`: "list"), else "object".
    """
    mro = _type_mro(kind)
    if BaseException in mro:
        return "error"
    if enum.Enum in mro:
        return "enum"
    if tuple in mro and type(kind.__dict__.get("_fields")) is tuple and tuple in kind.__bases__:
        return "record"
    if kind.__module__ == "__main__" or kind.__flags__ & _HEAP:
        for base in mro:
            if base.__name__ in data_classes.BASES and data_classes.BASES[base.__name__] is base:
                return base.__name__
    return "object"


def _sort_of_name(value: object) -> str:
    """Say in a letter what a class has by a name.

    f: function, s: static method, c: class method, p: property or another descriptor, v: value.
    """
    if type(value) is types.FunctionType:
        return "f"
    if type(value) is staticmethod:
        return "s"
    if type(value) is classmethod:
        return "c"
    return "p" if hasattr(type(value), "__get__") else "v"


def describe_class(kind: type) -> tuple[object, ...]:
    """Describe a class: the fields of ClassFacts but for the last two, as a plain tuple.

    The port adds `locked` and `signature`; mirror_classes.py builds the mirror class from it all.
    """
    mro, flavour = _type_mro(kind), flavour_of(kind)
    library = library_name(kind) if kind.__module__ != "__main__" else None
    module = str(kind.__module__)
    if module == "builtins" and kind.__flags__ & _HEAP:
        module = "__main__"  # a class statement has made it, whatever it calls itself
    own = [
        k
        for k in mro
        if k is not object
        and not (flavour in data_classes.BASES and k is data_classes.BASES[flavour])
    ]
    specials = [
        name
        for name in data_classes.SPECIALS
        if any(name in k.__dict__ and k.__dict__[name] is not None for k in own)
    ]
    if kind.__hash__ is None:
        specials.append("unhashable")
    names = tuple((n, _sort_of_name(v)) for n, v in vars(kind).items() if type(n) is str)
    extra: object = None
    if flavour == "enum":
        base = next((k.__name__ for k in mro if k in data_classes.ENUMS), "Enum")
        extra = (base, tuple((n, _enum_value(m)) for n, m in kind.__members__.items()))  # type: ignore[attr-defined]
    elif flavour == "record":
        extra = (kind._fields, tuple((k, plain(v)) for k, v in kind._field_defaults.items()))  # type: ignore[attr-defined]
    elif "__dataclass_fields__" in kind.__dict__:
        extra = tuple(_field(f) for f in kind.__dict__["__dataclass_fields__"].values())
    bases = () if library else tuple(k for k in kind.__bases__ if k is not object)
    return (
        flavour,
        kind.__name__,
        kind.__qualname__,
        module,
        plain(kind.__dict__.get("__doc__")),
        bases,
        tuple(specials),
        names,
        library,
        extra,
    )


def _enum_value(member: Any) -> object:
    return plain(member._value_)


def _field(field: Any) -> tuple[object, ...]:
    described = field.type if isinstance(field.type, (str, type)) else str(field.type)
    sort = getattr(field._field_type, "name", "_FIELD")
    return (field.name, described, sort, field.init, field.repr, field.compare)


def plain(value: Any) -> Any:
    """Give a value as a description may hold it.

    Plain immutable values stay as they are, lists, dicts and sets become None, and of anything
    else there is its text.
    """
    if value is None or type(value) in (bool, int, float, complex, str, bytes):
        return value
    if type(value) in (tuple, frozenset) and all(plain(v) is not None or v is None for v in value):
        return value
    return None if isinstance(value, (list, dict, set)) else str(value)


def describe_function(value: Any) -> object:
    """Describe a function, method or builtin: the fields of FunctionFacts as a plain tuple."""
    sort = "function"
    if type(value) is types.MethodType:
        sort = "method"
    elif type(value) is not types.FunctionType:
        sort = "builtin"
    flags = getattr(getattr(value, "__code__", None), "co_flags", 0)
    if flags & inspect.CO_COROUTINE:
        sort += " coroutine"
    elif flags & inspect.CO_GENERATOR:
        sort += " generator"
    name = getattr(value, "__name__", "")
    qualname = getattr(value, "__qualname__", name)
    doc = getattr(value, "__doc__", None)
    module = getattr(value, "__module__", None)
    return (
        str(name),
        str(qualname),
        doc if type(doc) is str else None,
        module if type(module) is str else None,
        sort,
        library_name(value),
        data_classes.describe_signature(value, plain),
    )

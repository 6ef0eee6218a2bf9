"""What both sides must agree on about learners' classes.

 `BASES` are Python's own data types that learners derive classes from: an
instance of `class Stack(list)` crosses together with its items, and in the examiner it becomes an
instance of a mirror class that truly derives from list. So `len`, `sorted`, `json` and `==` in a
test look at data that lies in the examiner, and no method of the learner's is asked. `SPECIALS`
are the special methods whose presence a description of a class mentions, `REFUSED` those that a
learner's class is never asked for. Signatures of functions
cross as plain tuples, which `describe_signature` makes and `signature` reads.
"""

import builtins
import collections
import enum
import inspect
from collections.abc import Callable
from typing import Any

from course.examination.wire.codecs import BY_NAME, Codec, WireError, fill_instance

globals()["__builtins__"] = dict(vars(builtins))  # as they are before any learner code

BASES: dict[str, type] = {
    base.__name__: base
    for base in (
        collections.OrderedDict,
        collections.defaultdict,
        collections.Counter,
        collections.deque,
        list,
        dict,
        set,
        bytearray,
        bool,
        int,
        float,
        complex,
        str,
        bytes,
        tuple,
        frozenset,
    )
}
# Their subclasses' instances are shared: both sides keep one each, and changes cross.
MUTABLE = frozenset({"OrderedDict", "defaultdict", "Counter", "deque", "list", "dict", "set"})
# Their subclasses' instances cross by value: a class, and the plain value under the instance.
VALUES = frozenset({"bytearray", "int", "float", "complex", "str", "bytes", "tuple", "frozenset"})
ENUMS = (enum.IntFlag, enum.IntEnum, enum.StrEnum, enum.Flag, enum.Enum)  # most special first
ARITHMETIC = (
    "add",
    "sub",
    "mul",
    "truediv",
    "floordiv",
    "mod",
    "divmod",
    "pow",
    "matmul",
    "lshift",
    "rshift",
    "and",
    "or",
    "xor",
)
COMPARISONS = ("__lt__", "__le__", "__gt__", "__ge__")
BINARY = tuple(
    f"__{prefix}{name}__"
    for name in ARITHMETIC
    for prefix in ("", "r", "i")
    if not (name == "divmod" and prefix == "i")
)
UNARY = tuple(
    f"__{name}__"
    for name in [
        "len",
        "iter",
        "next",
        "getitem",
        "setitem",
        "delitem",
        "reversed",
        "enter",
        "exit",
        "repr",
        "str",
        "format",
        "bytes",
        "bool",
        "int",
        "float",
        "complex",
        "index",
        "neg",
        "pos",
        "abs",
        "invert",
        "round",
        "trunc",
        "floor",
        "ceil",
        "dir",
        "missing",
        "fspath",
        "call",
        "length_hint",
        "await",
        "aiter",
        "anext",
        "aenter",
        "aexit",
        "hash",
    ]
)
SPECIALS = (
    *UNARY,
    *BINARY,
    *COMPARISONS,
    "__eq__",
    "__ne__",
    "__contains__",
    "__init__",
    "__get__",
    "__set__",
    "__delete__",
)
REFUSED = frozenset(  # names that are never asked for: a learner's answer could decide too much
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
ABSENT = ("absent",)  # stands for a default or an annotation that a parameter does not have


def base_value(base: str, value: Any) -> object:
    """Return the plain value under an instance of a subclass of `base`.

    The base's own methods read it: those of the subclass are the learner's and may say anything.
    A bytearray is given as bytes.
    """
    kind: Any = BASES[base]
    if kind in (tuple, frozenset, bytearray):
        return (bytes if kind is bytearray else kind)(kind.__iter__(value))
    if kind in (str, bytes):
        return kind.__getitem__(value, slice(None))
    return {int: int.__int__, float: float.__float__, complex: complex.__pos__}[kind](value)


def _pairs(value: Any) -> list[object]:
    return [part for pair in dict.items(value) for part in pair]


def _filler(kind: Any) -> Callable[[Any, list[object]], None]:
    """Give the function that puts items into an instance of a subclass of `kind`.

    It fills by the base's own methods, never by the subclass's.
    """

    def fill(target: Any, items: list[object]) -> None:
        if kind is list:
            list.__setitem__(target, slice(None), items)
            return
        pairs = list(zip(items[::2], items[1::2], strict=True)) if issubclass(kind, dict) else []
        kind.clear(target)
        if not issubclass(kind, dict):
            (set.update if kind is set else kind.extend)(target, items)
        for key, value in pairs:
            kind.__setitem__(target, key, value)

    return fill


def _authors_filler(kind: Any) -> Callable[[Any, list[object]], None]:
    fill_items = _filler(kind)

    def fill(target: Any, items: list[object]) -> None:
        count = items[0]
        if type(count) is not int or not 0 <= count < len(items):
            raise WireError("a container's attributes are counted")
        fill_instance(target, items[1 : 1 + count])
        fill_items(target, items[1 + count :])

    return fill


def authors_codec(base: str) -> Codec:
    """Give the codec for the author's own subclasses of a container: attributes, then items."""
    name = f"own.{base}"
    if name not in _SHARED:
        kind: Any = BASES[base]
        plain_dump = codec(base).dump

        def dump(v: Any) -> list[object]:
            attributes = [part for pair in vars(v).items() for part in pair]
            return [len(attributes), *attributes, *plain_dump(v)]  # type: ignore[misc]

        _SHARED[name] = Codec(
            name,
            dump,
            lambda v: v,
            mutable=True,
            empty=kind,
            fill=_authors_filler(kind),
            of_class=True,
        )
    return _SHARED[name]


_SHARED: dict[str, Codec] = {}


def codec(base: str) -> Codec:
    """Give the one codec for all subclasses of a container named in MUTABLE."""
    if base not in _SHARED:
        kind: Any = BASES[base]
        is_dict = issubclass(kind, dict)
        dump = _pairs if is_dict else (lambda v: list(kind.__iter__(v)))
        fill = _filler(kind)
        _SHARED[base] = Codec(
            f"sub.{base}", dump, lambda v: v, mutable=True, empty=kind, fill=fill, of_class=True
        )
    return _SHARED[base]


def describe_signature(value: Any, plain: Callable[[Any], Any]) -> object:
    """Describe a callable's parameters, each as (name, kind, default, annotation).

    `kind` is the number of inspect's kind. A default is `("is", value)`, the value as `plain`
    gives it, or ABSENT. An annotation is a class, a text or ABSENT; that of the result comes last,
    as ("return", -1, ABSENT, annotation). None where Python knows no signature.
    """
    try:
        signature = inspect.signature(value)
    except (TypeError, ValueError):
        return None
    except Exception:
        return None
    facts = []
    for parameter in signature.parameters.values():
        default, annotation = parameter.default, parameter.annotation
        facts.append(
            (
                str(parameter.name),
                int(parameter.kind),
                ABSENT if default is parameter.empty else ("is", plain(default)),
                ABSENT if annotation is parameter.empty else _annotation(annotation),
            )
        )
    returns = signature.return_annotation
    if returns is not signature.empty:
        facts.append(("return", -1, ABSENT, _annotation(returns)))
    return tuple(facts)


def _annotation(annotation: Any) -> object:
    return (
        annotation if isinstance(annotation, (type, str)) or annotation is None else str(annotation)
    )


def signature(facts: Any) -> inspect.Signature:
    """Build a signature from what `describe_signature` said; inspect checks what it is given.

    Raises AttributeError where it told of none.
    """
    if facts is None:
        raise AttributeError("__signature__")
    parameters, returns = [], inspect.Signature.empty
    for name, kind, default, annotation in facts:
        if kind == -1:
            returns = annotation
            continue
        parameters.append(
            inspect.Parameter(
                name,
                inspect._ParameterKind(kind),
                default=inspect.Parameter.empty if default == ABSENT else default[1],
                annotation=inspect.Parameter.empty if annotation == ABSENT else annotation,
            )
        )
    return inspect.Signature(parameters, return_annotation=returns)


for _base in MUTABLE:
    for _codec in (codec(_base), authors_codec(_base)):
        BY_NAME[_codec.name] = _codec

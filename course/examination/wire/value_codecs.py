"""How the types of the standard library and of numpy cross by value; not pandas (pandas_codecs)."""

import array
import builtins
import collections
import datetime
import decimal
import fractions
import pathlib
import random
import types
import uuid
import zoneinfo
from collections.abc import Callable
from typing import Any

from course.examination.wire.codecs import Codec as _Codec
from course.examination.wire.codecs import WireError, fingerprint, register

globals()["__builtins__"] = dict(vars(builtins))  # as they are before any learner code


def constant(
    kind: type, name: str, dump: Callable[[Any], object], load: Callable[..., object]
) -> None:
    """Let an immutable type cross as a tuple of plain values, its constructor's arguments."""

    def plain(payload: Any) -> object:
        return load(*payload)

    register(kind, _Codec(name, dump, plain, strip=lambda v: plain(dump(v))))


def _timezone(zone: datetime.timezone) -> tuple[object, ...]:
    args: tuple[object, ...] = zone.__getinitargs__()  # type: ignore[attr-defined]
    return args


def _moment(v: Any) -> tuple[object, ...]:
    return (v.hour, v.minute, v.second, v.microsecond, v.tzinfo, v.fold)


def _time(*parts: Any) -> object:
    *moment, fold = parts
    return datetime.time(*moment, fold=fold)


def _datetime(year: int, month: int, day: int, *rest: Any) -> object:
    *moment, zone, fold = rest
    return datetime.datetime(year, month, day, *moment, tzinfo=zone, fold=fold)  # type: ignore[misc]


def _decimal(sign: int, digits: str, exponent: Any) -> decimal.Decimal:
    return decimal.Decimal((sign, tuple(map(int, digits)), exponent))


constant(slice, "slice", lambda v: (v.start, v.stop, v.step), slice)
constant(range, "range", lambda v: (v.start, v.stop, v.step), range)
constant(datetime.date, "date", lambda v: (v.year, v.month, v.day), datetime.date)
constant(datetime.time, "time", _moment, _time)
constant(datetime.datetime, "datetime", lambda v: (v.year, v.month, v.day, *_moment(v)), _datetime)
constant(
    datetime.timedelta,
    "timedelta",
    lambda v: (v.days, v.seconds, v.microseconds),
    datetime.timedelta,
)
constant(datetime.timezone, "timezone", _timezone, datetime.timezone)
constant(zoneinfo.ZoneInfo, "zone", lambda v: (v.key,), zoneinfo.ZoneInfo)
constant(
    decimal.Decimal,
    "Decimal",
    lambda v: (v.as_tuple().sign, "".join(map(str, v.as_tuple().digits)), v.as_tuple().exponent),
    _decimal,
)
constant(fractions.Fraction, "Fraction", lambda v: (v.numerator, v.denominator), fractions.Fraction)
constant(uuid.UUID, "UUID", lambda v: (v.int,), lambda number: uuid.UUID(int=number))
for _path in (pathlib.PurePosixPath, pathlib.PureWindowsPath, pathlib.PosixPath):
    constant(_path, _path.__name__, lambda v: (str(v),), _path)
constant(
    types.GenericAlias, "GenericAlias", lambda v: (v.__origin__, v.__args__), types.GenericAlias
)
constant(type(NotImplemented), "NotImplemented", lambda _: (), lambda: NotImplemented)
constant(
    type({}.keys()), "dict_keys", lambda v: (tuple(v),), lambda keys: dict.fromkeys(keys).keys()
)
constant(
    type({}.values()),
    "dict_values",
    lambda v: (tuple(v),),
    lambda values: dict(enumerate(values)).values(),
)
constant(
    type({}.items()),
    "dict_items",
    lambda v: (tuple((key, value) for key, value in v),),
    lambda items: dict(items).items(),
)


# -- mutable ones: filled in place, so that both sides' objects stay the objects they are --


def _fillable(
    kind: type, name: str, dump: Callable[[Any], list[object]], fill: Callable[[Any, Any], None]
) -> None:
    register(kind, _Codec(name, dump, lambda v: v, mutable=True, empty=kind, fill=fill))


def _pairs(v: Any) -> list[object]:
    return [part for pair in dict.items(v) for part in pair]


def _refill(target: Any, items: list[object]) -> None:
    pairs = list(zip(items[::2], items[1::2], strict=True))
    target.clear()
    for key, value in pairs:
        target[key] = value


def _default_fill(target: Any, items: list[object]) -> None:
    factory = items[0]
    target.default_factory = factory if factory is None or callable(factory) else None
    _refill(target, items[1:])


def _namespace_fill(target: Any, items: list[object]) -> None:
    vars(target).clear()
    vars(target).update(zip(items[::2], items[1::2], strict=True))


def _whole(
    kind: type,
    name: str,
    dump: Callable[[Any], object],
    load: Callable[[Any], object],
    fill: Callable[[Any, Any], None],
) -> None:
    register(kind, _Codec(name, dump, load, mutable=True, fill=fill))


def _bytes_fill(target: bytearray, new: bytearray) -> None:
    target[:] = new


def _array_fill(target: Any, new: Any) -> None:
    if target.typecode != new.typecode:
        raise WireError("an array keeps its type")
    target[:] = new


def _array_load(payload: Any) -> object:
    code, raw = payload
    if code not in "bBhHiIlLqQfd":
        raise WireError("an array has a type code")
    return array.array(code, raw)


def _random(state: Any) -> random.Random:
    generator = random.Random()
    generator.setstate(state)
    return generator


_fillable(collections.OrderedDict, "OrderedDict", _pairs, _refill)
_fillable(collections.Counter, "Counter", _pairs, _refill)
_fillable(
    collections.defaultdict,
    "defaultdict",
    lambda v: [v.default_factory, *_pairs(v)],
    _default_fill,
)
_fillable(types.SimpleNamespace, "namespace", lambda v: _pairs(vars(v)), _namespace_fill)
_whole(bytearray, "bytearray", bytes, bytearray, _bytes_fill)
_whole(array.array, "array", lambda v: (v.typecode, v.tobytes()), _array_load, _array_fill)
_whole(
    random.Random,
    "Random",
    random.Random.getstate,
    _random,
    lambda target, new: target.setstate(new.getstate()),
)


def _deque_fill(target: Any, new: Any) -> None:
    target.clear()
    target.extend(new)


_whole(
    collections.deque,
    "deque",
    lambda v: (tuple(v), v.maxlen),
    lambda payload: collections.deque(*payload),
    _deque_fill,
)


# -- numpy, when its first value comes --


def flat(v: Any) -> tuple[object, ...]:
    """Take an array apart; the inverse is `unflat`."""
    order = "F" if v.flags.f_contiguous and not v.flags.c_contiguous else "C"
    if v.dtype.hasobject:
        return (v.dtype, v.shape, tuple(v.ravel().tolist()), "C", True)
    return (v.dtype, v.shape, v.tobytes(order), order, bool(v.flags.writeable))


def _sized(shape: Any, dtype: Any, raw: Any) -> int:
    count = 1
    for side in shape:
        if type(side) is not int or not 0 <= side < 1 << 40:
            raise WireError("a shape has sides")
        count *= side
    if len(raw) != (count if dtype.hasobject else count * dtype.itemsize):
        raise WireError("an array's bytes and shape differ")
    return count


def unflat(payload: Any) -> Any:
    """Put an array together; everything about it is checked."""
    import numpy as np

    dtype, shape, raw, order, writeable = payload
    count = _sized(shape, dtype, raw)
    if dtype.hasobject:
        if dtype != np.dtype(object) or type(raw) is not tuple:
            raise WireError("only whole arrays of objects cross")
        array_ = np.empty(count, dtype=object)
        for index, item in enumerate(raw):
            array_[index] = item
        return array_.reshape(shape)
    array_ = np.frombuffer(bytearray(raw), dtype=dtype, count=count)
    array_ = array_.reshape(shape, order="F" if order == "F" else "C")
    array_.flags.writeable = bool(writeable)
    return array_


def register_numpy() -> None:
    """Let arrays, scalars, dtypes and generators of numpy cross."""
    import numpy as np

    def fill(target: Any, new: Any) -> None:
        if target.dtype != new.dtype:
            target.dtype = new.dtype
        if target.shape != new.shape:
            target.resize(new.shape, refcheck=False)
        target[...] = new

    def dtype_dump(v: Any) -> tuple[object, ...]:
        if v.names is not None:
            fields = tuple((n, v.fields[n][0], v.fields[n][1]) for n in v.names)
            return (fields, v.itemsize)
        if v.subdtype is not None:
            return ((v.subdtype[0], v.subdtype[1]),)
        if v.char == "T":
            return ("T",)
        return (v.str,)

    def dtype_load(payload: Any) -> object:
        first, *rest = payload
        if type(first) is str:
            return np.dtypes.StringDType() if first == "T" else np.dtype(first)
        if not rest:
            return np.dtype(first)
        names, formats, offsets = zip(*first, strict=True) if first else ((), (), ())
        if any(f.hasobject for f in formats):
            raise WireError("a record of objects does not cross")
        return np.dtype(
            {
                "names": list(names),
                "formats": list(formats),
                "offsets": list(offsets),
                "itemsize": rest[0],
            }
        )

    def scalar_load(payload: Any) -> object:
        dtype, raw = payload
        if dtype.hasobject or len(raw) != dtype.itemsize:
            raise WireError("a number's bytes and type differ")
        return np.frombuffer(raw, dtype=dtype, count=1)[0]

    def mark(v: Any) -> bytes | None:
        if v.dtype.hasobject:
            return None
        form = (v.dtype.str, v.dtype.names, v.shape, v.flags.writeable)
        flat_bytes = v.ndim > 0 and v.flags.c_contiguous and v.nbytes >= 1 << 16
        raw = v.view(np.uint8).data if flat_bytes else v.tobytes()  # a view is no copy
        return fingerprint(raw) + repr(form).encode()

    def whole_array(v: Any) -> Any:
        return np.ndarray.view(v, np.ndarray)

    array_codec = _Codec(
        "np.array", flat, unflat, mutable=True, fill=fill, mark=mark, strip=whole_array
    )
    register(np.ndarray, array_codec)
    dtype_codec = _Codec("np.dtype", dtype_dump, dtype_load)
    for kind in {type(np.dtype(code)) for code in "?bhilqBHILQefdgFDGSUVOMmp"}:
        register(kind, dtype_codec)
    register(np.dtypes.StringDType, dtype_codec)
    scalar = _Codec("np.scalar", lambda v: (v.dtype, v.tobytes()), scalar_load)
    for number in set(np.sctypeDict.values()):
        if number is not np.object_:
            register(number, scalar)

    _register_masked(np)
    register(
        np.matrix,
        _Codec(
            "np.matrix",
            lambda v: flat(np.asarray(v)),
            lambda p: np.asmatrix(unflat(p)),
            mutable=True,
            fill=fill,
        ),
    )
    constant(
        np.poly1d,
        "np.poly1d",
        lambda v: (tuple(v.coeffs.tolist()), v.variable),
        lambda coeffs, name: np.poly1d(coeffs, variable=name),
    )
    _register_generators(np)


def _register_masked(np: Any) -> None:
    def masked(payload: Any) -> object:
        return np.ma.MaskedArray(unflat(payload[0]), mask=unflat(payload[1]))

    def masked_fill(target: Any, new: Any) -> None:
        target[...] = new

    def masked_dump(v: Any) -> tuple[object, ...]:
        return (flat(np.asarray(np.ndarray.view(v, np.ndarray))), flat(np.ma.getmaskarray(v)))

    def unmasked(v: Any) -> Any:
        """Give the elements, and what is no number in the place of those that are masked."""
        data = np.array(np.ndarray.view(v, np.ndarray), dtype=None, copy=True)
        mask = np.ma.getmaskarray(v)
        if mask.any():
            hole: Any = np.nan if data.dtype.kind in "biuf" else None
            data = data.astype(np.float64 if data.dtype.kind in "biu" else data.dtype)
            data = data.astype(object) if hole is None else data
            data[mask] = hole
        return data

    masked_codec = _Codec(
        "np.masked", masked_dump, masked, mutable=True, fill=masked_fill, strip=unmasked
    )
    register(np.ma.MaskedArray, masked_codec)


def _register_generators(np: Any) -> None:
    kinds = {
        k.__name__: k
        for k in (
            np.random.PCG64,
            np.random.PCG64DXSM,
            np.random.MT19937,
            np.random.Philox,
            np.random.SFC64,
        )
    }

    def plain(state: Any) -> Any:
        if type(state) is dict:
            return tuple((key, plain(value)) for key, value in state.items())
        return ("array", tuple(state.tolist())) if type(state) is np.ndarray else state

    def state_of(pairs: Any) -> dict[str, Any]:
        state: dict[str, Any] = {}
        for key, value in pairs:
            if type(value) is tuple and len(value) == 2 and value[0] == "array":
                state[key] = np.array(value[1], dtype=np.uint64)
            else:
                state[key] = state_of(value) if type(value) is tuple else value
        return state

    def bits(payload: Any) -> Any:
        name, pairs = payload
        generator = kinds[name]()
        generator.state = state_of(pairs)
        return generator

    def dump(v: Any) -> tuple[object, ...]:
        generator = getattr(v, "bit_generator", None) or v._bit_generator
        return (type(generator).__name__, plain(generator.state))

    def fill(target: Any, new: Any) -> None:
        (getattr(target, "bit_generator", None) or target._bit_generator).state = (
            getattr(new, "bit_generator", None) or new._bit_generator
        ).state

    def load_generator(payload: Any) -> object:
        return np.random.Generator(bits(payload))

    def load_state(payload: Any) -> object:
        return np.random.RandomState(bits(payload))

    for kind, load in ((np.random.Generator, load_generator), (np.random.RandomState, load_state)):
        register(kind, _Codec(f"np.{kind.__name__}", dump, load, mutable=True, fill=fill))

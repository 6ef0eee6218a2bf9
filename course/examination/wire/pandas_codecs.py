"""How pandas's tables cross by value: columns as arrays, never by pickle, types exact."""

import builtins
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from course.examination.wire.codecs import Codec, WireError, register
from course.examination.wire.value_codecs import flat, unflat

globals()["__builtins__"] = dict(vars(builtins))  # as they are before any learner code


def _column(values: Any) -> tuple[object, ...]:
    """Take apart one column, index or extension array."""
    if isinstance(values, np.ndarray):
        return ("numpy", flat(np.asarray(values)))
    dtype = values.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return (
            "category",
            flat(np.asarray(values.codes)),
            _index(dtype.categories),
            bool(dtype.ordered),
        )
    if isinstance(dtype, pd.DatetimeTZDtype):
        return ("zone", flat(values.asi8), dtype.unit, str(dtype.tz))
    if isinstance(values, (pd.arrays.DatetimeArray, pd.arrays.TimedeltaArray)):
        return ("numpy", flat(np.asarray(values)))
    if isinstance(dtype, pd.PeriodDtype):
        return ("period", flat(values.asi8), str(dtype)[7:-1])
    if isinstance(dtype, pd.IntervalDtype):
        return ("interval", _column(values.left.array), _column(values.right.array), values.closed)
    if isinstance(dtype, pd.StringDtype):
        na = "nan" if dtype.na_value is not pd.NA else "NA"
        texts = tuple(None if pd.isna(v) else v for v in values)
        return ("string", texts, dtype.storage, na)
    if hasattr(values, "_mask") and hasattr(values, "_data"):
        return ("masked", str(dtype), flat(values._data), flat(values._mask))
    if type(values).__name__ == "NumpyExtensionArray":
        return ("numpy", flat(values.to_numpy()))
    raise WireError(f"a column of type {dtype} does not cross")


def _array(payload: Any) -> Any:
    """Put a column together."""
    kind, *rest = payload
    if kind == "numpy":
        (values,) = rest
        return unflat(values)
    if kind == "category":
        codes, categories, ordered = rest
        return pd.Categorical.from_codes(
            unflat(codes), categories=_index_load(categories), ordered=bool(ordered)
        )
    if kind == "zone":
        stamps, unit, zone = rest
        naive = pd.DatetimeIndex(unflat(stamps).view(f"M8[{unit}]"))
        return naive.tz_localize("UTC").tz_convert(zone).array
    if kind == "period":
        ordinals, freq = rest
        return pd.arrays.PeriodArray(unflat(ordinals), dtype=pd.PeriodDtype(freq))
    if kind == "interval":
        left, right, closed = rest
        return pd.arrays.IntervalArray.from_arrays(_array(left), _array(right), closed=closed)
    if kind == "string":
        texts, storage, na = rest
        if any(t is not None and type(t) is not str for t in texts):
            raise WireError("a column of texts holds texts")
        dtype: Any = pd.StringDtype(storage, na_value=pd.NA if na == "NA" else np.nan)
        return pd.array(list(texts), dtype=dtype)
    if kind == "masked":
        name, data, mask = rest
        data, mask = unflat(data), unflat(mask)
        dtype = pd.api.types.pandas_dtype(name)
        if not hasattr(dtype, "numpy_dtype") or mask.dtype != bool:
            raise WireError("a masked column has data and a mask")
        return dtype.construct_array_type()(data, mask)
    raise WireError(f"no column is a {kind!r}")


def _index(index: Any) -> tuple[object, ...]:
    if type(index) is pd.RangeIndex:
        return ("range", index.start, index.stop, index.step, index.name)
    if isinstance(index, pd.MultiIndex):
        levels = tuple(_index(level) for level in index.levels)
        codes = tuple(flat(np.asarray(code)) for code in index.codes)
        return ("multi", levels, codes, tuple(index.names))
    freq = getattr(index, "freqstr", None) if type(index).__name__ != "PeriodIndex" else None
    return ("flat", _column(_values(index)), index.name, freq)


def _values(thing: Any) -> Any:
    inner = thing.array
    return thing.to_numpy() if type(inner).__name__ == "NumpyExtensionArray" else inner


def _index_load(payload: Any) -> Any:
    kind, *rest = payload
    if kind == "range":
        start, stop, step, name = rest
        return pd.RangeIndex(start, stop, step, name=name)
    if kind == "multi":
        levels, codes, names = rest
        return pd.MultiIndex(
            levels=[_index_load(level) for level in levels],
            codes=[unflat(c) for c in codes],
            names=list(names),
        )
    if kind != "flat":
        raise WireError(f"no index is a {kind!r}")
    values, name, freq = rest
    array = _array(values)
    index = pd.Index(array, dtype=array.dtype, name=name, copy=False)
    if freq is not None:
        index.freq = pd.tseries.frequencies.to_offset(freq)
    return index


def _frame(frame: Any) -> tuple[object, ...]:
    columns = tuple(_column(_values(frame.iloc[:, i])) for i in range(frame.shape[1]))
    return (_index(frame.index), _index(frame.columns), columns, _attrs(frame))


def _attrs(thing: Any) -> tuple[object, ...]:
    return tuple((k, v) for k, v in thing.attrs.items() if type(k) is str)


def _frame_load(payload: Any) -> Any:
    index, names, columns, attrs = payload
    index, names = _index_load(index), _index_load(names)
    if len(names) != len(columns):
        raise WireError("a table has a name for each column")
    arrays = [pd.Series(_array(c), index=index, copy=False) for c in columns]
    if not arrays:
        frame = pd.DataFrame(index=index, columns=names)
    else:
        frame = pd.DataFrame(dict(enumerate(arrays)), index=index, copy=False)
        frame.columns = names
    frame.attrs.update(dict(attrs))
    return frame


def _series_load(payload: Any) -> Any:
    values, index, name, attrs = payload
    array = _array(values)
    series = pd.Series(array, index=_index_load(index), name=name, dtype=array.dtype, copy=False)
    series.attrs.update(dict(attrs))
    return series


def _update(target: Any, new: Any) -> None:
    target._update_inplace(new)


def _constants() -> None:
    stamp = pd.Timestamp

    def load_stamp(value: int, unit: Any, zone: Any) -> object:
        moment = stamp(np.datetime64(value, unit))
        return moment if zone is None else moment.tz_localize("UTC").tz_convert(zone)

    def constant(kind: type, name: str, dump: Any, load: Any) -> None:
        register(kind, Codec(name, dump, lambda payload: load(*payload)))

    constant(
        stamp,
        "pd.Timestamp",
        lambda v: (v._value, v.unit, None if v.tz is None else str(v.tz)),
        load_stamp,
    )
    constant(
        pd.Timedelta,
        "pd.Timedelta",
        lambda v: (v._value, v.unit),
        lambda value, unit: pd.Timedelta(np.timedelta64(value, unit)),
    )
    constant(type(pd.NaT), "pd.NaT", lambda _: (), lambda: pd.NaT)
    constant(type(pd.NA), "pd.NA", lambda _: (), lambda: pd.NA)
    constant(
        pd.Period,
        "pd.Period",
        lambda v: (v.ordinal, v.freqstr),
        lambda ordinal, freq: pd.Period(ordinal=ordinal, freq=freq),
    )
    constant(pd.Interval, "pd.Interval", lambda v: (v.left, v.right, v.closed), pd.Interval)
    for kind in (pd.StringDtype, pd.CategoricalDtype, pd.DatetimeTZDtype, pd.PeriodDtype):
        constant(kind, "pd.dtype", _dtype, _dtype_load)
    for masked in ("Int", "UInt", "Float"):
        for bits in (8, 16, 32, 64):
            masked_dtype = getattr(pd, f"{masked}{bits}Dtype", None)
            if masked_dtype is not None:
                constant(masked_dtype, "pd.dtype", _dtype, _dtype_load)
    constant(pd.BooleanDtype, "pd.dtype", _dtype, _dtype_load)


def _dtype(dtype: Any) -> tuple[object, ...]:
    if isinstance(dtype, pd.CategoricalDtype):
        categories: Any = dtype.categories
        known = None if categories is None else _index(categories)
        return ("category", known, dtype.ordered)
    if isinstance(dtype, pd.StringDtype):
        return ("string", dtype.storage, "nan" if dtype.na_value is not pd.NA else "NA")
    return ("name", str(dtype))


def _dtype_load(kind: str, *rest: Any) -> object:
    if kind == "category":
        categories, ordered = rest
        known: Any = None if categories is None else _index_load(categories)
        return pd.CategoricalDtype(known, ordered)
    if kind == "string":
        storage, na = rest
        return pd.StringDtype(storage, na_value=pd.NA if na == "NA" else np.nan)
    (name,) = rest
    return pd.api.types.pandas_dtype(name)


def _plain_frame(frame: Any) -> Any:
    """Give the table under an instance of a subclass; what the subclass says is not asked."""
    manager = _own(frame)["_mgr"]
    return pd.DataFrame._from_mgr(manager, axes=manager.axes)  # type: ignore[attr-defined]


def _plain_series(series: Any) -> Any:
    manager = _own(series)["_mgr"]
    plain = pd.Series._from_mgr(manager, axes=manager.axes)  # type: ignore[attr-defined]
    plain.name = _own(series).get("_name")
    return plain


def _plain_index(index: Any) -> Any:
    return pd.Index(_own(index)["_data"], name=_own(index).get("_name"))


def _own(thing: Any) -> dict[str, Any]:
    attributes: dict[str, Any] = object.__getattribute__(thing, "__dict__")
    return attributes


def register_pandas() -> None:
    """Let Series, DataFrames, indexes, scalars and extension arrays cross."""
    register(
        pd.DataFrame,
        Codec("pd.DataFrame", _frame, _frame_load, mutable=True, fill=_update, strip=_plain_frame),
    )
    register(
        pd.Series,
        Codec(
            "pd.Series",
            lambda v: (_column(_values(v)), _index(v.index), v.name, _attrs(v)),
            _series_load,
            mutable=True,
            fill=_update,
            strip=_plain_series,
        ),
    )
    index = Codec("pd.Index", _index, _index_load, strip=_plain_index)
    for name in (
        "Index",
        "RangeIndex",
        "MultiIndex",
        "DatetimeIndex",
        "TimedeltaIndex",
        "PeriodIndex",
        "IntervalIndex",
        "CategoricalIndex",
    ):
        register(getattr(pd, name), index)
    column = Codec("pd.array", _column, _array)
    for kind in (*ExtensionArray.__subclasses__(), *_below(ExtensionArray)):
        if kind.__module__.startswith("pandas.") and kind is not pd.arrays.SparseArray:
            register(kind, column)
    _constants()


def _below(kind: type) -> list[type]:
    descendants: list[type] = []
    subclasses: list[type] = type.__subclasses__(kind)
    for below in subclasses:
        descendants += [below, *_below(below)]
    return descendants

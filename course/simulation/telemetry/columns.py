"""Columns of Arrow tables from arrays of numbers, without a loop over rows."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Array = np.ndarray[Any, np.dtype[Any]]
Flags = npt.NDArray[np.bool_]


def hexed(numbers: Array, valid: Flags | None = None) -> pa.Array:
    """64-bit numbers (n,) or (n, k) as text of 16 k hexadecimal digits; null where not valid."""
    width = 16 * (1 if numbers.ndim == 1 else numbers.shape[1])
    text = np.ascontiguousarray(numbers, dtype=">u8").tobytes().hex().encode()
    offsets = np.arange(0, width * len(numbers) + 1, width, dtype=np.int32)
    mask = None if valid is None else pa.py_buffer(np.packbits(valid, bitorder="little").tobytes())
    return pa.Array.from_buffers(
        pa.string(), len(numbers), [mask, pa.py_buffer(offsets), pa.py_buffer(text)]
    )


def trace_hex(trace_id: Array) -> pa.Array:
    """32 digits of a trace's 64-bit key: OpenTelemetry's ids have 128 bits, so half is mixed."""
    low = np.ascontiguousarray(trace_id, dtype=np.uint64)
    high = low + np.uint64(0x9E3779B97F4A7C15)  # splitmix64, Steele et al. 2014
    high = (high ^ high >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    high = (high ^ high >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return hexed(np.stack([high ^ high >> np.uint64(31), low], axis=1))


def trace_ids(trace_id: Array) -> list[str]:
    """The same, as a list."""
    return [str(text) for text in trace_hex(trace_id).to_pylist()]


def words(codes: Array, vocabulary: Sequence[str | None]) -> pa.DictionaryArray:
    """Text by number: null for a number below 0 and for an empty or missing word.

    Two numbers may have one word; each word stands once in the dictionary, as pandas wants it.
    """
    each = list(dict.fromkeys(word for word in vocabulary if word))
    number = {word: n for n, word in enumerate(each)}
    place = np.array([number.get(word or "", -1) for word in vocabulary] + [-1], dtype=np.int32)
    indices = place[np.where(codes < 0, len(vocabulary), codes)]
    return pa.DictionaryArray.from_arrays(
        pa.array(indices, mask=indices < 0), pa.array(each, pa.string())
    )


def spelled(
    keys: Sequence[Array], spell: Callable[..., str], valid: Flags | None = None
) -> pa.DictionaryArray:
    """Text made of several numbers: `spell` is called once for each combination that occurs."""
    parts = [np.asarray(key) for key in keys]
    first, place = combined(parts)
    texts = [spell(*(int(part[row]) for part in parts)) for row in first]
    return words(place if valid is None else np.where(valid, place, -1), texts)


FEW = 1 << 20  # so many combinations are looked up in a table; more of them are sorted


def combined(parts: Sequence[Array]) -> tuple[Array, Array]:
    """Row where each combination occurs, in their order, and the combination's number by row."""
    if not len(parts[0]):
        return np.empty(0, np.intp), np.empty(0, np.intp)
    packed, size = np.zeros(len(parts[0]), dtype=np.int64), 1
    for part in parts:
        low = int(part.min())
        span = int(part.max()) - low + 1
        if size * span > 1 << 62:
            packed = np.unique(packed, return_inverse=True)[1]
            size = int(packed.max()) + 1
        packed = packed * span + (part.astype(np.int64) - low)
        size *= span
    if size > FEW:
        _, first, place = np.unique(packed, return_index=True, return_inverse=True)
        return first, place
    row_of = np.full(size, -1, dtype=np.int64)
    row_of[packed] = np.arange(len(packed))  # one row of each, which one does not matter
    occurring = np.flatnonzero(row_of >= 0)
    first = row_of[occurring]
    row_of[occurring] = np.arange(len(occurring))
    return first, row_of[packed]


def prefixed(prefix: str, numbers: Array) -> pa.Array:
    """Text of a prefix and a number."""
    return pc.binary_join_element_wise(prefix, pa.array(numbers).cast(pa.string()), "")


def numbers(values: Array, valid: Flags | None = None) -> pa.Array:
    """Numbers; null where not valid."""
    return pa.array(values, mask=None if valid is None else ~valid)


def times(ns: Array) -> pa.Array:
    """Nanoseconds since the epoch as timestamps (UTC, without a zone's name)."""
    return pa.array(np.ascontiguousarray(ns, dtype=np.int64)).cast(pa.timestamp("ns"))


def hashed(table: pa.Table) -> list[bytes]:
    """What a table says, column by column, for a digest: independent of how Arrow stores it."""
    parts = []
    for name in table.column_names:
        column = table[name].combine_chunks()
        if isinstance(column, pa.ChunkedArray):
            column = pa.concat_arrays(column.chunks)
        parts.append(f"{name} {column.type} {len(column)}".encode())
        if pa.types.is_dictionary(column.type):
            parts.append(repr(column.dictionary.to_pylist()).encode())
            column = column.indices
        parts.append(np.packbits(column.is_null().to_numpy(zero_copy_only=False)).tobytes())
        parts.append(_content(column))
    return parts


def _content(column: pa.Array) -> bytes:
    if pa.types.is_string(column.type):
        column = pc.fill_null(column, "")
        data = column.buffers()[2]
        ends = np.frombuffer(column.buffers()[1], np.int32)[column.offset :][: len(column) + 1]
        text = b"" if data is None else data.to_pybytes()[ends[0] : ends[-1]]
        return np.diff(ends).tobytes() + text
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.int64())
    if column.null_count:
        column = pc.fill_null(column, False if pa.types.is_boolean(column.type) else 0)
    return bytes(np.ascontiguousarray(column.to_numpy(zero_copy_only=False)).tobytes())

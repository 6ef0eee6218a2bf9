"""Values cross the boundary exactly, and no bytes do more than make values."""

import random
from collections import Counter, OrderedDict, defaultdict, deque
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest

from course.examination.wire import library_codecs  # noqa: F401 - registers how the data types cross
from course.examination.wire.codecs import Codec, Shared, WireError
from course.examination.wire.decoding import Reader
from course.examination.wire.encoding import Writer


class Nothing:
    """A port of a side that has no objects but data."""

    withheld: frozenset[str] = frozenset()

    def export(self, _writer: Writer, value: object) -> None:
        raise WireError(f"{type(value).__name__} does not cross")

    def describe(self, _handle: int) -> object:
        return None

    def take(self, *_: Any) -> object:
        raise WireError("no references")

    def codec(self, _kind: type) -> Codec | None:
        return None

    def export_class(self, _writer: Writer, _value: object) -> None:
        raise WireError("no classes")

    def make(self, _codec: Codec, _about: Any) -> Any:
        raise WireError("no classes")


def there(value: object) -> Any:
    here, beyond = Shared(2), Shared(3)
    raw = Writer(here, Nothing()).message(value)
    made = Reader(raw, beyond, Nothing()).message()
    nothing_new = Writer(Shared(2), Nothing()).message(None)
    assert {Writer(side, Nothing()).message(None) for side in (here, beyond)} == {nothing_new}
    return made


PLAIN = [
    None, True, -5, 2**70, -(2**64), 1.5, float("inf"), 3j, "ü\ud800", b"x", ..., (1, (2,)),
    frozenset({1, 2}), {1, 2}, {"a": {"b": (1,)}}, list(range(20)), [1.5] * 10, ["a"] * 9,
    [True] * 9, Decimal("-1.50"), Decimal("NaN"), Fraction(1, 3), timedelta(3, 4, 5), range(3),
    datetime(2020, 1, 2, tzinfo=UTC), slice(1, None), OrderedDict(a=1), Counter("abca"),
    defaultdict(None, a=[1]), deque([1, 2], 5), bytearray(b"12"), np.float64(2), np.int32(3),
    np.bool_(True), np.datetime64("2020-01-01"), np.dtype("f4"), pd.Timestamp("2020-01-01"),
    pd.Timestamp("2020-01-01", tz="Europe/Berlin"), pd.Timedelta("1D"), pd.NaT, pd.NA,
    pd.Period("2020-01"), pd.Interval(0, 1), pd.Index([1, 2], name="x"), {"a": 1}.keys(),
]  # fmt: skip


@pytest.mark.parametrize("value", PLAIN, ids=repr)
def test_plain_data_is_the_same(value: object) -> None:
    """A value arrives with its exact type and content."""
    made = there(value)
    assert (type(made), repr(made)) == (type(value), repr(value))


def test_arrays_and_tables_are_the_same() -> None:
    """Arrays keep dtype, shape and order; tables keep columns, index and types."""
    for array in (
        np.asfortranarray(np.ones((2, 3))),
        np.zeros((0, 3)),
        np.array(["a", None], dtype=object),
    ):
        made = there(array)
        assert (made.dtype, made.shape, made.flags.f_contiguous) == (
            array.dtype,
            array.shape,
            array.flags.f_contiguous,
        )
        np.testing.assert_array_equal(made, array)
    frame = pd.DataFrame(
        {
            "a": [1, 2],
            "b": ["x", None],
            "c": pd.Categorical(["u", "v"]),
            "d": pd.date_range("2020", periods=2, tz="UTC"),
            "e": pd.array([1, None], dtype="Int64"),
        }
    )
    for table in (frame, frame.T, frame.set_index(["a", "c"]), frame[["a", "a"]], pd.DataFrame()):
        pd.testing.assert_frame_equal(there(table), table)


def test_identity_cycles_and_depth() -> None:
    """One object stays one object, cycles close, and depth costs no stack."""
    inner = [1]
    made = there({"a": inner, "b": (inner,)})
    assert made["a"] is made["b"][0]
    loop: list[Any] = []
    loop.append(loop)
    assert there(loop)[0] is not None
    deep: list[Any] = []
    for _ in range(5_000):
        deep = [deep]
    assert isinstance(there(deep), list)


def test_changes_cross_later() -> None:
    """A shared object's change goes with the next message, and the object stays the object."""
    here, beyond, port = Shared(2), Shared(3), Nothing()
    numbers = [3, 1]
    theirs: Any = Reader(Writer(here, port).message(numbers), beyond, port).message()
    theirs.sort()
    Reader(Writer(beyond, port).message(None), here, port).message()
    assert numbers == [1, 3]


def test_subclasses_are_no_plain_data() -> None:
    """A subclass's instance is the port's affair, whatever it claims to be."""

    class Lie(int):
        @property
        def __class__(self) -> Any:
            return int

    with pytest.raises(WireError):
        there(Lie(3))


def test_no_bytes_do_harm() -> None:
    """Cut, changed and random messages raise WireError or make plain values, nothing else."""
    dice = random.Random(7)
    whole = Writer(Shared(2), Nothing()).message(PLAIN)
    for _ in range(1_500):
        raw = bytearray(whole)
        for _ in range(dice.randint(1, 4)):
            raw[dice.randrange(len(raw))] = dice.randrange(256)
        raw = raw[: dice.randint(0, len(raw))] if dice.random() < 0.3 else raw
        try:
            Reader(bytes(raw), Shared(3), Nothing()).message()
        except WireError:
            continue


@pytest.mark.parametrize(
    "raw",
    [
        b"\0" * 8 + b"s\xff\xff\xff\xff",
        b"\0" * 8 + b"tw\xff\xff\xff\x0f",
        b"\0" * 8 + b"t" * 100_000,
        b"\0" * 8 + b"h\1\0\0\0\0\0\0\0",
        b"\0" * 8 + b"xs\3\0\0\0abc",
        b"\0" * 8 + b"r\1\0\0\0",
        b"\xff\xff\xff\xff" * 2,
    ],
    ids=["huge text", "huge tuple", "deep", "unknown handle", "unknown name", "no memo", "facts"],
)
def test_lengths_and_depths_are_bounded(raw: bytes) -> None:
    """A message that claims more than it has is refused before anything is allocated."""
    with pytest.raises(WireError):
        Reader(raw, Shared(3), Nothing()).message()


def test_what_changes_in_place_is_sent_again() -> None:
    """Both sides see at the next message which items, elements or bytes have changed."""
    here, beyond = Shared(2), Shared(3)
    values = ([1, 2], {"a": 1}, {1}, np.zeros(2), deque([1]), OrderedDict(a=1), bytearray(b"a"))
    theirs = Reader(Writer(here, Nothing()).message(values), beyond, Nothing()).message()
    values[0][0] = 5
    values[1]["b"] = None
    values[2].add(3)
    values[3][1] = 7.0
    values[4].append(2)
    values[5]["a"] = 2
    values[6].append(98)
    Reader(Writer(here, Nothing()).message(None), beyond, Nothing()).message()
    assert repr(theirs) == repr(values)


def test_large_arrays_are_compared_where_a_message_speaks_of_them() -> None:
    """Others are compared as long as a cell's budget lasts, and whenever a cell begins or ends."""
    here, beyond = Shared(2), Shared(3)
    big = np.zeros(200_000)
    theirs = Reader(Writer(here, Nothing()).message(big), beyond, Nothing()).message()

    def changed(value: float, root: Any) -> bool:
        here.spoken_of.clear()
        big[0] = value
        Reader(Writer(here, Nothing()).message(root), beyond, Nothing()).message()
        return bool(theirs[0] == value)

    assert changed(1, None)
    here.budget = 0
    assert not changed(2, None)
    assert changed(3, big)
    assert not changed(4, None)
    here.renew()
    assert changed(5, None)
    here.budget = 0
    here.renew(ends=True)
    assert changed(6, None)


def test_many_objects_are_let_go_when_the_next_call_begins() -> None:
    """What is too much to be watched crosses whole, and then both sides forget it."""
    here, beyond = Shared(2), Shared(3)
    many = [[index] for index in range(9_000)]
    theirs = Reader(Writer(here, Nothing()).message(many), beyond, Nothing()).message()
    assert theirs == many
    parted = here.parted(begins=True)
    for handle in parted:
        beyond.forget(handle)
    assert here.objects.keys() == beyond.objects.keys()
    assert len(here.objects) + len(parted) == 9_001
    again = Reader(Writer(here, Nothing()).message(many), beyond, Nothing()).message()
    assert again == many


def test_an_object_that_no_longer_crosses_costs_one_message() -> None:
    """A shared list that has become too deep is an error once; then it is no longer shared."""
    here = Shared(2)
    value: list[Any] = [1]
    Writer(here, Nothing()).message(value)
    value[0] = object()
    with pytest.raises(WireError):
        Writer(here, Nothing()).message(None)
    assert here.parted(begins=False) != []
    assert Writer(here, Nothing()).message(None) == Writer(Shared(2), Nothing()).message(None)

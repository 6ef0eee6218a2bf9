"""Reads what encoding.py writes, where its format is described; the sender may lie about it all."""

import builtins
from array import array
from collections.abc import Callable
from typing import Any

from course.examination.wire import codecs as registry
from course.examination.wire.codecs import (
    BY_NAME,
    Codec,
    Port,
    Shared,
    WireError,
    codec_of,
)
from course.examination.wire.encoding import (
    COUNT,
    DOUBLE,
    MAX_BIG_INT,
    MAX_DEPTH,
    MAX_VALUES,
    PAIR,
    WORD,
    Writer,
)

globals()["__builtins__"] = dict(vars(builtins))  # as they are before any learner code


class Reader:
    """Reads one message from an untrusted sender."""

    def __init__(self, raw: bytes, shared: Shared, port: Port) -> None:
        self.raw, self.shared, self.port = raw, shared, port
        self.at = self.depth = self.count = 0
        self.memo: list[object] = []
        self.facts: dict[int, bytes] = {}
        self.pending: dict[int, bytes] = {}

    def _take(self, size: int) -> bytes:
        at, self.at = self.at, self.at + size
        if self.at > len(self.raw):
            raise WireError("the message ends too early")
        return self.raw[at : self.at]

    def number(self) -> int:
        """Read a count."""
        count: int = COUNT.unpack(self._take(4))[0]
        return count

    def handle(self) -> int:
        """Read a handle."""
        handle: int = WORD.unpack(self._take(8))[0]
        return handle

    def message(self) -> object:
        """Read everything; returns the root. Whatever is wrong with it is a WireError."""
        try:
            return self._message()
        except WireError:
            raise
        except Exception as error:
            raise WireError(f"{type(error).__name__}: {error}") from error

    def _message(self) -> object:
        facts, definitions = self.number(), self.number()
        order = []
        for index in range(facts + definitions):
            handle, raw = self.handle(), self._take(self.number())
            (self.facts if index < facts else self.pending)[handle] = raw
            if index >= facts:
                order.append(handle)
        touched = dict(self.pending)
        for handle in reversed(order):  # inner ones first: sets need their items whole
            if handle in self.pending:
                self._define(handle)
        root = self.value()
        if self.at != len(self.raw):
            raise WireError("bytes are left over")
        # Remember what was agreed on as this side would write it.
        for handle in touched:
            if handle in self.shared.objects:
                writer = Writer(self.shared, self.port)
                try:
                    agreed = writer.agreed(handle)
                except WireError:
                    self.shared.forget(handle)
                    continue
                if not writer.fresh:
                    self.shared.agree(handle, agreed)
        return root

    def _within(self, raw: bytes, read: Callable[[], object]) -> object:
        outer, self.raw, self.at, self.memo = (self.raw, self.at, self.memo), raw, 0, []
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise WireError("definitions are nested too deep")
        try:
            result = read()
            if self.at != len(raw):
                raise WireError("bytes are left over in a definition")
            return result
        finally:
            self.depth -= 1
            self.raw, self.at, self.memo = outer

    def fact(self, handle: int) -> object:
        """Read the description of a handle, None if this message has none."""
        raw = self.facts.pop(handle, None)
        return None if raw is None else self._within(raw, self.value)

    def _codec(self) -> Codec:
        name = self.value()
        if type(name) is not str:
            raise WireError("a definition starts with a name")
        if name not in BY_NAME:
            registry.load({"np": "numpy", "PIL": "PIL"}.get(name.partition(".")[0], "pandas"))
        codec = BY_NAME.get(name)
        if codec is None or name in self.port.withheld:
            raise WireError(f"nothing crosses as {name!r}")
        return codec

    def _define(self, handle: int) -> object:
        """Build or update one shared object."""
        raw = self.pending.pop(handle)

        def read() -> object:
            codec = self._codec()
            target = self.shared.objects.get(handle)
            if codec.empty is None or codec.fill is None:
                value = codec.load(self.value())
                if not codec.mutable:
                    raise WireError("only mutable objects are shared")
                if target is None:
                    self.shared.keep(handle, value)
                    return value
                if codec.fill is None or codec_of(type(target)) is not codec:
                    raise WireError("a shared object keeps its type")
                codec.fill(target, value)
                return target
            if codec.of_class:
                about = self.value()
                if target is None:
                    target = self.port.make(codec, about)
                    self.shared.keep(handle, target)
                elif self.port.codec(type(target)) is not codec:
                    raise WireError("a shared object keeps its class")
            elif target is None:
                target = codec.empty()
                self.shared.keep(handle, target)
            elif codec_of(type(target)) is not codec:
                raise WireError("a shared object keeps its type")
            codec.fill(target, self.items())
            return target

        return self._within(raw, read)

    def _shared(self, handle: int) -> object:
        self.shared.spoken_of.add(handle)
        value = self.shared.objects.get(handle)
        if handle in self.pending and value is None:
            if self.depth < MAX_DEPTH - 20:
                return self._define(handle)
            value = self._empty(handle)
        if value is None:
            raise WireError(f"no shared object {handle}")
        return value

    def _empty(self, handle: int) -> object:
        """Make the object now and fill it later: chains may be longer than the stack."""
        outer = self.raw, self.at
        self.raw, self.at = self.pending[handle], 0
        codec = self._codec()
        if codec.of_class:
            empty = self.port.make(codec, self.value())
        elif codec.empty is not None:
            empty = codec.empty()
        else:
            raise WireError("nested too deep")
        self.raw, self.at = outer
        self.shared.keep(handle, empty)
        return empty

    def items(self) -> list[Any]:
        """Read a run of values."""
        tag, count = self._take(1), self.number()
        self._count(count)
        if tag == b"j":
            return array("q", self._take(8 * count)).tolist()
        if tag == b"u":
            return array("d", self._take(8 * count)).tolist()
        if tag == b"v":
            sizes = array("I", self._take(4 * count))
            return [self._take(size).decode("utf-8", "surrogatepass") for size in sizes]
        if tag != b"w":
            raise WireError(f"a run cannot start with {tag!r}")
        return [self.value() for _ in range(count)]

    def _count(self, more: int) -> None:
        self.count += more
        if self.count > MAX_VALUES or more > len(self.raw):
            raise WireError("too many values")

    def value(self) -> Any:
        """Read one value."""
        self.count += 1
        raw, at = self.raw, self.at
        tag = raw[at : at + 1]
        self.at = at + 1
        if tag == b"s":
            start = at + 5
            self.at = end = start + COUNT.unpack_from(raw, at + 1)[0]
            if end > len(raw):
                raise WireError("the message ends too early")
            try:
                return raw[start:end].decode("utf-8", "surrogatepass")
            except UnicodeDecodeError as error:
                raise WireError(str(error)) from None
        if tag == b"i":
            self.at = at + 9
            return WORD.unpack_from(raw, at + 1)[0]
        if tag == b"0":
            return ()
        if tag == b"N":
            return None
        if tag == b"T":
            return True
        if tag == b"F":
            return False
        if tag == b"f":
            self.at = at + 9
            return DOUBLE.unpack_from(raw, at + 1)[0]
        if tag in (b"t", b"z"):
            return self._nested(tag)
        if tag == b"y":
            return self.port.take(self, "yours", self.handle(), 0, None)
        if tag == b"h":
            return self._shared(self.handle())
        return self._rare(tag)

    def _rare(self, tag: bytes) -> Any:
        """Read a value of a kind that few messages hold."""
        if tag == b"b":
            return self._take(self.number())
        if tag == b"c":
            return complex(*PAIR.unpack(self._take(16)))
        if tag == b".":
            return Ellipsis
        if tag == b"I":
            size = self.number()
            if size > MAX_BIG_INT:
                raise WireError("an int is too big")
            return int.from_bytes(self._take(size), "little", signed=True)
        if tag == b"r":
            index = self.number()
            if index >= len(self.memo):
                raise WireError("a repeated value was never sent")
            return self.memo[index]
        if tag == b"x":
            return self._named()
        if tag == b"R":
            kind, handle, about = self.value(), self.handle(), self.handle()
            if type(kind) is not str:
                raise WireError("a reference has a kind")
            payload = self._deep(self.value)
            return self._deep(lambda: self.port.take(self, kind, handle, about, payload))
        raise WireError(f"no value starts with {tag!r}")

    def _deep(self, read: Callable[[], object]) -> object:
        self.depth += 1
        if self.depth > MAX_DEPTH or self.count > MAX_VALUES:
            raise WireError("nested too deep, or too many values")
        try:
            return read()
        finally:
            self.depth -= 1

    def _nested(self, tag: bytes) -> object:
        items: Any = self._deep(self.items)
        value: Any = tuple(items) if tag == b"t" else frozenset(items)
        if items:
            self.memo.append(value)
        return value

    def _named(self) -> object:
        codec = self._codec()
        if codec.mutable:
            raise WireError(f"{codec.name} has a handle")
        payload = self._deep(self.value)
        try:
            return codec.load(payload)
        except WireError:
            raise
        except Exception as error:
            raise WireError(f"{codec.name}: {type(error).__name__}") from None

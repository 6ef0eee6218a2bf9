"""The encoding of what crosses: graphs of values become bytes, which decoding.py reads.

It is no pickle: a message holds no code, names no class to be imported, and is bounded in size.

A message is `head | descriptions | objects | root`, each value a tag byte and its content:

    N T F .            None True False Ellipsis
    i I f c s b        int (8 bytes), int (any), float, complex, str (UTF-8), bytes
    t z 0              tuple, frozenset: a run of values; the empty tuple
    w j u v            runs: count and values, int64s, doubles, strs (sizes, then the texts)
    r                  the n-th tuple or frozenset of this same definition again
    h                  a shared object by its handle
    x                  a value with a name in `CODECS` and a plain payload (Decimal, ndarray, ...)
    R                  a reference: kind, handle, handle of its description, payload; what
                       it means is the port's affair (candidate_refs.py, mirror_refs.py)
    y                  a reference to the other side's own object: its handle

Mutable objects (list, dict, set, ndarray, DataFrame, instances of locked classes, ...) are
written once, flat, under a handle that both sides keep (`Shared`), so cycles, aliases and depth
cost nothing, `a is b` holds on the other side, and a later message carries what has changed
since. A type counts only if it is exactly that type: subclasses go to the port.

Reading trusts nothing: counts are checked against the bytes that are there, depth and number of
values are bounded, payloads are checked by the constructors of exact types.

The builtins are copied at import, for learner code may replace them in the candidate.
"""

import builtins
from array import array
from itertools import islice
from operator import is_
from struct import Struct
from typing import Any

from course.examination.wire.codecs import Agreed, Port, Shared, WireError, codec_of, fingerprint

globals()["__builtins__"] = dict(vars(builtins))  # as they are before any learner code

MAX_DEPTH = 150  # tuples in tuples; lists and dicts nest freely, they are written flat
MAX_VALUES = 4_000_000
MAX_BIG_INT = 1 << 20  # bytes
INT64 = 1 << 63
WORD, DOUBLE, PAIR, COUNT = Struct("<q"), Struct("<d"), Struct("<dd"), Struct("<I")


class Writer:
    """Writes one message."""

    def __init__(self, shared: Shared, port: Port, described: set[int] | None = None) -> None:
        self.shared, self.port = shared, port
        self.described = set() if described is None else described  # by earlier messages
        self.out = bytearray()
        self.memo: dict[int, int] = {}
        self.alive: list[object] = []  # no id is used twice while the message is written
        self.depth = self.count = 0
        self.fresh: list[int] = []  # handles to be defined in this message
        self.about: list[int] = []  # handles to be described in this message

    def value(self, v: Any) -> None:  # noqa: PLR0912 - one branch per tag
        """Write one value."""
        kind, out = type(v), self.out
        if kind is str:
            text = v.encode("utf-8", "surrogatepass")
            out += b"s" + COUNT.pack(len(text)) + text
        elif kind is int:
            if -INT64 <= v < INT64:
                out += b"i" + WORD.pack(v)
            else:
                big = v.to_bytes((v.bit_length() + 8) // 8, "little", signed=True)
                if len(big) > MAX_BIG_INT:
                    raise WireError(f"an int of {len(big)} bytes is too big to cross")
                out += b"I" + COUNT.pack(len(big)) + big
        elif v is None:
            out += b"N"
        elif v is True:
            out += b"T"
        elif v is False:
            out += b"F"
        elif kind is float:
            out += b"f" + DOUBLE.pack(v)
        elif kind is tuple and not v:
            out += b"0"
        elif kind is tuple or kind is frozenset:
            self._nested(v, b"t" if kind is tuple else b"z")
        elif kind is bytes:
            out += b"b" + COUNT.pack(len(v)) + v
        elif kind is complex:
            out += b"c" + PAIR.pack(v.real, v.imag)
        elif v is Ellipsis:
            out += b"."
        else:
            self._other(v, kind)

    def _other(self, v: Any, kind: type) -> None:
        handle = self.shared.handles.get(id(v))
        if handle is not None and self.shared.objects.get(handle) is v:
            self.shared.spoken_of.add(handle)
            self.out += b"h" + WORD.pack(handle)
            return
        codec = codec_of(kind)
        if codec is None:
            codec = self.port.codec(kind)
        if codec is None or codec.name in self.port.withheld:
            self.port.export(self, v)
        elif codec.mutable:
            handle = self.shared.add(v)
            self.fresh.append(handle)
            self.out += b"h" + WORD.pack(handle)
        else:
            self.out += b"x"
            self.value(codec.name)
            payload = codec.dump(v)
            self.alive.append(payload)
            self._deeper(payload)

    def _nested(self, v: Any, tag: bytes) -> None:
        index = self.memo.get(id(v))
        if index is not None:
            self.out += b"r" + COUNT.pack(index)
            return
        self.out += tag
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise WireError("tuples are nested too deep to cross by value")
        self.run(list(v))
        self.depth -= 1
        if v:
            self.alive.append(v)
            self.memo[id(v)] = len(self.memo)

    def _deeper(self, payload: object) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise WireError("values are nested too deep to cross")
        self.value(payload)
        self.depth -= 1

    def reference(self, kind: str, handle: int, about: int = 0, payload: object = None) -> None:
        """Write a reference; `about` is the handle that describes it, 0 for none."""
        if kind == "yours":
            self.out += b"y" + WORD.pack(handle)
            return
        self.out += b"R"
        self.value(kind)
        self.out += WORD.pack(handle) + WORD.pack(about)
        self._deeper(payload)
        if about and about not in self.described and about not in self.about:
            self.about.append(about)

    def run(self, items: list[Any]) -> None:
        """Write the items of a container, alike ones packed."""
        self.count += len(items)
        if self.count > MAX_VALUES:
            raise WireError(f"more than {MAX_VALUES} values are too many to cross")
        if len(items) >= 8:
            kinds = set(map(type, items))
            if kinds == {int}:
                try:
                    raw = array("q", items).tobytes()
                except OverflowError:
                    pass
                else:
                    self.out += b"j" + COUNT.pack(len(items)) + raw
                    return
            elif kinds == {float}:
                self.out += b"u" + COUNT.pack(len(items)) + array("d", items).tobytes()
                return
            elif kinds == {str}:
                texts = [item.encode("utf-8", "surrogatepass") for item in items]
                self.out += b"v" + COUNT.pack(len(items)) + array("I", map(len, texts)).tobytes()
                self.out += b"".join(texts)
                return
        self.out += b"w" + COUNT.pack(len(items))
        for item in items:
            self.value(item)

    def content(self, handle: int) -> bytes:
        """Return the definition of a shared object; the same bytes as long as it is the same."""
        v = self.shared.objects[handle]
        outer, self.out, self.memo = (self.out, self.memo), bytearray(), {}
        codec = codec_of(type(v)) or self.port.codec(type(v))
        if codec is None:
            raise WireError(f"a {type(v).__name__} is not shared")
        self.value(codec.name)
        if codec.empty is None:
            payload = codec.dump(v)
            self.alive.append(payload)
            self.value(payload)
        else:
            if codec.of_class:
                self.port.export_class(self, v)
            self.run(list(codec.dump(v)))  # type: ignore[call-overload]
        content = bytes(self.out)
        self.out, self.memo = outer
        return content

    def _changed(self, handle: int, known: Agreed) -> bytes | None:
        """Return the definition of a shared object if it is no longer what was agreed on.

        Items are compared by identity: that is quick, and asks no method of theirs. An item that
        is mutable is a shared object itself.
        """
        v = self.shared.objects[handle]
        codec = codec_of(type(v)) or self.port.codec(type(v))
        if type(known) is tuple and codec is not None:
            items: Any = codec.dump(v)
            if len(items) == len(known) and all(map(is_, items, known)):
                return None
        if codec is not None and codec.mark is not None and codec.mark(v) == known:
            return None
        try:
            content = self.content(handle)
        except WireError:
            self.shared.unfit.append(handle)
            raise
        return None if fingerprint(content) == known else content

    def agreed(self, handle: int, content: bytes | None = None) -> Agreed:
        """Return what is to be remembered of a shared object that both sides know now."""
        v = self.shared.objects[handle]
        codec = codec_of(type(v)) or self.port.codec(type(v))
        if codec is not None and codec.empty is not None:
            return tuple(codec.dump(v))  # type: ignore[arg-type]
        mark = codec.mark(v) if codec is not None and codec.mark is not None else None
        return mark or fingerprint(self.content(handle) if content is None else content)

    def message(self, root: object) -> bytes:
        """Write everything: the root, what is new, and what has changed since last time."""
        shared, definitions, agreed = self.shared, [], {}
        try:
            self.value(root)  # first: it speaks of objects, which are then compared
            written = 0
            for big in (False, True):  # the big ones last: by then it is known which are spoken of
                for handle, known in list(shared.agreed.items()):
                    if (handle in shared.heavy) is not big or not shared.is_due(handle):
                        continue
                    changed = self._changed(handle, known)
                    if changed is not None:
                        agreed[handle] = self.agreed(handle, changed)
                        definitions.append((handle, changed))
                for handle in islice(self.fresh, written, None):  # grows while it is walked
                    content = self.content(handle)
                    agreed[handle] = self.agreed(handle, content)
                    definitions.append((handle, content))
                written = len(self.fresh)
            top, self.out, facts = self.out, bytearray(), []
            already = len(self.fresh)
            for handle in self.about:  # grows too
                self.out, self.memo = bytearray(), {}
                self.value(self.port.describe(handle))
                facts.append((handle, bytes(self.out)))
            if len(self.fresh) != already:
                raise WireError("descriptions hold no mutable objects")  # noqa: TRY301 - read or written whole or not at all
        except BaseException:
            for handle in self.fresh:
                shared.forget(handle)
            raise
        for handle, known in agreed.items():
            shared.agree(handle, known)
        self.described.update(self.about)
        parts = [COUNT.pack(len(facts)), COUNT.pack(len(definitions))]
        for handle, raw in (*facts, *definitions):
            parts += [WORD.pack(handle), COUNT.pack(len(raw)), raw]
        return b"".join((*parts, top))

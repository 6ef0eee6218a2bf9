"""Calls between the two children over one socket; what a call means is the sides' affair.

A frame is a 4-byte little-endian length and one message of encoding.py, whose root is

    ("q", number, within, operation, arguments, notes)   a question
    ("a", number, "ok" | "error", value, notes)          its answer; an error is an exception
                                                         or ("boundary", text)

Questions nest: whoever waits for an answer answers the other side's questions meanwhile, if
they were asked within the very question that is open (`within` is its number); everything else
is read and thrown away, so that nothing can be answered late or called after a test has ended.
`notes` is a tuple of pairs that both sides add to each message: handles let go, prints, names.
Keyword arguments of calls are pairs as well: a dict would be shared, and each message watched it.
"""

import builtins
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from socket import socket
from struct import Struct
from threading import RLock
from typing import Any

from course.examination.wire.codecs import Port, Shared, WireError
from course.examination.wire.decoding import Reader
from course.examination.wire.encoding import Writer

globals()["__builtins__"] = dict(vars(builtins))  # as they are before any learner code

MAX_FRAME = 192 << 20
MAX_NESTING = 400  # questions within questions
_LENGTH = Struct("<I")
Notes = tuple[tuple[str, Any], ...]
_recv_into, _send, _RLock = socket.recv_into, socket.send, RLock


class PeerGone(Exception):  # noqa: N818 - what has happened
    """The other child has ended, or it does not keep to the protocol."""


class Garbled(PeerGone):
    """A message came that cannot be read: this side or the other has a fault."""


class Peer:
    """One end of the socket."""

    def __init__(
        self,
        sock: socket,
        port: Port,
        *,
        first_handle: int,
        serve: Callable[[str, Any], Any],
        notes: Callable[[], Notes] = lambda: (),
        noted: Callable[[Notes], None] = lambda _notes: None,
        whole: Callable[[], AbstractContextManager[None]] = nullcontext,
        interrupted: Callable[[], bool] = lambda: True,
    ) -> None:
        self.sock, self.port = sock, port
        self.shared = Shared(first_handle)
        self.described: set[int] = set()
        self.serve, self.notes, self.noted = serve, notes, noted
        self.whole = whole  # around what no signal may cut in two
        self.interrupted = interrupted  # is a KeyboardInterrupt the conductor's, not a fake's?
        self.answered: BaseException | None = None  # the last error that came as an answer
        self.open: list[int] = []  # questions of the other side that are being answered here
        self.unanswered: list[int] = []  # questions asked here that wait for their answers
        self.number = 0
        self.inbox, self.outbox = bytearray(), bytearray()
        self.chunk = bytearray(1 << 16)
        self.lock = _RLock()

    # -- frames: kept whole even if a signal interrupts --

    def _queue(self, raw: bytes) -> None:
        if len(raw) > MAX_FRAME:
            raise WireError(f"{len(raw)} bytes are too many to cross")
        self.outbox += _LENGTH.pack(len(raw)) + raw

    def _flush(self) -> None:
        while self.outbox:
            try:
                sent = _send(self.sock, memoryview(self.outbox)[: 1 << 20])
            except BufferError:
                sent = _send(self.sock, bytes(self.outbox[: 1 << 20]))
            except OSError as error:
                raise PeerGone(f"the other side is gone: {error}") from None
            del self.outbox[:sent]

    def _receive(self) -> bytes:
        inbox, chunk = self.inbox, self.chunk
        while True:
            if len(inbox) >= 4:
                size = _LENGTH.unpack_from(inbox)[0]
                if size > MAX_FRAME:
                    raise Garbled(f"a message of {size} bytes")
                if len(inbox) >= 4 + size:
                    raw = bytes(memoryview(inbox)[4 : 4 + size])
                    del inbox[: 4 + size]
                    return raw
                if size > len(chunk):
                    chunk = bytearray(1 << 20)
            try:
                size_read = _recv_into(self.sock, chunk)
            except OSError as error:
                raise PeerGone(f"the other side is gone: {error}") from None
            if not size_read:
                raise PeerGone("the other side is gone")
            inbox += memoryview(chunk)[:size_read]

    # -- messages --

    def _write(self, *root: Any, begins: bool = False) -> None:
        with self.whole():
            parted = self.shared.parted(begins=begins)
            gone = self.shared.unused()
            notes = self.notes()
            if gone or parted:
                notes = (*notes, ("gone", (*parted, *gone)))
            writer = Writer(self.shared, self.port, self.described)
            try:
                raw = writer.message((*root, notes))
            except WireError:
                self.shared.unfit += parted  # of which the other side has not heard
                raise
            for handle in gone:  # after their last changes were written
                self.shared.forget(handle)
            self._queue(raw)
        self._flush()

    def _read(self) -> tuple[Any, ...]:
        raw = self._receive()
        with self.whole():
            return self._understand(raw)

    def _understand(self, raw: bytes) -> tuple[Any, ...]:
        try:
            message = Reader(raw, self.shared, self.port).message()
            if type(message) is not tuple or len(message) < 5 or type(message[1]) is not int:
                raise WireError("this is neither a question nor an answer")  # noqa: TRY301 - read or written whole or not at all
            notes = message[-1]
            if type(notes) is not tuple:
                raise WireError("notes are pairs")  # noqa: TRY301 - read or written whole or not at all
            plain = []
            for note in notes:
                if type(note) is not tuple or len(note) != 2 or type(note[0]) is not str:
                    raise WireError("notes are pairs")  # noqa: TRY301 - read or written whole or not at all
                if note[0] == "gone" and type(note[1]) is tuple:
                    for handle in note[1]:
                        self.shared.forget(handle)
                else:
                    plain.append(note)
            self.noted(tuple(plain))
        except WireError as error:
            raise Garbled(f"not a message: {error}") from error
        return message

    def ask(self, operation: str, *arguments: Any) -> Any:
        """Ask a question and wait for its answer, which is returned, or raised if it is an error.

        What the other side asks meanwhile, within this question, is answered.
        """
        with self.lock:
            if len(self.unanswered) + len(self.open) > MAX_NESTING:
                raise RecursionError("calls across the boundary are nested too deep")
            self.number += 1
            number = self.number
            within = self.open[-1] if self.open else 0
            self.unanswered.append(number)
            begins = not self.open and not self.unanswered[1:]
            try:
                self._write("q", number, within, operation, arguments, begins=begins)
                while True:
                    message = self._read()
                    if message[0] == "a" and message[1] == number and len(message) == 5:
                        _, _, outcome, value, _ = message
                        if outcome == "ok":
                            return value
                        self.answered = _raisable(value)
                        raise self.answered
                    if message[0] == "q" and len(message) == 6 and message[2] == number:
                        self._answer(message)
            finally:
                self.unanswered.remove(number)
                if begins:
                    self.shared.spoken_of.clear()

    def answer_one(self) -> None:
        """Read one question and answer it; what is no question is thrown away."""
        message = self._read()
        if message[0] == "q" and len(message) == 6:
            self._answer(message)

    def _answer(self, message: tuple[Any, ...]) -> None:
        _, number, _, operation, arguments, _ = message
        failure: BaseException | None = None
        self.open.append(number)
        try:
            try:
                if type(operation) is not str or type(arguments) is not tuple:
                    raise WireError("a question names an operation and its arguments")  # noqa: TRY301 - read or written whole or not at all
                value = self.serve(operation, arguments)
                del message, arguments
                with self.lock:  # a thread of the learner's may be asking
                    self._write("a", number, "ok", value)
            except PeerGone:
                raise
            except BaseException as error:
                failure = error
                try:
                    answer = ("boundary", str(error)) if isinstance(error, WireError) else error
                    self._write("a", number, "error", answer)
                except WireError as refusal:
                    self._write("a", number, "error", ("boundary", str(refusal)))
        finally:
            self.open.remove(number)
            if not self.open:
                self.shared.spoken_of.clear()
        if isinstance(failure, KeyboardInterrupt) and self.interrupted():
            raise failure


def _raisable(error: object) -> BaseException:
    if isinstance(error, BaseException):
        return error
    if type(error) is tuple and len(error) == 2 and type(error[1]) is str:
        return WireError(error[1])
    return RuntimeError("the other side failed and did not say how")

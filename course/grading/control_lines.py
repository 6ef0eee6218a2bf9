"""The conductor's lines to its children: whole messages, each with a deadline and a size.

Framing only. What is said over a line, and what follows from it, stands in conductor.py.
"""

import json
import math
import select
import struct
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from course.jobs import Limits
from course.sandbox.client import Child

STRETCH: Final = 5  # times as long as it may take, a cell or a notebook takes at most


class Gone(Exception):  # noqa: N818 - it is no error of ours
    """The child has ended, or breaks the protocol, which we take for the same."""


class Late(Exception):  # noqa: N818
    """The deadline has passed."""


class Deadline:
    """Seconds for children, who do not spend them while they wait for a processor."""

    def __init__(
        self,
        seconds: float,
        children: Iterable[Child],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        now = clock()
        self._end, self._last = now + seconds, now + STRETCH * seconds
        self._children = tuple(children)
        self._before = self._waited()

    def _waited(self) -> float:
        return sum(child.waited_s() for child in self._children)

    def left(self) -> float:
        """Seconds that are left, at least so many."""
        now = self._clock()
        if now < self._end:
            return self._end - now
        return min(self._end + self._waited() - self._before, self._last) - now


class ControlLine:
    """A control socket: whole messages out and in, each with a deadline and a size."""

    def __init__(self, child: Child, limits: Limits) -> None:
        self._child = child
        self._most = limits.message_bytes
        self._buffer = bytearray()
        self._heard = 0
        self._socket = child.control
        self._socket.setblocking(False)

    def send(self, message: Mapping[str, Any], deadline: Deadline) -> None:
        """Send a whole message. Raises Gone and Late."""
        self._heard = 0
        data = json.dumps(message).encode()
        whole = memoryview(struct.pack(">I", len(data)) + data)
        while whole:
            self._wait(select.POLLOUT, deadline)
            try:
                whole = whole[self._socket.send(whole) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise Gone from error

    def receive(self, deadline: Deadline) -> dict[str, Any]:
        """Wait for the next message. Raises Gone and Late."""
        while True:
            message = self._whole()
            if message is not None:
                return message
            self._wait(select.POLLIN, deadline)
            try:
                more = self._socket.recv(1 << 18)
            except BlockingIOError:
                continue
            except OSError as error:
                raise Gone from error
            self._heard += len(more)
            if not more or self._heard > 2 * self._most:
                raise Gone
            self._buffer += more

    def _whole(self) -> dict[str, Any] | None:
        """Take one message from the buffer; Gone where it can never be one."""
        if len(self._buffer) < 4:
            return None
        (length,) = struct.unpack_from(">I", self._buffer)
        if length > self._most:
            raise Gone
        if len(self._buffer) < 4 + length:
            return None
        data = bytes(self._buffer[4 : 4 + length])
        del self._buffer[: 4 + length]
        try:
            message = json.loads(data)
        except (ValueError, RecursionError, MemoryError) as error:
            raise Gone from error
        if not isinstance(message, dict):
            raise Gone
        return message

    def _wait(self, event: int, deadline: Deadline) -> None:
        poll = select.poll()
        poll.register(self._socket, event)
        poll.register(self._child.pidfd, select.POLLIN)
        while (left := deadline.left()) > 0:
            ready = dict(poll.poll(math.ceil(left * 1000)))
            if self._socket.fileno() in ready:
                return  # what a dying child still said counts
            if ready:
                raise Gone
        raise Late

"""SIGINT: with it the conductor says that a cell's time is over."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Interrupt:
    """Turns SIGINT into KeyboardInterrupt inside `with` this object, and nowhere else.

    Outside it is held back, so that no report and no message is cut in two, and a signal that
    came too late for one cell does not end the next. `came` tells whether there was one.
    """

    def __init__(self) -> None:
        self.came = self.on = self.held = False
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        signal.signal(signal.SIGINT, self._arrived)

    def _arrived(self, _number: int, _frame: FrameType | None) -> None:
        self.came = True
        if self.on and not self.held:
            raise KeyboardInterrupt

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Let what is inside come to its end; an interrupt that came meanwhile is raised then."""
        late, self.held = self.came, True
        try:
            yield
        finally:
            self.held = False
        if self.on and self.came and not late:
            raise KeyboardInterrupt

    def __enter__(self) -> "Interrupt":
        while signal.sigtimedwait({signal.SIGINT}, 0) is not None:
            pass
        self.came, self.on, self.held = False, True, False
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.on = False
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        except KeyboardInterrupt:
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

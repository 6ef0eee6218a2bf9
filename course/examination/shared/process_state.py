"""State of a child's process that the other child must know of: SIGINT, and chance.

With SIGINT the conductor says that a cell's time is over. The states of `random` and of
`numpy.random` are carried across around the calls of a test that seeds them.
"""

import _signal  # type: ignore[import-not-found]
import builtins
import random
import signal
import sys
from types import FrameType
from typing import Any

# Without the enums that `signal` makes of what they return: this is done for each question.
_sigmask, _SIGINT = _signal.pthread_sigmask, (int(signal.SIGINT),)


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

    def whole(self) -> "_Whole":
        """Let what is inside come to its end; an interrupt that came meanwhile is raised then."""
        return _Whole(self)

    def __enter__(self) -> "Interrupt":
        while _signal.sigtimedwait(_SIGINT, 0) is not None:
            pass
        self.came, self.on, self.held = False, True, False
        _sigmask(signal.SIG_UNBLOCK, _SIGINT)
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.on = False
            _sigmask(signal.SIG_BLOCK, _SIGINT)
        except KeyboardInterrupt:
            _sigmask(signal.SIG_BLOCK, _SIGINT)


class _Whole:
    """The context that `Interrupt.whole` gives; written out, for it is entered at each message."""

    __slots__ = ("interrupt", "late")

    def __init__(self, interrupt: Interrupt) -> None:
        self.interrupt = interrupt

    def __enter__(self) -> None:
        self.late, self.interrupt.held = self.interrupt.came, True

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        interrupt = self.interrupt
        interrupt.held = False
        if kind is None and interrupt.on and interrupt.came and not self.late:
            raise KeyboardInterrupt


globals()["__builtins__"] = dict(vars(builtins))  # as they are before any learner code


class Dice:
    """The states of one side's generators, as the other side last heard of them."""

    def __init__(self) -> None:
        self.own: Any = None
        self.of_numpy: Any = None

    def news(self) -> tuple[Any, ...] | None:
        """Return what has changed: states of `random` and `numpy.random`, None for the same."""
        own, of_numpy = random.getstate(), _of_numpy()
        same_own = own == self.own
        same_numpy = of_numpy is None or _same(of_numpy, self.of_numpy)
        self.own, self.of_numpy = own, of_numpy
        if same_own and same_numpy:
            return None
        plain = None
        if not same_numpy:
            name, keys, *rest = of_numpy
            plain = (name, tuple(keys.tolist()), *rest)
        return (None if same_own else own, plain)

    def take(self, states: Any) -> None:
        """Go on from the other side's states."""
        own, of_numpy = states
        if own is not None:
            random.setstate(own)
            self.own = random.getstate()
        if of_numpy is not None:
            import numpy as np

            name, keys, *rest = of_numpy
            np.random.set_state((name, np.array(keys, dtype=np.uint32), *rest))
            self.of_numpy = np.random.get_state()


def _of_numpy() -> Any:
    numpy = sys.modules.get("numpy")
    return None if numpy is None else numpy.random.get_state()


def _same(one: Any, other: Any) -> bool:
    if other is None:
        return False
    return one[2:] == other[2:] and one[0] == other[0] and bool((one[1] == other[1]).all())

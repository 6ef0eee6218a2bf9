"""The states of `random` and `numpy.random`, carried across around a seeded test's calls."""

import builtins
import random
import sys
from typing import Any

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

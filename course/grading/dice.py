"""The states of `random` and `numpy.random`, carried across around a seeded test's calls."""

import random
import sys
from typing import Any


def random_states() -> tuple[Any, ...]:
    """Return the states of `random` and, if it is loaded, `numpy.random`."""
    numpy = sys.modules.get("numpy")
    if numpy is None:
        return (random.getstate(), None)
    name, keys, *rest = numpy.random.get_state()
    return (random.getstate(), (name, tuple(keys.tolist()), *rest))


def set_random_states(states: Any) -> None:
    """Go on from the other side's states."""
    own, of_numpy = states
    random.setstate(own)
    if of_numpy is not None:
        import numpy as np

        name, keys, *rest = of_numpy
        np.random.set_state((name, np.array(keys, dtype=np.uint32), *rest))

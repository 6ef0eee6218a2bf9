"""Compiling the kernel before it is needed, once, with an announcement.

A warm start only loads; several processes that start cold wait for the first, by a lock.
"""

import inspect
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from course.errors import ScenarioError
from course.simulation.kernel import event_loop, state_changes, world_layout
from course.simulation.kernel.numba_cache import cache_folder

ABOUT = 130  # functions that numba compiles for all entries; for the announcement only
_ready: list[bool] = []


def entries() -> list[Any]:
    """Compiled functions that Python calls; each takes the world first."""
    found = [
        f
        for f in vars(state_changes).values()
        if _is_entry(f) and f.__module__ == state_changes.__name__
    ]
    return [event_loop.advance, *found]


def _is_entry(f: Any) -> bool:
    return hasattr(f, "py_func") and "world" in inspect.signature(f.py_func).parameters


def to_stderr(text: str) -> None:
    """Say a line where it disturbs no output."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def prepare(announce: Callable[[str], None] = to_stderr) -> None:
    """Load the kernel, or compile it (20 to 40 s of processor time) and keep the result."""
    if _ready or not hasattr(event_loop.advance, "compile"):  # numba may be told not to compile
        return
    with _locked():
        cold = not any(cache_folder().rglob("event_loop.advance-*.nbc"))
        if cold and os.environ.get("COURSE_COMPILE") == "no":
            raise ScenarioError(
                "the simulator is not loaded, and cannot be compiled here; the grader loads it for "
                "a notebook that names course.incidents, and keeps it compiled after "
                '`python -c "from course.simulation.kernel_startup import prepare; prepare()"`'
            )
        if cold:
            announce(f"Compiling the simulator, once; the result is kept in {cache_folder()}.")
        with _progress(announce if cold else None):
            for function in entries():
                function.compile(_signature(function))
    _ready.append(True)


def _signature(function: Any) -> tuple[Any, ...]:
    types = import_module("numba")
    kinds = {"world": types.typeof(world_layout.empty_world()), "key": types.uint64}
    names = inspect.signature(function.py_func).parameters
    return tuple(kinds.get(name, types.int64) for name in names)


@contextmanager
def _progress(announce: Callable[[str], None] | None) -> Iterator[None]:
    """Say after every quarter how far the compilation has come."""
    if announce is None:
        yield
        return
    event: Any = import_module("numba.core.event")
    done = 0

    def ended(_: Any) -> None:
        nonlocal done
        done += 1
        if done % (ABOUT // 4) == 0 and done < ABOUT:
            announce(f"  {done} of about {ABOUT} functions")

    methods = {"on_start": lambda *_: None, "on_end": lambda _, e: ended(e)}
    listener = type("Count", (event.Listener,), methods)
    with event.install_listener("numba:compile", listener()):
        yield
    announce("  done")


@contextmanager
def _locked() -> Iterator[None]:
    try:
        import fcntl
    except ImportError:  # a system without it compiles twice at worst
        yield
        return
    with (cache_folder() / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield

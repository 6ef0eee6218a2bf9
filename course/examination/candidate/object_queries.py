"""The questions that the examiner may ask about any single object of the candidate's.

Questions about the notebook as a whole stand in candidate_process.py. Each operation and its
arguments; `special` calls a special method as Python would, by the object's class, `raw` gives
what stands in a class's own dict, and `program` starts one for a test:

    call (f, args, kwargs) · method (object, name, args, kwargs) · special (object, name, args)
    get (object, name) · set (object, name, value) · del (object, name) · raw (class, name)
    copy (object, deep) · await (object) · program (module, function, args, kwargs)
    library (module, path, args, kwargs)
    begin (object) -> number · advance (what has ended) -> see CoroutineLoop · cancel (number)
"""

import builtins
import copy
import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any

from course.examination.shared.subprocesses import STARTS
from course.examination.wire.codecs import WireError

globals()["__builtins__"] = dict(vars(builtins))  # as they are before any learner code


def _special(thing: Any, name: str, args: Any) -> Any:
    method = next(k.__dict__[name] for k in type(thing).__mro__ if name in k.__dict__)
    bind = getattr(type(method), "__get__", None)
    return (method if bind is None else bind(method, thing, type(thing)))(*args)


class CoroutineLoop:
    """The loop in which the learner's coroutines run while a test awaits them.

    The examiner's coroutines.py takes turns with it.
    """

    def __init__(self) -> None:
        self.number = 0
        self.tasks: dict[int, Any] = {}
        self.wanted: list[tuple[int, Any, Any, Any]] = []  # of the test's coroutines
        self.waiting: dict[int, Any] = {}

    def loop(self) -> Any:
        """Return the loop in which the notebook's own cells await, too."""
        from IPython.core.async_helpers import get_asyncio_loop

        return get_asyncio_loop()  # type: ignore[no-untyped-call]

    def runs(self) -> bool:
        """Tell whether the code that asks runs in this loop."""
        import asyncio

        with suppress(RuntimeError):
            return bool(self.tasks) and asyncio.get_running_loop() is self.loop()
        return False

    def begin(self, thing: Any) -> int:
        """Start something awaitable; its number tells it apart from others."""
        self.number += 1
        self.tasks[self.number] = self.loop().create_task(_finish(thing))
        return self.number

    def cancel(self, number: int) -> None:
        """Cancel what was started."""
        if number in self.tasks:
            self.tasks[number].cancel()

    async def want(self, function: Any, args: Any, pairs: Any) -> Any:
        """Await a coroutine of the test's."""
        self.number += 1
        number, future = self.number, self.loop().create_future()
        self.waiting[number] = future
        self.wanted.append((number, function, args, pairs))
        return await future

    def advance(self, ended: Any) -> Any:
        """Go on until there is nothing to do: what has ended, what is wanted, when to go on."""
        import asyncio

        loop = self.loop()
        asyncio.set_event_loop(loop)
        for number, good, value in ended:
            future = self.waiting.pop(number, None)
            if future is None or future.done():
                continue
            if good is None:
                future.cancel()
            else:
                (future.set_result if good else future.set_exception)(value)
        done: list[Any] = []
        while not done:
            loop.call_soon(loop.stop)
            loop.run_forever()
            done = [number for number, task in self.tasks.items() if task.done()]
            due = min((timer.when() for timer in loop._scheduled), default=None)
            if not loop._ready and (due is None or due > loop.time()):
                break
        wanted, self.wanted = tuple(self.wanted), []
        delay = None if due is None else max(0.0, float(due - loop.time()))
        if delay is None and not wanted and not self.waiting:
            delay = 0.005  # a thread is at work
        return (tuple(self._outcome(number) for number in done), wanted, delay)

    def _outcome(self, number: int) -> tuple[int, bool | None, Any]:
        task = self.tasks.pop(number)
        if task.cancelled():
            return (number, None, None)
        error = task.exception()
        return (number, True, task.result()) if error is None else (number, False, error)

    def finish(self, thing: Any) -> Any:
        """Await something to its end, with nobody beside it."""
        return self.loop().run_until_complete(_finish(thing))


async def _finish(thing: Any) -> Any:
    return await thing


TURNS = CoroutineLoop()


def _program(module: str, name: str, args: Any, kwargs: Any) -> Any:
    if name not in STARTS.get(module, ()):
        raise WireError(f"{module}.{name} starts no program")
    if module == "IPython":
        from IPython.utils import process

        return getattr(process, name)(*args)
    return getattr(import_module(module), name)(*args, **dict(kwargs))


def _library(module: str, path: str, args: Any, kwargs: Any) -> Any:
    """Call a library's function on a learner's text, where that can do no harm."""
    thing: Any = import_module(module)
    for part in path.split("."):
        thing = getattr(thing, part)
    return thing(*args, **kwargs)


def set_environment(changes: Any) -> None:
    """Change this process's environment as a test has changed its own; None deletes a variable."""
    for name, value in changes:
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


@contextmanager
def hearing(warned: list[tuple[Any, ...]], listening: str) -> Iterator[None]:
    """Collect the warnings that come up meanwhile in `warned`, a hundred at most.

    Each is (class, text, module, line). They cross to the examiner, where the test waits for them:
    all of them, or those that the filters of this side let through ("own").
    """

    def keep(
        message: Any, category: Any, filename: str, line: int, _file: Any = None, _text: Any = None
    ) -> None:
        if len(warned) < 100:
            own = "ipykernel" in filename or filename.startswith("<ipython")
            module = "__main__" if own else str(filename).rpartition("/")[2].removesuffix(".py")
            warned.append((category, str(message)[:2_000], module, int(line)))

    with warnings.catch_warnings():
        if listening == "all":
            warnings.simplefilter("always")
        warnings.showwarning = keep  # type: ignore[assignment]
        yield


@contextmanager
def log_kept(logged: list[tuple[Any, ...]], levels: tuple[tuple[str, int], ...]) -> Iterator[None]:
    """Collect what loggers say meanwhile in `logged`, a hundred at most, at a test's levels.

    Each is (logger, level, text, line); the test's handlers are the examiner's.
    """

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if len(logged) < 100:
                text = record.getMessage()[:2_000]
                logged.append((str(record.name), int(record.levelno), text, int(record.lineno)))

    keeper, before = Keeper(), []
    for name, level in levels:
        logger = logging.getLogger(name or None)
        before.append((logger, logger.level))
        logger.setLevel(level)
    logging.getLogger().addHandler(keeper)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(keeper)
        for logger, level in before:
            logger.setLevel(level)


OPERATIONS: dict[str, Any] = {
    "call": lambda function, args, kwargs: function(*args, **dict(kwargs)),
    "method": lambda thing, name, args, kwargs: getattr(thing, name)(*args, **dict(kwargs)),
    "special": _special,
    "get": getattr,
    "set": setattr,
    "del": delattr,
    "raw": lambda kind, name: vars(kind)[name],
    "copy": lambda thing, deep: (copy.deepcopy if deep else copy.copy)(thing),
    "await": TURNS.finish,
    "begin": TURNS.begin,
    "advance": TURNS.advance,
    "cancel": TURNS.cancel,
    "program": _program,
    "library": _library,
}

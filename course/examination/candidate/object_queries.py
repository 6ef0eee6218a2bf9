"""The questions that the examiner may ask about any single object of the candidate's.

Questions about the notebook as a whole stand in candidate_process.py. Each operation and its
arguments; `special` calls a special method as Python would, by the object's class, `raw` gives
what stands in a class's own dict, and `program` starts one for a test:

    call (f, args, kwargs) · method (object, name, args, kwargs) · special (object, name, args)
    get (object, name) · set (object, name, value) · del (object, name) · raw (class, name)
    copy (object, deep) · await (object) · program (module, function, args, kwargs)
    library (module, path, args, kwargs)
"""

import builtins
import copy
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from course.examination.shared.subprocesses import STARTS
from course.examination.wire.codecs import WireError

globals()["__builtins__"] = dict(vars(builtins))  # as they are before any learner code


def _special(thing: Any, name: str, args: Any) -> Any:
    method = next(k.__dict__[name] for k in type(thing).__mro__ if name in k.__dict__)
    bind = getattr(type(method), "__get__", None)
    return (method if bind is None else bind(method, thing, type(thing)))(*args)


def _await(thing: Any) -> Any:
    import asyncio

    async def finish() -> Any:
        return await thing

    return asyncio.run(finish())


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
def hearing(warned: list[tuple[Any, str]]) -> Iterator[None]:
    """Collect the warnings that come up meanwhile in `warned`, a hundred at most.

    They cross to the examiner, where the test has set filters or waits for one of them.
    """

    def keep(message: Any, category: Any, *_: Any, **__: Any) -> None:
        if len(warned) < 100:
            warned.append((category, str(message)[:2_000]))

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = keep
        yield


OPERATIONS: dict[str, Any] = {
    "call": lambda function, args, kwargs: function(*args, **dict(kwargs)),
    "method": lambda thing, name, args, kwargs: getattr(thing, name)(*args, **dict(kwargs)),
    "special": _special,
    "get": getattr,
    "set": setattr,
    "del": delattr,
    "raw": lambda kind, name: vars(kind)[name],
    "copy": lambda thing, deep: (copy.deepcopy if deep else copy.copy)(thing),
    "await": _await,
    "program": _program,
    "library": _library,
}

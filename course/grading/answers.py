"""What the examiner may ask of any object of the candidate's; of the notebook: candidate.py.

call (f, args, kwargs) · method (object, name, args, kwargs) · special (object, name, args)
get (object, name) · set (object, name, value) · del (object, name) · raw (class, name)
copy (object, deep) · await (object) · program (module, function, args, kwargs)
"""

import builtins
import copy
from importlib import import_module
from typing import Any

from course.grading.programs import STARTS
from course.grading.shared import WireError

globals()["__builtins__"] = dict(vars(builtins))  # as they are before any learner code


def _special(thing: Any, name: str, args: Any) -> Any:
    found = next(k.__dict__[name] for k in type(thing).__mro__ if name in k.__dict__)
    bind = getattr(type(found), "__get__", None)
    return (found if bind is None else bind(found, thing, type(thing)))(*args)


def _await(thing: Any) -> Any:
    import asyncio

    async def finish() -> Any:
        return await thing

    return asyncio.run(finish())


def _program(module: str, name: str, args: Any, kwargs: Any) -> Any:
    if name not in STARTS.get(module, ()):
        raise WireError(f"{module}.{name} starts no program")
    if module == "IPython":
        from IPython.utils.process import getoutput

        return getoutput(*args)
    return getattr(import_module(module), name)(*args, **kwargs)


OPERATIONS: dict[str, Any] = {
    "call": lambda function, args, kwargs: function(*args, **kwargs),
    "method": lambda thing, name, args, kwargs: getattr(thing, name)(*args, **kwargs),
    "special": _special,
    "get": getattr,
    "set": setattr,
    "del": delattr,
    "raw": lambda kind, name: vars(kind)[name],
    "copy": lambda thing, deep: (copy.deepcopy if deep else copy.copy)(thing),
    "await": _await,
    "program": _program,
}

"""Programs that a test starts: they run in the candidate, where a learner's file may be one.

`subprocess.run`, `os.system`, `!command` and their kin are asked for there; whatever else would
start a program in the examiner is refused, so that no file of a learner's is ever run beside tests.
"""

import functools
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

STARTS: dict[str, tuple[str, ...]] = {
    "subprocess": ("run", "call", "check_call", "check_output", "getoutput", "getstatusoutput",
                   "Popen"),
    "os": ("system", "popen"),
    "IPython": ("getoutput",),
}  # fmt: skip
_run = subprocess.run
_EVENTS = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn"})


def install(ask: Callable[..., Any], shell: Any) -> None:
    """Stand before what starts programs."""

    def forwarded(module: str, name: str, function: Any) -> Any:
        @functools.wraps(function, updated=())
        def asked(*args: Any, **kwargs: Any) -> Any:
            return ask("program", module, name, args, kwargs)

        return asked

    for owner in (subprocess, os):
        for name in STARTS[owner.__name__]:
            setattr(owner, name, forwarded(owner.__name__, name, getattr(owner, name)))

    def getoutput(command: str, split: bool = True, depth: int = 0) -> Any:
        from IPython.utils.text import LSString, SList

        text = ask("program", "IPython", "getoutput", (shell.var_expand(command, depth + 1),), {})
        return SList(str(text).splitlines()) if split else LSString(text)

    def system(command: str) -> None:
        expanded = str(shell.var_expand(command, 1))
        status, text = ask("program", "subprocess", "getstatusoutput", (expanded,), {})
        shell.user_ns["_exit_code"] = status
        sys.stdout.write(f"{text}\n" if text else "")

    shell.getoutput, shell.system = getoutput, system
    sys.addaudithook(_refuse)


def pipe(shell: Any) -> None:
    """Let `!command` of a learner's cell print what it writes; there is no terminal to lend."""

    def system(command: str) -> None:
        done = _run(
            shell.var_expand(command, depth=1), shell=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        shell.user_ns["_exit_code"] = done.returncode
        sys.stdout.write(done.stdout.decode("utf-8", "replace"))

    shell.system = system


def _refuse(event: str, _arguments: Any) -> None:
    if event in _EVENTS:
        raise OSError(f"no programs are started where tests run ({event})")

"""Programs that a test starts run in the candidate, because a learner's file may be one of them.

In the examiner, `subprocess.run`, `os.system`, `!command` and their kin ask the candidate to start
the program. Whatever else would start one there is refused, and so is running a file of the work
folder (`%run`, `runpy`, a loader by path): no file of a learner's is ever run beside tests.
"""

import functools
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from course.examination.wire.codecs import WireError

STARTS: dict[str, tuple[str, ...]] = {  # module -> its functions that start programs
    "subprocess": (
        "run",
        "call",
        "check_call",
        "check_output",
        "getoutput",
        "getstatusoutput",
        "Popen",
    ),
    "os": ("system", "popen"),
    "IPython": ("getoutput",),
}
_run = subprocess.run
_EVENTS = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn"})


def install(ask: Callable[..., Any], shell: Any) -> None:
    """Put forwarding functions in the place of what starts programs; for the examiner only."""

    def forwarded(module: str, name: str, function: Any) -> Any:
        @functools.wraps(function, updated=())
        def start_there(*args: Any, **kwargs: Any) -> Any:
            return ask("program", module, name, args, tuple(kwargs.items()))

        return start_there

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
    work, pristine = Path.cwd(), Path.cwd().parent / "pristine"
    boxed, run_own = pristine.is_dir(), shell.safe_execfile

    def is_learner_s(name: str) -> bool:
        path = work / name  # an absolute name stays what it is
        if not path.is_relative_to(work) or not path.is_file():
            return False
        return boxed and not (pristine / path.relative_to(work)).exists()

    def run(name: str, *where: Any, **options: Any) -> None:
        if is_learner_s(name):
            text = Path(name).read_text(encoding="utf-8", errors="replace")
            where[0].update(ask("exec", text, {"__name__": "__main__"}, "exec"))
        else:
            run_own(name, *where, **options)

    shell.safe_execfile = run

    def refuse(event: str, arguments: Any) -> None:
        if event in _EVENTS:
            raise OSError(f"no programs are started where tests run ({event})")
        if event == "exec" and boxed:
            name = str(getattr(arguments[0], "co_filename", "<"))
            if is_learner_s(name):
                raise WireError(f"a test may not run {name} here: it is a learner's")

    sys.addaudithook(refuse)


def pipe(shell: Any) -> None:
    """Let `!command` of a learner's cell print what the program writes: there is no terminal."""

    def system(command: str) -> None:
        process = _run(  # noqa: S604 - the learner's own command, in the learner's own box
            shell.var_expand(command, depth=1),
            shell=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        shell.user_ns["_exit_code"] = process.returncode
        sys.stdout.write(process.stdout.decode("utf-8", "replace"))

    shell.system = system

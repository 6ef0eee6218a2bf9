"""The IPython shell in which both children run their cells.

It has no history, no terminal and no kernel, and what a cell puts out is collected as nbformat
has it. Making one takes long, so the zygote makes it once, by `warm_up`, before it clones the
children; `run` then runs one cell.
"""

# IPython is typed in part only; these are about its own methods.
# mypy: disable-error-code="no-untyped-call, override, union-attr"

import ast
import builtins
import hashlib
import io
import math
import os
import stat
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError, UsageError
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from course.examination.shared import tracebacks
from course.examination.shared.library_names import remember

# How many transformers of each sort a shell has whose list nobody has changed; see transform_cell.
IPYTHON_STEPS = [4, 1, 4, 0]
RECURSION_LIMIT = 3000  # as jedi sets it in every IPython kernel
NO_INPUT = "raw_input was called, but this frontend does not support input requests."


@dataclass(kw_only=True)
class Ran:
    """What came of running one cell."""

    status: str = "ok"  # or "error"
    error: BaseException | None = None
    outputs: list[dict[str, Any]] = field(default_factory=list)
    result: object = None  # the value of its last expression
    seconds: float = 0.0


class Outputs:
    """Collects one cell's outputs in nbformat's form, up to `limit` characters.

    What is written to a stream goes to one output until something else is put out.
    """

    def __init__(self, limit: int) -> None:
        self.limit, self.size = limit, 0
        self.items: list[dict[str, Any]] = []

    def text(self, name: str, text: str) -> None:
        """Add to a stream."""
        if self.size >= self.limit:
            return
        self.size += len(text)
        if self.size >= self.limit:
            text = text[: max(0, len(text) - (self.size - self.limit))] + "\n[output cut]\n"
        last = self.items[-1] if self.items else None
        if last is not None and last["output_type"] == "stream" and last["name"] == name:
            last["parts"].append(text)
        else:
            self.items.append({"output_type": "stream", "name": name, "parts": [text]})

    def add(self, item: dict[str, Any]) -> None:
        """Add a display, a result or an error."""
        self.size += 100 + sum(len(str(v)) for v in (item.get("data") or {}).values())
        if self.size < self.limit or item["output_type"] == "error":
            self.items.append(item)

    def finished(self) -> list[dict[str, Any]]:
        """All outputs, each stream's text in one piece."""
        outputs = []
        for item in self.items:
            output = dict(item)
            if "parts" in output:
                output["text"] = "".join(output.pop("parts"))
            outputs.append(output)
        return outputs


class CellStream(io.TextIOBase):
    """sys.stdout or sys.stderr: its text goes to whatever `sink` is at the moment."""

    def __init__(self, name: str, fd: int, sink: Callable[[str, str], None]) -> None:
        self._name, self._fd, self.sink = name, fd, sink

    @property
    def name(self) -> str:
        """The stream's name, as ipykernel has it."""
        return f"<{self._name}>"

    encoding = "utf-8"
    errors = "strict"

    def write(self, text: str) -> int:
        """Take text."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self.sink(self._name, text)
        return len(text)

    def writable(self) -> bool:
        """It can be written to."""
        return True

    def fileno(self) -> int:
        """The file descriptor that child processes would write to."""
        return self._fd


def code_name(raw_code: str, _plain: object = None) -> str:
    """Name a cell's code like ipykernel: a file that does not exist."""
    digest = hashlib.blake2b(raw_code.encode("utf-8", "surrogatepass"), digest_size=5)
    return f"/tmp/ipykernel_1/{int.from_bytes(digest.digest(), 'little')}.py"  # noqa: S108


class _Compiler(CachingCompiler):
    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:  # noqa: ARG002
        return code_name(raw_code)


class _Hook(DisplayHook):
    def __call__(self, result: Any = None) -> None:
        self.check_for_underscore()
        if result is None or self.quiet():
            return
        data, metadata = self.compute_format_data(result)
        self.update_user_ns(result)
        self.fill_exec_result(result)
        if data:
            self.shell.collected.add(
                {
                    "output_type": "execute_result",
                    "execution_count": self.prompt_count,
                    "data": _texts(data),
                    "metadata": metadata or {},
                }
            )


class _Publisher(DisplayPublisher):
    def publish(self, data: Any, metadata: Any = None, **_rest: Any) -> None:
        self.shell.collected.add(
            {"output_type": "display_data", "data": _texts(data), "metadata": metadata or {}}
        )

    def clear_output(self, wait: bool = False) -> None:  # noqa: ARG002
        self.shell.collected.items.clear()


def _texts(data: Any) -> dict[str, Any]:
    """Make a mime bundle of texts: bytes as base64, as nbformat has it."""
    import base64

    return {
        str(kind): base64.encodebytes(value).decode() if isinstance(value, bytes) else value
        for kind, value in data.items()
    }


class Shell(InteractiveShell):
    """IPython's shell with its outputs collected."""

    collected: Outputs
    failure: list[str]

    def init_displayhook(self) -> None:
        """Use the collecting hook."""
        self.displayhook_class = _Hook
        super().init_displayhook()

    def init_display_pub(self) -> None:
        """Use the collecting publisher."""
        self.display_pub = _Publisher(parent=self, shell=self)

    def init_virtualenv(self) -> None:
        """Look for no other environment."""

    def enable_gui(self, gui: Any = None) -> None:
        """There is no event loop to join."""

    def transform_cell(self, raw_cell: str) -> str:
        """Turn IPython's own syntax (`%magic`, `!command`) into Python.

        A cell that is Python already stays as it is: a parse is much quicker than IPython's
        transformers, which is why their number is looked at, in case a notebook has added one.
        """
        manager = self.input_transformer_manager
        steps = (
            manager.cleanup_transforms,
            manager.line_transforms,
            manager.token_transformers,
            self.input_transformers_post,
        )
        if not raw_cell[:1].isspace() and [len(some) for some in steps] == IPYTHON_STEPS:
            with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
                ast.parse(raw_cell)
                return raw_cell if raw_cell.endswith("\n") else f"{raw_cell}\n"
        return str(super().transform_cell(raw_cell))

    def system(self, cmd: str) -> None:
        """Refuse `!cmd`: no commands run beside tests. The candidate's shell gets its own."""
        raise OSError(f"no commands are run here: {cmd!r}")

    def _format_exception_for_storage(self, exception: BaseException, *_: Any) -> Any:
        """Do nothing: IPython would format each exception again, for a history that is not kept."""

    def showtraceback(self, exc_tuple: Any = None, *_: Any, **options: Any) -> None:
        """Collect the exception that just occurred, with the frames that are the notebook's."""
        kind, error, trace = exc_tuple or sys.exc_info()
        if error is None:
            return
        if kind is UsageError:
            self.show_usage_error(error)
            return
        cells = self.compile._filename_map
        if options.get("exception_only"):
            trace = None
        self.collected.add(
            {
                "output_type": "error",
                "ename": str(type(error).__name__),
                "evalue": _short(error),
                "traceback": tracebacks.render(error, trace, cells, _short),
            }
        )

    def showsyntaxerror(self, *_: Any, **__: Any) -> None:
        """Collect the SyntaxError of a cell that is no Python."""
        self.showtraceback()


def _short(error: Any) -> str:
    try:
        return str(error)[:20_000]
    except BaseException:  # whatever a learner's __str__ does
        return "<no message>"


_SHELL: list[Any] = []


def _draw_inline(shell: Shell) -> None:
    """Let matplotlib's figures become outputs, even if it was imported before there was a shell."""
    if "matplotlib" not in sys.modules:
        return
    from IPython.core.pylabtools import activate_matplotlib
    from matplotlib_inline.backend_inline import configure_inline_support

    activate_matplotlib(os.environ["MPLBACKEND"])
    configure_inline_support(shell, os.environ["MPLBACKEND"])


def warm_up() -> Any:
    """Make the shell of this process, or give the one that is there; children inherit it by fork.

    A few cells are run in it, so that what IPython, pandas and matplotlib do at their first use is
    not done again in each child.
    """
    if not _SHELL:
        remember()
        os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
        Shell.clear_instance()
        InteractiveShell.clear_instance()
        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.colors = "linux"
        shell: Any = Shell.instance(config=config, compiler_class=_Compiler)
        InteractiveShell._instance = shell
        shell.history_manager.enabled = False
        shell.collected = Outputs(1 << 20)
        _SHELL.append(shell)
        _draw_inline(shell)
        streams = Streams(shell)
        warm = ["def f(x):\n    return x\nassert f(1) == 2, 'no'", "print(1)\n1 + 1"]
        if "pandas" in sys.modules:
            warm.append("import pandas\npandas.DataFrame({'a': [1]})")
        if "matplotlib.pyplot" in sys.modules:
            warm.append("import matplotlib.pyplot as plt\nplt.plot([1, 2])")
        for source in warm:
            run(shell, source, streams, 1 << 20)
        shell.reset(new_session=True)
        shell.history_manager.reset()
        shell.execution_count = 1
    return _SHELL[0]


class Streams:
    """What this process writes: sys.stdout, sys.stderr, and the two file descriptors below them.

    Text goes to `sink`, the running cell's outputs unless somebody puts another function there.
    """

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self.sink: Callable[[str, str], None] = self.to_cell
        self.out = CellStream("stdout", 1, self.send)
        self.err = CellStream("stderr", 2, self.send)
        self.read = {fd: self._size(fd) for fd in (1, 2)}

    def send(self, name: str, text: str) -> None:
        """Send text to whoever takes it now."""
        self.sink(name, text)

    def to_cell(self, name: str, text: str) -> None:
        """Send text to the running cell's outputs."""
        self.shell.collected.text(name, text)

    def install(self) -> None:
        """Become sys.stdout and sys.stderr."""
        sys.stdout, sys.stderr = self.out, self.err

    @staticmethod
    def _size(fd: int) -> int:
        try:
            status = os.fstat(fd)
        except OSError:
            return 0
        return status.st_size if stat.S_ISREG(status.st_mode) else -1

    def drain(self) -> None:
        """Add what was written to the file descriptors themselves, by programs and by C code."""
        for fd, name in ((1, "stdout"), (2, "stderr")):
            size, start = self._size(fd), self.read[fd]
            if size > start >= 0 and self._size(1 if fd == 2 else 2) >= 0:
                raw = os.pread(fd, min(size - start, self.shell.collected.limit + 1), start)
                self.shell.collected.text(name, raw.decode("utf-8", "replace"))
            self.read[fd] = size
        if os.path.sameopenfile(1, 2) and self.read[1] != self.read[2]:
            self.read[1] = self.read[2] = max(self.read.values())


def no_input(_prompt: object = "") -> str:
    """Stand for input() where nobody can answer."""
    raise StdinNotImplementedError(NO_INPUT)


def run(shell: Any, source: str, streams: Streams, limit: int) -> Ran:
    """Run one cell and return what came of it: no exception of the cell's is raised here.

    `limit` is how many characters of output are collected. The two streams are put back at the end.
    """
    shell.collected = Outputs(limit)
    streams_before = sys.stdout, sys.stderr
    streams.install()
    start = time.perf_counter()
    ran = Ran()
    try:
        result = shell.run_cell(source, store_history=True)
        ran.error = result.error_before_exec or result.error_in_exec
        ran.result = result.result
    except KeyboardInterrupt as error:
        ran.error = error
    except SystemExit as error:
        ran.error = error
    finally:
        streams.drain()
        sys.stdout, sys.stderr = streams_before
    if ran.error is not None:
        ran.status = "error"
    ran.outputs = shell.collected.finished()
    ran.seconds = time.perf_counter() - start
    return ran


def number(value: object) -> float | int | None:
    """Return what the last value of a test cell says about its points, None where it says nothing.

    A number is nbgrader's partial credit, a bool says whether the test passed; numpy's count too.
    """
    if type(value) is bool or (type(value) is int and abs(value) < 1 << 53):
        return value
    numpy = sys.modules.get("numpy")
    if numpy is not None and type(value) is numpy.bool_:
        return bool(value)
    if type(value) is float or (
        numpy is not None and type(value) in (numpy.float64, numpy.float32)
    ):
        plain = float(value)  # type: ignore[arg-type]
        return plain if math.isfinite(plain) else None
    return None


def patch_input(function: Callable[..., str]) -> None:
    """Let input() ask somebody else."""
    builtins.input = function

"""The examiner: runs locked cells and tests; a learner's object is reached only by asking.

`main` reads two sockets. `control` brings the conductor's messages, length-prefixed JSON as in
candidate_process.py: `learn` once (`cells`: the submission's text; `source`, where there is one:
the source's, tests left out, to know which names are the author's), then `run`, then `end`; each
run is reported as `{"id", "status", "error", "outputs", "value", "seconds"}`. `data` leads to the
candidate (rpc.py); what it may ask here while it answers is

    call (guest, args, kwargs) · await (guest, args, kwargs) · special (guest, name, args)
    get (guest, name) · set (guest, name, value) · input (prompt)

with guests as mirror_refs.py limits them. Before a cell runs, the names that it reads and this side
does not have are bound, all in one message. Before each question the candidate is told what the
test has stored, deleted, patched or seeded; with each answer come prints and changed names.

Kinds of errors: `assertion` (the test's own assert), `exception`, `boundary` (a value that does
not cross, or a learner's text to be run here: a fault of the course), `gone` (the candidate has
ended or broken the protocol: whatever the test concluded, it counts for nothing).

What does not cross: ordering and equality of a learner's object that the test has not just made
itself with plain data, a test's own class derived by a learner's code,
data attributes of a test's objects that their author did not mark, values of more than 4 million
parts, tuples nested more than 150 deep, sympy's and other libraries' objects as data (they are
references: their equality with plain data is identity), time overlap of coroutines in gather().
"""

import asyncio
import builtins
import inspect
import linecache
import sys
import threading
import traceback
import types
from contextlib import suppress
from pathlib import Path
from socket import socket
from typing import Any

from course.errors import GradingError
from course.examination.candidate.candidate_process import Control
from course.examination.examiner.cell_text import SubmittedText, read_author, read_cell
from course.examination.examiner.examiner_refs import guest_class, readable
from course.examination.examiner.mirror_refs import ExaminerPort
from course.examination.examiner.mirrors import EXAMINER, INFO, Info, RemoteFunction, info_of
from course.examination.examiner.name_ownership import MISSING, GlobalNames
from course.examination.examiner.untrusted_text import (
    Guards,
    NotAuthors,
    forward_pyplot,
    helper_modules,
    install_finders,
)
from course.examination.shared import shell as shells
from course.examination.shared import tracebacks
from course.examination.shared.data_classes import SPECIALS
from course.examination.shared.handles import Locked
from course.examination.shared.process_state import Interrupt
from course.examination.wire import library_codecs  # noqa: F401 - registers how the data types cross
from course.examination.wire.codecs import WireError
from course.examination.wire.rpc import Peer, PeerGone
from course.jobs import Limits


class CandidateGone(Exception):  # noqa: N818 - a name that reports show
    """The learner's process has ended."""


class Examiner(GlobalNames):
    """The tests of one notebook, and what they know of the candidate."""

    def __init__(self, data: socket, limits: Limits, interrupt: Interrupt) -> None:
        self.shell = shells.warm_up()
        self.locked = Locked()
        super().__init__(self.shell.user_ns, ExaminerPort(self.locked))
        self.streams = shells.Streams(self.shell)
        self.limits = limits
        self.peer = Peer(
            data,
            self.port,
            first_handle=2,
            serve=self.serve,
            notes=self.notes,
            noted=self.noted,
            whole=interrupt.whole,
        )
        self.guards = Guards(self.ask, self.namespace)
        self.guards.install()
        self.hidden = set(self.namespace)
        self.submission = SubmittedText([], self.plain)
        self.has_asked = self.gone = False  # this cell has asked the candidate; it has ended
        self.swallowed: BaseException | None = None
        EXAMINER[:] = [self]
        install_finders(self._remote_module)

    def plain(self, source: str) -> str:
        """Take IPython's own syntax out of a cell."""
        try:
            return str(self.shell.transform_cell(source))
        except SyntaxError:
            return source

    # -- what mirrors need --

    def ask(self, operation: str, *arguments: Any) -> Any:
        """Ask the candidate."""
        self.has_asked = True
        try:
            return self.peer.ask(operation, *arguments)
        except PeerGone as error:
            self.gone = True
            raise CandidateGone(str(error)[:300]) from None

    def known(self, info: Info) -> bool:
        """Tell whether the author of the tests knows a learner's class.

        That of a library is known where the course imports the library.
        """
        if info.library is not None:
            top = info.library.partition(":")[0].partition(".")[0]
            return not self.author.known or top in self.imported
        names = {info.name, *(INFO[k].name for k in info.bases if k in INFO)}
        return bool(names & (self.author.classes if self.author.known else self.mentioned))

    def computes(self, info: Info, name: str) -> bool:
        """Tell whether the author's class computes with data by a method of this name."""
        if not self.known(info):
            return False
        return info.library is not None or not self.author.known or name in self.author.defined

    def holds(self, thing: Any) -> bool:
        """Tell whether `in` may ask an object.

        The test has made it, or a function whose counterpart in the source speaks of its class.
        """
        info, own = info_of(thing), object.__getattribute__(thing, "__dict__")
        if not self.computes(info, "__contains__"):
            return False
        given_by = self.author.makes.get(own.get("_given_by", ""), frozenset())
        asked_for = bool(own.get("_made_here")) or info.name in given_by
        return asked_for or info.library is not None or not self.author.known

    def dropped(self, handle: int) -> None:
        """Hear that a mirror is gone."""
        self.port.dropped(handle)

    def code(self, function: RemoteFunction) -> types.CodeType | None:
        """Compile the text that was handed in for a function."""
        facts = object.__getattribute__(function, "_facts")
        names = [name for name, value in self.bound.items() if value is function]
        for name in (*names, facts.qualname):
            code = self.submission.code(name)
            if code is not None:
                return code
        return None

    def subclass(self, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> type:
        """Have the candidate derive a test's class from a learner's; its methods run here."""
        cell = space.pop("__classcell__", None)
        items: list[tuple[str, str, Any]] = []
        for key, value in space.items():
            if key in ("__module__", "__qualname__", "__firstlineno__", "__static_attributes__"):
                continue
            if isinstance(value, property):
                items.append((key, "property", (value.fget, value.fset, value.fdel)))
            elif isinstance(value, (staticmethod, classmethod)):
                sort = "static" if isinstance(value, staticmethod) else "class"
                items.append((key, sort, value.__func__))
            else:
                items.append((key, "value", value))
        derived = self.ask("subclass", name, bases, tuple(items))
        if not isinstance(derived, type):
            raise WireError(f"no class {name} was made")
        if cell is not None:
            cell.cell_contents = derived
        return derived

    # -- what the candidate may ask --

    def serve(self, operation: str, arguments: tuple[Any, ...]) -> Any:
        """Answer one question of the candidate's."""
        try:
            return self._serve(operation, *arguments)
        except AssertionError as error:
            if _by_statement(error):
                self.swallowed = error
            raise

    def _serve(self, operation: str, *arguments: Any) -> Any:
        if operation == "input":
            return self._input(str(arguments[0]) if arguments else "")
        if len(arguments) < 2:
            raise WireError("a guest is asked for something")
        guest = self.port.guest(arguments[0])
        if operation in ("call", "await"):
            if not callable(guest):
                raise TypeError(f"{type(guest).__name__!r} object is not callable")
            _, args, pairs = arguments
            called = guest(*args, **dict(pairs))
            return called if operation == "call" else _finish(called)
        name = arguments[1]
        if operation == "special":
            if name not in SPECIALS or name not in guest_class(type(guest)).specials:
                raise AttributeError(f"{type(guest).__name__!r} object has no {name!r}")
            return getattr(type(guest), name)(guest, *arguments[2])
        if operation not in ("get", "set") or not readable(guest, name):
            raise AttributeError(f"{type(guest).__name__!r} object has no attribute {name!r}")
        if operation == "set":
            return setattr(guest, name, arguments[2])
        return getattr(guest, name)

    def _input(self, prompt: str) -> str:
        function = self.namespace.get("input", builtins.input)
        answer = function(prompt) if prompt else function()
        return answer if type(answer) is str else str(answer)

    def run(self, cell: dict[str, Any]) -> tuple[shells.Ran, str]:
        """Run a locked cell or a test; returns what came of it and the kind of its error."""
        source, role = cell["source"], cell["role"]
        if self.gone:
            error = CandidateGone("the candidate has ended")
            ran = shells.Ran(status="error", error=error, outputs=[_shown(error)])
            return ran, "gone"
        self.guards.authored.append(source)
        plain = self.plain(source)
        self.reading = reading = read_cell(plain)
        self.seeded = self.seeded or reading.seeds
        self.has_asked, self.swallowed = False, None
        try:
            self.bind(reading)
            self._patches()
        except Exception as error:
            ran = shells.Ran(status="error", error=error)
            ran.outputs = [_shown(error)]
            return ran, self._kind(error)
        if "plt" in source or "pyplot" in source:
            forward_pyplot(self.ask)
        before = dict(self.namespace)
        history = self.submission.history(cell["id"], source)
        manager = self.shell.history_manager
        manager.input_hist_parsed[:] = history[:-1]
        manager.input_hist_raw[:] = history[:-1]
        self.shell.execution_count = len(history) - 1
        ran = shells.run(self.shell, source, self.streams, self.limits.cell_output_bytes)
        if ran.error is None and self.swallowed is not None:
            ran.error, ran.status = self.swallowed, "error"
            ran.outputs.append(_shown(self.swallowed))
        for name, value in list(self.namespace.items()):
            if name in self.hidden or before.get(name, MISSING) is value:
                continue
            if self.bound.get(name, MISSING) is value:
                continue
            if role == "locked":
                self.from_locked[name] = value
                self.locked.learn(name, value)
            else:
                self.stored[name] = self.epoch
        if self.has_asked and not isinstance(ran.error, KeyboardInterrupt):
            self._finish()
        if isinstance(ran.error, KeyboardInterrupt) and self.peer.inbox:
            self.gone = True  # it has begun a message that does not end
        if self.gone and ran.error is None:
            ran.status, ran.error = "error", CandidateGone("the candidate has ended")
        _explain(ran, self.submission)
        return ran, self._kind(ran.error)

    def _kind(self, error: BaseException | None) -> str:
        return "gone" if self.gone else _kind(error)

    def _finish(self) -> None:
        try:
            self.ask("ended")
        except Exception:
            return
        finally:
            self.seeded = self.seeded and "seed" in "".join(self.guards.authored)

    def _remote_module(self, name: str) -> Any:
        text = f"__import__('importlib').import_module({name!r})"
        return self.ask("exec", text, {}, "eval")


def _by_statement(error: BaseException) -> bool:
    """Tell whether an `assert` statement of the author's raised this."""
    steps = traceback.extract_tb(error.__traceback__)
    return bool(steps) and linecache.getline(
        steps[-1].filename, steps[-1].lineno or 0
    ).lstrip().startswith("assert")


def _finish(thing: Any) -> Any:
    """Run a coroutine of the examiner's to its end, beside whatever loop is running."""
    if not inspect.isawaitable(thing):
        return thing
    results: list[Any] = []

    async def wait() -> Any:
        return await thing

    def work() -> None:
        try:
            results.append((True, asyncio.run(wait())))
        except BaseException as error:  # it is raised again below
            results.append((False, error))

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    good, value = results[0]
    if good:
        return value
    raise value


def _kind(error: BaseException | None) -> str:
    learners = "_learner_frames" in vars(error) if error is not None else False
    if isinstance(error, (WireError, NotAuthors)) or (
        isinstance(error, GradingError) and not learners
    ):
        return "boundary"
    if isinstance(error, AssertionError) and "_learner_frames" not in vars(error):
        return "assertion"
    return "exception"


def _shown(error: BaseException) -> dict[str, Any]:
    return {
        "output_type": "error",
        "ename": type(error).__name__,
        "evalue": str(error),
        "traceback": [f"{type(error).__name__}: {error}"],
    }


def _explain(ran: shells.Ran, submission: SubmittedText) -> None:
    """Add the learner's own lines to the traceback of an exception that came from there."""
    frames = vars(ran.error).get("_learner_frames") if ran.error is not None else None
    if not frames or not ran.outputs or ran.outputs[-1]["output_type"] != "error":
        return
    lines = ["", "In the submission:"]
    names = {shells.code_name(c["source"], submission.plain): c for c in submission.cells}
    for name, line, function in frames[:20]:
        cell = names.get(name)
        text = cell["source"].splitlines()[line - 1 : line] if cell is not None else []
        lines.append(f"  {function}, line {line}: {text[0].strip() if text else ''}")
    ran.outputs[-1]["traceback"].append("\n".join(lines))


def main(control: socket, data: socket, limits: Limits) -> None:
    """Run locked cells and tests until the conductor says that it is over."""
    interrupt = Interrupt()
    sys.setrecursionlimit(shells.RECURSION_LIMIT)
    sys.dont_write_bytecode = True
    sys.path[:] = [p for p in sys.path if p not in ("", ".") and Path(p) != Path.cwd()]
    examiner, conductor = Examiner(data, limits, interrupt), Control(control)
    sys.modules["__main__"] = examiner.shell.user_module
    shells.patch_input(shells.no_input)
    while True:
        try:
            message = conductor.read()
            if message is None or message.get("do") == "end":
                return
            if message.get("do") == "learn":
                examiner.submission = SubmittedText(message["cells"], examiner.plain)
                examiner.locked.helpers = examiner.locked.helpers or helper_modules()
                if message.get("source"):
                    examiner.author = read_author(message["source"], examiner.plain)
            elif message.get("do") == "run":
                ran, kind = shells.Ran(status="error", error=KeyboardInterrupt()), "exception"
                with suppress(KeyboardInterrupt), interrupt:
                    ran, kind = examiner.run(message["cell"])
                value = shells.number(ran.result) if ran.error is None else None
                conductor.report(
                    message["cell"]["id"],
                    ran,
                    timed_out=interrupt.came,
                    value=value,
                    kind=kind,
                    place=tracebacks.failure_in(
                        ran.error, shells.code_name(message["cell"]["source"])
                    ),
                )
        except KeyboardInterrupt:
            continue

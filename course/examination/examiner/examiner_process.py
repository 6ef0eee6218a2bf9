"""The examiner: runs locked cells and tests; a learner's object is reached only by asking.

`main` reads two sockets. `control` brings the conductor's messages, length-prefixed JSON as in
candidate_process.py: `learn` once (`cells`: the submission's text; `author`, where there is a
source: which names are the author's), then `part`, `carry` and `run`, then `end`; each
run is reported as `{"id", "status", "error", "outputs", "value", "seconds"}`. `data` leads to the
candidate (rpc.py); what it may ask here while it answers is

    call (guest, args, kwargs) · await (guest, args, kwargs) · special (guest, name, args)
    get (guest, name) · set (guest, name, value) · input (prompt)

with guests as mirror_refs.py limits them. Before a cell runs, the names that it reads and this side
does not have are bound, all in one message. Before each question the candidate is told what the
test has stored, deleted, patched or seeded; with each answer come prints and changed names.

Kinds of errors: `assertion` (the test's own assert), `exception`, `boundary` (a value that does
not cross, or a learner's text to be run here: a fault of the course), `gone` (the candidate has
ended: whatever the test concluded, it counts for nothing), `broken` (a message could not be read: a
fault of the grader, and so said).

What does not cross: ordering and equality of a learner's object that the test has not just made
itself with plain data, a test's own class derived by a learner's code,
data attributes of a test's objects that their author did not mark, values of more than 4 million
parts, tuples nested more than 150 deep, sympy's and other libraries' objects as data (they are
references: their equality with plain data is identity), time overlap of coroutines in gather().
"""

import builtins
import sys
import types
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from socket import socket
from typing import Any

from course.examination.candidate.candidate_process import Control
from course.examination.examiner.audit_hook import (
    LESSONS,
    AuditHook,
    Authorship,
    install_finders,
)
from course.examination.examiner.cell_errors import (
    as_error,
    explain,
    kind_of,
    line_reached,
    shown,
)
from course.examination.examiner.cell_parts import PartEnded, Parts, Pipes, Untouched
from course.examination.examiner.cell_text import (
    SubmittedText,
    author_of,
    helper_modules,
    is_builtin,
    read_cell,
)
from course.examination.examiner.coroutines import Turns, finished
from course.examination.examiner.examiner_refs import guest_class, readable, settable
from course.examination.examiner.mirror_refs import ExaminerPort
from course.examination.examiner.mirrors import (
    EXAMINER,
    INFO,
    MADE,
    Info,
    RemoteFunction,
    info_of,
    origin,
)
from course.examination.examiner.name_ownership import MISSING, GlobalNames
from course.examination.examiner.untrusted_text import Guards, forward_pyplot
from course.examination.shared import shell as shells
from course.examination.shared import tracebacks
from course.examination.shared.data_classes import SPECIALS
from course.examination.shared.handles import Locked
from course.examination.shared.process_state import Interrupt
from course.examination.wire import library_codecs  # noqa: F401 - registers how the data types cross
from course.examination.wire.codecs import WireError
from course.examination.wire.rpc import Garbled, Peer, PeerGone
from course.files import PACKAGE
from course.jobs import Limits

_APART = 1 << 20  # handles and numbers of one part's process are not another's
_LATE_S = 1.0


class CandidateGone(Exception):  # noqa: N818 - a name that reports show
    """The learner's process has ended."""


class ChannelBroken(Exception):  # noqa: N818 - a name that reports show
    """A message between the two processes could not be read."""


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
            interrupted=lambda: interrupt.came,
        )
        self.authorship = Authorship()
        self.hook = AuditHook(self.authorship)
        self.guards = Guards(self.ask, self.namespace, self.hook)
        self._remember_messages()
        self.texts = ""  # of the tests and locked cells that have run
        self.hidden = set(self.namespace)
        self.submission = SubmittedText([], self.plain)
        self.has_asked = self.gone = False  # this cell has asked the candidate; it has ended
        self.cell = ""  # the one that runs
        self.results: dict[str, Any] = {}  # last values of this side's cells, by id
        self.broken = False  # it has not ended, but what it said could not be read
        self.swallowed: list[BaseException] = []  # failed asserts of callbacks inside an answer
        self.helpers_speak_of: frozenset[str] = frozenset()  # identifiers in the helper files
        self.turns = Turns(self)
        self.untouched = Untouched([])
        self.owed: int | None = None  # a question that was given up, its answer not read
        EXAMINER[:] = [self]
        install_finders(self._remote_module)

    def close_the_wall(self) -> None:
        """Let nothing but known code run here from now on."""
        self.guards.install()
        self.hook.install()

    def _remember_messages(self) -> None:
        receive, received = self.peer._receive, self.authorship.received

        def remembered() -> bytes:
            message = receive()
            received(message)
            return message

        self.peer._receive = remembered  # type: ignore[method-assign]

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
        outermost = not self.peer.unanswered
        number = self.peer.number + 1
        try:
            return self.peer.ask(operation, *arguments)
        except KeyboardInterrupt:
            if outermost:
                self.owed = number
            raise
        except Garbled as error:
            self.gone = self.broken = True
            raise ChannelBroken(f"{BROKEN} ({str(error)[:300]})") from None
        except PeerGone as error:
            self.gone = True
            raise CandidateGone(str(error)[:300]) from None
        except BaseException as error:
            if error is not self.peer.answered:
                raise
            if error in self.swallowed:  # the answer has let it through
                self.swallowed.remove(error)
            if self._steers(error, operation, arguments):
                raise as_error(error) from None
            raise

    def _steers(self, error: BaseException, operation: str, arguments: tuple[Any, ...]) -> bool:
        """Tell whether an answer's exception would steer the test instead of failing it.

        StopIteration ends a `zip` without a word, SkipTest and its like a case. They are what they
        are where an iterator is asked for its next item, and where the test speaks of them.
        """
        own = [kind for kind in type(error).__mro__ if kind not in INFO]  # no names of the answer's
        stops = isinstance(error, (StopIteration, StopAsyncIteration))
        families = {kind.__module__.partition(".")[0] for kind in own}
        if isinstance(error, Exception) and not stops and not families & _FRAMEWORKS:
            return False
        if stops and (operation in ("await", "advance") or _is_next(operation, arguments)):
            return False
        if stops and _asked_by_a_lesson():  # which drives the answer's generator by itself
            return False
        if own[0] is type(error) and f"{own[0].__module__}:{own[0].__qualname__}" == _FAILED:
            return False
        names = {kind.__name__ for kind in own} - _GENERAL
        return not (names & self.reading.mentioned or names & self.helpers_speak_of)

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
        given = f"{own.get('_given_by')} {info.name}" in self.author.makes
        asked_for = origin(thing) == MADE or given
        return asked_for or info.library is not None or not self.author.known

    def dropped(self, handle: int) -> None:
        """Hear that a mirror is gone."""
        self.port.dropped(handle)

    def code(self, function: RemoteFunction) -> types.CodeType | None:
        """Compile the text that was handed in for a function."""
        facts = object.__getattribute__(function, "_facts")
        names = [name for name, value in self.bound.items() if value is function]
        for name in (*names, facts.qualname):
            code = self.submission.code(name, self.cell)
            if code is not None:
                return self.authorship.distrust(code, self.submission.text(name))
        return None

    def subclass(self, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> type:
        """Have the candidate derive a test's class from a learner's; its methods run here."""
        cell = space.pop("__classcell__", None)
        items: list[tuple[str, str, Any]] = []
        methods = (types.FunctionType, staticmethod, classmethod)
        own = {k: v for k, v in space.items() if isinstance(v, methods) and k[:2] != "__"}
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
        if derived in INFO:
            INFO[derived].own = own
        return derived

    # -- what the candidate may ask --

    def serve(self, operation: str, arguments: tuple[Any, ...]) -> Any:
        """Answer one question of the candidate's."""
        try:
            return self._serve(operation, *arguments)
        except AssertionError as error:
            self._failed(error)
            raise

    def _failed(self, error: AssertionError) -> None:
        """Remember that a callback has failed inside an answer, which may swallow it."""
        if "_learner_frames" not in vars(error) and "AssertionError" not in self.author.solved:
            self.swallowed.append(error)

    def served(self, function: Any, args: Any, pairs: Any) -> Any:
        """Call what the candidate may call, a coroutine function of the test's."""
        if not callable(function):
            raise TypeError(f"{type(function).__name__!r} object is not callable")
        return function(*args, **dict(pairs))

    def raisable(self, error: Any) -> BaseException:
        """Give what a test meets in the place of an exception that an answer's coroutine raised."""
        if not isinstance(error, BaseException):
            return RuntimeError("the other side failed and did not say how")
        if error in self.swallowed:
            self.swallowed.remove(error)
        elif isinstance(error, AssertionError):
            self._failed(error)
        return as_error(error) if self._steers(error, "advance", ()) else error

    def _serve(self, operation: str, *arguments: Any) -> Any:
        if operation == "input":
            return self._input(str(arguments[0]) if arguments else "")
        if len(arguments) < 2:
            raise WireError("a guest is asked for something")
        guest = self.port.guest(arguments[0])
        if operation in ("call", "await"):
            if operation == "await" and isinstance(guest, types.CoroutineType):
                return finished(guest)
            if not callable(guest):
                raise TypeError(f"{type(guest).__name__!r} object is not callable")
            called = guest(*arguments[1], **dict(arguments[2]))
            return called if operation == "call" else finished(called)
        name = arguments[1]
        if operation == "special":
            if name not in SPECIALS or name not in guest_class(type(guest)).specials:
                raise AttributeError(f"{type(guest).__name__!r} object has no {name!r}")
            return getattr(type(guest), name)(guest, *arguments[2])
        if operation == "set" and readable(guest, name) and not settable(guest, name):
            raise AttributeError(f"{type(guest).__name__!r} object attribute {name!r} is read-only")
        if operation not in ("get", "set") or not readable(guest, name):
            raise AttributeError(f"{type(guest).__name__!r} object has no attribute {name!r}")
        if operation == "set":
            return setattr(guest, name, arguments[2])
        return getattr(guest, name)

    def _input(self, prompt: str) -> str:
        function = self.namespace.get("input", builtins.input)
        answer = function(prompt) if prompt else function()
        return answer if type(answer) is str else str(answer)

    def learn(self, message: dict[str, Any]) -> None:
        """Take the texts that were handed in, and names of the author's; no test, no solution."""
        if not self.locked.helpers:
            self.locked.helpers, self.helpers_speak_of = helper_modules()
        self.hook.read_pristine()
        self.submission = SubmittedText(message["cells"], self.plain)
        if message.get("author"):
            self.author = author_of(message["author"])
        pristine, home = Path.cwd().parent / "pristine", Path.cwd().parent / "home"
        self.untouched = Untouched([pristine, home] if pristine.is_dir() else [])

    def begin_part(self) -> None:
        """Get ready to be forked: what the new process hands out must not be taken for ours."""
        self.port.guests.next += _APART
        self.peer.number += _APART
        self.spoke = True  # files may have changed since this process last looked

    def end_part(self) -> None:
        """Go on after a part that ran elsewhere; the candidate counts on, too."""
        self.epoch += 1
        self.untouched.restore()
        self.streams.read = {fd: self.streams._size(fd) for fd in (1, 2)}

    def carry(self, texts: list[str]) -> None:
        """Run what later cells need of a test: statements that involve nothing of a learner's."""
        for text in texts:
            self.authorship.cell(text)
            reading = read_cell(text)
            for name in reading.reads:
                if name not in self.namespace and not is_builtin(name):
                    module = self._author_import(name)
                    if module is not None:
                        self.namespace[name] = module
            self.wanted |= reading.reads
            shells.run(self.shell, text, self.streams, self.limits.cell_output_bytes)
            self.stored |= dict.fromkeys(reading.stores & self.namespace.keys(), self.epoch)

    def await_late_answer(self) -> None:
        """Read the answer to a question that was given up, so that the next cell does not get it.

        The candidate was interrupted as well, so it comes soon, or the candidate does not obey.
        """
        if self.owed is None:
            return
        number, self.owed = self.owed, None
        self.peer.sock.settimeout(_LATE_S)
        try:
            while self.peer._read()[:2] != ("a", number):
                pass
        except (PeerGone, WireError):
            pass
        finally:
            self.peer.sock.settimeout(None)

    def run(self, cell: dict[str, Any]) -> tuple[shells.Ran, str]:
        """Run a locked cell or a test; returns what came of it and the kind of its error."""
        source, role = cell["source"], cell["role"]
        if self.gone:
            error = CandidateGone("the candidate has ended")
            ran = shells.Ran(status="error", error=error, outputs=[shown(error)])
            return ran, "gone"
        self.authorship.cell(source)
        self.texts += source
        self.hook.refusal = None
        self.cell = cell["id"]
        plain = self.plain(source)
        self.reading = reading = read_cell(plain)
        self.seeded = self.seeded or reading.seeds
        self.has_asked, self.swallowed = False, []
        try:
            self.bind(reading)
            self._patches()
            self._recall(source)
        except Exception as error:
            ran = shells.Ran(status="error", error=error)
            ran.outputs = [shown(error)]
            return ran, self._kind(error)
        if "plt" in source or "pyplot" in source:
            forward_pyplot(self.ask)
        before = dict(self.namespace)
        ran = shells.run(self.shell, source, self.streams, self.limits.cell_output_bytes)
        if ran.error is None and ran.result is not None:
            self.results[self.cell] = ran.result
        self._add_swallowed(ran)
        self._learn(before, locked=role == "locked")
        if self.has_asked and not isinstance(ran.error, KeyboardInterrupt):
            self._finish()
        if isinstance(ran.error, KeyboardInterrupt) and self.peer.inbox:
            self.gone = True  # it has begun a message that does not end
        if self.gone and ran.error is None:
            ran.status, ran.error = "error", CandidateGone("the candidate has ended")
            if self.broken:
                ran.error = ChannelBroken(BROKEN)
        explain(ran, self.submission)
        return ran, self._kind(ran.error)

    def _add_swallowed(self, ran: shells.Ran) -> None:
        """Let a refusal and a failed assert count, whoever has caught them."""
        failed = self.swallowed[0] if ran.error is None and self.swallowed else None
        swallowed = self.hook.refusal or failed
        if swallowed is not None and ran.error is not swallowed:
            ran.error, ran.status = swallowed, "error"
            ran.outputs.append(shown(swallowed))

    def _learn(self, before: dict[str, Any], *, locked: bool) -> None:
        """Note which names a cell has bound."""
        for name, value in list(self.namespace.items()):
            if name in self.hidden or before.get(name, MISSING) is value:
                continue
            if self.bound.get(name, MISSING) is value:
                continue
            if locked:
                self.from_locked[name] = value
                self.locked.learn(name, value)
            else:
                self.stored[name] = self.epoch

    def _recall(self, source: str) -> None:
        """Let In, Out and their short names be what they are in one kernel at this cell."""
        history = self.submission.history(self.cell, source)
        manager = self.shell.history_manager
        manager.input_hist_parsed[:] = history[:-1]
        manager.input_hist_raw[:] = history[:-1]
        manager._i00, manager._i, manager._ii = ["", "", "", *history][-2:-5:-1]
        self.shell.execution_count = len(history) - 1
        reads = self.reading.reads - self.reading.stores
        texts = {f"_i{number}": text for number, text in enumerate(history[:-1])}
        self.namespace.update({name: text for name, text in texts.items() if name in reads})
        if not any(name in OUTPUTS or (name[:1] == "_" and name[1:].isdigit()) for name in reads):
            return
        values = {**dict(self.ask("results")), **self.results}
        numbers = self.submission.numbers(self.cell)
        shown = {number: values[name] for name, number in numbers.items() if name in values}
        hook, out = self.shell.displayhook, self.namespace["_oh"]
        out.clear()
        out.update(shown)
        self.namespace.update({f"_{number}": value for number, value in shown.items()})
        last = ["", "", "", *shown.values()][:-4:-1]
        hook._, hook.__, hook.___ = last
        self.namespace.update(zip(("_", "__", "___"), last, strict=True))

    def _kind(self, error: BaseException | None) -> str:
        return "broken" if self.broken else "gone" if self.gone else kind_of(error)

    def _finish(self) -> None:
        try:
            self.peer.shared.renew(ends=True)
            self.ask("ended")
        except Exception:
            return
        finally:
            self.seeded = self.seeded and "seed" in self.texts

    def _remote_module(self, name: str) -> Any:
        text = f"__import__('importlib').import_module({name!r})"
        return self.ask("exec", text, {}, "eval")


OUTPUTS = frozenset({"Out", "_oh", "_", "__", "___"})
BROKEN = "the channel between the answer and the tests broke: a fault of the grader"
_FRAMEWORKS = frozenset({"unittest", "hypothesis", "_pytest", "pytest", "nose", "doctest", "bdb"})
_FAILED = "_pytest.outcomes:Failed"  # what pytest.fail and pytest.raises say: a failure
_GENERAL = {"object", "Exception", "BaseException", "RemoteError", "RuntimeError"}
_NEXT = frozenset({"__next__", "__anext__", "send", "throw", "asend", "athrow", "close"})


def _asked_by_a_lesson() -> bool:
    """Tell whether code of course/lessons asked, and not the test itself."""
    frame: types.FrameType | None = sys._getframe(1)
    while frame is not None and f"{PACKAGE / 'examination'}/" in frame.f_code.co_filename:
        frame = frame.f_back
    return frame is not None and frame.f_code.co_filename.startswith(LESSONS)


def _is_next(operation: str, arguments: tuple[Any, ...]) -> bool:
    """Tell whether a question asks an iterator for what comes next."""
    name = arguments[1] if len(arguments) > 1 else None
    if operation not in ("special", "method") or not isinstance(name, str) or name not in _NEXT:
        return False
    if operation == "special":
        return True
    return operation == "method" and isinstance(arguments[0], (Iterator, AsyncIterator))


def main(
    control: socket, data: socket, limits: Limits, *, audited: bool = True, parted: bool = True
) -> None:
    """Run locked cells and tests until the conductor says that it is over.

    Without `audited` there is no first wall, without `parted` no second one: for tests of the
    other one, which name a function of their own to the zygote.
    """
    interrupt = Interrupt()
    sys.setrecursionlimit(shells.RECURSION_LIMIT)
    sys.dont_write_bytecode = True
    sys.path[:] = [p for p in sys.path if p not in ("", ".") and Path(p) != Path.cwd()]
    examiner, conductor = Examiner(data, limits, interrupt), Control(control)
    if audited:
        examiner.close_the_wall()
    sys.modules["__main__"] = examiner.shell.user_module
    shells.patch_input(shells.no_input)

    def work(pipes: Pipes) -> None:
        reports = Control(pipes)
        while (message := reports.read()) is not None:
            _run(examiner, interrupt, reports, message["cell"])

    parts = Parts(control, work, forking=examiner.begin_part, ended=examiner.end_part)
    while True:
        try:
            message = parts.read()
            if message is None or message.get("do") == "end":
                return
            if message.get("do") == "learn":
                examiner.learn(message)
            elif message.get("do") == "part" and parted:
                parts.run(message["id"], message["part"])
            elif message.get("do") == "carry":
                parts.end()
                with suppress(KeyboardInterrupt), interrupt:
                    examiner.carry(message["texts"])
            elif message.get("do") == "run":
                parts.end()
                _run(examiner, interrupt, conductor, message["cell"])
        except KeyboardInterrupt:
            continue
        except PartEnded:
            return


def _run(
    examiner: Examiner, interrupt: Interrupt, conductor: Control, cell: dict[str, Any]
) -> None:
    """Run a cell and report what came of it."""
    ran, kind = shells.Ran(status="error", error=KeyboardInterrupt()), "exception"
    with suppress(KeyboardInterrupt), interrupt:
        ran, kind = examiner.run(cell)
    value = shells.number(ran.result) if ran.error is None else None
    if interrupt.came:
        examiner.await_late_answer()
    conductor.report(
        cell["id"],
        ran,
        timed_out=interrupt.came,
        value=value,
        kind=kind,
        reached=line_reached(ran, cell),
        place=tracebacks.failure_in(ran.error, shells.code_name(cell["source"])),
    )

"""The candidate: runs the learner's cells and answers the examiner's questions about them.

`main` reads two sockets. `control` brings the conductor's cells as length-prefixed JSON (4 bytes
big-endian; `{"do": "run", "cell": {...}}`, `{"do": "end"}`) and takes one report for each; what
it reports never becomes a verdict. `data` brings the examiner's questions (rpc.py):

    bind (names, all, stored)   -> ({name: value}, names of `stored` that exist, {name: epoch})
    call (f, args, kwargs) · method (object, name, args, kwargs) · special (object, name, args)
    get (object, name) · set (object, name, value) · del (object, name)
    raw (class, name) · copy (object, deep) · await (object) · subclass (name, bases, items)
    exec (text, names, mode) · pyplot (function, args, kwargs) · ended () · results ()
    program (module, function, args, kwargs) · library (module, path, args, kwargs)
    example (text, key)

Its notes: `printed` (stream, text), `names` and `deleted` (globals that changed since the
examiner saw them), `random` (states), `files` (file_sync.py), `warned` (class, text, module,
line), `logged` (logger, level, text, line). It reads the notes `names`, `deleted`, `attribute`
(module, path, name, value), `random`, `files`, `environ`, `warnings` (are they awaited, and by
whose filters?), `logs` (levels of loggers), `dropped` (handles), `helpers` (modules of the
assignment), `asked_for` (classes), `masks` (numpy's cross as they are).

No text of a test ever comes here. Nothing here is trusted by anybody.
"""

import builtins
import json
import sys
from contextlib import nullcontext, suppress
from select import select
from socket import SHUT_RDWR, socket
from types import ModuleType
from typing import Any

from course.examination.candidate import object_queries
from course.examination.candidate.candidate_refs import CandidatePort
from course.examination.shared import shell as shells
from course.examination.shared import subprocesses
from course.examination.shared.file_sync import Carrier
from course.examination.shared.handles import Locked
from course.examination.shared.process_state import Dice, Interrupt
from course.examination.wire import library_codecs  # noqa: F401 - registers how data types cross
from course.examination.wire.codecs import WireError
from course.examination.wire.rpc import Notes, Peer, PeerGone
from course.jobs import Limits

globals()["__builtins__"] = dict(vars(builtins))  # as they are before any learner code

MISSING = object()
PRINTED_LIMIT = 1 << 20
_select, _loads, _quoted = select, json.JSONDecoder().decode, json.encoder.encode_basestring_ascii


def _dumps(value: Any) -> str:
    """Write JSON without the library's own code, which learner code can patch."""
    if isinstance(value, str):
        return str(_quoted(str(value)))
    if isinstance(value, dict):
        pairs = [f"{_quoted(str(k))}: {_dumps(v)}" for k, v in value.items()]
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join([_dumps(v) for v in value]) + "]"
    if value is None or value is True or value is False:
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, float):
        return float.__repr__(value) if value - value == 0 else "null"
    return str(_quoted(str(value)))


class Control:
    """The conductor's socket."""

    def __init__(self, sock: Any) -> None:
        self.sock = sock  # or anything that can recv and sendall
        self.inbox = bytearray()

    def read(self) -> dict[str, Any] | None:
        """Read one message; None at the end."""
        while True:
            if len(self.inbox) >= 4:
                size = int.from_bytes(self.inbox[:4], "big")
                if len(self.inbox) >= 4 + size:
                    raw = bytes(self.inbox[4 : 4 + size])
                    del self.inbox[: 4 + size]
                    message: dict[str, Any] = _loads(raw.decode("utf-8"))
                    return message
            chunk = self.sock.recv(1 << 16)
            if not chunk:
                return None
            self.inbox += chunk

    def send(self, message: dict[str, Any]) -> None:
        """Send one message."""
        raw = _dumps(message).encode("utf-8")
        self.sock.sendall(len(raw).to_bytes(4, "big") + raw)

    def report(
        self,
        cell: str,
        ran: shells.Ran,
        *,
        timed_out: bool,
        value: object = None,
        kind: str = "exception",
        place: dict[str, Any] | None = None,
        reached: int | None = None,
    ) -> None:
        """Report what came of a cell.

        `place` says where in it an error came from, `reached` at which line the cell itself
        stopped: 0 where nothing of it ran, None where all did.
        """
        error: dict[str, Any] | None = None
        if ran.error is not None:
            error = {
                "name": type(ran.error).__name__,
                "message": shells._short(ran.error),
                "kind": kind,
            }
            error |= place or {}
        self.send(
            {
                "id": cell,
                "status": "timeout" if timed_out else ran.status,
                "error": error,
                "outputs": ran.outputs,
                "value": value,
                "seconds": ran.seconds,
                "reached": reached,
            }
        )


class Candidate:
    """A learner's notebook, alive."""

    def __init__(self, data: socket, limits: Limits, interrupt: Interrupt) -> None:
        self.shell = shells.warm_up()
        self.namespace: dict[str, Any] = self.shell.user_ns
        self.hidden = set(self.namespace)
        self.streams = shells.Streams(self.shell)
        self.limits = limits
        self.locked = Locked()
        self.port = CandidatePort(self.locked)
        self.peer = Peer(
            data,
            self.port,
            first_handle=3,
            serve=self.serve,
            notes=self.notes,
            noted=self.noted,
            whole=interrupt.whole,
            interrupted=lambda: interrupt.came,
        )
        self.port.peer = self.peer
        self.watched: dict[str, Any] = {}  # globals as the examiner knows them
        self.changed: dict[str, int] = {}  # global -> epoch in which a cell bound it
        self.epoch = 0
        self.results: dict[str, Any] = {}  # last values of cells, by id
        self.printed: list[tuple[str, str]] = []
        self.printed_size = 0
        self.synced_random = False
        self.listened = ""
        self.warned: list[tuple[Any, ...]] = []
        self.levels: tuple[tuple[str, int], ...] | None = None  # a test listens to loggers
        self.logged: list[tuple[Any, ...]] = []
        self.dice = Dice()
        self.carrier, self.carries = Carrier(), False
        self.examples: tuple[int, dict[str, Any]] = (0, {})
        self.marked: tuple[tuple[dict[Any, Any], dict[Any, Any]], ...] = ()
        self.described: set[int] = set()
        self.kept = self.marked_epoch = self.shared_next = 0
        self.originals: dict[tuple[int, str], tuple[Any, Any]] = {}
        subprocesses.pipe(self.shell)
        shells.patch_input(self.input)

    # -- cells --

    def run(self, cell: dict[str, Any]) -> shells.Ran:
        """Run one of the notebook's cells."""
        before = dict(self.namespace)
        self.streams.sink = self.streams.to_cell
        try:
            ran = shells.run(
                self.shell, cell["source"], self.streams, self.limits.cell_output_bytes
            )
        except Exception as error:
            ran = shells.Ran(status="error", error=error)
        if ran.error is None and ran.result is not None:
            self.results[cell["id"]] = ran.result
        for name, value in list(self.namespace.items()):
            if name not in self.hidden and before.get(name, MISSING) is not value:
                self.changed[name] = self.epoch
                if cell["role"] == "locked":
                    self.locked.learn(name, value)
        return ran

    def input(self, prompt: object = "") -> str:
        """Ask the examiner while it calls; nobody otherwise."""
        if not self.peer.open:
            return shells.no_input(prompt)
        answer = self.peer.ask("input", str(prompt))
        return answer if isinstance(answer, str) else str(answer)

    # -- parts: processes of the examiner's that come and go --

    def mark(self) -> None:
        """Remember what the examiner's own process knows: a part's process is going to ask."""
        shared, port = self.peer.shared, self.port
        self.kept = port.exports.next
        self.marked = (
            (shared.objects, dict(shared.objects)),
            (shared.handles, dict(shared.handles)),
            (shared.agreed, dict(shared.agreed)),
            (shared.heavy, dict(shared.heavy)),
            (port.facts, dict(port.facts)),
            (port.guests, dict(port.guests)),
            (port.guest_ids, dict(port.guest_ids)),
            (self.watched, dict(self.watched)),
        )
        self.shared_next = shared.next
        self.described, self.marked_epoch = set(self.peer.described), self.epoch

    def go_back(self) -> None:
        """Forget what only a part's process knew, for it has ended."""
        for table, content in self.marked:
            table.clear()
            table.update(content)
        self.marked = ()
        self.peer.shared.passing.clear()
        self.peer.shared.next = self.shared_next
        self.peer.described.clear()
        self.peer.described |= self.described
        for handle in [h for h in self.port.exports.objects if h >= self.kept]:
            self.port.exports.drop(handle)
        self.kept = 0
        self.epoch = self.marked_epoch + 1
        self.printed, self.warned, self.printed_size = [], [], 0
        self.logged, self.levels = [], None
        self.listened, self.synced_random, self.carries = "", False, False

    # -- notes --

    def _print(self, name: str, text: str) -> None:
        self.printed_size += len(text)
        if self.printed_size < PRINTED_LIMIT:
            self.printed.append((name, text))

    def notes(self) -> Notes:
        """Tell the examiner what was printed and which globals have changed."""
        notes: list[tuple[str, Any]] = []
        if self.printed:
            notes.append(("printed", tuple(self.printed)))
            self.printed = []
            self.printed_size = 0
        names, deleted = [], []
        for name, known in self.watched.items():
            value = self.namespace.get(name, MISSING)
            if value is not known:
                if value is MISSING:
                    deleted.append(name)
                else:
                    names.append((name, value))
                self.watched[name] = value
        if names:
            notes.append(("names", tuple(names)))
        if deleted:
            notes.append(("deleted", tuple(deleted)))
        if self.synced_random and (states := self.dice.news()) is not None:
            notes.append(("random", states))
        if self.warned:
            notes.append(("warned", tuple(self.warned)))
            self.warned = []
        if self.logged:
            notes.append(("logged", tuple(self.logged)))
            self.logged = []
        if self.carries and (changes := self.carrier.changes()):
            notes.append(("files", changes))
        return tuple(notes)

    def noted(self, notes: Notes) -> None:
        """Do what the examiner's test has done to names, modules and seeds."""
        for what, value in notes:
            if what == "names":
                self.namespace.update(value)
                self.watched.update(value)
            elif what == "deleted":
                self._delete(value)
            elif what == "attribute":
                self._attribute(*value)
            elif what == "random":
                self.synced_random = True
                self.dice.take(value)
            elif what == "environ":
                object_queries.set_environment(value)
            elif what in ("warnings", "logs"):
                setattr(self, "listened" if what == "warnings" else "levels", value)
            elif what == "files":
                self._take_files(*value)
            elif what in ("asked_for", "masks", "helpers"):
                self.port.told(what, value)
            elif what == "dropped":
                for handle in value:
                    if handle >= self.kept:
                        self.port.exports.drop(handle)
                        self.peer.described.discard(handle)

    def _take_files(self, first: bool, changes: Any) -> None:
        self.carries = True
        if first:
            self.carrier.settle()
        self.carrier.take(changes)

    def _delete(self, names: tuple[str, ...]) -> None:
        for name in names:
            self.namespace.pop(name, None)
            self.watched[name] = MISSING

    def _attribute(self, module: str, path: str, name: str, change: str, value: Any) -> None:
        owner: Any = sys.modules.get(module)
        if owner is None:
            __import__(module)
            owner = sys.modules[module]
        for part in path.split(".") if path else ():
            owner = getattr(owner, part)
        key = (id(owner), name)
        if key not in self.originals:
            self.originals[key] = (owner, getattr(owner, name, MISSING))
        _, original = self.originals[key]
        if change == "restored":
            change, value = ("deleted", None) if original is MISSING else ("set", original)
        if change == "deleted":
            if hasattr(owner, name):
                delattr(owner, name)
        else:
            setattr(owner, name, value)

    # -- questions --

    def serve(self, operation: str, arguments: tuple[Any, ...]) -> Any:
        """Answer one question of the examiner's."""
        own = _OPERATIONS.get(operation)
        general = object_queries.OPERATIONS.get(operation)
        if own is None and general is None:
            raise WireError(f"no operation is called {operation!r}")
        sink, self.streams.sink = self.streams.sink, self._print
        outside = sys.stdout, sys.stderr
        if not self.peer.open[1:]:
            self.streams.install()
        try:
            with (
                object_queries.hearing(self.warned, self.listened)
                if self.listened
                else nullcontext(),
                object_queries.log_kept(self.logged, self.levels)
                if self.levels is not None
                else nullcontext(),
            ):
                return own(self, *arguments) if own else general(*arguments)  # type: ignore[misc]
        finally:
            self.streams.sink = sink
            if not self.peer.open[1:]:
                sys.stdout, sys.stderr = outside

    def bind(self, names: Any, everything: bool, stored: Any) -> Any:
        """Hand out globals by name, all in one message."""
        self.epoch += 1
        self.peer.shared.renew()
        wanted = set(names)
        if everything:
            wanted |= {n for n in self.namespace if n not in self.hidden and not n.startswith("_")}
        values = {}
        for name in sorted(wanted):
            if name in self.hidden:
                continue
            value = self.namespace.get(name, MISSING)
            self.watched[name] = value
            if value is not MISSING:
                values[name] = value
        epochs = {name: self.changed[name] for name in values if name in self.changed}
        return (values, tuple(n for n in stored if n in self.namespace), epochs)

    def subclass(self, name: str, bases: Any, items: Any) -> Any:
        """Make the class that a test derives from a learner's."""
        space: dict[str, Any] = {"__module__": "__main__"}
        for key, sort, value in items:
            if sort == "property":
                space[key] = property(*value)
            elif sort in ("static", "class"):
                space[key] = (staticmethod if sort == "static" else classmethod)(value)
            else:
                space[key] = value
        meta = type(bases[0])
        for base in bases:
            if issubclass(type(base), meta):
                meta = type(base)
        return meta(name, tuple(bases), space)

    def execute(self, text: str, names: Any, mode: str) -> Any:
        """Run a text that the tests' author did not write: here it can do no harm.

        Without `names` it runs in the notebook's globals, otherwise in a copy of `names`, whose
        state afterwards is returned. With `mode` "eval" the value of an expression is returned.
        """
        space = self.namespace if names is None else dict(names)
        if mode == "eval":
            return eval(text, space)  # noqa: S307
        exec(text, space)  # noqa: S102
        if names is None:
            return {}
        return {n: v for n, v in space.items() if n != "__builtins__" and isinstance(n, str)}

    def example(self, text: str, key: int) -> None:
        """Run an example of a docstring; those with one `key` have their names in common."""
        if self.examples[0] != key:
            self.examples = (key, dict(self.namespace))
        shown, sys.displayhook = sys.displayhook, sys.__displayhook__
        try:
            exec(compile(text, "<example>", "single"), self.examples[1])  # noqa: S102
        finally:
            sys.displayhook = shown

    def pyplot(self, name: str, args: Any, kwargs: Any) -> Any:
        """Ask the pyplot that the learner's code has drawn with."""
        pyplot = sys.modules.get("matplotlib.pyplot")
        if pyplot is None:
            raise LookupError("nothing was drawn")
        if name == "drawn":
            return bool(pyplot.get_fignums())
        return getattr(pyplot, name)(*args, **dict(kwargs))

    def ended(self) -> None:
        """Close the figures of a test cell that has ended, as the inline backend does."""
        pyplot = sys.modules.get("matplotlib.pyplot")
        if pyplot is not None and pyplot.get_fignums():
            pyplot.close("all")
        self.peer.shared.renew(ends=True)
        self.synced_random = self.carries = False
        self.dice = Dice()


_OPERATIONS: dict[str, Any] = {
    "bind": Candidate.bind,
    "subclass": Candidate.subclass,
    "exec": Candidate.execute,
    "example": Candidate.example,
    "pyplot": Candidate.pyplot,
    "ended": Candidate.ended,
    "results": lambda self: tuple(self.results.items()),
}


def main(control: socket, data: socket, limits: Limits) -> None:
    """Run cells and answer questions until the conductor says that it is over."""
    interrupt = Interrupt()
    sys.setrecursionlimit(shells.RECURSION_LIMIT)
    candidate, conductor = Candidate(data, limits, interrupt), Control(control)
    if "" not in sys.path:
        sys.path.insert(0, "")
    sys.modules["__main__"] = candidate.shell.user_module or ModuleType("__main__")
    talking = True
    while True:
        try:
            watched = [conductor.sock, data] if talking else [conductor.sock]
            if not conductor.inbox:
                # Two questions may have come at once; no socket tells of the second one.
                waiting = talking and bool(candidate.peer.inbox)
                ready = _select(watched, [], [], 0 if waiting else None)[0]
                if talking and conductor.sock not in ready and (waiting or data in ready):
                    with interrupt:
                        candidate.peer.answer_one()
                    continue
            message = conductor.read()
            if message is None or message.get("do") == "end":
                return
            if message.get("do") == "mark":
                candidate.mark()
            elif message.get("do") == "return":
                candidate.go_back()
            elif message.get("do") == "run":
                ran = shells.Ran(status="error", error=KeyboardInterrupt())
                with suppress(KeyboardInterrupt), interrupt:
                    ran = candidate.run(message["cell"])
                timed_out = interrupt.came and isinstance(ran.error, KeyboardInterrupt)
                conductor.report(message["cell"]["id"], ran, timed_out=timed_out)
        except KeyboardInterrupt:
            continue
        except (PeerGone, WireError):
            talking = False
            with suppress(OSError):
                data.shutdown(SHUT_RDWR)  # the examiner must not wait for an answer

"""The drill host: a process of the course's account that plays graded drills for learners.

It alone knows scenario, seed and truth. Each run has a process of its own, with limits, over a
journal in the course's folder; a line is on the disk before it is answered, so that a host, or a
run's process, may be killed at any moment. Who calls is told by the kernel (SO_PEERCRED).
"""

import json
import os
import pwd
import resource
import signal
import socket
import socketserver
import struct
import sys
import threading
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from course.errors import CourseError, GradingError, Problem, ScenarioError
from course.files import locked
from course.incidents.drill_client import (
    END,
    MOST_REQUEST,
    OPEN,
    Request,
    packed,
    read_request,
)
from course.incidents.incident import Incident, holding
from course.incidents.journal import VERBS
from course.incidents.run_queries import is_condition
from course.incidents.scenario_files import drawn_scenario
from course.incidents.sealed_runs import (
    DRILLS,
    LEARNER,
    begun_run,
    drill_title,
    kept_run,
    sealed_draw,
)
from course.incidents.verbs import ACTS, problems_of
from course.incidents.vocabulary import PRICES
from course.program import DrillPlan
from course.simulation.actions import Order
from course.simulation.kernel_startup import prepare
from course.simulation.telemetry.snapshot import Telemetry

Words = npt.NDArray[np.uint64]
Say = Callable[[str], None]
_IDS: Final = ("trace_id", "span_id", "parent_id")


@dataclass(frozen=True, kw_only=True)
class HostLimits:
    """How much of a host one learner, and all of them, may use."""

    lines_a_second: float = 20.0
    burst: int = 60
    connections_each: int = 4
    connections: int = 256
    line_s: float = 10.0  # for a whole line to come
    answer_s: float = 90.0  # for a run to answer
    reading_s: float = 30.0  # for a client to take its answer
    runs: int = 40  # processes at a time; another run's is ended, and begun again when asked
    idle_s: float = 900.0
    memory_bytes: int = 1 << 30  # address space that a run may add to what it began with


class Packed(dict[str, Any]):
    """An answer that is ready for the way."""


class HostedRun(Incident):
    """A run as the host plays it: each line is written once, and ids of traces tell no seed."""

    again = False  # the last line is answered once more, not written

    @property
    def seen(self) -> Telemetry:
        """Everything that the system shows, under other ids.

        The simulator's ids of requests follow from the seed by a mixing that can be undone. From
        one of them the whole run could be simulated, for each fault that the family has.
        """
        plain = super().seen
        key = sha256(f"ids {self.scenario.name} {self.seed}".encode()).digest()
        spans, logs = plain.raw.spans.copy(), plain.raw.logs.copy()
        for rows in (spans, logs):
            for name in set(_IDS) & set(rows.dtype.names or ()):
                rows[name] = hidden_ids(rows[name], key)
        return replace(plain, raw=replace(plain.raw, spans=spans, logs=logs))

    def logs(self, query: str = "*") -> pa.Table:
        """Look at log lines; an answer that is too big costs nothing."""
        if is_condition(query):
            return super().logs(query)
        return self._told(self._ask("logs", query, lambda: holding(self.seen.logs, query)))

    def _record(self, verb: str, args: dict[str, Any]) -> Order | None:
        if not self.again:
            return super()._record(verb, args)
        return self.orders[-1][1] if verb.startswith("act.") else None

    def _ask(self, verb: str, query: str, answer: Callable[[], Any]) -> Any:
        if self.again:
            return Packed(packed(answer()))
        return super()._ask(verb, query, lambda: Packed(packed(answer())))


def hidden_ids(ids: Words, key: bytes) -> Words:
    """Give other ids for ids, one for one as far as anybody will see; 0 stays 0.

    SipHash-2-4 of eight bytes each (Aumasson and Bernstein, 2012), under a key of 16 bytes or more.
    """
    k0, k1 = (np.uint64(int.from_bytes(key[n : n + 8], "little")) for n in (0, 8))
    word = np.ascontiguousarray(ids, dtype=np.uint64)
    starts = (0x736F6D6570736575, 0x646F72616E646F6D, 0x6C7967656E657261, 0x7465646279746573)
    v0, v1, v2, v3 = (
        np.full(word.shape, np.uint64(start) ^ part)
        for start, part in zip(starts, (k0, k1, k0, k1), strict=True)
    )

    def turn(x: Words, by: int) -> Words:
        return (x << np.uint64(by)) | (x >> np.uint64(64 - by))

    def rounds(count: int) -> None:
        nonlocal v0, v1, v2, v3
        for _ in range(count):
            v0, v2 = v0 + v1, v2 + v3
            v1, v3 = turn(v1, 13) ^ v0, turn(v3, 16) ^ v2
            v0 = turn(v0, 32)
            v2, v0 = v2 + v1, v0 + v3
            v1, v3 = turn(v1, 17) ^ v2, turn(v3, 21) ^ v0
            v2 = turn(v2, 32)

    for part in (word, np.full(word.shape, np.uint64(8 << 56))):  # the message, then its length
        v3 = v3 ^ part
        rounds(2)
        v0 = v0 ^ part
    v2 = v2 ^ np.uint64(0xFF)
    rounds(4)
    return np.where(word == 0, word, v0 ^ v1 ^ v2 ^ v3)


def answered(run: HostedRun, request: Request) -> dict[str, Any]:
    """Answer a line of a run; what is wrong in it is an answer too, and changes nothing."""
    answer: dict[str, Any] = {"warnings": []}
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            answer |= _answer(run, request)
        answer["warnings"] = [str(one.message) for one in caught if one.category is UserWarning]
    except CourseError as error:
        answer = refused(error)
    last = run.entries[-1]
    entry = {"t": last.t, "verb": last.verb, "args": last.args if len(run.entries) > 1 else {}}
    state = {"line": len(run.entries), "now_s": run.now_s, "over": run.over, "entry": entry}
    return answer | state


def refused(error: CourseError) -> dict[str, Any]:
    """Say an error in an answer."""
    return {"error": type(error).__name__, "problems": [tuple(p) for p in error.problems]}


def _answer(run: HostedRun, request: Request) -> dict[str, Any]:
    verb, count = request.verb, len(run.entries)
    if verb == OPEN:
        return {"kind": "opened", "value": _opened(run, request.drill)}
    if verb == END:
        if not run.over:
            raise ScenarioError("the run is not over: its journal is shown after the end")
        return packed(run.journal.text())
    last = run.entries[-1]
    run.again = (
        count > 1
        and request.line == count
        and (last.verb, last.args)
        == (
            verb,
            request.args,
        )
    )
    if not run.again and request.line != count + 1:
        what = f"expected line {count + 1}, got {request.line}: the run has gone on elsewhere"
        raise ScenarioError(Problem("", f"{what}; open the drill again"))
    if problems := problems_of(VERBS[verb], request.args):
        raise ScenarioError(problem.within(verb) for problem in problems)
    shown = _shown(run, request)
    return dict(shown) if isinstance(shown, Packed) else packed(shown)


def _shown(run: HostedRun, request: Request) -> Any:
    args, view = dict(request.args), dict(request.view)
    match request.verb:
        case "alerts" | "deploys" | "audit" | "hint":
            return getattr(run, request.verb)()
        case "topology":
            return run.topology(over=str(view.get("over", "5m")))
        case "settings":
            return run.settings(str(view.get("of", "")))
        case "runbook":
            return run.runbook(args["name"])
        case "logs" | "sql":
            return getattr(run, request.verb)(args["query"])
        case "metrics":
            times = {key: value for key, value in view.items() if key in ("at", "over", "step")}
            return run.promql(args["query"], **times)
        case "traces":
            return run.trace(args.get("trace", ""))
    return run._record(request.verb, args)


def _opened(run: HostedRun, drill: str) -> dict[str, Any]:
    scenario = run.scenario
    brief = {
        "name": drill,
        "title": drill_title(drill),
        "story": scenario.story,
        "clock": scenario.clock,
        "start_ms": scenario.start_ms,
        "horizon_s": run.horizon_s,
        "prices": {verb: scenario.price(verb) for verb in PRICES},
    }
    first, *others = ({"t": e.t, "verb": e.verb, "args": e.args} for e in run.entries)
    return {
        "brief": brief,
        "components": run.components,
        "acts": {verb: [asdict(one) for one in run._arguments(verb)] for verb in ACTS},
        "entries": [first | {"args": {}}, *others],
    }


def play(pipe: Connection, folder: str, family: str, seed: int, limits: HostLimits) -> None:
    """Play one run until nobody asks any more: what a run's process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of the terminal; the host ends its runs
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + limits.memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with locked(Path(folder) / ".lock"):  # the process of a host that was killed may still write
        prepare()
        scenario = drawn_scenario(family, seed)
        run = HostedRun(scenario, seed=seed, folder=folder)
        with suppress(EOFError, BrokenPipeError, ConnectionResetError):
            while pipe.poll(limits.idle_s):
                try:
                    answer = answered(run, read_request(pipe.recv_bytes()))
                except EOFError:
                    return
                except MemoryError:
                    return  # the host says so, and the journal is taken up again
                pipe.send_bytes(json.dumps(answer).encode())


@dataclass(frozen=True, kw_only=True)
class DrillCaller:
    """Whose run it is; `shared`: their account could read what the host keeps."""

    learner: str
    shared: bool


def caller(uid: int, named: str) -> DrillCaller:
    """Say who calls: the account's name. Raises ScenarioError for who cannot play.

    Only an account that reads the course's folder anyway (the host's own, or root) may say itself
    for whom it plays, as on one machine for all; then nothing is sealed.
    """
    shared = uid in (os.geteuid(), 0)
    try:
        account = pwd.getpwuid(uid).pw_name
    except KeyError:
        raise ScenarioError(f"the account {uid} has no name, and so no run") from None
    learner = named or account if shared else account
    if not LEARNER.fullmatch(learner):
        raise ScenarioError(f"expected a learner's id such as learner-01, got {learner[:60]!r}")
    if named not in ("", learner):
        raise ScenarioError(f"this account is {learner}: it cannot play as {named[:60]!r}")
    return DrillCaller(learner=learner, shared=shared)


@dataclass(kw_only=True)
class _Player:
    """A run's process, from the host's side."""

    process: Any
    pipe: Connection
    used: float = 0.0

    def stop(self) -> None:
        self.pipe.close()
        self.process.join(0.2)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


@dataclass(kw_only=True)
class _Learner:
    """What the host remembers of one account: whether it is at work, and how fast it came."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    tokens: float = 0.0
    at: float = 0.0


class DrillHost:
    """Runs of all learners, each in its process; from a line to its answer.

    Parameters
    ----------
    root : Path
        The course's folder.
    drills : mapping of str to DrillPlan
        What there is to play.
    derived : callable
        `CourseSecret.derived`, from which draws follow.
    limits : HostLimits, optional
        What learners may use.
    who : callable, optional
        Says who calls, from the number of the account and the name that the client gives.
    say : callable, optional
        Takes what the course's people should read: refusals, and faults.
    """

    def __init__(
        self,
        root: Path,
        drills: dict[str, DrillPlan],
        derived: Callable[..., bytes],
        *,
        limits: HostLimits | None = None,
        who: Callable[[int, str], DrillCaller] = caller,
        say: Say = lambda _: None,
    ) -> None:
        self.root, self.drills, self.limits, self.say = root, drills, limits or HostLimits(), say
        self._derived, self._who = derived, who
        self._processes = get_context("forkserver")
        self._processes.set_forkserver_preload([__name__])  # a run's process never had the secret
        self._players: dict[tuple[str, str], _Player] = {}
        self._accounts: dict[int, _Learner] = {}
        self._guard = threading.Lock()

    def answer(self, uid: int, line: bytes) -> dict[str, Any]:
        """Answer a line of an account; a dict for JSON, whatever the line is."""
        with self._guard:
            account = self._accounts.setdefault(uid, _Learner(tokens=self.limits.burst))
            wait = self._wait_s(account)
        if wait:
            what = f"expected at most {self.limits.lines_a_second:g} lines a second"
            return {"refused": what, "wait_s": round(wait, 3)}
        try:
            request = read_request(line)
            who = self._who(uid, request.learner)
            if request.drill not in self.drills:
                known = ", ".join(self.drills) or "none"
                what = f"expected one of {known}, got {request.drill!r}"
                raise ScenarioError(Problem("drill", what))
        except CourseError as error:
            return refused(error)
        if not account.lock.acquire(timeout=self.limits.answer_s):
            return {"refused": "another line of yours is not answered yet"}
        try:
            answer = self._answer(who, request, line)
        except GradingError as error:
            self.say(str(error))
            return {"refused": f"the journal of {request.drill} is damaged: tell your instructor"}
        except OSError as error:
            self.say(f"{request.drill}: {who.learner}: {error}")
            return {"refused": "the host cannot write: tell your instructor"}
        except CourseError as error:
            return refused(error)
        finally:
            account.lock.release()
        if request.verb == OPEN and "value" in answer:
            answer["value"]["learner"] = who.learner
        return answer

    def _wait_s(self, account: _Learner) -> float:
        now = time.monotonic()
        gained = (now - account.at) * self.limits.lines_a_second
        account.tokens = min(account.tokens + gained, float(self.limits.burst))
        account.at = now
        if account.tokens < 1:
            return (1 - account.tokens) / self.limits.lines_a_second
        account.tokens -= 1
        return 0.0

    def _answer(self, who: DrillCaller, request: Request, line: bytes) -> dict[str, Any]:
        if request.verb != OPEN and kept_run(self.root, request.drill, who.learner) is None:
            return refused(ScenarioError(f"{request.drill} has not begun: open it first"))
        for _ in range(2):  # a process that was idle for long has ended
            player = self._player(who, request.drill)
            try:
                player.pipe.send_bytes(line)
                if not player.pipe.poll(self.limits.answer_s):
                    self._forget(who, request.drill)
                    what = f"expected a line that is answered within {self.limits.answer_s:g} s"
                    return {"refused": f"{what}; what was answered before is kept"}
                answer: dict[str, Any] = json.loads(player.pipe.recv_bytes())
            except (EOFError, OSError):
                self._forget(who, request.drill)
            else:
                return answer
        most = self.limits.memory_bytes >> 20
        self.say(f"{request.drill}: {who.learner}: {request.verb}: the run's process ended")
        what = f"expected a line that takes at most {most} MiB; what was answered before is kept"
        return {"refused": what}

    def _player(self, who: DrillCaller, drill: str) -> _Player:
        key = (drill, who.learner)
        with self._guard:
            player = self._players.get(key)
        if player is None:
            plan = self.drills[drill]
            run = begun_run(
                self.root,
                drill,
                who.learner,
                lambda: sealed_draw(self._derived, plan, who.learner),
                shared=who.shared,
            )
            ours, theirs = self._processes.Pipe()
            process = self._processes.Process(
                target=play, args=(theirs, str(run.folder), *run.draw(), self.limits), daemon=True
            )
            process.start()
            theirs.close()
            player = _Player(process=process, pipe=ours)
            with self._guard:
                self._players[key] = player
                surplus = sorted(
                    (one.used, name) for name, one in self._players.items() if name != key
                )[: max(len(self._players) - self.limits.runs, 0)]
                ended = [self._players.pop(name) for _, name in surplus]
            for one in ended:
                one.stop()
        player.used = time.monotonic()
        return player

    def _forget(self, who: DrillCaller, drill: str) -> None:
        with self._guard:
            player = self._players.pop((drill, who.learner), None)
        if player is not None:
            player.stop()

    def close(self) -> None:
        """End all runs' processes; their journals stay."""
        with self._guard:
            players = list(self._players.values())
            self._players.clear()
        for player in players:
            player.stop()


class DrillDoor(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """The socket at which learners' clients knock; whoever comes too often is told so."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, path: Path, host: DrillHost) -> None:
        self.host = host
        self._open: Counter[int] = Counter()
        self._guard = threading.Lock()
        super().__init__(str(path), _Call)
        path.chmod(0o666)  # whoever may reach it; the kernel says who that is

    def verify_request(self, request: Any, client_address: Any) -> bool:  # noqa: ARG002
        """Say whether a connection is taken; who is refused is told why."""
        uid, limits = peer(request), self.host.limits
        with self._guard:
            if self._open[uid] >= limits.connections_each:
                what = f"expected at most {limits.connections_each} connections at a time"
            elif self._open.total() >= limits.connections:
                what = "too many are connected: try again in a moment"
            else:
                self._open[uid] += 1
                return True
        with suppress(OSError):
            request.setblocking(False)
            request.send(_line({"refused": what, "wait_s": 0.5}))
        return False

    def gone(self, uid: int) -> None:
        """Count a connection that has ended."""
        with self._guard:
            self._open[uid] -= 1
            self._open += Counter()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        """Tell the course's people of a fault; learners read nothing of it."""
        self.host.say(traceback.format_exc())


class _Call(socketserver.BaseRequestHandler):
    """One connection: lines in, answers out, one after another."""

    server: DrillDoor

    def handle(self) -> None:
        uid, limits = peer(self.request), self.server.host.limits
        try:
            rest = b""
            while True:
                line, rest, problem = self._next(rest, limits.line_s)
                if problem:
                    self._send({"refused": problem})
                if line is None:
                    return
                self._send(self.server.host.answer(uid, line))
        except OSError:
            return  # it went away, or does not take its answer
        finally:
            self.server.gone(uid)

    def _next(self, rest: bytes, within_s: float) -> tuple[bytes | None, bytes, str]:
        until = time.monotonic() + within_s
        while b"\n" not in rest:
            if len(rest) > MOST_REQUEST:
                return None, b"", f"expected at most {MOST_REQUEST} bytes a line"
            left = until - time.monotonic()
            if left <= 0:
                return None, b"", f"expected a whole line within {within_s:g} s" * bool(rest)
            self.request.settimeout(left)
            try:
                part = self.request.recv(1 << 16)
            except TimeoutError:
                continue
            if not part:
                return None, b"", "expected a line feed at the end" * bool(rest)
            rest += part
        line, _, rest = rest.partition(b"\n")
        return line, rest, ""

    def _send(self, answer: dict[str, Any]) -> None:
        self.request.settimeout(self.server.host.limits.reading_s)
        self.request.sendall(_line(answer))


def _line(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer).encode() + b"\n"


def peer(connection: socket.socket) -> int:
    """Number of the account at the other end, as the kernel knows it."""
    raw = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    uid: int = struct.unpack("3i", raw)[1]
    return uid


def serve(host: DrillHost, path: Path, ready: Say) -> None:
    """Serve until SIGTERM or Ctrl+C. Raises ScenarioError where it cannot begin."""
    folder = host.root / DRILLS
    folder.mkdir(exist_ok=True, mode=0o700)
    try:
        with locked(folder / ".host", wait=False):
            if path.is_socket():
                path.unlink()  # of a host that was killed: no other holds the lock
            try:
                door = DrillDoor(path, host)
            except OSError as error:
                what = error.strerror or str(error)
                raise ScenarioError(Problem(str(path), f"no socket there: {what}")) from error
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
            try:
                ready(str(path))
                door.serve_forever()
            except KeyboardInterrupt:
                pass
            finally:
                door.server_close()
                path.unlink(missing_ok=True)
                host.close()
    except BlockingIOError:
        what = "another drill host is at work here"
        raise ScenarioError(Problem(str(folder), what)) from None

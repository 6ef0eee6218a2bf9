"""One notebook through a candidate and an examiner: order, deadlines, kills, verdicts.

    control sockets: 4 bytes of length (big-endian), then that many bytes of one JSON object
    to a child    {do: "run", cell: {id, source, role, timeout_s}} | {do: "end"}
    to the examiner, once, first    {do: "learn", cells: [{id, source, role}], source: the same}
    from a child  {id, status: ok|error|timeout, error: null|{name, message, kind}, outputs,
                   value, seconds}; kind: assertion|exception|boundary|gone (the candidate left)

The learner's own cells and solution cells run in the candidate, locked ones in both children, and
test cells in the examiner, while the candidate answers its questions. Verdicts come from the
examiner's socket only. From the candidate's nothing is taken but outputs: it may lie, trickle,
flood or die, and changes nothing else.

A cell that is past its deadline gets SIGINT, and its child SIGKILL two seconds later. Once the
candidate is dead, the verdicts that there are stay, and every later test counts as killed. Where
the examiner has died in a test, that test is killed (or timed out); a fresh pair of children runs
all earlier cells but that test again, without judging them again, and goes on. There are at most
`_PAIRS` pairs for a notebook.
"""

import json
import math
import select
import struct
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from course.errors import GradingError
from course.grading.images import CANDIDATE, EXAMINER
from course.grading.outputs import Budget, clean
from course.jobs import Cell, CellResult, Files, Limits, Verdict
from course.sandbox.client import Child, Zygote
from course.sandbox.work_folders import Copies, left_out, put

_PAIRS: Final = 3
_GRACE_S: Final = 2.0  # a busy machine may not let a child run for a while
_MESSAGE: Final = 2000  # bytes of a verdict's message
_KILLED = "the program ended before this cell could finish: a limit, or an exit of its own"


class _Gone(Exception):  # noqa: N818 - it is no error of ours
    """The child has ended, or breaks the protocol, which we take for the same."""


class _Late(Exception):  # noqa: N818
    """The deadline has passed."""


class _Line:
    """A control socket: whole messages out and in, each with a deadline and a size."""

    def __init__(self, child: Child, limits: Limits) -> None:
        self._child = child
        self._most = limits.message_bytes
        self._buffer = bytearray()
        self._heard = 0
        self._socket = child.control
        self._socket.setblocking(False)

    def send(self, message: Mapping[str, Any], deadline: float) -> None:
        self._heard = 0
        data = json.dumps(message).encode()
        whole = memoryview(struct.pack(">I", len(data)) + data)
        while whole:
            self._wait(select.POLLOUT, deadline)
            try:
                whole = whole[self._socket.send(whole) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise _Gone from error

    def receive(self, deadline: float) -> dict[str, Any]:
        while True:
            message = self._whole()
            if message is not None:
                return message
            self._wait(select.POLLIN, deadline)
            try:
                more = self._socket.recv(1 << 18)
            except BlockingIOError:
                continue
            except OSError as error:
                raise _Gone from error
            self._heard += len(more)
            if not more or self._heard > 2 * self._most:
                raise _Gone
            self._buffer += more

    def _whole(self) -> dict[str, Any] | None:
        """Take one message from the buffer; _Gone where it can never be one."""
        if len(self._buffer) < 4:
            return None
        (length,) = struct.unpack_from(">I", self._buffer)
        if length > self._most:
            raise _Gone
        if len(self._buffer) < 4 + length:
            return None
        data = bytes(self._buffer[4 : 4 + length])
        del self._buffer[: 4 + length]
        try:
            message = json.loads(data)
        except (ValueError, RecursionError, MemoryError) as error:
            raise _Gone from error
        if not isinstance(message, dict):
            raise _Gone
        return message

    def _wait(self, event: int, deadline: float) -> None:
        poll = select.poll()
        poll.register(self._socket, event)
        poll.register(self._child.pidfd, select.POLLIN)
        left = deadline - time.monotonic()
        ready = dict(poll.poll(left * 1000)) if left > 0 else {}
        if self._socket.fileno() in ready:
            return  # what a dying child still said counts
        if ready:
            raise _Gone
        raise _Late


class _Pair:
    """A candidate and its examiner, with their files laid out."""

    def __init__(
        self,
        zygote: Zygote,
        files: Files,
        limits: Limits,
        cells: Sequence[Cell],
        authored: Sequence[Cell],
        *,
        learner: str,
    ) -> None:
        # Processes are most of a notebook's cost: where nothing is tested, nobody examines.
        tested = any(cell.role == "test" for cell in cells)
        roles = (CANDIDATE, EXAMINER) if tested else (CANDIDATE,)
        self.children = {c.role: c for c in zygote.spawn(limits, roles, learner=learner)}
        self.candidate, self.examiner = self.children[CANDIDATE], self.children.get(EXAMINER)
        self.limits = limits
        self.candidate_dead = self.examiner_dead = False
        self._to = {role: _Line(child, limits) for role, child in self.children.items()}
        self._copies = Copies(keep=frozenset(files.pristine), limits=limits)
        try:
            unfit = left_out(files.submitted, limits)
            fitting = {n: c for n, c in files.submitted.items() if n not in unfit}
            put(self.candidate.work, {**fitting, **files.pristine})
            if self.examiner is not None:
                put(self.examiner.work, files.pristine)
                put(self.examiner.pristine, files.pristine)
                self._copies.note(self.examiner.work)
                learn = {"do": "learn", "cells": _texts(cells), "source": _texts(authored)}
                self._to["examiner"].send(learn, time.monotonic() + limits.cell_s)
        except OSError as error:
            self.close()
            raise GradingError(f"the assignment's files do not fit: {error}") from error
        except (_Gone, _Late) as error:
            self.close()
            raise GradingError("the examiner ended before the first cell") from error

    def close(self) -> None:
        for child in self.children.values():
            child.kill()
        for child in self.children.values():
            child.close()

    @property
    def cpu_s(self) -> float:
        """Processor time of both children; known after close."""
        return sum(child.cpu_s or 0.0 for child in self.children.values())

    def require_reaped(self) -> None:
        """After close: where nobody told how a child ended, the machine is at fault, not it."""
        if any(child.exit is None for child in self.children.values()):
            raise GradingError("the zygote has died while a notebook was graded")

    def run(self, cell: Cell, seconds: float) -> dict[str, "_Answer"]:
        """Run a cell in the children that its role belongs to; give each one's answer."""
        places = {"locked": ("candidate", "examiner"), "test": ("examiner",)}
        roles = [r for r in places.get(cell.role, ("candidate",)) if r in self.children]
        if cell.role == "test" and self.examiner is not None and not self.candidate_dead:
            self._copies.carry(self.candidate.work, self.examiner.work)
        order = {"id": cell.id, "source": cell.source, "role": cell.role, "timeout_s": seconds}
        deadline = time.monotonic() + seconds
        answers: dict[str, _Answer] = {}
        running = []
        for role in roles:
            if self._dead(role):
                answers[role] = _Answer(dead=True)
                continue
            try:
                self._to[role].send({"do": "run", "cell": order}, deadline)
                running.append(role)
            except (_Gone, _Late) as lost:
                answers[role] = self._lose(role, late=isinstance(lost, _Late))
        for role in running:
            answers[role] = self._hear(role, cell, deadline)
        # A program that leaves must not satisfy a test that expects an exception.
        cut_off = self.examiner is not None and self.examiner.cut_off()
        if (cut_off or not self.candidate.alive()) and not self.candidate_dead:
            self._lose("candidate", late=False)
        return answers

    def _dead(self, role: str) -> bool:
        return self.candidate_dead if role == "candidate" else self.examiner_dead

    def _hear(self, role: str, cell: Cell, deadline: float) -> "_Answer":
        """Wait for a child's report of a cell; interrupt it at the deadline, then end it."""
        late = False
        while True:
            try:
                report = self._to[role].receive(deadline)
            except _Gone:
                return self._lose(role, late=late)
            except _Late:
                if late:
                    return self._lose(role, late=True)
                late = True
                deadline = time.monotonic() + _GRACE_S
                if cell.role == "test":
                    self.candidate.interrupt()  # it may be the one that does not come back
                self.children[role].interrupt()
                continue
            if report.get("id") == cell.id:
                return _Answer(report=report, late=late)
            if role == "examiner":
                return self._lose(role, late=late)
            # else: a report of another cell, which a candidate may have made up

    def _lose(self, role: str, *, late: bool) -> "_Answer":
        """Kill a child that has ended, or that can no longer be talked to."""
        self.children[role].kill()
        if role == "candidate":
            self.candidate_dead = True
        else:
            self.examiner_dead = True
        return _Answer(dead=True, late=late)


def _texts(cells: Sequence[Cell]) -> list[dict[str, str]]:
    return [{"id": c.id, "source": c.source, "role": c.role} for c in cells]


class _Answer:
    """What came of running one cell in one child: its report, or that it is late or dead."""

    def __init__(
        self, *, report: Mapping[str, Any] | None = None, late: bool = False, dead: bool = False
    ) -> None:
        self.report: Mapping[str, Any] = report or {}
        self.late = late or self.report.get("status") == "timeout"
        self.dead = dead


class _Judgement(NamedTuple):
    """What an answer is worth."""

    verdict: Verdict
    points: float
    message: str
    course_fault: bool = False  # the test itself could not be run


def conduct(
    cells: Sequence[Cell],
    files: Files,
    limits: Limits,
    zygote: Zygote,
    authored: Sequence[Cell] = (),
    *,
    learner: str = "",
    enough: Callable[[CellResult], bool] = lambda _: False,
    spent: Callable[[float], None] = lambda _: None,
) -> list[CellResult]:
    """Run a notebook's code cells in order and return one result for each.

    `authored` are the author's own cells, solutions in and tests out: whose names are whose.
    `learner` is whose submission it is, for tests that ask (COURSE_LEARNER); "" is nobody known.
    Behind a cell whose result is `enough`, nothing is run and no result is given. `spent` hears
    the processor time of each pair of children, in seconds.
    """
    end = time.monotonic() + limits.total_s
    budget = Budget(limits)
    results: list[CellResult] = []
    if not cells:
        return results
    fatal: set[int] = set()  # tests that ended an examiner: never run again
    pair = _Pair(zygote, files, limits, cells, authored, learner=learner)
    pairs = 1
    try:
        for place, cell in enumerate(cells):
            seconds = min(cell.timeout_s or limits.cell_s, end - time.monotonic())
            if seconds <= 0:
                results.append(
                    _unrun(
                        cell,
                        Verdict.TIMED_OUT,
                        f"{limits.total_s:g} s of the whole notebook were used up before this cell",
                    )
                )
                continue
            if pair.examiner_dead and cell.role == "test" and not pair.candidate_dead:
                if pairs < _PAIRS:
                    pairs += 1
                    pair.close()
                    spent(pair.cpu_s)
                    pair.require_reaped()
                    pair = _Pair(zygote, files, limits, cells, authored, learner=learner)
                    _replay(pair, cells[:place], fatal, lambda: end - time.monotonic())
                seconds = min(seconds, end - time.monotonic())
            gone = pair.candidate_dead or (pair.examiner_dead and cell.role == "test")
            if gone:
                results.append(_unrun(cell, Verdict.KILLED, _KILLED))
                continue
            alive = not pair.examiner_dead
            answers = pair.run(cell, seconds)
            if alive and pair.examiner_dead:
                fatal.add(place)
            result = _result(
                cell, answers, budget, place + 1, seconds, candidate_dead=pair.candidate_dead
            )
            results.append(result)
            if enough(result):
                break
    finally:
        pair.close()
        spent(pair.cpu_s)
    pair.require_reaped()
    return results


def _replay(pair: _Pair, cells: Sequence[Cell], fatal: set[int], left: Callable[[], float]) -> None:
    """Bring a fresh pair to where the last one was; nothing is judged again."""
    for place, cell in enumerate(cells):
        if place in fatal or left() <= 0:
            continue
        pair.run(cell, min(cell.timeout_s or pair.limits.cell_s, left()))
        if pair.candidate_dead or pair.examiner_dead:
            return


def _unrun(cell: Cell, verdict: Verdict, message: str) -> CellResult:
    test = cell.role == "test"
    return CellResult(
        grade_id=cell.id,
        verdict=verdict if test else None,
        points=0.0 if test else None,
        max_points=cell.max_points,
        message=message,
    )


def _result(
    cell: Cell,
    answers: Mapping[str, _Answer],
    budget: Budget,
    count: int,
    seconds: float,
    *,
    candidate_dead: bool,
) -> CellResult:
    """Judge one cell; only the examiner is asked about a test."""
    answer = answers["examiner"] if cell.role == "test" else answers["candidate"]
    outputs = budget.take(answer.report.get("outputs"), count)
    if cell.role != "test":
        message = ""
        if answer.late:
            message = f"stopped after {seconds:g} s"
        elif answer.dead:
            message = _KILLED
        return CellResult(
            grade_id=cell.id,
            verdict=None,
            points=None,
            max_points=cell.max_points,
            message=message,
            outputs=outputs,
        )
    judgement = _judge(cell, answer, seconds, candidate_dead=candidate_dead)
    return CellResult(
        grade_id=cell.id,
        verdict=judgement.verdict,
        points=judgement.points,
        max_points=cell.max_points,
        message=clean(judgement.message, _MESSAGE),
        outputs=outputs,
        course_fault=judgement.course_fault,
    )


def _judge(cell: Cell, answer: _Answer, seconds: float, *, candidate_dead: bool) -> _Judgement:
    """Judge a test by the examiner's answer."""
    if answer.late:
        return _Judgement(Verdict.TIMED_OUT, 0.0, f"stopped after {seconds:g} s")
    if answer.dead or candidate_dead:
        return _Judgement(Verdict.KILLED, 0.0, _KILLED)
    status, error = answer.report.get("status"), answer.report.get("error")
    if status == "ok":
        return _score(answer.report.get("value"), cell.max_points)
    error = error if isinstance(error, dict) else {}
    name, message = error.get("name"), error.get("message")
    kind = error.get("kind")
    message = message if isinstance(message, str) else ""
    if kind == "gone":
        return _Judgement(Verdict.KILLED, 0.0, _KILLED)
    if kind == "boundary":
        return _Judgement(Verdict.RAISED, 0.0, message, course_fault=True)
    if kind == "assertion":
        return _Judgement(Verdict.FAILED, 0.0, message)
    if name == "NotImplementedError":
        return _Judgement(Verdict.NOT_ATTEMPTED, 0.0, message)
    message = f"{name}: {message}" if message else str(name)
    return _Judgement(Verdict.FAILED if name == "NameError" else Verdict.RAISED, 0.0, message)


def _score(value: object, most: float) -> _Judgement:
    """Judge a test that ran to its end by its last value: False fails, a number is its points."""
    if value is None or value is True:
        return _Judgement(Verdict.PASSED, most, "")
    if value is False:
        return _Judgement(Verdict.FAILED, 0.0, "the test's last line is False")
    try:
        points = float(value) if isinstance(value, int | float) else math.nan
    except OverflowError:
        points = math.nan
    if not math.isfinite(points):
        return _Judgement(Verdict.FAILED, 0.0, "the test's last line is no number of points")
    points = min(max(points, 0.0), most)
    if points >= most:
        return _Judgement(Verdict.PASSED, points, "")
    return _Judgement(Verdict.FAILED, points, f"{points:g} of {most:g} points")

"""One notebook through a candidate and an examiner: order, deadlines, kills, verdicts.

    control sockets: 4 bytes of length (big-endian), then that many bytes of one JSON object
    to a child    {do: "run", cell: {id, source, role, timeout_s}} | {do: "end"}
    to the examiner, once, first    {do: "learn", cells: [{id, source, role}], author: names};
                                    no text of a test or a solution
                  before a `run`    {do: "part", id, part}: in a process of its own, which ends
                                    with the last cell of that part
                  between parts     {do: "carry", texts}: what later ones need of a test's names
    from it, after a `part`         {id, part}, then the report, whatever id that says
    to the candidate                {do: "mark"} before a part, {do: "return"} after it
    from a child  {id, status: ok|error|timeout, error: null|{name, message, kind}, outputs,
                   value, seconds, reached}; kind: assertion|exception|boundary|gone (candidate)|
                   broken (the two no longer understand each other); an examiner's error has
                   the test's line and its names' texts, too

The learner's own cells and solution cells run in the candidate, locked ones in both children, and
test cells in the examiner, while the candidate answers its questions. Verdicts come from the
examiner's socket only. From the candidate's nothing is taken but outputs: it may lie, trickle,
flood or die, and changes nothing else.

A cell that is past its deadline gets SIGINT, and its child SIGKILL two seconds later. Time in which
a child was ready to run and the machine had no processor for it does not count (within `STRETCH`),
so a busy machine takes no points. Once the candidate is dead, the verdicts that there are stay, and
every later test counts as killed. Where the examiner has died in a test, or a test needed more
memory than there is, a fresh pair of children runs all earlier cells but that test again, without
judging them again, and goes on. There are at most `_PAIRS` pairs for a notebook.
"""

import math
import re
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any, Final, NamedTuple

from course.errors import GradingError
from course.examination.examiner.cell_parts import Dependence, depend
from course.examination.examiner.cell_text import facts_of, read_author, without_magic
from course.grading.clues import clue_at, hidden_lines, missing_answer
from course.grading.control_lines import STRETCH, ControlLine, Deadline, Gone, Late
from course.grading.images import CANDIDATE, EXAMINER
from course.grading.outputs import Budget, clean
from course.jobs import Cell, CellResult, Files, Limits, Verdict
from course.sandbox.client import Zygote
from course.sandbox.work_folders import Copies, left_out, put

_PAIRS: Final = 3
_GRACE_S: Final = 2.0
_MESSAGE: Final = 2000  # bytes of a verdict's message
# Ends of names, such as that of requests.ConnectionError.
NETWORK_ERRORS: tuple[str, ...] = (
    "gaierror",
    "URLError",
    "RetryError",
    "ConnectTimeout",
    "ConnectError",
)
NETWORK_ERRORS += ("ConnectionError", "RefusedError", "ConnectorError")
NO_NETWORK = ("Network is unreachable", "name resolution", "Name or service not known")
_HIDDEN = "# a test"  # what In[] has of other tests; an empty cell would not have run
_KILLED = "the program ended before this cell could finish: a limit, or an exit of its own"


class _Pair:
    """A candidate and its examiner, with their files laid out."""

    def __init__(
        self,
        zygote: Zygote,
        files: Files,
        limits: Limits,
        cells: Sequence[Cell],
        facts: Mapping[str, Any] | None,
        *,
        learner: str,
        dependence: Dependence,
    ) -> None:
        # Processes are most of a notebook's cost: where nothing is tested, nobody examines.
        tested = any(cell.role == "test" for cell in cells)
        roles = (CANDIDATE, EXAMINER) if tested else (CANDIDATE,)
        self.children = {c.role: c for c in zygote.spawn(limits, roles, learner=learner)}
        self.candidate, self.examiner = self.children[CANDIDATE], self.children.get(EXAMINER)
        self.limits = limits
        self.dependence = dependence
        self.places = {cell.id: place for place, cell in enumerate(cells)}
        self.part: int | None = None  # whose process the examiner has open
        self.to_carry: list[str] = []
        self.candidate_dead = self.examiner_dead = False
        self._to = {role: ControlLine(child, limits) for role, child in self.children.items()}
        self._copies = Copies(keep=frozenset(files.pristine), limits=limits)
        try:
            unfit = left_out(files.submitted, limits)
            fitting = {n: c for n, c in files.submitted.items() if n not in unfit}
            put(self.candidate.work, {**fitting, **files.pristine})
            if self.examiner is not None:
                put(self.examiner.work, files.pristine)
                put(self.examiner.pristine, files.pristine)
                self._copies.note(self.examiner.work)
                shown = [replace(c, source=_HIDDEN) if c.role == "test" else c for c in cells]
                learn = {"do": "learn", "cells": _texts(shown), "author": facts}
                self._to["examiner"].send(learn, Deadline(limits.cell_s, [self.examiner]))
        except OSError as error:
            self.close()
            raise GradingError(f"the assignment's files do not fit: {error}") from error
        except (Gone, Late) as error:
            self.close()
            raise GradingError("the examiner ended before the first cell") from error

    def waited_s(self) -> float:
        return sum(child.waited_s() for child in self.children.values())

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
        deadline = Deadline(seconds, self.children.values())
        answers: dict[str, _Answer] = {}
        running = []
        part = self._choose_part(cell, deadline)
        for role in roles:
            if self._dead(role):
                answers[role] = _Answer(dead=True)
                continue
            try:
                if role == "examiner" and part is not None:
                    head = {"do": "part", "id": cell.id, "part": part}
                    self._to[role].send(head, deadline)
                self._to[role].send({"do": "run", "cell": order}, deadline)
                running.append(role)
            except (Gone, Late) as lost:
                answers[role] = self._lose(role, late=isinstance(lost, Late))
        for role in running:
            answers[role] = self._hear(role, cell, deadline)
        if "examiner" in answers and answers["examiner"].kind == "broken":
            self._lose("examiner", late=False)  # a fresh pair goes on; this cell is lost
            return answers
        if "examiner" in answers and cell.role == "test":
            self._keep(cell, answers["examiner"])
        # A program that leaves must not satisfy a test that expects an exception.
        cut_off = self.examiner is not None and self.examiner.cut_off()
        if (cut_off or not self.candidate.alive()) and not self.candidate_dead:
            self._lose("candidate", late=False)
        return answers

    def _choose_part(self, cell: Cell, deadline: Deadline) -> int | None:
        """End the part that is over, and say in which process a cell runs; None: in the own."""
        if self.examiner is None or self.examiner_dead or cell.role not in ("test", "locked"):
            return None
        part = self.dependence.parts[self.places[cell.id]]
        apart = self.dependence.apart[self.places[cell.id]]
        alone = apart and (cell.role == "test" or part == self.part)
        with suppress(Gone, Late):  # whoever has died is found out by the next message
            if self.part is not None and self.part != part:
                self.part = None
                self._to["candidate"].send({"do": "return"}, deadline)
                carried = {"do": "carry", "texts": self.to_carry}
                self._to["examiner"].send(carried, deadline)
                self.to_carry = []
            if alone and self.part is None:
                self.part = part
                self._to["candidate"].send({"do": "mark"}, deadline)
        return part if alone else None

    def _keep(self, cell: Cell, answer: "_Answer") -> None:
        """Note what a test has come to define before it ended, of what can be carried on."""
        error = answer.report.get("error")
        if self.part is None or (isinstance(error, dict) and error.get("kind") == "boundary"):
            return
        line = answer.report.get("reached") if answer.report.get("status") != "ok" else math.inf
        until = line if isinstance(line, int | float) else 0
        carried = self.dependence.carried[self.places[cell.id]]
        self.to_carry += [text for last, text in carried if last < until]

    def _dead(self, role: str) -> bool:
        return self.candidate_dead if role == "candidate" else self.examiner_dead

    def _hear(self, role: str, cell: Cell, deadline: Deadline) -> "_Answer":
        """Wait for a child's report of a cell; interrupt it at the deadline, then end it."""
        late = False
        while True:
            try:
                report = self._to[role].receive(deadline)
            except Gone:
                return self._lose(role, late=late)
            except Late:
                if late:
                    return self._lose(role, late=True)
                late = True
                deadline = Deadline(_GRACE_S, self.children.values())
                if cell.role == "test":
                    self.candidate.interrupt()  # it may be the one that does not come back
                self.children[role].interrupt()
                continue
            if role == "examiner" and report.get("id") == cell.id and "part" in report:
                return self._hear_part(cell, deadline, late=late)
            if report.get("id") == cell.id:
                return _Answer(report=report, late=late)
            if role == "examiner":
                return self._lose(role, late=late)
            # else: a report of another cell, which a candidate may have made up

    def give_up_examiner(self) -> None:
        """Let the next test have a fresh pair."""
        self._lose("examiner", late=False)

    def limit_met(self) -> str:
        """Say by which limit a child ended, after close; empty where by none that is known."""
        for child in self.children.values():
            if child.was_too_large:
                most = self.limits.total_memory_bytes >> 20
                return f"all processes together held more than {most} MB of memory, the limit"
            # The kernel counts in ticks, so a little less may be told.
            if (child.exit or 0) < 0 and (child.cpu_s or 0.0) >= self.limits.cpu_s - 0.5:
                return f"{self.limits.cpu_s} s of processor time were used up, the limit"
        return ""

    def _hear_part(self, cell: Cell, deadline: Deadline, *, late: bool) -> "_Answer":
        """Hear what a part's process says: of this cell, whatever cell it names."""
        try:
            report = self._to["examiner"].receive(self._with_grace(deadline))
        except (Gone, Late):
            return self._lose("examiner", late=late)
        return _Answer(report={**report, "id": cell.id}, late=late)

    def _with_grace(self, deadline: Deadline) -> Deadline:
        return max(deadline, Deadline(_GRACE_S, self.children.values()), key=Deadline.left)

    def _lose(self, role: str, *, late: bool) -> "_Answer":
        """Kill a child that has ended, or that can no longer be talked to."""
        self.children[role].kill()
        if role == "candidate":
            self.candidate_dead = True
        else:
            self.examiner_dead = True
        return _Answer(dead=True, late=late)


class _Pairs:
    """The pair at work; a fresh one takes over where its examiner has died, a few times."""

    def __init__(
        self, start: Callable[[], _Pair], limits: Limits, spent: Callable[[float], None]
    ) -> None:
        self._start, self._limits, self._spent = start, limits, spent
        self._began = time.monotonic()
        self._count, self._waited_s = 1, 0.0  # by the pairs before
        self.fatal: set[int] = set()  # tests that ended an examiner: never run again
        self.current = start()

    @property
    def has_more(self) -> bool:
        return self._count < _PAIRS

    def left(self) -> float:
        """Seconds that the notebook has left."""
        total, spent = self._limits.total_s, time.monotonic() - self._began
        if total - spent > self._limits.cell_s:
            return total - spent  # enough, whatever they waited
        waited = self._waited_s + self.current.waited_s()
        return min(total + waited, STRETCH * total) - spent

    def renew(self, before: Sequence[Cell]) -> bool:
        """Let a fresh pair run all cells `before` where the examiner is dead; tell whether."""
        pair = self.current
        if not pair.examiner_dead or pair.candidate_dead or not self.has_more:
            return False
        self._count += 1
        self._waited_s += pair.waited_s()
        self.close()
        pair.require_reaped()
        self.current = self._start()
        for place, cell in enumerate(before):
            if place in self.fatal or self.left() <= 0:
                continue
            self.current.run(cell, min(_seconds(cell, self._limits), self.left()))
            if self.current.candidate_dead or self.current.examiner_dead:
                break
        return True

    def close(self) -> None:
        self.current.close()
        self._spent(self.current.cpu_s)


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
        error = self.report.get("error")
        self.kind = error.get("kind") if isinstance(error, dict) else None

    @property
    def lacked_memory(self) -> bool:
        """Tell whether the cell ended for lack of memory."""
        error = self.report.get("error")
        return isinstance(error, dict) and error.get("name") == "MemoryError"


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
    budget = Budget(limits)
    results: list[CellResult] = []
    written = "\n".join(cell.source for cell in authored)
    if not cells:
        return results
    facts, dependence = _read(
        tuple((c.role, c.source if c.role in ("test", "locked") else "") for c in cells),
        tuple((c.role, c.source) for c in authored),
    )
    used: list[_Pair] = []  # by which cell: why a child ended is known once it is reaped
    start = partial(
        _Pair, zygote, files, limits, cells, facts, learner=learner, dependence=dependence
    )
    pairs = _Pairs(start, limits, spent)
    try:
        for place, cell in enumerate(cells):
            seconds = min(_seconds(cell, limits), pairs.left())
            if seconds <= 0:
                used.append(pairs.current)
                what = f"{limits.total_s:g} s of the whole notebook were used up before this cell"
                results.append(_unrun(cell, Verdict.TIMED_OUT, what))
                continue
            if cell.role == "test" and pairs.renew(cells[:place]):
                seconds = min(seconds, pairs.left())
            pair = pairs.current
            used.append(pair)
            if pair.candidate_dead or (pair.examiner_dead and cell.role == "test"):
                results.append(_unrun(cell, Verdict.KILLED, _KILLED))
                continue
            alive = not pair.examiner_dead
            answers = pair.run(cell, seconds)
            if cell.role == "test" and pairs.has_more and answers["examiner"].lacked_memory:
                pair.give_up_examiner()  # what it holds would be in the way of all later tests
            if alive and pair.examiner_dead:
                pairs.fatal.add(place)
            result = _result(
                cell,
                answers,
                budget,
                place + 1,
                seconds,
                limits=limits,
                written=written,
                candidate_dead=pair.candidate_dead,
            )
            if cell.role == "test" and result.verdict is not Verdict.PASSED:
                result = _told(result, cell, answers["examiner"], cells[:place], results)
            results.append(result)
            if enough(result):
                break
    finally:
        pairs.close()
    pairs.current.require_reaped()
    return [
        replace(result, message=its_pair.limit_met() or _KILLED)
        if result.message == _KILLED
        else result
        for result, its_pair in zip(results, used, strict=True)
    ]


def _seconds(cell: Cell, limits: Limits) -> float:
    return cell.timeout_s or limits.seconds(cell.role)


@lru_cache(maxsize=64)
def _read(
    cells: tuple[tuple[str, str], ...], authored: tuple[tuple[str, str], ...]
) -> tuple[dict[str, Any] | None, Dependence]:
    """Read the author's texts, once for all submissions: names, and which tests need each other."""
    author = read_author([{"role": r, "source": s} for r, s in authored], without_magic)
    facts = facts_of(author) if authored else None
    return facts, depend([{"role": r, "source": s} for r, s in cells], author)


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
    limits: Limits,
    written: str,
    candidate_dead: bool,
) -> CellResult:
    """Judge one cell; only the examiner is asked about a test."""
    answer = answers["examiner"] if cell.role == "test" else answers["candidate"]
    outputs = budget.take(answer.report.get("outputs"), count)
    if cell.role != "test":
        message = ""
        if answer.late:
            message = f"stopped after {seconds:g} s, the time that a cell has"
        elif answer.dead:
            message = _KILLED
        elif answer.lacked_memory:
            message = _too_little_memory(limits)
        fault = _missing(answers, written) if cell.role == "locked" else ""
        return CellResult(
            grade_id=cell.id,
            verdict=None,
            points=None,
            max_points=cell.max_points,
            message=fault or message,
            outputs=outputs,
            course_fault=bool(fault),
        )
    judgement = _judge(cell, answer, seconds, candidate_dead=candidate_dead)
    if answer.lacked_memory and judgement.verdict is Verdict.RAISED:
        judgement = judgement._replace(message=_too_little_memory(limits))
    return CellResult(
        grade_id=cell.id,
        verdict=judgement.verdict,
        points=judgement.points,
        max_points=cell.max_points,
        message=clean(judgement.message, _MESSAGE),
        outputs=outputs,
        course_fault=judgement.course_fault,
    )


def _missing(answers: Mapping[str, _Answer], written: str) -> str:
    """Say what a locked cell lacks for everybody: a package, or a network; "" where nothing.

    A module that the author's own cells write, as in `written`, is the learner's to write.
    """
    errors = [answer.report.get("error") for answer in answers.values()]
    if not all(isinstance(error, dict) for error in errors):
        return ""
    names = {(str(e.get("name")), str(e.get("message"))) for e in errors if isinstance(e, dict)}
    if len(names) != 1:
        return ""
    ((name, message),) = names
    module = re.match(r"No module named '(\w+)", message)
    if name == "ModuleNotFoundError" and module and f"{module[1]}.py" not in written:
        return f"{clean(message, 200)}: it is not installed where grading runs"
    if name.endswith(NETWORK_ERRORS) or any(words in message for words in NO_NETWORK):
        return f"it wants a network, which grading has not ({clean(name, 60)})"
    return ""


def _too_little_memory(limits: Limits) -> str:
    return f"more than {limits.memory_bytes >> 20} MB of memory were needed, the limit"


def _told(
    result: CellResult,
    test: Cell,
    answer: _Answer,
    before: Sequence[Cell],
    results: Sequence[CellResult],
) -> CellResult:
    """Add to a test that failed what its learner is told at once."""
    error = answer.report.get("error")
    error = error if isinstance(error, dict) else {}
    line, message = error.get("line"), error.get("message")
    hidden = hidden_lines(test.source)
    known = isinstance(line, int)
    result = replace(result, hidden=any(not known or line in lines for lines in hidden))
    if error.get("name") == "NameError" and isinstance(message, str):
        answers = [
            (cell.source, next((o["ename"] for o in r.outputs if o["output_type"] == "error"), ""))
            for cell, r in zip(before, results, strict=True)
            if cell.role in ("own", "solution")
        ]
        if sentence := missing_answer(message, test.source, answers):
            return replace(result, clue=sentence, message=sentence, outputs=[_plain(sentence)])
    if result.hidden and isinstance(line, int):
        texts = error.get("texts")
        texts = texts if isinstance(texts, dict) else {}
        return replace(result, clue=clue_at(test.source, line, texts))
    return result


def _plain(sentence: str) -> dict[str, Any]:
    """An error whose traceback is a sentence."""
    return {
        "output_type": "error",
        "ename": "NameError",
        "evalue": sentence,
        "traceback": [sentence],
    }


def _judge(cell: Cell, answer: _Answer, seconds: float, *, candidate_dead: bool) -> _Judgement:
    """Judge a test by the examiner's answer."""
    if answer.late:
        what = f"stopped after {seconds:g} s, the time that a cell has"
        return _Judgement(Verdict.TIMED_OUT, 0.0, what)
    if answer.dead or candidate_dead:
        return _Judgement(Verdict.KILLED, 0.0, _KILLED)
    status, error = answer.report.get("status"), answer.report.get("error")
    if status == "ok":
        return _score(answer.report.get("value"), cell.max_points)
    error = error if isinstance(error, dict) else {}
    name, message = error.get("name"), error.get("message")
    kind = error.get("kind")
    message = message if isinstance(message, str) else ""
    if kind == "broken":
        return _Judgement(Verdict.KILLED, 0.0, message)
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

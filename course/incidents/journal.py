"""A journal: what a learner did, one JSON object a line. It is what is graded.

    {"t": 0, "verb": "begin", "args": {"format": 1, "scenario": "bad-canary", "seed": 7}}
    {"t": 630, "verb": "alerts", "args": {}}
    {"t": 660, "verb": "declare", "args": {"severity": 2}}
    {"t": 700, "verb": "act.rollback", "args": {"service": "checkout"}}

`t` is in whole simulated seconds since the run's start: when the line's action began. A line is
UTF-8, ends with a line feed, has these three keys and at most 64 KiB; a journal has at most 2,000
lines and 2 MiB. The first line is `begin` at 0, and only it. Then, from the scenario's start on:
  looking  alerts, topology, deploys, audit, settings, status; runbook {name};
           metrics, logs, sql {query}; traces {trace}; hint; each takes its price in seconds
  time     advance {seconds}
  saying   declare {severity}; hypothesis {components, cause, trigger, onset_s}; note {text};
           post {audience, status, components, impact, text, affected_percent, affected_count,
           affected_unit, next_update_s}; components are names of the status page
  doing    act.VERB with the arguments of verbs.py, after `declare` only, as is `post`
  ending   close; nothing comes after it, nor after the horizon
A line's `t` is not before the end of the line above: its `t`, plus price, plus seconds advanced.
Text is never taken for a number, nor true for 1. What is wrong is refused with its line's number.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from course.errors import Problem, SubmissionError
from course.files import strict_json
from course.incidents.scenario import Scenario
from course.incidents.verbs import ACTS, problems_of
from course.incidents.vocabulary import (
    NOTHING,
    Arguments,
    Audience,
    Cause,
    Status,
    Trigger,
    Unit,
    Word,
)
from course.simulation.units import UNITS

FORMAT = 1
LONGEST_LINE, LONGEST, MOST_LINES = 64 << 10, 2 << 20, 2000
SECOND = UNITS["s"]
Message = Annotated[str, Field(max_length=4000)]


class Nothing(Arguments):
    """No arguments."""


class Begin(Arguments):
    """First line: format, scenario, seed."""

    format: int = Field(ge=FORMAT, le=FORMAT)
    scenario: Word
    seed: int = Field(ge=0, lt=1 << 63)


class Advance(Arguments):
    """Let time pass."""

    seconds: int = Field(ge=1, le=7200)


class Query(Arguments):
    """A question to metrics, logs or tables."""

    query: str = Field(min_length=1, max_length=4000)


class TraceId(Arguments):
    """A trace by its id, or any."""

    trace: str = Field(default="", max_length=32, pattern=r"^[0-9a-f]*$")


class Named(Arguments):
    """Something by name."""

    name: Word


class Declare(Arguments):
    """Say that this is an incident."""

    severity: int = Field(ge=1, le=3)


class Hypothesis(Arguments):
    """What is wrong, where, since when, and what set it off."""

    components: list[Word] = Field(default=[], max_length=8)
    cause: Cause
    trigger: Trigger | None = None
    onset_s: int | None = Field(default=None, ge=0, le=86_400)

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if not self.components and self.cause != NOTHING:
            raise ValueError("expected one component at least, where something is wrong")
        return self


class Post(Arguments):
    """A word to customers or colleagues."""

    audience: Audience
    status: Status
    text: Message = Field(min_length=1)
    components: list[Annotated[str, Field(max_length=60)]] = Field(default=[], max_length=20)
    impact: Message = ""
    affected_percent: Annotated[float, Field(ge=0, le=100)] | None = None
    affected_count: int | None = Field(default=None, ge=0, le=1 << 53)
    affected_unit: Unit | None = None
    next_update_s: int | None = Field(default=None, ge=0, le=86_400)


class Note(Arguments):
    """A thought, written down."""

    text: Message = Field(min_length=1)


VERBS: dict[str, type[Arguments]] = {
    "begin": Begin,
    "advance": Advance,
    "alerts": Nothing,
    "topology": Nothing,
    "deploys": Nothing,
    "audit": Nothing,
    "settings": Nothing,
    "status": Nothing,
    "runbook": Named,
    "metrics": Query,
    "logs": Query,
    "traces": TraceId,
    "sql": Query,
    "hint": Nothing,
    "declare": Declare,
    "hypothesis": Hypothesis,
    "post": Post,
    "note": Note,
    "close": Nothing,
    **{f"act.{name}": kind for name, (kind, *_) in ACTS.items()},
}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of a journal.

    Parameters
    ----------
    t : int
        Second of the run at which it begins.
    verb : str
        What was looked at, said or done; one of `VERBS`.
    args : dict
        The verb's arguments, as JSON has them.
    """

    t: int
    verb: str
    args: dict[str, Any]

    def line(self) -> str:
        """Write the line as the file has it.

        Returns
        -------
        str
            One JSON object, without a line feed at the end.
        """
        return json.dumps(
            {"t": self.t, "verb": self.verb, "args": self.args}, ensure_ascii=False, sort_keys=False
        )

    def arguments(self) -> Arguments:
        """Give the arguments as the verb's own type, with defaults filled in.

        Returns
        -------
        verbs.Arguments
            Of the class that `VERBS` has for the verb, such as `Hypothesis` or `Post`.

        Raises
        ------
        pydantic.ValidationError
            Where the line was not checked and its arguments are wrong.
        """
        return VERBS[self.verb].model_validate(self.args)


@dataclass(frozen=True, kw_only=True)
class Journal:
    """All lines; the first is `begin`."""

    entries: tuple[Entry, ...]

    @property
    def scenario(self) -> str:
        """Name of the scenario."""
        return str(self.entries[0].args["scenario"])

    @property
    def seed(self) -> int:
        """Seed of the run, as it says itself: compare it with the one you gave."""
        return int(self.entries[0].args["seed"])

    def of(self, verb: str) -> list[Entry]:
        """Lines of a verb; `act.` means all acts."""
        return [e for e in self.entries if e.verb == verb or (verb == "act." == e.verb[:4])]

    def text(self) -> str:
        """As it stands in a file."""
        return "".join(e.line() + "\n" for e in self.entries)


def begin(scenario: str, seed: int) -> Entry:
    """First line of a journal."""
    return Entry(t=0, verb="begin", args={"format": FORMAT, "scenario": scenario, "seed": seed})


def beginning(raw: bytes, name: str = "") -> tuple[str, int]:
    """Scenario and seed that a journal's first line names. Raises SubmissionError."""
    place = f"{name}: line 1" if name else "line 1"
    try:
        entry = read_line(raw.partition(b"\n")[0])
        problems = [] if entry.verb == "begin" else [Problem("verb", "expected `begin`")]
        problems = problems or problems_of(VERBS["begin"], entry.args)
    except SubmissionError as error:
        problems = list(error.problems)
    if problems:
        raise SubmissionError(problem.within(place) for problem in problems)
    return str(entry.args["scenario"]), int(entry.args["seed"])


def ends_s(entry: Entry, scenario: Scenario, hints: int = 0) -> int:
    """When a line's action is over; `hints` is how many were taken before it."""
    if entry.verb == "begin":
        return round(scenario.start / SECOND)
    if entry.verb == "advance":
        return entry.t + int(entry.args["seconds"])
    if entry.verb == "hint" and hints < len(scenario.hints):
        return entry.t + scenario.hints[hints].price_s
    return entry.t + scenario.price(entry.verb)


class Checker:
    """Says line by line what is wrong, given the lines before."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.free_s = 0  # from when the next line may begin
        self.count = self.size = self.hints = 0
        self.declared = self.closed = False

    def problems(self, entry: Entry) -> list[Problem]:
        """What is wrong with the next line; empty: nothing."""
        kind = VERBS.get(entry.verb)
        if kind is None:
            what = f"expected one of {', '.join(VERBS)}, got {entry.verb[:60]!r}"
            return [Problem("verb", what)]
        problems = problems_of(kind, entry.args)

        def add(place: str, what: str) -> None:
            problems.append(Problem(place, what))

        if (entry.verb == "begin") != (self.count == 0):
            add("verb", "expected `begin` on the first line, and nowhere else")
        if self.closed:
            add("", "expected nothing after `close`")
        if self.count >= MOST_LINES or self.size + len(entry.line().encode()) >= LONGEST:
            add("", f"expected at most {MOST_LINES} lines and {LONGEST} bytes in all")
        if entry.t < self.free_s:
            add("t", f"expected {self.free_s} or later, got {entry.t}")
        horizon_s = round(self.scenario.horizon / SECOND)
        if entry.t > horizon_s:
            add("t", f"expected at most the horizon, {horizon_s}, got {entry.t}")
        if not self.declared and (entry.verb == "post" or entry.verb.startswith("act.")):
            add(entry.verb, "expected `declare` before it")
        if entry.verb == "post" and not problems:
            problems += self._unknown_components(entry)
        if entry.verb == "begin" and not problems:
            scenario = entry.args["scenario"]
            if scenario != self.scenario.name:
                add("args.scenario", f"expected {self.scenario.name!r}, got {scenario!r}")
            elif self.scenario.seed not in (None, entry.args["seed"]):
                what = f"expected {self.scenario.seed}, got {entry.args['seed']}"
                add("args.seed", what)
        if entry.verb == "begin" and entry.t != 0:
            add("t", f"expected 0, got {entry.t}")
        return problems

    def _unknown_components(self, post: Entry) -> list[Problem]:
        public = [component.name for component in self.scenario.status_page]
        return [
            Problem(f"args.components[{n}]", f"expected one of {', '.join(public)}, got {name!r}")
            for n, name in enumerate(post.args.get("components", ()))
            if name not in public
        ]

    def accept(self, entry: Entry) -> None:
        """Go on to the next line."""
        self.free_s = ends_s(entry, self.scenario, self.hints)
        self.count += 1
        self.size += len(entry.line().encode()) + 1
        self.hints += entry.verb == "hint"
        self.declared |= entry.verb == "declare"
        self.closed |= entry.verb == "close"


def parse(raw: bytes, scenario: Scenario, *, name: str = "journal") -> Journal:
    """Read and check a journal. Raises SubmissionError with every bad line's number.

    After the first line that is wrong the next ones are still read, as if it were not there.
    """
    if len(raw) > LONGEST:
        number = raw.count(b"\n", 0, LONGEST) + 1
        what = f"expected at most {LONGEST} bytes in all, got {len(raw)}"
        raise SubmissionError(Problem(f"{name}: line {number}", what))
    lines = raw.split(b"\n")
    problems = []
    if lines[-1]:
        problems.append(Problem(f"{name}: line {len(lines)}", "expected a line feed at its end"))
    lines = lines[:-1] if not lines[-1] else lines
    if not lines:
        raise SubmissionError(Problem(f"{name}: line 1", "expected `begin`, got nothing"))
    if len(lines) > MOST_LINES:
        what = f"expected at most {MOST_LINES} lines"
        problems.append(Problem(f"{name}: line {MOST_LINES + 1}", what))
    checker, entries = Checker(scenario), []
    for number, line in enumerate(lines[:MOST_LINES], start=1):
        try:
            entry = read_line(line)
            refused = checker.problems(entry)
        except SubmissionError as error:
            refused = list(error.problems)
        if refused:
            problems += [problem.within(f"{name}: line {number}") for problem in refused]
        else:
            checker.accept(entry)
            entries.append(entry)
        if len(problems) > 50:
            break
    if problems:
        raise SubmissionError(problems)
    return Journal(entries=tuple(entries))


def read_line(line: bytes) -> Entry:
    """Read one line. Raises SubmissionError with what is wrong, and where in the line."""
    if len(line) > LONGEST_LINE:
        raise SubmissionError(f"expected at most {LONGEST_LINE} bytes, got {len(line)}")
    try:
        data = strict_json(line, one_line=True)
    except ValueError as error:
        raise SubmissionError(str(error)) from None
    if not isinstance(data, dict) or set(data) != {"t", "verb", "args"}:
        raise SubmissionError("expected an object with t, verb and args")
    t, verb, args = data["t"], data["verb"], data["args"]
    whole = isinstance(t, int) and not isinstance(t, bool)
    if not whole or not 0 <= t <= 1 << 31:
        raise SubmissionError(Problem("t", f"expected whole seconds from 0, got {str(t)[:60]!r}"))
    if not isinstance(verb, str):
        raise SubmissionError(Problem("verb", f"expected text, got {type(verb).__name__}"))
    if not isinstance(args, dict):
        raise SubmissionError(Problem("args", f"expected an object, got {type(args).__name__}"))
    return Entry(t=t, verb=verb, args=args)


def written(
    scenario: Scenario,
    seed: int,
    lines: Iterable[tuple[int, str, dict[str, Any]]],
    report: Callable[[list[Problem]], Any],
) -> Journal:
    """Make a journal of an author's lines (seconds, verb, args).

    `report` gets what is wrong, with places such as `[4]: verb`: the fifth of the lines.
    """
    entries = [begin(scenario.name, seed)]
    entries += [Entry(t=t, verb=verb, args=args) for t, verb, args in lines]
    checker, problems = Checker(scenario), []
    for number, entry in enumerate(entries):
        refused = checker.problems(entry)
        problems += [problem.within(f"[{number - 1}]") for problem in refused]
        if not refused:
            checker.accept(entry)
    if problems:
        report(problems)
    return Journal(entries=tuple(entries))

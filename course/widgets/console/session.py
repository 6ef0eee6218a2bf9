"""An incident as messages of a page: a line of the journal in, what the console shows out.

    page   -> {"seq": 7, "value": {"verb": "act.rollback", "args": {"service": "checkout"}}}
    kernel -> {"ack": 7}                             the line is in the journal, on the disk
           or {"refused": 7, "why": "…", "fields": {"service": "…"}}   nothing was changed

Besides the journal's verbs there are `open` (come on call, or show what the journal says now),
`draw` (go to another run of one's own: the first is handed in, the others are for practice) and,
with `"ask": true`, an act's price, which changes nothing. The journal is the only state: what
looks gave is worked out from it again, so a new page, kernel or console over it shows the same run.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from course.errors import CourseError, Problem, QueryError, ScenarioError, validation_problems
from course.files import locked, read_plain
from course.incidents.incident import Incident
from course.incidents.journal import LONGEST, LONGEST_LINE, MOST_LINES, VERBS, Entry, parse
from course.incidents.scenario import SECOND, Scenario
from course.incidents.scenario_files import load_scenario
from course.incidents.verbs import ACTS, action
from course.simulation.actions import is_idle, plan
from course.simulation.kernel_startup import prepare
from course.widgets.console import choices, timeline
from course.widgets.console.panels import SIGNALS, look_result, panel_of, query_answer

OTHER, MOST_DRAWS = "draw-", 999  # folders of runs for practice
SPARE_LINES: Final = 10  # kept for closing: the grader refuses a journal that is too long
_ARGUMENT: Final = re.compile(r"(?:\S+: )?args\.([a-z_]+)(?:\[\d+\])?")  # a problem's place


class Sent(BaseModel):
    """What a page asks for."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    verb: Annotated[str, Field(max_length=40)]
    args: Annotated[dict[str, Any], Field(max_length=20)] = {}
    ask: bool = False


class Session:
    """A scenario, a journal in a folder, and the run that follows from both; opened when asked.

    `seed` gives the seed of one's first run, second run and so on. The first one's journal lies in
    the folder, those of the others in folders of their own in it.
    """

    def __init__(self, scenario: str, *, folder: Path, seed: Callable[[int], int]) -> None:
        self.name, self.home, self._seed_of = scenario, folder, seed
        self.draw = max(self.draws(), default=1)
        self._incident: Incident | None = None
        self._looks: dict[str, dict[str, Any]] = {}
        self._read = 0  # lines whose looks are known
        self._known_stamp: tuple[int, int] | None = None  # size and time of the file, as we left it
        self._ending: dict[str, Any] | None = None
        self.announce: Callable[[str], None] = lambda _words: None  # what takes long, and why

    @property
    def scenario(self) -> Scenario:
        """The scenario. Raises ScenarioError where there is none of this name."""
        return load_scenario(self.name, seed=self._seed())

    @property
    def folder(self) -> Path:
        """Folder of the journal."""
        return self.home if self.draw == 1 else self.home / f"{OTHER}{self.draw}"

    @property
    def path(self) -> Path:
        """File of the journal."""
        return self.folder / f"{self.name}.jsonl"

    def draws(self) -> list[int]:
        """Numbers of the runs that have a journal."""
        found = [1] if (self.home / f"{self.name}.jsonl").is_file() else []
        for place in self.home.glob(f"{OTHER}*/{self.name}.jsonl"):
            number = place.parent.name.removeprefix(OTHER)
            if number.isdecimal() and 2 <= int(number) <= MOST_DRAWS and place.is_file():
                found.append(int(number))
        return sorted(found)

    def _seed(self) -> int:
        return self._seed_of(self.draw)

    def _go_to(self, number: Any) -> dict[str, Any]:
        """Show another run: one that there is, or a new one where the one that is shown is over."""
        known = self.draws()
        new = max(known, default=0) + 1
        if type(number) is not int or number not in {*known, new} or number > MOST_DRAWS:
            raise ScenarioError(
                Problem("draw", f"expected one of your runs, or {new} for a new one")
            )
        if number == new and self.draw in known and not self.incident.over:
            raise ScenarioError("this run is not over: close it, and then play again")
        self.draw = number
        self._incident, self._looks, self._read, self._ending = None, {}, 0, None
        self._known_stamp = None
        return {}

    @property
    def incident(self) -> Incident:
        """The run as the journal has it now; begun where there is none.

        Raises ScenarioError or SubmissionError where the file is not this learner's journal.
        """
        if self._incident is None:
            return self._open()
        if self._file_stamp() == self._known_stamp:
            return self._incident
        return self._follow(self._incident)

    def spec(self) -> dict[str, Any]:
        """Give what stays the same."""
        return choices.spec(self.scenario)

    def state(self) -> dict[str, Any]:
        """Give `run`, `looks` and `ending`: all that a page shows besides."""
        mine = {"draw": self.draw, "draws": self.draws()}
        blank: dict[str, Any] = {"run": {"begun": False, **mine}, "looks": {}, "ending": None}
        if not self._journal_exists():  # none yet, or it was taken away: a new run
            self._incident = None
            return blank
        try:
            incident = self.incident
            self._catch_up(incident)
            if incident.over and self._ending is None:
                self._ending = timeline.ending(incident.journal, incident.scenario)
        except CourseError as error:
            return blank | {"run": {"begun": False, "problem": str(error)[:2000], **mine}}
        return {"run": self._run(incident) | mine, "looks": self._looks, "ending": self._ending}

    def answer(self, message: Any) -> dict[str, Any] | None:
        """Answer a message; None for one without a number. Refused: nothing was changed."""
        seq = message.get("seq") if isinstance(message, dict) else None
        if type(seq) is not int:
            return None
        try:
            sent = Sent.model_validate(message.get("value"))
        except ValidationError as error:
            problems = [str(problem) for problem in validation_problems(error)]
            return {"refused": seq, "why": "; ".join(problems[:3]), "fields": {}}
        try:
            if sent.verb == "draw":
                return {"ack": seq, **self._go_to(sent.args.get("draw"))}
            # Two kernels may have one notebook open: one console at a time writes.
            self.folder.mkdir(parents=True, exist_ok=True)
            with locked(self.folder):
                reply = self._do(sent)
                self._known_stamp = self._file_stamp()
        except QueryError as error:
            return {"refused": seq, "why": str(error), "fields": {"query": str(error)}}
        except CourseError as error:
            return {"refused": seq, **_named(error.problems)}
        except Exception as error:  # a page that hears nothing would wait for ever
            self._incident = None  # what is on the disk is what was done
            why = getattr(error, "strerror", None) or f"{type(error).__name__}: {error}"
            return {"refused": seq, "why": f"{self.path.name}: {why}"[:500], "fields": {}}
        return {"ack": seq, **reply}

    # Doing

    def _do(self, sent: Sent) -> dict[str, Any]:
        incident, args = self.incident, dict(sent.args)
        if sent.verb == "open":
            return {}
        if sent.ask:
            return {"cost": self.cost(sent.verb, args)}
        self._room(incident, sent.verb, args)
        if sent.verb == "hypothesis" and "onset" in args:
            with _field("onset"):
                args["onset_s"] = incident.second(args.pop("onset"))
        if sent.verb == "runbook":
            _known("name", args, [book.name for book in incident.scenario.runbooks])
        if sent.verb == "hint" and len(incident.journal.of("hint")) >= len(incident.scenario.hints):
            raise ScenarioError(Problem("hint", "there are no more"))
        begun = len(incident.entries)
        self._write(incident, sent.verb, args)
        self._catch_up(incident)
        idle = sent.verb.startswith("act.") and incident.orders[-1][1].idle
        return {"line": begun + 1, "clock": incident.clock, **({"idle": True} if idle else {})}

    def cost(self, verb: str, args: dict[str, Any]) -> dict[str, Any]:
        """Say what an act would take and whom it can hurt. Raises ScenarioError as the act."""
        incident, name = self.incident, verb.removeprefix("act.")
        if not verb.startswith("act.") or name not in ACTS:
            raise ScenarioError(Problem("verb", f"expected an act, got {verb!r}"))
        entry = Entry(t=incident.now_s, verb=verb, args=args)
        if problems := incident._checker.problems(entry):
            raise ScenarioError(problems)
        order = plan(
            incident.engine.plant,
            action(
                name,
                args,
                incident.engine.names,
                incident.scenario.system,
                incident.scenario.hotfixes,
            ),
        )
        takes = order.duration / SECOND
        return {
            "words": timeline.act_in_words(name, args),
            "order_s": incident.scenario.price(verb),
            "takes_s": round(takes),
            "done": incident.scenario.at_clock(incident.now_s + takes),
            "blast": list(order.blast),
            "idle": is_idle(incident.engine.plant, order),
        }

    def _write(self, incident: Incident, verb: str, args: dict[str, Any]) -> None:
        """Have a line written; a query that cannot be answered is refused before it costs."""
        question = {"metrics": "promql", "sql": "sql", "logs": "logs"}.get(verb)
        query = args.get("query")
        if question is None or query == SIGNALS or set(args) != {"query"} or type(query) is not str:
            incident.look(verb, **args)
        else:
            getattr(incident, question)(query)

    def _room(self, incident: Incident, verb: str, args: dict[str, Any]) -> None:
        if verb not in VERBS or verb == "begin":
            what = f"expected one of the journal's, got {verb[:40]!r}"
            raise ScenarioError(Problem("verb", what))
        most_lines, most_bytes = MOST_LINES - SPARE_LINES, LONGEST - 2 * LONGEST_LINE
        full = len(incident.entries) >= most_lines or self._file_stamp()[0] > most_bytes
        if full and verb != "close":
            raise ScenarioError("the journal is full: close the incident")
        if len(repr(args)) > LONGEST_LINE // 4:  # as JSON a character may take six bytes
            raise ScenarioError("expected a shorter line")

    # What the journal says

    def _journal_exists(self) -> bool:
        return self.path.is_symlink() or self.path.exists()

    def _file_stamp(self) -> tuple[int, int]:
        """Size and time of the journal's file: whether somebody else has written to it."""
        try:
            status = self.path.lstat()
        except OSError:
            return (0, 0)
        return (status.st_size, status.st_mtime_ns)

    def _open(self) -> Incident:
        self._incident, self._looks, self._read, self._ending = None, {}, 0, None
        if any(place.is_symlink() for place in (self.path, self.folder, self.home)):
            raise ScenarioError(Problem(self.path.name, "expected a file, no link"))
        prepare(self.announce)
        self._incident = Incident(self.scenario, seed=self._seed(), folder=self.folder)
        self._known_stamp = self._file_stamp()
        return self._incident

    def _follow(self, incident: Incident) -> Incident:
        """Take up what a code cell or another kernel wrote; another journal is opened anew."""
        stamp, ours = self._file_stamp(), incident.journal.text().encode()
        try:
            raw = read_plain(self.path, LONGEST)
        except (OSError, ValueError):
            return self._open()  # which says what is wrong with it
        if not raw.startswith(ours):
            return self._open()
        for entry in parse(raw, incident.scenario, name=self.path.name).entries[
            len(incident.entries) :
        ]:
            incident.take(entry)
        self._known_stamp = stamp
        return incident

    def _catch_up(self, incident: Incident) -> None:
        """Have what was looked at since: by a page, a code cell, or before this kernel's time."""
        entries = incident.entries
        if self._read == len(entries):
            return
        wanted = {
            panel: n
            for n, entry in enumerate(entries[self._read :], start=self._read)
            if (panel := panel_of(entry))
        }
        last = len(entries) - 1
        for panel, n in wanted.items():
            if n == last:
                self._see(panel, n, incident)
        earlier = {n: panel for panel, n in wanted.items() if n != last}
        if earlier:  # the run has gone on since: play it again up to there
            again = Incident(incident.scenario, seed=incident.seed)
            for n, entry in enumerate(entries[1 : max(earlier) + 1], start=1):
                again.take(entry)
                if n in earlier:
                    self._see(earlier[n], n, again)
        self._read = len(entries)
        self._known_stamp = self._file_stamp()

    def _see(self, panel: str, n: int, incident: Incident) -> None:
        entry = incident.entries[n]
        look: dict[str, Any] = {"line": n + 1, "at": incident.now_s, "verb": entry.verb}
        try:
            if panel == "query":
                query = entry.args["query"]
                look |= query_answer(entry.verb, query, incident.scenario, incident.seen)
            else:
                look |= look_result(entry, incident.scenario, incident.seen)
        except CourseError as error:  # a line that was written by hand
            look["problem"] = str(error)[:2000]
        self._looks = self._looks | {panel: look}

    def _run(self, incident: Incident) -> dict[str, Any]:
        scenario, entries = incident.scenario, incident.entries
        declarations = incident.journal.of("declare")
        named = incident.journal.of("hypothesis")
        taken = len(incident.journal.of("hint"))
        return {
            "begun": True,
            "now_s": incident.now_s,
            "clock": incident.clock,
            "over": incident.over,
            "lines": len(entries),
            "most_lines": MOST_LINES,
            "declared": declarations[-1].args["severity"] if declarations else None,
            "hypothesis": {"components": [], **named[-1].args} if named else None,
            "hints": [hint.text for hint in scenario.hints[:taken]],
            "posts": [e.args | {"t": e.t} for e in incident.journal.of("post")],
            "timeline": timeline.timeline(entries, scenario),
            "acts": [
                {
                    "t": entry.t,
                    "done": round(entry.t + order.duration / SECOND, 1),
                    "words": timeline.act_in_words(entry.verb[4:], entry.args),
                }
                for entry, order in incident.orders
            ],
        }


@contextmanager
def _field(name: str) -> Iterator[None]:
    """Say of which field a problem is."""
    try:
        yield
    except ScenarioError as error:
        raise ScenarioError(problem.within(f"args.{name}") for problem in error.problems) from None


def _known(name: str, args: dict[str, Any], among: list[str]) -> None:
    if args.get(name) not in among:
        got = repr(args.get(name))[:60]
        what = f"expected one of {', '.join(among)}, got {got}"
        raise ScenarioError(Problem(f"args.{name}", what))


def _named(problems: tuple[Problem, ...]) -> dict[str, Any]:
    """Sort problems by the field that they name; the rest is said in a sentence."""
    fields: dict[str, str] = {}
    rest = []
    for problem in problems:
        argument = _ARGUMENT.fullmatch(problem.place)
        if argument:
            fields.setdefault(argument[1], problem.what[:400])
        else:
            rest.append(str(problem)[:400])
    why = "; ".join(rest[:3]) or "; ".join(f"{name}: {what}" for name, what in fields.items())
    return {"why": why, "fields": fields}

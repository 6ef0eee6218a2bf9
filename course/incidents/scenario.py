"""A scenario as one frozen value: what runs, what breaks, what a learner sees, what is true.

docs/incidents.md tells authors how to write one; scenario_files.py reads and checks the file,
lint.py proves that it teaches what it says. Times are of the run: 0 is its start, `start` is when
the learner comes on call, `horizon` is its end.
"""

from typing import Annotated, Any, Literal

from pydantic import Field

from course.incidents.objective import Objective
from course.incidents.verbs import Hotfix
from course.incidents.vocabulary import (
    PARTS,
    PHASES,
    PRICES,
    Cause,
    ScenarioPart,
    Text,
    Trigger,
    Word,
)
from course.simulation.actions import Fault
from course.simulation.lowering import callers
from course.simulation.system import System
from course.simulation.telemetry.alerts import Rule
from course.simulation.units import UNITS, Duration

SECOND = UNITS["s"]
MIDNIGHT_MS = 1_772_409_600_000
Sentence = Annotated[str, Field(min_length=1, max_length=300)]


class Past(ScenarioPart):
    """A line of the deploy or audit log from before the run."""

    ago: Duration = Field(description="before the run's start")
    who: str = "operations"
    what: str = Field(description="deploy, rollback, or any other verb")
    target: str
    details: dict[str, Any] = Field(default_factory=dict)


class Runbook(ScenarioPart):
    """What the team wrote down for a service or an alert; one may be stale."""

    name: Word
    text: Text
    stale: bool = Field(default=False, description="it is out of date; learners are not told")


class Public(ScenarioPart):
    """A component of the status page: a name that customers know, and the services behind it."""

    name: str = Field(min_length=1, max_length=60)
    services: tuple[Word, ...] = ()


class PhaseTask(ScenarioPart):
    """Something to do in a phase; its points are earned as the parts of the score it names."""

    name: Sentence
    points: int = Field(ge=1, le=100)
    parts: tuple[str, ...] = Field(min_length=1)


class Tasks(ScenarioPart):
    """The plan's four phases."""

    detection: tuple[PhaseTask, ...] = Field(min_length=1)
    analysis: tuple[PhaseTask, ...] = Field(min_length=1)
    resolution: tuple[PhaseTask, ...] = Field(min_length=1)
    communication: tuple[PhaseTask, ...] = Field(min_length=1)

    def every(self) -> list[tuple[str, PhaseTask]]:
        """Each task with its phase."""
        return [(phase, task) for phase in PHASES for task in getattr(self, phase)]


class Pattern(ScenarioPart):
    """Acts that count as one: verb, and arguments they must have; a list means any of these."""

    verb: str
    args: dict[str, Any] = Field(default_factory=dict)
    lacks: dict[str, str] = Field(
        default_factory=dict, description="arguments that are given, and do not have this"
    )
    times: int = Field(default=1, ge=1, le=100, description="done so often at least")


class Pitfall(ScenarioPart):
    """An act that often makes it worse; its words are said where it did."""

    verb: str
    args: dict[str, Any] = Field(default_factory=dict)
    words: Sentence


class Group(ScenarioPart):
    """Components that suffer together."""

    name: Word
    components: tuple[Word, ...]
    root_cause: bool = False


class Propagation(ScenarioPart):
    """How the trouble went from one component to another."""

    source: Word
    target: Word
    condition: Sentence
    effect: Sentence


class Truth(ScenarioPart):
    """What is so, for scoring and for the look back; learners see it after the end."""

    components: tuple[Word, ...] = Field(description="where the cause is")
    aliases: dict[Word, Word] = Field(
        default_factory=dict, description="other names for a component"
    )
    cause: Cause
    also: tuple[Cause, ...] = Field(default=(), description="causes that count as right too")
    trigger: Trigger
    also_triggers: tuple[Trigger, ...] = ()
    onset: Duration = Field(description="when the first fault begins")
    groups: tuple[Group, ...] = ()
    propagations: tuple[Propagation, ...] = ()
    recommended: tuple[Sentence, ...] = Field(min_length=1, description="what one should do")
    lesson: Text = Field(description="what to take away")
    removed_by: tuple[tuple[Pattern, ...], ...] = Field(
        description="alternatives; of one, all acts take the cause away"
    )
    prudent: tuple[Pattern, ...] = Field(
        default=(), description="acts that are right though they may change nothing for users"
    )
    pitfalls: tuple[Pitfall, ...] = ()
    affected: tuple[str, ...] = Field(description="components of the status page")


class Hint(ScenarioPart):
    """A help that costs simulated time; given in order."""

    text: Sentence
    price_s: int = Field(default=PRICES["hint"], ge=0, le=3600)


class Par(ScenarioPart):
    """What somebody who knows their trade needs, from the breach on."""

    detect: Duration
    detect_fail: Duration = Field(description="from here on detection earns nothing")
    resolve: Duration


class Telling(ScenarioPart):
    """What is expected of posts."""

    first_within: Duration = Field(
        default=300 * SECOND, description="first public post, after breach and par of detection"
    )
    cadence: Duration = Field(default=600 * SECOND, description="longest silence")
    allow_eta: bool = Field(default=False, description="may a public post promise an end")
    closing: tuple[tuple[str, ...], ...] = Field(
        default=(
            (
                *("recover", "restored", "resolved", "normal", "working again", "works again"),
                *("fixed", "mended", "is over", "healthy", "stable", "as before", "back"),
            ),
            (
                *("no data", "data", "records", "accounts", "submissions", "answers", "results"),
                *("orders", "payments", "lost", "saved", "kept", "intact", "affected", "missing"),
            ),
            (
                *("follow", "review", "report", "prevent", "post-mortem", "learn", "publish"),
                *("investigat", "look into", "write up", "share what", "so that it does not"),
            ),
        ),
        min_length=3,
        max_length=3,
        description="words (or how they begin) of which a closing post has one of each group: that "
        "it is mended, what became of data, what follows",
    )


class ScriptLine(ScenarioPart):
    """A line of an author's journal: at a time of the run, a journal's verb and its arguments."""

    at: Duration
    verb: str
    args: dict[str, Any] = Field(default_factory=dict)


class Tempting(ScenarioPart):
    """What looks right and is not; only the acts differ from doing nothing."""

    name: Word
    words: Sentence
    worse_than_nothing: bool = False
    journal: tuple[ScriptLine, ...] = Field(min_length=1)


class Scenario(ScenarioPart):
    """All of it; `name` is the file's. Of a family: what `seed` drew, and the name of its case."""

    name: Word = ""
    seed: int | None = None
    case: Annotated[str, Field(max_length=61)] = ""
    title: Sentence
    type: Literal["performance", "error", "security"]
    severity: int = Field(ge=1, le=3, description="1 is the gravest")
    difficulty: int = Field(default=2, ge=1, le=3)
    description: Sentence = Field(description="what is seen, in a few words")
    story: Text = Field(description="what the learner is told when coming on call")
    clock: str = Field(default="14:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="at 0")
    start: Duration
    horizon: Duration
    sample: float = Field(default=0.1, ge=0, le=1, description="share of traces that are kept")
    system: System
    faults: tuple[Fault, ...] = Field(description="none where nothing is wrong")
    herrings: tuple[Fault, ...] = Field(default=(), description="also in the twin without faults")
    history: tuple[Past, ...] = ()
    objective: Objective
    alerts: tuple[Rule, ...] = Field(default=(), description="quiet where nothing is wrong")
    silent: bool = Field(default=False, description="no alert sees what is wrong")
    runbooks: tuple[Runbook, ...] = ()
    hotfixes: tuple[Hotfix, ...] = ()
    status_page: tuple[Public, ...] = Field(min_length=1)
    tasks: Tasks
    truth: Truth
    hints: tuple[Hint, ...] = ()
    par: Par
    telling: Telling = Telling()
    prices: dict[str, int] = Field(default_factory=dict, description="seconds, by verb")
    oracle: tuple[ScriptLine, ...] = Field(min_length=1)
    tempting: tuple[Tempting, ...] = Field(min_length=1)

    def price(self, verb: str) -> int:
        """Simulated seconds that a verb takes, before what it waits for."""
        kind = "act" if verb.startswith("act.") else verb
        return self.prices.get(kind, PRICES[kind])

    @property
    def start_ms(self) -> int:
        """Unix milliseconds of the run's start: `clock` on a Monday, 2026-03-02, in UTC."""
        hours, minutes = (int(x) for x in self.clock.split(":"))
        return MIDNIGHT_MS + (hours * 60 + minutes) * 60_000

    def at_clock(self, t_s: float) -> str:
        """Time of day of a time of the run: `14:07`, with seconds where they are not 0."""
        return at_clock(self.clock, t_s)

    @property
    def quiet(self) -> bool:
        """Whether nothing is wrong: what was seen is usual, and nobody needs to act."""
        return not self.faults


def at_clock(clock: str, t_s: float) -> str:
    """Time of day so many seconds after a time of day: `14:07`, or `14:07:30`."""
    hours, minutes = (int(x) for x in clock.split(":"))
    whole = hours * 3600 + minutes * 60 + round(t_s)
    text = f"{whole // 3600 % 24:02}:{whole // 60 % 60:02}"
    return f"{text}:{whole % 60:02}" if whole % 60 else text


def neighbours(system: System) -> dict[str, set[str]]:
    """Who stands next to whom: services, sources, queues, caches, flags, secrets, tokens, ..."""
    edges: dict[str, set[str]] = {s.name: set() for s in system.services}

    def join(a: str, b: str) -> None:
        edges.setdefault(a, set()).add(b)
        edges.setdefault(b, set()).add(a)

    for caller, steps in callers(system):
        for step in steps:
            fields = step.model_dump()
            if "to" in fields:
                join(caller, fields["to"].partition(".")[0])
            for key in ("cache", "queue", "flag", "limiter", "realm", "secret"):
                if key in fields:
                    join(caller, fields[key])
    for source in system.sources:
        if source.token:
            join(source.name, source.token)
    for queue in system.queues:
        join(queue.name, queue.to.partition(".")[0])
    return edges


def parts_of(tasks: Tasks) -> set[str]:
    """Parts of the score that some task names."""
    return {part for _, task in tasks.every() for part in task.parts if part in PARTS}

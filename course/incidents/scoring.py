"""Points for a run: 100, of which a person gives 8. Everything is read from the replay.

Detection 20: 20 x clip((fail - time to declare) / (fail - par), 0, 1) x (1 - 0.25 a false alarm).
Analysis 30: components 15 by soft F1 over hops, cause 8, onset within 60 s 4, trigger told from
cause 3; the last hypothesis counts. Resolution 30: objective held 10, regret 10 = (harm of nobody
acting - harm) / (harm of nobody acting - harm of the oracle), cause removed 5, harmless 5 less what
act_effects.py says. Communication 20: 12 by post_rules.py. What is said or done without a look is a
guess and earns nothing. Soft F1: ITBench-SRE-Agent's, 1 / (1 + hops).
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from course.incidents import post_rules
from course.incidents.act_effects import CAUSE_LOOKS, Effect, effects, looked, removed
from course.incidents.journal import Entry, Hypothesis
from course.incidents.post_rules import JudgedPost, public_posts
from course.incidents.replayed_run import Run
from course.incidents.scenario import SECOND, neighbours
from course.incidents.vocabulary import BY_PERSON, PARTS, PHASES

ONSET_S = 60  # an onset within so much is right
FALSE_ALARM = 0.25
UNRESTORED = 32.0  # of 92: a run that restores nothing gets no more by rules


@dataclass(frozen=True, kw_only=True)
class TaskPoints:
    """A task of the scenario with what its parts of the score made of its points."""

    phase: str
    name: str
    points: float
    out_of: float
    pending: float  # await a person


@dataclass(frozen=True, kw_only=True)
class Score:
    """The points of a run, and the numbers that they follow from.

    Attributes
    ----------
    scenario : str
        Name of the scenario.
    seed : int
        Seed of the run.
    parts : dict of str to float
        Points for each part of `vocabulary.PARTS`.
    tasks : tuple of TaskPoints
        The scenario's tasks, with the points of their parts.
    time_to_detect_s : float or None
        Seconds from the first breach of the objective to the declaration; None where one of the two
        did not happen.
    time_to_resolve_s : float or None
        Seconds from the first breach until the objective was met for good; None where one of the
        two did not happen.
    communication_quality : float
        From 0 to 1: share of the points that rules can give for communication.
    accuracy : float
        From 0 to 1: share of the points for analysis, for the objective and for removing the cause.
    efficiency : float
        From 0 to 1: share of the points for detection and for sparing harm, less for each hint.
    communication : float
        Points for communication so far.
    harm : float
        Harm from the onset of the fault to the end, in the objective's units.
    harm_of_nothing : float
        The same, if nobody had acted.
    harm_of_oracle : float
        The same, with the author's own solution.
    false_alarms : int
        Declarations before anything was wrong, or of a quite different severity.
    hints : int
        Hints that were taken.
    restored : bool
        Whether users had what is promised to them again, or never missed it.
    effects : tuple of Effect
        What each act did.
    posts : tuple of JudgedPost
        Each post to customers.
    """

    scenario: str
    seed: int
    parts: dict[str, float]
    tasks: tuple[TaskPoints, ...]
    time_to_detect_s: float | None
    time_to_resolve_s: float | None
    communication_quality: float
    accuracy: float
    efficiency: float
    communication: float
    harm: float
    harm_of_nothing: float
    harm_of_oracle: float
    false_alarms: int
    hints: int
    restored: bool = True
    effects: tuple[Effect, ...] = ()
    posts: tuple[JudgedPost, ...] = field(default=(), repr=False)

    @property
    def points(self) -> float:
        """All points that rules give. A person's points are not among them."""
        return round(sum(self.parts.values()), 6)

    @property
    def out_of(self) -> float:
        """Points that can be reached: 100."""
        return sum(PARTS.values())

    @property
    def pending(self) -> float:
        """Points that a person has still to give."""
        return PARTS[BY_PERSON]

    def phase(self, phase: str) -> float:
        """Points of a phase."""
        return sum(p for name, p in self.parts.items() if name.startswith(phase + "."))

    def data(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        return {
            "scenario": self.scenario,
            "seed": self.seed,
            "points": round(self.points, 4),
            "out_of": self.out_of,
            "pending": self.pending,
            "phases": {p: round(self.phase(p), 4) for p in PHASES},
            "parts": {k: round(v, 4) for k, v in self.parts.items()},
            "metrics": {
                "time_to_detect": self.time_to_detect_s,
                "time_to_resolve": self.time_to_resolve_s,
                "communication_quality": round(self.communication_quality, 4),
            },
            "criteria": {
                "accuracy": round(self.accuracy, 4),
                "efficiency": round(self.efficiency, 4),
                "communication": round(self.communication, 4),
            },
            "harm": {
                "learner": round(self.harm, 3),
                "nothing": round(self.harm_of_nothing, 3),
                "oracle": round(self.harm_of_oracle, 3),
            },
            "false_alarms": self.false_alarms,
            "hints": self.hints,
            "restored": self.restored,
            "acts": [
                {
                    "t": e.act.t_s,
                    "verb": e.act.verb,
                    "args": e.act.args,
                    "spared": round(e.spared, 3),
                    "share": round(e.share, 4),
                    "effect": e.kind,
                    "looked": e.looked,
                }
                for e in self.effects
            ],
            "tasks": [
                {
                    "phase": t.phase,
                    "name": t.name,
                    "points": round(t.points, 4),
                    "out_of": t.out_of,
                    "pending": round(t.pending, 4),
                }
                for t in self.tasks
            ],
        }


def score(run: Run) -> Score:
    """Judge a run by rules. The points that a person gives are not among them.

    Parameters
    ----------
    run : Run
        What `replay` gives.

    Returns
    -------
    Score
        Points for each part of `vocabulary.PARTS` and for each task, and the metrics of the plan.

    Notes
    -----
    docs/incidents.md has the formula of each part. Components of a hypothesis are compared with the
    truth by the soft F1 of ITBench's SRE agents, in which a neighbour at a distance of n hops
    counts 1 / (1 + n).

    Examples
    --------
    >>> from course.incidents import journal_of, load_scenario, replay, score
    >>> scenario = load_scenario("bad-canary")
    >>> best = replay(journal_of(scenario, scenario.oracle, seed=7), scenario)
    >>> score(best).out_of
    100.0
    """
    posts = public_posts(run)
    alarm, false_alarms = declared(run)
    acts = effects(run)
    breach, resolved = run.course.breach_s(), run.course.resolved_s()
    if run.scenario.quiet:
        parts = _quiet(run, acts, posts)
    else:
        parts = {
            "detection.time": PARTS["detection.time"] * _promptness(run, alarm, false_alarms),
            **_analysis(run),
            **_resolution(run, acts),
            **post_rules.points(run, posts),
        }
    restored = breach is None or resolved is not None
    if not restored and (total := sum(parts.values())) > UNRESTORED:
        parts = {name: points * UNRESTORED / total for name, points in parts.items()}
    by_rules = [name for name in parts if name.startswith("communication.")]
    quality = sum(parts[n] for n in by_rules) / sum(PARTS[n] for n in by_rules)
    hints = len(run.journal.of("hint"))
    return Score(
        scenario=run.scenario.name,
        seed=run.seed,
        parts=parts,
        tasks=tuple(_tasks(run, parts)),
        time_to_detect_s=None if alarm is None or breach is None else max(alarm.t - breach, 0.0),
        time_to_resolve_s=None if resolved is None or breach is None else resolved - breach,
        communication_quality=quality,
        accuracy=_of(parts, "analysis.", "resolution.objective", "resolution.cause_removed"),
        efficiency=_of(parts, "detection.", "resolution.regret") / (1 + 0.1 * hints),
        communication=sum(parts[n] for n in by_rules),
        harm=run.course.harm_since_onset(),
        harm_of_nothing=run.baselines.nothing,
        harm_of_oracle=run.baselines.oracle,
        false_alarms=false_alarms,
        hints=hints,
        restored=restored,
        effects=acts,
        posts=tuple(posts),
    )


def _of(parts: dict[str, float], *prefixes: str) -> float:
    names = [n for n in parts if n.startswith(prefixes)]
    return sum(parts[n] for n in names) / sum(PARTS[n] for n in names)


def declared(run: Run) -> tuple[Entry | None, int]:
    """Return the declaration that counts, and how many false alarms there were.

    False is what was said before or where nothing was wrong, or two grades of severity off.
    """
    false, alarm = 0, None
    for entry in run.journal.of("declare"):
        if run.scenario.quiet:
            false += 1
            continue
        off = abs(int(entry.args["severity"]) - run.scenario.severity)
        if entry.t < run.course.onset_s or off > 1:
            false += 1
        elif alarm is None:
            alarm = entry
    return alarm, false


def _quiet(run: Run, acts: tuple[Effect, ...], posts: list[JudgedPost]) -> dict[str, float]:
    """Points where nothing is wrong: it was looked at, said, left alone, and closed.

    A declaration halves detection and a post to customers communication; an act costs a third of
    the resolution, and harm that it did the rest.
    """
    parts = dict.fromkeys((name for name in PARTS if name != BY_PERSON), 0.0)
    said, closed = run.journal.of("hypothesis"), run.journal.of("close")
    right = bool(said) and said[-1].args["cause"] == run.scenario.truth.cause
    if not (closed and looked(run, closed[-1].t, CAUSE_LOOKS)):
        return parts
    unharmed = run.course.harm_since_onset() <= 1.02 * run.baselines.nothing + 1
    calm = max(1 - len(acts) / 3, 0.0) * unharmed
    shares = {
        "detection": 0.5 ** len(run.journal.of("declare")),
        "analysis": float(right and looked(run, said[-1].t, CAUSE_LOOKS)),
        "resolution": calm,
        "communication": right * 0.5 ** len(posts),
    }
    return {name: PARTS[name] * shares[name.partition(".")[0]] for name in parts}


def _promptness(run: Run, alarm: Entry | None, false_alarms: int) -> float:
    """Share of the points of detection."""
    breach = run.course.breach_s()
    if alarm is None or breach is None or not looked(run, alarm.t):
        return 0.0
    par, fail = run.scenario.par.detect / SECOND, run.scenario.par.detect_fail / SECOND
    since = max(breach, run.scenario.start / SECOND)  # nobody declares before they are there
    share = min(max((fail - (alarm.t - since)) / (fail - par), 0.0), 1.0)
    return share * max(1 - FALSE_ALARM * false_alarms, 0.0)


def soft_f1(claimed: Iterable[str], true: Iterable[str], near: dict[str, set[str]]) -> float:
    """F1 where naming a neighbour counts 1 / (1 + hops); what is not in the system counts 0."""
    named, wanted = set(claimed), set(true)
    if not named or not wanted:
        return 0.0
    worth = {(a, b): _closeness(a, b, near) for a in named for b in wanted}
    precision = sum(max(worth[a, b] for b in wanted) for a in named) / len(named)
    recall = sum(max(worth[a, b] for a in named) for b in wanted) / len(wanted)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _closeness(a: str, b: str, near: dict[str, set[str]]) -> float:
    reached, edge = {a: 0}, deque([a])
    while edge:
        node = edge.popleft()
        if node == b:
            return 1 / (1 + reached[node])
        for other in near.get(node, ()):
            if other not in reached:
                reached[other] = reached[node] + 1
                edge.append(other)
    return 0.0


def _analysis(run: Run) -> dict[str, float]:
    """Points of the last hypothesis."""
    truth, earned = run.scenario.truth, dict.fromkeys(_names("analysis."), 0.0)
    hypotheses = run.journal.of("hypothesis")
    if not hypotheses or not looked(run, hypotheses[-1].t, CAUSE_LOOKS):
        return earned
    last = cast("Hypothesis", hypotheses[-1].arguments())
    named = {truth.aliases.get(c, c) for c in last.components}
    share = soft_f1(named, truth.components, neighbours(run.scenario.system))
    right = last.cause in (truth.cause, *truth.also)
    since = last.onset_s is not None and abs(last.onset_s - truth.onset / SECOND) <= ONSET_S
    trigger_named = right and last.trigger in (truth.trigger, *truth.also_triggers)
    shares = {"components": share, "cause": right, "onset": since, "trigger": trigger_named}
    return {f"analysis.{n}": PARTS[f"analysis.{n}"] * float(x) for n, x in shares.items()}


def _names(prefix: str) -> list[str]:
    return [name for name in PARTS if name.startswith(prefix)]


def _resolution(run: Run, acts: tuple[Effect, ...]) -> dict[str, float]:
    course, base = run.course, run.baselines
    closed = run.journal.of("close")
    end = closed[-1].t if closed else float(course.t_s[-1])
    held = course.resolved_s() is not None and course.held_at(end)
    could = base.nothing - base.oracle
    saved = base.nothing - course.harm_since_onset()
    regret = min(max(saved / could, 0.0), 1.0) if could > 0 else 0.0
    harmless = PARTS["resolution.harmless"] - sum(effect.cost for effect in acts)
    if not run.acts or course.harm_since_onset() > 1.02 * base.nothing:
        harmless = 0.0
    return {
        "resolution.objective": PARTS["resolution.objective"] * held,
        "resolution.regret": PARTS["resolution.regret"] * regret,
        "resolution.cause_removed": PARTS["resolution.cause_removed"] * removed(run),
        "resolution.harmless": max(harmless, 0.0),
    }


def _tasks(run: Run, parts: dict[str, float]) -> Iterable[TaskPoints]:
    for phase, task in run.scenario.tasks.every():
        out_of = sum(PARTS[p] for p in task.parts)
        earned = sum(parts.get(p, 0.0) for p in task.parts)
        pending = PARTS[BY_PERSON] * (BY_PERSON in task.parts)
        yield TaskPoints(
            phase=phase,
            name=task.name,
            points=task.points * earned / out_of,
            out_of=task.points,
            pending=task.points * pending / out_of,
        )

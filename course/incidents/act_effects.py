"""What each act of a run did: the run is played again without it, and the harm is compared.

Nothing is right or wrong by its name. An act that made no difference is told from one that helped
or harmed by what happened to users, with all other acts as they were. It gives no points.
"""

import contextlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from course.errors import ScenarioError
from course.incidents.incident import opened
from course.incidents.replayed_run import Act, Run, judged
from course.incidents.scenario import SECOND, Pattern, Pitfall, Scenario
from course.incidents.verbs import action
from course.simulation.engine import Engine

DIFFERENCE = 0.025  # of the harm of nobody acting: less than so much is no difference
GRAVE = 0.2
MOST_ACTS = 40  # acts that are tried one by one; those after them count as no difference
LOOKS = frozenset(
    {"alerts", "topology", "settings", "deploys", "audit", "metrics", "logs", "traces", "sql"}
)  # what shows a system's state; a runbook, the status page and a hint do not
CAUSE_LOOKS = LOOKS - {"alerts"}  # an alert says that something is wrong, not what
SAME = ({"rollback", "deploy"}, {"block", "unblock"})  # verbs that undo each other
TARGETS = frozenset(
    {
        *("service", "source", "caller", "to", "slot", "pool", "queue", "partition", "cache"),
        *("flag", "secret", "token", "limiter", "realm", "hotfix", "network", "by", "value"),
    }
)

Kind = Literal["helped", "no difference", "harmed"]


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What an act did to users.

    Attributes
    ----------
    act : Act
        The act.
    spared : float
        Harm of the same run without it, minus the run's harm, in the objective's units; below 0
        where it made things worse.
    share : float
        The same, as a share of the harm of nobody acting.
    looked : bool
        Whether somebody had looked at the system between the onset and the act.
    needed : bool
        Whether it is no fault that it made no difference, or a little harm: it takes the cause
        away, takes an earlier act of one's own back, or the scenario calls it prudent.
    pitfall : Pitfall or None
        What the scenario has to say of such an act.
    """

    act: Act
    spared: float
    share: float
    looked: bool
    needed: bool = False
    pitfall: Pitfall | None = None

    @property
    def kind(self) -> Kind:
        """Helped, harmed, or no difference."""
        if abs(self.share) < DIFFERENCE:
            return "no difference"
        return "helped" if self.share > 0 else "harmed"

    @property
    def cost(self) -> float:
        """Points that it takes from `resolution.harmless`."""
        if self.share <= -GRAVE:
            cost = 5.0
        elif self.needed or self.kind == "helped":
            cost = 0.0
        else:
            cost = 2.5 if self.kind == "harmed" else 1.0
        return cost + (not self.looked)


def effects(run: Run) -> tuple[Effect, ...]:
    """Say of each act of a run what it did, in order of time.

    Parameters
    ----------
    run : Run
        What `replay` gives.

    Returns
    -------
    tuple of Effect
        One for each act. An act's effect is the difference of two replays of the same scenario and
        seed: one without it, and the run itself. Where a later act cannot be carried out without
        it, that replay goes on without the later one too.

    Examples
    --------
    >>> from course.incidents import journal_of, load_scenario, replay
    >>> from course.incidents.act_effects import effects
    >>> scenario = load_scenario("bad-canary")
    >>> run = replay(journal_of(scenario, scenario.oracle, seed=7), scenario)
    >>> [(effect.act.verb, effect.kind) for effect in effects(run)]
    [('rollback', 'helped')]
    """
    harm, nothing = run.course.harm_since_onset(), run.baselines.nothing
    lines = [[act.t_s, act.verb, act.args] for act in run.acts]
    without = _harms_without(run.scenario.model_dump_json(), run.seed, json.dumps(lines), nothing)
    without += (harm,) * (len(run.acts) - len(without))
    return tuple(
        Effect(
            act=act,
            spared=other - harm,
            share=(other - harm) / nothing if nothing > 0 else 0.0,
            looked=looked(run, act.t_s),
            needed=_needed(run, number),
            pitfall=next((p for p in run.scenario.truth.pitfalls if _is(p, act)), None),
        )
        for number, (act, other) in enumerate(zip(run.acts, without, strict=True))
    )


@lru_cache(maxsize=256)
def _harms_without(text: str, seed: int, lines: str, nothing: float) -> tuple[float, ...]:
    """Harm of the run without its first act, without its second, and so on."""
    scenario = Scenario.model_validate_json(text)
    acts = [(int(t), str(verb), dict(args)) for t, verb, args in json.loads(lines)]
    if len(acts) == 1:
        return (nothing,)
    engine, harms = opened(scenario, seed), []
    for number, act in enumerate(acts[:MOST_ACTS]):
        engine.advance_to(act[0] * SECOND)
        before = engine.snapshot()
        for other in acts[number + 1 :]:
            _do(engine, scenario, *other)
        engine.advance_to(scenario.horizon)
        harms.append(judged(engine, scenario).harm_since_onset())
        engine.restore(before)
        _do(engine, scenario, *act)
    return tuple(harms)


def _do(engine: Engine, scenario: Scenario, t_s: int, verb: str, args: dict[str, Any]) -> None:
    """Do an act at its time, where it can be done."""
    engine.advance_to(t_s * SECOND)
    with contextlib.suppress(ScenarioError):  # it needed the act that is left out
        engine.act(action(verb, args, engine.names, scenario.system, scenario.hotfixes))


def looked(run: Run, t_s: float, kinds: Collection[str] = LOOKS) -> bool:
    """Whether the journal shows a look of one of these kinds from the onset on, before a time."""
    return any(e.verb in kinds and run.course.onset_s <= e.t < t_s for e in run.journal.entries)


def _needed(run: Run, number: int) -> bool:
    """Whether an act without effect is no fault; see `Effect.needed`."""
    act, truth = run.acts[number], run.scenario.truth
    right = [pattern for alternative in truth.removed_by for pattern in alternative]
    if any(_is(pattern, act) for pattern in (*right, *truth.prudent)):
        return True
    target = {k: v for k, v in act.args.items() if k in TARGETS}
    verbs = same_verbs(act.verb)
    return any(
        earlier.verb in verbs and fits(target, earlier.args) and earlier.args != act.args
        for earlier in run.acts[:number]
    )


def _is(pattern: Pattern | Pitfall, act: Act) -> bool:
    return pattern.verb == act.verb and meant(pattern, act.args)


def removed(run: Run) -> bool:
    """Whether the acts of one alternative were done, after the onset, and not undone."""
    return any(
        all(_in_force(pattern, run) for pattern in alternative)
        for alternative in run.scenario.truth.removed_by
    )


def _in_force(pattern: Pattern, run: Run) -> bool:
    """Whether the last act on what the pattern sets is one of the pattern's."""
    verbs = same_verbs(pattern.verb)
    target = {k: v for k, v in pattern.args.items() if k in TARGETS}
    acts = [
        act
        for act in run.acts
        if act.verb in verbs and fits(target, act.args) and act.t_s >= run.course.onset_s
        if _is(pattern, act) or not _leaves(pattern, act)
    ]
    good = [act for act in acts if _is(pattern, act)]
    return len(good) >= pattern.times and good[-1] is acts[-1]


def _leaves(pattern: Pattern, act: Act) -> bool:
    """Whether an act leaves what a pattern sets: another setting of the same thing was given."""
    settings = {*pattern.args, *pattern.lacks} - TARGETS
    return act.verb == pattern.verb and bool(settings) and not settings & act.args.keys()


def same_verbs(verb: str) -> set[str]:
    """Verbs that change the same thing as a verb does."""
    return next((verbs for verbs in SAME if verb in verbs), {verb})


def meant(pattern: Pattern | Pitfall, args: dict[str, Any]) -> bool:
    """Whether arguments are those of a pattern; what it `lacks` must be given, without that."""
    lacks = pattern.lacks if isinstance(pattern, Pattern) else {}
    lacking = all(args.get(k) and word not in args[k] for k, word in lacks.items())
    return lacking and fits(pattern.args, args)


def fits(pattern: dict[str, Any], args: dict[str, Any]) -> bool:
    """Whether arguments have what a pattern says; a list means any of it; `""` also: not given."""
    for key, wanted in pattern.items():
        allowed = wanted if isinstance(wanted, list) else [wanted]
        got = args.get(key)
        if ("" if got is None else got) not in allowed:
            return False
    return True

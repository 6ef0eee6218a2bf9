"""Players of a family who never look: constant journals, made of what other draws were cured by.

Each has the family's file in hand: where, what and since when it names, and its acts are those of
the author's own way for some draw. The best of many by successive halving is judged on fresh draws.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from course.errors import ScenarioError
from course.incidents.act_effects import LOOKS
from course.incidents.journal import Entry, Journal, begin
from course.incidents.replayed_run import replay
from course.incidents.scenario import SECOND, Scenario
from course.incidents.scenario_files import load_scenario, seconds
from course.incidents.scoring import Score, score
from course.incidents.verbs import action
from course.simulation.lowering import Names, names_of

PASS = 80.0
FIRST_SEED, FRESH_SEED = 50_000, 90_000  # of draws to learn from, and of those that are judged


@dataclass(frozen=True, kw_only=True)
class Constant:
    """A journal that is played whatever was drawn: lines of (second, verb, arguments)."""

    lines: tuple[tuple[int, str, dict], ...]

    def journal(self, scenario: Scenario) -> Journal:
        """The journal of one draw, without acts on what there is not in it."""
        names = names_of(scenario.system)
        entries = [Entry(t=t, verb=verb, args=args) for t, verb, args in self.lines]
        kept = [
            entry
            for entry in entries
            if not entry.verb.startswith("act.") or _can(entry, scenario, names)
        ]
        return Journal(entries=(begin(scenario.name, scenario.seed or 0), *kept))


def _can(entry: Entry, scenario: Scenario, names: Names) -> bool:
    try:
        action(entry.verb[4:], entry.args, names, scenario.system, scenario.hotfixes)
    except ScenarioError:
        return False
    return True


def constant(scenario: Scenario, *, looks: bool = False) -> Constant:
    """The author's own way for a draw, said blindly; with `looks`, its looks stay."""
    lines = seconds(scenario.oracle)
    start = scenario.start // SECOND
    if looks:
        return Constant(lines=tuple(lines))
    kept = [line for line in lines if line[1] not in LOOKS]
    early = start + 10 - kept[0][0] if kept else 0
    moved = [
        (t + early if verb not in ("post", "close") else t, verb, args) for t, verb, args in kept
    ]
    return Constant(lines=tuple(sorted(moved, key=lambda line: line[0])))


def played(player: Constant, family: str, seed: int) -> Score:
    """Points of a player on one draw."""
    scenario = load_scenario(family, seed=seed)
    return score(replay(player.journal(scenario), scenario))


def players(family: str, number: int, *, looks: bool = False) -> list[Constant]:
    """As many different players as there are among so many draws."""
    found: dict[str, Constant] = {}
    for seed in range(FIRST_SEED, FIRST_SEED + number):
        player = constant(load_scenario(family, seed=seed), looks=looks)
        found.setdefault(repr(player.lines), player)
    return list(found.values())


def best(family: str, contenders: Sequence[Constant]) -> Constant:
    """Halve the players, draw by draw, until one is left."""
    left = list(contenders)
    sums = [0.0] * len(left)
    seed = FIRST_SEED + 10_000
    while len(left) > 1:
        for number, player in enumerate(left):
            sums[number] += played(player, family, seed).points
        order = sorted(range(len(left)), key=lambda n: -sums[n])[: (len(left) + 1) // 2]
        left, sums = [left[n] for n in order], [sums[n] for n in order]
        seed += 1
    return left[0]


def passes(player: Constant, family: str, draws: int) -> list[float]:
    """Points on fresh draws."""
    return [played(player, family, FRESH_SEED + n).points for n in range(draws)]


def shotgun(scenario: Scenario) -> Constant:
    """Everything at once, after one look: restarts, rollbacks, more of all that there is."""
    start = scenario.start // SECOND
    lines: list[tuple[int, str, dict]] = [
        (start, "alerts", {}),
        (start + 5, "topology", {}),
        (start + 10, "declare", {"severity": 2}),
    ]
    t = start + 20
    for service in scenario.system.services:
        acts: list[tuple[str, dict]] = [("restart", {"service": service.name})]
        if service.versions:
            acts.append(("rollback", {"service": service.name}))
        if service.most_replicas > service.replicas:
            acts.append(("scale", {"service": service.name, "replicas": service.most_replicas}))
        for verb, args in acts:
            lines.append((t, f"act.{verb}", args))
            t += 10
    closing = round(scenario.horizon / SECOND) - 60
    return Constant(lines=(*lines, (max(t + 600, closing - 600), "close", {})))


def without_acts(player: Constant) -> Constant:
    """The same player, who only talks."""
    return replace(
        player, lines=tuple(line for line in player.lines if not line[1].startswith("act."))
    )

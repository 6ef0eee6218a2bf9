"""Proves of a scenario, over many seeds, that it teaches what it says.

Doing nothing breaches the objective and does not heal; the oracle restores it and scores well;
each tempting way is worse than the oracle, and worse than nothing where it says so; a solver that
reads only telemetry names component and cause when the oracle first acts; without the fault no
alert fires, and with it one does (unless the scenario says that none can).
"""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from typing import Any

from course.incidents.incident import opened, telemetry
from course.incidents.objective import Course
from course.incidents.replayed_run import acted, journal_of, replay
from course.incidents.scenario import SECOND, Scenario
from course.incidents.scenario_files import load_scenario
from course.incidents.scoring import score
from course.incidents.solver import solve
from course.incidents.vocabulary import PARTS
from course.simulation.engine import Engine
from course.simulation.telemetry.alerts import evaluate

SEEDS = 20
WORSE = 1.2  # harm of a tempting way, at least so many times the oracle's
WORSE_THAN_NOTHING = 1.05
ORACLE_POINTS, IDLE_POINTS = 90.0, 10.0  # of the 92 that rules give: at least, at most
USUAL = 480 * SECOND
SCORED = 2  # seeds for which whole journals are scored
FEW, VARIED = 20, 5  # of so many draws of a family, so many different faults at least


@dataclass(frozen=True, kw_only=True)
class Checked:
    """One scenario with one seed: what was measured, and what is wrong with it."""

    scenario: str
    seed: int
    case: str
    truth: str
    breach_s: float | None
    resolved_s: float | None
    nothing: float
    oracle: float
    tempting: dict[str, float]
    solved: str
    points: float | None
    seconds: float
    problems: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LintReport:
    """A scenario over all seeds."""

    scenario: str
    seeds: int
    problems: tuple[str, ...]
    runs: tuple[Checked, ...]

    def data(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        return asdict(self)


def lint(
    names: Iterable[str],
    *,
    seeds: int = SEEDS,
    processes: int = 2,
    tick: Callable[[str], None] = lambda _: None,
) -> list[LintReport]:
    """Check scenarios by name. Raises ScenarioError for a file that is wrong in itself."""
    wanted = list(names)
    for name in wanted:
        load_scenario(name)
    jobs = [(name, seed) for name in wanted for seed in range(seeds)]
    by_name: dict[str, list[Checked]] = {name: [] for name in wanted}
    for checked in _mapped(jobs, processes):
        by_name[checked.scenario].append(checked)
        tick(checked.scenario)
    return [_report(name, by_name[name]) for name in wanted]


def _mapped(jobs: list[tuple[str, int]], processes: int) -> Iterable[Checked]:
    if processes < 2:
        yield from map(_job, jobs)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_job, jobs, chunksize=max(1, min(5, len(jobs) // (2 * processes))))


def _job(job: tuple[str, int]) -> Checked:
    return check(load_scenario(job[0], seed=job[1]), job[1])


def _report(name: str, runs: list[Checked]) -> LintReport:
    problems: dict[str, list[int]] = {}
    for run in runs:
        for problem in run.problems:
            where = f"case {run.case}: {problem}" if run.case else problem
            problems.setdefault(where, []).append(run.seed)
    if any(run.case for run in runs) and len(runs) >= FEW and len({r.truth for r in runs}) < VARIED:
        what = f"family: expected {VARIED} different faults at least in {len(runs)} draws"
        problems[what] = [run.seed for run in runs]
    return LintReport(
        scenario=name,
        seeds=len(runs),
        problems=tuple(
            f"{name}: {what} (seeds {', '.join(map(str, seeds))})"
            for what, seeds in problems.items()
        ),
        runs=tuple(runs),
    )


def check(scenario: Scenario, seed: int) -> Checked:
    """Run a scenario with a seed in every way. About 1.5 s of processor time."""
    began = time.process_time()
    if scenario.quiet:
        return _check_quiet(scenario, seed, began)
    problems: list[str] = []
    onset = scenario.truth.onset
    engine = opened(scenario, seed, faults=False)
    engine.advance_to(max(onset - 1, 0))
    before = engine.snapshot()
    twin = acted(engine, scenario, ())
    problems += _quiet(scenario, engine, twin)
    engine.restore(before)
    engine.inject(*scenario.faults)
    oracle = journal_of(scenario, scenario.oracle, seed).of("act.")
    ways = {t.name: journal_of(scenario, t.journal, seed).of("act.") for t in scenario.tempting}
    first = min(way[0].t for way in (oracle, *ways.values()))
    engine.advance_to(first * SECOND)
    fork = engine.snapshot()
    engine.advance_to(oracle[0].t * SECOND)
    solved = _solved(scenario, engine, problems)
    nothing = acted(engine, scenario, ())
    problems += _breached(scenario, engine, nothing)
    harms, courses = {}, {}
    for name, way in (("oracle", oracle), *ways.items()):
        engine.restore(fork)
        courses[name] = acted(engine, scenario, way)
        harms[name] = courses[name].harm_since_onset()
    none, best = nothing.harm_since_onset(), harms.pop("oracle")
    problems += _ranked(scenario, none, best, harms)
    if courses["oracle"].resolved_s() is None:
        problems.append("oracle: expected that the objective is met again")
    points = _points(scenario, seed, problems) if seed < SCORED else None
    return Checked(
        scenario=scenario.name,
        seed=seed,
        case=scenario.case,
        truth=_truth(scenario),
        breach_s=nothing.breach_s(),
        resolved_s=courses["oracle"].resolved_s(),
        nothing=round(none, 3),
        oracle=round(best, 3),
        tempting={k: round(v, 3) for k, v in harms.items()},
        solved=solved,
        points=points,
        seconds=round(time.process_time() - began, 2),
        problems=tuple(problems),
    )


def _truth(scenario: Scenario) -> str:
    return f"{', '.join(scenario.truth.components)}: {scenario.truth.cause}"


def _check_quiet(scenario: Scenario, seed: int, began: float) -> Checked:
    """Check that nothing is to be seen where nothing is wrong, and that leaving it alone pays."""
    problems: list[str] = []
    engine = opened(scenario, seed)
    engine.advance_to(scenario.start + 300 * SECOND)
    seen = telemetry(scenario, engine)
    solved = solve(seen, scenario.start_ms + usual(scenario) // 1_000_000)
    if solved is not None:
        problems.append(f"solver: expected nothing, got {solved.component}: {solved.cause}")
    twin = acted(engine, scenario, ())
    problems += _quiet(scenario, engine, twin)
    points = _points(scenario, seed, problems)
    return Checked(
        scenario=scenario.name,
        seed=seed,
        case=scenario.case,
        truth=_truth(scenario),
        breach_s=None,
        resolved_s=None,
        nothing=round(twin.harm_since_onset(), 3),
        oracle=round(twin.harm_since_onset(), 3),
        tempting={},
        solved="" if solved is None else f"{solved.component}: {solved.cause} ({solved.sign})",
        points=points,
        seconds=round(time.process_time() - began, 2),
        problems=tuple(problems),
    )


def _quiet(scenario: Scenario, engine: Engine, twin: Course) -> Iterable[str]:
    """Without the fault: objective met, no alert fires."""
    if not twin.met.all():
        yield "twin: expected that the objective is met without the fault"
    seen = telemetry(scenario, engine)
    for rule in sorted({a.rule for a in evaluate(scenario.alerts, seen.metrics) if a.firing_ms}):
        yield f"twin: expected no alert, got {rule}"


def _breached(scenario: Scenario, engine: Engine, nothing: Course) -> Iterable[str]:
    """With the fault and nobody: it breaches, it does not heal, an alert fires."""
    if nothing.breach_s() is None:
        yield "nothing: expected a breach of the objective"
    elif nothing.met[-12:].any():
        yield "nothing: expected that it does not heal in the last three minutes"
    seen = telemetry(scenario, engine)
    fired = [a for a in evaluate(scenario.alerts, seen.metrics) if a.firing_ms]
    if not fired and not scenario.silent:
        yield "nothing: expected that an alert fires"
    breach, par = nothing.breach_s(), scenario.par.detect / SECOND
    if fired and breach is not None:
        first = (min(a.firing_ms or 0 for a in fired) - scenario.start_ms) / 1000
        if first > max(breach, scenario.start / SECOND) + par:
            yield "par.detect: expected the first alert to fire within it"


def _solved(scenario: Scenario, engine: Engine, problems: list[str]) -> str:
    """What the solver says at the moment when the oracle acts."""
    finding = solve(telemetry(scenario, engine), scenario.start_ms + usual(scenario) // 1_000_000)
    truth = scenario.truth
    if finding is None:
        problems.append("solver: expected a finding, got none")
        return ""
    where = truth.aliases.get(finding.component, finding.component)
    if where not in truth.components:
        problems.append(f"solver: expected {', '.join(truth.components)}, got {finding.component}")
    if finding.cause not in (truth.cause, *truth.also):
        problems.append(f"solver: expected {truth.cause}, got {finding.cause}")
    return f"{finding.component}: {finding.cause} ({finding.sign})"


def usual(scenario: Scenario) -> int:
    """Until when (ns of the run) all is as ever, as a learner knows: of a family, eight minutes."""
    return scenario.start if scenario.seed is None else min(scenario.start, USUAL)


def _ranked(scenario: Scenario, none: float, best: float, harms: dict[str, float]) -> Iterable[str]:
    if best >= 0.8 * none:
        yield "oracle: expected that it spares a fifth of the harm at least"
    for way in scenario.tempting:
        if harms[way.name] < WORSE * best:
            yield f"tempting.{way.name}: expected more harm than the oracle's"
        if way.worse_than_nothing and harms[way.name] < WORSE_THAN_NOTHING * none:
            yield f"tempting.{way.name}: expected more harm than doing nothing"
    if scenario.seed is None and not any(way.worse_than_nothing for way in scenario.tempting):
        yield "tempting: expected one that is worse than doing nothing"


def _points(scenario: Scenario, seed: int, problems: list[str]) -> float:
    """Points of the oracle's whole journal; nobody's are few, a tempting one's fewer than its."""
    run = replay(journal_of(scenario, scenario.oracle, seed), scenario)
    oracle = score(run)
    if oracle.points < ORACLE_POINTS:
        lost = {k: round(v, 2) for k, v in oracle.parts.items() if v < 0.75 * PARTS[k]}
        problems.append(f"oracle: expected {ORACLE_POINTS:g} points or more; weak: {lost}")
    idle = score(replay(journal_of(scenario, (), seed), scenario)).points
    if idle > IDLE_POINTS:
        problems.append(f"nothing: expected {IDLE_POINTS:g} points at most, got {idle:g}")
    for way in scenario.tempting:
        other = score(replay(journal_of(scenario, way.journal, seed), scenario))
        if other.points >= oracle.points:
            problems.append(f"tempting.{way.name}: expected fewer points than the oracle's")
    return oracle.points

"""A journal, played again: how the run went, and how it would have gone otherwise.

Every run is taken to the horizon, also where the journal closed it before, so that harm can be
compared: with nobody acting, and with the author's own way.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from course.errors import Problem, ScenarioError, SubmissionError
from course.incidents.incident import Incident, opened
from course.incidents.journal import Entry, Journal, parse, written
from course.incidents.objective import Course, course_of
from course.incidents.scenario import SECOND, Scenario, ScriptLine
from course.incidents.scenario_files import seconds
from course.incidents.verbs import action
from course.simulation.engine import Engine
from course.simulation.lowering import Names
from course.simulation.observation import Scrape


@dataclass(frozen=True, kw_only=True)
class Act:
    """An act that took place: when begun and when its last change was done (s of the run)."""

    t_s: int
    done_s: float
    verb: str
    args: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Baselines:
    """Harm from onset to horizon: nobody acts; the author's own way."""

    nothing: float
    oracle: float


@dataclass(frozen=True, kw_only=True)
class Run:
    """All that scoring and feedback read."""

    scenario: Scenario
    seed: int
    journal: Journal
    course: Course
    acts: tuple[Act, ...]
    baselines: Baselines
    scrapes: tuple[Scrape, ...]
    names: Names


def played(journal: Journal, scenario: Scenario) -> Incident:
    """Play a checked journal to the horizon. Raises SubmissionError with the line that cannot."""
    incident = Incident(scenario, seed=journal.seed)
    for number, entry in enumerate(journal.entries[1:], start=2):
        try:
            incident.take(entry)
        except ScenarioError as error:
            raise SubmissionError(p.within(f"line {number}") for p in error.problems) from None
    incident.engine.advance_to(scenario.horizon)
    return incident


def replay(journal: Journal, scenario: Scenario, *, seed: int | None = None) -> Run:
    """Play a journal again, and say how the run went.

    The same scenario and seed are played twice more for comparison: once with nobody acting, and
    once with the author's own solution.

    Parameters
    ----------
    journal : Journal
        Lines that were checked: `incident.journal`, or what `journal.parse` gives.
    scenario : Scenario
        The scenario that the journal is of.
    seed : int, optional
        The seed that the journal must have, such as the learner's own; by default any is right.

    Returns
    -------
    Run
        Everything that `score` needs: what happened, what was done, and how much harm there would
        have been otherwise.

    Raises
    ------
    SubmissionError
        Where the seed is another, or a line cannot be played; it names the line.

    Examples
    --------
    >>> from course.incidents import journal_of, load_scenario, replay, score
    >>> scenario = load_scenario("bad-canary")
    >>> best = replay(journal_of(scenario, scenario.oracle, seed=7), scenario)
    >>> score(best).points > 80
    True
    """
    if seed is not None and journal.seed != seed:
        what = "expected the seed of this learner's own run"
        raise SubmissionError(Problem("line 1: args.seed", what))
    return run_of(played(journal, scenario))


def run_of(incident: Incident) -> Run:
    """What became of an incident that was played to its horizon."""
    scenario, engine = incident.scenario, incident.engine
    acts = tuple(
        Act(t_s=e.t, done_s=e.t + order.duration / SECOND, verb=e.verb[4:], args=e.args)
        for e, order in incident.orders
    )
    return Run(
        scenario=scenario,
        seed=incident.seed,
        journal=incident.journal,
        course=judged(engine, scenario),
        acts=acts,
        baselines=baselines(scenario, incident.seed),
        scrapes=tuple(engine.scrapes()),
        names=engine.names,
    )


def replay_bytes(raw: bytes, scenario: Scenario, *, seed: int | None = None) -> Run:
    """Check the bytes of a journal as a learner handed it in, and play it again as `replay` does.

    Parameters
    ----------
    raw : bytes
        Content of the file; nothing in it is trusted.
    scenario : Scenario
        The scenario that the journal should be of.
    seed : int, optional
        The seed that the journal must have; by default any seed is right.

    Returns
    -------
    Run
        Everything that `score` needs.

    Raises
    ------
    SubmissionError
        Where lines are wrong; each problem names its line.
    """
    return replay(parse(raw, scenario), scenario, seed=seed)


def judged(engine: Engine, scenario: Scenario) -> Course:
    """How an engine's run went up to now."""
    scrapes = engine.scrapes()
    return course_of(scenario.objective, scrapes, engine.names, scenario.truth.onset)


def journal_of(scenario: Scenario, lines: Sequence[ScriptLine], seed: int) -> Journal:
    """Make the journal of lines that an author wrote, such as `scenario.oracle`.

    Parameters
    ----------
    scenario : Scenario
        The scenario that the lines belong to.
    lines : sequence of ScriptLine
        The lines, in order of time.
    seed : int
        Seed of the run.

    Returns
    -------
    Journal
        The journal, as if somebody had played it so.

    Raises
    ------
    ScenarioError
        Where the lines cannot be played; each problem names its line.
    """
    problems: list[Problem] = []
    journal = written(scenario, seed, seconds(tuple(lines)), problems.extend)
    if problems:
        raise ScenarioError(problem.within(scenario.name) for problem in problems)
    return journal


def acted(engine: Engine, scenario: Scenario, entries: Iterable[Entry]) -> Course:
    """Take an engine to the end of its run, and let acts happen at their times.

    This is quicker than a replay: nothing is checked, and nobody looks.

    Parameters
    ----------
    engine : Engine
        The engine to take forward.
    scenario : Scenario
        Its scenario.
    entries : iterable of Entry
        Lines of a journal, in order of time. Those that are no acts are passed over.

    Returns
    -------
    Course
        How the run went: the time of each measurement, whether the objective was met, and the harm.
    """
    for entry in entries:
        if entry.verb.startswith("act."):
            engine.advance_to(entry.t * SECOND)
            engine.act(
                action(entry.verb[4:], entry.args, engine.names, scenario.system, scenario.hotfixes)
            )
    engine.advance_to(scenario.horizon)
    return judged(engine, scenario)


def baselines(scenario: Scenario, seed: int) -> Baselines:
    """Harm without acts, and with the oracle's; kept for each scenario's text and seed."""
    return _baselines(scenario.model_dump_json(), seed)


@lru_cache(maxsize=256)
def _baselines(text: str, seed: int) -> Baselines:
    scenario = Scenario.model_validate_json(text)
    oracle = journal_of(scenario, scenario.oracle, seed).of("act.")
    engine = opened(scenario, seed)
    engine.advance_to((oracle[0].t if oracle else 0) * SECOND)
    before = engine.snapshot()
    nothing = acted(engine, scenario, ())
    engine.restore(before)
    best = acted(engine, scenario, oracle)
    return Baselines(nothing=nothing.harm_since_onset(), oracle=best.harm_since_onset())

"""Incidents: a simulated system fails, a learner mends it, and rules judge how that was done.

A scenario is a file that describes the system, its faults and how a run is judged. A journal has
a line for everything that a learner looked at, said and did. Scenario, seed and journal together
decide everything else, so a run can be played again and its score worked out from the file alone.
Nothing here knows a widget, and only a drill host and its client the time outside of the
simulation. docs/incidents.md tells
instructors, authors and learners how to use it.

Notebooks import from here. A name is loaded when it is first asked for, so importing this room
loads no simulator.

Files in reading order, each importing only files before it:
  vocabulary, verbs      words of incidents; what a learner can do to a system
  objective, scenario    what is promised to users; a scenario as one value
  journal                the lines that are graded
  scenario_draws         which incident of a family a seed draws
  scenario_files         scenarios read from TOML and checked, and whose draw it is
  query_frames, run_queries                answers of PromQL and SQL over a run
  diagrams               pictures of topologies and traces
  incident               the run itself
  sealed_runs            graded drills: draws, and what a drill host keeps of runs
  drill_client, drill_host                 a graded drill in a notebook; the process that plays it
  replayed_run           a journal played again
  post_rules, act_effects, scoring, feedback   what was said and done, judged
  journal_grading        what test cells of a notebook call
  solver, lint           proves that a scenario teaches what it says
  magics                 cells of PromQL and SQL
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course.incidents.drill_client import drill
    from course.incidents.incident import Incident, opened
    from course.incidents.journal import Entry
    from course.incidents.journal_grading import hand_in, handed_in
    from course.incidents.post_rules import public_posts, shares
    from course.incidents.replayed_run import acted, journal_of, replay, replay_bytes
    from course.incidents.scenario_files import (
        family_names,
        load_scenario,
        own_seed,
        scenario_names,
    )
    from course.incidents.scoring import score

__all__ = [
    "Entry",
    "Incident",
    "acted",
    "drill",
    "family_names",
    "hand_in",
    "handed_in",
    "journal_of",
    "load_scenario",
    "opened",
    "own_seed",
    "public_posts",
    "replay",
    "replay_bytes",
    "scenario_names",
    "score",
    "shares",
]

_HOMES = {
    "Entry": "course.incidents.journal",
    "Incident": "course.incidents.incident",
    "acted": "course.incidents.replayed_run",
    "drill": "course.incidents.drill_client",
    "family_names": "course.incidents.scenario_files",
    "hand_in": "course.incidents.journal_grading",
    "handed_in": "course.incidents.journal_grading",
    "journal_of": "course.incidents.replayed_run",
    "load_scenario": "course.incidents.scenario_files",
    "opened": "course.incidents.incident",
    "own_seed": "course.incidents.scenario_files",
    "public_posts": "course.incidents.post_rules",
    "replay": "course.incidents.replayed_run",
    "replay_bytes": "course.incidents.replayed_run",
    "scenario_names": "course.incidents.scenario_files",
    "score": "course.incidents.scoring",
    "shares": "course.incidents.post_rules",
}


def __getattr__(name: str) -> Any:
    """Open a name's home when the name is first asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__

"""Journals and runs that several tests use: the tutorial with seed 0, whose truth is written here.

Onset 720 s, breach 765, the oracle rolls back at 960 and the objective is met again from 1020.
"""

import json
from dataclasses import replace
from functools import cache
from typing import Any

from course.incidents.journal import Journal, parse
from course.incidents.replayed_run import Run
from course.incidents.replayed_run import replay as replayed
from course.incidents.scenario import Scenario
from course.incidents.scenario_files import load_scenario
from course.incidents.scoring import Score, score

Line = tuple[int, str, dict[str, Any]]
NAME, SEED = "bad-canary", 0
ONSET, BREACH, RESOLVED, HORIZON = 720, 765, 1020, 2400
BEGIN: Line = (0, "begin", {"format": 1, "scenario": NAME, "seed": SEED})
ROLLBACK: Line = (960, "act.rollback", {"service": "checkout"})
LOOK: Line = (725, "topology", {})
DECLARE: Line = (920, "declare", {"severity": 2})
RIGHT = {"components": ["checkout"], "cause": "bad release", "trigger": "deploy", "onset_s": 735}
NAMED: Line = (940, "hypothesis", RIGHT)
CLOSE: Line = (1380, "close", {})


def scenario() -> Scenario:
    return load_scenario(NAME)


def text(*lines: Line) -> bytes:
    """Bytes of a journal; `begin` is added."""
    rows = ({"t": t, "verb": verb, "args": args} for t, verb, args in (BEGIN, *lines))
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def journal(*lines: Line) -> Journal:
    return parse(text(*lines), scenario())


def run(*lines: Line) -> Run:
    return run_of(journal(*lines))


def run_of(lines: Journal) -> Run:
    """Replay; runs with the same acts are made once, for only acts change the system."""
    acts = tuple((e.t, e.verb, json.dumps(e.args)) for e in lines.of("act."))
    return replace(_acted(acts), journal=lines)


@cache
def _acted(acts: tuple[tuple[int, str, str], ...]) -> Run:
    lines: list[Line] = [(t, verb, json.loads(args)) for t, verb, args in acts]
    declared: list[Line] = [(600, "declare", {"severity": 2})] if lines else []
    return replayed(parse(text(*declared, *lines), scenario()), scenario())


def scored(*lines: Line) -> Score:
    """Score of lines by somebody who has looked at the system since the onset."""
    return score(run(*lines if LOOK in lines else sorted((*lines, LOOK), key=lambda line: line[0])))


def post(t: int, status: str = "identified", **more: Any) -> Line:
    """A right post, but for what is said otherwise; None takes a field away."""
    usual: dict[str, Any] = {
        "audience": "customers",
        "status": status,
        "text": "Some purchases fail. We are on it.",
        "components": ["Checkout"],
        "affected_percent": 15,
        "next_update_s": 540,
    }
    if status == "resolved":
        usual |= {"text": CLOSING, "affected_percent": None, "next_update_s": None}
    return (t, "post", {k: v for k, v in {**usual, **more}.items() if v is not None})


CLOSING = "All works normally again. No data was lost. We will review it and report."
ORACLE: tuple[Line, ...] = (
    LOOK,
    DECLARE,
    NAMED,
    ROLLBACK,
    post(980),
    post(1320, "resolved"),
    CLOSE,
)

"""The run told to the page: each line of its journal in words, and at its end points and a curve.

What was right is read from the replay of the journal, as the grader reads it.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from course.incidents.feedback import feedback
from course.incidents.incident import opened
from course.incidents.journal import Entry, Journal, ends_s
from course.incidents.objective import Course
from course.incidents.replayed_run import acted, replay
from course.incidents.scenario import SECOND, Scenario
from course.incidents.scoring import score
from course.incidents.vocabulary import PARTS
from course.widgets.console.panels import SIGNALS, numbers

KINDS = {"declare": "say", "hypothesis": "say", "post": "say", "note": "say", "close": "say"}


def timeline(entries: Iterable[Entry], scenario: Scenario) -> list[dict[str, Any]]:
    """Give `{"t", "until", "kind", "words"}` for each line; advances in a row are one."""
    lines: list[dict[str, Any]] = []
    for entry, until in _spans(entries, scenario):
        kind = kind_of(entry.verb)
        if kind == "advance" and lines and lines[-1]["kind"] == "advance":
            lines[-1] |= {"until": until, "words": f"advanced {span(until - lines[-1]['t'])}"}
            continue
        began = until if kind == "begin" else entry.t
        lines.append(
            {"t": began, "until": until, "kind": kind, "verb": entry.verb, "words": in_words(entry)}
        )
    return lines


def kind_of(verb: str) -> str:
    """Sort a verb: begin, advance, look, say or do."""
    if verb.startswith("act."):
        return "do"
    return {"begin": "begin", "advance": "advance"}.get(verb, KINDS.get(verb, "look"))


def _spans(entries: Iterable[Entry], scenario: Scenario) -> Iterator[tuple[Entry, int]]:
    hints = 0
    for entry in entries:
        yield entry, ends_s(entry, scenario, hints)
        hints += entry.verb == "hint"


def in_words(entry: Entry) -> str:
    """Say what one line did."""
    args, verb = entry.args, entry.verb
    if verb.startswith("act."):
        return act_in_words(verb.removeprefix("act."), args)
    if verb == "metrics" and args["query"] == SIGNALS:
        return "looked at the golden signals"
    if verb == "advance":
        return f"advanced {span(args['seconds'])}"
    if verb == "hypothesis":
        more = f", set off by {args['trigger']}" if args.get("trigger") else ""
        where = ", ".join(args.get("components", ()))
        return f"named {where}: {args['cause']}{more}" if where else f"said: {args['cause']}{more}"
    return _WORDS[verb].format_map({"trace": "(the slowest of late)", **_given(args)})


# Filled in once: braces in a learner's own words are left as they are.
_WORDS = {
    "begin": "you came on call",
    "alerts": "looked at alerts",
    "topology": "looked at the topology",
    "deploys": "looked at the deploy log",
    "audit": "looked at the audit log",
    "settings": "looked at the settings",
    "status": "looked at the status page",
    "metrics": "asked PromQL: {query}",
    "sql": "asked SQL: {query}",
    "logs": "searched logs for {query}",
    "traces": "looked at trace {trace}",
    "runbook": "read the runbook {name}",
    "hint": "took a hint",
    "declare": "declared an incident, severity {severity}",
    "post": "told {audience} ({status}): {text}",
    "note": "noted: {text}",
    "close": "closed the incident",
}


def _given(args: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in args.items() if value != ""}


def act_in_words(verb: str, args: dict[str, Any]) -> str:
    """Say an act as one would: `rollback checkout`, `scale api, replicas 4`."""
    words = [str(v) if k in _OBJECTS else f"{k} {_plain(v)}" for k, v in args.items()]
    return f"{verb.replace('_', ' ')} {', '.join(words)}".strip()


_OBJECTS = ("service", "flag", "cache", "queue", "secret", "token", "realm", "limiter", "hotfix")


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def span(seconds: int) -> str:
    """Write a duration: `45 s`, `4 min`, `4 min 15 s`."""
    minutes, rest = divmod(int(seconds), 60)
    return " ".join([f"{minutes} min"] * (minutes > 0) + [f"{rest} s"] * (rest > 0 or not minutes))


WINDOW_S = 60  # share of bad requests is of the minute before


def ending(journal: Journal, scenario: Scenario) -> dict[str, Any]:
    """Replay and score a journal: takes about a second. Raises SubmissionError."""
    run = replay(journal, scenario)
    points = score(run)
    nothing = acted(opened(scenario, run.seed), scenario, ())
    course = run.course
    return {
        "score": points.data() | {"parts_of": dict(PARTS)},
        "feedback": feedback(run, points).data(),
        "truth": {
            "cause": scenario.truth.cause,
            "trigger": scenario.truth.trigger,
            "components": list(scenario.truth.components),
        },
        "course": {
            "t": [round(float(t), 3) for t in course.t_s],
            "met": [bool(met) for met in course.met],
            "bad": numbers(_bad(course)),
            "bad_of_nothing": numbers(_bad(nothing)),
            "harm": numbers(_harm(course)),
            "harm_of_nothing": numbers(_harm(nothing)),
            "counts_requests": bool(scenario.objective.requests),
            "onset_s": course.onset_s,
            "breach_s": course.breach_s(),
            "resolved_s": course.resolved_s(),
            "start_s": scenario.start / SECOND,
        },
    }


def _bad(course: Course) -> np.ndarray[Any, Any]:
    """Percent of requests in the minute before each scrape that were bad."""
    return np.array([100 * course.bad_share(t - WINDOW_S, t) for t in course.t_s.tolist()])


def _harm(course: Course) -> np.ndarray[Any, Any]:
    """Harm since the onset, by scrape."""
    before = course.harm[course.at(course.onset_s)]
    harm: np.ndarray[Any, Any] = np.maximum(course.harm - before, 0.0)
    return harm

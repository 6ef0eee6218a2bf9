"""Lines of a journal in words, for the timeline. Not for what was right in them (debrief.py)."""

from collections.abc import Iterable, Iterator
from typing import Any

from course.incidents.journal import Entry, ends_s
from course.incidents.scenario import Scenario
from course.widgets.console.panels import SIGNALS

KINDS = {"declare": "say", "hypothesis": "say", "post": "say", "note": "say", "close": "say"}


def timeline(entries: Iterable[Entry], scenario: Scenario) -> list[dict[str, Any]]:
    """Give `{"t", "until", "kind", "words"}` for each line; waits in a row are one."""
    lines: list[dict[str, Any]] = []
    for entry, until in _spans(entries, scenario):
        kind = kind_of(entry.verb)
        if kind == "wait" and lines and lines[-1]["kind"] == "wait":
            lines[-1] |= {"until": until, "words": f"waited {span(until - lines[-1]['t'])}"}
            continue
        began = until if kind == "begin" else entry.t
        lines.append(
            {"t": began, "until": until, "kind": kind, "verb": entry.verb, "words": in_words(entry)}
        )
    return lines


def kind_of(verb: str) -> str:
    """Sort a verb: begin, wait, look, say or do."""
    if verb.startswith("act."):
        return "do"
    return {"begin": "begin", "advance": "wait"}.get(verb, KINDS.get(verb, "look"))


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
        return f"waited {span(args['seconds'])}"
    if verb == "hypothesis":
        more = f", set off by {args['trigger']}" if args.get("trigger") else ""
        return f"named {', '.join(args['components'])}: {args['cause']}{more}"
    return _WORDS[verb].format_map({"trace": "(the slowest of late)", **_given(args)})


# Filled in once: braces in a learner's own words are left as they are.
_WORDS = {
    "begin": "you came on call",
    "alerts": "looked at alerts",
    "topology": "looked at the topology",
    "deploys": "looked at the deploy log",
    "audit": "looked at the audit log",
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

"""A journal's format: what is well is read back as it was, all else is refused with its line."""

import json
from typing import Any

import pytest

from course.errors import ScenarioError, SubmissionError
from course.incidents.incident import Incident
from course.incidents.journal import LONGEST, LONGEST_LINE, MOST_LINES, VERBS, parse
from tests.incidents import runs
from tests.incidents.runs import BEGIN, CLOSE, DECLARE, NAMED, ROLLBACK, post, scenario, text

WELL = (
    (600, "note", {"text": "calm"}),
    (700, "advance", {"seconds": 120}),
    (830, "alerts", {}),
    (840, "metrics", {"query": "up"}),
    (860, "logs", {"query": "*"}),
    (880, "traces", {}),
    (900, "runbook", {"name": "checkout"}),
    DECLARE,
    NAMED,
    ROLLBACK,
    post(980),
    (1100, "act.scale", {"service": "catalog", "replicas": 2}),
    post(1320, "resolved"),
)


def lines() -> list[bytes]:
    return text(*WELL).split(b"\n")[:-1]


def refused(raw: bytes) -> str:
    with pytest.raises(SubmissionError) as caught:
        parse(raw, scenario())
    assert "Traceback" not in str(caught.value)
    return str(caught.value)


def test_a_journal_is_read_back_as_it_was_written() -> None:
    """Text to lines to text changes nothing."""
    parsed = parse(text(*WELL, CLOSE), scenario())
    assert [(e.t, e.verb, e.args) for e in parsed.entries] == [BEGIN, *WELL, CLOSE]
    assert parse(parsed.text().encode(), scenario()) == parsed
    assert (parsed.scenario, parsed.seed) == ("bad-canary", 0)


def dumped(t: Any = 990, verb: Any = "note", args: Any = None, **more: Any) -> bytes:
    args = {"text": "x"} if args is None else args
    return json.dumps({"t": t, "verb": verb, "args": args, **more}).encode()


def act(verb: str, **args: Any) -> bytes:
    return dumped(verb=f"act.{verb}", args=args)


def said(**more: Any) -> bytes:
    return dumped(verb="post", args={**post(0)[2], **more})


# Each alone is refused, wherever after the post at 980 it stands.
HOSTILE = {
    "empty line": b"",
    "not JSON": b"{",
    "an array": b"[]",
    "a number": b"7",
    "null": b"null",
    "text": b'"close"',
    "no time": b'{"verb": "note", "args": {"text": "x"}}',
    "a fourth key": dumped(more=1),
    "the same key twice": b'{"t": 990, "t": 991, "verb": "note", "args": {"text": "x"}}',
    "the same argument twice": b'{"t": 990, "verb": "note", "args": {"text": "x", "text": "y"}}',
    "time as text": dumped("990"),
    "time as fraction": dumped(990.5),
    "time as truth": dumped(True),
    "time missing": dumped(None),
    "time as list": dumped([990]),
    "time below 0": dumped(-1),
    "time not a number": b'{"t": NaN, "verb": "note", "args": {"text": "x"}}',
    "time without end": b'{"t": Infinity, "verb": "note", "args": {"text": "x"}}',
    "time beyond all": dumped(10**30),
    "time with 5000 digits": b'{"t": 1' + b"0" * 5000 + b', "verb": "note", "args": {}}',
    "time going backwards": dumped(700),
    "time within the line above": dumped(985),
    "after the horizon": dumped(2401),
    "verb as number": dumped(verb=1),
    "verb as list": dumped(verb=["note"]),
    "unknown verb": dumped(verb="undo"),
    "verb of the engine": dumped(verb="act.deploy_everything"),
    "verb of Python": dumped(verb="__class__"),
    "arguments as list": dumped(args=["x"]),
    "arguments as text": dumped(args="x"),
    "unknown argument": dumped(args={"text": "x", "points": 100}),
    "missing argument": dumped(verb="declare", args={}),
    "begin once more": dumped(verb="begin", args=BEGIN[2]),
    "severity as text": dumped(verb="declare", args={"severity": "2"}),
    "severity as truth": dumped(verb="declare", args={"severity": True}),
    "severity 4": dumped(verb="declare", args={"severity": 4}),
    "no component": dumped(verb="hypothesis", args={"components": [], "cause": "bad release"}),
    "unknown cause": dumped(verb="hypothesis", args={"components": ["web"], "cause": "gremlins"}),
    "nine components": dumped(
        verb="hypothesis", args={"components": ["web"] * 9, "cause": "bad release"}
    ),
    "onset as text": dumped(verb="hypothesis", args={**runs.RIGHT, "onset_s": "735"}),
    "waiting for no time": dumped(verb="advance", args={"seconds": 0}),
    "waiting backwards": dumped(verb="advance", args={"seconds": -60}),
    "replicas as text": act("scale", service="web", replicas="4"),
    "replicas as fraction": act("scale", service="web", replicas=2.5),
    "4 billion replicas": act("scale", service="web", replicas=1 << 32),
    "slot below 0": act("drain", service="web", slot=-1),
    "share above 1": act("shed", service="web", share=1.5),
    "share as text": act("shed", service="web", share="all"),
    "service as path": act("restart", service="../../etc/passwd"),
    "blocking the poison": act("block", by="hostile", value=1),
    "timeout without unit": act("set_timeout", caller="checkout", to="payment.charge", timeout="5"),
    "pool of a million": act("set_pool", service="web", pool="db", size=10**6),
    "status unknown": said(status="fine"),
    "audience unknown": said(audience="press"),
    "percent above 100": said(affected_percent=140),
    "percent as text": said(affected_percent="15"),
    "count below 0": said(affected_count=-5),
    "text too long": said(text="x" * 4001),
    "no text": said(text=""),
    "21 components": said(components=["Checkout"] * 21),
    "not UTF-8": b'{"t": 990, "verb": "note", "args": {"text": "\xff"}}',
    "too long a line": dumped(args={"text": "x" * LONGEST_LINE}),
    "too deep": b"[" * 60_000,
    "query too long": dumped(verb="metrics", args={"query": "x" * 4001}),
}
AFTER = (12, 13, 14)  # lines after the post, before or after which something bad may stand


@pytest.mark.parametrize("place", AFTER)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_line_is_refused_with_its_number(name: str, place: int) -> None:
    """200 ways: text for numbers, times going backwards, unknown verbs, sizes; each by its line."""
    rows = lines()
    problems = refused(b"\n".join([*rows[:place], HOSTILE[name], *rows[place:]]) + b"\n")
    assert f"journal: line {place + 1}: " in problems


def test_ten_megabytes_are_refused_unread() -> None:
    """Size is looked at before anything else; the line where it became too much is named."""
    rows = lines()
    raw = b"\n".join([*rows[:3], b"x" * 10_000_000, *rows[3:]])
    assert (
        refused(raw) == f"journal: line 4: expected at most {LONGEST} bytes in all, got {len(raw)}"
    )


def test_acting_and_posting_come_after_declaring() -> None:
    """Whoever acts has said that there is an incident."""
    assert "line 2: act.rollback: expected `declare` before it" in refused(text(ROLLBACK))
    assert "line 2: post: expected `declare` before it" in refused(text(post(700)))


def test_nothing_comes_after_the_end() -> None:
    """Neither after `close` nor after the horizon."""
    assert "line 3: expected nothing after `close`" in refused(
        text((700, "close", {}), (800, "note", {"text": "x"}))
    )
    assert "line 2: t: expected at most the horizon, 2400" in refused(
        text((2500, "note", {"text": "x"}))
    )


def test_looking_takes_its_price() -> None:
    """A line cannot begin before the one above is over: 15 s for logs, 120 s of waiting."""
    assert "line 3: t: expected 715 or later, got 714" in refused(
        text((700, "logs", {"query": "*"}), (714, "alerts", {}))
    )
    assert "line 3: t: expected 820 or later, got 819" in refused(
        text((700, "advance", {"seconds": 120}), (819, "alerts", {}))
    )
    assert "line 2: t: expected 600 or later, got 599" in refused(text((599, "alerts", {})))


def test_the_first_line_says_what_it_is() -> None:
    """A journal of nothing, of another scenario, or of another format is refused."""
    assert refused(b"") == "journal: line 1: expected `begin`, got nothing"
    other = {"format": 1, "scenario": "cold-cache", "seed": 0}
    assert "line 1: args.scenario" in refused(dumped(0, "begin", other) + b"\n")
    assert "line 1: args.format" in refused(dumped(0, "begin", {**BEGIN[2], "format": 2}) + b"\n")
    assert "line 1: args.seed" in refused(dumped(0, "begin", {**BEGIN[2], "seed": -1}) + b"\n")
    assert "line 1: t: expected 0" in refused(dumped(5, "begin", BEGIN[2]) + b"\n")
    assert "line 1: verb: expected `begin`" in refused(dumped(700) + b"\n")


def test_a_torn_last_line_is_refused() -> None:
    """A file that ends without a line feed was not written whole."""
    assert "line 14: expected a line feed at its end" in refused(b"\n".join(lines()))


def test_too_many_lines_are_refused() -> None:
    """2,000 is the most."""
    many = [(700, "note", {"text": "x"})] * MOST_LINES
    assert f"line {MOST_LINES + 1}: expected at most" in refused(text(*many))


def test_all_bad_lines_are_named_at_once() -> None:
    """A learner mends a journal in one go."""
    rows = lines()
    problems = refused(b"\n".join([*rows[:5], b"{", *rows[5:9], b"[]", *rows[9:]]) + b"\n")
    assert [line.split(": ")[1] for line in problems.splitlines()] == ["line 6", "line 11"]


def test_every_verb_says_what_it_is_for() -> None:
    """The sentence is what a terminal and a form show."""
    assert [name for name, kind in VERBS.items() if not (kind.__doc__ or "").strip()] == []


def test_a_run_does_not_write_what_the_grader_refuses() -> None:
    """After 2,000 lines nothing more is done, and what there is can be handed in."""
    incident = Incident("bad-canary")
    for number in range(1999):
        incident.note(f"{number}")
    with pytest.raises(ScenarioError, match="at most 2000 lines"):
        incident.note("one more")
    journal = parse(incident.journal.text().encode(), incident.scenario)
    assert len(journal.entries) == 2000

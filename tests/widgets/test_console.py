"""The incident console without a browser: messages in, state out, one journal under it all."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from course.incidents.incident import Incident
from course.incidents.journal import MOST_LINES
from course.widgets.console.choices import QUERIES
from course.widgets.console.panels import SIGNALS
from course.widgets.console.session import Session

NAME = "bad-canary"
RESOLVED = (
    "Purchases work normally again: the problem is fixed. No data was lost. "
    "We will review how the change passed our tests."
)
TUTORIAL: list[tuple[str, dict[str, Any]]] = [
    ("open", {}), ("advance", {"seconds": 300}), ("alerts", {}), ("metrics", {"query": SIGNALS}),
    ("topology", {}), ("declare", {"severity": 2}),
    ("hypothesis", {"components": ["checkout"], "cause": "bad release", "trigger": "deploy",
                    "onset": "14:12"}),
    ("act.rollback", {"service": "checkout"}),
    ("post", {"audience": "customers", "status": "identified", "components": ["Checkout"],
              "text": "Since 14:12 some purchases fail. We are mending it.",
              "affected_percent": 6.0, "next_update_s": 540}),
    ("advance", {"seconds": 300}),
    ("post", {"audience": "customers", "status": "resolved", "components": ["Checkout"],
              "text": RESOLVED}),
    ("close", {}),
]  # fmt: skip
LOOKS: list[tuple[str, str, dict[str, Any]]] = [
    ("alerts", "alerts", {}),
    ("topology", "topology", {}),
    ("signals", "metrics", {"query": SIGNALS}),
    ("query", "metrics", {"query": QUERIES[0][2]}),
    ("query", "sql", {"query": QUERIES[5][2]}),
    ("logs", "logs", {"query": "error checkout"}),
    ("trace", "traces", {}),
    ("deploys", "deploys", {}),
    ("audit", "audit", {}),
    ("settings", "settings", {}),
    ("runbook", "runbook", {"name": "checkout"}),
]


def made(folder: Path, name: str = NAME) -> Session:
    return Session(name, folder=folder / "incidents", seed=lambda draw: draw - 1)


def say(
    session: Session, verb: str, seq: int = 1, ask: bool = False, **args: Any
) -> dict[str, Any]:
    reply = session.answer({"seq": seq, "value": {"verb": verb, "args": args, "ask": ask}})
    assert reply is not None
    return reply


def lines(session: Session) -> list[dict[str, Any]]:
    return [json.loads(line) for line in session.path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A run at 14:16, with the fault in it."""
    opened = made(tmp_path)
    say(opened, "advance", seconds=360)
    yield opened
    json.dumps(opened.state(), allow_nan=False)  # whatever was done: what goes to the page is JSON


def test_the_tutorial_is_played_by_messages(tmp_path: Path) -> None:
    """Each message is one line of the journal; the end has points, evidence and a curve."""
    session = made(tmp_path)
    assert session.state()["run"] == {"begun": False, "draw": 1, "draws": []}
    assert not session.path.exists(), "a console that is only shown begins no run"

    replies = [say(session, verb, seq, **args) for seq, (verb, args) in enumerate(TUTORIAL)]

    assert [reply.get("ack") for reply in replies] == list(range(len(TUTORIAL)))
    written = lines(session)
    assert [line["verb"] for line in written] == ["begin", *(verb for verb, _ in TUTORIAL[1:])]
    assert written[6]["args"]["onset_s"] == 720
    state = session.state()
    assert state["run"]["over"] is True
    assert state["run"]["acts"] == [{"t": 940, "done": 967.0, "words": "rollback checkout"}]
    ending = state["ending"]
    assert ending["score"]["points"] > 88
    assert ending["feedback"]["strengths"][0]["evidence"]
    course = ending["course"]
    assert len(course["t"]) == len(course["bad"]) == len(course["bad_of_nothing"]) == 161
    assert course["bad"][-1] == 0 < course["bad_of_nothing"][-1]


def test_code_plays_the_same_run(tmp_path: Path) -> None:
    """Calls of Incident and messages of the page write one and the same journal."""
    session = made(tmp_path)
    for verb, args in TUTORIAL[:8]:
        say(session, verb, **args)
    incident = Incident(NAME, seed=0, folder=tmp_path / "code")
    incident.advance("5m")
    incident.alerts()
    incident.look("metrics", query=SIGNALS)
    incident.topology()
    incident.declare(severity=2)
    incident.hypothesis(component="checkout", cause="bad release", trigger="deploy", onset="14:12")
    incident.act.rollback(service="checkout")

    assert incident.journal.text() == session.path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("panel", "verb", "args"), LOOKS)
def test_every_look_is_paid_and_shown_with_its_time(
    session: Session, panel: str, verb: str, args: dict[str, Any]
) -> None:
    """Nothing is shown before its line is written; then the panel says as of when it is."""
    assert session.state()["looks"] == {}
    before = session.incident.now_s

    assert "ack" in say(session, verb, **args)

    looks = session.state()["looks"]
    assert list(looks) == [panel]
    price = session.scenario.price(verb)
    assert (looks[panel]["at"], session.incident.now_s) == (before + price, before + price)
    assert lines(session)[-1] == {"t": before, "verb": verb, "args": args}
    assert price > 0


def test_looks_show_what_engineers_need(session: Session) -> None:
    """The signs of the bad canary stand in each panel, in plain data."""
    for _, verb, args in LOOKS:
        say(session, verb, **args)
    looks = session.state()["looks"]

    assert [(a["name"], a["state"]) for a in looks["alerts"]["alerts"]] == [
        ("CheckoutErrors", "firing")
    ]
    signals = looks["signals"]
    assert [chart["name"] for chart in signals["charts"]] == [
        "Traffic",
        "Errors",
        "Latency",
        "Saturation",
    ]
    errors = {one["name"]: one["values"][-1] for one in signals["charts"][1]["series"]}
    assert errors["checkout"] > 10 > errors["web"] > 3 > errors["catalog"] == 0
    assert [change["words"] for change in signals["versions"]] == [
        "catalog: v17 → v18",
        "checkout: v41 → v41 and v42",
    ]
    assert {node["name"] for node in looks["topology"]["nodes"]} >= {"web", "checkout", "payment"}
    assert looks["query"]["rows"][0][:2] == ["checkout", "v42"]
    logs = looks["logs"]
    assert logs["total"] > len(logs["rows"]) == 100
    assert set(logs["kept"]) <= {row[logs["head"].index("trace_id")] for row in logs["rows"]}
    assert looks["trace"]["spans"][0]["depth"] == 0
    assert [row[-1] for row in looks["deploys"]["rows"]][-1] == "canary"
    assert "Roll back" in looks["runbook"]["text"]


def test_promql_gives_a_table_and_a_curve(session: Session) -> None:
    """An answer has the values of now, the last half hour, and a unit."""
    assert "ack" in say(session, "metrics", query=QUERIES[0][2])
    panel = session.state()["looks"]["query"]

    assert panel["head"] == ["service_name", "service_version", "value"]
    assert {tuple(row[:2]) for row in panel["rows"]} == {("checkout", "v42"), ("web", "v1")}
    assert panel["unit"] == panel["chart"]["unit"] == "/s"
    assert panel["chart"]["t"][-1] == panel["at"]
    assert {len(one["values"]) for one in panel["chart"]["series"]} == {len(panel["chart"]["t"])}


@pytest.mark.parametrize(("verb", "query"), [(verb, query) for verb, _, query in QUERIES])
def test_every_ready_made_query_is_answered(session: Session, verb: str, query: str) -> None:
    """What the page offers works."""
    assert "ack" in say(session, verb, query=query)
    assert "problem" not in session.state()["looks"]["query"]


@pytest.mark.parametrize(
    ("verb", "query"),
    [
        ("metrics", "sum by ("),
        ("metrics", "up offset"),
        ("sql", "drop table logs"),
        ("sql", "select * from '/etc/passwd'"),
        ("logs", "service.name = "),
    ],
)
def test_a_query_that_is_refused_costs_nothing(session: Session, verb: str, query: str) -> None:
    """It is checked before its line is written."""
    before, now = session.path.read_bytes(), session.incident.now_s

    reply = say(session, verb, query=query)

    assert reply["refused"] == 1
    assert reply["fields"] == {"query": reply["why"]}
    assert (session.path.read_bytes(), session.incident.now_s) == (before, now)
    assert session.state()["looks"] == {}


HOSTILE: list[Any] = [
    None,
    7,
    "alerts",
    [],
    {},
    {"verb": 3, "args": {}},
    {"verb": "alerts", "args": []},
    {"verb": "alerts", "args": {}, "more": 1},
    {"verb": "alerts", "args": {"x": 1}},
    {"verb": "alerts", "args": {}, "ask": "yes"},
    {"verb": "begin", "args": {"format": 1, "scenario": NAME, "seed": 7}},
    {"verb": "advance", "args": {"seconds": "60"}},
    {"verb": "advance", "args": {"seconds": True}},
    {"verb": "advance", "args": {"seconds": -5}},
    {"verb": "advance", "args": {"seconds": 1e9}},
    {"verb": "__class__", "args": {}},
    {"verb": "look", "args": {"verb": "close"}},
    {"verb": "alerts", "args": {"verb": "close", "self": 1}},
    {"verb": "metrics", "args": {"query": 5}},
    {"verb": "metrics", "args": {"query": "x" * 5000}},
    {"verb": "runbook", "args": {"name": "../../etc/passwd"}},
    {"verb": "runbook", "args": {}},
    {"verb": "traces", "args": {"trace": "<svg onload=alert(1)>"}},
    {"verb": "hypothesis", "args": {"components": [], "cause": "bad release"}},
    {
        "verb": "hypothesis",
        "args": {"components": ["checkout"], "cause": "bad release", "onset": "soon"},
    },
    {"verb": "post", "args": {"audience": "customers", "status": "resolved", "text": "x"}},
    {"verb": "act.rollback", "args": {"service": "checkout"}},
    {"verb": "note", "args": {"text": "x" * 5000}},
    {"verb": "note", "args": {"text": "\ud800"}},
    {"verb": "x" * 10**6, "args": {}},
    {"verb": "note", "args": {str(n): n for n in range(50)}},
    {"verb": "advance", "args": {"seconds": 60}, "ask": True},
]


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_no_line_is_refused_and_changes_nothing(session: Session, value: Any) -> None:
    """Wrong kinds, unknown verbs, too long, too early: refused with the reason, state as before."""
    before, state = session.path.read_bytes(), session.state()

    reply = session.answer({"seq": 4, "value": value})

    assert reply is not None
    assert reply["refused"] == 4
    assert 0 < len(reply["why"]) < 2000
    assert session.path.read_bytes() == before
    assert session.state() == state
    assert "ack" in say(session, "alerts"), "the next right line is taken"


@pytest.mark.parametrize(
    "message", [None, 3, "x", [], {}, {"seq": "1"}, {"seq": True}, {"seq": 1.0}]
)
def test_a_message_without_a_number_is_not_answered(tmp_path: Path, message: Any) -> None:
    """Nor does it begin a run."""
    session = made(tmp_path)
    assert session.answer(message) is None
    assert not session.path.exists()


def test_problems_are_named_at_the_field(session: Session) -> None:
    """The page can put each where it belongs."""
    say(session, "declare", severity=2)

    reply = say(session, "act.scale", service="nowhere", replicas="many")
    named = say(session, "hypothesis", components=["checkout"], cause="gremlins", onset="14:07")
    when = say(session, "hypothesis", components=["checkout"], cause="bad release", onset="soon")

    assert set(reply["fields"]) == {"replicas"}
    assert set(say(session, "act.scale", service="nowhere", replicas=2)["fields"]) == {"service"}
    assert set(named["fields"]) == {"cause"}
    assert set(when["fields"]) == {"onset"}


def test_the_cost_of_an_act_is_told_before_it_runs_and_changes_nothing(session: Session) -> None:
    """Time to order, time to take effect, whom it can hurt; the act then takes just that."""
    refused = say(session, "act.rollback", ask=True, service="checkout")
    say(session, "declare", severity=2)
    before, now = session.path.read_bytes(), session.incident.now_s
    digest = session.incident.engine.digest()

    cost = say(session, "act.rollback", ask=True, service="checkout")["cost"]

    assert "declare" in refused["why"]
    assert session.path.read_bytes() == before
    assert session.incident.engine.digest() == digest
    assert (cost["order_s"], cost["blast"], cost["idle"]) == (10, ["web", "checkout"], False)
    say(session, "act.rollback", service="checkout")
    (act,) = session.state()["run"]["acts"]
    assert round(act["done"] - now) == cost["takes_s"]
    assert say(session, "act.rollback", ask=True, service="catalog")["cost"]["blast"]


def test_an_act_without_effect_is_told_before_and_after(session: Session) -> None:
    """The price says so, and so does the answer to the order; an act with effect has no such word."""
    say(session, "declare", severity=2)
    so_already = {"service": "web", "size": 32}
    assert say(session, "act.set_workers", ask=True, **so_already)["cost"]["idle"] is True
    assert say(session, "act.set_workers", **so_already)["idle"] is True
    assert "idle" not in say(session, "act.set_workers", service="web", size=31)


def test_settings_are_a_look_like_others(session: Session) -> None:
    """At their price, as a table of kind, name, setting and value, all of it."""
    before = session.incident.now_s
    say(session, "settings")
    found = session.state()["looks"]["settings"]
    assert session.incident.now_s - before == 10
    assert found["head"] == ["kind", "name", "setting", "value"]
    assert len(found["rows"]) == found["total"] > 20
    assert ["call", "checkout to payment.charge", "timeout", "2s"] in found["rows"]


def test_a_new_kernel_shows_the_same_from_the_journal_alone(session: Session) -> None:
    """Clock, timeline and what each look gave follow from the file; so does the score."""
    for _, verb, args in LOOKS:
        say(session, verb, **args)
    say(session, "advance", seconds=60)
    say(session, "hint")

    again = made(session.folder.parent)

    assert again.state() == session.state()
    say(session, "close")
    assert again.state() == session.state(), "and it follows what another one writes"
    assert again.state()["ending"]["score"]["out_of"] == 100


def test_two_consoles_on_one_journal_do_not_undo_each_other(tmp_path: Path) -> None:
    """Each builds on what is in the file, whoever wrote it."""
    one, other = made(tmp_path), made(tmp_path)
    for number, session in enumerate((one, other, one, other, other, one)):
        assert "ack" in say(session, "advance", number, seconds=15)
    assert [line["t"] for line in lines(one)] == [0, 600, 615, 630, 645, 660, 675]
    assert one.state() == other.state()


def test_lines_of_code_cells_are_shown(session: Session) -> None:
    """The run that cells have is the console's own, and stays so."""
    incident = session.incident
    incident.alerts()
    incident.advance("30s")
    looks = session.state()["looks"]

    assert looks["alerts"]["at"] == incident.now_s - 30
    assert session.state()["run"]["lines"] == 4
    assert session.incident is incident


def test_a_journal_that_was_taken_away_begins_anew(session: Session) -> None:
    """To play again one renames the file; nothing of the old run is shown."""
    session.path.rename(session.path.with_suffix(".old"))
    assert session.state() == {
        "run": {"begun": False, "draw": 1, "draws": []},
        "looks": {},
        "ending": None,
    }
    say(session, "open")
    assert session.state()["run"]["lines"] == 1


@pytest.mark.parametrize(
    "text",
    [
        "no JSON\n",
        '{"t": 0, "verb": "begin", "args": {"format": 1, "scenario": "bad-canary", "seed": 5}}\n',
        '{"t": 0, "verb": "close", "args": {}}\n',
        "\n" * 5000,
    ],
)
def test_a_journal_that_is_not_ones_own_is_told(tmp_path: Path, text: str) -> None:
    """The console shows what is wrong with the file, and writes nothing into it."""
    session = made(tmp_path)
    session.folder.mkdir()
    session.path.write_text(text, encoding="utf-8")

    assert (
        "line 1" in session.state()["run"]["problem"] or "5000" in session.state()["run"]["problem"]
    )
    assert "refused" in say(session, "alerts")
    assert session.path.read_text(encoding="utf-8") == text


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    """Neither the journal nor its folder may lead elsewhere."""
    session, target = made(tmp_path), tmp_path / "target"
    session.folder.mkdir()
    session.path.symlink_to(target)
    assert "refused" in say(session, "open")
    assert "link" in session.state()["run"]["problem"]
    assert not target.exists()


def test_a_journal_does_not_outgrow_what_a_grader_reads(session: Session) -> None:
    """Near the limit only closing is left."""
    entry = '{"t": 960, "verb": "note", "args": {"text": "."}}\n'
    with session.path.open("a", encoding="utf-8") as file:
        file.write(entry * (MOST_LINES - len(lines(session)) - 5))

    assert "full" in say(session, "note", text="one more")["why"]
    assert "ack" in say(session, "close")
    assert session.state()["ending"]["score"]["out_of"] == 100


def test_a_fault_of_ours_is_said_and_the_next_line_is_taken(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page is never left without an answer: what cannot be written is refused."""

    def full(*_args: Any) -> None:
        raise OSError(28, "No space left on device")

    before = session.path.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr("course.incidents.incident.append_line", full)
        assert "No space left" in say(session, "declare", severity=2)["why"]
    assert session.path.read_bytes() == before
    assert session.state()["run"]["declared"] is None
    assert "ack" in say(session, "declare", severity=2)


def test_the_timeline_joins_advances_and_says_what_was_done(session: Session) -> None:
    """Play's steps read as one advance; braces in one's own words stay as they are."""
    for _ in range(4):
        say(session, "advance", seconds=15)
    say(session, "note", text="look at {query} & <b>")
    say(session, "traces")
    timeline = session.state()["run"]["timeline"]

    assert [line["words"] for line in timeline] == [
        "you came on call",
        "advanced 7 min",
        "noted: look at {query} & <b>",
        "looked at trace (the slowest of late)",
    ]
    assert (timeline[1]["t"], timeline[1]["until"], timeline[0]["t"]) == (600, 1020, 600)


def test_another_draw_is_played_when_one_is_over(tmp_path: Path) -> None:
    """Each run has a journal of its own; the first one stays what is handed in."""
    session = made(tmp_path, "shop-evening")
    say(session, "open")
    assert "not over" in say(session, "draw", draw=2)["why"]
    say(session, "close")
    first = session.path.read_bytes()
    for wrong in (0, 3, "2", True, None):
        assert "expected one of your runs, or 2" in say(session, "draw", draw=wrong)["why"]

    assert say(session, "draw", draw=2) == {"ack": 1}
    assert session.state()["run"] == {"begun": False, "draw": 2, "draws": [1]}
    say(session, "open")
    say(session, "alerts")
    assert lines(session)[0]["args"]["seed"] == 1
    assert session.path == tmp_path / "incidents" / "draw-2" / "shop-evening.jsonl"
    assert session.incident.scenario.seed == 1

    again = made(tmp_path, "shop-evening")  # another kernel: it shows the last run
    assert (again.draw, again.draws()) == (2, [1, 2])
    assert again.state()["run"]["lines"] == 2
    assert say(again, "draw", draw=1) == {"ack": 1}
    assert again.state()["ending"] is not None
    assert again.path.read_bytes() == first


def test_nothing_wrong_has_no_component(tmp_path: Path) -> None:
    """It is said without one; of anything else one says where it is."""
    session = made(tmp_path, "shop-evening")
    assert session.spec()["nothing"] in dict(session.spec()["causes"])
    assert ("limits", ["per-address"]) in session.spec()["parts"]
    refused = say(session, "hypothesis", components=[], cause="bad release")
    assert "expected one component at least" in refused["why"]
    assert say(session, "hypothesis", components=[], cause="nothing wrong")["line"] == 2
    assert session.state()["run"]["hypothesis"]["components"] == []
    assert session.state()["run"]["timeline"][-1]["words"] == "said: nothing wrong"


def test_a_folder_that_is_a_link_is_refused_for_each_run(tmp_path: Path) -> None:
    """Neither the first run nor one for practice is written where a link leads."""
    session = made(tmp_path, "shop-evening")
    say(session, "open")
    say(session, "close")
    say(session, "draw", draw=2)
    (tmp_path / "incidents").rename(tmp_path / "elsewhere")
    (tmp_path / "incidents").symlink_to(tmp_path / "elsewhere")
    assert "expected a file, no link" in say(session, "open")["why"]
    assert [path.name for path in (tmp_path / "elsewhere").glob("draw-2/*.jsonl")] == []

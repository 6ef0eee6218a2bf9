"""Incidents in a terminal: played by words, replayed, exported; what is wrong is named."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from course import prometheus_api
from course.cli import command

GOOD = (
    "alerts",
    "topology",
    "advance 6m",
    "alerts",
    "deploys",
    "logs KeyError",
    "trace",
    "causes",
    "act",
    "help",
    "declare 2",
    "hypothesis component=checkout cause='bad release' trigger=deploy onset=14:12",
    "act rollback service=checkout",
    "post status=identified text='Some buyers get errors.' "
    "components=Checkout affected_percent=14 next_update=10m",
    "advance 9m",
    "close",
)
Play = Callable[[Sequence[str]], str]


@pytest.fixture
def play(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Play:
    """Play bad-canary with these lines typed; gives what was shown."""

    def played(lines: Sequence[str]) -> str:
        typed = iter(lines)

        def answer(_prompt: str) -> str:
            try:
                return next(typed)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("builtins.input", answer)
        (tmp_path / "incidents").mkdir(exist_ok=True)
        folder = ["--folder", str(tmp_path / "incidents")]
        assert command.main(["incident", "play", "bad-canary", "--seed", "3", *folder]) == 0
        return capsys.readouterr().out

    return played


def test_a_run_by_words_ends_with_its_score(play: Play, tmp_path: Path) -> None:
    """Each line typed shows what it asks for, in its order, and leaves its line in the journal."""
    out = play(GOOD)
    journal = (tmp_path / "incidents" / "bad-canary.jsonl").read_text(encoding="utf-8")

    quiet, loud = out.split("alert ", 2)[1:]  # before six minutes have passed, and after
    assert "CheckoutErrors" not in quiet
    assert "checkout  stock     call" in quiet  # an edge of the topology
    for shown in (
        "CheckoutErrors  page      firing",
        "deploy  checkout      v42              canary",
        "KeyError: 'coupon' in pricing.total",
        "payment/charge",  # a span of the trace
        "bad release                a new version answers wrongly or too slowly",
        "rollback        service, version",
        "ordered; done in ",
        "The run is over. ",
        "you named checkout: bad release",
        "the objective is met again",
    ):
        before, _, loud = loud.partition(shown)
        assert loud, (shown, before)
    assert [json.loads(line)["verb"] for line in journal.splitlines()] == [
        "begin",
        "alerts",
        "topology",
        "advance",
        "alerts",
        "deploys",
        "logs",
        "traces",
        "declare",
        "hypothesis",
        "act.rollback",
        "post",
        "advance",
        "close",
    ]


def test_a_journal_replays_to_the_score_that_was_shown(
    play: Play, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`replay --json` gives parts, metrics and feedback as data."""
    out = play(GOOD)
    assert (
        command.main(["incident", "replay", str(tmp_path / "incidents/bad-canary.jsonl"), "--json"])
        == 0
    )
    found = json.loads(capsys.readouterr().out)

    assert f"{found['score']['points']:.1f} of 100 points" in out
    assert found["score"]["parts"]["analysis.cause"] == 8
    assert found["feedback"]["strengths"]


def test_queries_are_typed_as_they_stand(play: Play) -> None:
    """Quotes of PromQL and SQL are theirs, not the prompt's; answers are tables."""
    out = play(
        [
            "advance 7m",
            'promql count(up{service_name="checkout", service_version=~"v4.*"})',
            "sql select \"service.name\" s, count(*) n from logs where severity_text = 'ERROR' group by 1 order by 1",
            "sql select range n from range(30)",
            "logs service.name = 'checkout' and severity_text = 'ERROR'",
            "promql up[1m]",
        ]
    )

    for shown in (
        "value\n4",
        "s         n\ncheckout",
        "… 10 before",
        "/pay failed with 500",
        "time ",
    ):
        assert shown in out


def test_what_a_terminal_leaves_out_is_told(play: Play) -> None:
    """Rows before the last ones, columns, and cells that are cut."""
    out = play(
        [
            "advance 7m",
            "logs *",
            "sql select n, repeat_me from (select range n, '"
            + "x" * 80
            + "' repeat_me from range(3))",
            "audit",
        ]
    )
    assert re.search(r"… \d+ before", out)
    assert "not shown: severity_number, event_name, trace_id" in out
    assert "x" * 59 + "…" in out and "x" * 60 not in out
    assert "3 cells are longer than 60 characters: cut where … stands" in out


def test_an_act_tells_what_can_be_given(play: Play) -> None:
    """Named alone it lists its arguments; ordered without effect it says so."""
    out = play(
        [
            "act scale",
            "act unblock help",
            "settings web",
            "declare 2",
            "act set_workers service=web size=32",
            "act reset_accounts",
            "help",
        ]
    )
    for shown in (
        "Run so many replicas.",
        "one of web, checkout, catalog, stock, payment",
        "checkout: 1 to 4",
        "Take a block away",
        "ordered; done in 30 s",
        "service  web  workers  32",
        "it changes nothing: it is so already",
        "advance 5m",
        "affected_count=N",
    ):
        assert shown in re.sub(" {2,}", "  ", out), shown


@pytest.mark.parametrize(
    ("said", "made"), [("y", True), ("Yes ", True), ("n", False), ("", False), (None, False)]
)
def test_play_asks_before_it_makes_a_folder(
    said: str | None,
    made: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Without a yes nothing is made; --yes does not ask, nor does a folder that is there."""
    asked: list[str] = []

    def answer(prompt: str) -> str:
        asked.append(prompt)
        if said is None or " > " in prompt:
            raise EOFError
        return said

    monkeypatch.setattr("builtins.input", answer)
    folder = tmp_path / "runs"
    words = ["incident", "play", "bad-canary", "--seed", "3", "--folder", str(folder)]
    assert command.main(words) == (0 if made else 1)
    assert f"The journal is kept in {folder}" in asked[0]
    assert folder.exists() == made
    assert ("Nothing was made" in capsys.readouterr().err) != made
    asked.clear()
    assert command.main([*words, "--yes"]) == 0
    assert (folder / "bad-canary.jsonl").is_file()
    assert all(" > " in prompt for prompt in asked)


def test_a_run_is_served_until_it_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The address is told; a wrong port, journal or time is one line."""

    def stopped(_app: object, port: int, ready: Callable[[str], None]) -> None:
        ready(f"http://127.0.0.1:{port}")
        raise KeyboardInterrupt

    serve = ["incident", "serve"]
    with monkeypatch.context() as patched:
        patched.setattr(prometheus_api, "serve", stopped)
        assert command.main([*serve, "bad-canary", "--at", "14:15", "--port", "9091"]) == 130
    out = capsys.readouterr().out
    assert "bad-canary, up to 2026-03-02 14:15:00" in out
    assert "http://127.0.0.1:9091" in out
    for words, said in (
        (["bad-canary", "--port", "99999"], "port 99999: "),
        (["bad-canary", "--at", "25m", "--port", "-1"], "port -1: expected 0 to 65535"),
        (["bad-canary", "--at", "15:30"], "--at: expected 14:00 to 14:40, got 15:30"),
        (["nobody"], "nobody"),
        ([str(tmp_path / "none.jsonl")], "no such file"),
    ):
        assert command.main([*serve, *words]) == 1
        assert said in capsys.readouterr().err


def test_an_unfinished_run_goes_on_where_it_was(play: Play) -> None:
    """The journal is on disk after each line."""
    assert "play again to go on" in play(GOOD[:7])
    assert "The run is over" in play(GOOD[7:])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("sing", "sing: no such word"),
        ("declare", "declare: expected a severity"),
        ("declare soon", "soon"),
        ("advance", "advance: expected a time"),
        ("advance forever", "forever"),
        ("wait 5m", "wait: time passes by `advance`"),
        ("act rollback checkout", "expected key=value"),
        ("act rollback service=web", "declare"),
        ("act sing", "expected one of"),
        ("hypothesis colour=blue", "colour: expected one of"),
        ("runbook nobody", "runbook: expected one of"),
        ('note "open', "No closing quotation"),
        ("promql sum(", "query: unclosed left parenthesis"),
        ("sql select service.name from logs", 'double quotes: "service.name"'),
        ("sql", "at least 1 character"),
        ("logs service.name = ", "any other as words"),
    ],
)
def test_a_wrong_line_is_named_and_costs_nothing(play: Play, line: str, said: str) -> None:
    """The run goes on, and nothing of it is in the journal."""
    assert said in play([line, "alerts"])


def test_what_is_no_journal_is_refused_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not there, not JSON, another beginning."""
    missing, noise, other = (tmp_path / name for name in ("missing", "noise", "other"))
    noise.write_text("{")
    other.write_text(
        '{"t": 0, "verb": "begin", "args": {"format": 1, "scenario": "../x", "seed": 1}}\n'
    )
    for path in (missing, noise, other):
        assert command.main(["incident", "replay", str(path)]) == 1
    said = capsys.readouterr().err

    assert "missing: No such file" in said
    assert "noise: line 1" in said
    assert "Traceback" not in said


def test_scenarios_are_listed_and_exported(capsys: pytest.CaptureFixture[str]) -> None:
    """OpenMetrics ends as it must, OTLP is JSON by line, rules are YAML."""
    assert command.main(["incident", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["scenarios"]
    assert {"bad-canary", "assessment-latency"} <= {row["scenario"] for row in listed}
    assert command.main(["incident", "export", "bad-canary", "--openmetrics"]) == 0
    assert capsys.readouterr().out.endswith("# EOF\n")
    assert command.main(["incident", "export", "bad-canary", "--otlp"]) == 0
    kinds = {key for line in capsys.readouterr().out.splitlines() for key in json.loads(line)}
    assert kinds == {"resourceMetrics", "resourceLogs", "resourceSpans"}
    assert command.main(["incident", "export", "bad-canary", "--rules"]) == 0
    assert "alert: CheckoutErrors" in capsys.readouterr().out


def test_lint_reports_and_exits_by_what_it_found(capsys: pytest.CaptureFixture[str]) -> None:
    """One scenario, one seed, in this process."""
    assert (
        command.main(["incident", "lint", "bad-canary", "--seeds", "1", "--jobs", "1", "--json"])
        == 0
    )
    assert json.loads(capsys.readouterr().out)["problems"] == []
    assert command.main(["incident", "lint", "nobody", "--jobs", "1"]) == 1

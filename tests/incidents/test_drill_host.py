"""The host: limits for whoever breaks, dawdles or floods; kills; and who is let in."""

import json
import os
import pwd
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.errors import ScenarioError, SubmissionError
from course.incidents.drill_client import Request, read_request
from course.incidents.drill_host import (
    DrillCaller,
    DrillHost,
    HostLimits,
    caller,
    hidden_ids,
    peer,
    serve,
)
from course.incidents.journal import VERBS
from course.incidents.scenario_files import drawn_scenario
from course.incidents.sealed_runs import kept_run
from tests.incidents.drill_hosts import DRILL, PLANS, SECRET, client, hosting, said_to
from tests.incidents.drill_kills import kills

OPEN = json.dumps({"drill": DRILL, "learner": "learner-01", "verb": "open"}).encode() + b"\n"


def answer(host: str, line: bytes) -> dict[str, object]:
    got: dict[str, object] = json.loads(said_to(host, line))
    return got


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path, list[str]]]:
    """A host with small limits."""
    root = tmp_path_factory.mktemp("course")
    limits = HostLimits(
        lines_a_second=5, burst=12, connections_each=3, connections=3, line_s=0.6, reading_s=1
    )
    with hosting(root, limits=limits) as (path, said):
        yield path, root, said


def refilled() -> None:
    time.sleep(2.5)  # the bucket, after a test that emptied it


BROKEN = {
    "no JSON": (b"hello\n", "expected JSON"),
    "no line feed": (OPEN.rstrip(), "expected a line feed at the end"),
    "too long": (b"x" * (1 << 20), "bytes a line"),
    "a drill that is not there": (OPEN.replace(b"07", b"08"), "expected one of drill-07"),
    "a name that leads out": (OPEN.replace(b"learner-01", b"../../x"), "expected an id"),
    "a line before it was opened": (
        b'{"drill": "drill-07", "learner": "nobody", "line": 2, "verb": "alerts"}\n',
        "open it first",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_client_reads_why(strict: tuple[str, Path, list[str]], case: str) -> None:
    """One sentence each; nothing of it stays with the host."""
    path, root, said = strict
    refilled()
    sent, words = BROKEN[case]
    got = said_to(path, sent)
    assert words in got.decode()
    assert not (root.parent / "x").exists()
    assert said == []


def test_a_slow_client_is_told_and_holds_up_nobody(strict: tuple[str, Path, list[str]]) -> None:
    """A byte now and then: after its time it is gone, and meanwhile another is answered."""
    path, *_ = strict
    refilled()
    with socket.socket(socket.AF_UNIX) as slow:
        slow.connect(path)
        slow.sendall(b'{"drill"')
        assert "error" in answer(path, b"{}\n")
        slow.settimeout(20)
        assert b"expected a whole line within 0.6 s" in slow.recv(1000)


def test_a_client_that_takes_no_answers_is_gone(strict: tuple[str, Path, list[str]]) -> None:
    """It has its answers pile up, is dropped, and its place is free again."""
    path, *_ = strict
    refilled()
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.connect(path)
        deaf.settimeout(5)
        with pytest.raises(OSError):  # noqa: PT011 - broken pipe, reset or timed out
            deaf.sendall(b"{}\n" * 10_000_000)
    refilled()
    assert "error" in answer(path, b"{}\n")


def test_a_flooding_client_is_told_to_wait(strict: tuple[str, Path, list[str]]) -> None:
    """Beyond the burst each line is refused with the time to wait; a patient client gets on."""
    path, *_ = strict
    refilled()
    with socket.socket(socket.AF_UNIX) as flood:
        flood.connect(path)
        flood.sendall(b"{}\n" * 40)
        got = [json.loads(line) for line in flood.makefile("rb").readlines(4000)]
    refused = [one for one in got if "refused" in one]
    assert refused
    assert {one["refused"] for one in refused} == {"expected at most 5 lines a second"}
    assert all(0 < one["wait_s"] < 1 for one in refused)
    run = client(path, "patient")
    for _ in range(20):
        run.note("on and on")
    assert len(run.entries) == 21


def test_too_many_connections_are_refused_with_a_sentence(
    strict: tuple[str, Path, list[str]],
) -> None:
    """Those that are open stay; when they end there is room again."""
    path, *_ = strict
    refilled()
    doors = [socket.socket(socket.AF_UNIX) for _ in range(4)]
    try:
        for door in doors:
            door.settimeout(10)
            door.connect(path)
        said = doors[-1].recv(1000)
    finally:
        for door in doors:
            door.close()
    assert b"connections at a time" in said
    time.sleep(0.5)
    assert "error" in answer(path, b"{}\n")


def test_a_run_that_takes_too_much_memory_is_told_so(tmp_path: Path) -> None:
    """It is said, and nothing of the journal is lost: where there is more, it goes on."""
    with hosting(tmp_path) as (path, _):
        client(path, "learner-01").note("before")
    with hosting(tmp_path, limits=HostLimits(memory_bytes=4 << 20)) as (path, said):
        got = said_to(path, OPEN).decode()
        assert "expected a line that takes at most 4 MiB; what was answered before is kept" in got
        assert [words for words in said if "Traceback" in words] == []
    with hosting(tmp_path) as (path, _):
        assert [entry.verb for entry in client(path, "learner-01").entries] == ["begin", "note"]


def test_more_runs_than_there_is_room_for_take_turns(tmp_path: Path) -> None:
    """A run's process is ended for another's, and begun again from its journal when asked."""
    with hosting(tmp_path, limits=HostLimits(runs=1)) as (path, _):
        one, other = client(path, "one"), client(path, "other")
        for n in range(2):
            one.note(f"one {n}")
            other.note(f"other {n}")
        assert [len(run.entries) for run in (one, other)] == [3, 3]


def test_killed_hosts_lose_and_double_nothing(tmp_path: Path) -> None:
    """Three of the thirty kills of `make soak host`."""
    results = list(kills(tmp_path, 3, 7))
    assert [kill.faults for kill in results] == [()] * 3
    assert all(kill.died for kill in results)


def test_a_run_s_process_that_is_killed_is_begun_again(tmp_path: Path) -> None:
    """The client hears nothing of it."""
    host = DrillHost(
        tmp_path, PLANS, SECRET.derived, who=lambda *_: DrillCaller(learner="a", shared=False)
    )
    try:
        assert host.answer(0, OPEN)["line"] == 1
        (player,) = host._players.values()
        os.kill(player.process.pid, signal.SIGKILL)
        player.process.join()
        note = {"drill": DRILL, "line": 2, "verb": "note", "args": {"text": "x"}}
        assert host.answer(0, json.dumps(note).encode())["line"] == 2
    finally:
        host.close()


def test_a_damaged_journal_is_told_to_the_course_and_not_to_the_learner(tmp_path: Path) -> None:
    """A line that is no line: the learner reads no draw, the course's people read where."""
    with hosting(tmp_path) as (path, said):
        run = client(path, "learner-01")
        run.note("x")
    kept = kept_run(tmp_path, DRILL, "learner-01")
    assert kept is not None
    (file,) = kept.folder.glob("*.jsonl")
    family, seed = kept.draw()
    file.write_bytes(kept.journal.replace(b'"note"', b'"nope"'))
    with hosting(tmp_path) as (path, said):
        got = said_to(path, OPEN).decode()
        assert [word for word in (family, str(seed), str(tmp_path)) if word in got] == []
        assert "refused" in got
        assert said != []


def test_who_calls_is_what_the_kernel_says() -> None:
    """An account plays as itself; the host's own, and root, may say for whom, unsealed."""
    games = pwd.getpwnam("games").pw_uid
    assert caller(games, "") == DrillCaller(learner="games", shared=False)
    assert caller(games, "games") == DrillCaller(learner="games", shared=False)
    assert caller(os.geteuid(), "learner-01") == DrillCaller(learner="learner-01", shared=True)
    with pytest.raises(
        ScenarioError, match="this account is games: it cannot play as 'learner-02'"
    ):
        caller(games, "learner-02")
    with pytest.raises(ScenarioError, match="has no name"):
        caller(61_234, "")
    ours, theirs = socket.socketpair(socket.AF_UNIX)
    with ours, theirs:
        assert peer(ours) == os.geteuid()


def test_a_second_host_over_the_same_runs_does_not_begin(tmp_path: Path) -> None:
    """One at a time, or two would write one journal."""
    (tmp_path / "drills").mkdir()
    host = DrillHost(tmp_path, PLANS, SECRET.derived)
    pid = os.fork()
    if pid == 0:
        try:
            serve(host, tmp_path / "s", lambda _: None)
        finally:
            os._exit(0)
    try:
        while not (tmp_path / "s").exists():
            time.sleep(0.02)
        with pytest.raises(ScenarioError, match="another drill host is at work here"):
            serve(host, tmp_path / "t", lambda _: None)
    finally:
        os.kill(pid, signal.SIGTERM)
        os.waitpid(pid, 0)
    assert not (tmp_path / "s").exists()


def test_a_socket_that_cannot_be_is_said(tmp_path: Path) -> None:
    """A path that is too long for a socket, and a folder that is not there."""
    host = DrillHost(tmp_path, PLANS, SECRET.derived)
    for path in (tmp_path / ("x" * 120), tmp_path / "none" / "s"):
        with pytest.raises(ScenarioError, match="no socket there"):
            serve(host, path, lambda _: None)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
LIKELY = st.fixed_dictionaries(
    {
        "drill": st.sampled_from([DRILL, "drill-7", ""]) | JSON,
        "verb": st.sampled_from([*VERBS, "open"]) | JSON,
    },
    optional={
        "learner": st.text(max_size=120) | JSON,
        "line": st.integers() | JSON,
        "args": st.dictionaries(st.text(max_size=8), JSON, max_size=3) | JSON,
        "view": st.dictionaries(st.sampled_from(["over", "at", "x"]), JSON, max_size=3) | JSON,
    },
)


@given(
    st.binary(max_size=300)
    | JSON.map(json.dumps).map(str.encode)
    | LIKELY.map(json.dumps).map(str.encode)
)
def test_no_line_of_a_stranger_s_does_more_than_be_refused(line: bytes) -> None:
    """It is a request, with its bounds kept, or a SubmissionError with a sentence."""
    try:
        request = read_request(line)
    except SubmissionError as error:
        what = [problem.what for problem in error.problems]
        assert what
        assert all(what)
    else:
        assert isinstance(request, Request)
        assert request.verb in {*VERBS, "open", "end"} - {"begin"}
        assert 1 <= request.line <= 10_000


def test_ids_are_other_ids_one_for_one() -> None:
    """SipHash-2-4's published value for eight bytes; none stays none; no two become one."""
    word = np.frombuffer(bytes(range(8)), dtype="<u8")
    assert hidden_ids(word, bytes(range(16))).tolist() == [0x93F5F5799A932462]
    many = np.arange(100_000, dtype=np.uint64)
    other = hidden_ids(many, b"k" * 16)
    assert other[0] == 0
    assert len(set(other.tolist())) == len(many)


def test_no_shown_id_is_the_simulator_s_own(tmp_path: Path) -> None:
    """The mixing that makes them can be undone, up to the seed of the run's noise."""
    with hosting(tmp_path) as (path, _):
        run = client(path, "ids")
        run.advance("1m")
        shown = run.sql("select trace_id, span_id, parent_span_id from spans")
    kept = kept_run(tmp_path, DRILL, "ids")
    assert kept is not None
    family, seed = kept.draw()
    from course.incidents.incident import Incident

    plain = Incident(drawn_scenario(family, seed), seed=seed)
    plain.advance("1m")
    own = plain.sql("select trace_id, span_id, parent_span_id from spans")
    assert len(shown) == len(own) > 0
    for column in own.columns:
        assert set(shown[column].dropna()) & set(own[column].dropna()) == set()
        assert shown[column].nunique() == own[column].nunique()


def test_a_learner_with_many_lines_at_once_gets_them_one_by_one(tmp_path: Path) -> None:
    """Two connections of one learner: one line is written, the other is told to open again."""
    with hosting(tmp_path) as (path, _):
        client(path, "learner-01")
        line = json.dumps(
            {
                "drill": DRILL,
                "learner": "learner-01",
                "line": 2,
                "verb": "note",
                "args": {"text": "%"},
            }
        )
        got: list[bytes] = []
        threads = [
            threading.Thread(
                target=lambda n=n: got.append(
                    said_to(path, line.replace("%", str(n)).encode() + b"\n")
                )
            )
            for n in range(3)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    kept = kept_run(tmp_path, DRILL, "learner-01")
    assert kept is not None
    assert len(kept.shown()) == 1
    assert sorted(b"gone on elsewhere" in one for one in got) == [False, True, True]

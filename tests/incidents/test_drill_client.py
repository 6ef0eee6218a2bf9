"""A sealed drill in a notebook: the verbs of Incident, and the same answers, from a host."""

import warnings
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from course.errors import ProgramError, QueryError, ScenarioError, SubmissionError
from course.incidents import drill_client
from course.incidents.drill_client import HOST, drill, packed, read_request, unpacked
from course.incidents.feedback import feedback
from course.incidents.incident import Incident
from course.incidents.journal import beginning, parse
from course.incidents.replayed_run import replay
from course.incidents.scenario_files import drawn_scenario
from course.incidents.scoring import score
from course.incidents.sealed_runs import kept_run, open_draw
from tests.incidents.drill_hosts import DRILL, client, hosting, play

LOOKS = {
    "alerts": lambda i: tuple(i.alerts()),
    "topology": lambda i: i.topology(over="2m"),
    "deploys": lambda i: i.deploys().to_pylist(),
    "audit": lambda i: i.audit().to_pylist(),
    "settings": lambda i: i.settings("call").to_pylist(),
    "logs by words": lambda i: i.logs("a").num_rows,
    "logs by a condition": lambda i: i.logs("severity_text = 'INFO'").num_rows,
    "sql": lambda i: i.sql(
        'select "service.name" s, count(*) n, max(duration_ms) m, null::int z '
        "from spans group by 1 order by 1"
    ),
    "sql of nothing": lambda i: i.sql("select body from logs where false"),
    "promql now": lambda i: i.promql("sum by (service_name) (up)"),
    "promql over time": lambda i: i.promql("rate(process_cpu_seconds_total[1m])", over="5m"),
    "promql at": lambda i: i.promql("up", at=700),
}


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    root = tmp_path_factory.mktemp("course")
    with hosting(root) as (path, _):
        yield path, root


def draw_of(root: Path, learner: str) -> tuple[str, int]:
    run = kept_run(root, DRILL, learner)
    assert run is not None
    return run.draw()


def test_every_look_shows_what_a_run_in_the_kernel_shows(host: tuple[str, Path]) -> None:
    """Tables, frames with unit and marks, alerts, pictures: equal, in the same order of deeds."""
    path, root = host
    sealed = client(path, "equal")
    family, seed = draw_of(root, "equal")
    plain = Incident(drawn_scenario(family, seed), seed=seed)
    for run in (sealed, plain):
        run.advance("4m")
        run.declare(2)
    for name, look in LOOKS.items():
        ours, theirs = look(sealed), look(plain)
        if isinstance(theirs, pd.DataFrame):
            pd.testing.assert_frame_equal(ours, theirs)
            assert (ours.unit, ours.markers, ours.asked) == (
                theirs.unit,
                theirs.markers,
                theirs.asked,
            ), name
        else:
            assert ours == theirs, name
    assert sealed.clock == plain.clock
    assert sealed.entries[1:] == plain.entries[1:]


def test_acts_hints_and_traces_come_back_too(host: tuple[str, Path]) -> None:
    """An order with its time and whom it can hurt; an act that changes nothing says so."""
    path, root = host
    sealed = client(path, "acts")
    family, seed = draw_of(root, "acts")
    plain = Incident(drawn_scenario(family, seed), seed=seed)
    service = plain.scenario.system.services[0].name
    for run in (sealed, plain):
        run.declare(1)
        run.act.restart(service=service)
        run.act.shed(service=service, share=0)
    ours, theirs = ([o for _, o in run.orders] for run in (sealed, plain))
    assert [(str(o), o.duration, o.blast, o.idle) for o in ours] == [
        (str(o), o.duration, o.blast, o.idle) for o in theirs
    ]
    assert sealed.act.restart.__doc__ == plain.act.restart.__doc__
    assert [bar.name for bar in sealed.trace()] == [bar.name for bar in plain.trace()]
    if plain.scenario.hints:
        assert sealed.hint() == plain.hint()


def test_what_is_wrong_is_told_as_by_a_run_in_the_kernel(host: tuple[str, Path]) -> None:
    """The same classes and words; no line, no time."""
    path, root = host
    sealed = client(path, "wrong")
    family, seed = draw_of(root, "wrong")
    plain = Incident(drawn_scenario(family, seed), seed=seed)
    for wrong in (
        lambda i: i.promql("sum by ("),
        lambda i: i.sql("select nothing"),
        lambda i: i.sql("select * from read_csv('/etc/passwd')"),
        lambda i: i.runbook("none"),
        lambda i: i.advance("9h"),
        lambda i: i.act.restart(service="api"),
        lambda i: i.post(text="x", status="identified"),
        lambda i: i.hypothesis(cause="no such", component="x"),
    ):
        errors = []
        for run in (sealed, plain):
            with pytest.raises((ScenarioError, QueryError)) as caught:
                wrong(run)
            errors.append((type(caught.value), str(caught.value)))
        assert errors[0] == errors[1]
    assert len(sealed.entries) == 1


def test_a_run_from_its_page_to_its_points(host: tuple[str, Path], tmp_path: Path) -> None:
    """The copy tells no draw until the end; then it is the whole journal, and replays."""
    path, root = host
    run = client(path, "whole", tmp_path)
    family, seed = draw_of(root, "whole")
    play(run, drawn_scenario(family, seed), close=False)
    copy = tmp_path / f"{DRILL}.jsonl"
    before = copy.read_text()
    assert [word for word in (family, str(seed)) if word in before] == []
    with pytest.raises(ScenarioError, match="not over"):
        _ = run.journal
    again = client(path, "whole", tmp_path)  # a kernel that was started again
    assert [e.line() for e in again.entries[1:]] == [e.line() for e in run.entries[1:]]
    assert copy.read_text() == before
    again.close()
    assert beginning(copy.read_bytes()) == (family, seed)
    kept = kept_run(root, DRILL, "whole")
    assert kept is not None
    assert copy.read_bytes() == kept.journal
    judged = replay(parse(copy.read_bytes(), drawn_scenario(family, seed)), again_of(family, seed))
    points = score(judged)
    assert points.points >= 80
    assert feedback(judged, points).timeline


def again_of(family: str, seed: int):  # type: ignore[no-untyped-def]
    return drawn_scenario(family, seed)


def test_two_kernels_over_one_run_are_told_of_each_other(host: tuple[str, Path]) -> None:
    """Who comes second is told that the run has gone on; opened again, it goes on from there."""
    path, _ = host
    one, other = client(path, "two"), client(path, "two")
    one.advance("1m")
    with pytest.raises(ScenarioError, match="the run has gone on elsewhere"):
        other.advance("2m")
    client(path, "two").advance("2m")
    assert [e.args for e in client(path, "two").entries[1:]] == [{"seconds": 60}, {"seconds": 120}]


def test_a_line_that_is_sent_again_is_written_once(host: tuple[str, Path]) -> None:
    """As after an answer that was lost: the same answer, and no second line."""
    path, root = host
    run = client(path, "lost")
    request = {"line": 2, "verb": "metrics", "args": {"query": "sum(up)"}, "view": {}}
    first, second = (run._requested(request) for _ in range(2))
    assert first == second
    assert kept_lines(root, "lost") == 2


def kept_lines(root: Path, learner: str) -> int:
    run = kept_run(root, DRILL, learner)
    return 0 if run is None else len(run.shown()) + 1


def test_without_a_host_it_is_played_here_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal is under the drill's name; the draw is the learner's own, and open."""
    monkeypatch.delenv(HOST, raising=False)
    monkeypatch.setenv("COURSE_LEARNER", "learner-01")
    with pytest.warns(UserWarning, match="drill-01 is played without a drill host: unsealed"):
        run = drill("drill-01", folder=tmp_path)
    assert not run.sealed
    assert (run.scenario.name, run.seed) == open_draw("drill-01", "learner-01")
    run.advance("1m")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert drill("drill-01", folder=tmp_path).now_s == run.now_s
    assert [path.name for path in tmp_path.iterdir()] == ["drill-01.jsonl"]
    with pytest.raises(ProgramError, match="expected one of drill-01, got 'drill-99'"):
        drill("drill-99", folder=tmp_path)


def test_a_host_that_does_not_answer_is_no_reason_to_play_unsealed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said, and nothing is begun."""
    monkeypatch.setenv(HOST, str(tmp_path / "nobody"))
    monkeypatch.setattr(drill_client, "PATIENCE_S", 0.1)
    with pytest.raises(ScenarioError, match="the drill host: does not answer"):
        drill("drill-01", folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"", "expected JSON"),
        (b"[]", "valid dictionary"),
        (b'{"drill": "drill-07"}', "verb"),
        (b'{"drill": "../x", "verb": "open"}', "drill"),
        (b'{"drill": "drill-07", "verb": "begin"}', "expected one of the journal's"),
        (b'{"drill": "drill-07", "verb": "alerts", "line": true}', "line"),
        (b'{"drill": "drill-07", "verb": "alerts", "seed": 1}', "seed"),
        (b'{"drill": "drill-07", "verb": "alerts", "args": {"a": NaN}}', "finite number"),
        (b'{"drill": "drill-07", "verb": "alerts", "verb": "close"}', "each key once"),
        (b'{"drill": "drill-07", "verb": "alerts", "view": {"seed": 1}}', "view"),
        (b'{"drill": "drill-07", "verb": "' + b"a" * 80_000 + b'"}', "bytes a line"),
        (b"[" * 60_000, "nesting"),
        (b'{"drill": "\xff"}', "UTF-8"),
    ],
)
def test_a_line_that_is_none_is_refused_in_words(line: bytes, words: str) -> None:
    """Every refusal says what is wrong."""
    with pytest.raises(SubmissionError) as caught:
        read_request(line)
    assert words in str(caught.value)


def test_an_answer_of_another_kind_is_a_fault() -> None:
    """What is not an answer of an incident never goes."""
    with pytest.raises(TypeError):
        packed(object())
    assert unpacked("text", "x") == "x"

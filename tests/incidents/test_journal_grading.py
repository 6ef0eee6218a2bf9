"""Journals as test cells see them: points by part, or a sentence that says why there are none."""

import json
import os
from pathlib import Path

import pytest

from course.errors import GradingError, ScenarioError
from course.incidents import journal_grading, replayed_run, scenario_files
from course.incidents.incident import Incident
from course.incidents.journal import LONGEST
from course.incidents.journal_grading import hand_in, handed_in
from course.incidents.replayed_run import journal_of
from course.incidents.scenario_files import load_scenario
from course.incidents.vocabulary import PARTS, PHASES

NAME = "bad-canary"
ME = "learner-01"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder of learner-01's, as the grader makes it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COURSE_LEARNER", ME)
    monkeypatch.setattr(journal_grading, "_JUDGED", {})
    monkeypatch.setattr(journal_grading, "_PLAYED", {})
    return tmp_path


def oracle(seed: int | None = None) -> bytes:
    scenario = load_scenario(NAME)
    own = scenario_files.own_seed(NAME) if seed is None else seed
    return journal_of(scenario, scenario.oracle, own).text().encode()


def put(raw: bytes) -> None:
    Path("incidents").mkdir(exist_ok=True)
    Path(f"incidents/{NAME}.jsonl").write_bytes(raw)


def refused() -> str:
    """Why it is refused, in one sentence for each thing; whatever is asked, there are no points."""
    run = handed_in(NAME)
    assert run.score is None
    assert [run.points(phase) for phase in PHASES] == [0, 0, 0, 0]
    assert {run.because(phase) for phase in PHASES} == {run.problem}
    return str(run.problem)


def test_one_s_own_journal_has_its_points_by_phase_and_part() -> None:
    """The oracle's way: all that rules can give, and a phase is the sum of its parts."""
    put(oracle())
    run = handed_in(NAME)

    assert run.problem is None
    assert run.owner_checked
    assert sum(run.points(phase) for phase in PHASES) >= 90
    for phase in PHASES:
        parts = [run.points(p) for p in PARTS if p.startswith(phase)]
        assert run.points(phase) == pytest.approx(sum(parts))


def test_why_gives_points_and_evidence_but_not_the_answer() -> None:
    """Times of the learner's own deeds, not the cause that the next try could copy."""
    put(oracle())
    run = handed_in(NAME)

    assert "you declared at" in run.because("detection")
    assert "detection.time 20.0 of 20" in run.because("detection")
    assert run.because("analysis").startswith("analysis.components 15.0 of 15")
    assert load_scenario(NAME).truth.cause not in run.because("analysis")
    assert "person" not in run.because("communication")


def test_a_part_that_does_not_exist_is_the_course_s_fault() -> None:
    """A test with a typing error must not cost a learner points in silence."""
    with pytest.raises(GradingError, match="points of 'detektion'"):
        handed_in(NAME).points("detektion")
    with pytest.raises(GradingError):
        handed_in("no-such-scenario")


def test_nothing_played_is_told_so() -> None:
    """No folder, an empty file, and a console that was opened and left."""
    assert refused() == "play the game day above: there is no incidents/bad-canary.jsonl"
    put(b"")
    assert refused().startswith("play the game day above")
    put(oracle().split(b"\n")[0] + b"\n")
    assert refused() == "play the game day above: incidents/bad-canary.jsonl has nothing in it yet"


def test_somebody_else_s_journal_is_refused() -> None:
    """Its seed is that of another run; who is asked for is named, whose it is nobody knows."""
    put(oracle(seed=7))

    assert "line 1: this is not a run of learner-01" in refused()


def test_a_forged_seed_gives_the_learner_s_own_run() -> None:
    """Own seed written over a foreign one: the deeds are then judged in one's own run."""
    lines = oracle(seed=7).split(b"\n")
    lines[0] = oracle().split(b"\n")[0]
    put(b"\n".join(lines))
    points = handed_in(NAME).score

    assert points is not None
    assert points.seed == scenario_files.own_seed(NAME)


def test_where_nobody_is_known_any_seed_is_played(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a proof there is no learner, and the result says that the owner was not checked."""
    monkeypatch.setenv("COURSE_LEARNER", "")
    put(oracle(seed=7))
    run = handed_in(NAME)

    assert run.score is not None
    assert not run.owner_checked


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda raw: raw + b"\n" * (LONGEST + 1), f"expected at most {LONGEST} bytes"),
        (lambda raw: raw + b"\xff\xfe\n", "expected UTF-8"),
        (lambda raw: raw.replace(b'"t": 0', b'"t": 5', 1), "t: expected 0"),
        (lambda raw: raw.replace(b"declare", b"confess", 1), "verb: expected one of"),
        (lambda raw: raw.replace(NAME.encode(), b"cold-cache", 1), "args.scenario: expected"),
        (lambda raw: raw + b'{"t": 1, "verb": "note", "args": {"text": "x"}}\n', "or later, got 1"),
        (lambda raw: raw[:-1], "expected a line feed at its end"),
        (lambda raw: raw + b"[" * 60_000 + b"\n", "expected"),
        (lambda raw: raw + b'{"t": 9e9, "verb": 1, "args": []}\n', "expected whole seconds"),
    ],
)
def test_a_hostile_file_is_a_sentence(change: object, said: str) -> None:
    """Too long, not UTF-8, forged times, unknown words, another scenario, too deep: no error."""
    assert callable(change)
    put(change(oracle()))

    problem = refused()
    assert said in problem
    assert len(problem.split("\n")) <= journal_grading.MOST_PROBLEMS + 1


def test_links_pipes_and_folders_are_not_followed(here: Path) -> None:
    """A link to another learner's file, a pipe that never ends, a folder, a linked folder."""
    outside = here / "other.jsonl"
    outside.write_bytes(oracle())
    Path("incidents").mkdir()
    place = Path(f"incidents/{NAME}.jsonl")
    place.symlink_to(outside)
    assert "expected a plain file, got a link" in refused()
    place.unlink()
    os.mkfifo(place)
    assert "expected a plain file, got another kind" in refused()
    place.unlink()
    place.mkdir()
    assert "is not used" in refused()
    place.rmdir()
    Path("incidents").rmdir()
    (here / "elsewhere").mkdir()
    (here / "elsewhere" / f"{NAME}.jsonl").write_bytes(oracle())
    Path("incidents").symlink_to(here / "elsewhere")
    assert "a link or a file" in refused()


def test_an_edited_journal_is_judged_as_what_it_now_says() -> None:
    """Points come from the replay: a changed act is another play, and a lie in it has no place."""
    put(oracle())
    before = handed_in(NAME).points("resolution")
    lines = [json.loads(line) for line in oracle().splitlines()]
    put(b"".join(json.dumps(x).encode() + b"\n" for x in lines if not x["verb"].startswith("act.")))

    assert handed_in(NAME).points("resolution") < before / 2


def test_a_content_is_replayed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six test cells cost one replay; another content costs another, and the first is let go."""
    seen = []
    monkeypatch.setattr(
        journal_grading, "_judged", lambda _, raw, *__: seen.append(raw) or len(seen)
    )
    put(oracle())
    results = [handed_in(NAME) for _ in range(6)]
    put(oracle(seed=7))
    results.append(handed_in(NAME))

    assert results == [1] * 6 + [2]
    assert len(journal_grading._JUDGED) == 1


def test_a_run_played_by_code_becomes_the_file_under_the_grader() -> None:
    """Its seed is the learner's; what lay there before gives way."""
    put(oracle(seed=7))
    message = hand_in(NAME, _declares)

    assert message == "What respond played counts: 4 lines."
    assert handed_in(NAME).points("detection") > 0
    assert handed_in(NAME).score is not None


def _declares(incident: Incident) -> None:
    incident.advance("4m")
    incident.look("alerts")
    incident.declare(severity=2)


def test_elsewhere_a_run_by_code_touches_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a notebook each run of the cell plays anew, and the console's journal stays."""
    monkeypatch.delenv("COURSE_LEARNER")
    put(oracle(seed=7))
    before = Path(f"incidents/{NAME}.jsonl").read_bytes()

    assert hand_in(NAME, _declares) == hand_in(NAME, _declares)
    assert handed_in(NAME).points("detection") > 0
    assert Path(f"incidents/{NAME}.jsonl").read_bytes() == before


def test_where_respond_is_not_written_the_console_s_journal_counts() -> None:
    """The released stub changes nothing."""

    def respond(incident: Incident) -> None:
        raise NotImplementedError

    put(oracle())

    assert hand_in(NAME, respond).startswith("What you play in the console counts")
    assert handed_in(NAME).points("detection") == 20


def test_what_respond_raises_is_the_learner_s_to_see() -> None:
    """An act that cannot be done stops the play with the verb's own message."""
    with pytest.raises(ScenarioError, match="expected `declare` before it"):
        hand_in(NAME, lambda incident: incident.act.rollback(service="checkout"))


def test_a_scenario_in_the_learner_s_folder_is_not_looked_at() -> None:
    """Neither one that takes a scenario's name, nor one that is broken or easy."""
    put(oracle())
    points = handed_in(NAME).points("resolution")
    Path("nbgrader_config.py").touch()
    Path("scenarios").mkdir()
    for name in (NAME, "easy"):
        Path(f"scenarios/{name}.toml").write_text("title = 1", "utf-8")
    assert handed_in(NAME).points("resolution") == points > 0
    with pytest.raises(GradingError, match="expected one of"):
        handed_in("easy")


def test_a_scenario_that_is_foreseen_changes_no_points(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it was played in advance or not, the same journal is judged alike."""
    monkeypatch.setenv("COURSE_LEARNER", "")
    put(oracle())
    replayed_run._baselines.cache_clear()
    fresh = handed_in(NAME)
    journal_grading._JUDGED.clear()
    replayed_run._baselines.cache_clear()
    journal_grading.foresee(NAME, "whole")
    played = replayed_run._baselines.cache_info().misses

    assert handed_in(NAME).score == fresh.score
    assert (played, replayed_run._baselines.cache_info().misses) == (1, 1)


def test_a_scenario_that_is_only_read_is_not_played() -> None:
    """Learners have runs of their own, so there is nothing to play for all; an unknown is passed over."""
    replayed_run._baselines.cache_clear()
    journal_grading.foresee(NAME)
    journal_grading.foresee("no-such-scenario", "whole")

    assert replayed_run._baselines.cache_info().misses == 0

"""Draws of graded drills, the runs that a host keeps, and what a grader takes of them."""

from pathlib import Path

import pytest

from course.errors import GradingError, ProgramError, SubmissionError
from course.incidents.incident import Incident
from course.incidents.journal_grading import handed_in
from course.incidents.scenario_files import drawn_scenario, own_seed
from course.incidents.sealed_runs import (
    TAKEN,
    TakenRun,
    begun_run,
    drill_title,
    drills_in,
    first_line,
    is_drill,
    kept_run,
    open_draw,
    read_taken,
    run_folder,
    sealed_draw,
    taken_file,
    taken_runs,
)
from course.papers.course_secret import CourseSecret
from course.program import DrillPlan
from tests.incidents.drill_hosts import DRILL, SECRET

FAMILIES = ("campus-submit", "records-night", "room-desk", "shop-evening")
PLAN = DrillPlan(id=DRILL, families=FAMILIES)
OTHER_SECRET = CourseSecret(value=bytes(32))


def run_of(root: Path, learner: str, *, close: bool = True, shared: bool = False) -> bytes:
    """A run as a host would keep it, of few lines."""
    run = begun_run(root, DRILL, learner, lambda: ("room-desk", len(learner)), shared=shared)
    family, seed = run.draw()
    incident = Incident(drawn_scenario(family, seed), seed=seed, folder=run.folder)
    incident.note(f"by {learner}")
    if close:
        incident.close()
    whole = kept_run(root, DRILL, learner)
    assert whole is not None
    return whole.journal


def taken(root: Path, learner: str, copy: bytes | None) -> TakenRun:
    files = {} if copy is None else {f"incidents/{DRILL}.jsonl": copy}
    return taken_runs(root, learner, [DRILL], files)[DRILL]


def test_draws_follow_from_secret_drill_and_learner() -> None:
    """The same each time; another for another of the three; every family comes."""
    draws = {n: sealed_draw(SECRET.derived, PLAN, f"learner-{n:02}") for n in range(60)}
    assert draws[1] == sealed_draw(SECRET.derived, PLAN, "learner-01")
    assert {family for family, _ in draws.values()} == set(FAMILIES)
    seeds = [seed for _, seed in draws.values()]
    assert len(set(seeds)) == 60
    assert all(0 <= seed < 1 << 63 for seed in seeds)
    assert sealed_draw(OTHER_SECRET.derived, PLAN, "learner-01") != draws[1]
    other = PLAN.model_copy(update={"id": "drill-08"})
    assert sealed_draw(SECRET.derived, other, "learner-01") != draws[1]


def test_a_hosts_journal_is_judged_as_it_was_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the plan names the drill no more, or is another course's."""
    run_of(tmp_path, "learner-01")
    run = taken(tmp_path, "learner-01", None)
    (tmp_path / TAKEN).write_bytes(taken_file({"drill-98": run}))
    monkeypatch.chdir(tmp_path)
    got = handed_in("drill-98")
    assert (got.problem, got.sealed, got.digest) == (None, True, run.digest)
    assert got.score is not None


def test_the_open_draw_is_another_and_everybody_s_own() -> None:
    """What is played without a host tells nothing of what a host would draw."""
    names = [f"learner-{n:02}" for n in range(40)]
    draws = [open_draw("drill-01", name) for name in names]
    assert len({seed for _, seed in draws}) == 40
    assert len({family for family, _ in draws}) > 1
    assert [seed for _, seed in draws] != [own_seed("drill-01")] * 40
    with pytest.raises(ProgramError, match="got 'drill-98'"):
        open_draw("drill-98")


@pytest.mark.parametrize(
    ("name", "drill"),
    [("drill-07", True), ("drill-7", False), ("bad-canary", False), ("drill-077", False)],
)
def test_a_drill_is_known_by_its_id(name: str, drill: bool) -> None:
    """And by nothing else."""
    assert is_drill(name) is drill


def test_drills_are_found_in_the_text_of_notebooks() -> None:
    """Ids that are whole words; each once."""
    texts = [b'handed_in("drill-02"), drill-01', b"drill-011, a-drill-03, drill-02."]
    assert drills_in(texts) == ["drill-01", "drill-02"]
    assert drill_title("drill-07") == "Drill 7"


@pytest.mark.parametrize("name", ["../x", "", ".", "a/b", "x" * 101, "-x", "a\n"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    """Neither a learner's nor a drill's."""
    for drill, learner in ((DRILL, name), (name, "learner-01")):
        with pytest.raises(SubmissionError, match="expected an id"):
            run_folder(tmp_path, drill, learner)


def test_a_run_keeps_its_draw_whatever_is_drawn_later(tmp_path: Path) -> None:
    """Also where families were edited or the secret is another; private to the course."""
    first = begun_run(tmp_path, DRILL, "a", lambda: ("room-desk", 5), shared=False)
    again = begun_run(tmp_path, DRILL, "a", lambda: ("shop-evening", 6), shared=False)
    assert first.draw() == again.draw() == ("room-desk", 5)
    assert {p.stat().st_mode & 0o777 for p in (tmp_path / "drills").rglob("*") if p.is_dir()} == {
        0o700
    }
    assert not again.shared
    assert begun_run(tmp_path, DRILL, "a", lambda: ("x", 1), shared=True).shared
    assert begun_run(tmp_path, DRILL, "a", lambda: ("x", 1), shared=False).shared


def test_half_a_line_was_not_done(tmp_path: Path) -> None:
    """What a crash leaves at the end is no line, and a file of that alone is no run."""
    whole = run_of(tmp_path, "a", close=False)
    run = kept_run(tmp_path, DRILL, "a")
    assert run is not None
    (path,) = run.folder.glob("*.jsonl")
    path.write_bytes(whole + b'{"t": 9')
    again = kept_run(tmp_path, DRILL, "a")
    assert again is not None
    assert again.journal == whole
    path.write_bytes(b'{"t": 0')
    assert kept_run(tmp_path, DRILL, "a") is None


def test_what_is_taken_of_a_run_that_is_over(tmp_path: Path) -> None:
    """The host's journal, by its digest, whatever was handed in; and what is odd about that."""
    own, other = run_of(tmp_path, "me"), run_of(tmp_path, "somebody")
    lines = own.splitlines(keepends=True)
    unfinished = first_line(DRILL, "me").encode() + b"\n" + b"".join(lines[1:])
    plain = Incident(drawn_scenario("room-desk", 77), seed=77).journal.text().encode() + lines[1]
    remarks = {
        "same": (own, ""),
        "same, without its draw": (unfinished, ""),
        "none": (None, "is missing; "),
        "edited": (b"".join(lines[:1] + lines[2:]), "was changed after it was played; "),
        "another's": (other, "is a copy of the run of somebody; "),
        "another's under one's own first line": (
            lines[0] + b"".join(other.splitlines(keepends=True)[1:]),
            "is a copy of the run of somebody; ",
        ),
        "a second one": (plain, "is a second run, played without the drill host; "),
        "no text": (b"\xff\xfe\x00" * 9, "is a second run"),
    }
    for case, (copy, words) in remarks.items():
        run = taken(tmp_path, "me", copy)
        assert (run.sealed, run.journal, run.problem) == (True, own.decode(), ""), case
        assert words in run.remark, case
        assert bool(words) == bool(run.remark), case


def test_what_is_taken_where_there_is_no_run_or_none_that_is_over(tmp_path: Path) -> None:
    """A sentence each; a run without a host counts as the learner's own file."""
    other = run_of(tmp_path, "somebody")
    run_of(tmp_path, "slow", close=False)
    plain = Incident(drawn_scenario("room-desk", 77), seed=77)
    plain.note("by myself")
    assert "is not over: close it" in taken(tmp_path, "slow", None).problem
    assert taken(tmp_path, "slow", None).journal == ""
    assert taken(tmp_path, "me", None) == TakenRun()
    assert "this is a run of somebody; the drill host has no run" in (
        taken(tmp_path, "me", other).problem
    )
    forged = first_line(DRILL, "me").encode() + b"\n{}\n"
    assert "no run that the drill host has kept" in taken(tmp_path, "me", forged).problem
    unsealed = taken(tmp_path, "me", plain.journal.text().encode())
    assert (unsealed.problem, unsealed.sealed) == ("", False)
    assert "was played without a drill host: unsealed" in unsealed.remark


def test_a_shared_account_is_never_sealed(tmp_path: Path) -> None:
    """Scored as any, and called unsealed."""
    own = run_of(tmp_path, "me", shared=True)
    run = taken(tmp_path, "me", own)
    assert (run.sealed, bool(run.journal)) == (False, True)
    assert run.remark == "drill-07 is unsealed: the drill host had the learner's own account"


def test_a_damaged_journal_of_the_host_s_is_a_fault_of_the_course(tmp_path: Path) -> None:
    """First line or later: the learner and the drill are named."""
    own = run_of(tmp_path, "me")
    run = kept_run(tmp_path, DRILL, "me")
    assert run is not None
    (path,) = run.folder.glob("*.jsonl")
    for broken in (
        own.replace(b'"begin"', b'"begun"', 1).replace(b'"seed"', b'"sead"'),
        own + b"x\n",
    ):
        path.write_bytes(broken)
        with pytest.raises(GradingError, match="drill-07: me: the host's journal"):
            taken(tmp_path, "me", own)


def test_what_was_taken_comes_back_as_it_was(tmp_path: Path) -> None:
    """Through the file that lies beside the notebook."""
    run_of(tmp_path, "me")
    runs = {DRILL: taken(tmp_path, "me", None), "drill-08": TakenRun(problem="é")}
    assert read_taken(taken_file(runs)) == runs

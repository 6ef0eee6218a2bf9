"""Gradebook and records joined by learner."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from course import load_program, workflow
from course.certification.cohort import item_rows, keep_passed, read_cohort, record_run
from course.certification.levels import LONG_AGO, passed_on
from course.errors import GradingError, ScenarioError, SubmissionError
from course.incidents.scenario_files import seed_for
from course.papers.course_secret import load_secret
from course.papers.paper_files import opening_id, read_register
from course.records.record_files import read_record, write_record
from course.records.results import LearnerRecord
from course.widgets.answer_files import store
from tests.certification.people import day, module, plus, theory
from tests.classroom import MODULE, released_course, sql
from tests.cohorts import fill
from tests.incidents.runs import CLOSE, DECLARE, NAME, NAMED, ROLLBACK, text
from tests.papers.examined import answer, course_with_papers, right_answers

ON = day("2026-04-01")


@pytest.fixture(scope="module")
def course_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of two small notebooks with 40 graded learners."""
    folder = released_course(tmp_path_factory.mktemp("cohort"), "01-x", "02-x")
    fill(folder, MODULE, 40)
    return folder


def test_everybody_is_there_once_with_marks_and_names(course_dir: Path) -> None:
    """Learners of the gradebook and of records/ in one list; results of both; names of the file."""
    sql(
        course_dir, "update student set first_name = 'Ada', last_name = 'L' where id = 'learner-02'"
    )
    own = LearnerRecord(
        learner="learner-01",
        name="=Eve",
        modules=(module("102-code-quality"),),
        assessments=(theory(),),
    )
    write_record(course_dir / "records", own)
    write_record(course_dir / "records", LearnerRecord(learner="guest", name="Guest"))
    cohort = read_cohort(course_dir)
    found = {record.learner: record for record in cohort.records}

    assert len(cohort.records) == len(found) == 41
    assert (cohort.names["learner-01"], cohort.names["learner-02"], cohort.names["guest"]) == (
        "=Eve",
        "Ada L",
        "Guest",
    )
    graded = {g.learner: g for g in cohort.sheets[0].grades if g.notebooks}
    for learner, record in found.items():
        results = [m for m in record.modules if m.module == MODULE]
        assert len(results) == (learner in graded)
        if results:
            assert float(results[0].percent) == pytest.approx(graded[learner].percent, abs=1e-9)
            assert results[0].passed_on is not None
    assert found["learner-01"].assessments == own.assessments
    assert {m.module for m in found["learner-01"].modules} >= {"102-code-quality"}


def test_a_grade_that_waits_is_neither_passed_nor_failed(course_dir: Path) -> None:
    """Prose awaits a person in every submission; what it can still bring is said."""
    waiting = [
        one
        for c in read_cohort(course_dir).certifications(ON)
        for need in c.levels[0].requirements
        for one in need.missing
        if "more await a person" in one
    ]

    assert waiting
    assert all(one.startswith(f"{MODULE}: ") for one in waiting)


def test_what_was_passed_is_kept_through_a_worse_attempt(tmp_path: Path) -> None:
    """The gradebook forgets the first submission; records/ does not."""
    folder = released_course(tmp_path / "course")
    fill(folder, MODULE, 30)
    sql(
        folder,
        "update grade set needs_manual_grade = 0, manual_score = (select coalesce(g.max_score, t.max_score) from base_cell b left join grade_cells g on g.id = b.id left join task_cells t on t.id = b.id where b.id = grade.cell_id)",
    )
    before = read_cohort(folder)
    kept = keep_passed(folder, before)
    assert kept
    assert keep_passed(folder, read_cohort(folder)) == []
    sql(folder, "update grade set auto_score = 0, manual_score = 0")
    first = next(r for r in read_cohort(folder).records if r.learner == kept[0])

    assert {m.percent >= 80 for m in first.modules} == {True, False}
    sql(folder, "update student set id = 'Zoë' where id = ?", kept[0])
    sql(folder, "update submitted_assignment set student_id = 'Zoë' where student_id = ?", kept[0])
    sql(
        folder,
        "update grade set needs_manual_grade = 0, manual_score = (select max_score from grade_cells where id = cell_id)",
    )
    with pytest.raises(GradingError, match="expected a learner's id such as learner-01, got 'Zoë'"):
        keep_passed(folder, read_cohort(folder))
    found = {c.learner: c for c in read_cohort(folder).certifications(ON)}
    assert all(any(b.earned_on for b in found[name].badges) for name in kept)


def test_items_have_the_points_that_count(course_dir: Path) -> None:
    """A person's points replace the test's, and say so; nobody's are empty."""
    sql(
        course_dir,
        "update grade set needs_manual_grade = 0, manual_score = 0.5 where auto_score is null and rowid % 4 < 2",
    )
    rows = item_rows(course_dir, [MODULE])

    assert {row.given_by for row in rows} == {"test", "person", ""}
    assert all((row.points is None) == (row.given_by == "") for row in rows)
    assert {row.points for row in rows if row.given_by == "person"} == {0.5}


def test_records_alone_make_a_cohort_and_nothing_makes_none(tmp_path: Path) -> None:
    """Before the first release there may be records; without either one is told what to do."""
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    with pytest.raises(GradingError, match="release a module first"):
        read_cohort(tmp_path)
    write_record(tmp_path / "records", LearnerRecord(learner="a", name="a"))

    assert [r.learner for r in read_cohort(tmp_path).records] == ["a"]


def test_a_run_is_recorded_where_it_is_the_learners_own(tmp_path: Path) -> None:
    """The seed tells whose it is; an instructor may take another; the replay gives the points."""
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    own = seed_for(b"engineering-excellence", "learner-01", NAME)
    journal = text(DECLARE, NAMED, ROLLBACK, CLOSE)
    with pytest.raises(SubmissionError, match=r"learner-01: line 1: args\.seed"):
        record_run(tmp_path, journal, "learner-01", on=ON)
    assert not (tmp_path / "records").exists()
    mine = journal.replace(b'"seed": 0', f'"seed": {own}'.encode())
    run = record_run(tmp_path, mine, "learner-01", on=ON)
    other = record_run(tmp_path, journal, "learner-01", on=ON, any_seed=True)

    kept = read_record(tmp_path / "records" / "learner-01.json").incidents
    assert kept == (run, other)
    assert (run.seed, other.seed, run.on) == (own, 0, ON)
    with pytest.raises(ScenarioError, match="scenario: expected one of"):
        record_run(tmp_path, journal.replace(b"bad-canary", b"no-such-thing"), "learner-01", on=ON)


def test_a_large_cohort_is_certified_by_the_same_rules() -> None:
    """What the whole says of each is what is said of each alone."""
    from course.certification import certification, certifications
    from tests.certification.people import FULL, PROGRAM

    cohort = [
        replace(plus(FULL, assessments=theory(n % 100, date(2025, 3, 30))), learner=f"l{n}")
        for n in range(300)
    ]
    found = certifications(PROGRAM, cohort, ON)

    assert found[7] == certification(PROGRAM, cohort[7], ON, cohort)


def test_a_cohort_costs_the_same_few_statements(course_dir: Path) -> None:
    """Reading 40 learners asks the database no more often than reading four."""
    import sqlalchemy as sa

    counts = []
    for keep in (40, 4):
        sql(
            course_dir,
            "delete from submitted_assignment where student_id not in (select id from student limit ?)",
            keep,
        )
        statements: list[str] = []

        def count(*arguments: object, statements: list[str] = statements) -> None:
            statements.append(str(arguments[2]))

        sa.event.listen(sa.Engine, "before_cursor_execute", count)
        try:
            read_cohort(course_dir)
        finally:
            sa.event.remove(sa.Engine, "before_cursor_execute", count)
        counts.append(sum(one.lstrip().upper().startswith("SELECT") for one in statements))

    assert counts[0] == counts[1]


def test_a_graded_assessment_goes_into_the_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Percent, topics, form, minutes; graded again it stands once; a floor keeps it from passing."""
    monkeypatch.setenv("COURSE_SECRET", str(tmp_path / "kept" / "secret"))
    folder = course_with_papers(tmp_path / "course", assignment="level-1-theory")
    learners = ["learner-01", "learner-02"]
    workflow.release(folder, "level-1-theory", learners=learners, tick=lambda _: None)
    secret = load_secret(tmp_path / "kept" / "secret")
    for learner in learners:
        register = read_register(folder, "level-1-theory", secret)
        assert register is not None
        (paper,) = register.papers(learner)
        target = folder / "submitted" / learner / "level-1-theory"
        shutil.copytree(folder / "release" / "level-1-theory", target)
        (target / "paper.json").write_bytes(paper.content())
        (target / "timestamp.txt").write_text("2026-03-01 12:00:00.000000 UTC")
        answers = right_answers(paper)
        if learner == "learner-02":
            answers |= {item.id: "none" for item in paper.items if item.topic == "errors"}
        answer(target, paper, answers)
        opened = datetime(2026, 3, 1, 10, 45, tzinfo=UTC)
        store(opening_id(paper.digest), "opening", 1, folder=target, now=lambda at=opened: at)
    for _ in range(2):
        workflow.grade(folder, "level-1-theory")
    rows = {learner: read_record(folder / "records" / f"{learner}.json") for learner in learners}
    kept = {learner: row.assessments for learner, row in rows.items()}

    assert [len(one) for one in kept.values()] == [1, 1]
    (whole,), (part,) = kept.values()
    assert whole.taken_on == day("2026-03-01")
    assert (whole.level, whole.type, whole.form, whole.minutes) == (1, "theoretical", "1", 75)
    assert whole.topics == {"errors": (2, 2), "state": (3, 3)}
    assert part.topics == {"errors": (0, 2), "state": (3, 3)}
    assert float(whole.percent) - float(part.percent) == pytest.approx(20)  # the paper is half
    rule = load_program(folder / "course" / "program.toml").certification.levels[0].assessments[0]
    lowered = rule.model_copy(update={"passing_score": 0})
    days = [passed_on(1, lowered, row, LONG_AGO) for row in rows.values()]
    assert days == [day("2026-03-01"), None]

"""The values that go in and out of grading."""

from dataclasses import replace

from course.jobs import CellResult, Files, Job, Limits, Result, Verdict

JOB = Job(submission=b"s", source=b"t", files=Files(submitted={"a": b"1"}, pristine={"b": b"2"}))


def test_the_digest_depends_on_everything() -> None:
    """Two jobs that differ anywhere have different digests; equal jobs have equal ones."""
    others = [
        replace(JOB, submission=b"x"),
        replace(JOB, source=b"x"),
        replace(JOB, environment="3.12"),
        replace(JOB, limits=Limits(cell_s=1)),
        replace(JOB, submission=b"st", source=b""),
        replace(JOB, files=Files(submitted={"a": b"1", "b": b"2"})),
        replace(JOB, files=Files(submitted={"a": b"2"}, pristine={"b": b"2"})),
        replace(JOB, files=Files(submitted={"a1": b""}, pristine={"b": b"2"})),
        replace(JOB, files=Files(submitted={"\udcff": b"1"}, pristine={"b": b"2"})),
    ]
    digests = {job.digest() for job in [JOB, *others]}
    assert len(digests) == len(others) + 1
    same = Job(
        submission=b"s", source=b"t", files=Files(pristine={"b": b"2"}, submitted={"a": b"1"})
    )
    assert same.digest() == JOB.digest()


def test_points_are_those_of_tests() -> None:
    """Cells that are no tests have no points."""
    cells = [
        CellResult(grade_id="a", verdict=None, points=None, max_points=0),
        CellResult(grade_id="b", verdict=Verdict.PASSED, points=2, max_points=2),
        CellResult(grade_id="c", verdict=Verdict.FAILED, points=0.5, max_points=2),
    ]
    assert Result(cells=cells).points == 2.5

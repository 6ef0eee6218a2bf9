"""Submissions out of the exchange: everybody's, whatever one of them left there."""

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from course.cli.command import main
from course.errors import GradingError, Problem
from course.gradebook import exchange
from tests.classroom import MODULE, NAME, released_course, tree

AT = "2026-03-01 12:00:00.000000 UTC"
LATER = "2026-03-02 12:00:00.000000 UTC"


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A module in the exchange, which nobody handed in yet."""
    folder = released_course(tmp_path_factory.mktemp("collected") / "course")
    exchange.publish(folder, MODULE)
    return folder


@pytest.fixture
def course_dir(released: Path, tmp_path: Path) -> Path:
    """A copy of it, in which learner-01 to 03 handed in."""
    folder = Path(shutil.copytree(released, tmp_path / "course"))
    for learner in ("learner-01", "learner-02", "learner-03"):
        inbound(folder, learner)
    return folder


def inbound(course_dir: Path, learner: str, at: str = AT, text: str = "{}") -> Path:
    """Hand in as nbgrader's submit does, under any name."""
    (place,) = (course_dir / "exchange").glob("*/inbound")
    folder = place / f"{learner}+{MODULE}+{at}+{os.urandom(6).hex()}"
    folder.mkdir()
    (folder / "timestamp.txt").write_text(at)
    (folder / "submission_secret.txt").write_text("secret")
    (folder / f"{NAME}.ipynb").write_text(text)
    return folder


def collected(course_dir: Path) -> tuple[list[str], list[str]]:
    """Collect; give the learners, and what was told."""
    problems: list[Problem] = []
    learners = exchange.collect(course_dir, MODULE, check_owner=False, tell=problems.append)
    return learners, list(map(str, problems))


def submitted(course_dir: Path, learner: str) -> Path:
    return course_dir / "submitted" / learner / MODULE


def test_everything_handed_in_comes_as_it_is(course_dir: Path) -> None:
    """Bytes are those of the exchange; a second run changes nothing."""
    assert collected(course_dir) == (["learner-01", "learner-02", "learner-03"], [])
    before = tree(course_dir / "submitted")
    assert before[f"learner-02/{MODULE}/timestamp.txt"] == AT.encode()
    assert collected(course_dir)[1] == []
    assert tree(course_dir / "submitted") == before


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
def test_the_newest_counts_in_any_zone(zone: str, course_dir: Path) -> None:
    """Between 02:30 CEST and 02:30 CET lies an hour; which name sorts first says nothing."""
    with (course_dir / "nbgrader_config.py").open("a") as file:
        file.write(f"\nc.Exchange.timezone = {zone!r}\n")
    inbound(course_dir, "learner-01", "2026-10-25 02:30:00.000000 +0200", "first")
    inbound(course_dir, "learner-01", "2026-10-25 02:10:00.000000 +0100", "second")
    if zone != "UTC":
        inbound(course_dir, "learner-02", "2026-10-25 02:30:00.000000 CEST", "first")
        inbound(course_dir, "learner-02", "2026-10-25 02:10:00.000000 CET", "second")
    assert collected(course_dir)[1] == []

    texts = {
        name: (submitted(course_dir, name) / f"{NAME}.ipynb").read_text()
        for name in ("learner-01", "learner-02")
    }
    assert texts == {"learner-01": "second", "learner-02": "{}" if zone == "UTC" else "second"}


@pytest.mark.parametrize("learner", ["b[0]", "*", "?", "a b", "a+b", "Zoë", "{x}"])
def test_any_id_is_collected(learner: str, course_dir: Path) -> None:
    """An id is a name, not a pattern."""
    inbound(course_dir, learner)
    inbound(course_dir, learner, LATER, "later")

    assert learner in collected(course_dir)[0]
    assert (submitted(course_dir, learner) / f"{NAME}.ipynb").read_text() == "later"


def binary_time(folder: Path, _: Path) -> None:
    (folder / "timestamp.txt").write_bytes(b"\xff\xfe\x00")


def no_time(folder: Path, _: Path) -> None:
    (folder / "timestamp.txt").unlink()


def folder_for_time(folder: Path, _: Path) -> None:
    (folder / "timestamp.txt").unlink()
    (folder / "timestamp.txt").mkdir()


def linked_time(folder: Path, course_dir: Path) -> None:
    (folder / "timestamp.txt").unlink()
    (folder / "timestamp.txt").symlink_to(course_dir / "gradebook.db")


def pipe(folder: Path, _: Path) -> None:
    os.mkfifo(folder / "pipe")


def link_for_folder(folder: Path, course_dir: Path) -> None:
    shutil.rmtree(folder)
    folder.symlink_to(course_dir / "source" / MODULE)


def file_for_folder(folder: Path, _: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("x")


def no_such_time(folder: Path, _: Path) -> None:
    folder.rename(folder.with_name(f"learner-02+{MODULE}+yesterday+0123456789ab"))


def in_the_way(_: Path, course_dir: Path) -> None:
    (course_dir / "submitted").mkdir()
    (course_dir / "submitted" / "learner-02").write_text("a person's")


@pytest.mark.parametrize(
    ("damage", "stays_out", "words"),
    [
        (binary_time, False, "timestamp.txt cannot be read: expected text, got byte 0xff; the fo"),
        (no_time, False, "timestamp.txt cannot be read: No such file or directory; the folder's"),
        (folder_for_time, False, "timestamp.txt cannot be read: expected a plain file, got a fol"),
        (linked_time, False, "timestamp.txt cannot be read: expected a plain file, got a link; t"),
        (pipe, False, "pipe was not collected: "),
        (link_for_folder, True, "to be a folder, got a link or a file"),
        (file_for_folder, True, "to be a folder, got a link or a file"),
        (no_such_time, True, "not collected: expected a moment such as"),
        (in_the_way, True, "not collected: "),
    ],
)
def test_what_one_left_stops_nobody_else(
    damage: Callable[[Path, Path], None], stays_out: bool, words: str, course_dir: Path
) -> None:
    """It is told in one line; a time that cannot be read is taken from the folder's name."""
    (place,) = (course_dir / "exchange").glob(f"*/inbound/learner-02+{MODULE}+*")
    damage(place, course_dir)
    learners, said = collected(course_dir)

    assert {"learner-01", "learner-03"} <= set(learners)
    assert len(said) == 1 and "learner-02" in said[0] and words in said[0]
    folder = submitted(course_dir, "learner-02")
    assert folder.is_dir() is not stays_out
    if not stays_out:
        time = folder / "timestamp.txt"
        assert time.read_text() == AT and not time.is_symlink()
        assert (folder / f"{NAME}.ipynb").read_text() == "{}"
    if stays_out and damage is not in_the_way:
        return
    if damage is in_the_way:
        assert (course_dir / "submitted" / "learner-02").read_text() == "a person's"
    else:
        assert collected(course_dir)[1] == []


def test_a_link_is_not_followed(course_dir: Path) -> None:
    """It comes as a link, so that what it leads to is never taken for the learner's."""
    solution = course_dir / "source" / MODULE / f"{NAME}.ipynb"
    folder = inbound(course_dir, "learner-02", LATER)
    (folder / "mine.txt").symlink_to(solution)
    (folder / "more").symlink_to(solution.parent, target_is_directory=True)
    assert collected(course_dir)[1] == []

    assert (submitted(course_dir, "learner-02") / "mine.txt").is_symlink()
    assert (submitted(course_dir, "learner-02") / "more").is_symlink()


def test_nobody_hands_in_outside_of_submitted(course_dir: Path) -> None:
    """A folder may be named as a way up."""
    inbound(course_dir, "..")
    inbound(course_dir, "")
    learners, said = collected(course_dir)

    assert learners == ["learner-01", "learner-02", "learner-03"]
    assert not (course_dir / MODULE).exists()
    assert len(said) == 2 and all("expected a folder such as" in line for line in said)


def test_an_unreadable_time_of_before_is_replaced(course_dir: Path) -> None:
    """What was collected with a broken timestamp.txt is collected anew."""
    collected(course_dir)
    time = submitted(course_dir, "learner-02") / "timestamp.txt"
    time.write_bytes(b"\xff")

    assert collected(course_dir)[1] == []
    assert time.read_text() == AT


def test_an_earlier_submission_stays_until_the_next_is_whole(course_dir: Path) -> None:
    """A folder that is too large is told, and the older one kept."""
    collected(course_dir)
    with (course_dir / "nbgrader_config.py").open("a") as file:
        file.write("\nc.CourseDirectory.max_dir_size = 1\n")
    inbound(course_dir, "learner-02", LATER, "x" * 5000)
    inbound(course_dir, "learner-03", LATER, "later")
    _, said = collected(course_dir)

    assert said == [
        "learner-02: not collected: 5036 bytes, more than CourseDirectory.max_dir_size has"
    ]
    assert (submitted(course_dir, "learner-02") / f"{NAME}.ipynb").read_text() == "{}"
    assert (submitted(course_dir, "learner-03") / f"{NAME}.ipynb").read_text() == "later"
    assert os.listdir(submitted(course_dir, "learner-02").parent) == [MODULE]  # noqa: PTH208


def test_what_makes_room_is_kept(course_dir: Path) -> None:
    """Also what no exchange has: a person, or an LMS, may have put it there."""
    collected(course_dir)
    (submitted(course_dir, "learner-01") / "by-hand.txt").write_text("note")
    inbound(course_dir, "learner-01", LATER, "later")
    assert collected(course_dir)[1] == []
    assert (submitted(course_dir, "learner-01") / f"{NAME}.ipynb").read_text() == "later"
    aside = course_dir / "replaced" / MODULE / "learner-01-1"
    assert (aside / "by-hand.txt").read_text() == "note"
    assert (aside / "timestamp.txt").read_text() == AT


def test_the_owner_is_told_who_hands_in_for_another(course_dir: Path) -> None:
    """One account under another's name; the person who collects may own everything."""
    (place,) = (course_dir / "exchange").glob(f"*/inbound/learner-02+{MODULE}+*")
    problems: list[Problem] = []
    if os.geteuid() != 0:
        pytest.skip("needs root")
    os.chown(place, 12345, 12345)
    exchange.collect(course_dir, MODULE, tell=problems.append)

    what = "collected; it was handed in by the account user 12345"
    assert list(map(str, problems)) == [f"learner-02: {what}"]


def test_the_command_counts_who_came_and_names_who_did_not(
    course_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both are seen: the submissions on one stream, the problem on the other."""
    inbound(course_dir, "learner-04", "soon")
    status = main(["collect", MODULE, "--course-dir", str(course_dir)])
    said = capsys.readouterr()

    assert (status, said.out) == (1, "3 submissions: learner-01, learner-02, learner-03\n")
    assert f"/inbound/learner-04+{MODULE}+soon" in said.err and said.err.count("\n") == 1


def test_without_anybody_to_tell_it_is_raised_at_the_end(course_dir: Path) -> None:
    """A script hears of it, too, after all others were collected."""
    inbound(course_dir, "learner-04", "soon")
    with pytest.raises(GradingError, match="learner-04"):
        exchange.collect(course_dir, MODULE)

    assert stat.S_ISDIR(submitted(course_dir, "learner-03").stat().st_mode)


def test_where_nothing_was_released_that_is_said(course_dir: Path) -> None:
    """The folder that is missing is named."""
    shutil.rmtree(course_dir / "exchange")
    with pytest.raises(GradingError, match=r"inbound: no exchange with submissions there"):
        exchange.collect(course_dir, MODULE)

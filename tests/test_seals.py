"""Nothing new, nothing opened: the last grading's words are said again until anything differs."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from course import seals, workflow
from course.cli import command
from tests.classroom import MODULE, NAME, RIGHT, WRONG, answered, hand_in, released_course, sql

GRADE = ("grade", MODULE, "--course-dir")


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of two learners, graded by the command."""
    folder = released_course(tmp_path_factory.mktemp("seals") / "course")
    hand_in(folder, "learner-01", answered(folder, RIGHT))
    hand_in(folder, "learner-02", answered(folder, WRONG))
    assert command.main([*GRADE, str(folder)]) == 0
    return folder


def opened(folder: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> bool:
    """Say whether the command looks for work; it does not get to do it."""

    def grade(*_: object, **__: object) -> list[object]:
        raise InterruptedError

    monkeypatch.setattr(workflow, "grade", grade)
    try:
        assert command.main([*GRADE, str(folder), *words]) == 0
    except InterruptedError:
        return True
    return False


def test_what_has_not_changed_is_said_again(
    graded: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The table is the same, and the command says why it was so quick."""
    assert not opened(graded, monkeypatch)
    said = capsys.readouterr()
    assert "nothing has changed" in said.err
    assert "learner-01" in said.out and "learner-02" in said.out


@pytest.mark.parametrize("words", [("--force",), ("--json",), ("--learner", "learner-01")])
def test_other_words_are_another_question(
    graded: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """--force always grades; what was asked otherwise was not answered yet."""
    assert opened(graded, monkeypatch, *words)


def appended(name: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write("\n")

    return change


CHANGES: dict[str, Callable[[Path], None]] = {
    "a submission": appended(f"submitted/learner-01/{MODULE}/{NAME}.ipynb"),
    "a file beside it": lambda f: (f / "submitted/learner-01" / MODULE / "a.txt").write_text("a"),
    "one learner more": lambda f: shutil.copytree(f / "submitted/learner-01", f / "submitted/z"),
    "one learner less": lambda f: shutil.rmtree(f / "submitted/learner-02"),
    "the source": appended(f"source/{MODULE}/{NAME}.ipynb"),
    "the configuration": appended("nbgrader_config.py"),
    "a manual score": lambda f: sql(f, "update grade set manual_score = 1"),
    "a graded notebook is gone": lambda f: (
        f / "autograded/learner-01" / MODULE / f"{NAME}.ipynb"
    ).unlink(),
    "a graded notebook was touched": lambda f: (
        f / "autograded/learner-01" / MODULE / f"{NAME}.ipynb"
    ).touch(),
    "the gradebook is gone": lambda f: (f / "gradebook.db").unlink(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_any_change_opens_the_gradebook(
    graded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    """What was handed in, what it is graded by, and what grading left."""
    folder = tmp_path / "course"
    shutil.copytree(graded, folder)
    assert opened(folder, monkeypatch)  # another place is another course
    monkeypatch.undo()
    assert command.main([*GRADE, str(folder)]) == 0
    assert not opened(folder, monkeypatch)
    change(folder)

    assert opened(folder, monkeypatch)


def test_a_change_of_the_environment_counts(graded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A configuration may read COURSE_DB_URL and its like."""
    monkeypatch.setenv("COURSE_DB_URL", f"sqlite:///{graded}/gradebook.db")

    assert opened(graded, monkeypatch)


@pytest.mark.parametrize("content", ["", "[]", '{"given": 1}', "\x00"])
def test_a_damaged_seal_is_none(tmp_path: Path, content: str) -> None:
    """It is as if there were none."""
    folder = tmp_path / "course"
    (folder / seals.PLACE).mkdir(parents=True)
    seals._place(folder, ["a"]).write_text(content)

    assert seals.recall(folder, ["a"]) is None

"""The call that shows a learner's own paper, and keeps the answers to it."""

from pathlib import Path

import pytest

from course.papers.drawing import draw
from course.papers.paper_files import answers_id
from course.widgets import notebook_calls
from course.widgets.notebook_calls import Asked, paper
from tests.papers.examined import answer, known_secret, right_answers, stock


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A learner's folder, in which the kernel was started."""
    monkeypatch.setattr(notebook_calls, "HOME", tmp_path)
    monkeypatch.setattr("course.widgets.answer_files.HOME", tmp_path)
    return tmp_path


def test_a_paper_is_shown_with_what_was_answered(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every question once, in the paper's order, under its title; its variant and seed to use."""
    mine = draw(known_secret(), stock(), "learner-01", 2)
    (home / "paper.json").write_bytes(mine.content())
    answer(home, mine, {"q01": right_answers(mine)["q01"]})
    assert paper() == Asked(form=2, variant=mine.variant, seed=mine.seed)
    shown = capsys.readouterr().out
    assert shown.startswith("Theory: form 2 for learner-01\n\n1. ")
    places = [shown.index(f"{n}. {item.prompt}") for n, item in enumerate(mine.items, start=1)]
    assert places == sorted(places)
    assert shown.count("Your answer: ") == 1


def test_answers_to_another_form_are_not_these(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each paper's answers have a file of their own, so a second form begins empty."""
    first, second = (draw(known_secret(), stock(), "learner-01", form) for form in (1, 2))
    assert answers_id(first.digest) != answers_id(second.digest)
    answer(home, first, right_answers(first))
    (home / "paper.json").write_bytes(second.content())
    paper()
    assert "Your answer" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, "There is no paper here: fetch the assignment"),
        (b"{", "paper.json cannot be used: line 1: expected JSON"),
        (b"{}", "paper.json cannot be used: format: "),
    ],
)
def test_without_a_paper_a_sentence_says_so(
    home: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, expected: str
) -> None:
    """Run All of a release goes on, whatever lies there."""
    if content is not None:
        (home / "paper.json").write_bytes(content)
    assert paper() == Asked()
    assert capsys.readouterr().out.startswith(expected)

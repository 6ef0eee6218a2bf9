"""The save protocol, without a browser."""

import json
from pathlib import Path
from typing import Any

import pytest

from course.widgets import save_protocol
from course.widgets.activities import MinuteCard, Prediction
from course.widgets.parsons import Parsons, line_names
from course.widgets.questions import Choice, Number, Option, Quiz
from course.widgets.save_protocol import AnswerSheet

QUIZ = Quiz(
    id="01-q",
    title="T",
    questions=(
        Choice("one", "?", [Option("x", "no"), Option("y", "yes", right=True)]),
        Number("n", "?", 4, "so"),
    ),
)


def ask(sheet: AnswerSheet, seq: Any, value: Any) -> dict[str, Any] | None:
    return sheet.answer({"seq": seq, "value": value})


def test_an_ack_means_that_the_file_is_there(tmp_path: Path) -> None:
    """The answer to a message has its number, and comes after the file."""
    sheet = AnswerSheet(activity=QUIZ, folder=tmp_path)
    reply = ask(sheet, 7, {"question": "one", "answer": "b"})

    assert reply is not None
    assert reply["ack"] == 7
    assert reply["state"]["value"] == {"one": "b"}
    assert reply["state"]["feedback"]["one"]["right"] is True
    assert json.loads((tmp_path / "answers/01-q.json").read_text())["value"] == {"one": "b"}
    json.dumps(reply)  # a page gets plain data


@pytest.mark.parametrize("value", [None, 7, [], {"question": "x"}, {"question": "one"}])
def test_a_refusal_changes_nothing_and_says_why(tmp_path: Path, value: Any) -> None:
    """What is no answer is refused by number; the file stays as it was."""
    sheet = AnswerSheet(activity=QUIZ, folder=tmp_path)
    ask(sheet, 1, {"question": "n", "answer": "4"})
    before = (tmp_path / "answers/01-q.json").read_bytes()
    reply = ask(sheet, 2, value)

    assert reply is not None
    assert reply.keys() == {"refused", "why"} and reply["refused"] == 2 and reply["why"]
    assert (tmp_path / "answers/01-q.json").read_bytes() == before


def test_where_nothing_can_be_written_the_page_hears_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that is a link refuses; so does a full disk. Neither is an exception."""
    (tmp_path / "answers").symlink_to(tmp_path)
    reply = ask(AnswerSheet(activity=QUIZ, folder=tmp_path), 1, {"question": "one", "answer": "a"})
    assert reply is not None and "cannot be written" in reply["why"]

    def full(*_: object, **__: object) -> None:
        raise save_protocol.SubmissionError("answers/01-q.json cannot be written: no space")

    monkeypatch.setattr(save_protocol, "store", full)
    reply = ask(AnswerSheet(activity=QUIZ, folder=tmp_path), 2, {"question": "one", "answer": "a"})
    assert reply == {"refused": 2, "why": "answers/01-q.json cannot be written: no space"}


@pytest.mark.parametrize(
    "message", [None, 7, "x", [], {}, {"seq": "1"}, {"seq": True}, {"seq": 1.5}]
)
def test_a_message_without_a_number_gets_no_answer(tmp_path: Path, message: Any) -> None:
    """There is nobody to tell."""
    assert AnswerSheet(activity=QUIZ, folder=tmp_path).answer(message) is None
    assert list(tmp_path.iterdir()) == []


def test_two_pages_of_one_widget_do_not_undo_each_other(tmp_path: Path) -> None:
    """Each message builds on the file, not on what a page has seen."""
    one, other = (AnswerSheet(activity=QUIZ, folder=tmp_path) for _ in range(2))
    ask(one, 1, {"question": "one", "answer": "b"})
    ask(other, 1, {"question": "n", "answer": "4"})

    assert one.saved().value == {"one": "b", "n": 4}


def test_a_file_of_other_questions_is_told_and_replaced(tmp_path: Path) -> None:
    """What does not fit opens empty with a message; the next answer starts anew."""
    sheet = AnswerSheet(activity=QUIZ, folder=tmp_path)
    sheet.keep({"gone": "a"})
    state = sheet.state()

    assert state["value"] is None
    assert state["problem"] == (
        "answers/01-q.json is not used: unknown question 'gone'. What you answer now replaces it."
    )
    reply = ask(sheet, 1, {"question": "one", "answer": "a"})
    assert reply is not None and reply["state"]["problem"] is None
    assert sheet.saved().value == {"one": "a"}


def test_a_prediction_of_another_page_stands(tmp_path: Path) -> None:
    """Once in the file it is committed, whoever asks again."""
    guess = Prediction(id="01-p", prompt="?", options=("2", "4"))
    one, other = (AnswerSheet(activity=guess, folder=tmp_path) for _ in range(2))
    ask(one, 1, {"prediction": "4", "confidence": 75})
    reply = ask(other, 1, {"prediction": "2", "confidence": 95})

    assert reply == {"refused": 1, "why": "a prediction stands: it cannot be changed"}


def test_a_run_is_saved_first_and_tells_what_came(tmp_path: Path) -> None:
    """The order is on disk before it runs; a right one is marked as solved."""
    seen: list[bool] = []

    def check(made: dict[str, Any]) -> None:
        seen.append((tmp_path / "answers/01-t.json").exists())
        assert made["x"] == 2, "x is not 2"

    lines = ("x = 1", "x = 2")
    names = list(line_names(lines))
    sheet = AnswerSheet(
        activity=Parsons(id="01-t", prompt="?", lines=lines, check_run=check), folder=tmp_path
    )
    wrong = ask(sheet, 1, {"order": [[names[0], 0]], "run": True})
    right = ask(sheet, 2, {"order": [[names[0], 0], [names[1], 0]], "run": True})

    assert wrong is not None and right is not None
    assert (wrong["right"], wrong["said"].splitlines()[0]) == (False, "x is not 2")
    assert (right["right"], right["state"]["feedback"]) == (True, {"solved": True})
    assert seen == [True, True]


def test_states_are_plain_data(tmp_path: Path) -> None:
    """Nothing but JSON goes to a page, before and after an answer."""
    sheet = AnswerSheet(activity=MinuteCard(id="01-m"), folder=tmp_path)
    before = sheet.state()
    ask(sheet, 1, {"up": "a", "down": "b", "pace": "right"})

    assert before == {"value": None, "saved": None, "problem": None, "feedback": {}}
    assert json.loads(json.dumps(sheet.state())) == sheet.state()

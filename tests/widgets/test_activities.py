"""Predictions, hints and minute cards as plain data."""

from typing import Any

import pytest

from course.errors import NotebookError
from course.widgets.activities import Hints, MinuteCard, Prediction
from course.widgets.prose import as_html, as_text

GUESS = Prediction(id="01-p", prompt="How many?", options=("2", "4"))
HINTS = Hints(id="01-h", texts=("one", "two `x`", "three"), now=lambda: "2026-11-03T10:00:00Z")
CARD = MinuteCard(id="01-m")
OPENED = {"level": 1, "at": "2026-11-03T10:00:00Z"}


def test_a_prediction_is_given_once() -> None:
    """The first stands; the outcome is the run's to give."""
    value = GUESS.accept(None, {"prediction": "4", "confidence": 75})

    assert value == {"prediction": "4", "confidence": 75}
    assert GUESS.feedback(value) == {}
    with pytest.raises(ValueError, match="cannot be changed"):
        GUESS.accept(value, {"prediction": "2", "confidence": 75})


def test_a_prediction_is_told_beside_its_outcome() -> None:
    """Right or wrong, with the confidence."""
    value = {"prediction": "4", "confidence": 75}

    assert GUESS.settled(value | {"outcome": "4"}) == "You said 4, 75 % sure: right."
    assert GUESS.settled(value | {"outcome": "5"}) == "You said 4, 75 % sure: it is 5."


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        {},
        {"prediction": "4"},
        {"prediction": "3", "confidence": 75},
        {"prediction": 4, "confidence": 75},
        {"prediction": "4", "confidence": True},
        {"prediction": "4", "confidence": 60},
        {"prediction": ["4"], "confidence": 75},
        {"prediction": "4", "confidence": 75, "outcome": "4"},
        {"prediction": "4", "confidence": 75, "more": 1},
    ],
)
def test_what_is_no_prediction_is_refused(sent: Any) -> None:
    """Only an option and a confidence are a prediction."""
    with pytest.raises(ValueError, match=r"expected|unknown key|not yours"):
        GUESS.accept(None, sent)


def test_a_prediction_needs_something_to_choose() -> None:
    """One option, or the same twice, is the author's slip."""
    for options in (("1",), ("1", "1")):
        with pytest.raises(NotebookError, match="two different options"):
            Prediction(id="01-p", prompt="?", options=options)


def test_hints_open_in_order_and_are_logged() -> None:
    """Each opening has its level and time; texts come with it, and no sooner."""
    value = HINTS.accept(None, {"open": 1})

    assert value == {"opened": [OPENED]}
    assert HINTS.feedback(None) == {"texts": []}
    assert HINTS.feedback(value) == {"texts": [[[("text", "one")]]]}
    assert HINTS.accept(value, {"open": 1}) == value
    assert len(HINTS.accept(value, {"open": 2})["opened"]) == 2
    assert "two" not in str(HINTS.spec())


@pytest.mark.parametrize(
    "sent", [None, {}, {"open": 3}, {"open": 0}, {"open": True}, {"open": "2"}]
)
def test_a_hint_out_of_order_is_refused(sent: Any) -> None:
    """No level is skipped."""
    with pytest.raises(ValueError, match="expected hint 2"):
        HINTS.accept({"opened": [OPENED]}, sent)


@pytest.mark.parametrize(
    "value",
    [
        None,
        {},
        {"opened": None},
        {"opened": [1]},
        {"opened": [OPENED | {"level": 2}]},
        {"opened": [OPENED | {"at": "now"}]},
        {"opened": [OPENED | {"x": 1}]},
        {"opened": [OPENED], "more": 1},
        {"opened": [OPENED] * 4},
        {"opened": [OPENED] * 2},
        {"opened": [OPENED | {"level": True}]},
    ],
)
def test_a_log_of_another_shape_is_refused(value: Any) -> None:
    """A log holds openings one after the other."""
    assert HINTS.check(value) != []


def test_there_are_three_hints() -> None:
    """Two levels, or an empty one, are the author's slip."""
    for texts in (("a", "b"), ("a", "b", "")):
        with pytest.raises(NotebookError, match="expected 3 texts"):
            Hints(id="01-h", texts=texts)


def test_a_minute_card_is_taken_whole_and_replaced() -> None:
    """Words up to a length, and a pace."""
    card = {"up": "x" * 500, "down": "", "pace": "right"}

    assert CARD.accept({"up": "old"}, card) == card
    for wrong in ({"up": "x" * 501}, {"down": 7}, {"pace": "fast"}, {"more": 1}):
        with pytest.raises(ValueError, match="expected"):
            CARD.accept(None, card | wrong)
    assert CARD.check([]) != []


def test_fallbacks_can_be_read() -> None:
    """Hints fold, a prediction shows its options and what was said, a card its fields."""
    assert as_html(HINTS.blocks(None)).count("<details>") == 3
    assert "<code>x</code>" in as_html(HINTS.blocks(None))
    assert "2 / 4" in as_text(GUESS.blocks(None))
    assert "Your prediction: 4, 75 % sure" in as_text(
        GUESS.blocks({"prediction": "4", "confidence": 75})
    )
    assert "One thing that helped: a &lt;b&gt;" in as_html(
        CARD.blocks({"up": "a <b>", "down": "", "pace": "right"})
    )

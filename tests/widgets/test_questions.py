"""Quizzes as plain data."""

from typing import Any

import pytest

from course.errors import NotebookError
from course.widgets.prose import as_html, as_text
from course.widgets.questions import Choice, Number, Option, Quiz

ONE = Choice("one", "Which?", [Option("`x`", "no"), Option("y", "yes", right=True)])
MANY = Choice(
    "many",
    "Which all?",
    [Option("a", "is", right=True), Option("b", "is not"), Option("c", "is", right=True)],
    several=True,
)
HOW_MANY = Number("n", "How many?", 4, "Two and two.", {5: "One too many."})


def quiz(*questions: Any) -> Quiz:
    return Quiz(id="01-q", title="T", questions=questions)


PRACTICE = quiz(ONE, MANY, HOW_MANY)
GRADED = quiz(
    Choice("one", "Which?", [Option("x"), Option("y")]), Number("n", "How many?", within=0)
)


def test_answers_are_taken_one_by_one_in_the_form_that_is_saved() -> None:
    """Letters stay, several are sorted, a number's text becomes a number."""
    value = PRACTICE.accept(None, {"question": "one", "answer": "b"})
    value = PRACTICE.accept(value, {"question": "many", "answer": ["c", "a"]})
    value = PRACTICE.accept(value, {"question": "n", "answer": " 4 "})

    assert value == {"one": "b", "many": ["a", "c"], "n": 4}
    assert PRACTICE.check(value) == []


def test_every_option_is_explained() -> None:
    """Feedback says of each option whether and why; a tempting number has its own words."""
    feedback = PRACTICE.feedback({"one": "a", "many": ["a", "c"], "n": 5})

    assert feedback["one"]["right"] is False
    assert feedback["one"]["options"] == {
        "a": {"right": False, "why": [[("text", "no")]]},
        "b": {"right": True, "why": [[("text", "yes")]]},
    }
    assert feedback["many"]["right"] is True
    assert (feedback["n"]["right"], feedback["n"]["answer"]) == (False, "4")
    assert feedback["n"]["why"] == [[("text", "One too many.")], [("text", "Two and two.")]]
    assert PRACTICE.feedback({"n": 4})["n"] == {
        "right": True,
        "answer": "4",
        "why": [[("text", "Two and two.")]],
    }
    assert quiz(Number("n", "?", 0.3, "so", within=1e-9)).feedback({"n": 0.1 + 0.2})["n"]["right"]


def test_a_graded_quiz_has_no_key_anywhere() -> None:
    """Neither the page nor the feedback nor the fallback tells right from wrong."""
    assert GRADED.graded
    assert GRADED.feedback({"one": "a", "n": 1}) == {}
    assert "right" not in str(GRADED.spec()) + as_html(GRADED.blocks({"one": "a"}))


def test_the_page_of_a_practice_quiz_holds_no_key_before_an_answer() -> None:
    """What is sent to the page first has no reason and no right option."""
    assert "yes" not in str(PRACTICE.spec())
    assert "Two and two" not in str(PRACTICE.spec())


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("one", "c"), ("one", ["a"]), ("one", None), ("one", True), ("one", {}),
        ("many", "a"), ("many", ["z"]), ("many", [["a"]]), ("many", {"a": 1}), ("many", None),
        ("n", "four"), ("n", True), ("n", "nan"), ("n", "1e999"), ("n", 10**400), ("n", [4]),
        ("n", "9" * 41), ("n", None), ("x", "a"), (None, "a"), (["one"], "a"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused(question: Any, answer: Any) -> None:
    """A message or a file with anything else changes nothing and says why."""
    with pytest.raises(ValueError, match=r"expected|unknown question"):
        PRACTICE.accept({}, {"question": question, "answer": answer})
    if isinstance(question, str):
        assert PRACTICE.check({question: answer}) != []


@pytest.mark.parametrize("value", [None, [], "a", 7, {"many": ["c", "a"]}, {"n": "4"}])
def test_a_value_of_another_shape_is_refused(value: Any) -> None:
    """A file's value is what would have been saved, or it is not used."""
    assert PRACTICE.check(value) != []
    with pytest.raises(ValueError, match="expected a question"):
        PRACTICE.accept({}, value if not isinstance(value, dict) else None)


@pytest.mark.parametrize(
    ("questions", "said"),
    [
        ((), "expected 1 to 60 questions, got 0"),
        ((ONE, ONE), "two questions 'one'"),
        ((ONE, Number("n", "?")), "some questions have a key, others none: n"),
        ((Choice("one", "?", [Option("a", "x", right=True)]),), "one: expected 2 to 8 options"),
        (
            (Choice("one", "?", [Option("a", "x"), Option("b", "y")]),),
            "one: expected one right option, got 0",
        ),
        (
            (Choice("one", "?", [Option("a"), Option("b", "y", right=True)]),),
            "one: an option without a reason",
        ),
        ((Number("n", "?", 4),), "n: an answer without a reason"),
        ((Number("../n", "?"),), "expected an id such as"),
    ],
)
def test_an_author_s_slip_is_named(questions: Any, said: str) -> None:
    """A quiz that cannot be asked says what is wrong with it."""
    with pytest.raises(NotebookError, match=r"^quiz 01-q: ") as error:
        quiz(*questions)
    assert said in str(error.value)


def test_the_fallback_can_be_read_and_holds_the_answers_given() -> None:
    """Questions and options in text; in HTML the key is folded, and words are escaped."""
    hostile = quiz(Choice("one", "<b>?", [Option("<i>", "<script>"), Option("y", "z", right=True)]))
    text, html = as_text(PRACTICE.blocks({"one": "b"})), as_html(PRACTICE.blocks({"one": "b"}))

    assert "1. Which?\n\n  a: `x`\n  b: y" in text
    assert "Your answer: b" in text
    assert "Two and two" not in text
    assert "<li>a: <code>x</code></li>" in html
    assert "<details><summary>Answer to question 1</summary>" in html
    assert "<script" not in as_html(hostile.blocks(None)) and "<b>?" not in as_html(
        hostile.blocks(None)
    )

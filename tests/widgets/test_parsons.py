"""Lines to put in order."""

from pathlib import Path
from typing import Any

import pytest

from course.errors import NotebookError
from course.widgets.answer_files import store
from course.widgets.parsons import Parsons, assembled, line_names, run_order, scrambled

LINES = (
    "def total(prices):",
    "    result = 0",
    "    for price in prices:",
    "        result += price",
    "    return result",
    "    result = price",
)


def check(made: dict[str, Any]) -> None:
    got = made["total"]([1, 2, 3])
    assert got == 6, f"total([1, 2, 3]) gave {got}, expected 6"


PUZZLE = Parsons(id="01-t", prompt="Order.", lines=LINES, check_run=check)


def order(*places: int, lines: tuple[str, ...] = LINES) -> list[list[Any]]:
    names = list(line_names(lines))
    return [[names[n], (len(lines[n]) - len(lines[n].lstrip())) // 4] for n in places]


def test_an_order_is_graded_by_running_it() -> None:
    """The author's order passes, and so does any other that works."""
    either = ("def f(a, b):", "    x = a", "    y = b", "    return x - y")
    swapped = Parsons(
        id="01-s", prompt="?", lines=either, check_run=lambda made: check_difference(made["f"])
    )

    assert PUZZLE.run({"order": order(0, 1, 2, 3, 4)}) == (True, "Right.")
    assert swapped.run({"order": order(0, 1, 2, 3, lines=either)})[0]
    assert swapped.run({"order": order(0, 2, 1, 3, lines=either)})[0]


def check_difference(f: Any) -> None:
    assert f(3, 1) == 2, "no"


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ((0, 1, 2, 5, 4), "Line 4: expected an indented block after 'for' statement on line 3"),
        ((0, 1, 2, 3, 5, 4), "total([1, 2, 3]) gave 3, expected 6"),
        ((1, 0, 2, 3, 4), "Line 1: unexpected indent"),
        ((), "KeyError: 'total'"),
    ],
)
def test_a_wrong_order_says_what_came(places: tuple[int, ...], said: str) -> None:
    """A failed check, a syntax error and a missing name are told in a line."""
    right, got = PUZZLE.run({"order": order(*places)})

    assert (right, got.splitlines()[0]) == (False, said)  # pytest adds lines to asserts


def test_an_endless_order_is_stopped_by_count() -> None:
    """A loop that never ends is stopped, even one that catches every exception."""
    stopped = (False, "Stopped after 500000 steps: does a loop never end?")

    assert run_order("while True:\n    pass\n", lambda _: None) == stopped
    assert run_order("while True: pass\n", lambda _: None) == stopped
    caught = "while True:\n    try:\n        x = 1\n    except Exception:\n        pass\n"
    assert run_order(caught, lambda _: None) == stopped


def test_what_an_order_does_stays_in_its_namespace() -> None:
    """Names, output and exits of the order reach nobody."""
    assert run_order("x = 7\nprint('hello')\n", lambda made: made["x"]) == (True, "Right. hello")
    assert run_order("raise SystemExit(3)\n", lambda _: None) == (False, "SystemExit: 3")
    assert len(run_order("raise ValueError('x' * 9999)\n", lambda _: None)[1]) < 2100


def test_lines_are_shown_in_an_order_that_says_nothing() -> None:
    """The page gets names and texts without indents, whatever the author's order was."""
    other = Parsons(id="01-t", prompt="Order.", lines=LINES[::-1], check_run=check)
    texts = [text for _, text in PUZZLE.spec()["lines"]]

    assert PUZZLE.spec() == other.spec()
    assert sorted(texts) == sorted(line.strip() for line in LINES)
    assert texts != [line.strip() for line in LINES]
    assert all(text == text.strip() for text in texts)


def test_equal_lines_have_names_of_their_own() -> None:
    """A line that stands twice can be placed twice."""
    named = line_names(["x += 1", "y = 2", "    x += 1"])

    assert len(named) == 3
    assert sorted(scrambled(list(named))) == sorted(named)


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        {},
        {"order": 7},
        {"order": [1]},
        {"order": [["x", 0]]},
        {"order": [[["x"], 0]]},
        {"order": [[order(0)[0][0], -1]]},
        {"order": [[order(0)[0][0], True]]},
        {"order": [[order(0)[0][0], 9]]},
        {"order": order(0, 0)},
        {"order": order(0) * 7},
        {"order": [[order(0)[0][0]]]},
    ],
)
def test_what_is_no_order_is_refused(sent: Any) -> None:
    """Unknown lines, lines twice and odd indents change nothing."""
    with pytest.raises(ValueError, match="order"):
        PUZZLE.accept(None, sent)
    assert PUZZLE.check(sent) != []


def test_a_solved_order_stays_solved_until_it_changes() -> None:
    """Saving the same order again keeps the mark; another one loses it."""
    solved = {"order": order(0, 1), "solved": True}

    assert PUZZLE.accept(solved, {"order": order(0, 1)}) == solved
    assert PUZZLE.accept(solved, {"order": order(1, 0)}) == {"order": order(1, 0)}
    assert PUZZLE.check(solved | {"solved": 1}) != []


def test_a_test_cell_gets_the_code_of_the_saved_order(tmp_path: Path) -> None:
    """Made of the author's lines only; empty where nothing, or something else, was saved."""
    assert assembled("01-t", LINES, folder=tmp_path) == ""
    store("01-t", "parsons", {"order": order(0, 4)}, folder=tmp_path)
    assert assembled("01-t", LINES, folder=tmp_path) == "def total(prices):\n    return result\n"
    store("01-t", "parsons", {"order": [["import os", 0]]}, folder=tmp_path)
    assert assembled("01-t", LINES, folder=tmp_path) == ""


def test_a_puzzle_has_lines() -> None:
    """One line, or an empty one, is the author's slip."""
    for lines in (("x",), ("x", "  ")):
        with pytest.raises(NotebookError, match="none empty"):
            Parsons(id="01-t", prompt="?", lines=lines)

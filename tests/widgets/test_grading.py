"""Answers graded from their files, by our grader: tests in one process, the learner in another."""

import json
from collections.abc import Iterator

import pytest

from course.grading.images import LIBRARIES, image_with
from course.jobs import CellResult, Files, Limits, Verdict
from course.sandbox.client import Zygote
from course.widgets.parsons import line_names
from tests.sandbox.zygotes import cell, graded, text

LINES = ["def double(n):", "    return n + n", "    return n * n"]
SETUP = "from course.widgets import Choice, Number, Option, parsons, quiz"
QUIZ = """
quiz("01-final", [
    Choice("port", "Who may know?", [Option("The core"), Option("The adapter")]),
    Number("radius", "How many modules?"),
])
"""
QUIZ_TEST = '''
"""Ports keep vendors out."""
from course.widgets import read_answer
saved = read_answer("01-final")
assert saved.problem is None, saved.problem
assert saved.value, "nothing was answered: answer the quiz above and submit again"
### BEGIN HIDDEN TESTS
assert saved.get("port") == "b", "the adapter"
assert saved.get("radius") == 4, "four"
### END HIDDEN TESTS
'''
PUZZLE = f"LINES = {LINES!r}\nparsons('01-double', 'Order.', LINES)"
PUZZLE_TEST = '''
"""The order doubles."""
from course.widgets import assembled
made = {}
exec(assembled("01-double", LINES), made)
assert "double" in made, "no order was saved, or it does not run"
assert made["double"](3) == 6, "3 twice is 6"
'''
CELLS = (
    cell("setup", SETUP),
    cell("quiz", QUIZ),
    cell("final", QUIZ_TEST, "test"),
    cell("puzzle", PUZZLE, "locked"),
    cell("order", PUZZLE_TEST, "test"),
)


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    with Zygote(image_with(LIBRARIES)) as process:
        yield process


def saved(widget: str, kind: str, value: object) -> bytes:
    content = {"format": 1, "id": widget, "kind": kind, "saved": "2026-11-03T10:00:00Z"}
    return json.dumps(content | {"value": value}).encode()


def run(zygote: Zygote, **files: bytes) -> dict[str, CellResult]:
    """Grade with answer files by id, double underscores for dashes."""
    setup = "from course.widgets import Choice, Number, Option, parsons, quiz"
    cells = [CELLS[0], CELLS[1], CELLS[2], cell("puzzle", f"{setup}\n{PUZZLE}", "locked"), CELLS[4]]
    names = {f"answers/{name.replace('_', '-')[1:]}.json": raw for name, raw in files.items()}
    return graded(zygote, *cells, files=Files(submitted=names), limits=Limits())


def order(*places: int) -> dict[str, object]:
    names = list(line_names(LINES))
    return {"order": [[names[n], min(n, 1)] for n in places]}


def test_right_answers_in_files_get_their_points(zygote: Zygote) -> None:
    """The test cell reads the file beside the notebook; the order is run."""
    found = run(
        zygote,
        _01_final=saved("01-final", "quiz", {"port": "b", "radius": 4}),
        _01_double=saved("01-double", "parsons", order(0, 1)),
    )

    assert [(found[n].verdict, found[n].points) for n in ("final", "order")] == [
        (Verdict.PASSED, 2.0),
        (Verdict.PASSED, 2.0),
    ], [found[n].message for n in found]
    assert "Your answer: b" in str(found["quiz"].outputs)


@pytest.mark.parametrize(
    ("quiz", "puzzle", "said"),
    [
        ({"port": "a", "radius": 4}, order(0, 2), ("the adapter", "3 twice is 6")),
        (None, None, ("nothing was answered", "no order was saved")),
    ],
)
def test_wrong_and_missing_answers_get_none(
    zygote: Zygote, quiz: object, puzzle: object, said: tuple[str, str]
) -> None:
    """A wrong key, a wrong order and no file at all fail with the test's own words."""
    files = {}
    if quiz is not None:
        files["_01_final"] = saved("01-final", "quiz", quiz)
        files["_01_double"] = saved("01-double", "parsons", puzzle)
    found = run(zygote, **files)

    for name, words in zip(("final", "order"), said, strict=True):
        assert (found[name].verdict, found[name].points) == (Verdict.FAILED, 0.0)
        assert words in text(found[name].outputs) + found[name].message
        assert not found[name].course_fault


def test_a_hostile_file_costs_its_widget_only(zygote: Zygote) -> None:
    """Not JSON, a learner's code as a line: no points, no fault of the course, all else graded."""
    code = {"order": [["import os; os._exit(0)", 0]]}
    found = run(zygote, _01_final=b"\xff" * 200_000, _01_double=saved("01-double", "parsons", code))

    assert [found[n].points for n in ("final", "order")] == [0.0, 0.0]
    assert "is not used: expected at most 65536 bytes" in str(found["final"])
    assert not any(found[n].course_fault for n in found)


def test_a_rebound_function_of_the_learner_s_gains_nothing(zygote: Zygote) -> None:
    """The test imports read_answer itself, so the learner's name of it is another thing."""
    cheat = "def read_answer(name):\n    return {'port': 'b', 'radius': 4}\n"
    cheat += "import course.widgets\ncourse.widgets.read_answer = read_answer"
    found = graded(zygote, cell("own", cheat), *CELLS[:3], limits=Limits())

    assert found["final"].verdict is Verdict.FAILED

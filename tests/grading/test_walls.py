"""The two walls around the examiner, attacked one by one; the attacks are data in walls/."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from course.grading.conductor import conduct
from course.jobs import Cell, CellResult, Files, Limits, Verdict
from course.sandbox.client import Zygote
from tests.grading.walls import CANARY, EARLIER, POINTS, Form, first, second
from tests.sandbox.zygotes import examiners, one_wall

LIMITS = Limits(cell_s=20, total_s=100, work_bytes=32 << 20)


def points(zygote: Zygote, form: Form, answer: str) -> list[CellResult]:
    """Grade a form with an answer; gives what came of each cell."""
    return conduct(form.cells(answer), Files(), LIMITS, zygote, form.author())


def scores(results: list[CellResult]) -> list[float]:
    return [r.points for r in results if r.points is not None]


@pytest.fixture(scope="module")
def both() -> Iterator[Zygote]:
    """Both walls, as everybody has them."""
    with examiners() as zygote:
        yield zygote


@pytest.fixture(scope="module")
def first_alone() -> Iterator[Zygote]:
    """No process of its own for a test."""
    with one_wall("unparted") as zygote:
        yield zygote


@pytest.fixture(scope="module")
def second_alone() -> Iterator[Zygote]:
    """No audit hook, and no guard before what executes texts."""
    with one_wall("unaudited") as zygote:
        yield zygote


@pytest.mark.parametrize("form", first.FORMS, ids=[f.name for f in first.FORMS])
def test_a_right_answer_has_its_points(both: Zygote, form: Form) -> None:
    """A right answer has full marks, or the test is a fault of the course that says its line."""
    results = points(both, form, form.right)
    judged = results[3]
    if form.faulty:
        assert (judged.points, judged.course_fault) == (0.0, True)
        assert judged.message.startswith("line ")
    else:
        assert (judged.points, judged.message) == (POINTS, "")
    assert points(both, form, form.wrong)[3].points == 0


@pytest.mark.parametrize("form", first.FORMS, ids=[f.name for f in first.FORMS])
def test_the_first_wall_holds_alone(first_alone: Zygote, form: Form) -> None:
    """What a learner hands to a library gains nothing, in this test or in the next ones."""
    results = points(first_alone, form, form.attack)
    assert scores(results) == [0, 0, 0, 0], [r.message for r in results]
    # They were judged: the examiner is what it was, and asks a candidate that answers.
    assert {r.verdict for r in (results[5], results[7])} == {Verdict.FAILED}


@pytest.mark.parametrize("form", second.FORMS, ids=[f.name for f in second.FORMS])
def test_the_second_wall_holds_alone(second_alone: Zygote, form: Form) -> None:
    """Where a learner's code runs in a test's process, it gains that test at most, and no text."""
    results = points(second_alone, form, form.attack)
    before, _, *after = scores(results)
    assert (before, after) == (0, [0, 0]), [r.message for r in results]
    shown = json.dumps([list(r.outputs) for r in results if r.points is None])
    assert CANARY not in shown
    assert EARLIER not in shown


@pytest.mark.parametrize("form", second.FORMS, ids=[f.name for f in second.FORMS])
def test_the_first_wall_keeps_them_out(both: Zygote, form: Form) -> None:
    """With both walls, the same attacks gain nothing at all."""
    assert scores(points(both, form, form.attack)) == [0, 0, 0, 0]


def test_an_attack_on_the_second_wall_does_run(second_alone: Zygote) -> None:
    """The test's process is indeed the learner's: what it sets decides the attacked test."""
    form = second.attack("control", "the attacked test itself", "taken = True")
    assert scores(points(second_alone, form, form.attack)) == [0, POINTS, 0, 0]


def test_without_walls_everything_falls() -> None:
    """The attack that the others are made from works where nothing stops it."""
    with one_wall("bare") as zygote:
        form = next(f for f in first.FORMS if f.name == "exec into a space")
        *_, last, very_last = scores(points(zygote, form, form.attack))
    assert (last, very_last) == (POINTS, POINTS)


def test_a_fault_says_what_to_do(both: Zygote) -> None:
    """The message names the author's line and the way to write it."""
    form = next(f for f in first.FORMS if f.name == "builtins.exec")
    judged = points(both, form, form.right)[3]
    assert judged.verdict is Verdict.RAISED
    assert judged.message.startswith("line 3 (`builtins.exec(say(), space)`): ")
    assert "`exec(text, names)`" in judged.message


def graded(zygote: Zygote, *cells: tuple[str, str], cell_s: float = 20) -> list[CellResult]:
    """Grade a notebook of (role, text) cells; gives what came of its tests."""
    listed = [
        Cell(id=f"c{place}", source=text, role=role, max_points=POINTS * (role == "test"))  # type: ignore[arg-type]
        for place, (role, text) in enumerate(cells)
    ]
    author = [cell for cell in listed if cell.role != "test"]
    limits = replace(LIMITS, cell_s=cell_s)
    return [r for r in conduct(listed, Files(), limits, zygote, author) if r.points is not None]


def test_a_fake_s_keyboard_interrupt_reaches_the_answer(both: Zygote) -> None:
    """What a test's fake raises is the learner's to catch, and stalls nothing."""
    results = graded(
        both,
        (
            "solution",
            "def loop(step):\n    try:\n        while True:\n            step()\n"
            "    except KeyboardInterrupt:\n        return 'stopped'\n"
            "def once(step):\n    step()",
        ),
        ("test", "def step():\n    raise KeyboardInterrupt\nassert loop(step) == 'stopped'"),
        (
            "test",
            "def step():\n    raise KeyboardInterrupt\ntry:\n    once(step)\n"
            "except KeyboardInterrupt:\n    pass\nelse:\n    assert False",
        ),
        ("test", "assert once(lambda: 1) is None"),
    )
    assert [r.points for r in results] == [POINTS, POINTS, POINTS]


def test_thousands_of_odd_files_cost_no_other_test_its_time(both: Zygote) -> None:
    """2,500 files with names that are no text or hold line feeds: later tests are judged."""
    answer = (
        "import os\nfor n in range(2500):\n"
        "    end = [b'\\xff', b'\\n', b'x', b' ', b'*'][n % 5]\n"
        "    open(os.fsencode(f'odd {n} ') + end, 'w').write('x')\n"
        "def save(name):\n    open(name, 'w').write('1')\ndef same(x):\n    return x"
    )
    results = graded(
        both,
        ("solution", answer),
        ("test", "save('a.txt')\nassert open('a.txt').read() == '1'"),
        ("test", "assert [same(n) for n in range(100)] == list(range(100))"),
        ("test", "import os\nassert os.getcwd() and [same(n) for n in range(50)]"),
    )
    assert [r.points for r in results] == [POINTS, POINTS, POINTS]


def test_a_late_answer_is_not_taken_for_the_next_one_s(second_alone: Zygote) -> None:
    """A call that was interrupted spoils no later test, in whatever process that runs."""
    results = graded(
        second_alone,
        ("solution", "import time\ndef slow(n):\n    time.sleep(n)\n    return [n]\nkept = [1]"),
        ("test", "import sys\nassert slow(60) and kept == sys"),
        ("test", "import sys\nassert slow(0) == [0] and kept == [1] and sys"),
        ("test", "assert slow(0) == [0] and kept == [1]"),
        cell_s=4,
    )
    assert [(r.verdict, r.points) for r in results] == [
        (Verdict.TIMED_OUT, 0),
        (Verdict.PASSED, POINTS),
        (Verdict.PASSED, POINTS),
    ]


def test_helpers_of_a_test_are_there_for_later_ones(both: Zygote) -> None:
    """Names of tests, shared objects and changes of learners' objects last as in one process."""
    results = graded(
        both,
        ("solution", "data = [1]\ndef push(x):\n    data.append(x)\n    return len(data)"),
        ("test", "import os\ndef near(a, b):\n    return abs(a - b) < EPS\nEPS = 0.1\nassert near(push(2), 2)"),
        ("test", "import os\nassert near(push(3), 3) and data == [1, 2, 3]\nfound = push(4)\nassert os"),
        ("own", "data.append(9)"),
        ("test", "import os\nassert found == 4 and data == [1, 2, 3, 4, 9] and os"),
        ("test", "import os\nassert push(0) == 6 and near(EPS, 0.1) and data[-1] == 0 and os"),
        ("test", "failed = near(1, 1)\nassert False\nLATER = 3"),
        ("test", "import os\nLATER\nos"),
    )  # fmt: skip
    assert [r.points for r in results] == [*[POINTS] * 4, 0, 0]

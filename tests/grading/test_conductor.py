"""The conductor: order, deadlines, kills, verdicts, with stand-ins for the two children."""

import json
import os
import struct
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from course.errors import GradingError
from course.grading.conductor import conduct
from course.grading.control_lines import Deadline
from course.jobs import Cell, Files, Limits, Verdict
from course.sandbox.client import Zygote
from tests.sandbox.zygotes import SHORT, cell, graded, standins, text


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    with standins() as process:
        yield process


def test_cells_run_in_order_and_where_their_role_belongs(zygote: Zygote) -> None:
    """Own cells run in the candidate, locked ones in both, tests in the examiner."""
    results = graded(
        zygote,
        cell("own", "x = [1]\nprint('own', 'ask' in globals())"),
        cell("locked", "y = 5\nprint('both')", "locked"),
        cell("solution", "x.append(y)", "solution"),
        cell("test", "assert ask('x') == [1, 5]\nassert y == 5\nprint('test')", "test"),
    )
    assert text(results["own"].outputs) == "own False\n"
    assert text(results["locked"].outputs) == "both\n"
    assert text(results["test"].outputs) == "test\n"
    assert results["test"].verdict is Verdict.PASSED
    assert [results[name].verdict for name in ("own", "locked", "solution")] == [None] * 3


@pytest.mark.parametrize(
    ("source", "verdict", "points"),
    [
        ("assert True", Verdict.PASSED, 2),
        ("assert False, 'no'", Verdict.FAILED, 0),
        ("1 / 0", Verdict.RAISED, 0),
        ("raise NotImplementedError", Verdict.NOT_ATTEMPTED, 0),
        ("unknown_name", Verdict.FAILED, 0),
        ("import os; os._exit(0)", Verdict.KILLED, 0),
        ("score = 0.5\nscore", Verdict.FAILED, 0.5),
        ("score = 2\nscore", Verdict.PASSED, 2),
        ("score = 99\nscore", Verdict.PASSED, 2),
        ("score = -1\nscore", Verdict.FAILED, 0),
        ("score = False\nscore", Verdict.FAILED, 0),
        ("score = True\nscore", Verdict.PASSED, 2),
        ("score = float('nan')\nscore", Verdict.FAILED, 0),
        ("score = float('inf')\nscore", Verdict.FAILED, 0),
        ("score = 10 ** 400\nscore", Verdict.FAILED, 0),
        ("score = 'full marks'\nscore", Verdict.PASSED, 2),
    ],
)
def test_each_end_of_a_test_cell_has_its_verdict(
    zygote: Zygote, source: str, verdict: Verdict, points: float
) -> None:
    """What the examiner reports becomes one of six verdicts and points within the cell's."""
    result = graded(zygote, cell("t", source, "test"))["t"]
    assert (result.verdict, result.points, result.max_points) == (verdict, points, 2)


@dataclass
class Waiter:
    """Stands for a child: how long it has waited for a processor."""

    waited: float = 0.0

    def waited_s(self) -> float:
        return self.waited


@pytest.mark.parametrize(
    ("passed", "waited", "left"),
    [
        (4, 0, 6),
        (4, 4, 6),  # what it waited is looked at when the time is over
        (10, 0, 0),
        (10, 3, 3),
        (13, 3, 0),
        (13, 3.5, 0.5),
        (49, 49, 1),  # five times at most
        (50, 49, 0),
        (60, 60, -10),
    ],
)
def test_a_busy_machine_takes_no_time_from_a_child(
    passed: float, waited: float, left: float
) -> None:
    """Ten seconds are ten in which a child could run or slept; the wait before them is no part."""
    moments = iter([100.0, 100.0 + passed])
    children = [Waiter(waited=7.0), Waiter(waited=2.0)]
    deadline = Deadline(10.0, children, clock=lambda: next(moments))  # type: ignore[arg-type]
    children[0].waited += waited / 2
    children[1].waited += waited / 2

    assert deadline.left() == left


def test_a_child_tells_how_long_it_waited_for_a_processor(zygote: Zygote) -> None:
    """Six that burn at once on fewer processors wait for one another, and one that sleeps does not."""
    burn = "import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass"
    busy, (idle,) = [], zygote.spawn(SHORT, ["candidate"])
    try:
        for _ in range(2 * len(os.sched_getaffinity(0)) + 2):
            (child,) = zygote.spawn(SHORT, ["candidate"])
            busy.append(child)
        for child in busy:
            order = json.dumps(
                {"do": "run", "cell": {"id": "b", "source": burn, "role": "own", "timeout_s": 9}}
            ).encode()
            child.control.sendall(struct.pack(">I", len(order)) + order)
        for child in busy:
            child.control.recv(4)
        assert max(child.waited_s() for child in busy) > idle.waited_s() >= 0
    finally:
        for child in (*busy, idle):
            child.close()
    assert all(child.waited_s() > 0 for child in busy)  # as it was last told


def test_a_late_own_cell_is_interrupted_and_the_next_ones_run(zygote: Zygote) -> None:
    """SIGINT ends a cell past its deadline; what it did before stays."""
    results = graded(
        zygote,
        cell("slow", "x = 1\nimport time\ntime.sleep(20)\nx = 2", timeout_s=0.2),
        cell("next", "y = x"),
        cell("t", "assert ask('y') == 1", "test"),
    )
    assert results["slow"].message == "stopped after 0.2 s, the time that a cell has"
    assert results["t"].verdict is Verdict.PASSED


def test_a_late_test_is_timed_out_and_later_ones_are_judged(zygote: Zygote) -> None:
    """A call that does not come back costs its own test only."""
    results = graded(
        zygote,
        cell("own", "import time\ndef f(): time.sleep(20)\nx = 1"),
        cell("late", "ask('f()')", "test", timeout_s=0.2),
        cell("t", "assert ask('x') == 1", "test"),
    )
    assert results["late"].verdict is Verdict.TIMED_OUT
    assert results["t"].verdict is Verdict.PASSED


def test_a_late_test_is_timed_out_whatever_it_replies(zygote: Zygote) -> None:
    """A test that swallows the interrupt and then passes has still timed out."""
    source = """
import time
try:
    time.sleep(20)
except KeyboardInterrupt:
    pass
"""
    result = graded(zygote, cell("t", source, "test", timeout_s=0.2))["t"]
    assert (result.verdict, result.points) == (Verdict.TIMED_OUT, 0)


def test_one_that_ignores_the_interrupt_is_killed(zygote: Zygote) -> None:
    """After some grace SIGKILL ends the child: finished tests stay, later ones do not."""
    stubborn = "import signal, time\nsignal.signal(2, signal.SIG_IGN)\ntime.sleep(20)"
    results = graded(
        zygote,
        cell("own", "x = 1"),
        cell("before", "assert ask('x') == 1", "test"),
        cell("stubborn", stubborn, timeout_s=0.2),
        cell("after", "assert True", "test"),
    )
    assert results["before"].verdict is Verdict.PASSED
    assert results["stubborn"].message == "stopped after 0.2 s, the time that a cell has"
    assert results["after"].verdict is Verdict.KILLED


@pytest.mark.parametrize(
    "leaving",
    [
        "os._exit(0)",
        "__import__('ctypes').string_at(0)",
        "os.close(4)",
        "data.shutdown(0)",
        "data.shutdown(1)",
        "data.shutdown(2)",
        "os.closerange(0, 99)",
        "[os.close(4), os.fork() or os._exit(0)]",
    ],
)
def test_a_test_cannot_pass_by_leaving(zygote: Zygote, leaving: str) -> None:
    """A test that expects an exception is not satisfied by a program that exits or hangs up."""
    expects = "try:\n    ask('f()')\nexcept Exception:\n    pass\nelse:\n    assert False"
    results = graded(
        zygote,
        cell("own", f"import os\ndef f(): {leaving}"),
        cell("t", expects, "test"),
        cell("later", "assert True", "test"),
    )
    assert results["t"].verdict is Verdict.KILLED
    assert results["later"].verdict is Verdict.KILLED


def test_a_dead_examiner_costs_its_own_test(zygote: Zygote) -> None:
    """A fresh pair brings later tests to where they would have been."""
    results = graded(
        zygote,
        cell("own", "x = 1"),
        cell("helper", "def same(a, b): assert a == b", "test"),
        cell("dies", "import os; os._exit(1)", "test"),
        cell("own2", "x += 1"),
        cell("t", "same(ask('x'), 2)", "test"),
    )
    assert results["dies"].verdict is Verdict.KILLED
    assert results["t"].verdict is Verdict.PASSED


def test_examiners_are_not_replaced_without_end(zygote: Zygote) -> None:
    """After the third pair, later tests are killed unheard."""
    dying = [cell(f"t{n}", "import os; os._exit(1)", "test") for n in range(5)]
    results = graded(zygote, *dying, cell("last", "assert True", "test"))
    assert {result.verdict for result in results.values()} == {Verdict.KILLED}


def test_the_whole_notebook_has_a_deadline(zygote: Zygote) -> None:
    """Cells that the notebook's time no longer holds are not run."""
    limits = replace(SHORT, total_s=0.5)
    slow = [cell(f"s{n}", "import time; time.sleep(0.3)") for n in range(4)]
    results = graded(zygote, *slow, cell("t", "assert True", "test"), limits=limits)
    assert results["t"].verdict is Verdict.TIMED_OUT
    assert "0.5 s of the whole notebook" in results["t"].message


def test_files_are_laid_out_and_pristine_ones_win(zygote: Zygote) -> None:
    """The candidate has both sets of files, the examiner the pristine set and what was written."""
    files = Files(
        submitted={
            "mine.txt": b"mine",
            "data/a.csv": b"forged",
            "../up": b"x",
            "/abs": b"x",
            "a\0b": b"x",
            "big": bytes(20 << 20),
        },
        pristine={"data/a.csv": b"ours", "helper.py": b"x = 1"},
    )
    results = graded(
        zygote,
        cell(
            "own",
            "import os, helper\nprint(sorted(os.listdir('.')))\n"
            "print(open('mine.txt').read(), open('data/a.csv').read())\n"
            "open('out.txt', 'w').write('one')\nos.mkdir('made')",
        ),
        cell(
            "t1",
            "import os, helper\nassert open('out.txt').read() == 'one'\n"
            "assert os.path.isdir('made')\nprint(sorted(os.listdir('.')))",
            "test",
        ),
        cell(
            "own2",
            "open('out.txt', 'w').write('two')\nopen('data/a.csv', 'w').write('bad')\n"
            "os.rmdir('made')\nos.remove('mine.txt')",
        ),
        cell(
            "t2",
            "assert open('out.txt').read() == 'two'\n"
            "assert open('data/a.csv').read() == 'ours'\n"
            "assert not os.path.exists('made')\nassert not os.path.exists('mine.txt')",
            "test",
        ),
        files=files,
    )
    assert text(results["own"].outputs) == "['data', 'helper.py', 'mine.txt']\nmine ours\n"
    assert results["t1"].message == ""
    assert text(results["t1"].outputs) == ("['data', 'helper.py', 'made', 'mine.txt', 'out.txt']\n")
    assert results["t2"].message == ""


def test_pristine_files_that_do_not_fit_are_the_courses_fault(zygote: Zygote) -> None:
    """An assignment larger than its work folder stops grading with a sentence."""
    with pytest.raises(GradingError, match="do not fit"):
        graded(zygote, cell("a", "1"), files=Files(pristine={"a": bytes(17 << 20)}))


def test_the_notebooks_outputs_stay_within_its_budget(zygote: Zygote) -> None:
    """Many cells that each print much leave a notebook under its limit."""
    limits = replace(SHORT, cell_output_bytes=50_000, notebook_output_bytes=120_000)
    cells = [cell(f"c{n}", "print('x' * 40_000)") for n in range(10)]
    results = graded(zygote, *cells, limits=limits)
    sizes = [len(text(result.outputs)) for result in results.values()]
    assert sizes[:2] == [40_001, 40_001]
    assert sum(sizes) < 122_000
    assert "output cut here by the grader" in text(results["c9"].outputs)


def test_both_children_have_their_limits(zygote: Zygote) -> None:
    """The examiner is limited like the candidate."""
    source = (
        "import resource\nlimit = resource.getrlimit(resource.RLIMIT_{0})[0]\nassert limit == {1}"
    )
    limits = replace(SHORT, cpu_s=7, open_files=99)
    results = graded(
        zygote,
        cell("own", "import resource\nn = resource.getrlimit(resource.RLIMIT_CPU)[0]"),
        cell("t1", source.format("CPU", 7), "test"),
        cell("t2", source.format("NOFILE", 99), "test"),
        cell("t3", "assert ask('n') == 7", "test"),
        limits=limits,
    )
    assert [results[f"t{n}"].message for n in (1, 2, 3)] == ["", "", ""]


def test_cpu_time_is_limited(zygote: Zygote) -> None:
    """A process that spins beyond its CPU seconds is ended by the kernel."""
    limits = replace(SHORT, cpu_s=1, cell_s=20)
    results = graded(
        zygote, cell("spin", "while True: pass"), cell("t", "assert True", "test"), limits=limits
    )
    assert results["t"].verdict is Verdict.KILLED


def test_notebooks_side_by_side_do_not_meet(zygote: Zygote) -> None:
    """Several threads may use one zygote; each has its own children."""

    def grade(number: int) -> object:
        results = graded(
            zygote,
            cell("own", f"x = {number}\nopen('f', 'w').write(str(x))"),
            cell(
                "t", f"assert ask('x') == {number}\nassert open('f').read() == '{number}'", "test"
            ),
        )
        return results["t"].verdict

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(grade, range(20))) == [Verdict.PASSED] * 20


def test_nothing_is_left_open(zygote: Zygote) -> None:
    """Descriptors and threads are the same after a hundred notebooks' worth of ends."""
    graded(zygote, cell("own", "x = 1"))
    before = len(list(Path("/proc/self/fd").iterdir())), threading.active_count()
    for source in ("x = 1", "import os; os._exit(1)", "control.close()", "1 / 0"):
        graded(zygote, cell("own", source), cell("t", "assert ask('x') == 1", "test"))
    assert (len(list(Path("/proc/self/fd").iterdir())), threading.active_count()) == before


def test_the_same_submission_gives_the_same_result(zygote: Zygote) -> None:
    """Random numbers, set order and names are the same in each run."""
    source = "import random\nprint(random.random(), {'a', 'b', 'c', 'd'}, hash('x'))"
    seen = {text(graded(zygote, cell("own", source))["own"].outputs) for _ in range(5)}
    assert len(seen) == 1


def test_limits_that_limit_nothing_are_refused() -> None:
    """A limit of zero is a mistake, not 'no limit'."""
    with pytest.raises(ValueError, match=r"Limits\.cell_s: expected more than 0, got 0"):
        Limits(cell_s=0)


SMALL = Limits(cell_s=20, total_s=60, memory_bytes=192 << 20, work_bytes=16 << 20)
BIG = "big = bytearray(150 << 20)\n"


def test_a_test_that_needs_too_much_memory_costs_that_cell_only(zygote: Zygote) -> None:
    """The limit is named, and later tests find the room that earlier ones found."""
    results = graded(
        zygote,
        cell("own", "x = 1"),
        cell("before", "y = ask('x')\nassert y == 1", "test"),
        cell("greedy", f"{BIG}more = bytearray(150 << 20)", "test"),
        cell("after", f"{BIG}assert (ask('x'), y) == (1, 1)", "test"),
        limits=SMALL,
    )

    assert [(r.verdict, r.message) for r in results.values() if r.verdict] == [
        (Verdict.PASSED, ""),
        (Verdict.RAISED, "more than 192 MB of memory were needed, the limit"),
        (Verdict.PASSED, ""),
    ]


def test_memory_is_given_up_for_a_few_tests_only(zygote: Zygote) -> None:
    """A notebook of nothing but such tests ends; those before the last pair are told the same."""
    greedy = [cell(f"t{n}", f"{BIG}more_{n} = bytearray(150 << 20)", "test") for n in range(5)]
    results = graded(zygote, *greedy, cell("after", "assert True", "test"), limits=SMALL)

    assert {results[c.id].verdict for c in greedy} == {Verdict.RAISED}
    assert results["after"].verdict is Verdict.PASSED


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (f"{BIG}more = bytearray(150 << 20)", "more than 192 MB of memory were needed, the limit"),
        ("while True: pass", "1 s of processor time were used up, the limit"),
        (
            "import os; os._exit(3)",
            "the program ended before this cell could finish: a limit, or an exit of its own",
        ),
    ],
)
def test_a_learner_is_told_which_limit_was_met(zygote: Zygote, source: str, said: str) -> None:
    """Memory and processor time each have their sentence; what ended by itself has its own."""
    limits = replace(SMALL, cpu_s=1)

    assert graded(zygote, cell("own", source), limits=limits)["own"].message == said


def test_a_role_may_have_its_own_time(zygote: Zygote) -> None:
    """Tests may run longer than what the learner wrote."""
    limits = replace(SHORT, cell_s=0.2, by_role_s={"test": 3.0})
    results = graded(
        zygote,
        cell("own", "import time; time.sleep(0.6)"),
        cell("t", "import time; time.sleep(0.6)", "test"),
        limits=limits,
    )

    assert results["own"].message == "stopped after 0.2 s, the time that a cell has"
    assert results["t"].verdict is Verdict.PASSED


NO_NETWORK = "import socket; raise socket.gaierror(-3, 'Temporary failure in name resolution')"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import seaborn", "No module named 'seaborn': it is not installed where grading runs"),
        ("import answer", ""),
        (NO_NETWORK, "it wants a network, which grading has not (gaierror)"),
        (
            "raise OSError(101, 'Network is unreachable')",
            "it wants a network, which grading has not (OSError)",
        ),
        ("raise ImportError('no')", ""),
        ("1 / 0", ""),
        ("if 'ask' not in globals(): import seaborn", ""),
    ],
)
def test_what_a_locked_cell_lacks_is_the_course_s_fault(
    zygote: Zygote, source: str, said: str
) -> None:
    """A package or a network that is missing on both sides; what a learner should have written is not."""
    authored = [Cell(id="0", source="%%writefile answer.py\ndef f(): ...", role="solution")]
    cells = [cell("setup", source, "locked"), cell("t", "assert True", "test")]
    setup, _ = conduct(cells, Files(), SHORT, zygote, authored)

    assert (setup.message, setup.course_fault) == (said, bool(said))

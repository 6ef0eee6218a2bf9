"""Test cells give across the boundary the verdicts that they give in one kernel."""

import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests.examination.cases import (
    Case,
    Cells,
    case,
    classes,
    courses,
    functions,
    helpers,
    hostile,
    names,
    tables,
    worlds,
)
from tests.examination.conftest import Pair, examine, in_one_kernel

CORPUS: list[Case] = [
    *functions.CASES,
    *classes.CASES,
    *tables.CASES,
    *names.CASES,
    *worlds.CASES,
    *courses.CASES,
]
# What the source notebook says in the hostile cases: the honest exercise.
HONEST = [
    {
        "id": "solution",
        "role": "solution",
        "source": "def f(x):\n    return x * x\nanswer = 9\nclass K:\n    pass\nclass CM:\n    pass"
        "\ndump = load = None",
    }
]


def run(
    cells: Cells,
    *,
    source: Any = None,
    timeout_s: float = 20.0,
    files: dict[str, str] | None = None,
) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        pair = Pair(Path(folder), files)
        try:
            return examine(pair, cells, source=source, timeout_s=timeout_s)
        finally:
            pair.close()


def as_source(cells: Cells) -> list[dict[str, str]]:
    return [
        {"id": str(i), "role": role, "source": text}
        for i, (role, text) in enumerate(cells)
        if role != "test"
    ]


@pytest.mark.parametrize(("name", "cells"), CORPUS, ids=[name for name, _ in CORPUS])
def test_corpus(name: str, cells: Cells, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test cell of a case passes or fails here as in one kernel, with the same exception."""
    monkeypatch.chdir(tmp_path)
    reports = run(cells, source=as_source(cells))
    got = [(r["status"], r["error"] and r["error"]["name"]) for r in reports]
    assert got == in_one_kernel(cells), name


@pytest.mark.parametrize(("name", "cells"), helpers.CASES, ids=[name for name, _ in helpers.CASES])
def test_helper_files(
    name: str, cells: Cells, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Classes and functions of a course's own files are one on both sides, as in one kernel."""
    kernel = tmp_path / "kernel"
    for file, text in helpers.FILES.items():
        (kernel / file).parent.mkdir(parents=True, exist_ok=True)
        (kernel / file).write_text(text)
    monkeypatch.chdir(kernel)
    reports = run(cells, source=as_source(cells), files=helpers.FILES)
    got = [(r["status"], r["error"] and r["error"]["name"]) for r in reports]
    assert got == in_one_kernel(cells), name


@pytest.mark.parametrize(
    ("name", "solution", "test"), hostile.HOSTILE, ids=[name for name, *_ in hostile.HOSTILE]
)
def test_hostile(name: str, solution: str, test: str) -> None:
    """A wrong answer that lies does not pass, and the next test is judged or known to be gone."""
    cells = [("solution", solution), ("test", test), ("test", "assert 1 == 1")]
    first, second = run(cells, source=HONEST, timeout_s=4)
    assert first["status"] in ("error", "timeout"), name
    assert second["status"] == "ok" or second["error"]["kind"] in ("gone", "broken"), name


def test_kinds_of_errors() -> None:
    """A failed assert, another exception, a stub and a lost candidate are told apart."""
    cells = case(
        "kinds",
        "def f():\n    raise NotImplementedError()\ndef g():\n    assert False",
        "assert 1 == 2",
        "f()",
        "g()",
        "import os\nopen",
    )[1]
    errors = [r["error"] and (r["error"]["name"], r["error"]["kind"]) for r in run(cells)]
    assert errors == [
        ("AssertionError", "assertion"),
        ("NotImplementedError", "exception"),
        ("AssertionError", "exception"),
        None,
    ]


def test_partial_credit() -> None:
    """A test's last number is reported; no learner's object takes its place."""
    cells = [
        ("solution", "class Two(float):\n    pass\ndef f():\n    return Two(2)"),
        ("test", "0.5 + 0.25"),
        ("test", "f()"),
        ("test", "f() == 2"),
        ("test", "float('nan')"),
    ]
    assert [r["value"] for r in run(cells)] == [0.75, None, True, None]


def test_a_dead_candidate_spoils_what_expects_an_exception() -> None:
    """A candidate that ends during a call gives kind `gone`, whatever the test concludes."""
    cells = [
        ("solution", "import os\ndef f():\n    os._exit(0)"),
        ("test", "try:\n    f()\nexcept Exception:\n    pass"),
    ]
    (report,) = run(cells)
    assert report["error"]["kind"] == "gone"


def test_binding_fails_with_the_cell_not_the_examiner() -> None:
    """A name whose value raises on its way is that test's error; the next test is judged."""
    cells = [
        ("solution", "class B(dict):\n    pass\nx = [0] * 6_000_000\ny = 1"),
        ("test", "assert x"),
        ("test", "assert True"),
    ]
    first, second = run(cells, source=as_source(cells))
    assert first["status"] == "error"
    assert second["status"] in ("ok", "error")


def test_timeout_goes_on() -> None:
    """A call that never returns is a timeout; later tests are judged."""
    cells = [
        ("solution", "def f():\n    while True:\n        pass\ndef g():\n    return 1"),
        ("test", "f()"),
        ("test", "assert g() == 1"),
    ]
    first, second = run(cells, timeout_s=4.0)
    # On a busy machine the candidate may be interrupted, and answer so, before the examiner is.
    told = first["status"] == "error" and first["error"]["name"] == "KeyboardInterrupt"
    assert first["status"] == "timeout" or told
    assert second["status"] == "ok"


def test_learner_lines_are_in_the_traceback() -> None:
    """An exception from a call names the learner's line."""
    cells = [("solution", "def f(x):\n    return 1 / x"), ("test", "f(0)")]
    (report,) = run(cells)
    assert "return 1 / x" in "".join(report["outputs"][-1]["traceback"])


def test_names_of_tests_stay_here() -> None:
    """With the source known, a test's `expected` never reaches the candidate."""
    cells = [
        ("solution", "expected = None\ndef f(x):\n    return expected"),
        ("test", "expected = 9\nassert f(3) == expected"),
    ]
    (report,) = run(cells, source=HONEST)
    assert report["status"] == "error"


def test_programs_of_tests_run_beside_the_answers() -> None:
    """A learner's file that a test runs is no child of the examiner's, whose memory it would see."""
    cells = [
        (
            "solution",
            "import os\nopen('who.py', 'w').write('import os; print(os.getppid())')\nme = os.getpid()",
        ),
        (
            "test",
            "import subprocess, sys\n"
            "done = subprocess.run([sys.executable, 'who.py'], capture_output=True)\n"
            "assert int(done.stdout) == me",
        ),
        ("test", "import os\nos.posix_spawn('/bin/true', ['true'], {})"),
        ("test", "import os\nos.execv('/bin/true', ['true'])"),
    ]
    first, *refused = run(cells)
    assert first["status"] == "ok"
    assert [r["error"]["name"] for r in refused] == ["OSError", "OSError"]


def test_an_object_that_comes_back_is_compared_by_nobody() -> None:
    """Only what a test has just made is compared with data by the learner's method."""
    liar = (
        "class Money:\n    def __init__(self, n):\n        pass\n"
        "    def __eq__(self, o):\n        return True\n    def __lt__(self, o):\n        return True\n"
        "def double(m):\n    return m\ndef cents(n):\n    return Money(n)"
    )
    honest = (
        "class Money:\n    def __init__(self, n):\n        self.n = n\n"
        "    def __eq__(self, o):\n        return self.n == o\n    def __lt__(self, o):\n        return self.n < o\n"
        "def double(m):\n    return m.n * 2\ndef cents(n):\n    return n * 100"
    )
    cells = [
        ("solution", liar),
        ("test", "assert double(Money(2)) == 4"),
        ("test", "assert cents(2) == 200"),
        ("test", "assert cents(2) < 10"),
        ("test", "assert [Money(1)] == [2] and cents(2) == 1"),
    ]
    reports = run(cells, source=as_source([("solution", honest)]))
    assert {r["status"] for r in reports} == {"error"}


def test_a_class_in_a_function_s_place_is_compared_by_nobody() -> None:
    """Where the author wrote a function, a class of its name is no class under test."""
    liar = "class f:\n    def __init__(self, n):\n        pass\n    def __eq__(self, o):\n        return True"
    for source in (HONEST, None):
        (report,) = run([("solution", liar), ("test", "assert f(3) == 9")], source=source)
        assert report["status"] == "error"


def test_pristine_files_are_not_written_over() -> None:
    """What a learner's function does to a file of the assignment stays with the learner."""
    with tempfile.TemporaryDirectory() as folder:
        pair = Pair(Path(folder), files={"data.csv": "1\n"})
        try:
            examine(pair, [("test", "")])
            cells = [
                (
                    "solution",
                    "def spoil():\n    open('data.csv', 'w').write('2')\n"
                    "    open('new.csv', 'w').write('3')\n    import os\n    os.symlink('/etc', 'link')",
                ),
                ("test", "spoil()\nassert open('data.csv').read() == '1\\n'"),
                ("test", "assert open('new.csv').read() == '3'"),
                ("test", "import os\nassert not os.path.lexists('link')"),
            ]
            assert [r["status"] for r in examine(pair, cells)] == ["ok", "ok", "ok"]
        finally:
            pair.close()


def test_what_a_test_s_own_object_keeps_to_itself() -> None:
    """Of an object of a test's class, learner code reads what the course's solutions speak of."""
    cells = [
        ("solution", "def f(node):\n    return node.answer"),
        (
            "test",
            "class N:\n    def __init__(self):\n        self.left, self.answer = 1, 9\n"
            "assert f(N()) == 9",
        ),
    ]
    honest = "def f(node):\n    return 9 * node.left"
    (report,) = run(cells, source=as_source([("solution", honest)]))
    assert report["error"]["name"] == "AttributeError"


def test_helpers_are_pristine() -> None:
    """A helper module is the assignment's own; one that only the learner wrote runs over there."""
    with tempfile.TemporaryDirectory() as folder:
        pair = Pair(Path(folder), files={"helper.py": "def three():\n    return 3\n"})
        try:
            examine(pair, [("test", "")])  # it has started, and seen its folder
            (Path(folder) / "examiner" / "mine.py").write_text("def six():\n    return 6\n")
            (Path(folder) / "examiner" / "statistics.py").write_text("mean = None\n")
            cells = [
                (
                    "solution",
                    "open('helper.py', 'w').write('three = None')\n"
                    "open('mine.py', 'w').write('import os\\ndef six():\\n    return os.getcwd()')",
                ),
                ("test", "import helper\nassert helper.three() == 3"),
                ("test", "import mine\nassert mine.six().endswith('candidate')"),
                ("test", "import statistics\nassert statistics.mean([1, 3]) == 2"),
            ]
            assert [r["status"] for r in examine(pair, cells)] == ["ok", "ok", "ok"]
        finally:
            pair.close()


def test_a_generator_that_is_sent_a_dict_ends_as_in_one_kernel() -> None:
    """What is sent need not be hashable, and StopIteration brings the answer's value."""
    solution = "def page(now):\n    prices = yield ['a']\n    return prices['a']"
    test = (
        "p = page(0)\nassert p.send(None) == ['a']\ntry:\n    p.send({'a': 7})\n"
        "except StopIteration as stop:\n    assert stop.value == 7\nelse:\n    assert False"
    )
    (report,) = run([("solution", solution), ("test", test)])

    assert (report["status"], report["error"]) == ("ok", None)

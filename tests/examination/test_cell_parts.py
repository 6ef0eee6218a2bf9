"""Which cells share a process, what is carried between them, and what a process may not leave."""

import dataclasses
from pathlib import Path

import pytest

from course.examination.examiner.cell_parts import Untouched, depend
from course.examination.examiner.cell_text import Author, is_plain, journal_of

AUTHOR = Author(known=True, imports={"np": "numpy"}, attributes=frozenset(["balance"]))
CHECK = (
    "def close(a, b):\n    return abs(a - b) < TOLERANCE\nTOLERANCE = 1e-9\nassert close(f(1), 2)"
)


def parts(*cells: str) -> tuple[int, ...]:
    """Give the part of each test cell; `L:` before a text marks a locked one."""
    return depend([_cell(text) for text in cells], AUTHOR).parts


def carried(*cells: str) -> list[list[str]]:
    """Give the statements of each cell that others get."""
    found = depend([_cell(text) for text in cells], AUTHOR).carried
    return [[text for _, text in each] for each in found]


def _cell(text: str) -> dict[str, str]:
    role = "locked" if text.startswith("L:") else "test"
    return {"role": role, "source": text.removeprefix("L:")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x = f(1)\nassert x == 1", "x = g(1)\nassert x == 2"),
        ("for x in range(3):\n    got = f(x)\n    assert got", "for x in range(3):\n    got = g(x)\n    assert got"),
        ("with open('a') as file:\n    f(file)", "with open('b') as file:\n    g(file)"),
        ("got = f()\nassert got", "def check():\n    got = g()\n    return got\nassert check()"),
        ("got = f()", "assert [got for got in g()]"),
        ("got = f()", "assert (lambda got: got)(g())"),
        ("got = f()", "assert g() == 'got'"),
        ("try:\n    got = f()\nexcept ValueError as error:\n    got = error", "try:\n    got = g()\nexcept ValueError as error:\n    got = error\nassert got"),
        ("got = f()", "if g():\n    got = 1\nelse:\n    got = 2\nassert got"),
    ],
)  # fmt: skip
def test_a_name_that_is_bound_anew_ties_nothing(one: str, other: str) -> None:
    """Two tests that use the same names for themselves run in processes of their own."""
    assert parts(one, other) == (0, 1)
    assert carried(one, other) == [[], []]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x = f(1)", "assert x == 1"),
        ("x = f(1)", "x += 1"),
        ("x = f(1)", "if g():\n    x = 1\nassert x"),
        ("x = f(1)", "def check():\n    return x\nassert check()"),
        ("x = f(1)", "assert 'x' in globals()"),
        ("cases = [1]\nf(cases)", "assert cases == [1]"),
        ("cases = []\nfor n in f():\n    cases.append(n)", "assert cases"),
        ("import numpy as np\nnp.linalg.solve = None", "assert np.linalg.solve is None"),
        ("x = open('a').read()", "assert x"),
        ("x = eval('f(1)')", "assert x"),
        ("x = input()", "assert x"),
        ("import answer", "assert answer.f"),
        ("def helper():\n    return f(1)\nx = helper()", "assert x"),
        ("%%capture out\nf()", "assert out"),
        ("x = %timeit -o f()", "assert x"),
        ("class Fake:\n    calls = f()", "assert Fake.calls"),
        ("def fake(x=f()):\n    return x", "assert fake()"),
    ],
)
def test_what_a_learner_has_a_part_in_ties_cells_together(one: str, other: str) -> None:
    """A test that needs what an earlier one got from a learner runs in that one's process."""
    assert parts(one, other) == (0, 0)


def test_helpers_are_carried() -> None:
    """Imports, functions and constants of a test are run again for later ones, and no assert."""
    assert parts(CHECK, "assert close(g(1), 2)") == (0, 1)
    assert carried(CHECK, "assert close(g(1), 2)") == [
        ["def close(a, b):\n    return abs(a - b) < TOLERANCE", "TOLERANCE = 1e-9"],
        [],
    ]
    one = "import math\nfrom math import pi\n@dataclass\nclass P:\n    x: int\nassert f(pi)"
    assert carried(one, "assert math.isclose(pi, g())")[0] == ["import math", "from math import pi"]


def test_a_helper_that_calls_the_learner_s_function_is_carried() -> None:
    """What a function's body names is looked up when it is called, as in one process."""
    one = "def check(n):\n    return f(n) == n\nassert check(1)"
    assert carried(one, "assert check(2)") == [["def check(n):\n    return f(n) == n"], []]


def test_a_part_that_spans_a_locked_cell_lasts() -> None:
    """A locked cell would run in two processes: all later cells stay in that one."""
    assert parts("x = f(1)", "L:y = 1", "assert x", "assert g()") == (0, 0, 0, 0)
    assert parts("x = f(1)", "L:y = x", "assert g()") == (0, 0, 0)
    assert parts("x = f(1)", "L:y = 1", "assert y", "assert g()") == (0, 1, 2, 3)


def test_a_cell_that_is_no_python_ties_nothing() -> None:
    """Its error is its own."""
    assert parts("def (", "", "%%time", "assert 1") == (0, 1, 2, 3)


def test_folders_are_put_back(tmp_path: Path) -> None:
    """What was changed has its content again, what was added is gone, links too."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.py").write_text("a = 1")
    (tmp_path / "b.py").write_text("b = 1")
    untouched = Untouched([tmp_path, tmp_path / "missing"])
    (tmp_path / "sub" / "a.py").write_text("a = 2")
    (tmp_path / "b.py").unlink()
    (tmp_path / "b.py").symlink_to("/etc/passwd")
    (tmp_path / "sub" / "c.py").write_text("c")
    (tmp_path / "d").symlink_to(tmp_path / "sub")
    untouched.restore()
    assert {p.name: p.read_text() for p in tmp_path.rglob("*") if p.is_file()} == {
        "a.py": "a = 1",
        "b.py": "b = 1",
    }
    assert not (tmp_path / "d").is_symlink()
    untouched.restore()


@pytest.mark.parametrize(
    "source",
    [
        "assert f(1) == 2, f'{f(1)!r} is not 2'",
        "import math\nassert math.isclose(f(1), 2)",
        "assert np.allclose(f(np.array([1, 2])), [2, 3])\nassert f([1]).tolist() == [2]",
        "account = Account(3)\naccount.balance += 1\nassert account.balance == 4",
        "import pytest\nwith pytest.raises(ValueError, match='no') as caught:\n    f(-1)\nassert caught.value",
        "from collections import Counter\nassert Counter(f('abc')) == {'a': 1}\nassert f(' a ').strip() == 'a'",
        "try:\n    f('x')\nexcept TypeError:\n    pass\nelse:\n    raise AssertionError('no')",
    ],
)  # fmt: skip
def test_plain_tests(source: str) -> None:
    """A test that compares what a function gives back hands nothing over, and runs in place."""
    author = dataclasses.replace(AUTHOR, attributes=AUTHOR.attributes | {"value"})
    assert is_plain(source, author)
    assert depend([_cell(source)] * 3, author).apart == (False, False, False)


@pytest.mark.parametrize(
    "source",
    [
        "eval(f())",
        "import pickle",
        "import numpy.lib as a",
        "from numpy import load",
        "assert np.load('a')",
        "assert np.lib.x",
        "assert f().query('a') is None",
        "assert f().format(1)",
        "assert getattr(f, 'x')",
        "assert f.__code__",
        "assert f().unheard_of",
        "assert open('a')",
        "%timeit f()",
        "def (",
        "assert __builtins__",
        "import string\nstring.Formatter().format(f())",
        "get_ipython().run_cell(f())",
    ],
)
def test_tests_that_are_not_plain(source: str) -> None:
    """Whatever could hand a learner's text to something has a process, and those before it."""
    assert not is_plain(source, AUTHOR)
    listed = [_cell(text) for text in ("assert f()", source, "assert g()", "assert h()")]
    assert depend(listed, AUTHOR).apart == (True, True, False, False)


HEARD = (
    "from course.incidents import handed_in\n"
    "run = handed_in('retry-storm')\n"
    "assert run.points('detection') >= 10, run.because('detection')"
)


@pytest.mark.parametrize(
    ("source", "journal"),
    [
        (HEARD, "retry-storm"),
        (HEARD.replace("import handed_in", "import handed_in as handed_in"), "retry-storm"),
        (f"{HEARD}\nassert handed_in('retry-storm').problem is None", "retry-storm"),
        (f"{HEARD}\nassert f(1) == 2", "retry-storm"),
        (HEARD.replace("'retry-storm'", "f()"), None),
        (HEARD.replace("'retry-storm'", "'retry-storm', folder=f()"), None),
        (f"{HEARD}\nassert handed_in('bad-canary').problem is None", None),
        (f"{HEARD}\nother = handed_in\nassert other(f())", None),
        (f"{HEARD}\neval(f())", None),
        (HEARD.replace("course.incidents", "course.lessons.rooms"), None),
        ("assert f(1) == 2", None),
        ("def (", None),
    ],
)
def test_a_test_of_a_journal_names_it(source: str, journal: str | None) -> None:
    """It does where it asks for one journal by a text of its own, and hands over nothing else."""
    assert journal_of(source, AUTHOR) == journal


def test_tests_of_one_journal_share_a_process_and_so_a_replay() -> None:
    """Only neighbours do: a test of anything else between them keeps a process of its own."""
    other = HEARD.replace("retry-storm", "bad-canary")

    assert parts(HEARD, HEARD, HEARD) == (0, 0, 0)
    assert parts(HEARD, HEARD, other, other, "assert f(1)") == (0, 0, 1, 1, 2)
    assert parts(HEARD, "eval(f())", HEARD) == (0, 1, 2)
    assert parts(HEARD, f"{HEARD}\neval(f())", HEARD) == (0, 1, 2)
    assert parts(HEARD, "L:x = 1", HEARD) == (0, 1, 2)
    assert carried(HEARD, HEARD) == [[], []]

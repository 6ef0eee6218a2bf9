"""What the examiner learns before and beside running tests; cases of whole cells: test_boundary."""

import io
import pickle

import pytest

from course.examination.examiner.audit_hook import AuditHook, Authorship, NotAuthors
from course.examination.examiner.cell_text import SubmittedText, read_author, read_cell
from course.examination.examiner.untrusted_text import Guards
from course.examination.shared.library_names import import_allowed, resolve


def test_reading_a_cell() -> None:
    """A cell tells the names it reads and stores, what it patches, and that it seeds."""
    reading = read_cell(
        "import numpy as np\nnp.random.seed(0)\nx = f(y)\nassert 'z' in globals()\n"
        "np.linalg.solve = None\npatch('time.sleep')\n[f'{w}' for w in v]"
    )
    assert {"f", "y", "z", "v"} <= reading.reads
    assert "np" not in reading.reads
    assert "x" in reading.stores
    assert {("np.linalg", "solve"), ("time", "sleep")} <= reading.patches
    assert reading.seeds
    assert reading.looks_around
    assert read_cell("def (").reads == frozenset()


def test_reading_the_source() -> None:
    """The author's names, classes and imports are known; a test's are not."""
    author = read_author(
        [
            {"role": "own", "source": "import numpy as np\nfrom math import sqrt"},
            {"role": "solution", "source": "class A:\n    pass\nsq = lambda x: x"},
            {"role": "test", "source": "expected = 3"},
        ],
        lambda text: text,
    )
    assert author.imports == {"np": "numpy", "sqrt": "math.sqrt"}
    assert author.classes == {"A"}
    assert author.defined == {"A", "sq"}
    assert "expected" not in author.names


def test_source_comes_from_the_text() -> None:
    """A function's code is compiled from what was handed in, the last of its name, never run."""
    submission = SubmittedText(
        [
            {"id": "a", "role": "solution", "source": "def f():\n    return 1"},
            {"id": "b", "role": "solution", "source": "def f():\n    return 2\nraise SystemExit"},
            {"id": "t", "role": "test", "source": "def g(): pass"},
        ],
        lambda text: text,
    )
    code = submission.code("f")
    assert code is not None
    assert 2 in code.co_consts
    assert submission.code("g") is None
    assert submission.history("b", "x")[-1] == "x"


@pytest.mark.parametrize(
    "name",
    [
        "os:system",
        "subprocess:run",
        "builtins:eval",
        "builtins:exec",
        "builtins:open",
        "builtins:__import__",
        "numpy:load",
        "pandas:read_pickle",
        "pandas:eval",
        "pickle:loads",
        "unittest.__main__:main",
        "numpy:os.system",
        "operator:attrgetter",
        "course.cli.command:main",
        "sys:exit",
        "importlib:import_module",
        "timeit:timeit",
        "inspect:os.system",
    ],
)
def test_refused_names(name: str) -> None:
    """No name of the candidate's leads to a function that runs, opens or loads."""
    assert resolve(name) is None


def test_allowed_names() -> None:
    """Common functions and classes are the examiner's own."""
    assert resolve("builtins:len") is len
    assert resolve("numpy:mean") is not None
    assert resolve("collections:Counter") is not None
    assert import_allowed("numpy.linalg") is not None
    assert import_allowed("this_is_none") is None


def guards_of(asked: list[object]) -> Guards:
    """Make guards whose questions to the candidate are kept in `asked`."""

    def ask(*question: object) -> dict[str, object]:
        asked.append(question)
        return {}

    return Guards(ask, {}, AuditHook(Authorship()))


def test_learner_texts_do_not_run_here() -> None:
    """exec, eval and compiled code that are not the author's go to the candidate or nowhere."""
    asked: list[object] = []
    guards = guards_of(asked)
    guards.authorship.cell("x = 1\ny = x + 1")
    space: dict[str, object] = {}
    guards.exec("x = 1", space)
    assert space["x"] == 1
    guards.exec("import os", space)
    guards.exec(guards.compile("import sys", "<s>", "exec"), space)
    guards.eval("y", space)  # the name of a test's variable alone is no text of the author's
    assert asked == [
        ("exec", "import os", {"x": 1}, "exec"),
        ("exec", "import sys", {"x": 1}, "exec"),
        ("exec", "y", {"x": 1}, "eval"),
    ]
    with pytest.raises(NotAuthors):
        guards.exec((lambda: 1).__code__, space)


def test_pickles_make_data_only() -> None:
    """Data is read here; a pickle that names anything else is read in the candidate."""
    asked: list[object] = []
    guards = guards_of(asked)
    assert guards.loads(pickle.dumps({"a": [1, 2.5, "x"]})) == {"a": [1, 2.5, "x"]}
    raw = b"cposix\nsystem\n(S'true'\ntR."
    guards.loads(raw)
    assert asked == [("library", "pickle", "loads", (raw,), {})]


def test_two_pickles_in_one_file() -> None:
    """The first leaves the file where the second begins."""
    guards = guards_of([])
    file = io.BytesIO(pickle.dumps(1) + pickle.dumps([2]))
    assert [guards.load(file), guards.load(file)] == [1, [2]]


def test_what_the_source_tells_of_names_and_classes() -> None:
    """Locals of a solution are no globals; what it sets, makes and imports whole is known."""
    author = read_author(
        [
            {
                "role": "solution",
                "source": "from shop import *\nclass A:\n    def __contains__(self, x):\n"
                "        return True\n    __rmul__ = __mul__ = None\n"
                "def build(n):\n    total = A()\n    total.size = LIMIT\n    return total\n"
                "def count(n):\n    return n",
            }
        ],
        lambda text: text,
    )
    assert author.names == {"A", "build", "count"}
    assert "total" not in author.solved
    assert "LIMIT" in author.solved
    assert author.assigned == {"size"}
    assert author.makes == {"build A"}
    assert author.starred == {"shop"}
    assert {"__contains__", "__rmul__"} <= author.defined


def test_sources_are_those_of_the_moment() -> None:
    """A function's text is the last before the cell that asks; empty cells are not counted."""
    submission = SubmittedText(
        [
            {
                "id": "a",
                "role": "solution",
                "source": "class A:\n    def f(self):\n        return 1",
            },
            {"id": "e", "role": "solution", "source": "  \n"},
            {"id": "t", "role": "test", "source": "assert A"},
            {
                "id": "b",
                "role": "solution",
                "source": "class A:\n    def f(self):\n        return 2",
            },
        ],
        lambda text: text,
    )
    early, late = submission.code("A.f", "t"), submission.code("A.f", "x")
    assert early is not None
    assert late is not None
    assert (early.co_consts[1], late.co_consts[1]) == (1, 2)
    assert submission.numbers("b") == {"a": 1, "t": 2}
    assert len(submission.history("b", "x")) == 4

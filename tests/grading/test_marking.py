"""grade(job): what the author's own notebook tells, and no process that nobody needs."""

from collections.abc import Iterator, Sequence

import nbformat
import pytest
from nbformat import NotebookNode

from course.grading.images import image_with
from course.grading.marking import grade
from course.jobs import Job, Limits, Verdict
from course.notebooks import canonical
from course.sandbox.client import Child, Zygote
from tests.samples import code, markdown, marks

SOLUTION = "def f(n):\n    return 2 * n"
THEFT = """check = lambda n: True
want = 99
def f(n):
    global want, check
    want, check = 99, lambda n: True
    return 99"""
OWN_NAMES = (
    "found = sorted(globals())\nassert f(2) == 4",
    "def check(n):\n    return f(n) == n + n\nassert check(3)",
    "want = 4\nassert f(2) == want",
    "assert check(4)",
)


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    with Zygote(image_with(())) as process:
        yield process


def text(*cells: NotebookNode) -> bytes:
    return canonical(nbformat.v4.new_notebook(cells=list(cells))).encode()


def notebook(answer: str, tests: Sequence[str]) -> bytes:
    checks = (
        code(f"t{n}", test, marks(f"t{n}", grade=True, points=1)) for n, test in enumerate(tests)
    )
    return text(code("f", answer, marks("f", solution=True)), *checks)


@pytest.mark.parametrize(
    ("answer", "verdict"), [(SOLUTION, Verdict.PASSED), (THEFT, Verdict.FAILED)]
)
def test_a_learner_s_global_does_not_take_a_test_s_own_name(
    zygote: Zygote, answer: str, verdict: Verdict
) -> None:
    """What the author speaks of in tests only stays theirs, from one test to the next."""
    job = Job(
        submission=notebook(answer, OWN_NAMES),
        source=notebook("...", OWN_NAMES),
        solution=notebook(SOLUTION, OWN_NAMES),
    )

    assert [c.verdict for c in grade(job, zygote).cells if c.verdict] == [verdict] * 4


def test_the_author_s_notebook_belongs_to_the_digest() -> None:
    """A grade may depend on it."""
    jobs = [Job(submission=b"", source=b"", solution=s) for s in (None, b"", b"x")]

    assert len({job.digest() for job in jobs}) == 3


class Counting:
    """A zygote that counts the children it is asked for."""

    def __init__(self, zygote: Zygote) -> None:
        self.zygote, self.asked = zygote, []
        self.sandboxed = zygote.sandboxed

    def spawn(self, limits: Limits, roles: Sequence[str], *, learner: str) -> list[Child]:
        self.asked.append(tuple(roles))
        return self.zygote.spawn(limits, roles, learner=learner)


@pytest.mark.parametrize(
    ("cells", "asked"),
    [
        ([markdown("a", "words", marks("a", grade=True, solution=True, points=1))], []),
        ([code("own", "1 + 1")], [("candidate",)]),
        ([code("own", "1 + 1"), code("l", "x = 1", marks("l"))], [("candidate",)]),
        (
            [code("t", "assert 1", marks("t", grade=True, points=1))],
            [("candidate", "examiner")],
        ),
    ],
    ids=["no code", "no test", "a locked cell and no test", "a test"],
)
def test_only_processes_that_are_needed_are_started(
    zygote: Zygote, cells: list[NotebookNode], asked: list[tuple[str, ...]]
) -> None:
    """Without code there is none, without a test no examiner."""
    counting = Counting(zygote)
    result = grade(Job(submission=text(*cells), source=text(*cells)), counting)  # type: ignore[arg-type]

    assert counting.asked == asked
    assert [c.verdict for c in result.cells if c.verdict] == [Verdict.PASSED] * (
        len(asked[0]) - 1 if asked else 0
    )

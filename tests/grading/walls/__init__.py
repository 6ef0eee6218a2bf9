"""Attacks on the two walls, as data: a form of test, its right answer, and what a learner hands in.

first.py hands a learner's text, file or object to a library in a test; second.py takes it that the
first wall has a hole, and does what it can from there. One notebook each: the attacked exercise,
and after it another one, answered wrongly, whose test has the canary.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from course.jobs import Cell

CANARY = "HIDDEN-5c1e"  # stands in the second exercise's test and in no text of a learner's
EARLIER = "EARLIER-5c1e"  # the same of the test before the attacked one
POINTS = 2.0
# Run where tests run, it lets every later cell pass; in one line for what takes expressions.
TAKE = (
    "import IPython\n"
    "async def nothing(*a, **k): return False\n"
    "IPython.core.interactiveshell.InteractiveShell.run_code = nothing\n"
    "IPython.get_ipython().run_code = nothing\n"
)
TAKE_LINE = f"__import__('builtins').exec({TAKE!r})"


@dataclass(frozen=True, kw_only=True)
class Form:
    """One form of test, and one attack on it.

    `faulty` says that no answer can pass this test here: it is a fault of the course, and the
    message says how to write it. `wrong` is the honest wrong answer.
    """

    name: str
    family: str
    tried: str
    test: str
    right: str
    wrong: str
    attack: str
    faulty: bool = False

    def cells(self, answer: str) -> list[Cell]:
        """Give the notebook's cells with this answer in the attacked exercise."""
        texts = [
            ("solution", "def first():\n    return 0"),
            ("test", f'assert first() == 1, "{EARLIER}"'),
            ("solution", answer),
            ("test", self.test),
            ("solution", "def total(numbers):\n    return 0"),
            ("test", f'assert total([1, 2]) == 3, "{CANARY}"'),
            ("own", "print(sorted(globals()))\nprint(globals().get('told'))"),
            ("test", f'assert total([4]) == 4, "{CANARY}"'),
        ]
        return [
            Cell(id=f"c{place}", source=text, role=role, max_points=POINTS * (role == "test"))  # type: ignore[arg-type]
            for place, (role, text) in enumerate(texts)
        ]

    def author(self) -> list[Cell]:
        """Give the author's own cells: what the source says of this exercise."""
        return [c for c in self.cells(self.right) if c.role != "test"]


def forms() -> Sequence[Form]:
    """Give the forms that attack the first wall."""
    from tests.grading.walls import first

    return first.FORMS

"""Cells in the manner of public nbgrader courses: a solution and tests, some right, some wrong.

`case(name, cells, *tests)`: `cells` is a solution's text or a list of (role, text); each test must
give here the verdict that it gives in one kernel. Tests meant to fail are part of the corpus.
"""

from collections.abc import Sequence

Cells = Sequence[tuple[str, str]]
Case = tuple[str, Cells]


def case(name: str, cells: str | Cells, *tests: str) -> Case:
    """Make a case: everything in notebook order."""
    before = [("solution", cells)] if isinstance(cells, str) else list(cells)
    return name, [*before, *(("test", test) for test in tests)]

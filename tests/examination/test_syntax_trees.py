"""Syntax trees made in threads: one at a time, by everything that threads reach."""

import ast
import gc
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from course.examination.shared.syntax_trees import code_of, tree_of
from course.files import PACKAGE

TEXT = Path(__file__).read_text() * 8
IN_THREADS = ("examination/examiner", "grading", "authoring")
# In the examiner's own process, which has one thread.
ALONE = {"examination/examiner/untrusted_text.py"}


@pytest.fixture
def jumpy() -> Iterator[None]:
    """Threads change at nearly every object, as by chance in a long run."""

    def look(*_: object) -> None:
        sum(range(50))  # Python code, in which threads may change

    interval, thresholds = sys.getswitchinterval(), gc.get_threshold()
    gc.callbacks.append(look)
    gc.set_threshold(50)
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(interval)
    gc.set_threshold(*thresholds)
    gc.callbacks.remove(look)


@pytest.mark.usefixtures("jumpy")
def test_threads_make_trees_and_code_together() -> None:
    """With ast.parse itself, CPython 3.11 fails here in half a second."""

    def several(_: int) -> set[str]:
        return {code_of(tree_of(TEXT), "cell").co_name for _ in range(4)}

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(several, range(8))) == [{"<module>"}] * 8


def test_what_threads_reach_makes_its_trees_here() -> None:
    """ast.parse and compile(tree) stand in one place."""
    direct = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for room in IN_THREADS
        for path in (PACKAGE / room).glob("*.py")
        if str(path.relative_to(PACKAGE)) not in ALONE
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "ast.parse"
    ]
    assert direct == []

"""Whose a text is, and what the hook says of code; whole attacks stand in grading/test_walls.py."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from course.examination.examiner.audit_hook import VERSIONS, AuditHook, Authorship, NotAuthors
from course.notebooks import is_test, read_notebook


def authorship(cell: str) -> Authorship:
    """Know one cell, compiled as IPython does it."""
    known = Authorship()
    known.cell(cell)
    known.vouch(compile(cell, "<cell>", "exec"))
    return known


def test_a_text_that_stands_in_a_cell_is_the_author_s() -> None:
    """The constant itself, whole lines of it, and whole lines of the cell."""
    cell = "names = {}\nexec('a = 1\\n    b = 2', names)\nexpected = 'a + b'"
    known = authorship(cell)
    constants = {c for c in compile(cell, "<cell>", "exec").co_consts if isinstance(c, str)}
    assert [known.is_author_s(text) for text in sorted(constants)] == [True, True]
    assert known.is_author_s("a = 1\nb = 2")
    assert known.is_author_s(b"a + b")
    assert known.is_author_s("names = {}")


@pytest.mark.parametrize(
    "text",
    ["expected", "names", "a", "a = 1; b = 2", "a +", "import os", "np.linalg", "a + b\nimport os"],
)
def test_parts_of_it_and_names_are_nobody_s(text: str) -> None:
    """A piece of a line, the name of a variable and anything new could be a learner's."""
    assert not authorship("names = {}\nexpected = 'a + b'\nlast = 'a = 1'").is_author_s(text)


def test_what_has_crossed_is_the_learner_s() -> None:
    """A line that the candidate has sent is not the author's, the author's own object still is."""
    cell = "wanted = 'a + b'"
    known = authorship(cell)
    (constant,) = (c for c in compile(cell, "<cell>", "exec").co_consts if isinstance(c, str))
    kept = next(iter(known._constants.values()))
    known.received(b"...a + b...")
    assert constant == kept
    assert not known.is_author_s("".join(["a +", " b"]))
    assert known.is_author_s(kept)


def test_code_is_known_by_value() -> None:
    """The same code compiled twice is the author's; other code that was vouched for by nobody not."""
    known = authorship("x = 1")
    hook = AuditHook(known)
    hook._exec(compile("x = 1", "<elsewhere>", "exec"))
    with pytest.raises(NotAuthors):
        hook._exec(known.distrust(compile("x = 2", "<cell>", "exec"), "x = 2"))
    assert hook.refusal is not None


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("os", "system"),
        ("builtins", "eval"),
        ("builtins", "getattr"),
        ("pandas.core.computation.expr", "Expr"),
        ("numpy", "load"),
        ("functools", "partial"),
        ("operator", "attrgetter"),
    ],
)
def test_pickles_name_data_only(module: str, name: str) -> None:
    """Nothing that calls is on the list."""
    with pytest.raises(NotAuthors):
        AuditHook(Authorship())._find_class(module, name)


@pytest.mark.parametrize(
    ("path", "installed"),
    [
        ("json/__init__.py", True),
        ("../../../../../tmp/x.py", False),
        ("site-packages/../x.py", False),
    ],
)
def test_installed_files(path: str, installed: bool) -> None:
    """A path that leads out of the libraries is no file of theirs."""
    import json

    root = json.__file__.removesuffix("json/__init__.py")
    hook = AuditHook(Authorship())
    assert hook.is_installed(root + path) is installed
    assert not hook.is_installed("/box/work/x.py")


def test_no_test_hands_a_text_to_a_lesson_that_runs_versions() -> None:
    """The first wall lets two lessons run texts; graded tests give them the author's edits only."""
    source = Path(__file__).parents[2] / "source"
    calls = {
        call
        for path in source.glob("*/*.ipynb")
        for cell in read_notebook(path).cells
        if is_test(cell)
        for call in re.findall(
            r"\b(?:edited|changed|repaired|fee_version|red_in_builds)\([^)]*\)", cell.source
        )
    }

    assert [Path(file).name for file in VERSIONS] == ["rooms.py", "tollbook.py"]
    assert calls == {  # slip and edit are of the test cells' own tables, `mine` is "A" or "B"
        "changed(*slip)",
        "repaired()",  # a function of the learner's in 201/04, of no lesson
        "fee_version(mine, edit)",
        'fee_version(mine, ("1 <= $one", "0 <= $one")',
        "red_in_builds(variant, tests)",  # `variant` is "A" or "B", the tests are called
        "red_in_builds(mine, tests, edit)",
        'red_in_builds(mine, tests, ("list(set($keys)',  # the cell's own edit of a right program
        'red_in_builds(mine, tests, SLIPS["all that was asked for is open"])',
        'red_in_builds(mine, tests, SLIPS["nobody is called"])',
        'red_in_builds(mine, tests, SLIPS["the first part of the day begins an hour early"])',
    }


def test_libraries_may_be_imported_by_a_test() -> None:
    """Texts of its own making that scipy runs as it is imported are trusted: that is no fault of the course."""
    program = (
        "from tests.examination.test_boundary import run\n"
        "test = 'import scipy.linalg, scipy.optimize, scipy.integrate, scipy.stats\\nassert f() == 1'\n"
        "reports = run([('solution', 'def f():\\n    return 1'), ('test', test)], timeout_s=120)\n"
        "assert reports[0]['error'] is None, reports"
    )
    root = Path(__file__).parents[2]  # a process of its own: pytest's hooks would import them here
    subprocess.run([sys.executable, "-c", program], cwd=root, check=True)

"""Trials of answers: shared by bytecode, ended early, kept from run to run."""

import json
from pathlib import Path

import pytest
from nbformat import NotebookNode, from_dict

from course.authoring.trials import PASSED, Bench, ExerciseBench, Trial, _preloaded, independent
from course.jobs import Limits
from course.notebooks import exercises
from tests.samples import cell_of, sample_notebook

RIGHT = "def double(n):\n    return 2 * n\n"
WRONG = "def double(n):\n    return n * n\n"
TWICE = '"""Doubled."""\nassert double(3) == 6, "no"\nassert double(4) == 8, "neither"'


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "course.authoring.trials.LIMITS", Limits(cell_s=60.0, total_s=120.0, cpu_s=2)
    )


def notebook_with(tests: str = TWICE, setup: str | None = None) -> NotebookNode:
    notebook = sample_notebook()
    cell_of(notebook, "ex1-tests").source = tests
    if setup is not None:
        cell_of(notebook, "setup").source = setup
    return notebook


def tried(
    notebook: NotebookNode, answers: list[str], kept: Path | None = None, *, until: bool = False
) -> tuple[list[Trial], int]:
    """The trials of answers, and how many of them were made in this run."""
    (exercise,) = exercises(notebook)
    with Bench(notebook, kept) as bench:
        place: ExerciseBench = bench.exercise(exercise, exercise.id)
        trials = list(place.trials(answers, until_lost=until))
        place.keep()
    return trials, place.graded


def test_a_trial_says_what_each_test_said_and_where_it_failed() -> None:
    """The line of the assert that did not hold is known, and none where all is passed."""
    (right, wrong), _ = tried(notebook_with(), [RIGHT, WRONG])

    assert (right.verdicts, right.failed, right.lost) == ({"ex1-tests": PASSED}, {}, False)
    assert (wrong.verdicts, wrong.failed, wrong.lost) == ({"ex1-tests": "no"}, {"ex1-tests": 2}, True)  # fmt: skip
    assert right.cpu_s > 0


def test_an_exception_is_placed_at_the_statement_that_was_running() -> None:
    """Of a function of the test's own, the line of its call counts, of an assert in it that line."""
    tests = '"""Doubled."""\ndef half(n):\n    return double(n) / 2\n\ngot = half(3)\nassert got == 3, "no"'
    raises = "def double(n):\n    raise ValueError(n)\n"
    (trial,), _ = tried(notebook_with(tests), [raises])
    tests = '"""Doubled."""\ndef check(n):\n    assert double(n) == 2 * n, "no"\n\ncheck(3)\nassert double, "-"'
    (within,), _ = tried(notebook_with(tests), [WRONG])

    assert trial.failed == {"ex1-tests": 5}
    assert within.failed == {"ex1-tests": 3}


def test_answers_of_the_same_bytecode_share_a_trial() -> None:
    """Layout and comments make no difference, a constant of another type does."""
    same = ["def double(n):\n    return 2*n  # twice\n", "def double(n):\n\n    return (2 * n)\n"]
    other = ["def double(n):\n    return 2.0 * n\n", "def double(n):\n    return True * n\n"]
    trials, graded = tried(notebook_with(), [RIGHT, *same, *other])

    assert graded == 3
    assert [trial.lost for trial in trials] == [False, False, False, False, True]


def test_texts_are_told_apart_where_a_test_may_read_them() -> None:
    """A test that looks at an answer's source may tell comments."""
    tests = '"""Doubled."""\nimport inspect\nassert "#" not in inspect.getsource(double), "no"'
    trials, graded = tried(notebook_with(tests), [RIGHT, "def double(n):  # 2\n    return 2 * n\n"])

    assert graded == 2
    assert [trial.lost for trial in trials] == [False, True]


def test_a_trial_may_end_at_the_first_lost_test() -> None:
    """Nothing is run behind it, and its verdict is the same."""
    notebook = notebook_with()
    tests = cell_of(notebook, "ex1-tests")
    more = json.loads(json.dumps(tests))
    more["id"] = more["metadata"]["nbgrader"]["grade_id"] = "ex1-tests-more"
    notebook.cells.insert(notebook.cells.index(tests) + 1, type(notebook)(more))
    notebook = from_dict(json.loads(json.dumps(notebook)))
    (whole,), _ = tried(notebook, [WRONG])
    (short,), _ = tried(notebook, [WRONG], until=True)

    assert whole.verdicts == {"ex1-tests": "no", "ex1-tests-more": "no"}
    assert short.verdicts == {"ex1-tests": "no"}
    assert independent(next(exercises(notebook)))


def test_tests_that_share_a_name_keep_their_order() -> None:
    """A test that takes what another one bound cannot run before it."""
    notebook = notebook_with('"""Doubled."""\ngot = got + 1\nassert double(3) == 6, "no"')

    assert not independent(next(exercises(notebook)))


def test_kept_trials_are_used_until_something_changes(tmp_path: Path) -> None:
    """A second run makes none; another test, answer or setup makes its own anew."""
    first, made = tried(notebook_with(), [RIGHT, WRONG], tmp_path)
    again, remade = tried(notebook_with(), [RIGHT, WRONG], tmp_path)

    assert (made, remade) == (2, 0)
    assert [t.verdicts for t in again] == [t.verdicts for t in first]
    assert tried(notebook_with(), [RIGHT, WRONG + "\nx = 1\n"], tmp_path)[1] == 1
    assert tried(notebook_with(TWICE + "\n"), [RIGHT], tmp_path)[1] == 1
    assert tried(notebook_with(setup="import math"), [RIGHT], tmp_path)[1] == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[:-9],
        lambda _: "{}",
        lambda _: "[1]",
        lambda text: text.replace('"passed"', '"no"'),
        lambda text: text.replace('"seal": "', '"seal": "0'),
        lambda text: json.dumps({**json.loads(text), "trials": {}}),
        lambda _: "\udcff",
    ],
)
def test_a_damaged_or_foreign_file_is_made_anew(tmp_path: Path, spoil: object) -> None:
    """What this account did not write, or not so, is not read."""
    tried(notebook_with(), [RIGHT], tmp_path)
    path = tmp_path / "ex1.json"
    text = path.read_text()
    path.write_bytes(spoil(text).encode("utf-8", "surrogateescape"))  # type: ignore[operator]
    (trial,), graded = tried(notebook_with(), [RIGHT], tmp_path)

    assert (graded, trial.verdicts) == (1, {"ex1-tests": PASSED})
    assert json.loads(path.read_text())["trials"] != {}


def test_trials_of_another_account_are_foreign(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same file, read by who has another secret, has nothing."""
    from course.authoring import trials as module

    tried(notebook_with(), [RIGHT], tmp_path)
    monkeypatch.setattr(module, "_secret", lambda: b"another")

    assert tried(notebook_with(), [RIGHT], tmp_path)[1] == 1


def test_a_link_in_the_place_of_kept_trials_is_not_followed(tmp_path: Path) -> None:
    """Whatever lies there is replaced by a file."""
    tried(notebook_with(), [RIGHT], tmp_path)
    path = tmp_path / "ex1.json"
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")

    assert tried(notebook_with(), [RIGHT], tmp_path)[1] == 1
    assert not path.is_symlink()


def test_what_an_author_s_cells_import_is_imported_once() -> None:
    """Modules of Python's own and the course's are, and lessons by their names; no other library.

    That a setup imports something to draw with does not mean that an answer draws.
    """
    setup = "import random\nfrom course.lessons import rooms, diffs\nfrom course.lessons.state import plot"
    others = [
        "def f():\n    from collections.abc import Callable\n    import duckdb, numpy as np",
        "from course.widgets import progress\nfrom . import nothing",
        "def (",
    ]

    assert _preloaded(setup, others) == (
        "numpy.random",
        "course.lessons.diffs",
        "course.lessons.rooms",
        "course.lessons.state",
        "random",
        "course.lessons",
        "collections.abc",
        "course.widgets",
    )
    assert "matplotlib.pyplot" in _preloaded("", [setup])

"""What a learner's folders say of the way so far."""

from pathlib import Path

import pytest

from course.program import Program
from course.widgets.progress import (
    ModuleState,
    as_html,
    as_text,
    look,
    next_step,
    root_and_cache,
    rows,
)
from tests.samples import cell_of, one_ready, sample_notebook, write

MODULE = "101-system-architecture"
SCORE = "<h4>01-a (Score: 4.0 / 5.0)</h4><h4>Test (Score: 1.0 / 9.0)</h4>"
STUB = "def double(n):\n    # YOUR CODE HERE\n    raise NotImplementedError()"


@pytest.fixture(scope="module")
def program() -> Program:
    """The program with one module ready, the first."""
    return one_ready()


def fetched(root: Path, *, done: bool = False, name: str = "01-a") -> Path:
    notebook = sample_notebook()
    cell_of(notebook, "ex1-solution").source = "def double(n):\n    return 2 * n" if done else STUB
    write(notebook, root / MODULE / f"{name}.ipynb")
    return root / MODULE


def submit(root: Path, time: str) -> Path:
    folder = root / ".nbgrader" / "course" / f"learner-01+{MODULE}+{time}"
    folder.mkdir(parents=True)
    return root / ".nbgrader"


def feedback(folder: Path, time: str, *pages: str) -> None:
    for number, page in enumerate(pages, start=1):
        path = folder / "feedback" / time / f"0{number}-a.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")


def test_a_module_tells_what_is_begun_submitted_and_marked(tmp_path: Path) -> None:
    """Points and exercises come from the notebooks, times from nbgrader, marks from feedback."""
    folder = fetched(tmp_path, done=True)
    fetched(tmp_path, name="02-b")
    cache = submit(tmp_path, "2026-11-03 10:00:00.000000 UTC")
    submit(tmp_path, "2026-11-04 09:30:00.000000 UTC")
    feedback(folder, "2026-11-03", SCORE.replace("4.0", "1.0"))
    feedback(folder, "2026-11-05", SCORE, SCORE)

    assert look(folder, cache) == ModuleState(
        notebooks=("01-a", "02-b"),
        points=10.0,
        exercises=2,
        begun=1,
        next_notebook="02-b",
        submitted="2026-11-04 09:30:00.000000 UTC",
        score=(8.0, 10.0),
    )


def test_the_next_step_follows_the_way(tmp_path: Path, program: Program) -> None:
    """Fetch, work, submit, wait, mend, done."""

    def step() -> tuple[str, str | None]:
        return next_step(rows(program, tmp_path, tmp_path / ".nbgrader"))

    assert step() == (f"Fetch {MODULE}: menu Nbgrader, Assignment List.", None)
    folder = fetched(tmp_path)
    assert step() == (f"Work on 01-a of {MODULE}.", f"{MODULE}/01-a.ipynb")
    fetched(tmp_path, done=True)
    assert step()[0].startswith(f"Validate and submit {MODULE}")
    submit(tmp_path, "2026-11-03 10:00:00.000000 UTC")
    assert step() == (f"Wait for the feedback on {MODULE}.", None)
    feedback(folder, "2026-11-05", SCORE.replace("4.0", "2.0"))
    assert step()[0] == (
        f"{MODULE}: 40 % of the points, 80 % are needed: read the feedback and submit again."
    )
    feedback(folder, "2026-11-06", SCORE)
    assert step() == ("Nothing is open: what is ready is passed.", None)


def test_damaged_and_hostile_files_are_named_not_raised(tmp_path: Path) -> None:
    """A notebook that is no JSON, a link, a page that is none: the table still stands."""
    folder = fetched(tmp_path)
    (folder / "02-b.ipynb").write_text("{")
    (folder / "03-c.ipynb").symlink_to(folder / "01-a.ipynb")
    (folder / "04-d.ipynb").write_text('{"nbformat": 4, "cells": [], "metadata": {}}')
    feedback(folder, "2026-11-05", "no page of nbgrader's")
    state = look(folder)

    assert state.unreadable == ("02-b.ipynb", "03-c.ipynb")
    assert (state.score, state.submitted, state.points) == (None, None, 5.0)


def test_the_table_has_every_module_and_escapes_names(tmp_path: Path, program: Program) -> None:
    """Fifteen rows with dates and passing marks; file names are text; the link stays inside."""
    fetched(tmp_path, name="01-<b>a")
    table = rows(program, tmp_path)
    html, text = as_html(table, "../"), as_text(table)

    assert html.count('<th scope="row"') == len(program.modules) == 15
    assert "<caption>" in html and '<th scope="col"' in html
    assert "<b>" not in html
    assert f'<a href="../{MODULE}/01-%3Cb%3Ea.ipynb">' in html
    assert program.due(MODULE).isoformat() in text
    assert text.splitlines()[3].split("  ")[0] == "101 System Architecture"
    assert "80 %" in text.splitlines()[3]


def test_the_root_is_found_from_a_module_and_from_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Modules lie beside the notebook's folder or in it; submissions where nbgrader keeps them."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / ".nbgrader").mkdir()

    assert root_and_cache(tmp_path / MODULE) == (tmp_path, tmp_path / ".nbgrader", "../")
    assert root_and_cache(tmp_path) == (tmp_path, tmp_path / ".nbgrader", "")
    (tmp_path / "data" / "nbgrader_cache").mkdir(parents=True)
    assert root_and_cache(tmp_path)[1] == tmp_path / "data" / "nbgrader_cache"

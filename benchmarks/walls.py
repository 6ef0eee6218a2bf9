"""The attacks on the examiner's two walls, on nbgrader's own execution and on ours, as a table.

    python -m benchmarks.walls [--write]

nbgrader runs each notebook as its autograder does (its Execute preprocessor and determine_grade),
attacks on the second wall excepted: they would do to this machine what they do to a sandbox.
"""

import argparse
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbclient.exceptions import CellTimeoutError
from nbgrader.preprocessors import Execute
from nbgrader.utils import determine_grade

from benchmarks.attacks import ROOT
from tests.grading.test_walls import points, scores
from tests.grading.walls import POINTS, Form, first, second
from tests.samples import code, marks
from tests.sandbox.zygotes import examiners, one_wall

BEGIN, END = "<!-- walls: begin -->", "<!-- walls: end -->"


def by_nbgrader(form: Form) -> list[float]:
    """Give the points that nbgrader gives for the attack's four tests."""
    cells = [
        code(cell.id, cell.source, marks(cell.id, grade=cell.role == "test", points=POINTS))
        for cell in form.cells(form.attack)
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "", "language": "python"}
    with tempfile.TemporaryDirectory() as folder:
        before = Path.cwd()
        os.chdir(folder)
        try:
            Execute(timeout=30, allow_errors=True).preprocess(
                notebook, {"metadata": {"path": folder}}
            )
        finally:
            os.chdir(before)
    tests = [cell for cell in notebook.cells if cell.metadata.nbgrader.grade]
    return [float(determine_grade(cell)[0] or 0) for cell in tests]


def table(forms: Sequence[Form], wall: str) -> list[str]:
    """Give a row for each attack: what the honest wrong answer beside it would get is 0."""
    rows = []
    kind = {"first": "unparted", "second": "unaudited"}[wall]
    with examiners() as both, one_wall(kind) as alone:
        for form in forms:
            ours, one = (sum(scores(points(z, form, form.attack))) for z in (both, alone))
            theirs = _shown(form) if wall == "first" else "not run"
            print(form.name, theirs, one, ours, flush=True)
            rows.append(
                f"| {form.family} | {form.name} | {form.tried} | {wall} | {theirs} | "
                f"{one:g} | {ours:g} |"
            )
    return rows


def _shown(form: Form) -> str:
    try:
        given = sum(by_nbgrader(form))
    except CellTimeoutError:
        return "no end"
    return f"**{given:g}**" if given else "0"


def main() -> None:
    """Print the table, or write it into the document."""
    parser = argparse.ArgumentParser(description="Attacks on the two walls, one by one.")
    parser.add_argument("--write", action="store_true", help="put it into docs/security.md")
    given = parser.parse_args()
    rows = [
        "| family | attack | what it tries | wall | nbgrader | that wall alone | both walls |",
        "|---|---|---|---|---|---|---|",
        *table(first.FORMS, "first"),
        *table(second.FORMS, "second"),
    ]
    gained, lost = (sum(word in row for row in rows) for word in ("| first | **", "| 2 | 0 |"))
    rows += [
        "",
        f"{len(first.FORMS)} attacks on the first wall: nbgrader lost points to {gained}. "
        f"{len(second.FORMS)} on the second wall, with the first one off: the attacked test was "
        f"lost to {lost}.",
    ]
    text = "\n".join(rows)
    print(text)
    if given.write:
        page = ROOT / "docs" / "security.md"
        before, rest = page.read_text(encoding="utf-8").split(BEGIN)
        page.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()

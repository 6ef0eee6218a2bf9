"""Notebooks as files: read, write in canonical form, run, find exercises by cell id.

Not for judging a notebook (conventions.py) nor an answer (grading/). nbformat is imported when a
notebook becomes one of its nodes: with jsonschema behind it, that takes a seventh of a second.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course.errors import NotebookError, Problem

if TYPE_CHECKING:
    from nbformat import NotebookNode

SOLUTION = re.compile(
    r"^([ \t]*)### BEGIN SOLUTION[ \t]*\n.*?^[ \t]*### END SOLUTION[ \t]*$",
    re.DOTALL | re.MULTILINE,
)
# nbgrader's own rule: a line that holds the words, whatever stands around them; a region that is
# not closed reaches to the end.
HIDDEN_REGION = re.compile(
    r"^[^\n]*BEGIN HIDDEN TESTS[^\n]*$.*?(?:^[^\n]*END HIDDEN TESTS[^\n]*$\n?|\Z)",
    re.DOTALL | re.MULTILINE,
)
HIDDEN_MARKER = re.compile(r"^\s*### (BEGIN|END) HIDDEN TESTS\s*$", re.MULTILINE)  # as we write it
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
EXERCISE_ID = re.compile(r"^(ex\d+[a-z]?)-solution$")
PROMPT_ID = re.compile(r"^ex\d+[a-z]?$")
PAPER_CELL = "paper-answers"  # a test cell whose points are those of the learner's own paper
COMMENTARY_ID = re.compile(r"^ex\d+[a-z]?-commentary$")


@dataclass(frozen=True, kw_only=True)
class NotebookExercise:
    """One exercise of a notebook: the learner's cell and the tests that grade it."""

    id: str
    prompt: "NotebookNode"
    solution: "NotebookNode"
    tests: "tuple[NotebookNode, ...]"

    @property
    def points(self) -> float:
        """Most points to be had."""
        return sum(float(t.metadata.nbgrader.points) for t in self.tests)

    @property
    def stub(self) -> str:
        """The solution cell as the release shows it."""
        return stub_of(self.solution.source)


def stub_of(source: str) -> str:
    """Put nbgrader's stub where the solution regions are (nbgrader: ClearSolutions.code_stub)."""
    return SOLUTION.sub(r"\1# YOUR CODE HERE\n\1raise NotImplementedError()", source)


def without_hidden_tests(source: str) -> str:
    """Leave out the hidden regions of a test cell."""
    return HIDDEN_REGION.sub("", source).rstrip("\n")


def read_notebook(path: Path, *, shown_as: str | None = None) -> "NotebookNode":
    """Read a notebook of format 4.

    Raises NotebookError naming the file (as `shown_as`) and, for JSON, line and column.
    """
    place = shown_as or path.name
    return parse_notebook(_text(path, place), place)


def read_plain_notebook(path: Path) -> dict[str, Any]:
    """Read a notebook of format 4 as `plain_notebook` gives it. Raises NotebookError."""
    return plain_notebook(_text(path, path.name), path.name)


def _text(path: Path, place: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise NotebookError(Problem(place, f"not UTF-8 at byte {error.start}")) from error
    except OSError as error:
        raise NotebookError(Problem(place, f"cannot be read ({error.strerror})")) from error


def where(error: Exception) -> str:
    """Say where a text stops being JSON, as far as it can be told."""
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno}, column {error.colno}: {error.msg}"
    return str(error)


def parse_notebook(text: str, place: str) -> "NotebookNode":
    """Make a notebook of JSON text; ids are left as they are, so that missing ones can be seen."""
    import nbformat
    from nbformat.v4.rwbase import rejoin_lines

    notebook: NotebookNode = nbformat.from_dict(plain_notebook(text, place))  # type: ignore[no-untyped-call]
    try:
        return rejoin_lines(notebook)  # type: ignore[no-any-return, no-untyped-call]
    except (AttributeError, TypeError) as error:
        raise NotebookError(Problem(place, f"an output has the wrong type ({error})")) from error


def plain_notebook(text: str, place: str) -> dict[str, Any]:
    """Read JSON text as a notebook of format 4: each cell with its type, source and metadata.

    Raises NotebookError.
    """
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotebookError(Problem(place, f"not JSON, {where(error)}")) from error
    if not isinstance(raw, dict) or not isinstance(raw.get("cells"), list):
        kind = f"nbformat {raw.get('nbformat')!r}" if isinstance(raw, dict) else type(raw).__name__
        raise NotebookError(
            Problem(place, f"not a notebook of format 4: no list of cells ({kind})")
        )
    if raw.get("nbformat") != 4:
        raise NotebookError(Problem(place, f"expected nbformat 4, got {raw.get('nbformat')!r}"))
    for number, cell in enumerate(raw["cells"], start=1):
        if not isinstance(cell, dict) or cell.get("cell_type") not in ("code", "markdown", "raw"):
            raise NotebookError(
                Problem(f"{place}: cell {number}", "not a code, markdown or raw cell")
            )
        source = cell.get("source", "")
        cell["source"] = "".join(source) if isinstance(source, list) else source
        if not isinstance(cell["source"], str) or not isinstance(cell.get("metadata", {}), dict):
            raise NotebookError(
                Problem(f"{place}: cell {number}", "source or metadata has the wrong type")
            )
        cell.setdefault("metadata", {})
    if not isinstance(raw.setdefault("metadata", {}), dict):
        raise NotebookError(Problem(place, "metadata has the wrong type"))
    return raw


def plain_text(notebook: Mapping[str, Any]) -> str:
    """Give a plain notebook's JSON text, its sources line by line as files have them."""
    cells = [{**c, "source": c["source"].splitlines(keepends=True)} for c in notebook["cells"]]
    return json.dumps({**notebook, "cells": cells}, ensure_ascii=False, indent=1, sort_keys=True)


def canonical(notebook: "NotebookNode") -> str:
    """Give the one text of a notebook that is committed."""
    import nbformat

    text: str = nbformat.v4.writes(notebook)  # type: ignore[no-untyped-call]
    return text.rstrip("\n") + "\n"


def compact(notebook: "NotebookNode") -> str:
    """Give the text of a notebook that nobody commits: valid, a cell a line, and quickly made.

    Indented text comes from json's encoder in Python, which takes longer than to grade a small
    notebook. The metadata stand last, as in `canonical`.
    """
    from nbformat.v4.rwbase import strip_transient

    strip_transient(notebook)  # type: ignore[no-untyped-call]
    text = partial(json.dumps, ensure_ascii=False, sort_keys=True)
    cells = ",\n".join(map(text, notebook.cells))
    rest = (
        f',\n "{key}": {text(value)}' for key, value in sorted(notebook.items()) if key != "cells"
    )
    return f'{{\n "cells": [\n{cells}\n ]{"".join(rest)}\n}}\n'


def exercises(notebook: "NotebookNode") -> Iterator[NotebookExercise]:
    """Walk the exercises in order; one without prompt or tests is passed over."""
    by_id = {c.get("id"): c for c in notebook.cells}
    for cell in notebook.cells:
        match = EXERCISE_ID.match(str(cell.get("id")))
        if not match or match[1] not in by_id:
            continue
        tests = tuple(tests_of(notebook, match[1]))
        if tests:
            yield NotebookExercise(id=match[1], prompt=by_id[match[1]], solution=cell, tests=tests)


def tests_of(notebook: "NotebookNode", exercise_id: str) -> "Iterator[NotebookNode]":
    """Walk the graded code cells `<exercise>-tests…` of one exercise."""
    for cell in notebook.cells:
        if re.match(rf"^{re.escape(exercise_id)}-tests(-|$)", str(cell.get("id"))) and is_test(
            cell
        ):
            yield cell


def is_test(cell: "NotebookNode") -> bool:
    """Tell whether nbgrader would grade this cell by running it."""
    marks = cell.metadata.get("nbgrader", {})
    return cell.cell_type == "code" and bool(marks.get("grade")) and not marks.get("solution")


def is_solution(cell: "NotebookNode") -> bool:
    """Tell whether the learner writes this cell."""
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def is_prompt(cell: "NotebookNode") -> bool:
    """Tell whether a cell says what an exercise asks."""
    return cell.cell_type == "markdown" and bool(PROMPT_ID.match(str(cell.get("id"))))


def is_commentary(cell: Mapping[str, Any]) -> bool:
    """Tell whether a cell explains the solution of an exercise; no release has it."""
    return cell["cell_type"] == "markdown" and bool(COMMENTARY_ID.match(str(cell.get("id"))))


def leave_out_commentary(notebook: dict[str, Any]) -> None:
    """Take out of a notebook the cells that explain solutions, for those who have yet to solve."""
    notebook["cells"] = [cell for cell in notebook["cells"] if not is_commentary(cell)]


def let_run_all_go_on(notebook: dict[str, Any]) -> None:
    """Tag graded test cells so that Jupyter's Run All goes on behind an exercise still to be done.

    JupyterLab and nbclient look for `raises-exception`. What a test is worth is not changed.
    """
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and cell["metadata"].get("nbgrader", {}).get("grade"):
            tags = cell["metadata"].setdefault("tags", [])
            if "raises-exception" not in tags:
                tags.append("raises-exception")


def points(notebook: "NotebookNode") -> float:
    """Most points of a notebook, manually graded cells included."""
    marks = (cell.metadata.get("nbgrader", {}) for cell in notebook.cells)
    return sum(float(m.get("points", 0)) for m in marks if m.get("grade"))


def digest(notebook: "NotebookNode") -> str:
    """Fingerprint of what ran and what came out: it tells outputs that no longer fit the code."""
    ran = [
        [cell.source, cell.get("execution_count"), cell.get("outputs", [])]
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]
    text = json.dumps(ran, sort_keys=True, ensure_ascii=True)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def stamp(notebook: "NotebookNode") -> None:
    """Record that the outputs belong to the code, in the notebook's metadata."""
    notebook.metadata["course"] = {"run": digest(notebook)}


def run(notebook: "NotebookNode", folder: Path, *, timeout_s: int = 120) -> None:
    """Run a notebook of ours top to bottom in a fresh kernel, in place, and stamp it.

    Widgets leave their fallback: nobody looks on, whatever this process was started from.
    Raises NotebookError with the cell that failed.
    """
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError

    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    client = NotebookClient(
        notebook,
        extra_arguments=["--HistoryManager.hist_file=:memory:", "--IPKernelApp.log_level=40"],
        timeout=timeout_s,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        client.execute(env=unwatched(os.environ))
    except (CellExecutionError, CellTimeoutError) as error:
        raise NotebookError(Problem(folder.name, f"did not run to its end: {error}")) from error
    still(notebook)
    stamp(notebook)


def unwatched(environment: Mapping[str, str]) -> dict[str, str]:
    """Give an environment without the sign by which a kernel knows of a page that shows it."""
    return {name: value for name, value in environment.items() if name != "JPY_SESSION_NAME"}


def still(notebook: "NotebookNode") -> None:
    """Take what only a live kernel can show out of outputs: models of widgets and their state."""
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET_VIEW, None)

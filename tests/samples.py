"""A small notebook and course that keep every convention, for tests to break."""

import os
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.notebooks import canonical, stamp
from course.program import Program, load_program

# Before a command: root, as whom tests run in containers, is bound by modes like anybody else.
WITHOUT_RIGHTS = (
    ("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner")
    if os.geteuid() == 0
    else ()
)
SOLUTION = '''def double(n: int) -> int:
    """Give n twice."""
    ### BEGIN SOLUTION
    return 2 * n
    ### END SOLUTION'''
TESTS = '''"""A number is doubled, whatever its sign."""
got = double(3)
assert got == 6, f"double(3) gave {got!r}, expected 6: three twice"
### BEGIN HIDDEN TESTS
for n in (-4, 0, 7):
    got = double(n)
    assert got == n + n, f"double({n}) gave {got!r}, expected {n + n}"
### END HIDDEN TESTS'''


def marks(cell_id: str, *, grade: bool = False, solution: bool = False, points: float = 0) -> dict:
    made = {
        "grade": grade,
        "grade_id": cell_id,
        "locked": not solution,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    return {"nbgrader": made | ({"points": points} if grade else {})}


def markdown(cell_id: str, source: str, metadata: dict | None = None) -> NotebookNode:
    return nbformat.v4.new_markdown_cell(source, id=cell_id, metadata=metadata or {})


def code(cell_id: str, source: str, metadata: dict | None = None) -> NotebookNode:
    return nbformat.v4.new_code_cell(source, id=cell_id, metadata=metadata or {})


def sample_notebook() -> NotebookNode:
    """Give a notebook of one exercise (3 points) and a reflection (2 points), as if just run."""
    notebook = nbformat.v4.new_notebook(
        cells=[
            markdown("title", "# Doubling\n\n*10 minutes, 5 points*"),
            code("setup", "import math"),
            markdown("s1", "## 1. Twice\n\nTwice is once more."),
            markdown(
                "ex1", "### Exercise 1 - Double (3 points)\n\nComplete `double(n)`.", marks("ex1")
            ),
            code("ex1-solution", SOLUTION, marks("ex1-solution", solution=True)),
            code("ex1-tests", TESTS, marks("ex1-tests", grade=True, points=3)),
            markdown("reflection-prompt", "## Reflection", marks("reflection-prompt")),
            markdown(
                "reflection", "Mine.", marks("reflection", grade=True, solution=True, points=2)
            ),
            markdown("next", "## Next\n\nMore."),
        ],
        metadata={
            "kernelspec": {
                "display_name": "Python 3 (ipykernel)",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"name": "python"},
        },
    )
    return as_run(notebook)


CLUED = TESTS.replace('f"double({n})', 'f"[a number that is negative or nothing] double({n})')


def taught_notebook() -> NotebookNode:
    """Give the same notebook with a lesson, so that it keeps the standard of teaching as well."""
    notebook = sample_notebook()
    look = "Look: twice the number came out. "
    lesson = [
        markdown("s1", "## 1. Twice\n\n" + "A number twice is that number and itself. " * 5),
        code("s1-run", "print(2 * 3)"),
        markdown("s1-look", look),
        code("s1-run-again", "print(2 * 4)"),
        markdown("s1-more", "Now it is your turn. " + "We double a number once more. " * 6),
    ]
    for cell in lesson:
        if cell.cell_type == "code":
            cell.outputs = [nbformat.v4.new_output("stream", text="6\n")]
    notebook.cells[2:3] = lesson
    cell_of(
        notebook, "title"
    ).source = "# Doubling\n\n*20 minutes: 8 reading, 12 practice; 5 points*"
    prompt = "### Exercise 1 - Double (write, easy, 8 minutes, 3 points)\n\nComplete the function."
    cell_of(notebook, "ex1").source = prompt
    place = notebook.cells.index(cell_of(notebook, "ex1-solution"))
    notebook.cells.insert(place + 1, markdown("ex1-commentary", "Twice is times two."))
    cell_of(notebook, "ex1-tests").source = CLUED
    return as_run(notebook)


def as_run(notebook: NotebookNode) -> NotebookNode:
    """Number the code cells and stamp the notebook, as a run would."""
    for count, cell in enumerate((c for c in notebook.cells if c.cell_type == "code"), start=1):
        cell.execution_count = count
    stamp(notebook)
    return notebook


def cell_of(notebook: NotebookNode, cell_id: str) -> NotebookNode:
    return next(cell for cell in notebook.cells if cell.id == cell_id)


def write(notebook: NotebookNode, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(canonical(notebook), encoding="utf-8")
    return path


def one_ready() -> Program:
    """The program with one module ready, the first, whatever else there is by now."""
    whole = load_program()
    planned = (
        module.model_copy(
            update={
                "status": "planned",
                "notebooks": tuple(
                    n.model_copy(update={"status": "planned"}) for n in module.notebooks
                ),
            }
        )
        for module in whole.modules[1:]
    )
    return whole.model_copy(update={"modules": (whole.modules[0], *planned)})

"""Notebooks for the tests of reports: cells as text, a fork for each run, outputs as data."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


def written(path: Path, cells: Sequence[str | tuple[str, str]]) -> Path:
    """Write a notebook of code cells; a tuple is source and tag."""
    notebook = nbformat.v4.new_notebook(metadata=KERNEL)
    for number, cell in enumerate(cells):
        source, *tags = (cell,) if isinstance(cell, str) else cell
        code_cell = nbformat.v4.new_code_cell(source, metadata={"tags": tags}, id=f"cell-{number}")
        notebook.cells.append(code_cell)
    path.write_text(nbformat.writes(notebook), encoding="utf-8")
    return path


def plain(path: Path) -> Any:
    """A notebook as data without what differs from run to run: times and ids made by chance."""
    notebook_data = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook_data["cells"]:
        cell.pop("id")
        cell["metadata"].pop("execution", None)
        for key in ("start_time", "end_time", "duration"):
            cell["metadata"].get("papermill", {}).pop(key, None)
    for key in ("start_time", "end_time", "duration", "output_path"):
        notebook_data["metadata"]["papermill"].pop(key)
    return notebook_data


def in_fork(work: Any) -> int:
    """Call something in a forked process; give its exit status."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

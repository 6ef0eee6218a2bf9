"""The committed material: proven, rebuilt, without answers, and run by nbval."""

import filecmp
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from course.authoring.author_verbs import check
from course.gradebook import exchange
from course.notebooks import HIDDEN_REGION, SOLUTION, exercises, read_notebook
from course.program import load_program, ready_modules
from docs import curriculum_page

ROOT = Path(__file__).parents[1]
READY = [module.id for module in ready_modules(load_program(), None)]
SOURCES = sorted((ROOT / "source").glob("*/*.ipynb"))


def test_program_and_notebooks_keep_the_conventions() -> None:
    """`course check` finds nothing."""
    assert check(ROOT) == []


def test_release_is_what_source_gives(tmp_path: Path) -> None:
    """release/ rebuilt from source/ has the same files with the same bytes."""
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    for module in READY:
        shutil.copytree(ROOT / "source" / module, tmp_path / "source" / module)
        exchange.build_release(tmp_path, module)
        kept, made = ROOT / "release" / module, tmp_path / "release" / module
        names = sorted(p.name for p in (ROOT / "source" / module).glob("*.ipynb"))

        assert sorted(p.name for p in kept.iterdir() if not p.name.startswith(".")) == names
        assert filecmp.cmpfiles(kept, made, names, shallow=False) == (names, [], [])


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.stem)
def test_release_holds_no_answer(path: Path) -> None:
    """No line that only a solution or a hidden test has is in the release."""
    source = read_notebook(path)
    place = ROOT / "release" / path.parent.name / path.name
    released, notebook = place.read_text(encoding="utf-8"), read_notebook(place)
    shown = {line.strip() for cell in notebook.cells for line in cell.source.splitlines()}
    secret = {
        line.strip()
        for exercise in exercises(source)
        for region in (
            *(m[0] for m in SOLUTION.finditer(exercise.solution.source)),
            *(m[0] for test in exercise.tests for m in HIDDEN_REGION.finditer(test.source)),
        )
        for line in region.splitlines()
    }
    # Lines such as `else:` or `try:` stand in open cells too and give nothing away.
    telling = {line for line in secret if len(line) > 24 and not line.startswith("### ")}
    open_lines = {
        line.strip()
        for cell in source.cells
        for line in HIDDEN_REGION.sub("", SOLUTION.sub("", cell.source)).splitlines()
    }

    assert telling - open_lines or not list(exercises(source))
    assert shown & (telling - open_lines) == set()
    assert not re.search(r"(BEGIN|END) (SOLUTION|HIDDEN TESTS)", released)
    stamps = [notebook.metadata, *(cell.metadata for cell in notebook.cells)]
    assert "sha256:" not in json.dumps(stamps)


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.stem)
def test_run_all_of_a_fresh_release_stops_nowhere(path: Path, tmp_path: Path) -> None:
    """With nothing solved, tests alone fail: figures and worked cells behind them are shown."""
    folder = tmp_path / path.parent.name
    shutil.copytree(ROOT / "release" / folder.name, folder)
    notebook = nbformat.read(folder / path.name, as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(folder)}}).execute()

    failed = {c.id for c in notebook.cells if any("ename" in o for o in c.get("outputs", []))}
    assert failed or not list(exercises(read_notebook(path)))
    assert failed - {cell.id for cell in notebook.cells if _is_graded_test(cell)} == set()


def _is_graded_test(cell: nbformat.NotebookNode) -> bool:
    return cell.cell_type == "code" and bool(cell.metadata.get("nbgrader", {}).get("grade"))


def test_nbval_agrees_with_the_outputs(tmp_path: Path) -> None:
    """Every notebook runs, and gives the outputs that are committed."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--nbval",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "-W",
        "default",
        "--nbval-cell-timeout",
        "120",
        str(ROOT / "source"),
    ]
    settings = {"PYTHONPATH": str(ROOT), "JUPYTER_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, env=os.environ | settings
    )

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert re.search(r"(\d+) passed", done.stdout)
    assert "failed" not in done.stdout


def test_nbval_would_notice_a_changed_output(tmp_path: Path) -> None:
    """A notebook whose output no longer fits fails under nbval: the test above can fail."""
    from tests.samples import cell_of, code, sample_notebook, write

    notebook = sample_notebook()
    notebook.cells.insert(2, code("s0", "print(6 * 7)"))
    cell_of(notebook, "s0").outputs = read_notebook_output("41\n")
    write(notebook, tmp_path / "changed.ipynb")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "--nbval",
            "-q",
            "-p",
            "no:cacheprovider",
            "-W",
            "default",
            str(tmp_path / "changed.ipynb"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "1 failed" in done.stdout


def read_notebook_output(text: str) -> list[object]:
    import nbformat

    return [nbformat.from_dict({"output_type": "stream", "name": "stdout", "text": text})]


def test_the_curriculum_is_fresh() -> None:
    """docs/curriculum.md is what program.toml and the notebooks say; `make curriculum` writes it."""
    assert curriculum_page.PAGE.read_text(encoding="utf-8") == curriculum_page.page()

"""Where source/ and the program differ."""

from pathlib import Path

import pytest

from course.program import Program, check_folders
from tests.samples import one_ready


@pytest.fixture(scope="module")
def program() -> Program:
    """The program with one module ready, the first."""
    return one_ready()


def test_folders_that_fit_say_nothing(program: Program, tmp_path: Path) -> None:
    """Ready notebooks have files, planned ones may; checkpoints are nobody's fault."""
    folder = tmp_path / "source" / "101-system-architecture"
    (folder / ".ipynb_checkpoints").mkdir(parents=True)
    for notebook in program.modules[0].notebooks:
        (folder / f"{notebook.name}.ipynb").touch()
    assert check_folders(program, tmp_path) == []


def test_folders_that_differ_are_named(program: Program, tmp_path: Path) -> None:
    """A missing folder or file, a file or a folder that no entry has: each with its place."""
    place = "program.toml: modules[0]"
    missing = f"{place}: ready, but there is no folder source/101-system-architecture"
    assert check_folders(program, tmp_path) == [missing]
    source = tmp_path / "source"
    folder = source / "101-system-architecture"
    folder.mkdir(parents=True)
    for notebook in program.modules[0].notebooks[1:]:
        (folder / f"{notebook.name}.ipynb").touch()
    (folder / "01-components-and-contract.ipynb").touch()
    (source / "102-code-qualty").mkdir()
    (source / "README.md").touch()
    assert check_folders(program, tmp_path) == [
        f"{place}.notebooks[0]: ready, but there is no file "
        "source/101-system-architecture/01-components-and-contracts.ipynb",
        "source/101-system-architecture/01-components-and-contract.ipynb: not among the notebooks "
        "of modules[0] in program.toml (did you mean '01-components-and-contracts.ipynb'?)",
        "source/102-code-qualty: no module of that id (did you mean '102-code-quality'?)",
    ]

"""Whether source/ holds what the program lists, and nothing else."""

from collections.abc import Iterator
from pathlib import Path

from course.program.model import Program, nearest
from course.program.teaching import TrainingModule

# What Jupyter and editors leave behind is nobody's fault.
_IGNORED = {".ipynb_checkpoints", "__pycache__", ".DS_Store"}


def check_folders(program: Program, course_dir: Path) -> list[str]:
    """List where source/ and the program differ, each with its place.

    A ready module needs its folder and a ready notebook its file; what a folder holds beside
    must be listed.
    """
    source = course_dir / "source"
    found: list[str] = []
    for index, module in enumerate(program.modules):
        found += _module_faults(f"modules[{index}]", module, source)
    ids = {module.id for module in program.modules}
    for entry in _entries(source):
        if entry.is_dir() and entry.name not in ids:
            found.append(f"source/{entry.name}: no module of that id{nearest(entry.name, ids)}")
    return found


def _module_faults(place: str, module: TrainingModule, source: Path) -> Iterator[str]:
    folder = source / module.id
    if module.status == "ready" and not folder.is_dir():
        yield f"program.toml: {place}: ready, but there is no folder source/{module.id}"
        return
    names = {f"{notebook.name}.ipynb" for notebook in module.notebooks}
    for index, notebook in enumerate(module.notebooks):
        if notebook.status == "ready" and not (folder / f"{notebook.name}.ipynb").is_file():
            yield (
                f"program.toml: {place}.notebooks[{index}]: ready, but there is no file "
                f"source/{module.id}/{notebook.name}.ipynb"
            )
    for entry in _entries(folder):
        if entry.name not in names:
            yield (
                f"source/{module.id}/{entry.name}: not among the notebooks of {place} "
                f"in program.toml{nearest(entry.name, names)}"
            )


def _entries(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(
        entry
        for entry in folder.iterdir()
        # A kernel that runs just now has its sockets here.
        if entry.name not in _IGNORED and (entry.is_file() or entry.is_dir())
    )

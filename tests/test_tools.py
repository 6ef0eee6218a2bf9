"""The tools of this repository's makers."""

import ast
import json
import re
import runpy
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from vulture import Vulture

from benchmarks.lines import COURSE, Lines, count, survey

ROOT = COURSE.parent

SOURCE = '''"""A module.

Two paragraphs.
"""

NAME = "# not a comment"  # beside code
TEXT = """
text over lines
"""
# alone


def f(
    x,
):
    """Docstring."""
    return [x, 1]  # fmt: skip
'''


def test_a_line_counts_once(tmp_path: Path) -> None:
    """Text that is no docstring is code, and a comment beside code is code."""
    path = tmp_path / "module.py"
    path.write_text(SOURCE, encoding="utf-8")
    assert count(path) == Lines(
        files=1, code=8, docstrings=5, comments=1, blank=3, beside=2, fmt_skips=1
    )
    assert count(path).total == len(SOURCE.splitlines())


def test_rooms_add_up() -> None:
    """The rooms' lines are all lines, and each file is counted."""
    counted = survey()
    assert counted.total.total == sum(counted.lengths.values())
    assert counted.total.files == len(counted.lengths)
    assert counted.lengths[counted.longest] == max(counted.lengths.values())


def unused() -> dict[str, str]:
    """Names of course/ that neither its code nor a notebook, page or table uses, with places."""
    search = Vulture(ignore_decorators=["@verb", "@field_validator", "@model_validator"])
    search.scavenge([str(COURSE)])
    for path in (*COURSE.rglob("*.ipynb"), *(ROOT / "source").rglob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                lines = "".join(cell["source"]).splitlines()
                code = "\n".join(line for line in lines if not line.lstrip().startswith(("%", "!")))
                search.scan(code, filename=path)
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in COURSE.rglob("*.py")}
    used = set(words_of_pages())
    for tree in (*trees.values(), ast.parse((ROOT / "nbgrader_config.py").read_text())):
        used |= names_in_strings(tree) | names_of_tables(tree)
    fields = set(pydantic_fields(trees))
    return {
        item.name: f"{item.filename.relative_to(ROOT)}:{item.first_lineno}"
        for item in search.get_unused_code()
        if item.filename.suffix == ".py"
        and (item.typ == "unreachable_code" or item.name not in used)
        and (item.filename, item.first_lineno) not in fields
    }


def names_in_strings(tree: ast.AST) -> set[str]:
    """Names that stand as text: fields of arrays, keys, `course.room.file:name`."""
    return {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.fullmatch(r"[\w.:]+", node.value)
        for name in re.split(r"[.:]", node.value)
    }


def names_of_tables(tree: ast.AST) -> set[str]:
    """Names that are numbered together, as in `RED, GREEN = numbered(2)`: none can be left out."""
    return {
        name.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and not isinstance(node.value, ast.Tuple)
        for target in node.targets
        if isinstance(target, ast.Tuple)
        for name in target.elts
        if isinstance(name, ast.Name)
    }


def words_of_pages() -> Iterator[str]:
    """Words of scripts and templates, which read what our code lays into their data."""
    for folder, pattern in (("static", "*.js"), ("templates", "*.j2")):
        for path in (COURSE / folder).rglob(pattern):
            yield from re.findall(r"\w+", path.read_text(encoding="utf-8"))


def pydantic_fields(trees: dict[Path, ast.Module]) -> Iterator[tuple[Path, int]]:
    """Lines of fields of pydantic's models: they say what a file of TOML or JSON may hold."""
    classes = [
        (path, node)
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    ]
    models = {"BaseModel"}
    before = 0
    while len(models) > before:
        before = len(models)
        models |= {c.name for _, c in classes if models & {ast.unparse(base) for base in c.bases}}
    for path, node in classes:
        if node.name in models:
            for field in node.body:
                if isinstance(field, ast.AnnAssign):
                    yield path, field.lineno


def test_no_code_is_dead() -> None:
    """Whatever nothing uses is removed, or stands in unused_allowed.toml with a reason."""
    listed = tomllib.loads((ROOT / "tests" / "unused_allowed.toml").read_text(encoding="utf-8"))
    allowed = {name for entry in listed["allowed"] for name in entry["names"]}
    pending = {name for entry in listed["pending"] for name in entry["names"]}
    names = unused()
    assert {name: at for name, at in names.items() if name not in allowed | pending} == {}
    assert allowed <= set(names), "no longer needed in unused_allowed.toml"


def test_an_installation_says_how_far_it_is(tmp_path: Path) -> None:
    """Of pip's many lines those that a person can use, with a number of the whole."""
    tool = runpy.run_path(str(ROOT / "requirements" / "install.py"))
    lock = tmp_path / "lock.txt"
    lock.write_text(
        "numpy==2 \\\n    --hash=sha256:0\ntqdm==4 ; os_name == 'nt'\n", encoding="utf-8"
    )
    lines = [
        "Looking in indexes: https://packages.example/simple",
        "Collecting numpy==2 (from -r lock.txt (line 1))",
        "  Downloading numpy-2-cp311-cp311-manylinux_2_28_x86_64.whl (16.6 MB)",
        "Requirement already satisfied: tqdm==4 in ./site-packages",
        "Installing collected packages: numpy",
    ]
    total = tool["packages"](["--require-hashes", "-r", str(lock)])

    assert list(tool["told"](lines, total)) == [
        "1 of 2: numpy==2",
        "1 of 2: numpy-2 (16.6 MB)",
        "2 of 2: tqdm==4",
        "all are here; unpacking them, a minute or less",
    ]


def test_an_installation_that_fails_shows_why(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The last lines of pip's, and its exit status."""
    tool = runpy.run_path(str(ROOT / "requirements" / "install.py"))
    assert tool["main"](["--no-index", str(tmp_path / "nowhere.whl")]) == 1
    assert "nowhere.whl" in capfd.readouterr().err

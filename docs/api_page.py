"""Makes docs/api.md of the docstrings, by griffe2md: `make api`.

griffe reads source text, so nothing of the course is imported, and the page is the same whatever
is installed beside it.
"""

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

from griffe import (
    Class,
    Docstring,
    ExprCall,
    ExprKeyword,
    Function,
    GriffeLoader,
    Module,
    Object,
    Parser,
)
from griffe2md import ConfigDict, render_object_docs

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "api.md"
DOORS: Final = (
    "course",
    "course.workflow",
    "course.certification",
    "course.promql",
    "course.widgets",
    "course.incidents",
)
_FORM: Final[ConfigDict] = {
    "docstring_style": "numpy",
    "heading_level": 3,
    "inherited_members": False,
    "members_order": "source",
    "show_object_full_path": False,
    "show_root_full_path": False,
    "show_root_members_full_path": False,
    "line_length": 10_000,  # longer lines would go to Black, which not everybody has
    "show_signature_annotations": True,
    "summary": False,
}


def loaded() -> Module:
    """Read the source of the whole package."""
    loader = GriffeLoader(
        search_paths=[ROOT], docstring_parser=Parser.numpy, allow_inspection=False
    )
    package = loader.load("course")
    assert isinstance(package, Module)
    return package


def public(package: Module, door: str) -> dict[str, Object]:
    """Give what a door offers: its `__all__`, or where it has none, what is written in it."""
    module = _module(package, door)
    names = module.exports
    if names is None:
        names = [
            name
            for name, member in module.members.items()
            if isinstance(member, Class | Function) and not name.startswith("_")
        ]
    return {name: _written(package, f"{door}.{name}") for name in sorted(map(str, names))}


def _module(package: Module, path: str) -> Module:
    module = package[path.partition(".")[2]] if "." in path else package
    assert isinstance(module, Module), path
    return module


def _written(package: Module, path: str) -> Object:
    """Follow imports to the definition of a name.

    griffe's own aliases would lead to the submodule where a room imports a function that has its
    name, as `course.widgets` does with `console`.
    """
    home, _, name = path.rpartition(".")
    module = _module(package, home)
    if name in module.imports:
        return _written(package, module.imports[name])
    member = module.members[name]
    assert isinstance(member, Object), path
    return member


def page() -> str:
    """Write the page as Markdown."""
    package = loaded()
    parts = [
        "# Public names\n\n"
        "What notebooks, configuration files and scripts may import. This page is made from the "
        "docstrings: `make api` writes it, and a test fails when it is out of date.\n"
    ]
    shown: dict[str, str] = {}  # by where it is written, the public name that it stands under
    for door in DOORS:
        docstring = _module(package, door).docstring
        assert docstring is not None, door
        # Whoever imports from a room need not know its files.
        text = docstring.value.partition("\n\nFiles in reading order")[0]
        parts.append(f"## {door}\n\n{text}\n\n{_contents(public(package, door))}\n")
        for name, member in public(package, door).items():
            if member.path in shown:
                parts.append(f"### `{name}`\n\nThe same as `{shown[member.path]}` above.\n")
                continue
            shown[member.path] = f"{door}.{name}"
            if isinstance(member, Class):
                _describe_fields(member)
            form: ConfigDict = {**_FORM, "members": _calls(member) or False}
            parts.append(render_object_docs(member, form, format_md=True))
    # griffe2md links each type to a heading by its full path; ours are called by name alone.
    return _wrapped(re.sub(r"\[([^]\n]*)\]\(#[^)\n]*\)", r"\1", "\n".join(parts)))


def _calls(member: Object) -> list[str]:
    """Name a class's methods and properties; its fields stand in its docstring."""
    return [
        name
        for name, part in member.members.items()
        if not name.startswith("_") and (part.is_function or "property" in part.labels)
    ]


def _describe_fields(model: Class) -> None:
    """Add a section to a pydantic model's docstring that says what its fields are."""
    rows = []
    for name, field in model.members.items():
        value = getattr(field, "value", None)
        if isinstance(value, ExprCall) and str(value.function) == "Field":
            keywords = {a.name: a.value for a in value.arguments if isinstance(a, ExprKeyword)}
            kind = re.sub(r"^Annotated\[(.*), Field\(.*\)\]$", r"\1", str(field.annotation))
            rows.append(f"{name} : {kind}\n    {ast.literal_eval(str(keywords['description']))}")
    if rows and model.docstring is not None:
        text = "\n".join(["", "", "Attributes", "----------", *rows])
        model.docstring = Docstring(
            model.docstring.value + text, parent=model, parser=model.docstring.parser
        )


def _contents(members: dict[str, Object]) -> str:
    """Write a table of names, each with the first sentence of its docstring."""
    rows = ["| name | what it is or does |", "|---|---|"]
    for name, member in members.items():
        assert member.docstring is not None, name
        rows.append(f"| `{name}` | {member.docstring.value.splitlines()[0]} |")
    return "\n".join(rows)


def _wrapped(text: str) -> str:
    """Break long signatures as the formatter would, in one run of it."""
    pattern = re.compile(r"(?<=^```python\n)\w+(\(.*\).*)(?=\n```$)", re.MULTILINE)
    signatures = list(dict.fromkeys(match[0] for match in pattern.finditer(text)))
    source = "\n\n\n".join(f"def {signature}:\n    pass" for signature in signatures)
    run = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length=88", "-"],
        input=source,
        capture_output=True,
        text=True,
        check=True,
    )
    functions = run.stdout.removeprefix("def ").split("\n\n\ndef ")
    broken = {
        signature: function.rstrip().removesuffix("pass").rstrip().removesuffix(":")
        for signature, function in zip(signatures, functions, strict=True)
    }
    return pattern.sub(lambda match: broken[match[0]], text)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

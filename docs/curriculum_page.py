"""Makes docs/curriculum.md of program.toml, the notebooks and docs/teaching/: `make curriculum`.

Objectives, minutes and sections are read from the notebooks themselves, so the page says what the
material says. What is not written yet is listed as planned.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from course.authoring.sources import SOURCES_FILE, read_sources
from course.errors import CourseError, ProgramError
from course.notebooks import read_notebook
from course.program import Program, TrainingModule, load_program

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "curriculum.md"
TEACHING: Final = ROOT / "docs" / "teaching"
_OBJECTIVES: Final = re.compile(r"\b(?:can|able to)\b[^\n]*\n\n((?:- .*\n?)+)")
_LEFT_OUT: Final = re.compile(r"[^.!?\n]*\b[Ll]eft out\b[^.!?\n]*[.!?]")
_MINUTES: Final = re.compile(r"^\*(\d+ minutes[^*]*)\*$", re.MULTILINE)
_SECTION: Final = re.compile(r"^## (\d+)\. (.*)$", re.MULTILINE)


def page() -> str:
    """Give the page. Raises CourseError: a topic, section or list that is not right."""
    program = load_program()
    lines = [
        "# Curriculum",
        "",
        "What each module is for, what it leaves out, how long it takes and where its facts come "
        "from. Made of the notebooks by `make curriculum`; do not edit it by hand.",
        "",
        *_overview(program),
    ]
    for module in program.modules:
        lines += ["", f"## {module.id[:3]} {module.title}", "", module.summary, ""]
        lines += _module(module)
    return "\n".join(lines).rstrip() + "\n"


def _overview(program: Program) -> Iterator[str]:
    yield "| track | module | notebooks | minutes |"
    yield "|---|---|---|---|"
    for module in program.modules:
        ready = [notebook for notebook in module.notebooks if notebook.status == "ready"]
        count = f"{len(ready)} of {len(module.notebooks)} ready"
        if len(ready) == len(module.notebooks):
            count = f"{len(ready)}"
        minutes = sum(notebook.minutes for notebook in module.notebooks)
        anchor = f"{module.id[:3]} {module.title}".lower().replace(" ", "-")
        link = f"[{module.id[:3]} {module.title}](#{anchor})"
        estimate = "" if len(ready) == len(module.notebooks) else " (estimated)"
        yield f"| {module.track} | {link} | {count} | {minutes}{estimate} |"


def _module(module: TrainingModule) -> Iterator[str]:
    folder = TEACHING / module.id
    ready = [notebook for notebook in module.notebooks if notebook.status == "ready"]
    if not ready:
        yield f"Planned. Topics: {', '.join(module.topics)}."
        return
    sections: dict[str, str] = {}
    for notebook in ready:
        text, found = _text(ROOT / "source" / module.id / f"{notebook.name}.ipynb")
        minutes = _MINUTES.search(text)
        yield f"### {notebook.name[:2]} {notebook.title}"
        yield f"*{minutes[1] if minutes else f'{notebook.minutes} minutes'}*"
        yield ""
        objectives = _OBJECTIVES.search(text)
        if objectives is None:
            raise ProgramError(
                f"{module.id}/{notebook.name}: no list of what one can do afterwards"
            )
        yield objectives[1].rstrip()
        if left_out := _LEFT_OUT.search(text):
            yield ""
            yield left_out[0].strip()
        yield ""
        sections |= {f"{notebook.name[:2]} {number}": title for number, title in found}
    if missing := [n for n in module.notebooks if n.status != "ready"]:
        yield f"Planned: {', '.join(f'{n.name[:2]} {n.title}' for n in missing)}."
        yield ""
    yield from _scope(module, sections)
    sources = read_sources(folder / SOURCES_FILE, f"docs/teaching/{module.id}/{SOURCES_FILE}")
    if sources:
        yield ""
        yield "**Sources**"
        yield ""
        for source in sorted(sources.values(), key=lambda one: one.title.lower()):
            yield f"- [{source.title}]({source.url}): {source.licence}; opened {source.opened}"


def _text(path: Path) -> tuple[str, list[tuple[str, str]]]:
    """Give the texts before the first section, and the sections by number."""
    cells = [c["source"] for c in read_notebook(path).cells if c["cell_type"] == "markdown"]
    whole = "\n\n".join(cells)
    found = _SECTION.findall(whole)
    first = whole.index("\n## ") if "\n## " in whole else len(whole)
    return whole[:first] + "\n", found


def _scope(module: TrainingModule, sections: dict[str, str]) -> Iterator[str]:
    path = TEACHING / module.id / "curriculum.toml"
    place = f"docs/teaching/{module.id}/{path.name}"
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ProgramError(f"{place}: {error}") from error
    if set(data) != {"out_of_scope", "topics"} or set(data["topics"]) != set(module.topics):
        raise ProgramError(f"{place}: expected out_of_scope, and topics as program.toml has them")
    yield "| topic of the plan | taught in |"
    yield "|---|---|"
    for topic in module.topics:
        keys = data["topics"][topic]
        if unknown := [key for key in keys if key not in sections]:
            raise ProgramError(f"{place}: {topic}: no section {', '.join(unknown)}")
        taught = "; ".join(f"{key.replace(' ', '.')} {sections[key]}" for key in keys)
        yield f"| {topic} | {taught or 'planned'} |"
    yield ""
    yield f"**Out of scope**: {'; '.join(data['out_of_scope'])}."


if __name__ == "__main__":
    try:
        PAGE.write_text(page(), encoding="utf-8")
    except CourseError as problem:
        sys.exit(f"curriculum: {problem}")

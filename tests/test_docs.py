"""The documents say what is true."""

import argparse
import ast
import re
from pathlib import Path

import pytest

from course.cli.command import parser
from course.notebooks import exercises, read_notebook
from course.program import load_program
from tests.floors import modules, places
from tests.test_floors import HOUSE

ROOT = Path(__file__).parents[1]


def cli_page() -> str:
    """Make docs/cli.md of the parser. Written by `python -m tests.test_docs`."""
    parts = [
        "# Commands\n\nMade of `course --help`; `python -m tests.test_docs` writes it anew, "
        "and a test compares.\nExit status: 0 well, 1 problems found, 2 wrong use.\n"
    ]
    for name, verb in verbs().items():
        parts.append(f"\n## course {name}\n```\n{helped(verb)}```\n")
    return "".join(parts)


def verbs() -> dict[str, argparse.ArgumentParser]:
    actions = parser()._subparsers._group_actions  # type: ignore[union-attr]
    return dict(actions[0].choices)  # type: ignore[arg-type]


def helped(verb: argparse.ArgumentParser) -> str:
    verb.formatter_class = lambda prog: argparse.HelpFormatter(prog, width=96)  # type: ignore[assignment]
    # Python 3.13 writes `-j, --jobs N` where 3.12 wrote `-j N, --jobs N`; we have no short options.
    return verb.format_help()


def test_cli_page_equals_help() -> None:
    """docs/cli.md is what --help says."""
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == cli_page()


def test_every_verb_has_a_sentence_and_an_example() -> None:
    """Help is one sentence and one example a verb."""
    for name, verb in verbs().items():
        assert verb.description and verb.description.endswith("."), name
        assert verb.epilog and verb.epilog.startswith(f"example: course {name}"), name


def test_links_between_documents_resolve() -> None:
    """A link to a file of the repository leads somewhere."""
    broken = [
        f"{page.relative_to(ROOT)} -> {target}"
        for page in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"))
        for target in re.findall(
            r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text(encoding="utf-8")
        )
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_tests_that_documents_name_exist() -> None:
    """A claim that names the test which holds it names one that is there."""
    wrong = []
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")):
        text = page.read_text(encoding="utf-8")
        for path, _, name in re.findall(r"((?:\w+/)*test_\w+\.py)(::(\w+))?", text):
            files = [
                p for p in (ROOT / "tests").rglob(path.rsplit("/", 1)[-1]) if str(p).endswith(path)
            ]
            if not files or (name and f"def {name}(" not in files[0].read_text(encoding="utf-8")):
                wrong.append(f"{page.name}: {path} {name}")
    assert wrong == []


ARROW = "↑"
MOST_UP = 2  # in one path


def tour() -> dict[str, list[tuple[int, list[str], bool]]]:
    """CONTRIBUTING's trees of calls: by title, each line's depth, the names it holds, and ↑."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    paths: dict[str, list[tuple[int, list[str], bool]]] = {}
    for line in text.partition("## A tour in ten minutes")[2].partition("\n## ")[0].splitlines():
        if line.startswith("### "):
            paths[line.removeprefix("### ")] = lines = []
        elif step := re.match(r"( *)- (`.*)", line):
            names = re.findall(r"`([a-z_]+(?:\.\w+)+)`", step[2])
            lines.append((len(step[1]) // 2, names, ARROW in line))
    return paths


@pytest.mark.parametrize("title", list(tour()))
def test_the_tour_names_functions_and_says_which_calls_go_up(title: str) -> None:
    """Every step exists; a step that is not marked lies below the one that calls it."""
    known, listed = modules(ROOT / "course"), places(HOUSE)
    above: list[str] = []
    up = 0
    for depth, names, marked in tour()[title]:
        homes = [home_of(name, known) for name in names]
        caller = above[depth - 1] if depth else None
        goes_up = caller is not None and listed[caller] < listed[homes[0]]
        assert goes_up == marked, (caller, homes[0])
        up += goes_up
        above[depth:] = [homes[0]]
    assert up <= MOST_UP


def home_of(name: str, known: dict[str, Path]) -> str:
    """The file in which a name such as `gradebook.rows.Gradebook.record` is defined."""
    parts = name.split(".")
    for length in range(len(parts) - 1, 0, -1):
        file = ".".join(parts[:length])
        if file in known:
            nodes: list[ast.stmt] = ast.parse(known[file].read_text(encoding="utf-8")).body
            for part in parts[length:]:
                (found,) = [n for n in nodes if getattr(n, "name", None) == part]
                nodes = getattr(found, "body", [])
            return file
    raise AssertionError(f"{name}: no such file")


if __name__ == "__main__":
    (ROOT / "docs" / "cli.md").write_text(cli_page(), encoding="utf-8")


def test_the_readme_counts_what_is_ready() -> None:
    """Notebooks that program.toml calls ready, and the exercises in them."""
    planned = [(m.id, n) for m in load_program().modules for n in m.notebooks]
    ready = [(module, n.name) for module, n in planned if n.status == "ready"]
    proven = sum(
        len(list(exercises(read_notebook(ROOT / "source" / module / f"{name}.ipynb"))))
        for module, name in ready
    )

    said = f"{len(ready)} of {len(planned)} notebooks with {proven} proven exercises"
    assert said in (ROOT / "README.md").read_text(encoding="utf-8")

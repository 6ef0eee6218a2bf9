"""The documents say what is true."""

import argparse
import re
from pathlib import Path

from course.cli.command import parser

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


if __name__ == "__main__":
    (ROOT / "docs" / "cli.md").write_text(cli_page(), encoding="utf-8")

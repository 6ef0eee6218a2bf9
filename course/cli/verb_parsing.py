"""How a verb is described to the command line, and what several verbs read of it."""

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any


def add_verb(
    below: Any,
    run: Callable[[argparse.Namespace], int],
    sentence: str,
    example: str,
    *,
    parent: str = "",
    name: str = "",
    course: bool = True,
    json: bool = False,
) -> argparse.ArgumentParser:
    """Add a verb below a parser's verbs, by default under its function's name.

    `course`: it takes --course-dir; `json`: it takes --json.
    """
    name = name or run.__name__.removeprefix("_")
    made: argparse.ArgumentParser = below.add_parser(
        name,
        help=sentence,
        description=sentence,
        epilog=f"example: course {parent}{name}{example}",
    )
    if course:
        made.add_argument(
            "--course-dir",
            type=Path,
            metavar="DIR",
            help="folder that holds nbgrader_config.py (default: the nearest one upwards)",
        )
    if json:
        made.add_argument("--json", action="store_true", help="print JSON")
    made.set_defaults(verb=run)
    return made


def read_day(text: str | None) -> date | str:
    """Read a day, today in UTC where there is no text; or say what was expected."""
    from course.certification.cohort import today

    try:
        return today() if text is None else date.fromisoformat(text)
    except ValueError:
        return f"--on: expected a date such as 2027-01-15, got {text!r}"


def unknown(folder: Path, module_id: str) -> str:
    """Say that there is no such module; nothing where there is."""
    from course.errors import nearest
    from course.workflow import module_ids

    known = module_ids(folder)
    return "" if module_id in known else f"unknown module {module_id!r}{nearest(module_id, known)}"


def wrong_use(sentence: str) -> int:
    """Say what was wrong with the words given; the exit status of that."""
    sys.stderr.write(f"{sentence}\n")
    return 2

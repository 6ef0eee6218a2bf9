"""How a verb is described to the command line, and what several verbs read of it."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course.errors import UsageError

if TYPE_CHECKING:
    from datetime import date


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
    parser: argparse.ArgumentParser = below.add_parser(
        name,
        help=sentence,
        description=sentence,
        epilog=f"example: course {parent}{name}{example}",
    )
    if course:
        parser.add_argument(
            "--course-dir",
            type=Path,
            metavar="DIR",
            help="folder that holds nbgrader_config.py (default: the nearest one upwards)",
        )
    if json:
        parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(verb=run)
    return parser


def read_day(text: str | None) -> "date":
    """Read the day of --on, today in UTC where there is no text. Raises UsageError."""
    from datetime import date

    from course.certification.cohort import today

    try:
        return today() if text is None else date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--on: expected a date such as 2027-01-15, got {text!r}") from None

"""The command `course`: what the words of a command line mean, and how it ends.

`course --help` answers at once, so a verb imports what it needs when it runs.
Exit status: 0 well, 1 problems found, 2 wrong use.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from course.cli import (
    authoring_verbs,
    certification_verbs,
    course_verbs,
    credential_verbs,
    incident_verbs,
    paper_verbs,
    report_verbs,
)
from course.errors import CourseError, Problem, UsageError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; a CourseError prints one line a problem, and no traceback."""
    arguments = parser().parse_args(argv)
    # jsonschema, behind nbformat, would build grammars of addresses and times, for 2 s and nobody.
    for unused in ("rfc3987_syntax", "rfc3986_validator", "isoduration"):
        sys.modules.setdefault(unused, None)  # type: ignore[arg-type]
    try:
        return int(arguments.verb(arguments))
    except CourseError as error:
        print(error, file=sys.stderr)
        return 2 if isinstance(error, UsageError) else 1
    except BrokenPipeError:
        return 0
    except OSError as error:
        from course.files import REFUSALS, refusal

        if error.errno not in REFUSALS or error.filename is None:
            raise
        print(Problem(*refusal(error, Path.cwd())), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130


def parser() -> argparse.ArgumentParser:
    """Describe every verb."""
    top = argparse.ArgumentParser(
        prog="course", description="Engineering excellence: a workbook and grading kit on Jupyter."
    )
    verbs = top.add_subparsers(metavar="VERB", required=True)
    for family in (
        authoring_verbs,
        course_verbs,
        paper_verbs,
        incident_verbs,
        certification_verbs,
        credential_verbs,
        report_verbs,
    ):
        family.add_verbs(verbs)
    return top

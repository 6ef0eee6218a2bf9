"""The verbs of `course paper`: secret, form, list. Papers go out with `course release`."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course.cli.terminal import add_verb, print_json, print_table

if TYPE_CHECKING:
    from course.gradebook.paper_exchange import PapersHandedOut

_ASSIGNMENT = " level-1-theory"
_MOST_NAMED = 5


def add_verbs(verbs: Any) -> None:
    """Add `paper` and what follows it to the command's parser."""
    sentence = "Make the secret that papers follow from, give a second form, list what was drawn."
    top = verbs.add_parser(
        "paper",
        help=sentence,
        description=sentence,
        epilog=f"example: course paper form 2{_ASSIGNMENT} --learner learner-01",
    )
    below = top.add_subparsers(metavar="WHAT", required=True)
    made = add_verb(
        below,
        _secret,
        "Make the course's secret, once; or show the digest of the one that is there.",
        "",
        parent="paper ",
        course=False,
    )
    made.add_argument(
        "--file",
        type=Path,
        metavar="FILE",
        help="outside of every repository (or in COURSE_SECRET)",
    )
    made.add_argument("--show", action="store_true", help="make none; show the digest")
    made = add_verb(
        below,
        _form,
        "Draw the papers of a further form, and put them into the exchange.",
        f" 2{_ASSIGNMENT} --learner learner-01",
        parent="paper ",
    )
    made.add_argument("form", type=int, metavar="N")
    made.add_argument("assignment", metavar="ASSIGNMENT")
    made.add_argument(
        "--learner",
        action="append",
        default=[],
        metavar="ID",
        help="only for this one; may be repeated (default: everybody in the gradebook)",
    )
    made.add_argument(
        "--early", action="store_true", help="although the days between forms have not passed"
    )
    made = add_verb(
        below, _list, "List who has which paper.", _ASSIGNMENT, parent="paper ", json=True
    )
    made.add_argument("assignment", metavar="ASSIGNMENT")


def print_papers(assignment: str, papers: "PapersHandedOut") -> int:
    """Say what became of the papers of an assignment; give the exit status."""
    count = len(papers.forms)
    if not count:
        print(
            f"{assignment}: no paper was drawn: the gradebook knows no learner yet; add them by "
            "`nbgrader db student add ID`, or name them by --learner",
            file=sys.stderr,
        )
        return 0
    print(f"{assignment}: {count} papers, {len(papers.fresh)} of them new")
    if strangers := papers.without_account:
        named = ", ".join(strangers[:_MOST_NAMED])
        more = len(strangers) - _MOST_NAMED
        print(
            f"{named}{f' and {more} more' if more > 0 else ''}: no account of that name here, so "
            "only the account that released can read these papers",
            file=sys.stderr,
        )
    for problem in papers.problems:
        print(problem, file=sys.stderr)
    return 1 if papers.problems else 0


def _secret(arguments: argparse.Namespace) -> int:
    from course.papers.course_secret import load_secret, make_secret, secret_path

    path = arguments.file or secret_path()
    if arguments.show:
        print(f"{path}: digest {load_secret(path).digest}")
        return 0
    secret = make_secret(path)
    print(
        f"made the secret {secret.digest} in {path}\n"
        "keep a copy where only you can read it: without it no paper can be drawn or graded again"
    )
    return 0


def _form(arguments: argparse.Namespace) -> int:
    from course.gradebook.layout import course_folder
    from course.gradebook.paper_exchange import hand_out

    folder = course_folder(arguments.course_dir)
    papers = hand_out(
        folder,
        arguments.assignment,
        learners=arguments.learner,
        form=arguments.form,
        early=arguments.early,
    )
    return print_papers(arguments.assignment, papers)


def _list(arguments: argparse.Namespace) -> int:
    from course.gradebook.layout import course_folder
    from course.gradebook.paper_exchange import looked_up

    register = looked_up(course_folder(arguments.course_dir), arguments.assignment)
    rows = [
        {
            "learner": learner,
            "form": one.form,
            "paper": one.paper,
            "secret": register.secrets[one.form],
            "drawn": one.at.isoformat(sep=" "),
        }
        for learner, papers in register.learners.items()
        for one in papers
    ]
    if arguments.json:
        print_json(rows)
    else:
        head = ("learner", "form", "paper", "secret", "drawn")
        print_table(head, [[row[key] for key in head] for row in rows])
    return 0

"""What all verbs share: how one is described to the command line, and what a terminal shows.

Tables, proofs, standings, progress. It prints, and decides nothing.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
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


COURSE_FAULT = "fault of the course: "
LONGEST_LIST = 50  # lines; the page and the JSON have all

if TYPE_CHECKING:
    from course.authoring.proofs import Proof
    from course.gradebook.status import ModuleStatus, SubmissionStatus, Waiting
    from course.psychometrics.item_analysis import Item
    from course.records.results import Grade
    from course.workflow import Standings


def print_proof(module: str, notebook: str, proof: "Proof") -> None:
    """Show one exercise: the counts, the kill matrix with answers by number, the problems."""
    explained = f", {proof.explained} survive with a reason" if proof.explained else ""
    print(
        f"\n{module}/{notebook} {proof.exercise}: {proof.right} right, {proof.wrong} wrong, "
        f"stub {proof.stub_points:g} of {proof.points:g} points, "
        f"{proof.killed} of {proof.mutants} mutants killed{explained}, "
        f"{proof.graded} answers graded in {proof.seconds:.0f} s"
    )
    answers = list(next(iter(proof.matrix.values()), {}))
    for number, answer in enumerate(answers, start=1):
        print(f"  {number:2} {answer}")
    for test, row in proof.matrix.items():
        cells = " ".join(
            f"{number:2}" if row[a] else " ." for number, a in enumerate(answers, start=1)
        )
        print(f"  {test:<28} rejects {cells}")
    for remark in proof.remarks:
        print(f"  remark  {remark}")
    for problem in proof.problems:
        print(f"  PROBLEM {problem}")


def print_standings(
    found: "Sequence[Standings]", *, as_json: bool, learner: str | None = None
) -> None:
    """Show grades against their passing marks."""
    rows = [
        (module, grade)
        for module in found
        for grade in module.grades
        if learner in (None, grade.learner)
    ]
    if as_json:
        print_json({"grades": [_as_data(module, grade) for module, grade in rows]})
        return
    head = "learner module notebooks points of percent passing standing remarks"
    print_table(head.split(), [_as_row(module, grade) for module, grade in rows])


def print_status(found: "Sequence[ModuleStatus]", *, as_json: bool) -> None:
    """Show how modules stand: a line of counts each, then who and what needs a look."""
    if as_json:
        grades = [
            _as_data(module, s.grade) | {"standing": module.standing(s)}
            for module in found
            for s in module.submissions
        ]
        print_json({"grades": grades, "modules": [_status_data(module) for module in found]})
        return
    if not found:
        print("no module was released yet")
        return
    head = ("module", *found[0].counts)
    print_table(head, [(m.module, *(_known(n) for n in m.counts.values())) for m in found])
    for module in found:
        _print_list(
            f"{module.module}: waiting for a person",
            ("learner", "notebook", "cell", "why"),
            [(w.learner, w.notebook, w.cell, w.why) for w in module.waiting],
        )
        _print_list(
            f"{module.module}: damaged",
            ("learner", "what"),
            [(s.grade.learner, what) for s in module.damaged for what in s.damage or ()],
        )
        _print_list(
            f"{module.module}: test cells that misbehave",
            ("notebook", "cell", "n", "passed", "95 %", "r", "why"),
            [_item_row(item) for item in module.misbehaving],
        )
        if unjudged := sum(item.share is None for item in module.items):
            print(
                f"\n{module.module}: {unjudged} of {len(module.items)} test cells have too few "
                "answers for statistics"
            )


def _print_list(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    if not rows:
        return
    print(f"\n{title}")
    print_table(head, rows[:LONGEST_LIST])
    if len(rows) > LONGEST_LIST:
        print(f"… and {len(rows) - LONGEST_LIST} more: --json and --html have all")


def _item_row(item: "Item") -> list[object]:
    low, high = item.interval or (None, None)
    why = [flag.sentence for flag in item.flags]
    return [
        item.notebook,
        item.cell,
        item.n,
        "-" if item.share is None else f"{item.share:.0%}",
        "-" if low is None or high is None else f"{100 * low:.0f}-{100 * high:.0f}",
        "-" if item.discrimination is None else f"{item.discrimination:.2f}",
        "; ".join([*why, item.caution] if item.caution else why),
    ]


def _known(number: int | None) -> object:
    return "-" if number is None else number


def _status_data(module: "ModuleStatus") -> dict[str, object]:
    from dataclasses import asdict

    return {
        "module": module.module,
        "due": module.due,
        "passing_score": module.passing_score,
        "counts": module.counts,
        "verdicts": dict(module.verdicts),
        "submissions": [_submission_data(module, s) for s in module.submissions],
        "items": [
            asdict(item) | {"caution": item.caution, "misbehaves": bool(item.flags)}
            for item in module.items
        ],
    }


def _submission_data(module: "ModuleStatus", submission: "SubmissionStatus") -> dict[str, object]:
    return {
        "learner": submission.grade.learner,
        "standing": module.standing(submission),
        "handed_in": submission.handed_in,
        "submitted": submission.grade.submitted,
        "late": submission.late,
        "newer_than_grade": submission.newer,
        "damage": submission.damage,
        "waiting": [_cell(waiting) for waiting in submission.waiting],
        "verdicts": submission.verdicts,
    }


def _cell(waiting: "Waiting") -> dict[str, str]:
    return {"notebook": waiting.notebook, "cell": waiting.cell, "why": waiting.why}


def _as_data(module: "Standings | ModuleStatus", grade: "Grade") -> dict[str, object]:
    from dataclasses import asdict

    return {
        "module": module.module,
        "learner": grade.learner,
        "standing": grade.standing(module.passing_score),
        "points": grade.points,
        "out_of": grade.out_of,
        "pending": grade.pending,
        "percent": round(grade.percent, 2),
        "passing_score": module.passing_score,
        "notebooks": [asdict(notebook) for notebook in grade.notebooks],
        "remarks": list(grade.remarks),
    }


def _as_row(module: "Standings", grade: "Grade") -> list[str]:
    graded = bool(grade.notebooks)
    return [
        grade.learner,
        module.module,
        " ".join(f"{n.name[:2]}:{n.points:g}/{n.out_of:g}" for n in grade.notebooks) or "-",
        f"{grade.points:g}" if graded else "-",
        f"{grade.out_of:g}",
        f"{grade.percent:.0f} %" if graded else "-",
        "-" if module.passing_score is None else f"{module.passing_score:g} %",
        grade.standing(module.passing_score).value,
        "; ".join((*_own_remarks(grade), *_pending(grade))),
    ]


def _own_remarks(grade: "Grade") -> list[str]:
    """Leave out what is the course's fault: it is told once, for all."""
    return [remark for remark in grade.remarks if not remark.startswith(COURSE_FAULT)]


def _pending(grade: "Grade") -> list[str]:
    return [f"{grade.pending:g} points await manual grading"] if grade.pending else []


def print_json(value: object) -> None:
    """Show data for programs; dates as text."""
    import json

    text = json.dumps(value, indent=2, ensure_ascii=False, default=str)
    # A learner's folder may be named by any bytes: what is no text becomes JSON's own escape.
    print(text.encode("utf-8", "backslashreplace").decode("utf-8"))


def print_table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Show rows under a head, as wide as they need."""
    lines = [[_plain(str(value)) for value in row] for row in (head, *rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        print(
            "  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True)).rstrip()
        )


def _plain(text: str) -> str:
    """Escape what is no letter: learners name files, and a terminal obeys control characters."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def stage(title: str, steps: int | None, *, leave: bool | None = None) -> Callable[[str], None]:
    """Open a progress bar on stderr, off when that is not a terminal; give its tick.

    A bar of known length stays when it is full, unless `leave` says otherwise.
    """
    if not sys.stderr.isatty():
        return lambda name: None  # noqa: ARG005
    from tqdm import tqdm

    leave = steps is not None if leave is None else leave
    bar = tqdm(total=steps, desc=title, unit="", leave=leave)

    def tick(name: str) -> None:
        bar.set_postfix_str(name, refresh=False)
        bar.update()

    return tick

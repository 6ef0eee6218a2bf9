"""What a terminal shows of reports: the verb report.

It prints and reads; what reports know is in report_data.py, who makes them in reporting/.
"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course.cli.printing import print_json, stage
from course.cli.verb_parsing import add_verb, read_day
from course.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from course.certification.cohort import Cohort

KINDS = ("learner", "cohort", "program")


def add_verbs(verbs: Any) -> None:
    """Add the verbs to the command's parser."""
    made = add_verb(
        verbs,
        _report,
        "Make the learners', the cohort's or the program's report, as web pages.",
        " learner --learner learner-01",
        json=True,
    )
    made.add_argument("kind", metavar="KIND", choices=KINDS, help=", ".join(KINDS))
    made.add_argument("--learner", metavar="ID", help="only this one's")
    made.add_argument("--on", metavar="DATE", help="as of this day (today, UTC)")
    made.add_argument("--out", type=Path, metavar="DIR", help="folder (reports/KIND)")
    made.add_argument("--jobs", type=int, default=2, metavar="N", help="how many at a time (2)")
    made.add_argument("--force", action="store_true", help="also what is there and has not changed")
    words = "papermill's own kernel: slower, for widgets that need an answer"
    made.add_argument("--stock", action="store_true", help=words)


def _report(arguments: argparse.Namespace) -> int:
    from dataclasses import asdict

    from course.certification.cohort import read_cohort
    from course.gradebook.layout import course_folder
    from course.reporting.report_batch import report

    on = read_day(arguments.on)
    if arguments.jobs < 1:
        raise UsageError(f"--jobs: expected 1 or more, got {arguments.jobs}")
    if arguments.learner is not None and arguments.kind != "learner":
        raise UsageError("--learner: expected with the report `learner` only")
    folder = course_folder(arguments.course_dir)
    data = report_data(folder, read_cohort(folder), arguments.kind, on)
    if arguments.learner is not None:
        if arguments.learner not in data:
            raise UsageError(f"--learner: nobody of this course is called {arguments.learner!r}")
        data = {arguments.learner: data[arguments.learner]}
    tick = stage(f"report {arguments.kind}", len(data))
    out = arguments.out or folder / "reports" / arguments.kind
    found = report(
        arguments.kind,
        data,
        out,
        jobs=arguments.jobs,
        force=arguments.force,
        stock=arguments.stock,
        tick=lambda outcome: tick(outcome.name),
    )
    bad = [outcome for outcome in found if outcome.problem is not None]
    if arguments.json:
        print_json({"reports": [asdict(outcome) for outcome in found], "made": not bad})
    else:
        kept = sum(outcome.kept for outcome in found)
        _say(
            f"made {len(found) - len(bad)} of {len(found)} in {out}"
            + (f", {kept} as they were" if kept else "")
        )
        for outcome in bad:
            sys.stderr.write(f"{outcome.name}: {outcome.problem}\n")
    return 1 if bad else 0


def report_data(
    folder: Path, cohort: "Cohort", kind: str, on: "date"
) -> Mapping[str, Mapping[str, Any]]:
    """Gather the data of a kind's reports, by name."""
    from course.certification.cohort import has_gradebook, item_rows, read_panels
    from course.gradebook.layout import layout_of
    from course.reporting.report_data import cohort_data, learners_data, program_data
    from course.workflow import statuses

    found = cohort.certifications(on)
    if kind == "learner":
        return learners_data(cohort, found, made_on=on)
    if kind == "program":
        return {kind: program_data(cohort, found, made_on=on)}
    graded = has_gradebook(layout_of(folder))
    known = statuses(folder, None) if graded else []
    rows = item_rows(folder, [sheet.module for sheet in cohort.sheets]) if graded else []
    return {kind: cohort_data(cohort, known, rows, panels=read_panels(folder), made_on=on)}


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")

"""What a terminal shows of reports and of a demo's end: the verbs report and demo.

It prints and reads; what a demo does is in sample_cohort.py, what reports know in report_data.py,
who makes them in reporting/.
"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course.cli.printing import print_json, print_standings, stage
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
    made = add_verb(
        verbs,
        _demo,
        "Run a sample cohort of 12 through a module, from release to badges and reports.",
        " --seed 7",
    )
    made.add_argument("--module", default="101-system-architecture", metavar="MODULE")
    made.add_argument("--seed", type=int, default=1, help="which answers the cohort gives")
    made.add_argument(
        "--sample-records",
        action="store_true",
        help="make up a record of the whole program too, marked SAMPLE, up to level 3",
    )


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


def _demo(arguments: argparse.Namespace) -> int:
    from course.certification.cohort import today
    from course.cli.certification_verbs import print_certifications
    from course.demo.sample_cohort import demo_cohort, run_demo, write_samples
    from course.gradebook.layout import course_folder, program_file
    from course.program import load_program
    from course.reporting.status_pages import write_cohort_page
    from course.workflow import ready_modules

    folder = course_folder(arguments.course_dir)
    from course.workflow import require_module

    require_module(folder, arguments.module)
    module = ready_modules(load_program(program_file(folder)), arguments.module)[0]
    result = run_demo(folder, module.id, seed=arguments.seed, stage=stage)
    print_standings([result.standings], as_json=False)
    page = write_cohort_page(
        folder / "reports" / "index.html", module, list(result.standings.grades)
    )
    _say(
        f"\n{len(result.feedback)} feedback pages in feedback/; the cohort's page: "
        f"{page.relative_to(folder)}\n"
    )
    on = today()
    if arguments.sample_records:
        write_samples(folder, seed=arguments.seed, ends=on)
    print_certifications(demo_cohort(folder).certifications(on), whole=False)
    _issue(folder, on)
    return _reports(folder, on)


def _issue(folder: Path, on: "date") -> None:
    """Issue the demo's badges and certificates, and say which."""
    from course.demo.sample_cohort import demo_cohort, issue_samples

    arguments = issue_samples(folder, demo_cohort(folder), on, tick=stage("badges", None))
    badges: dict[str, list[str]] = {}
    for one in arguments:
        badges.setdefault(one.paper.name, []).append(one.learner)
    _say("\nbadges and certificates, all marked SAMPLE, in reports/credentials/")
    for name, learners in badges.items():
        _say(f"  {name}: {', '.join(learners)}")
    if not badges:
        _say("  none was earned")


def _reports(folder: Path, on: "date") -> int:
    """Make the three reports of the demo's cohort, and say where they are."""
    from course.demo.sample_cohort import demo_cohort
    from course.reporting.report_batch import report

    cohort, problems = demo_cohort(folder), []
    _say("\nreports")
    for kind in KINDS:
        data = report_data(folder, cohort, kind, on)
        tick = stage(f"report {kind}", len(data))
        out = folder / "reports" / kind
        found = report(kind, data, out, tick=lambda outcome, tick=tick: tick(outcome.name))  # type: ignore[misc]
        problems += [f"{o.name}: {o.problem}" for o in found if o.problem is not None]
        first = Path(found[0].page).relative_to(folder.resolve())
        _say(f"  {first}" + (f" and {len(found) - 1} more" if len(found) > 1 else ""))
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    return 1 if problems else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")

"""The verbs certify, project and export."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course.cli.terminal import add_verb, print_json, print_table, read_day
from course.errors import GradingError, UsageError

if TYPE_CHECKING:
    from course.certification import Certification, LevelStanding

KINDS = {
    "grades": "grades, a line for each learner and module (CSV)",
    "items": "points of each graded cell (CSV)",
    "xapi": "xAPI statements with cmi5's verbs (JSON lines)",
    "canvas": "Canvas' gradebook (CSV)",
    "moodle": "Moodle's grade import (CSV)",
}
MOST_ROWS, MOST_BADGES = 60, 3


def add_verbs(verbs: Any) -> None:
    """Add the verbs to the command's parser."""
    made = add_verb(
        verbs,
        _certify,
        "Show who holds which certificate, who misses what, and what expires when.",
        " --on 2027-01-15",
        json=True,
    )
    made.add_argument("--on", metavar="DATE", help="as of this day (today, UTC)")
    made.add_argument("--learner", metavar="ID", help="only this one, with all that is missing")
    made.add_argument(
        "--keep",
        action="store_true",
        help="write modules passed into records/, where a later attempt leaves them",
    )
    sentence = "Measure what was handed in for a level's project."
    top = verbs.add_parser(
        "project",
        help=sentence,
        description=sentence,
        epilog="example: course project measure level-1-project --learner learner-01",
    )
    below = top.add_subparsers(metavar="WHAT", required=True)
    made = add_verb(
        below,
        _measure,
        "Measure hand-ins before and after, and write them into records/.",
        " level-1-project",
        parent="project ",
        json=True,
    )
    made.add_argument("assignment", metavar="ID")
    made.add_argument("--learner", metavar="ID", help="only this one (default: all who handed in)")
    made = add_verb(
        verbs,
        _export,
        "Write grades for other systems: " + ", ".join(KINDS) + ".",
        " canvas --all --out canvas.csv",
    )
    made.add_argument(
        "kind",
        metavar="KIND",
        choices=list(KINDS),
        help="; ".join(f"{name}: {what}" for name, what in KINDS.items()),
    )
    made.add_argument("module", nargs="?", metavar="MODULE")
    made.add_argument("--all", action="store_true", help="every module that was released")
    made.add_argument("--out", type=Path, metavar="FILE", help="write a file, not to the terminal")
    made.add_argument("--bom", action="store_true", help="begin with a mark that Excel needs")
    made.add_argument("--site", metavar="URL", help="whose accounts xAPI's actors are (https://…)")


def _certify(arguments: argparse.Namespace) -> int:
    from course.certification.cohort import keep_passed, read_cohort
    from course.gradebook.layout import course_folder

    on = read_day(arguments.on)
    folder = course_folder(arguments.course_dir)
    cohort = read_cohort(folder)
    if arguments.keep:
        keep_passed(folder, cohort)
        cohort = read_cohort(folder)
    found = cohort.certifications(on)
    if arguments.learner is not None:
        found = tuple(c for c in found if c.learner == arguments.learner)
        if not found:
            raise UsageError(f"--learner: nobody of this course is called {arguments.learner!r}")
    if arguments.json:
        print_json({"on": on, "learners": [one.data() for one in found]})
    else:
        print_certifications(found, whole=arguments.learner is not None)
    return 0


def _measure(arguments: argparse.Namespace) -> int:
    from course.certification.cohort import record_projects
    from course.gradebook.layout import course_folder

    folder = course_folder(arguments.course_dir)
    outcomes = record_projects(folder, arguments.assignment, arguments.learner)
    if arguments.json:
        print_json({"assignment": arguments.assignment, "learners": [asdict(o) for o in outcomes]})
    else:
        for one in outcomes:
            if one.problems:
                print(f"{one.learner}: not measured: {'; '.join(one.problems)}", file=sys.stderr)
                continue
            lines = [*one.lacks, *one.lost]
            _say(f"{one.learner}: {'; '.join(lines) if lines else 'all requirements are met'}")
        if not outcomes:
            _say(f"{arguments.assignment}: nobody has handed in")
    return 1 if any(one.problems for one in outcomes) else 0


def print_certifications(found: "Sequence[Certification]", *, whole: bool) -> None:
    """Show certificates and badges, what is missing next (`whole`: in all levels), the targets."""
    if not found:
        _say("no learner is known yet")
        return
    first = found[0]
    head = ["learner", *(level.name for level in first.levels), "badges", "rewards"]
    print_table(head, [_row(one) for one in found])
    missing = [row for one in found for row in _missing(one, whole=whole)]
    _list("missing", ("learner", "for", "what", "have", "which"), missing)
    days = sorted(
        (level.expires_on, one.learner, level.name, level.renewable_from, level.state.value)
        for one in found
        for level in one.levels
        if level.expires_on and level.renewable_from
    )
    head = ["last day", "learner", "certificate", "renew from", "state"]
    _list("certificates by their last day", head, days)
    for sample in sorted({one.sample for one in found}):
        theirs = next(one for one in found if one.sample is sample)
        rows = [(t.name, t.words) for t in theirs.tracking]
        _list("targets" + _stamp(theirs), ("target", "value"), rows)


def _row(one: "Certification") -> list[str]:
    badges = [a.name for a in one.badges if a.earned_on]
    if len(badges) > MOST_BADGES:
        badges = [*badges[:2], f"and {len(badges) - 2} more"]
    rewards = [a.name for a in one.rewards if a.earned_on]
    return [
        one.learner + _stamp(one),
        *map(_state, one.levels),
        ", ".join(badges) or "-",
        ", ".join(rewards) or "-",
    ]


def _state(level: "LevelStanding") -> str:
    from course.certification import State

    return {
        State.MISSING: f"{len(level.to_do)} missing",
        State.HELD: f"held until {level.expires_on}",
        State.WINDOW: f"renew by {level.expires_on}",
        State.LAPSED: f"lapsed {level.expires_on}",
    }[level.state]


def _missing(one: "Certification", *, whole: bool) -> list[tuple[str, str, str, str, str]]:
    from course.certification import State

    rows = []
    for level in one.levels:
        if level.state is State.WINDOW:
            rows.append((one.learner, level.name, "Renew", "", "; ".join(level.to_do)))
        elif level.state is not State.HELD:
            rows += [
                (
                    one.learner,
                    level.name,
                    n.words,
                    f"{n.have} of {n.need}",
                    "; ".join(n.missing if whole else _short(n.missing)),
                )
                for n in level.requirements
                if not n.met
            ]
            if not whole:
                break
    if whole:
        rows += [
            (one.learner, a.name, a.criteria, "", "; ".join(a.missing))
            for a in (*one.badges, *one.rewards)
            if not a.earned_on
        ]
    return rows


def _short(missing: Sequence[str]) -> list[str]:
    """Say once what is missing of several modules, each by its number."""
    found: dict[str, list[str]] = {}
    for one in missing:
        name, _, why = one.partition(": ")
        found.setdefault(why, []).append(name[:3] if name[:3].isdigit() else name)
    return [f"{' '.join(names)}: {why}" for why, names in found.items()]


def _stamp(one: "Certification") -> str:
    return " SAMPLE" if one.sample else ""


def _list(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    if rows:
        _say(f"\n{title}")
        print_table(head, rows[:MOST_ROWS])
        if len(rows) > MOST_ROWS:
            _say(f"… and {len(rows) - MOST_ROWS} more: --json has all")


def _export(arguments: argparse.Namespace) -> int:
    from course.certification.cohort import item_rows, read_cohort
    from course.gradebook import grade_exports
    from course.gradebook.layout import course_folder

    if arguments.all == bool(arguments.module):
        raise UsageError("expected either a MODULE or --all")
    folder = course_folder(arguments.course_dir)
    from course.workflow import require_module

    require_module(folder, arguments.module)
    cohort = read_cohort(folder)
    sheets = [s for s in cohort.sheets if arguments.all or s.module == arguments.module]
    if arguments.module and not sheets:
        raise GradingError(f"{arguments.module}: not in the gradebook yet: release it first")
    site = (arguments.site or f"https://{cohort.program.course_id}.invalid").rstrip("/")
    if not site.startswith(("https://", "http://")):
        raise UsageError(f"--site: expected an address such as https://…, got {arguments.site!r}")
    if arguments.kind == "xapi":
        records = cohort.records if arguments.all else ()
        lines = grade_exports.xapi_lines(cohort.program, sheets, records, site=site)
        text = "".join(f"{line}\n" for line in lines)
    elif arguments.kind == "items":
        rows = item_rows(folder, [sheet.module for sheet in sheets])
        text = grade_exports.items_csv(rows, cohort.names, bom=arguments.bom)
    else:
        write = {
            "grades": grade_exports.grades_csv,
            "canvas": grade_exports.canvas_csv,
            "moodle": grade_exports.moodle_csv,
        }[arguments.kind]
        text = write(sheets, cohort.names, bom=arguments.bom)
    if arguments.out is None:
        sys.stdout.write(text)
        return 0
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    from course.files import write_whole

    write_whole(arguments.out, text)
    _say(str(arguments.out))
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")

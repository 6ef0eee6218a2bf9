"""The verbs of those who run a course: release, collect, grade, feedback, status, lab."""

import argparse
import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course.cli.paper_verbs import print_papers
from course.cli.terminal import add_verb, print_standings, print_status, stage
from course.errors import Problem, UsageError, printable

if TYPE_CHECKING:
    from course.gradebook.paper_exchange import PapersHandedOut

_MODULE = " 101-system-architecture"


def add_verbs(verbs: Any) -> None:
    """Describe them."""
    release = add_verb(
        verbs, _release, "Derive release/ from source/ and put it into the exchange.", _MODULE
    )
    release.add_argument("module", nargs="?", metavar="MODULE")
    release.add_argument(
        "--accept", action="store_true", help="take changes that touch what was graded already"
    )
    release.add_argument(
        "--learner",
        action="append",
        default=[],
        metavar="ID",
        help="a paper also for this learner, whom the gradebook does not know yet; may be repeated",
    )
    collect = add_verb(verbs, _collect, "Collect what was submitted.", _MODULE)
    collect.add_argument("module", metavar="MODULE")
    collect.add_argument(
        "--before-due", action="store_true", help="the last that was on time, not the last of all"
    )
    collect.add_argument(
        "--from",
        dest="origin",
        type=Path,
        metavar="PLACE",
        help="a folder or zip file of an LMS (Moodle's, Canvas', a folder each), not the exchange",
    )
    extend = add_verb(
        verbs,
        _extend,
        "Give a learner more time for a module.",
        " learner-01 101-system-architecture --until 2027-03-05",
    )
    extend.add_argument("learner", metavar="LEARNER")
    extend.add_argument("module", metavar="MODULE")
    extend.add_argument("--until", required=True, metavar="DATE", help="a day's end, or a time")
    grade = add_verb(
        verbs, _grade, "Grade what was collected, and show the marks.", _MODULE, json=True
    )
    grade.add_argument("module", nargs="?", metavar="MODULE")
    grade.add_argument("--all", action="store_true", help="every module that was released")
    grade.add_argument("--learner", metavar="ID", help="only this one")
    grade.add_argument("--jobs", type=int, default=2, metavar="N", help="how many at a time (2)")
    grade.add_argument("--force", action="store_true", help="also what was graded before")
    grade.add_argument(
        "--unsafe-no-sandbox",
        action="store_true",
        help="run learners' code with your rights; every report will say so",
    )
    feedback = add_verb(verbs, _feedback, "Write feedback pages and release them.", _MODULE)
    feedback.add_argument("module", metavar="MODULE")
    status = add_verb(
        verbs,
        _status,
        "Show who handed in, stands where, waits for a person, and what is damaged or misbehaves.",
        f"{_MODULE} --html reports/status.html",
        json=True,
    )
    status.add_argument("module", nargs="?", metavar="MODULE")
    status.add_argument("--html", type=Path, metavar="FILE", help="write the instructor's page")
    lab = add_verb(verbs, _lab, "Open JupyterLab with the course.", " --as learner-01")
    lab.add_argument("--as", dest="learner", metavar="ID", help="as a learner, in learners/ID")
    lab.add_argument("--port", type=int, default=8888)


def _release(arguments: argparse.Namespace) -> int:
    from course.gradebook.layout import course_folder
    from course.workflow import release

    folder = course_folder(arguments.course_dir)
    handed_out: dict[str, PapersHandedOut] = {}
    released = release(
        folder,
        arguments.module,
        accept=arguments.accept,
        learners=arguments.learner,
        tell=handed_out.__setitem__,
        tick=stage("release", None),
    )
    for path in released:
        print(path.relative_to(folder))
    return max((print_papers(name, papers) for name, papers in handed_out.items()), default=0)


def _collect(arguments: argparse.Namespace) -> int:
    from course.gradebook.layout import course_folder
    from course.workflow import collect

    folder = course_folder(arguments.course_dir)
    problems: list[Problem] = []
    learners = collect(
        folder,
        arguments.module,
        before_due=arguments.before_due,
        origin=arguments.origin,
        tell=problems.append,
    )
    names = ", ".join(map(printable, learners))
    print(f"{len(learners)} submissions: {names}" if learners else "no submissions")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _extend(arguments: argparse.Namespace) -> int:
    from course.gradebook.layout import course_folder
    from course.workflow import extend

    folder = course_folder(arguments.course_dir)
    until = extend(folder, arguments.learner, arguments.module, arguments.until)
    print(f"{arguments.learner}: {arguments.module} is due {until:%Y-%m-%d %H:%M} UTC")
    return 0


def _grade(arguments: argparse.Namespace) -> int:
    from course import workflow
    from course.gradebook.layout import course_folder

    folder = course_folder(arguments.course_dir)
    if arguments.all == bool(arguments.module):
        raise UsageError("expected either a MODULE or --all")
    if arguments.jobs < 1:
        raise UsageError(f"--jobs: expected 1 or more, got {arguments.jobs}")
    graded = workflow.grade(
        folder,
        arguments.module,
        learner=arguments.learner,
        workers=arguments.jobs,
        force=arguments.force,
        sandboxed=not arguments.unsafe_no_sandbox,
        stage=stage,
    )
    standings = workflow.standings(folder, arguments.module)
    print_standings(standings, as_json=arguments.json, learner=arguments.learner)
    if arguments.unsafe_no_sandbox:
        print("graded without a sandbox: learners' code ran with your rights", file=sys.stderr)
    met_by: dict[str, list[str]] = {}
    for one in graded:
        for fault in one.record.course_faults:
            met_by.setdefault(fault, []).append(one.learner)
    if met_by:
        print("faults of the course, to be mended or graded by hand:", file=sys.stderr)
        for fault, learners in met_by.items():
            print(f"{fault} (met by {_some(learners)})", file=sys.stderr)
    elif graded and all(one.cached for one in graded):
        print("nothing has changed since it was graded", file=sys.stderr)
    return 1 if met_by else 0


def _some(learners: list[str]) -> str:
    return learners[0] if len(learners) == 1 else f"{learners[0]} and {len(learners) - 1} more"


def _feedback(arguments: argparse.Namespace) -> int:
    from course.gradebook.layout import course_folder
    from course.workflow import feedback

    folder = course_folder(arguments.course_dir)
    outcome = feedback(folder, arguments.module, tick=stage("feedback", None))
    print(f"{len(outcome.pages)} pages")
    for problem in (*outcome.unwritten, *outcome.unreleased):
        print(problem, file=sys.stderr)
    return 1 if outcome.unwritten else 0


def _status(arguments: argparse.Namespace) -> int:
    from course.gradebook.layout import course_folder
    from course.workflow import statuses

    folder = course_folder(arguments.course_dir)
    modules = statuses(folder, arguments.module)
    if arguments.html:
        from course.reporting.status_pages import write_status_page

        write_status_page(arguments.html, modules)
    if arguments.json or not arguments.html:
        print_status(modules, as_json=arguments.json)
    else:
        print(arguments.html)
    return 0


def _lab(arguments: argparse.Namespace) -> int:
    from course.gradebook.layout import course_folder
    from course.workflow import lab

    folder = course_folder(arguments.course_dir)
    tick = stage("release", None)
    home, command, environment = lab(folder, arguments.learner, arguments.port, tick=tick)
    if not arguments.learner:
        named = arguments.course_dir
        where = f" --course-dir {shlex.quote(str(named))}" if named else ""
        print(
            f"This is the instructor's. A learner's: course lab{where} --as learner-01 --port 8889"
        )
    os.chdir(home)
    os.execve(sys.executable, command, os.environ | environment)  # noqa: S606 - it is ours

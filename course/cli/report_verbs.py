"""The verbs report and demo: pages for people, and a cohort to look at.

They print and read. What a demo does is in demo/, what reports know in reporting/report_data.py.
"""

import argparse
import os
import shlex
import shutil
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from course.cli import terminal
from course.cli.terminal import add_verb, print_json, read_day, stage
from course.errors import Problem, UsageError

if TYPE_CHECKING:
    from datetime import date

    from course.certification.cohort import Cohort
    from course.program import TrainingModule
    from course.records.results import Grade
    from course.reporting.report_models import ReportOutcome
    from course.workflow import Standings

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
    _add_demo(verbs)


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


STAGES = 8  # bars that a demo shows, one after the other
PATIENCE_S = 1.5  # after Ctrl-C, for what is under way to put its things in order
BY_SIGINT = 128 + signal.SIGINT


def _add_demo(verbs: Any) -> None:
    """Add the verb to the command's parser."""
    made = add_verb(
        verbs,
        _demo,
        "Run a sample cohort of 12 through a module, in a folder of its own that it never clears.",
        " --seed 7",
    )
    made.add_argument("--module", default="101-system-architecture", metavar="MODULE")
    made.add_argument("--seed", type=int, default=1, help="which answers the cohort gives")
    made.add_argument("--folder", type=Path, metavar="DIR", help="the demo's own (demo/)")
    words = "move the folder of an earlier demo aside, deleting nothing, and make a new one"
    made.add_argument("--fresh", action="store_true", help=words)
    made.add_argument(
        "--sample-records",
        action="store_true",
        help="make up a record of the whole program too, marked SAMPLE, up to level 3",
    )


def _demo(arguments: argparse.Namespace) -> int:
    with _stoppable():
        from course.certification.cohort import today
        from course.demo.demo_folder import finish, held
        from course.demo.sample_cohort import demo_request, run_demo, write_samples
        from course.gradebook.layout import course_folder, program_file
        from course.program import load_program, ready_modules
        from course.workflow import require_module, standings

        course_dir = course_folder(arguments.course_dir)
        _require_no_demo(course_dir)
        require_module(course_dir, arguments.module)
        module = ready_modules(load_program(program_file(course_dir)), arguments.module)[0]
        request = demo_request(
            course_dir,
            module.id,
            seed=arguments.seed,
            sample_records=arguments.sample_records,
        )
        on = today()
        place = Path(os.path.abspath(arguments.folder or course_dir / "demo"))  # noqa: PTH100
        problems: list[str] = []
        way = f"{_command()} demo --fresh"
        with held(place, request, fresh=arguments.fresh, day=on, way=way) as folder:
            if folder.aside is not None:
                _tell(f"what was in {_near(place)} is in {_near(folder.aside)} now")
            if not folder.whole:
                stage = _stages()
                run_demo(course_dir, place, module.id, seed=arguments.seed, stage=stage)
                if arguments.sample_records:
                    write_samples(place, seed=arguments.seed, ends=on)
                problems = _documents(place, module, on, seed=arguments.seed, stage=stage)
                if not problems:
                    finish(place, request)
            _print_end(place, standings(place, module.id)[0], again=folder.whole)
        for problem in problems:
            _tell(problem)
        return 1 if problems else 0


def _require_no_demo(course_dir: Path) -> None:
    from course.demo.demo_folder import DemoState, state

    if state(course_dir) in (DemoState.WHOLE, DemoState.CUT_OFF):
        what = "is a demo itself; name the course that it was made of with --course-dir"
        raise UsageError(Problem(str(course_dir), what))


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let Ctrl-C end the process, with all it started, within two seconds.

    First what is under way may put its things in order, as ever; where that takes too long, or
    somebody swallows the interrupt, the process ends as it is. Zygote and report server end with
    it, and what a demo left half done is known by its missing manifest.
    """
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield  # ignored, or somebody else's
        return
    last = threading.Timer(PATIENCE_S, _leave)
    last.daemon = True

    def stop(number: int, frame: object) -> None:
        del number, frame
        if last.is_alive():
            _leave()
        last.start()
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, stop)
    try:
        yield
    except KeyboardInterrupt:
        _leave()
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _leave() -> NoReturn:
    """End the process now, with one line."""
    before = "\n" if sys.stderr.isatty() else ""
    line = "stopped; the next `course demo` moves what was begun aside and makes it anew"
    os.write(2, f"{before}{line}\n".encode())
    os._exit(BY_SIGINT)


def _stages() -> Callable[[str, int | None], Callable[[str], None]]:
    """Number the bars, and let each go when the next comes: what stays is the table."""
    numbers = count(1)

    def stage(title: str, steps: int | None) -> Callable[[str], None]:
        return terminal.stage(f"{next(numbers)}/{STAGES} {title}", steps, leave=False)

    return stage


def _documents(
    place: Path,
    module: "TrainingModule",
    on: "date",
    *,
    seed: int,
    stage: Callable[[str, int | None], Callable[[str], None]],
) -> list[str]:
    """Issue the cohort's badges, make the three reports and the page that leads to all of it."""
    from course.demo.sample_cohort import demo_cohort, issue_samples, learner_ids, specimen
    from course.reporting.report_batch import report
    from course.reporting.status_pages import Shelf, write_cohort_page
    from course.workflow import standings

    cohort, problems = demo_cohort(place), []
    issue_samples(place, cohort, on, seed=seed, tick=stage("badges", None))
    cohort = demo_cohort(place)
    reports = place / "reports"
    for kind in KINDS:
        data = report_data(place, cohort, kind, on)
        tick = stage(f"{kind} report", len(data))
        made = report(kind, data, reports / kind, tick=_by_name(tick))
        problems += [f"{o.name}: {o.problem}" for o in made if o.problem is not None]
    first = learner_ids()[0]
    feedback = sorted((place / "feedback" / first / module.id).glob("*.html"))[:1]
    papers = specimen(place)
    shelf = Shelf(
        pages={
            "the cohort's report": "cohort/cohort.html",
            "the program's report": "program/program.html",
            f"the report that {first} sees": f"learner/{first}.html",
            **{f"feedback to {first}": f"../{p.relative_to(place).as_posix()}" for p in feedback},
        },
        papers={kind: path.relative_to(reports).as_posix() for kind, path in papers.items()},
        pictures={kind: path.with_suffix(".svg") for kind, path in papers.items()},
    )
    grades = list(standings(place, module.id)[0].grades)
    write_cohort_page(reports / "index.html", module, grades, shelf=shelf)
    return problems


def _by_name(tick: Callable[[str], None]) -> Callable[["ReportOutcome"], None]:
    return lambda outcome: tick(outcome.name)


def _print_end(place: Path, found: "Standings", *, again: bool) -> None:
    """Print one table, one sentence, and three things to do next: a screen at most."""
    from course.demo.sample_cohort import learner_ids, specimen

    names = sorted({n.name for grade in found.grades for n in grade.notebooks})
    head = ["learner", *(name[:2] for name in names), "points", "percent", "standing", "remarks"]
    terminal.print_table(head, [_row(grade, names, found.passing_score) for grade in found.grades])
    course, where = _command(), shlex.quote(_near(place))
    first = learner_ids()[0]
    lines = ["", _sentence(found, again=again)]
    papers = [_near(path) for path in specimen(place).values()]
    lines += [f"A certificate and a badge to look at: {' '.join(papers)}"] if papers else []
    lines += [
        "",
        f"open the page           {(place / 'reports' / 'index.html').as_uri()}",
        f"enter as a learner      {course} lab --course-dir {where} --as {first} --port 8889",
        f"enter as an instructor  {course} lab --course-dir {where}",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


def _row(grade: "Grade", names: list[str], passing: float | None) -> list[str]:
    by_name = {n.name: n for n in grade.notebooks}
    shown = [by_name.get(name) for name in names]
    damaged = {remark.partition(":")[0] for remark in grade.remarks}
    remarks = [f"{len(damaged)} damaged"] if damaged else []
    remarks += [f"{grade.pending:g} points wait for a person"] if grade.pending else []
    return [
        grade.learner,
        *(f"{n.points:g}/{n.out_of:g}" if n else "-" for n in shown),
        f"{grade.points:g}/{grade.out_of:g}",
        f"{grade.percent:.0f} %",
        grade.standing(passing).value,
        ", ".join(remarks),
    ]


def _sentence(found: "Standings", *, again: bool) -> str:
    counts = Counter(grade.standing(found.passing_score).value for grade in found.grades)
    ends = {"passed": "passed", "pending": "wait for a person", "failed": "failed"}
    said = ", ".join(f"{counts[key]} {words}" for key, words in ends.items() if counts[key])
    damaged = sum(bool(grade.remarks) for grade in found.grades)
    since = ",\nand nobody has worked here since" if again else ""
    return (
        f"{len(found.grades)} sample learners worked {found.module} and handed it in, "
        f"{damaged} with\ndamaged files; all were graded and answered: {said}{since}."
    )


def _command() -> str:
    """Say how this command is said in this shell."""
    own = Path(sys.executable).parent / "course"
    if not own.is_file():
        return f"{shlex.quote(_near(Path(sys.executable)))} -m course"
    on_path = shutil.which("course")
    return "course" if on_path and Path(on_path).samefile(own) else shlex.quote(_near(own))


def _near(path: Path) -> str:
    """Give a path as it is said from here where it lies below, else in full."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")

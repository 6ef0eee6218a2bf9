"""The command `course`: one short function a verb.

`course --help` answers at once, so a verb imports what it needs when it runs.
Exit status: 0 well, 1 problems found, 2 wrong use.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from course.cli import certification_verbs, credential_verbs, incident_verbs
from course.cli import report_verbs as reports
from course.cli.printing import (
    print_json,
    print_proof,
    print_standings,
    print_status,
    print_table,
    stage,
)
from course.cli.verb_parsing import add_verb
from course.errors import CourseError


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
        return 1
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130


def parser() -> argparse.ArgumentParser:
    """Describe every verb."""
    top = argparse.ArgumentParser(
        prog="course", description="Engineering excellence: a workbook and grading kit on Jupyter."
    )
    verbs = top.add_subparsers(metavar="VERB", required=True)

    def verb(
        run: Callable[[argparse.Namespace], int],
        sentence: str,
        example: str,
        *,
        reports: bool = False,
    ) -> argparse.ArgumentParser:
        return add_verb(verbs, run, sentence, example, json=reports)

    verb(_check, "Find what is wrong with program.toml and the notebooks.", "", reports=True)
    made = verb(
        _program,
        "Show the program: modules, dates, marks, targets, certificates.",
        " --gantt plan.svg --start 2027-01-11",
        reports=True,
    )
    made.add_argument("--gantt", type=Path, metavar="FILE.svg", help="draw the timeline")
    made.add_argument(
        "--start", metavar="DATE", help="shift all dates to a cohort that starts then"
    )
    made.add_argument("--schema", action="store_true", help="print the JSON Schema of program.toml")
    made = verb(
        _prove,
        "Prove exercises: right answers pass, wrong ones fail, mutants die.",
        " 101-system-architecture",
        reports=True,
    )
    made.add_argument("module", nargs="?", metavar="MODULE")
    made = verb(
        _format, "Rewrite notebooks in canonical form.", " 101-system-architecture --execute"
    )
    made.add_argument("module", nargs="?", metavar="MODULE")
    made.add_argument("--execute", action="store_true", help="run them and store the outputs")
    made = verb(
        _release,
        "Derive release/ from source/ and put it into the exchange.",
        " 101-system-architecture",
    )
    made.add_argument("module", nargs="?", metavar="MODULE")
    made = verb(_collect, "Collect what was submitted.", " 101-system-architecture")
    made.add_argument("module", metavar="MODULE")
    made = verb(
        _grade,
        "Grade what was collected, and show the marks.",
        " 101-system-architecture",
        reports=True,
    )
    made.add_argument("module", nargs="?", metavar="MODULE")
    made.add_argument("--all", action="store_true", help="every module that was released")
    made.add_argument("--learner", metavar="ID", help="only this one")
    made.add_argument("--jobs", type=int, default=2, metavar="N", help="how many at a time (2)")
    made.add_argument("--force", action="store_true", help="also what was graded before")
    made.add_argument(
        "--unsafe-no-sandbox",
        action="store_true",
        help="run learners' code with your rights; every report will say so",
    )
    made = verb(_feedback, "Write feedback pages and release them.", " 101-system-architecture")
    made.add_argument("module", metavar="MODULE")
    made = verb(
        _status,
        "Show who handed in, stands where, waits for a person, and what is damaged or misbehaves.",
        " 101-system-architecture --html reports/status.html",
        reports=True,
    )
    made.add_argument("module", nargs="?", metavar="MODULE")
    made.add_argument("--html", type=Path, metavar="FILE", help="write the instructor's page")
    made = verb(_lab, "Open JupyterLab with the course.", " --as learner-01")
    made.add_argument("--as", dest="learner", metavar="ID", help="as a learner, in learners/ID")
    made.add_argument("--port", type=int, default=8888)
    for room in (incident_verbs, certification_verbs, credential_verbs, reports):
        room.add_verbs(verbs)
    return top


def _check(given: argparse.Namespace) -> int:
    from course.gradebook.layout import course_folder
    from course.workflow import check

    found = check(course_folder(given.course_dir))
    if given.json:
        print_json({"problems": found})
    else:
        print("\n".join(found) if found else "no problems found")
    return 1 if found else 0


def _program(given: argparse.Namespace) -> int:
    from datetime import date

    from course.gradebook.layout import course_folder, program_file
    from course.program import load_program, program_schema

    if given.schema:
        print_json(program_schema())
        return 0
    path = program_file(course_folder(given.course_dir)) if given.course_dir else None
    program = load_program(path)
    if given.start:
        try:
            program = program.starting(date.fromisoformat(given.start))
        except ValueError:
            return _wrong_use(f"--start: expected a date such as 2027-01-11, got {given.start!r}")
    if given.gantt:
        from course.program.schedule import gantt_svg

        given.gantt.write_text(gantt_svg(program), encoding="utf-8")
    if given.json:
        print_json(program.as_data())
    elif not given.gantt:
        print_table(
            ("module", "level", "days", "assessment", "passing", "due", "status"),
            [
                (
                    m.id,
                    m.level,
                    m.duration_days,
                    m.assessment.type,
                    f"{m.assessment.passing_score} %",
                    program.due(m.id),
                    m.status,
                )
                for m in program.modules
            ],
        )
    return 0


def _prove(given: argparse.Namespace) -> int:
    from dataclasses import asdict

    from course.gradebook.layout import course_folder
    from course.workflow import proofs

    folder = course_folder(given.course_dir)
    if _unknown(folder, given.module):
        return 2
    shown = []
    bar = stage("prove", None)
    for notebook in proofs(folder, given.module, tick=bar):
        shown.append(notebook)
        if not given.json:
            for proof in notebook.proofs:
                print_proof(notebook.module, notebook.notebook, proof)
    bad = [problem for n in shown for p in n.proofs for problem in p.problems]
    if given.json:
        print_json({"notebooks": [asdict(notebook) for notebook in shown], "holds": not bad})
    return 1 if bad else 0


def _format(given: argparse.Namespace) -> int:
    from course.gradebook.layout import course_folder
    from course.workflow import format_notebooks

    folder = course_folder(given.course_dir)
    if _unknown(folder, given.module):
        return 2
    for path in format_notebooks(
        folder, given.module, execute=given.execute, tick=stage("format", None)
    ):
        print(f"rewrote {path.relative_to(folder)}")
    return 0


def _release(given: argparse.Namespace) -> int:
    from course.gradebook.layout import course_folder
    from course.workflow import release

    folder = course_folder(given.course_dir)
    if _unknown(folder, given.module):
        return 2
    for path in release(folder, given.module, tick=stage("release", None)):
        print(path.relative_to(folder))
    return 0


def _collect(given: argparse.Namespace) -> int:
    from course.gradebook.exchange import collect
    from course.gradebook.layout import course_folder

    folder = course_folder(given.course_dir)
    if _unknown(folder, given.module):
        return 2
    learners = collect(folder, given.module)
    print(f"{len(learners)} submissions: {', '.join(learners)}" if learners else "no submissions")
    return 0


def _grade(given: argparse.Namespace) -> int:
    from course.gradebook.layout import course_folder, layout_of
    from course.sandbox.client import Warm, used
    from course.seals import Said, Sealing, recall

    folder = course_folder(given.course_dir)
    words = (given.module, given.all, given.learner, given.unsafe_no_sandbox, given.json)
    if given.all == bool(given.module):
        return _wrong_use("expected either a MODULE or --all")
    if given.jobs < 1:
        return _wrong_use(f"--jobs: expected 1 or more, got {given.jobs}")
    said = None if given.force else recall(folder, words)
    if said is None:
        layout, which = layout_of(folder), given.module or "*"
        sealing = Sealing(folder, words, layout, which)
        safe = not given.unsafe_no_sandbox
        # It imports while this process does: they need a core each.
        with Warm(hidden=[folder], sandboxed=safe, preload=used(layout.texts(which))) as warm:
            from course.workflow import grade, standings

            if _unknown(folder, given.module):
                return 2
            graded = grade(
                folder,
                given.module,
                learner=given.learner,
                workers=given.jobs,
                force=given.force,
                sandboxed=safe,
                stage=stage,
                warm=warm,
            )
        sealing.graded()
        with redirect_stdout(StringIO()) as table:
            print_standings(
                standings(folder, given.module), as_json=given.json, learner=given.learner
            )
        told = "graded without a sandbox: learners' code ran with your rights\n"
        faults = [f"{g.learner}: {fault}" for g in graded for fault in g.mark.course_faults]
        said = Said(
            out=table.getvalue(),
            err=(told if given.unsafe_no_sandbox else "")
            + "".join(
                f"{f}\n"
                for f in (
                    ["faults of the course, to be graded by hand:", *faults] if faults else []
                )
            ),
            status=1 if faults else 0,
        )
        sealing.keep(said)
    else:
        print("nothing has changed since it was graded", file=sys.stderr)
    print(said.out, end="")
    print(said.err, end="", file=sys.stderr)
    return said.status


def _feedback(given: argparse.Namespace) -> int:
    from course.gradebook.exchange import feedback
    from course.gradebook.layout import course_folder

    folder = course_folder(given.course_dir)
    if _unknown(folder, given.module):
        return 2
    pages = feedback(folder, given.module, tick=stage("feedback", None))
    print(f"{len(pages)} pages")
    return 0


def _status(given: argparse.Namespace) -> int:
    from course.gradebook.layout import course_folder
    from course.workflow import statuses

    folder = course_folder(given.course_dir)
    if _unknown(folder, given.module):
        return 2
    found = statuses(folder, given.module)
    if given.html:
        from course.reporting.status_pages import write_status_page

        write_status_page(given.html, found)
    if given.json or not given.html:
        print_status(found, as_json=given.json)
    else:
        print(given.html)
    return 0


def _lab(given: argparse.Namespace) -> int:
    import os

    from course.gradebook.exchange import lab_server, unreleased
    from course.gradebook.layout import course_folder, program_file
    from course.program import load_program
    from course.workflow import ready_modules, release

    folder = course_folder(given.course_dir)
    modules = ready_modules(load_program(program_file(folder)), None)
    waiting = unreleased(folder, [module.id for module in modules])
    bar = stage("release", len(waiting))
    for module_id in waiting:
        release(folder, module_id, tick=bar)
    home, command = lab_server(folder, given.learner, given.port)
    if not given.learner:
        print("This is the instructor's. A learner's: course lab --as learner-01 --port 8889")
    os.chdir(home)
    os.execv(sys.executable, command)  # noqa: S606 - the command is ours


def _unknown(folder: Path, module_id: str | None) -> bool:
    """Say so when there is no such module: wrong use, not a fault of the course."""
    from course.errors import nearest
    from course.workflow import module_ids

    known = module_ids(folder)
    if module_id is None or module_id in known:
        return False
    return bool(_wrong_use(f"unknown module {module_id!r}{nearest(module_id, known)}"))


def _wrong_use(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2

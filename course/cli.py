"""The command `course`: one short function a verb.

`course --help` answers at once, so a verb imports what it needs when it runs.
Exit status: 0 well, 1 problems found, 2 wrong use.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from course.errors import CourseError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; a CourseError prints one line a problem, and no traceback."""
    arguments = parser().parse_args(argv)
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
        name = run.__name__.removeprefix("_")
        made = verbs.add_parser(
            name, help=sentence, description=sentence, epilog=f"example: course {name}{example}"
        )
        made.add_argument(
            "--course-dir",
            type=Path,
            metavar="DIR",
            help="folder that holds nbgrader_config.py (default: the nearest one upwards)",
        )
        if reports:
            made.add_argument("--json", action="store_true", help="print JSON")
        made.set_defaults(verb=run)
        return made

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
    made.add_argument("module", metavar="MODULE")
    made.add_argument("--learner", metavar="ID", help="only this one")
    made.add_argument("--force", action="store_true", help="also what was graded before")
    made = verb(_feedback, "Write feedback pages and release them.", " 101-system-architecture")
    made.add_argument("module", metavar="MODULE")
    verb(_status, "Show where the cohort stands.", "", reports=True)
    made = verb(
        _demo, "Run a sample cohort of 12 through a module, from release to report.", " --seed 7"
    )
    made.add_argument("--module", default="101-system-architecture", metavar="MODULE")
    made.add_argument("--seed", type=int, default=1, help="which answers the cohort gives")
    made = verb(_lab, "Open JupyterLab with the course.", " --as learner-01")
    made.add_argument("--as", dest="learner", metavar="ID", help="as a learner, in learners/ID")
    made.add_argument("--port", type=int, default=8888)
    return top


def _check(given: argparse.Namespace) -> int:
    from course.learning import check, course_folder

    found = check(course_folder(given.course_dir))
    if given.json:
        _print_json({"problems": found})
    else:
        print("\n".join(found) if found else "no problems found")
    return 1 if found else 0


def _program(given: argparse.Namespace) -> int:
    from datetime import date

    from course.learning import course_folder, program_file
    from course.program import load_program, program_schema

    if given.schema:
        _print_json(program_schema())
        return 0
    path = program_file(course_folder(given.course_dir)) if given.course_dir else None
    program = load_program(path)
    if given.start:
        try:
            program = program.starting(date.fromisoformat(given.start))
        except ValueError:
            return _wrong_use(f"--start: expected a date such as 2027-01-11, got {given.start!r}")
    if given.gantt:
        from course.schedule import gantt_svg

        given.gantt.write_text(gantt_svg(program), encoding="utf-8")
    if given.json:
        _print_json(program.model_dump(mode="json"))
    elif not given.gantt:
        _print_table(
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

    from course.learning import course_folder, proofs

    folder = course_folder(given.course_dir)
    if _unknown(folder, given.module):
        return 2
    shown = []
    bar = _stage("prove", None)
    for notebook in proofs(folder, given.module, tick=bar):
        shown.append(notebook)
        if not given.json:
            for proof in notebook.proofs:
                _print_proof(notebook.module, notebook.notebook, proof)
    bad = [problem for n in shown for p in n.proofs for problem in p.problems]
    if given.json:
        _print_json({"notebooks": [asdict(notebook) for notebook in shown], "holds": not bad})
    return 1 if bad else 0


def _print_proof(module: str, notebook: str, proof: Any) -> None:
    explained = f", {proof.explained} survive with a reason" if proof.explained else ""
    print(
        f"\n{module}/{notebook} {proof.exercise}: {proof.right} right, {proof.wrong} wrong, "
        f"stub {proof.stub_points:g} of {proof.points:g} points, "
        f"{proof.killed} of {proof.mutants} mutants killed{explained}"
    )
    answers = list(next(iter(proof.matrix.values()), {}))
    for number, answer in enumerate(answers, start=1):
        print(f"  {number:2} {answer}")
    for test, row in proof.matrix.items():
        cells = " ".join(
            f"{number:2}" if row[a] else " ." for number, a in enumerate(answers, start=1)
        )
        print(f"  {test:<28} rejects {cells}")
    for problem in proof.problems:
        print(f"  PROBLEM {problem}")


def _format(given: argparse.Namespace) -> int:
    from course.learning import course_folder, format_notebooks

    folder = course_folder(given.course_dir)
    if _unknown(folder, given.module):
        return 2
    for path in format_notebooks(
        folder, given.module, execute=given.execute, tick=_stage("format", None)
    ):
        print(f"rewrote {path.relative_to(folder)}")
    return 0


def _release(given: argparse.Namespace) -> int:
    from course.learning import course_folder, release

    folder = course_folder(given.course_dir)
    if _unknown(folder, given.module):
        return 2
    for path in release(folder, given.module, tick=_stage("release", None)):
        print(path.relative_to(folder))
    return 0


def _collect(given: argparse.Namespace) -> int:
    from course.gradebook import collect
    from course.learning import course_folder

    folder = course_folder(given.course_dir)
    if _unknown(folder, given.module):
        return 2
    learners = collect(folder, given.module)
    print(f"{len(learners)} submissions: {', '.join(learners)}" if learners else "no submissions")
    return 0


def _grade(given: argparse.Namespace) -> int:
    from course.gradebook import autograde
    from course.learning import course_folder, standings

    folder = course_folder(given.course_dir)
    if _unknown(folder, given.module):
        return 2
    autograde(
        folder,
        given.module,
        learner=given.learner,
        force=given.force,
        tick=_stage("grade", None),
    )
    _print_standings(standings(folder, given.module), as_json=given.json, learner=given.learner)
    return 0


def _feedback(given: argparse.Namespace) -> int:
    from course.gradebook import feedback
    from course.learning import course_folder

    folder = course_folder(given.course_dir)
    if _unknown(folder, given.module):
        return 2
    pages = feedback(folder, given.module, tick=_stage("feedback", None))
    print(f"{len(pages)} pages")
    return 0


def _status(given: argparse.Namespace) -> int:
    from course.learning import course_folder, standings

    _print_standings(standings(course_folder(given.course_dir), None), as_json=given.json)
    return 0


def _demo(given: argparse.Namespace) -> int:
    from course.demo import run_demo
    from course.learning import course_folder, program_file, ready_modules
    from course.program import load_program
    from course.reports import write_cohort_page

    folder = course_folder(given.course_dir)
    if _unknown(folder, given.module):
        return 2
    module = ready_modules(load_program(program_file(folder)), given.module)[0]
    result = run_demo(folder, module.id, seed=given.seed, stage=_stage)
    _print_standings([(module, result.grades)], as_json=False)
    page = write_cohort_page(folder / "reports" / "index.html", module, result.grades)
    print(
        f"\n{len(result.feedback)} feedback pages in feedback/; the cohort's page: "
        f"{page.relative_to(folder)}"
    )
    return 0


def _lab(given: argparse.Namespace) -> int:
    import os

    from course.gradebook import learner_home
    from course.learning import course_folder

    folder = course_folder(given.course_dir)
    home = learner_home(folder, given.learner) if given.learner else folder
    os.chdir(home)
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={home}",
        f"--ServerApp.port={given.port}",
        "--ServerApp.port_retries=0",
    ]
    os.execv(sys.executable, command)  # noqa: S606 - the command is ours


def _print_standings(found: list[Any], *, as_json: bool, learner: str | None = None) -> None:
    rows = [
        (module, grade, grade.standing(module.assessment.passing_score))
        for module, grades in found
        for grade in grades
        if learner in (None, grade.learner)
    ]
    if as_json:
        _print_json(
            {
                "grades": [
                    {
                        "module": module.id,
                        "learner": grade.learner,
                        "standing": standing,
                        "points": grade.points,
                        "out_of": grade.out_of,
                        "pending": grade.pending,
                        "percent": round(grade.percent, 2),
                        "passing_score": module.assessment.passing_score,
                        "notebooks": [
                            {
                                "name": n.name,
                                "points": n.points,
                                "out_of": n.out_of,
                                "pending": n.pending,
                                "failed_tests": list(n.failed_tests),
                            }
                            for n in grade.notebooks
                        ],
                        "remarks": list(grade.remarks),
                    }
                    for module, grade, standing in rows
                ]
            }
        )
        return
    _print_table(
        (
            "learner",
            "module",
            "notebooks",
            "points",
            "of",
            "percent",
            "passing",
            "standing",
            "remarks",
        ),
        [
            (
                grade.learner,
                module.id,
                " ".join(f"{n.name[:2]}:{n.points:g}/{n.out_of:g}" for n in grade.notebooks) or "-",
                f"{grade.points:g}",
                f"{grade.out_of:g}",
                f"{grade.percent:.0f} %",
                f"{module.assessment.passing_score} %",
                standing.value,
                "; ".join((*grade.remarks, *_pending(grade))),
            )
            for module, grade, standing in rows
        ],
    )


def _pending(grade: Any) -> list[str]:
    return [f"{grade.pending:g} points await manual grading"] if grade.pending else []


def _unknown(folder: Path, module_id: str | None) -> bool:
    """Say so when the program has no such module; wrong use, not a fault of the course."""
    from course.errors import ProgramError
    from course.learning import program_file
    from course.program import load_program

    program = load_program(program_file(folder))
    try:
        if module_id is not None:
            program.module(module_id)
    except ProgramError as error:
        return bool(_wrong_use(str(error)))
    return False


def _wrong_use(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


def _print_json(value: object) -> None:
    print(json.dumps(value, indent=2, ensure_ascii=False, default=str))


def _print_table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    lines = [[str(value) for value in row] for row in (head, *rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        print(
            "  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True)).rstrip()
        )


def _stage(title: str, steps: int | None) -> Callable[[str], None]:
    """Open a progress bar on stderr, off when that is not a terminal; give its tick."""
    from tqdm import tqdm

    bar = tqdm(total=steps, desc=title, disable=None, unit="", leave=steps is not None)

    def tick(name: str) -> None:
        bar.set_postfix_str(name, refresh=False)
        bar.update()

    return tick

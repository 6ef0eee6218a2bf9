"""The verbs of authors: check, new, program, prove, sources, format."""

import argparse
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from course.cli.terminal import add_verb, print_json, print_proof, print_table, stage
from course.errors import UsageError


def add_verbs(verbs: Any) -> None:
    """Describe them."""
    add_verb(
        verbs, _check, "Find what is wrong with program.toml and the notebooks.", "", json=True
    )
    new = verbs.add_parser(
        "new",
        help="Make a skeleton that check and prove accept at once.",
        description="Make a skeleton that check and prove accept at once.",
        epilog="example: course new notebook 104-performance 01-measure-first",
    ).add_subparsers(dest="what", required=True, metavar="module|notebook|exercise|scenario")
    module = add_verb(
        new,
        _new_module,
        "Make a module's first notebook, with test bed, notes for teachers and items.",
        " 104-performance",
        parent="new ",
        name="module",
    )
    notebook = add_verb(
        new,
        _new_notebook,
        "Make a notebook that program.toml lists, with test bed, notes and items.",
        " 104-performance 01-measure-first",
        parent="new ",
        name="notebook",
    )
    exercise = add_verb(
        new,
        _new_exercise,
        "Add a section with an exercise and its test bed to a notebook.",
        " 104-performance 01-measure-first --kind repair",
        parent="new ",
        name="exercise",
    )
    scenario = add_verb(
        new,
        _new_scenario,
        "Make a family of incidents in the course's folder scenarios/.",
        " harbour-morning",
        parent="new ",
        name="scenario",
    )
    scenario.add_argument("scenario", metavar="NAME")
    for verb in (module, notebook, exercise):
        verb.add_argument("module", metavar="MODULE")
    for verb in (notebook, exercise):
        verb.add_argument("notebook", metavar="NOTEBOOK")
    exercise.add_argument("--kind", metavar="KIND", help="write, repair, review, diagnose, …")
    program = add_verb(
        verbs,
        _program,
        "Show the program: modules, dates, marks, targets, certificates.",
        " --gantt plan.svg --start 2027-01-11",
        json=True,
    )
    program.add_argument("--gantt", type=Path, metavar="FILE.svg", help="draw the timeline")
    program.add_argument(
        "--start", metavar="DATE", help="shift all dates to a cohort that starts then"
    )
    program.add_argument(
        "--schema", action="store_true", help="print the JSON Schema of program.toml"
    )
    prove = add_verb(
        verbs,
        _prove,
        "Prove exercises: right answers pass, wrong ones fail, mutants die.",
        " 101-system-architecture/01-components-and-contracts/ex2b",
        json=True,
    )
    prove.add_argument(
        "target",
        nargs="?",
        metavar="MODULE[/NOTEBOOK[/EXERCISE]]",
        help="only these; all modules that are ready where nothing is named",
    )
    prove.add_argument(
        "--all",
        action="store_true",
        help="grade every answer anew; else verdicts are kept in .proofs/ while nothing they "
        "depend on changes (never where CI is set in the environment)",
    )
    prove.add_argument(
        "--beds", type=Path, metavar="DIR", help="test beds other than tests/wrong_answers/"
    )
    prove.add_argument("--no-mutants", action="store_true", help="only the answers of the beds")
    sources = add_verb(
        verbs,
        _sources,
        "List external links, the figures beside them, and where each was verified.",
        " 101-system-architecture",
        json=True,
    )
    sources.add_argument("module", nargs="?", metavar="MODULE")
    rewrite = add_verb(
        verbs,
        _format,
        "Rewrite notebooks in canonical form.",
        " 101-system-architecture --execute",
    )
    rewrite.add_argument("module", nargs="?", metavar="MODULE")
    rewrite.add_argument("--execute", action="store_true", help="run them and store the outputs")


def _check(arguments: argparse.Namespace) -> int:
    from course.authoring.author_verbs import material_report
    from course.gradebook.layout import course_folder

    report = material_report(course_folder(arguments.course_dir))
    if arguments.json:
        print_json(
            {
                "problems": [problem._asdict() for problem in report.problems],
                "remarks": [remark._asdict() for remark in report.remarks],
                "rework": report.rework,
                "notebooks": {n: measures.as_data() for n, measures in report.measures.items()},
            }
        )
        return 1 if report.problems else 0
    for remark in report.remarks:
        print(f"remark: {remark}")
    for place, rules in report.rework.items():
        counts = ", ".join(f"{rule} {count}" for rule, count in rules.items())
        print(f"to rework: {place}: {counts}")
    print("\n".join(map(str, report.problems)) if report.problems else "no problems found")
    return 1 if report.problems else 0


def _sources(arguments: argparse.Namespace) -> int:
    from course.authoring.author_verbs import module_references
    from course.gradebook.layout import course_folder

    listed = module_references(course_folder(arguments.course_dir), arguments.module)
    rows = [
        (module, reference, sources.get(reference.url))
        for module, (found, sources) in listed.items()
        for reference in found
    ]
    unverified = sum(source is None for _, _, source in rows)
    if arguments.json:
        print_json(
            [
                {"module": module, **asdict(reference)}
                | {"source": source.model_dump(mode="json") if source else None}
                for module, reference, source in rows
            ]
        )
        return 1 if unverified else 0
    for _, reference, source in rows:
        noted = f"opened {source.opened}: {source.verified}" if source else "NOT VERIFIED"
        print(f"{reference.url}\n  {reference.place}\n  {noted}")
        if reference.figures:
            print(f"  figures: {', '.join(reference.figures)}")
    print(f"{len(rows)} links, {unverified} not verified")
    return 1 if unverified else 0


def _new_module(arguments: argparse.Namespace) -> int:
    from course.authoring.scaffolds import new_module

    return _written(new_module, arguments, arguments.module)


def _new_notebook(arguments: argparse.Namespace) -> int:
    from course.authoring.scaffolds import new_notebook

    return _written(new_notebook, arguments, arguments.module, arguments.notebook)


def _new_exercise(arguments: argparse.Namespace) -> int:
    from course.authoring.scaffolds import new_exercise

    make = partial(new_exercise, kind=arguments.kind)
    return _written(make, arguments, arguments.module, arguments.notebook)


def _new_scenario(arguments: argparse.Namespace) -> int:
    from course.authoring.scaffolds import new_scenario

    return _written(new_scenario, arguments, arguments.scenario)


def _written(make: Callable[..., list[Path]], arguments: argparse.Namespace, *names: str) -> int:
    from course.gradebook.layout import course_folder

    folder = course_folder(arguments.course_dir)
    for path in make(folder, *names):
        print(f"wrote {path.relative_to(folder)}")
    return 0


def _program(arguments: argparse.Namespace) -> int:
    from datetime import date

    from course.gradebook.layout import course_folder, program_file
    from course.program import load_program, program_schema

    if arguments.schema:
        print_json(program_schema())
        return 0
    path = program_file(course_folder(arguments.course_dir)) if arguments.course_dir else None
    program = load_program(path)
    if arguments.start:
        try:
            program = program.starting(date.fromisoformat(arguments.start))
        except ValueError:
            what = f"--start: expected a date such as 2027-01-11, got {arguments.start!r}"
            raise UsageError(what) from None
    if arguments.gantt:
        from course.program.schedule import gantt_svg

        arguments.gantt.write_text(gantt_svg(program), encoding="utf-8")
    if arguments.json:
        print_json(program.as_data())
    elif not arguments.gantt:
        print_table(
            ("module", "level", "days", "assessment", "passing", "due", "status"),
            [
                (
                    module.id,
                    module.level,
                    module.duration_days,
                    module.assessment.type,
                    f"{module.assessment.passing_score} %",
                    program.due(module.id),
                    module.status,
                )
                for module in program.modules
            ],
        )
    return 0


def _prove(arguments: argparse.Namespace) -> int:
    import os
    from dataclasses import asdict

    from course.authoring.author_verbs import proofs
    from course.gradebook.layout import course_folder
    from course.workflow import require_module

    folder = course_folder(arguments.course_dir)
    notebooks = []
    target = arguments.target
    require_module(folder, target.split("/")[0] if target else None)
    if arguments.beds is not None and not arguments.beds.is_dir():
        raise UsageError(f"--beds: expected a folder, got {str(arguments.beds)!r}")
    for notebook in proofs(
        folder,
        target,
        tick=stage("prove", None),
        beds=arguments.beds,
        mutants=not arguments.no_mutants,
        kept=not (arguments.all or os.environ.get("CI")),
    ):
        notebooks.append(notebook)
        if not arguments.json:
            for proof in notebook.proofs:
                print_proof(notebook.module, notebook.notebook, proof)
    problems = [problem for n in notebooks for proof in n.proofs for problem in proof.problems]
    if arguments.json:
        print_json({"notebooks": [asdict(n) for n in notebooks], "holds": not problems})
    return 1 if problems else 0


def _format(arguments: argparse.Namespace) -> int:
    from course.authoring.author_verbs import format_notebooks
    from course.gradebook.layout import course_folder
    from course.workflow import require_module

    folder = course_folder(arguments.course_dir)
    require_module(folder, arguments.module)
    for path in format_notebooks(
        folder, arguments.module, execute=arguments.execute, tick=stage("format", None)
    ):
        print(f"rewrote {path.relative_to(folder)}")
    return 0

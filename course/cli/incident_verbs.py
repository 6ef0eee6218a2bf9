"""The verbs of `course incident`: list, play, replay, lint, export, serve, host, record."""

import argparse
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course.cli.terminal import add_verb, print_json, print_table, read_day, stage

if TYPE_CHECKING:
    from course.errors import Problem
    from course.incidents.replayed_run import Run

DRAWN = "drawn"  # in place of a type and a severity that differ between the draws of a family


def add_verbs(verbs: Any) -> None:
    """Add `incident` and what follows it to the command's parser."""
    top = verbs.add_parser(
        "incident",
        help="Play, replay and prove incidents.",
        description="Play, replay and prove incidents.",
        epilog="example: course incident play bad-canary",
    )
    below = top.add_subparsers(metavar="WHAT", required=True)

    def verb(
        run: Callable[[argparse.Namespace], int],
        sentence: str,
        example: str,
        *,
        course: bool = False,
        json: bool = False,
    ) -> argparse.ArgumentParser:
        return add_verb(below, run, sentence, example, parent="incident ", course=course, json=json)

    verb(_list, "Show the scenarios.", "", json=True)
    made = verb(_play, "Play a scenario in the terminal.", " bad-canary --seed 7")
    made.add_argument("scenario", metavar="SCENARIO")
    made.add_argument("--seed", type=int, metavar="N", help="another run than your own")
    made.add_argument(
        "--folder",
        type=Path,
        default=Path("incidents"),
        metavar="DIR",
        help="where the journal is kept (incidents)",
    )
    made.add_argument("--yes", action="store_true", help="make that folder without asking")
    made = verb(
        _replay, "Replay a journal, and show its score.", " incidents/bad-canary.jsonl", json=True
    )
    made.add_argument("journal", type=Path, metavar="JOURNAL")
    made = verb(
        _lint, "Prove that scenarios can be solved, and not by luck.", " bad-canary", json=True
    )
    made.add_argument("scenario", nargs="?", metavar="SCENARIO")
    made.add_argument("--seeds", type=int, default=20, metavar="N", help="runs of each (20)")
    made.add_argument("--jobs", type=int, default=2, metavar="N", help="processes (2)")
    made = verb(
        _export, "Write a run's telemetry for other tools.", " bad-canary --openmetrics > run.txt"
    )
    made.add_argument("scenario", metavar="SCENARIO")
    made.add_argument("--seed", type=int, default=0, metavar="N", help="another run (0)")
    kind = made.add_mutually_exclusive_group(required=True)
    kind.add_argument("--openmetrics", action="store_true", help="metrics, for promtool")
    kind.add_argument("--otlp", action="store_true", help="metrics, logs and spans as JSON lines")
    kind.add_argument("--rules", action="store_true", help="the alert rules, for Prometheus")
    words = "Serve Prometheus' API over a journal as it is written, or over a run."
    made = verb(_serve, words, " incidents/bad-canary.jsonl --port 9090")
    made.add_argument("run", metavar="JOURNAL|SCENARIO")
    made.add_argument("--port", type=int, default=9090, metavar="N", help="on 127.0.0.1 (9090)")
    made.add_argument("--scenario", metavar="NAME", help="of a journal that is not there yet")
    made.add_argument("--seed", type=int, metavar="N", help="the run's seed (a journal's own; 0)")
    made.add_argument("--at", metavar="TIME", help="of a scenario: 14:20, or 20m; else its end")
    words = "Play graded drills for learners, so that seed and truth stay with the course."
    made = verb(_host, words, " --socket /run/course-drills/socket", course=True)
    made.add_argument(
        "--socket",
        type=Path,
        metavar="PATH",
        help="where clients find it (COURSE_DRILL_HOST, or drills/socket in the course's folder)",
    )
    made = verb(
        _record,
        "Replay a journal, and keep its score in a learner's record.",
        " incidents/bad-canary.jsonl --learner learner-01",
        course=True,
        json=True,
    )
    made.add_argument("journal", type=Path, nargs="?", metavar="JOURNAL")
    made.add_argument(
        "--drill", metavar="ID", help="a graded drill: the drill host's journal, where it has one"
    )
    made.add_argument("--learner", required=True, metavar="ID", help="whose run it is")
    made.add_argument("--on", metavar="DATE", help="the day of the run (today, UTC)")
    made.add_argument("--any-seed", action="store_true", help="also a run that is not their own")


def _list(arguments: argparse.Namespace) -> int:
    from course.errors import ScenarioError
    from course.incidents.scenario_files import load_scenario, scenario_names

    found, problems = [], []
    for name in scenario_names():
        try:
            found.append(load_scenario(name))
        except ScenarioError as error:
            problems += [str(problem) for problem in error.problems]
    rows = [
        (
            s.title,
            s.type if s.seed is None else DRAWN,
            s.severity if s.seed is None else DRAWN,
            f"{s.horizon // 60_000_000_000} min",
            s.name,
        )
        for s in found
    ]
    # The name comes last: it tells more than one should know.
    head = ("title", "type", "severity", "time", "scenario")
    if arguments.json:
        print_json({"scenarios": [dict(zip(head, row, strict=True)) for row in rows]})
    else:
        print_table(head, rows)
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _replay(arguments: argparse.Namespace) -> int:
    from course.errors import SubmissionError
    from course.incidents.feedback import feedback
    from course.incidents.journal import LONGEST, beginning
    from course.incidents.replayed_run import replay_bytes
    from course.incidents.scenario_files import load_scenario
    from course.incidents.scoring import score

    try:
        with arguments.journal.open("rb") as file:
            raw = file.read(LONGEST + 1)
    except OSError as error:
        raise SubmissionError(f"{arguments.journal}: {error.strerror}") from error
    named, seed = beginning(raw, str(arguments.journal))
    run = replay_bytes(raw, load_scenario(named, seed=seed))
    if arguments.json:
        found = score(run)
        print_json({"score": found.data(), "feedback": feedback(run, found).data()})
    else:
        print_run(run)
    return 0


def print_run(run: "Run") -> None:
    """Show a run's score by part, and the feedback with its evidence."""
    from course.incidents.feedback import feedback
    from course.incidents.scoring import score
    from course.incidents.vocabulary import PARTS

    found = score(run)
    said = feedback(run, found)
    print("\n".join(said.timeline), end="\n\n")
    rows = [(part, f"{found.parts.get(part, 0):.1f}", f"{most:g}") for part, most in PARTS.items()]
    print_table(("part", "points", "of"), rows)
    print(
        f"\n{found.points:.1f} of {found.out_of:g} points; {found.pending:g} more await a person"
        f"\ntime to detect {_span(found.time_to_detect_s)}, "
        f"time to resolve {_span(found.time_to_resolve_s)}"
    )
    if said.acts:
        print("\nWhat each act did: the run was played again without it")
    for line in said.acts:
        print(f"- {line}")
    for head in ("strengths", "improvements", "recommendations"):
        remarks = getattr(said, head)
        if remarks:
            print(f"\n{head.capitalize()}")
        for remark in remarks:
            print(f"- {remark.words}\n  {remark.evidence}" if remark.evidence else remark.words)
    print(f"\n{run.scenario.truth.lesson}")


def _span(seconds: float | None) -> str:
    return "never" if seconds is None else f"{int(seconds) // 60} min {int(seconds) % 60:02} s"


def _lint(arguments: argparse.Namespace) -> int:
    from course.errors import ScenarioError
    from course.incidents.lint import lint
    from course.incidents.scenario_files import load_scenario, scenario_names

    if arguments.seeds < 1 or arguments.jobs < 1:
        print("--seeds, --jobs: expected 1 or more", file=sys.stderr)
        return 2
    names = [arguments.scenario] if arguments.scenario else scenario_names()
    wrong: list[Problem] = []
    for name in names:
        try:
            load_scenario(name)
        except ScenarioError as error:
            wrong += error.problems
    if wrong:
        raise ScenarioError(wrong)
    tick = stage("lint", len(names) * arguments.seeds)
    reports = lint(names, seeds=arguments.seeds, processes=arguments.jobs, tick=tick)
    problems = [problem for report in reports for problem in report.problems]
    if arguments.json:
        print_json({"reports": [report.data() for report in reports], "problems": problems})
    else:
        head = ("scenario", "seeds", "harm of nothing", "of the oracle", "points", "problems")
        print_table(head, [_lint_row(report) for report in reports])
        print("\n".join(problems))
    return 1 if problems else 0


def _lint_row(report: Any) -> tuple[object, ...]:
    count = len(report.runs)
    points = [run.points for run in report.runs if run.points is not None]
    return (
        report.scenario,
        report.seeds,
        f"{sum(r.nothing for r in report.runs) / count:.0f}",
        f"{sum(r.oracle for r in report.runs) / count:.0f}",
        f"{min(points):.1f}" if points else "-",
        len(report.problems),
    )


def _export(arguments: argparse.Namespace) -> int:
    from course.incidents.incident import opened, telemetry
    from course.incidents.scenario_files import load_scenario
    from course.simulation.telemetry import openmetrics
    from course.simulation.telemetry.alerts import rules_yaml

    scenario = load_scenario(arguments.scenario, seed=arguments.seed)
    if arguments.rules:
        print(rules_yaml(scenario.alerts, group=scenario.name), end="")
        return 0
    engine = opened(scenario, arguments.seed)
    engine.advance_to(scenario.horizon)
    seen = telemetry(scenario, engine)
    writers = (openmetrics.otlp_metrics, openmetrics.otlp_logs, openmetrics.otlp_spans)
    lines: Iterable[str] = (line for write in writers for line in write(seen))
    if arguments.openmetrics:
        lines = openmetrics.openmetrics(seen.metrics)
    for line in lines:
        sys.stdout.write(line if line.endswith("\n") else f"{line}\n")
    if words := seen.dropped_words() * arguments.otlp:
        print(words, file=sys.stderr)
    return 0


def _serve(arguments: argparse.Namespace) -> int:
    from course.prometheus_api import app, serve, source_of

    source = source_of(
        arguments.run, scenario=arguments.scenario, seed=arguments.seed, at=arguments.at
    )
    view = source()  # what is wrong is said before the door opens
    print(f"{view.name}, up to {view.clock} (UTC of its day); stop with Ctrl+C")
    serve(app(source), arguments.port, lambda where: print(where, flush=True))
    return 0


def _host(arguments: argparse.Namespace) -> int:
    import os

    from course.errors import ProgramError
    from course.gradebook.layout import course_folder, layout_of, program_file
    from course.incidents.drill_client import HOST
    from course.incidents.drill_host import DrillHost, serve
    from course.incidents.scenario_files import drawn_scenario
    from course.incidents.sealed_runs import DRILLS
    from course.papers.course_secret import load_secret, secret_path
    from course.program import load_program
    from course.simulation.kernel_startup import prepare

    folder = course_folder(arguments.course_dir)
    root = layout_of(folder).root
    drills = {plan.id: plan for plan in load_program(program_file(folder)).drills}
    if not drills:
        raise ProgramError("program.toml names no drills: expected [[drills]]")
    secret = load_secret(secret_path())
    for family in sorted({family for plan in drills.values() for family in plan.families}):
        drawn_scenario(family, 0)  # what is wrong is said before the door opens
    prepare()
    path = arguments.socket or Path(os.environ.get(HOST) or root / DRILLS / "socket")

    def say(words: str) -> None:
        print(words, file=sys.stderr, flush=True)

    def ready(where: str) -> None:
        print(f"{', '.join(drills)}: {where}; secret {secret.digest}; stop with Ctrl+C", flush=True)

    serve(DrillHost(root, drills, secret.derived, say=say), path, ready)
    return 0


def _play(arguments: argparse.Namespace) -> int:
    from course.cli.incident_prompt import converse
    from course.errors import UsageError
    from course.incidents.drill_client import drill
    from course.incidents.incident import Incident
    from course.incidents.replayed_run import replay
    from course.incidents.scenario_files import load_scenario, own_seed
    from course.incidents.sealed_runs import is_drill

    name, graded = arguments.scenario, is_drill(arguments.scenario)
    if graded and arguments.seed is not None:
        raise UsageError(f"--seed: {name} is a graded drill, whose draw nobody chooses")
    seed = own_seed(name) if arguments.seed is None else arguments.seed
    scenario = None if graded else load_scenario(name, seed=seed)
    if not (arguments.yes or arguments.folder.is_dir() or _agreed(arguments.folder)):
        print("Nothing was made. `--folder DIR` names another folder.", file=sys.stderr)
        return 1
    if scenario is None:
        incident = drill(name, folder=arguments.folder)
        print(f"{name}: {'sealed' if incident.sealed else 'unsealed'}\n")
    else:
        incident = Incident(scenario, seed=seed, folder=arguments.folder)
    converse(incident)
    place = arguments.folder / f"{name}.jsonl"
    if not incident.over:
        print(f"\nthe journal is in {place}; play again to go on")
        return 0
    print(f"\nThe run is over. The journal is in {place}.\n")
    journal = incident.journal
    if scenario is None:
        scenario = load_scenario(journal.scenario, seed=journal.seed)
    print_run(replay(journal, scenario))
    return 0


def _agreed(folder: Path) -> bool:
    """Ask whether a folder may be made; where nobody can answer, it may not."""
    try:
        said = input(
            f"The journal is kept in {folder.resolve()}, which is not there. Make it? [y/N] "
        )
    except EOFError:
        print()
        return False
    return said.strip().lower() in ("y", "yes")


def _record(arguments: argparse.Namespace) -> int:
    from dataclasses import asdict

    from course.certification.cohort import record_drill, record_run
    from course.errors import SubmissionError, UsageError
    from course.gradebook.layout import course_folder
    from course.incidents.journal import LONGEST

    on = read_day(arguments.on)
    folder = course_folder(arguments.course_dir)
    raw, path = None, arguments.journal
    if path is None and not arguments.drill:
        raise UsageError("expected a journal, or --drill")
    if path is not None:
        try:
            with path.open("rb") as file:
                raw = file.read(LONGEST + 1)
        except OSError as error:
            raise SubmissionError(f"{path}: {error.strerror}") from error
    if arguments.drill:
        run = record_drill(folder, arguments.drill, arguments.learner, on=on, journal=raw)
    else:
        run = record_run(folder, raw or b"", arguments.learner, on=on, any_seed=arguments.any_seed)
    if arguments.json:
        print_json(asdict(run))
    else:
        said = "handled" if run.handled else "not handled successfully"
        sealing = f", {'sealed' if run.sealed else 'unsealed'}" * bool(run.drill)
        print(
            f"{arguments.learner}: {run.drill or run.scenario} {said}, "
            f"{run.points:.1f} of {run.out_of:g} points{sealing}"
        )
    return 0

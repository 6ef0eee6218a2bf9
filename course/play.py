"""What a terminal shows of an incident: the verbs of `course incident`, and the player's prompt.

It prints and reads; what things mean is decided in incidents/. Nothing large is imported before a
verb runs.
"""

import argparse
import json
import shlex
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course.console import print_json, print_table, stage
from course.errors import CourseError, ScenarioError

if TYPE_CHECKING:
    from course.incidents.incident import Incident
    from course.incidents.replay import Run

HELP = """\
  look     alerts | topology | deploys | audit | runbook NAME | logs WORDS | trace [ID] | hint
           promql QUERY | sql QUERY
  say      declare SEVERITY | hypothesis component=… cause="…" trigger="…" onset=HH:MM
           post status=… text="…" components=A,B affected_percent=N next_update=10m
           note WORDS
  do       act VERB key=value …      (act alone lists what there is, with its prices)
  time     wait 5m
  end      close | quit (the journal is kept, and taken up again)
  words    causes | triggers"""
MOST_ROWS = 20


def add_verbs(verbs: Any) -> None:
    """Add `incident` and what follows it to the command's parser."""
    top = verbs.add_parser(
        "incident", help="Play, replay and prove incidents.",
        description="Play, replay and prove incidents.",
        epilog="example: course incident play bad-canary",
    )  # fmt: skip
    below = top.add_subparsers(metavar="WHAT", required=True)

    def verb(
        run: Callable[[argparse.Namespace], int], sentence: str, example: str
    ) -> argparse.ArgumentParser:
        name = run.__name__.removeprefix("_")
        made: argparse.ArgumentParser = below.add_parser(
            name, help=sentence, description=sentence,
            epilog=f"example: course incident {name}{example}",
        )  # fmt: skip
        made.set_defaults(verb=run)
        return made

    made = verb(_list, "Show the scenarios.", "")
    made.add_argument("--json", action="store_true", help="print JSON")
    made = verb(_play, "Play a scenario in the terminal.", " bad-canary --seed 7")
    made.add_argument("scenario", metavar="SCENARIO")
    made.add_argument("--seed", type=int, default=0, metavar="N", help="another run (0)")
    made.add_argument(
        "--folder", type=Path, default=Path("incidents"), metavar="DIR",
        help="where the journal is kept (incidents)",
    )  # fmt: skip
    made = verb(_replay, "Replay a journal, and show its score.", " incidents/bad-canary.jsonl")
    made.add_argument("journal", type=Path, metavar="JOURNAL")
    made.add_argument("--json", action="store_true", help="print JSON")
    made = verb(_lint, "Prove that scenarios can be solved, and not by luck.", " bad-canary")
    made.add_argument("scenario", nargs="?", metavar="SCENARIO")
    made.add_argument("--seeds", type=int, default=20, metavar="N", help="runs of each (20)")
    made.add_argument("--jobs", type=int, default=2, metavar="N", help="processes (2)")
    made.add_argument("--json", action="store_true", help="print JSON")
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


def _list(given: argparse.Namespace) -> int:
    from course.incidents.loading import load_scenario, scenario_names

    found = [load_scenario(name) for name in scenario_names()]
    rows = [(s.title, s.type, s.severity, f"{s.horizon // 60_000_000_000} min", s.name)
            for s in found]  # fmt: skip
    # The name comes last: it tells more than one should know.
    head = ("title", "type", "severity", "time", "scenario")
    if given.json:
        print_json({"scenarios": [dict(zip(head, row, strict=True)) for row in rows]})
    else:
        print_table(head, rows)
    return 0


def _replay(given: argparse.Namespace) -> int:
    from course.errors import SubmissionError
    from course.incidents.feedback import feedback
    from course.incidents.journal import LONGEST
    from course.incidents.loading import load_scenario
    from course.incidents.replay import replay_bytes
    from course.incidents.scoring import score
    from course.serving.following import scenario_of

    try:
        with given.journal.open("rb") as file:
            raw = file.read(LONGEST + 1)
    except OSError as error:
        raise SubmissionError(f"{given.journal}: {error.strerror}") from error
    named = scenario_of(raw, str(given.journal))
    run = replay_bytes(raw, load_scenario(named))
    if given.json:
        found = score(run)
        print_json({"score": found.data(), "feedback": feedback(run, found).data()})
    else:
        print_run(run)
    return 0


def print_run(run: "Run") -> None:
    """Show a run's score by part, and the feedback with its evidence."""
    from course.incidents.feedback import feedback
    from course.incidents.scoring import score
    from course.incidents.words import PARTS

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
    for head in ("strengths", "improvements", "recommendations"):
        remarks = getattr(said, head)
        if remarks:
            print(f"\n{head.capitalize()}")
        for remark in remarks:
            print(f"- {remark.words}\n  {remark.evidence}" if remark.evidence else remark.words)
    print(f"\n{run.scenario.truth.lesson}")


def _span(seconds: float | None) -> str:
    return "never" if seconds is None else f"{int(seconds) // 60} min {int(seconds) % 60:02} s"


def _lint(given: argparse.Namespace) -> int:
    from course.incidents.lint import lint
    from course.incidents.loading import scenario_names

    if given.seeds < 1 or given.jobs < 1:
        print("--seeds, --jobs: expected 1 or more", file=sys.stderr)
        return 2
    names = [given.scenario] if given.scenario else scenario_names()
    tick = stage("lint", len(names) * given.seeds)
    reports = lint(names, seeds=given.seeds, processes=given.jobs, tick=tick)
    problems = [problem for report in reports for problem in report.problems]
    if given.json:
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
        report.scenario, report.seeds, f"{sum(r.nothing for r in report.runs) / count:.0f}",
        f"{sum(r.oracle for r in report.runs) / count:.0f}",
        f"{min(points):.1f}" if points else "-", len(report.problems),
    )  # fmt: skip


def _export(given: argparse.Namespace) -> int:
    from course.incidents.incident import opened, telemetry
    from course.incidents.loading import load_scenario
    from course.simulation import exports
    from course.simulation.alerts import rules_yaml

    scenario = load_scenario(given.scenario)
    if given.rules:
        print(rules_yaml(scenario.alerts, group=scenario.name), end="")
        return 0
    engine = opened(scenario, given.seed)
    engine.advance_to(scenario.horizon)
    seen = telemetry(scenario, engine)
    writers = (exports.otlp_metrics, exports.otlp_logs, exports.otlp_spans)
    lines: Iterable[str] = (line for write in writers for line in write(seen))
    if given.openmetrics:
        lines = exports.openmetrics(seen.metrics)
    for line in lines:
        sys.stdout.write(line if line.endswith("\n") else f"{line}\n")
    return 0


def _serve(given: argparse.Namespace) -> int:
    from course.serving import app, serve, source_of

    source = source_of(given.run, scenario=given.scenario, seed=given.seed, at=given.at)
    view = source()  # what is wrong is said before the door opens
    print(f"{view.name}, up to {view.clock} (UTC of its day); stop with Ctrl+C")
    serve(app(source), given.port, lambda where: print(where, flush=True))
    return 0


def _play(given: argparse.Namespace) -> int:
    from course.incidents.incident import Incident
    from course.incidents.loading import load_scenario
    from course.incidents.replay import replay

    scenario = load_scenario(given.scenario)
    incident = Incident(scenario, seed=given.seed, folder=given.folder)
    print(f"{scenario.title}\n\n{scenario.story.strip()}\n\n{HELP}\n")
    while not incident.over:
        try:
            line = input(f"{incident.clock} > ")
        except EOFError:
            break
        try:
            words = _words(line)
            if words and words[0] in ("quit", "exit"):
                break
            if words:
                step(incident, words[0], words[1:])
        except (CourseError, ValueError, AttributeError) as error:  # no such act is the last
            print(error)
    place = given.folder / f"{scenario.name}.jsonl"
    if not incident.over:
        print(f"\nthe journal is in {place}; play again to go on")
        return 0
    print(f"\nThe run is over. The journal is in {place}.\n")
    print_run(replay(incident.journal, scenario))
    return 0


def _words(line: str) -> list[str]:
    """Words of a line; a query's are left as they stand, with their quotes."""
    verb, _, query = line.strip().partition(" ")
    raw = verb in ("promql", "sql") or (verb == "logs" and any(mark in query for mark in "=<>"))
    return [verb, query.strip()] if raw else shlex.split(line)


def step(incident: "Incident", verb: str, words: Sequence[str]) -> None:
    """Do one line of the prompt. Raises CourseError or ValueError with what is wrong in it."""
    if verb == "wait":
        incident.advance(_one(verb, words, "a time such as 5m"))
    elif verb == "act" and not words:
        _print_acts()
    elif verb == "act":
        order = getattr(incident.act, words[0])(**_pairs(words[1:]))
        blast = f"; can hurt {', '.join(order.blast)}" if order.blast else ""
        print(f"ordered; done in {order.duration / 1e9:.0f} s{blast}")
    elif verb == "declare":
        incident.declare(severity=int(_one(verb, words, "a severity, 1 to 3")))
    elif verb == "hypothesis":
        args = _pairs(words)
        if isinstance(args.get("component"), str):
            args["component"] = args["component"].split(",")
        incident.hypothesis(**_only(verb, args, "component cause trigger onset"))
    elif verb == "post":
        args = _pairs(words)
        if isinstance(args.get("components"), str):
            args["components"] = args["components"].split(",")
        known = "text status audience components next_update impact affected_percent affected_count"
        incident.post(**_only(verb, args, known))
    elif verb in SIMPLE:
        SIMPLE[verb](incident, words)
    else:
        raise ScenarioError(f"{verb}: no such word; `help` lists them")


def _print_words(which: str) -> None:
    from course.incidents import words

    print_table((which.lower(), "meaning"), list(getattr(words, which).items()))


def _one(verb: str, words: Sequence[str], what: str) -> str:
    if len(words) != 1:
        raise ScenarioError(f"{verb}: expected {what}, got {' '.join(words) or 'nothing'!r}")
    return words[0]


def _pairs(words: Sequence[str]) -> dict[str, Any]:
    """Read key=value words; numbers, true, false, null and JSON as such, anything else as text."""
    found: dict[str, Any] = {}
    for word in words:
        key, mark, value = word.partition("=")
        if not mark or not key.isidentifier():
            raise ScenarioError(f"expected key=value, got {word!r}")
        try:
            found[key] = json.loads(value)
        except ValueError:
            found[key] = value
    return found


def _only(verb: str, args: dict[str, Any], known: str) -> dict[str, Any]:
    wrong = [key for key in args if key not in known.split()]
    if wrong:
        raise ScenarioError(f"{verb}: {key}: expected one of {known}" for key in wrong)
    return args


def _print_acts() -> None:
    from course.incidents.verbs import ACTS

    rows = [(name, ", ".join(kind.model_fields), (kind.__doc__ or "").strip().split("\n")[0])
            for name, (kind, *_) in ACTS.items()]  # fmt: skip
    print_table(("act", "arguments", "what it does"), rows)


def _alerts(incident: "Incident", words: Sequence[str]) -> None:
    del words
    found = incident.alerts()
    now = incident.seen.now_ms
    rows = [(a.rule, a.severity, a.state(now), f"{a.value:.3g}", a.summary) for a in found]
    print_table(("alert", "severity", "state", "value", "summary"), rows)


def _topology(incident: "Incident", words: Sequence[str]) -> None:
    plain = incident.topology(*words[:1]).plain()
    for part in ("nodes", "links"):
        rows = [{key: _shown(value) for key, value in row.items()} for row in plain[part]]
        head = [key for key in (rows[0] if rows else {}) if any(row[key] != "-" for row in rows)]
        print_table(head, [[row[key] for key in head] for row in rows])
        print()


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3g}"
    if value is None or value in ((), [], ""):
        return "-"
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _print_rows(table: Any, among: Sequence[str] = ()) -> None:
    rows = table.slice(max(0, len(table) - MOST_ROWS)).to_pylist()
    names = [name for name in among or table.column_names if name in table.column_names]
    head = [key for key in names if any(_shown(row[key]) != "-" for row in rows)]
    if len(table) > MOST_ROWS:
        print(f"… {len(table) - MOST_ROWS} before")
    print_table(head, [[_shown(row[key])[:60] for key in head] for row in rows])


def _trace(incident: "Incident", words: Sequence[str]) -> None:
    for bar in incident.trace(*words[:1]):
        name = f"{'  ' * bar.depth}{bar.service} {bar.name}"
        wrong = f"  {bar.http_status} {bar.error_type or ''}" if bar.failed else ""
        print(f"{name:<50} +{bar.offset_ms:8.1f} {bar.duration_ms:9.1f} ms{wrong}")


def _ask(verb: str) -> Callable[["Incident", Sequence[str]], None]:
    def ask(incident: "Incident", words: Sequence[str]) -> None:
        frame = getattr(incident, verb)(" ".join(words))
        rows = frame.tail(MOST_ROWS).itertuples(index=frame.index.name is not None, name=None)
        head = [*([frame.index.name] if frame.index.name else []), *map(str, frame.columns)]
        if len(frame) > MOST_ROWS:
            print(f"… {len(frame) - MOST_ROWS} before")
        print_table(head, [[_shown(value)[:60] for value in row] for row in rows])

    return ask


LOG = (
    "timestamp", "severity_text", "service.name", "service.version", "service.instance.id",
    "tenant.id", "body",
)  # fmt: skip
SIMPLE: dict[str, Callable[["Incident", Sequence[str]], None]] = {
    "alerts": _alerts,
    "topology": _topology,
    "deploys": lambda incident, _: _print_rows(incident.deploys()),
    "audit": lambda incident, _: _print_rows(incident.audit()),
    "runbook": lambda incident, words: print(incident.runbook(" ".join(words))),
    "logs": lambda incident, words: _print_rows(incident.logs(" ".join(words) or "*"), LOG),
    "trace": _trace,
    "promql": _ask("promql"),
    "sql": _ask("sql"),
    "hint": lambda incident, _: print(incident.hint()),
    "note": lambda incident, words: incident.note(" ".join(words)),
    "close": lambda incident, _: incident.close(),
    "help": lambda _, __: print(HELP),
    "causes": lambda _, __: _print_words("CAUSES"),
    "triggers": lambda _, __: _print_words("TRIGGERS"),
}

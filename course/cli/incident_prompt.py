"""The prompt of `course incident play`: a line typed, a line of the journal, what is seen."""

import json
import shlex
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from course.cli.terminal import print_table
from course.errors import CourseError, ScenarioError

if TYPE_CHECKING:
    from course.incidents.incident import Incident

HELP = """\
  look     alerts | topology | deploys | audit | settings [OF] | runbook NAME | logs WORDS
           trace [ID] | hint | promql QUERY | sql QUERY
  say      declare SEVERITY | hypothesis component=… cause="…" trigger="…" onset=HH:MM
           post status=… text="…" components=A,B affected_percent=N next_update=10m
           note WORDS
           (affected_count=N where records, accounts or messages are counted)
  do       act VERB key=value …      (act alone lists the verbs, act VERB help what can be given)
  time     advance 5m
  end      close | quit (the journal is kept, and taken up again)
  words    causes | triggers"""
MOST_ROWS, LONGEST_CELL = 20, 60


def converse(incident: "Incident") -> None:
    """Take lines from the keyboard until the run is over, or the player leaves."""
    scenario = incident.scenario
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
                _told(partial(step, incident, words[0], words[1:]))
        except (CourseError, ValueError, AttributeError) as error:  # no such act is the last
            print(error)


def _words(line: str) -> list[str]:
    """Words of a line; a query's are left as they stand, with their quotes."""
    verb, _, query = line.strip().partition(" ")
    raw = verb in ("promql", "sql") or (verb == "logs" and any(mark in query for mark in "=<>"))
    return [verb, query.strip()] if raw else shlex.split(line)


def step(incident: "Incident", verb: str, words: Sequence[str]) -> None:
    """Do one line of the prompt. Raises CourseError or ValueError with what is wrong in it."""
    if verb == "advance":
        incident.advance(_one(verb, words, "a time such as 5m"))
    elif verb == "wait":
        raise ScenarioError("wait: time passes by `advance`, such as `advance 5m`")
    elif verb == "act" and not words:
        _print_acts()
    elif verb == "act" and _asks(words):
        print(getattr(incident.act, words[0]).__doc__)
    elif verb == "act":
        print(getattr(incident.act, words[0])(**_pairs(words[1:])))
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
        known = "text status audience components next_update impact"
        amounts = "affected_percent affected_count affected_unit"
        incident.post(**_only(verb, args, f"{known} {amounts}"))
    elif verb in SIMPLE:
        SIMPLE[verb](incident, words)
    else:
        raise ScenarioError(f"{verb}: no such word; `help` lists them")


def _told(do: Callable[[], None]) -> None:
    """Do a line; what it warns of is printed below what it shows."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        do()
    for warning in caught:
        print(warning.message)


def _asks(words: Sequence[str]) -> bool:
    """Whether an act is only named that cannot be ordered without arguments, or help is wanted."""
    from course.incidents.verbs import ACTS

    if words[0] not in ACTS or len(words) > 1:
        return list(words[1:]) == ["help"]
    return any(field.is_required() for field in ACTS[words[0]][0].model_fields.values())


def _print_words(which: str) -> None:
    from course.incidents import vocabulary as words

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

    rows = [
        (name, ", ".join(kind.model_fields), (kind.__doc__ or "").strip().split("\n")[0])
        for name, (kind, *_) in ACTS.items()
    ]
    print_table(("act", "arguments", "what it does"), rows)


def _alerts(incident: "Incident", words: Sequence[str]) -> None:
    del words
    found = incident.alerts()
    now = incident.scenario.start_ms + incident.now_s * 1000
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
    left = [key for key in table.column_names if key not in names]
    _print_last(head, [[row[key] for key in head] for row in rows], len(table))
    if left:
        print(f"not shown: {', '.join(left)}")


def _print_settings(incident: "Incident", words: Sequence[str]) -> None:
    table = incident.settings(" ".join(words))
    print_table(table.column_names, [tuple(row.values()) for row in table.to_pylist()])


def _print_last(head: Sequence[str], rows: Sequence[Sequence[object]], total: int) -> None:
    """Print a table's last rows, and what is left out of it: rows before them, ends of cells."""
    if total > len(rows):
        print(f"… {total - len(rows)} before")
    texts = [[_shown(value) for value in row] for row in rows]
    print_table(head, [[_cut(text) for text in row] for row in texts])
    if cut := sum(len(text) > LONGEST_CELL for row in texts for text in row):
        print(f"{cut} cells are longer than {LONGEST_CELL} characters: cut where … stands")


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"


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
        _print_last(head, list(rows), len(frame))

    return ask


LOG = (
    "timestamp",
    "severity_text",
    "service.name",
    "service.version",
    "service.instance.id",
    "tenant.id",
    "body",
)
SIMPLE: dict[str, Callable[["Incident", Sequence[str]], None]] = {
    "alerts": _alerts,
    "topology": _topology,
    "deploys": lambda incident, _: _print_rows(incident.deploys()),
    "audit": lambda incident, _: _print_rows(incident.audit()),
    "settings": _print_settings,
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

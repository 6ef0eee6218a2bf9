"""A graded drill in a notebook: sent line by line to a drill host, which answers with telemetry.

    {"drill": "drill-01", "line": 5, "verb": "metrics", "args": {"query": "up"}, "view": {}}
    {"line": 5, "entry": {…}, "now_s": 905, "over": false, "kind": "frame", "value": {…}}

`line` is the number that the line is to have, so one that is sent again is written once. `drill`
is the door: with a host the run is sealed, without one it is played here and is unsealed.
"""

import base64
import json
import os
import socket
import time
import warnings
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal, NoReturn, cast

import pandas as pd
import pyarrow as pa
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictInt,
    StrictStr,
    TypeAdapter,
    ValidationError,
)

from course.errors import (
    CourseError,
    Problem,
    QueryError,
    ScenarioError,
    SubmissionError,
    validation_problems,
)
from course.files import strict_json
from course.incidents.diagrams import Alerts, Picture, Trace
from course.incidents.incident import Incident, Time
from course.incidents.journal import LONGEST_LINE, VERBS, Entry, Journal, parse
from course.incidents.query_frames import Frame, Marker, known_as
from course.incidents.scenario import SECOND, at_clock
from course.incidents.scenario_files import load_scenario, named_learner
from course.incidents.sealed_runs import add_to_copy, drill_title, first_line, keep_copy, open_draw
from course.incidents.verbs import Acts, Argument
from course.simulation.actions import Action, Order
from course.simulation.telemetry.alerts import Alert
from course.simulation.telemetry.snapshot import Telemetry
from course.simulation.telemetry.topology import Bar, Topology

HOST: Final = "COURSE_DRILL_HOST"  # names the host's socket
MOST_REQUEST: Final = LONGEST_LINE + 4096
MOST_ANSWER: Final = 96 << 20
PATIENCE_S: Final = 60.0  # for a host that is being started again
ANSWER_S: Final = 180.0
OPEN, END = "open", "end"  # no lines of the journal: take a run up; have its journal, once over
Shown = Annotated[StrictStr, Field(max_length=100)] | Annotated[StrictInt, Field(ge=0, le=1 << 31)]
ERRORS: Final = {kind.__name__: kind for kind in (ScenarioError, QueryError, SubmissionError)}


class Request(BaseModel):
    """What a client asks for: a line of the journal, and how its answer is to be shown."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    drill: Annotated[str, Field(pattern=r"^drill-[0-9]{2}$")]
    learner: Annotated[str, Field(max_length=100)] = ""
    line: Annotated[int, Field(ge=1, le=10_000)] = 1
    verb: Annotated[str, Field(max_length=40)]
    args: Annotated[dict[str, Any], Field(max_length=20)] = {}
    view: Annotated[dict[Literal["over", "at", "step", "of"], Shown], Field(max_length=4)] = {}


def read_request(line: bytes) -> Request:
    """Read a stranger's line. Raises SubmissionError with what is wrong, and nothing else."""
    if len(line) > MOST_REQUEST:
        raise SubmissionError(f"expected at most {MOST_REQUEST} bytes a line, got {len(line)}")
    try:
        data = strict_json(line, one_line=True)
    except ValueError as error:
        raise SubmissionError(str(error)) from None
    try:
        request = Request.model_validate(data)
    except ValidationError as error:
        raise SubmissionError(list(validation_problems(error))[:5]) from None
    if request.verb not in {OPEN, END, *VERBS} - {"begin"}:
        raise SubmissionError(
            Problem("verb", f"expected one of the journal's, got {request.verb!r}")
        )
    return request


# Answers: plain JSON, tables as Arrow's own stream in base64; nothing is ever unpickled


def packed(answer: Any) -> dict[str, Any]:
    """Write an answer for the way. Raises QueryError for a table that cannot go, or is too big."""
    match answer:
        case None:
            return {"kind": "nothing", "value": None}
        case str():
            return {"kind": "text", "value": answer}
        case Order():
            order = {
                "verb": answer.action.verb,
                "args": answer.action.args,
                "duration": answer.duration,
                "blast": answer.blast,
                "idle": answer.idle,
            }
            return {"kind": "order", "value": order}
        case Alerts():
            return {"kind": "alerts", "value": [asdict(alert) for alert in answer]}
        case Trace():
            return {"kind": "trace", "value": [asdict(bar) for bar in answer]}
        case Topology():
            return {"kind": "topology", "value": asdict(answer)}
        case Frame():
            return {"kind": "frame", "value": _packed_frame(answer)}
        case pa.Table():
            return {"kind": "table", "value": _packed_table(answer)}
    raise TypeError(f"expected an answer of an incident, got {type(answer).__name__}")


def _packed_table(table: pa.Table) -> str:
    if table.nbytes > MOST_ANSWER // 2:
        raise QueryError(f"expected an answer of at most {MOST_ANSWER >> 21} MiB; ask for less")
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return base64.b64encode(sink.getvalue()).decode()


def _packed_frame(frame: Frame) -> dict[str, Any]:
    plain = pd.DataFrame(frame)
    plain.columns = pd.Index([str(n) for n in range(plain.shape[1])])
    try:
        table = pa.Table.from_pandas(plain)
    except (pa.ArrowException, ValueError, TypeError):
        raise QueryError(
            "the answer has a column of mixed kinds; cast it, such as to text"
        ) from None
    return {
        "table": _packed_table(table),
        "columns": [str(name) for name in frame.columns],
        "of": frame.columns.name,
        "words": str(frame.columns.dtype),
        "unit": frame.unit,
        "asked": frame.asked,
        "markers": [
            {"at": mark.at.isoformat(), "kind": mark.kind, "text": mark.text}
            for mark in frame.markers
        ],
    }


def unpacked(kind: str, value: Any) -> Any:
    """Read an answer that `packed` wrote."""
    match kind:
        case "order":
            return Order(
                action=Action(verb=value["verb"], args=value["args"]),
                changes=(),
                duration=value["duration"],
                blast=tuple(value["blast"]),
                idle=value["idle"],
            )
        case "alerts":
            return Alerts(_adapter(Alert).validate_python(one) for one in value)
        case "trace":
            return Trace(_adapter(Bar).validate_python(one) for one in value)
        case "topology":
            return Picture.of(_adapter(Topology).validate_python(value))
        case "table":
            return _table(value)
        case "frame":
            frame = Frame(_table(value["table"]).to_pandas())
            frame.columns = pd.Index(value["columns"], dtype=value["words"], name=value["of"])
            markers = [
                Marker(**{**mark, "at": pd.Timestamp(mark["at"])}) for mark in value["markers"]
            ]
            return known_as(frame, unit=value["unit"], markers=markers, query=value["asked"])
    return value


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _table(text: str) -> pa.Table:
    return pa.ipc.open_stream(pa.py_buffer(base64.b64decode(text))).read_all()


@dataclass(frozen=True, kw_only=True)
class DrillBrief:
    """What somebody who comes on call is told of a drill; no more of its scenario is here."""

    name: str
    title: str
    story: str
    clock: str
    start_ms: int
    horizon_s: int
    components: tuple[str, ...]
    prices: Mapping[str, int]

    @property
    def horizon(self) -> int:
        """End of the run, in ns."""
        return self.horizon_s * SECOND

    def price(self, verb: str) -> int:
        """Simulated seconds that a verb takes."""
        return self.prices["act" if verb.startswith("act.") else verb]

    def at_clock(self, t_s: float) -> str:
        """Time of day of a time of the run."""
        return at_clock(self.clock, t_s)


class SealedIncident(Incident):
    """A graded drill that a drill host plays: the verbs are those of `Incident`.

    Neither the scenario nor the seed is here before the run is over. Each line is on the host's
    disk before a call returns; `incidents/<drill>.jsonl` is a copy. When the run is over, the copy
    is the whole journal, which `course incident replay` plays again.

    Parameters
    ----------
    drill : str
        The drill, such as `drill-01`.
    host : str
        Path of the host's socket.
    folder : Path or str, optional
        Where the copy is kept; without it there is none.

    Raises
    ------
    ScenarioError
        Where there is no such drill, or the host does not answer.
    """

    sealed = True

    def __init__(
        self, drill: str, *, host: str, folder: Path | str | None = None
    ) -> None:  # everything that Incident.__init__ opens is at the host
        self._host, self._drill, self._learner = host, drill, named_learner()
        self._copy = None if folder is None else Path(folder) / f"{drill}.jsonl"
        opened = self._requested({"verb": OPEN})["value"]
        self._brief = DrillBrief(**{**opened["brief"], "components": tuple(opened["components"])})
        self._about_acts = {
            verb: [Argument(**one) for one in among] for verb, among in opened["acts"].items()
        }
        self.act = Acts(self._record, lambda verb: self._about_acts[verb])
        self.entries: list[Entry] = [Entry(**one) for one in opened["entries"]]
        self.orders: list[tuple[Entry, Order]] = []
        self._learner = opened["learner"]
        self._text = [first_line(drill, self._learner), *(e.line() for e in self.entries[1:])]
        self._keep_copy()

    @property
    def scenario(self) -> Any:  # type: ignore[override]
        """What the learner is told; the scenario itself is at the host."""
        return self._brief

    @property
    def now_s(self) -> int:
        """Present second of the simulated run, counted from its start."""
        return self._now_s

    @property
    def over(self) -> bool:
        """Whether the run has ended: it was closed, or its time is up."""
        return self._over

    @property
    def horizon_s(self) -> int:
        """Second at which the run ends at the latest."""
        return self._brief.horizon_s

    @property
    def components(self) -> tuple[str, ...]:
        """Names of the status page, by which customers know what there is."""
        return self._brief.components

    @property
    def journal(self) -> Journal:
        """The whole journal. Raises ScenarioError before the run is over: it tells the draw."""
        raw = self._whole().encode()
        family, seed = _draw_of(raw)
        return parse(raw, load_scenario(family, seed=seed), name=self._drill)

    @property
    def seen(self) -> Telemetry:
        """Not here: raises ScenarioError, for all telemetry is at the host. Look by the verbs."""
        raise ScenarioError("telemetry of a sealed drill is at its host: look by alerts, logs, …")

    def look(self, verb: str, **args: str) -> None:
        """Pay for a look at the system without showing anything."""
        self._send(verb, args)

    def hint(self) -> str:
        """Take the next hint; it costs simulated time. Raises ScenarioError after the last."""
        return cast("str", self._send("hint", {}))

    def alerts(self) -> tuple[Alert, ...]:
        """Look at the alerts that are pending or firing. A notebook shows them as a table."""
        return cast("Alerts", self._send("alerts", {}))

    def topology(self, over: str = "5m") -> Topology:
        """Look at the picture of the system: its parts, with their rates, errors and latencies."""
        return cast("Topology", self._send("topology", {}, over=over))

    def deploys(self) -> pa.Table:
        """Look at the deploy log, which has a row for each deploy and each rollback."""
        return self._send("deploys", {})

    def audit(self) -> pa.Table:
        """Look at the audit log, which has a row for each change that somebody made."""
        return self._send("audit", {})

    def settings(self, of: str = "") -> pa.Table:
        """Look at how things are set now: retries, timeouts, pools, cache keys, flags, limits."""
        return self._send("settings", {}, of=of)

    def logs(self, query: str = "*") -> pa.Table:
        """Look at log lines: words that must all occur, or a condition of SQL."""
        return self._send("logs", {"query": query})

    def sql(self, query: str) -> Frame:
        """Query logs and traces by one SELECT, and get a pandas DataFrame."""
        return cast("Frame", self._send("sql", {"query": query}))

    def promql(
        self, query: str, *, at: Time | None = None, over: Time | None = None, step: Time = "15s"
    ) -> Frame:
        """Query metrics in PromQL, at a moment or over a range."""
        view = {"at": at, "over": over, "step": step}
        shown = {key: value for key, value in view.items() if value is not None}
        return cast("Frame", self._send("metrics", {"query": query}, **shown))

    def trace(self, trace: str = "") -> tuple[Bar, ...]:
        """Look at a trace: the path of one request through the system."""
        return cast("Trace", self._send("traces", {"trace": trace}))

    def runbook(self, name: str) -> str:
        """Read the team's runbook of a name. Raises ScenarioError where there is none."""
        return cast("str", self._send("runbook", {"name": name}))

    def apply(self, entry: Entry) -> NoReturn:
        """Nothing: raises ScenarioError. Only the host carries out lines."""
        raise ScenarioError(f"{entry.verb}: lines of a sealed drill are carried out by its host")

    def take(self, entry: Entry, *, applied: bool = False) -> NoReturn:  # noqa: ARG002
        """Nothing: raises ScenarioError. Only the host adds lines."""
        self.apply(entry)

    def _record(self, verb: str, args: dict[str, Any]) -> Order | None:
        order = self._send(verb, args)
        if isinstance(order, Order):
            self.orders.append((self.entries[-1], order))
            return order
        return None

    def _send(self, verb: str, args: Mapping[str, Any], **view: Time) -> Any:
        """Have a line written, and give what it shows. Raises what Incident's own verbs raise."""
        number = len(self.entries) + 1
        request = {"line": number, "verb": verb, "args": dict(args), "view": view}
        try:
            answer = self._requested(request)
        except SubmissionError as error:
            raise ScenarioError(error.problems) from None
        entry = Entry(**answer["entry"])
        self.entries.append(entry)
        self._text.append(entry.line())
        if self._copy is not None:
            add_to_copy(self._copy, entry.line())
        if self._over:
            self._keep_copy()
        for words in answer["warnings"]:
            warnings.warn(words, stacklevel=3)
        return unpacked(answer["kind"], answer["value"])

    def _keep_copy(self) -> None:
        if self._copy is not None:
            keep_copy(self._copy, self._whole().splitlines() if self._over else self._text)

    def _whole(self) -> str:
        return str(self._requested({"verb": END})["value"])

    def _requested(self, request: Mapping[str, Any]) -> dict[str, Any]:
        line = {"drill": self._drill, "learner": self._learner, **request}
        answer = asked(self._host, json.dumps(line).encode())
        self._now_s, self._over = int(answer["now_s"]), bool(answer["over"])
        return answer


def asked(host: str, line: bytes) -> dict[str, Any]:
    """Send a line to a host, and give its answer; wait for a host that is being started again.

    Raises ScenarioError where none answers, and what the host says is wrong.
    """
    if len(line) > MOST_REQUEST:
        raise ScenarioError(f"expected at most {MOST_REQUEST} bytes a line, got {len(line)}")
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            answer = json.loads(_exchanged(host, line))
        except (OSError, EOFError, ValueError) as error:
            if time.monotonic() > until:
                why = getattr(error, "strerror", None) or str(error)
                what = f"does not answer ({why}); what was answered is kept, so say it again"
                raise ScenarioError(Problem("the drill host", what)) from None
            time.sleep(0.2)
            continue
        if "wait_s" in answer and time.monotonic() < until:
            time.sleep(min(float(answer["wait_s"]), 5.0))
            continue
        if "refused" in answer:
            raise ScenarioError(Problem("the drill host", str(answer["refused"])))
        if "error" in answer:
            kind = ERRORS.get(answer["error"], ScenarioError)
            raise kind(Problem(*problem) for problem in answer["problems"])
        return cast("dict[str, Any]", answer)


def _exchanged(host: str, line: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
        door.settimeout(ANSWER_S)
        door.connect(host)
        door.sendall(line + b"\n")
        parts, size = [], 0
        while part := door.recv(1 << 20):
            parts.append(part)
            size += len(part)
            if part.endswith(b"\n"):
                return b"".join(parts)
            if size > 2 * MOST_ANSWER:
                raise EOFError("its answer has no end")
    raise EOFError("it went away")


def _draw_of(raw: bytes) -> tuple[str, int]:
    from course.incidents.journal import beginning

    return beginning(raw)


def drill(name: str, *, folder: Path | str | None = "incidents") -> Incident:
    """Open a graded drill, or take it up again.

    Where the environment names a drill host (`COURSE_DRILL_HOST`), the drill is played there and
    is *sealed*: scenario, seed and truth are not on this side, and the host's journal is graded.
    Without a host it is played here, and is recorded and reported as *unsealed*.

    Parameters
    ----------
    name : str
        The drill, such as `drill-01`.
    folder : Path or str, optional
        Where the journal, or the copy of it, is kept as `<drill>.jsonl`.

    Returns
    -------
    Incident
        The run; `sealed` tells which of the two it is.

    Raises
    ------
    ProgramError
        Where there is no such drill.
    ScenarioError
        Where the host that is named does not answer: nothing is played unsealed instead.
    """
    host = os.environ.get(HOST, "")
    if host:
        return SealedIncident(name, host=host, folder=folder)
    family, seed = open_draw(name)
    scenario = load_scenario(family, seed=seed)
    run = Incident(scenario, seed=seed, folder=folder, file=name)
    warnings.warn(f"{name} is played without a drill host: unsealed", stacklevel=2)
    return run


__all__ = ["CourseError", "SealedIncident", "drill", "drill_title"]

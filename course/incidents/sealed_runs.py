"""Graded drills: which incident each learner gets, where a drill host keeps runs, who takes them.

    DRILLS/<drill>/<learner>/<family>.jsonl   the journal, line by line; its first has the seed
    DRILLS/<drill>/<learner>/shared-account   the learner could have read it: it is not sealed

The folder lies in the course's own, mode 0700. What a learner hands in is only compared with it.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from course.errors import GradingError, Problem, SubmissionError
from course.files import append_line, read_plain, strict_json, write_whole
from course.incidents.journal import LONGEST, begin, parse, read_line
from course.incidents.scenario import Scenario
from course.incidents.scenario_files import drawn_scenario, learner_here, seed_for
from course.program import DrillPlan, load_program

DRILLS: Final = "drills"  # in the course's folder
TAKEN: Final = "drills.json"  # what a grader lays beside a notebook
SHARED: Final = "shared-account"
DRILL: Final = re.compile(r"drill-[0-9]{2}")
LEARNER: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@-]{0,99}")
FORMAT: Final = 1


def is_drill(name: str) -> bool:
    """Whether a name is that of a graded drill, and not of a scenario."""
    return DRILL.fullmatch(name) is not None


def drills_in(texts: Iterable[bytes]) -> list[str]:
    """Drills that the texts of notebooks name."""
    pattern = rb"(?<![\w-])" + DRILL.pattern.encode() + rb"(?![\w-])"
    return sorted({name.decode() for text in texts for name in re.findall(pattern, text)})


def drill_title(drill: str) -> str:
    """Give the title of a drill, which tells nothing."""
    return f"Drill {int(drill.rpartition('-')[2])}"


def sealed_draw(derived: Callable[..., bytes], plan: DrillPlan, learner: str) -> tuple[str, int]:
    """Draw a learner's family and seed by the course's secret (`CourseSecret.derived`)."""
    which, seed = (
        int.from_bytes(derived("drill", plan.id, learner, what)[:8], "big")
        for what in ("family", "seed")
    )
    return plan.families[which % len(plan.families)], seed >> 1


def open_draw(drill: str, learner: str | None = None) -> tuple[str, int]:
    """Draw the family and seed that are played without a drill host: anybody can work them out.

    Raises ProgramError where there is no such drill.
    """
    program, learner = load_program(), learner or learner_here()
    plan, key = program.drill(drill), program.course_id.encode()
    which = seed_for(key, learner, f"{drill} family")
    return plan.families[which % len(plan.families)], seed_for(key, learner, drill)


@dataclass(frozen=True, kw_only=True)
class SealedRun:
    """A run that a drill host keeps: its folder, and its journal as it is now."""

    drill: str
    learner: str
    folder: Path
    journal: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the journal."""
        return hashlib.sha256(self.journal).hexdigest()

    @property
    def shared(self) -> bool:
        """Whether host and learner shared an account, so that nothing was sealed."""
        return (self.folder / SHARED).exists()

    def draw(self) -> tuple[str, int]:
        """Family and seed, as the journal's first line has them. Raises GradingError."""
        try:
            entry = read_line(self.journal.partition(b"\n")[0])
            return str(entry.args["scenario"]), int(entry.args["seed"])
        except (SubmissionError, KeyError, ValueError) as error:
            what = f"the host's journal cannot be read: {error}; put it back from the backup"
            raise GradingError(Problem(f"{self.drill}: {self.learner}", what)) from error

    def is_over(self, scenario: Scenario) -> bool:
        """Whether it was closed, or its time is up. Raises SubmissionError: a damaged journal."""
        from course.incidents.journal import Checker

        checker = Checker(scenario)
        for entry in parse(self.journal, scenario, name=self.drill).entries:
            checker.accept(entry)
        return checker.closed or checker.free_s * 1_000_000_000 >= scenario.horizon

    def shown(self) -> list[str]:
        """Lines without the first: those that the learner knows."""
        return self.journal.decode().splitlines()[1:]


def run_folder(root: Path, drill: str, learner: str) -> Path:
    """Folder of a learner's run of a drill. Raises SubmissionError for what can name none."""
    for place, name, pattern in (("drill", drill, DRILL), ("learner", learner, LEARNER)):
        if not pattern.fullmatch(name):
            raise SubmissionError(Problem(place, f"expected an id, got {name[:60]!r}"))
    return root / DRILLS / drill / learner


def kept_run(root: Path, drill: str, learner: str) -> SealedRun | None:
    """Read a learner's run of a drill; None where none has begun."""
    folder = run_folder(root, drill, learner)
    for path in sorted(folder.glob("*.jsonl")):
        raw = read_plain(path, LONGEST)
        whole = raw[: raw.rfind(b"\n") + 1]  # a crash in the middle of a line: it was not done
        if whole:
            return SealedRun(drill=drill, learner=learner, folder=folder, journal=whole)
    return None


def begun_run(
    root: Path, drill: str, learner: str, draw: Callable[[], tuple[str, int]], *, shared: bool
) -> SealedRun:
    """Give a learner's run of a drill, from its first line on; a run that began keeps its draw.

    `shared`: whoever asks has the account of the course. Said once, that is never taken back.
    """
    folder = run_folder(root, drill, learner)
    for place in (root / DRILLS, folder.parent, folder):
        place.mkdir(exist_ok=True, mode=0o700)
    if shared:
        write_whole(folder / SHARED, b"", mode=0o600)
    run = kept_run(root, drill, learner)
    if run is None:
        family, seed = draw()
        line = begin(family, seed).line() + "\n"
        write_whole(folder / f"{family}.jsonl", line, mode=0o600)
        run = SealedRun(drill=drill, learner=learner, folder=folder, journal=line.encode())
    return run


@dataclass(frozen=True, kw_only=True)
class TakenRun:
    """What a grader takes for one drill: the host's journal, or why there are no points.

    Without either, the learner's own file counts, unsealed.
    """

    sealed: bool = False
    journal: str = ""
    digest: str = ""
    problem: str = ""
    remark: str = ""


def taken_runs(
    root: Path, learner: str, drills: Iterable[str], handed_in: Mapping[str, bytes]
) -> dict[str, TakenRun]:
    """Say which run counts for each drill. Raises GradingError where the host's is damaged."""
    taken = {}
    for drill in drills:
        copy = handed_in.get(f"incidents/{drill}.jsonl")
        run = kept_run(root, drill, learner) if LEARNER.fullmatch(learner) else None
        taken[drill] = (
            _without_run(root, drill, learner, copy) if run is None else _of_host(root, run, copy)
        )
    return taken


def _of_host(root: Path, run: SealedRun, copy: bytes | None) -> TakenRun:
    family, seed = run.draw()
    try:
        over = run.is_over(drawn_scenario(family, seed))
    except SubmissionError as error:
        place = f"{run.drill}: {run.learner}"
        what = f"the host's journal is damaged: {error.problems[0]}; put it back from the backup"
        raise GradingError(Problem(place, what)) from error
    sealed, name = not run.shared, f"incidents/{run.drill}.jsonl"
    if not over:
        why = f"the run of {run.drill} at the drill host is not over: close it, and hand in again"
        return TakenRun(sealed=sealed, problem=why)
    return TakenRun(
        sealed=sealed,
        journal=run.journal.decode(),
        digest=run.digest,
        remark=_remark(root, run, copy, name),
    )


def _remark(root: Path, run: SealedRun, copy: bytes | None, name: str) -> str:
    counts = f"the drill host's journal of {run.learner} counts"
    if copy is None:
        return f"{name} is missing; {counts}"
    lines = _lines(copy)
    if lines[1:] == run.shown() and _begins_as(lines[0], run):
        return "" if not run.shared else f"{run.drill} is unsealed: {_SHARED}"
    if whose := _owner(root, run.drill, run.learner, lines):
        return f"{name} is a copy of the run of {whose}; {counts}"
    if not _is_hosted(lines) and not _begins_as(lines[0], run):
        return f"{name} is a second run, played without the drill host; {counts}"
    return f"{name} was changed after it was played; {counts}"


def _without_run(root: Path, drill: str, learner: str, copy: bytes | None) -> TakenRun:
    if copy is None:
        return TakenRun()
    lines = _lines(copy)
    none = f"the drill host has no run of {drill} by {learner}"
    if whose := _owner(root, drill, learner, lines):
        return TakenRun(problem=f"this is a run of {whose}; {none}")
    if _is_hosted(lines):
        return TakenRun(problem=f"this is no run that the drill host has kept; {none}")
    return TakenRun(remark=f"{drill} was played without a drill host: unsealed")


_SHARED: Final = "the drill host had the learner's own account"


def _lines(copy: bytes) -> list[str]:
    return copy[:LONGEST].decode(errors="replace").splitlines() or [""]


def _first(line: str) -> dict[str, Any]:
    try:
        data = strict_json(line.encode(), one_line=True)
    except ValueError:
        return {}
    args = data.get("args") if isinstance(data, dict) else None
    return args if isinstance(args, dict) else {}


def _is_hosted(lines: list[str]) -> bool:
    """Whether a copy says itself that a drill host played it, and that it is not over."""
    return "drill" in _first(lines[0])


def _begins_as(line: str, run: SealedRun) -> bool:
    return line == run.journal.decode().partition("\n")[0] or line == first_line(
        run.drill, run.learner
    )


def _owner(root: Path, drill: str, learner: str, lines: list[str]) -> str:
    """Name another learner whose run these lines are, or have the beginning of."""
    if len(lines) < 2:
        return ""
    for folder in sorted((root / DRILLS / drill).glob("*")):
        if folder.name == learner or not LEARNER.fullmatch(folder.name):
            continue
        other = kept_run(root, drill, folder.name)
        if other is None:
            continue
        same_draw = lines[0] == other.journal.decode().partition("\n")[0]
        if same_draw or lines[0] == first_line(drill, folder.name) or lines[1:] == other.shown():
            return folder.name
    return ""


def first_line(drill: str, learner: str) -> str:
    """First line of a learner's copy while the run is not over: it has no draw."""
    args = {"format": FORMAT, "drill": drill, "learner": learner}
    return json.dumps({"t": 0, "verb": "begin", "args": args})


def taken_file(taken: Mapping[str, TakenRun]) -> bytes:
    """Write what a grader takes, for `read_taken`."""
    return json.dumps({drill: asdict(run) for drill, run in taken.items()}).encode()


def read_taken(raw: bytes) -> dict[str, TakenRun]:
    """Read what a grader took."""
    return {drill: TakenRun(**run) for drill, run in json.loads(raw).items()}


def keep_copy(path: Path, lines: Iterable[str]) -> None:
    """Write a learner's copy of a run anew; a link in its place is replaced."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, "".join(f"{line}\n" for line in lines))


def add_to_copy(path: Path, line: str) -> None:
    """Add a line to a learner's copy of a run."""
    append_line(path, f"{line}\n".encode())

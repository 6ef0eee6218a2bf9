"""The run that is served: as its journal has it now, or one that nobody plays."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from course.errors import Problem, ScenarioError, SubmissionError
from course.files import read_plain
from course.incidents.incident import Incident
from course.incidents.journal import LONGEST, Entry, beginning, parse
from course.incidents.scenario import SECOND, Scenario
from course.incidents.scenario_files import load_scenario
from course.simulation.telemetry.alerts import Rule
from course.simulation.telemetry.snapshot import Telemetry


@dataclass(frozen=True, kw_only=True)
class RunView:
    """A run as it stands: what is seen of it, and its rules."""

    name: str
    seen: Telemetry
    rules: Sequence[Rule]

    @property
    def clock(self) -> str:
        """Time of day of its end."""
        return datetime.fromtimestamp(self.seen.now_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")


def source_of(
    run: str, *, scenario: str | None = None, seed: int | None = None, at: str | None = None
) -> Callable[[], RunView]:
    """Source of runs for `app`, from what a command line says.

    Parameters
    ----------
    run
        Path of a journal (with a slash, or ending in .jsonl), or a scenario's name.
    scenario
        Scenario of a journal that may not be there yet.
    seed
        Seed of the run; of a journal, the seed that it must have.
    at
        Time of a scenario's run, such as `14:20` or `20m`; None is its horizon.

    Returns
    -------
    callable
        Gives the run as it stands now.

    Raises
    ------
    ScenarioError
        Where the scenario is unknown, or the time is not one of its run.
    """
    if scenario or "/" in run or run.endswith(".jsonl"):
        if at is not None:
            raise ScenarioError(
                Problem("--at", "expected a scenario, not a journal, which has its own end")
            )
        return FollowedRun(Path(run), scenario=scenario, seed=seed)
    return unattended_run(load_scenario(run, seed=seed or 0), seed or 0, at)


def unattended_run(scenario: Scenario, seed: int, at: str | None = None) -> Callable[[], RunView]:
    """Run which nobody plays, at a time (`14:20`, `20m`), or at its horizon."""
    incident = Incident(scenario, seed=seed)
    until = incident.horizon_s if at is None else incident.second(at)
    if not 0 <= until <= incident.horizon_s:
        ends = scenario.at_clock(incident.horizon_s)
        raise ScenarioError(Problem("--at", f"expected {scenario.clock} to {ends}, got {at}"))
    incident.engine.advance_to(max(until * SECOND, incident.engine.now))
    view = RunView(name=scenario.name, seen=incident.seen, rules=scenario.alerts)
    return lambda: view


class FollowedRun:
    """A run as the whole lines of its journal have it.

    Each call reads the journal; lines that were added are played, and a journal with another
    beginning is played anew. A call raises SubmissionError or ScenarioError.

    Parameters
    ----------
    path
        The journal.
    scenario
        Name of the scenario; with it, the journal need not be there yet.
    seed
        Seed that the journal must have; None takes the journal's.
    """

    def __init__(self, path: Path, *, scenario: str | None = None, seed: int | None = None) -> None:
        self._path, self._name, self._seed = path, scenario, seed
        self._raw: bytes | None = None
        self._incident: Incident | None = None
        self._view: RunView | None = None

    def __call__(self) -> RunView:
        """Read the journal, play the lines that are new, and give the run as it stands."""
        raw = whole_lines(self._path, missing=self._name is not None)
        if raw != self._raw or self._view is None:
            self._raw = None  # in case it cannot be played
            self._view = self._played(raw)
            self._raw = raw
        return self._view

    def _played(self, raw: bytes) -> RunView:
        name, entries = self._name, []
        if raw:
            said, seed = beginning(raw, self._path.name)
            scenario = load_scenario(name or said, seed=seed)
            journal = parse(raw, scenario, name=self._path.name)
            entries = list(journal.entries)
            if self._seed is not None and seed != self._seed:
                place = f"{self._path.name}: line 1"
                raise SubmissionError(Problem(place, f"expected seed {self._seed}, got {seed}"))
        else:
            seed = self._seed or 0
            scenario = load_scenario(str(name), seed=seed)
        played: list[Entry] = self._incident.entries if self._incident else []
        if (
            self._incident is None
            or self._incident.seed != seed
            or played != entries[: len(played)]
        ):
            self._incident = Incident(scenario, seed=seed)
        incident, self._incident = self._incident, None
        for entry in entries[len(incident.entries) :]:
            incident.take(entry)
        self._incident = incident
        return RunView(name=scenario.name, seen=incident.seen, rules=scenario.alerts)


def whole_lines(path: Path, *, missing: bool = False) -> bytes:
    """Read a journal's lines as far as they end; its writer may be in the middle of one.

    With `missing`, no file is an empty journal. Raises SubmissionError for what is no plain file.
    """
    try:
        raw = read_plain(path, LONGEST)
    except FileNotFoundError:
        if missing:
            return b""
        raise SubmissionError(Problem(str(path), "no such file")) from None
    except (OSError, ValueError) as error:
        what = error.strerror if isinstance(error, OSError) else str(error)
        raise SubmissionError(Problem(str(path), str(what))) from None
    return raw[: raw.rfind(b"\n") + 1]

"""A journal that was handed in, for the test cells that grade it: replayed once, judged by parts.

    run = handed_in("retry-storm")
    assert run.points("detection") >= 10, run.because("detection")

The file is a stranger's: whatever is wrong with it is a sentence and no points, never an error.
An error is for a fault of the course: no such scenario, no simulator.
"""

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from course.errors import CourseError, GradingError, Problem, ScenarioError, SubmissionError
from course.files import SCENARIOS, read_plain, require_plain_folder
from course.incidents import scenario_files
from course.incidents.feedback import remarks, told_act
from course.incidents.incident import Incident
from course.incidents.journal import LONGEST, Journal, beginning, parse
from course.incidents.replayed_run import Run, baselines, replay
from course.incidents.scenario import Scenario
from course.incidents.scenario_files import load_scenario
from course.incidents.scoring import Score, score
from course.incidents.vocabulary import BY_PERSON, PARTS
from course.simulation.kernel_startup import prepare

FOLDER: Final = "incidents"
NOT_PLAYED: Final = "play the game day above"
MOST_PROBLEMS: Final = 5
_JUDGED: dict[tuple[str, int | None, str], "HandedIn"] = {}
_PLAYED: dict[str, bytes] = {}  # by code, where there is no file


@dataclass(frozen=True, kw_only=True)
class HandedIn:
    """A journal that was handed in, played again and judged.

    Attributes
    ----------
    scenario : str
        Name of the scenario.
    problem : str or None
        Why there are no points for it; None where there are.
    owner_checked : bool
        Whether the seed had to be the learner's own.
    score : Score or None
        The points; None where there is a problem.
    evidence : dict of str to str
        For parts of the score, what the replay showed.
    """

    scenario: str
    problem: str | None = None
    owner_checked: bool = False
    score: Score | None = field(default=None, repr=False)
    evidence: dict[str, str] = field(default_factory=dict, repr=False)

    def points(self, part: str) -> float:
        """Give the points of a phase or of a part.

        Parameters
        ----------
        part : str
            A phase such as `detection`, or a part such as `analysis.cause`.

        Returns
        -------
        float
            The points; 0 where there is a problem.

        Raises
        ------
        GradingError
            Where there is no such phase or part.
        """
        names = _parts(part)
        return sum(self.score.parts.get(n, 0.0) for n in names) if self.score else 0.0

    def because(self, part: str) -> str:
        """Explain the points of a phase or of a part.

        Parameters
        ----------
        part : str
            A phase such as `detection`, or a part such as `analysis.cause`.

        Returns
        -------
        str
            The points of each part, and what the replay showed; or the problem.

        Raises
        ------
        GradingError
            Where there is no such phase or part.
        """
        names = _parts(part)
        if self.score is None:
            return str(self.problem)
        got = ", ".join(f"{n} {self.score.parts.get(n, 0.0):.1f} of {PARTS[n]:g}" for n in names)
        evidence = [self.evidence[n] for n in names if n in self.evidence]
        return f"{got}; {'; '.join(dict.fromkeys(evidence))}" if evidence else got


def handed_in(scenario: str, *, folder: Path | None = None) -> HandedIn:
    """Judge the journal of a game day. Test cells of notebooks call this.

    The journal is `incidents/<scenario>.jsonl` in the working folder. It is played again once for
    each content that it has, however often this is called. Where it is known who handed it in, or
    where a learner works here, the run must be this learner's own.

    Parameters
    ----------
    scenario : str
        Name of a scenario.
    folder : Path, optional
        Folder that holds `incidents/`, instead of the working folder.

    Returns
    -------
    HandedIn
        Points for each part. Where the file is missing or wrong, or is another learner's, it says
        so and gives no points.

    Raises
    ------
    GradingError
        Where there is no such scenario, or the simulator does not work. This is the course's fault,
        never the learner's.

    Examples
    --------
    >>> from pathlib import Path
    >>> from course.incidents import handed_in
    >>> run = handed_in("bad-canary", folder=Path("nowhere"))
    >>> run.points("detection")
    0.0
    >>> print(run.because("detection"))
    play the game day above: there is no incidents/bad-canary.jsonl
    """
    _scenario(scenario, 0)
    name = f"{FOLDER}/{scenario}.jsonl"
    try:
        home = (folder or Path.cwd()) / FOLDER
        require_plain_folder(home)
        raw: bytes | None = read_plain(home / f"{scenario}.jsonl", LONGEST)
    except FileNotFoundError:
        raw = None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        return HandedIn(scenario=scenario, problem=f"{name} is not used: {why}")
    raw = _PLAYED.get(scenario, raw)
    if raw is None or raw.count(b"\n") < 2:
        return HandedIn(
            scenario=scenario,
            problem=f"{NOT_PLAYED}: {name} has nothing in it yet"
            if raw
            else f"{NOT_PLAYED}: there is no {name}",
        )
    own = scenario_files.own_seed(scenario) if scenario_files.learner_is_known() else None
    key = (scenario, own, hashlib.sha256(raw).hexdigest())
    if key not in _JUDGED:
        _JUDGED.clear()  # a hostile program could write another one before each test
        _JUDGED[key] = _judged(scenario, raw, own, name)
    return _JUDGED[key]


def hand_in(scenario: str, respond: Callable[[Incident], object]) -> str:
    """Let a learner's code play the learner's own run of a scenario.

    Under the grader the journal of this run becomes the file that `handed_in` reads. Where the
    learner has not written the code yet, the journal that was played in the console counts.

    Parameters
    ----------
    scenario : str
        Name of a scenario.
    respond : callable
        The learner's code. It gets the Incident at its start and plays it. NotImplementedError says
        that it is not written yet.

    Returns
    -------
    str
        Which of the two counts, as a sentence.

    Raises
    ------
    GradingError
        Where there is no such scenario, or the simulator does not work.
    """
    seed = scenario_files.own_seed(scenario)
    _PLAYED.pop(scenario, None)
    incident = Incident(_scenario(scenario, seed), seed=seed)
    try:
        respond(incident)
    except NotImplementedError:
        return f"What you play in the console counts: {FOLDER}/{scenario}.jsonl."
    raw = incident.journal.text().encode()
    if "COURSE_LEARNER" in os.environ:  # only a grader sets it; elsewhere no file is touched
        place = Path(FOLDER)
        place.mkdir(exist_ok=True)
        (place / f"{scenario}.jsonl").unlink(missing_ok=True)
        (place / f"{scenario}.jsonl").write_bytes(raw)
    else:
        _PLAYED[scenario] = raw
    return f"What respond played counts: {len(incident.entries)} lines."


def foresee(scenario: str, extent: str = "read") -> None:
    """Have a scenario ready in every process that is forked from this one.

    It is read and checked. To the extent `whole` it is also played with nobody acting and with the
    author's solution, in the seed of a learner who is not known: what each replay is compared with.
    What is wrong with a scenario is told where somebody asks for it.
    """
    with suppress(CourseError):
        _scenario(scenario, 0)
        if extent == "whole":
            seed = scenario_files.own_seed(scenario)
            baselines(_scenario(scenario, seed), seed)


def _judged(named: str, raw: bytes, own: int | None, name: str) -> HandedIn:
    try:
        scenario = _scenario(named, beginning(raw, name)[1])
        journal = parse(raw, scenario, name=name)
        _require_own(journal, own, name)
        run = replay(journal, scenario)
    except SubmissionError as error:
        more = len(error.problems) - MOST_PROBLEMS
        lines = [str(problem) for problem in error.problems[:MOST_PROBLEMS]]
        lines += [f"and {more} more"] if more > 0 else []
        return HandedIn(scenario=named, problem="\n".join(lines))
    except ScenarioError as error:  # an engine that was driven beyond its capacity
        return HandedIn(scenario=named, problem=f"{name} cannot be replayed: {error}")
    points = score(run)
    return HandedIn(
        scenario=named,
        owner_checked=own is not None,
        score=points,
        evidence=_evidence(run, points),
    )


def _require_own(journal: Journal, own: int | None, name: str) -> None:
    if own is not None and journal.seed != own:
        what = (
            f"this is not a run of {scenario_files.learner_here()}: everybody has another, and "
            "only one's own counts; play it under the name you hand in with"
        )
        raise SubmissionError(Problem(f"{name}: line 1", what))


def _evidence(run: Run, points: Score) -> dict[str, str]:
    """What the replay shows, by part; not what was wrong in the system, which a learner finds."""
    said = {
        part: remark.evidence
        for part, remark in remarks(run, points)
        if not part.startswith("analysis.")
    }
    costly = [told_act(run, effect) for effect in points.effects if effect.cost]
    return said | ({"resolution.harmless": "; ".join(costly)} if costly else {})


def _parts(part: str) -> list[str]:
    names = [n for n in PARTS if n == part or (n.startswith(f"{part}.") and n != BY_PERSON)]
    if not names:
        what = f"expected a phase or one of {', '.join(PARTS)}"
        raise GradingError(Problem(f"points of {part!r}", what))
    return names


def _scenario(name: str, seed: int) -> Scenario:
    """Load a scenario of this package, and the simulator. Raises GradingError.

    The working folder is the learner's, so no scenario is looked for there.
    """
    try:
        scenario = load_scenario(name, SCENARIOS, seed=seed)
        prepare()
    except CourseError as error:
        raise GradingError(error.problems) from error
    return scenario

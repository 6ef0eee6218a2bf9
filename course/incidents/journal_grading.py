"""A journal that was handed in, for the test cells that grade it: replayed once, judged by parts.

    run = handed_in("retry-storm")
    assert run.points("detection") >= 10, run.because("detection")

The file is a stranger's: whatever is wrong with it is a sentence and no points, never an error.
An error is for a fault of the course: no such scenario, no simulator.
"""

import hashlib
import os
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
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
from course.incidents.sealed_runs import TAKEN, TakenRun, is_drill, open_draw, read_taken
from course.incidents.vocabulary import BY_PERSON, PARTS
from course.program import load_program
from course.simulation.kernel_startup import prepare

FOLDER: Final = "incidents"
NOT_PLAYED: Final = "play the game day above"
MOST_PROBLEMS: Final = 5
HOSTED: Final = re.compile(rb'[^\n]{0,200}"drill": "drill-')  # the first line of a copy
_JUDGED: dict[tuple[str, int | None, str], "HandedIn"] = {}
_TOLD: set[str] = set()
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
    sealed : bool
        Whether a drill host kept the journal: then nobody could rehearse the run.
    digest : str
        SHA-256 of the drill host's journal; "" where the learner's own file was judged.
    """

    scenario: str
    problem: str | None = None
    owner_checked: bool = False
    sealed: bool = False
    digest: str = ""
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
        evidence += ["unsealed"] * (is_drill(self.scenario) and not self.sealed)
        return f"{got}; {'; '.join(dict.fromkeys(evidence))}" if evidence else got


def handed_in(scenario: str, *, folder: Path | None = None) -> HandedIn:
    """Judge the journal of a game day. Test cells of notebooks call this.

    The journal is `incidents/<scenario>.jsonl` in the working folder. It is played again once for
    each content that it has, however often this is called. Where it is known who handed it in, or
    where a learner works here, the run must be this learner's own.

    Parameters
    ----------
    scenario : str
        Name of a scenario, or of a graded drill such as `drill-01`. Of a drill that a drill host
        played the grader takes the host's journal.
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
    taken = _taken(scenario) if is_drill(scenario) else None
    if taken is not None and (taken.journal or taken.problem):
        return _told(_sealed(scenario, taken), taken)
    if is_drill(scenario):
        among, own = _open_draw(scenario)
    else:
        _scenario(scenario, 0)
        among, own = (scenario,), None
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
    if is_drill(scenario) and taken is None and HOSTED.match(raw):
        what = f"{name} is kept by the drill host: close the run, and it is judged"
        return HandedIn(scenario=scenario, problem=what)
    if not scenario_files.learner_is_known() or (is_drill(scenario) and taken is None):
        own = None
    elif own is None:
        own = scenario_files.own_seed(scenario)
    key = (scenario, own, hashlib.sha256(raw).hexdigest())
    if key not in _JUDGED:
        _JUDGED.clear()  # a hostile program could write another one before each test
        _JUDGED[key] = _judged(among[: None if own is None else 1], raw, own, name)
    if not is_drill(scenario):
        return _JUDGED[key]
    run = replace(_JUDGED[key], scenario=scenario)
    return run if taken is None else _told(run, taken)


def _told(run: HandedIn, taken: TakenRun) -> HandedIn:
    """Say once whether a drill's run was sealed, where its test's outputs are shown."""
    how = f"sealed, {run.digest[:16]}" if run.sealed else "unsealed"
    words = f"{run.scenario}: {how}{f'; {taken.remark}' if taken.remark else ''}"
    if run.score is not None and words not in _TOLD:
        _TOLD.add(words)
        print(words)  # noqa: T201 - a grader shows what its tests print
    return run


def _sealed(drill: str, taken: TakenRun) -> HandedIn:
    """Judge a drill host's journal, or say why there are no points.

    The journal says which family was drawn, when it was played; the plan may have changed since.
    """
    if taken.problem:
        return HandedIn(scenario=drill, problem=taken.problem, sealed=taken.sealed)
    key = (drill, None, taken.digest)
    if key not in _JUDGED:
        raw = taken.journal.encode()
        _JUDGED[key] = _judged((beginning(raw, drill)[0],), raw, None, drill)
    run = replace(_JUDGED[key], owner_checked=True, sealed=taken.sealed, digest=taken.digest)
    return replace(run, scenario=drill)


def _taken(drill: str) -> TakenRun | None:
    """What the grader took for a drill; None where no grader is at work.

    Raises GradingError where it took nothing for this one: no notebook names it.
    """
    pristine = Path.cwd().parent / "pristine"  # in the sandbox; no learner's code writes there
    place = (pristine if pristine.is_dir() else Path.cwd()) / TAKEN
    try:
        return read_taken(place.read_bytes())[drill]
    except (OSError, KeyError, ValueError, TypeError, AttributeError):
        if not (pristine.is_dir() and os.environ.get("COURSE_LEARNER")):
            return None
        what = f"{drill} is not in {TAKEN}: name the drill in the notebook's own text"
        raise GradingError(Problem("handed_in", what)) from None


def _open_draw(drill: str) -> tuple[tuple[str, ...], int]:
    """Families of a drill, and the seed that is played without a host, of the first of them.

    Raises GradingError where there is no such drill.
    """
    try:
        family, seed = open_draw(drill)
        return (family, *load_program().drill(drill).families), seed
    except CourseError as error:
        raise GradingError(error.problems) from error


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
    if is_drill(scenario):
        what = f"a drill is played once, by drill({scenario!r}), and not by code that runs again"
        raise GradingError(Problem("hand_in", what))
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


def _judged(among: tuple[str, ...], raw: bytes, own: int | None, name: str) -> HandedIn:
    """Judge a journal of one of these scenarios."""
    named = among[0]
    try:
        began, seed = beginning(raw, name)
        scenario = _scenario(began if began in among else named, seed)
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

"""From course/scenarios/*.toml to Scenarios with their JSON Schema, and whose draw of one it is.

Shape and contradictions are checked in one run, each problem with its key. A learner's own seed
follows from their name. A grader that knows the owner of a submission says so in COURSE_LEARNER;
one that does not, as in a proof, sets it to nothing, and then no journal is refused for its seed.
"""

import contextlib
import getpass
import hashlib
import hmac
import json
import os
import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic.json_schema import GenerateJsonSchema

from course.errors import Problem, ScenarioError, validation_problems
from course.files import SCENARIOS, scenario_folders
from course.incidents.journal import written
from course.incidents.objective import bound
from course.incidents.scenario import Scenario, ScriptLine, neighbours, parts_of
from course.incidents.scenario_draws import draw, is_family, rows, space_of
from course.incidents.verbs import ACTS, action
from course.incidents.vocabulary import NOTHING, PARTS, PRICES
from course.program import load_program
from course.simulation.actions import dated
from course.simulation.changes import apply
from course.simulation.lowering import Names
from course.simulation.system_checks import check
from course.simulation.units import UNITS, readable
from course.simulation.world import build


def named_learner() -> str:
    """Name that the grader or the hub gives this learner; "" where neither does."""
    return os.environ.get("COURSE_LEARNER") or os.environ.get("JUPYTERHUB_USER") or ""


def learner_here() -> str:
    """Name under which this learner hands in: the grader's word, the hub's, or the system's."""
    if named := named_learner():
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user of no name, as in some containers
        return "learner"


def learner_is_known() -> bool:
    """Whether `learner_here` is whom a journal here must be of: not where a grader knows nobody."""
    return os.environ.get("COURSE_LEARNER") != ""


def own_seed(scenario: str) -> int:
    """Give the seed of this learner's own run of a scenario.

    Parameters
    ----------
    scenario : str
        Name of the scenario, or of another thing that differs between learners.

    Returns
    -------
    int
        From 0 to 2**63 - 1. It follows from the name under which the learner hands in.

    Examples
    --------
    >>> from course.incidents import own_seed
    >>> own_seed("bad-canary") == own_seed("bad-canary")
    True
    """
    return seed_for(load_program().course_id.encode(), learner_here(), scenario)


def seed_for(key: bytes, learner: str, scenario: str) -> int:
    """Seed of a learner's run: 63 bits of HMAC-SHA-256 of both names under the course's key."""
    message = f"{learner}\0{scenario}".encode()
    return int.from_bytes(hmac.new(key, message, hashlib.sha256).digest()[:8], "big") >> 1


SCHEMA = SCENARIOS / "scenario.schema.json"
LONGEST = 1 << 18
SECOND = UNITS["s"]


def scenario_names(folder: Path | None = None) -> list[str]:
    """List the scenarios that can be loaded.

    Parameters
    ----------
    folder : Path, optional
        Folder of the scenarios' TOML files; by default those that come with this package and those
        in the folder `scenarios/` of the course in which this runs.

    Returns
    -------
    list of str
        Names in alphabetical order.

    Examples
    --------
    >>> from course.incidents import scenario_names
    >>> "bad-canary" in scenario_names()
    True
    """
    folders = scenario_folders() if folder is None else [folder]
    return sorted({path.stem for place in folders for path in place.glob("*.toml")})


def family_names(folder: Path | None = None) -> list[str]:
    """List the scenarios that are families: each seed draws another incident of them.

    Parameters
    ----------
    folder : Path, optional
        As for `scenario_names`.

    Returns
    -------
    list of str
        Names in alphabetical order. A file that cannot be read is not among them.

    Examples
    --------
    >>> from course.incidents import family_names
    >>> "shop-evening" in family_names()
    True
    """
    folders = scenario_folders() if folder is None else [folder]
    names = set()
    for path in (path for place in folders for path in place.glob("*.toml")):
        status = path.stat()
        with contextlib.suppress(ScenarioError):
            if is_family(_read(path, status.st_size, status.st_mtime_ns)[1]):
                names.add(path.stem)
    return sorted(names)


def load_scenario(name: str, folder: Path | None = None, *, seed: int = 0) -> Scenario:
    """Read a scenario. One that was read before is given again while its file stays as it is.

    Parameters
    ----------
    name : str
        One of `scenario_names()`.
    folder : Path, optional
        Folder of the scenarios' TOML files; by default those of `scenario_names`.
    seed : int
        Of a family, which of its incidents; a scenario that tells one story is the same for each.

    Returns
    -------
    Scenario
        The system, its faults, and everything that a run is judged by.

    Raises
    ------
    ScenarioError
        Where there is no such scenario, two have this name, or its file is wrong. It has all
        problems, each with its line and place.

    Examples
    --------
    >>> from course.incidents import load_scenario
    >>> load_scenario("bad-canary").severity
    2
    """
    folders = scenario_folders() if folder is None else [folder]
    paths = [path for place in folders for path in place.glob("*.toml") if path.stem == name]
    if not paths:
        known = ", ".join(scenario_names(folder))
        raise ScenarioError(Problem("scenario", f"expected one of {known}, got {name!r}"))
    if len(paths) > 1:
        what = f"expected another name: there is a scenario {name!r} in {paths[0].parent}"
        raise ScenarioError(Problem(str(paths[1]), what))
    status = paths[0].stat()
    return _loaded(paths[0], status.st_size, status.st_mtime_ns, seed)


def drawn_scenario(family: str, seed: int) -> Scenario:
    """Read what a seed draws of a scenario of the package, and check this draw alone.

    For a drill host and for graders: tests check all other draws, which takes seconds. Raises
    ScenarioError.
    """
    path = SCENARIOS / f"{family}.toml"
    try:
        text, data = read_toml(path.read_bytes(), family)
    except OSError as error:
        raise ScenarioError(
            Problem(path.name, (error.strerror or "no such file").lower())
        ) from None
    return _drawn(text, data, family, seed)


@lru_cache(maxsize=256)
def _loaded(path: Path, size: int, time: int, seed: int) -> Scenario:
    text, data = _read(path, size, time)
    if not is_family(data):
        return _story(path, size, time)
    _require_cases(path, size, time)
    return _drawn(text, data, path.stem, seed)


@lru_cache(maxsize=64)
def _read(path: Path, _size: int, _time: int) -> tuple[str, dict[str, Any]]:
    return read_toml(path.read_bytes(), path.stem)


@lru_cache(maxsize=64)
def _story(path: Path, _size: int, _time: int) -> Scenario:
    return read_scenario(path.read_bytes(), path.stem)


@lru_cache(maxsize=64)
def _require_cases(path: Path, size: int, time: int) -> None:
    require_cases(*_read(path, size, time), path.stem)


def require_cases(text: str, data: dict[str, Any], name: str) -> None:
    """Raise ScenarioError with all problems of all cases and rows of a family, each once."""
    try:
        space = space_of(data)
    except ScenarioError as error:
        raise ScenarioError(_placed(error.problems, text, data, name, None)) from None
    problems: dict[Problem, None] = {}
    for case in range(len(space.cases)):
        for row in range(rows(space, case)):
            try:
                _drawn(text, data, name, 0, case=case, row=row)
            except ScenarioError as error:
                problems |= dict.fromkeys(error.problems)
    if problems:
        raise ScenarioError(problems)


def read_scenario(raw: bytes, name: str, *, seed: int = 0) -> Scenario:
    """Make a Scenario of a file's bytes. Raises ScenarioError with all problems and their lines."""
    text, data = read_toml(raw, name)
    if is_family(data):
        require_cases(text, data, name)
    return _drawn(text, data, name, seed)


def read_toml(raw: bytes, name: str) -> tuple[str, dict[str, Any]]:
    """Give a file's text and data. Raises ScenarioError with the line where it is no TOML."""
    file = f"{name}.toml"
    if len(raw) > LONGEST:
        raise ScenarioError(Problem(file, f"expected at most {LONGEST} bytes, got {len(raw)}"))
    try:
        text = raw.decode("utf-8")
        data = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ScenarioError(Problem(f"{file}: line {line}", f"not TOML: {error}")) from None
    except tomllib.TOMLDecodeError as error:
        what, _, place = str(error).partition(" (at ")
        number = re.match(r"line (\d+)", place)
        line = int(number[1]) if number else max(text.rstrip().count("\n") + 1, 1)
        raise ScenarioError(Problem(f"{file}: line {line}", f"not TOML: {what}")) from None
    return text, data


def _drawn(
    text: str,
    data: dict[str, Any],
    name: str,
    seed: int,
    *,
    case: int | None = None,
    row: int | None = None,
) -> Scenario:
    """What a seed draws of a family, also of one case alone; or the story that a file tells."""
    problems, scenario = [], None
    try:
        told = {**data, "name": name}
        if is_family(data):
            told, case = draw(data, space_of(data), name, seed, case=case, row=row)
        scenario = Scenario.model_validate(told)
        problems = list(contradictions(scenario))
    except ValidationError as error:
        problems = list(validation_problems(error))
    except ScenarioError as error:
        problems = list(error.problems)
    if problems or scenario is None:
        raise ScenarioError(_placed(problems, text, data, name, case))
    return scenario


def _placed(
    problems: Iterable[Problem], text: str, data: dict[str, Any], name: str, case: int | None
) -> Iterator[Problem]:
    """Give each problem its file and line; what a case says itself stands within the case."""
    tree = positions(text)
    for problem in problems:
        place = problem.place
        if case is not None and re.split(r"[.\[:]", place)[0] in data["cases"][case]:
            place = f"cases[{case}].{place}"
        line = tree.line_of(place)
        yield Problem(place, problem.what).within(f"line {line}").within(f"{name}.toml")


def require_drawn(scenario: Scenario, seed: int) -> None:
    """Raise ScenarioError where a family's scenario was drawn by another seed."""
    if scenario.seed is not None and scenario.seed != seed:
        what = f"expected {scenario.seed}, by which this scenario was drawn, got {seed}"
        raise ScenarioError(Problem("seed", what))


@dataclass(kw_only=True)
class Position:
    """Where a part of a TOML file stands: its line, its keys, its items, a plain value's text."""

    line: int
    keys: "dict[str, Position]" = field(default_factory=dict)
    items: "list[Position]" = field(default_factory=list)
    text: str = ""

    def line_of(self, place: str) -> int:
        """Line of a problem's place, or of the innermost part around it that the file has."""
        here = self
        for word in re.findall(r"[\w-]+", place):
            below = here._below(word)
            if below is None and here is self and "system" in self.keys:
                below = self.keys["system"]._below(word)  # a system's problems begin with its name
            here = below or here
        return here.line

    def _below(self, word: str) -> "Position | None":
        if word in self.keys:
            return self.keys[word]
        if word.isdecimal() and int(word) < len(self.items):
            return self.items[int(word)]
        named = (i for i in self.items if "name" in i.keys and i.keys["name"].text == word)
        return next(named, None)


def positions(text: str) -> Position:
    """Find where the parts of a TOML file stand. The file is valid: tomllib has read it."""
    return _Positions(text).root


class _Positions:
    """Goes through a text once; `at` is the place, `root` what was found."""

    SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
    KEY = re.compile(r'[ \t]*(?:"((?:[^"\\]|\\.)*)"|\'([^\']*)\'|([\w-]+))[ \t]*(\.)?')
    STRING = re.compile(
        r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\]|\\.)*"|\'[^\']*\'', re.DOTALL
    )
    PLAIN = re.compile(r"[^,\]}\n#]*")

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.ends = [n for n, char in enumerate(text) if char == "\n"]
        self.root = table = Position(line=1)
        while self._space() < len(text):
            if text[self.at] != "[":
                self._pair(table)
                continue
            line, several = self._line(), text.startswith("[[", self.at)
            self.at += 1 + several
            *path, last = self._key()
            self.at += 1 + several
            table = self._owner(self.root, path, line)
            place = table.keys.setdefault(last, Position(line=line))
            if several:
                place.items.append(Position(line=line))
            table = place.items[-1] if place.items else place

    def _line(self) -> int:
        return bisect_left(self.ends, self.at) + 1

    def _space(self) -> int:
        match = self.SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.at

    def _key(self) -> list[str]:
        path = []
        while match := self.KEY.match(self.text, self.at):
            path.append(next(part for part in match.group(1, 2, 3) if part is not None))
            self.at = match.end()
            if not match[4]:
                break
        return path

    @staticmethod
    def _owner(table: Position, path: list[str], line: int) -> Position:
        for key in path:
            table = table.keys.setdefault(key, Position(line=line))
            table = table.items[-1] if table.items else table
        return table

    def _pair(self, table: Position) -> None:
        line = self._line()
        *path, last = self._key()
        self.at += 1  # the sign between key and value
        self._owner(table, path, line).keys[last] = self._value(line)

    def _value(self, line: int) -> Position:
        self._space()
        place = Position(line=line)
        mark = self.text[self.at]
        if mark in "[{":
            self.at += 1
            while self.text[self._space()] not in "]}":
                if mark == "[":
                    place.items.append(self._value(self._line()))
                else:
                    self._pair(place)
                self.at += self.text[self._space()] == ","
            self.at += 1
            return place
        match = self.STRING.match(self.text, self.at) or self.PLAIN.match(self.text, self.at)
        assert match is not None
        place.text, self.at = match[0].strip("\"' \t\r"), match.end()
        return place


def schema() -> dict[str, Any]:
    """Describe a scenario's file as JSON Schema 2020-12."""
    model = Scenario.model_json_schema()
    for drawn in ("name", "seed", "case"):
        model["properties"].pop(drawn)
    return {"$schema": GenerateJsonSchema.schema_dialect, "title": "Scenario", **model}


def write_schema() -> None:
    """Write the schema where authors' editors look for it."""
    text = json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"
    SCHEMA.write_text(text, encoding="utf-8")


def contradictions(scenario: Scenario) -> Iterator[Problem]:
    """Say where a scenario contradicts itself."""
    try:
        names = check(scenario.system)
    except ScenarioError as error:
        yield from (problem.within("system") for problem in error.problems)
        return
    yield from _times(scenario)
    yield from _faults(scenario)
    yield from _objective(scenario, names)
    yield from _truth(scenario, names)
    yield from _alerts(scenario)
    yield from _points(scenario)
    yield from _journals(scenario, names)


def _times(scenario: Scenario) -> Iterator[Problem]:
    onset = min((f.at for f in scenario.faults), default=scenario.start)
    if scenario.truth.onset != onset:
        what = "`start`, for nothing is wrong" if scenario.quiet else "the first fault's time"
        yield Problem("truth.onset", f"expected {what}, {readable(onset)}")
    if not scenario.start < scenario.horizon:
        yield Problem("horizon", "expected a time after `start`")
    if not scenario.truth.onset < scenario.horizon:
        yield Problem("truth.onset", "expected a time before `horizon`")
    if not scenario.par.detect < scenario.par.detect_fail:
        yield Problem("par.detect_fail", "expected more than `par.detect`")
    for key in scenario.prices:
        if key not in PRICES:
            yield Problem(f"prices.{key}", f"expected one of {', '.join(PRICES)}")


def _faults(scenario: Scenario) -> Iterator[Problem]:
    plant = build(scenario.system, 0, 0.0)
    for key in ("faults", "herrings"):
        for n, fault in enumerate(getattr(scenario, key)):
            try:
                for _, change in dated(fault, plant):
                    apply(plant, change)  # it names only what is there
            except ScenarioError as error:
                yield from (problem.within(f"{key}[{n}]") for problem in error.problems)


def _objective(scenario: Scenario, names: Names) -> Iterator[Problem]:
    objective = scenario.objective
    for n, part in enumerate(objective.requests):
        here = f"objective.requests[{n}]"
        yield from _known(f"{here}.sources", part.sources, names.sources)
        try:
            bound(part.within or 10 * SECOND)
        except ScenarioError as error:
            yield from (problem.within(f"{here}.within") for problem in error.problems)
    yield from _known("objective.backlogs", [b.queue for b in objective.backlogs], names.queues)
    if not (objective.requests or objective.backlogs or objective.exposures):
        yield Problem("objective", "expected something that is promised")


def _truth(scenario: Scenario, names: Names) -> Iterator[Problem]:
    truth, nodes = scenario.truth, neighbours(scenario.system)
    if scenario.quiet != (truth.cause == NOTHING):
        yield Problem(
            "truth.cause", f"expected {NOTHING!r} where there are no faults, and only there"
        )
    for key in ("components", "removed_by", "affected"):
        if scenario.quiet == bool(getattr(truth, key)):
            what = "nothing, for nothing is wrong" if scenario.quiet else "one at least"
            yield Problem(f"truth.{key}", f"expected {what}")
    yield from _known("truth.components", truth.components, nodes)
    yield from _known("truth.aliases", truth.aliases.values(), truth.components)
    for group in truth.groups:
        yield from _known(f"truth.groups.{group.name}", group.components, nodes)
    for n, link in enumerate(truth.propagations):
        yield from _known(f"truth.propagations[{n}]", (link.source, link.target), nodes)
    public = [p.name for p in scenario.status_page]
    yield from _known("truth.affected", truth.affected, public)
    for component in scenario.status_page:
        yield from _known(f"status_page.{component.name}", component.services, names.services)
    patterns = [("truth.removed_by", p) for alternative in truth.removed_by for p in alternative]
    patterns += [("truth.prudent", p) for p in truth.prudent]
    patterns += [("truth.pitfalls", p) for p in truth.pitfalls]  # type: ignore[misc]
    for where, pattern in patterns:
        yield from _known(where, [pattern.verb], ACTS)
        if pattern.verb in ACTS:
            fields = ACTS[pattern.verb][0].model_fields
            yield from _known(f"{where}.{pattern.verb}", pattern.args, fields)


def _alerts(scenario: Scenario) -> Iterator[Problem]:
    books = [b.name for b in scenario.runbooks]
    for rule in scenario.alerts:
        yield from _known(f"alerts.{rule.name}.runbook", [rule.runbook] * bool(rule.runbook), books)
    if not scenario.alerts and not scenario.silent:
        yield Problem("alerts", "expected at least one rule, or `silent = true`")


def _points(scenario: Scenario) -> Iterator[Problem]:
    for phase, task in scenario.tasks.every():
        yield from _known(f"tasks.{phase}: {task.name}", task.parts, PARTS)
    for part in sorted(set(PARTS) - parts_of(scenario.tasks)):
        yield Problem("tasks", f"expected a task that names {part}")


def _journals(scenario: Scenario, names: Names) -> Iterator[Problem]:
    journals = [("oracle", scenario.oracle)]
    journals += [(f"tempting.{t.name}", t.journal) for t in scenario.tempting]
    for place, lines in journals:
        problems: list[Problem] = []
        written(scenario, scenario.seed or 0, seconds(lines), problems.extend)
        yield from (Problem(place + problem.place, problem.what) for problem in problems)
        for n, line in enumerate(lines):
            if not line.verb.startswith("act.") or problems:
                continue
            try:
                action(line.verb[4:], line.args, names, scenario.system, scenario.hotfixes)
            except ScenarioError as error:
                yield from (problem.within(f"{place}[{n}]") for problem in error.problems)


def seconds(lines: tuple[ScriptLine, ...]) -> list[tuple[int, str, dict[str, Any]]]:
    """Author's lines as (second of the run, verb, arguments)."""
    return [(round(line.at / SECOND), line.verb, line.args) for line in lines]


def _known(where: str, got: Any, among: Any) -> Iterator[Problem]:
    for one in got:
        if one not in among:
            known = ", ".join(str(x) for x in among) or "none"
            yield Problem(where, f"expected one of {known}, got {one!r}")

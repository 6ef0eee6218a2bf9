"""Where program.toml contradicts itself (references, sums, orders, dates), or source/ differs.

`contradictions` reads data that fits the schema but for holes, which schema_faults.py reported.
So every look-up may come back empty, and a hole never gives a second fault.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from course.errors import Problem, nearest, shown
from course.program.model import Program
from course.program.outcomes import LevelAssessment
from course.program.schema_faults import Fault, Place
from course.program.teaching import TrainingModule

Table = dict[str, Any]
# What Jupyter and editors leave behind is nobody's fault.
_IGNORED = {".ipynb_checkpoints", "__pycache__", ".DS_Store"}
# Keys of the lists that other parts refer into.
_LISTS = {"tracks", "timeline", "phases", "tasks", "modules", "sections", "weeks"}


def contradictions(data: Table, holes: Iterable[Place] = ()) -> list[Fault]:
    """List every place that contradicts another; data fits the schema but for these holes.

    A check that needs a whole list waits until the list has no hole, and one that compares
    dates until they are in order: else one fault would be told as many.
    """
    unclear = {place[0] for place in holes if place[-1] in _LISTS or isinstance(place[-1], int)}
    faults: list[Fault] = []
    for check in _CHECKS:
        faults += check(data)
    for check, part in ((_in_no_track, "tracks"), (_never_taught, "timeline")):
        if part not in unclear:
            faults += check(data)
    for check, parts in (
        (_outside_phases, {"timeline", "phases"}),
        (_taught_too_early, {"timeline", "phases", "prerequisites"}),
    ):
        if not parts & unclear.union(*(place for place, _ in faults)):
            faults += check(data)
    return faults


def _rows(table: Table, *keys: str) -> list[tuple[int, Table]]:
    """Give the tables of a list with their indexes; holes are left out."""
    value: Any = table
    for key in keys:
        value = value.get(key) or {}
    return [(index, row) for index, row in enumerate(value or []) if row is not None]


def _repeats(rows: Iterable[tuple[int, Table]], key: str, place: Place) -> Iterator[Fault]:
    """Rows of one list whose key has a value that an earlier row has."""
    first: dict[Any, int] = {}
    for index, row in rows:
        if (value := row.get(key)) is None:
            continue
        if value in first:
            earlier = f"{place[-1]}[{first[value]}]"
            yield (*place, index, key), f"{shown(value)} is {earlier}'s too"
        first.setdefault(value, index)


def _unknown(kind: str, name: str, known: Iterable[str]) -> str:
    return f"unknown {kind} {shown(name)}{nearest(name, known)}"


def _ids(data: Table) -> set[str]:
    return {row["id"] for _, row in _rows(data, "modules") if "id" in row}


def _unreadable_ids(data: Table) -> bool:
    """Whether an id is broken or there twice: then an unknown name may well be that module."""
    return len(_ids(data)) < max(len(data.get("modules") or []), 1)


def _unknown_modules(data: Table, names: Any, place: Place) -> Iterator[Fault]:
    """Names in a list of modules' ids that are no module's, or there twice."""
    ids = _ids(data)
    if _unreadable_ids(data):
        return
    for index, name in enumerate(names or []):
        if name is not None and name not in ids:
            yield (*place, index), _unknown("module", name, ids)
        elif name is not None and name in names[:index]:
            yield (*place, index), f"{shown(name)} is listed twice"


def _modules(data: Table) -> Iterator[Fault]:
    rows = _rows(data, "modules")
    yield from _repeats(rows, "id", ("modules",))
    for index, row in rows:
        place: Place = ("modules", index)
        name, level = row.get("id"), row.get("level")
        if name and level and name[0] != str(level):
            yield (*place, "id"), f"expected {level} as first digit (its level), got {shown(name)}"
        yield from _repeats(_rows(row, "notebooks"), "name", (*place, "notebooks"))
        yield from _repeats(_rows(row, "exercises"), "name", (*place, "exercises"))


def _prerequisites(data: Table) -> Iterator[Fault]:
    needs: dict[str, list[str]] = {}
    index_of: dict[str, int] = {}
    for index, row in _rows(data, "modules"):
        names = row.get("prerequisites")
        yield from _unknown_modules(data, names, ("modules", index, "prerequisites"))
        if "id" in row:
            needs.setdefault(row["id"], [name for name in names or [] if name])
            index_of.setdefault(row["id"], index)
    for cycle in _cycles(needs):
        way = " -> ".join((*cycle, cycle[0]))
        yield ("modules", index_of[cycle[0]], "prerequisites"), f"cycle {way}"


def _taught_too_early(data: Table) -> Iterator[Fault]:
    due = _due(data)
    for index, row in _rows(data, "modules"):
        last = due.get(row.get("id", ""))
        for position, name in enumerate(row.get("prerequisites") or []):
            if last and name in due and due[name] > last:
                what = f"expected one taught by {last}, got {shown(name)} ({due[name]})"
                yield ("modules", index, "prerequisites", position), what


def _cycles(needs: dict[str, list[str]]) -> Iterator[tuple[str, ...]]:
    """Give each cycle of a graph that a walk in depth closes, from its least member on."""
    finished: set[str] = set()
    cycles: set[tuple[str, ...]] = set()
    for start in sorted(needs):
        path: list[str] = []
        ways = [iter([start])]  # a stack, since a chain may be longer than Python's
        while ways:
            name = next(ways[-1], None)
            if name is None:
                ways.pop()
                if path:
                    finished.add(path.pop())
            elif name in path:
                cycle = path[path.index(name) :]
                least = cycle.index(min(cycle))
                rotated = (*cycle[least:], *cycle[:least])
                if rotated not in cycles:
                    cycles.add(rotated)
                    yield rotated
            elif name in needs and name not in finished:
                path.append(name)
                ways.append(iter(needs[name]))


def _due(data: Table) -> dict[str, date]:
    """Last day on which each module is taught, as far as the timeline can be read."""
    due: dict[str, date] = {}
    for _, _, task in _tasks(data):
        if (last := _last_day(task)) is not None:
            for name in task.get("modules") or []:
                if name is not None:
                    due[name] = max(last, due.get(name, last))
    return due


def _tasks(data: Table) -> Iterator[tuple[Place, Table, Table]]:
    """Give each task with its place and its section."""
    for index, section in _rows(data, "timeline"):
        for position, task in _rows(section, "tasks"):
            yield ("timeline", index, "tasks", position), section, task


def _last_day(task: Table) -> date | None:
    if "starts" not in task or "days" not in task:
        return None
    try:
        return date.fromordinal(task["starts"].toordinal() + task["days"] - 1)
    except (ValueError, OverflowError):
        return None


def _tracks(data: Table) -> Iterator[Fault]:
    rows = _rows(data, "tracks")
    yield from _repeats(rows, "level", ("tracks",))
    yield from _repeats(rows, "name", ("tracks",))
    modules = {row["id"]: row for _, row in _rows(data, "modules") if "id" in row}
    home: dict[str, Table] = {}
    for index, track in rows:
        place: Place = ("tracks", index, "modules")
        yield from _unknown_modules(data, track.get("modules"), place)
        for position, name in enumerate(track.get("modules") or []):
            if name in home and home[name] is not track:
                what = f"{shown(name)} is in track {shown(home[name].get('name', '?'))} already"
                yield (*place, position), what
            elif name in modules:
                home[name] = track
                levels = track.get("level"), modules[name].get("level")
                # Where id and level disagree, that is a fault of its own.
                misnumbered = levels[1] is not None and name[0] != str(levels[1])
                if None not in levels and levels[0] != levels[1] and not misnumbered:
                    what = f"expected modules of level {levels[0]}, got {shown(name)}"
                    yield (*place, position), f"{what} of level {levels[1]}"
    for index, row in _rows(data, "modules"):
        track = home.get(row.get("id", ""), {})
        if "track" in row and "name" in track and row["track"] != track["name"]:
            what = f"expected {shown(track['name'])}, whose track it is in, got"
            yield ("modules", index, "track"), f"{what} {shown(row['track'])}"


def _in_no_track(data: Table) -> Iterator[Fault]:
    named = [name for _, track in _rows(data, "tracks") for name in track.get("modules") or []]
    yield from _left_out(data, named, "no track lists it")


def _never_taught(data: Table) -> Iterator[Fault]:
    named = [name for _, _, task in _tasks(data) for name in task.get("modules") or []]
    yield from _left_out(data, named, "no task of the timeline teaches it")


def _left_out(data: Table, named: list[str], what: str) -> Iterator[Fault]:
    """Modules that are not named, unless a misspelt name means them."""
    ids = _ids(data)
    misspelt = "".join(nearest(name, ids) for name in named if name not in ids)
    for index, row in _rows(data, "modules"):
        if "id" in row and row["id"] not in named and repr(row["id"]) not in misspelt:
            yield ("modules", index), f"{what} ({row['id']})"


def _timeline(data: Table) -> Iterator[Fault]:
    seen: dict[str, Place] = {}
    yield from _repeats(_rows(data, "timeline"), "name", ("timeline",))
    for place, _, task in _tasks(data):
        if "id" in task and seen.setdefault(task["id"], place) != place:
            yield (*place, "id"), f"{shown(task['id'])} is another task's too"
        yield from _unknown_modules(data, task.get("modules"), (*place, "modules"))
        if "starts" in task and "days" in task and _last_day(task) is None:
            yield (*place, "days"), f"expected an end by {date.max}, got {task['days']} days"


def _phases(data: Table) -> Iterator[Fault]:
    rows = _rows(data, "phases")
    yield from _repeats(rows, "name", ("phases",))
    sections = {row["name"] for _, row in _rows(data, "timeline") if "name" in row}
    legible = len(sections) == len(data.get("timeline") or [None])
    last = 0
    for index, phase in rows:
        place: Place = ("phases", index)
        for position, name in enumerate(phase.get("sections") or []):
            if name and name not in sections and legible:
                yield (*place, "sections", position), _unknown("section", name, sections)
        opens, closes = phase.get("weeks") or (None, None)
        if opens is None or closes is None:
            last = 0
        elif opens > closes:
            yield (*place, "weeks"), f"expected first before last, got {opens} and {closes}"
            last = 0
        else:
            if last and opens != last + 1:
                yield (*place, "weeks", 0), f"expected {last + 1}, the week after, got {opens}"
            last = closes


def _outside_phases(data: Table) -> Iterator[Fault]:
    """Tasks that start or end in a week that is not their phase's; told once a task."""
    weeks_of = {name: p["weeks"] for _, p in _rows(data, "phases") for name in p["sections"]}
    tasks = []
    for place, section, task in _tasks(data):
        if (end := _last_day(task)) is None:
            return
        tasks.append((place, section, task, end))
    first = min((task["starts"] for _, _, task, _ in tasks), default=date.min)
    for place, section, task, end in tasks:
        opens, closes = weeks_of.get(section.get("name"), (1, sys.maxsize))
        for day, key in ((task["starts"], "starts"), (end, "days")):
            week = (day - first) // timedelta(weeks=1) + 1
            if not opens <= week <= closes:
                what = f"expected weeks {opens} to {closes} of its phase, got week {week}"
                yield (*place, key), f"{what} ({day})"
                break


def _session(data: Table) -> Iterator[Fault]:
    session = data.get("session") or {}
    parts = session.get("schedule_minutes") or {}
    whole = session.get("duration_minutes")
    minutes: list[Any] = [parts.get(name) for name in ("theory", "practice", "discussion")]
    if whole is not None and None not in minutes and sum(minutes) != whole:
        sums = f"{' + '.join(map(str, minutes))} = {sum(minutes)}"
        yield ("session", "schedule_minutes"), f"expected a sum of {whole}, got {sums}"
    formats = session.get("formats") or [None]
    if "format" in session and None not in formats and session["format"] not in formats:
        yield ("session", "format"), _unknown("format", session["format"], formats)


def _simulation(data: Table) -> Iterator[Fault]:
    simulation = data.get("simulation") or {}
    scenario = simulation.get("scenario") or {}
    place: Place = ("simulation", "scenario")
    types = simulation.get("types") or [None]
    if "type" in scenario and None not in types and scenario["type"] not in types:
        yield (*place, "type"), _unknown("type", scenario["type"], types)
    grades = simulation.get("severities") or [None]
    if "severity" in scenario and None not in grades and scenario["severity"] not in grades:
        choices = ", ".join(map(str, grades))
        yield (*place, "severity"), f"expected one of {choices}, got {scenario['severity']}"


def _certification(data: Table) -> Iterator[Fault]:
    place: Place = ("certification", "levels")
    rows = _rows(data, *map(str, place))
    yield from _repeats(rows, "level", place)
    for index, row in rows:
        for position, assessment in _rows(row, "assessments"):
            kind = assessment.get("type")
            key = {"theoretical": "topics", "practical": "projects"}.get(kind or "")
            if key and key in assessment and assessment[key]:
                continue
            if key and key not in assessment:
                at = (*place, index, "assessments", position, key)
                yield at, f"missing, and the assessment is {kind}"
    yield from _level_assignments(data)
    tables = ("effectiveness", "operational")
    known = {f"{table}.{name}" for table in tables for name in data.get(table) or {}}
    whole = all(len(data.get(table) or {}) == 4 for table in tables)
    for group in ("progress", "completion", "feedback"):
        for index, row in _rows(data, "certification", "tracking", group):
            name = row.get("target_of")
            if whole and name is not None and name not in known:
                at = ("certification", "tracking", group, index, "target_of")
                yield at, _unknown("target", name, known)


def _level_assignments(data: Table) -> Iterator[Fault]:
    """Each is taken or handed in by an assignment of its own, which is no module."""
    modules = {row.get("id") for _, row in _rows(data, "modules")}
    used: dict[str, str] = {}
    for index, level in _rows(data, "certification", "levels"):
        for kind in ("assessments", "practical_projects"):
            for position, row in _rows(level, kind):
                name = row.get("assignment")
                if name is None:
                    continue
                place = f"certification.levels[{index}].{kind}[{position}]"
                at = ("certification", "levels", index, kind, position, "assignment")
                if name in modules:
                    yield at, f"{name!r} is a module; an assessment has an assignment of its own"
                elif name in used:
                    yield at, f"{name!r} is that of {used[name]} already"
                used.setdefault(name, place)


def _recognition(data: Table) -> Iterator[Fault]:
    place: Place = ("certification", "recognition")
    rows_or_holes = (data.get("certification") or {}).get("levels") or [None]
    levels = [(row or {}).get("level") for row in rows_or_holes]
    for kind in ("badges", "certificates", "rewards"):
        rows = _rows(data, "certification", "recognition", kind)
        yield from _repeats(rows, "name", (*place, kind))
        for index, row in rows:
            earned_by = row.get("earned_by") or {}
            at = (*place, kind, index, "earned_by")
            for fault_at, what in _unknown_modules(data, [earned_by.get("module")], at):
                yield (*fault_at[:-1], "module"), what
            wanted = [((*at, "levels", n), v) for n, v in enumerate(earned_by.get("levels") or [])]
            wanted.append(((*place, kind, index, "level"), row.get("level")))
            for where, level in wanted:
                if level is not None and None not in levels and level not in levels:
                    yield where, f"level {level} is not among certification.levels"
    rows = _rows(data, "certification", "recognition", "certificates")
    yield from _repeats(rows, "level", (*place, "certificates"))


def _bounds(data: Table) -> Iterator[Fault]:
    collection = (data.get("feedback") or {}).get("collection") or {}
    grading = data.get("grading") or {}
    pairs: list[tuple[Place, Any]] = [
        (("feedback", "collection", "scale"), collection.get("scale")),
        (("grading", "passing_score_bounds"), grading.get("passing_score_bounds")),
    ]
    for place, pair in pairs:
        if pair and None not in pair and pair[0] >= pair[1]:
            yield place, f"expected lowest before highest, got {pair[0]} and {pair[1]}"
    bounds = pairs[1][1]
    if bounds and None not in bounds and bounds[0] < bounds[1]:
        for place, mark in _marks(data):
            if mark is not None and not bounds[0] <= mark <= bounds[1]:
                what = f"expected {bounds[0]} to {bounds[1]} (grading.passing_score_bounds)"
                yield place, f"{what}, got {mark}"


def _limits(data: Table) -> Iterator[Fault]:
    grading = data.get("grading") or {}
    lists: dict[str, list[tuple[int, Table]]] = {
        name: _rows(grading, name) for name in ("modules", "cells")
    }
    yield from _repeats(lists["modules"], "id", ("grading", "modules"))
    yield from _repeats(lists["cells"], "kind", ("grading", "cells"))
    tables: list[tuple[Place, Table]] = [(("grading",), grading)]
    for name, rows in lists.items():
        tables += [(("grading", name, index), row) for index, row in rows]
    for key, ceiling in (("wall_time_s", "most_wall_time_s"), ("memory_mb", "most_memory_mb")):
        most = grading.get(ceiling)
        for place, table in tables if most is not None else ():
            if (value := table.get(key)) is not None and value > most:
                yield (*place, key), f"expected at most {most} (grading.{ceiling}), got {value}"


def _marks(data: Table) -> Iterator[tuple[Place, Any]]:
    marks = (data.get("defaults") or {}).get("passing_score") or {}
    yield from ((("defaults", "passing_score", kind), mark) for kind, mark in marks.items())
    for index, row in _rows(data, "modules"):
        mark = (row.get("assessment") or {}).get("passing_score")
        yield ("modules", index, "assessment", "passing_score"), mark
    for index, row in _rows(data, "certification", "levels"):
        for position, assessment in _rows(row, "assessments"):
            place = ("certification", "levels", index, "assessments", position, "passing_score")
            yield place, assessment.get("passing_score")


def _project_assignments(data: Table) -> set[Any]:
    """Assignments of projects: there the seed of the paper makes everybody's data another."""
    return {
        name
        for _, level in _rows(data, "certification", "levels")
        for _, project in _rows(level, "practical_projects")
        if isinstance(name := project.get("assignment"), str)
    }


def _papers(data: Table) -> Iterator[Fault]:
    rows = _rows(data, "papers")
    yield from _repeats(rows, "assignment", ("papers",))
    projects = _project_assignments(data)
    for index, paper in rows:
        yield from _unknown_modules(data, paper.get("banks"), ("papers", index, "banks"))
        shares, variants = (_is_full(paper, key) for key in ("blueprint", "variants"))
        if not shares and not variants and paper.get("assignment") not in projects:
            yield ("papers", index), "neither a blueprint nor variants: everybody gets the same"
        if shares and not _is_full(paper, "banks"):
            yield ("papers", index, "banks"), "missing, and the blueprint draws items"
        yield from _blueprint_topics(data, index, paper)
        seen: set[tuple[Any, Any]] = set()
        for number, share in _rows(paper, "blueprint"):
            cell = (share.get("topic"), share.get("column"))
            if None not in cell and cell in seen:
                place = ("papers", index, "blueprint", number)
                yield place, f"a second row for {cell[0]}, {cell[1]}"
            seen.add(cell)


def _drills(data: Table) -> Iterator[Fault]:
    rows = _rows(data, "drills")
    yield from _repeats(rows, "id", ("drills",))
    for index, drill in rows:
        families = drill.get("families")
        named = families if isinstance(families, list) else []
        for number, family in enumerate(named):
            if family in named[:number]:
                yield ("drills", index, "families", number), f"{family!r} stands above, too"


def _is_full(table: Table, key: str) -> bool:
    return isinstance(table.get(key), list) and bool(table[key])


def _blueprint_topics(data: Table, index: int, paper: Table) -> Iterator[Fault]:
    """The papers of a level's theory ask for the topics that the level names, and for no other."""
    drawn = {share.get("topic") for _, share in _rows(paper, "blueprint")}
    for _, level in _rows(data, "certification", "levels"):
        for _, row in _rows(level, "assessments"):
            named = row.get("topics")
            if row.get("assignment") != paper.get("assignment") or not isinstance(named, list):
                continue
            others = sorted(set(map(str, drawn)) ^ set(map(str, named)))
            if drawn and None not in drawn and others:
                what = f"the level's assessment names other topics: {', '.join(others)}"
                yield ("papers", index, "blueprint"), what


_CHECKS: tuple[Callable[[Table], Iterator[Fault]], ...] = (
    _modules,
    _tracks,
    _prerequisites,
    _timeline,
    _phases,
    _session,
    _simulation,
    _certification,
    _recognition,
    _bounds,
    _limits,
    _papers,
    _drills,
)


def check_folders(program: Program, course_dir: Path) -> list[Problem]:
    """List where source/ and the program differ.

    A ready module needs its folder and a ready notebook its file; what a folder holds beside
    must be listed. A course none of whose folders is in the program is another's, to which
    nothing of this applies.
    """
    source = course_dir / "source"
    problems: list[Problem] = []
    ids = {module.id for module in program.modules} | program.assignments
    folders = {entry.name for entry in _entries(source) if entry.is_dir()}
    if folders and not folders & ids:
        return []
    for index, module in enumerate(program.modules):
        problems += _folder_problems(f"modules[{index}]", module, source)
    for index, rules in enumerate(program.certification.levels):
        for number, rule in enumerate(rules.assessments):
            place = f"certification.levels[{index}].assessments[{number}]"
            problems += _practical_problems(place, rule, source)
    for entry in _entries(source):
        if entry.is_dir() and entry.name not in ids:
            what = f"no module of that id{nearest(entry.name, ids)}"
            problems.append(Problem(f"source/{entry.name}", what))
    for index, limits in enumerate(program.grading.modules):
        if limits.id not in ids:
            what = f"no module of that id{nearest(limits.id, ids)}"
            problems.append(Problem(f"program.toml: grading.modules[{index}]", what))
    return problems


def _practical_problems(place: str, rule: LevelAssessment, source: Path) -> Iterator[Problem]:
    """Each project of a practical assessment is a notebook, by whose name its points are kept."""
    names = [entry.stem for entry in _entries(source / (rule.assignment or ".")) if entry.is_file()]
    if rule.type == "practical" and rule.assignment and names:
        shown = [name.partition("-")[2] for name in names]
        if sorted(shown) != sorted(rule.projects):
            what = f"expected a notebook for each project ({', '.join(rule.projects)})"
            yield Problem(f"program.toml: {place}", f"{what}, got {', '.join(names)}")


def _folder_problems(place: str, module: TrainingModule, source: Path) -> Iterator[Problem]:
    folder = source / module.id
    if module.status == "ready" and not folder.is_dir():
        what = f"ready, but there is no folder source/{module.id}"
        yield Problem(f"program.toml: {place}", what)
        return
    names = {f"{notebook.name}.ipynb" for notebook in module.notebooks}
    for index, notebook in enumerate(module.notebooks):
        if notebook.status == "ready" and not (folder / f"{notebook.name}.ipynb").is_file():
            what = f"ready, but there is no file source/{module.id}/{notebook.name}.ipynb"
            yield Problem(f"program.toml: {place}.notebooks[{index}]", what)
    for entry in _entries(folder):
        if entry.name not in names:
            hint = nearest(entry.name, names)
            what = f"not among the notebooks of {place} in program.toml{hint}"
            yield Problem(f"source/{module.id}/{entry.name}", what)


def _entries(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(
        entry
        for entry in folder.iterdir()
        # A kernel that runs just now has its sockets here.
        if entry.name not in _IGNORED and (entry.is_file() or entry.is_dir())
    )

"""The house: which floor each file of course/ lives on. A file imports only lower floors.

This map is the architecture page. A new file needs a line here, and the line says where it
belongs: what is planned and what happened below, rules without input or output above, then
the rooms that alone may open nbgrader, papermill or ipywidgets, then what joins them.
"""

import ast
from pathlib import Path

COURSE = Path(__file__).parents[1] / "course"

FLOORS: dict[str, int] = {
    "errors": 0,  # what can go wrong
    "files": 1,  # files that somebody else wrote, read with care
    "promql": 1,  # queries over series, as Prometheus 3 answers them
    "program": 1,  # what is planned
    "records": 1,  # what happened
    "cut_scores": 2,  # where a passing mark should be, and how decisions at it hold
    "items": 2,  # how test cells behave across a cohort
    "exports": 2,  # grades for other systems, as text
    "sampling": 2,  # made-up records, and marked so
    "credentials": 2,  # badges and certificates: signed, drawn, revoked, verified
    "schedule": 2,  # the plan's dates, drawn
    "scores": 2,  # scores as rows of the gradebook, rows as marks
    "simulation": 2,  # production systems that run, break and are mended, and their telemetry
    "incidents": 3,  # incidents in such systems: scenario, journal, replay, score
    "layout": 2,  # where a course keeps its things
    "notebooks": 2,  # notebooks as files
    "seals": 3,  # what the last grading said
    "status": 3,  # how a module stands, for those who run it
    "conventions": 3,  # what an authored notebook keeps to
    "mutants": 3,  # small faults in a right answer
    "lessons": 3,  # small systems that notebooks study
    "certification": 3,  # who has earned what, until when: rules without input or output
    "ledger": 3,  # nbgrader's gradebook as rows
    "grading": 3,  # learners' work, run and judged
    "proving": 4,  # exercises proven by their test beds
    "gradebook": 4,  # the only importer of nbgrader
    "reports": 4,  # pages for people
    "widgets": 4,  # views over plain data, in notebooks; the only importer of ipywidgets
    "keeping": 4,  # learners' records as files
    "serving": 4,  # Prometheus' HTTP API over a run of an incident
    "submissions": 4,  # what was handed in, as jobs; what was graded, laid out
    "batch": 5,  # many submissions: pool, cache, one writer
    "reporting": 5,  # reports by papermill, many at a time; its only importer
    "register": 5,  # the whole cohort, read at once
    "steps": 6,  # our grader inside nbgrader's pipelines
    "learning": 6,  # joins the parts, holds no rules
    "cohort": 6,  # everybody's records, from the gradebook and from files
    "awarding": 7,  # credentials for those who earned them
    "gathering": 7,  # what each report may know
    "demo": 8,  # a sample cohort
    "terminal": 9,  # what a terminal shows, verb by verb
    "cli": 10,  # one short function a verb
    "__main__": 11,
    "__init__": 11,  # the public door
}
ONLY = {
    "nbgrader": "gradebook",
    "papermill": "reporting",
    "ipywidgets": "widgets",
    "anywidget": "widgets",
}
FORBIDDEN_NAMES = {"utils", "helpers", "base", "common", "manager", "platform", "types"}


def files() -> list[Path]:
    return sorted(COURSE.rglob("*.py"))


def room(path: Path) -> str:
    """Name of the file or subpackage directly below course/."""
    return path.relative_to(COURSE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Modules that a file imports at any depth, TYPE_CHECKING blocks included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path.name}: imports of ours are written in full"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_every_file_has_a_floor() -> None:
    """A new file must be given a floor, and no floor is kept for a file that is gone."""
    assert {room(path) for path in files()} == set(FLOORS)


def test_a_file_imports_only_lower_floors() -> None:
    """Data flows down one way; inside a subpackage its own order is tested beside it."""
    wrong = [
        f"{path.relative_to(COURSE)} (floor {FLOORS[room(path)]}) imports {name} (floor {FLOORS[target]})"
        for path in files()
        for name in imported(path)
        if name.startswith("course.")
        and (target := room_of(name)) != room(path)
        and FLOORS[target] >= FLOORS[room(path)]
    ]
    assert wrong == []


def room_of(name: str) -> str:
    """Room that an import such as course.program.Program reaches."""
    part = name.split(".")[1]
    return part if part in FLOORS else "__init__"


def test_big_neighbours_have_one_door() -> None:
    """nbgrader, papermill and ipywidgets are each imported by one room only."""
    wrong = [
        f"{path.relative_to(COURSE)} imports {name}"
        for path in files()
        for name in imported(path)
        if (owner := ONLY.get(name.split(".")[0])) and room(path) != owner
    ]
    assert wrong == []


def test_no_grab_bags_and_no_long_files() -> None:
    """No file has a name that says nothing, and none is longer than 400 lines."""
    for path in files():
        assert path.stem not in FORBIDDEN_NAMES, path
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, path

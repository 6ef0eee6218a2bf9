"""The house: which floor each room lives on, and in which order its files build on one another.

This map is the architecture page. A new file needs a place here, and the place says what it may
build on: rooms without input or output below, then the rooms that alone may open nbgrader,
papermill or ipywidgets, then what joins them.
"""

import ast
import re
import shutil
from collections import defaultdict
from pathlib import Path

import pytest

from course.digests import ABOVE_GRADING
from tests.floors import House, faults, modules, places

COURSE = Path(__file__).parents[1] / "course"

HOUSE: House = (
    {  # what every room needs
        "errors": None,  # what can go wrong, and where
        "files": None,  # strangers' files read, ours written whole, locks, where data lies
        "jobs": None,  # what goes into grading and what comes out
    },
    {  # rooms that know nothing of one another
        "digests": None,  # what `unchanged` means for a grade and for a report
        "notebooks": None,  # a notebook's cells and exercises
        # what is planned
        "program": "terms outcomes teaching model schema_faults schedule checks loading",
        # how test cells behave, where a passing mark should be
        "psychometrics": "cut_scores item_analysis",
        # queries over series, as Prometheus 3 answers them
        "promql": """
            query_text storage syntax vectors functions histograms joining windows overtime
            aggregation evaluation
        """,
        # badges and certificates: signed, drawn, revoked, verified
        "credentials": "keys awards badge_art verification signing",
        # where learners' code runs: jail, zygote, its client
        "sandbox": "linux work_folders seccomp jail zygote client",
    },
    {  # systems that run
        # production systems that run, break and are mended, and their telemetry
        "simulation": """
            kernel(codes numba_cache world_layout heap request_frames rng recording arrivals
            access_control processors resources calls state_changes step_handlers event_loop) units curves kernel_startup route_steps system lowering
            system_checks world observation changes actions
            engine telemetry(columns metrics otel_names expressions conditions
            process_series tables alerts scrapes snapshot openmetrics
            topology)
        """,
    },
    {  # a system that learners plan, and lessons study
        # a page's load as a model, plans for it, and the same page in a browser
        "pageload": """
            shop_page load_plans museum_page load_marks load_model project_measures real_page
        """,
    },
    {  # what is asked of one learner, and what they learn on
        # incidents in such systems: scenario, journal, replay, score
        "incidents": """
            diagrams query_frames solver vocabulary verbs objective
            scenario journal run_queries scenario_draws scenario_files incident sealed_runs drill_client drill_host
            magics replayed_run post_rules
            act_effects scoring feedback journal_grading lint
        """,
        # a paper for each learner: banks of items, the course's secret, drawing
        "papers": "item_banks course_secret drawing paper_files",
        # small systems that notebooks study
        "lessons": """
            compatibility delivery dependencies depot desk diffs durations gameday overload kiosk
            pipeline portal postmortem reading responding rooms doubles properties suites severity
            campus_signals evidence importer objectives shopfront signatures tickets budgets
            practical updates state tollbook
        """,
    },
    {  # what knows of incidents and lessons
        # two processes, one judging the other
        "examination": """
            wire(codecs encoding value_codecs decoding pandas_codecs library_codecs rpc)
            shared(syntax_trees data_classes file_sync library_names handles process_state subprocesses
            tracebacks shell class_facts) candidate(object_queries candidate_refs
            candidate_process) examiner(cell_text cell_parts audit_hook cell_errors coroutines mirrors
            mirror_classes examiner_refs
            type_calls untrusted_text mirror_refs name_ownership examiner_process)
        """,
        # Prometheus' HTTP API over a run of an incident
        "prometheus_api": "followed_run handlers",
        # what happened, as values and as files
        "records": "results record_files",
        # views over plain data, in notebooks
        "widgets": """
            answer_files progress prose activities parsons save_protocol views questions
            notebook_calls console(panels choices timeline session)
        """,
    },
    {  # nbgrader's side
        # nbgrader's folders and rows: layout, the writer, queries, status, exports
        "gradebook": """
            grade_exports layout scores rows queries status paper_exchange exchange intake releases
        """,
    },
    {  # what learners' work is worth
        # submissions as jobs, run and judged; many at a time
        "grading": """
            images clues outputs salvage matching control_lines conductor reconcile marking submissions batch
            nbgrader_preprocessors feedback_pages
        """,
        # who has earned what, until when; issuing it
        "certification": "standings levels decision cohort issuing",
    },
    {  # for authors and readers
        # conventions, mutants, trials of answers, proofs
        "authoring": """
            lesson_measures conventions sources scaffolds cell_names mutants trials proofs author_verbs
        """,
        # reports and pages for people
        "reporting": """
            papermill_engine report_data report_models status_pages figures page report_run
            fork_server report_batch
        """,
    },
    {  # how the parts join
        "workflow": None,  # one function a verb
    },
    {  # what a cohort looks like
        # a sample cohort, and made-up records
        "demo": "demo_folder sample_records sample_cohort",
    },
    {  # which verb was said
        # the command line: parser, printing, a file for each family of verbs
        "cli": """
            terminal paper_verbs authoring_verbs certification_verbs course_verbs credential_verbs
            incident_prompt report_verbs incident_verbs command
        """,
    },
    {  # the doors
        "__main__": None,  # `python -m course`
        "__init__": None,  # what notebooks, nbgrader_config.py and scripts may import
    },
)
# The rooms that may open a large neighbour, each of which takes a second or more to import.
ONLY = {
    "nbgrader": "gradebook",
    "papermill": "reporting",
    "ipywidgets": "widgets",
    "anywidget": "widgets",
}
FORBIDDEN_NAMES = {"utils", "helpers", "base", "common", "manager", "platform", "types"}
MOST_ENTRIES, MOST_LINES, FEW_LINES, MOST_SMALL, MOST_SKIPS = 35, 600, 60, 10, 40
SAME_STEM: dict[str, str] = {}  # a stem that stands twice, with the reason
SAME_CLASS: dict[str, str] = {}  # a class name that stands twice, with the reason


def test_every_file_has_its_place_and_builds_on_what_lies_below() -> None:
    """Imports at any depth count, those under TYPE_CHECKING and in strings too."""
    assert faults(COURSE, HOUSE) == []


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the package's code to break."""
    return Path(
        shutil.copytree(COURSE, tmp_path / "course", ignore=shutil.ignore_patterns("__pycache__"))
    )


@pytest.mark.parametrize("room", ["simulation/kernel", "grading", "reporting", "."])
def test_a_new_file_in_any_room_is_noticed(house: Path, room: str) -> None:
    """A file that is on no map has no floor."""
    (house / room / "newcomer.py").write_text("import time\n", encoding="utf-8")
    assert [fault for fault in faults(house, HOUSE) if "newcomer" in fault]


def test_a_cycle_inside_a_room_is_noticed(house: Path) -> None:
    """Two files that import each other: one of them looks forward."""
    path = house / "grading" / "conductor.py"
    path.write_text(
        path.read_text(encoding="utf-8") + "\n\ndef late() -> None:\n"
        "    from course.grading.marking import grade\n\n    grade\n",
        encoding="utf-8",
    )
    assert faults(house, HOUSE) == [
        "grading.conductor imports grading.marking, which comes after it in its room"
    ]


@pytest.mark.parametrize(
    "line",
    [
        'ENTRY = "course.examination.examiner.examiner_process:main"',
        'import_module("course.examination.examiner.examiner_process")',
        'CODE = "from course.examination.examiner import examiner_process; examiner_process.main()"',
    ],
)
def test_an_import_upwards_by_string_is_noticed(house: Path, line: str) -> None:
    """A module that is named in a string is imported, whoever does it in the end."""
    path = house / "sandbox" / "client.py"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    assert faults(house, HOUSE) == [
        "sandbox.client imports examination.examiner.examiner_process, which is on a higher floor"
    ]


def test_neighbours_of_a_floor_know_nothing_of_each_other(house: Path) -> None:
    """Two rooms of one floor could be lifted out one by one."""
    path = house / "psychometrics" / "cut_scores.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\nfrom course.program import Program\n", encoding="utf-8")
    assert [fault for fault in faults(house, HOUSE) if "a neighbour on its own floor" in fault]


def test_big_neighbours_have_one_door() -> None:
    """nbgrader, papermill and ipywidgets are each imported by one room only."""
    wrong = [
        f"{name} imports {target}"
        for name, path in modules(COURSE).items()
        for target in _imported(path)
        if (owner := ONLY.get(target.split(".")[0])) and name.split(".")[0] != owner
    ]
    assert wrong == []


def _imported(path: Path) -> set[str]:
    targets: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            targets |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            targets.add(node.module)
    return targets


def test_a_grade_depends_on_every_room_that_grading_can_reach() -> None:
    """The digest leaves out the rooms above grading, and none below or beside it by mistake."""
    floors = {name.split(".")[0]: place[0] for name, place in places(HOUSE).items()}
    cannot_reach = {
        room for room, floor in floors.items() if floor >= floors["grading"] and room != "grading"
    }
    assert cannot_reach == ABOVE_GRADING


def test_names_of_files_are_told_apart() -> None:
    """No grab-bags, no stem twice, and no file that is called as a room is."""
    files = [path for path in modules(COURSE).values() if not path.stem.startswith("__")]
    rooms = {door.parent.name for door in COURSE.rglob("__init__.py")} - {"course"}
    by_stem: dict[str, list[str]] = defaultdict(list)
    for path in files:
        by_stem[path.stem].append(str(path.relative_to(COURSE)))
        assert path.stem not in FORBIDDEN_NAMES | rooms, path
    assert {stem for stem, paths in by_stem.items() if len(paths) > 1} == set(SAME_STEM)


def test_each_door_names_the_files_behind_it() -> None:
    """Whoever opens a room reads first what is in it."""
    unnamed = []
    for door in COURSE.glob("*/**/__init__.py"):
        words = set(re.findall(r"\w+", ast.get_docstring(ast.parse(door.read_text("utf-8"))) or ""))
        files = {path.stem for path in door.parent.glob("*.py")} - {"__init__", "__main__"}
        rooms = {path.parent.name for path in door.parent.glob("*/__init__.py")}
        unnamed += [f"{door.parent.name}: {name}" for name in sorted((files | rooms) - words)]
    assert unnamed == []


def test_names_of_classes_are_told_apart() -> None:
    """A class name means one thing in the whole house."""
    homes: dict[str, list[str]] = defaultdict(list)
    for name, path in modules(COURSE).items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                homes[node.name].append(name)
    twice = {name: where for name, where in homes.items() if len(where) > 1}
    assert set(twice) == set(SAME_CLASS), twice


def test_sizes_follow_subjects() -> None:
    """Few entries, no long file, few short ones, and lines that the formatter lays out."""
    texts = {name: path.read_text(encoding="utf-8") for name, path in modules(COURSE).items()}
    lines = {name: len(text.splitlines()) for name, text in texts.items()}
    doors = {name for name in lines if name.endswith("__init__")}
    small = {name for name, n in lines.items() if n < FEW_LINES and name not in doors}
    entries = [entry for entry in COURSE.iterdir() if entry.name != "__pycache__"]
    assert len(entries) <= MOST_ENTRIES
    assert [name for name, n in lines.items() if n > MOST_LINES] == []
    assert len(small) <= MOST_SMALL, small
    assert sum(text.count("# fmt: skip") for text in texts.values()) <= MOST_SKIPS

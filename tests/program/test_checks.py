"""What a broken program.toml says, each fault once with its place, and where source/ differs."""

from pathlib import Path

import pytest

from course.errors import ProgramError
from course.program import Program, check_folders, load_program
from course.program.outcomes import ModuleLimits
from tests.samples import one_ready

PROGRAM = Path(__file__).parents[2] / "course" / "program.toml"
TEXT = PROGRAM.read_text(encoding="utf-8")
LINE_OF_DAY = TEXT[: TEXT.index("2025-03-31")].count("\n") + 1

# what stands in the file, what stands there instead (first occurrence), all that is then said
BROKEN: dict[str, tuple[str, str, list[str]]] = {
    "a mark above 100": (
        "passing_score = 80 }",
        "passing_score = 140 }",
        ["modules[0].assessment.passing_score: expected 0 to 100, got 140"],
    ),
    "a mark as text": (
        "passing_score = 80 }",
        'passing_score = "80" }',
        ["modules[0].assessment.passing_score: expected a whole number, got '80'"],
    ),
    "a mark as a truth": (
        "theoretical = 80",
        "theoretical = true",
        ["defaults.passing_score.theoretical: expected a whole number, got true"],
    ),
    "an assessment that is a module": (
        'assignment = "level-1-theory", minutes',
        'assignment = "101-system-architecture", minutes',
        [
            "certification.levels[0].assessments[0].assignment: '101-system-architecture' is a "
            "module; an assessment has an assignment of its own"
        ],
    ),
    "two that share an assignment": (
        'assignment = "level-2-practical"',
        'assignment = "level-1-theory"',
        [
            "certification.levels[1].assessments[1].assignment: 'level-1-theory' is that of "
            "certification.levels[0].assessments[0] already"
        ],
    ),
    "papers without items and variants": (
        'banks = ["101-system-architecture", "104-performance", "105-security"]\nblueprint = [',
        "blueprint = []\nvariants = []\n[unknown]\nx = [",
        [
            "unknown: unknown key",
            "papers[0]: neither a blueprint nor variants: everybody gets the same",
        ],
    ),
    "papers that ask for other topics": (
        '{ topic = "security", column = "recall", items = 2 }',
        '{ topic = "testing", column = "recall", items = 2 }',
        ["papers[0].blueprint: the level's assessment names other topics: testing"],
    ),
    "a number too small": (
        "hard = 90 ",
        "hard = 0 ",
        ["defaults.time_limit_minutes.hard: expected 1 or more, got 0"],
    ),
    "a missing key": (
        'title = "Testing"\n',
        "",
        ["modules[2].title: missing"],
    ),
    "a misspelt key": (
        'title = "Testing"\n',
        'titel = "Testing"\n',
        ["modules[2].titel: unknown key (did you mean 'title'?)"],
    ),
    "a key that means nothing": (
        'title = "Testing"\n',
        'title = "Testing"\n"odd key" = 1\n',
        ["modules[2].'odd key': unknown key"],
    ),
    "an empty title": (
        'title = "Testing"',
        'title = " "',
        ["modules[2].title: expected some text, got ' '"],
    ),
    "a choice that does not exist": (
        'name = "Split a large change", difficulty = "hard"',
        'name = "Split a large change", difficulty = "difficult"',
        [
            "modules[1].exercises[7].difficulty: "
            "expected one of 'easy', 'medium', 'hard', got 'difficult'"
        ],
    ),
    "a level that does not exist": (
        'certificates]]\nname = "Level 2 Engineer"\nlevel = 2',
        'certificates]]\nname = "Level 2 Engineer"\nlevel = 4',
        ["certification.recognition.certificates[1].level: expected one of 1, 2, 3, got 4"],
    ),
    "a level as a truth": (
        'certificates]]\nname = "Level 2 Engineer"\nlevel = 2',
        'certificates]]\nname = "Level 2 Engineer"\nlevel = true',
        ["certification.recognition.certificates[1].level: expected one of 1, 2, 3, got true"],
    ),
    "an id in capitals": (
        'id = "103-testing"',
        'id = "103-Testing"',
        ["modules[2].id: expected the form '101-system-architecture', got '103-Testing'"],
    ),
    "an unknown prerequisite": (
        'prerequisites = ["102-code-quality"]',
        'prerequisites = ["102-code-qualty"]',
        [
            "modules[2].prerequisites[0]: unknown module '102-code-qualty' "
            "(did you mean '102-code-quality'?)"
        ],
    ),
    "a level that is not the id's": (
        'fails."\nlevel = 1',
        'fails."\nlevel = 2',
        [
            "modules[0].id: expected 2 as first digit (its level), got '101-system-architecture'",
        ],
    ),
    "two modules of one id": (
        'id = "105-security"',
        'id = "104-performance"',
        [
            "modules[4].id: '104-performance' is modules[3]'s too",
        ],
    ),
    "a cycle": (
        'status = "ready"\nprerequisites = []',
        'status = "ready"\nprerequisites = ["104-performance"]',
        [
            "modules[0].prerequisites: cycle 101-system-architecture -> 104-performance "
            "-> 101-system-architecture"
        ],
    ),
    "a module that needs itself": (
        'status = "ready"\nprerequisites = []',
        'status = "ready"\nprerequisites = ["101-system-architecture"]',
        ["modules[0].prerequisites: cycle 101-system-architecture -> 101-system-architecture"],
    ),
    "a prerequisite taught later": (
        'prerequisites = ["102-code-quality"]',
        'prerequisites = ["201-monitoring"]',
        [
            "modules[2].prerequisites[0]: expected one taught by 2025-02-14, "
            "got '201-monitoring' (2025-03-14)"
        ],
    ),
    "a prerequisite listed twice": (
        'prerequisites = ["102-code-quality"]',
        'prerequisites = ["102-code-quality", "102-code-quality"]',
        ["modules[2].prerequisites[1]: '102-code-quality' is listed twice"],
    ),
    "a level of another track": (
        'Leadership"\nlevel = 3\nmodules = [',
        'Leadership"\nlevel = 3\nmodules = [\n    "105-security",',
        [
            "tracks[2].modules[0]: '105-security' is in track 'Core Engineering' already",
        ],
    ),
    "a track with an unknown module": (
        '    "301-system-design",\n',
        '    "301-sistem-design",\n',
        [
            "tracks[2].modules[0]: unknown module '301-sistem-design' "
            "(did you mean '301-system-design'?)"
        ],
    ),
    "a module in no track": (
        '    "301-system-design",\n',
        "",
        ["modules[10]: no track lists it (301-system-design)"],
    ),
    "a module in two tracks": (
        '    "301-system-design",\n',
        '    "301-system-design",\n    "201-monitoring",\n',
        ["tracks[2].modules[1]: '201-monitoring' is in track 'Operational Excellence' already"],
    ),
    "two tracks of one level": (
        'name = "Technical Leadership"\nlevel = 3',
        'name = "Core Engineering"\nlevel = 3',
        ["tracks[2].name: 'Core Engineering' is tracks[0]'s too"],
    ),
    "a track that is not the module's": (
        'summary = "Write tests',
        'track = "Leadership"\nsummary = "Write tests',
        ["modules[2].track: expected 'Core Engineering', whose track it is in, got 'Leadership'"],
    ),
    "two notebooks of one name": (
        "05-incident-and-assessment",
        "04-performance-by-design",
        ["modules[0].notebooks[4].name: '04-performance-by-design' is notebooks[3]'s too"],
    ),
    "a session that does not add up": (
        "discussion = 60",
        "discussion = 50",
        ["session.schedule_minutes: expected a sum of 240, got 60 + 120 + 50 = 230"],
    ),
    "a format that is not listed": (
        'format = "workshop"',
        'format = "workshops"',
        ["session.format: unknown format 'workshops' (did you mean 'workshop'?)"],
    ),
    "a severity that is not listed": (
        "severity = 2",
        "severity = 4",
        ["simulation.scenario.severity: expected one of 1, 2, 3, got 4"],
    ),
    "a type that is not listed": (
        'type = "performance"',
        'type = "performing"',
        ["simulation.scenario.type: unknown type 'performing' (did you mean 'performance'?)"],
    ),
    "a task that teaches an unknown module": (
        'modules = ["105-security"]',
        'modules = ["105-securities"]',
        [
            "timeline[1].tasks[3].modules[0]: unknown module '105-securities' "
            "(did you mean '105-security'?)"
        ],
    ),
    "a module that is never taught": (
        'days = 5\nmodules = ["105-security"]',
        "days = 5",
        ["modules[4]: no task of the timeline teaches it (105-security)"],
    ),
    "two tasks of one id": (
        'id = "eval2"',
        'id = "core1"',
        ["timeline[3].tasks[1].id: 'core1' is another task's too"],
    ),
    "a date as text": (
        "starts = 2025-03-24",
        'starts = "2025-03-24"',
        ["timeline[3].tasks[0].starts: expected a date such as 2025-01-20, got '2025-03-24'"],
    ),
    "a moment for a date": (
        "starts = 2025-03-24",
        "starts = 2025-03-24T09:00:00",
        [
            "timeline[3].tasks[0].starts: expected a date such as 2025-01-20, "
            "got 2025-03-24 09:00:00"
        ],
    ),
    "a task outside its phase": (
        "starts = 2025-03-31",
        "starts = 2025-04-07",
        [
            "timeline[3].tasks[1].starts: expected weeks 10 to 11 of its phase, "
            "got week 12 (2025-04-07)"
        ],
    ),
    "a task that runs over the calendar's end": (
        "starts = 2025-03-31",
        "starts = 9999-12-30",
        ["timeline[3].tasks[1].days: expected an end by 9999-12-31, got 5 days"],
    ),
    "a phase that leaves a week out": (
        "weeks = [10, 11]",
        "weeks = [11, 11]",
        [
            "phases[3].weeks[0]: expected 10, the week after, got 11",
        ],
    ),
    "a phase that ends before it starts": (
        "weeks = [10, 11]",
        "weeks = [11, 10]",
        ["phases[3].weeks: expected first before last, got 11 and 10"],
    ),
    "a phase of three weeks' ends": (
        "weeks = [10, 11]",
        "weeks = [10, 11, 12]",
        ["phases[3].weeks: expected 2 entries, got 3"],
    ),
    "a phase with an unknown section": (
        'sections = ["Assessment"]',
        'sections = ["Assessments"]',
        ["phases[3].sections[0]: unknown section 'Assessments' (did you mean 'Assessment'?)"],
    ),
    "a badge for an unknown module": (
        'module = "104-performance"',
        'module = "104-performances"',
        [
            "certification.recognition.badges[0].earned_by.module: unknown module "
            "'104-performances' (did you mean '104-performance'?)"
        ],
    ),
    "a badge earned in two ways": (
        "earned_by = { incidents = 5 }",
        "earned_by = { incidents = 5, top_learners = 1 }",
        [
            "certification.recognition.badges[1].earned_by: expected one of module, incidents, "
            "top_learners, levels, got incidents and top_learners"
        ],
    ),
    "a target that is nowhere": (
        '"effectiveness.assessment_scores"',
        '"effectiveness.assessment_score"',
        [
            "certification.tracking.progress[1].target_of: unknown target "
            "'effectiveness.assessment_score' (did you mean 'effectiveness.assessment_scores'?)"
        ],
    ),
    "no target at all": (
        "target = 100, ",
        "",
        ["certification.tracking.progress[0]: expected one of target, target_of, got none"],
    ),
    "a target that is not a number": (
        "target = 100, ",
        "target = nan, ",
        ["certification.tracking.progress[0].target: expected -1000000 to 1000000, got nan"],
    ),
    "a target of a wrong type": (
        'target_of = "effectiveness.assessment_scores"',
        "target_of = false",
        ["certification.tracking.progress[1].target_of: expected text, got false"],
    ),
    "a theoretical assessment without topics": (
        ', topics = ["architecture", "performance", "security"] }',
        " }",
        [
            "certification.levels[0].assessments[0].topics: missing, "
            "and the assessment is theoretical"
        ],
    ),
    "a reward for a level that nobody certifies": (
        "[[certification.levels]]\nlevel = 3",
        "[[certification.levels]]\nlevel = 2",
        [
            "certification.levels[2].level: 2 is levels[1]'s too",
            "certification.recognition.certificates[2].level: "
            "level 3 is not among certification.levels",
            "certification.recognition.rewards[1].earned_by.levels[2]: "
            "level 3 is not among certification.levels",
        ],
    ),
    "a scale upside down": (
        "scale = [1, 5]",
        "scale = [5, 1]",
        ["feedback.collection.scale: expected lowest before highest, got 5 and 1"],
    ),
    "limits above their ceiling": (
        "memory_mb = 512",
        "memory_mb = 512\n"
        "cells = [{ kind = 'test', wall_time_s = 700 }, { kind = 'test', wall_time_s = 20 }]\n"
        "modules = [{ id = '104-performance', wall_time_s = 601, memory_mb = 8192 }]",
        [
            "grading.cells[1].kind: 'test' is cells[0]'s too",
            "grading.modules[0].wall_time_s: expected at most 600 (grading.most_wall_time_s), "
            "got 601",
            "grading.cells[0].wall_time_s: expected at most 600 (grading.most_wall_time_s), "
            "got 700",
            "grading.modules[0].memory_mb: expected at most 4096 (grading.most_memory_mb), "
            "got 8192",
        ],
    ),
    "a mark below the least": (
        "passing_score_bounds = [0, 100]",
        "passing_score_bounds = [82, 100]",
        [
            "defaults.passing_score.theoretical: expected 82 to 100 "
            "(grading.passing_score_bounds), got 80",
            "modules[0].assessment.passing_score: expected 82 to 100 "
            "(grading.passing_score_bounds), got 80",
        ],
    ),
    "an empty list": (
        'objectives = [\n    "Establish engineering best practices",\n'
        '    "Improve system reliability",\n    "Enhance incident response",\n'
        '    "Drive continuous improvement",\n]',
        "objectives = []",
        ["objectives: expected at least 1 entry, got 0"],
    ),
    "a table for a list": (
        "methods = [",
        "methods = {}\nignored = [",
        [
            "feedback.collection.methods: expected a list, got a table",
            "feedback.collection.ignored: unknown key",
        ],
    ),
    "no TOML": (
        'course_id = "engineering-excellence"',
        "course_id = engineering",
        ["line 5, column 13: not TOML: invalid value"],
    ),
    "a day that does not exist": (
        "2025-03-31",
        "2025-02-30",
        [f"line {LINE_OF_DAY}, column 55: not TOML: invalid date or datetime"],
    ),
}


def problems_of(folder: Path, text: str) -> list[str]:
    """Load a text as program.toml; give what it complains of, without the file's name."""
    path = folder / "program.toml"
    path.write_text(text, encoding="utf-8")
    problems: list[str] = []
    try:
        load_program(path)
    except ProgramError as error:
        problems = list(map(str, error.problems))
    assert all(problem.startswith("program.toml: ") for problem in problems)
    return [problem.removeprefix("program.toml: ") for problem in problems]


@pytest.mark.parametrize("name", BROKEN)
def test_a_fault_is_told_once_with_its_place(name: str, tmp_path: Path) -> None:
    """A broken file says exactly what is wrong and where, and nothing besides."""
    old, new, expected = BROKEN[name]
    assert old in TEXT
    assert problems_of(tmp_path, TEXT.replace(old, new, 1)) == expected


def test_all_faults_show_in_one_run(tmp_path: Path) -> None:
    """Faults of shape and of sense are told together, though the model could not be built."""
    text = TEXT
    for old, new in (
        ("passing_score = 80 }", "passing_score = 140 }"),
        ('title = "Testing"\n', 'titel = "Testing"\n'),
        ('prerequisites = ["102-code-quality"]', 'prerequisites = ["102-code-qualty"]'),
        ("discussion = 60", "discussion = 50"),
        ("starts = 2025-03-24", "starts = true"),
        ("earned_by = { incidents = 5 }", "earned_by = { }"),
        ("cpu_time_s = 60\n", ""),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    assert problems_of(tmp_path, text) == [
        "modules[0].assessment.passing_score: expected 0 to 100, got 140",
        "modules[2].titel: unknown key (did you mean 'title'?)",
        "timeline[3].tasks[0].starts: expected a date such as 2025-01-20, got true",
        "grading.cpu_time_s: missing",
        "certification.recognition.badges[1].earned_by: expected one of module, incidents, "
        "top_learners, levels, got none",
        "modules[2].prerequisites[0]: unknown module '102-code-qualty' "
        "(did you mean '102-code-quality'?)",
        "session.schedule_minutes: expected a sum of 240, got 60 + 120 + 50 = 230",
    ]


@pytest.fixture(scope="module")
def program() -> Program:
    """The program with one module ready, the first."""
    return one_ready()


def test_folders_that_fit_say_nothing(program: Program, tmp_path: Path) -> None:
    """Ready notebooks have files, planned ones may; checkpoints are nobody's fault."""
    folder = tmp_path / "source" / "101-system-architecture"
    (folder / ".ipynb_checkpoints").mkdir(parents=True)
    for notebook in program.modules[0].notebooks:
        (folder / f"{notebook.name}.ipynb").touch()
    assert list(map(str, check_folders(program, tmp_path))) == []


def test_folders_that_differ_are_named(program: Program, tmp_path: Path) -> None:
    """A missing folder or file, a file or a folder that no entry has: each with its place."""
    place = "program.toml: modules[0]"
    missing = f"{place}: ready, but there is no folder source/101-system-architecture"
    assert list(map(str, check_folders(program, tmp_path))) == [missing]
    source = tmp_path / "source"
    folder = source / "101-system-architecture"
    folder.mkdir(parents=True)
    for notebook in program.modules[0].notebooks[1:]:
        (folder / f"{notebook.name}.ipynb").touch()
    (folder / "01-components-and-contract.ipynb").touch()
    (source / "102-code-qualty").mkdir()
    (source / "README.md").touch()
    assert list(map(str, check_folders(program, tmp_path))) == [
        f"{place}.notebooks[0]: ready, but there is no file "
        "source/101-system-architecture/01-components-and-contracts.ipynb",
        "source/101-system-architecture/01-components-and-contract.ipynb: not among the notebooks "
        "of modules[0] in program.toml (did you mean '01-components-and-contracts.ipynb'?)",
        "source/102-code-qualty: no module of that id (did you mean '102-code-quality'?)",
    ]


def test_a_practical_assessment_has_a_notebook_for_each_project(
    program: Program, tmp_path: Path
) -> None:
    """Points are kept by their names, so a notebook of another name is said."""
    for notebook in program.modules[0].notebooks:
        folder = tmp_path / "source" / "101-system-architecture"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{notebook.name}.ipynb").touch()
    folder = tmp_path / "source" / "level-1-practical"
    folder.mkdir()
    (folder / "01-optimization.ipynb").touch()
    (folder / "02-errors.ipynb").touch()
    expected = "expected a notebook for each project (optimization, error-handling)"
    assert list(map(str, check_folders(program, tmp_path))) == [
        "program.toml: certification.levels[0].assessments[1]: "
        f"{expected}, got 01-optimization, 02-errors"
    ]
    (folder / "02-errors.ipynb").rename(folder / "02-error-handling.ipynb")
    assert list(map(str, check_folders(program, tmp_path))) == []


def test_limits_of_a_module_that_is_not_there_are_named(tmp_path: Path) -> None:
    """A misspelt id would set no limit anywhere."""
    program = one_ready()
    limits = ModuleLimits(id="101-system-architectur", wall_time_s=20)
    grading = program.grading.model_copy(update={"modules": (limits,)})
    folder = tmp_path / "source" / "101-system-architecture"
    folder.mkdir(parents=True)
    (folder / "01-components-and-contracts.ipynb").touch()
    problems = check_folders(program.model_copy(update={"grading": grading}), tmp_path)

    assert [str(p) for p in problems if "grading" in p.place] == [
        "program.toml: grading.modules[0]: no module of that id "
        "(did you mean '101-system-architecture'?)"
    ]

"""A course as a whole: what `course check` finds in it, and which module is meant."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from course.authoring.author_verbs import check, format_notebooks
from course.errors import CourseError, ProgramError, UsageError
from course.gradebook.layout import course_folder, program_file
from course.notebooks import read_notebook
from course.program import load_program, ready_modules
from course.workflow import release, standings
from tests.samples import as_run, cell_of, taught_notebook, write

ROOT = Path(__file__).parents[1]
MODULE = "101-system-architecture"
NOTEBOOK = f"source/{MODULE}/01-components-and-contracts.ipynb"


@pytest.fixture
def course_dir(tmp_path: Path) -> Path:
    """Give a course of one ready notebook that has no problem."""
    (tmp_path / "course").mkdir()
    text = (ROOT / "course" / "program.toml").read_text(encoding="utf-8")
    for name in ("02-state-machines", "03-errors", "04-performance-by", "05-incident-and"):
        line = next(t for t in text.splitlines() if f'"{name}' in t)
        text = text.replace(line, line.replace('status = "ready"', 'status = "planned"'))
    text = text.replace('contracts", minutes = 100', 'contracts", minutes = 20')
    first, ready, rest = text.partition('status = "ready"')
    second, begins, others = rest.partition('id = "102-code-quality"')
    others = others.replace('status = "ready"', 'status = "planned"')
    text = "".join((first, ready, second, begins, others))
    (tmp_path / "course" / "program.toml").write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    write(taught_notebook(), tmp_path / NOTEBOOK)
    return tmp_path


def in_program(old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / "course" / "program.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def in_cell(
    cell_id: str, change: Callable[..., object], *, rerun: bool = True
) -> Callable[[Path], None]:
    def apply(folder: Path) -> None:
        notebook = read_notebook(folder / NOTEBOOK)
        change(cell_of(notebook, cell_id))
        write(as_run(notebook) if rerun else notebook, folder / NOTEBOOK)

    return apply


def truncated(folder: Path) -> None:
    path = folder / NOTEBOOK
    path.write_text(path.read_text()[:200])


BROKEN: dict[str, tuple[Callable[[Path], None], str]] = {
    "missing key": (
        in_program('title = "System Architecture"\n', ""),
        "program.toml: modules[0].title: missing",
    ),
    "unknown key": (
        in_program('title = "System Architecture"', 'titel = "System Architecture"'),
        "program.toml: modules[0].titel: unknown key (did you mean 'title'?)",
    ),
    "wrong type": (
        in_program("passing_score = 80 }", 'passing_score = "80" }'),
        "program.toml: modules[0].assessment.passing_score: expected",
    ),
    "mark of 140": (
        in_program("passing_score = 80 }", "passing_score = 140 }"),
        "program.toml: modules[0].assessment.passing_score: expected 0 to 100, got 140",
    ),
    "unknown prerequisite": (
        in_program('prerequisites = ["102-code-quality"]', 'prerequisites = ["102-code-qualty"]'),
        "program.toml: modules[2].prerequisites[0]: ",
    ),
    "cycle": (
        in_program("prerequisites = []", 'prerequisites = ["103-testing"]'),
        "program.toml: modules[",
    ),
    "two of one id": (
        in_program('id = "102-code-quality"', 'id = "101-system-architecture"'),
        "101-system-architecture",
    ),
    "ready without folder": (lambda f: shutil.rmtree(f / "source"), f"source/{MODULE}"),
    "not JSON": (truncated, f"{NOTEBOOK}: not JSON, line "),
    "bare expression": (
        in_cell("ex1-tests", lambda c: c.update(source=c.source + "\ndouble(2) == 4")),
        f"{NOTEBOOK}: cell ex1-tests: ",
    ),
    "unlocked test": (
        in_cell("ex1-tests", lambda c: c.metadata.nbgrader.update(locked=False)),
        f"{NOTEBOOK}: cell ex1-tests: an unlocked test",
    ),
    "without markers": (
        in_cell("ex1-solution", lambda c: c.update(source="def double(n):\n    return 2 * n")),
        f"{NOTEBOOK}: cell ex1-solution: a solution without its markers",
    ),
    "stale outputs": (
        in_cell("setup", lambda c: c.update(source="import cmath"), rerun=False),
        f"{NOTEBOOK}: stale outputs",
    ),
    "duplicate id": (
        in_cell("s1", lambda c: c.update(id="title")),
        f"{NOTEBOOK}: cell title: duplicate id, of cells 1 and 3",
    ),
    "no id": (in_cell("s1", lambda c: c.pop("id")), f"{NOTEBOOK}: cell 3: no id"),
}


def test_a_sound_course_has_no_problem(course_dir: Path) -> None:
    """The course that the others are broken from is well."""
    assert check(course_dir) == []


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_course_names_the_place(course_dir: Path, name: str) -> None:
    """Each of fifteen broken variants is reported with its file and place."""
    change, said = BROKEN[name]
    change(course_dir)

    assert any(said in str(problem) for problem in check(course_dir)), check(course_dir)


def test_faults_of_program_and_notebook_show_in_one_run(course_dir: Path) -> None:
    """A broken program does not hide a broken notebook."""
    for name in ("mark of 140", "unlocked test"):
        BROKEN[name][0](course_dir)
    found = list(map(str, check(course_dir)))

    assert all(any(BROKEN[n][1] in p for p in found) for n in ("mark of 140", "unlocked test"))


def test_an_unknown_module_gets_the_nearest_name() -> None:
    """A misspelt module is answered with the one that was meant."""
    with pytest.raises(ProgramError, match=r"did you mean '101-system-architecture'\?"):
        ready_modules(load_program(), "101-system-architectur")


def test_a_planned_module_is_not_ready() -> None:
    """What is only planned cannot be worked on, and says so."""
    with pytest.raises(ProgramError, match="204-communication: planned, not ready"):
        ready_modules(load_program(), "204-communication")


def test_the_course_is_found_upwards(course_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command said anywhere in the course finds it; outside there is none."""
    monkeypatch.chdir(course_dir / "source" / MODULE)
    assert course_folder(None) == course_dir
    monkeypatch.chdir("/")
    with pytest.raises(CourseError, match=r"no nbgrader_config\.py here or above"):
        course_folder(None)
    with pytest.raises(CourseError, match="not a folder"):
        course_folder(course_dir / "nowhere")


def test_the_plan_is_the_courses_own_or_the_packages(course_dir: Path, tmp_path: Path) -> None:
    """A course may bring its own program.toml in either place."""
    assert program_file(course_dir) == course_dir / "course" / "program.toml"
    assert program_file(tmp_path / "elsewhere") == ROOT / "course" / "program.toml"


def test_format_rewrites_what_is_not_canonical(course_dir: Path) -> None:
    """Odd spacing goes, and a second time there is nothing to do."""
    path = course_dir / NOTEBOOK
    path.write_text(path.read_text().replace("\n", "\n "))

    assert format_notebooks(course_dir, None, execute=False, tick=str) == [path]
    assert format_notebooks(course_dir, None, execute=False, tick=str) == []
    assert check(course_dir) == []


def test_another_course_is_released_and_graded_as_it_is(tmp_path: Path) -> None:
    """Folders that no program knows are released by name or all; grades have no passing mark."""
    lines = ("CourseDirectory.course_id = 'x'", f"Exchange.root = {str(tmp_path / 'exchange')!r}")
    text = "c = get_config()\n" + "".join(f"c.{line}\n" for line in lines)
    (tmp_path / "nbgrader_config.py").write_text(text)
    (tmp_path / "exchange").mkdir(mode=0o777)
    for name in ("ps1", "ps2"):
        write(taught_notebook(), tmp_path / "source" / name / "01-doubling.ipynb")
    told: list[str] = []
    by_name = release(tmp_path, "ps1", tick=told.append)
    both = release(tmp_path, None, tick=told.append)

    assert [p.relative_to(tmp_path).as_posix() for p in by_name] == [
        "release/ps1/01-doubling.ipynb"
    ]
    assert (len(both), told) == (2, ["ps1", "ps1", "ps2"])
    with pytest.raises(UsageError, match=r"ps3"):
        release(tmp_path, "ps3", tick=told.append)
    assert [(s.module, s.passing_score) for s in standings(tmp_path, "ps1")] == [("ps1", None)]
    assert [p for p in check(tmp_path) if str(p).startswith("program.toml")] == []

"""Tasks that differ by paper: tests go by the version that was drawn, never by a learner's word."""

import json
from pathlib import Path

import pytest

from course import workflow
from course.gradebook import exchange
from course.gradebook.paper_exchange import hand_out
from course.notebooks import read_notebook
from tests.classroom import sql
from tests.gradebook.test_paper_exchange import fetched, handed_in, paper_of, released
from tests.papers.examined import course_with_papers
from tests.samples import as_run, cell_of, code, markdown, marks, sample_notebook, write

MODULE, NAME = "101-system-architecture", "01-doubling"
ANSWER = '''def mine() -> tuple:
    """Give the version that I have."""
    ### BEGIN SOLUTION
    return "A", 0
    ### END SOLUTION'''
TEST = '''"""The version is the one that was drawn."""
from course.lessons.practical import drawn_task
expected = drawn_task()
got = mine()
assert got[0] in "AB", f"mine() gave {got!r}, expected A or B first"
assert got == (expected.variant, expected.seed), f"mine() gave {got!r}, expected {expected}"'''


@pytest.fixture
def course_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course in which a paper has a version and a seed, and no items."""
    monkeypatch.setenv("COURSE_SECRET", str(tmp_path / "kept" / "secret"))
    folder = course_with_papers(tmp_path / "course")
    program = folder / "course" / "program.toml"
    text = program.read_text(encoding="utf-8")
    head = text[: text.index("\n[[papers]]")]
    plan = f'[[papers]]\nassignment = "{MODULE}"\ntitle = "Tasks"\nvariants = ["A", "B"]\n'
    program.write_text(f"{head}\n{plan}", encoding="utf-8")
    notebook = sample_notebook()
    cell_of(notebook, "title").source = "# Versions\n\n*10 minutes, 8 points*"
    notebook.cells[-1:-1] = [
        markdown("ex2", "### Exercise 2 - Mine (3 points)\n\n`mine()`", marks("ex2")),
        code("ex2-solution", ANSWER, marks("ex2-solution", solution=True)),
        code("ex2-tests", TEST, marks("ex2-tests", grade=True, points=3)),
    ]
    write(as_run(notebook), folder / "source" / MODULE / f"{NAME}.ipynb")
    return folder


def answered(course_dir: Path, learner: str, variant: str, seed: int) -> Path:
    """Fetch a learner's folder and answer both exercises of its notebook."""
    folder = fetched(course_dir, learner)
    path = folder / f"{NAME}.ipynb"
    notebook = read_notebook(path)
    said = ANSWER.replace('"A", 0', f'"{variant}", {seed}')
    cell_of(notebook, "ex2-solution").source = said
    cell_of(notebook, "ex1-solution").source = "def double(n):\n    return n + n"
    write(notebook, path)
    return folder


def points(course_dir: Path) -> dict[str, tuple[float, float]]:
    """Grade, and give by learner the points of the first exercise and of the second."""
    workflow.grade(course_dir, MODULE)
    rows = sql(
        course_dir,
        "select s.student_id, c.name, g.auto_score from grade g "
        "join base_cell c on c.id = g.cell_id join submitted_notebook n on n.id = g.notebook_id "
        "join submitted_assignment s on s.id = n.assignment_id",
    )
    found = {(str(who), str(cell)): float(score or 0) for who, cell, score in rows}
    people = sorted({who for who, _ in found})
    return {who: (found[who, "ex1-tests"], found[who, "ex2-tests"]) for who in people}


def of_each_variant(course_dir: Path) -> dict[str, str]:
    """Release to some learners, and give one of each variant."""
    names = [f"learner-{number:02}" for number in range(1, 9)]
    released(course_dir, *names)
    return {paper_of(course_dir, name).variant: name for name in names}


def test_each_is_graded_by_their_own_version(course_dir: Path) -> None:
    """Two learners with different versions: each's own is right, and the other's is wrong."""
    one, other = (of_each_variant(course_dir)[variant] for variant in "AB")
    for learner in (one, other):
        paper = paper_of(course_dir, learner)
        answered(course_dir, learner, paper.variant, paper.seed)
        exchange.submit(course_dir, MODULE, learner, course_dir / "learners" / learner)
    workflow.collect(course_dir, MODULE)
    assert points(course_dir) == {one: (3.0, 3.0), other: (3.0, 3.0)}


@pytest.mark.parametrize("word", ["changed", "gone", "no paper", "written by the answer"])
def test_a_learner_s_word_decides_nothing(course_dir: Path, word: str) -> None:
    """Whatever lies where the paper should: who was drawn B is graded as B."""
    learner = of_each_variant(course_dir)["B"]
    folder = answered(course_dir, learner, "A", 0)
    place = folder / "paper.json"
    said = json.loads(place.read_bytes()) | {"variant": "A", "seed": 0}
    if word == "changed":
        place.write_text(json.dumps(said))
    elif word == "gone":
        place.unlink()
    elif word == "no paper":
        place.write_text("A")
    else:
        path = folder / f"{NAME}.ipynb"
        notebook = read_notebook(path)
        lines = f"open('paper.json', 'w').write('''{json.dumps(said)}''')"
        cell_of(notebook, "ex2-solution").source += f"\n{lines}"
        write(notebook, path)
    handed_in(course_dir, learner, folder)
    assert points(course_dir)[learner][1] == 0.0


def test_another_s_paper_counts_for_nothing(course_dir: Path) -> None:
    """Tasks go by the paper: with a paper of somebody else's no task has points."""
    names = of_each_variant(course_dir)
    paper = paper_of(course_dir, names["A"])
    folder = answered(course_dir, names["A"], paper.variant, paper.seed)
    handed_in(course_dir, names["B"], folder)
    assert points(course_dir)[names["B"]] == (0.0, 0.0)
    path = course_dir / "autograded" / names["B"] / MODULE / f"{NAME}.ipynb"
    why = f"this paper was not drawn for {names['B']}: it is form 1 of {names['A']}"
    assert read_notebook(path).metadata["course"]["messages"]["ex2-tests"] == why


def test_a_form_that_came_too_late_counts_for_nothing(course_dir: Path) -> None:
    """Handed in after the next form was drawn; before it, it counts as it did."""
    learner = of_each_variant(course_dir)["A"]
    paper = paper_of(course_dir, learner)
    folder = handed_in(course_dir, learner, answered(course_dir, learner, "A", paper.seed))
    hand_out(course_dir, MODULE, learners=[learner], form=2)
    assert points(course_dir)[learner] == (3.0, 3.0)
    (folder / "timestamp.txt").write_text("2126-03-01 12:00:00.000000 UTC")
    assert points(course_dir)[learner] == (0.0, 0.0)
    assert paper_of(course_dir, learner).variant == "B"


def test_who_has_no_paper_is_graded_as_the_source(course_dir: Path) -> None:
    """Variant A and seed 0 hold, also where the learner's file says something else."""
    of_each_variant(course_dir)
    folder = answered(course_dir, "learner-01", "A", 0)
    (folder / "paper.json").write_text('{"variant": "B", "seed": 5, "form": 1}')
    handed_in(course_dir, "learner-99", folder)
    assert points(course_dir)["learner-99"][1] == 3.0

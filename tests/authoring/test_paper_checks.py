"""What `course check` says of banks and of assignments with papers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from course.authoring.author_verbs import material_report
from course.notebooks import canonical, read_notebook
from tests.papers.examined import MODULE, NAME, bank, course_with_papers
from tests.samples import cell_of

SOURCE = Path("source", MODULE, f"{NAME}.ipynb")
BANK = Path("docs", "teaching", MODULE, "items.toml")


@pytest.fixture
def course_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COURSE_SECRET", str(tmp_path / "secret"))
    return course_with_papers(tmp_path / "course")


def said(course_dir: Path) -> list[str]:
    """What the check says of papers; that 101's own notebooks are not here is another matter."""
    problems = material_report(course_dir).problems
    return [str(p) for p in problems if any(w in str(p) for w in ("items.toml", "paper"))]


def in_bank(old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / BANK).read_text()
        assert old in text
        (folder / BANK).write_text(text.replace(old, new, 1))

    return change


def in_cell(settings: dict[str, object]) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        notebook = read_notebook(folder / SOURCE)
        cell_of(notebook, "paper-answers").metadata["nbgrader"].update(settings)
        (folder / SOURCE).write_text(canonical(notebook), encoding="utf-8")

    return change


def no_plan(folder: Path) -> None:
    path = folder / "course" / "program.toml"
    text = path.read_text()
    path.write_text(text[: text.rindex("\n[[papers]]")])


def in_plan(old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / "course" / "program.toml"
        text = path.read_text()
        head, mark, tail = text.rpartition("[[papers]]")
        assert old in tail
        path.write_text(head + mark + tail.replace(old, new, 1))

    return change


def test_nothing_is_wrong_with_the_sample(course_dir: Path) -> None:
    """A bank of 15 items, a blueprint of 5, one cell of 5 points."""
    assert said(course_dir) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (in_bank("right = true\n", "\n"), f"{BANK}: item state-recall-0: options: expected one"),
        (in_bank("section = 1", "section = 7"), f"{BANK}: item state-recall-0: section: {NAME} has"),
        (in_bank(f'notebook = "{NAME}"', 'notebook = "09-x"'), f"{BANK}: item state-recall-0: noteb"),
        (
            lambda folder: (folder / BANK).write_text(bank(1)) and None,
            f"program.toml: papers: {MODULE}: {MODULE}: state, evidence: a paper takes 2 items, the",
        ),
        (in_cell({"points": 4}), f"program.toml: papers: {MODULE}: expected one cell 'paper-answers'"),
        (in_cell({"grade_id": "other"}), f"program.toml: papers: {MODULE}: expected one cell 'paper"),
        (in_cell({"locked": False}), f"source/{MODULE}/{NAME}.ipynb: cell paper-answers: an unlocke"),
        (no_plan, f"source/{MODULE}: a cell 'paper-answers', but program.toml has no papers for it"),
        (in_plan('["101-system', '["101-systen'), "program.toml: papers[0].banks[0]: unknown module"),
        (in_plan('"recall"', '"evidence"'), "program.toml: papers[0].blueprint[1]: a second row for"),
        (in_plan("items = 1", "items = 0"), "program.toml: papers[0].blueprint[0].items: expected"),
    ],
)  # fmt: skip
def test_each_fault_is_said_at_its_place(
    course_dir: Path, change: Callable[[Path], None], expected: str
) -> None:
    """Banks by item and field, blueprints by row, and the cell that stands for the paper."""
    change(course_dir)
    assert [line for line in said(course_dir) if line.startswith(expected)], said(course_dir)


def test_a_bank_without_a_second_form_is_remarked_upon(course_dir: Path) -> None:
    """Three items for two: a second form must repeat."""
    (course_dir / BANK).write_text(bank(3))
    remarks = [str(p) for p in material_report(course_dir).remarks]
    assert (
        f"program.toml: papers: {MODULE}: errors, decides: 3 items: a second form repeats some of 2"
        in remarks
    )

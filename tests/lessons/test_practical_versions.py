"""Answers to one version of the practical assessment, said in the other's words, get the same marks.

The reference and each answer of the beds, clue by clue, in the sandbox and by the paper of each.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from course.authoring.proofs import load_bed
from course.grading.images import image_with, libraries_in
from course.grading.marking import grade
from course.jobs import Files, Job, Limits
from course.notebooks import canonical, exercises, read_notebook, stub_of
from course.sandbox.client import Zygote

ROOT = Path(__file__).parents[2]
ASSIGNMENT = "level-1-practical"
NOTEBOOKS = sorted((ROOT / "source" / ASSIGNMENT).glob("*.ipynb"))
TO_B = {  # what stands in quotes in an answer, or begins an item's name
    "acts": "lines",
    "artist": "article",
    "busy": "full",
    "code": "number",
    "insurance": "seats",
    "labels": "tickets",
    "none": "nothing",
    "printed": "issued",
    "refused": "declined",
    "title": "customer",
    "unknown": "open",
}
LIMITS = Limits(cell_s=60.0, total_s=300.0, cpu_s=60)


def renamed(answer: str) -> str:
    """Say an answer to version A in the words of version B."""
    words = "|".join(TO_B)
    return re.sub(rf"""(["'])({words})\1""", lambda m: f"{m[1]}{TO_B[m[2]]}{m[1]}", answer)


def for_the_second_form(answer: str) -> str:
    """Say an answer to the first form's choices for those of the second, too."""
    return re.sub(r"\b60\b", "45", renamed(answer))


def paper(variant: str, form: int) -> dict[str, bytes]:
    return {"paper.json": json.dumps({"variant": variant, "seed": 0, "form": form}).encode()}


def marks(
    name: str, answers: dict[str, str], files: dict[str, bytes], zygote: Zygote
) -> dict[str, tuple]:
    """Grade a notebook with these answers, and give points and clue by test."""
    path = ROOT / "source" / ASSIGNMENT / f"{name}.ipynb"
    solution = read_notebook(path)
    source, submission = read_notebook(path), read_notebook(path)
    for cell in (*source.cells, *submission.cells):
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = stub_of(cell.source)
    for cell in submission.cells:
        cell.source = answers.get(cell.id, cell.source)
    job = Job(
        name=f"{name}.ipynb",
        submission=canonical(submission).encode(),
        source=canonical(source).encode(),
        solution=canonical(solution).encode(),
        files=Files(pristine=files),
        limits=LIMITS,
        environment="test",
    )
    cells = grade(job, zygote).cells
    return {c.grade_id: (c.points, c.clue) for c in cells if c.points is not None}


def rounds(name: str) -> list[dict[str, str]]:
    """Give answers to all exercises of a notebook: references, then the n-th of each bed."""
    found = {}
    for one in exercises(read_notebook(ROOT / "source" / ASSIGNMENT / f"{name}.ipynb")):
        bed = load_bed(ROOT / "tests" / "wrong_answers" / ASSIGNMENT / name / one.id)
        reference = re.sub(
            r"^ *### (BEGIN|END) SOLUTION\n", "", one.solution.source, flags=re.MULTILINE
        )
        found[one.solution.id] = [reference, *(a.source for a in (*bed.right, *bed.wrong))]
    most = max(map(len, found.values()))
    return [
        {c: texts[n] if n < len(texts) else texts[0] for c, texts in found.items()}
        for n in range(most)
    ]


def started() -> Zygote:
    """Start what grades both notebooks."""
    return Zygote(image_with(libraries_in(p.read_bytes() for p in NOTEBOOKS)))


def in_both_versions(name: str, number: int, zygote: Zygote) -> list[dict[str, tuple]]:
    """Give the marks of one round of answers in version A, and, renamed, in version B."""
    answers = rounds(name)[number]
    said = {cell: renamed(text) for cell, text in answers.items()}
    return [
        marks(name, answers, paper("A", 1), zygote),
        marks(name, said, paper("B", 1), zygote),
    ]


NAMES = ("01-optimization", "02-error-handling")
NUMBERED = [(name, number) for name in NAMES for number in range(len(rounds(name)))]


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    with started() as process:
        yield process


# Each is graded twice; `make soak versions` takes all of them.
@pytest.mark.parametrize(("name", "number"), NUMBERED[::10])
def test_an_answer_in_the_other_words_gets_the_same_marks(
    name: str, number: int, zygote: Zygote
) -> None:
    """Points and clue of each test, in version A and in version B."""
    first, second = in_both_versions(name, number, zygote)
    assert second == first


@pytest.mark.parametrize("name", NAMES)
def test_references_said_for_the_second_form_get_full_marks(name: str, zygote: Zygote) -> None:
    """Another vendor is ill, another minute fails, and another limit holds."""
    said = {cell: for_the_second_form(text) for cell, text in rounds(name)[0].items()}
    got = marks(name, said, paper("B", 2), zygote)
    assert sum(points for points, _ in got.values()) == 50


def test_an_answer_of_the_first_form_does_not_pass_the_second_untouched(zygote: Zygote) -> None:
    """The limit of the failing minute is another one, and the old one loses points."""
    said = {cell: renamed(text) for cell, text in rounds("01-optimization")[0].items()}
    got = marks("01-optimization", said, paper("B", 2), zygote)
    assert [test for test, (points, _) in got.items() if not points] == [
        "ex1-tests-staleness",
        "ex1-tests-memory",
    ]

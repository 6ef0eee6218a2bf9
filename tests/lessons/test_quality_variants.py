"""Answers to the tasks of 102/05, said in the words of the other variant, get the same marks."""

from collections.abc import Mapping
from pathlib import Path

from course.authoring.proofs import load_bed
from course.authoring.trials import PASSED, Bench
from course.lessons.diffs import TO_SUPPLIERS, reworded
from course.lessons.reading import source
from course.lessons.tollbook import charge, settle
from course.notebooks import exercises, read_notebook

ROOT = Path(__file__).parents[2]
PLACE = Path("102-code-quality") / "05-gates-incident-and-assessment"

TO_LIBRARY = {
    "settle": "charge",
    "Book the dues of a year": "Post the late fees of a month",
    "letters": "notices",
    "letter": "notice",
    "mail": "notify",
    "write": "post",
    "member": "reader",
    "kind": "item",
    "done": "posted",
    "failed": "refused",
}
LISTS = {"lost": "open", "ask": "check"}


def marks(exercise_id: str, words: Mapping[str, str], every: int) -> list[list[dict[str, object]]]:
    """Grade each n-th answer of a bed, and the same in other words.

    Of each test it gives True where it is passed, and the line of the assert that ended it where
    it is not.
    """
    notebook = read_notebook(ROOT / "source" / PLACE.with_suffix(".ipynb"))
    exercise = next(one for one in exercises(notebook) if one.id == exercise_id)
    bed = load_bed(ROOT / "tests" / "wrong_answers" / PLACE / exercise_id)
    answers = [exercise.solution.source, *(a.source for a in (*bed.right, *bed.wrong)[::every])]
    answers = [text for text in answers if reworded(text, words) != text]
    with Bench(notebook) as bench:
        place = bench.exercise(exercise, exercise_id)
        trials = list(place.trials([*answers, *(reworded(text, words) for text in answers)]))
    points = [
        {test: said == PASSED or t.failed.get(test) for test, said in t.verdicts.items()}
        for t in trials
    ]
    return [points[: len(answers)], points[len(answers) :]]


def test_the_library_s_job_is_the_club_s_in_other_words() -> None:
    """The same branches and the same fault, so that neither variant is the easier one."""
    assert reworded(source(settle), TO_LIBRARY) == source(charge)


def test_a_mended_job_gets_the_same_marks_in_the_other_words() -> None:
    """The reference and some answers of the bed, test by test and assert by assert."""
    club, library = marks("ex3", LISTS, every=5)
    assert library == club
    assert [set(club[0].values()), len(club) >= 4] == [{True}, True]


def test_a_review_gets_the_same_marks_in_the_other_words() -> None:
    """Lines, kinds and weights are read, and both diffs have each fault in the same line."""
    customers, suppliers = marks("ex5", TO_SUPPLIERS, every=4)
    assert suppliers == customers
    assert [set(customers[0].values()), len(customers) >= 4] == [{True}, True]

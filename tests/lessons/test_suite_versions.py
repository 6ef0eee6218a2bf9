"""Answers to variant A of 103/05's tasks, said in the words of B, meet the same fate in each test.

Each test cell runs here beside the answer, as in a learner's own kernel: no sandbox is needed.
"""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from course.authoring.proofs import load_bed
from course.notebooks import exercises, read_notebook

ROOT = Path(__file__).parents[2]
NOTEBOOK = Path("103-testing") / "05-mutation-incident-and-assessment"
NOTES = read_notebook(ROOT / "source" / f"{NOTEBOOK}.ipynb")
EXERCISES = {one.id: one for one in exercises(NOTES)}


def fines(answer: str) -> str:
    """Say an answer about the luggage of a ferry for the books of a library.

    Limits and what lies beside them become B's, and cents a fifth; counts in `range` stay.
    """

    def said(match: re.Match[str]) -> str:
        n = int(match[0])
        return str(n if n < 9 else n + 4 if n < 30 else n + 8 if n < 100 else n // 5)

    answer = answer.replace("a piece weighs 1 to 32 kilos", "a book is late by 1 to 32 days")
    return re.sub(r"(?<!range\()\b\d+\b", said, answer)


STOCK = {  # a ward's words and hours, and those of the shop
    "shift": "phase",
    "take": "count",
    "free": "left",
    "remind": "recheck",
    "early": "selling",
    "late": "tidying",
    "night": "counting",
    "reached": "agreed",
    '"nobody"': '"not counted"',
    '"Bo"': "7",
    '"Cy"': "30",
    '"mon"': '"A1"',
    '"tue"': '"A2"',
    '"wed"': '"A3"',
    '"fri"': '"A5"',
    '"sun"': '"A7"',
    "5": "8",
    "6": "9",
    "13": "17",
    "14": "18",
    "18": "19",
    "21": "20",
    "22": "21",
}


def stock(answer: str) -> str:
    """Say an answer about the rota of a ward for the stock take of a shop."""
    words = "|".join(word if word[0] == '"' else rf"\b{word}\b" for word in STOCK)
    return re.sub(words, lambda match: STOCK[match[0]], answer)


def answers(exercise: str) -> dict[str, str]:
    """Give the reference and each answer of the bed that is for variant A."""
    bed = load_bed(ROOT / "tests" / "wrong_answers" / NOTEBOOK / exercise)
    reference = re.sub(
        r"^ *### (BEGIN|END) SOLUTION\n",
        "",
        EXERCISES[exercise].solution.source,
        flags=re.MULTILINE,
    )
    others = {one.name: one.source for one in (*bed.right, *bed.wrong) if "-b-" not in one.name}
    return {"reference": reference, **others}


def fate(exercise: str, answer: str) -> dict[str, str]:
    """Run an answer and each test of an exercise; give `passes`, or the clue, or the error."""
    setup = "\n".join(cell.source for cell in NOTES.cells if cell.id.startswith("setup"))
    fates = {}
    for test in EXERCISES[exercise].tests:
        names: dict[str, object] = {}
        try:
            for text in (setup, answer, test.source):
                exec(compile(text, test.id, "exec"), names)
        except AssertionError as error:
            clue = re.match(r"\[[^]]+\]", str(error))
            fates[test.id] = clue[0] if clue else "a visible assert"
        except Exception as error:
            fates[test.id] = type(error).__name__
        else:
            fates[test.id] = "passes"
    return fates


CASES = [
    SimpleNamespace(exercise=exercise, name=name, first=answer, second=words(answer))
    for exercise, words in (("ex4", fines), ("ex6", stock))
    for name, answer in answers(exercise).items()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.exercise}-{case.name}")
def test_an_answer_in_the_other_words_meets_the_same_fate(case: SimpleNamespace) -> None:
    """Test by test, with its clue; and only right answers pass all tests."""
    first = fate(case.exercise, case.first)
    assert fate(case.exercise, case.second) == first
    assert ({*first.values()} == {"passes"}) is not case.name.startswith("wrong-")


def test_an_answer_in_the_words_of_both_variants_passes_nothing() -> None:
    """The limits of one and the prices of the other: it accepts no right version."""
    mixed = answers("ex4")["reference"].replace("10, 11", "14, 15")
    assert set(fate("ex4", mixed).values()) == {"a visible assert"}

"""How a notebook teaches, counted, and what of it breaks the standard."""

import ast
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from course.authoring.conventions import findings
from course.authoring.lesson_measures import (
    ExerciseHeading,
    Finding,
    heading_of,
    holds_data,
    kinds_of_module,
    measure,
)
from tests.samples import SOLUTION, cell_of, code, markdown, marks, taught_notebook

Change = Callable[[NotebookNode], object]


def listed(notebook: NotebookNode, **words: object) -> list[Finding]:
    return list(findings(notebook, measure(notebook), **words))  # type: ignore[arg-type]


def firm(notebook: NotebookNode, **words: object) -> list[str]:
    return [f"{f.rule}: {f.problem}" for f in listed(notebook, **words) if f.firm]


def remarks(notebook: NotebookNode) -> list[str]:
    return [f"{f.rule}: {f.problem}" for f in listed(notebook) if not f.firm]


def test_the_taught_sample_keeps_the_standard() -> None:
    """The notebook that the others are broken from has no error and no remark but its shortness."""
    notebook = taught_notebook()

    assert firm(notebook) == []
    assert [f.rule for f in listed(notebook)] == ["lesson-words", "sections"]


def put(cell_id: str, source: str) -> Change:
    return lambda notebook: cell_of(notebook, cell_id).update(source=source)


def added(cell_id: str, source: str) -> Change:
    def change(notebook: NotebookNode) -> None:
        cell_of(notebook, cell_id).source += source

    return change


def after(cell_id: str, cell: NotebookNode) -> Change:
    def change(notebook: NotebookNode) -> None:
        place = notebook.cells.index(cell_of(notebook, cell_id))
        notebook.cells.insert(place + 1, cell)

    return change


def swapped(cell_id: str, old: str, new: str) -> Change:
    def change(notebook: NotebookNode) -> None:
        cell = cell_of(notebook, cell_id)
        assert old in cell.source
        cell.source = cell.source.replace(old, new)

    return change


def shown(cell: NotebookNode) -> NotebookNode:
    cell.outputs = [nbformat.v4.new_output("stream", text="1\n")]
    return cell


PROMPT = "### Exercise 1 - Double (write, easy, 8 minutes, 3 points)\n\n"
BROKEN: dict[str, tuple[Change, str]] = {
    "a cell of 121 words": (
        added("s1-look", " word" * 115),
        "cell-words: cell s1-look: expected at most 120 words, got 121",
    ),
    "nine lines to read": (
        put("s1-run", "print(1)\n\n" * 9),
        "read-lines: cell s1-run: expected at most 8 lines of code to read, got 9",
    ),
    "eight new terms": (
        added("s1", " ".join(f"A **term{n}**." for n in range(8))),
        "terms: expected at most 7 new terms, got 8: " + ", ".join(f"term{n}" for n in range(8)),
    ),
    "a prompt as long as a third of the lesson": (
        added("ex1", " word" * 60),
        "lesson-ratio: expected 3 words of lesson for each word of prompts, got 1.6 (100 and 63)",
    ),
    "a prompt of 131 words": (
        added("ex1", " word" * 128),
        "prompt-words: cell ex1: expected a prompt of at most 130 words, got 131",
    ),
    "words of a table in plain text": (
        added("ex1", "\n```text\n" + "word " * 128 + "\n```"),
        "prompt-words: cell ex1: expected a prompt of at most 130 words, got 131",
    ),
    "seven bullets": (
        added("ex1", "\n" + "- a\n" * 7),
        "prompt-rules: cell ex1: expected at most 6 rules, got 7 (bullets, rows of tables, each 'unless')",
    ),
    "a table of five rows, and two unless": (
        added("ex1", "\nUnless a, unless b.\n\n| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 5),
        "prompt-rules: cell ex1: expected at most 6 rules, got 7 (bullets, rows of tables, each 'unless')",
    ),
    "seven rows in plain text": (
        added("ex1", "\n```text\n" + "when    what\n        and more\n" * 7 + "```"),
        "prompt-rules: cell ex1: expected at most 6 rules, got 7 (bullets, rows of tables, each 'unless')",
    ),
    "an answer of 31 lines": (
        swapped(
            "ex1-solution",
            "    return 2 * n",
            "    # why\n\n" + "    n = n\n" * 30 + "    return n",
        ),
        "answer-lines: cell ex1: expected a model answer of at most 30 lines, got 31",
    ),
    "one run": (
        lambda n: cell_of(n, "s1-run-again").update(outputs=[]),
        "runs-before: cell ex1: expected at least 2 runs in its section before it, got 1",
    ),
    "runs of another section": (
        after("s1-look", markdown("s2", "## 2. More")),
        "runs-before: cell ex1: expected at least 2 runs in its section before it, got 1",
    ),
    "no kind": (
        put("ex1", "### Exercise 1 - Double (easy, 8 minutes, 3 points)\n\nDouble it."),
        "heading: cell ex1: expected a heading with kind, such as ### Exercise 1 - Title (write, "
        "medium, 24 minutes, 5 points)",
    ),
    "a kind that is none": (
        put("ex1", "### Exercise 1 - Double (code, easy, 8 minutes, 3 points)\n\nDouble it."),
        "heading: cell ex1: expected a heading with kind, difficulty, minutes, such as ### Exercise 1 "
        "- Title (write, medium, 24 minutes, 5 points)",
    ),
    "no split": (
        put("title", "# Doubling\n\n*20 minutes, 5 points*"),
        "title-split: cell title: expected its minutes split: *85 minutes: 30 reading, 55 practice; "
        "24 points*",
    ),
    "more minutes than there are": (
        put("ex1", PROMPT.replace("8 minutes", "13 minutes")),
        "minutes: cell title: 12 minutes of practice, but its exercises need 13",
    ),
    "semicolons": (
        added("s1", " One; two."),
        "semicolons: expected at most 5 semicolons in 100 sentences, got 1 in 17",
    ),
    "two colons": (
        added("s1", "\n\nA port: an adapter has: two sides."),
        "colons: cell s1: 2 colons in one paragraph, which begins 'A port: an adapter has: two sides.'",
    ),
    "a prediction first": (
        after("s1", code("s1-predict", "guess = predict('01-a', 'How many?', [1, 2])")),
        "prediction: cell s1-predict: asks for a prediction before anything of its section has run "
        "or been shown",
    ),
    "a commentary in another place": (
        after("s1", markdown("ex2-commentary", "It doubles.")),
        "commentary: cell ex2-commentary: expected this commentary to follow cell ex2-solution",
    ),
    "no clue": (
        swapped("ex1-tests", "[a number that is negative or nothing] ", ""),
        "clue: cell ex1-tests: line 7: expected its message to begin with a clue, such as [a list "
        "that is empty]",
    ),
    "a clue that is made by a run": (
        swapped("ex1-tests", "[a number that is", "[a number {n} that is"),
        "clue: cell ex1-tests: line 7: its clue has parts that only a run knows; a clue is plain text",
    ),
    "a clue that tells": (
        swapped("ex1-tests", "[a number that is", "[the number 7 that is"),
        "clue-value: cell ex1-tests: line 7: its clue [the number 7 that is negative or nothing] tells "
        "of its case: 7",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_breaks_the_standard_is_named(name: str) -> None:
    """Each rule that is firm is one error, by its name and at its place."""
    change, said = BROKEN[name]
    notebook = taught_notebook()
    change(notebook)

    assert said in firm(notebook)


KEPT: dict[str, Change] = {
    "120 words": added("s1-look", " word" * 114),
    "what is folded away": added("s1-look", " <details>" + " word" * 200 + "</details>"),
    "eight lines": put("s1-run", "print(1)\n\n" * 8),
    "a long cell that is collapsed": lambda n: cell_of(n, "s1-run").update(
        source="print(1)\n" * 9, metadata={"jupyter": {"source_hidden": True}}
    ),
    "a long cell of widgets": after("s1", code("recall", "quiz('01-a', [" + "\n" * 40 + "])")),
    "bold that leads": added("s1", "**Remember:** it. **In production.** It is. **Or** not."),
    "six rules": added("ex1", "\n" + "- a\n" * 6),
    "an example": added("ex1", "\n```python\n" + ">>> double(2)\n4\n" * 90 + "```\n"),
    "a colon in code, an address, a time": added(
        "s1", "\n\nAt 14:31 `a: b` said [this](https://a.b/c): no."
    ),
    "a colon after a label": added(
        "s1",
        "\n\nLook: it has two sides: in and out.\n\n**Next**: two more: a and b.\n\n- *One*: a: b.",
    ),
    "a prediction from a table": lambda n: (
        added("s1", "\n\n| a | b |\n|---|---|\n| 1 | 2 |")(n),
        after("s1", code("s1-predict", "guess = predict('01-a', 'How many?', [1, 2])"))(n),
    ),
    "a prediction from a run": after(
        "s1-run", code("s1-predict", "guess = predict('01-a', 'How many?', [1, 2])")
    ),
    "a value that the prompt has": lambda n: (
        added("ex1", " So 7 gives 14.")(n),
        swapped("ex1-tests", "[a number that is", "[the number 7 that is")(n),
    ),
}


@pytest.mark.parametrize("name", KEPT)
def test_what_keeps_the_standard_is_not_named(name: str) -> None:
    """At the limit, and beside what is counted, nothing is said."""
    notebook = taught_notebook()
    KEPT[name](notebook)

    assert firm(notebook) == []


def test_rules_of_thumb_are_remarks() -> None:
    """What is a rule of thumb is remarked upon, and is no error."""
    notebook = taught_notebook()
    cell_of(notebook, "s1").source += " word" * 75
    cell_of(notebook, "s1-look").source += " word" * 70
    cell_of(notebook, "ex1-solution").source = SOLUTION.replace(
        "    return 2 * n", "    n = n\n" * 12 + "    return math.prod([lambda: 2, n])"
    )
    del notebook.cells[notebook.cells.index(cell_of(notebook, "ex1-commentary"))]

    assert firm(notebook) == []
    assert remarks(notebook) == [
        "cell-words-rule: 2 of 7 markdown cells have more than 60 words",
        "lesson-words: 245 words of lesson, where a notebook has about 2000",
        "sections: 1 sections, where a notebook has two or three",
        "bite: 122 words of lesson for each run, where something runs every 60 or so",
        "answer-lines-rule: cell ex1: a model answer of 13 lines, where 12 are the rule",
        "not-shown: cell ex1: its model answer needs what nothing before it has shown: .prod(), lambda",
        "minutes: cell ex1: 8 minutes for a model answer of 13 lines: two a line are usual",
        "no-commentary: cell ex1: no commentary on its solution (cell ex1-commentary)",
    ]


@pytest.mark.parametrize(
    "show",
    [
        after("s1", code("s1-more", "math.prod([2, 3])")),
        after("s1", markdown("s1-more", "Use `math.prod(numbers)`.")),
        added("ex1", "\n```python\n>>> math.prod([2, 3])\n6\n```\n"),
        after("ex1", code("ex1-hints", "hints('01-ex1', 'Try math.prod(both).')")),
    ],
)
def test_a_call_may_be_shown_in_code_prompt_or_hint(show: Change) -> None:
    """What an earlier cell, the prompt or a hint has is shown; so is a notebook before this one."""
    notebook = taught_notebook()
    answer = SOLUTION.replace("2 * n", "math.prod([2, n])")
    cell_of(notebook, "ex1-solution").source = answer

    assert measure(notebook).exercises[0].not_shown == (".prod()",)
    assert measure(notebook, {".prod()"}).exercises[0].not_shown == ()
    show(notebook)
    assert measure(notebook).exercises[0].not_shown == ()


def test_names_of_the_answer_s_own_need_not_be_shown() -> None:
    """Parameters, what the answer defines and stores, and Python's own functions are known."""
    answer = SOLUTION.replace(
        "    return 2 * n",
        "    def twice(by):\n        return by(n)\n    self.step = len\n"
        "    self.step(twice)\n    raise ValueError('no')",
    )
    notebook = taught_notebook()
    cell_of(notebook, "ex1-solution").source = answer

    assert measure(notebook).exercises[0].not_shown == ()


def test_two_of_a_kind_in_a_row_are_named() -> None:
    """Two exercises of one kind in a row are named; two parts of one exercise are not."""
    notebook = taught_notebook()
    second = "### Exercise 2 - Halve (write, easy, 2 minutes, 1 point)\n\nHalve it."
    notebook.cells += [
        markdown("ex2", second, marks("ex2")),
        code("ex2-solution", "half = 1", marks("ex2-solution", solution=True)),
    ]
    said = "kind-twice: cell ex2: of the kind write, like ex1 just before it"

    assert said in firm(notebook)
    cell_of(notebook, "ex2").source = second.replace("Exercise 2", "Exercise 1b")
    assert said not in firm(notebook)


def test_a_module_needs_five_kinds_and_none_above_a_third() -> None:
    """Too few kinds, and one that is too common, are named for the whole module."""

    def module(*kinds: str) -> list[str]:
        exercises = []
        for kind in kinds:
            notebook = taught_notebook()
            cell_of(notebook, "ex1").source = PROMPT.replace("write", kind)
            exercises += measure(notebook).exercises
        return [finding.problem.what for finding in kinds_of_module(exercises)]

    assert module("write", "repair", "review", "design", "judge", "write") == []
    assert module("write", "repair", "review", "write") == [
        "expected at least 5 kinds of exercise, got repair, review, write",
        "2 of 4 exercises are of the kind write: above a third",
    ]


def test_an_exercise_is_as_hard_and_as_long_as_the_program_says() -> None:
    """An exercise that program.toml names keeps its difficulty and its time."""
    notebook = taught_notebook()
    planned = {"Double": ("hard", 7)}

    assert firm(notebook, planned=planned) == [
        "plan: cell ex1: says easy, program.toml says hard",
        "plan: cell ex1: says 8 minutes, program.toml gives it at most 7",
    ]
    assert firm(notebook, planned={"Double": ("easy", 8), "Other": ("hard", 1)}) == []


def test_an_assessment_comes_without_a_lesson() -> None:
    """A notebook that holds the assessment need not teach before it asks."""
    notebook = taught_notebook()
    for cell_id in ("s1", "s1-run", "s1-look", "s1-run-again", "s1-more"):
        notebook.cells.remove(cell_of(notebook, cell_id))
    cell_of(notebook, "ex1").source += " word" * 9

    assert [f.rule for f in listed(notebook) if f.firm] == ["lesson-ratio", "runs-before"]
    assert [f.rule for f in listed(notebook, assessment=True)] == []


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        (
            "### Exercise 2a - A (b), c (repair, hard, 9 minutes, 1 point)",
            ExerciseHeading(
                number=2,
                part="a",
                title="A (b), c",
                kind="repair",
                difficulty="hard",
                minutes=9,
                points=1.0,
            ),
        ),
        (
            "### Exercise 1 - A (4.5 points)",
            ExerciseHeading(
                number=1, part="", title="A", kind="", difficulty="", minutes=None, points=4.5
            ),
        ),
        ("### Exercise 1 - A", None),
        ("### Exercise 1 - A (write, repair, 4 points)", None),
        ("### Exercise 1 - A (trivial, 4 points)", None),
        ("## Exercise 1 - A (4 points)", None),
    ],
)
def test_a_heading_is_read_whole_or_not_at_all(line: str, heading: ExerciseHeading | None) -> None:
    """What a heading says is known by its words; one unknown word spoils it."""
    assert heading_of(f"{line}\n\nText (9 points)") == heading


def test_a_cell_of_widgets_holds_data() -> None:
    """Calls of widgets are data, whatever they are assigned to; anything else is code to read."""
    asked = "a = predict('01-a', 'x', [1, 2])\nb = predict('01-b', 'y', [1, 2])"

    assert [holds_data(text) for text in (asked, "quiz('01-a', [])", "progress()")] == [True] * 3
    assert [holds_data(text) for text in ("", "x = 1", f"{asked}\nprint(1)", "def")] == [False] * 4


def test_measures_are_plain_data() -> None:
    """What is printed as JSON has the counts of the notebook and of each exercise."""
    data = measure(taught_notebook()).as_data()
    (exercise,) = data.pop("exercises")  # type: ignore[misc]

    assert data == {
        "lesson_words": 100,
        "prompt_words": 3,
        "ratio": 33.33,
        "runs": 2,
        "sections": 1,
        "words_between_runs": 50,
        "longest_stretch": 42,
        "longest_markdown_cell": 42,
        "longest_read_cell": 1,
        "terms": [],
        "semicolons_in_100_sentences": 0,
    }
    assert exercise == {
        "cell": "ex1",
        "kind": "write",
        "difficulty": "easy",
        "minutes": 8,
        "prompt_words": 3,
        "rules": 0,
        "answer_lines": 1,
        "runs_before": 2,
        "not_shown": [],
    }


def test_each_rule_is_explained_to_authors() -> None:
    """Whatever a finding is called stands in docs/authoring.md."""
    root = Path(__file__).parents[2]
    rules = set()
    for name in ("lesson_measures", "conventions"):
        path = root / "course" / "authoring" / f"{name}.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                place = {"Finding": 0, "at": 1}.get(node.func.id)
                if place is not None and isinstance(node.args[place], ast.Constant):
                    rules.add(node.args[place].value)
    said = (root / "docs" / "authoring.md").read_text(encoding="utf-8")

    assert len(rules) > 20
    assert sorted(rule for rule in rules if f"`{rule}`" not in said) == []

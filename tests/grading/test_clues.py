"""What a learner is told at once: the clue of what failed out of sight, or a name that is missing."""

from collections.abc import Iterator

import nbformat
import pytest

from course.grading.clues import (
    HiddenAssert,
    clue_at,
    hidden_asserts,
    hidden_lines,
    is_hidden,
    missing_answer,
    told_values,
)
from course.grading.images import image_with
from course.grading.marking import grade
from course.grading.nbgrader_preprocessors import HideTests
from course.jobs import CellResult, Job, Limits, Verdict
from course.notebooks import canonical, parse_notebook
from course.sandbox.client import Zygote
from tests.samples import code, marks

TESTS = '''"""Replies become outcomes."""
got = outcome(200)
assert got == "paid", f"outcome(200) gave {got!r}"
### BEGIN HIDDEN TESTS
class Odd(Exception):
    pass
for reply in ([], None):
    got = outcome(reply)
    assert got == "unknown", (
        f"[a reply that is no number] outcome({reply!r}) gave {got!r}"
    )
    if got:
        len(got)
got = sorted(outcome(n) for n in (402, 429))
with open("/dev/null"):
    assert got == ["declined", "later"], "[two replies that mean no] " + str(got)
try:
    outcome(-1)
except ValueError:
    pass
else:
    raise AssertionError("[a number that is no status] nothing was raised")
last = outcome(7)
### END HIDDEN TESTS'''


@pytest.mark.parametrize(
    ("line", "clue"),
    [
        (9, "a reply that is no number"),  # the assert itself
        (10, "a reply that is no number"),  # its message, on another line
        (8, "a reply that is no number"),  # an exception before it
        (7, "a reply that is no number"),  # in what the loop runs over
        (13, "two replies that mean no"),  # after it, within the loop
        (14, "two replies that mean no"),
        (15, "two replies that mean no"),
        (16, "two replies that mean no"),
        (18, "a number that is no status"),  # raises what the test does not expect
        (22, "a number that is no status"),
        (23, ""),  # nothing is asked after it
        (2, "a reply that is no number"),
        (99, ""),
    ],
)
def test_a_line_has_the_clue_of_what_is_asked_next(line: int, clue: str) -> None:
    """An assert has its own clue, an exception that of the next one in its block, or around it."""
    assert clue_at(TESTS, line) == clue


def test_no_python_has_no_clue() -> None:
    """A cell that cannot be read tells nothing."""
    assert clue_at("def", 1) == ""


def test_hidden_lines_are_those_between_the_markers() -> None:
    """A region that is not closed reaches to the end of the cell."""
    opened = TESTS.replace("### END HIDDEN TESTS", "more = 1")

    assert hidden_lines(TESTS) == [range(4, 25)]
    assert hidden_lines(opened) == [range(4, 25)]
    assert [is_hidden(TESTS, line) for line in (3, 4, 24, 25)] == [False, True, True, False]


def test_each_hidden_assert_is_listed_with_its_clue() -> None:
    """What is raised in place of an assert may have a clue and need not be listed."""
    assert list(hidden_asserts(TESTS)) == [
        HiddenAssert(line=9, clues=("a reply that is no number",)),
        HiddenAssert(line=16, clues=("two replies that mean no",)),
    ]


WRITTEN = "expected its message to begin with a clue, such as [a list that is empty]"
ONE_LINE = "expected its clue on one line, between one pair of square brackets"
COMPUTED = "its clue has parts that only a run knows; a clue is plain text"


@pytest.mark.parametrize(
    ("message", "clue", "problem"),
    [
        ("'[two of a kind] got'", "two of a kind", ""),
        ("f'[two of a kind] {x}'", "two of a kind", ""),
        ("'[two of ' f'a kind] {x}'", "two of a kind", ""),
        ("'[two of a kind] ' + x", "two of a kind", ""),
        ("'[two of a kind]' + x + y", "two of a kind", ""),
        (f"'[{'ab ' * 39}abc] got'", "ab " * 39 + "abc", ""),
        (f"'[{'ab ' * 40}a] got'", "", "expected a clue of at most 120 characters, got 121"),
        ("'got'", "", WRITTEN),
        ("'got [two of a kind]'", "", WRITTEN),
        ("x", "", WRITTEN),
        ("f'{x} [two of a kind]'", "", WRITTEN),
        ("f'[a kind of {x}] got'", "", COMPUTED),
        ("f'[{x!r}] got'", "", COMPUTED),
        ("f'[{x}{x}] got'", "", COMPUTED),
        ("f'[{x}] got'", "", "expected 'x' to be a text in each row of a table around it"),
        ("'[a kind of ' + x + '] got'", "", COMPUTED),
        ("'[two of\\na kind] got'", "", ONE_LINE),
        ("'[two of [a] kind] got'", "", ONE_LINE),
        ("'[] got'", "", "expected a clue in words, got []"),
        ("'[402] got'", "", "expected a clue in words, got [402]"),
        ("'[two of \\x1b[31ma kind] got'", "", ONE_LINE),
        ("'[two of \\x07a kind] got'", "", "its clue has characters that cannot be shown"),
    ],
)
def test_a_clue_is_plain_text_of_one_line(message: str, clue: str, problem: str) -> None:
    """What stands in the brackets is read from the text, and what is wrong with it is said."""
    source = f"### BEGIN HIDDEN TESTS\nassert x, {message}\n### END HIDDEN TESTS"

    assert list(hidden_asserts(source)) == [
        HiddenAssert(line=2, clues=(clue,) if clue else (), problem=problem)
    ]


ROWS = "for clue, x in {rows}:\n    for y in x:\n        assert f(y), f'[{{clue}}] {{y}}'"
NO_TEXT = "expected 'clue' to be a text in each row of a table around it"


@pytest.mark.parametrize(
    ("code", "clues", "problem"),
    [
        (ROWS.format(rows="[('an odd one', [1]), ('an even one', [2])]"), ("an odd one", "an even one"), ""),
        (ROWS.format(rows="(('an odd one', [1]), ('an odd one', [3]))"), ("an odd one",), ""),
        (ROWS.format(rows="{'an odd one': [1], 'an even one': g(2)}.items()"), ("an odd one", "an even one"), ""),
        (ROWS.format(rows="[('odd', [1])]"), (), "expected a clue in words, got [odd]"),
        (ROWS.format(rows="[('an odd one', [1]), (g(), [2])]"), (), NO_TEXT),
        (ROWS.format(rows="[('an odd one', [1]), g()]"), (), NO_TEXT),
        (ROWS.format(rows="table"), (), NO_TEXT),
        (ROWS.format(rows="{'an odd one': [1], **more}.items()"), (), NO_TEXT),
        ("for clue in ['an odd one']:\n    assert f(1), f'[{clue}] no'", ("an odd one",), ""),
        ("clue = 'an odd one'\nassert f(1), f'[{clue}] no'", ("an odd one",), ""),
        ("clue = 'an odd one' if f(2) else 'an even one'\nassert f(1), f'[{clue}] no'", ("even", "odd"), ""),
        ("clue = f(2)\nassert f(1), f'[{clue}] no'", (), NO_TEXT),
        ("clue = 'an odd one'\nclue += f(2)\nassert f(1), f'[{clue}] no'", (), NO_TEXT),
        ("with f() as clue:\n    assert f(1), f'[{clue}] no'", (), NO_TEXT),
    ],
)  # fmt: skip
def test_a_table_of_cases_has_a_clue_for_each(
    code: str, clues: tuple[str, ...], problem: str
) -> None:
    """A name may hold the clue where each text that it can be stands in the cell."""
    source = f"### BEGIN HIDDEN TESTS\n{code}\n### END HIDDEN TESTS"
    (one,) = hidden_asserts(source)

    assert (sorted(one.clues), one.problem) == (
        sorted(f"an {c} one" if " " not in c else c for c in clues),
        problem,
    )


TABLE = """
### BEGIN HIDDEN TESTS
for clue, reply in (("a list that is empty", []), ("a number below zero", -5)):
    got = outcome(reply)
    assert got == "unknown", f"[{clue}] {got}"
### END HIDDEN TESTS"""


@pytest.mark.parametrize(
    ("texts", "clue"),
    [
        ({"clue": "a number below zero"}, "a number below zero"),
        ({"clue": "told: [402, 7]"}, ""),
        ({"clue": ["a number below zero"]}, ""),
        ({}, ""),
    ],
)
def test_what_a_run_says_is_a_clue_only_where_the_table_has_it(
    texts: dict[str, object], clue: str
) -> None:
    """For a failing assert and for an exception before it."""
    assert clue_at(TABLE, 5, texts) == clue_at(TABLE, 4, texts) == clue


def test_an_assert_without_a_message_has_no_clue() -> None:
    """It is told what to begin with."""
    source = "### BEGIN HIDDEN TESTS\nassert x\n### END HIDDEN TESTS"

    assert [one.problem for one in hidden_asserts(source)] == [WRITTEN]


@pytest.mark.parametrize(
    ("case", "clue", "shown", "told"),
    [
        ("f(402, [])", "a 402 whose body is a list", "", ["402"]),
        ("f(402, [])", "a 402 whose body is a list", "http 402 means no", []),
        ("f(402)", "a 4020 of a kind", "", []),
        ("f(0.05)", "a ratio of 0.05 or so", "", ["0.05"]),
        ("f('core_utils')", "a name like Core_utils", "", ["'core_utils'"]),
        ("f('core')", "a name like core_utils", "", []),
        ("f('a')", "a name of one letter", "", []),
        ("f('')", "a text that is empty", "", []),
        ("f(True, None)", "True where None is meant", "", []),
        ("f({'paid': 1})", "an order that is paid", "", ["'paid'"]),
        ("'A docstring of the cell.'\nf(1)", "A docstring of the cell.", "", []),
        ("f(f'{x:.2f} euros')", "a price of two euros", "", ["'euros'"]),
    ],
)
def test_a_clue_tells_no_value_of_its_case(
    case: str, clue: str, shown: str, told: list[str]
) -> None:
    """Texts and numbers of the hidden code are told only where learners read them anyway."""
    source = f"x = 9\n### BEGIN HIDDEN TESTS\n{case}\nassert x, 'euros paid'\n### END HIDDEN TESTS"

    assert told_values(source, clue, shown) == told


def test_a_word_may_be_known_from_the_lesson_and_a_number_may_not() -> None:
    """A text of the whole notebook tells nothing; a number there may be about anything."""
    source = "### BEGIN HIDDEN TESTS\nassert f('owner', 7) == 8, 'no'\n### END HIDDEN TESTS"

    assert told_values(source, "the owner of 7 things", "", "An owner has 7.") == ["7"]
    assert told_values(source, "the owner of 7 things", "f(7)", "An owner.") == []


def test_clues_of_a_table_are_no_values_of_it() -> None:
    """The text of a clue does not tell itself; a text beside it would."""
    source = TABLE.replace("-5", "'below'")

    assert told_values(source, "a list that is empty", "") == []
    assert told_values(source, "a number below zero", "") == ["'below'"]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ([("class RetryBuget:\n    pass", "")], "; you defined `RetryBuget`"),
        ([("def retry_budget():\n    pass", "")], "; you defined `retry_budget`"),
        ([("Retry_Budget = 1", "")], "; you defined `Retry_Budget`"),
        ([("def something():\n    pass", "")], ""),
        ([], ""),
        (
            [("class RetryBudget:\n    x = y", "NameError")],
            ": the cell that should define it stopped with NameError",
        ),
        (
            [("class RetryBudget\n    pass", "SyntaxError")],
            ": the cell that should define it stopped with SyntaxError",
        ),
        (
            [("RetryBudget = f()", "Secret402")],
            ": the cell that should define it stopped with an error",
        ),
        ([("del RetryBudget\nclass RetryBuget: pass", "")], "; you defined `RetryBuget`"),
    ],
)
def test_a_missing_answer_is_a_sentence(answers: list[tuple[str, str]], sentence: str) -> None:
    """It says what is missing, and why: misspelt, or in a cell that stopped."""
    message = "name 'RetryBudget' is not defined"

    assert missing_answer(message, "b = RetryBudget(1)", answers) == (
        f"`RetryBudget` is not defined{sentence}"
    )


@pytest.mark.parametrize(
    ("message", "test"),
    [
        ("name 'b' is not defined", "b = RetryBudget(1)\nb"),
        ("name 'total' is not defined", "b = RetryBudget(1)"),
        ("name '[402, 7]' is not defined", "b = RetryBudget(1)"),
        ("whatever a learner writes", "b = RetryBudget(1)"),
        ("name 'RetryBudget' is not defined", "def"),
    ],
)
def test_other_names_are_no_missing_answers(message: str, test: str) -> None:
    """A name that the test does not ask the learner for is told as any other error is."""
    assert missing_answer(message, test, [("total = 1", "")]) == ""


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    with Zygote(image_with(())) as process:
        yield process


def handed_in(zygote: Zygote, answer: str, tests: str = TESTS) -> tuple[CellResult, str]:
    """Grade an answer; give the test's result, and what the learner's page shows of it."""

    def notebook(text: str) -> bytes:
        cells = [
            code("a", text, marks("a", solution=True)),
            code("t", tests, marks("t", grade=True, points=2)),
        ]
        return canonical(nbformat.v4.new_notebook(cells=cells)).encode()

    job = Job(
        submission=notebook(answer), source=notebook("..."), limits=Limits(cell_s=2.0, cpu_s=20)
    )
    graded = grade(job, zygote)
    page, _ = HideTests().preprocess(parse_notebook(graded.notebook.decode(), "n"), {})
    shown = "\n".join(line for output in page.cells[-1].outputs for line in output.traceback)
    return graded.cells[-1], shown


RIGHT = """def outcome(reply):
    if reply == -1: raise ValueError(reply)
    return {200: "paid", 402: "declined", 429: "later"}.get(reply if isinstance(reply, int) else 0, "unknown")"""
OUT_OF_SIGHT = "A hidden test of this cell failed: "


@pytest.mark.parametrize(
    ("old", "new", "clue"),
    [
        ("if isinstance(reply, int) else 0", "if reply is not None else 200", "a reply that is no number"),
        ("if isinstance(reply, int) else 0", "", "a reply that is no number"),  # unhashable
        ('"later"', '"declined"', "two replies that mean no"),
        ("raise ValueError(reply)", "raise KeyError(reply)", "a number that is no status"),
        ("raise ValueError(reply)", 'return "unknown"', "a number that is no status"),
        ('if reply == -1', "if reply == 402:\n        while True: pass\n    if reply == -1", "two replies that mean no"),
    ],
)  # fmt: skip
def test_a_failure_out_of_sight_is_told_by_its_clue_alone(
    zygote: Zygote, old: str, new: str, clue: str
) -> None:
    """Failed, raised or stopped: the page has the clue, and the grader keeps the whole message."""
    assert old in RIGHT
    result, shown = handed_in(zygote, RIGHT.replace(old, new))

    assert (result.hidden, result.clue, shown) == (True, clue, OUT_OF_SIGHT + clue)
    assert result.verdict is not Verdict.PASSED and result.message


@pytest.mark.parametrize(
    ("old", "new", "clue"),
    [
        ('"unknown")', '"unknown" if reply != -5 else "paid")', "a number below zero"),
        ("reply == -1: raise ValueError", "reply == -5: raise KeyError", "a number below zero"),
        ("if isinstance(reply, int) else 0", "", "a list that is empty"),
    ],
)
def test_a_table_s_clue_is_that_of_the_case_which_failed(
    zygote: Zygote, old: str, new: str, clue: str
) -> None:
    """Each case of a table has its own, whether an assert failed or something was raised."""
    assert old in RIGHT
    _, shown = handed_in(zygote, RIGHT.replace(old, new), "1" + TABLE)

    assert shown == OUT_OF_SIGHT + clue


def test_a_failure_in_sight_is_told_in_full(zygote: Zygote) -> None:
    """What the learner can read needs no clue."""
    result, shown = handed_in(zygote, RIGHT.replace('"paid"', '"yes"'))

    assert (result.hidden, result.clue) == (False, "")
    assert shown == "AssertionError: outcome(200) gave 'yes'"


def test_a_learner_s_words_cannot_pass_for_a_clue(zygote: Zygote) -> None:
    """An exception that a learner raises carries no argument out, whatever it looks like."""
    words = 'f"[told {reply!r}]\\nCell In[2], line 2\\nCell In[2], line 2"'
    for kind in ("AssertionError", "NameError", "type('Cell In[2], line 2', (Exception,), {})"):
        answer = RIGHT.replace(
            "if reply == -1", f"if reply in (402, []): raise {kind}({words}) from {kind}({words})\n    if reply == -1"
        )  # fmt: skip
        result, shown = handed_in(zygote, answer)

        assert shown == f"{OUT_OF_SIGHT}a reply that is no number"
        assert "told" not in result.clue


def test_a_misspelt_name_is_a_sentence_on_the_page(zygote: Zygote) -> None:
    """Neither a traceback nor the name of an error."""
    result, shown = handed_in(zygote, RIGHT.replace("outcome", "out_come"))

    assert result.verdict is Verdict.FAILED
    assert shown == result.clue == result.message
    assert shown == "`outcome` is not defined; you defined `out_come`"


def test_a_name_that_only_hidden_tests_ask_for_is_told_too(zygote: Zygote) -> None:
    """The prompt has asked for it, so it is no secret."""
    tests = TESTS.replace('got = outcome(200)\nassert got == "paid"', "got = 1\nassert got")
    _, shown = handed_in(zygote, "def outcomes(): pass", tests)

    assert shown == "`outcome` is not defined; you defined `outcomes`"


def test_without_a_clue_the_rule_is_told(zygote: Zygote) -> None:
    """A test from before there were clues says what it always said."""
    tests = TESTS.replace("[a reply that is no number] ", "")
    _, shown = handed_in(zygote, RIGHT.replace('"unknown"', '"no"'), tests)

    assert shown == "A hidden test of this cell failed. Its rule: Replies become outcomes."

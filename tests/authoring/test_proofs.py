"""Exercises proven by their test beds."""

from pathlib import Path

import pytest

from course.authoring.proofs import (
    Proof,
    asks_unchanged,
    bed_problems,
    load_bed,
    prove,
    remarks,
)
from course.jobs import Limits
from course.notebooks import exercises
from tests.samples import cell_of, sample_notebook

RIGHT = {
    "right-sum": "def double(n):\n    return n + n\n",
    "right-shift": "def double(n):\n    return n << 1\n",
}
WRONG = {
    "wrong-square": "def double(n):\n    return n * n\n",
    "wrong-none": "def double(n):\n    n * 2\n",
    "wrong-abs": "def double(n):\n    return abs(n) * 2\n",
    "wrong-six": "def double(n):\n    return 6\n",
    "wrong-raises": "def double(n):\n    raise ValueError(n)\n",
    "wrong-hangs": "def double(n):\n    while n == 0: pass\n    return 2 * n\n",
}


@pytest.fixture
def bed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(
        "course.authoring.trials.LIMITS", Limits(cell_s=60.0, total_s=120.0, cpu_s=2)
    )
    for name, source in RIGHT.items():
        put(tmp_path, name, source)
    for name, source in WRONG.items():
        put(tmp_path, name, f"# fails: ex1-tests\n# why: a slip\n{source}")
    return tmp_path


def put(folder: Path, name: str, text: str) -> None:
    (folder / "ex1").mkdir(exist_ok=True)
    (folder / "ex1" / name).with_suffix(".py").write_text(text)


def proved(folder: Path, **changed: str) -> Proof:
    notebook = sample_notebook()
    for cell_id, source in changed.items():
        cell_of(notebook, cell_id.replace("_", "-")).source = source
    (proof,) = prove(notebook, folder)
    return proof


def test_a_sound_exercise_is_proven(bed: Path) -> None:
    """Right answers pass, the stub gets nothing, wrong ones and mutants are rejected."""
    proof = proved(bed)

    assert proof.problems == []
    assert (proof.right, proof.wrong, proof.stub_points) == (3, 6, 0)
    assert proof.matrix == {"ex1-tests": dict.fromkeys(sorted(WRONG), True)}
    assert proof.mutants == proof.killed > 0


def test_an_exercise_runs_in_what_came_before(bed: Path) -> None:
    """Cells above an exercise are there for its answers, and answers do not see each other."""
    put(bed, "right-sum", "import math\ndouble = lambda n: math.prod((2, n))\nseen = 1\n")
    put(bed, "right-shift", "assert 'seen' not in globals()\ndef double(n):\n    return 2 * n\n")

    assert [p for p in proved(bed).problems if "mutant" not in p] == []


def test_a_wrong_answer_with_full_marks_is_reported(bed: Path) -> None:
    """An answer that a weak test lets through is named."""
    put(
        bed,
        "wrong-abs",
        "# fails: ex1-tests\n# why: a slip\ndef double(n):\n    return n * 2 if n > -9 else 0\n",
    )

    assert proved(bed).problems == [
        "wrong-abs is wrong and gets full marks",
        "wrong-abs passes ex1-tests, which it says must fail",
    ]


def test_a_right_answer_that_fails_is_reported(bed: Path) -> None:
    """A test that rejects a right answer is named with what it said."""
    put(bed, "right-sum", "def double(n):\n    return str(n + n)\n")

    (problem,) = proved(bed).problems
    assert problem.startswith("right-sum is right and fails ex1-tests: double(3) gave '6'")


def test_a_test_that_rejects_nothing_is_reported(bed: Path) -> None:
    """A test cell that passes any answer, the stub included, is found out."""
    proof = proved(bed, ex1_tests='"""Nothing."""\nassert True, "never"')

    assert "ex1-tests rejects no wrong answer" in proof.problems
    assert "the stub gets 3 points" in proof.problems
    assert any(p.startswith("a mutant survives: 'return 2 * n' -> ") for p in proof.problems)


def test_a_survivor_needs_its_reason(bed: Path) -> None:
    """A mutant that lives is reported until survivors.toml explains it, and not after it dies."""
    weak = '"""Doubled."""\nassert abs(double(3)) == 6, "no"'
    alive = [p for p in proved(bed, ex1_tests=weak).problems if "mutant survives" in p]
    (bed / "ex1" / "survivors.toml").write_text(
        '[[survivor]]\nline = "gone"\nbecomes = "away"\nreason = "none"\n'
    )

    assert alive == []
    assert proved(bed).problems == [
        "survivors.toml explains a mutant that does not survive: 'gone' -> 'away'"
    ]


def test_files_of_a_bed_are_checked(tmp_path: Path) -> None:
    """A wrong answer without its test and reason, a misnamed file, a broken reason are named."""
    put(tmp_path, "wrong-a", "x = 1")
    put(tmp_path, "other", "x = 1")
    (tmp_path / "ex1" / "survivors.toml").write_text("[[survivor]]\nline = 'a'\nbecomes = 'b'\n")

    assert load_bed(tmp_path / "ex1").problems == (
        "other.py: expected a name right-….py or wrong-….py",
        "wrong-a.py: expected the lines `# fails: <test>` and `# why: …`",
        "survivors.toml: [[survivor]] needs line, becomes and reason",
    )


def test_a_bed_too_small_is_reported(tmp_path: Path) -> None:
    """Two right and six wrong answers are the least."""
    assert "expected at least 2 right and 6 wrong answers, got 0 and 0" in proved(tmp_path).problems


def test_an_assert_that_rejects_nothing_needs_a_reason(bed: Path) -> None:
    """It is named until survivors.toml explains it, and an explanation of another one is too."""
    weak = (
        '"""Doubled."""\nassert double(3) == 6, "three"\nassert double(-9) == -18, "below zero"\n'
        'assert isinstance(double(3), int), f"{double(3)} is no int"'
    )
    said = [p for p in proved(bed, ex1_tests=weak).problems if "rejects no wrong" in p]
    reason = '[[silent]]\ntest = "ex1-tests"\nsays = "%s"\nreason = "kept for its message"\n'
    (bed / "ex1" / "survivors.toml").write_text(reason % "… is no int" + reason % "three")

    assert said == [
        "ex1-tests line 4: this assert rejects no wrong answer and no mutant: '… is no int'"
    ]
    assert [p for p in proved(bed, ex1_tests=weak).problems if "silent" in p or "rejects" in p] == [
        "survivors.toml explains an assert that is not silent: ex1-tests: 'three'"
    ]


def test_each_assert_says_what_it_rejects(bed: Path) -> None:
    """Hidden or not, with the words of its message, the wrong answers and the number of mutants."""
    proof = proved(bed)
    visible, hidden = proof.asserts

    assert (visible.test, visible.line, visible.hidden) == ("ex1-tests", 3, False)
    assert visible.words == "double(3) gave …, expected 6: three twice"
    assert {"wrong-square", "wrong-none", "wrong-raises"} <= set(visible.rejects)
    assert (hidden.hidden, "wrong-abs" in hidden.rejects) == (True, True)
    assert visible.mutants + hidden.mutants == proof.killed


ADD = """def double(rows: list) -> int:
    \"\"\"Give the number of rows twice.\"\"\"
    ### BEGIN SOLUTION
    return 2 * len(rows)
    ### END SOLUTION"""


def listed(folder: Path, prompt: str, tests: str, bed: str = "") -> list[str]:
    """What is said of spoilt arguments in an exercise about a list."""
    (folder / "ex1").mkdir(exist_ok=True)
    (folder / "ex1" / "survivors.toml").write_text(bed)
    notebook = sample_notebook()
    cell_of(notebook, "ex1").source += f"\n\n{prompt}"
    cell_of(notebook, "ex1-solution").source = ADD
    cell_of(notebook, "ex1-tests").source = f'"""Twice."""\n{tests}'
    (proof,) = prove(notebook, folder)
    wanted = ("an argument", "given", "survivors.toml")
    return [p for p in proof.problems if any(word in p for word in wanted)]


LOOSE = 'assert double(["b", "a"]) == 4, "no"'
STRICT = (
    'for rows, kept in [(["B", ["a"]], ["B", ["a"]]), ([2, 1], [2, 1])]:\n'
    '    got = double(rows)\n    assert got == 4, "no"\n    assert rows == kept, "changed"'
)
ALREADY = 'rows = [1, 2]\ngot = double(rows)\nassert got == 4, "no"\nassert sorted(rows) == [1, 2], "changed"'


@pytest.mark.usefixtures("bed")
def test_an_answer_that_changes_its_arguments_must_fail_where_the_prompt_says_so(
    tmp_path: Path,
) -> None:
    """A check in the form that the change would give is found out."""
    asks = "Change no argument."

    assert listed(tmp_path, asks, STRICT) == []
    assert listed(tmp_path, asks, ALREADY) == [
        "a mutant survives: 'an argument' -> 'sorts a list that it was given' (SpoilArguments)"
    ]
    assert len(listed(tmp_path, asks, LOOSE)) == 4  # nothing is left out of a part there


@pytest.mark.usefixtures("bed")
def test_an_answer_that_changes_its_arguments_must_pass_where_the_prompt_is_silent(
    tmp_path: Path,
) -> None:
    """A test asks for nothing that the prompt does not say."""
    assert listed(tmp_path, "", LOOSE) == []
    said = listed(tmp_path, "", STRICT)
    assert said
    assert all("the prompt does not forbid it" in what for what in said)


def test_a_bed_and_its_prompt_agree_about_arguments(tmp_path: Path) -> None:
    """What the bed says of arguments is held against the prompt's words, without a run."""
    notebook = sample_notebook()
    (tmp_path / "ex1").mkdir()
    said = {}
    for rule in ("unchanged", "free"):
        (tmp_path / "ex1" / "survivors.toml").write_text(f'arguments = "{rule}"\n')
        silent = [str(problem) for problem in bed_problems(notebook, tmp_path)]
        asking = sample_notebook()
        cell_of(asking, "ex1").source += "\n\nChange neither argument."
        said[rule] = (silent, [str(problem) for problem in bed_problems(asking, tmp_path)])

    assert said == {
        "unchanged": (
            ["cell ex1: its bed says arguments = 'unchanged', and the prompt does not ask for it"],
            [],
        ),
        "free": (
            [],
            [
                "cell ex1: its bed says arguments = 'free', and the prompt asks to leave them as "
                "they were"
            ],
        ),
    }


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        ("Change no argument.", True),
        ("Change neither argument.", True),
        ("Both in any order; change neither.", True),
        ("It returns a new dict, never changing its arguments.", True),
        ("Never raise; leave the payload as it was.", True),
        ("The function leaves `replicas` as they are.", True),
        ("It leaves the objects it is given as they are.", True),
        ("The arguments stay unchanged.", True),
        ("A change is a dict. Change the price where the argument says so.", False),
        ("Nothing is said of it.", False),
    ],
)
def test_words_that_ask_for_unchanged_arguments_are_known(words: str, asks: bool) -> None:
    """The prompt's own words decide where the bed says nothing."""
    notebook = sample_notebook()
    cell_of(notebook, "ex1").source += f"\n\n{words}"
    (exercise,) = exercises(notebook)

    assert asks_unchanged(exercise) is asks


def test_mutants_can_be_left_out(bed: Path) -> None:
    """Then only the answers of the bed are graded, and asserts that reject nothing are not told."""
    (proof,) = prove(sample_notebook(), bed, with_mutants=False)

    assert (proof.problems, proof.mutants, proof.graded) == ([], 0, 10)


def test_one_exercise_is_proven_alone(bed: Path) -> None:
    """Others are passed over."""
    assert list(prove(sample_notebook(), bed, only="ex2")) == []


def remarked(solution: str, tests: str) -> list[str]:
    """What is remarked of the tests of an exercise with this reference."""
    notebook = sample_notebook()
    cell_of(notebook, "ex1-solution").source = solution
    cell_of(notebook, "ex1-tests").source = f'"""É, a rule."""\n{tests}'
    (exercise,) = exercises(notebook)
    return list(remarks(exercise))


def test_kinds_of_texts_that_tests_leave_out_are_remarked() -> None:
    """Only where the reference works on texts; words of messages and docstrings do not count."""
    folds = "def double(text):\n    return text.lower() * 2"
    poor = 'assert double("ab") == "abab", f"got {double(\'ab\')}, é expected "'
    rich = 'for text in ("ab", "AB", "", " é"):\n    assert double(text), "no"'

    assert remarked(folds, poor) == [
        "of the texts in the tests none is empty, none has a space at an end, "
        "none has a letter beyond ASCII, no two differ in case only"
    ]
    assert remarked(folds, rich) == []
    assert remarked("def double(text):\n    return text * 2", poor) == []


def test_fractions_that_floats_hold_exactly_are_remarked() -> None:
    """Only where the reference divides."""
    halves = "def double(n):\n    return n / 0.5"
    binary, decimal = 'assert double(0.5) == 1.0, "0.1"', 'assert double(0.5) != 0.1, "no"'

    assert remarked(halves, binary) == [
        "all fractions in the tests are binary ones, which floats hold exactly"
    ]
    assert remarked(halves, decimal) == []
    assert remarked("def double(n):\n    return n + n", binary) == []

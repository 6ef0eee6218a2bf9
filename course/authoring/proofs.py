"""Prove exercises: right answers pass, wrong ones fail where they say, mutants die.

A test bed is a folder `tests/wrong_answers/<module>/<notebook>/<exercise>/` (docs/authoring.md).
Not for how an answer is graded (trials.py), nor for learners' work: grading/ runs that.
"""

import ast
import re
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from course.authoring.mutants import Mutant, drawn, mutants, spoilers
from course.authoring.trials import PASSED, Bench, ExerciseBench, Trial, independent
from course.errors import Problem
from course.examination.shared.syntax_trees import tree_of
from course.notebooks import HIDDEN_MARKER, NotebookExercise, exercises

LEAST_RIGHT, LEAST_WRONG = 2, 6
MOST_OF_RIGHT = 3  # mutants of each right answer that is not the reference
ARGUMENTS = ("unchanged", "free")
_AT_ONCE = 8
_UNCHANGED = re.compile(
    r"chang(?:e|es|ing) (?:neither|no|none of its|its) arguments?\b|change neither\b"
    r"|leaves? (?:(?:the|its|both) \w+(?: it is given)?|`\w+`) as (?:it|they) (?:was|were|is|are)\b"
    r"|\b(?:arguments?|inputs?|payload)\b[^.]{0,30}\b(?:unchanged|untouched|as they were)",
    re.IGNORECASE,
)
_ON_TEXTS = re.compile(
    r"\.(?:lower|upper|casefold|strip|split|startswith|endswith|encode)\(|\bre\.\w|\bstr\b"
)


@dataclass(frozen=True, kw_only=True)
class BedAnswer:
    """One answer of a test bed; `fails` names the tests that must fail it."""

    name: str
    source: str
    fails: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TestBed:
    """The answers kept beside an exercise, and what survivors.toml says of it.

    `survivors` gives the reason why a mutant may live, by the line and what it becomes; `silent`
    why an assert rejects nothing, by its test and words of its message; `arguments` is `unchanged`
    where an answer may not change what it is given, `free` where it may, "" where nothing is said.
    """

    __test__ = False  # not a test of pytest's

    right: tuple[BedAnswer, ...]
    wrong: tuple[BedAnswer, ...]
    survivors: dict[tuple[str, str], str]
    silent: dict[tuple[str, str], str] = field(default_factory=dict)
    arguments: str = ""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ProvenAssert:
    """One assert of a test, and what it rejected: wrong answers by name, mutants by number."""

    test: str
    line: int
    hidden: bool
    words: str
    rejects: tuple[str, ...]
    mutants: int

    @property
    def silent(self) -> bool:
        """Tell whether it has rejected nothing."""
        return not self.rejects and not self.mutants


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What was shown about one exercise; it holds when `problems` is empty.

    `matrix[test][answer]` is True where the test rejects the wrong answer. `cpu_s` has the
    processor time of each answer's trial, mutants together; `graded` counts the trials that were
    made in this run, all others being kept ones. `remarks` are rules of thumb, and no problems.
    """

    exercise: str
    right: int
    wrong: int
    stub_points: float
    points: float
    matrix: dict[str, dict[str, bool]]
    mutants: int
    killed: int
    explained: int
    asserts: tuple[ProvenAssert, ...] = ()
    graded: int = 0
    seconds: float = 0.0
    cpu_s: dict[str, float] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def load_bed(folder: Path) -> TestBed:
    """Read a test bed; what is wrong with its files is listed, not raised."""
    problems: list[str] = []
    answers: dict[str, list[BedAnswer]] = {"right": [], "wrong": []}
    for path in sorted(folder.glob("*.py")):
        kind = path.stem.split("-")[0]
        if kind not in answers:
            problems.append(f"{path.name}: expected a name right-….py or wrong-….py")
            continue
        source = path.read_text(encoding="utf-8")
        fails = re.search(r"^# fails: (.+)$", source, re.MULTILINE)
        named = tuple(re.split(r"[,\s]+", fails[1].strip())) if fails else ()
        if kind == "wrong" and not (fails and re.search(r"^# why: \S", source, re.MULTILINE)):
            problems.append(f"{path.name}: expected the lines `# fails: <test>` and `# why: …`")
        answers[kind].append(BedAnswer(name=path.stem, source=source, fails=named))
    reasons = _reasons(folder / "survivors.toml", problems)
    return TestBed(
        right=tuple(answers["right"]),
        wrong=tuple(answers["wrong"]),
        survivors={
            (_tidy(e["line"]), _tidy(e["becomes"])): e["reason"] for e in reasons["survivor"]
        },
        silent={(e["test"], _tidy(e["says"])): e["reason"] for e in reasons["silent"]},
        arguments=reasons["arguments"],
        problems=tuple(problems),
    )


def _reasons(path: Path, problems: list[str]) -> dict[str, Any]:
    """Read survivors.toml, of which each part may be absent."""
    tables = {"survivor": ("line", "becomes", "reason"), "silent": ("test", "says", "reason")}
    reasons: dict[str, Any] = {"survivor": [], "silent": [], "arguments": ""}
    if not path.exists():
        return reasons
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(f"survivors.toml: {error}")
        return reasons
    problems += [f"survivors.toml: unknown key {key!r}" for key in content if key not in reasons]
    for name, keys in tables.items():
        for entry in content.get(name, []):
            if isinstance(entry, dict) and all(isinstance(entry.get(key), str) for key in keys):
                reasons[name].append(entry)
            else:
                wanted = ", ".join(keys[:-1])
                problems.append(f"survivors.toml: [[{name}]] needs {wanted} and {keys[-1]}")
    arguments = content.get("arguments", "")
    if arguments not in ("", *ARGUMENTS):
        problems.append(f"survivors.toml: arguments is {' or '.join(ARGUMENTS)}")
    else:
        reasons["arguments"] = arguments
    return reasons


def arguments_rule(exercise: NotebookExercise, bed: TestBed) -> str:
    """Say what an answer may do to its arguments: what the bed says, else the prompt's words."""
    return bed.arguments or ("unchanged" if asks_unchanged(exercise) else "free")


def asks_unchanged(exercise: NotebookExercise) -> bool:
    """Tell whether an exercise asks in words that arguments stay as they were."""
    stub = exercise.stub  # docstrings are part of what a learner is told
    return any(_UNCHANGED.search(text) for text in (exercise.prompt.source, stub))


def bed_problems(notebook: NotebookNode, beds: Path) -> Iterator[Problem]:
    """List where a bed and its prompt say different things about arguments; nothing is run."""
    for exercise in exercises(notebook):
        bed = load_bed(beds / exercise.id)
        if bed.arguments == "unchanged" and not asks_unchanged(exercise):
            what = "its bed says arguments = 'unchanged', and the prompt does not ask for it"
        elif bed.arguments == "free" and asks_unchanged(exercise):
            what = "its bed says arguments = 'free', and the prompt asks to leave them as they were"
        else:
            continue
        yield Problem(f"cell {exercise.prompt.id}", what)


def remarks(exercise: NotebookExercise) -> Iterator[str]:
    """Say which kinds of texts and numbers the tests of an exercise leave out, as rules of thumb.

    Only where the reference works on texts, or with fractions.
    """
    reference = exercise.solution.source
    values = [value for test in exercise.tests for value in _values(test.source)]
    texts = {value for value in values if isinstance(value, str)}
    if texts and _ON_TEXTS.search(reference):
        kinds = {
            "none is empty": "" in texts,
            "none has a space at an end": any(t != t.strip() for t in texts if t.strip()),
            "none has a letter beyond ASCII": any(not text.isascii() for text in texts),
            "no two differ in case only": len({t.casefold() for t in texts}) < len(texts),
        }
        if left_out := [words for words, met in kinds.items() if not met]:
            yield f"of the texts in the tests {', '.join(left_out)}"
    fractions = [value for value in values if isinstance(value, float) and value % 1]
    divides = any(isinstance(node, ast.Div) for node in ast.walk(tree_of(reference)))
    if fractions and divides and all(value * 1024 % 1 == 0 for value in fractions):
        yield "all fractions in the tests are binary ones, which floats hold exactly"


def _values(source: str) -> Iterator[object]:
    """Constants that a test passes or compares, without its docstring and its messages."""
    tree = tree_of(source)
    aside: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert) and node.msg is not None:
            aside |= {id(part) for part in ast.walk(node.msg)}
        elif isinstance(node, ast.JoinedStr):
            aside |= {id(part) for part in node.values}
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            aside.add(id(node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in aside:
            yield node.value


def prove(
    notebook: NotebookNode,
    beds: Path,
    tick: Callable[[], None] = lambda: None,
    *,
    only: str | None = None,
    with_mutants: bool = True,
    kept: Path | None = None,
) -> Iterator[Proof]:
    """Prove each exercise of a source notebook by its beds (folders `ex1`, `ex2`, …).

    Every answer is graded as a learner's would be: in the sandbox, tests in another process.
    Of the cells above an exercise those run that its answer or tests need. With `only`, the
    exercise of this id alone is proven. `kept` is a folder of trials of earlier runs.
    """
    with Bench(notebook, kept) as bench:
        for exercise in exercises(notebook):
            if only in (None, exercise.id):
                place = bench.exercise(exercise, exercise.id)
                bed = load_bed(beds / exercise.id)
                yield _Case(exercise, bed, place).proof(with_mutants=with_mutants)
                place.keep()
                tick()


class _Case:
    """One exercise and its bed, while they are judged."""

    def __init__(self, exercise: NotebookExercise, bed: TestBed, bench: ExerciseBench) -> None:
        self.exercise, self.bed, self.bench = exercise, bed, bench
        self.problems = list(bed.problems)
        self.value = {test.id: float(test.metadata.nbgrader.points) for test in exercise.tests}
        self.cpu_s: dict[str, float] = {}
        self.asserts = list(_asserts(exercise))

    def proof(self, *, with_mutants: bool) -> Proof:
        """Try everything and say what came of it."""
        started = time.monotonic()
        exercise, bed = self.exercise, self.bed
        if len(bed.right) < LEAST_RIGHT or len(bed.wrong) < LEAST_WRONG:
            self.problems.append(
                f"expected at least {LEAST_RIGHT} right and {LEAST_WRONG} wrong answers, "
                f"got {len(bed.right)} and {len(bed.wrong)}"
            )
        reference = BedAnswer(name="the reference solution", source=exercise.solution.source)
        right = [reference, *bed.right]
        everyone = [BedAnswer(name="the stub", source=exercise.stub), *right, *bed.wrong]
        stub, *trials = self.bench.trials(answer.source for answer in everyone)
        self.cpu_s = {a.name: t.cpu_s for a, t in zip(everyone, (stub, *trials), strict=True)}
        for answer, trial in zip(right, trials, strict=False):
            lost = {test: said for test, said in trial.verdicts.items() if said != PASSED}
            self.problems += [f"{answer.name} is right and fails {t}: {v}" for t, v in lost.items()]
        if self._points(stub):
            self.problems.append(f"the stub gets {self._points(stub):g} points")
        wrong = dict(zip((a.name for a in bed.wrong), trials[len(right) :], strict=True))
        matrix = self._matrix(wrong)
        killed: dict[str, Trial] = {}
        alive: list[Mutant] = []
        unexplained = 0
        if with_mutants:
            alive, killed = self._mutants(matrix)
            unexplained = self._unexplained([*alive, *self._spoilt()])
            self._once_more(wrong, killed)
        proven = tuple(self._proven(wrong, killed))
        if with_mutants:
            self.problems += self._silent(proven)
        return Proof(
            exercise=exercise.id,
            right=len(right),
            wrong=len(bed.wrong),
            stub_points=self._points(stub),
            points=exercise.points,
            matrix=matrix,
            mutants=len(alive) + len(killed),
            killed=len(killed),
            explained=max(0, len(alive) - unexplained),
            asserts=proven,
            graded=self.bench.graded,
            seconds=time.monotonic() - started,
            cpu_s=self.cpu_s,
            remarks=list(remarks(exercise)),
            problems=self.problems,
        )

    def _points(self, trial: Trial) -> float:
        return sum(self.value[test] for test, said in trial.verdicts.items() if said == PASSED)

    def _matrix(self, wrong: dict[str, Trial]) -> dict[str, dict[str, bool]]:
        """Judge the wrong answers; give which test rejects which."""
        matrix: dict[str, dict[str, bool]] = {test: {} for test in self.value}
        for answer in self.bed.wrong:
            trial = wrong[answer.name]
            self.problems += _wrongly_passed(answer, trial)
            for test, said in trial.verdicts.items():
                matrix[test][answer.name] = said != PASSED
        self.problems += [
            f"{test} rejects no wrong answer"
            for test, row in matrix.items()
            if not any(row.values())
        ]
        return matrix

    def _mutants(
        self, matrix: Mapping[str, Mapping[str, bool]]
    ) -> tuple[list[Mutant], dict[str, Trial]]:
        """Try mutants up to their first lost point, the strongest test first.

        Give those that live, and the trials of the others by their text.
        """
        made = {m.source: m for m in mutants(self.exercise.solution.source)}
        for answer in self.bed.right:
            made |= {m.source: m for m in drawn(answer.source, MOST_OF_RIGHT)}
        order = list(self.value)
        if independent(self.exercise):
            order.sort(key=lambda test: -sum(matrix[test].values()))
        trials = dict(zip(made, self.bench.trials(made, until_lost=True, order=order), strict=True))
        self.cpu_s["mutants"] = sum(trial.cpu_s for trial in trials.values())
        alive = [made[source] for source, trial in trials.items() if not trial.lost]
        return alive, {source: trial for source, trial in trials.items() if trial.lost}

    def _once_more(self, wrong: Mapping[str, Trial], killed: dict[str, Trial]) -> None:
        """Try mutants on all tests as long as asserts have rejected nothing so far."""
        for first in range(0, len(killed), _AT_ONCE):
            if not list(self._silent(tuple(self._proven(wrong, killed)))):
                return
            some = list(killed)[first : first + _AT_ONCE]
            killed |= dict(zip(some, self.bench.trials(some), strict=True))

    def _spoilt(self) -> list[Mutant]:
        """Try the reference with its arguments changed; give what lives and should not."""
        rule = arguments_rule(self.exercise, self.bed)
        made = list(spoilers(self.exercise.solution.source, methods=rule == "unchanged"))
        # Where arguments are free these are right answers, and have the time of answers.
        trials = self.bench.trials([m.source for m in made], until_lost=rule == "unchanged")
        pairs = list(zip(made, trials, strict=True))
        if rule == "free":
            self.problems += [
                f"{mutant.becomes}: the tests take points, and the prompt does not forbid it: "
                + next(f"{t}: {said}" for t, said in trial.verdicts.items() if said != PASSED)
                for mutant, trial in pairs
                if trial.lost
            ]
            return []
        alive = [mutant for mutant, trial in pairs if not trial.lost]
        probes = [mutant.probe for mutant in alive]
        met = self.bench.trials(probes, until_lost=True)
        # Where no test passes anything that could be changed so, there is nothing to notice.
        return [mutant for mutant, trial in zip(alive, met, strict=True) if trial.lost]

    def _unexplained(self, alive: list[Mutant]) -> int:
        """Report survivors without a reason and reasons without a survivor; count the former."""
        changes = {(_tidy(mutant.line), _tidy(mutant.becomes)): mutant for mutant in alive}
        survivors = self.bed.survivors
        unexplained = [mutant for change, mutant in changes.items() if change not in survivors]
        self.problems += [f"a mutant survives: {_shown(mutant)}" for mutant in unexplained]
        self.problems += [
            f"survivors.toml explains a mutant that does not survive: {line!r} -> {becomes!r}"
            for line, becomes in survivors
            if (line, becomes) not in changes
        ]
        return len(unexplained)

    def _proven(
        self, wrong: Mapping[str, Trial], killed: Mapping[str, Trial]
    ) -> Iterator[ProvenAssert]:
        """Say of each assert what it rejected."""
        for found in self.asserts:
            names = tuple(name for name, trial in wrong.items() if found.failed_in(trial))
            yield ProvenAssert(
                test=found.test,
                line=found.line,
                hidden=found.hidden,
                words=found.words,
                rejects=names,
                mutants=sum(found.failed_in(trial) for trial in killed.values()),
            )

    def _silent(self, proven: Sequence[ProvenAssert]) -> Iterator[str]:
        """Report asserts that reject nothing and have no reason, and reasons for none."""
        excused = set()
        for one in proven:
            reasons = {k for k in self.bed.silent if k[0] == one.test and k[1] in one.words}
            if one.silent:
                excused |= reasons
                if not reasons:
                    yield (
                        f"{one.test} line {one.line}: this assert rejects no wrong answer and no "
                        f"mutant: {one.words[:90]!r}"
                    )
        for test, says in self.bed.silent:
            if (test, says) not in excused:
                yield f"survivors.toml explains an assert that is not silent: {test}: {says!r}"


@dataclass(frozen=True, kw_only=True)
class _Assert:
    """An assert statement of a test, and the lines before it that lead to it."""

    test: str
    after: int  # the last line of the assert before it
    line: int
    end: int
    hidden: bool
    words: str

    def failed_in(self, trial: Trial) -> bool:
        """Tell whether it did not hold, or an exception came in its place."""
        return self.after < trial.failed.get(self.test, 0) <= self.end


def _asserts(exercise: NotebookExercise) -> Iterator[_Assert]:
    for test in exercise.tests:
        marker = HIDDEN_MARKER.search(test.source)
        hidden_from = test.source.count("\n", 0, marker.start()) + 1 if marker else None
        nodes = [node for node in ast.walk(tree_of(test.source)) if isinstance(node, ast.Assert)]
        after = 0
        for node in sorted(nodes, key=lambda node: node.lineno):
            end = node.end_lineno or node.lineno
            yield _Assert(
                test=test.id,
                after=after,
                line=node.lineno,
                end=end,
                hidden=hidden_from is not None and node.lineno > hidden_from,
                words=_tidy(_words(node.msg)),
            )
            after = end


def _words(message: ast.expr | None) -> str:
    """The words of a message as they are written, with … for each value in it."""
    if isinstance(message, ast.JoinedStr):
        return "".join(_words(part) for part in message.values)
    if isinstance(message, ast.Constant):
        return str(message.value)
    return "" if message is None else "…"


def _wrongly_passed(answer: BedAnswer, trial: Trial) -> Iterator[str]:
    if not trial.lost:
        yield f"{answer.name} is wrong and gets full marks"
    for test in answer.fails:
        if test not in trial.verdicts:
            yield f"{answer.name} names an unknown test {test!r}"
        elif trial.verdicts[test] == PASSED:
            yield f"{answer.name} passes {test}, which it says must fail"


def _tidy(line: str) -> str:
    return " ".join(line.split())


def _shown(mutant: Mutant) -> str:
    return f"{mutant.line!r} -> {mutant.becomes!r} ({mutant.operator})"

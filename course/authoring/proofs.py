"""Prove exercises: right answers pass, wrong ones fail where they say, mutants die.

A test bed is a folder `tests/wrong_answers/<module>/<notebook>/<exercise>/` (docs/authoring.md).
Not for learners' work: that is hostile, and grading/ runs it.
"""

import ast
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.authoring.mutants import Mutant, mutants
from course.grading.images import image_with, libraries_in
from course.grading.marking import grade
from course.jobs import CellResult, Job, Limits, Verdict
from course.notebooks import NotebookExercise, canonical, exercises, is_solution, is_test
from course.sandbox.client import Zygote

# Processor time ends an endless mutant, since wall time would fail right answers under load.
LIMITS = Limits(cell_s=60.0, total_s=120.0, cpu_s=4)
WORKERS = 2
PASSED = "passed"
_FRAME = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}}
LEAST_RIGHT, LEAST_WRONG = 2, 6


@dataclass(frozen=True, kw_only=True)
class BedAnswer:
    """One answer of a test bed; `fails` names the tests that must fail it."""

    name: str
    source: str
    fails: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TestBed:
    """The answers kept beside an exercise, and the mutants allowed to live with their reasons."""

    __test__ = False  # not a test of pytest's

    right: tuple[BedAnswer, ...]
    wrong: tuple[BedAnswer, ...]
    survivors: dict[tuple[str, str], str]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What was shown about one exercise; it holds when `problems` is empty.

    `matrix[test][answer]` is True where the test rejects the wrong answer.
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
    survivors: dict[tuple[str, str], str] = {}
    reasons = folder / "survivors.toml"
    if reasons.exists():
        try:
            for entry in tomllib.loads(reasons.read_text(encoding="utf-8")).get("survivor", []):
                survivors[(_tidy(entry["line"]), _tidy(entry["becomes"]))] = entry["reason"]
        except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
            problems.append(f"survivors.toml: expected line, becomes and reason ({error})")
    return TestBed(
        right=tuple(answers["right"]),
        wrong=tuple(answers["wrong"]),
        survivors=survivors,
        problems=tuple(problems),
    )


def prove(
    notebook: NotebookNode, beds: Path, tick: Callable[[], None] = lambda: None
) -> Iterator[Proof]:
    """Prove each exercise of a source notebook by its beds (folders `ex1`, `ex2`, …).

    Every answer is graded as a learner's would be: in the sandbox, tests in another process.
    Of the cells above an exercise those run that its answer or tests need.
    """
    image = image_with(libraries_in([canonical(notebook).encode()]))
    with Zygote(image) as zygote, ThreadPoolExecutor(WORKERS) as pool:

        def judge(exercise: NotebookExercise, answers: Iterable[str]) -> Iterator[dict[str, str]]:
            # Jobs are made in this thread: before 3.11.8 and 3.12.2 CPython counts the depth of
            # all threads' ast.parse in one place and then raises SystemError (gh-106905).
            jobs = [_job(notebook, exercise, answer) for answer in answers]
            return pool.map(partial(_verdicts, {test.id for test in exercise.tests}, zygote), jobs)

        for exercise in exercises(notebook):
            yield _prove_one(exercise, load_bed(beds / exercise.id), partial(judge, exercise))
            tick()


def _prove_one(
    exercise: NotebookExercise,
    bed: TestBed,
    judge: Callable[[Sequence[str]], Iterable[dict[str, str]]],
) -> Proof:
    problems = list(bed.problems)
    value = {test.id: float(test.metadata.nbgrader.points) for test in exercise.tests}

    def marks(verdicts: dict[str, str]) -> float:
        return sum(value[test] for test, verdict in verdicts.items() if verdict == PASSED)

    if len(bed.right) < LEAST_RIGHT or len(bed.wrong) < LEAST_WRONG:
        problems.append(
            f"expected at least {LEAST_RIGHT} right and {LEAST_WRONG} wrong answers, "
            f"got {len(bed.right)} and {len(bed.wrong)}"
        )
    right = [BedAnswer(name="the reference solution", source=exercise.solution.source), *bed.right]
    made = list(mutants(exercise.solution.source))
    stub, *graded = judge(
        [exercise.stub, *(a.source for a in (*right, *bed.wrong)), *(m.source for m in made)]
    )
    for answer, verdicts in zip(right, graded, strict=False):
        lost = {test: said for test, said in verdicts.items() if said != PASSED}
        problems += [f"{answer.name} is right and fails {test}: {v}" for test, v in lost.items()]
    if marks(stub):
        problems.append(f"the stub gets {marks(stub):g} points")
    matrix: dict[str, dict[str, bool]] = {test: {} for test in value}
    for answer, verdicts in zip(bed.wrong, graded[len(right) :], strict=False):
        problems += _wrongly_passed(answer, verdicts, full=marks(verdicts) == exercise.points)
        for test, verdict in verdicts.items():
            matrix[test][answer.name] = verdict != PASSED
    problems += [
        f"{test} rejects no wrong answer" for test, row in matrix.items() if not any(row.values())
    ]
    fates = zip(made, graded[len(right) + len(bed.wrong) :], strict=True)
    alive = [mutant for mutant, verdicts in fates if marks(verdicts) == exercise.points]
    unexplained = _unexplained(alive, bed, problems)
    return Proof(
        exercise=exercise.id,
        right=len(right),
        wrong=len(bed.wrong),
        stub_points=marks(stub),
        points=exercise.points,
        matrix=matrix,
        mutants=len(made),
        killed=len(made) - len(alive),
        explained=len(alive) - unexplained,
        problems=problems,
    )


def _wrongly_passed(answer: BedAnswer, verdicts: dict[str, str], *, full: bool) -> Iterator[str]:
    if full:
        yield f"{answer.name} is wrong and gets full marks"
    for test in answer.fails:
        if test not in verdicts:
            yield f"{answer.name} names an unknown test {test!r}"
        elif verdicts[test] == PASSED:
            yield f"{answer.name} passes {test}, which it says must fail"


def _unexplained(alive: list[Mutant], bed: TestBed, problems: list[str]) -> int:
    """Report survivors without a reason and reasons without a survivor; count the former."""
    found = {(_tidy(mutant.line), _tidy(mutant.becomes)): mutant for mutant in alive}
    unexplained = [mutant for change, mutant in found.items() if change not in bed.survivors]
    problems += [f"a mutant survives: {_shown(mutant)}" for mutant in unexplained]
    problems += [
        f"survivors.toml explains a mutant that does not survive: {line!r} -> {becomes!r}"
        for line, becomes in bed.survivors
        if (line, becomes) not in found
    ]
    return len(unexplained)


def _tidy(line: str) -> str:
    return " ".join(line.split())


def _shown(mutant: Mutant) -> str:
    return f"{mutant.line!r} -> {mutant.becomes!r} ({mutant.operator})"


def _job(notebook: NotebookNode, exercise: NotebookExercise, answer: str) -> Job:
    """Put one answer into what it needs of its notebook."""
    above = notebook.cells[: notebook.cells.index(exercise.solution)]
    wanted = _read(answer) | {name for test in exercise.tests for name in _read(test.source)}
    needed = list(_needed([c for c in above if c.cell_type == "code" and not is_test(c)], wanted))
    cells = [json.loads(json.dumps(c)) for c in (*needed, exercise.solution, *exercise.tests)]
    released = nbformat.from_dict({**_FRAME, "cells": cells})  # type: ignore[no-untyped-call]
    solved = canonical(released).encode()
    for cell in released.cells:
        cell.outputs = []
        if is_solution(cell):
            cell.source = exercise.stub if cell.id == exercise.solution.id else cell.source
    handed_in = nbformat.from_dict(json.loads(json.dumps(released)))  # type: ignore[no-untyped-call]
    for cell in handed_in.cells:
        if cell.id == exercise.solution.id:
            cell.source = answer
    return Job(
        name=exercise.id,
        submission=canonical(handed_in).encode(),
        source=canonical(released).encode(),
        solution=solved,
        limits=LIMITS,
    )


def _verdicts(tests: set[str], zygote: Zygote, job: Job) -> dict[str, str]:
    """Grade one answer; test id -> `passed` or what it said."""
    found = {cell.grade_id: cell for cell in grade(job, zygote).cells if cell.grade_id in tests}
    return {test: _said(found[test]) for test in sorted(tests, key=list(found).index)}


def _said(cell: CellResult) -> str:
    return PASSED if cell.verdict is Verdict.PASSED else cell.message or str(cell.verdict)


def _needed(cells: Sequence[NotebookNode], wanted: set[str]) -> Iterator[NotebookNode]:
    """Keep, in order, the cells that bind a wanted name, and those that these need in turn."""
    kept = []
    for cell in reversed(cells):
        if cell.id == "setup" or wanted & _bound(cell.source):
            wanted = wanted | _read(cell.source)
            kept.append(cell)
    return reversed(kept)


def _read(source: str) -> set[str]:
    """Names that a cell mentions, in its code or as an attribute's first part."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return set()
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _bound(source: str) -> set[str]:
    """Names that a cell binds at its top level."""
    names = {
        node.id
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    return names

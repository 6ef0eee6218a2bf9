"""Prove exercises: right answers pass, wrong ones fail where they say, mutants die.

A test bed is a folder `tests/wrong_answers/<module>/<notebook>/<exercise>/` (docs/authoring.md).
Not for learners' work: that is hostile, and grading/ runs it.
"""

import json
import os
import re
import select
import signal
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from course.errors import NotebookError
from course.mutants import Mutant, mutants
from course.notebooks import Exercise, exercises, is_test

TIMEOUT_S = 5.0
LEAST_RIGHT, LEAST_WRONG = 2, 6


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer of a test bed; `fails` names the tests that must fail it."""

    name: str
    source: str
    fails: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TestBed:
    """The answers kept beside an exercise, and the mutants allowed to live with their reasons."""

    __test__ = False  # not a test of pytest's

    right: tuple[Answer, ...]
    wrong: tuple[Answer, ...]
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
    answers: dict[str, list[Answer]] = {"right": [], "wrong": []}
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
        answers[kind].append(Answer(name=path.stem, source=source, fails=named))
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

    The notebook's cells run once, in order; each answer runs in a fork made at its exercise.
    Raises NotebookError when a cell of the notebook itself fails.
    """
    by_solution = {exercise.solution.id: exercise for exercise in exercises(notebook)}
    namespace: dict[str, object] = {"__name__": "__main__"}
    for cell in notebook.cells:
        if cell.cell_type != "code" or is_test(cell):
            continue
        if cell.id in by_solution:
            exercise = by_solution[cell.id]
            yield _prove_one(exercise, load_bed(beds / exercise.id), namespace)
            tick()
        try:
            exec(compile(cell.source, f"<{cell.id}>", "exec"), namespace)  # noqa: S102 - our own material
        except Exception as error:
            raise NotebookError(f"cell {cell.id}: {type(error).__name__}: {error}") from error


def _prove_one(exercise: Exercise, bed: TestBed, namespace: dict[str, object]) -> Proof:
    problems = list(bed.problems)
    value = {test.id: float(test.metadata.nbgrader.points) for test in exercise.tests}

    def passed(source: str) -> dict[str, str]:
        return _verdicts(namespace, source, exercise.tests)

    def marks(verdicts: dict[str, str]) -> float:
        return sum(value[test] for test, verdict in verdicts.items() if verdict == "passed")

    if len(bed.right) < LEAST_RIGHT or len(bed.wrong) < LEAST_WRONG:
        problems.append(
            f"expected at least {LEAST_RIGHT} right and {LEAST_WRONG} wrong answers, "
            f"got {len(bed.right)} and {len(bed.wrong)}"
        )
    for answer in (
        Answer(name="the reference solution", source=exercise.solution.source),
        *bed.right,
    ):
        lost = {test: v for test, v in passed(answer.source).items() if v != "passed"}
        problems += [f"{answer.name} is right and fails {test}: {v}" for test, v in lost.items()]
    stub_points = marks(passed(exercise.stub))
    if stub_points:
        problems.append(f"the stub gets {stub_points:g} points")
    matrix: dict[str, dict[str, bool]] = {test: {} for test in value}
    for answer in bed.wrong:
        verdicts = passed(answer.source)
        for test, verdict in verdicts.items():
            matrix[test][answer.name] = verdict != "passed"
        if marks(verdicts) == exercise.points:
            problems.append(f"{answer.name} is wrong and gets full marks")
        for test in answer.fails:
            if test not in value:
                problems.append(f"{answer.name} names an unknown test {test!r}")
            elif verdicts[test] == "passed":
                problems.append(f"{answer.name} passes {test}, which it says must fail")
    problems += [
        f"{test} rejects no wrong answer" for test, row in matrix.items() if not any(row.values())
    ]
    made = list(mutants(exercise.solution.source))
    alive = [m for m in made if marks(passed(m.source)) == exercise.points]
    unexplained = [m for m in alive if (_tidy(m.line), _tidy(m.becomes)) not in bed.survivors]
    problems += [f"a mutant survives: {_shown(m)}" for m in unexplained]
    known = {(_tidy(m.line), _tidy(m.becomes)) for m in alive}
    problems += [
        f"survivors.toml explains a mutant that does not survive: {line!r} -> {becomes!r}"
        for line, becomes in bed.survivors
        if (line, becomes) not in known
    ]
    return Proof(
        exercise=exercise.id,
        right=len(bed.right) + 1,
        wrong=len(bed.wrong),
        stub_points=stub_points,
        points=exercise.points,
        matrix=matrix,
        mutants=len(made),
        killed=len(made) - len(alive),
        explained=len(alive) - len(unexplained),
        problems=problems,
    )


def _tidy(line: str) -> str:
    return " ".join(line.split())


def _shown(mutant: Mutant) -> str:
    return f"{mutant.line!r} -> {mutant.becomes!r} ({mutant.operator})"


def _verdicts(
    namespace: dict[str, object], answer: str, tests: Sequence[NotebookNode]
) -> dict[str, str]:
    """Run an answer and then its tests in a fork of this process; test id -> verdict or reason."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover - the fork leaves by os._exit
        os.close(read)
        with os.fdopen(write, "w", buffering=1) as pipe:
            _silence()
            outcomes = _run(namespace, answer, tests)
            for test, verdict in outcomes:
                pipe.write(json.dumps([test, verdict]) + "\n")
        os._exit(0)
    os.close(write)
    said = _read_until(read, time.monotonic() + TIMEOUT_S)
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    found = dict(json.loads(line) for line in said.decode().splitlines() if line.endswith("]"))
    return {test.id: found.get(test.id, "timed out or died") for test in tests}


def _run(
    namespace: dict[str, object], answer: str, tests: Iterable[NotebookNode]
) -> Iterator[tuple[str, str]]:  # pragma: no cover - runs in the fork
    with suppress(BaseException):  # what it failed to define, the tests will miss
        exec(compile(answer, "<answer>", "exec"), namespace)  # noqa: S102 - our own material
    for test in tests:
        try:
            exec(compile(test.source, f"<{test.id}>", "exec"), namespace)  # noqa: S102 - our own material
        except BaseException as error:
            yield test.id, f"{type(error).__name__}: {error}"[:500]
        else:
            yield test.id, "passed"


def _silence() -> None:  # pragma: no cover - runs in the fork
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)


def _read_until(read: int, deadline: float) -> bytes:
    said = b""
    while (left := deadline - time.monotonic()) > 0 and select.select([read], [], [], left)[0]:
        chunk = os.read(read, 65536)
        if not chunk:
            break
        said += chunk
    os.close(read)
    return said

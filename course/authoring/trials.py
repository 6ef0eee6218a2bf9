"""Trials: what an exercise's tests say about answers to it, each graded as a learner's would be.

A trial takes only the cells that the answer and the tests need (cell_names.py), and answers of the
same bytecode share one. Trials may be kept from one run to the next. Not for what they prove.
"""

import ast
import hashlib
import hmac
import json
import os
import re
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import CodeType, TracebackType
from typing import Any, Final, Self

from nbformat import NotebookNode

from course.authoring.cell_names import needed, taken_by
from course.digests import grade_environment
from course.errors import CourseError
from course.examination.shared.syntax_trees import tree_of
from course.files import read_plain, write_whole
from course.grading.conductor import conduct
from course.grading.images import image_with, libraries_in, scenarios_in
from course.grading.matching import role_of
from course.jobs import Cell, CellResult, Files, Limits, Verdict
from course.notebooks import NotebookExercise, is_test
from course.sandbox.client import Zygote

# Processor time ends an endless mutant, since wall time would fail right answers under load. A busy
# machine doubles it, too, so right answers have several times what the dearest of them needs alone.
LIMITS = Limits(cell_s=60.0, total_s=120.0, cpu_s=10)
MUTANT_CPU_S: Final = 4  # a mutant that needs longer than answers do is endless
WORKERS: Final = 2
PASSED: Final = "passed"
_MOST_KEPT: Final = 32 << 20  # bytes of one file of kept trials
_PLACE = re.compile(r"Cell (?:\x1b\[\d+m)*In\[(\d+)\], line (\d+)")
_LOOKS_AT_TEXT = re.compile(r"\binspect\b|\bgetsource|\bIn\b|__code__|\bast\b|\bdis\b")


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What the tests said about one answer.

    `verdicts` has `passed`, or what was said, for each test that ran; `failed` has the line at
    which a test ended, where it has one.
    """

    verdicts: dict[str, str]
    failed: dict[str, int]
    cpu_s: float

    @property
    def lost(self) -> bool:
        """Tell whether any test that ran was not passed."""
        return any(said != PASSED for said in self.verdicts.values())


@dataclass(frozen=True, kw_only=True)
class _TrialPlan:
    """The cells of one trial."""

    cells: tuple[Cell, ...]
    authored: tuple[Cell, ...]
    until_lost: bool
    key: str  # answers with the same key get the same verdicts

    @property
    def limits(self) -> Limits:
        """Limits of the trial; an answer that may end at the first lost test is a mutant."""
        cpu_s = min(MUTANT_CPU_S, LIMITS.cpu_s) if self.until_lost else LIMITS.cpu_s
        return replace(LIMITS, cpu_s=cpu_s)

    def texts(self) -> Iterator[bytes]:
        """Give the text of each cell that runs."""
        return (cell.source.encode("utf-8", "surrogatepass") for cell in self.cells)

    def digest(self) -> str:
        """Fingerprint of everything that the trial may depend on."""
        parts = [
            *(asdict(self.limits), self.until_lost),
            *([c.id, c.source, c.role, c.max_points] for c in (*self.cells, *self.authored)),
        ]
        text = json.dumps([_environment(), *parts], sort_keys=True)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=1)
def _environment() -> str:
    own = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    return f"{grade_environment()} {own}"


class Bench:
    """Where the answers of one notebook are tried: zygotes, two workers, what was kept.

    A zygote starts when an answer is first tried, with what the answers to its exercise import: a
    small one forks in half the time.
    """

    def __init__(self, notebook: NotebookNode, kept: Path | None = None) -> None:
        """Take a source notebook, and the folder of kept trials (None: nothing is kept)."""
        self._notebook = notebook
        self._folder = kept
        self._pool = ThreadPoolExecutor(WORKERS)
        self._zygotes: dict[tuple[str, ...], Zygote] = {}

    def __enter__(self) -> Self:
        """Start nothing yet."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the zygote and the workers."""
        self._pool.shutdown(cancel_futures=True)
        for zygote in self._zygotes.values():
            zygote.close()

    def exercise(self, exercise: NotebookExercise, name: str) -> "ExerciseBench":
        """Give the place where answers to one exercise are tried; `name` is that of its file."""
        path = None if self._folder is None else self._folder / f"{name}.json"
        return ExerciseBench(self, self._notebook, exercise, path)

    def submit(self, plan: _TrialPlan, preload: tuple[str, ...]) -> "Future[Trial]":
        """Have an answer tried by the next free worker, in a child that has `preload` in memory."""
        if preload not in self._zygotes:
            image = image_with(preload, scenarios_in(plan.texts()), learner_known=False)
            self._zygotes[preload] = Zygote(image)
        return self._pool.submit(_tried, plan, self._zygotes[preload])


class ExerciseBench:
    """The trials of one exercise, in this run and kept ones."""

    def __init__(
        self, bench: Bench, notebook: NotebookNode, exercise: NotebookExercise, kept: Path | None
    ) -> None:
        self._bench = bench
        self._exercise = exercise
        above = notebook.cells[: notebook.cells.index(exercise.solution)]
        code = [cell for cell in above if cell.cell_type == "code" and not is_test(cell)]
        self._above = [(cell, str(cell.source)) for cell in code]
        self._by_text = any(_LOOKS_AT_TEXT.search(test.source) for test in exercise.tests)
        self._preload = self._image()
        self._path = kept
        self._kept = {} if kept is None else _read_kept(kept)
        self._used: dict[str, Trial] = {}
        self.graded = 0  # trials of this run that were not kept

    def trials(
        self,
        answers: Iterable[str],
        *,
        until_lost: bool = False,
        order: Sequence[str] | None = None,
    ) -> Iterator[Trial]:
        """Try answers; give each one's trial, in their order.

        With `until_lost` nothing is run behind the first test that is not passed; `order` are the
        ids of the tests in the order in which they are to run.
        """
        running: dict[str, Future[Trial]] = {}
        waiting: list[tuple[str, str]] = []
        for answer in answers:
            plan = self._plan(answer, until_lost=until_lost, order=order)
            digest = plan.digest()
            waiting.append((plan.key, digest))
            if plan.key in running or digest in self._used:
                continue
            if digest in self._kept:
                self._used[digest] = self._kept[digest]
                continue
            running[plan.key] = self._bench.submit(plan, self._preload)
            self.graded += 1
        for key, digest in waiting:
            if key in running:
                self._used[digest] = running[key].result()
            yield self._used[digest]

    def keep(self) -> None:
        """Write the trials of this run, so that the next may use them."""
        if self._path is not None and self.graded:
            _write_kept(self._path, self._used)

    def _image(self) -> tuple[str, ...]:
        """What to hold in memory for the reference and the tests, and so for most answers."""
        reference = self._exercise.solution.source
        tests = [test.source for test in self._exercise.tests]
        chosen = list(needed(self._above, taken_by([reference, *tests])))
        setup = "\n".join(source for cell, source in self._above if cell.id == "setup")
        others = [source for cell, source in chosen if cell.id != "setup"]
        return _preloaded(setup, [*others, reference, *tests])

    def _plan(self, answer: str, *, until_lost: bool, order: Sequence[str] | None) -> _TrialPlan:
        exercise = self._exercise
        place = {test: number for number, test in enumerate(order or ())}
        tests = sorted(exercise.tests, key=lambda test: place.get(test.id, 0))
        wanted = taken_by([answer, *(test.source for test in tests)])
        sources = {id(cell): source for cell, source in needed(self._above, wanted)}
        above = [
            # The setup runs whole: it may draw a seed, for example.
            (cell, source if cell.id == "setup" else sources[id(cell)])
            for cell, source in self._above
            if id(cell) in sources or cell.id == "setup"
        ]
        cells = (
            *(_cell(cell, source) for cell, source in above),
            _cell(exercise.solution, answer),
            *(_cell(test, test.source) for test in tests),
        )
        known = (*above, (exercise.solution, exercise.solution.source))
        authored = tuple(
            Cell(id=str(number), source=source, role=role_of(cell))  # type: ignore[arg-type]
            for number, (cell, source) in enumerate(known)
        )
        text = answer if self._by_text else _bytecode(answer)
        ids = [cell.id for cell in cells]
        return _TrialPlan(
            cells=cells,
            authored=authored,
            until_lost=until_lost,
            key=json.dumps([text, ids, until_lost]),
        )


def independent(exercise: NotebookExercise) -> bool:
    """Tell whether the tests of an exercise may run in any order: none takes another's names."""
    from course.authoring.cell_names import bound, taken

    given: set[str] = set()
    for test in exercise.tests:
        given |= bound(test.source)
    return not any(taken(test.source) & given for test in exercise.tests)


def _cell(cell: NotebookNode, source: str) -> Cell:
    role = role_of(cell)
    graded = role == "test"
    return Cell(
        id=cell.id,
        source=source,
        role=role,  # type: ignore[arg-type]
        max_points=float(cell.metadata.nbgrader.points) if graded else 0.0,
    )


def _tried(plan: _TrialPlan, zygote: Zygote) -> Trial:
    seconds: list[float] = []
    enough: Callable[[CellResult], bool] = lambda result: (  # noqa: E731
        plan.until_lost and result.verdict not in (None, Verdict.PASSED)
    )
    results = conduct(
        plan.cells,
        Files(),
        plan.limits,
        zygote,
        authored=plan.authored,
        enough=enough,
        spent=seconds.append,
    )
    judged = [result for result in results if result.verdict is not None]
    lines = {r.grade_id: line for r in judged if (line := _failed_line(r)) is not None}
    return Trial(
        verdicts={result.grade_id: _said(result) for result in judged},
        failed=lines,
        cpu_s=sum(seconds),
    )


def _said(result: CellResult) -> str:
    return PASSED if result.verdict is Verdict.PASSED else result.message or str(result.verdict)


def _failed_line(result: CellResult) -> int | None:
    """Give the line of the test at which it failed: of its assert, else of what was running."""
    errors = [o for o in result.outputs if o["output_type"] == "error"]
    if result.verdict not in (Verdict.FAILED, Verdict.RAISED) or not errors:
        return None
    places = _PLACE.findall("\n".join(errors[-1]["traceback"]))
    # The first frame is that of the cell itself; functions of the same cell may follow.
    own = [int(line) for number, line in places if number == places[0][0]]
    if not own:
        return None
    return own[-1] if errors[-1]["ename"] == "AssertionError" else own[0]


def _preloaded(setup: str, others: Sequence[str]) -> tuple[str, ...]:
    """What nearly every answer imports: libraries, and modules of Python's own and the course's.

    A setup often imports more than an exercise needs, a function that draws for example; what that
    function imports itself is none of an answer's. Libraries that no image of the grader's knows
    are left to the answers, since some start threads.
    """
    named = dict.fromkeys(_modules(setup))
    modules = named | dict.fromkeys(name for text in others for name in _modules(text))
    libraries = libraries_in(text.encode() for text in (*named, *others))
    known = {"course", *sys.stdlib_module_names}
    ours = [name for name in modules if name.split(".")[0] in known]
    return tuple(dict.fromkeys([*libraries, *ours]))


def _modules(source: str) -> Iterator[str]:
    """Names of the modules that a text imports, anywhere in it."""
    for node in ast.walk(_parsed(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            if node.module == "course.lessons":
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _parsed(source: str) -> ast.Module:
    try:
        return tree_of(source)
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])


def _bytecode(source: str) -> str:
    """Name what a cell does: the same text for cells that differ in layout and comments only."""
    try:
        code = compile(source, "cell", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except (SyntaxError, ValueError, RecursionError):
        return source
    return hashlib.sha256(repr(_parts(code)).encode("utf-8", "surrogatepass")).hexdigest()


def _parts(code: CodeType) -> tuple[Any, ...]:
    constants = [
        _parts(c) if isinstance(c, CodeType) else (type(c).__name__, _exact(c))
        for c in code.co_consts
    ]
    return (
        *(code.co_code, constants, code.co_names, code.co_varnames, code.co_freevars),
        *(code.co_cellvars, code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount),
        *(code.co_flags, code.co_name, code.co_exceptiontable),
    )


def _exact(value: object) -> Any:
    """A constant in a form that tells 1, 1.0 and True, and the parts of collections, apart."""
    if isinstance(value, tuple | frozenset):
        parts = [(type(part).__name__, _exact(part)) for part in value]
        return sorted(map(repr, parts)) if isinstance(value, frozenset) else parts
    return repr(value)


# -- trials from one run to the next --


def _read_kept(path: Path) -> dict[str, Trial]:
    """Read kept trials; a file that is damaged, or not of this account's own making, has none."""
    try:
        sealed = json.loads(read_plain(path, _MOST_KEPT))
        seal = _seal(sealed["trials"])
        if not hmac.compare_digest(seal, str(sealed["seal"])):
            return {}
        return {digest: Trial(**entry) for digest, entry in sealed["trials"].items()}
    except (CourseError, OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def _write_kept(path: Path, trials: dict[str, Trial]) -> None:
    entries = {digest: asdict(trial) for digest, trial in trials.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"seal": _seal(entries), "trials": entries}, sort_keys=True)
    write_whole(path, text.encode())


def _seal(entries: object) -> str:
    """Sign trials by a secret of this account's, so that no other's are taken for its own."""
    text = json.dumps(entries, sort_keys=True)
    return hmac.new(_secret(), text.encode("utf-8", "surrogatepass"), "sha256").hexdigest()


@lru_cache(maxsize=1)
def _secret() -> bytes:
    """Give this account's secret; where it can have none, nothing that is kept is read again."""
    named = os.environ.get("XDG_CACHE_HOME")
    home = Path(named) if named else Path("~/.cache").expanduser()
    path = home / "engineering-excellence" / "proofs.key"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            write_whole(path, secrets.token_bytes(32), mode=0o600, fresh=True)
        return read_plain(path, 32, private=True)
    except (OSError, ValueError, RuntimeError):
        return secrets.token_bytes(32)

"""The grader beside nbgrader's own, and beside the least that running notebooks can cost."""

import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.measuring import Run, cpu, machine, measure, spread
from benchmarks.quickstart import ASSIGNMENT, hand_in, make_course
from course.grading.marking import grade
from course.jobs import Job
from tests.sandbox.zygotes import examiners, one_wall

NOTEBOOKS = 2  # of each submission
BARE = Path(__file__).with_name("bare.py")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How much to measure; nbgrader may get fewer submissions, and is then extrapolated."""

    submissions: int = 60
    rounds: int = 3
    nbgrader: int | None = None  # None: all
    sizes: tuple[int, ...] = (10, 100)


@dataclass(kw_only=True)
class Found:
    """Runs of each program, in the order they were measured."""

    nbgrader: list[Run] = field(default_factory=list)
    nbgrader_one: list[Run] = field(default_factory=list)
    course: list[Run] = field(default_factory=list)
    again: list[Run] = field(default_factory=list)
    bare: list[Run] = field(default_factory=list)


def bench(plan: Plan) -> None:
    """Measure and print."""
    print(f"grading: {machine()}", flush=True)
    with tempfile.TemporaryDirectory(prefix="course-bench-") as place:
        empty = make_course(Path(place) / "empty")
        _beside(plan, empty)
        _walls(_copy(empty, "walls"), plan)
        for size in plan.sizes:
            _at_size(size, empty, plan.rounds)


def _beside(plan: Plan, empty: Path) -> None:
    asked = plan.submissions if plan.nbgrader is None else min(plan.nbgrader, plan.submissions)
    full = _copy(empty, "full")
    hand_in(full, plan.submissions)
    few = _copy(empty, "few")
    hand_in(few, asked)
    one = _copy(empty, "one")
    hand_in(one, 1)
    found = Found()
    for number in range(1, plan.rounds + 1):
        if asked:
            found.nbgrader.append(_fresh(few, _nbgrader()))
            _tell(number, f"nbgrader autograde, {asked} submissions", found.nbgrader)
        if 0 < asked < plan.submissions:
            found.nbgrader_one.append(_fresh(one, _nbgrader()))
            _tell(number, "nbgrader autograde, 1 submission", found.nbgrader_one)
        with _Copy(full) as course:
            found.course.append(measure(_course("--force"), course))
            _tell(number, f"course grade, {plan.submissions} submissions", found.course)
            found.again.append(measure(_course(), course))
            _tell(number, "course grade again, unchanged", found.again)
            found.bare.append(measure([sys.executable, str(BARE), str(course)], course))
            _tell(number, "bare fork and exec", found.bare)
    _report(plan, asked, found)


def _report(plan: Plan, asked: int, found: Found) -> None:
    notebooks = plan.submissions * NOTEBOOKS
    rows = [
        ("course grade --jobs 2", found.course),
        ("the same, unchanged", found.again),
        ("bare fork + exec, 2 at a time", found.bare),
    ]
    if found.nbgrader:
        said = "" if asked == plan.submissions else f", extrapolated from {asked} and 1"
        whole = _whole(plan.submissions, asked, found)
        rows.insert(0, (f"nbgrader autograde{said}", whole))
    print(
        f"\n{plan.submissions} submissions, {notebooks} notebooks, n = {plan.rounds}: "
        "median (range)"
    )
    print("| program | wall s | CPU s | wall ms a notebook | CPU ms a notebook |")
    print("|---|---|---|---|---|")
    for name, runs in rows:
        walls, cpus = [r.wall for r in runs], [r.cpu for r in runs]
        print(
            f"| {name} | {spread(walls)} | {spread(cpus)} "
            f"| {spread([1e3 * w / notebooks for w in walls], digits=1)} "
            f"| {spread([1e3 * c / notebooks for c in cpus], digits=1)} |"
        )
    print()
    if found.nbgrader:
        _ratio("nbgrader / course, wall", whole, found.course, "at least 30, aim 50")
        _ratio("nbgrader / course, CPU", whole, found.course, "", cpu=True)
    _ratio("course / bare, wall", found.course, found.bare, "at most 2, aim 1.5")
    _ratio("course / bare, CPU", found.course, found.bare, "", cpu=True)
    _ratio("first / unchanged, wall", found.course, found.again, "at least 10")
    each = [1e3 * run.cpu / notebooks for run in found.course]
    print(f"CPU of all processes: {spread(each, ' ms', 1)} a notebook (target: at most 55)")


def _whole(submissions: int, asked: int, found: Found) -> list[Run]:
    """Give nbgrader's runs for all submissions: start-up once, the slope for each one more."""
    if asked == submissions:
        return found.nbgrader

    def grown(one: float, many: float) -> float:
        return one + (many - one) / (asked - 1) * (submissions - 1)

    return [
        Run(wall=grown(one.wall, many.wall), cpu=grown(one.cpu, many.cpu))
        for one, many in zip(found.nbgrader_one, found.nbgrader, strict=True)
    ]


def _ratio(
    name: str, above: Sequence[Run], below: Sequence[Run], target: str, *, cpu: bool = False
) -> None:
    pairs = zip(above, below, strict=True)
    values = [a.cpu / b.cpu if cpu else a.wall / b.wall for a, b in pairs]
    print(f"{name}: {spread(values, digits=2)}" + (f" (target: {target})" if target else ""))


def _walls(course: Path, plan: Plan) -> None:
    """Print the CPU of a notebook with both walls around the examiner, with one, with none."""
    hand_in(course, plan.submissions)
    source = {path.name: path.read_bytes() for path in course.glob(f"source/{ASSIGNMENT}/*.ipynb")}
    jobs = [
        Job(
            name=path.name,
            submission=path.read_bytes(),
            source=source[path.name],
            solution=source[path.name],
        )
        for path in sorted(course.glob(f"submitted/*/{ASSIGNMENT}/*.ipynb"))
    ]
    kinds = {"both walls": "", "first": "unparted", "second": "unaudited", "none": "bare"}
    costs: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(plan.rounds):
        for kind, examiner in kinds.items():
            costs[kind].append(1e3 * _cpu_of(jobs, examiner) / len(jobs))
    print(
        f"\nwalls: CPU ms a notebook, {len(jobs)} notebooks one after the other, n = {plan.rounds}"
    )
    for kind, each in costs.items():
        print(f"| {kind} | {spread(each, digits=1)} |", flush=True)
    for name, kind in (("the first wall", "second"), ("the second wall", "first")):
        cost = [a - b for a, b in zip(costs["both walls"], costs[kind], strict=True)]
        print(f"{name} costs {spread(cost, ' ms', 1)} of CPU a notebook, beside the other one")


def _cpu_of(jobs: Sequence[Job], examiner: str) -> float:
    """Give the CPU seconds of grading: this process's, and all children's without their start."""

    def used(these: Sequence[Job]) -> float:
        before = cpu()
        with (
            one_wall(examiner, "numpy.random") if examiner else examiners("numpy.random") as zygote
        ):
            zygote.wait_ready()
            for job in these:
                grade(job, zygote)
        return cpu() - before

    return used(jobs) - used([])


def _at_size(size: int, empty: Path, rounds: int) -> None:
    """Print what a submission costs where there are `size` of them."""
    course = _copy(empty, f"size-{size}")
    hand_in(course, size)
    runs = [_fresh(course, _course("--force")) for _ in range(rounds if size < 1000 else 1)]
    walls = [1e3 * run.wall / size for run in runs]
    cpus = [1e3 * run.cpu / size for run in runs]
    print(
        f"{size} submissions: {spread(walls, ' ms', 0)} wall, "
        f"{spread(cpus, ' ms', 0)} CPU a submission, start-up included (n = {len(runs)})",
        flush=True,
    )


def _nbgrader() -> list[str]:
    return [sys.executable, "-m", "nbgrader", "autograde", ASSIGNMENT]


def _course(*words: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "course",
        "grade",
        ASSIGNMENT,
        "--jobs",
        "2",
        "--course-dir",
        ".",
        *words,
    ]


class _Copy:
    """A throw-away copy of a course, so that each run is a first one."""

    def __init__(self, course: Path) -> None:
        self._course = course

    def __enter__(self) -> Path:
        self._copied = _copy(self._course, f"{self._course.name}-run")
        return self._copied

    def __exit__(self, *error: object) -> None:
        shutil.rmtree(self._copied, ignore_errors=True)


def _fresh(course: Path, command: Sequence[str]) -> Run:
    with _Copy(course) as copied:
        return measure(command, copied)


def _copy(course: Path, name: str) -> Path:
    copied = course.with_name(name)
    shutil.copytree(course, copied)
    return copied


def _tell(number: int, name: str, runs: Sequence[Run]) -> None:
    last = runs[-1]
    print(f"  round {number}: {name}: {last.wall:.2f} s wall, {last.cpu:.2f} s CPU", flush=True)

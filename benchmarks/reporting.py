"""A cohort's learner reports beside papermill and nbconvert as people run them.

Ours is one batch with HTML. Beside it, on some of the same learners and extrapolated: (a) a shell
loop of the `papermill` and `jupyter nbconvert` commands; (b) the same loop in one Python process,
its imports not counted, with papermill's kernel and a fresh exporter for each report.
"""

import json
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import Run, machine, measure, spread
from tests.reporting import people

ROOT = Path(__file__).parents[1]
TEMPLATE = ROOT / "course" / "reports" / "learner.ipynb"
WORDS = {
    "ours": "`course report learner --jobs 2`, whole run",
    "a": "(a) shell loop of the commands",
    "b": "(b) loop in one Python process (CPU with its imports)",
}
LIMITS = {"a": 8.0, "b": 3.5}

OURS = """
import json, sys
from pathlib import Path
from course.reporting import report
data = json.loads(Path(sys.argv[1]).read_text())
found = report("learner", data, Path(sys.argv[2]), jobs=int(sys.argv[3]))
sys.exit(sum(o.problem is not None or o.kept for o in found))
"""
# Paths below are ours and temporary; a learner's name is never part of a command.
SHELL = """
set -e
for data in "$1"/*.json; do
  name=$(basename "$data" .json)
  "$3" -m papermill --no-progress-bar "$4" "$2/$name.ipynb" -p data "$data" 2>/dev/null
  "$3" -m jupyter nbconvert --to html --no-input "$2/$name.ipynb" 2>/dev/null
done
"""
LOOP = """
import sys, time
from pathlib import Path
import nbformat, papermill
from nbconvert import HTMLExporter
times, out = [], Path(sys.argv[2])
for data in sorted(Path(sys.argv[1]).glob("*.json")):
    started = time.perf_counter()
    made = out / f"{data.stem}.ipynb"
    papermill.execute_notebook(sys.argv[3], str(made), {"data": str(data)}, progress_bar=False)
    page, _ = HTMLExporter(exclude_input=True).from_notebook_node(nbformat.read(made, 4))
    made.with_suffix(".html").write_text(page)
    times.append(time.perf_counter() - started)
Path(sys.argv[4]).write_text(repr(sum(times)))
"""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What to measure: reports, jobs, how many of them the loops make, rounds."""

    reports: int = 100
    jobs: int = 2
    sample: int = 5
    rounds: int = 3


def bench_reporting(plan: Plan) -> None:
    """Measure and print."""
    print(f"reporting: {machine()}", flush=True)
    rounds: list[dict[str, Run]] = []
    with tempfile.TemporaryDirectory(prefix="course-bench-") as place:
        folder = Path(place)
        data = {f"learner-{n:03}": people.learner(n) for n in range(1, plan.reports + 1)}
        (folder / "all.json").write_text(json.dumps(data))
        (folder / "some").mkdir()
        for name, theirs in list(data.items())[: plan.sample]:
            (folder / "some" / f"{name}.json").write_text(json.dumps(theirs))
        for number in range(1, plan.rounds + 1):
            before = os.getloadavg()[0]
            rounds.append(_once(folder, plan, number))
            walls = ", ".join(f"{kind} {run.wall:.2f} s" for kind, run in rounds[-1].items())
            print(
                f"  round {number} (load before {before:.1f}): a report takes {walls}", flush=True
            )
    print(
        f"\n{plan.reports} learner reports with HTML, {plan.jobs} jobs, n = {plan.rounds}: median "
        f"(range) of seconds a report; the loops made {plan.sample} each"
    )
    print("| | wall | CPU |\n|---|---|---|")
    for kind, words in WORDS.items():
        walls, cpus = ([getattr(r[kind], k) for r in rounds] for k in ("wall", "cpu"))
        print(f"| {words} | {spread(walls)} | {spread(cpus)} |")
    for kind, limit in LIMITS.items():
        wall, cpu = (
            [getattr(r[kind], k) / getattr(r["ours"], k) for r in rounds] for k in ("wall", "cpu")
        )
        print(
            f"\n({kind}) / ours: {spread(wall, digits=1)} (limit {limit:g}); "
            f"in CPU {spread(cpu, digits=1)}"
        )


def _once(folder: Path, plan: Plan, number: int) -> dict[str, Run]:
    """Measure the three, one after the other; give what a report costs."""
    out = {kind: folder / f"{kind}-{number}" for kind in WORDS}
    for path in out.values():
        path.mkdir()
    some, took = str(folder / "some"), out["b"] / "seconds"
    commands = {
        "ours": [
            sys.executable,
            "-c",
            OURS,
            str(folder / "all.json"),
            str(out["ours"]),
            str(plan.jobs),
        ],
        "a": ["bash", "-c", SHELL, "loop", some, str(out["a"]), sys.executable, str(TEMPLATE)],
        "b": [sys.executable, "-c", LOOP, some, str(out["b"]), str(TEMPLATE), str(took)],
    }
    found = {}
    for kind, command in commands.items():
        run = measure(command, ROOT)
        expected = plan.reports if kind == "ours" else plan.sample
        if (made := len(list(out[kind].glob("*.html")))) != expected:
            raise RuntimeError(f"{kind}: expected {expected} pages, got {made}")
        wall = float(took.read_text()) if kind == "b" else run.wall
        found[kind] = Run(wall=wall / expected, cpu=run.cpu / expected)
    return found

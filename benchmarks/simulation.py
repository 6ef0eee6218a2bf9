"""The compiled simulator beside SimPy: one 8-service system, the same draws, equal trajectories.

`python -m benchmarks simulation [--rounds N] [--seconds N] [--hours N]`. Each round runs both,
one after the other, in this process, and takes the ratio of their CPU times per simulated hour.
SimPy replays its draws from a tape, so making them costs it nothing; nothing is recorded in it,
while the kernel counts its histograms. Tests of the twin itself: tests/simulation/test_twin.py.
"""

import argparse
import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.measuring import machine, spread

ROOT = Path(__file__).parents[1]
HOUR = 3600


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How much is measured: rounds, seconds simulated by SimPy, hours by the kernel."""

    rounds: int = 5
    seconds: int = 240
    hours: int = 1


def cpu(work: Callable[[], Any]) -> float:
    """CPU seconds of this process for a piece of work; the collector runs before, not within."""
    gc.collect()
    before = time.process_time()
    work()
    return time.process_time() - before


def pair(rate: int, seed: int, plan: Plan, cores: int = 0) -> tuple[float, float, float]:
    """CPU s a simulated hour of kernel and SimPy, and the kernel's million events a CPU s.

    With `cores`, those who compute at a replica share that many, in both.
    """
    from course.simulation.engine import Engine
    from tests.simulation.systems import shop
    from tests.simulation.twin import Keyed, Taped, Twin

    system, until = shop(rate, cores=cores), plan.seconds * 1_000_000_000
    draws = Keyed(system, seed)
    seen = sorted(Twin(system, seed, draws).run(until).seen)
    check = Engine(system, seed=seed, sample=1.0)
    check.advance_to(until)
    spans = check.spans()[check.spans()["kind"] < 2]
    fields = ("kind", "t0", "t1", "route", "status", "attempt")
    if seen != sorted(zip(*(spans[f].tolist() for f in fields), strict=True)):
        raise RuntimeError(f"seed {seed}: the two trajectories differ")
    twin = Twin(system, seed, Taped(draws.tape), watch=False)
    simpy = cpu(lambda: twin.run(until)) * HOUR / plan.seconds
    engine = Engine(system, seed=seed, sample=0)
    ours = cpu(lambda: engine.advance(f"{plan.hours}h"))
    return ours / plan.hours, simpy, engine.counters()["events"] / ours / 1e6


START = """
import time
from tests.simulation.systems import shop
from course.simulation.engine import Engine
Engine(shop(), seed=1).advance("1s")
print(time.process_time(), time.perf_counter())
"""


def start(store: str) -> tuple[float, float]:
    """Give CPU s and wall s of a new process until its first simulated second is over."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", START],
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=True,
        env={**os.environ, "COURSE_KERNEL_CACHE": store},
    )
    return float(done.stdout.split()[0]), time.perf_counter() - began


def bench(plan: Plan) -> None:
    """Measure and print; a person judges."""
    print(f"{machine()}, n = {plan.rounds}, median (range)\n")
    pair(50, 0, Plan(rounds=1, seconds=5, hours=1))  # compiled and warm before it counts
    print(
        "| requests/s | cores | kernel, CPU s/h | SimPy, CPU s/h | ratio | kernel, M events/CPU s |"
    )
    print("|---|---|---|---|---|---|")
    for rate, cores in ((50, 0), (50, 2), (200, 0), (200, 2)):
        rows = [pair(rate, seed, plan, cores) for seed in range(1, plan.rounds + 1)]
        ratios = [simpy / ours for ours, simpy, _ in rows]
        ours, simpy, speed = (spread([row[k] for row in rows]) for k in range(3))
        ratio = spread(ratios, digits=0)
        print(f"| {rate} | {cores or 'own'} | {ours} | {simpy} | {ratio} | {speed} |")
        print(f"  paired ratios: {', '.join(f'{r:.0f}' for r in ratios)}", file=sys.stderr)
        if (rate, cores) == (50, 2):
            verdict = f"at least 75: {'yes' if statistics.median(ratios) >= 75 else 'no'}"
    print(f"\n{verdict}\n")
    with tempfile.TemporaryDirectory() as store:
        cold = start(store)
        warm = [start(store) for _ in range(plan.rounds)]
    print("| start of a process | CPU s | wall s |\n|---|---|---|")
    print(f"| cold, compiling | {cold[0]:.1f} | {cold[1]:.1f} |")
    print(f"| warm | {spread([w[0] for w in warm])} | {spread([w[1] for w in warm])} |")


def main() -> None:
    """Read the words and measure."""
    words = argparse.ArgumentParser(prog="python -m benchmarks.simulation", description=__doc__)
    words.add_argument("--rounds", type=int, default=5, metavar="N")
    words.add_argument("--seconds", type=int, default=240, metavar="N")
    words.add_argument("--hours", type=int, default=1, metavar="N")
    given = words.parse_args()
    bench(Plan(rounds=given.rounds, seconds=given.seconds, hours=given.hours))


if __name__ == "__main__":
    main()

"""Whole processes, measured: wall time, and CPU of the process and all it has waited for."""

import os
import resource
import statistics
import subprocess
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.quickstart import environment


@dataclass(frozen=True, kw_only=True)
class Run:
    """What one run of a program cost, in seconds."""

    wall: float
    cpu: float


def measure(command: Sequence[str], folder: Path) -> Run:
    """Run a program to its end. Raises RuntimeError with its last words where it fails."""
    before, started = _cpu(), time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, text=True, check=False
    )
    wall = time.perf_counter() - started
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr[-2000:]}{done.stdout[-500:]}")
    return Run(wall=wall, cpu=_cpu() - before)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def cpu() -> float:
    """Give the CPU seconds of this process and of everything it has waited for."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime + _cpu()


def spread(values: Iterable[float], unit: str = "", digits: int = 2) -> str:
    """Say median and range: `5.13 s (4.87-5.67)`."""
    found = sorted(values)
    middle = statistics.median(found)
    text = f"{middle:.{digits}f}{unit}"
    if len(found) == 1:
        return text
    return f"{text} ({found[0]:.{digits}f}-{found[-1]:.{digits}f})"


def machine() -> str:
    """Describe where this was measured, and how busy it was before."""
    import platform

    load = os.getloadavg()[0]
    cores = len(os.sched_getaffinity(0))
    return f"Python {platform.python_version()}, {cores} cores, load before {load:.1f}"

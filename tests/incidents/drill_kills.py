"""A drill host that is killed while a learner plays, and begun again: nothing is lost or doubled."""

import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from course.incidents import drill_client
from course.incidents.drill_host import DrillDoor, DrillHost, HostLimits
from course.incidents.sealed_runs import kept_run
from tests.incidents.drill_hosts import DRILL, PLANS, SECRET, anybody, client

ROOT = Path(__file__).parents[2]
LINES, MOST = 6, 40  # lines between two kills: at least, at most


@dataclass(frozen=True)
class HostKill:
    """One kill: how many lines the client had answered, and what was wrong afterwards."""

    lines: int
    died: bool
    faults: tuple[str, ...]


def serve(root: Path, path: Path) -> None:
    """Be a host."""
    host = DrillHost(root, PLANS, SECRET.derived, limits=HostLimits(burst=1000), who=anybody)
    path.unlink(missing_ok=True)
    DrillDoor(path, host).serve_forever(0.05)


def started(root: Path, path: Path) -> subprocess.Popen[bytes]:
    """Start a host, in a process of its own."""
    code = f"from tests.incidents.drill_kills import *; serve(Path({str(root)!r}), Path({str(path)!r}))"
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)


def kills(root: Path, number: int, seed: int) -> Iterator[HostKill]:
    """Kill a host at drawn moments while a learner looks, waits and writes notes."""
    draw, path = random.Random(seed), root / "s"
    setattr(drill_client, "PATIENCE_S", 300.0)  # noqa: B010 - a host takes seconds to start
    hosts = [started(root, path)]

    def strike(after: float) -> None:
        time.sleep(after)
        hosts[-1].kill()
        hosts[-1].wait()
        hosts.append(started(root, path))

    try:
        run = client(str(path), "learner-01")
        for kill in range(number):
            striker = threading.Thread(target=strike, args=(draw.uniform(0.0, 1.5),))
            striker.start()
            done = 0
            while (striker.is_alive() or done < LINES) and done < MOST:
                text = f"kill {kill}, line {done}"
                if done % 3 == 0:
                    run.note(text)
                elif done % 3 == 1:
                    run.alerts()
                else:
                    run.promql(f"sum(up) + {done}")
                done += 1
            striker.join()
            run.note(f"after kill {kill}")
            yield HostKill(done, len(hosts) == kill + 2, tuple(_faults(root, run)))
    finally:
        hosts[-1].kill()
        hosts[-1].wait()


def _faults(root: Path, run: object) -> Iterator[str]:
    kept = kept_run(root, DRILL, "learner-01")
    if kept is None:
        yield "there is no journal"
        return
    ours = [entry.line() for entry in run.entries[1:]]  # type: ignore[attr-defined]
    if kept.shown() != ours:
        yield f"the host has {len(kept.shown())} lines, the learner was answered {len(ours)}"

"""The same run everywhere: in pieces, in other processes, under other Pythons, without compiling."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from course.simulation.actions import Action, Fault
from course.simulation.engine import Engine
from course.simulation.kernel import codes
from tests.simulation.systems import everything, shop

ROOT = Path(__file__).parents[2]
# Digests of metrics, logs, spans and events of `eventful`; every Python of CI compares with them.
GOLDEN = {
    1: "04986273dd33417d3e887ce6f78115c6e5f17502f37d7fed943e7774a27ba8ee",
    2: "a6575e5c804c2392016a8414e094e566ecd0e26ab45dc82e2e36bcf821571eb9",
    3: "5fdcacab3e7fa0d04962d6ead0984649c6209a37e3814c6cf61dc9ed53ee9dc7",
}


def eventful(seed: int, time: Any = "3m") -> Engine:
    """A run in which much goes wrong and much is done."""
    engine = Engine(everything(), seed=seed, sample=0.5)
    engine.inject(
        Fault(
            at="20s",
            verb="slow",
            args={"service": "store", "factor": 6, "slot": 0},
            until="50s",
            undo={"factor": 1},
        ),
        Fault(at="30s", verb="poison", args={"queue": "mail", "partition": 1}),
        Fault(at="40s", verb="purge", args={"cache": "pages"}),
        Fault(at="45s", verb="crash", args={"service": "web", "slot": 1}),
        Fault(at="60s", verb="rotate", args={"secret": "db-password"}, visible=True),
        Fault(at="70s", verb="deploy", args={"service": "api", "version": "v2"}, visible=True),
        Fault(at="80s", verb="rate", args={"source": "readers", "factor": 2}),
    )
    engine.advance_to("1m30s")
    engine.act(Action(verb="scale", args={"service": "web", "replicas": 4}))
    engine.act(Action(verb="rollback", args={"service": "api"}))
    engine.act(Action(verb="block", args={"by": "network", "value": "hosting"}))
    engine.advance_to(time)
    return engine


@pytest.mark.parametrize("seed", GOLDEN)
def test_the_digest_is_the_one_that_every_python_gives(seed: int) -> None:
    """3.11, 3.12 and 3.13 compare with one written value."""
    assert eventful(seed).digest() == GOLDEN[seed]


def test_pieces_of_time_do_not_matter() -> None:
    """Six hundred advances of 100 ms are one of a minute."""
    whole = Engine(everything(), seed=5, sample=1.0)
    whole.inject(Fault(at="33s", verb="stop", args={"service": "web", "slot": 0}))
    whole.advance("1m")
    pieces = Engine(everything(), seed=5, sample=1.0)
    pieces.inject(Fault(at="33s", verb="stop", args={"service": "web", "slot": 0}))
    for _ in range(600):
        pieces.advance("100ms")
    assert pieces.digest() == whole.digest()


def test_another_seed_is_another_run() -> None:
    """The digest sees differences."""
    assert eventful(1, "2m").digest() != eventful(2, "2m").digest()


SHORT = """
from course.simulation.engine import Engine
from tests.simulation.systems import everything
engine = Engine(everything(), seed=9, sample=1.0, scrape_every="200ms")
engine.advance("600ms")
print(engine.digest())
"""


def elsewhere(**environment: str) -> str:
    process = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SHORT],
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=True,
        env={**os.environ, **environment},
    )
    return process.stdout.strip()


def test_other_processes_agree_compiled_or_not() -> None:
    """Hash seeds do not matter, and the kernel as plain Python is the same kernel."""
    compiled = elsewhere(PYTHONHASHSEED="1")
    assert compiled == elsewhere(PYTHONHASHSEED="2")
    assert compiled == elsewhere(NUMBA_DISABLE_JIT="1")


def test_an_action_leaves_the_draws_of_others_alone() -> None:
    """With payment ten times slower, every auth request still takes its own time."""
    runs = []
    for factor in (1, 10):
        engine = Engine(shop(), seed=4, sample=1.0)
        engine.advance("20s")
        engine.inject(Fault(at="20s", verb="slow", args={"service": "payment", "factor": factor}))
        engine.advance("1m")
        spans = engine.spans()
        auth = engine.names.routes.index("auth.main")
        times = spans[(spans["kind"] == codes.SERVER) & (spans["route"] == auth)]
        times = times[(times["waited_worker"] == 0) & (times["attempt"] == 0)]
        lasted = times["t1"] - times["t0"]
        runs.append(dict(zip(times["span_id"].tolist(), lasted.tolist(), strict=True)))
    shared = runs[0].keys() & runs[1].keys()
    assert len(shared) > 0.98 * len(runs[0]) > 1000
    assert all(runs[0][key] == runs[1][key] for key in shared)


def test_a_snapshot_is_a_fork() -> None:
    """From one snapshot the same future comes twice, and another action makes another one."""
    engine = eventful(3, "1m40s")
    before = engine.snapshot()
    engine.advance("30s")
    first = engine.digest()
    engine.restore(before)
    engine.advance("30s")
    assert engine.digest() == first
    engine.restore(before)
    engine.act(Action(verb="shed", args={"service": "web", "share": 0.5}))
    engine.advance("30s")
    assert engine.digest() != first

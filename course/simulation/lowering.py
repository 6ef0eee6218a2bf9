"""Programs and distributions as rows of the kernel's tables."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from course.errors import Problem, ScenarioError
from course.simulation import curves
from course.simulation.kernel import codes, world_layout
from course.simulation.numbering import Names
from course.simulation.route_steps import (
    Acquire,
    Call,
    Hold,
    Leak,
    Match,
    Release,
    Return,
    Step,
    Steps,
)
from course.simulation.system import System

OPS = {
    "hold": codes.HOLD,
    "call": codes.CALL,
    "acquire": codes.ACQUIRE,
    "release": codes.RELEASE,
    "leak": codes.LEAK,
    "chance": codes.CHANCE,
    "match": codes.MATCH,
    "flag": codes.FLAG,
    "jump": codes.JUMP,
    "return": codes.RETURN,
    "look_up": codes.CACHE_GET,
    "fill": codes.CACHE_PUT,
    "publish": codes.PUBLISH,
    "limit": codes.LIMIT,
    "login": codes.LOGIN,
    "session": codes.SESSION,
    "token": codes.TOKEN,
    "secret": codes.SECRET,
    "authorize": codes.AUTHORIZE,
    "respond": codes.RESPOND,
    "note": codes.NOTE,
}
# Which word of a step names a thing, and where such things are numbered.
OPERANDS = {
    "cache": "caches",
    "queue": "queues",
    "flag": "flags",
    "limiter": "limiters",
    "realm": "realms",
    "secret": "secrets",
}


def site(name: str) -> np.uint64:
    """64 bits that stand for a stable name."""
    return np.uint64(int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big"))


def chance(p: float) -> int:
    """Probability in 2**32."""
    return round(p * 2**32)


@dataclass(kw_only=True)
class Lowering:
    """Writes programs one after another, and each distribution once."""

    system: System
    names: Names
    w: Any
    written: int = 0
    rows: dict[tuple[str, float, int], int] = field(default_factory=dict)

    def curve(self, shape: str, cv: float, n: int = 0) -> int:
        """Row of a distribution; 0 is the constant, which needs none."""
        if shape == "constant":
            return 0
        key = (shape, 1.0 if shape == "exponential" else cv, n)
        if key not in self.rows:
            number = len(self.rows) + 1
            if number >= world_layout.CURVES:
                what = f"expected at most {world_layout.CURVES - 1}"
                raise ScenarioError(Problem("distributions", what).within(self.system.name))
            self.w.curves[number, :] = curves.row(*key)
            self.rows[key] = number
        return self.rows[key]

    def popularity(self, skew: float, n: int) -> int:
        """Row by which ranks are drawn; 0 is evenly."""
        return self.curve("popularity", skew, n) if skew > 0 else 0

    def program(self, place: str, owner: str, steps: Steps) -> int:
        """Write a program and its end; returns the number of its first step."""
        first = self.written
        labels = {s.label: first + n for n, s in enumerate(steps) if s.label}
        labels["end"] = first + len(steps)
        for step in steps:
            self._step(place, owner, step, labels)
        self._step(place, owner, Return(name="end"), labels)
        return first

    def _step(self, place: str, owner: str, step: Step, labels: dict[str, int]) -> None:
        row = self.w.steps[self.written]
        self.written += 1
        fields = step.model_dump()
        row.op = OPS[step.op]
        row.site = site(f"{place}/{step.draw_name()}")
        row.fail = labels[step.fail] if step.fail else -1
        for word, kind in OPERANDS.items():
            if word in fields:
                row.a = getattr(self.names, kind).index(fields[word])
        for word in ("otherwise", "hit", "goto"):
            if word in fields:
                row.b = labels[fields[word]]
        self._special(row, owner, step)

    def _special(self, row: Any, owner: str, step: Step) -> None:
        if isinstance(step, Hold):
            row.amount, row.curve = step.time, self.curve(step.shape, step.cv)
            row.cpu = int(step.cpu)
        elif isinstance(step, Call):
            row.a = self.names.edges.index((owner, step.to))
            row.b, row.c = step.tolerate, step.width
        elif isinstance(step, Acquire | Release | Leak):
            row.a, row.c = self._pool(owner, step.pool)
        elif isinstance(step, Match):
            row.a, row.c, row.amount = codes.FIELDS.index(step.by), step.modulo, step.equals
        elif isinstance(step, Return):
            row.a, row.b = codes.STATUSES.index(step.status), codes.REASONS.index(step.why)
        elif step.op == "chance":
            row.chance = chance(step.p)
        elif step.op in ("look_up", "fill"):
            row.c = int(not step.by_tenant)
        elif step.op == "authorize":
            row.a = int(step.enforce)
        elif step.op == "respond":
            row.amount = step.payload
        elif step.op == "note":
            row.a = self.names.notes.index(step.text)

    def _pool(self, owner: str, name: str) -> tuple[int, int]:
        """Give the number of a pool within its replica and 0, or that of a shared one and 1."""
        own = [p.name for s in self.system.services if s.name == owner for p in s.pools]
        return (own.index(name), 0) if name in own else (self.names.pool("", -1, name), 1)

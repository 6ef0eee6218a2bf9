"""Journals made by chance: each gives a score or a message with a line, and none beats the oracle."""

import json
import random
import re
from typing import Any

from course.errors import SubmissionError
from course.incidents.journal import VERBS, parse
from course.incidents.scoring import Score, score
from tests.incidents.runs import ORACLE, Line, journal, post, run_of, scenario, text

LINES: tuple[Line, ...] = (
    (700, "advance", {"seconds": 120}),
    (830, "topology", {}),
    *ORACLE[1:5],
    (1100, "act.drain", {"service": "checkout", "slot": 0}),
    post(1200, "monitoring"),
    *ORACLE[5:],
)
WORDS = ["checkout", "", "web", -1, 0, 1, 2**70, 1.5, True, None, [], {}, "x" * 5000, "../..", "\0"]


def shaken(rng: random.Random) -> bytes:
    """A journal with a few lines changed, moved, doubled, lost, invented, or bytes overwritten."""
    lines: list[Line] = list(LINES)
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        n = rng.randrange(len(lines))
        t, verb, args = lines[n]
        kind = rng.choice((0, 0, 0, 1, 2, 3, 3, 4, 5, 6))
        if kind == 0:
            lines[n] = (t + rng.randint(-60, 200), verb, args)
        elif kind == 1:
            lines[n] = (t, rng.choice(list(VERBS)), args)
        elif kind == 2 and args:
            key: Any = rng.choice(list(args))
            lines[n] = (t, verb, {**args, key: rng.choice(WORDS)})
        elif kind == 3:
            del lines[n]
        elif kind == 4:
            lines.insert(n, lines[rng.randrange(len(lines))])
        elif kind == 5:
            lines[n] = (t, verb, {**args, str(rng.choice(WORDS)): rng.choice(WORDS)})
        else:
            other = rng.randrange(len(lines))
            lines[n], lines[other] = lines[other], lines[n]
        if not lines:
            return text()
    raw = bytearray(text(*lines))
    if rng.random() < 0.1:
        raw[rng.randrange(len(raw))] = rng.randrange(256)
    return bytes(raw)


def judged(raw: bytes) -> Score | tuple[str, ...]:
    """A score, or what is wrong."""
    try:
        return score(run_of(parse(raw, scenario())))
    except SubmissionError as error:
        return tuple(map(str, error.problems))


def test_a_thousand_shaken_journals() -> None:
    """A score or a refusal that names a line; never a traceback, never above the oracle by 5."""
    rng = random.Random(7)
    best = score(run_of(journal(*ORACLE))).points
    scored = refused = 0
    for _ in range(1000):
        raw = shaken(rng)
        verdict = judged(raw)
        if isinstance(verdict, Score):
            assert 0 <= verdict.points <= best + 5, raw.decode()
            json.dumps(verdict.data(), allow_nan=False)
            scored += 1
        else:
            assert all(re.search(r"line \d+: ", problem) for problem in verdict), verdict
            refused += 1
    assert scored > 100
    assert refused > 300


def test_a_thousand_lines_of_noise() -> None:
    """Bytes without any sense are refused line by line."""
    rng = random.Random(8)
    for size in (1, 10, 100, 1000):
        raw = b"\n".join(rng.randbytes(rng.randint(0, 80)).replace(b"\n", b"") for _ in range(size))
        verdict = judged(raw + b"\n")
        assert not isinstance(verdict, Score)
        assert all("line " in problem for problem in verdict)

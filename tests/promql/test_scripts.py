"""Prometheus' own scripts, from the folder that PROMQLTEST names, and the reader of such scripts."""

import os
from collections import Counter
from pathlib import Path

import pytest

from tests.promql.scripts import HISTOGRAM, STALE, judged, milliseconds, near, points, table

FOLDER = os.environ.get("PROMQLTEST", "")
FILES = sorted(Path(FOLDER).glob("*.test")) if FOLDER else []
FLOOR = dict.fromkeys(
    ("aggregators", "at_modifier", "literals", "operators", "range_queries", "selectors"), 0.9
)


@pytest.mark.skipif(not FILES, reason="PROMQLTEST names no folder of promqltest scripts")
@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_no_eval_is_wrong(path: Path) -> None:
    """Each is right or refused by name; of six files at least nine in ten are right."""
    verdicts = judged(path)
    assert [v for v in verdicts if v.what == "wrong"] == []
    assert all(v.why for v in verdicts if v.what != "right")
    share = Counter(v.what for v in verdicts)["right"] / len(verdicts)
    assert share >= FLOOR.get(path.stem, 0.0)


SCRIPT = """
# A comment ends a block.
load 1m
  m{a="x, y"} 1 2+1x2 _ stale -0x1
  h 1 {{count:1}} 2

eval instant at 1m m
  m{a="x, y"} 2

eval instant at 1m m
  m{a="x, y"} 3

eval instant at 1m m + on() h
  {} 1

eval range from 0 to 6m step 1m m
  expect no_warn
  m{a="x, y"} 1 2 3 4 4 _ -0

eval instant at 0 m[
  expect fail

eval_fail instant at 0 m

eval instant at 0 "a"
  expect string "a"

clear
eval instant at 1m m
"""


def test_the_reader_tells_right_refused_and_wrong_apart(tmp_path: Path) -> None:
    """A wrong value, a failure that does not come and a native histogram are told by line."""
    path = tmp_path / "own.test"
    path.write_text(SCRIPT, encoding="utf-8")
    assert [(v.line, v.what) for v in judged(path)] == [
        (7, "right"),
        (10, "wrong"),
        (13, "wrong"),
        (16, "right"),
        (20, "right"),
        (23, "wrong"),
        (25, "right"),
        (29, "right"),
    ]
    text, _ = table(tmp_path)
    assert "| own | 8 | 5 | 0 | 0 | 0 | 0 | 3 | 62.5 |" in text


APART = """
load 1m
  h {{count:1}}x3
  m 1x3

eval instant at 1m h
  {__name__="h"} 1

eval instant at 1m info(m)
  m 1

eval instant at 1m m ~~ m
  {} 1

eval instant at 1m m[
  expect fail

eval instant at 1m m
  expect something strange
"""


def test_refusals_and_parse_failures_are_told_apart(tmp_path: Path) -> None:
    """What has a name is refused, what our parser cannot read is not parsed, and a script may fail."""
    path = tmp_path / "own.test"
    path.write_text(APART, encoding="utf-8")
    assert [v.what for v in judged(path)] == ["refused", "refused", "not parsed", "right", "unread"]
    assert "| own | 5 | 1 | 0 | 2 | 1 | 1 | 0 | 20.0 |" in table(tmp_path)[0]


def test_points_and_durations_are_read() -> None:
    """Repeats, gaps, stale markers, histograms, infinities; seconds and durations."""
    assert points("5 2+3x2 _ stale 1x1 _x2") == [
        5,
        2,
        5,
        8,
        None,
        STALE,
        1,
        1,
        None,
        None,
    ]
    assert points("-Inf 1e3-1x1 {{count:1}}+{{count:1}}x1") == [
        float("-inf"),
        1000,
        999,
        HISTOGRAM,
        HISTOGRAM,
    ]
    assert [milliseconds(w) for w in ("1h30m", "10", "1.5", "-2m", "5ms")] == [
        5_400_000,
        10_000,
        1500,
        -120_000,
        5,
    ]
    assert near(1, 1 + 1e-7) and not near(1, 1 + 1e-5) and not near(0, 1e-9)

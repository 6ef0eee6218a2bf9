"""The practical assessment of level 1: which version of its tasks is mine, in which words.

Meters and fault scripts of both versions come from one generator, in counts and virtual time.
Not for answers or hidden scripts, and not for the paper itself (course/papers).
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

VARIANTS: Final = ("A", "B")


@dataclass(frozen=True, kw_only=True)
class DrawnTask:
    """Which version of the tasks a paper gives: A or B, the seed of its data, the paper's form."""

    variant: str = "A"
    seed: int = 0
    form: int = 1


def drawn_task() -> DrawnTask:
    """Read `paper.json` in this folder, and show and write nothing.

    A test may call it: while grading, the paper lies there as it was drawn, whatever was handed
    in. Where there is no paper that can be read, it is variant A with seed 0.
    """
    try:
        said = json.loads(Path("paper.json").read_bytes())
        variant, seed, form = said["variant"], said["seed"], said["form"]
    except (OSError, ValueError, TypeError, KeyError):
        return DrawnTask()
    known = variant in VARIANTS and type(seed) is int and type(form) is int
    return DrawnTask(variant=variant, seed=seed, form=form) if known else DrawnTask()

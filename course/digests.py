"""The digests that decide "unchanged": what a grade, and what a report, may depend on.

A grade depends on its job and on the code and data of every room that grading can reach, that is
on all of this package but the rooms above; on Python, and on every library that is installed. A
report depends on all that, and on what draws it.
"""

import hashlib
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from course.files import PACKAGE, library_folders

# tests/test_floors.py compares the first with the floors map: a new room counts until it is named.
ABOVE_GRADING: Final = frozenset(
    {"__init__", "__main__", "authoring", "certification", "cli", "demo", "reporting", "workflow"}
)
PAGES: Final = frozenset({"templates", "static"})  # what people look at: in no grade, in reports
_LEFT_OUT: Final = frozenset({"__pycache__"})


@cache
def grade_environment() -> str:
    """Digest of all but its job that a grade may depend on; 64 hex digits."""
    return _digest(ABOVE_GRADING | PAGES)


@cache
def report_environment() -> str:
    """Digest of all but its data that a report may depend on; 64 hex digits."""
    return _digest(ABOVE_GRADING - {"reporting"})


def plan_check(content: bytes) -> str:
    """Digest a program.toml together with the code that checks it."""
    return hashlib.sha256(grade_environment().encode() + content).hexdigest()


def _digest(without: frozenset[str]) -> str:
    total = hashlib.sha256(sys.version.encode())
    for part in (*installed(), *_contents(PACKAGE, without)):
        total.update(hashlib.sha256(part).digest())
    return total.hexdigest()


def installed() -> list[bytes]:
    """Name and version of every library that a learner's code finds, by their metadata's names.

    These lie in site-packages and dist-packages; other entries of the path, such as what a tool
    carries along for itself, are not seen in the sandbox (sandbox/client.py).
    """
    names: set[str] = set()
    for place in library_folders():
        if os.path.isdir(place):  # noqa: PTH112
            names.update(os.listdir(place))  # noqa: PTH208
    return [os.fsencode(n) for n in sorted(names) if n.endswith((".dist-info", ".egg-info"))]


def _contents(package: Path, without: frozenset[str]) -> Iterator[bytes]:
    for folder, folders, names in os.walk(package):
        top = Path(folder) == package
        folders[:] = sorted(set(folders) - _LEFT_OUT - (without if top else frozenset()))
        for name in sorted(names):
            if not (top and Path(name).stem in without):
                path = Path(folder, name)
                yield path.relative_to(package).as_posix().encode()
                yield path.read_bytes()

"""What the last `course grade` said, kept with a digest of all that it depended on.

Where nothing has changed since, the same is said again without opening the gradebook or any
library: 0.1 s in place of one. Whatever differs, by content or by a file's date, breaks the seal
and costs nothing but that second; what is graded anew is decided in batch.py.
"""

import hashlib
import json
import os
import site
import stat
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from course.gradebook.layout import Layout

PACKAGE = Path(__file__).parent
MOST_BYTES = 64 << 20  # a longer file counts by its date
PLACE = Path("autograded") / ".graded"  # found without reading any configuration


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a run printed, and its exit status."""

    out: str
    err: str
    status: int


@dataclass(frozen=True, kw_only=True)
class _Seal:
    """`given` is the digest of what was graded, `left` of what grading left behind."""

    patterns: tuple[str, ...]
    autograded: str
    database: str
    given: str
    left: str
    out: str
    err: str
    status: int


class Sealing:
    """A run that may be sealed: made before anything is graded."""

    def __init__(self, folder: Path, words: Sequence[object], layout: Layout, module: str) -> None:
        self._folder, self._words = folder, words
        handed_in = layout.structure.format(
            nbgrader_step=layout.steps["submitted"], student_id="*", assignment_id=module
        )
        source = layout.structure.format(
            nbgrader_step=layout.steps["source"], student_id=".", assignment_id=module
        )
        self._patterns = (str(Path(handed_in)), str(Path(source)))
        self._autograded = layout.structure.format(
            nbgrader_step=layout.steps["autograded"], student_id="*", assignment_id=module
        )
        scheme, _, path = layout.db_url.partition(":///")
        known = scheme == "sqlite" and bool(path) and layout.root == folder
        self._database = path if known else ""
        self._given = _given(folder, words, self._patterns) if known else ""
        self._left = ""

    def graded(self) -> None:
        """Note what grading left, before its marks are read."""
        if self._database:
            self._left = _left(self._folder, self._autograded, self._database)

    def keep(self, said: Said) -> None:
        """Seal it, where the gradebook is a file and autograded/ is where one looks for it."""
        place = _place(self._folder, self._words)
        if not self._left or not place.parent.is_dir():
            return
        seal = _Seal(
            patterns=self._patterns,
            autograded=self._autograded,
            database=self._database,
            given=self._given,
            left=self._left,
            **asdict(said),
        )
        fresh = place.with_suffix(".new")
        with suppress(OSError):
            fresh.write_text(json.dumps(asdict(seal)), encoding="utf-8")
            fresh.replace(place)


def recall(folder: Path, words: Sequence[object]) -> Said | None:
    """Give what a run with these words said, if nothing it depended on has changed."""
    try:
        raw = json.loads(_place(folder, words).read_text(encoding="utf-8"))
        seal = _Seal(**{**raw, "patterns": tuple(raw["patterns"])})
        if seal.given != _given(folder, words, seal.patterns):
            return None
        if seal.left != _left(folder, seal.autograded, seal.database):
            return None
        return Said(out=seal.out, err=seal.err, status=seal.status)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _place(folder: Path, words: Sequence[object]) -> Path:
    name = hashlib.sha256(json.dumps([str(w) for w in words]).encode()).hexdigest()[:16]
    return folder / PLACE / f"said-{name}.json"


def _given(folder: Path, words: Sequence[object], patterns: Iterable[str]) -> str:
    """Digest everything a grade may depend on: work, source, configuration, code, libraries."""
    total = hashlib.sha256(json.dumps([str(w) for w in words]).encode())
    environment = sorted(
        f"{name}={value}"
        for name, value in os.environ.items()
        if name.startswith(("COURSE_", "NBGRADER_", "JUPYTER_", "PYTHON"))
    )
    libraries = [_dated(Path(place)) for place in site.getsitepackages()]
    total.update(json.dumps([sys.version, environment, libraries]).encode())
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in (".py", ".toml", ".json"):
            total.update(_dated(path).encode())
    for name in ("nbgrader_config.py", "program.toml", "course/program.toml"):
        _add(total, folder / name)
    for pattern in patterns:
        for place in sorted(folder.glob(pattern)):
            _add(total, place)
    return total.hexdigest()


def _left(folder: Path, autograded: str, database: str) -> str:
    """Digest what grading left: the gradebook's bytes, the dates of what was laid out."""
    total = hashlib.sha256()
    _add(total, Path(database))
    for place in sorted(folder.glob(autograded)):
        for here, _, files in os.walk(place):
            for name in sorted(files):
                total.update(_dated(Path(here) / name).encode())
    for path in sorted((folder / PLACE).glob("*/*.json")):
        total.update(_dated(path).encode())
    return total.hexdigest()


def _dated(path: Path) -> str:
    try:
        found = path.lstat()
    except OSError:
        return f"{path}: none"
    return f"{path}: {found.st_mode} {found.st_size} {found.st_mtime_ns}\n"


def _add(total: Any, path: Path) -> None:
    """Add a file or folder by its content; links are not followed."""
    total.update(os.fsencode(f"{path}\n"))
    try:
        found = path.lstat()
    except OSError:
        return
    if stat.S_ISDIR(found.st_mode):
        for inner in sorted(path.iterdir()):
            _add(total, inner)
    elif stat.S_ISREG(found.st_mode) and found.st_size <= MOST_BYTES:
        total.update(b"%d\n" % found.st_size)
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            total.update(file.read())
    else:
        total.update(_dated(path).encode())

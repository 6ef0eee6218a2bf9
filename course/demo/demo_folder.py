"""The demo's own folder: whose it is, what a person did in it, and how it is kept.

A folder that the demo began has SIGN in it; one that it finished has MANIFEST too, written last,
with a digest of every file and of every row of the gradebook. So three things can be told: whole
and as the demo left it; whole, and a person has been there; cut off in the middle. Nothing is ever
removed but what still has the digest that the demo gave it; all else is moved aside.
"""

import hashlib
import json
import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import count
from pathlib import Path
from typing import Any, Final

from course.errors import CourseError, GradingError, Problem, printable
from course.files import (
    locked,
    read_plain,
    require_plain_folder,
    strict_json,
    write_whole,
)
from course.gradebook.layout import configuration, program_file
from course.gradebook.rows import Gradebook, row_digests

SIGN: Final = "THIS-IS-A-DEMO.txt"
MANIFEST: Final = ".demo.json"
GRADEBOOK: Final = "gradebook.db"
MOST_NAMED: Final = 10  # things a person did that a message names
_MOST_MANIFEST: Final = 64 << 20  # bytes
_COPIES: Final = ".ipynb_checkpoints"  # what Jupyter copies when a notebook is only opened
_NOTEBOOKS = 2  # of the module: twelve learners work them in a minute
_EMPTY: Final = "an empty folder"
_WORDS: Final = """\
`course demo` made this folder: a course of its own with twelve sample learners.
Do here what you like. Saying `course demo` again deletes nothing that you did.
If you do not need the folder any more, delete it.
"""
_PLACES: Final = """

# The demo's own places, whatever the lines above and the environment say.
from pathlib import Path as _Path

_demo = _Path(__file__).resolve().parent
_config = get_config()  # noqa: F821 - traitlets gives it
_config.CourseDirectory.root = str(_demo)
_config.CourseDirectory.db_url = f"sqlite:///{_demo}/gradebook.db"
_config.Exchange.root = str(_demo / "exchange")
"""


class DemoState(Enum):
    """What a folder is to the demo."""

    ABSENT = "nothing is there, or an empty folder"
    FOREIGN = "somebody else's"
    CUT_OFF = "begun by a demo that was interrupted"
    WHOLE = "finished by a demo"


@dataclass(frozen=True, kw_only=True)
class DemoFolder:
    """A folder that is held for a demo: to be filled, or as an earlier one left it."""

    place: Path
    whole: bool  # as an earlier demo of the same left it: there is nothing to do
    aside: Path | None  # where what was there has been moved


def state(folder: Path) -> DemoState:
    """Tell what a folder is to the demo."""
    if (folder / MANIFEST).is_file():
        return DemoState.WHOLE
    if (folder / SIGN).is_file():
        return DemoState.CUT_OFF
    try:
        # Killed while it wrote the sign, a demo leaves the sign's beginning.
        there = any(not path.name.startswith(f".{SIGN}.") for path in folder.iterdir())
    except FileNotFoundError:
        there = False
    return DemoState.FOREIGN if there else DemoState.ABSENT


@contextmanager
def held(
    folder: Path,
    request: Mapping[str, Any],
    *,
    fresh: bool,
    day: date,
    way: str = "course demo --fresh",
) -> Iterator[DemoFolder]:
    """Hold a folder for a demo of what is requested, empty or as an earlier one left it.

    An unfinished demo is moved aside, and with `fresh` a finished one too; `day` gives the name.
    `way` is how that is said in this shell.
    Raises GradingError where a person did something in it (each thing is named), where it is no
    demo's, and where another demo is at work there.
    """
    try:
        with ExitStack() as stack:
            aside = None
            folder.mkdir(parents=True, exist_ok=True)
            _hold(stack, folder)
            now = state(folder)
            if now is DemoState.FOREIGN:
                what = "is there, and no demo made it: move it away, or name another with --folder"
                raise GradingError(Problem(str(folder), what))
            whole = now is DemoState.WHOLE and not fresh
            if whole:
                if found := noticed(folder):
                    raise GradingError(_refusal(folder, found, way))
                if whole := _manifest(folder)["request"] == request:
                    yield DemoFolder(place=folder, whole=True, aside=None)
                    return
                _clear(folder)  # a demo of something else, and nobody has touched it
            if state(folder) is not DemoState.ABSENT:
                aside = move_aside(folder, day)
                folder.mkdir()
                _hold(stack, folder)
            yield DemoFolder(place=folder, whole=False, aside=aside)
    except ValueError as error:
        raise GradingError(Problem(str(folder), str(error))) from error
    except OSError as error:
        raise GradingError(Problem(str(error.filename or folder), error.strerror or "")) from error


def _hold(stack: ExitStack, folder: Path) -> None:
    require_plain_folder(folder)
    try:
        stack.enter_context(locked(folder, wait=False))
    except BlockingIOError as error:
        raise GradingError(Problem(str(folder), "another `course demo` is at work here")) from error


def begin(course_dir: Path, folder: Path, module_id: str) -> None:
    """Make a course of its own in an empty folder, with one module of another course."""
    write_whole(folder / SIGN, _WORDS)
    configuration(course_dir)  # says what is wrong with it, if anything is
    text = (course_dir / "nbgrader_config.py").read_text(encoding="utf-8")
    write_whole(folder / "nbgrader_config.py", text + _PLACES)
    write_whole(folder / "program.toml", program_file(course_dir).read_bytes())
    source = Path("source") / module_id
    later = sorted(path.name for path in (course_dir / source).glob("*.ipynb"))[_NOTEBOOKS:]
    shutil.copytree(
        course_dir / source,
        folder / source,
        ignore=shutil.ignore_patterns(_COPIES, "__pycache__", *later),
    )


def finish(folder: Path, request: Mapping[str, Any]) -> None:
    """Write down that the demo is whole, and all that it left."""
    content = {"format": 1, "request": request, "files": files(folder), "rows": _rows(folder)}
    write_whole(folder / MANIFEST, json.dumps(content, indent=0, sort_keys=True))


def noticed(folder: Path) -> list[Problem]:
    """List what somebody did in a finished demo: files and marks added, changed or removed."""
    try:
        manifest = _manifest(folder)
    except (ValueError, OSError) as error:
        return [Problem(MANIFEST, f"cannot be read ({error})")]
    problems = list(_differences(manifest["files"], _without_copies(files(folder), manifest)))
    try:
        rows = _rows(folder)
    except CourseError:
        return [*problems, Problem(GRADEBOOK, "cannot be read")]
    return problems + [
        problem.within(GRADEBOOK) for problem in _differences(manifest["rows"], rows)
    ]


def _differences(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Problem]:
    for name in sorted(before.keys() | after.keys()):
        if name not in before:
            yield Problem(name, "is new")
        elif name not in after:
            # A folder that was empty and has something in it now: what is in it is named.
            if before[name] != _EMPTY or not any(other.startswith(name) for other in after):
                yield Problem(name, "is gone")
        elif before[name] != after[name]:
            yield Problem(name, "has changed")


def _refusal(folder: Path, found: list[Problem], way: str) -> Iterator[Problem]:
    yield Problem(
        str(folder),
        "somebody has worked here since the demo made it, so it is left as it is; "
        f"`{way}` moves it aside, deletes nothing, and makes a new one",
    )
    for problem in found[:MOST_NAMED]:
        yield Problem(f"  {printable(problem.place)}", problem.what)
    if len(found) > MOST_NAMED:
        yield Problem("", f"  and {len(found) - MOST_NAMED} more")


def move_aside(folder: Path, day: date) -> Path:
    """Rename a folder to demo-2026-11-30-1, or the next number that is free; give the new place.

    What has such a name already, an empty folder too, is left alone.
    """
    for number in count(1):
        aside = folder.with_name(f"{folder.name}-{day}-{number}")
        with suppress(FileExistsError):
            aside.mkdir()  # takes the name; renaming onto what is there would replace it
            break
    folder.rename(aside)
    return aside


def files(folder: Path) -> dict[str, str]:
    """Digest every file below a folder but manifest and gradebook; empty folders end with a /.

    Links are not followed: where they lead is what counts.
    """
    digests = {}
    for here, folders, names in os.walk(folder):
        links = [name for name in folders if Path(here, name).is_symlink()]
        for name in (*names, *links):
            path = Path(here, name)
            relative = (
                path.relative_to(folder).as_posix().encode(errors="backslashreplace").decode()
            )
            if relative not in (MANIFEST, GRADEBOOK):
                digests[relative] = _digest(path)
        if not (folders or names):
            digests[f"{Path(here).relative_to(folder).as_posix()}/"] = _EMPTY
    return digests


def _digest(path: Path) -> str:
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        return f"a link to {printable(str(path.readlink()))}"
    if not stat.S_ISREG(mode):
        return "no plain file"
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return f"cannot be read: {error.strerror}"


def _rows(folder: Path) -> dict[str, str]:
    """Digest the rows of the gradebook: opening it may change its file and none of them."""
    with Gradebook(f"sqlite:///{folder / GRADEBOOK}") as book:
        return row_digests(book)


def _without_copies(found: dict[str, str], manifest: Mapping[str, Any]) -> dict[str, str]:
    """Leave out what Jupyter copied of the demo's own files when somebody looked at them."""
    known = set(manifest["files"].values()) | {_EMPTY}
    return {
        name: digest
        for name, digest in found.items()
        if not (_COPIES in Path(name).parts and digest in known)
    }


def _manifest(folder: Path) -> dict[str, Any]:
    content = strict_json(read_plain(folder / MANIFEST, _MOST_MANIFEST))
    parts = ("files", "rows", "request")
    if not isinstance(content, dict) or content.get("format") != 1:
        raise ValueError("expected a demo's manifest, format 1")
    if not all(isinstance(content.get(part), dict) for part in parts):
        raise ValueError(f"expected tables {', '.join(parts)}")
    return content


def _clear(folder: Path) -> None:
    """Remove what the demo wrote and nobody has changed, each file looked at once more.

    Whatever is left then, and the sign, tell the next step to move the folder aside.
    """
    manifest = _manifest(folder)
    (folder / MANIFEST).unlink()  # from here on the demo is no whole one
    mine = _without_copies(files(folder), manifest)
    for name, digest in manifest["files"].items():
        if name != SIGN and digest != _EMPTY and mine.get(name) == digest:
            (folder / name).unlink(missing_ok=True)
    with suppress(CourseError):
        if _rows(folder) == manifest["rows"]:
            (folder / GRADEBOOK).unlink()
    for here, _, names in os.walk(folder, topdown=False):
        for name in names:
            path = Path(here, name)
            if Path(here).name == _COPIES and _digest(path) in manifest["files"].values():
                path.unlink()
        with suppress(OSError):  # not empty, or the folder itself
            if Path(here) != folder:
                Path(here).rmdir()
    if os.listdir(folder) == [SIGN]:  # noqa: PTH208
        (folder / SIGN).unlink()

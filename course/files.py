"""Files: those of strangers read with care, ours written whole, locks, and where our data lies.

A file that somebody else wrote may be a link, a pipe, endless, or full of what JSON is not; here
it is read once, for everybody. The standard library only: every process of ours imports this.
"""

import errno
import fcntl
import json
import math
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

PACKAGE: Final = Path(__file__).parent
PROGRAM_FILE: Final = PACKAGE / "program.toml"
SCENARIOS: Final = PACKAGE / "scenarios"
TEMPLATES: Final = PACKAGE / "templates"
STATIC: Final = PACKAGE / "static"

_CAREFUL: Final = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
# What the system says where a person has no right, or the disk no room: no fault of the code.
REFUSALS: Final = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT)
_SHOWN: Final = 60  # characters of a stranger's text in a message


def scenario_folders() -> list[Path]:
    """Folders of incidents' scenarios: this package's, and the course's own where it has one.

    A course's own is what COURSE_SCENARIOS names, else `scenarios/` in the nearest folder upwards
    that has an nbgrader_config.py.
    """
    named = os.environ.get("COURSE_SCENARIOS")
    if named:
        own = [Path(named)]
    else:
        try:
            here = Path.cwd()
        except OSError:  # it was taken away
            return [SCENARIOS]
        # os.path, because it takes a folder that may not be looked into, as in the jail, for none.
        courses = [
            folder
            for folder in (here, *here.parents)
            if os.path.isfile(folder / "nbgrader_config.py")  # noqa: PTH113
        ]
        own = [folder / "scenarios" for folder in courses[:1]]
    return [SCENARIOS, *(folder for folder in own if os.path.isdir(folder))]  # noqa: PTH112


def library_folders() -> list[str]:
    """Folders of installed libraries on Python's path, in its order."""
    return [place for place in sys.path if Path(place).name in {"site-packages", "dist-packages"}]


def read_plain(path: Path, most: int, *, private: bool = False) -> bytes:
    """Read a plain file of at most `most` bytes; links are not followed, pipes not waited for.

    With `private`, a file that others may read or write is refused. Raises FileNotFoundError
    where there is none, ValueError ("expected a plain file, got a link") for what is no such
    file, and OSError where it cannot be read.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | _CAREFUL)
    except OSError as error:
        if path.is_symlink():
            raise ValueError("expected a plain file, got a link") from error
        raise
    try:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise ValueError("expected a plain file, got a folder")
        if not stat.S_ISREG(status.st_mode):
            raise ValueError("expected a plain file, got another kind")
        if private and (mode := stat.S_IMODE(status.st_mode)) & 0o077:
            raise ValueError(f"expected mode 0600, got {mode:04o}: others may have read it")
        if status.st_size > most:
            raise ValueError(f"expected at most {most} bytes, got {status.st_size}")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            content = file.read(most + 1)
    finally:
        os.close(descriptor)
    if len(content) > most:  # it grew
        raise ValueError(f"expected at most {most} bytes, got more")
    return content


def require_plain_folder(folder: Path) -> None:
    """Raise ValueError where it is a link or no folder, OSError where there is nothing."""
    if not stat.S_ISDIR(folder.lstat().st_mode):
        raise ValueError(f"expected {folder.name} to be a folder, got a link or a file")


def strict_json(raw: bytes, *, one_line: bool = False) -> Any:
    """Parse JSON that says one thing only: UTF-8, each key once, finite numbers.

    Raises ValueError with what was expected, what came and, where it is known, the line. With
    `one_line`, `raw` is one line of a file whose number the caller knows: it is left out.
    """
    try:
        return json.loads(
            raw.decode("utf-8"),
            parse_constant=_refuse_constant,
            parse_float=_finite,
            object_pairs_hook=_unique,
        )
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        place = "" if one_line else f"line {line}: "
        raise ValueError(f"{place}expected UTF-8, got byte 0x{raw[error.start]:02x}") from None
    except json.JSONDecodeError as error:
        place = "" if one_line else f"line {error.lineno}: "
        raise ValueError(f"{place}expected JSON: {error.msg.lower()}") from None
    except RecursionError:
        raise ValueError("expected less nesting") from None


def _refuse_constant(word: str) -> Any:
    raise ValueError(f"expected a finite number, got {word}")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"expected a finite number, got {text[:_SHOWN]}")
    return number


def _unique(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    table: dict[str, Any] = {}
    for key, value in pairs:
        if key in table:
            raise ValueError(f"expected each key once, got {key[:_SHOWN]!r} twice")
        table[key] = value
    return table


def write_whole(
    path: Path,
    content: bytes | str,
    *,
    mode: int = 0o644,
    fresh: bool = False,
    scratch: Path | None = None,
) -> None:
    """Write a file whole or not at all, and durably; whoever reads meanwhile sees the old one.

    With `fresh` a file that is there already is left as it is, and FileExistsError raised.
    A link in the file's place is replaced, never written through. What is not finished yet lies
    beside the file, or in `scratch`, a folder of the same file system that somebody clears.
    Raises OSError.
    """
    data = content.encode() if isinstance(content, str) else content
    draft = (scratch or path.parent) / f".{path.name}.new"
    descriptor = _open_draft(draft)
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.ftruncate(descriptor, 0)
            file.write(data)
            file.flush()
            os.fchmod(descriptor, mode)
            os.fsync(descriptor)
            if fresh:
                os.link(draft, path)
                draft.unlink()
            else:
                draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    with suppress(OSError):  # not every file system opens folders; the file itself is on disk
        folder = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _open_draft(draft: Path) -> int:
    """Open the one draft of a file, alone; what a killed writer left of it is used again.

    Its name is known beforehand, so nothing is left lying about; a lock keeps two writers apart.
    Whatever else lies under that name, a link or a pipe, is no draft of ours and goes.
    """
    while True:
        try:
            descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | _CAREFUL, 0o600)
        except OSError:
            if not draft.is_symlink():
                raise
            draft.unlink()
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            status = os.fstat(descriptor)
            if os.path.samestat(status, draft.lstat()):
                if stat.S_ISREG(status.st_mode) and status.st_nlink == 1:
                    return descriptor
                draft.unlink()
        except FileNotFoundError:
            pass  # the writer before us has put it in its place
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def append_line(path: Path, line: bytes) -> None:
    """Add a line to the end of a file, durably, in one write; its folder is made if need be.

    For files that grow line by line while others follow them: `write_whole` would write all of
    it again each time. A crash may leave a part of the line. Raises OSError, for a link too.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | _CAREFUL, 0o644)
    try:
        os.write(descriptor, line)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def refusal(error: OSError, place: Path) -> tuple[str, str]:
    """Say which path the system refused and what a person can do: a place and a sentence."""
    path = Path(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) else place
    what = (error.strerror or str(error)).lower()
    if error.errno in REFUSALS and not os.path.lexists(path):  # its folder refused it
        path = next((folder for folder in path.parents if os.path.lexists(folder)), path)
    if error.errno in (errno.EACCES, errno.EPERM):
        with suppress(OSError):
            status = path.stat()
            what += f" (of {account(status.st_uid)}, mode {stat.S_IMODE(status.st_mode):04o})"
        what += (
            "; who runs a course together shares a group: "
            "`chgrp -R GROUP COURSE`, `chmod -R g+rwX COURSE`, and umask 002"
        )
    elif error.errno == errno.EROFS:
        what += "; work in a copy of the course that can be written"
    elif error.errno in (errno.ENOSPC, errno.EDQUOT):
        what += "; make room and say it again"
    return str(path), what


def write_refusal(path: Path) -> OSError | None:
    """Say what the system would say to who writes in a folder or file; None where it lets us."""
    if not os.path.lexists(path) or os.access(path, os.W_OK):
        return None
    number = errno.EROFS if os.statvfs(path).f_flag & os.ST_RDONLY else errno.EACCES
    return OSError(number, os.strerror(number), str(path))


def account(number: int) -> str:
    """Name a user of this system."""
    import pwd

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"


@contextmanager
def locked(path: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold the lock that a file stands for; it ends with the process, however that ends.

    The file is made where there is none; a folder that is there stands for a lock too. One that
    another account made is locked all the same, without writing.
    Raises BlockingIOError where another holds it and `wait` is false, and OSError where there can
    be no such file.
    """
    kind = os.O_DIRECTORY if path.is_dir() else os.O_RDWR | os.O_CREAT
    try:
        descriptor = os.open(path, kind | _CAREFUL, 0o666)
    except PermissionError:
        if not path.is_file():
            raise
        descriptor = os.open(path, os.O_RDONLY | _CAREFUL)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(descriptor)

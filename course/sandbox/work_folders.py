"""Files in and out of a child's folders, through the descriptors that it sent when it was born.

In the candidate's folder may lie whatever a hostile program can put there: links, pipes, devices,
holes of terabytes, names that are no text, files that change while they are read. Regular files
within the limits are taken, all else is left where it is. Names are relative posix paths.
"""

import ctypes
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from course.jobs import Limits

Stamp: TypeAlias = tuple[int, int, int, int]  # inode, size, times of change

_DEEPEST: Final = 12
_LONGEST: Final = 1024
_OPEN_DIR = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_libc = ctypes.CDLL(None)


def bad_name(name: str) -> str | None:
    """Say why a file cannot have this name in a work folder; None where it can."""
    parts = name.split("/")
    if not name or name.startswith("/") or "\0" in name or "\\" in name:
        return "not a relative name"
    if any(part in {"", ".", ".."} for part in parts):
        return "not a plain path"
    try:
        encoded = name.encode()
    except UnicodeEncodeError:
        return "not text"
    too_long = len(encoded) > _LONGEST or any(len(part.encode()) > 255 for part in parts)
    return "too long or too deep" if too_long or len(parts) > _DEEPEST else None


def left_out(files: Mapping[str, bytes], limits: Limits) -> dict[str, str]:
    """Say which of a submission's files will not be laid beside its notebook, and why."""
    reasons: dict[str, str] = {}
    room, places = limits.work_bytes // 2, limits.work_files // 2
    for name in sorted(files):
        size = len(files[name])
        reason = bad_name(name)
        if reason is None and size > limits.file_bytes:
            reason = f"{size} bytes, more than {limits.file_bytes}"
        if reason is None and (size > room or places <= name.count("/")):
            reason = f"together more than {limits.work_bytes // 2} bytes or too many files"
        if reason is None:
            room -= size
            places -= 1 + name.count("/")
        else:
            reasons[name] = reason
    return reasons


def put(folder: int, files: Mapping[str, bytes]) -> None:
    """Write `files`, names checked, below `folder` as its owner; OSError where there is no room."""
    with _as_owner(folder):
        for name, content in files.items():
            parent, last = _parent(folder, name)
            try:
                with suppress(FileNotFoundError):
                    os.unlink(last, dir_fd=parent)
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
                with os.fdopen(os.open(last, flags, 0o644, dir_fd=parent), "wb") as file:
                    file.write(content)
            finally:
                os.close(parent)


def _parent(folder: int, name: str) -> tuple[int, str]:
    """Open the folder that `name` belongs in, making those that are missing."""
    *parents, last = name.split("/")
    here = os.dup(folder)
    try:
        for part in parents:
            with suppress(FileExistsError):
                os.mkdir(part, 0o755, dir_fd=here)
            below = os.open(part, _OPEN_DIR, dir_fd=here)
            os.close(here)
            here = below
    except BaseException:
        os.close(here)
        raise
    return here, last


@contextmanager
def _as_owner(folder: int) -> Iterator[None]:
    """Let this thread make files as the folder's owner: root has no id in a child's tmpfs."""
    owner, me = os.fstat(folder), (os.geteuid(), os.getegid())
    if me[0] != 0 or owner.st_uid == 0:
        yield
        return
    _libc.setfsgid(owner.st_gid)  # these two are the thread's, not the process's
    _libc.setfsuid(owner.st_uid)
    try:
        yield
    finally:
        _libc.setfsuid(me[0])
        _libc.setfsgid(me[1])


@dataclass(slots=True, kw_only=True)
class Copies:
    """Carries what the candidate wrote to the examiner; remembers what it has carried."""

    keep: frozenset[str]  # pristine files: the examiner's own stay as they are
    limits: Limits
    seen: dict[str, Stamp | None] = field(default_factory=dict)  # None: a folder

    def note(self, source: int) -> None:
        """Take the source folder's present state as known."""
        self.seen = dict(_walk(source, self.limits))

    def carry(self, source: int, target: int) -> None:
        """Copy new and changed files from `source` to `target`, remove what is gone."""
        present = dict(_walk(source, self.limits))
        room = self.limits.work_bytes // 2
        for name in sorted(present):
            stamp = present[name]
            if self.seen.get(name, 0) == stamp or name in self.keep:
                continue
            with suppress(OSError):  # no room, or gone meanwhile: the learner's own affair
                if stamp is None:
                    with _as_owner(target):
                        os.close(_parent(target, f"{name}/-")[0])
                    continue
                content = _read(source, name, min(room, self.limits.file_bytes))
                if content is not None:
                    room -= len(content)
                    put(target, {name: content})
        for name in sorted(self.seen.keys() - present.keys() - self.keep, reverse=True):
            with suppress(OSError), _as_owner(target):
                parent, last = _parent(target, name)
                try:
                    if self.seen[name] is None:
                        os.rmdir(last, dir_fd=parent)
                    else:
                        os.unlink(last, dir_fd=parent)
                finally:
                    os.close(parent)
        self.seen = present


def _walk(
    folder: int, limits: Limits, prefix: str = "", seen: list[int] | None = None
) -> Iterator[tuple[str, Stamp | None]]:
    """Yield name and stamp of each regular file and folder below, whatever else lies there."""
    seen = [0] if seen is None else seen
    with os.scandir(folder) as entries:
        for entry in entries:
            name = prefix + entry.name
            seen[0] += 1
            if seen[0] > limits.work_files:
                return
            if bad_name(name) is not None:
                continue
            try:
                state = os.stat(entry.name, dir_fd=folder, follow_symlinks=False)
                if stat.S_ISDIR(state.st_mode):
                    yield name, None
                    below = os.open(entry.name, _OPEN_DIR, dir_fd=folder)
                    try:
                        yield from _walk(below, limits, f"{name}/", seen)
                    finally:
                        os.close(below)
                elif stat.S_ISREG(state.st_mode):
                    yield name, (state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)
            except OSError:
                continue


def _read(folder: int, name: str, most: int) -> bytes | None:
    """Read a regular file of at most `most` bytes, following no link.

    Not course.files.read_plain: here the folders on the way could be links as well, so each is
    opened within the one before.
    """
    *parents, last = name.split("/")
    here = os.dup(folder)
    try:
        for part in parents:
            below = os.open(part, _OPEN_DIR, dir_fd=here)
            os.close(here)
            here = below
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        with os.fdopen(os.open(last, flags, dir_fd=here), "rb") as file:
            state = os.fstat(file.fileno())
            if not stat.S_ISREG(state.st_mode) or state.st_size > most:
                return None
            content = file.read(most + 1)
            return content if len(content) <= most else None
    finally:
        os.close(here)

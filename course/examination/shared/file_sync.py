"""Files that one child has written travel to the other together with the messages.

A test may write a file and call a learner's function with its name, or read what the function
wrote. The two children have folders of their own, so before each call and after it the changes
in the work folder and the temporary folder cross, and both sides look alike. Between cells the
conductor copies files itself (sandbox/work_folders.py). Only regular files and folders cross, and
the examiner's pristine files are never written over.
"""

import builtins
import os
import stat
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import process_time
from typing import Any

from course.examination.wire.codecs import WireError
from course.sandbox.work_folders import bad_name

globals()["__builtins__"] = dict(vars(builtins))  # as they are before any learner code

MAX_FILE, MAX_ALL, MAX_FILES = 8 << 20, 24 << 20, 2_000
MANY, MAX_LOOKING_S = 300, 0.3  # CPU that a cell may spend on looking at more than so many files
# Tests may replace these functions, and learners' code may too: ours are taken at import.
# For the same reason files are not read by course.files.read_plain.
_scandir, _open, _close, _read, _write = os.scandir, os.open, os.close, os.read, os.write
_mkdir, _unlink, _rmdir, _fstat = os.mkdir, os.unlink, os.rmdir, os.fstat
_WORDS = frozenset(
    [
        "open",
        "os",
        "Path",
        "pathlib",
        "tempfile",
        "shutil",
        "glob",
        "exists",
        "isfile",
        "system",
        "getoutput",
        "subprocess",
        "run_cell_magic",
        "tmp_path",
        "sqlite3",
        "zipfile",
        "logging",
    ]
)
_BEGINNINGS = (
    "read_",
    "to_csv",
    "to_json",
    "to_pickle",
    "to_excel",
    "load",
    "save",
    "write",
    "genfromtxt",
    "imread",
    "imsave",
    "tofile",
    "fromfile",
    "dump",
)
Stamp = tuple[int, int, int] | None  # inode, size, time of change; None: a folder


def speaks_of_files(names: frozenset[str] | set[str]) -> bool:
    """Tell whether a cell's identifiers have to do with files."""
    return bool(names & _WORDS) or any(name.startswith(_BEGINNINGS) for name in names)


class Carrier:
    """One side's folders as the other side knows them.

    `guard` is for the examiner: its pristine files are not to be replaced by the candidate's.
    """

    def __init__(self, *, guard: bool = False) -> None:
        work = Path.cwd()
        self.roots = {"work": str(work)}
        temporary = Path(tempfile.gettempdir())
        if temporary.parent == work.parent and temporary != work:  # the box has one for each
            self.roots["tmp"] = str(temporary)
        self.known: dict[tuple[str, str], Stamp] = {}
        self.looking = 0.0  # seconds spent so far in this cell
        self.guarded: frozenset[tuple[str, str]] = frozenset()
        if guard:
            pristine = work.parent / "pristine"
            files = self._walk("work", str(pristine if pristine.is_dir() else work))
            self.guarded = frozenset(key for key, stamp in files.items() if stamp is not None)

    def settle(self) -> None:
        """Begin a cell: take everything as it stands as known to the other side."""
        self.looking = 0.0
        self.known = self._all()

    def changes(self) -> tuple[tuple[str, str, Any], ...]:
        """List what is new, changed or gone since the other side last heard: (root, name, content).

        The content is True for a folder and None for what is gone. A file that is too large, or
        for which there is no room left in this message, is not mentioned.
        """
        if self._is_tired():
            return ()
        present, room = self._all(), MAX_ALL
        changes: list[tuple[str, str, Any]] = []
        for key in sorted(present):
            stamp = present[key]
            if self.known.get(key, 0) == stamp:
                continue
            content: Any = True if stamp is None else self._content(key, min(room, MAX_FILE))
            if content is not None:
                room -= 0 if content is True else len(content)
                changes.append((*key, content))
        removed = sorted(self.known.keys() - present.keys(), reverse=True)
        changes += [(*key, None) for key in removed]
        self.known = present
        return tuple(changes)

    def take(self, changes: Any) -> None:
        """Write what the other side has changed; it may lie about names, not about folders."""
        if type(changes) is not tuple or len(changes) > 2 * MAX_FILES:
            raise WireError("files come as a tuple")
        for change in changes:
            if type(change) is not tuple or len(change) != 3:
                raise WireError("a file has a root, a name and a content")
            root, name, content = change
            if type(root) is not str or type(name) is not str or bad_name(name) is not None:
                raise WireError("a file has a name")
            if root not in self.roots or (root, name) in self.guarded:
                continue
            if content is not None and content is not True and type(content) is not bytes:
                raise WireError("a file has bytes")
            with suppress(OSError):  # no room, or something else is in its place
                self._put(self.roots[root], name, content)
        if changes and not self._is_tired():
            self.known = self._all()

    def _is_tired(self) -> bool:
        """Tell whether there are so many files that they use up a cell's time; then they stay."""
        return self.looking > MAX_LOOKING_S and len(self.known) > MANY

    def _put(self, root: str, name: str, content: Any) -> None:
        *parents, last = name.split("/")
        here = _open(root, os.O_RDONLY | os.O_DIRECTORY)
        try:
            for part in parents:
                here = _below(here, part)
            if content is True:
                with suppress(FileExistsError):
                    _mkdir(last, 0o755, dir_fd=here)
            elif content is None:
                try:
                    _unlink(last, dir_fd=here)
                except IsADirectoryError:
                    _rmdir(last, dir_fd=here)
            else:
                with suppress(FileNotFoundError):
                    _unlink(last, dir_fd=here)
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
                file = _open(last, flags, 0o644, dir_fd=here)
                try:
                    left = memoryview(content)
                    while left:
                        left = left[_write(file, left) :]
                finally:
                    _close(file)
        finally:
            _close(here)

    def _content(self, key: tuple[str, str], most: int) -> bytes | None:
        path = f"{self.roots[key[0]]}/{key[1]}"
        try:
            file = _open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError:
            return None
        try:
            parts, size = [], 0
            if not stat.S_ISREG(_fstat(file).st_mode):
                return None
            while size <= most and (part := _read(file, 1 << 20)):
                parts.append(part)
                size += len(part)
            return b"".join(parts) if size <= most else None
        except OSError:
            return None
        finally:
            _close(file)

    def _all(self) -> dict[tuple[str, str], Stamp]:
        stamps: dict[tuple[str, str], Stamp] = {}
        started = process_time()
        for name, path in self.roots.items():
            stamps |= self._walk(name, path)
        self.looking += process_time() - started
        return stamps

    def _walk(self, root: str, path: str) -> dict[tuple[str, str], Stamp]:
        stamps: dict[tuple[str, str], Stamp] = {}
        waiting = [(path, "")]
        while waiting and len(stamps) < MAX_FILES:
            folder, prefix = waiting.pop()
            with suppress(OSError):
                _look(folder, prefix, root, stamps, waiting.append)
        return stamps


def _look(
    folder: str,
    prefix: str,
    root: str,
    stamps: dict[tuple[str, str], Stamp],
    later: Callable[[tuple[str, str]], None],
) -> None:
    """Add a folder's files and folders to `stamps`; the folders are walked `later`."""
    with _scandir(folder) as entries:
        for entry in entries:
            name = prefix + entry.name
            if len(stamps) >= MAX_FILES or bad_name(name) is not None:
                continue
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in ("__pycache__", ".ipynb_checkpoints"):
                    stamps[(root, name)] = None
                    later((entry.path, f"{name}/"))
            elif entry.is_file(follow_symlinks=False):
                state = entry.stat(follow_symlinks=False)
                stamps[(root, name)] = (state.st_ino, state.st_size, state.st_mtime_ns)


def _below(here: int, part: str) -> int:
    """Open a folder in a folder, following no link; the upper one is closed."""
    try:
        with suppress(FileExistsError):
            _mkdir(part, 0o755, dir_fd=here)
        return _open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=here)
    finally:
        _close(here)

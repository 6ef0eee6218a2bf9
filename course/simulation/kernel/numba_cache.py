"""The one door to numba: what is compiled, and where the result is kept.

The folder's name carries a digest of every source of the kernel and of the versions that shaped
the code, because numba itself notices a change only in the file of the function it loads.
numba's cache is pickle: the folder must be ours alone, or it is not used.
"""

import hashlib
import os
import platform
import stat
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

# Their types say less than what they take, so they come in as Any.
numba: Any = import_module("numba")
llvmlite: Any = import_module("llvmlite")
HOME = Path(__file__).parent
F = TypeVar("F", bound=Callable[..., object])


def compiled(function: F) -> F:
    """Compile at first call from Python, and keep the result in `cache_folder()`."""
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(cache_folder())
    try:
        machine_code: F = numba.njit(cache=True, error_model="numpy")(function)
        return machine_code
    finally:
        numba.config.CACHE_DIR = before


def inner(function: F) -> F:
    """Compile as a part of what calls it; from Python it cannot be called."""
    machine_code: F = numba.njit(
        error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True
    )(function)
    return machine_code


def digest(home: Path = HOME) -> str:
    """16 hex digits over the sources in `home` and the versions of what compiles them."""
    state = hashlib.sha256()
    versions = (numba.__version__, llvmlite.__version__, np.__version__, platform.machine())
    state.update(repr((sys.version_info[:3], sys.implementation.name, *versions)).encode())
    for path in sorted(home.glob("*.py")):
        state.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return state.hexdigest()[:16]


@cache
def cache_folder() -> Path:
    """Folder of the compiled kernel, made with mode 700; a private one where that fails."""
    for parent in _parents():
        folder = parent / "engineering-excellence" / f"kernel-{digest()}"
        if _private(folder):
            return folder
    return Path(tempfile.mkdtemp(prefix="kernel-"))


def _parents() -> list[Path]:
    named = os.environ.get("COURSE_KERNEL_CACHE") or os.environ.get("XDG_CACHE_HOME")
    home = os.path.expanduser("~")  # noqa: PTH111 - Path.home() raises where there is none
    return [Path(p) for p in (named, home if home == "~" else str(Path(home, ".cache"))) if p]


def _private(folder: Path) -> bool:
    """Whether the folder and the one above it are ours and nobody else may write there."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return all(_ours(path) for path in (folder, folder.parent)) and os.access(folder, os.W_OK)
    except OSError:
        return False


def _ours(path: Path) -> bool:
    if not hasattr(os, "getuid"):
        return True
    status = path.lstat()
    return (
        stat.S_ISDIR(status.st_mode)
        and status.st_uid == os.getuid()
        and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    )

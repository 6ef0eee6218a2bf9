"""Where the package keeps its data, and files that somebody else wrote.

A stranger's file is read whole, bounded, and through no link.
"""

import os
import stat
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).parent
PROGRAM_FILE: Final = PACKAGE / "program.toml"
SCENARIOS: Final = PACKAGE / "scenarios"
TEMPLATES: Final = PACKAGE / "templates"
STATIC: Final = PACKAGE / "static"


def read_plain(folder: Path, name: str, most: int) -> bytes | None:
    """Read a plain file in a plain folder, of at most so many bytes; None where there is none.

    Raises ValueError with what it is instead, and OSError where it cannot be read.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        plain_folder(folder)
        if (folder / name).is_symlink():
            raise ValueError("it is a link")
        with os.fdopen(os.open(folder / name, flags), "rb") as file:
            state = os.fstat(file.fileno())
            if not stat.S_ISREG(state.st_mode):
                raise ValueError("it is not a regular file")
            if state.st_size > most:
                raise ValueError(f"expected at most {most} bytes, got {state.st_size}")
            return file.read(most + 1)
    except FileNotFoundError:
        return None
    except IsADirectoryError as error:
        raise ValueError("it is a folder") from error


def plain_folder(folder: Path) -> None:
    """Raise ValueError where it is a link or a file, OSError where there is nothing."""
    if not stat.S_ISDIR(folder.lstat().st_mode):
        raise ValueError(f"{folder.name} is not a folder but a link or a file")

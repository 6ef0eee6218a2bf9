"""Say what is wrong in an exchange that many users write into: one line for each problem.

python check_exchange.py EXCHANGE COURSE_ID INSTRUCTOR: exit status 1 where there is a problem.
Anybody may write into the exchange's root (mode 1777) and into inbound/; so a learner can make a
folder that looks like a course, or hand in under another's name. Nothing is changed here.
"""

import argparse
import os
import pwd
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = 0o1777
# nbgrader's own modes: learners write into inbound without reading, and read feedback by its name.
FOLDERS = {"outbound": 0o755, "inbound": 0o2733, "feedback": 0o711, "papers": 0o711}


def _on_one_line(text: str) -> str:
    """Escape what could begin a line of its own or move the cursor: names are anybody's."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def main() -> int:
    """Check the exchange that the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("exchange", type=Path)
    parser.add_argument("course_id")
    parser.add_argument("instructor", help="the user who releases and collects")
    given = parser.parse_args()
    found = list(problems(given.exchange, given.course_id, given.instructor))
    sys.stdout.writelines(f"{_on_one_line(line)}\n" for line in found or ["no problems found"])
    return 1 if found else 0


def problems(exchange: Path, course_id: str, instructor: str, root: str = "root") -> Iterator[str]:
    """Give each problem with its place; `root` is who must own the exchange."""
    yield from _folder(exchange, root, ROOT)
    if not _is_folder(exchange):
        return
    for path in sorted(exchange.iterdir()):
        if path.name != course_id:
            yield f"{path}: expected nothing but {course_id}, got what {_owner(path)} made"
    course = exchange / course_id
    yield from _folder(course, instructor, 0o755)
    if not _is_folder(course):
        return
    for name, mode in FOLDERS.items():
        # feedback/ comes with the first feedback that is released, papers/ with the first paper.
        if name not in ("feedback", "papers") or os.path.lexists(course / name):
            yield from _folder(course / name, instructor, mode)
    for name in ("outbound", "feedback", "papers"):
        for path in sorted(_below(course / name)):
            yield from _released(path, instructor)
    if _is_folder(course / "inbound"):
        for path in sorted((course / "inbound").iterdir()):
            yield from _handed_in(path)


def _folder(path: Path, owner: str, mode: int) -> Iterator[str]:
    """Expect a real folder of this owner and mode."""
    if not os.path.lexists(path):
        yield f"{path}: expected a folder of {owner}, got nothing"
    elif not _is_folder(path):
        yield f"{path}: expected a folder of {owner}, got a link or file that {_owner(path)} made"
    else:
        if _owner(path) != owner:
            yield f"{path}: expected owner {owner}, got {_owner(path)}"
        if (got := stat.S_IMODE(path.lstat().st_mode)) != mode:
            yield f"{path}: expected mode {mode:04o}, got {got:04o}"


def _released(path: Path, instructor: str) -> Iterator[str]:
    """Expect what the instructor wrote, and nobody else may write."""
    if _owner(path) != instructor:
        yield f"{path}: expected owner {instructor}, got {_owner(path)}"
    if path.is_symlink() or path.lstat().st_mode & 0o022:
        yield f"{path}: expected a file or folder that only {instructor} writes"


def _handed_in(path: Path) -> Iterator[str]:
    """Expect a real folder `<learner>+<module>+<time>…` that this learner made."""
    learner, plus, _ = path.name.partition("+")
    if not plus or not _is_folder(path):
        yield f"{path}: expected a folder of a submission, got what {_owner(path)} made"
    elif _owner(path) != learner:
        yield f"{path}: expected owner {learner}, got {_owner(path)}: handed in by somebody else"
    for below in sorted(_below(path)):
        if below.is_symlink():
            yield f"{below}: expected no link in a submission"


def _below(folder: Path) -> Iterator[Path]:
    """Walk through a folder without following links; what cannot be read is passed over."""
    for parent, folders, files in os.walk(folder):
        yield from (Path(parent) / name for name in (*folders, *files))


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _owner(path: Path) -> str:
    uid = path.lstat().st_uid
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid {uid}"


if __name__ == "__main__":
    sys.exit(main())

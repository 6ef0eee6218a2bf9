"""Submissions out of the exchange, learner by learner, so that what one left there stops nobody.

Stands in for nbgrader's own Collect, which stops at the first folder it cannot read and copies
what links lead to. Everything in the exchange's inbound folder is hostile: anybody may make a
folder there, with any name. An earlier submission goes only when the newer one is whole.
"""

import os
import re
import shutil
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from course.errors import GradingError, Problem, printable
from course.files import account, refusal, require_plain_folder
from course.gradebook.layout import Layout, require_writable
from course.gradebook.queries import due_date, hand_ins
from course.gradebook.rows import Gradebook
from course.gradebook.scores import due_with
from course.gradebook.timestamps import moment, read_timestamp

_RANDOM = re.compile(r"\+[\w-]{12}\Z")  # nbgrader's, so that nobody guesses a folder's name
_LIKE = "expected a folder such as `learner-01+MODULE+2026-03-01 12:00:00 UTC`"


@dataclass(frozen=True, kw_only=True)
class InboundSubmission:
    """A folder of the exchange, and when its name says that it was handed in (naive, UTC)."""

    learner: str
    folder: Path
    at: datetime


def collect_each(layout: Layout, step: Any, assignment: str) -> list[Problem]:
    """Copy each learner's submission to submitted/; give what went wrong, with whose it was.

    `step` is nbgrader's Collect, whose options hold: update, before_duedate, check_owner, and the
    course's ignore, include and limits. Raises GradingError where there is no exchange.
    """
    inbound = Path(step.root) / step.coursedir.course_id / "inbound"
    if not step.coursedir.course_id or not inbound.is_dir():
        raise GradingError(Problem(str(inbound), "no exchange with submissions there"))
    require_writable(layout.root / layout.steps["submitted"])
    problems: list[Problem] = []
    by_learner: dict[str, list[InboundSubmission]] = {}
    for submission in _inbound(inbound, layout, assignment, problems):
        by_learner.setdefault(submission.learner, []).append(submission)
    due_dates = _due_dates(layout, assignment, by_learner) if step.before_duedate else {}
    for learner, theirs in sorted(by_learner.items()):
        theirs.sort(key=lambda one: (one.at, one.folder.name), reverse=True)
        due = due_dates.get(learner)
        newest = next((one for one in theirs if due and one.at <= due), theirs[0])
        folder = layout.folder("submitted", learner, assignment)
        try:
            if _is_wanted(newest, folder, layout, step):
                problems += (
                    Problem(printable(learner), what)
                    for what in _collected(newest, folder, layout, step)
                )
        except (OSError, ValueError) as error:
            why = ": ".join(refusal(error, folder)) if isinstance(error, OSError) else str(error)
            problems.append(Problem(printable(learner), f"not collected: {why}"))
    return problems


def _due_dates(
    layout: Layout, assignment: str, learners: Iterable[str]
) -> dict[str, datetime | None]:
    """When a module is due for each learner, extensions counted; naive, in UTC."""
    with Gradebook(layout.db_url) as book:
        due, known = due_date(book, assignment), hand_ins(book, assignment)
    return {
        learner: due_with(due, known[learner].extension if learner in known else None)
        for learner in learners
    }


def _inbound(
    inbound: Path, layout: Layout, assignment: str, problems: list[Problem]
) -> Iterator[InboundSubmission]:
    """Read the names of the module's folders; `problems` gets those that cannot be read."""
    for name in sorted(os.listdir(inbound)):  # noqa: PTH208 - names of bytes, too
        learner, mark, rest = name.partition(f"+{assignment}+")
        if not mark:
            continue
        place = f"{inbound}/{printable(name)}"
        if not learner or learner.startswith("."):
            problems.append(Problem(place, f"not collected: {_LIKE}"))
            continue
        try:
            at = moment(_RANDOM.sub("", rest), layout.zone, layout.timestamp_format)
            require_plain_folder(inbound / name)
        except ValueError as error:
            problems.append(Problem(place, f"not collected: {error}"))
        else:
            yield InboundSubmission(learner=learner, folder=inbound / name, at=at)


def _is_wanted(newest: InboundSubmission, folder: Path, layout: Layout, step: Any) -> bool:
    """Tell whether what was collected before is to be replaced, or nothing was."""
    if not os.path.lexists(folder):
        return True
    require_plain_folder(folder)
    try:
        existing = read_timestamp(folder / "timestamp.txt", layout.zone, layout.timestamp_format)
    except (OSError, ValueError):
        return bool(step.update)
    if step.before_duedate:
        return newest.at != existing
    return bool(step.update) and newest.at > existing


def _collected(
    submission: InboundSubmission, folder: Path, layout: Layout, step: Any
) -> Iterator[str]:
    """Copy a submission whole and put it in the place of the earlier one; give sentences."""
    course = step.coursedir
    if (size := step.get_size(str(submission.folder))) > 1000 * course.max_dir_size:
        raise ValueError(f"{size} bytes, more than CourseDirectory.max_dir_size has")
    fresh, old = (folder.with_name(f".{folder.name}.{end}") for end in ("new", "old"))
    folder.parent.mkdir(parents=True, exist_ok=True)
    for rest in (fresh, old):  # of a run that was killed
        if rest == old and old.exists() and not folder.exists():
            old.rename(folder)
        shutil.rmtree(rest, ignore_errors=True)
    try:
        yield from _copied(submission.folder, fresh, step)
        yield from _timed(submission, fresh, layout)
        _set_modes(fresh, shared=course.groupshared)
        if folder.exists():
            folder.rename(old)
        fresh.rename(folder)
    except BaseException:
        if old.exists() and not folder.exists():
            old.rename(folder)
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    shutil.rmtree(old, ignore_errors=True)
    owner = submission.folder.stat().st_uid
    if step.check_owner and owner != os.geteuid() and account(owner) != submission.learner:
        yield f"collected; it was handed in by the account {account(owner)}"


def _copied(source: Path, fresh: Path, step: Any) -> Iterator[str]:
    """Copy files and folders, links as links; what is neither, or closed, is left out and told."""
    from nbgrader.utils import ignore_patterns

    course = step.coursedir
    ignore = ignore_patterns(
        exclude=course.ignore,
        include=course.include,
        max_file_size=course.max_file_size,
        log=step.log,
    )
    try:
        shutil.copytree(source, fresh, symlinks=True, ignore=ignore, copy_function=_copy_plain)
    except shutil.Error as errors:
        for path, _, why in errors.args[0]:
            place = os.path.relpath(path, source)
            yield f"{printable(place)} was not collected: {printable(str(why))}"


def _copy_plain(source: str, target: str) -> None:
    """Copy a regular file, which may have become something else since it was listed."""
    descriptor = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("no regular file")
        with Path(target).open("xb") as copy:
            shutil.copyfileobj(file, copy)


def _timed(submission: InboundSubmission, fresh: Path, layout: Layout) -> Iterator[str]:
    """Put the time that the folder's name has where timestamp.txt cannot be read."""
    path = fresh / "timestamp.txt"
    try:
        read_timestamp(path, layout.zone, layout.timestamp_format)
    except (OSError, ValueError) as error:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        path.write_text(f"{submission.at:%Y-%m-%d %H:%M:%S.%f} UTC", encoding="utf-8")
        why = getattr(error, "strerror", None) or str(error)
        yield (
            f"timestamp.txt cannot be read: {why}; the folder's name says {submission.at:%F %T} UTC"
        )


def _set_modes(folder: Path, *, shared: bool) -> None:
    """Let the course's own people change what they collected."""
    for here, _, names in os.walk(folder):
        Path(here).chmod(0o2775 if shared else 0o755)
        for path in (Path(here, name) for name in names if shared):
            if not path.is_symlink():
                path.chmod(0o664)

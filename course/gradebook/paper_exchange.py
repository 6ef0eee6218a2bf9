"""Papers on their way: drawn for the roster at a release, fetched by each learner alone.

    EXCHANGE/<course>/papers/<assignment>/<learner>/paper.json

Who knows the path may pass the folders above (mode 0711) and list none. A learner's folder belongs
to who released it, and an access list lets that learner's account in, to read. Loaded by name from
nbgrader_config.py, and so at the cost of nbgrader's import.
"""

import errno
import os
import pwd
import stat
import struct
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

from nbgrader.exchange.default import ExchangeFetchAssignment

from course.errors import GradingError, Problem, UsageError, nearest, printable
from course.files import account, read_plain, refusal, require_plain_folder, write_whole
from course.gradebook.layout import Layout, configuration, layout_of, program_file, submitted_at
from course.gradebook.queries import gradebook_reader, learner_names
from course.gradebook.rows import database_exists
from course.papers.course_secret import load_secret, secret_path
from course.papers.drawing import Paper
from course.papers.paper_files import (
    MOST_BYTES,
    PAPER_FILE,
    PAPERS,
    DrawnPaper,
    PaperRegister,
    open_register,
    read_register,
    register_lock,
    stock_of,
)
from course.program import Program, load_program

PASSED_THROUGH = 0o711  # found by their names only
_ACCESS = "system.posix_acl_access"
_OWNER, _USER, _GROUP, _MASK, _OTHER = 0x01, 0x02, 0x04, 0x10, 0x20  # tags of Linux's acl(5)
_NOBODY = 0xFFFFFFFF


@dataclass(frozen=True, kw_only=True)
class PapersHandedOut:
    """What a release did with papers: by learner the form; who has no account here; what failed."""

    forms: dict[str, int]
    fresh: tuple[str, ...]  # learners whose paper was not there before
    without_account: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def require_papers(course_dir: Path, program: Program, names: Iterable[str]) -> frozenset[str]:
    """Say which assignments have papers, once all that drawing them takes is there.

    Raises ProgramError and CredentialError for all of them, before anything is released.
    """
    plans = [plan for name in names if (plan := program.paper(name))]
    secret = load_secret(secret_path()) if plans else None
    layout = layout_of(course_dir)
    for plan in plans:
        stock_of(course_dir, plan)
        register = read_register(layout.root, plan.assignment, secret)
        if register is not None:
            register.require_secret()
    return frozenset(plan.assignment for plan in plans)


def roster(layout: Layout) -> list[str]:
    """Ids of the learners whom the gradebook knows."""
    if not database_exists(layout.db_url):
        return []
    with gradebook_reader(layout.db_url) as book:
        return sorted(learner_names(book))


def hand_out(
    course_dir: Path,
    assignment: str,
    *,
    learners: Iterable[str] = (),
    form: int | None = None,
    early: bool = False,
    account_of: Callable[[str], int | None] | None = None,
) -> PapersHandedOut:
    """Draw and put into the exchange the papers of an assignment, for all of the roster.

    `learners` are these in place of the roster where a `form` is named, and beside it where none
    is: then whoever has a paper keeps it, and whoever has none gets one of the lowest form. What
    was put there before is left as it is; killed and said again, the end is the same.
    A further form comes no sooner after a hand-in than the program's `days_between_forms`, unless
    `early`. `account_of` gives the number of a learner's account; None: there is none but ours.

    Raises ProgramError, CredentialError or GradingError before anything was handed out.
    """
    program = load_program(program_file(course_dir))
    plan = program.paper(assignment)
    stock = None if plan is None else stock_of(course_dir, plan)
    if form is not None and form < 1:
        raise UsageError(f"expected form 1 or higher, got {form}")
    if stock is None:
        raise UsageError(f"{assignment} has no papers in program.toml: everybody gets the same")
    layout = layout_of(course_dir)
    named = list(dict.fromkeys(learners))
    for learner in named:
        _require_id(learner)
    everybody = roster(layout)
    chosen = named if form is not None and named else sorted({*everybody, *named})
    unfit = [
        Problem(printable(learner), "no paper: this id can name no folder")
        for learner in chosen
        if not _is_id(learner)
    ]
    chosen = [learner for learner in chosen if _is_id(learner)]
    secret = load_secret(secret_path())
    with ExitStack() as held:
        held.enter_context(register_lock(layout.root))
        register = open_register(layout.root, assignment, secret)
        register.require_secret()
        first = form or min(register.secrets, default=1)
        if form is not None and form > max(register.secrets, default=0) + 1:
            what = f"form {form}: the last was {max(register.secrets, default=0)}"
            raise UsageError(Problem(assignment, what))
        register.take_form(first, stock)
        days = 0 if early else program.defaults.days_between_forms
        papers: dict[str, Paper] = {}
        for learner in chosen:
            has = register.learners.get(learner, ())
            newest = has[-1].form if has else 0
            # Whoever is not named keeps a paper that is as new, or newer.
            wanted = first if learner in named and form else max(newest, form or 0) or first
            if (
                has
                and wanted > newest
                and (why := _too_early(layout, assignment, learner, has, days))
            ):
                unfit.append(Problem(learner, f"form {wanted}: {why}"))
                wanted = newest
            papers[learner] = register.add(learner, wanted)
        register.keep()
        place = _place(course_dir, assignment)
        outcome = _put(place, papers, account_of or _account_of)
        return replace(outcome, problems=(*unfit, *outcome.problems))


def _too_early(
    layout: Layout, assignment: str, learner: str, has: Sequence[DrawnPaper], days: int
) -> str:
    """Say from when on a learner may get the next form; "" where that is now.

    It counts from the last hand-in, or, where there is none, from when the last form was drawn.
    """
    since = submitted_at(layout, assignment, learner) or has[-1].at
    first = since.date() + timedelta(days=days)
    if datetime.now(UTC).date() >= first:
        return ""
    return f"from {first} on, {days} days after {since.date()} (--early gives it all the same)"


def _is_id(learner: str) -> bool:
    plain = learner.replace("-", "").replace("_", "").replace(".", "")
    return plain.isalnum() and not learner.startswith(".") and len(learner) <= 200


def _require_id(learner: str) -> None:
    if not _is_id(learner):
        what = f"expected a learner's id such as learner-01, got {printable(learner)!r}"
        raise UsageError(what)


def _place(course_dir: Path, assignment: str) -> Path:
    """Make the folders above the papers of an assignment. Raises GradingError for another's."""
    config = configuration(course_dir)
    root, course_id = Path(config.Exchange.root), str(config.CourseDirectory.course_id)
    place = root / course_id
    try:
        place.mkdir(parents=True, exist_ok=True)
        for name in (PAPERS, assignment):
            place = place / name
            place.mkdir(exist_ok=True)
            require_plain_folder(place)
            if (owner := place.stat().st_uid) != os.geteuid():
                what = f"expected a folder of our own, got one of {account(owner)}"
                raise GradingError(Problem(str(place), what))
            place.chmod(PASSED_THROUGH)
    except OSError as error:
        raise GradingError(Problem(*refusal(error, place))) from error
    except ValueError as error:
        raise GradingError(Problem(str(place), str(error))) from error
    return place


def _put(
    place: Path, papers: dict[str, Paper], account_of: Callable[[str], int | None]
) -> PapersHandedOut:
    """Write each learner's paper where it is not there yet, whole; others lose nothing by one."""
    fresh: list[str] = []
    strangers: list[str] = []
    problems: list[Problem] = []
    for learner, paper in papers.items():
        uid = account_of(learner)
        if uid is None:
            strangers.append(learner)
        try:
            if _put_one(place / learner, paper.content(), uid):
                fresh.append(learner)
        except OSError as error:
            if error.errno in (errno.EOPNOTSUPP, errno.ENOSYS):
                what = "this file system keeps no access lists (acl), which papers need"
                problems.append(Problem(learner, f"no paper: {what}"))
            else:
                problems.append(Problem(learner, f"no paper: {': '.join(refusal(error, place))}"))
        except ValueError as error:
            problems.append(Problem(learner, f"no paper: {error}"))
    return PapersHandedOut(
        forms={learner: paper.form for learner, paper in papers.items()},
        fresh=tuple(fresh),
        without_account=tuple(strangers),
        problems=tuple(problems),
    )


def _put_one(folder: Path, content: bytes, uid: int | None) -> bool:
    folder.mkdir(exist_ok=True, mode=0o700)
    require_plain_folder(folder)
    path = folder / PAPER_FILE
    try:
        same = read_plain(path, MOST_BYTES) == content
    except (OSError, ValueError):
        same = False
    if not same:
        write_whole(path, content, mode=0o600)
    # An account that came later gets in at the next release.
    _let_in(folder, uid, 0o5)
    _let_in(path, uid, 0o4)
    return not same


def _account_of(learner: str) -> int | None:
    """Number of the account of that name that is not our own; None where there is none."""
    try:
        uid = pwd.getpwnam(learner).pw_uid
    except (KeyError, ValueError):
        return None
    return None if uid == os.geteuid() else uid


def _let_in(path: Path, uid: int | None, rights: int) -> None:
    """Let one account read something of ours, and nobody else: a list as acl(5) has it.

    Python's library has no call for it; the bytes are the kernel's own form (posix_acl_xattr.h):
    version 2, then tag, rights and id of each entry.
    """
    own = 0o7 if stat.S_ISDIR(path.lstat().st_mode) else 0o6
    if uid is None:
        path.chmod(own << 6)
        return
    entries = (
        (_OWNER, own, _NOBODY),
        (_USER, rights, uid),
        (_GROUP, 0, _NOBODY),
        (_MASK, rights, _NOBODY),
        (_OTHER, 0, _NOBODY),
    )
    packed = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)
    os.setxattr(path, _ACCESS, packed, follow_symlinks=False)


def looked_up(course_dir: Path, assignment: str) -> PaperRegister:
    """Read what was drawn for an assignment. Raises UsageError where nothing was."""
    layout = layout_of(course_dir)
    register = read_register(layout.root, assignment)
    if register is None:
        plans = load_program(program_file(course_dir)).papers
        hint = nearest(assignment, (plan.assignment for plan in plans))
        raise UsageError(f"no paper was drawn for {assignment!r}{hint}")
    return register


class FetchWithPaper(ExchangeFetchAssignment):  # type: ignore[misc]
    """nbgrader's fetch, which brings the learner's own paper along where there are papers."""

    def init_src(self) -> None:
        """Find the released folder, and the paper before anything is copied."""
        super().init_src()
        self._paper = self._own_paper()

    def copy_files(self) -> None:
        """Copy the released folder, and put the paper beside the notebooks."""
        super().copy_files()
        if self._paper is not None:
            write_whole(Path(self.dest_path) / PAPER_FILE, self._paper)

    def _own_paper(self) -> bytes | None:
        learner = str(self.coursedir.student_id)
        place = Path(self.course_path) / PAPERS / str(self.coursedir.assignment_id)
        if not place.is_dir():
            return None
        if not _is_id(learner):  # also "*", where nobody is named
            self._refuse(f"papers are fetched by a learner's id, got {printable(learner)!r}")
        try:
            return read_plain(place / learner / PAPER_FILE, MOST_BYTES)
        except FileNotFoundError:
            what = "it is drawn when this assignment is released again"
            self._refuse(f"no paper was drawn for {learner} yet; ask your instructor: {what}")
        except PermissionError:
            who = account(os.geteuid())
            self._refuse(f"the paper of {learner} is not for the account {who}")
        except (OSError, ValueError) as error:
            self._refuse(f"the paper of {learner} cannot be read: {error}")

    def _refuse(self, what: str) -> NoReturn:
        self.fail(what)
        raise AssertionError(what)  # pragma: no cover - fail raises

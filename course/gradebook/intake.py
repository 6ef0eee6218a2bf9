"""How hand-ins come into submitted/, other than through the exchange; nothing that was there goes.

An LMS gives out a folder or a zip file. Three layouts are known, and told by their names:
- a folder for each learner, named by id, e-mail, LMS id or full name: `learner-01/01-x.ipynb`;
- Moodle's: `Ada Lovelace_4711_assignsubmission_file_/01-x.ipynb`, a folder or a file of that name;
- Canvas': `lovelaceada_LATE_4711_99_01-x-2.ipynb`, where 4711 is the learner's LMS id.

Everything in it is hostile: names lead nowhere, sizes are bounded before anything is unpacked,
links are not followed, and a zip within a zip is opened once. What arrives is placed as nbgrader
would have collected it, and a team's hand-in is given to all its members. What lay in a learner's
place before is moved aside, to `replaced/`.
"""

import csv
import io
import json
import os
import re
import shutil
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path, PurePosixPath
from typing import Final

from course.errors import Problem, SubmissionError
from course.files import read_plain, strict_json, write_whole
from course.gradebook.layout import Layout, move_aside, submitted_at
from course.gradebook.queries import GradebookReader, due_date, hand_ins, learner_names
from course.gradebook.scores import is_late

MOST_FILES: Final = 20_000  # of a whole class
MOST_BYTES: Final = 1 << 30
MOST_FILE: Final = 64 << 20
MOST_RATIO: Final = 200  # unpacked to packed; honest notebooks reach some 20
# What Python raises for an entry that is damaged, or packed in a way that it does not know.
_UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,
    NotImplementedError,
    OSError,
    EOFError,
    ValueError,
)
_MOST_PATH: Final = 400  # characters
_JUNK: Final = re.compile(r"(^|/)(\._|\.DS_Store$|Thumbs\.db$|__MACOSX(/|$)|desktop\.ini$)")
_MOODLE: Final = re.compile(
    r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_(file|onlinetext)_?(?P<rest>.*)"
)
_CANVAS: Final = re.compile(
    r"(?P<name>[^_/]+)_(?P<late>LATE_)?(?P<id>\d+)_(?P<attachment>\d+)_(?P<file>.+)"
)
_VERSION: Final = re.compile(r"-(\d{1,3})(?=\.[A-Za-z0-9]+$)")  # Canvas counts hand-ins: x-2.ipynb


@dataclass(frozen=True, kw_only=True)
class RosterEntry:
    """Who a learner is to an LMS."""

    learner: str
    name: str = ""
    email: str = ""
    lms_id: str = ""


@dataclass(frozen=True, kw_only=True)
class LmsFile:
    """One file of one person; `at` is naive, as the archive or the file system has it."""

    path: str  # within the submission
    content: bytes
    at: datetime | None
    version: int = 0  # of several under one name the highest counts


@dataclass(kw_only=True)
class LmsHandIns:
    """Files by learner, and what could not be given to anybody or was left out."""

    by_learner: dict[str, dict[str, LmsFile]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_lms(place: Path, roster: Iterable[RosterEntry]) -> LmsHandIns:
    """Read a folder or zip file that came from an LMS.

    Raises SubmissionError where it is neither, or too large; one bad file is a problem of the
    result and stops no other.
    """
    people = _Roster(roster)
    hand_ins = LmsHandIns()
    for name, content, at in _files(place, hand_ins.problems):
        owner, path, version = _owner(name, people)
        if owner is None:
            hand_ins.problems.append(Problem(name, path))
            continue
        files = hand_ins.by_learner.setdefault(owner, {})
        if path.lower().endswith(".zip"):
            inner = _unzipped(io.BytesIO(content), name, hand_ins.problems, nested=True)
            entries = [(_stripped(inside), data, when) for inside, data, when in inner]
            for inside, data, when in _without_common_folder(entries):
                _add(files, LmsFile(path=inside, content=data, at=when or at, version=version))
        else:
            _add(files, LmsFile(path=path, content=content, at=at, version=version))
    return hand_ins


def _add(files: dict[str, LmsFile], file: LmsFile) -> None:
    """Keep the later of two files of one name: by Canvas' count, then by time."""
    other = files.get(file.path)
    if other is not None:
        old = (other.version, other.at or datetime.min)
        if old > (file.version, file.at or datetime.min):
            return
    files[file.path] = file


class _Roster:
    """Finds a learner by what an LMS calls them."""

    def __init__(self, entries: Iterable[RosterEntry]) -> None:
        self._by: dict[str, dict[str, set[str]]] = {
            key: {} for key in ("id", "lms", "email", "name")
        }
        for entry in entries:
            self._note("id", entry.learner, entry.learner)
            self._note("lms", entry.lms_id, entry.learner)
            self._note("email", entry.email.casefold(), entry.learner)
            for spelling in _spellings(entry.name):
                self._note("name", spelling, entry.learner)

    def _note(self, key: str, value: str, learner: str) -> None:
        if value:
            self._by[key].setdefault(value, set()).add(learner)

    def find(self, *, name: str = "", lms_id: str = "") -> str | None:
        """Give the one learner who is meant; None where it is nobody or could be two."""
        for key, value in (
            ("lms", lms_id),
            ("id", name),
            ("email", name.casefold()),
            ("name", _plain(name)),
            ("lms", name),
        ):
            learners = self._by[key].get(value, set())
            if len(learners) == 1:
                return next(iter(learners))
        return None


def _plain(name: str) -> str:
    """Letters alone, without marks and case: `Zoë, Müller` is `zoemuller`."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join(c for c in letters if c.isalnum())


def _spellings(name: str) -> set[str]:
    """A full name in the orders that an LMS writes: Ada Lovelace, LovelaceAda."""
    words = name.replace(",", " ").split()
    orders = (words, list(reversed(words)), [*words[-1:], *words[:-1]])
    return {spelling for order in orders if (spelling := _plain("".join(order)))}


def _owner(name: str, people: _Roster) -> tuple[str | None, str, int]:
    """Give learner, path within the submission and version; or nobody, and why."""
    first, _, rest = name.partition("/")
    if moodle := _MOODLE.fullmatch(first):
        path = rest or moodle["rest"].lstrip("_")
        learner = people.find(name=moodle["name"], lms_id=moodle["id"])
        who = moodle["name"]
    elif rest:
        path, learner, who = rest, people.find(name=first), first
    elif canvas := _CANVAS.fullmatch(first):
        version = _VERSION.search(canvas["file"])
        path = _VERSION.sub("", canvas["file"]) if version else canvas["file"]
        learner = people.find(name=canvas["name"], lms_id=canvas["id"])
        if learner is not None:
            return learner, path, int(version[1]) if version else 0
        who = canvas["name"]
    else:
        stem = first.rpartition(".")[0] or first
        path, learner, who = first, people.find(name=stem), stem
    if learner is None:
        return None, f"nobody of this course is called {who!r}, or more than one is", 0
    return learner, path, 0


def _files(place: Path, problems: list[Problem]) -> Iterator[tuple[str, bytes, datetime | None]]:
    if place.is_dir():
        yield from _without_common_folder(list(_walked(place, problems)), places=True)
        return
    if not place.exists():
        raise SubmissionError(Problem(str(place), "no such file or folder"))
    if not zipfile.is_zipfile(place):
        raise SubmissionError(Problem(str(place), "expected a folder or a zip file"))
    yield from _without_common_folder(list(_unzipped(place, place.name, problems)), places=True)


def _walked(folder: Path, problems: list[Problem]) -> Iterator[tuple[str, bytes, datetime | None]]:
    count = total = 0
    for here, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(folders)
        for name in sorted(names):
            path = Path(here, name)
            relative = path.relative_to(folder).as_posix()
            if _JUNK.search(relative):
                continue
            count += 1
            if count > MOST_FILES:
                raise SubmissionError(Problem(str(folder), f"expected at most {MOST_FILES} files"))
            try:
                content = read_plain(path, MOST_FILE)
                status = path.lstat()
            except (OSError, ValueError) as error:
                why = getattr(error, "strerror", None) or str(error)
                problems.append(Problem(relative, f"left out: {why}"))
                continue
            total += len(content)
            if total > MOST_BYTES:
                raise SubmissionError(Problem(str(folder), f"expected at most {MOST_BYTES} bytes"))
            yield relative, content, datetime.fromtimestamp(status.st_mtime)


def _unzipped(
    archive: Path | io.BytesIO, place: str, problems: list[Problem], *, nested: bool = False
) -> Iterator[tuple[str, bytes, datetime | None]]:
    """Give the plain files of a zip file, bounded; what leads elsewhere is left out and named."""
    try:
        with zipfile.ZipFile(archive) as zipped:
            entries = zipped.infolist()
            if len(entries) > MOST_FILES:
                raise SubmissionError(Problem(place, f"expected at most {MOST_FILES} files"))
            total = 0
            for entry in entries:
                name = _entry_name(entry)
                if entry.is_dir() or _JUNK.search(name):
                    continue
                why = _refusal(entry, name, nested=nested)
                if not why and total + entry.file_size > MOST_BYTES:
                    why = f"together more than {MOST_BYTES} bytes"
                if why:
                    problems.append(Problem(f"{place}: {name[:80]}", f"left out: {why}"))
                    continue
                try:
                    with zipped.open(entry) as file:
                        content = file.read(entry.file_size + 1)
                except _UNREADABLE as error:
                    problems.append(Problem(f"{place}: {name[:80]}", f"left out: {error}"))
                    continue
                if len(content) != entry.file_size:
                    what = "left out: it is longer than it says"
                    problems.append(Problem(f"{place}: {name[:80]}", what))
                    continue
                total += len(content)
                yield name, content, _entry_time(entry)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        problems.append(Problem(place, f"not a zip file that can be read: {error}"))


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """A name in its own letters: who wrote no flag for UTF-8 often wrote UTF-8 all the same."""
    name = entry.filename.replace("\\", "/")
    if not entry.flag_bits & 0x800:
        with suppress(UnicodeError):  # else it was written in the old code page
            name = name.encode("cp437").decode("utf-8")
    return unicodedata.normalize("NFC", name)


def _entry_time(entry: zipfile.ZipInfo) -> datetime | None:
    try:
        return datetime(*entry.date_time)
    except ValueError:
        return None


def _refusal(entry: zipfile.ZipInfo, name: str, *, nested: bool) -> str:
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or ":" in parts[0] or "\0" in name:
        return "its name leads out of the archive"
    if len(name) > _MOST_PATH or not name.isprintable():
        return "its name is too long or no text"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "it is a link"
    if entry.flag_bits & 0x1:
        return "it is encrypted"
    if entry.file_size > MOST_FILE:
        return f"{entry.file_size} bytes, more than {MOST_FILE}"
    if entry.file_size > 1 << 20 and entry.file_size > MOST_RATIO * max(1, entry.compress_size):
        return "it would unpack to far more than it is"
    if nested and name.lower().endswith(".zip"):
        return "a zip file in a zip file in a zip file"
    return ""


def _stripped(name: str) -> str:
    return name.strip("/")


def _without_common_folder(
    entries: list[tuple[str, bytes, datetime | None]], *, places: bool = False
) -> Iterator[tuple[str, bytes, datetime | None]]:
    """Take off a folder that all files lie in; of a class, only one that holds folders."""
    while entries:
        tops = {name.partition("/")[0] for name, _, _ in entries}
        inside = [name.partition("/")[2] for name, _, _ in entries]
        deep = all(inside) and (not places or all("/" in rest for rest in inside))
        if len(tops) != 1 or not deep or _MOODLE.fullmatch(next(iter(tops))):
            break
        entries = [(name.partition("/")[2], content, at) for name, content, at in entries]
    yield from entries


def newest(files: Mapping[str, LmsFile]) -> datetime | None:
    """When the last of a learner's files came."""
    return max((file.at for file in files.values() if file.at), default=None)


TEAMS: Final = "teams.csv"
_MOST_TEAMS: Final = 1 << 20  # bytes
_OWN_FILES: Final = frozenset({"timestamp.txt", "submission_secret.txt"})


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What was taken in: learners whose work was placed, and what a person should know."""

    learners: tuple[str, ...]
    problems: tuple[Problem, ...]


def take_from_lms(layout: Layout, book: GradebookReader, assignment: str, place: Path) -> Intake:
    """Place what an LMS gave out, a folder or a zip file, as the submissions of a module.

    Work that is there already and is the same stays; work that is newer stays, and that is said.
    Raises SubmissionError where `place` cannot be read at all.
    """
    arrived: LmsHandIns = read_lms(place, roster(book))
    problems = list(arrived.problems)
    learners = []
    for learner, files in sorted(arrived.by_learner.items()):
        at = newest(files)
        moment = None if at is None else at.replace(tzinfo=layout.zone).astimezone(UTC)
        before = submitted_at(layout, assignment, learner)
        if moment is not None and before is not None and before > moment.replace(tzinfo=None):
            what = f"{before:%Y-%m-%d %H:%M} UTC is newer, and stays"
            problems.append(Problem(learner, what))
            continue
        _place(layout, assignment, learner, files, moment)
        learners.append(learner)
    return Intake(learners=tuple(learners), problems=tuple(problems))


def roster(book: GradebookReader) -> list[RosterEntry]:
    """Everybody whom the gradebook knows, with what an LMS may call them."""
    names = learner_names(book)
    rows = book.select("select id, email, lms_user_id from student")
    return [
        RosterEntry(learner=learner, name=names[learner], email=email or "", lms_id=lms_id or "")
        for learner, email, lms_id in rows
    ]


def _place(
    layout: Layout,
    assignment: str,
    learner: str,
    files: Mapping[str, LmsFile],
    at: datetime | None,
) -> None:
    """Write a hand-in whole: a new folder beside the old one, which then is moved aside."""
    target = layout.folder("submitted", learner, assignment)
    half = target.with_name(f".{target.name}.new")
    shutil.rmtree(half, ignore_errors=True)  # of a run that was killed
    for name, file in sorted(files.items()):
        if name in _OWN_FILES:
            continue
        path = half / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.content)
        except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
            place = f"{learner}: {name}"
            raise SubmissionError(Problem(place, "a file and a folder of one name")) from error
    half.mkdir(parents=True, exist_ok=True)
    if at is not None:
        (half / "timestamp.txt").write_text(f"{at:%Y-%m-%d %H:%M:%S.%f} UTC", encoding="utf-8")
    if _same(half, target):
        shutil.rmtree(half)
        return
    move_aside(layout, assignment, learner)
    half.rename(target)


def _same(new: Path, old: Path) -> bool:
    if old.is_symlink() or not old.is_dir():
        return False
    try:
        return _contents(new) == _contents(old)
    except (OSError, ValueError):
        return False


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): read_plain(path, 1 << 30)
        for path in sorted(folder.rglob("*"))
        if path.name not in _OWN_FILES and not path.is_dir()
    }


def read_teams(course_dir: Path, known: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Read teams.csv, `team,learner` a line: members by team, sorted; none where there is no file.

    Raises SubmissionError with every line that cannot be: a learner in two teams, an unknown id,
    a column that is missing.
    """
    path = course_dir / TEAMS
    try:
        text = read_plain(path, _MOST_TEAMS).decode("utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SubmissionError(Problem(TEAMS, str(error))) from error
    reader = csv.reader(io.StringIO(text, newline=""))
    head = [word.strip().casefold() for word in next(reader, [])]
    if sorted(head) != ["learner", "team"]:
        raise SubmissionError(Problem(f"{TEAMS}: line 1", f"expected team,learner, got {head}"))
    at, who = head.index("team"), head.index("learner")
    learners, problems = set(known), []
    team_of: dict[str, str] = {}
    for row in reader:
        place = f"{TEAMS}: line {reader.line_num}"
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(head) or not all(cell.strip() for cell in row):
            problems.append(Problem(place, f"expected a team and a learner, got {row}"))
            continue
        team, learner = row[at].strip(), row[who].strip()
        if learner not in learners:
            problems.append(Problem(place, f"nobody of this course is called {learner!r}"))
        elif team_of.setdefault(learner, team) != team:
            what = f"{learner} is in team {team_of[learner]!r} already"
            problems.append(Problem(place, what))
    if problems:
        raise SubmissionError(problems)
    teams: dict[str, list[str]] = {}
    for learner, team in team_of.items():
        teams.setdefault(team, []).append(learner)
    return {team: tuple(sorted(members)) for team, members in sorted(teams.items())}


def share_with_teams(
    layout: Layout, book: GradebookReader, assignment: str, teams: Mapping[str, tuple[str, ...]]
) -> list[Problem]:
    """Give each team's counting hand-in to all its members; say what a person should know.

    Of several hand-ins the last that was on time counts, or else the last. What a member handed in
    alone is moved aside. `hand_in_by` says afterwards who handed in.
    """
    due, known = due_date(book, assignment), hand_ins(book, assignment)
    before = hand_in_by(layout, assignment)
    after: dict[str, str] = {}
    notes = []
    for team, members in teams.items():
        own = {
            learner: submitted_at(layout, assignment, learner)
            for learner in members
            if layout.folder("submitted", learner, assignment).is_dir()
            and _is_own(layout, assignment, learner, before.get(learner, learner))
        }
        if not own:
            continue

        def order(learner: str, own: dict[str, datetime | None] = own) -> tuple[bool, datetime]:
            at = own[learner]
            hand_in = known.get(learner)
            late = is_late(at, due, hand_in.extension if hand_in else None)
            return (not late, at or datetime.min)

        counting = max(sorted(own), key=order)
        others = sorted(set(own) - {counting})
        if others:
            what = f"{counting}'s hand-in counts; {', '.join(others)} handed in, too"
            notes.append(Problem(f"team {team}", what))
        for learner in members:
            after[learner] = counting
            if learner != counting:
                _copy(layout, assignment, counting, learner)
    stale = sorted(set(before) - set(after))
    notes += [
        Problem(learner, f"was graded by {before[learner]}'s hand-in, and is in no team any more")
        for learner in stale
        if before[learner] != learner
    ]
    write_whole(_shared(layout, assignment), json.dumps(after, indent=1, sort_keys=True) + "\n")
    return notes


def _is_own(layout: Layout, assignment: str, learner: str, giver: str) -> bool:
    """Tell whether a learner handed in what lies there: a copy is never newer than the giver's."""
    if giver == learner:
        return True
    mine, theirs = (submitted_at(layout, assignment, who) for who in (learner, giver))
    return mine is not None and theirs is not None and mine > theirs


def hand_in_by(layout: Layout, assignment: str) -> dict[str, str]:
    """Who handed in, by learner, for those who are in a team."""
    try:
        raw = strict_json(read_plain(_shared(layout, assignment), _MOST_TEAMS))
    except (OSError, ValueError):
        return {}
    return {str(k): str(v) for k, v in raw.items()} if isinstance(raw, dict) else {}


def _shared(layout: Layout, assignment: str) -> Path:
    folder = layout.root / layout.steps["autograded"] / ".graded"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"teams-{assignment}.json"


def _copy(layout: Layout, assignment: str, giver: str, taker: str) -> None:
    source = layout.folder("submitted", giver, assignment)
    target = layout.folder("submitted", taker, assignment)
    if _same(source, target) and submitted_at(layout, assignment, taker) == submitted_at(
        layout, assignment, giver
    ):
        return
    half = target.with_name(f".{target.name}.new")
    shutil.rmtree(half, ignore_errors=True)
    shutil.copytree(source, half, symlinks=True)
    move_aside(layout, assignment, taker)
    target.parent.mkdir(parents=True, exist_ok=True)
    half.rename(target)


def moment_of(text: str, zone: tzinfo) -> datetime:
    """Read a day or a time of a course: `2026-03-05` is that day's end, `2026-03-05T12:00` a time.

    Gives a naive time in UTC, as nbgrader keeps times. Raises ValueError.
    """
    moment = datetime.fromisoformat(text)
    if len(text) == len("2026-03-05"):
        moment = moment.replace(hour=23, minute=59, second=59)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment.astimezone(UTC).replace(tzinfo=None)

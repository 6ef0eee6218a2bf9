"""Where a course keeps its things, when something was handed in, and the lock on it all.

nbgrader writes times as text, in a zone of the course's configuration. They are read here once,
and are naive and in UTC from then on, as nbgrader's database keeps them.
Imports nothing large, so that whoever only asks where something lies gets the answer at once.
"""

import math
import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from course.errors import CourseError, GradingError, Problem, shown
from course.files import PROGRAM_FILE, locked, read_plain, refusal, write_refusal

DATABASE_WAIT_S = 30.0  # for a formgrader that is writing
FORMAT = "%Y-%m-%d %H:%M:%S.%f %Z"  # nbgrader's, where the course has no other
_MOST = 100  # bytes
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)?:?(\d\d)?\Z")
_ABBREVIATION = re.compile(r"[A-Z][A-Za-z]{2,5}\Z")
_UTC = ("UTC", "GMT", "Z")


def zone_of(name: str) -> tzinfo:
    """Find a time zone by the name that nbgrader's configuration has. Raises ValueError."""
    if name in _UTC:
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(
            f"expected a time zone such as 'Europe/Berlin', got {name[:60]!r}"
        ) from error


def read_timestamp(path: Path, zone: tzinfo, written_as: str = FORMAT) -> datetime:
    """Read a timestamp.txt: a naive datetime in UTC. Raises OSError and ValueError."""
    raw = read_plain(path, _MOST)
    try:
        text = raw.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise ValueError(f"expected text, got byte 0x{raw[error.start]:02x}") from error
    return moment(text, zone, written_as)


def moment(text: str, zone: tzinfo, written_as: str = FORMAT) -> datetime:
    """Read a moment as nbgrader writes it: a naive datetime in UTC.

    Parameters
    ----------
    text
        Such as "2026-10-25 02:30:00.000000 CET"; where no zone is named, `zone` holds.
    zone
        The course's, which says what an abbreviation means.
    written_as
        nbgrader's timestamp_format.

    Raises
    ------
    ValueError
        Where it is no moment, or its zone is not known.
    """
    try:
        return _local(text, zone, written_as).astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError) as error:
        what = f"expected a moment such as '2026-03-01 12:00:00 UTC', got {shown(text)}"
        raise ValueError(what) from error


def _local(text: str, zone: tzinfo, written_as: str) -> datetime:
    if whole := _iso(text) or _by_format(text, written_as):
        return whole if whole.tzinfo else whole.replace(tzinfo=zone)
    words, _, last = text.rpartition(" ")
    without_zone = re.sub(r"\s*%[Zz]\s*\Z", "", written_as)
    naive = _iso(words) or _by_format(words, without_zone)
    if naive is None:
        raise ValueError("no moment")
    return _placed(naive.replace(tzinfo=None), last, zone)


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _by_format(text: str, written_as: str) -> datetime | None:
    if "%Z" in written_as:  # strptime takes any name of this machine's zone and forgets it
        return None
    try:
        return datetime.strptime(text, written_as)
    except ValueError:
        return None


def _placed(naive: datetime, word: str, zone: tzinfo) -> datetime:
    """Give a local time its offset by the last word of a timestamp. Raises ValueError."""
    if word in _UTC:
        return naive.replace(tzinfo=UTC)
    if numbers := _OFFSET.match(word):
        hours, minutes, seconds = (int(part or 0) for part in numbers.groups()[1:])
        offset = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        return naive.replace(tzinfo=timezone(-offset if numbers[1] == "-" else offset))
    if not _ABBREVIATION.match(word):
        raise ValueError("no zone")
    named = _named(naive, word, zone)
    if named is None:  # written before the course had this zone: some names stand for themselves
        named = _named(naive, word, zone_of(word))
    if named is None:
        raise ValueError("an unknown zone")
    return named


def _named(naive: datetime, word: str, zone: tzinfo) -> datetime | None:
    """Place a time in a zone by an abbreviation: in the hour that comes twice, it decides.

    One of another time of the year, in a clock that was not set, keeps its offset.
    """
    for fold in (0, 1):
        local = naive.replace(tzinfo=zone, fold=fold)
        if local.tzname() == word:
            return local
    for month in (1, 7):
        other = datetime(naive.year, month, 1, tzinfo=zone)
        if other.tzname() == word and (offset := other.utcoffset()) is not None:
            return naive.replace(tzinfo=timezone(offset))
    return None


MOST_TEXT = 4 << 20  # bytes of a file that is looked through for the libraries it names


def course_folder(given: Path | None) -> Path:
    """Find the course: the folder given, or the nearest one upwards that nbgrader knows.

    Raises CourseError when there is none.
    """
    if given is not None:
        if not given.is_dir():
            raise CourseError(Problem(str(given), "not a folder"))
        return given.resolve()
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "nbgrader_config.py").is_file():
            return folder
    raise CourseError(
        Problem(str(here), "no nbgrader_config.py here or above; name a course with --course-dir")
    )


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where a course keeps its things, by nbgrader_config.py and nbgrader's own defaults."""

    root: Path
    db_url: str
    steps: Mapping[str, str]
    structure: str
    penalty: str = "none"  # for late submissions: none or zero, as nbgrader's own plugin has them
    zone: tzinfo = UTC  # of nbgrader's timestamps
    timestamp_format: str = FORMAT
    cell_s: float | None = None  # time for a cell by nbgrader's options; inf: as long as it likes

    def folder(self, step: str, learner: str, assignment: str) -> Path:
        """Folder of one learner's assignment at a step such as `submitted`."""
        relative = self.structure.format(
            nbgrader_step=self.steps[step], student_id=learner, assignment_id=assignment
        )
        return self.root / relative

    def learners(self, step: str, assignment: str) -> list[str]:
        """Who has a folder at a step; nbgrader passes names over that begin with a dot."""
        return [name for name in self._folders(step, assignment) if not name.startswith(".")]

    def passed_over(self, step: str, assignment: str) -> list[str]:
        """Which folders at a step are no learner's, for their names begin with a dot."""
        return [name for name in self._folders(step, assignment) if name.startswith(".")]

    def _folders(self, step: str, assignment: str) -> list[str]:
        pattern = self.structure.format(
            nbgrader_step=self.steps[step], student_id="*", assignment_id=assignment
        )
        place = Path(self.structure).parts.index("{student_id}")
        return sorted(path.relative_to(self.root).parts[place] for path in self.root.glob(pattern))

    def texts(self, assignment: str) -> Iterator[bytes]:
        """Read what an assignment's source and submissions hold: regular files, none too large."""
        for step, learner in (("source", "."), ("submitted", "*")):
            pattern = self.structure.format(
                nbgrader_step=self.steps[step], student_id=learner, assignment_id=assignment
            )
            for place in sorted(self.root.glob(str(Path(pattern)))):
                for here, _, files in os.walk(place) if not place.is_symlink() else ():
                    for name in files:
                        with suppress(OSError):
                            status = os.lstat(path := Path(here) / name)
                            if stat.S_ISREG(status.st_mode) and status.st_size <= MOST_TEXT:
                                yield path.read_bytes()

    @property
    def records(self) -> Path:
        """Folder of what the gradebook does not hold: a file a learner (record_files.py)."""
        return self.root / "records"

    @property
    def credentials(self) -> Path:
        """Folder of badges and certificates: one a learner, and `public` for verifiers."""
        return self.root / "credentials"

    def grading_record(self, learner: str, assignment: str) -> Path:
        """File that says what a finished grading was made from."""
        return self.root / self.steps["autograded"] / ".graded" / assignment / f"{learner}.json"

    @property
    def plan_mark(self) -> Path:
        """File that says which program.toml was checked and had no fault."""
        return self.root / self.steps["autograded"] / ".graded" / "plan"


def configuration(course_dir: Path) -> Any:
    """Read a course's nbgrader_config.py as traitlets' Config: the only place that does.

    Raises GradingError where there is none.
    """
    from traitlets.config import Config
    from traitlets.config.loader import PyFileConfigLoader

    file = course_dir / "nbgrader_config.py"
    if not file.is_file():
        raise GradingError(Problem(str(course_dir), f"no course here: {file.name} is missing"))
    return Config(PyFileConfigLoader(file.name, path=str(course_dir)).load_config())


def layout_of(course_dir: Path) -> Layout:
    """Say where the course keeps its things. Raises GradingError where there is no course."""
    config = configuration(course_dir)
    directory = config.CourseDirectory
    root = Path(directory.get("root") or course_dir)
    return Layout(
        root=root,
        db_url=str(directory.get("db_url") or f"sqlite:///{root / 'gradebook.db'}"),
        steps={
            step: str(directory.get(f"{step}_directory") or step)
            for step in ("source", "release", "submitted", "autograded", "feedback")
        },
        structure=str(
            directory.get("directory_structure")
            or str(Path("{nbgrader_step}") / "{student_id}" / "{assignment_id}")
        ),
        penalty=_penalty(config),
        zone=_zone(course_dir, config),
        timestamp_format=str(config.Exchange.get("timestamp_format") or FORMAT),
        cell_s=_cell_seconds(course_dir, config),
    )


def sqlite_file(url: str) -> Path | None:
    """Find the file of a gradebook that is a plain file of SQLite's; None for any other."""
    address = re.fullmatch(r"sqlite:///(?!file:)(?P<path>[^?]+)", url)
    return Path(address["path"]) if address else None


@contextmanager
def grading_lock(layout: Layout) -> Iterator[None]:
    """Hold a course's lock, which ends with the process.

    Raises GradingError where another holds it, or where nothing may be written.
    """
    folder = layout.root / layout.steps["autograded"] / ".graded"
    database = sqlite_file(layout.db_url)
    require_writable(folder.parent, folder, *([database] if database else []))
    with ExitStack() as stack:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            stack.enter_context(locked(folder / "lock", wait=False))
        except BlockingIOError as error:
            what = "another `course grade` is at work here"
            raise GradingError(Problem(str(layout.root), what)) from error
        except OSError as error:
            raise GradingError(Problem(*refusal(error, folder))) from error
        yield


def require_writable(*places: Path) -> None:
    """Raise GradingError, one for all that follows, where a folder of the course refuses us."""
    for place in places:
        if error := write_refusal(place):
            raise GradingError(Problem(*refusal(error, place)))


def submitted_at(layout: Layout, assignment: str, learner: str) -> datetime | None:
    """Read a submission's timestamp.txt: a naive datetime in UTC; None where it cannot be read."""
    try:
        return _timestamp(layout, assignment, learner)
    except (OSError, ValueError):
        return None


def timestamp_damage(layout: Layout, assignment: str, learner: str) -> str | None:
    """Say why a submission's timestamp.txt cannot be read; None where it can, or there is none."""
    try:
        _timestamp(layout, assignment, learner)
    except (FileNotFoundError, NotADirectoryError):
        return None  # placed by hand
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        return f"timestamp.txt cannot be read: {why}; when it was handed in is not known"
    return None


def _timestamp(layout: Layout, assignment: str, learner: str) -> datetime:
    path = layout.folder("submitted", learner, assignment) / "timestamp.txt"
    return read_timestamp(path, layout.zone, layout.timestamp_format)


def _zone(course_dir: Path, config: Any) -> tzinfo:
    """Read the zone of nbgrader's timestamps. Raises GradingError."""
    try:
        return zone_of(str(config.Exchange.get("timezone", "UTC")))
    except ValueError as error:
        place = f"{course_dir / 'nbgrader_config.py'}: Exchange.timezone"
        raise GradingError(Problem(place, str(error))) from error


def _cell_seconds(course_dir: Path, config: Any) -> float | None:
    """Read nbgrader's own time limit for a cell, None where the course has none.

    The classes inherit from each other, and the most derived one that has it decides. As there,
    None and numbers below 1 set no limit. Raises GradingError.
    """
    for name in ("Execute", "ExecutePreprocessor", "NotebookClient"):
        if "timeout" in config[name]:
            seconds = config[name]["timeout"]
            if seconds is None:
                return math.inf
            if isinstance(seconds, int | float) and not isinstance(seconds, bool):
                return float(seconds) if seconds >= 1 else math.inf
            place = f"{course_dir / 'nbgrader_config.py'}: {name}.timeout"
            raise GradingError(Problem(place, f"expected seconds, got {shown(seconds)}"))
    return None


def _penalty(config: Any) -> str:
    """Read the method of nbgrader's late submission plugin; "plugin NAME" where it is another."""
    plugin = config.AssignLatePenalties.get("plugin_class")
    named = f"{plugin.__module__}.{plugin.__qualname__}" if isinstance(plugin, type) else plugin
    if named and not re.fullmatch(r"nbgrader\.plugins\.(\w+\.)?LateSubmissionPlugin", str(named)):
        return f"plugin {named}"
    return str(config.LateSubmissionPlugin.get("penalty_method") or "none")


def program_file(course_dir: Path) -> Path:
    """Find the program.toml that holds for a course.

    Parameters
    ----------
    course_dir : Path
        The folder that holds nbgrader_config.py.

    Returns
    -------
    Path
        `course/program.toml` or `program.toml` in that folder, whichever is there first; where
        there is neither, the one that comes with this package.
    """
    for own in (course_dir / "course" / "program.toml", course_dir / "program.toml"):
        if own.is_file():
            return own
    return PROGRAM_FILE


def move_aside(layout: Layout, assignment: str, learner: str) -> Path | None:
    """Move what a learner has in submitted/ to `replaced/`, under a number; give its new place."""
    target = layout.folder("submitted", learner, assignment)
    if not os.path.lexists(target):
        return None
    home = layout.root / "replaced" / assignment
    home.mkdir(parents=True, exist_ok=True)
    number = 1
    while os.path.lexists(aside := home / f"{learner}-{number}"):
        number += 1
    target.rename(aside)
    return aside

"""How hand-ins come into submitted/, other than through the exchange; nothing that was there goes.

An LMS's files are placed as nbgrader would have collected them. A team's hand-in is given to all
its members. What lay in a learner's place before is moved aside, to `replaced/`.
"""

import csv
import io
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from course.errors import Problem, SubmissionError
from course.files import read_plain, strict_json, write_whole
from course.gradebook.layout import Layout, submitted_at
from course.gradebook.lms_files import LmsFile, LmsHandIns, RosterEntry, newest, read_lms
from course.gradebook.queries import due_date, hand_ins, learner_names
from course.gradebook.rows import Gradebook
from course.gradebook.scores import is_late

TEAMS: Final = "teams.csv"
_MOST_TEAMS: Final = 1 << 20  # bytes
_OWN_FILES: Final = frozenset({"timestamp.txt", "submission_secret.txt"})


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What was taken in: learners whose work was placed, and what a person should know."""

    learners: tuple[str, ...]
    problems: tuple[Problem, ...]


def take_from_lms(layout: Layout, book: Gradebook, assignment: str, place: Path) -> Intake:
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


def roster(book: Gradebook) -> list[RosterEntry]:
    """Everybody whom the gradebook knows, with what an LMS may call them."""
    table = book.tables["student"].c
    names = learner_names(book)
    with book.connect() as db:
        rows = db.execute(sa.select(table.id, table.email, table.lms_user_id))
        return [
            RosterEntry(
                learner=row.id,
                name=names.get(row.id, ""),
                email=row.email or "",
                lms_id=row.lms_user_id or "",
            )
            for row in rows
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
    layout: Layout, book: Gradebook, assignment: str, teams: Mapping[str, tuple[str, ...]]
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
            and before.get(learner, learner) == learner
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

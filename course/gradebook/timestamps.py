"""When something was handed in: nbgrader's timestamp.txt and folder names, read in any time zone.

nbgrader writes local time and `%Z`: "2026-03-01 13:00:00.000000 CET", "... UTC", "... +03". An
abbreviation alone says little (CST is three zones), so the course's configured zone decides.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from course.errors import shown
from course.files import read_plain

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

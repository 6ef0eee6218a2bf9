"""When something was handed in, in any zone that a course may be set to."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import gettz
from hypothesis import given
from hypothesis import strategies as st

from course.errors import GradingError
from course.gradebook.layout import (
    FORMAT,
    layout_of,
    moment,
    submitted_at,
    timestamp_damage,
    zone_of,
)
from tests.classroom import MODULE, ROOT, hand_in

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "Pacific/Apia",
)


def configured(folder: Path, line: str) -> Path:
    """Make a course with one more line of configuration."""
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    with (folder / "nbgrader_config.py").open("a") as file:
        file.write(f"\n{line}\n")
    return folder


@pytest.mark.parametrize(
    ("zone", "text", "utc"),
    [
        ("UTC", "2026-03-01 12:00:00.000000 UTC", "2026-03-01 12:00:00"),
        ("Europe/Berlin", "2026-03-01 12:00:00.000000 UTC", "2026-03-01 12:00:00"),
        ("Europe/Berlin", "2026-03-01 13:00:00.000000 CET", "2026-03-01 12:00:00"),
        ("Europe/Berlin", "2026-07-01 14:00:00.000000 CEST", "2026-07-01 12:00:00"),
        ("Europe/Berlin", "2026-10-25 02:30:00.000000 CEST", "2026-10-25 00:30:00"),
        ("Europe/Berlin", "2026-10-25 02:30:00.000000 CET", "2026-10-25 01:30:00"),
        ("Europe/Berlin", "2026-03-01 13:00:00.000000 +0100", "2026-03-01 12:00:00"),
        ("Europe/Berlin", "2026-03-01 13:00:00", "2026-03-01 12:00:00"),  # the format has no zone
        ("America/New_York", "2026-03-01 07:00:00.000000 EST", "2026-03-01 12:00:00"),
        ("America/New_York", "2026-11-01 01:30:00.000000 EDT", "2026-11-01 05:30:00"),
        ("America/New_York", "2026-11-01 01:30:00.000000 EST", "2026-11-01 06:30:00"),
        ("America/Chicago", "2026-03-01 06:00:00.000000 CST", "2026-03-01 12:00:00"),
        ("Asia/Shanghai", "2026-03-01 20:00:00.000000 CST", "2026-03-01 12:00:00"),
        ("America/Sao_Paulo", "2026-03-01 09:00:00.000000 -03", "2026-03-01 12:00:00"),
        ("UTC", "2026-03-01 13:00:00.000000 CET", "2026-03-01 12:00:00"),  # a zone it had before
        ("UTC", "2026-03-01 07:00:00.000000 EST", "2026-03-01 12:00:00"),
        ("UTC", "2026-03-01T14:30:00+02:30", "2026-03-01 12:00:00"),
    ],
)
def test_a_moment_is_read_in_the_course_s_zone(zone: str, text: str, utc: str) -> None:
    """Offsets, abbreviations and the hour that comes twice."""
    assert str(moment(text, zone_of(zone))) == utc


@given(
    zone=st.sampled_from(ZONES),
    at=st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1)),
    ending=st.sampled_from(["%Z", "%z"]),
)
def test_what_nbgrader_writes_is_read_back(zone: str, at: datetime, ending: str) -> None:
    """Every moment of every zone comes back as it went in, by name or by number."""
    local = at.replace(tzinfo=ZoneInfo("UTC")).astimezone(gettz(zone))
    text = local.strftime(FORMAT.replace("%Z", ending))

    assert moment(text, zone_of(zone)) == at


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01 13:00:00 CST",  # of which continent?
        "2026-03-01 13:00:00 ../../etc/passwd",
        "2026-03-01 13:00:00 Europe",
        "2026-03-01 13:00:00 +99:99",
        "2026-13-01 13:00:00 UTC",
        "0001-01-01 00:00:00 +14",
        "12",
        "CET",
        "",
    ],
)
def test_what_says_no_moment_is_refused(text: str) -> None:
    """No guess: neither a zone nor a date is taken from this machine or from today."""
    with pytest.raises(ValueError, match="expected a moment such as"):
        moment(text, zone_of("UTC"))


def test_a_course_s_own_format_is_read(tmp_path: Path) -> None:
    """Nbgrader's timestamp_format may put the day first."""
    configured(
        tmp_path,
        "c.Exchange.timezone = 'Europe/Berlin'\nc.Exchange.timestamp_format = '%d.%m.%Y %H:%M %Z'",
    )
    hand_in(tmp_path, "learner-01", at="25.10.2026 02:30 CET")

    assert str(submitted_at(layout_of(tmp_path), MODULE, "learner-01")) == "2026-10-25 01:30:00"


def test_a_zone_that_does_not_exist_is_the_course_s_fault(tmp_path: Path) -> None:
    """The file and the option are named; nbgrader itself refuses such a zone, too."""
    configured(tmp_path, "c.Exchange.timezone = 'Europe/Atlantis'")

    with pytest.raises(GradingError, match=r"nbgrader_config\.py: Exchange\.timezone: expected a"):
        layout_of(tmp_path)


def test_damage_is_told_apart_from_a_file_that_is_not_there(tmp_path: Path) -> None:
    """Bytes, folders and words are damage; a submission placed by hand has no time."""
    layout = layout_of(configured(tmp_path, ""))
    path = hand_in(tmp_path, "learner-01") / "timestamp.txt"
    seen = {}
    for name, content in {"right": None, "bytes": b"\xff\xfe\0", "words": b"soon"}.items():
        if content is not None:
            path.write_bytes(content)
        seen[name] = timestamp_damage(layout, MODULE, "learner-01")
    path.unlink()
    seen["none"] = timestamp_damage(layout, MODULE, "learner-01")
    path.mkdir()
    seen["folder"] = timestamp_damage(layout, MODULE, "learner-01")

    ending = "; when it was handed in is not known"
    assert seen == {
        "right": None,
        "bytes": f"timestamp.txt cannot be read: expected text, got byte 0xff{ending}",
        "words": "timestamp.txt cannot be read: expected a moment such as "
        f"'2026-03-01 12:00:00 UTC', got 'soon'{ending}",
        "none": None,
        "folder": f"timestamp.txt cannot be read: expected a plain file, got a folder{ending}",
    }


def test_zones_do_not_reach_into_one_another() -> None:
    """An hour of daylight saving is an hour, not a day."""
    winter = moment("2026-10-25 02:30:00 CET", zone_of("Europe/Berlin"))
    summer = moment("2026-10-25 02:30:00 CEST", zone_of("Europe/Berlin"))

    assert winter - summer == timedelta(hours=1)

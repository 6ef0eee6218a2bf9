"""What comes from an LMS: three layouts, and what nobody should put into one."""

import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from course.errors import SubmissionError
from course.gradebook import intake
from course.gradebook.intake import LmsHandIns, RosterEntry, read_lms

ROSTER = [
    RosterEntry(learner="learner-01", name="Ada Lovelace", email="ada@example.org", lms_id="4711"),
    RosterEntry(learner="learner-02", name="Zoë Müller-Lüdenscheidt", lms_id="4712"),
    RosterEntry(learner="learner-03", name="Kim Lee"),
    RosterEntry(learner="learner-04", name="Kim Lee"),
]
BOOK = b'{"cells": []}'


def zipped(folder: Path, files: dict[str, bytes]) -> Path:
    path = folder / "class.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def laid_out(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / "class" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "class" / name).write_bytes(content)
    return folder / "class"


def names(hand_ins: LmsHandIns) -> dict[str, list[str]]:
    return {learner: sorted(files) for learner, files in sorted(hand_ins.by_learner.items())}


MOODLE = {
    "Ada Lovelace_99_assignsubmission_file_/01-x.ipynb": BOOK,
    "Zoë Müller-Lüdenscheidt_98_assignsubmission_file_/answers/a.json": b"{}",
    "Zoë Müller-Lüdenscheidt_98_assignsubmission_file_/01-x.ipynb": BOOK,
}
CANVAS = {"lovelaceada_4711_55_01-x.ipynb": BOOK, "zoemuller_LATE_4712_56_01-x-2.ipynb": BOOK}
FOLDERS = {"learner-01/01-x.ipynb": BOOK, "4712/01-x.ipynb": BOOK}
WRAPPED = {f"Module 1/{name}": content for name, content in FOLDERS.items()}


@pytest.mark.parametrize("place", [zipped, laid_out])
@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (MOODLE, {"learner-01": ["01-x.ipynb"], "learner-02": ["01-x.ipynb", "answers/a.json"]}),
        (CANVAS, {"learner-01": ["01-x.ipynb"], "learner-02": ["01-x.ipynb"]}),
        (FOLDERS, {"learner-01": ["01-x.ipynb"], "learner-02": ["01-x.ipynb"]}),
        (WRAPPED, {"learner-01": ["01-x.ipynb"], "learner-02": ["01-x.ipynb"]}),
        ({"ada@example.org/01-x.ipynb": BOOK}, {"learner-01": ["01-x.ipynb"]}),
        ({"learner-01.ipynb": BOOK}, {"learner-01": ["learner-01.ipynb"]}),
    ],
)
def test_known_layouts_find_their_learners(
    tmp_path: Path,
    place: Callable[[Path, dict[str, bytes]], Path],
    files: dict[str, bytes],
    expected: dict[str, list[str]],
) -> None:
    """By id, LMS id, e-mail or name, marks and order of names aside."""
    hand_ins = read_lms(place(tmp_path, files), ROSTER)
    assert names(hand_ins) == expected
    assert hand_ins.problems == []


def test_who_is_nobody_or_two_is_named_and_not_guessed(tmp_path: Path) -> None:
    """The others are read all the same."""
    files = {
        "Kim Lee_1_assignsubmission_file_/01-x.ipynb": BOOK,
        "Eve_2_assignsubmission_file_/01-x.ipynb": BOOK,
        **MOODLE,
    }
    hand_ins = read_lms(zipped(tmp_path, files), ROSTER)
    assert sorted(names(hand_ins)) == ["learner-01", "learner-02"]
    assert [problem.what.split("'")[1] for problem in hand_ins.problems] == ["Kim Lee", "Eve"]


def test_of_two_hand_ins_of_one_learner_the_later_counts(tmp_path: Path) -> None:
    """Canvas counts them in the name."""
    files = {
        "lovelaceada_4711_55_01-x-2.ipynb": b"second",
        "lovelaceada_4711_54_01-x-1.ipynb": b"first",
        "lovelaceada_4711_53_01-x.ipynb": b"zeroth",
    }
    hand_ins = read_lms(zipped(tmp_path, files), ROSTER)
    assert {n: f.content for n, f in hand_ins.by_learner["learner-01"].items()} == {
        "01-x.ipynb": b"second"
    }


def test_a_zip_in_a_zip_is_opened_once(tmp_path: Path) -> None:
    """A learner may have handed in a zip file, with a folder around; a third one is left out."""
    third = io.BytesIO()
    with zipfile.ZipFile(third, "w") as archive:
        archive.writestr("deep.ipynb", BOOK)
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("my work/01-x.ipynb", BOOK)
        archive.writestr("my work/third.zip", third.getvalue())
    hand_ins = read_lms(zipped(tmp_path, {"learner-01/work.zip": inner.getvalue()}), ROSTER)
    assert names(hand_ins) == {"learner-01": ["01-x.ipynb"]}
    assert "zip file in a zip file" in str(hand_ins.problems[0])


def test_what_a_system_leaves_behind_is_passed_over(tmp_path: Path) -> None:
    """AppleDouble files and their like are nobody's work, and no problem."""
    files = {
        "learner-01/01-x.ipynb": BOOK,
        "learner-01/._01-x.ipynb": b"\x00\x05\x16\x07",
        "learner-01/.DS_Store": b"x",
        "__MACOSX/learner-01/._01-x.ipynb": b"x",
    }
    hand_ins = read_lms(zipped(tmp_path, files), ROSTER)
    assert (names(hand_ins), hand_ins.problems) == ({"learner-01": ["01-x.ipynb"]}, [])


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../../learner-01/01-x.ipynb", "leads out of the archive"),
        ("/etc/learner-01", "leads out of the archive"),
        ("learner-01/../../x.ipynb", "leads out of the archive"),
        ("..\\..\\learner-01\\x.ipynb", "leads out of the archive"),
        ("C:/learner-01/x.ipynb", "leads out of the archive"),
        ("learner-01/" + "x" * 500, "too long"),
        ("learner-01/a\nb.ipynb", "no text"),
    ],
)
def test_names_that_lead_elsewhere_are_left_out(tmp_path: Path, name: str, why: str) -> None:
    """And named; the honest file beside them is read."""
    hand_ins = read_lms(zipped(tmp_path, {name: BOOK, "learner-02/01-x.ipynb": BOOK}), ROSTER)
    assert names(hand_ins) == {"learner-02": ["01-x.ipynb"]}
    assert why in str(hand_ins.problems[0])


def test_bombs_and_links_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sizes are looked at before anything is unpacked, and again while it is."""
    path = tmp_path / "class.zip"
    link = zipfile.ZipInfo("learner-01/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("learner-01/bomb.ipynb", b"0" * (8 << 20))
        archive.writestr(link, "/etc/passwd")
        archive.writestr("learner-02/01-x.ipynb", BOOK)
    hand_ins = read_lms(path, ROSTER)
    assert names(hand_ins) == {"learner-02": ["01-x.ipynb"]}
    assert [problem.what for problem in hand_ins.problems] == [
        "left out: it would unpack to far more than it is",
        "left out: it is a link",
    ]
    monkeypatch.setattr(intake, "MOST_FILES", 2)
    with pytest.raises(SubmissionError, match="at most 2 files"):
        read_lms(path, ROSTER)


def test_links_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    """Neither to files nor to folders."""
    place = laid_out(tmp_path, {"learner-01/01-x.ipynb": BOOK})
    (tmp_path / "secret").write_bytes(b"secret")
    (place / "learner-01" / "link").symlink_to(tmp_path / "secret")
    (place / "learner-02").symlink_to(tmp_path)
    hand_ins = read_lms(place, ROSTER)
    assert names(hand_ins) == {"learner-01": ["01-x.ipynb"]}
    assert "got a link" in str(hand_ins.problems[0])


def test_foreign_encodings_of_names_are_read(tmp_path: Path) -> None:
    """UTF-8 without its flag, as many programs write, is UTF-8 all the same."""
    path = tmp_path / "class.zip"
    name = "Zoë Müller-Lüdenscheidt_98_assignsubmission_file_/01-x.ipynb"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, BOOK)
    raw = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        assert archive.infolist()[0].flag_bits & 0x800
    local, central = raw.index(b"PK\x03\x04") + 6, raw.index(b"PK\x01\x02") + 8
    flagless = bytearray(raw)
    for at in (local, central):
        flagless[at + 1] &= ~0x08
    path.write_bytes(bytes(flagless))
    assert names(read_lms(path, ROSTER)) == {"learner-02": ["01-x.ipynb"]}


@pytest.mark.parametrize("cut", [0, 1, 30, 120])
def test_an_archive_without_its_end_is_one_error(tmp_path: Path, cut: int) -> None:
    """The list of a zip file's entries stands last; without it there is none."""
    path = zipped(tmp_path, FOLDERS)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(SubmissionError, match="expected a folder or a zip file"):
        read_lms(path, ROSTER)


@pytest.mark.parametrize("at", range(0, 60, 7))
def test_a_damaged_archive_costs_what_is_damaged(tmp_path: Path, at: int) -> None:
    """A byte that was turned over: what can be read is read, the rest is named."""
    path = zipped(tmp_path, {"learner-01/01-x.ipynb": BOOK * 50})
    raw = bytearray(path.read_bytes())
    raw[at] ^= 0xFF
    path.write_bytes(bytes(raw))
    hand_ins = read_lms(path, ROSTER)
    whole = hand_ins.by_learner.get("learner-01", {}).get("01-x.ipynb")
    assert hand_ins.problems or (whole is not None and whole.content == BOOK * 50)


def test_a_place_that_is_none_is_named(tmp_path: Path) -> None:
    """The error says which."""
    with pytest.raises(SubmissionError, match=r"nowhere: no such file or folder"):
        read_lms(tmp_path / "nowhere", ROSTER)

"""Files into and out of a child's folder, hostile ones included."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from course.jobs import Limits
from course.sandbox.work_folders import Copies, bad_name, left_out, put

LIMITS = Limits(file_bytes=1000, work_bytes=4000, work_files=40)


@pytest.fixture
def folders(tmp_path: Path) -> Iterator[tuple[int, int, Path, Path]]:
    """Two folders by descriptor and by path: the candidate's and the examiner's."""
    places = [tmp_path / "source", tmp_path / "target"]
    for place in places:
        place.mkdir()
    opened = [os.open(place, os.O_RDONLY | os.O_DIRECTORY) for place in places]
    yield opened[0], opened[1], places[0], places[1]
    for descriptor in opened:
        os.close(descriptor)


def tree(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text() if path.is_file() else "/"
        for path in sorted(folder.rglob("*"))
    }


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/etc/passwd",
        "../up",
        "a/../../b",
        "./a",
        "a//b",
        "a/",
        "a\0b",
        "a\\b",
        "\udcff",
        "x" * 256,
        "/".join("a" * 13),
        "é" * 200,
    ],
)
def test_names_that_lead_elsewhere_are_refused(name: str) -> None:
    """A name must stay below its folder and be one that any file system takes."""
    assert bad_name(name) is not None


@pytest.mark.parametrize("name", ["a", "a/b.csv", ".hidden", "ünïcode.txt", "with space"])
def test_plain_names_are_taken(name: str) -> None:
    """Ordinary names are ordinary."""
    assert bad_name(name) is None


def test_what_does_not_fit_is_left_out_with_its_reason() -> None:
    """Too large, too many together, or badly named: each is named once."""
    files = {"a": b"x" * 1001, "b": b"x" * 900, "c": b"x" * 900, "d": b"x" * 900, "../e": b""}
    reasons = left_out(files, LIMITS)
    assert list(reasons) == ["../e", "a", "d"]
    assert reasons["a"] == "1001 bytes, more than 1000"
    many = {f"{n:03}": b"" for n in range(100)}
    assert len(left_out(many, LIMITS)) == 80


def test_putting_follows_no_link(folders: tuple[int, int, Path, Path], tmp_path: Path) -> None:
    """A link that lies where a file should go is replaced, one on the way is an error."""
    source, _, place, _ = folders
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "f").write_text("kept")
    (place / "link").symlink_to(outside / "f")
    (place / "dir").symlink_to(outside)
    put(source, {"link": b"new"})
    assert (outside / "f").read_text() == "kept"
    assert (place / "link").read_text() == "new"
    with pytest.raises(OSError, match="dir"):
        put(source, {"dir/f": b"new"})
    assert (outside / "f").read_text() == "kept"


def test_changes_are_carried_and_removals_too(folders: tuple[int, int, Path, Path]) -> None:
    """New, changed and removed files and folders arrive; what was pristine stays."""
    source, target, place, copy = folders
    pristine = {"data.csv": b"ours"}
    put(source, pristine)
    put(target, pristine)
    copies = Copies(keep=frozenset(pristine), limits=LIMITS)
    copies.note(target)
    (place / "data.csv").write_text("forged")
    (place / "out").mkdir()
    (place / "out" / "a.txt").write_text("one")
    (place / "empty").mkdir()
    copies.carry(source, target)
    assert tree(copy) == {"data.csv": "ours", "out": "/", "out/a.txt": "one", "empty": "/"}
    (place / "out" / "a.txt").write_text("three")
    (place / "empty").rmdir()
    (place / "data.csv").unlink()
    copies.carry(source, target)
    assert tree(copy) == {"data.csv": "ours", "out": "/", "out/a.txt": "three"}
    (place / "out" / "a.txt").unlink()
    (place / "out").rmdir()
    copies.carry(source, target)
    assert tree(copy) == {"data.csv": "ours"}


def test_a_file_in_place_of_a_folder_is_carried_as_far_as_it_goes(
    folders: tuple[int, int, Path, Path],
) -> None:
    """A name that changes its kind raises nothing."""
    source, target, place, copy = folders
    copies = Copies(keep=frozenset(), limits=LIMITS)
    (place / "x").mkdir()
    copies.carry(source, target)
    (place / "x").rmdir()
    (place / "x").write_text("file")
    copies.carry(source, target)
    copies.carry(source, target)
    assert set(tree(copy)) == {"x"}


def test_only_regular_files_within_the_limits_are_carried(
    folders: tuple[int, int, Path, Path], tmp_path: Path
) -> None:
    """Links, pipes, sockets, holes, large files and a thousand files: bounded, and nothing hangs."""
    source, target, place, copy = folders
    (tmp_path / "secret").write_text("secret")
    (place / "a-link").symlink_to(tmp_path / "secret")
    (place / "b-loop").symlink_to(place)
    os.mkfifo(place / "c-pipe")
    os.truncate(os.open(place / "d-hole", os.O_CREAT | os.O_RDWR), 1 << 40)
    (place / "e-large").write_text("x" * 1001)
    (place / "f-good").write_text("good")
    for letter in "ghi":
        (place / letter).write_text("x" * 900)
    Copies(keep=frozenset(), limits=LIMITS).carry(source, target)
    assert set(tree(copy)) == {"f-good", "g", "h"}
    for number in range(1000):
        (place / f"z{number}").touch()
    Copies(keep=frozenset(), limits=LIMITS).carry(source, target)
    assert len(tree(copy)) <= LIMITS.work_files + 3


def test_a_deep_tree_ends(folders: tuple[int, int, Path, Path]) -> None:
    """Folders within folders without end are followed to a fixed depth."""
    source, target, place, copy = folders
    deep = place
    for _ in range(60):
        deep = deep / "d"
        deep.mkdir()
    Copies(keep=frozenset(), limits=Limits()).carry(source, target)
    assert len(tree(copy)) < 14

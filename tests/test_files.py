"""A stranger's file is read whole or refused, and through no link."""

import os
from pathlib import Path

import pytest

from course.files import read_plain


def test_a_plain_file_is_read_whole_and_bounded(tmp_path: Path) -> None:
    """As many bytes as allowed are read, one more is refused, nothing is None."""
    (tmp_path / "a").write_bytes(b"12345")
    assert read_plain(tmp_path, "a", 5) == b"12345"
    assert read_plain(tmp_path, "b", 5) is None
    assert read_plain(tmp_path / "none", "a", 5) is None
    with pytest.raises(ValueError, match="expected at most 4 bytes, got 5"):
        read_plain(tmp_path, "a", 4)


def test_links_folders_and_pipes_are_refused(tmp_path: Path) -> None:
    """Neither the file nor its folder may be something else; a pipe does not wait."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a").write_bytes(b"1")
    (tmp_path / "linked").symlink_to(tmp_path / "real")
    (tmp_path / "real" / "link").symlink_to(tmp_path / "real" / "a")
    os.mkfifo(tmp_path / "real" / "pipe")
    (tmp_path / "real" / "folder").mkdir()
    for folder, name, why in (
        ("linked", "a", "linked is not a folder but a link"),
        ("real", "link", "it is a link"),
        ("real", "pipe", "it is not a regular file"),
        ("real", "folder", "it is (a folder|not a regular file)"),
    ):
        with pytest.raises(ValueError, match=why):
            read_plain(tmp_path / folder, name, 5)

"""The course's secret: made once, outside every repository, read by its owner only."""

import hmac
import stat
from pathlib import Path

import pytest

from course.errors import CredentialError
from course.papers.course_secret import CourseSecret, load_secret, make_secret


def test_a_secret_is_made_once(tmp_path: Path) -> None:
    """Mode 0600, 32 bytes; a second one is refused, and the first stands as it was."""
    path = tmp_path / "new" / "secret"
    secret = make_secret(path)
    assert (stat.S_IMODE(path.stat().st_mode), len(path.read_bytes())) == (0o600, 32)
    with pytest.raises(CredentialError, match="there is a secret already"):
        make_secret(path)
    assert load_secret(path).digest == secret.digest
    assert [entry.name for entry in path.parent.iterdir()] == ["secret"]


def test_a_secret_lies_in_no_repository(tmp_path: Path) -> None:
    """What is committed once is public for ever."""
    (tmp_path / ".git").mkdir()
    with pytest.raises(CredentialError, match="outside of every repository"):
        make_secret(tmp_path / "deep" / "secret")
    assert not (tmp_path / "deep").exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_secret_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    """They may have drawn papers with it by now."""
    path = tmp_path / "secret"
    make_secret(path)
    path.chmod(mode)
    with pytest.raises(CredentialError, match="others may have read it"):
        load_secret(path)


def test_what_is_no_secret_is_said(tmp_path: Path) -> None:
    """Nothing there, a link, too short, too long."""
    path = tmp_path / "secret"
    with pytest.raises(CredentialError, match="make one by `course paper secret`"):
        load_secret(path)
    for content, words in ((b"short", "expected 32 bytes, got 5"), (b"x" * 33, "at most 32")):
        path.write_bytes(content)
        path.chmod(0o600)
        with pytest.raises(CredentialError, match=words):
            load_secret(path)
    link = tmp_path / "link"
    link.symlink_to(path)
    with pytest.raises(CredentialError, match="got a link"):
        load_secret(link)


def test_a_secret_is_not_shown() -> None:
    """Neither its text nor its digest gives the bytes away; equal ones have equal digests."""
    one, other = (CourseSecret(value=bytes([n]) * 32) for n in (1, 2))
    assert one.value.hex() not in repr(one) + str(one) + one.digest
    assert one.digest == CourseSecret(value=bytes([1]) * 32).digest != other.digest


def test_parts_are_told_apart() -> None:
    """Where a part ends decides, and each kind of part is its own; RFC 2104's HMAC is beneath."""
    secret = CourseSecret(value=bytes(32))
    parts = [("a", "bc"), ("ab", "c"), ("abc",), ("a", "b", "c"), ("1",), (1,), ()]
    assert len({secret.derived(*one) for one in parts}) == len(parts)
    text = b'["a",1]'
    assert secret.derived("a", 1) == hmac.new(bytes(32), text, "sha256").digest()

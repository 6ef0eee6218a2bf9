"""Keys: where they lie, who may read them, what is published."""

import json
import logging
from pathlib import Path

import pytest

from course.credentials import load_signing, make_keys, read_issuer
from course.errors import CredentialError


def test_keys_are_for_the_issuer_alone(keys: Path) -> None:
    """Private files have mode 0600 in a folder of mode 0700; issuer.json has no private part."""
    assert {p.name: oct(p.stat().st_mode & 0o777) for p in keys.iterdir()} == {
        "rs256.pem": "0o600",
        "ed25519.pem": "0o600",
        "issuer.json": "0o644",
    }
    assert keys.stat().st_mode & 0o777 == 0o700
    published = json.loads((keys / "issuer.json").read_text())
    assert set(published["rs256"]) == {"kty", "n", "e"}
    assert set(published["ed25519"]) == {"kty", "crv", "x"}


def test_a_private_key_is_never_shown(keys: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Neither repr nor a log of the value holds key material."""
    signing = load_signing(keys)
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("course").debug("%r %s", signing, [signing])
    line = (keys / "rs256.pem").read_text().splitlines()[3]
    assert line not in caplog.text and "PRIVATE" not in caplog.text and "urn:uuid" in caplog.text


def test_a_repository_is_no_place_for_keys(tmp_path: Path, keys: Path) -> None:
    """Neither made nor read below a folder with .git in it."""
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    inside = tmp_path / "repo" / "keys"
    with pytest.raises(CredentialError, match="outside of every repository"):
        make_keys(inside, name="x")
    inside.mkdir()
    for file in keys.iterdir():
        (inside / file.name).write_bytes(file.read_bytes())
    with pytest.raises(CredentialError, match="outside of every repository"):
        load_signing(inside)


def test_keys_are_never_overwritten(keys: Path) -> None:
    """A second making would orphan every credential of the first."""
    before = {p.name: p.read_bytes() for p in keys.iterdir()}
    with pytest.raises(CredentialError, match="expected an empty folder"):
        make_keys(keys, name="x")
    assert {p.name: p.read_bytes() for p in keys.iterdir()} == before


def copied(keys: Path, place: Path) -> Path:
    place.mkdir()
    for file in keys.iterdir():
        (place / file.name).write_bytes(file.read_bytes())
        (place / file.name).chmod(0o600)
    return place


def test_a_key_that_others_could_read_is_refused(keys: Path, tmp_path: Path) -> None:
    """The message says which file, which mode, and what follows."""
    folder = copied(keys, tmp_path / "k")
    (folder / "rs256.pem").chmod(0o640)
    with pytest.raises(CredentialError, match=r"rs256.pem: expected mode 0600, got 0640"):
        load_signing(folder)


@pytest.mark.parametrize("file", ["rs256.pem", "ed25519.pem"])
def test_a_key_that_is_not_the_published_one_is_refused(
    file: str, keys: Path, others_keys: Path, tmp_path: Path
) -> None:
    """A swapped key would sign what nobody can verify."""
    folder = copied(keys, tmp_path / "k")
    (folder / file).write_bytes((others_keys / file).read_bytes())
    with pytest.raises(CredentialError, match=f"{file}: its public half is not the one"):
        load_signing(folder)
    (folder / file).write_text("-----BEGIN NOTHING-----")
    with pytest.raises(CredentialError, match=f"{file}: expected a private key in PEM"):
        load_signing(folder)
    (folder / file).unlink()
    (folder / file).symlink_to(others_keys / file)
    with pytest.raises(CredentialError, match=f"{file}: .*expected a plain file"):
        load_signing(folder)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"id": "learner-01"}, "issuer.json: id: string should match pattern"),
        ({"rs256": {"kty": "oct", "k": "AAAA"}}, "issuer.json: rs256.kty: input should be 'RSA'"),
        ({"more": 1}, "issuer.json: more: extra inputs are not permitted"),
        ({"url": "http://example.org"}, "issuer.json: url: string should match pattern"),
    ],
)
def test_what_is_published_is_checked(
    change: dict[str, object], problem: str, keys: Path, tmp_path: Path
) -> None:
    """Each problem is named by its member."""
    text = json.loads((keys / "issuer.json").read_text())
    (tmp_path / "issuer.json").write_text(json.dumps(text | change))
    with pytest.raises(CredentialError) as raised:
        read_issuer(tmp_path / "issuer.json")
    assert any(str(p).startswith(problem) for p in raised.value.problems)
    (tmp_path / "issuer.json").write_text("{")
    with pytest.raises(CredentialError, match=r"issuer\.json: line 1: expected JSON"):
        read_issuer(tmp_path / "issuer.json")

"""An issuer of one test run, and awards to sign."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from course.credentials import (
    Award,
    IssuedCredential,
    Register,
    Signing,
    StatedResult,
    Verification,
    issue,
    load_signing,
    make_keys,
    verify,
)
from course.credentials import signing as issuing

NOW = datetime.now(UTC).replace(microsecond=0)
CERTIFICATE = Award(
    kind="certificate",
    key="level-1-engineer",
    name="Level 1 Engineer",
    description="Completed the first level.",
    criteria="Complete core modules. Pass assessments. Complete project.",
    recipient="learner-01",
    since=NOW - timedelta(days=30),
    until=NOW + timedelta(days=700),
    outcomes=(
        StatedResult(name="theoretical", value=84, required=80),
        StatedResult(name="practical", value=91.5, required=85),
    ),
    evidence="5e" * 32,
)
BADGE = replace(
    CERTIFICATE,
    kind="badge",
    key="incident-master",
    name="Incident Master",
    until=None,
    outcomes=(),
    criteria="Handle 5 incidents successfully",
    evidence="",
)


@dataclass
class Office:
    """An issuer at work: its keys, its register, a folder for what it gives out."""

    signing: Signing
    register: Register
    folder: Path

    def issue(self, award: Award = CERTIFICATE, **changes: Any) -> IssuedCredential:
        return issue(replace(award, **changes), self.signing, self.register, self.folder)

    def listed(self) -> bytes:
        return self.register.status_list(self.signing).encode()

    def verify(self, content: bytes, **more: Any) -> Verification:
        return verify(content, self.signing.issuer, **{"status_list": self.listed()} | more)


@pytest.fixture(autouse=True, scope="session")
def drawn_once() -> Iterator[None]:
    """Equal awards look equal (test_issuing.py says so): each is drawn once in a run."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("badge", "certificate"):
            patch.setattr(issuing, name, lru_cache(maxsize=None)(getattr(issuing, name)))
        yield


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys are made once: 3072 bits take a while."""
    folder = tmp_path_factory.mktemp("issuer") / "keys"
    make_keys(folder, name="Engineering Excellence")
    return folder


@pytest.fixture(scope="session")
def others_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody else's."""
    folder = tmp_path_factory.mktemp("other") / "keys"
    make_keys(folder, name="Engineering Excellence", url="https://example.org/badges")
    return folder


def opened(keys: Path, place: Path) -> Iterator[Office]:
    with Register.opened(place / "register.json") as register:
        yield Office(signing=load_signing(keys), register=register, folder=place / "out")


@pytest.fixture
def office(keys: Path, tmp_path: Path) -> Iterator[Office]:
    """An issuer with an empty register."""
    yield from opened(keys, tmp_path / "ours")


@pytest.fixture
def other(others_keys: Path, tmp_path: Path) -> Iterator[Office]:
    """Another issuer of the same name."""
    yield from opened(others_keys, tmp_path / "theirs")

"""What was issued and revoked, and the status list that tells verifiers.

    {"format": 1, "issued": [{"id": "urn:uuid:…", "index": 0, "learner": …, "key": …,
      "kind": …, "name": …, "since": …, "until": …, "revoked": {"on": …, "why": …}}, …]}

The register is the issuer's own; what is published is the list: a signed bit string with a bit
for each credential (W3C Bitstring Status List 1.0), which says which are revoked and no more.
"""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from course.credentials.awards import Award
from course.credentials.keys import Signing, Words
from course.errors import CredentialError

LIST_LASTS = timedelta(days=30)  # an older copy is refused: it may not know of revocations
MOST = 131_072  # bits of the list: the standard's least, so that none is alone in it
LARGEST = 64 << 20


class _Value(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Revoked(_Value):
    """When and why a credential was taken back."""

    on: AwareDatetime
    why: Words


class Entry(_Value):
    """A credential that was issued."""

    id: Annotated[str, Field(pattern=r"^urn:uuid:[0-9a-f-]{36}$")]
    index: Annotated[int, Field(ge=0, lt=MOST)]
    learner: Words
    key: Words
    kind: Literal["badge", "certificate"]
    name: Words
    since: AwareDatetime
    until: AwareDatetime | None = None
    revoked: Revoked | None = None


class _File(_Value):
    format: Literal[1] = 1
    issued: tuple[Entry, ...] = ()


@dataclass
class Register:
    """A register file. `entries` is what it holds; a change is on disk before a call returns."""

    path: Path
    entries: list[Entry] = field(default_factory=list)

    @classmethod
    @contextmanager
    def opened(cls, path: Path) -> Iterator["Register"]:
        """Open a register, alone: another process waits. Raises CredentialError: unreadable."""
        import fcntl

        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (path.with_suffix(".lock")).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield cls(path=path, entries=_read(path))

    def add(self, award: Award, id_: str) -> Entry:
        """Enter a new credential and give it a place in the list."""
        if len(self.entries) >= MOST:
            raise CredentialError(f"{self.path.name}: the list is full: make a new issuer")
        entry = Entry(
            id=id_,
            index=len(self.entries),
            learner=award.recipient,
            key=award.key,
            kind=award.kind,
            name=award.name,
            since=award.since,
            until=award.until,
        )
        self.entries.append(entry)
        self._keep()
        return entry

    def find(self, learner: str, key: str, since: datetime) -> Entry | None:
        """Give the entry of an award that was issued already and not revoked."""
        for entry in self.entries:
            same = (entry.learner, entry.key, entry.since) == (learner, key, since)
            if same and entry.revoked is None:
                return entry
        return None

    def revoke(self, id_: str, why: str, *, on: datetime) -> Entry:
        """Take a credential back, for ever. Raises CredentialError: unknown, or revoked before."""
        for place, entry in enumerate(self.entries):
            if entry.id == id_:
                if entry.revoked is not None:
                    raise CredentialError(f"{id_}: was revoked on {entry.revoked.on:%Y-%m-%d}")
                gone = entry.model_copy(update={"revoked": Revoked(on=on, why=why)})
                self.entries[place] = gone
                self._keep()
                return gone
        raise CredentialError(f"{id_}: expected the id of a credential in {self.path.name}")

    def status_list(self, signing: Signing, *, now: datetime | None = None) -> str:
        """Sign the list as of now, as a JWT; it is good for 30 days."""
        from openbadgeslib.ob3 import OB3Signer, build_status_list_credential

        now = (now or datetime.now(UTC)).replace(microsecond=0)
        url, until = signing.issuer.status_list, now + LIST_LASTS
        revoked = [entry.index for entry in self.entries if entry.revoked is not None]
        made = build_status_list_credential(
            signing.issuer.id, url, "revocation", revoked, MOST, issued=now, valid_until=until
        )
        claims = {"iss": signing.issuer.id, "jti": url, "nbf": int(now.timestamp())}
        claims["exp"] = int(until.timestamp())
        return OB3Signer(signing.rs256, "RS256").sign_payload(made | claims)

    def _keep(self) -> None:
        text = _File(issued=tuple(self.entries)).model_dump_json(indent=1, exclude_none=True)
        handle, fresh = tempfile.mkstemp(dir=self.path.parent, prefix=self.path.name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text + "\n")
                file.flush()
                os.fsync(file.fileno())
            Path(fresh).replace(self.path)
        except BaseException:
            Path(fresh).unlink(missing_ok=True)
            raise


def _read(path: Path) -> list[Entry]:
    if not path.exists():
        return []
    if path.is_symlink() or path.stat().st_size > LARGEST:
        raise CredentialError(f"{path.name}: expected a plain file of at most {LARGEST} bytes")
    try:
        found = list(_File.model_validate(json.loads(path.read_bytes())).issued)
    except ValidationError as error:
        raise CredentialError(
            f"{path.name}: {'.'.join(map(str, p['loc']))}: {p['msg'].lower()}"
            for p in error.errors(include_url=False)
        ) from None
    except ValueError as error:
        raise CredentialError(f"{path.name}: expected JSON: {error}") from None
    if [entry.index for entry in found] != list(range(len(found))):
        raise CredentialError(f"{path.name}: issued: expected the indices 0, 1, 2, … in order")
    return found

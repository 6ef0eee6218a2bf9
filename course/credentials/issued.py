"""What was issued and revoked, and the status list that tells verifiers.

    {"format": 1, "issued": [{"id": "urn:uuid:…", "index": 0, "learner": …, "key": …,
      "kind": …, "name": …, "since": …, "until": …, "revoked": {"on": …, "why": …}}, …]}

The register is the issuer's own; what is published is the list: a signed bit string with a bit
for each credential (W3C Bitstring Status List 1.0), which says which are revoked and no more.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from course.credentials.awards import Award
from course.credentials.keys import Signing, Words
from course.errors import CredentialError, Problem, validation_problems
from course.files import locked, read_plain, strict_json, write_whole

LIST_LASTS = timedelta(days=30)  # an older copy is refused: it may not know of revocations
MOST = 131_072  # bits of the list: the standard's least, so that none is alone in it
LARGEST = 64 << 20


class _RegisterPart(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Revoked(_RegisterPart):
    """When and why a credential was taken back."""

    on: AwareDatetime
    why: Words


class RegisterEntry(_RegisterPart):
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


class _RegisterFile(_RegisterPart):
    format: Literal[1] = 1
    issued: tuple[RegisterEntry, ...] = ()


@dataclass
class Register:
    """A register file. `entries` is what it holds; a change is on disk before a call returns."""

    path: Path
    entries: list[RegisterEntry] = field(default_factory=list)

    @classmethod
    @contextmanager
    def opened(cls, path: Path) -> Iterator["Register"]:
        """Open a register, alone: another process waits. Raises CredentialError: unreadable."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with locked(path.with_suffix(".lock")):
            yield cls(path=path, entries=read_entries(path))

    def add(self, award: Award, id_: str) -> RegisterEntry:
        """Enter a new credential and give it a place in the list."""
        if len(self.entries) >= MOST:
            what = "the list is full: make a new issuer"
            raise CredentialError(Problem(self.path.name, what))
        entry = RegisterEntry(
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
        self._write()
        return entry

    def find(self, learner: str, key: str, since: datetime) -> RegisterEntry | None:
        """Give the entry of an award that was issued already and not revoked."""
        for entry in self.entries:
            same = (entry.learner, entry.key, entry.since) == (learner, key, since)
            if same and entry.revoked is None:
                return entry
        return None

    def revoke(self, id_: str, why: str, *, on: datetime) -> RegisterEntry:
        """Take a credential back, for ever. Raises CredentialError: unknown, or revoked before."""
        for place, entry in enumerate(self.entries):
            if entry.id == id_:
                if entry.revoked is not None:
                    what = f"was revoked on {entry.revoked.on:%Y-%m-%d}"
                    raise CredentialError(Problem(id_, what))
                revoked = entry.model_copy(update={"revoked": Revoked(on=on, why=why)})
                self.entries[place] = revoked
                self._write()
                return revoked
        what = f"expected the id of a credential in {self.path.name}"
        raise CredentialError(Problem(id_, what))

    def status_list(self, signing: Signing, *, now: datetime | None = None) -> str:
        """Sign the list as of now, as a JWT; it is good for 30 days."""
        from openbadgeslib.ob3 import OB3Signer, build_status_list_credential

        now = (now or datetime.now(UTC)).replace(microsecond=0)
        url, until = signing.issuer.status_list, now + LIST_LASTS
        revoked = [entry.index for entry in self.entries if entry.revoked is not None]
        content = build_status_list_credential(
            signing.issuer.id, url, "revocation", revoked, MOST, issued=now, valid_until=until
        )
        claims = {"iss": signing.issuer.id, "jti": url, "nbf": int(now.timestamp())}
        claims["exp"] = int(until.timestamp())
        return OB3Signer(signing.rs256, "RS256").sign_payload(content | claims)

    def _write(self) -> None:
        register = _RegisterFile(issued=tuple(self.entries))
        text = register.model_dump_json(indent=1, exclude_none=True)
        write_whole(self.path, text + "\n", mode=0o600)


def read_entries(path: Path) -> list[RegisterEntry]:
    """Read a register file without a lock; a file that is not there holds nothing.

    Raises CredentialError with all problems and their places.
    """
    try:
        content = read_plain(path, LARGEST)
        strict_json(content)  # pydantic takes the last of two equal keys without a word
        entries = list(_RegisterFile.model_validate_json(content).issued)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise CredentialError(Problem(path.name, f"{error.strerror}")) from None
    except ValidationError as error:
        raise CredentialError(validation_problems(error, path.name)) from None
    except ValueError as error:
        raise CredentialError(Problem(path.name, str(error))) from None
    if [entry.index for entry in entries] != list(range(len(entries))):
        what = "expected the indices 0, 1, 2, … in order"
        raise CredentialError(Problem(f"{path.name}: issued", what))
    return entries

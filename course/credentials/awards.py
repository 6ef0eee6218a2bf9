"""What is awarded, and the register of what was issued and revoked.

An award is an Open Badges 3.0 AchievementCredential before it is signed. The recipient is a salted
hash: a published badge tells nobody's name or address; who knows both can check that it is theirs.
The register is the issuer's own. What is published is a signed bit string, which says what is
revoked and no more. Sources: 1EdTech, Open Badges 3.0, B.1 to B.4; W3C Bitstring Status List 1.0.
"""

import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from course.credentials.keys import Issuer, Signing, Words
from course.errors import CredentialError, Problem, validation_problems
from course.files import locked, read_plain, strict_json, write_whole

if TYPE_CHECKING:
    from openbadgeslib.ob3 import OpenBadgeCredential

SALT_BYTES = 16


@dataclass(frozen=True, kw_only=True)
class StatedResult:
    """A result that the credential states, in percent: `name` reached `value` of `required`."""

    name: str
    value: float
    required: float


@dataclass(frozen=True, kw_only=True)
class Award:
    """Something that a learner has earned; `until` is None where it never ends (UTC times)."""

    kind: Literal["badge", "certificate"]
    key: str  # stable name of the achievement, such as level-1-engineer
    name: str
    description: str
    criteria: str
    recipient: str  # learner's id, or an e-mail address
    since: datetime
    until: datetime | None = None
    outcomes: tuple[StatedResult, ...] = ()
    evidence: str = ""  # SHA-256 (hex) of what was graded
    sample: bool = False  # made from synthetic records: every copy says so

    def problems(self) -> list[Problem]:
        """Say what keeps it from being issued, by part."""
        problems = [
            Problem(part, "expected words")
            for part in ("key", "name", "description", "criteria", "recipient")
            if not str(getattr(self, part)).strip()
        ]
        for part in ("since", "until"):
            moment = getattr(self, part)
            if moment is not None and moment.tzinfo is None:
                problems.append(Problem(part, "expected a time with a time zone"))
        if not problems and self.until is not None and self.until <= self.since:
            problems.append(Problem("until", "expected a time after since"))
        if self.evidence and not _is_digest(self.evidence):
            what = f"expected 64 hexadecimal digits, got {self.evidence!r}"
            problems.append(Problem("evidence", what))
        return problems


def credential(
    award: Award, issuer: Issuer, *, index: int, id_: str = "", salt: str = ""
) -> "OpenBadgeCredential":
    """Make the credential; `index` is its place in the issuer's status list.

    Raises CredentialError with all that is wrong with the award.
    """
    from openbadgeslib.ob3 import (
        Achievement,
        Evidence,
        IdentityObject,
        OpenBadgeCredential,
        Result,
        ResultDescription,
        status_entry,
    )
    from openbadgeslib.ob3 import Issuer as Profile

    if problems := award.problems():
        raise CredentialError(p.within(award.name or "award") for p in problems)
    name = f"SAMPLE {award.name}" if award.sample else award.name
    words = "SAMPLE, made from synthetic records: it certifies nothing. " if award.sample else ""
    described = [
        ResultDescription(
            id=achievement_id(issuer, f"{award.key}/result/{place}"),
            name=outcome.name,
            result_type="Percent",
            value_min="0",
            value_max="100",
            required_value=_number(outcome.required),
        )
        for place, outcome in enumerate(award.outcomes)
    ]
    more: dict[str, Any] = {}
    if award.evidence:
        what = f"SHA-256 of what was graded: {award.evidence}"
        more["evidence"] = [
            Evidence(id=f"urn:sha256:{award.evidence}", name="Graded work", description=what)
        ]
    return OpenBadgeCredential(
        id=id_ or f"urn:uuid:{uuid.uuid4()}",
        issuer=Profile(id=issuer.id, name=issuer.name, url=issuer.url),
        recipient_id=None,
        identifiers=[
            IdentityObject.create(
                award.recipient, salt or secrets.token_hex(SALT_BYTES), identity(award.recipient)
            )
        ],
        name=name,
        achievement=Achievement(
            id=achievement_id(issuer, award.key),
            name=name,
            description=words + award.description,
            criteria_narrative=award.criteria,
            achievement_type="Certificate" if award.kind == "certificate" else "Badge",
            tags=["SAMPLE"] if award.sample else [],
            result_descriptions=described,
        ),
        results=[
            Result(value=_number(outcome.value), result_description=line.id)
            for outcome, line in zip(award.outcomes, described, strict=True)
        ],
        issuance_date=award.since.replace(microsecond=0),
        expiration_date=award.until and award.until.replace(microsecond=0),
        credential_status=[status_entry(issuer.status_list, "revocation", index)],
        **more,
    )


def achievement_id(issuer: Issuer, key: str) -> str:
    """Give an achievement's IRI: the same for all who earn it, and for no other issuer's."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{issuer.id}#{key}')}"


def identity(recipient: str) -> str:
    """Give the standard's word for what kind of name a recipient is."""
    return "emailAddress" if "@" in recipient else "userName"


def _number(value: float) -> str:
    return f"{value:.10g}"


def _is_digest(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


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

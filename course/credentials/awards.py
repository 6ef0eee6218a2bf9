"""What is awarded, as an Open Badges 3.0 AchievementCredential (before it is signed).

The recipient is a salted hash, so a published badge tells nobody's name or address; who knows
both can check that it is theirs.
Source: 1EdTech, Open Badges 3.0 (final), sections B.1 to B.4.
"""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from course.credentials.keys import Issuer
from course.errors import CredentialError, Problem

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

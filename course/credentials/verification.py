"""Verify a credential without its issuer: a file, what the issuer published, nothing else.

Each part is told apart: format, signature, issuer, schema, dates, status, recipient. Nothing in
the file is trusted to say which key or algorithm it was signed with, and no address in it is
opened. Two libraries look at every signature: openbadgeslib, and joserfc or pyld with ours.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from course.credentials.keys import Issuer
from course.files import strict_json

State = Literal["ok", "failed", "not checked"]
PARTS = ("format", "signature", "issuer", "schema", "dates", "status", "recipient")
LARGEST = 1 << 20
MOST_HEADER = 4096
CLOCKS_DIFFER = timedelta(minutes=2)
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, kw_only=True)
class Check:
    """The result of checking one part, and why."""

    part: str
    state: State
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Verification:
    """All parts, in order. `claims` is what the credential says, where its signature holds."""

    checks: tuple[Check, ...]
    claims: dict[str, Any] = field(default_factory=dict)

    @property
    def failed(self) -> tuple[Check, ...]:
        """Parts that failed."""
        return tuple(check for check in self.checks if check.state == "failed")

    @property
    def holds(self) -> bool:
        """Nothing failed, and all but the recipient was looked at."""
        return all(
            c.state == "ok" or (c.part == "recipient" and c.state != "failed") for c in self.checks
        )

    def data(self) -> dict[str, Any]:
        """Give it as JSON data."""
        parts = [{"part": c.part, "state": c.state, "why": c.why} for c in self.checks]
        return {"holds": self.holds, "checks": parts, "credential": summary(self.claims)}


def verify(
    content: bytes,
    issuer: Issuer,
    *,
    status_list: bytes | None = None,
    recipient: str = "",
    now: datetime | None = None,
) -> Verification:
    """Verify a credential by its file and by what its issuer published, without asking anybody.

    Parameters
    ----------
    content : bytes
        Content of the file: a JWT, JSON of linked data, or an SVG or PNG picture with one of the
        two inside.
    issuer : Issuer
        Who should have signed it, as `read_issuer` gives it. The key always comes from here, never
        from the credential.
    status_list : bytes, optional
        Content of the issuer's published list of revocations. Without it nobody knows whether the
        credential was revoked, so that the verification does not hold.
    recipient : str
        Name or address of the person that it is said to belong to; empty: this is not checked.
    now : datetime, optional
        The moment for which it is verified, with a time zone; without it, the present.

    Returns
    -------
    Verification
        Each part that was checked, with the reason where it failed. `holds` sums them up. Nothing
        in the file raises an error; it makes a part fail.

    Notes
    -----
    The form of a credential is that of Open Badges 3.0 by 1EdTech, which builds on the Verifiable
    Credentials Data Model 2.0 by W3C. docs/credentials.md lists what each part checks.
    """
    now = now or datetime.now(UTC)
    checks: list[Check] = []
    claims: dict[str, Any] = {}
    try:
        text = _credential_text(content)
        checks.append(_check("format", "ok", "linked data" if text[0] == "{" else "JWT"))
        claims = _signed_claims(text, issuer)
        checks.append(_check("signature", "ok"))
        for part, look in (
            ("issuer", lambda: _issuer(claims, issuer)),
            ("schema", lambda: _schema(claims, text, issuer, now)),
            ("dates", lambda: _dates(claims, now)),
            ("status", lambda: _status(claims, issuer, status_list, now)),
            ("recipient", lambda: _recipient(claims, recipient)),
        ):
            checks.append(_check_of(part, look))
    except _Failed as failed:
        checks.append(failed.check)
    parts = {check.part for check in checks}
    checks += [_check(part, "not checked") for part in PARTS if part not in parts]
    return Verification(checks=tuple(checks), claims=claims)


def summary(claims: dict[str, Any]) -> dict[str, Any]:
    """Give the few claims that a person wants to read."""
    if not claims:
        return {}
    achievement = claims["credentialSubject"].get("achievement", {})
    return {
        "id": claims.get("id"),
        "name": achievement.get("name"),
        "type": achievement.get("achievementType"),
        "issuer": (claims.get("issuer") or {}).get("name"),
        "valid_from": claims.get("validFrom"),
        "valid_until": claims.get("validUntil"),
    }


class _Failed(Exception):  # noqa: N818 - no error: how a part ends the looking
    def __init__(self, part: str, why: str) -> None:
        super().__init__(why)
        self.check = Check(part=part, state="failed", why=why)


def _check(part: str, state: State, why: str = "") -> Check:
    return Check(part=part, state=state, why=why)


def _check_of(part: str, look: Callable[[], str | None]) -> Check:
    """A part's check; None from the look says that there was nothing to hold it against."""
    try:
        why = look()
    except _Failed as failed:
        return failed.check
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return _check(part, "failed", f"not as the standard has it: {error}")
    return _check(part, "not checked") if why is None else _check(part, "ok", why)


def _credential_text(content: bytes) -> str:
    """Take the credential out of a picture, or as it is."""
    from openbadgeslib import baking
    from openbadgeslib.errors import LibOpenBadgesException

    if len(content) > LARGEST:
        raise _Failed("format", f"expected at most {LARGEST} bytes")
    try:
        if content.startswith(PNG):
            baked: Any = baking.extract_png(content, keyword=baking.ITXT_KEYWORD_OB3)
        elif content.lstrip().startswith(b"<"):
            baked = baking.extract_svg(content, element=baking.SVG_ELEMENT_OB3, text_fallback=True)
        else:
            baked = content
        text = baked.decode("utf-8") if isinstance(baked, bytes) else str(baked or "")
    except (LibOpenBadgesException, ValueError, OSError, EOFError) as error:
        raise _Failed(
            "format", f"no credential could be taken out of the picture: {error}"
        ) from error
    except Exception as error:  # the picture parsers raise what they like
        raise _Failed("format", f"a damaged picture ({type(error).__name__})") from error
    text = text.strip()
    if not text:
        raise _Failed("format", "there is no credential in it")
    if text[0] != "{" and text.count(".") != 2:
        raise _Failed("format", "expected a JWT, linked data, or a picture with one in it")
    return text


def _signed_claims(text: str, issuer: Issuer) -> dict[str, Any]:
    """Claims under a signature of the issuer's; the file does not choose algorithm or key."""
    return _linked(text, issuer) if text[0] == "{" else _token(text, issuer)


def _token(text: str, issuer: Issuer, part: str = "signature") -> dict[str, Any]:
    from joserfc import jws
    from joserfc.errors import JoseError
    from joserfc.jwk import RSAKey

    rules = jws.JWSRegistry(algorithms=["RS256"])
    rules.max_header_length = MOST_HEADER  # the standard puts a whole RSA key into it
    try:
        header = jws.extract_compact(text.encode(), registry=rules).headers()
    except (JoseError, ValueError, TypeError, AttributeError) as error:
        raise _Failed(part, f"not a readable JWT: {error}") from error
    algorithm = header.get("alg")
    if algorithm != "RS256":
        raise _Failed(part, f"algorithm {algorithm!r}: this issuer signs JWTs with RS256 only")
    jwk = header.get("jwk")
    if jwk is not None and jwk != issuer.rs256.model_dump() | _extras(jwk):
        raise _Failed(part, "it carries a key that is not the one that the issuer published")
    key = RSAKey.import_key(issuer.rs256.model_dump())
    try:
        signed = jws.deserialize_compact(text, key, registry=rules)
    except (JoseError, ValueError) as error:
        raise _Failed(
            part, f"it does not fit the content and the issuer's key ({error})"
        ) from error
    return _object(signed.payload, part)


def _extras(jwk: Any) -> dict[str, Any]:
    """Members of a JWK that say what a key is for; none of them changes which key it is."""
    known = ("key_ops", "use", "alg", "kid")
    return {k: v for k, v in jwk.items() if k in known} if isinstance(jwk, dict) else {}


def _linked(text: str, issuer: Issuer) -> dict[str, Any]:
    from openbadgeslib.ob3 import OB3VerificationError, verify_data_integrity_proof

    document = _object(text.encode(), "format")
    proof = document.get("proof")
    if not isinstance(proof, dict):
        raise _Failed("signature", "there is no proof in it, or more than one")
    suite = (proof.get("type"), proof.get("cryptosuite"))
    if suite != ("DataIntegrityProof", "eddsa-rdfc-2022"):
        raise _Failed("signature", f"{suite[1]!r}: this issuer's proofs are eddsa-rdfc-2022 only")
    try:
        verify_data_integrity_proof(document, issuer.pem("ed25519"))
    except OB3VerificationError as error:
        why = f"it does not fit the content and the issuer's key ({error})"
        raise _Failed("signature", why) from error
    return document


def _object(raw: bytes, part: str) -> dict[str, Any]:
    try:
        document = strict_json(raw)
    except ValueError as error:
        raise _Failed(part, f"not readable as JSON: {error}") from error
    if not isinstance(document, dict):
        raise _Failed(part, "expected a JSON object")
    return document


def _issuer(claims: dict[str, Any], issuer: Issuer) -> str:
    profile = claims["issuer"]
    name = profile if isinstance(profile, str) else profile["id"]
    if name != issuer.id:
        raise _Failed("issuer", f"it says {name!r}; the key is that of {issuer.id!r}")
    return issuer.name


def _schema(claims: dict[str, Any], text: str, issuer: Issuer, now: datetime) -> str:
    """Hold the JSON against the standard, by the library's whole verifier where dates allow."""
    from openbadgeslib.errors import LibOpenBadgesException
    from openbadgeslib.ob3 import OB3LdpVerifier, OB3Verifier, OpenBadgeCredential

    try:
        document = OpenBadgeCredential.from_vc_document(claims)
    except (ValueError, LibOpenBadgesException) as error:
        raise _Failed("schema", str(error)) from error
    members = {"iss": document.issuer.id, "jti": document.id, "sub": document.recipient_id}
    for claim, member in members.items():
        if claim in claims and claims[claim] != member:
            raise _Failed("schema", f"{claim}: expected {member!r}, got {claims[claim]!r}")
    for claim, moment in (("nbf", document.issuance_date), ("exp", document.expiration_date)):
        if claim in claims and (moment is None or claims[claim] != int(moment.timestamp())):
            raise _Failed("schema", f"{claim}: it is not the date in the credential")
    if any(True for _ in _bad_dates(claims, now)):
        return "its dates keep the library's own verifier from looking"
    try:
        if text[0] == "{":
            OB3LdpVerifier(issuer.pem("ed25519")).verify(text)
        else:
            OB3Verifier(issuer.pem("rs256")).verify(text)
    except LibOpenBadgesException as error:
        raise _Failed("schema", str(error)) from error
    return "Open Badges 3.0"


def _moment(text: Any) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"expected a time zone in {text!r}")
    return moment


def _bad_dates(claims: dict[str, Any], now: datetime) -> Iterator[str]:
    since = _moment(claims["validFrom"])
    if since > now + CLOCKS_DIFFER:
        yield f"not yet valid: from {since:%Y-%m-%d %H:%M} UTC on"
    if "validUntil" in claims:
        until = _moment(claims["validUntil"])
        if until < now - CLOCKS_DIFFER:
            yield f"expired on {until:%Y-%m-%d}"


def _dates(claims: dict[str, Any], now: datetime) -> str:
    for why in _bad_dates(claims, now):
        raise _Failed("dates", why)
    until = claims.get("validUntil")
    return f"valid until {until[:10]}" if until else "it does not expire"


def _status(
    claims: dict[str, Any], issuer: Issuer, status_list: bytes | None, now: datetime
) -> str | None:
    from openbadgeslib.errors import LibOpenBadgesException
    from openbadgeslib.ob3 import OpenBadgeCredential, check_credential_status

    entry = claims.get("credentialStatus")
    if not isinstance(entry, dict) or entry.get("statusListCredential") != issuer.status_list:
        raise _Failed("status", "expected one entry in this issuer's status list")
    if status_list is None:
        return None
    if len(status_list) > LARGEST:
        raise _Failed("status", f"the list: expected at most {LARGEST} bytes")
    text = status_list.decode("utf-8", "replace").strip()
    listed = _token(text, issuer, "status")
    if listed.get("id") != issuer.status_list or listed.get("issuer") != issuer.id:
        raise _Failed("status", "the list given is not this issuer's")
    for why in _bad_dates(listed, now):
        raise _Failed("status", f"the list given is {why}: ask the issuer for a new one")
    try:
        check_credential_status(
            OpenBadgeCredential.from_vc_document(claims),
            lambda _url: text.encode(),
            verify_list=True,
            list_pubkey_pem=issuer.pem("rs256"),
        )
    except LibOpenBadgesException as error:
        why = "it was revoked by its issuer" if "is set at index" in str(error) else str(error)
        raise _Failed("status", why) from error
    return f"not revoked, by the list of {_moment(listed['validFrom']):%Y-%m-%d}"


def _recipient(claims: dict[str, Any], recipient: str) -> str | None:
    if not recipient:
        return None
    identifiers = claims["credentialSubject"]["identifier"]
    for one in identifiers if isinstance(identifiers, list) else [identifiers]:
        salted = f"{recipient}{one.get('salt', '')}".encode()
        expected = f"sha256${hashlib.sha256(salted).hexdigest()}"
        if one.get("hashed") is True and hmac.compare_digest(expected, str(one["identityHash"])):
            return recipient
    raise _Failed("recipient", f"it was not issued to {recipient!r}")

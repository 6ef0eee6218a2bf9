"""Verifying: everything issued holds, everything tampered with is refused, by its part."""

import base64
import hashlib
import hmac
import json
import zlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from openbadgeslib import baking

from course.credentials import IssuedCredential, verify
from course.errors import CredentialError
from tests.credentials.conftest import BADGE, CERTIFICATE, NOW, Office

SIGNED = (".jwt", ".json", ".svg", ".png", "-certificate.svg")


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def parts(token: bytes) -> tuple[dict[str, Any], dict[str, Any], str]:
    head, body, signature = token.decode().strip().split(".")
    return json.loads(unb64(head)), json.loads(unb64(body)), signature


def joined(head: Any, body: Any, signature: str) -> bytes:
    return ".".join(
        (b64(json.dumps(head).encode()), b64(json.dumps(body).encode()), signature)
    ).encode()


def why(verification: Any) -> dict[str, str]:
    return {check.part: check.why for check in verification.failed}


@pytest.mark.parametrize("award", [CERTIFICATE, BADGE], ids=["certificate", "badge"])
def test_everything_issued_holds(office: Office, award: Any) -> None:
    """Each form of a credential, alone and in pictures, with every part looked at."""
    credential = office.issue(award)
    for ending in SIGNED:
        if ending in credential.files:
            verification = office.verify(
                credential.files[ending].read_bytes(), recipient="learner-01"
            )
            assert verification.holds and {c.state for c in verification.checks} == {"ok"}, (
                ending,
                verification.checks,
            )
            assert verification.data()["credential"]["name"] == award.name


def test_a_second_library_verifies_each_token(office: Office) -> None:
    """joserfc, which shares no code with what signed it, takes the JWT by the published key."""
    from joserfc import jws
    from joserfc.jwk import RSAKey

    rules = jws.JWSRegistry(algorithms=["RS256"])
    rules.max_header_length = 4096
    key = RSAKey.import_key(office.signing.issuer.rs256.model_dump())
    for award in (CERTIFICATE, BADGE):
        token = office.issue(award).files[".jwt"].read_text().strip()
        claims = json.loads(jws.deserialize_compact(token, key, registry=rules).payload)
        assert claims["credentialSubject"]["achievement"]["name"] == award.name
    listed = office.listed().decode()
    assert jws.deserialize_compact(listed, key, registry=rules).payload


def test_linked_data_verifies_by_the_suite_s_own_steps(office: Office) -> None:
    """W3C vc-di-eddsa 3.3: canonical N-Quads by pyld, two hashes, one Ed25519 signature."""
    from openbadgeslib.ob3.ldp import document_loader
    from pyld import jsonld

    doc = json.loads(office.issue().files[".json"].read_text())
    proof = doc.pop("proof")
    value = proof.pop("proofValue")

    def hashed(what: Any) -> bytes:
        options = {
            "algorithm": "URDNA2015",
            "format": "application/n-quads",
            "documentLoader": document_loader(),
        }
        return hashlib.sha256(jsonld.normalize(what, options).encode()).digest()

    digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    number = 0
    for letter in value[1:]:  # z: base 58
        number = number * 58 + digits.index(letter)
    key: Any = load_pem_public_key(office.signing.issuer.pem("ed25519"))
    message = hashed(proof | {"@context": doc["@context"]}) + hashed(doc)
    key.verify(number.to_bytes(64, "big"), message)  # raises InvalidSignature
    doc["name"] = "Level 9 Engineer"
    with pytest.raises(InvalidSignature):
        key.verify(
            number.to_bytes(64, "big"), hashed(proof | {"@context": doc["@context"]}) + hashed(doc)
        )


def changed(change: Callable[[dict[str, Any]], Any]) -> Callable[[Office, IssuedCredential], bytes]:
    def tamper(_office: Office, credential: IssuedCredential) -> bytes:
        head, body, signature = parts(credential.files[".jwt"].read_bytes())
        change(body)
        return joined(head, body, signature)

    return tamper


def other_head(**members: Any) -> Callable[[Office, IssuedCredential], bytes]:
    def tamper(_office: Office, credential: IssuedCredential) -> bytes:
        head, body, signature = parts(credential.files[".jwt"].read_bytes())
        return joined(head | members, body, signature)

    return tamper


def unsigned(_office: Office, credential: IssuedCredential) -> bytes:
    _, body, _ = parts(credential.files[".jwt"].read_bytes())
    return joined({"alg": "none", "typ": "JWT"}, body, "")


def confused(office: Office, credential: IssuedCredential) -> bytes:
    """HS256 with the public key as the secret: what a verifier that trusts `alg` accepts."""
    _, body, _ = parts(credential.files[".jwt"].read_bytes())
    text = f"{b64(json.dumps({'alg': 'HS256'}).encode())}.{b64(json.dumps(body).encode())}"
    secret = office.signing.issuer.pem("rs256")
    return f"{text}.{b64(hmac.new(secret, text.encode(), hashlib.sha256).digest())}".encode()


def stripped(_office: Office, credential: IssuedCredential) -> bytes:
    head, body, _ = parts(credential.files[".jwt"].read_bytes())
    return joined(head, body, "")


def swapped(office: Office, credential: IssuedCredential) -> bytes:
    _, _, signature = parts(office.issue(BADGE).files[".jwt"].read_bytes())
    head, body, _ = parts(credential.files[".jwt"].read_bytes())
    return joined(head, body, signature)


def linked(change: Callable[[dict[str, Any]], Any]) -> Callable[[Office, IssuedCredential], bytes]:
    def tamper(_office: Office, credential: IssuedCredential) -> bytes:
        doc = json.loads(credential.files[".json"].read_text())
        change(doc)
        return json.dumps(doc).encode()

    return tamper


def proof_of_another(office: Office, credential: IssuedCredential) -> bytes:
    others = json.loads(office.issue(BADGE).files[".json"].read_text())["proof"]
    doc = json.loads(credential.files[".json"].read_text())
    return json.dumps(doc | {"proof": others}).encode()


def subject(doc: dict[str, Any]) -> Any:
    return doc["credentialSubject"]


TAMPERED: dict[str, tuple[Callable[[Office, IssuedCredential], bytes], str]] = {
    "claim": (changed(lambda d: subject(d)["achievement"].update(name="Level 9")), "does not fit"),
    "date": (
        changed(lambda d: d.update(validUntil="2099-01-01T00:00:00Z", exp=4070908800)),
        "does not fit",
    ),
    "recipient": (changed(lambda d: subject(d)["identifier"][0].update(salt="00")), "does not fit"),
    "a result": (changed(lambda d: subject(d)["result"][0].update(value="99")), "does not fit"),
    "algorithm none": (unsigned, "algorithm 'none': this issuer signs JWTs with RS256 only"),
    "HS/RS confusion": (confused, "algorithm 'HS256'"),
    "algorithm of the same family": (other_head(alg="RS512"), "algorithm 'RS512'"),
    "signature stripped": (stripped, "does not fit"),
    "signature of another": (swapped, "does not fit"),
    "an unknown critical header": (other_head(crit=["x"], x=1), "does not fit"),
    "linked: claim": (
        linked(lambda d: subject(d)["achievement"].update(name="Level 9")),
        "does not fit",
    ),
    "linked: date": (linked(lambda d: d.update(validUntil="2099-01-01T00:00:00Z")), "does not fit"),
    "linked: recipient": (
        linked(lambda d: subject(d)["identifier"][0].update(salt="00")),
        "does not fit",
    ),
    "linked: proof swapped": (proof_of_another, "does not fit"),
    "linked: proof removed": (linked(lambda d: d.pop("proof")), "there is no proof in it"),
    "linked: another suite": (
        linked(lambda d: d["proof"].update(cryptosuite="eddsa-jcs-2022")),
        "'eddsa-jcs-2022'",
    ),
}


@pytest.mark.parametrize("kind", TAMPERED)
def test_tampering_breaks_the_signature(kind: str, office: Office) -> None:
    """The failing part is the signature, the reason is said, and no claim is believed."""
    tamper, reason = TAMPERED[kind]
    verification = office.verify(tamper(office, office.issue()), recipient="learner-01")
    assert (
        not verification.holds
        and list(why(verification)) == ["signature"]
        and reason in why(verification)["signature"]
    )
    assert verification.claims == {} and verification.data()["credential"] == {}
    after = [c.state for c in verification.checks if c.part not in ("format", "signature")]
    assert after == ["not checked"] * 5


def resigned(office: Office, body: dict[str, Any]) -> bytes:
    """What the issuer's own key signs, whatever it says."""
    from openbadgeslib.ob3 import OB3Signer

    return OB3Signer(office.signing.rs256, "RS256").sign_payload(body).encode()


def test_a_key_of_somebody_else_is_refused(office: Office, other: Office) -> None:
    """Whole credentials of another issuer; and ours signed anew by them, with their key along."""
    credential, others = office.issue(), other.issue()
    for ending in SIGNED:
        verification = office.verify(others.files[ending].read_bytes())
        assert list(why(verification)) == ["signature"], ending
    _, body, _ = parts(credential.files[".jwt"].read_bytes())
    verification = office.verify(resigned(other, body))
    assert why(verification) == {
        "signature": "it carries a key that is not the one that the issuer published"
    }


def test_a_wrong_issuer_is_refused(office: Office, other: Office) -> None:
    """Signed with the right key, in another issuer's name."""
    _, body, _ = parts(office.issue().files[".jwt"].read_bytes())
    name = other.signing.issuer.id
    body["issuer"]["id"] = body["iss"] = name
    verification = office.verify(resigned(office, body))
    assert "issuer" in why(verification) and name in why(verification)["issuer"]


def test_dates_are_held(office: Office) -> None:
    """Expired and not yet valid are told apart, in both forms, signature and all else being well."""
    day = timedelta(days=1)
    for since, until, reason in (
        (NOW - 800 * day, NOW - day, f"expired on {NOW - day:%Y-%m-%d}"),
        (NOW + day, NOW + 9 * day, "not yet valid: from"),
    ):
        credential = office.issue(since=since, until=until)
        for ending in SIGNED:
            verification = office.verify(credential.files[ending].read_bytes())
            assert list(why(verification)) == ["dates"] and why(verification)["dates"].startswith(
                reason
            )
            assert next(c for c in verification.checks if c.part == "signature").state == "ok"


def test_claims_of_the_token_cannot_differ_from_the_credential(office: Office) -> None:
    """A token's exp beyond validUntil, even signed by the issuer, is refused."""
    _, body, _ = parts(office.issue().files[".jwt"].read_bytes())
    verification = office.verify(resigned(office, body | {"exp": body["exp"] + 86_400}))
    assert why(verification) == {"schema": "exp: it is not the date in the credential"}
    verification = office.verify(resigned(office, body | {"jti": "urn:uuid:other"}))
    assert "schema" in why(verification)


def test_a_revoked_credential_is_refused(office: Office) -> None:
    """In every form; its neighbour in the list is not."""
    credential, neighbour = (
        office.issue(),
        office.issue(recipient="learner-02", key="level-2-engineer"),
    )
    office.register.revoke(credential.entry.id, "a mistake", on=NOW)
    for ending in SIGNED:
        verification = office.verify(credential.files[ending].read_bytes())
        assert why(verification) == {"status": "it was revoked by its issuer"}
        assert office.verify(neighbour.files[ending].read_bytes()).holds


def test_the_status_list_must_be_the_issuer_s_and_fresh(office: Office, other: Office) -> None:
    """Without a list nothing holds; another's, an old one, a changed one are refused."""
    token = office.issue().files[".jwt"].read_bytes()
    verification = office.verify(token, status_list=None)
    assert not verification.holds and verification.failed == ()
    assert [c.part for c in verification.checks if c.state == "not checked"] == [
        "status",
        "recipient",
    ]
    assert "status" in why(office.verify(token, status_list=other.listed()))
    old = office.register.status_list(office.signing, now=NOW - timedelta(days=31)).encode()
    assert "expired on" in why(office.verify(token, status_list=old))["status"]
    head, body, signature = parts(office.listed())
    body["credentialSubject"]["encodedList"] = "uH4sIAAAAAAAA_2NgAAIABQABAA"
    assert "status" in why(office.verify(token, status_list=joined(head, body, signature)))
    assert "status" in why(office.verify(token, status_list=token))
    assert "status" in why(office.verify(token, status_list=b"\xff" * 10))


def test_the_recipient_is_who_it_was_issued_to(office: Office) -> None:
    """Names are compared through the salted hash; none given is not checked, and holds."""
    token = office.issue(recipient="learner-01@example.org").files[".jwt"].read_bytes()
    assert office.verify(token, recipient="learner-01@example.org").holds
    assert office.verify(token).holds
    verification = office.verify(token, recipient="learner-02")
    assert why(verification) == {"recipient": "it was not issued to 'learner-02'"}


def bomb(office: Office) -> bytes:
    """A PNG whose text chunk inflates to 50 MB."""
    raw = b"openbadgecredential\x00\x01\x00\x00\x00" + zlib.compress(b"a" * 50_000_000, 9)
    size, kind = len(raw).to_bytes(4, "big"), b"iTXt" + raw
    chunk = size + kind + zlib.crc32(kind).to_bytes(4, "big")
    plain = baking.bake_png(
        office.issue(BADGE).files[".png"].read_bytes(), "x", keyword=baking.ITXT_KEYWORD_OB3
    )
    return plain[:33] + chunk + plain[33:]


def test_damaged_and_hostile_files_are_refused(office: Office) -> None:
    """Any bytes give a verdict with the part at fault, never a crash."""
    credential = office.issue()
    png, svg = credential.files[".png"].read_bytes(), credential.files[".svg"].read_bytes()
    entity = (
        b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg>&b;</svg>'
    )
    outside = b'<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>'
    token = credential.files[".jwt"].read_bytes().strip()
    for content in (
        b"", b"x", b"a.b.c", b"\x00" * 40, png[:200], png[:33], svg[:300], entity, outside, b"{", b"[]",
        b"{}", b'{"proof": []}', b'{"proof": {"type": "DataIntegrityProof"}}', b"[" * 100_000,
        b'{"a":' * 30_000, b"." * 9, token + b".x", token[:-40], b"\xff\xfe" + token, b"9" * (2 << 20),
        bomb(office), b'{"proof": {}, "proof": {}}',
    ):  # fmt: skip
        verification = office.verify(content)
        assert not verification.holds and verification.failed[0].part in ("format", "signature"), (
            content[:40]
        )
        assert verification.claims == {}


def test_no_address_in_a_file_is_opened(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Verification needs no network, whatever contexts or lists a credential names."""
    import socket

    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise AssertionError("a connection was tried")

    credential = office.issue()
    doc = json.loads(credential.files[".json"].read_text())
    doc["@context"].append("https://example.org/context.json")
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert office.verify(credential.files[".json"].read_bytes()).holds
    assert not office.verify(json.dumps(doc).encode()).holds


def test_an_issuer_verifies_with_what_it_published_only(office: Office) -> None:
    """The published file is enough: no private key is needed or used."""
    published = office.signing.issuer
    assert "d" not in published.rs256.model_dump() and "d" not in published.ed25519.model_dump()
    token = office.issue().files[".jwt"].read_bytes()
    assert verify(token, published, status_list=office.listed()).holds


def test_key_material_is_in_nothing_that_is_given_out(office: Office) -> None:
    """No file, no register, no list holds a line of a private key."""
    credential = office.issue()
    secret = [
        line
        for pem in (office.signing.rs256, office.signing.ed25519)
        for line in pem.decode().splitlines()
        if "KEY" not in line
    ]
    out = [p.read_bytes() for p in credential.files.values()] + [office.listed()]
    out.append(office.register.path.read_bytes())
    head, *_ = parts(credential.files[".jwt"].read_bytes())
    assert {"d", "p", "q", "dp", "dq", "qi"}.isdisjoint(head["jwk"])
    assert not any(line.encode() in content for content in out for line in secret)


def test_an_error_is_a_course_error(office: Office) -> None:
    """What cannot be issued says so by the tree's class."""
    with pytest.raises(CredentialError):
        office.issue(key="..")

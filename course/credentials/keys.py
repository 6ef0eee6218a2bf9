"""The issuer's keys: made once, private halves outside any repository, public halves published.

    KEYS/rs256.pem KEYS/ed25519.pem   private, mode 0600 in a folder of mode 0700
    KEYS/issuer.json                  public: who issues, and both keys as JWKs; hand it to anyone

RS256 signs JWTs, which Open Badges 3.0 asks for at least; Ed25519 signs linked data
(eddsa-rdfc-2022). An issuer is its `id`, an absolute IRI that stands in every credential.
"""

import json
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from course.errors import CredentialError, Problem, validation_problems
from course.files import read_plain, strict_json, write_whole

BITS = 3072  # NIST SP 800-57: 128 bits of security, as Ed25519 has
LARGEST = 1 << 16
Words = Annotated[str, Field(min_length=1, max_length=300)]


class _PublicPart(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class RsaKey(_PublicPart):
    """Public RSA key as a JWK (RFC 7518)."""

    kty: Literal["RSA"]
    n: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{340,1400}$")]
    e: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{2,8}$")]


class EdKey(_PublicPart):
    """Public Ed25519 key as a JWK (RFC 8037)."""

    kty: Literal["OKP"]
    crv: Literal["Ed25519"]
    x: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$")]


class Issuer(_PublicPart):
    """What an issuer publishes. `status_list` names the list that revocations are looked up in."""

    id: Annotated[str, Field(pattern=r"^(https://|urn:uuid:)[!-~]{3,290}$")]
    name: Words
    url: Annotated[str, Field(pattern=r"^https://[!-~]{3,290}$")] | None = None
    status_list: Annotated[str, Field(pattern=r"^(https://|urn:uuid:)[!-~]{3,290}$")]
    rs256: RsaKey
    ed25519: EdKey

    def pem(self, which: Literal["rs256", "ed25519"]) -> bytes:
        """Give a public key as PEM (SubjectPublicKeyInfo)."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
        from jwt.algorithms import OKPAlgorithm, RSAAlgorithm

        key: Any
        if which == "rs256":
            key = RSAAlgorithm.from_jwk(self.rs256.model_dump())
        else:
            key = OKPAlgorithm.from_jwk(self.ed25519.model_dump())
        pem: bytes = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return pem


@dataclass(frozen=True, kw_only=True, repr=False)
class Signing:
    """An issuer with both private keys (PEM). Not printable: a key in a log is a lost key."""

    issuer: Issuer
    rs256: bytes
    ed25519: bytes

    def __repr__(self) -> str:
        return f"Signing(issuer={self.issuer.id!r})"


def make_keys(folder: Path, *, name: str, url: str | None = None) -> Issuer:
    """Make an issuer's keys in a new or empty folder; gives its public half.

    `url` is where the issuer publishes `issuer.json` and `status.jwt`; without one its id is a
    random URN and both files are handed over. Raises CredentialError where the folder holds keys
    already or lies in a repository.
    """
    from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )
    from jwt.algorithms import OKPAlgorithm, RSAAlgorithm

    _outside(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    if names := [file.name for file in folder.iterdir()]:
        what = f"expected an empty folder, found {min(names)}"
        raise CredentialError(Problem(folder.name, what))
    rsa_key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    ed_key = ed25519.Ed25519PrivateKey.generate()
    base = url.rstrip("/") if url else f"urn:uuid:{uuid.uuid4()}"
    try:
        issuer = Issuer.model_validate(
            {
                "id": f"{base}/issuer.json" if url else base,
                "name": name,
                "url": url,
                "status_list": f"{base}/status.jwt" if url else f"{base}:status",
                "rs256": _public(RSAAlgorithm.to_jwk(rsa_key.public_key(), as_dict=True)),
                "ed25519": _public(OKPAlgorithm.to_jwk(ed_key.public_key(), as_dict=True)),
            }
        )
    except ValidationError as error:
        raise CredentialError(validation_problems(error, "issuer")) from None
    for file, key in (("rs256.pem", rsa_key), ("ed25519.pem", ed_key)):
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        write_whole(folder / file, pem, mode=0o600, fresh=True)
    text = json.dumps(issuer.model_dump(exclude_none=True), indent=2) + "\n"
    write_whole(folder / "issuer.json", text, fresh=True)
    return issuer


def load_signing(folder: Path) -> Signing:
    """Read an issuer with its private keys. Raises CredentialError: missing, or others may read."""
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    from jwt.algorithms import OKPAlgorithm, RSAAlgorithm

    _outside(folder)
    issuer = read_issuer(folder / "issuer.json")
    private: dict[str, bytes] = {}
    for which in ("rs256", "ed25519"):
        path = folder / f"{which}.pem"
        pem = _read(path, private=True)
        try:
            public: Any = load_pem_private_key(pem, password=None).public_key()
            algorithm: Any = RSAAlgorithm if which == "rs256" else OKPAlgorithm
            jwk = _public(algorithm.to_jwk(public, as_dict=True))
        except (ValueError, TypeError, AttributeError) as error:
            raise CredentialError(Problem(path.name, "expected a private key in PEM")) from error
        if jwk != getattr(issuer, which).model_dump():
            what = "its public half is not the one in issuer.json"
            raise CredentialError(Problem(path.name, what))
        private[which] = pem
    return Signing(issuer=issuer, rs256=private["rs256"], ed25519=private["ed25519"])


def read_issuer(path: Path) -> Issuer:
    """Read the file in which an issuer publishes its name and its public keys.

    Parameters
    ----------
    path : Path
        An issuer.json.

    Returns
    -------
    Issuer
        What `verify` needs to know about who signed a credential.

    Raises
    ------
    CredentialError
        Where the file cannot be read or is wrong. It has all problems, each with its place.
    """
    content = _read(path)
    try:
        strict_json(content)  # pydantic takes the last of two equal keys without a word
        return Issuer.model_validate_json(content)
    except ValidationError as error:
        raise CredentialError(validation_problems(error, path.name)) from None
    except ValueError as error:
        raise CredentialError(Problem(path.name, str(error))) from None


def _public(jwk: Any) -> dict[str, str]:
    return {part: jwk[part] for part in ("kty", "crv", "x", "n", "e") if part in jwk}


def _outside(folder: Path) -> None:
    """Refuse a folder in a repository: what is committed once is public for ever."""
    place = folder.absolute()
    for above in (place, *place.parents):
        if (above / ".git").exists():
            what = f"expected a folder outside of every repository, got one in {above.name}"
            raise CredentialError(Problem(folder.name, what))


def _read(path: Path, *, private: bool = False) -> bytes:
    try:
        return read_plain(path, LARGEST, private=private)
    except OSError as error:
        what = f"{error.strerror}; expected a plain file"
        raise CredentialError(Problem(path.name, what)) from error
    except ValueError as error:
        remedy = "; make new keys and revoke" if "mode" in str(error) else ""
        raise CredentialError(Problem(path.name, f"{error}{remedy}")) from error

"""Issue an award: sign it twice, bake it into pictures, write what the learner takes home.

FOLDER/<key>.jwt            compact JWT, RS256
FOLDER/<key>.json           linked data with an eddsa-rdfc-2022 proof
FOLDER/<key>.svg, .png      the badge's picture with the JWT in it
FOLDER/<key>-certificate.svg, .pdf   where it is a certificate; the SVG verifies like the badge
"""

import json
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from course.credentials.awards import Award, credential
from course.credentials.badge_art import badge, certificate
from course.credentials.issued import Entry, Register
from course.credentials.keys import Signing
from course.errors import CredentialError

if TYPE_CHECKING:
    from openbadgeslib.ob3 import OpenBadgeCredential


@dataclass(frozen=True, kw_only=True)
class Issued:
    """A credential that was issued: its entry, and its files by their ending."""

    entry: Entry
    files: dict[str, Path]


def issue(award: Award, signing: Signing, register: Register, folder: Path) -> Issued:
    """Issue an award into a folder of the learner's.

    The same award (learner, key, date) keeps its id and its place in the list when it is issued
    again, so a lost file is made anew without a second credential.
    Raises CredentialError: the award, a key, the file's name or the register is wrong.
    """
    name = award.key
    if not name.replace("-", "").isalnum() or not name.isascii():
        raise CredentialError(f"key: expected letters, digits and hyphens, got {name!r}")
    problems = award.problems()
    if problems:
        raise CredentialError(f"{award.name or 'award'}: {what}" for what in problems)
    since = award.since.replace(microsecond=0)
    entry = register.find(award.recipient, award.key, since)
    made = credential(
        award,
        signing.issuer,
        index=len(register.entries) if entry is None else entry.index,
        id_=entry.id if entry else "",
    )
    contents = _signed(award, made, signing)
    if entry is None:  # entered before a file is given out: what is out can be revoked
        entry = register.add(_whole_seconds(award), str(made.id))
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for ending, content in contents.items():
        path = folder / f"{name}{ending}"
        fresh = path.with_name(f".{path.name}.new")
        fresh.write_bytes(content)
        fresh.replace(path)
        files[ending] = path
    return Issued(entry=entry, files=files)


def publish(signing: Signing, register: Register, folder: Path) -> None:
    """Write what verifiers need: the issuer's public half, and the status list as of now."""
    folder.mkdir(parents=True, exist_ok=True)
    public = signing.issuer.model_dump(exclude_none=True)
    for name, text in (
        ("issuer.json", json.dumps(public, indent=2)),
        ("status.jwt", register.status_list(signing)),
    ):
        fresh = folder / f".{name}.new"
        fresh.write_text(text + "\n", encoding="utf-8")
        fresh.replace(folder / name)


def _signed(award: Award, made: "OpenBadgeCredential", signing: Signing) -> dict[str, bytes]:
    from openbadgeslib import baking
    from openbadgeslib.ob3 import OB3LdpSigner, OB3Signer

    token = OB3Signer(signing.rs256, "RS256").sign(made)
    linked = OB3LdpSigner(signing.ed25519).sign(made)
    drawn = badge(award)
    bake = partial(
        baking.bake_svg, token=token, element=baking.SVG_ELEMENT_OB3, namespace=baking.SVG_NS_OB3
    )
    png = baking.bake_png(drawn["png"], token, keyword=baking.ITXT_KEYWORD_OB3)
    found = {
        ".jwt": token.encode() + b"\n",
        ".json": json.dumps(linked, indent=1, sort_keys=True).encode() + b"\n",
        ".svg": bake(drawn["svg"]),
        ".png": png,
    }
    if award.kind == "certificate":
        sheet = certificate(award, issuer=signing.issuer.name, number=str(made.id))
        found["-certificate.svg"] = bake(sheet["svg"])
        found["-certificate.pdf"] = sheet["pdf"]
    return found


def _whole_seconds(award: Award) -> Award:
    until = award.until and award.until.replace(microsecond=0)
    return replace(award, since=award.since.replace(microsecond=0), until=until)

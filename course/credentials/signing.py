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

from course.credentials.awards import Award, Register, RegisterEntry, credential
from course.credentials.badge_art import badge, certificate
from course.credentials.keys import Signing
from course.errors import CredentialError, Problem
from course.files import write_whole

if TYPE_CHECKING:
    from openbadgeslib.ob3 import OpenBadgeCredential


@dataclass(frozen=True, kw_only=True)
class IssuedCredential:
    """A credential that was issued: its entry, and its files by their ending."""

    entry: RegisterEntry
    files: dict[str, Path]


def issue(award: Award, signing: Signing, register: Register, folder: Path) -> IssuedCredential:
    """Issue an award into a folder of the learner's.

    The same award (learner, key, date) keeps its id and its place in the list when it is issued
    again, so a lost file is made anew without a second credential.
    Raises CredentialError: the award, a key, the file's name or the register is wrong.
    """
    name = award.key
    if not name.replace("-", "").isalnum() or not name.isascii():
        what = f"expected letters, digits and hyphens, got {name!r}"
        raise CredentialError(Problem("key", what))
    if problems := award.problems():
        raise CredentialError(p.within(award.name or "award") for p in problems)
    since = award.since.replace(microsecond=0)
    entry = register.find(award.recipient, award.key, since)
    unsigned = credential(
        award,
        signing.issuer,
        index=len(register.entries) if entry is None else entry.index,
        id_=entry.id if entry else "",
    )
    contents = _signed(award, unsigned, signing)
    if entry is None:  # entered before a file is given out: what is out can be revoked
        entry = register.add(_whole_seconds(award), str(unsigned.id))
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for ending, content in contents.items():
        path = folder / f"{name}{ending}"
        write_whole(path, content)
        files[ending] = path
    return IssuedCredential(entry=entry, files=files)


def publish(signing: Signing, register: Register, folder: Path) -> None:
    """Write what verifiers need: the issuer's public half, and the status list as of now."""
    folder.mkdir(parents=True, exist_ok=True)
    public = signing.issuer.model_dump(exclude_none=True)
    write_whole(folder / "issuer.json", json.dumps(public, indent=2) + "\n")
    write_whole(folder / "status.jwt", register.status_list(signing) + "\n")


def _signed(award: Award, unsigned: "OpenBadgeCredential", signing: Signing) -> dict[str, bytes]:
    from openbadgeslib import baking
    from openbadgeslib.ob3 import OB3LdpSigner, OB3Signer

    token = OB3Signer(signing.rs256, "RS256").sign(unsigned)
    linked = OB3LdpSigner(signing.ed25519).sign(unsigned)
    art = badge(award)
    bake = partial(
        baking.bake_svg, token=token, element=baking.SVG_ELEMENT_OB3, namespace=baking.SVG_NS_OB3
    )
    png = baking.bake_png(art["png"], token, keyword=baking.ITXT_KEYWORD_OB3)
    files = {
        ".jwt": token.encode() + b"\n",
        ".json": json.dumps(linked, indent=1, sort_keys=True).encode() + b"\n",
        ".svg": bake(art["svg"]),
        ".png": png,
    }
    if award.kind == "certificate":
        sheet = certificate(award, issuer=signing.issuer.name, number=str(unsigned.id))
        files["-certificate.svg"] = bake(sheet["svg"])
        files["-certificate.pdf"] = sheet["pdf"]
    return files


def _whole_seconds(award: Award) -> Award:
    until = award.until and award.until.replace(microsecond=0)
    return replace(award, since=award.since.replace(microsecond=0), until=until)

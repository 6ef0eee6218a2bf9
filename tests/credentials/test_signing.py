"""Issuing: files, hashes instead of names, one place in the list for one award."""

import json
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from course.credentials import Award, Register
from course.errors import CredentialError
from tests.credentials.conftest import BADGE, CERTIFICATE, NOW, Office

FILES = {".jwt", ".json", ".svg", ".png"}


def test_a_badge_and_a_certificate_are_files(office: Office) -> None:
    """A badge comes in four forms, a certificate also as a page, in SVG and PDF."""
    assert set(office.issue(BADGE).files) == FILES
    credential = office.issue()
    assert set(credential.files) == FILES | {"-certificate.svg", "-certificate.pdf"}
    assert credential.files["-certificate.pdf"].read_bytes().startswith(b"%PDF")
    assert sorted(p.name for p in office.folder.iterdir() if p.name.startswith(".")) == []


def test_no_file_names_the_recipient_in_the_credential(office: Office) -> None:
    """What is signed holds a salted hash; two credentials of one person share none."""
    first, second = office.issue(), office.issue(BADGE)
    documents = [
        json.loads(credential.files[".json"].read_text()) for credential in (first, second)
    ]
    hashes = [doc["credentialSubject"]["identifier"][0]["identityHash"] for doc in documents]
    assert "learner-01" not in json.dumps(documents)
    assert len(set(hashes)) == 2 and all(h.startswith("sha256$") for h in hashes)


def test_what_the_standard_asks_for_is_in_it(office: Office) -> None:
    """Types, results linked to their descriptions, evidence, status, dates."""
    doc = json.loads(office.issue().files[".json"].read_text())
    achievement = doc["credentialSubject"]["achievement"]
    described = {line["id"]: line for line in achievement["resultDescription"]}
    results = {
        described[r["resultDescription"]]["name"]: (
            r["value"],
            described[r["resultDescription"]]["requiredValue"],
        )
        for r in doc["credentialSubject"]["result"]
    }
    assert results == {"theoretical": ("84", "80"), "practical": ("91.5", "85")}
    assert achievement["achievementType"] == "Certificate"
    assert doc["evidence"][0]["id"] == f"urn:sha256:{CERTIFICATE.evidence}"
    assert doc["credentialStatus"]["type"] == "BitstringStatusListEntry"
    assert doc["proof"]["cryptosuite"] == "eddsa-rdfc-2022"
    assert doc["validUntil"].startswith(f"{CERTIFICATE.until:%Y-%m-%dT%H:%M:%S}")


def test_an_achievement_is_the_same_for_all_and_an_issuer_s_own(
    office: Office, other: Office
) -> None:
    """Its id does not change from learner to learner; another issuer's differs."""

    def achievement(of: Office, learner: str) -> str:
        text = of.issue(recipient=learner).files[".json"].read_text()
        return str(json.loads(text)["credentialSubject"]["achievement"]["id"])

    assert achievement(office, "learner-01") == achievement(office, "learner-02")
    assert achievement(office, "learner-01") != achievement(other, "learner-01")


def test_issuing_again_gives_no_second_credential(office: Office) -> None:
    """The same award keeps its id and its place; another date is another one."""
    first = office.issue().entry
    assert office.issue().entry == first and len(office.register.entries) == 1
    assert office.issue(since=NOW - timedelta(days=3)).entry.index == 1
    office.register.revoke(first.id, "issued by mistake", on=NOW)
    assert office.issue().entry.index == 2


def test_a_register_outlives_its_process(office: Office) -> None:
    """What was issued and revoked is on the disk at once."""
    credential = office.issue().entry
    gone = office.register.revoke(credential.id, "a graded bundle was withdrawn", on=NOW)
    assert Register(path=office.register.path).entries == []  # not opened: nothing is read
    from course.credentials.awards import read_entries

    assert read_entries(office.register.path) == [gone]


def test_revoking_is_for_ever_and_by_id(office: Office) -> None:
    """Unknown ids and second times are said."""
    credential = office.issue().entry
    office.register.revoke(credential.id, "x", on=NOW)
    with pytest.raises(CredentialError, match=f"{credential.id}: was revoked on {NOW:%Y-%m-%d}"):
        office.register.revoke(credential.id, "x", on=NOW)
    with pytest.raises(CredentialError, match=r"urn:uuid:0: expected the id of a credential"):
        office.register.revoke("urn:uuid:0", "x", on=NOW)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "register.json: line 1: expected JSON"),
        ('{"format": 2}', "register.json: format: input should be 1"),
        ('{"format": 1, "issued": [{"id": "x"}]}', "register.json: issued[0].id: string should"),
    ],
)
def test_a_damaged_register_is_not_written_over(text: str, problem: str, tmp_path: Path) -> None:
    """It is the only list of what can be revoked."""
    path = tmp_path / "register.json"
    path.write_text(text)
    with pytest.raises(CredentialError) as raised, Register.opened(path):
        pass
    assert str(raised.value.problems[0]).startswith(problem)
    assert path.read_text() == text


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"name": " "}, "name: expected words"),
        ({"recipient": ""}, "recipient: expected words"),
        ({"until": CERTIFICATE.since}, "until: expected a time after since"),
        ({"since": NOW.replace(tzinfo=None)}, "since: expected a time with a time zone"),
        ({"evidence": "abc"}, "evidence: expected 64 hexadecimal digits"),
        ({"key": "../x"}, "key: expected letters, digits and hyphens"),
    ],
)
def test_a_wrong_award_is_not_issued(
    changes: dict[str, object], problem: str, office: Office
) -> None:
    """Nothing is entered, nothing is written."""
    with pytest.raises(CredentialError, match=problem):
        office.issue(**changes)
    assert office.register.entries == [] and not office.folder.exists()


HOSTILE = '</text><script>alert(1)</script>$\\frac{1}{0}$ "\u202e\x00\x1b]0;x'


def test_names_cannot_carry_markup_into_pictures(office: Office) -> None:
    """Letters are outlines: no element of a name, no formula, no script is in a picture."""
    credential = office.issue(recipient=HOSTILE, name="Level <b>1</b> & $x^2$", criteria=HOSTILE)
    for ending in (".svg", "-certificate.svg"):
        text = credential.files[ending].read_text()
        root = ElementTree.fromstring(text)
        kinds = {node.tag.split("}")[-1] for node in root.iter()}
        assert kinds.isdisjoint({"script", "foreignObject", "image", "a", "text"})
        assert "alert(1)" not in text


def test_a_sample_says_so_everywhere(office: Office) -> None:
    """Name, description and tag of the credential, and a stamp on each picture."""
    credential = office.issue(sample=True)
    doc = json.loads(credential.files[".json"].read_text())["credentialSubject"]["achievement"]
    assert doc["name"] == "SAMPLE Level 1 Engineer" and doc["tag"] == ["SAMPLE"]
    assert doc["description"].startswith("SAMPLE")
    from course.credentials.badge_art import badge

    plain: Award = CERTIFICATE
    assert badge(plain)["svg"] != credential.files[".svg"].read_bytes()


def test_pictures_are_the_same_each_time() -> None:
    """No dates, no random ids; and settings of the process change nothing."""
    import matplotlib as mpl

    from course.credentials.badge_art import badge, certificate

    first = badge(BADGE), certificate(CERTIFICATE, issuer="E", number="n")
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "red", "svg.fonttype": "none"}):
        again = badge(BADGE), certificate(CERTIFICATE, issuer="E", number="n")
    assert first == again

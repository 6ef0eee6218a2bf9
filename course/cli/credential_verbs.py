"""The verbs of `course badge`: keys, issue, verify, revoke, publish."""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course.cli.terminal import add_verb, print_json, print_table, read_day, stage
from course.errors import CourseError, CredentialError

if TYPE_CHECKING:
    from collections.abc import Callable

KEYS = "COURSE_KEYS"
PUBLIC = "public"
LONGEST = 1 << 20


def add_verbs(verbs: Any) -> None:
    """Add `badge` and what follows it to the command's parser."""
    top = verbs.add_parser(
        "badge",
        help="Make keys; issue, verify and revoke badges and certificates.",
        description="Make keys; issue, verify and revoke badges and certificates.",
        epilog="example: course badge verify level-1-engineer.png --issuer issuer.json "
        "--status status.jwt",
    )
    below = top.add_subparsers(metavar="WHAT", required=True)

    def verb(
        run: "Callable[[argparse.Namespace], int]", sentence: str, example: str, **more: Any
    ) -> argparse.ArgumentParser:
        made = add_verb(below, run, sentence, example, parent="badge ", **more)
        made.add_argument(
            "--keys",
            type=Path,
            metavar="DIR",
            default=_keys(),
            help=f"the issuer's keys, outside of every repository (or in {KEYS})",
        )
        return made

    words = "Make an issuer's keys."
    made = verb(_make, words, " --name 'Engineering Excellence'", name="keys", course=False)
    made.add_argument("--name", required=True, help="who issues")
    made.add_argument("--url", help="https address where issuer.json and status.jwt will lie")
    made = verb(_issue, "Issue what learners have earned.", "", json=True)
    made.add_argument("--learner", metavar="ID", help="this learner only")
    made.add_argument("--on", metavar="DATE", help="as of this day (today, UTC)")
    made = add_verb(
        below,
        _verify,
        "Verify a credential, offline.",
        " level-1-engineer.png",
        parent="badge ",
        course=False,
        json=True,
    )
    made.add_argument("file", type=Path, metavar="FILE")
    public = Path("credentials", PUBLIC)
    made.add_argument("--issuer", type=Path, metavar="FILE", default=public / "issuer.json")
    made.add_argument("--status", type=Path, metavar="FILE", default=public / "status.jwt")
    made.add_argument("--recipient", metavar="ID", default="", help="whom it should belong to")
    made = verb(_revoke, "Revoke a credential, for ever.", " urn:uuid:… --why 'a mistake'")
    made.add_argument("id", metavar="ID", help="the credential's id")
    made.add_argument("--why", required=True, help="the reason; it stays in the register")
    verb(_publish, "Sign the status list anew; it is good for 30 days.", "")


def _keys() -> Path:
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return Path(os.environ.get(KEYS) or home / "engineering-excellence" / "keys")


def _make(arguments: argparse.Namespace) -> int:
    from course.credentials import make_keys

    issuer = make_keys(arguments.keys, name=arguments.name, url=arguments.url)
    print(
        f"made keys of {issuer.id} in {arguments.keys}\n"
        "publish issuer.json; keep the rest to yourself"
    )
    return 0


def _issue(arguments: argparse.Namespace) -> int:
    from dataclasses import asdict, replace

    from course.certification.cohort import read_cohort
    from course.certification.issuing import issue_due
    from course.credentials import Register, load_signing, publish
    from course.gradebook.layout import course_folder, layout_of

    on = read_day(arguments.on)
    signing, folder = load_signing(arguments.keys), course_folder(arguments.course_dir)
    cohort, layout = read_cohort(folder), layout_of(folder)
    if arguments.learner:
        chosen = tuple(r for r in cohort.records if r.learner == arguments.learner)
        if not chosen:
            raise CredentialError(f"nobody of this course is called {arguments.learner!r}")
        cohort = replace(cohort, records=chosen)
    found = cohort.certifications(on)
    with Register.opened(arguments.keys / "register.json") as register:
        made = issue_due(
            layout,
            cohort,
            found,
            signing=signing,
            register=register,
            folder=layout.credentials,
            tick=stage("issuing", None),
        )
        publish(signing, register, layout.credentials / PUBLIC)
    rows = [{"learner": one.learner} | asdict(one.paper) for one in made]
    if arguments.json:
        print_json(rows)
    elif not rows:
        print("nothing to issue: all that is earned was issued before")
    else:
        head = ("learner", "kind", "name", "issued_on", "expires_on")
        print_table(head, [[row[key] or "-" for key in head] for row in rows])
        place = layout.credentials.name
        print(f"\nfiles are in {place}/, what verifiers need in {place}/{PUBLIC}/")
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    from course.credentials import read_issuer, verify

    issuer = read_issuer(arguments.issuer)
    status = _content(arguments.status) if arguments.status.exists() else None
    found = verify(
        _content(arguments.file), issuer, status_list=status, recipient=arguments.recipient
    )
    if arguments.json:
        print_json(found.data())
    else:
        said = found.data()["credential"]
        if said:
            print(f"{said['name']}, {said['type']} of {said['issuer']}\n")
        print_table(("part", "state", "why"), [[c.part, c.state, c.why] for c in found.checks])
        if found.holds:
            print("\nit holds")
        elif found.failed:
            print(f"\nit does NOT hold: {found.failed[0].part}: {found.failed[0].why}")
        else:
            print(
                "\nNOT verified: without the issuer's status list nobody knows whether it was "
                "revoked; give it by --status"
            )
    return 0 if found.holds else 1


def _revoke(arguments: argparse.Namespace) -> int:
    from dataclasses import replace
    from datetime import UTC, datetime

    from course.credentials import Register, load_signing, publish
    from course.gradebook.layout import course_folder, layout_of
    from course.records.record_files import change
    from course.records.results import LearnerRecord

    signing, now = load_signing(arguments.keys), datetime.now(UTC)
    layout = layout_of(course_folder(arguments.course_dir))

    def told(record: LearnerRecord) -> LearnerRecord:
        papers = (
            replace(p, revoked_on=now.date()) if p.credential_id == arguments.id else p
            for p in record.issued
        )
        return replace(record, issued=tuple(papers))

    with Register.opened(arguments.keys / "register.json") as register:
        entry = register.revoke(arguments.id, arguments.why, on=now)
        change(layout.records, entry.learner, told)
        publish(signing, register, layout.credentials / PUBLIC)
    place = f"{layout.credentials.name}/{PUBLIC}/status.jwt"
    print(f"revoked {entry.name} of {entry.learner}; publish {place} anew")
    return 0


def _publish(arguments: argparse.Namespace) -> int:
    from course.credentials import Register, load_signing, publish
    from course.gradebook.layout import course_folder, layout_of

    signing = load_signing(arguments.keys)
    layout = layout_of(course_folder(arguments.course_dir))
    with Register.opened(arguments.keys / "register.json") as register:
        publish(signing, register, layout.credentials / PUBLIC)
    print(f"wrote {layout.credentials.name}/{PUBLIC}/issuer.json and status.jwt")
    return 0


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LONGEST + 1)
    except OSError as error:
        raise CourseError(f"{path.name}: {error.strerror}") from None

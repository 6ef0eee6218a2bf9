"""From what was earned to credentials: what is due is signed into a folder and kept in records/.

Who earned what is decided in certification/, how a badge is signed in credentials/. A certificate
is valid through its last day (UTC); nothing is issued twice.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course.certification.cohort import Cohort
from course.certification.standings import Certification, LevelStanding, State
from course.files import read_plain
from course.gradebook.layout import Layout
from course.program import Program
from course.records.record_files import change
from course.records.results import Issued, LearnerRecord, cut, exact

if TYPE_CHECKING:
    from course.credentials import Award, Register, Signing, StatedResult

LAST_SECOND = time(23, 59, 59, tzinfo=UTC)
MOST_BYTES = 64 << 20  # of a graded notebook that evidence is taken of


@dataclass(frozen=True, kw_only=True)
class Due:
    """A credential to be issued, and the row that records/ will keep of it."""

    award: "Award"
    paper: Issued


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """What a learner got: the row in records/, and the files."""

    learner: str
    paper: Issued
    files: dict[str, Path]


def due(
    layout: Layout, program: Program, record: LearnerRecord, standing: Certification
) -> Iterator[Due]:
    """Give what a learner holds on the day and has no paper for: certificates, then badges."""
    papers = [p for p in record.issued if not (p.revoked_on and p.revoked_on <= standing.on)]
    for level in standing.levels:
        has = any(
            p.kind == "certificate" and p.level == level.level and p.expires_on == level.expires_on
            for p in papers
        )
        if level.state in (State.HELD, State.WINDOW) and not has:
            yield _certificate(layout, program, record, level, standing)
    for badge in standing.badges:
        has = any(p.kind == "badge" and p.name == badge.name for p in papers)
        if badge.earned_on is not None and not has:
            modules = {badge.module} if badge.module else set()
            yield _due(
                standing,
                kind="badge",
                name=badge.name,
                since=badge.earned_on,
                criteria=badge.criteria,
                description=f"{badge.name}, {program.title}",
                evidence=evidence(layout, record, modules),
            )


def issue_due(
    layout: Layout,
    cohort: Cohort,
    standings: tuple[Certification, ...],
    *,
    signing: "Signing",
    register: "Register",
    folder: Path,
    wanted: Callable[[Due], bool] = lambda _: True,
    tick: Callable[[str], None] = lambda _: None,
) -> list[Delivery]:
    """Issue all that is due and wanted into FOLDER/<learner>/, and keep it in records/.

    Raises CredentialError, or GradingError where a record cannot be written.
    """
    from course.credentials import issue

    deliveries = []
    for record, standing in zip(cohort.records, standings, strict=True):
        for one in filter(wanted, due(layout, cohort.program, record, standing)):
            tick(record.learner)
            credential = issue(one.award, signing, register, folder / record.learner)
            paper = replace(one.paper, credential_id=credential.entry.id)
            change(
                layout.records,
                record.learner,
                lambda old, paper=paper, now=record: replace(  # type: ignore[misc]
                    old, name=now.name, sample=now.sample, issued=(*old.issued, paper)
                ),
            )
            deliveries.append(Delivery(learner=record.learner, paper=paper, files=credential.files))
    return deliveries


def _certificate(
    layout: Layout,
    program: Program,
    record: LearnerRecord,
    level: LevelStanding,
    standing: Certification,
) -> Due:
    criteria = "; ".join(need.words for need in level.requirements)
    modules = set(program.track(level.level).modules)
    return _due(
        standing,
        kind="certificate",
        name=level.name,
        level=level.level,
        until=level.expires_on,
        since=level.renewed_on or level.earned_on or standing.on,
        criteria=criteria,
        description=f"{level.name}, {program.title}",
        outcomes=_outcomes(program, record, level.level, standing.on),
        evidence=evidence(layout, record, modules),
    )


def _outcomes(
    program: Program, record: LearnerRecord, level: int, on: date
) -> tuple["StatedResult", ...]:
    """Best result in each assessment of a level, as it is shown: cut off, not rounded."""
    from course.credentials import StatedResult

    rules = next(r for r in program.certification.levels if r.level == level)
    results = []
    for rule in rules.assessments:
        taken = [
            exact(a.percent)
            for a in record.assessments
            if (a.level, a.type) == (level, rule.type) and a.taken_on <= on
        ]
        if taken and max(taken) >= rule.passing_score:
            name = f"{rule.type.capitalize()} assessment"
            results.append(
                StatedResult(name=name, value=float(cut(max(taken))), required=rule.passing_score)
            )
    return tuple(results)


def _due(
    standing: Certification,
    *,
    kind: Any,
    name: str,
    since: date,
    level: int | None = None,
    until: date | None = None,
    **words: Any,
) -> Due:
    from course.credentials import Award

    return Due(
        award=Award(
            kind=kind,
            key=slug(name),
            name=name,
            recipient=standing.learner,
            sample=standing.sample,
            since=datetime.combine(since, time(), UTC),
            until=None if until is None else datetime.combine(until, LAST_SECOND),
            **words,
        ),
        paper=Issued(
            kind=kind,
            name=name,
            level=level,
            issued_on=standing.on,
            expires_on=until,
            credential_id="to be issued",
        ),
    )


def slug(name: str) -> str:
    """Make a name fit for a file: level-1-engineer."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "badge"


def evidence(layout: Layout, record: LearnerRecord, modules: set[str]) -> str:
    """Digest what was graded (SHA-256, hex): the results, and the graded notebooks of modules."""
    results = {k: v for k, v in asdict(record).items() if k not in ("issued", "name")}
    digest = hashlib.sha256(json.dumps(results, sort_keys=True, default=str).encode())
    for module in sorted(modules):
        for path in sorted(layout.folder("autograded", record.learner, module).glob("*.ipynb")):
            with suppress(OSError, ValueError):  # a link or a pipe is no evidence
                content = read_plain(path, MOST_BYTES)
                digest.update(f"{module}/{path.name} {len(content)}\n".encode())
                digest.update(content)
    return digest.hexdigest()

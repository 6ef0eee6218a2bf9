"""Grades for other systems: CSV for spreadsheets, Canvas and Moodle, xAPI statements as JSON lines.

Text in a CSV runs nothing: where a spreadsheet could take a piece of it for a formula, an
apostrophe stands before it, and `read_table` takes it off again (docs/certification.md). Nothing
is read or written here, and a grade that awaits a person is no grade for another system yet.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from io import StringIO
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from course.program import Program
from course.records.results import AssessmentResult, Grade, LearnerRecord, Standing, cut, exact

BOM = "\ufeff"  # by which Excel knows UTF-8
NO_GRADE = "-"  # Moodle's word for it
ADL = "http://adlnet.gov/expapi/verbs/"
MASTERY = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore"
ASSESSMENT = "http://adlnet.gov/expapi/activities/assessment"
COURSE_MODULE = "http://adlnet.gov/expapi/activities/module"

# A formula begins a cell, and a cell begins at the start or, where a program splits otherwise than
# we join, after a separator or a quote.
_BLANK = r"(?:[^\S\t\r\n]|[\x00-\x08\x0e-\x1f\x7f\u200b\ufeff])"
_BEGINS = r"[=+\-@\uff1d\uff0b\uff0d\uff20]"  # the last four: full width
_FORMULA = re.compile(
    rf"""((?:^|(?<=[,;|\t\r\n"])){_BLANK}*)('*)(?={_BEGINS})|^()('*)(?=[\t\r\n])"""
)


@dataclass(frozen=True, kw_only=True)
class MarkSheet:
    """A module's grades; `passing` is None where the program has no mark."""

    module: str
    title: str
    level: int | None
    passing: float | None
    out_of: float
    grades: tuple[Grade, ...]


class ItemRow(NamedTuple):
    """One graded cell of one learner; `points` is None where nobody has judged it."""

    learner: str
    module: str
    notebook: str
    cell: str
    points: float | None
    out_of: float
    given_by: str  # test, person, or nothing


def escaped(text: str) -> str:
    """Put an apostrophe before all that a spreadsheet could take for a formula."""
    whole = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return _FORMULA.sub(lambda m: f"{m[1] or ''}{m[2] or m[4] or ''}'", whole)


def plain(text: str) -> str:
    """Take off what `escaped` put on."""
    return _FORMULA.sub(lambda m: f"{m[1] or ''}{(m[2] or m[4] or '')[1:]}", text)


def table(head: Sequence[str], rows: Iterable[Sequence[object]], *, bom: bool = False) -> str:
    """Write CSV by RFC 4180: text escaped, numbers as numbers, nothing for None."""
    out = StringIO()
    out.write(BOM if bom else "")
    writer = csv.writer(out, lineterminator="\r\n")
    for row in (head, *rows):
        writer.writerow([_cell(value) for value in row])
    return out.getvalue()


def read_table(text: str) -> list[list[str]]:
    """Read what `table` wrote, with the escapes taken off."""
    lines = csv.reader(StringIO(text.removeprefix(BOM), newline=""))
    return [[plain(cell) for cell in line] for line in lines]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float | Fraction):
        return f"{float(value):.10g}"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return escaped(str(value))


def grades_csv(sheets: Iterable[MarkSheet], names: Mapping[str, str], *, bom: bool = False) -> str:
    """A line for each learner and module, with percent cut off at two decimals."""
    head = (
        "learner",
        "name",
        "module",
        "title",
        "level",
        "points",
        "out_of",
        "pending",
        "percent",
        "passing_mark",
        "standing",
        "submitted",
        "remarks",
    )
    rows = [
        (
            g.learner,
            names.get(g.learner, g.learner),
            sheet.module,
            sheet.title,
            sheet.level,
            g.points if g.notebooks else None,
            g.out_of,
            g.pending if g.notebooks else None,
            None if (share := _share(g)) is None else float(cut(100 * share)),
            sheet.passing,
            g.standing(sheet.passing).value,
            g.submitted,
            "; ".join(g.remarks),
        )
        for sheet in sheets
        for g in sheet.grades
    ]
    return table(head, rows, bom=bom)


def items_csv(rows: Iterable[ItemRow], names: Mapping[str, str], *, bom: bool = False) -> str:
    """A line for each learner and graded cell."""
    head = ("learner", "name", *ItemRow._fields[1:])
    return table(
        head, ((r.learner, names.get(r.learner, r.learner), *r[1:]) for r in rows), bom=bom
    )


def canvas_csv(sheets: Sequence[MarkSheet], names: Mapping[str, str], *, bom: bool = False) -> str:
    """Canvas' gradebook: five columns that say who, a column of points for each module.

    Canvas finds a student by `SIS User ID` or `SIS Login ID`; its own `ID` is not known here.
    Source: Canvas' lib/gradebook_importer.rb.
    """
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *(s.module for s in sheets)]
    possible = ["    Points Possible", None, None, None, None, *(s.out_of for s in sheets)]
    rows = []
    for learner, grades in _by_learner(sheets):
        name = names.get(learner, learner)
        if "points possible" in name.casefold():  # Canvas would take it for the second row
            name = learner
        points = [g.points if _final(g) else None for g in grades]
        rows.append([name, None, learner, learner, None, *points])
    return table(head, [possible, *rows], bom=bom)


def moodle_csv(sheets: Sequence[MarkSheet], names: Mapping[str, str], *, bom: bool = False) -> str:
    """Moodle's grade import: map `username` or `ID number`, and each module to an item of 100.

    Percent are cut at five decimals and end at 100: Moodle refuses a whole file for one above.
    Source: Moodle's grade/import/csv/classes/load_data.php.
    """
    out = StringIO()
    out.write(BOM if bom else "")
    writer = csv.writer(out, lineterminator="\r\n")
    head = ("username", "ID number", "name", *(s.module for s in sheets))
    writer.writerow([escaped(word) for word in head])
    for learner, grades in _by_learner(sheets):
        marks = [
            NO_GRADE
            if not _final(g) or (share := _share(g)) is None
            else _cell(Fraction(int(min(share, Fraction(1)) * 10**7), 10**5))
            for g in grades
        ]
        who = [escaped(text) for text in (learner, learner, names.get(learner, learner))]
        writer.writerow([*who, *marks])
    return out.getvalue()


def _share(grade: Grade | None) -> Fraction | None:
    if grade is None or not grade.notebooks or not grade.out_of:
        return None
    return exact(grade.points) / exact(grade.out_of)


def _final(grade: Grade | None) -> bool:
    return grade is not None and bool(grade.notebooks) and not grade.pending


def _by_learner(sheets: Sequence[MarkSheet]) -> Iterator[tuple[str, list[Any]]]:
    """Each learner with a grade for each sheet; None where there is none."""
    known = [{g.learner: g for g in sheet.grades} for sheet in sheets]
    for learner in sorted({name for grades in known for name in grades}):
        yield learner, [grades.get(learner) for grades in known]


def xapi_lines(
    program: Program, sheets: Iterable[MarkSheet], records: Iterable[LearnerRecord], *, site: str
) -> Iterator[str]:
    """Statements with cmi5's verbs, one a line; ids follow from what is said, so none is new twice.

    Who hands in has `initialized` and `completed`; who is graded has `passed` or `failed`, with
    score.scaled. A module's time is that of its submission, the only one known; an assessment's is
    its day's beginning. After `passed` there is no `failed`. They are no cmi5-defined statements:
    those come from a launch, which a notebook has not. Actors are accounts on `site`, no e-mail.
    Source: cmi5 (quartz) sections 9.3 to 9.7; xAPI 1.0.3.
    """
    for sheet in sheets:
        place = f"{site}/modules/{sheet.module}"
        for g in sheet.grades:
            if g.submitted is None:
                continue
            about = _About(site, g.learner, place, sheet.title, COURSE_MODULE, _moment(g.submitted))
            yield about.line("initialized")
            yield about.line("completed", {"completion": True})
            standing, share = g.standing(sheet.passing), _share(g)
            if share is not None and standing in (Standing.PASSED, Standing.FAILED):
                yield about.judged(standing is Standing.PASSED, share, sheet.passing or 0)
    for record in records:
        yield from _assessments(program, record, site)


class _About(NamedTuple):
    site: str
    learner: str
    place: str
    title: str
    kind: str
    moment: str

    def line(
        self,
        verb: str,
        result: Mapping[str, Any] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> str:
        statement = {
            "actor": {
                "objectType": "Agent",
                "account": {"homePage": self.site, "name": self.learner},
            },
            "verb": {"id": ADL + verb, "display": {"en": verb}},
            "object": {
                "objectType": "Activity",
                "id": self.place,
                "definition": {"type": self.kind, "name": {"en": self.title}},
            },
            **({"result": dict(result)} if result else {}),
            **({"context": {"extensions": dict(more)}} if more else {}),
            "timestamp": self.moment,
            "version": "1.0.3",
        }
        said = json.dumps(statement, sort_keys=True)
        return json.dumps({"id": str(uuid5(NAMESPACE_URL, said))} | statement)

    def judged(self, passed: bool, share: Fraction, mark: float) -> str:
        result = {"success": passed, "score": {"scaled": float(min(share, Fraction(1)))}}
        return self.line("passed" if passed else "failed", result, {MASTERY: mark / 100})


def _assessments(program: Program, record: LearnerRecord, site: str) -> Iterator[str]:
    for rules in program.certification.levels:
        for rule in rules.assessments:
            place = f"{site}/levels/{rules.level}/{rule.type}"
            title = f"Level {rules.level}, {rule.type} assessment"
            theirs = [
                a for a in record.assessments if (a.level, a.type) == (rules.level, rule.type)
            ]
            for a in _to_first_pass(theirs, rule.passing_score):
                at = f"{a.taken_on.isoformat()}T00:00:00Z"
                about = _About(site, record.learner, place, title, ASSESSMENT, at)
                share = exact(a.percent) / 100
                yield about.judged(100 * share >= rule.passing_score, share, rule.passing_score)


def _to_first_pass(taken: Iterable[AssessmentResult], mark: float) -> Iterator[AssessmentResult]:
    """Attempts in order of their days, the best of a day, up to the first that passed."""
    best: dict[date, AssessmentResult] = {}
    for a in taken:
        if a.taken_on not in best or exact(a.percent) > exact(best[a.taken_on].percent):
            best[a.taken_on] = a
    for day in sorted(best):
        yield best[day]
        if exact(best[day].percent) >= mark:
            return


def _moment(at: datetime) -> str:
    """Write a time in UTC; the gradebook's have no zone and are in UTC."""
    known = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return known.isoformat(timespec="milliseconds").replace("+00:00", "Z")

"""Exports: what a person wrote survives a round trip and runs nothing; grades are what they are."""

import csv
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO
from uuid import UUID

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from course.gradebook.grade_exports import (
    BOM,
    ItemRow,
    MarkSheet,
    canvas_csv,
    escaped,
    grades_csv,
    items_csv,
    moodle_csv,
    plain,
    read_table,
    table,
    xapi_lines,
)
from course.program import load_program
from course.records.results import Grade, LearnerRecord, NotebookMarks
from tests.certification.people import practice, theory

AT = datetime(2026, 3, 1, 12, 30, 15, 250_000)
NASTY = (
    'A, "B"', "two\nlines", "two\r\nlines", "=1+1", "  =1+1", "\t=1+1", "\r=1+1", "'=1+1", "''-1",
    "+1", "-1", "@SUM(A1)", "a;=1+1", 'a";=1+1', "a\t=cmd|' /C calc'!A0", "a\n=1", "ليلى العامرية",
    "\u202e=1", "\u200b=1", "\x00=1", "\uff1d1+1", "'", "'quoted'", "", " ", ";", "a,=HYPERLINK(\"x\")",
)  # fmt: skip
WORDS = st.one_of(
    st.text(st.sampled_from("=+-@'\",;|\t\r\n \x00\u200bab1"), max_size=9),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)


def grade(
    learner: str,
    points: float = 42,
    pending: float = 0,
    *,
    graded: bool = True,
    at: datetime | None = AT,
    out_of: float = 50,
) -> Grade:
    marks = NotebookMarks(name="01", points=points, out_of=out_of, pending=pending, failed_tests=())
    return Grade(
        learner=learner,
        module="101-system-architecture",
        submitted=at,
        notebooks=(marks,) if graded else (),
        out_of=out_of,
    )


def sheet(*grades: Grade, module: str = "101-system-architecture", out_of: float = 50) -> MarkSheet:
    return MarkSheet(
        module=module,
        title="System Architecture",
        level=1,
        passing=80,
        out_of=out_of,
        grades=grades,
    )


def cells_as_seen(text: str, delimiter: str, quoting: int = csv.QUOTE_MINIMAL) -> list[str]:
    """Cells as a program finds them that splits at another delimiter, or knows no quotes."""
    lines = csv.reader(
        StringIO(text.removeprefix(BOM), newline=""), delimiter=delimiter, quoting=quoting
    )
    return [cell for line in lines for cell in line]


def runs(cell: str) -> bool:
    """Whether a spreadsheet could take a cell for a formula; a number is none."""
    bare = re.sub(r'^[\s\x00-\x1f\x7f\u200b\ufeff"]+', "", cell)
    return bool(re.match(r"[=+\-@\uff1d\uff0b\uff0d\uff20]", bare)) and not re.fullmatch(
        r"-?[\d.e+-]+", bare
    )


@given(st.lists(st.lists(WORDS, min_size=2, max_size=3), min_size=1, max_size=4))
@example([list(NASTY)])
@settings(deadline=None)
def test_text_survives_and_runs_nothing(rows: list[list[str]]) -> None:
    """Whatever the delimiter a spreadsheet assumes, and whether it knows quotes."""
    text = table(["a", "b"], rows)

    assert read_table(text)[1:] == rows
    for delimiter in ",;\t|":
        for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
            assert [c for c in cells_as_seen(text, delimiter, quoting) if runs(c)] == []


@given(WORDS)
def test_the_escape_is_undone_exactly(text: str) -> None:
    """Escaping twice and undoing twice is the same too: no text is confused with another."""
    assert plain(escaped(text)) == text
    assert plain(plain(escaped(escaped(text)))) == text


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("'=1+1", "''=1+1"),
        ("-5", "'-5"),
        ("a=b", "a=b"),
        ("O'Neil", "O'Neil"),
        ("a-b", "a-b"),
        ("\tx", "'\tx"),
        (" @x", " '@x"),
        ("a;-b", "a;'-b"),
    ],
)
def test_only_what_begins_a_cell_is_escaped(text: str, cell: str) -> None:
    """An apostrophe stands right before the sign, and nowhere else."""
    assert escaped(text) == cell


def test_numbers_stay_numbers() -> None:
    """A negative number is no formula, a flag a word, nothing an empty cell."""
    text = table(["a", "b", "c", "d", "e"], [(-1.5, 2, True, None, date(2026, 1, 2))])

    assert text == "a,b,c,d,e\r\n-1.5,2,true,,2026-01-02\r\n"


def test_a_surrogate_does_not_stop_an_export() -> None:
    """What is no text for UTF-8 is written as an escape."""
    table(["a"], [["\ud800"]]).encode("utf-8")


def test_grades_are_shown_cut_off_and_unknown_as_nothing() -> None:
    """79.999 percent is 79.99 and failed; who was not graded has no points, not zero."""
    text = grades_csv(
        [
            sheet(
                grade("learner-01", 79.999, out_of=100),
                grade("learner-02", 78, 4, out_of=100),
                grade("learner-03", graded=False),
                grade("learner-04", graded=False, at=None),
            )
        ],
        {"learner-01": '=Ada, "the" first'},
        bom=True,
    )
    assert text.startswith(BOM)
    head, *lines = read_table(text)
    rows = [dict(zip(head, line, strict=True)) for line in lines]

    assert rows[0]["name"] == '=Ada, "the" first'
    assert [(r["points"], r["percent"], r["standing"]) for r in rows] == [
        ("79.999", "79.99", "failed"),
        ("78", "78", "pending"),
        ("", "", "ungraded"),
        ("", "", "missing"),
    ]
    assert rows[0]["submitted"] == "2026-03-01T12:30:15.250000"


def test_items_have_a_line_a_cell() -> None:
    """What nobody judged is empty."""
    rows = [
        ItemRow("learner-01", "m", "01", "ex1-tests", None, 2, ""),
        ItemRow("learner-01", "m", "01", "ex2", 1.5, 2, "person"),
    ]
    head, *lines = read_table(items_csv(rows, {"learner-01": "Ada"}))

    assert head == ["learner", "name", "module", "notebook", "cell", "points", "out_of", "given_by"]
    assert [line[5:] for line in lines] == [["", "2", ""], ["1.5", "2", "person"]]


def test_canvas_gets_its_five_columns_and_points_possible() -> None:
    """As its importer reads them; a grade that waits is left blank, and no name makes a second row 2."""
    other = sheet(grade("learner-01", 10, 1), module="102-code-quality", out_of=20)
    text = canvas_csv(
        [sheet(grade("learner-01"), grade("learner-02", graded=False)), other],
        {"learner-01": "Lovelace, Ada", "learner-02": "points possible"},
    )
    head, possible, *rows = list(csv.reader(StringIO(text, newline="")))

    assert head[:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert head[5:] == ["101-system-architecture", "102-code-quality"]
    assert possible == ["    Points Possible", "", "", "", "", "50", "20"]
    assert rows == [
        ["Lovelace, Ada", "", "learner-01", "learner-01", "", "42", ""],
        ["learner-02", "", "learner-02", "learner-02", "", "", ""],
    ]


def test_moodle_gets_percent_for_items_of_a_hundred() -> None:
    """Extra credit ends at 100, no grade is a dash, thirds are cut off."""
    text = moodle_csv(
        [sheet(grade("learner-01", 60), grade("learner-02", 1, 1), grade("learner-03", 100 / 3))],
        {},
    )
    head, *rows = list(csv.reader(StringIO(text, newline="")))

    assert head == ["username", "ID number", "name", "101-system-architecture"]
    assert [row[3] for row in rows] == ["100", "-", "66.66666"]


def statements(*grades: Grade, record: LearnerRecord | None = None) -> list[dict[str, object]]:
    lines = xapi_lines(
        load_program(), [sheet(*grades)], [record] if record else [], site="https://lms.example"
    )
    return [json.loads(line) for line in lines]


def test_xapi_says_what_is_known_and_no_more() -> None:
    """Handed in: initialized and completed; graded: passed or failed; waiting or missing: neither."""
    found = statements(
        grade("learner-01", 40),
        grade("learner-02", 39.99),
        grade("learner-03", 38, 4),
        grade("learner-04", graded=False),
        grade("learner-05", graded=False, at=None),
    )
    said = {}
    for one in found:
        who = one["actor"]["account"]["name"]  # type: ignore[index]
        said.setdefault(who, []).append(one["verb"]["id"].rpartition("/")[2])  # type: ignore[index]

    both = ["initialized", "completed"]
    assert said == {
        "learner-01": [*both, "passed"],
        "learner-02": [*both, "failed"],
        "learner-03": both,
        "learner-04": both,
    }
    passed = found[2]
    assert passed["result"] == {"success": True, "score": {"scaled": 0.8}}
    assert passed["context"] == {
        "extensions": {"https://w3id.org/xapi/cmi5/context/extensions/masteryscore": 0.8}
    }
    assert passed["timestamp"] == "2026-03-01T12:30:15.250Z"
    assert found[5]["result"]["score"]["scaled"] < 0.8  # type: ignore[index]
    assert "mbox" not in json.dumps(found)


def test_xapi_ids_are_stable_and_differ_where_what_is_said_differs() -> None:
    """An import twice is one import; a new grade is a new statement."""
    first, again = statements(grade("learner-01")), statements(grade("learner-01"))
    better = statements(grade("learner-01", 45))

    assert [s["id"] for s in first] == [s["id"] for s in again]
    assert len({s["id"] for s in first}) == 3
    assert first[2]["id"] != better[2]["id"]
    assert all(UUID(str(s["id"])).version == 5 for s in first)


def test_xapi_stops_at_the_first_pass_of_an_assessment() -> None:
    """cmi5 allows no failed after passed; of one day the best attempt counts."""
    attempts = (
        theory(79, date(2025, 3, 1)),
        theory(90, date(2025, 3, 3)),
        theory(10, date(2025, 3, 9)),
        theory(70, date(2025, 3, 3)),
        practice(84, date(2025, 3, 2)),
    )
    record = LearnerRecord(learner="learner-01", name="x", assessments=attempts)
    said = [
        (
            s["object"]["id"],
            s["verb"]["display"]["en"],
            s["result"]["score"]["scaled"],
            s["timestamp"],
        )  # type: ignore[index]
        for s in statements(record=record)
    ]

    theoretical = "https://lms.example/levels/1/theoretical"
    assert said == [
        (theoretical, "failed", 0.79, "2025-03-01T00:00:00Z"),
        (theoretical, "passed", 0.9, "2025-03-03T00:00:00Z"),
        ("https://lms.example/levels/1/practical", "failed", 0.84, "2025-03-02T00:00:00Z"),
    ]


def test_xapi_is_ascii_one_statement_a_line() -> None:
    """A name with a line separator breaks no line; an aware time is turned to UTC."""
    aware = replace(grade("a\u2028b"), submitted=AT.replace(tzinfo=UTC))
    lines = list(xapi_lines(load_program(), [sheet(aware)], [], site="https://lms.example"))

    assert all(line.isascii() and "\n" not in line for line in lines)
    assert json.loads(lines[0])["timestamp"] == "2026-03-01T12:30:15.250Z"

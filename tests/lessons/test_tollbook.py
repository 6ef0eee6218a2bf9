"""The toll book: its night, its days, its names and its files."""

import itertools
from collections import Counter
from datetime import date
from typing import Any

import pytest

from course.lessons import tollbook
from course.lessons.reading import reading
from course.lessons.tollbook import (
    REPAIRS,
    SLIPS,
    Book,
    BookLocked,
    Day,
    NoAnswer,
    audit,
    changed,
    files,
    friday,
    letter,
    monday,
    night,
    observe,
    repaired,
    replayed,
    tariff,
    try_repair,
)


def booked(day: Day) -> Book:
    book = day.book()
    night(list(day.rows), book, lambda _: None, today=day.today)
    return book


def test_friday_says_ok_and_loses_41_payments() -> None:
    """The story of the notebook: 1,912 payments, 41 in no entry, one after another, all locked."""
    day, letters = friday(), list[str]()
    book = day.book()
    report = night(list(day.rows), book, letters.append, today=day.today)
    written = {number for number, _, _ in book.entries}
    missing = [number for number in day.payments() if number not in written]

    assert report == "OK"
    assert audit(day, book) == {"payments": 1912, "missing": 41, "twice": 0}
    assert missing == [f"F-{number}" for number in range(1304, 1345)]
    assert Counter(book.said) == {"written": 1871, "locked": 41}
    assert all(letter.endswith(" cents are open") for letter in letters)


def test_monday_is_whole_as_long_as_nobody_repairs() -> None:
    """One entry is written without an answer, and its row comes again."""
    book = booked(monday())

    assert book.said == ["written", "written", "no answer", "written"]
    assert audit(monday(), book) == {"payments": 4, "missing": 0, "twice": 0}


@pytest.mark.parametrize("line", REPAIRS)
def test_no_obvious_repair_survives_both_days(line: str) -> None:
    """Friday still misses payments, or Monday books one twice."""
    on_friday, on_monday = replayed(line, (friday(), monday()))

    assert on_friday["missing"] > 0 or on_monday["twice"] > 0


def test_a_repair_that_asks_for_the_kind_of_error_survives_both() -> None:
    """The days can be survived: the notebook does not lie about that."""
    line = (
        "_ = (seen.discard(number), rows.append(row))"
        " if type(__import__('sys').exception()).__name__ == 'BookLocked' else None"
    )

    assert [(one["missing"], one["twice"]) for one in replayed(line, (friday(), monday()))] == [
        (0, 0),
        (0, 0),
    ]


def test_the_line_as_it_is_changes_nothing() -> None:
    """What the cell holds at first gives what the night gives."""
    assert replayed("bad += 1", (friday(),)) == [audit(friday(), booked(friday()))]


def test_a_repair_that_never_ends_is_stopped() -> None:
    """A row that comes back for ever ends the replay, not the notebook's patience."""
    day = Day(name="ever", rows=monday().rows, today=date(2026, 10, 12), locked=range(1, 10**6))

    assert replayed("seen.discard(number); rows.append(row)", (day,)) == [
        {"payments": 4, "missing": 4, "twice": 0}
    ]


def test_a_line_that_is_none_is_refused() -> None:
    """Python says what is wrong with it."""
    with pytest.raises(SyntaxError):
        repaired("if:")


def test_a_change_must_stand_in_the_night_once() -> None:
    """A piece that is not there, or there twice, would change something else than was meant."""
    with pytest.raises(ValueError, match=r"expected 'due > 0' once in the night, got it 0 times"):
        changed(("due > 0", "due"))
    with pytest.raises(ValueError, match=r"expected 'bad \+= 1' once in the night, got it 3 times"):
        changed(("bad += 1", "pass"))


def test_an_observed_night_gives_all_that_it_did_as_plain_data() -> None:
    """Book, letters and report; a date decides what a stay costs; an error is its class's name."""
    rows = ["A-1;KA-1;rim;30;0;card"]

    assert observe(night, rows) == {
        "report": "OK",
        "entries": [("A-1", "KA-1", 0)],
        "letters": ["KA-1: 100 cents are open"],
    }
    assert observe(night, rows, today="2026-10-11")["letters"] == []
    assert observe(night, rows, locked=[1]) == {
        "report": "FAILED",
        "entries": [],
        "letters": ["KA-1: 100 cents are open"],
    }
    assert observe(lambda *_, **__: 1 // 0, rows)["report"] == "ZeroDivisionError"
    assert rows == ["A-1;KA-1;rim;30;0;card"]


def test_each_slip_can_be_noticed_and_a_clean_row_notices_one() -> None:
    """The page's five slips: one row each that tells it from the night."""
    short = "A-1;KA-1;centre;45;100;card"
    nights: dict[str, dict[str, Any]] = {
        "a repeated row is booked": {"rows": [short, short]},
        "a test is booked": {"rows": ["T-1;X;rim;1;0;test"]},
        "letters ask for the whole fee": {"rows": [short]},
        "letters go to who paid enough": {"rows": ["A-1;KA-1;centre;45;250;card"]},
        "a failed write is tried again": {"rows": [short], "locked": [1]},
    }

    for name, slip in SLIPS.items():
        assert observe(changed(slip), **nights[name]) != observe(night, **nights[name]), name
    clean = nights["letters go to who paid enough"]
    assert [
        n for n, slip in SLIPS.items() if observe(changed(slip), **clean) != observe(night, **clean)
    ] == ["letters go to who paid enough"]


def test_three_letters_of_friday_are_about_payments_that_were_not_booked() -> None:
    """The ticket of 102/02: the mend takes these three away and no other."""
    day = friday()
    inner = "                        except Exception:\n                            bad += 1"
    mended = changed((inner, inner.replace("bad += 1", "bad, due = bad + 1, 0")))
    before, after = (
        Counter(observe(job, day.rows, "2026-10-09", day.locked)["letters"])
        for job in (night, mended)
    )

    assert (sum((before - after).values()), after - before) == (3, Counter())


def test_a_repair_is_shown_with_what_both_books_say(capsys: pytest.CaptureFixture[str]) -> None:
    """One row a line, Friday before Monday."""
    try_repair("seen.discard(number); rows.append(row)")

    assert capsys.readouterr().out.replace("     ", "   ").split("   ")[-2:] == [
        "Friday:  0 missing, 0 twice",
        "Monday:  0 missing, 1 twice\n",
    ]


def test_a_locked_book_writes_nothing_and_a_silent_one_writes() -> None:
    """The two failures look alike to `except Exception` and are opposites."""
    book = Book(locked=[1], silent=["A-2"])
    with pytest.raises(BookLocked):
        book.write("A-1", "KA-1", 100)
    with pytest.raises(NoAnswer):
        book.write("A-2", "KA-2", 200)
    book.write("A-2", "KA-2", 200)

    assert book.entries == [("A-2", "KA-2", 200)] * 2
    assert book.said == ["locked", "no answer", "written"]


def test_the_tariff_is_as_complex_as_the_notebook_says() -> None:
    """18 ways through, and a price at each side of each border."""
    assert (reading(tariff).cyclomatic, reading(tariff).cognitive) == (18, 56)
    borders = [15, 16, 60, 61, 120, 121, 300, 301]
    assert [tariff(m, "centre", "card", False) for m in borders] == [
        0, 250, 250, 450, 450, 900, 900, 1500,
    ]  # fmt: skip
    assert [tariff(m, "station", "card", False) for m in (9, 10, 30, 31, 60, 61)] == [
        0, 100, 100, 300, 300, 800,
    ]  # fmt: skip
    assert [tariff(m, "rim", "card", False) for m in (60, 61, 600, 601)] == [100, 300, 300, 500]


def test_four_of_the_seven_names_lie() -> None:
    """Each lie of section 1, acted out; the other three keep their word."""
    ledger = {"KA-1": {"fee": 450, "paid": 100}}
    rows = ["F-2;MA-118;rim;45;100;card", "F-1;HD-230;station;25;100;coins"]

    assert tollbook.get_open(ledger, "KA-1") == 350
    assert ledger["KA-1"]["reminded"] is True
    assert tollbook.sorted_rows(rows) is rows
    assert rows[0].startswith("F-1")
    assert tollbook.amount(rows[0]) == 25
    with pytest.raises(KeyError):
        tollbook.is_resident({}, "KA-1")
    assert [tollbook.started_hours(minutes) for minutes in (1, 60, 61)] == [1, 1, 2]
    assert tollbook.euros(450) == "4.50 EUR"
    assert tollbook.process(" a ; b") == ["A", "B"]


def test_the_twelve_names_do_what_the_key_says() -> None:
    """Each verdict of exercise 1 is something that the function does or does not do."""
    entries: list[dict[str, Any]] = [
        {"plate": "KA-1", "kind": "card", "paid": None, "fee": 450, "in": 0, "out": 3600},
        {"plate": "KA-1", "kind": "pass", "paid": 0, "fee": 0, "in": 0, "out": 60},
    ]
    before, book, rows = [dict(entry) for entry in entries], {"last": 7}, ["1;test", "2;card"]

    assert tollbook.plates(entries) == {"KA-1"}
    assert len(tollbook.all_entries_of_plate(entries, "KA-1")) == 1
    assert tollbook.fee_cents(entries[0]) == 4.5
    assert tollbook.duration(entries[0]) == 60
    with pytest.raises(ValueError, match="not at the machine yet"):
        tollbook.is_paid(entries[0])
    assert tollbook.is_paid(entries[1]) is True
    assert entries == before
    assert len(tollbook.get_all_open_entries_of_customer_by_plate(entries, "KA-1")) == 1
    assert entries[0]["state"] == "asked"
    assert (tollbook.last_number(book), tollbook.last_number(book)) == (8, 9)
    assert tollbook.without_tests(rows) is rows
    assert rows == ["2;card"]
    assert tollbook.grace_minutes_left(20) == 0
    assert tollbook.euros_to_cents(19.99) == 1999
    assert tollbook.handle("a;b") == ("a", "b")
    assert tollbook.data("rim") == 100
    assert len({function.__name__ for function in tollbook.TWELVE}) == 12


def test_the_letter_in_parts_gives_the_same_letters() -> None:
    """The green gate changed no answer; each part stays under a gate of 5, the whole did not."""
    grid = list(itertools.product(range(40), (-5, 0, 5), ("card", "pass")))

    assert [tollbook.letter_in_parts(*row) for row in grid] == [letter(*row) for row in grid]
    assert [reading(part).cyclomatic for part in tollbook.PARTS] == [3, 2, 3]
    assert (reading(letter).cyclomatic, reading(letter).cognitive) == (6, 20)
    assert (reading(tollbook.pass_price).cyclomatic, reading(tollbook.pass_price).cognitive) == (
        6,
        6,
    )
    zones = ["centre", "station", "harbour", "park", "rim", "elsewhere"]
    assert [tollbook.pass_price(zone) for zone in zones] == [140, 120, 90, 60, 45, 40]


def test_the_forty_files_tell_the_story_of_section_3() -> None:
    """The ugliest is not the most changed, and a script makes the largest product."""
    forty = files()
    name = {key: max(forty, key=lambda f: f[key])["file"] for key in ("complexity", "changes")}
    product = max(forty, key=lambda f: f["complexity"] * f["changes"])
    touched = max(forty, key=lambda f: f["complexity"] * (f["changes"] - f["by_script"]))

    assert len({file["file"] for file in forty}) == 40
    assert name == {"complexity": "bank_format.py", "changes": "settings.py"}
    assert (product["file"], touched["file"]) == ("zones_generated.py", "night.py")
    assert files() == forty


def test_dues_that_found_the_book_locked_are_lost_and_their_letters_go_out() -> None:
    """The story of notebook 05: the report says OK, and customers hear of entries that are not."""
    plan = [(f"M-{n}", "full", 12000, f"M-{n}: thank you") for n in range(5)]
    book, letters = Book(locked=[2, 3], silent=["M-4"]), list[str]()
    report = tollbook.settle(plan, book.write, letters.append)

    assert report == "FAILED"  # three failures of five, one of them without an answer
    assert tollbook.settle(plan[:3], Book(locked=[2]).write, letters.append) == "OK"
    assert [number for number, _, _ in book.entries] == ["M-0", "M-3", "M-4"]
    assert letters[:5] == [letter for *_, letter in plan]

"""The toll book: the nightly job of a parking company, with its days and its files, for 102.

The legacy in it is kept on purpose: the notebooks pin it, cut it and mend it. Nothing here is a
model of good code, and no answer to an exercise stands here.
"""

import random
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from course.lessons.reading import source

# ---- What the night talks to


class BookLocked(Exception):
    """The book is locked by somebody else, and nothing was written."""


class NoAnswer(Exception):
    """The line dropped before the book answered; the entry may have been written."""


class _Endless(BaseException):
    """A job wrote so often that it will not end; `except Exception` does not catch it."""


class Book:
    """The book of payments, which can be written to and is read by others, in the morning.

    Parameters
    ----------
    locked
        Numbers of the attempts, from 1, that find the book locked.
    silent
        Numbers of payments whose first entry is written without an answer.

    Attributes
    ----------
    entries : list of tuple
        What was written: (number, plate, cents).
    said : list of str
        What each attempt was told: "written", "locked" or "no answer".
    """

    def __init__(self, locked: Collection[int] = (), silent: Collection[str] = ()) -> None:
        self._locked, self._silent = frozenset(locked), set(silent)
        self.entries: list[tuple[str, str, int]] = []
        self.said: list[str] = []

    def write(self, number: str, plate: str, cents: int) -> None:
        """Add an entry.

        Raises
        ------
        BookLocked
            Nothing was written.
        NoAnswer
            Nobody on this side knows whether it was written.
        """
        attempt = len(self.said) + 1
        if attempt > 20_000:
            raise _Endless
        if attempt in self._locked:
            self.said.append("locked")
            raise BookLocked(number)
        self.entries.append((number, plate, cents))
        if number in self._silent:
            self._silent.remove(number)
            self.said.append("no answer")
            raise NoAnswer(number)
        self.said.append("written")


@dataclass(frozen=True, kw_only=True)
class Day:
    """A recorded day: what the machines sent, and how the book behaved that night."""

    name: str
    rows: tuple[str, ...]
    today: date
    locked: range = range(0)
    silent: frozenset[str] = field(default=frozenset())

    def book(self) -> Book:
        """Give an empty book that behaves as it did that night."""
        return Book(self.locked, self.silent)

    def payments(self) -> list[str]:
        """Numbers of the payments that belong in the book, each once, in order of arrival."""
        split = [row.split(";") for row in self.rows]
        return list(dict.fromkeys(p[0] for p in split if len(p) == 6 and p[5] != "test"))


def friday() -> Day:
    """Give a whole day: 1,912 payments, the odd rows of real life, and a book that was locked."""
    draw = random.Random(102)
    rows = []
    for number in range(1, 1913):
        zone = draw.choices(["centre", "station", "rim"], [5, 3, 2])[0]
        kind = draw.choices(["card", "coins", "resident", "pass"], [12, 5, 3, 1])[0]
        minutes = round(draw.lognormvariate(4.2, 0.9)) + 1
        paid = tariff(minutes, zone, kind, False)
        if number in (1310, 1321, 1337):
            paid = max(0, paid - 150)
        elif draw.random() < 0.03:
            paid = max(0, paid - draw.choice([20, 40, 150]))
        plate = f"{draw.choice(['KA', 'HD', 'MA', 'PF'])}-{draw.randrange(100, 999)}"
        rows.append(f"F-{number:04};{plate};{zone};{minutes};{paid};{kind}")
    for place in (1700, 1200, 700, 300):
        rows.insert(place, rows[place - 9])  # a machine that heard nothing sends again
    rows.insert(900, "T-01;TEST;rim;1;0;test")
    rows.insert(1500, "F-9;KA-")
    return Day(name="Friday", rows=tuple(rows), today=date(2026, 10, 9), locked=range(1304, 1345))


def monday() -> Day:
    """Give a short day on which the line dropped after one entry, and the machine sent it again."""
    rows = (
        "M-1;KA-471;centre;95;450;card",
        "M-2;HD-230;station;25;100;coins",
        "M-3;MA-118;rim;45;100;card",
        "M-3;MA-118;rim;45;100;card",
        "T-02;TEST;rim;1;0;test",
        "M-4;PF-902;centre;130;450;card",
    )
    return Day(name="Monday", rows=rows, today=date(2026, 10, 12), silent=frozenset({"M-3"}))


# ---- The night, as it grew


def night(rows, book, mail, mode2=False, today=None):
    """Book the payments of a day, and write to whoever paid too little."""
    sunday = (today or date.today()).weekday() == 6
    done, bad = 0, 0
    seen = set()
    for row in rows:
        try:
            parts = row.split(";")
            if len(parts) == 6:
                number, plate, zone, minutes, paid, kind = parts
                if number not in seen:
                    seen.add(number)
                    if kind != "test":
                        if mode2:
                            cents = round(float(paid) * 100)
                        else:
                            cents = int(paid)
                        fee = tariff(int(minutes), zone, kind, sunday)
                        if cents < fee:
                            due = fee - cents
                        else:
                            due = 0
                        try:
                            book.write(number, plate, cents)
                            done += 1
                        except Exception:
                            bad += 1
                        if due >= 50:
                            mail(f"{plate}: {due} cents are open")
            else:
                bad += 1
        except Exception:
            bad += 1
    if done > 0 and bad < 50:
        return "OK"
    else:
        return "FAILED"


def tariff(minutes, zone, kind, sunday):
    """Give the fee in cents, as it grew over six years."""
    if minutes > 0:
        if kind != "pass":
            if sunday and zone == "rim":
                return 0
            else:
                if zone == "centre":
                    if minutes <= 15:
                        fee = 0
                    elif minutes <= 60:
                        fee = 250
                    elif minutes <= 120:
                        fee = 450
                    elif minutes <= 300:
                        fee = 900
                    else:
                        fee = 1500
                else:
                    if zone == "station":
                        if minutes < 10:
                            fee = 0
                        elif minutes <= 30:
                            fee = 100
                        elif minutes <= 60:
                            fee = 300
                        else:
                            fee = 800
                    else:
                        if minutes <= 60:
                            fee = 100
                        elif minutes <= 600:
                            fee = 300
                        else:
                            fee = 500
                if kind == "resident":
                    if fee > 100:
                        fee = fee // 2
                return fee
        else:
            return 0
    else:
        raise ValueError("a stay has at least one minute")


# ---- Replaying a night, and trying one line in it

_LOSES = """                        except Exception:
                            bad += 1
                        if due"""
REPAIRS = (
    "raise",
    "book.write(number, plate, cents)",
    "rows.append(row)",
    "seen.discard(number)",
    "seen.discard(number); rows.append(row)",
)
"""Five obvious one-line repairs of the line after the `except` that loses payments."""


def audit(day: Day, book: Book) -> dict[str, int]:
    """Compare a day's payments with the book.

    Returns
    -------
    dict of str to int
        `payments`, `missing` (in no entry) and `twice` (in more than one).
    """
    written = Counter(number for number, _, _ in book.entries)
    numbers = day.payments()
    return {
        "payments": len(numbers),
        "missing": sum(written[number] == 0 for number in numbers),
        "twice": sum(count > 1 for count in written.values()),
    }


def repaired(line: str) -> Callable[..., str]:
    """Give the night with another line in place of the `bad += 1` that follows a failed write.

    Raises
    ------
    SyntaxError
        Where the line is no statement.
    """
    return changed((_LOSES, _LOSES.replace("bad += 1", line)))


def changed(*changes: tuple[str, str]) -> Callable[..., str]:
    """Give the night with pieces of its text exchanged.

    Parameters
    ----------
    changes
        Pairs of a piece that stands in the night once, and what stands there instead.

    Raises
    ------
    ValueError
        Where a piece stands in it never or more than once.
    SyntaxError
        Where what comes out is no Python.
    """
    text = source(night)
    for old, new in changes:
        if text.count(old) != 1:
            raise ValueError(f"expected {old!r} once in the night, got it {text.count(old)} times")
        text = text.replace(old, new)
    names = dict(globals())
    exec(compile(text, "<the changed night>", "exec"), names)  # noqa: S102 - the reader's own line
    return names["night"]  # type: ignore[no-any-return]


def observe(
    job: Callable[..., str],
    rows: Sequence[str],
    today: str = "2026-10-12",
    locked: Collection[int] = (),
    silent: Collection[str] = (),
) -> dict[str, Any]:
    """Run a night with fakes for book, mail and clock, and give all that it did.

    Parameters
    ----------
    job
        The night, or a changed one.
    rows
        What the machines sent; not changed.
    today
        The date, as `2026-10-12`, a Monday.
    locked, silent
        As `Book` takes them.

    Returns
    -------
    dict of str to Any
        `report`, `entries` and `letters`; `report` is the error's class where the job raised one.
    """
    book, letters = Book(locked, silent), list[str]()
    try:
        report = job(list(rows), book, letters.append, today=date.fromisoformat(today))
    except Exception as error:
        report = type(error).__name__
    return {"report": report, "entries": book.entries, "letters": letters}


SLIPS = {
    "a repeated row is booked": ("if number not in seen:", "if True:"),
    "a test is booked": ('if kind != "test":', "if True:"),
    "letters ask for the whole fee": ("due = fee - cents", "due = fee"),
    "letters go to who paid enough": ("due = 0", "due = fee"),
    "a failed write is tried again": (_LOSES, _LOSES.replace("bad += 1", REPAIRS[1])),
}
"""Five changes of the night, each a slip that somebody could make while tidying."""


def replayed(line: str, days: Sequence[Day]) -> list[dict[str, int]]:
    """Replay days with `repaired(line)`, and audit the book of each; one that never ends too."""
    audits = []
    for day in days:
        book = day.book()
        with suppress(_Endless):
            repaired(line)(list(day.rows), book, lambda _: None, today=day.today)
        audits.append(audit(day, book))
    return audits


def try_repair(line: str) -> None:
    """Replay Friday and Monday with `repaired(line)`, and print what the books say."""
    days = (friday(), monday())
    shown = [
        f"{day.name}: {one['missing']:2} missing, {one['twice']} twice"
        for day, one in zip(days, replayed(line, days), strict=True)
    ]
    print(f"{line:40}", *shown, sep="   ")  # noqa: T201 - it is for seeing


# ---- The dues of a parking club, or the late fees of a library, which notebook 05 mends


def settle(plan, write, mail):
    """Book the dues of a year and send the letters, as it grew."""
    done, failed = 0, 0
    for member, kind, cents, letter in plan:
        try:
            write(member, kind, cents)
            done += 1
        except Exception:
            failed += 1
        if letter:
            mail(letter)
    return "OK" if done > failed else "FAILED"


def charge(plan, post, notify):
    """Post the late fees of a month and send the notices, as it grew."""
    posted, refused = 0, 0
    for reader, item, cents, notice in plan:
        try:
            post(reader, item, cents)
            posted += 1
        except Exception:
            refused += 1
        if notice:
            notify(notice)
    return "OK" if posted > refused else "FAILED"


# ---- Seven names of the reminder run, for reading


def get_open(ledger, plate):
    entry = ledger[plate]
    entry["reminded"] = True
    return entry["fee"] - entry["paid"]


def is_resident(register, plate):
    return register[plate] == "resident"


def amount(row):
    return int(row.split(";")[3])


def started_hours(minutes):
    return -(-minutes // 60)


def process(row):
    return [part.strip().upper() for part in row.split(";")]


def sorted_rows(rows):
    rows.sort(key=lambda row: row.split(";")[1])
    return rows


def euros(cents):
    return f"{cents / 100:.2f} EUR"


SEVEN = (get_open, is_resident, amount, started_hours, process, sorted_rows, euros)
"""The seven functions whose names section 1 of notebook 01 reads."""


# ---- Twelve names of the monthly statement, for judging


def plates(entries):
    return {entry["plate"] for entry in entries}


def handle(row):
    return tuple(row.split(";"))


def last_number(book):
    """Give the number of the last entry."""
    book["last"] += 1
    return book["last"]


def fee_cents(entry):
    return entry["fee"] / 100


def grace_minutes_left(minutes):
    return max(0, 15 - minutes)


def is_paid(entry):
    if entry["paid"] is None:
        raise ValueError("not at the machine yet")
    return entry["paid"] >= entry["fee"]


def without_tests(rows):
    for row in list(rows):
        if row.endswith(";test"):
            rows.remove(row)
    return rows


def all_entries_of_plate(entries, plate):
    """Give all entries of a plate."""
    return [e for e in entries if e["plate"] == plate and e["kind"] != "pass"]


def data(zone):
    return {"centre": 250, "station": 300, "rim": 100}[zone]


def duration(entry):
    return (entry["out"] - entry["in"]) // 60


def get_all_open_entries_of_customer_by_plate(entries, plate):
    found = [e for e in entries if e["plate"] == plate and e["paid"] is None]
    for entry in found:
        entry["state"] = "asked"
    return found


def euros_to_cents(euros):
    return round(euros * 100)


TWELVE = (
    plates, handle, last_number, fee_cents, grace_minutes_left, is_paid,
    without_tests, all_entries_of_plate, data, duration,
    get_all_open_entries_of_customer_by_plate, euros_to_cents,
)  # fmt: skip
"""The twelve functions whose names exercise 1 of notebook 01 judges."""


# ---- Prices of passes and letters, the worked example of flattening


def pass_price(zone):
    """Give the price of a monthly pass in euros."""
    if zone == "centre":
        return 140
    elif zone == "station":
        return 120
    elif zone == "harbour":
        return 90
    elif zone == "park":
        return 60
    elif zone == "rim":
        return 45
    else:
        return 40


def letter(days, cents, kind):
    """Name the letter that is due, as it grew."""
    if cents > 0:
        if kind != "pass":
            if days > 30:
                return "last"
            else:
                if days > 14:
                    return "second"
                else:
                    if days > 7:
                        return "first"
                    else:
                        return None
        else:
            return None
    else:
        return None


def letter_in_parts(days, cents, kind):
    """Name the letter that is due, after somebody made the gate green."""
    if cents > 0:
        if kind != "pass":
            return _letter_part2(days, cents, kind)
    return None


def _letter_part2(days, cents, kind):
    if days > 30:
        return "last"
    else:
        return _letter_part3(days, cents, kind)


def _letter_part3(days, cents, kind):
    if days > 14:
        return "second"
    else:
        if days > 7:
            return "first"
        else:
            return None


PARTS = (letter_in_parts, _letter_part2, _letter_part3)
"""The three functions that `letter` was cut into."""


# ---- Forty files of the toll book


def _file(name: str, complexity: int, changes: int, days: float, **more: Any) -> dict[str, Any]:
    rest = {"by_script": 0, "defects": 0, "days": days, "note": "", **more}
    return {"file": name, "complexity": complexity, "changes": changes, **rest}


def files() -> list[dict[str, Any]]:
    """Give the forty files of the toll book, as dicts.

    Each has `file`, `complexity` (cyclomatic, all functions added up), `changes` (commits of the
    last year), `by_script` (how many of these a script made), `defects` (ever), `days` (what
    tidying it would take) and `note`.
    """
    known = [
        _file("bank_format.py", 118, 2, 2.0, note="two edits of its header"),
        _file("night.py", 61, 32, 1.5, defects=9),
        _file("settings.py", 4, 71, 0.5, note="a list of constants"),
        _file("zones_generated.py", 96, 52, 1.0, by_script=52, note="written by make_zones.py"),
        _file("statement.py", 48, 29, 1.0, defects=6),
        _file("refunds.py", 39, 24, 0.5, defects=4),
        _file("exports.py", 83, 11, 2.0, defects=5),
        _file("receipts.py", 27, 31, 0.5, defects=2),
        _file("invoices.py", 22, 3, 1.0, defects=21, note="rewritten in spring, no defect since"),
        _file("plates.py", 35, 26, 1.0, by_script=22, note="moved with its folder in May"),
        _file("gate_client.py", 44, 9, 1.0, defects=2),
        _file("web_forms.py", 31, 16, 0.5, defects=1),
    ]
    draw = random.Random(40).randrange
    words = [
        "audit", "bookings", "calendar", "cards", "coins", "contracts", "csv_import", "customers",
        "devices", "errors", "events", "fines", "holidays", "letters", "lots", "mails", "maps",
        "passes", "permits", "printers", "prices", "queue", "reports", "roles", "seasons",
        "signs", "taxes", "texts",
    ]  # fmt: skip
    rest = [_file(f"{w}.py", draw(3, 26), draw(13), 0.5, defects=draw(3)) for w in words]
    return known + rest

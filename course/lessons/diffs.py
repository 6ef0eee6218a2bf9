"""Changes of the toll book that wait for a review, and alarms of its linter, for 102.

A diff with its context, changes cut into hunks, and a thread of comments. No key lies here: which
lines of the diff are wrong, and how a change is best cut, is for the notebooks' tests.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# ---- Change 398: remember when a reminder went out

REMINDER = """\
remind.py
 def remind(bills, mail, today):
-    for plate, bill in bills.open():
+    for p, bill in bills.open():
         if (today - bill["since"]).days > 14:
-            mail(f"{plate}: {bill['cents']} cents are open")
+            # send the mail
+            mail(f"{p}: {bill['cents']} cents are open")
+            bills.set(p, "reminded_on", today)
+            print("reminded", p)
"""
FIRST_REVIEW: list[dict[str, Any]] = [
    {"line": 4, "kind": "reading", "weight": "nit", "comment": "`p` is too short, call it plate"},
    {"line": 7, "kind": "reading", "weight": "nit", "comment": "this comment says nothing"},
    {"line": 10, "kind": "reading", "weight": "nit", "comment": "we log, we don't print"},
    {"line": 5, "kind": "reading", "weight": "nit", "comment": "14 wants to be a constant"},
    {"line": 9, "kind": "reading", "weight": "nit", "comment": "reminded_at would be nicer"},
]
"""What a first reviewer said of change 398, from top to bottom."""


class Bills:
    """Open bills, as a table with columns.

    Parameters
    ----------
    more_columns
        Columns that the table has beside `cents` and `since`.
    """

    def __init__(self, more_columns: Collection[str] = ()) -> None:
        self.columns = ["cents", "since", *more_columns]
        self._rows: dict[str, dict[str, Any]] = {
            "KA-1": {"cents": 150, "since": date(2026, 9, 1)},
            "KA-2": {"cents": 90, "since": date(2026, 9, 20)},
            "KA-3": {"cents": 70, "since": date(2026, 10, 7)},
            "KA-4": {"cents": 320, "since": date(2026, 9, 4)},
        }

    def open(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Give each plate with its bill."""
        yield from self._rows.items()

    def set(self, plate: str, column: str, value: object) -> None:
        """Write one field.

        Raises
        ------
        LookupError
            The table has no such column.
        """
        if column not in self.columns:
            raise LookupError(f"table bills has no column {column}")
        self._rows[plate][column] = value


def run_nights(
    job: Callable[..., None], bills: Bills, days: Sequence[date]
) -> list[tuple[list[str], str]]:
    """Run a job on several days: the letters of each, and how it ended ("done", or an error)."""
    ends = []
    for day in days:
        letters: list[str] = []
        try:
            job(bills, letters.append, day)
            end = "done"
        except LookupError as error:
            end = f"{type(error).__name__}: {error}"
        ends.append((letters, end))
    return ends


# ---- Change 412: refunds from the help desk

CONTEXT = """\
Ticket 412: the help desk can pay back a payment, whole or in part.
  In all, never more than was paid. A payment older than 90 days needs a supervisor.
  In the book, a refund is an entry with a minus sign. Passes are never paid back.
House rules: migrations come in pairs, NNNN.up.sql and NNNN.down.sql.

What the change builds on, as it is today:
  bank.pay(account, cents, *, text="")           pays at once; BankDown if it could not
  book.entry(number)                             KeyError if there is none
  book.entries(plate)                            all entries of a plate
  book.add(plate, cents, *, refund_of=None)      gives the new number; BookLocked now and then
  entry: number, plate, account, cents, kind, booked_on, state, refund_of
  The desk shows the text of an exception to whoever pressed the button.
New files are shown without their imports.
"""
REFUNDS = (Path(__file__).parent / "refunds.diff").read_text(encoding="utf-8")
"""The diff of change 412, which notebook 04 reviews."""
KINDS = ("behaviour", "missing", "test", "reading")
WEIGHTS = ("must", "should", "nit")
WORDS = 3
"""Of a comment, at least."""


def show_change(text: str, first: int = 1, last: int | None = None) -> None:
    """Print a diff with its lines numbered from 1, or a part of it."""
    for number, line in enumerate(text.splitlines()[:last], start=1):
        if number >= first:
            print(f"{number:3}  {line}".rstrip())  # noqa: T201 - it is for seeing


def show_comments(comments: Sequence[Mapping[str, Any]]) -> None:
    """Print comments of a review, each with its line, kind and weight."""
    for one in comments:
        print(f"line {one['line']:3}  {one['weight']:6} {one['kind']:9}  {one['comment']}")  # noqa: T201


def malformed(comments: object, text: str) -> list[str]:
    """Say what is wrong with the form of a review's comments, each in a sentence."""
    if not isinstance(comments, list):
        return [f"the review is a {type(comments).__name__}, not a list"]
    last = len(text.splitlines())
    problems = []
    for number, one in enumerate(comments, start=1):
        where = f"comment {number}"
        if not isinstance(one, dict) or {*one} != {"line", "kind", "weight", "comment"}:
            problems.append(f"{where} is no dict of line, kind, weight and comment")
            continue
        if type(one["line"]) is not int or not 1 <= one["line"] <= last:
            problems.append(f"{where} has line {one['line']!r}, not a number from 1 to {last}")
        if one["kind"] not in KINDS:
            problems.append(f"{where} has kind {one['kind']!r}, which is none of {KINDS}")
        if one["weight"] not in WEIGHTS:
            problems.append(f"{where} has weight {one['weight']!r}, which is none of {WEIGHTS}")
        if not isinstance(one["comment"], str):
            problems.append(f"{where} has comment {one['comment']!r}, which is no text")
        elif len(one["comment"].split()) < WORDS:
            problems.append(
                f"{where}, {one['comment']!r}, is too short to act on: "
                f"a comment is a sentence of at least {WORDS} words"
            )
    return problems


def at(
    comments: Sequence[Mapping[str, Any]],
    lines: Collection[int],
    kinds: Collection[str] = KINDS,
    weights: Collection[str] = WEIGHTS,
) -> list[Mapping[str, Any]]:
    """Give the comments at one of some lines, of one of some kinds and weights."""
    return [
        one
        for one in comments
        if one["line"] in lines and one["kind"] in kinds and one["weight"] in weights
    ]


# ---- Change 447, or 463 in other words: a file for others


@dataclass(frozen=True)
class ChangeToReview:
    """A change that waits for a review: what is known before it is opened, and its diff."""

    context: str
    diff: str


def reworded(text: str, words: Mapping[str, str]) -> str:
    """Say a text in other words, each of them replaced where it stands as a whole."""
    known = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.sub(rf"\b({known})\b", lambda match: words[match[0]], text)


EXPORT = ChangeToReview(
    context="""\
Ticket 447: each month the accountants get a file of all customers, sorted by number.
  A blocked customer must be in no file.
  The file bears the date of the day before. It may be there already, from an earlier try.
  A customer is noted as exported only once the file is in the box.
  The job gives the number of customers in the file.
  A program reads the file as CSV with semicolons: number, name, open euros.

What the change builds on, as it is today:
  crm.customers(page=0)             100 customers, pages from 0; an empty list behind the last
  crm.note(number, *, exported_on)  deletes the customer at once, if the customer has left
  box.remove(name)                  NoSuchFile if there is none
  box.put(name, text)               FileExists if there is one; BoxDown if it could not
  customer: number (as C-000417), name (as they typed it), state, open_cents
New files are shown without their imports.
""",
    diff=(Path(__file__).parent / "export.diff").read_text(encoding="utf-8"),
)
"""The change that notebook 05 reviews, in variant A."""
TO_SUPPLIERS = {
    "447": "463", "100 customers": "250 suppliers", "month": "quarter", "accountants": "auditors",
    "customer": "supplier", "customers": "suppliers", "Customer": "Supplier",
    "all_customers": "all_suppliers", "customer_export": "supplier_report",
    "test_customer_export": "test_supplier_report", "export": "report",
    "exported": "reported", "exported_on": "reported_on", "crm": "erp", "FakeCrm": "FakeErp",
    "box": "hub", "BoxDown": "HubDown", "FakeBox": "FakeHub", "A blocked": "An expired",
    "blocked": "expired", "is_blocked": "is_expired", "open": "owed", "open_cents": "owed_cents",
    "C-000417": "S-000256", "C-000007": "S-000031", "Ada": "Bo", "450": "3990", "4.50": "39.90",
    "11, 3": "12, 8",
}  # fmt: skip
"""Words of variant A, and of variant B."""
REPORT = ChangeToReview(reworded(EXPORT.context, TO_SUPPLIERS), reworded(EXPORT.diff, TO_SUPPLIERS))
"""The same change in variant B."""


# ---- Changes in hunks


@dataclass(frozen=True)
class Hunk:
    """A piece of a change: in a file, one text in place of another (none: at the end)."""

    name: str
    file: str
    old: str
    new: str


@dataclass(frozen=True)
class Break:
    """What goes wrong if some hunks are applied and another one is not."""

    present: tuple[str, ...]
    absent: str
    outcome: str


@dataclass(frozen=True)
class ChangeInHunks:
    """A program, a change of it in hunks, and what each part of the change alone would break.

    `breaks` is what runs of the program and its tests gave; tests/lessons/test_diffs.py runs
    them again.
    """

    files: Mapping[str, str]
    hunks: tuple[Hunk, ...]
    breaks: tuple[Break, ...]

    def names(self) -> list[str]:
        """Give the hunks' names in order."""
        return [hunk.name for hunk in self.hunks]

    def texts(self, applied: Collection[str]) -> dict[str, str]:
        """Give the files with some hunks applied; a file without text does not exist."""
        texts = dict(self.files)
        for hunk in self.hunks:
            if hunk.name in applied:
                text = texts.get(hunk.file, "")
                texts[hunk.file] = text.replace(hunk.old, hunk.new) if hunk.old else text + hunk.new
        return texts

    def outcome(self, applied: Collection[str]) -> str:
        """Tell how program and tests fare with some hunks applied: "green", or what breaks."""
        for rule in self.breaks:
            if rule.absent not in applied and all(name in applied for name in rule.present):
                return rule.outcome
        return "green"

    def replay(self, sets: Sequence[Collection[object]]) -> list[str]:
        """Apply sets of hunks one after the other, and give the outcome after each."""
        applied: set[str] = set()
        outcomes = []
        for one in sets:
            applied |= {str(name) for name in one}
            outcomes.append(self.outcome(applied))
        return outcomes

    def show(self, *names: str) -> None:
        """Print some hunks, or all, as a diff."""
        for hunk in self.hunks:
            if not names or hunk.name in names:
                print(f"{hunk.name:3} {hunk.file}")  # noqa: T201 - it is for seeing
                print(*(f"    -{line}" for line in hunk.old.splitlines()), sep="\n", end="")  # noqa: T201
                print("\n" if hunk.old else "", end="")  # noqa: T201
                print(*(f"    +{line}" for line in hunk.new.splitlines()), sep="\n")  # noqa: T201

    def show_files(self, *files: str) -> None:
        """Print files as they were before the change."""
        for file in files:
            print(f"# {file}\n{self.files[file].rstrip()}\n")  # noqa: T201 - it is for seeing

    def try_split(self, sets: Sequence[Sequence[object]]) -> None:
        """Print the outcome after each set."""
        for one, outcome in zip(sets, self.replay(sets), strict=True):
            print(f"{' '.join(map(str, one)):24} {outcome}")  # noqa: T201 - it is for seeing

    def write(self, folder: Path, applied: Collection[str] = ()) -> None:
        """Write the program into a folder, with some hunks applied, to try git on it."""
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in self.texts(applied).items():
            (folder / file).write_text(text, encoding="utf-8")


def _both(one: str, other: str, without_other: str, without_one: str) -> tuple[Break, Break]:
    return Break((one,), other, without_other), Break((other,), one, without_one)


LIMIT = ChangeInHunks(
    files={
        "remind.py": "def late(days):\n    return days > 14\n",
        "job.py": "import remind\n\n\ndef letters(ages):\n"
        "    return [plate for plate, days in ages if remind.late(days)]\n",
        "test_job.py": "from job import letters\n\n\ndef test_letters():\n"
        '    due = letters([("KA-1", 13), ("KA-2", 14), ("KA-3", 15)])\n'
        '    assert due == ["KA-3"]\n',
    },
    hunks=(
        Hunk("a", "remind.py", "def late(days):", "def is_due(days):"),
        Hunk("b", "remind.py", "    return days > 14", "    return days >= 14"),
        Hunk(
            "c",
            "job.py",
            "    return [plate for plate, days in ages if remind.late(days)]",
            "    return [plate for plate, days in ages if remind.is_due(days)]",
        ),
        Hunk(
            "d",
            "test_job.py",
            '    assert due == ["KA-3"]',
            '    assert due == ["KA-2", "KA-3"]',
        ),
    ),
    breaks=(
        *_both(
            "a",
            "c",
            "red: test_letters: module 'remind' has no attribute 'late'",
            "red: test_letters: module 'remind' has no attribute 'is_due'",
        ),
        *_both(
            "b",
            "d",
            "red: test_letters: KA-2 gets a letter",
            "red: test_letters: KA-2 gets no letter",
        ),
    ),
)
"""Change 405, of four hunks: a new name, and a limit that was wrong by a day."""

RESIDENTS = ChangeInHunks(
    files={
        "tariff.py": 'RATES = {"centre": 250, "station": 300, "rim": 100}\n\n\n'
        "def calc(minutes, zone):\n"
        "    hours = minutes // 60 + 1\n"
        "    return RATES[zone] * hours\n",
        "desk.py": "import store\nimport tariff\n\n\n"
        'def euros(cents):\n    return f"{cents / 100:.2f} EUR"\n\n\n'
        'ZONES = {"c": "centre", "s": "station", "r": "rim"}\n\n\n'
        "def bill(number):\n"
        "    stay = store.stay(number)\n"
        '    fee = tariff.calc(stay["minutes"], ZONES[stay["zone"]])\n'
        "    return euros(fee)\n",
        "letters.py": "import tariff\nfrom desk import euros\n\n\n"
        "def reminder(plate, minutes):\n"
        '    fee = tariff.calc(minutes, "rim")\n'
        '    return f"{plate}: {euros(fee)} are open"\n',
        "store.py": "STAYS = {\n"
        '    1: {"minutes": 95, "zone": "c"},\n'
        '    2: {"minutes": 60, "zone": "r"},\n'
        "}\n\n\n"
        "def stay(number):\n    return STAYS[number]\n",
        "test_tariff.py": "from tariff import calc as price\n\n\n"
        'def test_an_hour_and_a_half():\n    assert price(95, "centre") == 500\n\n\n'
        'def test_a_whole_hour():\n    assert price(60, "rim") == 200\n',
        "test_desk.py": "from desk import bill\nfrom letters import reminder\n\n\n"
        'def test_bill():\n    assert bill(1) == "5.00 EUR"\n\n\n'
        'def test_letter():\n    assert reminder("KA-1", 30) == "KA-1: 1.00 EUR are open"\n',
    },
    hunks=(
        Hunk("1", "tariff.py", "def calc(minutes, zone):", "def price(minutes, zone):"),
        Hunk("2", "tariff.py", "    hours = minutes // 60 + 1", "    hours = -(-minutes // 60)"),
        Hunk("3", "tariff.py", "", "\n\ndef for_resident(cents):\n    return cents // 2\n"),
        Hunk(
            "4",
            "desk.py",
            'def euros(cents):\n    return f"{cents / 100:.2f} EUR"',
            "from money import euros",
        ),
        Hunk(
            "5",
            "desk.py",
            'ZONES = {"c": "centre", "s": "station", "r": "rim"}',
            'ZONES = {\n    "c": "centre",\n    "s": "station",\n    "r": "rim",\n}',
        ),
        Hunk(
            "6",
            "desk.py",
            '    fee = tariff.calc(stay["minutes"], ZONES[stay["zone"]])',
            '    fee = tariff.price(stay["minutes"], ZONES[stay["zone"]])',
        ),
        Hunk(
            "7",
            "desk.py",
            "    return euros(fee)",
            '    if stay["resident"]:\n'
            "        fee = tariff.for_resident(fee)\n"
            "    return euros(fee)",
        ),
        Hunk("8", "letters.py", "from desk import euros", "from money import euros"),
        Hunk(
            "9",
            "letters.py",
            '    fee = tariff.calc(minutes, "rim")',
            '    fee = tariff.price(minutes, "rim")',
        ),
        Hunk(
            "10",
            "money.py",
            "",
            'def euros(cents):\n    return f"{cents / 100:.2f} EUR"\n',
        ),
        Hunk(
            "11",
            "store.py",
            '    1: {"minutes": 95, "zone": "c"},\n    2: {"minutes": 60, "zone": "r"},',
            '    1: {"minutes": 95, "zone": "c", "resident": False},\n'
            '    2: {"minutes": 60, "zone": "r", "resident": False},\n'
            '    3: {"minutes": 95, "zone": "c", "resident": True},',
        ),
        Hunk(
            "12",
            "test_tariff.py",
            "from tariff import calc as price",
            "from tariff import price",
        ),
        Hunk(
            "13",
            "test_tariff.py",
            '    assert price(60, "rim") == 200',
            '    assert price(60, "rim") == 100',
        ),
        Hunk(
            "14",
            "test_desk.py",
            "",
            '\n\ndef test_residents_pay_half():\n    assert bill(3) == "2.50 EUR"\n',
        ),
    ),
    breaks=(
        Break(("4",), "10", "does not start: desk.py: No module named 'money'"),
        Break(("8",), "10", "does not start: letters.py: No module named 'money'"),
        *_both(
            "1",
            "12",
            "red: test_tariff.py: cannot import name 'calc'",
            "red: test_tariff.py: cannot import name 'price'",
        ),
        *_both(
            "1",
            "6",
            "red: test_bill: module 'tariff' has no attribute 'calc'",
            "red: test_bill: module 'tariff' has no attribute 'price'",
        ),
        *_both(
            "1",
            "9",
            "red: test_letter: module 'tariff' has no attribute 'calc'",
            "red: test_letter: module 'tariff' has no attribute 'price'",
        ),
        *_both(
            "2",
            "13",
            "red: test_a_whole_hour: got 100, expected 200",
            "red: test_a_whole_hour: got 200, expected 100",
        ),
        Break(("7",), "11", "red: test_bill: KeyError: 'resident'"),
        Break(("14",), "11", "red: test_residents_pay_half: KeyError: 3"),
        Break(("14",), "7", "red: test_residents_pay_half: got 5.00 EUR, expected 2.50 EUR"),
        Break(("14",), "3", "red: test_residents_pay_half: no attribute 'for_resident'"),
    ),
)
"""Change 420, of fourteen hunks: residents pay half, and what its author did beside that."""


# ---- A thread of comments

THREAD = (
    ("Mon 10:02", "Mira", "must: with >= customers get the letter a day earlier. Is that wanted?"),
    ("Mon 10:40", "Jon", "Yes, line 3 of the ticket: 'on the 14th day'. The test says so now."),
    ("Mon 11:05", "Mira", "should: the desk imports `late`, too. The new name would break it."),
    ("Mon 15:30", "Jon", "The desk should not import it in the first place. Did you run this?"),
    ("Tue 09:10", "Mira", "Did you? It is a public name. We had this three times already."),
    ("Tue 09:45", "Jon", "So I am to rewrite the whole desk now?"),
    ("Tue 13:20", "Mira", "I am not going to discuss this here."),
    ("Tue 15:00", "Ada", "The desk uses `late` in one line. Keep an alias, or change that line?"),
    ("Tue 15:12", "Jon", "Changed that line, and test_desk covers it. Thanks for looking."),
)
"""The nine comments on change 405, as (when, who, what)."""


def show_thread(first: int = 1, last: int = len(THREAD)) -> None:
    """Print comments of the thread, numbered from 1."""
    for number, (when, who, what) in enumerate(THREAD[:last], start=1):
        if number >= first:
            print(f"{number}  {when}  {who:4}  {what}")  # noqa: T201 - it is for seeing


# ---- Alarms of a linter

ALARMS = {
    "line is longer than 100": (84, 46),
    "handler is broad": (5, 19),
    "handler eats its exception": (41, 5),
}
"""Rule -> how many of its alarms of one month were acted on, and how many were waved through."""

DEFAULTS = {
    "def book(row, seen=[]): ...": True,
    "def book(row, *, seen=list()): ...": True,
    "def book(row, prices={'rim': 100}): ...": True,
    "def book(row, seen=()): ...": False,
    "def book(row, seen=None): ...    # not seen=[]": False,
    "HELP = 'write book(row, seen=[])'": False,
}
"""Line -> whether it has a default that calls share and can change."""


def draw_alarms(alarms: Mapping[str, tuple[int, int]]) -> "Figure":
    """Draw for each rule how many alarms were acted on and how many were waved through.

    Returns
    -------
    matplotlib.figure.Figure
        Closed already, so that a notebook shows it once.
    """
    import matplotlib.pyplot as plt

    figure, axis = plt.subplots(figsize=(7.6, 0.7 * len(alarms) + 1.1), dpi=80)
    for row, (acted, waved) in enumerate(alarms.values()):
        axis.barh(-row, acted, color="#0072B2", hatch="//", edgecolor="white")
        axis.barh(-row, waved, left=acted, color="#E69F00", edgecolor="white")
    axis.set_yticks([-row for row in range(len(alarms))], list(alarms), fontsize=11)
    axis.set_xlim(left=0)
    axis.set_xlabel("alarms of a month (blue, hatched: acted on; orange: waved through)")
    axis.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    plt.close(figure)
    return figure

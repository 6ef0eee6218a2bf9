"""Changes that wait for a review: the faults that were planted are real, and so is each outcome."""

import builtins
import csv
import itertools
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import CodeType, ModuleType, SimpleNamespace
from typing import Any

import pytest

from course.lessons.diffs import (
    ALARMS,
    DEFAULTS,
    EXPORT,
    FIRST_REVIEW,
    LIMIT,
    REFUNDS,
    REMINDER,
    REPORT,
    RESIDENTS,
    THREAD,
    TO_SUPPLIERS,
    Bills,
    ChangeInHunks,
    at,
    draw_alarms,
    malformed,
    reworded,
    run_nights,
    show_change,
    show_comments,
    show_thread,
)


@cache
def compiled(text: str, name: str) -> CodeType:
    """Compile a text once, however many parts of a change have it."""
    return compile(text, name, "exec")


class Program:
    """Modules that are texts, and import each other."""

    def __init__(self, texts: Mapping[str, str], **names: object) -> None:
        self._texts = {file.removesuffix(".py"): text for file, text in texts.items()}
        self._names = names
        self._modules: dict[str, ModuleType] = {}

    def __call__(self, name: str, *more: Any) -> ModuleType:
        if name not in self._texts:
            return builtins.__import__(name, *more)
        if name not in self._modules:
            module = self._modules[name] = ModuleType(name)
            vars(module)["__builtins__"] = {**vars(builtins), "__import__": self}
            vars(module).update(self._names)
            exec(compiled(self._texts[name], name), vars(module))
        return self._modules[name]

    def fails(self) -> list[str]:
        """Names of what fails: files that cannot be imported, and tests."""
        failed = []
        for name in sorted(self._texts):
            try:
                module = self(name)
            except (ImportError, AttributeError):
                failed.append(name)
                continue
            for test, function in [*vars(module).items()]:
                if test.startswith("test_") and callable(function):
                    try:
                        function()
                    except (AssertionError, AttributeError, KeyError):
                        failed.append(test)
        return failed


def real_outcome(change: ChangeInHunks, applied: tuple[str, ...]) -> list[str]:
    """Run the program and its tests with some hunks applied."""
    return Program(change.texts(applied)).fails()


def agrees(change: ChangeInHunks, applied: tuple[str, ...]) -> bool:
    """Whether the recorded outcome says what a run says, and names something that fails."""
    outcome, failed = change.outcome(applied), real_outcome(change, applied)
    if outcome == "green":
        return failed == []
    return any(name in outcome for name in failed)


def some_parts() -> list[tuple[str, ...]]:
    """Parts of change 420: none, all, each hunk, each pair, all but one or two, and drawn ones."""
    names = RESIDENTS.names()
    few = [part for size in range(3) for part in itertools.combinations(names, size)]
    most = [tuple(name for name in names if name not in part) for part in few]
    draw = random.Random(420)
    drawn = [tuple(name for name in names if draw.random() < 0.6) for _ in range(300)]
    return [*few, *most, *drawn]


def test_each_recorded_outcome_is_that_of_a_run() -> None:
    """The recorded breaks are those of the program itself, for all parts or for many."""
    every = [part for size in range(5) for part in itertools.combinations("abcd", size)]
    assert [part for part in every if not agrees(LIMIT, part)] == []
    assert [part for part in some_parts() if not agrees(RESIDENTS, part)] == []


def test_each_break_happens() -> None:
    """No recorded break is idle: with what it names, its outcome is the one that is told."""
    for change in (LIMIT, RESIDENTS):
        for rule in change.breaks:
            whole = [name for name in change.names() if name != rule.absent]
            told = {change.outcome(part) for part in (rule.present, whole)}
            closed = [*rule.present, *whole]
            assert rule.outcome in told | {change.outcome(closed)} or any(
                change.outcome({*rule.present, *more}) == rule.outcome
                for size in range(5)
                for more in itertools.combinations(whole, size)
            ), rule


def test_hunks_are_pieces_of_their_files() -> None:
    """Each hunk finds its text exactly once, whatever was applied before."""
    for change in (LIMIT, RESIDENTS):
        for hunk in change.hunks:
            others = [name for name in change.names() if name != hunk.name]
            for applied in ([], others):
                text = change.texts(applied).get(hunk.file, "")
                assert not hunk.old or text.count(hunk.old) == 1, hunk


def test_a_replay_tells_the_outcome_after_each_set(capsys: pytest.CaptureFixture[str]) -> None:
    """Sets add up, and each is printed with its outcome."""
    assert LIMIT.replay([["a", "b"], ["c"], ["d"]]) == [
        "red: test_letters: module 'remind' has no attribute 'late'",
        "red: test_letters: KA-2 gets a letter",
        "green",
    ]
    LIMIT.try_split([["a", "c"], ["b", "d"]])
    assert capsys.readouterr().out.split() == ["a", "c", "green", "b", "d", "green"]


def test_a_change_is_shown_and_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Hunks as a diff, files as they were, and a folder with the program in it."""
    LIMIT.show("d")
    LIMIT.show_files("remind.py")
    assert capsys.readouterr().out.splitlines() == [
        "d   test_job.py",
        '    -    assert due == ["KA-3"]',
        '    +    assert due == ["KA-2", "KA-3"]',
        "# remind.py",
        "def late(days):",
        "    return days > 14",
        "",
    ]
    LIMIT.write(tmp_path / "job", ["b"])
    text = (tmp_path / "job" / "remind.py").read_text(encoding="utf-8")
    assert text == "def late(days):\n    return days >= 14\n"


# ---- Change 398


def reminder(bills: Bills, mail: Callable[[str], None], today: date) -> None:
    """The job of change 398."""
    for plate, bill in bills.open():
        if (today - bill["since"]).days > 14:
            mail(plate)
            bills.set(plate, "reminded_on", today)


def test_a_missing_column_stops_the_job_behind_the_first_letter() -> None:
    """Each night writes to the first customer, and to nobody else."""
    days = [date(2026, 10, 9), date(2026, 10, 10)]
    got = run_nights(reminder, Bills(), days)
    end = "LookupError: table bills has no column reminded_on"
    assert got == [(["KA-1"], end), (["KA-1"], end)]
    late = ["KA-1", "KA-2", "KA-4"]
    assert run_nights(reminder, Bills(["reminded_on"]), days) == [(late, "done"), (late, "done")]


# ---- Change 412


@dataclass
class Entry:
    number: str
    plate: str
    cents: int
    account: str = "DE-1"
    kind: str = "card"
    state: str = ""
    refund_of: str | None = None


class Desk:
    """The new files of change 412, beside a bank and a book as its context describes them."""

    def __init__(self, *entries: Entry) -> None:
        lines = REFUNDS.splitlines()
        self.texts: dict[str, list[str]] = {}
        for line in lines:
            if line.endswith((".py", "(new)", ".sql")):
                file = line.removesuffix(" (new)")
                self.texts[file] = []
            elif line[:1] in "+ " and line:
                self.texts[file].append(line[1:])
        imports = {  # the diff shows no imports of tests that stood there before
            "tests/test_desk.py": "from desk import buttons\n",
            "tests/test_refunds.py": "from refunds import refund, refunded_share, reimbursements\n",
        }
        self.program = Program(
            {
                Path(file).name: imports.get(file, "") + "\n".join(text) + "\n"
                for file, text in self.texts.items()
                if file.endswith(".py")
            },
            Entry=Entry, date=date, pytest=pytest, print=lambda *_: None,
        )  # fmt: skip
        self.paid: list[int] = []
        self.locked = False
        self.book = SimpleNamespace(
            entry=lambda number: {e.number: e for e in entries}[number],
            entries=lambda plate: [e for e in entries if e.plate == plate],
            add=self._add,
        )
        self.bank = SimpleNamespace(pay=self._pay)

    def _pay(self, account: str, cents: int, *, text: str = "") -> None:
        assert (account, text[:10]) == ("DE-1", "refund of ")
        self.paid.append(cents)

    def _add(self, plate: str, cents: int, *, refund_of: str | None = None) -> None:
        assert (plate, cents < 0, refund_of) == ("KA-1", True, "F-1")
        if self.locked:
            raise OSError("BookLocked")

    def press(self, number: str, euros: str) -> str:
        """Press the button."""
        form = {"number": number, "euros": euros}
        desk = self.program("desk")
        return str(desk.on_refund("anna", form, self.book, self.bank))


def test_a_second_press_pays_a_second_time() -> None:
    """The bank has paid, the book was locked, and the desk is told to try again."""
    desk = Desk(Entry("F-1", "KA-1", 450))
    desk.locked = True
    assert desk.press("F-1", "4.50") == "Nothing was paid back. Please try again."
    desk.locked = False
    assert desk.press("F-1", "4.50") == "Paid back."
    assert desk.paid == [450, 450]


def test_refunds_of_one_payment_are_not_added_up() -> None:
    """Two parts that are each smaller than the payment are more than it together."""
    desk = Desk(Entry("F-1", "KA-1", 450), Entry("R-1", "KA-1", -300, refund_of="F-1"))
    desk.press("F-1", "3.00")
    assert desk.paid == [300]


def test_nothing_asks_for_a_supervisor_or_uses_the_limit_of_days() -> None:
    """The docstring says that the desk has checked, and no line does."""
    text = REFUNDS.replace("MAX_DAYS = 90", "")
    assert "MAX_DAYS" not in text
    assert "booked_on" not in text
    assert text.count("supervisor") == 1


def test_the_remaining_faults_are_there() -> None:
    """Cents are cut off, an argument does not exist, and the tests pass all the same."""
    desk = Desk(Entry("F-1", "KA-1", 4500))
    desk.press("F-1", "19.99")
    assert desk.paid == [1998]
    refunds = desk.program("refunds")
    with pytest.raises(TypeError, match="since"):
        refunds.reimbursements(desk.book, "KA-1", date(2026, 10, 1))
    assert desk.program.fails() == []
    assert [file for file in desk.texts if file.endswith(".sql")] == ["migrations/0012.up.sql"]


def test_what_only_looks_wrong_is_right() -> None:
    """The default cannot be changed, and the share is a ratio."""
    desk = Desk(Entry("F-1", "KA-1", 450), Entry("R-1", "KA-1", -90, refund_of="F-1"))
    refunds = desk.program("refunds")
    assert refunds.refund.__defaults__ == (frozenset({"pass", "test"}),)
    assert refunds.refunded_share(desk.book, "KA-1") == 0.2
    assert refunds.refunded_share(desk.book, "KA-2") == 0.0


# ---- Changes 447 and 463: one text in two sets of words


class Exports:
    """The change of one variant, beside a register and a box as its context describes them."""

    def __init__(self, variant: str, *people: tuple[str, int, str], edit: str = "") -> None:
        change, self._words = {"A": (EXPORT, {}), "B": (REPORT, TO_SUPPLIERS)}[variant]
        self.page = {"A": 100, "B": 250}[variant]
        job, tests = change.diff.split("\n\ntests/")
        texts = ["\n".join(line[1:] for line in part.splitlines()[1:]) for part in (job, tests)]
        if edit:
            assert edit in texts[0]
        self.module = self._word("customer_export")
        head = f"from {self.module} import {self._word('export')}, to_row\n"
        self.program = Program(
            {
                f"{self.module}.py": texts[0].replace(edit, '""') if edit else texts[0],
                "tests.py": head + texts[1],
            },
            **{self._word("Customer"): self.person},
            NoSuchFile=FileNotFoundError, date=date, timedelta=timedelta,
        )  # fmt: skip
        self.people = [self.person(f"N-{n:06}", *row) for n, row in enumerate(people, start=1)]
        self.files: dict[str, str] = {}
        self.down = False

    def _word(self, name: str) -> str:
        return self._words.get(name, name)

    def person(self, number: str, name: str, cents: int, state: str = "new") -> SimpleNamespace:
        """Give a customer or a supplier."""
        fields = {"number": number, "name": name, "state": state, self._word("open_cents"): cents}
        return SimpleNamespace(**fields)

    def run(self) -> object:
        """Run the job on 1 December, and give what it gives."""
        names = {
            self._word("customers"): lambda page=0: self.people[page * self.page :][: self.page],
            "note": self._note,
        }
        box = SimpleNamespace(remove=self._remove, put=self._put)
        job = getattr(self.program(self.module), self._word("export"))
        return job(SimpleNamespace(**names), box, date(2026, 12, 1))

    def to_row(self, name: str, cents: int) -> str:
        """Give a line of the file."""
        return str(self.program(self.module).to_row(self.person("N-1", name, cents)))

    def _note(self, number: str, **noted: date) -> None:
        assert noted == {self._word("exported_on"): date(2026, 12, 1)}
        self.people = [p for p in self.people if (p.number, p.state) != (number, "left")]

    def _remove(self, name: str) -> None:
        if name not in self.files:
            raise FileNotFoundError(name)
        del self.files[name]

    def _put(self, name: str, text: str) -> None:
        if name in self.files:
            raise FileExistsError(name)
        if self.down:
            raise ConnectionError("the box is down")
        self.files[name] = text


in_both = pytest.mark.parametrize("variant", ["A", "B"])


def test_the_second_export_is_the_first_in_other_words() -> None:
    """Line for line, so each fault has the same place; and no word of the first is left over."""
    assert REPORT.diff == reworded(EXPORT.diff, TO_SUPPLIERS)
    assert len(REPORT.diff.splitlines()) == len(EXPORT.diff.splitlines()) == 67
    left = [
        word
        for word in ("customer", "crm", "box", "blocked", "export", "accountant", "447")
        if word in (REPORT.context + REPORT.diff).lower()
    ]
    assert left == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a box, boxes", "a hub, boxes"),
        ("is_blocked, blocked", "is_expired, expired"),
        ("A blocked one", "An expired one"),
        ("4.50 and 4x50", "39.90 and 4x50"),
        ("", ""),
    ],
)
def test_whole_words_are_replaced_and_the_longest_first(text: str, said: str) -> None:
    """A dot is a dot, and a word within another stays."""
    assert reworded(text, TO_SUPPLIERS) == said


@in_both
def test_whoever_has_left_is_lost_when_the_box_is_down(variant: str) -> None:
    """They are noted, and so deleted, and the file was never put."""
    exports = Exports(variant, ("Ada", 450, "left"), ("Bo", 90, "new"))
    exports.down = True
    with pytest.raises(ConnectionError):
        exports.run()
    assert ([person.name for person in exports.people], exports.files) == (["Bo"], {})


@in_both
def test_the_file_has_whom_it_must_not_have_and_one_page_of_the_others(variant: str) -> None:
    """Nobody asks for the state, and nobody asks for the second page."""
    state = {"A": "blocked", "B": "expired"}[variant]
    exports = Exports(variant, ("Ada", 450, state), *[("Bo", 90, "new")] * 300)
    assert exports.run() == exports.page
    [text] = exports.files.values()
    assert text.splitlines()[1] == "N-000001;Ada;4.50"


@in_both
def test_the_three_smaller_faults_are_there(variant: str) -> None:
    """A field too many, euros that are called cents, and tests that pass with an empty file."""
    exports = Exports(variant)
    [fields] = csv.reader([exports.to_row("Ada; Sons", 450)], delimiter=";")
    assert fields == ["N-1", "Ada", " Sons", "4.50"]
    assert exports.program.fails() == []
    assert Exports(variant, edit='"\\n".join(lines)').program.fails() == []


@in_both
def test_three_places_of_the_export_only_look_wrong(variant: str) -> None:
    """The day before is asked for, an earlier file is taken away, and the heading is no person."""
    exports = Exports(variant, ("Ada", 1, "new"), ("Bo", -5, "new"))
    assert [exports.run(), exports.run()] == [2, 2]
    whose = {"A": "customers", "B": "suppliers"}[variant]
    assert [*exports.files] == [f"{whose}-2026-11-30.csv"]
    assert [exports.to_row("", cents)[-5:] for cents in (29, -5, 100029)] == [
        ";0.29", "-0.05", "00.29",
    ]  # fmt: skip


# ---- Comments


def comment(**changed: object) -> dict[str, object]:
    """A comment in order, or one with something changed."""
    return {
        "line": 1, "kind": "missing", "weight": "must", "comment": "please add the way back",
        **changed,
    }  # fmt: skip


def test_comments_in_order_have_no_problem() -> None:
    """Nor has a review without comments."""
    assert malformed([comment(), comment(line=10)], REMINDER) == []
    assert malformed(FIRST_REVIEW, REMINDER) == []
    assert malformed([], REMINDER) == []


@pytest.mark.parametrize(
    ("comments", "problem"),
    [
        (None, "the review is a NoneType, not a list"),
        (["no"], "comment 1 is no dict of line, kind, weight and comment"),
        ([{"line": 1}], "comment 1 is no dict of line, kind, weight and comment"),
        ([comment(line=0)], "comment 1 has line 0, not a number from 1 to 10"),
        ([comment(line=11)], "comment 1 has line 11, not a number from 1 to 10"),
        ([comment(line="3")], "comment 1 has line '3', not a number from 1 to 10"),
        ([comment(line=True)], "comment 1 has line True, not a number from 1 to 10"),
        (
            [comment(), comment(comment="looks bad")],
            "comment 2, 'looks bad', is too short to act on: "
            "a comment is a sentence of at least 3 words",
        ),
        ([comment(comment=7)], "comment 1 has comment 7, which is no text"),
    ],
)
def test_what_is_wrong_with_a_comment_is_said(comments: object, problem: str) -> None:
    """The number of the comment and what it has."""
    assert malformed(comments, REMINDER) == [problem]


def test_kinds_and_weights_are_those_of_the_page() -> None:
    """Other words are named with those that are allowed."""
    (kind,) = malformed([comment(kind="style")], REMINDER)
    (weight,) = malformed([comment(weight="praise")], REMINDER)
    assert ("'style'" in kind, "'reading'" in kind) == (True, True)
    assert ("'praise'" in weight, "'nit'" in weight) == (True, True)


def test_comments_are_found_by_line_kind_and_weight() -> None:
    """All three must fit."""
    one, other = comment(), comment(line=3, kind="test", weight="nit")
    assert at([one, other], {1, 3}) == [one, other]
    assert at([one, other], {3}) == [other]
    assert at([one, other], {1, 3}, {"test"}) == [other]
    assert at([one, other], {1, 3}, weights={"must"}) == [one]


def test_diffs_comments_and_threads_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """With numbers that comments can name."""
    show_change(REMINDER, 2, 3)
    show_comments(FIRST_REVIEW[:1])
    show_thread(9)
    assert capsys.readouterr().out.splitlines() == [
        "  2   def remind(bills, mail, today):",
        "  3  -    for plate, bill in bills.open():",
        "line   4  nit    reading    `p` is too short, call it plate",
        f"9  Tue 15:12  Jon   {THREAD[8][2]}",
    ]


# ---- Alarms


def test_bars_are_the_alarms_from_zero() -> None:
    """What was waved through begins where what was acted on ends."""
    (axis,) = draw_alarms({"a": (3, 1), "b": (0, 2)}).axes

    bars = [(bar.get_x(), bar.get_width(), bar.get_y()) for bar in axis.patches]  # type: ignore[attr-defined]
    assert bars == [(0, 3, -0.4), (3, 1, -0.4), (0, 0, -1.4), (0, 2, -1.4)]
    assert axis.get_xlim()[0] == 0
    assert [label.get_text() for label in axis.get_yticklabels()] == ["a", "b"]


def test_the_rule_that_is_waved_through_most_is_not_the_least_trusted() -> None:
    """The notebook asks which rule goes first: by share, not by number."""
    share = {rule: acted / (acted + waved) for rule, (acted, waved) in ALARMS.items()}
    waved = {rule: ignored for rule, (_, ignored) in ALARMS.items()}
    assert min(share, key=lambda rule: share[rule]) == "handler is broad"
    assert max(waved, key=lambda rule: waved[rule]) == "line is longer than 100"
    assert sum(map(sum, ALARMS.values())) == 200


@pytest.mark.parametrize("line", DEFAULTS)
def test_a_shared_default_is_what_python_shares(line: str) -> None:
    """Each line is run, and its defaults are asked whether they can change."""
    names: dict[str, Any] = {}
    exec(line, names)
    book = names.get("book")
    defaults = [*(book.__defaults__ or ()), *(book.__kwdefaults__ or {}).values()] if book else []
    assert any(isinstance(value, list | dict | set) for value in defaults) == DEFAULTS[line]

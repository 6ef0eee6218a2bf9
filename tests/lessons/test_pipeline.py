"""The pipeline's data is what the notebook tells: secrets, histories, packages, builds and cards."""

import hashlib
import hmac
import inspect
import re
import sqlite3
import sys
from collections import Counter
from functools import cache
from math import log2
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from course.lessons import pipeline as lesson
from course.notebooks import read_notebook


def entropy(text: str) -> float:
    """Bits a character, as the notebook computes them."""
    return sum(n / len(text) * log2(len(text) / n) for n in Counter(text).values())


def test_an_entry_holds_its_secrets_and_what_support_needs() -> None:
    """What is to be found and what is to be kept stand in the text, and are different things."""
    entries = lesson.log_entries(3)
    absent = [value for e in entries for value in (*e.secrets, *e.kept) if value not in e.text]
    both = [e.text for e in entries if set(e.secrets) & set(e.kept)]
    assert (len(entries), absent, both) == (200, [], [])


def test_entries_depend_on_the_seed() -> None:
    """The same seed draws the same log, another one other secrets."""
    first, again, other = (lesson.log_entries(seed) for seed in (1, 1, 2))
    secrets = [{secret for entry in log for secret in entry.secrets} for log in (first, other)]
    assert (first == again, secrets[0] & secrets[1]) == (True, set())


def test_each_kind_of_secret_is_more_than_a_tenth_of_all() -> None:
    """So whoever forgets a kind stays below nine of ten."""
    signs = (r"Bearer ", r"^config ", r"^vendor ", r"postgres://", r"PRIVATE KEY")
    shares = []
    for seed in range(10):
        entries = [entry for entry in lesson.log_entries(seed) if entry.secrets]
        count = sum(len(entry.secrets) for entry in entries)
        shares += [
            sum(len(e.secrets) for e in entries if re.search(sign, e.text)) / count
            for sign in signs
        ]
    assert min(shares) > 0.05
    assert sum(share > 0.1 for share in shares) >= 40


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("key=Autumn2026!", ["Autumn2026!"]),
        ("key=Autumn...", ["Autumn2026!"]),
        ("key=Autum", []),
        ("key=[secret]", []),
    ],
)
def test_six_characters_in_a_row_give_a_secret_away(text: str, expected: list[str]) -> None:
    """Less than that is taken for gone."""
    assert lesson.readable(["Autumn2026!"], text) == expected


def test_a_short_secret_is_given_away_as_a_whole() -> None:
    """It has no six characters, so the whole of it counts."""
    assert [lesson.readable(["hi"], text) for text in ("oh hi", "oh h")] == [["hi"], []]


def test_a_measure_counts_both_errors() -> None:
    """Whoever changes nothing keeps all, and whoever drops all hides all."""
    entries = lesson.log_entries(5)
    got = [lesson.measure(redact, entries) for redact in (lambda text: text, lambda text: text[:0])]
    assert got == [{"gone": 0.0, "kept": 1.0}, {"gone": 1.0, "kept": 0.0}]


def test_no_threshold_of_entropy_parts_secrets_from_the_rest() -> None:
    """In ten draws half of the secrets lie below 3.5 bits, and three of four other kinds above."""
    drawn = [pair for seed in range(10) for pair in lesson.log_values(seed).values()]
    above = [secret for value, secret in drawn if entropy(value) > 3.5]
    assert (above.count(True), above.count(False)) == (20, 30)


def test_the_last_digit_of_a_card_checks_the_others() -> None:
    """All cards pass, and of the orders about one in ten."""

    def checks(number: str) -> bool:
        doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number))]
        return sum(digit // 10 + digit % 10 for digit in doubled) % 10 == 0

    cards, orders = lesson.card_numbers(7, 1000)
    assert (sum(map(checks, cards)), {len(number) for number in cards + orders}) == (1000, {16})
    assert 50 < sum(map(checks, orders)) < 150


def test_a_removed_key_stays_in_two_old_states() -> None:
    """The key came with the second commit and went with the fourth."""
    holding = [c.number for c in lesson.history(7) if re.search(r"(dpk|ank)_\w{24}", str(c.files))]
    assert holding == ["c2", "c3"]


def test_a_day_later_the_mirror_serves_another_file_under_the_same_version() -> None:
    """Only the digest tells the two days apart."""
    key = ("labelkit", "2.1")
    digests = [hashlib.sha256(day[key]).hexdigest() for day in (lesson.MONDAY, lesson.TUESDAY)]
    pinned = [reference for reference in lesson.REFERENCES if digests[0] in reference]
    assert (digests[0] != digests[1], len(pinned)) == (True, 1)


def test_three_of_eight_references_name_a_content() -> None:
    """Tags, branches and versions are names."""
    fixed = [text for text in lesson.REFERENCES if re.search(r"@\w{40}$|sha256:\w{64}$", text)]
    assert (len(lesson.REFERENCES), len(fixed)) == (8, 3)


def test_the_workflows_have_numbered_lines_and_proposed_changes() -> None:
    """Each change names a line that is there."""
    lines = [int(n) for n in re.findall(r"^ *(\d+) ", lesson.BUILD, re.MULTILINE)]
    named = {int(text.split(":")[0].removeprefix("line ")) for text in lesson.CHANGES.values()}
    assert (lines, named - set(lines)) == (list(range(1, 23)), set())


def test_no_file_of_the_lesson_names_a_host_of_a_registry() -> None:
    """All packages are made up or only named."""
    assert re.findall(r"pypi|npmjs|docker\.io|ghcr", lesson.BUILD + str(lesson.REFERENCES)) == []


def test_one_token_of_the_night_comes_from_a_new_place() -> None:
    """It is not the loudest."""
    loudest = Counter(token for token, _ in lesson.NIGHT).most_common(1)[0][0]
    strange = {token for token, network in lesson.NIGHT if (token, network) not in lesson.WEEK}
    assert (loudest, strange) == ("partner-sync", {"label-job"})


PEOPLE = {"cards": lesson.Customer, "tickets": lesson.Traveller}
WEAK = {
    "cards": (lesson.amount_of_card, lesson.search_cards),
    "tickets": (lesson.amount_of_ticket, lesson.search_tickets),
}


@pytest.mark.parametrize("table", PEOPLE)
def test_the_weak_look_ups_leak_by_object_and_by_injection(table: str) -> None:
    """Lee's amount is read, another shop's card is found, and a typed word is code."""
    held, kim = lesson.Holdings(table), PEOPLE[table](*lesson.worded(table, ("kim", "anker")))
    amount, search = WEAK[table]
    attack = lesson.worded(table, "x' OR 1=1 --")
    got = (
        amount(held.run, kim, lesson.worded(table, "A-3")),
        [row[0] for row in search(held.run, kim, "", lesson.worded(table, "number"))],
        len(search(held.run, kim, attack, lesson.worded(table, "number"))),
        amount(held.run, kim, "none"),
    )
    expected = (*lesson.worded(table, (4000, ["A-1", "A-2", "B-1"])), 4, None)
    assert (got, len(held.queries)) == (expected, 4)


@pytest.mark.parametrize("table", PEOPLE)
def test_a_manager_finds_what_every_shop_sold(table: str) -> None:
    """The weak list asks for no shop."""
    manager = PEOPLE[table](*lesson.worded(table, ("kay", "anker")), True)
    got = WEAK[table][1](lesson.Holdings(table).run, manager, "", lesson.worded(table, "cents"))
    expected = [("A-2", 900), ("A-1", 2500), ("A-3", 4000), ("B-1", 7000)]
    assert got == lesson.worded(table, expected)


def test_one_weak_look_up_is_the_other_in_other_words() -> None:
    """Whoever draws the tickets meets the same lines as whoever draws the cards."""

    def lines(function: object, table: str) -> str:
        source = re.sub(r"\s+# noqa.*|amount_of_\w+|search_\w+", "", inspect.getsource(function))
        return "".join(lesson.worded(table, source).split())

    cards, tickets = WEAK["cards"], WEAK["tickets"]
    assert [lines(one, "tickets") for one in cards] == [lines(one, "cards") for one in tickets]


@pytest.mark.parametrize("table", PEOPLE)
def test_a_look_up_is_shown_without_marks_for_tools_and_with_its_rows(table: str) -> None:
    """Learners read two functions and four rows."""
    text = lesson.look_ups(table)
    rows = [line for line in text.splitlines() if line.startswith("(")]
    assert (text.count("def "), "noqa" in text, len(rows)) == (2, False, 4)


def test_no_two_words_of_the_cards_become_one_word_of_the_tickets() -> None:
    """Names that differ in one variant differ in the other."""
    names = ["kim", "lee", "kay", "neil", "anker", "bolt", "A-1", "B-1", "C-1"]
    names += ["number", "owner", "shop", "cents", "note", "CENTS", "mum", "team"]
    said = lesson.worded("tickets", names)
    assert (len({*said}), {*said} & {*names}) == (len(names), set())


def test_amounts_of_tickets_keep_the_order_of_the_cards() -> None:
    """Nothing stays nothing, and truth is no amount."""
    assert lesson.worded("tickets", (0, 10, 900, True, None)) == (0, 30, 2700, True, None)


NOTEBOOK = "105-security/05-secrets-incident-and-assessment"
ROOT = Path(__file__).parents[2]


def outcomes(exercise: str, answer: str) -> dict[str, str]:
    """Run the tests of an exercise on an answer, and give the clue or error of each that fails."""
    failed = {}
    for test, source in sources_of(exercise).items():
        names: dict[str, object] = {"lesson": lesson, "re": re}
        exec(answer, names)  # answers of the bed are the course's own
        try:
            exec(source, names)
        except AssertionError as error:
            failed[test] = str(error).partition("]")[0] if str(error)[0] == "[" else "shown"
        except Exception as error:
            failed[test] = type(error).__name__
    return failed


@cache
def sources_of(exercise: str) -> dict[str, str]:
    """Give the sources of an exercise's tests, by cell."""
    cells = read_notebook(ROOT / "source" / f"{NOTEBOOK}.ipynb").cells
    return {cell.id: cell.source for cell in cells if cell.id.startswith(f"{exercise}-tests")}


def bed(exercise: str, variant: str) -> dict[str, str]:
    """Give the answers of a test bed that are said in the words of a variant, by name."""
    folder = ROOT / "tests" / "wrong_answers" / NOTEBOOK / exercise
    answers = {path.stem: path.read_text() for path in sorted(folder.glob("*.py"))}
    return {name: text for name, text in answers.items() if f'= "{variant}"' in text}


SAID = [
    pytest.param(exercise, other, name, answer, id=f"{exercise}-{name}")
    for exercise, first, other in (("ex4", "cards", "tickets"), ("ex6", "uploads", "deliveries"))
    for name, answer in bed(exercise, first).items()
]


@pytest.mark.parametrize(("exercise", "other", "name", "answer"), SAID)
def test_an_answer_said_for_the_other_variant_fails_the_same_tests(
    exercise: str, other: str, name: str, answer: str
) -> None:
    """By the same kind of case."""
    got = outcomes(exercise, lesson.worded(other, answer))
    expected = outcomes(exercise, answer)
    assert (got, bool(got)) == (expected, name.startswith("wrong"))


class Service:
    """A service before or after its change, over a database and a folder of two firms."""

    def __init__(self, variant: str, sign: str, folder: Path, monkeypatch) -> None:
        self.variant, self.logged = variant, []
        base = sqlite3.connect(":memory:")
        base.execute(self.say("CREATE TABLE uploads (number, firm, name, note, body, added)"))
        rows = [("1", "ours", "b", "", b"our body", 1), ("2", "theirs", "a", "", b"their body", 2)]
        base.executemany(self.say("INSERT INTO uploads VALUES (?, ?, ?, ?, ?, ?)"), rows)
        for firm in ("ours", "theirs"):
            (folder / firm).mkdir(parents=True)
            (folder / firm / "a b.txt").write_text(f"file of {firm}")
        settings = SimpleNamespace(
            FOLDER=folder,
            KEY=b"key",
            db=lambda query, values: base.execute(query, values).fetchall(),
            log=SimpleNamespace(info=lambda text, *parts: self.logged.append(text % parts)),
        )
        monkeypatch.setitem(sys.modules, "settings", settings)
        lines = lesson.change(variant).splitlines()
        text = "\n".join(line[1:] for line in lines if line[:1] in {"", " ", sign})
        self.names: dict[str, Any] = {}
        exec(text, self.names)
        self.user = SimpleNamespace(**{self.say("firm"): "ours"})

    def say(self, text: str) -> str:
        return lesson.worded(self.variant, text)

    def __getitem__(self, name: str) -> Any:
        return self.names[self.say(name)]


SERVICES = ("uploads", "deliveries")


@pytest.fixture(params=SERVICES)
def service(request, tmp_path: Path, monkeypatch) -> Service:
    return Service(request.param, "+", tmp_path, monkeypatch)


def test_two_holes_of_the_change_show_what_is_another_firms(service: Service) -> None:
    """A number alone gives a stranger's upload, and an encoded name a stranger's file."""
    got = (
        service["upload"](service.user, "2"),
        service["picture"](service.user, "%2e%2e/theirs/a%20b.txt"),
    )
    assert got == (b"their body", b"file of theirs")


def test_before_the_change_an_upload_was_its_firms_only(tmp_path: Path, monkeypatch) -> None:
    """So the change took the question away."""
    for number, variant in enumerate(SERVICES):
        before = Service(variant, "-", tmp_path / str(number), monkeypatch)
        got = [before["upload"](before.user, number) for number in ("1", "2")]
        assert got == [b"our body", None]


def test_a_note_becomes_an_attribute_of_the_page(service: Service) -> None:
    """Signs are escaped, but nothing ends the value, and a space does."""
    page = service["page"]([("<b>", "x onmouseover=alert(1)")])
    assert page == "<ul><li title=x onmouseover=alert(1)>&lt;b&gt;</li></ul>"


def test_a_visitors_token_goes_to_the_log(service: Service) -> None:
    """And the session is found by it."""
    headers = {"Request-Id": "r-1", "Authorization": "Bearer abc"}
    assert service["visitor"](headers, {"Bearer abc": "kim"}) == "kim"
    assert "abc" in service.logged[0]


def test_what_only_looks_wrong_in_the_change_is_right(service: Service) -> None:
    """No order and no number is code, and a firm finds what is its own."""
    attacks = ("name; --", "added DESC", "(SELECT 1)", "")
    lists = [service["listed"](service.user, order) for order in attacks]
    several = service["several"](service.user, ["1", "2", "') OR ('1'='1"])
    assert (lists, several) == ([[("b", "")]] * 4, [(b"our body",)])


def test_the_scanners_signature_is_taken_and_no_other(service: Service) -> None:
    """The comparison is right in its answer, and tells by its time."""
    signature = hmac.new(b"key", b"body", "sha256").hexdigest()
    got = (service["scanned"](b"body", signature), service["scanned"](b"other", signature))
    assert got == (True, False)


def test_a_message_is_sent_at_the_third_try_and_not_at_a_fourth(service: Service) -> None:
    """Chance spreads the attempts, and guards nothing."""
    slept: list[float] = []
    service.names["time"] = SimpleNamespace(sleep=slept.append)
    answers = iter([False, False, True, False, False, False])
    got = [service["sent"](lambda _: next(answers), b"body") for _ in range(2)]
    assert (got, [int(seconds) for seconds in slept]) == ([True, False], [1, 2, 1, 2, 4])


def test_both_changes_have_the_same_functions_in_another_order() -> None:
    """Nine of them, behind the imports; mends have the same letters."""
    uploads, deliveries = (lesson.change(one).split("\n\n") for one in SERVICES)
    said = [lesson.worded("deliveries", block) for block in uploads]
    assert (len(said), said == deliveries, sorted(said)) == (10, False, sorted(deliveries))
    letters = ["".join(line[0] for line in lesson.mends(one).splitlines()) for one in SERVICES]
    assert letters == ["abcdefghijklmn"] * 2


def test_a_drawing_of_entropy_has_a_mark_for_each_draw() -> None:
    """Eight kinds of ten draws, and a threshold; bits begin at zero."""
    axes = lesson.draw_entropy(entropy, range(10), threshold=3.5).axes[0]
    marks = [len(line.get_xdata()) for line in axes.lines if line.get_linestyle() == "None"]
    assert (marks, axes.get_xlim()[0], axes.texts[0].get_text()) == ([10] * 8, 0, "threshold")


def test_a_drawing_of_reach_shows_who_is_left() -> None:
    """A job without a key counts for nobody."""
    quiet: list[lesson.BuildJob] = [{"name": "check", "keys": [], "runs": {"pytest": "a stranger"}}]
    axes = lesson.draw_reach({"loud": lesson.JOBS, "quiet": quiet}).axes[0]
    squares = [
        (line.get_xdata()[0], line.get_ydata()[0])
        for line in axes.lines
        if line.get_marker() == "s"
    ]
    assert squares == [(0, 1), (1, 1), (2, 1)]

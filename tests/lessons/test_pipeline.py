"""The pipeline's data is what the notebook tells: secrets, histories, packages, builds and cards."""

import hashlib
import re
from collections import Counter
from math import log2

import pytest

from course.lessons import pipeline as lesson


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


def test_the_weak_cards_leak_by_object_and_by_injection() -> None:
    """Lee's balance is read, another shop's card is found, and a typed word is code."""
    table, kim = lesson.GiftCards(), lesson.Customer("kim", "anker")
    got = (
        lesson.weak_balance(table.run, kim, "A-3"),
        [row[0] for row in lesson.weak_cards(table.run, kim, "", "number")],
        len(lesson.weak_cards(table.run, kim, "x' OR 1=1 --", "number")),
        lesson.weak_balance(table.run, kim, "none"),
    )
    assert (got, len(table.queries)) == ((4000, ["A-1", "A-2", "B-1"], 4, None), 4)


def test_a_manager_finds_the_cards_of_every_shop() -> None:
    """The weak list asks for no shop."""
    manager = lesson.Customer("kay", "anker", manager=True)
    got = lesson.weak_cards(lesson.GiftCards().run, manager, "", "cents")
    assert got == [("A-2", 900), ("A-1", 2500), ("A-3", 4000), ("B-1", 7000)]


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

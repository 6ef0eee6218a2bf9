"""Banks: what a file may say, and what is wrong with one, each fault at its item and field."""

from pathlib import Path

import pytest

from course.errors import ProgramError
from course.papers.item_banks import BankItem, ItemOption, bank_findings, read_bank

ONE = """
[[items]]
id = "01-limit"
notebook = "01-doubling"
section = 2
topic = "state"
column = "recall"
question = "How many waits were too long?"

[[items.options]]
text = "one"
right = true
why = "Only 9 is above."

[[items.options]]
text = "two"
why = "Counts the wait at the limit."
"""
NUMBER = ONE[: ONE.index("\n[[items.options]]")] + 'kind = "number"\nanswer = 4\nwhy = "Counted."\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "items.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_bank_is_read_as_its_author_wrote_it(tmp_path: Path) -> None:
    """An item of the skeleton's form, without topic, is read too, but no paper draws it."""
    bare = "\n".join(
        line for line in ONE.splitlines() if line.split(" =")[0] not in ("topic", "column")
    )
    items = read_bank(
        written(
            tmp_path,
            ONE + bare.replace("01-limit", "01-other") + NUMBER.replace("01-limit", "01-number"),
        )
    )
    assert [(item.id, item.drawable, item.kind) for item in items] == [
        ("01-limit", True, "single"),
        ("01-other", False, "single"),
        ("01-number", True, "number"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('column = "recall"', 'column = "guess"', "items.toml: item 01-limit: column: "),
        ("section = 2", 'section = "2"', "items.toml: item 01-limit: section: "),
        ('why = "Only 9 is above."', "", "items.toml: item 01-limit: options[0].why: "),
        ("right = true\n", "", "items.toml: item 01-limit: options: expected one that is right"),
        ('text = "two"', 'text = " ONE "', "items.toml: item 01-limit: options: two of them say"),
        (
            'text = "two"',
            'text = "all of the above"',
            "items.toml: item 01-limit: options: 'all of the above' speaks of other options",
        ),
        ("[[items]]", "[[itens]]", "items.toml: expected tables [[items]]"),
        ("[[items]]", "[[items", "items.toml: "),
        ('id = "01-limit"', 'id = "01 limit"', "items.toml: item 01 limit: id: "),
        ('id = "01-limit"\n', "", "items.toml: item 1: id: "),
        ("question", "prompt", "items.toml: item 01-limit: "),
        (
            'column = "recall"',
            'column = "recall"\nkind = "several"\nwithin = 1',
            "items.toml: item 01-limit: kind: several has options; answer, within and unit",
        ),
        (
            'column = "recall"',
            'column = "recall"\nkind = "number"',
            "items.toml: item 01-limit: kind: a number has an answer and no options",
        ),
        ('column = "recall"', 'column = "recall"\nexpected = 1.5', "items.toml: item 01-limit: ex"),
    ],
)
def test_each_fault_is_said_at_its_item(tmp_path: Path, old: str, new: str, expected: str) -> None:
    """The message has the file, the item by its id or number, and the field."""
    assert old in ONE
    with pytest.raises(ProgramError) as caught:
        read_bank(written(tmp_path, ONE.replace(old, new, 1)), "items.toml")
    assert str(caught.value).startswith(expected), caught.value


def test_an_id_stands_once_and_all_faults_are_said(tmp_path: Path) -> None:
    """A second item of an id, and a fault of another item, in one run."""
    text = ONE + ONE + ONE.replace("01-limit", "01-third").replace("right = true\n", "")
    with pytest.raises(ProgramError) as caught:
        read_bank(written(tmp_path, text), "bank")
    assert str(caught.value).splitlines() == [
        "bank: item 01-third: options: expected one that is right, got 0",
        "bank: item 01-limit: a second item of this id",
    ]


def test_a_link_is_no_bank(tmp_path: Path) -> None:
    """What a link leads to may be anything."""
    written(tmp_path, ONE)
    (tmp_path / "link.toml").symlink_to(tmp_path / "items.toml")
    with pytest.raises(ProgramError, match="expected a plain file, got a link"):
        read_bank(tmp_path / "link.toml")


def item(number: int, right: str, wrong: str = "wrong", **more: object) -> BankItem:
    words = [right, f"{wrong} one", f"{wrong} two", f"{wrong} three"]
    return BankItem.model_validate(
        {
            "id": f"item-{number}",
            "notebook": "01-doubling",
            "section": 1,
            "topic": "state",
            "column": "recall",
            "question": f"Question {number}?",
            "options": tuple(
                ItemOption(text=text, why="so", right=text == right) for text in words
            ),
        }
        | more
    )


def sections(notebook: str) -> frozenset[int] | None:
    return frozenset({1, 2}) if notebook == "01-doubling" else None


def test_a_bank_whose_right_option_is_the_longest_is_told() -> None:
    """In 16 items of four options the longest is right in 4 by chance; in all of them is a clue."""
    long = [item(n, "the right one, and the longest by far") for n in range(16)]
    short = [item(n, "r") for n in range(16)]
    mixed = [item(n, ("r", "wrong 123", "the right one, a long one")[n % 3]) for n in range(16)]
    assert [what.split(",")[0] for _, what in bank_findings(long, sections)] == [
        "the right option is the longest in 16 of 16 items"
    ]
    assert [what.split(",")[0] for _, what in bank_findings(short, sections)] == [
        "the right option is the shortest in 16 of 16 items"
    ]
    assert list(bank_findings(mixed, sections)) == []


def test_an_item_names_the_section_that_teaches_it() -> None:
    """A notebook or section that is not there, a topic alone, and the same question twice."""
    items = [
        item(1, "right"),
        item(2, "right", section=None),
        item(3, "right", section=9),
        item(4, "right", notebook="09-gone"),
        item(5, "right", column=None),
        item(6, "right", question="question  1?"),
    ]
    assert list(bank_findings(items, sections)) == [
        ("item-2", "section: missing; which section teaches it?"),
        ("item-3", "section: 01-doubling has no section 9"),
        ("item-4", "notebook: there is no 09-gone"),
        ("item-5", "topic and column: expected both, or none for an item of no paper"),
        ("item-6", "asks what item-1 asks"),
    ]

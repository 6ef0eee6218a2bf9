"""docs/post-mortems.md: its draws are drawn, and its last table counts what its sections say."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from course.files import SCENARIOS
from course.incidents.scenario_draws import draw, space_of
from course.incidents.scenario_files import family_names

PAGE = (Path(__file__).parents[2] / "docs" / "post-mortems.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (\d+)\. .*?\n(.*?)(?=^## )", PAGE, re.DOTALL | re.MULTILINE))
DRAW = re.compile(r"\*\*Draw\*\*: `([\w-]+)`, case `([\w-]+)`, row `(.+)`, seed (\d+)\.")
TABLE = PAGE.partition("\n## What was missing most often\n")[2]
PARTS = (
    r"^\[.+?\]\(https://.+?Read: ",
    r"\*\*Draw\*\*: ",
    r"\*\*Shared\*\*: ",
    r"\*\*Left out\*\*:",
)


def stated(number: str) -> tuple[str, str, dict[str, Any], int]:
    """Family, case, what is said of the row, and seed."""
    ((family, case, row, seed),) = DRAW.findall(SECTIONS[number])
    return family, case, tomllib.loads(f"row = {{ {row} }}")["row"], int(seed)


def missing(number: str) -> list[str]:
    """What a section calls left out by the simulator: the bold words of its list."""
    return re.findall(r"^- \*\*(.+?)\*\*", SECTIONS[number], re.MULTILINE)


def test_ten_sections_have_all_their_parts() -> None:
    """A report and what was read of it, the draw, what it shares, what it leaves out."""
    assert list(SECTIONS) == [str(number) for number in range(1, 11)]
    lacking = [
        (number, part)
        for number, text in SECTIONS.items()
        for part in PARTS
        if len(re.findall(part, text, re.MULTILINE)) != 1
    ]
    assert lacking == []
    assert len({re.findall(r"\]\((https://.+?)\)", text)[0] for text in SECTIONS.values()}) == 10


@pytest.mark.parametrize("number", SECTIONS)
def test_a_seed_draws_the_case_and_the_row_that_the_page_says(number: str) -> None:
    """The family has the case, the case has one such row, and the seed draws both."""
    family, case, row, seed = stated(number)
    assert family in family_names()
    data = tomllib.loads((SCENARIOS / f"{family}.toml").read_text("utf-8"))
    (rows,) = [c["vary"]["what"] for c in data["cases"] if c["name"] == case]
    assert [row.items() <= other.items() for other in rows].count(True) == 1

    drawn, _ = draw({**data, "row": "{what}"}, space_of(data), family, seed)
    got = (drawn["case"], {key: drawn["row"][key] for key in row})
    assert got == (case, row)


@pytest.mark.parametrize("number", SECTIONS)
def test_acts_that_a_section_names_are_right_in_its_draw(number: str) -> None:
    """Each takes the cause away there, alone or with others, or is called prudent."""
    family, _, _, seed = stated(number)
    data = tomllib.loads((SCENARIOS / f"{family}.toml").read_text("utf-8"))
    truth = draw(data, space_of(data), family, seed)[0]["truth"]
    right = {act["verb"] for way in truth["removed_by"] for act in way}
    right |= {act["verb"] for act in truth.get("prudent", [])}

    named = set(re.findall(r"`act\.(\w+)`", SECTIONS[number]))
    assert named
    assert named <= right


def test_the_last_table_counts_what_the_sections_leave_out() -> None:
    """Each mechanism with its incidents, those of most incidents first."""
    said = {
        name: numbers.split(", ")
        for name, numbers in re.findall(r"^\| ([^|]+) \| (\d[\d, ]*) \|", TABLE, re.MULTILINE)
    }
    counted: dict[str, list[str]] = {}
    for number in SECTIONS:
        for name in missing(number):
            counted.setdefault(name, []).append(number)
    assert said == counted
    sizes = [len(numbers) for numbers in said.values()]
    assert sizes == sorted(sizes, reverse=True)

"""The timeline as a drawing."""

import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from course.program import Program, load_program
from course.program.schedule import described, gantt_svg

SVG = "{http://www.w3.org/2000/svg}"
COURSE = Path(__file__).parents[2] / "course"


@pytest.fixture(scope="module")
def program() -> Program:
    return load_program()


def drawn(program: Program) -> ElementTree.Element:
    return ElementTree.fromstring(gantt_svg(program))


def texts(root: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def test_it_has_a_name_and_a_description(program: Program) -> None:
    """A screen reader hears an image with title and description, both in the plan's words."""
    root = drawn(program)
    assert root.attrib["role"] == "img"
    labels = root.attrib["aria-labelledby"].split()
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None and desc is not None
    assert labels == [title.attrib["id"], desc.attrib["id"]]
    assert title.text == "Engineering Excellence: timeline"
    assert desc.text == described(program)
    assert "Preparation, weeks 1 to 2" in described(program)
    assert "Certification, 31 Mar 2025 to 4 Apr 2025." in described(program)


def test_it_needs_nothing_from_outside(program: Program) -> None:
    """No script, no link, no font or image from elsewhere; dark themes have their colours."""
    text = gantt_svg(program)
    assert re.findall(r"https?://[^\"]+", text) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"<script|<image|href|@import|url\(", text)
    assert "prefers-color-scheme:dark" in text


def test_sections_tasks_weeks_and_dates_are_there(program: Program) -> None:
    """Every section, task, week and span of dates can be read."""
    labels = texts(drawn(program))
    for section in program.timeline:
        assert section.name in labels
        assert all(task.title in labels for task in section.tasks)
    assert [word for word in labels if word.startswith("Week ")] == [
        f"Week {n}" for n in range(1, 12)
    ]
    assert {"20 Jan \N{EN DASH} 2 Feb", "20\N{EN DASH}26 Jan", "31 Mar \N{EN DASH} 4 Apr"} <= set(
        labels
    )


def bars(root: ElementTree.Element) -> list[tuple[float, float]]:
    return [
        (float(e.attrib["x"]), float(e.attrib["width"]))
        for e in root.iter(f"{SVG}rect")
        if e.find(f"{SVG}title") is not None
    ]


def test_bars_are_as_long_as_their_tasks(program: Program) -> None:
    """Places and widths are proportional to days, and all lie within the drawing."""
    drawn_bars = bars(drawn(program))
    day = drawn_bars[0][1] / 14
    for (x, width), task in zip(drawn_bars, program.tasks, strict=True):
        assert width == pytest.approx(task.days * day, abs=0.3)
        offset = (task.starts - program.starts).days
        assert x == pytest.approx(drawn_bars[0][0] + offset * day, abs=0.3)
        assert x + width <= 1000


def test_a_shifted_program_keeps_its_shape(program: Program) -> None:
    """Another start changes the dates and not the bars."""
    later = program.starting(date(2027, 1, 11))
    assert bars(drawn(later)) == bars(drawn(program))
    assert "11 Jan" in texts(drawn(later))


def test_words_are_escaped(program: Program) -> None:
    """Markup in a title is shown, not obeyed."""
    odd = program.model_copy(update={"title": '</title><script>"&'})
    title = drawn(odd).find(f"{SVG}title")
    assert title is not None and title.text == '</title><script>"&: timeline'


def test_long_and_short_programs_can_be_drawn(program: Program) -> None:
    """One day fits, and so do five years: then some weeks go unnamed and labels stay inside."""
    section = program.timeline[0]
    for days, most in ((1, 1), (1800, 20)):
        task = section.tasks[0].model_copy(update={"days": days})
        only = section.model_copy(update={"tasks": (task,)})
        other = program.model_copy(update={"timeline": (only,)})
        root = drawn(other)
        assert 1 <= len([*root.iter(f"{SVG}line")]) <= most
        ((x, width),) = bars(root)
        assert x >= 0 and x + width <= 1000

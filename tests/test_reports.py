"""The cohort's page."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from shutil import which

import pytest

from course.program import load_program
from course.records import Grade, NotebookMarks
from course.reports import cohort_page, write_cohort_page

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
MODULE = load_program().module("101-system-architecture")


def grade(learner: str, points: float, pending: float = 0, *remarks: str) -> Grade:
    failed = () if points == 10 else ("ex1-tests",)
    marks = NotebookMarks(
        name="01-x", points=points, out_of=10, pending=pending, failed_tests=failed
    )
    return Grade(
        learner=learner,
        module=MODULE.id,
        submitted=NOW,
        notebooks=(marks,),
        out_of=10,
        remarks=remarks,
    )


def page(*grades: Grade) -> str:
    return cohort_page(MODULE, list(grades), made=NOW)


def test_the_page_tells_standings_and_hardest_tests() -> None:
    """Counts, marks and the tests that failed are on the page."""
    text = page(grade("learner-01", 10), grade("learner-02", 7, 2), grade("learner-03", 2))

    assert re.findall(r"<dd>(\d+)</dd>", text) == ["3", "1", "1", "1", "0"]
    assert "learner-02: 70 percent, pending." in text
    assert "01 ex1-tests: 2 of 3." in text
    assert "Page made 2026-03-01 12:30 UTC" in text


def test_names_and_remarks_are_escaped() -> None:
    """What comes from a learner's files is text, never markup."""
    text = page(grade("<script>alert(1)</script>", 3, 0, "<img src=x onerror=alert(1)>"))

    assert "<script" not in text
    assert "<img" not in text


def test_the_page_refers_to_nothing_outside() -> None:
    """No script, no address, and a policy that would block either."""
    text = page(grade("learner-01", 10))

    assert not re.search(r"""(src|href)=["'](?!data:)""", text)
    assert "default-src 'none'" in text


def test_pictures_have_words() -> None:
    """Each picture is named and described for those who hear the page."""
    text = page(grade("learner-01", 10), grade("learner-02", 3))

    assert text.count('role="img"') == text.count("<desc ") == 2
    for name in re.findall(r'aria-labelledby="([^"]+)"', text):
        assert all(f'id="{part}"' in text for part in name.split())


def test_the_page_is_balanced_html() -> None:
    """Every element that is opened is closed in order."""
    text = page(grade("learner-01", 10), grade("learner-02", 3, 1, "late"))
    void, open_elements = {"meta", "link", "br", "rect", "line"}, []

    class Balance(HTMLParser):
        def handle_starttag(self, tag: str, _: object) -> None:
            if tag not in void:
                open_elements.append(tag)

        def handle_endtag(self, tag: str) -> None:
            if tag not in void:
                assert open_elements.pop() == tag

    Balance().feed(text)
    assert open_elements == []


def test_an_empty_cohort_has_a_page_too() -> None:
    """Nobody graded yet is not an error."""
    assert "No test rejected an answer." in page()


@pytest.mark.browser
@pytest.mark.skipif(not which("chromium"), reason="Debian's chromium is not installed here")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_chromium_opens_it_without_a_word(tmp_path: Path, theme: str) -> None:
    """The page renders in both themes with an empty console."""
    from playwright.sync_api import sync_playwright

    file = write_cohort_page(tmp_path / "a" / "index.html", MODULE, [grade("learner-01", 10)])
    said: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=which("chromium"),
            args=["--no-sandbox", "--disable-background-networking"],
        )
        view = browser.new_page(color_scheme=theme)  # type: ignore[arg-type]
        view.on("console", lambda message: said.append(message.text))
        view.on("pageerror", lambda error: said.append(str(error)))
        view.goto(file.as_uri())
        ground = view.evaluate("getComputedStyle(document.body).backgroundColor")
        wide = view.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        browser.close()

    assert said == []
    assert wide
    assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 29)"}[theme]

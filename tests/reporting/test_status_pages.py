"""The cohort's page and the instructor's: what they say, whom they let speak, how they are used."""

import re
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from course.gradebook.status import ModuleStatus, SubmissionStatus, Waiting
from course.program import load_program
from course.psychometrics.item_analysis import Flag, Item
from course.records.results import Grade, NotebookMarks
from course.reporting.status_pages import (
    Shelf,
    cohort_page,
    status_page,
    write_cohort_page,
    write_status_page,
)

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
    return cohort_page(MODULE, list(grades), rendered_at=NOW)


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


def test_long_lists_of_damage_are_folded() -> None:
    """The first is read at once, the others on demand, and none is lost."""
    text = page(grade("learner-01", 3, 0, "not JSON", "ex1 is missing", "ex2 is missing"))

    assert "<summary>not JSON; and 2 more</summary>ex1 is missing; ex2 is missing</details>" in text


def test_a_sample_leads_to_what_lies_beside_it(tmp_path: Path) -> None:
    """Links and pictures; addresses and titles are escaped, and the page says SAMPLE."""
    (tmp_path / "badge.svg").write_text("<svg/>", encoding="utf-8")
    shelf = Shelf(
        pages={"a <b>report": 'cohort/"x y.html'},
        papers={"badge": "SAMPLE-badge.png", "certificate": "SAMPLE-certificate.pdf"},
        pictures={"badge": tmp_path / "badge.svg", "certificate": tmp_path / "gone.svg"},
    )
    text = cohort_page(MODULE, [grade("learner-01", 10)], rendered_at=NOW, shelf=shelf)

    assert "<h1>SAMPLE " in text and "SAMPLE " not in page(grade("learner-01", 10))
    assert '<a href="cohort/%22x%20y.html">a &lt;b&gt;report</a>' in text
    assert (
        '<img src="data:image/svg+xml;base64,PHN2Zy8+" alt="" height="180">a SAMPLE badge' in text
    )
    assert '<a href="SAMPLE-certificate.pdf">a SAMPLE certificate' in text


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


def test_the_pages_are_balanced_html() -> None:
    """Every element that is opened is closed in order."""
    for text in (page(grade("learner-01", 10), grade("learner-02", 3, 1, "late")), status_text()):
        balanced(text)


def balanced(text: str) -> None:
    void, open_elements = {"meta", "link", "br", "rect", "line", "input", "circle"}, []

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


def test_a_learner_without_a_notebook_has_a_dash() -> None:
    """The table has a column for each notebook that anybody was graded in."""
    text = page(grade("learner-01", 10), replace(grade("learner-02", 0), notebooks=()))

    assert '<th scope="col" class="n">01</th>' in text
    assert '<td class="n">10 / 10</td>' in text
    assert '<td class="n">-</td>' in text


DAMAGE = "01-x.ipynb: not JSON, line 7"
ODD = Item(
    notebook="01-x",
    cell="ex2-tests",
    n=40,
    passed=4,
    unknown=0,
    share=0.1,
    interval=(0.04, 0.23),
    discrimination=-0.3,
    flags=(Flag.REVERSED, Flag.HARD),
    verdicts={"passed": 4, "failed": 36},
)
SOUND = Item(notebook="01-x", cell="ex1-tests", n=12, passed=6, unknown=1)


def handed_in(learner: str, points: float, **more: Any) -> SubmissionStatus:
    return SubmissionStatus(grade=grade(learner, points), handed_in=True, **({"damage": ()} | more))


def status(*more: SubmissionStatus, **changed: Any) -> ModuleStatus:
    """One learner of each kind, and more."""
    wait = Waiting(learner="learner-03", notebook="01-x", cell="reflection")
    again = replace(wait, cell="ex1-tests", why="the test could not be evaluated")
    mixed = (
        handed_in("learner-01", 10, verdicts={"passed": 2}),
        replace(
            handed_in("learner-02", 3, damage=(DAMAGE,), late=True, verdicts={"killed": 1}),
            grade=grade("learner-02", 3, 0, DAMAGE),
        ),
        replace(handed_in("learner-03", 7, waiting=(wait, again)), grade=grade("learner-03", 7, 2)),
        SubmissionStatus(
            grade=replace(grade("learner-04", 0), submitted=None, notebooks=()), handed_in=False
        ),
    )
    return ModuleStatus(
        **(
            {
                "module": MODULE.id,
                "title": MODULE.title,
                "passing_score": 80,
                "due": NOW,
                "submissions": mixed + more,
                "items": (SOUND, ODD),
            }
            | changed
        )
    )


def status_text(*statuses: ModuleStatus) -> str:
    return status_page(statuses or (status(),), rendered_at=NOW)


def cells(text: str, start: str) -> list[str]:
    """Give the texts of the table row whose head is `start`."""
    row = next(r for r in re.findall(r"<tr.*?</tr>", text, re.DOTALL) if f">{start}</th>" in r)
    found = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in found]


def test_the_status_page_tells_everything_without_script() -> None:
    """Counts, every learner, every cell and what is odd about it stand in the page itself."""
    text = status_text()

    assert cells(text, MODULE.id)[3:12] == ["4", "3", "3", "1", "1", "1", "1", "1", "2"]
    assert cells(text, "learner-01")[1:7] == [
        "passed",
        "100",
        "01: 10/10",
        "2026-03-01 12:30",
        "",
        "",
    ]
    assert cells(text, "learner-02")[4:] == [
        "2026-03-01 12:30, late",
        "",
        DAMAGE,
        "0",
        "0",
        "0",
        "0",
        "1",
        "0",
    ]
    assert cells(text, "learner-03")[5] == (
        "01 reflection, 01 ex1-tests: the test could not be evaluated"
    )
    assert cells(text, "learner-04") == ["learner-04", "missing", "-", "-", "-", "", "", *"------"]
    odd = f"reversed {Flag.REVERSED.sentence}; hard {Flag.HARD.sentence} ; {ODD.caution}"
    assert cells(text, "ex2-tests")[:7] == ["ex2-tests", odd, "01-x", "40", "10 %", "4-23", "-0.30"]
    assert cells(text, "ex1-tests")[1:7] == [
        "12 answers, fewer than 20: no statistics",
        "01-x",
        "12",
        "-",
        "-",
        "-",
    ]
    assert text.index(">ex2-tests<") < text.index(">ex1-tests<")


def test_the_status_page_says_what_is_unknown() -> None:
    """Without due date, passing mark or record there is a dash, never a 0."""
    unknown = status(due=None, passing_score=None, submissions=(handed_in("learner-01", 5),))
    text = status_text(unknown)

    assert cells(text, MODULE.id)[1:] == [
        "-",
        "-",
        "1",
        "1",
        "1",
        "-",
        "0",
        "0",
        "-",
        "-",
        "-",
        "-",
    ]
    assert cells(text, "learner-01")[-6:] == ["-"] * 6
    assert "Nobody can be called late where the gradebook has no due date." in text


def test_several_modules_share_one_page() -> None:
    """Each row says its module, and modules can be chosen."""
    text = status_text(status(), status(module="102-code-quality"))

    assert "<title>The course: how it stands</title>" in text
    assert cells(text, "learner-01")[1] == MODULE.id
    assert "<option>102-code-quality</option>" in text


def test_no_module_is_a_page_too() -> None:
    """Nothing released is not an error."""
    assert "No module was released yet." in status_page((), rendered_at=NOW)


def test_the_status_page_runs_our_script_only() -> None:
    """What comes from learners is text; the policy names the one script by its digest."""
    evil = "<script>alert(1)</script>"
    text = status_text(
        status(
            handed_in(evil, 3, damage=("<img src=x onerror=alert(1)>",)),
            module='"><script>alert(2)</script>',
        )
    )
    (script,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    digest = b64encode(sha256(script.encode()).digest()).decode()

    assert f"script-src 'sha256-{digest}'" in text and "default-src 'none'" in text
    assert "alert" not in script and "<img" not in text
    assert "&lt;script&gt;alert(1)" in text
    assert not re.search(r"""(src|href)=["'](?!data:)""", text)
    assert not re.search(r"""\son\w+=["']""", text)


def test_a_name_of_any_bytes_can_be_written(tmp_path: Path) -> None:
    """A folder's name that is no UTF-8 does not stop the page."""
    file = write_status_page(tmp_path / "a" / "s.html", [status(handed_in("caf\udce9", 3))])

    assert "caf\\udce9" in file.read_text(encoding="utf-8")


chromium = pytest.mark.skipif(
    not which("chromium"), reason="Debian's chromium is not installed here"
)


@contextmanager
def opened(file: Path, theme: str = "light", *, script: bool = True) -> Iterator[Any]:
    """Open a page in Chromium; what it says on its console is an error."""
    from playwright.sync_api import sync_playwright

    said: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=which("chromium"),
            args=["--no-sandbox", "--disable-background-networking"],
        )
        context = browser.new_context(color_scheme=theme, java_script_enabled=script)  # type: ignore[arg-type]
        view = context.new_page()
        view.on("console", lambda message: said.append(message.text))
        view.on("pageerror", lambda error: said.append(str(error)))
        view.goto(file.as_uri())
        try:
            yield view
        finally:
            browser.close()
    assert said == []


def written(folder: Path, kind: str) -> Path:
    if kind == "cohort":
        return write_cohort_page(
            folder / "index.html", MODULE, [grade("learner-01", 10), grade("learner-02", 3, 4)]
        )
    modules = [status()] if kind == "status" else [status(), status(module="102-code-quality")]
    return write_status_page(folder / "status.html", modules)


@pytest.mark.browser
@chromium
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(tmp_path: Path, theme: str) -> None:
    """axe-core's rules hold on each page in both themes, and its console stays empty."""
    from axe_playwright_python.sync_playwright import Axe

    files = [written(tmp_path / kind, kind) for kind in ("cohort", "status", "two modules")]
    with opened(files[0], theme) as view:
        for file in files:
            view.goto(file.as_uri())
            found = Axe().run(view).response["violations"]
            bad = [v for v in found if v["impact"] in ("serious", "critical")]

            assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in bad] == [], file
            assert view.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            ground = view.evaluate("getComputedStyle(document.body).backgroundColor")
            assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 29)"}[theme]


def shown(view: Any) -> list[str]:
    return view.locator("#list tbody tr:visible th").all_inner_texts()  # type: ignore[no-any-return]


@pytest.mark.browser
@chromium
def test_the_list_is_filtered_and_sorted_by_keyboard(tmp_path: Path) -> None:
    """Every filter alone, all together, the count said aloud; a head sorts both ways."""
    with opened(written(tmp_path, "status")) as view:
        said = view.get_by_role("status").first
        assert said.inner_text() == "4 of 4"
        for label, expected in (
            ("damaged", ["learner-02"]),
            ("waits for a person", ["learner-03"]),
            ("late", ["learner-02"]),
            ("timed out, killed or raised", ["learner-02"]),
        ):
            box = view.get_by_label(label, exact=True)
            box.focus()
            view.keyboard.press("Space")
            assert shown(view) == expected
            view.keyboard.press("Space")
        view.get_by_label("standing").select_option("pending")
        assert shown(view) == ["learner-03"]
        view.get_by_label("standing").select_option("")
        view.get_by_label("learner", exact=True).fill(" LEARNER-0")
        assert said.inner_text() == "4 of 4"
        view.get_by_label("learner", exact=True).fill("04")
        assert (shown(view), said.inner_text()) == (["learner-04"], "1 of 4")
        view.get_by_label("learner", exact=True).fill("")

        head = view.locator("#list th", has_text="percent")
        assert head.get_attribute("aria-sort") is None
        head.get_by_role("button").focus()
        view.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") == "ascending"
        assert shown(view) == [f"learner-0{n}" for n in (2, 3, 1, 4)]  # unknown last
        view.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") == "descending"
        assert shown(view) == [f"learner-0{n}" for n in (1, 3, 2, 4)]
        assert view.locator("#list th[aria-sort]").count() == 1


@pytest.mark.browser
@chromium
def test_a_long_list_shows_its_first_and_all_when_asked(tmp_path: Path) -> None:
    """Two hundred rows at first, the right ones after a filter, and every one by a button."""
    many = [handed_in(f"learner-{n:04}", n % 11) for n in range(2000)]
    file = write_status_page(tmp_path / "s.html", [status(submissions=tuple(many))])
    with opened(file) as view:
        said = view.get_by_role("status").first
        assert said.inner_text() == "2,000 of 2,000, the first 200 shown"
        assert len(shown(view)) == 200
        view.get_by_label("learner", exact=True).fill("learner-1999")
        assert shown(view) == ["learner-1999"]
        view.get_by_label("learner", exact=True).fill("")
        view.locator("#list th", has_text="learner").get_by_role("button").click()
        assert shown(view)[:2] == ["learner-1999", "learner-1998"]
        view.get_by_role("button", name="Show all 2,000").click()
        assert len(shown(view)) == 2000
    with opened(file, script=False) as view:
        assert len(shown(view)) == 2000
        assert not view.get_by_label("damaged", exact=True).is_visible()
